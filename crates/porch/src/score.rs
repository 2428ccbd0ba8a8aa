//! `porch score`: what a definition makes of answers.

use std::process::ExitCode;

use porch_domain::screening::{Definition, Derived, Instruments, RiskState, Score, Total, score_for};
use serde::Serialize;

use crate::{
    arguments::{Format, ScoreVerb},
    failure::Failure,
};

/// The document of CONTRACTS section 5, in its order.
#[derive(Debug, Serialize)]
struct Document<'a> {
    instrument: &'a str,
    definition: &'a str,
    answered: u16,
    items: u16,
    total: Option<Total>,
    band: Option<&'a str>,
    caseness: Option<bool>,
    risk: Vec<RiskOfItem<'a>>,
    flags: Vec<&'static str>,
}

/// What one item says of risk; a rule over several items has one of these for each.
#[derive(Debug, Serialize)]
struct RiskOfItem<'a> {
    item: &'a str,
    state: &'static str,
}

/// Scores, and prints what came of it. Needs no database.
pub fn run(verb: &ScoreVerb) -> Result<ExitCode, Failure> {
    let instruments = Instruments::shipped();
    let definition = instruments.definition_called(&verb.instrument).ok_or_else(|| {
        let known: Vec<&str> = instruments.definitions().map(|definition| definition.id().as_str()).collect();
        let what = format!("there is no questionnaire \"{}\" (expected one of {})", verb.instrument, known.join(", "));
        Failure::at("INSTRUMENT", what)
    })?;
    let score = scored(verb, definition)?;
    if verb.not_applicable && score.max.is_none() {
        return Err(Failure::at("--not-applicable", format!("every item of {} concerns everybody", definition.id())));
    }
    match verb.format {
        Format::Json => {
            let document = document(definition, &score);
            let text = serde_json::to_string(&document).map_err(|error| Failure::at("--format", error))?;
            println!("{text}");
        }
        Format::Text => tell(definition, &score),
    }
    Ok(ExitCode::SUCCESS)
}

fn scored(verb: &ScoreVerb, definition: &Definition) -> Result<Score, Failure> {
    let wrong = |what: String| Failure::at("--answers", what);
    let number = |(nth, text): (usize, &str)| match text.trim() {
        "-" => Ok(None),
        text => text.parse::<i64>().map(Some).map_err(|_| {
            wrong(format!("answer {} is \"{text}\" (expected a whole number, or - where there is none)", nth + 1))
        }),
    };
    let given = verb.answers.split(',').enumerate().map(number).collect::<Result<Vec<Option<i64>>, Failure>>()?;
    let worth = if verb.positions {
        let position = |given: &Option<i64>| given.map(usize::try_from).transpose();
        let positions: Result<Vec<Option<usize>>, _> = given.iter().map(position).collect();
        let positions =
            positions.map_err(|_| wrong("a position is below 0 (expected 0 for the first option)".into()))?;
        definition.of_positions(&positions).map_err(|error| wrong(error.to_string()))?
    } else {
        given
    };
    score_for(definition, &worth, !verb.not_applicable).map_err(|error| wrong(error.to_string()))
}

fn document<'a>(definition: &'a Definition, score: &'a Score) -> Document<'a> {
    let of_items = score.risk.iter().flat_map(|risk| risk.items.iter().zip(&risk.each));
    Document {
        instrument: definition.id().as_str(),
        definition: definition.hash(),
        answered: score.answered,
        items: score.items,
        total: score.total,
        band: score.band.as_deref(),
        caseness: score.total.and_then(|total| definition.is_case(total)),
        risk: of_items.map(|(item, state)| RiskOfItem { item, state: state.code() }).collect(),
        flags: score.flags(),
    }
}

/// For a person: risk stands before any total, and what was not asked is never called negative (H03).
fn tell(definition: &Definition, score: &Score) {
    println!("{} ({})", definition.title(), definition.short_title());
    if score.risk.is_empty() {
        println!("Risk: this questionnaire asks nothing of it.");
    }
    for risk in &score.risk {
        let state = match risk.state {
            RiskState::Positive => "POSITIVE",
            RiskState::Negative => "negative",
            RiskState::NotAsked => "NOT ASKED",
        };
        println!("Risk, {} ({}): {state}", risk.domain.label(), risk.items.join(", "));
    }
    println!("Answered: {} of {}; {}", score.answered, score.items, score.status.label());
    if score.not_known > 0 {
        println!("Not known: {}, left out of the total", score.not_known);
    }
    match (score.total, score.max.or(definition.range().map(|(_, high)| high))) {
        (Some(total), Some(high)) => {
            let low = definition.range().map_or(0, |(low, _)| low);
            println!("Total: {total}, of {low} to {high}");
        }
        (Some(total), None) => println!("Total: {total}"),
        (None, _) => println!("Total: none"),
    }
    if let Some(band) = &score.band {
        println!("Band: {band}");
    }
    if let Some(case) = score.total.and_then(|total| definition.is_case(total)) {
        let source = definition.change_source().unwrap_or_default();
        println!("Caseness: {} ({source})", yes(Some(case)));
    }
    for (id, reached) in &score.cutoffs {
        cutoff(definition.cutoffs().iter().find(|cutoff| cutoff.id() == id), id, *reached);
    }
    for (id, total) in &score.subscales {
        println!("Group {id}: {}", total.map_or_else(|| "none".to_owned(), |total| total.to_string()));
    }
    for (id, reached) in &score.subscale_cutoffs {
        let all = definition.subscales().iter().flat_map(|group| group.cutoffs());
        cutoff(all.into_iter().find(|cutoff| cutoff.id() == id), id, *reached);
    }
    for (id, derived) in &score.derived {
        match derived {
            Derived::Fact(fact) => println!("Derived {id}: {}", yes(*fact)),
            Derived::Total(Some(total)) => println!("Derived {id}: {total}"),
            Derived::Total(None) => println!("Derived {id}: none"),
        }
    }
    println!("Definition: version {}, {}", definition.version(), definition.hash());
    println!("Source: {}", definition.citation());
}

fn cutoff(of: Option<&porch_domain::screening::Cutoff>, id: &str, reached: Option<bool>) {
    let limits = of.map(|cutoff| cutoff.limits().to_string()).unwrap_or_default();
    let source = of.and_then(|cutoff| cutoff.source()).map(|source| format!("; {source}")).unwrap_or_default();
    println!("Cut-off {id}, {limits}: {}{source}", yes(reached));
}

fn yes(said: Option<bool>) -> &'static str {
    match said {
        Some(true) => "yes",
        Some(false) => "no",
        None => "not known",
    }
}
