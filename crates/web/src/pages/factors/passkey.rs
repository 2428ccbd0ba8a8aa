//! `/account/factors/passkey`: adding a passkey. The browser makes it, which takes a script; everything else goes without.

use std::sync::Arc;

use axum::{
    Form,
    extract::{State, rejection::FormRejection},
    response::Response,
};
use maud::html;
use porch_app::{
    factor::{self as app, LONGEST_NAME},
    sign_in::SignInRefused,
};
use serde::Deserialize;

use super::{added_shown, page, refused};
use crate::{
    Site, activity,
    components::{ErrorLink, ErrorSummary, FieldError, Input, InputWidth, Label, error_summary, input},
    failure::{Failure, Kind},
    pages::sign_in as sign_in_page,
    sign_in::{AnySession, SignedIn, Visiting},
};

/// What the form sends.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(crate) struct Typed {
    name: String,
    passkey: String,
}

/// Offers to add a passkey.
pub(crate) async fn offer(
    State(site): State<Arc<Site>>,
    AnySession(who): AnySession,
    visiting: Visiting,
) -> Result<Response, Failure> {
    offered(&site, &who, visiting, "", None).await
}

async fn offered(
    site: &Arc<Site>,
    who: &SignedIn,
    visiting: Visiting,
    name: &str,
    wrong: Option<&str>,
) -> Result<Response, Failure> {
    if !who.has_password {
        return Err(Failure::from(Kind::NotFound).seen_by(who));
    }
    let options = activity::carry_out(site, who, move |site, ctx| {
        app::begin_passkey(ctx, &site.second_factors, visiting.visit())
    });
    let options = options.await?;
    let title = "Add a passkey";
    let main = html! {
        @if let Some(text) = wrong {
            (error_summary(&ErrorSummary { errors: vec![ErrorLink { text, href: "#name" }], ..ErrorSummary::default() }))
        }
        h1 { (title) }
        p { "Give it a name by which you know the device again, then follow what the browser asks." }
        form method="post" action="/account/factors/passkey" novalidate {
            (input(&Input {
                label: Label::from("Name of the device"),
                hint: "For example: telephone, or security key in the drawer".into(),
                error: wrong.map_or(FieldError::None, FieldError::Message),
                name: "name",
                value: name,
                width: Some(InputWidth::W20),
                autocomplete: "off",
                ..Input::default()
            }))
            div data-porch-passkey="create" data-porch-options=(options) hidden {
                input type="hidden" name="passkey" value="";
                button class="nhsuk-button" type="button" { (title) }
                p class="nhsuk-error-message" role="alert" {}
            }
            noscript { p { "A passkey needs a browser that runs scripts. Without one, " a href="/account/factors/authenticator" { "add an authenticator" } "." } }
        }
        p { a href="/account/factors" { "Second factors" } }
    };
    let titled = if wrong.is_some() { format!("Error: {title}") } else { title.to_owned() };
    Ok(page(site, who, &titled, &main))
}

/// Adds the passkey that the browser made.
pub(crate) async fn add(
    State(site): State<Arc<Site>>,
    AnySession(who): AnySession,
    visiting: Visiting,
    typed: Result<Form<Typed>, FormRejection>,
) -> Result<Response, Failure> {
    let Form(typed) = typed.map_err(|_| Failure::from(Kind::Unclear("the form cannot be read".to_owned())))?;
    let name = typed.name.trim().to_owned();
    let length = name.chars().count();
    let wrong = match length {
        0 => Some("Enter a name for the device".to_owned()),
        length if length > LONGEST_NAME => Some(format!("This has {length} characters. Use {LONGEST_NAME} or fewer")),
        _ => None,
    };
    if let Some(wrong) = wrong {
        return Ok(refused(offered(&site, &who, visiting, &name, Some(&wrong)).await?, None));
    }
    let (asked, actor, came, called) = (Arc::clone(&site), who.actor(), visiting.clone(), name.clone());
    let added = activity::apart(move || {
        app::add_passkey(&asked.ctx(actor), &asked.second_factors, came.visit(), &called, &typed.passkey)
    });
    match added.await? {
        Ok(added) => Ok(added_shown(&site, who, &added)),
        Err(SignInRefused::App(error)) => Err(Failure::from(error).seen_by(&who)),
        Err(why) => {
            let text = match &why {
                SignInRefused::Wrong => "The passkey was not added. Try again, or add an authenticator".to_owned(),
                SignInRefused::Wait { .. } | SignInRefused::Busy | SignInRefused::App(_) => {
                    sign_in_page::said(&site, &why).1
                }
            };
            let seconds = sign_in_page::seconds_to_wait(&site, &why);
            Ok(refused(offered(&site, &who, visiting, &name, Some(&text)).await?, seconds))
        }
    }
}
