//! How long people waited, in whole days: the whole distribution, of which every figure of a wait is read.

/// Waits by their length. What is recorded may be a real service's or a simulated one's: the figures are the same functions.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Waits {
    /// How many of those who were seen had waited so many days.
    seen: Vec<u64>,
    /// How many still wait, and have waited so many days.
    waiting: Vec<u64>,
}

impl Waits {
    /// Somebody was seen after so many days.
    pub fn record_seen(&mut self, days: u32) {
        count(&mut self.seen, days);
    }

    /// Somebody still waits, and has waited so many days.
    pub fn record_waiting(&mut self, days: u32) {
        count(&mut self.waiting, days);
    }

    /// Takes in what others counted.
    pub fn add(&mut self, other: &Self) {
        for (mine, theirs) in [(&mut self.seen, &other.seen), (&mut self.waiting, &other.waiting)] {
            if mine.len() < theirs.len() {
                mine.resize(theirs.len(), 0);
            }
            mine.iter_mut().zip(theirs).for_each(|(mine, theirs)| *mine += theirs);
        }
    }

    /// How many were seen.
    pub fn seen(&self) -> u64 {
        self.seen.iter().sum()
    }

    /// How many still wait.
    pub fn waiting(&self) -> u64 {
        self.waiting.iter().sum()
    }

    /// How many were seen after each number of days, from 0 on.
    pub fn by_day(&self) -> &[u64] {
        &self.seen
    }

    /// The days that all who were seen had waited, together.
    pub fn days_waited(&self) -> u64 {
        self.seen.iter().zip(0_u64..).map(|(count, days)| count * days).sum()
    }

    /// The days that all have waited so far, those who were seen and those who still wait, for each of them; none where there is nobody.
    pub fn days_each(&self) -> Option<f64> {
        let waiting: u64 = self.waiting.iter().zip(0_u64..).map(|(count, days)| count * days).sum();
        let people = self.seen() + self.waiting();
        (people > 0).then(|| (self.days_waited() + waiting) as f64 / people as f64)
    }

    /// The wait than which this share of those who were seen waited no longer: a wait that somebody had. In parts of a thousand;
    /// none where nobody was seen.
    pub fn percentile(&self, thousandths: u16) -> Option<u32> {
        let all = self.seen();
        let needed = (all * u64::from(thousandths)).div_ceil(1000).max(1);
        let mut counted = 0;
        self.seen.iter().zip(0_u32..).find_map(|(count, days)| {
            counted += count;
            (counted >= needed).then_some(days)
        })
    }

    /// Of those of whom it is known: how many were seen within so many days, and how many in all. Known are those who were seen,
    /// and those who have waited longer already: whoever waits and may still be seen in time counts in neither.
    pub fn within(&self, days: u32) -> (u64, u64) {
        let in_time = self.seen.iter().zip(0..).filter(|(_, waited)| *waited <= days).map(|(count, _)| count).sum();
        let longer: u64 =
            self.waiting.iter().zip(0..).filter(|(_, waited)| *waited > days).map(|(count, _)| count).sum();
        (in_time, self.seen() + longer)
    }
}

fn count(days_waited: &mut Vec<u64>, days: u32) {
    let place = days as usize;
    if days_waited.len() <= place {
        days_waited.resize(place + 1, 0);
    }
    if let Some(count) = days_waited.get_mut(place) {
        *count += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_those_of_the_waits_written_out_in_a_row() {
        let mut waits = Waits::default();
        let mut row = [3, 0, 28, 29, 5, 5, 70, 1, 12, 40];
        row.iter().for_each(|&days| waits.record_seen(days));
        row.sort_unstable();
        assert_eq!((waits.seen(), waits.days_waited()), (10, 193));
        for (thousandths, place) in [(1, 0), (100, 0), (101, 1), (500, 4), (900, 8), (950, 9), (1000, 9)] {
            assert_eq!(waits.percentile(thousandths), Some(row[place]), "{thousandths}");
        }
        assert_eq!(waits.within(28), (7, 10));
        assert_eq!(Waits::default().percentile(500), None);
    }

    #[test]
    fn who_waits_counts_against_a_target_once_it_has_passed() {
        let mut waits = Waits::default();
        waits.record_seen(10);
        waits.record_waiting(28);
        waits.record_waiting(29);
        assert_eq!((waits.within(28), waits.within(27), waits.waiting()), ((1, 2), (1, 3), 2));
        assert_eq!((waits.days_each(), Waits::default().days_each()), (Some(67.0 / 3.0), None));
    }

    #[test]
    fn two_parts_together_are_the_whole() {
        let (mut whole, mut first, mut second) = (Waits::default(), Waits::default(), Waits::default());
        for days in [4, 9, 2, 150] {
            whole.record_seen(days);
            if days < 5 { first.record_seen(days) } else { second.record_seen(days) }
        }
        second.record_waiting(3);
        whole.record_waiting(3);
        first.add(&second);
        assert_eq!(first, whole);
    }
}
