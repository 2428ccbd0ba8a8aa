//! How a referral ends, and what was decided before every letter was written.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::CitedCriterion;
use crate::{footprint::TeamCode, ids::MessageId};

/// How a referral ends (INV-03): never without a reason, a way back, and who is told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ending {
    /// Codes of `reason::REASONS`: at least one, and several are allowed (K3).
    pub reasons: Vec<String>,
    /// More in the decider's own words; needed where a code says "another reason".
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub in_own_words: Option<String>,
    /// What would change it (K6); needed for every no, and none once erased.
    #[serde(skip)]
    pub what_would_change: Option<String>,
    /// How she can come back.
    pub way_back: String,
    /// How she is told.
    pub to_woman: Telling,
    /// How the referrer is told.
    pub to_referrer: Telling,
    /// Who told her in person, where that was done (PR-14).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub told_in_person: Option<ToldInPerson>,
    /// The account of the second clinician, where one agreed (PR-14).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub second_clinician: Option<String>,
    /// The criteria of its day on which a no rests (D26).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub criteria: Vec<CitedCriterion>,
    /// What came of safeguarding, where something is recorded (PR-26); restricted, and none once erased.
    #[serde(skip)]
    pub safeguarding: Option<String>,
}

/// How someone is told, or why not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Telling {
    /// By a message in the outbox.
    Message(MessageId),
    /// Not told, and why.
    NotTold {
        /// The reason.
        why: String,
    },
}

/// A person told her, before any letter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ToldInPerson {
    /// Who told her, by name.
    pub by: String,
    /// When.
    pub at: Timestamp,
}

/// How both are told of an acceptance.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tellings {
    /// How she is told.
    pub to_woman: Telling,
    /// How the referrer is told.
    pub to_referrer: Telling,
}

/// What is decided.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// A team takes it on.
    Accept {
        /// The team.
        team: TeamCode,
    },
    /// It is not taken on.
    Reject {
        /// On whose behalf.
        team: TeamCode,
    },
    /// She is pointed to another service.
    Signpost {
        /// On whose behalf.
        team: TeamCode,
        /// The named service.
        signposted_to: String,
    },
    /// Advice is given instead of care.
    Advise {
        /// On whose behalf.
        team: TeamCode,
        /// The advice; empty once erased.
        #[serde(skip)]
        advice: String,
    },
    /// It is withdrawn, as she or the referrer asked.
    Withdraw,
}

impl Verdict {
    /// The code kept in the database and in forms.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Accept { .. } => "accept",
            Self::Reject { .. } => "reject",
            Self::Signpost { .. } => "signpost",
            Self::Advise { .. } => "advise",
            Self::Withdraw => "withdraw",
        }
    }

    /// Whether it is a no to her, however soft (PR-13).
    pub fn is_a_no(&self) -> bool {
        match self {
            Self::Reject { .. } | Self::Signpost { .. } | Self::Advise { .. } => true,
            Self::Accept { .. } | Self::Withdraw => false,
        }
    }
}

/// What a decision rests on, before anyone is told.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Grounds {
    /// Codes of `reason::REASONS`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reasons: Vec<String>,
    /// More in the decider's own words; none once erased.
    #[serde(skip)]
    pub in_own_words: Option<String>,
    /// What would change it; none once erased.
    #[serde(skip)]
    pub what_would_change: Option<String>,
    /// How she can come back; none once erased.
    #[serde(skip)]
    pub way_back: Option<String>,
    /// The criteria of its day on which it rests (D26).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub criteria: Vec<CitedCriterion>,
}

/// What a decider wrote about her, apart from the codes of the decision: erased with her.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DecidersWords {
    /// Why she is taken on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub because: Option<String>,
    /// More about the reasons.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub in_own_words: Option<String>,
    /// What would change it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub what_would_change: Option<String>,
    /// How she can come back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub way_back: Option<String>,
    /// The advice.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub advice: Option<String>,
    /// What came of safeguarding.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub safeguarding: Option<String>,
}

impl DecidersWords {
    /// The words, where there are any.
    pub(crate) fn if_any(self) -> Option<Self> {
        Some(self).filter(|words| *words != Self::default())
    }
}

impl Ending {
    /// What is kept beside the journal.
    pub(crate) fn words(&self) -> DecidersWords {
        DecidersWords {
            what_would_change: self.what_would_change.clone(),
            safeguarding: self.safeguarding.clone(),
            ..DecidersWords::default()
        }
    }

    /// Puts back what was kept beside the journal.
    pub(crate) fn take_words(&mut self, words: DecidersWords) {
        self.what_would_change = words.what_would_change;
        self.safeguarding = words.safeguarding;
    }
}

impl LetterDue {
    /// What is kept beside the journal.
    pub(crate) fn words(&self) -> DecidersWords {
        let advice = match &self.verdict {
            Verdict::Advise { advice, .. } => Some(advice.clone()).filter(|advice| !advice.is_empty()),
            Verdict::Accept { .. } | Verdict::Reject { .. } | Verdict::Signpost { .. } | Verdict::Withdraw => None,
        };
        let Grounds { in_own_words, what_would_change, way_back, reasons: _, criteria: _ } = self.grounds.clone();
        DecidersWords { because: None, in_own_words, what_would_change, way_back, advice, safeguarding: None }
    }

    /// With what was kept beside the journal.
    pub(crate) fn with_words(mut self, words: DecidersWords) -> Self {
        let DecidersWords { because: _, in_own_words, what_would_change, way_back, advice: kept, safeguarding: _ } =
            words;
        match &mut self.verdict {
            Verdict::Advise { advice, .. } => *advice = kept.unwrap_or_default(),
            Verdict::Accept { .. } | Verdict::Reject { .. } | Verdict::Signpost { .. } | Verdict::Withdraw => {}
        }
        self.grounds = Grounds { in_own_words, what_would_change, way_back, ..self.grounds };
        self
    }
}

/// Decided, and a letter is due: it stays open with its owner and deadline (PR-13).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LetterDue {
    /// What was decided.
    pub verdict: Verdict,
    /// On which grounds.
    pub grounds: Grounds,
    /// When it was decided.
    pub decided_at: Timestamp,
    /// The account that owes the letter.
    pub owner: String,
    /// By when.
    pub by: Timestamp,
    /// The footprint version whose rules were applied.
    pub rules: String,
}
