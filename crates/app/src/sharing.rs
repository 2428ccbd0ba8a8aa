//! Sharing agreements: which there are, which end soon, and what they let be read across services (H3).

use jiff::Timestamp;
use porch_domain::{
    event::Event,
    footprint::{Sharing, SharingEnds, TeamCode},
    ids::ReferralId,
    referral::{Outcome, ReferralEvent},
    release::{ReleaseClass, field_class},
};
use porch_store::{Happened, Record, happened, load};

use crate::{
    Ctx,
    access::{Action, check, check_of, related},
    error::AppError,
    look,
    referral::referral_of,
};

/// The agreements of the local rules, and those that end soon. It shows no record, so no look is noted.
///
/// # Errors
/// When the actor may not.
pub fn agreements(ctx: &Ctx) -> Result<(Vec<Sharing>, Vec<SharingEnds>), AppError> {
    check(ctx, Action::SeeAgreements)?;
    let footprint = &ctx.rules.footprint;
    Ok((footprint.sharing().to_vec(), footprint.sharing_ends(ctx.today())))
}

/// What an agreement lets be read of a referral: read only, and nothing that it does not release.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shared {
    /// Her name, so that it is clear whom it is about.
    pub name: Option<String>,
    /// The short reference.
    pub reference: Option<String>,
    /// How it stands, where that is released.
    pub status: Option<Status>,
    /// Contacts, the latest first, where they are released.
    pub contacts: Option<Vec<Seen>>,
    /// The agreement, by its code and purpose; none for those who need none.
    pub agreement: Option<(String, String)>,
}

/// How a referral stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Status {
    /// When it came.
    pub received_at: Timestamp,
    /// The team that is responsible, or to which it was directed.
    pub team: Option<TeamCode>,
    /// How it stands.
    pub outcome: Outcome,
    /// When it was decided.
    pub decided_at: Option<Timestamp>,
    /// When care ended.
    pub discharged_at: Option<Timestamp>,
}

/// A contact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seen {
    /// When.
    pub at: Timestamp,
    /// The account that was in contact with her.
    pub by: String,
}

/// What is shared of a referral. The look names it, with the agreement that it rests on.
///
/// # Errors
/// When the actor may not, or the database cannot be read or written.
pub fn shared(ctx: &Ctx, id: ReferralId) -> Result<Option<Shared>, AppError> {
    check(ctx, Action::SeeShared)?;
    let (stream, person, events) = ctx.store.read(|tx| {
        let stream = load(tx, ctx.footprint(), id)?;
        let person = match referral_of(&stream) {
            Some(referral) => load(tx, ctx.footprint(), referral.person)?.record,
            None => None,
        };
        Ok((stream, person, happened(tx, ctx.footprint(), id)?))
    })?;
    let Some(referral) = referral_of(&stream) else { return Ok(None) };
    check_of(ctx, Action::SeeShared, referral)?;
    let agreement = related(ctx, &referral.whose()).agreement;
    // Of one's own team or organisation nothing is held back by an agreement.
    let released = |class: ReleaseClass| agreement.is_none_or(|agreement| agreement.covers(class));
    let field = |event: &str, field: &str| released(field_class("referral", event, "payload", field));
    let status = field("ReferralReceived", "received_at").then(|| Status {
        received_at: referral.received_at,
        team: referral.whose().responsible.cloned(),
        outcome: referral.outcome(),
        decided_at: referral.decided_at(),
        discharged_at: referral.discharged_at(),
    });
    let contacts = field("ContactRecorded", "contact_at").then(|| {
        let mut seen: Vec<Seen> = events.into_iter().filter_map(contact).collect();
        seen.reverse();
        seen
    });
    let identity = person.as_ref().and_then(Record::person).and_then(|person| person.identity.clone());
    let why = agreement.map_or("own organisation", |agreement| agreement.code.as_str());
    look::note(ctx, &porch_store::Look { what: "shared history", why, allowed: true, subjects: &[id.to_string()] })?;
    Ok(Some(Shared {
        name: identity.and_then(|identity| identity.name),
        reference: referral.reference.clone(),
        status,
        contacts,
        agreement: agreement.map(|agreement| (agreement.code.clone(), agreement.purpose.clone())),
    }))
}

fn contact(happened: Happened) -> Option<Seen> {
    match happened.event {
        Event::Referral(ReferralEvent::ContactRecorded(recorded)) => {
            Some(Seen { at: recorded.contact_at, by: recorded.by })
        }
        _ => None,
    }
}
