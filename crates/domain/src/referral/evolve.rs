//! The referral after an event.

use jiff::Timestamp;

use super::{
    AdditionKind, AttemptOutcome, Care, CaseTrail, Claim, ClockRecomputed, ClockResumed, ContactAttempted, CountedFrom,
    EndedOutcome, Ending, Held, Ladder, MeetingTrail, Pause, Personal, Priority, PriorityChanged, Referral,
    ReferralAccepted, ReferralAddedTo, ReferralEvent, ReferralHistoryImported, ReferralReceived, RiskTrail,
    Safeguarding, Stage, TaskDone, Triage, Waiting, Young, due, entry, history::HistoricDecision, later, meet, risk,
};
use crate::{
    disallowed::ImpossibleHistory,
    footprint::TeamCode,
    front_door::{Asked, TaskKind},
    ids::ReferralId,
};

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
        ReferralEvent::ReferralClaimed(claimed) => {
            let of_emergency = referral.priority == Some(Priority::Emergency);
            referral.triage.claim = Some(Claim { by: claimed.by.clone(), at: claimed.at, of_emergency });
            stepped(&mut referral, claimed.at);
        }
        ReferralEvent::ClaimReleased(released) => {
            referral.triage.claim = None;
            referral.triage.ladder = Ladder { since: Some(released.at), ..Ladder::default() };
            stepped(&mut referral, released.at);
        }
        ReferralEvent::ContactAttempted(tried) => attempted(&mut referral, tried),
        ReferralEvent::ReferralAddedTo(added) => add(&mut referral, added),
        ReferralEvent::PriorityRaised(changed) | ReferralEvent::PriorityLowered(changed) => {
            urgency_changed(&mut referral, changed);
        }
        ReferralEvent::ClockRecomputed(changed) => recomputed(&mut referral, changed),
        ReferralEvent::ClockPaused(paused) => {
            let (from, until, source) = (paused.at, paused.until, paused.source.clone());
            referral.triage.paused = Some(Pause { from, until, source });
            stepped(&mut referral, paused.at);
        }
        ReferralEvent::ClockResumed(resumed) => run_again(&mut referral, resumed)?,
        ReferralEvent::InformationAsked(asked) => {
            referral.triage.waiting = Some(Waiting { of: asked.of, until: asked.until });
            stepped(&mut referral, asked.at);
        }
        ReferralEvent::TaskDone(done) => task_done(&mut referral, done)?,
        ReferralEvent::SafeguardingRecorded(_) => {
            referral.triage.safeguarding = true;
            referral.safeguarding.in_words = true;
        }
        ReferralEvent::DecisionSaved(due) => {
            open(&referral)?;
            referral.triage.letter_due = Some(due.clone());
            referral.triage.waiting = None;
            stepped(&mut referral, due.decided_at);
        }
        ReferralEvent::ReferralAccepted(accepted) => {
            open(&referral)?;
            taken_on(&mut referral, accepted);
        }
        ReferralEvent::ReferralRejected(e) => {
            end(&mut referral, Some(&e.team), EndedOutcome::Rejected, e.decided_at, &e.ending)?;
        }
        ReferralEvent::ReferralSignposted(e) => {
            end(&mut referral, Some(&e.team), EndedOutcome::Signposted, e.decided_at, &e.ending)?;
            referral.pointed_to = Some(e.signposted_to.clone());
        }
        ReferralEvent::ReferralAdvised(e) => {
            end(&mut referral, Some(&e.team), EndedOutcome::Rejected, e.decided_at, &e.ending)?;
        }
        ReferralEvent::ReferralWithdrawn(e) => {
            end(&mut referral, None, EndedOutcome::Withdrawn, e.decided_at, &e.ending)?;
            risk::ended(&mut referral, &e.ending.reasons, e.decided_at);
        }
        ReferralEvent::PersonalDataErased(_) => erased(&mut referral),
        other => later::evolve(&mut referral, other)?,
    }
    referral.triage.first_entry_at = referral.triage.first_entry_at.or_else(|| entry::entry_at(event));
    Ok(referral)
}

/// What identified her is gone.
fn erased(referral: &mut Referral) {
    referral.personal = Personal::Erased;
    referral.safeguarding.erase();
    referral.young.erase();
    referral.care.left = None;
    referral.risk.erased = true;
    referral.page = None;
    referral.appointments.iter_mut().for_each(|one| one.place = None);
    // Nobody is left to be discussed.
    referral.cases.listed.clear();
    referral.cases.asked.clear();
}

/// Whoever is responsible holds it, until somebody of the team accepts by name.
fn taken_on(referral: &mut Referral, accepted: &ReferralAccepted) {
    direct(referral, &accepted.team);
    referral.triage.letter_due = None;
    referral.triage.waiting = None;
    referral.cited.clone_from(&accepted.criteria);
    let by = accepted.responsible.clone().unwrap_or_else(|| accepted.team.clone());
    let held = Held { by, next_due: accepted.next_due };
    referral.stage = Stage::Accepted { decided_at: Some(accepted.decided_at), held };
}

/// A try. Where somebody spoke with her, what a review found about reaching her is past.
fn attempted(referral: &mut Referral, tried: &ContactAttempted) {
    referral.triage.attempts += 1;
    referral.triage.last_attempt = Some(tried.attempt.clone());
    if tried.attempt.outcome == AttemptOutcome::Spoke {
        referral.care.review = None;
    }
    stepped(referral, tried.attempt.at);
}

fn urgency_changed(referral: &mut Referral, changed: &PriorityChanged) {
    // A pause was for the urgency that it had. What is lowered is counted from the receipt again, without any.
    let paused = referral.triage.paused.take();
    if changed.from.is_none_or(|from| changed.to < from) {
        referral.triage.pauses.extend(paused.map(|paused| (paused.from, changed.at.min(paused.until))));
    } else {
        referral.triage.pauses.clear();
    }
    referral.priority = Some(changed.to);
    referral.respond_by = Some(changed.respond_by);
    count_from(referral, changed);
    if let (Some(handover), Some(answer_by)) = (&mut referral.handover, changed.answer_by) {
        handover.answer_by = answer_by;
    }
    if changed.to == Priority::Emergency {
        referral.triage.emergency_since = Some(changed.at);
        referral.triage.ladder = Ladder::default();
        if let Some(claim) = &mut referral.triage.claim {
            claim.of_emergency = false;
        }
    }
    if changed.from.is_none_or(|from| changed.to < from) {
        // What is more urgent than it was asks for an answer of its own (PR-12).
        referral.responded_at = None;
        referral.care.answered_by = None;
        referral.triage.raised_at = Some(changed.at);
    }
    stepped(referral, changed.at);
}

fn received_now(id: ReferralId, received: &ReferralReceived) -> Referral {
    let mut triage = Triage {
        emergency_since: (received.priority == Priority::Emergency).then_some(received.received_at),
        counted_from: vec![CountedFrom { priority: received.priority, since: received.received_at }],
        ..Triage::default()
    };
    triage.raise(&received.tasks);
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
        pregnancies: Vec::new(),
        first_contact_at: None,
        assessed_at: None,
        responded_at: None,
        asked: received.asked.clone(),
        triage,
        meeting: MeetingTrail::default(),
        cases: CaseTrail::default(),
        handover: None,
        joint: Vec::new(),
        onward: None,
        pointed_to: None,
        signpost: None,
        cited: Vec::new(),
        young: Young::default(),
        risk: RiskTrail::default(),
        appointments: Vec::new(),
        page: None,
        safeguarding: Safeguarding::default(),
        care: Care::default(),
        stage: Stage::Pending(Held { by: received.responsible.clone(), next_due: received.next_due }),
        last_held: None,
        personal: received.story.clone().map_or(Personal::Erased, |story| Personal::Told(Box::new(story))),
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
        pregnancies: Vec::new(),
        first_contact_at: row.first_contact_at,
        assessed_at: row.assessed_at,
        responded_at: row.assessed_at,
        asked: Asked::default(),
        triage: Triage::default(),
        meeting: MeetingTrail::default(),
        cases: CaseTrail::default(),
        handover: None,
        joint: Vec::new(),
        onward: None,
        pointed_to: None,
        signpost: None,
        cited: Vec::new(),
        young: Young::default(),
        risk: RiskTrail::default(),
        appointments: Vec::new(),
        page: None,
        safeguarding: Safeguarding::default(),
        care: Care::default(),
        stage,
        last_held: None,
        personal: row.sent.clone().map_or(Personal::Erased, |sent| Personal::Sent(Box::new(sent))),
    })
}

/// A step by a member of staff: when somebody must look next is counted from it.
pub(super) fn stepped(referral: &mut Referral, at: Timestamp) {
    // A decision saved again counts from when it was made, which may lie before the last step.
    let last = referral.triage.last_step_at.map_or(at, |before| before.max(at));
    referral.triage.last_step_at = Some(last);
    look_next(referral);
}

/// When somebody must look next, as it follows from everything that waits.
pub(super) fn look_next(referral: &mut Referral) {
    let due = due::for_people(referral);
    if let (Stage::Pending(held) | Stage::Accepted { held, .. }, Some(due)) = (&mut referral.stage, due) {
        held.next_due = due;
    }
}

/// The clock runs again. Where its day had come that was no step of anybody.
fn run_again(referral: &mut Referral, resumed: &ClockResumed) -> Result<(), ImpossibleHistory> {
    let paused = referral.triage.paused.take();
    let paused = paused.ok_or(ImpossibleHistory("a clock ran again that was not paused"))?;
    referral.triage.pauses.push((paused.from, resumed.runs_from));
    referral.respond_by = Some(resumed.to);
    match resumed.by {
        Some(_) => stepped(referral, resumed.at),
        None => look_next(referral),
    }
    Ok(())
}

/// What is raised is counted from then beside what it was; what is lowered, from the receipt alone.
fn count_from(referral: &mut Referral, changed: &PriorityChanged) {
    let counted_from = &mut referral.triage.counted_from;
    if changed.from.is_none_or(|from| changed.to < from) {
        counted_from.push(CountedFrom { priority: changed.to, since: changed.at });
    } else {
        *counted_from = vec![CountedFrom { priority: changed.to, since: referral.received_at }];
    }
}

/// A clock that was computed again is no step of anybody.
fn recomputed(referral: &mut Referral, changed: &ClockRecomputed) {
    referral.respond_by = Some(changed.to);
    let before = referral.held().map(|held| held.next_due);
    look_next(referral);
    // What waited for something sooner than either clock still does.
    if let (Stage::Pending(held) | Stage::Accepted { held, .. }, Some(before)) = (&mut referral.stage, before)
        && before != changed.from
    {
        held.next_due = held.next_due.min(before).min(changed.to);
    }
}

/// A task makes way for what is due next, also once the referral was taken on.
fn task_done(referral: &mut Referral, done: &TaskDone) -> Result<(), ImpossibleHistory> {
    let task = referral.triage.tasks.get_mut(&done.task);
    task.ok_or(ImpossibleHistory("a task was done that was never raised"))?.done_at = Some(done.at);
    if done.task == TaskKind::CaseAgreed {
        referral.cases.agreed = None;
    }
    if done.task == TaskKind::TeamsMeet {
        meet::spoken(referral, done.at);
    }
    stepped(referral, done.at);
    Ok(())
}

/// More became known. What came by the way in becomes part of the story; notes and answers stay in the timeline.
fn add(referral: &mut Referral, added: &ReferralAddedTo) {
    referral.triage.raise(&added.tasks);
    if added.source.is_some() {
        referral.source.clone_from(&added.source);
    }
    if added.pregnancy.is_some() {
        referral.pregnancy.clone_from(&added.pregnancy);
    }
    if let Some(asked) = &added.asked {
        referral.asked = std::mem::take(&mut referral.asked).with((**asked).clone());
    }
    match added.kind {
        AdditionKind::Door => {
            if let (Personal::Told(story), Some(newer)) = (&mut referral.personal, &added.story) {
                **story = std::mem::take(&mut **story).with((**newer).clone());
            }
        }
        AdditionKind::Answer => {
            referral.triage.waiting = None;
            stepped(referral, added.at);
        }
        AdditionKind::Note => stepped(referral, added.at),
        AdditionKind::SpokenHandover | AdditionKind::HerPage => {}
    }
    let due = referral.triage.open_tasks().map(|(_, due_by)| due_by).min();
    match (&mut referral.stage, due) {
        (Stage::Pending(held) | Stage::Accepted { held, .. }, Some(due)) => held.next_due = held.next_due.min(due),
        (Stage::Pending(_) | Stage::Accepted { .. }, None) | (Stage::Discharged { .. } | Stage::Ended { .. }, _) => {}
    }
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

fn end(
    referral: &mut Referral,
    team: Option<&TeamCode>,
    outcome: EndedOutcome,
    decided_at: Timestamp,
    ending: &Ending,
) -> Result<(), ImpossibleHistory> {
    open(referral)?;
    if let Some(team) = team {
        direct(referral, team);
    }
    let reasons = ending.reasons.iter().chain(ending.in_own_words.iter()).cloned().collect();
    referral.cited.clone_from(&ending.criteria);
    referral.last_held = referral.held().map(|held| held.by.clone());
    referral.stage = Stage::Ended { outcome, decided_at: Some(decided_at), reasons };
    Ok(())
}
