//! Past facts about one questionnaire: given or put to her, answered answer by answer, finished, read.
//!
//! Each has a stream of its own, so that an answer puts nobody's form about the referral out of date, and is saved without
//! reading her whole story.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{InstrumentId, RiskDomain, Scored};
use crate::{
    ids::{PersonId, ReferralId},
    person::PersonalDataErased,
    referral::Said,
};

/// A past fact about a questionnaire.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ScreeningEvent {
    /// It was given to her, to answer by herself.
    ScreeningGiven(ScreeningGiven),
    /// A clinician asked, and wrote down what she said.
    ScreeningEntered(ScreeningEntered),
    /// It belonged to a contact, and was not asked.
    ScreeningNotAsked(ScreeningNotAsked),
    /// She opened it.
    ScreeningOpened(ScreeningOpened),
    /// She gave one answer.
    AnswerSaved(AnswerSaved),
    /// She wrote what else worries her.
    WorrySaid(WorrySaid),
    /// It is finished: by her, or by whoever read what there was.
    ScreeningFinished(ScreeningFinished),
    /// Somebody read it.
    ScreeningRead(ScreeningRead),
    /// It was taken back: given or entered by mistake.
    ScreeningTakenBack(ScreeningTakenBack),
    /// A new link and word were given to her.
    LinkRenewed(LinkRenewed),
    /// What identified anybody in it was erased.
    PersonalDataErased(PersonalDataErased),
}

/// The form that was asked: which, and in which version. Kept with the answers for ever (H04).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Form {
    /// The instrument.
    pub instrument: InstrumentId,
    /// The SHA-256 of its definition, as hexadecimal digits.
    pub definition: String,
    /// The SHA-256 of the text pack that she read; none where a clinician asked without one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pack: Option<String>,
    /// The language in which she was asked, such as `en`.
    pub language: String,
    /// Who interpreted (H17).
    pub interpreting: Interpreting,
    /// The routine contact to which it belongs, by its code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contact: Option<String>,
}

/// Who interpreted. Family never do (PR-21).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Interpreting {
    /// Nobody needed to.
    NotNeeded,
    /// A professional interpreter.
    Professional,
    /// One was needed and none was there: what she said is to be asked again.
    NoneThere,
}

impl Interpreting {
    /// Each, in the order in which it is asked.
    pub const ALL: [Self; 3] = [Self::NotNeeded, Self::Professional, Self::NoneThere];

    /// The code kept in the journal and in forms.
    pub fn code(self) -> &'static str {
        match self {
            Self::NotNeeded => "not_needed",
            Self::Professional => "professional",
            Self::NoneThere => "none_there",
        }
    }

    /// The one of a code, if there is one.
    pub fn of_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.code() == code)
    }

    /// What staff read.
    pub fn label(self) -> &'static str {
        match self {
            Self::NotNeeded => "No interpreter was needed",
            Self::Professional => "A professional interpreter",
            Self::NoneThere => "One was needed and none was there: ask again with one",
        }
    }
}

/// What opens the questionnaire to her: hashes alone, so that the journal opens nothing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Link {
    /// The SHA-256 of what the address carries, as hexadecimal digits.
    pub token: String,
    /// The salted hash of the word agreed with her (PR-22).
    pub word: String,
}

/// It was given to her, to answer by herself (PR-23).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ScreeningGiven {
    /// When.
    pub at: Timestamp,
    /// The account.
    pub by: String,
    /// The referral to which it belongs.
    pub referral: ReferralId,
    /// Who answers.
    pub person: PersonId,
    /// What.
    #[serde(flatten)]
    pub form: Form,
    /// The account of whoever reads it.
    pub owner: String,
    /// Until when it can be answered.
    pub until: Timestamp,
    /// What opens it; none once erased.
    #[serde(skip)]
    pub link: Option<Link>,
}

/// A new link and word, after a lost one or too many tries; the ones before open nothing more.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LinkRenewed {
    /// When.
    pub at: Timestamp,
    /// The account.
    pub by: String,
    /// Until when it can be answered now.
    pub until: Timestamp,
    /// What opens it; none once erased.
    #[serde(skip)]
    pub link: Option<Link>,
}

/// What is said beside the answers, in free text (S6).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Beside {
    /// What worries her, in her words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub worry: Option<String>,
    /// What the clinician is concerned about, whatever the score says (S7).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub concern: Option<String>,
}

/// A clinician asked, and wrote down what she said.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ScreeningEntered {
    /// When it was written down.
    pub at: Timestamp,
    /// When she was asked.
    pub asked_at: Timestamp,
    /// The account.
    pub by: String,
    /// The referral to which it belongs.
    pub referral: ReferralId,
    /// Who answered.
    pub person: PersonId,
    /// What.
    #[serde(flatten)]
    pub form: Form,
    /// The printed position of each answer, in the order of the items; none where she gave none.
    pub answers: Vec<Option<u8>>,
    /// What the definition makes of them.
    pub scored: Scored,
    /// What was said beside them; none once erased.
    #[serde(skip)]
    pub beside: Option<Beside>,
}

/// Why something was not asked that belonged to a contact.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NotAsked {
    /// She was offered it, and did not want it.
    Refused,
    /// She was not alone.
    NotAlone,
    /// There was no interpreter: a failure of the service (PR-21).
    NoInterpreter,
    /// Something more urgent came first.
    MoreUrgent,
    /// There was no time: a failure of the service.
    NoTime,
    /// Something else, in words.
    Other,
}

impl NotAsked {
    /// Every reason, in the order in which it is asked.
    pub const ALL: [Self; 6] =
        [Self::Refused, Self::NotAlone, Self::NoInterpreter, Self::MoreUrgent, Self::NoTime, Self::Other];

    /// The code kept in the journal and in forms.
    pub fn code(self) -> &'static str {
        match self {
            Self::Refused => "refused",
            Self::NotAlone => "not_alone",
            Self::NoInterpreter => "no_interpreter",
            Self::MoreUrgent => "more_urgent",
            Self::NoTime => "no_time",
            Self::Other => "other",
        }
    }

    /// The reason of a code, if there is one.
    pub fn of_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reason| reason.code() == code)
    }

    /// What staff read.
    pub fn label(self) -> &'static str {
        match self {
            Self::Refused => "She was offered the questions and did not want them",
            Self::NotAlone => "She was not alone",
            Self::NoInterpreter => "An interpreter was needed and none was there",
            Self::MoreUrgent => "Something more urgent came first",
            Self::NoTime => "There was no time",
            Self::Other => "Another reason",
        }
    }
}

/// It belonged to a contact, and was not asked (S1).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ScreeningNotAsked {
    /// When it was written down.
    pub at: Timestamp,
    /// When the contact was.
    pub asked_at: Timestamp,
    /// The account.
    pub by: String,
    /// The referral to which it belongs.
    pub referral: ReferralId,
    /// Who was not asked.
    pub person: PersonId,
    /// What was not asked.
    pub instrument: InstrumentId,
    /// The routine contact to which it belongs, by its code.
    pub contact: String,
    /// Why.
    pub why: NotAsked,
    /// In words; none where nothing was added, and once erased.
    #[serde(skip)]
    pub said: Option<Said>,
}

/// She opened it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ScreeningOpened {
    /// When.
    pub at: Timestamp,
}

/// She gave one answer. What she answered before is never rewritten; the last one counts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AnswerSaved {
    /// When.
    pub at: Timestamp,
    /// The item, by its id in the definition.
    pub item: String,
    /// The printed position of what she chose.
    pub position: u8,
    /// What this answer says of risk: whom it reaches is decided in the same moment (H02).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub risk: Vec<RiskDomain>,
}

/// She wrote what else worries her.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WorrySaid {
    /// When.
    pub at: Timestamp,
    /// Her words; none once erased.
    #[serde(skip)]
    pub said: Option<Said>,
}

/// It is finished.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ScreeningFinished {
    /// When.
    pub at: Timestamp,
    /// Whether she finished it: otherwise somebody read what there was.
    pub by_her: bool,
    /// What the definition makes of the answers.
    pub scored: Scored,
}

/// Somebody read it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ScreeningRead {
    /// When.
    pub at: Timestamp,
    /// The account.
    pub by: String,
    /// What was made of it; none once erased.
    #[serde(skip)]
    pub said: Option<Said>,
}

/// It was taken back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ScreeningTakenBack {
    /// When.
    pub at: Timestamp,
    /// The account.
    pub by: String,
    /// Why; none once erased.
    #[serde(skip)]
    pub said: Option<Said>,
}
