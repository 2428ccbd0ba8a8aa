//! Who is signed in: kept by the hash of the cookie's value only.

use jiff::Timestamp;

use crate::{
    Store,
    change::RowChange,
    engine::Tx,
    error::StoreError,
    sql, table,
    value::{Row, Val},
};

/// One signed-in session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SessionRow {
    /// The account.
    pub account: String,
    /// The code of the role.
    pub role: String,
    /// When it began.
    pub opened_at: Timestamp,
    /// When it was last used.
    pub seen_at: Timestamp,
}

/// The row of a new session.
pub fn session_row(footprint: &str, token_hash: &str, session: &SessionRow) -> RowChange {
    RowChange::Put(
        &table::SESSION,
        vec![
            footprint.into(),
            token_hash.into(),
            session.account.clone().into(),
            session.role.clone().into(),
            Val::instant(session.opened_at),
            Val::instant(session.seen_at),
        ],
    )
}

impl Store {
    /// The session of a cookie, whatever its age.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn session(&self, footprint: &str, token_hash: &str) -> Result<Option<SessionRow>, StoreError> {
        self.read(|tx: &mut dyn Tx| {
            let mut found = None;
            tx.query(sql::SESSION_FIND, &[footprint.into(), token_hash.into()], &mut |values| {
                let row = Row::new("session", values);
                found = Some(SessionRow {
                    account: row.text(0)?.to_owned(),
                    role: row.text(1)?.to_owned(),
                    opened_at: row.instant(2)?,
                    seen_at: row.instant(3)?,
                });
                Ok(())
            })?;
            Ok(found)
        })
    }
}

impl RowChange {
    /// Ends a session.
    pub fn end_session(footprint: &str, token_hash: &str) -> Self {
        Self::Delete(&table::SESSION, vec![footprint.into(), token_hash.into()])
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
