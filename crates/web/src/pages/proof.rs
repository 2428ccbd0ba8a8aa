//! `/sign-in/code` and `/account/again`: showing a second factor at the sign-in, and showing again who one is.

use std::sync::Arc;

use axum::{
    Form,
    extract::{Query, State, rejection::FormRejection},
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use maud::{Markup, html};
use porch_app::{
    factor::{self, Options, Proof},
    session,
    session::Stage,
    sign_in::{self as app, SignInRefused},
};
use serde::Deserialize;

use super::factors::{code_field, refused, said};
use crate::{
    Site, activity,
    components::{Button, ErrorLink, ErrorSummary, FieldError, Input, InputWidth, Label, button, error_summary, input},
    failure::{Failure, Kind},
    local_path,
    pages::{elsewhere, html as answer, sign_in as sign_in_page, staff},
    sign_in::{self, AnySession, Halfway, SignedIn, Visiting},
};

/// The page that was asked for before.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(crate) struct Asked {
    next: String,
}

/// What the forms send.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(crate) struct Typed {
    password: String,
    code: String,
    passkey: String,
    next: String,
}

impl Typed {
    /// What is shown beside the password: the answer of a passkey, where the page's script sent one.
    fn proof(&self) -> Proof<'_> {
        if self.shows_passkey() { Proof::Passkey(&self.passkey) } else { Proof::Code(&self.code) }
    }

    fn shows_passkey(&self) -> bool {
        !self.passkey.is_empty()
    }

    fn shows_nothing(&self) -> bool {
        !self.shows_passkey() && self.code.trim().is_empty()
    }
}

/// What is said of a passkey that was not taken: of another device or another account, or shown too late.
const NOT_TAKEN: &str =
    "The passkey was not taken. It holds for the page that is open now and for five minutes: try again, or type a code";

/// Asks for a passkey of whoever asks, where they have one.
async fn options(site: &Arc<Site>, who: &SignedIn, visiting: &Visiting) -> Result<Option<Options>, Failure> {
    let (asked, actor, came) = (Arc::clone(site), who.actor(), visiting.clone());
    let options =
        activity::apart(move || factor::ask_for_passkey(&asked.ctx(actor), &asked.second_factors, came.visit()));
    Ok(options.await??)
}

/// The button for a passkey. Without script it is not shown, and the page says what to do instead.
fn passkey_button(options: Option<&str>) -> Markup {
    html! {
        @if let Some(options) = options {
            div data-porch-passkey="get" data-porch-options=(options) hidden {
                input type="hidden" name="passkey" value="";
                button class="nhsuk-button nhsuk-button--secondary" type="button" { "Use a passkey" }
                p class="nhsuk-error-message" role="alert" {}
            }
            noscript { p { "You have a passkey. It needs a browser that runs scripts; without one, use the code." } }
        }
    }
}

fn found(location: &str) -> Response {
    (StatusCode::SEE_OTHER, [(header::LOCATION, location.to_owned())]).into_response()
}

/// Asks for the second factor.
pub(crate) async fn ask_code(
    State(site): State<Arc<Site>>,
    Halfway(who): Halfway,
    visiting: Visiting,
    Query(asked): Query<Asked>,
) -> Result<Response, Failure> {
    if who.stage != Stage::Code {
        return Ok(found(who.first_page(&site)));
    }
    let options = options(&site, &who, &visiting).await?;
    Ok(code_page(&site, &asked.next, None, options.as_deref()))
}

fn code_page(site: &Site, next: &str, wrong: Option<&str>, passkey: Option<&str>) -> Response {
    let title = "Show your second factor";
    let main = html! {
        div class="nhsuk-grid-row" { div class="nhsuk-grid-column-two-thirds" {
            @if let Some(text) = wrong {
                (error_summary(&ErrorSummary { errors: vec![ErrorLink { text, href: "#code" }], ..ErrorSummary::default() }))
            }
            h1 { (title) }
            p { "What you showed first is right. Now type the code that your authenticator shows, or one of your recovery codes." }
            form method="post" action="/sign-in/code" novalidate {
                (code_field("Code", wrong.map_or(FieldError::None, FieldError::Message)))
                (hidden_next(next))
                (button(&Button { content: "Go on".into(), ..Button::default() }))
                (passkey_button(passkey))
            }
            p { "Lost the authenticator and the codes? Ask whoever keeps accounts in your service. Two of your colleagues must let you in again." }
            form method="post" action="/sign-out" novalidate {
                button class="nhsuk-button nhsuk-button--secondary" { "Sign in as somebody else" }
            }
        } }
    };
    let title = if wrong.is_some() { format!("Error: {title}") } else { title.to_owned() };
    // As to a stranger: no name, no role and no navigation before the second factor is shown.
    answer(staff::page(site, None, &staff::Content { title, main, wide: false, section: staff::Section::None }))
}

fn hidden_next(next: &str) -> Markup {
    html! { @if let Some(next) = local_path::checked(next) { input type="hidden" name="next" value=(next); } }
}

/// Takes the second factor.
pub(crate) async fn take_code(
    State(site): State<Arc<Site>>,
    Halfway(who): Halfway,
    visiting: Visiting,
    typed: Result<Form<Typed>, FormRejection>,
) -> Result<Response, Failure> {
    let Form(typed) = typed.map_err(|_| Failure::from(Kind::Unclear("the form cannot be read".to_owned())))?;
    if who.stage != Stage::Code {
        return Ok(found(who.first_page(&site)));
    }
    let next = typed.next.clone();
    if typed.shows_nothing() {
        let options = options(&site, &who, &visiting).await?;
        return Ok(refused(code_page(&site, &next, Some("Enter the code"), options.as_deref()), None));
    }
    let with_passkey = typed.shows_passkey();
    let (asked, actor, came) = (Arc::clone(&site), who.actor(), visiting.clone());
    let shown = activity::apart(move || {
        let ctx = asked.ctx(actor);
        let token = factor::show(&ctx, &asked.second_factors, came.visit(), typed.proof())?;
        let holder = session::holder(&ctx.store, ctx.world.as_ref(), ctx.footprint(), &token)?;
        Ok((token, holder))
    });
    match shown.await? {
        Ok((token, Some(holder))) => {
            let who = SignedIn::of(&site, holder);
            let next = local_path::checked(&next).filter(|_| who.stage == Stage::In);
            let mut response = found(next.unwrap_or_else(|| who.first_page(&site)));
            let cookie = sign_in::beginning(&site, &token).parse().map_err(|_| Failure::from(Kind::Broken))?;
            response.headers_mut().insert(header::SET_COOKIE, cookie);
            Ok(response)
        }
        // Disabled in the same moment.
        Ok((_, None)) => Err(Kind::NotSignedIn.into()),
        Err(SignInRefused::App(error)) => Err(error.into()),
        Err(why) => {
            let options = options(&site, &who, &visiting).await?;
            let text = match &why {
                SignInRefused::Wrong if with_passkey => NOT_TAKEN.to_owned(),
                SignInRefused::Wrong | SignInRefused::Wait { .. } | SignInRefused::Busy | SignInRefused::App(_) => {
                    said(&site, &why).1
                }
            };
            let page = code_page(&site, &next, Some(&text), options.as_deref());
            Ok(refused(page, sign_in_page::seconds_to_wait(&site, &why)))
        }
    }
}

/// Asks again who it is.
pub(crate) async fn ask_again(
    State(site): State<Arc<Site>>,
    AnySession(who): AnySession,
    visiting: Visiting,
    Query(asked): Query<Asked>,
) -> Result<Response, Failure> {
    let options = options(&site, &who, &visiting).await?;
    Ok(again_page(&site, &who, &asked.next, &[], options.as_deref()))
}

fn again_page(
    site: &Site,
    who: &SignedIn,
    next: &str,
    wrong: &[(&'static str, String)],
    passkey: Option<&str>,
) -> Response {
    let title = "Show again who you are";
    let error = |field| {
        let found = wrong.iter().find(|(known, _)| *known == field);
        found.map_or(FieldError::None, |(_, text)| FieldError::Message(text))
    };
    let links: Vec<ErrorLink<'_>> = wrong
        .iter()
        .map(|(field, text)| ErrorLink { text, href: if *field == "code" { "#code" } else { "#password" } })
        .collect();
    let main = html! {
        div class="nhsuk-grid-row" { div class="nhsuk-grid-column-two-thirds" {
            @if !links.is_empty() { (error_summary(&ErrorSummary { errors: links, ..ErrorSummary::default() })) }
            h1 { (title) }
            p { "You are about to change what opens an account. Because you signed in more than ten minutes ago, show again that it is you. Nothing was changed yet." }
            @if let Some(code) = &who.provider {
                (elsewhere::ways(site, next, Some(code)))
                @if !who.has_password { p { "Your account has no password, so there is no other way here. If that does not help, sign out and in again." } }
            }
            @if who.has_password {
            form method="post" action="/account/again" novalidate {
                input type="text" name="name" value=(who.account) autocomplete="username" hidden readonly;
                (input(&Input {
                    label: Label::from("Password"),
                    error: error("password"),
                    name: "password",
                    kind: "password",
                    width: Some(InputWidth::W20),
                    autocomplete: "current-password",
                    ..Input::default()
                }))
                @if who.has_factors { (code_field("Code of your authenticator, or a recovery code", error("code"))) }
                (hidden_next(next))
                (button(&Button { content: "Go on".into(), ..Button::default() }))
                (passkey_button(passkey))
            }
            }
        } }
    };
    let title = if wrong.is_empty() { title.to_owned() } else { format!("Error: {title}") };
    answer(staff::page(site, Some(who), &staff::Content { title, main, wide: false, section: staff::Section::None }))
}

/// Takes the proof, and leads back.
pub(crate) async fn take_again(
    State(site): State<Arc<Site>>,
    AnySession(who): AnySession,
    visiting: Visiting,
    typed: Result<Form<Typed>, FormRejection>,
) -> Result<Response, Failure> {
    let Form(typed) = typed.map_err(|_| Failure::from(Kind::Unclear("the form cannot be read".to_owned())))?;
    let mut wrong = Vec::new();
    if typed.password.is_empty() {
        wrong.push(("password", "Enter your password".to_owned()));
    }
    if who.has_factors && typed.shows_nothing() {
        wrong.push(("code", "Enter the code".to_owned()));
    }
    if !wrong.is_empty() {
        let options = options(&site, &who, &visiting).await?;
        return Ok(refused(again_page(&site, &who, &typed.next, &wrong, options.as_deref()), None));
    }
    let with_passkey = typed.shows_passkey();
    let (asked, actor, came) = (Arc::clone(&site), who.actor(), visiting.clone());
    let next = typed.next.clone();
    let proved = activity::apart(move || {
        let ctx = asked.ctx(actor);
        let factors = &asked.second_factors;
        app::prove_again(&ctx, &asked.password_work, factors, came.visit(), &typed.password, typed.proof())
    });
    match proved.await? {
        Ok(()) => Ok(found(local_path::checked(&next).unwrap_or("/account"))),
        Err(SignInRefused::App(error)) => Err(Failure::from(error).seen_by(&who)),
        Err(why) => {
            let text = match &why {
                SignInRefused::Wrong if with_passkey => "The password or the passkey is not right".to_owned(),
                SignInRefused::Wrong if who.has_factors => "The password or the code is not right".to_owned(),
                SignInRefused::Wrong => "The password is not right".to_owned(),
                SignInRefused::Wait { .. } | SignInRefused::Busy | SignInRefused::App(_) => said(&site, &why).1,
            };
            let options = options(&site, &who, &visiting).await?;
            let page = again_page(&site, &who, &next, &[("password", text)], options.as_deref());
            Ok(refused(page, sign_in_page::seconds_to_wait(&site, &why)))
        }
    }
}
