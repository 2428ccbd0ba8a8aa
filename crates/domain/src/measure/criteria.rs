//! How often each criterion was the ground of which decision: too many noes on one of them is what a manager wants to see
//! (D26).

use jiff::civil::Date;

/// A criterion as it read from a day on, and how often decisions of a period rest on it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CriterionCited {
    /// Its code.
    pub code: String,
    /// From when it read so.
    pub from: Date,
    /// What it said.
    pub words: String,
    /// How often somebody was taken on.
    pub accepted: u64,
    /// How often somebody was not.
    pub rejected: u64,
    /// How often somebody was pointed to another service.
    pub signposted: u64,
    /// How often advice was given instead of care.
    pub advised: u64,
}

impl CriterionCited {
    /// One that no decision is known to rest on yet.
    pub fn new(code: &str, from: Date, words: &str) -> Self {
        let (code, words) = (code.to_owned(), words.to_owned());
        Self { code, from, words, accepted: 0, rejected: 0, signposted: 0, advised: 0 }
    }

    /// Adds decisions of a verdict, by its code; whether there is such a verdict.
    pub fn count(&mut self, verdict: &str, times: u64) -> bool {
        let counted = match verdict {
            "accept" => &mut self.accepted,
            "reject" => &mut self.rejected,
            "signpost" => &mut self.signposted,
            "advise" => &mut self.advised,
            _ => return false,
        };
        *counted += times;
        true
    }

    /// How often it was the ground of a no, however soft (PR-13).
    pub fn noes(&self) -> u64 {
        self.rejected + self.signposted + self.advised
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::CriterionCited;

    // D26, PR-13
    #[test]
    fn every_soft_no_counts_as_a_no_and_no_verdict_is_counted_that_there_is_not() {
        let mut one = CriterionCited::new("invented", date(2023, 4, 1), "Invented words");
        for (verdict, times, counted) in
            [("accept", 5, true), ("reject", 1, true), ("signpost", 2, true), ("advise", 4, true), ("other", 8, false)]
        {
            assert_eq!(one.count(verdict, times), counted, "{verdict}");
        }
        assert_eq!((one.accepted, one.rejected, one.signposted, one.advised), (5, 1, 2, 4));
        assert_eq!(one.noes(), 7);
    }
}
