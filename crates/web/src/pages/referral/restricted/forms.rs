//! The forms of the restricted page, and what each asks for. A form that is refused comes back with what was typed.

use jiff::{SignedDuration, Timestamp, civil::Date};
use maud::{Markup, html};
use porch_domain::{
    front_door::{Answers, LONGEST},
    person::Answer,
    referral::{
        SafeguardingStep,
        safeguarding::{Alone, AtRisk, PersonAtRisk, PlanKind, SafeguardingOutcome},
    },
};

use super::{View, facts};
use crate::{
    components::{
        Button, Checkboxes, Choice, DateInput, DatePart, Details, Input, Label, Select, SelectItem, Textarea, button,
        checkboxes, date_input, details, input, select, textarea,
    },
    moment,
    pages::form::{Errors, hidden},
};

/// A fact that a form records.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fact {
    /// Somebody at risk in the household.
    AtRisk,
    /// A plan of children's services.
    Plan,
    /// Whether she was asked about domestic abuse.
    Abuse,
    /// A safeguarding referral that was made.
    Refer,
    /// What came of it.
    Follow,
}

impl Fact {
    const ALL: [Self; 5] = [Self::AtRisk, Self::Plan, Self::Abuse, Self::Refer, Self::Follow];

    /// Its part of the address, and the beginning of the ids of its fields.
    fn path(self) -> &'static str {
        match self {
            Self::AtRisk => "at-risk",
            Self::Plan => "plan",
            Self::Abuse => "abuse",
            Self::Refer => "refer",
            Self::Follow => "follow",
        }
    }

    pub(super) fn of_path(path: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|fact| fact.path() == path)
    }

    fn id(self, field: &str) -> String {
        format!("{}-{field}", self.path())
    }
}

/// In how many days what came of a referral is asked.
const CHASES: [(i64, &str); 7] = [
    (1, "Tomorrow"),
    (2, "In 2 days"),
    (3, "In 3 days"),
    (7, "In a week"),
    (14, "In 2 weeks"),
    (21, "In 3 weeks"),
    (28, "In 4 weeks"),
];

/// What is chosen where the outcome is not known yet.
const NOT_YET: &str = "not_yet";

/// Every form, closed until it is needed.
pub(super) fn section(view: &View<'_>) -> Markup {
    let open = view.page.facts.open().next().is_some();
    html! {
        section aria-labelledby="record" {
            h2 class="nhsuk-heading-m" id="record" { "Record" }
            @if open { (form(view, Fact::Follow, "What came of a safeguarding referral", &follow(view))) }
            (form(view, Fact::AtRisk, "A child or an adult at risk in the household", &at_risk(view)))
            (form(view, Fact::Plan, "A child protection, child in need or pre-birth plan", &plan(view)))
            (form(view, Fact::Abuse, "Whether she was asked about domestic abuse", &abuse(view)))
            (form(view, Fact::Refer, "A safeguarding referral that was made", &refer(view)))
        }
    }
}

fn form(view: &View<'_>, fact: Fact, words: &str, fields: &Markup) -> Markup {
    let content = html! {
        form action={ "/referrals/" (view.id) "/restricted/" (fact.path()) } method="post" novalidate {
            (hidden(view.site, view.page.version))
            input type="hidden" name="why" value=(view.why);
            (fields)
            (button(&Button { content: "Save".into(), small: true, ..Button::default() }))
        }
    };
    details(&Details {
        summary: words.into(),
        content: content.into(),
        open: view.came.fact == Some(fact),
        id: fact.path(),
        ..Details::default()
    })
}

/// What was typed into a form that came back; empty in every other.
fn typed(view: &View<'_>, fact: Fact, field: &str) -> String {
    if view.came.fact == Some(fact) { view.came.answers.typed(field).to_owned() } else { String::new() }
}

fn line(view: &View<'_>, fact: Fact, field: &str, label: &str, hint: &str, default: &str) -> Markup {
    let came_back = view.came.fact == Some(fact);
    let value = if came_back { typed(view, fact, field) } else { default.to_owned() };
    input(&Input {
        label: Label::from(label),
        hint: hint.into(),
        error: view.came.errors.of(&fact.id(field)).into(),
        id: &fact.id(field),
        name: field,
        value: &value,
        autocomplete: "off",
        ..Input::default()
    })
}

fn text(view: &View<'_>, fact: Fact, field: &str, label: &str, hint: &str) -> Markup {
    textarea(&Textarea {
        label: Label::from(label),
        hint: hint.into(),
        error: view.came.errors.of(&fact.id(field)).into(),
        id: &fact.id(field),
        name: field,
        value: &typed(view, fact, field),
        rows: 3,
        ..Textarea::default()
    })
}

fn choose(view: &View<'_>, fact: Fact, field: &str, label: &str, items: &[(String, String)], default: &str) -> Markup {
    let value = typed(view, fact, field);
    select(&Select {
        label: Label::from(label),
        error: view.came.errors.of(&fact.id(field)).into(),
        id: &fact.id(field),
        name: field,
        value: if value.is_empty() { default } else { &value },
        items: items.iter().map(|(code, words)| SelectItem::new(code, words)).collect(),
        ..Select::default()
    })
}

fn day(view: &View<'_>, fact: Fact, field: &str, legend: &str, hint: &str, default: Option<Date>) -> Markup {
    let came_back = view.came.fact == Some(fact);
    let part = |part: &str, of_default: Option<String>| {
        let name = format!("{field}-{part}");
        let value = if came_back { typed(view, fact, &name) } else { of_default.unwrap_or_default() };
        (name, value)
    };
    let day = part("day", default.map(|on| on.day().to_string()));
    let month = part("month", default.map(|on| on.month().to_string()));
    let year = part("year", default.map(|on| on.year().to_string()));
    date_input(&DateInput {
        id: &fact.id(field),
        legend: Some(legend.into()),
        hint: hint.into(),
        error: view.came.errors.of(&fact.id(field)).into(),
        parts: vec![
            DatePart { name: &day.0, ..DatePart::day(&day.1) },
            DatePart { name: &month.0, ..DatePart::month(&month.1) },
            DatePart { name: &year.0, ..DatePart::year(&year.1) },
        ],
        ..DateInput::default()
    })
}

/// Choices of a list of codes, with nothing chosen first.
fn coded<T: Copy>(
    all: &[T],
    code: impl Fn(T) -> &'static str,
    label: impl Fn(T) -> &'static str,
) -> Vec<(String, String)> {
    let none = (String::new(), "Choose".to_owned());
    std::iter::once(none).chain(all.iter().map(|one| (code(*one).to_owned(), label(*one).to_owned()))).collect()
}

fn at_risk(view: &View<'_>) -> Markup {
    let fact = Fact::AtRisk;
    let known = view.page.facts.at_risk.values();
    let new = (String::new(), "Somebody who is not recorded yet".to_owned());
    let people: Vec<(String, String)> =
        std::iter::once(new).chain(known.map(|one| (one.number.to_string(), facts::who(one)))).collect();
    let no_longer = typed(view, fact, "no_longer");
    html! {
        @if people.len() > 1 { (choose(view, fact, "number", "Whom does it put right?", &people, "")) }
        (choose(view, fact, "who", "Who is at risk?", &coded(AtRisk::ALL, AtRisk::code, AtRisk::label), ""))
        (line(view, fact, "relation", "What they are to her", "Such as: her son, her partner's daughter, her mother.", ""))
        (line(view, fact, "name", "Name, if it is known", "", ""))
        (line(view, fact, "age", "Age", "In years or months, or about.", ""))
        (day(view, fact, "due", "If it is an unborn baby: when is it due?", "", None))
        (text(view, fact, "risk", "What the risk is, as far as it is known", ""))
        (checkboxes(&Checkboxes {
            name: "no_longer",
            id_prefix: &fact.id("no_longer"),
            items: vec![Choice::new("yes", "The risk is past, or they live elsewhere now")],
            values: vec![no_longer.as_str()],
            small: true,
            ..Checkboxes::default()
        }))
    }
}

fn plan(view: &View<'_>) -> Markup {
    let fact = Fact::Plan;
    html! {
        (choose(view, fact, "plan", "Which plan?", &coded(PlanKind::ALL, PlanKind::code, PlanKind::label), ""))
        (day(view, fact, "since", "Since when?", "", None))
        (day(view, fact, "reviewed", "When was it last reviewed?", "Leave it empty where it was not.", None))
        (day(view, fact, "ended", "When did it end?", "Leave it empty while it goes on.", None))
        (text(view, fact, "said", "For whom it is, and what it says", ""))
    }
}

fn abuse(view: &View<'_>) -> Markup {
    let fact = Fact::Abuse;
    let answers = [("", "Choose"), ("yes", "Yes"), ("no", "No"), ("prefer_not_to_say", "She would rather not say")];
    let answers = answers.map(|(code, words)| (code.to_owned(), words.to_owned()));
    html! {
        (choose(view, fact, "alone", "Was she alone?", &coded(Alone::ALL, Alone::code, Alone::label), ""))
        (choose(view, fact, "answer", "What did she answer?", &answers, ""))
        p class="nhsuk-body-s" { "A no counts only where she was alone. A yes counts wherever she says it." }
        (text(view, fact, "said", "What she said, or why she could not be asked", ""))
    }
}

fn refer(view: &View<'_>) -> Markup {
    let fact = Fact::Refer;
    html! {
        (line(view, fact, "to", "To which service?", "Such as children's services of the county.", ""))
        (line(view, fact, "made_by", "By whom?", "A name and post; yours, where you made it.", view.account))
        (day(view, fact, "made", "On which day?", "", Some(moment::local(view.page.as_at).date())))
        (text(view, fact, "said", "What it says", ""))
        (chaser(view, fact, "Who asks what came of it?"))
    }
}

fn follow(view: &View<'_>) -> Markup {
    let fact = Fact::Follow;
    let open: Vec<(String, String)> =
        view.page.facts.open().map(|open| (open.made.to.clone(), open.made.to.clone())).collect();
    let mut outcomes = coded(SafeguardingOutcome::ALL, SafeguardingOutcome::code, SafeguardingOutcome::label);
    outcomes.insert(1, (NOT_YET.to_owned(), "Nothing is known yet: somebody asks again".to_owned()));
    let first = open.first().map_or("", |(code, _)| code);
    html! {
        (choose(view, fact, "to", "Which service was asked?", &open, first))
        (choose(view, fact, "outcome", "What came of it?", &outcomes, ""))
        (text(view, fact, "said", "What they said", "Where somebody else follows it up: who, by name."))
        (chaser(view, fact, "If nothing is known yet: who asks again?"))
    }
}

/// Who asks, and in how many days.
fn chaser(view: &View<'_>, fact: Fact, question: &str) -> Markup {
    let mut people: Vec<(String, String)> = vec![(view.account.to_owned(), format!("{} (you)", view.account))];
    people.extend(view.people.iter().filter(|name| *name != view.account).map(|name| (name.clone(), name.clone())));
    let days: Vec<(String, String)> =
        CHASES.iter().map(|(days, words)| (days.to_string(), (*words).to_owned())).collect();
    html! {
        (choose(view, fact, "owner", question, &people, view.account))
        (choose(view, fact, "chase", "When?", &days, "7"))
    }
}

/// What a form asks for; nothing where something is wrong, which is then in `errors`.
pub(super) fn step(fact: Fact, answers: &Answers, now: Timestamp, errors: &mut Errors) -> Option<SafeguardingStep> {
    let mut read = Read { fact, answers, errors };
    match fact {
        Fact::AtRisk => {
            let who = read.chosen("who", AtRisk::of_code, "Choose who is at risk");
            let relation = read.needed("relation", "Say what they are to her");
            let age = read.said("age");
            let due_on = read.day("due", false, "");
            match who {
                Some(AtRisk::Unborn) if due_on.is_none() && read.fine("due") => {
                    read.wrong("due", "Say when the baby is due, as numbers, such as 22 11 2026");
                }
                Some(AtRisk::Child | AtRisk::Adult) if age.is_none() && read.fine("age") => {
                    read.wrong("age", "Say how old they are, or about");
                }
                Some(AtRisk::Unborn | AtRisk::Child | AtRisk::Adult) | None => {}
            }
            let (name, risk) = (read.said("name"), read.said("risk"));
            let person = PersonAtRisk { relation: relation?, name, age, due_on, risk };
            let (number, no_longer) = (answers.typed("number").parse().ok(), answers.has("no_longer"));
            Some(SafeguardingStep::AtRisk { number, who: who?, person, no_longer })
        }
        Fact::Plan => {
            let plan = read.chosen("plan", PlanKind::of_code, "Choose which plan it is");
            let since = read.day("since", true, "Say since when it holds");
            let (reviewed_on, ended_on) = (read.day("reviewed", false, ""), read.day("ended", false, ""));
            let said = read.said("said");
            Some(SafeguardingStep::Plan { plan: plan?, since: since?, reviewed_on, ended_on, said })
        }
        Fact::Abuse => {
            let alone = read.chosen("alone", Alone::of_code, "Choose whether she was alone");
            let said = read.said("said");
            let answer = match answers.typed("answer") {
                "yes" => Some(Answer::Yes),
                "no" => Some(Answer::No),
                "prefer_not_to_say" => Some(Answer::PreferNotToSay),
                _ => None,
            };
            Some(SafeguardingStep::Abuse { alone: alone?, answer, said })
        }
        Fact::Refer => {
            let to = read.needed("to", "Name the service");
            let made_by = read.needed("made_by", "Say who made it");
            let made_on = read.day("made", true, "Say on which day it was made");
            let said = read.needed("said", "Write what it says");
            let (owner, chase_by) = read.chaser(now);
            Some(SafeguardingStep::Refer {
                to: to?,
                made_by: made_by?,
                made_on: made_on?,
                owner,
                chase_by: chase_by?,
                said: said?,
            })
        }
        Fact::Follow => {
            let to = read.needed("to", "Choose which service was asked");
            let known = |code: &str| match code {
                NOT_YET => Some(None),
                code => SafeguardingOutcome::of_code(code).map(Some),
            };
            let outcome = read.chosen("outcome", known, "Choose what came of it");
            let said = read.needed("said", "Write what they said");
            let (owner, chase_by) = read.chaser(now);
            Some(SafeguardingStep::Follow { to: to?, outcome: outcome?, owner, chase_by: chase_by?, said: said? })
        }
    }
}

/// A form that is read.
struct Read<'a> {
    fact: Fact,
    answers: &'a Answers,
    errors: &'a mut Errors,
}

impl Read<'_> {
    fn wrong(&mut self, field: &str, words: &str) {
        self.errors.add(self.fact.id(field), words);
    }

    fn fine(&self, field: &str) -> bool {
        self.errors.of(&self.fact.id(field)).is_none()
    }

    /// The words of a field, where there are any and not too many.
    fn said(&mut self, field: &str) -> Option<String> {
        let text = self.answers.text(field)?;
        if text.chars().count() > LONGEST {
            self.wrong(field, "This is too long: at most 10,000 characters are kept");
        }
        Some(text)
    }

    fn needed(&mut self, field: &str, missing: &str) -> Option<String> {
        let text = self.said(field);
        if text.is_none() {
            self.wrong(field, missing);
        }
        text
    }

    fn chosen<T>(&mut self, field: &str, of_code: impl Fn(&str) -> Option<T>, missing: &str) -> Option<T> {
        let chosen = of_code(self.answers.typed(field));
        if chosen.is_none() {
            self.wrong(field, missing);
        }
        chosen
    }

    /// A day in three parts; none where nothing was typed, unless it is needed.
    fn day(&mut self, field: &str, needed: bool, missing: &str) -> Option<Date> {
        let parts = ["day", "month", "year"].map(|part| self.answers.text(&format!("{field}-{part}")));
        if parts.iter().all(Option::is_none) {
            if needed {
                self.wrong(field, &format!("{missing}, as numbers, such as 22 11 2026"));
            }
            return None;
        }
        let [day, month, year] = parts.map(Option::unwrap_or_default);
        let day = match (day.parse(), month.parse(), year.parse()) {
            (Ok(day), Ok(month), Ok(year)) => Date::new(year, month, day).ok(),
            _ => None,
        };
        if day.is_none() {
            self.wrong(field, "Write the day as numbers, such as 22 11 2026");
        }
        day
    }

    /// Who asks, and when.
    fn chaser(&mut self, now: Timestamp) -> (String, Option<Timestamp>) {
        let known = |code: &str| code.parse().ok().filter(|days| CHASES.iter().any(|(known, _)| known == days));
        let days: Option<i64> = self.chosen("chase", known, "Choose when it is asked");
        let owner = self.answers.text("owner").unwrap_or_default();
        (owner, days.map(|days| now + SignedDuration::from_hours(days * 24)))
    }
}
