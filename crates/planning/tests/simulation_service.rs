//! A simulated service against what can be computed without simulating it.

#![expect(clippy::expect_used, reason = "a test panics where it is not so")]

use std::num::NonZeroU32;

use porch_planning::simulation::{OfService, Outcome, Runs, Scenario};

fn runs(seed: u64, replications: u32, threads: u32) -> Runs {
    let number = |number| NonZeroU32::new(number).expect("above 0");
    Runs { seed, replications: number(replications), threads: number(threads) }
}

fn settings(all: &[(&str, &str)]) -> Vec<(String, String)> {
    all.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

/// One line, one pool of staff who are always there, and nothing else: so many assessments on each working day.
const PLAIN: &str = r#"
model = "service"
start = 2025-01-01
days = 1095
warm_up_days = 365
[arrivals]
a_year = 1000
[kind.any]
share = 1.0
[assessment]
minutes = 60
[staff.all]
members = [1.0]
hours_a_week = 20
contact_share = 1.0
does = ["assessment"]
"#;

fn plain(more: &[(&str, &str)]) -> Scenario {
    Scenario::read("plain", PLAIN, &settings(more)).expect("a service")
}

fn service(outcome: &Outcome) -> &OfService {
    outcome.service.as_ref().expect("a service")
}

fn preset(more: &[(&str, &str)]) -> Scenario {
    Scenario::preset("service", &settings(more)).expect("a service")
}

fn conserved(outcome: &Outcome) {
    assert_eq!(outcome.arrivals, outcome.seen + outcome.left + outcome.waiting);
    for month in &outcome.by_month {
        assert_eq!(month.arrivals, month.seen + month.left + month.waiting, "{}", month.month);
    }
    let kinds = &service(outcome).kinds;
    for kind in kinds {
        let (seen, waiting) = (kind.waits.seen(), kind.waits.waiting());
        assert_eq!(kind.arrivals, seen + waiting + kind.not_accepted + kind.gave_up + kind.missed, "{}", kind.name);
    }
    assert_eq!(kinds.iter().map(|kind| kind.arrivals).sum::<u64>(), outcome.arrivals);
    assert_eq!(outcome.by_month.iter().map(|month| month.arrivals).sum::<u64>(), outcome.arrivals);
}

#[test]
fn whoever_came_was_seen_or_left_or_waits() {
    for (seed, more) in [
        (1, vec![]),
        (2, vec![("gives_up_after_days", "20"), ("staff.band7.members", "[1.0, 1.0, 1.0, 0.5]")]),
        (3, vec![("follow_days", "0"), ("arrivals.a_year", "3000"), ("backlog", "90")]),
        (4, vec![("assessment.missed", "0.9"), ("triage.a_day", "2"), ("sittings.places", "3")]),
        (5, vec![("areas", "3"), ("warm_up_days", "0"), ("kind.routine.accepted", "0.01")]),
    ] {
        let outcome = preset(&more).run(runs(seed, 6, 2), &|_| {});
        conserved(&outcome);
        assert!(outcome.arrivals > 0 && outcome.seen > 0, "seed {seed}: {outcome:?}");
    }
}

#[test]
fn the_same_seed_gives_the_same_service_with_any_number_of_threads() {
    let first = preset(&[]).run(runs(9, 12, 1), &|_| {});
    for threads in [2, 5, 64] {
        assert_eq!(preset(&[]).run(runs(9, 12, threads), &|_| {}), first, "{threads} threads");
    }
    assert_ne!(preset(&[]).run(runs(10, 12, 2), &|_| {}).mean_wait, first.mean_wait);
}

/// The mean number who wait at the end of a Friday, from the chances of each length of the line, day after day.
///
/// With so many places on each of five days and none on two; Poisson arrivals with this mean on every day.
fn line_on_fridays(mean: f64, places: usize) -> f64 {
    const LONGEST: usize = 400;
    let arrivals: Vec<f64> = (1..40).fold(vec![(-mean).exp()], |mut all, nth| {
        all.push(all.last().expect("one") * mean / f64::from(nth));
        all
    });
    let mut chances = vec![0.0; LONGEST];
    chances[0] = 1.0;
    let mut friday = 0.0;
    for day in 0..7 * 400 {
        let mut next = vec![0.0; LONGEST];
        let places = if day % 7 < 5 { places } else { 0 };
        for (line, chance) in chances.iter().enumerate() {
            for (came, likely) in arrivals.iter().enumerate() {
                next[(line + came).saturating_sub(places).min(LONGEST - 1)] += chance * likely;
            }
        }
        chances = next;
        if day % 7 == 4 {
            friday = chances.iter().enumerate().map(|(line, chance)| line as f64 * chance).sum();
        }
    }
    friday
}

#[test]
fn the_line_is_as_long_as_its_chances_say() {
    // Four hours a day are four assessments. The last days of these months are Fridays, long after a bank holiday.
    for (a_year, seed) in [(700.0, 1), (800.0, 2), (880.0, 3)] {
        let outcome = plain(&[("arrivals.a_year", &f64::to_string(&a_year)), ("days", "730"), ("follow_days", "0")])
            .run(runs(seed, 1000, 2), &|_| {});
        let lines = outcome.by_month.iter().zip(&service(&outcome).line);
        let fridays = lines.filter(|(month, _)| ["2025-10", "2026-07"].contains(&month.month.as_str()));
        let found: f64 = fridays.map(|(_, line)| line.mean.expect("a mean")).sum::<f64>() / 2.0;
        let expected = line_on_fridays(a_year / 365.25, 4);
        assert!((found - expected).abs() < 0.1 * expected, "{a_year}: {found} and not {expected}");
    }
}

#[test]
fn sessions_are_as_many_as_their_chances_say() {
    let (planned, early): (i32, f64) = (12, 0.05);
    let scenario = preset(&[
        ("course.full.planned", "12"),
        ("course.full.ends_early", "0.05"),
        ("course.full.missed", "0.1"),
        ("course.full.most_missed", "20"),
    ]);
    let outcome = scenario.run(runs(1, 20, 2), &|_| {});
    let courses = &service(&outcome).courses;
    let full = courses.iter().find(|course| course.name == "full").expect("it is there");
    let expected = (1.0 - (1.0 - early).powi(planned)) / early;
    let delivered = full.delivered.mean.expect("some ended");
    assert!((delivered - expected).abs() < 0.1, "{delivered} and not {expected}");
    assert_eq!(full.planned.mean, Some(12.0));
    let missed = full.missed as f64 / (full.missed + full.kept) as f64;
    assert!((missed - 0.1).abs() < 0.005, "{missed} are missed");
    let completed = full.completed as f64 / (full.completed + full.ended_early) as f64;
    let expected = (1.0 - early).powi(planned - 1);
    assert!((completed - expected).abs() < 0.02, "{completed} and not {expected} complete it");
}

#[test]
fn staff_are_there_for_the_hours_that_leave_and_absence_leave_over() {
    let scenario = plain(&[
        ("staff.all.members", "[1.0, 1.0]"),
        ("staff.all.hours_a_week", "37.5"),
        ("staff.all.contact_share", "0.6"),
        ("staff.all.leave_weeks", "6.5"),
        ("staff.all.absence", "0.05"),
        ("staff.all.absence_days", "8"),
    ]);
    let outcome = scenario.run(runs(4, 60, 2), &|_| {});
    let found = service(&outcome).staff[0].hours_a_week;
    // Eight bank holidays in 261 weekdays of a year; minutes of a day are whole.
    let expected = 2.0 * 37.5 * 0.6 * (1.0 - 6.5 / 52.0) * 0.95 * (1.0 - 8.0 / 261.0);
    let found = found.mean.expect("they are there");
    assert!((found / expected - 1.0).abs() < 0.01, "{found} and not {expected}");
}

#[test]
fn a_service_that_begins_empty_shows_shorter_waits() {
    let wait = |more| preset(more).run(runs(2, 20, 2), &|_| {}).mean_wait.mean.expect("some were seen");
    let (warm, empty) = (wait(&[]), wait(&[("warm_up_days", "0")]));
    assert!(empty < 0.6 * warm, "{empty} days from empty, {warm} as it usually is");
}

#[test]
fn urgent_referrals_are_seen_before_others() {
    let outcome = preset(&[]).run(runs(2, 20, 2), &|_| {});
    let [routine, urgent] = &service(&outcome).kinds[..] else { panic!("two kinds") };
    let mean = |kind: &porch_planning::simulation::OfKind| kind.mean_wait.mean.expect("some were seen");
    assert!(mean(urgent) * 3.0 < mean(routine), "{} and {}", mean(urgent), mean(routine));
}

#[test]
fn a_replayed_record_brings_whoever_came_and_nobody_else() {
    let each: Vec<String> = (0..365).map(|day| (day % 5).to_string()).collect();
    let scenario = plain(&[("days", "365"), ("arrivals.each_day", &format!("[{}]", each.join(", ")))]);
    let outcome = scenario.run(runs(1, 3, 1), &|_| {});
    assert_eq!(outcome.arrivals, 3 * (0..365).map(|day| day % 5).sum::<u64>());
    conserved(&outcome);
    // Of the first days alone: chance gives the others.
    let first =
        |days: usize| plain(&[("days", "365"), ("arrivals.each_day", &format!("[{}]", each[..days].join(", ")))]);
    let outcome = first(31).run(runs(1, 3, 1), &|_| {});
    let of_month = |nth: usize| outcome.by_month.get(nth).expect("a month").arrivals;
    assert_eq!(of_month(0), 3 * (0..31).map(|day| day % 5).sum::<u64>());
    assert!(of_month(1) > 0 && of_month(11) > 0, "{outcome:?}");
    let many =
        plain(&[("days", "365")]).with(&settings(&[("arrivals.each_day", &format!("[0, {}]", each.join(", ")))]));
    let said = many.expect_err("a day too many").to_string();
    assert_eq!(said, "arrivals.each_day: it has 366 days (expected 365 at most)");
}

#[test]
fn the_line_of_the_first_day_may_be_that_of_a_record() {
    let first = |waiting: &str| {
        let outcome =
            preset(&[("waiting_at_start", waiting), ("gives_up_after_days", "36500")]).run(runs(2, 10, 2), &|_| {});
        conserved(&outcome);
        (service(&outcome).line[0].mean.expect("a line"), outcome)
    };
    let ((none, with_none), (many, with_many)) = (first("0"), first("400"));
    assert!(none < 60.0 && many > 330.0, "{none} and {many} wait at the end of the first month");
    assert_eq!(with_none.arrivals, with_many.arrivals, "those of the line are in no count");
    let usual = preset(&[("gives_up_after_days", "36500")]).run(runs(2, 10, 2), &|_| {});
    assert!(with_many.mean_wait.mean > usual.mean_wait.mean && usual.mean_wait.mean > with_none.mean_wait.mean);
}

#[test]
fn one_more_post_makes_waits_shorter_under_the_same_chance() {
    let more = preset(&[("staff.band5.posts", "4.8")]);
    let compared = preset(&[]).against(&more, runs(5, 20, 2), &|_| {});
    let (low, high) = compared.mean_wait.interval.expect("twenty replications");
    assert!(high < 0.0, "{low} to {high} days longer with one more");
    let apart = compared.first.mean_wait.interval.expect("an interval");
    assert!(high - low < 1.2 * (apart.1 - apart.0), "pairs are told apart at least as well as one mean is known");
    assert_eq!(compared.first, preset(&[]).run(runs(5, 20, 1), &|_| {}));
    assert_eq!(preset(&[]).against(&preset(&[]), runs(5, 4, 1), &|_| {}).mean_wait.mean, Some(0.0));
}

#[test]
fn the_number_that_is_enough_reaches_the_share_and_a_tenth_less_does_not() {
    let scenario = preset(&[]);
    let enough = scenario.enough("band7", 0.9, 42, runs(3, 10, 2), &|_| {}).expect("there are such staff");
    let posts = enough.posts.expect("it can be reached");
    let share = |posts: f64| {
        let tried = enough.tried.iter().find(|tried| (tried.posts - posts).abs() < 1e-9);
        tried.and_then(|tried| tried.share.mean).expect("it was tried")
    };
    assert!(share(posts) >= 0.9 && share(posts - 0.1) < 0.9, "{enough:?}");
    assert!((enough.now - 9.6).abs() < 1e-9);
    let no = scenario.enough("band6", 0.9, 42, runs(3, 10, 2), &|_| {}).expect_err("there are none").to_string();
    assert_eq!(no, "--enough: there are no staff \"band6\" (expected one of band5, band7)");
    let no = scenario.enough("band7", 1.5, 42, runs(3, 10, 2), &|_| {}).expect_err("no share").to_string();
    assert_eq!(no, "--share: 1.5 cannot be used (expected a share from 0 to 1)");
    let servers = Scenario::preset("mmc", &settings(&[("days", "500")])).expect("a queue");
    let enough = servers.enough("servers", 0.95, 1, runs(3, 10, 2), &|_| {}).expect("a queue has servers");
    // Whole servers only.
    assert_eq!(enough.posts, Some(11.0), "{enough:?}");
    assert!(enough.tried.iter().all(|tried| tried.posts.fract() == 0.0), "{enough:?}");
}

#[test]
fn a_backlog_goes_by_what_is_left_of_each_day() {
    // Four places on a working day, and about two and a half people: some ten a week are left for a backlog of a hundred.
    let scenario = plain(&[("days", "365"), ("arrivals.a_year", "500")]);
    let backlog = scenario.backlog(100, runs(2, 40, 2), &|_| {}).expect("a service");
    assert_eq!((backlog.gone, backlog.replications), (40, 40));
    let days = backlog.days.mean.expect("it is gone");
    let expected = 95.0 / (20.0 * 253.0 / 261.0 - 500.0 / 365.25 * 7.0) * 7.0;
    assert!((days - expected).abs() < 0.12 * expected, "{days} and not {expected} days");
    let left: Vec<f64> = backlog.left_over.iter().filter_map(|left| left.mean).collect();
    assert!(left.windows(2).all(|pair| pair[1] <= pair[0] + 1e-9), "{left:?}");
    let overloaded = plain(&[("days", "365"), ("arrivals.a_year", "2000")]);
    assert_eq!(overloaded.backlog(100, runs(2, 5, 1), &|_| {}).expect("a service").gone, 0);
    assert!(Scenario::preset("mmc", &[]).expect("a queue").backlog(5, runs(1, 1, 1), &|_| {}).is_err());
}

fn refused(name: &str, value: &str) -> String {
    Scenario::preset("service", &settings(&[(name, value)])).expect_err(value).to_string()
}

/// A value by its name, one that cannot be used, and what is said of it.
const UNUSABLE: &[(&str, &str, &str)] = &[
    ("start", "2025-02-30", "start: \"2025-02-30\" is no date (expected a date such as 2026-04-01)"),
    ("start", "7", "start: 7 is no date (expected a date such as 2026-04-01)"),
    (
        "start",
        "2019-04-01",
        "start: the bank holidays of 2016 are not known, and 2016-04-01 is one of the days (expected days of known years)",
    ),
    ("days", "7", "days: 7 cannot be used (expected days, a whole number from 28 to 3660)"),
    ("warm_up_days", "-1", "warm_up_days: -1 cannot be used (expected days, a whole number from 0 to 3660)"),
    ("follow_days", "0.5", "follow_days: 0.5 cannot be used (expected days, a whole number from 0 to 3660)"),
    ("targets_days", "[]", "targets_days: it is empty (expected at least one number of days)"),
    ("areas", "0", "areas: 0 cannot be used (expected services, a whole number from 1 to 1000)"),
    ("backlog", "-5", "backlog: -5 cannot be used (expected people, a whole number from 0 to 100000)"),
    (
        "waiting_at_start",
        "-1",
        "waiting_at_start: -1 cannot be used (expected people, a whole number from 0 to 100000)",
    ),
    ("courses_first", "yes", "courses_first: \"yes\" cannot be used (expected true or false)"),
    ("gives_up_after_days", "0.5", "gives_up_after_days: 0.5 cannot be used (expected days from 1 to 36500)"),
    ("arrivals.a_year", "0", "arrivals.a_year: 0 cannot be used (expected people a year from 0.1 to 1000000)"),
    ("arrivals.by_month", "[1, 2]", "arrivals.by_month: it has 2 numbers (expected 12)"),
    (
        "arrivals.by_weekday",
        "[0, 0, 0, 0, 0, 0, 0]",
        "arrivals.by_weekday: on no day does anybody come (expected a weight above 0)",
    ),
    (
        "arrivals.by_weekday",
        "[1, 1, 1, 1, 1, 1, -1]",
        "arrivals.by_weekday[6]: -1 cannot be used (expected a weight from 0 to 1000)",
    ),
    (
        "arrivals.each_day",
        "[1, 2, 1.5]",
        "arrivals.each_day[2]: 1.5 cannot be used (expected people, a whole number from 0 to 10000)",
    ),
    ("kind.routine.share", "0.5", "kind: the shares of all kinds of referral are 0.58 together (expected 1)"),
    (
        "kind.routine.priority",
        "0",
        "kind.routine.priority: 0 cannot be used (expected a priority, a whole number from 1 to 9)",
    ),
    ("kind.routine.accepted", "80", "kind.routine.accepted: 80 cannot be used (expected a share from 0 to 1)"),
    ("kind.routine.goes_to.brief", "0.7", "kind.routine.goes_to: its shares are 1.1 together (expected 1 at most)"),
    (
        "kind.routine.goes_to.long",
        "0.1",
        "kind.routine.goes_to: there is no course \"long\" (expected one of brief, full)",
    ),
    (
        "triage.a_day",
        "0",
        "triage.a_day: 0 cannot be used (expected referrals a working day, a whole number from 1 to 10000)",
    ),
    (
        "sittings.places",
        "0",
        "sittings.places: 0 cannot be used (expected referrals a sitting, a whole number from 1 to 10000)",
    ),
    (
        "sittings.weekdays",
        "[\"saturday\"]",
        "sittings.weekdays: none of them is a working day (expected one of monday to friday)",
    ),
    (
        "sittings.weekdays",
        "[\"mon\"]",
        "sittings.weekdays: there is no \"mon\" (expected a list of monday, tuesday, wednesday, thursday, friday, saturday, sunday)",
    ),
    (
        "assessment.minutes",
        "0",
        "assessment.minutes: 0 cannot be used (expected minutes, a whole number from 5 to 1440)",
    ),
    ("assessment.missed", "14", "assessment.missed: 14 cannot be used (expected a share from 0 to 1)"),
    (
        "course.full.planned",
        "0",
        "course.full.planned: 0 cannot be used (expected sessions, a whole number from 1 to 200)",
    ),
    (
        "course.full.every_days",
        "181",
        "course.full.every_days: 181 cannot be used (expected days, a whole number from 1 to 180)",
    ),
    ("course.full.ends_early", "-0.1", "course.full.ends_early: -0.1 cannot be used (expected a share from 0 to 1)"),
    ("staff.band5.posts", "0", "staff.band5.posts: 0 cannot be used (expected whole-time posts from 0.1 to 2000)"),
    (
        "staff.band7.members",
        "[1.2]",
        "staff.band7.members[0]: 1.2 cannot be used (expected whole-time posts from 0.1 to 1)",
    ),
    (
        "staff.band5.leave_weeks",
        "53",
        "staff.band5.leave_weeks: 53 cannot be used (expected weeks a year from 0 to 52)",
    ),
    (
        "staff.band5.leave_weeks",
        "52",
        "staff.band5.leave_weeks: nobody would ever be there (expected less than the weeks of a year)",
    ),
    (
        "staff.band5.absence",
        "1",
        "staff.band5.absence: 1 cannot be used (expected a share of the working days from 0 to 0.9)",
    ),
    (
        "staff.band5.contact_share",
        "0",
        "staff.band5.contact_share: no minute is left for contacts (expected a share above 0)",
    ),
    (
        "staff.band5.caseload",
        "0.5",
        "staff.band5.caseload: 0.5 cannot be used (expected people for each whole-time post from 1 to 500)",
    ),
    (
        "staff.band5.does",
        "[\"tea\"]",
        "staff.band5.does: there is no \"tea\" (expected a list with assessment or one of brief, full)",
    ),
    (
        "staff.band5.does",
        "[]",
        "staff.band5.does: nothing is said (expected a list with assessment or one of brief, full)",
    ),
    ("staff.band5", "3", "staff.band5: 3 is no table"),
    ("days.long", "3", "days.long: days has no parts"),
];

#[test]
fn every_value_that_cannot_be_used_is_named_with_its_place_its_unit_and_its_range() {
    for (name, bad, expected) in UNUSABLE {
        assert_eq!(refused(name, bad), *expected);
    }
    assert!(
        refused("staff.band5.pots", "3")
            .starts_with("staff.band5.pots: there is no such value (expected one of posts, ")
    );
}

#[test]
fn a_service_that_cannot_be_is_refused_with_the_reason() {
    let without = |from: &str, to: &str| {
        Scenario::read("plain", &PLAIN.replace(from, to), &[]).expect_err("it cannot be").to_string()
    };
    assert_eq!(
        without("does = [\"assessment\"]", "does = [\"talk\"]\n[course.talk]\nplanned = 6\nminutes = 60"),
        "staff: nobody does assessments (expected some whose \"does\" has assessment)"
    );
    assert_eq!(
        without("[staff.all]", "[course.talk]\nplanned = 6\nminutes = 60\n[staff.all]"),
        "course.talk: nobody gives it (expected some staff whose \"does\" has talk)"
    );
    assert_eq!(
        without("members = [1.0]", "members = [1.0]\nposts = 3"),
        "staff.all.posts: either this or members says who there are (expected whole-time posts from 0.1 to 2000)"
    );
    assert_eq!(without("[kind.any]\nshare = 1.0", ""), "kind: there is none (expected at least one kind of referral)");
    let many = settings(&[("areas", "1000"), ("arrivals.a_year", "1e6")]);
    let many = Scenario::read("plain", PLAIN, &many).expect_err("too many").to_string();
    assert!(
        many.starts_with(
            "arrivals.a_year: 4996577687 people would come in each replication (expected at most 50000000)"
        ),
        "{many}"
    );
}

#[test]
fn posts_that_are_set_count_in_place_of_members_and_the_other_way_round() {
    let posts = |more: &[(&str, &str)]| {
        let outcome = plain(more).run(runs(1, 1, 1), &|_| {});
        service(&outcome).staff.iter().map(|staff| staff.hours_a_week.mean.expect("hours")).sum::<f64>()
    };
    let one = posts(&[]);
    let two = posts(&[("staff.all.posts", "2")]);
    assert!((two / one - 2.0).abs() < 1e-9, "{one} and {two}");
    assert_eq!(posts(&[("staff.all.posts", "2"), ("staff.all.members", "[1.0]")]), one);
}
