//! Applying local rules: a file for people becomes a journal entry for the program.

use std::sync::Arc;

use jiff::civil::Date;
use porch_domain::actor::Actor;
use porch_domain::{
    event::{Event, FootprintApplied, StreamId, StreamKind},
    footprint::{Footprint, Problem},
    ids::CommandId,
};
use porch_store::{AppliedFootprint, Change, Head, Store, Stream, load};

use crate::{
    World,
    access::{Action, may_at_all},
    context::Rules,
    error::AppError,
    instruments,
};

/// Why rules were not applied.
#[derive(Debug, thiserror::Error)]
pub enum ApplyError {
    /// The file has problems; each names its line.
    #[error("the footprint has {} problems", .0.len())]
    Problems(Vec<Problem>),
    /// The service says no.
    #[error(transparent)]
    App(#[from] AppError),
}

/// Applies a footprint file from a day on. The same content from the same day again changes nothing.
///
/// # Errors
/// Every problem of the file; or the actor may not; or the database cannot be written.
pub fn apply(
    store: &Store,
    world: &dyn World,
    actor: &Actor,
    content: &str,
    from: Option<Date>,
) -> Result<Arc<Rules>, ApplyError> {
    let footprint = Footprint::parse_given(content, world.now()).map_err(ApplyError::Problems)?;
    if !may_at_all(actor, Action::ApplyFootprint) {
        return Err(AppError::NotAllowed(Action::ApplyFootprint.described()).into());
    }
    let name = footprint.name.clone();
    let content_hash = Footprint::content_hash(content);
    let applied = FootprintApplied {
        from: from.unwrap_or(footprint.starts_on),
        name: name.clone(),
        content_hash: content_hash.clone(),
        content: content.to_owned(),
    };
    let earlier = store.read(|tx| AppliedFootprint::all(tx, &name)).map_err(AppError::from)?;
    if !earlier.iter().any(|known| known.content_hash == content_hash && known.from == applied.from) {
        let mut stream = match earlier.first() {
            Some(known) => store.read(|tx| load(tx, &name, known.stream)).map_err(AppError::from)?,
            None => {
                Stream { id: StreamId { kind: StreamKind::Footprint, id: world.id() }, record: None, head: Head::NEW }
            }
        };
        let mut change = Change::new(&name, world.now(), actor, CommandId(world.id()));
        change.append(&mut stream, &Event::FootprintApplied(applied), world.random()).map_err(AppError::from)?;
        store.commit(change).map_err(AppError::from)?;
    }
    let instruments = instruments::of_site(store, &name)?;
    Ok(Arc::new(Rules { footprint, content_hash, instruments }))
}

/// The rules that hold on a day: running code reads only applied versions.
///
/// # Errors
/// When none was applied, or the stored text cannot be read by this program.
pub fn in_force(store: &Store, name: &str, on: Date) -> Result<Option<Arc<Rules>>, AppError> {
    let versions = store.read(|tx| AppliedFootprint::all(tx, name))?;
    let Some(version) = versions.iter().find(|version| version.from <= on).or(versions.last()) else {
        return Ok(None);
    };
    Ok(Some(Arc::new(Rules {
        footprint: parsed(name, version)?,
        content_hash: version.content_hash.clone(),
        instruments: instruments::of_site(store, name)?,
    })))
}

/// Every applied version, the latest day first.
///
/// # Errors
/// When the database cannot be read, or the stored text cannot be read by this program.
pub(crate) fn versions(store: &Store, name: &str) -> Result<Vec<Footprint>, AppError> {
    let versions = store.read(|tx| AppliedFootprint::all(tx, name))?;
    versions.iter().map(|version| parsed(name, version)).collect()
}

fn parsed(name: &str, version: &AppliedFootprint) -> Result<Footprint, AppError> {
    Footprint::parse(&version.content).map_err(|problems| {
        let first = problems.first().map(ToString::to_string).unwrap_or_default();
        AppError::Rules(format!("the applied rules of {name} cannot be read by this version: {first}"))
    })
}

/// The local systems that a database holds.
///
/// # Errors
/// When the database cannot be read.
pub fn held(store: &Store) -> Result<Vec<String>, AppError> {
    Ok(store.read(AppliedFootprint::names)?)
}
