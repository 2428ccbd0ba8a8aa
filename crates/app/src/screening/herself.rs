//! A questionnaire that she answers by herself: opened with a link and a word, one answer saved at a time, and heard in the
//! moment in which it is saved (H02). What she answered before is never shown again (PR-23).

use jiff::{SignedDuration, Timestamp};
use porch_domain::{
    actor::Actor,
    disallowed::Disallowed,
    footprint::OfAge,
    ids::{CommandId, ScreeningId},
    screening::{Definition, RiskDomain, Screening, ScreeningCommand, ScreeningEvent, TextPack, risk_of_answer},
};
use porch_store::{Change, ScreeningDoor, Stream, screening_of_link};

use super::{Of, definition_of, of_age, screening_of, step, with_referral};
use crate::{
    Ctx,
    access::{Action, check},
    by_word::{MOST_WRONG, SITTING, hash_of_word},
    door::{again_when_stale, fresh_key, hash_of_key},
    error::AppError,
    referral::referral_of,
};

/// Why a link does not open a questionnaire now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Closed {
    /// The link or the word is wrong, its time is over, or it was answered. Which of these is not told.
    Nothing,
    /// It is for those who are older than she is, as is known since it was given to her (PR-18).
    TooYoung,
    /// It asks about risk, and nobody would read an answer now (PR-23).
    NobodyReads {
        /// When somebody does; none where that is not known.
        until: Option<Timestamp>,
    },
}

/// What comes of a link and a word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Came {
    /// It is open: this is the key for the cookie.
    In(String),
    /// It is not.
    Not(Closed),
}

/// Opens a questionnaire by its link and word, or counts a wrong word.
///
/// # Errors
/// When the database cannot be read or written.
pub fn come_in(ctx: &Ctx, token: &str, word: &str) -> Result<Came, AppError> {
    check(ctx, Action::AnswerQuestions)?;
    again_when_stale(|| come_in_once(ctx, token, word))
}

fn come_in_once(ctx: &Ctx, token: &str, word: &str) -> Result<Came, AppError> {
    let hash = hash_of_key(token);
    let found = ctx.store.ask(|tx| screening_of_link(tx, ctx.footprint(), &hash))?;
    let Some(id) = found else { return Ok(Came::Not(Closed::Nothing)) };
    let (stream, mut of) = with_referral(ctx, id)?;
    let Some(screening) = screening_of(&stream).filter(|screening| screening.open_to_her(ctx.now)) else {
        return Ok(Came::Not(Closed::Nothing));
    };
    let mut door = ctx.store.ask(|tx| ScreeningDoor::of(tx, ctx.footprint(), id))?;
    if door.wrong >= MOST_WRONG {
        return Ok(Came::Not(Closed::Nothing));
    }
    let mut change = Change::new(ctx.footprint(), ctx.now, &ctx.actor, CommandId(ctx.world.id()));
    change.row(door.begun(ctx.footprint()));
    change.row(door.same_as_read(ctx.footprint()));
    let right = screening.link().is_some_and(|link| link.word == hash_of_word(&hash, word));
    if !right {
        door.wrong += 1;
        change.row(door.row(ctx.footprint()));
        ctx.store.commit(change)?;
        return Ok(Came::Not(Closed::Nothing));
    }
    // Why it does not open is said only to whoever knows the word.
    if too_young(ctx, screening, &mut of)? {
        return Ok(Came::Not(Closed::TooYoung));
    }
    if definition_of(ctx, screening)?.asks_of_risk() && !heard_now(ctx) {
        return Ok(Came::Not(Closed::NobodyReads { until: heard_from(ctx) }));
    }
    let key = fresh_key(ctx);
    door.wrong = 0;
    door.opened_as = Some(hash_of_key(&key));
    door.until = Some(ctx.now + SITTING);
    change.row(door.row(ctx.footprint()));
    ctx.store.commit(change)?;
    Ok(Came::In(key))
}

fn too_young(ctx: &Ctx, screening: &Screening, of: &mut Of) -> Result<bool, AppError> {
    let form = screening.form();
    let referral = referral_of(of.read(ctx)?);
    Ok(form.zip(referral).is_some_and(|(form, her)| matches!(of_age(ctx, &form.instrument, her), OfAge::TooYoung(_))))
}

/// Whether a named person hears of a risk answer given now, in time (PR-23).
fn heard_now(ctx: &Ctx) -> bool {
    ctx.rules.footprint.told_first(ctx.now).is_some()
}

/// When somebody does again, within a week, by the quarter of an hour.
fn heard_from(ctx: &Ctx) -> Option<Timestamp> {
    let quarter = SignedDuration::from_mins(15);
    let begin = ctx.now.as_second() - ctx.now.as_second().rem_euclid(15 * 60);
    let begin = Timestamp::from_second(begin).ok()?;
    (1..=4 * 24 * 7).map(|nth| begin + quarter * nth).find(|at| ctx.rules.footprint.told_first(*at).is_some())
}

/// A questionnaire as she answers it.
#[derive(Debug, Clone)]
pub struct Open {
    /// Which.
    pub id: ScreeningId,
    /// As it stands.
    pub screening: Screening,
    /// Its items, in the order in which they are asked.
    pub definition: Definition,
    /// The words that she reads.
    pub pack: TextPack,
}

/// What a key opens at this moment; none when its time is over, it was finished, or a newer one was opened elsewhere.
///
/// # Errors
/// When the database cannot be read.
pub fn open(ctx: &Ctx, key: &str) -> Result<Option<Open>, AppError> {
    check(ctx, Action::AnswerQuestions)?;
    let Some((door, stream, _)) = sitting(ctx, key)? else { return Ok(None) };
    let id = door.screening;
    let Some(screening) = screening_of(&stream).filter(|screening| screening.open_to_her(ctx.now)) else {
        return Ok(None);
    };
    let pack = screening.form().and_then(|form| ctx.instruments().pack_by_hash(form.pack.as_deref()?)).cloned();
    let Some(pack) = pack else { return Ok(None) };
    let definition = definition_of(ctx, screening)?.clone();
    Ok(Some(Open { id, screening: screening.clone(), definition, pack }))
}

fn sitting(ctx: &Ctx, key: &str) -> Result<Option<(ScreeningDoor, Stream, Of)>, AppError> {
    let hash = hash_of_key(key);
    let door = ctx.store.ask(|tx| ScreeningDoor::opened_as(tx, ctx.footprint(), &hash))?;
    let Some(door) = door.filter(|door| door.until.is_some_and(|until| ctx.now < until)) else { return Ok(None) };
    let (stream, of) = with_referral(ctx, door.screening)?;
    Ok(Some((door, stream, of)))
}

/// What came of what she did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Saved {
    /// The kinds of risk that this answer names, also when it is the same answer sent again because the page before was
    /// lost on its way: she sees who to ring before anything else.
    pub risk: Vec<RiskDomain>,
    /// Whether she is done.
    pub finished: bool,
}

/// What she does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Deed {
    /// She gives one answer: the id of the item, and the printed position of what she chose.
    Answer(String, u8),
    /// She says what else worries her, which is the last page.
    SayWorry(String),
    /// She is done.
    Finish,
}

/// Saves what she does. An answer that names a risk is on disk together with the alert that reaches a named person.
///
/// # Errors
/// [`AppError::Gone`] when it is not open, or the rules refuse; nothing was changed.
pub fn save(ctx: &Ctx, key: &str, deed: &Deed) -> Result<Saved, AppError> {
    check(ctx, Action::AnswerQuestions)?;
    again_when_stale(|| save_once(ctx, key, deed))
}

fn save_once(ctx: &Ctx, key: &str, deed: &Deed) -> Result<Saved, AppError> {
    debug_assert!(ctx.actor == Actor::Public, "only she answers");
    let (door, mut stream, mut of) = sitting(ctx, key)?.ok_or(AppError::Gone)?;
    let risk = match (deed, screening_of(&stream)) {
        (Deed::Answer(item, position), Some(screening)) => {
            risk_of_answer(definition_of(ctx, screening)?, item, *position).unwrap_or_default()
        }
        (Deed::Answer(..) | Deed::SayWorry(_) | Deed::Finish, _) => Vec::new(),
    };
    let command = match deed {
        Deed::Answer(item, position) => ScreeningCommand::Answer { item: item.clone(), position: *position },
        Deed::SayWorry(words) => ScreeningCommand::SayWorry { words: words.clone() },
        Deed::Finish => ScreeningCommand::Finish,
    };
    let mut change = Change::new(ctx.footprint(), ctx.now, &ctx.actor, CommandId(ctx.world.id()));
    let events = match step(ctx, &mut change, &mut stream, &mut of, command) {
        Err(AppError::Disallowed(Disallowed::QuestionsClosed)) => return Err(AppError::Gone),
        other => other?,
    };
    let finished = events.iter().any(|event| matches!(event, ScreeningEvent::ScreeningFinished(_)));
    // Her answers make nobody's wrong words forgotten who has the link: the count goes on, and is asked for with the change.
    change.row(door.same_as_read(ctx.footprint()));
    let door = ScreeningDoor {
        opened_as: (!finished).then(|| hash_of_key(key)),
        until: (!finished).then(|| ctx.now + SITTING),
        ..door
    };
    change.row(door.row(ctx.footprint()));
    ctx.store.commit(change)?;
    Ok(Saved { risk, finished })
}

/// Closes it in this place, as by the quick exit: the link and the word open it again.
///
/// # Errors
/// When the database cannot be written.
pub fn leave(ctx: &Ctx, key: &str) -> Result<(), AppError> {
    let hash = hash_of_key(key);
    let Some(door) = ctx.store.ask(|tx| ScreeningDoor::opened_as(tx, ctx.footprint(), &hash))? else { return Ok(()) };
    let mut change = Change::new(ctx.footprint(), ctx.now, &ctx.actor, CommandId(ctx.world.id()));
    change.row(ScreeningDoor { opened_as: None, until: None, ..door }.row(ctx.footprint()));
    ctx.store.commit(change)?;
    Ok(())
}
