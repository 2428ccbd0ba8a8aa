//! What is restricted: safeguarding. It is read here and nowhere else, with a reason that is noted with the look (PR-26).

use jiff::{Timestamp, civil::Date};
use porch_domain::{
    disallowed::Disallowed,
    event::Event,
    ids::{CommandId, ReferralId},
    referral::{Referral, ReferralCommand, ReferralEvent, Safeguarding, SafeguardingRecorded, SafeguardingStep},
};
use porch_store::{ChaseLine, Record, happened, load};

use super::referral_of;
use crate::{
    Ctx,
    access::{Action, check},
    account,
    error::AppError,
    look,
};

/// Something that was recorded on the restricted page.
#[derive(Debug, Clone, PartialEq)]
pub struct Restricted {
    /// When.
    pub at: Timestamp,
    /// Who, as the journal keeps it.
    pub actor: String,
    /// What, with its words while they are held.
    pub event: ReferralEvent,
}

impl Restricted {
    /// Its words; none once erased, or where nothing was said.
    pub fn words(&self) -> Option<&str> {
        let said = match &self.event {
            ReferralEvent::SafeguardingRecorded(recorded) => &recorded.said,
            ReferralEvent::ProtectionPlanRecorded(recorded) => &recorded.said,
            ReferralEvent::AbuseAsked(asked) => &asked.said,
            ReferralEvent::SafeguardingReferralMade(made) => &made.said,
            ReferralEvent::SafeguardingReferralFollowed(followed) => &followed.said,
            ReferralEvent::TaskDone(done) => &done.said,
            ending => return answer_of(ending),
        };
        said.as_ref().map(|said| said.text.as_str())
    }
}

/// What came of safeguarding, as an ending says it.
fn answer_of(ending: &ReferralEvent) -> Option<&str> {
    match ending {
        ReferralEvent::ReferralRejected(ended) => ended.ending.safeguarding.as_deref(),
        ReferralEvent::ReferralSignposted(ended) => ended.ending.safeguarding.as_deref(),
        ReferralEvent::ReferralAdvised(ended) => ended.ending.safeguarding.as_deref(),
        ReferralEvent::ReferralWithdrawn(ended) => ended.ending.safeguarding.as_deref(),
        ReferralEvent::ReferralDischarged(left) => left.words.as_ref()?.safeguarding.as_deref(),
        _ => None,
    }
}

/// The restricted page of a referral.
#[derive(Debug, Clone)]
pub struct RestrictedPage {
    /// The short reference.
    pub reference: Option<String>,
    /// Her name, where it is held.
    pub name: Option<String>,
    /// Her date of birth, where it is held.
    pub birth_date: Option<Date>,
    /// The version from which its forms are drawn.
    pub version: i64,
    /// Whether it is open, so that something can be recorded.
    pub open: bool,
    /// What is known.
    pub facts: Safeguarding,
    /// What was recorded, the latest first.
    pub recorded: Vec<Restricted>,
    /// When all of this was true.
    pub as_at: Timestamp,
}

/// What is recorded about safeguarding. A reason is needed, and is noted with the look.
///
/// # Errors
/// When the actor may not, no reason is given, or the database cannot be read or written.
pub fn safeguarding(ctx: &Ctx, id: ReferralId, why: &str) -> Result<Option<RestrictedPage>, AppError> {
    check(ctx, Action::SeeSafeguarding)?;
    let why = why.trim();
    if why.is_empty() {
        return Err(Disallowed::ReasonMissing.into());
    }
    look::records(ctx, Action::SeeSafeguarding, "safeguarding", why, || {
        let page = ctx.store.read(|tx| {
            let footprint = ctx.footprint();
            let stream = load(tx, footprint, id)?;
            let Some(referral) = referral_of(&stream).cloned() else { return Ok(None) };
            let person = load(tx, footprint, referral.person)?.record.as_ref().and_then(Record::person).cloned();
            let identity = person.and_then(|person| person.identity);
            let mut recorded: Vec<Restricted> = happened(tx, footprint, id)?
                .into_iter()
                .filter_map(|happened| match happened.event {
                    Event::Referral(event) if is_restricted(&event) => {
                        Some(Restricted { at: happened.at, actor: happened.actor, event })
                    }
                    _ => None,
                })
                .collect();
            recorded.reverse();
            Ok(Some(RestrictedPage {
                open: referral.held().is_some() && !referral.erased(),
                name: identity.as_ref().and_then(|identity| identity.name.clone()),
                birth_date: identity.and_then(|identity| identity.birth_date),
                version: stream.head.version,
                reference: referral.reference,
                facts: referral.safeguarding,
                recorded,
                as_at: ctx.now,
            }))
        })?;
        Ok((page, vec![id.to_string()]))
    })
}

/// Records a fact of safeguarding. Whoever asks what came of a referral has an account that is in use.
///
/// # Errors
/// When the actor may not, the rules refuse, or the referral changed in the meantime.
pub fn safeguard(
    ctx: &Ctx,
    command: CommandId,
    id: ReferralId,
    drawn_from: i64,
    step: SafeguardingStep,
) -> Result<(), AppError> {
    check(ctx, Action::SeeSafeguarding)?;
    let owner = match &step {
        SafeguardingStep::Refer { owner, .. } | SafeguardingStep::Follow { owner, outcome: None, .. } => Some(owner),
        SafeguardingStep::Follow { .. }
        | SafeguardingStep::AtRisk { .. }
        | SafeguardingStep::Plan { .. }
        | SafeguardingStep::Abuse { .. } => None,
    };
    if let Some(owner) = owner
        && Some(owner.trim()) != ctx.actor.account()
        && !account::clinicians(ctx)?.iter().any(|line| line.name.as_str() == owner.trim())
    {
        return Err(Disallowed::UnknownAccount.into());
    }
    super::carry_out(ctx, command, id, Some(drawn_from), ReferralCommand::Safeguard(Box::new(step)))
}

/// Accounts that may ask what came of a safeguarding referral.
///
/// # Errors
/// When the actor may not, or the database cannot be read.
pub fn who_may_ask(ctx: &Ctx) -> Result<Vec<String>, AppError> {
    check(ctx, Action::SeeSafeguarding)?;
    Ok(account::clinicians(ctx)?.into_iter().map(|line| line.name.as_str().to_owned()).collect())
}

/// The most restricted tasks that one list shows.
const MOST: i64 = 200;

/// The restricted tasks of whoever asks, the first due first. The look names them.
///
/// # Errors
/// When the actor may not, or the database cannot be read or written.
pub fn own_tasks(ctx: &Ctx) -> Result<Vec<ChaseLine>, AppError> {
    look::records(ctx, Action::SeeSafeguarding, "restricted tasks", "own tasks", || {
        let account = ctx.actor.account().unwrap_or_default();
        let lines = ctx.store.read(|tx| ChaseLine::of(tx, ctx.footprint(), account, MOST))?;
        let subjects = lines.iter().map(|line| line.referral.to_string()).collect();
        Ok((lines, subjects))
    })
}

/// How many restricted tasks of whoever asks are due, and how many there are. It shows no record, so no look is noted.
///
/// # Errors
/// When the actor may not, or the database cannot be read.
pub fn own_tasks_counted(ctx: &Ctx) -> Result<(i64, i64), AppError> {
    check(ctx, Action::SeeReferral)?;
    let account = ctx.actor.account().unwrap_or_default();
    Ok(ctx.store.read(|tx| ChaseLine::count(tx, ctx.footprint(), account, ctx.now, MOST))?)
}

/// Whether something of an event stands on the restricted page.
fn is_restricted(event: &ReferralEvent) -> bool {
    match event {
        ReferralEvent::SafeguardingRecorded(_)
        | ReferralEvent::AtRiskRecorded(_)
        | ReferralEvent::ProtectionPlanRecorded(_)
        | ReferralEvent::AbuseAsked(_)
        | ReferralEvent::SafeguardingReferralMade(_)
        | ReferralEvent::SafeguardingReferralFollowed(_) => true,
        ReferralEvent::TaskDone(done) => done.task.is_restricted(),
        other => answer_of(other).is_some(),
    }
}

/// An event without what is restricted, so that no page can show it by mistake: of a fact only that something was recorded.
pub(crate) fn event_without(event: ReferralEvent, at: Timestamp) -> ReferralEvent {
    match event {
        ReferralEvent::SafeguardingRecorded(_)
        | ReferralEvent::AtRiskRecorded(_)
        | ReferralEvent::ProtectionPlanRecorded(_)
        | ReferralEvent::AbuseAsked(_)
        | ReferralEvent::SafeguardingReferralMade(_)
        | ReferralEvent::SafeguardingReferralFollowed(_) => {
            ReferralEvent::SafeguardingRecorded(SafeguardingRecorded { at, said: None })
        }
        ReferralEvent::TaskDone(mut done) => {
            if done.task.is_restricted() {
                done.said = None;
            }
            ReferralEvent::TaskDone(done)
        }
        ReferralEvent::ReferralRejected(mut ended) => {
            ended.ending.safeguarding = None;
            ReferralEvent::ReferralRejected(ended)
        }
        ReferralEvent::ReferralSignposted(mut ended) => {
            ended.ending.safeguarding = None;
            ReferralEvent::ReferralSignposted(ended)
        }
        ReferralEvent::ReferralAdvised(mut ended) => {
            ended.ending.safeguarding = None;
            ReferralEvent::ReferralAdvised(ended)
        }
        ReferralEvent::ReferralWithdrawn(mut ended) => {
            ended.ending.safeguarding = None;
            ReferralEvent::ReferralWithdrawn(ended)
        }
        ReferralEvent::ReferralDischarged(mut left) => {
            if let Some(words) = &mut left.words {
                words.safeguarding = None;
            }
            ReferralEvent::ReferralDischarged(left)
        }
        other => other,
    }
}

/// A referral as every page but the restricted one holds it: without the facts.
pub(crate) fn without_facts(mut referral: Referral) -> Referral {
    referral.safeguarding = Safeguarding::default();
    referral
}

/// What an ending must answer: whether something is recorded, and the services whose answer is not known (PR-26).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ToAnswer {
    /// Whether what came of safeguarding must be said.
    pub needed: bool,
    /// Services to which a safeguarding referral was made, without an outcome.
    pub open: Vec<String>,
}

impl ToAnswer {
    pub(crate) fn of(referral: &Referral) -> Self {
        let known = &referral.safeguarding;
        if referral.erased() {
            return Self::default();
        }
        Self { needed: known.needs_an_answer(), open: known.open().map(|open| open.made.to.clone()).collect() }
    }
}
