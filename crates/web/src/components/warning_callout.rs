//! A warning that must not be missed.

use maud::Markup;

use super::card::{Card, CardVariant, card};
use super::content::Content;
use super::heading::Level;

/// Options of [`warning_callout`].
#[derive(Debug, Clone)]
pub struct WarningCallout<'a> {
    /// The heading.
    pub heading: &'a str,
    /// Level of the heading.
    pub level: Level,
    /// What it says; text becomes a paragraph.
    pub content: Content<'a>,
    /// Id.
    pub id: &'a str,
    /// More classes.
    pub classes: &'a str,
}

impl Default for WarningCallout<'_> {
    fn default() -> Self {
        Self { heading: "", level: Level::H3, content: Content::default(), id: "", classes: "" }
    }
}

/// A warning callout. "Important" is read out before a heading that does not say it.
#[must_use]
pub fn warning_callout(callout: &WarningCallout) -> Markup {
    let says_so = callout.heading.contains("Important") || callout.heading.contains("important");
    card(&Card {
        heading: callout.heading,
        level: callout.level,
        visually_hidden: if says_so { "" } else { "Important" },
        variant: CardVariant::Warning,
        content: callout.content.clone(),
        id: callout.id,
        classes: callout.classes,
        ..Card::default()
    })
}
