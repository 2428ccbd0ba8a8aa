//! `/outbox`: letters that are due, and letters with their state and who owns them.

use std::sync::Arc;

use axum::{
    extract::{Query, State},
    response::Response,
};
use maud::{Markup, html};
use porch_app::message::{self, LATEST, Outbox, Waiting};
use porch_domain::message::{MessageStage, Recipient};
use serde::Deserialize;

use crate::{
    Site, activity,
    components::{Button, ButtonVariant, Cell, Label, Select, SelectItem, Table, TableCaption, button, select, table},
    failure::Failure,
    moment,
    pages::{
        html as answer,
        message::{short, stage_in_words, to},
        staff,
    },
    sign_in::SignedIn,
};

/// Which letters are asked for.
#[derive(Debug, Deserialize)]
pub(crate) struct Asked {
    #[serde(default)]
    state: String,
}

/// The outbox.
pub(crate) async fn show(
    State(site): State<Arc<Site>>,
    who: SignedIn,
    Query(asked): Query<Asked>,
) -> Result<Response, Failure> {
    let stage = MessageStage::of_code(&asked.state);
    let outbox = activity::carry_out(&site, &who, move |_, ctx| message::outbox(ctx, stage)).await?;
    let content = staff::Content {
        title: "Letters".to_owned(),
        main: main(&outbox, stage, &moment::words(site.world.now()), site.world.now()),
        wide: true,
        section: staff::Section::Outbox,
    };
    Ok(answer(staff::page(&site, Some(&who), &content)))
}

/// What a letter is called by its reader.
pub(in crate::pages) fn reader(recipient: Recipient) -> &'static str {
    match recipient {
        Recipient::Woman => "Letter to her",
        Recipient::Referrer => "Letter to whoever referred her",
    }
}

fn main(outbox: &Outbox, stage: Option<MessageStage>, now: &str, at: jiff::Timestamp) -> Markup {
    html! {
        h1 { "Letters" }
        p { "Sending comes with a later version: print a letter that is ready and post it, or ring. True at " (now) "." }
        h2 class="nhsuk-heading-m" { "Letters due" }
        @if outbox.due.is_empty() {
            p { "None. Every decision has its letters." }
        } @else {
            (table(&Table {
                caption: TableCaption::from("Decided, and a letter is due, the first due first"),
                head: vec!["Referral".into(), "Decided".into(), "Who owes it".into(), "By when".into()],
                rows: outbox.due.iter().map(|due| vec![
                    html! { a href={ "/referrals/" (due.referral) "/decide" } { (due.reference.as_deref().unwrap_or("No reference")) } }.into(),
                    verdict(&due.verdict).into(),
                    outbox.names.of(&due.owner).into(),
                    html! { (moment::time(due.by)) @if due.by < at { " " strong { "late" } } }.into(),
                ]).collect(),
                responsive: true,
                ..Table::default()
            }))
        }
        h2 class="nhsuk-heading-m" { "All letters" }
        (filter(stage))
        @if outbox.messages.is_empty() {
            p { @match stage { Some(_) => "None in this state.", None => "Nobody has written a letter yet." } }
        } @else {
            (table(&Table {
                caption: TableCaption::from("Newest first"),
                head: vec!["Letter".into(), "To".into(), "Goes by".into(), "State".into(), "Owner".into(), "Since".into()],
                rows: outbox.messages.iter().map(|letter| row(outbox, letter)).collect(),
                responsive: true,
                ..Table::default()
            }))
        }
        @if outbox.more { p { "Only the newest " (LATEST) " are shown. Choose a state to see others." } }
    }
}

fn filter(stage: Option<MessageStage>) -> Markup {
    let mut items = vec![SelectItem::new("any", "Any state")];
    items.extend(MessageStage::ALL.into_iter().map(|stage| SelectItem::new(stage.code(), short(stage))));
    html! {
        form method="get" class="porch-filter" {
            (select(&Select {
                label: Label::from("State"),
                name: "state",
                value: stage.map_or("any", MessageStage::code),
                items,
                ..Select::default()
            }))
            (button(&Button { content: "Show".into(), variant: ButtonVariant::Secondary, small: true, ..Button::default() }))
        }
    }
}

fn row<'a>(outbox: &'a Outbox, letter: &'a Waiting) -> Vec<Cell<'a>> {
    let reference = letter.reference.as_deref().unwrap_or("No reference");
    vec![
        html! { a href={ "/messages/" (letter.id) } { (reference) span class="nhsuk-u-visually-hidden" { " to " (to(letter.recipient)) } } }.into(),
        to(letter.recipient).into(),
        letter.route.label().into(),
        stage_in_words(letter).into(),
        outbox.names.of(&letter.owner).into(),
        moment::time(letter.since).into(),
    ]
}

fn verdict(code: &str) -> &'static str {
    match code {
        "accept" => "Accepted",
        "reject" => "Not taken on",
        "signpost" => "Signposted",
        "advise" => "Advice only",
        "withdraw" => "Withdrawn as asked",
        _ => "Decided",
    }
}
