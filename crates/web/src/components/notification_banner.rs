//! Something that the whole page should say first.

use maud::{Markup, html};

use super::attributes::{ClassList, optional};
use super::content::Content;
use super::heading::{Level, heading_element};

/// Options of [`notification_banner`].
#[derive(Debug, Clone)]
pub struct NotificationBanner<'a> {
    /// The coloured line on top; "Important" or "Success" when empty.
    pub title: &'a str,
    /// Id of the title; must differ where a page has two banners.
    pub title_id: &'a str,
    /// Level of the title.
    pub title_level: Level,
    /// A heading inside.
    pub heading: &'a str,
    /// What it says; text becomes a paragraph, large when there is no heading.
    pub content: Content<'a>,
    /// Whether it says that something went well; announced at once.
    pub success: bool,
    /// Whether script leaves the focus alone; unset leaves the library's default.
    pub disable_auto_focus: Option<bool>,
    /// Id.
    pub id: &'a str,
    /// More classes.
    pub classes: &'a str,
}

impl Default for NotificationBanner<'_> {
    fn default() -> Self {
        Self {
            title: "",
            title_id: "nhsuk-notification-banner-title",
            title_level: Level::H2,
            heading: "",
            content: Content::default(),
            success: false,
            disable_auto_focus: None,
            id: "",
            classes: "",
        }
    }
}

/// A notification banner.
#[must_use]
pub fn notification_banner(banner: &NotificationBanner) -> Markup {
    let class = ClassList::new("nhsuk-notification-banner")
        .with(banner.classes)
        .when(banner.success, "nhsuk-notification-banner--success")
        .build();
    let focus = banner.disable_auto_focus.map(|on| if on { "true" } else { "false" });
    let title = match (banner.title, banner.success) {
        ("", true) => "Success",
        ("", false) => "Important",
        (title, _) => title,
    };
    let paragraph = if banner.heading.is_empty() { "nhsuk-notification-banner__heading" } else { "nhsuk-body" };
    html! {
        div class=(class) id=[optional(banner.id)] data-module="nhsuk-notification-banner"
            data-disable-auto-focus=[focus] role=(if banner.success { "alert" } else { "region" })
            aria-labelledby=(banner.title_id) {
            div class="nhsuk-notification-banner__header" {
                (heading_element(
                    banner.title_level,
                    "nhsuk-notification-banner__title",
                    banner.title_id,
                    &html! { (title) },
                ))
            }
            div class="nhsuk-notification-banner__content" {
                @if !banner.heading.is_empty() {
                    h3 class="nhsuk-notification-banner__heading" { (banner.heading) }
                }
                (banner.content.in_paragraph(Some(paragraph)))
            }
        }
    }
}
