//! Asking the national record who somebody is, taking a number over from it as a person's act, and taking that back. It
//! proposes; nothing of it is written but what a person takes over, and that it tells of a death (H05, H25, PR-27).

mod at_a_call;
mod pace;

use std::{collections::BTreeSet, sync::Arc};

use porch_domain::{
    actor::Actor,
    disallowed::Disallowed,
    event::Event,
    front_door::TaskKind,
    ids::{CommandId, PersonId, ReferralId},
    person::{
        NhsNumber, Person, PersonEvent, Withheld,
        national::{self, Answer, NationalRecord, NotNow, Question},
    },
    referral::{self, Deciding, Referral, ReferralCommand},
};
use porch_store::{Change, FoundReferral, Look, PersonLine, Record, Stream, load, records_of_person};
use uuid::Uuid;

use crate::{
    Ctx,
    access::{Action, check, check_of},
    error::AppError,
    find, look,
    referral::referral_of,
    withheld,
};

pub use at_a_call::{AskedAtACall, ask_at_a_call};
use pace::Pace;

/// Whoever can say what the national record holds. The binary gives one, where it was told how.
pub trait Demographics: Send + Sync {
    /// Asks, and waits for the answer, within its time. The request's id is random, and is nothing of ours.
    fn ask(&self, question: &Question, request: Uuid) -> Answer;
}

/// The national record, as this program asks it: at a pace that leaves it alone when it fails.
pub struct NationalRecords {
    demographics: Arc<dyn Demographics>,
    pace: Pace,
}

impl NationalRecords {
    /// Asks through these.
    pub fn new(demographics: Arc<dyn Demographics>) -> Self {
        Self { demographics, pace: Pace::default() }
    }

    /// Whether it is left alone at this moment, because it failed again and again.
    pub fn rests(&self, ctx: &Ctx) -> bool {
        self.pace.resting_until(ctx.now).is_some()
    }

    fn ask(&self, ctx: &Ctx, question: &Question) -> Answer {
        if let Some(until) = self.pace.resting_until(ctx.world.now()) {
            return Answer::NotNow(NotNow::Resting { until });
        }
        let request = uuid::Builder::from_random_bytes(ctx.world.random()).into_uuid();
        let answer = self.demographics.ask(question, request);
        self.pace.note(&answer, ctx.world.now());
        answer
    }
}

/// For what somebody asks, as the log of looks keeps it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// Her number is to be found or checked.
    Number,
    /// Her particulars are in doubt.
    Particulars,
    /// She cannot be reached.
    Reaching,
}

impl Purpose {
    /// Every purpose, in the order in which it is asked.
    pub const ALL: [Self; 3] = [Self::Number, Self::Particulars, Self::Reaching];

    /// The code in a form.
    pub fn code(self) -> &'static str {
        match self {
            Self::Number => "number",
            Self::Particulars => "particulars",
            Self::Reaching => "reaching",
        }
    }

    /// The purpose of a code, if there is one.
    pub fn of_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|purpose| purpose.code() == code)
    }

    /// What staff read, and the log of looks keeps.
    pub fn words(self) -> &'static str {
        match self {
            Self::Number => "Her NHS number is missing or not checked",
            Self::Particulars => "Her name, date of birth or practice is in doubt",
            Self::Reaching => "She cannot be reached, or a letter came back",
        }
    }
}

/// By what is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum By {
    /// By the number where one is held, by name and date of birth otherwise.
    WhatIsHeld,
    /// By name and date of birth.
    Particulars,
}

/// What is held here of the person of a referral.
#[derive(Debug, Clone)]
pub struct Held {
    /// The referral.
    pub referral: Referral,
    /// Her record.
    pub person: Person,
    /// The version of her record, from which every form is drawn.
    pub drawn_from: i64,
    /// Whether where she is, is withheld here: it stands then neither in what is held nor in what is answered.
    pub withheld: bool,
}

/// What is held, what was asked, and what came of it.
#[derive(Debug, Clone)]
pub struct Asked {
    /// What is held here; that the national record tells of a death is in it already.
    pub held: Held,
    /// What was asked.
    pub question: Question,
    /// What came of it.
    pub answer: Answer,
    /// Other people here who have the number that was found, and whom whoever asks may see.
    pub others: Vec<PersonLine>,
}

/// What became of taking a number over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Taken {
    /// It is hers.
    Done,
    /// It was asked once more, and answered otherwise than was shown: nothing was changed.
    Otherwise(Answer),
}

/// What is held of the person of a referral, before anything is asked. The look is on disk before it is shown.
///
/// # Errors
/// When the actor may not, or the database cannot be read or written.
pub fn held(ctx: &Ctx, id: ReferralId) -> Result<Option<Held>, AppError> {
    let Some((held, group)) = read(ctx, id)? else { return Ok(None) };
    note(ctx, "national record", "before asking it", &held)?;
    Ok(Some(shown(held, withheld_of(&group).as_ref())))
}

/// Asks the national record about the person of a referral. That it is asked, by whom, about whom and for what is on disk
/// before the question leaves.
///
/// # Errors
/// When the actor may not, too little is held to ask by, what identifies her was erased, or the database cannot be read or
/// written: then nothing was asked. A failure of the national record is an answer.
pub fn ask(
    ctx: &Ctx,
    records: &NationalRecords,
    id: ReferralId,
    by: By,
    purpose: Purpose,
) -> Result<Option<Asked>, AppError> {
    let Some((held, group)) = read(ctx, id)? else { return Ok(None) };
    if held.person.erased {
        return Err(Disallowed::Erased.into());
    }
    let identity = held.person.identity.clone().unwrap_or_default();
    let question = match by {
        By::WhatIsHeld => Question::about(&identity),
        By::Particulars => Question::by_particulars(&identity),
    };
    let question = question.ok_or(Disallowed::NothingToAskBy)?;
    note(ctx, ASKED, purpose.words(), &held)?;
    let answer = records.ask(ctx, &question);
    let withheld = withheld_of(&group);
    let (mut held, mut others) = (held, Vec::new());
    if let Answer::Found(found) = &answer {
        if found.died.is_some() && found.may_be_hers(&identity) {
            tell_death(ctx, held.person.id, group)?;
            held = read(ctx, id)?.map_or(held, |(held, _)| held);
        }
        others = others_with(ctx, held.person.id, &found.nhs_number)?;
    }
    let answer = answered(answer, withheld.as_ref());
    Ok(Some(Asked { held: shown(held, withheld.as_ref()), question, answer, others }))
}

const ASKED: &str = "asked the national record";

/// Takes a number over that was shown. The national record is asked once more, so that what is written is what it says now
/// and not what a form says; where it says otherwise nothing is changed.
///
/// # Errors
/// When the actor may not, the rules refuse, or her record changed in the meantime.
pub fn take(
    ctx: &Ctx,
    records: &NationalRecords,
    command_id: CommandId,
    id: ReferralId,
    drawn_from: i64,
    shown: &NhsNumber,
) -> Result<Taken, AppError> {
    let Some((held, group)) = read(ctx, id)? else { return Err(Disallowed::Unknown.into()) };
    if ctx.store.first_outcome(ctx.footprint(), command_id)?.is_some() {
        return Ok(Taken::Done);
    }
    if held.drawn_from != drawn_from {
        return Err(AppError::Stale);
    }
    let number = held.person.identity.as_ref().and_then(|identity| identity.nhs_number.clone());
    let question = Question::Number(number.unwrap_or_else(|| shown.clone()));
    note(ctx, ASKED, "taking over what it said", &held)?;
    let answer = records.ask(ctx, &question);
    let Answer::Found(record) = &answer else { return Ok(Taken::Otherwise(answer)) };
    if record.nhs_number != *shown {
        return Ok(Taken::Otherwise(answered(answer, withheld_of(&group).as_ref())));
    }
    let mut change = Change::new(ctx.footprint(), ctx.now, &ctx.actor, command_id);
    for (mut stream, event) in taken_over(ctx, held.person.id, record, group)? {
        ctx.append(&mut change, &mut stream, &Event::Person(event))?;
    }
    change.first_outcome(id.to_string());
    ctx.store.commit(change)?;
    Ok(Taken::Done)
}

/// What happens to each of her records: one that holds the number that is replaced gets the other as well, and a third number
/// in any of them refuses all of it, as two numbers are never one person's (H05).
fn taken_over(
    ctx: &Ctx,
    about: PersonId,
    record: &NationalRecord,
    group: Vec<Stream>,
) -> Result<Vec<(Stream, PersonEvent)>, AppError> {
    // A record that still has a number that was replaced in another of hers before stays as it is, and is hers.
    let of_the_number = |person: &&Person| {
        let held = person.identity.as_ref().and_then(|identity| identity.nhs_number.as_ref());
        held == Some(&record.nhs_number) || (held.is_some() && held == record.instead_of.as_ref())
    };
    let former: BTreeSet<NhsNumber> =
        group.iter().filter_map(person_of).filter(of_the_number).flat_map(national::former_numbers).collect();
    let mut events = Vec::new();
    for stream in group {
        let Some(person) = person_of(&stream) else { continue };
        let number = person.identity.as_ref().and_then(|identity| identity.nhs_number.as_ref());
        let is_asked_about = person.id == about;
        let is_replaced = number.is_some() && number == record.instead_of.as_ref();
        let was_replaced = number.is_some_and(|number| former.contains(number));
        let is_hers = is_asked_about || is_replaced || was_replaced;
        if !is_hers && number.is_some_and(|number| *number != record.nhs_number) {
            return Err(Disallowed::AnotherNumber.into());
        }
        if is_asked_about || (is_replaced && !person.erased) {
            let event = national::take_number(person, record, &ctx.actor, ctx.now, ctx.today())?;
            events.push((stream, event));
        }
    }
    Ok(events)
}

/// Takes the last taking over back, with a reason: in each of her records in which it was done, everything is as before it.
///
/// # Errors
/// When the actor may not, the rules refuse, or her record changed in the meantime.
pub fn take_back(ctx: &Ctx, command_id: CommandId, id: ReferralId, drawn_from: i64, why: &str) -> Result<(), AppError> {
    act(ctx, command_id, id, (Some(drawn_from), None), |ctx, about, group| {
        let of = |person: &Person| person.traced.last().map(|traced| (traced.at, traced.by.clone()));
        let done = group.iter().filter_map(person_of).find(|person| person.id == about).and_then(of);
        let mut events = Vec::new();
        for stream in group {
            let Some(person) = person_of(&stream) else { continue };
            if person.id == about || (done.is_some() && of(person) == done && !person.erased) {
                let event = national::take_number_back(person, &ctx.actor, ctx.now, why)?;
                events.push((stream, event));
            }
        }
        Ok(events)
    })
}

/// Sets aside, with a reason, what the national record says of a death: in all her records.
///
/// # Errors
/// When the actor may not, or the rules refuse.
pub fn set_death_aside(ctx: &Ctx, command_id: CommandId, id: ReferralId, why: &str) -> Result<(), AppError> {
    act(ctx, command_id, id, (None, Some(why)), |ctx, about, group| {
        let mut events = Vec::new();
        for stream in group {
            let Some(person) = person_of(&stream) else { continue };
            if person.id == about || person.death_told_at.is_some() {
                let event = national::set_death_aside(person, &ctx.actor, ctx.now, why)?;
                events.push((stream, event));
            }
        }
        Ok(events)
    })
}

fn act(
    ctx: &Ctx,
    command_id: CommandId,
    id: ReferralId,
    (drawn_from, looked): (Option<i64>, Option<&str>),
    decide: impl FnOnce(&Ctx, PersonId, Vec<Stream>) -> Result<Vec<(Stream, PersonEvent)>, AppError>,
) -> Result<(), AppError> {
    let Some((held, group)) = read(ctx, id)? else { return Err(Disallowed::Unknown.into()) };
    if ctx.store.first_outcome(ctx.footprint(), command_id)?.is_some() {
        return Ok(());
    }
    if drawn_from.is_some_and(|version| version != held.drawn_from) {
        return Err(AppError::Stale);
    }
    let mut change = Change::new(ctx.footprint(), ctx.now, &ctx.actor, command_id);
    for (mut stream, event) in decide(ctx, held.person.id, group)? {
        ctx.append(&mut change, &mut stream, &Event::Person(event))?;
    }
    if let Some(note) = looked {
        looked_at(ctx, &mut change, held.person.id, note)?;
    }
    change.first_outcome(id.to_string());
    ctx.store.commit(change)?;
    Ok(())
}

/// Notes in each of her records that the national record tells of a death, before whoever asked sees it.
fn tell_death(ctx: &Ctx, about: PersonId, group: Vec<Stream>) -> Result<(), AppError> {
    let mut change = Change::new(ctx.footprint(), ctx.now, &ctx.actor, CommandId(ctx.world.id()));
    let mut told = false;
    for mut stream in group {
        let Some(event) = person_of(&stream).and_then(|person| national::tell_death(person, &ctx.actor, ctx.now))
        else {
            continue;
        };
        ctx.append(&mut change, &mut stream, &Event::Person(event))?;
        told = true;
    }
    // A task for a person in each of her open referrals.
    for mut stream in open_referrals(ctx, about)? {
        let Some(state) = referral_of(&stream).filter(|referral| !awaits_a_look(referral)) else { continue };
        let deciding = Deciding { actor: &Actor::System, ..ctx.deciding() };
        for event in referral::decide(state.id, Some(state), ReferralCommand::LearnDeath, &deciding)? {
            ctx.append(&mut change, &mut stream, &Event::Referral(event))?;
        }
        told = true;
    }
    if told {
        ctx.store.commit(change)?;
    }
    Ok(())
}

/// Whether the task waits that a death in the national record raised.
fn awaits_a_look(referral: &Referral) -> bool {
    referral.triage.open_tasks().any(|(task, _)| task == TaskKind::DeathTold)
}

/// Her open referrals, of whichever record of hers.
fn open_referrals(ctx: &Ctx, about: PersonId) -> Result<Vec<Stream>, AppError> {
    let streams = ctx.store.read(|tx| {
        let hers = FoundReferral::of_person(tx, ctx.footprint(), about)?;
        hers.into_iter().map(|found| load(tx, ctx.footprint(), found.id)).collect::<Result<Vec<_>, _>>()
    })?;
    let open =
        |stream: &Stream| referral_of(stream).is_some_and(|referral| referral.held().is_some() && !referral.erased());
    Ok(streams.into_iter().filter(open).collect())
}

/// Closes the task in each of her open referrals, as what came of it was recorded: with whoever recorded it.
///
/// # Errors
/// When the rules refuse, or the database cannot be read.
pub(crate) fn looked_at(ctx: &Ctx, change: &mut Change, about: PersonId, note: &str) -> Result<(), AppError> {
    for mut stream in open_referrals(ctx, about)? {
        let Some(state) = referral_of(&stream).filter(|referral| awaits_a_look(referral)) else { continue };
        let close = ReferralCommand::CloseTask { task: TaskKind::DeathTold, note: note.to_owned() };
        for event in referral::decide(state.id, Some(state), close, &ctx.deciding())? {
            ctx.append(change, &mut stream, &Event::Referral(event))?;
        }
    }
    Ok(())
}

/// The referral's person with all her records, for whoever stands near enough.
fn read(ctx: &Ctx, id: ReferralId) -> Result<Option<(Held, Vec<Stream>)>, AppError> {
    check(ctx, Action::KeepPerson)?;
    let footprint = ctx.footprint();
    let (stream, group) = ctx.store.read(|tx| {
        let stream = load(tx, footprint, id)?;
        let mut group = Vec::new();
        if let Some(referral) = referral_of(&stream) {
            for record in records_of_person(tx, footprint, referral.person)? {
                group.push(load(tx, footprint, record)?);
            }
        }
        Ok((stream, group))
    })?;
    let Some(referral) = referral_of(&stream).cloned() else { return Ok(None) };
    check_of(ctx, Action::KeepPerson, &referral)?;
    let hers = group.iter().find(|stream| stream.id == referral.person.into());
    let Some((person, drawn_from)) = hers.and_then(|stream| Some((person_of(stream)?.clone(), stream.head.version)))
    else {
        return Ok(None);
    };
    let referral = crate::referral::without_facts(referral);
    let withheld = withheld_of(&group).is_some();
    Ok(Some((Held { referral, person, drawn_from, withheld }, group)))
}

/// What is withheld in any of her records.
fn withheld_of(group: &[Stream]) -> Option<Withheld> {
    withheld::of_all(group.iter().filter_map(person_of))
}

/// What is held as the page shows it: without an address that is withheld (PR-26).
fn shown(held: Held, withheld: Option<&Withheld>) -> Held {
    let referral = withheld::hidden_in(held.referral, withheld);
    Held { referral, person: withheld::hidden(held.person, withheld), ..held }
}

/// What was answered as the page shows it: where she is stands no more in it than in what is held.
fn answered(answer: Answer, withheld: Option<&Withheld>) -> Answer {
    match answer {
        Answer::Found(record) if withheld.is_some() => Answer::Found(Box::new(record.without_address())),
        other => other,
    }
}

/// Other people here with a number, of whom whoever asks may see a referral; the look names them.
fn others_with(ctx: &Ctx, about: PersonId, number: &NhsNumber) -> Result<Vec<PersonLine>, AppError> {
    let footprint = ctx.footprint();
    let others = ctx.store.read(|tx| {
        let hers = records_of_person(tx, footprint, about)?;
        let mut others = Vec::new();
        for other in PersonLine::by_nhs_number(tx, footprint, number, MOST_OTHERS)? {
            let theirs = FoundReferral::of_person(tx, footprint, other)?;
            if hers.contains(&other) || find::seen_by(tx, ctx, theirs)?.is_empty() {
                continue;
            }
            others.extend(PersonLine::of(tx, footprint, other)?);
        }
        Ok(others)
    })?;
    if !others.is_empty() {
        let subjects: Vec<String> = others.iter().map(|other| other.id.to_string()).collect();
        look::note(
            ctx,
            &Look {
                what: "people of one number",
                why: "found in the national record",
                allowed: true,
                subjects: &subjects,
            },
        )?;
    }
    Ok(others)
}

/// The most people of one number who are named.
const MOST_OTHERS: i64 = 5;

fn note(ctx: &Ctx, what: &str, why: &str, held: &Held) -> Result<(), AppError> {
    let subjects = [held.referral.id.to_string(), held.person.id.to_string()];
    look::note(ctx, &Look { what, why, allowed: true, subjects: &subjects })
}

fn person_of(stream: &Stream) -> Option<&Person> {
    stream.record.as_ref().and_then(Record::person)
}
