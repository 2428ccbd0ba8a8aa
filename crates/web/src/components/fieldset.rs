//! A group of fields under one legend.

use maud::{Markup, html};

use super::attributes::{ClassList, optional};
use super::content::Content;
use super::heading::{Caption, Level, Placement, Size, heading_element};

/// The legend of a [`Fieldset`].
#[derive(Debug, Clone, Default)]
pub struct Legend<'a> {
    /// The words.
    pub text: Content<'a>,
    /// Id.
    pub id: &'a str,
    /// How large it looks.
    pub size: Option<Size>,
    /// Makes the legend a heading too, as on a page that asks one thing.
    pub heading: Option<Level>,
    /// A line above or below.
    pub caption: Caption<'a>,
    /// More classes.
    pub classes: &'a str,
}

impl<'a> From<&'a str> for Legend<'a> {
    fn from(text: &'a str) -> Self {
        Self { text: text.into(), ..Self::default() }
    }
}

/// Options of [`fieldset`].
#[derive(Debug, Clone, Default)]
pub struct Fieldset<'a> {
    /// What the group is about.
    pub legend: Legend<'a>,
    /// The fields.
    pub content: Content<'a>,
    /// Ids of what describes the group.
    pub described_by: &'a str,
    /// ARIA role; `group` for text inputs, so that every screen reader reads the description.
    pub role: &'a str,
    /// Id.
    pub id: &'a str,
    /// More classes.
    pub classes: &'a str,
}

/// A fieldset.
#[must_use]
pub fn fieldset(fieldset: &Fieldset) -> Markup {
    html! {
        fieldset class=(ClassList::new("nhsuk-fieldset").with(fieldset.classes).build()) id=[optional(fieldset.id)]
            role=[optional(fieldset.role)] aria-describedby=[optional(fieldset.described_by)] {
            (legend(&fieldset.legend))
            (fieldset.content)
        }
    }
}

fn legend(legend: &Legend) -> Markup {
    if legend.text.is_empty() {
        return html! {};
    }
    let class = ClassList::new("nhsuk-fieldset__legend")
        .option("nhsuk-fieldset__legend--", legend.size.filter(|size| *size != Size::Xs).map(Size::name))
        .with(legend.classes)
        .build();
    // A legend's caption must stay inside it unless it follows: nothing may stand before a legend in its fieldset.
    let caption = match legend.caption.placement {
        Placement::Within | Placement::Before => Caption { placement: Placement::Within, ..legend.caption },
        Placement::After => legend.caption,
    };
    let inner = html! { (caption.at(Placement::Within, legend.size)) (legend.text) };
    html! {
        legend class=(class) id=[optional(legend.id)] {
            @match legend.heading {
                Some(level) => (heading_element(level, "nhsuk-fieldset__heading", "", &inner)),
                None => (inner),
            }
        }
        (caption.at(Placement::After, legend.size))
    }
}
