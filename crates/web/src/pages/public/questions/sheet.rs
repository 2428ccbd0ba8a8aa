//! One question, as the text pack words it: in its language and direction, with nothing chosen.

use maud::{Markup, html};
use porch_app::screening::herself::Open;

use super::{ANSWER, WORRY, address, help_now};
use crate::{
    Site,
    components::{
        Button, ButtonVariant, Choice, ChoiceOption, ErrorLink, ErrorSummary, Label, Legend, Level, Radios, Size,
        Textarea, button, error_summary, radios, textarea,
    },
    pages::public::View,
    wording,
};

/// How many questions there are.
pub(super) fn count(open: &Open) -> usize {
    open.definition.item_ids().count()
}

/// The id of a question, by its number from 1 on.
pub(super) fn item(open: &Open, nth: usize) -> Option<String> {
    open.definition.item_ids().nth(nth.checked_sub(1)?).map(str::to_owned)
}

/// Whether a question, by its number from 1 on, has an answer at a position.
pub(super) fn offers(open: &Open, nth: usize, position: u8) -> bool {
    let item = item(open, nth).and_then(|item| open.definition.item(&item));
    item.is_some_and(|item| usize::from(position) < item.options().len())
}

/// The number of the first question without an answer; the last where none is.
pub(super) fn first_open(open: &Open) -> usize {
    let first = open.definition.item_ids().position(|item| open.screening.answer(item).is_none());
    first.map_or_else(|| count(open), |at| at + 1)
}

/// A question. What she answered before is never shown again (PR-23).
pub(super) fn question(site: &Site, open: &Open, nth: usize, error: Option<&str>) -> Markup {
    let words = item(open, nth).and_then(|item| open.pack.item(&item).cloned()).unwrap_or_default();
    let (lang, dir) = (open.pack.language(), open.pack.direction());
    let values: Vec<String> = (0..words.options.len()).map(|position| position.to_string()).collect();
    let options = words.options.iter().zip(&values).map(|(text, value)| {
        Choice::Option(ChoiceOption {
            text: html! { span lang=(lang) dir=(dir) { (text) } }.into(),
            value,
            ..ChoiceOption::default()
        })
    });
    let asked = html! { span lang=(lang) dir=(dir) { (words.text) } };
    html! {
        @if let Some(error) = error {
            (error_summary(&ErrorSummary {
                errors: vec![ErrorLink { text: error, href: "#answer" }],
                ..ErrorSummary::default()
            }))
        }
        span class="nhsuk-caption-l" { (wording::text_with("questions-caption", "nth", &nth.to_string())) }
        @if let Some(stem) = open.pack.stem() { p class="nhsuk-lede-text" lang=(lang) dir=(dir) { (stem) } }
        form method="post" action=(address(nth)) novalidate {
            // Question and answers stand on the side from which they are read.
            div dir=(dir) {
                (radios(&Radios {
                    name: ANSWER,
                    legend: Some(Legend {
                        text: asked.into(),
                        size: Some(Size::L),
                        heading: Some(Level::H1),
                        ..Legend::default()
                    }),
                    hint: wording::text("questions-choose").into(),
                    error: error.into(),
                    items: options.collect(),
                    ..Radios::default()
                }))
            }
            div class="porch-buttons" {
                (button(&Button { content: wording::text("questions-save").into(), ..Button::default() }))
                (button(&Button {
                    content: wording::text("questions-skip").into(),
                    variant: ButtonVariant::Secondary,
                    name: "skip",
                    value: "1",
                    ..Button::default()
                }))
            }
        }
        p class="nhsuk-body-s" lang=(lang) dir=(dir) { (open.pack.notice()) }
        (help_now::danger_line(&View::of(site)))
    }
}

/// What else worries her, and the end.
pub(super) fn last(_open: &Open) -> Markup {
    html! {
        form method="post" action="/questions/end" novalidate {
            (textarea(&Textarea {
                label: Label {
                    text: wording::text("questions-end-heading").into(),
                    size: Some(Size::L),
                    heading: Some(Level::H1),
                    ..Label::default()
                },
                hint: wording::text("questions-end-hint").into(),
                name: WORRY,
                rows: 6,
                ..Textarea::default()
            }))
            (button(&Button { content: wording::text("questions-finish").into(), ..Button::default() }))
        }
    }
}
