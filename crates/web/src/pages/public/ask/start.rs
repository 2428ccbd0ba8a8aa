//! `/ask`, `/ask/family`, `/refer`: danger first, then what this is, who sees it and how long it takes; and the beginning.

use std::{net::SocketAddr, sync::Arc};

use axum::{
    extract::{ConnectInfo, RawQuery, State},
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
};
use maud::{Markup, html};
use porch_app::door;
use porch_domain::front_door::{ABOUT, ADVICE, PARTNER, PURPOSE, Step, WayIn, asks_as_partner};

use super::{Back, View, answer, by_phone, help_now, opening, posted::Posted, trouble::Trouble, visit};
use crate::{
    Site,
    components::{Button, Choice, ChoiceOption, InsetText, Legend, Radios, Size, button, inset_text, radios},
    limit,
    pages::public::key_cookie::VISIT,
    pages::public::section,
    wording,
};

/// For yourself.
pub(crate) async fn for_yourself(State(site): State<Arc<Site>>, RawQuery(query): RawQuery) -> Response {
    page(&site, WayIn::Myself, from(query.as_deref()))
}

/// For a partner, for himself or herself.
pub(crate) async fn for_partners(State(site): State<Arc<Site>>, RawQuery(query): RawQuery) -> Response {
    page_of(&site, (WayIn::Myself, PARTNER), from(query.as_deref()))
}

/// For someone in the family.
pub(crate) async fn for_family(State(site): State<Arc<Site>>, RawQuery(query): RawQuery) -> Response {
    page(&site, WayIn::Family, from(query.as_deref()))
}

/// For professionals.
pub(crate) async fn for_professionals(State(site): State<Arc<Site>>, RawQuery(query): RawQuery) -> Response {
    page(&site, WayIn::Professional, from(query.as_deref()))
}

/// The short code of the site whose link was followed: letters, digits and hyphens need no decoding, and anything else is
/// no such code.
fn from(query: Option<&str>) -> &str {
    let pairs = query.unwrap_or_default().split('&').filter_map(|pair| pair.split_once('='));
    let code = pairs.filter(|(name, _)| *name == "from").map(|(_, value)| value).next().unwrap_or_default();
    if code.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-') { code } else { "" }
}

fn key(way: WayIn) -> &'static str {
    match way {
        WayIn::Myself => "ask",
        WayIn::Family => "family",
        WayIn::Professional | WayIn::Telephone => "refer",
    }
}

fn page(site: &Site, way: WayIn, from: &str) -> Response {
    page_of(site, (way, ""), from)
}

/// The page of a way in; of somebody who asks about himself or herself as somebody in particular, where one is given.
fn page_of(site: &Site, (way, about): (WayIn, &str), from: &str) -> Response {
    let (view, key) = (View::of(site), key(way));
    let own = if about.is_empty() { key } else { about };
    let reading = opening::reading(&view);
    let body = html! {
        h1 { (wording::text(&format!("{own}-heading"))) }
        (help_now::urgent_card(&view))
        (wording::prose(&format!("{own}-body")))
        @if !reading.now {
            (inset_text(&InsetText {
                content: html! {
                    p { (wording::text_with("start-closed", "next", &reading.next)) }
                    p { (help_now::told(&view)) }
                }.into(),
                ..InsetText::default()
            }))
        }
        @if way != WayIn::Professional { p { a href="/easy" { (wording::text("easy-link")) } } }
        (section(&format!("{key}-long")))
        (section(&format!("{key}-who-sees")))
        form method="post" action="/ask/start" novalidate {
            input type="hidden" name="way" value=(way.code());
            @if !about.is_empty() { input type="hidden" name=(ABOUT) value=(about); }
            @if !from.is_empty() { input type="hidden" name="from" value=(from); }
            @if way == WayIn::Professional { (purpose()) }
            (button(&Button { content: wording::text("start-now").into(), ..Button::default() }))
        }
        @if way == WayIn::Professional {
            p { a href="/refer/go-on" { (wording::text("go-on-link")) } }
        }
        (section(&format!("{key}-agree")))
        (by_phone(&view))
    };
    let title = wording::text(&format!("{own}-title"));
    answer(site, StatusCode::OK, title, Back::ToStart, &body)
}

/// To refer, or to ask first.
fn purpose() -> Markup {
    let (legend, refer, advice) =
        (wording::text("q-purpose"), wording::text("o-purpose-refer"), wording::text("o-purpose-advice"));
    let hint = wording::text("o-purpose-advice-hint");
    let asks = ChoiceOption {
        value: ADVICE,
        text: advice.as_str().into(),
        hint: hint.as_str().into(),
        ..ChoiceOption::default()
    };
    radios(&Radios {
        name: PURPOSE,
        legend: Some(Legend { text: legend.into(), size: Some(Size::S), ..Legend::default() }),
        items: vec![Choice::new("refer", &refer), asks.into()],
        value: "refer",
        ..Radios::default()
    })
}

/// Begins a draft and leads to its first question.
pub(crate) async fn begin(
    State(site): State<Arc<Site>>,
    peer: Option<axum::Extension<ConnectInfo<SocketAddr>>>,
    headers: HeaderMap,
    Posted(form): Posted,
) -> Response {
    let way = match WayIn::of_code(form.typed("way")) {
        Some(way @ (WayIn::Myself | WayIn::Family | WayIn::Professional)) => way,
        Some(WayIn::Telephone) | None => return super::to("/"),
    };
    if !site.beginnings.allows(limit::place(&site.trusted_proxies, &headers, peer), site.world.now()) {
        return too_many(&site);
    }
    let before = VISIT.key(&site, &headers);
    let partner = asks_as_partner(way, &form);
    let (from, purpose) = (form.typed("from").to_owned(), form.typed(PURPOSE).to_owned());
    let begun = visit::at_door(&site, move |ctx| {
        if let Some(before) = before {
            // Whoever begins anew on a shared machine must not find what somebody typed before.
            door::exit(ctx, &before)?;
        }
        let key = door::begin(ctx, way, Some(&from))?;
        if way == WayIn::Professional {
            door::ask_for(ctx, &key, &purpose)?;
        }
        if partner {
            door::ask_as_partner(ctx, &key)?;
        }
        Ok(key)
    });
    match begun.await {
        Ok(key) => {
            let headers = [
                (header::LOCATION, super::address(if partner { Step::Signs } else { Step::Now }, false)),
                (header::SET_COOKIE, VISIT.holding(&site, &key)),
            ];
            (StatusCode::SEE_OTHER, headers).into_response()
        }
        Err(Trouble::Fault(failure)) => {
            Trouble::Fault(failure).keeping(&site, "/ask/start", &["way", "from", PURPOSE, ABOUT], &form)
        }
        Err(trouble @ (Trouble::Gone | Trouble::Incomplete)) => trouble.plainly(&site),
    }
}

pub(in crate::pages::public) fn too_many(site: &Site) -> Response {
    let view = View::of(site);
    let body = html! {
        h1 { (wording::text("too-many-heading")) }
        (wording::prose("too-many"))
        (help_now::urgent_card(&view))
        (help_now::calm_routes(&view))
    };
    let mut response =
        answer(site, StatusCode::TOO_MANY_REQUESTS, wording::text("too-many-title"), Back::ToStart, &body);
    response.headers_mut().insert(header::RETRY_AFTER, header::HeaderValue::from_static("60"));
    response
}
