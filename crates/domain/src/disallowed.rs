//! Why a command may not be carried out, and why a stored history cannot be true.

/// Why the rules refuse a command. Each has a message that says what to do next.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Disallowed {
    /// There is no such record.
    #[error("there is no such record")]
    Unknown,
    /// The record was made before.
    #[error("this record exists already")]
    AlreadyExists,
    /// What identified the person was erased.
    #[error("the personal data of this record were erased; nothing more can be recorded on it")]
    Erased,
    /// The referral was decided by someone else.
    #[error("this referral was decided before: {0}")]
    AlreadyDecided(&'static str),
    /// The footprint has no such team, or it does not take referrals on that day.
    #[error("the footprint has no team \"{0}\"")]
    UnknownTeam(String),
    /// A program may not do this (INV-03, INV-04).
    #[error("only a person may decide this")]
    NeedsAPerson,
    /// A reason is missing, or is not one that a person can choose (PR-13).
    #[error("give at least one reason from the list; where it is another one, say it in your own words")]
    ReasonMissing,
    /// There is no such coded reason.
    #[error("there is no reason \"{0}\"")]
    UnknownReason(String),
    /// An ending without a way back (INV-03).
    #[error("say how she can come back")]
    WayBackMissing,
    /// An ending that does not say who was told, or why not (INV-03).
    #[error("say how the woman and the referrer are told, or why they are not")]
    TellingMissing,
    /// A named place is missing from a signpost.
    #[error("name the service that she is pointed to")]
    SignpostMissing,
    /// A message may not leave by this route (INV-10).
    #[error("she has not agreed to be reached this way")]
    RouteNotAgreed,
    /// The state of a message does not allow the step.
    #[error("this message cannot be {0} now")]
    MessageStep(&'static str),
    /// There is no account of that name.
    #[error("there is no account of that name")]
    UnknownAccount,
    /// An account that nobody may use.
    #[error("this account is disabled")]
    AccountDisabled,
    /// An account that is in use.
    #[error("this account is not disabled")]
    AccountEnabled,
    /// Text that should say something says nothing.
    #[error("{0} is empty")]
    Empty(&'static str),
}

/// A stored history that no sequence of commands can have made.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct ImpossibleHistory(pub &'static str);
