//! What people said and what was done: the rows of the list.

use porch_domain::{
    event::StreamId,
    ids::SaidAndDoneId,
    said_and_done::{self, SaidAndDone, SaidAndDoneEvent, SaidAndDonePublished},
};

use crate::{
    change::RowChange,
    engine::Tx,
    error::StoreError,
    record::{Meta, Record},
    sql, table,
    value::{Row, Val},
};

/// An item after an event, and its row.
pub(crate) fn after(
    stream: StreamId,
    before: Option<Record>,
    event: &SaidAndDoneEvent,
    meta: &Meta<'_>,
) -> Result<(Record, Vec<RowChange>), StoreError> {
    let state = match before {
        Some(Record::SaidAndDone(item)) => Some(item),
        _ => None,
    };
    let item = said_and_done::evolve(SaidAndDoneId(stream.id), state, event)?;
    let row = RowChange::Put(
        &table::SAID_AND_DONE,
        vec![
            meta.footprint.into(),
            stream.id.to_string().into(),
            item.version.into(),
            item.words.done_on.to_string().into(),
            item.words.said.clone().into(),
            item.words.done.clone().into(),
            item.words.by.clone().into(),
            Val::text_or_null(item.withdrawn.clone()),
        ],
    );
    Ok((Record::SaidAndDone(item), vec![row]))
}

/// Every item, also those that were withdrawn: the newest first.
///
/// # Errors
/// When the database cannot be read.
pub fn said_and_done(tx: &mut dyn Tx, footprint: &str) -> Result<Vec<SaidAndDone>, StoreError> {
    let mut items = Vec::new();
    tx.query(sql::SAID_AND_DONE, &[footprint.into()], &mut |values| {
        let row = Row::new("said_and_done", values);
        items.push(SaidAndDone {
            id: row.parsed(0, "an item's id", |text| text.parse().ok())?,
            version: row.int(1)?,
            words: SaidAndDonePublished {
                done_on: row.parsed(2, "a date", |text| text.parse().ok())?,
                said: row.text(3)?.to_owned(),
                done: row.text(4)?.to_owned(),
                by: row.text(5)?.to_owned(),
            },
            withdrawn: row.text_or_none(6)?.map(str::to_owned),
        });
        Ok(())
    })?;
    Ok(items)
}
