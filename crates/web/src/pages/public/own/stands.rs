//! Where things are, as she reads it: the steps with the present one marked, when she hears, whom to ring, and what she can do.

use maud::{Markup, html};
use porch_app::her_page::OwnPage;
use porch_domain::{
    front_door::TaskKind,
    referral::{PageStep, WhereItIs},
};

use super::asking;
use crate::{
    components::{Button, InsetText, button, inset_text},
    moment,
    pages::public::{View, ask::opening, easy, help_now, how_it_was},
    wording::{self, times},
};

/// The page.
pub(super) fn body(view: &View, own: &OwnPage) -> Markup {
    let open = matches!(own.at, WhereItIs::Open { .. });
    html! {
        h1 { (wording::text("own-heading")) }
        @for task in &own.waiting { (waiting(*task)) }
        @match &own.at {
            WhereItIs::Open { step, seen_by } => {
                (steps(own, *step))
                h2 { (wording::text("own-hear-heading")) }
                (when(view, *step, *seen_by))
            }
            WhereItIs::NotTakenOn { reasons, signposted } => (not_taken_on(reasons, *signposted)),
            WhereItIs::Withdrawn => (ended("own-withdrawn")),
            WhereItIs::Ended => (ended("own-ended")),
        }
        (ring(view, own))
        @if open { p { a href=(easy::NEXT) { (wording::text("easy-next-link")) } } }
        @if open {
            h2 { (wording::text("own-do-heading")) }
            ul class="nhsuk-list" {
                @for (href, key) in [("/page/changed", "own-changed-link"), ("/page/choices", "own-choices-link"), ("/page/stop", "own-stop-link")] {
                    li { a href=(href) { (wording::text(key)) } }
                }
            }
        }
        p { a href=(how_it_was::ON_HER_PAGE) { (wording::text("how-it-was-link")) } }
        (wording::prose("own-leave"))
    }
}

/// What she said here, and that a person has yet to talk with her about it.
fn waiting(task: TaskKind) -> Markup {
    let key = format!("own-waits-{}", task.code());
    inset_text(&InsetText { content: wording::text(&key).into(), ..InsetText::default() })
}

fn steps(own: &OwnPage, present: PageStep) -> Markup {
    let asked = wording::text_with("own-step-asked", "on", &times::date(moment::local(own.received_at).date()));
    let words = |step: PageStep| match step {
        PageStep::Asked => asked.clone(),
        PageStep::BeingRead => wording::text("own-step-being-read"),
        PageStep::Appointment => wording::text("own-step-appointment"),
        PageStep::Care => wording::text("own-step-care"),
    };
    html! {
        ol class="nhsuk-list nhsuk-list--number porch-own-steps" {
            @for step in PageStep::ALL {
                @if step == present {
                    li aria-current="step" { strong { (words(step)) } " " span class="nhsuk-tag" { (wording::text("own-step-now")) } }
                } @else if step < present {
                    li { (words(step)) " – " (wording::text("own-step-done")) }
                } @else {
                    li { (words(step)) }
                }
            }
        }
    }
}

/// When she hears: a day where there is one, that it has passed where it has, and never a promise without one.
fn when(view: &View, step: PageStep, seen_by: Option<jiff::Timestamp>) -> Markup {
    html! {
        @match seen_by {
            Some(by) if by < view.now => { (wording::paragraphs(&wording::text_with("own-late", "by", &times::day_and_hour(by)))) }
            Some(by) => { (wording::paragraphs(&wording::text_with("own-by", "by", &times::day_and_hour(by)))) }
            None if step == PageStep::Care => { (wording::prose("own-hear-care")) }
            None => { (wording::prose("own-hear-unknown")) }
        }
    }
}

/// The plain reason, and the way back.
fn not_taken_on(reasons: &[&str], signposted: bool) -> Markup {
    html! {
        h2 { (wording::text(if signposted { "own-signposted-heading" } else { "own-not-heading" })) }
        @if signposted { (wording::prose("own-signposted")) }
        @if !reasons.is_empty() {
            p { (wording::text("own-why")) }
            ul class="nhsuk-list nhsuk-list--bullet" {
                @for reason in reasons { li { (wording::text(&format!("own-why-{reason}"))) } }
            }
        }
        (way_back())
    }
}

fn ended(key: &str) -> Markup {
    html! {
        h2 { (wording::text(&format!("{key}-heading"))) }
        (wording::prose(key))
        (way_back())
    }
}

fn way_back() -> Markup {
    html! {
        h2 { (wording::text("own-back-heading")) }
        (wording::prose("own-back"))
        (button(&Button { content: wording::text("own-back-link").into(), href: "/ask", ..Button::default() }))
    }
}

/// Whom to ring now: in danger first, then those who know her.
fn ring(view: &View, own: &OwnPage) -> Markup {
    let reading = opening::reading(view);
    html! {
        h2 { (wording::text("own-ring-heading")) }
        (help_now::card_among_questions(view, asking(own).baby_may_be()))
        p {
            @if reading.now { (wording::text_with("sent-open", "until", &reading.until)) }
            @else { (wording::text_with("sent-closed", "next", &reading.next)) }
        }
        (help_now::calm_routes(view))
    }
}
