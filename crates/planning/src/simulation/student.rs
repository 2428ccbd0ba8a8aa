//! Student's t: how far the mean of a few replications may lie from the truth.

/// A mean over replications with its 95 % interval.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Estimate {
    /// The mean; none where no replication had one.
    pub mean: Option<f64>,
    /// Both ends of the interval; none with fewer than two replications.
    pub interval: Option<(f64, f64)>,
}

impl Estimate {
    /// Of one value for each replication.
    pub fn of(values: &[f64]) -> Self {
        let number = values.len() as f64;
        if values.is_empty() {
            return Self { mean: None, interval: None };
        }
        let mean = values.iter().sum::<f64>() / number;
        if values.len() < 2 {
            return Self { mean: Some(mean), interval: None };
        }
        let squares: f64 = values.iter().map(|value| (value - mean) * (value - mean)).sum();
        let half = quantile(0.975, number - 1.0) * libm::sqrt(squares / (number - 1.0) / number);
        Self { mean: Some(mean), interval: Some((mean - half, mean + half)) }
    }

    /// Of one share for each replication: its interval ends where no share can be.
    pub fn of_shares(shares: &[f64]) -> Self {
        let all = Self::of(shares);
        Self { interval: all.interval.map(|(low, high)| (low.max(0.0), high.min(1.0))), ..all }
    }

    /// Whether the interval holds a value.
    pub fn holds(&self, value: f64) -> bool {
        self.interval.is_some_and(|(low, high)| low <= value && value <= high)
    }
}

/// The value below which a t variable of these degrees of freedom lies with this chance, above one half.
pub fn quantile(chance: f64, degrees: f64) -> f64 {
    let (mut low, mut high) = (0.0, 1.0);
    while below(high, degrees) < chance {
        high *= 2.0;
    }
    for _ in 0..100 {
        let middle = 0.5 * (low + high);
        if below(middle, degrees) < chance {
            low = middle;
        } else {
            high = middle;
        }
    }
    0.5 * (low + high)
}

/// The chance that a t variable is below a value of 0 or more.
fn below(value: f64, degrees: f64) -> f64 {
    1.0 - 0.5 * incomplete_beta(0.5 * degrees, 0.5, degrees / (degrees + value * value))
}

/// The regularised incomplete beta function, by the continued fraction of its series (Abramowitz and Stegun 26.5.8).
fn incomplete_beta(a: f64, b: f64, x: f64) -> f64 {
    if x <= 0.0 || x >= 1.0 {
        return if x <= 0.0 { 0.0 } else { 1.0 };
    }
    let front =
        libm::exp(libm::lgamma(a + b) - libm::lgamma(a) - libm::lgamma(b) + a * libm::log(x) + b * libm::log1p(-x));
    if x < (a + 1.0) / (a + b + 2.0) {
        front * fraction(a, b, x) / a
    } else {
        1.0 - front * fraction(b, a, 1.0 - x) / b
    }
}

fn fraction(a: f64, b: f64, x: f64) -> f64 {
    // Lentz's method; what would be nothing is made tiny, so that nothing is divided by it.
    let tiny = |value: f64| if value.abs() < 1e-300 { 1e-300 } else { value };
    let mut c = 1.0;
    let mut d = 1.0 / tiny(1.0 - (a + b) * x / (a + 1.0));
    let mut sum = d;
    for step in 1..500_u32 {
        let m = f64::from(step);
        let even = m * (b - m) * x / ((a + 2.0 * m - 1.0) * (a + 2.0 * m));
        d = 1.0 / tiny(1.0 + even * d);
        c = tiny(1.0 + even / c);
        sum *= d * c;
        let odd = -(a + m) * (a + b + m) * x / ((a + 2.0 * m) * (a + 2.0 * m + 1.0));
        d = 1.0 / tiny(1.0 + odd * d);
        c = tiny(1.0 + odd / c);
        sum *= d * c;
        if (d * c - 1.0).abs() < 1e-15 {
            break;
        }
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Printed tables of the t distribution, 97.5 % one-sided.
    #[test]
    fn quantiles_are_those_of_the_tables() {
        let table =
            [(1.0, 12.706), (2.0, 4.303), (5.0, 2.571), (9.0, 2.262), (29.0, 2.045), (99.0, 1.984), (1e6, 1.960)];
        for (degrees, printed) in table {
            let found = quantile(0.975, degrees);
            assert!((found - printed).abs() < 6e-4, "{degrees}: {found} and not {printed}");
        }
        assert!((quantile(0.95, 10.0) - 1.812).abs() < 6e-4);
    }

    #[test]
    fn an_interval_needs_two_values_and_a_mean_one() {
        assert_eq!(Estimate::of(&[]), Estimate { mean: None, interval: None });
        assert_eq!(Estimate::of(&[3.0]), Estimate { mean: Some(3.0), interval: None });
        let two = Estimate::of(&[1.0, 3.0]);
        assert_eq!(two.mean, Some(2.0));
        assert!(two.holds(2.0) && two.holds(14.7) && !two.holds(14.8) && !two.holds(-10.8));
    }
}
