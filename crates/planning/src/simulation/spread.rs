//! Waits of any length in continuous time: a distribution in classes so narrow that no figure shows them.

/// Each doubling of a wait has this many classes: a percentile is read to a thousandth.
const CLASSES_BITS: u32 = 10;

/// The shortest wait that is told from none: a ten-thousandth of a second, in days.
const SHORTEST: f64 = 1e-9;

/// Counts of waits by class.
#[derive(Debug, Clone, Default)]
pub(super) struct Classes {
    none: u64,
    counts: Vec<u64>,
}

impl Classes {
    /// Counts a wait.
    pub(super) fn record(&mut self, wait: f64) {
        if wait < SHORTEST {
            self.none += 1;
            return;
        }
        let place = class_of(wait) as usize;
        if self.counts.len() <= place {
            self.counts.resize(place + 1, 0);
        }
        if let Some(count) = self.counts.get_mut(place) {
            *count += 1;
        }
    }

    /// Takes in what another counted.
    pub(super) fn add(&mut self, other: &Self) {
        self.none += other.none;
        if self.counts.len() < other.counts.len() {
            self.counts.resize(other.counts.len(), 0);
        }
        self.counts.iter_mut().zip(&other.counts).for_each(|(mine, theirs)| *mine += theirs);
    }

    /// The wait than which so many thousandths waited no longer, in days; none where nobody was counted.
    pub(super) fn percentile(&self, thousandths: u16) -> Option<f64> {
        let all = self.none + self.counts.iter().sum::<u64>();
        let needed = (all * u64::from(thousandths)).div_ceil(1000).max(1);
        if all == 0 || needed <= self.none {
            return (all > 0).then_some(0.0);
        }
        let mut before = self.none;
        for (class, &count) in (0_u64..).zip(&self.counts) {
            if before + count >= needed {
                let within = (needed - before) as f64 / count as f64;
                return Some(start_of(class) + within * (start_of(class + 1) - start_of(class)));
            }
            before += count;
        }
        None
    }
}

/// The upper bits of a double: its exponent, and the first of its fraction. They are in the order of the numbers.
fn class_of(wait: f64) -> u64 {
    (wait.to_bits() - SHORTEST.to_bits()) >> (52 - CLASSES_BITS)
}

fn start_of(class: u64) -> f64 {
    f64::from_bits(SHORTEST.to_bits() + (class << (52 - CLASSES_BITS)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentiles_are_those_of_the_waits_in_order_to_a_thousandth() {
        let mut classes = Classes::default();
        let mut waits: Vec<f64> = (1..20_000_u32).map(|nth| f64::from(nth * nth % 9973) / 37.0).collect();
        waits.iter().for_each(|&wait| classes.record(wait));
        waits.sort_by(f64::total_cmp);
        for thousandths in [1_u16, 250, 500, 900, 950, 1000] {
            let exact = waits[(waits.len() * usize::from(thousandths)).div_ceil(1000) - 1];
            let found = classes.percentile(thousandths).expect("there are waits");
            assert!((found - exact).abs() <= 0.002 * exact, "{thousandths}: {found} and not {exact}");
        }
    }

    #[test]
    fn most_who_do_not_wait_have_a_median_of_nothing() {
        let mut classes = Classes::default();
        assert_eq!(classes.percentile(500), None);
        [0.0, 0.0, 4.0].into_iter().for_each(|wait| classes.record(wait));
        assert_eq!(classes.percentile(500), Some(0.0));
        assert!(classes.percentile(900).is_some_and(|wait| (wait - 4.0).abs() < 0.01));
    }
}
