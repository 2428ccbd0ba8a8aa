//! What a scribe enters: who is there, one decision for each case, and the end of the sitting. Each is one change, so that
//! no case is ever half decided.

use std::collections::BTreeSet;

use jiff::{SignedDuration, Timestamp};
use porch_domain::{
    disallowed::Disallowed,
    event::Event,
    footprint::TeamCode,
    ids::{CommandId, MeetingId, ReferralId, meeting_id},
    meeting::{self, Agenda, MeetingCommand},
    referral::{
        self, AskedOf, CitedCriterion, Discussed, Grounds, HandoverAgreement, Referral, ReferralCommand, Verdict,
    },
};
use porch_store::{Change, Stream, load, rejected_before};

use super::{agenda, meeting_of};
use crate::{
    Ctx,
    access::{Action, check, check_at_the_door, check_of},
    command,
    error::AppError,
    referral::{action_of, referral_of},
};

/// The longest that a case waits for its next step.
const A_WEEK: SignedDuration = SignedDuration::from_hours(7 * 24);

/// Who is there.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Attendance {
    /// The codes of the disciplines of which somebody is there.
    pub disciplines: BTreeSet<String>,
    /// The accounts of those who are there.
    pub people: BTreeSet<String>,
}

/// Opens a sitting, where nobody did, and notes who is there.
///
/// `drawn_from` is the version that the page was drawn from, 0 where it was not open.
///
/// # Errors
/// When the actor may not, the rules refuse, or somebody else noted it in the meantime.
pub fn attend(
    ctx: &Ctx,
    command_id: CommandId,
    sitting: Timestamp,
    drawn_from: i64,
    attendance: Attendance,
) -> Result<(), AppError> {
    check_at_the_door(ctx, Action::HoldMeeting)?;
    let id = meeting_id(ctx.footprint(), sitting);
    command::carry_out(ctx, command_id, id, Some(drawn_from), |stream| {
        let Attendance { disciplines, people } = attendance;
        let mut state = meeting_of(stream).cloned();
        let mut all = Vec::new();
        for command in [
            MeetingCommand::Open { sitting, discussion: None },
            MeetingCommand::TakeAttendance { disciplines, services: BTreeSet::new(), people },
        ] {
            for event in meeting::decide(id, state.as_ref(), command, &ctx.deciding())? {
                // INVARIANT: what `decide` gives can follow.
                state = meeting::evolve(id, state, &event).ok();
                all.push(Event::Meeting(event));
            }
        }
        Ok(all)
    })
}

/// Confirms, for a discipline that was not there, what a sitting decided below its quorum.
///
/// # Errors
/// When the actor may not, or nothing waits to be confirmed.
pub fn confirm(ctx: &Ctx, command_id: CommandId, sitting: Timestamp, discipline: String) -> Result<(), AppError> {
    check_at_the_door(ctx, Action::HoldMeeting)?;
    let id = meeting_id(ctx.footprint(), sitting);
    command::carry_out(ctx, command_id, id, None, |stream| {
        let command = MeetingCommand::Confirm { discipline };
        let events = meeting::decide(id, meeting_of(stream), command, &ctx.deciding())?;
        Ok(events.into_iter().map(Event::Meeting).collect())
    })
}

/// Who owes a next step, and by when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CarryOver {
    /// The account.
    pub owner: String,
    /// By when.
    pub until: Timestamp,
}

/// What a sitting decides of a case. Each leaves a decision, an owner and a next date.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Decision {
    /// A team takes it on: the handover is offered at once, and the team owes its answer.
    Accept {
        /// The team.
        team: TeamCode,
        /// Why, and what the team needs to know.
        because: Option<String>,
        /// Whether she agrees that the team hears of her (PR-05); none where she was not asked.
        agreement: Option<HandoverAgreement>,
        /// The criteria on which it rests (D26).
        criteria: Vec<CitedCriterion>,
    },
    /// A handover that came back is offered again.
    OfferAgain {
        /// To which team.
        team: TeamCode,
        /// Whether she agrees.
        agreement: HandoverAgreement,
        /// What the team needs to know.
        summary: String,
    },
    /// She is pointed to another service; the letters are due.
    Signpost {
        /// The service, by name.
        to: String,
        /// On which grounds.
        grounds: Grounds,
        /// Who owes the letters.
        next: CarryOver,
    },
    /// It is not taken on; the letters are due.
    Reject {
        /// On which grounds.
        grounds: Grounds,
        /// Who owes the letters.
        next: CarryOver,
    },
    /// More is asked of somebody.
    MoreInformation {
        /// Of whom.
        of: AskedOf,
        /// What.
        what: String,
        /// Who asks, and until when an answer is waited for.
        next: CarryOver,
    },
    /// A later sitting looks at it again.
    CarryOver {
        /// Why, in words.
        note: Option<String>,
        /// Who owes the next step.
        next: CarryOver,
    },
}

impl Decision {
    fn outcome(&self) -> Discussed {
        match self {
            Self::Accept { .. } | Self::OfferAgain { .. } => Discussed::Accept,
            Self::Signpost { .. } => Discussed::Signpost,
            Self::Reject { .. } => Discussed::Reject,
            Self::MoreInformation { .. } => Discussed::MoreInformation,
            Self::CarryOver { .. } => Discussed::CarriedOver,
        }
    }

    /// What is asked of the referral beside the note of the sitting; none where it is only carried over.
    fn command(&self, on_behalf: TeamCode) -> Option<ReferralCommand> {
        let saved = |verdict: Verdict, grounds: &Grounds, next: &CarryOver| ReferralCommand::SaveDecision {
            verdict,
            grounds: grounds.clone(),
            owner: next.owner.clone(),
            by: next.until,
        };
        match self.clone() {
            Self::Accept { team, because, agreement, criteria } => {
                Some(ReferralCommand::Accept { team, because, agreement, tellings: None, criteria })
            }
            Self::OfferAgain { team, agreement, summary } => {
                Some(ReferralCommand::OfferHandover { to: team, agreement, summary })
            }
            Self::Signpost { to, grounds, next } => {
                Some(saved(Verdict::Signpost { team: on_behalf, signposted_to: to }, &grounds, &next))
            }
            Self::Reject { grounds, next } => Some(saved(Verdict::Reject { team: on_behalf }, &grounds, &next)),
            Self::MoreInformation { of, what, next } => {
                Some(ReferralCommand::AskForInformation { of, what, until: next.until })
            }
            Self::CarryOver { .. } => None,
        }
    }

    /// Who owes the next step and by when, once the referral is as the decision made it.
    fn next(&self, ctx: &Ctx, referral: &Referral) -> CarryOver {
        match self {
            Self::Signpost { next, .. }
            | Self::Reject { next, .. }
            | Self::MoreInformation { next, .. }
            | Self::CarryOver { next, .. } => next.clone(),
            Self::Accept { team, .. } | Self::OfferAgain { team, .. } => {
                let name = ctx.rules.footprint.team_by_code(team).map_or(&team.0, |team| &team.name);
                let offer = referral.handover.as_ref();
                let owner =
                    offer.and_then(|offer| offer.link.as_ref()).map_or(name.clone(), |link| format!("{name}, {link}"));
                let by = offer.map(|offer| offer.answer_by).or_else(|| referral.held().map(|held| held.next_due));
                let latest = ctx.now + A_WEEK;
                CarryOver { owner, until: by.filter(|by| *by > ctx.now).map_or(latest, |by| by.min(latest)) }
            }
        }
    }
}

/// Carries out what a sitting decides of a case: the decision and the note of the sitting are one change.
///
/// `drawn_from` is the version of the referral that the scribe saw: of two scribes the second is told, and nothing is
/// overwritten (H13).
///
/// # Errors
/// When the actor may not, the sitting is not open, the rules refuse, or the referral changed in the meantime.
pub fn decide(
    ctx: &Ctx,
    command_id: CommandId,
    sitting: Timestamp,
    id: ReferralId,
    drawn_from: i64,
    decision: Decision,
) -> Result<(), AppError> {
    check_at_the_door(ctx, Action::HoldMeeting)?;
    if ctx.store.first_outcome(ctx.footprint(), command_id)?.is_some() {
        return Ok(());
    }
    let meeting = open_sitting(ctx, sitting)?;
    let mut stream = ctx.store.read(|tx| load(tx, ctx.footprint(), id))?;
    let Some(referral) = referral_of(&stream) else { return Err(Disallowed::Unknown.into()) };
    if drawn_from != stream.head.version {
        return Err(AppError::Stale);
    }
    if matches!(&decision, Decision::Signpost { to, .. } if to.trim().is_empty()) {
        return Err(Disallowed::SignpostMissing.into());
    }
    let on_behalf = referral.directed_to.clone().unwrap_or_else(|| ctx.rules.footprint.front_door().code.clone());
    let mut change = Change::new(ctx.footprint(), ctx.now, &ctx.actor, command_id);
    // What a sitting decides it decides together: whoever may hold it for this referral writes it down.
    check_of(ctx, Action::HoldMeeting, referral)?;
    if let Some(command) = decision.command(on_behalf) {
        check(ctx, action_of(&command))?;
        append(ctx, &mut change, &mut stream, command)?;
    }
    let Some(referral) = referral_of(&stream) else { return Err(Disallowed::Unknown.into()) };
    let CarryOver { owner, until } = decision.next(ctx, referral);
    let outcome = decision.outcome();
    let note = if let Decision::CarryOver { note, .. } = decision { note } else { None };
    append(ctx, &mut change, &mut stream, ReferralCommand::Discuss { meeting, outcome, owner, until, note })?;
    change.first_outcome(id.to_string());
    ctx.store.commit(change)?;
    Ok(())
}

/// The id of a sitting that is open.
fn open_sitting(ctx: &Ctx, sitting: Timestamp) -> Result<MeetingId, AppError> {
    let id = meeting_id(ctx.footprint(), sitting);
    let stream = ctx.store.read(|tx| load(tx, ctx.footprint(), id))?;
    match meeting_of(&stream) {
        None => Err(Disallowed::MeetingNotOpen.into()),
        Some(meeting) if meeting.closed.is_some() => Err(Disallowed::MeetingClosed.into()),
        Some(_) => Ok(id),
    }
}

/// Asks the rules of a referral, and adds what follows to a change.
pub(crate) fn append(
    ctx: &Ctx,
    change: &mut Change,
    stream: &mut Stream,
    command: ReferralCommand,
) -> Result<(), AppError> {
    let Some(referral) = referral_of(stream).cloned() else { return Err(Disallowed::Unknown.into()) };
    let rejected_before = ctx.store.read(|tx| rejected_before(tx, ctx.footprint(), referral.person, referral.id))?;
    let deciding = referral::Deciding { rejected_before, ..ctx.deciding() };
    for event in referral::decide(referral.id, Some(&referral), command, &deciding)? {
        change.append(stream, &Event::Referral(event), ctx.world.random())?;
    }
    Ok(())
}

/// Ends a sitting: every case is decided or carried over, what was read out is noted, and it is one change. A sitting that
/// is closed stays as it is (INV-08).
///
/// `carry` says who owes the cases that are left; without it a sitting with cases left is not closed.
///
/// # Errors
/// When the actor may not, cases are left, or one of them changed in the meantime. Nothing was changed.
pub fn close(ctx: &Ctx, command_id: CommandId, sitting: Timestamp, carry: Option<CarryOver>) -> Result<(), AppError> {
    check_at_the_door(ctx, Action::HoldMeeting)?;
    if ctx.store.first_outcome(ctx.footprint(), command_id)?.is_some() {
        return Ok(());
    }
    let id = meeting_id(ctx.footprint(), sitting);
    let mut stream = ctx.store.read(|tx| load(tx, ctx.footprint(), id))?;
    let state = meeting_of(&stream).cloned();
    if state.as_ref().is_some_and(|meeting| meeting.closed.is_some()) {
        return Ok(());
    }
    let listed = ctx.store.read(|tx| agenda::read(tx, ctx, id, sitting, state.as_ref()))?;
    let mut cases = Agenda { noted: listed.notes.iter().map(|note| note.referral).collect(), ..Agenda::default() };
    let mut change = Change::new(ctx.footprint(), ctx.now, &ctx.actor, command_id);
    for case in &listed.cases {
        match (&case.dealt, &carry) {
            (Some(line), _) if line.outcome == Discussed::CarriedOver => cases.carried_over.insert(case.referral),
            (Some(_), _) => cases.decided.insert(case.referral),
            (None, Some(CarryOver { owner, until })) => {
                let mut left = ctx.store.read(|tx| load(tx, ctx.footprint(), case.referral))?;
                let (owner, until, outcome) = (owner.clone(), *until, Discussed::CarriedOver);
                let command = ReferralCommand::Discuss { meeting: id, outcome, owner, until, note: None };
                append(ctx, &mut change, &mut left, command)?;
                cases.carried_over.insert(case.referral)
            }
            (None, None) => cases.left.insert(case.referral),
        };
    }
    for event in meeting::decide(id, state.as_ref(), MeetingCommand::Close(cases), &ctx.deciding())? {
        change.append(&mut stream, &Event::Meeting(event), ctx.world.random())?;
    }
    change.first_outcome(id.to_string());
    ctx.store.commit(change)?;
    Ok(())
}
