//! Stories of deciding: letters and outcome in one change, and nothing that a person did not read.

use std::{sync::Arc, thread};

use jiff::{SignedDuration, civil::date};
use porch_app::{
    AppError, World, account,
    deciding::{self, Act, Decision, Letter, Matter, Tell},
    message, proposal,
};
use porch_domain::{
    actor::Role,
    disallowed::Disallowed,
    footprint::{HowSevere, TeamCode},
    front_door::{Asked, Concern, Referrer, Situation, Story, WarningSign},
    ids::{CommandId, MessageId, PersonId, ReferralId},
    measure::{Agreed, Period},
    message::{MessageStage, Recipient},
    person::{ContactChoices, Identity, PersonCommand, PersonRegistered, Route, RouteChoice},
    referral::{Grounds, Outcome, Referral, ReferralCommand, ToldInPerson, Verdict},
};
use porch_store::{Record, Store, load};

use super::Desk;
use crate::builders;

const WAY_BACK: &str = "Ring the front door, or ask whoever referred you.";

/// A referral by a practice, about somebody who agreed to letters.
fn referred(desk: &Desk, change: impl FnOnce(&mut Asked)) -> ReferralId {
    let ctx = desk.ctx(Role::Duty);
    let (person, id) = (PersonId(desk.world.id()), ReferralId(desk.world.id()));
    let contact = ContactChoices::new([(Route::Letter, RouteChoice::Yes)]);
    let identity = Identity { name: Some("Invented Person".to_owned()), ..Identity::default() };
    let registered = PersonRegistered { contact, identity: Some(identity), ..PersonRegistered::default() };
    porch_app::person::carry_out(&ctx, desk.command(), person, PersonCommand::Register(registered)).unwrap();
    let referrer = Referrer {
        name: "Invented Referrer".to_owned(),
        organisation: Some("Invented Surgery".to_owned()),
        email: Some("invented@nhs.net".to_owned()),
        ..Referrer::default()
    };
    let mut receipt = builders::receipt(person, ctx.now);
    receipt.story = Story { worry: "invented worry".to_owned(), referrer: Some(referrer), ..Story::default() };
    change(&mut receipt.asked);
    let receive = ReferralCommand::Receive(Box::new(receipt));
    porch_app::referral::carry_out(&ctx, desk.command(), id, None, receive).unwrap();
    id
}

fn team() -> TeamCode {
    TeamCode("community".to_owned())
}

fn matter() -> Matter {
    Matter {
        grounds: Grounds {
            reasons: vec!["criteria_not_met".to_owned(), "lives_elsewhere".to_owned()],
            in_own_words: None,
            what_would_change: Some("If it gets worse.".to_owned()),
            way_back: Some(WAY_BACK.to_owned()),
            criteria: Vec::new(),
            agreement: None,
        },
        meanwhile: Some("An invented helpline".to_owned()),
        ..Matter::default()
    }
}

/// A decision with both letters as they are drafted.
fn as_drafted(desk: &Desk, id: ReferralId, verdict: Verdict, matter: Matter) -> Decision {
    let drafts = deciding::prepare(&desk.ctx(Role::Duty), id, Some(&verdict), &matter).unwrap();
    let letter = |words, route| Tell::Letter(Letter { route, words });
    Decision {
        safeguarding: None,
        how_severe: None,
        // Whoever decides in these stories knows her better than the rules do.
        otherwise: Some("more_is_known".to_owned()),
        verdict,
        matter,
        second_clinician: None,
        to_woman: letter(drafts.to_woman.words, Route::Letter),
        to_referrer: letter(drafts.to_referrer.unwrap().words, Route::Email),
    }
}

fn stands(desk: &Desk, id: ReferralId) -> (Referral, i64) {
    let stream = desk.store.read(|tx| load(tx, "kent-medway", id)).unwrap();
    (stream.record.as_ref().and_then(Record::referral).cloned().unwrap(), stream.head.version)
}

fn decide(desk: &Desk, id: ReferralId, decision: Decision, act: Act) -> Result<(), AppError> {
    let (_, version) = stands(desk, id);
    deciding::decide(&desk.ctx(Role::Duty), desk.command(), id, version, decision, act)
}

fn letters(desk: &Desk) -> Vec<(Recipient, MessageStage, MessageId)> {
    let outbox = message::outbox(&desk.ctx(Role::Duty), None).unwrap();
    let mut letters: Vec<_> = outbox.messages.into_iter().map(|line| (line.recipient, line.stage, line.id)).collect();
    letters.sort_by_key(|(recipient, _, _)| recipient.code());
    letters
}

/// An acceptance and its letters are one change: approved by the decider, waiting to leave by agreed routes.
///
/// # Panics
/// When it is not so.
pub fn an_acceptance_leaves_with_its_letters(desk: &Desk) {
    let id = referred(desk, |asked| asked.situation = Some(Situation::Stillbirth));
    let verdict = Verdict::Accept { team: team() };
    let decision = as_drafted(desk, id, verdict, Matter { because: Some("needs".to_owned()), ..Matter::default() });
    let command: CommandId = desk.command();
    let ctx = desk.ctx(Role::Duty);
    deciding::decide(&ctx, command, id, 1, decision.clone(), Act::Finish).unwrap();
    deciding::decide(&ctx, command, id, 1, decision, Act::Finish).unwrap();
    assert_eq!(stands(desk, id).0.outcome(), Outcome::Accepted);
    let letters = letters(desk);
    assert_eq!(letters.len(), 2, "the same command again writes nothing");
    assert!(letters.iter().all(|(_, stage, _)| *stage == MessageStage::Queued));
    let opened = message::open(&ctx, letters[1].2).unwrap().unwrap();
    assert_eq!(opened.message.drafted.template.as_ref().unwrap().name, "accept-woman-loss");
    assert!(opened.message.drafted.words.unwrap().body.contains("very sorry for your loss"));
    let approved = opened.steps.iter().find(|step| step.what == "MessageApproved").unwrap();
    assert_eq!(approved.by, "invented duty");
    desk.verified();
}

/// PR-14, H10: with risk mentioned, a no needs a person who told her and a second clinician; then it is whole.
///
/// # Panics
/// When it is not so.
pub fn a_no_with_risk_needs_a_second_clinician(desk: &Desk) {
    account::open_demonstration(&desk.operator()).unwrap();
    let id = referred(desk, |asked| {
        asked.signs.insert(WarningSign::ALL[0]);
    });
    desk.world.pass(SignedDuration::from_mins(30));
    let verdict = Verdict::Reject { team: team() };
    let plain = as_drafted(desk, id, verdict, matter());
    let refused = |decision: Decision| match decide(desk, id, decision, Act::Finish) {
        Err(AppError::Disallowed(why)) => why,
        other => panic!("{other:?}"),
    };
    assert_eq!(refused(plain.clone()), Disallowed::TellHerFirst);
    let told = |at| Some(ToldInPerson { by: "Invented Clinician".to_owned(), at });
    let mut decision = plain;
    decision.matter.told_in_person = told(desk.world.now() + SignedDuration::from_mins(1));
    assert_eq!(refused(decision.clone()), Disallowed::ToldInPersonUnclear, "it is still to come");
    decision.matter.told_in_person = told(desk.world.now());
    assert_eq!(refused(decision.clone()), Disallowed::SecondClinicianMissing);
    decision.second_clinician = Some("Invented Duty".to_owned());
    assert_eq!(refused(decision.clone()), Disallowed::SecondClinicianMissing, "nobody is second to themselves");
    decision.second_clinician = Some("nobody.here".to_owned());
    assert_eq!(refused(decision.clone()), Disallowed::SecondClinicianMissing, "there is no such account");
    decision.second_clinician = Some("demo-manager".to_owned());
    assert_eq!(refused(decision.clone()), Disallowed::SecondClinicianMissing, "a manager is no clinician");
    decision.second_clinician = Some("demo-clinician".to_owned());
    let mut nobody = decision.clone();
    nobody.matter.meanwhile = None;
    assert_eq!(refused(nobody), Disallowed::MeanwhileMissing);
    let mut unagreed = decision.clone();
    unagreed.to_woman = match unagreed.to_woman {
        Tell::Letter(letter) => Tell::Letter(Letter { route: Route::Email, ..letter }),
        other @ Tell::NotTold { .. } => other,
    };
    assert_eq!(refused(unagreed), Disallowed::RouteNotAgreed, "H06, INV-10");
    assert_eq!(letters(desk), [], "nothing that was refused left a letter behind");
    decide(desk, id, decision, Act::Finish).unwrap();
    let (referral, _) = stands(desk, id);
    assert_eq!(referral.outcome(), Outcome::Rejected);
    assert_eq!(letters(desk).len(), 2);

    // H10: whoever was told no before needs two for the next no.
    let again = referral.person;
    let next = ReferralId(desk.world.id());
    let receive = ReferralCommand::Receive(Box::new(builders::receipt(again, desk.world.now())));
    porch_app::referral::carry_out(&desk.ctx(Role::Duty), desk.command(), next, None, receive).unwrap();
    let opened = deciding::open(&desk.ctx(Role::Duty), next).unwrap().unwrap();
    assert!(opened.rejected_before && opened.needs_second_clinician() && !opened.referral.risk_mentioned());
    let reject = ReferralCommand::Reject { team: team(), ending: builders::ending() };
    let alone = porch_app::referral::carry_out(&desk.ctx(Role::Duty), desk.command(), next, None, reject);
    assert!(matches!(alone, Err(AppError::Disallowed(Disallowed::SecondClinicianMissing))), "{alone:?}");
    desk.verified();
}

/// PR-13: saved at the end of a day it stays open with an owner; finished, it counts from when it was first decided.
///
/// # Panics
/// When it is not so.
pub fn a_decision_saved_counts_from_when_it_was_made(desk: &Desk) {
    let id = referred(desk, |_| {});
    let verdict = Verdict::Signpost { team: team(), signposted_to: "An invented service".to_owned() };
    let decision = as_drafted(desk, id, verdict, matter());
    let decided_at = desk.world.now();
    let save = |by| Act::Save { owner: "invented duty".to_owned(), by };
    decide(desk, id, decision.clone(), save(decided_at + SignedDuration::from_hours(20))).unwrap();
    assert_eq!(stands(desk, id).0.outcome(), Outcome::Pending);
    assert!(letters(desk).iter().all(|(_, stage, _)| *stage == MessageStage::Drafted));
    let outbox = message::outbox(&desk.ctx(Role::Duty), None).unwrap();
    assert_eq!(outbox.due.len(), 1);
    assert_eq!(outbox.due[0].owner, "invented duty");
    let alone = message::approve(&desk.ctx(Role::Duty), desk.command(), outbox.messages[0].id);
    assert!(matches!(alone, Err(AppError::Disallowed(Disallowed::GoesWithADecision))), "{alone:?}");

    desk.world.pass(SignedDuration::from_hours(2));
    let opened = deciding::open(&desk.ctx(Role::Clinician), id).unwrap().unwrap();
    assert_eq!(opened.kept.len(), 2);
    let kept = opened.referral.triage.letter_due.as_ref().unwrap().grounds.clone();
    let back = kept.way_back.clone().unwrap();
    assert_eq!(deciding::parted_way_back(&back), (WAY_BACK, "An invented helpline"));
    decide(desk, id, decision.clone(), save(desk.world.now() + SignedDuration::from_hours(20))).unwrap();

    desk.world.pass(SignedDuration::from_hours(18));
    let mut changed = as_drafted(desk, id, decision.verdict.clone(), matter());
    if let Tell::Letter(letter) = &mut changed.to_woman {
        letter.words.body.push_str("\n\nWith warm wishes.");
    }
    decide(desk, id, changed, Act::Finish).unwrap();
    let (referral, _) = stands(desk, id);
    assert_eq!(referral.outcome(), Outcome::Signposted);
    assert_eq!(referral.decided_at(), Some(decided_at), "the first instant counts");
    let letters = letters(desk);
    assert_eq!(letters.len(), 2, "the kept drafts became the letters");
    assert!(letters.iter().all(|(_, stage, _)| *stage == MessageStage::Queued));
    let hers = message::open(&desk.ctx(Role::Duty), letters[1].2).unwrap().unwrap();
    assert!(hers.message.drafted.words.unwrap().body.ends_with("With warm wishes."));
    assert!(message::outbox(&desk.ctx(Role::Duty), None).unwrap().due.is_empty());
    desk.verified();
}

/// H13: of many who decide with letters at once one wins; no other leaves a letter, and each is told.
///
/// # Panics
/// When it is not so.
pub fn two_who_write_letters_at_once(desk: &Desk) {
    let id = referred(desk, |_| {});
    let accept = as_drafted(desk, id, Verdict::Accept { team: team() }, Matter::default());
    let reject = as_drafted(desk, id, Verdict::Reject { team: team() }, matter());
    let decided: Vec<Result<(), AppError>> = thread::scope(|scope| {
        let waiting: Vec<_> = (0..12)
            .map(|at| {
                let (ctx, command) = (desk.ctx(Role::Duty), desk.command());
                let decision = if at % 2 == 0 { accept.clone() } else { reject.clone() };
                scope.spawn(move || deciding::decide(&ctx, command, id, 1, decision, Act::Finish))
            })
            .collect();
        waiting.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    assert_eq!(decided.iter().filter(|outcome| outcome.is_ok()).count(), 1, "{decided:?}");
    assert!(decided.iter().filter(|outcome| outcome.is_err()).all(|outcome| matches!(outcome, Err(AppError::Stale))));
    assert_eq!(letters(desk).len(), 2);
    let (referral, _) = stands(desk, id);
    assert_ne!(referral.outcome(), Outcome::Pending);
    let told = deciding::changed_since(&desk.ctx(Role::Duty), id, 1).unwrap();
    // An acceptance is followed by the offer to the team (INV-02).
    assert_eq!(told.len(), if referral.outcome() == Outcome::Accepted { 2 } else { 1 });
    assert!(told[0].actor.contains("invented duty"));
    desk.verified();
}

/// PR-15: family read a receipt, whatever was typed; a professional without an organisation's address reads nothing by
/// e-mail.
///
/// # Panics
/// When it is not so.
pub fn who_hears_the_reasons(desk: &Desk) {
    let ctx = desk.ctx(Role::Duty);
    let receive = |source: &str, email: &str| {
        let (person, id) = (PersonId(desk.world.id()), ReferralId(desk.world.id()));
        let registered = PersonRegistered {
            contact: ContactChoices::new([(Route::Letter, RouteChoice::Yes)]),
            identity: Some(Identity { name: Some("Invented Person".to_owned()), ..Identity::default() }),
            ..PersonRegistered::default()
        };
        porch_app::person::carry_out(&ctx, desk.command(), person, PersonCommand::Register(registered)).unwrap();
        let mut receipt = builders::receipt(person, ctx.now);
        receipt.source = Some(source.to_owned());
        receipt.story.referrer = Some(Referrer {
            name: "Invented Referrer".to_owned(),
            email: Some(email.to_owned()),
            ..Referrer::default()
        });
        let receive = ReferralCommand::Receive(Box::new(receipt));
        porch_app::referral::carry_out(&ctx, desk.command(), id, None, receive).unwrap();
        id
    };
    let family = receive("B2", "family@example.org");
    let mut decision = as_drafted(desk, family, Verdict::Reject { team: team() }, matter());
    if let Tell::Letter(letter) = &mut decision.to_referrer {
        letter.words.body = "She was not taken on because of her secret.".to_owned();
    }
    decide(desk, family, decision, Act::Finish).unwrap();
    let (_, _, to_family) = letters(desk)[0];
    let body = message::open(&ctx, to_family).unwrap().unwrap().message.drafted.words.unwrap().body;
    assert!(!body.contains("secret") && !body.contains("Invented Person") && body.contains("a person has read it"));

    let practice = receive("A1", "someone@example.org");
    let mut decision = as_drafted(desk, practice, Verdict::Reject { team: team() }, matter());
    let refused = decide(desk, practice, decision.clone(), Act::Finish);
    assert!(matches!(refused, Err(AppError::Disallowed(Disallowed::NotAnOrganisation))), "{refused:?}");
    if let Tell::Letter(letter) = &mut decision.to_referrer {
        letter.route = Route::Letter;
    }
    let nowhere = decide(desk, practice, decision.clone(), Act::Finish);
    assert!(matches!(nowhere, Err(AppError::Disallowed(Disallowed::NotAnOrganisation))), "{nowhere:?}");
    decision.matter.organisation = Some("Invented Surgery, 1 Invented Street".to_owned());
    decide(desk, practice, decision, Act::Finish).unwrap();

    let herself = receive("B1", "");
    let drafts = deciding::prepare(&ctx, herself, Some(&Verdict::Accept { team: team() }), &Matter::default()).unwrap();
    assert_eq!(drafts.to_referrer, None);
    let not_told = Tell::NotTold { why: "She asked for herself.".to_owned() };
    let words = drafts.to_woman.words;
    let decision = Decision {
        safeguarding: None,
        how_severe: None,
        otherwise: None,
        verdict: Verdict::Accept { team: team() },
        matter: Matter::default(),
        second_clinician: None,
        to_woman: Tell::Letter(Letter { route: Route::Letter, words }),
        to_referrer: not_told,
    };
    decide(desk, herself, decision, Act::Finish).unwrap();
    assert!(stands(desk, herself).0.outcome() == Outcome::Accepted);
    desk.verified();
}

/// What was proposed is kept with each decision, who decides otherwise says why, and a report counts both by team and by
/// reason, also in a copy.
///
/// # Panics
/// When it is not so.
// D2, H20, H19
pub fn whether_it_was_decided_as_proposed_is_kept_and_counted(desk: &Desk, empty: &Store) {
    let hers = |concern: Concern| {
        let id = referred(desk, |asked| {
            asked.situation = Some(Situation::Pregnant);
            asked.concerns = [concern].into();
        });
        let person = stands(desk, id).0.person;
        let identity = Identity {
            name: Some("Invented Person".to_owned()),
            birth_date: Some(date(1996, 1, 1)),
            postcode: Some("CT1 2AB".to_owned()),
            ..Identity::default()
        };
        let change = PersonCommand::RecordIdentity(identity);
        porch_app::person::carry_out(&desk.ctx(Role::Duty), desk.command(), person, change).unwrap();
        id
    };
    let decided = |id, code: &str, how_severe, why: Option<&str>| {
        let verdict = Verdict::Accept { team: TeamCode(code.to_owned()) };
        let drafted = as_drafted(desk, id, verdict, Matter::default());
        decide(desk, id, Decision { how_severe, otherwise: why.map(str::to_owned), ..drafted }, Act::Finish)
    };
    let (as_proposed, otherwise, unsaid) = (hers(Concern::Loss), hers(Concern::Low), hers(Concern::Low));
    let moderate = Some(HowSevere::Moderate);
    decided(unsaid, "community", None, None).unwrap();
    let refused = decided(otherwise, "thrive", moderate, None);
    assert!(matches!(refused, Err(AppError::Disallowed(Disallowed::OtherwiseReasonMissing))), "{refused:?}");
    assert_eq!(stands(desk, otherwise).0.outcome(), Outcome::Pending, "nothing was written");
    decided(otherwise, "thrive", moderate, Some("known_there")).unwrap();
    decided(as_proposed, "thrive", moderate, None).unwrap();
    let (_, before) = desk.receive();
    let accept =
        ReferralCommand::Accept { team: team(), because: None, agreement: None, tellings: None, criteria: Vec::new() };
    porch_app::referral::carry_out(&desk.ctx(Role::Duty), desk.command(), before, None, accept).unwrap();

    let counted = |desk: &Desk| {
        let period = Period { from: date(2026, 11, 1), to: date(2026, 11, 30) };
        let counted = proposal::report(&desk.operator(), period).unwrap();
        let of = |code: &str| counted.by_team.get(&TeamCode(code.to_owned())).copied().unwrap();
        let reasons: Vec<_> = counted.by_reason.clone().into_iter().collect();
        (of("thrive"), of("community"), counted.all().all(), reasons)
    };
    let thrive = Agreed { as_proposed: 1, otherwise: 1, ..Agreed::default() };
    let community = Agreed { nothing_proposed: 1, not_kept: 1, ..Agreed::default() };
    let expected = (thrive, community, 4, vec![("known_there".to_owned(), 1)]);
    assert_eq!(counted(desk), expected);
    let elsewhen = Period { from: date(2026, 10, 1), to: date(2026, 10, 31) };
    assert_eq!(proposal::report(&desk.operator(), elsewhen).unwrap().all().all(), 0);
    let hash = desk.verified();

    let mut copy = Vec::new();
    desk.store.backup(&mut copy, desk.operator().now, &mut |_| {}).unwrap();
    empty.restore(|| Ok(copy.as_slice()), &mut |_| {}).unwrap();
    let restored = Desk { store: empty.clone(), world: Arc::clone(&desk.world), rules: Arc::clone(&desk.rules) };
    assert_eq!((restored.verified(), counted(&restored)), (hash, expected));
}
