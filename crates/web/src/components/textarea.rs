//! A text area of several lines.

use maud::{Markup, html};

use super::attributes::{ClassList, optional};
use super::content::Content;
use super::error_message::FieldError;
use super::form_group::{form_group, guidance};
use super::label::{Label, label};

/// Options of [`textarea`].
#[derive(Debug, Clone)]
pub struct Textarea<'a> {
    /// The label; its `for_id` is filled in.
    pub label: Label<'a>,
    /// A line of help.
    pub hint: Content<'a>,
    /// What is wrong.
    pub error: FieldError<'a>,
    /// Id; the name when empty.
    pub id: &'a str,
    /// Name in the form.
    pub name: &'a str,
    /// What it holds.
    pub value: &'a str,
    /// Height in lines.
    pub rows: u8,
    /// Whether the browser checks spelling.
    pub spellcheck: Option<bool>,
    /// The `autocomplete` attribute.
    pub autocomplete: &'a str,
    /// Whether it is disabled.
    pub disabled: bool,
    /// Ids of more that describes it.
    pub described_by: &'a str,
    /// More classes on the text area.
    pub classes: &'a str,
}

impl Default for Textarea<'_> {
    fn default() -> Self {
        Self {
            label: Label::default(),
            hint: Content::default(),
            error: FieldError::None,
            id: "",
            name: "",
            value: "",
            rows: 5,
            spellcheck: None,
            autocomplete: "",
            disabled: false,
            described_by: "",
            classes: "",
        }
    }
}

/// A labelled text area with its hint and error.
#[must_use]
pub fn textarea(area: &Textarea) -> Markup {
    let id = if area.id.is_empty() { area.name } else { area.id };
    let guidance = guidance(id, area.described_by, &area.hint, area.error);
    form_group(
        area.error.is_error(),
        &html! {
            (label(&Label { for_id: id, ..area.label.clone() }))
            (guidance.markup)
            (text_element(area, id, guidance.described_by.as_deref()))
        },
    )
}

/// The text area alone, under an id and with what describes it.
pub(crate) fn text_element(area: &Textarea, id: &str, described_by: Option<&str>) -> Markup {
    let class = ClassList::new("nhsuk-textarea")
        .when(area.error.is_error(), "nhsuk-textarea--error")
        .with(area.classes)
        .build();
    let spellcheck = area.spellcheck.map(|on| if on { "true" } else { "false" });
    // A parser drops one line break after the start tag; one more keeps text that begins with a line break whole.
    let guard = if area.value.starts_with('\n') { "\n" } else { "" };
    html! {
        textarea class=(class) id=(id) name=(area.name) rows=(area.rows) spellcheck=[spellcheck]
            disabled[area.disabled] aria-describedby=[described_by]
            autocomplete=[optional(area.autocomplete)] { (guard) (area.value) }
    }
}
