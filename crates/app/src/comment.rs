//! Saying how it was, without an account: taken in apart from every record, read by a manager within one working day, passed to
//! duty where it cannot wait, and answered for everybody or closed with a reason (T6).

use jiff::{SignedDuration, Timestamp};
use porch_domain::{
    comment::{self, Comment, CommentCommand, CommentCount, CommentLeft, CommentStage, CommentWords, Teller},
    disallowed::Disallowed,
    event::Event,
    ids::{CommandId, CommentId, ReferralId, SaidAndDoneId},
    measure::Period,
};
use porch_store::{
    Change, CommentLine, Record, ReferralLine, RowChange, Stream, comments_between, comments_of_referral, load,
};

use crate::{
    Ctx,
    access::{Action, check, check_at_the_door, may_at_all},
    account::Names,
    command,
    error::AppError,
    her_page, look,
};

/// The most comments that a list shows.
const MOST: i64 = 500;
/// For how long what is done with is listed.
const DAYS_LISTED: i64 = 90;
/// What a look at one is noted as.
const WHAT: &str = "what somebody said of how it was";

/// What somebody says of how it was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HowItWas {
    /// Who writes.
    pub teller: Teller,
    /// What went well.
    pub well: String,
    /// What could be better.
    pub better: String,
    /// Whether it may be shown to everybody, in the words of the service.
    pub may_show: bool,
    /// Where an answer may go, if one is asked for.
    pub answer: Answer,
    /// The code of the language of the page.
    pub language: &'static str,
}

/// Where an answer goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// None is asked for: nothing leads to whoever writes.
    None,
    /// To what was typed.
    To(String),
    /// To her, by a way that she said is safe: the key of her page, which is open.
    OwnPage(String),
}

/// Takes it in, and gives by when somebody reads it. The same command again is the same comment.
///
/// # Errors
/// [`AppError::Gone`] when her page is not open any more; [`AppError::Disallowed`] where nothing is said, or too much.
pub fn leave(ctx: &Ctx, command_id: CommandId, said: HowItWas) -> Result<Timestamp, AppError> {
    check(ctx, Action::SayHowItWas)?;
    let footprint = &ctx.rules.footprint;
    let read_by = comment::read_by(ctx.now, &footprint.duty, &footprint.holidays);
    let HowItWas { teller, well, better, may_show, answer, language } = said;
    let wants_answer = answer != Answer::None;
    let (reach, referral) = match answer {
        Answer::None => (None, None),
        Answer::To(reach) => (Some(reach), None),
        Answer::OwnPage(key) => (None, Some(her_page::whose(ctx, &key)?.ok_or(AppError::Gone)?)),
    };
    let words = Some(CommentWords { well, better, reach });
    let language = language.to_owned();
    let left = CommentLeft { at: ctx.now, read_by, teller, language, may_show, wants_answer, referral, words };
    command::carry_out(ctx, command_id, CommentId(command_id.0), None, |stream| {
        events(ctx, stream, CommentCommand::Leave(left))
    })?;
    Ok(read_by)
}

fn events(ctx: &Ctx, stream: &Stream, asked: CommentCommand) -> Result<Vec<Event>, AppError> {
    let events = comment::decide(comment_of(stream), asked, &ctx.actor, ctx.now)?;
    Ok(events.into_iter().map(Event::Comment).collect())
}

fn comment_of(stream: &Stream) -> Option<&Comment> {
    stream.record.as_ref().and_then(Record::comment)
}

/// Comments as a manager lists them; none of their words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// Those that are not done with, the first to be read first.
    pub waiting: Vec<CommentLine>,
    /// Those of the last weeks that are, the latest first.
    pub done: Vec<CommentLine>,
}

/// All that wait, and those of the last ninety days that are done with. It holds no words, so no look is noted.
///
/// # Errors
/// When the actor may not, or the database cannot be read.
pub fn list(ctx: &Ctx) -> Result<Listed, AppError> {
    check(ctx, Action::KeepSaidAndDone)?;
    let since = ctx.now - SignedDuration::from_hours(24 * DAYS_LISTED);
    let (waiting, mut done) = ctx.store.read(|tx| {
        let waiting = CommentLine::waiting(tx, ctx.footprint(), MOST)?;
        Ok((waiting, CommentLine::since(tx, ctx.footprint(), since, MOST)?))
    })?;
    done.retain(|line| line.stage == CommentStage::Done);
    Ok(Listed { waiting, done })
}

/// What people said, as the page of duty has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WithDuty {
    /// What was passed to duty, who have not said what they did.
    pub waiting: Vec<CommentLine>,
    /// How many of all comments nobody has read in time.
    pub late: i64,
}

/// The comments that duty has, the first first, and how many of all nobody has read in time. No look is noted: no words are told.
///
/// # Errors
/// When the actor may not, or the database cannot be read.
pub fn with_duty(ctx: &Ctx) -> Result<WithDuty, AppError> {
    check(ctx, Action::SeeDuty)?;
    let (mut waiting, [_, late, _]) = ctx.store.read(|tx| {
        let waiting = CommentLine::waiting(tx, ctx.footprint(), MOST)?;
        Ok((waiting, CommentLine::count(tx, ctx.footprint(), ctx.now, MOST)?))
    })?;
    waiting.retain(|line| line.stage == CommentStage::WithDuty);
    Ok(WithDuty { waiting, late })
}

/// How many nobody has read, and how many of them are late. No look is noted.
///
/// # Errors
/// When the actor may not, or the database cannot be read.
pub fn counted(ctx: &Ctx) -> Result<(i64, i64), AppError> {
    check(ctx, Action::KeepSaidAndDone)?;
    let [unread, late, _] = ctx.store.read(|tx| CommentLine::count(tx, ctx.footprint(), ctx.now, MOST))?;
    Ok((unread, late))
}

/// A comment as it is read.
#[derive(Debug, Clone)]
pub struct Seen {
    /// The comment, with its words.
    pub comment: Comment,
    /// The version from which its forms are drawn.
    pub version: i64,
    /// The short reference of her referral, where she asked there to be answered.
    pub reference: Option<String>,
    /// The names that colleagues read.
    pub names: Names,
}

/// Opens a comment, for a manager, or for an information officer who is to erase its words: the look is on disk before it is shown.
///
/// # Errors
/// When the actor may not, or the database cannot be read or written.
pub fn open(ctx: &Ctx, id: CommentId) -> Result<Option<Seen>, AppError> {
    let action = keeping(ctx);
    look::records(ctx, action, WHAT, "to answer or erase it", || read(ctx, id))
}

/// Opens a comment that was passed to duty: the look is on disk before it is shown. There is none that was not passed on.
///
/// # Errors
/// When the actor may not, or the database cannot be read or written.
pub fn open_with_duty(ctx: &Ctx, id: CommentId) -> Result<Option<Seen>, AppError> {
    check_at_the_door(ctx, Action::TriageReferral)?;
    look::records(ctx, Action::TriageReferral, WHAT, "passed to duty", || {
        let (seen, subjects) = read(ctx, id)?;
        let seen = seen.filter(|seen| seen.comment.passed_on.is_some());
        Ok((seen, subjects))
    })
}

/// By what right whoever asks keeps comments: as a manager, or as an information officer.
fn keeping(ctx: &Ctx) -> Action {
    let erases = may_at_all(&ctx.actor, Action::ErasePersonalData) && !may_at_all(&ctx.actor, Action::KeepSaidAndDone);
    if erases { Action::ErasePersonalData } else { Action::KeepSaidAndDone }
}

fn read(ctx: &Ctx, id: CommentId) -> Result<(Option<Seen>, Vec<String>), AppError> {
    let (stream, names, line) = ctx.store.read(|tx| {
        let stream = load(tx, ctx.footprint(), id)?;
        let referral = comment_of(&stream).and_then(|comment| comment.left.referral);
        let line = referral.map(|referral| ReferralLine::of(tx, ctx.footprint(), referral)).transpose()?;
        Ok((stream, Names::read(tx, ctx.footprint())?, line.flatten()))
    })?;
    let mut subjects = vec![id.to_string()];
    let Some(comment) = comment_of(&stream).cloned() else { return Ok((None, subjects)) };
    subjects.extend(comment.left.referral.map(|referral| referral.to_string()));
    let reference = line.and_then(|line| line.reference);
    Ok((Some(Seen { comment, version: stream.head.version, reference, names }), subjects))
}

/// Does something with a comment: duty say what they did, an information officer erases, a manager does the rest.
///
/// # Errors
/// When the actor or the rules refuse, [`AppError::Stale`] where somebody was quicker, or the database cannot be written.
pub fn act(
    ctx: &Ctx,
    command_id: CommandId,
    id: CommentId,
    drawn_from: i64,
    asked: CommentCommand,
) -> Result<(), AppError> {
    let erases = matches!(asked, CommentCommand::ErasePersonalData { .. });
    match &asked {
        CommentCommand::Act { .. } => check_at_the_door(ctx, Action::TriageReferral)?,
        CommentCommand::ErasePersonalData { .. } => check(ctx, Action::ErasePersonalData)?,
        CommentCommand::Read | CommentCommand::PassOn(_) | CommentCommand::Close { .. } => {
            check(ctx, Action::KeepSaidAndDone)?;
        }
        // What is left comes from the door, and what answers it with the item that does.
        CommentCommand::Leave(_) | CommentCommand::Answer(_) => return Err(Disallowed::Unknown.into()),
    }
    command::carry_out_with(ctx, command_id, id, Some(drawn_from), |stream, change| {
        let events = events(ctx, stream, asked)?;
        if erases {
            change.row(RowChange::erase_personal(ctx.footprint(), stream.id));
        }
        Ok(events)
    })
}

/// The comments that an item for everybody may name as what it answers, with their words: one look names them all.
///
/// # Errors
/// When the actor may not, or the database cannot be read or written.
pub fn to_answer(ctx: &Ctx) -> Result<Vec<Comment>, AppError> {
    look::records(ctx, Action::KeepSaidAndDone, WHAT, "to answer it", || {
        let found = ctx.store.read(|tx| {
            let waiting = CommentLine::waiting(tx, ctx.footprint(), MOST)?;
            let may_be = waiting.into_iter().filter(|line| line.may_show && line.item.is_none());
            may_be.map(|line| load(tx, ctx.footprint(), line.id)).collect::<Result<Vec<_>, _>>()
        })?;
        let found: Vec<Comment> =
            found.iter().filter_map(comment_of).filter(|one| one.may_be_shown()).cloned().collect();
        let subjects = found.iter().map(|one| one.id.to_string()).collect();
        Ok((found, subjects))
    })
}

/// Adds to a change that an item answers comments.
///
/// # Errors
/// When the rules refuse, or the database cannot be read.
pub(crate) fn append_answers(
    ctx: &Ctx,
    change: &mut Change,
    item: SaidAndDoneId,
    comments: &[CommentId],
) -> Result<(), AppError> {
    for id in comments {
        let mut stream = ctx.store.ask(|tx| load(tx, ctx.footprint(), *id))?;
        for event in events(ctx, &stream, CommentCommand::Answer(item))? {
            ctx.append(change, &mut stream, &event)?;
        }
    }
    Ok(())
}

/// Adds to a change the erasure of what somebody said who asked there to be answered about one of these referrals.
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
        let mut streams = Vec::new();
        for referral in referrals {
            for id in comments_of_referral(tx, footprint, *referral)? {
                streams.push(load(tx, footprint, id)?);
            }
        }
        Ok(streams)
    })?;
    for mut stream in streams {
        for event in events(ctx, &stream, CommentCommand::ErasePersonalData { why: why.to_owned() })? {
            ctx.append(change, &mut stream, &event)?;
        }
        change.row(RowChange::erase_personal(footprint, stream.id));
    }
    Ok(())
}

/// How many said how it was in a period, by month and by who wrote, with small numbers hidden.
///
/// # Errors
/// When the actor may not, or the database cannot be read.
pub fn counts(ctx: &Ctx, period: Period) -> Result<Vec<CommentCount>, AppError> {
    check(ctx, Action::SeeReport)?;
    // A day more on both sides: which day an instant falls on, the rules say.
    let day = SignedDuration::from_hours(24);
    let start = period.from.in_tz("UTC")?.timestamp() - day;
    let end = period.to.in_tz("UTC")?.timestamp() + day + day;
    let left = ctx.store.read(|tx| comments_between(tx, ctx.footprint(), start, end))?;
    Ok(comment::comment_counts(&left, period))
}
