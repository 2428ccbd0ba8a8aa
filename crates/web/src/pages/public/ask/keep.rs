//! A professional's form kept for later, NOT SENT, under a link and a code (PR-07).

use std::sync::Arc;

use axum::{
    extract::{Path, State},
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
};
use maud::{Markup, html};
use porch_app::door::{self, ReopenError};
use porch_domain::front_door::Step;

use super::{
    Back, View, answer, by_phone,
    form::{self, Wrong},
    posted::Posted,
    step, to,
    trouble::Trouble,
    visit::{self, Visit},
};
use crate::{
    Site,
    components::{
        Button, FieldError, Input, InputWidth, Label, Level, Size, SummaryList, SummaryRow, WarningCallout, button,
        input, summary_list, warning_callout,
    },
    local_path,
    pages::public::key_cookie::VISIT,
    wording::{self, times},
};

/// The field of the link, or of its secret part.
const LINK: &str = "link";
/// The field of the code.
const CODE: &str = "code";

/// Saves what stands on the page, and keeps the whole.
pub(crate) async fn keep(State(site): State<Arc<Site>>, headers: HeaderMap, Posted(form): Posted) -> Response {
    let mut visit = match Visit::open(&site, &headers).await {
        Ok(visit) => visit,
        Err(trouble) => return trouble.plainly(&site),
    };
    if !step::may_be_kept(&visit) {
        return to(&visit.where_to_go_on(&site));
    }
    if let Some(step) = Step::of_path(form.typed("step")).filter(|step| visit.steps().contains(step))
        && let Err(response) = step::save(&site, &mut visit, step, form, false).await
    {
        return *response;
    }
    kept(&site, visit, &headers).await
}

/// Keeps a draft, and shows once what opens it again.
pub(super) async fn kept(site: &Arc<Site>, visit: Visit, headers: &HeaderMap) -> Response {
    let key = visit.key.clone();
    let kept = match visit::at_door(site, move |ctx| door::keep(ctx, &key)).await {
        Ok(kept) => kept,
        Err(trouble) => return trouble.plainly(site),
    };
    let path = format!("/refer/go-on/{}", kept.link);
    let whole = format!("{}{path}", local_path::this_site(site, headers));
    let code = format!("{} {}", kept.code.get(..4).unwrap_or_default(), kept.code.get(4..).unwrap_or_default());
    let row = |key: &str, value: Markup| SummaryRow {
        key: wording::text(key).into(),
        value: value.into(),
        ..SummaryRow::default()
    };
    let rows = vec![
        row("kept-link", html! { a class="porch-secret" href=(path) { (whole) } }),
        row("kept-code", html! { strong class="porch-reference" { (code) } }),
        row("kept-until", html! { (times::date_and_hour(site.world.now() + door::KEPT_FOR)) }),
    ];
    let heading = wording::text("kept-heading");
    let go_on = visit.where_to_go_on(site);
    let body = html! {
        h1 { (heading) }
        (warning_callout(&WarningCallout {
            heading: &wording::text("kept-not-sent"),
            level: Level::H2,
            content: wording::prose("kept-warning").into(),
            ..WarningCallout::default()
        }))
        (wording::prose("kept"))
        (summary_list(&SummaryList { rows, ..SummaryList::default() }))
        button class="nhsuk-button nhsuk-button--secondary porch-print" type="button" hidden data-porch-print {
            (wording::text("print"))
        }
        p { a href=(go_on) { (wording::text("kept-go-on")) } }
        (by_phone(&View::of(site)))
    };
    let mut response = answer(site, StatusCode::OK, wording::text("kept-title"), Back::ToStart, &body);
    if let Ok(cookie) = VISIT.holding(site, &kept.key).parse() {
        response.headers_mut().insert(header::SET_COOKIE, cookie);
    }
    response
}

/// Asks for the link and the code.
pub(crate) async fn ask(State(site): State<Arc<Site>>) -> Response {
    page(&site, "", "", &[])
}

/// Asks for the code of a link.
pub(crate) async fn ask_code(State(site): State<Arc<Site>>, Path(link): Path<String>) -> Response {
    page(&site, &link, "", &[])
}

/// Opens a kept draft, or says neither which of the two is wrong nor whether there is such a draft.
pub(crate) async fn reopen(State(site): State<Arc<Site>>, Posted(form): Posted) -> Response {
    let typed = form.typed(LINK).trim().to_owned();
    let link = typed.trim_end_matches('/').rsplit('/').next().unwrap_or_default().to_owned();
    let code = form.typed(CODE).to_owned();
    let opened = visit::at_door(&site, move |ctx| match door::reopen(ctx, &link, &code) {
        Ok(key) => Ok(Some(key)),
        Err(ReopenError::Nothing) => Ok(None),
        Err(ReopenError::App(error)) => Err(error),
    });
    match opened.await {
        Ok(Some(key)) => {
            let own = key.clone();
            let opened = visit::at_door(&site, move |ctx| door::open(ctx, &own)).await;
            let address = match opened {
                Ok(Some(opened)) => Visit { key: key.clone(), opened }.where_to_go_on(&site),
                Ok(None) | Err(_) => super::CHECK.to_owned(),
            };
            let headers = [(header::LOCATION, address), (header::SET_COOKIE, VISIT.holding(&site, &key))];
            (StatusCode::SEE_OTHER, headers).into_response()
        }
        Ok(None) => {
            let wrong = vec![Wrong { field: CODE, href: format!("#{CODE}"), text: wording::text("e-code-wrong") }];
            page(&site, &typed, form.typed(CODE), &wrong)
        }
        Err(trouble @ (Trouble::Fault(_) | Trouble::Gone | Trouble::Incomplete)) => {
            trouble.keeping(&site, "/refer/go-on", &[LINK, CODE], &form)
        }
    }
}

fn page(site: &Site, link: &str, code: &str, wrong: &[Wrong]) -> Response {
    let error = FieldError::from(wrong.first().map(|wrong| wrong.text.as_str()));
    let field =
        |key: &str, name: &'static str, value: &str, error: FieldError, width: InputWidth, mode: &'static str| {
            let (label, hint) = (wording::text(key), wording::text(&format!("{key}-hint")));
            input(&Input {
                label: Label { text: label.into(), size: Some(Size::S), ..Label::default() },
                hint: hint.into(),
                error,
                name,
                value,
                width: Some(width),
                spellcheck: Some(false),
                autocomplete: "off",
                inputmode: mode,
                ..Input::default()
            })
        };
    let body = html! {
        (form::summary(wrong))
        h1 { (wording::text("go-on-heading")) }
        (wording::prose("go-on"))
        form method="post" action="/refer/go-on" novalidate {
            (field("q-link", LINK, link, FieldError::None, InputWidth::W30, ""))
            (field("q-code", CODE, code, error, InputWidth::W10, "numeric"))
            (button(&Button { content: wording::text("go-on-open").into(), ..Button::default() }))
        }
        (by_phone(&View::of(site)))
    };
    let title = wording::text("go-on-title");
    let (status, title) = if wrong.is_empty() {
        (StatusCode::OK, title)
    } else {
        (StatusCode::UNPROCESSABLE_ENTITY, wording::text_with("error-title", "title", &title))
    };
    answer(site, status, title, Back::To("/refer".to_owned()), &body)
}
