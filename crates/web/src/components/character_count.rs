//! A text area that says how much fits, and with script how much is left.

use maud::{Markup, html};

use super::attributes::ClassList;
use super::content::Content;
use super::form_group::guidance;
use super::hint::{Hint, hint};
use super::label::{Label, label};
use super::textarea::{Textarea, text_element};

/// Options of [`character_count`].
#[derive(Debug, Clone, Default)]
pub struct CharacterCount<'a> {
    /// The text area.
    pub area: Textarea<'a>,
    /// The most characters; said under the text area when it is not nought.
    pub most: u32,
    /// From which part of it, in percent, the count is shown; at once when unset.
    pub threshold: Option<u8>,
    /// What is said of the most; "You can enter up to … characters" when empty.
    pub says: Content<'a>,
}

/// A labelled text area with its hint, error and limit.
#[must_use]
pub fn character_count(count: &CharacterCount) -> Markup {
    let area = &count.area;
    let id = if area.id.is_empty() { area.name } else { area.id };
    let info = format!("{id}-info");
    let guidance = guidance(id, &info, &area.hint, area.error);
    let class = ClassList::new("nhsuk-form-group")
        .when(area.error.is_error(), "nhsuk-form-group--error")
        .with("nhsuk-character-count")
        .build();
    let own = ClassList::new("nhsuk-js-character-count").with(area.classes).build();
    let says = if count.says.is_empty() {
        format!("You can enter up to {} characters", count.most).into()
    } else {
        count.says.clone()
    };
    html! {
        div class=(class) data-module="nhsuk-character-count" data-maxlength=(count.most)
            data-threshold=[count.threshold] {
            (label(&Label { for_id: id, ..area.label.clone() }))
            (guidance.markup)
            (text_element(&Textarea { classes: &own, ..area.clone() }, id, guidance.described_by.as_deref()))
            (hint(&Hint { content: says, id: &info, classes: "nhsuk-character-count__message" }))
        }
    }
}
