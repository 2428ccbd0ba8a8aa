//! The label of a form field.

use maud::{Markup, html};

use super::attributes::{ClassList, optional};
use super::content::Content;
use super::heading::{Caption, Level, Placement, Size, heading_element};

/// Options of [`label`].
#[derive(Debug, Clone, Default)]
pub struct Label<'a> {
    /// The words.
    pub text: Content<'a>,
    /// Id of the field; the field's component fills it in.
    pub for_id: &'a str,
    /// Id of the label itself.
    pub id: &'a str,
    /// How large it looks.
    pub size: Option<Size>,
    /// Makes the label a heading too, as on a page that asks one thing.
    pub heading: Option<Level>,
    /// Id of that heading.
    pub heading_id: &'a str,
    /// A line above or below.
    pub caption: Caption<'a>,
    /// More classes.
    pub classes: &'a str,
}

impl<'a> From<&'a str> for Label<'a> {
    fn from(text: &'a str) -> Self {
        Self { text: text.into(), ..Self::default() }
    }
}

/// A label; empty when it has no words.
#[must_use]
pub fn label(label: &Label) -> Markup {
    if label.text.is_empty() {
        return html! {};
    }
    let class = ClassList::new("nhsuk-label")
        .option("nhsuk-label--", label.size.filter(|size| *size != Size::Xs).map(Size::name))
        .with(label.classes)
        .build();
    let caption = &label.caption;
    let element = html! {
        label class=(class) id=[optional(label.id)] for=[optional(label.for_id)] {
            (caption.at(Placement::Within, label.size)) (label.text)
        }
    };
    html! {
        (caption.at(Placement::Before, label.size))
        @match label.heading {
            Some(level) => (heading_element(level, "nhsuk-label-wrapper", label.heading_id, &element)),
            None => (element),
        }
        (caption.at(Placement::After, label.size))
    }
}
