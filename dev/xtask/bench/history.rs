//! Files of invented history, as large as a benchmark asks for.

use std::{
    fs::File,
    io::{BufWriter, Write},
    path::{Path, PathBuf},
};

use jiff::Timestamp;
use porch_domain::{footprint::Footprint, referral::history::HistoricReferral};
use porch_exchange::referral_history;
use porch_planning::synthetic;

use crate::Settings;

/// Until when the invented services have worked.
const UNTIL: &str = "2026-04-01T00:00:00Z";

/// Invented referrals in the order of their receipt, as a sender hands them over, in files of equal size.
///
/// One invented history has some 22,000 referrals. Several, each with its own seed and its own ids, stand for a service that
/// is many times as large: of a million referrals about 580,000 people.
///
/// # Errors
/// When a file cannot be written.
pub fn files(settings: &Settings, folder: &Path, rows: usize, files: usize) -> Result<Vec<PathBuf>, String> {
    let rows = invented(rows)?;
    let text = std::fs::read_to_string(settings.root.join("footprints/kent-medway.toml"));
    let text = text.map_err(|error| format!("error: footprints/kent-medway.toml: {error}"))?;
    let footprint = Footprint::parse(&text).map_err(|problems| format!("error: kent-medway: {problems:?}"))?;
    let mut paths = Vec::new();
    for (nth, part) in rows.chunks(rows.len().div_ceil(files)).enumerate() {
        let path = folder.join(format!("history-{}.csv", nth + 1));
        let fails = |error: std::io::Error| format!("error: {}: {error}", path.display());
        let mut out = BufWriter::new(File::create(&path).map_err(fails)?);
        referral_history::write(part.iter(), &footprint, &mut out).map_err(fails)?;
        out.flush().map_err(fails)?;
        paths.push(path);
    }
    Ok(paths)
}

fn invented(rows: usize) -> Result<Vec<HistoricReferral>, String> {
    let until: Timestamp = UNTIL.parse().map_err(|error| format!("error: {UNTIL}: {error}"))?;
    let mut all: Vec<HistoricReferral> = Vec::with_capacity(rows);
    for seed in 1.. {
        let missing = rows - all.len();
        if missing == 0 {
            break;
        }
        let of_seed = synthetic::kent_medway(seed, until).into_iter().take(missing);
        all.extend(of_seed.map(|mut row| {
            row.sender_referral_id = format!("{seed}-{}", row.sender_referral_id);
            row.sender_person_id = format!("{seed}-{}", row.sender_person_id);
            row
        }));
    }
    all.sort_by_key(|row| row.received_at);
    Ok(all)
}
