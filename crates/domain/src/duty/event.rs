//! What can have happened on a day of duty.

use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};

use crate::{ids::ReferralId, person::PersonalDataErased};

/// A past fact about a day of duty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DutyEvent {
    /// The day has a record from here on.
    DutyDayOpened(DutyDayOpened),
    /// Somebody was put on the rota.
    DutyRostered(DutyRostered),
    /// Somebody was taken off the rota.
    RotaTakenBack(RotaTakenBack),
    /// A shift began.
    ShiftBegan(ShiftBegan),
    /// Something was done that stands on no referral of its own.
    DutyNoted(DutyNoted),
    /// A shift ended.
    ShiftEnded(ShiftEnded),
    /// What was said on that day was erased.
    PersonalDataErased(PersonalDataErased),
}

/// A day has a record from here on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DutyDayOpened {
    /// The day, by the wall of Europe/London.
    pub on: Date,
}

/// What somebody is on the rota for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Shift {
    /// Looks at what comes in.
    Duty,
    /// Is rung when it cannot wait and duty is not there, or needs a senior.
    OnCall,
}

impl Shift {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Duty, Self::OnCall];

    /// The code kept in the database.
    pub fn code(self) -> &'static str {
        match self {
            Self::Duty => "duty",
            Self::OnCall => "on_call",
        }
    }

    /// The shift of a code, if there is one.
    pub fn of_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|shift| shift.code() == code)
    }

    /// What staff read.
    pub fn label(self) -> &'static str {
        match self {
            Self::Duty => "Duty",
            Self::OnCall => "On call",
        }
    }
}

/// Somebody was put on the rota.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DutyRostered {
    /// By whom: the account.
    pub by: String,
    /// What for.
    pub shift: Shift,
    /// Whom: the account.
    pub account: String,
    /// From when.
    pub from: Timestamp,
    /// Until when.
    pub to: Timestamp,
}

/// Somebody was taken off the rota.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RotaTakenBack {
    /// By whom: the account.
    pub by: String,
    /// The number of the line.
    pub nth: u32,
}

/// A shift began.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShiftBegan {
    /// When.
    pub at: Timestamp,
    /// Whose: the account.
    pub by: String,
}

/// What duty did (D9).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Done {
    /// Gave advice to a professional who rang.
    AdviceCall,
    /// Told somebody where else to turn.
    Signposted,
    /// Told a crisis or liaison team, who took it.
    ToldCrisisTeam,
    /// Rang somebody back.
    CalledBack,
    /// Anything else.
    Other,
}

impl Done {
    /// Everything that the log knows.
    pub const ALL: [Self; 5] =
        [Self::AdviceCall, Self::Signposted, Self::ToldCrisisTeam, Self::CalledBack, Self::Other];

    /// The code kept in the database.
    pub fn code(self) -> &'static str {
        match self {
            Self::AdviceCall => "advice_call",
            Self::Signposted => "signposted",
            Self::ToldCrisisTeam => "told_crisis_team",
            Self::CalledBack => "called_back",
            Self::Other => "other",
        }
    }

    /// What has this code, if anything does.
    pub fn of_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|done| done.code() == code)
    }

    /// What staff read.
    pub fn label(self) -> &'static str {
        match self {
            Self::AdviceCall => "Advice on the telephone",
            Self::Signposted => "Signposted",
            Self::ToldCrisisTeam => "Told a crisis or liaison team",
            Self::CalledBack => "Called back",
            Self::Other => "Something else",
        }
    }
}

/// Something was done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DutyNoted {
    /// When it was written.
    pub at: Timestamp,
    /// By whom: the account.
    pub by: String,
    /// What was done.
    pub kind: Done,
    /// The referral that it is about; none where there is none, as with most advice.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub referral: Option<ReferralId>,
    /// When somebody else took it over.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub handed_at: Option<Timestamp>,
    /// What was said; none once erased.
    #[serde(skip)]
    pub words: Option<LogWords>,
}

/// The words of an entry, which may be about a person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LogWords {
    /// What came of it.
    pub outcome: String,
    /// Who took it over, by name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub handed_to: Option<String>,
}

/// A shift ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShiftEnded {
    /// When.
    pub at: Timestamp,
    /// By whom it was recorded: the account.
    pub by: String,
    /// Whose shift: the account.
    pub of: String,
    /// How many emergencies were open that nobody had accepted who stays.
    pub open: u32,
    /// Who on call was told; none where nobody had to be, or once erased.
    #[serde(skip)]
    pub on_call: Option<ToldOnCall>,
}

/// Who on call was told at the end of a shift: often somebody of another service, who has no account here.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ToldOnCall(pub String);
