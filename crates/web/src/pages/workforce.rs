//! `/planning/workforce`: how many staff an area needs, with every assumption of the appendix to be changed. All of it stands in
//! the address, so that it can be passed on and printed; no record is read.

use std::sync::Arc;

use axum::{
    extract::{Query, State},
    http::StatusCode,
    response::{IntoResponse, Response},
};
use maud::{Markup, html};
use porch_app::workforce::{self, Basis, Costs, Input, Inputs, Plan, Planned, Swing, where_they_part};

use crate::{
    Site, activity,
    charts::{BarChart, Series, bar_chart},
    components::{
        Button, Cell, Choice, Details, HeadCell, Input as Field, InputWidth, InsetText, Label, Legend, Radios, Size,
        Table, TableCaption, button, details, input, inset_text, radios, table,
    },
    failure::Failure,
    pages::{annual::Fields, form::Errors, grouped, html as answer, staff},
    sign_in::SignedIn,
};

const ADDRESS: &str = "/planning/workforce";
const TITLE: &str = "How many staff an area needs";
/// The field of the basis.
const BASIS: &str = "basis";
/// The fields of what one post of each band costs.
const COSTS: [(&str, &str); 3] = [
    ("cost_band_5", "Low-intensity therapist, band 5"),
    ("cost_band_7", "High-intensity therapist, band 7"),
    ("cost_band_8a", "Clinical lead, band 8a"),
];
/// How many assumptions the picture shows.
const SHOWN: usize = 10;

/// What was asked for, as it was written, and what is wrong with it.
struct Asked {
    written: Vec<(String, String)>,
    inputs: Inputs,
    costs: Costs,
    basis: Basis,
    errors: Errors,
}

impl Asked {
    fn of(fields: Vec<(String, String)>) -> Self {
        let mut asked = Self {
            inputs: Inputs::printed(),
            costs: Costs::default(),
            basis: Basis::default(),
            errors: Errors::default(),
            written: fields,
        };
        for input in Input::ALL {
            let Some(written) = asked.found(input.name()).filter(|written| !written.is_empty()) else { continue };
            match asked.inputs.clone().with_written(input, &written) {
                Ok(taken) => asked.inputs = taken,
                Err(wrong) => {
                    let words =
                        format!("{}: {}, from {} to {}", input.about().label, wrong.unit, wrong.least, wrong.most);
                    asked.errors.add(input.name(), words);
                }
            }
        }
        let [low, high, lead] = COSTS.map(|(name, label)| asked.cost(name, label));
        asked.costs = Costs { low_intensity: low, high_intensity: high, clinical_lead: lead };
        asked.basis = asked.found(BASIS).and_then(|name| Basis::of_name(&name)).unwrap_or_default();
        asked
    }

    fn found(&self, name: &str) -> Option<String> {
        self.written.iter().find(|(field, _)| field == name).map(|(_, value)| value.trim().to_owned())
    }

    fn cost(&mut self, name: &str, label: &str) -> Option<f64> {
        let written = self.found(name).filter(|written| !written.is_empty())?;
        let number = Costs::of_post(&written);
        if number.is_none() {
            self.errors
                .add(name, format!("{label}: pounds a year for one whole-time post, from 0 to {}", Costs::DEAREST));
        }
        number
    }
}

/// The page.
pub(crate) async fn show(
    State(site): State<Arc<Site>>,
    who: SignedIn,
    Query(fields): Fields,
) -> Result<Response, Failure> {
    let asked = Asked::of(fields);
    let (inputs, basis) = (asked.inputs.clone(), asked.basis);
    let planned = activity::carry_out(&site, &who, move |_, ctx| workforce::planned(ctx, &inputs, basis)).await?;
    let status = if asked.errors.is_empty() { StatusCode::OK } else { StatusCode::BAD_REQUEST };
    let title = if asked.errors.is_empty() { TITLE.to_owned() } else { format!("Error: {TITLE}") };
    let content = staff::Content { title, main: main(&asked, &planned), wide: true, section: staff::Section::Planning };
    Ok((status, answer(staff::page(&site, Some(&who), &content))).into_response())
}

fn main(asked: &Asked, planned: &Planned) -> Markup {
    html! {
        (asked.errors.summary())
        h1 { (TITLE) }
        p class="nhsuk-lede-text" {
            "The model of the workforce appendix, with each assumption to be changed. It reads no record of this service."
        }
        p { a href="/planning/simulation" { "How long people would wait" } " is simulated on a page of its own." }
        div class="nhsuk-grid-row" {
            div class="nhsuk-grid-column-one-third" { (form(asked)) }
            div class="nhsuk-grid-column-two-thirds" {
                @if asked.errors.is_empty() { (answers(asked, planned)) }
                @else { p { "Nothing is calculated until every number is within its range." } }
            }
        }
    }
}

fn form(asked: &Asked) -> Markup {
    let area = [Input::Births];
    let rest = Input::ALL.into_iter().filter(|input| !area.contains(input));
    let changed = rest
        .clone()
        .any(|input| asked.errors.of(input.name()).is_some() || asked.inputs.of(input) != input.about().printed);
    let money = COSTS.iter().any(|(name, _)| asked.found(name).is_some_and(|written| !written.is_empty()));
    html! {
        form method="get" action=(ADDRESS) novalidate {
            @for one in area { (assumption(asked, one)) }
            (radios(&Radios {
                name: BASIS,
                legend: Some(Legend { text: "From where the caseload comes".into(), size: Some(Size::S), ..Legend::default() }),
                items: vec![Choice::new("published", "As printed"), Choice::new("stated", "From the assumptions")],
                value: asked.basis.name(),
                ..Radios::default()
            }))
            (details(&Details {
                summary: "Every assumption".into(),
                open: changed,
                content: html! { @for one in rest { (assumption(asked, one)) } }.into(),
                ..Details::default()
            }))
            (details(&Details {
                summary: "What the posts cost".into(),
                open: money,
                content: html! {
                    p { "Pounds a year for one whole-time post, with on-costs. Leave them empty where you do not know." }
                    @for (name, label) in COSTS {
                        @let written = asked.found(name).unwrap_or_default();
                        (input(&Field {
                            label: Label::from(label),
                            error: asked.errors.of(name).into(),
                            id: name,
                            name,
                            value: &written,
                            width: Some(InputWidth::W10),
                            inputmode: "decimal",
                            autocomplete: "off",
                            ..Field::default()
                        }))
                    }
                }
                .into(),
                ..Details::default()
            }))
            (button(&Button { content: "Calculate".into(), ..Button::default() }))
        }
        p { a href=(ADDRESS) { "Everything as printed" } }
    }
}

fn assumption(asked: &Asked, one: Input) -> Markup {
    let about = one.about();
    let written = asked.found(about.name).filter(|written| !written.is_empty());
    let value = written.unwrap_or_else(|| asked.inputs.of(one).to_string());
    let hint =
        format!("{}, from {} to {}. Printed: {}. {}", about.unit, about.least, about.most, about.printed, about.source);
    input(&Field {
        label: Label::from(about.label),
        hint: hint.as_str().into(),
        error: asked.errors.of(about.name).into(),
        id: about.name,
        name: about.name,
        value: &value,
        width: Some(InputWidth::W10),
        inputmode: "decimal",
        autocomplete: "off",
        ..Field::default()
    })
}

fn answers(asked: &Asked, planned: &Planned) -> Markup {
    let chosen = match asked.basis {
        Basis::Published => &planned.published,
        Basis::Stated => &planned.stated,
    };
    html! {
        h2 { "Posts" }
        (posts(asked, planned))
        @if let Some((here, _)) = where_they_part(&planned.published, &planned.stated) {
            (inset_text(&InsetText {
                content: html! { p { "The two part at " strong { "“" (here.what) "”" } ": what is printed there does not follow from the assumptions before it." } }.into(),
                ..InsetText::default()
            }))
        }
        h2 { "Step by step" }
        (steps(planned))
        h2 { "What matters most" }
        (tornado(chosen, &planned.swings))
        h2 { "To know" }
        ul class="nhsuk-list nhsuk-list--bullet" { @for note in &planned.notes { li { (note) } } }
    }
}

/// A number that is not negative, with commas between thousands; to three decimals below a hundred, as the appendix prints hours.
fn number(value: f64) -> String {
    let text = if value < 100.0 { format!("{value:.3}") } else { format!("{value:.2}") };
    let text = text.trim_end_matches('0').trim_end_matches('.');
    let (whole, part) = text.split_once('.').map_or((text, ""), |(whole, part)| (whole, part));
    let whole = grouped(whole.parse().unwrap_or_default());
    if part.is_empty() { whole } else { format!("{whole}.{part}") }
}

fn posts(asked: &Asked, planned: &Planned) -> Markup {
    let of = |what: fn(&Plan) -> f64| [&planned.published, &planned.stated].map(|plan| number(what(plan)));
    let row = |label: &str, [published, stated]: [String; 2]| {
        vec![Cell::from(label.to_owned()), Cell::from(published), Cell::from(stated)]
    };
    let mut rows = vec![
        row("Low-intensity therapists, band 5", of(|plan| plan.posts.low_intensity)),
        row("High-intensity therapists, band 7", of(|plan| plan.posts.high_intensity)),
        row("Clinical lead, band 8a", of(|plan| plan.posts.clinical_lead)),
        row("All posts", of(|plan| plan.posts.total)),
        row("Before rounding", of(|plan| plan.posts.exact)),
        row("Hours a year", of(|plan| plan.hours.total)),
        row("Patients a year", of(|plan| plan.patients)),
    ];
    if planned.published.england.is_some() {
        rows.push(row("England, at the same rate", of(|plan| plan.posts.total * plan.england.unwrap_or_default())));
    }
    if let (Some(published), Some(stated)) =
        (asked.costs.of(&planned.published.posts), asked.costs.of(&planned.stated.posts))
    {
        rows.push(row("Cost, pounds a year", [number(published), number(stated)]));
    }
    table(&Table {
        caption: TableCaption::from("Whole-time posts, on both bases"),
        head: vec![HeadCell::from("What"), HeadCell::numeric("As printed"), HeadCell::numeric("From the assumptions")],
        rows,
        first_cell_is_header: true,
        scroll: true,
        ..Table::default()
    })
}

fn steps(planned: &Planned) -> Markup {
    let rows = planned.published.steps.iter().zip(&planned.stated.steps).map(|(published, stated)| {
        let how = if published.how == stated.how {
            published.how.to_owned()
        } else {
            format!("{}; or {}", published.how, stated.how)
        };
        vec![
            Cell::from(format!("{} ({})", published.what, published.unit)),
            Cell::from(number(published.value)),
            Cell::from(number(stated.value)),
            Cell::from(how),
        ]
    });
    table(&Table {
        caption: TableCaption::from("Each step, and how it follows"),
        head: vec![
            HeadCell::from("Step"),
            HeadCell::numeric("As printed"),
            HeadCell::numeric("From the assumptions"),
            HeadCell::from("How"),
        ],
        rows: rows.collect(),
        first_cell_is_header: true,
        scroll: true,
        ..Table::default()
    })
}

/// What each assumption does to the posts when it alone is a tenth less or more, as a picture with its table.
fn tornado(plan: &Plan, swings: &[Swing]) -> Markup {
    let shown: Vec<&Swing> = swings.iter().take(SHOWN).collect();
    let labels: Vec<&'static str> = shown.iter().map(|swing| swing.input.about().label).collect();
    let rounded = |value: f64| Some((value * 100.0).round() / 100.0);
    let rows = swings.iter().map(|swing| {
        vec![
            Cell::from(swing.input.about().label.to_owned()),
            Cell::from(number(swing.less.1)),
            Cell::from(number(swing.more.1)),
            Cell::from(number(swing.width())),
        ]
    });
    html! {
        (bar_chart(&BarChart {
            id: "tornado",
            title: "Posts, when one assumption alone is a tenth less or a tenth more",
            categories: labels,
            series: vec![
                Series { name: "A tenth less", values: shown.iter().map(|swing| rounded(swing.less.1)).collect() },
                Series { name: "A tenth more", values: shown.iter().map(|swing| rounded(swing.more.1)).collect() },
            ],
            empty: "No assumption bears on the posts.",
            ..BarChart::default()
        }))
        (table(&Table {
            caption: TableCaption::from(format!("Posts before rounding, of {} as it stands", number(plan.posts.exact)).as_str()),
            head: vec![
                HeadCell::from("Assumption"),
                HeadCell::numeric("A tenth less"),
                HeadCell::numeric("A tenth more"),
                HeadCell::numeric("Apart by"),
            ],
            rows: rows.collect(),
            first_cell_is_header: true,
            scroll: true,
            ..Table::default()
        }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_groups_and_no_idle_noughts() {
        for (value, written) in [
            (0.0, "0"),
            (9.5, "9.5"),
            (14.625, "14.625"),
            (14_848.65, "14,848.65"),
            (545_000.0, "545,000"),
            (1_484.738_6, "1,484.74"),
        ] {
            assert_eq!(number(value), written);
        }
    }
}
