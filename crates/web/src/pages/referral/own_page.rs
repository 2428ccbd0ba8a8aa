//! `/referrals/{id}/page`: whether she has a page of her own, giving her one or a new link, and closing it (PR-22).

use std::sync::Arc;

use axum::{
    extract::{Path, State},
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
};
use maud::{Markup, html};
use porch_app::{
    access::{self, Action},
    by_word::SHORTEST_WORD,
    her_page::{self, Standing},
    link,
};
use porch_domain::{ids::ReferralId, person::Route, referral::PAGE_STAYS_DAYS};

use super::{Answered, address, id_of};
use crate::{
    Site, activity,
    components::{
        BackLink, Button, ButtonVariant, Input, InputWidth, InsetText, Label, Level, WarningCallout, back_link, button,
        input, inset_text, warning_callout,
    },
    failure::{Failure, Kind},
    local_path, moment,
    pages::{
        form::{Errors, Sent},
        html as answer, staff,
    },
    sign_in::SignedIn,
};

/// What came of a form.
#[derive(Debug, Clone, Default)]
struct Returned {
    /// The whole address of the page, told once.
    link: Option<String>,
    /// What of it opens the page, and the way by which it can be sent to her now.
    token: String,
    way: Option<Route>,
    errors: Errors,
    refused: Option<String>,
}

/// The page.
pub(crate) async fn show(
    State(site): State<Arc<Site>>,
    who: SignedIn,
    Path(id): Path<String>,
) -> Result<Response, Failure> {
    let id = id_of(&id).map_err(|failure| failure.seen_by(&who))?;
    drawn(&site, &who, id, StatusCode::OK, &Returned::default()).await
}

/// Gives her a page, or a new link; or closes it.
pub(crate) async fn act(
    State(site): State<Arc<Site>>,
    who: SignedIn,
    Path((id, act)): Path<(String, String)>,
    headers: HeaderMap,
    sent: Sent,
) -> Result<Response, Failure> {
    let id = id_of(&id).map_err(|failure| failure.seen_by(&who))?;
    activity::carry_out(&site, &who, |_, ctx| access::check(ctx, Action::KeepPerson)).await?;
    let command = sent.command().map_err(|failure| failure.seen_by(&who))?;
    match act.as_str() {
        "close" => {
            let done = activity::carry_out(&site, &who, move |_, ctx| Ok(her_page::close(ctx, command, id))).await?;
            match Answered::of(done, &who)? {
                Answered::Done => {
                    Ok((StatusCode::SEE_OTHER, [(header::LOCATION, format!("{}/page", address(id)))]).into_response())
                }
                other => refused(&site, &who, id, other).await,
            }
        }
        "give" => {
            let word = sent.0.typed("word").to_owned();
            if word.trim().chars().count() < SHORTEST_WORD {
                let mut errors = Errors::default();
                errors.add("word", "Agree a word of four letters or more with her");
                let returned = Returned { errors, ..Returned::default() };
                return drawn(&site, &who, id, StatusCode::BAD_REQUEST, &returned).await;
            }
            let done = activity::carry_out(&site, &who, move |_, ctx| Ok(her_page::give(ctx, id, &word))).await?;
            match done {
                Ok(token) => {
                    let way = way(&site, &who, id).await?;
                    let link = Some(format!("{}/page/{token}", local_path::this_site(&site, &headers)));
                    drawn(&site, &who, id, StatusCode::OK, &Returned { link, token, way, ..Returned::default() }).await
                }
                Err(error) => refused(&site, &who, id, Answered::of(Err(error), &who)?).await,
            }
        }
        "send" => {
            let (token, address) = (sent.0.typed("link").to_owned(), local_path::this_site(&site, &headers));
            let carriers = site.carriers.clone();
            let done = activity::carry_out(&site, &who, move |_, ctx| {
                Ok(link::send(ctx, command, id, (&address, &token), |route| carriers.carry(route)))
            });
            match done.await? {
                Ok(message) => {
                    Ok((StatusCode::SEE_OTHER, [(header::LOCATION, format!("/messages/{message}"))]).into_response())
                }
                Err(error) => refused(&site, &who, id, Answered::of(Err(error), &who)?).await,
            }
        }
        _ => Err(Failure::from(Kind::NotFound).seen_by(&who)),
    }
}

/// The way by which a link can be sent to her now.
pub(crate) async fn way(site: &Arc<Site>, who: &SignedIn, id: ReferralId) -> Result<Option<Route>, Failure> {
    let carriers = site.carriers.clone();
    activity::carry_out(site, who, move |_, ctx| link::way(ctx, id, |route| carriers.carry(route))).await
}

/// What sends a link that was just made: by the way that she agreed to, without the word.
pub(crate) fn send_form(site: &Site, id: ReferralId, token: &str, way: Option<Route>) -> Markup {
    let Some(way) = way else {
        return html! { p { "It cannot be sent from here: no text or e-mail is agreed for links, or nothing carries one. Give it to her yourself." } };
    };
    html! {
        form action={ (address(id)) "/page/send" } method="post" novalidate {
            input type="hidden" name="command" value=(site.world.id());
            input type="hidden" name="link" value=(token);
            p { "It can go by " strong { (way.label().to_lowercase()) } ", as she agreed: in words that say nothing of us, and without the word. She sees the name of this site in it." }
            (button(&Button {
                content: "Send it to her".into(),
                variant: ButtonVariant::Secondary,
                prevent_double_click: Some(true),
                ..Button::default()
            }))
        }
    }
}

async fn refused(site: &Arc<Site>, who: &SignedIn, id: ReferralId, what: Answered) -> Result<Response, Failure> {
    let why = match what {
        Answered::Refused(why) => why,
        Answered::Done | Answered::Stale => "something of her was recorded meanwhile; try again".to_owned(),
    };
    drawn(site, who, id, StatusCode::CONFLICT, &Returned { refused: Some(why), ..Returned::default() }).await
}

async fn drawn(
    site: &Arc<Site>,
    who: &SignedIn,
    id: ReferralId,
    status: StatusCode,
    returned: &Returned,
) -> Result<Response, Failure> {
    let standing = activity::carry_out(site, who, move |_, ctx| her_page::standing(ctx, id)).await?;
    let standing = standing.ok_or_else(|| Failure::from(Kind::NotFound).seen_by(who))?;
    let content = content(site, id, &standing, returned);
    Ok((status, answer(staff::page(site, Some(who), &content))).into_response())
}

fn content(site: &Site, id: ReferralId, page: &Standing, returned: &Returned) -> staff::Content {
    let reference = page.reference.as_deref().unwrap_or("from another system");
    let main = html! {
        (returned.errors.summary())
        @if let Some(why) = &returned.refused {
            (warning_callout(&WarningCallout {
                heading: "This was not done",
                level: Level::H2,
                content: html! { p { "Nothing was changed: " (why) "." } }.into(),
                id: "refused",
                ..WarningCallout::default()
            }))
        }
        (back_link(&BackLink { content: "Back to the referral".into(), target: address(id).as_str().into(), ..BackLink::default() }))
        h1 { span class="nhsuk-caption-l" { "Referral " (reference) } " A page of her own" }
        @if let Some(link) = &returned.link { (made(link)) (send_form(site, id, &returned.token, returned.way)) }
        p { (state(page)) }
        p {
            "On it she sees where things are and when she will hear, whom to ring, and what she agreed to. She can say that something has changed, or that she does not want to go on: both come to duty as tasks, and close nothing. It shows no name, no team and nothing of what anybody wrote. It stays until "
            (PAGE_STAYS_DAYS) " days after the referral ended."
        }
        @if page.may && page.may_be_given { (give_form(site, id, page, returned)) }
        @if page.may && page.has_link { (close_form(site, id)) }
    };
    let error = if returned.errors.is_empty() { "" } else { "Error: " };
    staff::Content { title: format!("{error}A page of her own"), main, wide: false, section: staff::Section::Queue }
}

fn state(page: &Standing) -> String {
    let opened = page.last_opened_at.map_or_else(
        || "Nobody has opened it yet.".to_owned(),
        |at| format!("It was last opened {}.", moment::words(at)),
    );
    match (page.has_link, page.shut) {
        (true, true) => format!("Wrong words have shut her page: give her a new link. {opened}"),
        (true, false) => format!("She has a page. {opened}"),
        (false, _) if !page.may_be_given => "No page can be given: it ended too long ago, or she died.".to_owned(),
        (false, _) => "She has no page that a link opens.".to_owned(),
    }
}

/// The link, shown this once; and what to do with it.
fn made(link: &str) -> Markup {
    inset_text(&InsetText {
        content: html! {
            p { strong { "Give her this address, and not the word: she knows that." } " It is shown here this once." }
            p { code class="porch-secret" { (link) } }
            p { "Give it by a way to which she agreed, or let her write it down. Five wrong words shut it. A link that she had before opens nothing more." }
        }
        .into(),
        ..InsetText::default()
    })
}

fn give_form(site: &Site, id: ReferralId, page: &Standing, returned: &Returned) -> Markup {
    html! {
        h2 class="nhsuk-heading-m" { (if page.has_link { "Give her a new link" } else { "Give her a page" }) }
        p { "Agree a word with her while she is alone, such as the name of a flower: never a name, or her date of birth. Ask whether somebody looks at her phone." }
        form action={ (address(id)) "/page/give" } method="post" novalidate {
            input type="hidden" name="command" value=(site.world.id());
            (input(&Input {
                label: Label::from("The word agreed with her"),
                name: "word",
                width: Some(InputWidth::W20),
                spellcheck: Some(false),
                autocomplete: "off",
                error: returned.errors.of("word").into(),
                ..Input::default()
            }))
            (button(&Button { content: "Make the link".into(), prevent_double_click: Some(true), ..Button::default() }))
        }
    }
}

fn close_form(site: &Site, id: ReferralId) -> Markup {
    html! {
        h2 class="nhsuk-heading-m" { "Close it" }
        p { "Close it where somebody else may have the link or the word. Whoever has it open is out at once. She can be given a new one." }
        form action={ (address(id)) "/page/close" } method="post" novalidate {
            input type="hidden" name="command" value=(site.world.id());
            (button(&Button {
                content: "Close her page".into(),
                variant: ButtonVariant::Secondary,
                prevent_double_click: Some(true),
                ..Button::default()
            }))
        }
    }
}
