//! What is wrong with one field, said at the field.

use maud::{Markup, html};

use super::attributes::optional;
use super::content::Content;

/// Options of [`error_message`].
#[derive(Debug, Clone)]
pub struct ErrorMessage<'a> {
    /// The words.
    pub content: Content<'a>,
    /// Id, for `aria-describedby`.
    pub id: &'a str,
    /// Read out before the words; none when empty.
    pub visually_hidden: &'a str,
}

impl Default for ErrorMessage<'_> {
    fn default() -> Self {
        Self { content: Content::default(), id: "", visually_hidden: "Error" }
    }
}

/// An error message.
#[must_use]
pub fn error_message(message: &ErrorMessage) -> Markup {
    html! {
        span class="nhsuk-error-message" id=[optional(message.id)] {
            @if !message.visually_hidden.is_empty() {
                span class="nhsuk-u-visually-hidden" { (message.visually_hidden) ": " }
            }
            (message.content)
        }
    }
}

/// Whether a field is in error, and what is said about it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum FieldError<'a> {
    /// Nothing is wrong.
    #[default]
    None,
    /// Something is wrong, in these words.
    Message(&'a str),
    /// Marked as wrong; the words stand elsewhere.
    Marked,
}

impl FieldError<'_> {
    /// Whether the field is marked.
    pub(crate) fn is_error(self) -> bool {
        match self {
            Self::None => false,
            Self::Message(_) | Self::Marked => true,
        }
    }
}

impl<'a> From<Option<&'a str>> for FieldError<'a> {
    fn from(message: Option<&'a str>) -> Self {
        message.map_or(Self::None, Self::Message)
    }
}

impl<'a> From<&'a str> for FieldError<'a> {
    fn from(message: &'a str) -> Self {
        Self::Message(message)
    }
}
