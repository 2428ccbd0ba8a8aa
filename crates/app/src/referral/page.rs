//! Everything that one page about a referral shows, read at one instant and with one look.

use jiff::Timestamp;
use porch_domain::{
    event::Event,
    ids::{AdviceId, AttachmentId, CommandId, PersonId, ReferralId},
    person::{Likeness, Person, Withheld},
    referral::{Appointment, Referral, ReferralCommand, ReferralEvent, RiskAcknowledged},
    relation::Relation,
};
use porch_store::{
    AdviceLine, ChangedSince, FoundReferral, Happened, MessageLine, OpeningLine, OwnedBy, PersonLine, ScreeningLine,
    StoreError, StoredFile, Tx, happened, head_version, load,
};

use super::{
    referral_of,
    restricted::{event_without, without_facts},
};
use crate::{
    Ctx,
    access::{Action, check, check_of, check_unseen, check_whose, may_with, related},
    account::Names,
    appointment::{Told, told_of},
    command,
    error::AppError,
    find, look, restriction, same_person, screening, withheld,
};

/// A referral with all that belongs to it.
#[derive(Debug, Clone)]
pub struct ReferralPage {
    /// The referral.
    pub referral: Referral,
    /// Its version, from which every form of the page is drawn.
    pub version: i64,
    /// Whom it is about.
    pub person: Option<Person>,
    /// The version of her record, from which the forms about her are drawn.
    pub person_version: i64,
    /// What happened, the latest first. What is restricted says nothing here.
    pub timeline: Vec<Entry>,
    /// Other referrals of the same person, the latest first.
    pub earlier: Vec<Earlier>,
    /// Other records of the same person, as staff linked them.
    pub records: Vec<Person>,
    /// How many other referrals of hers whoever looks may not see.
    pub held_back: usize,
    /// Referrals of people who may be the same person. Nothing is ever joined by itself (H05).
    pub maybe_same: Vec<MaybeSame>,
    /// Letters and messages about it.
    pub messages: Vec<MessageLine>,
    /// The last appointment that she missed, with what was written to her of it.
    pub missed: Option<(Appointment, Vec<Told>)>,
    /// Files that came with it.
    pub files: Vec<StoredFile>,
    /// The names that colleagues read.
    pub names: Names,
    /// That her address is withheld, where it is: then it stands nowhere here.
    pub withheld: Option<Withheld>,
    /// When it closes again to whoever looks, where they opened it in an emergency.
    pub open_until: Option<Timestamp>,
    /// What whoever looks may do to it: a page offers nothing else.
    pub may: Vec<Action>,
    /// When it closes again to whoever looks, because they said why they open it.
    pub said_why_until: Option<Timestamp>,
    /// Who opened it in an emergency, the latest first.
    pub openings: Vec<OpeningLine>,
    /// The questionnaires about it, the latest first.
    pub screenings: Vec<ScreeningLine>,
    /// The request for advice that it was.
    pub advice: Option<AdviceId>,
    /// When all of this was true.
    pub as_at: Timestamp,
    /// The newest batch that it holds.
    pub batch: i64,
}

/// One thing that happened to a referral.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// The version that it made.
    pub version: i64,
    /// When it became known.
    pub at: Timestamp,
    /// Who, as the journal keeps it.
    pub actor: String,
    /// What.
    pub event: ReferralEvent,
}

/// Another referral of the same person.
#[derive(Debug, Clone)]
pub struct Earlier {
    /// The referral as it stands.
    pub referral: Referral,
    /// Letters and messages about it.
    pub messages: Vec<MessageLine>,
}

/// Somebody who may be the same person, and why it may be so.
#[derive(Debug, Clone)]
pub struct MaybeSame {
    /// Who.
    pub person: PersonLine,
    /// What the two records have in common.
    pub likeness: Likeness,
    /// The referrals about her, the latest first.
    pub referrals: Vec<FoundReferral>,
}

/// A referral with all that belongs to it. The look names it, the other referrals and whoever may be the same person, and
/// is on disk before any of it is shown.
///
/// # Errors
/// When the actor may not, or the database cannot be read or written.
pub fn page(ctx: &Ctx, id: ReferralId, why: &str) -> Result<Option<ReferralPage>, AppError> {
    look::records(ctx, Action::SeeReferral, "referral", why, || {
        let page = ctx.store.read(|tx| read(tx, ctx, id))?;
        if let Some(page) = &page {
            check_of(ctx, Action::SeeReferral, &page.referral)?;
        }
        let mut subjects = vec![id.to_string()];
        if let Some(page) = &page {
            subjects.extend(page.records.iter().map(|record| record.id.to_string()));
            subjects.extend(page.earlier.iter().map(|earlier| earlier.referral.id.to_string()));
            for alike in &page.maybe_same {
                subjects.push(alike.person.id.to_string());
                subjects.extend(alike.referrals.iter().map(|referral| referral.id.to_string()));
            }
        }
        Ok((page, subjects))
    })
}

/// The latest version of a referral, for a page that asks whether what it shows is still true. It shows no record, so no
/// look is noted.
///
/// # Errors
/// When the actor may not, or the database cannot be read.
pub fn newest_version(ctx: &Ctx, id: ReferralId) -> Result<i64, AppError> {
    check(ctx, Action::SeeReferral)?;
    let (owned, version) =
        ctx.store.read(|tx| Ok((OwnedBy::of(tx, ctx.footprint(), id)?, head_version(tx, ctx.footprint(), id)?)))?;
    if let Some(owned) = owned {
        check_whose(ctx, Action::SeeReferral, &owned.whose(), &id.to_string())?;
    }
    Ok(version)
}

fn read(tx: &mut dyn Tx, ctx: &Ctx, id: ReferralId) -> Result<Option<ReferralPage>, StoreError> {
    let footprint = ctx.footprint();
    let stream = load(tx, footprint, id)?;
    let Some(referral) = referral_of(&stream).cloned() else { return Ok(None) };
    let known = same_person::careful_with(tx, footprint, referral.person)?;
    let (person, withheld) = known.map_or((None, None), |(person, withheld)| (Some(person), withheld));
    let mut timeline: Vec<Entry> = happened(tx, footprint, id)?.into_iter().filter_map(entry).collect();
    timeline.reverse();
    let (mut earlier, mut held_back) = (Vec::new(), 0);
    for found in FoundReferral::of_person(tx, footprint, referral.person)? {
        if found.id == id {
            continue;
        }
        if let Some(other) = referral_of(&load(tx, footprint, found.id)?).cloned() {
            let closed = restriction::closes_in(tx, ctx, found.id)?.is_some();
            if closed || !may_with(ctx, Action::SeeReferral, &other.whose()) {
                held_back += 1;
                continue;
            }
            earlier.push(Earlier {
                referral: without_facts(withheld::hidden_in(other, withheld.as_ref())),
                messages: MessageLine::about(tx, footprint, found.id)?,
            });
        }
    }
    Ok(Some(ReferralPage {
        version: stream.head.version,
        person_version: head_version(tx, footprint, referral.person)?,
        held_back,
        records: same_person::others(tx, footprint, referral.person)?,
        maybe_same: maybe_same(tx, ctx, referral.person)?,
        messages: MessageLine::about(tx, footprint, id)?,
        missed: missed(tx, ctx, &referral)?,
        files: StoredFile::of_referral(tx, footprint, id)?,
        openings: OpeningLine::of_referral(tx, footprint, id)?,
        screenings: ScreeningLine::of_referral(tx, footprint, id, screening::MOST)?,
        open_until: open_until(ctx, &referral),
        may: Action::ALL.into_iter().filter(|action| may_with(ctx, *action, &referral.whose())).collect(),
        said_why_until: ctx.held_open.iter().filter(|held| held.referral == id).map(|held| held.until).max(),
        withheld: withheld.clone(),
        advice: AdviceLine::of_referral(tx, footprint, id)?,
        names: Names::read(tx, footprint)?,
        as_at: ctx.now,
        batch: ChangedSince::newest(tx, footprint)?,
        referral: without_facts(withheld::hidden_in(referral, withheld.as_ref())),
        person,
        timeline,
        earlier,
    }))
}

/// The last appointment that she missed, with what was written to her of it: was its invitation delivered (PR-21)?
fn missed(tx: &mut dyn Tx, ctx: &Ctx, referral: &Referral) -> Result<Option<(Appointment, Vec<Told>)>, StoreError> {
    let Some(one) = referral.missed_appointment() else { return Ok(None) };
    Ok(Some((one.clone(), told_of(tx, ctx, referral.id, one.number)?)))
}

/// When a referral closes again to whoever looks, where it is open to them by an opening alone.
fn open_until(ctx: &Ctx, referral: &Referral) -> Option<Timestamp> {
    let by_opening = related(ctx, &referral.whose()).relation == Relation::Opened;
    let held = ctx.held_open.iter().filter(|held| by_opening && held.referral == referral.id);
    held.map(|held| held.until).max()
}

/// An entry as the timeline may show it: what is restricted is taken out here, so that no page can show it by mistake.
fn entry(happened: Happened) -> Option<Entry> {
    let Event::Referral(event) = happened.event else { return None };
    let event = event_without(event, happened.at);
    Some(Entry { version: happened.version, at: happened.at, actor: happened.actor, event })
}

/// Everybody who may be the same person: told, never joined (H05).
fn maybe_same(tx: &mut dyn Tx, ctx: &Ctx, id: PersonId) -> Result<Vec<MaybeSame>, StoreError> {
    let footprint = ctx.footprint();
    let mut maybe_same = Vec::new();
    for (other, likeness) in find::alike(tx, footprint, id)? {
        let theirs = FoundReferral::of_person(tx, footprint, other)?;
        let referrals = find::seen_by(tx, ctx, theirs)?;
        if let Some(person) = PersonLine::of(tx, footprint, other)?.filter(|_| !referrals.is_empty()) {
            maybe_same.push(MaybeSame { person, likeness, referrals });
        }
    }
    Ok(maybe_same)
}

/// A file of a referral with its content. The look names both.
///
/// # Errors
/// When the actor may not, or the database cannot be read or written.
pub fn file(
    ctx: &Ctx,
    referral: ReferralId,
    id: AttachmentId,
    why: &str,
) -> Result<Option<(StoredFile, Vec<u8>)>, AppError> {
    look::records(ctx, Action::SeeReferral, "file of a referral", why, || {
        if let Some(owned) = ctx.store.read(|tx| OwnedBy::of(tx, ctx.footprint(), referral))? {
            check_whose(ctx, Action::SeeReferral, &owned.whose(), &referral.to_string())?;
        }
        let found = ctx.store.read(|tx| {
            let files = StoredFile::of_referral(tx, ctx.footprint(), referral)?;
            let content = StoredFile::content(tx, ctx.footprint(), referral, id)?;
            Ok(files.into_iter().find(|file| file.id == id).zip(content))
        })?;
        Ok((found, vec![referral.to_string(), id.to_string()]))
    })
}

/// Says "I take this" from a list, where who had taken it is known and the version is not. Nobody is pushed aside unseen:
/// if somebody else took it or let it go in the meantime, nothing is changed (H13).
///
/// # Errors
/// [`AppError::Stale`] when it is no longer held as it was shown; or as [`super::carry_out`].
pub fn claim(ctx: &Ctx, command_id: CommandId, id: ReferralId, shown: Option<&str>) -> Result<(), AppError> {
    check(ctx, Action::TriageReferral)?;
    command::carry_out(ctx, command_id, id, None, |stream| {
        let state = referral_of(stream);
        // "I take this" shows nothing of it: an emergency is taken before anybody says why they open it.
        if state.is_some() {
            check_unseen(ctx, Action::TriageReferral, id)?;
        }
        let held = state.and_then(|referral| referral.triage.claim.as_ref()).map(|claim| claim.by.as_str());
        if held != shown {
            return Err(AppError::Stale);
        }
        let events = porch_domain::referral::decide(id, state, ReferralCommand::Claim, &ctx.deciding())?;
        Ok(events.into_iter().map(Event::Referral).collect())
    })
}

/// Says "I take this" of a risk answer from a list, as [`claim`] does. What the ladder told meanwhile keeps nobody from it;
/// that somebody else has it now does.
///
/// # Errors
/// As [`claim`].
pub fn acknowledge_risk(ctx: &Ctx, command_id: CommandId, id: ReferralId, shown: Option<&str>) -> Result<(), AppError> {
    check(ctx, Action::TriageReferral)?;
    command::carry_out(ctx, command_id, id, None, |stream| {
        let state = referral_of(stream);
        if state.is_some() {
            check_unseen(ctx, Action::TriageReferral, id)?;
        }
        let held = state.and_then(|referral| referral.risk_alert()).and_then(|alert| alert.acknowledged.as_ref());
        if held.map(RiskAcknowledged::who) != shown {
            return Err(AppError::Stale);
        }
        let command = ReferralCommand::AcknowledgeRisk { elsewhere: None };
        let events = porch_domain::referral::decide(id, state, command, &ctx.deciding())?;
        Ok(events.into_iter().map(Event::Referral).collect())
    })
}
