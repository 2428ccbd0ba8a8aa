//! `porch plan workforce`: how many staff an area needs, by the model of the workforce appendix.

mod arguments;

use std::process::ExitCode;

use porch_planning::workforce::{AdherenceOn, Basis, ConsultationAs, Costs, Input, Inputs, Plan, notes, plan, swings};
use serde::{Serialize, Serializer, ser::SerializeMap};

use arguments::{AdherenceChoice, BasisChoice, ConsultationChoice};
pub use arguments::{PlanVerb, WorkforceVerb};

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
            map.serialize_entry(&input.name().replace('-', "_"), &self.0.of(input))?;
        }
        let consultation = match self.0.consultation_as {
            ConsultationAs::OnTop => "on_top",
            ConsultationAs::Share => "share",
        };
        map.serialize_entry("consultation_as", consultation)?;
        let adherence = match self.0.adherence_on {
            AdherenceOn::AllHours => "all_hours",
            AdherenceOn::Treatment => "treatment",
        };
        map.serialize_entry("adherence_on", adherence)?;
        map.end()
    }
}

/// Calculates, and prints. Needs no database.
pub fn run(verb: &WorkforceVerb) -> Result<ExitCode, Failure> {
    let inputs = inputs(verb)?;
    let costs = costs(verb)?;
    let basis = match verb.basis {
        BasisChoice::Published => Basis::Published,
        BasisChoice::Stated => Basis::Stated,
    };
    let plan = plan(&inputs, basis);
    match verb.format {
        Format::Json => {
            let text = serde_json::to_string(&document(&inputs, &plan, &costs));
            println!("{}", text.map_err(|error| Failure::at("--format", error))?);
        }
        Format::Text => tell(&inputs, &plan, &costs),
    }
    Ok(ExitCode::SUCCESS)
}

fn inputs(verb: &WorkforceVerb) -> Result<Inputs, Failure> {
    let mut inputs = Inputs::printed();
    let mut wrong = Vec::new();
    for (input, written) in &verb.assumptions.0 {
        match inputs.clone().with_written(*input, written) {
            Ok(taken) => inputs = taken,
            Err(error) => wrong.push(format!("--{error}")),
        }
    }
    if !wrong.is_empty() {
        return Err(Failure::all(wrong));
    }
    inputs.consultation_as = match verb.consultation_as {
        ConsultationChoice::OnTop => ConsultationAs::OnTop,
        ConsultationChoice::Share => ConsultationAs::Share,
    };
    inputs.adherence_on = match verb.adherence_on {
        AdherenceChoice::AllHours => AdherenceOn::AllHours,
        AdherenceChoice::Treatment => AdherenceOn::Treatment,
    };
    Ok(inputs)
}

/// The most that a post is taken to cost.
const DEAREST: f64 = 1e6;

fn costs(verb: &WorkforceVerb) -> Result<Costs, Failure> {
    let read = |option: &str, written: &Option<String>| {
        let Some(written) = written else { return Ok(None) };
        let number = written.replace(',', "").trim_start_matches('£').parse::<f64>().ok();
        number.filter(|cost| (0.0..=DEAREST).contains(cost)).map(Some).ok_or_else(|| {
            Failure::at(
                option,
                format!(
                    "\"{written}\" is no cost (expected pounds a year for one whole-time post, from 0 to {DEAREST})"
                ),
            )
        })
    };
    Ok(Costs {
        low_intensity: read("--cost-band-5", &verb.cost_band_5)?,
        high_intensity: read("--cost-band-7", &verb.cost_band_7)?,
        clinical_lead: read("--cost-band-8a", &verb.cost_band_8a)?,
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
