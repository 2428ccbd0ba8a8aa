//! Case discussions across services: the lists, a day with who was there and what was agreed, its end, and the figures (H2).
//! A day is a sitting as those of the team meeting are, and its cases are dealt with in the same way.

use std::collections::BTreeSet;

use jiff::Timestamp;
use porch_domain::{
    disallowed::Disallowed,
    event::Event,
    footprint::CaseDiscussion,
    ids::{CommandId, MeetingId, ReferralId, case_day_id},
    measure::Period,
    meeting::{self, Agenda, CaseFigures, Meeting, MeetingCommand},
    person::Person,
    referral::{CaseListing, CaseOutcome, CaseResult, Referral, ReferralCommand, ReferralEvent},
};
use porch_store::{
    CaseDayLine, CaseOutcomeLine, Change, ChangedSince, StoreError, Tx, case_days_between, case_outcomes_between,
    cases_listed, happened, load,
};

use crate::{
    Ctx,
    access::{Action, check, may_with},
    account::Names,
    command,
    error::AppError,
    look,
    meeting::{append, meeting_of},
    referral::referral_of,
};

/// The most referrals that a list shows: those that are on it for the longest time. The others follow as these are dealt with.
pub const MOST_CASES: usize = 200;

/// How many past days a list shows of each discussion.
const PAST: i64 = 6;

/// One referral on a list.
#[derive(Debug, Clone)]
pub struct Case {
    /// The referral.
    pub referral: Referral,
    /// Its version, from which the forms are drawn.
    pub version: i64,
    /// Whom it is about.
    pub person: Option<Person>,
    /// Its place on the list; where it was dealt with, the one that it had.
    pub listing: Option<CaseListing>,
    /// How many days of the discussion went by since it was put on the list.
    pub waited: u32,
    /// What this day left, where it dealt with it.
    pub dealt: Option<Dealt>,
}

/// What a day left of a referral.
#[derive(Debug, Clone)]
pub struct Dealt {
    /// How, by whom, and who owes what.
    pub line: CaseOutcomeLine,
    /// What was agreed, in words; none once erased.
    pub words: Option<String>,
}

/// A discussion with its list.
#[derive(Debug, Clone)]
pub struct CaseList {
    /// Its code.
    pub discussion: String,
    /// The last planned day, where it lies no more than a week back and was not closed; and the next two.
    pub near: Vec<Timestamp>,
    /// Who is on the list, the longest there first.
    pub cases: Vec<Case>,
    /// Whether there are more than are shown.
    pub more: bool,
    /// The days that were opened, the latest first.
    pub held: Vec<CaseDayLine>,
}

/// Every list, as they stood at an instant.
#[derive(Debug, Clone)]
pub struct CaseLists {
    /// The lists, in the order of the local rules.
    pub lists: Vec<CaseList>,
    /// The names that colleagues read.
    pub names: Names,
    /// When all of this was true.
    pub as_at: Timestamp,
    /// The newest batch that it holds.
    pub batch: i64,
}

/// A day of a discussion.
#[derive(Debug, Clone)]
pub struct CaseDay {
    /// The instant for which it is planned.
    pub sitting: Timestamp,
    /// What was done so far; none while it is not open.
    pub meeting: Option<Meeting>,
    /// Its version; 0 while it is not open.
    pub version: i64,
    /// What it deals with: those that it has dealt with first, and then who is on the list, while it is not closed.
    pub cases: Vec<Case>,
    /// Whether there are more than are shown.
    pub more: bool,
    /// The next day after it.
    pub next: Option<Timestamp>,
    /// The names that colleagues read.
    pub names: Names,
    /// When all of this was true.
    pub as_at: Timestamp,
    /// The newest batch that it holds.
    pub batch: i64,
}

impl CaseDay {
    /// Whether what was agreed can be written down.
    pub fn is_open(&self) -> bool {
        self.meeting.as_ref().is_some_and(|meeting| meeting.closed.is_none())
    }

    /// Whether it has ended.
    pub fn is_closed(&self) -> bool {
        self.meeting.as_ref().is_some_and(|meeting| meeting.closed.is_some())
    }

    /// Those that it has not dealt with.
    pub fn left(&self) -> usize {
        self.cases.iter().filter(|case| case.dealt.is_none()).count()
    }
}

/// Every list with its dates. One look names everybody who is on one, and is on disk before any is shown.
///
/// # Errors
/// When the actor may not, or the database cannot be read or written.
pub fn lists(ctx: &Ctx) -> Result<CaseLists, AppError> {
    look::records(ctx, Action::HoldMeeting, "case discussions", "case discussion", || {
        let shown = ctx.store.read(|tx| {
            let planned = ctx.rules.footprint.case_discussions();
            let mut lists = planned.iter().map(|one| list(tx, ctx, one)).collect::<Result<Vec<CaseList>, _>>()?;
            for list in &mut lists {
                list.cases.retain(|case| seen(ctx, case));
            }
            let names = Names::read(tx, ctx.footprint())?;
            Ok(CaseLists { lists, names, as_at: ctx.now, batch: ChangedSince::newest(tx, ctx.footprint())? })
        })?;
        let subjects = subjects(shown.lists.iter().flat_map(|list| &list.cases));
        Ok((shown, subjects))
    })
}

fn list(tx: &mut dyn Tx, ctx: &Ctx, discussion: &CaseDiscussion) -> Result<CaseList, StoreError> {
    let held = CaseDayLine::latest(tx, ctx.footprint(), &discussion.code, PAST)?;
    let (cases, more) = listed(tx, ctx, discussion, ctx.now, &BTreeSet::new())?;
    let last = discussion.sat_last(ctx.now).filter(|last| *last + meeting::WITHIN >= ctx.now);
    let next = discussion.sits_next(ctx.now);
    let near = [last, next, next.and_then(|next| discussion.sits_next(next))];
    let closed = |sitting: &Timestamp| held.iter().any(|day| day.sitting == *sitting && day.closed_at.is_some());
    let near = near.into_iter().flatten().filter(|sitting| !closed(sitting)).collect();
    Ok(CaseList { discussion: discussion.code.clone(), near, cases, more, held })
}

/// Who is on a list, without those that a day has dealt with.
fn listed(
    tx: &mut dyn Tx,
    ctx: &Ctx,
    discussion: &CaseDiscussion,
    by: Timestamp,
    dealt: &BTreeSet<ReferralId>,
) -> Result<(Vec<Case>, bool), StoreError> {
    let limit = i64::try_from(MOST_CASES + dealt.len() + 1).unwrap_or(i64::MAX);
    let mut ids = cases_listed(tx, ctx.footprint(), &discussion.code, limit)?;
    ids.retain(|id| !dealt.contains(id));
    let more = ids.len() > MOST_CASES;
    ids.truncate(MOST_CASES);
    let mut cases = Vec::new();
    for id in ids {
        cases.extend(case(tx, ctx, id)?.map(|case| {
            let listing = case.referral.cases.listing(&discussion.code).cloned();
            let waited = listing.as_ref().map_or(0, |listing| discussion.gone_by(listing.at, by));
            Case { listing, waited, ..case }
        }));
    }
    Ok((cases, more))
}

fn case(tx: &mut dyn Tx, ctx: &Ctx, id: ReferralId) -> Result<Option<Case>, StoreError> {
    let stream = load(tx, ctx.footprint(), id)?;
    let Some(referral) = referral_of(&stream).cloned() else { return Ok(None) };
    let (referral, person) = crate::restriction::as_case(tx, ctx, referral)?;
    Ok(Some(Case { referral, version: stream.head.version, person, listing: None, waited: 0, dealt: None }))
}

/// Whether whoever looks may discuss a case.
fn seen(ctx: &Ctx, case: &Case) -> bool {
    may_with(ctx, Action::HoldMeeting, &case.referral.whose())
}

fn subjects<'a>(cases: impl Iterator<Item = &'a Case>) -> Vec<String> {
    let named: BTreeSet<String> = cases.map(|case| case.referral.id.to_string()).collect();
    named.into_iter().collect()
}

/// A day with its cases; none where there is no such discussion, or no such day. One look names everybody who is shown.
///
/// # Errors
/// When the actor may not, or the database cannot be read or written.
pub fn day(ctx: &Ctx, code: &str, sitting: Timestamp) -> Result<Option<CaseDay>, AppError> {
    look::records(ctx, Action::HoldMeeting, "case discussion", "case discussion", || {
        let day = match ctx.rules.footprint.case_discussion(code) {
            Some(discussion) => ctx.store.read(|tx| read(tx, ctx, discussion, sitting))?,
            None => None,
        };
        let day = day.map(|mut day| {
            day.cases.retain(|case| seen(ctx, case));
            day
        });
        let subjects = subjects(day.iter().flat_map(|day| &day.cases));
        Ok((day, subjects))
    })
}

fn read(
    tx: &mut dyn Tx,
    ctx: &Ctx,
    discussion: &CaseDiscussion,
    sitting: Timestamp,
) -> Result<Option<CaseDay>, StoreError> {
    let id = case_day_id(ctx.footprint(), &discussion.code, sitting);
    let stream = load(tx, ctx.footprint(), id)?;
    let meeting = meeting_of(&stream).cloned();
    if meeting.is_none() && !discussion.sits_at(sitting) {
        return Ok(None);
    }
    let mut cases = Vec::new();
    let mut seen = BTreeSet::new();
    for line in CaseOutcomeLine::at_day(tx, ctx.footprint(), id)? {
        let referral = line.referral;
        seen.insert(referral);
        let (listing, words) = said_of(tx, ctx, referral, (discussion, id))?;
        let dealt = Some(Dealt { line, words });
        cases.extend(case(tx, ctx, referral)?.map(|case| Case { listing, dealt, ..case }));
    }
    let closed = meeting.as_ref().is_some_and(|meeting| meeting.closed.is_some());
    let mut more = false;
    if !closed {
        let (open, others) = listed(tx, ctx, discussion, sitting, &seen)?;
        cases.extend(open);
        more = others;
    }
    Ok(Some(CaseDay {
        sitting,
        meeting,
        version: stream.head.version,
        cases,
        more,
        next: discussion.sits_next(sitting),
        names: Names::read(tx, ctx.footprint())?,
        as_at: ctx.now,
        batch: ChangedSince::newest(tx, ctx.footprint())?,
    }))
}

/// What a day said of a referral, in the words in which it was written down last, and the place that it had on the list.
fn said_of(
    tx: &mut dyn Tx,
    ctx: &Ctx,
    id: ReferralId,
    (discussion, day): (&CaseDiscussion, MeetingId),
) -> Result<(Option<CaseListing>, Option<String>), StoreError> {
    let (mut place, mut said) = (None, (None, None));
    for one in happened(tx, ctx.footprint(), id)? {
        match one.event {
            Event::Referral(ReferralEvent::CaseListed(listed)) if listed.discussion == discussion.code => {
                place = Some(CaseListing::from(&listed));
            }
            Event::Referral(ReferralEvent::CaseDiscussed(discussed)) if discussed.meeting == day => {
                said = (place.clone(), discussed.said.map(|said| said.text));
            }
            _ => {}
        }
    }
    Ok(said)
}

/// Who is there: teams of ours by code, services outside by name.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct There {
    /// The codes of the teams.
    pub teams: BTreeSet<String>,
    /// The services.
    pub services: BTreeSet<String>,
}

/// Opens a day, where nobody did, and notes who is there.
///
/// `drawn_from` is the version that the page was drawn from, 0 where it was not open.
///
/// # Errors
/// When the actor may not, the rules refuse, or somebody else noted it in the meantime.
pub fn attend(
    ctx: &Ctx,
    command_id: CommandId,
    code: &str,
    sitting: Timestamp,
    drawn_from: i64,
    there: There,
) -> Result<(), AppError> {
    check(ctx, Action::HoldMeeting)?;
    let id = case_day_id(ctx.footprint(), code, sitting);
    command::carry_out(ctx, command_id, id, Some(drawn_from), |stream| {
        let There { teams, services } = there;
        let mut state = meeting_of(stream).cloned();
        let mut all = Vec::new();
        let open = MeetingCommand::Open { sitting, discussion: Some(code.to_owned()) };
        let attend = MeetingCommand::TakeAttendance { disciplines: teams, services, people: BTreeSet::new() };
        for command in [open, attend] {
            for event in meeting::decide(id, state.as_ref(), command, &ctx.deciding())? {
                // INVARIANT: what `decide` gives can follow.
                state = meeting::evolve(id, state, &event).ok();
                all.push(Event::Meeting(event));
            }
        }
        Ok(all)
    })
}

/// Writes down what a day left of a referral. It decides nothing of the referral.
///
/// `drawn_from` is the version of the referral that was shown: of two who write, the second is told, and nothing is
/// overwritten (H13).
///
/// # Errors
/// When the actor may not, the day is not open, the rules refuse, or the referral changed in the meantime.
pub fn discuss(
    ctx: &Ctx,
    command_id: CommandId,
    code: &str,
    sitting: Timestamp,
    referral: ReferralId,
    drawn_from: i64,
    result: CaseResult,
) -> Result<(), AppError> {
    check(ctx, Action::HoldMeeting)?;
    if ctx.store.first_outcome(ctx.footprint(), command_id)?.is_some() {
        return Ok(());
    }
    let meeting = open_day(ctx, code, sitting)?;
    let (discussion, result) = (code.to_owned(), Box::new(result));
    let command = ReferralCommand::DiscussCase { discussion, meeting, result };
    crate::referral::carry_out(ctx, command_id, referral, Some(drawn_from), command)
}

/// The id of a day that is open.
fn open_day(ctx: &Ctx, code: &str, sitting: Timestamp) -> Result<MeetingId, AppError> {
    let id = case_day_id(ctx.footprint(), code, sitting);
    let stream = ctx.store.read(|tx| load(tx, ctx.footprint(), id))?;
    match meeting_of(&stream) {
        None => Err(Disallowed::MeetingNotOpen.into()),
        Some(meeting) if meeting.closed.is_some() => Err(Disallowed::MeetingClosed.into()),
        Some(_) => Ok(id),
    }
}

/// Ends a day: whoever was not discussed is carried over to the next, each with an entry of its own, and it is one change. A
/// day that is closed stays as it is (INV-08).
///
/// # Errors
/// When the actor may not, or a referral changed in the meantime. Nothing was changed.
pub fn close(ctx: &Ctx, command_id: CommandId, code: &str, sitting: Timestamp) -> Result<(), AppError> {
    check(ctx, Action::HoldMeeting)?;
    if ctx.store.first_outcome(ctx.footprint(), command_id)?.is_some() {
        return Ok(());
    }
    let id = case_day_id(ctx.footprint(), code, sitting);
    let mut stream = ctx.store.read(|tx| load(tx, ctx.footprint(), id))?;
    let state = meeting_of(&stream).cloned();
    let discussion = ctx.rules.footprint.case_discussion(code);
    let discussion = discussion.ok_or_else(|| Disallowed::UnknownDiscussion(code.to_owned()))?;
    if state.as_ref().is_some_and(|meeting| meeting.closed.is_some()) {
        return Ok(());
    }
    let shown = ctx.store.read(|tx| read(tx, ctx, discussion, sitting))?;
    let mut cases = Agenda::default();
    let mut change = Change::new(ctx.footprint(), ctx.now, &ctx.actor, command_id);
    for case in shown.iter().flat_map(|day| &day.cases) {
        let referral = case.referral.id;
        match &case.dealt {
            Some(dealt) if dealt.line.outcome == CaseOutcome::CarriedOver => cases.carried_over.insert(referral),
            Some(_) => cases.decided.insert(referral),
            None => {
                let mut left = ctx.store.read(|tx| load(tx, ctx.footprint(), referral))?;
                let carried = CaseResult { outcome: CaseOutcome::CarriedOver, owner: None, until: None, note: None };
                let (discussion, result) = (code.to_owned(), Box::new(carried));
                append(ctx, &mut change, &mut left, ReferralCommand::DiscussCase { discussion, meeting: id, result })?;
                cases.carried_over.insert(referral)
            }
        };
    }
    for event in meeting::decide(id, state.as_ref(), MeetingCommand::Close(cases), &ctx.deciding())? {
        ctx.append(&mut change, &mut stream, &Event::Meeting(event))?;
    }
    change.first_outcome(id.to_string());
    ctx.store.commit(change)?;
    Ok(())
}

/// How many days were held in a period, and how referrals were left. It names nobody, so no look is noted.
///
/// # Errors
/// When the actor may not, the calendar does not know the period, or the database cannot be read.
pub fn figures(ctx: &Ctx, period: Period) -> Result<CaseFigures, AppError> {
    check(ctx, Action::SeeReport)?;
    let instants = period.instants()?;
    let mut figures = CaseFigures::default();
    ctx.store.read(|tx| {
        figures = CaseFigures::default();
        case_days_between(tx, ctx.footprint(), &instants, &mut |discussion| figures.day(discussion))?;
        case_outcomes_between(tx, ctx.footprint(), &instants, &mut |discussion, outcome| {
            figures.case(discussion, outcome);
        })
    })?;
    Ok(figures)
}
