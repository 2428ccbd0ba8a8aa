//! `/ask/q/{step}`: one page of questions. What was typed is saved before anything is said about it.

use std::sync::Arc;

use axum::{
    extract::{Path, RawQuery, State},
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Response},
};
use maud::{Markup, html};
use porch_app::door::{self, Emergency};
use porch_domain::front_door::{Answers, Problem, Step, WayIn, What, field, problems_of};

use super::{
    Back, CHECK, SENT, View, address, answer, by_phone, files, fits,
    form::{self, Standing, Wrong},
    help_now, not_sent_yet,
    posted::Posted,
    to,
    trouble::{Trouble, Unsent, unsent},
    visit::{self, Visit, is_at_once},
};
use crate::{
    Site,
    components::{Button, ButtonVariant, button},
    failure::Kind,
    wording,
};

/// The hidden field, and the query, that lead back to the summary.
const CHECKING: &str = "check";

/// Where the page stands that says whom to ring when no number is safe.
const RING: &str = "/ask/ring";

/// A page of questions.
pub(crate) async fn show(
    State(site): State<Arc<Site>>,
    Path(path): Path<String>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Response {
    let Some(step) = Step::of_path(&path) else { return crate::failure::Failure::from(Kind::NotFound).into_response() };
    let visit = match Visit::open(&site, &headers).await {
        Ok(visit) => visit,
        Err(trouble) => return trouble.plainly(&site),
    };
    if let Some(elsewhere) = elsewhere(&site, &visit, step) {
        return elsewhere;
    }
    let checking = query.as_deref() == Some("check=1");
    if step == Step::Files {
        return files::page(&site, &visit, checking, None, StatusCode::OK).await;
    }
    page(&site, &visit, step, &Said { checking, ..Said::default() })
}

/// Where a step leads that is not asked of this visit.
pub(super) fn elsewhere(site: &Site, visit: &Visit, step: Step) -> Option<Response> {
    if visit.is_done() {
        return Some(to(SENT));
    }
    (!visit.steps().contains(&step)).then(|| to(&visit.where_to_go_on(site)))
}

/// What a page says beside its questions.
#[derive(Debug, Clone, Default)]
pub(super) struct Said {
    /// What is wrong.
    pub(super) wrong: Vec<Wrong>,
    /// Whether it leads back to the summary.
    pub(super) checking: bool,
    /// Whether nothing of it could be kept or sent.
    pub(super) not_sent: Option<Unsent>,
}

/// Saves what was typed, right or wrong; then says what is wrong, or goes on.
pub(crate) async fn take(
    State(site): State<Arc<Site>>,
    Path(path): Path<String>,
    headers: HeaderMap,
    Posted(typed): Posted,
) -> Response {
    let Some(step) = Step::of_path(&path) else { return crate::failure::Failure::from(Kind::NotFound).into_response() };
    let checking = typed.has(CHECKING);
    let mut visit = match Visit::open(&site, &headers).await {
        Ok(visit) => visit,
        Err(trouble) => return trouble.keeping(&site, &address(step, false), &every_field(step), &typed),
    };
    if let Some(elsewhere) = elsewhere(&site, &visit, step) {
        return elsewhere;
    }
    // What was said together with a number was no answer yet.
    let said_before = visit.no_number() && !visit.answers().has(field::CALL_BACK);
    if let Err(response) = save(&site, &mut visit, step, typed, checking).await {
        return *response;
    }
    let wrong = wrong(&site, &visit, step);
    if !wrong.is_empty() {
        return page(&site, &visit, step, &Said { wrong, checking, not_sent: None });
    }
    if is_at_once(step) {
        return at_once(&site, visit, step, said_before).await;
    }
    to(&after(&visit, step, checking))
}

/// Saves what was typed into a page; where that fails, the answer is the same page with what was typed.
pub(super) async fn save(
    site: &Arc<Site>,
    visit: &mut Visit,
    step: Step,
    typed: Answers,
    checking: bool,
) -> Result<(), Box<Response>> {
    let (key, answers) = (visit.key.clone(), typed.clone());
    match visit::at_door(site, move |ctx| door::save(ctx, &key, step, &answers)).await {
        Ok(opened) => {
            visit.opened = opened;
            Ok(())
        }
        Err(Trouble::Fault(failure)) => {
            visit.opened.answers.replace(step.fields(visit.way()), &typed);
            let said = Said { checking, not_sent: Some(unsent(&failure)), ..Said::default() };
            Err(Box::new(page(site, visit, step, &said)))
        }
        Err(trouble @ (Trouble::Gone | Trouble::Incomplete)) => Err(Box::new(trouble.plainly(site))),
    }
}

/// The fields of a step, whichever way it is asked.
fn every_field(step: Step) -> Vec<&'static str> {
    let mut fields = step.fields(WayIn::Professional).to_vec();
    fields.push(CHECKING);
    fields
}

/// What is wrong with a step, in words, each leading to its field.
pub(super) fn wrong(site: &Site, visit: &Visit, step: Step) -> Vec<Wrong> {
    let mut problems = problems_of(visit.way(), step, visit.answers(), site.today());
    if visit.is_emergency() && !is_at_once(step) {
        // Beyond the least nothing is demanded in an emergency; only what cannot be right is said (PR-03).
        problems.retain(|problem| !matches!(problem.what, What::Missing | What::NoWayToReach));
    }
    let mut wrong = in_words(visit, step, &problems);
    if step == Step::CallBack && visit.no_number() && visit.answers().has(field::CALL_BACK) {
        // Ringing a number that is not safe may hurt her, and so may not ringing: only she can say which it is.
        let text = visit.asking().words("e-no_number-both");
        wrong.push(Wrong { field: field::NO_NUMBER, href: format!("#{}", field::NO_NUMBER), text });
    }
    wrong
}

fn in_words(visit: &Visit, step: Step, problems: &[Problem]) -> Vec<Wrong> {
    let asking = visit.asking();
    let questions = asking.questions(step);
    let target = |field: &str| {
        // A part of a date is in its question; whatever has no question leads to the form as a whole.
        let question = questions
            .iter()
            .find(|question| field == question.field || field.starts_with(&format!("{}-", question.field)));
        question.map(|question| (question.field, question.target()))
    };
    problems
        .iter()
        .map(|problem| {
            let (field, target) = target(problem.field).unwrap_or((problem.field, "maincontent".to_owned()));
            Wrong { field, href: format!("#{target}"), text: asking.error(*problem) }
        })
        .collect()
}

/// Stores an emergency at once, before anything else is asked (PR-04); or, with nobody to ring, counts it (PR-01).
async fn at_once(site: &Arc<Site>, visit: Visit, step: Step, said_before: bool) -> Response {
    if step == Step::CallBack && visit.no_number() {
        if !said_before && let Err(trouble) = visit::at_door(site, door::nobody_to_ring).await {
            tracing::error!(?trouble, "somebody with nobody to ring was not counted");
        }
        return to(RING);
    }
    let key = visit.key.clone();
    match visit::at_door(site, move |ctx| door::send_emergency(ctx, &key)).await {
        Ok(Emergency::Stored(_)) => to(SENT),
        Ok(Emergency::Missing(problems)) => {
            page(site, &visit, step, &Said { wrong: in_words(&visit, step, &problems), ..Said::default() })
        }
        Err(Trouble::Fault(failure)) => {
            page(site, &visit, step, &Said { not_sent: Some(unsent(&failure)), ..Said::default() })
        }
        Err(trouble @ (Trouble::Gone | Trouble::Incomplete)) => trouble.plainly(site),
    }
}

/// Where a step leads once it is answered.
pub(super) fn after(visit: &Visit, step: Step, checking: bool) -> String {
    let steps = visit.steps();
    let next = steps.iter().position(|known| *known == step).and_then(|at| steps.get(at + 1)).copied();
    let Some(next) = next else { return CHECK.to_owned() };
    if !checking {
        return address(next, false);
    }
    match step {
        // How things are decides which warning signs are asked about, so these are asked again.
        Step::Now | Step::More => address(next, true),
        Step::Signs if is_at_once(next) => address(next, false),
        Step::Signs
        | Step::CallBack
        | Step::Emergency
        | Step::Words
        | Step::Health
        | Step::Person
        | Step::Referrer
        | Step::Agreement
        | Step::Reach
        | Step::Tell
        | Step::Needs
        | Step::Safeguarding
        | Step::Files => CHECK.to_owned(),
    }
}

/// The page before a step.
pub(super) fn before(visit: &Visit, step: Step, checking: bool) -> Back {
    if checking {
        return Back::To(CHECK.to_owned());
    }
    let steps = visit.steps();
    let at = steps.iter().position(|known| *known == step).unwrap_or_default();
    let before = at.checked_sub(1).and_then(|at| steps.get(at));
    Back::To(match before {
        Some(before) => address(*before, false),
        None if visit.opened.sent.is_some() => SENT.to_owned(),
        None => match visit.way() {
            WayIn::Myself => "/ask",
            WayIn::Family => "/ask/family",
            WayIn::Professional | WayIn::Telephone => "/refer",
        }
        .to_owned(),
    })
}

/// Where in the questions a step stands, without how many there are.
pub(super) fn number(visit: &Visit, step: Step) -> usize {
    let steps = porch_domain::front_door::steps(visit.way(), visit.answers());
    steps.iter().position(|known| *known == step).map_or(1, |at| at + 1)
}

/// A page of questions as an answer.
pub(super) fn page(site: &Site, visit: &Visit, step: Step, said: &Said) -> Response {
    let body = body(site, visit, step, said);
    let status = if said.wrong.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let status = said.not_sent.map_or(status, |unsent| unsent.status);
    answer(site, status, title(visit, step, said), before(visit, step, said.checking), &body)
}

/// The title in the browser: where one is, and nothing of what is asked (H16).
pub(super) fn title(visit: &Visit, step: Step, said: &Said) -> String {
    let title = wording::text_with("step-title", "number", &number(visit, step).to_string());
    if let Some(unsent) = said.not_sent {
        unsent.title()
    } else if said.wrong.is_empty() {
        title
    } else {
        wording::text_with("error-title", "title", &title)
    }
}

fn body(site: &Site, visit: &Visit, step: Step, said: &Said) -> Markup {
    let view = &View::of(site);
    let asking = visit.asking();
    let caption = caption(visit, step);
    let questions = asking.questions(step);
    let alone = matches!(questions.as_slice(), [_]);
    let lead = asking.lead(step);
    html! {
        @if visit.opened.kept && visit.opened.sent.is_none() { (not_sent_yet()) }
        (form::summary(&said.wrong))
        @if let Some(unsent) = said.not_sent { (unsent.alert(view, asking.baby_may_be())) }
        @if is_at_once(step) && said.not_sent.is_none() { (help_now::card_among_questions(view, asking.baby_may_be())) }
        @if !alone {
            h1 { span class="nhsuk-caption-l" { (caption) } " " (asking.heading(step)) }
            @if !lead.is_empty() { (wording::paragraphs(&lead)) }
        }
        form method="post" action=(address(step, false)) novalidate {
            @if said.checking { input type="hidden" name=(CHECKING) value="1"; }
            @for question in &questions {
                @let standing = if alone { Standing::Alone(&caption) } else { Standing::Among };
                (form::question(question, visit.answers(), &said.wrong, standing))
            }
            (buttons(visit, step))
            (fits::beside(site, visit, step))
        }
        (by_phone(view))
    }
}

pub(super) fn caption(visit: &Visit, step: Step) -> String {
    let key = match visit.way() {
        WayIn::Myself | WayIn::Family => "caption",
        WayIn::Professional | WayIn::Telephone => "caption-professional",
    };
    wording::text_with(key, "number", &number(visit, step).to_string())
}

/// To go on; and for a professional, to keep it for later.
pub(super) fn buttons(visit: &Visit, step: Step) -> Markup {
    let go_on = if is_at_once(step) { "send-now" } else { "continue" };
    html! {
        div class="nhsuk-button-group" {
            (button(&Button {
                content: visit.asking().words(go_on).into(),
                prevent_double_click: Some(true),
                ..Button::default()
            }))
            @if may_be_kept(visit) {
                input type="hidden" name="step" value=(step.path());
                button class="nhsuk-button nhsuk-button--secondary" type="submit" formaction="/ask/keep" {
                    (wording::text("keep-link"))
                }
            }
        }
    }
}

/// Whether a draft may be kept for later: a professional's that was not sent.
pub(super) fn may_be_kept(visit: &Visit) -> bool {
    visit.way() == WayIn::Professional && visit.opened.sent.is_none()
}

/// With a warning sign and no number that is safe: whom to ring now, since nobody here can ring her (PR-01).
pub(crate) async fn ring(State(site): State<Arc<Site>>, headers: HeaderMap) -> Response {
    let visit = match Visit::open(&site, &headers).await {
        Ok(visit) => visit,
        Err(trouble) => return trouble.plainly(&site),
    };
    if !visit.no_number() || visit.is_done() {
        return to(&visit.where_to_go_on(&site));
    }
    let (view, asking) = (View::of(&site), visit.asking());
    let go_on = after(&visit, Step::CallBack, false);
    let body = html! {
        h1 { (asking.words("ring-heading")) }
        (help_now::card_among_questions(&view, asking.baby_may_be()))
        (wording::paragraphs(&asking.words("ring")))
        (help_now::calm_routes(&view))
        h2 { (wording::text("ring-then-heading")) }
        (wording::paragraphs(&asking.words("ring-then")))
        div class="nhsuk-button-group" {
            (button(&Button { content: wording::text("ring-go-on").into(), href: &go_on, ..Button::default() }))
            (button(&Button {
                content: wording::text("ring-number").into(),
                href: &address(Step::CallBack, false),
                variant: ButtonVariant::Secondary,
                ..Button::default()
            }))
        }
    };
    let back = Back::To(address(Step::CallBack, false));
    answer(&site, StatusCode::OK, wording::text("ring-title"), back, &body)
}
