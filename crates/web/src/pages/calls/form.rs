//! The form of a call. Its fields are those of the way in, so that what a caller says is kept as what anyone else tells.

use jiff::Timestamp;
use maud::{Markup, html};
use porch_app::find::KnownHere;
use porch_domain::{
    front_door::{
        ABOUT, Agreement, Answers, Concern, Now, PARTNER, Problem, Situation, WarningSign, What,
        field::{self, NONE},
        source,
    },
    person::Person,
};

use super::national;
use crate::{
    Site,
    components::{
        Behaviour, Button, ButtonVariant, Checkboxes, Choice, ChoiceOption, DateInput, DatePart, Input, InsetText,
        Label, Legend, Level, Select, SelectItem, Size, Textarea, button, checkboxes, date_input, input, inset_text,
        select, textarea,
    },
    moment,
    pages::{
        form::{Errors, When},
        known,
        queue::sentence,
        staff,
    },
};

/// When the call came.
pub(super) const CALLED: When<'static> = When { time: field::CALL_AT, day: field::CALL_ON, prefix: "" };

/// Whether she is known here, where it was looked at.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Looked<'a> {
    /// Who may be her, with an open referral.
    pub(super) known: &'a [KnownHere],
    /// Whether somebody pressed to look.
    pub(super) asked: bool,
    /// What the national record said, where it was asked.
    pub(super) said: Option<&'a national::Said>,
}

/// What is typed, and what is wrong with it.
struct View<'a> {
    site: &'a Site,
    answers: &'a Answers,
    errors: &'a Errors,
    said: Option<&'a national::Said>,
}

/// The page. `kept_at` says that another call was typed and not saved.
pub(super) fn content(
    site: &Site,
    about: Option<&Person>,
    answers: &Answers,
    errors: &Errors,
    kept_at: Option<Timestamp>,
    looked: &Looked<'_>,
) -> staff::Content {
    let view = View { site, answers, errors, said: looked.said };
    // A form that came back was not carried out: it keeps its command.
    let command = answers.text("command").unwrap_or_else(|| site.world.id().to_string());
    let main = html! {
        (errors.summary())
        h1 { "New call" }
        @if let Some(person) = about { (about_her(person)) }
        @if let Some(at) = kept_at { (not_saved(site, at)) }
        form class="porch-call" action="/calls/new" method="post" novalidate data-porch-keep="/calls/keep" {
            input type="hidden" name="command" value=(command);
            @if let Some(person) = about { input type="hidden" name="person" value=(person.id); }
            @if !looked.known.is_empty() {
                // The first button of a form is what Enter presses: one that stores nothing.
                (known::look())
                (known::held(&site.rules().footprint, looked.known, known::CALL))
            }
            @else if looked.asked { (known::nobody()) }
            (national::pointer(looked.said))
            (least(&view))
            (save("Save the call"))
            @if about.is_none() && looked.known.is_empty() { (known::look()) }
            (keeping())
            h2 class="nhsuk-heading-m" { "More, as far as it is known" }
            p { "Nothing below is needed in an emergency. Fill in what you hear, in any order." }
            div class="porch-columns" {
                (call(&view, about.is_none()))
                (situation(&view))
                (health(&view))
                (who_she_is(&view))
                (reach(&view))
                (tell(&view))
                (needs(&view))
                (safeguarding(&view))
            }
            (save("Save the call"))
        }
    };
    let error = if errors.is_empty() { "" } else { "Error: " };
    staff::Content { title: format!("{error}New call"), main, wide: true, section: staff::Section::Calls }
}

/// A call that was typed and not saved: chosen, never put into a new form by itself.
fn not_saved(site: &Site, at: Timestamp) -> Markup {
    inset_text(&InsetText {
        content: html! {
            p {
                strong { "You have a call that is not saved" } ", last typed " (moment::recent(at, site.world.now())) ". "
                a href="/calls/new?kept=1#signs" { "Go on with it" }
            }
            form action="/calls/forget" method="post" novalidate {
                (button(&Button {
                    content: "Forget it".into(),
                    variant: ButtonVariant::Secondary,
                    small: true,
                    ..Button::default()
                }))
            }
        }
        .into(),
        ..InsetText::default()
    })
}

/// What becomes of the words while they are typed; without script nothing is kept, and nothing is said.
fn keeping() -> Markup {
    html! {
        p class="porch-true__at" data-porch-kept hidden {
            "Not saved yet. What you type is kept for you as you go." " Last kept at " span data-porch-kept-at {} "."
        }
        div role="status" {
            p class="porch-true__note" data-porch-not-kept hidden {
                strong { "What you type is not being kept." } " The service cannot be reached. Save the call, or write it on paper too."
            }
        }
    }
}

fn about_her(person: &Person) -> Markup {
    let identity = person.identity.clone().unwrap_or_default();
    inset_text(&InsetText {
        content: html! {
            p {
                "A new referral for " strong { (identity.name.as_deref().unwrap_or("somebody whose name is not held")) }
                @if let Some(born) = identity.birth_date { ", born " (moment::day(born)) }
                ". What you write about her is added to her record. "
                a href="/calls/new#signs" { "It is about somebody else" }
            }
        }
        .into(),
        ..InsetText::default()
    })
}

fn save(words: &str) -> Markup {
    button(&Button { content: words.into(), prevent_double_click: Some(true), ..Button::default() })
}

/// The least that an emergency needs, in the order in which it is asked on the telephone.
fn least(view: &View<'_>) -> Markup {
    let signs = WarningSign::ALL.map(|sign| (sign.code(), sentence(sign.label())));
    let mut items: Vec<Choice<'_>> = signs
        .iter()
        .map(|(code, words)| ChoiceOption { value: code, text: words.into(), ..ChoiceOption::default() }.into())
        .collect();
    let none = "None of these";
    items.push(
        ChoiceOption { value: NONE, text: none.into(), behaviour: Behaviour::Exclusive, ..ChoiceOption::default() }
            .into(),
    );
    html! {
        (checkboxes(&Checkboxes {
            name: field::SIGNS,
            legend: Some(Legend {
                text: "Warning signs".into(),
                size: Some(Size::M),
                heading: Some(Level::H2),
                ..Legend::default()
            }),
            hint: "Any of these makes it an emergency: four hours run from the call.".into(),
            error: view.errors.of(field::SIGNS).into(),
            items,
            values: view.answers.all(field::SIGNS).collect(),
            small: true,
            classes: "porch-call__signs",
            ..Checkboxes::default()
        }))
        div class="porch-columns" {
            (short(view, field::BY_NAME, "Who is calling, and what they are to her", ""))
            (short(view, field::CALL_BACK, "Number to ring back", ""))
            (long(view, field::WORRY, "What is happening", "", 3))
            (long(view, field::WHERE, "Where she is", "", 2))
            (long(view, field::WITH, "Who is with her and the baby", "", 2))
            (short(view, field::NAME, "Any name of hers", ""))
        }
    }
}

fn short(view: &View<'_>, name: &'static str, label: &str, hint: &str) -> Markup {
    input(&Input {
        label: Label::from(label),
        hint: hint.into(),
        error: view.errors.of(name).into(),
        name,
        value: view.answers.typed(name),
        autocomplete: "off",
        ..Input::default()
    })
}

fn long(view: &View<'_>, name: &'static str, label: &str, hint: &str, rows: u8) -> Markup {
    textarea(&Textarea {
        label: Label::from(label),
        hint: hint.into(),
        error: view.errors.of(name).into(),
        name,
        value: view.answers.typed(name),
        rows,
        ..Textarea::default()
    })
}

fn date(view: &View<'_>, name: &'static str, legend: &str, hint: &str) -> Markup {
    let names = ["day", "month", "year"].map(|part| format!("{name}-{part}"));
    let [day, month, year] = [0, 1, 2].map(|at: usize| (names[at].as_str(), view.answers.typed(&names[at])));
    date_input(&DateInput {
        id: name,
        legend: Some(legend.into()),
        hint: hint.into(),
        error: view.errors.of(name).into(),
        parts: vec![
            DatePart { name: day.0, ..DatePart::day(day.1) },
            DatePart { name: month.0, ..DatePart::month(month.1) },
            DatePart { name: year.0, ..DatePart::year(year.1) },
        ],
        ..DateInput::default()
    })
}

fn choose(view: &View<'_>, name: &'static str, label: &str, options: &[(&str, &str)]) -> Markup {
    let none = SelectItem::new("", "Not told");
    let options = options.iter().map(|(code, words)| SelectItem::new(code, words));
    select(&Select {
        label: Label::from(label),
        error: view.errors.of(name).into(),
        name,
        value: view.answers.typed(name),
        items: std::iter::once(none).chain(options).collect(),
        ..Select::default()
    })
}

/// Yes, no, or not known: a select, so that one letter answers it.
fn known(view: &View<'_>, name: &'static str, label: &str) -> Markup {
    choose(view, name, label, &[("yes", "Yes"), ("no", "No")])
}

/// The call itself, and whom it is about where nobody is chosen.
fn call(view: &View<'_>, new: bool) -> Markup {
    html! {
        div {
            h3 class="nhsuk-heading-s" { "The call" }
            @if new {
                (checkboxes(&Checkboxes {
                    name: ABOUT,
                    hint: "A record of their own, linked with nobody's. Leave out whatever is of a pregnancy or a baby.".into(),
                    error: view.errors.of(ABOUT).into(),
                    items: vec![Choice::new(PARTNER, "It is about a partner, who asks for themselves")],
                    values: view.answers.all(ABOUT).collect(),
                    small: true,
                    ..Checkboxes::default()
                }))
            }
            (CALLED.fields(
                view.answers,
                (view.site.world.now(), true),
                ("When did the call come? The clock runs from then", "On which day?"),
                view.errors,
            ))
            (choose(view, field::BY_SOURCE, "Who refers", &sources()))
            (short(view, field::BY_ORGANISATION, "Their organisation", ""))
            (short(view, field::BY_TELEPHONE, "Their number, if it is another", ""))
            (choose(view, field::AGREEMENT, "Does she know and agree?", &[
                (Agreement::Agrees.code(), "She knows, and agrees"),
                (Agreement::Declines.code(), "She knows, and declines"),
                (Agreement::NotAsked.code(), "She was not asked"),
            ]))
            (short(view, field::AGREEMENT_WHY, "If not: why", ""))
        }
    }
}

/// Everybody who may ring: herself and her family beside the professionals.
fn sources() -> Vec<(&'static str, &'static str)> {
    [("B1", "She herself"), ("B2", "Family or a friend")]
        .into_iter()
        .chain(source::PROFESSIONALS.iter().copied())
        .collect()
}

fn situation(view: &View<'_>) -> Markup {
    let now = [
        (Now::Thinking.code(), "Thinking about a pregnancy"),
        (Now::Pregnant.code(), "Pregnant"),
        (Now::Baby.code(), "Had a baby"),
        (Now::Loss.code(), "Lost a baby or a pregnancy"),
        (Now::NotSaid.code(), "Would rather not say"),
    ];
    let more: Vec<(&str, &str)> =
        Now::ALL.into_iter().flat_map(Situation::of).map(|situation| (situation.code(), situation.label())).collect();
    html! {
        div {
            h3 class="nhsuk-heading-s" { "How things are" }
            (choose(view, field::NOW, "Now", &now))
            (choose(view, field::SITUATION, "More, if it is told", &more))
            (date(view, field::ENDS_ON, "When the baby is due or was born, or the pregnancy ended", "Never demanded after a loss."))
            (short(view, field::OWN_WORDS, "The baby's name, or words to use", ""))
            (long(view, field::WITH_BABY, "How things are with the baby", "", 2))
        }
    }
}

fn health(view: &View<'_>) -> Markup {
    let concerns = Concern::ALL.map(|concern| (concern.code(), sentence(concern.label())));
    html! {
        div {
            h3 class="nhsuk-heading-s" { "Health" }
            (known(view, field::SEVERE, "Bipolar disorder or a psychosis, now or before"))
            (known(view, field::BEEN_BEFORE, "With this service before, as it is said"))
            (long(view, field::MEDICINES, "Medicines, now and lately stopped", "Valproate or lithium raises a prescriber review today.", 2))
            (long(view, field::HISTORY, "Mental health before", "", 2))
            (long(view, field::HELPS, "What helps", "", 2))
            (checkboxes(&Checkboxes {
                name: field::CONCERNS,
                legend: Some("What it is about".into()),
                items: concerns
                    .iter()
                    .map(|(code, words)| ChoiceOption { value: code, text: words.into(), ..ChoiceOption::default() }.into())
                    .collect(),
                values: view.answers.all(field::CONCERNS).collect(),
                small: true,
                ..Checkboxes::default()
            }))
        }
    }
}

fn who_she_is(view: &View<'_>) -> Markup {
    html! {
        div {
            h3 class="nhsuk-heading-s" { "Who she is" }
            (date(view, field::BORN, "Her date of birth", ""))
            (short(view, field::NHS_NUMBER, "NHS number", ""))
            (national::beside(view.site, view.answers, view.said))
            (short(view, field::POSTCODE, "Postcode", ""))
            (short(view, field::GP, "GP or practice", ""))
            (checkboxes(&Checkboxes {
                name: field::NO_GP,
                items: vec![Choice::new("yes", "She has no GP")],
                values: view.answers.all(field::NO_GP).collect(),
                small: true,
                ..Checkboxes::default()
            }))
            (long(view, field::HOME, "Who lives with her, other children too", "", 2))
        }
    }
}

fn reach(view: &View<'_>) -> Markup {
    html! {
        div {
            h3 class="nhsuk-heading-s" { "How it is safe to reach her" }
            (short(view, field::TELEPHONE, "Her own number", ""))
            (known(view, field::REACH_TELEPHONE, "Is a call safe?"))
            (known(view, field::REACH_VOICEMAIL, "Is a voicemail safe?"))
            (known(view, field::REACH_TEXT, "Is a text safe?"))
            (short(view, field::EMAIL, "E-mail address", ""))
            (known(view, field::REACH_EMAIL, "Is an e-mail safe?"))
            (long(view, field::ADDRESS, "Address", "", 2))
            (known(view, field::REACH_LETTER, "Is a letter safe?"))
            (short(view, field::REACH_NOTE, "When and how it is best", ""))
        }
    }
}

fn tell(view: &View<'_>) -> Markup {
    html! {
        div {
            h3 class="nhsuk-heading-s" { "Whom we may tell" }
            (known(view, field::TELL_GP, "Her GP"))
            (known(view, field::TELL_MIDWIFE, "Her midwife"))
            (known(view, field::TELL_HEALTH_VISITOR, "Her health visitor"))
            (short(view, field::SUPPORTER, "Somebody who supports her: name, and what they are to her", ""))
            (short(view, field::SUPPORTER_TELEPHONE, "Their number", ""))
            (known(view, field::TELL_SUPPORTER, "May they be told?"))
        }
    }
}

fn needs(view: &View<'_>) -> Markup {
    html! {
        div {
            h3 class="nhsuk-heading-s" { "What she needs" }
            (known(view, field::INTERPRETER, "An interpreter"))
            (short(view, field::LANGUAGE, "Her language", ""))
            (long(view, field::NEEDS, "Anything else, to reach us or to be understood", "", 2))
        }
    }
}

fn safeguarding(view: &View<'_>) -> Markup {
    html! {
        div {
            h3 class="nhsuk-heading-s" { "Safeguarding" }
            (long(
                view,
                field::SAFEGUARDING,
                "What is known",
                "It is kept on a page of its own. Ask about abuse only when she is alone.",
                3,
            ))
        }
    }
}

/// What is wrong with a field, as staff read it.
pub(super) fn wrong(problem: Problem) -> &'static str {
    match problem.what {
        What::Missing => match problem.field {
            field::BY_NAME => "Write who is calling",
            field::CALL_BACK => "Write a number to ring back",
            field::WORRY => "Write what is happening",
            field::WHERE => "Write where she is, or that it is not known",
            field::WITH => "Write who is with her and the baby, or that it is not known",
            field::NAME => "Write any name of hers, or that it is not known",
            _ => "This is needed",
        },
        What::NotAChoice => "Choose one of the list",
        What::TooLong => "This is too long to be kept",
        What::NotADate => "Write the date as numbers, such as 22 11 2026",
        What::InTheFuture => "This date lies ahead, and cannot",
        What::NotLikely => "Check this date: it cannot be right",
        What::AChilds => "This is a child's date of birth. Write her own here, and her own NHS number, not the baby's",
        What::AChildsNumber => {
            "This NHS number is held here as a child's. Write her own, or leave it empty: a baby's number is never hers"
        }
        What::OfSomebodyElse => match problem.field {
            ABOUT => "A partner has a record of their own: save this as a new call, of nobody who is held here",
            _ => "Leave this out: it is somebody else's, and this is the record of a partner",
        },
        What::NotANumber => "Write a telephone number of at least six digits",
        What::NotAnEmail => "Write an e-mail address, such as name@example.org",
        What::NotAnNhsNumber => "Check the NHS number: it has ten digits, and these do not hold together",
        What::NoWayToReach => "Say by which way she can be reached",
    }
}
