//! Protected characteristics and risk groups: asked by staff later, never demanded at the door (PR-08, R2).

use serde::{Deserialize, Serialize};

macro_rules! characteristics {
    ($($variant:ident, $code:literal, $label:literal;)*) => {
        /// Something that may put a person at a disadvantage, or that the law protects.
        ///
        /// # Source
        /// The thirteen risk groups of seed 003 (Integrate, risk factors), with those that name two things kept apart,
        /// and the protected characteristics of the Equality Act 2010 that are not kept elsewhere.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        pub enum Characteristic {
            $(#[doc = $label] #[serde(rename = $code)] $variant,)*
        }

        impl Characteristic {
            /// Every characteristic, in the order in which it is asked.
            pub const ALL: &[Self] = &[$(Self::$variant),*];

            /// The code kept in the database.
            pub fn code(self) -> &'static str {
                match self { $(Self::$variant => $code),* }
            }

            /// What is asked, as staff read it.
            pub fn label(self) -> &'static str {
                match self { $(Self::$variant => $label),* }
            }
        }
    };
}

characteristics! {
    ChildhoodAdversity, "childhood_adversity", "Adversity or maltreatment in childhood";
    CareLeaver, "care_leaver", "Has been in care as a child";
    YoungParent, "young_parent", "Became a parent at a young age";
    RaciallyMarginalised, "racially_marginalised", "Belongs to a racially marginalised group, in her own words";
    RecentlyArrived, "recently_arrived", "Arrived in the United Kingdom recently";
    RefugeeOrAsylum, "refugee_or_asylum", "Refugee or seeking asylum";
    LowIncome, "low_income", "Low income or insecure work";
    Neurodivergent, "neurodivergent", "Neurodivergent";
    LearningDisability, "learning_disability", "Learning disability";
    InsecureHousing, "insecure_housing", "Insecure housing or homelessness";
    SubstanceMisuse, "substance_misuse", "Difficulties with alcohol or drugs";
    GenderIdentity, "gender_identity", "Gender identity differs from that given at birth";
    SexualOrientation, "sexual_orientation", "Lesbian, gay, bisexual or another orientation than straight";
    DifficultBirthOrLoss, "difficult_birth_or_loss", "Difficult birth, fertility difficulties, unwanted pregnancy or loss";
    ParentsAlone, "parents_alone", "Parents alone or lacks support";
    DomesticAbuse, "domestic_abuse", "Domestic abuse (asked alone)";
    CriminalJustice, "criminal_justice", "Involved with the criminal justice system";
    Disability, "disability", "Disability or long-term condition";
    Religion, "religion", "Religion or belief that matters to her care";
}

/// What was answered. Never having asked is not the same as preferring not to say.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Answer {
    /// She said yes.
    Yes,
    /// She said no.
    No,
    /// She was asked and would rather not say.
    PreferNotToSay,
    /// Nobody asked.
    #[default]
    NotAsked,
}

impl Answer {
    /// The code kept in the database.
    pub fn code(self) -> &'static str {
        match self {
            Self::Yes => "yes",
            Self::No => "no",
            Self::PreferNotToSay => "prefer_not_to_say",
            Self::NotAsked => "not_asked",
        }
    }
}
