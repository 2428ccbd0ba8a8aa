//! A single-line text input.

use maud::{Markup, html};

use super::attributes::{ClassList, optional};
use super::content::Content;
use super::error_message::FieldError;
use super::form_group::{form_group, guidance};
use super::label::{Label, label};

/// Width of an input, in the characters that it is meant for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum InputWidth {
    /// Two.
    W2,
    /// Three.
    W3,
    /// Four.
    W4,
    /// Five.
    W5,
    /// Ten.
    W10,
    /// Twenty.
    W20,
    /// Thirty.
    W30,
}

impl InputWidth {
    fn name(self) -> &'static str {
        match self {
            Self::W2 => "2",
            Self::W3 => "3",
            Self::W4 => "4",
            Self::W5 => "5",
            Self::W10 => "10",
            Self::W20 => "20",
            Self::W30 => "30",
        }
    }
}

/// Options of [`input`].
#[derive(Debug, Clone)]
pub struct Input<'a> {
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
    /// What it holds.
    pub value: &'a str,
    /// The `type` attribute.
    pub kind: &'a str,
    /// Width in characters.
    pub width: Option<InputWidth>,
    /// Equal-width letters, for references and numbers that are copied.
    pub code: bool,
    /// Whether the browser checks spelling.
    pub spellcheck: Option<bool>,
    /// The `inputmode` attribute.
    pub inputmode: &'a str,
    /// The `autocomplete` attribute.
    pub autocomplete: &'a str,
    /// The `placeholder` attribute; only for search boxes.
    pub placeholder: &'a str,
    /// Whether it is disabled.
    pub disabled: bool,
    /// Shown before the input.
    pub prefix: Content<'a>,
    /// Shown after the input.
    pub suffix: Content<'a>,
    /// Markup after the input, such as a button.
    pub after: Content<'a>,
    /// Ids of more that describes it.
    pub described_by: &'a str,
    /// More classes on the input.
    pub classes: &'a str,
}

impl Default for Input<'_> {
    fn default() -> Self {
        Self {
            label: Label::default(),
            hint: Content::default(),
            error: FieldError::None,
            id: "",
            name: "",
            value: "",
            kind: "text",
            width: None,
            code: false,
            spellcheck: None,
            inputmode: "",
            autocomplete: "",
            placeholder: "",
            disabled: false,
            prefix: Content::default(),
            suffix: Content::default(),
            after: Content::default(),
            described_by: "",
            classes: "",
        }
    }
}

/// A labelled input with its hint and error.
#[must_use]
pub fn input(input: &Input) -> Markup {
    let id = if input.id.is_empty() { input.name } else { input.id };
    let guidance = guidance(id, input.described_by, &input.hint, input.error);
    let class = ClassList::new("nhsuk-input")
        .when(input.code, "nhsuk-input--code")
        .when(input.error.is_error(), "nhsuk-input--error")
        .option("nhsuk-input--width-", input.width.map(InputWidth::name))
        .with(input.classes)
        .build();
    let spellcheck = input.spellcheck.map(|on| if on { "true" } else { "false" });
    let element = html! {
        input class=(class) id=(id) name=(input.name) type=(input.kind) spellcheck=[spellcheck]
            value=[optional(input.value)] disabled[input.disabled] aria-describedby=[guidance.described_by]
            autocomplete=[optional(input.autocomplete)] placeholder=[optional(input.placeholder)]
            inputmode=[optional(input.inputmode)];
    };
    let wrapped = !(input.prefix.is_empty() && input.suffix.is_empty() && input.after.is_empty());
    form_group(
        input.error.is_error(),
        &html! {
            (label(&Label { for_id: id, ..input.label.clone() }))
            (guidance.markup)
            @if wrapped {
                div class="nhsuk-input-wrapper" {
                    @if !input.prefix.is_empty() {
                        div class="nhsuk-input-wrapper__prefix" aria-hidden="true" { (input.prefix) }
                    }
                    (element)
                    @if !input.suffix.is_empty() {
                        div class="nhsuk-input-wrapper__suffix" aria-hidden="true" { (input.suffix) }
                    }
                    (input.after)
                }
            } @else {
                (element)
            }
        },
    )
}
