//! Who carries messages, as the settings say it: a mail server, GOV.UK Notify, or a folder in which they are only written down.
//! Nothing leaves by itself where nothing is said; passwords and keys come from files or the environment, and are never printed.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use porch_app::{
    World,
    sending::{Carrier, Carriers, Handed, Left, Parcel},
};
use porch_domain::{
    message::{Failure as NotSent, Obstacle, Via},
    person::Route,
};
use porch_exchange::{
    carrier::{self, NotNow, Refused, bounds, file::Folder, govuk_notify, mail},
    outgoing::{Outgoing, may_be_asked},
};
use porch_web::Receipts;
use serde::Deserialize;
use uuid::Uuid;

use crate::{failure::Failure, secret_file};

/// The environment variables that may hold the password of the mail server, the key of GOV.UK Notify, and what the two services
/// show with their receipts, themselves.
const SMTP_PASSWORD: &str = "PORCH_SMTP_PASSWORD";
const GOVUK_NOTIFY_KEY: &str = "PORCH_GOVUK_NOTIFY_KEY";
const GOVUK_NOTIFY_CALLBACK_TOKEN: &str = "PORCH_GOVUK_NOTIFY_CALLBACK_TOKEN";
const NHS_NOTIFY_CALLBACK_KEY: &str = "PORCH_NHS_NOTIFY_CALLBACK_KEY";

/// The fewest characters of what a service shows with its receipts: it stands at an address that everybody reaches.
const SHORTEST_AGREED: usize = 16;

/// The most bytes of a password or a key.
const LONGEST_SECRET: u64 = 1024;

/// The table `messages` of the settings.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Setting {
    /// Who carries e-mail.
    email: Option<By>,
    /// Who carries text messages.
    text: Option<By>,
    /// The mail server.
    smtp: Option<MailServer>,
    /// GOV.UK Notify.
    govuk_notify: Option<Notify>,
    /// NHS Notify.
    nhs_notify: Option<NhsNotify>,
    /// A folder in which messages are only written down.
    file: Option<InFolder>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum By {
    Smtp,
    GovukNotify,
    File,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct InFolder {
    folder: PathBuf,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Notify {
    address: Option<String>,
    api_key_file: Option<PathBuf>,
    email_template: Option<Uuid>,
    text_template: Option<Uuid>,
    roots_file: Option<PathBuf>,
    proxy: Option<String>,
    callback_token_file: Option<PathBuf>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct NhsNotify {
    application_id: Option<String>,
    callback_key_file: Option<PathBuf>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct MailServer {
    host: String,
    port: Option<u16>,
    #[serde(default)]
    security: Security,
    /// What this service calls itself to the server.
    hello: String,
    user: Option<String>,
    password_file: Option<PathBuf>,
    from: String,
    /// Neutral: it shows where a message is not opened.
    from_name: Option<String>,
    roots_file: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Security {
    /// Encrypted from the first byte.
    Tls,
    /// Encrypted before anything is said of a message.
    #[default]
    Starttls,
    /// Not at all; on this machine alone.
    Plain,
}

impl Security {
    fn of_mail(self) -> (mail::Security, u16) {
        match self {
            Self::Tls => (mail::Security::Tls, 465),
            Self::Starttls => (mail::Security::StartTls, 587),
            Self::Plain => (mail::Security::Plain, 25),
        }
    }
}

/// The carriers of a setting; none where nothing is said.
///
/// # Errors
/// What is wrong with the setting, by its name.
pub fn of(setting: Option<&Setting>, world: &Arc<dyn World>) -> Result<Carriers, Failure> {
    let Some(setting) = setting else { return Ok(Carriers::default()) };
    let mut carriers = Vec::new();
    for (route, by) in [(Route::Email, setting.email), (Route::Text, setting.text)] {
        let Some(by) = by else { continue };
        let carrier: Arc<dyn Carrier> = match by {
            By::Smtp if route == Route::Email => Arc::new(Carrying { via: Via::Mail, by: setting.mail(world)? }),
            By::Smtp => {
                let what = "a mail server carries no text messages (expected \"govuk-notify\" or \"file\")";
                return Err(wrong("text", what));
            }
            By::GovukNotify => Arc::new(Carrying { via: Via::GovukNotify, by: setting.notify(route, world)? }),
            By::File => {
                let missing = || wrong("file", "it is not said which folder (expected folder = \"a path\")");
                folder(&setting.file.as_ref().ok_or_else(missing)?.folder)?
            }
        };
        carriers.push((route, carrier));
    }
    Ok(Carriers::new(carriers))
}

/// From whom receipts are taken: also of a service that carries nothing any more, whose last receipts are still to come.
///
/// # Errors
/// What is wrong with the setting, by its name.
pub fn receipts(setting: Option<&Setting>) -> Result<Receipts, Failure> {
    let Some(setting) = setting else { return Ok(Receipts::default()) };
    let mut token = None;
    if let Some(notify) = &setting.govuk_notify {
        let expected = "the token that GOV.UK Notify shows with its receipts";
        token = secret(notify.callback_token_file.as_deref(), GOVUK_NOTIFY_CALLBACK_TOKEN, expected)?;
        long_enough("govuk_notify.callback_token_file", token.as_deref())?;
    }
    let mut key = None;
    if let Some(notify) = &setting.nhs_notify {
        let file = notify.callback_key_file.as_deref();
        let agreed = secret(file, NHS_NOTIFY_CALLBACK_KEY, "the key that NHS Notify shows with its receipts")?;
        long_enough("nhs_notify.callback_key_file", agreed.as_deref())?;
        let application = notify.application_id.as_deref().map(str::trim).filter(|id| !id.is_empty());
        key = match (application, agreed) {
            (Some(application), Some(agreed)) => Some((application.to_owned(), agreed)),
            (None, None) => None,
            (None, Some(_)) => {
                let what =
                    "it is not said (expected the id of this service's application, with which receipts are signed)";
                return Err(wrong("nhs_notify.application_id", what));
            }
            (Some(_), None) => {
                let what =
                    format!("it is not said (expected a file with the key, or the key in {NHS_NOTIFY_CALLBACK_KEY})");
                return Err(wrong("nhs_notify.callback_key_file", what));
            }
        };
    }
    Ok(Receipts::default().of_govuk_notify(token).of_nhs_notify(key))
}

fn long_enough(field: &str, agreed: Option<&str>) -> Result<(), Failure> {
    match agreed.map(|agreed| agreed.chars().count()) {
        Some(found) if found < SHORTEST_AGREED => {
            Err(wrong(field, format!("{found} characters (expected {SHORTEST_AGREED} or more, of a generator)")))
        }
        Some(_) | None => Ok(()),
    }
}

/// Everything that would leave is written into a folder, as a demonstration has it.
///
/// # Errors
/// Where the folder cannot be made.
pub fn into_folder(path: &Path) -> Result<Carriers, Failure> {
    let carrier = folder(path)?;
    Ok(Carriers::new([Route::Email, Route::Text].map(|route| (route, Arc::clone(&carrier)))))
}

fn folder(path: &Path) -> Result<Arc<dyn Carrier>, Failure> {
    let by = Folder::new(path).map_err(|what| wrong("file.folder", what))?;
    Ok(Arc::new(Carrying { via: Via::Folder, by }))
}

fn wrong(field: &str, what: impl std::fmt::Display) -> Failure {
    Failure::at(format!("messages.{field}"), what)
}

impl Setting {
    fn mail(&self, world: &Arc<dyn World>) -> Result<mail::Mail, Failure> {
        let server = self.smtp.as_ref().ok_or_else(|| wrong("smtp", "it is not said which mail server"))?;
        let (security, port) = server.security.of_mail();
        let settings = mail::Settings {
            host: server.host.clone(),
            port: server.port.unwrap_or(port),
            security,
            hello: server.hello.clone(),
            credentials: server.credentials()?,
            from: server.from.clone(),
            from_name: server.from_name.clone().unwrap_or_default(),
        };
        let world = Arc::clone(world);
        mail::Mail::new(settings, bounds(), server.roots_file.as_deref(), Arc::new(move || world.now()))
            .map_err(|what| wrong("smtp", what))
    }

    fn notify(&self, route: Route, world: &Arc<dyn World>) -> Result<govuk_notify::GovukNotify, Failure> {
        let missing = |field: &str| wrong(&format!("govuk_notify.{field}"), "it is not said");
        let notify =
            self.govuk_notify.as_ref().ok_or_else(|| wrong("govuk_notify", "it is not said with which key"))?;
        let address = notify.address.as_deref().unwrap_or(govuk_notify::ADDRESS);
        if !may_be_asked(address) {
            let what = "it cannot be asked (expected https://, or http:// for this machine itself)";
            return Err(wrong("govuk_notify.address", what));
        }
        let (template, field) = match route {
            Route::Email => (notify.email_template, "email_template"),
            Route::Text | Route::Letter | Route::Telephone | Route::Voicemail => {
                (notify.text_template, "text_template")
            }
        };
        template.ok_or_else(|| missing(field))?;
        let templates = govuk_notify::Templates { email: notify.email_template, text: notify.text_template };
        let key = secret(notify.api_key_file.as_deref(), GOVUK_NOTIFY_KEY, "the key of GOV.UK Notify")?
            .ok_or_else(|| missing("api_key_file"))?;
        let outgoing = Outgoing::new(bounds(), notify.roots_file.as_deref(), notify.proxy.as_deref())
            .map_err(|what| wrong("govuk_notify.roots_file or proxy", what))?;
        let world = Arc::clone(world);
        govuk_notify::GovukNotify::new(address, &key, templates, Arc::new(outgoing), Arc::new(move || world.now()))
            .map_err(|what| wrong("govuk_notify.api_key_file", what))
    }
}

/// What a file or the environment holds; nothing where neither does.
fn secret(file: Option<&Path>, variable: &str, expected: &str) -> Result<Option<String>, Failure> {
    match (file, std::env::var(variable)) {
        (Some(file), _) => secret_file::read(file, LONGEST_SECRET, expected).map(Some),
        (None, Ok(text)) if !text.trim().is_empty() => Ok(Some(text.trim().to_owned())),
        (None, _) => Ok(None),
    }
}

impl MailServer {
    fn credentials(&self) -> Result<Option<(String, String)>, Failure> {
        let Some(user) = &self.user else { return Ok(None) };
        let password = secret(self.password_file.as_deref(), SMTP_PASSWORD, "the password of a mail server")?;
        let missing = || {
            let what = format!("the password of {user:?} is not said (expected a file, or {SMTP_PASSWORD})");
            wrong("smtp.password_file", what)
        };
        Ok(Some((user.clone(), password.ok_or_else(missing)?)))
    }
}

/// A carrier as the service knows it.
struct Carrying<C> {
    via: Via,
    by: C,
}

impl<C: carrier::Carrier> Carrier for Carrying<C> {
    fn via(&self) -> Via {
        self.via
    }

    fn hand(&self, parcel: &Parcel) -> Handed {
        let Parcel { reference, route: _, to, subject, body } = parcel.clone();
        match self.by.hand(&carrier::Parcel { reference, to, subject, body }) {
            carrier::Handed::Taken { receipt } => Handed::Taken { receipt },
            carrier::Handed::NotNow(why) => Handed::NotNow(match why {
                NotNow::Unreachable => Obstacle::Unreachable,
                NotNow::TooMany => Obstacle::TooMany,
                NotNow::Broken => Obstacle::Broken,
                NotNow::Credentials => Obstacle::Credentials,
            }),
            carrier::Handed::Refused(why) => Handed::Refused(match why {
                Refused::Address => NotSent::AddressRefused,
                Refused::Template | Refused::Content => NotSent::TextRefused,
                Refused::Other => NotSent::Refused,
            }),
            carrier::Handed::InDoubt => Handed::InDoubt,
        }
    }

    fn left(&self, _: Route, reference: &str) -> Left {
        match self.by.left(reference) {
            carrier::Left::Yes { receipt } => Left::Yes { receipt },
            carrier::Left::No => Left::No,
            carrier::Left::CannotSay => Left::CannotSay,
        }
    }
}

#[cfg(test)]
mod tests;
