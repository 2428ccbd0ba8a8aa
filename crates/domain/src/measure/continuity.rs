//! Continuity: how many different staff each woman saw (F6).

/// How many women saw how many different staff.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Continuity {
    counts: std::collections::BTreeMap<u64, u64>,
}

impl Continuity {
    /// From counts: how many staff, and how many women saw so many. Nobody who saw nobody is counted.
    pub fn of(counts: impl IntoIterator<Item = (u64, u64)>) -> Self {
        let mut all = Self::default();
        for (staff, women) in counts.into_iter().filter(|(staff, women)| *staff > 0 && *women > 0) {
            *all.counts.entry(staff).or_default() += women;
        }
        all
    }

    /// How many women saw anybody.
    pub fn women(&self) -> u64 {
        self.counts.values().sum()
    }

    /// How many of them saw one or two.
    pub fn one_or_two(&self) -> u64 {
        self.counts.range(..=2).map(|(_, women)| women).sum()
    }

    /// The median number of staff, as twice its value, so that a half is whole; none where nobody was seen.
    pub fn median_twice(&self) -> Option<u64> {
        let women = self.women();
        let nth = |nth: u64| {
            let mut before = 0;
            self.counts.iter().find_map(|(staff, women)| {
                before += women;
                (nth < before).then_some(*staff)
            })
        };
        Some(nth(women.checked_sub(1)? / 2)? + nth(women / 2)?)
    }

    /// How many women saw how many, the fewest staff first.
    pub fn counts(&self) -> impl Iterator<Item = (u64, u64)> + '_ {
        self.counts.iter().map(|(staff, women)| (*staff, *women))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // F6
    #[test]
    fn the_median_is_that_of_the_women_written_out_in_a_row() {
        for seen in [
            vec![],
            vec![1],
            vec![1, 2],
            vec![1, 2, 9],
            vec![3, 3, 3, 4],
            vec![1, 1, 2, 7, 7, 7],
            vec![2, 5],
            vec![1, 1, 1, 1, 1, 30],
        ] {
            let continuity = Continuity::of(seen.iter().map(|staff| (*staff, 1)).chain([(0, 5), (4, 0)]));
            let half = seen.len() / 2;
            let written_out = match seen.len() {
                0 => None,
                length if length % 2 == 1 => Some(2 * seen[half]),
                _ => Some(seen[half - 1] + seen[half]),
            };
            assert_eq!(continuity.median_twice(), written_out, "{seen:?}");
            assert_eq!(continuity.women(), seen.len() as u64, "{seen:?}");
            let few = seen.iter().filter(|staff| **staff <= 2).count();
            assert_eq!(continuity.one_or_two(), few as u64, "{seen:?}");
        }
    }
}
