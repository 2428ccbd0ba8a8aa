//! The forms of the page: an offer, work of several teams, a service outside.

use maud::{Markup, html};
use porch_app::{access::Action, handover};
use porch_domain::{
    footprint::TeamCode,
    front_door::Answers,
    referral::{Onward, OnwardState, Stage},
};

use super::{Desk, acts::Act};
use crate::{
    components::{
        Button, ButtonVariant, Choice, ChoiceOption, DateInput, DatePart, Details, Input, InputWidth, Label, Radios,
        Select, SelectItem, Textarea, button, date_input, details, input, radios, select, textarea,
    },
    moment,
    pages::{decide, form::hidden, referral::View},
};

/// What was typed into a form that came back; nothing in every other form.
pub(super) fn typed(desk: &Desk<'_>, act: Act) -> Answers {
    if desk.act == Some(act) { desk.view.returned.answers.clone() } else { Answers::default() }
}

/// One form with its button.
pub(super) fn form(desk: &Desk<'_>, act: Act, fields: &Markup, words: &str, variant: ButtonVariant) -> Markup {
    let view = desk.view;
    // An offer is answered by the team that is asked, which the page of the offer looks at by itself.
    let answers = matches!(act, Act::Accept | Act::Return);
    if !answers && !view.may(Action::HandOver) {
        return Markup::default();
    }
    html! {
        form action={ (super::address(view.page.referral.id)) "/" (act.path()) } method="post" novalidate {
            (hidden(view.site, view.page.version))
            (fields)
            (button(&Button { content: words.into(), variant, small: true, ..Button::default() }))
        }
    }
}

/// A form that is closed until it is needed; open where it came back.
pub(super) fn closed(summary: &str, came_back: bool, form: Markup) -> Markup {
    if form.0.is_empty() {
        return Markup::default();
    }
    details(&Details { summary: summary.into(), content: form.into(), open: came_back, ..Details::default() })
}

pub(super) fn text(desk: &Desk<'_>, act: Act, field: &str, label: &str, hint: &str, rows: u8, value: &str) -> Markup {
    textarea(&Textarea {
        label: Label::from(label),
        hint: hint.into(),
        error: desk.view.returned.errors.of(&act.id(field)).into(),
        id: &act.id(field),
        name: field,
        value,
        rows,
        spellcheck: Some(true),
        ..Textarea::default()
    })
}

/// A day in three parts.
fn day(
    desk: &Desk<'_>,
    act: Act,
    field: &str,
    legend: &str,
    answers: &Answers,
    default: Option<jiff::civil::Date>,
) -> Markup {
    let value = |part: &str, of_default: Option<String>| {
        let name = format!("{field}-{part}");
        let value = answers.text(&name).or(of_default).unwrap_or_default();
        (name, value)
    };
    let day = value("day", default.map(|on| on.day().to_string()));
    let month = value("month", default.map(|on| on.month().to_string()));
    let year = value("year", default.map(|on| on.year().to_string()));
    date_input(&DateInput {
        id: &act.id(field),
        legend: Some(legend.into()),
        error: desk.view.returned.errors.of(&act.id(field)).into(),
        parts: vec![
            DatePart { name: &day.0, ..DatePart::day(&day.1) },
            DatePart { name: &month.0, ..DatePart::month(&month.1) },
            DatePart { name: &year.0, ..DatePart::year(&year.1) },
        ],
        ..DateInput::default()
    })
}

/// Teams to choose from, each with the post through which one speaks with it (N4).
fn teams(desk: &Desk<'_>, act: Act, field: &str, legend: &str, answers: &Answers) -> Markup {
    let view = desk.view;
    let referral = &view.page.referral;
    let held = referral.held().map(|held| held.by.clone());
    let works = |team: &TeamCode| {
        held.as_ref() == Some(team) || (act == Act::Join && referral.joint.iter().any(|joint| joint.team == *team))
    };
    let today = moment::local(view.now).date();
    let known: Vec<(TeamCode, String, String)> = decide::teams(view.footprint, today)
        .into_iter()
        .filter(|(team, _)| !works(team))
        .map(|(team, name)| {
            let link = held.as_ref().and_then(|held| view.footprint.link(held, &team));
            let hint = match link {
                Some(link) => format!("Speak with: {}, {}", link.post, link.contact),
                None => "No link person is named for these two teams".to_owned(),
            };
            (team, name, hint)
        })
        .collect();
    let items = known.iter().map(|(team, name, hint)| {
        Choice::Option(ChoiceOption {
            value: &team.0,
            text: name.as_str().into(),
            hint: hint.as_str().into(),
            ..ChoiceOption::default()
        })
    });
    radios(&Radios {
        name: field,
        id_prefix: &act.id(field),
        legend: Some(legend.into()),
        error: view.returned.errors.of(&act.id(field)).into(),
        items: items.collect(),
        value: answers.typed(field),
        small: true,
        ..Radios::default()
    })
}

/// Her agreement with its day, or the basis on which it is shared without (PR-05).
fn agreement(desk: &Desk<'_>, act: Act, answers: &Answers) -> Markup {
    let agrees = day(desk, act, "agreed", "On which day did she agree?", answers, None);
    let basis = text(
        desk,
        act,
        "basis",
        "On which basis is it shared without?",
        "Capacity, best interests, or risk.",
        2,
        answers.typed("basis"),
    );
    radios(&Radios {
        name: "agreement",
        id_prefix: &act.id("agreement"),
        legend: Some("Does she agree?".into()),
        error: desk.view.returned.errors.of(&act.id("agreement")).into(),
        items: vec![
            Choice::Option(ChoiceOption {
                value: "agrees",
                text: "She agrees".into(),
                conditional: Some(agrees),
                ..ChoiceOption::default()
            }),
            Choice::Option(ChoiceOption {
                value: "basis",
                text: "She declines, or could not be asked".into(),
                conditional: Some(basis),
                ..ChoiceOption::default()
            }),
        ],
        value: answers.typed("agreement"),
        small: true,
        ..Radios::default()
    })
}

/// What the other side needs to know: what was typed, or a draft from the story, so that nothing is asked again.
fn summary(desk: &Desk<'_>, act: Act, label: &str, answers: &Answers) -> Markup {
    let today = moment::local(desk.view.now).date();
    let drafted = if desk.act == Some(act) {
        answers.typed("summary").to_owned()
    } else {
        handover::drafted_summary(&desk.view.page.referral, today)
    };
    text(
        desk,
        act,
        "summary",
        label,
        "Drafted from the story, so that nothing is asked again. Change whatever does not fit.",
        12,
        &drafted,
    )
}

/// The offer to another team.
pub(super) fn offer(desk: &Desk<'_>) -> Markup {
    let answers = typed(desk, Act::Offer);
    let fields = html! {
        (teams(desk, Act::Offer, "to", "To which team?", &answers))
        (summary(desk, Act::Offer, "What the other team needs to know", &answers))
        (agreement(desk, Act::Offer, &answers))
    };
    html! {
        section aria-labelledby="offer-her" {
            h2 class="nhsuk-heading-m" id="offer-her" { "Offer her to another team" }
            p { "Your team stays responsible until somebody there accepts by name. The referral, its clock and what was told go along." }
            (form(desk, Act::Offer, &fields, "Offer", ButtonVariant::Primary))
        }
    }
}

/// Work of several teams beside the one responsible.
pub(super) fn together(desk: &Desk<'_>) -> Markup {
    let referral = &desk.view.page.referral;
    if !matches!(referral.stage, Stage::Accepted { .. }) {
        return Markup::default();
    }
    let answers = typed(desk, Act::Join);
    let begin = html! {
        (teams(desk, Act::Join, "team", "Which team works with her too?", &answers))
        (text(desk, Act::Join, "what", "Who does what?", "", 3, answers.typed("what")))
        (day(desk, Act::Join, "agreed", "On which day did she agree?", &answers, None))
    };
    let ending = typed(desk, Act::Part);
    html! {
        section aria-labelledby="together" {
            h2 class="nhsuk-heading-m" id="together" { "Working together" }
            @if referral.joint.is_empty() { p { "No other team works with her beside the one responsible." } }
            @for joint in &referral.joint {
                @let name = desk.view.team_name(&joint.team);
                @let mine = ending.typed("team") == joint.team.0;
                h3 class="nhsuk-heading-s" { (name) }
                p { "She agreed on " (moment::day(joint.agreed_on)) "." }
                (closed(&format!("{name} stops"), mine, form(desk, Act::Part, &html! {
                    input type="hidden" name="team" value=(joint.team.0);
                    (input(&Input {
                        label: Label::from("Why?"),
                        id: &if mine { "part-why".to_owned() } else { format!("part-why-{}", joint.team.0) },
                        error: desk.view.returned.errors.of("part-why").filter(|_| mine).into(),
                        name: "why",
                        autocomplete: "off",
                        ..Input::default()
                    }))
                }, "End the joint work", ButtonVariant::Secondary)))
            }
            (closed("Another team works with her too", desk.act == Some(Act::Join), form(desk, Act::Join, &begin, "Begin joint work", ButtonVariant::Secondary)))
        }
    }
}

/// What is known of a referral to a service outside.
pub(super) fn onward_in_words(view: &View<'_>, onward: &Onward) -> Markup {
    html! {
        "Referred on to " strong { (onward.to) } ", " (moment::recent(onward.at, view.now)) ". "
        @match &onward.state {
            OnwardState::Asked => { "They have not answered: somebody asks by " (moment::recent(onward.chase_by, view.now)) ", and until they have her she is ours." }
            OnwardState::Taken { name } => {
                "They have her, says " (name)
                @if let Some(at) = onward.answered_at { ", " (moment::recent(at, view.now)) } "."
            }
            OnwardState::Refused => {
                "They do not take her"
                @if let Some(at) = onward.answered_at { ", " (moment::recent(at, view.now)) } "."
            }
        }
    }
}

/// A service outside: asked, and chased until it has her.
pub(super) fn onward(desk: &Desk<'_>) -> Markup {
    let referral = &desk.view.page.referral;
    html! {
        section aria-labelledby="onward" {
            h2 class="nhsuk-heading-m" id="onward" { "A service outside" }
            @if let Some(onward) = &referral.onward { p { (onward_in_words(desk.view, onward)) } }
            @if referral.onward_open().is_some() {
                h3 class="nhsuk-heading-s" id="chase" { "What did they say?" }
                (chase(desk))
            } @else {
                (closed("Refer her on to a service outside", desk.act == Some(Act::Onward), refer_on(desk)))
            }
        }
    }
}

fn refer_on(desk: &Desk<'_>) -> Markup {
    let mut answers = typed(desk, Act::Onward);
    // Who is under eighteen goes to the young people's service, by name (PR-18).
    let young = desk.view.page.referral.held_as_young(moment::local(desk.view.now).date());
    let theirs = desk.view.footprint.directory().find(|entry| entry.accepts_under_18).filter(|_| young);
    if let Some(entry) = theirs.filter(|_| desk.act != Some(Act::Onward)) {
        answers.set("service", entry.code.as_str());
    }
    let next_week = moment::local(desk.view.now).date().checked_add(jiff::Span::new().days(7)).ok();
    let mut items = vec![SelectItem::new("", "Another, named below")];
    items.extend(desk.view.footprint.directory().map(|entry| SelectItem::new(&entry.code, &entry.name)));
    let fields = html! {
        (select(&Select {
            label: Label::from("Which service?"),
            hint: "Those of the directory.".into(),
            error: desk.view.returned.errors.of(&Act::Onward.id("service")).into(),
            id: &Act::Onward.id("service"),
            name: "service",
            value: answers.typed("service"),
            items,
            ..Select::default()
        }))
        (input(&Input {
            label: Label::from("Another service, by name"),
            id: &Act::Onward.id("service_name"),
            name: "service_name",
            value: answers.typed("service_name"),
            width: Some(InputWidth::W30),
            autocomplete: "off",
            ..Input::default()
        }))
        (summary(desk, Act::Onward, "What the other service needs to know", &answers))
        (agreement(desk, Act::Onward, &answers))
        (day(desk, Act::Onward, "chase", "On which day does somebody ask whether they have her?", &answers, next_week))
        p class="nhsuk-body-s" { "This records that you referred her on. It sends nothing by itself. She stays ours until they have her." }
    };
    form(desk, Act::Onward, &fields, "Record the referral", ButtonVariant::Secondary)
}

fn chase(desk: &Desk<'_>) -> Markup {
    let answers = typed(desk, Act::Chase);
    let next_week = moment::local(desk.view.now).date().checked_add(jiff::Span::new().days(7)).ok();
    let name = input(&Input {
        label: Label::from("Who says so, by name"),
        error: desk.view.returned.errors.of(&Act::Chase.id("name")).into(),
        id: &Act::Chase.id("name"),
        name: "name",
        value: answers.typed("name"),
        width: Some(InputWidth::W20),
        autocomplete: "off",
        ..Input::default()
    });
    let again = day(desk, Act::Chase, "chase", "On which day does somebody ask again?", &answers, next_week);
    let choice = |value, text: &'static str, conditional| {
        Choice::Option(ChoiceOption { value, text: text.into(), conditional, ..ChoiceOption::default() })
    };
    let fields = html! {
        (radios(&Radios {
            name: "state",
            id_prefix: &Act::Chase.id("state"),
            legend: Some("What did they say?".into()),
            error: desk.view.returned.errors.of(&Act::Chase.id("state")).into(),
            items: vec![
                choice("taken", "They have her", Some(name)),
                choice("refused", "They do not take her", None),
                choice("asked", "No answer yet", Some(again)),
            ],
            value: answers.typed("state"),
            small: true,
            ..Radios::default()
        }))
        (text(desk, Act::Chase, "note", "Note, if there is more to say", "", 2, answers.typed("note")))
    };
    form(desk, Act::Chase, &fields, "Save what they said", ButtonVariant::Primary)
}
