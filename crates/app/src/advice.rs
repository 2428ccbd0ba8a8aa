//! Advice for professionals: listed with its own response time, given, and made a referral with nothing typed again (D23).

use jiff::Timestamp;
use porch_domain::{
    advice::{self, Advice, AdviceCommand, AnswerRoute},
    event::Event,
    front_door::{self, Told, WayIn},
    ids::{AdviceId, CommandId, ReferralId},
};
use porch_store::{AdviceLine, Change, Record, ReferralLine, Stream, load};

use crate::{
    Ctx,
    access::{Action, check_at_the_door, check_named},
    account::Names,
    command,
    door::{add_referral, add_told, not_somebody_elses, under_a_free_reference},
    error::AppError,
    find::{self, KnownHere},
    look,
};

/// The most requests that the list shows.
const MOST_SHOWN: i64 = 500;

/// A request for advice as it is shown, and the version that its forms are drawn from.
#[derive(Debug, Clone)]
pub struct Seen {
    /// The request.
    pub advice: Advice,
    /// Its version.
    pub version: i64,
    /// The names that colleagues read.
    pub names: Names,
}

/// The requests for advice, those without an answer first. One look names them all.
///
/// # Errors
/// When the actor may not, or the database cannot be read or written.
pub fn list(ctx: &Ctx) -> Result<Vec<AdviceLine>, AppError> {
    check_at_the_door(ctx, Action::SeeReferral)?;
    look::records(ctx, Action::SeeReferral, "requests for advice", "triage", || {
        let lines = ctx.store.read(|tx| AdviceLine::all(tx, ctx.footprint(), MOST_SHOWN))?;
        let subjects = lines.iter().map(|line| line.id.to_string()).collect();
        Ok((lines, subjects))
    })
}

/// Opens a request for advice: the look is on disk before it is shown.
///
/// # Errors
/// When the actor may not, or the database cannot be read or written.
pub fn open(ctx: &Ctx, id: AdviceId, why: &str) -> Result<Option<Seen>, AppError> {
    check_at_the_door(ctx, Action::SeeReferral)?;
    look::records(ctx, Action::SeeReferral, "request for advice", why, || {
        let (stream, names) =
            ctx.store.read(|tx| Ok((load(tx, ctx.footprint(), id)?, Names::read(tx, ctx.footprint())?)))?;
        let seen = advice_of(&stream).cloned().map(|advice| Seen { advice, version: stream.head.version, names });
        Ok((seen, vec![id.to_string()]))
    })
}

/// Gives advice.
///
/// # Errors
/// When the actor may not, the rules refuse, or somebody else changed it in the meantime.
pub fn give(
    ctx: &Ctx,
    command_id: CommandId,
    id: AdviceId,
    drawn_from: Option<i64>,
    given: Given,
) -> Result<(), AppError> {
    check_at_the_door(ctx, Action::TriageReferral)?;
    command::carry_out(ctx, command_id, id, drawn_from, |stream| {
        let Given { advice, route, told_at } = given;
        let command = AdviceCommand::Give { advice, route, told_at };
        let events = advice::decide(advice_of(stream), command, &ctx.actor, ctx.now)?;
        Ok(events.into_iter().map(Event::Advice).collect())
    })
}

/// Advice as it was given: nothing is sent from here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Given {
    /// The advice.
    pub advice: String,
    /// By which route whoever asked was told.
    pub route: AnswerRoute,
    /// When, where that was before now.
    pub told_at: Option<Timestamp>,
}

/// Records that whoever asked did not get the answer: the question waits again, with a time of its own.
///
/// # Errors
/// When the actor may not, the rules refuse, or somebody else changed it in the meantime.
pub fn ask_again(
    ctx: &Ctx,
    command_id: CommandId,
    id: AdviceId,
    drawn_from: Option<i64>,
    said: String,
) -> Result<(), AppError> {
    check_at_the_door(ctx, Action::TriageReferral)?;
    command::carry_out(ctx, command_id, id, drawn_from, |stream| {
        let events = advice::decide(advice_of(stream), AdviceCommand::AskAgain { said }, &ctx.actor, ctx.now)?;
        Ok(events.into_iter().map(Event::Advice).collect())
    })
}

/// Makes a request for advice a referral, from the answers as they were typed, in one change. Its clock begins now: until
/// now a professional asked a question. The same command again gives the same referral.
///
/// # Errors
/// When the actor may not, the rules refuse, or somebody else changed it in the meantime.
pub fn turn_into_referral(
    ctx: &Ctx,
    command_id: CommandId,
    id: AdviceId,
    drawn_from: Option<i64>,
) -> Result<ReferralId, AppError> {
    check_at_the_door(ctx, Action::TriageReferral)?;
    if let Some(outcome) = ctx.store.first_outcome(ctx.footprint(), command_id)? {
        return outcome.parse().map_err(|_| AppError::Gone);
    }
    under_a_free_reference(ctx, |referral| as_referral(ctx, command_id, id, drawn_from, referral))
}

/// Adds a request for advice to a referral of hers that is open already, from the answers as they were typed, in one change.
///
/// # Errors
/// When the actor may not, the rules refuse, it is about somebody else, or somebody changed it in the meantime.
pub fn add_to_referral(
    ctx: &Ctx,
    command_id: CommandId,
    id: AdviceId,
    drawn_from: i64,
    to: ReferralId,
) -> Result<(), AppError> {
    check_at_the_door(ctx, Action::TriageReferral)?;
    if ctx.store.first_outcome(ctx.footprint(), command_id)?.is_some() {
        return Ok(());
    }
    let mut stream = ctx.store.ask(|tx| load(tx, ctx.footprint(), id))?;
    if drawn_from != stream.head.version {
        return Err(AppError::Stale);
    }
    let turned = AdviceCommand::TurnIntoReferral { referral: to };
    let events = advice::decide(advice_of(&stream), turned, &ctx.actor, ctx.now)?;
    let told = told_in(ctx, &stream)?;
    let line = ctx.store.ask(|tx| ReferralLine::of(tx, ctx.footprint(), to))?.ok_or(AppError::Gone)?;
    check_named(ctx, Action::TriageReferral, to)?;
    not_somebody_elses(ctx, line.person, &told)?;
    let mut change = Change::new(ctx.footprint(), ctx.now, &ctx.actor, command_id);
    add_told(ctx, &mut change, to, told)?;
    for event in events {
        change.append(&mut stream, &Event::Advice(event), ctx.world.random())?;
    }
    change.first_outcome(to.to_string());
    ctx.store.commit(change)?;
    Ok(())
}

/// Who with an open referral may be the person whom a request is about. One look names everybody who is shown.
///
/// # Errors
/// When the actor may not, or the database cannot be read or written.
pub fn known_here(ctx: &Ctx, advice: &Advice) -> Result<Vec<KnownHere>, AppError> {
    let Some(answers) = &advice.asked.answers else { return Ok(Vec::new()) };
    let identity = front_door::read(WayIn::Professional, answers, ctx.today()).identity;
    find::known_here(ctx, &identity)
}

/// What a request told.
fn told_in(ctx: &Ctx, stream: &Stream) -> Result<Told, AppError> {
    let asked = advice_of(stream).map(|advice| advice.asked.clone()).ok_or(AppError::Gone)?;
    let answers = asked.answers.ok_or(AppError::Gone)?;
    let mut told = front_door::read(WayIn::Professional, &answers, ctx.today());
    told.asked.site = asked.site;
    Ok(told)
}

fn as_referral(
    ctx: &Ctx,
    command_id: CommandId,
    id: AdviceId,
    drawn_from: Option<i64>,
    referral: ReferralId,
) -> Result<ReferralId, AppError> {
    let mut stream = ctx.store.read(|tx| load(tx, ctx.footprint(), id))?;
    if drawn_from.is_some_and(|version| version != stream.head.version) {
        return Err(AppError::Stale);
    }
    let state = advice_of(&stream);
    let events = advice::decide(state, AdviceCommand::TurnIntoReferral { referral }, &ctx.actor, ctx.now)?;
    let told = told_in(ctx, &stream)?;
    let mut change = Change::new(ctx.footprint(), ctx.now, &ctx.actor, command_id);
    add_referral(ctx, &mut change, referral, told, None, ctx.now)?;
    for event in events {
        change.append(&mut stream, &Event::Advice(event), ctx.world.random())?;
    }
    change.first_outcome(referral.to_string());
    let repeated = ctx.store.commit(change)?.repeated;
    Ok(repeated.and_then(|outcome| outcome.parse().ok()).unwrap_or(referral))
}

fn advice_of(stream: &Stream) -> Option<&Advice> {
    stream.record.as_ref().and_then(Record::advice)
}
