//! A table of the file under reading, and the report of what is wrong with it.

use toml::de::{DeTable, DeValue};

use super::value::{FromToml, described};
use crate::footprint::{Assumption, Problem, ProblemKind};

/// A place in the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Spot {
    pub line: usize,
    pub at: String,
}

/// What has been found so far: problems, and facts marked as assumed.
pub(super) struct Report {
    /// Where each line but the first begins, in bytes.
    line_starts: Vec<usize>,
    pub problems: Vec<Problem>,
    pub assumed: Vec<Assumption>,
}

impl Report {
    pub fn new(text: &str) -> Self {
        let ends = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
        let line_starts = ends.map(|(at, _)| at + 1).collect();
        Report { line_starts, problems: Vec::new(), assumed: Vec::new() }
    }

    /// Notes a problem with what the file says.
    pub fn problem(&mut self, spot: &Spot, what: impl Into<String>, expected: impl Into<String>) {
        let Spot { line, at } = spot.clone();
        self.problems.push(Problem {
            line,
            at,
            what: what.into(),
            expected: expected.into(),
            kind: ProblemKind::Content,
        });
    }

    /// Notes that the text is not TOML.
    pub fn syntax(&mut self, error: &toml::de::Error) {
        let line = error.span().map_or(1, |span| self.line_at(span.start));
        let (what, expected) = error.message().split_once(", expected ").unwrap_or((error.message(), "valid TOML"));
        self.problems.push(Problem {
            line,
            at: String::new(),
            what: what.to_owned(),
            expected: expected.to_owned(),
            kind: ProblemKind::Syntax,
        });
    }

    /// The line of a byte of the text, the first being 1.
    fn line_at(&self, offset: usize) -> usize {
        1 + self.line_starts.partition_point(|start| *start <= offset)
    }
}

/// A table of the file; each key that is read becomes a known one, so that [`Section::finish`] can name the others.
pub(super) struct Section<'d, 'i> {
    table: &'d DeTable<'i>,
    pub spot: Spot,
    known: Vec<&'static str>,
}

impl<'d, 'i> Section<'d, 'i> {
    pub fn root(table: &'d DeTable<'i>) -> Self {
        Section { table, spot: Spot { line: 1, at: String::new() }, known: Vec::new() }
    }

    /// Where a key stands, or the head of the table where it is missing.
    pub fn spot(&self, report: &Report, key: &str) -> Spot {
        let line = self.table.iter().find(|(name, _)| name.get_ref() == key);
        let line = line.map_or(self.spot.line, |(name, _)| report.line_at(name.span().start));
        Spot { line, at: self.path(key) }
    }

    fn path(&self, key: &str) -> String {
        if self.spot.at.is_empty() { key.to_owned() } else { format!("{}.{key}", self.spot.at) }
    }

    /// Makes a key known without reading it.
    pub fn allow(&mut self, key: &'static str) {
        if !self.known.contains(&key) {
            self.known.push(key);
        }
    }

    /// Whether a key is written, readable or not.
    pub fn has(&self, key: &str) -> bool {
        self.table.iter().any(|(name, _)| name.get_ref() == key)
    }

    /// Whether a list is missing or has no entry, readable or not.
    pub fn lacks(&self, key: &str) -> bool {
        let value = self.table.iter().find(|(name, _)| name.get_ref() == key).map(|(_, value)| value.get_ref());
        value.is_none_or(|value| value.as_array().is_some_and(|array| array.is_empty()))
    }

    fn value(&mut self, key: &'static str) -> Option<&'d toml::Spanned<DeValue<'i>>> {
        self.allow(key);
        self.table.iter().find(|(name, _)| name.get_ref() == key).map(|(_, value)| value)
    }

    /// Reads a key that must be there.
    pub fn get<T: FromToml>(&mut self, report: &mut Report, key: &'static str) -> Option<T> {
        self.require::<T>(report, key);
        self.maybe(report, key)
    }

    /// Says so where a key that must be there is not.
    pub fn require<T: FromToml>(&mut self, report: &mut Report, key: &'static str) {
        if self.value(key).is_none() {
            report.problem(&self.spot(report, key), "missing", T::EXPECTED);
        }
    }

    /// Reads a key that may be left out.
    pub fn maybe<T: FromToml>(&mut self, report: &mut Report, key: &'static str) -> Option<T> {
        let value = self.value(key)?;
        match T::from_toml(value.get_ref()) {
            Ok(value) => Some(value),
            Err(what) => {
                report.problem(&self.spot(report, key), what, T::EXPECTED);
                None
            }
        }
    }

    /// Reads a list, each entry with its place; a missing list is an empty one.
    pub fn list<T: FromToml>(&mut self, report: &mut Report, key: &'static str) -> Vec<(T, Spot)> {
        let mut read = Vec::new();
        for (spot, value) in self.entries(report, key) {
            match T::from_toml(value) {
                Ok(value) => read.push((value, spot)),
                Err(what) => report.problem(&spot, what, T::EXPECTED),
            }
        }
        read
    }

    /// Reads a list of tables; a missing one is an empty one.
    pub fn sections(&mut self, report: &mut Report, key: &'static str) -> Vec<Section<'d, 'i>> {
        let mut read = Vec::new();
        for (spot, value) in self.entries(report, key) {
            match value {
                DeValue::Table(table) => read.push(Section { table, spot, known: Vec::new() }),
                other => report.problem(&spot, described(other), "a table"),
            }
        }
        read
    }

    /// Reads a table that must be there.
    pub fn section(&mut self, report: &mut Report, key: &'static str) -> Option<Section<'d, 'i>> {
        let value = self.value(key);
        let spot = self.spot(report, key);
        match value.map(|value| value.get_ref()) {
            Some(DeValue::Table(table)) => Some(Section { table, spot, known: Vec::new() }),
            Some(other) => {
                report.problem(&spot, described(other), "a table");
                None
            }
            None => {
                report.problem(&spot, "missing", "a table");
                None
            }
        }
    }

    fn entries(&mut self, report: &mut Report, key: &'static str) -> Vec<(Spot, &'d DeValue<'i>)> {
        let Some(value) = self.value(key) else { return Vec::new() };
        let spot = self.spot(report, key);
        let DeValue::Array(array) = value.get_ref() else {
            report.problem(&spot, described(value.get_ref()), "a list");
            return Vec::new();
        };
        let entry = |(index, entry): (usize, &'d toml::Spanned<DeValue<'i>>)| {
            let line = report.line_at(entry.span().start);
            (Spot { line, at: format!("{}[{}]", spot.at, index + 1) }, entry.get_ref())
        };
        array.iter().enumerate().map(entry).collect()
    }

    /// Ends the reading of a table: notes what is assumed in it, and every key that nothing has read.
    ///
    /// `assumed = true` stands for the whole table, a list for the keys that it names.
    pub fn finish(mut self, report: &mut Report) {
        let key = "assumed";
        match self.value(key).map(|value| value.get_ref()) {
            None | Some(DeValue::Boolean(false)) => {}
            Some(DeValue::Boolean(true)) => {
                let Spot { line, at } = self.spot.clone();
                report.assumed.push(Assumption { line, at });
            }
            Some(_) => {
                for (name, spot) in self.list::<String>(report, key) {
                    if self.has(&name) {
                        let Spot { line, at } = self.spot(report, &name);
                        report.assumed.push(Assumption { line, at });
                    } else {
                        report.problem(&spot, format!("\"{name}\" is not written here"), "a key of the same table");
                    }
                }
            }
        }
        for (name, _) in self.table.iter() {
            if !self.known.contains(&name.get_ref().as_ref()) {
                let what = format!("unknown key \"{}\"", name.get_ref().escape_debug());
                report.problem(&self.spot(report, name.get_ref()), what, format!("one of: {}", self.known.join(", ")));
            }
        }
    }
}
