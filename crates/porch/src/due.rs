//! The thread that does what is due by itself, beside whoever asks for pages.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use jiff::SignedDuration;
use porch_app::due::{Holder, Ticked, tick};
use porch_web::Site;

use crate::{beside::Beside, failure::Failure, world::Machine};

/// Referrals looked at in one go: what the store writes in one transaction.
const AT_ONCE: usize = 128;

/// Where something is due again at once, so much time is left to everybody else; and no rule with a fault can go round faster.
const SHORTEST_REST: Duration = Duration::from_secs(1);

/// Between two full goes that found little to do, as after a change of the rules: where programs of two versions run at once,
/// each asks anew what the other asked, and may not keep the database busy with it.
const BETWEEN_LOOKS: Duration = Duration::from_millis(50);

/// After the database could not be asked.
const AFTER_A_FAILURE: Duration = Duration::from_secs(10);

/// What is due for longer than this is told aloud.
const TOO_LATE: SignedDuration = SignedDuration::from_mins(5);

/// What is due is done until the guard is dropped; then what is under way is finished first.
///
/// # Errors
/// When no thread can be started.
pub fn start(site: &Arc<Site>) -> Result<Beside, Failure> {
    let holder = Holder::new(Machine::world().as_ref());
    let worked = Arc::new(AtomicBool::new(false));
    let go = {
        let (site, holder, worked) = (Arc::clone(site), holder.clone(), Arc::clone(&worked));
        let mut lateness = Lateness::default();
        move || go(&site, &holder, &worked, &mut lateness)
    };
    let site = Arc::clone(site);
    let end = move || {
        if worked.load(Ordering::Relaxed)
            && let Err(error) = holder.leave(&site.ctx_of_the_service())
        {
            tracing::warn!(%error, "the lease of what is due could not be given back; it runs out by itself");
        }
    };
    Beside::start("porch-due", go, end)
}

/// Asks once what is due, and does it.
fn go(site: &Site, holder: &Holder, worked: &AtomicBool, lateness: &mut Lateness) -> Duration {
    let ctx = site.ctx_of_the_service();
    // Whatever goes wrong in there, this thread goes on: there is no other.
    match catch_unwind(AssertUnwindSafe(|| tick(&ctx, holder, AT_ONCE))) {
        Ok(Ok(ticked)) => {
            site.ticked(&ticked);
            worked.fetch_or(ticked.looked > 0, Ordering::Relaxed);
            if lateness.is_news(&ticked) {
                let seconds = ticked.late.as_secs();
                tracing::error!(seconds, "what the service must do by itself has been due for too long");
            }
            rest(&ticked, ticked.next.duration_since(ctx.now))
        }
        Ok(Err(error)) => {
            tracing::error!(%error, "what is due could not be done now");
            AFTER_A_FAILURE
        }
        Err(_) => {
            tracing::error!("asking what is due ended in a panic");
            AFTER_A_FAILURE
        }
    }
}

/// Whether it was told that something has been due for too long: once, however many goes it takes until nothing has.
#[derive(Default)]
struct Lateness {
    told: bool,
}

impl Lateness {
    fn is_news(&mut self, ticked: &Ticked) -> bool {
        let before = std::mem::replace(&mut self.told, ticked.late > TOO_LATE);
        self.told && !before
    }
}

/// How long to rest after one go: not at all where it was full, so that what waits after an outage is done soon.
fn rest(ticked: &Ticked, until_next: SignedDuration) -> Duration {
    if ticked.done >= AT_ONCE {
        return Duration::ZERO;
    }
    if ticked.looked >= AT_ONCE {
        return BETWEEN_LOOKS;
    }
    Duration::try_from(until_next).unwrap_or_default().max(SHORTEST_REST)
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    use super::*;

    #[test]
    fn what_is_due_for_too_long_is_told_once_until_nothing_is() {
        let mut lateness = Lateness::default();
        for (minutes, news) in [(0, false), (6, true), (90, false), (5, false), (6, true), (6, false)] {
            let late = SignedDuration::from_mins(minutes);
            let ticked = Ticked {
                looked: 128,
                done: 128,
                put_off: 0,
                late,
                untaken_risks: (0, None),
                late_comments: 0,
                next: Timestamp::UNIX_EPOCH,
            };
            assert_eq!(lateness.is_news(&ticked), news, "{minutes}");
        }
    }

    #[test]
    fn it_rests_until_something_is_due_and_not_while_much_is() {
        for (looked, done, until_next, expected) in [
            (AT_ONCE, AT_ONCE, 0, Duration::ZERO),
            (AT_ONCE, AT_ONCE, 30, Duration::ZERO),
            (AT_ONCE, 3, 0, BETWEEN_LOOKS),
            (3, 3, 0, SHORTEST_REST),
            (3, 3, -3_600, SHORTEST_REST),
            (0, 0, 30, Duration::from_secs(30)),
        ] {
            let ticked = Ticked {
                looked,
                done,
                put_off: 0,
                late: SignedDuration::ZERO,
                untaken_risks: (0, None),
                late_comments: 0,
                next: Timestamp::UNIX_EPOCH,
            };
            let until_next = SignedDuration::from_secs(until_next);
            assert_eq!(rest(&ticked, until_next), expected, "{ticked:?}, {until_next}");
        }
    }
}
