//! Who refers: the seven sources that the seed names and every live MHSDS code, made to agree (PR-10, D17).

use crate::code_list::{self, SOURCE_OF_REFERRAL};

/// The sources of the seed, and what is none of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Source {
    /// General practice.
    Gp,
    /// Families.
    Family,
    /// Community mental health teams.
    CommunityMentalHealth,
    /// Social care.
    SocialCare,
    /// Midwives.
    Midwife,
    /// Health visitors.
    HealthVisitor,
    /// People who use the service.
    Herself,
    /// Every other live code.
    Other,
    /// Nobody wrote it down.
    NotRecorded,
}

impl Source {
    /// Every source, in the order in which it is printed.
    ///
    /// # Source
    /// Seed 001, question on who may refer: "GP, Families, Community MH Teams, Social Care, Midwives, Health visitors,
    /// Service Users".
    pub const ALL: [Self; 9] = [
        Self::Gp,
        Self::Family,
        Self::CommunityMentalHealth,
        Self::SocialCare,
        Self::Midwife,
        Self::HealthVisitor,
        Self::Herself,
        Self::Other,
        Self::NotRecorded,
    ];

    /// What staff read.
    pub fn label(self) -> &'static str {
        match self {
            Self::Gp => "GP",
            Self::Family => "Families",
            Self::CommunityMentalHealth => "Community mental health teams",
            Self::SocialCare => "Social care",
            Self::Midwife => "Midwives",
            Self::HealthVisitor => "Health visitors",
            Self::Herself => "People who use the service",
            Self::Other => "Another source",
            Self::NotRecorded => "Not recorded",
        }
    }

    /// The source of an MHSDS code; a code that is not of the list counts as not recorded.
    pub fn of_code(code: Option<&str>) -> Self {
        match code {
            Some("A1") => Self::Gp,
            Some("A2") => Self::HealthVisitor,
            Some("A4") => Self::Midwife,
            Some("B1") => Self::Herself,
            Some("B2") => Self::Family,
            Some("C1") => Self::SocialCare,
            Some("J1" | "P1") => Self::CommunityMentalHealth,
            Some(code) if code_list::find(SOURCE_OF_REFERRAL, code).is_some() => Self::Other,
            Some(_) | None => Self::NotRecorded,
        }
    }
}

/// Referrals by source: the seed's seven, what is none of them, and what nobody wrote down; they add up to all (D17).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct BySource {
    /// For each source, how many, and of which codes they are made up.
    pub rows: Vec<SourceRow>,
    /// All together.
    pub all: i64,
}

/// One source of [`BySource`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceRow {
    /// The source.
    pub source: Source,
    /// How many referrals.
    pub count: i64,
    /// Of which MHSDS codes, each with its own count; a code that is none of the list stands as it was sent.
    pub codes: Vec<(String, i64)>,
}

impl BySource {
    /// Puts counts by code under their sources. Every source has its row, if only with 0.
    pub fn of(counts: &[(Option<String>, i64)]) -> Self {
        let rows: Vec<SourceRow> = Source::ALL
            .into_iter()
            .map(|source| {
                let of = counts.iter().filter(|(code, _)| Source::of_code(code.as_deref()) == source);
                let codes = of.clone().filter_map(|(code, count)| Some((code.clone()?, *count))).collect();
                SourceRow { source, count: of.map(|(_, count)| count).sum(), codes }
            })
            .collect();
        Self { all: counts.iter().map(|(_, count)| count).sum(), rows }
    }
}

/// What a professional can choose, with the words for it: the MHSDS code of each.
pub const PROFESSIONALS: &[(&str, &str)] = &[
    ("A4", "Midwife"),
    ("A1", "GP or practice nurse"),
    ("A2", "Health visitor"),
    ("P1", "Community mental health team, or another team of our own trust"),
    ("C1", "Social worker"),
    ("G4", "Charity or community worker"),
    ("N3", "NHS Talking Therapies"),
    ("H1", "Emergency department or liaison"),
    ("H2", "Hospital doctor or ward, obstetrics included"),
    ("F1", "School nurse"),
    ("M9", "Ambulance service"),
    ("E1", "Police"),
    ("M6", "Another service"),
];

#[cfg(test)]
mod tests {
    use super::*;

    // PR-10
    #[test]
    fn the_sources_add_up_to_all_referrals_whatever_codes_were_sent() {
        let sent = |code: &str, count| (Some(code.to_owned()), count);
        let counts = [sent("A1", 5), sent("J1", 2), sent("P1", 3), sent("M6", 7), sent("no such code", 4), (None, 9)];
        let by_source = BySource::of(&counts);
        assert_eq!(by_source.all, 30);
        assert_eq!(by_source.rows.iter().map(|row| row.count).sum::<i64>(), 30);
        let of = |source| by_source.rows.iter().find(|row| row.source == source).map(|row| row.count);
        assert_eq!(of(Source::CommunityMentalHealth), Some(5));
        assert_eq!(of(Source::NotRecorded), Some(13));
        assert_eq!(of(Source::Midwife), Some(0));
    }

    // PR-10
    #[test]
    fn every_code_has_one_source_and_every_choice_a_live_code() {
        for code in SOURCE_OF_REFERRAL {
            assert_ne!(Source::of_code(Some(code.code)), Source::NotRecorded, "{}", code.code);
        }
        assert_eq!(Source::of_code(None), Source::NotRecorded);
        for (code, words) in PROFESSIONALS {
            assert!(code_list::find(SOURCE_OF_REFERRAL, code).is_some_and(|code| !code.retired), "{words}");
        }
        for source in Source::ALL.into_iter().filter(|source| *source != Source::NotRecorded) {
            assert!(SOURCE_OF_REFERRAL.iter().any(|code| Source::of_code(Some(code.code)) == source), "{source:?}");
        }
    }
}
