//! `porch user`: accounts of staff, for whoever runs the program.

use std::process::ExitCode;

use porch_app::{AppError, Ctx, PasswordWork, Store, account, recovery};
use porch_domain::{
    account::{Account, AccountName, AccountOpened, Belonging, Identity, PasswordState},
    disallowed::Disallowed,
};
use serde_json::json;

use crate::{
    arguments::{
        BelongsOption, DatabaseOption, FootprintOption, Format, UserLinkVerb, UserListVerb, UserNameVerb, UserVerb,
    },
    failure::Failure,
    local_rules,
    world::Machine,
};

/// Does one thing with accounts.
pub fn run(what: &UserVerb) -> Result<ExitCode, Failure> {
    let work = PasswordWork::default();
    match what {
        UserVerb::Add(verb) => {
            let (name, role) = (&verb.account.name, verb.role.0);
            let ctx = ctx(&verb.account.database, &verb.account.footprint, true)?;
            let display_name = verb.display_name.trim().to_owned();
            let belonging = belonging(&ctx, &verb.belongs).map_err(|why| of(name, why.into()))?;
            let unknown = belonging.is_not_known();
            let opened = AccountOpened { name: name.clone(), display_name, role, belonging };
            let password = account::open(&ctx, &work, opened).map_err(|error| of(name, error))?;
            println!("The account {name} is open, in the role {}.", role.label().to_lowercase());
            if unknown {
                println!("warning: {NOT_SAID}");
            }
            tell(password.as_str());
        }
        UserVerb::List(verb) => list(verb)?,
        UserVerb::Role(verb) => {
            let (name, role) = (&verb.account.name, verb.role.0);
            account::give_role(&of_account(&verb.account)?, name, role).map_err(|error| of(name, error))?;
            println!("The account {name} has the role {}.", role.label().to_lowercase());
        }
        UserVerb::Belongs(verb) => {
            let name = &verb.account.name;
            let ctx = of_account(&verb.account)?;
            let belonging = belonging(&ctx, &verb.belongs).map_err(|why| of(name, why.into()))?;
            let told = belongs(&belonging);
            account::give_belonging(&ctx, name, belonging).map_err(|error| of(name, error))?;
            println!("The account {name} belongs to {told}.");
        }
        UserVerb::Reset(verb) => {
            let password =
                account::reset(&of_account(verb)?, &work, &verb.name).map_err(|error| of(&verb.name, error))?;
            println!("The account {} has another first password; its sessions have ended.", verb.name);
            tell(password.as_str());
        }
        UserVerb::Recover(verb) => {
            let password = recovery::by_the_operator(&of_account(verb)?, &work, &verb.name)
                .map_err(|error| of(&verb.name, error))?;
            println!("The account {} has no second factor any more; its sessions have ended.", verb.name);
            tell(password.as_str());
        }
        UserVerb::Link(verb) => {
            let (name, identity) = (&verb.account.name, identity(verb));
            account::link_identity(&of_account(&verb.account)?, name, identity).map_err(|error| of(name, error))?;
            println!("Whoever signs in at {} as {} opens the account {name}.", verb.issuer, verb.subject);
        }
        UserVerb::Unlink(verb) => {
            let (name, identity) = (&verb.account.name, identity(verb));
            account::unlink_identity(&of_account(&verb.account)?, name, identity).map_err(|error| of(name, error))?;
            println!("The sign-in at {} opens the account {name} no more; its sessions have ended.", verb.issuer);
        }
        UserVerb::Disable(verb) => {
            let name = &verb.account.name;
            account::disable(&of_account(&verb.account)?, name, &verb.why).map_err(|error| of(name, error))?;
            println!("Nobody can use the account {name} any more; its sessions have ended.");
        }
        UserVerb::Enable(verb) => {
            account::enable(&of_account(verb)?, &verb.name).map_err(|error| of(&verb.name, error))?;
            println!("The account {} can be used again, with the password that it had.", verb.name);
        }
        UserVerb::EndSessions(verb) => {
            account::end_sessions(&of_account(verb)?, &verb.name).map_err(|error| of(&verb.name, error))?;
            println!("The sessions of the account {} have ended.", verb.name);
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn identity(verb: &UserLinkVerb) -> Identity {
    Identity { issuer: verb.issuer.clone(), subject: verb.subject.clone() }
}

/// What is told of somebody whose employer and teams nobody has said.
const NOT_SAID: &str = "no employer and no team are said, so it counts as of the organisation that has the front door, in all \
                        its teams: porch user belongs NAME --organisation CODE --team CODE";

/// The employer and the teams of the options, as the local rules know them.
fn belonging(ctx: &Ctx, options: &BelongsOption) -> Result<Belonging, Disallowed> {
    Belonging::checked(options.organisation.as_deref(), &options.teams, &ctx.rules.footprint)
}

/// The employer and the teams, for a reader.
fn belongs(belonging: &Belonging) -> String {
    let teams: Vec<&str> = belonging.teams.iter().map(|team| team.0.as_str()).collect();
    let employer = belonging.organisation.as_deref();
    match employer {
        None if teams.is_empty() => "nobody that was said".to_owned(),
        None => teams.join(", "),
        Some(employer) if teams.is_empty() => employer.to_owned(),
        Some(employer) => format!("{employer}: {}", teams.join(", ")),
    }
}

fn of_account(verb: &UserNameVerb) -> Result<Ctx, Failure> {
    ctx(&verb.database, &verb.footprint, false)
}

/// A context of whoever runs the program. Only opening an account makes a database or applies rules.
fn ctx(database: &DatabaseOption, footprint: &FootprintOption, make: bool) -> Result<Ctx, Failure> {
    let store = Store::open(&database.url()?, make)?;
    let world = Machine::world();
    let mut chosen = local_rules::choose(&store, world.as_ref(), footprint.name.as_deref())?;
    if make {
        chosen.apply(&store, world.as_ref())?;
    }
    Ok(chosen.ctx(&store, &world))
}

/// What the rules refuse is said of the account, with what was expected; anything else of the database.
fn of(name: &AccountName, error: AppError) -> Failure {
    let expected = [
        (Disallowed::AlreadyExists, "a name that no account has; `porch user list` shows them"),
        (Disallowed::UnknownAccount, "the name of an account; `porch user list` shows them"),
        (Disallowed::AccountDisabled, "one in use; `porch user enable` lets it be used again"),
        (Disallowed::AccountEnabled, "a disabled one"),
        (Disallowed::NoIdentity, "--issuer https://… and --subject without blanks"),
        (Disallowed::IdentityLinked, "another"),
        (Disallowed::UnknownIdentity, "one that `porch user list --format json` shows"),
    ];
    match error {
        AppError::Disallowed(why) => {
            let expected = expected.iter().find(|(known, _)| *known == why).map_or("some words", |(_, what)| what);
            Failure::at(format!("account {name}"), format!("{why} (expected {expected})"))
        }
        other => other.into(),
    }
}

fn tell(password: &str) {
    println!("Its first password, shown this once, is good for seven days and must be changed at the first sign-in:");
    println!();
    println!("    {password}");
}

fn list(verb: &UserListVerb) -> Result<(), Failure> {
    let accounts = account::list(&ctx(&verb.database, &verb.footprint, false)?)?;
    match verb.format {
        Format::Json => {
            let accounts: Vec<serde_json::Value> = accounts.iter().map(as_json).collect();
            println!("{}", json!({ "accounts": accounts }));
        }
        Format::Text if accounts.is_empty() => println!("There are no accounts."),
        Format::Text => {
            let width = accounts.iter().map(|account| account.name.as_str().len()).max().unwrap_or(0);
            for account in &accounts {
                let (name, role) = (account.name.as_str(), account.role.label());
                println!("{name:width$}  {role:<20}  {:<44}  {}", stands(account), account.display_name);
                println!("{:width$}  {}", "", belongs(&account.belonging));
            }
            if accounts.iter().any(|account| account.disabled.is_none() && account.belonging.is_not_known()) {
                println!("warning: where it is said that an account belongs to nobody, {NOT_SAID}");
            }
        }
    }
    Ok(())
}

fn stands(account: &Account) -> String {
    match (&account.disabled, account.password) {
        (Some(why), _) => format!("disabled: {why}"),
        (None, PasswordState::None) => "no password".to_owned(),
        (None, PasswordState::Temporary { until }) => format!("first password, until {until}"),
        (None, PasswordState::Own) => "in use".to_owned(),
    }
}

fn as_json(account: &Account) -> serde_json::Value {
    json!({
        "name": account.name.as_str(),
        "display_name": account.display_name,
        "role": account.role.code(),
        "organisation": account.belonging.organisation,
        "teams": account.belonging.teams,
        "disabled": account.disabled,
        "password": account.password.code(),
        "second_factors": account.factors.held.len(),
        "identities": account.factors.identities,
        "temporary_until": account.password.temporary_until(),
    })
}
