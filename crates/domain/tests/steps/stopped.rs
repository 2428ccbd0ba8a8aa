//! What the ladder of an emergency does after nothing ran for a while.

use porch_domain::{
    footprint::StepCode,
    referral::{EscalationClimbed, MissedSteps},
};

use super::*;

fn climbed(referral: &Referral, now: Timestamp) -> EscalationClimbed {
    let events = decide(Some(referral), ReferralCommand::ClimbLadder, &Actor::System, now).unwrap();
    match events.as_slice() {
        [ReferralEvent::EscalationClimbed(climbed)] => climbed.clone(),
        other => panic!("{other:?}"),
    }
}

fn told(climbed: &EscalationClimbed) -> Vec<&str> {
    std::iter::once(&climbed.step).chain(&climbed.also).map(|step: &StepCode| step.0.as_str()).collect()
}

/// What is tried, when the service is back, who is told, what was missed since when, and when the next telling is due.
type Case = (&'static str, &'static str, &'static [&'static str], Option<(u32, &'static str)>, &'static str);

// H01, INV-06: it came on a Friday at 16:55, and nothing ran since.
#[test]
fn what_was_missed_while_nothing_ran_is_said_once_and_whoever_is_there_now_is_told_at_once() {
    let cases: [Case; 8] = [
        ("nothing was missed", "2026-11-20T16:55:20Z", &["duty_worker"], None, "2026-11-20T17:10:00Z"),
        ("the last minute of the first step", "2026-11-20T17:09:59Z", &["duty_worker"], None, "2026-11-20T17:10:00Z"),
        (
            "the second is due as well, and duty has gone",
            "2026-11-20T17:10:00Z",
            &["on_call_senior"],
            Some((1, "2026-11-20T16:55:00Z")),
            "2026-11-20T17:40:00Z",
        ),
        (
            "the night after",
            "2026-11-21T03:00:00Z",
            &["on_call_senior"],
            Some((20, "2026-11-20T16:55:00Z")),
            "2026-11-21T03:10:00Z",
        ),
        (
            "Monday, before the lead would have been told",
            "2026-11-23T09:05:00Z",
            &["duty_worker", "on_call_senior"],
            Some((128, "2026-11-20T16:55:00Z")),
            "2026-11-23T09:10:00Z",
        ),
        (
            "Monday morning: all who are there",
            "2026-11-23T10:00:00Z",
            &["duty_worker", "team_lead", "on_call_senior"],
            Some((130, "2026-11-20T16:55:00Z")),
            "2026-11-23T10:10:00Z",
        ),
        (
            "eight days later, a Saturday",
            "2026-11-28T16:55:00Z",
            &["on_call_senior"],
            Some((384, "2026-11-20T16:55:00Z")),
            "2026-11-28T17:10:00Z",
        ),
        (
            "a year later, in office hours",
            "2027-11-22T11:00:00Z",
            &["duty_worker", "team_lead", "on_call_senior"],
            Some((17604, "2026-11-20T16:55:00Z")),
            "2027-11-22T11:10:00Z",
        ),
    ];
    let emergency = looked_back(sign());
    for (what, now, steps, missed, next_at) in cases {
        let climbed = climbed(&emergency, at(now));
        assert_eq!(told(&climbed), steps, "{what}");
        let missed = missed.map(|(steps, from)| MissedSteps { steps, from: at(from) });
        assert_eq!((climbed.at, climbed.missed, climbed.next_at), (at(now), missed, at(next_at)), "{what}");
    }
}

// H01
#[test]
fn after_a_stop_the_ladder_goes_on_as_it_would_have() {
    let emergency = looked_back(sign());
    let first = decide(Some(&emergency), ReferralCommand::ClimbLadder, &Actor::System, after(0)).unwrap();
    let mut referral = evolved(Some(emergency), &first);
    // Eight days without a server, then again as planned: once for the gap, and once for each half hour since.
    let back = at("2026-11-28T16:55:00Z");
    let mut said = Vec::new();
    let mut now = back;
    while now <= back + SignedDuration::from_hours(3) {
        let climbed = climbed(&referral, now);
        assert_eq!(climbed.at, now);
        now = climbed.next_at;
        said.push(climbed.missed.map(|missed| missed.steps));
        referral = evolved(Some(referral), &[ReferralEvent::EscalationClimbed(climbed)]);
    }
    assert_eq!(said, [&[Some(383)][..], &[None; 6]].concat());
    assert_eq!(referral.triage.ladder.steps.len(), 8);

    // A second stop is said for itself, and nothing of the first again.
    let again = climbed(&referral, now + SignedDuration::from_hours(2));
    assert_eq!(again.missed, Some(MissedSteps { steps: 4, from: now }));
}
