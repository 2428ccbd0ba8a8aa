//! The outbox: letters and messages, drafted, approved and let go here, and what came of each. [`crate::sending`] hands them over.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use porch_domain::{
    disallowed::Disallowed,
    event::Event,
    ids::{CommandId, MessageId, ReferralId},
    message::{
        self, Failure, Message, MessageCommand, MessageKind, MessageStage, Obstacle, Recipient, Standing, reached_at,
    },
    person::{Person, Route, RouteChoice, RoutesConfirmed},
    referral::{LetterDue, Outcome, Referral},
};
use porch_store::{LetterDueLine, Look, OutboxLine, Record, ReferralLine, StepLine, StoreError, Tx, load};

use crate::{
    Ctx,
    access::{Action, check, check_of, near, near_lines},
    account::Names,
    command,
    error::AppError,
    look, same_person, withheld,
};

/// How many messages one page of the outbox shows.
pub const LATEST: i64 = 200;

/// Lets an actor pass who may write about a referral.
fn check_about(ctx: &Ctx, referral: ReferralId) -> Result<(), AppError> {
    let about = ctx.store.read(|tx| load(tx, ctx.footprint(), referral))?;
    let about = about.record.as_ref().and_then(Record::referral);
    about.map_or(Ok(()), |about| check_of(ctx, Action::KeepMessage, about))
}

/// Carries out a command about one message. Whether its route is agreed is asked when it is queued, of the choices of the
/// person whom its referral is about, as they stand then (INV-10).
///
/// # Errors
/// When the actor may not, the rules refuse, or the message changed in the meantime.
pub fn carry_out(ctx: &Ctx, command_id: CommandId, id: MessageId, command: MessageCommand) -> Result<(), AppError> {
    check(ctx, Action::KeepMessage)?;
    command::carry_out(ctx, command_id, id, None, |stream| {
        let state = stream.record.as_ref().and_then(Record::message);
        let about = match (state, &command) {
            (Some(message), _) => Some(message.drafted.referral),
            (None, MessageCommand::Draft(drafted) | MessageCommand::Redraft(drafted)) => Some(drafted.referral),
            (
                None,
                MessageCommand::Approve
                | MessageCommand::Queue
                | MessageCommand::Reroute { .. }
                | MessageCommand::MarkSent
                | MessageCommand::Attempted { .. }
                | MessageCommand::Told(_)
                | MessageCommand::Withdraw { .. }
                | MessageCommand::ErasePersonalData { .. },
            ) => None,
        };
        if let Some(referral) = about {
            check_about(ctx, referral)?;
        }
        let standing = match about {
            Some(referral) => ctx.store.read(|tx| standing_of(tx, ctx.footprint(), referral))?.at(ctx.now),
            None => Standing::default(),
        };
        let events = message::decide(state, command, &ctx.actor, &standing)?;
        Ok(events.into_iter().map(Event::Message).collect())
    })
}

/// What holds of the person whom a referral is about; nothing is agreed where it is not known.
pub(crate) fn standing_of(tx: &mut dyn Tx, footprint: &str, referral: ReferralId) -> Result<Standing, StoreError> {
    let referral = load(tx, footprint, referral)?.record;
    let Some(about) = referral.as_ref().and_then(Record::referral) else { return Ok(Standing::default()) };
    standing_about(tx, footprint, about)
}

/// The same, where the referral was read already.
pub(crate) fn standing_about(tx: &mut dyn Tx, footprint: &str, about: &Referral) -> Result<Standing, StoreError> {
    let own = load(tx, footprint, about.person)?.record;
    let others = same_person::as_held(tx, footprint, about.person)?;
    Ok(standing(own.as_ref().and_then(Record::person), &others, about))
}

/// What holds of a person in one of her referrals, from each of her records: a way that she refused in one is refused, what is
/// withheld in one is said in no letter, and nothing goes to her once one says that she died (H06, PR-26, PR-27).
pub(crate) fn standing(own: Option<&Person>, others: &[Person], about: &Referral) -> Standing {
    let Some(own) = own else { return Standing { situation: about.situation(), ..Standing::default() } };
    let records: Vec<&Person> = std::iter::once(own).chain(others).collect();
    let contact = others.iter().fold(own.contact.clone(), |contact, other| contact.refused_as_in(&other.contact));
    Standing {
        contact,
        unsettled: own.unsettled.clone(),
        may_tell: own.may_tell.clone(),
        situation: about.situation(),
        died: records.iter().any(|person| person.died_at.is_some()),
        death_to_look_at: records.iter().any(|person| person.death_told_at.is_some()),
        expected: expected(about),
        withheld: withheld::told_by(&records),
    }
}

/// When she is expected; nowhere any more once it is closed.
fn expected(about: &Referral) -> BTreeMap<u32, Timestamp> {
    let open = about.held().is_some();
    about.expected().filter(|_| open).map(|one| (one.number, one.starts_at)).collect()
}

/// Something that was done with a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// The event's name.
    pub what: String,
    /// The account, or whoever the journal names.
    pub by: String,
    /// When.
    pub at: Timestamp,
}

/// A letter that is opened to be read.
#[derive(Debug, Clone)]
pub struct Opened {
    /// The message.
    pub message: Message,
    /// The names that colleagues read.
    pub names: Names,
    /// What was done with it, in order.
    pub steps: Vec<Step>,
    /// The reference of its referral.
    pub reference: Option<String>,
    /// How the referral stands.
    pub outcome: Outcome,
    /// The saved decision that it waits with, where it does.
    pub letter_due: Option<LetterDue>,
    /// To whom it goes, line by line, as far as the record says.
    pub address: Vec<String>,
    /// Whether her address is withheld: then the letter leaves it out.
    pub withheld: bool,
    /// What she said about its route, for a letter to her.
    pub route_choice: Option<RouteChoice>,
    /// When somebody asked her last how it is safe to reach her, and who; for a letter to her.
    pub asked: Option<RoutesConfirmed>,
    /// Whether she is to be asked again about its route: her number or address is another since she agreed.
    pub ask_again: bool,
    /// When this was true.
    pub now: Timestamp,
    /// Other ways that it may go as things stand now, and that reach somebody.
    pub other_ways: Vec<Route>,
}

impl Opened {
    /// Whether it is a draft that waits with a decision, which is finished on its own page.
    pub fn waits_with_decision(&self) -> bool {
        self.message.stage == MessageStage::Drafted
            && self.outcome == Outcome::Pending
            && self.letter_due.is_some()
            && !asks(&self.message)
    }

    /// Whether it is a draft that the decision was made without.
    pub fn unused(&self) -> bool {
        self.message.stage == MessageStage::Drafted && self.outcome != Outcome::Pending
    }
}

/// Opens a letter: the look is on disk before it is shown.
///
/// # Errors
/// When the actor may not, or the database cannot be read or written.
pub fn open(ctx: &Ctx, id: MessageId) -> Result<Option<Opened>, AppError> {
    check(ctx, Action::KeepMessage)?;
    let footprint = ctx.footprint();
    let read = ctx.store.read(|tx| {
        let stream = load(tx, footprint, id)?;
        let Some(message) = stream.record.as_ref().and_then(Record::message).cloned() else { return Ok(None) };
        let steps = StepLine::since(tx, footprint, id, 0)?;
        let about = load(tx, footprint, message.drafted.referral)?.record;
        let Some(referral) = about.as_ref().and_then(Record::referral).cloned() else { return Ok(None) };
        let known = same_person::careful_with(tx, footprint, referral.person)?;
        let (person, withheld) = known.map_or((None, None), |(person, withheld)| (Some(person), withheld));
        let standing = standing_about(tx, footprint, &referral)?.at(ctx.now);
        let ways = other_ways(&message, &standing, &referral, person.as_ref());
        Ok(Some((message, steps, referral, (person, withheld.is_some(), ways), Names::read(tx, footprint)?)))
    })?;
    let Some((message, steps, referral, (person, withheld, other_ways), names)) = read else { return Ok(None) };
    check_of(ctx, Action::KeepMessage, &referral)?;
    let subjects = [referral.id.to_string()];
    look::note(ctx, &Look { what: "letter", why: "read or approve", allowed: true, subjects: &subjects })?;
    let route_choice = match message.drafted.recipient {
        Recipient::Woman => {
            person.as_ref().map(|person| person.contact.of_kind(message.drafted.route, message.drafted.kind()))
        }
        Recipient::Referrer => None,
    };
    let unsettled = person.as_ref().is_some_and(|person| person.unsettled.contains(&message.drafted.route));
    let asked = person.as_ref().and_then(|person| person.routes_confirmed.as_deref().cloned());
    Ok(Some(Opened {
        asked: asked.filter(|_| route_choice.is_some()),
        now: ctx.now,
        ask_again: route_choice == Some(RouteChoice::NotKnown) && unsettled,
        address: address(&message, &referral, person.as_ref()),
        withheld: withheld && message.drafted.recipient == Recipient::Woman,
        steps: steps.into_iter().map(step).collect(),
        reference: referral.reference.clone(),
        outcome: referral.outcome(),
        letter_due: referral.triage.letter_due.clone(),
        route_choice,
        other_ways,
        names,
        message,
    }))
}

/// The ways beside its own by which a message may go as things stand now, and by which somebody is reached.
fn other_ways(message: &Message, standing: &Standing, referral: &Referral, person: Option<&Person>) -> Vec<Route> {
    let drafted = &message.drafted;
    let referrer = referral.story().and_then(|story| story.referrer.as_ref());
    let identity = person.and_then(|person| person.identity.as_ref());
    let may = |route: &Route| {
        let other = message::MessageDrafted { route: *route, ..drafted.clone() };
        standing.lets_leave(&other).is_ok()
    };
    let reaches = |route: &Route| match route {
        Route::Email | Route::Text => reached_at(drafted.recipient, *route, identity, referrer).is_some(),
        Route::Letter | Route::Telephone => true,
        // What is left on a voicemail says no more than that somebody rang.
        Route::Voicemail => false,
    };
    // An address is opened with a press, and not typed from paper.
    let of_use = |route: &Route| drafted.kind() != Some(MessageKind::Link) || MessageKind::Link.ways().contains(route);
    let others = Route::ALL.into_iter().filter(|route| *route != drafted.route && of_use(route));
    others.filter(|route| reaches(route) && may(route)).collect()
}

/// Approves a draft, and lets it wait to leave where its route is agreed.
///
/// # Errors
/// [`Disallowed::GoesWithADecision`] for a draft that waits with a decision; when the actor may not, the rules refuse, or
/// somebody else did something with it meanwhile.
pub fn approve(ctx: &Ctx, command_id: CommandId, id: MessageId) -> Result<(), AppError> {
    check(ctx, Action::KeepMessage)?;
    command::carry_out(ctx, command_id, id, None, |stream| {
        let state = stream.record.as_ref().and_then(Record::message).ok_or(Disallowed::Unknown)?;
        let about = state.drafted.referral;
        let (standing, referral) = ctx.store.read(|tx| {
            let referral = load(tx, ctx.footprint(), about)?.record;
            Ok((standing_of(tx, ctx.footprint(), about)?.at(ctx.now), referral))
        })?;
        let referral = referral.as_ref().and_then(Record::referral).ok_or(Disallowed::Unknown)?;
        check_of(ctx, Action::KeepMessage, referral)?;
        if referral.outcome() != Outcome::Pending {
            return Err(Disallowed::AlreadyDecided(referral.outcome().code()).into());
        }
        // H10: a letter of a decision never leaves before the decision.
        if referral.triage.letter_due.is_some() && !asks(state) {
            return Err(Disallowed::GoesWithADecision.into());
        }
        let mut events = message::decide(Some(state), MessageCommand::Approve, &ctx.actor, &standing)?;
        let approved = Message { stage: MessageStage::Approved, ..state.clone() };
        match message::decide(Some(&approved), MessageCommand::Queue, &ctx.actor, &standing) {
            Ok(queued) => events.extend(queued),
            // Approved, and it waits until she agrees to a way.
            Err(Disallowed::RouteNotAgreed | Disallowed::RouteUnsettled) => {}
            Err(other) => return Err(other.into()),
        }
        Ok(events.into_iter().map(Event::Message).collect())
    })
}

/// A message in the outbox.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waiting {
    /// The message.
    pub id: MessageId,
    /// Who reads it.
    pub recipient: Recipient,
    /// How it leaves.
    pub route: Route,
    /// Where it is.
    pub stage: MessageStage,
    /// The reference of its referral.
    pub reference: Option<String>,
    /// Who owns it: who owes the decision's letter, or who approved or wrote it.
    pub owner: String,
    /// When the last thing was done with it.
    pub since: Timestamp,
    /// Whether the referral was decided without it.
    pub unused: bool,
    /// How often it could not be handed over since it began to wait.
    pub attempts: i64,
    /// What stood in the way the last time, and when it is tried again; while it waits.
    pub again: Option<(Obstacle, Timestamp)>,
    /// Why it is on somebody's list.
    pub failure: Option<Failure>,
}

/// The outbox, as at one instant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outbox {
    /// Decisions that wait for their letter, the first due first.
    pub due: Vec<LetterDueLine>,
    /// What did not leave or did not arrive, and nobody has seen to yet.
    pub failed: Vec<Waiting>,
    /// Messages, newest first.
    pub messages: Vec<Waiting>,
    /// Whether there are more than are shown.
    pub more: bool,
    /// The names that colleagues read.
    pub names: Names,
}

/// The outbox: what is due, and messages with their state and owner.
///
/// # Errors
/// When the actor may not, or the database cannot be read or written.
pub fn outbox(ctx: &Ctx, stage: Option<MessageStage>) -> Result<Outbox, AppError> {
    check(ctx, Action::KeepMessage)?;
    let footprint = ctx.footprint();
    let (outbox, subjects) = ctx.store.read(|tx| {
        let action = Action::KeepMessage;
        let due = LetterDueLine::all(tx, footprint)?;
        let due = near_lines(tx, ctx, action, due, |line| line.referral)?;
        let (failed, more_failed) = lines(tx, ctx, Some(MessageStage::Failed))?;
        let (shown, more) =
            if stage == Some(MessageStage::Failed) { (Vec::new(), more_failed) } else { lines(tx, ctx, stage)? };
        let about = failed.iter().chain(&shown).map(|line| line.referral).chain(due.iter().map(|line| line.referral));
        let subjects: BTreeSet<String> = about.map(|referral| referral.to_string()).collect();
        let mut outbox =
            Outbox { due, failed: Vec::new(), messages: Vec::new(), more, names: Names::read(tx, footprint)? };
        for line in failed {
            outbox.failed.push(waiting(tx, footprint, &outbox.due, line)?);
        }
        for line in shown {
            outbox.messages.push(waiting(tx, footprint, &outbox.due, line)?);
        }
        Ok((outbox, subjects.into_iter().collect::<Vec<_>>()))
    })?;
    look::note(ctx, &Look { what: "outbox", why: "letters", allowed: true, subjects: &subjects })?;
    Ok(outbox)
}

/// The newest messages of a state that somebody may keep, and whether there are more.
fn lines(tx: &mut dyn Tx, ctx: &Ctx, stage: Option<MessageStage>) -> Result<(Vec<OutboxLine>, bool), StoreError> {
    let lines = OutboxLine::latest(tx, ctx.footprint(), stage, LATEST + 1)?;
    let mut lines = near_lines(tx, ctx, Action::KeepMessage, lines, |line| line.referral)?;
    let shown = usize::try_from(LATEST).unwrap_or(usize::MAX);
    let more = lines.len() > shown;
    lines.truncate(shown);
    Ok((lines, more))
}

fn waiting(tx: &mut dyn Tx, footprint: &str, due: &[LetterDueLine], line: OutboxLine) -> Result<Waiting, StoreError> {
    let steps: Vec<Step> = StepLine::since(tx, footprint, line.id, 0)?.into_iter().map(step).collect();
    let referral = ReferralLine::of(tx, footprint, line.referral)?;
    let pending = referral.as_ref().is_some_and(|referral| referral.outcome == Outcome::Pending);
    let drafted = line.stage == MessageStage::Drafted;
    let approved = steps.iter().rfind(|step| step.what == "MessageApproved");
    let wrote = steps.iter().rfind(|step| step.what == "MessageDrafted");
    let owed = due.iter().find(|due| drafted && due.referral == line.referral).map(|due| due.owner.clone());
    let owner = owed.or_else(|| approved.or(wrote).map(|step| step.by.clone())).unwrap_or_default();
    Ok(Waiting {
        id: line.id,
        recipient: line.recipient,
        route: line.route,
        stage: line.stage,
        reference: referral.and_then(|referral| referral.reference),
        owner,
        since: steps.last().map(|step| step.at).unwrap_or_default(),
        unused: drafted && !pending,
        attempts: line.attempts,
        again: line.again,
        failure: line.failure,
    })
}

fn step(line: StepLine) -> Step {
    // `staff:duty:name`: the account is what people know.
    let by = line.actor.strip_prefix("staff:").and_then(|staff| staff.split_once(':')).map(|(_, account)| account);
    let by = by.unwrap_or(&line.actor).to_owned();
    Step { what: line.event, by, at: line.at }
}

/// Whether a message asks for more, and so waits with no decision.
fn asks(message: &Message) -> bool {
    message.drafted.template.as_ref().is_some_and(|used| used.name.starts_with("ask-"))
}

fn address(message: &Message, referral: &Referral, person: Option<&Person>) -> Vec<String> {
    let lines = match message.drafted.recipient {
        Recipient::Woman => {
            let identity = person.and_then(|person| person.identity.clone()).unwrap_or_default();
            match message.drafted.route {
                Route::Email => vec![identity.name, identity.email],
                Route::Letter | Route::Text | Route::Telephone | Route::Voicemail => {
                    vec![identity.name, identity.address, identity.postcode]
                }
            }
        }
        Recipient::Referrer => {
            let referrer = referral.story().and_then(|story| story.referrer.clone()).unwrap_or_default();
            let email = referrer.email.filter(|_| message.drafted.route == Route::Email);
            vec![Some(referrer.name), referrer.role, referrer.organisation, email]
        }
    };
    let text = lines.into_iter().flatten().collect::<Vec<_>>().join("\n");
    text.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect()
}

/// The letters about a referral that was opened before, the oldest first.
///
/// # Errors
/// When the actor may not, or the database cannot be read.
pub fn about(ctx: &Ctx, id: ReferralId) -> Result<Vec<Waiting>, AppError> {
    check(ctx, Action::KeepMessage)?;
    let footprint = ctx.footprint();
    Ok(ctx.store.read(|tx| {
        let mut letters = Vec::new();
        // The page itself was opened by whoever may see it; its letters are for those who may keep them.
        if !near(tx, ctx, Action::KeepMessage, id)? {
            return Ok(letters);
        }
        for id in ReferralLine::messages(tx, footprint, id)? {
            let stream = load(tx, footprint, id)?;
            let Some(message) = stream.record.as_ref().and_then(Record::message) else { continue };
            let drafted = &message.drafted;
            let (recipient, route, referral) = (drafted.recipient, drafted.route, drafted.referral);
            let delivery = &message.delivery;
            let line = OutboxLine {
                id,
                recipient,
                route,
                stage: message.stage,
                referral,
                attempts: delivery.attempts.into(),
                again: delivery.obstacle.zip(delivery.again_at),
                failure: delivery.failure,
            };
            letters.push(waiting(tx, footprint, &[], line)?);
        }
        Ok(letters)
    })?)
}
