//! Kinds of message: what she agreed to for one way may hold for some of them and not for others (INV-10, PR-19).

use serde::{Deserialize, Serialize};

/// What a message to her is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MessageKind {
    /// What was decided of her referral.
    Decision,
    /// What is asked of her.
    Question,
    /// Who cares for her, and how that ends.
    Care,
}

impl MessageKind {
    /// Every kind.
    pub const ALL: [Self; 3] = [Self::Decision, Self::Question, Self::Care];

    /// The code kept in the journal and in forms.
    pub fn code(self) -> &'static str {
        match self {
            Self::Decision => "decision",
            Self::Question => "question",
            Self::Care => "care",
        }
    }

    /// The kind of a code, if there is one.
    pub fn of_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }

    /// What staff read.
    pub fn label(self) -> &'static str {
        match self {
            Self::Decision => "Letters about what was decided",
            Self::Question => "Letters that ask her something",
            Self::Care => "Letters about who cares for her, and how it ends",
        }
    }

    /// The kind of what is drafted from a template; none where its name tells of none, and then every kind must be agreed to.
    pub fn of_template(name: &str) -> Option<Self> {
        match name.split('-').next()? {
            "accept" | "reject" | "signpost" | "advise" | "withdraw" => Some(Self::Decision),
            "ask" => Some(Self::Question),
            "introduce" | "discharge" => Some(Self::Care),
            _ => None,
        }
    }
}
