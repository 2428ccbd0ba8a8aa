//! The questions, one small group at a time, and which of them belong to whom, in their order (PR-01, PR-02, PR-09).

use super::{Answers, Now, WayIn, field};

/// One page of questions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Step {
    /// How things are now: always the first, after whom to ring.
    Now,
    /// More of how things are; nothing of it is demanded.
    More,
    /// Warning signs.
    Signs,
    /// One safe way to ring back, at once, where there is a warning sign.
    CallBack,
    /// The least that a professional is asked in an emergency (PR-03).
    Emergency,
    /// What is worrying, in their own words.
    Words,
    /// Mental health before, and medicines.
    Health,
    /// Who it is about.
    Person,
    /// Who asks, where it is not she herself.
    Referrer,
    /// Whether she agrees.
    Agreement,
    /// How it is safe to reach her.
    Reach,
    /// Whom we may tell.
    Tell,
    /// Language, and what else helps.
    Needs,
    /// Safeguarding, on its own page.
    Safeguarding,
    /// Letters and notes as they are.
    Files,
}

impl Step {
    /// Every step.
    pub const ALL: [Self; 15] = [
        Self::Now,
        Self::More,
        Self::Signs,
        Self::CallBack,
        Self::Emergency,
        Self::Words,
        Self::Health,
        Self::Person,
        Self::Referrer,
        Self::Agreement,
        Self::Reach,
        Self::Tell,
        Self::Needs,
        Self::Safeguarding,
        Self::Files,
    ];

    /// Its part of an address: a word that gives nobody away (H16).
    pub fn path(self) -> &'static str {
        match self {
            Self::Now => "now",
            Self::More => "more",
            Self::Signs => "today",
            Self::CallBack => "call",
            Self::Emergency => "quick",
            Self::Words => "words",
            Self::Health => "before",
            Self::Person => "who",
            Self::Referrer => "you",
            Self::Agreement => "agree",
            Self::Reach => "reach",
            Self::Tell => "tell",
            Self::Needs => "needs",
            Self::Safeguarding => "others",
            Self::Files => "files",
        }
    }

    /// The step of a part of an address, if there is one.
    pub fn of_path(path: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|step| step.path() == path)
    }

    /// The fields that it asks for.
    pub fn fields(self, way: WayIn) -> &'static [&'static str] {
        match self {
            Self::Now => &[field::NOW],
            Self::More => &[field::SITUATION, "ends-day", "ends-month", "ends-year", field::OWN_WORDS],
            Self::Signs => &[field::SIGNS],
            Self::CallBack => &[field::CALL_BACK, field::CALL_BACK_NOTE, field::NO_NUMBER],
            Self::Emergency => {
                &[field::BY_NAME, field::CALL_BACK, field::WORRY, field::WHERE, field::WITH, field::NAME]
            }
            Self::Words => &[field::CONCERNS, field::WORRY, field::WITH_BABY, field::HELPS],
            Self::Health => &[field::SEVERE, field::HISTORY, field::MEDICINES, field::BEEN_BEFORE],
            Self::Person => &[
                field::NAME,
                "born-day",
                "born-month",
                "born-year",
                field::NHS_NUMBER,
                field::POSTCODE,
                field::GP,
                field::NO_GP,
                field::HOME,
            ],
            Self::Referrer => match way {
                WayIn::Family => &[field::BY_NAME, field::BY_ROLE, field::BY_TELEPHONE, field::BY_EMAIL],
                WayIn::Myself | WayIn::Professional | WayIn::Telephone => &[
                    field::BY_NAME,
                    field::BY_SOURCE,
                    field::BY_ROLE,
                    field::BY_ORGANISATION,
                    field::BY_TELEPHONE,
                    field::BY_EMAIL,
                ],
            },
            Self::Agreement => &[field::AGREEMENT, field::AGREEMENT_WHY],
            Self::Reach => &[
                field::REACH_TELEPHONE,
                field::TELEPHONE,
                field::REACH_VOICEMAIL,
                field::REACH_TEXT,
                field::REACH_EMAIL,
                field::EMAIL,
                field::REACH_LETTER,
                field::ADDRESS,
                field::REACH_NOTE,
            ],
            Self::Tell => &[
                field::TELL_GP,
                field::TELL_MIDWIFE,
                field::TELL_HEALTH_VISITOR,
                field::SUPPORTER,
                field::SUPPORTER_TELEPHONE,
                field::TELL_SUPPORTER,
            ],
            Self::Needs => {
                &[field::INTERPRETER, field::LANGUAGE, field::PREFERENCES, field::PREFERENCE_MORE, field::NEEDS]
            }
            Self::Safeguarding => &[field::SAFEGUARDING, field::SAFEGUARDING_REFERRED],
            Self::Files => &[],
        }
    }
}

/// What a professional wants: advice first, or to refer.
pub const PURPOSE: &str = "purpose";
/// The answer that asks for advice first.
pub const ADVICE: &str = "advice";

/// Whom a request for oneself is about, where it is not a woman who asks.
pub const ABOUT: &str = "about";
/// The answer of a partner.
pub const PARTNER: &str = "partner";

/// Whether somebody asks for himself or herself as a partner, or a call is about one. Nothing is asked then of whose partner, nor of a pregnancy or a
/// baby: that would be somebody else's facts in their record (PR-25).
pub fn asks_as_partner(way: WayIn, answers: &Answers) -> bool {
    matches!(way, WayIn::Myself | WayIn::Telephone) && answers.typed(ABOUT) == PARTNER
}

/// The steps that belong to a way in, given what was answered so far, in their order.
pub fn steps(way: WayIn, answers: &Answers) -> Vec<Step> {
    let advice = way == WayIn::Professional && answers.typed(PURPOSE) == ADVICE;
    let all: &[Step] = match way {
        WayIn::Myself if asks_as_partner(way, answers) => &[
            Step::Signs,
            Step::CallBack,
            Step::Words,
            Step::Health,
            Step::Person,
            Step::Reach,
            Step::Tell,
            Step::Needs,
        ],
        WayIn::Myself => &[
            Step::Now,
            Step::More,
            Step::Signs,
            Step::CallBack,
            Step::Words,
            Step::Health,
            Step::Person,
            Step::Reach,
            Step::Tell,
            Step::Needs,
        ],
        WayIn::Family => &[
            Step::Now,
            Step::More,
            Step::Signs,
            Step::CallBack,
            Step::Words,
            Step::Health,
            Step::Referrer,
            Step::Person,
            Step::Agreement,
            Step::Reach,
            Step::Needs,
        ],
        WayIn::Professional if advice => {
            &[Step::Now, Step::More, Step::Signs, Step::Emergency, Step::Words, Step::Health, Step::Referrer]
        }
        WayIn::Professional | WayIn::Telephone => &[
            Step::Now,
            Step::More,
            Step::Signs,
            Step::Emergency,
            Step::Words,
            Step::Health,
            Step::Person,
            Step::Referrer,
            Step::Agreement,
            Step::Reach,
            Step::Tell,
            Step::Needs,
            Step::Safeguarding,
            Step::Files,
        ],
    };
    let warned = warned(answers);
    let more = matches!(now(answers), Some(Now::Pregnant | Now::Baby | Now::Loss));
    all.iter()
        .copied()
        .filter(|step| match step {
            Step::CallBack | Step::Emergency => warned,
            Step::More => more,
            Step::Now
            | Step::Signs
            | Step::Words
            | Step::Health
            | Step::Person
            | Step::Referrer
            | Step::Agreement
            | Step::Reach
            | Step::Tell
            | Step::Needs
            | Step::Safeguarding
            | Step::Files => true,
        })
        .collect()
}

/// The first answer, where one was given.
pub(super) fn now(answers: &Answers) -> Option<Now> {
    Now::of_code(answers.typed(field::NOW))
}

/// Whether a warning sign was answered yes.
pub(super) fn warned(answers: &Answers) -> bool {
    answers.all(field::SIGNS).any(|sign| super::WarningSign::of_code(sign).is_some())
}
