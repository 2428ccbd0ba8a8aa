//! The thread that lets messages leave, beside the one that does what is due: a carrier that takes its time keeps no alarm
//! waiting.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use porch_app::sending::{Carriers, Sender, Sent, let_leave};
use porch_web::Site;

use crate::{beside::Beside, failure::Failure, world::Machine};

/// Messages read in one go, of each route.
const AT_ONCE: usize = 128;

/// What was let go is looked for so often: nobody waits longer for a message to begin its way.
const LONGEST_REST: Duration = Duration::from_secs(5);

/// Between two goes however much waits.
const SHORTEST_REST: Duration = Duration::from_millis(50);

/// After the database could not be asked.
const AFTER_A_FAILURE: Duration = Duration::from_secs(10);

/// Messages leave until the guard is dropped; then what is under way is finished first.
///
/// # Errors
/// When no thread can be started.
pub fn start(site: &Arc<Site>, carriers: Carriers) -> Result<Option<Beside>, Failure> {
    if carriers.is_empty() {
        return Ok(None);
    }
    let site = Arc::clone(site);
    let sender = Sender::new(Machine::world().as_ref());
    let worked = Arc::new(AtomicBool::new(false));
    let go = {
        let (site, sender, worked) = (Arc::clone(&site), sender.clone(), Arc::clone(&worked));
        move || {
            let ctx = site.ctx_of_the_service();
            match catch_unwind(AssertUnwindSafe(|| let_leave(&ctx, &sender, &carriers, AT_ONCE))) {
                Ok(Ok(sent)) => {
                    worked.fetch_or(sent.taken + sent.delayed + sent.failed > 0, Ordering::Relaxed);
                    told(&sent);
                    let until_next = sent.next.map(|next| next.duration_since(ctx.now)).unwrap_or_default();
                    Duration::try_from(until_next).unwrap_or_default().clamp(SHORTEST_REST, LONGEST_REST)
                }
                Ok(Err(error)) => {
                    tracing::error!(%error, "messages could not be let go now");
                    AFTER_A_FAILURE
                }
                Err(_) => {
                    tracing::error!("letting messages leave ended in a panic");
                    AFTER_A_FAILURE
                }
            }
        }
    };
    let end = move || {
        if worked.load(Ordering::Relaxed)
            && let Err(error) = sender.leave(&site.ctx_of_the_service())
        {
            tracing::warn!(%error, "the lease of messages could not be given back; it runs out by itself");
        }
    };
    Beside::start("porch-messages", go, end).map(Some)
}

/// What a person should know who reads the log: that something did not leave, and nothing of whose it was.
fn told(sent: &Sent) {
    let Sent { delayed, failed, .. } = *sent;
    if delayed > 0 {
        tracing::warn!(delayed, "messages could not be handed over, and are tried again");
    }
    if failed > 0 {
        tracing::warn!(failed, "messages did not leave, and are on somebody's list at /outbox");
    }
}
