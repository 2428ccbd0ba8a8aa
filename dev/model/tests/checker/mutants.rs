//! Rules that were broken on purpose, each in one place: the checker must find every one, and name the promise.
//!
//! A mutant is a layer around `decide`, `evolve` or `due_now` here in the test. The rules have no switch for it.

use porch_domain::{
    disallowed::{Disallowed, ImpossibleHistory},
    footprint::TeamCode,
    referral::{
        Deciding, EndedOutcome, Ladder, Priority, Referral, ReferralCommand, ReferralEvent, Stage, decide, due_now,
        evolve,
    },
};
use porch_model::{COMMUNITY, FRONT_DOOR, Rules, Service, Store, promises};

use crate::{models, orders::check};

type Decided = Result<Vec<ReferralEvent>, Disallowed>;
type Evolved = Result<Referral, ImpossibleHistory>;

/// The real rules.
fn decided(state: Option<&Referral>, command: ReferralCommand, deciding: &Deciding<'_>) -> Decided {
    decide(porch_model::ID, state, command, deciding)
}

/// The real rules.
fn evolved(state: Option<Referral>, event: &ReferralEvent) -> Evolved {
    evolve(porch_model::ID, state, event)
}

fn with(rules: Rules, service: Service) -> Service {
    Service { rules, ..service }
}

/// The mutant is found, and what it breaks is this.
fn found(service: Service, promise: &str, what: &str) {
    let (_, _, broken) = check(service, None);
    let named = |broken: &String| broken.starts_with(promise) && broken.contains(what);
    assert!(broken.iter().any(named), "{promise} ({what}) does not hold, and found was {broken:?}");
}

fn team(code: &str) -> TeamCode {
    TeamCode(code.to_owned())
}

/// What the real rules make of an event, and then something else where it is `meant`.
fn altered(
    state: Option<Referral>,
    event: &ReferralEvent,
    meant: bool,
    alter: impl FnOnce(&mut Referral, Option<&Referral>),
) -> Evolved {
    let before = state.clone();
    let mut after = evolved(state, event)?;
    if meant {
        alter(&mut after, before.as_ref());
    }
    Ok(after)
}

// INV-01
#[test]
fn a_next_due_that_is_lost_after_an_acceptance_is_found() {
    let evolve = |state, event: &ReferralEvent| {
        let meant = matches!(event, ReferralEvent::ReferralAccepted(_));
        altered(state, event, meant, |after, _| {
            if let Stage::Accepted { held, .. } = &mut after.stage {
                held.next_due += jiff::SignedDuration::from_hours(24 * 60);
            }
        })
    };
    let service = with(Rules { evolve, ..Rules::default() }, models::care());
    found(service, "INV-01", "something waits for longer than somebody looks");
}

// INV-02
#[test]
fn a_handover_that_forgets_its_sender_is_found() {
    let evolve = |state, event: &ReferralEvent| {
        let meant = matches!(event, ReferralEvent::HandoverOffered(_));
        altered(state, event, meant, |after, _| {
            let to = after.handover.as_ref().map(|offer| offer.to.clone());
            if let (Stage::Accepted { held, .. }, Some(to)) = (&mut after.stage, to) {
                held.by = to;
            }
        })
    };
    let service = with(Rules { evolve, ..Rules::default() }, models::handover());
    found(service, "INV-02", "who is responsible changed without an acceptance");
}

// INV-02
#[test]
fn a_time_out_that_moves_responsibility_is_found() {
    let evolve = |state, event: &ReferralEvent| {
        let meant = matches!(event, ReferralEvent::HandoverUnanswered(_));
        altered(state, event, meant, |after, before| {
            let to = before.and_then(|before| before.handover.as_ref()).map(|offer| offer.to.clone());
            if let (Stage::Accepted { held, .. }, Some(to)) = (&mut after.stage, to) {
                held.by = to;
            }
        })
    };
    let service = with(Rules { evolve, ..Rules::default() }, models::handover());
    found(service, "INV-02", "who is responsible changed without an acceptance");
}

// INV-02
#[test]
fn a_time_out_without_an_alarm_is_found() {
    let evolve = |state, event: &ReferralEvent| {
        let meant = matches!(event, ReferralEvent::HandoverUnanswered(_));
        altered(state, event, meant, |after, _| after.triage.tasks.clear())
    };
    let service = with(Rules { evolve, ..Rules::default() }, models::handover());
    found(service, "INV-02", "a handover was not answered and there is no alarm");
}

// INV-02
#[test]
fn an_acceptance_by_whoever_offered_is_found() {
    let decide = |state: Option<&Referral>, command: ReferralCommand, deciding: &Deciding<'_>| {
        let another = state.map(|referral| {
            let mut referral = referral.clone();
            if let (ReferralCommand::AcceptHandover { .. }, Some(offer)) = (&command, &mut referral.handover) {
                offer.by = "whoever".to_owned();
            }
            referral
        });
        decided(another.as_ref(), command, deciding)
    };
    let service = with(Rules { decide, ..Rules::default() }, models::handover());
    found(service, "INV-02", "whoever offered a handover accepted it");
}

// INV-02
#[test]
fn an_acceptance_by_hand_that_moves_nobody_is_found() {
    let evolve = |state, event: &ReferralEvent| {
        let meant = matches!(event, ReferralEvent::HandoverAccepted(_));
        altered(state, event, meant, |after, before| {
            if let (Stage::Accepted { held, .. }, Some(from)) = (&mut after.stage, before.and_then(Referral::held)) {
                held.by = from.by.clone();
            }
        })
    };
    let service = with(Rules { evolve, ..Rules::default() }, models::handover());
    found(service, "INV-02", "a handover was accepted and whoever was asked is not responsible");
}

// INV-03
#[test]
fn a_return_that_ends_the_referral_is_found() {
    let evolve = |state, event: &ReferralEvent| {
        let meant = matches!(event, ReferralEvent::HandoverReturned(_));
        altered(state, event, meant, |after, _| {
            let reasons = vec!["criteria_not_met".to_owned()];
            after.stage = Stage::Ended { outcome: EndedOutcome::Rejected, decided_at: None, reasons };
        })
    };
    let service = with(Rules { evolve, ..Rules::default() }, models::handover());
    found(service, "INV-03", "a referral ended by something that is no ending");
}

// INV-04
#[test]
fn a_program_that_lowers_an_urgency_is_found() {
    let decide = |state: Option<&Referral>, command: ReferralCommand, deciding: &Deciding<'_>| {
        let as_a_person = porch_model::Who::Duty.actor();
        let lowers = matches!(command, ReferralCommand::LowerPriority { .. });
        let actor = if lowers { &as_a_person } else { deciding.actor };
        decided(state, command, &Deciding { actor, ..*deciding })
    };
    let service = with(Rules { decide, ..Rules::default() }, models::emergency());
    found(service, "INV-04", "a program or the door did what only people do");
}

// INV-04
#[test]
fn a_claim_that_lowers_the_urgency_is_found() {
    let evolve = |state, event: &ReferralEvent| {
        let meant = matches!(event, ReferralEvent::ReferralClaimed(_));
        altered(state, event, meant, |after, _| after.priority = Some(Priority::Routine))
    };
    let service = with(Rules { evolve, ..Rules::default() }, models::emergency());
    found(service, "INV-04", "an urgency was lowered by itself");
}

// INV-05, H14
#[test]
fn a_discharge_without_the_review_is_found() {
    let decide = |state: Option<&Referral>, command: ReferralCommand, deciding: &Deciding<'_>| {
        let reviewed = state.map(|referral| {
            let mut referral = referral.clone();
            if let ReferralCommand::Discharge(_) = command {
                referral.care.to_review = false;
                referral.triage.tasks.clear();
            }
            referral
        });
        decided(reviewed.as_ref(), command, deciding)
    };
    let service = with(Rules { decide, ..Rules::default() }, models::care());
    found(service, "INV-05", "somebody who did not come was discharged without a risk review");
}

// INV-06
#[test]
fn a_claim_that_does_not_stop_the_ladder_is_found() {
    let evolve = |state, event: &ReferralEvent| {
        let meant = matches!(event, ReferralEvent::ReferralClaimed(_));
        altered(state, event, meant, |after, _| {
            if let Some(claim) = &mut after.triage.claim {
                claim.of_emergency = false;
            }
        })
    };
    let service = with(Rules { evolve, ..Rules::default() }, models::emergency());
    found(service, "INV-06", "somebody has it by name, and others are told");
}

// INV-06
#[test]
fn a_release_that_does_not_start_the_ladder_again_is_found() {
    let evolve = |state: Option<Referral>, event: &ReferralEvent| {
        let meant = matches!(event, ReferralEvent::ClaimReleased(_));
        altered(state, event, meant, |after, before| {
            after.triage.claim = before.and_then(|before| before.triage.claim.clone());
        })
    };
    let service = with(Rules { evolve, ..Rules::default() }, models::emergency());
    found(service, "INV-06", "an emergency that nobody has by name does not climb");
}

// INV-06
#[test]
fn a_claim_of_before_that_holds_the_ladder_of_a_new_emergency_is_found() {
    let evolve = |state, event: &ReferralEvent| {
        let meant = matches!(event, ReferralEvent::PriorityRaised(_));
        altered(state, event, meant, |after, _| {
            if let Some(claim) = &mut after.triage.claim {
                claim.of_emergency = true;
            }
        })
    };
    let service = with(Rules { evolve, ..Rules::default() }, models::emergency());
    found(service, "INV-06", "an emergency that nobody has by name does not climb");
}

// INV-06
#[test]
fn a_telling_that_leaves_the_next_one_to_tomorrow_is_found() {
    let decide = |state: Option<&Referral>, command: ReferralCommand, deciding: &Deciding<'_>| {
        let mut events = decided(state, command, deciding)?;
        for event in &mut events {
            if let ReferralEvent::EscalationClimbed(climbed) = event {
                climbed.next_at += jiff::SignedDuration::from_hours(24);
            }
        }
        Ok(events)
    };
    let service = with(Rules { decide, ..Rules::default() }, models::emergency());
    found(service, "INV-06", "the next step is too far away");
}

// INV-06, H02
#[test]
fn a_risk_answer_that_forgets_to_climb_is_found() {
    let evolve = |state, event: &ReferralEvent| {
        let meant = matches!(event, ReferralEvent::RiskAnswered(_));
        altered(state, event, meant, |after, _| {
            if let Some(alert) = &mut after.risk.alert {
                alert.ladder.next_at = Some(alert.since + jiff::SignedDuration::from_hours(24));
            }
        })
    };
    let service = with(Rules { evolve, ..Rules::default() }, models::risk());
    found(service, "INV-06", "a risk answer came and nobody is told");
}

// INV-06, H02
#[test]
fn a_risk_answer_that_nobody_acknowledged_by_name_is_found() {
    let evolve = |state, event: &ReferralEvent| {
        let meant = matches!(event, ReferralEvent::RiskAcknowledged(_));
        altered(state, event, meant, |after, _| {
            if let Some(acknowledged) = after.risk.alert.as_mut().and_then(|alert| alert.acknowledged.as_mut()) {
                acknowledged.by.clear();
                acknowledged.elsewhere = None;
            }
        })
    };
    let service = with(Rules { evolve, ..Rules::default() }, models::risk());
    found(service, "INV-06", "a risk answer was acknowledged by nobody");
}

// INV-06, H02
#[test]
fn a_second_answer_that_nobody_hears_of_because_somebody_has_the_first_is_found() {
    let evolve = |state, event: &ReferralEvent| {
        let meant = matches!(event, ReferralEvent::RiskAnswered(_));
        altered(state, event, meant, |after, before| {
            let had = before.and_then(Referral::risk_alert).and_then(|alert| alert.acknowledged.clone());
            if let (Some(alert), Some(had)) = (&mut after.risk.alert, had) {
                alert.acknowledged = Some(had);
            }
        })
    };
    let service = with(Rules { evolve, ..Rules::default() }, models::risk());
    found(service, "INV-06", "a risk answer came and nobody is told");
}

// INV-06, H02
#[test]
fn an_ending_while_a_risk_answer_is_open_is_found() {
    let decide = |state: Option<&Referral>, command: ReferralCommand, deciding: &Deciding<'_>| {
        let without = state.cloned().map(|state| match command {
            ReferralCommand::Withdraw { .. } => Referral { risk: Default::default(), ..state },
            _ => state,
        });
        decided(without.as_ref(), command, deciding)
    };
    let service = with(Rules { decide, ..Rules::default() }, models::risk());
    found(service, "INV-06", "it ended while a risk answer was open");
}

// INV-07
#[test]
fn a_raising_without_a_new_clock_is_found() {
    let evolve = |state, event: &ReferralEvent| {
        let meant = matches!(event, ReferralEvent::PriorityRaised(_));
        altered(state, event, meant, |after, before| after.respond_by = before.and_then(|before| before.respond_by))
    };
    let service = with(Rules { evolve, ..Rules::default() }, models::emergency());
    found(service, "INV-07", "an urgency was raised and has no clock of its own");
}

// INV-07, PR-12
#[test]
fn an_old_assessment_that_answers_a_new_emergency_is_found() {
    let evolve = |state, event: &ReferralEvent| {
        let meant = matches!(event, ReferralEvent::PriorityRaised(_));
        altered(state, event, meant, |after, before| after.responded_at = before.and_then(|before| before.responded_at))
    };
    let service = with(Rules { evolve, ..Rules::default() }, models::emergency());
    found(service, "INV-07", "an urgency was raised and has no clock of its own");
}

// INV-08
#[test]
fn a_store_that_forgets_first_outcomes_is_found() {
    let store = Store { remembers_outcomes: false, ..Store::default() };
    found(Service { store, ..models::handover() }, "INV-08", "a repeated command changed something");
}

// INV-08
#[test]
fn a_store_that_keeps_what_was_decided_on_an_older_state_is_found() {
    let store = Store { refuses_stale: false, ..Store::default() };
    found(Service { store, ..models::handover() }, "INV-0", "");
}

// INV-09
#[test]
fn a_handover_that_moves_the_count_of_the_team_is_found() {
    let evolve = |state, event: &ReferralEvent| {
        let meant = matches!(event, ReferralEvent::HandoverAccepted(_));
        altered(state, event, meant, |after, before| {
            let now_with = after.held().map(|held| held.by.clone());
            let counted = before.and_then(|before| before.directed_to.clone());
            after.directed_to = now_with.filter(|team| Some(team) != counted.as_ref()).or(Some(team(FRONT_DOOR)));
        })
    };
    let service = with(Rules { evolve, ..Rules::default() }, models::handover());
    found(service, "INV-09", "when it came, or to whom it was first directed, changed");
}

// PR-12
#[test]
fn a_missed_contact_that_stops_the_clock_is_found() {
    let evolve = |state, event: &ReferralEvent| {
        let meant = matches!(event, ReferralEvent::ContactRecorded(_));
        altered(state, event, meant, |after, _| after.responded_at = Some(after.received_at))
    };
    let service = with(Rules { evolve, ..Rules::default() }, models::care());
    found(service, "PR-12", "a clock was stopped by something else than an attended assessment");
}

// INV-06: the service would ask for ever.
#[test]
fn a_step_of_the_ladder_that_is_forgotten_as_soon_as_it_is_taken_is_found() {
    let evolve = |state, event: &ReferralEvent| {
        let meant = matches!(event, ReferralEvent::EscalationClimbed(_));
        altered(state, event, meant, |after, _| after.triage.ladder = Ladder::default())
    };
    let service = with(Rules { evolve, ..Rules::default() }, models::emergency());
    found(service, promises::DUE, "");
}

#[test]
fn an_offer_that_is_due_and_that_the_service_does_not_look_for_is_found() {
    let due_now = |state: &Referral, deciding: &Deciding<'_>| {
        due_now(state, deciding).filter(|command| !matches!(command, ReferralCommand::LetHandoverLapse))
    };
    let service = with(Rules { due_now, ..Rules::default() }, models::handover());
    found(service, promises::DUE, "");
}

#[test]
fn an_alarm_that_nobody_can_close_is_found() {
    let decide = |state: Option<&Referral>, command: ReferralCommand, deciding: &Deciding<'_>| match command {
        ReferralCommand::CloseTask { .. } => Err(Disallowed::NoSuchTask),
        command => decided(state, command, deciding),
    };
    let service = with(Rules { decide, ..Rules::default() }, models::handover());
    found(service, promises::END, "");
}

#[test]
fn a_discharge_that_nobody_is_allowed_once_the_other_team_has_her_is_found() {
    let decide = |state: Option<&Referral>, command: ReferralCommand, deciding: &Deciding<'_>| {
        let theirs = state.and_then(Referral::held).is_some_and(|held| held.by == team(COMMUNITY));
        match command {
            ReferralCommand::Discharge(_) if theirs => Err(Disallowed::NeedsAClinician),
            command => decided(state, command, deciding),
        }
    };
    let service = with(Rules { decide, ..Rules::default() }, models::handover());
    found(service, promises::END, "");
}
