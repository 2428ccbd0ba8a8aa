//! What follows from a command about a referral, or why it may not be.

use jiff::{SignedDuration, Timestamp};

use super::{
    Ending, Held, PersonKind, Priority, Reference, Referral, ReferralAccepted, ReferralEvent, ReferralHistoryImported,
    ReferralReceived, ReferralRejected, ReferralSignposted, ReferralWithdrawn, SentIdentity, Stage, Story, Telling,
    history::{HistoricDecision, HistoricReferral},
    reason,
};
use crate::{
    actor::Actor,
    code_list,
    disallowed::Disallowed,
    footprint::{Footprint, TeamCode},
    ids::{self, ImportId, PersonId, ReferralId},
    person::{Identity, PersonalDataErased, Pregnancy},
};

/// No referral waits longer than this for someone to look, whatever its clock says.
///
/// # Source
/// Seed 001: every referral is screened through a daily duty system. Elapsed hours until working days are data.
const LOOK_WITHIN: SignedDuration = SignedDuration::from_hours(24);

/// The response clock where the footprint has none for that priority and day: the strictest there is, never a later one.
const STRICTEST: SignedDuration = SignedDuration::from_hours(4);

/// Who decides, when, and by which rules.
#[derive(Debug, Clone, Copy)]
pub struct Deciding<'a> {
    /// The instant of the decision.
    pub now: Timestamp,
    /// Who decides.
    pub actor: &'a Actor,
    /// The local system whose rules hold.
    pub footprint: &'a Footprint,
    /// The version of those rules, as the decision cites it.
    pub rules: &'a str,
}

/// What someone asks to be done about a referral.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ReferralCommand {
    /// Take it in at the front door.
    Receive(Receipt),
    /// Take it in as another system remembers it.
    ImportHistory {
        /// The import.
        import: ImportId,
        /// The person, by our id.
        person: PersonId,
        /// The row.
        row: Box<HistoricReferral>,
    },
    /// Take it on.
    Accept {
        /// The team.
        team: TeamCode,
    },
    /// Do not take it on.
    Reject {
        /// On whose behalf.
        team: TeamCode,
        /// How it ends.
        ending: Ending,
    },
    /// Point her to another service.
    Signpost {
        /// On whose behalf.
        team: TeamCode,
        /// The named service.
        signposted_to: String,
        /// How it ends.
        ending: Ending,
    },
    /// Withdraw it, as she or the referrer asked.
    Withdraw {
        /// How it ends.
        ending: Ending,
    },
    /// Erase what identifies her in it.
    ErasePersonalData {
        /// Why.
        why: String,
    },
}

/// What is known of a referral as it comes in at the front door.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Receipt {
    /// Whom it is about.
    pub person: PersonId,
    /// What she is in it.
    pub person_kind: PersonKind,
    /// MHSDS source of referral.
    pub source: Option<String>,
    /// The clinical response priority.
    pub priority: Priority,
    /// When it was received.
    pub received_at: Timestamp,
    /// The team that the referrer asks for.
    pub directed_to: Option<TeamCode>,
    /// The pregnancy that it is about.
    pub pregnancy: Option<Pregnancy>,
    /// What was told.
    pub story: Story,
}

/// What follows from a command, or why it may not be.
///
/// # Errors
/// [`Disallowed`] with what is missing or in the way.
pub fn decide(
    id: ReferralId,
    state: Option<&Referral>,
    command: ReferralCommand,
    deciding: &Deciding<'_>,
) -> Result<Vec<ReferralEvent>, Disallowed> {
    let event = match (state, command) {
        (None, ReferralCommand::Receive(receipt)) => {
            ReferralEvent::ReferralReceived(Box::new(received(id, receipt, deciding)?))
        }
        (None, ReferralCommand::ImportHistory { import, person, row }) => {
            known_team(deciding.footprint, &row.team)?;
            ReferralEvent::ReferralHistoryImported(Box::new(imported(import, person, *row, deciding)))
        }
        (Some(_), ReferralCommand::Receive(_) | ReferralCommand::ImportHistory { .. }) => {
            return Err(Disallowed::AlreadyExists);
        }
        (Some(referral), ReferralCommand::ErasePersonalData { why }) => erased(referral, why, deciding.actor)?,
        (Some(referral), ReferralCommand::Accept { team }) => {
            undecided(referral, deciding.actor)?;
            known_team(deciding.footprint, &team)?;
            ReferralEvent::ReferralAccepted(ReferralAccepted {
                team,
                decided_at: deciding.now,
                next_due: assess_by(referral, deciding),
                rules: deciding.rules.to_owned(),
            })
        }
        (Some(referral), ReferralCommand::Reject { team, ending }) => {
            may_end(referral, Some(&team), &ending, deciding)?;
            let (decided_at, rules) = (deciding.now, deciding.rules.to_owned());
            ReferralEvent::ReferralRejected(ReferralRejected { team, decided_at, ending, rules })
        }
        (Some(referral), ReferralCommand::Signpost { team, signposted_to, ending }) => {
            may_end(referral, Some(&team), &ending, deciding)?;
            if signposted_to.trim().is_empty() {
                return Err(Disallowed::SignpostMissing);
            }
            let (decided_at, rules) = (deciding.now, deciding.rules.to_owned());
            ReferralEvent::ReferralSignposted(ReferralSignposted { team, signposted_to, decided_at, ending, rules })
        }
        (Some(referral), ReferralCommand::Withdraw { ending }) => {
            may_end(referral, None, &ending, deciding)?;
            let (decided_at, rules) = (deciding.now, deciding.rules.to_owned());
            ReferralEvent::ReferralWithdrawn(ReferralWithdrawn { decided_at, ending, rules })
        }
        (
            None,
            ReferralCommand::Accept { .. }
            | ReferralCommand::Reject { .. }
            | ReferralCommand::Signpost { .. }
            | ReferralCommand::Withdraw { .. }
            | ReferralCommand::ErasePersonalData { .. },
        ) => return Err(Disallowed::Unknown),
    };
    Ok(vec![event])
}

fn received(id: ReferralId, receipt: Receipt, deciding: &Deciding<'_>) -> Result<ReferralReceived, Disallowed> {
    if let Some(team) = &receipt.directed_to {
        known_team(deciding.footprint, team)?;
    }
    let respond_by = respond_by(deciding.footprint, receipt.priority, receipt.received_at);
    Ok(ReferralReceived {
        person: receipt.person,
        person_kind: receipt.person_kind,
        reference: Reference::of(id).to_string(),
        source: receipt.source,
        priority: receipt.priority,
        received_at: receipt.received_at,
        pregnancy: receipt.pregnancy,
        responsible: deciding.footprint.front_door().code.clone(),
        directed_to: receipt.directed_to,
        respond_by,
        next_due: respond_by.min(receipt.received_at + LOOK_WITHIN),
        rules: deciding.rules.to_owned(),
        story: Some(receipt.story),
    })
}

fn imported(
    import: ImportId,
    person: PersonId,
    row: HistoricReferral,
    deciding: &Deciding<'_>,
) -> ReferralHistoryImported {
    let held = held_after_import(&row, deciding);
    let content_key = row.content_key(&deciding.footprint.name);
    ReferralHistoryImported {
        import,
        sender_key: ids::sender_key("referral", &deciding.footprint.name, &row.sender_referral_id),
        person,
        person_kind: row.person_kind,
        team: row.team,
        received_at: row.received_at,
        source: row.source,
        priority: row.priority,
        decision: row.decision,
        decided_at: row.decided_at,
        decision_reason: row.decision_reason,
        first_contact_at: row.first_contact_at,
        assessed_at: row.assessed_at,
        discharged_at: row.discharged_at,
        discharge_reason: row.discharge_reason,
        outcome_without_date: row.pregnancy_outcome.clone().filter(|_| row.due_or_end_date.is_none()),
        pregnancy: row.due_or_end_date.map(|due_or_end_on| Pregnancy { due_or_end_on, outcome: row.pregnancy_outcome }),
        held,
        sent: Some(SentIdentity {
            sender_referral_id: row.sender_referral_id,
            content_key,
            person: Identity {
                sender_person_id: Some(row.sender_person_id),
                name: None,
                nhs_number: row.nhs_number,
                birth_date: row.birth_date,
                postcode: row.postcode,
                gp_practice: row.gp_practice,
            },
        }),
    }
}

/// What is imported open gets its team and a next due at once (INV-01); a clock that ran out elsewhere is due now.
fn held_after_import(row: &HistoricReferral, deciding: &Deciding<'_>) -> Option<Held> {
    let by = match (row.decision, row.discharged_at) {
        (HistoricDecision::Pending, _) => deciding.footprint.front_door().code.clone(),
        (HistoricDecision::Accepted, None) => row.team.clone(),
        (HistoricDecision::Accepted, Some(_))
        | (HistoricDecision::Rejected | HistoricDecision::Signposted | HistoricDecision::Withdrawn, _) => return None,
    };
    let clock = respond_by(deciding.footprint, row.priority.unwrap_or(Priority::Routine), row.received_at);
    let next_due = if row.assessed_at.is_some() { deciding.now } else { clock.max(deciding.now) };
    Some(Held { by, next_due })
}

fn respond_by(footprint: &Footprint, priority: Priority, received_at: Timestamp) -> Timestamp {
    footprint.respond_by(priority, received_at).unwrap_or(received_at + STRICTEST)
}

fn assess_by(referral: &Referral, deciding: &Deciding<'_>) -> Timestamp {
    referral.respond_by.unwrap_or_else(|| {
        respond_by(deciding.footprint, referral.priority.unwrap_or(Priority::Routine), referral.received_at)
    })
}

fn known_team(footprint: &Footprint, team: &TeamCode) -> Result<(), Disallowed> {
    footprint.team_by_code(team).map(|_| ()).ok_or_else(|| Disallowed::UnknownTeam(team.0.clone()))
}

fn undecided(referral: &Referral, actor: &Actor) -> Result<(), Disallowed> {
    if !actor.is_human() {
        return Err(Disallowed::NeedsAPerson);
    }
    match &referral.stage {
        Stage::Pending(_) => Ok(()),
        Stage::Accepted { .. } | Stage::Discharged { .. } | Stage::Ended { .. } => {
            Err(Disallowed::AlreadyDecided(referral.outcome().code()))
        }
    }
}

fn may_end(
    referral: &Referral,
    team: Option<&TeamCode>,
    ending: &Ending,
    deciding: &Deciding<'_>,
) -> Result<(), Disallowed> {
    undecided(referral, deciding.actor)?;
    if let Some(team) = team {
        known_team(deciding.footprint, team)?;
    }
    ends_well(ending)
}

/// An ending says why, how she can come back, and who is told (INV-03, PR-13).
fn ends_well(ending: &Ending) -> Result<(), Disallowed> {
    if let Some(unknown) = ending.reasons.iter().find(|code| code_list::find(reason::REASONS, code).is_none()) {
        return Err(Disallowed::UnknownReason(unknown.clone()));
    }
    let own_words = ending.in_own_words.as_ref().is_some_and(|words| !words.trim().is_empty());
    let other = ending.reasons.iter().any(|code| code == reason::OTHER);
    if ending.reasons.is_empty() || (other && !own_words) {
        return Err(Disallowed::ReasonMissing);
    }
    if ending.way_back.trim().is_empty() {
        return Err(Disallowed::WayBackMissing);
    }
    for telling in [&ending.to_woman, &ending.to_referrer] {
        match telling {
            Telling::Message(_) => {}
            Telling::NotTold { why } if !why.trim().is_empty() => {}
            Telling::NotTold { .. } => return Err(Disallowed::TellingMissing),
        }
    }
    Ok(())
}

fn erased(referral: &Referral, why: String, actor: &Actor) -> Result<ReferralEvent, Disallowed> {
    if !actor.is_human() {
        return Err(Disallowed::NeedsAPerson);
    }
    if why.trim().is_empty() {
        return Err(Disallowed::ReasonMissing);
    }
    if referral.erased() {
        return Err(Disallowed::Erased);
    }
    Ok(ReferralEvent::PersonalDataErased(PersonalDataErased { why }))
}
