//! Who acts: a member of staff, an operator at the command line, the public, or the system itself.

use serde::{Deserialize, Serialize};

/// What a member of staff may be here for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Looks at what comes in, decides, hands over.
    Duty,
    /// Carries a caseload.
    Clinician,
    /// Answers for access, waits and outcomes.
    Manager,
    /// Sees who looked, who changed, and that nothing was altered.
    InformationOfficer,
    /// Keeps accounts and settings; reads no record.
    Administrator,
    /// Has been through it, and walks beside her: sees the least that this needs.
    PeerWorker,
    /// Of a charity that works in a team: sees the least that this needs.
    CharityWorker,
    /// Buys the service: figures whose small numbers are hidden, and nothing behind them.
    Commissioner,
    /// Answers for the organisation: the same as a commissioner.
    Board,
}

impl Role {
    /// Every role, in the order in which pages list them.
    pub const ALL: [Self; 9] = [
        Self::Duty,
        Self::Clinician,
        Self::Manager,
        Self::InformationOfficer,
        Self::Administrator,
        Self::PeerWorker,
        Self::CharityWorker,
        Self::Commissioner,
        Self::Board,
    ];

    /// The code kept in the database.
    pub fn code(self) -> &'static str {
        match self {
            Self::Duty => "duty",
            Self::Clinician => "clinician",
            Self::Manager => "manager",
            Self::InformationOfficer => "information_officer",
            Self::Administrator => "administrator",
            Self::PeerWorker => "peer_worker",
            Self::CharityWorker => "charity_worker",
            Self::Commissioner => "commissioner",
            Self::Board => "board",
        }
    }

    /// The role of a code, if there is one.
    pub fn of_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.code() == code)
    }

    /// The role as staff read it.
    pub fn label(self) -> &'static str {
        match self {
            Self::Duty => "Duty worker",
            Self::Clinician => "Clinician",
            Self::Manager => "Service manager",
            Self::InformationOfficer => "Information officer",
            Self::Administrator => "Administrator",
            Self::PeerWorker => "Peer worker",
            Self::CharityWorker => "Charity worker",
            Self::Commissioner => "Commissioner",
            Self::Board => "Board member",
        }
    }

    /// Whether whoever has it decides and cares: a duty worker or a clinician.
    pub fn is_clinical(self) -> bool {
        match self {
            Self::Duty | Self::Clinician => true,
            Self::Manager
            | Self::InformationOfficer
            | Self::Administrator
            | Self::PeerWorker
            | Self::CharityWorker
            | Self::Commissioner
            | Self::Board => false,
        }
    }

    /// Whether whoever has it can be of a team: nobody who sees figures alone is.
    pub fn has_teams(self) -> bool {
        match self {
            Self::Duty
            | Self::Clinician
            | Self::Manager
            | Self::InformationOfficer
            | Self::Administrator
            | Self::PeerWorker
            | Self::CharityWorker => true,
            Self::Commissioner | Self::Board => false,
        }
    }
}

/// Who acts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Actor {
    /// A signed-in member of staff.
    Staff {
        /// The account's name.
        account: String,
        /// In which role.
        role: Role,
    },
    /// Someone with access to the machine, by the name of their account there.
    Operator {
        /// The machine's account name.
        account: String,
    },
    /// Someone who asks for help without an account.
    Public,
    /// A rule of the service, such as a clock that ran out.
    System,
}

impl Actor {
    /// Whether a human being acts whose name is kept; some decisions are never a program's, and never those of somebody
    /// at the door whom nobody knows (INV-03, INV-04).
    pub fn is_named(&self) -> bool {
        match self {
            Self::Staff { .. } | Self::Operator { .. } => true,
            Self::Public | Self::System => false,
        }
    }

    /// The account of a member of staff.
    pub fn account(&self) -> Option<&str> {
        match self {
            Self::Staff { account, .. } => Some(account),
            Self::Operator { .. } | Self::Public | Self::System => None,
        }
    }

    /// The one line that the journal keeps: `staff:duty:name`, `operator:name`, `public`, `system`.
    pub fn written(&self) -> String {
        match self {
            Self::Staff { account, role } => format!("staff:{}:{account}", role.code()),
            Self::Operator { account } => format!("operator:{account}"),
            Self::Public => "public".to_owned(),
            Self::System => "system".to_owned(),
        }
    }
}
