//! `/referrals/{id}/open`: why a record is closed to whoever asks, and opening it in an emergency. The same stands in place of a
//! record that is closed. One choice, one line of words, one press: for one hand, at night, without script.

use std::sync::Arc;

use axum::{
    extract::{Path, State},
    http::{StatusCode, header},
    response::{IntoResponse, Redirect, Response},
};
use maud::{Markup, html};
use porch_app::{AppError, opening};
use porch_domain::{front_door::Answers, ids::ReferralId, opening::OpeningReason};

use super::{LONGEST, asked_words};
use crate::{
    Site, activity,
    components::{Button, Choice, InsetText, Label, Radios, Textarea, button, inset_text, radios, textarea},
    failure::{Failure, Kind},
    moment,
    pages::{
        form::{Errors, Sent},
        html as answer,
        referral::{self, id_of},
        staff,
    },
    sign_in::SignedIn,
};

/// What was typed, and what is wrong with it.
#[derive(Debug, Clone, Default)]
pub(crate) struct Returned {
    answers: Answers,
    errors: Errors,
}

/// The page by itself. Whoever may see the record is led to it.
pub(crate) async fn ask(
    State(site): State<Arc<Site>>,
    who: SignedIn,
    Path(id): Path<String>,
) -> Result<Response, Failure> {
    let id = id_of(&id).map_err(|failure| failure.seen_by(&who))?;
    let closed = activity::carry_out(&site, &who, move |_, ctx| opening::closed(ctx, id)).await?;
    let closed = closed.ok_or_else(|| Failure::from(Kind::NotFound).seen_by(&who))?;
    if closed.open_to_them {
        return Ok(Redirect::to(&referral::address(id)).into_response());
    }
    Ok(answer(staff::page(&site, Some(&who), &offered(&site, id, closed.restricted, &Returned::default()))))
}

/// Opens it, and leads to it.
pub(crate) async fn open(
    State(site): State<Arc<Site>>,
    who: SignedIn,
    Path(id): Path<String>,
    sent: Sent,
) -> Result<Response, Failure> {
    let id = id_of(&id).map_err(|failure| failure.seen_by(&who))?;
    let command = sent.command().map_err(|failure| failure.seen_by(&who))?;
    // Whoever may open nothing is told so before what they typed is looked at.
    let closed = activity::carry_out(&site, &who, move |_, ctx| opening::closed(ctx, id)).await?;
    let restricted = closed.is_some_and(|closed| closed.restricted);
    let mut errors = Errors::default();
    let reason = OpeningReason::of_code(sent.0.typed("reason"));
    if reason.is_none() {
        errors.add("reason", "Choose why you open it");
    }
    let why = asked_words(&sent.0, "why", "Say in your own words why you open it", &mut errors);
    let (Some(reason), Some(why)) = (reason, why) else {
        let page =
            staff::page(&site, Some(&who), &offered(&site, id, restricted, &Returned { answers: sent.0, errors }));
        return Ok((StatusCode::BAD_REQUEST, answer(page)).into_response());
    };
    let done = activity::carry_out(&site, &who, move |_, ctx| Ok(opening::open(ctx, command, id, reason, &why)));
    match done.await? {
        Ok(()) => Ok((StatusCode::SEE_OTHER, [(header::LOCATION, referral::address(id))]).into_response()),
        Err(AppError::Disallowed(porch_domain::disallowed::Disallowed::Unknown)) => {
            Err(Failure::from(Kind::NotFound).seen_by(&who))
        }
        Err(error) => Err(Failure::from(error).seen_by(&who)),
    }
}

/// Why the record is closed, and the form that opens it.
pub(crate) fn offered(site: &Site, id: ReferralId, restricted: bool, returned: &Returned) -> staff::Content {
    let rules = site.rules();
    let lasts = rules.footprint.openings();
    let until = site.world.now() + lasts.lasts();
    let main = html! {
        (returned.errors.summary())
        @if restricted { (why_restricted()) } @else { (why_closed()) }
        (inset_text(&InsetText {
            content: html! {
                p {
                    "It opens at once, for " (hours(lasts.hours)) ": until " strong { (moment::time(until)) } ". Then it closes by itself. "
                    @if restricted { "Until then you do with it what your team may." }
                    @else { "You can read everything in it, write a note, raise its urgency, and say who has an emergency; nothing is decided or sent." }
                }
                p { "Your name, your reason and what you look at are noted, and an information officer reads them afterwards." }
            }.into(),
            ..InsetText::default()
        }))
        (form(site, id, restricted, returned))
    };
    let error = if returned.errors.is_empty() { "" } else { "Error: " };
    staff::Content { title: format!("{error}Open a closed record"), main, wide: false, section: staff::Section::None }
}

fn why_closed() -> Markup {
    html! {
        h1 { "This record is closed to you" }
        p {
            "You are not of the team that has her, your organisation does not hold this record, and no agreement lets you read it. "
            "That you asked is noted in the log of who looked at what."
        }
        p { "If you work with her, ask the team that has her. If it cannot wait, open the record now." }
        h2 class="nhsuk-heading-m" { "Open it in an emergency" }
    }
}

fn why_restricted() -> Markup {
    html! {
        h1 { "This record is restricted" }
        p { "It opens for those who are named for it and for her lead professional. That you asked is noted in the log of who looked at what." }
        p { "If it is yours to work on, or if it cannot wait, say why and open it." }
        h2 class="nhsuk-heading-m" { "Open it with a reason" }
    }
}

/// A number of hours in words.
fn hours(count: u16) -> String {
    if count == 1 { "1 hour".to_owned() } else { format!("{count} hours") }
}

fn form(site: &Site, id: ReferralId, restricted: bool, returned: &Returned) -> Markup {
    let reasons = OpeningReason::ALL.iter().filter(|reason| restricted || **reason != OpeningReason::Work);
    html! {
        form action={ (referral::address(id)) "/open" } method="post" novalidate {
            input type="hidden" name="command" value=(site.world.id());
            (radios(&Radios {
                name: "reason",
                legend: Some("Why do you open it?".into()),
                error: returned.errors.of("reason").into(),
                items: reasons.map(|reason| Choice::new(reason.code(), reason.label())).collect(),
                value: returned.answers.typed("reason"),
                small: true,
                ..Radios::default()
            }))
            (textarea(&Textarea {
                label: Label::from("Why, in your own words"),
                hint: format!("Who asked you, and what cannot wait. At most {LONGEST} characters.").into(),
                error: returned.errors.of("why").into(),
                name: "why",
                value: returned.answers.typed("why"),
                rows: 3,
                ..Textarea::default()
            }))
            (button(&Button { content: "Open this record now".into(), prevent_double_click: Some(true), ..Button::default() }))
        }
    }
}
