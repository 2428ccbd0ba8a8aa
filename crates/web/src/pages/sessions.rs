//! `/account/sessions`: where one is signed in, and ending what one does not know.

use std::sync::Arc;

use axum::{
    extract::{Path, State},
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use maud::{Markup, html};
use porch_app::session::{self, SessionLine, Shown};

use crate::{
    Site, activity,
    components::{Button, ButtonVariant, SummaryList, SummaryRow, button, summary_list},
    failure::Failure,
    moment,
    pages::{html as answer, staff},
    sign_in::{SignedIn, Visiting},
};

/// Every session of whoever asks.
pub(crate) async fn show(
    State(site): State<Arc<Site>>,
    who: SignedIn,
    visiting: Visiting,
) -> Result<Response, Failure> {
    let lines = activity::carry_out(&site, &who, move |_, ctx| session::list(ctx, visiting.visit())).await?;
    let main = html! {
        div class="nhsuk-grid-row" { div class="nhsuk-grid-column-two-thirds" {
            h1 { "Where you are signed in" }
            p { "End what you do not know, and then change your password." }
            @for line in &lines { (one(&site, line)) }
            @if lines.len() > 1 {
                form method="post" action="/account/end-other-sessions" novalidate {
                    (button(&Button { content: "End all other sessions".into(), variant: ButtonVariant::Secondary, ..Button::default() }))
                }
            } @else {
                p { "There is no other session." }
            }
            p { a href="/account" { "Your account" } }
        } }
    };
    let title = "Where you are signed in".to_owned();
    let content = staff::Content { title, main, wide: false, section: staff::Section::None };
    Ok(answer(staff::page(&site, Some(&who), &content)))
}

fn one(site: &Site, line: &SessionLine) -> Markup {
    let titled = |code: &String| {
        let known = site.providers.iter().find(|provider| provider.rules().code == *code);
        known.map_or_else(|| code.clone(), |provider| provider.rules().title.clone())
    };
    let with = match (line.provider.as_ref().map(titled), line.shown) {
        (None, shown) => shown.map_or("password", |shown| shown.described()).to_owned(),
        (Some(title), None | Some(Shown::Provider)) => title,
        (Some(title), Some(Shown::RecoveryCode)) => format!("{title} and recovery code"),
        (Some(title), Some(Shown::Passkey)) => format!("{title} and passkey"),
        (Some(title), Some(Shown::Authenticator | Shown::Demonstration)) => format!("{title} and authenticator"),
    };
    let browser = if line.browser.is_empty() { "an unknown browser" } else { &line.browser };
    let rows = vec![
        SummaryRow { key: "Browser".into(), value: browser.into(), ..SummaryRow::default() },
        SummaryRow { key: "Began".into(), value: moment::time(line.opened_at).into(), ..SummaryRow::default() },
        SummaryRow { key: "Last used".into(), value: moment::time(line.seen_at).into(), ..SummaryRow::default() },
        SummaryRow { key: "Signed in with".into(), value: with.into(), ..SummaryRow::default() },
    ];
    html! {
        h2 { @if line.this { "This browser" } @else { "Another session" } }
        (summary_list(&SummaryList { rows, ..SummaryList::default() }))
        @if !line.this {
            form method="post" action={ "/account/sessions/" (line.id) "/end" } novalidate {
                button class="nhsuk-button nhsuk-button--secondary" {
                    "End this session" span class="nhsuk-u-visually-hidden" { ": " (browser) ", begun " (moment::words(line.opened_at)) }
                }
            }
        }
    }
}

/// Ends one of them.
pub(crate) async fn end(
    State(site): State<Arc<Site>>,
    who: SignedIn,
    visiting: Visiting,
    Path(id): Path<String>,
) -> Result<Response, Failure> {
    activity::carry_out(&site, &who, move |_, ctx| session::end_one(ctx, visiting.visit(), &id)).await?;
    Ok((StatusCode::SEE_OTHER, [(header::LOCATION, "/account/sessions")]).into_response())
}
