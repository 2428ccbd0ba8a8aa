//! Referral history as CSV: what another system hands over, read row by row and written back.
//!
//! Memory does not grow with the file: one record is held at a time, and a record has a limit. What spans rows (a
//! `referral_id` that comes twice, a row that is known from an earlier import) is for whoever holds the rows.

mod column;
mod error;
mod header;
mod instant;
mod record;
mod row;
mod value;
mod write;

use std::{io::BufRead, iter::FusedIterator};

use jiff::tz::TimeZone;
use porch_domain::{footprint::Footprint, referral::history::HistoricReferral};

pub use self::{
    column::Column,
    error::{RowError, RowErrors},
    write::write,
};
use self::{header::Header, record::Records};

/// Reads referrals one record at a time, each with the physical line on which it starts (the header is line 1).
///
/// A row with problems gives all of them, and reading goes on with the next row. After a problem that hides where rows
/// begin (a quote without its end, a file that is cut off or cannot be read) it ends, and [`Reader::stopped_early`] says so.
pub struct Reader<'f, R> {
    records: Records<R>,
    header: Header,
    footprint: &'f Footprint,
    zone: TimeZone,
    rows_seen: bool,
    ended: bool,
}

impl<'f, R: BufRead> Reader<'f, R> {
    /// Reads the header row.
    ///
    /// # Errors
    /// Every problem of the header: it is missing, cut off or no text, or a column is missing, unknown or named twice.
    pub fn new(input: R, footprint: &'f Footprint) -> Result<Self, RowErrors> {
        let mut records = Records::new(input);
        let header = match records.next_record() {
            None => {
                return Err(RowErrors::one(1, "the file is empty (expected a header row, then one row a referral)"));
            }
            Some(Err(fault)) => return Err(fault.into_errors()),
            Some(Ok(record)) => Header::read(&record)?,
        };
        records.expect_fields(header.width());
        let zone = TimeZone::get("Europe/London").map_err(|error| RowErrors::one(1, error))?;
        Ok(Self { records, header, footprint, zone, rows_seen: false, ended: false })
    }

    /// Whether reading ended before the end of the file, so that later rows were not looked at.
    pub fn stopped_early(&self) -> bool {
        self.records.stopped()
    }
}

impl<R: BufRead> Iterator for Reader<'_, R> {
    type Item = Result<(u64, HistoricReferral), RowErrors>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.ended {
            return None;
        }
        let Some(record) = self.records.next_record() else {
            self.ended = true;
            let without_rows = RowErrors::one(1, "the file has a header but no rows (expected one row a referral)");
            return (!self.rows_seen).then_some(Err(without_rows));
        };
        self.rows_seen = true;
        Some(match record {
            Ok(record) => {
                let line = record.line;
                row::read(&record, &self.header, self.footprint, &self.zone).map(|referral| (line, referral))
            }
            Err(fault) => {
                self.ended = fault.stops;
                Err(fault.into_errors())
            }
        })
    }
}

impl<R: BufRead> FusedIterator for Reader<'_, R> {}
