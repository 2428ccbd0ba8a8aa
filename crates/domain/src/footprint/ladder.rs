//! The ladder that an emergency climbs until a named person accepts it, and the hours in which nobody stands on it (PR-04).

use std::fmt;

use jiff::{
    SignedDuration, Timestamp, ToSpan,
    civil::{Date, Time, Weekday},
};
use serde::{Deserialize, Serialize};

use super::Footprint;
use crate::calendar::{Holidays, LONDON};

/// Within so many minutes of an emergency somebody has been told, whatever the hour (H01).
pub const FIRST_WITHIN_MINUTES: u16 = 15;

/// Within so many minutes of an emergency somebody who is on call has been told, whatever the hour (H01).
pub const ON_CALL_WITHIN_MINUTES: u16 = 60;

/// After the last step somebody is told again after so many minutes, where the file does not say.
pub const REPEAT_MINUTES: u16 = 30;

/// The stable short code of a step of the ladder, such as `on_call_senior`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct StepCode(pub String);

/// One step: who is told of an emergency that nobody has accepted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LadderStep {
    /// Its stable short code.
    pub code: StepCode,
    /// Whom it tells, as a role: such as "The duty worker". The public reads it.
    pub name: String,
    /// Minutes after the emergency was raised.
    pub after_minutes: u16,
    /// When somebody stands on it.
    pub staffed: Staffing,
    /// Whether it is a step of those on call.
    pub on_call: bool,
    /// The number at which staff reach it; the public does not read it.
    pub number: Option<String>,
    /// Whether the number is reserved for fiction.
    pub demonstration: bool,
    /// What else staff need to know.
    pub note: Option<String>,
    /// The code of the source that states it; none for the step that stands where a file has no ladder.
    pub source: Option<String>,
}

/// When somebody stands on a step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Staffing {
    /// At every hour of every day.
    AroundTheClock,
    /// While duty reads what arrives: [`Footprint::duty`].
    Duty,
    /// In hours of its own.
    Own(OwnHours),
}

/// Hours of a step, which may go on past midnight.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnHours {
    /// The days on which they begin, Monday first.
    pub weekdays: Vec<Weekday>,
    /// When they begin, by the wall clock of Europe/London.
    pub from: Time,
    /// When they end; at or before `from` it is the time of the next day.
    pub to: Time,
    /// Whether they begin on bank holidays too.
    pub bank_holidays: bool,
}

impl OwnHours {
    /// Whether an instant lies in them. A day of which nobody knows whether it is a bank holiday is taken for one, so that
    /// the step is passed over and somebody else is told.
    fn cover(&self, at: Timestamp, holidays: &Holidays) -> bool {
        let Some(zone) = LONDON.as_ref() else { return false };
        let wall = zone.to_datetime(at);
        let begins = |on: Date| {
            self.weekdays.contains(&on.weekday()) && (self.bank_holidays || holidays.is_holiday(on).is_ok_and(|is| !is))
        };
        let time = wall.time();
        let overnight = self.to <= self.from;
        let today = begins(wall.date()) && self.from <= time && (overnight || time < self.to);
        let since_yesterday = overnight && time < self.to && wall.date().checked_sub(1.day()).is_ok_and(begins);
        today || since_yesterday
    }
}

/// Somebody who is told, and whether anybody stands there then.
#[derive(Debug, Clone, Copy)]
struct Told<'f> {
    at: Timestamp,
    step: &'f LadderStep,
    staffed: bool,
}

/// Who is told of an emergency at an instant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tellings<'f> {
    /// Whom: one step, or several where the times of some went by.
    pub steps: Vec<&'f LadderStep>,
    /// How many tellings were missed, and when the first of them was due.
    pub missed: Option<(usize, Timestamp)>,
    /// When somebody is told next; none only at the end of the calendar.
    pub next_at: Option<Timestamp>,
}

/// The step that stands where a file says nothing of a ladder: the duty worker, at once.
pub(super) fn without_file() -> Vec<LadderStep> {
    vec![LadderStep {
        code: StepCode("duty_worker".to_owned()),
        name: "The duty worker".to_owned(),
        after_minutes: 0,
        staffed: Staffing::Duty,
        on_call: true,
        number: None,
        demonstration: false,
        note: None,
        source: None,
    }]
}

impl Footprint {
    /// The steps in the order in which an emergency climbs them; at least one. A file without any gives the duty worker at
    /// once, and [`Footprint::gaps`] says when nobody reads that.
    pub fn ladder(&self) -> &[LadderStep] {
        &self.ladder
    }

    /// Finds a step by its exact code.
    pub fn ladder_step(&self, code: &StepCode) -> Option<&LadderStep> {
        self.ladder.iter().find(|step| step.code == *code)
    }

    /// Who is told next of an emergency that nobody has accepted, and when, after the steps that were told of it already,
    /// each as often as it was told.
    ///
    /// At the minute of each step the first that is staffed and not told yet is told; so a step at which nobody stands is
    /// passed over and the next comes in its place. After the last, somebody is told again every
    /// [`Footprint::repeat_minutes`]. The first is told within 15 minutes and one on call within 60, whatever the hour:
    /// where nobody stands on the ladder the step on call is told all the same.
    ///
    /// It depends on nothing but these arguments, so the instant may have passed. None only at the end of the calendar.
    pub fn next_step(&self, raised_at: Timestamp, done: &[StepCode]) -> Option<(Timestamp, &LadderStep)> {
        self.to_tell(raised_at, None, done).next().map(|told| (told.at, told.step))
    }

    /// Which tellings are due at an instant, and which comes next: those after `caught_up_at`, where what was due by then was
    /// told or passed over at once, and that are not among `done`, which were told since.
    ///
    /// Who is told at that instant follows from what was due: a telling whose time went by before the last one that is due was
    /// missed, and is not made as if it were still its time. Then whoever stands there now, of all those who should have been
    /// told, is told once; where nobody of them does, whom a repetition would tell now.
    pub fn tellings(
        &self,
        raised_at: Timestamp,
        caught_up_at: Option<Timestamp>,
        done: &[StepCode],
        now: Timestamp,
    ) -> Option<Tellings<'_>> {
        let mut to_tell = self.to_tell(raised_at, caught_up_at, done).peekable();
        let mut due = Vec::new();
        while let Some(told) = to_tell.next_if(|told| told.at <= now) {
            due.push(told);
        }
        let (first, last) = (due.first()?, due.last()?);
        let missed = due.partition_point(|told| told.at < last.at);
        let steps = if missed == 0 {
            vec![first.step]
        } else {
            let of_due = |step: &&LadderStep| due.iter().any(|told| told.step.code == step.code);
            let now_there = self.ladder.iter().filter(of_due).filter(|step| self.is_staffed(step, now)).collect();
            Some(now_there).filter(|steps: &Vec<_>| !steps.is_empty()).unwrap_or_else(|| {
                let known: Vec<_> = done.iter().chain(due.iter().map(|told| &told.step.code)).collect();
                vec![self.again(now, &known).map_or(last.step, |told| told.step)]
            })
        };
        // Two that are due at the same instant are told one after the other.
        let next_at = if missed == 0 && due.len() > 1 { Some(last.at) } else { to_tell.next().map(|told| told.at) };
        let missed = (missed > 0).then_some((missed, first.at));
        Some(Tellings { steps, missed, next_at })
    }

    fn to_tell(
        &self,
        raised_at: Timestamp,
        caught_up_at: Option<Timestamp>,
        done: &[StepCode],
    ) -> impl Iterator<Item = Told<'_>> {
        let mut done: Vec<StepCode> = done.to_vec();
        self.climb(raised_at).filter(move |told| {
            if caught_up_at.is_some_and(|until| told.at <= until) {
                return false;
            }
            let known = done.iter().position(|code| *code == told.step.code);
            known.map(|index| done.swap_remove(index)).is_none()
        })
    }

    /// Minutes between one telling and the next after the last step.
    pub fn repeat_minutes(&self) -> u16 {
        self.repeat_minutes
    }

    /// Who stands there and is told first of an emergency raised at this instant; none where nobody stands anywhere within
    /// the time in which somebody has to be told.
    pub fn told_first(&self, raised_at: Timestamp) -> Option<&LadderStep> {
        let latest = minutes_after(raised_at, FIRST_WITHIN_MINUTES)?;
        self.first_pass(raised_at).into_iter().find(|told| told.at <= latest && told.staffed).map(|told| told.step)
    }

    /// Whether somebody stands on a step at an instant.
    pub fn is_staffed(&self, step: &LadderStep, at: Timestamp) -> bool {
        match &step.staffed {
            Staffing::AroundTheClock => true,
            Staffing::Duty => {
                let reading = self.duty.open_at(at, &self.holidays);
                reading.open && reading.holidays_known
            }
            Staffing::Own(hours) => hours.cover(at, &self.holidays),
        }
    }

    /// When an emergency could be raised and nobody would stand there to be told in time: every quarter of an hour of a
    /// week, of a bank holiday on a Monday, and of the day after it. Empty where every hour has a staffed step (PR-04).
    pub fn gaps(&self) -> Vec<Gap> {
        let mut gaps = Vec::new();
        let week = MONDAY.series(1.day()).take(7).map(|on| (GapDay::Week(on.weekday()), on));
        let days = week.chain([(GapDay::BankHoliday, BANK_HOLIDAY), (GapDay::DayAfterBankHoliday, DAY_AFTER)]);
        for (day, on) in days {
            for missing in [Missing::Anybody, Missing::OnCall] {
                self.gaps_of(day, on, missing, &mut gaps);
            }
        }
        let tuesday: Vec<Gap> = gaps.iter().filter(|gap| gap.day == GapDay::Week(Weekday::Tuesday)).copied().collect();
        let as_any_tuesday = |gap: &Gap| tuesday.iter().any(|known| *gap == Gap { day: gap.day, ..*known });
        gaps.retain(|gap| gap.day != GapDay::DayAfterBankHoliday || !as_any_tuesday(gap));
        gaps
    }

    fn gaps_of(&self, day: GapDay, on: Date, missing: Missing, gaps: &mut Vec<Gap>) {
        let Some(zone) = LONDON.as_ref() else { return };
        let mut open: Option<Gap> = None;
        for quarter in 0..96_i8 {
            let Ok(time) = Time::new(quarter / 4, quarter % 4 * 15, 0, 0) else { continue };
            let Ok(raised_at) = on.to_datetime(time).to_zoned(zone.clone()) else { continue };
            if self.misses(raised_at.timestamp(), missing) {
                open.get_or_insert(Gap { day, from: time, until: Time::midnight(), missing });
            } else if let Some(gap) = open.take() {
                gaps.push(Gap { until: time, ..gap });
            }
        }
        gaps.extend(open);
    }

    /// Whether an emergency raised at this instant would meet nobody in time. Where nobody stands there at all, that no
    /// one on call does is not said again.
    fn misses(&self, raised_at: Timestamp, missing: Missing) -> bool {
        let pass = self.first_pass(raised_at);
        let within = |minutes: u16, on_call: bool| {
            let latest = minutes_after(raised_at, minutes);
            pass.iter().any(|told| {
                told.staffed && (told.step.on_call || !on_call) && latest.is_some_and(|latest| told.at <= latest)
            })
        };
        let anybody = within(FIRST_WITHIN_MINUTES, false);
        match missing {
            Missing::Anybody => !anybody,
            Missing::OnCall => anybody && !within(ON_CALL_WITHIN_MINUTES, true),
        }
    }

    /// Everybody whom an emergency tells, first to last, and then again and again.
    fn climb(&self, raised_at: Timestamp) -> impl Iterator<Item = Told<'_>> {
        let pass = self.first_pass(raised_at);
        let mut known: Vec<&StepCode> = pass.iter().map(|told| &told.step.code).collect();
        let mut last_at = pass.last().map_or(raised_at, |told| told.at);
        let again = std::iter::from_fn(move || {
            last_at = minutes_after(last_at, self.repeat_minutes)?;
            let told = self.again(last_at, &known)?;
            if !known.contains(&&told.step.code) {
                known.push(&told.step.code);
            }
            Some(told)
        });
        pass.into_iter().chain(again)
    }

    /// Whom each step tells, once through the ladder.
    fn first_pass(&self, raised_at: Timestamp) -> Vec<Told<'_>> {
        let mut pass: Vec<Told<'_>> = Vec::new();
        let last_within = |limit: u16| self.ladder.iter().rposition(|step| step.after_minutes <= limit);
        let (first_by, on_call_by) = (last_within(FIRST_WITHIN_MINUTES), last_within(ON_CALL_WITHIN_MINUTES));
        for (index, step) in self.ladder.iter().enumerate() {
            let Some(at) = minutes_after(raised_at, step.after_minutes) else { break };
            let left = || self.ladder.iter().filter(|step| pass.iter().all(|told| told.step.code != step.code));
            let staffed = |step: &&LadderStep| self.is_staffed(step, at);
            let on_call = |step: &&LadderStep| step.on_call;
            let chosen = if on_call_by == Some(index) && !pass.iter().any(|told| told.step.on_call) {
                left().filter(on_call).find(staffed).or_else(|| left().find(on_call))
            } else if first_by == Some(index) && pass.is_empty() {
                left().find(staffed).or_else(|| left().find(on_call))
            } else {
                left().find(staffed)
            };
            let told = chosen.map(|step| Told { at, step, staffed: staffed(&step) });
            pass.extend(told);
        }
        pass
    }

    /// Whom a repetition tells: the first that is staffed by now and was never told, else the highest that is staffed,
    /// else the highest on call.
    fn again(&self, at: Timestamp, known: &[&StepCode]) -> Option<Told<'_>> {
        let staffed = |step: &&LadderStep| self.is_staffed(step, at);
        let new = self.ladder.iter().filter(|step| !known.contains(&&step.code)).find(staffed);
        let step = new
            .or_else(|| self.ladder.iter().rev().find(staffed))
            .or_else(|| self.ladder.iter().rev().find(|step| step.on_call))?;
        Some(Told { at, step, staffed: staffed(&step) })
    }
}

fn minutes_after(at: Timestamp, minutes: u16) -> Option<Timestamp> {
    at.checked_add(SignedDuration::from_mins(i64::from(minutes))).ok()
}

/// The Monday of a week without bank holidays or a change of the clocks; a test holds that it is one.
const MONDAY: Date = Date::constant(2026, 11, 2);
/// A bank holiday on a Monday.
const BANK_HOLIDAY: Date = Date::constant(2026, 8, 31);
/// The day after it.
const DAY_AFTER: Date = Date::constant(2026, 9, 1);

/// A time at which nobody would be told of an emergency in time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Gap {
    /// On which day.
    pub day: GapDay,
    /// From when, by the wall clock.
    pub from: Time,
    /// Until when; midnight is the end of the day.
    pub until: Time,
    /// Who is missing.
    pub missing: Missing,
}

/// The day of a gap.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum GapDay {
    /// Every week on this day.
    Week(Weekday),
    /// On bank holidays.
    BankHoliday,
    /// On the day after a bank holiday, where that is another than on other such days.
    DayAfterBankHoliday,
}

/// Who is missing in a gap.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Missing {
    /// Nobody stands on any step within 15 minutes.
    Anybody,
    /// Somebody is told, and within 60 minutes nobody who is on call.
    OnCall,
}

impl fmt::Display for Gap {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let day = match self.day {
            GapDay::Week(Weekday::Monday) => "Monday",
            GapDay::Week(Weekday::Tuesday) => "Tuesday",
            GapDay::Week(Weekday::Wednesday) => "Wednesday",
            GapDay::Week(Weekday::Thursday) => "Thursday",
            GapDay::Week(Weekday::Friday) => "Friday",
            GapDay::Week(Weekday::Saturday) => "Saturday",
            GapDay::Week(Weekday::Sunday) => "Sunday",
            GapDay::BankHoliday => "bank holidays",
            GapDay::DayAfterBankHoliday => "the day after a bank holiday",
        };
        let until =
            if self.until == Time::midnight() { "24:00".to_owned() } else { self.until.strftime("%H:%M").to_string() };
        let missing = match self.missing {
            Missing::Anybody => "no step of the ladder is staffed within 15 minutes of an emergency",
            Missing::OnCall => "no step on call is staffed within 60 minutes of an emergency",
        };
        write!(f, "{day}, {} to {until}: {missing}", self.from.strftime("%H:%M"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::is_bank_holiday;

    #[test]
    fn the_days_on_which_gaps_are_looked_for_are_what_they_are_called() {
        assert_eq!(MONDAY.weekday(), Weekday::Monday);
        assert!(MONDAY.series(1.day()).take(7).all(|on| is_bank_holiday(on) == Ok(false)));
        assert_eq!((BANK_HOLIDAY.weekday(), is_bank_holiday(BANK_HOLIDAY)), (Weekday::Monday, Ok(true)));
        assert_eq!((BANK_HOLIDAY.tomorrow().ok(), is_bank_holiday(DAY_AFTER)), (Some(DAY_AFTER), Ok(false)));
    }
}
