//! What stops a clock, and what does not (PR-12, D21, F6).

use porch_domain::{
    front_door::TaskKind,
    referral::{AskedOf, AttemptOutcome, SeenElsewhere, Verdict},
};

use super::*;

fn elsewhere(name: &str, service: &str) -> Option<SeenElsewhere> {
    Some(SeenElsewhere { service: service.to_owned(), name: name.to_owned() })
}

fn emergency() -> Referral {
    in_care(receipt(sign(), None))
}

// PR-12
#[test]
fn an_assessment_that_she_came_to_stops_the_clock_and_nothing_else_does() {
    use Attendance::{Attended, CancelledByHer, CancelledByUs, DidNotAttend, NoInterpreter};
    use ContactKind::{Assessment, Other, Treatment};
    for (kind, attendance, stops) in [
        (Assessment, Attended, true),
        (Assessment, DidNotAttend, false),
        (Assessment, CancelledByHer, false),
        (Assessment, CancelledByUs, false),
        (Assessment, NoInterpreter, false),
        (Treatment, Attended, false),
        (Treatment, DidNotAttend, false),
        (Other, Attended, false),
        (Other, CancelledByUs, false),
    ] {
        for referral in [pending(), cared_for(), emergency()] {
            let until = referral.clock_ends();
            assert!(until.is_some(), "a clock runs from the receipt on");
            let after_it = met(&referral, contact(kind, attendance, 60));
            let expected = if stops { None } else { until };
            assert_eq!(after_it.clock_ends(), expected, "{kind:?} {attendance:?}");
            assert_eq!(after_it.responded_at, stops.then(|| after(60)), "{kind:?} {attendance:?}");
            assert_eq!(after_it.assessed_at, stops.then(|| after(60)), "{kind:?} {attendance:?}");
            let came = attendance == Attended;
            assert_eq!(after_it.first_contact_at, came.then(|| after(60)), "{kind:?} {attendance:?}");
        }
    }
}

// PR-12
#[test]
fn no_step_but_a_contact_stops_a_clock() {
    let text = || "invented".to_owned();
    let attempts = AttemptOutcome::ALL
        .into_iter()
        .flat_map(|outcome| Route::ALL.map(|route| ReferralCommand::RecordAttempt { route, outcome, note: None }));
    let acknowledged = [
        ReferralCommand::Claim,
        ReferralCommand::RecordEmergencyTaken { name: text(), service: text() },
        ReferralCommand::AskForInformation { of: AskedOf::Woman, what: text(), until: after(600) },
        ReferralCommand::SaveDecision {
            verdict: Verdict::Accept { team: team() },
            grounds: referral::Grounds::default(),
            owner: text(),
            by: after(600),
        },
        ReferralCommand::Accept { team: team(), because: None, agreement: None, tellings: None, criteria: Vec::new() },
    ];
    let referral = received(receipt(sign(), None));
    for command in attempts.chain(acknowledged) {
        let until = referral.clock_ends();
        let after_it = by(&referral, command.clone(), &staff(Role::Duty), 30).unwrap();
        assert_eq!(after_it.clock_ends(), until, "{command:?}");
    }
    // In care as well: lead, admission, a review, a handover that is offered.
    let mut referral = met(&emergency(), contact(ContactKind::Treatment, Attendance::DidNotAttend, 30));
    for (minutes, command) in [
        (100, review(all_well(), 100)),
        (110, ReferralCommand::NameLead { lead: text() }),
        (120, ReferralCommand::RecordAdmission { unit: text() }),
    ] {
        let until = referral.clock_ends();
        referral = step(&referral, command.clone(), minutes).unwrap();
        assert_eq!(referral.clock_ends(), until, "{command:?}");
    }
}

// PR-12
#[test]
fn an_assessment_is_a_clinicians_of_ours_or_a_named_ones_elsewhere() {
    let seen = |elsewhere| Contact { elsewhere, ..contact(ContactKind::Assessment, Attendance::Attended, 60) };
    for (elsewhere, actor, answer) in [
        (None, staff(Role::Clinician), Ok(())),
        (None, staff(Role::Duty), Ok(())),
        (None, staff(Role::Manager), Err(Disallowed::NeedsAClinician)),
        (None, Actor::System, Err(Disallowed::NeedsAPerson)),
        (None, Actor::Public, Err(Disallowed::NeedsAPerson)),
        (elsewhere("Invented Nurse", "Liaison"), staff(Role::Clinician), Ok(())),
        (elsewhere("Invented Nurse", "Liaison"), staff(Role::Manager), Ok(())),
        (elsewhere("Invented Nurse", " "), staff(Role::Clinician), Err(Disallowed::SeenByMissing)),
        (elsewhere("", "Liaison"), staff(Role::Clinician), Err(Disallowed::SeenByMissing)),
        (elsewhere("Invented Nurse", "Liaison"), Actor::System, Err(Disallowed::NeedsAPerson)),
    ] {
        let done = by(&emergency(), record(seen(elsewhere.clone())), &actor, 90);
        assert_eq!(done.as_ref().map(|_| ()).map_err(Clone::clone), answer, "{elsewhere:?} {actor:?}");
        if let Ok(referral) = done {
            assert_eq!(referral.clock_ends(), None);
            let stopped_by = referral.care.answered_by.unwrap();
            assert_eq!(stopped_by.starts_with("Invented Nurse, Liaison"), elsewhere.is_some(), "{stopped_by}");
        }
    }
}

// PR-12
#[test]
fn a_contact_lies_between_the_receipt_and_now_and_names_the_next_one() {
    let one = || contact(ContactKind::Treatment, Attendance::Attended, 60);
    let day = 24 * 60;
    for (changed, answer) in [
        (one(), Ok(())),
        (Contact { at: received_at(), ..one() }, Ok(())),
        (Contact { at: after(90), ..one() }, Ok(())),
        (Contact { at: after(91), ..one() }, Err(Disallowed::ContactAtUnclear)),
        (Contact { at: after(-1), ..one() }, Err(Disallowed::ContactAtUnclear)),
        (Contact { next_contact_by: after(90), ..one() }, Err(Disallowed::NextContactMissing)),
        (Contact { next_contact_by: after(91), ..one() }, Ok(())),
        (Contact { next_contact_by: after(90 + 92 * day), ..one() }, Ok(())),
        (Contact { next_contact_by: after(91 + 92 * day), ..one() }, Err(Disallowed::NextContactMissing)),
    ] {
        let done = step(&cared_for(), record(changed.clone()), 90).map(|_| ());
        assert_eq!(done, answer, "{changed:?}");
    }
}

// PR-12
#[test]
fn an_assessment_before_the_urgency_was_raised_does_not_answer_it() {
    let raise = ReferralCommand::RaisePriority { to: Priority::Emergency, why: "invented".to_owned() };
    let assessed = came(&cared_for(), 60);
    assert_eq!(assessed.clock_ends(), None);
    let raised = step(&assessed, raise, 200).unwrap();
    assert_eq!(raised.clock_ends(), Some(after(200 + 240)), "what is new asks for an answer of its own");
    assert_eq!(raised.care.answered_by, None);
    for (minutes, stops) in [(199, false), (200, true), (230, true)] {
        let again =
            step(&raised, record(contact(ContactKind::Assessment, Attendance::Attended, minutes)), 300).unwrap();
        assert_eq!(again.responded_at, stops.then(|| after(minutes)), "{minutes}");
        assert_eq!(again.assessed_at, Some(after(60)), "the first assessment stays the first");
    }
}

#[test]
fn of_several_assessments_the_earliest_counts_in_whatever_order_they_are_written_down() {
    let late = came(&emergency(), 180);
    let earlier = Contact {
        elsewhere: elsewhere("Invented Nurse", "Liaison"),
        ..contact(ContactKind::Assessment, Attendance::Attended, 100)
    };
    let both = step(&late, record(earlier), 300).unwrap();
    assert_eq!((both.responded_at, both.assessed_at), (Some(after(100)), Some(after(100))));
    assert_eq!(both.care.answered_by.as_deref(), Some("Invented Nurse, Liaison"));
    let third = came(&both, 240);
    assert_eq!(third.responded_at, Some(after(100)));
}

// F6
#[test]
fn everybody_whom_she_saw_is_counted_once_and_nobody_whom_she_did_not_see() {
    let mut referral = cared_for();
    for (account, attendance, elsewhere, seen) in [
        ("one", Attendance::Attended, None, 1),
        ("one", Attendance::Attended, None, 1),
        ("two", Attendance::DidNotAttend, None, 1),
        ("two", Attendance::CancelledByUs, None, 1),
        ("two", Attendance::Attended, None, 2),
        // Whoever writes it down did not see her.
        ("three", Attendance::Attended, elsewhere("Invented Nurse", "Liaison"), 3),
        ("four", Attendance::Attended, elsewhere("Invented Nurse ", "Liaison"), 3),
    ] {
        let one = Contact { elsewhere, ..contact(ContactKind::Other, attendance, 60) };
        referral = by(&referral, record(one), &named(account, Role::Clinician), 90).unwrap();
        assert_eq!(referral.care.seen_by.len(), seen, "{account} {attendance:?}");
    }
    assert!(!referral.care.seen_by.contains("three"));
}

// D16
#[test]
fn an_admission_without_a_lead_is_flagged_and_a_unit_is_never_left_without_one() {
    let admit = |unit: &str| ReferralCommand::RecordAdmission { unit: unit.to_owned() };
    let leave = |lead: &str, minutes| ReferralCommand::RecordLeavingUnit {
        lead: lead.to_owned(),
        next_contact_by: after(minutes),
    };
    let open = |referral: &Referral| referral.triage.open_tasks().any(|(task, _)| task == TaskKind::LeadProfessional);
    let name = ReferralCommand::NameLead { lead: "Invented Lead".to_owned() };
    assert_eq!(step(&pending(), admit("Invented Unit"), 30), Err(Disallowed::NotTakenOn));
    assert_eq!(step(&cared_for(), admit(" "), 30), Err(Disallowed::Empty("the unit")));
    assert_eq!(step(&cared_for(), leave("Invented Lead", 100), 30), Err(Disallowed::NotAdmitted));
    let without = step(&cared_for(), admit("Invented Unit"), 30).unwrap();
    assert!(open(&without), "nobody leads her");
    assert!(!open(&step(&without, name.clone(), 40).unwrap()));
    let with = step(&step(&cared_for(), name, 25).unwrap(), admit("Invented Unit"), 30).unwrap();
    assert!(!open(&with));
    assert_eq!(with.care.lead.as_deref(), Some("Invented Lead"), "an admission keeps its lead");
    assert_eq!(step(&with, admit("Another"), 40), Err(Disallowed::AdmittedAlready));
    for referral in [with, without] {
        assert_eq!(step(&referral, leave(" ", 100), 50), Err(Disallowed::LeadMissing));
        assert_eq!(step(&referral, leave("Another Lead", 50), 50), Err(Disallowed::NextContactMissing));
        let left = step(&referral, leave("Another Lead", 100), 50).unwrap();
        assert_eq!((left.care.admitted.as_deref(), left.care.lead.as_deref()), (None, Some("Another Lead")));
        assert_eq!(left.care.next_contact_by, Some(after(100)), "D5: she is seen on leaving");
        assert!(!open(&left));
    }
}
