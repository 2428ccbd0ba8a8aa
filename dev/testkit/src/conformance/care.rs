//! Stories of care: what it takes to leave, what stays countable, and what a death takes back.

use porch_app::{
    AppError, World, care,
    deciding::{self, Discharge, Letter, Planned, Tell},
    message, person, referral,
};
use porch_domain::{
    actor::Role,
    disallowed::Disallowed,
    footprint::TeamCode,
    front_door::{Known, TaskKind},
    ids::{PersonId, ReferralId},
    measure::Period,
    message::{MessageStage, Recipient},
    person::{ContactChoices, Pregnancy, Route, RouteChoice},
    referral::{
        Attendance, Baby, Contact, ContactKind, Ending, EngagementChecks, Referral, ReferralCommand, Telling,
        leaving::NOT_ENGAGING,
    },
};
use porch_store::{Record, load};

use super::Desk;
use crate::builders;

fn carry(desk: &Desk, role: Role, id: ReferralId, command: ReferralCommand) -> Result<(), AppError> {
    desk.world.pass(jiff::SignedDuration::from_mins(10));
    referral::carry_out(&desk.ctx(role), desk.command(), id, None, command)
}

/// Taken on by a team, and by somebody of it by name.
fn in_care(desk: &Desk) -> (PersonId, ReferralId) {
    let (person, id) = desk.receive();
    let agreed = ContactChoices::new([(Route::Letter, RouteChoice::Yes)]);
    let choices = porch_domain::person::PersonCommand::RecordContactChoices(agreed);
    person::carry_out(&desk.ctx(Role::Duty), desk.command(), person, choices).unwrap();
    let accept = ReferralCommand::Accept {
        team: TeamCode("community".to_owned()),
        because: None,
        agreement: None,
        tellings: None,
        criteria: Vec::new(),
    };
    carry(desk, Role::Duty, id, accept).unwrap();
    let to_woman = Telling::NotTold { why: "invented".to_owned() };
    carry(desk, Role::Clinician, id, ReferralCommand::AcceptHandover { to_woman }).unwrap();
    (person, id)
}

fn contact(desk: &Desk, id: ReferralId, role: Role, kind: ContactKind, attendance: Attendance) {
    let now = desk.ctx(role).now;
    let contact = Contact {
        at: now,
        kind,
        attendance,
        baby: Baby::NotExpected,
        team: None,
        elsewhere: None,
        next_contact_by: now + jiff::SignedDuration::from_hours(14 * 24),
        note: Some("invented note".to_owned()),
    };
    carry(desk, role, id, ReferralCommand::RecordContact(Box::new(contact))).unwrap();
}

fn review(desk: &Desk, id: ReferralId, delivered: Known) {
    let (yes, no) = (Known::Yes, Known::No);
    let checks = EngagementChecks { delivered, safe_route: yes, language: yes, stopped: no };
    let next_contact_by = desk.ctx(Role::Clinician).now + jiff::SignedDuration::from_hours(72);
    let review = ReferralCommand::ReviewRisk { checks, next_contact_by, found: "invented finding".to_owned() };
    carry(desk, Role::Clinician, id, review).unwrap();
}

fn stands(desk: &Desk, id: ReferralId) -> (Referral, i64) {
    let stream = desk.store.read(|tx| load(tx, "kent-medway", id)).unwrap();
    (stream.record.as_ref().and_then(Record::referral).cloned().unwrap(), stream.head.version)
}

fn leave(desk: &Desk, id: ReferralId, reason: &str) -> Result<(), AppError> {
    let ctx = desk.ctx(Role::Clinician);
    let why = || Tell::NotTold { why: "told by a person".to_owned() };
    let planned = Planned {
        plan: "invented plan".to_owned(),
        early_pregnancy: "invented early advice".to_owned(),
        onward: Some("Invented Surgery".to_owned()),
    };
    let mut discharge = Discharge {
        reason: reason.to_owned(),
        planned,
        way_back: "invented way back".to_owned(),
        safeguarding: None,
        what_helped: None,
        early_signs: None,
        organisation: None,
        copied_to: Vec::new(),
        to_woman: why(),
        to_referrer: why(),
    };
    let drafts = deciding::prepare_discharge(&ctx, id, &discharge)?;
    discharge.to_woman = Tell::Letter(Letter { route: Route::Letter, words: drafts.to_woman.words });
    let (_, version) = stands(desk, id);
    deciding::discharge(&ctx, desk.command(), id, version, discharge)
}

fn figures(desk: &Desk) -> care::CareFigures {
    let period = Period { from: builders::on("2026-11-01"), to: builders::on("2026-12-31") };
    care::figures(&desk.ctx(Role::Manager), period).unwrap()
}

fn caseload(desk: &Desk) -> Vec<ReferralId> {
    let ctx = desk.ctx(Role::Clinician);
    let listed = care::caseload(&ctx, &care::Filter::All, None).unwrap().lines;
    listed.iter().map(|line| line.referral).collect()
}

fn letters(desk: &Desk) -> Vec<(Recipient, MessageStage)> {
    let outbox = message::outbox(&desk.ctx(Role::Duty), None).unwrap();
    outbox.messages.into_iter().map(|line| (line.recipient, line.stage)).collect()
}

/// INV-05, D22, F6: nobody leaves after a miss without a review; leaving is one change with its letter; and what was
/// counted stays counted when she is erased.
///
/// # Panics
/// When it is not so.
pub fn nobody_leaves_without_a_review_and_what_is_counted_stays(desk: &Desk) {
    let (person, id) = in_care(desk);
    assert_eq!(caseload(desk), [id]);
    contact(desk, id, Role::Clinician, ContactKind::Assessment, Attendance::Attended);
    contact(desk, id, Role::Duty, ContactKind::Treatment, Attendance::Attended);
    contact(desk, id, Role::Clinician, ContactKind::Treatment, Attendance::DidNotAttend);
    for (delivered, why) in [
        (None, Disallowed::ReviewMissing),
        (Some(Known::No), Disallowed::NotHerDoing),
        (Some(Known::NotKnown), Disallowed::NotLookedInto),
    ] {
        if let Some(delivered) = delivered {
            review(desk, id, delivered);
        }
        let refused = leave(desk, id, NOT_ENGAGING);
        assert!(matches!(&refused, Err(AppError::Disallowed(told)) if *told == why), "{refused:?}");
        assert!(letters(desk).is_empty(), "what was refused left no letter");
    }
    review(desk, id, Known::Yes);
    leave(desk, id, NOT_ENGAGING).unwrap();
    assert_eq!(letters(desk), [(Recipient::Woman, MessageStage::Queued)]);
    assert!(caseload(desk).is_empty());
    let counted = figures(desk);
    assert_eq!((counted.continuity.women(), counted.continuity.median_twice()), (1, Some(4)));
    assert_eq!(counted.left.len(), 1);
    assert!(counted.left[0].planned && counted.left[0].times == 1 && counted.left[0].reason == NOT_ENGAGING);
    assert_eq!(counted.answered.iter().map(|(_, in_time, times)| (*in_time, *times)).collect::<Vec<_>>(), [(true, 1)]);
    desk.verified();
    person::erase(&desk.ctx(Role::InformationOfficer), desk.command(), person, "she asked for it").unwrap();
    let after = figures(desk);
    assert_eq!((after.left, after.continuity), (counted.left, counted.continuity));
    desk.verified();
}

/// PR-27: when she died, what has not left is taken back at once; closing is an act of its own.
///
/// # Panics
/// When it is not so.
pub fn a_death_takes_back_what_has_not_left(desk: &Desk) {
    let (_, id) = in_care(desk);
    contact(desk, id, Role::Clinician, ContactKind::Assessment, Attendance::Attended);
    leave(desk, id, "care_complete").unwrap();
    let person = stands(desk, id).0.person;
    let next = ReferralId(porch_app::World::id(desk.world.as_ref()));
    let receipt = ReferralCommand::Receive(Box::new(builders::receipt(person, desk.ctx(Role::Duty).now)));
    referral::carry_out(&desk.ctx(Role::Duty), desk.command(), next, None, receipt).unwrap();
    let command = desk.command();
    for _ in 0..2 {
        deciding::record_death(&desk.ctx(Role::Duty), command, next).unwrap();
    }
    assert_eq!(letters(desk), [(Recipient::Woman, MessageStage::Withdrawn)], "also of an earlier referral");
    assert!(stands(desk, next).0.held().is_some(), "closing is an act of its own");
    let again = deciding::record_death(&desk.ctx(Role::Duty), desk.command(), next);
    assert!(matches!(again, Err(AppError::Disallowed(Disallowed::SheDied))), "{again:?}");
    let (_, version) = stands(desk, next);
    let close = |ctx: &porch_app::Ctx, told: &str| {
        deciding::close_after_death(ctx, desk.command(), next, version, told.to_owned(), None)
    };
    let silent = close(&desk.ctx(Role::Clinician), " ");
    assert!(matches!(silent, Err(AppError::Disallowed(Disallowed::TellingMissing))), "{silent:?}");
    close(&desk.ctx(Role::Clinician), "told by a person").unwrap();
    assert!(stands(desk, next).0.held().is_none());
    desk.verified();
}

/// T5: a new pregnancy stands in the referral and in her record of pregnancies, in one change and once.
///
/// # Panics
/// When it is not so.
pub fn a_new_pregnancy_stands_in_her_record_too(desk: &Desk) {
    let (person, id) = in_care(desk);
    let ctx = desk.ctx(Role::Clinician);
    let hers = || person::open(&ctx, person, "invented").unwrap().unwrap().pregnancies;
    assert_eq!(hers(), []);
    let due_on = ctx.today() + jiff::Span::new().weeks(20);
    let pregnant = Pregnancy { due_or_end_on: due_on, outcome: None };
    let (command, version) = (desk.command(), stands(desk, id).1);
    let record = || {
        let command_of = ReferralCommand::RecordPregnancy { due_on };
        referral::carry_out(&ctx, command, id, Some(version), command_of)
    };
    record().unwrap();
    record().unwrap();
    assert_eq!(hers(), std::slice::from_ref(&pregnant));
    assert_eq!(stands(desk, id).0.newest_pregnancy(), Some(&pregnant));
    // Refused, nothing of it stands in either.
    let too_late = due_on + jiff::Span::new().years(1);
    let far = ReferralCommand::RecordPregnancy { due_on: too_late };
    assert!(matches!(carry(desk, Role::Clinician, id, far), Err(AppError::Disallowed(Disallowed::DueOnUnclear))));
    assert_eq!(hers(), [pregnant]);
    desk.verified();
}

/// PR-18: a date of birth that becomes known at one referral reaches every other open referral of hers, and none that ended.
///
/// # Panics
/// When it is not so.
pub fn a_date_of_birth_reaches_her_other_open_referrals(desk: &Desk) {
    let (person, first) = desk.receive();
    let again = |minutes: i64| {
        desk.world.pass(jiff::SignedDuration::from_mins(minutes));
        let id = ReferralId(desk.world.id());
        let receive = ReferralCommand::Receive(Box::new(builders::receipt(person, desk.ctx(Role::Duty).now)));
        referral::carry_out(&desk.ctx(Role::Duty), desk.command(), id, None, receive).unwrap();
        id
    };
    let (open, ended) = (again(10), again(10));
    let reasons = vec!["she_prefers_otherwise".to_owned()];
    let withdraw = ReferralCommand::Withdraw { ending: Ending { reasons, ..builders::ending() } };
    carry(desk, Role::Clinician, ended, withdraw).unwrap();
    let before = stands(desk, ended).1;
    let born = builders::on("2012-04-03");
    let (_, version) = stands(desk, first);
    person::record_birth_date(&desk.ctx(Role::Duty), desk.command(), first, version, born).unwrap();
    for id in [first, open] {
        let (hers, _) = stands(desk, id);
        let asked = hers.triage.open_tasks().any(|(task, _)| task == TaskKind::YoungPeople);
        assert!(hers.born() == Some(born) && asked && hers.held_as_young(desk.ctx(Role::Duty).today()), "{id}");
    }
    assert_eq!(stands(desk, ended).1, before, "what has ended stays as it was");
    desk.verified();
}

/// X9: the way of a referral is read by its days, with every contact that was written down; of an import, its days alone.
///
/// # Panics
/// When it is not so.
pub fn the_ways_of_referrals_are_read_by_their_days(desk: &Desk) {
    let (_, id) = in_care(desk);
    let received_on = desk.ctx(Role::Clinician).today();
    let days = |number: i64| desk.world.pass(jiff::SignedDuration::from_hours(24 * number));
    days(9);
    contact(desk, id, Role::Clinician, ContactKind::Assessment, Attendance::DidNotAttend);
    days(5);
    contact(desk, id, Role::Clinician, ContactKind::Assessment, Attendance::Attended);
    days(7);
    contact(desk, id, Role::Clinician, ContactKind::Treatment, Attendance::Attended);
    let old = porch_domain::referral::history::HistoricReferral {
        priority: Some(porch_domain::referral::Priority::Urgent),
        decided_at: Some(builders::at("2024-03-05T12:00:00Z")),
        assessed_at: Some(builders::at("2024-03-20T23:30:00Z")),
        ..builders::row("R1", "P1", "community", "2024-03-01T10:00:00Z")
    };
    desk.import(&[old]);
    let all = || desk.store.read(|tx| porch_store::journeys(tx, "kent-medway", 0..i64::MAX)).unwrap();
    let journeys = all();
    let [imported, ours] = &journeys[..] else { panic!("{journeys:?}") };
    assert_eq!((ours.referral, ours.received_on, ours.urgent), (id, received_on, Some(false)));
    let after = |number: i32| received_on.checked_add(jiff::Span::new().days(number)).unwrap();
    assert_eq!((ours.decided_on, ours.assessed_on, ours.discharged_on), (Some(received_on), Some(after(14)), None));
    let contacts: Vec<_> = ours.contacts.iter().map(|contact| (contact.on, contact.kind, contact.attendance)).collect();
    let (assessment, treatment) = (ContactKind::Assessment, ContactKind::Treatment);
    assert_eq!(
        contacts,
        [
            (after(9), assessment, Attendance::DidNotAttend),
            (after(14), assessment, Attendance::Attended),
            (after(21), treatment, Attendance::Attended)
        ]
    );
    let days = |text: &str| Some(builders::on(text));
    assert_eq!((imported.urgent, imported.contacts.len()), (Some(true), 0));
    assert_eq!((imported.decided_on, imported.assessed_on), (days("2024-03-05"), days("2024-03-20")));
    let until = builders::at("2025-01-01T00:00:00Z").as_millisecond();
    let before = desk.store.read(|tx| porch_store::journeys(tx, "kent-medway", 0..until)).unwrap();
    assert_eq!(before, journeys[..1]);
    assert_eq!(desk.store.read(|tx| porch_store::journeys(tx, "dorset", 0..i64::MAX)).unwrap(), []);
    desk.verified();
}
