//! What stands in the way of a page at the door, and what is said then.

use axum::{
    http::StatusCode,
    response::{IntoResponse, Response},
};
use maud::{Markup, html};
use porch_app::AppError;
use porch_domain::front_door::Answers;

use super::{Back, View, answer, help_now, to};
use crate::{
    Site,
    components::{Button, button},
    failure::{Failure, Kind},
    wording,
};

/// Why an activity at the door was not carried out.
#[derive(Debug)]
pub(crate) enum Trouble {
    /// There is no such draft: its time is over, or it was left.
    Gone,
    /// Something that is needed is missing or wrong: the page before sending says what.
    Incomplete,
    /// The machine says no. Nothing was changed.
    Fault(Failure),
}

impl From<AppError> for Trouble {
    fn from(error: AppError) -> Self {
        match error {
            AppError::Gone => Self::Gone,
            AppError::Incomplete(_) => Self::Incomplete,
            other => Self::Fault(Failure::from(other)),
        }
    }
}

impl Trouble {
    /// The answer where nothing was typed that could be lost.
    pub(super) fn plainly(self, site: &Site) -> Response {
        match self {
            Self::Gone => gone(site),
            Self::Incomplete => to(super::CHECK),
            Self::Fault(failure) => failure.into_response(),
        }
    }

    /// The answer where something was typed: it stands on the page, and can be sent again from it.
    pub(crate) fn keeping(self, site: &Site, address: &str, fields: &[&str], typed: &Answers) -> Response {
        match self {
            Self::Fault(failure) => lost_hold(site, unsent(&failure).status, address, fields, typed),
            other @ (Self::Gone | Self::Incomplete) => other.plainly(site),
        }
    }
}

/// What a page says of something that got no yes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Unsent {
    /// Never one that blames whoever typed.
    pub(super) status: StatusCode,
    /// Whether it may have been stored after all.
    in_doubt: bool,
}

/// What is said of a failure.
pub(super) fn unsent(failure: &Failure) -> Unsent {
    let status = failure.kind.status();
    let status = if status.is_server_error() { status } else { StatusCode::SERVICE_UNAVAILABLE };
    Unsent { status, in_doubt: failure.kind == Kind::InDoubt }
}

impl Unsent {
    /// The title of the page.
    pub(super) fn title(self) -> String {
        wording::text(if self.in_doubt { "in-doubt-title" } else { "not-sent-title" })
    }

    /// What was not sent, or may have been, and whom to ring.
    pub(super) fn alert(self, view: &View, baby: bool) -> Markup {
        let heading = wording::text(if self.in_doubt { "in-doubt-heading" } else { "not-sent-heading" });
        html! { div role="alert" { h2 { (heading) } (self.words(view, baby)) } }
    }

    /// The same without a heading.
    pub(super) fn words(self, view: &View, baby: bool) -> Markup {
        if !self.in_doubt {
            return not_sent_words(view, baby);
        }
        html! {
            (wording::prose("in-doubt"))
            (help_now::card_among_questions(view, baby))
        }
    }
}

/// The draft is gone: why, how to begin again, whom to ring.
fn gone(site: &Site) -> Response {
    let view = View::of(site);
    let body = html! {
        h1 { (wording::text("gone-heading")) }
        (wording::prose("gone"))
        ul class="nhsuk-list nhsuk-list--bullet" {
            @for (key, href) in [("home-ask", "/ask"), ("home-family", "/ask/family"), ("home-refer", "/refer")] {
                li { a href=(href) { (wording::text(key)) } }
            }
            li { a href="/refer/go-on" { (wording::text("go-on-link")) } }
        }
        (help_now::urgent_card(&view))
    };
    answer(site, StatusCode::GONE, wording::text("gone-title"), Back::ToStart, &body)
}

/// The database cannot even be read: what was typed is given back, to be sent again or copied.
fn lost_hold(site: &Site, status: StatusCode, address: &str, fields: &[&str], typed: &Answers) -> Response {
    let view = View::of(site);
    let written = || fields.iter().flat_map(|field| typed.all(field).map(move |value| (*field, value)));
    let body = html! {
        h1 { (wording::text("not-sent-heading")) }
        (not_sent_words(&view, true))
        form method="post" action=(address) novalidate {
            @for (field, value) in written() { input type="hidden" name=(field) value=(value); }
            (button(&Button { content: wording::text("not-sent-again").into(), ..Button::default() }))
        }
        @if written().next().is_some() {
            h2 { (wording::text("not-sent-typed-heading")) }
            @for (_, value) in written() { p class="porch-typed" { (value) } }
        }
    };
    answer(site, status, wording::text("not-sent-title"), Back::Nowhere, &body)
}

/// What is said when it was not sent, and whom to ring.
fn not_sent_words(view: &View, baby: bool) -> Markup {
    html! {
        (wording::prose("not-sent"))
        (help_now::card_among_questions(view, baby))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_may_have_been_stored_is_never_called_not_sent() {
        let (doubt, no) = (unsent(&Kind::InDoubt.into()), unsent(&Kind::Unavailable.into()));
        assert_eq!((doubt.status, no.status), (StatusCode::SERVICE_UNAVAILABLE, StatusCode::SERVICE_UNAVAILABLE));
        assert_eq!((doubt.title().as_str(), no.title().as_str()), ("Not known whether it was sent", "Not sent"));
        assert_eq!(unsent(&Kind::Refused("a rule".to_owned()).into()).title(), "Not sent");
    }
}
