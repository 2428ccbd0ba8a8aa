//! `/planning/simulation`: what the waits of a service would be, and three questions asked of it. All of it stands in the address,
//! so that it can be passed on and printed; no record is read.

mod answers;
mod asked;
mod of_record;

use std::sync::Arc;

use axum::{
    extract::{Query, State},
    http::StatusCode,
    response::{IntoResponse, Response},
};
use maud::{Markup, html};
use porch_app::simulation::{self, Answer, NotSimulated};

use self::asked::{
    AGAINST, ASK, Asked, BACKLOG, CHANGE, DAYS, ENOUGH, GROUPS, PEOPLE, REPLICATIONS, SEED, SHARE, STAFF, TO, Value,
    WAITS, WEEKDAYS, WITHIN, label, values,
};
use crate::{
    Site, activity,
    components::{
        Button, Checkboxes, Choice, ChoiceOption, Details, Input, InputWidth, InsetText, Label, Legend, Radios, Select,
        SelectItem, Size, button, checkboxes, details, input, inset_text, radios, select,
    },
    failure::{Failure, Kind},
    pages::{annual::Fields, html as answer, staff},
    sign_in::SignedIn,
};

const ADDRESS: &str = "/planning/simulation";
const TITLE: &str = "How long people would wait";

pub(crate) use of_record::show as of_record;

/// The page.
pub(crate) async fn show(
    State(site): State<Arc<Site>>,
    who: SignedIn,
    Query(fields): Fields,
) -> Result<Response, Failure> {
    let mut asked = Asked::of(fields).map_err(|error| {
        tracing::error!(place = error.place, what = error.what, "the program's own scenario cannot be read");
        Failure::from(Kind::Broken)
    })?;
    let mut status = StatusCode::OK;
    let mut answered = None;
    if asked.errors.is_empty() {
        let (scenario, question) = (asked.scenario.clone(), asked.question.clone());
        let runs = (asked.seed, asked.replications);
        let simulated = move |_: &Site, ctx: &_| simulation::simulated(ctx, &scenario, &question, runs);
        match activity::carry_out(&site, &who, simulated).await? {
            Ok(found) => answered = Some(found),
            Err(NotSimulated::Wrong(error)) => asked.refused(&error),
            Err(NotSimulated::TooMuch(replications)) => {
                let what =
                    format!("this is too much for a page (expected {replications} at most for so many referrals)");
                asked.wrong(REPLICATIONS, &what);
            }
            Err(NotSimulated::Busy) => status = StatusCode::SERVICE_UNAVAILABLE,
        }
    } else {
        // Whoever may not see figures is told so, whatever was written.
        activity::carry_out(&site, &who, |_, ctx| simulation::allowed(ctx)).await?;
    }
    if !asked.errors.is_empty() {
        status = StatusCode::BAD_REQUEST;
    }
    let title = if asked.errors.is_empty() { TITLE.to_owned() } else { format!("Error: {TITLE}") };
    let main = main(&asked, answered.as_ref());
    let content = staff::Content { title, main, wide: true, section: staff::Section::Planning };
    Ok((status, answer(staff::page(&site, Some(&who), &content))).into_response())
}

fn main(asked: &Asked, answered: Option<&Answer>) -> Markup {
    html! {
        (asked.errors.summary())
        h1 { (TITLE) }
        p class="nhsuk-lede-text" {
            "A service is simulated day by day, from the referral to the end of treatment. It reads no record of this service."
        }
        p { a href="/planning/workforce" { "How many staff an area needs" } ", by the workforce appendix, stands on a page of its own." }
        (inset_text(&InsetText {
            content: html! {
                p {
                    "The values it begins with are invented, of an ordinary size. Put in those of your own service before you believe an answer: "
                    a href=(of_record::ADDRESS) { "the values that its record gives" } "."
                }
            }
            .into(),
            ..InsetText::default()
        }))
        div class="nhsuk-grid-row" {
            div class="nhsuk-grid-column-one-third" { (form(asked)) }
            div class="nhsuk-grid-column-two-thirds" {
                @match answered {
                    Some(answered) => (answers::answers(asked, answered)),
                    None if asked.errors.is_empty() => p { "Somebody else simulates just now. Press the button again in a moment." },
                    None => p { "Nothing is simulated until every value can be used." },
                }
            }
        }
    }
}

fn form(asked: &Asked) -> Markup {
    html! {
        form method="get" action=(ADDRESS) novalidate {
            (question(asked))
            @for (heading, values) in GROUPS {
                (details(&Details {
                    summary: heading.into(),
                    open: values.iter().any(|value| asked.errors.of(value.name).is_some())
                        || (heading == "The front door" && asked.errors.of(WEEKDAYS).is_some()),
                    content: html! {
                        @for value in values { (field(asked, value)) }
                        @if heading == "The front door" { (weekdays(asked)) }
                    }
                    .into(),
                    ..Details::default()
                }))
            }
            (details(&Details {
                summary: "How it is simulated".into(),
                open: asked.errors.of(REPLICATIONS).is_some() || asked.errors.of(SEED).is_some(),
                content: html! {
                    (number(asked, REPLICATIONS, "How often, each time with other chance: 2 to 200"))
                    (number(asked, SEED, "All chance comes from it: the same seed gives the same figures"))
                }
                .into(),
                ..Details::default()
            }))
            (button(&Button { content: "Simulate".into(), ..Button::default() }))
        }
        p { a href=(ADDRESS) { "Everything as it was" } }
    }
}

fn field(asked: &Asked, value: &Value) -> Markup {
    number(asked, value.name, value.hint)
}

fn number(asked: &Asked, name: &str, hint: &str) -> Markup {
    input(&Input {
        label: Label::from(label(name)),
        hint: hint.into(),
        error: asked.errors.of(name).into(),
        id: name,
        name,
        value: &asked.value(name),
        width: Some(InputWidth::W10),
        inputmode: "decimal",
        autocomplete: "off",
        ..Input::default()
    })
}

fn weekdays(asked: &Asked) -> Markup {
    checkboxes(&Checkboxes {
        name: WEEKDAYS,
        legend: Some(Legend { text: label(WEEKDAYS).into(), size: Some(Size::S), ..Legend::default() }),
        error: asked.errors.of(WEEKDAYS).into(),
        items: DAYS.iter().map(|(day, name)| Choice::new(day, name)).collect(),
        values: asked.weekdays(),
        small: true,
        ..Checkboxes::default()
    })
}

fn question(asked: &Asked) -> Markup {
    let option = |value, text: &'static str, conditional| {
        Choice::from(ChoiceOption { value, text: text.into(), conditional, ..ChoiceOption::default() })
    };
    radios(&Radios {
        name: ASK,
        legend: Some(Legend { text: "What do you want to know?".into(), size: Some(Size::S), ..Legend::default() }),
        items: vec![
            option(WAITS, "How long people would wait", None),
            option(AGAINST, "What one change would do", Some(change(asked))),
            option(ENOUGH, "How many staff are enough", Some(enough(asked))),
            option(BACKLOG, "How long a backlog takes", Some(number(asked, PEOPLE, "Beside those who wait as usual"))),
        ],
        value: &asked.value(ASK),
        small: true,
        ..Radios::default()
    })
}

fn change(asked: &Asked) -> Markup {
    let mut items = vec![SelectItem::new("", "Choose"), SelectItem::new(WEEKDAYS, label(WEEKDAYS))];
    items.extend(values().map(|value| SelectItem::new(value.name, value.label)));
    html! {
        (select(&Select {
            label: Label::from(label(CHANGE)),
            error: asked.errors.of(CHANGE).into(),
            name: CHANGE,
            value: &asked.value(CHANGE),
            items,
            ..Select::default()
        }))
        (input(&Input {
            label: Label::from(label(TO)),
            hint: "A number; of sittings their days, such as: tuesday, friday".into(),
            error: asked.errors.of(TO).into(),
            id: TO,
            name: TO,
            value: &asked.value(TO),
            width: Some(InputWidth::W10),
            autocomplete: "off",
            ..Input::default()
        }))
    }
}

fn enough(asked: &Asked) -> Markup {
    html! {
        (select(&Select {
            label: Label::from(label(STAFF)),
            error: asked.errors.of(STAFF).into(),
            name: STAFF,
            value: &asked.value(STAFF),
            items: vec![SelectItem::new("band5", "Band 5"), SelectItem::new("band7", "Band 7")],
            ..Select::default()
        }))
        (number(asked, SHARE, "From 0 to 1"))
        (number(asked, WITHIN, "Days"))
    }
}
