//! How long somebody is served: a mean and how far it varies, from always the same to far more than exponential.

use super::streams::Stream;

/// Times of service with a mean and a squared coefficient of variation (variance over squared mean).
///
/// Below 1 it mixes two Erlang distributions, above 1 two exponential ones with balanced means (Tijms, A First Course in
/// Stochastic Models, 2003, appendix B), so that mean and variation are exact.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Times {
    /// Always the same.
    Same(f64),
    /// Exponential.
    Exponential(f64),
    /// With this chance the sum of one stage less than `stages`, otherwise of all; each exponential with this mean.
    Stages { fewer: f64, stages: u32, mean: f64 },
    /// With this chance exponential with the first mean, otherwise with the second.
    Either { first: f64, means: (f64, f64) },
}

impl Times {
    /// Of a mean and a variation of 0 or more.
    pub(super) fn new(mean: f64, variation: f64) -> Self {
        if variation <= 0.0 {
            Self::Same(mean)
        } else if variation < 1.0 {
            let stages = libm::ceil(1.0 / variation);
            let root = libm::sqrt(stages * (1.0 + variation) - stages * stages * variation);
            let fewer = (stages * variation - root) / (1.0 + variation);
            Self::Stages { fewer, stages: stages as u32, mean: mean / (stages - fewer) }
        } else if variation > 1.0 {
            let first = 0.5 * (1.0 + libm::sqrt((variation - 1.0) / (variation + 1.0)));
            Self::Either { first, means: (0.5 * mean / first, 0.5 * mean / (1.0 - first)) }
        } else {
            Self::Exponential(mean)
        }
    }

    /// Draws one.
    pub(super) fn draw(&self, stream: &mut Stream) -> f64 {
        match *self {
            Self::Same(time) => time,
            Self::Exponential(mean) => mean * stream.exponential(),
            Self::Stages { fewer, stages, mean } => {
                let stages = if stream.share() < fewer { stages - 1 } else { stages };
                (0..stages).map(|_| mean * stream.exponential()).sum()
            }
            Self::Either { first, means } => {
                let mean = if stream.share() < first { means.0 } else { means.1 };
                mean * stream.exponential()
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::streams::Purpose;
    use super::*;

    #[test]
    fn means_and_variations_are_those_that_were_asked_for() {
        let mut stream = Stream::new(3, 0, Purpose::Service);
        for variation in [0.0, 0.2, 0.35, 0.8, 1.0, 1.5, 4.0] {
            let times = Times::new(2.0, variation);
            let drawn: Vec<f64> = (0..400_000).map(|_| times.draw(&mut stream)).collect();
            let mean = drawn.iter().sum::<f64>() / drawn.len() as f64;
            let variance = drawn.iter().map(|time| (time - mean) * (time - mean)).sum::<f64>() / drawn.len() as f64;
            assert!((mean - 2.0).abs() < 0.03, "{variation}: a mean of {mean}");
            assert!((variance / 4.0 - variation).abs() < 0.05 * (1.0 + variation), "{variation}: {}", variance / 4.0);
        }
    }
}
