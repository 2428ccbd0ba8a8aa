//! `porch simulate --record`: a scenario of the service's own record, and how well it tells three months that it did not see.

use std::{process::ExitCode, sync::Arc};

use porch_app::{
    Store, World,
    simulation::{self, BackTest, Figure, Fitted, MonthOfRecord, NotOfRecord, OfRecord, Runs},
};
use serde::Serialize;

use super::{SimulateVerb, document, watched, words};
use crate::{arguments::Format, failure::Failure, local_rules};

/// Fits, tries, and prints both.
pub fn run(verb: &SimulateVerb, runs: Runs, quiet: bool, world: &Arc<dyn World>) -> Result<ExitCode, Failure> {
    let store = Store::open(&verb.database.url()?, false)?;
    let chosen = local_rules::choose(&store, world.as_ref(), verb.footprint.name.as_deref())?;
    let ctx = chosen.ctx(&store, world);
    let of_record = watched(None, quiet, world, |told| simulation::of_record(&ctx, runs, told))?;
    let of_record = of_record.map_err(|error| match error {
        NotOfRecord::NotFitted(error) => Failure::at("--record", error),
        NotOfRecord::Busy => Failure::at("--record", "another simulation runs"),
    })?;
    if let Some(file) = &verb.write {
        let text = of_record.fitted.scenario.text().map_err(|error| Failure::at("--write", error))?;
        std::fs::write(file, text).map_err(|error| Failure::of_file(file, error))?;
    }
    match verb.format {
        Format::Json => {
            let text = serde_json::to_string(&Document::of(&of_record, runs));
            println!("{}", text.map_err(|error| Failure::at("--format", error))?);
        }
        Format::Text => tell(&of_record),
    }
    Ok(ExitCode::SUCCESS)
}

fn tell(of_record: &OfRecord) {
    let OfRecord { fitted, back_test } = of_record;
    tell_fitted(fitted);
    println!();
    tell_back_test(back_test);
}

fn tell_fitted(fitted: &Fitted) {
    let last = fitted.to.yesterday().unwrap_or(fitted.to);
    println!("Fitted to {} to {last}", fitted.from);
    for value in &fitted.values {
        let interval = value.interval.map_or_else(String::new, |(low, high)| format!(" ({low:.3} to {high:.3})"));
        println!("{} = {}{interval}, else {}; from {} {}", value.name, value.value, value.usual, value.from, value.how);
    }
    for left in &fitted.left_as_is {
        println!("{}: as it was; {}", left.name, left.why);
    }
    let posts = &fitted.posts;
    let ((seen, simulated_seen), (wait, simulated_wait)) = (posts.seen, posts.mean_wait);
    println!(
        "Posts: {seen} were seen, {simulated_seen:.0} where it is simulated with the posts below, after {wait:.2} days on average, {}",
        words::told(simulated_wait, 1.0, "")
    );
    for (name, before, found) in &posts.staff {
        println!("staff.{name}.posts = {found:.2}, else {before:.2}");
    }
}

fn tell_back_test(back_test: &BackTest) {
    let fitted = &back_test.fitted;
    let days = back_test.within;
    println!(
        "Tried: fitted to {} to {}, and what came after it",
        fitted.from,
        fitted.to.yesterday().unwrap_or(fitted.to)
    );
    println!("Each figure: in the record / simulated (95 of 100 simulations)");
    for month in &back_test.months {
        let predicted = if month.predicted { "predicted" } else { "fitted" };
        println!(
            "{} {predicted}: referrals {}; seen {}; mean wait in days {}; seen within {days} days {}",
            month.month,
            figure(month.arrivals, 1.0, 0),
            figure(month.seen, 1.0, 0),
            figure(month.mean_wait, 1.0, 1),
            figure(month.within, 100.0, 0),
        );
    }
    let (held, of) = back_test.held();
    println!("Of {of} figures of the months that it did not see, {held} lie where 95 of 100 simulations do.");
}

fn figure(figure: Figure, times: f64, decimals: usize) -> String {
    let value =
        |value: Option<f64>| value.map_or_else(|| "none".to_owned(), |value| format!("{:.decimals$}", value * times));
    let range = figure.range.map_or_else(String::new, |(low, high)| {
        format!(" ({:.decimals$} to {:.decimals$})", low * times, high * times)
    });
    format!("{} / {}{range}", value(figure.observed), value(figure.simulated))
}

#[derive(Serialize)]
struct Document<'a> {
    seed: u64,
    replications: u32,
    fitted: FittedDocument<'a>,
    back_test: BackTestDocument<'a>,
}

#[derive(Serialize)]
struct FittedDocument<'a> {
    from: String,
    to: String,
    values: Vec<ValueDocument<'a>>,
    left_as_is: Vec<LeftDocument<'a>>,
    posts: PostsDocument<'a>,
}

#[derive(Serialize)]
struct ValueDocument<'a> {
    name: &'a str,
    value: &'a str,
    usual: &'a str,
    from: u64,
    ci95: Option<[f64; 2]>,
    how: &'a str,
}

#[derive(Serialize)]
struct LeftDocument<'a> {
    name: &'a str,
    why: &'a str,
}

#[derive(Serialize)]
struct PostsDocument<'a> {
    seen: u64,
    simulated_seen: f64,
    mean_wait_days: f64,
    simulated_mean_wait_days: document::Figure,
    staff: Vec<StaffDocument<'a>>,
}

#[derive(Serialize)]
struct StaffDocument<'a> {
    name: &'a str,
    usual: f64,
    posts: f64,
}

#[derive(Serialize)]
struct BackTestDocument<'a> {
    fitted: FittedDocument<'a>,
    within_days: u32,
    months: Vec<MonthDocument<'a>>,
    figures_predicted: usize,
    figures_held: usize,
}

#[derive(Serialize)]
struct MonthDocument<'a> {
    month: &'a str,
    predicted: bool,
    arrivals: Beside,
    seen: Beside,
    mean_wait_days: Beside,
    seen_within: Beside,
}

/// What there was beside what was simulated.
#[derive(Serialize)]
struct Beside {
    observed: Option<f64>,
    simulated: Option<f64>,
    range95: Option<[f64; 2]>,
}

impl<'a> Document<'a> {
    fn of(of_record: &'a OfRecord, runs: Runs) -> Self {
        let OfRecord { fitted, back_test } = of_record;
        let (figures_held, figures_predicted) = back_test.held();
        Self {
            seed: runs.seed,
            replications: runs.replications.get(),
            fitted: FittedDocument::of(fitted),
            back_test: BackTestDocument {
                fitted: FittedDocument::of(&back_test.fitted),
                within_days: back_test.within,
                months: back_test.months.iter().map(MonthDocument::of).collect(),
                figures_predicted,
                figures_held,
            },
        }
    }
}

impl<'a> FittedDocument<'a> {
    fn of(fitted: &'a Fitted) -> Self {
        let value = |value: &'a simulation::FittedValue| ValueDocument {
            name: &value.name,
            value: &value.value,
            usual: &value.usual,
            from: value.from,
            ci95: value.interval.map(|(low, high)| [low, high]),
            how: value.how,
        };
        let posts = &fitted.posts;
        Self {
            from: fitted.from.to_string(),
            to: fitted.to.yesterday().unwrap_or(fitted.to).to_string(),
            values: fitted.values.iter().map(value).collect(),
            left_as_is: fitted.left_as_is.iter().map(|left| LeftDocument { name: left.name, why: &left.why }).collect(),
            posts: PostsDocument {
                seen: posts.seen.0,
                simulated_seen: posts.seen.1,
                mean_wait_days: posts.mean_wait.0,
                simulated_mean_wait_days: posts.mean_wait.1.into(),
                staff: posts
                    .staff
                    .iter()
                    .map(|(name, usual, posts)| StaffDocument { name, usual: *usual, posts: *posts })
                    .collect(),
            },
        }
    }
}

impl<'a> MonthDocument<'a> {
    fn of(month: &'a MonthOfRecord) -> Self {
        Self {
            month: &month.month,
            predicted: month.predicted,
            arrivals: month.arrivals.into(),
            seen: month.seen.into(),
            mean_wait_days: month.mean_wait.into(),
            seen_within: month.within.into(),
        }
    }
}

impl From<Figure> for Beside {
    fn from(figure: Figure) -> Self {
        Self {
            observed: figure.observed,
            simulated: figure.simulated,
            range95: figure.range.map(|(low, high)| [low, high]),
        }
    }
}
