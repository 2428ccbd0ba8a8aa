//! What she says on her page: that something has changed, how we may reach her and whom we may tell, that she does not want to
//! go on. A person hears each of them, and none closes anything.

use std::{collections::BTreeSet, sync::Arc};

use axum::{
    extract::State,
    http::{HeaderMap, StatusCode},
    response::Response,
};
use maud::{Markup, html};
use porch_app::her_page::{Deed, Done, LONGEST, OwnPage};
use porch_domain::{
    front_door::{Answers, Confidant, Step, WarningSign, field},
    person::{Marked, Route, RouteChoice},
};

use super::{Back, NOW, View, asking, back, done, gone, help_now, opened, page};
use crate::{
    Site,
    components::{Button, Label, Size, Textarea, button, textarea},
    pages::public::ask::{
        form::{self, Standing, Wrong},
        opening,
        posted::Posted,
        trouble::Trouble,
    },
    wording,
};

/// The field of her own words.
const WORDS: &str = "words";

/// The question of each way to reach her.
const ROUTES: [(&str, Route); 5] = [
    (field::REACH_TELEPHONE, Route::Telephone),
    (field::REACH_VOICEMAIL, Route::Voicemail),
    (field::REACH_TEXT, Route::Text),
    (field::REACH_EMAIL, Route::Email),
    (field::REACH_LETTER, Route::Letter),
];

/// The question of each who may be told.
const TOLD: [(&str, Confidant); 4] = [
    (field::TELL_GP, Confidant::Gp),
    (field::TELL_MIDWIFE, Confidant::Midwife),
    (field::TELL_HEALTH_VISITOR, Confidant::HealthVisitor),
    (field::TELL_SUPPORTER, Confidant::Supporter),
];

/// Asks what has changed.
pub(crate) async fn ask_changed(State(site): State<Arc<Site>>, headers: HeaderMap) -> Response {
    match opened(&site, &headers).await {
        Ok((_, own)) => {
            page(&site, StatusCode::OK, back(), &changed_form(&View::of(&site), &own, &Answers::default(), &[]))
        }
        Err(response) => *response,
    }
}

fn changed_form(view: &View, own: &OwnPage, typed: &Answers, wrong: &[Wrong]) -> Markup {
    let signs = asking(own).questions(Step::Signs);
    html! {
        (form::summary(wrong))
        h1 { (wording::text("own-changed-heading")) }
        (wording::prose("own-changed"))
        (help_now::danger_line(view))
        form method="post" action="/page/changed" novalidate {
            @for question in &signs { (form::question(question, typed, wrong, Standing::Among)) }
            (words_field("own-changed-words", "own-changed-words-hint", typed, wrong))
            (button(&Button { content: wording::text("own-send").into(), ..Button::default() }))
        }
    }
}

/// A field for her own words.
fn words_field(label: &str, hint: &str, typed: &Answers, wrong: &[Wrong]) -> Markup {
    let error = wrong.iter().find(|wrong| wrong.field == WORDS).map(|wrong| wrong.text.as_str());
    textarea(&Textarea {
        label: Label { text: wording::text(label).into(), size: Some(Size::S), ..Label::default() },
        hint: wording::text(hint).into(),
        error: error.into(),
        name: WORDS,
        value: typed.typed(WORDS),
        rows: 6,
        spellcheck: Some(true),
        autocomplete: "off",
        ..Textarea::default()
    })
}

/// Hears what has changed. What cannot wait is answered with whom to ring now, before anything else.
pub(crate) async fn changed(State(site): State<Arc<Site>>, headers: HeaderMap, Posted(typed): Posted) -> Response {
    let (key, own) = match opened(&site, &headers).await {
        Ok(open) => open,
        Err(response) => return *response,
    };
    let view = View::of(&site);
    let words = typed.text(WORDS).unwrap_or_default();
    let signs: BTreeSet<_> = typed.all(field::SIGNS).filter_map(WarningSign::of_code).collect();
    let wrong = if words.is_empty() && signs.is_empty() {
        Some("own-e-changed")
    } else {
        (words.chars().count() > LONGEST).then_some("own-e-long")
    };
    if let Some(key) = wrong {
        let wrong = [Wrong { field: WORDS, href: format!("#{WORDS}"), text: wording::text(key) }];
        return page(&site, StatusCode::UNPROCESSABLE_ENTITY, back(), &changed_form(&view, &own, &typed, &wrong));
    }
    let at_once = !signs.is_empty();
    match done(&site, key, Deed::Changed { words, signs }).await {
        Ok(Done::Ended) => ended_meanwhile(&site),
        Ok(_) => page(&site, StatusCode::OK, back(), &heard(&view, &own, at_once)),
        Err(trouble) => not_done(&site, trouble, "/page/changed", &[field::SIGNS, WORDS], &typed),
    }
}

/// That it is heard, and by when somebody reads it; with whom to ring first, where it cannot wait.
fn heard(view: &View, own: &OwnPage, at_once: bool) -> Markup {
    let reading = opening::reading(view);
    let read = html! {
        p {
            @if reading.now { (wording::text_with("sent-open", "until", &reading.until)) }
            @else { (wording::text_with("sent-closed", "next", &reading.next)) }
        }
    };
    html! {
        @if at_once {
            h1 { (wording::text("own-at-once-heading")) }
            (help_now::card_among_questions(view, asking(own).baby_may_be()))
            (wording::prose("own-at-once"))
            @if !reading.now { p { (help_now::told(view)) } }
            (read)
        } @else {
            h1 { (wording::text("own-heard-heading")) }
            (wording::prose("own-changed-heard"))
            (read)
            (help_now::danger_line(view))
        }
        (to_the_page())
    }
}

pub(in crate::pages::public) fn to_the_page() -> Markup {
    html! { p { a href=(NOW) { (wording::text("own-to-page")) } } }
}

/// Asks whether she wants to stop.
pub(crate) async fn ask_stop(State(site): State<Arc<Site>>, headers: HeaderMap) -> Response {
    match opened(&site, &headers).await {
        Ok(_) => page(&site, StatusCode::OK, back(), &stop_form(&Answers::default(), &[])),
        Err(response) => *response,
    }
}

fn stop_form(typed: &Answers, wrong: &[Wrong]) -> Markup {
    html! {
        (form::summary(wrong))
        h1 { (wording::text("own-stop-heading")) }
        (wording::prose("own-stop"))
        form method="post" action="/page/stop" novalidate {
            (words_field("own-stop-words", "own-stop-words-hint", typed, wrong))
            (button(&Button { content: wording::text("own-stop-send").into(), ..Button::default() }))
        }
    }
}

/// Hears that she does not want to go on: nothing is closed by it.
pub(crate) async fn stop(State(site): State<Arc<Site>>, headers: HeaderMap, Posted(typed): Posted) -> Response {
    let key = match opened(&site, &headers).await {
        Ok((key, _)) => key,
        Err(response) => return *response,
    };
    let words = typed.text(WORDS).unwrap_or_default();
    if words.chars().count() > LONGEST {
        let wrong = [Wrong { field: WORDS, href: format!("#{WORDS}"), text: wording::text("own-e-long") }];
        return page(&site, StatusCode::UNPROCESSABLE_ENTITY, back(), &stop_form(&typed, &wrong));
    }
    match done(&site, key, Deed::Withdraw { words }).await {
        Ok(Done::Ended) => ended_meanwhile(&site),
        Ok(_) => {
            let body = html! {
                h1 { (wording::text("own-heard-heading")) }
                (wording::prose("own-stop-heard"))
                (help_now::danger_line(&View::of(&site)))
                (to_the_page())
            };
            page(&site, StatusCode::OK, back(), &body)
        }
        Err(trouble) => not_done(&site, trouble, "/page/stop", &[WORDS], &typed),
    }
}

/// How we may reach her, and whom we may tell, as it holds.
pub(crate) async fn ask_choices(State(site): State<Arc<Site>>, headers: HeaderMap) -> Response {
    match opened(&site, &headers).await {
        Ok((_, own)) => page(&site, StatusCode::OK, back(), &choices_form(&own)),
        Err(response) => *response,
    }
}

fn choices_form(own: &OwnPage) -> Markup {
    let routes = ROUTES.map(|(field, route)| (field.to_owned(), own.contact.of(route).code().to_owned()));
    let told = TOLD.map(|(field, confidant)| (field.to_owned(), own.may_tell.of(confidant).code().to_owned()));
    let held = Answers::new(routes.into_iter().chain(told));
    let asking = asking(own);
    let of = |step: Step, fields: &[&str]| {
        let mut questions = asking.questions(step);
        questions.retain(|question| fields.contains(&question.field));
        questions
    };
    let (reach, mut tell) =
        (of(Step::Reach, &ROUTES.map(|(field, _)| field)), of(Step::Tell, &TOLD.map(|(field, _)| field)));
    for question in tell.iter_mut().filter(|question| question.field == field::TELL_SUPPORTER) {
        // Her name for them stands on no page.
        question.label = wording::text("own-tell-supporter");
    }
    html! {
        h1 { (wording::text("own-choices-heading")) }
        (wording::prose("own-choices"))
        form method="post" action="/page/choices" novalidate {
            @for question in &reach { (form::question(question, &held, &[], Standing::Among)) }
            h2 { (wording::text("s-tell")) }
            p { (wording::text("s-tell-lead")) }
            @for question in &tell { (form::question(question, &held, &[], Standing::Among)) }
            (button(&Button { content: wording::text("own-save").into(), ..Button::default() }))
        }
        h2 { (wording::text("own-number-heading")) }
        (wording::prose("own-number"))
    }
}

/// Keeps what she chose: a no at once, and what had been a no after a person talked with her.
pub(crate) async fn choose(State(site): State<Arc<Site>>, headers: HeaderMap, Posted(typed): Posted) -> Response {
    let key = match opened(&site, &headers).await {
        Ok((key, _)) => key,
        Err(response) => return *response,
    };
    let choice = |field: &str| RouteChoice::of_code(typed.typed(field));
    let marked = Marked {
        routes: ROUTES.iter().filter_map(|(field, route)| Some((*route, choice(field)?))).collect(),
        told: TOLD.iter().filter_map(|(field, confidant)| Some((*confidant, choice(field)?))).collect(),
    };
    match done(&site, key, Deed::Choose(marked)).await {
        Ok(Done::Ended) => ended_meanwhile(&site),
        Ok(came) => {
            let body = html! {
                h1 { (wording::text("own-saved-heading")) }
                (wording::prose("own-saved"))
                @if came == Done::TalkFirst { (wording::prose("own-saved-talk-first")) }
                (to_the_page())
            };
            page(&site, StatusCode::OK, back(), &body)
        }
        Err(trouble) => {
            let fields: Vec<&str> =
                ROUTES.iter().map(|(field, _)| *field).chain(TOLD.map(|(field, _)| field)).collect();
            not_done(&site, trouble, "/page/choices", &fields, &typed)
        }
    }
}

/// It was not kept: it is closed here by now, or the machine says no. What she typed is given back.
fn not_done(site: &Site, trouble: Trouble, address: &str, fields: &[&str], typed: &Answers) -> Response {
    match trouble {
        Trouble::Gone | Trouble::Incomplete => gone(site),
        fault @ Trouble::Fault(_) => fault.keeping(site, address, fields, typed),
    }
}

/// The referral ended here while she wrote: what she can do is on the page.
fn ended_meanwhile(site: &Site) -> Response {
    let body = html! {
        h1 { (wording::text("own-not-kept-heading")) }
        (wording::prose("own-not-kept"))
        (to_the_page())
        (help_now::urgent_card(&View::of(site)))
    };
    page(site, StatusCode::CONFLICT, Back::Nowhere, &body)
}
