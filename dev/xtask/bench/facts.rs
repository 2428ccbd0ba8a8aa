//! An invented history of five million referrals, written into the table of facts and nowhere else.

use std::{
    io::{BufWriter, Write},
    path::{Path, PathBuf},
    sync::Arc,
};

use porch_app::{DatabaseUrl, Store};
use porch_domain::{
    ids::{PersonId, ReferralId},
    referral::{Outcome, PersonKind},
};
use porch_testkit::{ManualWorld, conformance::Desk};
use rusqlite::{Connection, params};
use uuid::{Builder, Uuid};

/// Teams by their place in what the probe is given; the third left the footprint, the last is "not yet directed".
pub const TEAMS: [Option<&str>; 4] = [Some("community"), Some("thrive"), Some("medway_until_2017"), None];

/// How many of the reasons given are words of the sender's own.
const WORDS: usize = 400;

/// A database of the product, filled; and the same facts as numbers for another engine.
pub struct History {
    _folder: tempfile::TempDir,
    /// The database.
    pub database: PathBuf,
    /// One line for each fact that counts: person, kind, team, received, outcome, discharged, assessed, due, reasons.
    pub numbers: PathBuf,
    /// Lists of reasons by the place that `numbers` names.
    pub reasons: Vec<Vec<String>>,
    /// A store over the database, with rules and a clock that stands.
    pub desk: Desk,
    /// How many facts count.
    pub facts: usize,
    /// How many people they are about.
    pub people: usize,
}

/// SplitMix64: the same numbers on every machine.
struct Draws(u64);

impl Draws {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, end: usize) -> usize {
        (self.next() % end as u64) as usize
    }

    fn of_hundred(&mut self, share: usize) -> bool {
        self.below(100) < share
    }
}

/// One invented fact; instants in milliseconds since 1970.
struct Fact {
    referral: ReferralId,
    imported: bool,
    person: usize,
    kind: PersonKind,
    team: usize,
    received: i64,
    outcome: Outcome,
    discharged: Option<i64>,
    assessed: Option<i64>,
    due_day: Option<i64>,
    reasons: usize,
}

const DAY: i64 = 86_400_000;
/// From 1 April 2015 to 31 October 2026.
const BEGINS: i64 = 1_427_842_800_000;
const ENDS: i64 = 1_793_404_800_000;
/// Up to here it came with another system's history.
const IMPORTED_UNTIL: i64 = 1_680_000_000_000;

struct Invention {
    draws: Draws,
    people: Vec<Uuid>,
    lists: usize,
}

impl Invention {
    fn fact(&mut self, at: i64, again: Option<usize>) -> Fact {
        let draws = &mut self.draws;
        let imported = at < IMPORTED_UNTIL;
        let mut random = [0; 10];
        random[..8].copy_from_slice(&draws.next().to_le_bytes());
        let referral = ReferralId(Builder::from_unix_timestamp_millis(at as u64, &random).into_uuid());
        // Every third referral is about somebody who was referred before, mostly in the years just before.
        let known = self.people.len();
        let earlier = known > 100 && draws.of_hundred(38);
        let person = again.unwrap_or_else(|| if earlier { known - 1 - draws.below(known / 2) } else { known });
        if person == known {
            let bytes = [draws.next().to_le_bytes(), draws.next().to_le_bytes()].concat();
            let mut sixteen = [0; 16];
            sixteen.copy_from_slice(&bytes);
            random.copy_from_slice(&sixteen[..10]);
            self.people.push(match imported {
                true => Builder::from_custom_bytes(sixteen).into_uuid(),
                false => Builder::from_unix_timestamp_millis(at as u64, &random).into_uuid(),
            });
        }
        let kind = PersonKind::ALL[[0, 1, 2][usize::from(draws.of_hundred(10)) + usize::from(draws.of_hundred(3))]];
        let team = match draws.below(100) {
            0..=54 => 0,
            55..=84 => 1,
            85..=94 if at < 1_500_000_000_000 => 2,
            85..=97 => 0,
            _ => 3,
        };
        let outcome = match draws.below(100) {
            0..=54 => Outcome::Accepted,
            55..=79 => Outcome::Rejected,
            80..=89 => Outcome::Signposted,
            90..=95 => Outcome::Withdrawn,
            _ => Outcome::Pending,
        };
        let days = |draws: &mut Draws, end| at + draws.below(end) as i64 * DAY + draws.below(DAY as usize) as i64;
        let accepted = outcome == Outcome::Accepted;
        Fact {
            referral,
            imported,
            person,
            kind,
            team,
            received: at,
            outcome,
            discharged: (accepted && draws.of_hundred(85)).then(|| days(draws, 500)),
            assessed: (accepted && draws.of_hundred(90)).then(|| days(draws, 40)),
            due_day: draws.of_hundred(92).then(|| at / DAY - 200 + draws.below(420) as i64),
            reasons: if outcome == Outcome::Rejected { draws.below(self.lists) } else { 0 },
        }
    }
}

/// Lists of reasons: none, each code, pairs of codes, and what senders wrote in their own words.
fn lists_of_reasons() -> Vec<Vec<String>> {
    let codes = ["criteria_not_met", "other_team_fits", "already_with_other_team", "lives_elsewhere", "02", "03"];
    let mut lists = vec![Vec::new()];
    lists.extend(codes.iter().map(|code| vec![(*code).to_owned()]));
    lists.extend(codes.windows(2).map(|pair| pair.iter().map(|code| (*code).to_owned()).collect()));
    lists.extend((0..WORDS).map(|nth| vec![format!("invented words of a sender, no. {nth}")]));
    lists
}

/// Makes a database by the product's own way, and fills its table of facts.
///
/// # Errors
/// When either cannot be written.
pub fn written(folder: &Path, facts: usize) -> Result<History, String> {
    let said = |error: &dyn std::fmt::Display| format!("error: the invented history: {error}");
    std::fs::create_dir_all(folder).map_err(|error| said(&error))?;
    let folder = tempfile::tempdir_in(folder).map_err(|error| said(&error))?;
    let (database, numbers) = (folder.path().join("porch.db"), folder.path().join("facts.csv"));
    let url = DatabaseUrl::Sqlite(database.clone());
    let open = || Store::open(&url, true).map_err(|error| said(&error));
    let Desk { store, world, rules } = Desk::open(open()?, 1);
    drop(store);
    let reasons = lists_of_reasons();
    let people = fill(&database, &numbers, facts, &reasons).map_err(|error| said(&error))?;
    let desk = Desk { store: open()?, world: Arc::<ManualWorld>::clone(&world), rules };
    Ok(History { _folder: folder, database, numbers, reasons, desk, facts, people })
}

const INSERT: &str = "INSERT INTO referral_fact (footprint, referral_id, version, import_id, known_from_ms, \
     known_until_ms, person_id, person_kind, team, received_ms, outcome, discharged_ms, assessed_ms, due_on, reasons) \
     VALUES ('kent-medway', ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)";

fn fill(
    database: &Path,
    numbers: &Path,
    facts: usize,
    reasons: &[Vec<String>],
) -> Result<usize, Box<dyn std::error::Error>> {
    let db = Connection::open(database)?;
    // A file that is made for a measurement may be lost while it is made.
    db.execute_batch("PRAGMA synchronous = OFF; PRAGMA cache_size = -200000; BEGIN")?;
    let import = Uuid::from_u128(1).to_string();
    let complete = "INSERT INTO history_import (footprint, import_id, stage, content_hash, completed_ms, referrals, \
         people) VALUES ('kent-medway', ?1, 'complete', 'invented', ?2, 0, 0)";
    db.execute(complete, params![import, IMPORTED_UNTIL])?;
    let mut insert = db.prepare(INSERT)?;
    let texts: Vec<String> = reasons.iter().map(serde_json::to_string).collect::<Result<_, _>>()?;
    let mut lines = BufWriter::new(std::fs::File::create(numbers)?);
    let mut invention = Invention { draws: Draws(1), people: Vec::new(), lists: reasons.len() };
    let step = (ENDS - BEGINS) / facts as i64;
    let mut last: Option<usize> = None;
    for nth in 0..facts {
        // One in two hundred was received at the very instant of the one before, about the same person.
        let together = nth > 0 && invention.draws.below(200) == 0;
        let at = BEGINS + step * (nth as i64 - i64::from(together)) + if step > 1 { 0 } else { 1 };
        let fact = invention.fact(at, last.filter(|_| together));
        last = Some(fact.person);
        let person = PersonId(invention.people[fact.person]).to_string();
        let due_on = fact.due_day.map(iso_date);
        let mut write = |version: i64, from: i64, until: Option<i64>, outcome: Outcome| {
            let decided = outcome == fact.outcome;
            insert.execute(params![
                fact.referral.to_string(),
                version,
                fact.imported.then_some(&import),
                from,
                until,
                person,
                fact.kind.code(),
                TEAMS[fact.team],
                fact.received,
                outcome.code(),
                fact.discharged.filter(|_| decided),
                fact.assessed.filter(|_| decided),
                due_on,
                (outcome == Outcome::Rejected && fact.reasons > 0).then(|| &texts[fact.reasons]),
            ])
        };
        // What was received here was first pending; what came as history is one row.
        let replaced = !fact.imported && fact.outcome != Outcome::Pending && invention.draws.of_hundred(30);
        if replaced {
            write(1, at, Some(at + DAY), Outcome::Pending)?;
        }
        write(1 + i64::from(replaced), at + DAY, None, fact.outcome)?;
        writeln!(lines, "{}", line(&fact))?;
    }
    lines.flush()?;
    drop(insert);
    db.execute_batch("COMMIT; PRAGMA wal_checkpoint(TRUNCATE)")?;
    Ok(invention.people.len())
}

/// A fact as numbers; what is not there is empty.
fn line(fact: &Fact) -> String {
    let text = |number: Option<i64>| number.map_or(String::new(), |number| number.to_string());
    let (discharged, assessed, due) = (text(fact.discharged), text(fact.assessed), text(fact.due_day));
    let Fact { person, kind, team, received, outcome, reasons, .. } = fact;
    let (kind, outcome) = (*kind as u8, *outcome as u8);
    format!("{person},{kind},{team},{received},{outcome},{discharged},{assessed},{due},{reasons}")
}

fn iso_date(day: i64) -> String {
    let epoch = jiff::civil::date(1970, 1, 1);
    (epoch + jiff::Span::new().days(day)).to_string()
}
