//! Reading a scenario: every value has a unit and a range, and what is wrong is named with both.

use std::{cell::RefCell, fmt};

use jiff::civil::Date;
use toml::{Table, Value};

/// Why a scenario cannot be used: where, what, and what was expected.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScenarioError {
    /// The value's name.
    pub place: String,
    /// What is wrong, and what was expected.
    pub what: String,
}

impl ScenarioError {
    pub(super) fn at(place: impl Into<String>, what: impl Into<String>) -> Self {
        Self { place: place.into(), what: what.into() }
    }
}

impl fmt::Display for ScenarioError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.place, self.what)
    }
}

impl std::error::Error for ScenarioError {}

/// The range of a value, with its unit.
#[derive(Debug, Clone, Copy)]
pub(super) struct Range {
    unit: &'static str,
    low: f64,
    high: f64,
    whole: bool,
}

/// Any number of a unit, both ends included.
pub(super) const fn number(unit: &'static str, low: f64, high: f64) -> Range {
    Range { unit, low, high, whole: false }
}

/// A whole number of a unit, both ends included.
pub(super) const fn whole(unit: &'static str, low: u32, high: u32) -> Range {
    Range { unit, low: low as f64, high: high as f64, whole: true }
}

/// A share of a whole.
pub(super) const SHARE: Range = number("a share", 0.0, 1.0);

impl Range {
    fn expected(&self) -> String {
        let whole = if self.whole { ", a whole number" } else { "" };
        format!("expected {}{whole} from {} to {}", self.unit, self.low, self.high)
    }

    /// Checks a number that came from anywhere.
    pub(super) fn check(&self, place: &str, value: f64) -> Result<f64, ScenarioError> {
        let fits = value >= self.low && value <= self.high && (!self.whole || value == libm::trunc(value));
        if fits {
            Ok(value)
        } else {
            Err(ScenarioError::at(place, format!("{value} cannot be used ({})", self.expected())))
        }
    }
}

/// The values of a scenario. What was not asked for by its end is unknown.
pub(super) struct Reader<'a> {
    table: &'a Table,
    /// The name of the part that it reads, with a full stop; nothing for the whole.
    within: String,
    asked: RefCell<Vec<&'static str>>,
}

impl<'a> Reader<'a> {
    /// Of what was read.
    pub(super) fn new(table: &'a Table) -> Self {
        Self { table, within: String::new(), asked: RefCell::new(Vec::new()) }
    }

    /// An error at one of its values.
    pub(super) fn wrong(&self, name: &str, what: impl Into<String>) -> ScenarioError {
        ScenarioError::at(self.place(name), what)
    }

    fn place(&self, name: &str) -> String {
        format!("{}{name}", self.within)
    }

    fn get(&self, name: &'static str) -> Option<&'a Value> {
        self.asked.borrow_mut().push(name);
        self.table.get(name)
    }

    fn in_range(&self, name: &str, value: &Value, range: Range) -> Result<f64, ScenarioError> {
        let place = self.place(name);
        match value {
            Value::Integer(number) => range.check(&place, *number as f64),
            Value::Float(number) => range.check(&place, *number),
            Value::String(_) | Value::Boolean(_) | Value::Datetime(_) | Value::Array(_) | Value::Table(_) => {
                Err(ScenarioError::at(place, format!("{} is no number ({})", shown(value), range.expected())))
            }
        }
    }

    /// A number that must be there.
    pub(super) fn number(&self, name: &'static str, range: Range) -> Result<f64, ScenarioError> {
        match self.get(name) {
            Some(value) => self.in_range(name, value, range),
            None => Err(self.wrong(name, format!("it is missing ({})", range.expected()))),
        }
    }

    /// A number, or what holds where none is given.
    pub(super) fn number_or(&self, name: &'static str, range: Range, without: f64) -> Result<f64, ScenarioError> {
        self.get(name).map_or(Ok(without), |value| self.in_range(name, value, range))
    }

    /// A whole number that must be there.
    pub(super) fn whole(&self, name: &'static str, range: Range) -> Result<u32, ScenarioError> {
        // The range is of whole numbers of 32 bits.
        self.number(name, range).map(|value| value as u32)
    }

    /// Several numbers of one range; none where there are none.
    pub(super) fn numbers(&self, name: &'static str, range: Range) -> Result<Option<Vec<f64>>, ScenarioError> {
        let Some(value) = self.get(name) else { return Ok(None) };
        let wrong = || {
            let what = format!("{} is no list of numbers ({} in each place)", shown(value), range.expected());
            self.wrong(name, what)
        };
        let list = value.as_array().ok_or_else(wrong)?;
        let each = list.iter().enumerate().map(|(nth, value)| self.in_range(&format!("{name}[{nth}]"), value, range));
        each.collect::<Result<Vec<f64>, _>>().map(Some)
    }

    /// A text; none where there is none.
    pub(super) fn text(&self, name: &'static str, expected: &str) -> Result<Option<&'a str>, ScenarioError> {
        let Some(value) = self.get(name) else { return Ok(None) };
        let text = value.as_str().filter(|text| !text.trim().is_empty());
        text.map(Some).ok_or_else(|| self.wrong(name, format!("{} is no text (expected {expected})", shown(value))))
    }

    /// Several texts; none where there are none.
    pub(super) fn texts(&self, name: &'static str, expected: &str) -> Result<Option<Vec<&'a str>>, ScenarioError> {
        let Some(value) = self.get(name) else { return Ok(None) };
        let texts = value.as_array().map(|list| list.iter().map(Value::as_str).collect::<Option<Vec<&str>>>());
        texts
            .flatten()
            .map(Some)
            .ok_or_else(|| self.wrong(name, format!("{} is no list of texts (expected {expected})", shown(value))))
    }

    /// Yes or no; what holds where nothing is said.
    pub(super) fn truth_or(&self, name: &'static str, without: bool) -> Result<bool, ScenarioError> {
        let Some(value) = self.get(name) else { return Ok(without) };
        value
            .as_bool()
            .ok_or_else(|| self.wrong(name, format!("{} cannot be used (expected true or false)", shown(value))))
    }

    /// A date that must be there.
    pub(super) fn date(&self, name: &'static str) -> Result<Date, ScenarioError> {
        const EXPECTED: &str = "expected a date such as 2026-04-01";
        let value = self.get(name).ok_or_else(|| self.wrong(name, format!("it is missing ({EXPECTED})")))?;
        let text = match value {
            Value::Datetime(date) => date.to_string(),
            Value::String(text) => text.clone(),
            Value::Integer(_) | Value::Float(_) | Value::Boolean(_) | Value::Array(_) | Value::Table(_) => shown(value),
        };
        text.parse().map_err(|_| self.wrong(name, format!("{} is no date ({EXPECTED})", shown(value))))
    }

    /// A part of it; none where there is none.
    pub(super) fn part(&self, name: &'static str) -> Result<Option<Self>, ScenarioError> {
        let Some(value) = self.get(name) else { return Ok(None) };
        let table = value.as_table().ok_or_else(|| self.wrong(name, format!("{} is no table", shown(value))))?;
        Ok(Some(Self { table, within: format!("{}{name}.", self.within), asked: RefCell::default() }))
    }

    /// Its parts of one kind, each with a name of its own, in the order of the names.
    pub(super) fn parts(&self, name: &'static str) -> Result<Vec<(&'a str, Self)>, ScenarioError> {
        let Some(all) = self.part(name)? else { return Ok(Vec::new()) };
        let of = |(own, value): (&'a String, &'a Value)| {
            let within = format!("{}{own}.", all.within);
            let table = value.as_table().ok_or_else(|| all.wrong(own, format!("{} is no table", shown(value))))?;
            Ok((own.as_str(), Self { table, within, asked: RefCell::default() }))
        };
        all.table.iter().map(of).collect()
    }

    /// A share for each of several names: together 1 at most.
    pub(super) fn shares(&self, name: &'static str) -> Result<Vec<(&'a str, f64)>, ScenarioError> {
        let Some(all) = self.part(name)? else { return Ok(Vec::new()) };
        let of = |(own, value): (&'a String, &'a Value)| Ok((own.as_str(), all.in_range(own, value, SHARE)?));
        let shares: Vec<(&str, f64)> = all.table.iter().map(of).collect::<Result<_, _>>()?;
        let sum: f64 = shares.iter().map(|(_, share)| share).sum();
        if sum > 1.0 + 1e-9 {
            return Err(self.wrong(name, format!("its shares are {sum} together (expected 1 at most)")));
        }
        Ok(shares)
    }

    /// Says no to what nobody asked for: a slip of the pen would otherwise be read as "as usual".
    pub(super) fn end(self) -> Result<(), ScenarioError> {
        let asked = self.asked.borrow();
        match self.table.keys().find(|name| !asked.contains(&name.as_str())) {
            None => Ok(()),
            Some(unknown) => {
                let what = format!("there is no such value (expected one of {})", asked.join(", "));
                Err(self.wrong(unknown, what))
            }
        }
    }
}

/// A value in an error.
fn shown(value: &Value) -> String {
    match value {
        Value::String(text) => format!("{text:?}"),
        Value::Integer(number) => number.to_string(),
        Value::Float(number) => number.to_string(),
        Value::Boolean(truth) => truth.to_string(),
        Value::Datetime(instant) => instant.to_string(),
        Value::Array(_) => "a list".to_owned(),
        Value::Table(_) => "a table".to_owned(),
    }
}
