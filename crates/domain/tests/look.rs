//! What is unusual in the log of looks (H15), as tables of cases.
#![expect(clippy::unwrap_used, reason = "a test panics where it is not so")]

use jiff::{SignedDuration, Timestamp, civil::date};
use porch_domain::look::{
    Known, LookKind, LookSeen, MANY_DAYS, MANY_RECORDS, MANY_REFUSED, MANY_SEARCHES, Unusual, Watch, Why,
};

/// Ten in the morning on so many days after 2 November 2026, and as many minutes later.
fn morning(days: i64, minutes: usize) -> Timestamp {
    let first: Timestamp = "2026-11-02T10:00:00Z".parse().unwrap();
    first + SignedDuration::from_hours(24 * days) + SignedDuration::from_mins(i64::try_from(minutes).unwrap())
}

fn see(watch: &mut Watch, at: Timestamp, account: &str, kind: LookKind, subjects: &[&str]) {
    let subjects: Vec<String> = subjects.iter().map(|subject| (*subject).to_owned()).collect();
    watch.see(&LookSeen { at, account, kind, subjects: &subjects }, false);
}

/// Somebody opens so many records on a day.
fn opens(watch: &mut Watch, days: i64, account: &str, count: usize) {
    for nth in 0..count {
        see(watch, morning(days, nth), account, LookKind::Opened, &[&format!("{days}-{nth}")]);
    }
}

fn whys(watch: &Watch, known: &Known) -> Vec<Why> {
    watch.unusual(known).into_iter().map(|unusual| unusual.why).collect()
}

#[test]
fn a_line_of_the_log_is_of_one_kind() {
    let cases = [
        ("referral", true, LookKind::Opened),
        ("safeguarding", true, LookKind::Opened),
        ("letter", true, LookKind::Opened),
        ("search", true, LookKind::Searched),
        ("queue", true, LookKind::Listed),
        ("referral", false, LookKind::Refused),
        ("see referrals", false, LookKind::Refused),
    ];
    for (what, allowed, kind) in cases {
        assert_eq!(LookKind::of(what, allowed), kind, "{what}");
    }
}

#[test]
fn many_more_records_than_usual_are_pointed_out_and_a_busy_service_is_not() {
    let mut quiet = Watch::default();
    for day in 0..6 {
        opens(&mut quiet, day, "lee", 10);
    }
    assert_eq!(whys(&quiet, &Known::default()), []);
    opens(&mut quiet, 7, "lee", MANY_RECORDS);
    assert_eq!(whys(&quiet, &Known::default()), [], "as many as may be");
    opens(&mut quiet, 8, "lee", MANY_RECORDS + 1);
    let told = quiet.unusual(&Known::default());
    let why = Why::ManyRecords { count: MANY_RECORDS + 1, usual: 10 };
    assert_eq!(told, [Unusual { on: date(2026, 11, 10), account: "lee".to_owned(), why }]);

    // Where everybody opens as many it is a busy service, also for somebody who has only come.
    let mut busy = Watch::default();
    for day in 0..6 {
        opens(&mut busy, day, "lee", MANY_RECORDS + 1);
    }
    opens(&mut busy, 6, "new", MANY_RECORDS + 1);
    assert_eq!(whys(&busy, &Known::default()), []);
}

#[test]
fn the_same_record_again_on_one_day_is_one_record() {
    let mut watch = Watch::default();
    for minute in 0..=MANY_RECORDS {
        see(&mut watch, morning(0, minute), "lee", LookKind::Opened, &["one", "another that it showed"]);
    }
    assert_eq!(whys(&watch, &Known::default()), []);
    assert_eq!(watch.opened().into_iter().collect::<Vec<_>>(), ["one"]);
}

// H15
#[test]
fn a_record_opened_at_night_is_pointed_out_unless_the_rota_says_so() {
    let cases = [
        // In November the wall shows universal time, in July an hour more.
        ("2026-11-02T21:59:59Z", false, 0),
        ("2026-11-02T22:00:00Z", false, 1),
        ("2026-11-02T05:59:59Z", false, 1),
        ("2026-11-02T06:00:00Z", false, 0),
        ("2026-07-02T21:00:00Z", false, 1),
        ("2026-07-02T05:00:00Z", false, 0),
        ("2026-11-02T23:00:00Z", true, 0),
    ];
    for (at, on_rota, told) in cases {
        let mut watch = Watch::default();
        let subjects = ["one".to_owned()];
        let look = LookSeen { at: at.parse().unwrap(), account: "lee", kind: LookKind::Opened, subjects: &subjects };
        watch.see(&look, on_rota);
        let expected: Vec<Why> = (0..told).map(|_| Why::AtNight { count: 1 }).collect();
        assert_eq!(whys(&watch, &Known::default()), expected, "{at}");
    }
    let mut lists = Watch::default();
    see(&mut lists, "2026-11-02T23:00:00Z".parse().unwrap(), "lee", LookKind::Listed, &["one"]);
    assert_eq!(whys(&lists, &Known::default()), [], "the queue refreshes itself");
}

#[test]
fn refusals_are_counted_on_one_day() {
    let mut watch = Watch::default();
    for nth in 0..MANY_REFUSED - 1 {
        see(&mut watch, morning(0, nth), "lee", LookKind::Refused, &[]);
        see(&mut watch, morning(1, nth), "lee", LookKind::Refused, &[]);
    }
    assert_eq!(whys(&watch, &Known::default()), []);
    see(&mut watch, morning(1, 50), "lee", LookKind::Refused, &[]);
    assert_eq!(whys(&watch, &Known::default()), [Why::Refused { count: MANY_REFUSED }]);
}

#[test]
fn searching_is_pointed_out_where_nothing_that_was_found_is_opened() {
    let mut watch = Watch::default();
    for nth in 0..MANY_SEARCHES {
        see(&mut watch, morning(0, 2 * nth), "worker", LookKind::Searched, &["person", "found"]);
        see(&mut watch, morning(0, 2 * nth + 1), "worker", LookKind::Opened, &["found"]);
        see(&mut watch, morning(0, 2 * nth), "curious", LookKind::Searched, &["person", "found"]);
    }
    let told = watch.unusual(&Known::default());
    assert_eq!(told.len(), 1);
    assert_eq!((told[0].account.as_str(), &told[0].why), ("curious", &Why::SearchedAndLeft { count: MANY_SEARCHES }));
}

#[test]
fn the_record_of_somebody_of_the_same_family_name_is_pointed_out() {
    let mut watch = Watch::default();
    let records = ["same", "other accents", "given name", "nobody"];
    for record in records {
        see(&mut watch, morning(0, 0), "lee", LookKind::Opened, &[record]);
    }
    let text = |both: &[(&str, &str)]| both.iter().map(|(key, name)| ((*key).to_owned(), (*name).to_owned())).collect();
    let known = Known {
        colleagues: text(&[("lee", "Dana O\u{2019}Leary (invented)")]),
        names: text(&[
            ("same", "Mary O'Leary"),
            ("other accents", "Zoë  O\u{2019}LÉARY"),
            ("given name", "Oleary Smith"),
        ]),
        ..Known::default()
    };
    let same = |subject: &str| Why::SameName { subject: subject.to_owned() };
    assert_eq!(whys(&watch, &known), [same("other accents"), same("same")]);
}

#[test]
fn one_record_on_many_days_is_pointed_out_where_nothing_was_written_about_it() {
    let mut watch = Watch::default();
    let days = i64::try_from(MANY_DAYS).unwrap();
    for day in 0..days {
        for account in ["carer", "curious"] {
            see(&mut watch, morning(day, 0), account, LookKind::Opened, &["one"]);
        }
        if day > 0 {
            see(&mut watch, morning(day, 0), "seldom", LookKind::Opened, &["one"]);
        }
    }
    assert_eq!(watch.again().collect::<Vec<_>>(), [("carer", "one"), ("curious", "one")]);
    let known = Known { wrote: [("carer".to_owned(), "one".to_owned())].into(), ..Known::default() };
    let told = watch.unusual(&known);
    let why = Why::AgainAndAgain { subject: "one".to_owned(), days: MANY_DAYS };
    assert_eq!(told, [Unusual { on: date(2026, 11, 6), account: "curious".to_owned(), why }]);
}

#[test]
fn the_latest_day_comes_first() {
    let mut watch = Watch::default();
    for day in [2, 0, 1] {
        for nth in 0..MANY_REFUSED {
            see(&mut watch, morning(day, nth), "lee", LookKind::Refused, &[]);
        }
    }
    let days: Vec<_> = watch.unusual(&Known::default()).into_iter().map(|unusual| unusual.on).collect();
    assert_eq!(days, [date(2026, 11, 4), date(2026, 11, 3), date(2026, 11, 2)]);
}
