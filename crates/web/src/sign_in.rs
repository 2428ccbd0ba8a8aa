//! Who asks: the cookie, and the session behind it.

use std::{convert::Infallible, sync::Arc};

use axum::{
    extract::{FromRequestParts, OptionalFromRequestParts},
    http::{HeaderMap, header, request::Parts},
};
use porch_app::{access, access::Action, session};
use porch_domain::actor::{Actor, Role};

use crate::{
    Site, activity,
    failure::{Failure, Kind},
};

/// A signed-in member of staff. As an argument of a handler it lets nobody else in.
#[derive(Debug, Clone)]
pub(crate) struct SignedIn {
    pub(crate) account: String,
    pub(crate) role: Role,
}

impl SignedIn {
    /// The actor for the app.
    pub(crate) fn actor(&self) -> Actor {
        Actor::Staff { account: self.account.clone(), role: self.role }
    }

    /// Whether they may do something; for what a page offers. The activity asks again.
    pub(crate) fn may(&self, action: Action) -> bool {
        access::may(&self.actor(), action)
    }

    /// The page that they begin with.
    pub(crate) fn first_page(&self) -> &'static str {
        if self.may(Action::SeeReport) { "/reports/annual" } else { "/sign-in" }
    }
}

/// The cookie's name. With the prefix a browser takes it over HTTPS only, for this host only.
pub(crate) fn cookie_name(site: &Site) -> &'static str {
    if site.secure_cookies { "__Host-porch" } else { "porch" }
}

/// The `Set-Cookie` that begins a session.
pub(crate) fn beginning(site: &Site, token: &str) -> String {
    set_cookie(site, token, "")
}

/// The `Set-Cookie` that takes the cookie away.
pub(crate) fn end(site: &Site) -> String {
    set_cookie(site, "", "; Max-Age=0")
}

fn set_cookie(site: &Site, value: &str, more: &str) -> String {
    named_cookie(site, cookie_name(site), value, more)
}

/// A `Set-Cookie` for this host, kept from scripts and from other sites' forms.
pub(crate) fn named_cookie(site: &Site, name: &str, value: &str, more: &str) -> String {
    let secure = if site.secure_cookies { "; Secure" } else { "" };
    format!("{name}={value}; Path=/; HttpOnly; SameSite=Lax{secure}{more}")
}

/// The value of our cookie, where the request has one of the right shape.
pub(crate) fn token(site: &Site, headers: &HeaderMap) -> Option<String> {
    named_token(cookie_name(site), headers)
}

/// The value of a cookie of ours, where the request has one of the right shape.
pub(crate) fn named_token(wanted: &str, headers: &HeaderMap) -> Option<String> {
    let cookies = headers.get_all(header::COOKIE).into_iter().filter_map(|value| value.to_str().ok());
    cookies
        .flat_map(|line| line.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(name, value)| *name == wanted && is_token(value))
        .map(|(_, value)| value.to_owned())
}

fn is_token(value: &str) -> bool {
    value.len() == 64 && value.bytes().all(|byte| byte.is_ascii_hexdigit())
}

async fn holder(parts: &Parts, site: &Arc<Site>) -> Result<Option<SignedIn>, Failure> {
    let Some(token) = token(site, &parts.headers) else { return Ok(None) };
    let site = Arc::clone(site);
    let found = activity::apart(move || {
        session::holder(&site.store, site.world.as_ref(), &site.rules().footprint.name, &token)
    });
    match found.await?? {
        Some(Actor::Staff { account, role }) => Ok(Some(SignedIn { account, role })),
        Some(Actor::Operator { .. } | Actor::Public | Actor::System) | None => Ok(None),
    }
}

impl FromRequestParts<Arc<Site>> for SignedIn {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, site: &Arc<Site>) -> Result<Self, Failure> {
        holder(parts, site).await?.ok_or_else(|| Kind::NotSignedIn.into())
    }
}

impl OptionalFromRequestParts<Arc<Site>> for SignedIn {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, site: &Arc<Site>) -> Result<Option<Self>, Infallible> {
        // A page that needs no account is shown as to a stranger when the database does not answer.
        Ok(holder(parts, site).await.unwrap_or(None))
    }
}
