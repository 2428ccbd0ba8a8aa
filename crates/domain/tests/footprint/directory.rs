//! Services outside our teams: what a file may say of them, and who is shown which.

use std::collections::BTreeSet;

use jiff::Timestamp;
use porch_domain::{
    footprint::{DirectoryEntry, DirectoryKind, Footprint, Seeker},
    front_door::Now,
};

use crate::{
    DORSET, KENT_MEDWAY,
    problems::{RIGHT, check},
    read,
};

fn at(text: &str) -> Timestamp {
    text.parse().unwrap_or_else(|error| panic!("{text}: {error}"))
}

fn codes<'a>(entries: impl Iterator<Item = &'a DirectoryEntry>) -> Vec<&'a str> {
    entries.map(|entry| entry.code.as_str()).collect()
}

#[test]
fn an_entry_is_found_by_its_code_and_holds_what_the_file_says() {
    let footprint = read(RIGHT);
    assert_eq!(codes(footprint.directory()), ["listeners", "remembering"]);
    let listeners = footprint.directory_entry("listeners").unwrap();
    assert_eq!(listeners.kind, DirectoryKind::NationalHelpline);
    assert_eq!(listeners.number.as_deref(), Some("01632 960 100"));
    assert_eq!(listeners.hours.as_deref(), Some("At any time"));
    assert!(listeners.around_the_clock && listeners.demonstration && !listeners.by_text);
    assert_eq!(listeners.last_checked, Some(jiff::civil::date(2025, 6, 1)));
    let remembering = footprint.directory_entry("remembering").unwrap();
    assert_eq!((remembering.last_checked, remembering.number.as_deref()), (None, None));
    assert_eq!(remembering.who, [Seeker::Oneself, Seeker::Family]);
    assert!(footprint.directory_entry("Listeners").is_none() && footprint.directory_entry("").is_none());
}

#[test]
fn who_is_shown_what() {
    let footprint = read(RIGHT);
    let shown = |now, seeker| codes(footprint.directory().filter(|entry| entry.fits(now, seeker)));
    for (now, seeker, expected) in [
        (Now::NotSaid, None, vec!["listeners", "remembering"]),
        (Now::Loss, None, vec!["listeners", "remembering"]),
        (Now::Thinking, Some(Seeker::Family), vec!["listeners", "remembering"]),
        (Now::Loss, Some(Seeker::Professional), vec!["listeners"]),
        (Now::NotSaid, Some(Seeker::Professional), vec!["listeners"]),
        (Now::Pregnant, None, vec!["listeners"]),
        (Now::Baby, Some(Seeker::Oneself), vec!["listeners"]),
    ] {
        assert_eq!(shown(now, seeker), expected, "{now:?} {seeker:?}");
    }
}

#[test]
fn a_file_from_before_the_directory_is_still_read() {
    let (before, _) = RIGHT.split_once("[[directory]]").unwrap();
    let footprint = read(before);
    assert_eq!(footprint.directory().count(), 0);
    assert_eq!(footprint.urgent_routes[0].last_checked, Some(jiff::civil::date(2025, 1, 1)));
    let unchecked = read(&before.replacen("last_checked = 2025-01-01\n", "", 1));
    assert_eq!(unchecked.urgent_routes[0].last_checked, None);
}

#[test]
fn a_file_that_is_given_today_says_nothing_of_tomorrow() {
    // The last check is of 1 June 2025; half past midnight in London is still the day before in UTC.
    assert!(Footprint::parse_given(RIGHT, at("2025-05-31T23:30:00Z")).is_ok());
    let problems = Footprint::parse_given(RIGHT, at("2025-05-31T22:59:59Z")).unwrap_err();
    assert_eq!(problems.len(), 1, "{problems:?}");
    assert_eq!(problems[0].at, "directory[1].last_checked");
    assert!(RIGHT.lines().nth(problems[0].line - 1).unwrap().starts_with("last_checked = 2025-06-01"));
    assert!(problems[0].what.contains("2025-06-01 is still to come"), "{problems:?}");
    let problems = Footprint::parse_given(RIGHT, at("2024-12-31T12:00:00Z")).unwrap_err();
    let places: Vec<&str> = problems.iter().map(|problem| problem.at.as_str()).collect();
    assert_eq!(places, ["urgent_routes[1].last_checked", "directory[1].last_checked"]);
    assert!(Footprint::parse(RIGHT).is_ok(), "what was stored is read by any clock");
}

#[test]
fn entries_that_cannot_be_used_are_told_with_their_lines() {
    check(&[
        (
            "an entry without owner and source",
            &[
                ("[[directory]]\ncode = \"remembering\"", "[[directory]] #!!\ncode = \"remembering\""),
                ("web = \"remembering.example\"\nowner = \"Duty\"\nsource = \"spec\"", "web = \"remembering.example\""),
            ],
            &[("directory[2].owner", "missing"), ("directory[2].source", "missing")],
        ),
        (
            "an unknown source",
            &[("demonstration = true\nsource = \"spec\"", "demonstration = true\nsource = \"leaflet\" #!")],
            &[("directory[1].source", "unknown source \"leaflet\"")],
        ),
        (
            "a day that is no date",
            &[("last_checked = 2025-06-01", "last_checked = \"last week\" #!")],
            &[("directory[1].last_checked", "last week")],
        ),
        (
            "an unknown kind",
            &[("kind = \"loss_support\"", "kind = \"support\" #!")],
            &[("directory[2].kind", "support")],
        ),
        (
            "an unknown situation",
            &[("[\"loss\", \"thinking_of_pregnancy\"]", "[\"loss\", \"toddler\"] #!")],
            &[("directory[2].for_situations[2]", "toddler")],
        ),
        (
            "for nobody",
            &[("[\"loss\", \"thinking_of_pregnancy\"]", "[] #!")],
            &[("directory[2].for_situations", "for nobody")],
        ),
        (
            "any beside another",
            &[("[\"loss\", \"thinking_of_pregnancy\"]", "[\"loss\", \"any\"] #!")],
            &[("directory[2].for_situations", "beside another")],
        ),
        (
            "the same twice",
            &[("[\"loss\", \"thinking_of_pregnancy\"]", "[\"loss\", \"loss\"] #!")],
            &[("directory[2].for_situations[2]", "again")],
        ),
        (
            "an unknown seeker",
            &[("[\"self\", \"family\"]", "[\"self\", \"friend\"] #!")],
            &[("directory[2].who[2]", "friend")],
        ),
        ("a code with a space", &[("\"listeners\"", "\"the listeners\" #!")], &[("directory[1].code", "no code")]),
        (
            "a code and a name that are taken",
            &[
                ("code = \"remembering\"", "code = \"listeners\" #!"),
                ("name = \"Remembering\"", "name = \"the  LISTENERS\" #!"),
            ],
            &[("directory[2].code", "taken by directory[1].code"), ("directory[2].name", "taken by")],
        ),
        (
            "words of staff",
            &[("\"Someone to talk to.\"", "\"Perinatal help.\" #!")],
            &[("directory[1].about", "perinatal")],
        ),
        (
            "an unknown key",
            &[("around_the_clock = true", "around_the_clock = true\nfax = \"1\" #!")],
            &[("directory[1].fax", "unknown key")],
        ),
    ]);
}

#[test]
fn ways_to_reach_an_entry_that_lead_nowhere_or_to_somebody_else() {
    check(&[
        (
            "no way to reach it",
            &[
                ("[[directory]]\ncode = \"remembering\"", "[[directory]] #!\ncode = \"remembering\""),
                ("web = \"remembering.example\"\n", ""),
            ],
            &[("directory[2].number", "no way to reach it")],
        ),
        (
            "a number without hours",
            &[("[[directory]]", "[[directory]] #!"), ("hours = \"At any time\"\naround", "around")],
            &[("directory[1].hours", "missing")],
        ),
        (
            "a number in words",
            &[("\"01632 960 100\"", "\"one one six\" #!")],
            &[("directory[1].number", "no telephone number")],
        ),
        (
            "a demonstration number that rings at somebody's home",
            &[("\"01632 960 100\"", "\"01632 961 100\" #!")],
            &[("directory[1].number", "may be somebody's")],
        ),
        (
            "a number for drama that is shown as if it were answered",
            &[("\"01632 960 100\"", "\"07700 900 100\" #!"), ("demonstration = true\n", "demonstration = false\n")],
            &[("directory[1].number", "nobody's")],
        ),
        (
            "an address with its scheme",
            &[("\"remembering.example\"", "\"https://remembering.example\" #!")],
            &[("directory[2].web", "no web address")],
        ),
        (
            "an address that is a script",
            &[("\"remembering.example\"", "\"javascript:alert(1)\" #!")],
            &[("directory[2].web", "no web address")],
        ),
        (
            "help against domestic abuse that only some are shown",
            &[
                ("kind = \"loss_support\"", "kind = \"domestic_abuse\""),
                ("[\"loss\", \"thinking_of_pregnancy\"]", "[\"loss\", \"thinking_of_pregnancy\"] #!"),
            ],
            &[("directory[2].for_situations", "not shown to everybody")],
        ),
    ]);
}

// PR-28
#[test]
fn nobody_is_said_to_have_checked_what_nobody_has_checked() {
    for footprint in [read(KENT_MEDWAY), read(DORSET)] {
        assert!(footprint.directory().all(|entry| entry.last_checked.is_none() && !entry.owner.is_empty()));
        assert!(footprint.urgent_routes.iter().all(|route| route.last_checked.is_none() && !route.owner.is_empty()));
    }
}

#[test]
fn the_shipped_directories_have_somebody_at_any_hour_for_every_situation_and_invent_no_number() {
    let national = BTreeSet::from([
        "999",
        "111",
        "116 123",
        "85258",
        "0808 2000 247",
        "0800 1111",
        "0800 0147 800",
        "0808 164 3332",
        "01924 200799",
    ]);
    for footprint in [read(KENT_MEDWAY), read(DORSET)] {
        for now in [Now::Thinking, Now::Pregnant, Now::Baby, Now::Loss] {
            for seeker in [Seeker::Oneself, Seeker::Family, Seeker::Professional] {
                let mut fits = footprint.directory().filter(|entry| entry.fits(now, Some(seeker)));
                assert!(fits.any(|entry| entry.around_the_clock && entry.number.is_some()), "{now:?} {seeker:?}");
            }
        }
        for number in
            footprint.directory().filter(|entry| !entry.demonstration).filter_map(|entry| entry.number.as_deref())
        {
            assert!(national.contains(number), "{number}");
        }
        let after_a_loss = footprint.directory().filter(|entry| entry.fits(Now::Loss, None));
        for entry in after_a_loss.filter(|entry| entry.kind != DirectoryKind::LossSupport) {
            let said = format!("{} {} {}", entry.name, entry.about, entry.number_note.as_deref().unwrap_or_default());
            assert!(!said.to_lowercase().contains("baby"), "{said}");
        }
    }
}
