//! What is typed and not yet sent, and the files that belong to it.

use jiff::{SignedDuration, Timestamp};
use porch_domain::{
    front_door::{Answers, WayIn},
    ids::{AttachmentId, CommandId, ReferralId},
};

use crate::{
    change::RowChange,
    engine::Tx,
    error::StoreError,
    sql, table,
    value::{Row, Val},
};

/// Answers that were not sent yet, or were, and what became of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// Hash of the key that the browser holds.
    pub key: String,
    /// By which way.
    pub way: WayIn,
    /// The id of the command that sends it: made with the draft, so that sending twice is one referral (INV-08).
    pub command: CommandId,
    /// The answers so far.
    pub answers: Answers,
    /// The site whose link was followed.
    pub site: Option<String>,
    /// When it was begun.
    pub opened_at: Timestamp,
    /// When it was last saved.
    pub saved_at: Timestamp,
    /// When it is gone.
    pub expires_at: Timestamp,
    /// Hash of the code that opens it again, where it was kept for later.
    pub code_hash: Option<String>,
    /// How often a wrong code was tried.
    pub wrong_codes: i64,
    /// Hash of the key by which a kept draft is open now.
    pub opened_as: Option<String>,
    /// What was sent became this.
    pub outcome: Option<String>,
}

impl Draft {
    /// A draft as it begins, under the hash of its key.
    pub fn begun(
        key: String,
        way: WayIn,
        command: CommandId,
        answers: Answers,
        at: Timestamp,
        kept: SignedDuration,
    ) -> Self {
        Self {
            key,
            way,
            command,
            answers,
            site: None,
            opened_at: at,
            saved_at: at,
            expires_at: at + kept,
            code_hash: None,
            wrong_codes: 0,
            opened_as: None,
            outcome: None,
        }
    }

    /// Its row.
    pub fn row(&self, footprint: &str) -> Result<RowChange, StoreError> {
        Ok(RowChange::Put(
            &table::DRAFT,
            vec![
                footprint.into(),
                self.key.clone().into(),
                self.way.code().into(),
                self.command.to_string().into(),
                serde_json::to_string(&self.answers)?.into(),
                Val::text_or_null(self.site.clone()),
                Val::instant(self.opened_at),
                Val::instant(self.saved_at),
                Val::instant(self.expires_at),
                Val::text_or_null(self.code_hash.clone()),
                self.wrong_codes.into(),
                Val::text_or_null(self.opened_as.clone()),
                Val::text_or_null(self.outcome.clone()),
            ],
        ))
    }

    /// What must hold for a change of it: it was neither left nor sent since it was read. If it was, the change is stale.
    pub fn still_there(&self, footprint: &str) -> RowChange {
        let outcome = self.outcome.clone().unwrap_or_default();
        RowChange::Must(sql::DRAFT_STILL, vec![footprint.into(), self.key.clone().into(), outcome.into()])
    }

    /// What must hold for a change of its row: nothing of it changed since it was read. If it did, the change is stale.
    ///
    /// # Errors
    /// Only when serialising fails, which no answers can cause.
    pub fn same_as_read(&self, footprint: &str) -> Result<RowChange, StoreError> {
        Ok(RowChange::Must(
            sql::DRAFT_SAME,
            vec![
                footprint.into(),
                self.key.clone().into(),
                self.outcome.clone().unwrap_or_default().into(),
                serde_json::to_string(&self.answers)?.into(),
                self.wrong_codes.into(),
                self.opened_as.clone().unwrap_or_default().into(),
            ],
        ))
    }

    /// The draft that a key opens, whatever its age.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn find(tx: &mut dyn Tx, footprint: &str, key: &str) -> Result<Option<Self>, StoreError> {
        let mut found = None;
        tx.query(sql::DRAFT, &[footprint.into(), key.into()], &mut |values| {
            found = Some(Self::of_row(&Row::new("draft", values))?);
            Ok(())
        })?;
        Ok(found)
    }

    /// The same with its files, in the order in which they came.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn find_with_files(
        tx: &mut dyn Tx,
        footprint: &str,
        key: &str,
    ) -> Result<Option<(Self, Vec<StoredFile>)>, StoreError> {
        let mut found: Option<(Self, Vec<StoredFile>)> = None;
        tx.query(sql::DRAFT_WITH_FILES, &[footprint.into(), key.into()], &mut |values| {
            let (draft, file) = values.split_at(DRAFT_COLUMNS);
            let (_, files) = match &mut found {
                Some(found) => found,
                None => found.insert((Self::of_row(&Row::new("draft", draft))?, Vec::new())),
            };
            if file[0] != Val::Null {
                files.push(StoredFile::of_row(&Row::new("attachment", file))?);
            }
            Ok(())
        })?;
        if let Some((_, files)) = &mut found {
            files.sort_by_key(|file| file.id);
        }
        Ok(found)
    }

    fn of_row(row: &Row<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            key: row.text(0)?.to_owned(),
            way: row.parsed(1, "a way in", WayIn::of_code)?,
            command: row.parsed(2, "a command's id", |text| text.parse().ok())?,
            answers: row.parsed(3, "answers", |text| serde_json::from_str(text).ok())?,
            site: row.text_or_none(4)?.map(str::to_owned),
            opened_at: row.instant(5)?,
            saved_at: row.instant(6)?,
            expires_at: row.instant(7)?,
            code_hash: row.text_or_none(8)?.map(str::to_owned),
            wrong_codes: row.int(9)?,
            opened_as: row.text_or_none(10)?.map(str::to_owned),
            outcome: row.text_or_none(11)?.map(str::to_owned),
        })
    }
}

/// How many columns of a row are those of the draft, where those of a file follow.
const DRAFT_COLUMNS: usize = 12;

/// A file, without its content.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredFile {
    /// The file.
    pub id: AttachmentId,
    /// Its name, as the sender's machine gave it.
    pub name: String,
    /// Its type, as its content shows.
    pub media_type: String,
    /// Its length in bytes.
    pub size: i64,
    /// SHA-256 of its content, as hexadecimal digits.
    pub sha256: String,
}

impl StoredFile {
    /// The row of a new file of a draft.
    pub fn row(&self, footprint: &str, draft: &str, at: Timestamp, content: Vec<u8>) -> RowChange {
        RowChange::Put(
            &table::ATTACHMENT,
            vec![
                footprint.into(),
                self.id.to_string().into(),
                draft.into(),
                Val::Null,
                self.name.clone().into(),
                self.media_type.clone().into(),
                self.size.into(),
                self.sha256.clone().into(),
                Val::instant(at),
                Val::Bytes(content),
            ],
        )
    }

    /// The files of a draft, in the order in which they came.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn of_draft(tx: &mut dyn Tx, footprint: &str, draft: &str) -> Result<Vec<Self>, StoreError> {
        Self::listed(tx, sql::FILES_OF_DRAFT, footprint, draft)
    }

    /// The files of a referral, in the order in which they came.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn of_referral(tx: &mut dyn Tx, footprint: &str, referral: ReferralId) -> Result<Vec<Self>, StoreError> {
        Self::listed(tx, sql::FILES_OF_REFERRAL, footprint, &referral.to_string())
    }

    fn listed(tx: &mut dyn Tx, statement: &'static str, footprint: &str, of: &str) -> Result<Vec<Self>, StoreError> {
        let mut files = Vec::new();
        tx.query(statement, &[footprint.into(), of.into()], &mut |values| {
            files.push(Self::of_row(&Row::new("attachment", values))?);
            Ok(())
        })?;
        Ok(files)
    }

    fn of_row(row: &Row<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.parsed(0, "a file's id", |text| text.parse().ok())?,
            name: row.text(1)?.to_owned(),
            media_type: row.text(2)?.to_owned(),
            size: row.int(3)?,
            sha256: row.text(4)?.to_owned(),
        })
    }

    /// The content of a file of a referral.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn content(
        tx: &mut dyn Tx,
        footprint: &str,
        referral: ReferralId,
        id: AttachmentId,
    ) -> Result<Option<Vec<u8>>, StoreError> {
        let mut content = None;
        let params = [footprint.into(), id.to_string().into(), referral.to_string().into()];
        tx.query(sql::FILE_CONTENT, &params, &mut |values| {
            content = Some(Row::new("attachment", values).bytes(0)?.to_vec());
            Ok(())
        })?;
        Ok(content)
    }
}

impl RowChange {
    /// Takes a draft and its files out.
    pub fn forget_draft(footprint: &str, key: &str) -> [Self; 2] {
        let params = || vec![footprint.into(), key.into()];
        [Self::Run(sql::FILES_FORGET, params()), Self::Delete(&table::DRAFT, params())]
    }

    /// Takes out drafts whose time is over, and their files.
    pub fn forget_old_drafts(footprint: &str, now: Timestamp) -> [Self; 2] {
        let params = || vec![footprint.into(), Val::instant(now)];
        [Self::Run(sql::OLD_FILES_FORGET, params()), Self::Run(sql::OLD_DRAFTS_FORGET, params())]
    }

    /// Gives the files of a draft to the referral that it became.
    pub fn files_to_referral(footprint: &str, draft: &str, referral: ReferralId) -> Self {
        Self::Run(sql::FILES_TO_REFERRAL, vec![footprint.into(), draft.into(), referral.to_string().into()])
    }

    /// Moves the files of a draft to another key of it.
    pub fn move_files(footprint: &str, from: &str, to: &str) -> Self {
        Self::Run(sql::FILES_MOVE, vec![footprint.into(), from.into(), to.into()])
    }

    /// Takes one file of a draft out.
    pub fn forget_file(footprint: &str, draft: &str, id: AttachmentId) -> Self {
        Self::Run(sql::FILE_FORGET, vec![footprint.into(), draft.into(), id.to_string().into()])
    }

    /// Takes out every file of a referral, and what the draft that became it still holds, when what identifies her is
    /// erased.
    pub fn erase_files(footprint: &str, referral: ReferralId) -> [Self; 3] {
        let sent_as = || vec![footprint.into(), format!("referral {referral} %").into()];
        [
            Self::Run(sql::FILES_ERASE, vec![footprint.into(), referral.to_string().into()]),
            Self::Run(sql::DRAFT_FILES_ERASE, sent_as()),
            Self::Run(sql::DRAFTS_ERASE, sent_as()),
        ]
    }

    /// Counts something at the door that leaves no record of a person.
    pub fn count_at_door(footprint: &str, on: jiff::civil::Date, what: &'static str) -> Self {
        Self::Run(sql::DOOR_COUNT_ONE, vec![footprint.into(), on.to_string().into(), what.into()])
    }
}

/// What was counted at the door, by day, newest first.
///
/// # Errors
/// When the database cannot be read.
pub fn door_counts(tx: &mut dyn Tx, footprint: &str) -> Result<Vec<(jiff::civil::Date, String, i64)>, StoreError> {
    let mut counts = Vec::new();
    tx.query(sql::DOOR_COUNTS, &[footprint.into()], &mut |values| {
        let row = Row::new("door_count", values);
        counts.push((row.parsed(0, "a date", |text| text.parse().ok())?, row.text(1)?.to_owned(), row.int(2)?));
        Ok(())
    })?;
    Ok(counts)
}
