//! A question as fields of a form, with what was typed and what is wrong with it.

use maud::{Markup, html};
use porch_domain::front_door::{Answers, LONGEST, field};

use super::questions::{Kind, Line, Question, Selectable};
use crate::{
    components::{
        Behaviour, Caption, CharacterCount, Checkboxes, Choice, ChoiceOption, Content, DateInput, DatePart, ErrorLink,
        ErrorSummary, FieldError, Input, InputWidth, Label, Legend, Level, Radios, Size, Textarea, character_count,
        checkboxes, date_input, error_summary, input, radios,
    },
    wording,
};

/// Something that is wrong, said at the field and above the form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::pages::public) struct Wrong {
    /// The field.
    pub(in crate::pages::public) field: &'static str,
    /// Where the summary leads: a place on the page, or on another.
    pub(in crate::pages::public) href: String,
    /// What is wrong.
    pub(in crate::pages::public) text: String,
}

/// The summary of everything that is wrong; nothing where nothing is.
pub(in crate::pages::public) fn summary(wrong: &[Wrong]) -> Markup {
    if wrong.is_empty() {
        return html! {};
    }
    let heading = wording::text("problem-heading");
    let errors = wrong.iter().map(|wrong| ErrorLink { text: &wrong.text, href: &wrong.href }).collect();
    error_summary(&ErrorSummary { heading: heading.into(), errors, ..ErrorSummary::default() })
}

/// How the words of a question look: as the page's heading, with a caption, or as one of several.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::pages::public) enum Standing<'a> {
    /// It is the page's one question.
    Alone(&'a str),
    /// One of several.
    Among,
}

impl<'a> Standing<'a> {
    fn heading(self) -> Option<Level> {
        match self {
            Self::Alone(_) => Some(Level::H1),
            Self::Among => None,
        }
    }

    fn size(self) -> Size {
        match self {
            Self::Alone(_) => Size::L,
            Self::Among => Size::S,
        }
    }

    fn caption(self) -> Caption<'a> {
        match self {
            Self::Alone(caption) => caption.into(),
            Self::Among => Caption::default(),
        }
    }

    fn label<'b>(self, text: &'b str) -> Label<'b>
    where
        'a: 'b,
    {
        Label {
            text: text.into(),
            size: Some(self.size()),
            heading: self.heading(),
            caption: self.caption(),
            ..Label::default()
        }
    }

    fn legend<'b>(self, text: &'b str) -> Legend<'b>
    where
        'a: 'b,
    {
        Legend {
            text: text.into(),
            size: Some(self.size()),
            heading: self.heading(),
            caption: self.caption(),
            ..Legend::default()
        }
    }
}

/// A question with what was typed.
pub(in crate::pages::public) fn question(
    question: &Question,
    answers: &Answers,
    wrong: &[Wrong],
    standing: Standing,
) -> Markup {
    let error: FieldError =
        wrong.iter().find(|wrong| wrong.field == question.field).map(|wrong| wrong.text.as_str()).into();
    let hint: Content = question.hint.as_str().into();
    let typed = answers.typed(question.field);
    match &question.kind {
        Kind::One(options) => radios(&Radios {
            name: question.field,
            legend: Some(standing.legend(&question.label)),
            hint,
            error,
            items: options.iter().map(choice).collect(),
            value: typed,
            ..Radios::default()
        }),
        Kind::Several(options) => checkboxes(&Checkboxes {
            name: question.field,
            legend: Some(standing.legend(&question.label)),
            hint,
            error,
            items: several(question.field, options),
            values: answers.all(question.field).collect(),
            ..Checkboxes::default()
        }),
        Kind::Tick => checkboxes(&Checkboxes {
            name: question.field,
            hint,
            error,
            items: vec![Choice::new("yes", &question.label)],
            values: answers.all(question.field).collect(),
            ..Checkboxes::default()
        }),
        Kind::Line(line) => a_line(question, *line, typed, error, standing),
        Kind::Long(rows) => character_count(&CharacterCount {
            area: Textarea {
                label: standing.label(&question.label),
                hint,
                error,
                name: question.field,
                value: typed,
                rows: *rows,
                spellcheck: Some(true),
                autocomplete: "off",
                ..Textarea::default()
            },
            most: u32::try_from(LONGEST).unwrap_or(u32::MAX),
            // So much fits that the count is of use to few; it shows where it is.
            threshold: Some(75),
            says: wording::text("most-characters").into(),
        }),
        Kind::Date { own_birth } => date(question, *own_birth, answers, error, standing),
    }
}

fn choice(option: &Selectable) -> Choice<'_> {
    ChoiceOption {
        value: &option.value,
        text: option.text.as_str().into(),
        hint: option.hint.as_str().into(),
        ..ChoiceOption::default()
    }
    .into()
}

/// Boxes; "none of these" stands apart, and with script takes the others back.
fn several<'a>(name: &'a str, options: &'a [Selectable]) -> Vec<Choice<'a>> {
    let mut items = Vec::new();
    for option in options {
        if option.value == field::NONE {
            items.push(Choice::divider("or"));
        }
        let behaviour = if option.value == field::NONE { Behaviour::Exclusive } else { Behaviour::Ordinary };
        items.push(
            ChoiceOption {
                value: &option.value,
                text: option.text.as_str().into(),
                hint: option.hint.as_str().into(),
                behaviour,
                behaviour_group: name,
                ..ChoiceOption::default()
            }
            .into(),
        );
    }
    items
}

fn a_line(question: &Question, line: Line, typed: &str, error: FieldError, standing: Standing) -> Markup {
    let own = |own: bool, purpose: &'static str| if own { purpose } else { "off" };
    let (kind, inputmode, autocomplete, width, spellcheck) = match line {
        Line::Name { own: mine } => ("text", "", own(mine, "name"), InputWidth::W30, false),
        Line::Telephone { own: mine } => ("tel", "", own(mine, "tel"), InputWidth::W20, false),
        Line::Email { own: mine } => ("email", "", own(mine, "email"), InputWidth::W30, false),
        Line::Postcode { own: mine } => ("text", "", own(mine, "postal-code"), InputWidth::W10, false),
        Line::NhsNumber => ("text", "numeric", "off", InputWidth::W10, false),
        Line::Organisation => ("text", "", "organization", InputWidth::W30, false),
        Line::Words => ("text", "", "off", InputWidth::W30, true),
    };
    input(&Input {
        label: standing.label(&question.label),
        hint: question.hint.as_str().into(),
        error,
        name: question.field,
        value: typed,
        kind,
        width: Some(width),
        code: line == Line::NhsNumber,
        spellcheck: Some(spellcheck),
        inputmode,
        autocomplete,
        ..Input::default()
    })
}

fn date(question: &Question, own_birth: bool, answers: &Answers, error: FieldError, standing: Standing) -> Markup {
    let names = ["day", "month", "year"].map(|part| format!("{}-{part}", question.field));
    let [day, month, year] = &names;
    let fill = |purpose: &'static str| if own_birth { purpose } else { "off" };
    let part = |name: &str| answers.typed(name).to_owned();
    let typed = [part(day), part(month), part(year)];
    date_input(&DateInput {
        id: question.field,
        legend: Some(standing.legend(&question.label)),
        hint: question.hint.as_str().into(),
        error,
        parts: vec![
            DatePart { name: day, autocomplete: fill("bday-day"), ..DatePart::day(&typed[0]) },
            DatePart { name: month, autocomplete: fill("bday-month"), ..DatePart::month(&typed[1]) },
            DatePart { name: year, autocomplete: fill("bday-year"), ..DatePart::year(&typed[2]) },
        ],
        ..DateInput::default()
    })
}
