//! `/outbox`: letters that are due, and letters with their state and who owns them.

use std::sync::Arc;

use axum::{
    extract::{Query, State},
    response::Response,
};
use maud::{Markup, html};
use porch_app::{
    message::{self, LATEST, Outbox, Waiting},
    sending::Carriers,
};
use porch_domain::{
    message::{Failure as NotSent, MessageStage, Recipient},
    person::Route,
};
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
        main: main(&outbox, stage, (&moment::words(site.world.now()), site.world.now()), &leaves(&site.carriers)),
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

fn main(outbox: &Outbox, stage: Option<MessageStage>, (now, at): (&str, jiff::Timestamp), leaves: &str) -> Markup {
    html! {
        h1 { "Letters" }
        p { (leaves) " True at " (now) "." }
        h2 class="nhsuk-heading-m" { "Did not leave, or did not arrive" }
        @if outbox.failed.is_empty() {
            p { "None." }
        } @else {
            (table(&Table {
                caption: TableCaption::from("Somebody has to see to these"),
                head: vec!["Letter".into(), "To".into(), "Went by".into(), "Why".into(), "Owner".into(), "Since".into()],
                rows: outbox.failed.iter().map(|letter| failed_row(outbox, letter)).collect(),
                responsive: true,
                ..Table::default()
            }))
        }
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
        @if stage == Some(MessageStage::Failed) {
            p { "They stand at the top of this page." }
        } @else if outbox.messages.is_empty() {
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

/// What leaves by itself, and what a person does.
fn leaves(carriers: &Carriers) -> String {
    let by_itself = [Route::Email, Route::Text].into_iter().filter(|route| carriers.carry(*route));
    let words: Vec<String> = by_itself.map(|route| route.label().to_lowercase()).collect();
    match words.as_slice() {
        [] => "Nothing is sent by itself here: print a letter that is ready and post it, or ring.".to_owned(),
        some => format!(
            "What goes by {} is sent by itself once it is approved. Print and post the rest, or ring.",
            some.join(" or ")
        ),
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

fn failed_row<'a>(outbox: &'a Outbox, letter: &'a Waiting) -> Vec<Cell<'a>> {
    let mut cells = row(outbox, letter);
    if let Some(state) = cells.get_mut(3) {
        *state = letter.failure.map_or("it could not leave", NotSent::label).into();
    }
    cells
}

fn row<'a>(outbox: &'a Outbox, letter: &'a Waiting) -> Vec<Cell<'a>> {
    let reference = letter.reference.as_deref().unwrap_or("No reference");
    vec![
        html! { a href={ "/messages/" (letter.id) } { (reference) span class="nhsuk-u-visually-hidden" { " to " (to(letter.recipient)) } } }.into(),
        to(letter.recipient).into(),
        letter.route.label().into(),
        state(letter).into(),
        outbox.names.of(&letter.owner).into(),
        moment::time(letter.since).into(),
    ]
}

/// Where a letter is; where it could not be handed over yet, why, and when it is tried again.
fn state(letter: &Waiting) -> Markup {
    html! {
        (stage_in_words(letter))
        @if let Some((why, again_at)) = letter.again {
            ": " (why.label()) ". Tried " (letter.attempts) @if letter.attempts == 1 { " time" } @else { " times" }
            ", again " (moment::time(again_at)) "."
        }
    }
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
