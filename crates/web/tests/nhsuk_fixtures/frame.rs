//! Fixture options of the page's frame and its links, as our own options.

use maud::{Markup, html};
use porch_web::components::*;
use serde_json::Value;

use crate::display::{SHARES, is_reverse, target};
use crate::fields::or;
use crate::options::Options;

pub fn skip_link(options: &Options) -> Markup {
    porch_web::components::skip_link(&SkipLink { href: options.text("href"), text: options.text("text") })
}

fn read_back_link<'a>(options: &Options<'a>) -> BackLink<'a> {
    let content = options.content();
    BackLink {
        content: if content.is_empty() { "Back".into() } else { content },
        target: target(options),
        reverse: is_reverse(options),
        id: options.text("id"),
        ..BackLink::default()
    }
}

pub fn back_link(options: &Options) -> Markup {
    porch_web::components::back_link(&read_back_link(options))
}

pub fn breadcrumb(options: &Options) -> Markup {
    let items = options.list("items", |item| Crumb { text: item.text("text"), href: item.text("href") });
    let last = items.last().map_or("", |crumb| crumb.text);
    let back_link = options.child("backLink").map(|link| {
        let unnamed = !link.has("text") && !link.has("html");
        let read = read_back_link(&link);
        BackLink { content: if unnamed { last.into() } else { read.content.clone() }, ..read }
    });
    porch_web::components::breadcrumb(&Breadcrumb {
        items,
        back_link,
        reverse: is_reverse(options),
        id: options.text("id"),
        ..Breadcrumb::default()
    })
}

pub fn button(options: &Options) -> Markup {
    let icon = options.child("icon").and_then(|icon| {
        let name = icon.pick("name", &[("arrow-left", Icon::ArrowLeft), ("arrow-right", Icon::ArrowRight)]);
        name.zip(icon.pick("placement", &[("start", IconSide::Start), ("end", IconSide::End)]))
    });
    porch_web::components::button(&Button {
        content: options.content(),
        href: options.text("href"),
        variant: options
            .pick(
                "variant",
                &[
                    ("secondary", ButtonVariant::Secondary),
                    ("secondary-solid", ButtonVariant::SecondarySolid),
                    ("reverse", ButtonVariant::Reverse),
                    ("warning", ButtonVariant::Warning),
                    ("login", ButtonVariant::Login),
                ],
            )
            .unwrap_or_default(),
        small: options.is("small"),
        icon,
        disabled: options.is("disabled"),
        prevent_double_click: options.flag("preventDoubleClick"),
        ..Button::default()
    })
}

pub fn action_link(options: &Options) -> Markup {
    porch_web::components::action_link(&ActionLink {
        content: options.content(),
        target: target(options),
        reverse: is_reverse(options),
        ..ActionLink::default()
    })
}

pub fn pagination(options: &Options) -> Markup {
    let link = |key: &str, url: &str, page: &str| {
        let (url, page) = (options.text(url), options.text(page));
        if url.is_empty() {
            options.child(key).map(|link| PageLink {
                href: link.text("href"),
                label: link.text("label"),
                text: link.text("text"),
            })
        } else {
            Some(PageLink { href: url, label: page, text: "" })
        }
    };
    porch_web::components::pagination(&Pagination {
        previous: link("previous", "previousUrl", "previousPage"),
        next: link("next", "nextUrl", "nextPage"),
        items: options.list("items", |item| {
            if item.is("ellipsis") {
                PageItem::Ellipsis
            } else {
                PageItem::Page {
                    number: item.number("number").unwrap_or_default(),
                    href: item.text("href"),
                    current: item.is("current"),
                }
            }
        }),
        ..Pagination::default()
    })
}

/// Every header fixture shows a logo, the library's own when none is named. Ours brings none and takes what a deployment
/// configures; here that is what the library draws, with its path left empty in the vendored fixtures.
fn logo<'a>(options: &Options<'a>) -> Logo<'a> {
    let child = options.child("logo");
    let text = |key| child.as_ref().map_or("", |logo| logo.text(key));
    let alt = or(text("alt"), "NHS");
    let image = match text("src") {
        "" => html! {
            svg class="nhsuk-header__logo" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 80" height="40"
                width="100" focusable="false" role="img" aria-label=(alt) {
                title { (alt) }
                path fill="currentcolor" d="M0 0" {}
            }
        },
        src => html! { img class="nhsuk-header__organisation-logo" src=(src) width="280" alt=(alt); },
    };
    Logo { image, alt, href: text("href"), aria_label: text("ariaLabel") }
}

fn search_box<'a>(options: &Options<'a>) -> Option<SearchBox<'a>> {
    let library =
        SearchBox { action: "https://www.nhs.uk/search/", label: "Search the NHS website", ..SearchBox::default() };
    match options.value("search")? {
        Value::Bool(true) => Some(library),
        _ => options.child("search").map(|search| SearchBox {
            placeholder: search.child("input").map_or(library.placeholder, |input| input.text("placeholder")),
            label: search.child("label").map_or(library.label, |label| label.text("visuallyHiddenText")),
            ..library
        }),
    }
}

pub fn header(options: &Options) -> Markup {
    let white = |options: &Options| options.pick("colour", &[("white", true)]).unwrap_or_default();
    let service = options.child("service");
    let service = |key| service.as_ref().map_or("", |service| service.text(key));
    let account = options.child("account").map(|account| {
        account.list("items", |item| AccountItem {
            content: item.content(),
            action: match (item.text("href"), item.text("action")) {
                ("", "") => AccountAction::None,
                ("", action) => AccountAction::Post(action),
                (href, _) => AccountAction::Link(href),
            },
            icon: item.is("icon"),
        })
    });
    let navigation = options.child("navigation").map(|navigation| Navigation {
        items: navigation.list("items", |item| NavigationItem {
            text: item.text("text"),
            href: item.text("href"),
            current: match (item.is("current"), item.is("active")) {
                (true, _) => Current::Page,
                (false, true) => Current::Section,
                (false, false) => Current::No,
            },
        }),
        white: white(&navigation),
        justified: navigation.is("justified"),
        ..Navigation::default()
    });
    let organisation = options.child("organisation").map(|organisation| Organisation {
        name: organisation.text("name"),
        split: organisation.text("split"),
        descriptor: organisation.text("descriptor"),
    });
    porch_web::components::header(&Header {
        service_name: service("text"),
        service_href: service("href"),
        logo: Some(logo(options)),
        organisation: organisation.unwrap_or_default(),
        search: search_box(options),
        account: account.unwrap_or_default(),
        navigation: navigation.unwrap_or_default(),
        white: white(options),
        inline: options.is("inline"),
        ..Header::default()
    })
}

fn footer_link<'a>(item: &Options<'a>) -> FooterLink<'a> {
    FooterLink { text: item.text("text"), href: item.text("href") }
}

fn footer_column<'a>(column: &Options<'a>) -> FooterColumn<'a> {
    FooterColumn {
        heading: column.plain("heading", |_| {}),
        width: column.pick("width", &SHARES),
        content: column.content(),
        links: column.list("items", footer_link),
    }
}

pub fn footer(options: &Options) -> Markup {
    let columns = match options.value("navigation") {
        Some(Value::Array(_)) => options.list("navigation", footer_column),
        _ => options.child("navigation").map(|column| vec![footer_column(&column)]).unwrap_or_default(),
    };
    let mut links = Vec::new();
    let mut content = options.words("meta", |meta| links = meta.list("items", footer_link));
    if options.has("callBlock") {
        content = crate::display::called(options);
    }
    // The library names NHS England where no owner is given; ours names nobody.
    let copyright = if options.has("copyright") { options.words("copyright", |_| {}) } else { "© NHS England".into() };
    porch_web::components::footer(&Footer {
        columns,
        columns_per_row: options.number("columns").map_or(4, |columns| u8::try_from(columns).unwrap_or(4)),
        links,
        content,
        copyright,
        ..Footer::default()
    })
}
