//! When the team meeting sits, as it follows from the local rules: each week, by the wall clock of Europe/London.

use jiff::{Timestamp, ToSpan, civil::Date};

use crate::{
    calendar::{LONDON, is_bank_holiday, local_date},
    footprint::Meeting,
};

/// How many days on either side a sitting is looked for: more than any run of bank holidays on one day of the week.
const DAYS: i32 = 35;

impl Meeting {
    /// The sittings of a day, the first first: none on a bank holiday. Where the holidays of a year are not known, the days
    /// of the week hold.
    fn sittings_on(&self, on: Date) -> Vec<Timestamp> {
        let Some(zone) = LONDON.as_ref().filter(|_| !is_bank_holiday(on).unwrap_or(false)) else { return Vec::new() };
        let today = self.sittings.iter().filter(|sitting| sitting.weekday == on.weekday());
        let instants = today.filter_map(|sitting| on.to_datetime(sitting.at).to_zoned(zone.clone()).ok());
        let mut instants: Vec<Timestamp> = instants.map(|zoned| zoned.timestamp()).collect();
        instants.sort_unstable();
        instants
    }

    /// Whether a sitting is planned at exactly this instant.
    pub fn sits_at(&self, at: Timestamp) -> bool {
        local_date(at).is_some_and(|on| self.sittings_on(on).contains(&at))
    }

    /// The first sitting that is planned after an instant.
    pub fn sits_next(&self, after: Timestamp) -> Option<Timestamp> {
        let today = local_date(after)?;
        let days = (0..=DAYS).filter_map(|day| today.checked_add(day.days()).ok());
        days.flat_map(|on| self.sittings_on(on)).find(|sitting| *sitting > after)
    }

    /// The last sitting that was planned at an instant or before.
    pub fn sat_last(&self, by: Timestamp) -> Option<Timestamp> {
        let today = local_date(by)?;
        let days = (0..=DAYS).filter_map(|day| today.checked_sub(day.days()).ok());
        days.flat_map(|on| self.sittings_on(on).into_iter().rev()).find(|sitting| *sitting <= by)
    }
}
