//! The small links and buttons of cards and summary lists, such as "Change".

use maud::{Markup, html};

use super::attributes::Target;

/// One action.
#[derive(Debug, Clone, Copy, Default)]
pub struct Action<'a> {
    /// The word.
    pub text: &'a str,
    /// Read out after it, so that it makes sense alone.
    pub visually_hidden: &'a str,
    /// What it does.
    pub target: Target<'a>,
    /// Name in the form, of a button.
    pub name: &'a str,
    /// Sent with the form under that name.
    pub value: &'a str,
}

/// An action; `heading` is that of the card around it.
pub(crate) fn action(action: &Action, heading: &str) -> Markup {
    let inner = html! {
        (action.text)
        @if !action.visually_hidden.is_empty() || !heading.is_empty() {
            span class="nhsuk-u-visually-hidden" {
                @if !action.visually_hidden.is_empty() { " " (action.visually_hidden) }
                @if !heading.is_empty() { " (" (heading) ")" }
            }
        }
    };
    let optional = super::attributes::optional;
    match action.target {
        Target::Link(href) => html! { a class="nhsuk-link" href=(href) { (inner) } },
        Target::Submit => html! {
            button class="nhsuk-link" name=[optional(action.name)] type="submit" value=[optional(action.value)] {
                (inner)
            }
        },
    }
}
