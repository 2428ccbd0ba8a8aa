//! Sending a draft: once, whole, and at once where it cannot wait (PR-04).

use std::collections::BTreeSet;

use jiff::Timestamp;
use porch_domain::{
    advice::{self, ANSWER_WITHIN, AdviceAsked, AdviceCommand},
    disallowed::Disallowed,
    event::Event,
    front_door::{
        self, ADVICE, Answers, Attachment, LONGEST_SHORT, PURPOSE, Problem, Step, Story, Told, WayIn,
        emergency_problems, field,
    },
    ids::{AdviceId, CommandId, PersonId, ReferralId},
    person::{self, Likeness, Match, PersonCommand, PersonEvent, PersonRegistered, Route, RouteChoice},
    referral::{self, AdditionKind, Outcome, Receipt, Reference, ReferralCommand},
};
use porch_store::{
    Change, Draft, FoundReferral, Record, RowChange, StoreError, StoredFile, Stream, load, records_of_person,
};

use super::draft::{change, found, found_with_files, hash_of_key, reference_of};
use crate::{
    Ctx,
    access::{Action, check},
    error::AppError,
    person::{Learned, add_new, new_stream, note_in_referrals},
    reaching,
};

/// What became of what was sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sent {
    /// The reference that people read.
    pub reference: String,
    /// Whether it is a request for advice.
    pub advice: bool,
    /// The referral, where it is one; never shown at the door.
    pub referral: Option<ReferralId>,
}

impl Sent {
    fn of(outcome: &str) -> Self {
        Self {
            reference: reference_of(outcome).to_owned(),
            advice: outcome.starts_with("advice "),
            referral: referral_of(outcome),
        }
    }
}

/// What became of an emergency.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Emergency {
    /// It is stored, and its clock runs.
    Stored(Sent),
    /// Something of the least that is needed is missing.
    Missing(Vec<Problem>),
}

/// Sends a draft. The same draft again changes nothing and gives the same reference; what was added since goes to the
/// same referral.
///
/// # Errors
/// [`AppError::Gone`] when there is no such draft; [`AppError::Incomplete`] with what is missing; or when the database
/// cannot be written: then nothing was sent.
pub fn send(ctx: &Ctx, key: &str) -> Result<Sent, AppError> {
    check(ctx, Action::ReceiveReferral)?;
    let (draft, files) = found_with_files(ctx, key)?.ok_or(AppError::Gone)?;
    let emergency = is_emergency(&draft);
    if let Some(outcome) = &draft.outcome {
        if outcome.starts_with("advice ")
            || (draft.answers.typed(SENT_AS) == fingerprint(&draft.answers)? && files.is_empty())
        {
            return Ok(Sent::of(outcome));
        }
        let times = draft.answers.typed(SENT_TIMES).parse().unwrap_or(1u32);
        if times >= MOST_TIMES {
            return Err(Disallowed::EnoughAdded.into());
        }
        // What is added to what was sent is never held up by what is missing.
        return add(ctx, outcome.clone(), draft, files);
    }
    let problems = if emergency {
        let step = match draft.way {
            WayIn::Myself | WayIn::Family => Step::CallBack,
            WayIn::Professional | WayIn::Telephone => Step::Emergency,
        };
        emergency_problems(draft.way, &draft.answers, ctx.today()).into_iter().map(|problem| (step, problem)).collect()
    } else {
        front_door::problems(draft.way, &draft.answers, ctx.today())
    };
    if !problems.is_empty() {
        return Err(AppError::Incomplete(problems));
    }
    if draft.way == WayIn::Professional && draft.answers.typed(PURPOSE) == ADVICE && !emergency {
        return ask_for_advice(ctx, draft);
    }
    receive(ctx, &draft, &files)
}

/// Where a draft notes which answers were sent, so that the same again is nothing new. No form has such a field.
const SENT_AS: &str = "sent_as";

/// The yes or no of each route to her.
const ROUTES: [&str; 5] =
    [field::REACH_TELEPHONE, field::REACH_VOICEMAIL, field::REACH_TEXT, field::REACH_EMAIL, field::REACH_LETTER];

/// Where a draft notes how often it was sent. No form has such a field either.
const SENT_TIMES: &str = "sent_times";

/// The most that one draft may add to its referral: past it, somebody is asked to ring. Nothing that was sent is lost.
const MOST_TIMES: u32 = 30;

/// What stands for the answers of a draft.
fn fingerprint(answers: &Answers) -> Result<String, AppError> {
    let mut plain = answers.clone();
    plain.replace(&[SENT_AS, SENT_TIMES], &Answers::default());
    let text = serde_json::to_string(&plain).map_err(StoreError::from)?;
    Ok(hash_of_key(&text))
}

fn mark_sent(draft: &mut Draft) -> Result<(), AppError> {
    let print = fingerprint(&draft.answers)?;
    let times = draft.answers.typed(SENT_TIMES).parse().unwrap_or(0u32);
    draft.answers.set(SENT_AS, print);
    draft.answers.set(SENT_TIMES, (times + 1).to_string());
    Ok(())
}

/// Stores an emergency at once with the least that is needed, whatever else was asked or not (PR-03, PR-04).
///
/// # Errors
/// [`AppError::Gone`] when there is no such draft; or when the database cannot be written: then nothing was sent.
pub fn send_emergency(ctx: &Ctx, key: &str) -> Result<Emergency, AppError> {
    match send(ctx, key) {
        Ok(sent) => Ok(Emergency::Stored(sent)),
        Err(AppError::Incomplete(problems)) => {
            Ok(Emergency::Missing(problems.into_iter().map(|(_, problem)| problem).collect()))
        }
        Err(error) => Err(error),
    }
}

/// Counts somebody who has a warning sign and no number that is safe: help was shown, and no clock runs (PR-01).
///
/// # Errors
/// When the database cannot be written.
pub fn nobody_to_ring(ctx: &Ctx) -> Result<(), AppError> {
    let mut change = change(ctx);
    change.row(RowChange::count_at_door(ctx.footprint(), ctx.today(), "warning_sign_and_nobody_to_ring"));
    ctx.store.commit(change)?;
    Ok(())
}

/// Records that a professional confirmed a spoken handover, after the referral was stored (PR-04).
///
/// # Errors
/// [`AppError::Gone`] when nothing was sent by this draft; or when the database cannot be written.
pub fn spoken_handover(ctx: &Ctx, key: &str, with_whom: &str) -> Result<(), AppError> {
    check(ctx, Action::ReceiveReferral)?;
    let draft = found(ctx, key)?.ok_or(AppError::Gone)?;
    let id = referral_of(draft.outcome.as_deref().unwrap_or_default()).ok_or(AppError::Gone)?;
    if with_whom.chars().count() > LONGEST_SHORT {
        return Err(Disallowed::TooLong("the name").into());
    }
    let told = Told { story: Story { worry: with_whom.trim().to_owned(), ..Story::default() }, ..Told::default() };
    let command = ReferralCommand::Add { kind: AdditionKind::SpokenHandover, told: Box::new(told) };
    crate::command::carry_out(ctx, CommandId(ctx.world.id()), id, None, |stream| {
        let state = stream.record.as_ref().and_then(Record::referral);
        let events = referral::decide(id, state, command, &ctx.deciding())?;
        Ok(events.into_iter().map(Event::Referral).collect())
    })
}

/// What a draft was sent as, where it became a referral: by which way, and which one.
///
/// # Errors
/// When the database cannot be read.
pub(crate) fn sent_as(ctx: &Ctx, key: &str) -> Result<Option<(WayIn, ReferralId)>, AppError> {
    let sent = |draft: Draft| Some((draft.way, referral_of(draft.outcome.as_deref()?)?));
    Ok(found(ctx, key)?.and_then(sent))
}

fn is_emergency(draft: &Draft) -> bool {
    front_door::steps(draft.way, &draft.answers).iter().any(|step| matches!(step, Step::CallBack | Step::Emergency))
}

/// How often another reference is drawn.
const DRAWS: usize = 5;

/// Stores a new referral under an id whose reference is free. A reference is short enough to be read out, so that of a
/// hundred thousand two may draw the same: nobody is told so, another one is drawn.
///
/// # Errors
/// As `store` says.
pub(crate) fn under_a_free_reference<T>(
    ctx: &Ctx,
    store: impl Fn(ReferralId) -> Result<T, AppError>,
) -> Result<T, AppError> {
    for _ in 1..DRAWS {
        match store(ReferralId(ctx.world.id())) {
            Err(AppError::Store(StoreError::Taken(_))) => {}
            stored => return stored,
        }
    }
    store(ReferralId(ctx.world.id()))
}

/// A new person, and a new referral about her, in one transaction with the end of the draft.
fn receive(ctx: &Ctx, draft: &Draft, files: &[StoredFile]) -> Result<Sent, AppError> {
    under_a_free_reference(ctx, |id| receive_as(ctx, id, draft.clone(), files.to_vec()))
}

fn receive_as(ctx: &Ctx, id: ReferralId, mut draft: Draft, files: Vec<StoredFile>) -> Result<Sent, AppError> {
    let mut told = front_door::read(draft.way, &draft.answers, ctx.today());
    told.asked.site.clone_from(&draft.site);
    let command = draft.command;
    let mut change = Change::new(ctx.footprint(), ctx.now, &ctx.actor, command);
    attach(ctx, &mut change, (&draft, files), id, &mut told);
    let reference = add_referral(ctx, &mut change, id, told, None, ctx.now)?;
    let outcome = format!("referral {id} {reference}");
    change.first_outcome(outcome.clone());
    draft.outcome = Some(outcome);
    draft.command = CommandId(ctx.world.id());
    draft.expires_at = ctx.now + super::DRAFT_KEPT;
    if !is_emergency(&draft) {
        // Nothing more is asked, so nothing more is kept, but which routes are safe: the page that says what happens
        // next says also what will not.
        let mut routes = Answers::default();
        routes.replace(&ROUTES, &draft.answers);
        draft.answers = routes;
    }
    mark_sent(&mut draft)?;
    change.row(draft.row(ctx.footprint())?);
    let committed = ctx.store.commit(change)?;
    let outcome = committed.repeated.unwrap_or_else(|| draft.outcome.unwrap_or_default());
    Ok(Sent::of(&outcome))
}

/// Adds a person and a referral about her to a change, and gives the reference.
///
/// # Errors
/// When the rules refuse.
pub(crate) fn add_referral(
    ctx: &Ctx,
    change: &mut Change,
    id: ReferralId,
    told: Told,
    person: Option<PersonId>,
    received_at: Timestamp,
) -> Result<Reference, AppError> {
    let about = match person {
        Some(known) => {
            record_particulars(ctx, change, known, None, &told)?;
            known
        }
        None => {
            let about = PersonId(ctx.world.id());
            let registered = PersonRegistered {
                ethnic_category: None,
                contact: told.contact.clone(),
                may_tell: told.may_tell.clone(),
                identity: Some(told.identity.clone()),
            };
            add_new(ctx, change, about, PersonEvent::PersonRegistered(registered))?;
            about
        }
    };
    let mut receipt = Receipt::of(told, about, received_at);
    if let Some(known) = person {
        receipt.asked.known_before = known_before(ctx, known)?;
        receipt.birth_date = receipt.birth_date.or(crate::person::birth_date(ctx, known)?);
    }
    let events = referral::decide(id, None, ReferralCommand::Receive(Box::new(receipt)), &ctx.deciding())?;
    let mut stream = new_stream(id);
    for event in events {
        ctx.append(change, &mut stream, &Event::Referral(event))?;
    }
    Ok(Reference::of(id))
}

/// Adds what was told of a person who is known: particulars, routes, whom we may tell. What was not told stays.
/// Her latest earlier referral that has ended: what was learned there stands in sight of the new one (K7, T5).
fn known_before(ctx: &Ctx, id: PersonId) -> Result<Option<ReferralId>, AppError> {
    let hers = ctx.store.read(|tx| FoundReferral::of_person(tx, ctx.footprint(), id))?;
    Ok(hers.into_iter().find(|found| found.outcome != Outcome::Pending).map(|found| found.id))
}

/// A date of birth that becomes known so is noted in her other open referrals (PR-18), and that she is to be asked again how it
/// is safe to reach her; `but` is the one in hand, for which the ways are given back.
fn record_particulars(
    ctx: &Ctx,
    change: &mut Change,
    id: PersonId,
    but: Option<ReferralId>,
    told: &Told,
) -> Result<BTreeSet<Route>, AppError> {
    let mut stream = ctx.store.ask(|tx| load(tx, ctx.footprint(), id))?;
    let mut routes = BTreeSet::new();
    if told.identity != person::Identity::default() {
        let command = PersonCommand::RecordIdentity(told.identity.clone());
        routes = recorded(ctx, change, &mut stream, command)?;
    }
    // Read after that: what she agreed to for another number is no yes for this one, unless it is told so with it.
    let known = stream.record.as_ref().and_then(Record::person);
    let contact = known.map(|person| person.contact.clone()).unwrap_or_default();
    let may_tell = known.map(|person| person.may_tell.clone()).unwrap_or_default();
    if !told.contact.is_empty() {
        let command = PersonCommand::RecordContactChoices(contact.with(&told.contact));
        recorded(ctx, change, &mut stream, command)?;
    }
    if !told.may_tell.is_empty() {
        let command = PersonCommand::RecordTellingChoices(may_tell.with(&told.may_tell));
        recorded(ctx, change, &mut stream, command)?;
    }
    routes.retain(|route| told.contact.of(*route) == RouteChoice::NotKnown);
    let mut all = reaching::unsettle_others(ctx, change, id, &told.identity)?;
    all.insert(id, routes.clone());
    note_in_referrals(ctx, change, id, but, &Learned { born: told.identity.birth_date, routes: all })?;
    Ok(routes)
}

/// Adds what follows from a command to the change, and gives the ways of which she is to be asked again.
fn recorded(
    ctx: &Ctx,
    change: &mut Change,
    stream: &mut Stream,
    command: PersonCommand,
) -> Result<BTreeSet<Route>, AppError> {
    let events = person::decide(stream.record.as_ref().and_then(Record::person), command, &ctx.actor)?;
    let routes = reaching::unsettled_by(&events);
    for event in events {
        ctx.append(change, stream, &Event::Person(event))?;
    }
    Ok(routes)
}

/// What was added to a referral that this draft sent before.
fn add(ctx: &Ctx, outcome: String, mut draft: Draft, files: Vec<StoredFile>) -> Result<Sent, AppError> {
    let id = referral_of(&outcome).ok_or(AppError::Gone)?;
    let mut told = front_door::read(draft.way, &draft.answers, ctx.today());
    let mut change = Change::new(ctx.footprint(), ctx.now, &ctx.actor, draft.command);
    attach(ctx, &mut change, (&draft, files), id, &mut told);
    add_told(ctx, &mut change, id, told)?;
    change.first_outcome(outcome.clone());
    draft.command = CommandId(ctx.world.id());
    mark_sent(&mut draft)?;
    change.row(draft.row(ctx.footprint())?);
    ctx.store.commit(change)?;
    Ok(Sent::of(&outcome))
}

/// Adds what was told to an open referral, and to the record of the person whom it is about.
///
/// # Errors
/// [`AppError::Gone`] where there is no such referral, or when the rules refuse.
pub(crate) fn add_told(ctx: &Ctx, change: &mut Change, id: ReferralId, told: Told) -> Result<(), AppError> {
    let mut stream = ctx.store.ask(|tx| load(tx, ctx.footprint(), id))?;
    let state = stream.record.as_ref().and_then(Record::referral).ok_or(AppError::Gone)?;
    let command = ReferralCommand::Add { kind: AdditionKind::Door, told: Box::new(told.clone()) };
    let events = referral::decide(id, Some(state), command, &ctx.deciding())?;
    let routes = record_particulars(ctx, change, state.person, Some(id), &told)?;
    for event in events {
        ctx.append(change, &mut stream, &Event::Referral(event))?;
    }
    crate::person::note(ctx, change, &mut stream, ReferralCommand::AskRoutesAgain { routes })
}

/// What a member of staff writes down about somebody who is known is refused where it is somebody else's: another NHS
/// number, or the birth date of a mother at her child's record (H05).
///
/// # Errors
/// [`Disallowed`] where it is.
pub(crate) fn not_somebody_elses(ctx: &Ctx, known: PersonId, told: &Told) -> Result<(), AppError> {
    for record in ctx.store.ask(|tx| records_of_person(tx, ctx.footprint(), known))? {
        let stream = ctx.store.ask(|tx| load(tx, ctx.footprint(), record))?;
        let person = stream.record.as_ref().and_then(Record::person);
        let Some(likeness) = person.and_then(|person| Likeness::to(&told.identity, person)) else { continue };
        if likeness.says() == Match::Never {
            return Err(Disallowed::NumbersDiffer.into());
        }
        if likeness.generation_apart() {
            return Err(Disallowed::GenerationApart.into());
        }
    }
    Ok(())
}

fn ask_for_advice(ctx: &Ctx, mut draft: Draft) -> Result<Sent, AppError> {
    let id = AdviceId(ctx.world.id());
    let source = front_door::read(draft.way, &draft.answers, ctx.today()).source;
    let asked = AdviceAsked {
        asked_at: ctx.now,
        respond_by: ctx.now + ANSWER_WITHIN,
        site: draft.site.clone(),
        source,
        answers: Some(draft.answers.clone()),
    };
    let mut change = Change::new(ctx.footprint(), ctx.now, &ctx.actor, draft.command);
    let mut stream = new_stream(id);
    for event in advice::decide(None, AdviceCommand::Ask(asked), &ctx.actor, ctx.now)? {
        change.append(&mut stream, &Event::Advice(event), ctx.world.random())?;
    }
    let outcome = format!("advice {id} {}", Reference::of(ReferralId(id.0)));
    change.first_outcome(outcome.clone());
    draft.outcome = Some(outcome.clone());
    draft.answers = Answers::default();
    change.row(draft.row(ctx.footprint())?);
    let outcome = ctx.store.commit(change)?.repeated.unwrap_or(outcome);
    Ok(Sent::of(&outcome))
}

/// Gives the files of a draft to its referral, and names them in what was told.
fn attach(ctx: &Ctx, change: &mut Change, (draft, files): (&Draft, Vec<StoredFile>), id: ReferralId, told: &mut Told) {
    if files.is_empty() {
        return;
    }
    for file in files {
        told.story.file_names.push(file.name);
        told.story.file_hashes.push(file.sha256);
        let size = u64::try_from(file.size).unwrap_or(0);
        told.asked.attachments.push(Attachment { id: file.id, media_type: file.media_type, size });
    }
    change.row(RowChange::files_to_referral(ctx.footprint(), &draft.key, id));
}

/// The referral that an outcome names.
pub(super) fn referral_of(outcome: &str) -> Option<ReferralId> {
    let mut parts = outcome.split(' ');
    (parts.next() == Some("referral")).then(|| parts.next()?.parse().ok()).flatten()
}
