//! Everything that is wrong with a form, at the top of the page.

use maud::{Markup, html};

use super::attributes::optional;
use super::content::Content;

/// One line of an [`ErrorSummary`].
#[derive(Debug, Clone, Copy)]
pub struct ErrorLink<'a> {
    /// What is wrong, in the same words as at the field.
    pub text: &'a str,
    /// The field, as `#id`; plain text when empty.
    pub href: &'a str,
}

/// Options of [`error_summary`].
#[derive(Debug, Clone)]
pub struct ErrorSummary<'a> {
    /// The heading.
    pub heading: Content<'a>,
    /// A sentence under it.
    pub description: Content<'a>,
    /// The errors, in the order of the fields.
    pub errors: Vec<ErrorLink<'a>>,
    /// Whether script leaves the focus alone; unset leaves the library's default.
    pub disable_auto_focus: Option<bool>,
    /// Id.
    pub id: &'a str,
}

impl Default for ErrorSummary<'_> {
    fn default() -> Self {
        Self {
            heading: "There is a problem".into(),
            description: Content::default(),
            errors: Vec::new(),
            disable_auto_focus: None,
            id: "",
        }
    }
}

/// An error summary.
#[must_use]
pub fn error_summary(summary: &ErrorSummary) -> Markup {
    let focus = summary.disable_auto_focus.map(|on| if on { "true" } else { "false" });
    html! {
        div class="nhsuk-error-summary" id=[optional(summary.id)] data-module="nhsuk-error-summary"
            data-disable-auto-focus=[focus] {
            div role="alert" {
                @if !summary.heading.is_empty() {
                    h2 class="nhsuk-error-summary__heading" { (summary.heading) }
                }
                div class="nhsuk-error-summary__body" {
                    @if !summary.description.is_empty() { p { (summary.description) } }
                    @if !summary.errors.is_empty() {
                        ul class="nhsuk-list nhsuk-error-summary__list" {
                            @for error in &summary.errors {
                                li {
                                    @if error.href.is_empty() { (error.text) } @else { a href=(error.href) { (error.text) } }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}
