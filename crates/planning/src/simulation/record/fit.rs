//! Values that are counted in a record.

use jiff::{ToSpan, civil::Date};
use porch_domain::{
    measure::{Journey, Whether},
    referral::{Attendance, ContactKind, Outcome},
};

use super::{FittedValue, LEAST_CAME, LeftAsIs, NotFitted, courses};
use crate::simulation::scenario::Scenario;

/// Of so many or more, a share is told.
const LEAST_OF_SHARE: u64 = 20;
/// From so many referrals on, weekdays are compared.
const LEAST_OF_WEEKDAYS: u64 = 200;
/// From so many whole years on, months are compared, and no more years than the most.
const YEARS_OF_MONTHS: (i32, i32) = (2, 5);
/// From so many decisions on, the days of sittings are told.
const LEAST_OF_DECISIONS: u64 = 50;
/// A weekday on which a smaller share of decisions is made has no sitting.
const LEAST_SHARE_OF_SITTING: f64 = 0.08;
/// The standard normal deviate that leaves a fortieth above it.
const Z: f64 = 1.959_963_984_540_054;

const WEEKDAYS: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

/// What was found, and what was not.
pub(super) struct Found<'a> {
    usual: &'a Scenario,
    pub(super) values: Vec<FittedValue>,
    pub(super) left_as_is: Vec<LeftAsIs>,
}

impl Found<'_> {
    pub(super) fn put(
        &mut self,
        name: impl Into<String>,
        value: String,
        (from, interval): (u64, Option<(f64, f64)>),
        how: &'static str,
    ) {
        let name = name.into();
        let usual = self.usual.value(&name).unwrap_or_else(|| "none".to_owned());
        self.values.push(FittedValue { name, value, usual, from, interval, how });
    }

    pub(super) fn leave(&mut self, name: &'static str, why: impl Into<String>) {
        self.left_as_is.push(LeftAsIs { name, why: why.into() });
    }

    /// A share of so many, where there are enough.
    pub(super) fn share(&mut self, name: &'static str, (hits, of): (u64, u64), how: &'static str) -> bool {
        let enough = of >= LEAST_OF_SHARE;
        if enough {
            let share = hits as f64 / of as f64;
            self.put(name, decimals(share, 3), (of, Some(wilson(hits, of))), how);
        } else {
            self.leave(name, format!("{of} are too few to tell a share; it takes {LEAST_OF_SHARE}"));
        }
        enough
    }
}

/// The days from one to the other.
pub(super) fn days(from: Date, to: Date) -> i32 {
    (to - from).get_days()
}

/// The values of a record, as it was known at the end of these days.
pub(super) fn values<'a>(
    usual: &'a Scenario,
    known: &[Journey],
    (from, to): (Date, Date),
) -> Result<Found<'a>, NotFitted> {
    let came: Vec<&Journey> = known.iter().filter(|journey| journey.received_on >= from).collect();
    let number = came.len() as u64;
    if number < LEAST_CAME {
        return Err(NotFitted::TooFew { what: "referrals", number, least: LEAST_CAME });
    }
    let mut found = Found { usual, values: Vec::new(), left_as_is: Vec::new() };
    arrivals(&mut found, known, &came, (from, to));
    kinds(&mut found, &came);
    sittings(&mut found, &came);
    leaving(&mut found, &came, to);
    let contacts = || known.iter().flat_map(|journey| &journey.contacts).filter(move |contact| contact.on >= from);
    let assessments = contacts().filter(|contact| contact.kind == ContactKind::Assessment);
    let missed = of_them(assessments.filter_map(|contact| came_or_not(contact.attendance)), |came| !came);
    found.share("assessment.missed", missed, "assessments to which she came or did not come");
    courses::values(&mut found, known, from);
    for (name, why) in [
        ("triage.a_day", "no record says how many could have been looked at"),
        ("assessment.minutes", "no record says how long a contact took"),
        ("staff.band5.leave_weeks", "leave, absence and hours of staff stand in no record"),
        ("staff.band5.caseload", "no record says how many somebody may treat"),
    ] {
        found.leave(name, why);
    }
    Ok(found)
}

/// Whether she came to a contact; none where it was called off, or there was no interpreter.
pub(super) fn came_or_not(attendance: Attendance) -> Option<bool> {
    match attendance {
        Attendance::Attended => Some(true),
        Attendance::DidNotAttend => Some(false),
        Attendance::CancelledByHer | Attendance::CancelledByUs | Attendance::NoInterpreter => None,
    }
}

/// Of how many it is so, and how many there are.
pub(super) fn of_them<T>(all: impl Iterator<Item = T>, is_so: impl Fn(&T) -> bool) -> (u64, u64) {
    all.fold((0, 0), |(hits, of), one| (hits + u64::from(is_so(&one)), of + 1))
}

fn arrivals(found: &mut Found<'_>, known: &[Journey], came: &[&Journey], (from, to): (Date, Date)) {
    let (number, days) = (came.len() as u64, days(from, to));
    let a_year = |people: f64| people * 365.25 / f64::from(days);
    let half = Z * libm::sqrt(number as f64);
    let interval = (a_year((number as f64 - half).max(0.0)), a_year(number as f64 + half));
    found.put(
        "arrivals.a_year",
        decimals(a_year(number as f64), 1),
        (number, Some(interval)),
        "referrals of these days",
    );
    if number < LEAST_OF_WEEKDAYS {
        found.leave("arrivals.by_weekday", format!("{number} referrals are too few; it takes {LEAST_OF_WEEKDAYS}"));
    } else {
        let weights = compared(came, (from, to), 7, |day| day.weekday().to_monday_zero_offset() as usize);
        found.put(
            "arrivals.by_weekday",
            weights,
            (number, None),
            "referrals by weekday, Monday first, beside the mean day",
        );
    }
    months(found, known, to);
}

/// How the months compare, in the whole years of a longer record: those of one year cannot be told from chance.
fn months(found: &mut Found<'_>, known: &[Journey], to: Date) {
    let years = known.iter().map(|journey| journey.received_on).min().map_or(0, |first| days(first, to) / 365);
    let (least, most) = YEARS_OF_MONTHS;
    if years < least {
        let what = "all alike: months of less than two years cannot be told from chance";
        found.put("arrivals.by_month", format!("[{}]", ["1"; 12].join(", ")), (known.len() as u64, None), what);
        return;
    }
    let from = to.saturating_sub(years.min(most).years());
    let came: Vec<&Journey> = known.iter().filter(|journey| journey.received_on >= from).collect();
    let weights = compared(&came, (from, to), 12, |day| day.month() as usize - 1);
    let what = "referrals of all whole years, by month, January first, beside the mean day";
    found.put("arrivals.by_month", weights, (came.len() as u64, None), what);
}

/// How many came on a day of each class, beside the mean day.
fn compared(came: &[&Journey], (from, to): (Date, Date), classes: usize, class: impl Fn(Date) -> usize) -> String {
    let (mut people, mut days) = (vec![0.0; classes], vec![0.0; classes]);
    let count = |counts: &mut Vec<f64>, day| {
        if let Some(count) = counts.get_mut(class(day)) {
            *count += 1.0;
        }
    };
    came.iter().for_each(|journey| count(&mut people, journey.received_on));
    from.series(1.day()).take_while(|day| *day < to).for_each(|day| count(&mut days, day));
    let mean = people.iter().sum::<f64>() / days.iter().sum::<f64>();
    let weight = |(people, days): (&f64, &f64)| decimals(if *days > 0.0 { people / days / mean } else { 1.0 }, 2);
    format!("[{}]", people.iter().zip(&days).map(weight).collect::<Vec<String>>().join(", "))
}

fn is_urgent(journey: &Journey) -> bool {
    journey.urgent == Some(true)
}

fn kinds(found: &mut Found<'_>, came: &[&Journey]) {
    let known = came.iter().filter_map(|journey| journey.urgent);
    let (urgent, of) = of_them(known, |urgent| *urgent);
    if found.share("kind.urgent.share", (urgent, of), "referrals whose urgency is known") {
        // Both together are 1, as they are written.
        let urgent: f64 = decimals(urgent as f64 / of as f64, 3).parse().unwrap_or(0.0);
        found.put("kind.routine.share", decimals(1.0 - urgent, 3), (of, None), "the others");
    }
    let decided = |urgent: Option<bool>| {
        let all = came.iter().filter(move |journey| urgent.is_none_or(|urgent| is_urgent(journey) == urgent));
        let taken = all.filter_map(|journey| match journey.outcome {
            Outcome::Accepted => Some(true),
            Outcome::Rejected | Outcome::Signposted => Some(false),
            Outcome::Withdrawn | Outcome::Pending => None,
        });
        of_them(taken, |taken| *taken)
    };
    found.share("kind.routine.accepted", decided(Some(false)), "decisions about referrals that are not urgent");
    found.share("kind.urgent.accepted", decided(Some(true)), "decisions about urgent referrals");
}

fn sittings(found: &mut Found<'_>, came: &[&Journey]) {
    let routine = came.iter().filter(|journey| !is_urgent(journey));
    let decided: Vec<Date> = routine.filter_map(|journey| journey.decided_on).collect();
    let number = decided.len() as u64;
    if number < LEAST_OF_DECISIONS {
        found.leave("sittings.weekdays", format!("{number} decisions are too few; it takes {LEAST_OF_DECISIONS}"));
        return;
    }
    let weekday = |day: &Date| day.weekday().to_monday_zero_offset() as usize;
    let share = |nth: usize| decided.iter().filter(|day| weekday(day) == nth).count() as f64 / number as f64;
    let held: Vec<usize> = (0..5).filter(|nth| share(*nth) >= LEAST_SHARE_OF_SITTING).collect();
    if held.is_empty() {
        found.leave("sittings.weekdays", "hardly any decision was made on a working day");
        return;
    }
    let names: Vec<String> = held.iter().filter_map(|nth| WEEKDAYS.get(*nth)).map(|name| format!("{name:?}")).collect();
    found.put(
        "sittings.weekdays",
        format!("[{}]", names.join(", ")),
        (number, None),
        "weekdays of a twelfth of the decisions or more",
    );
    let mut by_day = std::collections::BTreeMap::<Date, u64>::new();
    decided.iter().filter(|day| held.contains(&weekday(day))).for_each(|day| *by_day.entry(*day).or_default() += 1);
    let mut counts: Vec<u64> = by_day.into_values().collect();
    counts.sort_unstable();
    // The fullest sittings: what a sitting could do, and not what came to it.
    let full = counts.get((counts.len() * 95 / 100).min(counts.len().saturating_sub(1))).copied().unwrap_or(1);
    found.put(
        "sittings.places",
        full.to_string(),
        (counts.len() as u64, None),
        "decisions of a full day: the day than which one in twenty had more",
    );
}

/// After how many days of waiting somebody gives up: the days that all waited, for each who did.
fn leaving(found: &mut Found<'_>, came: &[&Journey], to: Date) {
    let (mut waited, mut gave_up) = (0_u64, 0_u64);
    for journey in came {
        let since = |on: Date| u64::try_from(days(journey.received_on, on)).unwrap_or(0);
        match journey.whether(to) {
            Whether::Seen(days) | Whether::Waits(days) => waited += u64::from(days),
            Whether::Gone => match (journey.outcome, journey.decided_on, journey.discharged_on) {
                (Outcome::Withdrawn, Some(on), _) | (Outcome::Accepted | Outcome::Pending, _, Some(on)) => {
                    waited += since(on);
                    gave_up += 1;
                }
                (Outcome::Withdrawn, None, _)
                | (Outcome::Rejected | Outcome::Signposted, _, _)
                | (Outcome::Accepted | Outcome::Pending, _, None) => {}
            },
        }
    }
    if gave_up < 5 {
        found.leave("gives_up_after_days", format!("{gave_up} who gave up are too few; it takes 5"));
        return;
    }
    let mean = |gave_up: f64| (waited as f64 / gave_up).clamp(1.0, 36_500.0);
    let half = Z * libm::sqrt(gave_up as f64);
    let interval = (mean(gave_up as f64 + half), mean((gave_up as f64 - half).max(0.1)));
    found.put(
        "gives_up_after_days",
        decimals(mean(gave_up as f64), 0),
        (gave_up, Some(interval)),
        "those who withdrew or left before they were seen, beside the days that all waited",
    );
}

/// A number with so many decimals at most.
pub(super) fn decimals(value: f64, number: usize) -> String {
    let written = format!("{value:.number$}");
    if !written.contains('.') {
        return written;
    }
    written.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// Wilson's interval of a share (Wilson 1927, "Probable inference, the law of succession, and statistical inference").
fn wilson(hits: u64, of: u64) -> (f64, f64) {
    let (n, p) = (of as f64, hits as f64 / of as f64);
    let middle = p + Z * Z / (2.0 * n);
    let half = Z * libm::sqrt(p * (1.0 - p) / n + Z * Z / (4.0 * n * n));
    let below = 1.0 + Z * Z / n;
    (((middle - half) / below).max(0.0), ((middle + half) / below).min(1.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_interval_of_a_share_is_that_of_published_tables() {
        // Newcombe 1998, "Two-sided confidence intervals for the single proportion", table 1, method 3.
        for (hits, of, low, high) in
            [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)]
        {
            let (found_low, found_high) = wilson(hits, of);
            assert!(
                (found_low - low).abs() < 5e-5 && (found_high - high).abs() < 5e-5,
                "{hits} of {of}: {found_low} {found_high}"
            );
        }
    }

    #[test]
    fn a_number_is_written_without_what_says_nothing() {
        for (value, number, written) in
            [(0.5, 3, "0.5"), (12.0, 1, "12"), (0.123_456, 3, "0.123"), (1_000.0, 0, "1000"), (0.0, 3, "0")]
        {
            assert_eq!(decimals(value, number), written);
        }
    }
}
