//! A queue with servers: exponential times between arrivals, one line, whoever came first is served first.
//!
//! It is what theory has formulas for, and holds the machinery to them.

use std::collections::VecDeque;

use super::{
    calendar::Calendar,
    distribution::Times,
    read::{Range, Reader, ScenarioError, number, whole},
    replication::{MonthCounts, Replication},
    scenario::Model,
    spread::Classes,
    streams::{Purpose, Stream},
};

const RATE: Range = number("a rate a day", 1e-6, 1e6);
const SERVERS: Range = whole("servers", 1, 10_000);
const DAYS: Range = number("days", 1.0, 1e6);
const WARM_UP: Range = number("days", 0.0, 1e6);
const VARIATION: Range = number("a squared coefficient of variation", 0.0, 100.0);
const TARGET: Range = whole("days", 0, 36_500);

/// More customers than this are no question that somebody waits for.
const MOST_CUSTOMERS: f64 = 2e9;

/// A twelfth of a year, as a queue has no calendar.
const MONTH: f64 = 365.0 / 12.0;

/// Targets where none are said.
const TARGETS: [u32; 5] = [7, 14, 28, 42, 126];

/// One queue.
#[derive(Debug, Clone, PartialEq)]
pub struct Queue {
    arrival_rate: f64,
    service: Times,
    servers: u32,
    days: f64,
    warm_up_days: f64,
    targets: Vec<u32>,
}

impl Queue {
    /// How many customers are expected in all days.
    pub(super) fn customers(&self) -> f64 {
        self.arrival_rate * (self.days + self.warm_up_days)
    }

    /// Reads its values.
    pub(super) fn read(reader: Reader<'_>) -> Result<Self, ScenarioError> {
        let arrival_rate = reader.number("arrival_rate", RATE)?;
        let service_rate = reader.number("service_rate", RATE)?;
        let variation = reader.number_or("service_variation", VARIATION, 1.0)?;
        let days = reader.number("days", DAYS)?;
        let warm_up_days = reader.number_or("warm_up_days", WARM_UP, 0.0)?;
        let servers = reader.whole("servers", SERVERS)?;
        let targets = reader.numbers("targets_days", TARGET)?;
        if targets.as_ref().is_some_and(Vec::is_empty) {
            return Err(ScenarioError::at("targets_days", "it is empty (expected at least one number of days)"));
        }
        let expected = arrival_rate * (days + warm_up_days);
        if expected > MOST_CUSTOMERS {
            let what = format!(
                "{days} days at {arrival_rate} customers a day would be {expected:.0} customers in each replication (expected at most {MOST_CUSTOMERS:.0})"
            );
            return Err(ScenarioError::at("days", what));
        }
        reader.end()?;
        let targets = targets.map_or(TARGETS.to_vec(), |all| all.into_iter().map(|days| days as u32).collect());
        let service = Times::new(1.0 / service_rate, variation);
        Ok(Self { arrival_rate, service, servers, days, warm_up_days, targets })
    }

    /// How many serve.
    pub(super) fn servers(&self) -> u32 {
        self.servers
    }

    /// With so many servers.
    pub(super) fn with_servers(&self, servers: u32) -> Self {
        Self { servers, ..self.clone() }
    }
}

impl Model for Queue {
    fn targets(&self) -> &[u32] {
        &self.targets
    }

    fn months(&self) -> Vec<String> {
        (1..=libm::ceil(self.days / MONTH) as u32).map(|month| month.to_string()).collect()
    }

    fn replicate(&self, seed: u64, nth: u32, spread: &mut Classes) -> Replication {
        let mut run = Run::new(self);
        let mut arriving = Stream::new(seed, nth, Purpose::Arrivals);
        let mut serving = Stream::new(seed, nth, Purpose::Service);
        let end = self.warm_up_days + self.days;
        let mean_gap = 1.0 / self.arrival_rate;
        let mut arrival = mean_gap * arriving.exponential();
        // Whoever comes after the measured days is served after those who came in them, and changes nothing for them.
        while arrival < end {
            while let Some(at) = run.busy.next().filter(|&at| at <= arrival) {
                run.free(at, spread);
            }
            let time = self.service.draw(&mut serving);
            run.arrive(arrival, time, spread);
            arrival += mean_gap * arriving.exponential();
        }
        while let Some(at) = run.busy.next() {
            run.free(at, spread);
        }
        run.counted()
    }
}

/// One replication under way.
struct Run<'a> {
    queue: &'a Queue,
    /// When each busy server is free.
    busy: Calendar,
    /// Who waits: the instant of arrival, and how long it will take to serve them.
    line: VecDeque<(f64, f64)>,
    counts: Replication,
}

impl<'a> Run<'a> {
    fn new(queue: &'a Queue) -> Self {
        let month = MonthCounts { within: vec![(0, 0); queue.targets.len()], ..MonthCounts::default() };
        let counts = Replication {
            within: vec![(0, 0); queue.targets.len()],
            months: vec![month; queue.months().len()],
            ..Replication::default()
        };
        Self { queue, busy: Calendar::with_room(queue.servers as usize), line: VecDeque::new(), counts }
    }

    fn arrive(&mut self, at: f64, time: f64, spread: &mut Classes) {
        if self.busy.len() < self.queue.servers as usize {
            self.busy.enter(at + time);
            self.serve(at, at, time, spread);
        } else {
            self.line.push_back((at, time));
        }
    }

    /// A server is free, and takes whoever waits longest.
    fn free(&mut self, at: f64, spread: &mut Classes) {
        match self.line.pop_front() {
            Some((arrived, time)) => {
                self.busy.replace_next(at + time);
                self.serve(arrived, at, time, spread);
            }
            None => self.busy.pass(),
        }
    }

    fn serve(&mut self, arrived: f64, at: f64, time: f64, spread: &mut Classes) {
        self.in_use(at, at + time);
        let since = arrived - self.queue.warm_up_days;
        if since < 0.0 {
            return;
        }
        let wait = at - arrived;
        spread.record(wait);
        let counts = &mut self.counts;
        counts.arrivals += 1;
        counts.seen += 1;
        counts.days_waited += wait;
        // The first of a month whose start is not quite a double may fall behind the last.
        let last = counts.months.len().saturating_sub(1);
        let month = counts.months.get_mut(((since / MONTH) as usize).min(last));
        if let Some(month) = month {
            month.arrivals += 1;
            month.seen += 1;
            month.days_waited += wait;
            for (target, (in_time, known)) in self.queue.targets.iter().zip(&mut month.within) {
                *in_time += u64::from(wait <= f64::from(*target));
                *known += 1;
            }
        }
    }

    /// The part of a service that falls into the measured days, by month.
    fn in_use(&mut self, from: f64, to: f64) {
        let from = (from - self.queue.warm_up_days).max(0.0);
        let to = (to - self.queue.warm_up_days).min(self.queue.days);
        let mut at = from;
        while at < to {
            let place = (at / MONTH) as usize;
            let Some(month) = self.counts.months.get_mut(place) else { return };
            let until = to.min((place as f64 + 1.0) * MONTH);
            if until <= at {
                return;
            }
            month.time.0 += until - at;
            at = until;
        }
    }

    fn counted(mut self) -> Replication {
        let servers = f64::from(self.queue.servers);
        let mut start = 0.0;
        for month in &mut self.counts.months {
            month.time.1 = servers * (MONTH.min(self.queue.days - start));
            start += MONTH;
            self.counts.time.0 += month.time.0;
            for (all, one) in self.counts.within.iter_mut().zip(&month.within) {
                all.0 += one.0;
                all.1 += one.1;
            }
        }
        self.counts.time.1 = servers * self.queue.days;
        self.counts
    }
}
