//! A simulation in words.

use porch_planning::simulation::{Answer, Backlog, Comparison, Enough, Estimate, OfService, Outcome};

/// Prints an answer.
pub fn tell(name: &str, answer: &Answer) {
    match answer {
        Answer::Simulated(outcome) => tell_outcome(name, outcome),
        Answer::Compared(comparison) => tell_comparison(name, comparison),
        Answer::Enough { outcome, enough, share, days } => {
            tell_outcome(name, outcome);
            println!();
            tell_enough(enough, *share, *days);
        }
        Answer::Backlog { outcome, backlog } => {
            tell_outcome(name, outcome);
            println!();
            tell_backlog(backlog);
        }
    }
    println!("Each interval would hold the truth in 95 of 100 such simulations.");
}

fn tell_outcome(name: &str, outcome: &Outcome) {
    println!("{name}: {} replications, seed {}", outcome.replications, outcome.seed);
    println!(
        "Arrived: {}; seen: {}; left: {}; waiting: {}, in all replications",
        outcome.arrivals, outcome.seen, outcome.left, outcome.waiting
    );
    println!("Mean wait in days: {}", told(outcome.mean_wait, 1.0, ""));
    let days = |days: Option<f64>| days.map_or_else(|| "none".to_owned(), |days| format!("{days:.2}"));
    let [p50, p90, p95] = outcome.percentiles.map(days);
    println!("Half waited no longer than {p50} days, nine tenths than {p90}, nineteen twentieths than {p95}");
    for within in &outcome.seen_within {
        println!("Seen within {} days: {}", within.days, told(within.share, 100.0, " %"));
    }
    println!("Time used: {}", told(outcome.utilisation, 100.0, " %"));
    if let Some(service) = &outcome.service {
        tell_service(outcome, service);
    }
}

fn tell_service(outcome: &Outcome, service: &OfService) {
    for kind in &service.kinds {
        println!(
            "Referrals {}: {} came, {} were seen after {} days on average; {} not accepted, {} gave up, {} missed their assessments",
            kind.name,
            kind.arrivals,
            kind.waits.seen(),
            told(kind.mean_wait, 1.0, ""),
            kind.not_accepted,
            kind.gave_up,
            kind.missed
        );
    }
    for course in &service.courses {
        println!(
            "Course {}: {} began after {} days on average; {} had all of it, {} ended early; {} of {} sessions; {} contacts missed, {} kept",
            course.name,
            course.begun,
            told(course.mean_wait, 1.0, ""),
            course.completed,
            course.ended_early,
            told(course.delivered, 1.0, ""),
            told(course.planned, 1.0, ""),
            course.missed,
            course.kept
        );
    }
    for staff in &service.staff {
        let (used, hours) = (told(staff.used, 100.0, " %"), told(staff.hours_a_week, 1.0, ""));
        println!("Staff {}: {used} of the time for contacts used, of {hours} hours a week", staff.name);
    }
    if let (Some(first), Some(last)) = (outcome.by_month.first(), outcome.by_month.last()) {
        let line = |line: Option<&Estimate>| line.map_or_else(|| "none".to_owned(), |line| told(*line, 1.0, ""));
        println!(
            "Waiting to be seen: {} at the end of {}, {} at the end of {}",
            line(service.line.first()),
            first.month,
            line(service.line.last()),
            last.month
        );
    }
}

fn tell_comparison(name: &str, comparison: &Comparison) {
    tell_outcome(name, &comparison.first);
    println!();
    tell_outcome(&format!("{name}, otherwise"), &comparison.other);
    println!();
    println!("What is otherwise changes, under the same chance:");
    println!("Mean wait in days: {}", more(comparison.mean_wait, 1.0, ""));
    for &(days, share) in &comparison.within {
        println!("Seen within {days} days: {}", more(share, 100.0, " points"));
    }
    println!("Time used: {}", more(comparison.utilisation, 100.0, " points"));
    println!("Left without being seen, in each replication: {}", more(comparison.left, 1.0, ""));
}

fn tell_enough(enough: &Enough, share: f64, days: u32) {
    for tried in &enough.tried {
        println!(
            "With {:.1} of {}: {} seen within {days} days",
            tried.posts,
            enough.staff,
            told(tried.share, 100.0, " %")
        );
    }
    let wanted = share * 100.0;
    match enough.posts {
        Some(posts) => println!(
            "{posts:.1} of {} are enough for {wanted} % within {days} days; there are {:.1} now.",
            enough.staff, enough.now
        ),
        None => println!("No number of {} that was tried gives {wanted} % within {days} days.", enough.staff),
    }
}

fn tell_backlog(backlog: &Backlog) {
    let Backlog { people, gone, replications, days, .. } = backlog;
    println!(
        "A backlog of {people}: gone, but for a twentieth, in {gone} of {replications} replications before the days ended."
    );
    if *gone > 0 {
        println!("In those it took {} days.", told(*days, 1.0, ""));
    }
    for (thirty, left) in (1..).zip(&backlog.left_over) {
        println!("Left of it after {} days: {}", 30 * thirty, told(*left, 100.0, " %"));
    }
}

/// A mean with its interval, so many times as large.
pub fn told(estimate: Estimate, times: f64, unit: &str) -> String {
    let Some(mean) = estimate.mean else { return "none".to_owned() };
    match estimate.interval {
        Some((low, high)) => format!("{:.2}{unit} ({:.2} to {:.2})", mean * times, low * times, high * times),
        None => format!("{:.2}{unit} (one replication has no interval)", mean * times),
    }
}

fn more(estimate: Estimate, times: f64, unit: &str) -> String {
    let Some(mean) = estimate.mean else { return "none".to_owned() };
    match estimate.interval {
        Some((low, high)) => format!("{:+.2}{unit} ({:+.2} to {:+.2})", mean * times, low * times, high * times),
        None => format!("{:+.2}{unit} (one replication has no interval)", mean * times),
    }
}
