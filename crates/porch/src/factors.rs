//! The key for second factors: made once into a file, read by `porch serve` from a file or the environment, never printed.

use std::{
    fs::OpenOptions,
    io::Write,
    os::unix::fs::OpenOptionsExt,
    path::{Path, PathBuf},
    process::ExitCode,
};

use porch_app::factor::{FactorKey, Passkeys, SecondFactors};
use serde::Deserialize;

use crate::{arguments::FactorKeyVerb, failure::Failure, world::Machine};

/// The environment variable that may hold the key itself.
const VARIABLE: &str = "PORCH_FACTOR_KEY";

/// Whether a service asks for a second factor, as the settings say it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Asked {
    /// Whoever has none must add one before anything else.
    #[default]
    Required,
    /// Whoever wants one may add it.
    Offered,
}

/// Makes a key into a file that is not there yet, for its owner alone.
pub fn make(verb: &FactorKeyVerb) -> Result<ExitCode, Failure> {
    let world = Machine::world();
    let of_file = |error| Failure::of_file(&verb.file, error);
    let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&verb.file).map_err(of_file)?;
    file.write_all(FactorKey::drawn(world.as_ref()).as_bytes())
        .and_then(|()| file.write_all(b"\n"))
        .map_err(of_file)?;
    file.sync_all().map_err(of_file)?;
    println!("A key for second factors is in {}.", verb.file.display());
    println!("Give it to the server: porch serve --factor-key-file {}", verb.file.display());
    println!("Keep a copy apart from the backups: without it no authenticator opens an account any more.");
    Ok(ExitCode::SUCCESS)
}

/// What the server asks beside a password, with the key of the file or the environment.
pub fn asked(asked: Asked, file: Option<PathBuf>, address: Option<&str>) -> Result<SecondFactors, Failure> {
    let key = match (file, std::env::var(VARIABLE)) {
        (Some(file), _) => Some(of_file(&file)?),
        (None, Ok(text)) => Some(read(&text).ok_or_else(|| Failure::at(VARIABLE, EXPECTED))?),
        (None, Err(_)) => None,
    };
    let required = asked == Asked::Required;
    if required && key.is_none() && address.is_none() {
        let what = "staff must add a second factor, and cannot: this server has no key to keep it under";
        tracing::warn!(
            "{what}. Make one with `porch factor-key FILE`, and give it with --factor-key-file FILE; or write second_factor = \
             \"offered\" into the settings. Until then nobody can sign in who has none"
        );
    }
    let at = |address: &str| {
        Passkeys::at(address).map_err(|error| {
            Failure::at("public_address", format!("{address}: {error} (expected one as https://porch.example)"))
        })
    };
    Ok(SecondFactors { required, key, passkeys: address.map(at).transpose()? })
}

/// What is said of a text that is no key; the text itself is not repeated.
const EXPECTED: &str = "it holds no key (expected 64 hexadecimal digits; `porch factor-key FILE` makes one)";

fn of_file(file: &Path) -> Result<FactorKey, Failure> {
    let text = std::fs::read_to_string(file).map_err(|error| Failure::of_file(file, error))?;
    read(&text).ok_or_else(|| Failure::of_file(file, EXPECTED))
}

fn read(text: &str) -> Option<FactorKey> {
    FactorKey::of_text(text)
}
