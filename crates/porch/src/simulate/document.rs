//! A simulation as a document.

use porch_domain::measure::Waits;
use porch_planning::simulation::{
    Answer, Backlog, Comparison, Enough, Estimate, Month, OfCourse, OfKind, OfService, OfStaff, Outcome, Tried, Within,
};
use serde::Serialize;

/// An answer: a simulation's document, or that of the first simulation with what was asked beside it.
#[derive(Debug, Serialize)]
#[serde(untagged)]
pub enum AnswerDocument<'a> {
    Simulated(Box<Document<'a>>),
    Compared { first: Box<Document<'a>>, against: Box<Document<'a>>, difference: Difference },
    Enough { scenario: &'a str, enough: EnoughDocument<'a> },
    Backlog { scenario: &'a str, backlog: BacklogDocument },
}

/// By how much the second is more.
#[derive(Debug, Serialize)]
pub struct Difference {
    mean_wait_days: Figure,
    left: Figure,
    utilisation: Figure,
    seen_within: Vec<SeenWithin>,
}

#[derive(Debug, Serialize)]
pub struct EnoughDocument<'a> {
    staff: &'a str,
    share: f64,
    within_days: u32,
    now: f64,
    posts: Option<f64>,
    tried: Vec<TriedDocument>,
}

#[derive(Debug, Serialize)]
struct TriedDocument {
    posts: f64,
    share: Option<f64>,
    ci95_share: Option<[f64; 2]>,
}

#[derive(Debug, Serialize)]
pub struct BacklogDocument {
    people: u32,
    replications: u32,
    gone: u32,
    days: Figure,
    share_left_each_thirty_days: Vec<Figure>,
}

/// A mean with its interval.
#[derive(Debug, Serialize)]
pub struct Figure {
    mean: Option<f64>,
    ci95: Option<[f64; 2]>,
}

#[derive(Debug, Serialize)]
struct Service<'a> {
    kinds: Vec<KindDocument<'a>>,
    courses: Vec<CourseDocument<'a>>,
    staff: Vec<StaffDocument<'a>>,
    waiting_at_month_end: Vec<WaitingAt<'a>>,
    wait_days_counts: Vec<u64>,
}

#[derive(Debug, Serialize)]
struct KindDocument<'a> {
    name: &'a str,
    arrivals: u64,
    seen: u64,
    waiting: u64,
    not_accepted: u64,
    gave_up: u64,
    missed_assessments: u64,
    wait_days: WaitDays,
    seen_within: Vec<SeenWithin>,
}

#[derive(Debug, Serialize)]
struct CourseDocument<'a> {
    name: &'a str,
    begun: u64,
    completed: u64,
    ended_early: u64,
    gave_up: u64,
    contacts_kept: u64,
    contacts_missed: u64,
    planned_sessions: Figure,
    delivered_sessions: Figure,
    wait_days: WaitDays,
}

#[derive(Debug, Serialize)]
struct StaffDocument<'a> {
    name: &'a str,
    utilisation: Figure,
    contact_hours_a_week: Figure,
}

#[derive(Debug, Serialize)]
struct WaitingAt<'a> {
    month: &'a str,
    mean: Option<f64>,
    ci95: Option<[f64; 2]>,
}

/// The document of CONTRACTS section 7, in its order.
#[derive(Debug, Serialize)]
pub struct Document<'a> {
    scenario: &'a str,
    seed: u64,
    replications: u32,
    arrivals: u64,
    seen: u64,
    left: u64,
    waiting: u64,
    wait_days: WaitDays,
    seen_within: Vec<SeenWithin>,
    utilisation: Option<f64>,
    by_month: Vec<OfMonth<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    service: Option<Service<'a>>,
}

#[derive(Debug, Serialize)]
struct WaitDays {
    mean: Option<f64>,
    p50: Option<f64>,
    p90: Option<f64>,
    p95: Option<f64>,
    ci95_mean: Option<[f64; 2]>,
}

#[derive(Debug, Serialize)]
struct SeenWithin {
    days: u32,
    share: Option<f64>,
    ci95_share: Option<[f64; 2]>,
}

#[derive(Debug, Serialize)]
struct OfMonth<'a> {
    month: &'a str,
    arrivals: u64,
    seen: u64,
    left: u64,
    waiting: u64,
    wait_days: WaitOfMonth,
    seen_within: Vec<SeenWithin>,
    utilisation: Option<f64>,
    ci95_utilisation: Option<[f64; 2]>,
}

#[derive(Debug, Serialize)]
struct WaitOfMonth {
    mean: Option<f64>,
    ci95_mean: Option<[f64; 2]>,
}

/// Of an answer.
pub fn of_answer<'a>(name: &'a str, answer: &'a Answer) -> AnswerDocument<'a> {
    match answer {
        Answer::Simulated(outcome) => AnswerDocument::Simulated(Box::new(of_outcome(name, outcome))),
        Answer::Compared(comparison) => of_comparison(name, comparison),
        Answer::Enough { enough, share, days, .. } => {
            AnswerDocument::Enough { scenario: name, enough: of_enough(enough, *share, *days) }
        }
        Answer::Backlog { backlog, .. } => AnswerDocument::Backlog { scenario: name, backlog: of_backlog(backlog) },
    }
}

fn of_comparison<'a>(name: &'a str, comparison: &'a Comparison) -> AnswerDocument<'a> {
    let within = |&(days, share): &(u32, Estimate)| SeenWithin { days, share: share.mean, ci95_share: both(share) };
    AnswerDocument::Compared {
        first: Box::new(of_outcome(name, &comparison.first)),
        against: Box::new(of_outcome(name, &comparison.other)),
        difference: Difference {
            mean_wait_days: Figure::from(comparison.mean_wait),
            left: Figure::from(comparison.left),
            utilisation: Figure::from(comparison.utilisation),
            seen_within: comparison.within.iter().map(within).collect(),
        },
    }
}

fn of_enough(enough: &Enough, share: f64, within_days: u32) -> EnoughDocument<'_> {
    let tried =
        |tried: &Tried| TriedDocument { posts: tried.posts, share: tried.share.mean, ci95_share: both(tried.share) };
    EnoughDocument {
        staff: &enough.staff,
        share,
        within_days,
        now: enough.now,
        posts: enough.posts,
        tried: enough.tried.iter().map(tried).collect(),
    }
}

fn of_backlog(backlog: &Backlog) -> BacklogDocument {
    BacklogDocument {
        people: backlog.people,
        replications: backlog.replications,
        gone: backlog.gone,
        days: Figure::from(backlog.days),
        share_left_each_thirty_days: backlog.left_over.iter().copied().map(Figure::from).collect(),
    }
}

fn of_outcome<'a>(name: &'a str, outcome: &'a Outcome) -> Document<'a> {
    let [p50, p90, p95] = outcome.percentiles;
    Document {
        scenario: name,
        seed: outcome.seed,
        replications: outcome.replications,
        arrivals: outcome.arrivals,
        seen: outcome.seen,
        left: outcome.left,
        waiting: outcome.waiting,
        wait_days: WaitDays { mean: outcome.mean_wait.mean, p50, p90, p95, ci95_mean: both(outcome.mean_wait) },
        seen_within: outcome.seen_within.iter().map(seen_within).collect(),
        utilisation: outcome.utilisation.mean,
        by_month: outcome.by_month.iter().map(of_month).collect(),
        service: outcome.service.as_ref().map(|service| of_service(outcome, service)),
    }
}

fn of_month(month: &Month) -> OfMonth<'_> {
    OfMonth {
        month: &month.month,
        arrivals: month.arrivals,
        seen: month.seen,
        left: month.left,
        waiting: month.waiting,
        wait_days: WaitOfMonth { mean: month.mean_wait.mean, ci95_mean: both(month.mean_wait) },
        seen_within: month.seen_within.iter().map(seen_within).collect(),
        utilisation: month.utilisation.mean,
        ci95_utilisation: both(month.utilisation),
    }
}

fn seen_within(within: &Within) -> SeenWithin {
    SeenWithin { days: within.days, share: within.share.mean, ci95_share: both(within.share) }
}

fn both(estimate: Estimate) -> Option<[f64; 2]> {
    estimate.interval.map(|(low, high)| [low, high])
}

impl From<Estimate> for Figure {
    fn from(estimate: Estimate) -> Self {
        Self { mean: estimate.mean, ci95: both(estimate) }
    }
}

fn of_service<'a>(outcome: &'a Outcome, service: &'a OfService) -> Service<'a> {
    let line =
        |(month, line): (&'a Month, &Estimate)| WaitingAt { month: &month.month, mean: line.mean, ci95: both(*line) };
    Service {
        kinds: service.kinds.iter().map(of_kind).collect(),
        courses: service.courses.iter().map(of_course).collect(),
        staff: service.staff.iter().map(of_staff).collect(),
        waiting_at_month_end: outcome.by_month.iter().zip(&service.line).map(line).collect(),
        wait_days_counts: service.waits.by_day().to_vec(),
    }
}

fn of_kind(kind: &OfKind) -> KindDocument<'_> {
    let within = |&(days, share): &(u32, Estimate)| SeenWithin { days, share: share.mean, ci95_share: both(share) };
    KindDocument {
        name: &kind.name,
        arrivals: kind.arrivals,
        seen: kind.waits.seen(),
        waiting: kind.waits.waiting(),
        not_accepted: kind.not_accepted,
        gave_up: kind.gave_up,
        missed_assessments: kind.missed,
        wait_days: wait_days(&kind.waits, kind.mean_wait),
        seen_within: kind.within.iter().map(within).collect(),
    }
}

fn of_course(course: &OfCourse) -> CourseDocument<'_> {
    CourseDocument {
        name: &course.name,
        begun: course.begun,
        completed: course.completed,
        ended_early: course.ended_early,
        gave_up: course.gave_up,
        contacts_kept: course.kept,
        contacts_missed: course.missed,
        planned_sessions: Figure::from(course.planned),
        delivered_sessions: Figure::from(course.delivered),
        wait_days: wait_days(&course.waits, course.mean_wait),
    }
}

fn of_staff(staff: &OfStaff) -> StaffDocument<'_> {
    StaffDocument {
        name: &staff.name,
        utilisation: Figure::from(staff.used),
        contact_hours_a_week: Figure::from(staff.hours_a_week),
    }
}

fn wait_days(waits: &Waits, mean: Estimate) -> WaitDays {
    let percentile = |thousandths| waits.percentile(thousandths).map(f64::from);
    WaitDays {
        mean: mean.mean,
        p50: percentile(500),
        p90: percentile(900),
        p95: percentile(950),
        ci95_mean: both(mean),
    }
}
