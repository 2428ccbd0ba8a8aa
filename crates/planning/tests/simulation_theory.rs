//! The simulation against the formulas of queueing theory.

#![expect(clippy::expect_used, reason = "a test panics where it is not so")]

use std::num::NonZeroU32;

use porch_planning::simulation::{Outcome, Runs, Scenario};

/// One setting: its queue, and the seed that belongs to it.
struct Setting {
    servers: u32,
    /// Of a server that serves one customer a day.
    load: f64,
    /// The squared coefficient of variation of the times of service.
    variation: f64,
    seed: u64,
}

const REPLICATIONS: u32 = 16;

/// Erlang's formula: the chance that a customer of M/M/c waits.
fn chance_of_waiting(servers: u32, load: f64) -> f64 {
    let offered = load * f64::from(servers);
    let blocked = (1..=servers).fold(1.0, |before, server| {
        let carried = offered * before;
        carried / (f64::from(server) + carried)
    });
    blocked / (1.0 - load * (1.0 - blocked))
}

impl Setting {
    /// The mean wait: Erlang for many servers, Pollaczek and Khinchine for one.
    fn formula(&self) -> f64 {
        if self.servers == 1 {
            return self.load * (1.0 + self.variation) / (2.0 * (1.0 - self.load));
        }
        chance_of_waiting(self.servers, self.load) / (f64::from(self.servers) * (1.0 - self.load))
    }

    /// In how many days the queue forgets where it began.
    fn memory(&self) -> f64 {
        let root = 1.0 - self.load.sqrt();
        (0.5 * (1.0 + self.variation) / (f64::from(self.servers) * root * root)).max(2.0)
    }

    fn run(&self) -> Outcome {
        // Long enough for a mean of many clusters of waits, also where few wait.
        let arrivals = f64::from(self.servers) * self.load;
        let days = (60.0 * self.memory()).max(500.0 / (arrivals * chance_of_waiting(self.servers, self.load)));
        let settings = [
            ("arrival_rate", arrivals),
            ("service_rate", 1.0),
            ("service_variation", self.variation),
            ("servers", f64::from(self.servers)),
            ("days", days),
            ("warm_up_days", 10.0 * self.memory()),
        ];
        let settings: Vec<(String, String)> =
            settings.iter().map(|(name, value)| ((*name).to_owned(), value.to_string())).collect();
        Scenario::preset("mmc", &settings).expect("a queue").run(runs(self.seed, REPLICATIONS, 2), &|_| {})
    }
}

fn runs(seed: u64, replications: u32, threads: u32) -> Runs {
    let number = |number| NonZeroU32::new(number).expect("above 0");
    Runs { seed, replications: number(replications), threads: number(threads) }
}

/// Loads from 0.3 to 0.95 for 1 to 20 servers; where less than one in a hundred would wait, the next load at which more do: what
/// nearly nobody has is no mean that a run could show.
fn settings() -> Vec<Setting> {
    let mut settings = Vec::new();
    let mut add = |servers, load, variation| {
        let seed = 1000 + settings.len() as u64;
        settings.push(Setting { servers, load, variation, seed });
    };
    for servers in 1..=20 {
        let least =
            (30..95).map(|percent| f64::from(percent) / 100.0).find(|&load| chance_of_waiting(servers, load) >= 0.01);
        let least = least.expect("at a high load somebody waits");
        for step in 0..7 {
            add(servers, least + (0.95 - least) * f64::from(step) / 6.0, 1.0);
        }
    }
    // M/M/1 again, M/D/1, and M/G/1 with less and with more variation.
    for variation in [1.0, 0.0, 0.0, 0.2, 0.5, 2.0, 4.0] {
        for step in 0..10 {
            add(1, 0.3 + 0.65 * f64::from(step) / 9.0, variation);
        }
    }
    settings
}

#[test]
fn of_two_hundred_queues_90_to_99_percent_of_the_intervals_hold_what_theory_says() {
    let settings = settings();
    assert!(settings.len() >= 200, "{}", settings.len());
    let mut missed = Vec::new();
    for setting in &settings {
        let (outcome, formula) = (setting.run(), setting.formula());
        assert_eq!(outcome.arrivals, outcome.seen + outcome.waiting + outcome.left, "seed {}", setting.seed);
        let used = outcome.utilisation.mean.expect("there are servers");
        assert!((used - setting.load).abs() < 0.03, "seed {}: {used} and not {}", setting.seed, setting.load);
        if !outcome.mean_wait.holds(formula) {
            missed.push((setting.seed, setting.servers, setting.load, setting.variation, formula, outcome.mean_wait));
        }
    }
    let held = 100.0 * (1.0 - missed.len() as f64 / settings.len() as f64);
    assert!((90.0..=99.0).contains(&held), "{held} of a hundred intervals hold the formula; missed: {missed:?}");
}

/// The waits of M/M/c are exponential above the share that does not wait at all.
#[test]
fn the_distribution_of_waits_is_that_of_theory() {
    let setting = Setting { servers: 3, load: 0.85, variation: 1.0, seed: 5 };
    let outcome = setting.run();
    let (waits, rate) = (chance_of_waiting(3, 0.85), 3.0 * (1.0 - 0.85));
    for (share, found) in [0.5, 0.9, 0.95].into_iter().zip(outcome.percentiles) {
        let formula = ((waits / (1.0 - share)).ln() / rate).max(0.0);
        let found = found.expect("there are waits");
        assert!((found - formula).abs() < 0.05 * (1.0 + formula), "{share}: {found} and not {formula}");
    }
    for within in &outcome.seen_within {
        let formula = 1.0 - waits * (-rate * f64::from(within.days)).exp();
        let found = within.share.mean.expect("there are waits");
        assert!((found - formula).abs() < 0.01, "{} days: {found} and not {formula}", within.days);
    }
}

#[test]
fn the_same_seed_gives_the_same_figures_with_any_number_of_threads_and_another_seed_gives_others() {
    let scenario = Scenario::preset("mmc", &[("days".to_owned(), "300".to_owned())]).expect("a queue");
    let first = scenario.run(runs(9, 40, 1), &|_| {});
    for threads in [2, 3, 8, 64] {
        assert_eq!(scenario.run(runs(9, 40, threads), &|_| {}), first, "{threads} threads");
    }
    assert_ne!(scenario.run(runs(10, 40, 2), &|_| {}).mean_wait, first.mean_wait);
}

#[test]
fn every_month_is_part_of_the_whole() {
    let settings = [("days".to_owned(), "100".to_owned()), ("servers".to_owned(), "9".to_owned())];
    let outcome = Scenario::preset("mmc", &settings).expect("a queue").run(runs(3, 5, 1), &|_| {});
    assert_eq!(outcome.by_month.len(), 4);
    assert_eq!(outcome.by_month.iter().map(|month| month.arrivals).sum::<u64>(), outcome.arrivals);
    assert_eq!(outcome.by_month.iter().map(|month| month.seen).sum::<u64>(), outcome.seen);
    let used = |part: &porch_planning::simulation::Estimate| part.mean.expect("there are servers");
    let by_month: f64 = outcome.by_month.iter().map(|month| used(&month.utilisation)).take(3).sum::<f64>();
    let last = outcome.by_month.last().map(|month| used(&month.utilisation)).expect("four months");
    let month = 365.0 / 12.0;
    let weighted = (by_month * month + last * (100.0 - 3.0 * month)) / 100.0;
    assert!((weighted - used(&outcome.utilisation)).abs() < 1e-9);
}
