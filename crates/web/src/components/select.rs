//! A drop-down list.

use maud::{Markup, html};

use super::attributes::ClassList;
use super::content::Content;
use super::error_message::FieldError;
use super::form_group::{form_group, guidance};
use super::label::{Label, label};

/// One line of a [`Select`].
#[derive(Debug, Clone, Copy)]
pub enum SelectItem<'a> {
    /// Something to choose.
    Option {
        /// Sent with the form.
        value: &'a str,
        /// Shown.
        text: &'a str,
        /// Shown, and not to be chosen.
        disabled: bool,
    },
    /// A line between groups.
    Divider,
}

impl<'a> SelectItem<'a> {
    /// An option that can be chosen.
    #[must_use]
    pub fn new(value: &'a str, text: &'a str) -> Self {
        Self::Option { value, text, disabled: false }
    }
}

/// Options of [`select`].
#[derive(Debug, Clone, Default)]
pub struct Select<'a> {
    /// The label; its `for_id` is filled in.
    pub label: Label<'a>,
    /// A line of help.
    pub hint: Content<'a>,
    /// What is wrong.
    pub error: FieldError<'a>,
    /// Id; the name when empty.
    pub id: &'a str,
    /// Name in the form.
    pub name: &'a str,
    /// The value chosen.
    pub value: &'a str,
    /// What there is to choose from.
    pub items: Vec<SelectItem<'a>>,
    /// Whether it is disabled.
    pub disabled: bool,
    /// Markup after the list, such as a button.
    pub after: Content<'a>,
    /// Ids of more that describes it.
    pub described_by: &'a str,
    /// More classes on the list.
    pub classes: &'a str,
}

/// A labelled drop-down list with its hint and error.
#[must_use]
pub fn select(select: &Select) -> Markup {
    let id = if select.id.is_empty() { select.name } else { select.id };
    let guidance = guidance(id, select.described_by, &select.hint, select.error);
    let class = ClassList::new("nhsuk-select")
        .when(select.error.is_error(), "nhsuk-select--error")
        .with(select.classes)
        .build();
    let element = html! {
        select class=(class) id=(id) name=(select.name) disabled[select.disabled]
            aria-describedby=[guidance.described_by] {
            @for item in &select.items {
                @match item {
                    SelectItem::Option { value, text, disabled } => {
                        option value=(value) selected[!value.is_empty() && *value == select.value] disabled[*disabled] {
                            (text)
                        }
                    }
                    SelectItem::Divider => { hr; }
                }
            }
        }
    };
    form_group(
        select.error.is_error(),
        &html! {
            (label(&Label { for_id: id, ..select.label.clone() }))
            (guidance.markup)
            @if select.after.is_empty() {
                (element)
            } @else {
                div class="nhsuk-input-wrapper" { (element) (select.after) }
            }
        },
    )
}
