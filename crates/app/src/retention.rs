//! Records of care whose time is over: which they are, and erasing them, by an information officer, one after another, with a
//! reason. No program erases by itself.

use std::collections::BTreeSet;

use jiff::{ToSpan, civil::Date};
use porch_domain::{
    calendar::local_date,
    disallowed::Disallowed,
    ids::{CommandId, PersonId},
    referral::Outcome,
};
use porch_store::{ReferralLine, StoreError, Tx, people_last_used_before, records_of_person};

use crate::{
    Ctx,
    access::{Action, check},
    error::AppError,
    look, person,
};

/// The most people that the list shows at once.
pub const MOST: usize = 100;

/// Whose records are past their time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PastTime {
    /// The person; an erasure takes all records that are linked as hers.
    pub person: PersonId,
    /// How her referrals are called: the reference here, or that of the system from which they came.
    pub references: Vec<String>,
    /// When something was last recorded of her care, as her referrals say.
    pub last_used_on: Date,
    /// The last end of a pregnancy that her referrals tell of.
    pub birth_on: Option<Date>,
    /// Since when she may be erased.
    pub over_on: Date,
}

impl PastTime {
    /// Whether what was typed is how one of her referrals is called.
    fn is_called(&self, typed: &str) -> bool {
        let typed = typed.trim();
        self.references.iter().any(|reference| reference.eq_ignore_ascii_case(typed))
    }
}

/// Whose records are past their time, the longest unused first, and whether there are more. One look names all that are shown.
///
/// # Errors
/// When the actor may not, or the database cannot be read or written.
pub fn list(ctx: &Ctx) -> Result<(Vec<PastTime>, bool), AppError> {
    let why = "which are to be erased";
    look::records(ctx, Action::ErasePersonalData, "records whose time is over", why, || {
        let mut found = Vec::new();
        let mut seen = BTreeSet::new();
        let more = ctx.store.read(|tx| {
            let rules = ctx.rules.footprint.retention();
            // A day more than the rule: what is over is said by days here, not by instants.
            let day = ctx.today().saturating_add(1.day());
            let last = day.saturating_sub(i64::from(rules.years_after_care).years());
            let birth = day.saturating_sub(i64::from(rules.years_after_birth).years());
            let mut people = people_last_used_before(tx, ctx.footprint(), last, birth, MOST + 1)?;
            let more = people.len() > MOST;
            people.truncate(MOST);
            for id in people {
                // Two records of one woman are one line.
                if seen.contains(&id) {
                    continue;
                }
                if let Some(past) = past_time(tx, ctx, id)? {
                    seen.extend(records_of_person(tx, ctx.footprint(), id)?);
                    found.push(past);
                }
            }
            Ok(more)
        })?;
        let (found, subjects): (Vec<_>, Vec<_>) = found.into_iter().unzip();
        let subjects = subjects.into_iter().flatten().collect();
        Ok(((found, more), subjects))
    })
}

/// One of them; none where there is no such person, or her time is not over.
///
/// # Errors
/// As [`list`].
pub fn one(ctx: &Ctx, id: PersonId) -> Result<Option<PastTime>, AppError> {
    look::records(ctx, Action::ErasePersonalData, "a record whose time is over", "whether it is to be erased", || {
        let found = ctx.store.read(|tx| past_time(tx, ctx, id))?;
        let (past, subjects) = found.unzip();
        Ok((past, subjects.unwrap_or_default()))
    })
}

/// Erases what identifies a person whose time is over, once a reference of hers was typed again. The look stands before it.
///
/// # Errors
/// When the actor may not, her time is not over, what was typed is no reference of hers, or no reason is given; nothing
/// was erased.
pub fn erase(ctx: &Ctx, command: CommandId, id: PersonId, typed: &str, why: &str) -> Result<(), AppError> {
    check(ctx, Action::ErasePersonalData)?;
    if ctx.store.first_outcome(ctx.footprint(), command)?.is_some() {
        return Ok(());
    }
    let found = ctx.store.read(|tx| past_time(tx, ctx, id))?;
    let (past, subjects) = found.ok_or(Disallowed::Unknown)?;
    if !past.is_called(typed) {
        return Err(Disallowed::ReferenceDiffers.into());
    }
    if why.trim().is_empty() {
        return Err(Disallowed::ReasonMissing.into());
    }
    look::note(
        ctx,
        &porch_store::Look { what: "record erased", why: "its time is over", allowed: true, subjects: &subjects },
    )?;
    person::erase(ctx, command, id, why)
}

/// What is past its time of a person, in whichever of her records, with the ids of her referrals.
fn past_time(tx: &mut dyn Tx, ctx: &Ctx, person: PersonId) -> Result<Option<(PastTime, Vec<String>)>, StoreError> {
    let (mut references, mut subjects) = (Vec::new(), Vec::new());
    let (mut last, mut birth_on) = (None, None);
    for id in ReferralLine::ids_of_person(tx, ctx.footprint(), person)? {
        let Some(line) = ReferralLine::of(tx, ctx.footprint(), id)?.filter(|line| !line.erased) else { continue };
        if is_open(&line) {
            return Ok(None);
        }
        let at = [line.discharged_at, line.decided_at].into_iter().flatten().chain([line.received_at]).max();
        last = last.max(at);
        birth_on = birth_on.max(line.due_or_end_on);
        references.extend(line.reference.or(line.sender_referral_id));
        subjects.push(id.to_string());
    }
    let Some(last_used_on) = last.and_then(local_date) else { return Ok(None) };
    let over_on = ctx.rules.footprint.retention().over_on(last_used_on, birth_on);
    if over_on > ctx.today() {
        return Ok(None);
    }
    Ok(Some((PastTime { person, references, last_used_on, birth_on, over_on }, subjects)))
}

/// Whether somebody still works on it, or would, as far as is told.
fn is_open(line: &ReferralLine) -> bool {
    match line.outcome {
        Outcome::Pending => true,
        Outcome::Accepted => line.discharged_at.is_none(),
        Outcome::Rejected | Outcome::Signposted | Outcome::Withdrawn => false,
    }
}
