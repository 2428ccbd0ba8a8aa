//! The few types that a column can have, the same on both engines.

use jiff::{Timestamp, civil::Date};

use crate::error::StoreError;

/// A value of a column, or a place for what is only known while the batch is written.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Val {
    /// Nothing.
    Null,
    /// TEXT.
    Text(String),
    /// BIGINT.
    Int(i64),
    /// Bytes.
    Bytes(Vec<u8>),
    /// The instant from which the batch's facts are known, filled in while it is written.
    KnownAt,
}

impl Val {
    /// Text or nothing.
    pub fn text_or_null(text: Option<impl Into<String>>) -> Self {
        text.map_or(Self::Null, |text| Self::Text(text.into()))
    }

    /// Milliseconds UTC.
    pub fn instant(at: Timestamp) -> Self {
        Self::Int(at.as_millisecond())
    }

    /// Milliseconds UTC or nothing.
    pub fn instant_or_null(at: Option<Timestamp>) -> Self {
        at.map_or(Self::Null, Self::instant)
    }

    /// ISO text or nothing.
    pub fn date_or_null(on: Option<Date>) -> Self {
        Self::text_or_null(on.map(|on| on.to_string()))
    }

    /// 1 or 0.
    pub fn flag(flag: bool) -> Self {
        Self::Int(i64::from(flag))
    }

    pub(crate) fn filled(&self, known: Timestamp) -> Self {
        match self {
            Self::KnownAt => Self::instant(known),
            Self::Null | Self::Text(_) | Self::Int(_) | Self::Bytes(_) => self.clone(),
        }
    }
}

impl From<&str> for Val {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Val {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<i64> for Val {
    fn from(number: i64) -> Self {
        Self::Int(number)
    }
}

impl From<Vec<u8>> for Val {
    fn from(bytes: Vec<u8>) -> Self {
        Self::Bytes(bytes)
    }
}

/// Reads the columns of one row; what does not fit is an error that names the table.
#[derive(Debug, Clone, Copy)]
pub struct Row<'a> {
    what: &'static str,
    values: &'a [Val],
}

impl<'a> Row<'a> {
    /// A row of the named table or query.
    pub fn new(what: &'static str, values: &'a [Val]) -> Self {
        Self { what, values }
    }

    fn at(&self, column: usize) -> &'a Val {
        self.values.get(column).unwrap_or(&Val::Null)
    }

    fn wrong(&self, column: usize, expected: &'static str) -> StoreError {
        StoreError::Impossible { what: self.what, column, expected }
    }

    /// A text that is there.
    ///
    /// # Errors
    /// When the column holds something else.
    pub fn text(&self, column: usize) -> Result<&'a str, StoreError> {
        self.text_or_none(column)?.ok_or_else(|| self.wrong(column, "text"))
    }

    /// A text or nothing.
    ///
    /// # Errors
    /// When the column holds something else.
    pub fn text_or_none(&self, column: usize) -> Result<Option<&'a str>, StoreError> {
        match self.at(column) {
            Val::Null => Ok(None),
            Val::Text(text) => Ok(Some(text)),
            Val::Int(_) | Val::Bytes(_) | Val::KnownAt => Err(self.wrong(column, "text")),
        }
    }

    /// A number that is there.
    ///
    /// # Errors
    /// When the column holds something else.
    pub fn int(&self, column: usize) -> Result<i64, StoreError> {
        self.int_or_none(column)?.ok_or_else(|| self.wrong(column, "a number"))
    }

    /// A number or nothing.
    ///
    /// # Errors
    /// When the column holds something else.
    pub fn int_or_none(&self, column: usize) -> Result<Option<i64>, StoreError> {
        match self.at(column) {
            Val::Null => Ok(None),
            Val::Int(number) => Ok(Some(*number)),
            Val::Text(_) | Val::Bytes(_) | Val::KnownAt => Err(self.wrong(column, "a number")),
        }
    }

    /// Bytes or nothing.
    ///
    /// # Errors
    /// When the column holds something else.
    pub fn bytes_or_none(&self, column: usize) -> Result<Option<&'a [u8]>, StoreError> {
        match self.at(column) {
            Val::Null => Ok(None),
            Val::Bytes(bytes) => Ok(Some(bytes)),
            Val::Text(_) | Val::Int(_) | Val::KnownAt => Err(self.wrong(column, "bytes")),
        }
    }

    /// An instant that is there.
    ///
    /// # Errors
    /// When the column holds something else.
    pub fn instant(&self, column: usize) -> Result<Timestamp, StoreError> {
        self.instant_or_none(column)?.ok_or_else(|| self.wrong(column, "an instant"))
    }

    /// An instant or nothing.
    ///
    /// # Errors
    /// When the column holds something else.
    pub fn instant_or_none(&self, column: usize) -> Result<Option<Timestamp>, StoreError> {
        self.int_or_none(column)?
            .map(|millis| Timestamp::from_millisecond(millis).map_err(|_| self.wrong(column, "an instant")))
            .transpose()
    }

    /// A date or nothing.
    ///
    /// # Errors
    /// When the column holds something else.
    pub fn date_or_none(&self, column: usize) -> Result<Option<Date>, StoreError> {
        self.text_or_none(column)?.map(|text| text.parse().map_err(|_| self.wrong(column, "a date"))).transpose()
    }

    /// Something that a code or id of ours stands for.
    ///
    /// # Errors
    /// When nothing has that code.
    pub fn parsed<T>(
        &self,
        column: usize,
        expected: &'static str,
        parse: impl FnOnce(&str) -> Option<T>,
    ) -> Result<T, StoreError> {
        parse(self.text(column)?).ok_or_else(|| self.wrong(column, expected))
    }

    /// Bytes that are there.
    ///
    /// # Errors
    /// When the column holds something else.
    pub fn bytes(&self, column: usize) -> Result<&'a [u8], StoreError> {
        self.bytes_or_none(column)?.ok_or_else(|| self.wrong(column, "bytes"))
    }

    /// Something that a code or id of ours stands for, or nothing.
    ///
    /// # Errors
    /// When nothing has that code.
    pub fn parsed_or_none<T>(
        &self,
        column: usize,
        expected: &'static str,
        parse: impl FnOnce(&str) -> Option<T>,
    ) -> Result<Option<T>, StoreError> {
        self.text_or_none(column)?.map(|text| parse(text).ok_or_else(|| self.wrong(column, expected))).transpose()
    }
}
