//! Who asks: the cookie, and the session behind it.

use std::{convert::Infallible, sync::Arc};

use axum::{
    extract::{FromRequestParts, OptionalFromRequestParts},
    http::{HeaderMap, header, request::Parts},
};
use porch_app::{
    AppError, Ctx, access,
    access::Action,
    session::{self, Holder},
};
use porch_domain::{
    account::Belonging,
    actor::{Actor, Role},
    relation::Whose,
};

use crate::{
    Site, activity,
    failure::{Failure, Kind},
};

/// A signed-in member of staff. As an argument of a handler it lets nobody else in.
#[derive(Debug, Clone)]
pub(crate) struct SignedIn {
    pub(crate) account: String,
    pub(crate) display_name: String,
    pub(crate) role: Role,
    /// Whose employee they are, and of which teams.
    pub(crate) belonging: Arc<Belonging>,
    /// Whether a password opens the account at all.
    pub(crate) has_password: bool,
    /// Whether it must be changed before anything else.
    pub(crate) must_change_password: bool,
}

/// A signed-in member of staff whose password may still have to be changed: for the page that changes it.
#[derive(Debug, Clone)]
pub(crate) struct AnySession(pub(crate) SignedIn);

impl From<Holder> for SignedIn {
    fn from(holder: Holder) -> Self {
        let Holder { account, display_name, role, belonging, has_password, must_change_password } = holder;
        let belonging = Arc::new(belonging);
        Self { account, display_name, role, belonging, has_password, must_change_password }
    }
}

impl SignedIn {
    /// The actor for the app.
    pub(crate) fn actor(&self) -> Actor {
        Actor::Staff { account: self.account.clone(), role: self.role }
    }

    /// Whether they may do something; for what a page offers. The activity asks again.
    pub(crate) fn may(&self, action: Action) -> bool {
        !self.must_change_password && access::may_at_all(&self.actor(), action)
    }

    /// Whether they may do something to what is not decided; for what a page offers.
    pub(crate) fn may_at_the_door(&self, site: &Site, action: Action) -> bool {
        let ctx = site.ctx_of(self);
        !self.must_change_password && access::may_with(&ctx, action, &Whose::at_the_door())
    }

    /// The page that they begin with.
    pub(crate) fn first_page(&self, site: &Site) -> &'static str {
        if self.must_change_password {
            "/account"
        } else if self.may_at_the_door(site, Action::SeeReferral) {
            "/queue"
        } else if self.may(Action::SeeReferral) {
            "/caseload"
        } else if self.may(Action::SeeReport) {
            "/reports/annual"
        } else if self.may(Action::SeeLeast) {
            "/beside"
        } else if self.may(Action::SeeAggregates) {
            "/reports/aggregates"
        } else {
            "/sign-in"
        }
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
        let holder = session::holder(&site.store, site.world.as_ref(), &site.rules().footprint.name, &token)?;
        if let Some(holder) = &holder {
            site.look_for_emergencies(&holder.actor())?;
        }
        Ok::<_, AppError>(holder)
    });
    Ok(found.await??.map(SignedIn::from))
}

/// The session of a cookie that nobody has asked about: for a page that asks, and does its work, in one go.
#[derive(Debug, Clone)]
pub(crate) struct Token(String);

impl FromRequestParts<Arc<Site>> for Token {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, site: &Arc<Site>) -> Result<Self, Failure> {
        token(site, &parts.headers).map(Self).ok_or_else(|| Kind::NotSignedIn.into())
    }
}

impl Token {
    /// Asks who it is, as [`SignedIn`] does, and carries out an activity for them, without a way back between the two. Which
    /// emergencies nobody has taken is for the activity to ask.
    ///
    /// # Errors
    /// As nobody is signed in, or as the activity says.
    pub(crate) async fn carry_out<T: Send + 'static>(
        self,
        site: &Arc<Site>,
        work: impl FnOnce(&Site, &Ctx) -> Result<T, AppError> + Send + 'static,
    ) -> Result<(SignedIn, T), Failure> {
        let site = Arc::clone(site);
        let done = activity::apart(move || {
            let holder = session::holder(&site.store, site.world.as_ref(), &site.rules().footprint.name, &self.0)?;
            let who = let_in(holder.map(SignedIn::from))?;
            let done = work(&site, &site.ctx_of(&who)).map_err(|error| Failure::from(error).seen_by(&who))?;
            Ok::<_, Failure>((who, done))
        });
        done.await?
    }
}

/// Lets whoever is signed in in, once their password needs no changing.
fn let_in(who: Option<SignedIn>) -> Result<SignedIn, Failure> {
    match who {
        None => Err(Kind::NotSignedIn.into()),
        Some(who) if who.must_change_password => Err(Kind::PasswordToChange.into()),
        Some(who) => Ok(who),
    }
}

impl FromRequestParts<Arc<Site>> for SignedIn {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, site: &Arc<Site>) -> Result<Self, Failure> {
        let_in(holder(parts, site).await?)
    }
}

impl FromRequestParts<Arc<Site>> for AnySession {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, site: &Arc<Site>) -> Result<Self, Failure> {
        holder(parts, site).await?.map(Self).ok_or_else(|| Kind::NotSignedIn.into())
    }
}

/// A signed-in member of staff whose page asks by itself: an answer to it does not keep the session from ending.
#[derive(Debug, Clone)]
pub(crate) struct Watching(pub(crate) SignedIn);

impl FromRequestParts<Arc<Site>> for Watching {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, site: &Arc<Site>) -> Result<Self, Failure> {
        let token = token(site, &parts.headers).ok_or(Kind::NotSignedIn)?;
        let site = Arc::clone(site);
        let found = activity::apart(move || {
            session::watcher(&site.store, site.world.as_ref(), &site.rules().footprint.name, &token)
        });
        found.await??.map(|holder| Self(SignedIn::from(holder))).ok_or_else(|| Kind::NotSignedIn.into())
    }
}

impl OptionalFromRequestParts<Arc<Site>> for SignedIn {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, site: &Arc<Site>) -> Result<Option<Self>, Infallible> {
        // A page that needs no account is shown as to a stranger when the database does not answer.
        Ok(holder(parts, site).await.unwrap_or(None))
    }
}
