//! The least that a peer worker or a charity worker needs of those whom their team has: no story, no safeguarding.

use jiff::Timestamp;
use porch_domain::{
    footprint::TeamCode,
    ids::ReferralId,
    person::{Person, Route},
    referral::Referral,
};
use porch_store::{CaseloadLine, CaseloadPart, load};

use crate::{
    Ctx,
    access::{Action, may_with},
    error::AppError,
    handover::read_on,
    look,
    referral::referral_of,
    withheld,
};

/// The most that the list shows.
pub const MOST: usize = 50;

/// The least of one of them. What is not here cannot be shown by mistake.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Beside {
    /// The referral, for the look.
    pub referral: ReferralId,
    /// Her name.
    pub name: Option<String>,
    /// The routes to which she said yes, each with its number or address where one is known.
    pub routes: Vec<(Route, Option<String>)>,
    /// What she asked of us: whom she would rather talk to, in which language, and what else she needs.
    pub asked: Vec<String>,
    /// The next date.
    pub next_contact_by: Option<Timestamp>,
    /// The team that has her.
    pub team: TeamCode,
}

/// Those whom the teams of whoever asks have, the first due first. One look names them all.
///
/// # Errors
/// When the actor may not, or the database cannot be read or written.
pub fn list(ctx: &Ctx) -> Result<Vec<Beside>, AppError> {
    look::records(ctx, Action::SeeLeast, "the least of those in care", "walking beside her", || {
        let limit = i64::try_from(MOST).unwrap_or(i64::MAX);
        let part = CaseloadPart::All;
        let shown = ctx.store.read(|tx| {
            let place = |line: &CaseloadLine| (line.next_due, line.referral.to_string());
            let seen = |line: &CaseloadLine| may_with(ctx, Action::SeeLeast, &line.whose());
            let lines = read_on((Timestamp::UNIX_EPOCH, String::new()), limit, place, seen, |(at, id)| {
                CaseloadLine::after(tx, ctx.footprint(), &part, (at, &id), limit)
            })?;
            let mut shown = Vec::new();
            for line in lines {
                let stream = load(tx, ctx.footprint(), line.referral)?;
                let person = withheld::shown(tx, ctx.footprint(), line.person)?;
                shown.extend(referral_of(&stream).map(|referral| least(&line, referral, person.as_ref())));
            }
            Ok(shown)
        })?;
        let subjects = shown.iter().map(|one: &Beside| one.referral.to_string()).collect();
        Ok((shown, subjects))
    })
}

fn least(line: &CaseloadLine, referral: &Referral, person: Option<&Person>) -> Beside {
    let identity = person.and_then(|person| person.identity.as_ref());
    let reach = |route: Route| {
        let identity = identity?;
        match route {
            Route::Telephone | Route::Voicemail | Route::Text => identity.telephone.clone(),
            Route::Email => identity.email.clone(),
            Route::Letter => None,
        }
    };
    let allowed = |route: &Route| person.is_some_and(|person| person.died_at.is_none() && person.contact.allow(*route));
    let routes = Route::ALL.into_iter().filter(allowed).map(|route| (route, reach(route))).collect();
    let mut asked: Vec<String> = referral.asked.preferences.iter().map(|one| one.label().to_owned()).collect();
    if referral.asked.interpreter {
        asked.push("an interpreter".to_owned());
    }
    if let Some(story) = referral.story() {
        asked.extend([&story.language, &story.access_needs, &story.preference_more].into_iter().flatten().cloned());
    }
    Beside {
        referral: line.referral,
        name: line.name.clone(),
        routes,
        asked,
        next_contact_by: line.next_contact_by,
        team: line.held_by.clone(),
    }
}
