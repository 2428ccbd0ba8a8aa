//! The days of a scenario: those before the measured ones, the measured, and those in which the last of them are followed.

use std::ops::Range;

use jiff::{ToSpan, civil::Date};
use porch_domain::calendar::is_bank_holiday;

use super::super::read::{Range as Values, Reader, ScenarioError, number, whole};

const DAYS: Values = whole("days", 28, 3_660);
const WARM_UP: Values = whole("days", 0, 3_660);
const FOLLOW: Values = whole("days", 0, 3_660);
const A_YEAR: Values = number("people a year", 0.1, 1e6);
const WEIGHT: Values = number("a weight", 0.0, 1000.0);
const A_DAY: Values = whole("people", 0, 10_000);

/// The days before the measured ones where nothing else is said: a service that begins empty shows short waits for years.
const USUAL_WARM_UP: f64 = 1095.0;

/// For how long those who came in the measured days are followed where nothing else is said.
const USUAL_FOLLOW: f64 = 365.0;

/// A day of the scenario.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Day {
    /// From 0 for Monday.
    pub(super) weekday: usize,
    /// Whether it is no weekend and no bank holiday.
    pub(super) working: bool,
    /// How many are expected to come.
    pub(super) expected: f64,
    /// How many came, where a record is replayed.
    pub(super) came: Option<u32>,
    /// Which measured month.
    pub(super) month: Option<usize>,
}

/// All days of the scenario.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Timeline {
    pub(super) days: Vec<Day>,
    /// Those in which arrivals are measured.
    pub(super) measured: Range<usize>,
    /// The measured months, as `2026-04`.
    pub(super) months: Vec<String>,
}

impl Timeline {
    /// Reads `start`, `days`, `warm_up_days`, `follow_days` and `[arrivals]`.
    pub(super) fn read(reader: &Reader<'_>) -> Result<Self, ScenarioError> {
        let start = reader.date("start")?;
        let days = reader.whole("days", DAYS)? as usize;
        let warm_up = reader.number_or("warm_up_days", WARM_UP, USUAL_WARM_UP)? as usize;
        let follow = reader.number_or("follow_days", FOLLOW, USUAL_FOLLOW)? as usize;
        let arrivals = reader.part("arrivals")?.ok_or_else(|| reader.wrong("arrivals", "it is missing"))?;
        let of_month = weights(&arrivals, "by_month", 12)?;
        let of_weekday = weights(&arrivals, "by_weekday", 7)?;
        let mut timeline = Self { days: Vec::new(), measured: warm_up..warm_up + days, months: Vec::new() };
        let first = start.checked_sub((warm_up as i64).days());
        let mut date = first.map_err(|_| reader.wrong("start", "the days before it are none of the calendar"))?;
        for nth in 0..warm_up + days + follow {
            let day = timeline.day(reader, nth, date, of_month[date.month() as usize - 1])?;
            let expected = day.expected * of_weekday[day.weekday];
            timeline.days.push(Day { expected, ..day });
            date = date.tomorrow().map_err(|_| reader.wrong("days", "they end after the calendar"))?;
        }
        let a_year = arrivals.number("a_year", A_YEAR)?;
        let weights: f64 = timeline.days.iter().map(|day| day.expected).sum();
        if weights <= 0.0 {
            return Err(arrivals.wrong("by_weekday", "on no day does anybody come (expected a weight above 0)"));
        }
        let times = a_year / 365.25 * timeline.days.len() as f64 / weights;
        timeline.days.iter_mut().for_each(|day| day.expected *= times);
        timeline.replay(&arrivals)?;
        arrivals.end()?;
        Ok(timeline)
    }

    fn day(&mut self, reader: &Reader<'_>, nth: usize, date: Date, weight: f64) -> Result<Day, ScenarioError> {
        let holiday = is_bank_holiday(date).map_err(|error| {
            reader.wrong("start", format!("{error}, and {date} is one of the days (expected days of known years)"))
        })?;
        let weekday = date.weekday().to_monday_zero_offset() as usize;
        let month = self.measured.contains(&nth).then(|| {
            let name = format!("{:04}-{:02}", date.year(), date.month());
            if self.months.last() != Some(&name) {
                self.months.push(name);
            }
            self.months.len() - 1
        });
        Ok(Day { weekday, working: weekday < 5 && !holiday, expected: weight, came: None, month })
    }

    /// Those who came on each day from the first measured one on, where a record is replayed; chance gives what follows it.
    fn replay(&mut self, arrivals: &Reader<'_>) -> Result<(), ScenarioError> {
        let Some(each) = arrivals.numbers("each_day", A_DAY)? else { return Ok(()) };
        if each.len() > self.measured.len() {
            let what = format!("it has {} days (expected {} at most)", each.len(), self.measured.len());
            return Err(arrivals.wrong("each_day", what));
        }
        for (day, came) in self.days[self.measured.clone()].iter_mut().zip(each) {
            day.came = Some(came as u32);
        }
        Ok(())
    }
}

/// So many weights, all alike where there are none.
fn weights(reader: &Reader<'_>, name: &'static str, number: usize) -> Result<Vec<f64>, ScenarioError> {
    match reader.numbers(name, WEIGHT)? {
        None => Ok(vec![1.0; number]),
        Some(all) if all.len() == number => Ok(all),
        Some(all) => Err(reader.wrong(name, format!("it has {} numbers (expected {number})", all.len()))),
    }
}
