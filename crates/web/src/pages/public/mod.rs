//! Public pages: no account, no script needed, plain words from the wording file.

pub(crate) mod about;
pub(crate) mod ask;
pub(crate) mod easy;
pub(crate) mod exit;
pub(crate) mod follow;
pub(crate) mod help_now;
pub(crate) mod home;
pub(crate) mod how_it_was;
pub(crate) mod key_cookie;
pub(crate) mod language;
pub(crate) mod own;
pub(crate) mod questions;
pub(crate) mod said_and_done;
pub(crate) mod self_check;
pub(crate) mod services;
pub(crate) mod support;
mod word;

use std::sync::Arc;

use axum::response::Response;
use jiff::{Timestamp, civil::Date};
use maud::{Markup, html};
use porch_app::Rules;
use porch_domain::footprint::Footprint;

use crate::{
    Site,
    components::{BackLink, ExitLink, Footer, FooterLink, Header, Page, SkipLink, back_link, page as whole_page},
    moment, wording,
};

/// What a public page may read: the local system, and the time.
pub(crate) struct View {
    rules: Arc<Rules>,
    now: Timestamp,
    today: Date,
}

impl View {
    /// What holds now.
    pub(crate) fn of(site: &Site) -> Self {
        let now = site.world.now();
        Self { rules: site.rules(), now, today: moment::local(now).date() }
    }

    fn footprint(&self) -> &Footprint {
        &self.rules.footprint
    }
}

/// A public page without its frame.
pub(crate) struct Content {
    /// The title, unlike that of any other page; it gives nobody away.
    pub(crate) title: String,
    /// The main part, with its one `h1`.
    pub(crate) main: Markup,
    /// What stands above it.
    pub(crate) back: Back,
}

/// The link above a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Back {
    /// None.
    Nowhere,
    /// To the first page.
    ToStart,
    /// To the page before.
    To(String),
}

impl Content {
    /// A page that is read from top to bottom: its heading, then what is given.
    fn reading(key: &str, body: &Markup) -> Self {
        let title = wording::text(&format!("{key}-title"));
        Self::titled(title.clone(), &title, body)
    }

    /// The same where the heading says more than a title may, which stays behind in the history of a browser.
    fn titled(title: String, heading: &str, body: &Markup) -> Self {
        let main = html! {
            div class="nhsuk-grid-row" {
                div class="nhsuk-grid-column-two-thirds" {
                    h1 { (heading) }
                    (body)
                }
            }
        };
        Self { title, main, back: Back::ToStart }
    }
}

/// A section: a heading and its paragraphs, by the names of their messages.
fn section(key: &str) -> Markup {
    html! {
        h2 { (wording::text(&format!("{key}-heading"))) }
        (wording::prose(key))
    }
}

/// A page as an answer.
fn answer(site: &Site, content: impl FnOnce(&View) -> Content) -> Response {
    crate::pages::html(page(site, &content(&View::of(site))))
}

/// The whole page.
pub(crate) fn page(site: &Site, content: &Content) -> Markup {
    let (text, spoken) = (wording::text, wording::spoken());
    let (service, skip, exit, exit_hidden) = (text("service-name"), text("skip"), text("exit"), text("exit-hidden"));
    let (privacy, accessibility, staff, links) =
        (text("footer-privacy"), text("footer-accessibility"), text("footer-staff"), text("footer-links"));
    let help_now = text("footer-help-now");
    let rules = site.rules();
    whole_page(&Page {
        title: &content.title,
        title_alone: true,
        lang: spoken.code(),
        direction: spoken.direction(),
        skip_link: SkipLink { text: &skip, ..SkipLink::default() },
        header: Header { service_name: &service, service_href: "/", ..Header::default() },
        demo: site.demonstration,
        exit: Some(ExitLink { text: &exit, visually_hidden: &exit_hidden, ..ExitLink::default() }),
        before_main: html! {
            (language::choice(site))
            @match &content.back {
                Back::Nowhere => {}
                Back::ToStart => (above(&text("back-to-start"), "/")),
                Back::To(address) => (above(&text("back"), address)),
            }
        },
        main: &content.main,
        footer: Footer {
            links_heading: &links,
            links: vec![
                FooterLink { text: &help_now, href: "/help-now" },
                FooterLink { text: &privacy, href: "/privacy" },
                FooterLink { text: &accessibility, href: "/accessibility" },
                FooterLink { text: &staff, href: "/sign-in" },
            ],
            content: wording::text_with("footer-for", "place", &rules.footprint.title).into(),
            ..Footer::default()
        },
        ..Page::default()
    })
}

fn above(words: &str, address: &str) -> Markup {
    html! {
        nav aria-label=(wording::text("back-label")) {
            (back_link(&BackLink { content: words.into(), target: address.into(), ..BackLink::default() }))
        }
    }
}
