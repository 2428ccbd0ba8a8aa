//! What of a state any rule reads again, and of which kind it is.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use porch_domain::{
    front_door::TaskKind,
    invariants::Broken,
    referral::{
        Care, CaseTrail, Handover, Ladder, OnwardState, Personal, Priority, Referral, RiskAlert, Seer, Stage, Triage,
    },
};

use crate::{
    act::{FRONT_DOOR, What, Who},
    promises::Happened,
    service::{Slow, State},
};

/// What of a state any rule reads again. States with the same key answer every command alike, now and after any steps;
/// `tests/checker/same_key.rs` tries that. What is only shown, counted or waited for is left out, and is held against the
/// promises at each step instead.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Key {
    tick: u8,
    slow: Option<(Who, What, Option<Undone>)>,
    happened: Happened,
    broken: Option<(&'static str, &'static str)>,
    referral: Option<Live>,
}

impl Key {
    pub(crate) fn of(state: &State) -> Self {
        let slow = state.slow.as_ref().map(|slow| match slow {
            Slow::Decided { who, what, events, moved_on } => (*who, *what, Some((*moved_on, format!("{events:?}")))),
            Slow::Unanswered { who, what } => (*who, *what, None),
        });
        let broken = state.broken.as_ref().map(|Broken { id, what }| (*id, *what));
        let referral = state.referral.as_deref().map(Live::of);
        Self { tick: state.tick, slow, happened: state.happened, broken, referral }
    }
}

/// Whether somebody else changed the referral, and what was decided.
type Undone = (bool, String);

/// Since when it is an emergency, since when it climbs anew, the steps, the next of them, and whether it was taken.
type Climbing = (Option<Timestamp>, Option<Timestamp>, (usize, Option<(Timestamp, usize)>), Option<Timestamp>, bool);

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Live {
    stage: u8,
    with_front_door: bool,
    priority: Option<Priority>,
    respond_by: Option<Timestamp>,
    directed: bool,
    responded: bool,
    signs: bool,
    erased: bool,
    offer: Option<(bool, String, Timestamp)>,
    joint: bool,
    onward: Option<bool>,
    /// The newest pregnancy that became known since, and her date of birth.
    known_since: (Option<jiff::civil::Date>, Option<jiff::civil::Date>, bool),
    /// Whether an ending answers what is recorded, and whether a referral waits for its outcome.
    safeguarding: (bool, bool),
    care: InCare,
    triage: Waiting,
    last_meeting: Option<porch_domain::ids::MeetingId>,
    cases: Discussed,
    risk: Option<Risk>,
    /// Whether one was ever booked; and those that stand: whether the first, when, and when it is reminded of.
    appointments: (bool, Vec<(bool, Timestamp, Option<Timestamp>)>),
    page: bool,
}

/// Who has an open risk answer since when, or how far up it is; nothing once it is closed.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Risk {
    held: Option<(String, bool, Timestamp)>,
    climbs: Option<Climbing>,
}

impl Risk {
    fn of(alert: &RiskAlert) -> Self {
        let acknowledged = alert.acknowledged.as_ref().filter(|_| alert.closed.is_none());
        let Ladder { since: _, steps, caught_up, next_at, taken: _ } = &alert.ladder;
        Self {
            held: acknowledged.map(|has| (has.by.clone(), has.elsewhere.is_some(), has.at)),
            climbs: alert.climbs_since().map(|since| (None, Some(since), (steps.len(), *caught_up), *next_at, false)),
        }
    }
}

/// On which lists, who was in contact with her when and has not agreed with whom since, who is asked to meet, and when two
/// agreed last.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Discussed {
    listed: Vec<String>,
    seen: BTreeSet<(Seer, Timestamp, BTreeSet<[Seer; 2]>)>,
    asked: BTreeSet<[Seer; 2]>,
    settled: BTreeMap<[Seer; 2], Timestamp>,
}

impl Discussed {
    fn of(cases: &CaseTrail) -> Self {
        let CaseTrail { listed, agreed: _, contacts, asked, settled } = cases;
        let pair = |between: &[Seer; 2]| {
            let mut pair = between.clone();
            pair.sort_unstable();
            pair
        };
        let mut listed: Vec<_> = listed.iter().map(|listing| listing.discussion.clone()).collect();
        listed.sort_unstable();
        let seen = contacts.iter().enumerate().map(|(nth, contact)| {
            let by_then = settled.iter().filter(|one| nth < one.contacts && one.between.contains(&contact.by));
            (contact.by.clone(), contact.at, by_then.map(|one| pair(&one.between)).collect())
        });
        let mut agreed = BTreeMap::new();
        for one in settled {
            let last: &mut Timestamp = agreed.entry(pair(&one.between)).or_insert(one.at);
            *last = (*last).max(one.at);
        }
        let asked = asked.iter().map(|asked| pair(&asked.between)).collect();
        Self { listed, seen: seen.collect(), asked, settled: agreed }
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct InCare {
    lead: bool,
    missed: u32,
    was_missed: bool,
    to_review: bool,
    review: Option<bool>,
    admitted: bool,
    warned: bool,
    continued: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Waiting {
    tasks: Vec<(TaskKind, bool)>,
    claim: Option<(String, Option<Timestamp>)>,
    attempted: bool,
    letter_due: bool,
    safeguarding: bool,
    looked_back: bool,
    risk_mentioned: bool,
    raised_at: Option<Timestamp>,
    paused: Option<Timestamp>,
    ladder: Option<Climbing>,
}

impl Live {
    fn of(referral: &Referral) -> Self {
        // Every field by name: whoever adds one says here whether a rule reads it.
        let Referral {
            id: _,
            reference: _,
            import: _,
            person: _,
            person_kind: _,
            received_at: _,
            source: _,
            priority,
            respond_by,
            directed_to,
            pregnancy: _,
            pregnancies,
            young,
            first_contact_at: _,
            assessed_at: _,
            responded_at,
            asked,
            risk,
            appointments,
            page,
            triage,
            meeting,
            cases,
            handover,
            joint,
            onward,
            signpost: _,
            cited: _,
            pointed_to: _,
            safeguarding,
            care,
            stage,
            last_held: _,
            personal,
        } = referral;
        Self {
            stage: match stage {
                Stage::Pending(_) => 0,
                Stage::Accepted { .. } => 1,
                Stage::Discharged { .. } => 2,
                Stage::Ended { .. } => 3,
            },
            with_front_door: referral.held().is_some_and(|held| held.by.0 == FRONT_DOOR),
            priority: *priority,
            respond_by: *respond_by,
            directed: directed_to.is_some(),
            responded: responded_at.is_some(),
            signs: !asked.signs.is_empty(),
            erased: *personal == Personal::Erased,
            offer: handover.as_ref().map(
                |Handover { from: _, to, by, offered_at: _, answer_by, link: _, young_people: _ }| {
                    (to.0 == FRONT_DOOR, by.clone(), *answer_by)
                },
            ),
            joint: !joint.is_empty(),
            onward: onward.as_ref().map(|onward| onward.state == OnwardState::Asked),
            known_since: (
                pregnancies.iter().map(|one| one.due_or_end_on).max(),
                referral.born(),
                young.taken.is_some(),
            ),
            safeguarding: (safeguarding.needs_an_answer(), safeguarding.open().next().is_some()),
            care: InCare::of(care),
            triage: Waiting::of(triage, *priority == Some(Priority::Emergency)),
            last_meeting: meeting.last,
            cases: Discussed::of(cases),
            risk: risk.alert.as_ref().map(Risk::of),
            appointments: (
                !appointments.is_empty(),
                referral.expected().map(|one| (one.number == 1, one.starts_at, one.remind_at)).collect(),
            ),
            page: page.is_some(),
        }
    }
}

impl InCare {
    fn of(care: &Care) -> Self {
        let Care {
            lead,
            next_contact_by: _,
            seen_by: _,
            treated_at: _,
            missed,
            missed_at,
            to_review,
            answered_by: _,
            left_with_plan: _,
            left: _,
            way_back: _,
            baby_not_brought_at: _,
            review,
            admitted,
            warned,
            continued_until,
        } = care;
        Self {
            lead: lead.is_some(),
            missed: (*missed).min(2),
            was_missed: missed_at.is_some(),
            to_review: *to_review,
            review: review.map(|review| review.checks.not_her_doing()),
            admitted: admitted.is_some(),
            warned: *warned,
            continued: continued_until.is_some(),
        }
    }
}

impl Waiting {
    fn of(triage: &Triage, emergency: bool) -> Self {
        let Triage {
            tasks,
            claim,
            attempts,
            last_attempt: _,
            waiting: _,
            letter_due,
            safeguarding,
            emergency_since,
            raised_at,
            ladder,
            last_step_at: _,
            looked_back,
            came_back: _,
            // The earlier no of the model was decided by nobody here.
            first_no_by: _,
            // Read only where the calendar of a footprint changed, which nobody asks for here.
            counted_from: _,
            pauses: _,
            // Read by reports and lists only.
            first_entry_at: _,
            paused,
        } = triage;
        let Ladder { since, steps, caught_up, next_at, taken } = ladder;
        Self {
            tasks: tasks.iter().map(|(kind, task)| (*kind, task.done_at.is_none())).collect(),
            claim: claim.as_ref().map(|claim| (claim.by.clone(), claim.of_emergency.then_some(claim.at))),
            attempted: *attempts > 0,
            letter_due: letter_due.is_some(),
            safeguarding: *safeguarding,
            looked_back: *looked_back,
            risk_mentioned: emergency_since.is_some(),
            raised_at: *raised_at,
            paused: paused.as_ref().map(|pause| pause.until),
            // Lowered and raised again, it climbs anew: what the ladder was is read by no rule meanwhile.
            ladder: emergency.then(|| (*emergency_since, *since, (steps.len(), *caught_up), *next_at, taken.is_some())),
        }
    }
}

/// Of which kind a referral is at an instant: stage, offer, clock and ladder.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Kind {
    /// Its stage.
    pub stage: &'static str,
    /// The offer to another team.
    pub offer: &'static str,
    /// The response clock.
    pub clock: &'static str,
    /// The ladder.
    pub ladder: &'static str,
}

impl Kind {
    /// The kind of a referral at an instant.
    pub fn of(referral: &Referral, now: Timestamp) -> Self {
        let stage = match &referral.stage {
            Stage::Pending(_) => "not decided",
            Stage::Accepted { .. } => "in our care",
            Stage::Discharged { .. } => "discharged",
            Stage::Ended { .. } => "ended",
        };
        if referral.held().is_none() {
            return Self { stage, offer: "-", clock: "-", ladder: "-" };
        }
        let offer = match &referral.handover {
            None => "none",
            Some(offer) if offer.answer_by <= now => "overdue",
            Some(_) => "open",
        };
        let clock = match referral.clock_ends() {
            None => "stopped",
            Some(ends) if ends <= now => "ran out",
            Some(_) => "runs",
        };
        let ladder = if referral.climbs_since().is_some() {
            "climbs"
        } else if referral.priority == Some(Priority::Emergency) && referral.responded_at.is_none() {
            "somebody has it"
        } else {
            "none"
        };
        Self { stage, offer, clock, ladder }
    }
}
