//! The frame of every page.

use maud::{DOCTYPE, Markup, PreEscaped, html};

use super::attributes::{ClassList, optional};
use super::exit_link::{ExitLink, exit_link};
use super::footer::{Footer, footer};
use super::header::{Header, header};
use super::skip_link::{SkipLink, skip_link};
use crate::assets::{self, File};

/// What the banner of a demonstration says.
pub const DEMONSTRATION: &str = "This is a demonstration. Every person in it is invented. It is not a real service.";

/// The one inline script: it tells the style sheet that script runs. The Content-Security-Policy allows it by its hash.
pub const INLINE_SCRIPT: &str = "document.body.className += ' js-enabled' + ('noModule' in \
     HTMLScriptElement.prototype ? ' nhsuk-frontend-supported' : '');";

static NOTHING: Markup = PreEscaped(String::new());

/// Which way a page's language is written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Direction {
    /// From left to right.
    #[default]
    LeftToRight,
    /// From right to left.
    RightToLeft,
}

impl Direction {
    /// The value of the attribute `dir`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::LeftToRight => "ltr",
            Self::RightToLeft => "rtl",
        }
    }
}

/// Options of [`page`].
#[derive(Debug, Clone)]
pub struct Page<'a> {
    /// Title, one for each page; the service's name follows it.
    pub title: &'a str,
    /// Leaves the service's name out of the title: what a browser's history shows then gives nobody away.
    pub title_alone: bool,
    /// Language tag.
    pub lang: &'a str,
    /// Which way the language is written.
    pub direction: Direction,
    /// The link past the header.
    pub skip_link: SkipLink<'a>,
    /// The header, with the service's name and its navigation.
    pub header: Header<'a>,
    /// Shows the banner of a demonstration.
    pub demo: bool,
    /// A way out; for public pages.
    pub exit: Option<ExitLink<'a>>,
    /// Breadcrumb or back link, before the main part.
    pub before_main: Markup,
    /// The main part.
    pub main: &'a Markup,
    /// The footer.
    pub footer: Footer<'a>,
    /// Uses the width of the screen, for dense staff pages.
    pub wide: bool,
}

impl Default for Page<'_> {
    fn default() -> Self {
        Self {
            title: "",
            title_alone: false,
            lang: "en",
            direction: Direction::LeftToRight,
            skip_link: SkipLink::default(),
            header: Header::default(),
            demo: false,
            exit: None,
            before_main: PreEscaped(String::new()),
            main: &NOTHING,
            footer: Footer::default(),
            wide: false,
        }
    }
}

/// A whole document.
#[must_use]
pub fn page(page: &Page) -> Markup {
    html! {
        (DOCTYPE)
        html lang=(page.lang) dir=(page.direction.as_str()) {
            (head(page))
            (body(page))
        }
    }
}

fn head(page: &Page) -> Markup {
    html! {
        head {
            meta charset="utf-8";
            title {
                (page.title)
                @if !page.title_alone && !page.header.service_name.is_empty() { " – " (page.header.service_name) }
            }
            meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover";
            meta name="format-detection" content="telephone=no, date=no, email=no, address=no";
            meta name="theme-color" content="#005eb8";
            link rel="icon" href=(assets::href(File::Icon)) type="image/svg+xml" sizes="any";
            link rel="stylesheet" href=(assets::href(File::NhsukCss));
            link rel="stylesheet" href=(assets::href(File::AppCss));
        }
    }
}

fn body(page: &Page) -> Markup {
    let wide = if page.wide { "porch-wide" } else { "" };
    let containers = |own: &str| {
        let classes = ClassList::new(own).with(wide).build();
        classes.trim().to_owned()
    };
    let header_containers = containers(page.header.container_classes);
    let footer_containers = containers(page.footer.container_classes);
    html! {
        body {
            script { (PreEscaped(INLINE_SCRIPT)) }
            (skip_link(&page.skip_link))
            @if page.demo { (demonstration(page.lang, wide)) }
            (header(&Header { container_classes: &header_containers, ..page.header.clone() }))
            @if let Some(exit) = &page.exit { (exit_link(exit)) }
            div class=(ClassList::new("nhsuk-width-container").with(wide).build()) {
                (page.before_main)
                main class="nhsuk-main-wrapper" id="maincontent" { (page.main) }
            }
            (footer(&Footer { container_classes: &footer_containers, ..page.footer.clone() }))
            script type="module" src=(assets::href(File::AppJs)) {}
        }
    }
}

/// The banner of a demonstration; marked as English on a page in another language.
fn demonstration(page_lang: &str, wide: &str) -> Markup {
    let lang = if page_lang.starts_with("en") { "" } else { "en" };
    let dir = optional(lang).map(|_| "ltr");
    html! {
        div class="porch-demo" role="region" aria-label="Demonstration" lang=[optional(lang)] dir=[dir] {
            p class=(ClassList::new("nhsuk-width-container porch-demo__text").with(wide).build()) { (DEMONSTRATION) }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn example() -> String {
        page(&Page {
            title: "How are you?",
            lang: "cy",
            header: Header { service_name: "Porch", service_href: "/", ..Header::default() },
            demo: true,
            exit: Some(ExitLink::default()),
            main: &html! { h1 { "How are you?" } },
            ..Page::default()
        })
        .into_string()
    }

    fn place(html: &str, part: &str) -> usize {
        html.find(part).unwrap_or_else(|| panic!("{part} is missing from {html}"))
    }

    #[test]
    fn the_skip_link_is_the_first_thing_to_focus() {
        let html = example();
        let first = place(&html, "<a ");
        assert_eq!(first, place(&html, r#"<a class="nhsuk-skip-link""#));
        assert!(first < place(&html, "<header"));
    }

    #[test]
    fn a_demonstration_says_so_before_the_header() {
        let html = example();
        assert!(place(&html, DEMONSTRATION) < place(&html, "<header"));
        assert!(html.contains(r#"aria-label="Demonstration" lang="en" dir="ltr""#));
    }

    #[test]
    fn language_direction_and_title_are_the_pages_own() {
        let html = example();
        assert!(html.starts_with(r#"<!DOCTYPE html><html lang="cy" dir="ltr">"#));
        assert!(html.contains("<title>How are you? – Porch</title>"));
    }

    #[test]
    fn nothing_is_asked_of_another_host_and_no_style_is_inline() {
        let html = example();
        for (at, _) in html.match_indices("src=\"") {
            assert!(html[at..].starts_with("src=\"/assets/"));
        }
        for (at, _) in html.match_indices("<link ") {
            assert!(html[at..].contains("href=\"/assets/"));
        }
        assert!(!html.contains(" style="));
    }

    #[test]
    fn the_inline_script_is_the_one_that_the_policy_allows() {
        let html = example();
        assert_eq!(html.matches("<script>").count(), 1);
        assert!(html.contains(&format!("<script>{INLINE_SCRIPT}</script>")));
    }
}
