//! Kinds of message: what she agreed to for one way may hold for some of them and not for others (INV-10, PR-19).

use serde::{Deserialize, Serialize};

use crate::person::Route;

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
    /// When she is expected, or is not any more.
    Appointment,
    /// That she is expected soon.
    Reminder,
    /// A link to something of her own: a questionnaire, or her page.
    Link,
}

impl MessageKind {
    /// Every kind.
    pub const ALL: [Self; 6] =
        [Self::Decision, Self::Question, Self::Care, Self::Appointment, Self::Reminder, Self::Link];

    /// The code kept in the journal and in forms.
    pub fn code(self) -> &'static str {
        match self {
            Self::Decision => "decision",
            Self::Question => "question",
            Self::Care => "care",
            Self::Appointment => "appointment",
            Self::Reminder => "reminder",
            Self::Link => "link",
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
            Self::Appointment => "Messages about when she is expected",
            Self::Reminder => "Reminders of an appointment",
            Self::Link => "Links to her own page and to questions",
        }
    }

    /// Whether every word of it was approved before, and only times and the like are filled in: then the service may make it by
    /// itself, and nobody reads each.
    pub fn made_by_itself(self) -> bool {
        match self {
            Self::Reminder => true,
            Self::Decision | Self::Question | Self::Care | Self::Appointment | Self::Link => false,
        }
    }

    /// The ways by which it is of use, the first that she agreed to before the others. A letter is no way for what is soon or is
    /// opened with a press.
    pub fn ways(self) -> &'static [Route] {
        match self {
            Self::Decision | Self::Question | Self::Care => &[Route::Letter, Route::Email],
            Self::Appointment => &[Route::Text, Route::Email, Route::Letter, Route::Telephone],
            Self::Reminder | Self::Link => &[Route::Text, Route::Email],
        }
    }

    /// The kind of what is drafted from a template; none where its name tells of none, and then every kind must be agreed to.
    pub fn of_template(name: &str) -> Option<Self> {
        match name.split('-').next()? {
            "accept" | "reject" | "signpost" | "advise" | "withdraw" => Some(Self::Decision),
            "ask" => Some(Self::Question),
            "introduce" | "discharge" => Some(Self::Care),
            "invite" | "cancel" => Some(Self::Appointment),
            "remind" => Some(Self::Reminder),
            "link" => Some(Self::Link),
            _ => None,
        }
    }
}
