//! How many posts give the waits that there were: found by simulating the same days with the same arrivals.

use std::num::NonZeroU32;

use jiff::civil::Date;
use porch_domain::measure::{Journey, waits_of};

use super::{LEAST_SEEN, NotFitted, Posts, fit};
use crate::simulation::{
    outcome::{Outcome, ratio},
    read::ScenarioError,
    replication::Runs,
    scenario::Scenario,
};

/// How often the number of posts is halved towards the right one: a factor is then known to a two-hundredth.
const HALVINGS: u32 = 11;
/// For the search fewer replications are enough: all tries meet the same chance.
const REPLICATIONS: NonZeroU32 = NonZeroU32::new(20).unwrap();
/// The line of the first day is that of the record: only courses must have been going on for as long as they last.
const WARM_UP_DAYS: u32 = 365;
/// Between so small a part of the scenario's posts and so many times as many.
const FACTORS: (f64, f64) = (0.02, 50.0);

/// The posts with which those who came were seen as fast as they were, each kind of staff by the same factor, and the scenario with them.
pub(super) fn found(
    scenario: &Scenario,
    known: &[Journey],
    (from, to): (Date, Date),
    runs: Runs,
    told: &(dyn Fn(u64) + Sync),
) -> Result<(Posts, Scenario), NotFitted> {
    let (waits, _) = waits_of(known.iter().filter(|journey| journey.received_on >= from), to);
    let mean = ratio(waits.days_waited() as f64, waits.seen() as f64);
    let (Some(days_each), Some(mean), true) = (waits.days_each(), mean, waits.seen() >= LEAST_SEEN) else {
        return Err(NotFitted::TooFew { what: "of them seen", number: waits.seen(), least: LEAST_SEEN });
    };
    let runs = Runs { replications: runs.replications.min(REPLICATIONS), ..runs };
    let as_known = as_known(scenario, known, (from, to), to)?;
    let usual: Vec<(String, f64)> =
        scenario.staff().into_iter().map(|(name, posts)| (name.to_owned(), posts)).collect();
    let settings = |factor: f64| -> Vec<(String, String)> {
        let posts = |posts: f64| ((posts * factor * 100.0).round() / 100.0).clamp(0.1, 2_000.0);
        usual.iter().map(|(name, before)| (format!("staff.{name}.posts"), format!("{:.2}", posts(*before)))).collect()
    };
    let simulated =
        |factor: f64| -> Result<Outcome, ScenarioError> { Ok(as_known.with(&settings(factor))?.run(runs, told)) };
    let of = |outcome: &Outcome| outcome.service.as_ref().and_then(|service| service.waits.days_each());
    let (mut few, mut many) = FACTORS;
    for _ in 0..HALVINGS {
        let middle = libm::sqrt(few * many);
        if of(&simulated(middle)?).is_some_and(|days| days > days_each) {
            few = middle;
        } else {
            many = middle;
        }
    }
    let factor = libm::sqrt(few * many);
    let outcome = simulated(factor)?;
    let scenario = scenario.with(&settings(factor))?;
    let after = scenario.staff();
    let staff = usual.iter().zip(&after).map(|((name, before), (_, after))| (name.clone(), *before, *after)).collect();
    let posts = Posts {
        seen: (waits.seen(), outcome.seen as f64 / f64::from(outcome.replications)),
        mean_wait: (mean, outcome.mean_wait),
        days_each: (days_each, of(&outcome).unwrap_or(0.0)),
        staff,
    };
    Ok((posts, scenario))
}

/// The scenario from one day to another as a record shows it: it begins with those who waited then, those who came before a day come as
/// they did, and at the end nobody is followed further.
pub(super) fn as_known(
    scenario: &Scenario,
    known: &[Journey],
    (from, to): (Date, Date),
    replayed_to: Date,
) -> Result<Scenario, ScenarioError> {
    let mut each = vec![0_u32; usize::try_from(fit::days(from, replayed_to)).unwrap_or(0)];
    for journey in known {
        let nth = usize::try_from(fit::days(from, journey.received_on)).ok();
        if let Some(count) = nth.and_then(|nth| each.get_mut(nth)) {
            *count += 1;
        }
    }
    let waiting = known.iter().filter(|journey| journey.waits_before(from)).count();
    let each: Vec<String> = each.iter().map(u32::to_string).collect();
    scenario.with(&[
        ("start".to_owned(), from.to_string()),
        ("days".to_owned(), fit::days(from, to).to_string()),
        ("warm_up_days".to_owned(), WARM_UP_DAYS.to_string()),
        ("follow_days".to_owned(), "0".to_owned()),
        ("waiting_at_start".to_owned(), waiting.to_string()),
        ("arrivals.each_day".to_owned(), format!("[{}]", each.join(", "))),
    ])
}
