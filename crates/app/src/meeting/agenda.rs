//! The agenda of a sitting: every referral that is not decided, handovers that came back, and what is only read out.

use std::collections::BTreeSet;

use jiff::{SignedDuration, Timestamp, civil::Date};
use porch_domain::{
    ids::{MeetingId, ReferralId},
    meeting::{CaseFacts, Listed, Marks, Meeting, listed, marks, of_maternity},
    referral::{Discussed, Priority},
};
use porch_store::{
    After, CaseloadLine, DiscussionLine, LetterDueLine, MeetingLine, NoteLine, QueueLine, StoreError, Tx, Undecided,
    load, rejected_before,
};

use crate::{Ctx, queue::next_step_by, referral::referral_of};

/// The most cases that a sitting lists: the most urgent. What is left is on the next agenda.
pub const MOST_CASES: usize = 200;

/// How far back a sitting reads out what was decided, where no sitting was closed before it.
const WITHOUT_A_LAST: SignedDuration = SignedDuration::from_hours(7 * 24);

/// Who a case is about, for a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Who {
    /// The short reference.
    pub reference: Option<String>,
    /// Her name.
    pub name: Option<String>,
    /// Her date of birth.
    pub birth_date: Option<Date>,
}

/// One case of the agenda.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Case {
    /// The referral.
    pub referral: ReferralId,
    /// Who it is about.
    pub who: Who,
    /// The priority.
    pub priority: Option<Priority>,
    /// When it came.
    pub received_at: Timestamp,
    /// Why it is listed, and what the meeting must know; none once this sitting has dealt with it.
    pub open: Option<(Listed, Marks)>,
    /// What this sitting left.
    pub dealt: Option<DiscussionLine>,
}

pub(super) struct Read {
    pub(super) cases: Vec<Case>,
    pub(super) notes: Vec<NoteLine>,
    pub(super) more: bool,
}

/// The agenda as it stands: an open sitting holds what had come when it began, a closed one what it dealt with.
pub(super) fn read(
    tx: &mut dyn Tx,
    ctx: &Ctx,
    id: MeetingId,
    sitting: Timestamp,
    meeting: Option<&Meeting>,
) -> Result<Read, StoreError> {
    let footprint = ctx.footprint();
    let dealt = DiscussionLine::at_meeting(tx, footprint, id)?;
    let seen: BTreeSet<ReferralId> = dealt.iter().map(|line| line.referral).collect();
    let mut cases: Vec<Case> = dealt.into_iter().map(dealt_with).collect();
    let mut more = false;
    let notes = if meeting.is_some_and(|meeting| meeting.closed.is_some()) {
        NoteLine::at_meeting(tx, footprint, id)?
    } else {
        let by = meeting.map_or(ctx.now, |meeting| meeting.opened_at);
        let limit = i64::try_from(MOST_CASES + seen.len() + 1).unwrap_or(i64::MAX);
        let mut undecided = Undecided::Others { by }.read(tx, footprint, limit)?;
        undecided.retain(|referral| !seen.contains(referral));
        more = undecided.len() > MOST_CASES;
        undecided.truncate(MOST_CASES);
        for some in undecided.chunks(QueueLine::MOST) {
            for line in QueueLine::of(tx, footprint, some)? {
                cases.push(undecided_case(tx, ctx, line)?);
            }
        }
        for line in CaseloadLine::came_back(tx, footprint, After::NOTHING, limit)?
            .into_iter()
            .filter(|line| !seen.contains(&line.referral))
        {
            cases.push(returned_case(tx, ctx, line)?);
        }
        let listed = cases.iter().map(|case| case.referral).collect();
        notes(tx, ctx, sitting, &listed)?
    };
    cases.sort_by_key(|case| (case.priority.unwrap_or(Priority::Routine), case.received_at, case.referral));
    Ok(Read { cases, notes, more })
}

fn dealt_with(line: DiscussionLine) -> Case {
    Case {
        referral: line.referral,
        who: Who { reference: line.reference.clone(), name: line.name.clone(), birth_date: line.birth_date },
        priority: line.priority,
        received_at: line.received_at,
        open: None,
        dealt: Some(line),
    }
}

fn undecided_case(tx: &mut dyn Tx, ctx: &Ctx, line: QueueLine) -> Result<Case, StoreError> {
    let facts = CaseFacts {
        received_at: line.received_at,
        next_step_by: next_step_by(&line),
        returned: false,
        seen: false,
        carried_over: 0,
        carried_until: None,
        ends_on: line.ends_on,
        of_maternity: of_maternity(line.situation, &line.concerns),
        rejected_before: rejected_before(tx, ctx.footprint(), line.person, line.referral)?,
    };
    let who = Who { reference: line.reference, name: line.name, birth_date: line.birth_date };
    open_case(tx, ctx, line.referral, who, line.priority, facts)
}

fn returned_case(tx: &mut dyn Tx, ctx: &Ctx, line: CaseloadLine) -> Result<Case, StoreError> {
    let stream = load(tx, ctx.footprint(), line.referral)?;
    let concerns = referral_of(&stream).map(|referral| referral.asked.concerns.clone()).unwrap_or_default();
    let facts = CaseFacts {
        received_at: line.received_at,
        next_step_by: line.next_due,
        returned: true,
        seen: false,
        carried_over: 0,
        carried_until: None,
        ends_on: line.ends_on,
        of_maternity: of_maternity(line.situation, &concerns),
        rejected_before: rejected_before(tx, ctx.footprint(), line.person, line.referral)?,
    };
    let who = Who { reference: line.reference, name: line.name, birth_date: line.birth_date };
    open_case(tx, ctx, line.referral, who, line.priority, facts)
}

fn open_case(
    tx: &mut dyn Tx,
    ctx: &Ctx,
    referral: ReferralId,
    who: Who,
    priority: Option<Priority>,
    facts: CaseFacts,
) -> Result<Case, StoreError> {
    let before = DiscussionLine::of_referral(tx, ctx.footprint(), referral)?;
    let carried_over = before.last().map_or(0, |last| u32::try_from(last.carried_over).unwrap_or(u32::MAX));
    let carried_until = before.last().filter(|last| last.outcome == Discussed::CarriedOver).map(|last| last.until);
    let facts = CaseFacts { seen: !before.is_empty(), carried_over, carried_until, ..facts };
    let open = (listed(&facts, ctx.now), marks(&facts, ctx.now, &ctx.rules.footprint));
    Ok(Case { referral, who, priority, received_at: facts.received_at, open: Some(open), dealt: None })
}

/// Emergencies that are not decided, and what was decided without a meeting since the last one: one line each.
fn notes(
    tx: &mut dyn Tx,
    ctx: &Ctx,
    sitting: Timestamp,
    cases: &BTreeSet<ReferralId>,
) -> Result<Vec<NoteLine>, StoreError> {
    let footprint = ctx.footprint();
    let limit = i64::try_from(MOST_CASES).unwrap_or(i64::MAX);
    let last = MeetingLine::closed_before(tx, footprint, sitting)?.and_then(|last| last.closed_at);
    let since = last.unwrap_or(ctx.now - WITHOUT_A_LAST);
    let mut notes = Vec::new();
    for referral in Undecided::Emergencies.read(tx, footprint, limit)? {
        notes.extend(NoteLine::of(tx, footprint, referral)?);
    }
    for due in LetterDueLine::all(tx, footprint)? {
        let stream = load(tx, footprint, due.referral)?;
        let saved = referral_of(&stream).and_then(|referral| referral.triage.letter_due.as_ref());
        if let Some(saved) = saved.filter(|saved| saved.decided_at > since) {
            let decided_at = Some(saved.decided_at);
            notes.extend(NoteLine::of(tx, footprint, due.referral)?.map(|line| NoteLine { decided_at, ..line }));
        }
    }
    notes.extend(NoteLine::decided_since(tx, footprint, since, limit)?);
    notes.retain(|note| !cases.contains(&note.referral));
    notes.sort_by_key(|note| (note.decided_at, note.referral));
    notes.dedup_by_key(|note| note.referral);
    Ok(notes)
}
