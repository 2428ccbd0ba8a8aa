//! `/page`: her own page, without an account (PR-22). It says where things are, and takes what she says.
//!
//! Nothing here says who she is, whom she is with, or what it is about; every page of it has the same title.

mod say;
mod stands;
pub(crate) mod taking;

use std::sync::Arc;

use axum::{
    extract::{Path, State},
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
};
use maud::{Markup, html};
use porch_app::her_page::{self, Deed, OwnPage};
use porch_domain::front_door::{Situation, WayIn};

pub(super) use say::to_the_page;
pub(crate) use say::{ask_changed, ask_choices, ask_stop, changed, choose, stop};

use super::{
    Back, View,
    ask::{answer, posted::Posted, questions::Asking, trouble::Trouble, visit::at_door},
    help_now,
    key_cookie::LEAF,
    word::{self, Door, LINK, WORD},
};
use crate::{Site, wording};

/// Where it is shown.
const NOW: &str = "/page/now";

/// Asks for the word.
pub(crate) async fn ask_word(State(site): State<Arc<Site>>, Path(link): Path<String>) -> Response {
    word_page(&site, &link, false)
}

/// Opens it with the word, or says neither what is wrong nor whether there is anything.
pub(crate) async fn come_in(State(site): State<Arc<Site>>, Posted(form): Posted) -> Response {
    let (link, word) = (form.typed(LINK).trim().to_owned(), form.typed(WORD).to_owned());
    let token = link.clone();
    match at_door(&site, move |ctx| her_page::come_in(ctx, &token, &word)).await {
        Ok(Some(key)) => {
            let headers = [(header::LOCATION, NOW.to_owned()), (header::SET_COOKIE, LEAF.holding(&site, &key))];
            (StatusCode::SEE_OTHER, headers).into_response()
        }
        Ok(None) => word_page(&site, &link, true),
        Err(trouble) => trouble.keeping(&site, "/page", &[LINK, WORD], &form),
    }
}

fn word_page(site: &Site, link: &str, wrong: bool) -> Response {
    const DOOR: Door = Door {
        title: "own-title",
        heading: "own-open-heading",
        lead: "own-open",
        wrong: "own-word-wrong",
        address: "/page",
    };
    word::page(site, &DOOR, link, wrong)
}

/// Where things are, and what she can do here.
pub(crate) async fn show(State(site): State<Arc<Site>>, headers: HeaderMap) -> Response {
    match opened(&site, &headers).await {
        Ok((_, own)) => page(&site, StatusCode::OK, Back::Nowhere, &stands::body(&View::of(&site), &own)),
        Err(response) => *response,
    }
}

/// What the cookie opens, or the page that is shown instead.
pub(super) async fn opened(site: &Arc<Site>, headers: &HeaderMap) -> Result<(String, OwnPage), Box<Response>> {
    let Some(key) = LEAF.key(site, headers) else { return Err(Box::new(gone(site))) };
    let own = key.clone();
    match at_door(site, move |ctx| her_page::open(ctx, &own)).await {
        Ok(Some(page)) => Ok((key, page)),
        Ok(None) => Err(Box::new(gone(site))),
        Err(Trouble::Fault(failure)) => Err(Box::new(failure.into_response())),
        Err(Trouble::Gone | Trouble::Incomplete) => Err(Box::new(gone(site))),
    }
}

/// Carries out what she does.
async fn done(site: &Arc<Site>, key: String, deed: Deed) -> Result<her_page::Done, Trouble> {
    at_door(site, move |ctx| her_page::act(ctx, &key, &deed)).await
}

/// It is not open here any more: the link and the word open it again.
pub(super) fn gone(site: &Site) -> Response {
    let body = html! {
        h1 { (wording::text("own-gone-heading")) }
        (wording::prose("own-gone"))
        (help_now::urgent_card(&View::of(site)))
    };
    page(site, StatusCode::GONE, Back::ToStart, &body)
}

/// Every page of it has the same title, which gives nothing away.
pub(super) fn page(site: &Site, status: StatusCode, back: Back, body: &Markup) -> Response {
    answer(site, status, wording::text("own-title"), back, body)
}

/// As whom she is asked: as somebody who asks for herself, in her situation.
fn asking(own: &OwnPage) -> Asking {
    let now = own.situation.map(Situation::now);
    Asking { way: WayIn::Myself, now, situation: own.situation, partner: own.partner }
}

/// The way back to where things are.
pub(super) fn back() -> Back {
    Back::To(NOW.to_owned())
}
