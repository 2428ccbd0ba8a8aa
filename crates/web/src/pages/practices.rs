//! `/reports/practices`: what came of what one practice sent in a quarter, to be printed and handed to it (X10).

use std::sync::Arc;

use axum::{
    extract::{Query, State},
    response::Response,
};
use jiff::civil::Date;
use maud::{Markup, html};
use porch_app::practice::{self, OfQuarter};
use porch_domain::{
    measure::{HandedOver, Quarter, SMALLEST_SHOWN},
    referral::{Outcome, reason},
};

use crate::{
    Site, activity,
    components::{Button, Cell, HeadCell, Label, Select, SelectItem, Table, TableCaption, button, select, table},
    failure::{Failure, Kind},
    moment,
    pages::{annual::Fields, html as answer, report_of_period, staff},
    sign_in::SignedIn,
};

const ADDRESS: &str = "/reports/practices";
const TITLE: &str = "For a practice that refers";

/// How many quarters are offered.
const QUARTERS: usize = 8;

/// The page of a quarter that has ended, and of one organisation where one is asked for.
pub(crate) async fn show(
    State(site): State<Arc<Site>>,
    who: SignedIn,
    Query(fields): Fields,
) -> Result<Response, Failure> {
    let given = |name: &str| fields.iter().find(|(key, _)| key == name).map(|(_, value)| value.trim().to_owned());
    let offered = ended(site.today());
    let quarter = match given("quarter") {
        None => offered.first().copied(),
        Some(code) => Quarter::of_code(&code).filter(|quarter| offered.contains(quarter)),
    };
    let quarter = quarter.ok_or_else(|| {
        Failure::from(Kind::Unclear("the address names no quarter that has ended".to_owned())).seen_by(&who)
    })?;
    let organisation = given("organisation").unwrap_or_default();
    let asked = organisation.clone();
    let counted = activity::carry_out(&site, &who, move |_, ctx| practice::of_quarter(ctx, quarter, &asked)).await?;
    let main = main(&offered, quarter, &organisation, &counted, &moment::words(site.world.now()));
    Ok(answer(staff::page(&site, Some(&who), &report_of_period::content(TITLE.to_owned(), main))))
}

/// The quarters that have ended, the latest first. One that goes on would be told twice, and a referral from the difference.
fn ended(today: Date) -> Vec<Quarter> {
    let latest = Quarter::of(today).before();
    std::iter::successors(Some(latest), |quarter| Some(quarter.before())).take(QUARTERS).collect()
}

fn main(offered: &[Quarter], quarter: Quarter, organisation: &str, counted: &OfQuarter, now: &str) -> Markup {
    html! {
        h1 { (TITLE) }
        (choose(offered, quarter, organisation, counted))
        @match &counted.asked {
            Some((called, handed_over)) => (told(called, quarter, handed_over, now)),
            None if organisation.is_empty() => {
                @if counted.organisations.is_empty() { p { "No organisation referred anybody in this quarter." } }
            }
            None => p { "This organisation referred nobody in this quarter." },
        }
    }
}

fn choose(offered: &[Quarter], quarter: Quarter, organisation: &str, counted: &OfQuarter) -> Markup {
    let quarters: Vec<(String, String)> = offered.iter().map(|one| (one.code(), days(*one))).collect();
    let code = quarter.code();
    let mut named = vec![SelectItem::new("", "Choose an organisation")];
    named.extend(counted.organisations.iter().map(|name| SelectItem::new(name, name)));
    html! {
        form method="get" action=(ADDRESS) class="porch-choose" {
            (select(&Select {
                label: Label::from("Quarter"),
                name: "quarter",
                value: &code,
                items: quarters.iter().map(|(code, words)| SelectItem::new(code, words)).collect(),
                ..Select::default()
            }))
            (select(&Select {
                label: Label::from("Practice, or another organisation that referred in it"),
                name: "organisation",
                value: organisation,
                items: named,
                ..Select::default()
            }))
            (button(&Button { content: "Show".into(), ..Button::default() }))
        }
    }
}

fn days(quarter: Quarter) -> String {
    let period = quarter.period();
    format!("{} to {}", moment::date(period.from), moment::date(period.to))
}

/// What the organisation is told.
fn told(called: &str, quarter: Quarter, of: &HandedOver, now: &str) -> Markup {
    let caption = format!("Referrals from {called}, received from {}; as at {now}", days(quarter));
    let printed = |count: &Option<u64>| count.map_or_else(|| "\u{2217}".to_owned(), |count| count.to_string());
    let mut rows: Vec<Vec<Cell<'_>>> = vec![vec!["Sent".into(), printed(&of.sent).into()]];
    rows.extend(
        Outcome::ALL
            .iter()
            .zip(&of.outcomes)
            .map(|(outcome, count)| vec![label(*outcome).into(), printed(count).into()]),
    );
    let counted = |caption: &'static str, head: &'static str, rows: Vec<(String, u64)>| {
        html! {
            @if !rows.is_empty() {
                (table(&Table {
                    caption: TableCaption::from(caption),
                    head: vec![head.into(), HeadCell::numeric("Referrals")],
                    rows: rows.into_iter().map(|(what, count)| vec![what.into(), count.to_string().into()]).collect(),
                    first_cell_is_header: true,
                    ..Table::default()
                }))
            }
        }
    };
    let reasons = of.reasons.iter().map(|(code, count)| (reason::label(code).to_owned(), *count)).collect();
    let missing = of.missing.iter().map(|(what, count)| (what.label().to_owned(), *count)).collect();
    html! {
        (table(&Table {
            caption: TableCaption::from(caption.as_str()),
            head: vec!["What came of them".into(), HeadCell::numeric("Referrals")],
            rows,
            first_cell_is_header: true,
            ..Table::default()
        }))
        (counted("Why some ended", "Why", reasons))
        (counted("What would have helped us decide sooner", "Not with the referral, or not known", missing))
        p {
            "A count below " (SMALLEST_SHOWN) " is shown as \u{2217} or left out, and every other is rounded to the nearest \
             five, so that nobody can be told from a figure; the rows need not add up. Only referrals of this organisation \
             are counted, by the name that was written with each. Each letter says the reason for one."
        }
        button class="nhsuk-button nhsuk-button--secondary porch-print" type="button" hidden data-porch-print { "Print this page" }
    }
}

fn label(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Accepted => "Accepted",
        Outcome::Rejected => "Not taken on",
        Outcome::Signposted => "Pointed to another service",
        Outcome::Withdrawn => "Withdrawn",
        Outcome::Pending => "Not decided yet",
    }
}
