//! `porch plan workforce`: how many staff an area needs, by the model of the workforce appendix.

mod options;

use std::process::ExitCode;

use porch_planning::workforce::{AdherenceOn, ConsultationAs, Costs, Input, Inputs, Plan, notes, plan, swings};
use serde::{Serialize, Serializer, ser::SerializeMap};

pub use options::{PlanVerb, WorkforceVerb};

use crate::{arguments::Format, failure::Failure};

/// The document of CONTRACTS section 6, in its order.
#[derive(Debug, Serialize)]
struct Document<'a> {
    basis: &'a str,
    inputs: Named<'a>,
    adjusted_births: f64,
    patients: f64,
    high_intensity: f64,
    low_intensity: f64,
    both: f64,
    hours: Hours,
    wte: Wte,
    england: Option<England>,
    #[serde(skip_serializing_if = "Option::is_none")]
    cost: Option<f64>,
    notes: Vec<String>,
}

#[derive(Debug, Serialize)]
struct Hours {
    high_intensity: f64,
    low_intensity: f64,
    total: f64,
}

#[derive(Debug, Serialize)]
struct Wte {
    low_intensity: f64,
    high_intensity: f64,
    clinical_lead: f64,
    total: f64,
    exact: f64,
}

#[derive(Debug, Serialize)]
struct England {
    births: f64,
    wte: f64,
    low_intensity: f64,
    high_intensity: f64,
    clinical_lead: f64,
}

/// Every assumption by its name, as a document spells names.
#[derive(Debug)]
struct Named<'a>(&'a Inputs);

impl Serialize for Named<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        for input in Input::ALL {
            map.serialize_entry(input.name(), &self.0.of(input))?;
        }
        map.serialize_entry(CONSULTATION, self.0.consultation_as.code())?;
        map.serialize_entry(ADHERENCE, self.0.adherence_on.code())?;
        map.end()
    }
}

/// The names of what is no number.
const CONSULTATION: &str = "consultation_as";
const ADHERENCE: &str = "adherence_on";
/// The names of what one post of each band costs.
const COSTS: [&str; 3] = ["cost_band_5", "cost_band_7", "cost_band_8a"];

/// Calculates, and prints. Needs no database.
pub fn run(verb: &WorkforceVerb) -> Result<ExitCode, Failure> {
    let (inputs, costs) = read(verb)?;
    let plan = plan(&inputs, verb.basis.into());
    match verb.format {
        Format::Json => {
            let text = serde_json::to_string(&document(&inputs, &plan, &costs));
            println!("{}", text.map_err(|error| Failure::at("--format", error))?);
        }
        Format::Text => tell(&inputs, &plan, &costs),
    }
    Ok(ExitCode::SUCCESS)
}

/// Reads every value, and tells of each that cannot be used.
fn read(verb: &WorkforceVerb) -> Result<(Inputs, Costs), Failure> {
    let (mut inputs, mut costs, mut wrong) = (Inputs::printed(), Costs::default(), Vec::new());
    if let Some(births) = &verb.births {
        match inputs.clone().with_written(Input::Births, births) {
            Ok(taken) => inputs = taken,
            Err(error) => wrong.push(format!("--births: {error}")),
        }
    }
    for (name, value) in &verb.set {
        if let Err(what) = set(&mut inputs, &mut costs, name, value) {
            wrong.push(format!("--set: {what}"));
        }
    }
    if wrong.is_empty() { Ok((inputs, costs)) } else { Err(Failure::all(wrong)) }
}

fn set(inputs: &mut Inputs, costs: &mut Costs, name: &str, value: &str) -> Result<(), String> {
    if let Some(input) = Input::of_name(name) {
        *inputs = inputs.clone().with_written(input, value).map_err(|error| error.to_string())?;
        return Ok(());
    }
    let one_of = |codes: String| format!("{name} is \"{value}\" (expected one of {codes})");
    let [low, high, lead] = COSTS;
    match name {
        CONSULTATION => {
            let codes = || ConsultationAs::ALL.map(ConsultationAs::code).join(", ");
            inputs.consultation_as = ConsultationAs::of_code(value).ok_or_else(|| one_of(codes()))?;
        }
        ADHERENCE => {
            let codes = || AdherenceOn::ALL.map(AdherenceOn::code).join(", ");
            inputs.adherence_on = AdherenceOn::of_code(value).ok_or_else(|| one_of(codes()))?;
        }
        name if name == low => costs.low_intensity = Some(cost(name, value)?),
        name if name == high => costs.high_intensity = Some(cost(name, value)?),
        name if name == lead => costs.clinical_lead = Some(cost(name, value)?),
        _ => {
            let known = Input::ALL.map(Input::name);
            let all = known.into_iter().chain([CONSULTATION, ADHERENCE]).chain(COSTS).collect::<Vec<_>>().join(", ");
            return Err(format!("there is no assumption \"{name}\" (expected one of {all})"));
        }
    }
    Ok(())
}

fn cost(name: &str, value: &str) -> Result<f64, String> {
    Costs::of_post(value).ok_or_else(|| {
        format!("{name} is \"{value}\" (expected pounds a year for one whole-time post, from 0 to {})", Costs::DEAREST)
    })
}

fn document<'a>(inputs: &'a Inputs, plan: &'a Plan, costs: &Costs) -> Document<'a> {
    let posts = plan.posts;
    Document {
        basis: plan.basis.name(),
        inputs: Named(inputs),
        adjusted_births: plan.adjusted_births,
        patients: plan.patients,
        high_intensity: plan.high_intensity,
        low_intensity: plan.low_intensity,
        both: plan.both,
        hours: Hours {
            high_intensity: plan.hours.high_intensity,
            low_intensity: plan.hours.low_intensity,
            total: plan.hours.total,
        },
        wte: Wte {
            low_intensity: posts.low_intensity,
            high_intensity: posts.high_intensity,
            clinical_lead: posts.clinical_lead,
            total: posts.total,
            exact: posts.exact,
        },
        england: plan.england.map(|times| England {
            births: inputs.of(Input::EnglandBirths),
            wte: posts.total * times,
            low_intensity: posts.low_intensity * times,
            high_intensity: posts.high_intensity * times,
            clinical_lead: posts.clinical_lead * times,
        }),
        cost: costs.of(&posts),
        notes: notes(inputs, plan.basis),
    }
}

fn tell(inputs: &Inputs, plan: &Plan, costs: &Costs) {
    let posts = plan.posts;
    println!("Staff for {} births a year, on the basis {}", inputs.of(Input::Births), plan.basis.name());
    println!();
    for step in &plan.steps {
        println!("{:34} {:>14.2} {:22} {}", step.what, step.value, step.unit, step.how);
    }
    println!();
    println!("{:34} {:>8}", "Low-intensity therapists (band 5)", posts.low_intensity);
    println!("{:34} {:>8}", "High-intensity therapists (band 7)", posts.high_intensity);
    println!("{:34} {:>8}", "Clinical lead (band 8a)", posts.clinical_lead);
    println!("{:34} {:>8}   ({:.4} before rounding)", "All", posts.total, posts.exact);
    if let Some(times) = plan.england {
        println!("{:34} {:>8}", "England, at the same rate", posts.total * times);
    }
    if let Some(cost) = costs.of(&posts) {
        println!("{:34} {:>8.0} pounds a year", "Cost", cost);
    }
    let changed: Vec<_> = inputs.changed().collect();
    if !changed.is_empty() {
        println!();
        println!("Otherwise than printed:");
        for (input, value) in changed {
            let about = input.about();
            println!("  {:34} {value} {} (printed {})", about.label, about.unit, about.printed);
        }
    }
    println!();
    println!("What matters most, each a tenth less and a tenth more:");
    for swing in swings(inputs, plan.basis).into_iter().take(8) {
        let about = swing.input.about();
        println!("  {:44} {:>8.2} to {:.2} posts", about.label, swing.less.1, swing.more.1);
    }
    println!();
    println!("To know:");
    for note in notes(inputs, plan.basis) {
        println!("- {note}");
    }
}
