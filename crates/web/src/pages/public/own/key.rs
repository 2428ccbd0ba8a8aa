//! The key of an open page of her own, in its cookie.

use axum::http::HeaderMap;

use crate::{Site, sign_in};

/// The cookie's name says nothing of what it is for; with the prefix a browser takes it over HTTPS and for this host only.
fn cookie_name(site: &Site) -> &'static str {
    if site.secure_cookies { "__Host-leaf" } else { "leaf" }
}

/// The `Set-Cookie` that holds a key until the browser is closed.
pub(super) fn cookie(site: &Site, key: &str) -> String {
    sign_in::named_cookie(site, cookie_name(site), key, "")
}

/// The `Set-Cookie` that takes it away.
pub(crate) fn no_cookie(site: &Site) -> String {
    sign_in::named_cookie(site, cookie_name(site), "", "; Max-Age=0")
}

/// The key, where the request has one of the right shape.
pub(crate) fn key(site: &Site, headers: &HeaderMap) -> Option<String> {
    sign_in::named_token(cookie_name(site), headers)
}
