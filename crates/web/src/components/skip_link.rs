//! The link past the header, first on every page.

use maud::{Markup, html};

/// Options of [`skip_link`].
#[derive(Debug, Clone, Copy)]
pub struct SkipLink<'a> {
    /// Where it goes.
    pub href: &'a str,
    /// The words.
    pub text: &'a str,
}

impl Default for SkipLink<'_> {
    fn default() -> Self {
        Self { href: "#maincontent", text: "Skip to main content" }
    }
}

/// A skip link.
#[must_use]
pub fn skip_link(link: &SkipLink) -> Markup {
    html! { a class="nhsuk-skip-link" data-module="nhsuk-skip-link" href=(link.href) { (link.text) } }
}
