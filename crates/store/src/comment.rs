//! What somebody said of how it was: the rows, without the words.

use jiff::Timestamp;
use porch_domain::{
    comment::{self, Comment, CommentEvent, CommentStage, Teller},
    event::StreamId,
    ids::{CommentId, ReferralId, SaidAndDoneId},
};

use crate::{
    change::RowChange,
    engine::Tx,
    error::StoreError,
    record::{Meta, Record},
    sql, table,
    value::{Row, Val},
};

/// A comment after an event, and its row.
pub(crate) fn after(
    stream: StreamId,
    before: Option<Record>,
    event: &CommentEvent,
    meta: &Meta<'_>,
) -> Result<(Record, Vec<RowChange>), StoreError> {
    let state = match before {
        Some(Record::Comment(comment)) => Some(*comment),
        _ => None,
    };
    let comment = comment::evolve(CommentId(stream.id), state, event)?;
    let row = row(&comment, meta);
    Ok((Record::Comment(Box::new(comment)), vec![row]))
}

fn row(comment: &Comment, meta: &Meta<'_>) -> RowChange {
    let left = &comment.left;
    RowChange::Put(
        &table::COMMENT,
        vec![
            meta.footprint.into(),
            comment.id.to_string().into(),
            meta.version.into(),
            comment.stage().code().into(),
            Val::instant(left.at),
            Val::instant(left.read_by),
            left.teller.code().into(),
            Val::flag(left.may_show),
            Val::flag(left.wants_answer),
            Val::text_or_null(left.referral.map(|referral| referral.to_string())),
            Val::text_or_null(comment.answered.as_ref().map(|answered| answered.item.to_string())),
        ],
    )
}

/// A comment as a list shows it: none of its words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CommentLine {
    /// Which.
    pub id: CommentId,
    /// The version from which a form is drawn.
    pub version: i64,
    /// Where it stands.
    pub stage: CommentStage,
    /// When it was left.
    pub at: Timestamp,
    /// By when somebody reads it.
    pub read_by: Timestamp,
    /// Who wrote, as they say.
    pub teller: Teller,
    /// Whether it may be shown, in the words of the service.
    pub may_show: bool,
    /// Whether an answer is asked for.
    pub wants_answer: bool,
    /// The referral, where she asked on her own page to be answered.
    pub referral: Option<ReferralId>,
    /// The item that answers it.
    pub item: Option<SaidAndDoneId>,
}

impl CommentLine {
    /// Those that are not done with, the first to be read first; at most `limit`.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn waiting(tx: &mut dyn Tx, footprint: &str, limit: i64) -> Result<Vec<Self>, StoreError> {
        lines(tx, sql::COMMENTS_WAITING, &[footprint.into(), limit.into()])
    }

    /// Those that were left from an instant on, the latest first; at most `limit`.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn since(tx: &mut dyn Tx, footprint: &str, since: Timestamp, limit: i64) -> Result<Vec<Self>, StoreError> {
        lines(tx, sql::COMMENTS_SINCE, &[footprint.into(), Val::instant(since), limit.into()])
    }

    /// How many nobody has read, how many of them should have been by an instant, and how many are with duty; each at most
    /// `limit`.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn count(tx: &mut dyn Tx, footprint: &str, now: Timestamp, limit: i64) -> Result<[i64; 3], StoreError> {
        let mut counts = [0; 3];
        tx.query(sql::COMMENTS_COUNTED, &[footprint.into(), Val::instant(now), limit.into()], &mut |values| {
            let row = Row::new("comment", values);
            counts = [row.int(0)?, row.int(1)?, row.int(2)?];
            Ok(())
        })?;
        Ok(counts)
    }
}

fn lines(tx: &mut dyn Tx, statement: &'static str, params: &[Val]) -> Result<Vec<CommentLine>, StoreError> {
    let mut found = Vec::new();
    tx.query(statement, params, &mut |values| {
        let row = Row::new("comment", values);
        found.push(CommentLine {
            id: row.parsed(0, "a comment's id", |text| text.parse().ok())?,
            version: row.int(1)?,
            stage: row.parsed(2, "the stage of a comment", CommentStage::of_code)?,
            at: row.instant(3)?,
            read_by: row.instant(4)?,
            teller: row.parsed(5, "who wrote", Teller::of_code)?,
            may_show: row.int(6)? != 0,
            wants_answer: row.int(7)? != 0,
            referral: row.parsed_or_none(8, "a referral's id", |text| text.parse().ok())?,
            item: row.parsed_or_none(9, "an item's id", |text| text.parse().ok())?,
        });
        Ok(())
    })?;
    Ok(found)
}

/// When comments were left between two instants, and by whom.
///
/// # Errors
/// When the database cannot be read.
pub fn comments_between(
    tx: &mut dyn Tx,
    footprint: &str,
    from: Timestamp,
    until: Timestamp,
) -> Result<Vec<(Timestamp, Teller)>, StoreError> {
    let mut left = Vec::new();
    let params = [footprint.into(), Val::instant(from), Val::instant(until)];
    tx.query(sql::COMMENTS_BETWEEN, &params, &mut |values| {
        let row = Row::new("comment", values);
        left.push((row.instant(0)?, row.parsed(1, "who wrote", Teller::of_code)?));
        Ok(())
    })?;
    Ok(left)
}

/// The comments in which somebody asked to be answered about a referral.
///
/// # Errors
/// When the database cannot be read.
pub fn comments_of_referral(
    tx: &mut dyn Tx,
    footprint: &str,
    referral: ReferralId,
) -> Result<Vec<CommentId>, StoreError> {
    let mut found = Vec::new();
    tx.query(sql::COMMENTS_OF_REFERRAL, &[footprint.into(), referral.to_string().into()], &mut |values| {
        found.push(Row::new("comment", values).parsed(0, "a comment's id", |text| text.parse().ok())?);
        Ok(())
    })?;
    Ok(found)
}
