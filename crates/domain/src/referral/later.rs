//! The referral after what happens between teams, at a meeting, and in care.

use super::{
    Attendance, Baby, ContactKind, ContactRecorded, Discussed, DiscussedAtMeeting, EscalationClimbed, Handover,
    HandoverAccepted, HandoverOffered, JointWork, Onward, OnwardState, Referral, ReferralDischarged, ReferralEvent,
    Review, Stage,
    evolve::{look_next, stepped},
};
use crate::{disallowed::ImpossibleHistory, front_door::TaskKind};

/// The referral after the event.
///
/// # Errors
/// [`ImpossibleHistory`] when the event cannot follow.
pub(super) fn evolve(referral: &mut Referral, event: &ReferralEvent) -> Result<(), ImpossibleHistory> {
    match event {
        ReferralEvent::HandoverOffered(offered) => offer(referral, offered)?,
        ReferralEvent::HandoverAccepted(accepted) => accept(referral, accepted)?,
        ReferralEvent::HandoverReturned(returned) => {
            answered(referral)?;
            referral.triage.raise(&[returned.task]);
            stepped(referral, returned.at);
        }
        ReferralEvent::HandoverUnanswered(unanswered) => {
            answered(referral)?;
            referral.triage.raise(&[unanswered.task]);
        }
        ReferralEvent::HandoverTakenBack(taken) => {
            answered(referral)?;
            stepped(referral, taken.at);
        }
        ReferralEvent::JointWorkBegan(began) => {
            referral.joint.push(JointWork { team: began.team.clone(), agreed_on: began.agreed_on });
            stepped(referral, began.at);
        }
        ReferralEvent::JointWorkEnded(ended) => {
            referral.joint.retain(|joint| joint.team != ended.team);
            stepped(referral, ended.at);
        }
        ReferralEvent::OnwardReferred(onward) => {
            referral.onward = Some(Onward {
                to: onward.to.clone(),
                at: onward.at,
                chase_by: onward.chase_by,
                state: OnwardState::Asked,
            });
            stepped(referral, onward.at);
        }
        ReferralEvent::OnwardChased(chased) => {
            let onward = referral.onward.as_mut();
            let onward = onward.ok_or(ImpossibleHistory("a service was chased that was never asked"))?;
            onward.state = chased.state.clone();
            onward.chase_by = chased.chase_by;
            stepped(referral, chased.at);
        }
        ReferralEvent::EscalationClimbed(climbed) => climb(referral, climbed),
        ReferralEvent::EmergencyTaken(taken) => {
            referral.triage.ladder.taken = Some(taken.taken.clone());
            stepped(referral, taken.taken.at);
        }
        ReferralEvent::DiscussedAtMeeting(discussed) => discuss(referral, discussed),
        ReferralEvent::LookedBack(looked) => {
            referral.triage.looked_back = true;
            referral.triage.came_back = looked.found;
            referral.triage.raise(&looked.tasks);
        }
        ReferralEvent::SignpostFollowed(followed) => referral.signpost = Some(followed.state),
        ReferralEvent::ContactRecorded(contact) => met(referral, contact),
        ReferralEvent::RiskReviewed(reviewed) => {
            let review = Review { at: reviewed.at, not_her_doing: reviewed.checks.not_her_doing() };
            referral.care.review = Some(review);
            referral.care.next_contact_by = Some(reviewed.next_contact_by);
            done(referral, TaskKind::RiskReview, reviewed.at);
        }
        ReferralEvent::LeadProfessionalNamed(named) => {
            referral.care.lead = Some(named.lead.clone());
            done(referral, TaskKind::LeadProfessional, named.at);
        }
        ReferralEvent::AdmittedToUnit(admitted) => {
            referral.care.admitted = Some(admitted.unit.clone());
            referral.triage.raise(&admitted.tasks);
            stepped(referral, admitted.at);
        }
        ReferralEvent::LeftUnit(left) => {
            referral.care.admitted = None;
            referral.care.lead = Some(left.lead.clone());
            referral.care.next_contact_by = Some(left.next_contact_by);
            done(referral, TaskKind::LeadProfessional, left.at);
        }
        ReferralEvent::CareEndsSoon(ends) => {
            referral.care.warned = true;
            referral.triage.raise(&[ends.task]);
        }
        ReferralEvent::CareContinued(continued) => {
            referral.care.continued_until = Some(continued.until);
            referral.care.warned = false;
            done(referral, TaskKind::CareEnds, continued.at);
        }
        ReferralEvent::ReferralDischarged(discharged) => return discharge(referral, discharged),
        _ => return Err(ImpossibleHistory("an event of another part of the referral")),
    }
    look_next(referral);
    Ok(())
}

fn offer(referral: &mut Referral, offered: &HandoverOffered) -> Result<(), ImpossibleHistory> {
    let holds = referral.held().is_some_and(|held| held.by == offered.from);
    if !holds || referral.handover.is_some() {
        return Err(ImpossibleHistory("a handover is offered by the team that is responsible, one at a time"));
    }
    referral.handover = Some(Handover {
        from: offered.from.clone(),
        to: offered.to.clone(),
        by: offered.by.clone(),
        offered_at: offered.at,
        answer_by: offered.answer_by,
        link: offered.link.clone(),
    });
    // A new offer answers what a return or a silence asked for.
    for task in [TaskKind::HandoverReturned, TaskKind::HandoverUnanswered] {
        done(referral, task, offered.at);
    }
    Ok(())
}

/// Responsibility moves here and nowhere else (INV-02). The clock and everything counted stay as they are.
fn accept(referral: &mut Referral, accepted: &HandoverAccepted) -> Result<(), ImpossibleHistory> {
    let handover = answered(referral)?;
    if let Stage::Accepted { held, .. } = &mut referral.stage {
        held.by = handover.to.clone();
    }
    referral.joint.retain(|joint| joint.team != handover.to);
    stepped(referral, accepted.at);
    Ok(())
}

fn answered(referral: &mut Referral) -> Result<Handover, ImpossibleHistory> {
    referral.handover.take().ok_or(ImpossibleHistory("a handover was answered that was not open"))
}

fn climb(referral: &mut Referral, climbed: &EscalationClimbed) {
    let ladder = &mut referral.triage.ladder;
    ladder.steps.push(climbed.step.clone());
    ladder.next_at = Some(climbed.next_at);
}

fn discuss(referral: &mut Referral, discussed: &DiscussedAtMeeting) {
    let trail = &mut referral.meeting;
    if trail.first.is_none() {
        trail.first = Some(discussed.meeting);
        trail.first_at = Some(discussed.at);
    }
    trail.last = Some(discussed.meeting);
    trail.owner = Some(discussed.owner.clone());
    let carried = discussed.outcome == Discussed::CarriedOver;
    trail.carried_over = if carried { trail.carried_over + 1 } else { 0 };
    trail.until = carried.then_some(discussed.until);
    stepped(referral, discussed.at);
}

/// A contact. She was seen, or not; only being assessed stops a clock (PR-12).
fn met(referral: &mut Referral, contact: &ContactRecorded) {
    let care = &mut referral.care;
    care.next_contact_by = Some(contact.next_contact_by);
    match contact.attendance {
        Attendance::Attended => {
            care.missed = 0;
            care.seen_by.insert(contact.by.clone());
            referral.first_contact_at = Some(earliest(referral.first_contact_at, contact.contact_at));
        }
        Attendance::DidNotAttend => {
            care.missed += 1;
            care.missed_at = Some(contact.at);
            care.review = None;
        }
        Attendance::CancelledByHer | Attendance::CancelledByUs | Attendance::NoInterpreter => {}
    }
    if contact.baby == Baby::NotBrought {
        referral.care.missed_at = Some(contact.at);
        referral.care.review = None;
        referral.care.baby_not_brought_at = Some(contact.contact_at);
    }
    if contact.attendance == Attendance::Attended && contact.kind == ContactKind::Assessment {
        assessed(referral, contact);
    }
    referral.triage.raise(&contact.tasks);
    stepped(referral, contact.at);
}

/// An assessment before the urgency was raised answers nothing that was told since.
fn assessed(referral: &mut Referral, contact: &ContactRecorded) {
    referral.assessed_at = Some(earliest(referral.assessed_at, contact.contact_at));
    let since = referral.triage.raised_at.unwrap_or(referral.received_at);
    if referral.responded_at.is_none() && contact.contact_at >= since {
        referral.responded_at = Some(contact.contact_at);
    }
}

fn earliest(known: Option<jiff::Timestamp>, at: jiff::Timestamp) -> jiff::Timestamp {
    known.map_or(at, |known| known.min(at))
}

fn discharge(referral: &mut Referral, discharged: &ReferralDischarged) -> Result<(), ImpossibleHistory> {
    let Stage::Accepted { decided_at, .. } = &referral.stage else {
        return Err(ImpossibleHistory("somebody was discharged who was not in our care"));
    };
    referral.stage = Stage::Discharged {
        decided_at: *decided_at,
        discharged_at: discharged.at,
        reason: Some(discharged.reason.clone()),
    };
    referral.handover = None;
    Ok(())
}

/// A task that is done by what it asked for.
fn done(referral: &mut Referral, task: TaskKind, at: jiff::Timestamp) {
    if let Some(task) = referral.triage.tasks.get_mut(&task) {
        task.done_at.get_or_insert(at);
    }
    stepped(referral, at);
}
