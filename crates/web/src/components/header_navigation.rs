//! The navigation under the header.

use maud::{Markup, html};

use super::attributes::{ClassList, optional};

/// Whether a navigation item is where the reader is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Current {
    /// It is not.
    #[default]
    No,
    /// It is this very page.
    Page,
    /// This page lies under it.
    Section,
}

/// One item of the navigation.
#[derive(Debug, Clone, Copy, Default)]
pub struct NavigationItem<'a> {
    /// The words.
    pub text: &'a str,
    /// The address; plain text when empty.
    pub href: &'a str,
    /// Whether it is where the reader is.
    pub current: Current,
}

/// The navigation of a header.
#[derive(Debug, Clone)]
pub struct Navigation<'a> {
    /// The items.
    pub items: Vec<NavigationItem<'a>>,
    /// Name of the landmark.
    pub label: &'a str,
    /// Word of the button that shows what does not fit.
    pub more: &'a str,
    /// Read out before that word.
    pub more_visually_hidden: &'a str,
    /// White under a blue header.
    pub white: bool,
    /// Spread over the whole width.
    pub justified: bool,
}

impl Default for Navigation<'_> {
    fn default() -> Self {
        Self {
            items: Vec::new(),
            label: "Menu",
            more: "More",
            more_visually_hidden: "Browse",
            white: false,
            justified: false,
        }
    }
}

/// The navigation; nothing without items. Without script all items show and wrap.
pub(crate) fn navigation(navigation: &Navigation, container_classes: &str) -> Markup {
    if navigation.items.is_empty() {
        return html! {};
    }
    let class = ClassList::new("nhsuk-header__navigation")
        .when(navigation.white, "nhsuk-header__navigation--white")
        .when(navigation.justified, "nhsuk-header__navigation--justified")
        .build();
    let container =
        ClassList::new("nhsuk-header__navigation-container nhsuk-width-container").with(container_classes).build();
    html! {
        nav class=(class) aria-label=(navigation.label) {
            div class=(container) {
                ul class="nhsuk-header__navigation-list" {
                    @for item in &navigation.items { (navigation_item(item)) }
                    li class="nhsuk-header__menu" hidden {
                        button class="nhsuk-header__menu-toggle nhsuk-header__navigation-link" id="toggle-menu"
                            aria-expanded="false" {
                            span class="nhsuk-u-visually-hidden" { (navigation.more_visually_hidden) " " }
                            (navigation.more)
                        }
                    }
                }
            }
        }
    }
}

fn navigation_item(item: &NavigationItem) -> Markup {
    let current = match item.current {
        Current::No => None,
        Current::Page => Some("page"),
        Current::Section => Some("true"),
    };
    let class = ClassList::new("nhsuk-header__navigation-item")
        .when(current.is_some(), "nhsuk-header__navigation-item--current")
        .build();
    // The strong element marks the item even where a reader's own colours override ours.
    let inner = html! {
        @if current.is_some() {
            strong class="nhsuk-header__navigation-item-current-fallback" { (item.text) }
        } @else {
            (item.text)
        }
    };
    html! {
        li class=(class) {
            @match optional(item.href) {
                Some(href) => { a class="nhsuk-header__navigation-link" href=(href) aria-current=[current] { (inner) } }
                None => { span class="nhsuk-header__navigation-text" aria-current=[current] { (inner) } }
            }
        }
    }
}
