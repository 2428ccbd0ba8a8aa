//! Buttons, and links that look like them.

use maud::{Markup, html};

use super::attributes::{ClassList, optional};
use super::content::Content;
use super::icon::{Icon, icon};

/// What a button looks like.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum ButtonVariant {
    /// The one main action of a page.
    #[default]
    Primary,
    /// Another action.
    Secondary,
    /// Another action, on a coloured background.
    SecondarySolid,
    /// For a dark background.
    Reverse,
    /// An action that cannot be undone.
    Warning,
    /// Signing in.
    Login,
}

impl ButtonVariant {
    fn name(self) -> Option<&'static str> {
        match self {
            Self::Primary => None,
            Self::Secondary => Some("secondary"),
            Self::SecondarySolid => Some("secondary-solid"),
            Self::Reverse => Some("reverse"),
            Self::Warning => Some("warning"),
            Self::Login => Some("login"),
        }
    }
}

/// On which side of the words an icon stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IconSide {
    /// Before.
    Start,
    /// After.
    End,
}

/// Options of [`button`].
#[derive(Debug, Clone)]
pub struct Button<'a> {
    /// The words.
    pub content: Content<'a>,
    /// An address makes it a link; a button when empty.
    pub href: &'a str,
    /// The `type` of a button: `submit`, `button` or `reset`.
    pub kind: &'a str,
    /// Name in the form.
    pub name: &'a str,
    /// Sent with the form under that name.
    pub value: &'a str,
    /// What it looks like.
    pub variant: ButtonVariant,
    /// Smaller, for dense staff pages.
    pub small: bool,
    /// An icon beside the words.
    pub icon: Option<(Icon, IconSide)>,
    /// Whether it is disabled.
    pub disabled: bool,
    /// Whether script ignores a second press within a second; unset leaves it out.
    pub prevent_double_click: Option<bool>,
    /// Name for screen readers, when the words do not say enough.
    pub aria_label: &'a str,
    /// Id.
    pub id: &'a str,
    /// More classes.
    pub classes: &'a str,
}

impl Default for Button<'_> {
    fn default() -> Self {
        Self {
            content: Content::default(),
            href: "",
            kind: "submit",
            name: "",
            value: "",
            variant: ButtonVariant::Primary,
            small: false,
            icon: None,
            disabled: false,
            prevent_double_click: None,
            aria_label: "",
            id: "",
            classes: "",
        }
    }
}

/// A button, or a link that looks like one.
#[must_use]
pub fn button(button: &Button) -> Markup {
    let class = ClassList::new("nhsuk-button")
        .option("nhsuk-button--", button.variant.name())
        .when(button.icon.is_some(), "nhsuk-button--icon")
        .when(button.small, "nhsuk-button--small")
        .with(button.classes)
        .build();
    let inner = inner(button);
    let (id, label) = (optional(button.id), optional(button.aria_label));
    let double = button.prevent_double_click.map(|on| if on { "true" } else { "false" });
    if button.href.is_empty() {
        html! {
            button class=(class) id=[id] name=[optional(button.name)] data-module="nhsuk-button"
                data-prevent-double-click=[double] type=(button.kind) value=[optional(button.value)]
                disabled[button.disabled] aria-label=[label] aria-disabled=[button.disabled.then_some("true")] {
                (inner)
            }
        }
    } else {
        html! {
            a class=(class) id=[id] data-module="nhsuk-button" data-prevent-double-click=[double] href=(button.href)
                role="button" draggable="false" aria-label=[label] { (inner) }
        }
    }
}

fn inner(button: &Button) -> Markup {
    let Some((drawing, side)) = button.icon else {
        return html! { (button.content) };
    };
    let words = html! {
        @if !button.content.is_empty() { span class="nhsuk-button__content" { (button.content) } }
    };
    match side {
        IconSide::Start => html! { (icon(drawing)) " " (words) },
        IconSide::End => html! { (words) " " (icon(drawing)) },
    }
}
