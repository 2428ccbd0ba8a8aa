//! `porch token`: tokens by which other programs ask.

use std::process::ExitCode;

use jiff::Timestamp;
use porch_app::{
    AppError, Ctx, Store,
    system_token::{self, Scope, in_use},
};
use serde_json::json;

use crate::{
    arguments::{DatabaseOption, FootprintOption, Format, TokenListVerb, TokenVerb},
    failure::Failure,
    local_rules,
    world::Machine,
};

/// Does one thing with tokens.
pub fn run(what: &TokenVerb) -> Result<ExitCode, Failure> {
    match what {
        TokenVerb::Make(verb) => {
            let scope = Scope::of_code(&verb.scope).ok_or_else(|| {
                let known = Scope::ALL.map(Scope::code).join(", ");
                Failure::at("--scope", format!("there is no scope {} (expected one of {known})", verb.scope))
            })?;
            let ctx = ctx(&verb.token.database, &verb.token.footprint)?;
            let token = system_token::make(&ctx, &verb.token.name, scope, verb.days).map_err(said)?;
            println!("The token {}, for {} days, shown this once:", verb.token.name, verb.days);
            println!();
            println!("    {token}");
        }
        TokenVerb::List(verb) => list(verb)?,
        TokenVerb::End(verb) => {
            system_token::end(&ctx(&verb.database, &verb.footprint)?, &verb.name).map_err(said)?;
            println!("The token {} opens nothing any more.", verb.name);
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn ctx(database: &DatabaseOption, footprint: &FootprintOption) -> Result<Ctx, Failure> {
    let store = Store::open(&database.url()?, false)?;
    let world = Machine::world();
    let chosen = local_rules::choose(&store, world.as_ref(), footprint.name.as_deref())?;
    Ok(chosen.ctx(&store, &world))
}

fn said(error: AppError) -> Failure {
    match error {
        AppError::Unworkable(what) => Failure::at("token", what),
        other => other.into(),
    }
}

fn list(verb: &TokenListVerb) -> Result<(), Failure> {
    let ctx = ctx(&verb.database, &verb.footprint)?;
    let tokens = system_token::list(&ctx)?;
    let stands = |token: &porch_app::SystemToken, now: Timestamp| match token.ended_at {
        Some(at) => format!("ended {at}"),
        None if in_use(token, now) => format!("until {}", token.expires_at),
        None => format!("over since {}", token.expires_at),
    };
    match verb.format {
        Format::Json => {
            let tokens: Vec<_> = tokens
                .iter()
                .map(|token| {
                    json!({
                        "name": token.name,
                        "scope": token.scope,
                        "made_by": token.made_by,
                        "made_at": token.made_at,
                        "expires_at": token.expires_at,
                        "ended_by": token.ended_by,
                        "ended_at": token.ended_at,
                        "used_at": token.used_at,
                        "in_use": in_use(token, ctx.now),
                    })
                })
                .collect();
            println!("{}", json!({ "tokens": tokens }));
        }
        Format::Text if tokens.is_empty() => println!("There are no tokens."),
        Format::Text => {
            let width = tokens.iter().map(|token| token.name.len()).max().unwrap_or(0);
            for token in &tokens {
                println!("{:width$}  {:<8}  {}", token.name, token.scope, stands(token, ctx.now));
            }
        }
    }
    Ok(())
}
