//! What a referral is about, in a few coded words beside the story.

use serde::{Deserialize, Serialize};

/// What it is about; none is needed to be heard, and no diagnosis is (L2).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Concern {
    /// Low, tearful, no joy.
    Low,
    /// Worry or panic.
    Anxious,
    /// Thoughts or pictures that keep coming.
    IntrusiveThoughts,
    /// A frightening or hard birth, or a trauma.
    BirthTrauma,
    /// Fear of giving birth.
    FearOfBirth,
    /// A loss.
    Loss,
    /// How things are with the baby (F7).
    WithBaby,
    /// Eating.
    Eating,
    /// Something that happened earlier in life.
    EarlierTrauma,
    /// Planning a pregnancy with a mental illness or its medicines.
    Planning,
    /// Something else.
    Other,
}

impl Concern {
    /// Every concern, in the order in which it is asked.
    pub const ALL: [Self; 11] = [
        Self::Low,
        Self::Anxious,
        Self::IntrusiveThoughts,
        Self::BirthTrauma,
        Self::FearOfBirth,
        Self::Loss,
        Self::WithBaby,
        Self::Eating,
        Self::EarlierTrauma,
        Self::Planning,
        Self::Other,
    ];

    /// The code kept in the database.
    pub fn code(self) -> &'static str {
        match self {
            Self::Low => "low",
            Self::Anxious => "anxious",
            Self::IntrusiveThoughts => "intrusive_thoughts",
            Self::BirthTrauma => "birth_trauma",
            Self::FearOfBirth => "fear_of_birth",
            Self::Loss => "loss",
            Self::WithBaby => "with_baby",
            Self::Eating => "eating",
            Self::EarlierTrauma => "earlier_trauma",
            Self::Planning => "planning",
            Self::Other => "other",
        }
    }

    /// The concern of a code, if there is one.
    pub fn of_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|concern| concern.code() == code)
    }

    /// What staff read.
    pub fn label(self) -> &'static str {
        match self {
            Self::Low => "low mood",
            Self::Anxious => "worry or panic",
            Self::IntrusiveThoughts => "thoughts that keep coming",
            Self::BirthTrauma => "a frightening birth",
            Self::FearOfBirth => "fear of giving birth",
            Self::Loss => "a loss",
            Self::WithBaby => "how things are with the baby",
            Self::Eating => "eating",
            Self::EarlierTrauma => "something earlier in life",
            Self::Planning => "planning a pregnancy",
            Self::Other => "something else",
        }
    }

    /// Whether it speaks of trauma or loss: a no is then told by a person first (PR-14).
    pub fn is_loss_or_trauma(self) -> bool {
        match self {
            Self::BirthTrauma | Self::Loss | Self::EarlierTrauma => true,
            Self::Low
            | Self::Anxious
            | Self::IntrusiveThoughts
            | Self::FearOfBirth
            | Self::WithBaby
            | Self::Eating
            | Self::Planning
            | Self::Other => false,
        }
    }

    /// Whether it presumes a living baby.
    pub fn speaks_of_a_baby(self) -> bool {
        self == Self::WithBaby
    }
}
