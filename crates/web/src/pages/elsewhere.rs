//! `/sign-in/with/…`, `/sign-in/from/…`, `/sign-in/role` and `/sign-in/ended/…`: signing in through a provider.

use std::{net::SocketAddr, sync::Arc};

use axum::{
    Extension, Form,
    extract::{
        ConnectInfo, Path, Query, State,
        rejection::{FormRejection, QueryRejection},
    },
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use maud::{Markup, html};
use porch_app::{
    Ctx,
    provider::{self as app, Came, CameWith, NotIn, Provider},
    session::{self, Stage},
};
use porch_domain::{
    account::identity::{RoleElsewhere, TurnedAway},
    actor::Actor,
};
use serde::Deserialize;

use crate::{
    Site, activity,
    components::{
        Button, Choice, ChoiceOption, ErrorLink, ErrorSummary, FieldError, Legend, Level, Radios, Size, SummaryList,
        SummaryRow, button, error_summary, radios, summary_list,
    },
    failure::{Failure, Kind},
    limit, local_path,
    pages::{html as answer, staff},
    sign_in::{self, SignedIn, Visiting},
};

/// How long the cookie of what was begun is kept.
const COOKIE_SECONDS: &str = "; Max-Age=600";

/// What the address that begins a sign-in says.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(crate) struct Asked {
    next: String,
    /// Whether who asks is signed in, and shows again who they are.
    again: String,
}

/// What the address says with which a browser comes back.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(crate) struct CameBack {
    state: String,
    code: String,
    iss: Option<String>,
    error: Option<String>,
}

/// The role that was chosen.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(crate) struct Chosen {
    role: String,
}

/// What a provider sends without a browser.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(crate) struct Told {
    logout_token: String,
}

type Peer = Option<Extension<ConnectInfo<SocketAddr>>>;

fn cookie_name(site: &Site) -> &'static str {
    if site.secure_cookies { "__Host-porch-elsewhere" } else { "porch-elsewhere" }
}

fn with_cookie(mut response: Response, cookie: &str) -> Result<Response, Failure> {
    let value: HeaderValue = cookie.parse().map_err(|_| Failure::from(Kind::Broken))?;
    response.headers_mut().append(header::SET_COOKIE, value);
    Ok(response)
}

fn to(location: &str) -> Response {
    (StatusCode::SEE_OTHER, [(header::LOCATION, location.to_owned())]).into_response()
}

fn known(site: &Site, code: &str) -> Result<Arc<dyn Provider>, Failure> {
    let found = site.providers.iter().find(|provider| provider.rules().code == code);
    found.cloned().ok_or_else(|| Kind::NotFound.into())
}

/// Leads the browser to a provider.
pub(crate) async fn begin(
    State(site): State<Arc<Site>>,
    Path(code): Path<String>,
    peer: Peer,
    headers: HeaderMap,
    asked: Result<Query<Asked>, QueryRejection>,
) -> Result<Response, Failure> {
    let provider = known(&site, &code)?;
    let Query(asked) = asked.map_err(|_| Failure::from(Kind::Unclear("the address cannot be read".to_owned())))?;
    if !site.sign_ins.allows(limit::place(&site.trusted_proxies, &headers, peer), site.world.now()) {
        return Ok(busy(&site));
    }
    if sent_by_others(&headers) {
        return Ok(unasked(&site, provider.as_ref(), &asked.next));
    }
    let next = local_path::checked(&asked.next).unwrap_or_default().to_owned();
    let (again, for_begin, by) = (!asked.again.is_empty(), Arc::clone(&site), Arc::clone(&provider));
    let begun = activity::apart(move || app::begin(&for_begin.ctx(Actor::Public), by.as_ref(), &next, again));
    match begun.await? {
        Ok((address, token)) => {
            let cookie = sign_in::named_cookie(&site, cookie_name(&site), &token, COOKIE_SECONDS);
            with_cookie(to(&address), &cookie)
        }
        Err(why) => not_in(&site, provider.as_ref(), why),
    }
}

/// Whether a page of another site sent the browser here: then nobody asked to sign in.
fn sent_by_others(headers: &HeaderMap) -> bool {
    let by = headers.get("sec-fetch-site").and_then(|value| value.to_str().ok());
    by.is_some_and(|by| !["same-origin", "none"].contains(&by))
}

/// Asks whether somebody whom another site sent wants to sign in at all.
fn unasked(site: &Site, provider: &dyn Provider, next: &str) -> Response {
    let title = "Do you want to sign in?";
    let main = html! {
        div class="nhsuk-grid-row" { div class="nhsuk-grid-column-two-thirds" {
            h1 { (title) }
            p { "Another site sent you here. Go on only if you want to sign in to this service." }
            (way(provider, next, None))
        } }
    };
    let content = staff::Content { title: title.to_owned(), main, wide: false, section: staff::Section::None };
    answer(staff::page(site, None, &content))
}

/// Takes a browser that comes back from a provider.
pub(crate) async fn come_back(
    State(site): State<Arc<Site>>,
    Path(code): Path<String>,
    peer: Peer,
    headers: HeaderMap,
    came: Result<Query<CameBack>, QueryRejection>,
) -> Result<Response, Failure> {
    let provider = known(&site, &code)?;
    let Query(came) = came.map_err(|_| Failure::from(Kind::Unclear("the address cannot be read".to_owned())))?;
    if !site.sign_ins.allows(limit::place(&site.trusted_proxies, &headers, peer), site.world.now()) {
        return Ok(busy(&site));
    }
    let visiting = Visiting::of(&site, &headers);
    let work = move |ctx: &Ctx, provider: &dyn Provider, token: &str| {
        let came = CameWith {
            state: &came.state,
            code: &came.code,
            issuer: came.iss.as_deref(),
            error: came.error.as_deref(),
        };
        app::come_back(ctx, provider, visiting.visit(), token, came)
    };
    go_on(&site, provider, &headers, work).await
}

/// Asks in which role they are here.
pub(crate) async fn ask_role(State(site): State<Arc<Site>>, headers: HeaderMap) -> Result<Response, Failure> {
    let token = sign_in::named_token(cookie_name(&site), &headers).unwrap_or_default();
    match choices(&site, &token).await? {
        Ok((_, roles)) => Ok(role_page(&site, &roles, None)),
        Err(why) => nobody_came(&site, why),
    }
}

/// Takes the role that they chose.
pub(crate) async fn take_role(
    State(site): State<Arc<Site>>,
    headers: HeaderMap,
    chosen: Result<Form<Chosen>, FormRejection>,
) -> Result<Response, Failure> {
    let Form(chosen) = chosen.map_err(|_| Failure::from(Kind::Unclear("the form cannot be read".to_owned())))?;
    let token = sign_in::named_token(cookie_name(&site), &headers).unwrap_or_default();
    let (code, roles) = match choices(&site, &token).await? {
        Ok(found) => found,
        Err(why) => return nobody_came(&site, why),
    };
    if !roles.iter().any(|role| role.id == chosen.role) {
        return Ok(role_page(&site, &roles, Some("Choose the role in which you work here")));
    }
    let (provider, visiting) = (known(&site, &code)?, Visiting::of(&site, &headers));
    let work = move |ctx: &Ctx, provider: &dyn Provider, token: &str| {
        app::choose(ctx, provider, visiting.visit(), token, &chosen.role)
    };
    go_on(&site, provider, &headers, work).await
}

/// Ends the sessions that a provider says are over. It asks by itself, without a browser.
pub(crate) async fn ended(
    State(site): State<Arc<Site>>,
    Path(code): Path<String>,
    peer: Peer,
    headers: HeaderMap,
    told: Result<Form<Told>, FormRejection>,
) -> Result<Response, Failure> {
    let provider = known(&site, &code)?;
    let Form(told) = told.map_err(|_| Failure::from(Kind::Unclear("the form cannot be read".to_owned())))?;
    if !site.sign_ins.allows(limit::place(&site.trusted_proxies, &headers, peer), site.world.now()) {
        return Ok(StatusCode::TOO_MANY_REQUESTS.into_response());
    }
    let asked = Arc::clone(&site);
    let done =
        activity::apart(move || app::ended_elsewhere(&asked.ctx(Actor::Public), provider.as_ref(), &told.logout_token));
    match done.await? {
        Ok(()) => Ok(StatusCode::OK.into_response()),
        Err(NotIn::App(error)) => Err(error.into()),
        Err(_) => Err(Kind::Unclear("it ends nothing here".to_owned()).into()),
    }
}

async fn choices(site: &Arc<Site>, token: &str) -> Result<Result<(String, Vec<RoleElsewhere>), NotIn>, Failure> {
    let (asked, token) = (Arc::clone(site), token.to_owned());
    activity::apart(move || app::choices(&asked.ctx(Actor::Public), &token)).await
}

/// Does what comes next with what was begun in this browser, and leads on.
async fn go_on(
    site: &Arc<Site>,
    provider: Arc<dyn Provider>,
    headers: &HeaderMap,
    work: impl FnOnce(&Ctx, &dyn Provider, &str) -> Result<Came, NotIn> + Send + 'static,
) -> Result<Response, Failure> {
    let Some(begun) = sign_in::named_token(cookie_name(site), headers) else {
        return not_in(site, provider.as_ref(), NotIn::Over);
    };
    let (asked, by) = (Arc::clone(site), Arc::clone(&provider));
    let came = activity::apart(move || {
        let ctx = asked.ctx(Actor::Public);
        let came = work(&ctx, by.as_ref(), &begun)?;
        let holder = match &came {
            Came::In(token, _) => session::holder(&ctx.store, ctx.world.as_ref(), ctx.footprint(), token)?,
            Came::Choosing | Came::Again(_) => None,
        };
        Ok::<_, NotIn>((came, holder))
    });
    let done = sign_in::named_cookie(site, cookie_name(site), "", "; Max-Age=0");
    match came.await? {
        Ok((Came::In(token, next), Some(holder))) => {
            let who = SignedIn::of(site, holder);
            let next = local_path::checked(&next);
            let location = match (who.stage, next) {
                (Stage::In, Some(next)) => next.to_owned(),
                (_, _) => who.first_page(site).to_owned(),
            };
            let response = with_cookie(to(&location), &sign_in::beginning(site, &token))?;
            with_cookie(response, &done)
        }
        // Disabled in the same moment.
        Ok((Came::In(..), None)) => not_in(site, provider.as_ref(), NotIn::Over),
        Ok((Came::Choosing, _)) => Ok(to("/sign-in/role")),
        Ok((Came::Again(next), _)) => with_cookie(to(local_path::checked(&next).unwrap_or("/account")), &done),
        Err(why) => not_in(site, provider.as_ref(), why),
    }
}

fn role_page(site: &Site, roles: &[RoleElsewhere], wrong: Option<&str>) -> Response {
    let title = "In which role do you work here?";
    // The first carries the name of the group, to which the message above leads.
    let items = roles.iter().map(|role| {
        Choice::Option(ChoiceOption { value: &role.id, text: role_name(role).into(), ..ChoiceOption::default() })
    });
    let main = html! {
        div class="nhsuk-grid-row" { div class="nhsuk-grid-column-two-thirds" {
            @if let Some(text) = wrong {
                (error_summary(&ErrorSummary { errors: vec![ErrorLink { text, href: "#role" }], ..ErrorSummary::default() }))
            }
            form method="post" action="/sign-in/role" novalidate {
                (radios(&Radios {
                    name: "role",
                    legend: Some(Legend { text: title.into(), heading: Some(Level::H1), size: Some(Size::L), ..Legend::default() }),
                    hint: "These are the roles that you have for the organisation of your account. What you may do here does not follow from it.".into(),
                    error: wrong.map_or(FieldError::None, FieldError::Message),
                    items: items.collect(),
                    ..Radios::default()
                }))
                (button(&Button { content: "Go on".into(), ..Button::default() }))
            }
            p { a href="/sign-in" { "Sign in another way" } }
        } }
    };
    let heading = if wrong.is_some() { format!("Error: {title}") } else { title.to_owned() };
    let page =
        staff::page(site, None, &staff::Content { title: heading, main, wide: false, section: staff::Section::None });
    let status = if wrong.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    (status, answer(page)).into_response()
}

/// What a role is called: its last part, as the others are of no use to whoever has it.
fn role_name(role: &RoleElsewhere) -> String {
    let name = role.name.rsplit(':').next().unwrap_or_default().trim_matches('"');
    let name = if name.is_empty() { &role.code } else { name };
    format!("{name} ({}, {})", role.organisation, role.id)
}

/// Where nobody knows through whom they came.
fn nobody_came(site: &Site, why: NotIn) -> Result<Response, Failure> {
    match why {
        NotIn::App(error) => Err(error.into()),
        _ => Ok(said(site, StatusCode::UNPROCESSABLE_ENTITY, &over())),
    }
}

fn over() -> Markup {
    html! {
        p { "What you began in this browser is over: it holds for ten minutes and once. Nothing was changed." }
    }
}

/// The page that says why nobody is signed in, and what to do.
fn not_in(site: &Site, provider: &dyn Provider, why: NotIn) -> Result<Response, Failure> {
    let title = &provider.rules().title;
    let (status, what) = match why {
        NotIn::App(error) => return Err(error.into()),
        NotIn::Over => (StatusCode::UNPROCESSABLE_ENTITY, over()),
        NotIn::Stopped => (
            StatusCode::UNPROCESSABLE_ENTITY,
            html! { p { (title) " signed nobody in: it was stopped there. Nothing was changed." } },
        ),
        NotIn::Away => (
            StatusCode::SERVICE_UNAVAILABLE,
            html! { p { (title) " cannot be reached now. If your account has a password, sign in with that." } },
        ),
        NotIn::Refused => (
            StatusCode::BAD_GATEWAY,
            html! {
                p { "What " (title) " answered does not hold, so nobody was signed in." }
                p { "Try again. If it stays so, tell whoever runs this service; its log says what is wrong." }
            },
        ),
        NotIn::TurnedAway(why, identity) => (StatusCode::FORBIDDEN, turned_away(title, why, &identity)),
    };
    Ok(said(site, status, &what))
}

fn turned_away(title: &str, why: TurnedAway, identity: &porch_domain::account::Identity) -> Markup {
    let row = |key: &'static str, value: &str| SummaryRow {
        key: key.into(),
        value: value.to_owned().into(),
        ..SummaryRow::default()
    };
    let rows =
        vec![row("Signed in at", title), row("Address", &identity.issuer), row("Known there as", &identity.subject)];
    html! {
        @match why {
            TurnedAway::Unknown => {
                p { (title) " knows you, and no account here is opened by that, or the account cannot be used." }
                p { "Give these lines to whoever keeps accounts in your service. They link them to your account once; then this opens it." }
                (summary_list(&SummaryList { rows, ..SummaryList::default() }))
            }
            TurnedAway::OtherOrganisation => {
                p { "Your account here is of another organisation than the one for which " (title) " knows you." }
                p { "If you changed employer, ask whoever keeps accounts in your service to say so here." }
            }
            TurnedAway::NoRole => {
                p { "None of the roles that you have with " (title) " fits the role of your account here." }
                p { "Your registration authority gives roles there; whoever keeps accounts in your service gives the one here." }
            }
            TurnedAway::TooWeak => {
                p { (title) " did not ask you strongly enough to open this service. Sign in there with your smartcard, a passkey or another strong way." }
            }
            TurnedAway::SomebodyElse => {
                p { "You showed " (title) " that you are somebody else than whose account this is. Nothing was changed." }
            }
        }
        p { "The attempt was noted." }
    }
}

fn busy(site: &Site) -> Response {
    let mut response =
        said(site, StatusCode::TOO_MANY_REQUESTS, &html! { p { "There were too many tries. Try again in a minute." } });
    response.headers_mut().insert(header::RETRY_AFTER, 5.into());
    response
}

fn said(site: &Site, status: StatusCode, what: &Markup) -> Response {
    let title = "You are not signed in";
    let main = html! {
        div class="nhsuk-grid-row" { div class="nhsuk-grid-column-two-thirds" {
            h1 { (title) }
            (what)
            p { a href="/sign-in" { "Go to the sign-in page" } }
        } }
    };
    let content = staff::Content { title: title.to_owned(), main, wide: false, section: staff::Section::None };
    (status, answer(staff::page(site, None, &content))).into_response()
}

/// The ways in through a provider, for the sign-in page and for showing again who one is.
pub(crate) fn ways(site: &Site, next: &str, again: Option<&str>) -> Markup {
    let offered = site.providers.iter().filter(|one| again.is_none_or(|code| one.rules().code == code));
    html! { @for provider in offered { (way(provider.as_ref(), next, again)) } }
}

fn way(provider: &dyn Provider, next: &str, again: Option<&str>) -> Markup {
    let query = match (local_path::checked(next), again) {
        (Some(next), Some(_)) => format!("?again=1&next={}", local_path::as_value(next)),
        (Some(next), None) => format!("?next={}", local_path::as_value(next)),
        (None, Some(_)) => "?again=1".to_owned(),
        (None, None) => String::new(),
    };
    html! {
        p {
            a class="nhsuk-button nhsuk-button--secondary" draggable="false" role="button" href={ "/sign-in/with/" (provider.rules().code) (query) } {
                @if again.is_some() { "Show it with " } @else { "Sign in with " } (provider.rules().title)
            }
        }
    }
}
