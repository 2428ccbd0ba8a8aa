//! Not engaging: no path from a missed contact to an end without the review (INV-05, PR-21, D20, H14).

use porch_domain::{
    front_door::TaskKind,
    referral::{AttemptOutcome, Ending, Outcome, ToldInPerson, reason::NOT_REACHED},
};

use super::*;

fn task(referral: &Referral, kind: TaskKind) -> bool {
    referral.triage.open_tasks().any(|(task, _)| task == kind)
}

fn try_her(outcome: AttemptOutcome) -> ReferralCommand {
    ReferralCommand::RecordAttempt { route: Route::Telephone, outcome, note: None }
}

fn not_brought(attendance: Attendance, minutes: i64) -> Contact {
    Contact { baby: Baby::NotBrought, ..contact(ContactKind::Treatment, attendance, minutes) }
}

// PR-21
#[test]
fn a_review_is_asked_for_when_she_is_missed_twice_at_once_with_risk_and_for_a_baby_not_brought() {
    use Attendance::{Attended, CancelledByHer, CancelledByUs, DidNotAttend, NoInterpreter};
    for (attendances, asked, raised) in [
        (vec![DidNotAttend], Asked::default(), false),
        (vec![DidNotAttend, DidNotAttend], Asked::default(), true),
        (vec![DidNotAttend, Attended, DidNotAttend], Asked::default(), false),
        (vec![DidNotAttend, CancelledByHer, DidNotAttend], Asked::default(), true),
        (vec![DidNotAttend], sign(), true),
        (vec![CancelledByHer, CancelledByHer, CancelledByUs], sign(), false),
        // A missing interpreter is our failure, never her non-attendance.
        (vec![NoInterpreter, NoInterpreter, NoInterpreter], sign(), false),
    ] {
        let mut referral = in_care(receipt(asked, None));
        for (nth, attendance) in (1..).zip(&attendances) {
            referral = met(&referral, contact(ContactKind::Treatment, *attendance, nth * 100));
        }
        assert_eq!(task(&referral, TaskKind::RiskReview), raised, "{attendances:?}");
        let ever_missed = attendances.contains(&DidNotAttend);
        assert_eq!(referral.care.review_is_missing(), ever_missed, "{attendances:?}");
    }
}

// PR-21
#[test]
fn a_baby_who_was_not_brought_is_a_fact_of_its_own() {
    for attendance in Attendance::ALL {
        let referral = met(&cared_for(), not_brought(attendance, 100));
        assert!(task(&referral, TaskKind::RiskReview), "{attendance:?}");
        assert!(referral.care.review_is_missing(), "{attendance:?}");
        assert_eq!(referral.care.baby_not_brought_at, Some(after(100)));
        assert_eq!(referral.care.missed, u32::from(attendance == Attendance::DidNotAttend), "{attendance:?}");
    }
    for baby in [Baby::Brought, Baby::NotExpected] {
        let came = Contact { baby, ..contact(ContactKind::Treatment, Attendance::Attended, 100) };
        let referral = met(&cared_for(), came);
        assert_eq!((referral.care.baby_not_brought_at, referral.care.review_is_missing()), (None, false), "{baby:?}");
    }
}

// H14, INV-05
#[test]
fn there_is_no_way_from_a_missed_contact_to_discharge_without_the_review() {
    // Risk was reviewed before, she came since, she was spoken with: none of it is the review of this.
    let seen = came(&cared_for(), 30);
    let ways = [
        missed(&seen, 200),
        missed(&missed(&seen, 200), 400),
        missed(&reviewed(&missed(&seen, 200), all_well(), 300), 400),
        came(&missed(&seen, 200), 400),
        step(&missed(&seen, 200), try_her(AttemptOutcome::Spoke), 400).unwrap(),
        met(&seen, not_brought(Attendance::Attended, 200)),
        came(&met(&seen, not_brought(Attendance::Attended, 200)), 400),
        met(&missed(&seen, 200), contact(ContactKind::Other, Attendance::NoInterpreter, 400)),
    ];
    for referral in ways {
        for reason in REASONS {
            let left = step(&referral, discharged_for(reason), 1_000);
            assert_eq!(left, Err(Disallowed::ReviewMissing), "{reason}");
        }
        let reviewed = reviewed(&referral, all_well(), 900);
        assert!(!reviewed.care.review_is_missing());
        for reason in REASONS {
            let left = step(&reviewed, discharged_for(reason), 1_000).unwrap();
            assert_eq!(left.outcome(), Outcome::Accepted);
            assert!(left.held().is_none(), "{reason}");
        }
    }
}

/// The order of events counts, and not what a clock says that was set back meanwhile.
#[test]
fn a_clock_that_is_set_back_makes_no_old_review_answer_a_new_miss() {
    let reviewed = reviewed(&missed(&came(&cared_for(), 30), 200), all_well(), 1_000);
    let again = step(&reviewed, record(contact(ContactKind::Treatment, Attendance::DidNotAttend, 500)), 600).unwrap();
    assert_eq!(step(&again, discharged_for("care_complete"), 700), Err(Disallowed::ReviewMissing));
}

// PR-21
#[test]
fn that_she_does_not_engage_is_said_only_after_all_was_looked_into() {
    use Known::{No, NotKnown, Yes};
    let checks =
        |delivered, safe_route, language, stopped| EngagementChecks { delivered, safe_route, language, stopped };
    for (found, answer) in [
        (checks(Yes, Yes, Yes, No), Ok(())),
        (checks(Yes, Yes, Yes, NotKnown), Ok(())),
        (checks(Yes, Yes, Yes, Yes), Err(Disallowed::NotHerDoing)),
        (checks(No, Yes, Yes, No), Err(Disallowed::NotHerDoing)),
        (checks(Yes, No, Yes, No), Err(Disallowed::NotHerDoing)),
        (checks(Yes, Yes, No, No), Err(Disallowed::NotHerDoing)),
        (checks(NotKnown, Yes, Yes, No), Err(Disallowed::NotLookedInto)),
        (checks(Yes, NotKnown, Yes, No), Err(Disallowed::NotLookedInto)),
        (checks(Yes, Yes, NotKnown, No), Err(Disallowed::NotLookedInto)),
        (checks(NotKnown, NotKnown, NotKnown, NotKnown), Err(Disallowed::NotLookedInto)),
    ] {
        let care = reviewed(&missed(&came(&cared_for(), 30), 200), found, 400);
        assert_eq!(step(&care, discharged_for(NOT_ENGAGING), 500).map(|_| ()), answer, "{found:?}");
        let door = reviewed(&step(&pending(), try_her(AttemptOutcome::NoAnswer), 30).unwrap(), found, 60);
        assert_eq!(step(&door, a_no(NOT_REACHED), 90).map(|_| ()), answer, "{found:?}");
        // No other reason is a way round what the review found.
        let kept_from_us = answer == Err(Disallowed::NotHerDoing);
        for reason in ["care_complete", "she_asked", "window_ended"] {
            let left = step(&care, discharged_for(reason), 500).map(|_| ());
            assert_eq!(left, if kept_from_us { Err(Disallowed::NotHerDoing) } else { Ok(()) }, "{reason} {found:?}");
        }
        let no = step(&door, a_no("she_prefers_otherwise"), 90).map(|_| ());
        assert_eq!(no, if kept_from_us { Err(Disallowed::NotHerDoing) } else { Ok(()) }, "{found:?}");
        // Another service that has her by name does.
        assert!(step(&care, discharged_for("another_service"), 500).is_ok());
        // And once somebody has spoken with her, what the review found is past.
        let spoke = step(&door, try_her(AttemptOutcome::Spoke), 80).unwrap();
        assert!(step(&spoke, a_no("she_prefers_otherwise"), 90).is_ok());
        assert_eq!(step(&spoke, a_no(NOT_REACHED), 90), Err(Disallowed::ReviewMissing));
        assert!(step(&came(&care, 420), discharged_for("she_asked"), 500).is_ok());
    }
}

// D20
#[test]
fn whoever_does_not_engage_or_goes_to_another_service_leaves_to_a_named_one() {
    let reviewed = reviewed(&missed(&came(&cared_for(), 30), 200), all_well(), 400);
    for reason in REASONS {
        let needed = [NOT_ENGAGING, "another_service", "moved"].contains(&reason);
        for onward in [None, Some(" ".to_owned())] {
            let left = step(&reviewed, discharge(Leaving { onward, ..leaving(reason) }), 500).map(|_| ());
            assert_eq!(left, if needed { Err(Disallowed::OnwardMissing) } else { Ok(()) }, "{reason}");
        }
    }
}

// PR-21
#[test]
fn a_review_is_a_clinicians_says_what_was_found_and_when_she_is_next_sought() {
    let missed = missed(&cared_for(), 200);
    assert_eq!(by(&missed, review(all_well(), 300), &staff(Role::Manager), 300), Err(Disallowed::NeedsAClinician));
    assert_eq!(by(&missed, review(all_well(), 300), &Actor::System, 300), Err(Disallowed::NeedsAPerson));
    let with = |next_contact_by, found: &str| ReferralCommand::ReviewRisk {
        checks: all_well(),
        next_contact_by,
        found: found.to_owned(),
    };
    assert_eq!(step(&missed, with(after(400), " "), 300), Err(Disallowed::ReasonMissing));
    assert_eq!(step(&missed, with(after(300), "invented"), 300), Err(Disallowed::NextContactMissing));
    assert_eq!(step(&cared_for(), review(all_well(), 300), 300), Err(Disallowed::NothingToReview));
    let close = ReferralCommand::CloseTask { task: TaskKind::RiskReview, note: "invented".to_owned() };
    let twice = super::missed(&missed, 400);
    assert_eq!(step(&twice, close, 500), Err(Disallowed::DoneByDoing), "a note is no review");
    let done = reviewed(&twice, all_well(), 500);
    assert!(!task(&done, TaskKind::RiskReview));
    assert_eq!(done.care.next_contact_by, Some(after(500 + 7 * 24 * 60)));
}

pub(super) fn ending(reason: &str) -> Ending {
    Ending {
        reasons: vec![reason.to_owned()],
        in_own_words: None,
        what_would_change: Some("If she rings.".to_owned()),
        way_back: "Ring us.".to_owned(),
        to_woman: not_told(),
        to_referrer: not_told(),
        told_in_person: Some(ToldInPerson { by: "Invented Clinician".to_owned(), at: received_at() }),
        second_clinician: Some("another".to_owned()),
        criteria: Vec::new(),
        safeguarding: None,
    }
}

fn a_no(reason: &str) -> ReferralCommand {
    ReferralCommand::Reject { team: team(), ending: ending(reason) }
}

/// Every way to end a referral that is not decided.
fn ends(reason: &str) -> [ReferralCommand; 4] {
    let text = || "invented".to_owned();
    [
        a_no(reason),
        ReferralCommand::Signpost { team: team(), signposted_to: text(), ending: ending(reason) },
        ReferralCommand::Advise { team: team(), advice: text(), ending: ending(reason) },
        ReferralCommand::Withdraw { ending: ending(reason) },
    ]
}

// H14, INV-05, PR-13
#[test]
fn at_the_door_that_she_could_not_be_reached_needs_the_review_as_well() {
    let tried =
        (1..6).fold(pending(), |referral, nth| step(&referral, try_her(AttemptOutcome::NoAnswer), nth * 10).unwrap());
    let missed = missed(&pending(), 30);
    for command in ends(NOT_REACHED) {
        assert_eq!(step(&tried, command.clone(), 100), Err(Disallowed::ReviewMissing));
        assert_eq!(step(&pending(), command.clone(), 100), Err(Disallowed::ReviewMissing), "nobody even tried");
        let done = step(&reviewed(&tried, all_well(), 90), command, 100).unwrap();
        assert!(done.held().is_none());
    }
    // Whoever was missed is not ended for any reason before the review.
    for command in ends("criteria_not_met") {
        assert_eq!(step(&missed, command.clone(), 100), Err(Disallowed::ReviewMissing));
        assert!(step(&reviewed(&missed, all_well(), 95), command, 100).is_ok());
    }
}

// INV-05
#[test]
fn the_promise_finds_every_end_without_a_review() {
    let review_made = reviewed(&missed(&came(&cared_for(), 30), 200), all_well(), 400);
    let left = step(&review_made, discharged_for(NOT_ENGAGING), 500).unwrap();
    let mut forged = left.clone();
    forged.care.review = None;
    assert_eq!(invariants::referral(&forged).unwrap_err().id, "INV-05");
    let mut forged = left;
    forged.care.to_review = true;
    assert_eq!(invariants::referral(&forged).unwrap_err().id, "INV-05");
    let tried = step(&pending(), try_her(AttemptOutcome::NoAnswer), 30).unwrap();
    let mut forged = step(&reviewed(&tried, all_well(), 60), a_no(NOT_REACHED), 90).unwrap();
    forged.care.review = None;
    assert_eq!(invariants::referral(&forged).unwrap_err().id, "INV-05");
}
