//! The rules of saying how it was, as tables of cases.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails where it stands")]

use jiff::{Timestamp, civil::date};
use porch_domain::{
    actor::{Actor, Role},
    comment::{
        CloseReason, Comment, CommentCommand, CommentCount, CommentEvent, CommentLeft, CommentStage, CommentWords,
        PassedFor, Teller, comment_counts, decide, evolve, read_by,
    },
    disallowed::Disallowed,
    footprint::Footprint,
    ids::{CommentId, ReferralId, SaidAndDoneId},
    measure::Period,
};
use uuid::Uuid;

const KENT: &str = include_str!("../../../footprints/kent-medway.toml");
const ITEM: SaidAndDoneId = SaidAndDoneId(Uuid::from_u128(3));

fn at(instant: &str) -> Timestamp {
    instant.parse().unwrap()
}

fn manager() -> Actor {
    Actor::Staff { account: "invented manager".to_owned(), role: Role::Manager }
}

fn left(words: CommentWords) -> CommentLeft {
    CommentLeft {
        at: at("2026-11-20T10:00:00Z"),
        read_by: at("2026-11-23T10:00:00Z"),
        teller: Teller::Herself,
        language: "en".to_owned(),
        may_show: true,
        wants_answer: words.reach.is_some(),
        referral: None,
        words: Some(words),
    }
}

fn words() -> CommentWords {
    CommentWords { well: " She listened ".to_owned(), better: String::new(), reach: None }
}

fn asks() -> CommentWords {
    CommentWords { reach: Some("invented@example.test".to_owned()), ..words() }
}

fn decided(state: Option<&Comment>, command: CommentCommand) -> Result<Vec<CommentEvent>, Disallowed> {
    decide(state, command, &manager(), at("2026-11-23T09:00:00Z"))
}

fn after(state: Option<Comment>, command: CommentCommand) -> Comment {
    let events = decided(state.as_ref(), command).unwrap();
    events
        .iter()
        .fold(state, |state, event| Some(evolve(CommentId(Uuid::from_u128(9)), state, event).unwrap()))
        .unwrap()
}

fn close(reason: CloseReason) -> CommentCommand {
    CommentCommand::Close { reason, note: String::new() }
}

// T6
#[test]
fn something_is_said_and_only_where_an_answer_is_asked_for_does_anything_lead_to_whoever_writes() {
    let long = |count: usize| "x".repeat(count);
    let anonymous = |referral| CommentLeft { referral, ..left(words()) };
    for (left, refused) in [
        (left(CommentWords::default()), Disallowed::Empty("how it was")),
        (left(CommentWords { well: " \n".to_owned(), ..CommentWords::default() }), Disallowed::Empty("how it was")),
        (left(CommentWords { better: long(2_001), ..words() }), Disallowed::TooLong("what you wrote")),
        (left(CommentWords { reach: Some(long(201)), ..words() }), Disallowed::TooLong("what you wrote")),
        (anonymous(Some(ReferralId(Uuid::from_u128(1)))), Disallowed::Empty("where an answer may go")),
        (CommentLeft { wants_answer: false, ..left(asks()) }, Disallowed::Empty("where an answer may go")),
        (CommentLeft { wants_answer: true, ..left(words()) }, Disallowed::Empty("where an answer may go")),
    ] {
        assert_eq!(decided(None, CommentCommand::Leave(left)), Err(refused));
    }
    let comment = after(None, CommentCommand::Leave(left(CommentWords { better: long(2_000), ..words() })));
    assert_eq!(comment.left.words.as_ref().unwrap().well, "She listened");
    assert_eq!(comment.stage(), CommentStage::Unread);
    assert_eq!(decided(Some(&comment), CommentCommand::Leave(left(words()))), Err(Disallowed::AlreadyExists));
    assert_eq!(decided(None, CommentCommand::Read), Err(Disallowed::Unknown));
    assert_eq!(
        decide(Some(&comment), CommentCommand::Read, &Actor::System, at("2026-11-23T09:00:00Z")),
        Err(Disallowed::NeedsAPerson)
    );
}

// H02
#[test]
fn what_is_said_is_to_be_read_within_one_working_day_and_never_while_the_door_is_shut() {
    let footprint = Footprint::parse(KENT).unwrap();
    for (said, by) in [
        // In the hours of a weekday, the same hour of the next.
        ("2026-11-19T10:30:00Z", "2026-11-20T10:30:00Z"),
        // On a Friday, when the door opens on Monday.
        ("2026-11-20T15:00:00Z", "2026-11-23T09:00:00Z"),
        // At night, a day after it opens.
        ("2026-11-18T02:00:00Z", "2026-11-19T09:00:00Z"),
        // At the weekend, a day after Monday morning.
        ("2026-11-21T12:00:00Z", "2026-11-24T09:00:00Z"),
    ] {
        assert_eq!(read_by(at(said), &footprint.duty, &footprint.holidays), at(by), "{said}");
    }
}

// H02
#[test]
fn what_is_passed_to_duty_is_closed_by_nobody_before_they_said_what_they_did() {
    let comment = after(None, CommentCommand::Leave(left(words())));
    let act = |done: &str| CommentCommand::Act { done: done.to_owned() };
    assert_eq!(decided(Some(&comment), act("We rang")), Err(Disallowed::NotWithDuty));
    let passed = after(Some(comment), CommentCommand::PassOn(PassedFor::WarningSign));
    assert_eq!(passed.stage(), CommentStage::WithDuty);
    assert!(passed.read.is_some(), "whoever passed it on has read it");
    for command in [close(CloseReason::Shared), CommentCommand::Answer(ITEM)] {
        assert_eq!(decided(Some(&passed), command), Err(Disallowed::WithDuty));
    }
    assert_eq!(decided(Some(&passed), act(" ")), Err(Disallowed::Empty("what was done")));
    assert_eq!(decided(Some(&passed), CommentCommand::PassOn(PassedFor::ToAnswer)), Ok(Vec::new()));
    let acted = after(Some(passed), act("Nobody can be found by it"));
    assert_eq!(acted.stage(), CommentStage::Open);
    let again = after(Some(acted.clone()), CommentCommand::PassOn(PassedFor::WarningSign));
    assert_eq!(again.stage(), CommentStage::WithDuty);
    assert_eq!(after(Some(acted), close(CloseReason::Shared)).stage(), CommentStage::Done);
}

// T6
#[test]
fn whoever_asked_to_be_answered_is_not_answered_by_an_item_for_everybody() {
    let quiet = after(None, CommentCommand::Leave(left(words())));
    let asking = after(None, CommentCommand::Leave(left(asks())));
    let answered = after(Some(quiet.clone()), CommentCommand::Answer(ITEM));
    assert_eq!((answered.stage(), answered.may_be_shown()), (CommentStage::Done, false));
    assert_eq!(decided(Some(&answered), close(CloseReason::Shared)), Err(Disallowed::CommentDone));
    let still = after(Some(asking.clone()), CommentCommand::Answer(ITEM));
    assert_eq!(still.stage(), CommentStage::Open);
    for reason in CloseReason::ALL {
        let of = |comment: &Comment| decided(Some(comment), close(reason)).is_ok();
        assert_eq!(
            (of(&asking), of(&quiet)),
            (reason.speaks_of_an_answer(), !reason.speaks_of_an_answer()),
            "{reason:?}"
        );
    }
    let hidden = CommentLeft { may_show: false, ..left(words()) };
    let hidden = after(None, CommentCommand::Leave(hidden));
    assert!(!hidden.may_be_shown());
    assert_eq!(decided(Some(&hidden), CommentCommand::Answer(ITEM)), Err(Disallowed::MayNotBeShown));
}

#[test]
fn an_erasure_leaves_no_word_and_nothing_to_do() {
    let passed =
        after(Some(after(None, CommentCommand::Leave(left(asks())))), CommentCommand::PassOn(PassedFor::ToAnswer));
    let acted = after(Some(passed), CommentCommand::Act { done: "We wrote to her".to_owned() });
    let closed =
        after(Some(acted), CommentCommand::Close { reason: CloseReason::Answered, note: "On Monday".to_owned() });
    let erase = |why: &str| CommentCommand::ErasePersonalData { why: why.to_owned() };
    assert_eq!(decided(Some(&closed), erase(" ")), Err(Disallowed::ReasonMissing));
    let erased = after(Some(closed), erase("she asked"));
    assert_eq!(erased.left.words, None);
    assert_eq!(erased.acted_on.as_ref().unwrap().note, None);
    assert_eq!(erased.closed.as_ref().unwrap().note, None);
    assert_eq!(erased.stage(), CommentStage::Done);
    assert_eq!(decided(Some(&erased), erase("again")), Ok(Vec::new()));
}

// PR-32
#[test]
fn counts_are_by_the_month_on_the_wall_and_small_ones_are_hidden() {
    let mut said = vec![(at("2026-10-31T23:59:59Z"), Teller::Family); 6];
    // After the clocks went forward, one in the morning at Greenwich is the next day here.
    said.extend(vec![(at("2026-06-30T23:30:00Z"), Teller::Herself); 8]);
    said.push((at("2026-07-02T12:00:00Z"), Teller::NotSaid));
    said.push((at("2026-12-01T00:00:00Z"), Teller::Herself));
    let period = Period { from: date(2026, 1, 1), to: date(2026, 11, 30) };
    let row = |month, all, tellers| CommentCount { month, all, tellers };
    assert_eq!(
        comment_counts(&said, period),
        [
            row(Some(date(2026, 7, 1)), Some(10), [Some(10), None, None, None]),
            row(Some(date(2026, 10, 1)), Some(5), [None, Some(5), None, None]),
            row(None, Some(15), [Some(10), Some(5), None, None]),
        ]
    );
}
