//! What to do, and what not to do.

use maud::{Markup, html};

use super::card::{Card, CardVariant, card};
use super::content::Content;
use super::heading::Level;
use super::icon::{Icon, icon};

/// Options of [`do_dont_list`].
#[derive(Debug, Clone)]
pub struct DoDontList<'a> {
    /// The heading, such as "Do" or "Don't".
    pub heading: &'a str,
    /// Level of the heading.
    pub level: Level,
    /// A list of what not to do: crosses, and "do not" before each line.
    pub dont: bool,
    /// Words before each line, instead of "do not" or nothing.
    pub prefix: &'a str,
    /// Leaves the words before each line out.
    pub hide_prefix: bool,
    /// The lines.
    pub items: Vec<Content<'a>>,
    /// Id.
    pub id: &'a str,
    /// More classes.
    pub classes: &'a str,
}

impl Default for DoDontList<'_> {
    fn default() -> Self {
        Self {
            heading: "",
            level: Level::H3,
            dont: false,
            prefix: "",
            hide_prefix: false,
            items: Vec::new(),
            id: "",
            classes: "",
        }
    }
}

/// A list of what to do or not.
#[must_use]
pub fn do_dont_list(list: &DoDontList) -> Markup {
    let (drawing, class) = if list.dont {
        (Icon::Cross, "nhsuk-list nhsuk-list--cross")
    } else {
        (Icon::Tick, "nhsuk-list nhsuk-list--tick")
    };
    let prefix = match (list.hide_prefix, list.prefix, list.dont) {
        (true, _, _) | (false, "", false) => "",
        (false, "", true) => "do not",
        (false, words, _) => words,
    };
    let lines = html! {
        ul class=(class) role="list" {
            @for item in &list.items {
                li {
                    (icon(drawing)) " "
                    @if !prefix.is_empty() { (prefix) " " }
                    (item)
                }
            }
        }
    };
    card(&Card {
        heading: list.heading,
        level: list.level,
        variant: CardVariant::Feature,
        content: lines.into(),
        id: list.id,
        classes: list.classes,
        ..Card::default()
    })
}
