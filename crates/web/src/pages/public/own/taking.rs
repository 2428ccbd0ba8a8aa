//! `/ask/page`: whoever asked for herself takes a page of her own, with a word that she chooses.

use std::sync::Arc;

use axum::{
    extract::State,
    http::{HeaderMap, StatusCode},
    response::Response,
};
use maud::{Markup, html};
use porch_app::{by_word::SHORTEST_WORD, her_page};

use super::{Back, View, WORD, help_now, page};
use crate::{
    Site,
    components::{
        Button, ButtonVariant, ErrorLink, ErrorSummary, FieldError, Input, InputWidth, Label, Size, button,
        error_summary, input,
    },
    local_path,
    pages::public::{
        ask::{posted::Posted, visit::at_door},
        key_cookie::VISIT,
    },
    wording,
};

/// The form on the page that says that it was sent.
pub(in crate::pages::public) fn offer() -> Markup {
    html! {
        h2 { (wording::text("own-take-heading")) }
        (wording::prose("own-take"))
        (word_form(None))
    }
}

fn word_form(error: Option<&str>) -> Markup {
    html! {
        form method="post" action="/ask/page" novalidate {
            (input(&Input {
                label: Label { text: wording::text("own-take-word").into(), size: Some(Size::S), ..Label::default() },
                hint: wording::text("own-take-word-hint").into(),
                error: error.map_or(FieldError::None, |error| FieldError::from(Some(error))),
                name: WORD,
                width: Some(InputWidth::W20),
                spellcheck: Some(false),
                autocomplete: "off",
                ..Input::default()
            }))
            (button(&Button {
                content: wording::text("own-take-send").into(),
                variant: ButtonVariant::Secondary,
                ..Button::default()
            }))
        }
    }
}

/// Makes the page, and tells its link once.
pub(crate) async fn take(State(site): State<Arc<Site>>, headers: HeaderMap, Posted(typed): Posted) -> Response {
    let Some(key) = VISIT.key(&site, &headers) else { return super::gone(&site) };
    let word = typed.typed(WORD).to_owned();
    if word.trim().chars().count() < SHORTEST_WORD {
        let error = wording::text("own-e-word-short");
        let body = html! {
            (error_summary(&ErrorSummary {
                errors: vec![ErrorLink { text: &error, href: "#word" }],
                ..ErrorSummary::default()
            }))
            h1 { (wording::text("own-take-heading")) }
            (wording::prose("own-take"))
            (word_form(Some(&error)))
        };
        return page(&site, StatusCode::UNPROCESSABLE_ENTITY, Back::To("/ask/sent".to_owned()), &body);
    }
    let this_site = local_path::this_site(&site, &headers);
    match at_door(&site, move |ctx| her_page::take_at_the_door(ctx, &key, &word)).await {
        Ok(token) => {
            let address = format!("/page/{token}");
            let body = html! {
                h1 { (wording::text("own-taken-heading")) }
                (wording::prose("own-taken"))
                p { code class="porch-secret" { (this_site) (address) } }
                (button(&Button { content: wording::text("own-taken-open").into(), href: &address, ..Button::default() }))
                (wording::prose("own-taken-keep"))
                (help_now::danger_line(&View::of(&site)))
            };
            page(&site, StatusCode::OK, Back::To("/ask/sent".to_owned()), &body)
        }
        Err(trouble) => match trouble {
            super::Trouble::Gone | super::Trouble::Incomplete => super::gone(&site),
            fault @ super::Trouble::Fault(_) => fault.keeping(&site, "/ask/page", &[WORD], &typed),
        },
    }
}
