//! The response clock, computed again when holidays changed: by the rule of its day, and the holidays that hold now (H12).

use jiff::Timestamp;

use super::{ClockRecomputed, Deciding, Priority, Referral, ReferralEvent};
use crate::{
    calendar::{Holidays, Working, local_date},
    disallowed::Disallowed,
    footprint::{Footprint, Purpose},
};

/// What follows for one referral. It may move a date, either way; it never lowers an urgency, and never gives an emergency
/// more time (INV-04, INV-07).
///
/// # Errors
/// [`Disallowed::ClockStands`] where nothing is to be moved, or the referral is not open.
pub(super) fn decide(
    referral: &Referral,
    applied: &[Footprint],
    deciding: &Deciding<'_>,
) -> Result<ReferralEvent, Disallowed> {
    if referral.held().is_none() {
        return Err(Disallowed::AlreadyDecided(referral.outcome().code()));
    }
    // An attended assessment stops the clock (PR-12).
    let from = referral.respond_by.filter(|_| referral.assessed_at.is_none()).ok_or(Disallowed::ClockStands)?;
    let now = &deciding.footprint.holidays;
    let (rule, before) = rule_of(referral, from, applied, now).ok_or(Disallowed::ClockStands)?;
    let to = ends_at(referral, rule, now).ok_or(Disallowed::ClockStands)?;
    let to = if referral.priority == Some(Priority::Emergency) { to.min(from) } else { to };
    if to == from {
        return Err(Disallowed::ClockStands);
    }
    Ok(ReferralEvent::ClockRecomputed(ClockRecomputed {
        at: deciding.now,
        from,
        to,
        why: changed_days(referral, before, now, from.max(to)),
        rules: deciding.rules.to_owned(),
    }))
}

/// The version by whose clocks and hours, and the version by whose holidays, the end that stands was computed. A version
/// that was applied later may judge the same day by another limit; a referral keeps the one by which it was judged.
///
/// None where none of them gave it: then it is the strictest clock, or one from elsewhere, and it stands.
fn rule_of<'a>(
    referral: &Referral,
    stands: Timestamp,
    applied: &'a [Footprint],
    now: &'a Holidays,
) -> Option<(&'a Footprint, &'a Holidays)> {
    let mut each = std::iter::once(now).chain(applied.iter().map(|version| &version.holidays));
    each.find_map(|holidays| {
        let gave = |rule: &&Footprint| ends_at(referral, rule, holidays) == Some(stands);
        applied.iter().find(gave).map(|rule| (rule, holidays))
    })
}

/// The earliest end of what its clock is counted from; none where one is not known.
fn ends_at(referral: &Referral, rule: &Footprint, holidays: &Holidays) -> Option<Timestamp> {
    let ends = referral.triage.counted_from.iter().map(|counted| {
        let ends_at = rule.ends_at_with(holidays, Purpose::Response, counted.priority, counted.since).ok()?;
        let mut paused = referral.triage.pauses.iter().filter(|(from, _)| *from >= counted.since).peekable();
        if paused.peek().is_none() {
            return Some(ends_at);
        }
        let clock = rule.clock(Purpose::Response, counted.priority, local_date(counted.since)?)?;
        let working = Working { holidays, ..rule.working() };
        paused.try_fold(ends_at, |ends_at, pause| clock.limit.later_by(ends_at, *pause, working).ok())
    });
    ends.collect::<Option<Vec<_>>>()?.into_iter().min()
}

/// The days that are kept otherwise than before and lie in the way of this clock.
fn changed_days(referral: &Referral, before: &Holidays, now: &Holidays, until: Timestamp) -> String {
    let (first, last) = (local_date(referral.received_at), local_date(until));
    let days = now.differing(before);
    let on_the_way =
        days.into_iter().filter(|on| first.is_none_or(|first| first <= *on) && last.is_none_or(|last| *on <= last));
    let said: Vec<String> = on_the_way
        .map(|on| {
            let day = on.strftime("%-d %B %Y");
            let kept = if now.is_holiday(on) == Ok(true) { "is a holiday" } else { "is no holiday" };
            let named = [now, before].into_iter().find_map(|of| of.local().iter().find(|day| day.on == on));
            named.map_or_else(|| format!("{day} {kept}"), |named| format!("{day} {kept} ({})", named.name))
        })
        .collect();
    said.join("; ")
}
