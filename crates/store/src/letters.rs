//! What is read to write letters: templates in use, the outbox, letters that are due, and who did what in a stream.

use jiff::Timestamp;
use porch_domain::{
    event::StreamId,
    ids::{MessageId, PersonId, ReferralId},
    message::{Failure, MessageStage, Obstacle, Recipient},
    person::Route,
    wording::{Fits, Template, TemplateApproved},
};

use crate::{
    engine::Tx,
    error::StoreError,
    person_link::records_of_person,
    sql,
    value::{Row, Val},
};

/// Every template of which a version was approved here, by name.
///
/// # Errors
/// When the database cannot be read.
pub fn templates(tx: &mut dyn Tx, footprint: &str) -> Result<Vec<Template>, StoreError> {
    let mut templates = Vec::new();
    tx.query(sql::TEMPLATES, &[footprint.into()], &mut |values| {
        let row = Row::new("template", values);
        templates.push(Template {
            approved: TemplateApproved {
                name: row.text(1)?.to_owned(),
                recipient: row.parsed(3, "a recipient", Recipient::of_code)?,
                fits: row.parsed(4, "what a text fits", Fits::of_code)?,
                subject: row.text(5)?.to_owned(),
                body: row.text(6)?.to_owned(),
                approved_by: row.text(7)?.to_owned(),
            },
            version: row.int(2)?,
        });
        Ok(())
    })?;
    Ok(templates)
}

/// Whether an earlier referral of a person, beside one, ended with a no (PR-14).
///
/// # Errors
/// When the database cannot be read.
pub fn rejected_before(
    tx: &mut dyn Tx,
    footprint: &str,
    person: PersonId,
    beside: ReferralId,
) -> Result<bool, StoreError> {
    let mut count = 0;
    for record in records_of_person(tx, footprint, person)? {
        let params = [footprint.into(), record.to_string().into(), beside.to_string().into()];
        tx.query(sql::REJECTED_BEFORE, &params, &mut |values| {
            count += Row::new("referral", values).int(0)?;
            Ok(())
        })?;
    }
    Ok(count > 0)
}

/// One entry of a stream, without its content.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StepLine {
    /// Its version in the stream.
    pub version: i64,
    /// The event's name.
    pub event: String,
    /// Who, as the journal keeps it.
    pub actor: String,
    /// From when it is known.
    pub at: Timestamp,
}

impl StepLine {
    /// What happened in a stream after a version, in order.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn since(
        tx: &mut dyn Tx,
        footprint: &str,
        stream: impl Into<StreamId>,
        version: i64,
    ) -> Result<Vec<Self>, StoreError> {
        let stream = stream.into();
        let mut steps = Vec::new();
        let params = [footprint.into(), stream.kind.code().into(), stream.id.to_string().into(), Val::from(version)];
        tx.query(sql::STEPS_SINCE, &params, &mut |values| {
            let row = Row::new("journal", values);
            steps.push(Self {
                version: row.int(0)?,
                event: row.text(1)?.to_owned(),
                actor: row.text(2)?.to_owned(),
                at: row.instant(3)?,
            });
            Ok(())
        })?;
        Ok(steps)
    }
}

/// One line of the outbox.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutboxLine {
    /// The message.
    pub id: MessageId,
    /// Who reads it.
    pub recipient: Recipient,
    /// How it leaves.
    pub route: Route,
    /// Where it is.
    pub stage: MessageStage,
    /// The referral that it is about.
    pub referral: ReferralId,
    /// How often it could not be handed over since it began to wait.
    pub attempts: i64,
    /// What stood in the way the last time, and when it is tried again; while it waits.
    pub again: Option<(Obstacle, Timestamp)>,
    /// Why it is on somebody's list.
    pub failure: Option<Failure>,
}

impl OutboxLine {
    /// The latest messages, newest first, those in one state only where one is asked for.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn latest(
        tx: &mut dyn Tx,
        footprint: &str,
        stage: Option<MessageStage>,
        limit: i64,
    ) -> Result<Vec<Self>, StoreError> {
        let mut lines = Vec::new();
        let mut read = |values: &[Val]| {
            let row = Row::new("message", values);
            lines.push(Self {
                id: row.parsed(0, "a message's id", |text| text.parse().ok())?,
                recipient: row.parsed(1, "a recipient", Recipient::of_code)?,
                route: row.parsed(2, "a route", Route::of_code)?,
                stage: row.parsed(3, "a state", MessageStage::of_code)?,
                referral: row.parsed(5, "a referral's id", |text| text.parse().ok())?,
                attempts: row.int(7)?,
                again: match (row.text_or_none(8)?, row.instant_or_none(9)?) {
                    (Some(_), Some(at)) => Some((row.parsed(8, "an obstacle", Obstacle::of_code)?, at)),
                    _ => None,
                },
                failure: match row.text_or_none(10)? {
                    Some(_) => Some(row.parsed(10, "a failure", Failure::of_code)?),
                    None => None,
                },
            });
            Ok(())
        };
        match stage {
            None => tx.query(sql::OUTBOX, &[footprint.into(), limit.into()], &mut read)?,
            Some(stage) => {
                tx.query(sql::OUTBOX_OF_STAGE, &[footprint.into(), limit.into(), stage.code().into()], &mut read)?;
            }
        }
        Ok(lines)
    }
}

/// A decision that waits for its letter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LetterDueLine {
    /// The referral.
    pub referral: ReferralId,
    /// Its reference, where it came in here.
    pub reference: Option<String>,
    /// What was decided, as a code.
    pub verdict: String,
    /// Who owes the letter.
    pub owner: String,
    /// By when.
    pub by: Timestamp,
}

impl LetterDueLine {
    /// Every decision that waits for its letter, the first due first.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn all(tx: &mut dyn Tx, footprint: &str) -> Result<Vec<Self>, StoreError> {
        let mut lines = Vec::new();
        tx.query(sql::LETTERS_DUE, &[footprint.into()], &mut |values| {
            let row = Row::new("queue", values);
            lines.push(Self {
                referral: row.parsed(0, "a referral's id", |text| text.parse().ok())?,
                reference: row.text_or_none(1)?.map(str::to_owned),
                verdict: row.text(2)?.to_owned(),
                owner: row.text(3)?.to_owned(),
                by: row.instant(4)?,
            });
            Ok(())
        })?;
        Ok(lines)
    }
}
