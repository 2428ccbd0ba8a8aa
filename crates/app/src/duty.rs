//! Duty: who is on and who is next, the rota, what is done on a day, how a shift ends, and what waits (D9, PR-17).

use std::{collections::BTreeSet, ops::Range};

use jiff::{Timestamp, ToSpan, civil::Date};
use porch_domain::{
    actor::Role,
    calendar::{end_of_day, local_date},
    disallowed::Disallowed,
    duty::{
        self, Act, AnswerShare, Deciding, Done, DutyCommand, DutyDay, DutyEvent, Handed, Recorded, Shift, What, Worked,
        acts,
    },
    event::Event,
    ids::{CommandId, ReferralId, duty_day_id},
    measure::Period,
    referral::Reference,
    relation::Whose,
};
use porch_store::{
    AdviceLine, Change, EmergencyNow, FoundReferral, LetterDueLine, Look, Record, ReferralLine, RiskLine, RotaRow,
    RowChange, Stream, Waiting, days_with_open_shifts, done_between, done_on_days, duty_days_of_referral, load,
};

use crate::{
    Ctx,
    access::{Action, check, may_at_all, may_with, near},
    account::{AccountLine, Names},
    command,
    error::AppError,
    look,
};

/// How often a command is tried again where somebody wrote on the same day at the same moment: none depends on what was
/// seen, and the rules are asked anew each time.
const TRIES: usize = 4;

/// How many days back a shift is looked for that nobody ended.
const FORGOTTEN_WITHIN_DAYS: i32 = 31;

/// For how many days, today with them, what was done is counted.
const COUNTED_DAYS: i32 = 7;

/// The page of duty as it stood at an instant.
#[derive(Debug, Clone)]
pub struct Board {
    /// The day whose log is shown.
    pub on: Date,
    /// Today.
    pub today: Date,
    /// That day, where anything was written on it. Where its words may not be shown they are left out.
    pub day: Option<DutyDay>,
    /// Whether the words of the log may be shown to whoever asks.
    pub words: bool,
    /// The rota of this week and the next, and what began up to three days before and may still go on.
    pub rota: Vec<RotaRow>,
    /// The Monday of this week.
    pub monday: Date,
    /// Shifts that go on, with the day on which each began.
    pub going_on: Vec<(Date, Worked)>,
    /// Emergencies that are not decided, and who has each.
    pub emergencies: Vec<EmergencyNow>,
    /// Risk answers that are open, of every stage and team, and who has each.
    pub risks: Vec<RiskLine>,
    /// What waits for each team.
    pub waiting: Vec<Waiting>,
    /// How often each thing was done in the last seven days, and how often of that without a referral.
    pub counts: Vec<(Done, usize, usize)>,
    /// What was done on the day that is shown, wherever it is recorded, each thing once.
    pub acts: Vec<Act>,
    /// Questions for advice whose time has run out without an answer.
    pub late_advice: Vec<AdviceLine>,
    /// When each letter is due of a decision that waits for it, the first due first.
    pub letters_due: Vec<Timestamp>,
    /// The names that colleagues read.
    pub names: Names,
    /// Who may be put on the rota.
    pub may_be_on: Vec<AccountLine>,
    /// When it was true.
    pub as_at: Timestamp,
}

impl Board {
    /// Who is on the rota for a shift at an instant.
    pub fn on_at(&self, shift: Shift, at: Timestamp) -> impl Iterator<Item = &RotaRow> {
        self.rota.iter().filter(move |line| line.shift == shift && line.from <= at && at < line.to)
    }

    /// Who comes next on the rota for a shift, after an instant.
    pub fn next_after(&self, shift: Shift, at: Timestamp) -> Option<&RotaRow> {
        self.rota.iter().find(|line| line.shift == shift && line.from > at)
    }

    /// The name that colleagues read of an account.
    pub fn name<'a>(&'a self, account: &'a str) -> &'a str {
        self.names.of(account)
    }

    /// The emergencies that keep somebody's shift from ending: those that nobody has accepted who stays (PR-17).
    pub fn kept_from_leaving(&self, account: &str) -> impl Iterator<Item = &EmergencyNow> {
        open_without(&self.emergencies, account)
    }

    /// The risk answers that do: those that nobody has who stays.
    pub fn risks_kept_from_leaving(&self, account: &str) -> impl Iterator<Item = &RiskLine> {
        risks_without(&self.risks, account)
    }
}

/// The emergencies that are open without anybody who stays: whoever leaves takes nothing along. A named person of another
/// service who has one stays with it, as whoever took it here does (PR-17).
fn open_without<'a>(emergencies: &'a [EmergencyNow], leaving: &str) -> impl Iterator<Item = &'a EmergencyNow> {
    let stays =
        move |one: &EmergencyNow| one.elsewhere.is_some() || one.taken_by.as_deref().is_some_and(|by| by != leaving);
    emergencies.iter().filter(move |one| !stays(one))
}

/// The risk answers that are open without anybody who stays, as with emergencies.
fn risks_without<'a>(risks: &'a [RiskLine], leaving: &str) -> impl Iterator<Item = &'a RiskLine> {
    let stays =
        move |one: &RiskLine| one.elsewhere.is_some() || one.taken_by.as_deref().is_some_and(|by| by != leaving);
    risks.iter().filter(move |one| !stays(one))
}

/// The page of duty, with the log of a day. Emergencies are named by reference alone, so that a look is noted only where
/// words of the log are shown.
///
/// # Errors
/// When the actor may not, or the database cannot be read or written.
pub fn board(ctx: &Ctx, on: Date) -> Result<Board, AppError> {
    check(ctx, Action::SeeDuty)?;
    let mut board = read_board(ctx, on)?;
    let referrals = board.day.iter().flat_map(|day| day.log.iter().filter_map(|logged| logged.noted.referral));
    if board.words && board.day.is_some() {
        let day = duty_day_id(ctx.footprint(), on).to_string();
        let subjects: Vec<String> = std::iter::once(day).chain(referrals.map(|id| id.to_string())).collect();
        look::note(ctx, &Look { what: "duty log", why: "duty", allowed: true, subjects: &subjects })?;
    }
    if let Some(day) = board.day.as_mut().filter(|_| !board.words) {
        for logged in &mut day.log {
            logged.noted.words = None;
        }
    }
    Ok(board)
}

fn read_board(ctx: &Ctx, on: Date) -> Result<Board, AppError> {
    let (footprint, today) = (ctx.footprint(), ctx.today());
    let monday = today.checked_sub(i32::from(today.weekday().to_monday_zero_offset()).days())?;
    let day_ends = end_of_day(ctx.now, 0).unwrap_or(ctx.now);
    let (first, last) = (monday.checked_sub(3.days())?, monday.checked_add(13.days())?);
    let forgotten = today.checked_sub(FORGOTTEN_WITHIN_DAYS.days())?;
    let counted = today.checked_sub((COUNTED_DAYS - 1).days())?;
    let on_the_day = Period { from: on, to: on }.instants()?;
    let (board, done, accounts) = ctx.store.read(|tx| {
        let stream = load(tx, footprint, duty_day_id(footprint, on))?;
        let mut going_on = Vec::new();
        for began in days_with_open_shifts(tx, footprint, forgotten)? {
            let day = load(tx, footprint, duty_day_id(footprint, began))?;
            going_on.extend(day_of(&day).into_iter().flat_map(DutyDay::going_on).map(|shift| (began, shift.clone())));
        }
        let board = Board {
            on,
            today,
            day: day_of(&stream).cloned(),
            words: may_with(ctx, Action::SeeReferral, &Whose::at_the_door()),
            rota: RotaRow::of(tx, footprint, first, last)?,
            monday,
            going_on,
            emergencies: EmergencyNow::all(tx, footprint)?,
            risks: RiskLine::open(tx, footprint, i64::MAX)?,
            waiting: Waiting::by_team(tx, footprint, ctx.now, day_ends)?,
            counts: Vec::new(),
            acts: acts(&done_between(tx, footprint, &on_the_day)?),
            letters_due: LetterDueLine::all(tx, footprint)?.into_iter().map(|line| line.by).collect(),
            late_advice: AdviceLine::late(tx, footprint, ctx.now)?,
            names: Names::read(tx, footprint)?,
            may_be_on: Vec::new(),
            as_at: ctx.now,
        };
        Ok((board, done_on_days(tx, footprint, counted, today)?, porch_store::accounts(tx, footprint)?))
    })?;
    let count = |kind: Done| {
        let of_kind = done.iter().filter(|(_, done, _)| *done == kind);
        (kind, of_kind.clone().count(), of_kind.filter(|(_, _, alone)| *alone).count())
    };
    let in_use = accounts.into_iter().filter(|account| account.disabled.is_none() && may_be_on(account.role));
    Ok(Board {
        counts: Done::ALL.into_iter().map(count).collect(),
        may_be_on: in_use
            .map(|account| AccountLine { name: account.name, display_name: account.display_name, role: account.role })
            .collect(),
        ..board
    })
}

/// What was done in a period, wherever it is recorded, and how many questions were answered within their clock. It names
/// nobody whom it was done for.
#[derive(Debug, Clone)]
pub struct DoneIn {
    /// Each thing once, in the order in which it was recorded.
    pub acts: Vec<Act>,
    /// Questions for advice that were asked in the period.
    pub answers: AnswerShare,
}

/// What was done in a period (D9, D23).
///
/// # Errors
/// When the actor may not, or the database cannot be read.
pub fn done_in(ctx: &Ctx, period: Period) -> Result<DoneIn, AppError> {
    check(ctx, Action::SeeReport)?;
    let within = period.instants()?;
    let now = ctx.now.as_millisecond().saturating_add(1);
    // A question of the period may have been answered after it.
    let until_now = within.start..within.end.max(now);
    let recorded = ctx.store.read(|tx| done_between(tx, ctx.footprint(), &until_now))?;
    let ends = Timestamp::from_millisecond(within.end)?;
    let answers = AnswerShare::of(&recorded, ends, ctx.now);
    let inside: Vec<Recorded> = recorded.into_iter().filter(|one| one.at < ends).collect();
    Ok(DoneIn { acts: acts(&inside), answers })
}

/// An entry behind a figure.
#[derive(Debug, Clone)]
pub struct Entry {
    /// What was done.
    pub act: Act,
    /// The short reference of the referral that it is about.
    pub reference: Option<String>,
}

/// The entries behind a figure of a period, the earliest first; one look names every record that is shown.
///
/// # Errors
/// When the actor may not, or the database cannot be read or written.
pub fn entries(
    ctx: &Ctx,
    period: Period,
    what: What,
    page: Range<usize>,
) -> Result<(Vec<Entry>, usize, Names), AppError> {
    let within = period.instants()?;
    let sees = may_at_all(&ctx.actor, Action::SeeReferral);
    let action = if sees { Action::SeeReferral } else { Action::SeeRecordsBehindReport };
    look::records(ctx, action, "what was done", "duty", || {
        let (shown, all, names) = ctx.store.read(|tx| {
            let mut acts = acts(&done_between(tx, ctx.footprint(), &within)?);
            acts.retain(|act| act.what == what);
            let all = acts.len();
            let mut shown = Vec::new();
            for act in acts.into_iter().skip(page.start).take(page.len()) {
                let line = match act.referral {
                    // That something was done is counted; whom it was done for is for those who may see her.
                    Some(referral) if !near(tx, ctx, action, referral)? => None,
                    Some(referral) => ReferralLine::of(tx, ctx.footprint(), referral)?,
                    None => None,
                };
                shown.push(Entry { act, reference: line.and_then(|line| line.reference) });
            }
            Ok((shown, all, Names::read(tx, ctx.footprint())?))
        })?;
        let subjects: BTreeSet<String> = shown
            .iter()
            .flat_map(|entry| [Some(entry.act.stream.id.to_string()), entry.act.referral.map(|id| id.to_string())])
            .flatten()
            .collect();
        Ok(((shown, all, names), subjects.into_iter().collect()))
    })
}

/// Whether the rota may name somebody of a role.
fn may_be_on(role: Role) -> bool {
    match role {
        Role::Duty | Role::Clinician | Role::Manager => true,
        Role::InformationOfficer
        | Role::Administrator
        | Role::PeerWorker
        | Role::CharityWorker
        | Role::Commissioner
        | Role::Board => false,
    }
}

/// Puts somebody on the rota, on the day on which it begins.
///
/// # Errors
/// When the actor may not, there is no such account, or the rules refuse.
pub fn roster(
    ctx: &Ctx,
    command_id: CommandId,
    shift: Shift,
    account: &str,
    (from, to): (Timestamp, Timestamp),
) -> Result<(), AppError> {
    check(ctx, Action::KeepRota)?;
    let accounts = ctx.store.read(|tx| porch_store::accounts(tx, ctx.footprint()))?;
    let known = |known: &porch_domain::account::Account| {
        known.name.as_str() == account && known.disabled.is_none() && may_be_on(known.role)
    };
    if !accounts.iter().any(known) {
        return Err(Disallowed::UnknownAccount.into());
    }
    let on = local_date(from).ok_or(Disallowed::ShiftUnclear)?;
    let command = DutyCommand::Roster { shift, account: account.to_owned(), from, to };
    carry_out(ctx, command_id, on, &command)
}

/// Takes somebody off the rota.
///
/// # Errors
/// When the actor may not, or the rules refuse.
pub fn take_back(ctx: &Ctx, command_id: CommandId, on: Date, nth: u32) -> Result<(), AppError> {
    check(ctx, Action::KeepRota)?;
    carry_out(ctx, command_id, on, &DutyCommand::TakeBack { nth })
}

/// Begins the actor's shift today.
///
/// # Errors
/// When the actor may not, or the rules refuse.
pub fn begin(ctx: &Ctx, command_id: CommandId) -> Result<(), AppError> {
    check(ctx, Action::WorkDuty)?;
    carry_out(ctx, command_id, ctx.today(), &DutyCommand::Begin)
}

/// Ends a shift that began on a day: the actor's own, or one that somebody forgot to end. What is open is read here, and
/// again by the rules (PR-17).
///
/// # Errors
/// When the actor may not, or the rules refuse: an emergency or a risk answer is open that nobody has accepted who stays.
pub fn end(
    ctx: &Ctx,
    command_id: CommandId,
    (on, of): (Date, &str),
    on_call_told: Option<String>,
) -> Result<(), AppError> {
    check(ctx, Action::WorkDuty)?;
    let (emergencies, risks) = ctx
        .store
        .read(|tx| Ok((EmergencyNow::all(tx, ctx.footprint())?, RiskLine::open(tx, ctx.footprint(), i64::MAX)?)))?;
    let open = open_without(&emergencies, of).count() + risks_without(&risks, of).count();
    let open = u32::try_from(open).unwrap_or(u32::MAX);
    carry_out(ctx, command_id, on, &DutyCommand::End { of: of.to_owned(), on_call_told, open })
}

/// What is written down.
#[derive(Debug, Clone)]
pub struct Note {
    /// What was done.
    pub kind: Done,
    /// What came of it.
    pub outcome: String,
    /// Who took it over.
    pub handed: Option<Handed>,
    /// The reference of the referral that it is about, as it was typed.
    pub reference: Option<String>,
}

/// Writes down what was done, on today's log.
///
/// # Errors
/// When the actor may not, there is no referral of that reference, or the rules refuse.
pub fn note(ctx: &Ctx, command_id: CommandId, note: Note) -> Result<(), AppError> {
    check(ctx, Action::WorkDuty)?;
    let referral = match &note.reference {
        None => None,
        Some(typed) => Some(referral_of(ctx, typed)?),
    };
    let Note { kind, outcome, handed, .. } = note;
    carry_out(ctx, command_id, ctx.today(), &DutyCommand::Note { kind, outcome, handed, referral })
}

fn referral_of(ctx: &Ctx, typed: &str) -> Result<ReferralId, AppError> {
    let reference = Reference::parse(typed).ok_or(Disallowed::UnknownReference)?.to_string();
    let found = ctx.store.read(|tx| FoundReferral::id_by_reference(tx, ctx.footprint(), &reference))?;
    Ok(found.ok_or(Disallowed::UnknownReference)?)
}

/// Erases the words of a day's log.
///
/// # Errors
/// When the actor may not, the rules refuse, or the record changed in the meantime; then nothing was erased.
pub fn erase(ctx: &Ctx, command_id: CommandId, on: Date, why: &str) -> Result<(), AppError> {
    check(ctx, Action::ErasePersonalData)?;
    if ctx.store.first_outcome(ctx.footprint(), command_id)?.is_some() {
        return Ok(());
    }
    let stream = ctx.store.read(|tx| load(tx, ctx.footprint(), duty_day_id(ctx.footprint(), on)))?;
    let mut change = Change::new(ctx.footprint(), ctx.now, &ctx.actor, command_id);
    change.first_outcome(stream.id.id.to_string());
    append_erasure(ctx, &mut change, stream, why)?;
    ctx.store.commit(change)?;
    Ok(())
}

/// Adds to a change the erasing of every day's words on which something was written down about one of the referrals: the
/// words of a day lie together, so those about others go with them.
///
/// # Errors
/// When the database cannot be read, or the rules refuse.
pub(crate) fn append_erasures(
    ctx: &Ctx,
    change: &mut Change,
    referrals: &[ReferralId],
    why: &str,
) -> Result<(), AppError> {
    let footprint = ctx.footprint();
    let streams = ctx.store.read(|tx| {
        let mut days = Vec::new();
        for referral in referrals {
            days.extend(duty_days_of_referral(tx, footprint, *referral)?);
        }
        days.sort_unstable();
        days.dedup();
        days.into_iter().map(|day| load(tx, footprint, day)).collect::<Result<Vec<_>, _>>()
    })?;
    for stream in streams {
        append_erasure(ctx, change, stream, why)?;
    }
    Ok(())
}

fn append_erasure(ctx: &Ctx, change: &mut Change, mut stream: Stream, why: &str) -> Result<(), AppError> {
    let command = DutyCommand::ErasePersonalData { why: why.to_owned() };
    let on = day_of(&stream).map_or(ctx.today(), |day| day.on);
    let events = decided(ctx, &stream, on, command)?;
    for event in events {
        change.append(&mut stream, &Event::Duty(event), ctx.world.random())?;
    }
    change.row(RowChange::erase_personal(ctx.footprint(), stream.id));
    Ok(())
}

fn carry_out(ctx: &Ctx, command_id: CommandId, on: Date, asked: &DutyCommand) -> Result<(), AppError> {
    let day = duty_day_id(ctx.footprint(), on);
    let mut done = Err(AppError::Stale);
    for _ in 0..TRIES {
        done = command::carry_out(ctx, command_id, day, None, |stream| {
            let events = decided(ctx, stream, on, asked.clone())?;
            Ok(events.into_iter().map(Event::Duty).collect())
        });
        if !matches!(done, Err(AppError::Stale)) {
            break;
        }
    }
    done
}

fn decided(ctx: &Ctx, stream: &Stream, on: Date, command: DutyCommand) -> Result<Vec<DutyEvent>, AppError> {
    Ok(duty::decide(day_of(stream), command, &Deciding { now: ctx.now, on, actor: &ctx.actor })?)
}

fn day_of(stream: &Stream) -> Option<&DutyDay> {
    stream.record.as_ref().and_then(Record::duty)
}
