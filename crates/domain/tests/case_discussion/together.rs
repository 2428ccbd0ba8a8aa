//! Two teams in contact with her within three days meet, and neither thinks that the other holds the risk (H09).

use super::*;

// H09
#[test]
fn contacts_of_two_teams_three_days_apart_ask_them_to_meet_and_a_minute_more_does_not() {
    let first = 60;
    let three_days = MEET_WITHIN.as_secs() / 60;
    assert_eq!(three_days, 3 * 24 * 60);
    for (apart, asks) in [(0, true), (1, true), (three_days, true), (three_days + 1, false)] {
        for (one, other) in [("community", "thrive"), ("thrive", "community"), ("front_door", "community")] {
            // Whichever of the two is written down first.
            for (earlier, later) in [(first, first + apart), (first + apart, first)] {
                let mut case = Case::in_care(&ACROSS_ALONE);
                assert_eq!(case.seen(&ours(one), earlier), []);
                let written = earlier.max(later) + 60;
                let events = case.clinician(written, record(&ours(other), later, Attendance::Attended)).unwrap();
                assert_eq!(events.len() == 2, asks, "{one} {other} {apart}");
            }
        }
    }
}

// H09
#[test]
fn attended_and_missed_contacts_count_and_cancelled_ones_do_not_and_a_service_outside_is_as_good_as_a_team() {
    for (attendance, counts) in [
        (Attendance::Attended, true),
        (Attendance::DidNotAttend, true),
        (Attendance::NoInterpreter, true),
        (Attendance::CancelledByHer, false),
        (Attendance::CancelledByUs, false),
    ] {
        for other in [ours("thrive"), crisis()] {
            for cancelled_first in [true, false] {
                let mut case = Case::in_care(&NONE);
                let (one, two) = if cancelled_first {
                    (case.met(&other, 60, attendance), case.seen(&ours("community"), 200))
                } else {
                    (case.seen(&ours("community"), 60), case.met(&other, 200, attendance))
                };
                assert_eq!((one.len(), two.len()), (0, usize::from(counts)), "{other:?} {attendance:?}");
            }
        }
    }
    let mut same = Case::in_care(&NONE);
    same.seen(&crisis(), 60);
    assert_eq!(same.seen(&Seer::Service("invented  crisis team".to_owned()), 120), [], "one service, written twice");
    // Nobody names a team: it is the one responsible.
    let mut named = Case::in_care(&NONE);
    let ReferralCommand::RecordContact(contact) = record(&ours("community"), 60, Attendance::Attended) else {
        panic!()
    };
    let unnamed = ReferralCommand::RecordContact(Box::new(Contact { team: None, ..*contact }));
    let events = named.clinician(120, unnamed).unwrap();
    let ReferralEvent::ContactRecorded(recorded) = &events[0] else { panic!("{events:?}") };
    assert_eq!((recorded.team.as_ref(), events.len()), (Some(&team("community")), 1));
    assert_eq!(named.seen(&ours("thrive"), 130).len(), 1);
    let nobody = named.clinician(400, record(&ours("nobody"), 300, Attendance::Attended));
    assert_eq!(nobody, Err(Disallowed::UnknownTeam("nobody".to_owned())));
}

// H09
#[test]
fn they_are_asked_once_and_again_only_for_contacts_after_they_agreed() {
    let (one, other) = (ours("community"), ours("thrive"));
    let mut case = Case::in_care(&NONE);
    case.seen(&one, 60);
    assert_eq!(case.seen(&other, 120).len(), 1);
    for minutes in [180, 240, 300] {
        assert_eq!(case.seen(if minutes == 240 { &one } else { &other }, minutes), [], "asked once");
    }
    // A third is asked with each of them.
    assert_eq!(case.seen(&crisis(), 400).len(), 2);
    let spoke = ReferralCommand::CloseTask { task: TaskKind::TeamsMeet, note: "Invented words".to_owned() };
    case.clinician(500, spoke).unwrap();
    assert!(case.now().cases.asked.is_empty());
    assert_eq!(case.seen(&one, 600), [], "the other's contact was before they spoke");
    assert_eq!(case.seen(&other, 700).len(), 1, "both are after it");
}

// H09
#[test]
fn nobody_is_asked_while_a_handover_between_them_is_open_or_once_it_is_accepted_or_while_they_work_together() {
    let (one, other) = (ours("community"), ours("thrive"));
    let agreement = || HandoverAgreement::OnBasis { basis: "Invented basis".to_owned() };
    let summary = || "Invented words".to_owned();
    let offer = ReferralCommand::OfferHandover { to: team("thrive"), agreement: agreement(), summary: summary() };
    let joint = ReferralCommand::BeginJointWork {
        team: team("thrive"),
        agreed_on: "2026-11-20".parse().unwrap(),
        what: summary(),
    };
    let onward = ReferralCommand::ReferOnward {
        to: "invented crisis  team".to_owned(),
        chase_by: after(2000),
        agreement: agreement(),
        summary: summary(),
    };
    for (before, to, asks) in [
        (None, &other, 1),
        (Some(&offer), &other, 0),
        (Some(&joint), &other, 0),
        (None, &crisis(), 1),
        (Some(&onward), &crisis(), 0),
        // What is between two asks nothing of a third.
        (Some(&offer), &crisis(), 1),
        (Some(&joint), &crisis(), 1),
        (Some(&onward), &other, 1),
    ] {
        let mut case = Case::in_care(&NONE);
        if let Some(command) = before {
            case.clinician(30, command.clone()).unwrap();
        }
        case.seen(&one, 60);
        assert_eq!(case.seen(to, 120).len(), asks, "{before:?} {to:?}");
    }
    // Where the offer comes to nothing, the next contact asks; where it is accepted, what was before it asks nothing.
    for (answer, asks) in [
        (ReferralCommand::ReturnHandover { why: summary() }, 1),
        (ReferralCommand::AcceptHandover { to_woman: not_told() }, 0),
    ] {
        let mut case = Case::in_care(&NONE);
        case.seen(&one, 60);
        case.clinician(130, offer.clone()).unwrap();
        case.ask(&staff(Role::Duty), 140, answer).unwrap();
        assert_eq!(case.seen(&other, 200).len(), asks);
    }
    // A clock that was set back before the answer asks nothing of what was written down by then.
    let mut case = Case::in_care(&NONE);
    case.seen(&one, 300);
    case.clinician(30, offer.clone()).unwrap();
    case.ask(&staff(Role::Duty), 40, ReferralCommand::AcceptHandover { to_woman: not_told() }).unwrap();
    assert_eq!(case.seen(&other, 320), []);
    // Who begins to work together has met.
    let mut case = Case::in_care(&NONE);
    case.seen(&one, 60);
    case.seen(&other, 120);
    assert_eq!(case.open_tasks(), [TaskKind::TeamsMeet]);
    case.clinician(300, joint).unwrap();
    assert!(case.now().cases.asked.is_empty() && case.open_tasks().is_empty());
}

// H09
#[test]
fn the_pair_goes_on_the_list_that_holds_both_and_comes_first_or_the_team_responsible_has_a_task() {
    let soon = |case: &Case, by: i64| {
        let task = case.now().triage.tasks.get(&TaskKind::TeamsMeet).copied();
        task.map(|task| (task.done_at.is_none(), task.due_by))
            == Some((true, after(by) + SignedDuration::from_hours(24)))
    };
    // On Friday: of our own teams on Monday, across services on Thursday.
    for (rules, other, listed, task) in [
        (&*NONE, ours("thrive"), None, true),
        (&*ACROSS_ALONE, ours("thrive"), Some(ACROSS), false),
        (&*BOTH, ours("thrive"), Some(OURS), false),
        (&*BOTH, ours("front_door"), Some(ACROSS), false),
        (&*BOTH, Seer::Service("nhs talking therapies".to_owned()), Some(ACROSS), false),
        (&*BOTH, crisis(), None, true),
    ] {
        let mut case = Case::in_care(rules);
        case.seen(&ours("community"), 60);
        let before = untouched(case.now());
        case.seen(&other, 120);
        assert_eq!(case.lists(), listed.into_iter().collect::<Vec<_>>(), "{other:?}");
        assert_eq!(case.open_tasks().contains(&TaskKind::TeamsMeet), task, "{other:?}");
        assert!(!task || soon(&case, 180), "{other:?}");
        assert_eq!(untouched(case.now()), before);
        if let Some(listing) = listed.and_then(|code| case.now().cases.listing(code)) {
            let discussion = rules.case_discussion(&listing.discussion).unwrap();
            let outside = discussion.crosses_services();
            assert_eq!(listing.is_named_at(discussion), !outside, "nobody asked her: services outside hear no name");
        }
        // Discussed there, both have met.
        if let Some(code) = listed {
            case.clinician(7000, discuss(code, result(CaseOutcome::GoOn, None, None))).unwrap();
            assert!(case.now().cases.asked.is_empty() && case.lists().is_empty());
        }
    }
    // More than a week before the next day: it stands on the list, and somebody speaks before.
    let mut far = Case::in_care(&ACROSS_ALONE);
    let thursday = 6 * 24 * HOURS + 5 * HOURS;
    far.seen(&ours("community"), thursday);
    far.seen(&ours("thrive"), thursday + 60);
    assert_eq!((far.lists(), far.open_tasks().contains(&TaskKind::TeamsMeet)), (vec![ACROSS], true));
    // An emergency waits for no discussion.
    let emergency = Asked { signs: [WarningSign::HarmDone].into(), ..Asked::default() };
    let mut now = Case::pending(&BOTH, emergency);
    now.seen(&ours("front_door"), 60);
    now.seen(&ours("community"), 120);
    assert_eq!((now.lists(), now.open_tasks().contains(&TaskKind::TeamsMeet)), (vec![ACROSS], true));
}
