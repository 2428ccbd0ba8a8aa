//! Stories of duty: the queue and its parts, finding somebody again, one referral with all that belongs to it, advice.

use jiff::SignedDuration;
use porch_app::{
    AppError, Ctx, advice,
    door::{Call, take_call},
    find,
    queue::{self, Filter, Order, Position},
    referral,
};
use porch_domain::{
    actor::{Actor, Role},
    disallowed::Disallowed,
    front_door::{Answers, TaskKind},
    ids::ReferralId,
    person::{Agreement, Route},
    referral::{AskedOf, AttemptOutcome, Ending, Outcome, Priority, ReferralCommand, ReferralEvent},
};
use porch_store::LookLine;

use super::Desk;
use crate::{ask_for_advice, builders};

/// Writes a call down, with the least that an emergency needs beside what is given.
fn call(desk: &Desk, fields: &[(&str, &str)]) -> ReferralId {
    let least = [("by_name", "Ivy Invented"), ("call_back", "01632 960 015"), ("worry", "Invented worry")];
    let least = least.into_iter().chain([("where", "At home"), ("with", "Her sister"), ("name", "Anna Example")]);
    let least = least.filter(|(name, _)| !fields.iter().any(|(given, _)| given == name));
    let all = least.chain(fields.iter().copied()).map(|(name, value)| (name.to_owned(), value.to_owned()));
    let ctx = desk.ctx(Role::Duty);
    let call = Call { answers: Answers::new(all), received_at: ctx.now, person: None };
    take_call(&ctx, desk.command(), call).unwrap()
}

/// The latest looks, the latest first.
fn looks(ctx: &Ctx) -> Vec<LookLine> {
    ctx.store.settle().unwrap();
    ctx.store.read(|tx| LookLine::latest(tx, ctx.footprint(), 1000)).unwrap()
}

/// An ending that says what came of safeguarding.
fn referral_ending_with_answer() -> Ending {
    Ending { safeguarding: Some("Invented answer".to_owned()), ..builders::ending() }
}

/// A later moment, so that looks and entries have an order.
fn later(desk: &Desk) {
    desk.world.pass(SignedDuration::from_mins(1));
}

/// PR-11: the queue in the order of duty; its parts hold what they count; one look names all that is shown.
///
/// # Panics
/// When it is not so.
pub fn the_queue_is_in_order_and_its_parts_hold_what_they_count(desk: &Desk) {
    let plain = call(desk, &[("reach_telephone", "yes"), ("telephone", "01632 960 016")]);
    later(desk);
    let asked = call(desk, &[("name", "Clara Example")]);
    later(desk);
    let emergency = call(desk, &[("signs", "self_harm"), ("name", "Berta Example")]);
    let duty = desk.ctx(Role::Duty);
    let question = ReferralCommand::AskForInformation {
        of: AskedOf::Referrer,
        what: "Which GP?".to_owned(),
        until: duty.now + SignedDuration::from_hours(48),
    };
    referral::carry_out(&duty, desk.command(), asked, None, question).unwrap();
    referral::claim(&duty, desk.command(), plain, None).unwrap();
    let attempt =
        ReferralCommand::RecordAttempt { route: Route::Telephone, outcome: AttemptOutcome::NoAnswer, note: None };
    referral::carry_out(&duty, desk.command(), plain, None, attempt).unwrap();

    let order = Order::default();
    let shown = |filter| {
        later(desk);
        let ctx = desk.ctx(Role::Duty);
        let queue = queue::list(&ctx, &order, filter, Position::First).unwrap();
        let ids: Vec<ReferralId> = queue.lines.iter().map(|line| line.referral).collect();
        let counted = queue.counts.iter().find(|(counted, _)| *counted == filter).unwrap().1;
        assert_eq!(counted, ids.len(), "{filter:?}");
        let look = looks(&ctx).swap_remove(0);
        assert_eq!((look.what.as_str(), look.why.as_str()), ("queue", filter.label()));
        assert_eq!(look.subjects, ids.iter().map(ToString::to_string).collect::<Vec<_>>());
        assert_eq!(queue.batch, queue::newest_batch(&ctx).unwrap());
        ids
    };
    assert_eq!(shown(Filter::All)[0], emergency);
    assert_eq!(shown(Filter::All).len(), 3);
    assert_eq!(shown(Filter::Emergencies), [emergency]);
    assert_eq!(shown(Filter::WaitingForOthers), [asked]);
    assert_eq!(shown(Filter::WaitingForUs), [emergency, plain]);
    assert_eq!(shown(Filter::Mine), [plain]);
    assert_eq!(shown(Filter::LetterDue), []);
    desk.world.pass(SignedDuration::from_hours(49));
    assert_eq!(shown(Filter::WaitingForOthers), [], "an answer that did not come in time is ours again");
    assert_eq!(shown(Filter::DueToday).len(), 3, "what is overdue is due today");

    let (batch, open) = queue::open_emergencies(&desk.ctx(Role::Duty), 0).unwrap().unwrap();
    assert_eq!(queue::open_emergencies(&desk.ctx(Role::Duty), batch).unwrap(), None, "nothing is newer");
    assert_eq!(open.emergencies.iter().map(|one| one.referral).collect::<Vec<_>>(), [emergency]);
    referral::claim(&desk.ctx(Role::Clinician), desk.command(), emergency, None).unwrap();
    assert_eq!(queue::open_emergencies(&desk.ctx(Role::Duty), batch).unwrap().unwrap().1, queue::Untaken::default());
    let late = referral::claim(&desk.ctx(Role::Duty), desk.command(), emergency, None);
    assert!(matches!(late, Err(AppError::Stale)), "{late:?}");
    later(desk);
    let refused = queue::list(&desk.ctx(Role::Manager), &order, Filter::All, Position::First);
    assert!(matches!(refused, Err(AppError::NotAllowed(_))), "{refused:?}");
    assert!(!looks(&duty)[0].allowed);
    desk.verified();
}

/// Somebody is found by reference, NHS number and the beginnings of every word of a name; the look names whom it showed,
/// and nothing of what was typed.
///
/// # Panics
/// When it is not so.
pub fn somebody_is_found_again_and_the_look_keeps_no_search(desk: &Desk) {
    let wanted = call(desk, &[("name", "Siobhán O'Neill-Example"), ("nhs_number", "999 000 0018")]);
    call(desk, &[("name", "Anna Example")]);
    let ctx = desk.ctx(Role::Clinician);
    let reference = porch_domain::referral::Reference::of(wanted).to_string();
    for text in [reference.as_str(), &reference.to_lowercase().replace('-', ""), "9990000018", "siob", "EXAMP oneill"] {
        later(desk);
        let ctx = desk.ctx(Role::Clinician);
        let found = find::find(&ctx, text).unwrap();
        assert_eq!(found.people.len(), 1, "{text}");
        assert_eq!(found.people[0].referrals[0].id, wanted, "{text}");
        let look = looks(&ctx).swap_remove(0);
        assert_eq!(look.subjects, [found.people[0].person.id.to_string(), wanted.to_string()]);
        assert!(!format!("{look:?}").to_lowercase().contains("siob") && !format!("{look:?}").contains("0018"));
    }
    assert_eq!(find::find(&ctx, "exam").unwrap().people.len(), 2);
    for text in ["neill siobhan x", "9990000026", "", "%", "_"] {
        assert_eq!(find::find(&ctx, text).unwrap().people, [], "{text}");
    }
    let refused = find::find(&desk.ctx(Role::InformationOfficer), "exam");
    assert!(matches!(refused, Err(AppError::NotAllowed(_))), "{refused:?}");
}

/// One referral with its timeline, what came before it, and who may be the same: told, and never joined (H05). What is
/// restricted says nothing before it is opened with a reason (PR-26).
///
/// # Panics
/// When it is not so.
pub fn a_referral_is_shown_with_all_that_belongs_to_it(desk: &Desk) {
    let born = [("born-day", "3"), ("born-month", "2"), ("born-year", "1997")];
    let first = call(desk, &[&[("name", "Berta Example"), ("nhs_number", "999 000 0018")][..], &born].concat());
    let alike = call(desk, &[&[("name", "Example-Sample, Ida")][..], &born].concat());
    let same_number = call(desk, &[("name", "B."), ("nhs_number", "9990000018")]);
    call(desk, &[&[("name", "Clara Elsewhere")][..], &born].concat());
    let duty = desk.ctx(Role::Duty);
    let told = ReferralCommand::RecordSafeguarding { what: "Invented fact".to_owned() };
    referral::carry_out(&duty, desk.command(), first, None, told).unwrap();
    let person = referral::page(&duty, first, "triage").unwrap().unwrap().referral.person;
    let ending = referral_ending_with_answer();
    let no = ReferralCommand::Reject { team: porch_domain::footprint::TeamCode("community".to_owned()), ending };
    referral::carry_out(&duty, desk.command(), first, None, no).unwrap();
    later(desk);
    let ctx = desk.ctx(Role::Duty);
    let answers =
        Answers::new([("name", "Berta Example"), ("worry", "It came back")].map(|(a, b)| (a.to_owned(), b.to_owned())));
    let again = Call { answers, received_at: ctx.now, person: Some(person) };
    let second = take_call(&ctx, desk.command(), again).unwrap();
    later(desk);
    let ctx = desk.ctx(Role::Clinician);
    let page = referral::page(&ctx, second, "triage").unwrap().unwrap();
    assert_eq!(page.version, 1);
    assert_eq!(page.earlier.len(), 1);
    assert_eq!(page.earlier[0].referral.outcome(), Outcome::Rejected);
    assert_eq!(page.earlier[0].referral.reasons(), ["criteria_not_met"]);
    let may_be: Vec<(ReferralId, bool)> =
        page.maybe_same.iter().map(|one| (one.referrals[0].id, one.likeness.nhs_number == Agreement::Same)).collect();
    assert_eq!(may_be.len(), 2);
    assert!(may_be.contains(&(alike, false)) && may_be.contains(&(same_number, true)), "{may_be:?}");
    let look = looks(&ctx).swap_remove(0);
    for shown in [first, second, alike, same_number] {
        assert!(look.subjects.contains(&shown.to_string()), "{shown}");
    }

    let earlier = referral::page(&ctx, first, "triage").unwrap().unwrap();
    assert!(matches!(earlier.timeline[0].event, ReferralEvent::ReferralRejected(_)), "the latest is first");
    let shown = format!("{earlier:?}");
    assert!(!shown.contains("Invented fact") && !shown.contains("Invented answer"));
    let without = referral::safeguarding(&ctx, first, "  ");
    assert!(matches!(without, Err(AppError::Disallowed(Disallowed::ReasonMissing))), "{without:?}");
    later(desk);
    let ctx = desk.ctx(Role::Clinician);
    let opened = referral::safeguarding(&ctx, first, "strategy meeting").unwrap().unwrap();
    let words: Vec<_> = opened.recorded.iter().map(referral::Restricted::words).collect();
    assert_eq!(words, [Some("Invented answer"), Some("Invented fact")]);
    assert_eq!(looks(&ctx)[0].why, "strategy meeting");
    let refused = referral::page(&desk.ctx(Role::Administrator), first, "triage");
    assert!(matches!(refused, Err(AppError::NotAllowed(_))));
    desk.verified();
}

/// D23: advice is given, and becomes a referral from the answers as they were typed, in one change and once.
///
/// # Panics
/// When it is not so.
pub fn a_question_becomes_a_referral_with_nothing_typed_again(desk: &Desk) {
    let public = Ctx { actor: Actor::Public, ..desk.ctx(Role::Duty) };
    let id = ask_for_advice(
        &public,
        &[("worry", "May she go on?"), ("medicines", "Priadel"), ("name", "Anna Example"), ("by_source", "A4")],
    );
    let ctx = desk.ctx(Role::Duty);
    let line = advice::list(&ctx).unwrap().swap_remove(0);
    assert_eq!((line.id, line.given, line.referral), (id, false, None));
    assert_eq!(line.respond_by, line.asked_at + SignedDuration::from_hours(24));
    let given = |advice: &str| advice::Given {
        advice: advice.to_owned(),
        route: porch_domain::advice::AnswerRoute::Telephone,
        told_at: None,
    };
    advice::give(&ctx, desk.command(), id, Some(1), given("Yes")).unwrap();
    let late = advice::give(&ctx, desk.command(), id, Some(1), given("No"));
    assert!(matches!(late, Err(AppError::Stale)), "{late:?}");
    let refused = advice::turn_into_referral(&public, desk.command(), id, None);
    assert!(matches!(refused, Err(AppError::NotAllowed(_))), "{refused:?}");

    let before = desk.store.referral_count(ctx.footprint()).unwrap();
    let command = desk.command();
    let referral = advice::turn_into_referral(&ctx, command, id, Some(2)).unwrap();
    assert_eq!(advice::turn_into_referral(&ctx, command, id, Some(2)).unwrap(), referral, "the same press");
    let twice = advice::turn_into_referral(&ctx, desk.command(), id, None);
    assert!(matches!(twice, Err(AppError::Disallowed(Disallowed::AlreadyAReferral))), "{twice:?}");
    assert_eq!(desk.store.referral_count(ctx.footprint()).unwrap(), before + 1);

    let page = referral::page(&ctx, referral, "triage").unwrap().unwrap();
    assert_eq!(page.advice, Some(id));
    assert_eq!(page.referral.story().unwrap().worry, "May she go on?");
    assert_eq!(page.referral.asked.site.as_deref(), Some("ward-4"));
    assert_eq!(page.referral.source.as_deref(), Some("A4"));
    assert_eq!(page.person.unwrap().identity.unwrap().name.as_deref(), Some("Anna Example"));
    assert!(page.referral.triage.tasks.contains_key(&TaskKind::PrescriberReview));
    assert_eq!(page.referral.priority, Some(Priority::Routine));
    let seen = advice::open(&ctx, id, "triage").unwrap().unwrap();
    assert_eq!(seen.advice.referral, Some(referral));
    desk.verified();
}
