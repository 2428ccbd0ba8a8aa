//! The log of looks as an information officer reads it: searched, one look opened, what is unusual, and all of it as a file.
//! Reading the log is a look as well.

use std::collections::{BTreeMap, BTreeSet};

use jiff::{SignedDuration, Timestamp, ToSpan};
use porch_domain::{
    account::AccountName,
    calendar::start_of_day,
    look::{Known, LookKind, LookSeen, Unusual, Watch, Why},
    measure::Period,
    person::NhsNumber,
    referral::Reference,
};
use porch_store::{
    FoundReferral, Look, LookLine, LooksAsked, PersonLine, ReferralLine, RotaRow, StoreError, Tx, happened,
    records_of_person,
};
use uuid::Uuid;

use crate::{
    Ctx,
    access::{Action, check},
    account::{AccountLine, Names},
    error::AppError,
    look,
};

/// How many looks one page shows.
pub const A_PAGE: usize = 200;

/// How many looks a file holds at most.
pub const A_FILE: usize = 100_000;

/// What is unusual is looked for in the last four weeks, this day with them.
pub const DAYS_WATCHED: i32 = 28;

/// What was wanted of the log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// From which day to which.
    pub period: Period,
    /// Only the looks of an account.
    pub account: Option<AccountName>,
    /// Only looks at a person: a reference of one of her referrals, or her NHS number.
    pub whom: Option<String>,
    /// Only attempts that were refused.
    pub refused: bool,
    /// Only looks before one, for the page after.
    pub before: Option<Uuid>,
}

impl Asked {
    /// For what the log is read, as the log says it: without what was typed.
    fn why(&self) -> &'static str {
        match (&self.whom, &self.account, self.refused) {
            (Some(_), _, _) => "at whom somebody looked",
            (None, Some(_), _) => "at what a colleague looked",
            (None, None, true) => "what was refused",
            (None, None, false) => "all looks",
        }
    }
}

/// One look, as an information officer reads it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Looked {
    /// Its id.
    pub id: Uuid,
    /// When.
    pub at: Timestamp,
    /// Who, as the log keeps it.
    pub actor: String,
    /// At what.
    pub what: String,
    /// For what purpose.
    pub why: String,
    /// Whether it was allowed.
    pub allowed: bool,
    /// How many records it showed.
    pub shown: usize,
}

impl From<LookLine> for Looked {
    fn from(line: LookLine) -> Self {
        let LookLine { id, at, actor, what, why, allowed, subjects } = line;
        Self { id, at, actor, what, why, allowed, shown: subjects.len() }
    }
}

/// Looks that were found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// The latest first.
    pub looks: Vec<Looked>,
    /// Whether there are earlier ones.
    pub more: bool,
    /// Whether somebody was asked for of whom no record is known.
    pub nobody: bool,
    /// The names that colleagues read.
    pub names: Names,
    /// Whose looks can be asked for.
    pub accounts: Vec<AccountLine>,
}

/// Looks that are asked for, at most so many.
///
/// # Errors
/// When the actor may not, or the database cannot be read or written.
pub fn found(ctx: &Ctx, asked: &Asked, most: usize) -> Result<Found, AppError> {
    check(ctx, Action::SeeLooks)?;
    let footprint = ctx.footprint();
    ctx.store.settle()?;
    let (found, subjects) = ctx.store.read(|tx| {
        let about = match &asked.whom {
            Some(typed) => Some(about(tx, footprint, typed)?),
            None => None,
        };
        let nobody = about.as_ref().is_some_and(Vec::is_empty);
        let wanted = LooksAsked {
            from: start_of_day(asked.period.from),
            until: asked.period.to.tomorrow().ok().and_then(start_of_day),
            before: asked.before,
            account: asked.account.as_ref().map(AccountName::as_str),
            subject: None,
            refused: asked.refused,
        };
        let limit = i64::try_from(most + 1).unwrap_or(i64::MAX);
        // A look that showed several of her records is one look.
        let mut lines: BTreeMap<Uuid, LookLine> = BTreeMap::new();
        match &about {
            None => {
                lines.extend(LookLine::found(tx, footprint, &wanted, limit)?.into_iter().map(|line| (line.id, line)))
            }
            Some(about) => {
                for subject in about {
                    let wanted = LooksAsked { subject: Some(subject), ..wanted };
                    let of_one = LookLine::found(tx, footprint, &wanted, limit)?;
                    lines.extend(of_one.into_iter().map(|line| (line.id, line)));
                }
            }
        }
        let more = lines.len() > most;
        let looks = lines.into_values().rev().take(most).map(Looked::from).collect();
        let accounts = accounts(tx, footprint)?;
        let names = Names::read(tx, footprint)?;
        Ok((Found { looks, more, nobody, names, accounts }, about.unwrap_or_default()))
    })?;
    look::note(ctx, &Look { what: "who looked", why: asked.why(), allowed: true, subjects: &subjects })?;
    Ok(found)
}

/// The ids of everything about a person, whose NHS number or a reference was typed.
fn about(tx: &mut dyn Tx, footprint: &str, typed: &str) -> Result<Vec<String>, StoreError> {
    let people = match (NhsNumber::parse(typed.trim()), Reference::parse(typed.trim())) {
        (Ok(number), _) => PersonLine::by_nhs_number(tx, footprint, &number, i64::MAX)?,
        (Err(_), Some(reference)) => {
            let id = FoundReferral::id_by_reference(tx, footprint, &reference.to_string())?;
            let line = match id {
                Some(id) => ReferralLine::of(tx, footprint, id)?,
                None => None,
            };
            line.map(|line| line.person).into_iter().collect()
        }
        (Err(_), None) => return Ok(Vec::new()),
    };
    let mut ids = Vec::new();
    let mut records = BTreeSet::new();
    for person in people {
        // Records that are linked are about one person: whoever looked at one looked at her.
        records.extend(records_of_person(tx, footprint, person)?);
        ids.extend(ReferralLine::ids_of_person(tx, footprint, person)?.iter().map(ToString::to_string));
    }
    ids.extend(records.iter().map(ToString::to_string));
    ids.sort_unstable();
    ids.dedup();
    Ok(ids)
}

fn accounts(tx: &mut dyn Tx, footprint: &str) -> Result<Vec<AccountLine>, StoreError> {
    let line = |account: porch_domain::account::Account| AccountLine {
        name: account.name,
        display_name: account.display_name,
        role: account.role,
    };
    Ok(porch_store::accounts(tx, footprint)?.into_iter().map(line).collect())
}

/// What a look showed, without a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Subject {
    /// A referral by its reference; by the sender's where it came from another system.
    Referral(String),
    /// A person's record.
    Person,
    /// Something else: a letter, a file, a question for advice, a day of duty.
    Other,
}

/// One look with all that it showed.
///
/// # Errors
/// When the actor may not, or the database cannot be read or written.
pub fn one(ctx: &Ctx, id: Uuid) -> Result<Option<(Looked, Vec<Subject>, Names)>, AppError> {
    check(ctx, Action::SeeLooks)?;
    let footprint = ctx.footprint();
    ctx.store.settle()?;
    let read = ctx.store.read(|tx| {
        let Some(line) = LookLine::of(tx, footprint, id)? else { return Ok(None) };
        let mut subjects = Vec::new();
        for subject in &line.subjects {
            subjects.push(called(tx, footprint, subject)?);
        }
        Ok(Some((line, subjects, Names::read(tx, footprint)?)))
    })?;
    let named = read.as_ref().map(|(line, _, _)| line.subjects.clone()).unwrap_or_default();
    look::note(ctx, &Look { what: "one look", why: "who looked", allowed: true, subjects: &named })?;
    Ok(read.map(|(line, subjects, names)| (line.into(), subjects, names)))
}

fn called(tx: &mut dyn Tx, footprint: &str, subject: &str) -> Result<Subject, StoreError> {
    if let Ok(id) = subject.parse()
        && let Some(line) = ReferralLine::of(tx, footprint, id)?
    {
        return Ok(Subject::Referral(line.reference.or(line.sender_referral_id).unwrap_or_else(|| subject.to_owned())));
    }
    if let Ok(id) = subject.parse()
        && PersonLine::of(tx, footprint, id)?.is_some()
    {
        return Ok(Subject::Person);
    }
    Ok(Subject::Other)
}

/// Something unusual, with the record that it is about by its reference.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pointed {
    /// Whose looks, when and why.
    pub unusual: Unusual,
    /// The record, where it is about one.
    pub record: Option<Subject>,
}

/// What is unusual in the last four weeks, the latest first, with the names that colleagues read.
///
/// # Errors
/// When the actor may not, or the database cannot be read.
pub fn unusual(ctx: &Ctx) -> Result<(Vec<Pointed>, Names), AppError> {
    check(ctx, Action::SeeLooks)?;
    let footprint = ctx.footprint();
    let today = ctx.today();
    let first = today.checked_sub((DAYS_WATCHED - 1).days()).unwrap_or(today);
    ctx.store.settle()?;
    Ok(ctx.store.read(|tx| {
        // A night begins on the day before.
        let rota = RotaRow::of(tx, footprint, first.yesterday().unwrap_or(first), today)?;
        let on_rota = |account: &str, at: Timestamp| {
            rota.iter().any(|line| line.account == account && line.from <= at && at < line.to)
        };
        let mut watch = Watch::default();
        let since = start_of_day(first).unwrap_or(ctx.now);
        LookLine::each_between(tx, footprint, (since, ctx.now + SignedDuration::from_secs(1)), &mut |line| {
            let Some(account) = account_of(&line.actor) else { return };
            let kind = LookKind::of(&line.what, line.allowed);
            watch.see(&LookSeen { at: line.at, account, kind, subjects: &line.subjects }, on_rota(account, line.at));
        })?;
        let known = known(tx, footprint, &watch)?;
        let mut pointed = Vec::new();
        for unusual in watch.unusual(&known) {
            let record = match &unusual.why {
                Why::SameName { subject } | Why::AgainAndAgain { subject, .. } => Some(called(tx, footprint, subject)?),
                Why::ManyRecords { .. } | Why::AtNight { .. } | Why::Refused { .. } | Why::SearchedAndLeft { .. } => {
                    None
                }
            };
            pointed.push(Pointed { unusual, record });
        }
        Ok((pointed, Names::read(tx, footprint)?))
    })?)
}

/// What the rules ask about, apart from the log.
fn known(tx: &mut dyn Tx, footprint: &str, watch: &Watch) -> Result<Known, StoreError> {
    let mut known = Known::default();
    for account in porch_store::accounts(tx, footprint)? {
        known.colleagues.insert(account.name.as_str().to_owned(), account.display_name);
    }
    for record in watch.opened() {
        if let Some(name) = PersonLine::name_about(tx, footprint, record)? {
            known.names.insert(record.to_owned(), name);
        }
    }
    for (account, record) in watch.again() {
        let Ok(referral) = record.parse::<porch_domain::ids::ReferralId>() else { continue };
        let history = happened(tx, footprint, referral)?;
        if history.iter().any(|one| account_of(&one.actor) == Some(account)) {
            known.wrote.insert((account.to_owned(), record.to_owned()));
        }
    }
    Ok(known)
}

/// The account of an actor as the log keeps it.
pub fn account_of(actor: &str) -> Option<&str> {
    actor.strip_prefix("staff:")?.split_once(':').map(|(_, account)| account)
}
