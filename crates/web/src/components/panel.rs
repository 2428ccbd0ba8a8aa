//! The panel that says something is done, or asks before it is.

use maud::{Markup, html};

use super::attributes::{ClassList, optional};
use super::content::Content;
use super::heading::{Level, Size, heading_element};

/// Options of [`panel`].
#[derive(Debug, Clone)]
pub struct Panel<'a> {
    /// The heading.
    pub heading: &'a str,
    /// Level of the heading.
    pub level: Level,
    /// How large the heading looks: medium, large or extra large.
    pub size: Option<Size>,
    /// Id of the heading.
    pub heading_id: &'a str,
    /// More classes on the heading.
    pub heading_classes: &'a str,
    /// What it says.
    pub content: Content<'a>,
    /// The form that interrupts, to ask whether to go on.
    pub interruption: bool,
    /// Id.
    pub id: &'a str,
    /// More classes.
    pub classes: &'a str,
}

impl Default for Panel<'_> {
    fn default() -> Self {
        Self {
            heading: "",
            level: Level::H1,
            size: None,
            heading_id: "",
            heading_classes: "",
            content: Content::default(),
            interruption: false,
            id: "",
            classes: "",
        }
    }
}

/// A panel.
#[must_use]
pub fn panel(panel: &Panel) -> Markup {
    let class =
        ClassList::new("nhsuk-panel").when(panel.interruption, "nhsuk-panel--interruption").with(panel.classes).build();
    let heading_class = ClassList::new("nhsuk-panel__heading")
        .option("nhsuk-panel__heading--", panel.size.map(Size::name))
        .with(panel.heading_classes)
        .build();
    html! {
        div class=(class) id=[optional(panel.id)] {
            (heading_element(panel.level, &heading_class, panel.heading_id, &html! { (panel.heading) }))
            @if !panel.content.is_empty() { div class="nhsuk-panel__body" { (panel.content) } }
        }
    }
}
