//! Where a page stands in the service.

use maud::{Markup, html};

use super::attributes::{ClassList, Target, optional};
use super::back_link::{BackLink, back_link};

/// One page on the way.
#[derive(Debug, Clone, Copy)]
pub struct Crumb<'a> {
    /// Its name.
    pub text: &'a str,
    /// Its address.
    pub href: &'a str,
}

/// Options of [`breadcrumb`].
#[derive(Debug, Clone)]
pub struct Breadcrumb<'a> {
    /// The pages above this one, the home page first.
    pub items: Vec<Crumb<'a>>,
    /// The link shown instead on a narrow screen; made from the last item when unset.
    pub back_link: Option<BackLink<'a>>,
    /// For a dark background.
    pub reverse: bool,
    /// Name of the landmark.
    pub label: &'a str,
    /// Id.
    pub id: &'a str,
}

impl Default for Breadcrumb<'_> {
    fn default() -> Self {
        Self { items: Vec::new(), back_link: None, reverse: false, label: "Breadcrumb", id: "" }
    }
}

/// A breadcrumb.
#[must_use]
pub fn breadcrumb(breadcrumb: &Breadcrumb) -> Markup {
    let class = ClassList::new("nhsuk-breadcrumb").when(breadcrumb.reverse, "nhsuk-breadcrumb--reverse").build();
    let back = match (&breadcrumb.back_link, breadcrumb.items.last()) {
        (Some(link), _) => link.clone(),
        (None, Some(last)) => {
            BackLink { content: last.text.into(), target: Target::Link(last.href), ..BackLink::default() }
        }
        (None, None) => BackLink::default(),
    };
    html! {
        nav class=(class) id=[optional(breadcrumb.id)] aria-label=(breadcrumb.label) {
            ol class="nhsuk-breadcrumb__list" {
                @for item in &breadcrumb.items {
                    li class="nhsuk-breadcrumb__list-item" {
                        a class="nhsuk-breadcrumb__link" href=(item.href) { (item.text) }
                    }
                }
            }
            (back_link(&BackLink { visually_hidden: "Back to", reverse: breadcrumb.reverse, ..back }))
        }
    }
}
