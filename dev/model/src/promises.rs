//! The promises, asked after each step: those of one state (`porch_domain::invariants`), and those that need the step.

use jiff::{SignedDuration, Timestamp};
use porch_domain::{
    front_door::TaskKind,
    invariants::{self, Broken},
    referral::{
        Attendance, Baby, ContactKind, Ending, EscalationClimbed, Priority, Referral, ReferralEvent, RiskAlert, Stage,
        Telling, leaving::DIED, system_due,
    },
};
use stateright::Property;

use crate::{
    act::{What, Who},
    service::{Service, State, footprint},
};

/// What is due is offered by the rules, the service may do it, and then something else is due, later.
pub const DUE: &str = "what is due is offered, can be done, and comes to an end";

/// Every open referral can reach an end by what people may do now.
pub const END: &str = "an open referral can reach an end";

/// The longest time between one telling of an emergency and the next.
const NEXT_TELLING: SignedDuration = SignedDuration::from_mins(60);

/// The longest time until the first telling of a risk answer.
const FIRST_TELLING: SignedDuration = SignedDuration::from_mins(15);

/// What happened to a referral in its order, whatever the clock said.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct Happened {
    /// Somebody took it by name since it last became an emergency, and did not give it back.
    pub taken_by_name: bool,
    /// Somebody did not come, and risk was not reviewed since.
    pub not_reviewed: bool,
}

impl Happened {
    /// Takes note of an event.
    pub fn note(&mut self, event: &ReferralEvent) {
        match event {
            ReferralEvent::ReferralClaimed(_)
            | ReferralEvent::EmergencyTaken(_)
            | ReferralEvent::HandoverAccepted(_) => self.taken_by_name = true,
            ReferralEvent::ClaimReleased(_) => self.taken_by_name = false,
            ReferralEvent::PriorityRaised(raised) if raised.to == Priority::Emergency => self.taken_by_name = false,
            ReferralEvent::ContactRecorded(contact) => {
                let missed = contact.attendance == Attendance::DidNotAttend || contact.baby == Baby::NotBrought;
                self.not_reviewed |= missed;
            }
            ReferralEvent::RiskReviewed(_) => self.not_reviewed = false,
            _ => {}
        }
    }
}

/// A step: an event, and the referral before and after it.
pub struct Step<'a> {
    /// Who asked.
    pub who: Who,
    /// What followed.
    pub event: &'a ReferralEvent,
    /// The referral before.
    pub before: Option<&'a Referral>,
    /// The referral after.
    pub after: &'a Referral,
    /// The instant.
    pub now: Timestamp,
    /// What happened until then.
    pub happened: Happened,
}

fn hold(id: &'static str, what: &'static str, holds: bool) -> Result<(), Broken> {
    if holds { Ok(()) } else { Err(Broken { id, what }) }
}

/// Every promise that a step can break.
///
/// # Errors
/// The first that it breaks.
pub fn step(service: &Service, step: &Step<'_>) -> Result<(), Broken> {
    if let Some(before) = step.before {
        responsible(before, step)?;
        ends(before, step)?;
        nothing_by_itself(before, step)?;
        clock(service, before, step)?;
        counts(before, step)?;
    }
    invariants::referral(step.after)?;
    due_in_time(step)?;
    climbs(step)?;
    risk(step)
}

/// INV-01: whatever waits, somebody looks before it is due.
fn due_in_time(step: &Step<'_>) -> Result<(), Broken> {
    let after = step.after;
    let Some(held) = after.held() else { return Ok(()) };
    let triage = &after.triage;
    let waits = [
        after.clock_ends(),
        triage.waiting.as_ref().map(|waiting| waiting.until),
        triage.letter_due.as_ref().map(|due| due.by),
        after.handover.as_ref().map(|handover| handover.answer_by),
        after.onward_open().map(|onward| onward.chase_by),
        after.care.next_contact_by,
        after.meeting.until,
        triage.open_tasks().map(|(_, due_by)| due_by).min(),
        after.risk_alert().and_then(RiskAlert::lets_go_at),
        after.risk_alert().and_then(RiskAlert::climbs_since).map(|since| since + FIRST_TELLING),
    ];
    let first = waits.into_iter().flatten().min();
    hold("INV-01", "something waits for longer than somebody looks", first.is_none_or(|first| held.next_due <= first))
}

/// INV-02: responsibility moves when a handover is accepted by somebody else than whoever offered it, and never else; an
/// offer that ends in another way leaves it where it was, and whose task it is now.
fn responsible(before: &Referral, step: &Step<'_>) -> Result<(), Broken> {
    let holders = before.held().zip(step.after.held());
    let moved = holders.is_some_and(|(old, new)| old.by != new.by);
    let raised = |kind: TaskKind| step.after.triage.open_tasks().any(|(open, _)| open == kind);
    let offer = before.handover.as_ref();
    let kept = "who is responsible changed without an acceptance";
    match step.event {
        ReferralEvent::HandoverAccepted(accepted) => {
            let another = offer.is_some_and(|offer| offer.by != accepted.by);
            hold("INV-02", "whoever offered a handover accepted it", another)?;
            let theirs = step.after.held().zip(offer).is_some_and(|(held, offer)| held.by == offer.to);
            return hold("INV-02", "a handover was accepted and whoever was asked is not responsible", theirs);
        }
        ReferralEvent::HandoverReturned(_) => {
            let alarm = raised(TaskKind::HandoverReturned);
            hold("INV-02", "a handover was returned and nobody has to look", alarm)?;
        }
        ReferralEvent::HandoverUnanswered(_) => {
            let alarm = raised(TaskKind::HandoverUnanswered);
            hold("INV-02", "a handover was not answered and there is no alarm", alarm)?;
        }
        ReferralEvent::HandoverTakenBack(_) | ReferralEvent::ReferralDischarged(_) => {}
        _ => {
            let stays = offer.is_none() || step.after.handover.is_some();
            hold("INV-02", "an offer was lost", stays)?;
        }
    }
    hold("INV-02", kept, !moved)
}

/// INV-03, INV-05: a referral ends by a named person, with a reason, a way back, and both told; care ends by a clinician
/// and not before the review. What ended stays as it is.
fn ends(before: &Referral, step: &Step<'_>) -> Result<(), Broken> {
    let closed = step.after.held().is_none();
    if before.held().is_none() {
        return hold("INV-03", "what had ended changed", before.stage == step.after.stage);
    }
    let ending = match step.event {
        ReferralEvent::ReferralRejected(event) => Some(&event.ending),
        ReferralEvent::ReferralSignposted(event) => Some(&event.ending),
        ReferralEvent::ReferralAdvised(event) => Some(&event.ending),
        ReferralEvent::ReferralWithdrawn(event) => Some(&event.ending),
        ReferralEvent::ReferralDischarged(event) => {
            let said = event.reason == DIED || !event.way_back.trim().is_empty();
            hold("INV-03", "care ended without a way back", said)?;
            hold("INV-03", "care ended and nobody was told", told(&event.to_woman) && told(&event.to_referrer))?;
            let gone = event.reason == DIED || before.erased();
            let reviewed = gone || !step.happened.not_reviewed;
            return hold("INV-05", "somebody who did not come was discharged without a risk review", reviewed);
        }
        _ => return hold("INV-03", "a referral ended by something that is no ending", !closed),
    };
    let well = |ending: &Ending| {
        let said = !ending.reasons.is_empty() && !ending.way_back.trim().is_empty();
        said && told(&ending.to_woman) && told(&ending.to_referrer)
    };
    hold("INV-03", "a referral ended without a reason, a way back or a word", ending.is_none_or(well))
}

fn told(telling: &Telling) -> bool {
    match telling {
        Telling::Message(_) => true,
        Telling::NotTold { why } => !why.trim().is_empty(),
    }
}

/// INV-04: what the service does by itself is to tell, to give back and to warn; what the door does is to add. A task is
/// done by people.
fn nothing_by_itself(before: &Referral, step: &Step<'_>) -> Result<(), Broken> {
    let may = match step.who {
        Who::Duty | Who::Clinician => true,
        Who::Service => matches!(
            step.event,
            ReferralEvent::HandoverUnanswered(_)
                | ReferralEvent::EscalationClimbed(_)
                | ReferralEvent::RiskAnswered(_)
                | ReferralEvent::RiskClimbed(_)
                | ReferralEvent::RiskLetGo(_)
                | ReferralEvent::LookedBack(_)
                | ReferralEvent::ClaimReleased(_)
                | ReferralEvent::CareEndsSoon(_)
                | ReferralEvent::BirthDateLearned(_)
                | ReferralEvent::DeathLearned(_)
                | ReferralEvent::RoutesToAskAgain(_)
                | ReferralEvent::AnswersHeard(_)
                | ReferralEvent::AppointmentReminded(_)
        ),
        Who::Public => matches!(
            step.event,
            ReferralEvent::ReferralAddedTo(_)
                | ReferralEvent::PageGiven(_)
                | ReferralEvent::AskedOnPage(_)
                | ReferralEvent::RiskAnswered(_)
                | ReferralEvent::PriorityRaised(_)
                | ReferralEvent::SafeguardingRecorded(_)
        ),
    };
    hold("INV-04", "a program or the door did what only people do", may)?;
    let lowered = step.after.priority > before.priority;
    let by_hand = matches!(step.event, ReferralEvent::PriorityLowered(_));
    hold("INV-04", "an urgency was lowered by itself", !lowered || by_hand)?;
    let open = |referral: &Referral| referral.triage.open_tasks().map(|(task, _)| task).collect::<Vec<_>>();
    let by_people = matches!(step.who, Who::Duty | Who::Clinician);
    let done = !by_people && open(before).iter().any(|task| !open(step.after).contains(task));
    hold("INV-04", "a task was done by itself", !done)
}

/// INV-07, PR-12: only an attended assessment stops the clock, only raising starts it anew, only lowering makes it later.
fn clock(service: &Service, before: &Referral, step: &Step<'_>) -> Result<(), Broken> {
    let after = step.after;
    let stopped = before.responded_at.is_none() && after.responded_at.is_some();
    let assessed = matches!(step.event, ReferralEvent::ContactRecorded(contact)
        if contact.kind == ContactKind::Assessment && contact.attendance == Attendance::Attended);
    hold("PR-12", "a clock was stopped by something else than an attended assessment", !stopped || assessed)?;
    let later = after.respond_by > before.respond_by;
    let lowered = matches!(step.event, ReferralEvent::PriorityLowered(_));
    hold("INV-07", "a clock ends later than it did", !later || lowered)?;
    if let ReferralEvent::PriorityRaised(raised) = step.event {
        let by_rule = service.respond_by(raised.to, step.now);
        let soon = after.clock_ends().is_some_and(|ends| by_rule.is_none_or(|rule| ends <= rule));
        hold("INV-07", "an urgency was raised and has no clock of its own", soon)?;
    }
    Ok(())
}

/// INV-09: when it came and to whom it was first directed never change, and a hand-over moves no count.
fn counts(before: &Referral, step: &Step<'_>) -> Result<(), Broken> {
    let after = step.after;
    let same = before.received_at == after.received_at
        && (before.directed_to.is_none() || before.directed_to == after.directed_to);
    hold("INV-09", "when it came, or to whom it was first directed, changed", same)?;
    let between_teams = matches!(
        step.event,
        ReferralEvent::HandoverOffered(_)
            | ReferralEvent::HandoverAccepted(_)
            | ReferralEvent::HandoverReturned(_)
            | ReferralEvent::HandoverUnanswered(_)
            | ReferralEvent::HandoverTakenBack(_)
    );
    let counted = |referral: &Referral| {
        let contacts = (referral.first_contact_at, referral.assessed_at, referral.responded_at, referral.respond_by);
        (referral.outcome(), referral.decided_at(), referral.priority, contacts)
    };
    hold("INV-09", "a handover moved a count", !between_teams || counted(before) == counted(after))
}

/// INV-06: an emergency that nobody has by name climbs, the next step is due soon, and whoever took it is not overtaken.
fn climbs(step: &Step<'_>) -> Result<(), Broken> {
    let after = step.after;
    let emergency = after.priority == Some(Priority::Emergency) && after.responded_at.is_none();
    let waits = after.held().is_some() && emergency && !after.erased();
    let climbs = after.climbs_since();
    if waits {
        let taken = step.happened.taken_by_name;
        hold("INV-06", "an emergency that nobody has by name does not climb", taken || climbs.is_some())?;
        hold("INV-06", "somebody has it by name, and others are told", !taken || climbs.is_none())?;
    }
    if climbs.is_some() {
        hold("INV-06", "an emergency climbs and no step is due", system_due(after, footprint()).is_some())?;
    }
    if let (ReferralEvent::EscalationClimbed(climbed), Some(before)) = (step.event, step.before) {
        telling(climbed, before.triage.ladder.next_at.or(before.climbs_since()), step.now)?;
    }
    Ok(())
}

/// INV-06: a step that was told: when it was due, by when the next is.
fn telling(climbed: &EscalationClimbed, due: Option<Timestamp>, now: Timestamp) -> Result<(), Broken> {
    hold("INV-06", "a step was taken before it was due", due.is_some_and(|due| due <= now))?;
    let latest = due.map_or(now, |due| due.max(now)) + NEXT_TELLING;
    hold("INV-06", "the next step is too far away", climbed.next_at <= latest)?;
    hold("INV-06", "the same step is due again at once", due.is_some_and(|due| climbed.next_at > due))?;
    hold("INV-06", "a step is said to have been taken at another time", climbed.at == now)?;
    let missed = climbed.missed.is_none_or(|missed| missed.steps > 0 && due.is_some_and(|due| missed.from >= due));
    hold("INV-06", "more is said to have been missed than was due", missed)?;
    let again = climbed.missed.is_none() || climbed.next_at > now;
    hold("INV-06", "what was missed is made good more than once", again)?;
    Ok(())
}

/// INV-06, H02: a risk answer is told at once, is somebody's by name or climbs, and ends by what a person did.
fn risk(step: &Step<'_>) -> Result<(), Broken> {
    let (before, after) = (step.before.and_then(Referral::risk_alert), step.after.risk_alert());
    if let ReferralEvent::RiskAnswered(_) = step.event {
        // One that climbs already is told on as it was, also where the clock was set back meanwhile.
        let climbed = before.filter(|alert| alert.climbs_since().is_some()).and_then(RiskAlert::due_at);
        let latest = climbed.unwrap_or(step.now + FIRST_TELLING);
        let told = after.filter(|alert| alert.climbs_since().is_some()).and_then(RiskAlert::due_at);
        hold("INV-06", "a risk answer came and nobody is told", told.is_some_and(|at| at <= latest))?;
    }
    if after.is_some() {
        hold("INV-06", "a risk answer is open and no step is due", system_due(step.after, footprint()).is_some())?;
    }
    if let (ReferralEvent::RiskClimbed(climbed), Some(before)) = (step.event, before) {
        telling(climbed, before.due_at(), step.now)?;
    }
    let by_people = matches!(step.who, Who::Duty | Who::Clinician);
    let dealt_with = match step.event {
        ReferralEvent::RiskActed(_) | ReferralEvent::PersonalDataErased(_) => by_people,
        ReferralEvent::ReferralDischarged(event) => by_people && event.reason == DIED,
        ReferralEvent::ReferralWithdrawn(event) => by_people && event.ending.reasons == [DIED],
        _ => false,
    };
    hold("INV-06", "a risk answer was closed by no person", before.is_none() || after.is_some() || dealt_with)?;
    let ended = step.before.is_some_and(|before| before.held().is_some()) && step.after.held().is_none();
    let died = matches!(step.event, ReferralEvent::ReferralDischarged(event) if event.reason == DIED);
    hold("INV-06", "it ended while a risk answer was open", !ended || died || before.is_none() || dealt_with)
}

/// What is due now is offered, can be done by the service, and is then done: some other time is next.
pub fn due(service: &Service, state: &State) -> bool {
    let now = service.now(state);
    let Some(referral) = state.referral.as_deref() else { return true };
    let mut referral = referral.clone();
    for _ in 0..64 {
        let by_the_clock = system_due(&referral, footprint()).is_some_and(|at| at <= now);
        let Some(command) = service.due_at(&referral, now) else { return !by_the_clock };
        let Ok(events) = service.decide_at(Some(&referral), Who::Service, command, now) else { return false };
        for event in &events {
            match (service.rules.evolve)(Some(referral), event) {
                Ok(after) => referral = after,
                Err(_) => return false,
            }
        }
        if !by_the_clock || events.is_empty() {
            return false;
        }
    }
    false
}

/// One way out of anything: withdrawn before the decision; after it, whatever is open is answered, and care ends.
const WAY_OUT: [What; 25] = [
    What::RoutesAsked,
    What::CloseAskedToWithdraw,
    What::RecordRiskDone,
    What::CloseBabySafety,
    What::CloseSafeguardingToday,
    What::Withdraw,
    What::AnswerSafeguarding,
    What::TakeBackHandover,
    What::ChaseRefused,
    What::LowerToRoutine,
    What::AttendedAssessment,
    What::ReviewRisk,
    What::CloseUnanswered,
    What::CloseReturned,
    What::CloseCameBack,
    What::CloseDeathTold,
    What::RecordLeavingUnit,
    What::NameLead,
    What::ContinueCare,
    What::ReferOnward,
    What::ChaseTaken,
    What::CloseTeamsMeet,
    What::CloseCaseAgreed,
    What::DischargeComplete,
    What::Withdraw,
];

/// Whether people can end it now, step by step.
pub fn can_end(service: &Service, state: &State) -> bool {
    let now = service.now(state);
    let Some(mut referral) = state.referral.as_deref().cloned() else { return true };
    for what in WAY_OUT {
        if referral.held().is_none() {
            return true;
        }
        let decided = service.decide_at(Some(&referral), Who::Clinician, what.command(now), now);
        for event in decided.unwrap_or_default() {
            match (service.rules.evolve)(Some(referral), &event) {
                Ok(after) => referral = after,
                Err(_) => return false,
            }
        }
    }
    referral.held().is_none()
}

macro_rules! promised {
    ($($id:literal)*) => {
        vec![
            $(Property::always($id, |_: &Service, state: &State| {
                state.broken.as_ref().is_none_or(|broken| broken.id != $id)
            }),)*
            Property::always(DUE, due),
            Property::always(END, can_end),
        ]
    };
}

/// Every promise, as a property that always holds.
pub fn properties() -> Vec<Property<Service>> {
    promised!("INV-01" "INV-02" "INV-03" "INV-04" "INV-05" "INV-06" "INV-07" "INV-08" "INV-09" "PR-12")
}

type Seen = (&'static str, fn(&Service, &State) -> bool);

fn of(state: &State, is: impl Fn(&Referral) -> bool) -> bool {
    state.referral.as_deref().is_some_and(is)
}

/// What can be seen somewhere, by name.
pub const SEEN: &[Seen] = &[
    ("not decided", |_, state| of(state, |referral| matches!(referral.stage, Stage::Pending(_)))),
    ("in our care", |_, state| of(state, |referral| matches!(referral.stage, Stage::Accepted { .. }))),
    ("discharged", |_, state| of(state, |referral| matches!(referral.stage, Stage::Discharged { .. }))),
    ("ended", |_, state| of(state, |referral| matches!(referral.stage, Stage::Ended { .. }))),
    ("offered", |_, state| of(state, |referral| referral.handover.is_some())),
    ("overdue", |service, state| service.kind(state).is_some_and(|kind| kind.offer == "overdue")),
    ("with the other team", |_, state| {
        of(state, |referral| referral.held().is_some_and(|held| held.by.0 == crate::COMMUNITY))
    }),
    ("not answered", |_, state| has_task(state, TaskKind::HandoverUnanswered)),
    ("returned", |_, state| has_task(state, TaskKind::HandoverReturned)),
    ("clock runs", |service, state| service.kind(state).is_some_and(|kind| kind.clock == "runs")),
    ("clock ran out", |service, state| service.kind(state).is_some_and(|kind| kind.clock == "ran out")),
    ("clock stopped", |service, state| service.kind(state).is_some_and(|kind| kind.clock == "stopped")),
    ("climbs", |_, state| of(state, |referral| referral.climbs_since().is_some())),
    ("climbed to the last step", |_, state| {
        of(state, |referral| referral.triage.ladder.steps.iter().any(|step| step.0 == "on_call_senior"))
    }),
    // After the last step, or once for all that a long step of the clock went over.
    ("told again", |_, state| {
        of(state, |referral| referral.triage.ladder.steps.len() > 3 || referral.triage.ladder.caught_up.is_some())
    }),
    ("somebody has the emergency", |service, state| {
        service.kind(state).is_some_and(|kind| kind.ladder == "somebody has it")
    }),
    ("another service has the emergency", |_, state| of(state, |referral| referral.triage.ladder.taken.is_some())),
    ("let go and climbing again", |_, state| {
        of(state, |referral| referral.climbs_since().is_some() && referral.triage.ladder.since.is_some())
    }),
    ("a risk answer climbs", |_, state| {
        of(state, |referral| referral.risk_alert().is_some_and(|alert| alert.climbs_since().is_some()))
    }),
    ("somebody has the risk answer", |_, state| {
        of(state, |referral| referral.risk_alert().is_some_and(|alert| alert.acknowledged.is_some()))
    }),
    ("a risk answer was dealt with", |_, state| {
        of(state, |referral| referral.risk.alert.as_ref().is_some_and(|alert| alert.closed.is_some()))
    }),
    ("a risk answer after the end", |_, state| of(state, |referral| referral.held().is_none() && referral.risk_open())),
    ("review is missing", |_, state| of(state, |referral| referral.care.review_is_missing())),
    ("review was done", |_, state| of(state, |referral| referral.care.review.is_some())),
    ("in a unit", |_, state| of(state, |referral| referral.care.admitted.is_some())),
    ("warned of the end", |_, state| of(state, |referral| referral.care.warned)),
    ("care goes on", |_, state| of(state, |referral| referral.care.continued_until.is_some())),
    ("joint work", |_, state| of(state, |referral| !referral.joint.is_empty())),
    ("on a list", |_, state| of(state, |referral| !referral.cases.listed.is_empty())),
    ("asked to meet", |_, state| of(state, |referral| !referral.cases.asked.is_empty())),
    ("referred on", |_, state| of(state, |referral| referral.onward_open().is_some())),
    ("expected", |_, state| of(state, |referral| referral.expected().next().is_some())),
    ("reminded", |_, state| of(state, |referral| referral.expected().any(|one| one.remind_at.is_none()))),
    ("has a page", |_, state| of(state, |referral| referral.page.is_some())),
    ("erased", |_, state| of(state, Referral::erased)),
    ("stored and not answered", |_, state| matches!(state.slow, Some(crate::Slow::Unanswered { .. }))),
    ("decided on an old state", |_, state| matches!(state.slow, Some(crate::Slow::Decided { moved_on: true, .. }))),
];

fn has_task(state: &State, kind: TaskKind) -> bool {
    of(state, |referral| referral.triage.open_tasks().any(|(open, _)| open == kind))
}
