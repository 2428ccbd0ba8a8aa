//! Every case discussion with its next dates and its list: to be read, and to be printed.

use jiff::Timestamp;
use maud::{Markup, html};
use porch_app::{
    CaseDayLine,
    account::Names,
    case_discussion::{Case, CaseList, CaseLists},
};
use porch_domain::footprint::{CaseDiscussion, Footprint, TeamCode};

use super::{address, agreement_in_words, asked_by, called, flag, participants, question, responsible};
use crate::{
    components::{Cell, HeadCell, Table, TableCaption, table},
    moment,
    pages::{queue, referral, team_name},
};

/// The page.
pub(super) fn page(footprint: &Footprint, shown: &CaseLists) -> Markup {
    html! {
        h1 { "Case discussions across services" }
        (queue::true_at(&queue::Shown {
            at: shown.as_at,
            position: shown.batch,
            newest: "/queue/newest",
            again: "/discussions",
            what: "list",
        }))
        p {
            "What is discussed here is decided elsewhere: whoever is responsible stays so, and every clock runs on. "
            "A referral is put on a list from its own page, and stays there until it was discussed."
        }
        @if shown.lists.is_empty() {
            p { "The local rules name no case discussion across services." }
        }
        @for list in &shown.lists {
            @if let Some(planned) = footprint.case_discussion(&list.discussion) {
                (one(footprint, planned, list, shown))
            }
        }
        p { a href="/reports/discussions" { "How many were discussed, and what came of it" } }
    }
}

fn one(footprint: &Footprint, planned: &CaseDiscussion, list: &CaseList, shown: &CaseLists) -> Markup {
    let now = shown.as_at;
    html! {
        section aria-labelledby=(planned.code) {
            h2 class="nhsuk-heading-m" id=(planned.code) { (planned.name) }
            p {
                "Held " (planned.rhythm.label()) " at " (moment::hour(planned.at)) ". " (planned.place) "." br;
                "Who takes part: " (participants(footprint, planned)) "."
            }
            @if list.near.is_empty() {
                p { strong { "No day is planned." } }
            } @else {
                ul class="nhsuk-list" {
                    @for day in &list.near {
                        li {
                            a href=(address(&planned.code, *day)) { (moment::day_and_hour(*day)) }
                            @if *day <= now { ": not closed" }
                        }
                    }
                }
            }
            @if list.cases.is_empty() {
                p { "Nobody is on the list." }
            } @else {
                (table(&Table {
                    caption: TableCaption::from("On the list, the longest there first"),
                    head: ["Who", "What is asked", "By whom", "Since", "Responsible"].into_iter().map(Into::into).collect(),
                    rows: list.cases.iter().map(|case| row((footprint, &shown.names), planned, case, now)).collect(),
                    responsive: true,
                    ..Table::default()
                }))
                @if list.more { p { "There are more than are shown here: they follow as these are discussed." } }
            }
            @if !list.held.is_empty() { (held(footprint, planned, &list.held)) }
        }
    }
}

fn row<'a>(
    (footprint, names): (&Footprint, &Names),
    planned: &CaseDiscussion,
    case: &'a Case,
    now: Timestamp,
) -> Vec<Cell<'a>> {
    let today = moment::local(now).date();
    let Some(listing) = &case.listing else { return Vec::new() };
    vec![
        html! {
            a href=(referral::address(case.referral.id)) { (called(case, planned, today)) }
            @if let Some(said) = agreement_in_words(listing, planned) { br; span class="nhsuk-body-s" { (said) } }
        }
        .into(),
        html! { div class="porch-words" { (question(footprint, &case.referral, listing)) } }.into(),
        html! { (asked_by(names, listing)) }.into(),
        html! {
            (moment::recent(listing.at, now))
            @if let Some(times) = flag(case, footprint) {
                br; strong { (times) @if times == 1 { " day" } @else { " days" } " of it went by" }
            }
        }
        .into(),
        responsible(footprint, &case.referral).into(),
    ]
}

fn held(footprint: &Footprint, planned: &CaseDiscussion, days: &[CaseDayLine]) -> Markup {
    let team = |code: &String| team_name(footprint, &TeamCode(code.clone()));
    let there = |line: &CaseDayLine| {
        line.teams.iter().map(team).chain(line.services.iter().cloned()).collect::<Vec<_>>().join("; ")
    };
    table(&Table {
        caption: TableCaption::from("Days that were held, the latest first"),
        head: vec![
            "Day".into(),
            "Who was there".into(),
            HeadCell::numeric("Discussed"),
            HeadCell::numeric("Carried over"),
        ],
        rows: days
            .iter()
            .map(|line| {
                let cells: Vec<Cell<'_>> = vec![
                    html! {
                        a href=(address(&planned.code, line.sitting)) { (moment::words(line.sitting)) }
                        @if line.closed_at.is_none() { " " strong { "open" } }
                    }
                    .into(),
                    there(line).into(),
                    line.discussed.to_string().into(),
                    line.carried_over.to_string().into(),
                ];
                cells
            })
            .collect(),
        responsive: true,
        ..Table::default()
    })
}
