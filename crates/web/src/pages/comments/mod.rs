//! `/comments`: what people said of how it was. A manager reads each within one working day, passes on what cannot wait, and
//! closes it or answers it on "You said, we did" (T6, H02).

pub(crate) mod report;

use std::sync::Arc;

use axum::{
    extract::{Path, State},
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use jiff::Timestamp;
use maud::{Markup, html};
use porch_app::{
    AppError, CommentLine, Ctx,
    access::Action,
    comment::{self, Listed, Seen, WithDuty},
};
use porch_domain::{
    comment::{CloseReason, CommentCommand, CommentStage, LONGEST_NOTE, PassedFor},
    front_door::Answers,
    ids::CommentId,
};

use crate::{
    Site, activity,
    components::{
        BackLink, Button, ButtonVariant, Choice, InsetText, Label, Radios, Size, SummaryList, SummaryRow, Table,
        TableCaption, Textarea, back_link, button, inset_text, radios, summary_list, table, textarea,
    },
    failure::{Failure, Kind},
    moment,
    pages::{
        form::{self, Errors, Sent},
        html as answer, referral, staff,
    },
    sign_in::SignedIn,
};

/// Where they are listed.
pub(crate) const ADDRESS: &str = "/comments";
const TITLE: &str = "How it was";
const STEP: &str = "step";
const REASON: &str = "reason";
const NOTE: &str = "note";
const DONE: &str = "done";
const WHY: &str = "why";

/// A form that came back.
#[derive(Debug, Clone, Default)]
struct Returned {
    typed: Answers,
    errors: Errors,
}

/// The list.
pub(crate) async fn show(State(site): State<Arc<Site>>, who: SignedIn) -> Result<Response, Failure> {
    let listed = activity::carry_out(&site, &who, |_, ctx| comment::list(ctx)).await?;
    let now = site.world.now();
    let main = html! {
        h1 { (TITLE) }
        p {
            "What people said of the service without an account. It is read within one working day. "
            a href="/said-and-done" { "Answer on \u{201c}You said, we did\u{201d}" } ", or close it here. "
            a href="/reports/comments" { "How many, by month" } "."
        }
        (lists(&listed, now))
    };
    Ok(framed(&site, &who, StatusCode::OK, &Errors::default(), TITLE, main))
}

fn lists(listed: &Listed, now: Timestamp) -> Markup {
    html! {
        @if listed.waiting.is_empty() { p { "Nothing waits." } } @else { (rows(Desk::Kept, "To be read, passed on, answered or closed", &listed.waiting, now)) }
        @if !listed.done.is_empty() { (rows(Desk::Kept, "Done with, of the last 90 days", &listed.done, now)) }
    }
}

/// Comments in a table, each with where it stands.
fn rows(desk: Desk, caption: &'static str, lines: &[CommentLine], now: Timestamp) -> Markup {
    table(&Table {
        caption: TableCaption::from(caption),
        head: vec!["Said".into(), "By".into(), "State".into(), "Asks for an answer".into()],
        rows: lines
            .iter()
            .map(|line| {
                vec![
                    html! { a href=(desk.address(line.id)) { (moment::time(line.at)) } }.into(),
                    line.teller.label().into(),
                    state(line, now).into(),
                    if line.wants_answer { "yes" } else { "no" }.into(),
                ]
            })
            .collect(),
        responsive: true,
        ..Table::default()
    })
}

fn state(line: &CommentLine, now: Timestamp) -> Markup {
    html! {
        @match line.stage {
            CommentStage::Unread if line.read_by < now => strong { "Late: to be read by " (moment::time(line.read_by)) },
            CommentStage::Unread => { "To be read by " (moment::time(line.read_by)) },
            CommentStage::WithDuty => strong { "With duty" },
            CommentStage::Open => { "Read" },
            CommentStage::Done => { @if line.item.is_some() { "Answered" } @else { "Done with" } },
        }
    }
}

/// What duty has, and how many nobody has read in time: for the page of duty.
pub(crate) fn for_duty(who: &SignedIn, WithDuty { waiting: lines, late }: &WithDuty, now: Timestamp) -> Markup {
    html! {
        @if *late > 0 {
            (inset_text(&InsetText {
                content: html! { p { strong {
                    @if *late == 1 { "1 comment of somebody was not read in time." } @else { (late) " comments of people were not read in time." }
                } " A manager reads them: tell one, since something in them may not wait." } }.into(),
                ..InsetText::default()
            }))
        }
        @if !lines.is_empty() && who.may(Action::TriageReferral) {
            h2 class="nhsuk-heading-m" id="comments" { "Passed to duty from what people said" }
            (rows(Desk::Duty, "Say of each what was done", lines, now))
        }
    }
}

/// Where a comment is read: by those who keep them, or by duty, to whom it was passed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Desk {
    Kept,
    Duty,
}

impl Desk {
    /// The address of one that is read here.
    fn address(self, id: CommentId) -> String {
        match self {
            Self::Kept => format!("{ADDRESS}/{id}"),
            Self::Duty => format!("/duty{ADDRESS}/{id}"),
        }
    }

    fn open(self, ctx: &Ctx, id: CommentId) -> Result<Option<Seen>, AppError> {
        match self {
            Self::Kept => comment::open(ctx, id),
            Self::Duty => comment::open_with_duty(ctx, id),
        }
    }

    /// Where whoever did something is led.
    fn then(self, who: &SignedIn, id: CommentId) -> String {
        match self {
            Self::Kept if who.may(Action::KeepSaidAndDone) => ADDRESS.to_owned(),
            Self::Kept => self.address(id),
            Self::Duty => "/duty".to_owned(),
        }
    }
}

/// One comment, for those who keep them.
pub(crate) async fn show_one(
    State(site): State<Arc<Site>>,
    who: SignedIn,
    Path(id): Path<String>,
) -> Result<Response, Failure> {
    opened(&site, &who, Desk::Kept, &id).await
}

/// One comment, for duty.
pub(crate) async fn show_to_duty(
    State(site): State<Arc<Site>>,
    who: SignedIn,
    Path(id): Path<String>,
) -> Result<Response, Failure> {
    opened(&site, &who, Desk::Duty, &id).await
}

/// Does something with one.
pub(crate) async fn act(
    State(site): State<Arc<Site>>,
    who: SignedIn,
    Path(id): Path<String>,
    sent: Sent,
) -> Result<Response, Failure> {
    acted(&site, &who, Desk::Kept, &id, sent).await
}

/// Says what duty did.
pub(crate) async fn act_as_duty(
    State(site): State<Arc<Site>>,
    who: SignedIn,
    Path(id): Path<String>,
    sent: Sent,
) -> Result<Response, Failure> {
    acted(&site, &who, Desk::Duty, &id, sent).await
}

async fn opened(site: &Arc<Site>, who: &SignedIn, desk: Desk, id: &str) -> Result<Response, Failure> {
    let seen = one(site, who, desk, id).await?;
    Ok(one_page(site, who, desk, StatusCode::OK, &seen, &Returned::default()))
}

async fn acted(site: &Arc<Site>, who: &SignedIn, desk: Desk, id: &str, sent: Sent) -> Result<Response, Failure> {
    let seen = one(site, who, desk, id).await?;
    let (command, version) = (sent.command()?, sent.version()?);
    let mut returned = Returned { typed: sent.0, errors: Errors::default() };
    let Some(asked) = asked(&returned.typed, &mut returned.errors)? else {
        return Ok(one_page(site, who, desk, StatusCode::UNPROCESSABLE_ENTITY, &seen, &returned));
    };
    let (of, field) = (seen.comment.id, field_of(&asked));
    let done = activity::carry_out(site, who, move |_, ctx| match comment::act(ctx, command, of, version, asked) {
        Ok(()) => Ok(None),
        Err(AppError::Stale) => Ok(Some((
            StatusCode::CONFLICT,
            "Somebody changed this meanwhile, and nothing was changed again".to_owned(),
        ))),
        Err(AppError::Disallowed(why)) => {
            Ok(Some((StatusCode::UNPROCESSABLE_ENTITY, format!("Nothing was changed: {why}"))))
        }
        Err(other) => Err(other),
    });
    let Some((status, words)) = done.await? else {
        return Ok((StatusCode::SEE_OTHER, [(header::LOCATION, desk.then(who, of))]).into_response());
    };
    returned.errors.add(field, words);
    let seen = one(site, who, desk, id).await?;
    Ok(one_page(site, who, desk, status, &seen, &returned))
}

/// What a form asks for; what is wrong is added.
fn asked(typed: &Answers, errors: &mut Errors) -> Result<Option<CommentCommand>, Failure> {
    let words = |field: &str, missing: &str, errors: &mut Errors| {
        let words = typed.text(field);
        if words.is_none() {
            errors.add(field, missing);
        }
        words
    };
    Ok(match typed.typed(STEP) {
        "read" => Some(CommentCommand::Read),
        "pass" => {
            let unclear = || Failure::from(Kind::Unclear("the form gives no reason that this page knows".to_owned()));
            Some(CommentCommand::PassOn(PassedFor::of_code(typed.typed(REASON)).ok_or_else(unclear)?))
        }
        "act" => words(DONE, "Say what was done", errors).map(|done| CommentCommand::Act { done }),
        "close" => {
            let reason = CloseReason::of_code(typed.typed(REASON));
            if reason.is_none() {
                errors.add(REASON, "Choose why it is closed");
            }
            let note = typed.text(NOTE).unwrap_or_default();
            reason.map(|reason| CommentCommand::Close { reason, note })
        }
        "erase" => {
            words(WHY, "Say why the words are erased", errors).map(|why| CommentCommand::ErasePersonalData { why })
        }
        _ => return Err(Kind::Unclear("the form says nothing that this page knows".to_owned()).into()),
    })
}

/// The field at which a refusal is said.
fn field_of(asked: &CommentCommand) -> &'static str {
    match asked {
        CommentCommand::Act { .. } => DONE,
        CommentCommand::Close { .. } => REASON,
        CommentCommand::ErasePersonalData { .. } => WHY,
        CommentCommand::Leave(_) | CommentCommand::Read | CommentCommand::PassOn(_) | CommentCommand::Answer(_) => STEP,
    }
}

async fn one(site: &Arc<Site>, who: &SignedIn, desk: Desk, id: &str) -> Result<Seen, Failure> {
    let not_found = || Failure::from(Kind::NotFound).seen_by(who);
    let id: CommentId = id.parse().map_err(|_| not_found())?;
    activity::carry_out(site, who, move |_, ctx| desk.open(ctx, id)).await?.ok_or_else(not_found)
}

fn framed(site: &Site, who: &SignedIn, status: StatusCode, errors: &Errors, title: &str, main: Markup) -> Response {
    let title = if errors.is_empty() { title.to_owned() } else { format!("Error: {title}") };
    let section = if who.may(Action::KeepSaidAndDone) { staff::Section::SaidAndDone } else { staff::Section::None };
    let content = staff::Content { title, main, wide: false, section };
    (status, answer(staff::page(site, Some(who), &content))).into_response()
}

fn one_page(site: &Site, who: &SignedIn, desk: Desk, status: StatusCode, seen: &Seen, returned: &Returned) -> Response {
    let stage = seen.comment.stage();
    let keeps = desk == Desk::Kept && who.may(Action::KeepSaidAndDone);
    let main = html! {
        @if keeps {
            (back_link(&BackLink { content: "All comments".into(), target: ADDRESS.into(), ..BackLink::default() }))
        }
        (returned.errors.summary())
        h1 { "What somebody said" }
        (summary(seen, who, site.world.now()))
        @if keeps && stage != CommentStage::Done { (of_a_manager(site, seen, returned)) }
        @if desk == Desk::Duty && stage == CommentStage::WithDuty { (of_duty(site, seen, returned)) }
        @if desk == Desk::Kept && !seen.comment.erased && who.may(Action::ErasePersonalData) { (erasure(site, seen, returned)) }
        p class="porch-true__at" { "That you looked is noted with your name." }
    };
    framed(site, who, status, &returned.errors, "What somebody said", main)
}

fn summary(seen: &Seen, who: &SignedIn, now: Timestamp) -> Markup {
    let (comment, left) = (&seen.comment, &seen.comment.left);
    let row =
        |key: &'static str, value: Markup| SummaryRow { key: key.into(), value: value.into(), ..SummaryRow::default() };
    let said = |text: Option<&str>| {
        html! {
            div class="porch-words" lang=(left.language) dir="auto" {
                @match text { Some("") => "\u{2013}", Some(text) => (text), None => "erased" }
            }
        }
    };
    let words = left.words.as_ref();
    let by = |account: &str, at: Timestamp| html! { (seen.names.of(account)) ", " (moment::time(at)) };
    let note = |note: Option<&str>| html! { div class="porch-words" { (note.unwrap_or("erased")) } };
    let mut rows = vec![
        row("What went well", said(words.map(|words| words.well.as_str()))),
        row("What could be better", said(words.map(|words| words.better.as_str()))),
        row("By", html! { (left.teller.label()) }),
        row("Said", html! { (moment::time(left.at)) }),
        row("May be shown", html! { @if left.may_show { "Yes, in the words of the service" } @else { "No" } }),
        row("An answer", answer_to(seen, who)),
    ];
    match &comment.read {
        Some(read) => rows.push(row("Read", by(&read.by, read.at))),
        None => rows.push(row("To be read by", html! {
            @if left.read_by < now { strong { (moment::time(left.read_by)) ": late" } } @else { (moment::time(left.read_by)) }
        })),
    }
    if let Some(passed) = &comment.passed_on {
        rows.push(row("Passed to duty", html! { (by(&passed.by, passed.at)) ": " (passed.reason.label()) }));
    }
    if let Some(acted) = &comment.acted_on {
        rows.push(row(
            "Duty did",
            html! { (by(&acted.by, acted.at)) (note(acted.note.as_ref().map(|note| note.text.as_str()))) },
        ));
    }
    if let Some(answered) = &comment.answered {
        rows.push(row("Answered for everybody", by(&answered.by, answered.at)));
    }
    if let Some(closed) = &comment.closed {
        rows.push(row(
            "Closed",
            html! {
                (by(&closed.by, closed.at)) ": " (closed.reason.label())
                @if let Some(more) = &closed.note { (note(Some(&more.text))) }
            },
        ));
    }
    summary_list(&SummaryList { rows, ..SummaryList::default() })
}

/// Where an answer goes, where one is asked for.
fn answer_to(seen: &Seen, who: &SignedIn) -> Markup {
    let left = &seen.comment.left;
    let reach = left.words.as_ref().and_then(|words| words.reach.as_deref());
    html! {
        @match left.referral {
            _ if !left.wants_answer => "Not asked for",
            Some(referral) => {
                "Asked for on her own page: by a way that her record says is safe. "
                @let called = seen.reference.as_deref().unwrap_or("her referral");
                @if who.may(Action::SeeReferral) { a href=(referral::address(referral)) { (called) } } @else { (called) }
            }
            None => { "Asked for: " (reach.unwrap_or("erased")) ". Nobody has checked whether it is safe: say neither the service nor the reason before you know who hears it." }
        }
    }
}

/// What a manager does.
fn of_a_manager(site: &Site, seen: &Seen, returned: &Returned) -> Markup {
    let comment = &seen.comment;
    let address = Desk::Kept.address(comment.id);
    let step = |value: &'static str, words: &'static str, variant: ButtonVariant| {
        button(&Button { content: words.into(), variant, name: STEP, value, ..Button::default() })
    };
    let pass = |reason: PassedFor, words: &'static str| {
        html! {
            form method="post" action=(address) novalidate {
                (form::hidden(site, seen.version))
                input type="hidden" name=(REASON) value=(reason.code());
                (step("pass", words, ButtonVariant::Secondary))
            }
        }
    };
    html! {
        @match comment.stage() {
            CommentStage::WithDuty => (inset_text(&InsetText { content: "Duty has it. Once they have said what was done, it can be answered or closed.".into(), ..InsetText::default() })),
            CommentStage::Unread | CommentStage::Open | CommentStage::Done => {
                h2 class="nhsuk-heading-m" { "Does it tell of danger?" }
                p { "If it may: pass it to duty, and ring them. They act at once, and say what they did." }
                (pass(PassedFor::WarningSign, "Pass to duty: it may tell of danger"))
                @if comment.stage() == CommentStage::Unread {
                    form method="post" action=(address) novalidate {
                        (form::hidden(site, seen.version))
                        (step("read", "I have read it, and nothing in it cannot wait", ButtonVariant::Primary))
                    }
                }
                @if comment.left.wants_answer { (pass(PassedFor::ToAnswer, "Pass to duty: she asks to be answered")) }
                @if comment.may_be_shown() {
                    p { a href="/said-and-done#said" { "Answer it for everybody on \u{201c}You said, we did\u{201d}" } }
                }
                (closing(site, seen, returned, &address))
            }
        }
    }
}

fn closing(site: &Site, seen: &Seen, returned: &Returned, address: &str) -> Markup {
    let fits = |reason: &CloseReason| reason.speaks_of_an_answer() == seen.comment.left.wants_answer;
    html! {
        h2 class="nhsuk-heading-m" { "Close it" }
        form method="post" action=(address) novalidate {
            (form::hidden(site, seen.version))
            (radios(&Radios {
                name: REASON,
                legend: Some("Why it is closed".into()),
                error: returned.errors.of(REASON).into(),
                items: CloseReason::ALL.iter().filter(|reason| fits(reason)).map(|reason| Choice::new(reason.code(), reason.label())).collect(),
                value: returned.typed.typed(REASON),
                small: true,
                ..Radios::default()
            }))
            (words(NOTE, "More of it, if there is", returned))
            (button(&Button { content: "Close".into(), variant: ButtonVariant::Secondary, name: STEP, value: "close", ..Button::default() }))
        }
    }
}

/// What duty does.
fn of_duty(site: &Site, seen: &Seen, returned: &Returned) -> Markup {
    html! {
        h2 class="nhsuk-heading-m" { "What was done" }
        form method="post" action=(Desk::Duty.address(seen.comment.id)) novalidate {
            (form::hidden(site, seen.version))
            (words(DONE, "Say what you did, or why nothing can be done", returned))
            (button(&Button { content: "Save".into(), name: STEP, value: "act", ..Button::default() }))
        }
    }
}

fn erasure(site: &Site, seen: &Seen, returned: &Returned) -> Markup {
    html! {
        h2 class="nhsuk-heading-m" { "Erase the words" }
        form method="post" action=(Desk::Kept.address(seen.comment.id)) novalidate {
            (form::hidden(site, seen.version))
            (words(WHY, "Why, without naming anybody", returned))
            (button(&Button { content: "Erase the words".into(), variant: ButtonVariant::Warning, name: STEP, value: "erase", ..Button::default() }))
        }
    }
}

fn words(field: &'static str, label: &'static str, returned: &Returned) -> Markup {
    let hint = format!("At most {LONGEST_NOTE} letters.");
    textarea(&Textarea {
        label: Label { text: label.into(), size: Some(Size::S), ..Label::default() },
        hint: hint.as_str().into(),
        error: returned.errors.of(field).into(),
        name: field,
        value: returned.typed.typed(field),
        rows: 3,
        ..Textarea::default()
    })
}
