//! What was told at the door: what is coded and counted, and what was said in someone's own words.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::{Concern, Situation, WarningSign};
use crate::{
    ids::{AttachmentId, ReferralId},
    person::RouteChoice,
};

/// Who asks, and by which way in.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WayIn {
    /// Someone asks for himself or herself.
    Myself,
    /// Someone asks for a member of the family.
    Family,
    /// A professional refers.
    #[default]
    Professional,
    /// A member of staff writes down a call.
    Telephone,
}

impl WayIn {
    /// Every way in.
    pub const ALL: [Self; 4] = [Self::Myself, Self::Family, Self::Professional, Self::Telephone];

    /// The code kept in the database.
    pub fn code(self) -> &'static str {
        match self {
            Self::Myself => "myself",
            Self::Family => "family",
            Self::Professional => "professional",
            Self::Telephone => "telephone",
        }
    }

    /// The way of a code, if there is one.
    pub fn of_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|way| way.code() == code)
    }

    /// What staff read.
    pub fn label(self) -> &'static str {
        match self {
            Self::Myself => "asked for themselves",
            Self::Family => "family asked",
            Self::Professional => "a professional referred",
            Self::Telephone => "by telephone",
        }
    }
}

/// Something that is yes, no, or not known; not known is never a no.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Known {
    /// Yes.
    Yes,
    /// No.
    No,
    /// Nobody asked, or nobody knows.
    #[default]
    NotKnown,
}

impl Known {
    /// The answer of a code; anything else is not known.
    pub fn of_code(code: &str) -> Self {
        match code {
            "yes" => Self::Yes,
            "no" => Self::No,
            _ => Self::NotKnown,
        }
    }

    fn is_not_known(&self) -> bool {
        *self == Self::NotKnown
    }
}

/// What a professional says of her agreement (PR-05).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Agreement {
    /// She knows and agrees.
    Agrees,
    /// She knows and declines.
    Declines,
    /// She was not asked; the story says why.
    NotAsked,
}

impl Agreement {
    /// Every answer.
    pub const ALL: [Self; 3] = [Self::Agrees, Self::Declines, Self::NotAsked];

    /// The code kept in the database.
    pub fn code(self) -> &'static str {
        match self {
            Self::Agrees => "agrees",
            Self::Declines => "declines",
            Self::NotAsked => "not_asked",
        }
    }

    /// The answer of a code, if there is one.
    pub fn of_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|agreement| agreement.code() == code)
    }
}

/// Someone who may be told, if she says so (PR-20).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Confidant {
    /// Her GP.
    Gp,
    /// Her midwife.
    Midwife,
    /// Her health visitor.
    HealthVisitor,
    /// The supporter whom she names (F10).
    Supporter,
}

impl Confidant {
    /// Everyone who is asked about.
    pub const ALL: [Self; 4] = [Self::Gp, Self::Midwife, Self::HealthVisitor, Self::Supporter];

    /// The code kept in the database.
    pub fn code(self) -> &'static str {
        match self {
            Self::Gp => "gp",
            Self::Midwife => "midwife",
            Self::HealthVisitor => "health_visitor",
            Self::Supporter => "supporter",
        }
    }

    /// What staff read.
    pub fn label(self) -> &'static str {
        match self {
            Self::Gp => "GP",
            Self::Midwife => "Midwife",
            Self::HealthVisitor => "Health visitor",
            Self::Supporter => "The supporter she names",
        }
    }
}

/// What she said about telling others; whoever is left out is not known, and not known is not yes (PR-20).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct TellingChoices(BTreeMap<Confidant, RouteChoice>);

impl TellingChoices {
    /// The choices as asked.
    pub fn new(choices: impl IntoIterator<Item = (Confidant, RouteChoice)>) -> Self {
        Self(choices.into_iter().filter(|(_, choice)| *choice != RouteChoice::NotKnown).collect())
    }

    /// These choices, with whatever `newer` states in their place.
    #[must_use]
    pub fn with(mut self, newer: &Self) -> Self {
        self.0.extend(&newer.0);
        self
    }

    /// What she said about one of them.
    pub fn of(&self, confidant: Confidant) -> RouteChoice {
        self.0.get(&confidant).copied().unwrap_or_default()
    }

    /// Whether nothing was asked.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// Whom she would rather talk to (F8); asked so that how often it is met can be counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Preference {
    /// A woman.
    Woman,
    /// Someone who speaks her language.
    Language,
    /// Someone who knows her culture or faith.
    Culture,
}

impl Preference {
    /// Every preference that is asked about.
    pub const ALL: [Self; 3] = [Self::Woman, Self::Language, Self::Culture];

    /// The code kept in the database.
    pub fn code(self) -> &'static str {
        match self {
            Self::Woman => "woman",
            Self::Language => "language",
            Self::Culture => "culture",
        }
    }

    /// What staff read.
    pub fn label(self) -> &'static str {
        match self {
            Self::Woman => "a woman",
            Self::Language => "someone who speaks her language",
            Self::Culture => "someone who knows her culture or faith",
        }
    }
}

/// What was answered by code: counted, and kept after an erasure.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Asked {
    /// By which way.
    pub way: WayIn,
    /// The site whose link was followed, as its short code (D18).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub site: Option<String>,
    /// How things are.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub situation: Option<Situation>,
    /// Warning signs that were answered yes.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub signs: BTreeSet<WarningSign>,
    /// Whether warning signs were asked and answered, if only with none.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub signs_asked: bool,
    /// Bipolar disorder or a psychosis, now or in the past.
    #[serde(default, skip_serializing_if = "Known::is_not_known")]
    pub severe_history: Known,
    /// Whether she was with this service before, as it was said: nobody at the door is told whether that is so (PR-06).
    #[serde(default, skip_serializing_if = "Known::is_not_known")]
    pub been_before: Known,
    /// Her latest earlier referral, where staff knew whose record it is (K7).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub known_before: Option<ReferralId>,
    /// What it is about.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub concerns: BTreeSet<Concern>,
    /// Whether she agrees, where somebody else asks.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agreement: Option<Agreement>,
    /// Whether an interpreter is needed.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub interpreter: bool,
    /// Whom she would rather talk to.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub preferences: BTreeSet<Preference>,
    /// Whether she is under eighteen at receipt (PR-18).
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub under_18: bool,
    /// Whether she has no GP, as she says; a valid answer.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub no_gp: bool,
    /// Files that came with it; their names are in the story.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attachments: Vec<Attachment>,
}

/// A file that came with a referral: held apart, and known by its id. A hash of a short text can be guessed, so it stands
/// with the names, in what is erased.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attachment {
    /// The file.
    pub id: AttachmentId,
    /// Its type, as its content shows.
    pub media_type: String,
    /// Its length in bytes.
    pub size: u64,
}

/// Who asks, where it is not she herself.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Referrer {
    /// The name, as given.
    pub name: String,
    /// What they are to her, or their post.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<String>,
    /// Their organisation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub organisation: Option<String>,
    /// A number to ring them back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub telephone: Option<String>,
    /// Their e-mail address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
}

/// Someone who supports her and whom she names (F10).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Supporter {
    /// The name, and what they are to her.
    pub name: String,
    /// Their number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub telephone: Option<String>,
}

macro_rules! story {
    ($($(#[$doc:meta])* $field:ident,)*) => {
        /// What was told, in somebody's own words; erased with the person.
        #[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
        pub struct Story {
            /// What is worrying, or what is happening.
            pub worry: String,
            /// Who asks, where it is not she herself.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            pub referrer: Option<Referrer>,
            /// Who supports her.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            pub supporter: Option<Supporter>,
            /// Her date of birth, as it was told here.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            pub born: Option<jiff::civil::Date>,
            /// The names of files that came with it, in the order of `Asked::attachments`.
            #[serde(default, skip_serializing_if = "Vec::is_empty")]
            pub file_names: Vec<String>,
            /// SHA-256 of each, as hexadecimal digits, in the same order.
            #[serde(default, skip_serializing_if = "Vec::is_empty")]
            pub file_hashes: Vec<String>,
            $($(#[$doc])* #[serde(default, skip_serializing_if = "Option::is_none")] pub $field: Option<String>,)*
        }

        impl Story {
            fn with_details_of(self, newer: Self) -> Self {
                Self { $($field: newer.$field.or(self.$field),)* ..self }
            }
        }
    };
}

story! {
    /// The number to ring back now, in an emergency.
    call_back,
    /// Who answers that number, and what is safe to say.
    call_back_note,
    /// Where she is.
    where_she_is,
    /// Who is with her, and with the baby.
    with_her,
    /// Mental health before, in their words.
    history,
    /// Medicines now, and those stopped lately.
    medicines,
    /// Who lives with her, other children included.
    people_at_home,
    /// What helps her.
    what_helps,
    /// How things are with the baby (F7).
    with_the_baby,
    /// The baby's name, or the words that she wants used (PR-09).
    own_words,
    /// Why she was not asked, or why she declines (PR-05).
    agreement_why,
    /// The language she wants to speak.
    language,
    /// What else she needs, to reach us or to be understood.
    access_needs,
    /// What else matters about whom she talks to.
    preference_more,
    /// When and how it is best to reach her.
    reach_note,
}

impl Story {
    /// This story with a newer telling of it: what is told anew stands in place of what it was, the rest stays.
    #[must_use]
    pub fn with(mut self, newer: Self) -> Self {
        self.file_names.extend(newer.file_names.clone());
        self.file_hashes.extend(newer.file_hashes.clone());
        self.worry = if newer.worry.is_empty() { self.worry } else { newer.worry.clone() };
        self.referrer = newer.referrer.clone().or(self.referrer);
        self.supporter = newer.supporter.clone().or(self.supporter);
        self.born = newer.born.or(self.born);
        self.with_details_of(newer)
    }

    /// Words in which someone may have told of medicines; every one is read for names that raise a review.
    pub fn of_medicines(&self) -> impl Iterator<Item = &str> {
        [Some(self.worry.as_str()), self.medicines.as_deref(), self.history.as_deref()].into_iter().flatten()
    }
}

impl Asked {
    /// These answers with newer ones: what was raised stays raised, and what is left out stays as it was.
    #[must_use]
    pub fn with(mut self, newer: Self) -> Self {
        self.signs.extend(newer.signs);
        self.concerns.extend(newer.concerns);
        self.preferences.extend(newer.preferences);
        self.attachments.extend(newer.attachments);
        let severe = [self.severe_history, newer.severe_history];
        Self {
            way: self.way,
            site: self.site.or(newer.site),
            situation: newer.situation.or(self.situation),
            signs_asked: self.signs_asked || newer.signs_asked,
            severe_history: if severe.contains(&Known::Yes) {
                Known::Yes
            } else if newer.severe_history == Known::NotKnown {
                self.severe_history
            } else {
                newer.severe_history
            },
            been_before: if newer.been_before == Known::NotKnown { self.been_before } else { newer.been_before },
            known_before: self.known_before.or(newer.known_before),
            agreement: newer.agreement.or(self.agreement),
            interpreter: self.interpreter || newer.interpreter,
            under_18: self.under_18 || newer.under_18,
            no_gp: self.no_gp || newer.no_gp,
            signs: self.signs,
            concerns: self.concerns,
            preferences: self.preferences,
            attachments: self.attachments,
        }
    }
}
