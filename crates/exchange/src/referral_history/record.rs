//! Splits a file into records and knows on which physical line each starts.
//!
//! The lines are read here, with a small state machine for quotes, because line numbers must be right with every line
//! end and a record must have a limit; the fields of a complete record are decoded by `csv_core`.

use std::io::{self, BufRead, Read};

use super::error::RowErrors;

/// The longest record, with its line end; a longer one is taken for a quote without its end.
pub(super) const MAX_RECORD_BYTES: usize = 1 << 20;

const BYTE_ORDER_MARK: &[u8] = b"\xEF\xBB\xBF";

/// One record: its fields as written, unquoted.
pub(super) struct Record<'a> {
    /// The physical line on which it starts.
    pub line: u64,
    text: &'a str,
    ends: &'a [usize],
}

impl<'a> Record<'a> {
    /// How many fields it has.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// A field without the spaces around it; none past the last.
    pub fn field(&self, place: usize) -> Option<&'a str> {
        let end = *self.ends.get(place)?;
        let start = if place == 0 { 0 } else { *self.ends.get(place - 1)? };
        self.text.get(start..end).map(str::trim)
    }
}

/// Why a record could not be read.
pub(super) struct Fault {
    line: u64,
    what: String,
    /// Whether nothing after it can be read.
    pub stops: bool,
}

impl Fault {
    pub fn into_errors(self) -> RowErrors {
        RowErrors::one(self.line, self.what)
    }
}

/// Where the state machine stands within a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    FieldStart,
    Unquoted,
    Quoted,
    /// After a quote inside a quoted field: its end, or the first of two that stand for one.
    QuoteInQuoted,
    /// After a carriage return outside quotes: only a line feed may follow.
    CarriageReturn,
}

/// A breach of the format inside a record whose end was still found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Breach {
    QuoteInUnquoted,
    TextAfterQuote,
    LoneCarriageReturn,
    Nul,
}

impl Breach {
    fn what(self) -> &'static str {
        match self {
            Self::QuoteInUnquoted => {
                "a quote stands inside a value that is not quoted (expected the whole value in quotes, and two quotes for one)"
            }
            Self::TextAfterQuote => "text follows a closing quote (expected a comma or the end of the row)",
            Self::LoneCarriageReturn => {
                "a carriage return stands outside quotes without a line feed (expected lines that end in CRLF or LF)"
            }
            Self::Nul => "contains a NUL character (expected UTF-8 text; save as CSV UTF-8)",
        }
    }
}

/// What one pass over the lines of a record finds out.
struct Scan {
    place: Place,
    fields: usize,
    breach: Option<Breach>,
}

impl Scan {
    fn new() -> Self {
        Self { place: Place::FieldStart, fields: 1, breach: None }
    }

    fn breach(&mut self, breach: Breach) {
        self.breach.get_or_insert(breach);
    }

    /// Follows one physical line.
    fn line(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            if byte == 0 {
                self.breach(Breach::Nul);
            }
            self.place = match self.place {
                Place::Quoted if byte == b'"' => Place::QuoteInQuoted,
                Place::Quoted => Place::Quoted,
                Place::QuoteInQuoted if byte == b'"' => Place::Quoted,
                Place::FieldStart if byte == b'"' => Place::Quoted,
                place @ (Place::FieldStart | Place::Unquoted | Place::QuoteInQuoted | Place::CarriageReturn) => {
                    self.outside_quotes(place, byte)
                }
            };
        }
    }

    fn what_makes_it_long(&self) -> &'static str {
        match self.breach {
            Some(breach @ (Breach::LoneCarriageReturn | Breach::Nul)) => breach.what(),
            Some(Breach::QuoteInUnquoted | Breach::TextAfterQuote) | None => {
                "the row is longer than 1 MiB (expected a shorter one; a quote may be missing its end)"
            }
        }
    }

    fn outside_quotes(&mut self, place: Place, byte: u8) -> Place {
        if place == Place::CarriageReturn && byte != b'\n' {
            self.breach(Breach::LoneCarriageReturn);
        }
        match byte {
            b',' => {
                self.fields += 1;
                Place::FieldStart
            }
            b'\n' => place,
            b'\r' => Place::CarriageReturn,
            byte => {
                if place == Place::QuoteInQuoted {
                    self.breach(Breach::TextAfterQuote);
                } else if byte == b'"' {
                    self.breach(Breach::QuoteInUnquoted);
                }
                Place::Unquoted
            }
        }
    }
}

/// The records of a file, one at a time.
pub(super) struct Records<R> {
    input: R,
    decoder: csv_core::Reader,
    next_line: u64,
    expected_fields: Option<usize>,
    stopped: bool,
    bytes: Vec<u8>,
    text: Vec<u8>,
    ends: Vec<usize>,
}

impl<R: BufRead> Records<R> {
    pub fn new(input: R) -> Self {
        Self {
            input,
            decoder: csv_core::Reader::new(),
            next_line: 1,
            expected_fields: None,
            stopped: false,
            bytes: Vec::new(),
            text: Vec::new(),
            ends: Vec::new(),
        }
    }

    /// From here on a record with another number of fields is an error.
    pub fn expect_fields(&mut self, count: usize) {
        self.expected_fields = Some(count);
    }

    /// The next record; none at the end of the file and after a fault that stops reading.
    pub fn next_record(&mut self) -> Option<Result<Record<'_>, Fault>> {
        if self.stopped {
            return None;
        }
        let line = self.next_line;
        let checked = match self.read_lines(line) {
            Ok(None) => return None,
            Ok(Some(scan)) => self.check(line, &scan).map(|()| scan.fields),
            Err(fault) => Err(fault),
        };
        if let Err(fault) = &checked {
            self.stopped = fault.stops;
        }
        Some(checked.and_then(|fields| self.decode(line, fields)))
    }

    /// Whether a fault ended the reading.
    pub fn stopped(&self) -> bool {
        self.stopped
    }

    /// Reads the physical lines of one record into `bytes`; none at the end of the file.
    fn read_lines(&mut self, line: u64) -> Result<Option<Scan>, Fault> {
        let stop = |what: String| Fault { line, what, stops: true };
        self.bytes.clear();
        let mut scan = Scan::new();
        loop {
            let start = self.bytes.len();
            self.read_line().map_err(|error| stop(format!("cannot be read: {error}")))?;
            let mut added = &self.bytes[start..];
            if line == 1 && start == 0 {
                if added.starts_with(b"\xFF\xFE") || added.starts_with(b"\xFE\xFF") {
                    return Err(stop(format!("{NOT_UTF_8} but UTF-16 ({EXPECTED_UTF_8})")));
                }
                added = added.strip_prefix(BYTE_ORDER_MARK).unwrap_or(added);
            }
            scan.line(added);
            let ends_line = added.last() == Some(&b'\n');
            if self.bytes.len() > MAX_RECORD_BYTES {
                return Err(stop(scan.what_makes_it_long().to_owned()));
            }
            if !ends_line {
                return self.end_of_file(line, &scan);
            }
            self.next_line += 1;
            if scan.place != Place::Quoted {
                break;
            }
        }
        if line == 1 && self.bytes.starts_with(BYTE_ORDER_MARK) {
            self.bytes.drain(..BYTE_ORDER_MARK.len());
        }
        Ok(Some(scan))
    }

    /// Adds what comes up to the next line feed, and no more than one byte past the limit.
    fn read_line(&mut self) -> io::Result<usize> {
        let room = (MAX_RECORD_BYTES + 1).saturating_sub(self.bytes.len());
        self.input.by_ref().take(room as u64).read_until(b'\n', &mut self.bytes)
    }

    /// The file has ended: between records, or in the middle of one.
    fn end_of_file(&self, line: u64, scan: &Scan) -> Result<Option<Scan>, Fault> {
        let only_a_mark = line == 1 && self.bytes == BYTE_ORDER_MARK;
        if self.bytes.is_empty() || only_a_mark {
            return Ok(None);
        }
        let what = match (scan.breach, scan.place) {
            (Some(breach @ (Breach::LoneCarriageReturn | Breach::Nul)), _) => breach.what(),
            (_, Place::Quoted) => {
                "the file ends inside a quoted value (a quote may be missing its end, or the file may have been cut off)"
            }
            (
                Some(Breach::QuoteInUnquoted | Breach::TextAfterQuote) | None,
                Place::FieldStart | Place::Unquoted | Place::QuoteInQuoted | Place::CarriageReturn,
            ) => {
                "the file ends in the middle of a line (expected a line end after the last row; it may have been cut off)"
            }
        };
        Err(Fault { line, what: what.to_owned(), stops: true })
    }

    /// Looks at what must hold before the fields can be told apart.
    fn check(&self, line: u64, scan: &Scan) -> Result<(), Fault> {
        let go_on = |what: String| Err(Fault { line, what, stops: false });
        if let Some(breach) = scan.breach {
            return go_on(breach.what().to_owned());
        }
        let Ok(text) = std::str::from_utf8(&self.bytes) else {
            return go_on(format!("{NOT_UTF_8} ({EXPECTED_UTF_8})"));
        };
        if line > 1 && self.bytes.starts_with(BYTE_ORDER_MARK) {
            let joined =
                "a byte order mark stands in the middle of the file (expected one file; two may have been joined)";
            return go_on(joined.to_owned());
        }
        if text.trim().is_empty() {
            return go_on("the line is blank (expected a row; take blank lines out)".to_owned());
        }
        match self.expected_fields {
            Some(expected) if expected != scan.fields => go_on(format!(
                "the row has {} and the header has {expected} (expected one value a column; a value with a comma needs quotes)",
                counted(scan.fields, "value"),
            )),
            Some(_) | None => Ok(()),
        }
    }

    /// Takes the fields out of their quotes.
    fn decode(&mut self, line: u64, fields: usize) -> Result<Record<'_>, Fault> {
        // Without this the decoder would take the carriage return for the end of the record and leave the rest.
        if self.bytes.ends_with(b"\r\n") {
            self.bytes.truncate(self.bytes.len() - 2);
            self.bytes.push(b'\n');
        }
        self.text.resize(self.bytes.len() + 1, 0);
        self.ends.resize(fields + 1, 0);
        self.decoder.reset();
        let (result, _, written, count) = self.decoder.read_record(&self.bytes, &mut self.text, &mut self.ends);
        let fault = || Fault { line, what: "the row cannot be split into values".to_owned(), stops: false };
        match result {
            csv_core::ReadRecordResult::Record if count == fields => {
                let text = std::str::from_utf8(&self.text[..written]).map_err(|_| fault())?;
                Ok(Record { line, text, ends: &self.ends[..count] })
            }
            csv_core::ReadRecordResult::Record
            | csv_core::ReadRecordResult::InputEmpty
            | csv_core::ReadRecordResult::OutputFull
            | csv_core::ReadRecordResult::OutputEndsFull
            | csv_core::ReadRecordResult::End => Err(fault()),
        }
    }
}

const NOT_UTF_8: &str = "is not UTF-8 text";
const EXPECTED_UTF_8: &str = "expected UTF-8; save as CSV UTF-8";

/// A number with its noun.
fn counted(count: usize, noun: &str) -> String {
    if count == 1 { format!("1 {noun}") } else { format!("{count} {noun}s") }
}
