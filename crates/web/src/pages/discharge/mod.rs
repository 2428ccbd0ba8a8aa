//! `/referrals/{id}/discharge`: the end of care. First what is still open, then the plan, then both letters as they will be
//! read. There is no button that ends care while something is missing (D22, INV-03, INV-05).

mod letters;
mod plan;

use std::sync::Arc;

use axum::{
    extract::{Path, State},
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use jiff::Timestamp;
use maud::{Markup, html};
use porch_app::{
    AppError, Ctx,
    deciding::{self, InCare},
};
use porch_domain::{
    disallowed::Disallowed,
    footprint::Footprint,
    front_door::Answers,
    ids::{CommandId, ReferralId},
    referral::{Outcome, Stage},
};

use crate::{
    Site, activity,
    components::{
        Button, ButtonVariant, Input, Label, Level, Textarea, WarningCallout, button, input, textarea, warning_callout,
    },
    failure::{Failure, Kind},
    moment,
    pages::{
        form::{Errors, Sent},
        html as answer, staff,
    },
    sign_in::SignedIn,
};

/// What every part of the page knows.
pub(super) struct View {
    pub(super) opened: InCare,
    pub(super) footprint: Footprint,
    pub(super) now: Timestamp,
    pub(super) command: CommandId,
}

impl View {
    pub(super) fn page(&self) -> String {
        format!("/referrals/{}", self.opened.referral.id)
    }

    pub(super) fn address(&self) -> String {
        format!("{}/discharge", self.page())
    }
}

enum Done {
    Page(StatusCode, &'static str, Markup),
    Gone,
    Ended,
}

/// What is open, or the plan; or how care ended.
pub(crate) async fn show(
    State(site): State<Arc<Site>>,
    who: SignedIn,
    Path(id): Path<String>,
) -> Result<Response, Failure> {
    let id = id_of(&id, &who)?;
    let done = activity::carry_out(&site, &who, move |_, ctx| {
        let Some(view) = view(ctx, id)? else { return Ok(Done::Gone) };
        let mut answers = Answers::default();
        plan::prefill(&mut answers, &view);
        Ok(first(&view, &answers, &Errors::default()))
    });
    answered(&site, &who, id, done.await?)
}

/// One step on: the letters, the end itself; or a step back.
pub(crate) async fn act(
    State(site): State<Arc<Site>>,
    who: SignedIn,
    Path(id): Path<String>,
    sent: Sent,
) -> Result<Response, Failure> {
    let id = id_of(&id, &who)?;
    let command = sent.command().map_err(|failure| failure.seen_by(&who))?;
    let version = sent.version().map_err(|failure| failure.seen_by(&who))?;
    let done = activity::carry_out(&site, &who, move |_, ctx| {
        let Some(mut view) = view(ctx, id)? else { return Ok(Done::Gone) };
        // The step that ends care carries the command that its page was made with: twice is once (INV-08).
        view.command = command;
        step(ctx, &view, sent.0, version)
    });
    answered(&site, &who, id, done.await?)
}

fn answered(site: &Site, who: &SignedIn, id: ReferralId, done: Done) -> Result<Response, Failure> {
    match done {
        Done::Page(status, title, main) => {
            let content =
                staff::Content { title: title.to_owned(), main, wide: false, section: staff::Section::Caseload };
            Ok((status, answer(staff::page(site, Some(who), &content))).into_response())
        }
        Done::Gone => Err(Failure::from(Kind::NotFound).seen_by(who)),
        Done::Ended => {
            let to = format!("/referrals/{id}/discharge");
            Ok((StatusCode::SEE_OTHER, [(header::LOCATION, to)]).into_response())
        }
    }
}

fn step(ctx: &Ctx, view: &View, mut answers: Answers, version: i64) -> Result<Done, AppError> {
    let id = view.opened.referral.id;
    let ends = answers.typed("step") == "finish" || answers.typed("step") == "died";
    // A post that comes twice was carried out: it is answered as the first time.
    if ends && ctx.store.first_outcome(ctx.footprint(), view.command)?.is_some() {
        return Ok(Done::Ended);
    }
    if view.opened.version != version || view.opened.referral.held().is_none() {
        return Ok(stale(view, &answers));
    }
    let mut errors = Errors::default();
    if answers.typed("step") == "died" {
        return died(ctx, view, &answers, version);
    }
    if answers.typed("step") == "plan" {
        return Ok(first(view, &answers, &errors));
    }
    plan::problems(view, &answers, &mut errors);
    if !errors.is_empty() {
        return Ok(first(view, &answers, &errors));
    }
    let drafts = deciding::prepare_discharge(ctx, id, &letters::discharge(view, &answers, None))?;
    letters::draft(&mut answers, &drafts);
    if answers.typed("step") != "finish" {
        return Ok(Done::Page(StatusCode::OK, "Letters: end care", letters::page(view, &answers, &drafts, &errors)));
    }
    letters::problems(&answers, &drafts, &mut errors);
    if errors.is_empty() {
        let discharge = letters::discharge(view, &answers, Some(&drafts));
        match deciding::discharge(ctx, view.command, id, version, discharge) {
            Ok(()) => return Ok(Done::Ended),
            Err(AppError::Stale) => return Ok(stale(view, &answers)),
            Err(AppError::Disallowed(why)) => {
                let field = plan::field_of(&why);
                errors.add(field, sentence(&why));
                if plan::asks(field) {
                    return Ok(first(view, &answers, &errors));
                }
            }
            Err(other) => return Err(other),
        }
    }
    let page = letters::page(view, &answers, &drafts, &errors);
    Ok(Done::Page(StatusCode::UNPROCESSABLE_ENTITY, "Error: end care", page))
}

/// Closing after a death: whatever is open.
fn died(ctx: &Ctx, view: &View, answers: &Answers, version: i64) -> Result<Done, AppError> {
    let mut errors = Errors::default();
    let told = answers.text("referrer_told");
    if told.is_none() && view.opened.referral.held().is_some() {
        errors.add("referrer_told", "Say how whoever referred her is told, or why they are not");
    }
    let safeguarding = answers.text("safeguarding_died");
    if view.opened.to_answer.needed && safeguarding.is_none() {
        errors.add("safeguarding_died", sentence(&Disallowed::SafeguardingAnswerMissing));
    }
    let Some(told) = told.filter(|_| errors.is_empty()) else { return Ok(first(view, answers, &errors)) };
    match deciding::close_after_death(ctx, view.command, view.opened.referral.id, version, told, safeguarding) {
        Ok(()) => Ok(Done::Ended),
        Err(AppError::Stale) => Ok(stale(view, answers)),
        Err(AppError::Disallowed(why)) => {
            errors.add("referrer_told", sentence(&why));
            Ok(first(view, answers, &errors))
        }
        Err(other) => Err(other),
    }
}

/// The referral moved on meanwhile: nothing was done, and what was typed is kept (H13).
fn stale(view: &View, answers: &Answers) -> Done {
    let Done::Page(_, _, main) = first(view, answers, &Errors::default()) else { return Done::Gone };
    let changed = warning_callout(&WarningCallout {
        heading: "This changed after you opened it",
        level: Level::H2,
        content: html! {
            p { strong { "Nothing was done." } " What you typed is still below. " a href=(view.page()) { "See what changed" } ", and go on if it still holds." }
        }
        .into(),
        id: "changed",
        ..WarningCallout::default()
    });
    Done::Page(StatusCode::CONFLICT, "This referral has changed", html! { (changed) (main) })
}

fn first(view: &View, answers: &Answers, errors: &Errors) -> Done {
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let referral = &view.opened.referral;
    let in_care = matches!(referral.stage, Stage::Accepted { .. });
    let title = match (referral.held().is_some(), errors.is_empty()) {
        (false, _) => "Care has ended",
        (true, true) => "End care",
        (true, false) => "Error: end care",
    };
    let main = html! {
        (errors.summary())
        span class="nhsuk-caption-l" { "Referral " (referral.reference.as_deref().unwrap_or("from another system")) }
        @if referral.held().is_none() {
            (ended(view))
        } @else {
            h1 { "End care" }
            @if view.opened.died() {
                (close_after_death(view, answers, errors))
            } @else if !in_care {
                p { "She is not in our care yet: what is asked is decided, not ended." }
                p { a href={ (view.page()) "/decide" } { "Decide" } }
            } @else if view.opened.in_the_way.is_empty() {
                (plan::form(view, answers, errors))
            } @else {
                (in_the_way(view))
            }
        }
        p { a href=(view.page()) { "Back to the referral" } }
    };
    Done::Page(status, title, main)
}

/// How it ended, and where the letters are.
fn ended(view: &View) -> Markup {
    let referral = &view.opened.referral;
    let reason = referral.discharge_reason().map(plan::reason_label);
    html! {
        h1 { "Care has ended" }
        p {
            @match (referral.outcome(), reason) {
                (Outcome::Accepted, Some(reason)) => (reason),
                _ => "This referral is closed",
            }
            @if let Some(at) = referral.discharged_at().or(referral.decided_at()) { ", " (moment::time(at)) }
            "."
        }
        p { "The letters wait in " a href="/outbox" { "the outbox" } ": print each and post it, or send it from the service's own mailbox." }
    }
}

/// What must be done first, each with the way to it. No button ends care meanwhile.
fn in_the_way(view: &View) -> Markup {
    html! {
        h2 class="nhsuk-heading-m" { "Still open" }
        p { "Care ends when nothing of hers is open. Do these first:" }
        ul class="nhsuk-list nhsuk-list--bullet" {
            @for why in &view.opened.in_the_way {
                li { (sentence(why)) ". " a href={ (view.page()) (place_of(why)) } { "Go there" span class="nhsuk-u-visually-hidden" { ": " (why) } } }
            }
        }
    }
}

/// Where on the referral's page it is done.
fn place_of(why: &Disallowed) -> &'static str {
    match why {
        Disallowed::TaskOpen(_) => return "#matters",
        Disallowed::SafeguardingOpen(_) => return "/restricted",
        _ => {}
    }
    let places = [
        (Disallowed::EmergencyOpen, "#contact"),
        (Disallowed::ReviewMissing, "#review"),
        (Disallowed::InAUnit, "#left-unit"),
    ];
    places.iter().find(|(known, _)| known == why).map_or("#next", |(_, place)| place)
}

/// She died: nothing is planned, and nobody is written to but by a person.
fn close_after_death(view: &View, answers: &Answers, errors: &Errors) -> Markup {
    html! {
        p { "She died. What is open in this referral is closed with it. An incident and its review are recorded by people, elsewhere." }
        form action=(view.address()) method="post" novalidate {
            (carried(view))
            (input(&Input {
                label: Label::from("How is whoever referred her told, or why are they not?"),
                hint: "A person speaks with them. No letter is written here.".into(),
                error: errors.of("referrer_told").into(),
                id: "referrer_told",
                name: "referrer_told",
                value: answers.typed("referrer_told"),
                autocomplete: "off",
                ..Input::default()
            }))
            @if !view.opened.to_answer.open.is_empty() {
                p { "A safeguarding referral has no outcome yet, to " (view.opened.to_answer.open.join(", ")) ". "
                    a href={ (view.page()) "/restricted" } { "Record first what came of it, or who follows it up" } "." }
            }
            @if view.opened.to_answer.needed {
                (textarea(&Textarea {
                    label: Label::from("What came of safeguarding?"),
                    error: errors.of("safeguarding_died").into(),
                    id: "safeguarding_died",
                    name: "safeguarding_died",
                    value: answers.typed("safeguarding_died"),
                    rows: 3,
                    ..Textarea::default()
                }))
            }
            (button(&Button {
                content: "Close this referral".into(),
                name: "step",
                value: "died",
                variant: ButtonVariant::Warning,
                prevent_double_click: Some(true),
                ..Button::default()
            }))
        }
    }
}

/// The command of the form, and the version that it was drawn from.
pub(super) fn carried(view: &View) -> Markup {
    html! {
        input type="hidden" name="command" value=(view.command);
        input type="hidden" name="version" value=(view.opened.version);
    }
}

/// What the rules say, with its first letter great.
pub(super) fn sentence(why: &Disallowed) -> String {
    crate::pages::queue::sentence(&why.to_string())
}

fn view(ctx: &Ctx, id: ReferralId) -> Result<Option<View>, AppError> {
    let opened = deciding::in_care(ctx, id)?;
    let (footprint, now, command) = (ctx.rules.footprint.clone(), ctx.now, CommandId(ctx.world.id()));
    Ok(opened.map(|opened| View { opened, footprint, now, command }))
}

fn id_of(text: &str, who: &SignedIn) -> Result<ReferralId, Failure> {
    text.parse().map_err(|_| Failure::from(Kind::NotFound).seen_by(who))
}
