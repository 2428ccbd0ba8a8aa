//! Opening a record in an emergency, by clinical staff who stand in no relation to it: with a reason, for a limited time, on
//! disk before a byte of it is shown, and looked at afterwards by an information officer who did not open it (H15).

use jiff::{SignedDuration, Timestamp};
use porch_domain::{
    disallowed::Disallowed,
    event::Event,
    ids::{CommandId, OpeningId, ReferralId},
    opening::{self, Finding, Opening, OpeningCommand, OpeningReason},
};
use porch_store::{Change, Look, OpeningLine, OwnedBy, Record, ReferralLine, RowChange, StoreError, Stream, Tx, load};

use crate::{
    Ctx,
    access::{Action, check, may_at_all, may_with},
    account::Names,
    command,
    error::AppError,
    look,
    person::new_stream,
    restriction::{self, Closes},
};

/// The most openings that one list shows, and the most that are counted.
const MOST: i64 = 200;

/// For how many days back openings are listed at which somebody looked.
pub const DAYS_LISTED: i64 = 90;

/// What the log of looks says that was done.
const WHAT: &str = "record opened in an emergency";

/// What it says where somebody closed one before its end.
const ENDED: &str = "record closed again before its end";

/// What is said of a record to somebody who may open it in an emergency: nothing of whom it is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClosedRecord {
    /// The short reference, where it came in here.
    pub reference: Option<String>,
    /// Whether whoever asks may see it as it is, so that nothing is to be opened.
    pub open_to_them: bool,
    /// Whether what identified her was erased, so that there is nothing to open.
    pub erased: bool,
    /// Whether it is closed because it is restricted.
    pub restricted: bool,
}

/// What is said of a closed record. It shows nobody, so no look is noted. Nobody opens their own.
///
/// # Errors
/// When the actor may not or the record is their own, or the database cannot be read.
pub fn closed(ctx: &Ctx, id: ReferralId) -> Result<Option<ClosedRecord>, AppError> {
    check(ctx, Action::OpenInEmergency)?;
    let (closed, closes) =
        ctx.store.read(|tx| Ok((read_closed(tx, ctx, id)?, restriction::closes_in(tx, ctx, id)?)))?;
    if closes == Some(Closes::Own) {
        look::denied(ctx, Action::OpenInEmergency, &[id.to_string()])?;
        return Err(AppError::OthersReferral(Action::OpenInEmergency.described()));
    }
    let restricted = closes.is_some();
    Ok(closed.map(|closed| ClosedRecord { restricted, open_to_them: closed.open_to_them && !restricted, ..closed }))
}

fn read_closed(tx: &mut dyn Tx, ctx: &Ctx, id: ReferralId) -> Result<Option<ClosedRecord>, StoreError> {
    let Some(line) = ReferralLine::of(tx, ctx.footprint(), id)? else { return Ok(None) };
    let owned = OwnedBy::of(tx, ctx.footprint(), id)?;
    let open_to_them = owned.is_some_and(|owned| may_with(ctx, Action::SeeReferral, &owned.whose()));
    Ok(Some(ClosedRecord { reference: line.reference, open_to_them, erased: line.erased, restricted: false }))
}

/// Opens a record in an emergency. Whoever may see it anyway opens nothing; the same command again changes nothing (INV-08).
///
/// # Errors
/// When the actor may not, there is no such record or it was erased, or no reason is given; then nothing is open.
pub fn open(
    ctx: &Ctx,
    command_id: CommandId,
    referral: ReferralId,
    reason: OpeningReason,
    why: &str,
) -> Result<(), AppError> {
    let closed = closed(ctx, referral)?.ok_or(Disallowed::Unknown)?;
    if closed.open_to_them || ctx.store.first_outcome(ctx.footprint(), command_id)?.is_some() {
        return Ok(());
    }
    if closed.erased {
        return Err(Disallowed::Erased.into());
    }
    // To work on what is another organisation's is no emergency.
    if reason == OpeningReason::Work && !closed.restricted {
        return Err(Disallowed::OpeningReasonMissing.into());
    }
    let asked = OpeningCommand::Open { referral, reason, why: why.to_owned() };
    let events = opening::decide(None, asked, &ctx.actor, ctx.now, ctx.rules.footprint.openings())?;
    let mut change = Change::new(ctx.footprint(), ctx.now, &ctx.actor, command_id);
    let mut stream = new_stream(OpeningId(ctx.world.id()));
    for event in events {
        ctx.append(&mut change, &mut stream, &Event::Opening(event))?;
    }
    // The look is in the same change as the opening: neither is without the other.
    let subjects = [referral.to_string()];
    change.look(ctx.world.id(), &Look { what: WHAT, why: reason.label(), allowed: true, subjects: &subjects });
    change.first_outcome(referral.to_string());
    ctx.store.commit(change)?;
    Ok(())
}

/// What whoever asks holds open now, the first to close first. It names nobody, so no look is noted.
///
/// # Errors
/// When the actor may not, or the database cannot be read.
pub fn own(ctx: &Ctx) -> Result<Vec<OpeningLine>, AppError> {
    check(ctx, Action::OpenInEmergency)?;
    let account = ctx.actor.account().unwrap_or_default();
    Ok(ctx.store.read(|tx| OpeningLine::held(tx, ctx.footprint(), account, ctx.now))?)
}

/// An opening with its words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// What a list shows of it.
    pub line: OpeningLine,
    /// Why it was opened, in the words of whoever did; none once erased.
    pub why: Option<String>,
    /// Who closed it before its end, and when.
    pub ended: Option<(String, Timestamp)>,
    /// What somebody wrote who looked at it; none before that, and once erased.
    pub note: Option<String>,
    /// The version from which a review is drawn.
    pub version: i64,
}

impl Told {
    /// Whether somebody should have looked at it by now.
    pub fn is_late(&self, now: Timestamp) -> bool {
        self.line.reviewed.is_none() && self.line.review_by < now
    }
}

/// Openings as an information officer reads them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ToldOpenings {
    /// Those at which nobody has looked, the first to be looked at first.
    pub to_review: Vec<Told>,
    /// Those of the last weeks at which somebody did, the latest first.
    pub reviewed: Vec<Told>,
    /// The names that colleagues read.
    pub names: Names,
}

/// All that wait for somebody to look at them, and those of the last ninety days. One look names what they are about.
///
/// # Errors
/// When the actor may not, or the database cannot be read or written.
pub fn list(ctx: &Ctx) -> Result<ToldOpenings, AppError> {
    look::records(ctx, Action::ReviewOpenings, "openings in an emergency", "whether each was right", || {
        let footprint = ctx.footprint();
        let since = ctx.now - SignedDuration::from_hours(24 * DAYS_LISTED);
        let told = ctx.store.read(|tx| {
            let waiting = OpeningLine::to_review(tx, footprint, MOST)?;
            let to_review = with_words(tx, footprint, waiting)?;
            let seen = OpeningLine::reviewed(tx, footprint, since, MOST)?;
            let reviewed = with_words(tx, footprint, seen)?;
            Ok(ToldOpenings { to_review, reviewed, names: Names::read(tx, footprint)? })
        })?;
        let subjects = told.to_review.iter().chain(&told.reviewed).map(|one| one.line.referral.to_string()).collect();
        Ok((told, subjects))
    })
}

fn with_words(tx: &mut dyn Tx, footprint: &str, lines: Vec<OpeningLine>) -> Result<Vec<Told>, StoreError> {
    lines.into_iter().map(|line| told(tx, footprint, line)).collect()
}

fn told(tx: &mut dyn Tx, footprint: &str, line: OpeningLine) -> Result<Told, StoreError> {
    let stream = load(tx, footprint, line.id)?;
    let opening = opening_of(&stream);
    let why = opening.and_then(|opening| opening.opened.said.as_ref()).map(|said| said.text.clone());
    let note = opening.and_then(|opening| opening.reviewed.as_ref()?.said.as_ref()).map(|said| said.text.clone());
    let ended = opening.and_then(|opening| opening.ended.as_ref()).map(|ended| (ended.by.clone(), ended.at));
    Ok(Told { line, why, ended, note, version: stream.head.version })
}

/// How many openings nobody has looked at, and how many of them are late. It names nobody, so no look is noted.
///
/// # Errors
/// When the actor may not, or the database cannot be read.
pub fn counted(ctx: &Ctx) -> Result<(i64, i64), AppError> {
    check(ctx, Action::ReviewOpenings)?;
    Ok(ctx.store.read(|tx| OpeningLine::count(tx, ctx.footprint(), ctx.now, MOST))?)
}

/// Closes a record again before its end: whoever opened it theirs, and whoever looks at openings anybody's. It is closed from that
/// moment, on every page; that somebody did is noted with whom it is about.
///
/// # Errors
/// When the actor may not, there is no such opening, or it is over.
pub fn end(ctx: &Ctx, command_id: CommandId, id: OpeningId) -> Result<(), AppError> {
    if !may_at_all(&ctx.actor, Action::OpenInEmergency) {
        check(ctx, Action::ReviewOpenings)?;
    }
    command::carry_out_with(ctx, command_id, id, None, |stream, change| {
        let opening = opening_of(stream).ok_or(Disallowed::Unknown)?;
        let subjects = [opening.opened.referral.to_string()];
        let own = ctx.actor.account().is_some_and(|account| opening.is_of(account));
        if !own && !may_at_all(&ctx.actor, Action::ReviewOpenings) {
            look::denied(ctx, Action::ReviewOpenings, &subjects)?;
            return Err(AppError::NotAllowed(Action::ReviewOpenings.described()));
        }
        let rules = ctx.rules.footprint.openings();
        let events = opening::decide(Some(opening), OpeningCommand::End, &ctx.actor, ctx.now, rules)?;
        let why = if own { "by whoever opened it" } else { "by an information officer" };
        change.look(ctx.world.id(), &Look { what: ENDED, why, allowed: true, subjects: &subjects });
        Ok(events.into_iter().map(Event::Opening).collect())
    })
}

/// Says what was found of an opening, and closes it.
///
/// # Errors
/// When the actor may not or opened it, somebody was quicker, or nothing is said.
pub fn review(ctx: &Ctx, command_id: CommandId, id: OpeningId, finding: Finding, note: &str) -> Result<(), AppError> {
    check(ctx, Action::ReviewOpenings)?;
    command::carry_out(ctx, command_id, id, None, |stream| {
        let asked = OpeningCommand::Review { finding, note: note.to_owned() };
        let rules = ctx.rules.footprint.openings();
        let events = opening::decide(opening_of(stream), asked, &ctx.actor, ctx.now, rules)?;
        Ok(events.into_iter().map(Event::Opening).collect())
    })
}

/// Adds to a change the erasure of the words of every opening of referrals.
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
            for line in OpeningLine::of_referral(tx, footprint, *referral)? {
                streams.push(load(tx, footprint, line.id)?);
            }
        }
        Ok(streams)
    })?;
    for mut stream in streams {
        let Some(state) = opening_of(&stream).filter(|opening| !opening.erased) else { continue };
        let asked = OpeningCommand::ErasePersonalData { why: why.to_owned() };
        let events = opening::decide(Some(state), asked, &ctx.actor, ctx.now, ctx.rules.footprint.openings())?;
        for event in events {
            ctx.append(change, &mut stream, &Event::Opening(event))?;
        }
        change.row(RowChange::erase_personal(footprint, stream.id));
    }
    Ok(())
}

fn opening_of(stream: &Stream) -> Option<&Opening> {
    stream.record.as_ref().and_then(Record::opening)
}
