//! The restricted page: safeguarding. It opens only with a reason, which is noted with the look (PR-26).

use std::sync::Arc;

use axum::{
    extract::{Path, State},
    http::StatusCode,
    response::{IntoResponse, Response},
};
use maud::{Markup, html};
use porch_app::{
    access::{self, Action},
    referral::{self, Restricted},
};
use porch_domain::ids::ReferralId;

use super::{address, id_of};
use crate::{
    Site, activity,
    components::{BackLink, Button, Input, Label, back_link, button, input},
    failure::Failure,
    moment,
    pages::{
        form::{Errors, Sent},
        html as answer, looks, staff,
    },
    sign_in::SignedIn,
};

/// Asks for the reason, and shows nothing.
pub(crate) async fn ask(
    State(site): State<Arc<Site>>,
    who: SignedIn,
    Path(id): Path<String>,
) -> Result<Response, Failure> {
    let id = id_of(&id).map_err(|failure| failure.seen_by(&who))?;
    activity::carry_out(&site, &who, |_, ctx| access::check(ctx, Action::SeeSafeguarding)).await?;
    Ok(answer(staff::page(&site, Some(&who), &asking(id, &Errors::default()))))
}

/// Opens it with the reason that was given.
pub(crate) async fn open(
    State(site): State<Arc<Site>>,
    who: SignedIn,
    Path(id): Path<String>,
    sent: Sent,
) -> Result<Response, Failure> {
    let id = id_of(&id).map_err(|failure| failure.seen_by(&who))?;
    let Some(why) = sent.0.text("why").filter(|why| why.chars().count() <= 300) else {
        activity::carry_out(&site, &who, |_, ctx| access::check(ctx, Action::SeeSafeguarding)).await?;
        let mut errors = Errors::default();
        errors.add("why", "Say why you open this, in at most 300 characters");
        let page = staff::page(&site, Some(&who), &asking(id, &errors));
        return Ok((StatusCode::BAD_REQUEST, answer(page)).into_response());
    };
    let recorded = activity::carry_out(&site, &who, move |_, ctx| referral::safeguarding(ctx, id, &why)).await?;
    Ok(answer(staff::page(&site, Some(&who), &opened(id, &recorded))))
}

fn back(id: ReferralId) -> Markup {
    back_link(&BackLink {
        content: "Back to the referral".into(),
        target: address(id).as_str().into(),
        ..BackLink::default()
    })
}

fn asking(id: ReferralId, errors: &Errors) -> staff::Content {
    let main = html! {
        (errors.summary())
        (back(id))
        h1 { "Restricted" }
        p { "What is recorded here opens only with a reason. The reason is noted with your name." }
        form action={ (address(id)) "/restricted" } method="post" novalidate {
            (input(&Input {
                label: Label::from("Why do you open it?"),
                error: errors.of("why").into(),
                id: "why",
                name: "why",
                autocomplete: "off",
                ..Input::default()
            }))
            (button(&Button { content: "Open".into(), ..Button::default() }))
        }
    };
    let error = if errors.is_empty() { "" } else { "Error: " };
    staff::Content { title: format!("{error}Restricted"), main, wide: false, section: staff::Section::Queue }
}

fn opened(id: ReferralId, recorded: &[Restricted]) -> staff::Content {
    let main = html! {
        (back(id))
        h1 { "Safeguarding" }
        @if recorded.is_empty() { p { "Nothing is recorded here." } }
        ol class="porch-timeline" reversed {
            @for one in recorded {
                li {
                    strong { (moment::words(one.at)) }
                    span class="porch-timeline__who" { " " (looks::who(&one.actor)) }
                    div class="porch-words" { (one.what.as_deref().unwrap_or("erased")) }
                }
            }
        }
    };
    staff::Content { title: "Restricted, opened".to_owned(), main, wide: false, section: staff::Section::Queue }
}
