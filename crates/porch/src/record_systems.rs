//! Which record systems may fill in the professional's form, as the settings say it. None where nothing is said.

use std::path::PathBuf;

use porch_exchange::filled_form::SHORTEST_KEY;
use porch_web::RecordSystems;
use serde::Deserialize;

use crate::{failure::Failure, secret_file};

/// The most that a file with a key holds, in bytes.
const LONGEST: u64 = 1_024;

/// A table `record_system` of the settings.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Setting {
    /// Its short code: letters, digits and hyphens.
    code: String,
    /// The file with the key that it signs with.
    key_file: PathBuf,
}

/// The record systems of the settings.
///
/// # Errors
/// What is wrong with a setting, by its name. Nothing of a key is told.
pub fn of(settings: &[Setting]) -> Result<RecordSystems, Failure> {
    let mut systems = RecordSystems::default();
    let mut known: Vec<&str> = Vec::new();
    for Setting { code, key_file } in settings {
        let is_code = !code.is_empty()
            && code.len() <= 40
            && code.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
        if !is_code || known.contains(&code.as_str()) {
            let what = format!("\"{code}\" (expected up to 40 letters, digits and hyphens, each system once)");
            return Err(Failure::at("record_system.code", what));
        }
        known.push(code);
        let key = secret_file::read(key_file, LONGEST, "the key of a record system")?;
        if key.chars().count() < SHORTEST_KEY {
            let what = format!("its key is too short (expected {SHORTEST_KEY} characters or more)");
            return Err(Failure::of_file(key_file, what));
        }
        systems = systems.with(code.clone(), key);
    }
    Ok(systems)
}
