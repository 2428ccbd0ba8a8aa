//! `/account/factors`: one's own second factors: an authenticator, and recovery codes.

pub(crate) mod passkey;
mod qr;

use std::sync::Arc;

use axum::{
    Form,
    extract::{Path, Query, State, rejection::FormRejection},
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
};
use maud::{Markup, html};
use porch_app::{
    factor::{self as app, FactorLine, OwnFactors},
    session::Stage,
    sign_in::SignInRefused,
};
use porch_domain::account::{FactorId, FactorKind};
use serde::Deserialize;

use crate::{
    Site, activity,
    components::{
        Button, ButtonVariant, ErrorLink, ErrorSummary, FieldError, Input, InputWidth, Label, NotificationBanner,
        SummaryList, SummaryRow, button, error_summary, input, notification_banner, summary_list,
    },
    failure::{Failure, Kind},
    moment,
    pages::{html as answer, sign_in as sign_in_page, staff},
    sign_in::{self, AnySession, SignedIn, Visiting},
};

/// What was done before the page is shown.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(crate) struct Done {
    done: String,
}

/// A code that was typed.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(crate) struct Typed {
    code: String,
}

/// The factors of whoever asks.
pub(crate) async fn show(
    State(site): State<Arc<Site>>,
    AnySession(who): AnySession,
    Query(done): Query<Done>,
) -> Result<Response, Failure> {
    let own = activity::carry_out(&site, &who, |_, ctx| app::own(ctx)).await?;
    let done = match done.done.as_str() {
        "added" => Some("It is added. Your other sessions have ended."),
        "removed" => Some("It is taken away."),
        _ => None,
    };
    Ok(page(&site, &who, "Second factors", &listed(&site, &who, &own, done)))
}

fn page(site: &Site, who: &SignedIn, title: &str, main: &Markup) -> Response {
    let main = html! { div class="nhsuk-grid-row" { div class="nhsuk-grid-column-two-thirds" { (main) } } };
    let content = staff::Content { title: title.to_owned(), main, wide: false, section: staff::Section::None };
    answer(staff::page(site, Some(who), &content))
}

fn listed(site: &Site, who: &SignedIn, own: &OwnFactors, done: Option<&str>) -> Markup {
    let has_authenticator = own.lines.iter().any(|line| line.kind == FactorKind::Authenticator);
    html! {
        @if let Some(done) = done {
            (notification_banner(&NotificationBanner { content: done.into(), success: true, ..NotificationBanner::default() }))
        }
        h1 { "Second factors" }
        @if !who.has_password {
            p { "This account has no password: only a link of the demonstration opens it, and it asks for no second factor." }
        } @else {
            @if who.stage == Stage::Enrol {
                p { "This service asks for something beside your password, so that a password that somebody else has learned opens nothing. Add it now; nothing else opens before that." }
            } @else {
                p { "A second factor is something beside your password, so that a password that somebody else has learned opens nothing." }
            }
            @for line in &own.lines { (one(line, site.second_factors.required && own.lines.len() == 1)) }
            h2 { @if has_authenticator { "Another authenticator" } @else { "Add an authenticator" } }
            @if site.second_factors.key.is_none() {
                p { strong { "This service cannot keep authenticators yet: whoever runs it must give it a key first." } }
            } @else {
                @if has_authenticator { p { "A new one takes the place of the one that you have." } }
                p { "An authenticator is an app on your phone, or a program, that shows a code of six digits. It needs no network and no mobile signal." }
                (button(&Button {
                    content: if has_authenticator { "Replace the authenticator".into() } else { "Add an authenticator".into() },
                    href: "/account/factors/authenticator",
                    variant: if has_authenticator { ButtonVariant::Secondary } else { ButtonVariant::Primary },
                    ..Button::default()
                }))
            }
            @if site.second_factors.passkeys.is_some() {
                h2 { "Add a passkey" }
                p { "A passkey is a key that your computer, telephone or security key keeps. It opens with your finger, face or a number, and shows itself to this site only, so nobody can talk you out of it." }
                (button(&Button { content: "Add a passkey".into(), href: "/account/factors/passkey", variant: ButtonVariant::Secondary, ..Button::default() }))
            }
            @if !own.lines.is_empty() {
                h2 { "Recovery codes" }
                p { "You have " strong { (own.codes_left) @if own.codes_left == 1 { " code" } @else { " codes" } } " left. Each opens your account once, with your password, when the authenticator is not at hand." }
                form method="post" action="/account/factors/codes" novalidate {
                    (button(&Button { content: "Make ten new codes".into(), variant: ButtonVariant::Secondary, ..Button::default() }))
                }
            }
        }
        p { a href="/account" { "Your account" } }
    }
}

fn one(line: &FactorLine, must_stay: bool) -> Markup {
    let what = match line.kind {
        FactorKind::Authenticator => "Authenticator",
        FactorKind::Passkey => "Passkey",
    };
    let rows = vec![
        SummaryRow { key: "What".into(), value: what.into(), ..SummaryRow::default() },
        SummaryRow { key: "Name".into(), value: line.name.as_str().into(), ..SummaryRow::default() },
        SummaryRow { key: "Added".into(), value: moment::time(line.made_at).into(), ..SummaryRow::default() },
        SummaryRow {
            key: "Last used".into(),
            value: line.used_at.map_or_else(|| "never".into(), |at| moment::time(at).into()),
            ..SummaryRow::default()
        },
    ];
    html! {
        (summary_list(&SummaryList { rows, ..SummaryList::default() }))
        @if must_stay {
            p { "This service requires a second factor, so this one stays until you have another." }
        } @else {
            form method="post" action={ "/account/factors/" (line.id) "/remove" } novalidate {
                button class="nhsuk-button nhsuk-button--secondary" {
                    "Take away" span class="nhsuk-u-visually-hidden" { ": " (line.name) }
                }
            }
        }
    }
}

/// Offers an authenticator.
pub(crate) async fn offer(
    State(site): State<Arc<Site>>,
    AnySession(who): AnySession,
    visiting: Visiting,
) -> Result<Response, Failure> {
    offered(&site, &who, visiting, None).await
}

async fn offered(
    site: &Arc<Site>,
    who: &SignedIn,
    visiting: Visiting,
    wrong: Option<String>,
) -> Result<Response, Failure> {
    if !who.has_password {
        return Err(Failure::from(Kind::NotFound).seen_by(who));
    }
    let offered = activity::carry_out(site, who, move |site, ctx| {
        app::offer_authenticator(ctx, &site.second_factors, visiting.visit())
    });
    let offered = offered.await?;
    let title = "Add an authenticator";
    let error = wrong.as_deref().map_or(FieldError::None, FieldError::Message);
    let spaced: Vec<String> =
        offered.typed.as_bytes().chunks(4).map(|four| String::from_utf8_lossy(four).into_owned()).collect();
    let main = html! {
        @if let Some(text) = &wrong {
            (error_summary(&ErrorSummary { errors: vec![ErrorLink { text, href: "#code" }], ..ErrorSummary::default() }))
        }
        h1 { (title) }
        ol class="nhsuk-list nhsuk-list--number" {
            li { "Open an authenticator app. Your organisation may give you one; any that shows codes of six digits works." }
            li { "Scan this picture with it." }
            li { "Type the code that it shows." }
        }
        @if let Some(picture) = qr::picture(&offered.address, "A QR code with the secret that stands below") { (picture) }
        p { "If you cannot scan it, type this secret into the app:" }
        p { code class="porch-secret" { (spaced.join(" ")) } }
        p { "Keep it to yourself. It is shown until the authenticator is added, for a quarter of an hour." }
        form method="post" action="/account/factors/authenticator" novalidate {
            (code_field("Code that the authenticator shows", error))
            (button(&Button { content: "Add the authenticator".into(), ..Button::default() }))
        }
    };
    let titled = if wrong.is_some() { format!("Error: {title}") } else { title.to_owned() };
    Ok(page(site, who, &titled, &main))
}

/// The field for a code of six digits.
pub(crate) fn code_field(label: &str, error: FieldError<'_>) -> Markup {
    input(&Input {
        label: Label::from(label),
        error,
        name: "code",
        width: Some(InputWidth::W10),
        code: true,
        spellcheck: Some(false),
        autocomplete: "one-time-code",
        ..Input::default()
    })
}

/// Adds the authenticator that was offered.
pub(crate) async fn add(
    State(site): State<Arc<Site>>,
    AnySession(who): AnySession,
    visiting: Visiting,
    typed: Result<Form<Typed>, FormRejection>,
) -> Result<Response, Failure> {
    let Form(typed) = typed.map_err(|_| Failure::from(Kind::Unclear("the form cannot be read".to_owned())))?;
    if typed.code.trim().is_empty() {
        return Ok(refused(offered(&site, &who, visiting, Some("Enter the code".to_owned())).await?, None));
    }
    let (asked, actor, came) = (Arc::clone(&site), who.actor(), visiting.clone());
    let added = activity::apart(move || {
        app::add_authenticator(&asked.ctx(actor), &asked.second_factors, came.visit(), &typed.code)
    });
    match added.await? {
        Ok(added) => Ok(added_shown(&site, who, &added)),
        Err(SignInRefused::App(error)) => Err(Failure::from(error).seen_by(&who)),
        Err(why) => {
            let seconds = sign_in_page::seconds_to_wait(&site, &why);
            let (_, text) = said(&site, &why);
            Ok(refused(offered(&site, &who, visiting, Some(text)).await?, seconds))
        }
    }
}

/// What follows when a factor is added: new recovery codes, where there were none, and the new cookie.
fn added_shown(site: &Site, who: SignedIn, added: &app::Added) -> Response {
    let cookie = sign_in::beginning(site, &added.token);
    if added.codes.is_empty() {
        let headers = [(header::SET_COOKIE, cookie), (header::LOCATION, "/account/factors?done=added".to_owned())];
        return (StatusCode::SEE_OTHER, headers).into_response();
    }
    let now_in = SignedIn { stage: Stage::In, ..who };
    let main = codes_shown(&added.codes, now_in.first_page(site), true);
    let shown = page(site, &now_in, "Your recovery codes", &main);
    ([(header::SET_COOKIE, cookie)], shown).into_response()
}

/// What to say of a code that was not taken.
pub(crate) fn said(site: &Site, why: &SignInRefused) -> (StatusCode, String) {
    match why {
        SignInRefused::Wrong => (
            StatusCode::UNPROCESSABLE_ENTITY,
            "This code is not right, or was used already. Wait for the next one, and look whether the clock of the device is right"
                .to_owned(),
        ),
        SignInRefused::Wait { .. } | SignInRefused::Busy | SignInRefused::App(_) => sign_in_page::said(site, why),
    }
}

/// Puts the status that says why on a page, and how long to wait.
pub(crate) fn refused(mut response: Response, seconds: Option<u64>) -> Response {
    *response.status_mut() = match seconds {
        Some(_) => StatusCode::TOO_MANY_REQUESTS,
        None => StatusCode::UNPROCESSABLE_ENTITY,
    };
    if let Some(seconds) = seconds {
        response.headers_mut().insert(header::RETRY_AFTER, seconds.into());
    }
    response
}

fn codes_shown(codes: &[String], next: &str, added: bool) -> Markup {
    html! {
        @if added {
            (notification_banner(&NotificationBanner { content: "It is added.".into(), success: true, ..NotificationBanner::default() }))
        }
        h1 { "Your recovery codes" }
        p { "Print or copy these ten codes, and keep them where you keep other keys. Each opens your account once, with your password, when the authenticator is not at hand. " strong { "They are not shown again." } }
        ul class="nhsuk-list porch-codes" { @for code in codes { li { code class="porch-secret" { (code) } } } }
        p { a href=(next) { "Go on" } }
    }
}

/// Gives ten other recovery codes.
pub(crate) async fn codes(
    State(site): State<Arc<Site>>,
    who: SignedIn,
    visiting: Visiting,
) -> Result<Response, Failure> {
    let codes = activity::carry_out(&site, &who, move |_, ctx| app::make_recovery_codes(ctx, visiting.visit())).await?;
    Ok(page(&site, &who, "Your recovery codes", &codes_shown(&codes, "/account/factors", false)))
}

/// Takes a factor away.
pub(crate) async fn remove(
    State(site): State<Arc<Site>>,
    who: SignedIn,
    visiting: Visiting,
    Path(factor): Path<String>,
) -> Result<Response, Failure> {
    let factor: FactorId = factor.parse().map_err(|_| Kind::NotFound)?;
    let removed = activity::carry_out(&site, &who, move |site, ctx| {
        app::remove(ctx, &site.second_factors, visiting.visit(), factor)
    });
    removed.await?;
    Ok((StatusCode::SEE_OTHER, [(header::LOCATION, "/account/factors?done=removed")], HeaderMap::new()).into_response())
}
