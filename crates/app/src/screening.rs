//! Asking with questionnaires: written down by a clinician, given to her to answer by herself, read, and talked about.

pub mod herself;

use jiff::{Timestamp, civil::Date};
use porch_domain::{
    calendar::local_date,
    disallowed::Disallowed,
    event::Event,
    footprint::{RiskKnown, Suggested, Suggestion, baby_days},
    front_door::Situation,
    ids::{CommandId, ReferralId, ScreeningId},
    measure::{Coverage, Period, Recorded, coverage as coverage_of},
    referral::{self, Referral, ReferralCommand, RiskSource},
    screening::{
        self, About, Asking, Beside, Definition, InstrumentId, Link, NotAsked, RiskState, Screening, ScreeningCommand,
        ScreeningEvent, ScreeningStage, risk_said,
    },
};
use porch_store::{Change, Record, ScreeningDoor, ScreeningLine, Stream, load};

use crate::{
    Ctx,
    access::{Action, check, check_of, may_with},
    account::Names,
    door::{again_when_stale, fresh_key, hash_of_key},
    error::AppError,
    look,
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
    begin(ctx, command_id, referral, definition, |about| {
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
    begin(ctx, command_id, referral, definition, |about| ScreeningCommand::NotAsked {
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
/// As [`enter`]; and [`Disallowed::NoTextPack`] where its wording may not be sent to her, or not in that language.
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
    let (token, link) = fresh_link(ctx, word)?;
    let until = ctx.rules.footprint.screening().open_until(ctx.now);
    let screening = begin(ctx, command_id, referral, definition, |about| ScreeningCommand::Give {
        about,
        asking: asking.clone(),
        pack: pack.clone(),
        owner: owner.clone(),
        until,
        link: link.clone(),
    })?;
    Ok(Opens { screening, token })
}

/// Gives her a new link and word; those before open nothing more.
///
/// # Errors
/// When the actor may not, it is finished, or there is none.
pub fn renew(ctx: &Ctx, command_id: CommandId, id: ScreeningId, word: &str) -> Result<Opens, AppError> {
    let (token, link) = fresh_link(ctx, word)?;
    let until = ctx.rules.footprint.screening().open_until(ctx.now);
    carry_out(ctx, command_id, id, |change| {
        change.row(ScreeningDoor::shut(id).row(ctx.footprint()));
        ScreeningCommand::Renew { until, link: link.clone() }
    })?;
    Ok(Opens { screening: id, token })
}

/// The shortest word that is agreed with her, in characters.
pub const SHORTEST_WORD: usize = 4;

fn fresh_link(ctx: &Ctx, word: &str) -> Result<(String, Link), AppError> {
    if folded(word).chars().count() < SHORTEST_WORD {
        return Err(Disallowed::Empty("the word agreed with her, of four letters or more,").into());
    }
    let token = fresh_key(ctx);
    let hash = hash_of_key(&token);
    let word = hash_of_word(&hash, word);
    Ok((token, Link { token: hash, word }))
}

/// A word as it is compared: what a telephone's keyboard makes of it makes no difference.
fn folded(word: &str) -> String {
    word.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

/// What is kept of a word: never the same for two links.
fn hash_of_word(token: &str, word: &str) -> String {
    hash_of_key(&format!("{token}:{}", folded(word)))
}

/// Says what was made of her answers, which closes the task of reading once nothing else of hers waits to be read.
///
/// # Errors
/// When the actor may not, somebody was quicker, or nothing is said.
pub fn read(ctx: &Ctx, command_id: CommandId, id: ScreeningId, note: &str) -> Result<(), AppError> {
    carry_out(ctx, command_id, id, |_| ScreeningCommand::Read { note: note.to_owned() })
}

/// Takes back what was given to her by mistake, before she answered.
///
/// # Errors
/// When the actor may not, she has answered, or no reason is given.
pub fn take_back(ctx: &Ctx, command_id: CommandId, id: ScreeningId, why: &str) -> Result<(), AppError> {
    carry_out(ctx, command_id, id, |_| ScreeningCommand::TakeBack { why: why.to_owned() })
}

/// Begins a questionnaire for a referral, with all that follows from it.
fn begin(
    ctx: &Ctx,
    command_id: CommandId,
    referral: ReferralId,
    definition: &Definition,
    command: impl Fn(About) -> ScreeningCommand,
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
        let events = screening::decide(None, command(about), definition, &ctx.actor, ctx.now)?;
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
    command: impl Fn(&mut Change) -> ScreeningCommand,
) -> Result<(), AppError> {
    check(ctx, Action::AddToReferral)?;
    if ctx.store.first_outcome(ctx.footprint(), command_id)?.is_some() {
        return Ok(());
    }
    again_when_stale(|| {
        let (mut stream, mut of) = with_referral(ctx, id)?;
        check_of(ctx, Action::AddToReferral, referral_of(of.read(ctx)?).ok_or(Disallowed::Unknown)?)?;
        let mut change = Change::new(ctx.footprint(), ctx.now, &ctx.actor, command_id);
        let command = command(&mut change);
        step(ctx, &mut change, &mut stream, &mut of, command)?;
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

/// One questionnaire as a page shows it.
#[derive(Debug, Clone)]
pub struct Shown {
    /// As it stands.
    pub screening: Screening,
    /// What the list shows of it.
    pub line: ScreeningLine,
}

/// Everything about questionnaires of one referral.
#[derive(Debug, Clone)]
pub struct OfReferral {
    /// The referral.
    pub referral: Referral,
    /// Each, the latest first.
    pub shown: Vec<Shown>,
    /// The names that colleagues read.
    pub names: Names,
    /// The treatments that scores bear on, each with its score and whether it is suggested (PR-24).
    pub suggestions: Vec<(Suggestion, Suggested)>,
}

/// The questionnaires of a referral. The look names it, and is on disk before any is shown.
///
/// # Errors
/// When the actor may not, or the database cannot be read or written.
pub fn of_referral(ctx: &Ctx, id: ReferralId, why: &str) -> Result<Option<OfReferral>, AppError> {
    look::records(ctx, Action::SeeReferral, "questionnaires", why, || {
        let found = ctx.store.read(|tx| {
            let stream = load(tx, ctx.footprint(), id)?;
            let Some(referral) = referral_of(&stream).cloned() else { return Ok(None) };
            let mut shown = Vec::new();
            for line in ScreeningLine::of_referral(tx, ctx.footprint(), id, MOST)? {
                let stream = load(tx, ctx.footprint(), line.id)?;
                let screening = screening_of(&stream).cloned();
                shown.extend(screening.map(|screening| Shown { screening, line }));
            }
            Ok(Some((referral, shown, Names::read(tx, ctx.footprint())?)))
        })?;
        let Some((referral, shown, names)) = found else { return Ok((None, vec![id.to_string()])) };
        check_of(ctx, Action::SeeReferral, &referral)?;
        let suggestions = suggestions(ctx, &referral, &shown);
        Ok((Some(OfReferral { referral, shown, names, suggestions }), vec![id.to_string()]))
    })
}

/// Each treatment for which there is a score, with whether it is suggested: by the newest score, and only after somebody
/// talked with her.
fn suggestions(ctx: &Ctx, referral: &Referral, shown: &[Shown]) -> Vec<(Suggestion, Suggested)> {
    let rules = ctx.rules.footprint.screening();
    let days = born_on(referral, ctx.today()).map(|born| baby_days(born, ctx.today()));
    let newest = |instrument: &InstrumentId| {
        shown.iter().find(|one| one.line.instrument == *instrument && one.screening.scored().is_some())
    };
    let each = rules.suggestions.iter().filter_map(|suggestion| {
        let scored = newest(&suggestion.instrument)?.screening.scored()?;
        let total = scored.total.and_then(|total| total.whole());
        let risk = match scored.risk() {
            _ if referral.risk_open() => RiskKnown::Open,
            Some(RiskState::NotAsked) => RiskKnown::NotAsked,
            Some(RiskState::Positive | RiskState::Negative) | None => RiskKnown::Asked,
        };
        Some((suggestion.clone(), suggestion.suggested(total, days, risk)))
    });
    each.collect()
}

/// When her youngest baby was born: only where a living baby at home or in hospital was told of, and a date is known.
fn born_on(referral: &Referral, today: Date) -> Option<Date> {
    let baby = match referral.asked.situation? {
        Situation::LivingBaby | Situation::Baby | Situation::TwinsOneLost | Situation::NeonatalCare => true,
        Situation::Preconception
        | Situation::Pregnant
        | Situation::BabyElsewhere
        | Situation::Miscarriage
        | Situation::EctopicOrMolar
        | Situation::Termination
        | Situation::Stillbirth
        | Situation::NeonatalDeath
        | Situation::Loss
        | Situation::NotSaid => false,
    };
    let dates = referral.pregnancy.iter().chain(&referral.pregnancies).map(|pregnancy| pregnancy.due_or_end_on);
    baby.then(|| dates.filter(|born| *born <= today).max()).flatten()
}

/// How far the last total of an instrument lies from the first, in words; none where no rule says what counts.
pub fn change_in_words(ctx: &Ctx, found: &OfReferral, instrument: &str) -> Option<String> {
    let of = |one: &&Shown| one.line.instrument.as_str() == instrument && one.screening.scored().is_some();
    let mut totals = found.shown.iter().filter(of).filter_map(|one| one.screening.scored()?.total);
    let last = totals.next()?;
    let first = totals.next_back()?;
    let definition = ctx.instruments().definition_called(instrument)?;
    let change = definition.change(first, last)?;
    let source = definition.change_source().unwrap_or_default();
    Some(format!("From the first to the last: {} ({source})", change.label()))
}

/// Those that wait for somebody, as far as whoever asks may see them, the ones to read first.
///
/// # Errors
/// When the actor may not, or the database cannot be read or written.
pub fn waiting(ctx: &Ctx) -> Result<(Vec<ScreeningLine>, Names), AppError> {
    look::records(ctx, Action::SeeReferral, "questionnaires that wait", "care", || {
        let (lines, names) = ctx
            .store
            .read(|tx| Ok((ScreeningLine::waiting(tx, ctx.footprint(), MOST)?, Names::read(tx, ctx.footprint())?)))?;
        let mut lines: Vec<_> =
            lines.into_iter().filter(|line| may_with(ctx, Action::SeeReferral, &line.owned.whose())).collect();
        lines.sort_by_key(|line| (line.stage, line.asked_at));
        let subjects = lines.iter().map(|line| line.referral.to_string()).collect();
        Ok(((lines, names), subjects))
    })
}

/// Of the questions that belonged to the routine contacts of a period, what was asked and what was not. It names nobody.
///
/// # Errors
/// When the actor may not, or the database cannot be read.
pub fn coverage(ctx: &Ctx, period: Period) -> Result<Coverage, AppError> {
    check(ctx, Action::SeeReport)?;
    // A contact whose time still runs is not missing yet.
    let over = ctx.today().yesterday().unwrap_or(Date::MIN);
    let (expected, recorded) = ctx.store.read(|tx| {
        Ok((porch_store::expected_contacts(tx, ctx.footprint())?, ScreeningLine::at_contacts(tx, ctx.footprint())?))
    })?;
    let recorded: Vec<Recorded> = recorded
        .into_iter()
        .filter_map(|line| {
            let on = local_date(line.asked_at)?;
            let asked = matches!(line.stage, ScreeningStage::Read | ScreeningStage::Done) && line.answered > 0;
            let not_asked = line.why;
            (asked || not_asked.is_some()).then_some(Recorded {
                person: line.person,
                contact: line.contact?,
                instrument: line.instrument,
                on,
                not_asked,
            })
        })
        .collect();
    let contacts = &ctx.rules.footprint.screening().contacts;
    // What was held today was held; what could still be held today is not missing.
    Ok(coverage_of(contacts, &expected, &recorded, period, over))
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
