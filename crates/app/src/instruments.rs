//! The questionnaires of a site: those that come with the program, and the wording that the site may show.

use porch_domain::{
    actor::Actor,
    event::{Event, StreamId, StreamKind},
    ids::CommandId,
    screening::{InstrumentId, Instruments, TextPack, TextPackAdded},
};
use porch_store::{AddedTextPack, Change, Head, Store, Stream, load};

use crate::{
    World,
    access::{Action, may_at_all},
    error::AppError,
};

/// Why a text pack was not added.
#[derive(Debug, thiserror::Error)]
pub enum AddError {
    /// The pack has problems.
    #[error("{}", .0.join("; "))]
    Problems(Vec<String>),
    /// Something else.
    #[error(transparent)]
    App(#[from] AppError),
}

/// Reads a text pack and holds it to the definition of its instrument.
///
/// # Errors
/// Each thing that is wrong with it, in words.
pub fn read(content: &str) -> Result<TextPack, Vec<String>> {
    TextPack::read(content, |id: &InstrumentId| Instruments::shipped().definition(id).cloned())
}

/// Adds a text pack, with its right, to those of a local system. The same content again changes nothing.
///
/// # Errors
/// When the pack has problems, the actor may not, or the database cannot be written.
pub fn add(
    store: &Store,
    world: &dyn World,
    actor: &Actor,
    footprint: &str,
    content: &str,
) -> Result<TextPack, AddError> {
    let pack = read(content).map_err(AddError::Problems)?;
    if !may_at_all(actor, Action::ApplyFootprint) {
        return Err(AppError::NotAllowed(Action::ApplyFootprint.described()).into());
    }
    let earlier = store.read(|tx| AddedTextPack::all(tx, footprint)).map_err(AppError::from)?;
    let of_this =
        |one: &&AddedTextPack| one.instrument == pack.instrument().as_str() && one.language == pack.language();
    let known = earlier.iter().rfind(of_this);
    if known.is_some_and(|known| known.content_hash == pack.hash()) {
        return Ok(pack);
    }
    let mut stream = match known {
        Some(known) => store.read(|tx| load(tx, footprint, known.stream)).map_err(AppError::from)?,
        None => Stream { id: StreamId { kind: StreamKind::TextPack, id: world.id() }, record: None, head: Head::NEW },
    };
    let definition = Instruments::shipped().definition(pack.instrument());
    let added = TextPackAdded {
        instrument: pack.instrument().clone(),
        language: pack.language().to_owned(),
        definition: definition.map(|definition| definition.hash().to_owned()).unwrap_or_default(),
        content_hash: pack.hash().to_owned(),
        content: content.to_owned(),
    };
    let mut change = Change::new(footprint, world.now(), actor, CommandId(world.id()));
    change.append(&mut stream, &Event::TextPackAdded(added), world.random()).map_err(AppError::from)?;
    store.commit(change).map_err(AppError::from)?;
    Ok(pack)
}

/// The questionnaires with the wording of a local system. A pack of an earlier version serves those who answer in it; one
/// that fits no definition any more is left out. Then nothing is sent in its words, and a clinician can still ask.
///
/// # Errors
/// When the database cannot be read.
pub fn of_site(store: &Store, footprint: &str) -> Result<Instruments, AppError> {
    let added = store.read(|tx| AddedTextPack::all(tx, footprint))?;
    Ok(Instruments::shipped().with(added.iter().filter_map(|one| Instruments::shipped().read_pack(&one.content).ok())))
}
