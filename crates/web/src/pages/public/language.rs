//! `/language/{code}`: the language in which somebody wants to read, kept in a cookie of this visit.

use std::sync::Arc;

use axum::{
    extract::{Path, State},
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
};
use maud::{Markup, html};

use crate::{
    Language, Site,
    failure::{Failure, Kind},
    local_path, sign_in, wording,
};

/// The cookie's name; with the prefix a browser takes it over HTTPS and for this host only.
fn cookie_name(site: &Site) -> &'static str {
    if site.secure_cookies { "__Host-language" } else { "language" }
}

/// Keeps the choice and leads back to the page where it was made.
pub(crate) async fn choose(
    State(site): State<Arc<Site>>,
    Path(code): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Failure> {
    let offered = site.languages.iter().find(|language| language.code() == code);
    let language = offered.ok_or_else(|| Failure::from(Kind::NotFound))?;
    let answer = [(header::LOCATION, came_from(&headers)), (header::SET_COOKIE, cookie(&site, language.code()))];
    Ok((StatusCode::SEE_OTHER, answer).into_response())
}

/// The page of ours that the browser says it comes from; the first page where it says none.
fn came_from(headers: &HeaderMap) -> String {
    let said = headers.get(header::REFERER).and_then(|said| said.to_str().ok()).unwrap_or_default();
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok()).filter(|host| !host.is_empty());
    // A proxy may have been asked by another scheme than the program was.
    let bare = ["https://", "http://"].into_iter().find_map(|scheme| said.strip_prefix(scheme));
    let own = bare.zip(host).and_then(|(bare, host)| bare.strip_prefix(host));
    own.and_then(local_path::checked).filter(|path| !path.starts_with("/language/")).unwrap_or("/").to_owned()
}

fn cookie(site: &Site, code: &str) -> String {
    sign_in::named_cookie(site, cookie_name(site), code, "")
}

/// Takes the choice away, so that nothing of it stays behind.
pub(super) fn no_cookie(site: &Site) -> String {
    sign_in::named_cookie(site, cookie_name(site), "", "; Max-Age=0")
}

/// The language that was chosen, where it is still offered.
pub(crate) fn chosen(site: &Site, headers: &HeaderMap) -> &'static Language {
    let mut said = sign_in::named_values(cookie_name(site), headers);
    let known = said.find_map(|said| site.languages.iter().find(|language| language.code() == said));
    known.copied().unwrap_or_else(Language::english)
}

/// The languages to choose from, each by its own name; nothing where there is one.
pub(super) fn choice(site: &Site) -> Markup {
    let spoken = wording::spoken();
    html! {
        @if site.languages.len() > 1 {
            nav class="porch-languages" aria-label=(wording::text("languages-label")) {
                ul {
                    @for language in &site.languages {
                        li lang=(language.code()) dir=(language.direction().as_str()) {
                            @if language.code() == spoken.code() { span aria-current="true" { (language.name()) } }
                            @else { a href={ "/language/" (language.code()) } hreflang=(language.code()) { (language.name()) } }
                        }
                    }
                }
            }
        }
    }
}
