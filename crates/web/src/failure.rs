//! What went wrong, from the app's error to the status; the page is put round it on the way out.

use axum::{
    http::StatusCode,
    response::{IntoResponse, Response},
};
use porch_app::{AppError, StoreError};
use porch_domain::ids::ReferralId;

use crate::{local_path, sign_in::SignedIn};

/// A request that was not answered as asked.
#[derive(Debug, Clone)]
pub(crate) struct Failure {
    /// What went wrong.
    pub(crate) kind: Kind,
    /// Who sees it, where someone is signed in.
    pub(crate) viewer: Option<Box<SignedIn>>,
}

/// What went wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Kind {
    /// There is no such page.
    NotFound,
    /// The page needs an account.
    NotSignedIn,
    /// Something comes before it: leads to the page for it.
    First(First),
    /// The role may not; completes "you may not …".
    NotAllowed(&'static str),
    /// The referral, or the account, is another's; completes "you may not …".
    OthersReferral(&'static str),
    /// The same of a record that may be opened in an emergency.
    Closed {
        /// Which.
        referral: ReferralId,
        /// Whether it is closed because it is restricted.
        restricted: bool,
    },
    /// The request says something that cannot be.
    Unclear(String),
    /// The rules, or someone else's change, stand against it.
    Refused(String),
    /// A form was sent from another site.
    OtherSite,
    /// Too much was sent.
    TooLarge,
    /// The address answers to another method.
    WrongMethod,
    /// The database does not answer now; trying again may help.
    Unavailable,
    /// The database went away while it stored something; whether it did is not known.
    InDoubt,
    /// The answer took too long.
    TookTooLong,
    /// A fault of ours.
    Broken,
}

/// What must be done before what was asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum First {
    /// The second factor must be shown.
    Code,
    /// A temporary password must be changed.
    Password,
    /// A second factor must be added.
    Factor,
    /// Whoever asks must show again who they are.
    Proof,
}

impl First {
    /// The page for it; `asked` is the page to come back to.
    pub(crate) fn address(self, asked: Option<&str>) -> String {
        let page = match self {
            Self::Code => "/sign-in/code",
            Self::Password => "/account",
            Self::Factor => "/account/factors",
            Self::Proof => "/account/again",
        };
        match (self, asked.and_then(local_path::checked)) {
            (Self::Code | Self::Proof, Some(next)) => format!("{page}?next={}", local_path::as_value(next)),
            (Self::Code | Self::Proof | Self::Password | Self::Factor, _) => page.to_owned(),
        }
    }
}

impl Kind {
    /// The status that says it.
    pub(crate) fn status(&self) -> StatusCode {
        match self {
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::NotSignedIn => StatusCode::UNAUTHORIZED,
            Self::First(_) => StatusCode::SEE_OTHER,
            Self::NotAllowed(_) | Self::OthersReferral(_) | Self::Closed { .. } | Self::OtherSite => {
                StatusCode::FORBIDDEN
            }
            Self::Unclear(_) => StatusCode::BAD_REQUEST,
            Self::Refused(_) => StatusCode::CONFLICT,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::WrongMethod => StatusCode::METHOD_NOT_ALLOWED,
            Self::Unavailable | Self::InDoubt | Self::TookTooLong => StatusCode::SERVICE_UNAVAILABLE,
            Self::Broken => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }
}

impl Failure {
    /// The same, for someone who is signed in: they see it in the staff frame.
    pub(crate) fn seen_by(self, who: &SignedIn) -> Self {
        Self { viewer: Some(Box::new(who.clone())), ..self }
    }
}

impl From<Kind> for Failure {
    fn from(kind: Kind) -> Self {
        Self { kind, viewer: None }
    }
}

impl From<AppError> for Failure {
    fn from(error: AppError) -> Self {
        match error {
            AppError::NotAllowed(what) => Kind::NotAllowed(what),
            AppError::OthersReferral(what) => Kind::OthersReferral(what),
            AppError::Closed { referral, restricted, .. } => Kind::Closed { referral, restricted },
            AppError::OthersStaff => Kind::NotAllowed("keep this account"),
            AppError::Disallowed(why) => Kind::Refused(why.to_string()),
            AppError::Stale => Kind::Refused(AppError::Stale.to_string()),
            error @ (AppError::Gone | AppError::Incomplete(_) | AppError::Unfit(_)) => Kind::Unclear(error.to_string()),
            AppError::Unworkable(what) => Kind::Unclear(what),
            AppError::ProveAgain => Kind::First(First::Proof),
            error @ (AppError::NoFactorKey | AppError::NoPasskeys | AppError::IdentityTaken) => {
                Kind::Refused(error.to_string())
            }
            AppError::FactorKey => {
                tracing::error!(what = %AppError::FactorKey, "a second factor cannot be used");
                Kind::Broken
            }
            AppError::Calendar(error) => Kind::Unclear(AppError::Calendar(error).to_string()),
            AppError::Store(error) => of_store(&error),
            AppError::Rules(what) => {
                tracing::error!(what, "the applied rules cannot be used");
                Kind::Broken
            }
            AppError::PasswordHashing(what) => {
                tracing::error!(what, "a password could not be hashed or compared");
                Kind::Broken
            }
        }
        .into()
    }
}

fn of_store(error: &StoreError) -> Kind {
    tracing::error!(%error, "the database did not do what it was asked");
    match error {
        StoreError::Stale | StoreError::Taken(_) => Kind::Refused(error.to_string()),
        StoreError::Unavailable(_) | StoreError::TryAgain(_) | StoreError::CannotWrite(_) | StoreError::Closed => {
            Kind::Unavailable
        }
        StoreError::InDoubt(_) => Kind::InDoubt,
        StoreError::Damaged(_)
        | StoreError::Impossible { .. }
        | StoreError::Unreadable(_)
        | StoreError::History(_)
        | StoreError::Promise(_)
        | StoreError::Unwritable(_)
        | StoreError::Engine(_) => Kind::Broken,
    }
}

impl IntoResponse for Failure {
    /// The status alone; the page is made where the site is known, from what the response carries.
    fn into_response(self) -> Response {
        let mut response = self.kind.status().into_response();
        response.extensions_mut().insert(self);
        response
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn status(error: AppError) -> u16 {
        Failure::from(error).kind.status().as_u16()
    }

    #[test]
    fn what_may_pass_is_told_apart_from_what_is_broken() {
        assert_eq!(status(AppError::Store(StoreError::Unavailable("busy".to_owned()))), 503);
        assert_eq!(status(AppError::Store(StoreError::CannotWrite("full".to_owned()))), 503);
        assert_eq!(status(AppError::Store(StoreError::InDoubt("gone".to_owned()))), 503);
        assert_eq!(status(AppError::Store(StoreError::Damaged("torn".to_owned()))), 500);
        assert_eq!(status(AppError::Rules("unreadable".to_owned())), 500);
        assert_eq!(status(AppError::Stale), 409);
        assert_eq!(status(AppError::NotAllowed("see the reports")), 403);
    }
}
