//! How long records of care are kept after their last use.

use jiff::{ToSpan, civil::Date};

use super::Footprint;

/// How many years records are kept. Where both periods apply, the longer holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Retention {
    /// Years after the end of care.
    pub years_after_care: u16,
    /// Years after the end of the last pregnancy that a record tells of.
    pub years_after_birth: u16,
}

/// What holds where a file says nothing of it.
///
/// # Source
/// Records Management Code of Practice 2021, updated August 2023, appendix II (transform.england.nhs.uk): mental health records
/// 20 years after discharge or when she was last seen; obstetric, maternity, antenatal and postnatal records 25 years. That a record
/// of this service is both, and is kept for the longer, is this project's own reading, to be confirmed. The 10 years after
/// a death are not used: they would only shorten it.
impl Default for Retention {
    fn default() -> Self {
        Self { years_after_care: 20, years_after_birth: 25 }
    }
}

impl Retention {
    /// From which day on a record may go that was last used on one day and tells of a pregnancy that ended on another.
    pub fn over_on(self, last_used_on: Date, birth_on: Option<Date>) -> Date {
        let after_care = last_used_on.saturating_add(i64::from(self.years_after_care).years());
        let after_birth = birth_on.map(|on| on.saturating_add(i64::from(self.years_after_birth).years()));
        after_birth.map_or(after_care, |after_birth| after_care.max(after_birth))
    }
}

impl Footprint {
    /// How long records of care are kept.
    pub fn retention(&self) -> Retention {
        self.retention
    }
}
