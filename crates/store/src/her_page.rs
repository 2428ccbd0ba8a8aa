//! Her own page: what opens it, and who stands at its door.

use jiff::Timestamp;
use porch_domain::{
    ids::ReferralId,
    referral::{Referral, ReferralEvent},
};

use crate::{
    change::RowChange,
    engine::Tx,
    error::StoreError,
    sql, table,
    value::{Row, Val},
};

/// The row of her page, where an event gives her one or takes away what opens it. An erased link is a row without one, and so
/// is what a replay of it gives.
pub(crate) fn row(had: bool, event: &ReferralEvent, referral: &Referral, footprint: &str) -> Option<RowChange> {
    let link = referral.page.as_ref().map(|link| link.token.clone());
    let changed = matches!(event, ReferralEvent::PageGiven(_)) || (had && link.is_none());
    changed.then(|| {
        let row = vec![footprint.into(), referral.id.to_string().into(), Val::text_or_null(link)];
        RowChange::Put(&table::HER_PAGE, row)
    })
}

/// The referral whose page a link opens, by the hash of what the address carries.
///
/// # Errors
/// When the database cannot be read.
pub fn page_of_link(tx: &mut dyn Tx, footprint: &str, token: &str) -> Result<Option<ReferralId>, StoreError> {
    let mut found = None;
    tx.query(sql::HER_PAGE_OF_LINK, &[footprint.into(), token.into()], &mut |values| {
        found = Some(Row::new("her_page", values).parsed(0, "a referral's id", |text| text.parse().ok())?);
        Ok(())
    })?;
    Ok(found)
}

/// Who stands at the door of her page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageDoor {
    /// The referral.
    pub referral: ReferralId,
    /// How often a wrong word was tried since the link was made, or the page last opened.
    pub wrong: i64,
    /// The hash of the key by which it is open now.
    pub opened_as: Option<String>,
    /// Until when it is.
    pub until: Option<Timestamp>,
    /// When it was last opened with link and word.
    pub last_opened_at: Option<Timestamp>,
}

impl PageDoor {
    /// The door of a page that nobody has come to since its link was made.
    pub fn shut(referral: ReferralId) -> Self {
        Self { referral, wrong: 0, opened_as: None, until: None, last_opened_at: None }
    }

    /// The door of a page.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn of(tx: &mut dyn Tx, footprint: &str, referral: ReferralId) -> Result<Self, StoreError> {
        let found = doors(tx, sql::HER_PAGE_DOOR, &[footprint.into(), referral.to_string().into()])?;
        Ok(found.unwrap_or_else(|| Self::shut(referral)))
    }

    /// The door that a key opened, by the hash of the key.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn opened_as(tx: &mut dyn Tx, footprint: &str, key: &str) -> Result<Option<Self>, StoreError> {
        doors(tx, sql::HER_PAGE_DOOR_OPEN, &[footprint.into(), key.into()])
    }

    /// Its row.
    pub fn row(&self, footprint: &str) -> RowChange {
        RowChange::Put(
            &table::HER_PAGE_DOOR,
            vec![
                footprint.into(),
                self.referral.to_string().into(),
                self.wrong.into(),
                Val::text_or_null(self.opened_as.clone()),
                Val::instant_or_null(self.until),
                Val::instant_or_null(self.last_opened_at),
            ],
        )
    }

    /// Makes the row where there is none yet, so that what must hold of it can be asked.
    pub fn begun(&self, footprint: &str) -> RowChange {
        RowChange::Run(sql::HER_PAGE_DOOR_NEW, vec![footprint.into(), self.referral.to_string().into()])
    }

    /// What must hold for a change of a row that was there: nobody tried another word since it was read.
    pub fn same_as_read(&self, footprint: &str) -> RowChange {
        let params = vec![footprint.into(), self.referral.to_string().into(), self.wrong.into()];
        RowChange::Must(sql::HER_PAGE_DOOR_SAME, params)
    }
}

fn doors(tx: &mut dyn Tx, statement: &'static str, params: &[Val]) -> Result<Option<PageDoor>, StoreError> {
    let mut found = None;
    tx.query(statement, params, &mut |values| {
        let row = Row::new("her_page_door", values);
        found = Some(PageDoor {
            referral: row.parsed(0, "a referral's id", |text| text.parse().ok())?,
            wrong: row.int(1)?,
            opened_as: row.text_or_none(2)?.map(str::to_owned),
            until: row.instant_or_none(3)?,
            last_opened_at: row.instant_or_none(4)?,
        });
        Ok(())
    })?;
    Ok(found)
}
