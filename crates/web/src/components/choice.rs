//! What radios and checkboxes have in common: the things to choose from.

use maud::{Markup, html};

use super::attributes::{ClassList, described_by};
use super::content::Content;
use super::hint::{Hint, hint};
use super::label::{Label, label};

/// How a checkbox bears on its fellows.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Behaviour {
    /// Not at all.
    #[default]
    Ordinary,
    /// Choosing it clears the others, as "none of these".
    Exclusive,
    /// Choosing it chooses the others, as "all of these"; hidden without script.
    Inclusive,
}

impl Behaviour {
    fn name(self) -> Option<&'static str> {
        match self {
            Self::Ordinary => None,
            Self::Exclusive => Some("exclusive"),
            Self::Inclusive => Some("inclusive"),
        }
    }
}

/// One thing to choose.
#[derive(Debug, Clone, Default)]
pub struct ChoiceOption<'a> {
    /// Sent with the form.
    pub value: &'a str,
    /// The label.
    pub text: Content<'a>,
    /// A line of help.
    pub hint: Content<'a>,
    /// Shown only while this is chosen; always shown without script.
    pub conditional: Option<Markup>,
    /// Shown, and not to be chosen; as the group is when unset.
    pub disabled: Option<bool>,
    /// Name in the form, when it is not the group's; checkboxes only.
    pub name: &'a str,
    /// How it bears on the others; checkboxes only.
    pub behaviour: Behaviour,
    /// Which others; checkboxes only.
    pub behaviour_group: &'a str,
}

/// A line of radios or checkboxes.
#[derive(Debug, Clone)]
pub enum Choice<'a> {
    /// Something to choose.
    Option(ChoiceOption<'a>),
    /// A word between options, such as "or".
    Divider {
        /// The word.
        text: &'a str,
        /// Hidden without script when it belongs to an inclusive option.
        behaviour: Behaviour,
    },
}

impl<'a> Choice<'a> {
    /// An option without hint or more.
    #[must_use]
    pub fn new(value: &'a str, text: &'a str) -> Self {
        Self::Option(ChoiceOption { value, text: text.into(), ..ChoiceOption::default() })
    }

    /// A word between options.
    #[must_use]
    pub fn divider(text: &'a str) -> Self {
        Self::Divider { text, behaviour: Behaviour::Ordinary }
    }
}

impl<'a> From<ChoiceOption<'a>> for Choice<'a> {
    fn from(option: ChoiceOption<'a>) -> Self {
        Self::Option(option)
    }
}

/// What the options of one group share.
pub(crate) struct Group<'a> {
    /// `nhsuk-radios` or `nhsuk-checkboxes`.
    pub(crate) class: &'static str,
    /// `radio` or `checkbox`.
    pub(crate) kind: &'static str,
    /// Beginning of ids; the first option's id is this alone, so that an error summary can link to it.
    pub(crate) id_prefix: &'a str,
    /// Name in the form.
    pub(crate) name: &'a str,
    /// Whether all are disabled.
    pub(crate) disabled: bool,
    /// Ids that describe every option, where no fieldset carries them.
    pub(crate) described_by: &'a str,
}

/// Renders the lines of a group; `chosen` says which values are.
pub(crate) fn choices(group: &Group, items: &[Choice], chosen: impl Fn(&str) -> bool) -> Markup {
    html! {
        @for (index, item) in items.iter().enumerate() {
            @match item {
                Choice::Option(option) => (choice_option(group, option, index, chosen(option.value))),
                Choice::Divider { text, behaviour } => {
                    div class=(line_class(group, "__divider", *behaviour)) { (text) }
                }
            }
        }
    }
}

fn line_class(group: &Group, part: &str, behaviour: Behaviour) -> String {
    ClassList::new(&format!("{}{part}", group.class))
        .when(behaviour == Behaviour::Inclusive, "nhsuk-u-frontend-not-supported-hidden")
        .build()
}

fn choice_option(group: &Group, option: &ChoiceOption, index: usize, chosen: bool) -> Markup {
    let id = if index == 0 { group.id_prefix.to_owned() } else { format!("{}-{}", group.id_prefix, index + 1) };
    let hint_id = if option.hint.is_empty() { String::new() } else { format!("{id}-item-hint") };
    let conditional_id = format!("conditional-{id}");
    let controls = option.conditional.as_ref().map(|_| conditional_id.as_str());
    let name = if option.name.is_empty() { group.name } else { option.name };
    let (label_class, hint_class) = (format!("{}__label", group.class), format!("{}__hint", group.class));
    let group_name = super::attributes::optional(option.behaviour_group);
    html! {
        div class=(line_class(group, "__item", option.behaviour)) {
            input class={ (group.class) "__input" } id=(id) name=(name) type=(group.kind) value=(option.value)
                checked[chosen] disabled[option.disabled.unwrap_or(group.disabled)] data-behaviour=[option.behaviour.name()]
                data-behaviour-group=[group_name] data-aria-controls=[controls]
                aria-describedby=[described_by(&[group.described_by, &hint_id])];
            (label(&Label { text: option.text.clone(), for_id: &id, classes: &label_class, ..Label::default() }))
            @if !option.hint.is_empty() {
                (hint(&Hint { content: option.hint.clone(), id: &hint_id, classes: &hint_class }))
            }
        }
        @if let Some(conditional) = &option.conditional {
            div class=(ClassList::new(&format!("{}__conditional", group.class))
                .when(!chosen, &format!("{}__conditional--hidden", group.class)).build()) id=(conditional_id) {
                (conditional)
            }
        }
    }
}
