//! What duty did is found where it is recorded, once, and each figure leads to its entries.

use jiff::civil::date;
use porch_app::{advice, duty};
use porch_domain::{
    actor::{Actor, Role},
    advice::AnswerRoute,
    duty::{Act, Done, What, counted},
    footprint::TeamCode,
    measure::Period,
    person::Route,
    referral::{AttemptOutcome, ReferralCommand},
};

use porch_store::LookLine;

use super::Desk;
use crate::ask_for_advice;

/// A call, a claim, tries, a question that did not get its answer, decisions, and the log.
///
/// # Panics
/// When it is not so.
// D9, D23
pub fn what_duty_did_is_counted_once_wherever_it_is_recorded(desk: &Desk) {
    let pass = |minutes: i64| desk.world.pass(jiff::SignedDuration::from_mins(minutes));
    let carry = |id, command| {
        pass(5);
        porch_app::referral::carry_out(&desk.ctx(Role::Duty), desk.command(), id, None, command).unwrap();
    };
    let (_, id) = desk.receive();
    carry(id, ReferralCommand::Claim);
    for outcome in [AttemptOutcome::NoAnswer, AttemptOutcome::Spoke] {
        carry(
            id,
            ReferralCommand::RecordAttempt { route: Route::Telephone, outcome, note: Some("invented".to_owned()) },
        );
    }
    let note = |kind, reference: Option<String>| {
        let note = duty::Note { kind, outcome: "invented".to_owned(), handed: None, reference };
        duty::note(&desk.ctx(Role::Duty), desk.command(), note).unwrap();
    };
    let page = porch_app::referral::page(&desk.ctx(Role::Duty), id, "invented").unwrap().unwrap();
    note(Done::CalledBack, page.referral.reference);
    note(Done::AdviceCall, None);
    let team = TeamCode("community".to_owned());
    carry(id, ReferralCommand::Accept { team, because: None, agreement: None, tellings: None, criteria: Vec::new() });

    let mut public = desk.ctx(Role::Duty);
    public.actor = Actor::Public;
    let question = ask_for_advice(
        &public,
        &[
            ("purpose", "advice"),
            ("now", "pregnant"),
            ("worry", "Invented?"),
            ("by_name", "Invented"),
            ("by_telephone", "01632 960 019"),
            ("by_source", "A4"),
        ],
    );
    let ctx = |minutes| {
        pass(minutes);
        desk.ctx(Role::Duty)
    };
    let given = || advice::Given { advice: "Invented".to_owned(), route: AnswerRoute::Letter, told_at: None };
    advice::give(&ctx(10), desk.command(), question, None, given()).unwrap();
    advice::ask_again(&ctx(10), desk.command(), question, None, "Nothing came".to_owned()).unwrap();
    let waits = advice::list(&desk.ctx(Role::Duty)).unwrap();
    assert!(!waits[0].given, "it is on the list again: {waits:?}");
    pass(25 * 60);
    let board = duty::board(&desk.ctx(Role::Duty), date(2026, 11, 2)).unwrap();
    assert_eq!(board.late_advice.iter().map(|line| line.id).collect::<Vec<_>>(), [question]);

    let counts = |acts: &[Act]| -> Vec<(What, Vec<(&'static str, usize)>)> {
        counted(acts).into_iter().filter(|(_, outcomes)| !outcomes.is_empty()).collect()
    };
    let expected = vec![
        (What::Claim, vec![("", 1)]),
        (What::Try, vec![("no answer", 1), ("spoke with her", 1)]),
        (What::Question, vec![("asked", 1), ("asked again", 1)]),
        (What::Answer, vec![("by letter", 1)]),
        (What::Decision, vec![("accepted", 1)]),
        // That she was called back says the referral itself.
        (What::Noted, vec![("Advice on the telephone", 1)]),
    ];
    assert_eq!(counts(&board.acts), expected);
    let day = Period { from: date(2026, 11, 2), to: date(2026, 11, 2) };
    let report = duty::done_in(&desk.ctx(Role::Manager), day).unwrap();
    assert_eq!(counts(&report.acts), expected);
    let answers = report.answers;
    assert_eq!((answers.asked, answers.again, answers.in_time, answers.overdue), (2, 1, 1, 1));
    for (what, outcomes) in expected {
        pass(1);
        let (entries, all) = duty::entries(&desk.ctx(Role::Duty), day, what, 0..100).unwrap();
        assert_eq!((entries.len(), all), (all, outcomes.iter().map(|(_, times)| times).sum()), "{what:?}");
        assert!(entries.iter().all(|entry| entry.act.what == what));
        let looked = desk.store.read(|tx| LookLine::latest(tx, "kent-medway", 1)).unwrap();
        assert_eq!(looked[0].what, "what was done", "{what:?}");
    }
    let next = Period { from: date(2026, 11, 3), to: date(2026, 11, 3) };
    assert_eq!(duty::done_in(&desk.ctx(Role::Manager), next).unwrap().acts, []);
    desk.verified();
}
