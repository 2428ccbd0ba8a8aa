//! `/questions`: a questionnaire that she answers by herself, one question a page. Each answer is saved as it is given, and
//! what names a risk is heard in that moment: the page that answers it says whom to ring now (H02, PR-23).
//!
//! Nothing here says who she is, which questionnaire it is, or what she answered before.

mod sheet;

use std::sync::Arc;

use axum::{
    extract::{Path, State},
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
};
use maud::{Markup, html};
use porch_app::screening::herself::{self, Came, Closed, Deed, Open};

use super::{
    Back, View,
    ask::{answer, posted::Posted, trouble::Trouble, visit::at_door},
    help_now,
    key_cookie::SHEET,
    word::{self, Door, LINK, WORD},
};
use crate::{
    Site,
    components::{Button, ButtonVariant, button},
    failure::{Failure, Kind},
    wording::{self, times},
};

/// The field of an answer.
const ANSWER: &str = "answer";
/// The field of what else worries her.
const WORRY: &str = "worry";

/// Asks for the word.
pub(crate) async fn ask_word(State(site): State<Arc<Site>>, Path(link): Path<String>) -> Response {
    word_page(&site, &link, false)
}

/// Opens it with the word, or says neither what is wrong nor whether there is anything.
pub(crate) async fn come_in(State(site): State<Arc<Site>>, Posted(form): Posted) -> Response {
    let (link, word) = (form.typed(LINK).trim().to_owned(), form.typed(WORD).to_owned());
    let token = link.clone();
    match at_door(&site, move |ctx| herself::come_in(ctx, &token, &word)).await {
        Ok(Came::In(key)) => {
            let headers =
                [(header::LOCATION, "/questions/begin".to_owned()), (header::SET_COOKIE, SHEET.holding(&site, &key))];
            (StatusCode::SEE_OTHER, headers).into_response()
        }
        Ok(Came::Not(Closed::Nothing)) => word_page(&site, &link, true),
        Ok(Came::Not(Closed::TooYoung)) => {
            let body = html! {
                h1 { (wording::text("questions-for-adults-heading")) }
                (wording::prose("questions-for-adults"))
                (help_now::urgent_card(&View::of(&site)))
            };
            page(&site, StatusCode::OK, &body)
        }
        Ok(Came::Not(Closed::NobodyReads { until })) => {
            let view = View::of(&site);
            let body = html! {
                h1 { (wording::text("questions-closed-heading")) }
                (wording::prose("questions-closed"))
                @if let Some(until) = until {
                    p { (wording::text_with("questions-closed-until", "until", &times::day_and_hour(until))) }
                }
                (help_now::urgent_card(&view))
            };
            page(&site, StatusCode::OK, &body)
        }
        Err(trouble) => trouble.keeping(&site, "/questions", &[LINK, WORD], &form),
    }
}

fn word_page(site: &Site, link: &str, wrong: bool) -> Response {
    const DOOR: Door = Door {
        title: "questions-title",
        heading: "questions-heading",
        lead: "questions-word",
        wrong: "e-word-wrong",
        address: "/questions",
    };
    word::page(site, &DOOR, link, wrong)
}

/// Who reads it, when, and that some answers lead to a call: before the first question (PR-23).
pub(crate) async fn begin(State(site): State<Arc<Site>>, headers: HeaderMap) -> Response {
    let (_, open) = match opened(&site, &headers).await {
        Ok(open) => open,
        Err(response) => return *response,
    };
    let hours = site.rules().footprint.screening().read_within_hours;
    let body = html! {
        h1 { (wording::text("questions-begin-heading")) }
        (wording::prose("questions-begin"))
        p { (wording::text_counting("questions-read-within", "hours", hours)) }
        @if open.definition.asks_of_risk() { (wording::prose("questions-begin-risk")) }
        form method="get" action=(address(sheet::first_open(&open))) {
            (button(&Button { content: wording::text("questions-start").into(), ..Button::default() }))
        }
        (help_now::urgent_card(&View::of(&site)))
    };
    page(&site, StatusCode::OK, &body)
}

/// One question.
pub(crate) async fn show(State(site): State<Arc<Site>>, Path(nth): Path<String>, headers: HeaderMap) -> Response {
    let (_, open) = match opened(&site, &headers).await {
        Ok(open) => open,
        Err(response) => return *response,
    };
    match place(&nth, &open) {
        Some(nth) => page(&site, StatusCode::OK, &sheet::question(&site, &open, nth, None)),
        None => Failure::from(Kind::NotFound).into_response(),
    }
}

/// Saves one answer. What names a risk is answered with whom to ring now, before anything else.
pub(crate) async fn take(
    State(site): State<Arc<Site>>,
    Path(nth): Path<String>,
    headers: HeaderMap,
    Posted(form): Posted,
) -> Response {
    let (key, open) = match opened(&site, &headers).await {
        Ok(open) => open,
        Err(response) => return *response,
    };
    let Some(nth) = place(&nth, &open) else { return Failure::from(Kind::NotFound).into_response() };
    if form.has("skip") {
        return to(&after(nth, &open));
    }
    let chosen = form.typed(ANSWER).parse::<u8>().ok();
    let Some(position) = chosen.filter(|position| sheet::offers(&open, nth, *position)) else {
        let body = sheet::question(&site, &open, nth, Some(&wording::text("e-answer-missing")));
        return page(&site, StatusCode::UNPROCESSABLE_ENTITY, &body);
    };
    let Some(item) = sheet::item(&open, nth) else { return Failure::from(Kind::NotFound).into_response() };
    let deed = Deed::Answer(item, position);
    match at_door(&site, move |ctx| herself::save(ctx, &key, &deed)).await {
        Ok(saved) if saved.risk.is_empty() => to(&after(nth, &open)),
        Ok(_) => page(&site, StatusCode::OK, &heard(&site, &after(nth, &open))),
        Err(Trouble::Gone) => gone(&site),
        Err(trouble) => trouble.keeping(&site, &address(nth), &[ANSWER], &form),
    }
}

/// Whom to ring now; and that somebody here has been told.
fn heard(site: &Site, next: &str) -> Markup {
    let view = View::of(site);
    html! {
        h1 { (wording::text("questions-heard-heading")) }
        (help_now::urgent_card(&view))
        (wording::prose("questions-heard"))
        p { (help_now::told(&view)) }
        form method="get" action=(next) {
            (button(&Button {
                content: wording::text("questions-go-on").into(),
                variant: ButtonVariant::Secondary,
                ..Button::default()
            }))
        }
    }
}

/// What else worries her, and the end.
pub(crate) async fn last(State(site): State<Arc<Site>>, headers: HeaderMap) -> Response {
    match opened(&site, &headers).await {
        Ok((_, open)) => page(&site, StatusCode::OK, &sheet::last(&open)),
        Err(response) => *response,
    }
}

/// Saves what else worries her, and is done.
pub(crate) async fn finish(State(site): State<Arc<Site>>, headers: HeaderMap, Posted(form): Posted) -> Response {
    let Some(key) = SHEET.key(&site, &headers) else { return gone(&site) };
    let worry = form.typed(WORRY).trim().to_owned();
    let done = at_door(&site, move |ctx| {
        if !worry.is_empty() {
            herself::save(ctx, &key, &Deed::SayWorry(worry))?;
        }
        herself::save(ctx, &key, &Deed::Finish)
    });
    match done.await {
        Ok(_) => {
            let headers = [(header::LOCATION, "/questions/done".to_owned()), (header::SET_COOKIE, SHEET.gone(&site))];
            (StatusCode::SEE_OTHER, headers).into_response()
        }
        Err(Trouble::Gone) => gone(&site),
        Err(trouble) => trouble.keeping(&site, "/questions/end", &[WORRY], &form),
    }
}

/// That it was sent, who reads it and when, and whom to ring until then.
pub(crate) async fn done(State(site): State<Arc<Site>>) -> Response {
    let hours = site.rules().footprint.screening().read_within_hours;
    let body = html! {
        h1 { (wording::text("questions-done-heading")) }
        p { (wording::text_counting("questions-read-within", "hours", hours)) }
        (wording::prose("questions-done"))
        (help_now::urgent_card(&View::of(&site)))
    };
    page(&site, StatusCode::OK, &body)
}

/// What the cookie opens, or the page that is shown instead.
async fn opened(site: &Arc<Site>, headers: &HeaderMap) -> Result<(String, Open), Box<Response>> {
    let Some(key) = SHEET.key(site, headers) else { return Err(Box::new(gone(site))) };
    let own = key.clone();
    match at_door(site, move |ctx| herself::open(ctx, &own)).await {
        Ok(Some(open)) => Ok((key, open)),
        Ok(None) => Err(Box::new(gone(site))),
        Err(Trouble::Fault(failure)) => Err(Box::new(failure.into_response())),
        Err(_) => Err(Box::new(gone(site))),
    }
}

/// It is not open here any more: the link and the word open it again while its time runs.
fn gone(site: &Site) -> Response {
    let body = html! {
        h1 { (wording::text("questions-gone-heading")) }
        (wording::prose("questions-gone"))
        (help_now::urgent_card(&View::of(site)))
    };
    page(site, StatusCode::GONE, &body)
}

/// The number of a question in its address, from 1 on.
fn place(nth: &str, open: &Open) -> Option<usize> {
    nth.parse().ok().filter(|nth| (1..=sheet::count(open)).contains(nth))
}

fn address(nth: usize) -> String {
    format!("/questions/q/{nth}")
}

/// Where a question leads.
fn after(nth: usize, open: &Open) -> String {
    if nth < sheet::count(open) { address(nth + 1) } else { "/questions/end".to_owned() }
}

fn to(address: &str) -> Response {
    (StatusCode::SEE_OTHER, [(header::LOCATION, address.to_owned())]).into_response()
}

/// Every page of it has the same title, which gives nothing away.
fn page(site: &Site, status: StatusCode, body: &Markup) -> Response {
    answer(site, status, wording::text("questions-title"), Back::Nowhere, body)
}
