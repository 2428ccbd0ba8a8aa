//! What an answer about risk is about.

use serde::{Deserialize, Serialize};

/// What an answer about risk is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum RiskDomain {
    /// Harm to herself, or thoughts of suicide.
    #[serde(rename = "self_harm_or_suicide")]
    SelfHarm,
    /// Harm to the baby.
    #[serde(rename = "harm_to_infant")]
    HarmToInfant,
    /// Harm to somebody else.
    #[serde(rename = "harm_to_others")]
    HarmToOthers,
    /// Taking risks, or harm to herself: where one item asks for both.
    #[serde(rename = "risk_taking_or_self_harm")]
    RiskTaking,
    /// Her own safety: somebody harms her, or she is afraid of somebody.
    #[serde(rename = "personal_safety")]
    PersonalSafety,
}

impl RiskDomain {
    /// Every one.
    pub const ALL: [Self; 5] =
        [Self::SelfHarm, Self::HarmToInfant, Self::HarmToOthers, Self::RiskTaking, Self::PersonalSafety];

    /// The code kept in the database and in files.
    pub fn code(self) -> &'static str {
        match self {
            Self::SelfHarm => "self_harm_or_suicide",
            Self::HarmToInfant => "harm_to_infant",
            Self::HarmToOthers => "harm_to_others",
            Self::RiskTaking => "risk_taking_or_self_harm",
            Self::PersonalSafety => "personal_safety",
        }
    }

    /// The one of a code, if there is one.
    pub fn of_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|domain| domain.code() == code)
    }

    /// What staff read.
    pub fn label(self) -> &'static str {
        match self {
            Self::SelfHarm => "Self-harm or suicide",
            Self::HarmToInfant => "Harm to the baby",
            Self::HarmToOthers => "Harm to somebody else",
            Self::RiskTaking => "Taking risks or self-harm",
            Self::PersonalSafety => "Her own safety",
        }
    }
}
