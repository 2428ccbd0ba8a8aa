//! `/messages/{id}`: a letter as it will be read, and printed without anything round it.

use std::sync::Arc;

use axum::{
    Form,
    extract::{Path, State},
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use maud::{Markup, html};
use porch_app::{
    link::without_token,
    message::{self, Opened, Waiting},
    sending::Carriers,
};
use porch_domain::{
    ids::{CommandId, MessageId},
    message::{Failure as NotSent, MessageCommand, MessageKind, MessageStage, Recipient, Via},
    person::{Route, RouteChoice},
};

use serde::Deserialize;

use crate::{
    Site, activity,
    components::{
        BackLink, Button, ButtonVariant, Input, Label, Select, SelectItem, SummaryList, SummaryRow, back_link, button,
        input, select, summary_list,
    },
    failure::{Failure, Kind},
    moment,
    pages::{html as answer, letter_pdf, outbox, referral::routes::asked_at, staff},
    sign_in::SignedIn,
};

/// The letter.
pub(crate) async fn show(
    State(site): State<Arc<Site>>,
    who: SignedIn,
    Path(id): Path<String>,
) -> Result<Response, Failure> {
    let id = message_id(&id, &who)?;
    let opened = activity::carry_out(&site, &who, move |_, ctx| message::open(ctx, id)).await?;
    let opened = opened.ok_or_else(|| Failure::from(Kind::NotFound).seen_by(&who))?;
    let title = format!("{}, {}", outbox::reader(opened.message.drafted.recipient), reference(&opened));
    let content =
        staff::Content { title, main: main(&opened, &site.carriers), wide: false, section: staff::Section::Outbox };
    Ok(answer(staff::page(&site, Some(&who), &content)))
}

/// Approves a draft, by whoever read it.
pub(crate) async fn approve(
    State(site): State<Arc<Site>>,
    who: SignedIn,
    Path(id): Path<String>,
) -> Result<Response, Failure> {
    let id = message_id(&id, &who)?;
    activity::carry_out(&site, &who, move |_, ctx| message::approve(ctx, CommandId(ctx.world.id()), id)).await?;
    Ok((StatusCode::SEE_OTHER, [(header::LOCATION, format!("/messages/{id}"))]).into_response())
}

/// What somebody says of the way of a letter.
#[derive(Debug, Deserialize)]
pub(crate) struct Delivery {
    act: String,
    #[serde(default)]
    route: String,
    #[serde(default)]
    note: String,
}

impl Delivery {
    fn command(&self) -> Option<MessageCommand> {
        match self.act.as_str() {
            "posted" => Some(MessageCommand::MarkSent),
            "again" => Some(MessageCommand::Queue),
            "other" => Route::of_code(&self.route).map(|route| MessageCommand::Reroute { route }),
            "seen" => Some(MessageCommand::Withdraw { why: self.note.trim().to_owned() }),
            _ => None,
        }
    }
}

/// Says that it was posted, lets it go again or another way, or that somebody saw to it.
pub(crate) async fn deliver(
    State(site): State<Arc<Site>>,
    who: SignedIn,
    Path(id): Path<String>,
    Form(said): Form<Delivery>,
) -> Result<Response, Failure> {
    let id = message_id(&id, &who)?;
    let command = said.command().ok_or_else(|| {
        Failure::from(Kind::Unclear("it is not said what is to be done with the letter".to_owned())).seen_by(&who)
    })?;
    activity::carry_out(&site, &who, move |_, ctx| message::carry_out(ctx, CommandId(ctx.world.id()), id, command))
        .await?;
    Ok((StatusCode::SEE_OTHER, [(header::LOCATION, format!("/messages/{id}"))]).into_response())
}

fn message_id(text: &str, who: &SignedIn) -> Result<MessageId, Failure> {
    text.parse().map_err(|_| Failure::from(Kind::NotFound).seen_by(who))
}

fn reference(opened: &Opened) -> &str {
    opened.reference.as_deref().unwrap_or("no reference")
}

fn main(opened: &Opened, carriers: &Carriers) -> Markup {
    let drafted = &opened.message.drafted;
    html! {
        div class="porch-screen" {
            (back_link(&BackLink { content: "All letters".into(), target: "/outbox".into(), ..BackLink::default() }))
            h1 { (outbox::reader(drafted.recipient)) }
            (facts(opened))
            @if opened.withheld {
                p {
                    strong { "Her address is withheld, and the letter leaves it out." }
                    " Write it on the envelope by hand: "
                    a href={ "/referrals/" (drafted.referral) "/withheld" } { "see it with a reason" } "."
                }
            }
            (what_now(opened, carriers))
            @if letter_pdf::is_offered(opened) {
                p { a href={ "/messages/" (opened.message.id) "/pdf" } { "The letter as a PDF" } }
            }
        }
        article class="porch-letter porch-letter--whole" aria-label="The letter" {
            @match &drafted.words {
                None => "What it said was erased.",
                Some(words) => {
                    @if !opened.address.is_empty() {
                        div class="porch-letter__address" { @for line in &opened.address { (line) br; } }
                    }
                    h2 class="porch-letter__subject" { (words.subject) }
                    // What opens something of hers stands in what she gets alone.
                    @let body = match drafted.kind() {
                        Some(MessageKind::Link) => without_token(&words.body),
                        _ => words.body.clone(),
                    };
                    div class="porch-letter__body" { (body) }
                }
            }
        }
    }
}

fn facts(opened: &Opened) -> Markup {
    let drafted = &opened.message.drafted;
    let row =
        |key: &'static str, value: Markup| SummaryRow { key: key.into(), value: value.into(), ..SummaryRow::default() };
    let decide = format!("/referrals/{}/decide", drafted.referral);
    let copies: Vec<_> = drafted.copied_to.iter().map(|one| one.label()).collect();
    let mut rows = vec![
        row("State", html! { strong { (state(opened)) } }),
        row("About", html! { a href=(decide) { (reference(opened)) } }),
        row("Goes by", by_which_way(opened)),
    ];
    if !copies.is_empty() {
        rows.push(row("Copies, as she agreed", html! { (copies.join(", ")) }));
    }
    if let Some(template) = &drafted.template {
        let version = if template.version == 0 {
            "as it comes with the program".to_owned()
        } else {
            format!("version {}", template.version)
        };
        rows.push(row("Drafted from", html! { (template.name) ", " (version) }));
    }
    for step in &opened.steps {
        rows.push(row(step_in_words(&step.what), html! { (opened.names.of(&step.by)) ", " (moment::time(step.at)) }));
    }
    summary_list(&SummaryList { rows, ..SummaryList::default() })
}

/// The way, what she said of it, and how long ago.
fn by_which_way(opened: &Opened) -> Markup {
    html! {
        (opened.message.drafted.route.label())
        @if let Some(choice) = opened.route_choice {
            ": " (agreed(choice))
            @if opened.ask_again { ", since her number or address is another" }
            @if choice == RouteChoice::Yes { br; (asked_at(true, opened.asked.as_ref(), &opened.names, opened.now)) }
        }
    }
}

fn agreed(choice: RouteChoice) -> &'static str {
    match choice {
        RouteChoice::Yes => "she agreed",
        RouteChoice::No => "she said no",
        RouteChoice::NotKnown => "not known, which is not yes",
    }
}

/// That it waits, since its number or address is another and nobody asked her.
fn ask_again(opened: &Opened) -> Markup {
    html! {
        p {
            strong { "It does not leave: her number or address is another since she agreed to this way." }
            " " a href={ "/referrals/" (opened.message.drafted.referral) "/reaching" } { "Ask her again" } "."
        }
    }
}

fn what_now(opened: &Opened, carriers: &Carriers) -> Markup {
    let decide = format!("/referrals/{}/decide", opened.message.drafted.referral);
    html! {
        @match opened.message.stage {
            MessageStage::Drafted if opened.unused() => p { "The referral was decided without this draft. It goes nowhere." },
            MessageStage::Drafted if opened.waits_with_decision() => {
                @if let Some(due) = &opened.letter_due {
                    p { "It waits with a decision. " strong { (opened.names.of(&due.owner)) } " owes it by " (moment::time(due.by)) "." }
                }
                p { a href=(decide) { "Finish the decision" } ": this letter is approved with it, and never leaves before." }
            },
            MessageStage::Drafted => {
                p { "Read it. By approving it you answer for it by name." }
                form method="post" {
                    (button(&Button { content: "Approve this letter".into(), prevent_double_click: Some(true), ..Button::default() }))
                }
            },
            MessageStage::Approved | MessageStage::Queued if opened.ask_again => (ask_again(opened)),
            MessageStage::Approved => p { "No agreed way is open for it yet, so it waits. Ask her which way is safe." },
            MessageStage::Queued if carriers.carry(opened.message.drafted.route) => {
                @match (opened.message.delivery.obstacle, opened.message.delivery.again_at) {
                    (Some(why), Some(again_at)) => p {
                        strong { "Not handed over yet: " (why.label()) "." }
                        " Tried " (opened.message.delivery.attempts) @if opened.message.delivery.attempts == 1 { " time" } @else { " times" }
                        "; tried again " (moment::time(again_at)) "."
                    },
                    _ => p { "It leaves by itself, in a moment." },
                }
            },
            MessageStage::Queued => {
                p { @match opened.message.drafted.route {
                        Route::Letter => "Print it and post it.",
                        Route::Email | Route::Text => "Nothing is sent by itself here: send it from the service's own mailbox or telephone.",
                        Route::Telephone | Route::Voicemail => "Ring, and say what it says.",
                    }
                }
                p { "To print it, use your browser's print command. Only the letter is printed." }
                (act(opened, "posted", html! {}, "It was posted, sent or said", ButtonVariant::Primary))
                (another_way(opened))
            },
            MessageStage::Sent => p { "It left " (via(opened)) ". Whether it arrived is not known" @if opened.message.delivery.receipt.is_some() { " yet" } "." },
            MessageStage::Delivered => p { "It left " (via(opened)) ", and arrived, as far as whoever carried it can tell." },
            MessageStage::Failed => (failed(opened)),
            MessageStage::Withdrawn => p { "It was taken back before it left, and goes nowhere." }
        }
    }
}

fn via(opened: &Opened) -> &'static str {
    opened.message.delivery.via.map_or("", Via::label)
}

/// A form with one button that does one thing with this letter.
fn act(opened: &Opened, what: &str, fields: Markup, label: &str, variant: ButtonVariant) -> Markup {
    html! {
        form method="post" action={ "/messages/" (opened.message.id) "/delivery" } {
            input type="hidden" name="act" value=(what);
            (fields)
            (button(&Button { content: label.into(), variant, prevent_double_click: Some(true), ..Button::default() }))
        }
    }
}

/// Ways that she agreed to and by which somebody is reached.
fn another_way(opened: &Opened) -> Markup {
    if opened.other_ways.is_empty() {
        return html! { p { "No other way is agreed that would reach anybody. Ask which way is safe." } };
    }
    let items = opened.other_ways.iter().map(|route| SelectItem::new(route.code(), route.label())).collect();
    let ways = html! {
        (select(&Select {
            label: Label::from("Another agreed way"),
            name: "route",
            value: opened.other_ways.first().map_or("", |route| route.code()),
            items,
            ..Select::default()
        }))
    };
    act(opened, "other", ways, "Let it go this way", ButtonVariant::Secondary)
}

/// Why it is on somebody's list, and each thing that can be done about it.
fn failed(opened: &Opened) -> Markup {
    let why = opened.message.delivery.failure.unwrap_or(NotSent::InWords);
    let note = html! {
        (input(&Input { label: Label::from("What was done instead"), name: "note", ..Input::default() }))
    };
    html! {
        p { strong { "Somebody has to see to this: " (why.label()) "." } }
        @if why == NotSent::InDoubt {
            p { "Find out whether it arrived before you send it again: ring, or ask whoever reads the service's mailbox." }
        }
        (another_way(opened))
        (act(opened, "again", html! {}, "Send it again the same way", ButtonVariant::Secondary))
        (act(opened, "seen", note, "It was seen to", ButtonVariant::Secondary))
    }
}

fn state(opened: &Opened) -> &'static str {
    if opened.unused() { "Draft, not used" } else { stage(opened.message.stage) }
}

fn stage(stage: MessageStage) -> &'static str {
    match stage {
        MessageStage::Drafted => "Draft: nobody has approved it",
        MessageStage::Approved => "Approved, waits for an agreed way",
        MessageStage::Queued => "Approved, ready to go",
        MessageStage::Sent => "Sent",
        MessageStage::Delivered => "Arrived",
        MessageStage::Failed => "Did not leave, or did not arrive",
        MessageStage::Withdrawn => "Taken back",
    }
}

/// The state of a letter in a list, in words.
pub(in crate::pages) fn stage_in_words(letter: &Waiting) -> &'static str {
    if letter.unused { "draft, not used" } else { short(letter.stage) }
}

/// A state in two or three words.
pub(in crate::pages) fn short(stage: MessageStage) -> &'static str {
    match stage {
        MessageStage::Drafted => "draft",
        MessageStage::Approved => "approved, waits for an agreed way",
        MessageStage::Queued => "approved, ready to go",
        MessageStage::Sent => "sent",
        MessageStage::Delivered => "arrived",
        MessageStage::Failed => "did not leave, or did not arrive",
        MessageStage::Withdrawn => "taken back",
    }
}

fn step_in_words(event: &str) -> &'static str {
    match event {
        "MessageDrafted" => "Written by",
        "MessageApproved" => "Read and approved by",
        "MessageQueued" => "Made ready by",
        "MessageSent" => "Left, says",
        "MessageDelayed" => "Could not be handed over, says",
        "MessageDelivered" => "Arrived, says",
        "MessageFailed" => "Did not leave or arrive, says",
        "MessageRouted" => "Another way chosen by",
        "MessageWithdrawn" => "Taken back or seen to by",
        "PersonalDataErased" => "Erased by",
        _ => "By",
    }
}

/// To whom a recipient's letter goes; for a line of a list.
pub(in crate::pages) fn to(recipient: Recipient) -> &'static str {
    match recipient {
        Recipient::Woman => "her",
        Recipient::Referrer => "whoever referred her",
    }
}
