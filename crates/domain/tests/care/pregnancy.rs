//! A new pregnancy while somebody is with us, and what is left for the next time (T5, K7).

use porch_domain::{
    front_door::{Situation, TaskKind},
    referral::care_ends_on,
};

use super::*;

fn pregnant(due_on: &str) -> ReferralCommand {
    ReferralCommand::RecordPregnancy { due_on: on(due_on) }
}

// T5, D14: counted from the newest, and never shorter.
#[test]
fn a_new_pregnancy_makes_her_time_longer_and_never_shorter() {
    let cared_for = came(&in_care(receipt(Asked::default(), Some("2026-06-01"))), 30);
    assert_eq!(care_ends_on(&cared_for, 24), Some(on("2028-06-01")));
    for (due_on, ends_on) in [("2027-05-01", "2029-05-01"), ("2026-11-01", "2028-11-01")] {
        let again = step(&cared_for, pregnant(due_on), 60).unwrap();
        assert_eq!(care_ends_on(&again, 24), Some(on(ends_on)), "{due_on}");
        assert_eq!((again.ends_on(), again.situation()), (Some(on(due_on)), Some(Situation::Pregnant)));
        assert_eq!((again.respond_by, again.priority), (cared_for.respond_by, cared_for.priority));
        assert_eq!(again.pregnancy, cared_for.pregnancy, "what it came with stays");
    }
    let later = step(&cared_for, pregnant("2027-05-01"), 60).unwrap();
    let earlier = step(&later, pregnant("2027-03-01"), 70).unwrap();
    assert_eq!(care_ends_on(&earlier, 24), Some(on("2029-05-01")), "never shorter");
}

// T5
#[test]
fn a_baby_is_due_within_42_weeks_or_at_most_three_weeks_ago() {
    let unclear = || Err(Disallowed::DueOnUnclear);
    for (due_on, expected) in
        [("2026-10-29", unclear()), ("2026-10-30", Ok(())), ("2027-09-10", Ok(())), ("2027-09-11", unclear())]
    {
        assert_eq!(step(&cared_for(), pregnant(due_on), 60).map(|_| ()), expected, "{due_on}");
    }
    let again = step(&cared_for(), pregnant("2027-05-01"), 60).unwrap();
    assert_eq!(step(&again, pregnant("2027-05-01"), 70), Err(Disallowed::KnownAlready));
    assert_eq!(by(&cared_for(), pregnant("2027-05-01"), &Actor::Public, 60), Err(Disallowed::NeedsAPerson));
}

// PR-02, H23: as at the door, a known severe illness and a pregnancy are looked at on the same day.
#[test]
fn a_new_pregnancy_with_a_known_severe_illness_is_reviewed_on_the_day() {
    let severe = Asked { severe_history: Known::Yes, situation: Some(Situation::Preconception), ..Asked::default() };
    let planned = received(receipt(severe, None));
    assert_eq!(planned.priority, Some(Priority::Routine));
    let again = step(&planned, pregnant("2027-05-01"), 60).unwrap();
    assert_eq!(again.priority, Some(Priority::VeryUrgent));
    assert!(again.triage.open_tasks().any(|(task, _)| task == TaskKind::SameDayReview));
    assert!(again.respond_by <= planned.respond_by, "INV-04");
}

// K7
#[test]
fn what_helped_and_early_signs_are_left_for_the_next_time_and_go_with_an_erasure() {
    let said = |text: &str| Some(text.to_owned());
    let left = Leaving { what_helped: said("Walking"), early_signs: said("No sleep"), ..leaving("care_complete") };
    let left = step(&came(&cared_for(), 30), discharge(left), 100).unwrap();
    let words = left.care.left.clone().unwrap();
    assert_eq!((words.what_helped, words.early_signs), (said("Walking"), said("No sleep")));
    assert_eq!(left.care.way_back.as_deref(), Some("Ring us."));
    let erased = step(&left, ReferralCommand::ErasePersonalData { why: "asked".to_owned() }, 200).unwrap();
    assert_eq!(erased.care.left, None);
}
