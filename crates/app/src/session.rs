//! Who is signed in: a random value in a cookie, of which only the hash is kept.

use jiff::SignedDuration;
use porch_domain::{
    account::Belonging,
    actor::{Actor, Role},
    ids::{CommandId, hex},
};
use porch_store::{Change, HeldSession, RowChange, SessionRow, Store, session_row};
use sha2::{Digest, Sha256};

use crate::{World, error::AppError};

/// A session ends this long after it was last used.
///
/// # Source
/// OWASP ASVS 5.0, 7.3.1 and 7.3.2: both limits, set by the risk of the data; a working day and half an hour away.
pub const IDLE: SignedDuration = SignedDuration::from_mins(30);
/// A session ends this long after it began, used or not.
pub const ABSOLUTE: SignedDuration = SignedDuration::from_hours(12);

/// Opens a session and gives the value for the cookie, which is stored nowhere.
///
/// # Errors
/// When the database cannot be written.
pub fn open(store: &Store, world: &dyn World, footprint: &str, account: &str, role: Role) -> Result<String, AppError> {
    let actor = Actor::Staff { account: account.to_owned(), role };
    let mut change = Change::new(footprint, world.now(), &actor, CommandId(world.id()));
    let token = begin(&mut change, world, footprint, account, role);
    store.commit(change)?;
    Ok(token)
}

/// Adds a new session to a change, and gives the value for its cookie.
pub(crate) fn begin(change: &mut Change, world: &dyn World, footprint: &str, account: &str, role: Role) -> String {
    let token = hex(&[world.random(), world.random()].concat());
    let now = world.now();
    let session = SessionRow { account: account.to_owned(), role, opened_at: now, seen_at: now };
    change.row(RowChange::end_stale_sessions(footprint, now - ABSOLUTE, now - IDLE));
    change.row(session_row(footprint, &hash(&token), &session));
    token
}

/// Who holds a session, as their account stands now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Holder {
    /// The name of the account.
    pub account: String,
    /// The name that colleagues read.
    pub display_name: String,
    /// The role that the account has now.
    pub role: Role,
    /// Whose employee they are now, and of which teams.
    pub belonging: Belonging,
    /// Whether a password opens the account at all.
    pub has_password: bool,
    /// Whether the password must be changed before anything else.
    pub must_change_password: bool,
}

impl Holder {
    /// The actor for what they do.
    pub fn actor(&self) -> Actor {
        Actor::Staff { account: self.account.clone(), role: self.role }
    }
}

/// Who holds a cookie's value, if the session has not ended and its account may be used.
///
/// # Errors
/// When the database cannot be read.
pub fn holder(store: &Store, world: &dyn World, footprint: &str, token: &str) -> Result<Option<Holder>, AppError> {
    let (key, now) = (hash(token), world.now());
    let Some((holder, seen_at)) = found(store, now, footprint, &key)? else { return Ok(None) };
    // Once a minute is enough to keep the half hour honest, and spares a write for each page.
    if now.duration_since(seen_at) > SignedDuration::from_mins(1) {
        let mut change = Change::new(footprint, now, &holder.actor(), CommandId(world.id()));
        change.row(RowChange::session_seen(footprint, &key, now));
        store.commit(change)?;
    }
    Ok(Some(holder))
}

/// Who holds a cookie's value, asked by a page on its own: that nobody touched the page is no use of the session.
///
/// # Errors
/// When the database cannot be read.
pub fn watcher(store: &Store, world: &dyn World, footprint: &str, token: &str) -> Result<Option<Holder>, AppError> {
    Ok(found(store, world.now(), footprint, &hash(token))?.map(|(holder, _)| holder))
}

/// Who holds the session of a key, if it has not ended, and when it was last used.
fn found(
    store: &Store,
    now: jiff::Timestamp,
    footprint: &str,
    key: &str,
) -> Result<Option<(Holder, jiff::Timestamp)>, AppError> {
    let Some(session) = store.session(footprint, key)? else { return Ok(None) };
    let over = now.duration_since(session.opened_at) > ABSOLUTE || now.duration_since(session.seen_at) > IDLE;
    if over {
        return Ok(None);
    }
    let HeldSession { account, display_name, role, belonging, password, seen_at, .. } = session;
    let holder = Holder {
        account,
        display_name,
        role,
        belonging,
        has_password: password != "none",
        must_change_password: password == "temporary",
    };
    Ok(Some((holder, seen_at)))
}

/// Ends a session on the server.
///
/// # Errors
/// When the database cannot be written.
pub fn end(store: &Store, world: &dyn World, footprint: &str, token: &str) -> Result<(), AppError> {
    let mut change = Change::new(footprint, world.now(), &Actor::Public, CommandId(world.id()));
    change.row(ended(footprint, token));
    store.commit(change)?;
    Ok(())
}

/// The end of the session of a cookie's value.
pub(crate) fn ended(footprint: &str, token: &str) -> RowChange {
    RowChange::end_session(footprint, &hash(token))
}

/// What is kept of a cookie's value.
pub(crate) fn hash(token: &str) -> String {
    hex(&Sha256::digest(token.as_bytes()))
}
