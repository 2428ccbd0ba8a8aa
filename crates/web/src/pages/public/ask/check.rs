//! `/ask/check`: everything that was answered, once more, before it is sent; and the sending.

use std::sync::Arc;

use axum::{
    extract::State,
    http::{HeaderMap, StatusCode},
    response::Response,
};
use maud::{Markup, html};
use porch_app::{AppError, door};
use porch_domain::front_door::{ADVICE, Now, PURPOSE, Problem, Step, WayIn, field, problems};

use super::{
    Back, SENT, View, address, answer, by_phone,
    form::{self, Wrong},
    not_sent_yet, opening,
    posted::Posted,
    step, to,
    trouble::{Trouble, Unsent, unsent},
    visit::{self, Visit, is_at_once},
};
use crate::{
    Site,
    components::{Action, Button, InsetText, SummaryList, SummaryRow, button, inset_text, summary_list},
    failure::Failure,
    pages::public::key_cookie::VISIT,
    wording,
};

/// What is not demanded of a professional, and helps (X10).
const HELPS: [&str; 6] = [field::NHS_NUMBER, "born-day", "ends-day", field::GP, field::TELEPHONE, field::MEDICINES];

/// The summary.
pub(crate) async fn show(State(site): State<Arc<Site>>, headers: HeaderMap) -> Response {
    match Visit::open(&site, &headers).await {
        Ok(visit) if visit.is_done() => to(SENT),
        Ok(visit) => page(&site, &visit, &[], None).await,
        Err(trouble) => trouble.plainly(&site),
    }
}

/// Sends, once. Opening and sending are one piece of work: a press that waits for its turn twice holds up the others twice.
pub(crate) async fn send(State(site): State<Arc<Site>>, headers: HeaderMap, Posted(form): Posted) -> Response {
    let Some(key) = VISIT.key(&site, &headers) else {
        return Trouble::Gone.keeping(&site, super::CHECK, &[], &form);
    };
    let of_site = Arc::clone(&site);
    let pressed = visit::at_door(&site, move |ctx| {
        let Some(visit) = Visit::of(key.clone(), door::open(ctx, &key)?) else { return Ok(None) };
        if visit.is_done() {
            return Ok(Some((visit, Pressed::Sent)));
        }
        let missing = without_any_way(&of_site, &visit);
        if !missing.is_empty() {
            return Ok(Some((visit, Pressed::Missing(missing))));
        }
        let pressed = match door::send(ctx, &key) {
            Ok(_) => Pressed::Sent,
            Err(AppError::Incomplete(problems)) => Pressed::Missing(problems),
            Err(AppError::Gone) => return Ok(None),
            Err(error) => Pressed::Failed(Failure::from(error)),
        };
        Ok(Some((visit, pressed)))
    });
    match pressed.await {
        Ok(Some((_, Pressed::Sent))) => to(SENT),
        Ok(Some((visit, Pressed::Missing(problems)))) => page(&site, &visit, &problems, None).await,
        Ok(Some((visit, Pressed::Failed(failure)))) => page(&site, &visit, &[], Some(unsent(&failure))).await,
        Ok(None) => Trouble::Gone.keeping(&site, super::CHECK, &[], &form),
        Err(trouble) => trouble.keeping(&site, super::CHECK, &[], &form),
    }
}

/// What became of a press.
enum Pressed {
    /// It is sent, or was before.
    Sent,
    /// Something stands in the way.
    Missing(Vec<(Step, Problem)>),
    /// The machine says no.
    Failed(Failure),
}

/// An emergency in which no number was safe can be sent as soon as there is some way to reach anyone; without one it would
/// start a clock that nobody can keep (PR-01).
fn without_any_way(site: &Site, visit: &Visit) -> Vec<(Step, Problem)> {
    if visit.opened.sent.is_some() || !visit.no_number() || !visit.is_emergency() {
        return Vec::new();
    }
    let reaching = |step: Step| match step {
        Step::Reach | Step::Referrer | Step::CallBack | Step::Emergency => true,
        Step::Now
        | Step::More
        | Step::Signs
        | Step::Words
        | Step::Health
        | Step::Person
        | Step::Agreement
        | Step::Tell
        | Step::Needs
        | Step::Safeguarding
        | Step::Files => false,
    };
    problems(visit.way(), visit.answers(), site.today()).into_iter().filter(|(step, _)| reaching(*step)).collect()
}

async fn page(site: &Arc<Site>, visit: &Visit, problems: &[(Step, Problem)], not_sent: Option<Unsent>) -> Response {
    let key = visit.key.clone();
    let files = visit::at_door(site, move |ctx| door::files(ctx, &key)).await;
    let files: Vec<String> = match files {
        Ok(files) => files.into_iter().map(|file| file.name).collect(),
        Err(Trouble::Fault(_) | Trouble::Gone | Trouble::Incomplete) => Vec::new(),
    };
    let wrong: Vec<Wrong> = problems.iter().map(|(step, problem)| to_be_mended(visit, *step, *problem)).collect();
    let body = body(site, visit, &files, &wrong, not_sent);
    let status = if wrong.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let status = not_sent.map_or(status, |unsent| unsent.status);
    let title = wording::text("check-title");
    let title = if let Some(unsent) = not_sent {
        unsent.title()
    } else if wrong.is_empty() {
        title
    } else {
        wording::text_with("error-title", "title", &title)
    };
    let last = visit.steps().last().copied();
    let back = last.map_or(Back::ToStart, |step| Back::To(address(step, false)));
    answer(site, status, title, back, &body)
}

/// A problem, leading to the field on its page.
fn to_be_mended(visit: &Visit, step: Step, problem: Problem) -> Wrong {
    let asking = visit.asking();
    let target = asking.questions(step).into_iter().find(|question| question.field == problem.field);
    let at = target.map_or_else(String::new, |question| format!("#{}", question.target()));
    let href = format!("{}{at}", address(step, !is_at_once(step)));
    Wrong { field: problem.field, href, text: asking.error(problem) }
}

fn body(site: &Site, visit: &Visit, files: &[String], wrong: &[Wrong], not_sent: Option<Unsent>) -> Markup {
    let (view, asking) = (View::of(site), visit.asking());
    let reading = opening::reading(&view);
    let advice = is_advice(visit);
    let key = if advice { "check-advice" } else { "check" };
    html! {
        @if visit.opened.kept && visit.opened.sent.is_none() { (not_sent_yet()) }
        (form::summary(wrong))
        @if let Some(unsent) = not_sent { (unsent.alert(&view, asking.baby_may_be())) }
        h1 { (asking.words("check-heading")) }
        @if visit.opened.sent.is_some() {
            p { (wording::text("check-already")) }
        }
        (standing_in_the_way(site, visit))
        @for step in visit.steps() { (answers_of(visit, step, files)) }
        (what_helps(visit))
        h2 { (wording::text("check-next-heading")) }
        (wording::paragraphs(&asking.words(&format!("{key}-next"))))
        @if !reading.now {
            (inset_text(&InsetText {
                content: wording::text_with("start-closed", "next", &reading.next).into(),
                ..InsetText::default()
            }))
        }
        h2 { (wording::text("check-who-heading")) }
        (wording::paragraphs(&asking.words("check-who")))
        form method="post" action=(super::CHECK) novalidate {
            div class="nhsuk-button-group" {
                (button(&Button {
                    content: asking.words(if advice { "send-advice" } else { "send" }).into(),
                    prevent_double_click: Some(true),
                    ..Button::default()
                }))
                @if step::may_be_kept(visit) {
                    button class="nhsuk-button nhsuk-button--secondary" type="submit" formaction="/ask/keep" {
                        (wording::text("keep-link"))
                    }
                }
            }
        }
        (by_phone(&view))
    }
}

fn is_advice(visit: &Visit) -> bool {
    visit.way() == WayIn::Professional && visit.answers().typed(PURPOSE) == ADVICE && !visit.is_emergency()
}

/// What is still needed, said before anyone presses the button.
fn standing_in_the_way(site: &Site, visit: &Visit) -> Markup {
    let needed = if visit.opened.sent.is_some() {
        Vec::new()
    } else if visit.is_emergency() {
        without_any_way(site, visit)
    } else {
        problems(visit.way(), visit.answers(), site.today())
    };
    if needed.is_empty() {
        return html! {};
    }
    let needed: Vec<Wrong> = needed.iter().map(|(step, problem)| to_be_mended(visit, *step, *problem)).collect();
    let list = html! {
        p { strong { (wording::text("check-needed")) } }
        ul class="nhsuk-list nhsuk-list--bullet" {
            @for one in &needed { li { a href=(one.href) { (one.text) } } }
        }
    };
    inset_text(&InsetText { content: list.into(), ..InsetText::default() })
}

/// What was answered in a step, each with a way to change it; what was left out stands in one row, so that the page stays
/// short enough to be read.
fn answers_of(visit: &Visit, step: Step, files: &[String]) -> Markup {
    let asking = visit.asking();
    // What leads back to a step of an emergency leads on from it as before.
    let href = address(step, !is_at_once(step));
    let mut answered: Vec<(String, Vec<String>)> = asking
        .questions(step)
        .into_iter()
        .map(|question| (question.label.clone(), question.answered(visit.answers())))
        .collect();
    if step == Step::Files {
        answered.push((wording::text("files-heading"), files.to_vec()));
    }
    let several = answered.len() > 1;
    let (given, left_out): (Vec<_>, Vec<_>) = answered.into_iter().partition(|(_, answers)| !answers.is_empty());
    let mut rows: Vec<(String, Markup)> = given
        .into_iter()
        .map(|(label, answers)| (label, html! { @for answer in &answers { p class="porch-typed" { (answer) } } }))
        .collect();
    // What she left unsaid of a loss is not held up to her.
    let unsaid = step == Step::More && asking.now == Some(Now::Loss);
    if !left_out.is_empty() && !unsaid {
        let labels: Vec<&str> = left_out.iter().map(|(label, _)| label.as_str()).collect();
        let labels = html! { p class="porch-left-out" { (labels.join(" · ")) } };
        rows.push((wording::text("check-left-out"), labels));
    }
    let (change, heading) = (wording::text("change"), asking.heading(step));
    let hidden: Vec<String> = rows.iter().map(|(key, _)| format!(": {heading}, {key}")).collect();
    let rows = rows.into_iter().zip(&hidden).map(|((key, value), hidden)| SummaryRow {
        key: key.into(),
        value: value.into(),
        actions: vec![Action {
            text: &change,
            visually_hidden: hidden,
            target: href.as_str().into(),
            ..Action::default()
        }],
        ..SummaryRow::default()
    });
    html! {
        @if several { h2 class="nhsuk-heading-m" { (heading) } }
        (summary_list(&SummaryList { rows: rows.collect(), ..SummaryList::default() }))
    }
}

/// What a professional might add; it never holds anything up.
fn what_helps(visit: &Visit) -> Markup {
    let asked: Vec<&str> = visit.steps().into_iter().flat_map(|step| step.fields(visit.way())).copied().collect();
    let absent: Vec<String> = HELPS
        .into_iter()
        .filter(|field| asked.contains(field) && !visit.answers().has(field))
        .map(|field| wording::text(&format!("helps-{field}")))
        .collect();
    if visit.way() != WayIn::Professional || absent.is_empty() {
        return html! {};
    }
    html! { p { (wording::text_with("check-helps", "list", &absent.join(", "))) } }
}
