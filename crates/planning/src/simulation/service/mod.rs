//! A whole service, day by day: who is referred is looked at, decided upon, assessed, treated, and some leave on the way.
//!
//! A day is the step, as it is for the real service's waits. On each day people come; on a working day referrals are looked at, a
//! sitting decides, and staff who are there give their minutes: first to those whom they treat already, then to assessments, then to
//! whoever waits for a course (or the other way round, where a service does so). Within a line the most urgent come first, and among them who waits longest.

mod counts;
mod desk;
mod line;
mod reading;
mod run;
mod staff;
mod timeline;

use self::{
    counts::ServiceCounts,
    run::Run,
    staff::{Group, Pool},
    timeline::Timeline,
};
use super::{
    replication::Replication,
    scenario::Model,
    spread::Classes,
    streams::{Luck, Purpose, Stream},
};

pub(super) use counts::ServiceCounts as Counts;
pub use counts::{OfCourse, OfKind, OfService, OfStaff};

/// A service with its people and its staff.
#[derive(Debug, Clone, PartialEq)]
pub struct Service {
    timeline: Timeline,
    targets: Vec<u32>,
    kinds: Vec<Kind>,
    ranks: usize,
    triage: Option<u32>,
    sittings: Option<Sittings>,
    assessment: Assessment,
    /// The mean of the days after which somebody who waits gives up; none where nobody does.
    gives_up_after: Option<f64>,
    courses: Vec<Course>,
    /// Whether who was assessed begins a course before somebody else is assessed.
    courses_first: bool,
    groups: Vec<Group>,
    pools: Vec<Pool>,
    /// As many services alike, each by itself.
    areas: u32,
    /// How many wait for an assessment already on the first measured day, beside those who wait as usual.
    backlog: u32,
    /// How many wait on the first measured day in place of those who would wait as usual; none where it is those.
    waiting_at_start: Option<u32>,
    /// Whether the line is watched to the last day, also after all of the measured days were seen.
    watched: bool,
}

/// A kind of referral.
#[derive(Debug, Clone, PartialEq)]
struct Kind {
    name: String,
    share: f64,
    /// Its place among the priorities, from 0 for the first.
    rank: usize,
    accepted: f64,
    /// Whether it is decided at once, without a sitting.
    at_once: bool,
    /// Which share of those assessed goes to which course.
    goes_to: Vec<(usize, f64)>,
}

/// When referrals are decided.
#[derive(Debug, Clone, PartialEq)]
struct Sittings {
    weekdays: [bool; 7],
    places: u32,
}

#[derive(Debug, Clone, PartialEq)]
struct Assessment {
    minutes: u32,
    missed: f64,
    again_after: u32,
    most_missed: u32,
}

/// A course of treatment.
#[derive(Debug, Clone, PartialEq)]
struct Course {
    name: String,
    planned: u32,
    minutes: u32,
    every: u32,
    missed: f64,
    most_missed: u32,
    /// The chance after each session that it was the last.
    ends_early: f64,
    /// Which share of those who completed it steps up or down to which course.
    then: Vec<(usize, f64)>,
}

impl Service {
    /// With so many who wait already on the first measured day, and with the line watched to the last.
    pub(super) fn with_backlog(&self, people: u32) -> Self {
        Self { backlog: people, watched: true, ..self.clone() }
    }

    /// How many people are expected in all days of all areas.
    pub(super) fn people(&self) -> f64 {
        self.timeline.days.iter().map(|day| day.expected).sum::<f64>() * f64::from(self.areas)
    }

    /// How many whole-time posts each group of staff has.
    pub(super) fn posts(&self) -> Vec<(&str, f64)> {
        self.groups.iter().map(|group| (group.name.as_str(), group.posts())).collect()
    }

    /// With so many whole-time posts of one group, by its place.
    pub(super) fn with_posts(&self, place: usize, posts: f64) -> Self {
        let mut other = self.clone();
        if let Some(group) = other.groups.get_mut(place) {
            *group = group.with_posts(posts);
        }
        other.pools = pools(&other.groups);
        other
    }

    /// As many services alike, each by itself.
    pub(super) fn areas(&self) -> u32 {
        self.areas
    }

    /// How many days are counted: the measured, and those in which their last are followed.
    pub(super) fn counted_days(&self) -> usize {
        self.timeline.days.len() - self.timeline.measured.start
    }
}

fn pools(groups: &[Group]) -> Vec<Pool> {
    groups.iter().enumerate().flat_map(|(nth, group)| group.pools(nth)).collect()
}

impl Model for Service {
    fn targets(&self) -> &[u32] {
        &self.targets
    }

    fn months(&self) -> Vec<String> {
        self.timeline.months.clone()
    }

    fn replicate(&self, seed: u64, nth: u32, _: &mut Classes) -> Replication {
        let mut counts = ServiceCounts::of(self);
        for area in 0..self.areas {
            let stream = |purpose| Stream::new(seed, nth * self.areas + area, purpose);
            let staff = Luck::draw(&mut stream(Purpose::Staff));
            let mut run = Run::new(self, staff, stream(Purpose::Women), &mut counts);
            run.go(stream(Purpose::Arrivals), stream(Purpose::Backlog));
        }
        counts.replication(self)
    }
}
