//! The link to the next step of a public page.

use maud::{Markup, html};

use super::attributes::{ClassList, Target, optional};
use super::content::Content;
use super::icon::{Icon, icon};

/// Options of [`action_link`].
#[derive(Debug, Clone, Default)]
pub struct ActionLink<'a> {
    /// The words.
    pub content: Content<'a>,
    /// Where it goes.
    pub target: Target<'a>,
    /// For a dark background.
    pub reverse: bool,
    /// Id.
    pub id: &'a str,
    /// More classes.
    pub classes: &'a str,
}

/// An action link.
#[must_use]
pub fn action_link(link: &ActionLink) -> Markup {
    let class =
        ClassList::new("nhsuk-action-link").when(link.reverse, "nhsuk-action-link--reverse").with(link.classes).build();
    let inner = html! {
        (icon(Icon::ArrowRightCircle)) " "
        span class="nhsuk-action-link__text" { (link.content) }
    };
    match link.target {
        Target::Link(href) => html! { a class=(class) id=[optional(link.id)] href=(href) { (inner) } },
        Target::Submit => html! { button class=(class) id=[optional(link.id)] type="submit" { (inner) } },
    }
}
