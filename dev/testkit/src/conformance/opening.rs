//! Stories of records that are opened in an emergency by somebody who stands in no relation to them (H15).

use jiff::SignedDuration;
use porch_app::{
    AppError, Ctx, Store,
    look_log::{self, Asked},
    opening, person, referral,
};
use porch_domain::{
    account::Belonging,
    actor::{Actor, Role},
    disallowed::Disallowed,
    footprint::TeamCode,
    front_door::{Story, Told},
    ids::ReferralId,
    measure::Period,
    opening::{Finding, OpeningReason},
    referral::{AdditionKind, Priority, ReferralCommand},
    relation::HeldOpen,
};

use super::{Desk, erasure::backed_up};

const REASON: OpeningReason = OpeningReason::InContact;

/// Somebody of an organisation that has nothing to do with the front door, with what they hold open now, as their session
/// would say.
fn stranger(desk: &Desk, account: &str) -> Ctx {
    let ctx = desk.ctx(Role::Clinician);
    let belonging = Belonging { organisation: Some("EKHUFT".to_owned()), teams: vec![TeamCode("thrive".to_owned())] };
    let actor = Actor::Staff { account: account.to_owned(), role: Role::Clinician };
    let ctx = Ctx { actor, ..ctx }.belonging_to(belonging.into());
    let held: Vec<HeldOpen> = opening::own(&ctx).unwrap().iter().map(porch_app::OpeningLine::as_held).collect();
    ctx.holding_open(held.into())
}

fn officer(desk: &Desk, account: &str) -> Ctx {
    let actor = Actor::Staff { account: account.to_owned(), role: Role::InformationOfficer };
    Ctx { actor, ..desk.ctx(Role::InformationOfficer) }
}

fn note() -> ReferralCommand {
    let story = Story { worry: "Invented note".to_owned(), ..Story::default() };
    ReferralCommand::Add { kind: AdditionKind::Note, told: Box::new(Told { story, ..Told::default() }) }
}

fn is_closed<T: std::fmt::Debug>(done: Result<T, AppError>, id: ReferralId) {
    assert!(matches!(&done, Err(AppError::Closed { referral, .. }) if *referral == id), "{done:?}");
}

/// Nobody opens without a reason; with one it is open to that account alone, for what an emergency needs, until its end; an
/// information officer who did not open it says what was found; every look of it carries the reason.
///
/// # Panics
/// When it is not so.
pub fn a_record_is_opened_in_an_emergency_for_a_time_and_looked_at_afterwards(desk: &Desk) {
    let (_, id) = desk.receive();
    let (_, other) = desk.receive();
    let open = |ctx: &Ctx, why: &str| opening::open(ctx, desk.command(), id, REASON, why);
    is_closed(referral::page(&stranger(desk, "far"), id, "triage"), id);
    let without = open(&stranger(desk, "far"), " ");
    assert!(matches!(without, Err(AppError::Disallowed(Disallowed::OpeningReasonMissing))), "{without:?}");
    is_closed(referral::page(&stranger(desk, "far"), id, "triage"), id);
    for role in [Role::Manager, Role::InformationOfficer, Role::PeerWorker, Role::Commissioner] {
        assert!(matches!(open(&desk.ctx(role), "invented"), Err(AppError::NotAllowed(_))), "{role:?}");
    }
    // Whoever may see it opens nothing, and the same press twice is one opening.
    open(&desk.ctx(Role::Duty), "invented").unwrap();
    let command = desk.command();
    for _ in 0..2 {
        opening::open(&stranger(desk, "far"), command, id, REASON, "invented words").unwrap();
    }
    assert_eq!(opening::counted(&officer(desk, "officer")).unwrap(), (1, 0));

    let far = stranger(desk, "far");
    let page = referral::page(&far, id, "triage").unwrap().unwrap();
    assert_eq!(page.open_until, Some(far.now + SignedDuration::from_hours(4)));
    assert_eq!(page.openings.len(), 1);
    is_closed(referral::page(&far, other, "triage"), other);
    is_closed(referral::page(&stranger(desk, "farther"), id, "triage"), id);
    referral::carry_out(&far, desk.command(), id, None, note()).unwrap();
    let raise = ReferralCommand::RaisePriority { to: Priority::Emergency, why: "invented".to_owned() };
    referral::carry_out(&far, desk.command(), id, None, raise).unwrap();
    let taken =
        ReferralCommand::RecordEmergencyTaken { name: "Invented Nurse".to_owned(), service: "Crisis".to_owned() };
    referral::carry_out(&far, desk.command(), id, None, taken).unwrap();
    for beyond in [
        ReferralCommand::Claim,
        ReferralCommand::ResumeClock,
        ReferralCommand::Accept {
            team: TeamCode("community".to_owned()),
            because: None,
            agreement: None,
            tellings: None,
            criteria: Vec::new(),
        },
    ] {
        let done = referral::carry_out(&far, desk.command(), id, None, beyond);
        assert!(matches!(done, Err(AppError::OthersReferral(_))), "{done:?}");
    }

    desk.world.pass(SignedDuration::from_hours(4));
    let still = Ctx { now: porch_app::World::now(desk.world.as_ref()), ..far };
    is_closed(referral::page(&still, id, "triage"), id);
    is_closed(referral::carry_out(&still, desk.command(), id, None, note()), id);
    assert_eq!(opening::own(&still).unwrap(), []);
    desk.verified();
    reviewed(desk, id);
}

fn reviewed(desk: &Desk, id: ReferralId) {
    desk.world.pass(SignedDuration::from_hours(72));
    assert_eq!(opening::counted(&officer(desk, "officer")).unwrap(), (1, 1), "it is late by now");
    let told = opening::list(&officer(desk, "officer")).unwrap();
    let one = &told.to_review[0];
    assert_eq!((one.why.as_deref(), one.line.referral), (Some("invented words"), id));
    assert!(one.is_late(officer(desk, "officer").now) && one.line.by == "far");
    let review =
        |by: &str, note: &str| opening::review(&officer(desk, by), desk.command(), one.line.id, Finding::Right, note);
    let own = review("far", "invented");
    assert!(matches!(own, Err(AppError::Disallowed(Disallowed::OwnOpening))), "{own:?}");
    assert!(matches!(review("officer", ""), Err(AppError::Disallowed(Disallowed::ReviewNoteMissing))));
    review("officer", "invented finding").unwrap();
    assert!(matches!(review("other", "x"), Err(AppError::Disallowed(Disallowed::OpeningReviewedBefore))));
    assert_eq!(opening::counted(&officer(desk, "officer")).unwrap(), (0, 0));
    let told = opening::list(&officer(desk, "officer")).unwrap();
    assert_eq!((told.to_review.len(), told.reviewed.len()), (0, 1));
    assert_eq!(told.reviewed[0].note.as_deref(), Some("invented finding"));
    assert!(matches!(opening::list(&desk.ctx(Role::Clinician)), Err(AppError::NotAllowed(_))));
    desk.verified();
}

/// Whoever opened a record closes it before its end, and so does an information officer, who did not open it; nobody else does. From
/// that moment it is closed, once, noted with whom it is about, and waits to be looked at as any other.
///
/// # Panics
/// When it is not so.
pub fn an_opening_is_closed_before_its_end_and_the_record_with_it(desk: &Desk, empty: &Store) {
    let (_, id) = desk.receive();
    for (closes, own) in [("far", true), ("officer", false)] {
        opening::open(&stranger(desk, "far"), desk.command(), id, REASON, "invented words").unwrap();
        let line = opening::own(&stranger(desk, "far")).unwrap().remove(0);
        assert!(referral::page(&stranger(desk, "far"), id, "triage").unwrap().is_some());
        for nobody in [stranger(desk, "farther"), desk.ctx(Role::Manager), desk.ctx(Role::PeerWorker)] {
            let refused = opening::end(&nobody, desk.command(), line.id);
            assert!(matches!(refused, Err(AppError::NotAllowed(_))), "{:?}: {refused:?}", nobody.actor);
        }
        desk.world.pass(SignedDuration::from_mins(30));
        let by = if own { stranger(desk, closes) } else { officer(desk, closes) };
        let command = desk.command();
        for _ in 0..2 {
            opening::end(&by, command, line.id).unwrap();
        }
        is_closed(referral::page(&stranger(desk, "far"), id, "triage"), id);
        is_closed(referral::carry_out(&stranger(desk, "far"), desk.command(), id, None, note()), id);
        assert_eq!(opening::own(&stranger(desk, "far")).unwrap(), []);
        let again = opening::end(&by, desk.command(), line.id);
        assert!(matches!(again, Err(AppError::Disallowed(Disallowed::OpeningOver))), "{again:?}");
        let told = opening::list(&officer(desk, "officer")).unwrap().to_review;
        let one = told.iter().find(|one| one.line.id == line.id).unwrap();
        assert_eq!((one.ended.clone(), one.line.until), (Some((closes.to_owned(), by.now)), by.now));
        let officer = officer(desk, "officer");
        let period = Period { from: officer.today(), to: officer.today() };
        let asked = Asked { period, account: None, whom: None, refused: false, before: None };
        let looks = look_log::found(&officer, &asked, 100).unwrap().looks;
        let noted =
            looks.iter().filter(|look| look.shown == 1 && look.what == "record closed again before its end").count();
        assert_eq!(noted, if own { 1 } else { 2 }, "{looks:?}");
    }
    let mut copy = Vec::new();
    desk.store.backup(&mut copy, desk.operator().now, &mut |_| {}).unwrap();
    empty.restore(|| Ok(copy.as_slice()), &mut |_| {}).unwrap();
    let restored = Desk { store: empty.clone(), ..desk.clone() };
    assert_eq!(restored.verified(), desk.verified());
    assert_eq!(opening::own(&stranger(&restored, "far")).unwrap(), []);
}

/// An erasure takes the words, and a copy carries what happened.
///
/// # Panics
/// When it is not so.
pub fn an_erasure_takes_the_words_of_openings_and_a_copy_carries_the_rest(desk: &Desk, empty: &Store) {
    let (about, id) = desk.receive();
    opening::open(&stranger(desk, "far"), desk.command(), id, REASON, "Secret words").unwrap();
    let line = opening::list(&officer(desk, "officer")).unwrap().to_review.remove(0).line;
    opening::review(&officer(desk, "officer"), desk.command(), line.id, Finding::FollowUp, "Secret note").unwrap();
    assert!(backed_up(desk).contains("Secret words"));
    person::erase(&officer(desk, "officer"), desk.command(), about, "she asked").unwrap();
    assert!(!backed_up(desk).contains("Secret"));
    let told = opening::list(&officer(desk, "officer")).unwrap();
    assert_eq!((told.reviewed[0].why.clone(), told.reviewed[0].note.clone()), (None, None));
    let gone = opening::open(&stranger(desk, "farther"), desk.command(), id, REASON, "invented");
    assert!(matches!(gone, Err(AppError::Disallowed(Disallowed::Erased))), "{gone:?}");
    let mut copy = Vec::new();
    desk.store.backup(&mut copy, desk.operator().now, &mut |_| {}).unwrap();
    empty.restore(|| Ok(copy.as_slice()), &mut |_| {}).unwrap();
    let restored = Desk { store: empty.clone(), ..desk.clone() };
    assert_eq!(restored.verified(), desk.verified());
    let told = opening::list(&officer(&restored, "officer")).unwrap();
    assert_eq!((told.reviewed.len(), told.reviewed[0].line.referral), (1, id));
}
