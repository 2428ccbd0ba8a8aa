//! `/referrals/{id}/questionnaires` and `/questionnaires`: what was asked and what came out, what is given to her, what
//! waits to be read, and what was not asked and why.

mod coverage;
mod entry;
mod giving;
mod language;
mod shown;
mod unsaved;
mod waiting;

use std::sync::Arc;

use axum::{
    extract::{Path, State},
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
};
use maud::Markup;
use porch_app::{
    AppError, Ctx,
    screening::{self, OfReferral},
};
use porch_domain::{
    front_door::Answers,
    ids::{ReferralId, ScreeningId},
    person::Route,
};

pub(crate) use coverage::show as coverage;
pub(crate) use entry::{enter, form};
pub(crate) use giving::{give, not_asked};
pub(crate) use waiting::show as waiting;

use crate::{
    Site, activity,
    failure::{Failure, Kind},
    local_path,
    pages::{
        form::{Errors, Sent},
        html as answer,
        referral::{Answered, own_page},
        staff,
    },
    sign_in::SignedIn,
};

/// A form that came back: which, what was typed into it, what is wrong with it, and why the rules refuse it.
#[derive(Debug, Clone, Default)]
struct Returned {
    form: String,
    typed: Answers,
    errors: Errors,
    refused: Option<String>,
    /// Whether what she answered already is to stand in the form.
    reuse: bool,
    /// What the address of a questionnaire carries that was given to her just now: shown this once.
    link: Option<String>,
    /// The way by which it can be sent to her now.
    way: Option<Route>,
    /// The beginning of our own addresses, as the browser asked for them.
    site: String,
}

impl Returned {
    /// What was typed into one form of the page, and nothing of another's.
    fn of(&self, form: &str) -> (Answers, Errors) {
        if self.form == form { (self.typed.clone(), self.errors.clone()) } else { Default::default() }
    }
}

/// The address of the page.
pub(crate) fn address(id: ReferralId) -> String {
    format!("/referrals/{id}/questionnaires")
}

fn id_of(text: &str, who: &SignedIn) -> Result<ReferralId, Failure> {
    text.parse().map_err(|_| Failure::from(Kind::NotFound).seen_by(who))
}

/// The page.
pub(crate) async fn show(
    State(site): State<Arc<Site>>,
    who: SignedIn,
    Path(id): Path<String>,
) -> Result<Response, Failure> {
    let id = id_of(&id, &who)?;
    drawn(&site, &who, id, StatusCode::OK, &Returned::default()).await
}

/// Reads, takes back or renews one.
pub(crate) async fn act(
    State(site): State<Arc<Site>>,
    who: SignedIn,
    Path((id, act)): Path<(String, String)>,
    headers: HeaderMap,
    sent: Sent,
) -> Result<Response, Failure> {
    let not_found = || Failure::from(Kind::NotFound).seen_by(&who);
    let screening: ScreeningId = id.parse().map_err(|_| not_found())?;
    let of: ReferralId = sent.0.typed("referral").parse().map_err(|_| not_found())?;
    let command = sent.command().map_err(|failure| failure.seen_by(&who))?;
    let words = sent.0.text("words").unwrap_or_default();
    let site_name = local_path::this_site(&site, &headers);
    let form = format!("{act}-{screening}");
    let mut returned = Returned { form, typed: sent.0, site: site_name, ..Returned::default() };
    let missing = match act.as_str() {
        "read" => "Say what you made of it",
        "take-back" => "Say why",
        "renew" => "Type the word agreed with her",
        _ => return Err(not_found()),
    };
    if words.trim().is_empty() {
        returned.errors.add(format!("{act}-{screening}"), missing);
        return drawn(&site, &who, of, StatusCode::BAD_REQUEST, &returned).await;
    }
    let done = activity::carry_out(&site, &who, move |_, ctx: &Ctx| {
        Ok(match act.as_str() {
            "read" => screening::read(ctx, command, screening, &words).map(|()| None),
            "take-back" => screening::take_back(ctx, command, screening, &words).map(|()| None),
            _ => screening::renew(ctx, command, screening, &words).map(|opens| Some(opens.token)),
        })
    });
    done_or_again(&site, &who, of, returned, done.await?).await
}

/// The page again: with the link that was made, or after the way that browsers remember, or with why nothing was done.
async fn done_or_again(
    site: &Arc<Site>,
    who: &SignedIn,
    of: ReferralId,
    returned: Returned,
    done: Result<Option<String>, AppError>,
) -> Result<Response, Failure> {
    let (done, link) = match done {
        Ok(link) => (Ok(()), link),
        Err(error) => (Err(error), None),
    };
    match (Answered::of(done, who)?, link) {
        (Answered::Done, None) => Ok((StatusCode::SEE_OTHER, [(header::LOCATION, address(of))]).into_response()),
        (Answered::Done, link @ Some(_)) => {
            let way = own_page::way(site, who, of).await?;
            drawn(site, who, of, StatusCode::OK, &Returned { link, way, site: returned.site, ..Returned::default() })
                .await
        }
        (Answered::Refused(why), _) => {
            drawn(site, who, of, StatusCode::CONFLICT, &Returned { refused: Some(why), ..returned }).await
        }
        (Answered::Stale, _) => {
            let refused = Some(AppError::Stale.to_string());
            drawn(site, who, of, StatusCode::CONFLICT, &Returned { refused, ..returned }).await
        }
    }
}

async fn drawn(
    site: &Arc<Site>,
    who: &SignedIn,
    id: ReferralId,
    status: StatusCode,
    returned: &Returned,
) -> Result<Response, Failure> {
    let found = activity::carry_out(site, who, move |_, ctx| screening::of_referral(ctx, id, "care")).await?;
    let Some(found) = found else { return Err(Failure::from(Kind::NotFound).seen_by(who)) };
    let content = content(site, who, &found, returned);
    Ok((status, answer(staff::page(site, Some(who), &content))).into_response())
}

fn content(site: &Site, who: &SignedIn, found: &OfReferral, returned: &Returned) -> staff::Content {
    let reference = found.referral.reference.as_deref().unwrap_or("from another system");
    let error = if returned.errors.is_empty() { "" } else { "Error: " };
    let main: Markup = shown::page(site, who, found, returned);
    staff::Content {
        title: format!("{error}Questionnaires, {reference}"),
        main,
        wide: true,
        section: staff::Section::Queue,
    }
}
