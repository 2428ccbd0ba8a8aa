//! The hint under a label.

use maud::{Markup, html};

use super::attributes::{ClassList, optional};
use super::content::Content;

/// Options of [`hint`].
#[derive(Debug, Clone, Default)]
pub struct Hint<'a> {
    /// The words.
    pub content: Content<'a>,
    /// Id, for `aria-describedby`.
    pub id: &'a str,
    /// More classes.
    pub classes: &'a str,
}

/// A hint.
#[must_use]
pub fn hint(hint: &Hint) -> Markup {
    html! {
        div class=(ClassList::new("nhsuk-hint").with(hint.classes).build()) id=[optional(hint.id)] { (hint.content) }
    }
}
