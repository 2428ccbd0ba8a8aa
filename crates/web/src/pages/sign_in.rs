//! `/sign-in`, `/sign-out` and the sign-in links of a demonstration.

use std::{net::SocketAddr, sync::Arc};

use axum::{
    Extension, Form,
    extract::{ConnectInfo, Path, Query, State, rejection::FormRejection},
    http::{HeaderMap, HeaderName, StatusCode, header},
    response::{IntoResponse, Response},
};
use maud::{Markup, html};
use porch_app::{
    access::Action,
    account::demonstration_name,
    provider::Provider,
    session::{self, Stage},
    sign_in::{self as app, SignInRefused},
};
use porch_domain::actor::Actor;
use serde::Deserialize;

use crate::{
    Site, activity,
    components::{
        Button, ErrorLink, ErrorSummary, FieldError, Input, InputWidth, InsetText, Label, button, error_summary, input,
        inset_text,
    },
    failure::{Failure, First, Kind},
    limit, local_path,
    pages::{elsewhere, html as answer, staff},
    sign_in::{self, SignedIn, Visiting},
};

/// What the form sends.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(crate) struct Typed {
    name: String,
    password: String,
    next: String,
}

/// What the address says.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(crate) struct Asked {
    /// Through whom the session was begun that was just ended.
    left: String,
}

/// What stands in the form: everything that was typed but the password.
#[derive(Debug, Default)]
pub(crate) struct Shown<'a> {
    name: &'a str,
    next: &'a str,
    /// Through whom the session was begun that was just ended.
    left: &'a str,
    /// What is wrong with each field; a field may be marked without words of its own.
    errors: Vec<(&'static str, String)>,
}

/// How to sign in; or, to someone who is signed in, what there is for them.
pub(crate) async fn show(State(site): State<Arc<Site>>, who: Option<SignedIn>, Query(asked): Query<Asked>) -> Response {
    match who {
        None => answer(staff::page(&site, None, &form(&site, &Shown { left: &asked.left, ..Shown::default() }))),
        Some(who) if who.stage != Stage::In => to(who.first_page(&site)).into_response(),
        Some(who) => answer(staff::page(&site, Some(&who), &signed_in(&site, &who))),
    }
}

fn signed_in(site: &Site, who: &SignedIn) -> staff::Content {
    let title = "You are signed in";
    let main = html! {
        h1 { (title) }
        p { "Your role here is " strong { (who.role.label()) } "." }
        @if who.may(Action::SeeReferral) {
            p { a href=(who.first_page(site)) { @if who.may_at_the_door(site, Action::SeeReferral) { "Go to the queue" } @else { "Go to the caseload" } } }
        } @else if who.may(Action::SeeReport) {
            p { a href=(who.first_page(site)) { "Go to the annual report" } }
        } @else if who.may(Action::SeeLeast) {
            p { a href=(who.first_page(site)) { "Go to those whom your team has" } }
        } @else if who.may(Action::SeeAggregates) {
            p { a href=(who.first_page(site)) { "Go to the figures" } }
        } @else {
            p { "This version has no pages for this role yet. It reads no record and no report. Accounts are kept at the command line." }
        }
        p { a href="/account" { "Your account" } }
    };
    staff::Content { title: title.to_owned(), main, wide: false, section: staff::Section::None }
}

/// What is said to someone who is not signed in. `asked` is the page that they asked for.
pub(crate) fn content(site: &Site, asked: Option<&str>) -> staff::Content {
    form(site, &Shown { next: asked.unwrap_or_default(), ..Shown::default() })
}

fn form(site: &Site, shown: &Shown<'_>) -> staff::Content {
    let error = |field| {
        let found = shown.errors.iter().find(|(known, _)| *known == field);
        found.map_or(FieldError::None, |(_, what)| FieldError::Message(what))
    };
    let links: Vec<ErrorLink<'_>> = shown
        .errors
        .iter()
        .map(|(field, text)| ErrorLink { text, href: if *field == "name" { "#name" } else { "#password" } })
        .collect();
    let next = local_path::checked(shown.next).unwrap_or_default();
    let main = html! {
        div class="nhsuk-grid-row" { div class="nhsuk-grid-column-two-thirds" {
            @if !links.is_empty() { (error_summary(&ErrorSummary { errors: links, ..ErrorSummary::default() })) }
            (left_elsewhere(site, shown.left))
            h1 { "Sign in" }
            @if !site.providers.is_empty() {
                (elsewhere::ways(site, next, None))
                h2 { "With an account name and a password" }
            }
            @if site.demo_door.is_some() { (about_the_demonstration()) } @else { p { "This page is for staff, and you are not signed in." } }
            form method="post" action="/sign-in" novalidate {
                (input(&Input {
                    label: Label::from("Account name"),
                    error: error("name"),
                    name: "name",
                    value: shown.name,
                    width: Some(InputWidth::W20),
                    spellcheck: Some(false),
                    autocomplete: "username",
                    ..Input::default()
                }))
                (input(&Input {
                    label: Label::from("Password"),
                    error: error("password"),
                    name: "password",
                    kind: "password",
                    width: Some(InputWidth::W20),
                    autocomplete: "current-password",
                    ..Input::default()
                }))
                @if !next.is_empty() { input type="hidden" name="next" value=(next); }
                (button(&Button { content: "Sign in".into(), ..Button::default() }))
            }
            p { "No account, or the password forgotten? Ask whoever keeps accounts in your service." }
            p { "Do you need help for yourself or someone else? " a href="/" { "Go to the public pages" } "." }
        } }
    };
    let title = if shown.errors.is_empty() { "Sign in" } else { "Error: Sign in" };
    staff::Content { title: title.to_owned(), main, wide: false, section: staff::Section::None }
}

/// Where else somebody who signed out may still be signed in.
fn left_elsewhere(site: &Site, code: &str) -> Markup {
    let known = site.providers.iter().find(|provider| provider.rules().code == code);
    let end = |provider: &Arc<dyn Provider>| {
        let back = format!("{}/sign-in", site.known_at.as_deref()?.trim_end_matches('/'));
        provider.end_address(&back)
    };
    html! {
        @if let Some(provider) = known {
            @let text = html! {
                p { "You are signed out here. With " (provider.rules().title) " you may still be signed in: whoever uses this browser next could come in again." }
                @if let Some(address) = end(provider) {
                    p { a href=(address) rel="noreferrer" { "Sign out with " (provider.rules().title) " as well" } }
                } @else {
                    p { "Sign out there as well, or take your smartcard out." }
                }
            };
            (inset_text(&InsetText { content: text.into(), ..InsetText::default() }))
        }
    }
}

fn about_the_demonstration() -> Markup {
    html! {
        p { "This is a demonstration. When the program started, it printed one sign-in link for each role. Open one of them." }
        p { "A link holds as long as the program runs. Half an hour without use ends a session. The accounts of the demonstration have no password; the form below is for others." }
    }
}

/// Signs in with a name and a password.
pub(crate) async fn sign_in(
    State(site): State<Arc<Site>>,
    peer: Option<Extension<ConnectInfo<SocketAddr>>>,
    headers: HeaderMap,
    typed: Result<Form<Typed>, FormRejection>,
) -> Result<Response, Failure> {
    let Form(typed) = typed.map_err(|_| Failure::from(Kind::Unclear("the form cannot be read".to_owned())))?;
    let mut shown = Shown { name: typed.name.trim(), next: &typed.next, ..Shown::default() };
    if shown.name.is_empty() {
        shown.errors.push(("name", "Enter your account name".to_owned()));
    }
    if typed.password.is_empty() {
        shown.errors.push(("password", "Enter your password".to_owned()));
    }
    if !shown.errors.is_empty() {
        return Ok(again(&site, StatusCode::UNPROCESSABLE_ENTITY, &shown));
    }
    if !site.sign_ins.allows(limit::place(&site.trusted_proxies, &headers, peer), site.world.now()) {
        return Ok(refused(&site, shown, &SignInRefused::Busy));
    }
    let (asked, name, password) = (Arc::clone(&site), typed.name.clone(), typed.password);
    let visiting = Visiting::of(&site, &headers);
    let signed_in = activity::apart(move || {
        let ctx = asked.ctx(Actor::Public);
        let token = app::sign_in(&ctx, &asked.password_work, &name, &password, visiting.visit())?;
        let holder = session::holder(&ctx.store, ctx.world.as_ref(), ctx.footprint(), &token)?;
        Ok((token, holder))
    });
    match signed_in.await? {
        Ok((token, Some(holder))) => {
            let who = SignedIn::of(&site, holder);
            let next = local_path::checked(&typed.next);
            let location = match (who.stage, next) {
                (Stage::In, Some(next)) => next.to_owned(),
                (Stage::Code, next) => First::Code.address(next),
                (Stage::In | Stage::Password | Stage::Enrol, _) => who.first_page(&site).to_owned(),
            };
            let headers = [(header::SET_COOKIE, sign_in::beginning(&site, &token)), (header::LOCATION, location)];
            Ok((StatusCode::SEE_OTHER, headers).into_response())
        }
        // Disabled in the same moment.
        Ok((_, None)) => Ok(refused(&site, shown, &SignInRefused::Wrong)),
        Err(SignInRefused::App(error)) => Err(error.into()),
        Err(why) => Ok(refused(&site, shown, &why)),
    }
}

fn refused(site: &Site, mut shown: Shown<'_>, why: &SignInRefused) -> Response {
    let (status, text) = said(site, why);
    shown.errors.push(("name", text));
    let mut response = again(site, status, &shown);
    if let Some(seconds) = seconds_to_wait(site, why) {
        response.headers_mut().insert(header::RETRY_AFTER, seconds.into());
    }
    response
}

/// The status and the words of a refusal; the same for a name that no account has.
pub(crate) fn said(site: &Site, why: &SignInRefused) -> (StatusCode, String) {
    match why {
        SignInRefused::Wrong | SignInRefused::App(_) => (
            StatusCode::UNPROCESSABLE_ENTITY,
            "The account name or the password is not right, or the account cannot be used. A password that you were given holds for seven days".to_owned(),
        ),
        SignInRefused::Wait { .. } | SignInRefused::Busy => {
            let seconds = seconds_to_wait(site, why).unwrap_or(1);
            let wait = match seconds {
                0..=60 => "a minute".to_owned(),
                more => format!("{} minutes", more.div_ceil(60)),
            };
            (StatusCode::TOO_MANY_REQUESTS, format!("There were too many tries. Try again in {wait}"))
        }
    }
}

/// How long to wait, as `Retry-After` says it.
pub(crate) fn seconds_to_wait(site: &Site, why: &SignInRefused) -> Option<u64> {
    match why {
        SignInRefused::Wait { until } => {
            let left = until.duration_since(site.world.now()).as_millis().max(0);
            Some(u64::try_from(left).unwrap_or(0).div_ceil(1000))
        }
        SignInRefused::Busy => Some(5),
        SignInRefused::Wrong | SignInRefused::App(_) => None,
    }
}

fn again(site: &Site, status: StatusCode, shown: &Shown<'_>) -> Response {
    (status, answer(staff::page(site, None, &form(site, shown)))).into_response()
}

fn to(location: &'static str) -> impl IntoResponse {
    (StatusCode::SEE_OTHER, [(header::LOCATION, location)])
}

/// Signs in by a link of the demonstration.
pub(crate) async fn demonstration(
    State(site): State<Arc<Site>>,
    Path(token): Path<String>,
) -> Result<Response, Failure> {
    let role = site.demo_door.as_ref().and_then(|door| door.role_of(&token)).ok_or(Kind::NotFound)?;
    let asked = Arc::clone(&site);
    let opened = activity::apart(move || {
        let (world, rules) = (asked.world.as_ref(), asked.rules());
        let token = session::open(&asked.store, world, &rules.footprint.name, demonstration_name(role), role)?;
        Ok::<_, porch_app::AppError>((session::holder(&asked.store, world, &rules.footprint.name, &token)?, token))
    });
    let (holder, token) = opened.await??;
    // Somebody disabled this account of the demonstration.
    let who = SignedIn::of(&site, holder.ok_or(Kind::NotFound)?);
    let headers = [
        (header::SET_COOKIE, sign_in::beginning(&site, &token)),
        (header::LOCATION, who.first_page(&site).to_owned()),
        (header::REFERRER_POLICY, "no-referrer".to_owned()),
    ];
    Ok((StatusCode::SEE_OTHER, headers).into_response())
}

/// A program that only asks about a link, as mail and chat programs do, opens no session with it.
pub(crate) async fn demonstration_asked_about() -> Failure {
    Kind::WrongMethod.into()
}

/// Ends the session, here and in the browser.
pub(crate) async fn sign_out(State(site): State<Arc<Site>>, headers: HeaderMap) -> Result<Response, Failure> {
    let mut location = "/sign-in".to_owned();
    if let Some(token) = sign_in::token(&site, &headers) {
        let asked = Arc::clone(&site);
        let ended = activity::apart(move || {
            let (world, rules) = (asked.world.as_ref(), asked.rules());
            let holder = session::holder(&asked.store, world, &rules.footprint.name, &token)?;
            session::end(&asked.store, world, &rules.footprint.name, &token)?;
            Ok::<_, porch_app::AppError>(holder.and_then(|holder| holder.through))
        });
        if let Some(through) = ended.await?? {
            location = format!("/sign-in?left={}", through.provider);
        }
    }
    let cookie = sign_in::end(&site);
    let headers = [
        (header::SET_COOKIE, cookie.as_str()),
        (header::LOCATION, location.as_str()),
        (HeaderName::from_static("clear-site-data"), "\"cache\", \"cookies\", \"storage\""),
    ];
    Ok((StatusCode::SEE_OTHER, headers).into_response())
}
