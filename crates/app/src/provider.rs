//! Signing in through a provider: an organisation's own sign-in, or NHS CIS2.
//!
//! What is begun is bound to the browser that began it: a random value in a cookie of its own, of which only the hash is kept,
//! for ten minutes and once. What is sent to the provider follows from that value, so that whoever reads the database learns
//! none of it. Nothing that a provider signs is kept.

use jiff::{SignedDuration, Timestamp};
use porch_domain::{
    account::{
        Account, Identity,
        identity::{Asserted, Judged, ProviderRules, RoleElsewhere, TurnedAway, judge},
    },
    actor::Actor,
    ids::{CommandId, hex},
};
use porch_store::{Ceremony, Change, Look, Record, RowChange, StoreError, load};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use sha2::{Digest, Sha256};

use crate::{
    Ctx,
    error::AppError,
    look,
    session::{self, Opened, Shown, Through, Visit},
};

/// How long somebody may take elsewhere, and to choose a role here.
const BEGUN_FOR: SignedDuration = SignedDuration::from_mins(10);

const BEGUN: &str = "provider-begun";
const CHOOSING: &str = "provider-role";

/// What a sign-in is begun with elsewhere.
#[derive(Debug, Clone, Copy)]
pub struct Asking<'a> {
    /// Comes back with the answer.
    pub state: &'a str,
    /// Comes back in what the provider signs.
    pub nonce: &'a str,
    /// Of what is shown when the code is handed in: its bytes; the provider is told their digest.
    pub verifier: &'a str,
    /// Whether they must show again who they are.
    pub again: bool,
}

/// What a code is handed in with.
#[derive(Debug, Clone, Copy)]
pub struct Redeeming<'a> {
    /// The code.
    pub code: &'a str,
    /// What was shown the digest of.
    pub verifier: &'a str,
    /// What must stand in what the provider signs.
    pub nonce: &'a str,
    /// Since when they must have shown who they are, where that was asked.
    pub shown_since: Option<Timestamp>,
    /// A name that is used once.
    pub once: &'a str,
}

/// Why a provider did not do what it was asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shut {
    /// Whether it may be there again later.
    pub away: bool,
    /// What is wrong, for the log: nothing of anybody.
    pub what: String,
}

/// A provider as the service sees it.
pub trait Provider: Send + Sync {
    /// What is asked of whomever it tells of.
    fn rules(&self) -> &ProviderRules;
    /// Where a browser goes to sign in.
    ///
    /// # Errors
    /// When the provider cannot be asked.
    fn address(&self, now: Timestamp, asking: &Asking<'_>) -> Result<String, Shut>;
    /// Whether an answer that names this issuer, or none, is of it.
    ///
    /// # Errors
    /// When the provider cannot be asked.
    fn is_of_it(&self, now: Timestamp, issuer: Option<&str>) -> Result<bool, Shut>;
    /// Whom it tells of, for a code.
    ///
    /// # Errors
    /// When it gives nobody, or what it says does not hold.
    fn redeem(&self, now: Timestamp, redeeming: &Redeeming<'_>) -> Result<Asserted, Shut>;
    /// Which of its sessions ended, and whose, as a token of its says.
    ///
    /// # Errors
    /// When the token does not hold.
    fn ended(&self, now: Timestamp, token: &str) -> Result<(Option<String>, Option<String>), Shut>;
    /// Where a browser goes to end the session there, and where it comes back to.
    fn end_address(&self, back: &str) -> Option<String>;
}

/// What stands in the address with which a browser comes back.
#[derive(Debug, Clone, Copy, Default)]
pub struct CameWith<'a> {
    /// What we sent along.
    pub state: &'a str,
    /// The code.
    pub code: &'a str,
    /// Who the answer says that it is from.
    pub issuer: Option<&'a str>,
    /// That there is none.
    pub error: Option<&'a str>,
}

/// What came of somebody who came back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Came {
    /// A session began: the value for its cookie, and the page that was asked for before.
    In(String, String),
    /// They choose a role first.
    Choosing,
    /// They showed again who they are, and the page that was asked for before.
    Again(String),
}

/// Why nobody was let in.
#[derive(Debug, thiserror::Error)]
pub enum NotIn {
    /// Nothing was begun in this browser, it was too long ago, or it came back before.
    #[error("nothing was begun in this browser, or it is over")]
    Over,
    /// They, or the provider, stopped it there.
    #[error("the sign-in was stopped there")]
    Stopped,
    /// The provider cannot be reached.
    #[error("the provider cannot be reached")]
    Away,
    /// What it answered does not hold.
    #[error("what the provider answered does not hold")]
    Refused,
    /// It holds, and lets nobody in here.
    #[error("{0}")]
    TurnedAway(TurnedAway, Identity),
    /// The activity itself failed.
    #[error(transparent)]
    App(#[from] AppError),
}

impl From<StoreError> for NotIn {
    fn from(error: StoreError) -> Self {
        Self::App(error.into())
    }
}

/// What is kept of what was begun.
#[derive(Serialize, Deserialize)]
struct Kept {
    provider: String,
    next: String,
    /// Since when they must show who they are, where a session goes on with it.
    again_since: Option<Timestamp>,
}

/// What is kept of somebody who chooses a role.
#[derive(Serialize, Deserialize)]
struct Choosing {
    provider: String,
    next: String,
    asserted: Asserted,
    roles: Vec<RoleElsewhere>,
}

/// What follows from the value of the cookie for one use, and tells nothing of it or of another use.
fn follows(what: &str, token: &str) -> String {
    hex(&Sha256::digest(format!("porch provider {what}\n{token}").as_bytes()))
}

fn key_of(what: &str, token: &str) -> String {
    format!("{what}:{}", session::hash(token))
}

/// Begins a sign-in, or the showing again of who one is. Gives where the browser goes, and the value for its cookie.
///
/// # Errors
/// [`NotIn::Away`], or when the database cannot be written.
pub fn begin(ctx: &Ctx, provider: &dyn Provider, next: &str, again: bool) -> Result<(String, String), NotIn> {
    let token = hex(&[ctx.world.random(), ctx.world.random()].concat());
    let asking = Asking {
        state: &follows("state", &token),
        nonce: &follows("nonce", &token),
        verifier: &follows("verifier", &token),
        again,
    };
    let address = provider.address(ctx.now, &asking).map_err(|shut| not_in(provider, &shut))?;
    let again_since = again.then_some(ctx.now);
    let kept = Kept { provider: provider.rules().code.clone(), next: next.to_owned(), again_since };
    keep(ctx, BEGUN, &token, &kept)?;
    Ok((address, token))
}

/// Goes on with a browser that came back.
///
/// # Errors
/// [`NotIn`]; nobody is signed in who was not.
pub fn come_back(
    ctx: &Ctx,
    provider: &dyn Provider,
    visit: Visit<'_>,
    token: &str,
    came: CameWith<'_>,
) -> Result<Came, NotIn> {
    let kept: Kept = taken(ctx, BEGUN, token)?;
    // Another provider's answer is none to this question, whatever it says (RFC 9207).
    if kept.provider != provider.rules().code || came.state != follows("state", token) {
        tracing::warn!(provider = provider.rules().code, "an answer came back to another question");
        return Err(NotIn::Over);
    }
    // Once, whatever comes of it: of two that come back with the same, one is late.
    over(ctx, BEGUN, token)?;
    if !provider.is_of_it(ctx.now, came.issuer).map_err(|shut| not_in(provider, &shut))? {
        tracing::warn!(provider = provider.rules().code, "an answer names another provider");
        return Err(NotIn::Refused);
    }
    if came.error.is_some() || came.code.is_empty() {
        return Err(NotIn::Stopped);
    }
    let (verifier, nonce) = (follows("verifier", token), follows("nonce", token));
    let once = hex(&ctx.world.random());
    let redeeming =
        Redeeming { code: came.code, verifier: &verifier, nonce: &nonce, shown_since: kept.again_since, once: &once };
    let asserted = provider.redeem(ctx.now, &redeeming).map_err(|shut| not_in(provider, &shut))?;
    let account = account_of(ctx, provider, &asserted)?;
    let judged = judge(provider.rules(), &asserted, &account, &ctx.rules.footprint, None);
    let judged = judged.map_err(|why| turned_away(ctx, provider, why, &asserted))?;
    if kept.again_since.is_some() {
        return again(ctx, provider, visit, &account, &asserted, &judged).map(|()| Came::Again(kept.next));
    }
    match judged {
        Judged::Choose(roles) => {
            let choosing = Choosing { provider: kept.provider, next: kept.next, asserted, roles };
            keep(ctx, CHOOSING, token, &choosing)?;
            Ok(Came::Choosing)
        }
        judged @ (Judged::Enough | Judged::SecondFactor) => {
            let shown = (judged == Judged::Enough).then_some(Shown::Provider);
            Ok(Came::In(opened(ctx, provider, visit, &account, &asserted, shown)?, kept.next))
        }
    }
}

/// The roles among which whoever came back chooses, and through whom they came.
///
/// # Errors
/// [`NotIn::Over`], or when the database cannot be read.
pub fn choices(ctx: &Ctx, token: &str) -> Result<(String, Vec<RoleElsewhere>), NotIn> {
    let choosing: Choosing = taken(ctx, CHOOSING, token)?;
    Ok((choosing.provider, choosing.roles))
}

/// Goes on with the role that they chose.
///
/// # Errors
/// [`NotIn`]; nobody is signed in who was not.
pub fn choose(ctx: &Ctx, provider: &dyn Provider, visit: Visit<'_>, token: &str, role: &str) -> Result<Came, NotIn> {
    let choosing: Choosing = taken(ctx, CHOOSING, token)?;
    if choosing.provider != provider.rules().code {
        return Err(NotIn::Over);
    }
    let account = account_of(ctx, provider, &choosing.asserted)?;
    let judged = judge(provider.rules(), &choosing.asserted, &account, &ctx.rules.footprint, Some(role));
    judged.map_err(|why| turned_away(ctx, provider, why, &choosing.asserted))?;
    over(ctx, CHOOSING, token)?;
    Ok(Came::In(opened(ctx, provider, visit, &account, &choosing.asserted, Some(Shown::Provider))?, choosing.next))
}

/// Ends the sessions that a provider says are over.
///
/// # Errors
/// [`NotIn::Refused`] for a token that does not hold, or when the database cannot be written.
pub fn ended_elsewhere(ctx: &Ctx, provider: &dyn Provider, token: &str) -> Result<(), NotIn> {
    let (session, subject) = provider.ended(ctx.now, token).map_err(|shut| not_in(provider, &shut))?;
    let rules = provider.rules();
    let mut change = Change::new(ctx.footprint(), ctx.now, &Actor::Public, CommandId(ctx.world.id()));
    match (session, subject) {
        // A session that is named ends alone.
        (Some(session), _) => change.row(RowChange::end_sessions_of_provider(ctx.footprint(), &rules.code, &session)),
        (None, Some(subject)) => {
            let identity = Identity { issuer: rules.issuer.clone(), subject };
            let Some(account) = found(ctx, &identity)? else { return Ok(()) };
            let name = account.name.as_str();
            change.row(RowChange::end_sessions_through(ctx.footprint(), name, &rules.code));
        }
        (None, None) => return Err(NotIn::Refused),
    }
    ctx.store.commit(change)?;
    tracing::info!(provider = rules.code, "a provider ended sessions");
    Ok(())
}

/// Shows again who one is: the same person, asked as strongly, in a session that is theirs.
fn again(
    ctx: &Ctx,
    provider: &dyn Provider,
    visit: Visit<'_>,
    account: &Account,
    asserted: &Asserted,
    judged: &Judged,
) -> Result<(), NotIn> {
    let holder = match visit.token {
        Some(token) => session::holder(&ctx.store, ctx.world.as_ref(), ctx.footprint(), token)?,
        None => None,
    };
    let Some(holder) = holder else { return Err(NotIn::Over) };
    if holder.account != account.name.as_str() {
        return Err(turned_away(ctx, provider, TurnedAway::SomebodyElse, asserted));
    }
    if *judged == Judged::SecondFactor || holder.shown.is_none() {
        return Err(turned_away(ctx, provider, TurnedAway::TooWeak, asserted));
    }
    let key = visit.key();
    let mut change = Change::new(ctx.footprint(), ctx.now, &holder.actor(), CommandId(ctx.world.id()));
    change.row(RowChange::session_proved(ctx.footprint(), &key, ctx.now));
    ctx.store.commit(change)?;
    Ok(())
}

fn opened(
    ctx: &Ctx,
    provider: &dyn Provider,
    visit: Visit<'_>,
    account: &Account,
    asserted: &Asserted,
    shown: Option<Shown>,
) -> Result<String, NotIn> {
    let actor = Actor::Staff { account: account.name.to_string(), role: account.role };
    let mut change = Change::new(ctx.footprint(), ctx.now, &actor, CommandId(ctx.world.id()));
    if let Some(replaced) = visit.token {
        change.row(session::ended(ctx.footprint(), replaced));
    }
    let through = Through {
        provider: provider.rules().code.clone(),
        acr: asserted.acr.clone(),
        session: asserted.session.clone(),
    };
    let token = session::begin_through(&mut change, ctx, account, visit, Opened { shown, through: Some(through) });
    ctx.store.commit(change)?;
    tracing::info!(account = %account.id, provider = provider.rules().code, "somebody signed in through a provider");
    Ok(token)
}

fn found(ctx: &Ctx, identity: &Identity) -> Result<Option<Account>, AppError> {
    let footprint = ctx.footprint();
    let Some(id) = ctx.store.read(|tx| porch_store::account_of_identity(tx, footprint, identity))? else {
        return Ok(None);
    };
    let stream = ctx.store.read(|tx| load(tx, footprint, id))?;
    Ok(stream.record.as_ref().and_then(Record::account).cloned())
}

fn account_of(ctx: &Ctx, provider: &dyn Provider, asserted: &Asserted) -> Result<Account, NotIn> {
    match found(ctx, &asserted.identity)? {
        Some(account) => Ok(account),
        None => Err(turned_away(ctx, provider, TurnedAway::Unknown, asserted)),
    }
}

/// Notes an attempt that let nobody in, in the log of looks and in the program's; who it was stands in neither.
fn turned_away(ctx: &Ctx, provider: &dyn Provider, why: TurnedAway, asserted: &Asserted) -> NotIn {
    let code = &provider.rules().code;
    tracing::warn!(provider = code, %why, "a sign-in through a provider was turned away");
    let (what, why_text) = (format!("a sign-in through {code}"), why.to_string());
    match look::note(ctx, &Look { what: &what, why: &why_text, allowed: false, subjects: &[] }) {
        Ok(()) => NotIn::TurnedAway(why, asserted.identity.clone()),
        Err(error) => error.into(),
    }
}

fn not_in(provider: &dyn Provider, shut: &Shut) -> NotIn {
    tracing::warn!(provider = provider.rules().code, what = shut.what, "a provider let nobody in");
    if shut.away { NotIn::Away } else { NotIn::Refused }
}

fn keep(ctx: &Ctx, what: &str, token: &str, kept: &impl Serialize) -> Result<(), AppError> {
    let state = serde_json::to_vec(kept).map_err(unworkable)?;
    let ceremony = Ceremony { kind: what.to_owned(), state, expires_at: ctx.now + BEGUN_FOR };
    let mut change = Change::new(ctx.footprint(), ctx.now, &Actor::Public, CommandId(ctx.world.id()));
    for row in RowChange::begin_ceremony(ctx.footprint(), &key_of(what, token), &ceremony, ctx.now) {
        change.row(row);
    }
    ctx.store.commit(change)?;
    Ok(())
}

fn taken<T: DeserializeOwned>(ctx: &Ctx, what: &str, token: &str) -> Result<T, NotIn> {
    let key = key_of(what, token);
    let kept = ctx.store.read(|tx| porch_store::ceremony(tx, ctx.footprint(), &key, ctx.now))?;
    serde_json::from_slice(&kept.ok_or(NotIn::Over)?.state).map_err(|error| unworkable(error).into())
}

fn over(ctx: &Ctx, what: &str, token: &str) -> Result<(), NotIn> {
    let mut change = Change::new(ctx.footprint(), ctx.now, &Actor::Public, CommandId(ctx.world.id()));
    change.row(RowChange::end_ceremony(ctx.footprint(), &key_of(what, token)));
    match ctx.store.commit(change) {
        Ok(_) => Ok(()),
        Err(StoreError::Stale) => Err(NotIn::Over),
        Err(error) => Err(error.into()),
    }
}

fn unworkable(error: serde_json::Error) -> AppError {
    AppError::Unworkable(format!("what was begun elsewhere could not be kept: {error}"))
}
