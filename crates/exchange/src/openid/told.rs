//! Whom a provider told of, in our words: what it says of roles and levels stands in the identity token or beside it.
//!
//! # Source
//! The names of NHS CIS2, as in the example of `tests/openid/cis2-userinfo-example.json`.

use porch_domain::account::identity::{Asserted, Identity, RoleElsewhere};
use serde_json::Value;

use super::provider::Told;

/// The most roles that are read.
const MOST_ROLES: usize = 100;
/// The longest word of a role.
const LONGEST: usize = 300;

/// What a provider said of somebody.
pub fn asserted(issuer: &str, told: Told) -> Asserted {
    let Told { token, more } = told;
    // What is signed goes before what came beside it.
    let said = |name: &str| token.claims.get(name).or_else(|| more.get(name));
    let roles = said("nhsid_nrbac_roles").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    Asserted {
        authentication: said("authentication_assurance_level").and_then(level),
        identity_level: said("id_assurance_level").and_then(level),
        roles: roles.iter().take(MOST_ROLES).filter_map(role).collect(),
        selected: said("selected_roleid").and_then(word),
        identity: Identity { issuer: issuer.to_owned(), subject: token.subject },
        acr: token.acr,
        amr: token.amr,
        session: token.session,
        shown_at: token.shown_at,
    }
}

/// A level, which is written as a number or as its digit.
fn level(value: &Value) -> Option<u8> {
    let number = value.as_u64().or_else(|| value.as_str()?.parse().ok())?;
    u8::try_from(number).ok()
}

fn word(value: &Value) -> Option<String> {
    value.as_str().filter(|text| !text.is_empty() && text.len() <= LONGEST).map(str::to_owned)
}

fn role(value: &Value) -> Option<RoleElsewhere> {
    let text = |name: &str| value.get(name).and_then(word);
    Some(RoleElsewhere {
        id: text("person_roleid")?,
        organisation: text("org_code")?,
        code: text("role_code")?,
        name: text("role_name").unwrap_or_default(),
    })
}
