//! Letting messages leave: what waits is handed to whoever carries it, once, as things stand at that moment (INV-10).
//!
//! Several programs over one database may ask; one at a time has the lease. A message is put in hand before it is handed
//! over and taken out with what came of it, so that a program that ends in between leaves behind what nobody knows: then the
//! carrier is asked, and where it cannot say, a person has to find out. Nothing is sent twice in the hope that it was not.

use std::{
    collections::{BTreeMap, BTreeSet},
    panic::{AssertUnwindSafe, catch_unwind},
    sync::Arc,
};

use jiff::{SignedDuration, Timestamp};
use porch_domain::{
    disallowed::Disallowed,
    event::{Event, StreamKind},
    ids::{CommandId, MessageId, hex},
    message::{
        self, Attempt, Failure, MOST_OF_A_TEXT, Message, MessageCommand, MessageStage, Obstacle, Recipient, Standing,
        Told, Via, reached_at, reference_of,
    },
    person::{NhsNumber, NumberStatus, Route, number_status},
    referral::Referral,
};
use porch_store::{
    Change, Committed, InHand, Record, RowChange, STREAMS_AT_ONCE, StoreError, Stream, ToGo, load, load_all,
    message_of_receipt,
};
use uuid::Uuid;

use crate::{
    Ctx, World,
    access::{Action, check},
    error::AppError,
    message::standing,
    same_person,
};

/// After this long somebody asks again, whatever was answered: another program may have written something.
pub const LONGEST_REST: SignedDuration = SignedDuration::from_secs(30);

/// How long the lease lasts. It is renewed for each few messages, and longer than the longest that a carrier may take.
pub const LEASE: SignedDuration = SignedDuration::from_secs(90);

/// What has been in hand for longer than this is in nobody's.
pub const LONGEST_IN_HAND: SignedDuration = SignedDuration::from_secs(120);

/// What is handed to a carrier.
#[derive(Clone, PartialEq, Eq)]
pub struct Parcel {
    /// By what the carrier knows it: the same whenever it is tried again.
    pub reference: String,
    /// How it leaves.
    pub route: Route,
    /// The address or number.
    pub to: String,
    /// Her NHS number, where the national record is sure of it; nobody else's.
    pub nhs_number: Option<NhsNumber>,
    /// The first line.
    pub subject: String,
    /// The text.
    pub body: String,
}

/// What a carrier answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Handed {
    /// It has it.
    Taken {
        /// By what it finds it again.
        receipt: Option<String>,
    },
    /// Not now.
    NotNow(Obstacle),
    /// Never, as it is.
    Refused(Failure),
    /// It may have left, or not.
    InDoubt,
}

/// What a carrier says of a message of which nobody knows whether it left.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Left {
    /// It did.
    Yes {
        /// By what it finds it again.
        receipt: Option<String>,
    },
    /// It did not.
    No,
    /// It cannot say.
    CannotSay,
}

/// Whoever brings messages to people. The binary gives them, as the settings say.
pub trait Carrier: Send + Sync {
    /// Who it is, as the record keeps it.
    fn via(&self) -> Via;
    /// Whether it reaches only whom the national record is sure of.
    fn needs_number(&self) -> bool {
        false
    }
    /// Takes a message, or says why not, within its time.
    fn hand(&self, parcel: &Parcel) -> Handed;
    /// Says whether what it was handed under a reference left.
    fn left(&self, route: Route, reference: &str) -> Left;
}

/// Who carries what.
#[derive(Clone, Default)]
pub struct Carriers(BTreeMap<Route, Vec<Arc<dyn Carrier>>>);

impl Carriers {
    /// The carriers of these routes; what has none waits for a person. Where a route has several, the first that can reach
    /// somebody takes the message.
    pub fn new(carriers: impl IntoIterator<Item = (Route, Arc<dyn Carrier>)>) -> Self {
        let mut of_routes: BTreeMap<_, Vec<_>> = BTreeMap::new();
        for (route, carrier) in carriers {
            of_routes.entry(route).or_default().push(carrier);
        }
        Self(of_routes)
    }

    /// Whether messages of a route leave by themselves.
    pub fn carry(&self, route: Route) -> bool {
        self.0.contains_key(&route)
    }

    /// Whether nothing leaves by itself.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    fn routes(&self) -> BTreeSet<Route> {
        self.0.keys().copied().collect()
    }

    fn of(&self, route: Route) -> &[Arc<dyn Carrier>] {
        self.0.get(&route).map_or(&[], Vec::as_slice)
    }
}

/// The name under which one program holds the lease.
#[derive(Debug, Clone)]
pub struct Sender(String);

impl Sender {
    /// A name that no other program has.
    pub fn new(world: &dyn World) -> Self {
        Self(hex(&world.random()))
    }

    /// Gives the lease back, so that another program goes on at once.
    ///
    /// # Errors
    /// When the database cannot be written; then the lease runs out.
    pub fn leave(&self, ctx: &Ctx) -> Result<(), AppError> {
        let mut change = empty(ctx);
        change.row(RowChange::free_lease_of_messages(ctx.footprint(), &self.0));
        ctx.store.commit(change)?;
        Ok(())
    }

    fn lease(&self, ctx: &Ctx, now: Timestamp) -> RowChange {
        RowChange::lease_of_messages(ctx.footprint(), &self.0, now, now + LEASE, now + LEASE + LEASE)
    }
}

/// What came of letting messages leave once.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Sent {
    /// Handed over.
    pub taken: usize,
    /// Tried again later.
    pub delayed: usize,
    /// Put on somebody's list.
    pub failed: usize,
    /// When to ask again; at once where more waits.
    pub next: Option<Timestamp>,
}

fn empty(ctx: &Ctx) -> Change {
    Change::new(ctx.footprint(), ctx.now, &ctx.actor, CommandId(ctx.world.id()))
}

/// Lets what waits leave, at most so many of each route.
///
/// # Errors
/// When the actor may not, or the database cannot be read or written. What was not handed over waits on; of what was and could
/// not be written down, the carrier is asked later.
pub fn let_leave(ctx: &Ctx, sender: &Sender, carriers: &Carriers, limit: usize) -> Result<Sent, AppError> {
    check(ctx, Action::DoWhatIsDue)?;
    let routes = carriers.routes();
    let read = |limit| ctx.store.read(|tx| ToGo::read(tx, ctx.footprint(), &routes, ctx.now, limit));
    let found = read(limit)?;
    let rest = |next: Option<Timestamp>| next.map_or(ctx.now + LONGEST_REST, |next| next.min(ctx.now + LONGEST_REST));
    let mut sent = Sent { next: Some(rest(found.next)), ..Sent::default() };
    let lost = found.in_hand.iter().filter(|in_hand| ctx.now.duration_since(in_hand.since) > LONGEST_IN_HAND);
    let lost: Vec<InHand> = lost.copied().collect();
    if found.messages.is_empty() && lost.is_empty() {
        return Ok(sent);
    }
    let elsewhere = found
        .lease
        .as_ref()
        .filter(|(holder, ends_at)| *holder != sender.0 && (ctx.now..=ctx.now + LEASE + LEASE).contains(ends_at));
    if let Some((_, ends_at)) = elsewhere {
        sent.next = Some(rest(Some(*ends_at)));
        return Ok(sent);
    }
    find_out(ctx, carriers, &lost, &mut sent)?;
    for some in found.messages.chunks(STREAMS_AT_ONCE) {
        if !hand_over(ctx, sender, carriers, some, &mut sent)? {
            return Ok(sent);
        }
    }
    let left = read(1)?;
    sent.next = Some(if left.messages.is_empty() { rest(left.next) } else { ctx.now });
    Ok(sent)
}

/// A message with what has to be known to let it leave.
struct Ready {
    stream: Stream,
    message: Message,
    standing: Standing,
    to: Option<String>,
    nhs_number: Option<NhsNumber>,
}

impl Ready {
    /// What goes to the carrier, or why nothing does.
    fn parcel(&self) -> Result<Parcel, Failure> {
        let drafted = &self.message.drafted;
        self.standing.lets_leave(drafted).map_err(|disallowed| Failure::of(&disallowed))?;
        let words = drafted.words.as_ref().ok_or(Failure::Refused)?;
        if drafted.route == Route::Text && words.body.chars().count() > MOST_OF_A_TEXT {
            return Err(Failure::TooLong);
        }
        Ok(Parcel {
            reference: reference_of(&self.message),
            route: drafted.route,
            to: self.to.clone().ok_or(Failure::NoAddress)?,
            nhs_number: self.nhs_number.clone(),
            subject: words.subject.clone(),
            body: words.body.clone(),
        })
    }
}

/// Hands a few messages over; false where another program has the lease, and nothing was done.
fn hand_over(
    ctx: &Ctx,
    sender: &Sender,
    carriers: &Carriers,
    ids: &[MessageId],
    sent: &mut Sent,
) -> Result<bool, AppError> {
    let mut change = empty(ctx);
    change.row(sender.lease(ctx, ctx.world.now()));
    for id in ids {
        change.row(RowChange::put_in_hand(ctx.footprint(), *id, ctx.world.now()));
    }
    match ctx.store.commit(change) {
        Ok(_) => {}
        Err(StoreError::Stale | StoreError::Taken(_)) => return Ok(false),
        Err(error) => return Err(error.into()),
    }
    // Read only now: between this and the carrier lies nothing that waits for anybody.
    let ready = read_all(ctx, ids)?;
    let carried: Vec<_> = std::thread::scope(|scope| {
        let hands: Vec<_> = ready.iter().map(|ready| scope.spawn(|| attempt(carriers, ready))).collect();
        hands.into_iter().map(|hand| hand.join().unwrap_or(Carried::InDoubt)).collect()
    });
    let known = ready.into_iter().zip(carried).filter_map(|(ready, carried)| match carried {
        Carried::Known(attempt) => Some((ready.stream, Some(attempt))),
        Carried::WaitsNoMore => Some((ready.stream, None)),
        // It stays in hand, and the carrier is asked once whatever was still on its way has arrived.
        Carried::InDoubt => None,
    });
    write_down(ctx, known.collect(), sent)?;
    Ok(true)
}

/// What came of one message.
enum Carried {
    /// This.
    Known(Attempt),
    /// It does not wait any more.
    WaitsNoMore,
    /// Nobody knows yet whether it left.
    InDoubt,
}

fn attempt(carriers: &Carriers, ready: &Ready) -> Carried {
    let carriers = carriers.of(ready.message.drafted.route);
    if carriers.is_empty() || ready.message.stage != MessageStage::Queued {
        return Carried::WaitsNoMore;
    }
    let parcel = match ready.parcel() {
        Ok(parcel) => parcel,
        Err(why) => return Carried::Known(Attempt::Failed(why)),
    };
    let reaches = |carrier: &&Arc<dyn Carrier>| parcel.nhs_number.is_some() || !carrier.needs_number();
    let Some(carrier) = carriers.iter().find(reaches) else {
        return Carried::Known(Attempt::Failed(Failure::NoVerifiedNumber));
    };
    // A carrier that panics may have sent it before.
    match catch_unwind(AssertUnwindSafe(|| carrier.hand(&parcel))).unwrap_or(Handed::InDoubt) {
        Handed::Taken { receipt } => Carried::Known(Attempt::Taken { via: carrier.via(), receipt }),
        Handed::NotNow(why) => Carried::Known(Attempt::NotNow(why)),
        Handed::Refused(why) => Carried::Known(Attempt::Failed(why)),
        Handed::InDoubt => Carried::InDoubt,
    }
}

/// Asks each carrier that may have had it whether it left; where nobody can say, a person has to find out.
fn doubtful(carriers: &[Arc<dyn Carrier>], route: Route, reference: &str) -> Attempt {
    let mut nobody_has_it = true;
    for carrier in carriers {
        match catch_unwind(AssertUnwindSafe(|| carrier.left(route, reference))).unwrap_or(Left::CannotSay) {
            Left::Yes { receipt } => return Attempt::Taken { via: carrier.via(), receipt },
            Left::No => {}
            Left::CannotSay => nobody_has_it = false,
        }
    }
    if nobody_has_it { Attempt::NotNow(Obstacle::Unreachable) } else { Attempt::Failed(Failure::InDoubt) }
}

/// Finds out what came of messages that a program had in hand when it ended.
fn find_out(ctx: &Ctx, carriers: &Carriers, lost: &[InHand], sent: &mut Sent) -> Result<(), AppError> {
    if lost.is_empty() {
        return Ok(());
    }
    let ids = lost.iter().map(|in_hand| in_hand.id.0).collect();
    let streams = ctx.store.read(|tx| load_all(tx, ctx.footprint(), StreamKind::Message, &ids))?;
    let mut outcomes = Vec::new();
    for stream in streams.into_values() {
        let Some(message) = stream.record.as_ref().and_then(Record::message) else { continue };
        let was_let_go = matches!(message.stage, MessageStage::Queued | MessageStage::Withdrawn);
        let carriers = Some(carriers.of(message.drafted.route)).filter(|some| was_let_go && !some.is_empty());
        let attempt = match (carriers, message.stage) {
            (Some(carriers), stage) => {
                let attempt = doubtful(carriers, message.drafted.route, &reference_of(message));
                // What was taken back is not tried again, whatever became of it.
                let keeps = stage == MessageStage::Queued || matches!(attempt, Attempt::Taken { .. });
                keeps.then_some(attempt)
            }
            (None, MessageStage::Queued) => Some(Attempt::Failed(Failure::InDoubt)),
            (
                None,
                MessageStage::Drafted
                | MessageStage::Approved
                | MessageStage::Sent
                | MessageStage::Delivered
                | MessageStage::Failed
                | MessageStage::Withdrawn,
            ) => None,
        };
        outcomes.push((stream, attempt));
    }
    write_down(ctx, outcomes, sent)
}

/// Reads messages with what holds of whom they are about, with a few statements for all of them.
fn read_all(ctx: &Ctx, ids: &[MessageId]) -> Result<Vec<Ready>, AppError> {
    let footprint = ctx.footprint();
    Ok(ctx.store.read(|tx| {
        let ids: BTreeSet<Uuid> = ids.iter().map(|id| id.0).collect();
        let streams = load_all(tx, footprint, StreamKind::Message, &ids)?;
        let messages = || streams.values().filter_map(|stream| stream.record.as_ref()?.message());
        let about: BTreeSet<Uuid> = messages().map(|message| message.drafted.referral.0).collect();
        let referrals = load_all(tx, footprint, StreamKind::Referral, &about)?;
        let referral_of = |id: Uuid| -> Option<&Referral> { referrals.get(&id)?.record.as_ref()?.referral() };
        let people = about.iter().filter_map(|id| referral_of(*id)).map(|referral| referral.person).collect();
        let people = same_person::all_as_held(tx, footprint, &people)?;
        let mut ready = Vec::new();
        for stream in streams.values() {
            let Some(message) = stream.record.as_ref().and_then(Record::message) else { continue };
            let referral = referral_of(message.drafted.referral.0);
            let person = referral.and_then(|referral| people.get(&referral.person));
            let referrer = referral.and_then(|referral| referral.story()?.referrer.as_ref());
            let her = person.and_then(|(own, _)| own.identity.as_ref());
            let holds = match (referral, person) {
                (Some(referral), Some((own, others))) => standing(Some(own), others, referral).at(ctx.world.now()),
                (Some(referral), None) => standing(None, &[], referral).at(ctx.world.now()),
                (None, _) => Standing::default(),
            };
            let for_her = person.filter(|_| message.drafted.recipient == Recipient::Woman);
            let verified = for_her.filter(|(own, _)| number_status(own) == NumberStatus::Verified);
            ready.push(Ready {
                nhs_number: verified.and_then(|(own, _)| own.identity.as_ref()?.nhs_number.clone()),
                to: reached_at(message.drafted.recipient, message.drafted.route, her, referrer),
                standing: holds,
                message: message.clone(),
                stream: stream.clone(),
            });
        }
        Ok(ready)
    })?)
}

/// Writes down what came of each, all at once, so that the writer puts them into one transaction.
fn write_down(ctx: &Ctx, outcomes: Vec<(Stream, Option<Attempt>)>, sent: &mut Sent) -> Result<(), AppError> {
    let mut changes = Vec::new();
    let mut noted = Vec::new();
    for (stream, attempt) in outcomes {
        let id = MessageId(stream.id.id);
        changes.push(outcome(ctx, stream, attempt.clone())?);
        noted.push((id, attempt));
    }
    for ((id, attempt), answer) in noted.into_iter().zip(ctx.store.commit_all(changes)?) {
        let Some(attempt) = attempt else {
            answer?;
            continue;
        };
        match &attempt {
            Attempt::Taken { .. } => sent.taken += 1,
            Attempt::NotNow(_) => sent.delayed += 1,
            Attempt::Failed(_) => sent.failed += 1,
        }
        match answer {
            Ok(Committed { .. }) => {}
            // Somebody did something with it meanwhile: what came of it is written after that.
            Err(StoreError::Stale) => {
                let stream = ctx.store.ask(|tx| load(tx, ctx.footprint(), id))?;
                ctx.store.commit(outcome(ctx, stream, Some(attempt))?)?;
            }
            Err(error) => return Err(error.into()),
        }
    }
    Ok(())
}

/// The change that takes a message out of hand, with what came of it where that still means something.
fn outcome(ctx: &Ctx, mut stream: Stream, attempt: Option<Attempt>) -> Result<Change, AppError> {
    let mut change = empty(ctx);
    change.row(RowChange::out_of_hand(ctx.footprint(), MessageId(stream.id.id)));
    let state = stream.record.as_ref().and_then(Record::message).cloned();
    if let (Some(state), Some(attempt)) = (state, attempt) {
        let command = MessageCommand::Attempted { attempt, at: ctx.world.now() };
        match message::decide(Some(&state), command, &ctx.actor, &Standing::default()) {
            Ok(events) => {
                for event in events {
                    ctx.append(&mut change, &mut stream, &Event::Message(event))?;
                }
            }
            // It was taken back, and did not leave.
            Err(Disallowed::MessageStep(_)) => {}
            Err(other) => return Err(other.into()),
        }
    }
    Ok(change)
}

/// What became of something that a carrier told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Heard {
    /// It is written down, or was known.
    Noted,
    /// Its message is in hand still: to be told again.
    TooEarly,
    /// Nothing here has that receipt.
    Unknown,
}

/// Hears what a carrier says of a message later. The same again changes nothing.
///
/// # Errors
/// When the actor may not, or the database cannot be read or written.
pub fn hear(ctx: &Ctx, receipt: &str, reference: Option<&str>, told: Told) -> Result<Heard, AppError> {
    check(ctx, Action::DoWhatIsDue)?;
    let by_reference = reference.and_then(|reference| reference.get(..36)?.parse().ok()).map(MessageId);
    let known = ctx.store.read(|tx| message_of_receipt(tx, ctx.footprint(), receipt))?;
    let Some(id) = known.or(by_reference) else { return Ok(Heard::Unknown) };
    // Somebody may do something with it at the same time: then it is read once more.
    match hear_of(ctx, id, reference, told) {
        Err(AppError::Stale) => hear_of(ctx, id, reference, told),
        heard => heard,
    }
}

fn hear_of(ctx: &Ctx, id: MessageId, reference: Option<&str>, told: Told) -> Result<Heard, AppError> {
    let mut stream = ctx.store.ask(|tx| load(tx, ctx.footprint(), id))?;
    let Some(state) = stream.record.as_ref().and_then(Record::message).cloned() else { return Ok(Heard::Unknown) };
    // An earlier letting go of it failed, and it goes by another way by now: that is another matter.
    if reference.is_some_and(|reference| reference != reference_of(&state)) {
        return Ok(Heard::Noted);
    }
    if state.stage == MessageStage::Queued {
        return Ok(Heard::TooEarly);
    }
    let events = message::decide(Some(&state), MessageCommand::Told(told), &ctx.actor, &Standing::default())?;
    if events.is_empty() {
        return Ok(Heard::Noted);
    }
    let mut change = empty(ctx);
    for event in events {
        ctx.append(&mut change, &mut stream, &Event::Message(event))?;
    }
    ctx.store.commit(change)?;
    Ok(Heard::Noted)
}
