//! What each step may and may not.

use porch_domain::{
    actor::{Actor, Role},
    disallowed::Disallowed,
    event::{Event, Stored, StreamKind},
    front_door::{Asked, Concern, Situation, Story, TaskKind, Told, WayIn},
    person::{ContactChoices, Pregnancy, Route},
    referral::{
        AdditionKind, AskedOf, AttemptOutcome, Grounds, Outcome, Priority, Receipt, ReferralCommand, ReferralEvent,
        Verdict,
    },
};

use super::*;

fn attempt(outcome: AttemptOutcome) -> ReferralCommand {
    ReferralCommand::RecordAttempt { route: Route::Telephone, outcome, note: Some("invented".to_owned()) }
}

fn ask(minutes: i64) -> ReferralCommand {
    ReferralCommand::AskForInformation { of: AskedOf::Referrer, what: "invented".to_owned(), until: after(minutes) }
}

fn lower(to: Priority, spoke_minutes: i64) -> ReferralCommand {
    ReferralCommand::LowerPriority { to, spoke_at: after(spoke_minutes), why: "invented".to_owned() }
}

fn raise(to: Priority) -> ReferralCommand {
    ReferralCommand::RaisePriority { to, why: "invented".to_owned() }
}

fn note(asked: Asked) -> ReferralCommand {
    ReferralCommand::Add { kind: AdditionKind::Note, told: told(asked) }
}

/// PR-11: one takes it, another may take it over, and whoever has it may let it go.
#[test]
fn a_claim_is_taken_taken_over_and_given_back() {
    let calm = received(Asked::default());
    assert_eq!(step(&calm, ReferralCommand::Release, 1), Err(Disallowed::NotClaimed));
    let claimed = step(&calm, ReferralCommand::Claim, 1).unwrap();
    assert_eq!(claimed.triage.claim.as_ref().unwrap().by, "invented duty");
    assert_eq!(step(&claimed, ReferralCommand::Claim, 2), Err(Disallowed::AlreadyClaimed("you".to_owned())));
    let taken_over = decide(Some(&claimed), ReferralCommand::Claim, &staff(Role::Clinician), after(2)).unwrap();
    assert_eq!(evolved(Some(claimed.clone()), &taken_over).triage.claim.unwrap().by, "invented clinician");
    assert_eq!(step(&claimed, ReferralCommand::Release, 3).unwrap().triage.claim, None);
}

/// H01: an emergency that somebody took and that is not decided in its time is everybody's again, once.
#[test]
fn an_emergency_that_somebody_took_is_let_go_when_its_clock_runs_out() {
    let ends = 4 * 60;
    let (emergency, calm) = (looked_back(sign()), looked_back(Asked::default()));
    let due = |referral: &Referral| referral::system_due(referral, &FOOTPRINT);
    let by_itself =
        |referral: &Referral, minutes| decide(Some(referral), ReferralCommand::Release, &Actor::System, after(minutes));
    assert_eq!((due(&emergency), due(&calm)), (Some(after(0)), None), "it climbs the ladder at once");
    assert_eq!(due(&step(&calm, ReferralCommand::Claim, 5).unwrap()), None, "no emergency");
    let taken = step(&emergency, ReferralCommand::Claim, 5).unwrap();
    assert_eq!(due(&taken), Some(after(ends)));
    assert_eq!(by_itself(&taken, ends - 1), Err(Disallowed::NotDue));
    let let_go = evolved(Some(taken.clone()), &by_itself(&taken, ends + 1).unwrap());
    assert_eq!((let_go.triage.claim.clone(), due(&let_go)), (None, Some(after(ends + 1))), "it climbs again");
    assert_eq!(let_go.respond_by, taken.respond_by, "the clock stands where it stood");
    let again = step(&let_go, ReferralCommand::Claim, ends + 2).unwrap();
    assert_eq!(due(&again), None, "whoever takes it late keeps it");
    let accepted =
        ReferralCommand::Accept { team: team(), because: None, agreement: None, tellings: None, criteria: Vec::new() };
    let offered = step(&taken, accepted, 60).unwrap();
    assert_eq!(due(&offered), Some(offered.handover.as_ref().unwrap().answer_by), "the offer lapses first");
    let lapsed = decide(Some(&offered), ReferralCommand::LetHandoverLapse, &Actor::System, after(120)).unwrap();
    assert_eq!(due(&evolved(Some(offered), &lapsed)), Some(after(ends)), "taken on is not assessed (PR-12)");
    let erased = ReferralCommand::ErasePersonalData { why: "invented".to_owned() };
    assert_eq!(due(&step(&taken, erased, 60).unwrap()), None);
}

/// PR-12, H01: neither claim nor attempt, question, answer, note, task nor handover in speech stops or moves a clock.
#[test]
fn nothing_but_an_urgency_moves_a_clock() {
    for asked in [Asked::default(), sign(), severe()] {
        let referral = received(asked);
        let mut steps = vec![ReferralCommand::Claim, ask(600), note(Asked::default())];
        steps.extend(AttemptOutcome::ALL.map(attempt));
        steps.push(ReferralCommand::Add { kind: AdditionKind::Answer, told: told(Asked::default()) });
        steps.push(ReferralCommand::Add { kind: AdditionKind::SpokenHandover, told: told(Asked::default()) });
        steps.push(ReferralCommand::RecordSafeguarding { what: "invented".to_owned() });
        steps.extend(
            referral.triage.open_tasks().map(|(task, _)| ReferralCommand::CloseTask { task, note: "done".to_owned() }),
        );
        for command in steps {
            let stepped = step(&referral, command.clone(), 5).unwrap();
            assert_eq!(stepped.respond_by, referral.respond_by, "{command:?}");
            assert_eq!(stepped.priority, referral.priority, "{command:?}");
            assert_eq!(stepped.outcome(), Outcome::Pending);
            assert!(stepped.held().unwrap().next_due <= stepped.respond_by.unwrap(), "{command:?}");
        }
    }
}

/// INV-07: what becomes an emergency is due within four hours of becoming one, and never later than it was.
#[test]
fn a_raised_urgency_is_due_sooner_and_never_later() {
    let calm = received(Asked::default());
    let raised = step(&calm, raise(Priority::Emergency), 90).unwrap();
    assert_eq!(raised.respond_by, Some(after(90 + 240)));
    assert_eq!(raised.triage.emergency_since, Some(after(90)));
    // Raised when its own clock was about to run out: it keeps that.
    let late = 28 * 24 * 60;
    let raised = step(&calm, raise(Priority::Urgent), late).unwrap();
    assert_eq!(raised.respond_by, calm.respond_by);
    for to in [Priority::Routine, Priority::Urgent] {
        assert_eq!(step(&raised, raise(to), late), Err(Disallowed::NotRaised), "{to:?}");
    }
    let silent = ReferralCommand::RaisePriority { to: Priority::Emergency, why: " ".to_owned() };
    assert_eq!(step(&calm, silent, 1), Err(Disallowed::ReasonMissing));
}

/// PR-02, H20, INV-04: only a clinician or duty who spoke with her since it came may lower an urgency, with a reason.
#[test]
fn an_urgency_is_lowered_only_after_speaking_with_her() {
    let emergency = received(sign());
    let lowered = step(&emergency, lower(Priority::Urgent, 30), 60).unwrap();
    assert_eq!(lowered.priority, Some(Priority::Urgent));
    for (command, why) in [
        (lower(Priority::Urgent, -1), Disallowed::SpokeAtMissing),
        (lower(Priority::Urgent, 61), Disallowed::SpokeAtMissing),
        (lower(Priority::Emergency, 30), Disallowed::NotLowered),
        (
            ReferralCommand::LowerPriority { to: Priority::Urgent, spoke_at: after(30), why: String::new() },
            Disallowed::ReasonMissing,
        ),
    ] {
        assert_eq!(step(&emergency, command, 60), Err(why));
    }
    for role in Role::ALL {
        let allowed = matches!(role, Role::Duty | Role::Clinician);
        let answer = decide(Some(&emergency), lower(Priority::Urgent, 30), &staff(role), after(60));
        assert_eq!(answer.is_ok(), allowed, "{role:?}");
    }
    for actor in [Actor::System, Actor::Public, Actor::Operator { account: "invented".to_owned() }] {
        assert_eq!(
            decide(Some(&emergency), lower(Priority::Urgent, 30), &actor, after(60)),
            Err(Disallowed::NeedsAPerson)
        );
        assert_eq!(
            decide(Some(&emergency), raise(Priority::Emergency), &actor, after(60)),
            Err(Disallowed::NeedsAPerson)
        );
    }
    // What a clinician lowered is raised by a new sign, not by a note or by the same answers told again.
    let again =
        |asked| step(&lowered, ReferralCommand::Add { kind: AdditionKind::Door, told: told(asked) }, 70).unwrap();
    assert_eq!(step(&lowered, note(Asked::default()), 70).unwrap().priority, Some(Priority::Urgent));
    assert_eq!(again(sign()).priority, Some(Priority::Urgent));
    let new = Asked { signs: [WarningSign::SelfHarm].into(), ..Asked::default() };
    assert_eq!(
        (again(new.clone()).priority, again(new).respond_by),
        (Some(Priority::Emergency), Some(after(70 + 240)))
    );
}

/// A question to somebody has words and an end within a week; the answer ends the waiting.
#[test]
fn a_question_waits_no_longer_than_a_week() {
    let calm = received(Asked::default());
    let week = 7 * 24 * 60;
    for (minutes, allowed) in [(10, false), (11, true), (10 + week, true), (11 + week, false)] {
        let answer = step(&calm, ask(minutes), 10).map(|_| ());
        assert_eq!(answer, if allowed { Ok(()) } else { Err(Disallowed::NotWithinAWeek) }, "{minutes}");
    }
    let waiting = step(&calm, ask(60), 10).unwrap();
    assert_eq!(waiting.held().unwrap().next_due, after(60));
    let answered =
        step(&waiting, ReferralCommand::Add { kind: AdditionKind::Answer, told: told(Asked::default()) }, 20);
    assert_eq!(answered.unwrap().triage.waiting, None);
}

/// A task is closed with a word on what came of it, and once.
#[test]
fn a_task_is_closed_once_and_with_a_note() {
    let referral = received(severe());
    let close = |note: &str| ReferralCommand::CloseTask { task: TaskKind::SameDayReview, note: note.to_owned() };
    assert_eq!(step(&referral, close(" "), 5), Err(Disallowed::ReasonMissing));
    let done = step(&referral, close("reviewed"), 5).unwrap();
    assert_eq!(done.triage.open_tasks().count(), 0);
    assert_eq!(step(&done, close("again"), 6), Err(Disallowed::NoSuchTask));
    let never = ReferralCommand::CloseTask { task: TaskKind::YoungPeople, note: "x".to_owned() };
    assert_eq!(step(&referral, never, 5), Err(Disallowed::NoSuchTask));
}

/// An accepted referral is due with its clock or its first open task, and a task that is done makes way.
#[test]
fn acceptance_lets_no_task_rest() {
    let referral = received(severe());
    let accept =
        ReferralCommand::Accept { team: team(), because: None, agreement: None, tellings: None, criteria: Vec::new() };
    let offered = step(&referral, accept, 10).unwrap();
    let handover = offered.handover.as_ref().unwrap();
    assert_eq!(offered.held().unwrap().next_due, handover.answer_by, "the offer waits for its answer");
    let take = ReferralCommand::AcceptHandover { to_woman: Telling::NotTold { why: "told in a call".to_owned() } };
    let taken = decide(Some(&offered), take, &staff(Role::Clinician), after(15)).unwrap();
    let accepted = evolved(Some(offered), &taken);
    assert_eq!(accepted.held().unwrap().next_due, at("2026-11-20T23:59:59.999Z"));
    let close = ReferralCommand::CloseTask { task: TaskKind::SameDayReview, note: "reviewed".to_owned() };
    let done = step(&accepted, close, 20).unwrap();
    assert_eq!(done.held().unwrap().next_due, done.respond_by.unwrap());
}

/// PR-13: decided at 16:55 and finished later counts from 16:55, if it is the same decision; it stays open until then.
#[test]
fn a_saved_decision_stays_open_and_keeps_its_instant() {
    let calm = received(Asked::default());
    let grounds = Grounds { reasons: vec!["criteria_not_met".to_owned()], ..Grounds::default() };
    let save = |verdict, grounds: Grounds, owner: &str, by| ReferralCommand::SaveDecision {
        verdict,
        grounds,
        owner: owner.to_owned(),
        by: after(by),
    };
    let reject = || Verdict::Reject { team: team() };
    for (command, why) in [
        (save(reject(), Grounds::default(), "invented", 600), Disallowed::ReasonMissing),
        (save(reject(), grounds.clone(), " ", 600), Disallowed::OwnerMissing),
        (save(reject(), grounds.clone(), "invented", 1), Disallowed::NotWithinAWeek),
        (
            save(Verdict::Reject { team: TeamCode("nowhere".to_owned()) }, grounds.clone(), "invented", 600),
            Disallowed::UnknownTeam("nowhere".to_owned()),
        ),
    ] {
        assert_eq!(step(&calm, command, 5), Err(why));
    }
    let saved = step(&calm, save(reject(), grounds, "invented", 600), 5).unwrap();
    assert_eq!((saved.outcome(), saved.respond_by), (Outcome::Pending, calm.respond_by));
    assert_eq!(saved.held().unwrap().next_due, after(600));
    let finish = ReferralCommand::Reject { team: team(), ending: ending() };
    assert_eq!(step(&saved, finish, 500).unwrap().decided_at(), Some(after(5)));
    let otherwise =
        ReferralCommand::Accept { team: team(), because: None, agreement: None, tellings: None, criteria: Vec::new() };
    assert_eq!(step(&saved, otherwise, 500).unwrap().decided_at(), Some(after(500)));
}

/// PR-04: somebody at the door may add what was told, and that it was handed over in speech; nothing else, and nothing to
/// what has ended.
#[test]
fn the_door_adds_what_was_told_and_nothing_else() {
    let calm = received(Asked::default());
    for (kind, door) in [
        (AdditionKind::Door, true),
        (AdditionKind::SpokenHandover, true),
        (AdditionKind::Note, false),
        (AdditionKind::Answer, false),
    ] {
        let add = || ReferralCommand::Add { kind, told: told(Asked::default()) };
        let answer = decide(Some(&calm), add(), &Actor::Public, after(5)).map(|_| ());
        assert_eq!(answer, if door { Ok(()) } else { Err(Disallowed::NeedsAPerson) }, "{kind:?}");
        assert_eq!(decide(Some(&calm), add(), &Actor::System, after(5)), Err(Disallowed::NeedsAPerson), "{kind:?}");
        let ended = step(&calm, ReferralCommand::Withdraw { ending: ending() }, 5).unwrap();
        assert_eq!(step(&ended, add(), 6), Err(Disallowed::AlreadyDecided("withdrawn")), "{kind:?}");
    }
    for command in [ReferralCommand::Claim, attempt(AttemptOutcome::Spoke), ask(60)] {
        assert_eq!(decide(Some(&calm), command, &Actor::Public, after(5)), Err(Disallowed::NeedsAPerson));
    }
}

/// What was told later is joined to what was told before: source, date, words, tasks.
#[test]
fn what_is_told_later_is_kept_whole() {
    let emergency = received(sign());
    let due = Pregnancy { due_or_end_on: "2026-11-01".parse().unwrap(), outcome: None };
    let asked = Asked {
        way: WayIn::Professional,
        situation: Some(Situation::LivingBaby),
        concerns: [Concern::Low].into(),
        severe_history: Known::Yes,
        ..Asked::default()
    };
    let told = Told {
        asked,
        source: Some("A4".to_owned()),
        pregnancy: Some(due.clone()),
        story: Story { medicines: Some("lithium".to_owned()), ..Story::default() },
        safeguarding: Some("invented".to_owned()),
        ..Told::default()
    };
    let added = step(&emergency, ReferralCommand::Add { kind: AdditionKind::Door, told: Box::new(told) }, 30).unwrap();
    assert_eq!((added.source.as_deref(), added.pregnancy.clone()), (Some("A4"), Some(due)));
    assert_eq!(added.priority, Some(Priority::Emergency));
    assert!(added.triage.safeguarding && added.asked.signs.contains(&WarningSign::HarmDone));
    let tasks: Vec<TaskKind> = added.triage.open_tasks().map(|(task, _)| task).collect();
    assert_eq!(tasks, [TaskKind::SameDayReview, TaskKind::PrescriberReview]);
    let Some(story) = added.story() else { panic!("no story") };
    assert_eq!((story.worry.as_str(), story.medicines.as_deref()), ("invented", Some("lithium")));
}

/// H23: another medicine than those told before is reviewed, also after a review was done; the same one is not again.
#[test]
fn another_medicine_is_reviewed_again() {
    let medicines = |text: &str| {
        let story = Story { medicines: Some(text.to_owned()), ..Story::default() };
        let told = Box::new(Told { story, ..Told::default() });
        ReferralCommand::Add { kind: AdditionKind::Door, told }
    };
    let review = TaskKind::PrescriberReview;
    let open = |referral: &Referral| referral.triage.open_tasks().map(|(task, _)| task).collect::<Vec<_>>();
    let first = step(&received(Asked::default()), medicines("lithium"), 5).unwrap();
    assert_eq!(open(&first), [review]);
    let done = step(&first, ReferralCommand::CloseTask { task: review, note: "reviewed".to_owned() }, 10).unwrap();
    assert_eq!(open(&step(&done, medicines("Priadel"), 15).unwrap()), []);
    let again = step(&done, medicines("lithium, and now Epilim"), 15).unwrap();
    assert_eq!(open(&again), [review]);
    assert!(again.held().unwrap().next_due <= at("2026-11-20T23:59:59.999Z"));
}

/// PR-13: a withdrawal needs the same ending as any other, and a person.
#[test]
fn a_withdrawal_needs_an_ending_and_a_person() {
    let calm = received(Asked::default());
    let withdraw = |ending| ReferralCommand::Withdraw { ending };
    assert_eq!(step(&calm, withdraw(Ending { reasons: vec![], ..ending() }), 5), Err(Disallowed::ReasonMissing));
    assert_eq!(
        step(&calm, withdraw(Ending { way_back: String::new(), ..ending() }), 5),
        Err(Disallowed::WayBackMissing)
    );
    for actor in [Actor::Public, Actor::System] {
        assert_eq!(decide(Some(&calm), withdraw(ending()), &actor, after(5)), Err(Disallowed::NeedsAPerson));
    }
}

/// PR-26: safeguarding is marked, and its words stand in no payload; told at the door, it is recorded with the receipt.
#[test]
fn safeguarding_is_marked_at_the_door_and_later() {
    let with = Receipt { safeguarding: Some("invented".to_owned()), ..receipt(Asked::default()) };
    let events = decide(None, ReferralCommand::Receive(Box::new(with)), &Actor::Public, received_at()).unwrap();
    assert_eq!(events.len(), 2);
    assert!(evolved(None, &events).triage.safeguarding);
    let calm = received(Asked::default());
    assert!(!calm.triage.safeguarding);
    let blank = ReferralCommand::RecordSafeguarding { what: "\n".to_owned() };
    assert_eq!(step(&calm, blank, 5), Err(Disallowed::ReasonMissing));
}

/// What is erased stays so: nothing with words is recorded on it any more, and it can still be ended.
#[test]
fn nothing_is_recorded_on_what_was_erased() {
    let calm = received(severe());
    let erase = ReferralCommand::ErasePersonalData { why: "she asked for it".to_owned() };
    let erased = step(&calm, erase, 5).unwrap();
    for command in
        [ReferralCommand::Claim, attempt(AttemptOutcome::Spoke), ask(60), note(sign()), raise(Priority::Emergency)]
    {
        assert_eq!(step(&erased, command, 6), Err(Disallowed::Erased));
    }
    assert!(step(&erased, ReferralCommand::Withdraw { ending: ending() }, 6).is_ok());
}

/// After an erasure the payload is all that is left: no word that somebody wrote about her stands in it, but for the reasons
/// and ways back that reports and readers keep, as the decision on personal data says.
#[test]
fn no_payload_holds_what_somebody_wrote_about_her() {
    const MARK: &str = "QQQ";
    let words = || MARK.to_owned();
    let some = || Some(words());
    let story = Story { worry: words(), own_words: some(), where_she_is: some(), ..Story::default() };
    let told = || Box::new(Told { story: story.clone(), safeguarding: some(), ..Told::default() });
    let marked = Ending { what_would_change: some(), ..ending() };
    let grounds = Grounds {
        criteria: Vec::new(),
        reasons: vec!["other".to_owned()],
        in_own_words: some(),
        what_would_change: some(),
        way_back: some(),
        agreement: Some(HandoverAgreement::OnBasis { basis: words() }),
    };
    let mut written = Vec::new();
    let with = Receipt { story: story.clone(), safeguarding: some(), ..receipt(severe()) };
    written.extend(decide(None, ReferralCommand::Receive(Box::new(with)), &Actor::Public, received_at()).unwrap());
    let referral = received(severe());
    let task = TaskKind::SameDayReview;
    let commands = [
        ReferralCommand::RecordAttempt { route: Route::Text, outcome: AttemptOutcome::Spoke, note: some() },
        ReferralCommand::Add { kind: AdditionKind::Door, told: told() },
        ReferralCommand::RaisePriority { to: Priority::Emergency, why: words() },
        ReferralCommand::LowerPriority { to: Priority::Routine, spoke_at: after(1), why: words() },
        ReferralCommand::AskForInformation { of: AskedOf::Woman, what: words(), until: after(60) },
        ReferralCommand::CloseTask { task, note: words() },
        ReferralCommand::RecordSafeguarding { what: words() },
        ReferralCommand::SaveDecision {
            verdict: Verdict::Advise { team: team(), advice: words() },
            grounds,
            owner: "invented".to_owned(),
            by: after(60),
        },
        ReferralCommand::Accept {
            team: team(),
            because: some(),
            agreement: None,
            tellings: None,
            criteria: Vec::new(),
        },
        ReferralCommand::Reject { team: team(), ending: marked.clone() },
        ReferralCommand::Signpost { team: team(), signposted_to: "a service".to_owned(), ending: marked.clone() },
        ReferralCommand::Advise { team: team(), advice: words(), ending: marked.clone() },
        ReferralCommand::Withdraw { ending: marked },
    ];
    for command in commands {
        written.extend(decide(Some(&referral), command, &staff(Role::Duty), after(5)).unwrap());
    }
    let mut with_words = 0;
    for event in written {
        let stored = Event::Referral(event.clone()).write().unwrap();
        assert!(!stored.payload.contains(MARK), "{}", stored.payload);
        let personal = stored.personal.as_deref().unwrap_or_default();
        with_words += usize::from(personal.contains(MARK));
        let read = Event::read(&Stored {
            kind: StreamKind::Referral,
            event: stored.event,
            format: stored.format,
            payload: &stored.payload,
            personal: stored.personal.as_deref(),
            import: None,
        });
        assert_eq!(read.unwrap(), Event::Referral(event), "what is stored is all of it");
    }
    assert_eq!(with_words, 17);
}

/// H06, PR-19: a receipt that knows no safe route opens the task; what is told later of routes raises none anew.
#[test]
fn a_receipt_without_a_safe_route_opens_the_task() {
    let without = Receipt { contact: ContactChoices::default(), ..receipt(Asked::default()) };
    let events = decide(None, ReferralCommand::Receive(Box::new(without)), &Actor::Public, received_at()).unwrap();
    let referral = evolved(None, &events);
    assert_eq!(referral.triage.open_tasks().collect::<Vec<_>>(), [(TaskKind::SafeRouteCall, after(24 * 60))]);
    let ReferralEvent::ReferralReceived(_) = &events[0] else { panic!("{events:?}") };
    assert_eq!(step(&received(Asked::default()), note(Asked::default()), 5).unwrap().triage.open_tasks().count(), 0);
}

/// H06, PR-19: another number or address is a task for a person where a message may go by it; the service raises it, a note does
/// not do it, and it is done once nothing is left to be asked.
#[test]
fn another_number_or_address_is_a_task_until_somebody_asked_her() {
    let again = |routes: &[Route]| ReferralCommand::AskRoutesAgain { routes: routes.iter().copied().collect() };
    let open = |referral: &Referral| referral.triage.open_tasks().collect::<Vec<_>>();
    let by = |state: &Referral, command, actor: &Actor, minutes| {
        decide(Some(state), command, actor, after(minutes)).map(|events| evolved(Some(state.clone()), &events))
    };
    let before = received(Asked::default());
    for routes in [&[][..], &[Route::Voicemail]] {
        assert_eq!(open(&by(&before, again(routes), &Actor::System, 10).unwrap()), [], "{routes:?}");
    }
    for actor in [staff(Role::Duty), Actor::Public] {
        assert_eq!(by(&before, again(&[Route::Text]), &actor, 10), Err(Disallowed::NeedsTheService));
    }
    for route in [Route::Letter, Route::Email, Route::Text, Route::Telephone] {
        let waits = by(&before, again(&[route, Route::Voicemail]), &Actor::System, 10).unwrap();
        assert_eq!(open(&waits), [(TaskKind::AskRoutesAgain, after(10 + 24 * 60))], "{route:?}");
        assert_eq!(
            (waits.priority, waits.respond_by, waits.outcome()),
            (before.priority, before.respond_by, before.outcome())
        );
        let later = by(&waits, again(&[route]), &Actor::System, 60).unwrap();
        assert_eq!(open(&later), open(&waits), "the first time stands");
        let note = ReferralCommand::CloseTask { task: TaskKind::AskRoutesAgain, note: "tried".to_owned() };
        assert_eq!(step(&waits, note, 20), Err(Disallowed::DoneByDoing));
        let asked = |settled, agreed| ReferralCommand::RoutesAsked { settled, agreed };
        assert_eq!(open(&step(&waits, asked(false, true), 20).unwrap()), open(&waits));
        assert_eq!(by(&waits, asked(true, true), &Actor::System, 20), Err(Disallowed::NeedsAPerson));
        assert_eq!(open(&step(&waits, asked(true, false), 20).unwrap()), []);
    }
    // A way that is agreed does what a receipt without any asked for.
    let without = Receipt { contact: ContactChoices::default(), ..receipt(Asked::default()) };
    let events = decide(None, ReferralCommand::Receive(Box::new(without)), &Actor::Public, received_at()).unwrap();
    let without = evolved(None, &events);
    for (agreed, left) in [(true, 0), (false, 1)] {
        let asked = ReferralCommand::RoutesAsked { settled: true, agreed };
        assert_eq!(open(&step(&without, asked, 5).unwrap()).len(), left, "{agreed}");
    }
}
