//! The simulation of a service beside two libraries that simulate, beside a bare loop of events, on two threads, and for a nation.

use std::{
    cmp::Reverse,
    collections::BinaryHeap,
    num::NonZeroU32,
    time::{Duration, Instant},
};

use jiff::{ToSpan, civil::date};
use porch_domain::calendar::is_bank_holiday;
use porch_planning::simulation::{Estimate, Outcome, Runs, Scenario};
use serde_json::{Value, json};

use crate::{
    Settings,
    measure::{Bar, Line},
    process,
    python::Python,
};

const LINE: &str = include_str!("simulate.toml");
const CIW: (&str, &str) = ("ciw", "3.2.7");
const SIMPY: (&str, &str) = ("simpy", "4.1.2");

/// Compares waits and speed with `ciw` and `simpy`, and speed with a bare loop; then two threads, and a nation with its memory.
///
/// # Errors
/// When something fails, or the waits differ by more than chance.
pub fn run(settings: &Settings) -> Result<Vec<Line>, String> {
    let mut lines = beside_libraries(settings)?;
    lines.extend(beside_a_bare_loop(settings)?);
    lines.push(on_two_threads(settings)?);
    lines.extend(a_nation(settings)?);
    Ok(lines)
}

fn simulated(scenario: &Scenario, seed: u64, replications: usize, threads: u32) -> Result<Outcome, String> {
    let number = |number: u32| NonZeroU32::new(number).ok_or("error: none is asked for");
    let replications = u32::try_from(replications).map_err(|error| error.to_string())?;
    let runs = Runs { seed, replications: number(replications)?, threads: number(threads)? };
    Ok(scenario.run(runs, &|_| {}))
}

/// The processor time of this process for some work.
fn processor_time<T>(work: impl FnOnce() -> Result<T, String>) -> Result<(f64, T), String> {
    let now = || process::processor_time("self").ok_or("error: the processor time of this process is not known");
    let before = now()?;
    let done = work()?;
    // The system counts it in hundredths of a second.
    let took = now()?.saturating_sub(before).max(Duration::from_millis(10));
    Ok((took.as_secs_f64(), done))
}

/// Means of replications, and how far from each other those of two may be: the halves of two 95 % intervals together.
#[derive(Default)]
struct Means(Vec<f64>);

impl Means {
    fn mean(&self) -> f64 {
        self.0.iter().sum::<f64>() / self.0.len() as f64
    }

    /// Half of the interval, by the normal distribution: there are dozens of replications.
    fn half(&self) -> f64 {
        let mean = self.mean();
        let squares: f64 = self.0.iter().map(|value| (value - mean).powi(2)).sum();
        let number = self.0.len() as f64;
        1.96 * (squares / (number - 1.0) / number).sqrt()
    }
}

/// The mean and half of its interval.
fn told(estimate: Estimate) -> Result<(f64, f64), String> {
    let half = estimate.interval.map(|(from, to)| (to - from) / 2.0);
    estimate.mean.zip(half).ok_or_else(|| "error: too few were seen to say how long they waited".to_owned())
}

/// One library: replications a round, and what it gave so far.
struct Library {
    python: Python,
    name: (&'static str, &'static str),
    bar: f64,
    replications: usize,
    rounds: Vec<(f64, f64)>,
    waits: Means,
    in_time: Means,
}

impl Library {
    fn start(settings: &Settings, name: (&'static str, &'static str), bar: f64, whole: usize) -> Result<Self, String> {
        let folder = settings.root.join("target/bench");
        std::fs::create_dir_all(&folder).map_err(|error| format!("error: {}: {error}", folder.display()))?;
        let python = Python::start(&folder, &[CIW, SIMPY], include_str!("simulate.py"))?;
        let replications = if settings.small { 2 } else { whole };
        Ok(Self {
            python,
            name,
            bar,
            replications,
            rounds: Vec::new(),
            waits: Means::default(),
            in_time: Means::default(),
        })
    }

    /// So many replications each second of processor time.
    fn ask(&mut self, model: &Value, seed: usize) -> Result<f64, String> {
        let question = json!({"library": self.name.0, "model": model, "seed": seed, "replications": self.replications});
        let answer = self.python.ask(&question)?;
        for (known, name) in [(&mut self.waits, "means"), (&mut self.in_time, "shares")] {
            known.0.extend(answer[name].as_array().into_iter().flatten().filter_map(Value::as_f64));
        }
        let seconds = answer["seconds"].as_f64().ok_or_else(|| format!("error: {}: {answer}", self.name.0))?;
        Ok(self.replications as f64 / seconds)
    }

    /// Whether chance alone may have made the waits so different.
    fn agrees(&self, outcome: &Outcome) -> Result<(), String> {
        let in_time = outcome.within(28).ok_or("error: nothing is known of 28 days")?;
        for (what, ours, theirs) in
            [("mean wait", outcome.mean_wait, &self.waits), ("share seen in 28 days", in_time, &self.in_time)]
        {
            let ((mean, half), (other, others)) = (told(ours)?, (theirs.mean(), theirs.half()));
            let together = (mean - other).abs() <= half + others;
            if !together {
                let library = self.name.0;
                return Err(format!("error: the {what} is {mean} ± {half}, and {other} ± {others} in {library}"));
            }
        }
        Ok(())
    }

    fn line(&self, outcome: &Outcome) -> Result<Line, String> {
        let (mean, half) = told(outcome.mean_wait)?;
        let (name, version) = self.name;
        let what =
            format!("replications of five years of one line with rota, leave and part-time staff; in {name} {version}");
        let bar = Bar::AtLeast { bar: self.bar, goal: self.bar };
        let (other, others, replications) = (self.waits.mean(), self.waits.half(), self.waits.0.len());
        Ok(Line::beside(&what, "a second", bar, &self.rounds).noted(format!(
            "processor time of one thread; the mean wait is {mean:.2} ± {half:.2} days, and {other:.2} ± {others:.2} in \
             {replications} replications of {name}",
        )))
    }
}

fn beside_libraries(settings: &Settings) -> Result<Vec<Line>, String> {
    let scenario = Scenario::read("line", LINE, &[]).map_err(|error| error.to_string())?;
    let model = model()?;
    let mut libraries = [Library::start(settings, CIW, 300.0, 8)?, Library::start(settings, SIMPY, 35.0, 40)?];
    let replications = settings.size(4_000);
    let mut last = None;
    for round in 0..settings.rounds {
        for library in &mut libraries {
            let (seconds, outcome) = processor_time(|| simulated(&scenario, 1 + round as u64, replications, 1))?;
            let probe = library.ask(&model, round)?;
            library.rounds.push((replications as f64 / seconds, probe));
            last = Some(outcome);
        }
    }
    let outcome = last.ok_or("error: there was no round")?;
    // A hundredth of the sizes is too few replications to say anything about chance.
    if !settings.small {
        libraries.iter().try_for_each(|library| library.agrees(&outcome))?;
    }
    libraries.iter().map(|library| library.line(&outcome)).collect()
}

/// The scenario as the libraries are told it.
fn model() -> Result<Value, String> {
    let scenario: toml::Table = LINE.parse().map_err(|error| format!("error: simulate.toml: {error}"))?;
    let days = |name: &str| scenario.get(name).and_then(toml::Value::as_integer).ok_or(format!("error: no {name}"));
    let (warm_up, measured, follow) = (days("warm_up_days")?, days("days")?, days("follow_days")?);
    let staff = &scenario["staff"]["all"];
    let number = |value: &toml::Value| value.as_float().or_else(|| value.as_integer().map(|whole| whole as f64));
    let hours = number(&staff["hours_a_week"]).zip(number(&staff["contact_share"])).map(|(all, share)| all * share);
    let minutes = scenario["assessment"]["minutes"].as_integer();
    let (Some(hours), Some(minutes), Some(members)) = (hours, minutes, staff["members"].as_array()) else {
        return Err("error: simulate.toml: staff or minutes are not as they were".to_owned());
    };
    // Part-time is fewer days, which begin with another weekday for each.
    let week = |(nth, posts): (usize, f64)| {
        let days = (posts * 5.0).round() as usize;
        let mut week = [0; 7];
        (0..days).for_each(|day| week[(nth + day) % 5] = (hours * posts * 60.0 / days as f64).round() as i64);
        week
    };
    let members: Vec<[i64; 7]> = members.iter().filter_map(number).enumerate().map(week).collect();
    let first = date(2025, 4, 1).saturating_sub(warm_up.days());
    let working = (0..warm_up + measured + follow).map(|nth| {
        let day = first.saturating_add(nth.days());
        let holiday = is_bank_holiday(day).map_err(|error| format!("error: {day}: {error}"))?;
        Ok(day.weekday().to_monday_zero_offset() < 5 && !holiday)
    });
    Ok(json!({
        "working": working.collect::<Result<Vec<bool>, String>>()?,
        "weekday": first.weekday().to_monday_zero_offset(),
        "rate": number(&scenario["arrivals"]["a_year"]).unwrap_or(f64::NAN) / 365.25,
        "members": members,
        "minutes": minutes,
        "leave_weeks": number(&staff["leave_weeks"]),
        "first": warm_up,
        "last": warm_up + measured,
        "target": 28,
    }))
}

fn preset(settings: &[(&str, &str)]) -> Result<Scenario, String> {
    let settings: Vec<(String, String)> =
        settings.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    Scenario::preset("service", &settings).map_err(|error| error.to_string())
}

fn beside_a_bare_loop(settings: &Settings) -> Result<Vec<Line>, String> {
    let scenario = preset(&[])?;
    let replications = settings.size(400);
    let mut rounds = Vec::new();
    let mut all = 0;
    for round in 0..settings.rounds {
        let (seconds, outcome) = processor_time(|| simulated(&scenario, 1 + round as u64, replications, 1))?;
        let events = outcome.service.map_or(0, |service| service.steps);
        let (bare, last) = processor_time(|| Ok(bare_loop(events, round as u64)))?;
        if last == 0 {
            return Err("error: the bare loop did nothing".to_owned());
        }
        all = events;
        rounds.push((events as f64 / seconds / 1e6, events as f64 / bare / 1e6));
    }
    let bar = Bar::AtLeast { bar: 0.5, goal: 1.0 };
    let what =
        "events of a whole service on one thread; as many taken out of a binary heap and put back, and nothing else";
    Ok(vec![Line::beside(what, "million a second", bar, &rounds).noted(format!(
        "processor time; {all} arrivals, decisions and contacts of {replications} replications of the preset; the heap holds {UNDER_WAY}"
    ))])
}

/// About as many as wait or are in treatment in the preset.
const UNDER_WAY: u32 = 700;

/// Takes the next event, and puts down when the next of the same person will be, so many times.
fn bare_loop(events: u64, seed: u64) -> u64 {
    let mut chance = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    let mut random = || {
        chance ^= chance << 13;
        chance ^= chance >> 7;
        chance ^= chance << 17;
        chance
    };
    let mut heap: BinaryHeap<Reverse<(u64, u32)>> =
        (0..UNDER_WAY).map(|person| Reverse((random() % 10_080, person))).collect();
    let mut now = 0;
    for _ in 0..events {
        let Some(Reverse((at, person))) = heap.pop() else { return 0 };
        now = at;
        heap.push(Reverse((at + 1 + random() % 20_160, person)));
    }
    now
}

fn on_two_threads(settings: &Settings) -> Result<Line, String> {
    let scenario = preset(&[])?;
    let replications = settings.size(800);
    let mut rounds = Vec::new();
    for round in 0..settings.rounds {
        let a_second = |threads| {
            let began = Instant::now();
            let outcome = simulated(&scenario, 1 + round as u64, replications, threads)?;
            Ok::<_, String>((replications as f64 / began.elapsed().as_secs_f64(), outcome))
        };
        let ((two, one_outcome), (one, two_outcome)) = (a_second(2)?, a_second(1)?);
        if one_outcome != two_outcome {
            return Err("error: two threads give other figures than one".to_owned());
        }
        rounds.push((two, one));
    }
    let bar = Bar::AtLeast { bar: 1.8, goal: 1.95 };
    Ok(Line::beside("replications of a whole service on two threads; on one", "a second", bar, &rounds))
}

/// Forty-two areas, five years and a hundred replications, as the command does it.
fn a_nation(settings: &Settings) -> Result<Vec<Line>, String> {
    let replications = settings.size(100).to_string();
    let arguments = [
        "simulate",
        "--preset",
        "service",
        "--set",
        "areas=42",
        "--set",
        "start=2024-04-01",
        "--set",
        "days=1826",
        "--seed",
        "1",
        "--replications",
        &replications,
        "--threads",
        "2",
        "--format",
        "json",
    ];
    let took = process::to_its_end(&settings.porch, &arguments)?;
    let what = format!("42 areas over five years, {replications} replications, three years before and one after them");
    Ok(vec![
        Line::alone(&what, "s", Bar::None, &[took.seconds]).noted("the command, on two threads"),
        Line::alone("the same, the most memory of the process", "MB", Bar::None, &[took.peak_mb]),
    ])
}
