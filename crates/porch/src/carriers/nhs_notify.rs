//! NHS Notify, as the settings say it: where it is asked, with what this service is let in, its routing plans, and what it shows
//! with its receipts.

use std::{path::PathBuf, sync::Arc};

use porch_app::World;
use porch_domain::person::Route;
use porch_exchange::{
    carrier::{
        bounds,
        nhs_notify::{ADDRESS, NhsNotify, Plans},
    },
    outgoing::{Outgoing, may_be_asked},
    pds::Access,
};
use serde::Deserialize;
use uuid::Uuid;

use super::{long_enough, secret_of};
use crate::{failure::Failure, national_record::is_ods};

/// The environment variables that may hold the keys themselves.
const API_KEY: &str = "PORCH_NHS_NOTIFY_API_KEY";
const PRIVATE_KEY: &str = "PORCH_NHS_NOTIFY_PRIVATE_KEY";
const CALLBACK_KEY: &str = "PORCH_NHS_NOTIFY_CALLBACK_KEY";

/// The most bytes of a private key.
const LONGEST_KEY: u64 = 16 * 1024;

/// The table `messages.nhs_notify`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Setting {
    address: Option<String>,
    /// Where a token is given.
    token_address: Option<String>,
    api_key_file: Option<PathBuf>,
    /// The file with the private key that signs, as PEM.
    key_file: Option<PathBuf>,
    /// The name of its public half, as it was registered.
    key_id: Option<String>,
    email_plan: Option<Uuid>,
    text_plan: Option<Uuid>,
    /// An ODS code, where the account has several.
    organisation: Option<String>,
    roots_file: Option<PathBuf>,
    proxy: Option<String>,
    /// With it and the key below receipts are signed.
    application_id: Option<String>,
    callback_key_file: Option<PathBuf>,
}

fn wrong(field: &str, what: impl std::fmt::Display) -> Failure {
    super::wrong(&format!("nhs_notify.{field}"), what)
}

fn said(text: Option<&String>) -> Option<&str> {
    text.map(|text| text.trim()).filter(|text| !text.is_empty())
}

impl Setting {
    /// Whether there is a routing plan for a route.
    ///
    /// # Errors
    /// Where there is none.
    pub fn has_a_plan(&self, route: Route) -> Result<(), Failure> {
        let (plan, field) = match route {
            Route::Email => (self.email_plan, "email_plan"),
            Route::Text | Route::Letter | Route::Telephone | Route::Voicemail => (self.text_plan, "text_plan"),
        };
        let missing = || wrong(field, "it is not said (expected the id of a routing plan)");
        plan.map(drop).ok_or_else(missing)
    }

    /// The service as it is asked.
    ///
    /// # Errors
    /// What is wrong with the setting, by its name.
    pub fn carrier(&self, world: &Arc<dyn World>) -> Result<NhsNotify, Failure> {
        let address = self.address.as_deref().unwrap_or(ADDRESS);
        let missing = || wrong("token_address", "it is not said (expected where a token is given)");
        let token_address = self.token_address.as_deref().ok_or_else(missing)?;
        for (field, address) in [("address", address), ("token_address", token_address)] {
            if !may_be_asked(address) {
                // It may hold a password, and is not repeated.
                let what = "it cannot be asked (expected https://, or http:// for this machine itself)";
                return Err(wrong(field, what));
            }
        }
        if let Some(code) = self.organisation.as_deref().filter(|code| !is_ods(code)) {
            let what = format!("{code:?} is no ODS code (expected letters and digits, such as RXY)");
            return Err(wrong("organisation", what));
        }
        let secret = |field: &str, file: &Option<PathBuf>, variable: &str, expected: &str| {
            let missing = || wrong(field, format!("it is not said (expected a file with {expected}, or {variable})"));
            secret_of(&format!("nhs_notify.{field}"), file.as_deref(), variable, (LONGEST_KEY, expected))?
                .ok_or_else(missing)
        };
        let api_key = secret("api_key_file", &self.api_key_file, API_KEY, "the key of NHS Notify")?;
        let key = secret("key_file", &self.key_file, PRIVATE_KEY, "the private key that signs")?;
        let missing = || wrong("key_id", "it is not said (expected the name under which the key was registered)");
        let key_id = said(self.key_id.as_ref()).ok_or_else(missing)?;
        let access =
            Access::new(token_address, &api_key, key_id, key.as_bytes()).map_err(|what| wrong("key_file", what))?;
        let outgoing = Outgoing::new(bounds(), self.roots_file.as_deref(), self.proxy.as_deref())
            .map_err(|what| wrong("roots_file or proxy", what))?;
        let plans = Plans { email: self.email_plan, text: self.text_plan, national_record: None };
        let world = Arc::clone(world);
        let clock = Arc::new(move || world.now());
        Ok(NhsNotify::new(address, access, plans, Arc::new(outgoing), clock)
            .for_organisation(self.organisation.clone()))
    }

    /// What it shows with its receipts: the id of our application and the key; nothing where nothing was agreed.
    ///
    /// # Errors
    /// What is wrong with the setting, by its name.
    pub fn of_receipts(&self) -> Result<Option<(String, String)>, Failure> {
        let expected = "the key that NHS Notify shows with its receipts";
        let (field, file) = ("nhs_notify.callback_key_file", self.callback_key_file.as_deref());
        let key = secret_of(field, file, CALLBACK_KEY, (LONGEST_KEY, expected))?;
        long_enough(field, key.as_deref())?;
        match (said(self.application_id.as_ref()), key) {
            (Some(application), Some(key)) => Ok(Some((application.to_owned(), key))),
            (None, None) => Ok(None),
            (None, Some(_)) => {
                Err(wrong("application_id", "it is not said (expected the id with which receipts are signed)"))
            }
            (Some(_), None) => {
                let what = format!("it is not said (expected a file with {expected}, or {CALLBACK_KEY})");
                Err(wrong("callback_key_file", what))
            }
        }
    }
}
