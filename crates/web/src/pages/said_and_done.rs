//! `/said-and-done`: what people said of the service and what was done, for the managers who keep the list (T6).

use std::sync::Arc;

use axum::{
    extract::{Path, State},
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use jiff::civil::Date;
use maud::{Markup, html};
use porch_app::{AppError, Ctx, comment, said_and_done};
use porch_domain::{
    comment::Comment,
    front_door::Answers,
    ids::{CommandId, CommentId, SaidAndDoneId},
    said_and_done::{LONGEST_DONE, LONGEST_SAID, SaidAndDone, SaidAndDoneCommand},
};

use crate::{
    Site, activity,
    components::{
        BackLink, Button, ButtonVariant, Checkboxes, Choice, ChoiceOption, DateInput, DatePart, Input, InsetText,
        Label, Size, Table, TableCaption, Textarea, back_link, button, checkboxes, date_input, input, inset_text,
        table, textarea,
    },
    failure::{Failure, Kind},
    moment,
    pages::{
        form::{self, Errors, Sent, date_of},
        html as answer, staff,
    },
    sign_in::SignedIn,
};

const ADDRESS: &str = "/said-and-done";
const TITLE: &str = "You said, we did";
const SAID: &str = "said";
const DONE: &str = "done";
const DAY: &str = "day";
const NOBODY: &str = "nobody";
const ANSWERS: &str = "answers";
const WHY: &str = "why";

/// The list with a form for a new item.
pub(crate) async fn show(State(site): State<Arc<Site>>, who: SignedIn) -> Result<Response, Failure> {
    let read = all(&site, &who).await?;
    Ok(list_page(&site, &who, StatusCode::OK, &read, (&Answers::default(), &Errors::default())))
}

/// Puts a new item on the list.
pub(crate) async fn add(State(site): State<Arc<Site>>, who: SignedIn, sent: Sent) -> Result<Response, Failure> {
    let command = sent.command()?;
    // The same form twice is the same item.
    let id = SaidAndDoneId(command.0);
    let errors = match publish(&sent.0) {
        Ok(asked) => match carry_out(&site, &who, command, (id, 0), (asked, answers(&sent.0))).await? {
            None => return Ok(to_the_list()),
            Some((_, words)) => one_error(SAID, words),
        },
        Err(errors) => errors,
    };
    let read = all(&site, &who).await?;
    Ok(list_page(&site, &who, StatusCode::UNPROCESSABLE_ENTITY, &read, (&sent.0, &errors)))
}

/// One item, to be changed or withdrawn.
pub(crate) async fn show_one(
    State(site): State<Arc<Site>>,
    who: SignedIn,
    Path(id): Path<String>,
) -> Result<Response, Failure> {
    let item = one(&site, &who, &id).await?;
    Ok(one_page(&site, &who, StatusCode::OK, &item, (&typed_of(&item), &Errors::default())))
}

/// Changes an item's words, or takes it off the list.
pub(crate) async fn act(
    State(site): State<Arc<Site>>,
    who: SignedIn,
    Path(id): Path<String>,
    sent: Sent,
) -> Result<Response, Failure> {
    let item = one(&site, &who, &id).await?;
    let (command, version) = (sent.command()?, sent.version()?);
    let withdraw = sent.0.typed("step") == "withdraw";
    let asked = if withdraw {
        match sent.0.text(WHY) {
            Some(why) => Ok(SaidAndDoneCommand::Withdraw { why }),
            None => {
                let mut errors = Errors::default();
                errors.add(WHY, "Say why it is taken off the list");
                Err(errors)
            }
        }
    } else {
        publish(&sent.0)
    };
    let (status, errors) = match asked {
        Ok(asked) => match carry_out(&site, &who, command, (item.id, version), (asked, Vec::new())).await? {
            None => return Ok(to_the_list()),
            Some((status, words)) => (status, one_error(if withdraw { WHY } else { SAID }, words)),
        },
        Err(errors) => (StatusCode::UNPROCESSABLE_ENTITY, errors),
    };
    Ok(one_page(&site, &who, status, &item, (&sent.0, &errors)))
}

/// The list, and the comments that a new item may answer.
async fn all(site: &Arc<Site>, who: &SignedIn) -> Result<(Vec<SaidAndDone>, Vec<Comment>), Failure> {
    activity::carry_out(site, who, |_, ctx| Ok((said_and_done::all(ctx)?, comment::to_answer(ctx)?))).await
}

/// The comments that were chosen as what it answers.
fn answers(typed: &Answers) -> Vec<CommentId> {
    typed.all(ANSWERS).filter_map(|id| id.parse().ok()).collect()
}

async fn one(site: &Arc<Site>, who: &SignedIn, id: &str) -> Result<SaidAndDone, Failure> {
    let items = activity::carry_out(site, who, |_, ctx| said_and_done::all(ctx)).await?;
    let known = items.into_iter().find(|item| item.id.to_string() == id);
    known.ok_or_else(|| Failure::from(Kind::NotFound).seen_by(who))
}

/// Carries a command out; or gives why not, in words.
async fn carry_out(
    site: &Arc<Site>,
    who: &SignedIn,
    command: CommandId,
    (id, drawn_from): (SaidAndDoneId, i64),
    (asked, answers): (SaidAndDoneCommand, Vec<CommentId>),
) -> Result<Option<(StatusCode, String)>, Failure> {
    let carry_out = move |ctx: &Ctx| said_and_done::carry_out(ctx, command, id, drawn_from, asked, &answers);
    activity::carry_out(site, who, move |_, ctx| match carry_out(ctx) {
        Ok(()) => Ok(None),
        Err(AppError::Stale) => {
            let words = "Somebody changed this meanwhile. It was not changed again: open it anew from the list";
            Ok(Some((StatusCode::CONFLICT, words.to_owned())))
        }
        Err(AppError::Disallowed(why)) => {
            Ok(Some((StatusCode::UNPROCESSABLE_ENTITY, format!("The list was not changed: {why}"))))
        }
        Err(other) => Err(other),
    })
    .await
}

fn one_error(field: &str, words: String) -> Errors {
    let mut errors = Errors::default();
    errors.add(field, words);
    errors
}

/// What was typed as a command, or what is wrong with it.
fn publish(typed: &Answers) -> Result<SaidAndDoneCommand, Errors> {
    let mut errors = Errors::default();
    let (said, done) = (typed.text(SAID), typed.text(DONE));
    if said.is_none() {
        errors.add(SAID, "Say what people said");
    }
    if done.is_none() {
        errors.add(DONE, "Say what was done");
    }
    let part = |part: &str| typed.text(&format!("{DAY}-{part}"));
    let done_on = date_of(part("day"), part("month"), part("year"));
    if done_on.is_none() {
        errors.add(DAY, "Write the day as numbers, such as 22 11 2026");
    }
    if !typed.has(NOBODY) {
        errors.add(NOBODY, "Read it once more, and confirm that nobody can be recognised from it");
    }
    match (said, done, done_on) {
        (Some(said), Some(done), Some(done_on)) if errors.is_empty() => {
            Ok(SaidAndDoneCommand::Publish { said, done, done_on })
        }
        _ => Err(errors),
    }
}

/// The words of an item, as if they had been typed.
fn typed_of(item: &SaidAndDone) -> Answers {
    let on: Date = item.words.done_on;
    Answers::new([
        (SAID.to_owned(), item.words.said.clone()),
        (DONE.to_owned(), item.words.done.clone()),
        (format!("{DAY}-day"), on.day().to_string()),
        (format!("{DAY}-month"), on.month().to_string()),
        (format!("{DAY}-year"), on.year().to_string()),
    ])
}

fn to_the_list() -> Response {
    (StatusCode::SEE_OTHER, [(header::LOCATION, ADDRESS)]).into_response()
}

fn framed(site: &Site, who: &SignedIn, status: StatusCode, errors: &Errors, title: &str, main: Markup) -> Response {
    let title = if errors.is_empty() { title.to_owned() } else { format!("Error: {title}") };
    let content = staff::Content { title, main, wide: false, section: staff::Section::SaidAndDone };
    (status, answer(staff::page(site, Some(who), &content))).into_response()
}

fn list_page(
    site: &Site,
    who: &SignedIn,
    status: StatusCode,
    (items, comments): &(Vec<SaidAndDone>, Vec<Comment>),
    (typed, errors): (&Answers, &Errors),
) -> Response {
    let main = html! {
        (errors.summary())
        h1 { (TITLE) }
        p { "What people said of the service, and what was done about it. " a href="/you-said-we-did" { "Everybody reads it" } ", so it names nobody. " a href="/comments" { "Read what people say now" } "." }
        @if items.is_empty() { p { "Nothing stands on the list yet." } }
        @else { (rows(items)) }
        h2 { "Add to the list" }
        form method="post" action=(ADDRESS) novalidate {
            (form::hidden(site, 0))
            (fields(typed, errors))
            (answered(comments, typed))
            (button(&Button { content: "Publish".into(), ..Button::default() }))
        }
    };
    framed(site, who, status, errors, TITLE, main)
}

/// Which comments it answers: those of people who said that it may be told.
fn answered(comments: &[Comment], typed: &Answers) -> Markup {
    if comments.is_empty() {
        return Markup::default();
    }
    let ids: Vec<String> = comments.iter().map(|comment| comment.id.to_string()).collect();
    let items = comments.iter().zip(&ids).map(|(comment, id)| {
        let words = comment.left.words.as_ref();
        let both = words.map(|words| [words.well.as_str(), words.better.as_str()]).unwrap_or_default();
        let text: Vec<&str> = both.into_iter().filter(|text| !text.is_empty()).collect();
        ChoiceOption {
            text: html! { span lang=(comment.left.language) dir="auto" { (text.join(" / ")) } }.into(),
            hint: html! { (comment.left.teller.label()) ", " (moment::time(comment.left.at)) }.into(),
            value: id,
            ..ChoiceOption::default()
        }
        .into()
    });
    checkboxes(&Checkboxes {
        name: ANSWERS,
        legend: Some("Which comments this answers".into()),
        hint: "They are done with then, but where somebody asked for an answer. Nobody else reads this.".into(),
        items: items.collect(),
        values: typed.all(ANSWERS).collect(),
        small: true,
        ..Checkboxes::default()
    })
}

fn rows(items: &[SaidAndDone]) -> Markup {
    table(&Table {
        caption: TableCaption::from("On the list, and taken off it"),
        head: vec!["You said".into(), "We did".into(), "When".into(), "State".into()],
        rows: items
            .iter()
            .map(|item| {
                let state = item
                    .withdrawn
                    .as_ref()
                    .map_or_else(|| format!("published by {}", item.words.by), |why| format!("taken off: {why}"));
                vec![
                    html! { a href={ (ADDRESS) "/" (item.id) } { (item.words.said) } }.into(),
                    item.words.done.clone().into(),
                    moment::date(item.words.done_on).into(),
                    state.into(),
                ]
            })
            .collect(),
        responsive: true,
        ..Table::default()
    })
}

fn one_page(
    site: &Site,
    who: &SignedIn,
    status: StatusCode,
    item: &SaidAndDone,
    (typed, errors): (&Answers, &Errors),
) -> Response {
    let address = format!("{ADDRESS}/{}", item.id);
    let main = html! {
        (back_link(&BackLink { content: "The whole list".into(), target: ADDRESS.into(), ..BackLink::default() }))
        (errors.summary())
        h1 { "Change what stands on the list" }
        @if let Some(why) = &item.withdrawn {
            (inset_text(&InsetText {
                content: html! { p { "It was taken off the list: " (why) ". Publishing it puts it back." } }.into(),
                ..InsetText::default()
            }))
        }
        form method="post" action=(address) novalidate {
            (form::hidden(site, item.version))
            (fields(typed, errors))
            (button(&Button { content: "Publish".into(), name: "step", value: "publish", ..Button::default() }))
        }
        @if item.withdrawn.is_none() {
            h2 { "Take it off the list" }
            form method="post" action=(address) novalidate {
                (form::hidden(site, item.version))
                (input(&Input {
                    label: Label { text: "Why, for those who keep the list".into(), size: Some(Size::S), ..Label::default() },
                    error: errors.of(WHY).into(),
                    name: WHY,
                    value: typed.typed(WHY),
                    ..Input::default()
                }))
                (button(&Button {
                    content: "Take it off".into(),
                    variant: ButtonVariant::Secondary,
                    name: "step",
                    value: "withdraw",
                    ..Button::default()
                }))
            }
        }
    };
    framed(site, who, status, errors, "Change what stands on the list", main)
}

fn fields(typed: &Answers, errors: &Errors) -> Markup {
    let words = |name: &str, label: &str, hint: String, rows: u8| {
        textarea(&Textarea {
            label: Label { text: label.into(), size: Some(Size::S), ..Label::default() },
            hint: hint.into(),
            error: errors.of(name).into(),
            name,
            value: typed.typed(name),
            rows,
            ..Textarea::default()
        })
    };
    let parts = ["day", "month", "year"].map(|part| format!("{DAY}-{part}"));
    let [day, month, year] = &parts;
    html! {
        (words(SAID, "What people said", format!("In plain words, as many said it: no name, no number, and nothing that only one person can have said. At most {LONGEST_SAID} letters."), 3))
        (words(DONE, "What was done", format!("At most {LONGEST_DONE} letters."), 4))
        (date_input(&DateInput {
            id: DAY,
            legend: Some("When it was done".into()),
            error: errors.of(DAY).into(),
            parts: vec![
                DatePart { name: day, ..DatePart::day(typed.typed(day)) },
                DatePart { name: month, ..DatePart::month(typed.typed(month)) },
                DatePart { name: year, ..DatePart::year(typed.typed(year)) },
            ],
            ..DateInput::default()
        }))
        (checkboxes(&Checkboxes {
            name: NOBODY,
            error: errors.of(NOBODY).into(),
            items: vec![Choice::new("yes", "Nobody can be recognised from this")],
            ..Checkboxes::default()
        }))
    }
}
