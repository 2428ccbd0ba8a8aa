//! What is counted of a service, and the figures over all replications.

use porch_domain::measure::Waits;

use super::{
    super::{
        outcome::{self, estimate, ratio},
        replication::{MonthCounts, Replication},
        student::Estimate,
    },
    Service,
};

/// Why somebody left without being seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Gone {
    NotAccepted,
    GaveUp,
    /// Missed as many assessments as are offered.
    Missed,
}

/// Counts of those who came in the measured days.
#[derive(Debug, Clone, Default)]
struct Counted {
    arrivals: u64,
    not_accepted: u64,
    gave_up: u64,
    missed: u64,
    waits: Waits,
}

impl Counted {
    fn left(&self) -> u64 {
        self.not_accepted + self.gave_up + self.missed
    }
}

/// Counts of a course in the measured days.
#[derive(Debug, Clone, Default)]
pub(super) struct CourseCounts {
    pub(super) begun: u64,
    pub(super) waits: Waits,
    pub(super) gave_up: u64,
    pub(super) delivered: u64,
    pub(super) missed: u64,
    completed: u64,
    ended_early: u64,
    planned_of_ended: u64,
    delivered_of_ended: u64,
}

impl CourseCounts {
    pub(super) fn end(&mut self, completed: bool, planned: u32, delivered: u32) {
        self.completed += u64::from(completed);
        self.ended_early += u64::from(!completed);
        self.planned_of_ended += u64::from(planned);
        self.delivered_of_ended += u64::from(delivered);
    }
}

/// All counts of a replication.
#[derive(Debug, Clone)]
pub struct ServiceCounts {
    kinds: Vec<Counted>,
    months: Vec<Counted>,
    courses: Vec<CourseCounts>,
    /// What happens on other days than the measured ones.
    beside: CourseCounts,
    /// For each group and month: minutes used, and minutes that there were.
    staff: Vec<Vec<(u64, u64)>>,
    /// How many wait to be seen at the end of each day from the first measured one on.
    pub(in super::super) line: Vec<u32>,
    /// Arrivals, decisions and contacts of all days: what a simulation is as long as.
    pub(super) steps: u64,
}

impl ServiceCounts {
    /// Nothing yet.
    pub(super) fn of(service: &Service) -> Self {
        let months = service.timeline.months.len();
        Self {
            kinds: vec![Counted::default(); service.kinds.len()],
            months: vec![Counted::default(); months],
            courses: vec![CourseCounts::default(); service.courses.len()],
            beside: CourseCounts::default(),
            staff: vec![vec![(0, 0); months]; service.groups.len()],
            line: vec![0; service.counted_days()],
            steps: 0,
        }
    }

    fn both(&mut self, kind: usize, month: usize, add: impl Fn(&mut Counted)) {
        add(&mut self.kinds[kind]);
        add(&mut self.months[month]);
    }

    pub(super) fn arrived(&mut self, kind: usize, month: usize) {
        self.both(kind, month, |counted| counted.arrivals += 1);
    }

    pub(super) fn left(&mut self, kind: usize, month: usize, why: Gone) {
        self.both(kind, month, |counted| match why {
            Gone::NotAccepted => counted.not_accepted += 1,
            Gone::GaveUp => counted.gave_up += 1,
            Gone::Missed => counted.missed += 1,
        });
    }

    pub(super) fn seen(&mut self, kind: usize, month: usize, days: u32) {
        self.both(kind, month, |counted| counted.waits.record_seen(days));
    }

    pub(super) fn still_waits(&mut self, kind: usize, month: usize, days: u32) {
        self.both(kind, month, |counted| counted.waits.record_waiting(days));
    }

    pub(super) fn course(&mut self, course: u16, measuring: bool) -> &mut CourseCounts {
        if measuring { &mut self.courses[course as usize] } else { &mut self.beside }
    }

    pub(super) fn minutes(&mut self, group: usize, month: usize, used: u64, there: u64) {
        let counted = &mut self.staff[group][month];
        counted.0 += used;
        counted.1 += there;
    }

    pub(super) fn line(&mut self, day: usize, unseen: u32) {
        self.line[day] += unseen;
    }

    /// As every model's counts.
    pub(super) fn replication(self, service: &Service) -> Replication {
        let month = |(nth, counted): (usize, &Counted)| MonthCounts {
            arrivals: counted.arrivals,
            seen: counted.waits.seen(),
            left: counted.left(),
            waiting: counted.waits.waiting(),
            days_waited: counted.waits.days_waited() as f64,
            within: within(&counted.waits, &service.targets),
            time: minutes(self.staff.iter().filter_map(|group| group.get(nth))),
        };
        let months: Vec<MonthCounts> = self.months.iter().enumerate().map(month).collect();
        let waits = sum(self.kinds.iter().map(|kind| &kind.waits));
        Replication {
            arrivals: months.iter().map(|month| month.arrivals).sum(),
            seen: waits.seen(),
            left: months.iter().map(|month| month.left).sum(),
            waiting: waits.waiting(),
            days_waited: waits.days_waited() as f64,
            within: within(&waits, &service.targets),
            time: minutes(self.staff.iter().flatten()),
            months,
            service: Some(Box::new(self)),
        }
    }
}

fn within(waits: &Waits, targets: &[u32]) -> Vec<(u64, u64)> {
    targets.iter().map(|&days| waits.within(days)).collect()
}

fn minutes<'a>(all: impl Iterator<Item = &'a (u64, u64)>) -> (f64, f64) {
    let (used, there) = all.fold((0, 0), |sum, one| (sum.0 + one.0, sum.1 + one.1));
    (used as f64, there as f64)
}

fn sum<'a>(all: impl Iterator<Item = &'a Waits>) -> Waits {
    all.fold(Waits::default(), |mut sum, one| {
        sum.add(one);
        sum
    })
}

/// What only a service has.
#[derive(Debug, Clone, PartialEq)]
pub struct OfService {
    /// How long those waited who were seen.
    pub waits: Waits,
    /// Kinds of referral, in the order of their names.
    pub kinds: Vec<OfKind>,
    /// Courses, in the order of their names.
    pub courses: Vec<OfCourse>,
    /// Staff, in the order of their names.
    pub staff: Vec<OfStaff>,
    /// How many waited to be seen at the end of each measured month: as many means as there are months.
    pub line: Vec<Estimate>,
    /// Arrivals, decisions and contacts of all days, in all replications.
    pub steps: u64,
}

/// Those of one kind who came in the measured days, in all replications.
#[derive(Debug, Clone, PartialEq)]
pub struct OfKind {
    /// As the scenario calls it.
    pub name: String,
    /// They were seen, left, or wait.
    pub arrivals: u64,
    /// Of them: referred in vain.
    pub not_accepted: u64,
    /// Of them: gave up waiting.
    pub gave_up: u64,
    /// Of them: missed as many assessments as are offered.
    pub missed: u64,
    /// How long they waited.
    pub waits: Waits,
    /// The mean wait of those who were seen, in days.
    pub mean_wait: Estimate,
    /// The share that was seen in time, for each target.
    pub within: Vec<(u32, Estimate)>,
}

/// A course in the measured days, in all replications.
#[derive(Debug, Clone, PartialEq)]
pub struct OfCourse {
    /// As the scenario calls it.
    pub name: String,
    /// Who began it.
    pub begun: u64,
    /// How long they had waited since the assessment, or the course before.
    pub waits: Waits,
    /// The mean of it, in days.
    pub mean_wait: Estimate,
    /// Who gave up waiting for it.
    pub gave_up: u64,
    /// Who had all of it.
    pub completed: u64,
    /// Whose last session was not the last planned.
    pub ended_early: u64,
    /// Sessions that were planned for those whose course ended, for each.
    pub planned: Estimate,
    /// Sessions that they had, for each.
    pub delivered: Estimate,
    /// Contacts that were kept.
    pub kept: u64,
    /// Contacts that were missed.
    pub missed: u64,
}

/// Staff in the measured days.
#[derive(Debug, Clone, PartialEq)]
pub struct OfStaff {
    /// As the scenario calls them.
    pub name: String,
    /// The share of their minutes for contacts that was used, missed contacts with them.
    pub used: Estimate,
    /// Hours for contacts that there were in a week of all of them, leave and absence taken off.
    pub hours_a_week: Estimate,
}

impl OfService {
    /// Of all replications.
    pub(in super::super) fn of(service: &Service, each: &[&ServiceCounts]) -> Self {
        let names = |nth: usize, name: &String| (nth, name.clone());
        Self {
            waits: sum(each.iter().flat_map(|one| &one.kinds).map(|kind| &kind.waits)),
            kinds: service
                .kinds
                .iter()
                .enumerate()
                .map(|(nth, kind)| of_kind(service, each, names(nth, &kind.name)))
                .collect(),
            courses: service
                .courses
                .iter()
                .enumerate()
                .map(|(nth, course)| of_course(each, names(nth, &course.name)))
                .collect(),
            staff: service
                .groups
                .iter()
                .enumerate()
                .map(|(nth, group)| of_staff(service, each, names(nth, &group.name)))
                .collect(),
            line: of_line(service, each),
            steps: each.iter().map(|one| one.steps).sum(),
        }
    }
}

fn of_kind(service: &Service, each: &[&ServiceCounts], (nth, name): (usize, String)) -> OfKind {
    let counted = || each.iter().filter_map(move |one| one.kinds.get(nth));
    let total = |of: fn(&Counted) -> u64| counted().map(of).sum();
    let share = |days: u32| {
        outcome::share(counted().map(|one| {
            let (in_time, known) = one.waits.within(days);
            ratio(in_time as f64, known as f64)
        }))
    };
    OfKind {
        name,
        arrivals: total(|one| one.arrivals),
        not_accepted: total(|one| one.not_accepted),
        gave_up: total(|one| one.gave_up),
        missed: total(|one| one.missed),
        waits: sum(counted().map(|one| &one.waits)),
        mean_wait: mean_wait(counted().map(|one| &one.waits)),
        within: service.targets.iter().map(|&days| (days, share(days))).collect(),
    }
}

fn of_course(each: &[&ServiceCounts], (nth, name): (usize, String)) -> OfCourse {
    let counted = || each.iter().filter_map(move |one| one.courses.get(nth));
    let total = |of: fn(&CourseCounts) -> u64| counted().map(of).sum();
    let of_each = |of: fn(&CourseCounts) -> u64| {
        estimate(counted().map(|one| ratio(of(one) as f64, (one.completed + one.ended_early) as f64)))
    };
    OfCourse {
        name,
        begun: total(|one| one.begun),
        waits: sum(counted().map(|one| &one.waits)),
        mean_wait: mean_wait(counted().map(|one| &one.waits)),
        gave_up: total(|one| one.gave_up),
        completed: total(|one| one.completed),
        ended_early: total(|one| one.ended_early),
        planned: of_each(|one| one.planned_of_ended),
        delivered: of_each(|one| one.delivered_of_ended),
        kept: total(|one| one.delivered),
        missed: total(|one| one.missed),
    }
}

fn of_staff(service: &Service, each: &[&ServiceCounts], (nth, name): (usize, String)) -> OfStaff {
    let time = || each.iter().filter_map(move |one| one.staff.get(nth)).map(|months| minutes(months.iter()));
    let weeks = service.timeline.measured.len() as f64 / 7.0;
    OfStaff {
        name,
        used: outcome::share(time().map(|(used, there)| ratio(used, there))),
        hours_a_week: estimate(time().map(|(_, there)| ratio(there / 60.0, weeks))),
    }
}

fn of_line(service: &Service, each: &[&ServiceCounts]) -> Vec<Estimate> {
    let days = &service.timeline.days[service.timeline.measured.clone()];
    let last = |month| days.iter().rposition(|day| day.month == Some(month)).unwrap_or(0);
    let at_end = |month| {
        let day = last(month);
        estimate(each.iter().map(|one| one.line.get(day).map(|&people| f64::from(people))))
    };
    (0..service.timeline.months.len()).map(at_end).collect()
}

fn mean_wait<'a>(each: impl Iterator<Item = &'a Waits>) -> Estimate {
    estimate(each.map(|waits| ratio(waits.days_waited() as f64, waits.seen() as f64)))
}
