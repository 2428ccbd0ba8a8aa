//! Who is signed in: kept by the hash of the cookie's value only.

use jiff::Timestamp;
use porch_domain::{
    account::{Belonging, Factors},
    actor::Role,
};

use crate::{
    Store,
    account::{belonging, factors_of},
    change::RowChange,
    engine::Tx,
    error::StoreError,
    sql, table,
    value::{Row, Val},
};

/// One signed-in session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SessionRow {
    /// The account's name.
    pub account: String,
    /// The role when it began. What holds is the role that the account has now.
    pub role: Role,
    /// When it began.
    pub opened_at: Timestamp,
    /// When it was last used.
    pub seen_at: Timestamp,
    /// What was shown beside the password, or in place of it.
    pub factor: Option<String>,
    /// When its holder last showed who they are.
    pub proved_at: Timestamp,
    /// In which kind of browser.
    pub browser: String,
    /// Through whom it was begun, where not with a password.
    pub through: Option<Through>,
}

/// Through whom a session was begun.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Through {
    /// The code of the provider.
    pub provider: String,
    /// How strongly it asked, as it said.
    pub acr: Option<String>,
    /// What it calls its own session.
    pub session: Option<String>,
}

/// One of the sessions of an account, as its holder reads of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenSession {
    /// The hash of the cookie's value.
    pub token_hash: String,
    /// When it began.
    pub opened_at: Timestamp,
    /// When it was last used.
    pub seen_at: Timestamp,
    /// What was shown beside the password, or in place of it.
    pub factor: Option<String>,
    /// In which kind of browser.
    pub browser: String,
    /// The code of the provider through whom it was begun.
    pub provider: Option<String>,
}

/// The sessions of an account, those used last first.
///
/// # Errors
/// When the database cannot be read.
pub fn sessions_of(tx: &mut dyn Tx, footprint: &str, account: &str) -> Result<Vec<OpenSession>, StoreError> {
    let mut found = Vec::new();
    tx.query(sql::SESSIONS_LISTED, &[footprint.into(), account.into()], &mut |values| {
        let row = Row::new("session", values);
        found.push(OpenSession {
            token_hash: row.text(0)?.to_owned(),
            opened_at: row.instant(1)?,
            seen_at: row.instant(2)?,
            factor: row.text_or_none(3)?.map(str::to_owned),
            browser: row.text(4)?.to_owned(),
            provider: row.text_or_none(5)?.map(str::to_owned),
        });
        Ok(())
    })?;
    found.sort_by(|one, other| (other.seen_at, &other.token_hash).cmp(&(one.seen_at, &one.token_hash)));
    Ok(found)
}

/// The row of a new session.
pub fn session_row(footprint: &str, token_hash: &str, session: &SessionRow) -> RowChange {
    RowChange::Put(
        &table::SESSION,
        vec![
            footprint.into(),
            token_hash.into(),
            session.account.clone().into(),
            session.role.code().into(),
            Val::instant(session.opened_at),
            Val::instant(session.seen_at),
            Val::text_or_null(session.factor.clone()),
            Val::instant(session.proved_at),
            session.browser.clone().into(),
            Val::text_or_null(session.through.as_ref().map(|through| through.provider.clone())),
            Val::text_or_null(session.through.as_ref().and_then(|through| through.acr.clone())),
            Val::text_or_null(session.through.as_ref().and_then(|through| through.session.clone())),
        ],
    )
}

/// A session, and its account as it stands now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeldSession {
    /// When it began.
    pub opened_at: Timestamp,
    /// When it was last used.
    pub seen_at: Timestamp,
    /// The account's name.
    pub account: String,
    /// The name that colleagues read.
    pub display_name: String,
    /// The role that the account has now.
    pub role: Role,
    /// Whose employee its holder is now, and of which teams.
    pub belonging: Belonging,
    /// The code of what opens the account now.
    pub password: String,
    /// What was shown beside the password, or in place of it.
    pub factor: Option<String>,
    /// When its holder last showed who they are.
    pub proved_at: Timestamp,
    /// The factors that the account has now.
    pub factors: Factors,
    /// When the last of the records closes that the account opened in an emergency; none where it opened none.
    pub open_until: Option<Timestamp>,
    /// Through whom it was begun, where not with a password.
    pub through: Option<Through>,
}

impl Store {
    /// The session of a cookie, whatever its age, where its account may be used.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn session(&self, footprint: &str, token_hash: &str) -> Result<Option<HeldSession>, StoreError> {
        self.read(|tx: &mut dyn Tx| {
            let mut found = None;
            tx.query(sql::SESSION_FIND, &[footprint.into(), token_hash.into()], &mut |values| {
                let row = Row::new("session", values);
                found = Some(HeldSession {
                    opened_at: row.instant(0)?,
                    seen_at: row.instant(1)?,
                    account: row.text(2)?.to_owned(),
                    display_name: row.text(3)?.to_owned(),
                    role: row.parsed(4, "a role", Role::of_code)?,
                    password: row.text(5)?.to_owned(),
                    factor: row.text_or_none(6)?.map(str::to_owned),
                    proved_at: row.instant(7)?,
                    factors: row.parsed(8, "the factors of an account", factors_of)?,
                    belonging: belonging(&row, 9)?,
                    open_until: row.instant_or_none(11)?,
                    through: through(&row, 12)?,
                });
                Ok(())
            })?;
            Ok(found)
        })
    }
}

/// Through whom a session was begun, in three columns of a row.
fn through(row: &Row<'_>, at: usize) -> Result<Option<Through>, StoreError> {
    let Some(provider) = row.text_or_none(at)?.map(str::to_owned) else { return Ok(None) };
    let (acr, session) = (row.text_or_none(at + 1)?.map(str::to_owned), row.text_or_none(at + 2)?.map(str::to_owned));
    Ok(Some(Through { provider, acr, session }))
}

impl RowChange {
    /// Ends the sessions that were begun in one session of a provider.
    pub fn end_sessions_of_provider(footprint: &str, provider: &str, session: &str) -> Self {
        Self::Run(sql::SESSIONS_OF_PROVIDER, vec![footprint.into(), provider.into(), session.into()])
    }

    /// Ends the sessions of an account that were begun through a provider.
    pub fn end_sessions_through(footprint: &str, account: &str, provider: &str) -> Self {
        Self::Run(sql::SESSIONS_THROUGH, vec![footprint.into(), account.into(), provider.into()])
    }

    /// Ends a session.
    pub fn end_session(footprint: &str, token_hash: &str) -> Self {
        Self::Delete(&table::SESSION, vec![footprint.into(), token_hash.into()])
    }

    /// Notes that the holder of a session showed again who they are.
    pub fn session_proved(footprint: &str, token_hash: &str, at: Timestamp) -> Self {
        Self::Run(sql::SESSION_PROVED, vec![footprint.into(), token_hash.into(), Val::instant(at)])
    }

    /// Notes that a session was used.
    pub fn session_seen(footprint: &str, token_hash: &str, at: Timestamp) -> Self {
        Self::Run(sql::SESSION_SEEN, vec![footprint.into(), token_hash.into(), Val::instant(at)])
    }

    /// Takes out sessions opened or last used too long ago.
    pub fn end_stale_sessions(footprint: &str, opened_before: Timestamp, seen_before: Timestamp) -> Self {
        Self::Run(sql::SESSIONS_STALE, vec![footprint.into(), Val::instant(opened_before), Val::instant(seen_before)])
    }

    /// Takes out what identifies a person in the entries of a stream; chain and replay still hold.
    pub fn erase_personal(footprint: &str, stream: porch_domain::event::StreamId) -> Self {
        Self::Run(sql::PERSONAL_ERASE, vec![footprint.into(), stream.kind.code().into(), stream.id.to_string().into()])
    }
}
