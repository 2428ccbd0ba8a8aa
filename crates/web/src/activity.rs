//! Calling the app from a handler: apart from the threads that answer, and to its end even when the client has gone.

use std::sync::Arc;

use porch_app::{AppError, Ctx};

use crate::{
    Site,
    failure::{Failure, Kind},
    sign_in::SignedIn,
};

/// Runs work that waits for the database. A client that goes away does not cut it short.
///
/// # Errors
/// When the work panicked.
pub(crate) async fn apart<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, Failure> {
    tokio::task::spawn_blocking(work).await.map_err(|_| {
        tracing::error!("an activity ended in a panic");
        Failure::from(Kind::Broken)
    })
}

/// Carries out an activity for a signed-in member of staff.
///
/// # Errors
/// As the activity says.
pub(crate) async fn carry_out<T: Send + 'static>(
    site: &Arc<Site>,
    who: &SignedIn,
    work: impl FnOnce(&Site, &Ctx) -> Result<T, AppError> + Send + 'static,
) -> Result<T, Failure> {
    let (site, as_whom) = (Arc::clone(site), who.clone());
    let done = apart(move || work(&site, &site.ctx_of(&as_whom))).await.and_then(|done| done.map_err(Failure::from));
    done.map_err(|failure| failure.seen_by(who))
}
