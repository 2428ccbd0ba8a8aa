//! The status of something, in a word or two.

use maud::{Markup, html};

use super::attributes::{ClassList, optional};
use super::content::Content;

/// The colour of a [`Tag`]; the word always says it too.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum TagColour {
    /// The library's default.
    #[default]
    Default,
    /// No ground and no colour.
    Plain,
    /// White.
    White,
    /// Grey.
    Grey,
    /// Green.
    Green,
    /// Aqua green.
    AquaGreen,
    /// Blue.
    Blue,
    /// Purple.
    Purple,
    /// Pink.
    Pink,
    /// Red; only for what needs someone now.
    Red,
    /// Orange.
    Orange,
    /// Yellow.
    Yellow,
}

impl TagColour {
    fn name(self) -> Option<&'static str> {
        match self {
            Self::Default => None,
            Self::Plain => Some("no-colour"),
            Self::White => Some("white"),
            Self::Grey => Some("grey"),
            Self::Green => Some("green"),
            Self::AquaGreen => Some("aqua-green"),
            Self::Blue => Some("blue"),
            Self::Purple => Some("purple"),
            Self::Pink => Some("pink"),
            Self::Red => Some("red"),
            Self::Orange => Some("orange"),
            Self::Yellow => Some("yellow"),
        }
    }
}

/// Options of [`tag`].
#[derive(Debug, Clone, Default)]
pub struct Tag<'a> {
    /// The words.
    pub content: Content<'a>,
    /// The colour.
    pub colour: TagColour,
    /// Leaves the border out.
    pub no_border: bool,
    /// Id.
    pub id: &'a str,
    /// More classes.
    pub classes: &'a str,
}

/// A tag.
#[must_use]
pub fn tag(tag: &Tag) -> Markup {
    let class = ClassList::new("nhsuk-tag")
        .option("nhsuk-tag--", tag.colour.name())
        .when(tag.no_border, "nhsuk-tag--no-border")
        .with(tag.classes)
        .build();
    html! { strong class=(class) id=[optional(tag.id)] { (tag.content) } }
}
