//! Coming again after a no: what is looked for when a referral has come in, and where those went who were turned away.

use jiff::civil::Date;
use porch_domain::{
    measure::{AfterNo, CriterionCited, Period, TurnedAway},
    referral::{EarlierNo, Referral},
};
/// A referral behind a count.
pub use porch_store::ReferralLine as DecisionLine;
use porch_store::{
    ReferralLine, StepLine, StoreError, Tx, criteria_cited, criterion_cited_by, noes_of_person, turned_away,
};

use crate::{
    Ctx,
    access::{Action, check, near},
    error::AppError,
    find, look,
};

/// Every earlier no of the person of a referral, and of whoever may be the same person.
///
/// # Errors
/// When the database cannot be read.
pub(crate) fn earlier_noes(
    tx: &mut dyn Tx,
    footprint: &str,
    referral: &Referral,
) -> Result<Vec<EarlierNo>, StoreError> {
    let mut noes = noes_of_person(tx, footprint, referral.person, referral.id, true)?;
    for alike in find::alike(tx, footprint, referral.person)?.into_keys() {
        noes.extend(noes_of_person(tx, footprint, alike, referral.id, false)?);
    }
    for no in &mut noes {
        let steps = StepLine::since(tx, footprint, no.referral, 0)?;
        let decided =
            steps.iter().rfind(|step| matches!(step.event.as_str(), "ReferralRejected" | "ReferralSignposted"));
        no.decided_by = decided.and_then(|step| account_of(&step.actor)).map(str::to_owned);
    }
    Ok(noes)
}

/// The account of a member of staff, as the journal names an actor: `staff:duty:name`.
fn account_of(actor: &str) -> Option<&str> {
    actor.strip_prefix("staff:")?.split_once(':').map(|(_, account)| account)
}

/// What became of everybody who was turned away in a period, as it stands now.
///
/// # Errors
/// When the actor may not, or the database cannot be read.
pub fn report(ctx: &Ctx, period: Period) -> Result<AfterNo, AppError> {
    check(ctx, Action::SeeReport)?;
    let ended = period.instants()?;
    let cohort = ctx.store.read(|tx| turned_away(tx, ctx.footprint(), ended))?;
    Ok(AfterNo::of(&cohort, ctx.now))
}

/// On which criteria the decisions of a period rest, those with the most noes first (D26).
///
/// # Errors
/// When the actor may not, or the database cannot be read.
pub fn criteria(ctx: &Ctx, period: Period) -> Result<Vec<CriterionCited>, AppError> {
    check(ctx, Action::SeeReport)?;
    let decided = period.instants()?;
    Ok(ctx.store.read(|tx| criteria_cited(tx, ctx.footprint(), &decided))?)
}

/// One who was turned away, with the referral as a list shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Followed {
    /// The referral that ended with a no.
    pub line: ReferralLine,
    /// What became of her.
    pub since: TurnedAway,
}

/// A part of those who were turned away in a period, and how many there are: one look names all that are shown.
///
/// # Errors
/// When the actor may not, or the database cannot be read or written.
pub fn followed(ctx: &Ctx, period: Period, page: std::ops::Range<usize>) -> Result<(Vec<Followed>, usize), AppError> {
    let ended = period.instants()?;
    look::records(ctx, Action::SeeRecordsBehindReport, "turned away", "follow-up for twelve months", || {
        let (shown, all) = ctx.store.read(|tx| {
            let cohort = turned_away(tx, ctx.footprint(), ended)?;
            let mut shown = Vec::new();
            for since in cohort.iter().skip(page.start).take(page.len()) {
                if !near(tx, ctx, Action::SeeRecordsBehindReport, since.referral)? {
                    continue;
                }
                let line = ReferralLine::of(tx, ctx.footprint(), since.referral)?;
                shown.extend(line.map(|line| Followed { line, since: *since }));
            }
            Ok((shown, cohort.len()))
        })?;
        let again = |one: &Followed| one.since.again.map(|again| again.referral.to_string());
        let subjects = shown.iter().flat_map(|one| [Some(one.line.id.to_string()), again(one)]).flatten().collect();
        Ok(((shown, all), subjects))
    })
}

/// Which decisions are behind a count of a criterion.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Behind {
    /// Every no.
    Noes,
    /// Not taken on.
    Rejected,
    /// Pointed to another service.
    Signposted,
    /// Advice instead of care.
    Advised,
    /// Taken on.
    Accepted,
}

impl Behind {
    /// Every one, in the order of the report.
    pub const ALL: [Self; 5] = [Self::Noes, Self::Rejected, Self::Signposted, Self::Advised, Self::Accepted];

    /// Its code in an address.
    pub fn code(self) -> &'static str {
        match self {
            Self::Noes => "no",
            Self::Rejected => "reject",
            Self::Signposted => "signpost",
            Self::Advised => "advise",
            Self::Accepted => "accept",
        }
    }

    /// The one of a code, if there is one.
    pub fn of_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.code() == code)
    }

    /// What staff read.
    pub fn label(self) -> &'static str {
        match self {
            Self::Noes => "Every no",
            Self::Rejected => "Not taken on",
            Self::Signposted => "Signposted",
            Self::Advised => "Advice only",
            Self::Accepted => "Accepted",
        }
    }

    fn holds(self, verdict: &str) -> bool {
        if self == Self::Noes { verdict != Self::Accepted.code() } else { verdict == self.code() }
    }
}

/// A part of the referrals behind a count of a criterion in a period, and how many there are: one look names all that are
/// shown (D26).
///
/// # Errors
/// When the actor may not, or the database cannot be read or written.
pub fn behind_criterion(
    ctx: &Ctx,
    period: Period,
    (code, from, behind): (&str, Date, Behind),
    page: std::ops::Range<usize>,
) -> Result<(Vec<ReferralLine>, usize), AppError> {
    let decided = period.instants()?;
    look::records(ctx, Action::SeeRecordsBehindReport, "decisions by criterion", code, || {
        let (shown, all) = ctx.store.read(|tx| {
            let mut cited = criterion_cited_by(tx, ctx.footprint(), &decided, (code, from))?;
            cited.retain(|(_, verdict)| behind.holds(verdict));
            let mut shown = Vec::new();
            for (referral, _) in cited.iter().skip(page.start).take(page.len()) {
                if !near(tx, ctx, Action::SeeRecordsBehindReport, *referral)? {
                    continue;
                }
                shown.extend(ReferralLine::of(tx, ctx.footprint(), *referral)?);
            }
            Ok((shown, cited.len()))
        })?;
        let subjects = shown.iter().map(|line| line.id.to_string()).collect();
        Ok(((shown, all), subjects))
    })
}
