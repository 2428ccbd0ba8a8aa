//! What a letter or a message is for.

/// What a letter is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum LetterKind {
    /// She is taken on.
    Accept,
    /// She is not.
    Reject,
    /// She is pointed to another service.
    Signpost,
    /// Advice is given instead of care.
    Advise,
    /// It is withdrawn, as she asked.
    Withdraw,
    /// More is asked.
    Ask,
    /// That it came and was read, for family (PR-15).
    Receipt,
    /// Care has ended.
    Discharge,
    /// Another team has accepted her (D4).
    Introduce,
    /// She is expected at a time (K7).
    Invite,
    /// She is expected soon (K8).
    Remind,
    /// She is not expected then any more.
    Cancel,
    /// A link to something of her own.
    Link,
}

impl LetterKind {
    /// Every kind.
    pub const ALL: [Self; 13] = [
        Self::Accept,
        Self::Reject,
        Self::Signpost,
        Self::Advise,
        Self::Withdraw,
        Self::Ask,
        Self::Receipt,
        Self::Discharge,
        Self::Introduce,
        Self::Invite,
        Self::Remind,
        Self::Cancel,
        Self::Link,
    ];

    /// The first part of the names of its templates.
    pub fn code(self) -> &'static str {
        match self {
            Self::Accept => "accept",
            Self::Reject => "reject",
            Self::Signpost => "signpost",
            Self::Advise => "advise",
            Self::Withdraw => "withdraw",
            Self::Ask => "ask",
            Self::Receipt => "receipt",
            Self::Discharge => "discharge",
            Self::Introduce => "introduce",
            Self::Invite => "invite",
            Self::Remind => "remind",
            Self::Cancel => "cancel",
            Self::Link => "link",
        }
    }

    /// What staff read.
    pub fn label(self) -> &'static str {
        match self {
            Self::Accept => "Accepted",
            Self::Reject => "Not taken on",
            Self::Signpost => "Signposted",
            Self::Advise => "Advice only",
            Self::Withdraw => "Withdrawn as asked",
            Self::Ask => "Asking for more",
            Self::Receipt => "Receipt for family",
            Self::Discharge => "Care has ended",
            Self::Introduce => "Introduced to another team",
            Self::Invite => "Appointment",
            Self::Remind => "Reminder of an appointment",
            Self::Cancel => "Appointment called off",
            Self::Link => "Link to her own page, or to questions",
        }
    }
}
