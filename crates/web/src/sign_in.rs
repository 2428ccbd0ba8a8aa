//! Who asks: the cookie, and the session behind it.

use std::{convert::Infallible, sync::Arc};

use axum::{
    extract::{FromRequestParts, OptionalFromRequestParts},
    http::{HeaderMap, header, request::Parts},
};
use porch_app::{
    AppError, Ctx, access,
    access::Action,
    session::{self, Holder, Stage, Visit},
};
use porch_domain::{
    account::Belonging,
    actor::{Actor, Role},
    relation::{HeldOpen, Whose},
};

use crate::{
    Site, activity, browser,
    failure::{Failure, First, Kind},
};

/// A signed-in member of staff. As an argument of a handler it lets nobody else in.
#[derive(Debug, Clone)]
pub(crate) struct SignedIn {
    pub(crate) account: String,
    pub(crate) display_name: String,
    pub(crate) role: Role,
    /// Whose employee they are, and of which teams.
    pub(crate) belonging: Arc<Belonging>,
    /// The records that they opened in an emergency and that are open now.
    pub(crate) held_open: Arc<[HeldOpen]>,
    /// Whether a password opens the account at all.
    pub(crate) has_password: bool,
    /// Whether the account has a second factor.
    pub(crate) has_factors: bool,
    /// How far they have come.
    pub(crate) stage: Stage,
    /// The code of the provider through whom they signed in, where not with the password.
    pub(crate) provider: Option<String>,
}

/// A signed-in member of staff whose password may still have to be changed, or whose second factor may still have to be
/// added: for the pages that do it.
#[derive(Debug, Clone)]
pub(crate) struct AnySession(pub(crate) SignedIn);

/// Somebody whose password was right, and who may still have to show a second factor: for the page that asks for it.
#[derive(Debug, Clone)]
pub(crate) struct Halfway(pub(crate) SignedIn);

impl SignedIn {
    /// The holder of a session, as far as they have come on this site.
    pub(crate) fn of(site: &Site, holder: Holder) -> Self {
        let stage = holder.stage(site.second_factors.required);
        let Holder { account, display_name, role, belonging, has_password, factors, held_open, through, .. } = holder;
        let provider = through.map(|through| through.provider);
        let (belonging, held_open) = (Arc::new(belonging), held_open.into());
        let has_factors = factors.any();
        Self { account, display_name, role, belonging, held_open, has_password, has_factors, stage, provider }
    }

    /// The actor for the app.
    pub(crate) fn actor(&self) -> Actor {
        Actor::Staff { account: self.account.clone(), role: self.role }
    }

    /// Whether they may do something; for what a page offers. The activity asks again.
    pub(crate) fn may(&self, action: Action) -> bool {
        self.stage == Stage::In && access::may_at_all(&self.actor(), action)
    }

    /// Whether they may do something to what is not decided; for what a page offers.
    pub(crate) fn may_at_the_door(&self, site: &Site, action: Action) -> bool {
        let ctx = site.ctx_of(self);
        self.stage == Stage::In && access::may_with(&ctx, action, &Whose::at_the_door())
    }

    /// The page that they begin with.
    pub(crate) fn first_page(&self, site: &Site) -> &'static str {
        match self.stage {
            Stage::Code => "/sign-in/code",
            Stage::Password => "/account",
            Stage::Enrol => "/account/factors",
            Stage::In if self.may_at_the_door(site, Action::SeeReferral) => "/queue",
            Stage::In if self.may(Action::SeeReferral) => "/caseload",
            Stage::In if self.may(Action::SeeReport) => "/reports/annual",
            Stage::In if self.may(Action::SeeLeast) => "/beside",
            Stage::In if self.may(Action::SeeAggregates) => "/reports/aggregates",
            Stage::In => "/sign-in",
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
    named_values(wanted, headers).find(|value| is_token(value)).map(str::to_owned)
}

/// Every value that the request has for a cookie.
pub(crate) fn named_values<'a>(wanted: &'a str, headers: &'a HeaderMap) -> impl Iterator<Item = &'a str> {
    let cookies = headers.get_all(header::COOKIE).into_iter().filter_map(|value| value.to_str().ok());
    let pairs = cookies.flat_map(|line| line.split(';')).filter_map(|pair| pair.trim().split_once('='));
    pairs.filter(move |(name, _)| *name == wanted).map(|(_, value)| value)
}

fn is_token(value: &str) -> bool {
    value.len() == 64 && value.bytes().all(|byte| byte.is_ascii_hexdigit())
}

async fn holder(parts: &Parts, site: &Arc<Site>) -> Result<Option<SignedIn>, Failure> {
    let Some(token) = token(site, &parts.headers) else { return Ok(None) };
    let (shared, site) = (Arc::clone(site), Arc::clone(site));
    let found = activity::apart(move || {
        let holder = session::holder(&site.store, site.world.as_ref(), &site.rules().footprint.name, &token)?;
        if let Some(holder) = &holder {
            site.look_for_emergencies(&holder.actor())?;
        }
        Ok::<_, AppError>(holder)
    });
    Ok(found.await??.map(|holder| SignedIn::of(&shared, holder)))
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
            let who = let_in(holder.map(|holder| SignedIn::of(&site, holder)))?;
            let done = work(&site, &site.ctx_of(&who)).map_err(|error| Failure::from(error).seen_by(&who))?;
            Ok::<_, Failure>((who, done))
        });
        done.await?
    }
}

/// Lets whoever is signed in in, once nothing of the sign-in is left to do.
fn let_in(who: Option<SignedIn>) -> Result<SignedIn, Failure> {
    let who = who.ok_or(Kind::NotSignedIn)?;
    match who.stage {
        Stage::Code => Err(Kind::First(First::Code).into()),
        Stage::Password => Err(Kind::First(First::Password).into()),
        Stage::Enrol => Err(Kind::First(First::Factor).into()),
        Stage::In => Ok(who),
    }
}

/// The browser of a request: the value of our cookie, and of which kind it is.
#[derive(Debug, Clone)]
pub(crate) struct Visiting {
    token: Option<String>,
    browser: String,
}

impl Visiting {
    /// What a request says of its browser.
    pub(crate) fn of(site: &Site, headers: &HeaderMap) -> Self {
        Self { token: token(site, headers), browser: browser::kind(headers) }
    }

    /// For the app.
    pub(crate) fn visit(&self) -> Visit<'_> {
        Visit { token: self.token.as_deref(), browser: &self.browser }
    }
}

impl FromRequestParts<Arc<Site>> for Visiting {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, site: &Arc<Site>) -> Result<Self, Infallible> {
        Ok(Self::of(site, &parts.headers))
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
        let who = holder(parts, site).await?.ok_or(Kind::NotSignedIn)?;
        match who.stage {
            Stage::Code => Err(Kind::First(First::Code).into()),
            Stage::Password | Stage::Enrol | Stage::In => Ok(Self(who)),
        }
    }
}

impl FromRequestParts<Arc<Site>> for Halfway {
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
        let (shared, site) = (Arc::clone(site), Arc::clone(site));
        let found = activity::apart(move || {
            session::watcher(&site.store, site.world.as_ref(), &site.rules().footprint.name, &token)
        });
        let_in(found.await??.map(|holder| SignedIn::of(&shared, holder))).map(Self)
    }
}

impl OptionalFromRequestParts<Arc<Site>> for SignedIn {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, site: &Arc<Site>) -> Result<Option<Self>, Infallible> {
        // A page that needs no account is shown as to a stranger when the database does not answer.
        Ok(holder(parts, site).await.unwrap_or(None))
    }
}
