//! Headings, their levels and sizes, and the captions above them.

use maud::{Markup, html};

use super::attributes::{ClassList, optional};

/// The level of a heading in the page's outline.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Level {
    /// `h1`, the page's own.
    H1,
    /// `h2`.
    H2,
    /// `h3`.
    H3,
    /// `h4`.
    H4,
    /// `h5`.
    H5,
    /// `h6`.
    H6,
}

/// How large a heading, label, legend or caption looks, whatever its level.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Size {
    /// Extra small; headings only.
    Xs,
    /// Small.
    S,
    /// Medium.
    M,
    /// Large.
    L,
    /// Extra large.
    Xl,
}

impl Size {
    /// The name in class names.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Xs => "xs",
            Self::S => "s",
            Self::M => "m",
            Self::L => "l",
            Self::Xl => "xl",
        }
    }
}

/// Where a caption stands.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Placement {
    /// Inside the heading, before its text: read out as part of it.
    #[default]
    Within,
    /// A paragraph of its own before the heading.
    Before,
    /// A paragraph of its own after the heading.
    After,
}

/// A short line that says which part of the service a question belongs to.
#[derive(Debug, Clone, Copy, Default)]
pub struct Caption<'a> {
    /// The caption's words.
    pub text: &'a str,
    /// Where it stands.
    pub placement: Placement,
}

impl<'a> From<&'a str> for Caption<'a> {
    fn from(text: &'a str) -> Self {
        Self { text, placement: Placement::Within }
    }
}

impl Caption<'_> {
    /// The caption when it belongs at `place`, in the size of its heading.
    pub(crate) fn at(&self, place: Placement, size: Option<Size>) -> Markup {
        if self.text.is_empty() || self.placement != place {
            return html! {};
        }
        let class = match size {
            Some(size @ (Size::M | Size::L | Size::Xl)) => format!("nhsuk-caption-{}", size.name()),
            Some(Size::Xs | Size::S) | None => "nhsuk-caption".to_owned(),
        };
        match place {
            Placement::Within => html! { span class=(class) { (self.text) } " " },
            Placement::Before => html! { p class=(class) { (self.text) } },
            Placement::After => {
                html! { p class=(ClassList::new(&class).with("nhsuk-caption--bottom").build()) { (self.text) } }
            }
        }
    }
}

/// A heading element of the level given.
pub(crate) fn heading_element(level: Level, class: &str, id: &str, inner: &Markup) -> Markup {
    let (class, id) = (optional(class), optional(id));
    match level {
        Level::H1 => html! { h1 class=[class] id=[id] { (inner) } },
        Level::H2 => html! { h2 class=[class] id=[id] { (inner) } },
        Level::H3 => html! { h3 class=[class] id=[id] { (inner) } },
        Level::H4 => html! { h4 class=[class] id=[id] { (inner) } },
        Level::H5 => html! { h5 class=[class] id=[id] { (inner) } },
        Level::H6 => html! { h6 class=[class] id=[id] { (inner) } },
    }
}
