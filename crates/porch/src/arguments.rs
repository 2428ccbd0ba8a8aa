//! The verbs and their options, as CONTRACTS section 2 promises them.

use std::{net::SocketAddr, path::PathBuf};

use clap::{Args, Parser, Subcommand, ValueEnum};
use jiff::{Timestamp, civil::Date};
use porch_domain::{account::AccountName, actor::Role};

use porch_web::Network;

use crate::{database_address::Address, plan::PlanVerb, seals::Place, simulate::SimulateVerb};

/// One front door for perinatal mental health.
#[derive(Debug, Parser)]
#[command(name = "porch", version, about, arg_required_else_help = true)]
pub struct Arguments {
    /// What to do.
    #[command(subcommand)]
    pub verb: Verb,
    /// No progress bar and no progress lines.
    #[arg(long, global = true)]
    pub quiet: bool,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Verb {
    /// Make a demonstration with an invented history, and serve it.
    Demo(DemoVerb),
    /// Serve the pages.
    Serve(ServeVerb),
    /// Bring in another system's records.
    Import {
        /// Which records.
        #[command(subcommand)]
        what: ImportVerb,
    },
    /// Print figures.
    Report {
        /// Which figures.
        #[command(subcommand)]
        what: ReportVerb,
    },
    /// Plan a service.
    Plan {
        /// What.
        #[command(subcommand)]
        what: PlanVerb,
    },
    /// Score the answers to a questionnaire.
    Score(ScoreVerb),
    /// Simulate a scenario, and print what its waits would be.
    Simulate(SimulateVerb),
    /// Which questionnaires there are, and whether a text pack can be used.
    Instruments {
        /// What to do.
        #[command(subcommand)]
        what: InstrumentsVerb,
    },
    /// In which languages the public pages are held, and their wording beside the English, to be read and approved.
    Languages {
        /// What to do.
        #[command(subcommand)]
        what: LanguagesVerb,
    },
    /// Replay the journal and compare it with what is stored.
    Verify(VerifyVerb),
    /// Seal what came since the last seal, and write the seals elsewhere.
    Seal(SealVerb),
    /// Write a consistent copy while serving.
    Backup(BackupVerb),
    /// Restore a copy into an empty database of either engine.
    Restore(RestoreVerb),
    /// Open and close accounts of staff.
    User {
        /// What to do with them.
        #[command(subcommand)]
        what: UserVerb,
    },
    /// Make a key for second factors into a file.
    FactorKey(FactorKeyVerb),
    /// Make and end tokens by which other programs ask.
    Token {
        /// What to do with them.
        #[command(subcommand)]
        what: TokenVerb,
    },
    /// Check or apply local rules.
    Footprint {
        /// Which.
        #[command(subcommand)]
        what: FootprintVerb,
    },
}

/// Where the database is.
#[derive(Debug, Args)]
pub struct DatabaseOption {
    /// sqlite:PATH or postgres://USER@HOST/NAME; sqlite:porch.db where nothing else is said
    // Its value may hold a password, which help would print.
    #[arg(id = "database", long = "database", env = "PORCH_DATABASE", hide_env_values = true, value_name = "URL")]
    pub given: Option<Address>,
    /// A file that holds that address, which only its owner and group may read
    #[arg(
        id = "database-file",
        long = "database-file",
        env = "PORCH_DATABASE_FILE",
        value_name = "FILE",
        conflicts_with = "database"
    )]
    pub file: Option<PathBuf>,
}

/// Which local system.
#[derive(Debug, Args)]
pub struct FootprintOption {
    /// The local system; needed when the database holds several.
    #[arg(long = "footprint", value_name = "NAME")]
    pub name: Option<String>,
}

/// Options of `demo`.
#[derive(Debug, Args)]
pub struct DemoVerb {
    /// The local system.
    #[arg(long, default_value = "kent-medway", value_name = "NAME")]
    pub footprint: String,
    /// The address to serve at.
    #[arg(long, default_value = "127.0.0.1:8080", value_name = "ADDR")]
    pub listen: SocketAddr,
    /// The folder that keeps everything.
    #[arg(long, default_value = "porch-demo", value_name = "DIR")]
    pub data: PathBuf,
    /// The seed of the invented history.
    #[arg(long, default_value_t = 1, value_name = "N")]
    pub seed: u64,
    /// Make the demonstration anew.
    #[arg(long)]
    pub reset: bool,
}

/// Options of `serve`.
#[derive(Debug, Args)]
pub struct ServeVerb {
    #[command(flatten)]
    pub database: DatabaseOption,
    /// A file of settings (TOML); the guide lists them.
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
    #[command(flatten)]
    pub footprint: FootprintOption,
    /// The address to serve at.
    #[arg(long, value_name = "ADDR")]
    pub listen: Option<SocketAddr>,
    /// Where the seal of each day is written outside the database: a file, or `syslog`. Several may be given.
    #[arg(long, value_name = "PLACE")]
    pub seals: Vec<Place>,
    /// An address or network that is believed when it says for whom it asks; the machine itself where none is given.
    #[arg(long, value_name = "NETWORK")]
    pub trusted_proxy: Vec<Network>,
    /// Where a weakness is reported, as mailto:, tel: or https://; shown at /.well-known/security.txt.
    #[arg(long, value_name = "ADDRESS")]
    pub security_contact: Vec<String>,
    /// The address at which the public knows the site, as https://porch.example.
    #[arg(long, value_name = "ADDRESS")]
    pub public_address: Option<String>,
    /// The file with the key under which second factors are kept; PORCH_FACTOR_KEY may hold the key itself.
    #[arg(long, value_name = "FILE")]
    pub factor_key_file: Option<PathBuf>,
}

/// Options of `factor-key`.
#[derive(Debug, Args)]
pub struct FactorKeyVerb {
    /// The file; it must not be there yet.
    pub file: PathBuf,
}

/// What can be done with tokens.
#[derive(Debug, Subcommand)]
pub enum TokenVerb {
    /// Make a token and print it once.
    Make(TokenMakeVerb),
    /// List every token there is or was.
    List(TokenListVerb),
    /// End a token.
    End(TokenNameVerb),
}

/// Options of `token make`.
#[derive(Debug, Args)]
pub struct TokenMakeVerb {
    #[command(flatten)]
    pub token: TokenNameVerb,
    /// What it opens: metrics.
    #[arg(long, value_name = "SCOPE")]
    pub scope: String,
    /// For how many days, 400 at the most.
    #[arg(long, default_value_t = 365, value_name = "N")]
    pub days: i64,
}

/// Options of `token list`.
#[derive(Debug, Args)]
pub struct TokenListVerb {
    #[command(flatten)]
    pub database: DatabaseOption,
    #[command(flatten)]
    pub footprint: FootprintOption,
    /// How to print.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub format: Format,
}

/// Which token.
#[derive(Debug, Args)]
pub struct TokenNameVerb {
    /// What it is called: what will use it.
    #[arg(id = "token", value_name = "NAME")]
    pub name: String,
    #[command(flatten)]
    pub database: DatabaseOption,
    #[command(flatten)]
    pub footprint: FootprintOption,
}

/// What can be imported.
#[derive(Debug, Subcommand)]
pub enum ImportVerb {
    /// Referral history from a CSV file.
    Referrals(ImportReferralsVerb),
}

/// Options of `import referrals`.
#[derive(Debug, Args)]
pub struct ImportReferralsVerb {
    /// The CSV file.
    pub file: PathBuf,
    #[command(flatten)]
    pub database: DatabaseOption,
    #[command(flatten)]
    pub footprint: FootprintOption,
    /// Check everything and write nothing.
    #[arg(long)]
    pub dry_run: bool,
}

/// What can be reported.
#[derive(Debug, Subcommand)]
pub enum ReportVerb {
    /// The annual figures of each team.
    Annual(AnnualVerb),
}

/// Options of `report annual`.
#[derive(Debug, Args)]
pub struct AnnualVerb {
    /// The first day, as YYYY-MM-DD.
    #[arg(long, value_name = "DATE")]
    pub from: Date,
    /// The last day, as YYYY-MM-DD.
    #[arg(long, value_name = "DATE")]
    pub to: Date,
    /// As it was known at this instant, as 2026-11-21T09:00:00Z.
    #[arg(long, value_name = "INSTANT")]
    pub as_at: Option<Timestamp>,
    #[command(flatten)]
    pub database: DatabaseOption,
    #[command(flatten)]
    pub footprint: FootprintOption,
    /// How to print.
    #[arg(long, value_enum, default_value_t = ReportFormat::Text)]
    pub format: ReportFormat,
}

/// How a report is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ReportFormat {
    /// For a person.
    Text,
    /// One JSON document.
    Json,
    /// For a spreadsheet.
    Csv,
}

/// How a result is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For a person.
    Text,
    /// One JSON document.
    Json,
}

/// Options of `score`.
#[derive(Debug, Args)]
pub struct ScoreVerb {
    /// The questionnaire, such as phq9; `porch instruments list` names them all.
    pub instrument: String,
    /// What each answer is worth, in the order of the items, `-` where there is none: for every item, or for those that are
    /// scored alone.
    #[arg(long, value_name = "A,B,…", allow_hyphen_values = true)]
    pub answers: String,
    /// The answers are printed positions instead, 0 being the first option.
    #[arg(long)]
    pub positions: bool,
    /// Some items do not concern whoever answered, such as work in the WSAS; they are left out of the total.
    #[arg(long)]
    pub not_applicable: bool,
    /// How to print.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub format: Format,
}

/// What can be done with the languages of the public pages.
#[derive(Debug, Subcommand)]
pub enum LanguagesVerb {
    /// List them, with the hash of their wording, which an approval in the settings repeats.
    List(LanguagesListVerb),
    /// Print every message of one beside its English.
    Show(LanguagesShowVerb),
}

/// Options of `languages list`.
#[derive(Debug, Args)]
pub struct LanguagesListVerb {
    /// How to print.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub format: Format,
}

/// Options of `languages show`.
#[derive(Debug, Args)]
pub struct LanguagesShowVerb {
    /// The language, such as pl; `porch languages list` names them all.
    pub language: String,
}

/// What can be done with questionnaires.
#[derive(Debug, Subcommand)]
pub enum InstrumentsVerb {
    /// List them: items, range, what they ask of risk, and the languages in which they may be sent.
    List(InstrumentsListVerb),
    /// Say what is wrong with a text pack: the wording of one questionnaire in one language.
    Check(InstrumentsCheckVerb),
    /// Add a text pack that the site may show, with its right.
    Add(InstrumentsAddVerb),
}

/// Options of `instruments list`.
#[derive(Debug, Args)]
pub struct InstrumentsListVerb {
    /// How to print.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub format: Format,
}

/// Options of `instruments check`.
#[derive(Debug, Args)]
pub struct InstrumentsCheckVerb {
    /// The JSON file.
    pub file: PathBuf,
}

/// Options of `instruments add`.
#[derive(Debug, Args)]
pub struct InstrumentsAddVerb {
    /// The JSON file.
    pub file: PathBuf,
    #[command(flatten)]
    pub database: DatabaseOption,
    #[command(flatten)]
    pub footprint: FootprintOption,
}

/// Options of `verify`.
#[derive(Debug, Args)]
pub struct VerifyVerb {
    #[command(flatten)]
    pub database: DatabaseOption,
    /// A file of seals that were written elsewhere, to be compared with what is stored.
    #[arg(long, value_name = "FILE")]
    pub seals: Option<PathBuf>,
    /// How to print.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub format: Format,
}

/// Options of `seal`.
#[derive(Debug, Args)]
pub struct SealVerb {
    #[command(flatten)]
    pub database: DatabaseOption,
    #[command(flatten)]
    pub footprint: FootprintOption,
    /// Where to write it outside the database: a file, or `syslog`. Several may be given.
    #[arg(long, value_name = "PLACE")]
    pub to: Vec<Place>,
}

/// Options of `backup` and `restore`.
#[derive(Debug, Args)]
pub struct BackupVerb {
    /// The file.
    pub file: PathBuf,
    #[command(flatten)]
    pub database: DatabaseOption,
    /// How to print.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub format: Format,
}

/// Options of `restore`.
#[derive(Debug, Args)]
pub struct RestoreVerb {
    #[command(flatten)]
    pub copy: BackupVerb,
    /// A later copy: what was erased before it was made is erased again.
    #[arg(long, value_name = "LATER")]
    pub erased_in: Vec<PathBuf>,
}

/// What can be done with accounts.
#[derive(Debug, Subcommand)]
pub enum UserVerb {
    /// Open an account and print its first password.
    Add(UserAddVerb),
    /// List every account.
    List(UserListVerb),
    /// Give the holder of an account another role.
    Role(UserRoleVerb),
    /// Say which organisation employs the holder of an account, and of which teams they are.
    Belongs(UserBelongsVerb),
    /// Print another first password, and end the account's sessions.
    Reset(UserNameVerb),
    /// Take the second factors of an account away, print another first password, and end its sessions.
    Recover(UserNameVerb),
    /// Say that somebody whom a provider knows is the holder of an account: their sign-in there opens it.
    Link(UserLinkVerb),
    /// Say that they are not any more, and end the account's sessions.
    Unlink(UserLinkVerb),
    /// Let nobody use an account, and end its sessions.
    Disable(UserDisableVerb),
    /// Let an account be used again.
    Enable(UserNameVerb),
    /// End the sessions of an account.
    EndSessions(UserNameVerb),
}

/// Options of `user add`.
#[derive(Debug, Args)]
pub struct UserAddVerb {
    #[command(flatten)]
    pub account: UserNameVerb,
    /// duty, clinician, manager, information-officer, administrator, peer-worker, charity-worker, commissioner or board.
    #[arg(long, value_name = "ROLE")]
    pub role: RoleName,
    #[command(flatten)]
    pub belongs: BelongsOption,
    /// The name that colleagues read.
    #[arg(long, value_name = "TEXT")]
    pub display_name: String,
}

/// Options of `user list`.
#[derive(Debug, Args)]
pub struct UserListVerb {
    #[command(flatten)]
    pub database: DatabaseOption,
    #[command(flatten)]
    pub footprint: FootprintOption,
    /// How to print.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub format: Format,
}

/// Options of `user role`.
#[derive(Debug, Args)]
pub struct UserRoleVerb {
    #[command(flatten)]
    pub account: UserNameVerb,
    /// duty, clinician, manager, information-officer, administrator, peer-worker, charity-worker, commissioner or board.
    #[arg(value_name = "ROLE")]
    pub role: RoleName,
}

/// Options of `user belongs`.
#[derive(Debug, Args)]
pub struct UserBelongsVerb {
    #[command(flatten)]
    pub account: UserNameVerb,
    #[command(flatten)]
    pub belongs: BelongsOption,
}

/// Whose employee somebody is, and of which teams.
#[derive(Debug, Args)]
pub struct BelongsOption {
    /// The code of the organisation that employs them, as the local rules have it.
    #[arg(long, value_name = "CODE")]
    pub organisation: Option<String>,
    /// The code of a team that they are of; once for each.
    #[arg(long = "team", value_name = "CODE")]
    pub teams: Vec<String>,
}

/// Options of `user link` and `user unlink`.
#[derive(Debug, Args)]
pub struct UserLinkVerb {
    #[command(flatten)]
    pub account: UserNameVerb,
    /// The provider's issuer, exactly as its settings have it.
    #[arg(long, value_name = "ADDRESS")]
    pub issuer: String,
    /// What the provider calls them (sub), as the page shows it to whoever has no account yet.
    #[arg(long, value_name = "NAME")]
    pub subject: String,
}

/// Options of `user disable`.
#[derive(Debug, Args)]
pub struct UserDisableVerb {
    #[command(flatten)]
    pub account: UserNameVerb,
    /// Why; it stays in the journal.
    #[arg(long, value_name = "TEXT")]
    pub why: String,
}

/// Which account.
#[derive(Debug, Args)]
pub struct UserNameVerb {
    /// The name to sign in with: lower-case letters, digits, dots and hyphens.
    #[arg(id = "account", value_name = "NAME")]
    pub name: AccountName,
    #[command(flatten)]
    pub database: DatabaseOption,
    #[command(flatten)]
    pub footprint: FootprintOption,
}

/// A role as it is written at the command line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RoleName(pub Role);

impl std::str::FromStr for RoleName {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Role::of_code(&text.replace('-', "_")).map(Self).ok_or_else(|| {
            let known = Role::ALL.map(|role| role.code().replace('_', "-")).join(", ");
            format!("there is no such role (expected one of {known})")
        })
    }
}

/// What can be done with local rules.
#[derive(Debug, Subcommand)]
pub enum FootprintVerb {
    /// Say what is wrong with a file, with the line.
    Check(FootprintCheckVerb),
    /// Apply a file from a day on.
    Apply(FootprintApplyVerb),
}

/// Options of `footprint check`.
#[derive(Debug, Args)]
pub struct FootprintCheckVerb {
    /// The TOML file.
    pub file: PathBuf,
    /// How to print.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub format: Format,
}

/// Options of `footprint apply`.
#[derive(Debug, Args)]
pub struct FootprintApplyVerb {
    /// The TOML file.
    pub file: PathBuf,
    /// From which day its rules hold, as YYYY-MM-DD.
    #[arg(long, value_name = "DATE")]
    pub from: Date,
    #[command(flatten)]
    pub database: DatabaseOption,
}
