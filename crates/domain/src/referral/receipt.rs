//! What follows from a receipt: here, or in another system whose history is imported.

use jiff::{SignedDuration, Timestamp, civil::Date};

use super::{
    Deciding, Held, Priority, RaisedTask, Receipt, Reference, ReferralHistoryImported, ReferralReceived, SentIdentity,
    history::{HistoricDecision, HistoricReferral},
};
use crate::{
    calendar::{NotComputed, local_date},
    disallowed::Disallowed,
    footprint::{Footprint, Purpose, TeamCode},
    front_door::{TaskKind, urgency},
    ids::{self, ImportId, PersonId, ReferralId},
    person::{Identity, Pregnancy},
};

/// No referral waits longer than this for someone to look, whatever its clock says.
///
/// # Source
/// Seed 001: every referral is screened through a daily duty system. Elapsed hours, so that no weekend makes it longer; the
/// footprint's clock for triage counts beside it.
pub(super) const LOOK_WITHIN: SignedDuration = SignedDuration::from_hours(24);

/// The response clock where the footprint has none for that priority and day, or its end is not known: the strictest there
/// is, never a later one. A receipt never fails for want of a clock.
const STRICTEST: SignedDuration = SignedDuration::from_hours(4);

/// What follows from a receipt at the front door.
///
/// # Errors
/// When the team that is asked for is not one of the footprint.
pub(super) fn received(
    id: ReferralId,
    receipt: Receipt,
    deciding: &Deciding<'_>,
) -> Result<ReferralReceived, Disallowed> {
    if let Some(team) = &receipt.directed_to {
        known_team(deciding.footprint, team)?;
    }
    let today = local_day(receipt.received_at);
    let ends_on = receipt.pregnancy.as_ref().map(|pregnancy| pregnancy.due_or_end_on);
    let priority = receipt.priority.min(urgency::priority(&receipt.asked, ends_on, today));
    let tasks = raised(
        &urgency::Raises {
            asked: &receipt.asked,
            story: &receipt.story,
            contact: &receipt.contact,
            birth_date: receipt.birth_date,
            pregnancy_ends_on: ends_on,
            today,
        },
        receipt.received_at,
        deciding.footprint,
    );
    let (respond_by, strictest) = response(deciding.footprint, priority, receipt.received_at);
    let first_task = tasks.iter().map(|task| task.due_by).min().unwrap_or(respond_by);
    let mut story = receipt.story;
    story.born = receipt.birth_date.or(story.born);
    let mut asked = receipt.asked;
    asked.under_18 |= receipt.birth_date.is_some_and(|born| urgency::age_on(born, today) < 18);
    Ok(ReferralReceived {
        person: receipt.person,
        person_kind: receipt.person_kind,
        reference: Reference::of(id).to_string(),
        source: receipt.source,
        priority,
        received_at: receipt.received_at,
        pregnancy: receipt.pregnancy,
        responsible: deciding.footprint.front_door().code.clone(),
        directed_to: receipt.directed_to,
        respond_by,
        next_due: respond_by.min(receipt.received_at + LOOK_WITHIN).min(first_task),
        rules: deciding.rules.to_owned(),
        strictest,
        asked,
        tasks,
        story: Some(story),
    })
}

/// What follows from a row of another system's history.
pub(super) fn imported(
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
                ..Identity::default()
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

/// The end of the response clock.
pub(super) fn respond_by(footprint: &Footprint, priority: Priority, started_at: Timestamp) -> Timestamp {
    response(footprint, priority, started_at).0
}

/// The end of the response clock, and why it is the strictest where the rules give none.
pub(super) fn response(
    footprint: &Footprint,
    priority: Priority,
    started_at: Timestamp,
) -> (Timestamp, Option<NotComputed>) {
    match footprint.ends_at(Purpose::Response, priority, started_at) {
        Ok(ends_at) => (ends_at, None),
        Err(why) => (strictest(started_at), Some(why)),
    }
}

/// The end of the strictest clock there is.
pub(super) fn strictest(started_at: Timestamp) -> Timestamp {
    started_at + STRICTEST
}

/// The team, where the footprint has it.
///
/// # Errors
/// [`Disallowed::UnknownTeam`].
pub(super) fn known_team(footprint: &Footprint, team: &TeamCode) -> Result<(), Disallowed> {
    footprint.team_by_code(team).map(|_| ()).ok_or_else(|| Disallowed::UnknownTeam(team.0.clone()))
}

/// The tasks that follow from what was told, each with its time.
pub(super) fn raised(told: &urgency::Raises<'_>, at: Timestamp, footprint: &Footprint) -> Vec<RaisedTask> {
    let due_by = |task: TaskKind| {
        // Within duty hours: before the shift of duty that is open, or comes next, closes (PR-18).
        let asked = task == TaskKind::SafeguardingQuestion;
        asked.then(|| footprint.duty.closes_next(at, &footprint.holidays)).flatten()
    };
    let tasks = urgency::tasks(told).into_iter();
    tasks.map(|task| RaisedTask { task, due_by: due_by(task).unwrap_or_else(|| task.due_by(at)) }).collect()
}

/// The date on the wall in Europe/London.
pub(super) fn local_day(at: Timestamp) -> Date {
    // INVARIANT: the zone is compiled in, as a test of the clocks holds.
    local_date(at).unwrap_or(Date::ZERO)
}
