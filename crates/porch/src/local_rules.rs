//! Local rules: those that come with the program, files that stand in for them, and those that a database holds.

use std::sync::Arc;

use porch_app::{AppError, Ctx, Rules, Store, World, footprint};
use porch_domain::{actor::Actor, footprint::Footprint, screening::Instruments};

use crate::{failure::Failure, world};

/// The footprints that come with the program.
pub const EMBEDDED: &[(&str, &str)] = &[
    ("kent-medway", include_str!("../../../footprints/kent-medway.toml")),
    ("dorset", include_str!("../../../footprints/dorset.toml")),
    ("east-midlands", include_str!("../../../footprints/east-midlands.toml")),
    ("blackpool", include_str!("../../../footprints/blackpool.toml")),
    ("tower-hamlets", include_str!("../../../footprints/tower-hamlets.toml")),
    ("norfolk-waveney", include_str!("../../../footprints/norfolk-waveney.toml")),
    ("hillingdon", include_str!("../../../footprints/hillingdon.toml")),
    ("one-service", include_str!("../../../footprints/one-service.toml")),
];

/// The folder whose files stand in for those that come with the program.
const FOLDER_VARIABLE: &str = "PORCH_FOOTPRINTS";

/// Chosen rules, and the text to apply where the database does not hold them yet.
pub struct Chosen {
    /// The rules.
    pub rules: Arc<Rules>,
    unapplied: Option<String>,
}

/// Chooses the rules: by name, or the only ones that the database holds, or `kent-medway` for an empty one.
pub fn choose(store: &Store, world: &dyn World, name: Option<&str>) -> Result<Chosen, Failure> {
    let name = match name {
        Some(name) => name.to_owned(),
        None => match footprint::held(store)?.as_slice() {
            [] => "kent-medway".to_owned(),
            [only] => only.clone(),
            several => {
                let known = several.join(", ");
                return Err(Failure::at(
                    "--footprint",
                    format!("the database holds several (expected one of {known})"),
                ));
            }
        },
    };
    if let Some(rules) = in_force_today(store, world, &name)? {
        return Ok(Chosen { rules, unapplied: None });
    }
    let text = text_of(&name)?;
    let footprint = Footprint::parse(&text)
        .map_err(|problems| Failure::all(problems.into_iter().map(|problem| format!("footprint {name} {problem}"))))?;
    let content_hash = Footprint::content_hash(&text);
    Ok(Chosen {
        rules: Arc::new(Rules { footprint, content_hash, instruments: Instruments::shipped().clone() }),
        unapplied: Some(text),
    })
}

/// The applied rules that hold today, where any were applied.
pub fn in_force_today(store: &Store, world: &dyn World, name: &str) -> Result<Option<Arc<Rules>>, AppError> {
    footprint::in_force(store, name, world.now().in_tz("Europe/London")?.date())
}

impl Chosen {
    /// Applies the rules where the database does not hold them yet.
    pub fn apply(&mut self, store: &Store, world: &dyn World) -> Result<(), Failure> {
        if let Some(text) = self.unapplied.take() {
            self.rules = footprint::apply(store, world, &world::operator(), &text, None)
                .map_err(|error| Failure::at("footprint", error))?;
        }
        Ok(())
    }

    /// A context for an act of whoever runs the program.
    pub fn ctx(&self, store: &Store, world: &Arc<dyn World>) -> Ctx {
        self.ctx_as(store, world, world::operator())
    }

    /// A context for an act of someone else.
    pub fn ctx_as(&self, store: &Store, world: &Arc<dyn World>, actor: Actor) -> Ctx {
        Ctx::new(store.clone(), Arc::clone(&self.rules), actor, Arc::clone(world))
    }
}

fn text_of(name: &str) -> Result<String, Failure> {
    if let Some(folder) = std::env::var_os(FOLDER_VARIABLE) {
        let file = std::path::Path::new(&folder).join(format!("{name}.toml"));
        if file.exists() {
            return std::fs::read_to_string(&file).map_err(|error| Failure::of_file(&file, error));
        }
    }
    EMBEDDED.iter().find(|(known, _)| *known == name).map(|(_, text)| (*text).to_owned()).ok_or_else(|| {
        let known: Vec<&str> = EMBEDDED.iter().map(|(known, _)| *known).collect();
        Failure::at("--footprint", format!("there is no footprint \"{name}\" (expected one of {})", known.join(", ")))
    })
}
