//! When the team meeting sits and when a case discussion is held, as it follows from the local rules, by the wall clock of
//! Europe/London.

use jiff::{
    Timestamp, ToSpan,
    civil::{Date, Time},
};

use crate::{
    calendar::{LONDON, is_bank_holiday, local_date},
    footprint::{CaseDiscussion, Meeting},
    person::day_number,
};

/// How many days on either side a sitting is looked for: more than any run of bank holidays on one day of the week.
const DAYS: i32 = 35;

/// The instants of a day, the first first: none on a bank holiday. Where the holidays of a year are not known, the days of
/// the week hold.
fn held_on(on: Date, times: impl Iterator<Item = Time>) -> Vec<Timestamp> {
    let Some(zone) = LONDON.as_ref().filter(|_| !is_bank_holiday(on).unwrap_or(false)) else { return Vec::new() };
    let instants = times.filter_map(|at| on.to_datetime(at).to_zoned(zone.clone()).ok());
    let mut instants: Vec<Timestamp> = instants.map(|zoned| zoned.timestamp()).collect();
    instants.sort_unstable();
    instants
}

/// The first that is planned after an instant.
fn next(after: Timestamp, held_on: impl Fn(Date) -> Vec<Timestamp>) -> Option<Timestamp> {
    let today = local_date(after)?;
    let days = (0..=DAYS).filter_map(|day| today.checked_add(day.days()).ok());
    days.flat_map(held_on).find(|sitting| *sitting > after)
}

/// The last that was planned at an instant or before.
fn last(by: Timestamp, held_on: impl Fn(Date) -> Vec<Timestamp>) -> Option<Timestamp> {
    let today = local_date(by)?;
    let days = (0..=DAYS).filter_map(|day| today.checked_sub(day.days()).ok());
    days.flat_map(|on| held_on(on).into_iter().rev()).find(|sitting| *sitting <= by)
}

impl Meeting {
    fn sittings_on(&self, on: Date) -> Vec<Timestamp> {
        let today = self.sittings.iter().filter(|sitting| sitting.weekday == on.weekday());
        held_on(on, today.map(|sitting| sitting.at))
    }

    /// Whether a sitting is planned at exactly this instant.
    pub fn sits_at(&self, at: Timestamp) -> bool {
        local_date(at).is_some_and(|on| self.sittings_on(on).contains(&at))
    }

    /// The first sitting that is planned after an instant.
    pub fn sits_next(&self, after: Timestamp) -> Option<Timestamp> {
        next(after, |on| self.sittings_on(on))
    }

    /// The last sitting that was planned at an instant or before.
    pub fn sat_last(&self, by: Timestamp) -> Option<Timestamp> {
        last(by, |on| self.sittings_on(on))
    }
}

impl CaseDiscussion {
    fn sittings_on(&self, on: Date) -> Vec<Timestamp> {
        let since = day_number(on) - day_number(self.first_on);
        let in_time = on >= self.from && self.until.is_none_or(|until| on <= until);
        let is_one = in_time && since >= 0 && since % self.rhythm.days() == 0;
        held_on(on, is_one.then_some(self.at).into_iter())
    }

    /// The instant of a day on which it is held; none on any other day.
    pub fn sits_on(&self, on: Date) -> Option<Timestamp> {
        self.sittings_on(on).first().copied()
    }

    /// Whether one is planned at exactly this instant.
    pub fn sits_at(&self, at: Timestamp) -> bool {
        local_date(at).is_some_and(|on| self.sittings_on(on).contains(&at))
    }

    /// The first that is planned after an instant.
    pub fn sits_next(&self, after: Timestamp) -> Option<Timestamp> {
        next(after, |on| self.sittings_on(on))
    }

    /// The last that was planned at an instant or before.
    pub fn sat_last(&self, by: Timestamp) -> Option<Timestamp> {
        last(by, |on| self.sittings_on(on))
    }

    /// How many of its days went by after one instant and before another: so often had waited by the second what was put on
    /// its list at the first, whether or not anybody held them.
    pub fn gone_by(&self, after: Timestamp, before: Timestamp) -> u32 {
        let days = std::iter::successors(self.sits_next(after), |day| self.sits_next(*day));
        u32::try_from(days.take_while(|day| *day < before).count()).unwrap_or(u32::MAX)
    }
}
