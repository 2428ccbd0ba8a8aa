//! How long a record stays open that somebody opened in an emergency, and how soon somebody else looks at it.

use jiff::SignedDuration;

use super::Footprint;

/// How long a record stays open that was opened in an emergency, and by when somebody else has looked at it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Openings {
    /// Hours after which it closes by itself.
    pub hours: u16,
    /// Hours within which an information officer looks at it.
    pub review_within_hours: u16,
}

/// What holds where a file says nothing of it.
///
/// # Source
/// No source states either; both are this project's own choice, to be confirmed: long enough for one emergency and not for a
/// shift, and looked at within three days.
impl Default for Openings {
    fn default() -> Self {
        Self { hours: 4, review_within_hours: 72 }
    }
}

impl Openings {
    /// How long it stays open.
    pub fn lasts(self) -> SignedDuration {
        SignedDuration::from_hours(i64::from(self.hours))
    }

    /// How soon it is looked at.
    pub fn reviewed_within(self) -> SignedDuration {
        SignedDuration::from_hours(i64::from(self.review_within_hours))
    }
}

impl Footprint {
    /// How long a record stays open that was opened in an emergency, and how soon somebody looks at it.
    pub fn openings(&self) -> Openings {
        self.openings
    }
}
