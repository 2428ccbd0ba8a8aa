//! `/planning/simulation/record`: the scenario that the service's own record gives, and what it would have said of months that it did
//! not see.

use std::{num::NonZeroU32, sync::Arc};

use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use jiff::civil::Date;
use maud::{Markup, html};
use porch_app::simulation::{self, BackTest, Figure, Fitted, FittedValue, MonthOfRecord, NotFitted, NotOfRecord, Runs};

use super::{
    answers::month_name,
    asked::{address_of, label},
};
use crate::{
    Site, activity,
    charts::{Line, LineChart, Point, line_chart},
    components::{Cell, HeadCell, InsetText, Table, TableCaption, inset_text, table},
    failure::Failure,
    pages::{grouped, html as answer, staff},
    sign_in::SignedIn,
};

pub(super) const ADDRESS: &str = "/planning/simulation/record";
const TITLE: &str = "What the record gives";

/// Ranges over replications need so many of them.
const RUNS: Runs = Runs { seed: 1, replications: NonZeroU32::new(100).unwrap(), threads: NonZeroU32::MIN };

/// The page.
pub(crate) async fn show(State(site): State<Arc<Site>>, who: SignedIn) -> Result<Response, Failure> {
    let found = activity::carry_out(&site, &who, |_, ctx| simulation::of_record(ctx, RUNS, &|_| {})).await?;
    let status = match &found {
        Ok(_) | Err(NotOfRecord::NotFitted(_)) => StatusCode::OK,
        Err(NotOfRecord::Busy) => StatusCode::SERVICE_UNAVAILABLE,
    };
    let main = html! {
        h1 { (TITLE) }
        p class="nhsuk-lede-text" {
            "A scenario is fitted to twelve whole months of this service, and tried on three of them that it did not see. Days are counted; nobody is named."
        }
        @match &found {
            Ok(found) => {
                p { a href=(address_of(&found.fitted.settings())) { "Ask what would change, with these values" } }
                (tried(&found.back_test))
                (fitted(&found.fitted))
            },
            Err(NotOfRecord::NotFitted(why)) => (too_little(why)),
            Err(NotOfRecord::Busy) => p { "Somebody else simulates just now. Load this page again in a moment." },
        }
        p { a href=(super::ADDRESS) { "How long people would wait, with any values" } }
    };
    let content = staff::Content { title: TITLE.to_owned(), main, wide: true, section: staff::Section::Planning };
    Ok((status, answer(staff::page(&site, Some(&who), &content))).into_response())
}

fn too_little(why: &NotFitted) -> Markup {
    inset_text(&InsetText {
        content: html! {
            p {
                @match why {
                    NotFitted::TooFew { what, number, least } => {
                        "There is too little to go by: " (grouped(*number)) " " (what) ", and it takes " (grouped(*least)) "."
                    },
                    NotFitted::TooShort(from) => { "The record begins after " (crate::moment::date(*from)) ": twelve whole months are needed." },
                    NotFitted::Scenario(error) => { "What was found cannot be simulated: " (error.to_string()) "." },
                }
            }
        }
        .into(),
        ..InsetText::default()
    })
}

/// From one day to the one before another, in words.
fn from_to(from: Date, to: Date) -> String {
    format!("{} to {}", crate::moment::date(from), crate::moment::date(to.yesterday().unwrap_or(to)))
}

fn tried(back_test: &BackTest) -> Markup {
    let (held, of) = back_test.held();
    let names: Vec<&str> = back_test.months.iter().map(|month| month_name(&month.month)).collect();
    let lines = |of: fn(&MonthOfRecord) -> Figure, times: f64| {
        let observed = |figure: Figure| Point { value: figure.observed.map(|value| value * times), band: None };
        let simulated = |figure: Figure| Point {
            value: figure.simulated.map(|value| value * times),
            band: figure.range.map(|(low, high)| (low * times, high * times)),
        };
        let points = |point: &dyn Fn(Figure) -> Point| back_test.months.iter().map(|month| point(of(month))).collect();
        vec![
            Line { name: "Simulated", points: points(&simulated) },
            Line { name: "In the record", points: points(&observed) },
        ]
    };
    let chart = |id, title, lines| {
        let description = "The table below has the figures. The last three months were predicted.";
        line_chart(&LineChart { id, title, description, times: names.clone(), lines, empty: "Nobody was seen." })
    };
    let row = |month: &MonthOfRecord| {
        let name = if month.predicted { format!("{}, predicted", month.month) } else { month.month.clone() };
        vec![
            Cell::from(name),
            Cell::from(beside(month.arrivals, 1.0, 0, "")),
            Cell::from(beside(month.seen, 1.0, 0, "")),
            Cell::from(beside(month.mean_wait, 1.0, 1, "")),
            Cell::from(beside(month.within, 100.0, 0, " %")),
        ]
    };
    let within = format!("Seen within {} days", back_test.within);
    html! {
        h2 { "Would it have told what came?" }
        p {
            "Fitted to " (from_to(back_test.fitted.from, back_test.fitted.to)) ", it says of the three months after them what stands below. "
            strong { "Of " (of) " figures, " (held) " lie where 95 of 100 simulations do." }
            @if held < of { " Where a figure lies outside, something was otherwise than in the months before, or the scenario is too simple." }
        }
        (chart("tried-wait", "Mean wait by month of referral, in days", lines(|month| month.mean_wait, 1.0)))
        (chart("tried-within", "Seen within 28 days, in percent", lines(|month| month.within, 100.0)))
        (table(&Table {
            caption: TableCaption::from("In the record, and simulated with the range of 95 in 100 simulations; referrals of fitted months come as they came"),
            head: vec![HeadCell::from("Month of referral"), HeadCell::from("Referrals"), HeadCell::from("Seen"), HeadCell::from("Mean wait in days"), HeadCell::from(within.as_str())],
            rows: back_test.months.iter().map(row).collect(),
            first_cell_is_header: true,
            scroll: true,
            ..Table::default()
        }))
    }
}

fn beside(figure: Figure, times: f64, decimals: usize, unit: &str) -> String {
    let value = |value: Option<f64>| {
        value.map_or_else(|| "none".to_owned(), |value| format!("{:.decimals$}{unit}", value * times))
    };
    match figure.range {
        Some((low, high)) if low < high => format!(
            "{}; simulated {} ({:.decimals$} to {:.decimals$})",
            value(figure.observed),
            value(figure.simulated),
            low * times,
            high * times
        ),
        Some(_) | None => format!("{}; simulated {}", value(figure.observed), value(figure.simulated)),
    }
}

fn fitted(fitted: &Fitted) -> Markup {
    let row = |value: &FittedValue| {
        let interval = value
            .interval
            .map_or_else(|| "not known".to_owned(), |(low, high)| format!("{} to {}", rounded(low), rounded(high)));
        vec![
            Cell::from(label(&value.name).to_owned()),
            Cell::from(in_words(&value.value)),
            Cell::from(interval),
            Cell::from(in_words(&value.usual)),
            Cell::from(format!("{}: {}", grouped(value.from), value.how)),
        ]
    };
    let posts = &fitted.posts;
    let staff = |(name, usual, found): &(String, f64, f64)| {
        let field = format!("staff.{name}.posts");
        vec![Cell::from(label(&field).to_owned()), Cell::from(format!("{found:.2}")), Cell::from(format!("{usual:.2}"))]
    };
    html! {
        h2 { "What was found" }
        p { "From " (from_to(fitted.from, fitted.to)) "." }
        (table(&Table {
            caption: TableCaption::from("Values of the scenario"),
            head: ["Value", "Found", "95 of 100 such records", "Where nothing is known", "From"].map(HeadCell::from).into(),
            rows: fitted.values.iter().map(row).collect(),
            first_cell_is_header: true,
            scroll: true,
            ..Table::default()
        }))
        h2 { "How many posts give these waits" }
        p {
            (grouped(posts.seen.0)) " were seen, after " (format!("{:.1}", posts.mean_wait.0)) " days on average. Simulated with the posts below, "
            (grouped(posts.seen.1.round() as u64)) " are seen, after "
            (posts.mean_wait.1.mean.map_or_else(|| "an unknown number of".to_owned(), |mean| format!("{mean:.1}")))
            " days. Posts are found by simulating and not counted: hours, leave, absence and the length of a contact are as the scenario has them. So look at what a change does, and not at the number itself."
        }
        (table(&Table {
            caption: TableCaption::from("Whole-time posts"),
            head: vec![HeadCell::from("Staff"), HeadCell::numeric("Found"), HeadCell::numeric("In the scenario")],
            rows: posts.staff.iter().map(staff).collect(),
            first_cell_is_header: true,
            scroll: true,
            ..Table::default()
        }))
        h2 { "What the record does not tell" }
        ul class="nhsuk-list nhsuk-list--bullet" {
            @for left in &fitted.left_as_is { li { (label(left.name)) ": " (left.why) "." } }
        }
    }
}

/// A list without what only a file needs.
fn in_words(value: &str) -> String {
    value.trim_matches(['[', ']']).replace('"', "")
}

fn rounded(value: f64) -> String {
    if value < 10.0 { format!("{value:.3}") } else { format!("{value:.0}") }
}
