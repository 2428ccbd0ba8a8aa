//! The footer of every page.

use maud::{Markup, html};

use super::attributes::{ClassList, Share, optional};
use super::content::Content;
use super::heading::{Level, heading_element};

/// A link in the footer.
#[derive(Debug, Clone, Copy)]
pub struct FooterLink<'a> {
    /// The words.
    pub text: &'a str,
    /// The address.
    pub href: &'a str,
}

/// A column of the footer.
#[derive(Debug, Clone, Default)]
pub struct FooterColumn<'a> {
    /// Its heading.
    pub heading: &'a str,
    /// Its width; an equal share when unset.
    pub width: Option<Share>,
    /// What it says before its links; text becomes a paragraph.
    pub content: Content<'a>,
    /// Its links.
    pub links: Vec<FooterLink<'a>>,
}

/// Options of [`footer`].
#[derive(Debug, Clone)]
pub struct Footer<'a> {
    /// Columns of links.
    pub columns: Vec<FooterColumn<'a>>,
    /// How many columns stand side by side: 1 to 4.
    pub columns_per_row: u8,
    /// Links such as the accessibility statement.
    pub links: Vec<FooterLink<'a>>,
    /// Heading of those links, for screen readers.
    pub links_heading: &'a str,
    /// What is said under them; text becomes a paragraph.
    pub content: Content<'a>,
    /// Whose it is; nothing when empty.
    pub copyright: Content<'a>,
    /// More classes on the container, for wide pages.
    pub container_classes: &'a str,
    /// Id.
    pub id: &'a str,
    /// More classes.
    pub classes: &'a str,
}

impl Default for Footer<'_> {
    fn default() -> Self {
        Self {
            columns: Vec::new(),
            columns_per_row: 4,
            links: Vec::new(),
            links_heading: "Support links",
            content: Content::default(),
            copyright: Content::default(),
            container_classes: "",
            id: "",
            classes: "",
        }
    }
}

/// A footer.
#[must_use]
pub fn footer(footer: &Footer) -> Markup {
    let (per_row, share) = match footer.columns_per_row {
        1 => (1, Share::Full),
        2 => (2, Share::OneHalf),
        3 => (3, Share::OneThird),
        _ => (4, Share::OneQuarter),
    };
    let container = ClassList::new("nhsuk-width-container").with(footer.container_classes).build();
    html! {
        footer class=(ClassList::new("nhsuk-footer").with(footer.classes).build()) id=[optional(footer.id)]
            role="contentinfo" {
            div class=(container) {
                @for row in footer.columns.chunks(per_row) {
                    div class="nhsuk-footer__navigation nhsuk-grid-row" {
                        @for column in row { (footer_column(column, share)) }
                    }
                }
                div class="nhsuk-footer__meta" {
                    @if !footer.links.is_empty() {
                        h2 class="nhsuk-u-visually-hidden" { (footer.links_heading) }
                        (link_list(&footer.links))
                    }
                    (footer.content.in_paragraph(Some("nhsuk-body-s")))
                    (footer.copyright.in_paragraph(Some("nhsuk-body-s")))
                }
            }
        }
    }
}

fn footer_column(column: &FooterColumn, share: Share) -> Markup {
    html! {
        div class={ "nhsuk-grid-column-" (column.width.unwrap_or(share).name()) } {
            @if !column.heading.is_empty() {
                (heading_element(
                    Level::H2,
                    "nhsuk-footer__heading nhsuk-heading-s",
                    "",
                    &html! { (column.heading) },
                ))
            }
            (column.content.in_paragraph(Some("nhsuk-body-s")))
            @if !column.links.is_empty() { (link_list(&column.links)) }
        }
    }
}

fn link_list(links: &[FooterLink]) -> Markup {
    html! {
        ul class="nhsuk-footer__list" {
            @for link in links {
                li class="nhsuk-footer__list-item" {
                    a class="nhsuk-footer__list-item-link" href=(link.href) { (link.text) }
                }
            }
        }
    }
}
