//! Asking with questionnaires: written down by a clinician, given to her to answer by herself, read, and talked about.

pub mod herself;
mod lists;

use jiff::Timestamp;
use porch_domain::{
    disallowed::Disallowed,
    event::Event,
    footprint::OfAge,
    ids::{CommandId, ReferralId, ScreeningId},
    referral::{self, Referral, ReferralCommand, RiskSource},
    screening::{
        self, About, Asking, Beside, Definition, InstrumentId, Link, NotAsked, Screening, ScreeningCommand,
        ScreeningEvent, ScreeningStage, risk_said,
    },
};
use porch_store::{Change, Record, ScreeningDoor, ScreeningLine, Stream, load};

pub use lists::{Already, OfReferral, Shown, Trend, asked_already, coverage, of_referral, trends, waiting};

use crate::{
    Ctx,
    access::{Action, check, check_of},
    by_word::{Fresh, fresh_link},
    door::again_when_stale,
    error::AppError,
    person::new_stream,
    referral::referral_of,
};

/// The most of one referral that a page shows, and the most that wait on a list.
pub const MOST: i64 = 200;

/// What a clinician writes down.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// What was asked.
    pub instrument: InstrumentId,
    /// How.
    pub asking: Asking,
    /// When.
    pub asked_at: Timestamp,
    /// The printed position of each answer, in the order of the items.
    pub answers: Vec<Option<u8>>,
    /// What was said beside them.
    pub beside: Beside,
}

/// Writes down what she answered to a clinician. What it says of risk reaches a named person by the same change.
///
/// # Errors
/// When the actor may not, there is no such referral or questionnaire, or the rules refuse.
pub fn enter(ctx: &Ctx, command_id: CommandId, referral: ReferralId, entry: Entry) -> Result<ScreeningId, AppError> {
    let definition = definition(ctx, &entry.instrument)?;
    let pack = ctx.instruments().pack(&entry.instrument, &entry.asking.language).map(|pack| pack.hash().to_owned());
    begin(ctx, command_id, referral, definition, |about, _| {
        let Entry { asking, asked_at, answers, beside, .. } = entry.clone();
        ScreeningCommand::Enter { about, asking, pack: pack.clone(), asked_at, answers, beside }
    })
}

/// Writes down that a routine contact passed without its questions, and why (S1).
///
/// # Errors
/// As [`enter`].
pub fn not_asked(
    ctx: &Ctx,
    command_id: CommandId,
    referral: ReferralId,
    instrument: &InstrumentId,
    contact: &str,
    (asked_at, why, note): (Timestamp, NotAsked, Option<String>),
) -> Result<ScreeningId, AppError> {
    let definition = definition(ctx, instrument)?;
    begin(ctx, command_id, referral, definition, |about, _| ScreeningCommand::NotAsked {
        about,
        contact: contact.to_owned(),
        asked_at,
        why,
        note: note.clone(),
    })
}

/// What is shown once, to be given to her: what opens a questionnaire.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opens {
    /// The questionnaire.
    pub screening: ScreeningId,
    /// What the address carries.
    pub token: String,
}

/// Gives her a questionnaire to answer by herself. The word is agreed with her (PR-22); only what is hashed of both stays.
///
/// # Errors
/// As [`enter`]; [`Disallowed::NoTextPack`] where its wording may not be sent to her, or not in that language; and
/// [`Disallowed::TooYoungFor`] where it is for those who are older.
pub fn give(
    ctx: &Ctx,
    command_id: CommandId,
    referral: ReferralId,
    instrument: &InstrumentId,
    asking: Asking,
    (owner, word): (String, &str),
) -> Result<Opens, AppError> {
    let definition = definition(ctx, instrument)?;
    let pack = ctx.instruments().sendable(instrument, &asking.language).map(|pack| pack.hash().to_owned());
    let fresh = fresh_link(ctx, word)?;
    let until = ctx.rules.footprint.screening().open_until(ctx.now);
    let screening = begin(ctx, command_id, referral, definition, |about, of| ScreeningCommand::Give {
        about,
        asking: asking.clone(),
        pack: pack.clone(),
        owner: owner.clone(),
        until,
        link: link(&fresh),
        of_age: of_age(ctx, instrument, of),
    })?;
    Ok(Opens { screening, token: fresh.token })
}

/// Gives her a new link and word; those before open nothing more.
///
/// # Errors
/// When the actor may not, it is finished, or there is none.
pub fn renew(ctx: &Ctx, command_id: CommandId, id: ScreeningId, word: &str) -> Result<Opens, AppError> {
    let fresh = fresh_link(ctx, word)?;
    let until = ctx.rules.footprint.screening().open_until(ctx.now);
    carry_out(ctx, command_id, id, |change, screening, of| {
        change.row(ScreeningDoor::shut(id).row(ctx.footprint()));
        let of_age = screening.form().map_or(OfAge::Yes, |form| of_age(ctx, &form.instrument, of));
        ScreeningCommand::Renew { until, link: link(&fresh), of_age }
    })?;
    Ok(Opens { screening: id, token: fresh.token })
}

/// Whether a questionnaire is for somebody of her age today (PR-18).
pub fn of_age(ctx: &Ctx, instrument: &InstrumentId, referral: &Referral) -> OfAge {
    ctx.rules.footprint.screening().of_age(instrument, referral, ctx.today())
}

fn link(fresh: &Fresh) -> Link {
    Link { token: fresh.hash.clone(), word: fresh.word.clone() }
}

/// Says what was made of her answers, which closes the task of reading once nothing else of hers waits to be read.
///
/// # Errors
/// When the actor may not, somebody was quicker, or nothing is said.
pub fn read(ctx: &Ctx, command_id: CommandId, id: ScreeningId, note: &str) -> Result<(), AppError> {
    carry_out(ctx, command_id, id, |_, _, _| ScreeningCommand::Read { note: note.to_owned() })
}

/// Takes back what was given to her by mistake, before she answered, or what a member of staff wrote down by mistake. It
/// lowers no urgency and closes no task or alert: what was raised by it is for a person to end.
///
/// # Errors
/// When the actor may not, she has answered by herself, or no reason is given.
pub fn take_back(ctx: &Ctx, command_id: CommandId, id: ScreeningId, why: &str) -> Result<(), AppError> {
    on_questionnaire(ctx, command_id, id, |change, stream, _| {
        let state = screening_of(stream).ok_or(Disallowed::Unknown)?;
        let events = screening::take_back(state, why, &ctx.actor, ctx.now)?;
        append(ctx, change, stream, &events)
    })
}

/// Begins a questionnaire for a referral, with all that follows from it.
fn begin(
    ctx: &Ctx,
    command_id: CommandId,
    referral: ReferralId,
    definition: &Definition,
    command: impl Fn(About, &Referral) -> ScreeningCommand,
) -> Result<ScreeningId, AppError> {
    check(ctx, Action::AddToReferral)?;
    if let Some(before) = ctx.store.first_outcome(ctx.footprint(), command_id)? {
        return before.parse().map_err(|_| AppError::Stale);
    }
    let id = ScreeningId(ctx.world.id());
    again_when_stale(|| {
        let mut of = Of { id: referral, stream: None };
        let state = referral_of(of.read(ctx)?).ok_or(Disallowed::Unknown)?;
        check_of(ctx, Action::AddToReferral, state)?;
        let about = About { referral, person: state.person };
        let events = screening::decide(None, command(about, state), definition, &ctx.actor, ctx.now)?;
        let mut change = Change::new(ctx.footprint(), ctx.now, &ctx.actor, command_id);
        let mut stream = new_stream(id);
        append(ctx, &mut change, &mut stream, &events)?;
        hear(ctx, &mut change, &mut of, &stream, &events)?;
        change.first_outcome(id.to_string());
        ctx.store.commit(change)?;
        Ok(id)
    })
}

/// Carries out what a member of staff does with a questionnaire.
fn carry_out(
    ctx: &Ctx,
    command_id: CommandId,
    id: ScreeningId,
    command: impl Fn(&mut Change, &Screening, &Referral) -> ScreeningCommand,
) -> Result<(), AppError> {
    on_questionnaire(ctx, command_id, id, |change, stream, of| {
        let referral = referral_of(of.read(ctx)?).ok_or(Disallowed::Unknown)?;
        let command = command(change, screening_of(stream).ok_or(Disallowed::Unknown)?, referral);
        step(ctx, change, stream, of, command).map(|_| ())
    })
}

/// Does something with a questionnaire, once, where a member of staff may.
fn on_questionnaire(
    ctx: &Ctx,
    command_id: CommandId,
    id: ScreeningId,
    deed: impl Fn(&mut Change, &mut Stream, &mut Of) -> Result<(), AppError>,
) -> Result<(), AppError> {
    check(ctx, Action::AddToReferral)?;
    if ctx.store.first_outcome(ctx.footprint(), command_id)?.is_some() {
        return Ok(());
    }
    again_when_stale(|| {
        let (mut stream, mut of) = with_referral(ctx, id)?;
        check_of(ctx, Action::AddToReferral, referral_of(of.read(ctx)?).ok_or(Disallowed::Unknown)?)?;
        let mut change = Change::new(ctx.footprint(), ctx.now, &ctx.actor, command_id);
        let opened = |stream: &Stream| {
            let open = screening_of(stream).filter(|screening| screening.open_to_her(ctx.now));
            open.and_then(|screening| Some(screening.link()?.token.clone()))
        };
        let before = opened(&stream);
        deed(&mut change, &mut stream, &mut of)?;
        // A link that opens nothing more goes nowhere.
        if let Some(shut) = before.filter(|before| opened(&stream).as_ref() != Some(before)) {
            crate::link::take_back(ctx, &mut change, of.id, &shut)?;
        }
        change.first_outcome(id.to_string());
        ctx.store.commit(change)?;
        Ok(())
    })
}

/// A questionnaire, and the referral to which it belongs.
fn with_referral(ctx: &Ctx, id: ScreeningId) -> Result<(Stream, Of), AppError> {
    let stream = ctx.store.ask(|tx| load(tx, ctx.footprint(), id))?;
    let id = screening_of(&stream).map(|screening| screening.referral).ok_or(Disallowed::Unknown)?;
    Ok((stream, Of { id, stream: None }))
}

/// The referral to which a questionnaire belongs. Most answers ask nothing of it, so it is read when one does.
struct Of {
    id: ReferralId,
    stream: Option<Stream>,
}

impl Of {
    fn read(&mut self, ctx: &Ctx) -> Result<&mut Stream, AppError> {
        let stream = match self.stream.take() {
            Some(stream) => stream,
            None => ctx.store.ask(|tx| load(tx, ctx.footprint(), self.id))?,
        };
        Ok(self.stream.insert(stream))
    }
}

/// What follows from a command on a questionnaire, in one change with what follows for the referral.
fn step(
    ctx: &Ctx,
    change: &mut Change,
    stream: &mut Stream,
    of: &mut Of,
    command: ScreeningCommand,
) -> Result<Vec<ScreeningEvent>, AppError> {
    let state = screening_of(stream).ok_or(Disallowed::Unknown)?;
    let definition = definition_of(ctx, state)?;
    let events = screening::decide(Some(state), command, definition, &ctx.actor, ctx.now)?;
    append(ctx, change, stream, &events)?;
    hear(ctx, change, of, stream, &events)?;
    Ok(events)
}

fn append(ctx: &Ctx, change: &mut Change, stream: &mut Stream, events: &[ScreeningEvent]) -> Result<(), AppError> {
    for event in events {
        ctx.append(change, stream, &Event::Screening(event.clone()))?;
    }
    Ok(())
}

/// What answers ask of whoever holds her: an alert for each kind of risk, in the same change (H02); a conversation where
/// something came out positive (S4); and that somebody reads what she answered by herself.
fn hear(
    ctx: &Ctx,
    change: &mut Change,
    of: &mut Of,
    stream: &Stream,
    events: &[ScreeningEvent],
) -> Result<(), AppError> {
    let Some(screening) = screening_of(stream) else { return Ok(()) };
    let rules = ctx.rules.footprint.screening();
    for (domain, item) in risk_said(events) {
        let instrument = screening.form().map_or_else(String::new, |form| form.instrument.as_str().to_owned());
        let source = RiskSource::Questionnaire { screening: screening.id, instrument, item };
        on_referral(ctx, change, of, ReferralCommand::HearRisk { source, domain, said: None })?;
    }
    for event in events {
        let heard = match event {
            ScreeningEvent::ScreeningEntered(entered) => {
                Some((None, entered.scored.positive.then(|| rules.talk_by(ctx.now))))
            }
            ScreeningEvent::ScreeningFinished(finished) => {
                let read_by = finished.by_her.then(|| rules.read_by(ctx.now));
                Some((read_by, finished.scored.positive.then(|| rules.talk_by(ctx.now))))
            }
            _ => None,
        };
        if let Some((read_by, talk_by)) = heard {
            on_referral(ctx, change, of, ReferralCommand::HearAnswers { screening: screening.id, read_by, talk_by })?;
        }
        if let ScreeningEvent::ScreeningRead(read) = event
            && !others_to_read(ctx, screening)?
        {
            let note = read.said.as_ref().map(|said| said.text.clone()).unwrap_or_default();
            on_referral(ctx, change, of, ReferralCommand::AnswersRead { note })?;
        }
    }
    Ok(())
}

/// What follows for the referral, by its own rules and as done by whoever answers or writes down.
fn on_referral(ctx: &Ctx, change: &mut Change, of: &mut Of, command: ReferralCommand) -> Result<(), AppError> {
    let of = of.read(ctx)?;
    let Some(state) = referral_of(of) else { return Ok(()) };
    let events = referral::decide(state.id, Some(state), command, &ctx.deciding())?;
    for event in events {
        ctx.append(change, of, &Event::Referral(event))?;
    }
    Ok(())
}

fn others_to_read(ctx: &Ctx, screening: &Screening) -> Result<bool, AppError> {
    let lines = ctx.store.read(|tx| ScreeningLine::of_referral(tx, ctx.footprint(), screening.referral, MOST))?;
    Ok(lines.iter().any(|line| line.stage == ScreeningStage::Done && line.id != screening.id))
}

/// Adds to a change the erasure of the words of every questionnaire of referrals.
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
            for line in ScreeningLine::of_referral(tx, footprint, *referral, i64::MAX)? {
                streams.push(load(tx, footprint, line.id)?);
            }
        }
        Ok(streams)
    })?;
    for mut stream in streams {
        let Some(state) = screening_of(&stream).filter(|screening| !screening.erased) else { continue };
        let events = screening::erase(state, why.to_owned(), &ctx.actor)?;
        append(ctx, change, &mut stream, &events)?;
        change.row(porch_store::RowChange::erase_personal(footprint, stream.id));
    }
    Ok(())
}

/// The definition by which something is asked now.
fn definition<'a>(ctx: &'a Ctx, instrument: &InstrumentId) -> Result<&'a Definition, AppError> {
    let found = ctx.instruments().definition(instrument).filter(|definition| definition.can_be_asked());
    Ok(found.ok_or(Disallowed::Unknown)?)
}

/// The definition under which something was asked: what was answered is never read by another (H04).
fn definition_of<'a>(ctx: &'a Ctx, screening: &Screening) -> Result<&'a Definition, AppError> {
    let found = match screening.form() {
        Some(form) => ctx.instruments().by_hash(&form.definition),
        None => None,
    };
    Ok(found.ok_or(Disallowed::AnotherDefinition)?)
}

fn screening_of(stream: &Stream) -> Option<&Screening> {
    stream.record.as_ref().and_then(Record::screening)
}
