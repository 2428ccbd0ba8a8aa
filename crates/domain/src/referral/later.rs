//! The referral after what happens between teams, at a meeting, and in care.

use super::{
    AdmittedToUnit, Attendance, Baby, Care, CareContinued, CareEndsSoon, Claim, ContactKind, ContactRecorded,
    Discussed, DiscussedAtMeeting, Handover, HandoverAccepted, HandoverOffered, JointWork, LeftUnit, Onward,
    OnwardChased, OnwardReferred, OnwardState, Priority, Referral, ReferralDischarged, ReferralEvent, Review,
    RiskReviewed, Stage, appointment, case_discussion,
    evolve::{look_next, stepped},
    meet, pregnancy, risk, safeguarding, under_18,
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
            meet::joined(referral, began.at);
            stepped(referral, began.at);
        }
        ReferralEvent::JointWorkEnded(ended) => {
            referral.joint.retain(|joint| joint.team != ended.team);
            stepped(referral, ended.at);
        }
        ReferralEvent::OnwardReferred(onward) => refer_on(referral, onward),
        ReferralEvent::OnwardChased(chased) => chase(referral, chased)?,
        ReferralEvent::EscalationClimbed(climbed) => referral.triage.ladder.climb(climbed),
        ReferralEvent::EmergencyTaken(taken) => {
            referral.triage.ladder.taken = Some(taken.taken.clone());
            stepped(referral, taken.taken.at);
        }
        ReferralEvent::DiscussedAtMeeting(discussed) => discuss(referral, discussed),
        ReferralEvent::CaseListed(_)
        | ReferralEvent::CaseUnlisted(_)
        | ReferralEvent::CaseDiscussed(_)
        | ReferralEvent::TeamsAskedToMeet(_) => {
            case_discussion::evolve(referral, event);
            return Ok(());
        }
        ReferralEvent::LookedBack(looked) => {
            referral.triage.looked_back = true;
            referral.triage.came_back = looked.found;
            referral.triage.first_no_by.clone_from(&looked.decided_by);
            referral.triage.raise(&looked.tasks);
        }
        ReferralEvent::SignpostFollowed(followed) => referral.signpost = Some(followed.state),
        ReferralEvent::ContactRecorded(contact) => met(referral, contact),
        ReferralEvent::RiskReviewed(reviewed) => risk_reviewed(referral, reviewed),
        ReferralEvent::LeadProfessionalNamed(named) => {
            referral.care.lead = Some(named.lead.clone());
            done(referral, TaskKind::LeadProfessional, named.at);
        }
        ReferralEvent::AdmittedToUnit(admitted) => admit(referral, admitted),
        ReferralEvent::LeftUnit(left) => left_unit(referral, left),
        ReferralEvent::CareEndsSoon(ends) => ends_soon(referral, ends),
        ReferralEvent::CareContinued(continued) => go_on(referral, continued),
        ReferralEvent::ReferralDischarged(discharged) => return discharge(referral, discharged),
        ReferralEvent::PregnancyRecorded(recorded) => pregnancy::evolve(referral, recorded),
        ReferralEvent::DeathLearned(learned) => referral.triage.raise(&[learned.task]),
        ReferralEvent::RoutesToAskAgain(again) => referral.triage.raise(&[again.task]),
        ReferralEvent::AnswersHeard(heard) => referral.triage.raise(&heard.tasks),
        ReferralEvent::PageGiven(given) => referral.page.clone_from(&given.link),
        ReferralEvent::PageClosed(_) => referral.page = None,
        ReferralEvent::AskedOnPage(asked) => referral.triage.raise(&[asked.task]),
        ReferralEvent::YoungConsentRecorded(_) | ReferralEvent::BirthDateLearned(_) => {
            under_18::evolve(referral, event)?;
        }
        ReferralEvent::AtRiskRecorded(_)
        | ReferralEvent::ProtectionPlanRecorded(_)
        | ReferralEvent::AbuseAsked(_)
        | ReferralEvent::SafeguardingReferralMade(_)
        | ReferralEvent::SafeguardingReferralFollowed(_) => safeguarding::evolve(referral, event)?,
        _ if appointment::evolve(referral, event) || risk::evolve(referral, event) => {}
        _ => return Err(ImpossibleHistory("an event of another part of the referral")),
    }
    look_next(referral);
    Ok(())
}

fn admit(referral: &mut Referral, admitted: &AdmittedToUnit) {
    referral.care.admitted = Some(admitted.unit.clone());
    referral.triage.raise(&admitted.tasks);
    stepped(referral, admitted.at);
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
        young_people: offered.young_people,
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
    under_18::taken_by_team(referral, &handover, &accepted.by, accepted.at);
    meet::handed(referral, [handover.from, handover.to], accepted.at);
    // Who accepts by name has it in hand: the sender lets go here, and nobody's hand is empty in between.
    let of_emergency = referral.priority == Some(Priority::Emergency);
    referral.triage.claim = Some(Claim { by: accepted.by.clone(), at: accepted.at, of_emergency });
    stepped(referral, accepted.at);
    Ok(())
}

fn answered(referral: &mut Referral) -> Result<Handover, ImpossibleHistory> {
    referral.handover.take().ok_or(ImpossibleHistory("a handover was answered that was not open"))
}

fn refer_on(referral: &mut Referral, onward: &OnwardReferred) {
    referral.onward = Some(Onward {
        number: referral.onward.as_ref().map_or(1, |before| before.number + 1),
        to: onward.to.clone(),
        at: onward.at,
        chase_by: onward.chase_by,
        state: OnwardState::Asked,
        answered_at: None,
        young_people: onward.young_people,
    });
    stepped(referral, onward.at);
}

fn chase(referral: &mut Referral, chased: &OnwardChased) -> Result<(), ImpossibleHistory> {
    let onward = referral.onward.as_mut();
    let onward = onward.ok_or(ImpossibleHistory("a service was chased that was never asked"))?;
    onward.state = chased.state.clone();
    onward.answered_at = (chased.state != OnwardState::Asked).then_some(chased.at);
    onward.chase_by = chased.chase_by;
    under_18::taken_outside(referral, &chased.state, chased.at);
    stepped(referral, chased.at);
    Ok(())
}

fn discuss(referral: &mut Referral, discussed: &DiscussedAtMeeting) {
    let trail = &mut referral.meeting;
    if trail.first.is_none() {
        trail.first = Some(discussed.meeting);
        trail.first_at = Some(discussed.at);
    }
    trail.last = Some(discussed.meeting);
    trail.left = Some(discussed.outcome);
    trail.owner = Some(discussed.owner.clone());
    let carried = discussed.outcome == Discussed::CarriedOver;
    trail.carried_over = if carried { trail.carried_over + 1 } else { 0 };
    trail.until = carried.then_some(discussed.until);
    stepped(referral, discussed.at);
}

/// A contact. She was seen, or not; only being assessed stops a clock (PR-12).
fn met(referral: &mut Referral, contact: &ContactRecorded) {
    referral.cases.contacts.extend(meet::contact_of(referral, contact));
    let care = &mut referral.care;
    care.next_contact_by = Some(contact.next_contact_by);
    match contact.attendance {
        Attendance::Attended => {
            care.missed = 0;
            care.review = None;
            care.seen_by.insert(who_saw_her(contact));
            if contact.kind == ContactKind::Treatment {
                care.treated_at = Some(earliest(care.treated_at, contact.contact_at));
            }
            referral.first_contact_at = Some(earliest(referral.first_contact_at, contact.contact_at));
        }
        Attendance::DidNotAttend => {
            care.missed += 1;
            missed(care, contact.at);
        }
        Attendance::CancelledByHer | Attendance::CancelledByUs | Attendance::NoInterpreter => {}
    }
    if contact.baby == Baby::NotBrought {
        missed(&mut referral.care, contact.at);
        referral.care.baby_not_brought_at = Some(contact.contact_at);
    }
    if contact.attendance == Attendance::Attended && contact.kind == ContactKind::Assessment {
        assessed(referral, contact);
    }
    appointment::met(referral, contact);
    referral.triage.raise(&contact.tasks);
    stepped(referral, contact.at);
}

/// From now on a review is asked for; what an earlier one found does not answer this.
fn missed(care: &mut Care, at: jiff::Timestamp) {
    care.missed_at = Some(at);
    care.to_review = true;
    care.review = None;
}

/// Whoever wrote it down, unless it was a clinician elsewhere.
fn who_saw_her(contact: &ContactRecorded) -> String {
    let elsewhere = contact.elsewhere.as_ref();
    elsewhere.map_or_else(|| contact.by.clone(), |seen| format!("{}, {}", seen.name.trim(), seen.service.trim()))
}

/// An assessment before the urgency was raised answers nothing that was told since. Of several the earliest counts, in
/// whatever order they are written down.
fn assessed(referral: &mut Referral, contact: &ContactRecorded) {
    referral.assessed_at = Some(earliest(referral.assessed_at, contact.contact_at));
    let since = referral.triage.raised_at.unwrap_or(referral.received_at);
    let earlier = referral.responded_at.is_none_or(|at| contact.contact_at < at);
    if earlier && contact.contact_at >= since {
        referral.responded_at = Some(contact.contact_at);
        referral.care.answered_by = Some(who_saw_her(contact));
    }
}

fn risk_reviewed(referral: &mut Referral, reviewed: &RiskReviewed) {
    let care = &mut referral.care;
    care.review = Some(Review { at: reviewed.at, checks: reviewed.checks });
    care.to_review = false;
    care.next_contact_by = Some(reviewed.next_contact_by);
    done(referral, TaskKind::RiskReview, reviewed.at);
}

fn left_unit(referral: &mut Referral, left: &LeftUnit) {
    let care = &mut referral.care;
    care.admitted = None;
    care.lead = Some(left.lead.clone());
    care.next_contact_by = Some(left.next_contact_by);
    done(referral, TaskKind::LeadProfessional, left.at);
}

/// Somebody was warned of the end of her time here, and decides what follows.
fn ends_soon(referral: &mut Referral, ends: &CareEndsSoon) {
    referral.care.warned = true;
    referral.triage.raise(&[ends.task]);
}

fn go_on(referral: &mut Referral, continued: &CareContinued) {
    referral.care.continued_until = Some(continued.until);
    referral.care.warned = false;
    done(referral, TaskKind::CareEnds, continued.at);
}

fn earliest(known: Option<jiff::Timestamp>, at: jiff::Timestamp) -> jiff::Timestamp {
    known.map_or(at, |known| known.min(at))
}

fn discharge(referral: &mut Referral, discharged: &ReferralDischarged) -> Result<(), ImpossibleHistory> {
    let Stage::Accepted { decided_at, held } = &referral.stage else {
        return Err(ImpossibleHistory("somebody was discharged who was not in our care"));
    };
    referral.last_held = Some(held.by.clone());
    referral.stage = Stage::Discharged {
        decided_at: *decided_at,
        discharged_at: discharged.at,
        reason: Some(discharged.reason.clone()),
    };
    referral.handover = None;
    referral.care.left_with_plan = Some(!discharged.without_plan);
    referral.care.way_back = Some(discharged.way_back.clone()).filter(|way| !way.trim().is_empty());
    referral.care.left = discharged.words.clone();
    risk::ended(referral, std::slice::from_ref(&discharged.reason), discharged.at);
    Ok(())
}

/// A task that is done by what it asked for.
fn done(referral: &mut Referral, task: TaskKind, at: jiff::Timestamp) {
    if let Some(task) = referral.triage.tasks.get_mut(&task) {
        task.done_at.get_or_insert(at);
    }
    stepped(referral, at);
}
