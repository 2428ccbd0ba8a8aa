//! The annual report over five million facts, its columns, and how they stay current.

use std::{path::Path, time::Instant};

use jiff::civil::date;
use porch_app::report::{self, Measures};
use porch_domain::{
    measure::{AnnualReport, Columns, ColumnsBuilder, Figure, PartnersAssessed, Period, TeamFigures},
    referral::Outcome,
};
use porch_store::facts_now;
use porch_testkit::conformance::Desk;
use rusqlite::{Connection, OpenFlags, types::ValueRef};
use serde_json::{Map, Value, json};

use crate::{
    Settings,
    facts::{self, History, TEAMS},
    measure::{Bar, Line},
    python::Python,
};

const PERIOD: Period = Period { from: date(2022, 4, 1), to: date(2023, 3, 31) };
const FOOTPRINT: &str = "kent-medway";

/// The version of the package `duckdb`: the fastest of those that were tried.
const DUCKDB: &str = "2.0.0";

/// Loads the columns, keeps them current, and draws the report, each beside its probe.
///
/// # Errors
/// When something fails, or the two answers differ.
pub fn run(settings: &Settings) -> Result<Vec<Line>, String> {
    let folder = settings.root.join("target/bench");
    let history = facts::written(&folder, settings.size(5_000_000))?;
    let mut lines = loading(settings, &history)?;
    lines.extend(held(&history)?);
    let measures = Measures::default();
    measures.load(&history.desk.store, FOOTPRINT).map_err(|error| error.to_string())?;
    lines.extend(drawing(settings, &history, &measures, &folder)?);
    lines.extend(keeping_current(settings, &history.desk, &measures)?);
    Ok(lines)
}

fn seconds<T>(work: impl FnOnce() -> Result<T, String>) -> Result<(f64, T), String> {
    let begun = Instant::now();
    let done = work()?;
    Ok((begun.elapsed().as_secs_f64(), done))
}

fn loading(settings: &Settings, history: &History) -> Result<Vec<Line>, String> {
    let store = &history.desk.store;
    let (mut rounds, mut peaks) = (Vec::new(), Vec::new());
    // The first of each fills the operating system's cache for both.
    for round in 0..=settings.rounds {
        let before = Memory::begin();
        let measures = Measures::default();
        let (product, ()) = seconds(|| measures.load(store, FOOTPRINT).map_err(|error| error.to_string()))?;
        let peak = before.grown();
        drop(measures);
        let (probe, rows) = seconds(|| bare(&history.database).map_err(|error| error.to_string()))?;
        if rows.len() != history.facts {
            return Err(format!("error: the probe read {} facts of {}", rows.len(), history.facts));
        }
        if round > 0 {
            rounds.push((product, probe));
            peaks.extend(peak.map(|bytes| bytes as f64 / history.facts as f64));
        }
    }
    let facts = history.facts;
    let mut lines = vec![
        Line::beside("loading the columns of the annual report", "s", Bar::AtMost { bar: 2.0, goal: 1.3 }, &rounds)
            .noted(format!(
                "{facts} facts of {} people, SQLite, from the file to columns in order; the probe reads the same \
                 columns of the same rows into structs with rusqlite; both from a warm cache of the operating system; \
                 the product reads on one thread and sorts on two",
                history.people
            )),
    ];
    if !peaks.is_empty() {
        let note = "growth of the resident memory of the process, with the engine's page cache";
        lines.push(Line::alone("memory at the peak of loading", "bytes a referral", Bar::None, &peaks).noted(note));
    }
    Ok(lines)
}

fn held(history: &History) -> Result<[Line; 2], String> {
    let mut builder = ColumnsBuilder::default();
    let read = history.desk.store.read(|tx| facts_now(tx, FOOTPRINT, &mut |fact| builder.add(fact)));
    read.map_err(|error| error.to_string())?;
    let columns: Columns = builder.finish();
    let all = columns.bytes() as f64 / history.facts as f64;
    let scanned = Columns::<()>::BYTES_PER_REFERRAL as f64;
    Ok([
        Line::alone(
            "columns that the annual report reads",
            "bytes a referral",
            Bar::AtMost { bar: 16.0, goal: 16.0 },
            &[scanned],
        ),
        Line::alone("the same with what finds a person again, and partners", "bytes a referral", Bar::None, &[all]),
    ])
}

/// What the probe makes of a row: nothing is parsed.
#[expect(dead_code, reason = "a probe reads its columns and looks at none")]
struct BareFact {
    referral: [u8; 36],
    person: [u8; 36],
    kind: [u8; 16],
    team: Option<[u8; 24]>,
    received: i64,
    outcome: [u8; 16],
    discharged: Option<i64>,
    assessed: Option<i64>,
    due_on: Option<[u8; 10]>,
    reasons: Option<Box<[u8]>>,
}

fn bare(database: &Path) -> rusqlite::Result<Vec<BareFact>> {
    let db =
        Connection::open_with_flags(database, OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
    let mut statement = db.prepare(
        "SELECT referral_id, person_id, person_kind, team, received_ms, outcome, discharged_ms, assessed_ms, due_on, \
         reasons FROM referral_fact WHERE footprint = 'kent-medway' AND known_until_ms IS NULL",
    )?;
    let mut rows = statement.query([])?;
    let mut facts = Vec::new();
    while let Some(row) = rows.next()? {
        let text = |column: usize| Ok::<_, rusqlite::Error>(bytes(row.get_ref(column)?));
        facts.push(BareFact {
            referral: fixed(text(0)?.unwrap_or_default()),
            person: fixed(text(1)?.unwrap_or_default()),
            kind: fixed(text(2)?.unwrap_or_default()),
            team: text(3)?.map(fixed),
            received: row.get(4)?,
            outcome: fixed(text(5)?.unwrap_or_default()),
            discharged: row.get(6)?,
            assessed: row.get(7)?,
            due_on: text(8)?.map(fixed),
            reasons: text(9)?.map(Box::from),
        });
    }
    Ok(facts)
}

fn bytes(value: ValueRef<'_>) -> Option<&[u8]> {
    match value {
        ValueRef::Text(text) => Some(text),
        ValueRef::Null | ValueRef::Integer(_) | ValueRef::Real(_) | ValueRef::Blob(_) => None,
    }
}

fn fixed<const N: usize>(text: &[u8]) -> [u8; N] {
    let mut fixed = [0; N];
    let length = text.len().min(N);
    fixed[..length].copy_from_slice(&text[..length]);
    fixed
}

fn drawing(settings: &Settings, history: &History, measures: &Measures, folder: &Path) -> Result<Vec<Line>, String> {
    let mut duckdb = Python::start(folder, &[("duckdb", DUCKDB)], include_str!("annual.py"))?;
    let outcomes: Map<String, Value> =
        Outcome::ALL.iter().map(|outcome| (outcome.code().to_owned(), json!(*outcome as u8))).collect();
    let load = json!({"load": history.numbers, "lists": history.reasons, "outcomes": outcomes});
    let loaded = duckdb.ask(&load)?;
    if loaded["facts"] != json!(history.facts) {
        return Err(format!("error: duckdb holds {loaded}, not {} facts", history.facts));
    }
    let version = loaded["version"].as_str().unwrap_or_default().to_owned();
    let period = PERIOD.instants().map_err(|error| error.to_string())?;
    let (mut one, mut two) = (Vec::new(), Vec::new());
    let mut referrals = 0;
    // The first of each warms both.
    for round in 0..=settings.rounds {
        for (threads, rounds) in [(1, &mut one), (2, &mut two)] {
            let (product, report) = seconds(|| drawn(&history.desk, measures, PERIOD))?;
            let probe = duckdb.ask(&json!({"from": period.start, "to": period.end, "threads": threads}))?;
            let answer = answered(&report);
            if probe["answer"] != answer {
                return Err(format!("error: the answers differ:\n{answer}\n{}", probe["answer"]));
            }
            referrals = report.all.referrals;
            if round > 0 {
                rounds.push((product * 1000.0, probe["seconds"].as_f64().unwrap_or(f64::NAN) * 1000.0));
            }
        }
    }
    let what = "the annual report, warm";
    Ok(vec![
        Line::beside(what, "ms", Bar::AtMost { bar: 0.6, goal: 0.35 }, &one).noted(format!(
            "{referrals} of {} referrals fall in the year; one thread on both sides; the product's time holds the \
             access check, the look for newer batches and the durable note of the report's instant; the probe is \
             DuckDB {version} in memory, numbers for ids and codes, in the order of receipt; equal answers in every round",
            history.facts
        )),
        Line::beside("the same, DuckDB with two threads", "ms", Bar::None, &two).noted("the product draws with one"),
    ])
}

fn drawn(desk: &Desk, measures: &Measures, period: Period) -> Result<AnnualReport, String> {
    let drawn = report::annual_report(&desk.operator(), measures, period, None).map_err(|error| error.to_string())?;
    Ok(drawn.report)
}

/// The product's figures in the words of the probe.
fn answered(report: &AnnualReport) -> Value {
    let figures = |figures: &TeamFigures| {
        let reasons: Map<String, Value> =
            figures.rejection_reasons.iter().map(|given| (given.reason.clone(), json!(given.count))).collect();
        let by_code = |figure: Figure| match figure {
            Figure::AfterRejection => figures.re_referrals_after_rejection,
            Figure::AfterDischarge => figures.re_referrals_after_discharge,
            Figure::AfterAnyRejection => figures.re_referrals_after_any_rejection,
            Figure::AfterAnyDischarge => figures.re_referrals_after_any_discharge,
            Figure::AfterDischargeNewPregnancy => figures.re_referrals_after_discharge_new_pregnancy,
            Figure::AfterRejectionByAnyTeam => figures.re_referrals_after_rejection_by_any_team,
            Figure::AfterDischargeByAnyTeam => figures.re_referrals_after_discharge_by_any_team,
        };
        let outcomes = Outcome::ALL.map(|outcome| match outcome {
            Outcome::Accepted => figures.accepted,
            Outcome::Rejected => figures.rejected,
            Outcome::Signposted => figures.signposted,
            Outcome::Withdrawn => figures.withdrawn,
            Outcome::Pending => figures.pending,
        });
        let partners = match figures.partners_assessed {
            PartnersAssessed::Count(count) => count,
            PartnersAssessed::NotOffered => 0,
        };
        json!({"people": figures.people, "outcomes": outcomes, "figures": Figure::ALL.map(by_code),
               "reasons": reasons, "partners": partners})
    };
    let mut rows = Map::new();
    for team in &report.teams {
        let code = team.code.as_ref().map(|code| code.0.as_str());
        // A team of the footprint without a referral stands in the report, and the probe knows nothing of it.
        let place = TEAMS.iter().position(|known| *known == code);
        if let Some(place) = place.filter(|_| figures(team) != figures_of_nothing()) {
            rows.insert(place.to_string(), figures(team));
        }
    }
    rows.insert("all".to_owned(), figures(&report.all));
    Value::Object(rows)
}

fn figures_of_nothing() -> Value {
    json!({"people": 0, "outcomes": vec![0; 5], "figures": vec![0; 7], "reasons": {}, "partners": 0})
}

fn keeping_current(settings: &Settings, desk: &Desk, measures: &Measures) -> Result<Vec<Line>, String> {
    let november = Period { from: date(2026, 11, 1), to: date(2026, 11, 30) };
    let mut lines = Vec::new();
    for (count, what) in [(1, "one commit of a referral"), (128, "128 referrals received at once")] {
        let (mut brought, mut anew) = (Vec::new(), Vec::new());
        for _ in 0..settings.rounds {
            let before = drawn(desk, measures, november)?.all.referrals;
            std::thread::scope(|scope| {
                for _ in 0..count {
                    scope.spawn(|| desk.receive());
                }
            });
            let load = || measures.load(&desk.store, FOOTPRINT).map_err(|error| error.to_string());
            brought.push(seconds(load)?.0 * 1000.0);
            let (took, after) = seconds(|| drawn(desk, measures, november))?;
            if after.all.referrals != before + count {
                return Err(format!("error: {} referrals after {before} and {count} more", after.all.referrals));
            }
            anew.push(took * 1000.0);
        }
        let what = format!("bringing the columns up to date after {what}");
        lines.push(Line::alone(&what, "ms", Bar::None, &brought));
        lines.push(
            Line::alone("the report drawn then", "ms", Bar::None, &anew)
                .noted("it holds what was received, in every round"),
        );
    }
    Ok(lines)
}

/// The resident memory of this process, where the system tells it.
struct Memory(Option<u64>);

impl Memory {
    /// Begins to watch for a new peak.
    fn begin() -> Self {
        let reset = std::fs::write("/proc/self/clear_refs", "5");
        Self(reset.ok().and_then(|()| Self::told("VmRSS:")))
    }

    /// By how many bytes it grew at the most since.
    fn grown(self) -> Option<u64> {
        Some(Self::told("VmHWM:")?.saturating_sub(self.0?))
    }

    fn told(name: &str) -> Option<u64> {
        let status = std::fs::read_to_string("/proc/self/status").ok()?;
        let line = status.lines().find(|line| line.starts_with(name))?;
        line.split_whitespace().nth(1)?.parse::<u64>().ok().map(|kilobytes| kilobytes * 1024)
    }
}
