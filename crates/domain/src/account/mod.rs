//! Accounts of staff: who may sign in, in which role, and whether their password is theirs or a temporary one.
//!
//! What a password is, even as a hash, is never an event: it would stay in the journal for ever.

mod attempt;
mod belonging;
mod decide;
pub mod factor;
pub mod identity;
mod name;
pub mod password;
pub mod totp;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

pub use attempt::{FORGOTTEN_AFTER, FREE_TRIES, Tries};
pub use belonging::Belonging;
pub use decide::{decide, evolve};
pub use factor::{
    FactorAdded, FactorId, FactorKind, FactorRemoved, Factors, FactorsCleared, RecoveryAsked, RecoveryCodesMade,
};
pub use identity::Identity;
pub use name::{AccountName, NameProblem};

use crate::{actor::Role, ids::AccountId};

/// A past fact about an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AccountEvent {
    /// It was opened.
    AccountOpened(AccountOpened),
    /// Its holder has another role from now on.
    RoleGiven(RoleGiven),
    /// Its holder has another employer, or is of other teams, from now on.
    BelongingGiven(Belonging),
    /// It has another password from now on.
    PasswordSet(PasswordSet),
    /// Nobody may use it from now on.
    AccountDisabled(AccountDisabled),
    /// It may be used again.
    AccountEnabled,
    /// It has one more second factor.
    FactorAdded(FactorAdded),
    /// It has one second factor less.
    FactorRemoved(FactorRemoved),
    /// It has other recovery codes from now on.
    RecoveryCodesMade(RecoveryCodesMade),
    /// One of them was used in place of a second factor.
    RecoveryCodeUsed,
    /// An administrator asked that its holder is let in without the factors that are lost.
    RecoveryAsked(RecoveryAsked),
    /// It has no second factor any more.
    FactorsCleared(FactorsCleared),
    /// Somebody whom a provider knows is its holder.
    IdentityLinked(Identity),
    /// Whom a provider knows is not its holder any more.
    IdentityUnlinked(Identity),
}

/// An account that was opened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountOpened {
    /// The name to sign in with.
    pub name: AccountName,
    /// The name that colleagues read.
    pub display_name: String,
    /// What its holder is here for.
    pub role: Role,
    /// The employer and the teams of its holder.
    #[serde(default, skip_serializing_if = "Belonging::is_not_known")]
    pub belonging: Belonging,
}

/// Another role.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoleGiven {
    /// What its holder is here for from now on.
    pub role: Role,
}

/// Another password; what it is stands nowhere in the journal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct PasswordSet {
    /// Until when a temporary one opens the account, and then only to be changed; none for one that its holder chose.
    pub temporary_until: Option<Timestamp>,
}

/// An account that nobody may use.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountDisabled {
    /// Why.
    pub why: String,
}

/// What opens an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PasswordState {
    /// No password opens it.
    None,
    /// One that somebody else knows; it must be changed before anything else.
    Temporary {
        /// From when on it opens nothing.
        until: Timestamp,
    },
    /// One that only its holder knows.
    Own,
}

impl PasswordState {
    /// The code kept in the database.
    pub fn code(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Temporary { .. } => "temporary",
            Self::Own => "own",
        }
    }

    /// The state of a code and of the end of a temporary password, if they fit each other.
    pub fn of_code(code: &str, until: Option<Timestamp>) -> Option<Self> {
        match (code, until) {
            ("none", None) => Some(Self::None),
            ("temporary", Some(until)) => Some(Self::Temporary { until }),
            ("own", None) => Some(Self::Own),
            (_, _) => None,
        }
    }

    /// Until when a temporary one opens the account.
    pub fn temporary_until(self) -> Option<Timestamp> {
        match self {
            Self::Temporary { until } => Some(until),
            Self::None | Self::Own => None,
        }
    }

    /// Whether the right password opens the account at an instant.
    pub fn opens_at(self, now: Timestamp) -> bool {
        match self {
            Self::None => false,
            Self::Temporary { until } => now < until,
            Self::Own => true,
        }
    }
}

/// An account as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// The account.
    pub id: AccountId,
    /// The name to sign in with.
    pub name: AccountName,
    /// The name that colleagues read.
    pub display_name: String,
    /// What its holder is here for.
    pub role: Role,
    /// The employer and the teams of its holder.
    pub belonging: Belonging,
    /// Why nobody may use it; none where it may be used.
    pub disabled: Option<String>,
    /// What opens it.
    pub password: PasswordState,
    /// What is shown beside the password.
    pub factors: Factors,
}

/// What someone asks to be done with an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AccountCommand {
    /// Open it.
    Open(AccountOpened),
    /// Give its holder a role.
    GiveRole(Role),
    /// Say whose employee its holder is, and of which teams.
    GiveBelonging(Belonging),
    /// Set a password.
    SetPassword {
        /// Until when it holds, where it is a temporary one.
        temporary_until: Option<Timestamp>,
    },
    /// Let nobody use it.
    Disable {
        /// Why.
        why: String,
    },
    /// Let it be used again.
    Enable,
    /// Add a second factor.
    AddFactor(FactorAdded),
    /// Take a second factor away.
    RemoveFactor {
        /// Which.
        factor: FactorId,
        /// Whether the service requires one.
        required: bool,
    },
    /// Give other recovery codes.
    MakeRecoveryCodes,
    /// Use a recovery code.
    UseRecoveryCode,
    /// Ask that its holder is let in without the factors that are lost.
    AskRecovery {
        /// Until when a witness may confirm it.
        until: Timestamp,
    },
    /// Confirm what an administrator asked, as a witness.
    ConfirmRecovery {
        /// When.
        now: Timestamp,
    },
    /// Say that whom a provider knows is its holder.
    LinkIdentity(Identity),
    /// Say that they are not any more.
    UnlinkIdentity(Identity),
    /// Take every factor away, as whoever runs the program.
    ClearFactors {
        /// When.
        now: Timestamp,
    },
}
