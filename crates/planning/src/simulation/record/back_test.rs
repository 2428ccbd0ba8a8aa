//! A scenario fitted to nine months, and the three months after them that it never saw.

use jiff::{ToSpan, civil::Date};
use porch_domain::measure::{Journey, waits_of};

use super::{Fitted, NotFitted, fitted, posts::as_known};
use crate::simulation::{
    outcome::ratio,
    replication::{MonthCounts, Replications, Runs},
};

/// Within how many days somebody is to be seen.
const WITHIN: u32 = 28;
/// Months of the whole, and those of them that are predicted.
const MONTHS: i32 = 12;
const PREDICTED: i32 = 3;

/// What was predicted, and what came.
#[derive(Debug, Clone, PartialEq)]
pub struct BackTest {
    /// What was fitted to the first months.
    pub fitted: Fitted,
    /// The day after the last.
    pub to: Date,
    /// Each month of referral, as it was known at the end of all of them.
    pub months: Vec<MonthOfRecord>,
    /// The days of the target.
    pub within: u32,
}

/// A month of referral.
#[derive(Debug, Clone, PartialEq)]
pub struct MonthOfRecord {
    /// As `2026-04`.
    pub month: String,
    /// Whether the scenario never saw it.
    pub predicted: bool,
    /// Those who came.
    pub arrivals: Figure,
    /// Of them: seen by the end of all months.
    pub seen: Figure,
    /// The mean wait of those who were seen, in days.
    pub mean_wait: Figure,
    /// The share seen within the target.
    pub within: Figure,
}

/// What there was, and what was simulated.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Figure {
    /// In the record; none where nobody counts.
    pub observed: Option<f64>,
    /// The mean of all replications.
    pub simulated: Option<f64>,
    /// In 95 of 100 replications it lies between these.
    pub range: Option<(f64, f64)>,
}

impl Figure {
    /// Whether what there was lies where 95 of 100 replications do; none where that is not known.
    pub fn holds(&self) -> Option<bool> {
        let ((low, high), observed) = (self.range?, self.observed?);
        // Counted shares and sums are equal but for the last digit.
        Some(observed >= low - 1e-9 && observed <= high + 1e-9)
    }
}

impl BackTest {
    pub(super) fn of(
        journeys: &[Journey],
        to: Date,
        runs: Runs,
        told: &(dyn Fn(u64) + Sync),
    ) -> Result<Self, NotFitted> {
        let (from, cut) = (to.saturating_sub(MONTHS.months()), to.saturating_sub(PREDICTED.months()));
        if journeys.iter().all(|journey| journey.received_on > from.saturating_add(1.month())) {
            return Err(NotFitted::TooShort(from));
        }
        let fitted = fitted(journeys, (from, cut), runs, told)?;
        let known = super::before(journeys, to);
        let simulated = |first: Date, replayed_to: Date| -> Result<Replications, NotFitted> {
            let scenario = as_known(&fitted.scenario, &known, (first, to), replayed_to)?;
            let scenario = scenario.with(&[("targets_days".to_owned(), format!("[{WITHIN}]"))])?;
            Ok(scenario.kind.replications(runs, told))
        };
        // What is predicted begins with those who waited on that day, and knows nothing of who came after it.
        let (seen, predicted) = (simulated(from, cut)?, simulated(cut, cut)?);
        let months = (0..MONTHS)
            .map(|nth| {
                let first = from.saturating_add(nth.months());
                let is_predicted = nth >= MONTHS - PREDICTED;
                let of = if is_predicted { (&predicted, nth - MONTHS + PREDICTED) } else { (&seen, nth) };
                month(&known, (first, first.saturating_add(1.month())), to, of, is_predicted)
            })
            .collect();
        Ok(Self { fitted, to, months, within: WITHIN })
    }

    /// Of the figures of predicted months: how many lie where 95 of 100 replications do, and of how many that is known.
    pub fn held(&self) -> (usize, usize) {
        let months = self.months.iter().filter(|month| month.predicted);
        let figures = months.flat_map(|month| [month.arrivals, month.seen, month.mean_wait, month.within]);
        let known: Vec<bool> = figures.filter_map(|figure| figure.holds()).collect();
        (known.iter().filter(|holds| **holds).count(), known.len())
    }
}

fn month(
    known: &[Journey],
    (first, next): (Date, Date),
    to: Date,
    (replications, nth): (&Replications, i32),
    predicted: bool,
) -> MonthOfRecord {
    let came = || known.iter().filter(move |journey| journey.received_on >= first && journey.received_on < next);
    let (waits, _) = waits_of(came(), to);
    let (in_time, of) = waits.within(WITHIN);
    let simulated = |of: &dyn Fn(&MonthCounts) -> Option<f64>| -> Vec<f64> {
        let nth = usize::try_from(nth).ok();
        replications.each.iter().filter_map(|one| of(one.months.get(nth?)?)).collect()
    };
    MonthOfRecord {
        month: format!("{:04}-{:02}", first.year(), first.month()),
        predicted,
        arrivals: Figure::of(Some(came().count() as f64), simulated(&|month| Some(month.arrivals as f64))),
        seen: Figure::of(Some(waits.seen() as f64), simulated(&|month| Some(month.seen as f64))),
        mean_wait: Figure::of(
            ratio(waits.days_waited() as f64, waits.seen() as f64),
            simulated(&|month| ratio(month.days_waited, month.seen as f64)),
        ),
        within: Figure::of(
            ratio(in_time as f64, of as f64),
            simulated(&|month| month.within.first().and_then(|&(in_time, of)| ratio(in_time as f64, of as f64))),
        ),
    }
}

impl Figure {
    fn of(observed: Option<f64>, mut values: Vec<f64>) -> Self {
        values.sort_unstable_by(f64::total_cmp);
        let mean = ratio(values.iter().sum(), values.len() as f64);
        let at = |share: f64| values.get(libm::round(share * (values.len().max(1) - 1) as f64) as usize).copied();
        let range = if values.len() < 2 { None } else { at(0.025).zip(at(0.975)) };
        Self { observed, simulated: mean, range }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_range_leaves_a_fortieth_on_either_side() {
        let figure = Figure::of(Some(3.0), (0..=200).rev().map(f64::from).collect());
        assert_eq!((figure.simulated, figure.range), (Some(100.0), Some((5.0, 195.0))));
        assert_eq!(figure.holds(), Some(false));
        assert_eq!(Figure { observed: Some(5.0), ..figure }.holds(), Some(true));
        assert_eq!(Figure { observed: None, ..figure }.holds(), None);
        assert_eq!(Figure::of(None, Vec::new()), Figure { observed: None, simulated: None, range: None });
    }
}
