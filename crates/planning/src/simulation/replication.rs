//! Replications: the same scenario with other chance, on as many threads as there are, and always the same result.

use std::{
    num::NonZeroU32,
    sync::atomic::{AtomicU32, Ordering},
};

use super::{scenario::Model, service::Counts as ServiceCounts, spread::Classes};

/// What one replication gave.
#[derive(Debug, Clone, Default)]
pub(super) struct Replication {
    /// Those who arrived in the measured days.
    pub(super) arrivals: u64,
    /// Of them: seen.
    pub(super) seen: u64,
    /// Of them: gone without being seen.
    pub(super) left: u64,
    /// Of them: waiting when the run ended.
    pub(super) waiting: u64,
    /// Days that all who were seen had waited.
    pub(super) days_waited: f64,
    /// For each target: seen in time, and all of whom that is known.
    pub(super) within: Vec<(u64, u64)>,
    /// Time in use, and time that there was, in the measured days.
    pub(super) time: (f64, f64),
    /// By month of arrival.
    pub(super) months: Vec<MonthCounts>,
    /// What only a service has.
    pub(super) service: Option<Box<ServiceCounts>>,
}

/// What one replication gave for a month.
#[derive(Debug, Clone, Default)]
pub(super) struct MonthCounts {
    pub(super) arrivals: u64,
    pub(super) seen: u64,
    pub(super) left: u64,
    pub(super) waiting: u64,
    pub(super) days_waited: f64,
    /// For each target: seen in time, and all of whom that is known.
    pub(super) within: Vec<(u64, u64)>,
    pub(super) time: (f64, f64),
}

/// All replications of a scenario, in their order.
pub(super) struct Replications {
    pub(super) each: Vec<Replication>,
    pub(super) spread: Classes,
}

/// Which replications, and on how many threads.
#[derive(Debug, Clone, Copy)]
pub struct Runs {
    /// All chance comes from it.
    pub seed: u64,
    /// How many.
    pub replications: NonZeroU32,
    /// On how many threads; the result is the same with any number.
    pub threads: NonZeroU32,
}

/// Runs a model; `told` hears how many replications are done.
pub(super) fn replicate<M: Model>(model: &M, runs: Runs, told: &(dyn Fn(u64) + Sync)) -> Replications {
    let (next, done) = (AtomicU32::new(0), AtomicU32::new(0));
    let number = runs.replications.get();
    let work = || {
        let (mut mine, mut spread) = (Vec::new(), Classes::default());
        loop {
            let nth = next.fetch_add(1, Ordering::Relaxed);
            if nth >= number {
                return (mine, spread);
            }
            mine.push((nth, model.replicate(runs.seed, nth, &mut spread)));
            told(u64::from(done.fetch_add(1, Ordering::Relaxed) + 1));
        }
    };
    // This thread works too; where the system gives no other, it does all.
    let parts = std::thread::scope(|scope| {
        let others: Vec<_> = (1..runs.threads.get().min(number))
            .map_while(|_| std::thread::Builder::new().spawn_scoped(scope, work).ok())
            .collect();
        let mut parts = vec![work()];
        for other in others {
            match other.join() {
                Ok(part) => parts.push(part),
                Err(panic) => std::panic::resume_unwind(panic),
            }
        }
        parts
    });
    let (mut each, mut spread) = (Vec::new(), Classes::default());
    for (mine, counted) in parts {
        each.extend(mine);
        // Whole numbers: the order in which they are added does not matter.
        spread.add(&counted);
    }
    each.sort_by_key(|(nth, _)| *nth);
    Replications { each: each.into_iter().map(|(_, replication)| replication).collect(), spread }
}
