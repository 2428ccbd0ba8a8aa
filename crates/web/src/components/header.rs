//! The header of every page: the service's name as text, its navigation, the account and the search box.

use maud::{Markup, html};

use super::attributes::{ClassList, optional};
use super::button::{Button, IconSide, button};
use super::content::Content;
use super::header_logo::{Logo, Organisation, service};
use super::header_navigation::{Navigation, navigation};
use super::icon::{Icon, icon};
use super::input::{Input, input};
use super::label::Label;

/// The search box of a [`Header`].
#[derive(Debug, Clone, Copy)]
pub struct SearchBox<'a> {
    /// Where it is sent.
    pub action: &'a str,
    /// `get` or `post`; `post` keeps what is typed out of addresses and logs.
    pub method: &'a str,
    /// Name in the form.
    pub name: &'a str,
    /// Shown while it is empty.
    pub placeholder: &'a str,
    /// Its name for screen readers.
    pub label: &'a str,
    /// Name of its button for screen readers.
    pub button_label: &'a str,
}

impl Default for SearchBox<'_> {
    fn default() -> Self {
        Self {
            action: "/search",
            method: "get",
            name: "q",
            placeholder: "Search",
            label: "Search",
            button_label: "Search",
        }
    }
}

/// What an [`AccountItem`] does.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum AccountAction<'a> {
    /// Nothing; it only tells.
    #[default]
    None,
    /// Goes to this address.
    Link(&'a str),
    /// Posts an empty form to this address, as signing out does.
    Post(&'a str),
}

/// One item of the account line, such as the role or "Sign out".
#[derive(Debug, Clone, Default)]
pub struct AccountItem<'a> {
    /// The words.
    pub content: Content<'a>,
    /// What it does.
    pub action: AccountAction<'a>,
    /// Whether the person icon stands before it.
    pub icon: bool,
}

/// Options of [`header`].
#[derive(Debug, Clone)]
pub struct Header<'a> {
    /// The service's name.
    pub service_name: &'a str,
    /// Where the name leads.
    pub service_href: &'a str,
    /// A logo that the deployment has configured; Porch brings none.
    pub logo: Option<Logo<'a>>,
    /// The organisation beside the logo.
    pub organisation: Organisation<'a>,
    /// The search box.
    pub search: Option<SearchBox<'a>>,
    /// The account line.
    pub account: Vec<AccountItem<'a>>,
    /// Name of the account landmark.
    pub account_label: &'a str,
    /// The navigation.
    pub navigation: Navigation<'a>,
    /// A white header instead of a blue one.
    pub white: bool,
    /// The navigation on the header's own line.
    pub inline: bool,
    /// More classes on the containers, for wide pages.
    pub container_classes: &'a str,
    /// More classes.
    pub classes: &'a str,
}

impl Default for Header<'_> {
    fn default() -> Self {
        Self {
            service_name: "",
            service_href: "",
            logo: None,
            organisation: Organisation::default(),
            search: None,
            account: Vec::new(),
            account_label: "Account",
            navigation: Navigation::default(),
            white: false,
            inline: false,
            container_classes: "",
            classes: "",
        }
    }
}

/// A header.
#[must_use]
pub fn header(header: &Header) -> Markup {
    let class = ClassList::new("nhsuk-header")
        .when(header.white, "nhsuk-header--white")
        .when(header.inline, "nhsuk-header--inline")
        .when(!header.organisation.name.is_empty(), "nhsuk-header--organisation")
        .with(header.classes)
        .build();
    let container =
        ClassList::new("nhsuk-header__container nhsuk-width-container").with(header.container_classes).build();
    html! {
        header class=(class) data-module="nhsuk-header" role="banner" {
            div class=(container) {
                (service(header))
                @if let Some(search) = &header.search { (search_box(search)) }
                @if !header.account.is_empty() { (account(header)) }
            }
            (navigation(&header.navigation, header.container_classes))
        }
    }
}

fn search_box(search: &SearchBox) -> Markup {
    let submit = button(&Button {
        aria_label: search.button_label,
        icon: Some((Icon::Search, IconSide::Start)),
        small: true,
        ..Button::default()
    });
    html! {
        search class="nhsuk-header__search" {
            form class="nhsuk-header__search-form" id="search" action=[optional(search.action)]
                method=[optional(search.method)] novalidate {
                (input(&Input {
                    label: Label {
                        text: search.label.into(),
                        classes: "nhsuk-u-visually-hidden",
                        ..Label::default()
                    },
                    id: "search-field",
                    name: search.name,
                    kind: "search",
                    autocomplete: "off",
                    placeholder: search.placeholder,
                    after: submit.into(),
                    ..Input::default()
                }))
            }
        }
    }
}

fn account(header: &Header) -> Markup {
    html! {
        nav class="nhsuk-header__account" aria-label=(header.account_label) {
            ul class="nhsuk-header__account-list" {
                @for item in &header.account { li class="nhsuk-header__account-item" { (account_item(item)) } }
            }
        }
    }
}

fn account_item(item: &AccountItem) -> Markup {
    let inner = html! {
        @if item.icon { (icon(Icon::User)) " " }
        (item.content)
    };
    match item.action {
        AccountAction::None => inner,
        AccountAction::Link(href) => html! { a class="nhsuk-header__account-link" href=(href) { (inner) } },
        AccountAction::Post(action) => html! {
            form class="nhsuk-header__account-form" action=(action) method="post" novalidate {
                button class="nhsuk-header__account-button" { (inner) }
            }
        },
    }
}
