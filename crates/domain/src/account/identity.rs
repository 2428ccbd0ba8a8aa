//! Who somebody is elsewhere: the sign-in of an organisation, or NHS CIS2, and what it must say before it opens an account here.
//!
//! An account is opened by a name that a provider never gives to anybody else, which somebody who keeps accounts wrote down
//! before; never by an address or a name that looks the same.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::Account;
use crate::{actor::Role, footprint::Footprint};

/// The most identities of one account.
pub const MOST_IDENTITIES: usize = 5;

/// Who somebody is elsewhere.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Identity {
    /// The provider, as it names itself.
    pub issuer: String,
    /// What it calls them, for ever.
    pub subject: String,
}

impl Identity {
    /// Whether it can be one: an address, and a name without breaks.
    pub fn is_one(&self) -> bool {
        let plain = |text: &str, most| {
            !text.is_empty() && text.len() <= most && !text.chars().any(|c| c.is_control() || c.is_whitespace())
        };
        let address = ["https://", "http://"].iter().any(|start| self.issuer.starts_with(start));
        address && plain(&self.issuer, 500) && plain(&self.subject, 255)
    }
}

/// Of which kind a provider is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ProviderKind {
    /// The sign-in of one organisation for its own staff.
    Organisation,
    /// NHS Care Identity Service 2, for everybody in health and care, with the roles that they have there.
    Cis2,
}

/// What is asked of whomever a provider tells of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProviderRules {
    /// What it is called in addresses and in the list of sessions.
    pub code: String,
    /// What people call it.
    pub title: String,
    /// As it names itself.
    pub issuer: String,
    /// Of which kind.
    pub kind: ProviderKind,
    /// Whose staff it knows, where it is of one organisation.
    pub organisation: Option<String>,
    /// How it was asked, where that is as much as a second factor here (`acr`).
    pub enough_acr: Vec<String>,
    /// With what they showed who they are, where that is as much as a second factor here (`amr`).
    pub enough_amr: Vec<String>,
    /// The least level at which CIS2 knows that it is them.
    pub least_authentication: u8,
    /// The least level at which CIS2 knows who they are.
    pub least_identity: u8,
    /// For which roles here each role there is good.
    pub roles: BTreeMap<String, Vec<Role>>,
}

/// A role that somebody has elsewhere.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoleElsewhere {
    /// Which one.
    pub id: String,
    /// The organisation for which they have it, by its ODS code.
    pub organisation: String,
    /// What it is, as a code.
    pub code: String,
    /// What it is, in words.
    pub name: String,
}

/// What a provider says of somebody.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Asserted {
    /// Who.
    pub identity: Identity,
    /// How strongly they were asked.
    pub acr: Option<String>,
    /// With what they showed who they are.
    pub amr: Vec<String>,
    /// Their session with the provider.
    pub session: Option<String>,
    /// The level at which it is known that it is them.
    pub authentication: Option<u8>,
    /// The level at which it is known who they are.
    pub identity_level: Option<u8>,
    /// The roles that they have there.
    pub roles: Vec<RoleElsewhere>,
    /// The one that they chose there.
    pub selected: Option<String>,
    /// When they showed who they are.
    pub shown_at: Option<Timestamp>,
}

/// What follows for an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Judged {
    /// It is open.
    Enough,
    /// A second factor of ours is asked as well.
    SecondFactor,
    /// They have several roles that fit, and say in which one they are here.
    Choose(Vec<RoleElsewhere>),
}

/// Why somebody whom a provider knows is not let in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TurnedAway {
    /// No account is opened by this identity, or nobody may use it.
    #[error("no account here is opened by it")]
    Unknown,
    /// The account is of another organisation's staff.
    #[error("the account is of another organisation")]
    OtherOrganisation,
    /// They have no role that fits the account.
    #[error("no role there fits the account")]
    NoRole,
    /// They were not asked strongly enough.
    #[error("the sign-in there was not strong enough")]
    TooWeak,
    /// Somebody else showed who they are.
    #[error("it is not whom the account is of")]
    SomebodyElse,
}

/// Judges what a provider says of the holder of an account. `chosen` is the role that they chose here.
///
/// # Errors
/// [`TurnedAway`].
pub fn judge(
    rules: &ProviderRules,
    asserted: &Asserted,
    account: &Account,
    footprint: &Footprint,
    chosen: Option<&str>,
) -> Result<Judged, TurnedAway> {
    if account.disabled.is_some() || !account.factors.identities.contains(&asserted.identity) {
        return Err(TurnedAway::Unknown);
    }
    let employer = account.belonging.resolved(footprint).organisation;
    match rules.kind {
        ProviderKind::Organisation => {
            if employer.is_none() || rules.organisation != employer {
                return Err(TurnedAway::OtherOrganisation);
            }
            let by_acr = asserted.acr.as_ref().is_some_and(|acr| rules.enough_acr.contains(acr));
            let by_amr = asserted.amr.iter().any(|method| rules.enough_amr.contains(method));
            Ok(if by_acr || by_amr { Judged::Enough } else { Judged::SecondFactor })
        }
        ProviderKind::Cis2 => {
            let reaches = |level: Option<u8>, least: u8| level.is_some_and(|level| level >= least);
            let strong = reaches(asserted.authentication, rules.least_authentication)
                && reaches(asserted.identity_level, rules.least_identity);
            if !strong {
                return Err(TurnedAway::TooWeak);
            }
            of_cis2(rules, asserted, account.role, ods(footprint, employer.as_deref()), chosen)
        }
    }
}

/// The ODS code of an organisation of the footprint.
fn ods<'a>(footprint: &'a Footprint, code: Option<&str>) -> Option<&'a str> {
    let known = footprint.organisations.iter().find(|organisation| Some(organisation.code.as_str()) == code)?;
    known.ods.as_deref()
}

fn of_cis2(
    rules: &ProviderRules,
    asserted: &Asserted,
    role: Role,
    employer: Option<&str>,
    chosen: Option<&str>,
) -> Result<Judged, TurnedAway> {
    let good_for = |code: &str| rules.roles.get(code).is_some_and(|roles| roles.contains(&role));
    let selected = |one: &&RoleElsewhere| asserted.selected.as_ref().is_none_or(|id| *id == one.id);
    let of_theirs = |one: &&RoleElsewhere| employer == Some(one.organisation.as_str());
    let mut theirs = asserted.roles.iter().filter(selected).filter(of_theirs).peekable();
    if theirs.peek().is_none() {
        return Err(TurnedAway::OtherOrganisation);
    }
    let fitting: Vec<&RoleElsewhere> = theirs.filter(|one| good_for(&one.code)).collect();
    match (fitting.as_slice(), chosen) {
        ([], _) => Err(TurnedAway::NoRole),
        ([_], None) => Ok(Judged::Enough),
        (several, None) => Ok(Judged::Choose(several.iter().map(|one| (*one).clone()).collect())),
        (all, Some(id)) if all.iter().any(|one| one.id == id) => Ok(Judged::Enough),
        (_, Some(_)) => Err(TurnedAway::NoRole),
    }
}
