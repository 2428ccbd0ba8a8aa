//! Agreements by which one organisation of a footprint lets the staff of another read something, for a purpose and a time.

use std::fmt;

use jiff::{ToSpan, civil::Date};

use super::Footprint;
use crate::release::ReleaseClass;

/// How many days before its end an agreement is told of.
pub const SHARING_WARN_DAYS: i32 = 60;

/// An agreement between organisations of the footprint (H3). Its last day is part of it: there is none without an end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sharing {
    /// Its stable short code.
    pub code: String,
    /// The organisations whose staff may read what the others hold.
    pub between: Vec<String>,
    /// What may be read.
    pub releases: Vec<ReleaseClass>,
    /// For what, in words.
    pub purpose: String,
    /// Its first day.
    pub from: Date,
    /// Its last day; from the day after on it is off.
    pub until: Date,
    /// The code of the source that states it.
    pub source: String,
}

impl Sharing {
    /// Whether it holds on a day.
    pub fn holds_on(&self, day: Date) -> bool {
        self.from <= day && day <= self.until
    }

    /// Whether it lets facts of a class be read.
    pub fn covers(&self, class: ReleaseClass) -> bool {
        self.releases.contains(&class)
    }
}

/// An agreement that ends soon.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SharingEnds {
    /// Its code.
    pub code: String,
    /// The organisations that it is between.
    pub between: Vec<String>,
    /// Its last day.
    pub until: Date,
}

impl fmt::Display for SharingEnds {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (between, until) = (self.between.join(" and "), self.until.strftime("%-d %B %Y"));
        write!(
            f,
            "the sharing agreement \"{}\" between {between} ends after {until}; from then on neither reads what the other \
             holds",
            self.code
        )
    }
}

impl Footprint {
    /// Every agreement, in the order of the file.
    pub fn sharing(&self) -> &[Sharing] {
        &self.sharing
    }

    /// The agreements that hold on a day and end within sixty days of it.
    pub fn sharing_ends(&self, today: Date) -> Vec<SharingEnds> {
        let last = today.checked_add(SHARING_WARN_DAYS.days()).unwrap_or(today);
        let ends = self.sharing.iter().filter(|one| one.holds_on(today) && one.until <= last);
        ends.map(|one| SharingEnds { code: one.code.clone(), between: one.between.clone(), until: one.until }).collect()
    }
}
