//! What a simulation says: figures over all replications, each with how far chance may have moved it.

use super::{
    replication::{Replication, Replications, Runs},
    scenario::Model,
    service::{Counts as ServiceCounts, OfService, Service},
    student::Estimate,
};

/// The figures of a scenario. Counts are over all replications together; each mean and share is that of the replications, with its
/// 95 % interval (Student's t).
#[derive(Debug, Clone, PartialEq)]
pub struct Outcome {
    /// From which all chance came.
    pub seed: u64,
    /// How many.
    pub replications: u32,
    /// Those who arrived in the measured days; they were seen, left, or wait.
    pub arrivals: u64,
    /// Of them: seen.
    pub seen: u64,
    /// Of them: gone without being seen.
    pub left: u64,
    /// Of them: waiting when the run ended.
    pub waiting: u64,
    /// The mean wait of those who were seen, in days.
    pub mean_wait: Estimate,
    /// The waits than which half, nine tenths and nineteen twentieths of those who were seen waited no longer, in days.
    pub percentiles: [Option<f64>; 3],
    /// The share that was seen in time, for each target.
    pub seen_within: Vec<Within>,
    /// The share of the time of servers or staff that was used.
    pub utilisation: Estimate,
    /// By month of arrival.
    pub by_month: Vec<Month>,
    /// What only a service has.
    pub service: Option<OfService>,
}

/// The share that was seen in time.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Within {
    /// The target.
    pub days: u32,
    /// Of those who were seen, and of those who have waited longer already.
    pub share: Estimate,
}

/// A month of arrival; its use of time is that of its own days.
#[derive(Debug, Clone, PartialEq)]
pub struct Month {
    /// As `2026-04`; of a queue, which has no calendar, the number of a twelfth of a year.
    pub month: String,
    /// As for the whole.
    pub arrivals: u64,
    /// As for the whole.
    pub seen: u64,
    /// As for the whole.
    pub left: u64,
    /// As for the whole.
    pub waiting: u64,
    /// As for the whole.
    pub mean_wait: Estimate,
    /// As for the whole.
    pub seen_within: Vec<Within>,
    /// As for the whole.
    pub utilisation: Estimate,
}

/// The percentiles, in parts of a thousand.
const PERCENTILES: [u16; 3] = [500, 900, 950];

impl Outcome {
    /// Of all replications.
    pub(super) fn of<M: Model>(model: &M, runs: Runs, replications: &Replications) -> Self {
        let each = &replications.each;
        let total = |of: fn(&Replication) -> u64| each.iter().map(of).sum();
        let month = |(nth, month): (usize, String)| of_month(each, nth, month, model.targets());
        Self {
            seed: runs.seed,
            replications: runs.replications.get(),
            arrivals: total(|one| one.arrivals),
            seen: total(|one| one.seen),
            left: total(|one| one.left),
            waiting: total(|one| one.waiting),
            mean_wait: estimate(each.iter().map(|one| ratio(one.days_waited, one.seen as f64))),
            percentiles: PERCENTILES.map(|thousandths| replications.spread.percentile(thousandths)),
            seen_within: within(each.iter().map(|one| one.within.as_slice()), model.targets()),
            utilisation: share(each.iter().map(|one| ratio(one.time.0, one.time.1))),
            by_month: model.months().into_iter().enumerate().map(month).collect(),
            service: None,
        }
    }

    /// With what only a service has: its waits are whole days, as those of the real one, and measured by the same functions.
    pub(super) fn of_service(self, service: &Service, replications: &Replications) -> Self {
        let each: Vec<&ServiceCounts> = replications.each.iter().filter_map(|one| one.service.as_deref()).collect();
        let of_service = OfService::of(service, &each);
        let percentiles = PERCENTILES.map(|thousandths| of_service.waits.percentile(thousandths).map(f64::from));
        Self { percentiles, service: Some(of_service), ..self }
    }

    /// The share seen within a target, where that is one of the scenario's.
    pub fn within(&self, days: u32) -> Option<Estimate> {
        self.seen_within.iter().find(|within| within.days == days).map(|within| within.share)
    }
}

fn of_month(each: &[Replication], nth: usize, month: String, targets: &[u32]) -> Month {
    let counts = || each.iter().filter_map(move |one| one.months.get(nth));
    Month {
        month,
        arrivals: counts().map(|one| one.arrivals).sum(),
        seen: counts().map(|one| one.seen).sum(),
        left: counts().map(|one| one.left).sum(),
        waiting: counts().map(|one| one.waiting).sum(),
        mean_wait: estimate(counts().map(|one| ratio(one.days_waited, one.seen as f64))),
        seen_within: within(counts().map(|one| one.within.as_slice()), targets),
        utilisation: share(counts().map(|one| ratio(one.time.0, one.time.1))),
    }
}

fn within<'a>(each: impl Iterator<Item = &'a [(u64, u64)]> + Clone, targets: &[u32]) -> Vec<Within> {
    let of = |(nth, &days): (usize, &u32)| {
        let shares =
            each.clone().filter_map(|one| one.get(nth)).map(|&(in_time, known)| ratio(in_time as f64, known as f64));
        Within { days, share: share(shares) }
    };
    targets.iter().enumerate().map(of).collect()
}

/// A replication in which nobody arrived has no mean, and does not count.
pub(super) fn ratio(part: f64, whole: f64) -> Option<f64> {
    (whole > 0.0).then(|| part / whole)
}

pub(super) fn estimate(values: impl Iterator<Item = Option<f64>>) -> Estimate {
    Estimate::of(&values.flatten().collect::<Vec<f64>>())
}

/// As [`estimate`], of shares of a whole.
pub(super) fn share(values: impl Iterator<Item = Option<f64>>) -> Estimate {
    Estimate::of_shares(&values.flatten().collect::<Vec<f64>>())
}
