//! Proving that nothing was altered: the chain holds, and the stored rows equal the replay of the journal (INV-12).

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::OnceLock,
};

use porch_domain::event::{Event, StreamId, StreamKind};
use porch_domain::{
    advice::AdviceEvent, comment::CommentEvent, duty::DutyEvent, footprint::Footprint, message::MessageEvent,
    opening::OpeningEvent, person::PersonEvent, referral::ReferralEvent, screening::ScreeningEvent,
};
use sha2::{Digest, Sha256};

use crate::{
    Store,
    change::RowChange,
    due::{looked_at_in_time, rules_key},
    engine::Tx,
    error::StoreError,
    journal::{Entry, Hash},
    look::{self, LookHead},
    read::AppliedFootprint,
    record::Record,
    sql,
    table::{self, TABLES, Table},
    value::{Row, Val},
};

/// Entries read at a time.
const PAGE: i64 = 2_000;

/// Findings kept; the count goes on.
const KEPT: usize = 100;

/// What does not hold, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The footprint.
    pub footprint: String,
    /// The record, such as `referral 0191…`.
    pub record: String,
    /// What does not hold.
    pub what: String,
}

/// What a verification found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verified {
    /// Journal entries read.
    pub entries: u64,
    /// Streams replayed.
    pub records: u64,
    /// Stored rows compared.
    pub rows: u64,
    /// Looks whose seals were checked.
    pub looks: u64,
    /// SHA-256 over every derived row: equal histories give equal hashes on either engine.
    pub state_hash: String,
    /// How much does not hold.
    pub failures: u64,
    /// The first of what does not hold.
    pub findings: Vec<Finding>,
}

/// Told how many entries were done so far.
pub type Watch<'a> = dyn FnMut(u64) + 'a;

impl Store {
    /// Replays the journal and compares: chain, rows, promises, counts.
    ///
    /// # Errors
    /// When the database cannot be read at all. What does not hold is a finding, not an error.
    pub fn verify(&self, watch: &mut Watch<'_>) -> Result<Verified, StoreError> {
        self.settle()?;
        let damage = match self.inner.engine.check() {
            Err(StoreError::Damaged(what)) => Some(what),
            Err(error) => return Err(error),
            Ok(()) => None,
        };
        if let Some(what) = damage {
            return Err(StoreError::Damaged(what));
        }
        self.read(|tx| {
            let mut run = Run {
                verified: Verified {
                    entries: 0,
                    records: 0,
                    rows: 0,
                    looks: 0,
                    state_hash: String::new(),
                    failures: 0,
                    findings: Vec::new(),
                },
                hashes: TABLES.iter().filter(|table| table.derived).map(|table| (table.name, Sha256::new())).collect(),
                counts: BTreeMap::new(),
                rules: Vec::new(),
            };
            let mut footprints = BTreeSet::new();
            for statement in [sql::FOOTPRINTS, sql::JOURNAL_FOOTPRINTS] {
                tx.query(statement, &[], &mut |values| {
                    footprints.insert(Row::new("journal", values).text(0)?.to_owned());
                    Ok(())
                })?;
            }
            for footprint in &footprints {
                run.footprint(tx, footprint, watch)?;
            }
            run.strays(tx)?;
            let mut all = Sha256::new();
            for hash in std::mem::take(&mut run.hashes).into_values() {
                all.update(hash.finalize());
            }
            run.verified.state_hash = porch_domain::ids::hex(&all.finalize());
            Ok(run.verified)
        })
    }
}

struct Run {
    verified: Verified,
    hashes: BTreeMap<&'static str, Sha256>,
    counts: BTreeMap<&'static str, u64>,
    /// Every applied version of the local rules that this program can read, by its key.
    rules: Vec<(String, Footprint)>,
}

/// A stream while its entries are read.
struct Replay {
    id: StreamId,
    version: i64,
    hash: Hash,
    record: Option<Record>,
    erased: bool,
    missing_personal: bool,
    broken: bool,
    rows: BTreeMap<(&'static str, String), Vec<Val>>,
}

impl Run {
    fn finding(&mut self, footprint: &str, record: String, what: impl Into<String>) {
        self.verified.failures += 1;
        if self.verified.findings.len() < KEPT {
            self.verified.findings.push(Finding { footprint: footprint.to_owned(), record, what: what.into() });
        }
    }

    fn footprint(&mut self, tx: &mut dyn Tx, footprint: &str, watch: &mut Watch<'_>) -> Result<(), StoreError> {
        let before = self.verified.entries;
        let applied = match AppliedFootprint::all(tx, footprint) {
            // What the rules are is then not known; that their row was altered is told below.
            Err(StoreError::Impossible { .. }) => Vec::new(),
            applied => applied?,
        };
        let read = |applied: &AppliedFootprint| Footprint::parse(&applied.content).ok();
        self.rules = applied.iter().filter_map(|one| Some((rules_key(&one.content_hash), read(one)?))).collect();
        for kind in StreamKind::ALL {
            self.kind(tx, footprint, kind, watch)?;
        }
        self.hash_sender_rows(tx, footprint)?;
        self.looks(tx, footprint)?;
        let mut counted = None;
        tx.query(sql::COUNTER, &[footprint.into()], &mut |values| {
            counted = Some(Row::new("batch_counter", values).int(2)?);
            Ok(())
        })?;
        let read = self.verified.entries - before;
        if counted != i64::try_from(read).ok() {
            let what = format!("{} entries were written, {read} are there", counted.unwrap_or(0));
            self.finding(footprint, "journal".to_owned(), what);
        }
        Ok(())
    }

    /// Every look stands in its place, sealed over the one before, up to where the log says that it stands.
    fn looks(&mut self, tx: &mut dyn Tx, footprint: &str) -> Result<(), StoreError> {
        let mut head = LookHead::NEW;
        let (mut read, mut found) = (0, Vec::new());
        look::each(tx, footprint, &mut |row| {
            read += 1;
            if let Err(what) = head.follows(row) {
                found.push((Row::new("look", row).text(1)?.to_owned(), what));
            }
            Ok(())
        })?;
        for (id, what) in found {
            self.finding(footprint, format!("look {id}"), what);
        }
        self.verified.looks += read;
        let stands = LookHead::read(tx, footprint)?;
        if stands != head {
            let what = format!("{} looks were written, {} are there in their places", stands.place, head.place);
            self.finding(footprint, "look-log".to_owned(), what);
        }
        let mut there = 0;
        tx.query(sql::LOOKS_COUNT, &[footprint.into()], &mut |values| {
            there = Row::new("look", values).int(0)?;
            Ok(())
        })?;
        if u64::try_from(there).ok() != Some(read) {
            self.finding(footprint, "look-log".to_owned(), format!("{there} looks are there, {read} of them sealed"));
        }
        Ok(())
    }

    fn kind(
        &mut self,
        tx: &mut dyn Tx,
        footprint: &str,
        kind: StreamKind,
        watch: &mut Watch<'_>,
    ) -> Result<(), StoreError> {
        let mut after = (String::new(), 0i64);
        let mut low = String::new();
        let mut open: Option<Replay> = None;
        loop {
            let mut page: Vec<Result<Entry, (String, StoreError)>> = Vec::new();
            let params = [footprint.into(), kind.code().into(), after.0.clone().into(), after.1.into(), PAGE.into()];
            tx.query(sql::JOURNAL_PAGE, &params, &mut |values| {
                let row = Row::new("journal", values);
                after = (row.text(13)?.to_owned(), row.int(0)?);
                page.push(Entry::of_row(kind, &row).map_err(|error| (after.0.clone(), error)));
                Ok(())
            })?;
            let last_page = (page.len() as i64) < PAGE;
            self.verified.entries += page.len() as u64;
            watch(self.verified.entries);
            let mut done: BTreeMap<String, Replay> = BTreeMap::new();
            for entry in page {
                match entry {
                    Ok(entry) => {
                        if open.as_ref().is_some_and(|replay| replay.id != entry.stream)
                            && let Some(replay) = open.take()
                        {
                            done.insert(replay.id.id.to_string(), replay);
                        }
                        let mut replay = open.take().unwrap_or_else(|| Replay::new(entry.stream));
                        if let Err(what) = replay.apply(footprint, &entry) {
                            self.finding(footprint, named(entry.stream), format!("version {}: {what}", entry.version));
                            replay.broken = true;
                        }
                        open = Some(replay);
                    }
                    Err((id, error)) => self.finding(footprint, format!("{} {id}", kind.code()), error.to_string()),
                }
            }
            if last_page && let Some(replay) = open.take() {
                done.insert(replay.id.id.to_string(), replay);
            }
            let high = if last_page { "~".to_owned() } else { done.keys().next_back().cloned().unwrap_or(low.clone()) };
            self.compare(tx, footprint, kind, &done, (&low, &high))?;
            low = high;
            if last_page {
                return Ok(());
            }
        }
    }

    /// Compares what the replay of some streams gives with what is stored between two ids.
    fn compare(
        &mut self,
        tx: &mut dyn Tx,
        footprint: &str,
        kind: StreamKind,
        done: &BTreeMap<String, Replay>,
        (low, high): (&str, &str),
    ) -> Result<(), StoreError> {
        self.verified.records += done.len() as u64;
        for replay in done.values() {
            if replay.missing_personal && !replay.erased {
                self.finding(footprint, named(replay.id), "personal data are gone without an erasure");
            }
            if !replay.broken
                && let Some(Err(broken)) = replay.record.as_ref().map(Record::promises)
            {
                self.finding(footprint, named(replay.id), broken.to_string());
            }
        }
        for table in table::tables_of(kind) {
            let mut expected: BTreeMap<String, (&Replay, &Vec<Val>)> = done
                .values()
                .flat_map(|replay| {
                    replay
                        .rows
                        .iter()
                        .filter(|((name, _), _)| *name == table.name)
                        .map(move |((_, key), values)| (key.clone(), (replay, values)))
                })
                .collect();
            let mut found: Vec<(String, String)> = Vec::new();
            let mut count = 0u64;
            let params = [footprint.into(), low.into(), high.into()];
            let hash = self.hashes.entry(table.name).or_default();
            tx.query(range_sql(table), &params, &mut |values| {
                count += 1;
                hash_row(hash, table, values);
                match expected.remove(&key_text(table, values)) {
                    Some((_, replayed)) if replayed.as_slice() == values => {}
                    Some((replay, _)) if replay.broken => {}
                    Some((replay, _)) => {
                        found.push((named(replay.id), format!("its row in {} differs from its replay", table.name)));
                    }
                    None => {
                        let id = Row::new(table.name, values).text(1).unwrap_or("?");
                        // What an altered entry would give is not known; the alteration is told already.
                        if !done.get(id).is_some_and(|replay| replay.broken) {
                            let what = format!("its row in {} has no entry in the journal", table.name);
                            found.push((format!("{} {id}", kind.code()), what));
                        }
                    }
                }
                Ok(())
            })?;
            self.verified.rows += count;
            *self.counts.entry(table.name).or_default() += count;
            for (replay, _) in expected.into_values().filter(|(replay, _)| !replay.broken) {
                found.push((named(replay.id), format!("its row in {} is missing", table.name)));
            }
            for (record, what) in found {
                self.finding(footprint, record, what);
            }
        }
        if kind == StreamKind::Referral {
            for replay in done.values().filter(|replay| !replay.broken) {
                self.sender_row(tx, footprint, replay)?;
                if let Some(referral) = replay.record.as_ref().and_then(Record::referral)
                    && let Err(what) = looked_at_in_time(tx, footprint, referral, &self.rules)?
                {
                    self.finding(footprint, named(replay.id), what);
                }
            }
        }
        Ok(())
    }

    /// Rows of the sender's keys lie in another order than referrals: each is looked up.
    fn sender_row(&mut self, tx: &mut dyn Tx, footprint: &str, replay: &Replay) -> Result<(), StoreError> {
        for ((_, _), values) in replay.rows.iter().filter(|((name, _), _)| *name == table::SENDER_ROW.name) {
            let mut same = false;
            tx.query(sql::SENDER_ROW, &[footprint.into(), values[1].clone()], &mut |stored| {
                same = stored == &values[2..];
                Ok(())
            })?;
            if same {
                self.verified.rows += 1;
                *self.counts.entry(table::SENDER_ROW.name).or_default() += 1;
            } else {
                self.finding(footprint, named(replay.id), "its row in sender_row differs from its replay");
            }
        }
        Ok(())
    }

    fn hash_sender_rows(&mut self, tx: &mut dyn Tx, footprint: &str) -> Result<(), StoreError> {
        let hash = self.hashes.entry(table::SENDER_ROW.name).or_default();
        tx.query(sql::SENDER_ROWS, &[footprint.into()], &mut |values| {
            hash_row(hash, &table::SENDER_ROW, values);
            Ok(())
        })
    }

    /// Rows and personal data that belong to nothing.
    fn strays(&mut self, tx: &mut dyn Tx) -> Result<(), StoreError> {
        let mut strays = Vec::new();
        tx.query(sql::PERSONAL_STRAYS, &[], &mut |values| {
            let row = Row::new("personal", values);
            strays.push((row.text(0)?.to_owned(), format!("{} {}", row.text(1)?, row.text(2)?)));
            Ok(())
        })?;
        for (footprint, record) in strays {
            self.finding(&footprint, record, "personal data without an entry in the journal");
        }
        let mut of_one_side = Vec::new();
        tx.query(sql::LINKS_OF_ONE_SIDE, &[], &mut |values| {
            let row = Row::new("person_link", values);
            of_one_side.push((row.text(0)?.to_owned(), format!("person {}", row.text(1)?)));
            Ok(())
        })?;
        for (footprint, record) in of_one_side {
            self.finding(&footprint, record, "what was said of it and another record stands in one of them alone");
        }
        for table in TABLES.iter().filter(|table| table.derived) {
            let mut there = 0;
            tx.query(count_sql(table), &[], &mut |values| {
                there = Row::new(table.name, values).int(0)?;
                Ok(())
            })?;
            let compared = self.counts.get(table.name).copied().unwrap_or(0);
            // Where an entry was altered, its rows are not known: counts say something only when nothing else is wrong.
            if self.verified.failures == 0 && u64::try_from(there).ok() != Some(compared) {
                let what = format!("{there} rows are there, {compared} follow from the journal");
                self.finding("", table.name.to_owned(), what);
            }
        }
        let mut entries = 0;
        tx.query(sql::JOURNAL_COUNT, &[], &mut |values| {
            entries = Row::new("journal", values).int(0)?;
            Ok(())
        })?;
        if u64::try_from(entries).ok() != Some(self.verified.entries) {
            let what = format!("{entries} entries are there, {} belong to a record", self.verified.entries);
            self.finding("", "journal".to_owned(), what);
        }
        Ok(())
    }
}

impl Replay {
    fn new(id: StreamId) -> Self {
        Self {
            id,
            version: 0,
            hash: [0; 32],
            record: None,
            erased: false,
            missing_personal: false,
            broken: false,
            rows: BTreeMap::new(),
        }
    }

    fn apply(&mut self, footprint: &str, entry: &Entry) -> Result<(), String> {
        let before = self.hash;
        let expected = self.version + 1;
        // The next entry is judged by what this one claims, so that one alteration is one finding.
        self.hash = entry.hash;
        self.version = entry.version;
        if entry.version != expected {
            return Err(format!("version {expected} is missing"));
        }
        if entry.sealed(footprint, &before) != entry.hash {
            return Err("its seal does not hold".to_owned());
        }
        match (&entry.personal, &entry.personal_seal) {
            (Some(personal), Some(seal)) if personal.seal() == *seal => {}
            (None, None) => {}
            (None, Some(_)) => self.missing_personal = true,
            (Some(_), Some(_)) => return Err("the seal of its personal data does not hold".to_owned()),
            (Some(_), None) => return Err("personal data were added to it".to_owned()),
        }
        if self.broken {
            return Ok(());
        }
        let event = entry.read().map_err(|error| error.to_string())?;
        self.erased |= is_erasure(&event);
        let (record, rows) = Record::after(entry.stream, self.record.take(), &event, &entry.meta(footprint))
            .map_err(|error| error.to_string())?;
        self.record = Some(record);
        for row in rows {
            match row {
                RowChange::Put(table, values) | RowChange::Add(table, values) => {
                    self.rows.insert((table.name, key_text(table, &values)), values);
                }
                RowChange::Delete(table, key) => {
                    self.rows.remove(&(table.name, key_text(table, &key)));
                }
                RowChange::Run(_, _) | RowChange::Must(_, _) => return Err("a projection ran a statement".to_owned()),
            }
        }
        Ok(())
    }
}

fn is_erasure(event: &Event) -> bool {
    match event {
        Event::Person(event) => matches!(event, PersonEvent::PersonalDataErased(_)),
        Event::Referral(event) => matches!(event, ReferralEvent::PersonalDataErased(_)),
        Event::Message(event) => matches!(event, MessageEvent::PersonalDataErased(_)),
        Event::Advice(event) => matches!(event, AdviceEvent::PersonalDataErased(_)),
        Event::Duty(event) => matches!(event, DutyEvent::PersonalDataErased(_)),
        Event::Opening(event) => matches!(event, OpeningEvent::PersonalDataErased(_)),
        Event::Screening(event) => matches!(event, ScreeningEvent::PersonalDataErased(_)),
        Event::Comment(event) => matches!(event, CommentEvent::PersonalDataErased(_)),
        Event::FootprintApplied(_)
        | Event::TextPackAdded(_)
        | Event::SaidAndDone(_)
        | Event::HistoryImport(_)
        | Event::TemplateApproved(_)
        | Event::Account(_)
        | Event::Meeting(_) => false,
    }
}

fn named(stream: StreamId) -> String {
    format!("{} {}", stream.kind.code(), stream.id)
}

fn key_text(table: &Table, values: &[Val]) -> String {
    format!("{:?}", &values[..table.key])
}

/// Adds a row to a table's hash. An import that did not finish left nothing, so its own row is left out.
fn hash_row(hash: &mut Sha256, table: &Table, values: &[Val]) {
    if table.name == table::HISTORY_IMPORT.name && values.get(2) != Some(&Val::Text("complete".to_owned())) {
        return;
    }
    for value in values {
        match value {
            Val::Null | Val::KnownAt => hash.update([0]),
            Val::Text(text) => {
                hash.update([1]);
                hash.update((text.len() as u64).to_be_bytes());
                hash.update(text.as_bytes());
            }
            Val::Int(number) => {
                hash.update([2]);
                hash.update(number.to_be_bytes());
            }
            Val::Bytes(bytes) => {
                hash.update([4]);
                hash.update((bytes.len() as u64).to_be_bytes());
                hash.update(bytes);
            }
        }
    }
}

fn range_sql(table: &'static Table) -> &'static str {
    static MADE: OnceLock<BTreeMap<&'static str, String>> = OnceLock::new();
    let made = MADE.get_or_init(|| {
        TABLES
            .iter()
            .copied()
            .map(|table| {
                let (columns, key) = (table.columns.join(", "), table.columns[..table.key].join(", "));
                let id = table.columns[1];
                let sql = format!(
                    "SELECT {columns} FROM {} WHERE footprint = $1 AND {id} > $2 AND {id} <= $3 ORDER BY {key}",
                    table.name
                );
                (table.name, sql)
            })
            .collect()
    });
    made.get(table.name).map_or("", String::as_str)
}

fn count_sql(table: &'static Table) -> &'static str {
    static MADE: OnceLock<BTreeMap<&'static str, String>> = OnceLock::new();
    let made = MADE.get_or_init(|| {
        TABLES.iter().map(|table| (table.name, format!("SELECT COUNT(*) FROM {}", table.name))).collect()
    });
    made.get(table.name).map_or("", String::as_str)
}

/// Statements made from tables, for the test of every statement.
#[cfg(test)]
pub(crate) fn made() -> impl Iterator<Item = (&'static str, usize, &'static str)> {
    TABLES
        .iter()
        .copied()
        .flat_map(|table| [(table.name, table.columns.len(), range_sql(table)), (table.name, 1, count_sql(table))])
}
