//! The meeting room: the agenda of a sitting as it builds itself, one case with all that is needed to decide it, and the
//! sittings before and after (PR-16).

mod act;
mod agenda;
mod report;

use jiff::Timestamp;
use porch_domain::{
    disallowed::Disallowed,
    ids::{MeetingId, ReferralId, meeting_id},
    meeting::Meeting,
    person::Person,
    referral::{CitedCriterion, Referral, criteria_for},
};
use porch_store::{
    ChangedSince, DiscussionLine, FoundReferral, MeetingLine, NoteLine, Record, StoreError, Stream, Tx, load,
};

use crate::{
    Ctx,
    access::{Action, check, check_at_the_door, check_of, near_lines},
    account::{self, AccountLine},
    error::AppError,
    look,
    referral::referral_of,
};

pub(crate) use act::append;
pub use act::{Attendance, CarryOver, Decision, attend, close, confirm, decide};
pub use agenda::{Case, MOST_CASES, Who};
pub use report::reviews;

/// How many past sittings the list shows.
const PAST: i64 = 30;

/// A sitting as the page shows it.
#[derive(Debug, Clone)]
pub struct Room {
    /// Which.
    pub id: MeetingId,
    /// The instant for which it is planned.
    pub sitting: Timestamp,
    /// What was done so far; none while it is not open.
    pub meeting: Option<Meeting>,
    /// Its version; 0 while it is not open.
    pub version: i64,
    /// The cases, decided ones in their place.
    pub cases: Vec<Case>,
    /// Emergencies and what was decided since the last sitting: one line each.
    pub notes: Vec<NoteLine>,
    /// Whether there are more cases than are listed.
    pub more: bool,
    /// The case in the middle.
    pub chosen: Option<Chosen>,
    /// Those who may be there.
    pub people: Vec<AccountLine>,
    /// The next sitting.
    pub next: Option<Timestamp>,
    /// When all of this was true.
    pub as_at: Timestamp,
    /// The newest batch that it holds.
    pub batch: i64,
}

/// Which case is asked for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Wanted {
    /// The first that is not dealt with.
    #[default]
    First,
    /// This one; where it is not listed, the first.
    This(ReferralId),
    /// The next after this one that is not dealt with; this one where there is none.
    After(ReferralId),
}

/// One case with what is needed to decide it.
#[derive(Debug, Clone)]
pub struct Chosen {
    /// The referral.
    pub referral: Referral,
    /// Its version, from which the forms are drawn.
    pub version: i64,
    /// Whom it is about.
    pub person: Option<Person>,
    /// Other referrals of the same person, the latest first.
    pub earlier: Vec<FoundReferral>,
    /// What sittings left of it, the first first.
    pub discussed: Vec<DiscussionLine>,
}

impl Room {
    /// How many cases this sitting has dealt with.
    pub fn dealt_with(&self) -> usize {
        self.cases.iter().filter(|case| case.dealt.is_some()).count()
    }

    /// The case that follows one and is not dealt with, from the beginning again after the last.
    pub fn next_after(&self, referral: ReferralId) -> Option<ReferralId> {
        next_after(&self.cases, referral)
    }
}

fn next_after(cases: &[Case], referral: ReferralId) -> Option<ReferralId> {
    let at = cases.iter().position(|case| case.referral == referral).map_or(0, |at| at + 1);
    let (before, after) = cases.split_at(at);
    after.iter().chain(before).find(|case| case.dealt.is_none()).map(|case| case.referral)
}

/// A sitting with its agenda and one case. One look names everybody who is shown, and is on disk before any is.
///
/// # Errors
/// When the actor may not, or the database cannot be read or written.
pub fn room(ctx: &Ctx, sitting: Timestamp, wanted: Wanted) -> Result<Option<Room>, AppError> {
    check_at_the_door(ctx, Action::HoldMeeting)?;
    look::records(ctx, Action::HoldMeeting, "meeting", "team meeting", || {
        let people = account::clinicians(ctx)?;
        let room = ctx.store.read(|tx| read(tx, ctx, sitting, wanted, people))?;
        let mut subjects = Vec::new();
        if let Some(room) = &room {
            subjects.extend(room.cases.iter().map(|case| case.referral.to_string()));
            subjects.extend(room.notes.iter().map(|note| note.referral.to_string()));
            let earlier = room.chosen.iter().flat_map(|chosen| &chosen.earlier);
            subjects.extend(earlier.map(|earlier| earlier.id.to_string()));
            subjects.extend(room.chosen.iter().map(|chosen| chosen.referral.id.to_string()));
            subjects.sort_unstable();
            subjects.dedup();
        }
        Ok((room, subjects))
    })
}

fn read(
    tx: &mut dyn Tx,
    ctx: &Ctx,
    sitting: Timestamp,
    wanted: Wanted,
    people: Vec<AccountLine>,
) -> Result<Option<Room>, StoreError> {
    let rules = &ctx.rules.footprint.meeting;
    let id = meeting_id(ctx.footprint(), sitting);
    let stream = load(tx, ctx.footprint(), id)?;
    let meeting = meeting_of(&stream).cloned();
    if meeting.is_none() && !rules.sits_at(sitting) {
        return Ok(None);
    }
    let mut agenda = agenda::read(tx, ctx, id, sitting, meeting.as_ref())?;
    agenda.cases = near_lines(tx, ctx, Action::HoldMeeting, agenda.cases, |case| case.referral)?;
    agenda.notes = near_lines(tx, ctx, Action::HoldMeeting, agenda.notes, |note| note.referral)?;
    let first =
        || agenda.cases.iter().find(|case| case.dealt.is_none()).or(agenda.cases.first()).map(|case| case.referral);
    let wanted = match wanted {
        Wanted::First => None,
        Wanted::This(referral) => Some(referral),
        Wanted::After(referral) => next_after(&agenda.cases, referral).or(Some(referral)),
    };
    let listed = wanted.filter(|wanted| agenda.cases.iter().any(|case| case.referral == *wanted));
    let chosen = match listed.or_else(first) {
        Some(referral) => one(tx, ctx, referral)?,
        None => None,
    };
    Ok(Some(Room {
        id,
        sitting,
        meeting,
        version: stream.head.version,
        cases: agenda.cases,
        notes: agenda.notes,
        more: agenda.more,
        chosen,
        people,
        next: rules.sits_next(sitting.max(ctx.now)),
        as_at: ctx.now,
        batch: ChangedSince::newest(tx, ctx.footprint())?,
    }))
}

fn one(tx: &mut dyn Tx, ctx: &Ctx, id: ReferralId) -> Result<Option<Chosen>, StoreError> {
    let footprint = ctx.footprint();
    let stream = load(tx, footprint, id)?;
    let Some(referral) = referral_of(&stream).cloned() else { return Ok(None) };
    let (referral, person) = crate::restriction::as_case(tx, ctx, referral)?;
    let mut earlier = FoundReferral::of_person(tx, footprint, referral.person)?;
    earlier.retain(|found| found.id != id);
    let earlier = crate::find::seen_by(tx, ctx, earlier)?;
    let discussed = DiscussionLine::of_referral(tx, footprint, id)?;
    let referral = crate::referral::without_facts(referral);
    Ok(Some(Chosen { referral, version: stream.head.version, person, earlier, discussed }))
}

/// The sitting of a stream.
pub(crate) fn meeting_of(stream: &Stream) -> Option<&Meeting> {
    stream.record.as_ref().and_then(Record::meeting)
}

/// The criteria by which a case is judged: those of the day on which it was received (D26). They say nothing of her.
///
/// # Errors
/// When the actor may not, there is no such referral, or the database cannot be read.
pub fn criteria(ctx: &Ctx, id: ReferralId) -> Result<Vec<CitedCriterion>, AppError> {
    check(ctx, Action::HoldMeeting)?;
    let stream = ctx.store.read(|tx| load(tx, ctx.footprint(), id))?;
    let referral = referral_of(&stream).ok_or(Disallowed::Unknown)?;
    check_of(ctx, Action::HoldMeeting, referral)?;
    Ok(criteria_for(&ctx.rules.footprint, referral.received_at))
}

/// The sittings, for choosing one.
#[derive(Debug, Clone)]
pub struct Sittings {
    /// Those that are planned and near: the last one, where it was not closed, and the next two.
    pub near: Vec<Timestamp>,
    /// Those that were opened, the latest first.
    pub held: Vec<MeetingLine>,
}

/// The sittings, for choosing one. It shows no record, so no look is noted.
///
/// # Errors
/// When the actor may not, or the database cannot be read.
pub fn sittings(ctx: &Ctx) -> Result<Sittings, AppError> {
    check_at_the_door(ctx, Action::HoldMeeting)?;
    let rules = &ctx.rules.footprint.meeting;
    let held = ctx.store.read(|tx| MeetingLine::latest(tx, ctx.footprint(), PAST))?;
    let next = rules.sits_next(ctx.now);
    let near = [rules.sat_last(ctx.now), next, next.and_then(|next| rules.sits_next(next))];
    let closed = |sitting: &Timestamp| held.iter().any(|line| line.sitting == *sitting && line.closed_at.is_some());
    Ok(Sittings { near: near.into_iter().flatten().filter(|sitting| !closed(sitting)).collect(), held })
}

/// Somebody who was at the sitting that decided a no, beside whoever finishes it: the second clinician (PR-14).
///
/// # Errors
/// When the database cannot be read.
pub(crate) fn second_clinician(ctx: &Ctx, referral: &Referral) -> Result<Option<String>, AppError> {
    use porch_domain::referral::Discussed;
    let no = matches!(referral.meeting.left, Some(Discussed::Reject | Discussed::Signpost));
    let Some(id) = referral.meeting.last.filter(|_| no) else { return Ok(None) };
    let stream = ctx.store.read(|tx| load(tx, ctx.footprint(), id))?;
    let decider = ctx.actor.account().unwrap_or_default();
    Ok(meeting_of(&stream).and_then(|meeting| meeting.second_clinician(decider)).map(str::to_owned))
}
