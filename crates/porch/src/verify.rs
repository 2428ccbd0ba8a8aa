//! `porch verify`: proof that nothing was altered.

use std::process::ExitCode;

use porch_app::{Store, StoreError, Verified};
use serde_json::json;

use crate::{
    arguments::{Format, VerifyVerb},
    does_not_hold,
    failure::Failure,
    progress::Progress,
    world::Machine,
};

/// Replays the journal and compares it with what is stored.
pub fn run(verb: &VerifyVerb, quiet: bool) -> Result<ExitCode, Failure> {
    let store = Store::open(&verb.database.url, false)?;
    let world = Machine::world();
    let mut progress = Progress::new("Replaying entries", None, quiet || verb.format == Format::Json, &world);
    let verified = store.verify(&mut |entries| progress.at(entries));
    progress.done();
    let verified = match verified {
        Ok(verified) => verified,
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
        Format::Text => tell(&verified),
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
        "failures": verified.failures,
        "findings": findings,
    })
}

fn tell(verified: &Verified) {
    println!(
        "{} journal entries of {} records were replayed and compared with {} stored rows.",
        verified.entries, verified.records, verified.rows
    );
    match verified.failures {
        0 => println!("The chain holds, every promise holds, and the stored rows equal the replay."),
        count => println!("{count} things do not hold."),
    }
    println!("State hash: {}", verified.state_hash);
}
