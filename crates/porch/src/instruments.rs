//! `porch instruments list` and `porch instruments check`.

use std::process::ExitCode;

use porch_domain::screening::{Definition, InstrumentId, Instruments, TextPack};
use serde_json::{Value, json};

use crate::{
    arguments::{Format, InstrumentsCheckVerb, InstrumentsListVerb, InstrumentsVerb},
    failure::Failure,
};

/// Carries out a verb about questionnaires.
pub fn run(verb: &InstrumentsVerb) -> Result<ExitCode, Failure> {
    match verb {
        InstrumentsVerb::List(verb) => list(verb),
        InstrumentsVerb::Check(verb) => check(verb),
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

fn check(verb: &InstrumentsCheckVerb) -> Result<(), Failure> {
    let text = std::fs::read_to_string(&verb.file).map_err(|error| Failure::of_file(&verb.file, error))?;
    let known = |id: &InstrumentId| Instruments::shipped().definition(id).cloned();
    let pack = TextPack::read(&text, known).map_err(|wrong| {
        let place = verb.file.display();
        Failure::all(wrong.into_iter().map(|what| format!("{place}: {what}")))
    })?;
    println!("{}: nothing is wrong.", verb.file.display());
    println!("{} in {}, {}", pack.instrument(), pack.language(), pack.hash());
    Ok(())
}
