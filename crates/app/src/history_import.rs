//! Bringing in another system's history: checked whole, then written a little at a time, and visible at one instant.

mod writing;

use std::{collections::BTreeMap, path::Path};

use jiff::{SignedDuration, Timestamp};
use porch_domain::{
    event::Event,
    footprint::TeamCode,
    history_import::{HistoryImportAbandoned, HistoryImportCompleted, HistoryImportEvent, HistoryImportStarted},
    ids::{CommandId, ImportId, historic_person_id, sender_key},
    person::{Identity, NhsNumber},
    referral::{Outcome, PersonKind, history::HistoricReferral},
};
use porch_store::{Change, ImportLease, KnownPerson, KnownRow, Scratch, StoreError, UnfinishedImport, load};
use serde::{Deserialize, Serialize};

use crate::{
    Ctx,
    access::{Action, check},
    error::AppError,
};

/// How long a lease lasts without being renewed: after that another program may take out what was left.
const LEASE: SignedDuration = SignedDuration::from_secs(15);

/// Something that is wrong with a row, found by comparing it with others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conflict {
    /// The line where the row starts.
    pub line: u64,
    /// The column.
    pub column: &'static str,
    /// What is wrong, and what was expected.
    pub what: String,
}

/// What one team's rows add up to, for comparing with the sender's own figures.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct TeamRows {
    /// Rows of the file.
    pub rows: u64,
    /// Rows that were known before and change nothing.
    pub known: u64,
    /// Rows about women or birthing people.
    pub birthing_parents: u64,
    /// Rows by decision, in the order of [`Outcome::ALL`].
    pub by_outcome: [u64; 5],
}

/// A whole file, checked.
pub struct Checked {
    scratch: Scratch,
    /// Rows of the file.
    pub rows: u64,
    /// Rows that are new.
    pub new: u64,
    /// People that the file names.
    pub people: u64,
    /// By team, in the footprint's order.
    pub teams: Vec<(TeamCode, TeamRows)>,
}

/// What was imported.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Imported {
    /// Referrals that are new.
    pub referrals: u64,
    /// People that are new.
    pub people: u64,
}

/// Why an import was not carried out. Nothing is visible of it.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// Another program is importing into this footprint.
    #[error("another import into this footprint is under way (expected to end or lapse by {0})")]
    UnderWay(Timestamp),
    /// The file gave other rows when it was read again, or another import brought some of them meanwhile.
    #[error("its rows, or what is known of them, changed while it was read (expected the same twice; import it again)")]
    Changed,
    /// It rested for so long that another import took its place.
    #[error("another import into this footprint began while this one rested (expected no rest; import it again)")]
    Overtaken,
    /// The service says no.
    #[error(transparent)]
    App(#[from] AppError),
}

impl From<StoreError> for ImportError {
    fn from(error: StoreError) -> Self {
        Self::App(error.into())
    }
}

/// Compares every row of a file with the others and with what is known. Conflicts are told one by one.
///
/// # Errors
/// When the actor may not, or the database or the scratch folder cannot be used.
pub fn compare(
    ctx: &Ctx,
    scratch_folder: &Path,
    rows: &mut dyn Iterator<Item = (u64, HistoricReferral)>,
    conflict: &mut dyn FnMut(Conflict),
) -> Result<Checked, AppError> {
    check(ctx, Action::ImportHistory)?;
    let footprint = ctx.footprint();
    let mut scratch = Scratch::new(scratch_folder)?;
    let mut teams: BTreeMap<TeamCode, TeamRows> = BTreeMap::new();
    let (mut count, mut new) = (0, 0);
    ctx.store.read(|tx| {
        // Nobody sees what an import wrote that did not finish, so none of its rows is known.
        let unfinished = UnfinishedImport::all(tx, footprint)?;
        for (line, mut row) in rows {
            count += 1;
            if let Some(first) = scratch.note_referral(&row.sender_referral_id, line)? {
                let what = format!("stands on line {first} too (expected each referral once)");
                conflict(Conflict { line, column: "referral_id", what });
                continue;
            }
            let person = historic_person_id(footprint, &row.sender_person_id);
            if KnownPerson::find(tx, footprint, person)? == Some(KnownPerson::Erased) {
                without_identity(&mut row);
            }
            let key = sender_key("referral", footprint, &row.sender_referral_id);
            let known = KnownRow::find(tx, footprint, &key)?
                .filter(|known| !unfinished.contains(&UnfinishedImport(known.import)));
            if let Some(content) = known.as_ref().and_then(|known| known.content_key.as_ref())
                && *content != row.content_key(footprint)
            {
                let what = "was imported before with other content (expected the same row, or a new id)".to_owned();
                conflict(Conflict { line, column: "referral_id", what });
                continue;
            }
            scratch.note_person(person, &row.sender_person_id, |known| {
                let mut said = known.map(Said::of_text).transpose()?.unwrap_or_default();
                said.add(&row);
                said.text()
            })?;
            let team = teams.entry(row.team.clone()).or_default();
            team.rows += 1;
            team.known += u64::from(known.is_some());
            team.birthing_parents += u64::from(row.person_kind == PersonKind::BirthingParent);
            if let Some(place) = Outcome::ALL.iter().position(|outcome| *outcome == row.decision.outcome()) {
                team.by_outcome[place] += 1;
            }
            new += u64::from(known.is_none());
        }
        Ok(())
    })?;
    let in_order = |code: &TeamCode| ctx.rules.footprint.teams().iter().position(|team| team.code == *code);
    let mut teams: Vec<(TeamCode, TeamRows)> = teams.into_iter().collect();
    teams.sort_by_key(|(code, _)| in_order(code));
    Ok(Checked { people: scratch.people()?, scratch, rows: count, new, teams })
}

/// What a file says of a person over all its rows: of each detail, in the order of [`Detail`], what the latest row says that
/// says anything of it, and when that row was received.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Said([Option<(i64, String)>; 5]);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Detail {
    NhsNumber,
    BirthDate,
    Postcode,
    GpPractice,
    EthnicCategory,
}

impl Said {
    fn of_text(text: &str) -> Result<Self, StoreError> {
        let unreadable = StoreError::Impossible { what: "the scratch file", column: 1, expected: "what was said" };
        serde_json::from_str(text).map_err(|_| unreadable)
    }

    fn text(&self) -> Result<String, StoreError> {
        Ok(serde_json::to_string(self)?)
    }

    fn add(&mut self, row: &HistoricReferral) {
        let received = row.received_at.as_millisecond();
        let said = [
            (Detail::NhsNumber, row.nhs_number.as_ref().map(|number| number.digits().to_owned())),
            (Detail::BirthDate, row.birth_date.map(|date| date.to_string())),
            (Detail::Postcode, row.postcode.clone()),
            (Detail::GpPractice, row.gp_practice.clone()),
            (Detail::EthnicCategory, row.ethnic_category.clone()),
        ];
        for (detail, text) in said {
            let Some(text) = text else { continue };
            let known = &mut self.0[detail as usize];
            if known.as_ref().is_none_or(|(known, _)| *known <= received) {
                *known = Some((received, text));
            }
        }
    }

    fn get(&self, detail: Detail) -> Option<&str> {
        self.0[detail as usize].as_ref().map(|(_, text)| text.as_str())
    }

    fn identity(&self, sender_person_id: &str) -> Identity {
        Identity {
            sender_person_id: Some(sender_person_id.to_owned()),
            name: None,
            nhs_number: self.get(Detail::NhsNumber).and_then(|digits| NhsNumber::parse(digits).ok()),
            birth_date: self.get(Detail::BirthDate).and_then(|date| date.parse().ok()),
            postcode: self.get(Detail::Postcode).map(str::to_owned),
            gp_practice: self.get(Detail::GpPractice).map(str::to_owned),
            ..Identity::default()
        }
    }
}

/// Writes the rows of a checked file. They become visible together, at the instant when the last is written.
///
/// `rows` gives the same rows again; `watch` is told how many were read.
///
/// # Errors
/// [`ImportError`]; nothing is visible, and what was written is taken out again.
pub fn write(
    ctx: &Ctx,
    checked: Checked,
    content_hash: &str,
    rows: &mut dyn Iterator<Item = Option<HistoricReferral>>,
    watch: &mut dyn FnMut(u64),
) -> Result<Imported, ImportError> {
    check(ctx, Action::ImportHistory)?;
    let import = ImportId(ctx.world.id());
    let lease = take_lease(ctx, &import.to_string())?;
    clear_unfinished(ctx)?;
    if checked.new == 0 {
        ctx.store.free_import_lease(&lease)?;
        return Ok(Imported { referrals: 0, people: 0 });
    }
    record(
        ctx,
        import,
        HistoryImportEvent::HistoryImportStarted(HistoryImportStarted { content_hash: content_hash.to_owned() }),
    )?;
    let written = writing::write_rows(ctx, import, &lease, checked, rows, watch);
    let ended = match written {
        Ok(imported) => {
            let (referrals, people) = (imported.referrals, imported.people);
            let completed = HistoryImportCompleted { referrals, people };
            recorded(ctx, import, HistoryImportEvent::HistoryImportCompleted(completed))
                .map_err(ImportError::from)
                .and_then(|change| commit(ctx, &lease, change))
                .map(|()| imported)
        }
        Err(error) => Err(error),
    };
    if let Err(error) = &ended {
        // What cannot be taken out now (a full disk) is taken out before the next import; nobody sees it meanwhile.
        if let Err(left) = abandon(ctx, import, &error.to_string()) {
            tracing::warn!(%left, "what the import had written is taken out before the next one");
        }
    }
    if let Err(left) = ctx.store.free_import_lease(&lease) {
        // It lapses by itself; what was imported is imported, and what was not is told by `ended`.
        tracing::warn!(%left, "the lease of the import could not be given back");
    }
    ended
}

/// Until when another import into the footprint holds the lease, if one does. It renews it while it lives.
///
/// # Errors
/// When the database cannot be read.
pub fn under_way_until(ctx: &Ctx) -> Result<Option<Timestamp>, AppError> {
    let until = ctx.store.import_lease_until(ctx.footprint())?;
    Ok(until.filter(|until| *until >= ctx.world.now()))
}

/// Takes out what an import left that did not finish, once its lease has lapsed. For the start of a server.
///
/// # Errors
/// When the database cannot be written.
pub fn clear_lapsed(ctx: &Ctx) -> Result<(), AppError> {
    if ctx.store.unfinished_imports(ctx.footprint())?.is_empty() {
        return Ok(());
    }
    match take_lease(ctx, &ctx.world.id().to_string()) {
        Ok(lease) => {
            clear_unfinished(ctx)?;
            Ok(ctx.store.free_import_lease(&lease)?)
        }
        Err(ImportError::App(error)) => Err(error),
        // It is still being written by another program.
        Err(ImportError::UnderWay(_) | ImportError::Changed | ImportError::Overtaken) => Ok(()),
    }
}

fn take_lease(ctx: &Ctx, holder: &str) -> Result<ImportLease, ImportError> {
    let now = ctx.world.now();
    ctx.store.take_import_lease(ctx.footprint(), holder, now, now + LEASE)?.map_err(ImportError::UnderWay)
}

fn clear_unfinished(ctx: &Ctx) -> Result<(), AppError> {
    for unfinished in ctx.store.unfinished_imports(ctx.footprint())? {
        abandon(ctx, unfinished.0, "the program that wrote it ended")?;
    }
    Ok(())
}

fn abandon(ctx: &Ctx, import: ImportId, why: &str) -> Result<(), AppError> {
    ctx.store.take_out(ctx.footprint(), import)?;
    if !ctx.store.unfinished_imports(ctx.footprint())?.contains(&UnfinishedImport(import)) {
        // Another import found it resting and has recorded its end.
        return Ok(());
    }
    record(ctx, import, HistoryImportEvent::HistoryImportAbandoned(HistoryImportAbandoned { why: why.to_owned() }))
}

fn record(ctx: &Ctx, import: ImportId, event: HistoryImportEvent) -> Result<(), AppError> {
    ctx.store.commit(recorded(ctx, import, event)?)?;
    Ok(())
}

/// The change that records a step of an import.
fn recorded(ctx: &Ctx, import: ImportId, event: HistoryImportEvent) -> Result<Change, AppError> {
    let mut stream = ctx.store.read(|tx| load(tx, ctx.footprint(), import))?;
    let mut change = Change::new(ctx.footprint(), ctx.world.now(), &ctx.actor, CommandId(ctx.world.id()));
    change.append(&mut stream, &Event::HistoryImport(event), ctx.world.random())?;
    Ok(change)
}

/// Writes under the lease, and renews it with what is written.
fn commit(ctx: &Ctx, lease: &ImportLease, mut change: Change) -> Result<(), ImportError> {
    change.row(lease.renewed(ctx.world.now() + LEASE));
    match ctx.store.commit(change) {
        Ok(_) => Ok(()),
        Err(StoreError::Stale | StoreError::Taken(_)) => Err(ImportError::Overtaken),
        Err(error) => Err(error.into()),
    }
}

/// What was erased of a person does not come back with a later row about her.
fn without_identity(row: &mut HistoricReferral) {
    row.nhs_number = None;
    row.birth_date = None;
    row.postcode = None;
    row.gp_practice = None;
}
