//! The ladder that an emergency climbs, at every hour, and the hours at which nobody stands on it.

use jiff::{
    SignedDuration, Timestamp, ToSpan,
    civil::{Date, Weekday, date, time},
    tz::TimeZone,
};
use porch_domain::footprint::{Footprint, Gap, GapDay, Missing, StepCode};

use crate::{
    DORSET, KENT_MEDWAY,
    problems::{RIGHT, check},
    read,
};

/// A ladder of duty and a team lead by day and two posts on call by night and at weekends, beside duty on Tuesdays.
const NIGHTS: &str = r#"
[[ladder]]
code = "duty_worker"
name = "The duty worker"
after_minutes = 5
hours = "duty"
source = "spec"

[[ladder]]
code = "on_call_night"
name = "The nurse on call at night"
after_minutes = 15
weekdays = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
from = 20:00:00
to = 08:00:00
bank_holidays = true
on_call = true
source = "spec"

[[ladder]]
code = "on_call_senior"
name = "The senior on call"
after_minutes = 45
around_the_clock = true
on_call = true
repeat_minutes = 20
source = "spec"
"#;

/// A ladder on which nobody but a desk stands outside duty, and not even that where it is left out.
const BY_DAY: &str = r#"
[[ladder]]
code = "desk"
name = "The desk"
after_minutes = 0
around_the_clock = true
source = "spec"

[[ladder]]
code = "team_lead"
name = "The team lead"
after_minutes = 10
hours = "duty"
source = "spec"

[[ladder]]
code = "on_call_senior"
name = "The senior on call"
after_minutes = 50
hours = "duty"
on_call = true
source = "spec"
"#;

/// What is tried, by which rules, raised when, and who is told after how many minutes, in words.
type Climb<'f> = (&'static str, &'f Footprint, &'static str, &'static str);
/// What is tried, the ladder of the file, and its problems.
type Broken = (&'static str, String, Vec<(&'static str, &'static str)>);

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

/// Who is told, with the minutes after the raising: so many tellings.
fn told(footprint: &Footprint, raised_at: Timestamp, tellings: usize) -> Vec<(i64, String)> {
    let mut done: Vec<StepCode> = Vec::new();
    let mut told = Vec::new();
    for _ in 0..tellings {
        let (at, step) = footprint.next_step(raised_at, &done).unwrap();
        told.push((at.duration_since(raised_at).as_mins(), step.code.0.clone()));
        done.push(step.code.clone());
    }
    told
}

/// Every quarter of an hour that there is in the days from one on: 92 in the day on which the clocks go forward.
fn quarters(from: Date, days: i32) -> Vec<Timestamp> {
    let zone = TimeZone::get("Europe/London").unwrap();
    let first = from.to_zoned(zone.clone()).unwrap().timestamp();
    let end = (from + days.days()).to_zoned(zone).unwrap().timestamp();
    std::iter::successors(Some(first), |at| Some(*at + SignedDuration::from_mins(15)))
        .take_while(|at| *at < end)
        .collect()
}

// H01
#[test]
fn at_every_quarter_hour_somebody_is_told_within_fifteen_minutes_and_somebody_on_call_within_sixty() {
    let with_nights = read(&format!("{RIGHT}{NIGHTS}"));
    let without_ladder = read(RIGHT);
    let by_day = read(&format!("{RIGHT}{BY_DAY}"));
    let by_day_alone = read(&format!("{RIGHT}{}", BY_DAY.replace("around_the_clock = true", "hours = \"duty\"")));
    let weeks = [
        ("an ordinary week", date(2026, 11, 16), 7, 672),
        ("the clocks go forward", date(2026, 3, 23), 7, 668),
        ("the clocks go back", date(2026, 10, 19), 7, 676),
        ("Easter", date(2026, 3, 30), 9, 864),
        ("Christmas", date(2026, 12, 21), 14, 1344),
    ];
    for footprint in [&read(KENT_MEDWAY), &read(DORSET), &with_nights, &without_ladder, &by_day, &by_day_alone] {
        for (week, from, days, expected) in weeks {
            let raised = quarters(from, days);
            assert_eq!(raised.len(), expected, "{week}");
            for raised_at in raised {
                let told = told(footprint, raised_at, 4);
                assert!(told[0].0 <= 15, "{week}, {raised_at}: {told:?}");
                let on_call = |code: &str| footprint.ladder_step(&StepCode(code.to_owned())).unwrap().on_call;
                assert!(
                    told.iter().any(|(after, code)| *after <= 60 && on_call(code)),
                    "{week}, {raised_at}: {told:?}"
                );
                assert!(told.is_sorted_by_key(|(after, _)| *after), "{week}, {raised_at}: {told:?}");
            }
        }
    }
}

// H01, PR-04: whoever is told stands there, at every hour that has no gap.
#[test]
fn in_the_footprints_that_come_with_the_program_whoever_is_told_stands_there() {
    for footprint in [read(KENT_MEDWAY), read(DORSET)] {
        assert_eq!(footprint.gaps(), [], "{}", footprint.name);
        for (from, days) in
            [(date(2026, 11, 16), 7), (date(2026, 3, 23), 16), (date(2026, 10, 19), 7), (date(2026, 12, 24), 5)]
        {
            for raised_at in quarters(from, days) {
                let mut done = Vec::new();
                for _ in 0..6 {
                    let (at, step) = footprint.next_step(raised_at, &done).unwrap();
                    assert!(footprint.is_staffed(step, at), "{} is told at {at}", step.name);
                    done.push(step.code.clone());
                }
            }
        }
    }
}

#[test]
fn an_emergency_climbs_step_by_step_and_then_tells_again() {
    let kent = read(KENT_MEDWAY);
    let nights = read(&format!("{RIGHT}{NIGHTS}"));
    let bare = read(RIGHT);
    let cases: [Climb<'_>; 12] = [
        (
            "a Thursday morning",
            &kent,
            "2026-11-19T10:00:00Z",
            "0 duty_worker, 15 team_lead, 60 on_call_senior, 90 on_call_senior, 120 on_call_senior",
        ),
        (
            "the night: the senior at once",
            &kent,
            "2026-11-19T02:00:00Z",
            "0 on_call_senior, 30 on_call_senior, 60 on_call_senior",
        ),
        (
            "ten to five: the lead has gone",
            &kent,
            "2026-11-19T16:50:00Z",
            "0 duty_worker, 15 on_call_senior, 45 on_call_senior",
        ),
        (
            "ten to nine: those who come are told too",
            &kent,
            "2026-11-19T08:50:00Z",
            "0 on_call_senior, 15 duty_worker, 60 team_lead, 90 on_call_senior",
        ),
        (
            "before dawn: a repetition finds those who came",
            &kent,
            "2026-11-19T06:00:00Z",
            "0 on_call_senior, 30 on_call_senior, 60 on_call_senior, 90 on_call_senior, 120 on_call_senior, 150 on_call_senior, 180 duty_worker, 210 team_lead, 240 on_call_senior",
        ),
        ("Good Friday is no duty", &kent, "2026-04-03T10:00:00Z", "0 on_call_senior, 30 on_call_senior"),
        ("a year of which no holiday is known", &kent, "2090-05-03T10:00:00Z", "0 on_call_senior, 30 on_call_senior"),
        (
            "a post of the night, past midnight",
            &nights,
            "2026-11-19T01:00:00Z",
            "5 on_call_night, 15 on_call_senior, 35 on_call_senior",
        ),
        ("the night of a bank holiday", &nights, "2026-12-26T01:00:00Z", "5 on_call_night, 15 on_call_senior"),
        ("a day without duty", &nights, "2026-11-19T13:00:00Z", "5 on_call_senior, 25 on_call_senior"),
        ("a day with duty", &nights, "2026-11-17T13:00:00Z", "5 duty_worker, 15 on_call_senior, 35 on_call_senior"),
        // Nobody stands there, and the step is told all the same: whoever reads it next finds it.
        ("no ladder at all, at night", &bare, "2026-11-19T01:00:00Z", "0 duty_worker, 30 duty_worker, 60 duty_worker"),
    ];
    for (case, footprint, raised_at, expected) in cases {
        let told = told(footprint, at(raised_at), expected.split(", ").count());
        let told: Vec<String> = told.iter().map(|(after, code)| format!("{after} {code}")).collect();
        assert_eq!(told.join(", "), expected, "{case}");
    }
}

#[test]
fn a_step_that_was_told_of_an_emergency_is_not_due_again_whatever_the_order_in_which_it_is_noted() {
    let kent = read(KENT_MEDWAY);
    let raised_at = at("2026-11-19T10:00:00Z");
    let code = |code: &str| StepCode(code.to_owned());
    for (done, expected) in [
        (vec![], (0, "duty_worker")),
        (vec!["team_lead", "duty_worker"], (60, "on_call_senior")),
        (vec!["on_call_senior"], (0, "duty_worker")),
        // A step that the rules of today do not have changes nothing.
        (vec!["gone", "duty_worker"], (15, "team_lead")),
        (vec!["on_call_senior", "duty_worker", "on_call_senior", "team_lead"], (120, "on_call_senior")),
    ] {
        let done: Vec<StepCode> = done.into_iter().map(code).collect();
        let (at, step) = kent.next_step(raised_at, &done).unwrap();
        assert_eq!((at.duration_since(raised_at).as_mins(), step.code.0.as_str()), expected, "{done:?}");
    }
}

#[test]
fn who_is_told_first_is_said_only_where_somebody_stands_there() {
    let kent = read(KENT_MEDWAY);
    let name = |footprint: &Footprint, instant: &str| footprint.told_first(at(instant)).map(|step| step.name.clone());
    assert_eq!(name(&kent, "2026-11-19T10:00:00Z").as_deref(), Some("The duty worker"));
    assert_eq!(name(&kent, "2026-11-19T02:00:00Z").as_deref(), Some("The senior clinician on call"));
    let bare = read(RIGHT);
    assert_eq!(name(&bare, "2026-11-17T10:00:00Z").as_deref(), Some("The duty worker"));
    assert_eq!(name(&bare, "2026-11-17T16:00:00Z"), None);
}

// PR-04
#[test]
fn a_footprint_without_anybody_at_night_says_every_hour_that_is_missing() {
    let gap = |day, from: (i8, i8), until: (i8, i8), missing| Gap {
        day,
        from: time(from.0, from.1, 0, 0),
        until: time(until.0, until.1, 0, 0),
        missing,
    };
    let whole = |day| gap(day, (0, 0), (0, 0), Missing::Anybody);
    // Its duty is on Tuesdays from half past nine to four, and its only step tells duty at once.
    let bare = read(RIGHT).gaps();
    let mut expected: Vec<Gap> = Vec::new();
    for day in Weekday::Monday.cycle_forward().take(7) {
        if day == Weekday::Tuesday {
            expected.push(gap(GapDay::Week(day), (0, 0), (9, 30), Missing::Anybody));
            expected.push(gap(GapDay::Week(day), (16, 0), (0, 0), Missing::Anybody));
        } else {
            expected.push(whole(GapDay::Week(day)));
        }
    }
    expected.push(whole(GapDay::BankHoliday));
    assert_eq!(bare, expected);
    assert_eq!(
        bare[1].to_string(),
        "Tuesday, 00:00 to 09:30: no step of the ladder is staffed within 15 minutes of an emergency"
    );
    assert_eq!(
        bare[8].to_string(),
        "bank holidays, 00:00 to 24:00: no step of the ladder is staffed within 15 minutes of an emergency"
    );

    assert_eq!(read(&format!("{RIGHT}{NIGHTS}")).gaps(), []);
    // The senior only from eight to eight: the nurse has the nights, and between is nobody on call after eight at night.
    let by_day = "weekdays = [\"monday\", \"tuesday\", \"wednesday\", \"thursday\", \"friday\", \"saturday\", \"sunday\"]\nfrom = 08:00:00\nto = 20:00:00";
    let holes = NIGHTS.replace("around_the_clock = true", by_day);
    assert_eq!(
        read(&format!("{RIGHT}{holes}")).gaps(),
        [gap(GapDay::BankHoliday, (8, 0), (19, 45), Missing::Anybody)],
        "the posts join without a gap but on bank holidays, where the senior does not begin"
    );
    // No bank holidays for the nurse either: the night after one is hers no more, and that is said apart.
    let fewer = holes.replace("bank_holidays = true\n", "");
    assert_eq!(
        read(&format!("{RIGHT}{fewer}")).gaps(),
        [
            gap(GapDay::BankHoliday, (8, 0), (0, 0), Missing::Anybody),
            gap(GapDay::DayAfterBankHoliday, (0, 0), (7, 45), Missing::Anybody)
        ]
    );
}

#[test]
fn a_team_lead_who_is_told_is_nobody_on_call() {
    let text = format!("{RIGHT}{NIGHTS}")
        .replace("around_the_clock = true\non_call = true", "around_the_clock = true")
        .replace("code = \"duty_worker\"", "code = \"duty\"");
    let gaps = read(&text).gaps();
    let tuesday: Vec<String> =
        gaps.iter().filter(|gap| gap.day == GapDay::Week(Weekday::Tuesday)).map(ToString::to_string).collect();
    assert_eq!(
        tuesday,
        ["Tuesday, 08:00 to 19:15: no step on call is staffed within 60 minutes of an emergency"],
        "{gaps:?}"
    );
}

#[test]
fn a_ladder_that_cannot_keep_its_limits_is_a_problem_of_the_file() {
    const STEP: &str = "[[ladder]]\ncode = \"one\"\nname = \"The first\"\nafter_minutes = 0\nhours = \"duty\"\non_call = true\nsource = \"spec\"\n";
    fn with(step: &str) -> String {
        format!("{step}\n[meeting]")
    }
    let cases: Vec<Broken> = vec![
        ("right", STEP.to_owned(), vec![]),
        ("too late", STEP.replace("[[ladder]]", "[[ladder]] #!").replace("= 0", "= 16"), vec![("ladder", "too late")]),
        (
            "nobody on call",
            STEP.replace("[[ladder]]", "[[ladder]] #!").replace("on_call = true\n", ""),
            vec![("ladder", "nobody on call in time")],
        ),
        (
            "going back in time",
            format!("{}{}", STEP.replace("= 0", "= 10"), STEP.replace("one", "two").replace("= 0", "= 5 #!")),
            vec![("ladder[2].after_minutes", "earlier than the step before")],
        ),
        (
            "the same code",
            format!("{STEP}{}", STEP.replace("\"one\"", "\"one\" #!")),
            vec![("ladder[2].code", "taken by ladder[1].code")],
        ),
        (
            "staffed in two ways",
            STEP.replace("hours = \"duty\"", "hours = \"duty\" #!\naround_the_clock = true"),
            vec![("ladder[1].hours", "not said in one way")],
        ),
        (
            "staffed in no way",
            STEP.replace("[[ladder]]", "[[ladder]] #!").replace("hours = \"duty\"\n", ""),
            vec![("ladder[1].hours", "not said in one way")],
        ),
        (
            "a number that may be somebody's",
            STEP.replace("on_call", "number = \"0300 123 456\" #!\ndemonstration = true\non_call"),
            vec![("ladder[1].number", "not what demonstration says")],
        ),
        (
            "nobody's number",
            STEP.replace("on_call", "number = \"01632 960 011\" #!\non_call"),
            vec![("ladder[1].number", "not what demonstration says")],
        ),
        (
            "told again only after hours",
            STEP.replace("on_call", "repeat_minutes = 61 #!\non_call"),
            vec![("ladder[1].repeat_minutes", "longer than an hour")],
        ),
        (
            "repeating in the middle",
            format!("{}{}", STEP.replace("on_call", "repeat_minutes = 20 #!\non_call"), STEP.replace("one", "two")),
            vec![("ladder[1].repeat_minutes", "unknown key")],
        ),
        (
            "words of staff",
            STEP.replace("\"The first\"", "\"The perinatal lead\" #!"),
            vec![("ladder[1].name", "says \"perinatal\"")],
        ),
    ];
    for (case, step, expected) in cases {
        // The table of cases of the other problems holds words that stand for ever.
        let edits: &'static [(&str, &str)] = vec![("[meeting]", &*with(&step).leak())].leak();
        check(&[(case, edits, expected.leak())]);
    }
}
