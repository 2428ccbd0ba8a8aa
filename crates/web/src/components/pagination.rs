//! Ways to the page before, the page after, and numbered pages.

use maud::{Markup, html};

use super::attributes::{ClassList, optional};
use super::icon::{Icon, icon};

/// The page before or after.
#[derive(Debug, Clone, Copy, Default)]
pub struct PageLink<'a> {
    /// Its address.
    pub href: &'a str,
    /// Its title, under "Previous" or "Next"; not shown with numbered pages.
    pub label: &'a str,
    /// Words instead of "Previous page" or "Next page".
    pub text: &'a str,
}

/// One numbered page.
#[derive(Debug, Clone, Copy)]
pub enum PageItem<'a> {
    /// A page.
    Page {
        /// Its number.
        number: u64,
        /// Its address.
        href: &'a str,
        /// Whether it is this one.
        current: bool,
    },
    /// Pages left out.
    Ellipsis,
}

/// Options of [`pagination`].
#[derive(Debug, Clone)]
pub struct Pagination<'a> {
    /// The page before.
    pub previous: Option<PageLink<'a>>,
    /// The page after.
    pub next: Option<PageLink<'a>>,
    /// Numbered pages.
    pub items: Vec<PageItem<'a>>,
    /// Name of the landmark.
    pub label: &'a str,
    /// Id.
    pub id: &'a str,
    /// More classes.
    pub classes: &'a str,
}

impl Default for Pagination<'_> {
    fn default() -> Self {
        Self { previous: None, next: None, items: Vec::new(), label: "Pagination", id: "", classes: "" }
    }
}

/// Pagination; numbered when there are items.
#[must_use]
pub fn pagination(pages: &Pagination) -> Markup {
    let numbered = !pages.items.is_empty();
    let class =
        ClassList::new("nhsuk-pagination").when(numbered, "nhsuk-pagination--numbered").with(pages.classes).build();
    html! {
        nav class=(class) id=[optional(pages.id)] role="navigation" aria-label=(pages.label) {
            @if numbered { (numbered_pages(pages)) } @else { (neighbours(pages)) }
        }
    }
}

fn title(link: &PageLink, word: &str) -> Markup {
    html! {
        span class="nhsuk-pagination__title" {
            @if link.text.is_empty() {
                (word) span class="nhsuk-u-visually-hidden" { " page" }
            } @else {
                (link.text)
            }
        }
    }
}

fn numbered_pages(pages: &Pagination) -> Markup {
    html! {
        @if let Some(link) = &pages.previous {
            a href=(link.href) class="nhsuk-pagination__previous" rel="prev" {
                (icon(Icon::ArrowLeft)) " " (title(link, "Previous"))
            }
        }
        ul class="nhsuk-pagination__list" {
            @for item in &pages.items {
                @match item {
                    PageItem::Page { number, href, current } => {
                        li class=(ClassList::new("nhsuk-pagination__item")
                            .when(*current, "nhsuk-pagination__item--current").build()) {
                            a class="nhsuk-pagination__link" href=(href) aria-label={ "Page " (number) }
                                aria-current=[current.then_some("page")] { (number) }
                        }
                    }
                    PageItem::Ellipsis => {
                        li class="nhsuk-pagination__item nhsuk-pagination__item--ellipsis" { "⋯" }
                    }
                }
            }
        }
        @if let Some(link) = &pages.next {
            a href=(link.href) class="nhsuk-pagination__next" rel="next" {
                (title(link, "Next")) " " (icon(Icon::ArrowRight))
            }
        }
    }
}

fn neighbours(pages: &Pagination) -> Markup {
    html! {
        ul class="nhsuk-list nhsuk-pagination__list" {
            @if let Some(link) = &pages.previous {
                li class="nhsuk-pagination-item--previous" {
                    a class="nhsuk-pagination__link nhsuk-pagination__link--prev" href=(link.href) rel="prev" {
                        (title(link, "Previous")) " " (page_title(link)) (icon(Icon::ArrowLeft))
                    }
                }
            }
            @if let Some(link) = &pages.next {
                li class="nhsuk-pagination-item--next" {
                    a class="nhsuk-pagination__link nhsuk-pagination__link--next" href=(link.href) rel="next" {
                        (title(link, "Next")) " " (page_title(link)) (icon(Icon::ArrowRight))
                    }
                }
            }
        }
    }
}

fn page_title(link: &PageLink) -> Markup {
    html! {
        @if !link.label.is_empty() {
            span class="nhsuk-u-visually-hidden" { ":" } " "
            span class="nhsuk-pagination__page" { (link.label) } " "
        }
    }
}
