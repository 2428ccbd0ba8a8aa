//! The columns of the format.

/// A column of a referral history file.
///
/// # Source
/// The contract "Referral history", which the reference pages print.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Column {
    /// The sender's id of the referral.
    ReferralId,
    /// The sender's id of the person.
    PersonId,
    /// Whom the referral is about.
    PersonKind,
    /// The team to which it was first directed.
    Team,
    /// When it was received.
    ReceivedAt,
    /// MHSDS source of referral.
    Source,
    /// The clinical response priority.
    Priority,
    /// What was decided.
    Decision,
    /// When it was decided.
    DecidedAt,
    /// Why.
    DecisionReason,
    /// The first attended contact.
    FirstContactAt,
    /// The first attended assessment.
    AssessedAt,
    /// When care ended.
    DischargedAt,
    /// Why care ended.
    DischargeReason,
    /// Expected or actual end of the pregnancy.
    DueOrEndDate,
    /// MSDS pregnancy outcome.
    PregnancyOutcome,
    /// Ten digits with a check digit.
    NhsNumber,
    /// Date of birth.
    BirthDate,
    /// Postcode.
    Postcode,
    /// ODS code of the GP practice.
    GpPractice,
    /// Ethnic category.
    EthnicCategory,
}

impl Column {
    /// Every column, in the order in which it is documented and written.
    pub const ALL: [Self; 21] = [
        Self::ReferralId,
        Self::PersonId,
        Self::PersonKind,
        Self::Team,
        Self::ReceivedAt,
        Self::Source,
        Self::Priority,
        Self::Decision,
        Self::DecidedAt,
        Self::DecisionReason,
        Self::FirstContactAt,
        Self::AssessedAt,
        Self::DischargedAt,
        Self::DischargeReason,
        Self::DueOrEndDate,
        Self::PregnancyOutcome,
        Self::NhsNumber,
        Self::BirthDate,
        Self::Postcode,
        Self::GpPractice,
        Self::EthnicCategory,
    ];

    /// The name in the header row.
    pub fn name(self) -> &'static str {
        match self {
            Self::ReferralId => "referral_id",
            Self::PersonId => "person_id",
            Self::PersonKind => "person_kind",
            Self::Team => "team",
            Self::ReceivedAt => "received_at",
            Self::Source => "source",
            Self::Priority => "priority",
            Self::Decision => "decision",
            Self::DecidedAt => "decided_at",
            Self::DecisionReason => "decision_reason",
            Self::FirstContactAt => "first_contact_at",
            Self::AssessedAt => "assessed_at",
            Self::DischargedAt => "discharged_at",
            Self::DischargeReason => "discharge_reason",
            Self::DueOrEndDate => "due_or_end_date",
            Self::PregnancyOutcome => "pregnancy_outcome",
            Self::NhsNumber => "nhs_number",
            Self::BirthDate => "birth_date",
            Self::Postcode => "postcode",
            Self::GpPractice => "gp_practice",
            Self::EthnicCategory => "ethnic_category",
        }
    }

    /// The column of a name; names are compared exactly.
    pub fn of_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|column| column.name() == name)
    }

    /// Whether the file must have the column, and every row a value in it.
    pub fn required(self) -> bool {
        match self {
            Self::ReferralId | Self::PersonId | Self::Team | Self::ReceivedAt | Self::Decision => true,
            Self::PersonKind
            | Self::Source
            | Self::Priority
            | Self::DecidedAt
            | Self::DecisionReason
            | Self::FirstContactAt
            | Self::AssessedAt
            | Self::DischargedAt
            | Self::DischargeReason
            | Self::DueOrEndDate
            | Self::PregnancyOutcome
            | Self::NhsNumber
            | Self::BirthDate
            | Self::Postcode
            | Self::GpPractice
            | Self::EthnicCategory => false,
        }
    }

    /// The place in [`Column::ALL`].
    pub(super) fn place(self) -> usize {
        self as usize
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_column_stands_at_its_place_and_is_found_by_its_name() {
        for (place, column) in Column::ALL.into_iter().enumerate() {
            assert_eq!(column.place(), place);
            assert_eq!(Column::of_name(column.name()), Some(column));
        }
    }
}
