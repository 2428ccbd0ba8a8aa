//! Checkboxes: any of several.

use maud::{Markup, html};

use super::attributes::ClassList;
use super::choice::{Choice, Group, choices};
use super::content::Content;
use super::error_message::FieldError;
use super::fieldset::Legend;
use super::form_group::{grouped, guidance};

/// Options of [`checkboxes`].
#[derive(Debug, Clone, Default)]
pub struct Checkboxes<'a> {
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
    /// The values chosen.
    pub values: Vec<&'a str>,
    /// Smaller, for dense staff pages.
    pub small: bool,
    /// Side by side.
    pub inline: bool,
    /// Whether all are disabled.
    pub disabled: bool,
    /// More classes.
    pub classes: &'a str,
}

/// Checkboxes with their hint and error.
#[must_use]
pub fn checkboxes(boxes: &Checkboxes) -> Markup {
    let id_prefix = if boxes.id_prefix.is_empty() { boxes.name } else { boxes.id_prefix };
    let guidance = guidance(id_prefix, "", &boxes.hint, boxes.error);
    let class = ClassList::new("nhsuk-checkboxes")
        .when(boxes.small, "nhsuk-checkboxes--small")
        .when(boxes.inline, "nhsuk-checkboxes--inline")
        .with(boxes.classes)
        .build();
    let describe = guidance.described_by.as_deref();
    let group = Group {
        class: "nhsuk-checkboxes",
        kind: "checkbox",
        id_prefix,
        name: boxes.name,
        disabled: boxes.disabled,
        described_by: if boxes.legend.is_some() { "" } else { describe.unwrap_or_default() },
    };
    let inner = html! {
        (guidance.markup)
        div class=(class) data-module="nhsuk-checkboxes" {
            (choices(&group, &boxes.items, |value| boxes.values.contains(&value)))
        }
    };
    grouped(boxes.error.is_error(), boxes.legend.as_ref(), "", describe, inner)
}
