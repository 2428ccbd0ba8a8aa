//! Something that can be opened.

use maud::{Markup, html};

use super::attributes::{ClassList, optional};
use super::content::Content;

/// Options of [`details`].
#[derive(Debug, Clone, Default)]
pub struct Details<'a> {
    /// The line that opens it.
    pub summary: Content<'a>,
    /// What is inside.
    pub content: Content<'a>,
    /// Whether it is open at first.
    pub open: bool,
    /// The boxed form, for several together.
    pub expander: bool,
    /// Id.
    pub id: &'a str,
    /// More classes.
    pub classes: &'a str,
}

/// Details.
#[must_use]
pub fn details(details: &Details) -> Markup {
    let class = ClassList::new("nhsuk-details").when(details.expander, "nhsuk-expander").with(details.classes).build();
    html! {
        details class=(class) id=[optional(details.id)] open[details.open] {
            summary class="nhsuk-details__summary" {
                span class="nhsuk-details__summary-text" { (details.summary) }
            }
            div class="nhsuk-details__text" { (details.content) }
        }
    }
}
