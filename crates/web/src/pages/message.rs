//! `/messages/{id}`: a letter as it will be read, and printed without anything round it.

use std::sync::Arc;

use axum::{
    extract::{Path, State},
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use maud::{Markup, html};
use porch_app::message::{self, Opened, Waiting};
use porch_domain::{
    ids::{CommandId, MessageId},
    message::{MessageStage, Recipient},
    person::{Route, RouteChoice},
};

use crate::{
    Site, activity,
    components::{BackLink, Button, SummaryList, SummaryRow, back_link, button, summary_list},
    failure::{Failure, Kind},
    moment,
    pages::{html as answer, outbox, staff},
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
    let content = staff::Content { title, main: main(&opened), wide: false, section: staff::Section::Outbox };
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

fn message_id(text: &str, who: &SignedIn) -> Result<MessageId, Failure> {
    text.parse().map_err(|_| Failure::from(Kind::NotFound).seen_by(who))
}

fn reference(opened: &Opened) -> &str {
    opened.reference.as_deref().unwrap_or("no reference")
}

fn main(opened: &Opened) -> Markup {
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
            (what_now(opened))
        }
        article class="porch-letter porch-letter--whole" aria-label="The letter" {
            @match &drafted.words {
                None => "What it said was erased.",
                Some(words) => {
                    @if !opened.address.is_empty() {
                        div class="porch-letter__address" { @for line in &opened.address { (line) br; } }
                    }
                    h2 class="porch-letter__subject" { (words.subject) }
                    div class="porch-letter__body" { (words.body) }
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
        row(
            "Goes by",
            html! { (drafted.route.label()) @if let Some(choice) = opened.route_choice { ": " (agreed(choice)) } },
        ),
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

fn agreed(choice: RouteChoice) -> &'static str {
    match choice {
        RouteChoice::Yes => "she agreed",
        RouteChoice::No => "she said no",
        RouteChoice::NotKnown => "not known, which is not yes",
    }
}

fn what_now(opened: &Opened) -> Markup {
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
            MessageStage::Approved => p { "No agreed way is open for it yet, so it waits. Ask her which way is safe." },
            MessageStage::Queued => {
                p { "Sending comes with a later version. "
                    @match opened.message.drafted.route {
                        Route::Letter => "Print it and post it, or ring.",
                        Route::Email | Route::Text => "Send it from the service's own mailbox, print it and post it to an agreed address, or ring.",
                        Route::Telephone | Route::Voicemail => "Ring.",
                    }
                }
                p { "To print it, use your browser's print command. Only the letter is printed." }
            },
            MessageStage::Sent | MessageStage::Failed => {},
            MessageStage::Withdrawn => p { "It was taken back before it left, and goes nowhere." }
        }
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
        MessageStage::Failed => "Could not leave",
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
        MessageStage::Failed => "could not leave",
        MessageStage::Withdrawn => "taken back",
    }
}

fn step_in_words(event: &str) -> &'static str {
    match event {
        "MessageDrafted" => "Written by",
        "MessageApproved" => "Read and approved by",
        "MessageQueued" => "Made ready by",
        "MessageSent" => "Sent by",
        "MessageFailed" => "Could not leave",
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
