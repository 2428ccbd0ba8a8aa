//! What is shown beside a password: an authenticator, passkeys, recovery codes; and how somebody who lost them gets in again.
//!
//! No secret, no hash and no public key is an event: what stands in the journal is that there is a factor, of which kind,
//! and since when.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{AccountName, Identity, identity::MOST_IDENTITIES};
use crate::disallowed::Disallowed;

/// How many recovery codes there are at a time.
pub const RECOVERY_CODES: usize = 10;

/// The most passkeys of one account: more than anybody has devices.
pub const MOST_PASSKEYS: usize = 10;

/// How long whoever asks for a recovery may be waited for by the witness.
pub const WITNESS_WITHIN: SignedDuration = SignedDuration::from_hours(24);

/// One second factor of an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct FactorId(pub Uuid);

impl std::fmt::Display for FactorId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

impl std::str::FromStr for FactorId {
    type Err = uuid::Error;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Uuid::parse_str(text).map(Self)
    }
}

/// What kind of second factor.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FactorKind {
    /// A program or device that shows a code of six digits.
    Authenticator,
    /// A key that a device keeps and shows to this site only (WebAuthn).
    Passkey,
}

impl FactorKind {
    /// Every kind.
    pub const ALL: [Self; 2] = [Self::Authenticator, Self::Passkey];

    /// The code kept in the database.
    pub fn code(self) -> &'static str {
        match self {
            Self::Authenticator => "authenticator",
            Self::Passkey => "passkey",
        }
    }

    /// The kind of a code, if there is one.
    pub fn of_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

/// A factor that somebody added.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct FactorAdded {
    /// Which.
    pub factor: FactorId,
    /// Of which kind.
    pub kind: FactorKind,
}

/// A factor that somebody took away.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct FactorRemoved {
    /// Which.
    pub factor: FactorId,
}

/// Recovery codes that took the place of those before.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecoveryCodesMade {
    /// How many.
    pub count: usize,
}

/// An administrator asks that somebody who lost their factors is let in again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecoveryAsked {
    /// The account of the administrator.
    pub by: AccountName,
    /// Until when a witness may confirm it.
    pub until: Timestamp,
}

/// Every factor was taken away, so that the holder can begin again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FactorsCleared {
    /// When.
    pub at: Timestamp,
    /// The administrator who asked; none where whoever runs the program did it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub asked_by: Option<AccountName>,
    /// The witness, or the name of whoever runs the program.
    pub confirmed_by: String,
}

/// The factors of an account as they stand.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Factors {
    /// Those that there are, in the order in which they came.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub held: Vec<FactorAdded>,
    /// A recovery that waits for its witness.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub asked: Option<RecoveryAsked>,
    /// That they were taken away, until their holder has chosen a password since.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cleared: Option<FactorsCleared>,
    /// Who its holder is elsewhere; a provider that knows them opens the account.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub identities: Vec<Identity>,
}

impl Factors {
    /// Whether there is one at all.
    pub fn any(&self) -> bool {
        !self.held.is_empty()
    }

    /// How many there are of a kind.
    pub fn count(&self, kind: FactorKind) -> usize {
        self.held.iter().filter(|factor| factor.kind == kind).count()
    }

    /// The authenticator, where there is one.
    pub fn authenticator(&self) -> Option<FactorId> {
        self.held.iter().find(|factor| factor.kind == FactorKind::Authenticator).map(|factor| factor.factor)
    }

    /// Whether one more of a kind may come.
    pub(super) fn may_add(&self, kind: FactorKind) -> Result<(), Disallowed> {
        let most = match kind {
            FactorKind::Authenticator => 1,
            FactorKind::Passkey => MOST_PASSKEYS,
        };
        if self.count(kind) < most { Ok(()) } else { Err(Disallowed::TooManyFactors) }
    }

    /// Whether one may go. Where a factor is required the last one stays: whoever wants another adds that first.
    pub(super) fn may_remove(&self, factor: FactorId, required: bool) -> Result<(), Disallowed> {
        if !self.held.iter().any(|held| held.factor == factor) {
            return Err(Disallowed::UnknownFactor);
        }
        if required && self.held.len() == 1 { Err(Disallowed::LastFactor) } else { Ok(()) }
    }

    /// Whether whom a provider knows may be said to be its holder.
    pub(super) fn may_link(&self, identity: &Identity) -> Result<(), Disallowed> {
        match () {
            () if !identity.is_one() => Err(Disallowed::NoIdentity),
            () if self.identities.contains(identity) => Err(Disallowed::IdentityLinked),
            () if self.identities.len() >= MOST_IDENTITIES => Err(Disallowed::TooManyIdentities),
            () => Ok(()),
        }
    }

    /// Whether a witness may confirm what an administrator asked: another person than the two, and in time.
    pub(super) fn may_confirm(
        &self,
        of: &AccountName,
        witness: &str,
        now: Timestamp,
    ) -> Result<&RecoveryAsked, Disallowed> {
        let asked = self.asked.as_ref().filter(|asked| now < asked.until).ok_or(Disallowed::NoRecoveryAsked)?;
        if witness == asked.by.as_str() || witness == of.as_str() {
            return Err(Disallowed::NeedsAWitness);
        }
        Ok(asked)
    }
}

/// A recovery code as it is compared: what people add or change while they copy it does not count.
pub fn recovery_code_folded(typed: &str) -> String {
    typed.chars().filter(char::is_ascii_alphanumeric).map(|char| char.to_ascii_lowercase()).collect()
}
