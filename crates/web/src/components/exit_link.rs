//! "Exit this page": one press and something harmless is on the screen.

use maud::{Markup, html};

/// A harmless page elsewhere.
pub const ELSEWHERE: &str = "https://www.bbc.co.uk/weather";

/// Options of [`exit_link`].
#[derive(Debug, Clone, Copy)]
pub struct ExitLink<'a> {
    /// An address of ours that ends what was begun and leads on to `elsewhere`.
    pub href: &'a str,
    /// A harmless page elsewhere, for when ours does not answer.
    pub elsewhere: &'a str,
    /// The words.
    pub text: &'a str,
    /// Read out before them.
    pub visually_hidden: &'a str,
}

impl Default for ExitLink<'_> {
    fn default() -> Self {
        Self { href: "/exit", elsewhere: ELSEWHERE, text: "Exit this page", visually_hidden: "Emergency" }
    }
}

/// A link that stays in sight. With script it also replaces this page in the history, and three presses of Shift do
/// the same; without script it is an ordinary link.
///
/// # Source
/// The pattern "Exit this page" of the GOV.UK design system.
#[must_use]
pub fn exit_link(link: &ExitLink) -> Markup {
    html! {
        div class="porch-exit" role="region" aria-label=(link.text) data-porch-exit=(link.elsewhere) {
            a class="nhsuk-button nhsuk-button--warning nhsuk-button--small porch-exit__button" href=(link.href)
                rel="nofollow noreferrer" {
                span class="nhsuk-u-visually-hidden" { (link.visually_hidden) ": " }
                (link.text)
            }
        }
    }
}
