//! `/recoveries`: letting somebody in again who lost their second factor, by one who asks and another who confirms.

use std::sync::Arc;

use axum::{
    Form,
    extract::{Query, State, rejection::FormRejection},
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use maud::{Markup, html};
use porch_app::{
    AppError,
    access::Action,
    recovery::{self, WaitingRecovery},
};
use porch_domain::{account::AccountName, disallowed::Disallowed};
use serde::Deserialize;

use super::factors::refused;
use crate::{
    Site, activity,
    components::{
        Button, ErrorLink, ErrorSummary, FieldError, Input, InputWidth, Label, NotificationBanner, SummaryList,
        SummaryRow, button, error_summary, input, notification_banner, summary_list,
    },
    failure::{Failure, Kind},
    moment,
    pages::{html as answer, staff},
    sign_in::{SignedIn, Visiting},
};

const TITLE: &str = "Recover an account";

/// What was done before the page is shown.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(crate) struct Done {
    done: String,
}

/// The account that somebody typed or chose.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(crate) struct Typed {
    account: String,
}

/// What this role does about recoveries.
pub(crate) async fn show(
    State(site): State<Arc<Site>>,
    who: SignedIn,
    Query(done): Query<Done>,
) -> Result<Response, Failure> {
    if who.may(Action::AskRecovery) {
        return Ok(page(&site, &who, TITLE, &asking("", None, done.done == "asked")));
    }
    let waiting = activity::carry_out(&site, &who, |_, ctx| recovery::waiting(ctx)).await?;
    Ok(page(&site, &who, TITLE, &witnessing(&waiting)))
}

fn page(site: &Site, who: &SignedIn, title: &str, main: &Markup) -> Response {
    let main = html! { div class="nhsuk-grid-row" { div class="nhsuk-grid-column-two-thirds" { (main) } } };
    let content = staff::Content { title: title.to_owned(), main, wide: false, section: staff::Section::None };
    answer(staff::page(site, Some(who), &content))
}

fn asking(typed: &str, wrong: Option<&str>, asked: bool) -> Markup {
    html! {
        @if let Some(text) = wrong {
            (error_summary(&ErrorSummary { errors: vec![ErrorLink { text, href: "#account" }], ..ErrorSummary::default() }))
        }
        @if asked {
            (notification_banner(&NotificationBanner {
                content: "A service manager or information officer can confirm it within 24 hours. Nothing has changed before that.".into(),
                success: true,
                ..NotificationBanner::default()
            }))
        }
        h1 { (TITLE) }
        p { "For somebody who lost their authenticator and their recovery codes. You ask; a service manager or information officer, who has seen the person, confirms. Then their second factors and sessions are gone, and they get a temporary password." }
        p { "Both names stay in the journal, and the holder of the account is told." }
        form method="post" action="/recoveries" novalidate {
            (input(&Input {
                label: Label::from("Account name of whoever is to be let in again"),
                error: wrong.map_or(FieldError::None, FieldError::Message),
                name: "account",
                value: typed,
                width: Some(InputWidth::W20),
                spellcheck: Some(false),
                autocomplete: "off",
                ..Input::default()
            }))
            (button(&Button { content: "Ask for the recovery".into(), ..Button::default() }))
        }
    }
}

fn witnessing(waiting: &[WaitingRecovery]) -> Markup {
    html! {
        h1 { (TITLE) }
        p { "Somebody lost their authenticator and their recovery codes, and an administrator asks that they are let in again. Confirm only when you have seen or heard the person yourself, and know them." }
        @if waiting.is_empty() { p { "Nobody waits for a recovery." } }
        @for one in waiting {
            (summary_list(&SummaryList {
                rows: vec![
                    SummaryRow { key: "Who".into(), value: one.display_name.as_str().into(), ..SummaryRow::default() },
                    SummaryRow { key: "Account name".into(), value: one.name.as_str().into(), ..SummaryRow::default() },
                    SummaryRow { key: "Asked by".into(), value: one.asked_by.as_str().into(), ..SummaryRow::default() },
                    SummaryRow { key: "Confirm before".into(), value: moment::time(one.until).into(), ..SummaryRow::default() },
                ],
                ..SummaryList::default()
            }))
            form method="post" action="/recoveries/confirm" novalidate {
                input type="hidden" name="account" value=(one.name);
                button class="nhsuk-button" { "I know the person: let them in again" span class="nhsuk-u-visually-hidden" { ": " (one.display_name) } }
            }
        }
    }
}

/// Asks for a recovery.
pub(crate) async fn ask(
    State(site): State<Arc<Site>>,
    who: SignedIn,
    visiting: Visiting,
    typed: Result<Form<Typed>, FormRejection>,
) -> Result<Response, Failure> {
    let Form(typed) = typed.map_err(|_| Failure::from(Kind::Unclear("the form cannot be read".to_owned())))?;
    let again = |text: &str| {
        let main = asking(&typed.account, Some(text), false);
        refused(page(&site, &who, &format!("Error: {TITLE}"), &main), None)
    };
    let Ok(name) = AccountName::parse(&AccountName::folded(&typed.account)) else {
        return Ok(again("Enter the account name, in lower-case letters, digits, dots and hyphens"));
    };
    let (asked, actor) = (Arc::clone(&site), who.actor());
    match activity::apart(move || recovery::ask(&asked.ctx(actor), visiting.visit(), &name)).await? {
        Ok(()) => Ok((StatusCode::SEE_OTHER, [(header::LOCATION, "/recoveries?done=asked")]).into_response()),
        Err(AppError::Disallowed(Disallowed::UnknownAccount)) => Ok(again("There is no account of this name")),
        Err(AppError::Disallowed(Disallowed::AccountDisabled)) => Ok(again("This account is disabled")),
        Err(AppError::Disallowed(Disallowed::NeedsAWitness)) => {
            Ok(again("This is your own account: another administrator must ask"))
        }
        Err(error) => Err(Failure::from(error).seen_by(&who)),
    }
}

/// Confirms a recovery as its witness, and shows the temporary password once.
pub(crate) async fn confirm(
    State(site): State<Arc<Site>>,
    who: SignedIn,
    visiting: Visiting,
    typed: Result<Form<Typed>, FormRejection>,
) -> Result<Response, Failure> {
    let Form(typed) = typed.map_err(|_| Failure::from(Kind::Unclear("the form cannot be read".to_owned())))?;
    let name = AccountName::parse(&typed.account).map_err(|error| Kind::Unclear(error.to_string()))?;
    let of = name.clone();
    let given = activity::carry_out(&site, &who, move |site, ctx| {
        recovery::confirm(ctx, &site.password_work, visiting.visit(), &of)
    });
    let given = given.await?;
    let main = html! {
        h1 { "The account can be used again" }
        p { "Give this temporary password to the holder of " strong { (name) } ", by voice or in person. It is shown this once, and holds for seven days." }
        p { code class="porch-secret" { (given.as_str()) } }
        p { "At the sign-in they choose a password of their own, read who let them in again, and add a second factor." }
        p { a href="/recoveries" { "Other recoveries" } }
    };
    Ok(page(&site, &who, "The account can be used again", &main))
}
