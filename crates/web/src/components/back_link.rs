//! The link to the page before.

use maud::{Markup, html};

use super::attributes::{ClassList, Target, optional};
use super::content::Content;

/// Options of [`back_link`].
#[derive(Debug, Clone)]
pub struct BackLink<'a> {
    /// The words.
    pub content: Content<'a>,
    /// Where it goes.
    pub target: Target<'a>,
    /// Read out before the words.
    pub visually_hidden: &'a str,
    /// For a dark background.
    pub reverse: bool,
    /// Id.
    pub id: &'a str,
    /// More classes.
    pub classes: &'a str,
}

impl Default for BackLink<'_> {
    fn default() -> Self {
        Self {
            content: "Back".into(),
            target: Target::Submit,
            visually_hidden: "",
            reverse: false,
            id: "",
            classes: "",
        }
    }
}

/// A back link.
#[must_use]
pub fn back_link(link: &BackLink) -> Markup {
    let class =
        ClassList::new("nhsuk-back-link").when(link.reverse, "nhsuk-back-link--reverse").with(link.classes).build();
    let inner = html! {
        @if !link.visually_hidden.is_empty() {
            span class="nhsuk-u-visually-hidden" { (link.visually_hidden) " " }
        }
        (link.content)
    };
    match link.target {
        Target::Link(href) => html! { a class=(class) id=[optional(link.id)] href=(href) { (inner) } },
        Target::Submit => html! { button class=(class) id=[optional(link.id)] type="submit" { (inner) } },
    }
}
