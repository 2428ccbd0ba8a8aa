//! The page that asks for the word of a link, in front of a questionnaire and of a page of her own (PR-22).

use axum::{http::StatusCode, response::Response};
use maud::html;

use super::{Back, View, ask::answer, help_now};
use crate::{
    Site,
    components::{
        Button, ErrorLink, ErrorSummary, FieldError, Input, InputWidth, Label, Size, button, error_summary, input,
    },
    wording,
};

/// The field of what the address carried.
pub(super) const LINK: &str = "link";
/// The field of the word.
pub(super) const WORD: &str = "word";

/// What is asked in front of something that a word opens: the names of its words, and where the word goes.
pub(super) struct Door {
    /// The title, which gives nothing away.
    pub(super) title: &'static str,
    /// The heading.
    pub(super) heading: &'static str,
    /// Why the word is asked.
    pub(super) lead: &'static str,
    /// What is said where nothing opens.
    pub(super) wrong: &'static str,
    /// Where the word goes.
    pub(super) address: &'static str,
}

/// Asks for the word; `wrong` says that the one before opened nothing, and neither why nor whether there is anything.
pub(super) fn page(site: &Site, door: &Door, link: &str, wrong: bool) -> Response {
    let error = wording::text(door.wrong);
    let body = html! {
        @if wrong {
            (error_summary(&ErrorSummary {
                errors: vec![ErrorLink { text: &error, href: "#word" }],
                ..ErrorSummary::default()
            }))
        }
        h1 { (wording::text(door.heading)) }
        (wording::prose(door.lead))
        form method="post" action=(door.address) novalidate {
            input type="hidden" name=(LINK) value=(link);
            (input(&Input {
                label: Label { text: wording::text("q-word").into(), size: Some(Size::S), ..Label::default() },
                hint: wording::text("q-word-hint").into(),
                error: if wrong { FieldError::from(Some(error.as_str())) } else { FieldError::None },
                name: WORD,
                width: Some(InputWidth::W20),
                spellcheck: Some(false),
                autocomplete: "off",
                ..Input::default()
            }))
            (button(&Button { content: wording::text("questions-open").into(), ..Button::default() }))
        }
        (help_now::urgent_card(&View::of(site)))
    };
    let status = if wrong { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    answer(site, status, wording::text(door.title), Back::Nowhere, &body)
}
