//! Duty: a rota of two weeks, and the shifts of the last days with what was written down.

use jiff::{SignedDuration, Timestamp, ToSpan};
use porch_domain::duty::{Done, Shift};

use super::{
    ADA, Act, BEN, CARA, DEMO_CLINICIAN, DEMO_DUTY, DEMO_MANAGER, DutyAct, IDRIS, Weeks, Whom,
    courses::Cast,
    days::{Days, works},
};

/// Who is on duty on each day of a week.
const DUTY: [&str; 5] = [ADA, BEN, ADA, BEN, ADA];
/// The day of the week on which somebody with a sign-in link is on duty as well.
const TWO_ON_DUTY: usize = 2;
/// Who is on call from the morning of each day on; the last is for the weekend.
const ON_CALL: [&str; 6] = [CARA, IDRIS, DEMO_CLINICIAN, CARA, DEMO_CLINICIAN, IDRIS];

pub(super) fn add(weeks: &mut Weeks<'_>, cast: &Cast) {
    rota(weeks);
    before_today(weeks, cast);
    today(weeks, cast);
}

/// Two weeks, written on a Thursday before them, with the weekend that leads into them.
fn rota(weeks: &mut Weeks<'_>) {
    let days = weeks.days;
    let written = days.on(days.this_week(-4), 14, 5);
    let mut nth = 0;
    let mut put = |weeks: &mut Weeks<'_>, shift, account, from, to| {
        nth += 1;
        weeks.at(written + SignedDuration::from_secs(20 * nth), on_rota(shift, account, from, to));
    };
    for day in -2..14 {
        let on = days.this_week(day);
        let of_week = usize::try_from(day.rem_euclid(7)).unwrap_or(0);
        let morning = |after: i64| days.on(on.checked_add(after.days()).unwrap_or(on), 9, 0);
        if let Some(account) = DUTY.get(of_week).filter(|_| works(on)) {
            put(weeks, Shift::Duty, account, morning(0), days.on(on, 17, 0));
            if of_week == TWO_ON_DUTY {
                put(weeks, Shift::Duty, DEMO_DUTY, morning(0), days.on(on, 13, 0));
            }
        }
        match of_week {
            0..=4 => put(weeks, Shift::OnCall, ON_CALL[of_week], morning(0), morning(1)),
            // From Saturday to Monday morning in one piece.
            5 => put(weeks, Shift::OnCall, ON_CALL[5], morning(0), morning(2)),
            _ => {}
        }
    }
}

fn on_rota(shift: Shift, account: &'static str, from: Timestamp, to: Timestamp) -> Act {
    Act::Duty(DEMO_MANAGER, DutyAct::Roster(shift, account, from, to))
}

/// Whoever the rota has on duty on a working day.
fn on_duty(day: jiff::civil::Date) -> &'static str {
    DUTY[usize::try_from(day.weekday().to_monday_zero_offset()).unwrap_or(0).min(4)]
}

/// Whoever the rota has on call from the morning of a day on.
fn on_call(day: jiff::civil::Date) -> &'static str {
    ON_CALL[usize::try_from(day.weekday().to_monday_zero_offset()).unwrap_or(0).min(5)]
}

fn note(kind: Done, outcome: &'static str, whom: Option<Whom>) -> DutyAct {
    DutyAct::Note { kind, outcome, handed: None, whom }
}

fn before_today(weeks: &mut Weeks<'_>, cast: &Cast) {
    let days = weeks.days;
    let advice = "Advice on sertraline while breast-feeding; the GP writes to us if it does not help.";
    let elsewhere =
        "Grandmother rang about her own sleep. Told her of NHS Talking Therapies, and that she can ring again.";
    for back in [1, 2, 3] {
        let day = days.worked(back);
        let by = on_duty(day);
        for (hour, minute, act) in [
            (9, 2, DutyAct::Begin),
            (10, 40, note(Done::AdviceCall, advice, None)),
            (
                11,
                55,
                note(
                    Done::CalledBack,
                    "Rang back; she can talk on Thursday after nursery.",
                    cast.rang.get(back - 1).copied(),
                ),
            ),
            (15, 20, note(Done::Signposted, elsewhere, None)),
            (17, 4, DutyAct::End(day)),
        ] {
            weeks.at(days.on(day, hour, minute), Act::Duty(by, act));
        }
    }
}

/// Who is there now: whoever the rota has on duty, or whoever is on call where duty is not there.
pub(super) fn whoever_is_there(days: &Days) -> &'static str {
    let open = works(days.today) && days.on(days.today, 9, 0) <= days.now && days.now < days.on(days.today, 17, 0);
    // Whoever is on call is so until nine in the morning.
    let since = if days.now < days.on(days.today, 9, 0) { days.today.yesterday() } else { Ok(days.today) };
    if open { on_duty(days.today) } else { on_call(since.unwrap_or(days.today)) }
}

/// The shift that goes on now.
fn today(weeks: &mut Weeks<'_>, cast: &Cast) {
    let days = weeks.days;
    let by = whoever_is_there(days);
    let midnight = days.on(days.today, 0, 0);
    let began = days.ago(190).max(midnight);
    let length = days.now.duration_since(began);
    // What was written down lies between the beginning and now, however early it is.
    let part = |hundredths: i32| began + length / 100 * hundredths;
    let told = DutyAct::Note {
        kind: Done::ToldCrisisTeam,
        outcome: "The liaison team sees her at the hospital. Her mother stays with the baby.",
        handed: Some(("N. Invented, liaison nurse", 4)),
        whom: Some(cast.emergency),
    };
    for (at, act) in [
        (began, DutyAct::Begin),
        (
            part(45),
            note(Done::AdviceCall, "Health visitor: how to ask about thoughts that frighten. Nobody named.", None),
        ),
        (part(60), note(Done::CalledBack, "She would rather be written to. Changed on her page.", Some(cast.rang[0]))),
        (part(80), told),
        (part(92), note(Done::Other, "Interpreter for Urdu booked for this afternoon.", Some(cast.emergency))),
    ] {
        weeks.at(at, Act::Duty(by, act));
    }
}
