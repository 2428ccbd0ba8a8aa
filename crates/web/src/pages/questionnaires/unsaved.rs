//! What a clinician wrote down and was not saved: each answer in the words of its option, to be sent again or copied.

use axum::{
    http::StatusCode,
    response::{IntoResponse, Response},
};
use maud::{Markup, html};
use porch_domain::{
    front_door::Answers,
    screening::{Definition, Interpreting, TextPack},
};

use super::{
    address,
    entry::{ASKED, asked_in_words, field, option_in_words},
    language,
};
use crate::{
    Site,
    components::{Button, Level, SummaryList, SummaryRow, WarningCallout, button, summary_list, warning_callout},
    failure::{Failure, Kind},
    pages::{html as answer, staff},
    sign_in::SignedIn,
};

/// The page; or the failure, where sending it again would not help.
pub(super) fn page(
    site: &Site,
    who: &SignedIn,
    failure: Failure,
    (definition, pack): (&Definition, Option<&TextPack>),
    (of, typed): (porch_domain::ids::ReferralId, &Answers),
) -> Result<Response, Failure> {
    let Some((status, may_be)) = again(&failure.kind) else { return Err(failure) };
    let main = html! {
        h1 { "Not saved: what you wrote down" }
        (warning_callout(&WarningCallout {
            heading: if may_be { "We do not know whether it was saved" } else { "This was not saved" },
            level: Level::H2,
            content: html! {
                p { "The service could not keep it. Send it again from here: the same answers are never kept twice. If that does not work, copy it on paper." }
                @if definition.asks_of_risk() { p { strong { "Do not count on anybody having been told of a risk answer that stands here: tell duty yourself, now." } } }
            }
            .into(),
            ..WarningCallout::default()
        }))
        h2 class="nhsuk-heading-m" { (definition.title()) }
        (summary_list(&SummaryList { rows: rows(definition, pack, typed), ..SummaryList::default() }))
        form method="post" action={ (address(of)) "/enter" } novalidate {
            @for name in fields(definition) { input type="hidden" name=(name) value=(typed.typed(&name)); }
            (button(&Button { content: "Send it again".into(), prevent_double_click: Some(true), ..Button::default() }))
        }
    };
    let title = format!("{}, not saved", definition.short_title());
    let content = staff::Content { title, main, wide: false, section: staff::Section::Queue };
    Ok((status, answer(staff::page(site, Some(who), &content))).into_response())
}

/// The status, and whether it may have been saved after all; none for what sending again does not mend.
fn again(kind: &Kind) -> Option<(StatusCode, bool)> {
    match kind {
        // What the rules refuse comes back as its form: this is a row that another took first.
        Kind::Unavailable | Kind::Refused(_) => Some((kind.status(), false)),
        Kind::InDoubt | Kind::TookTooLong | Kind::Broken => Some((kind.status(), true)),
        Kind::NotFound
        | Kind::NotSignedIn
        | Kind::First(_)
        | Kind::NotAllowed(_)
        | Kind::OthersReferral(_)
        | Kind::Closed { .. }
        | Kind::Unclear(_)
        | Kind::OtherSite
        | Kind::TooLarge
        | Kind::WrongMethod => None,
    }
}

/// What was typed, as a person reads it.
fn rows<'a>(definition: &Definition, pack: Option<&TextPack>, typed: &Answers) -> Vec<SummaryRow<'a>> {
    let row = |key: String, value: Markup| SummaryRow {
        key: html! { (key) }.into(),
        value: value.into(),
        ..SummaryRow::default()
    };
    let mut rows: Vec<_> = definition
        .items()
        .iter()
        .enumerate()
        .map(|(nth, item)| {
            let position = typed.typed(&field(item.id())).parse().ok();
            row(asked_in_words(pack, nth, item), html! { (option_in_words(pack, item, position)) })
        })
        .collect();
    let asked = format!(
        "{}, {} {} {}",
        typed.typed(ASKED.time),
        typed.typed(&format!("{}-day", ASKED.day)),
        typed.typed(&format!("{}-month", ASKED.day)),
        typed.typed(&format!("{}-year", ASKED.day))
    );
    rows.push(row("When she was asked".to_owned(), html! { (asked) }));
    rows.push(row("Language".to_owned(), html! { (language::name(typed.typed("language"))) }));
    if let Some(interpreting) = Interpreting::of_code(typed.typed("interpreting")) {
        rows.push(row("Interpreter".to_owned(), html! { (interpreting.label()) }));
    }
    for (name, label) in [("worry", "Her worry"), ("concern", "Your concern")] {
        if let Some(words) = typed.text(name) {
            rows.push(row(label.to_owned(), html! { (words) }));
        }
    }
    rows
}

/// The fields of the form, each once.
fn fields(definition: &Definition) -> Vec<String> {
    let of_form = ["command", "what", "contact", "language", "interpreting", "worry", "concern"];
    let asked = ["day", "month", "year"].map(|part| format!("{}-{part}", ASKED.day));
    let fields = of_form.into_iter().map(str::to_owned).chain([ASKED.time.to_owned()]).chain(asked);
    fields.chain(definition.items().iter().map(|item| field(item.id()))).collect()
}
