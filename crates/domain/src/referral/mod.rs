//! A referral, the thread from receipt to discharge.

pub mod history;

use serde::{Deserialize, Serialize};

/// Whom a referral is about.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PersonKind {
    /// The woman or birthing person (a code, never shown).
    #[default]
    BirthingParent,
    /// A partner of any gender.
    Partner,
    /// The baby.
    Infant,
}

/// MHSDS clinical response priority.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Priority {
    /// MHSDS 1.
    Emergency,
    /// MHSDS 4.
    VeryUrgent,
    /// MHSDS 2.
    Urgent,
    /// MHSDS 3.
    Routine,
}
