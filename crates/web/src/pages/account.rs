//! `/account`: one's own account: the password, and sessions elsewhere.

use std::sync::Arc;

use axum::{
    Form,
    extract::{Query, State, rejection::FormRejection},
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use maud::{Markup, html};
use porch_app::{
    access::Action,
    factor,
    session::Stage,
    sign_in::{self as app, ChangeRefused, SignInRefused},
};
use porch_domain::{
    account::{
        FactorsCleared,
        password::{LONGEST, PasswordProblem, SHORTEST},
    },
    footprint::Footprint,
};
use serde::Deserialize;

use crate::{
    Site, activity,
    components::{
        Button, ButtonVariant, ErrorLink, ErrorSummary, FieldError, Input, InputWidth, InsetText, Label,
        NotificationBanner, SummaryList, SummaryRow, button, error_summary, input, inset_text, notification_banner,
        summary_list,
    },
    failure::{Failure, Kind},
    moment,
    pages::{html as answer, sign_in as sign_in_page, staff, team_name},
    sign_in::{self, AnySession, SignedIn, Visiting},
};

/// What was done before the page is shown.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(crate) struct Done {
    done: String,
}

/// What the form for another password sends.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(crate) struct Typed {
    current: String,
    new: String,
    again: String,
}

/// A field and what is wrong with it.
type Wrong = (&'static str, String);

/// The account of whoever asks.
pub(crate) async fn show(
    State(site): State<Arc<Site>>,
    AnySession(who): AnySession,
    Query(done): Query<Done>,
) -> Result<Response, Failure> {
    let done = match done.done.as_str() {
        "password" => Some("Your password is changed. Other sessions of yours have ended."),
        "sessions" => Some("Other sessions of yours have ended."),
        _ => None,
    };
    // Whoever was let in again reads who did it, before they choose a password.
    let cleared = match who.stage {
        Stage::Password => activity::carry_out(&site, &who, |_, ctx| factor::own(ctx)).await?.cleared,
        Stage::Code | Stage::Enrol | Stage::In => None,
    };
    let shown = html! { @if let Some(cleared) = &cleared { (let_in_again(cleared)) } };
    Ok(answer(staff::page(&site, Some(&who), &content(&site, &who, done, &[], &shown))))
}

/// Changes the password.
pub(crate) async fn change_password(
    State(site): State<Arc<Site>>,
    AnySession(who): AnySession,
    visiting: Visiting,
    typed: Result<Form<Typed>, FormRejection>,
) -> Result<Response, Failure> {
    let Form(typed) = typed.map_err(|_| Failure::from(Kind::Unclear("the form cannot be read".to_owned())))?;
    let wrong = missing(&typed);
    if !wrong.is_empty() {
        return Ok(again(&site, &who, StatusCode::UNPROCESSABLE_ENTITY, &wrong));
    }
    let (asked, as_whom) = (Arc::clone(&site), who.clone());
    let changed = activity::apart(move || {
        app::change_password(
            &asked.ctx_of(&as_whom),
            &asked.password_work,
            visiting.visit(),
            &typed.current,
            &typed.new,
        )
    });
    let token = match changed.await? {
        Ok(token) => token,
        Err(ChangeRefused::App(error) | ChangeRefused::Current(SignInRefused::App(error))) => {
            return Err(Failure::from(error).seen_by(&who));
        }
        Err(ChangeRefused::Current(why)) => return Ok(current_refused(&site, &who, &why)),
        Err(ChangeRefused::New(problem)) => {
            return Ok(again(&site, &who, StatusCode::UNPROCESSABLE_ENTITY, &[("new", said(problem))]));
        }
        Err(ChangeRefused::Same) => {
            let what = "This is the password that you have. Choose another".to_owned();
            return Ok(again(&site, &who, StatusCode::UNPROCESSABLE_ENTITY, &[("new", what)]));
        }
    };
    let required = site.second_factors.required && !who.has_factors;
    let location = match who.stage {
        Stage::Password if required => "/account/factors",
        Stage::Password => SignedIn { stage: Stage::In, ..who.clone() }.first_page(&site),
        Stage::Code | Stage::Enrol | Stage::In => "/account?done=password",
    };
    let headers = [(header::SET_COOKIE, sign_in::beginning(&site, &token)), (header::LOCATION, location.to_owned())];
    Ok((StatusCode::SEE_OTHER, headers).into_response())
}

fn missing(typed: &Typed) -> Vec<Wrong> {
    let mut wrong = Vec::new();
    if typed.current.is_empty() {
        wrong.push(("current", "Enter the password that you have now".to_owned()));
    }
    if typed.new.is_empty() {
        wrong.push(("new", "Enter a new password".to_owned()));
    } else if typed.again != typed.new {
        wrong.push(("again", "Enter the new password the same way twice".to_owned()));
    }
    wrong
}

fn current_refused(site: &Site, who: &SignedIn, why: &SignInRefused) -> Response {
    let (status, text) = match why {
        SignInRefused::Wrong => {
            (StatusCode::UNPROCESSABLE_ENTITY, "This is not the password that you have now".to_owned())
        }
        SignInRefused::Wait { .. } | SignInRefused::Busy | SignInRefused::App(_) => sign_in_page::said(site, why),
    };
    let mut response = again(site, who, status, &[("current", text)]);
    if let Some(seconds) = sign_in_page::seconds_to_wait(site, why) {
        response.headers_mut().insert(header::RETRY_AFTER, seconds.into());
    }
    response
}

/// What is wrong with a new password, to whoever chose it.
fn said(problem: PasswordProblem) -> String {
    match problem {
        PasswordProblem::TooShort(length) => {
            format!("This has {length} characters. Use {SHORTEST} or more; three or four words that do not belong together are good")
        }
        PasswordProblem::TooLong(length) => format!("This has {length} characters. Use {LONGEST} or fewer"),
        PasswordProblem::Common => {
            "This is one of the commonest passwords, or one of them with something around it. Choose what nobody else would".to_owned()
        }
        PasswordProblem::Pattern => {
            "This repeats itself, or follows the alphabet, the digits or the keyboard. Choose what nobody else would".to_owned()
        }
        PasswordProblem::OwnName => "This is little more than your name or the service's. Choose what nobody else would".to_owned(),
    }
}

/// Ends the sessions of whoever asks in every other browser.
pub(crate) async fn end_other_sessions(
    State(site): State<Arc<Site>>,
    who: SignedIn,
    visiting: Visiting,
) -> Result<Response, Failure> {
    activity::carry_out(&site, &who, move |_, ctx| app::end_other_sessions(ctx, visiting.visit())).await?;
    Ok((StatusCode::SEE_OTHER, [(header::LOCATION, "/account?done=sessions")]).into_response())
}

fn again(site: &Site, who: &SignedIn, status: StatusCode, wrong: &[Wrong]) -> Response {
    (status, answer(staff::page(site, Some(who), &content(site, who, None, wrong, &Markup::default())))).into_response()
}

/// Who let somebody in again, and what that did.
fn let_in_again(cleared: &FactorsCleared) -> Markup {
    let text = html! {
        p {
            "Your second factors were taken away on " (moment::time(cleared.at)) ", because they were said to be lost. "
            @if let Some(asked_by) = &cleared.asked_by { "The administrator " strong { (asked_by) } " asked for it, and " strong { (cleared.confirmed_by) } " confirmed it." }
            @else { strong { (cleared.confirmed_by) } ", who runs the program, did it." }
        }
        p { "If you did not ask for this, tell your information officer now." }
    };
    inset_text(&InsetText { content: text.into(), ..InsetText::default() })
}

fn content(site: &Site, who: &SignedIn, done: Option<&str>, wrong: &[Wrong], before: &Markup) -> staff::Content {
    let heading = if who.stage == Stage::Password { "Choose your own password" } else { "Your account" };
    let links: Vec<ErrorLink<'_>> = wrong
        .iter()
        .map(|(field, text)| ErrorLink {
            text,
            href: match *field {
                "current" => "#current",
                "again" => "#again",
                _ => "#new",
            },
        })
        .collect();
    let main = html! {
        div class="nhsuk-grid-row" { div class="nhsuk-grid-column-two-thirds" {
            @if !links.is_empty() { (error_summary(&ErrorSummary { errors: links, ..ErrorSummary::default() })) }
            @if let Some(done) = done {
                (notification_banner(&NotificationBanner { content: done.into(), success: true, ..NotificationBanner::default() }))
            }
            h1 { (heading) }
            (before)
            @if who.stage == Stage::Password {
                p { "The password that you signed in with was given to you. Choose one that only you know; nothing else opens before that." }
            } @else {
                (summary_list(&SummaryList {
                    rows: vec![
                        SummaryRow { key: "Name".into(), value: who.display_name.as_str().into(), ..SummaryRow::default() },
                        SummaryRow { key: "Account name".into(), value: who.account.as_str().into(), ..SummaryRow::default() },
                        SummaryRow { key: "Role".into(), value: who.role.label().into(), ..SummaryRow::default() },
                        SummaryRow { key: "Employer and teams".into(), value: belongs(&site.rules().footprint, who).into(), ..SummaryRow::default() },
                    ],
                    ..SummaryList::default()
                }))
            }
            @if who.has_password {
                @if who.stage != Stage::Password { h2 { "Change your password" } }
                (change_form(who, wrong))
            } @else {
                p { "This account has no password: only a link of the demonstration opens it." }
            }
            @if who.stage == Stage::In {
                h2 { "Second factors" }
                p { "What is shown beside your password when you sign in." }
                p { a href="/account/factors" { "Authenticator and recovery codes" } }
                @if who.may(Action::AskRecovery) || who.may(Action::ConfirmRecovery) {
                    h2 { "Colleagues who cannot sign in" }
                    p { a href="/recoveries" { "Recover an account" } }
                }
                h2 { "Other sessions" }
                p { "If you may have left yourself signed in somewhere else, end those sessions. This one goes on." }
                p { a href="/account/sessions" { "See where you are signed in" } }
                form method="post" action="/account/end-other-sessions" novalidate {
                    (button(&Button { content: "End other sessions".into(), variant: ButtonVariant::Secondary, ..Button::default() }))
                }
            }
        } }
    };
    let title = if wrong.is_empty() { heading.to_owned() } else { format!("Error: {heading}") };
    staff::Content { title, main, wide: false, section: staff::Section::None }
}

/// Whose employee they are and of which teams; or that nobody has said so.
fn belongs(footprint: &Footprint, who: &SignedIn) -> String {
    let belonging = &who.belonging;
    let teams: Vec<String> = belonging.teams.iter().map(|team| team_name(footprint, team)).collect();
    // Its code where the local rules no longer have it.
    let employer = |code: &String| {
        let known = footprint.organisations.iter().find(|one| one.code == *code);
        known.map_or_else(|| code.clone(), |one| one.name.clone())
    };
    match &belonging.organisation {
        _ if belonging.is_not_known() => {
            "Not said. Until whoever keeps accounts says so, you count as staff of the organisation that has the front door, in all its teams"
                .to_owned()
        }
        Some(organisation) if teams.is_empty() => employer(organisation),
        Some(organisation) => format!("{}: {}", employer(organisation), teams.join(", ")),
        None => teams.join(", "),
    }
}

fn change_form(who: &SignedIn, wrong: &[Wrong]) -> Markup {
    let hint = format!(
        "{SHORTEST} characters or more. Spaces and any signs are allowed. Three or four words that do not belong together are good."
    );
    let field = |name: &'static str, label: &'static str, hint: &str, autocomplete: &'static str| {
        let error = wrong.iter().find(|(known, _)| *known == name);
        input(&Input {
            label: Label::from(label),
            hint: hint.to_owned().into(),
            error: error.map_or(FieldError::None, |(_, what)| FieldError::Message(what)),
            name,
            kind: "password",
            width: Some(InputWidth::W30),
            autocomplete,
            ..Input::default()
        })
    };
    html! {
        form method="post" action="/account/password" novalidate {
            // For the browser's own keeping of passwords.
            input type="text" name="name" value=(who.account) autocomplete="username" hidden readonly;
            (field("current", "Password that you have now", "", "current-password"))
            (field("new", "New password", &hint, "new-password"))
            (field("again", "New password again", "", "new-password"))
            (button(&Button { content: "Change password".into(), ..Button::default() }))
        }
    }
}
