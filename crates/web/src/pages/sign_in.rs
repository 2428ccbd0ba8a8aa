//! `/sign-in`, `/sign-out` and the sign-in links of a demonstration.

use std::sync::Arc;

use axum::{
    extract::{Path, State},
    http::{HeaderMap, HeaderName, StatusCode, header},
    response::{IntoResponse, Response},
};
use maud::{Markup, html};
use porch_app::{access::Action, session};

use crate::{
    Site, activity,
    failure::{Failure, Kind},
    pages::{html as answer, staff},
    sign_in::{self, SignedIn},
};

/// How to sign in; or, to someone who is signed in, what there is for them.
pub(crate) async fn show(State(site): State<Arc<Site>>, who: Option<SignedIn>) -> Response {
    match who {
        None => answer(staff::page(&site, None, &content(&site))),
        Some(who) => answer(staff::page(&site, Some(&who), &signed_in(&who))),
    }
}

fn signed_in(who: &SignedIn) -> staff::Content {
    let title = "You are signed in";
    let main = html! {
        h1 { (title) }
        p { "Your role here is " strong { (who.role.label()) } "." }
        @if who.may(Action::SeeReferral) {
            p { a href=(who.first_page()) { "Go to the queue" } }
        } @else if who.may(Action::SeeReport) {
            p { a href=(who.first_page()) { "Go to the annual report" } }
        } @else {
            p { "This version has no pages for this role yet: accounts and settings come with a later one. It reads no record and no report." }
        }
    };
    staff::Content { title: title.to_owned(), main, wide: false, section: staff::Section::None }
}

/// What is said to someone who is not signed in.
pub(crate) fn content(site: &Site) -> staff::Content {
    let title = "Sign in";
    let how: Markup = if site.demo_door.is_some() {
        html! {
            p { "This is a demonstration. When the program started, it printed one sign-in link for each role. Open one of them." }
            p { "A link holds as long as the program runs. Half an hour without use ends a session." }
        }
    } else {
        html! {
            p { "This page is for staff, and you are not signed in." }
            p { "This version has no accounts yet. Staff can sign in to a demonstration; accounts for a live service come with a later version. Until then, whoever runs the program can print every report at its command line." }
        }
    };
    staff::Content {
        title: title.to_owned(),
        main: html! {
            div class="nhsuk-grid-row" { div class="nhsuk-grid-column-two-thirds" {
                h1 { (title) }
                (how)
                p { "Do you need help for yourself or someone else? " a href="/" { "Go to the public pages" } "." }
            } }
        },
        wide: false,
        section: staff::Section::None,
    }
}

/// Signs in by a link of the demonstration.
pub(crate) async fn demonstration(
    State(site): State<Arc<Site>>,
    Path(token): Path<String>,
) -> Result<Response, Failure> {
    let role = site.demo_door.as_ref().and_then(|door| door.role_of(&token)).ok_or(Kind::NotFound)?;
    let asked = Arc::clone(&site);
    let account = format!("demonstration-{}", role.code().replace('_', "-"));
    let name = account.clone();
    let opened = activity::apart(move || {
        session::open(&asked.store, asked.world.as_ref(), &asked.rules().footprint.name, &name, role)
    });
    let cookie = sign_in::beginning(&site, &opened.await??);
    let headers = [
        (header::SET_COOKIE, cookie.as_str()),
        (header::LOCATION, SignedIn { account, role }.first_page()),
        (header::REFERRER_POLICY, "no-referrer"),
    ];
    Ok((StatusCode::SEE_OTHER, headers).into_response())
}

/// Ends the session, here and in the browser.
pub(crate) async fn sign_out(State(site): State<Arc<Site>>, headers: HeaderMap) -> Result<Response, Failure> {
    if let Some(token) = sign_in::token(&site, &headers) {
        let asked = Arc::clone(&site);
        let ended = activity::apart(move || {
            session::end(&asked.store, asked.world.as_ref(), &asked.rules().footprint.name, &token)
        });
        ended.await??;
    }
    let cookie = sign_in::end(&site);
    let headers = [
        (header::SET_COOKIE, cookie.as_str()),
        (header::LOCATION, "/sign-in"),
        (HeaderName::from_static("clear-site-data"), "\"cache\""),
    ];
    Ok((StatusCode::SEE_OTHER, headers).into_response())
}
