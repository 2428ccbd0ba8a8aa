//! The rules of opening a record in an emergency, as tables of cases.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails where it stands")]

use jiff::{SignedDuration, Timestamp};
use porch_domain::{
    actor::{Actor, Role},
    disallowed::Disallowed,
    footprint::{Footprint, Openings},
    ids::{OpeningId, ReferralId},
    opening::{Finding, Opening, OpeningCommand, OpeningEvent, OpeningReason, decide, evolve},
    relation::{HeldOpen, Related, Relation, Whose, nearer_while_open},
};
use uuid::Uuid;

const KENT: &str = include_str!("../../../footprints/kent-medway.toml");

fn now() -> Timestamp {
    "2026-11-22T02:00:00Z".parse().unwrap()
}

fn staff(account: &str) -> Actor {
    Actor::Staff { account: account.to_owned(), role: Role::Clinician }
}

fn referral(id: u128) -> ReferralId {
    ReferralId(Uuid::from_u128(id))
}

fn asked(why: &str) -> OpeningCommand {
    OpeningCommand::Open { referral: referral(1), reason: OpeningReason::Danger, why: why.to_owned() }
}

fn review(note: &str) -> OpeningCommand {
    OpeningCommand::Review { finding: Finding::FollowUp, note: note.to_owned() }
}

fn decided(state: Option<&Opening>, command: OpeningCommand, actor: &Actor) -> Result<Vec<OpeningEvent>, Disallowed> {
    decide(state, command, actor, now(), Openings::default())
}

fn after(state: Option<Opening>, command: OpeningCommand, actor: &Actor) -> Opening {
    let events = decided(state.as_ref(), command, actor).unwrap();
    events
        .iter()
        .fold(state, |state, event| Some(evolve(OpeningId(Uuid::from_u128(9)), state, event).unwrap()))
        .unwrap()
}

// H15
#[test]
fn a_record_is_opened_by_a_person_with_a_reason_until_the_end_that_the_rules_say() {
    for (actor, why, refused) in [
        (Actor::System, "invented", Disallowed::NeedsAPerson),
        (Actor::Public, "invented", Disallowed::NeedsAPerson),
        (Actor::Operator { account: "root".to_owned() }, "invented", Disallowed::NeedsAPerson),
        (staff("one"), "", Disallowed::OpeningReasonMissing),
        (staff("one"), " \n", Disallowed::OpeningReasonMissing),
    ] {
        assert_eq!(decided(None, asked(why), &actor), Err(refused), "{actor:?} {why:?}");
    }
    let opened = after(None, asked("invented"), &staff("one")).opened;
    assert_eq!(opened.until, now() + SignedDuration::from_hours(4));
    assert_eq!(opened.review_by, now() + SignedDuration::from_hours(72));
    assert_eq!((opened.by.as_str(), opened.reason), ("one", OpeningReason::Danger));
}

// H15
#[test]
fn an_opening_is_closed_once_before_its_end_by_a_person_and_looked_at_all_the_same() {
    let opened = after(None, asked("invented"), &staff("one"));
    let at = |hours| now() + SignedDuration::from_hours(hours);
    let end = |state: Option<&Opening>, actor: &Actor, hours| {
        decide(state, OpeningCommand::End, actor, at(hours), Openings::default())
    };
    for (state, actor, hours, refused) in [
        (None, staff("one"), 1, Disallowed::Unknown),
        (Some(&opened), Actor::System, 1, Disallowed::NeedsAPerson),
        (Some(&opened), staff("one"), 4, Disallowed::OpeningOver),
        (Some(&opened), staff("one"), 5, Disallowed::OpeningOver),
    ] {
        assert_eq!(end(state, &actor, hours), Err(refused), "{actor:?} after {hours} hours");
    }
    let events = end(Some(&opened), &staff("two"), 1).unwrap();
    let ended = evolve(opened.id, Some(opened.clone()), &events[0]).unwrap();
    assert_eq!((opened.until(), ended.until()), (at(4), at(1)));
    assert_eq!(ended.ended.as_ref().unwrap().by, "two");
    assert_eq!(ended.opened, opened.opened, "what was opened, and until when it was to be, stays told");
    assert_eq!(end(Some(&ended), &staff("one"), 2), Err(Disallowed::OpeningOver));
    assert!(
        evolve(opened.id, Some(ended.clone()), &events[0]).is_err() && evolve(opened.id, None, &events[0]).is_err()
    );
    let reviewed = after(Some(ended), review("invented"), &staff("two"));
    assert_eq!(reviewed.until(), at(1));
}

// H15
#[test]
fn somebody_else_than_who_opened_it_says_once_and_in_words_whether_it_was_right() {
    let opened = after(None, asked("invented"), &staff("one"));
    for (by, note, refused) in [
        ("one", "invented", Disallowed::OwnOpening),
        (" ONE ", "invented", Disallowed::OwnOpening),
        ("two", " ", Disallowed::ReviewNoteMissing),
    ] {
        assert_eq!(decided(Some(&opened), review(note), &staff(by)), Err(refused), "{by:?} {note:?}");
    }
    let reviewed = after(Some(opened), review("invented"), &staff("two"));
    assert_eq!(reviewed.reviewed.as_ref().unwrap().finding, Finding::FollowUp);
    assert_eq!(decided(Some(&reviewed), review("again"), &staff("three")), Err(Disallowed::OpeningReviewedBefore));
    assert_eq!(decided(None, review("invented"), &staff("two")), Err(Disallowed::Unknown));
}

#[test]
fn an_erasure_takes_the_words_of_both_and_leaves_what_happened() {
    let opened = after(None, asked("invented"), &staff("one"));
    let reviewed = after(Some(opened), review("invented"), &staff("two"));
    let erase = OpeningCommand::ErasePersonalData { why: "she asked".to_owned() };
    let erased = after(Some(reviewed), erase.clone(), &Actor::Operator { account: "root".to_owned() });
    assert!(erased.erased && erased.opened.said.is_none() && erased.reviewed.as_ref().unwrap().said.is_none());
    assert_eq!(decided(Some(&erased), erase, &staff("two")), Err(Disallowed::Erased));
}

// H15, INV-02
#[test]
fn an_opening_is_a_relation_to_that_referral_alone_until_its_end_and_never_takes_a_nearer_one_away() {
    let until = now() + SignedDuration::from_hours(4);
    let held = [HeldOpen { referral: referral(1), reason: OpeningReason::Danger, until }];
    let second = SignedDuration::from_secs(1);
    for (from, of, at, expected) in [
        (Relation::Other, Some(1), now(), Relation::Opened),
        (Relation::Shared, Some(1), now(), Relation::Opened),
        (Relation::OwnOrganisation, Some(1), now(), Relation::OwnOrganisation),
        (Relation::OwnTeam, Some(1), now(), Relation::OwnTeam),
        (Relation::Other, Some(2), now(), Relation::Other),
        (Relation::Other, None, now(), Relation::Other),
        (Relation::Other, Some(1), until - second, Relation::Opened),
        (Relation::Other, Some(1), until, Relation::Other),
        (Relation::Other, Some(1), until + second, Relation::Other),
    ] {
        let whose = Whose { referral: of.map(referral), ..Whose::default() };
        let found = nearer_while_open(Related { relation: from, agreement: None }, &whose, &held, at);
        assert_eq!(found.relation, expected, "{from:?} {of:?} {at}");
    }
}

#[test]
fn how_long_it_lasts_and_by_when_it_is_looked_at_are_data_of_the_footprint_within_a_day() {
    let stands = "[opening]\nhours = 4\nreview_within_hours = 72\n";
    assert!(KENT.contains(stands));
    let with = |section: &str| Footprint::parse(&KENT.replace(stands, &format!("[opening]\n{section}\n")));
    let stated = with("hours = 2\nreview_within_hours = 24");
    let stated = stated.unwrap_or_else(|problems| panic!("{problems:?}"));
    assert_eq!(stated.openings(), Openings { hours: 2, review_within_hours: 24 });
    assert!(stated.assumed.iter().any(|assumed| assumed.at == "opening"));
    assert_eq!(Footprint::parse(KENT).unwrap().openings(), Openings::default());
    assert_eq!(with("").unwrap().openings(), Openings::default());
    for wrong in ["hours = 0", "hours = 25", "review_within_hours = 0", "minutes = 5"] {
        assert!(with(wrong).is_err(), "{wrong}");
    }
}
