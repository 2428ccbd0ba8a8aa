//! The sign-ins of organisations, and NHS CIS2, as the settings name them: read and checked when the server starts, asked only
//! when somebody signs in.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};

use jiff::Timestamp;
use porch_app::provider::{Asking, Provider, Redeeming, Shut};
use porch_domain::{
    account::identity::{Asserted, ProviderKind, ProviderRules},
    footprint::Footprint,
};
use porch_exchange::{
    openid::{self, Algorithm, Client, ClientKey, ProviderProblem, Secret, asserted},
    outgoing::{Bounds, Outgoing, may_be_asked},
};
use serde::Deserialize;
use sha2::{Digest, Sha256};

use crate::{arguments::RoleName, failure::Failure, secret_file};

/// Where they stand in the settings.
const PLACE: &str = "identity_provider";
/// The environment variable that may hold a secret, before the provider's code.
const VARIABLE: &str = "PORCH_CLIENT_SECRET_";
/// The most bytes of a key or a secret.
const LONGEST_SECRET: u64 = 16 * 1024;
/// Somebody waits in front of a browser for several questions one after the other.
const BOUNDS: Bounds =
    Bounds { connect: Duration::from_secs(3), total: Duration::from_secs(6), most_bytes: 256 * 1024 };

/// One provider of the settings.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Setting {
    code: String,
    title: String,
    kind: ProviderKind,
    issuer: String,
    client_id: String,
    /// The private key with which we sign who we are.
    key_file: Option<PathBuf>,
    key_id: Option<String>,
    key_algorithm: Option<Algorithm>,
    /// A secret in place of a key.
    client_secret_file: Option<PathBuf>,
    /// Whose staff it knows: a code of the local rules.
    organisation: Option<String>,
    scopes: Option<Vec<String>>,
    acr_values: Option<Vec<String>>,
    #[serde(default)]
    enough_acr: Vec<String>,
    #[serde(default)]
    enough_amr: Vec<String>,
    #[serde(default = "second_level")]
    least_authentication_assurance: u8,
    #[serde(default = "third_level")]
    least_identity_assurance: u8,
    algorithms: Option<Vec<Algorithm>>,
    /// Takes RSA keys of 2048 bits of it, which is less than is asked of everybody.
    #[serde(default)]
    allow_rsa_2048: bool,
    #[serde(default)]
    roles: BTreeMap<String, Vec<String>>,
}

fn second_level() -> u8 {
    2
}

fn third_level() -> u8 {
    3
}

/// How other programs are asked.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Asked {
    /// Certificates that are known beside those that browsers know.
    roots_file: Option<PathBuf>,
    /// Through whom what is encrypted goes out.
    proxy: Option<String>,
}

/// The providers of the settings. Nothing is asked of them: one that is away keeps nobody from starting.
pub fn of(
    settings: Vec<Setting>,
    asked: &Asked,
    known_at: Option<&str>,
    footprint: &Footprint,
) -> Result<Vec<Arc<dyn Provider>>, Failure> {
    if settings.is_empty() {
        return Ok(Vec::new());
    }
    let known_at = known_at.ok_or_else(|| {
        Failure::at(PLACE, "people come back from it to no address (expected public_address in the settings)")
    })?;
    let outgoing = Outgoing::new(BOUNDS, asked.roots_file.as_deref(), asked.proxy.as_deref())
        .map_err(|what| Failure::at("outgoing.roots_file or proxy", what))?;
    let outgoing = Arc::new(outgoing);
    let mut codes = BTreeSet::new();
    let mut providers: Vec<Arc<dyn Provider>> = Vec::new();
    for setting in settings {
        let place = format!("{PLACE} \"{}\"", setting.code);
        if !codes.insert(setting.code.clone()) {
            return Err(Failure::at(place, "there are two of this code (expected another)"));
        }
        let one = one(setting, known_at, footprint, &outgoing).map_err(|what| Failure::at(place, what))?;
        providers.push(Arc::new(one));
    }
    Ok(providers)
}

fn one(setting: Setting, known_at: &str, footprint: &Footprint, outgoing: &Arc<Outgoing>) -> Result<OpenId, String> {
    let plain = |code: &str| !code.is_empty() && code.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit());
    if !plain(&setting.code) || setting.code.len() > 20 {
        return Err("the code stands in addresses (expected up to 20 small letters and digits)".to_owned());
    }
    if setting.title.trim().is_empty() {
        return Err("title: people read it on a button (expected its name)".to_owned());
    }
    if !may_be_asked(&setting.issuer) || setting.issuer.contains(['?', '#']) {
        return Err("issuer: it cannot be asked (expected https://…, or http:// for this machine itself)".to_owned());
    }
    if setting.client_id.trim().is_empty() {
        return Err("client_id: it is empty (expected what the provider calls this service)".to_owned());
    }
    let rules = rules(&setting, footprint)?;
    let cis2 = setting.kind == ProviderKind::Cis2;
    let (scopes, acr_values) = if cis2 {
        (vec!["openid", "profile", "nationalrbacaccess", "selectedrole"], vec!["AAL2_OR_AAL3_ANY"])
    } else {
        (vec!["openid"], Vec::new())
    };
    let owned = |all: Vec<&str>| all.into_iter().map(str::to_owned).collect();
    let scopes: Vec<String> = setting.scopes.clone().unwrap_or_else(|| owned(scopes));
    if !scopes.iter().any(|scope| scope == "openid") {
        return Err("scopes: without openid nobody is told of (expected it among them)".to_owned());
    }
    let algorithms =
        setting.algorithms.clone().unwrap_or_else(|| vec![Algorithm::RS256, Algorithm::PS256, Algorithm::ES256]);
    if algorithms.is_empty() {
        return Err("algorithms: nothing that it signs would hold (expected one or more, such as RS256)".to_owned());
    }
    let settings = openid::Settings {
        client: client(&setting)?,
        issuer: setting.issuer,
        client_id: setting.client_id,
        redirect: format!("{}/sign-in/from/{}", known_at.trim_end_matches('/'), setting.code),
        scopes,
        acr_values: setting.acr_values.unwrap_or_else(|| owned(acr_values)),
        algorithms,
        allow_rsa_2048: setting.allow_rsa_2048,
        user_info: cis2,
    };
    Ok(OpenId { rules, provider: openid::Provider::new(settings, Arc::clone(outgoing)) })
}

fn rules(setting: &Setting, footprint: &Footprint) -> Result<ProviderRules, String> {
    let known = |code: &String| footprint.organisations.iter().any(|organisation| organisation.code == *code);
    let mut roles = BTreeMap::new();
    match setting.kind {
        ProviderKind::Organisation => {
            let all = || footprint.organisations.iter().map(|one| one.code.as_str()).collect::<Vec<_>>().join(", ");
            if !setting.organisation.as_ref().is_some_and(known) {
                return Err(format!("organisation: the local rules have none of it (expected one of {})", all()));
            }
            if !setting.roles.is_empty() {
                return Err("roles: only NHS CIS2 tells them (expected kind = \"cis2\", or none)".to_owned());
            }
        }
        ProviderKind::Cis2 => {
            if setting.organisation.is_some() {
                return Err("organisation: NHS CIS2 is of none (expected no such line)".to_owned());
            }
            for (code, good_for) in &setting.roles {
                let read = good_for.iter().map(|role| {
                    role.parse::<RoleName>().map(|role| role.0).map_err(|what| format!("{role:?}: {what}"))
                });
                let read: Result<Vec<_>, _> = read.collect();
                roles.insert(code.clone(), read.map_err(|what| format!("roles: {code}: {what}"))?);
            }
            if roles.is_empty() {
                return Err("roles: nobody would be let in (expected role codes, each with roles here)".to_owned());
            }
            if setting.least_authentication_assurance < 2 {
                return Err("least_authentication_assurance: less than a second factor (expected 2 or 3)".to_owned());
            }
        }
    }
    Ok(ProviderRules {
        code: setting.code.clone(),
        title: setting.title.trim().to_owned(),
        issuer: setting.issuer.clone(),
        kind: setting.kind,
        organisation: setting.organisation.clone(),
        enough_acr: setting.enough_acr.clone(),
        enough_amr: setting.enough_amr.clone(),
        least_authentication: setting.least_authentication_assurance,
        least_identity: setting.least_identity_assurance,
        roles,
    })
}

/// How we show the provider that it is us: by a key, or a secret of a file or the environment. Neither is ever printed.
fn client(setting: &Setting) -> Result<Client, String> {
    let read = |name: &str, file: &Path| {
        secret_file::read(file, LONGEST_SECRET, "a key or a secret").map_err(|why| format!("{name}: {}", why.words()))
    };
    let variable = format!("{VARIABLE}{}", setting.code.to_uppercase());
    match (&setting.key_file, &setting.client_secret_file, std::env::var(&variable)) {
        (Some(_), Some(_), _) => {
            Err("key_file and client_secret_file: one is enough (expected one of them)".to_owned())
        }
        (Some(file), None, _) => {
            let key = read("key_file", file)?;
            let key = ClientKey::read(key.as_bytes(), setting.key_algorithm, setting.key_id.clone());
            key.map(Client::Key).map_err(|what| format!("key_file: {}: {what}", file.display()))
        }
        (None, Some(file), _) => {
            let secret = read("client_secret_file", file)?;
            let empty = || format!("client_secret_file: {}: it holds no secret (expected one line)", file.display());
            if secret.is_empty() { Err(empty()) } else { Ok(Client::Secret(Secret(secret))) }
        }
        (None, None, Ok(secret)) if !secret.trim().is_empty() => Ok(Client::Secret(Secret(secret.trim().to_owned()))),
        (None, None, _) => Err(format!(
            "nothing shows the provider that it is us (expected key_file, client_secret_file or {variable})"
        )),
    }
}

/// A provider of OpenID Connect, as the service sees it.
struct OpenId {
    rules: ProviderRules,
    provider: openid::Provider,
}

fn shut(problem: ProviderProblem) -> Shut {
    Shut { away: matches!(problem, ProviderProblem::Away(_)), what: problem.to_string() }
}

impl Provider for OpenId {
    fn rules(&self) -> &ProviderRules {
        &self.rules
    }

    fn address(&self, now: Timestamp, asking: &Asking<'_>) -> Result<String, Shut> {
        let challenge = openid::challenge(&Sha256::digest(asking.verifier.as_bytes()));
        let Asking { state, nonce, again, .. } = *asking;
        self.provider.address(now, &openid::Asking { state, nonce, challenge: &challenge, again }).map_err(shut)
    }

    fn is_of_it(&self, now: Timestamp, issuer: Option<&str>) -> Result<bool, Shut> {
        self.provider.is_of_it(now, issuer).map_err(shut)
    }

    fn redeem(&self, now: Timestamp, redeeming: &Redeeming<'_>) -> Result<Asserted, Shut> {
        let Redeeming { code, verifier, nonce, shown_since, once } = *redeeming;
        let redeeming = openid::Redeeming { code, verifier, nonce, shown_since, jti: once };
        let told = self.provider.redeem(now, &redeeming).map_err(shut)?;
        Ok(asserted(&self.rules.issuer, told))
    }

    fn ended(&self, now: Timestamp, token: &str) -> Result<(Option<String>, Option<String>), Shut> {
        let ended = self.provider.ended(now, token).map_err(shut)?;
        Ok((ended.session, ended.subject))
    }

    fn end_address(&self, back: &str) -> Option<String> {
        self.provider.end_address(back)
    }
}
