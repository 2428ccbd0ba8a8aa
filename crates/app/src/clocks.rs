//! Clocks of the local rules: what is to be told before they cannot be computed, and open ones when holidays change (H12).

use std::sync::Arc;

use jiff::Timestamp;
use porch_domain::{
    actor::Actor,
    calendar::{holiday_table, holidays_end},
    disallowed::Disallowed,
    footprint::{Footprint, Purpose},
    ids::{CommandId, ReferralId},
    referral::ReferralCommand,
};
use porch_store::open_clocks;

use crate::{Ctx, error::AppError, footprint, referral};

/// The note beside the records of the table of bank holidays by which open clocks were computed last.
const TABLE_NOTED: &str = "holiday_table";

/// How often a referral that somebody else changes at the same moment is looked at again.
const TRIES: u32 = 5;

/// What is to be told about the clocks of a footprint: that the table of holidays ends soon or has ended, and which clocks
/// cannot be computed from now on. Nothing, for most of the time.
pub fn warnings(footprint: &Footprint, now: Timestamp) -> Vec<String> {
    let end = holidays_end(now).map(|end| end.to_string());
    let unknown = footprint.unknown_ends(now).into_iter().map(|unknown| unknown.to_string());
    end.into_iter().chain(unknown).collect()
}

/// Computes the open clocks again by the holidays of the rules in force, each by the rule of its day, as the system: every
/// one that moves is an entry in its referral's timeline. Gives how many moved.
///
/// The holidays are those of the footprint and of the table that is compiled in. Where the program of before had another
/// table, which it left a note of, that counts as a changed footprint does.
///
/// What is done may be done again, also by several servers at once: a clock that stands right is left alone. Nothing is read
/// where no two versions differ in their holidays.
///
/// # Errors
/// When the database cannot be read or written. What was computed before stays.
pub fn recompute(ctx: &Ctx) -> Result<usize, AppError> {
    let ctx = Ctx { actor: Actor::System, ..ctx.clone() };
    let (table, noted) = (holiday_table(), ctx.store.meta(TABLE_NOTED)?);
    let moved = recompute_since(&ctx, noted.as_deref().filter(|noted| *noted != table))?;
    // Only once everything moved: whoever is stopped meanwhile begins again.
    if noted.as_ref() != Some(&table) {
        ctx.store.set_meta(TABLE_NOTED, &table)?;
    }
    Ok(moved)
}

/// The same, where the program of before had another table of bank holidays.
fn recompute_since(ctx: &Ctx, table_before: Option<&str>) -> Result<usize, AppError> {
    let mut applied = footprint::versions(&ctx.store, ctx.footprint())?;
    let before = table_before.map(|table| {
        let over = |version: &Footprint| {
            let mut version = version.clone();
            version.holidays = version.holidays.over_table(table);
            version
        };
        applied.iter().map(over).collect::<Vec<_>>()
    });
    applied.extend(before.into_iter().flatten());
    let applied: Arc<[Footprint]> = applied.into();
    let now = &ctx.rules.footprint.holidays;
    let differ = applied.iter().any(|version| !version.holidays.differing(now).is_empty());
    let working = |version: &Footprint| {
        version.clocks().iter().any(|clock| clock.purpose == Purpose::Response && clock.limit.is_working())
    };
    if !differ || !applied.iter().any(working) {
        return Ok(0);
    }
    let open = ctx.store.read(|tx| open_clocks(tx, ctx.footprint()))?;
    let mut moved = 0;
    for id in open {
        moved += usize::from(moves(ctx, id, &applied)?);
    }
    Ok(moved)
}

/// Whether the clock of a referral moved.
fn moves(ctx: &Ctx, id: ReferralId, applied: &Arc<[Footprint]>) -> Result<bool, AppError> {
    let mut tries = 0;
    loop {
        let command = ReferralCommand::RecomputeClock { applied: Arc::clone(applied) };
        match referral::carry_out(ctx, CommandId(ctx.world.id()), id, None, command) {
            Ok(()) => return Ok(true),
            // It stands right, or was decided since the list was read.
            Err(AppError::Disallowed(Disallowed::ClockStands | Disallowed::AlreadyDecided(_))) => return Ok(false),
            Err(AppError::Stale) if tries < TRIES => tries += 1,
            Err(other) => return Err(other),
        }
    }
}
