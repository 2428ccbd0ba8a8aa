//! Questionnaires in lists: those of a referral, those that wait for somebody, those of routine contacts; and who stands at
//! the door of one.

use jiff::Timestamp;
use porch_domain::{
    calendar::local_date,
    event::{StreamId, StreamKind},
    ids::{PersonId, ReferralId, ScreeningId},
    measure::Expected,
    screening::{InstrumentId, NotAsked, RiskState, Screening, ScreeningStage, TextPackAdded, Way},
};
use uuid::Uuid;

use crate::{
    change::RowChange,
    engine::Tx,
    error::StoreError,
    find::OwnedBy,
    record::Meta,
    sql, table,
    value::{Row, Val},
};

/// The row of a questionnaire, without what was answered.
pub(crate) fn row(screening: &Screening, footprint: &str) -> RowChange {
    let count = |count: usize| Val::Int(i64::try_from(count).unwrap_or(i64::MAX));
    let (asked_at, until, instrument, contact, why) = match &screening.way {
        Way::Given(given) => (given.at, Some(given.until), &given.form.instrument, given.form.contact.clone(), None),
        Way::Entered(entered) => (entered.asked_at, None, &entered.form.instrument, entered.form.contact.clone(), None),
        Way::NotAsked(not) => (not.asked_at, None, &not.instrument, Some(not.contact.clone()), Some(not.why.code())),
    };
    let scored = screening.scored();
    let waits = matches!(screening.stage(), ScreeningStage::Given | ScreeningStage::Opened);
    RowChange::Put(
        &table::SCREENING,
        vec![
            footprint.into(),
            screening.id.to_string().into(),
            screening.referral.to_string().into(),
            screening.person.to_string().into(),
            instrument.as_str().to_owned().into(),
            Val::text_or_null(contact),
            screening.stage().code().into(),
            screening.owner().to_owned().into(),
            Val::instant(asked_at),
            Val::instant_or_null(until),
            Val::instant_or_null(screening.opened_at),
            Val::instant_or_null(screening.finished_at()),
            Val::instant_or_null(screening.read.as_ref().map(|read| read.at)),
            Val::text_or_null(why),
            scored.map_or_else(|| count(screening.answers.len()), |scored| Val::Int(scored.answered.into())),
            scored.map_or(Val::Int(0), |scored| Val::Int(scored.items.into())),
            Val::text_or_null(scored.and_then(|scored| scored.total.as_ref()).map(ToString::to_string)),
            Val::text_or_null(scored.map(|scored| scored.status.code())),
            Val::flag(scored.is_some_and(|scored| scored.positive)),
            Val::text_or_null(screening.risk().map(RiskState::code)),
            Val::text_or_null(screening.link().filter(|_| waits).map(|link| link.token.clone())),
        ],
    )
}

/// A questionnaire as a list shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScreeningLine {
    /// Which.
    pub id: ScreeningId,
    /// The referral.
    pub referral: ReferralId,
    /// Who answers.
    pub person: PersonId,
    /// What.
    pub instrument: InstrumentId,
    /// The routine contact to which it belongs, by its code.
    pub contact: Option<String>,
    /// Where it stands.
    pub stage: ScreeningStage,
    /// The account of whoever reads it, or read or wrote it.
    pub owner: String,
    /// When she was asked, or it was given to her.
    pub asked_at: Timestamp,
    /// Until when she can answer.
    pub until: Option<Timestamp>,
    /// When she opened it.
    pub opened_at: Option<Timestamp>,
    /// When it was finished.
    pub finished_at: Option<Timestamp>,
    /// When it was read.
    pub read_at: Option<Timestamp>,
    /// Why it was not asked.
    pub why: Option<NotAsked>,
    /// How many of its items were answered.
    pub answered: i64,
    /// How many it has; 0 until it is finished.
    pub items: i64,
    /// The total, as it is written.
    pub total: Option<String>,
    /// Whether a cut-off was reached.
    pub positive: bool,
    /// What was said of risk; none where nothing asks for it, or not yet.
    pub risk: Option<RiskState>,
    /// Her name, where a list reads it.
    pub name: Option<String>,
    /// The short reference of the referral, where a list reads it.
    pub reference: Option<String>,
    /// Whose the referral is, where a list reads it.
    pub owned: OwnedBy,
}

impl ScreeningLine {
    /// Those of a referral, the latest first, at most `limit`.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn of_referral(
        tx: &mut dyn Tx,
        footprint: &str,
        referral: ReferralId,
        limit: i64,
    ) -> Result<Vec<Self>, StoreError> {
        lines(tx, sql::SCREENINGS_OF_REFERRAL, &[footprint.into(), referral.to_string().into(), limit.into()])
    }

    /// Those that wait for somebody: given, opened, or finished and not read; the oldest first, at most `limit`.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn waiting(tx: &mut dyn Tx, footprint: &str, limit: i64) -> Result<Vec<Self>, StoreError> {
        lines(tx, sql::SCREENINGS_WAITING, &[footprint.into(), limit.into()])
    }

    /// What was asked, or not, at routine contacts, the earliest first.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn at_contacts(tx: &mut dyn Tx, footprint: &str) -> Result<Vec<Self>, StoreError> {
        lines(tx, sql::SCREENINGS_AT_CONTACTS, &[footprint.into()])
    }
}

/// The referrals of women whose pregnancies we know, for which routine contacts may be expected; history that was imported
/// is left out.
///
/// # Errors
/// When the database cannot be read.
pub fn expected_contacts(tx: &mut dyn Tx, footprint: &str) -> Result<Vec<Expected>, StoreError> {
    let mut found = Vec::new();
    tx.query(sql::EXPECTED_CONTACTS, &[footprint.into()], &mut |values| {
        let row = Row::new("referral", values);
        let Some(due_or_end) = row.date_or_none(2)? else { return Ok(()) };
        let Some(from) = local_date(row.instant(3)?) else { return Ok(()) };
        found.push(Expected {
            referral: row.parsed(0, "a referral's id", |text| text.parse().ok())?,
            person: row.parsed(1, "a person's id", |text| text.parse().ok())?,
            due_or_end,
            from,
            until: row.instant_or_none(4)?.and_then(local_date),
        });
        Ok(())
    })?;
    Ok(found)
}

/// The row of a site's wording.
pub(crate) fn pack_row(stream: StreamId, added: &TextPackAdded, meta: &Meta<'_>) -> RowChange {
    RowChange::Put(
        &table::TEXT_PACK,
        vec![
            meta.footprint.into(),
            stream.id.to_string().into(),
            meta.version.into(),
            added.instrument.as_str().to_owned().into(),
            added.language.clone().into(),
            added.content_hash.clone().into(),
            added.content.clone().into(),
        ],
    )
}

/// A site's wording as it was added.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AddedTextPack {
    /// The journal stream of the instrument and language.
    pub stream: StreamId,
    /// The instrument, by its id.
    pub instrument: String,
    /// The language.
    pub language: String,
    /// SHA-256 of its content.
    pub content_hash: String,
    /// The file as it was.
    pub content: String,
}

impl AddedTextPack {
    /// Every version of every one; of an instrument and language the earliest first.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn all(tx: &mut dyn Tx, footprint: &str) -> Result<Vec<Self>, StoreError> {
        let mut found = Vec::new();
        tx.query(sql::TEXT_PACKS, &[footprint.into()], &mut |values| {
            let row = Row::new("text_pack", values);
            let id = row.parsed(0, "a stream's id", |text| Uuid::parse_str(text).ok())?;
            found.push(Self {
                stream: StreamId { kind: StreamKind::TextPack, id },
                instrument: row.text(1)?.to_owned(),
                language: row.text(2)?.to_owned(),
                content_hash: row.text(3)?.to_owned(),
                content: row.text(4)?.to_owned(),
            });
            Ok(())
        })?;
        Ok(found)
    }
}

/// The questionnaire that a link opens, by the hash of what the address carries.
///
/// # Errors
/// When the database cannot be read.
pub fn screening_of_link(tx: &mut dyn Tx, footprint: &str, token: &str) -> Result<Option<ScreeningId>, StoreError> {
    let mut found = None;
    tx.query(sql::SCREENING_OF_LINK, &[footprint.into(), token.into()], &mut |values| {
        found = Some(Row::new("screening", values).parsed(0, "the id of a questionnaire", |text| text.parse().ok())?);
        Ok(())
    })?;
    Ok(found)
}

/// Who stands at the door of a questionnaire.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScreeningDoor {
    /// The questionnaire.
    pub screening: ScreeningId,
    /// How often a wrong word was tried since the link was made.
    pub wrong: i64,
    /// The hash of the key by which it is open now.
    pub opened_as: Option<String>,
    /// Until when it is.
    pub until: Option<Timestamp>,
}

impl ScreeningDoor {
    /// The door of a questionnaire that nobody has come to.
    pub fn shut(screening: ScreeningId) -> Self {
        Self { screening, wrong: 0, opened_as: None, until: None }
    }

    /// The door of a questionnaire.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn of(tx: &mut dyn Tx, footprint: &str, screening: ScreeningId) -> Result<Self, StoreError> {
        let found = doors(tx, sql::SCREENING_DOOR, &[footprint.into(), screening.to_string().into()])?;
        Ok(found.unwrap_or_else(|| Self::shut(screening)))
    }

    /// The door that a key opened, by the hash of the key.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn opened_as(tx: &mut dyn Tx, footprint: &str, key: &str) -> Result<Option<Self>, StoreError> {
        doors(tx, sql::SCREENING_DOOR_OPEN, &[footprint.into(), key.into()])
    }

    /// Its row.
    pub fn row(&self, footprint: &str) -> RowChange {
        RowChange::Put(
            &table::SCREENING_DOOR,
            vec![
                footprint.into(),
                self.screening.to_string().into(),
                self.wrong.into(),
                Val::text_or_null(self.opened_as.clone()),
                Val::instant_or_null(self.until),
            ],
        )
    }

    /// Makes the row where there is none yet, so that what must hold of it can be asked.
    pub fn begun(&self, footprint: &str) -> RowChange {
        RowChange::Run(sql::SCREENING_DOOR_NEW, vec![footprint.into(), self.screening.to_string().into()])
    }

    /// What must hold for a change of a row that was there: nobody tried another word since it was read.
    pub fn same_as_read(&self, footprint: &str) -> RowChange {
        RowChange::Must(
            sql::SCREENING_DOOR_SAME,
            vec![footprint.into(), self.screening.to_string().into(), self.wrong.into()],
        )
    }
}

fn doors(tx: &mut dyn Tx, statement: &'static str, params: &[Val]) -> Result<Option<ScreeningDoor>, StoreError> {
    let mut found = None;
    tx.query(statement, params, &mut |values| {
        let row = Row::new("screening_door", values);
        found = Some(ScreeningDoor {
            screening: row.parsed(0, "the id of a questionnaire", |text| text.parse().ok())?,
            wrong: row.int(1)?,
            opened_as: row.text_or_none(2)?.map(str::to_owned),
            until: row.instant_or_none(3)?,
        });
        Ok(())
    })?;
    Ok(found)
}

fn lines(tx: &mut dyn Tx, statement: &'static str, params: &[Val]) -> Result<Vec<ScreeningLine>, StoreError> {
    let mut found = Vec::new();
    tx.query(statement, params, &mut |values| {
        let row = Row::new("screening", values);
        let referral = row.parsed(1, "a referral's id", |text| text.parse().ok())?;
        found.push(ScreeningLine {
            id: row.parsed(0, "the id of a questionnaire", |text| text.parse().ok())?,
            referral,
            person: row.parsed(2, "a person's id", |text| text.parse().ok())?,
            instrument: row.parsed(3, "a questionnaire", InstrumentId::of_record)?,
            contact: row.text_or_none(4)?.map(str::to_owned),
            stage: row.parsed(5, "where a questionnaire stands", ScreeningStage::of_code)?,
            owner: row.text(6)?.to_owned(),
            asked_at: row.instant(7)?,
            until: row.instant_or_none(8)?,
            opened_at: row.instant_or_none(9)?,
            finished_at: row.instant_or_none(10)?,
            read_at: row.instant_or_none(11)?,
            why: row.parsed_or_none(12, "why it was not asked", NotAsked::of_code)?,
            answered: row.int(13)?,
            items: row.int(14)?,
            total: row.text_or_none(15)?.map(str::to_owned),
            positive: row.int(16)? != 0,
            risk: row.parsed_or_none(17, "what was said of risk", RiskState::of_code)?,
            name: row.text_or_none(18)?.map(str::to_owned),
            reference: row.text_or_none(19)?.map(str::to_owned),
            owned: OwnedBy::of_row(&row, referral, 20)?,
        });
        Ok(())
    })?;
    Ok(found)
}
