//! Random histories of care: whatever is recorded in whatever order, the promises hold after each step.

use porch_domain::{
    front_door::TaskKind,
    referral::{AttemptOutcome, Ending, Stage, ToldInPerson, reason::NOT_REACHED},
};
use proptest::prelude::*;

use super::*;

fn known() -> impl Strategy<Value = Known> {
    // Most of what is looked into is as it should be, so that histories reach an end.
    prop_oneof![8 => Just(Known::Yes), 1 => Just(Known::No), 1 => Just(Known::NotKnown)]
}

fn checks() -> impl Strategy<Value = EngagementChecks> {
    let stopped = prop_oneof![8 => Just(Known::No), 1 => Just(Known::Yes), 2 => Just(Known::NotKnown)];
    (known(), known(), known(), stopped).prop_map(|(delivered, safe_route, language, stopped)| EngagementChecks {
        delivered,
        safe_route,
        language,
        stopped,
    })
}

/// What is done, and how many minutes ago it was or is still to come.
#[derive(Debug, Clone)]
enum Done {
    Contact(ContactKind, Attendance, Baby, i64),
    Review(EngagementChecks),
    Plain(Box<ReferralCommand>),
}

fn plain(command: ReferralCommand) -> Done {
    Done::Plain(Box::new(command))
}

fn ending(reason: &str) -> Ending {
    Ending {
        reasons: vec![reason.to_owned()],
        in_own_words: None,
        what_would_change: Some("invented".to_owned()),
        way_back: "Ring us.".to_owned(),
        to_woman: not_told(),
        to_referrer: not_told(),
        told_in_person: Some(ToldInPerson { by: "Invented Clinician".to_owned(), at: received_at() }),
        second_clinician: Some("another".to_owned()),
        criteria: Vec::new(),
        safeguarding: None,
    }
}

fn step_of_care() -> impl Strategy<Value = Done> {
    let text = || "invented".to_owned();
    let reasons = REASONS.into_iter().chain(["died"]).collect::<Vec<_>>();
    let kinds = proptest::sample::select(&ContactKind::ALL[..]);
    let attendances = proptest::sample::select(&Attendance::ALL[..]);
    let babies = prop_oneof![
        6 => Just(Baby::NotExpected), 2 => Just(Baby::Brought), 1 => Just(Baby::NotBrought)
    ];
    let no = |reason: &str| ReferralCommand::Reject { team: team(), ending: ending(reason) };
    prop_oneof![
        12 => (kinds, attendances, babies, 0i64..3_000)
            .prop_map(|(kind, attendance, baby, ago)| Done::Contact(kind, attendance, baby, ago)),
        6 => checks().prop_map(Done::Review),
        4 => proptest::sample::select(&AttemptOutcome::ALL[..]).prop_map(|outcome| plain(
            ReferralCommand::RecordAttempt { route: Route::Telephone, outcome, note: None }
        )),
        2 => Just(plain(ReferralCommand::NameLead { lead: text() })),
        1 => Just(plain(ReferralCommand::RecordAdmission { unit: text() })),
        2 => Just(plain(ReferralCommand::RaisePriority { to: Priority::Emergency, why: text() })),
        1 => Just(plain(ReferralCommand::RecordSafeguarding { what: text() })),
        2 => proptest::sample::select(&TaskKind::ALL[..])
            .prop_map(move |task| plain(ReferralCommand::CloseTask { task, note: text() })),
        3 => proptest::sample::select(reasons).prop_map(|reason| plain(discharged_for(reason))),
        1 => Just(plain(no(NOT_REACHED))),
        1 => Just(plain(no("criteria_not_met"))),
        2 => Just(plain(ReferralCommand::Accept { team: team(), because: None, agreement: None, tellings: None, criteria: Vec::new() })),
        4 => Just(plain(ReferralCommand::AcceptHandover { to_woman: not_told() })),
        1 => Just(plain(ReferralCommand::WarnOfTheEnd)),
    ]
}

impl Done {
    fn command(self, now: Timestamp) -> ReferralCommand {
        let next_contact_by = now + SignedDuration::from_hours(48);
        match self {
            Self::Plain(command) => *command,
            Self::Review(checks) => {
                ReferralCommand::ReviewRisk { checks, next_contact_by, found: "invented".to_owned() }
            }
            Self::Contact(kind, attendance, baby, ago) => record(Contact {
                at: now - SignedDuration::from_mins(ago),
                kind,
                attendance,
                baby,
                team: None,
                elsewhere: None,
                next_contact_by,
                note: None,
            }),
        }
    }
}

/// What a second reading of the history says of it, told apart from the rules themselves.
#[derive(Default)]
struct Watched {
    missed_since_review: bool,
    ever_assessed_since_raised: bool,
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(5_000))]

    /// INV-01, INV-03, INV-05, PR-12, PR-21, H14: whatever is recorded of care, in whatever order and by whomever.
    #[test]
    fn every_promise_holds_after_each_step_of_any_history_of_care(
        risk in any::<bool>(),
        taken_on in any::<bool>(),
        steps in proptest::collection::vec((step_of_care(), 0u8..10, 0i64..4_000), 0..40),
    ) {
        let first = receipt(if risk { sign() } else { Asked::default() }, Some("2026-01-05"));
        let mut referral = if taken_on { in_care(first) } else { received(first) };
        let (mut now, mut watched) = (after(60), Watched::default());
        for (done, who, minutes) in steps {
            now += SignedDuration::from_mins(minutes);
            let actor = match who { 0 => Actor::System, 1 => Actor::Public, 2 => staff(Role::Manager), 3..=5 => staff(Role::Duty), _ => staff(Role::Clinician) };
            let command = done.command(now);
            let before = referral.clone();
            let Ok(events) = decide(Some(&referral), command.clone(), &actor, now) else { continue };
            referral = evolved(Some(referral), &events);
            prop_assert_eq!(invariants::referral(&referral), Ok(()));
            for event in &events {
                watch(&mut watched, event);
            }
            stops_only_what_may(&before, &referral, &command)?;
            match referral.held() {
                Some(held) => prop_assert!(!held.by.0.is_empty()),
                None => ends_well(&before, &referral, &actor, &watched)?,
            }
        }
    }
}

fn watch(watched: &mut Watched, event: &ReferralEvent) {
    match event {
        ReferralEvent::ContactRecorded(contact) => {
            if contact.attendance == Attendance::DidNotAttend || contact.baby == Baby::NotBrought {
                watched.missed_since_review = true;
            }
            if contact.attendance == Attendance::Attended && contact.kind == ContactKind::Assessment {
                watched.ever_assessed_since_raised = true;
            }
        }
        ReferralEvent::RiskReviewed(_) => watched.missed_since_review = false,
        ReferralEvent::PriorityRaised(_) => watched.ever_assessed_since_raised = false,
        _ => {}
    }
}

/// PR-12: only an assessment that she came to stops a clock.
fn stops_only_what_may(before: &Referral, now: &Referral, command: &ReferralCommand) -> Result<(), TestCaseError> {
    let stopped = before.responded_at.is_none() && now.responded_at.is_some();
    let assessed = matches!(
        command,
        ReferralCommand::RecordContact(contact)
            if contact.kind == ContactKind::Assessment && contact.attendance == Attendance::Attended
    );
    prop_assert!(!stopped || assessed, "{command:?} stopped a clock");
    prop_assert_eq!(now.responded_at.is_some(), now.care.answered_by.is_some());
    Ok(())
}

/// INV-03, INV-04, INV-05: an end is a person's, and none follows a miss without a review.
fn ends_well(before: &Referral, now: &Referral, actor: &Actor, watched: &Watched) -> Result<(), TestCaseError> {
    prop_assert!(before.held().is_some(), "a referral that has ended stays as it is");
    prop_assert!(matches!(actor, Actor::Staff { .. }), "{actor:?} ended it");
    if now.discharge_reason() == Some("died") {
        return Ok(());
    }
    prop_assert!(!watched.missed_since_review, "let go after a miss, without a review");
    let care = matches!(before.stage, Stage::Accepted { .. });
    let open = before.triage.open_tasks().any(|(task, _)| task != TaskKind::CareEnds);
    prop_assert!(!care || !open, "somebody left with a task open");
    let emergency = before.priority == Some(Priority::Emergency) && !watched.ever_assessed_since_raised;
    prop_assert!(!care || !emergency, "somebody left as an emergency that nobody assessed");
    Ok(())
}
