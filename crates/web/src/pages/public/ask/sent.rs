//! `/ask/sent`: the reference, what happens next and when, whom to ring until then, and what will not be done.

use std::sync::Arc;

use axum::{
    extract::{RawQuery, State},
    http::{HeaderMap, StatusCode},
    response::Response,
};
use maud::{Markup, html};
use porch_app::{door, her_page};
use porch_domain::front_door::{WayIn, field};

use super::{
    Back, CHECK, SENT, View, address, answer,
    form::{self, Wrong},
    help_now,
    opening::{self, Reading},
    posted::Posted,
    to,
    trouble::{Trouble, Unsent, unsent},
    visit::{self, Visit},
};
use crate::{
    Site,
    components::{
        Button, ButtonVariant, FieldError, Input, InputWidth, InsetText, Label, Level, Panel, Size, WarningCallout,
        button, input, inset_text, panel, warning_callout,
    },
    pages::public::own::taking,
    wording,
};

/// The field of the name of whoever was spoken to.
const SPOKEN_TO: &str = "spoken_to";

/// The routes, each with the words for a no.
const REFUSED: [(&str, &str); 5] = [
    (field::REACH_TELEPHONE, "wont-telephone"),
    (field::REACH_VOICEMAIL, "wont-voicemail"),
    (field::REACH_TEXT, "wont-text"),
    (field::REACH_EMAIL, "wont-email"),
    (field::REACH_LETTER, "wont-letter"),
];

/// The page.
pub(crate) async fn show(State(site): State<Arc<Site>>, RawQuery(query): RawQuery, headers: HeaderMap) -> Response {
    match Visit::open(&site, &headers).await {
        Ok(visit) if visit.opened.sent.is_none() => to(&visit.where_to_go_on(&site)),
        Ok(visit) => {
            let noted = query.as_deref() == Some("noted=1");
            let own_page = !visit.is_emergency() && may_take_a_page(&site, &visit).await;
            page(&site, &visit, &Handover { noted, own_page, ..Handover::default() })
        }
        Err(trouble) => trouble.plainly(&site),
    }
}

/// Whether a page of her own is offered; not where that cannot be read just now: what was sent is what this page is about.
async fn may_take_a_page(site: &Arc<Site>, visit: &Visit) -> bool {
    let key = visit.key.clone();
    visit.way() == WayIn::Myself
        && matches!(visit::at_door(site, move |ctx| her_page::may_take(ctx, &key)).await, Ok(true))
}

/// What the page says of a spoken handover, and whether it offers her a page of her own.
#[derive(Debug, Default)]
struct Handover {
    own_page: bool,
    typed: String,
    wrong: Vec<Wrong>,
    noted: bool,
    not_sent: Option<Unsent>,
}

/// Notes that a professional has spoken to someone, after the referral was stored (PR-04).
pub(crate) async fn handover(State(site): State<Arc<Site>>, headers: HeaderMap, Posted(form): Posted) -> Response {
    let visit = match Visit::open(&site, &headers).await {
        Ok(visit) if visit.opened.sent.is_some() && visit.is_emergency() && visit.way() == WayIn::Professional => visit,
        Ok(visit) => return to(&visit.where_to_go_on(&site)),
        Err(trouble) => return trouble.keeping(&site, "/ask/handover", &[SPOKEN_TO], &form),
    };
    let typed = form.typed(SPOKEN_TO).to_owned();
    let length = typed.trim().chars().count();
    let wrong = match length {
        0 => Some("e-spoken_to-missing"),
        301.. => Some("e-long-short"),
        1..=300 => None,
    };
    if let Some(key) = wrong {
        let wrong = vec![Wrong { field: SPOKEN_TO, href: format!("#{SPOKEN_TO}"), text: wording::text(key) }];
        return page(&site, &visit, &Handover { typed, wrong, ..Handover::default() });
    }
    let (key, with_whom) = (visit.key.clone(), typed.clone());
    match visit::at_door(&site, move |ctx| door::spoken_handover(ctx, &key, &with_whom)).await {
        Ok(()) => to(&format!("{SENT}?noted=1")),
        Err(Trouble::Fault(failure)) => {
            let not_sent = Some(unsent(&failure));
            page(&site, &visit, &Handover { typed, not_sent, ..Handover::default() })
        }
        Err(trouble @ (Trouble::Gone | Trouble::Incomplete)) => trouble.plainly(&site),
    }
}

fn page(site: &Site, visit: &Visit, handover: &Handover) -> Response {
    let body = body(&View::of(site), visit, handover);
    let status = if handover.wrong.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let status = handover.not_sent.map_or(status, |unsent| unsent.status);
    answer(site, status, wording::text("sent-title"), Back::ToStart, &body)
}

fn body(view: &View, visit: &Visit, handover: &Handover) -> Markup {
    let asking = visit.asking();
    let reading = opening::reading(view);
    let emergency = visit.is_emergency();
    let reference = visit.opened.sent.as_deref().unwrap_or_default();
    let heading = asking.words(if visit.opened.advice { "sent-heading-advice" } else { "sent-heading" });
    html! {
        (form::summary(&handover.wrong))
        @if let Some(unsent) = handover.not_sent { (unsent.words(view, asking.baby_may_be())) }
        (panel(&Panel {
            heading: &heading,
            content: html! {
                (wording::text("sent-reference")) br; strong class="porch-reference" { (reference) }
            }.into(),
            ..Panel::default()
        }))
        @if emergency { (at_once(view, visit, &reading)) } @else { (in_time(visit, &reading)) }
        @if emergency && visit.way() == WayIn::Professional && (!reading.now || reading.soon_over) {
            (ask_for_handover(handover))
        }
        @if emergency { (tell_more(visit)) }
        (will_not(visit))
        h2 { (wording::text("sent-until-heading")) }
        @if !emergency { (help_now::card_among_questions(view, false)) }
        (wording::paragraphs(&asking.words("sent-worse")))
        (help_now::calm_routes(view))
        (keep_reference(visit))
        @if handover.own_page { (taking::offer()) }
    }
}

/// What happens next with an emergency: the honest time first, and whom to ring in it.
fn at_once(view: &View, visit: &Visit, reading: &Reading) -> Markup {
    let asking = visit.asking();
    let number = visit.answers().text(field::CALL_BACK);
    let (heading, words) = if reading.now {
        (
            asking.words("sent-emergency-open-heading"),
            wording::text_with("sent-emergency-open", "until", &reading.until),
        )
    } else {
        (
            wording::text_with("sent-emergency-closed-heading", "next", &reading.next),
            asking.words("sent-emergency-closed"),
        )
    };
    let content = html! {
        (wording::paragraphs(&words))
        @if !reading.now { p { (help_now::told(view)) } }
        @if let Some(number) = &number { p { (wording::text("sent-number")) " " strong { (number) } "." } }
        @if reading.now { p { (wording::text_with("sent-emergency-after", "next", &reading.next)) } }
    };
    html! {
        (warning_callout(&WarningCallout {
            heading: &heading,
            level: Level::H2,
            content: content.into(),
            ..WarningCallout::default()
        }))
        (help_now::card_among_questions(view, asking.baby_may_be()))
    }
}

/// What happens next with everything else.
fn in_time(visit: &Visit, reading: &Reading) -> Markup {
    let asking = visit.asking();
    let key = if visit.opened.advice { "sent-next-advice" } else { "sent-next" };
    html! {
        h2 { (wording::text("check-next-heading")) }
        p {
            @if reading.now {
                (wording::text_with("sent-open", "until", &reading.until))
            } @else {
                (wording::text_with("sent-closed", "next", &reading.next))
            }
        }
        (wording::paragraphs(&asking.words(key)))
    }
}

/// After it is stored, and never before (PR-04).
fn ask_for_handover(handover: &Handover) -> Markup {
    let error = FieldError::from(handover.wrong.first().map(|wrong| wrong.text.as_str()));
    html! {
        h2 { (wording::text("handover-heading")) }
        @if handover.noted {
            (inset_text(&InsetText { content: wording::text("handover-noted").into(), ..InsetText::default() }))
        } @else {
            (wording::prose("handover"))
            form method="post" action="/ask/handover" novalidate {
                (input(&Input {
                    label: Label {
                        text: wording::text("q-spoken_to").into(),
                        size: Some(Size::S),
                        ..Label::default()
                    },
                    hint: wording::text("q-spoken_to-hint").into(),
                    error,
                    name: SPOKEN_TO,
                    value: &handover.typed,
                    width: Some(InputWidth::W30),
                    spellcheck: Some(false),
                    autocomplete: "off",
                    ..Input::default()
                }))
                (button(&Button { content: wording::text("handover-send").into(), ..Button::default() }))
            }
        }
    }
}

/// The rest of the questions, now that somebody is told.
fn tell_more(visit: &Visit) -> Markup {
    let first = visit.steps().first().map_or_else(|| CHECK.to_owned(), |step| address(*step, false));
    html! {
        h2 { (wording::text("more-heading")) }
        (wording::paragraphs(&visit.asking().words("more")))
        (button(&Button {
            content: wording::text("more-go-on").into(),
            href: &first,
            variant: ButtonVariant::Secondary,
            ..Button::default()
        }))
    }
}

/// What was answered no, said back: it will not be done.
fn will_not(visit: &Visit) -> Markup {
    let asking = visit.asking();
    let refused: Vec<String> = REFUSED
        .into_iter()
        .filter(|(field, _)| visit.answers().typed(field) == "no")
        .map(|(_, key)| asking.words(key))
        .collect();
    if refused.is_empty() {
        return html! {};
    }
    html! {
        h2 { (wording::text("wont-heading")) }
        ul class="nhsuk-list nhsuk-list--bullet" { @for words in refused { li { (words) } } }
    }
}

fn keep_reference(visit: &Visit) -> Markup {
    html! {
        h2 { (wording::text("sent-keep-heading")) }
        (wording::paragraphs(&visit.asking().words("sent-keep")))
        // Shown by the script only, since only a script can print.
        button class="nhsuk-button nhsuk-button--secondary porch-print" type="button" hidden data-porch-print {
            (wording::text("print"))
        }
    }
}
