//! The referral after an event.

use super::{
    EndedOutcome, Ending, Held, Personal, Referral, ReferralEvent, ReferralHistoryImported, ReferralReceived, Stage,
    history::HistoricDecision,
};
use crate::{disallowed::ImpossibleHistory, footprint::TeamCode, ids::ReferralId};

/// The referral after an event.
///
/// # Errors
/// [`ImpossibleHistory`] when the event cannot follow: the journal was altered or a rule was broken.
pub fn evolve(id: ReferralId, state: Option<Referral>, event: &ReferralEvent) -> Result<Referral, ImpossibleHistory> {
    let mut referral = match (state, event) {
        (None, ReferralEvent::ReferralReceived(received)) => return Ok(received_now(id, received)),
        (None, ReferralEvent::ReferralHistoryImported(imported)) => return as_it_stood_elsewhere(id, imported),
        (None, _) => return Err(ImpossibleHistory("a referral begins with its receipt")),
        (Some(referral), _) => referral,
    };
    match event {
        ReferralEvent::ReferralReceived(_) | ReferralEvent::ReferralHistoryImported(_) => {
            return Err(ImpossibleHistory("a referral is received once"));
        }
        ReferralEvent::ReferralAccepted(accepted) => {
            open(&referral)?;
            direct(&mut referral, &accepted.team);
            referral.stage = Stage::Accepted {
                decided_at: Some(accepted.decided_at),
                held: Held { by: accepted.team.clone(), next_due: accepted.next_due },
            };
        }
        ReferralEvent::ReferralRejected(declined) => {
            open(&referral)?;
            direct(&mut referral, &declined.team);
            referral.stage = ended(EndedOutcome::Rejected, declined.decided_at, &declined.ending);
        }
        ReferralEvent::ReferralSignposted(signposted) => {
            open(&referral)?;
            direct(&mut referral, &signposted.team);
            referral.stage = ended(EndedOutcome::Signposted, signposted.decided_at, &signposted.ending);
        }
        ReferralEvent::ReferralWithdrawn(withdrawn) => {
            open(&referral)?;
            referral.stage = ended(EndedOutcome::Withdrawn, withdrawn.decided_at, &withdrawn.ending);
        }
        ReferralEvent::PersonalDataErased(_) => referral.personal = Personal::Erased,
    }
    Ok(referral)
}

fn received_now(id: ReferralId, received: &ReferralReceived) -> Referral {
    Referral {
        id,
        reference: Some(received.reference.clone()),
        import: None,
        person: received.person,
        person_kind: received.person_kind,
        received_at: received.received_at,
        source: received.source.clone(),
        priority: Some(received.priority),
        respond_by: Some(received.respond_by),
        directed_to: received.directed_to.clone(),
        pregnancy: received.pregnancy.clone(),
        first_contact_at: None,
        assessed_at: None,
        stage: Stage::Pending(Held { by: received.responsible.clone(), next_due: received.next_due }),
        personal: received.story.clone().map_or(Personal::Erased, Personal::Told),
    }
}

fn as_it_stood_elsewhere(id: ReferralId, row: &ReferralHistoryImported) -> Result<Referral, ImpossibleHistory> {
    let held = || row.held.clone().ok_or(ImpossibleHistory("an open referral has someone who holds it"));
    let ended = |outcome| Stage::Ended {
        outcome,
        decided_at: row.decided_at,
        reasons: row.decision_reason.iter().cloned().collect(),
    };
    let stage = match (row.decision, row.discharged_at) {
        (HistoricDecision::Pending, _) => Stage::Pending(held()?),
        (HistoricDecision::Accepted, None) => Stage::Accepted { decided_at: row.decided_at, held: held()? },
        (HistoricDecision::Accepted, Some(discharged_at)) => {
            Stage::Discharged { decided_at: row.decided_at, discharged_at, reason: row.discharge_reason.clone() }
        }
        (HistoricDecision::Rejected, _) => ended(EndedOutcome::Rejected),
        (HistoricDecision::Signposted, _) => ended(EndedOutcome::Signposted),
        (HistoricDecision::Withdrawn, _) => ended(EndedOutcome::Withdrawn),
    };
    Ok(Referral {
        id,
        reference: None,
        import: Some(row.import),
        person: row.person,
        person_kind: row.person_kind,
        received_at: row.received_at,
        source: row.source.clone(),
        priority: row.priority,
        respond_by: None,
        directed_to: Some(row.team.clone()),
        pregnancy: row.pregnancy.clone(),
        first_contact_at: row.first_contact_at,
        assessed_at: row.assessed_at,
        stage,
        personal: row.sent.clone().map_or(Personal::Erased, Personal::Sent),
    })
}

fn open(referral: &Referral) -> Result<(), ImpossibleHistory> {
    match referral.stage {
        Stage::Pending(_) => Ok(()),
        Stage::Accepted { .. } | Stage::Discharged { .. } | Stage::Ended { .. } => {
            Err(ImpossibleHistory("a referral is decided once"))
        }
    }
}

fn direct(referral: &mut Referral, team: &TeamCode) {
    referral.directed_to.get_or_insert_with(|| team.clone());
}

fn ended(outcome: EndedOutcome, decided_at: jiff::Timestamp, ending: &Ending) -> Stage {
    let reasons = ending.reasons.iter().chain(ending.in_own_words.iter()).cloned().collect();
    Stage::Ended { outcome, decided_at: Some(decided_at), reasons }
}
