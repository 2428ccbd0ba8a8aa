//! What holds between teams and over time: links, handovers, care, and who makes a quorum.

use jiff::Timestamp;
use porch_domain::{
    footprint::{Care, TeamCode},
    referral::Priority,
};

use crate::{
    DORSET, KENT_MEDWAY, SHIPPED,
    problems::{RIGHT, check},
    read,
};

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

#[test]
fn a_file_of_before_has_what_the_documents_say_for_what_it_leaves_out() {
    let old = read(RIGHT);
    assert_eq!(
        old.care(),
        Care {
            until_months: 24,
            illness_until_months: None,
            warn_weeks: 8,
            next_contact_days: 14,
            remind_days: 2,
            did_not_engage_after: 2
        }
    );
    assert_eq!((old.meeting.quorum, old.meeting.carry_over_flag, old.meeting.disciplines.len()), (3, 3, 6));
    assert_eq!(old.links(), []);
    let names: Vec<&str> = old.ladder().iter().map(|step| step.name.as_str()).collect();
    assert_eq!((names, old.repeat_minutes()), (vec!["The duty worker"], 30));
}

#[test]
fn a_handover_is_answered_in_hours_as_they_pass_whatever_the_wall_clock_does() {
    let text = RIGHT.replace(
        "[meeting]",
        "[handover]\nanswer_within_hours = { emergency = 2, urgent = 30 }\nsource = \"spec\"\n\n[meeting]",
    );
    let (own, standing) = (read(&text), read(RIGHT));
    // The clocks go forward in the night of 29 March.
    let offered = at("2026-03-28T12:00:00Z");
    for (priority, with_own, without) in [
        (Priority::Emergency, "2026-03-28T14:00:00Z", "2026-03-28T16:00:00Z"),
        (Priority::VeryUrgent, "2026-03-29T12:00:00Z", "2026-03-29T12:00:00Z"),
        (Priority::Urgent, "2026-03-29T18:00:00Z", "2026-03-30T12:00:00Z"),
        (Priority::Routine, "2026-04-04T12:00:00Z", "2026-04-04T12:00:00Z"),
    ] {
        assert_eq!(own.handover_answer_by(priority, offered), Some(at(with_own)), "{priority:?}");
        assert_eq!(standing.handover_answer_by(priority, offered), Some(at(without)), "{priority:?}");
    }
}

// N4
#[test]
fn in_the_footprints_that_come_with_the_program_each_pair_of_teams_has_its_link() {
    for footprint in SHIPPED.map(|(_, text)| read(text)) {
        for from in footprint.teams() {
            for to in footprint.teams() {
                let link = footprint.link(&from.code, &to.code);
                assert_eq!(link.is_some(), from.code != to.code, "{:?} to {:?}", from.code, to.code);
            }
        }
        assert_eq!(footprint.link(&TeamCode("nobody".into()), &footprint.front_door().code), None);
    }
    let kent = read(KENT_MEDWAY);
    let link = kent.link(&TeamCode("front_door".into()), &TeamCode("thrive".into())).unwrap();
    assert_eq!(link.post, "Link midwife of Thrive");
}

#[test]
fn what_no_source_states_is_listed_as_assumed() {
    for (footprint, until_assumed) in [(read(KENT_MEDWAY), true), (read(DORSET), false)] {
        let assumed: Vec<&str> = footprint.assumed.iter().map(|fact| fact.at.as_str()).collect();
        for at in ["ladder[2]", "ladder[3]", "links[1]"] {
            assert!(assumed.contains(&at), "{at} in {assumed:?}");
        }
        // Dorset's specification states the 24 months and nothing else of care.
        assert_eq!(assumed.contains(&"care"), until_assumed);
        assert_eq!(assumed.contains(&"care.warn_weeks"), !until_assumed);
        assert!(!assumed.contains(&"care.until_months"));
    }
}

#[test]
fn a_link_a_handover_or_a_quorum_that_cannot_be_is_a_problem_of_the_file() {
    const LINK: &str =
        "[[links]]\nfrom = \"door\"\nto = \"community\"\npost = \"Link\"\ncontact = \"2\"\nsource = \"spec\"\n\n";
    check(&[
        (
            "a team that is not there",
            &[(
                "[meeting]",
                "[[links]]\nfrom = \"door\"\nto = \"moon\" #!\npost = \"Link\"\ncontact = \"2\"\nsource = \"spec\"\n\n[meeting]",
            )],
            &[("links[1].to", "unknown team \"moon\"")],
        ),
        (
            "a team with itself",
            &[(
                "[meeting]",
                "[[links]]\nfrom = \"door\"\nto = \"door\" #!\npost = \"Link\"\ncontact = \"2\"\nsource = \"spec\"\n\n[meeting]",
            )],
            &[("links[1].to", "with itself")],
        ),
        (
            "an emergency that waits a day",
            &[("[meeting]", "[handover]\nsource = \"spec\"\nanswer_within_hours = { emergency = 24 } #!\n\n[meeting]")],
            &[("handover.answer_within_hours.emergency", "too long for an emergency")],
        ),
        (
            "an illness that is of this time for as long as care goes on",
            &[("[meeting]", "[care]\nuntil_months = 24\nillness_until_months = 24 #!\nsource = \"spec\"\n\n[meeting]")],
            &[("care.illness_until_months", "not shorter than the care")],
        ),
        (
            "a quorum of more than there are",
            &[("[meeting]", "[meeting]\nquorum = 2 #!\ndisciplines = [{ code = \"nursing\", name = \"Nursing\" }]")],
            &[("meeting.quorum", "can never be")],
        ),
    ]);
    let twice: &'static str = format!("{LINK}{}[meeting]", LINK.replace("\"community\"", "\"community\" #!")).leak();
    check(&[("the same pair again", vec![("[meeting]", twice)].leak(), &[("links[2].to", "said already")])]);
    let one = RIGHT.replace("[meeting]", "[meeting]\ndisciplines = [{ code = \"nursing\", name = \"Nursing\" }]");
    assert_eq!(read(&one).meeting.quorum, 1, "the standing quorum is never more than there are disciplines");
}
