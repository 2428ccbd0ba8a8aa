//! `porch instruments list` and `porch instruments check`.

use std::{path::Path, process::ExitCode};

use porch_app::{
    Store,
    instruments::{self, AddError},
};
use porch_domain::screening::{Definition, Instruments, TextPack};
use serde_json::{Value, json};

use crate::{
    arguments::{Format, InstrumentsAddVerb, InstrumentsCheckVerb, InstrumentsListVerb, InstrumentsVerb},
    failure::Failure,
    local_rules,
    world::{self, Machine},
};

/// Carries out a verb about questionnaires.
pub fn run(verb: &InstrumentsVerb) -> Result<ExitCode, Failure> {
    match verb {
        InstrumentsVerb::List(verb) => list(verb),
        InstrumentsVerb::Check(verb) => check(verb),
        InstrumentsVerb::Add(verb) => add(verb),
    }
    .map(|()| ExitCode::SUCCESS)
}

fn list(verb: &InstrumentsListVerb) -> Result<(), Failure> {
    let instruments = Instruments::shipped();
    match verb.format {
        Format::Json => {
            let all: Vec<Value> = instruments.definitions().map(|one| described(instruments, one)).collect();
            println!("{}", json!({ "instruments": all }));
        }
        Format::Text => {
            for one in instruments.definitions() {
                let range = one.range().map_or_else(|| "no total".to_owned(), |(low, high)| format!("{low} to {high}"));
                let risk = if one.asks_of_risk() { "asks of risk" } else { "asks nothing of risk" };
                let languages = languages(instruments, one);
                let sent = if languages.is_empty() { "never sent".to_owned() } else { languages.join(", ") };
                println!("{}: {}; {} items; {range}; {risk}; {sent}", one.id(), one.title(), one.items().len());
            }
        }
    }
    Ok(())
}

fn described(instruments: &Instruments, one: &Definition) -> Value {
    json!({
        "instrument": one.id(), "title": one.title(), "version": one.version(), "definition": one.hash(),
        "items": one.items().len(), "range": one.range().map(|(low, high)| [low, high]),
        "asks_of_risk": one.asks_of_risk(), "sendable_in": languages(instruments, one), "citation": one.citation(),
    })
}

/// The languages in which it may be sent to her.
fn languages<'a>(instruments: &'a Instruments, one: &Definition) -> Vec<&'a str> {
    let packs = instruments.packs().filter(|pack| pack.instrument() == one.id());
    packs.map(TextPack::language).filter(|language| instruments.sendable(one.id(), language).is_some()).collect()
}

/// Each thing that is wrong with a file, in a line.
fn told(file: &Path, wrong: Vec<String>) -> Failure {
    Failure::all(wrong.into_iter().map(|what| format!("{}: {what}", file.display())))
}

fn add(verb: &InstrumentsAddVerb) -> Result<(), Failure> {
    let text = std::fs::read_to_string(&verb.file).map_err(|error| Failure::of_file(&verb.file, error))?;
    let world = Machine::world();
    // What is wrong is told before a database is touched.
    instruments::read(&text).map_err(|wrong| told(&verb.file, wrong))?;
    let store = Store::open(&verb.database.url()?, true)?;
    let mut chosen = local_rules::choose(&store, world.as_ref(), verb.footprint.name.as_deref())?;
    chosen.apply(&store, world.as_ref())?;
    let name = chosen.rules.footprint.name.as_str();
    let added = instruments::add(&store, world.as_ref(), &world::operator(), name, &text);
    let pack = added.map_err(|error| match error {
        AddError::Problems(wrong) => told(&verb.file, wrong),
        AddError::App(error) => error.into(),
    })?;
    println!("{} may be sent in {} now. SHA-256: {}", pack.instrument(), pack.language(), pack.hash());
    Ok(())
}

fn check(verb: &InstrumentsCheckVerb) -> Result<(), Failure> {
    let text = std::fs::read_to_string(&verb.file).map_err(|error| Failure::of_file(&verb.file, error))?;
    let pack = instruments::read(&text).map_err(|wrong| told(&verb.file, wrong))?;
    println!("{}: nothing is wrong.", verb.file.display());
    println!("{} in {}, {}", pack.instrument(), pack.language(), pack.hash());
    Ok(())
}
