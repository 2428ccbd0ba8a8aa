//! Warning signs: what makes a referral an emergency, asked in two sets of words (PR-02).

use serde::{Deserialize, Serialize};

/// Something that is never left waiting.
///
/// # Source
/// MBRRACE-UK, red-flag presentations, for the first four; PRACTICE PR-02 for those that self and family are asked
/// beside them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WarningSign {
    /// A recent significant change in mental state, or new symptoms.
    SuddenChange,
    /// New thoughts or acts of violent self-harm, or of ending her life.
    SelfHarm,
    /// New and persistent expressions of incompetency as a mother.
    CannotBeAMother,
    /// Estrangement from the infant.
    CutOffFromBaby,
    /// Seeing, hearing or believing frightening things.
    FrighteningThings,
    /// Not sleeping while full of energy.
    NoSleepFullOfEnergy,
    /// Harm was done already, to herself or to someone else.
    HarmDone,
    /// The baby, or another child, may not be safe.
    BabyNotSafe,
}

impl WarningSign {
    /// Every sign.
    pub const ALL: [Self; 8] = [
        Self::SuddenChange,
        Self::SelfHarm,
        Self::CannotBeAMother,
        Self::CutOffFromBaby,
        Self::FrighteningThings,
        Self::NoSleepFullOfEnergy,
        Self::HarmDone,
        Self::BabyNotSafe,
    ];

    /// The code kept in the database.
    pub fn code(self) -> &'static str {
        match self {
            Self::SuddenChange => "sudden_change",
            Self::SelfHarm => "self_harm",
            Self::CannotBeAMother => "cannot_be_a_mother",
            Self::CutOffFromBaby => "cut_off_from_baby",
            Self::FrighteningThings => "frightening_things",
            Self::NoSleepFullOfEnergy => "no_sleep_full_of_energy",
            Self::HarmDone => "harm_done",
            Self::BabyNotSafe => "baby_not_safe",
        }
    }

    /// The sign of a code, if there is one.
    pub fn of_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|sign| sign.code() == code)
    }

    /// What staff read in a queue.
    pub fn label(self) -> &'static str {
        match self {
            Self::SuddenChange => "sudden change in her mind",
            Self::SelfHarm => "thoughts or acts of self-harm or ending her life",
            Self::CannotBeAMother => "says she cannot be a mother",
            Self::CutOffFromBaby => "feels cut off from the baby",
            Self::FrighteningThings => "sees, hears or believes frightening things",
            Self::NoSleepFullOfEnergy => "not sleeping while full of energy",
            Self::HarmDone => "harm already done",
            Self::BabyNotSafe => "a baby or child may not be safe",
        }
    }

    /// Whether it speaks of a baby who is alive: never asked where that cannot be presumed.
    pub fn speaks_of_a_baby(self) -> bool {
        match self {
            Self::CannotBeAMother | Self::CutOffFromBaby | Self::BabyNotSafe => true,
            Self::SuddenChange
            | Self::SelfHarm
            | Self::FrighteningThings
            | Self::NoSleepFullOfEnergy
            | Self::HarmDone => false,
        }
    }
}
