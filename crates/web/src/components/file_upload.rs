//! Choosing a file to send.

use maud::{Markup, html};

use super::attributes::ClassList;
use super::content::Content;
use super::error_message::FieldError;
use super::form_group::guidance;
use super::label::{Label, label};

/// Options of [`file_upload`].
#[derive(Debug, Clone, Default)]
pub struct FileUpload<'a> {
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
    /// Whether several may be chosen.
    pub multiple: bool,
    /// Leaves the browser's own input as it is: the drop zone of the library's script hides the label from those who
    /// speak to their browser (WCAG 2.5.3).
    pub plain: bool,
    /// Whether it is disabled.
    pub disabled: bool,
    /// More classes on the input.
    pub classes: &'a str,
}

/// A labelled file input with its hint and error.
#[must_use]
pub fn file_upload(upload: &FileUpload) -> Markup {
    let id = if upload.id.is_empty() { upload.name } else { upload.id };
    let guidance = guidance(id, "", &upload.hint, upload.error);
    let group = ClassList::new("nhsuk-form-group")
        .when(upload.error.is_error(), "nhsuk-form-group--error")
        .with("nhsuk-file-upload")
        .build();
    let class = ClassList::new("nhsuk-file-upload__input").with(upload.classes).build();
    html! {
        div class=(group) data-module=[(!upload.plain).then_some("nhsuk-file-upload")] {
            (label(&Label { for_id: id, ..upload.label.clone() }))
            (guidance.markup)
            input class=(class) id=(id) name=(upload.name) type="file" disabled[upload.disabled]
                multiple[upload.multiple] aria-describedby=[guidance.described_by];
        }
    }
}
