//! A date asked for in parts: day, month and year.

use maud::{Markup, html};

use super::attributes::optional;
use super::content::Content;
use super::error_message::FieldError;
use super::fieldset::Legend;
use super::form_group::{grouped, guidance};
use super::input::{Input, InputWidth, input};
use super::label::Label;

/// One part of a [`DateInput`].
#[derive(Debug, Clone)]
pub struct DatePart<'a> {
    /// Name, and end of the id.
    pub name: &'a str,
    /// The label.
    pub label: &'a str,
    /// What it holds.
    pub value: &'a str,
    /// Width in characters.
    pub width: InputWidth,
    /// Whether this part is what is wrong.
    pub error: bool,
    /// The `autocomplete` attribute.
    pub autocomplete: &'a str,
    /// Whether it is disabled.
    pub disabled: bool,
}

impl<'a> DatePart<'a> {
    fn new(name: &'a str, label: &'a str, width: InputWidth, value: &'a str) -> Self {
        Self { name, label, value, width, error: false, autocomplete: "", disabled: false }
    }

    /// The day of the month.
    #[must_use]
    pub fn day(value: &'a str) -> Self {
        Self::new("day", "Day", InputWidth::W2, value)
    }

    /// The month, as a number.
    #[must_use]
    pub fn month(value: &'a str) -> Self {
        Self::new("month", "Month", InputWidth::W2, value)
    }

    /// The year.
    #[must_use]
    pub fn year(value: &'a str) -> Self {
        Self::new("year", "Year", InputWidth::W4, value)
    }
}

/// Options of [`date_input`].
#[derive(Debug, Clone)]
pub struct DateInput<'a> {
    /// Id of the group, and beginning of the ids of its parts.
    pub id: &'a str,
    /// When given, a part is named `prefix[day]` in the form, otherwise `day`.
    pub name_prefix: &'a str,
    /// What is asked.
    pub legend: Option<Legend<'a>>,
    /// A line of help, such as an example.
    pub hint: Content<'a>,
    /// What is wrong; every part is marked unless one says that it is the one.
    pub error: FieldError<'a>,
    /// The parts, in order.
    pub parts: Vec<DatePart<'a>>,
    /// More classes.
    pub classes: &'a str,
}

impl Default for DateInput<'_> {
    fn default() -> Self {
        Self {
            id: "",
            name_prefix: "",
            legend: None,
            hint: Content::default(),
            error: FieldError::None,
            parts: vec![DatePart::day(""), DatePart::month(""), DatePart::year("")],
            classes: "",
        }
    }
}

/// A date in parts, with its hint and error.
#[must_use]
pub fn date_input(date: &DateInput) -> Markup {
    let guidance = guidance(date.id, "", &date.hint, date.error);
    let one_is_wrong = date.parts.iter().any(|part| part.error);
    let class = super::attributes::ClassList::new("nhsuk-date-input").with(date.classes).build();
    let inner = html! {
        (guidance.markup)
        div class=(class) id=[optional(date.id)] {
            @for part in &date.parts {
                (date_part(date, part, part.error || (date.error.is_error() && !one_is_wrong)))
            }
        }
    };
    grouped(
        date.error.is_error() || one_is_wrong,
        date.legend.as_ref(),
        "group",
        guidance.described_by.as_deref(),
        inner,
    )
}

fn date_part(date: &DateInput, part: &DatePart, error: bool) -> Markup {
    let name =
        if date.name_prefix.is_empty() { part.name.to_owned() } else { format!("{}[{}]", date.name_prefix, part.name) };
    html! {
        div class="nhsuk-date-input__item" {
            (input(&Input {
                label: Label { text: part.label.into(), classes: "nhsuk-date-input__label", ..Label::default() },
                error: if error { FieldError::Marked } else { FieldError::None },
                id: &format!("{}-{}", date.id, part.name),
                name: &name,
                value: part.value,
                width: Some(part.width),
                inputmode: "numeric",
                autocomplete: part.autocomplete,
                disabled: part.disabled,
                classes: "nhsuk-date-input__input",
                ..Input::default()
            }))
        }
    }
}
