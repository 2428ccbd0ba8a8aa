//! What the model checker found (`dev/model/`): each a corner in which a promise did not hold.

use porch_domain::{
    actor::{Actor, Role},
    disallowed::Disallowed,
    invariants,
    referral::{
        self, Attendance, Baby, Contact, ContactKind, EngagementChecks, Leaving, Priority, ReferralCommand, system_due,
    },
};

use super::*;

fn contact(attendance: Attendance, minutes: i64, next: i64) -> ReferralCommand {
    ReferralCommand::RecordContact(Box::new(Contact {
        at: after(minutes),
        kind: ContactKind::Assessment,
        attendance,
        baby: Baby::NotExpected,
        team: None,
        elsewhere: None,
        next_contact_by: after(next),
        note: None,
    }))
}

fn accept_here() -> ReferralCommand {
    ReferralCommand::Accept {
        team: FOOTPRINT.front_door().code.clone(),
        because: None,
        agreement: None,
        tellings: None,
        criteria: Vec::new(),
    }
}

fn leave(reason: &str) -> ReferralCommand {
    ReferralCommand::Discharge(Box::new(Leaving {
        reason: reason.to_owned(),
        plan: "Her GP.".to_owned(),
        early_pregnancy: "Ring us early.".to_owned(),
        what_helped: None,
        early_signs: None,
        way_back: "Ring us.".to_owned(),
        onward: None,
        safeguarding: None,
        to_woman: ending().to_woman,
        to_referrer: ending().to_referrer,
    }))
}

fn review(minutes: i64) -> ReferralCommand {
    let checks =
        EngagementChecks { delivered: Known::Yes, safe_route: Known::Yes, language: Known::Yes, stopped: Known::No };
    ReferralCommand::ReviewRisk { checks, next_contact_by: after(minutes), found: "invented".to_owned() }
}

/// INV-01: the next contact that was promised before she was taken on is still looked for in time.
#[test]
fn an_acceptance_forgets_nothing_that_was_due_before_the_clock() {
    let pending = step(&received(Asked::default()), contact(Attendance::DidNotAttend, 1, 2_000), 2).unwrap();
    let accepted = step(&pending, accept_here(), 3).unwrap();
    assert_eq!(accepted.held().unwrap().next_due, after(2_000));
}

/// INV-06, H01: who took it while it was routine has not taken the emergency, whatever the clock says of the two.
#[test]
fn a_claim_from_before_the_raising_does_not_hold_the_ladder_when_the_clock_is_set_back() {
    let claimed = step(&received(Asked::default()), ReferralCommand::Claim, 60).unwrap();
    let raise = ReferralCommand::RaisePriority { to: Priority::Emergency, why: "invented".to_owned() };
    let raised = step(&claimed, raise, 30).unwrap();
    assert_eq!(raised.climbs_since(), Some(after(30)));
    let taken = step(&raised, ReferralCommand::Claim, 31).unwrap();
    assert_eq!(taken.climbs_since(), None);
}

/// INV-05: a miss after the review asks for another, also when the clock was set back between them.
#[test]
fn a_review_from_before_the_miss_is_none_when_the_clock_is_set_back() {
    let mut referral = step(&received(Asked::default()), accept_here(), 1).unwrap();
    referral = step(&referral, contact(Attendance::DidNotAttend, 10, 2_000), 10).unwrap();
    referral = step(&referral, review(3_000), 100).unwrap();
    assert!(!referral.care.review_is_missing());
    referral = step(&referral, contact(Attendance::DidNotAttend, 50, 2_000), 50).unwrap();
    assert!(referral.care.review_is_missing());
    assert_eq!(step(&referral, leave("care_complete"), 60), Err(Disallowed::ReviewMissing));
}

/// What was erased while she was in our care can still be closed, and the service asks nothing more of it: nobody can be
/// reached any more.
#[test]
fn an_open_referral_that_was_erased_is_left_alone_and_can_be_closed() {
    let erase = || ReferralCommand::ErasePersonalData { why: "she asked".to_owned() };
    let emergency = step(&received(sign()), erase(), 1).unwrap();
    let actor = Actor::System;
    let deciding =
        Deciding { now: after(600), actor: &actor, footprint: &FOOTPRINT, rules: "v1", rejected_before: false };
    assert_eq!((system_due(&emergency, &FOOTPRINT), referral::due_now(&emergency, &deciding)), (None, None));
    let calm = step(&received(Asked::default()), contact(Attendance::DidNotAttend, 1, 2_000), 2).unwrap();
    let erased = step(&calm, erase(), 3).unwrap();
    let ended = step(&erased, ReferralCommand::Withdraw { ending: ending() }, 4).unwrap();
    assert_eq!((ended.held(), invariants::referral(&ended)), (None, Ok(())));
    let in_care = step(&received(sign()), accept_here(), 1).unwrap();
    let missed = step(&in_care, contact(Attendance::DidNotAttend, 2, 2_000), 2).unwrap();
    let erased = step(&missed, erase(), 3).unwrap();
    let (clinician, manager) = (staff(Role::Clinician), staff(Role::Manager));
    let events = decide(Some(&erased), leave("care_complete"), &clinician, after(4)).unwrap();
    let ReferralEvent::ReferralDischarged(discharged) = &events[0] else { panic!("{events:?}") };
    assert_eq!(discharged.words, None, "nothing is written about her again");
    let closed = evolved(Some(erased.clone()), &events);
    assert_eq!((closed.held(), invariants::referral(&closed)), (None, Ok(())));
    assert_eq!(decide(Some(&erased), leave("care_complete"), &manager, after(4)), Err(Disallowed::NeedsAClinician));
    assert_eq!(step(&erased, ReferralCommand::Claim, 4), Err(Disallowed::Erased));
}
