//! How the national record is asked, as the settings say it: where, with what this service is let in, and for how long it is
//! waited for. Off where nothing is said; keys come from files or the environment, and are never printed.

use std::{path::PathBuf, sync::Arc, time::Duration};

use porch_app::{
    World,
    national_record::{Demographics, NationalRecords},
};
use porch_domain::person::national::{Answer, Question};
use porch_exchange::{
    outgoing::{Bounds, Outgoing, may_be_asked},
    pds::{Access, Service},
};
use serde::Deserialize;
use uuid::Uuid;

use crate::{failure::Failure, secret_file};

/// The environment variables that may hold the two keys themselves.
const API_KEY: &str = "PORCH_PDS_API_KEY";
const PRIVATE_KEY: &str = "PORCH_PDS_PRIVATE_KEY";

/// How long it is waited for, where nothing else is said.
const PATIENCE_SECONDS: u32 = 3;

/// The longest that it may be waited for: a page is not held up for more.
const LONGEST_SECONDS: u32 = 10;

/// The most bytes of an answer: one record is some ten thousand.
const MOST_BYTES: usize = 512 * 1024;

/// The most bytes of a key.
const LONGEST_KEY: u64 = 16 * 1024;

/// The one environment that lets everybody in.
///
/// # Source
/// `personal-demographics.yaml`, "Environments and testing", and the parameter `Authorization`: "Required in all environments
/// except sandbox".
const SANDBOX: &str = "https://sandbox.api.service.nhs.uk/";

/// The table `national_record` of the settings.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Setting {
    /// The address of the service, with its base path.
    address: String,
    /// Where a token is given.
    token_address: Option<String>,
    /// The file with the key of this program, as it was registered.
    api_key_file: Option<PathBuf>,
    /// The file with the private key that signs, as PEM.
    private_key_file: Option<PathBuf>,
    /// The name of its public half, as it was registered.
    key_id: Option<String>,
    /// The ODS code of the organisation whose staff ask.
    organisation: Option<String>,
    /// For how long it is waited for.
    patience_seconds: Option<u32>,
    /// Roots of trust beside those that browsers know.
    roots_file: Option<PathBuf>,
    /// A proxy through which it is asked.
    proxy: Option<String>,
}

/// The national record of a setting; nothing where none is set.
///
/// # Errors
/// What is wrong with the setting, by its name.
pub fn asked(setting: Option<&Setting>, world: &Arc<dyn World>) -> Result<Option<NationalRecords>, Failure> {
    let Some(setting) = setting else { return Ok(None) };
    let service = setting.service()?;
    let asking = Asking { service, world: Arc::clone(world) };
    Ok(Some(NationalRecords::new(Arc::new(asking))))
}

struct Asking {
    service: Service,
    world: Arc<dyn World>,
}

impl Demographics for Asking {
    fn ask(&self, question: &Question, request: Uuid) -> Answer {
        self.service.ask(question, request, self.world.now())
    }
}

fn wrong(field: &str, what: impl std::fmt::Display) -> Failure {
    Failure::at(format!("national_record.{field}"), what)
}

impl Setting {
    fn service(&self) -> Result<Service, Failure> {
        let address = |field: &str, address: &str| {
            if may_be_asked(address) {
                return Ok(());
            }
            // It may hold a password, and is not repeated.
            Err(wrong(
                field,
                "it cannot be asked (expected https://, or http:// for this machine itself, without a name or password)",
            ))
        };
        address("address", &self.address)?;
        let seconds = self.patience_seconds.unwrap_or(PATIENCE_SECONDS);
        if !(1..=LONGEST_SECONDS).contains(&seconds) {
            return Err(wrong("patience_seconds", format!("{seconds} (expected 1 to {LONGEST_SECONDS})")));
        }
        if let Some(code) = self.organisation.as_deref().filter(|code| !is_ods(code)) {
            return Err(wrong(
                "organisation",
                format!("{code:?} is no ODS code (expected letters and digits, such as RXY)"),
            ));
        }
        let patience = Duration::from_secs(seconds.into());
        let bounds = Bounds { connect: patience, total: patience, most_bytes: MOST_BYTES };
        let outgoing = Outgoing::new(bounds, self.roots_file.as_deref(), self.proxy.as_deref())
            .map_err(|what| wrong("roots_file or proxy", what))?;
        let service = Service::new(&self.address, outgoing, patience).for_organisation(self.organisation.clone());
        match &self.token_address {
            Some(token_address) => {
                address("token_address", token_address)?;
                Ok(service.let_in_by(self.access(token_address)?))
            }
            None if self.lets_everybody_in() => Ok(service),
            None => Err(wrong(
                "token_address",
                "it is missing (expected where a token is given; only the sandbox lets everybody in)",
            )),
        }
    }

    fn lets_everybody_in(&self) -> bool {
        self.address.starts_with(SANDBOX) || self.address.starts_with("http://")
    }

    fn access(&self, token_address: &str) -> Result<Access, Failure> {
        let api_key = secret("api_key_file", self.api_key_file.as_ref(), API_KEY)?;
        let private_key = secret("private_key_file", self.private_key_file.as_ref(), PRIVATE_KEY)?;
        let key_id = self.key_id.as_deref().filter(|id| !id.trim().is_empty());
        let key_id =
            key_id.ok_or_else(|| wrong("key_id", "it is missing (expected the name of the registered key)"))?;
        Access::new(token_address, &api_key, key_id, private_key.as_bytes())
            .map_err(|what| wrong("private_key_file", what))
    }
}

/// A secret from a file, or from the environment where no file is named.
fn secret(field: &str, file: Option<&PathBuf>, variable: &str) -> Result<String, Failure> {
    match (file, std::env::var(variable)) {
        (Some(file), _) => secret_file::read(file, LONGEST_KEY, "a key"),
        (None, Ok(text)) if !text.trim().is_empty() => Ok(text.trim().to_owned()),
        (None, _) => Err(wrong(field, format!("it is missing (expected a file, or the key itself in {variable})"))),
    }
}

/// Whether a text can be an ODS code.
pub fn is_ods(code: &str) -> bool {
    (3..=6).contains(&code.len()) && code.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use porch_domain::person::{Identity, NhsNumber};
    use porch_testkit::pds::{API_KEY, KEY_ID, KEY_OF_NOBODY, StandIn};

    use super::*;
    use crate::world::Machine;

    fn setting(text: &str) -> Setting {
        toml::from_str(text).unwrap()
    }

    fn refused(text: &str) -> String {
        match asked(Some(&setting(text)), &Machine::world()) {
            Ok(_) => panic!("{text} was taken"),
            Err(failure) => failure.words(),
        }
    }

    fn file(folder: &tempfile::TempDir, name: &str, content: &str, mode: u32) -> String {
        let file = folder.path().join(name);
        std::fs::write(&file, content).unwrap();
        std::fs::set_permissions(&file, std::fs::Permissions::from_mode(mode)).unwrap();
        file.display().to_string()
    }

    #[test]
    fn what_is_wrong_with_a_setting_is_told_by_its_name_and_no_key_is_repeated() {
        let folder = tempfile::tempdir().unwrap();
        let key = file(&folder, "key.pem", KEY_OF_NOBODY, 0o600);
        let api = file(&folder, "api", "the secret words", 0o600);
        let open = file(&folder, "open", "the secret words", 0o644);
        let real = "address = \"https://a.example/R4\"\n";
        let token = format!("{real}token_address = \"https://a.example/token\"\n");
        for (text, field) in [
            ("address = \"http://a.example\"".to_owned(), "national_record.address"),
            ("address = \"a.example\"".to_owned(), "national_record.address"),
            (real.to_owned(), "national_record.token_address"),
            (format!("{real}token_address = \"http://a.example\""), "national_record.token_address"),
            (token.clone(), "national_record.api_key_file"),
            (format!("{token}api_key_file = \"{api}\""), "national_record.private_key_file"),
            (format!("{token}api_key_file = \"{api}\"\nprivate_key_file = \"{key}\""), "national_record.key_id"),
            (format!("{token}api_key_file = \"{open}\""), "everybody on this machine"),
            (
                format!("{token}api_key_file = \"{api}\"\nprivate_key_file = \"{api}\"\nkey_id = \"k\""),
                "national_record.private_key_file",
            ),
            (format!("{real}patience_seconds = 0"), "national_record.patience_seconds"),
            (format!("{real}patience_seconds = 60"), "national_record.patience_seconds"),
            (format!("{real}organisation = \"our trust\""), "national_record.organisation"),
        ] {
            let said = refused(&text);
            assert!(said.contains(field), "{text}: {said}");
            assert!(!said.contains("secret words") && !said.contains("PRIVATE KEY"), "{said}");
        }
        assert!(toml::from_str::<Setting>("address = \"https://a.example\"\nkey = \"x\"").is_err());
    }

    #[test]
    fn nothing_is_asked_where_nothing_is_set_and_the_sandbox_lets_everybody_in() {
        assert!(asked(None, &Machine::world()).unwrap().is_none());
        let sandbox = "address = \"https://sandbox.api.service.nhs.uk/personal-demographics/FHIR/R4\"";
        assert!(asked(Some(&setting(sandbox)), &Machine::world()).unwrap().is_some());
    }

    #[test]
    fn a_service_that_is_set_up_asks_the_stand_in_and_is_let_in_by_its_key() {
        let folder = tempfile::tempdir().unwrap();
        let (key, api) = (file(&folder, "key.pem", KEY_OF_NOBODY, 0o600), file(&folder, "api", API_KEY, 0o640));
        let stand_in = StandIn::start();
        let text = format!(
            "address = \"{}\"\ntoken_address = \"{}\"\napi_key_file = \"{api}\"\nprivate_key_file = \"{key}\"\nkey_id = \
             \"{KEY_ID}\"\norganisation = \"RXY\"\n",
            stand_in.address(),
            stand_in.token_address()
        );
        let asking = Asking { service: setting(&text).service().unwrap(), world: Machine::world() };
        let held = Identity { nhs_number: NhsNumber::parse("9000000009").ok(), ..Identity::default() };
        let answer = asking.ask(&Question::about(&held).unwrap(), Uuid::from_u128(7));
        assert!(matches!(answer, Answer::Found(_)), "{answer:?}");
        assert_eq!(stand_in.violations(), [""; 0]);
    }
}
