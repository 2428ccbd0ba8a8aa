//! Who is signed in: a random value in a cookie, of which only the hash is kept.

use jiff::SignedDuration;
use porch_domain::{
    actor::{Actor, Role},
    ids::{CommandId, hex},
};
use porch_store::{Change, RowChange, SessionRow, Store, session_row};
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
    let token = hex(&[world.random(), world.random()].concat());
    let now = world.now();
    let actor = Actor::Staff { account: account.to_owned(), role };
    let mut change = Change::new(footprint, now, &actor, CommandId(world.id()));
    let session =
        SessionRow { account: account.to_owned(), role: role.code().to_owned(), opened_at: now, seen_at: now };
    change.row(RowChange::end_stale_sessions(footprint, now - ABSOLUTE, now - IDLE));
    change.row(session_row(footprint, &hash(&token), &session));
    store.commit(change)?;
    Ok(token)
}

/// Who holds a cookie's value, if the session has not ended.
///
/// # Errors
/// When the database cannot be read.
pub fn holder(store: &Store, world: &dyn World, footprint: &str, token: &str) -> Result<Option<Actor>, AppError> {
    let (key, now) = (hash(token), world.now());
    let Some((actor, session)) = found(store, now, footprint, &key)? else { return Ok(None) };
    // Once a minute is enough to keep the half hour honest, and spares a write for each page.
    if now.duration_since(session.seen_at) > SignedDuration::from_mins(1) {
        let mut change = Change::new(footprint, now, &actor, CommandId(world.id()));
        change.row(RowChange::session_seen(footprint, &key, now));
        store.commit(change)?;
    }
    Ok(Some(actor))
}

/// Who holds a cookie's value, asked by a page on its own: that nobody touched the page is no use of the session.
///
/// # Errors
/// When the database cannot be read.
pub fn watcher(store: &Store, world: &dyn World, footprint: &str, token: &str) -> Result<Option<Actor>, AppError> {
    Ok(found(store, world.now(), footprint, &hash(token))?.map(|(actor, _)| actor))
}

/// The session of a key, if it has not ended.
fn found(
    store: &Store,
    now: jiff::Timestamp,
    footprint: &str,
    key: &str,
) -> Result<Option<(Actor, SessionRow)>, AppError> {
    let Some(session) = store.session(footprint, key)? else { return Ok(None) };
    let over = now.duration_since(session.opened_at) > ABSOLUTE || now.duration_since(session.seen_at) > IDLE;
    let Some(role) = Role::of_code(&session.role).filter(|_| !over) else { return Ok(None) };
    let actor = Actor::Staff { account: session.account.clone(), role };
    Ok(Some((actor, session)))
}

/// Ends a session on the server.
///
/// # Errors
/// When the database cannot be written.
pub fn end(store: &Store, world: &dyn World, footprint: &str, token: &str) -> Result<(), AppError> {
    let mut change = Change::new(footprint, world.now(), &Actor::Public, CommandId(world.id()));
    change.row(RowChange::end_session(footprint, &hash(token)));
    store.commit(change)?;
    Ok(())
}

fn hash(token: &str) -> String {
    hex(&Sha256::digest(token.as_bytes()))
}
