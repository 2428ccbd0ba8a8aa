//! What the service does by itself: what is due now, and when next?
//!
//! The rows beside the referrals say which to look at; the rules say what to do. Several programs over one database may ask
//! at once. The lease keeps them from doing the same work; that a thing is done once follows from its command, which is the
//! same whoever gives it, and from the version of the referral that it was decided on.

use std::{
    collections::BTreeMap,
    panic::{AssertUnwindSafe, catch_unwind},
};

use jiff::{SignedDuration, Timestamp};
use porch_domain::{
    event::Event,
    ids::{CommandId, due_command_id, hex},
    referral::{self, ReferralCommand},
};
use porch_store::{
    Change, CommentLine, Committed, Due, DueNow, Record, RiskLine, RowChange, StoreError, Stream, Under, load,
};

use crate::{
    Ctx, World,
    access::{Action, check},
    appointment, came_back,
    error::AppError,
};

/// More comments than are ever late at once.
const MOST_COMMENTS: i64 = 500;

/// After this long somebody asks again, whatever was answered: another program may have written something.
pub const LONGEST_REST: SignedDuration = SignedDuration::from_secs(30);

/// How long a lease lasts: so much later than its holder ended somebody else goes on, or twice as much where the two clocks
/// differ.
pub const LEASE: SignedDuration = SignedDuration::from_secs(10);

/// A referral that cannot be handled is tried again after a minute, two, four, and so on up to this.
const LONGEST_PUT_OFF: SignedDuration = SignedDuration::from_hours(1);

/// The name under which one program holds the lease.
#[derive(Debug, Clone)]
pub struct Holder(String);

impl Holder {
    /// A name that no other program has.
    pub fn new(world: &dyn World) -> Self {
        Self(hex(&world.random()))
    }

    /// Takes the lease, or says until when somebody else has it.
    fn take(&self, ctx: &Ctx, lease: Option<&(String, Timestamp)>) -> Result<Option<Timestamp>, AppError> {
        let (until, longest) = (ctx.now + LEASE, ctx.now + LEASE + LEASE);
        if let Some((holder, ends_at)) = lease.filter(|(_, ends_at)| (ctx.now..=longest).contains(ends_at)) {
            if *holder != self.0 {
                return Ok(Some(*ends_at));
            }
            if *ends_at > ctx.now + LEASE / 2 {
                return Ok(None);
            }
        }
        let mut change = self.change(ctx);
        change.row(RowChange::lease_of_what_is_due(ctx.footprint(), &self.0, ctx.now, until, longest));
        match ctx.store.commit(change) {
            Ok(_) => Ok(None),
            Err(StoreError::Stale) => Ok(Some(until)),
            Err(error) => Err(error.into()),
        }
    }

    /// Gives the lease back, so that another program goes on at once.
    ///
    /// # Errors
    /// When the database cannot be written; then the lease runs out.
    pub fn leave(&self, ctx: &Ctx) -> Result<(), AppError> {
        let mut change = self.change(ctx);
        change.row(RowChange::free_lease_of_what_is_due(ctx.footprint(), &self.0));
        ctx.store.commit(change)?;
        Ok(())
    }

    fn change(&self, ctx: &Ctx) -> Change {
        Change::new(ctx.footprint(), ctx.now, &ctx.actor, CommandId(ctx.world.id()))
    }
}

/// What came of asking once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ticked {
    /// Referrals looked at.
    pub looked: usize,
    /// What was done.
    pub done: usize,
    /// Referrals that could not be handled, and are put off.
    pub put_off: usize,
    /// How long the first of what was due had been due.
    pub late: SignedDuration,
    /// Risk answers that nobody had by name when it was asked, and since when the first of them climbs.
    pub untaken_risks: (i64, Option<Timestamp>),
    /// Comments of how it was that nobody has read in their working day when it was asked.
    pub late_comments: i64,
    /// When to ask again: at once where more is due.
    pub next: Timestamp,
}

/// What follows from looking at one referral.
enum Seen {
    /// A change about the referral.
    Write(Box<Change>),
    /// Nothing to do at this moment.
    Look(RowChange),
    /// It cannot be handled.
    Failed(String),
}

/// Looks at what is due, at most so many referrals, and does it.
///
/// # Errors
/// When the actor may not, or the database cannot be read or written. What was not done stays due.
pub fn tick(ctx: &Ctx, holder: &Holder, limit: usize) -> Result<Ticked, AppError> {
    check(ctx, Action::DoWhatIsDue)?;
    let (footprint, rules) = (ctx.footprint(), ctx.rules.key());
    let under = Under { footprint: &ctx.rules.footprint, rules: &rules };
    let rest = |next: Option<Timestamp>| next.map_or(ctx.now + LONGEST_REST, |next| next.min(ctx.now + LONGEST_REST));
    let (found, untaken_risks, [_, late_comments, _]) = ctx.store.read(|tx| {
        let found = DueNow::read(tx, footprint, &rules, ctx.now, limit)?;
        Ok((found, RiskLine::climbing(tx, footprint)?, CommentLine::count(tx, footprint, ctx.now, MOST_COMMENTS)?))
    })?;
    let since = found.due.first().and_then(|due| due.since).unwrap_or(ctx.now);
    let mut ticked = Ticked {
        looked: 0,
        done: 0,
        put_off: 0,
        late: ctx.now.duration_since(since),
        untaken_risks,
        late_comments,
        next: rest(found.next),
    };
    if found.due.is_empty() {
        return Ok(ticked);
    }
    if let Some(until) = holder.take(ctx, found.lease.as_ref())? {
        ticked.next = rest(Some(until));
        return Ok(ticked);
    }
    let (done, failed) = do_all(ctx, &under, &found.due)?;
    ticked.looked = found.due.len();
    ticked.done = done;
    ticked.put_off = failed.len();
    put_off(ctx, &under, &found.due, &failed)?;
    // What was done may be followed by more, and what somebody changed meanwhile is read again.
    let left = ctx.store.read(|tx| DueNow::read(tx, footprint, &rules, ctx.now, 1))?;
    ticked.next = if left.due.is_empty() { rest(left.next) } else { ctx.now };
    Ok(ticked)
}

/// Does what is due, and gives how much was done, and why what was not.
fn do_all(ctx: &Ctx, under: &Under<'_>, all: &[Due]) -> Result<(usize, BTreeMap<usize, String>), AppError> {
    let streams = ctx.store.read(|tx| {
        let each = all.iter().map(|due| one_or_all(load(tx, ctx.footprint(), due.referral)));
        each.collect::<Result<Vec<_>, _>>()
    })?;
    let mut failed = BTreeMap::new();
    let mut rows = Change::new(ctx.footprint(), ctx.now, &ctx.actor, CommandId(ctx.world.id()));
    let mut changes = Vec::new();
    for ((nth, due), stream) in all.iter().enumerate().zip(streams) {
        // A rule with a fault must not keep every other referral waiting.
        let seen = stream.and_then(|stream| {
            catch_unwind(AssertUnwindSafe(|| look_at(ctx, under, due, stream)))
                .unwrap_or_else(|_| Ok(Seen::Failed("looking at it ended in a panic".to_owned())))
        });
        match seen {
            Ok(Seen::Write(change)) => changes.push((nth, *change)),
            Ok(Seen::Look(row)) => rows.row(row),
            Ok(Seen::Failed(why)) => drop(failed.insert(nth, why)),
            Err(error) => drop(failed.insert(nth, error.to_string())),
        }
    }
    if !rows.is_empty() {
        ctx.store.commit(rows)?;
    }
    // All at once, so that the writer puts them into one transaction.
    let (places, changes): (Vec<usize>, Vec<Change>) = changes.into_iter().unzip();
    let mut done = 0;
    for (nth, answer) in places.into_iter().zip(ctx.store.commit_all(changes)?) {
        match one_or_all(answer)? {
            Ok(Committed { repeated: None, .. }) => done += 1,
            // Somebody else did it, or did something else; what is left of it is looked at again.
            Ok(Committed { repeated: Some(_), .. }) | Err(StoreError::Stale | StoreError::InDoubt(_)) => {}
            Err(error) => drop(failed.insert(nth, error.to_string())),
        }
    }
    Ok((done, failed))
}

/// What one referral alone is to blame for, apart from what keeps everybody waiting.
fn one_or_all<T>(answer: Result<T, StoreError>) -> Result<Result<T, StoreError>, StoreError> {
    match answer {
        Err(
            error @ (StoreError::Unavailable(_)
            | StoreError::TryAgain(_)
            | StoreError::CannotWrite(_)
            | StoreError::Damaged(_)
            | StoreError::Closed),
        ) => Err(error),
        answer @ (Ok(_)
        | Err(
            StoreError::Stale
            | StoreError::Taken(_)
            | StoreError::InDoubt(_)
            | StoreError::Impossible { .. }
            | StoreError::Unreadable(_)
            | StoreError::History(_)
            | StoreError::Promise(_)
            | StoreError::Unwritable(_)
            | StoreError::Engine(_),
        )) => Ok(answer),
    }
}

/// Asks the rules what to do about one referral.
fn look_at(ctx: &Ctx, under: &Under<'_>, due: &Due, mut stream: Stream) -> Result<Seen, StoreError> {
    let (footprint, version) = (ctx.footprint(), stream.head.version);
    let Some(state) = stream.record.as_ref().and_then(Record::referral) else {
        return Ok(Seen::Look(RowChange::look_no_longer(footprint, due)));
    };
    let deciding = ctx.deciding();
    let Some(command) = referral::due_now(state, &deciding) else {
        return Ok(match referral::system_due(state, under.footprint) {
            Some(at) if at <= ctx.now => Seen::Failed("something is due, and no rule says what".to_owned()),
            None if state.held().is_none() => Seen::Look(RowChange::look_no_longer(footprint, due)),
            at => Seen::Look(RowChange::look_again(footprint, due, version, under, at, 0)),
        });
    };
    let command = match command {
        ReferralCommand::LookBack { .. } => {
            let earlier = ctx.store.read(|tx| came_back::earlier_noes(tx, footprint, state))?;
            ReferralCommand::LookBack { earlier }
        }
        other => other,
    };
    let reminded = match &command {
        ReferralCommand::Remind { number } => Some(*number),
        _ => None,
    };
    let events = match referral::decide(due.referral, Some(state), command, &deciding) {
        Ok(events) => events,
        Err(disallowed) => return Ok(Seen::Failed(disallowed.to_string())),
    };
    let command = due_command_id(footprint, due.referral, version);
    let mut change = Change::new(footprint, ctx.now, &ctx.actor, command);
    for event in events {
        ctx.append(&mut change, &mut stream, &Event::Referral(event))?;
    }
    if let (Some(number), Some(referral)) = (reminded, stream.record.as_ref().and_then(Record::referral)) {
        match appointment::remind(ctx, &mut change, referral, number) {
            Ok(()) => {}
            Err(AppError::Store(error)) => return Err(error),
            Err(other) => return Ok(Seen::Failed(other.to_string())),
        }
    }
    change.first_outcome(due.referral.to_string());
    Ok(Seen::Write(Box::new(change)))
}

/// Says aloud what could not be handled, and when it is tried again.
fn put_off(ctx: &Ctx, under: &Under<'_>, all: &[Due], failed: &BTreeMap<usize, String>) -> Result<(), AppError> {
    if failed.is_empty() {
        return Ok(());
    }
    let mut change = Change::new(ctx.footprint(), ctx.now, &ctx.actor, CommandId(ctx.world.id()));
    for (due, why) in failed.iter().filter_map(|(nth, why)| Some((all.get(*nth)?, why))) {
        let minutes = 1i64 << due.tries.clamp(0, 10);
        let again_at = ctx.now + SignedDuration::from_mins(minutes).min(LONGEST_PUT_OFF);
        tracing::error!(
            referral = %due.referral,
            why,
            tries = due.tries + 1,
            %again_at,
            "what the service must do about a referral could not be done; a person must look at it"
        );
        change.row(RowChange::look_again(ctx.footprint(), due, 0, under, Some(again_at), due.tries + 1));
    }
    ctx.store.commit(change)?;
    Ok(())
}
