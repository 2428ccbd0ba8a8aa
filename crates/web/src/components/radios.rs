//! Radios: one of several.

use maud::{Markup, html};

use super::attributes::ClassList;
use super::choice::{Choice, Group, choices};
use super::content::Content;
use super::error_message::FieldError;
use super::fieldset::Legend;
use super::form_group::{grouped, guidance};

/// Options of [`radios`].
#[derive(Debug, Clone, Default)]
pub struct Radios<'a> {
    /// Name in the form.
    pub name: &'a str,
    /// Beginning of ids; the name when empty.
    pub id_prefix: &'a str,
    /// What is asked.
    pub legend: Option<Legend<'a>>,
    /// A line of help.
    pub hint: Content<'a>,
    /// What is wrong.
    pub error: FieldError<'a>,
    /// What there is to choose from.
    pub items: Vec<Choice<'a>>,
    /// The value chosen; none when empty.
    pub value: &'a str,
    /// Smaller, for dense staff pages.
    pub small: bool,
    /// Side by side; only for two short options.
    pub inline: bool,
    /// Whether all are disabled.
    pub disabled: bool,
    /// More classes.
    pub classes: &'a str,
}

/// Radios with their hint and error.
#[must_use]
pub fn radios(radios: &Radios) -> Markup {
    let id_prefix = if radios.id_prefix.is_empty() { radios.name } else { radios.id_prefix };
    let guidance = guidance(id_prefix, "", &radios.hint, radios.error);
    let class = ClassList::new("nhsuk-radios")
        .when(radios.small, "nhsuk-radios--small")
        .when(radios.inline, "nhsuk-radios--inline")
        .with(radios.classes)
        .build();
    let group = Group {
        class: "nhsuk-radios",
        kind: "radio",
        id_prefix,
        name: radios.name,
        disabled: radios.disabled,
        described_by: "",
    };
    let inner = html! {
        (guidance.markup)
        div class=(class) data-module="nhsuk-radios" {
            (choices(&group, &radios.items, |value| !radios.value.is_empty() && value == radios.value))
        }
    };
    grouped(radios.error.is_error(), radios.legend.as_ref(), "", guidance.described_by.as_deref(), inner)
}
