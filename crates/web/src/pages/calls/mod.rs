//! `/calls/new`: a call that a member of staff writes down: one page, in any order, the least for an emergency on top
//! (PR-03).

mod form;
mod national;

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
    find::{self, KnownHere},
    person,
};
use porch_domain::{
    front_door::{Answers, Problem, Step, WayIn, What, field, read, steps},
    ids::{CommandId, PersonId, ReferralId},
    person::{NhsNumber, Person},
};

use self::national::{Pressed, Said};
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
        let content =
            form::content(&site, about.as_ref(), &kept.answers, &Errors::default(), None, &form::Looked::default());
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
    let content = form::content(&site, about.as_ref(), &answers, &Errors::default(), kept_at, &form::Looked::default());
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

/// Stores a call: added to a referral that is open already, where one was chosen, or as a new one.
async fn store(
    site: &Arc<Site>,
    who: &SignedIn,
    command: CommandId,
    call: Call,
    to: Option<String>,
) -> Result<Result<ReferralId, AppError>, Failure> {
    let to = to.map(|to| to.parse::<ReferralId>()).transpose();
    let to = to.map_err(|_| Failure::from(Kind::NotFound).seen_by(who))?;
    let stored = activity::carry_out(site, who, move |_, ctx| {
        Ok(match to {
            Some(to) => door::add_call(ctx, command, &call, to).map(|()| to),
            None => door::take_call(ctx, command, call),
        })
    });
    stored.await
}

fn warned(answers: &Answers) -> bool {
    steps(WayIn::Telephone, answers).contains(&Step::Emergency)
}

/// Who with an open referral may be whoever is written about: asked of the first particulars on, and noted as a look (PR-06).
async fn known(site: &Arc<Site>, who: &SignedIn, answers: &Answers) -> Result<Vec<KnownHere>, Failure> {
    let today = moment::local(site.world.now()).date();
    let identity = read(WayIn::Telephone, answers, today).identity;
    activity::carry_out(site, who, move |_, ctx| find::known_here(ctx, &identity)).await
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

/// Asks the national record, or puts what it said into the fields. Everything that was typed stays, and nothing is saved.
async fn asked(
    site: &Arc<Site>,
    who: &SignedIn,
    about: Option<&Person>,
    mut answers: Answers,
    pressed: Pressed,
) -> Result<Response, Failure> {
    let mut errors = Errors::default();
    let said = match pressed {
        Pressed::Take(proposal) => proposal.map(|proposal| {
            proposal.put(&mut answers);
            Said::Taken
        }),
        Pressed::Ask(_) if answers.text(field::NHS_NUMBER).is_some_and(|typed| NhsNumber::parse(&typed).is_err()) => {
            let problem = Problem { field: field::NHS_NUMBER, what: What::NotAnNhsNumber };
            errors.add(field::NHS_NUMBER, form::wrong(problem));
            None
        }
        Pressed::Ask(by) => national::ask(site, who, about.map(|person| person.id), &answers, by).await?,
    };
    let looked = form::Looked { said: said.as_ref(), ..form::Looked::default() };
    let content = form::content(site, about, &answers, &errors, None, &looked);
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::BAD_REQUEST };
    Ok((status, answer(staff::page(site, Some(who), &content))).into_response())
}

/// Takes the call in, or gives the form back with everything that was typed.
pub(crate) async fn take(State(site): State<Arc<Site>>, who: SignedIn, sent: Sent) -> Result<Response, Failure> {
    let about = about(&site, &who, sent.0.typed("person")).await?;
    let command = sent.command().map_err(|failure| failure.seen_by(&who))?;
    if sent.0.typed("look") == "yes" {
        let known = known(&site, &who, &sent.0).await?;
        let looked = form::Looked { known: &known, asked: true, said: None };
        let content = form::content(&site, about.as_ref(), &sent.0, &Errors::default(), None, &looked);
        return Ok(answer(staff::page(&site, Some(&who), &content)));
    }
    if let Some(pressed) = national::pressed(&sent.0) {
        return asked(&site, &who, about.as_ref(), sent.0, pressed).await;
    }
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
        let to = sent.0.text("add");
        // Whoever has warning signs is not made to wait for it: it stands on the page of her referral (PR-03).
        if to.is_none() && about.is_none() && sent.0.typed("checked") != "yes" && !warned(&sent.0) {
            let known = known(&site, &who, &sent.0).await?;
            if !known.is_empty() {
                let looked = form::Looked { known: &known, ..form::Looked::default() };
                let content = form::content(&site, None, &sent.0, &errors, None, &looked);
                return Ok((StatusCode::CONFLICT, answer(staff::page(&site, Some(&who), &content))).into_response());
            }
        }
        match store(&site, &who, command, call, to).await? {
            Ok(id) => {
                let address = referral::address(id);
                return Ok((StatusCode::SEE_OTHER, [(header::LOCATION, address)]).into_response());
            }
            Err(AppError::Incomplete(problems)) => {
                for (_, problem) in problems {
                    errors.add(problem.field, form::wrong(problem));
                }
            }
            Err(AppError::Disallowed(why)) => errors.add(field::NAME, format!("Nothing was saved: {why}")),
            Err(error) => return Err(Failure::from(error).seen_by(&who)),
        }
    }
    let content = form::content(&site, about.as_ref(), &sent.0, &errors, None, &form::Looked::default());
    Ok((StatusCode::BAD_REQUEST, answer(staff::page(&site, Some(&who), &content))).into_response())
}
