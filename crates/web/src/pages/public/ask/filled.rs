//! `/refer/filled`: a record system fills in the professional's form, and whoever refers opens it once (N2).
//!
//! What is filled in comes in the content of a request that the system signs; the link that it gets in return holds nothing of
//! a person. Opening is a press, so that a program that only follows links opens nothing.

use std::{collections::BTreeMap, fmt, net::SocketAddr, sync::Arc};

use axum::{
    Extension,
    body::to_bytes,
    extract::{ConnectInfo, Path, Request, State},
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
};
use jiff::civil::Date;
use maud::html;
use porch_app::door;
use porch_domain::front_door::{Answers, Step, field};
use porch_exchange::filled_form::Statement;
use serde_json::{Value, json};
use uuid::Uuid;

use super::{Back, View, address, answer, by_phone, trouble::Trouble, visit};
use crate::{
    Site,
    components::{Button, button},
    failure::{Failure, Kind},
    limit,
    pages::public::key_cookie::VISIT,
    wording,
};

/// The most that a system sends, in bytes.
const MOST: usize = 64 * 1024;

/// What a system may fill in. Warning signs, her agreement and how it is safe to reach her are asked of a person, and never
/// filled in.
const FIELDS: [&str; 20] = [
    field::NOW,
    field::SITUATION,
    field::CONCERNS,
    field::WORRY,
    field::SEVERE,
    field::HISTORY,
    field::MEDICINES,
    field::NAME,
    field::NHS_NUMBER,
    field::POSTCODE,
    field::GP,
    field::NO_GP,
    field::BY_NAME,
    field::BY_SOURCE,
    field::BY_ROLE,
    field::BY_ORGANISATION,
    field::BY_TELEPHONE,
    field::BY_EMAIL,
    field::INTERPRETER,
    field::LANGUAGE,
];

/// The dates among them, each of three fields of the form.
const DATES: [&str; 2] = [field::BORN, field::ENDS_ON];

/// The record systems that may fill in a form, each with the key that it signs with.
#[derive(Default)]
pub struct RecordSystems(BTreeMap<String, String>);

impl fmt::Debug for RecordSystems {
    /// Says nothing of the keys.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.0.keys()).finish()
    }
}

impl RecordSystems {
    /// With one more, by its short code.
    #[must_use]
    pub fn with(mut self, code: String, key: String) -> Self {
        self.0.insert(code, key);
        self
    }
}

type Peer = Option<Extension<ConnectInfo<SocketAddr>>>;

/// Takes what a system filled in, and says where it opens.
pub(crate) async fn take(State(site): State<Arc<Site>>, peer: Peer, request: Request) -> Response {
    if site.record_systems.0.is_empty() {
        return Failure::from(Kind::NotFound).into_response();
    }
    let (parts, body) = request.into_parts();
    let Ok(content) = to_bytes(body, MOST).await else { return refused(StatusCode::PAYLOAD_TOO_LARGE, "too much") };
    let line = |name: &str| parts.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let (system, number) = (line("porch-system"), line("porch-number"));
    let said = Statement { at: line("porch-at"), number, content: &content };
    let key = site.record_systems.0.get(system);
    let believed = key.is_some_and(|key| said.believe(key, line("porch-signature"), site.world.now()).is_ok());
    let (Some((system, _)), true) = (site.record_systems.0.get_key_value(system), believed) else {
        let place = limit::place(&site.trusted_proxies, &parts.headers, peer);
        if !site.forged_receipts.allows(place, site.world.now()) {
            return refused(StatusCode::TOO_MANY_REQUESTS, "too often");
        }
        tracing::warn!("somebody filled in a form without showing what was agreed with a record system");
        return refused(StatusCode::UNAUTHORIZED, "not signed as agreed, or not within five minutes");
    };
    let (Ok(number), Some(answers)) = (Uuid::parse_str(number), filled(&content)) else {
        return refused(StatusCode::BAD_REQUEST, "expected a UUID, and an object of known fields with texts");
    };
    let (asked, system) = (Arc::clone(&site), system.clone());
    let kept = visit::at_door(&asked, move |ctx| door::fill(ctx, &system, number, answers)).await;
    match kept {
        Ok(Some(filled)) => {
            let opens = json!({ "open": format!("/refer/filled/{}", filled.link), "until": filled.until.to_string() });
            as_json(StatusCode::CREATED, &opens)
        }
        Ok(None) => refused(StatusCode::CONFLICT, "this number was used before"),
        Err(_) => refused(StatusCode::SERVICE_UNAVAILABLE, "it could not be kept"),
    }
}

fn refused(status: StatusCode, why: &str) -> Response {
    as_json(status, &json!({ "error": why }))
}

fn as_json(status: StatusCode, said: &Value) -> Response {
    (status, [(header::CONTENT_TYPE, "application/json")], said.to_string()).into_response()
}

/// The answers that a system gives; nothing where one of them is none that it may give.
fn filled(content: &[u8]) -> Option<Answers> {
    let Value::Object(given) = serde_json::from_slice(content).ok()? else { return None };
    let mut fields: Vec<(String, String)> = Vec::new();
    for (name, value) in given {
        let texts: Vec<String> = match value {
            Value::String(text) => vec![text],
            Value::Array(several) => {
                several.into_iter().map(|one| one.as_str().map(str::to_owned)).collect::<Option<_>>()?
            }
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::Object(_) => return None,
        };
        if DATES.contains(&name.as_str()) {
            let date: Date = texts.first()?.parse().ok()?;
            let parts =
                [("day", i32::from(date.day())), ("month", i32::from(date.month())), ("year", i32::from(date.year()))];
            fields.extend(parts.map(|(part, number)| (format!("{name}-{part}"), number.to_string())));
        } else if FIELDS.contains(&name.as_str()) {
            fields.extend(texts.into_iter().map(|text| (name.clone(), text)));
        } else {
            return None;
        }
    }
    Some(Answers::new(fields))
}

/// Asks for the press that opens it.
pub(crate) async fn ask(State(site): State<Arc<Site>>, Path(link): Path<String>) -> Response {
    let own = link.clone();
    match visit::at_door(&site, move |ctx| door::is_filled(ctx, &own)).await {
        Ok(true) => {
            let body = html! {
                h1 { (wording::text("filled-heading")) }
                (wording::prose("filled"))
                form method="post" action={ "/refer/filled/" (link) } {
                    (button(&Button { content: wording::text("filled-open").into(), ..Button::default() }))
                }
                (by_phone(&View::of(&site)))
            };
            answer(&site, StatusCode::OK, wording::text("filled-title"), Back::ToStart, &body)
        }
        Ok(false) => nothing(&site),
        Err(trouble) => trouble.plainly(&site),
    }
}

/// Opens it, once.
pub(crate) async fn open(State(site): State<Arc<Site>>, Path(link): Path<String>, headers: HeaderMap) -> Response {
    let before = VISIT.key(&site, &headers);
    let opened = visit::at_door(&site, move |ctx| {
        let Some(key) = door::open_filled(ctx, &link)? else { return Ok(None) };
        if let Some(before) = before {
            // What somebody typed before on this machine is not theirs to find.
            door::exit(ctx, &before)?;
        }
        Ok(Some(key))
    });
    match opened.await {
        Ok(Some(key)) => {
            let first =
                [(header::LOCATION, address(Step::Now, false)), (header::SET_COOKIE, VISIT.holding(&site, &key))];
            (StatusCode::SEE_OTHER, first).into_response()
        }
        Ok(None) => nothing(&site),
        Err(trouble @ (Trouble::Fault(_) | Trouble::Gone | Trouble::Incomplete)) => trouble.plainly(&site),
    }
}

/// A link that was opened, is past its time, or never was: which of these is not told.
fn nothing(site: &Site) -> Response {
    let body = html! {
        h1 { (wording::text("filled-gone-heading")) }
        (wording::prose("filled-gone"))
        p { a href="/refer" { (wording::text("filled-anew")) } }
        (by_phone(&View::of(site)))
    };
    answer(site, StatusCode::GONE, wording::text("filled-gone-title"), Back::ToStart, &body)
}
