//! `porch verify`: proof that nothing was altered.

use std::process::ExitCode;

use porch_app::{Store, StoreError, Verified};
use serde_json::json;

use crate::{
    arguments::{Format, VerifyVerb},
    does_not_hold,
    failure::Failure,
    progress::Progress,
    seals::kept,
    world::Machine,
};

/// Replays the journal and compares it with what is stored.
pub fn run(verb: &VerifyVerb, quiet: bool) -> Result<ExitCode, Failure> {
    let store = Store::open(&verb.database.url, false)?;
    let world = Machine::world();
    let mut progress = Progress::new("Replaying entries", None, quiet || verb.format == Format::Json, &world);
    let verified = store.verify(&mut |entries| progress.at(entries));
    progress.done();
    let against = verb.seals.as_deref().map(|path| kept(path).map(|seals| (path, seals))).transpose()?;
    let verified = match verified {
        Ok(mut verified) => {
            if let Some((_, seals)) = &against {
                let findings = store.against_seals(seals)?;
                verified.failures += findings.len() as u64;
                verified.findings.extend(findings);
            }
            verified
        }
        Err(StoreError::Damaged(what)) => {
            Failure::at("database", format!("the file is damaged: {what} (expected a whole database)")).tell();
            if verb.format == Format::Json {
                println!("{}", json!({ "holds": false, "damaged": what }));
            }
            return Ok(does_not_hold());
        }
        Err(error) => return Err(error.into()),
    };
    match verb.format {
        Format::Json => println!("{}", as_json(&verified)),
        Format::Text => {
            tell(&verified);
            if let Some((path, seals)) = &against {
                println!("They were compared with the {} seals of {}.", seals.len(), path.display());
            }
        }
    }
    if verified.failures > 0 {
        for finding in &verified.findings {
            let place = format!("{} {}", finding.footprint, finding.record);
            Failure::at(place.trim(), &finding.what).tell();
        }
        return Ok(does_not_hold());
    }
    Ok(ExitCode::SUCCESS)
}

fn as_json(verified: &Verified) -> serde_json::Value {
    let findings: Vec<serde_json::Value> = verified
        .findings
        .iter()
        .map(|finding| json!({ "footprint": finding.footprint, "record": finding.record, "what": finding.what }))
        .collect();
    json!({
        "holds": verified.failures == 0,
        "state_hash": verified.state_hash,
        "entries": verified.entries,
        "records": verified.records,
        "rows": verified.rows,
        "looks": verified.looks,
        "failures": verified.failures,
        "findings": findings,
    })
}

fn tell(verified: &Verified) {
    println!(
        "{} journal entries of {} records were replayed and compared with {} stored rows.",
        verified.entries, verified.records, verified.rows
    );
    println!("The seals of {} looks were checked.", verified.looks);
    match verified.failures {
        0 => println!("The chain holds, every promise holds, and the stored rows equal the replay."),
        count => println!("{count} things do not hold."),
    }
    println!("State hash: {}", verified.state_hash);
}
