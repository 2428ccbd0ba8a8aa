//! `/restricted-tasks`: the restricted tasks of whoever is signed in. It says of which referral and by when; what it is about
//! opens with a reason (PR-26).

use std::sync::Arc;

use axum::{extract::State, response::Response};
use jiff::Timestamp;
use maud::{Markup, html};
use porch_app::{ChaseLine, referral};
use porch_domain::front_door::urgency::age_on;

use super::super::address;
use crate::{
    Site, activity,
    components::{Cell, Table, TableCaption, table},
    failure::Failure,
    moment,
    pages::{html as answer, staff},
    sign_in::SignedIn,
};

/// Its address.
pub(crate) const ADDRESS: &str = "/restricted-tasks";

/// The list.
pub(crate) async fn show(State(site): State<Arc<Site>>, who: SignedIn) -> Result<Response, Failure> {
    let (lines, now) = activity::carry_out(&site, &who, |_, ctx| Ok((referral::own_tasks(ctx)?, ctx.now))).await?;
    let content = staff::Content {
        title: "Your restricted tasks".to_owned(),
        main: main(&lines, now),
        wide: false,
        section: staff::Section::Caseload,
    };
    Ok(answer(staff::page(&site, Some(&who), &content)))
}

fn main(lines: &[ChaseLine], now: Timestamp) -> Markup {
    html! {
        h1 { "Your restricted tasks" }
        p { "Somebody named you to ask what came of something that is restricted. What it is, stands on the restricted page of the referral, which opens with a reason." }
        @if lines.is_empty() { p { "Nothing waits for you." } }
        @else {
            (table(&Table {
                caption: TableCaption::from("The first due first"),
                head: vec!["Referral".into(), "Who".into(), "To be asked".into()],
                rows: lines.iter().map(|line| row(line, now)).collect(),
                first_cell_is_header: true,
                responsive: true,
                ..Table::default()
            }))
        }
    }
}

fn row(line: &ChaseLine, now: Timestamp) -> Vec<Cell<'static>> {
    let reference = line.reference.clone().unwrap_or_else(|| "From another system".to_owned());
    let name = line.name.clone().unwrap_or_else(|| "No name held".to_owned());
    let age = line.birth_date.map(|born| format!(", {}", age_on(born, moment::local(now).date())));
    let link = html! { a href={ (address(line.referral)) "/restricted" } { (reference) } };
    let when = html! {
        @if line.chase_by <= now { strong { "Due: " (moment::left(line.chase_by, now)) } } @else { (moment::left(line.chase_by, now)) }
        ", by " (moment::time(line.chase_by))
    };
    vec![Cell::from(link), Cell::from(format!("{name}{}", age.unwrap_or_default())), Cell::from(when)]
}

/// How many wait for whoever is signed in, with the way to them; nothing where none does.
pub(crate) fn notice((due, all): (i64, i64)) -> Markup {
    html! {
        @if all > 0 {
            p class="porch-restricted" {
                a href=(ADDRESS) {
                    @if all == 1 { "1 restricted task is yours" } @else { (all) " restricted tasks are yours" }
                }
                @if due > 0 { ": " strong { @if due == 1 { "1 is due" } @else { (due) " are due" } } }
            }
        }
    }
}
