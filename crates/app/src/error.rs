//! Why an activity was not carried out. Knows nothing of HTTP.

use porch_domain::{
    disallowed::Disallowed,
    front_door::{Problem, Step},
    ids::ReferralId,
};
use porch_store::StoreError;

/// Why an activity was not carried out. Nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum AppError {
    /// The actor may not do this; the attempt is in the look-log.
    #[error("you may not {0}")]
    NotAllowed(&'static str),
    /// The referral is another team's, and whoever asks may do this to their own alone; the attempt is in the look-log.
    #[error("you may not {0}: this one is another team's")]
    OthersReferral(&'static str),
    /// The same, where opening it in an emergency would let them do it.
    #[error("you may not {what}: this record is closed to you")]
    Closed {
        /// What they asked to do, as it completes "you may not …".
        what: &'static str,
        /// The referral.
        referral: ReferralId,
        /// Whether it is closed because it is restricted.
        restricted: bool,
    },
    /// The account is of another employer's staff; the attempt is in the look-log.
    #[error("you may not keep this account: its holder is another employer's")]
    OthersStaff,
    /// The rules of the service refuse it.
    #[error(transparent)]
    Disallowed(#[from] Disallowed),
    /// A draft is gone: its time is over, or it was left.
    #[error("what was typed here is gone: its time is over, or the page was left by its exit")]
    Gone,
    /// Something that is needed is missing or wrong.
    #[error("something that is needed is missing or wrong")]
    Incomplete(Vec<(Step, Problem)>),
    /// The text of a template cannot be filled.
    #[error("{}", .0.what)]
    Unfit(crate::template::Wrong),
    /// Someone else changed the record after it was read.
    #[error("someone else changed this record in the meantime; look again before you decide")]
    Stale,
    /// The database says no.
    #[error(transparent)]
    Store(StoreError),
    /// A date that the calendar does not know.
    #[error("the calendar does not know this date: {0}")]
    Calendar(#[from] jiff::Error),
    /// A password could not be hashed or compared.
    #[error("a password could not be worked with: {0}")]
    PasswordHashing(String),
    /// What was asked of a token cannot be.
    #[error("{0}")]
    Unworkable(String),
    /// Whoever asks must show again who they are.
    #[error("show again who you are before this is changed")]
    ProveAgain,
    /// The program was given no key for second factors.
    #[error("this service cannot keep authenticators: whoever runs it must give it a key first")]
    NoFactorKey,
    /// The program was not told the address under which people reach it.
    #[error("this service has no passkeys: whoever runs it must say under which address people reach it")]
    NoPasskeys,
    /// Somebody elsewhere opens another account.
    #[error("this identity opens another account already")]
    IdentityTaken,
    /// What is kept of a second factor does not open under the key of this program.
    #[error("what is kept of a second factor does not open under the key that this program was given")]
    FactorKey,
    /// The rules of the local system cannot be used.
    #[error("{0}")]
    Rules(String),
}

impl From<StoreError> for AppError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Stale => Self::Stale,
            other => Self::Store(other),
        }
    }
}
