//! Fixture options of form components, as our own options.

use maud::{Markup, PreEscaped};
use porch_web::components::*;

use crate::options::Options;

pub const SIZES: [(&str, Size); 5] =
    [("xs", Size::Xs), ("s", Size::S), ("m", Size::M), ("l", Size::L), ("xl", Size::Xl)];

pub const LEVELS: [(&str, Level); 6] =
    [("1", Level::H1), ("2", Level::H2), ("3", Level::H3), ("4", Level::H4), ("5", Level::H5), ("6", Level::H6)];

const WIDTHS: [(&str, InputWidth); 7] = [
    ("2", InputWidth::W2),
    ("3", InputWidth::W3),
    ("4", InputWidth::W4),
    ("5", InputWidth::W5),
    ("10", InputWidth::W10),
    ("20", InputWidth::W20),
    ("30", InputWidth::W30),
];

fn caption<'a>(options: &Options<'a>) -> Caption<'a> {
    let mut placement = Placement::Within;
    let text = options.plain("caption", |caption| {
        placement = caption
            .pick(
                "placement",
                &[("start", Placement::Within), ("before", Placement::Before), ("after", Placement::After)],
            )
            .unwrap_or_default();
        // A caption of its own is a paragraph in ours; other elements are not offered.
        caption.pick("element", &[("p", ())]);
    });
    Caption { text, placement }
}

pub fn read_label<'a>(options: &Options<'a>) -> Label<'a> {
    options.refuse_classes_over("size", "nhsuk-label--");
    let mut label = Label {
        text: options.content(),
        id: options.text("id"),
        size: options.pick("size", &SIZES),
        classes: options.text("classes"),
        caption: caption(options),
        ..Label::default()
    };
    let (mut level, mut size) = (None, None);
    let heading_words = options.words("heading", |heading| {
        level = heading.pick("level", &LEVELS);
        size = heading.pick("size", &SIZES);
        label.heading_id = heading.text("id");
    });
    let page_heading = options.flag("isPageHeading");
    if page_heading == Some(true) || (page_heading.is_none() && options.has("heading")) {
        label.heading = Some(level.unwrap_or(Level::H1));
        label.size = size.or(label.size);
    }
    if !heading_words.is_empty() {
        label.text = heading_words;
    }
    label
}

/// The label of a field: a string, or an object.
fn field_label<'a>(options: &Options<'a>) -> Label<'a> {
    let mut label = Label::default();
    if options.value("label").is_some_and(serde_json::Value::is_object) {
        if let Some(child) = options.child("label") {
            label = read_label(&child);
        }
    } else {
        label.text = options.text("label").into();
    }
    label
}

fn hint_words<'a>(options: &Options<'a>) -> Content<'a> {
    options.words("hint", |_| {})
}

fn error<'a>(options: &Options<'a>) -> FieldError<'a> {
    if options.value("errorMessage").is_some_and(serde_json::Value::is_boolean) {
        return if options.is("errorMessage") { FieldError::Marked } else { FieldError::None };
    }
    match options.plain("errorMessage", |_| {}) {
        "" => FieldError::None,
        message => FieldError::Message(message),
    }
}

pub fn read_legend<'a>(options: &Options<'a>) -> Legend<'a> {
    if !options.value("legend").is_some_and(serde_json::Value::is_object) {
        return Legend::from(options.text("legend"));
    }
    let Some(child) = options.child("legend") else {
        return Legend::default();
    };
    let heading = child.text("heading");
    let text = child.content();
    Legend {
        text: if heading.is_empty() { text } else { heading.into() },
        id: child.text("id"),
        size: child.pick("size", &SIZES),
        heading: (!heading.is_empty()).then_some(Level::H1),
        caption: caption(&child),
        classes: child.text("classes"),
    }
}

fn group_legend<'a>(options: &Options<'a>) -> Option<Legend<'a>> {
    options.child("fieldset").map(|fieldset| read_legend(&fieldset))
}

fn after<'a>(options: &Options<'a>) -> Content<'a> {
    options.child("formGroup").map(|group| group.words("afterInput", |_| {})).unwrap_or_default()
}

pub fn input(options: &Options) -> Markup {
    options.refuse_classes_over("width", "nhsuk-input--width-");
    porch_web::components::input(&Input {
        label: field_label(options),
        hint: hint_words(options),
        error: error(options),
        id: options.text("id"),
        name: options.text("name"),
        value: options.text("value"),
        kind: match options.text("type") {
            "" => "text",
            kind => kind,
        },
        width: options.pick("width", &WIDTHS),
        code: options.is("code"),
        spellcheck: options.flag("spellcheck"),
        inputmode: options.text("inputmode"),
        autocomplete: options.text("autocomplete"),
        disabled: options.is("disabled"),
        prefix: options.words("prefix", |_| {}),
        suffix: options.words("suffix", |_| {}),
        after: after(options),
        classes: options.text("classes"),
        ..Input::default()
    })
}

pub fn textarea(options: &Options) -> Markup {
    porch_web::components::textarea(&Textarea {
        label: field_label(options),
        hint: hint_words(options),
        error: error(options),
        id: options.text("id"),
        name: options.text("name"),
        autocomplete: options.text("autocomplete"),
        disabled: options.is("disabled"),
        ..Textarea::default()
    })
}

pub fn select(options: &Options) -> Markup {
    porch_web::components::select(&Select {
        label: field_label(options),
        hint: hint_words(options),
        error: error(options),
        id: options.text("id"),
        name: options.text("name"),
        value: options.text("value"),
        items: options.list("items", |item| {
            if item.is("divider") {
                SelectItem::Divider
            } else {
                SelectItem::Option { value: item.text("value"), text: item.text("text"), disabled: item.is("disabled") }
            }
        }),
        disabled: options.is("disabled"),
        after: after(options),
        ..Select::default()
    })
}

fn choice<'a>(item: &Options<'a>) -> Choice<'a> {
    let behaviours = [("exclusive", Behaviour::Exclusive), ("inclusive", Behaviour::Inclusive)];
    let mut behaviour = item.pick("behaviour", &behaviours).unwrap_or_default();
    if item.is("exclusive") {
        behaviour = Behaviour::Exclusive;
    }
    let divider = item.text("divider");
    if !divider.is_empty() {
        // The group of a divider is written nowhere.
        item.text("behaviourGroup");
        return Choice::Divider { text: divider, behaviour };
    }
    let group = match item.text("exclusiveGroup") {
        "" => item.text("behaviourGroup"),
        group => group,
    };
    Choice::Option(ChoiceOption {
        value: item.text("value"),
        text: item.content(),
        hint: hint_words(item),
        conditional: item.child("conditional").map(|conditional| PreEscaped(conditional.text("html").to_owned())),
        disabled: item.flag("disabled"),
        name: item.text("name"),
        behaviour,
        behaviour_group: group,
    })
}

pub fn radios(options: &Options) -> Markup {
    porch_web::components::radios(&Radios {
        name: options.text("name"),
        id_prefix: options.text("idPrefix"),
        legend: group_legend(options),
        hint: hint_words(options),
        error: error(options),
        items: options.list("items", choice),
        value: options.text("value"),
        small: options.is("small"),
        inline: options.is("inline"),
        disabled: options.is("disabled"),
        classes: options.text("classes"),
    })
}

pub fn checkboxes(options: &Options) -> Markup {
    porch_web::components::checkboxes(&Checkboxes {
        name: options.text("name"),
        id_prefix: options.text("idPrefix"),
        legend: group_legend(options),
        hint: hint_words(options),
        error: error(options),
        items: options.list("items", choice),
        values: options.values("values").into_iter().filter_map(|value| value.as_str()).collect(),
        small: options.is("small"),
        inline: options.is("inline"),
        disabled: options.is("disabled"),
        classes: options.text("classes"),
    })
}

fn read_part<'a>(part: &DatePart<'a>, item: &Options, disabled: bool) -> DatePart<'a> {
    DatePart { error: item.is("error"), disabled: item.flag("disabled").unwrap_or(disabled), ..part.clone() }
}

pub fn date_input(options: &Options) -> Markup {
    let values = options.child("values");
    let value = |name| values.as_ref().map_or("", |values| values.text(name));
    let known = [
        ("day", DatePart::day(value("day"))),
        ("month", DatePart::month(value("month"))),
        ("year", DatePart::year(value("year"))),
    ];
    let disabled = options.is("disabled");
    let parts = if options.has("items") {
        options
            .list("items", |item| {
                let name = item.text("name");
                let (_, part) = known.iter().find(|(known, _)| *known == name)?;
                Some(DatePart {
                    value: or(item.text("value"), part.value),
                    width: item.pick("width", &WIDTHS).unwrap_or(part.width),
                    autocomplete: item.text("autocomplete"),
                    ..read_part(part, item, disabled)
                })
            })
            .into_iter()
            .flatten()
            .collect()
    } else {
        known
            .iter()
            .filter_map(|(name, part)| {
                if options.value(name).is_some_and(serde_json::Value::is_boolean) {
                    return if options.is(name) { Some(part.clone()) } else { None };
                }
                let Some(item) = options.child(name) else {
                    return Some(DatePart { disabled, ..part.clone() });
                };
                Some(DatePart {
                    value: or(item.text("value"), part.value),
                    label: or(item.text("label"), part.label),
                    autocomplete: item.text("autocomplete"),
                    ..read_part(part, &item, disabled)
                })
            })
            .collect()
    };
    porch_web::components::date_input(&DateInput {
        id: options.text("id"),
        name_prefix: options.text("namePrefix"),
        legend: group_legend(options),
        hint: hint_words(options),
        error: error(options),
        parts,
        ..DateInput::default()
    })
}

pub fn or<'a>(first: &'a str, second: &'a str) -> &'a str {
    if first.is_empty() { second } else { first }
}

pub fn label(options: &Options) -> Markup {
    porch_web::components::label(&read_label(options))
}

pub fn hint(options: &Options) -> Markup {
    porch_web::components::hint(&Hint { content: options.content(), ..Hint::default() })
}

pub fn error_message(options: &Options) -> Markup {
    porch_web::components::error_message(&ErrorMessage {
        content: options.content(),
        visually_hidden: if options.has("visuallyHiddenText") { options.text("visuallyHiddenText") } else { "Error" },
        ..ErrorMessage::default()
    })
}

pub fn fieldset(options: &Options) -> Markup {
    porch_web::components::fieldset(&Fieldset {
        legend: read_legend(options),
        content: options.content(),
        ..Fieldset::default()
    })
}

pub fn error_summary(options: &Options) -> Markup {
    porch_web::components::error_summary(&ErrorSummary {
        heading: options.words("heading", |_| {}),
        description: if options.has("callBlock") {
            crate::display::called(options)
        } else {
            options.words("description", |_| {})
        },
        errors: options.list("errorList", |item| ErrorLink { text: item.text("text"), href: item.text("href") }),
        disable_auto_focus: options.flag("disableAutoFocus"),
        ..ErrorSummary::default()
    })
}

pub fn character_count(options: &Options) -> Markup {
    let most = options.number("maxlength").and_then(|most| u32::try_from(most).ok());
    if most.is_none() {
        // Ours counts characters up to a limit that is known; words, and a limit from elsewhere, are not offered.
        options.refuse("maxlength", &serde_json::Value::Null);
    }
    porch_web::components::character_count(&CharacterCount {
        area: Textarea {
            label: field_label(options),
            hint: hint_words(options),
            error: error(options),
            id: options.text("id"),
            name: options.text("name"),
            value: options.text("value"),
            rows: options.number("rows").and_then(|rows| u8::try_from(rows).ok()).unwrap_or(5),
            disabled: options.is("disabled"),
            ..Textarea::default()
        },
        most: most.unwrap_or_default(),
        threshold: options.number("threshold").and_then(|from| u8::try_from(from).ok()),
        says: most
            .map(|most| options.text("textareaDescriptionText").replace("%{count}", &most.to_string()))
            .unwrap_or_default()
            .into(),
    })
}

pub fn file_upload(options: &Options) -> Markup {
    porch_web::components::file_upload(&FileUpload {
        label: field_label(options),
        hint: hint_words(options),
        error: error(options),
        id: options.text("id"),
        name: options.text("name"),
        multiple: options.is("multiple"),
        disabled: options.is("disabled"),
        ..FileUpload::default()
    })
}
