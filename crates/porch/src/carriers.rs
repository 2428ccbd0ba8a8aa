//! Who carries messages, as the settings say it: a mail server, GOV.UK Notify, NHS Notify, or a folder in which they are only
//! written down.
//! Nothing leaves by itself where nothing is said; passwords and keys come from files or the environment, and are never printed.

mod nhs_notify;

use std::{
    fmt,
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
    wording::first_line,
};
use porch_exchange::{
    carrier::{self, NotNow, Refused, bounds, file::Folder, govuk_notify, mail},
    outgoing::{Outgoing, may_be_asked},
};
use porch_web::Receipts;
use serde::{
    Deserialize, Deserializer,
    de::{SeqAccess, Visitor},
};
use uuid::Uuid;

use crate::{failure::Failure, secret_file};

/// The environment variables that may hold the password of the mail server, the key of GOV.UK Notify, and what it shows with its
/// receipts, themselves.
const SMTP_PASSWORD: &str = "PORCH_SMTP_PASSWORD";
const GOVUK_NOTIFY_KEY: &str = "PORCH_GOVUK_NOTIFY_KEY";
const GOVUK_NOTIFY_CALLBACK_TOKEN: &str = "PORCH_GOVUK_NOTIFY_CALLBACK_TOKEN";

/// The fewest characters of what a service shows with its receipts: it stands at an address that everybody reaches.
const SHORTEST_AGREED: usize = 16;

/// The most bytes of a password or a key.
const LONGEST_SECRET: u64 = 1024;

/// The table `messages` of the settings.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Setting {
    /// Who carries e-mail.
    email: Option<Names>,
    /// Who carries text messages.
    text: Option<Names>,
    /// The mail server.
    smtp: Option<MailServer>,
    /// GOV.UK Notify.
    govuk_notify: Option<Notify>,
    /// NHS Notify.
    nhs_notify: Option<nhs_notify::Setting>,
    /// A folder in which messages are only written down.
    file: Option<InFolder>,
}

/// The name of a carrier, or several of which the first that can reach somebody takes the message.
#[derive(Debug)]
struct Names(Vec<String>);

impl<'de> Deserialize<'de> for Names {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct OneOrMore;
        impl<'de> Visitor<'de> for OneOrMore {
            type Value = Names;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("the name of a carrier, or several in square brackets")
            }

            fn visit_str<E>(self, name: &str) -> Result<Names, E> {
                Ok(Names(vec![name.to_owned()]))
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut names: A) -> Result<Names, A::Error> {
                let mut all = Vec::new();
                while let Some(name) = names.next_element()? {
                    all.push(name);
                }
                Ok(Names(all))
            }
        }
        deserializer.deserialize_any(OneOrMore)
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum By {
    Smtp,
    GovukNotify,
    NhsNotify,
    File,
}

/// Those that carry e-mail, and those that carry text messages, by their names in the settings.
const OF_EMAIL: &[(&str, By)] =
    &[("smtp", By::Smtp), ("govuk-notify", By::GovukNotify), ("nhs-notify", By::NhsNotify), ("file", By::File)];
const OF_TEXT: &[(&str, By)] = &[("govuk-notify", By::GovukNotify), ("nhs-notify", By::NhsNotify), ("file", By::File)];

impl Names {
    /// Which they are.
    fn read(&self, field: &str, known: &[(&str, By)]) -> Result<Vec<By>, Failure> {
        let expected = known.iter().map(|(name, _)| format!("{name:?}")).collect::<Vec<_>>().join(", ");
        let mut found = Vec::new();
        for name in &self.0 {
            let by = known.iter().find(|(known, _)| known == name).map(|(_, by)| *by);
            let by = by.ok_or_else(|| wrong(field, format!("{name:?} carries none of it (expected {expected})")))?;
            if found.contains(&by) {
                return Err(wrong(field, format!("{name:?} stands there twice (expected each once)")));
            }
            // Whoever reaches everybody leaves nothing to the next.
            if found.last().is_some_and(|before| *before != By::NhsNotify) {
                let what = format!("nothing is left to {name:?} (expected nobody, or \"nhs-notify\", before another)");
                return Err(wrong(field, what));
            }
            found.push(by);
        }
        if found.is_empty() { Err(wrong(field, format!("it names nobody (expected {expected})"))) } else { Ok(found) }
    }
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
    let mut carriers: Vec<(Route, Arc<dyn Carrier>)> = Vec::new();
    let mut by_number: Option<Arc<dyn Carrier>> = None;
    for (route, field, names, known) in
        [(Route::Email, "email", &setting.email, OF_EMAIL), (Route::Text, "text", &setting.text, OF_TEXT)]
    {
        let Some(names) = names else { continue };
        for by in names.read(field, known)? {
            let carrier: Arc<dyn Carrier> = match by {
                By::Smtp => Arc::new(Carrying { via: Via::Mail, by: setting.mail(world)? }),
                By::GovukNotify => Arc::new(Carrying { via: Via::GovukNotify, by: setting.notify(route, world)? }),
                By::NhsNotify => {
                    let missing = || wrong("nhs_notify", "it is not said how it is asked (expected its table)");
                    let notify = setting.nhs_notify.as_ref().ok_or_else(missing)?;
                    notify.has_a_plan(route)?;
                    // One for both routes, which shows one token.
                    let carrier = match by_number.take() {
                        Some(carrier) => carrier,
                        None => Arc::new(Carrying { via: Via::NhsNotify, by: notify.carrier(world)? }),
                    };
                    by_number = Some(Arc::clone(&carrier));
                    carrier
                }
                By::File => {
                    let missing = || wrong("file", "it is not said which folder (expected folder = \"a path\")");
                    folder(&setting.file.as_ref().ok_or_else(missing)?.folder)?
                }
            };
            carriers.push((route, carrier));
        }
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
        token = secret_of(
            "govuk_notify.callback_token_file",
            notify.callback_token_file.as_deref(),
            GOVUK_NOTIFY_CALLBACK_TOKEN,
            (LONGEST_SECRET, expected),
        )?;
        long_enough("govuk_notify.callback_token_file", token.as_deref())?;
    }
    let key = setting.nhs_notify.as_ref().map(nhs_notify::Setting::of_receipts).transpose()?.flatten();
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
    let expected = "expected one that is there, or can be made";
    let by = Folder::new(path).map_err(|what| wrong("file.folder", format!("{what} ({expected})")))?;
    Ok(Arc::new(Carrying { via: Via::Folder, by }))
}

fn wrong(field: &str, what: impl std::fmt::Display) -> Failure {
    Failure::at(format!("messages.{field}"), what)
}

impl Setting {
    fn mail(&self, world: &Arc<dyn World>) -> Result<mail::Mail, Failure> {
        let server =
            self.smtp.as_ref().ok_or_else(|| wrong("smtp", "it is not said which mail server (expected its table)"))?;
        server.says_nothing()?;
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
            .map_err(|what| Failure::at("messages.smtp", what))
    }

    fn notify(&self, route: Route, world: &Arc<dyn World>) -> Result<govuk_notify::GovukNotify, Failure> {
        let missing = |field: &str, expected: &str| {
            wrong(&format!("govuk_notify.{field}"), format!("it is not said (expected {expected})"))
        };
        let notify = self
            .govuk_notify
            .as_ref()
            .ok_or_else(|| wrong("govuk_notify", "it is not said with which key (expected its table)"))?;
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
        template.ok_or_else(|| missing(field, "the id of a template"))?;
        let templates = govuk_notify::Templates { email: notify.email_template, text: notify.text_template };
        let key = secret_of(
            "govuk_notify.api_key_file",
            notify.api_key_file.as_deref(),
            GOVUK_NOTIFY_KEY,
            (LONGEST_SECRET, "the key of GOV.UK Notify"),
        )?
        .ok_or_else(|| missing("api_key_file", &format!("a file with the key, or {GOVUK_NOTIFY_KEY}")))?;
        let outgoing = Outgoing::new(bounds(), notify.roots_file.as_deref(), notify.proxy.as_deref())
            .map_err(|what| wrong("govuk_notify.roots_file or proxy", what))?;
        let world = Arc::clone(world);
        govuk_notify::GovukNotify::new(address, &key, templates, Arc::new(outgoing), Arc::new(move || world.now()))
            .map_err(|what| wrong("govuk_notify.api_key_file", what))
    }
}

/// What a file or the environment holds; nothing where neither does. The file is at most so long, and is for what is said.
fn secret_of(
    field: &str,
    file: Option<&Path>,
    variable: &str,
    (longest, expected): (u64, &str),
) -> Result<Option<String>, Failure> {
    match (file, std::env::var(variable)) {
        (Some(file), _) => {
            let text = secret_file::read(file, longest, expected).map_err(|why| wrong(field, why.words()))?;
            let blank = || wrong(field, format!("{}: it is blank (expected {expected})", file.display()));
            Some(text).filter(|text| !text.is_empty()).ok_or_else(blank).map(Some)
        }
        (None, Ok(text)) if !text.trim().is_empty() => Ok(Some(text.trim().to_owned())),
        (None, _) => Ok(None),
    }
}

impl MailServer {
    /// Who a message is from stands on a telephone that is not opened: it says nothing of what it is about (H06). What comes after
    /// the @ is the organisation's own, and stands as it is.
    fn says_nothing(&self) -> Result<(), Failure> {
        let before_the_at = self.from.split('@').next().unwrap_or_default();
        for (field, said) in [("from_name", self.from_name.as_deref().unwrap_or_default()), ("from", before_the_at)] {
            if let Some(word) = first_line::tells(said) {
                let expected = "expected words that say nothing of health, such as \"Appointments\"";
                let what = format!("\"{said}\" tells whoever sees it what it is about, by \"{word}\" ({expected})");
                return Err(wrong(&format!("smtp.{field}"), what));
            }
        }
        Ok(())
    }

    fn credentials(&self) -> Result<Option<(String, String)>, Failure> {
        let expected = (LONGEST_SECRET, "the password of a mail server");
        let (field, file) = ("smtp.password_file", self.password_file.as_deref());
        let Some(user) = self.user.as_ref().filter(|user| !user.trim().is_empty()) else {
            let what = "it is not said whose password this is (expected a name, or no password)";
            return if file.is_some() { Err(wrong("smtp.user", what)) } else { Ok(None) };
        };
        let missing = || wrong(field, format!("that of {user:?} is not said (expected a file, or {SMTP_PASSWORD})"));
        let password = secret_of(field, file, SMTP_PASSWORD, expected)?.ok_or_else(missing)?;
        Ok(Some((user.clone(), password)))
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

    fn needs_number(&self) -> bool {
        self.via == Via::NhsNotify
    }

    fn hand(&self, parcel: &Parcel) -> Handed {
        let Parcel { reference, route: _, to, nhs_number, subject, body } = parcel.clone();
        let to = match nhs_number.filter(|_| self.needs_number()) {
            Some(number) => format!("{} {to}", number.digits()),
            None => to,
        };
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
