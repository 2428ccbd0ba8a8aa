//! Stories of the national record: it proposes, a person takes over and takes back, a death is looked at before a letter
//! leaves, and a failure blocks nobody (H05, H25, PR-27).

use jiff::SignedDuration;
use porch_app::{
    AppError, Ctx, deciding, find, message,
    national_record::{self, By, NationalRecords, Purpose, Taken},
    person, same_person,
};
use porch_domain::{
    actor::Role,
    disallowed::Disallowed,
    front_door::TaskKind,
    ids::{MessageId, PersonId, ReferralId},
    message::{MessageCommand, MessageDrafted, Recipient, Words},
    person::{
        ContactChoices, Identity, Match, NhsNumber, NumberStatus, Person, PersonCommand, Route, RouteChoice,
        national::{Answer, Died, NationalRecord, NotNow, Question},
        number_status,
    },
};
use porch_store::{LookLine, PersonLine, Record, load};

use super::Desk;
use crate::{Says, builders, national};

const HELD: &str = "9990000018";
const NEWER: &str = "9990000026";
const THIRD: &str = "9990000034";
const BORN: &str = "1991-03-04";
const ANA: &str = "Ana Invented";

fn number(digits: &str) -> NhsNumber {
    NhsNumber::parse(digits).unwrap()
}

fn somebody(desk: &Desk, held: Option<&str>, name: &str) -> (PersonId, ReferralId) {
    let (id, referral) = desk.receive();
    let identity = Identity {
        name: Some(name.to_owned()),
        nhs_number: held.map(number),
        birth_date: Some(builders::on(BORN)),
        ..Identity::default()
    };
    keep(desk, id, PersonCommand::RecordIdentity(identity));
    (id, referral)
}

fn keep(desk: &Desk, id: PersonId, command: PersonCommand) {
    person::carry_out(&desk.ctx(Role::Duty), desk.command(), id, command).unwrap();
}

fn stands(desk: &Desk, id: PersonId) -> Person {
    let stream = desk.store.read(|tx| load(tx, "kent-medway", id)).unwrap();
    stream.record.as_ref().and_then(Record::person).cloned().unwrap()
}

fn link(desk: &Desk, one: PersonId, other: PersonId) {
    let ctx = desk.ctx(Role::Duty);
    let drawn_from = same_person::compare(&ctx, [one, other]).unwrap().unwrap().drawn_from;
    same_person::link(&ctx, desk.command(), [one, other], drawn_from, "She told it").unwrap();
}

fn says(desk: &Desk, answers: impl IntoIterator<Item = Answer>) -> std::sync::Arc<Says> {
    Says::of(answers, &desk.store, "kent-medway")
}

fn found(record: NationalRecord) -> Answer {
    Answer::Found(Box::new(record))
}

fn ask(ctx: &Ctx, records: &NationalRecords, id: ReferralId) -> Result<national_record::Asked, AppError> {
    national_record::ask(ctx, records, id, By::WhatIsHeld, Purpose::Number).map(Option::unwrap)
}

fn found_by(desk: &Desk, digits: &str) -> Vec<PersonId> {
    let found = desk.store.read(|tx| PersonLine::by_nhs_number(tx, "kent-medway", &number(digits), 10)).unwrap();
    found.into_iter().collect()
}

/// Asking writes nothing but the look, which is on disk before the question leaves; whoever may not ask does not reach it.
///
/// # Panics
/// When it is not so.
pub fn the_national_record_is_asked_after_the_look_and_writes_nothing(desk: &Desk) {
    let (her, id) = somebody(desk, Some(HELD), ANA);
    let nobody = |desk: &Desk| says(desk, []);
    for role in [Role::Manager, Role::Administrator, Role::PeerWorker, Role::Board, Role::InformationOfficer] {
        let says = nobody(desk);
        let refused = ask(&desk.ctx(role), &says.records(), id);
        assert!(matches!(refused, Err(AppError::NotAllowed(_))), "{role:?}: {refused:?}");
        assert!(says.heard().is_empty(), "{role:?} reached it");
    }
    let before = desk.verified();
    let answers = [found(national(HELD, ANA, BORN)), Answer::TooMany, Answer::Nobody, Answer::Invalidated];
    let says = says(desk, answers.clone());
    let records = says.records();
    for answer in answers {
        desk.world.pass(SignedDuration::from_mins(1));
        assert_eq!(ask(&desk.ctx(Role::Duty), &records, id).unwrap().answer, answer);
    }
    assert_eq!(desk.verified(), before, "what is said changes nothing by itself");
    for heard in says.heard() {
        assert_eq!(heard.question, Question::Number(number(HELD)));
        let look = heard.newest_look.unwrap();
        assert_eq!((look.what.as_str(), look.why.as_str()), ("asked the national record", Purpose::Number.words()));
        assert_eq!(look.subjects, [id.to_string(), her.to_string()]);
        assert!(look.actor.contains("invented duty"), "{look:?}");
    }
    // Too little is held: nothing leaves, and that is said.
    let (_, nameless) = desk.receive();
    let asked = says.heard().len();
    let refused = ask(&desk.ctx(Role::Duty), &records, nameless);
    assert!(matches!(refused, Err(AppError::Disallowed(Disallowed::NothingToAskBy))), "{refused:?}");
    assert_eq!(says.heard().len(), asked);
}

/// A number is taken over as a person's act and taken back whole, in every record of hers, on a second asking that says the
/// same; a different number, a third one in a linked record, and a form that says something else change nothing.
///
/// # Panics
/// When it is not so.
pub fn a_number_is_taken_over_by_a_person_and_taken_back_whole(desk: &Desk) {
    let (her, id) = somebody(desk, Some(HELD), ANA);
    let (other, _) = somebody(desk, Some(HELD), "Ana Married");
    link(desk, her, other);
    let superseded = NationalRecord { instead_of: Some(number(HELD)), ..national(NEWER, ANA, BORN) };
    let before = (stands(desk, her), stands(desk, other));
    let duty = || desk.ctx(Role::Duty);
    let drawn_from = || national_record::held(&duty(), id).unwrap().unwrap().drawn_from;
    let take = |answer: Answer, shown: &str| {
        let says = says(desk, [answer]);
        national_record::take(&duty(), &says.records(), desk.command(), id, drawn_from(), &number(shown))
    };

    // It says otherwise by now, or the form does.
    let otherwise = take(Answer::Nobody, NEWER).unwrap();
    assert_eq!(otherwise, Taken::Otherwise(Answer::Nobody));
    assert!(matches!(take(found(superseded.clone()), THIRD).unwrap(), Taken::Otherwise(Answer::Found(_))));
    // Another number, and not in the place of hers.
    let refused = take(found(national(NEWER, ANA, BORN)), NEWER);
    assert!(matches!(refused, Err(AppError::Disallowed(Disallowed::AnotherNumber))), "{refused:?}");
    let says = says(desk, [found(superseded.clone())]);
    let stale = national_record::take(&duty(), &says.records(), desk.command(), id, drawn_from() - 1, &number(NEWER));
    assert!(matches!(stale, Err(AppError::Stale)), "{stale:?}");
    assert!(says.heard().is_empty(), "who was slower asks nothing");
    assert_eq!((stands(desk, her), stands(desk, other)), before);

    // Once, whoever presses twice.
    let (command, version) = (desk.command(), drawn_from());
    for _ in 0..2 {
        let taken = national_record::take(&duty(), &says.records(), command, id, version, &number(NEWER)).unwrap();
        assert_eq!(taken, Taken::Done);
    }
    assert_eq!(says.heard().len(), 1);
    for record in [her, other] {
        let stands = stands(desk, record);
        assert_eq!(stands.identity.as_ref().unwrap().nhs_number, Some(number(NEWER)));
        assert_eq!(number_status(&stands), NumberStatus::Verified);
    }
    assert_eq!((found_by(desk, HELD).len(), found_by(desk, NEWER).len()), (2, 2), "she is found by either");
    desk.verified();

    desk.world.pass(SignedDuration::from_mins(5));
    let unreasoned = national_record::take_back(&duty(), desk.command(), id, drawn_from(), " ");
    assert!(matches!(unreasoned, Err(AppError::Disallowed(Disallowed::ReasonMissing))), "{unreasoned:?}");
    national_record::take_back(&duty(), desk.command(), id, drawn_from(), "Another woman answered").unwrap();
    assert_eq!((stands(desk, her), stands(desk, other)), before, "nothing is left behind");
    assert_eq!((found_by(desk, HELD).len(), found_by(desk, NEWER).len()), (2, 0));
    desk.verified();

    // A third number in a record that is linked refuses all of it: two numbers are never one person's.
    let (numberless, hers) = somebody(desk, None, ANA);
    link(desk, numberless, her);
    let third = says_one(desk, national(THIRD, ANA, BORN));
    let version = national_record::held(&duty(), hers).unwrap().unwrap().drawn_from;
    let refused = national_record::take(&duty(), &third, desk.command(), hers, version, &number(THIRD));
    assert!(matches!(refused, Err(AppError::Disallowed(Disallowed::AnotherNumber))), "{refused:?}");
    // An erasure takes the numbers, and the replay is as the rows.
    let officer = desk.ctx(Role::InformationOfficer);
    person::erase(&officer, desk.command(), her, "she asked for it").unwrap();
    assert!(stands(desk, her).identity.is_none());
    desk.verified();
}

/// A number that the national record replaced finds her as the one does that stands in its place: at the search, at a call, and
/// beside a record that still has it. It does not come back by being told again; a third number finds nobody and joins nothing;
/// and with what it was taken over by, and with an erasure, it is gone.
///
/// # Panics
/// When it is not so.
pub fn a_superseded_number_finds_the_same_woman(desk: &Desk) {
    let (her, id) = somebody(desk, Some(HELD), ANA);
    let duty = || desk.ctx(Role::Duty);
    let drawn_from = || national_record::held(&duty(), id).unwrap().unwrap().drawn_from;
    let supersede = || {
        let superseded = NationalRecord { instead_of: Some(number(HELD)), ..national(NEWER, ANA, BORN) };
        national_record::take(&duty(), &says_one(desk, superseded), desk.command(), id, drawn_from(), &number(NEWER))
    };
    assert_eq!(supersede().unwrap(), Taken::Done);

    let found = |digits: &str| find::find(&duty(), digits).unwrap().people;
    for (digits, former) in [(HELD, true), (NEWER, false)] {
        let found = found(digits);
        assert_eq!(found.iter().map(|found| found.person.id).collect::<Vec<_>>(), [her], "{digits}");
        assert_eq!(found[0].by_former_number, former, "{digits}");
    }
    assert!(found(THIRD).is_empty());

    let described = |digits: &str| Identity {
        nhs_number: Some(number(digits)),
        birth_date: Some(builders::on(BORN)),
        name: Some(ANA.to_owned()),
        ..Identity::default()
    };
    for (digits, match_) in [(HELD, Some(Match::Strong)), (NEWER, Some(Match::Strong)), (THIRD, None)] {
        let known = find::known_here(&duty(), &described(digits)).unwrap();
        assert_eq!(known.first().map(|known| known.likeness.says()), match_, "{digits}");
        assert!(known.iter().all(|known| known.person.id == her));
    }
    // Told again with the old number, by whoever has it still: it is hers, and stays replaced.
    keep(desk, her, PersonCommand::RecordIdentity(described(HELD)));
    assert_eq!(stands(desk, her).identity.unwrap().nhs_number, Some(number(NEWER)));

    // A record that came with the old number is proposed beside hers, and may be linked; one with a third number is not.
    let (older, hers) = somebody(desk, Some(HELD), ANA);
    let (third, _) = somebody(desk, Some(THIRD), ANA);
    let compared = |other| same_person::compare(&duty(), [her, other]).unwrap().unwrap();
    assert_eq!((compared(older).likeness.says(), compared(third).likeness.says()), (Match::Strong, Match::Never));
    for (one, other) in [(id, older), (hers, her)] {
        let page = porch_app::referral::page(&duty(), one, "triage").unwrap().unwrap();
        let alike: Vec<_> = page.maybe_same.iter().map(|alike| alike.person.id).collect();
        assert_eq!(alike, [other]);
    }
    link(desk, her, older);
    let refused = same_person::link(&duty(), desk.command(), [her, third], compared(third).drawn_from, "Invented");
    assert!(matches!(refused, Err(AppError::Disallowed(Disallowed::NumbersDiffer))), "{refused:?}");
    desk.verified();

    // What the number was taken over by is taken back: nobody had it before.
    national_record::take_back(&duty(), desk.command(), id, drawn_from(), "Another woman answered").unwrap();
    assert!(found(NEWER).is_empty());
    assert!(!found(HELD)[0].by_former_number);
    assert_eq!(supersede().unwrap(), Taken::Done);
    assert_eq!(found_by(desk, HELD).len(), 2);
    person::erase(&desk.ctx(Role::InformationOfficer), desk.command(), her, "she asked for it").unwrap();
    assert_eq!(found_by(desk, HELD), []);
    let copy = super::erasure::backed_up(desk);
    assert!(!copy.contains(HELD) && !copy.contains(NEWER) && copy.contains(THIRD));
    desk.verified();
}

/// What tells of her as the national record knows her, and her number is taken over from there.
pub(super) fn with_a_verified_number(desk: &Desk, her: PersonId, id: ReferralId) -> NhsNumber {
    let identity = Identity {
        name: Some(ANA.to_owned()),
        nhs_number: Some(number(HELD)),
        birth_date: Some(builders::on(BORN)),
        ..Identity::default()
    };
    keep(desk, her, PersonCommand::RecordIdentity(identity));
    let drawn_from = national_record::held(&desk.ctx(Role::Duty), id).unwrap().unwrap().drawn_from;
    let records = says_one(desk, national(HELD, ANA, BORN));
    let taken = national_record::take(&desk.ctx(Role::Duty), &records, desk.command(), id, drawn_from, &number(HELD));
    assert_eq!(taken.unwrap(), Taken::Done);
    number(HELD)
}

/// Somebody whose number was replaced.
pub(super) fn one_whose_number_was_replaced(desk: &Desk) -> PersonId {
    let (her, id) = somebody(desk, Some(HELD), ANA);
    let drawn_from = national_record::held(&desk.ctx(Role::Duty), id).unwrap().unwrap().drawn_from;
    let superseded = NationalRecord { instead_of: Some(number(HELD)), ..national(NEWER, ANA, BORN) };
    let records = says_one(desk, superseded);
    let taken =
        national_record::take(&desk.ctx(Role::Duty), &records, desk.command(), id, drawn_from, &number(NEWER)).unwrap();
    assert_eq!(taken, Taken::Done);
    her
}

/// Who is found by the number that she had.
pub(super) fn found_by_the_number_before(desk: &Desk) -> Vec<PersonId> {
    found_by(desk, HELD)
}

fn says_one(desk: &Desk, record: NationalRecord) -> NationalRecords {
    says(desk, [found(record)]).records()
}

fn draft_to_her(desk: &Desk, referral: ReferralId) -> Result<(), AppError> {
    let drafted = MessageDrafted {
        referral,
        recipient: Recipient::Woman,
        route: Route::Letter,
        template: None,
        copied_to: Vec::new(),
        appointment: None,
        words: Some(Words { subject: "A letter".to_owned(), body: "invented".to_owned() }),
    };
    let id = MessageId(desk.command().0);
    message::carry_out(&desk.ctx(Role::Duty), desk.command(), id, MessageCommand::Draft(drafted))
}

/// What the national record tells of a death is noted before whoever asked sees it, in every record of hers: no letter to her
/// is written or leaves until somebody recorded the death or set it aside with a reason. A record that is not hers holds
/// nothing up.
///
/// # Panics
/// When it is not so.
pub fn a_death_in_the_national_record_is_looked_at_before_a_letter_leaves(desk: &Desk) {
    let (her, id) = somebody(desk, Some(HELD), ANA);
    let (other, hers) = somebody(desk, None, ANA);
    link(desk, her, other);
    for record in [her, other] {
        let agreed = ContactChoices::new([(Route::Letter, RouteChoice::Yes)]);
        keep(desk, record, PersonCommand::RecordContactChoices(agreed));
    }
    let died = Some(Died { on: Some(builders::on("2026-10-01")), formal: true });
    let dead = |name, born| found(NationalRecord { died, ..national(HELD, name, born) });

    let somebody_elses = ask(&desk.ctx(Role::Duty), &says(desk, [dead("Bea Other", "1931-08-17")]).records(), id);
    assert_eq!(
        somebody_elses.unwrap().held.person.death_told_at,
        None,
        "a number that was mistyped is no death of hers"
    );
    draft_to_her(desk, id).unwrap();

    let told = ask(&desk.ctx(Role::Duty), &says(desk, [dead(ANA, BORN)]).records(), id).unwrap();
    assert!(told.held.person.death_told_at.is_some() && told.held.person.died_at.is_none());
    for referral in [id, hers] {
        let refused = draft_to_her(desk, referral);
        assert!(matches!(refused, Err(AppError::Disallowed(Disallowed::DeathToLookAt))), "{refused:?}");
    }
    let waits = |referral| {
        let stream = desk.store.read(|tx| load(tx, "kent-medway", referral)).unwrap();
        let referral = stream.record.as_ref().and_then(Record::referral).unwrap().clone();
        referral.triage.open_tasks().any(|(task, _)| task == TaskKind::DeathTold)
    };
    assert!(waits(id) && waits(hers), "somebody must look today, in each of her referrals");
    desk.verified();
    let unreasoned = national_record::set_death_aside(&desk.ctx(Role::Duty), desk.command(), id, "");
    assert!(matches!(unreasoned, Err(AppError::Disallowed(Disallowed::ReasonMissing))), "{unreasoned:?}");
    national_record::set_death_aside(&desk.ctx(Role::Duty), desk.command(), id, "She answered the telephone").unwrap();
    for referral in [id, hers] {
        draft_to_her(desk, referral).unwrap();
        assert!(!waits(referral), "looked at");
    }
    ask(&desk.ctx(Role::Duty), &says(desk, [dead(ANA, BORN)]).records(), id).unwrap();
    assert!(stands(desk, other).death_told_at.is_some() && waits(id), "asked again, it is told again");
    deciding::record_death(&desk.ctx(Role::Clinician), desk.command(), id).unwrap();
    for record in [her, other] {
        let stands = stands(desk, record);
        assert!(stands.died_at.is_some() && stands.death_told_at.is_none());
    }
    assert!(!waits(id) && !waits(hers));
    desk.verified();
}

/// A national record that fails again and again is left alone for a minute, every failure is an answer, and looks are noted
/// for what was asked.
///
/// # Panics
/// When it is not so.
pub fn a_failing_national_record_is_left_alone_and_blocks_nothing(desk: &Desk) {
    let (_, id) = somebody(desk, Some(HELD), ANA);
    let says = says(desk, [Answer::NotNow(NotNow::Slow)]);
    let records = says.records();
    let answer = |desk: &Desk| ask(&desk.ctx(Role::Duty), &records, id).unwrap().answer;
    assert_eq!(answer(desk), Answer::NotNow(NotNow::Slow));
    for _ in 0..2 {
        assert_eq!(answer(desk), Answer::NotNow(NotNow::Failing));
    }
    assert!(records.rests(&desk.ctx(Role::Duty)));
    assert!(matches!(answer(desk), Answer::NotNow(NotNow::Resting { .. })));
    assert_eq!(says.heard().len(), 3, "while it rests nothing leaves");
    desk.world.pass(SignedDuration::from_secs(61));
    assert!(!records.rests(&desk.ctx(Role::Duty)));
    says.then(found(national(HELD, ANA, BORN)));
    assert!(matches!(answer(desk), Answer::Found(_)));
    assert_eq!(says.heard().len(), 4);
    let looks = desk.store.read(|tx| LookLine::latest(tx, "kent-medway", 50)).unwrap();
    assert_eq!(looks.iter().filter(|look| look.what == "asked the national record").count(), 5);
}
