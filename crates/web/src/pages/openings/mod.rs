//! `/openings`: what was opened in an emergency. An information officer says of each whether it was right; whoever opened one
//! finds it again for as long as it is open. Both close one before its end, with one press.

pub(crate) mod closed;

use std::sync::Arc;

use axum::{
    extract::{Path, State},
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use jiff::Timestamp;
use maud::{Markup, html};
use porch_app::{
    AppError, OpeningLine,
    access::Action,
    opening::{self, DAYS_LISTED, Told, ToldOpenings},
};
use porch_domain::{front_door::Answers, ids::OpeningId, opening::Finding};

use crate::{
    Site, activity,
    components::{
        Button, ButtonVariant, Choice, Label, Radios, SummaryList, SummaryRow, Textarea, button, radios, summary_list,
        textarea,
    },
    failure::{Failure, Kind},
    moment,
    pages::{
        form::{Errors, Sent},
        html as answer,
        referral::{self, Answered},
        staff,
    },
    sign_in::SignedIn,
};

/// The most letters of a reason or a note.
const LONGEST: usize = 1_000;

/// A review that came back, of which opening, and why.
#[derive(Debug, Clone, Default)]
struct Returned {
    of: Option<OpeningId>,
    answers: Answers,
    errors: Errors,
    refused: Option<String>,
}

/// Words that must be there and not too many; what is wrong is added.
fn asked_words(answers: &Answers, field: &str, missing: &str, errors: &mut Errors) -> Option<String> {
    let words = answers.text(field).unwrap_or_default();
    if words.trim().is_empty() {
        errors.add(field, missing);
        return None;
    }
    if words.chars().count() > LONGEST {
        errors.add(field, "This is too long: at most 1,000 characters are kept");
        return None;
    }
    Some(words)
}

/// The page.
pub(crate) async fn show(State(site): State<Arc<Site>>, who: SignedIn) -> Result<Response, Failure> {
    if who.may(Action::OpenInEmergency) {
        let own = activity::carry_out(&site, &who, |_, ctx| opening::own(ctx)).await?;
        return Ok(answer(staff::page(&site, Some(&who), &held(&site, &own, None))));
    }
    let content = drawn(&site, &who, &Returned::default()).await?;
    Ok(answer(staff::page(&site, Some(&who), &content)))
}

/// Says of one whether it was right.
pub(crate) async fn review(
    State(site): State<Arc<Site>>,
    who: SignedIn,
    Path(id): Path<String>,
    sent: Sent,
) -> Result<Response, Failure> {
    let id: OpeningId = id.parse().map_err(|_| Failure::from(Kind::NotFound).seen_by(&who))?;
    let command = sent.command().map_err(|failure| failure.seen_by(&who))?;
    activity::carry_out(&site, &who, |_, ctx| porch_app::access::check(ctx, Action::ReviewOpenings)).await?;
    let mut errors = Errors::default();
    let finding = Finding::of_code(sent.0.typed("finding"));
    if finding.is_none() {
        errors.add("finding", "Choose what you found");
    }
    let note = asked_words(&sent.0, "note", "Say how you know, or what is to be followed up", &mut errors);
    let returned = Returned { of: Some(id), answers: sent.0, errors, refused: None };
    let (Some(finding), Some(note)) = (finding, note) else {
        return again(&site, &who, StatusCode::BAD_REQUEST, &returned).await;
    };
    let done = activity::carry_out(&site, &who, move |_, ctx| Ok(opening::review(ctx, command, id, finding, &note)));
    let refused = match Answered::of(done.await?, &who)? {
        Answered::Done => return Ok((StatusCode::SEE_OTHER, [(header::LOCATION, "/openings")]).into_response()),
        Answered::Stale => AppError::Stale.to_string(),
        Answered::Refused(why) => why,
    };
    again(&site, &who, StatusCode::CONFLICT, &Returned { refused: Some(refused), ..returned }).await
}

/// Closes one before its end.
pub(crate) async fn end(
    State(site): State<Arc<Site>>,
    who: SignedIn,
    Path(id): Path<String>,
    sent: Sent,
) -> Result<Response, Failure> {
    let id: OpeningId = id.parse().map_err(|_| Failure::from(Kind::NotFound).seen_by(&who))?;
    let command = sent.command().map_err(|failure| failure.seen_by(&who))?;
    let done = activity::carry_out(&site, &who, move |_, ctx| Ok(opening::end(ctx, command, id)));
    let refused = match Answered::of(done.await?, &who)? {
        Answered::Done => return Ok((StatusCode::SEE_OTHER, [(header::LOCATION, "/openings")]).into_response()),
        Answered::Stale => AppError::Stale.to_string(),
        Answered::Refused(why) => why,
    };
    if who.may(Action::OpenInEmergency) {
        let own = activity::carry_out(&site, &who, |_, ctx| opening::own(ctx)).await?;
        let content = held(&site, &own, Some(&refused));
        return Ok((StatusCode::CONFLICT, answer(staff::page(&site, Some(&who), &content))).into_response());
    }
    again(&site, &who, StatusCode::CONFLICT, &Returned { refused: Some(refused), ..Returned::default() }).await
}

/// One press that closes a record before its end.
pub(crate) fn ending(site: &Site, id: OpeningId, called: &str) -> Markup {
    html! {
        form action={ "/openings/" (id) "/end" } method="post" {
            input type="hidden" name="command" value=(site.world.id());
            (button(&Button {
                content: html! { "Close it now" span class="nhsuk-u-visually-hidden" { ": " (called) } }.into(),
                variant: ButtonVariant::Secondary,
                prevent_double_click: Some(true),
                ..Button::default()
            }))
        }
    }
}

async fn again(site: &Arc<Site>, who: &SignedIn, status: StatusCode, returned: &Returned) -> Result<Response, Failure> {
    let content = drawn(site, who, returned).await?;
    Ok((status, answer(staff::page(site, Some(who), &content))).into_response())
}

async fn drawn(site: &Arc<Site>, who: &SignedIn, returned: &Returned) -> Result<staff::Content, Failure> {
    let told = activity::carry_out(site, who, |_, ctx| opening::list(ctx)).await?;
    let now = site.world.now();
    let main = html! {
        (returned.errors.summary())
        @if let Some(why) = &returned.refused { p { strong { "Nothing was changed: " (why) "." } } }
        h1 { "Opened in an emergency" }
        p { "Clinical staff opened these records without being of her team or its organisation. Somebody else than whoever opened one says whether it was right." }
        h2 class="nhsuk-heading-m" id="to-review" { "To look at" }
        @if told.to_review.is_empty() { p { "Nothing waits for you." } }
        @for one in &told.to_review { (waiting(site, &told, one, now, returned)) }
        h2 class="nhsuk-heading-m" id="reviewed" { "Looked at, of the last " (DAYS_LISTED) " days" }
        @if told.reviewed.is_empty() { p { "None." } }
        @for one in &told.reviewed { (summary(&told, one, now)) }
        p class="porch-true__at" { "As it stood " (moment::time(now)) ". That you looked is noted with your name." }
    };
    let error = if returned.errors.is_empty() { "" } else { "Error: " };
    Ok(staff::Content {
        title: format!("{error}Opened in an emergency"),
        main,
        wide: false,
        section: staff::Section::Openings,
    })
}

fn called(line: &OpeningLine) -> &str {
    line.reference.as_deref().unwrap_or("from another system")
}

fn summary(told: &ToldOpenings, one: &Told, now: Timestamp) -> Markup {
    let line = &one.line;
    let row =
        |key: &'static str, value: Markup| SummaryRow { key: key.into(), value: value.into(), ..SummaryRow::default() };
    let mut rows = vec![
        row("Referral", html! { (called(line)) }),
        row("Opened by", html! { (told.names.of(&line.by)) }),
        row(
            "When",
            html! {
                (moment::time(line.at)) @if now < line.until { ", open until " } @else { ", until " } (moment::time(line.until))
                @if let Some((by, _)) = &one.ended { ", when " (told.names.of(by)) " closed it before its end" }
            },
        ),
        row("Reason", html! { (line.reason.label()) }),
        row("In their words", html! { div class="porch-words" { (one.why.as_deref().unwrap_or("erased")) } }),
    ];
    match &line.reviewed {
        Some((by, at, finding)) => {
            rows.push(row("Found", html! { (finding.label()) ", by " (told.names.of(by)) ", " (moment::time(*at)) }));
            rows.push(row("Note", html! { div class="porch-words" { (one.note.as_deref().unwrap_or("erased")) } }));
        }
        None => {
            let late = one.is_late(now);
            let by = html! { @if late { strong { "Late: it was to be looked at by " (moment::time(line.review_by)) } } @else { (moment::time(line.review_by)) } };
            rows.push(row("Look at it by", by));
        }
    }
    summary_list(&SummaryList { rows, ..SummaryList::default() })
}

/// One that waits, with the form that closes it.
fn waiting(site: &Site, told: &ToldOpenings, one: &Told, now: Timestamp, returned: &Returned) -> Markup {
    let id = one.line.id;
    let none = Returned::default();
    let returned = if returned.of == Some(id) { returned } else { &none };
    // The errors at the top of the page lead to the fields of the one form that came back.
    let field = |name: &str| if returned.of == Some(id) { name.to_owned() } else { format!("{name}-{id}") };
    let (finding, note) = (field("finding"), field("note"));
    html! {
        section class="porch-earlier" aria-label={ "Opened: " (called(&one.line)) } {
            (summary(told, one, now))
            @if now < one.line.until { (ending(site, id, called(&one.line))) }
            form action={ "/openings/" (id) } method="post" novalidate {
                input type="hidden" name="command" value=(site.world.id());
                (radios(&Radios {
                    name: "finding",
                    id_prefix: &finding,
                    legend: Some("What did you find?".into()),
                    error: returned.errors.of("finding").into(),
                    items: Finding::ALL.iter().map(|finding| Choice::new(finding.code(), finding.label())).collect(),
                    value: returned.answers.typed("finding"),
                    small: true,
                    ..Radios::default()
                }))
                (textarea(&Textarea {
                    label: Label::from("How do you know, or what is to be followed up?"),
                    error: returned.errors.of("note").into(),
                    id: &note,
                    name: "note",
                    value: returned.answers.typed("note"),
                    rows: 2,
                    ..Textarea::default()
                }))
                (button(&Button {
                    content: html! { "Close this" span class="nhsuk-u-visually-hidden" { ": " (called(&one.line)) } }.into(),
                    variant: ButtonVariant::Secondary,
                    prevent_double_click: Some(true),
                    ..Button::default()
                }))
            }
        }
    }
}

/// What whoever asks holds open.
fn held(site: &Site, own: &[OpeningLine], refused: Option<&str>) -> staff::Content {
    let main = html! {
        @if let Some(why) = refused { p { strong { "Nothing was changed: " (why) "." } } }
        h1 { "Records that you opened in an emergency" }
        @if own.is_empty() { p { "You hold none open now." } }
        @else {
            ul class="nhsuk-list nhsuk-list--bullet" {
                @for line in own {
                    li {
                        a href=(referral::address(line.referral)) { "Referral " (called(line)) } ", open to you until " (moment::time(line.until))
                        (ending(site, line.id, called(line)))
                    }
                }
            }
        }
        p { "Each closes by itself, or once you close it, and an information officer reads why you opened it." }
    };
    staff::Content {
        title: "Records that you opened in an emergency".to_owned(),
        main,
        wide: false,
        section: staff::Section::None,
    }
}
