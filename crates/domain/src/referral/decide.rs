//! What follows from a command about a referral, or why it may not be.

use jiff::Timestamp;

use super::{
    Deciding, Ending, Priority, Referral, ReferralAccepted, ReferralAdvised, ReferralCommand, ReferralEvent,
    ReferralRejected, ReferralSignposted, ReferralWithdrawn, Stage, Telling,
    criteria::{cited_hold, no_cites_enough},
    due, handover,
    leaving::DIED,
    reason,
    receipt::{imported, known_team, received, respond_by},
    recompute, safeguarding, step, under_18,
};
use crate::{
    actor::Actor, code_list, disallowed::Disallowed, footprint::TeamCode, ids::ReferralId, person::PersonalDataErased,
};

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
    match state {
        None => begin(id, command, deciding),
        Some(referral) => go_on(referral, command, deciding),
    }
}

fn begin(id: ReferralId, command: ReferralCommand, deciding: &Deciding<'_>) -> Result<Vec<ReferralEvent>, Disallowed> {
    match command {
        ReferralCommand::Receive(mut receipt) => {
            let safeguarding = receipt.safeguarding.take().map(|what| step::safeguarding_told(what, deciding));
            let received = ReferralEvent::ReferralReceived(Box::new(received(id, *receipt, deciding)?));
            Ok([Some(received), safeguarding].into_iter().flatten().collect())
        }
        ReferralCommand::ImportHistory { import, person, row } => {
            known_team(deciding.footprint, &row.team)?;
            Ok(vec![ReferralEvent::ReferralHistoryImported(Box::new(imported(import, person, *row, deciding)))])
        }
        _ => Err(Disallowed::Unknown),
    }
}

fn go_on(
    referral: &Referral,
    command: ReferralCommand,
    deciding: &Deciding<'_>,
) -> Result<Vec<ReferralEvent>, Disallowed> {
    let decided_at = decided_at(referral, &command, deciding);
    let rules = deciding.rules.to_owned();
    let event = match command {
        ReferralCommand::Receive(_) | ReferralCommand::ImportHistory { .. } => return Err(Disallowed::AlreadyExists),
        ReferralCommand::Accept { team, because, agreement, tellings, criteria } => {
            undecided(referral, deciding.actor)?;
            known_team(deciding.footprint, &team)?;
            cited_hold(&criteria, referral, deciding)?;
            if let Some(tellings) = &tellings {
                told(&tellings.to_woman, &tellings.to_referrer)?;
            }
            let next_due = next_due_once_accepted(referral, deciding);
            let offer = handover::offered_with_acceptance(referral, &team, because.as_deref(), agreement, deciding)?;
            let responsible = referral.held().map(|held| held.by.clone());
            let accepted = ReferralAccepted {
                team,
                responsible,
                decided_at,
                next_due,
                rules,
                because,
                tellings,
                criteria,
                weighed: None,
            };
            return Ok([Some(ReferralEvent::ReferralAccepted(accepted)), offer].into_iter().flatten().collect());
        }
        ReferralCommand::Reject { team, ending } => {
            may_end(referral, Some(&team), &ending, deciding)?;
            a_no(referral, &ending, deciding)?;
            ReferralEvent::ReferralRejected(ReferralRejected { team, decided_at, ending, rules, weighed: None })
        }
        ReferralCommand::Signpost { team, signposted_to, ending } => {
            may_end(referral, Some(&team), &ending, deciding)?;
            a_no(referral, &ending, deciding)?;
            if signposted_to.trim().is_empty() {
                return Err(Disallowed::SignpostMissing);
            }
            ReferralEvent::ReferralSignposted(ReferralSignposted {
                team,
                signposted_to,
                decided_at,
                ending,
                rules,
                weighed: None,
            })
        }
        ReferralCommand::Advise { team, advice, ending } => {
            may_end(referral, Some(&team), &ending, deciding)?;
            a_no(referral, &ending, deciding)?;
            if advice.trim().is_empty() {
                return Err(Disallowed::Empty("the advice"));
            }
            ReferralEvent::ReferralAdvised(ReferralAdvised { team, advice, decided_at, ending, rules, weighed: None })
        }
        ReferralCommand::Withdraw { ending } if ending.reasons == [DIED] => {
            // PR-27: closing after a death is a person's act, and has no way back.
            undecided(referral, deciding.actor)?;
            told(&ending.to_woman, &ending.to_referrer)?;
            safeguarding::answered(referral, ending.safeguarding.as_deref())?;
            cited_hold(&ending.criteria, referral, deciding)?;
            ReferralEvent::ReferralWithdrawn(ReferralWithdrawn { decided_at, ending, rules })
        }
        ReferralCommand::Withdraw { ending } => {
            may_end(referral, None, &ending, deciding)?;
            cited_hold(&ending.criteria, referral, deciding)?;
            ReferralEvent::ReferralWithdrawn(ReferralWithdrawn { decided_at, ending, rules })
        }
        ReferralCommand::RecomputeClock { applied } => recompute::decide(referral, &applied, deciding)?,
        ReferralCommand::ErasePersonalData { why } => erased(referral, why, deciding.actor)?,
        other => return step::decide(referral, other, deciding),
    };
    Ok(vec![event])
}

/// A decision that was saved while its letter was due counts from when it was made, if it is still the same.
fn decided_at(referral: &Referral, command: &ReferralCommand, deciding: &Deciding<'_>) -> Timestamp {
    let code = match command {
        ReferralCommand::Accept { .. } => "accept",
        ReferralCommand::Reject { .. } => "reject",
        ReferralCommand::Signpost { .. } => "signpost",
        ReferralCommand::Advise { .. } => "advise",
        ReferralCommand::Withdraw { .. } => "withdraw",
        _ => return deciding.now,
    };
    let saved = referral.triage.letter_due.as_ref().filter(|due| due.verdict.code() == code);
    saved.map_or(deciding.now, |due| due.decided_at)
}

/// The end of the clock, which acceptance does not stop (PR-12), or whatever else waits and is due before.
fn next_due_once_accepted(referral: &Referral, deciding: &Deciding<'_>) -> Timestamp {
    let clock = referral.respond_by.unwrap_or_else(|| {
        respond_by(deciding.footprint, referral.priority.unwrap_or(Priority::Routine), referral.received_at)
    });
    due::waits(referral).fold(clock, Timestamp::min)
}

/// Whether a person may still decide it.
///
/// # Errors
/// When a program asks, or it was decided.
pub(super) fn undecided(referral: &Referral, actor: &Actor) -> Result<(), Disallowed> {
    if !actor.is_named() {
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
    if referral.risk_open() {
        return Err(Disallowed::RiskOpen);
    }
    if let Some(team) = team {
        known_team(deciding.footprint, team)?;
    }
    ends_well(ending)?;
    safeguarding::answered(referral, ending.safeguarding.as_deref())?;
    if team.is_some() {
        under_18::not_left_with_nobody(referral, deciding)?;
    }
    under_18::question_answered(referral)?;
    reached_or_looked_into(referral, ending, team.is_some())
}

/// Nobody who did not come, or could not be reached, is ended before a risk review, whatever the reason (INV-05, PR-21).
/// Where the review found that the cause is not hers, a no waits until somebody has spoken with her.
fn reached_or_looked_into(referral: &Referral, ending: &Ending, a_no: bool) -> Result<(), Disallowed> {
    // After an erasure nobody is left to reach or to review.
    if referral.erased() {
        return Ok(());
    }
    if referral.care.review_is_missing() {
        return Err(Disallowed::ReviewMissing);
    }
    if ending.reasons.iter().any(|code| code == reason::NOT_REACHED) {
        return referral.care.looked_into();
    }
    if a_no && referral.care.kept_from_us() { Err(Disallowed::NotHerDoing) } else { Ok(()) }
}

/// An ending says why, how she can come back, and who is told (INV-03, PR-13).
fn ends_well(ending: &Ending) -> Result<(), Disallowed> {
    reasons_hold(&ending.reasons, ending.in_own_words.as_deref())?;
    if ending.way_back.trim().is_empty() {
        return Err(Disallowed::WayBackMissing);
    }
    told(&ending.to_woman, &ending.to_referrer)
}

/// At least one reason of the list; "another reason" with the decider's own words (K3).
///
/// # Errors
/// [`Disallowed::UnknownReason`], [`Disallowed::ReasonMissing`].
pub(super) fn reasons_hold(reasons: &[String], in_own_words: Option<&str>) -> Result<(), Disallowed> {
    if let Some(unknown) = reasons.iter().find(|code| code_list::find(reason::REASONS, code).is_none()) {
        return Err(Disallowed::UnknownReason(unknown.clone()));
    }
    let own_words = in_own_words.is_some_and(|words| !words.trim().is_empty());
    let other = reasons.iter().any(|code| code == reason::OTHER);
    if reasons.is_empty() || (other && !own_words) {
        return Err(Disallowed::ReasonMissing);
    }
    Ok(())
}

/// What every no needs beside (K6, PR-14): what would change it; a person who told her first; a second clinician.
fn a_no(referral: &Referral, ending: &Ending, deciding: &Deciding<'_>) -> Result<(), Disallowed> {
    let said = |words: &Option<String>| words.as_ref().is_some_and(|words| !words.trim().is_empty());
    no_cites_enough(&ending.reasons, &ending.criteria, referral, deciding)?;
    if !said(&ending.what_would_change) {
        return Err(Disallowed::WhatWouldChangeMissing);
    }
    let told = ending.told_in_person.as_ref();
    let told_her = told.is_some_and(|told| !told.by.trim().is_empty() && told.at <= deciding.now);
    if referral.a_no_is_told_in_person() && !told_her {
        return Err(Disallowed::TellHerFirst);
    }
    if needs_second_clinician(referral, deciding.rejected_before) {
        let own = folded(deciding.actor.account().unwrap_or_default());
        if referral.not_to_be_decided_by().is_some_and(|first| folded(first) == own) {
            return Err(Disallowed::AnotherDecides);
        }
        match ending.second_clinician.as_deref().map(str::trim) {
            Some(second) if !second.is_empty() && folded(second) != own => {}
            Some(_) | None => return Err(Disallowed::SecondClinicianMissing),
        }
    }
    Ok(())
}

/// A name as it is compared.
fn folded(name: &str) -> String {
    name.trim().to_lowercase()
}

/// Whether a no needs a second clinician: it is the second, or risk was mentioned (PR-14).
pub fn needs_second_clinician(referral: &Referral, rejected_before: bool) -> bool {
    rejected_before || referral.triage.came_back.is_some() || referral.risk_mentioned()
}

/// Both are told, or there is a reason why not (INV-03).
///
/// # Errors
/// [`Disallowed::TellingMissing`].
pub(super) fn told(to_woman: &Telling, to_referrer: &Telling) -> Result<(), Disallowed> {
    for telling in [to_woman, to_referrer] {
        match telling {
            Telling::Message(_) => {}
            Telling::NotTold { why } if !why.trim().is_empty() => {}
            Telling::NotTold { .. } => return Err(Disallowed::TellingMissing),
        }
    }
    Ok(())
}

fn erased(referral: &Referral, why: String, actor: &Actor) -> Result<ReferralEvent, Disallowed> {
    if !actor.is_named() {
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
