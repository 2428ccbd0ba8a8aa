//! Keys that a browser holds for one visit, each in a cookie whose name says nothing of what it is for.

use axum::http::HeaderMap;

use crate::{Site, sign_in};

/// A cookie that holds a key until the browser is closed.
#[derive(Debug, Clone, Copy)]
pub(crate) struct KeyCookie {
    /// With the prefix a browser takes it over HTTPS and for this host only.
    over_https: &'static str,
    otherwise: &'static str,
}

/// Of what is typed at the door.
pub(crate) const VISIT: KeyCookie = KeyCookie { over_https: "__Host-visit", otherwise: "visit" };
/// Of a questionnaire that she answers by herself.
pub(crate) const SHEET: KeyCookie = KeyCookie { over_https: "__Host-sheet", otherwise: "sheet" };
/// Of a page of her own.
pub(crate) const LEAF: KeyCookie = KeyCookie { over_https: "__Host-leaf", otherwise: "leaf" };

impl KeyCookie {
    fn name(self, site: &Site) -> &'static str {
        if site.secure_cookies { self.over_https } else { self.otherwise }
    }

    /// The `Set-Cookie` that holds a key.
    pub(crate) fn holding(self, site: &Site, key: &str) -> String {
        sign_in::named_cookie(site, self.name(site), key, "")
    }

    /// The `Set-Cookie` that takes it away.
    pub(crate) fn gone(self, site: &Site) -> String {
        sign_in::named_cookie(site, self.name(site), "", "; Max-Age=0")
    }

    /// The key, where the request has one of the right shape.
    pub(crate) fn key(self, site: &Site, headers: &HeaderMap) -> Option<String> {
        sign_in::named_token(self.name(site), headers)
    }
}
