//! A frame in which something wide can be scrolled sideways.

use maud::{Markup, html};

use super::attributes::{ClassList, optional};
use super::content::Content;

/// Options of [`scroll`].
#[derive(Debug, Clone, Default)]
pub struct Scroll<'a> {
    /// What is scrolled.
    pub content: Content<'a>,
    /// Id of what names the region.
    pub labelled_by: &'a str,
    /// For a dark background.
    pub reverse: bool,
}

/// A scrolling frame.
#[must_use]
pub fn scroll(scroll: &Scroll) -> Markup {
    let class = ClassList::new("nhsuk-scroll").when(scroll.reverse, "nhsuk-scroll--reverse").build();
    html! {
        div class=(class) data-module="nhsuk-scroll" {
            div class="nhsuk-scroll__content" role="region" aria-labelledby=[optional(scroll.labelled_by)] {
                (scroll.content)
            }
        }
    }
}
