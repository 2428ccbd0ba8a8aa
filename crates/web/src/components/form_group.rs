//! What every field has around it: hint, error message, and the ids that tie them to it.

use maud::{Markup, html};

use super::attributes::{ClassList, described_by};
use super::content::Content;
use super::error_message::{ErrorMessage, FieldError, error_message};
use super::fieldset::{Fieldset, Legend, fieldset};
use super::hint::{Hint, hint};

/// The hint and the error message of a field, and the ids by which it refers to them.
pub(crate) struct Guidance {
    /// Both, rendered.
    pub(crate) markup: Markup,
    /// For `aria-describedby`.
    pub(crate) described_by: Option<String>,
}

/// Renders hint and error message under ids made from the field's.
pub(crate) fn guidance(id: &str, before: &str, text: &Content, error: FieldError) -> Guidance {
    let hint_id = if text.is_empty() { String::new() } else { format!("{id}-hint") };
    let error_id = match error {
        FieldError::Message(_) => format!("{id}-error"),
        FieldError::None | FieldError::Marked => String::new(),
    };
    let markup = html! {
        @if !text.is_empty() {
            (hint(&Hint { content: text.clone(), id: &hint_id, classes: "" }))
        }
        @if let FieldError::Message(message) = error {
            (error_message(&ErrorMessage { content: message.into(), id: &error_id, ..ErrorMessage::default() }))
        }
    };
    Guidance { markup, described_by: described_by(&[before, &hint_id, &error_id]) }
}

/// The group around a field, marked when it is in error.
pub(crate) fn form_group(error: bool, inner: &Markup) -> Markup {
    let class = ClassList::new("nhsuk-form-group").when(error, "nhsuk-form-group--error").build();
    html! { div class=(class) { (inner) } }
}

/// The group around several inputs, in a fieldset when there is a legend.
pub(crate) fn grouped(
    error: bool,
    legend: Option<&Legend>,
    role: &'static str,
    describe: Option<&str>,
    inner: Markup,
) -> Markup {
    let Some(legend) = legend else {
        return form_group(error, &inner);
    };
    form_group(
        error,
        &fieldset(&Fieldset {
            legend: legend.clone(),
            described_by: describe.unwrap_or_default(),
            role,
            content: inner.into(),
            ..Fieldset::default()
        }),
    )
}
