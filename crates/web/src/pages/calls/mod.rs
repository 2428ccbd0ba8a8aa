//! `/calls/new`: a call that a member of staff writes down: one page, in any order, the least for an emergency on top
//! (PR-03).

mod form;

use std::sync::Arc;

use axum::{
    extract::{Query, State},
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use porch_app::{
    AppError,
    access::{self, Action},
    door::{self, Call},
    person,
};
use porch_domain::{
    front_door::{Answers, field},
    ids::PersonId,
    person::Person,
};

use crate::{
    Site, activity,
    failure::{Failure, Kind},
    moment,
    pages::{
        annual::Fields,
        form::{Errors, Sent},
        html as answer, referral, staff,
    },
    sign_in::SignedIn,
};

/// An empty form; where a person is chosen, it is about her.
pub(crate) async fn show(
    State(site): State<Arc<Site>>,
    who: SignedIn,
    Query(fields): Fields,
) -> Result<Response, Failure> {
    let field_of = |name: &str| fields.iter().find(|(key, _)| key == name).map(|(_, value)| value.clone());
    let kept = activity::carry_out(&site, &who, |_, ctx| door::kept_call(ctx)).await?;
    if let Some(kept) = kept.as_ref().filter(|_| field_of("kept").is_some()) {
        let about = about(&site, &who, kept.answers.typed("person")).await?;
        let content = form::content(&site, about.as_ref(), &kept.answers, &Errors::default(), None);
        return Ok(answer(staff::page(&site, Some(&who), &content)));
    }
    let chosen = field_of("person").unwrap_or_default();
    let mut answers = Answers::default();
    let about = about(&site, &who, &chosen).await?;
    if let Some(name) = about.as_ref().and_then(|person| person.identity.as_ref()?.name.clone()) {
        answers.set(field::NAME, name);
    }
    // She is pregnant again: a new referral of the same person, with its history (K7, T5).
    if about.is_some() && field_of("again").is_some() {
        answers.set(field::NOW, "pregnant");
        answers.set(field::BEEN_BEFORE, "yes");
    }
    let kept_at = kept.map(|kept| kept.kept_at);
    let content = form::content(&site, about.as_ref(), &answers, &Errors::default(), kept_at);
    Ok(answer(staff::page(&site, Some(&who), &content)))
}

/// The person who was chosen; nobody where none was.
async fn about(site: &Arc<Site>, who: &SignedIn, chosen: &str) -> Result<Option<Person>, Failure> {
    if chosen.is_empty() {
        activity::carry_out(site, who, |_, ctx| access::check(ctx, Action::TriageReferral)).await?;
        return Ok(None);
    }
    let missing = || Failure::from(Kind::NotFound).seen_by(who);
    let id: PersonId = chosen.parse().map_err(|_| missing())?;
    let found = activity::carry_out(site, who, move |_, ctx| person::open(ctx, id, "new call about her")).await?;
    found.filter(|person| !person.erased).map(Some).ok_or_else(missing)
}

/// Keeps what is typed so far, as the page sends it by itself while somebody types.
pub(crate) async fn keep(State(site): State<Arc<Site>>, who: SignedIn, sent: Sent) -> Result<Response, Failure> {
    let command = sent.command().map_err(|failure| failure.seen_by(&who))?;
    activity::carry_out(&site, &who, move |_, ctx| door::keep_call(ctx, command, sent.0)).await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

/// Forgets what was kept.
pub(crate) async fn forget(State(site): State<Arc<Site>>, who: SignedIn) -> Result<Response, Failure> {
    activity::carry_out(&site, &who, |_, ctx| door::forget_call(ctx)).await?;
    Ok((StatusCode::SEE_OTHER, [(header::LOCATION, "/calls/new#signs")]).into_response())
}

/// Takes the call in, or gives the form back with everything that was typed.
pub(crate) async fn take(State(site): State<Arc<Site>>, who: SignedIn, sent: Sent) -> Result<Response, Failure> {
    let about = about(&site, &who, sent.0.typed("person")).await?;
    let command = sent.command().map_err(|failure| failure.seen_by(&who))?;
    let mut errors = Errors::default();
    let now = site.world.now();
    let received_at = form::CALLED.read(&sent.0, moment::local(now).date(), &mut errors);
    if received_at.is_some_and(|at| at > now) {
        errors.add(field::CALL_AT, "The call cannot have come later than now");
    }
    if errors.is_empty() {
        let call = Call {
            answers: sent.0.clone(),
            received_at: received_at.unwrap_or(now),
            person: about.as_ref().map(|p| p.id),
        };
        let taken = activity::carry_out(&site, &who, move |_, ctx| match door::take_call(ctx, command, call) {
            Ok(id) => Ok(Ok(id)),
            Err(AppError::Incomplete(problems)) => Ok(Err(problems)),
            Err(error) => Err(error),
        });
        match taken.await? {
            Ok(id) => {
                let address = referral::address(id);
                return Ok((StatusCode::SEE_OTHER, [(header::LOCATION, address)]).into_response());
            }
            Err(problems) => {
                for (_, problem) in problems {
                    errors.add(problem.field, form::wrong(problem));
                }
            }
        }
    }
    let content = form::content(&site, about.as_ref(), &sent.0, &errors, None);
    Ok((StatusCode::BAD_REQUEST, answer(staff::page(&site, Some(&who), &content))).into_response())
}
