//! Care: the caseload, a page at a time, and the figures of what became of it.

use jiff::{SignedDuration, Timestamp};
use porch_domain::{
    footprint::TeamCode,
    ids::ReferralId,
    measure::{Period, continuity::Continuity},
    referral::Priority,
};
use porch_store::{CaseloadLine, CaseloadPart, LateLine, LeftCount, answered_between, left_between, seen_between};

use crate::{
    Ctx,
    access::{Action, check, may_with, near_lines},
    account::Names,
    error::AppError,
    handover::read_on,
    look,
};

/// How many referrals a page of the caseload shows.
pub const A_PAGE: usize = 50;

/// How many clocks that were stopped too late a report names.
const LATE_NAMED: i64 = 200;

/// How long before its end a clock is nearly out.
pub const NEARLY_OUT: SignedDuration = SignedDuration::from_hours(3 * 24);

/// A part of the caseload.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Filter {
    /// All of it.
    #[default]
    All,
    /// Of which I am the lead professional.
    Mine,
    /// Of a team.
    Team(TeamCode),
    /// Whose response clock has run out, or nearly (D21).
    Clock,
}

/// A place in the list: after it a page begins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    at: Timestamp,
    referral: ReferralId,
}

impl std::fmt::Display for Place {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}.{}", self.at.as_millisecond(), self.referral)
    }
}

impl std::str::FromStr for Place {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let (millis, id) = text.split_once('.').ok_or(())?;
        let millis = millis.parse().map_err(|_| ())?;
        let at = Timestamp::from_millisecond(millis).map_err(|_| ())?;
        Ok(Self { at, referral: id.parse().map_err(|_| ())? })
    }
}

/// A page of the caseload as it stood at an instant.
#[derive(Debug, Clone)]
pub struct Caseload {
    /// The referrals of the page, the first due first.
    pub lines: Vec<CaseloadLine>,
    /// The names that colleagues read.
    pub names: Names,
    /// Where the next page begins, where there is one.
    pub next: Option<Place>,
    /// When it was true.
    pub as_at: Timestamp,
}

/// A page of a part of the caseload. One look names every referral that it shows, and is on disk before any is shown.
///
/// # Errors
/// When the actor may not, or the database cannot be read or written.
pub fn caseload(ctx: &Ctx, filter: &Filter, after: Option<&Place>) -> Result<Caseload, AppError> {
    let part = match filter {
        Filter::All => CaseloadPart::All,
        Filter::Mine => CaseloadPart::Lead(ctx.actor.account().unwrap_or_default().to_owned()),
        Filter::Team(team) => CaseloadPart::Team(team.clone()),
        Filter::Clock => CaseloadPart::ClockEnds { before: ctx.now + NEARLY_OUT },
    };
    look::records(ctx, Action::SeeReferral, "caseload", "care", || {
        let id = after.map(|place| place.referral.to_string()).unwrap_or_default();
        let at = after.map_or(Timestamp::UNIX_EPOCH, |place| place.at);
        let limit = i64::try_from(A_PAGE + 1).unwrap_or(i64::MAX);
        let (mut lines, names) = ctx.store.read(|tx| {
            let place = |line: &CaseloadLine| (line.place(&part), line.referral.to_string());
            let seen = |line: &CaseloadLine| may_with(ctx, Action::SeeReferral, &line.whose());
            let lines = read_on((at, id.clone()), limit, place, seen, |(at, id)| {
                CaseloadLine::after(tx, ctx.footprint(), &part, (at, &id), limit)
            })?;
            Ok((lines, Names::read(tx, ctx.footprint())?))
        })?;
        let more = lines.len() > A_PAGE;
        lines.truncate(A_PAGE);
        let place = |line: &CaseloadLine| Place { at: line.place(&part), referral: line.referral };
        let next = lines.last().filter(|_| more).map(place);
        let subjects = lines.iter().map(|line| line.referral.to_string()).collect();
        Ok((Caseload { lines, names, next, as_at: ctx.now }, subjects))
    })
}

/// What became of care in a period: clocks, continuity, and how it ended.
#[derive(Debug, Clone)]
pub struct CareFigures {
    /// Of referrals received in the period: how many different staff each woman saw (F6).
    pub continuity: Continuity,
    /// Of the same: clocks that were stopped, by priority and whether in time (D21).
    pub answered: Vec<(Option<Priority>, bool, u64)>,
    /// How care ended in the period (D22).
    pub left: Vec<LeftCount>,
    /// When it was true.
    pub as_at: Timestamp,
}

/// The figures of care in a period, as they stand now. They name nobody.
///
/// # Errors
/// When the actor may not, or the database cannot be read.
pub fn figures(ctx: &Ctx, period: Period) -> Result<CareFigures, AppError> {
    check(ctx, Action::SeeReport)?;
    let instants = period.instants()?;
    Ok(ctx.store.read(|tx| {
        let footprint = ctx.footprint();
        Ok(CareFigures {
            continuity: Continuity::of(seen_between(tx, footprint, &instants)?),
            answered: answered_between(tx, footprint, &instants)?,
            left: left_between(tx, footprint, &instants)?,
            as_at: ctx.now,
        })
    })?)
}

/// Clocks of referrals received in a period that were stopped too late, with what stopped them: the records behind the
/// figure, the latest first. The look names them all.
///
/// # Errors
/// When the actor may not, or the database cannot be read or written.
pub fn stopped_late(ctx: &Ctx, period: Period) -> Result<(Vec<LateLine>, Names), AppError> {
    let instants = period.instants()?;
    look::records(ctx, Action::SeeRecordsBehindReport, "clocks stopped too late", "report", || {
        let (lines, names) = ctx.store.read(|tx| {
            let lines = LateLine::between(tx, ctx.footprint(), &instants, LATE_NAMED)?;
            let lines = near_lines(tx, ctx, Action::SeeRecordsBehindReport, lines, |line| line.referral)?;
            Ok((lines, Names::read(tx, ctx.footprint())?))
        })?;
        let subjects = lines.iter().map(|line| line.referral.to_string()).collect();
        Ok(((lines, names), subjects))
    })
}
