//! Text set apart from what is around it.

use maud::{Markup, html};

use super::attributes::{ClassList, optional};
use super::content::Content;

/// Options of [`inset_text`].
#[derive(Debug, Clone)]
pub struct InsetText<'a> {
    /// What it says; text becomes a paragraph.
    pub content: Content<'a>,
    /// Read out before it.
    pub visually_hidden: &'a str,
    /// Id.
    pub id: &'a str,
    /// More classes.
    pub classes: &'a str,
}

impl Default for InsetText<'_> {
    fn default() -> Self {
        Self { content: Content::default(), visually_hidden: "Information", id: "", classes: "" }
    }
}

/// Inset text.
#[must_use]
pub fn inset_text(inset: &InsetText) -> Markup {
    html! {
        div class=(ClassList::new("nhsuk-inset-text").with(inset.classes).build()) id=[optional(inset.id)] {
            span class="nhsuk-u-visually-hidden" { (inset.visually_hidden) ": " }
            (inset.content.in_paragraph(None))
        }
    }
}
