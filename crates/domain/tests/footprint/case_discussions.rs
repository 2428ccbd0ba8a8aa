//! Case discussions across services: who takes part, on which days they are held, and what a file may not say of them.

use jiff::Timestamp;
use porch_domain::footprint::{Rhythm, TeamCode};

use crate::{
    DORSET, KENT_MEDWAY,
    problems::{RIGHT, check},
    read,
};

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

/// A case discussion without problems.
const ONE: &str = "[[discussions]]\ncode = \"together\"\nname = \"Together\"\nteams = [\"community\"]\nservices = [\"Talking Therapies\"]\nrhythm = \"weekly\"\nweekday = \"thursday\"\nfirst_on = 2025-12-11\nat = 14:00:00\nplace = \"Room 1\"\nfrom = 2025-12-01\nsource = \"spec\"\n\n[meeting]";

// H2
#[test]
fn the_footprints_that_come_with_the_program_have_a_case_discussion_whose_rhythm_alone_is_stated() {
    for text in [KENT_MEDWAY, DORSET] {
        let footprint = read(text);
        let [one] = footprint.case_discussions() else { panic!("one") };
        assert_eq!((one.rhythm, one.source.as_str()), (Rhythm::EveryTwoWeeks, "integrate-guide"));
        assert!(one.crosses_services() && footprint.teams().iter().all(|team| one.has_team(&team.code)));
        assert!(one.has_service("nhs  talking therapies") && !one.has_service("Somebody else"));
        assert!(!one.has_team(&TeamCode("nobody".into())));
        assert_eq!(footprint.case_discussion("across_services"), Some(one));
        let assumed: Vec<&str> = footprint.assumed.iter().map(|fact| fact.at.as_str()).collect();
        for key in ["teams", "services", "weekday", "at", "place"] {
            assert!(assumed.contains(&format!("discussions[1].{key}").as_str()), "{key}");
        }
        assert!(!assumed.contains(&"discussions[1].rhythm"));
    }
}

// H2
#[test]
fn a_case_discussion_is_held_in_its_rhythm_from_its_first_day_to_its_last_and_not_on_a_bank_holiday() {
    let weekly = read(&RIGHT.replace("[meeting]", ONE));
    let two_weeks = ONE.replace("weekly", "every_two_weeks").replace("[meeting]", "\n[meeting]");
    let two_weeks = read(&RIGHT.replace("[meeting]", &two_weeks.replace("from = ", "until = 2026-12-24\nfrom = ")));
    let (weekly, two_weeks) = (&weekly.case_discussions()[0], &two_weeks.case_discussions()[0]);
    for (after, every_week, every_two_weeks) in [
        ("2025-11-20T00:00:00Z", Some("2025-12-11T14:00:00Z"), Some("2025-12-11T14:00:00Z")),
        ("2025-12-11T13:59:59Z", Some("2025-12-11T14:00:00Z"), Some("2025-12-11T14:00:00Z")),
        // Christmas Day and New Year's Day are Thursdays.
        ("2025-12-11T14:00:00Z", Some("2025-12-18T14:00:00Z"), Some("2026-01-08T14:00:00Z")),
        ("2025-12-18T14:00:00Z", Some("2026-01-08T14:00:00Z"), Some("2026-01-08T14:00:00Z")),
        // The clocks go forward on 29 March.
        ("2026-03-27T00:00:00Z", Some("2026-04-02T13:00:00Z"), Some("2026-04-02T13:00:00Z")),
        // One of them is over after its last day.
        ("2026-12-10T14:00:00Z", Some("2026-12-17T14:00:00Z"), Some("2026-12-24T14:00:00Z")),
        ("2026-12-24T14:00:00Z", Some("2026-12-31T14:00:00Z"), None),
    ] {
        assert_eq!(weekly.sits_next(at(after)), every_week.map(at), "{after}");
        assert_eq!(two_weeks.sits_next(at(after)), every_two_weeks.map(at), "{after}");
    }
    assert_eq!(weekly.sat_last(at("2025-12-11T13:59:59Z")), None);
    assert_eq!(weekly.sat_last(at("2026-01-07T00:00:00Z")), Some(at("2025-12-18T14:00:00Z")));
    assert!(weekly.sits_at(at("2025-12-18T14:00:00Z")) && !two_weeks.sits_at(at("2025-12-18T14:00:00Z")));
    let on = |text: &str| two_weeks.sits_on(text.parse().unwrap());
    assert_eq!((on("2026-01-08"), on("2025-12-25")), (Some(at("2026-01-08T14:00:00Z")), None));
}

// H2
#[test]
fn what_is_on_a_list_counts_the_days_that_go_by() {
    let footprint = read(&RIGHT.replace("[meeting]", ONE));
    let weekly = &footprint.case_discussions()[0];
    for (listed, by, days) in [
        ("2026-03-02T09:00:00Z", "2026-03-05T14:00:00Z", 0),
        ("2026-03-02T09:00:00Z", "2026-03-05T14:00:01Z", 1),
        ("2026-03-05T14:00:00Z", "2026-03-12T14:00:00Z", 0),
        ("2026-03-02T09:00:00Z", "2026-03-26T14:00:00Z", 3),
    ] {
        assert_eq!(weekly.gone_by(at(listed), at(by)), days, "{listed} {by}");
    }
}

#[test]
fn a_case_discussion_that_cannot_be_is_a_problem_of_the_file() {
    const WITH: (&str, &str) = ("[meeting]", ONE);
    check(&[
        ("as it should be", &[WITH], &[]),
        (
            "an unknown key",
            &[WITH, ("place = \"Room 1\"", "place = \"Room 1\"\nroom = 1 #!")],
            &[("discussions[1].room", "unknown key \"room\"")],
        ),
        (
            "a team that is not there",
            &[WITH, ("teams = [\"community\"]", "teams = [\"moon\"] #!")],
            &[("discussions[1].teams[1]", "unknown team \"moon\"")],
        ),
        (
            "one team alone",
            &[
                WITH,
                ("teams = [\"community\"]", "teams = [\"community\"] #!"),
                ("services = [\"Talking Therapies\"]\n", ""),
            ],
            &[("discussions[1].teams", "one team alone")],
        ),
        (
            "services without a team of ours",
            &[WITH, ("teams = [\"community\"]", "teams = [] #!")],
            &[("discussions[1].teams", "no team of ours")],
        ),
        (
            "a team and a service twice",
            &[
                WITH,
                ("teams = [\"community\"]", "teams = [\"community\", \"community\"] #!"),
                ("services = [\"Talking Therapies\"]", "services = [\"Talking Therapies\", \"talking  therapies\"] #!"),
            ],
            &[("discussions[1].teams[2]", "the same team again"), ("discussions[1].services[2]", "the same service")],
        ),
        (
            "a first day on another weekday",
            &[WITH, ("first_on = 2025-12-11", "first_on = 2025-12-12 #!")],
            &[("discussions[1].first_on", "falls on another day of the week")],
        ),
        (
            "a first day before it holds",
            &[WITH, ("from = 2025-12-01", "from = 2025-12-12"), ("first_on = 2025-12-11", "first_on = 2025-12-11 #!")],
            &[("discussions[1].first_on", "not among the days")],
        ),
        (
            "a rhythm that is none",
            &[WITH, ("rhythm = \"weekly\"", "rhythm = \"monthly\" #!")],
            &[("discussions[1].rhythm", "monthly")],
        ),
        (
            "no place",
            &[WITH, ("[[discussions]]", "[[discussions]] #!"), ("place = \"Room 1\"\n", "")],
            &[("discussions[1].place", "missing")],
        ),
    ]);
}
