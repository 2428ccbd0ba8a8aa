//! Who fits one referral, over a directory of a whole country: 42 areas and 2,000 teams, beside the same question put to bare
//! masks.
//!
//! The areas are the footprints that come with the program, in turns, each with invented teams added until the country has as
//! many as it should. What is invented follows from a seed.

use std::{fmt::Write as _, hint::black_box, path::Path};

use jiff::{
    ToSpan,
    civil::{Date, date},
};
use porch_domain::{
    eligibility::{Facts, Fit, propose},
    footprint::{AgeGroup, Area, Destination, Footprint, HowSevere, Need, PathwayStage},
};

use crate::{
    Settings,
    measure::{Bar, Line},
    process, raw,
};

/// The areas of the country: as many as England has integrated care boards.
const AREAS: usize = 42;
/// The teams of all areas together.
const TEAMS: usize = 2_000;
/// How often the question is put in a round: the processor's time is told to a hundredth of a second.
const QUESTIONS: usize = 400;
/// From which everything that is invented follows.
const SEED: u64 = 9;
/// The day on which the question is put.
const TODAY: Date = date(2026, 11, 18);

/// The footprints that the areas begin as.
const SHIPPED: [&str; 8] = [
    "kent-medway",
    "dorset",
    "east-midlands",
    "blackpool",
    "tower-hamlets",
    "norfolk-waveney",
    "hillingdon",
    "one-service",
];

/// Runs it.
///
/// # Errors
/// When an area cannot be read, or product and probe do not find the same teams.
pub fn run(settings: &Settings) -> Result<Vec<Line>, String> {
    let areas = country(&settings.root)?;
    let teams: usize = areas.iter().map(|area| area.teams().len()).sum();
    let thresholds: usize = areas.iter().map(|area| area.thresholds().len()).sum();
    let facts = facts();
    let bare = Bare::of(&areas, &facts)?;
    let (ours, its) = (fitting(&areas, &facts), bare.fitting());
    if ours != its {
        return Err(format!("error: the product finds {ours} teams and services that fit, the probe {its}"));
    }
    let questions = settings.size(QUESTIONS);
    let mut rounds = Vec::new();
    for _ in 0..settings.rounds {
        let product = each(questions, || fitting(black_box(&areas), black_box(&facts)))?;
        // The probe is done so soon that its time is told only over many more.
        let probe = each(questions * 50, || black_box(&bare).fitting())?;
        rounds.push((product, probe));
    }
    let alone: Vec<f64> = rounds.iter().map(|(product, _)| product / 1_000.0).collect();
    let what = format!("who fits one referral: {AREAS} areas, {teams} teams, {thresholds} thresholds, {ours} that fit");
    Ok(vec![
        Line::alone(&format!("{what}, processor time"), "ms", Bar::AtMost { bar: 1.0, goal: 0.5 }, &alone),
        Line::beside(
            &format!("{what}; the probe asks masks in one row, and gives no reason, source or day"),
            "µs",
            Bar::None,
            &rounds,
        ),
    ])
}

/// The processor time of one question, in microseconds.
fn each(questions: usize, question: impl Fn() -> usize) -> Result<f64, String> {
    let time = || process::processor_time("self").ok_or("error: the processor time of this process is not known");
    let before = time()?;
    for _ in 0..questions {
        black_box(question());
    }
    Ok(time()?.saturating_sub(before).as_secs_f64() * 1e6 / questions as f64)
}

/// A woman of whom everything is known, with a baby of five months.
fn facts() -> Facts {
    Facts {
        needs: [Need::LowMood].into(),
        how_severe: Some(HowSevere::Moderate),
        stage: Some(PathwayStage::AfterBirth),
        ends_on: Some(date(2026, 6, 18)),
        age: Some(AgeGroup::Adult),
        area: Area::In,
        ..Facts::none()
    }
}

/// How many fit, in all areas.
fn fitting(areas: &[Footprint], facts: &Facts) -> usize {
    let fits = |area| propose(area, facts, TODAY).iter().filter(|one| one.fit == Fit::Fits).count();
    areas.iter().map(fits).sum()
}

/// The whole country.
fn country(root: &Path) -> Result<Vec<Footprint>, String> {
    let mut draw = Draw(SEED);
    let mut areas = Vec::with_capacity(AREAS);
    for nth in 0..AREAS {
        let name = SHIPPED[nth % SHIPPED.len()];
        let path = root.join(format!("footprints/{name}.toml"));
        let mut text = std::fs::read_to_string(&path).map_err(|error| format!("error: {}: {error}", path.display()))?;
        let as_shipped = read(&text)?;
        let wanted = (nth + 1) * TEAMS / AREAS - nth * TEAMS / AREAS;
        for team in as_shipped.teams().len()..wanted {
            invent(&mut text, &as_shipped, team, &mut draw).map_err(raw::said)?;
        }
        areas.push(read(&text)?);
    }
    Ok(areas)
}

fn read(text: &str) -> Result<Footprint, String> {
    Footprint::parse(text).map_err(|problems| format!("error: an area cannot be read: {problems:?}"))
}

/// Adds an invented team with one to three thresholds.
fn invent(text: &mut String, area: &Footprint, nth: usize, draw: &mut Draw) -> Result<(), String> {
    let organisation = area.organisations.first().ok_or("an area without an organisation")?;
    let source = area.sources.first().ok_or("an area without a source")?;
    let added = write!(
        text,
        "\n[[teams]]\ncode = \"invented_{nth}\"\nname = \"Invented team {nth}\"\norganisations = [\"{}\"]\n\
         team_type = \"C02\"\nrole = \"specialist\"\npublic_name = \"Invented team {nth}\"\n\
         public_about = \"Invented.\"\nassumed = true\n",
        organisation.code
    );
    added.map_err(|error| error.to_string())?;
    for _ in 0..draw.up_to(3) {
        let stages = draw.some(&PathwayStage::ALL, PathwayStage::code);
        let months =
            if stages.contains("after") { format!("until_months = {}\n", 5 + draw.up_to(19)) } else { String::new() };
        let added = write!(
            text,
            "\n[[thresholds]]\nteam = \"invented_{nth}\"\nneeds = [{}]\nseverity = [{}]\nstages = [{stages}]\n{months}\
             ages = [{}]\nsource = \"{}\"\nassumed = true\n",
            draw.some(&Need::ALL, Need::code),
            draw.some(&HowSevere::ALL, HowSevere::code),
            draw.some(&AgeGroup::ALL, AgeGroup::code),
            source.code
        );
        added.map_err(|error| error.to_string())?;
    }
    Ok(())
}

/// Numbers that follow from a seed (splitmix64).
struct Draw(u64);

impl Draw {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// From one to a number.
    fn up_to(&mut self, most: u64) -> u64 {
        1 + self.next() % most
    }

    /// Some of a list, at least one, as a file names them.
    fn some<T: Copy>(&mut self, all: &[T], code: fn(T) -> &'static str) -> String {
        let chosen = loop {
            let chosen: Vec<T> = all.iter().copied().filter(|_| self.next().is_multiple_of(2)).collect();
            if !chosen.is_empty() {
                break chosen;
            }
        };
        let named: Vec<String> = chosen.into_iter().map(|one| format!("\"{}\"", code(one))).collect();
        named.join(", ")
    }
}

/// What a threshold takes, as bits.
struct Mask {
    needs: u16,
    severe_stage_age: u16,
    months: usize,
    destination: usize,
}

/// The same thresholds, in one row, with the question beside them.
struct Bare {
    masks: Vec<Mask>,
    destinations: usize,
    needs: u16,
    severe_stage_age: u16,
    born: Date,
}

impl Bare {
    /// Of those that hold on the day, whose team is there, and that take people as a matter of course.
    fn of(areas: &[Footprint], facts: &Facts) -> Result<Self, String> {
        let mut bare = Self {
            masks: Vec::new(),
            destinations: 0,
            needs: bits(facts.needs.iter().copied(), &Need::ALL),
            severe_stage_age: three(facts.how_severe, facts.stage, facts.age),
            born: facts.ends_on.ok_or("error: the probe counts from a birth")?,
        };
        for area in areas {
            let mut known: Vec<&Destination> = Vec::new();
            for threshold in area.thresholds().iter().filter(|one| one.holds_on(TODAY) && !one.talked_through) {
                let there = match &threshold.to {
                    Destination::Team(team) => area.team_by_code(team).is_some_and(|team| team.exists_on(TODAY)),
                    Destination::Entry(_) => true,
                };
                if !there {
                    continue;
                }
                let at = known.iter().position(|one| **one == threshold.to).unwrap_or_else(|| {
                    known.push(&threshold.to);
                    known.len() - 1
                });
                let ends = area.care().until_months;
                bare.masks.push(Mask {
                    needs: bits(threshold.needs.iter().copied(), &Need::ALL),
                    severe_stage_age: three(
                        threshold.how_severe.iter().copied(),
                        threshold.stages.iter().copied(),
                        threshold.ages.iter().copied(),
                    ),
                    months: usize::from(threshold.until_months.map_or(ends, |months| months.min(ends))),
                    destination: bare.destinations + at,
                });
            }
            bare.destinations += known.len();
        }
        Ok(bare)
    }

    /// How many fit.
    fn fitting(&self) -> usize {
        let most = self.masks.iter().map(|mask| mask.months).max().unwrap_or(0);
        let within: Vec<bool> = (0..=most)
            .map(|months| self.born.checked_add((months as i64).months()).is_ok_and(|last| TODAY <= last))
            .collect();
        let mut fits = vec![false; self.destinations];
        for mask in &self.masks {
            let takes = mask.needs & self.needs != 0
                && mask.severe_stage_age & self.severe_stage_age == self.severe_stage_age
                && within[mask.months];
            fits[mask.destination] |= takes;
        }
        fits.iter().filter(|fits| **fits).count()
    }
}

/// The places of some of a list, as bits.
fn bits<T: PartialEq>(some: impl IntoIterator<Item = T>, all: &[T]) -> u16 {
    some.into_iter().filter_map(|one| all.iter().position(|other| *other == one)).fold(0, |bits, at| bits | 1 << at)
}

/// How severe, at which stage and at what age, as bits beside one another.
fn three(
    how_severe: impl IntoIterator<Item = HowSevere>,
    stage: impl IntoIterator<Item = PathwayStage>,
    age: impl IntoIterator<Item = AgeGroup>,
) -> u16 {
    bits(how_severe, &HowSevere::ALL) | bits(stage, &PathwayStage::ALL) << 3 | bits(age, &AgeGroup::ALL) << 7
}
