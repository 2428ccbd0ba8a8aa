//! The restricted page: safeguarding. It opens only with a reason, which is noted with the look (PR-26). What is recorded
//! there comes back to it with the same reason.

mod facts;
mod forms;
pub(crate) mod tasks;

use std::sync::Arc;

use axum::{
    extract::{Path, State},
    http::StatusCode,
    response::{IntoResponse, Response},
};
use maud::{Markup, html};
use porch_app::{
    AppError,
    access::{self, Action},
    referral::{self, RestrictedPage},
};
use porch_domain::{front_door::Answers, front_door::urgency::age_on, ids::ReferralId};

use self::forms::Fact;
use super::{address, id_of};
use crate::{
    Site, activity,
    components::{
        BackLink, Button, Input, InsetText, Label, Level, WarningCallout, back_link, button, input, inset_text,
        warning_callout,
    },
    failure::{Failure, Kind},
    moment,
    pages::{
        form::{Errors, Sent},
        html as answer, staff,
    },
    sign_in::SignedIn,
};

/// The longest reason, in characters.
const LONGEST_WHY: usize = 300;

/// A form that came back, or what became of it.
#[derive(Debug, Clone, Default)]
struct Came {
    /// Which form.
    fact: Option<Fact>,
    /// What was typed into it.
    answers: Answers,
    /// What is wrong with that.
    errors: Errors,
    /// Why it was not done.
    refused: Option<String>,
    /// Whether it was done.
    done: bool,
}

/// Everything that the page needs.
struct View<'a> {
    site: &'a Site,
    id: ReferralId,
    account: &'a str,
    /// Why it was opened: every form of the page carries it on.
    why: &'a str,
    page: &'a RestrictedPage,
    /// Those who may ask what came of a referral.
    people: &'a [String],
    came: &'a Came,
}

/// Asks for the reason, and shows nothing.
pub(crate) async fn ask(
    State(site): State<Arc<Site>>,
    who: SignedIn,
    Path(id): Path<String>,
) -> Result<Response, Failure> {
    let id = id_of(&id).map_err(|failure| failure.seen_by(&who))?;
    activity::carry_out(&site, &who, |_, ctx| access::check(ctx, Action::SeeSafeguarding)).await?;
    Ok(answer(staff::page(&site, Some(&who), &asking(id, &Errors::default()))))
}

/// Opens it with the reason that was given.
pub(crate) async fn open(
    State(site): State<Arc<Site>>,
    who: SignedIn,
    Path(id): Path<String>,
    sent: Sent,
) -> Result<Response, Failure> {
    let id = id_of(&id).map_err(|failure| failure.seen_by(&who))?;
    let Some(why) = reason(&sent) else { return refused(&site, &who, id).await };
    shown(&site, &who, id, why, StatusCode::OK, Came::default()).await
}

/// Records a fact, and shows the page again with the reason for which it was opened.
pub(crate) async fn record(
    State(site): State<Arc<Site>>,
    who: SignedIn,
    Path((id, fact)): Path<(String, String)>,
    sent: Sent,
) -> Result<Response, Failure> {
    let id = id_of(&id).map_err(|failure| failure.seen_by(&who))?;
    let fact = Fact::of_path(&fact).ok_or_else(|| Failure::from(Kind::NotFound).seen_by(&who))?;
    let Some(why) = reason(&sent) else { return refused(&site, &who, id).await };
    let (command, version) = match (sent.command(), sent.version()) {
        (Ok(command), Ok(version)) => (command, version),
        (Err(failure), _) | (_, Err(failure)) => return Err(failure.seen_by(&who)),
    };
    let mut errors = Errors::default();
    let step = forms::step(fact, &sent.0, site.world.now(), &mut errors);
    let came = Came { fact: Some(fact), answers: sent.0, ..Came::default() };
    let Some(step) = step.filter(|_| errors.is_empty()) else {
        return shown(&site, &who, id, why, StatusCode::BAD_REQUEST, Came { errors, ..came }).await;
    };
    let done = activity::carry_out(&site, &who, move |_, ctx| Ok(referral::safeguard(ctx, command, id, version, step)))
        .await?;
    let (status, came) = match done {
        Ok(()) => (StatusCode::OK, Came { done: true, ..Came::default() }),
        Err(AppError::Stale) => {
            let refused =
                "this changed after you opened it; look at what is there now, and send it again if it still holds";
            (StatusCode::CONFLICT, Came { refused: Some(refused.to_owned()), ..came })
        }
        Err(AppError::Disallowed(why)) => (StatusCode::CONFLICT, Came { refused: Some(why.to_string()), ..came }),
        Err(error) => return Err(Failure::from(error).seen_by(&who)),
    };
    shown(&site, &who, id, why, status, came).await
}

fn reason(sent: &Sent) -> Option<String> {
    sent.0.text("why").filter(|why| why.chars().count() <= LONGEST_WHY)
}

/// No reason, no page.
async fn refused(site: &Arc<Site>, who: &SignedIn, id: ReferralId) -> Result<Response, Failure> {
    activity::carry_out(site, who, |_, ctx| access::check(ctx, Action::SeeSafeguarding)).await?;
    let mut errors = Errors::default();
    errors.add("why", "Say why you open this, in at most 300 characters");
    let page = staff::page(site, Some(who), &asking(id, &errors));
    Ok((StatusCode::BAD_REQUEST, answer(page)).into_response())
}

async fn shown(
    site: &Arc<Site>,
    who: &SignedIn,
    id: ReferralId,
    why: String,
    status: StatusCode,
    came: Came,
) -> Result<Response, Failure> {
    let noted = why.clone();
    let read = activity::carry_out(site, who, move |_, ctx| {
        let page = referral::safeguarding(ctx, id, &noted)?;
        Ok(page.map(|page| (page, referral::who_may_ask(ctx))))
    });
    let (page, people) = read.await?.ok_or_else(|| Failure::from(Kind::NotFound).seen_by(who))?;
    let people = people.map_err(|error| Failure::from(error).seen_by(who))?;
    let (account, why) = (who.account.as_str(), why.as_str());
    let content = opened(&View { site, id, account, why, page: &page, people: &people, came: &came });
    Ok((status, answer(staff::page(site, Some(who), &content))).into_response())
}

fn back(id: ReferralId) -> Markup {
    back_link(&BackLink {
        content: "Back to the referral".into(),
        target: address(id).as_str().into(),
        ..BackLink::default()
    })
}

fn asking(id: ReferralId, errors: &Errors) -> staff::Content {
    let main = html! {
        (errors.summary())
        (back(id))
        h1 { "Restricted" }
        p { "What is recorded here opens only with a reason. The reason is noted with your name." }
        form action={ (address(id)) "/restricted" } method="post" novalidate {
            (input(&Input {
                label: Label::from("Why do you open it?"),
                error: errors.of("why").into(),
                id: "why",
                name: "why",
                autocomplete: "off",
                ..Input::default()
            }))
            (button(&Button { content: "Open".into(), ..Button::default() }))
        }
    };
    let error = if errors.is_empty() { "" } else { "Error: " };
    staff::Content { title: format!("{error}Restricted"), main, wide: false, section: staff::Section::Queue }
}

fn opened(view: &View<'_>) -> staff::Content {
    let (page, came) = (view.page, view.came);
    let main = html! {
        (came.errors.summary())
        (became(came))
        (back(view.id))
        h1 { span class="nhsuk-caption-l" { (called(page)) } " Safeguarding" }
        p class="nhsuk-body-s" { "Opened for: " (view.why) ". It stands on no letter, in no list and in no handover." }
        (facts::section(view))
        @if page.open { (forms::section(view)) }
        @else { p { "This referral is closed: nothing more is recorded on it." } }
        (facts::recorded(view))
    };
    let error = if came.errors.is_empty() { "" } else { "Error: " };
    let title = format!("{error}Restricted, opened");
    staff::Content { title, main, wide: false, section: staff::Section::Queue }
}

/// The reference, and who she is as far as that is held.
fn called(page: &RestrictedPage) -> String {
    let reference = page.reference.as_deref().unwrap_or("Referral from another system");
    let name = page.name.as_deref().unwrap_or("no name held");
    match page.birth_date {
        Some(born) => format!("{reference}, {name}, {}", age_on(born, moment::local(page.as_at).date())),
        None => format!("{reference}, {name}"),
    }
}

/// What became of a form.
fn became(came: &Came) -> Markup {
    if came.done {
        return inset_text(&InsetText {
            content: html! { p role="status" { "It is recorded." } }.into(),
            ..InsetText::default()
        });
    }
    let Some(why) = &came.refused else { return Markup::default() };
    warning_callout(&WarningCallout {
        heading: "This was not done",
        level: Level::H2,
        content: html! { p { "Nothing was changed: " (why) "." } }.into(),
        id: "refused",
        ..WarningCallout::default()
    })
}
