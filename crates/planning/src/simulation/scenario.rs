//! A scenario: what is simulated, read from a file's text with some values set otherwise.

use toml::{Table, Value};

use super::{
    outcome::Outcome,
    presets::PRESETS,
    queue::Queue,
    read::{Reader, ScenarioError},
    replication::{Replication, Replications, Runs, replicate},
    service::Service,
    spread::Classes,
};

/// What can be simulated.
const MODELS: &str = "queue or service";

/// What can be replicated.
pub(super) trait Model: Sync {
    /// Within how many days people are to be seen.
    fn targets(&self) -> &[u32];
    /// The names of the measured months.
    fn months(&self) -> Vec<String>;
    /// Runs once, and counts each wait in the distribution too.
    fn replicate(&self, seed: u64, nth: u32, spread: &mut Classes) -> Replication;
}

/// A scenario that can be run: its values were checked.
#[derive(Debug, Clone, PartialEq)]
pub struct Scenario {
    name: String,
    pub(super) kind: Kind,
    /// What it was read from, so that it can be read again with something else.
    table: Table,
}

#[derive(Debug, Clone, PartialEq)]
pub(super) enum Kind {
    Queue(Queue),
    Service(Box<Service>),
}

impl Scenario {
    /// One that comes with the program, with some values set otherwise.
    ///
    /// # Errors
    /// When there is none of that name, or a value cannot be used.
    pub fn preset(name: &str, settings: &[(String, String)]) -> Result<Self, ScenarioError> {
        let preset = PRESETS.iter().find(|preset| preset.name == name).ok_or_else(|| {
            let known: Vec<&str> = PRESETS.iter().map(|preset| preset.name).collect();
            ScenarioError::at("--preset", format!("there is no {name:?} (expected one of {})", known.join(", ")))
        })?;
        Self::read(preset.name, preset.text, settings)
    }

    /// Of a file's text, with some values set otherwise. Its name is the text's own, or this one.
    ///
    /// # Errors
    /// When it is no TOML, or a value is missing, unknown, out of its range or impossible beside another.
    pub fn read(name: &str, text: &str, settings: &[(String, String)]) -> Result<Self, ScenarioError> {
        let mut table: Table = text.parse().map_err(|error: toml::de::Error| {
            let before = error.span().and_then(|span| text.get(..span.start)).unwrap_or_default();
            let line = before.matches('\n').count() + 1;
            ScenarioError::at(format!("line {line}"), format!("{} (expected TOML)", error.message().trim()))
        })?;
        for (name, value) in settings {
            set(&mut table, name, value_of(value))?;
        }
        Self::of(name, table)
    }

    /// The same with some values set otherwise.
    ///
    /// # Errors
    /// When one of them is unknown, out of its range or impossible beside another.
    pub fn with(&self, settings: &[(String, String)]) -> Result<Self, ScenarioError> {
        let mut table = self.table.clone();
        for (name, value) in settings {
            set(&mut table, name, value_of(value))?;
        }
        Self::of(&self.name, table)
    }

    fn of(name: &str, table: Table) -> Result<Self, ScenarioError> {
        let reader = Reader::new(&table);
        let name = reader.text("name", "what the scenario is called")?.unwrap_or(name).to_owned();
        let kind = match reader.text("model", MODELS)? {
            Some("queue") => Kind::Queue(Queue::read(reader)?),
            Some("service") => Kind::Service(Box::new(Service::read(reader)?)),
            Some(other) => {
                return Err(ScenarioError::at("model", format!("there is no {other:?} (expected {MODELS})")));
            }
            None => return Err(ScenarioError::at("model", format!("it is missing (expected {MODELS})"))),
        };
        Ok(Self { name, kind, table })
    }

    /// What it is called.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// How many people are expected in one replication, those before the measured days with them.
    pub fn people_in_a_replication(&self) -> f64 {
        match &self.kind {
            Kind::Queue(queue) => queue.customers(),
            Kind::Service(service) => service.people(),
        }
    }

    /// Whose number may be looked for, and how many whole-time posts there are; of a queue its servers.
    pub fn staff(&self) -> Vec<(&str, f64)> {
        match &self.kind {
            Kind::Queue(queue) => vec![("servers", f64::from(queue.servers()))],
            Kind::Service(service) => service.posts(),
        }
    }

    /// A value by its name, such as `arrivals.a_year`, in letters, those of a list with commas; none where nothing is said of it.
    pub fn value(&self, name: &str) -> Option<String> {
        let (parts, last) = name.rsplit_once('.').map_or((None, name), |(parts, last)| (Some(parts), last));
        let mut within = parts.into_iter().flat_map(|parts| parts.split('.'));
        let table = within.try_fold(&self.table, |table, part| table.get(part)?.as_table())?;
        table.get(last).and_then(in_letters)
    }

    /// As a file has it.
    ///
    /// # Errors
    /// When it cannot be written as TOML.
    pub fn text(&self) -> Result<String, ScenarioError> {
        toml::to_string(&self.table).map_err(|error| ScenarioError::at("the scenario", error.to_string()))
    }

    /// Runs it; `told` hears how many replications are done.
    pub fn run(&self, runs: Runs, told: &(dyn Fn(u64) + Sync)) -> Outcome {
        self.kind.outcome(runs, &self.kind.replications(runs, told))
    }
}

impl Kind {
    pub(super) fn replications(&self, runs: Runs, told: &(dyn Fn(u64) + Sync)) -> Replications {
        match self {
            Self::Queue(queue) => replicate(queue, runs, told),
            Self::Service(service) => replicate(service.as_ref(), runs, told),
        }
    }

    pub(super) fn outcome(&self, runs: Runs, replications: &Replications) -> Outcome {
        match self {
            Self::Queue(queue) => Outcome::of(queue, runs, replications),
            Self::Service(service) => {
                Outcome::of(service.as_ref(), runs, replications).of_service(service, replications)
            }
        }
    }

    pub(super) fn targets(&self) -> &[u32] {
        match self {
            Self::Queue(queue) => queue.targets(),
            Self::Service(service) => service.targets(),
        }
    }
}

/// Puts a value in its place: `staff.midwives.posts` is `posts` of the part `midwives` of `staff`.
fn set(table: &mut Table, name: &str, value: Value) -> Result<(), ScenarioError> {
    let (mut within, mut rest) = (table, name);
    while let Some((part, after)) = rest.split_once('.') {
        let next = within.entry(part).or_insert_with(|| Value::Table(Table::new()));
        within = next.as_table_mut().ok_or_else(|| ScenarioError::at(name, format!("{part} has no parts")))?;
        rest = after;
    }
    within.insert(rest.to_owned(), value);
    // Posts and members say the same thing in two ways: the one that is set counts.
    match (name.split_once('.'), rest) {
        (Some(("staff", _)), "posts") => _ = within.remove("members"),
        (Some(("staff", _)), "members") => _ = within.remove("posts"),
        _ => {}
    }
    Ok(())
}

fn in_letters(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Integer(number) => Some(number.to_string()),
        Value::Float(number) => Some(number.to_string()),
        Value::Boolean(flag) => Some(flag.to_string()),
        Value::Datetime(date) => Some(date.to_string()),
        Value::Array(values) => Some(values.iter().filter_map(in_letters).collect::<Vec<String>>().join(", ")),
        Value::Table(_) => None,
    }
}

/// A value as TOML has it; anything else is a text.
fn value_of(text: &str) -> Value {
    let read = format!("value = {text}").parse::<Table>().ok().and_then(|mut table| table.remove("value"));
    read.unwrap_or_else(|| Value::String(text.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(name: &str, value: &str) -> String {
        Scenario::preset("mmc", &[(name.to_owned(), value.to_owned())]).expect_err(value).to_string()
    }

    #[test]
    fn every_value_that_cannot_be_used_is_named_with_its_unit_and_its_range() {
        for (name, bad, expected) in [
            ("arrival_rate", "0", "arrival_rate: 0 cannot be used (expected a rate a day from 0.000001 to 1000000)"),
            (
                "arrival_rate",
                "nan",
                "arrival_rate: NaN cannot be used (expected a rate a day from 0.000001 to 1000000)",
            ),
            ("service_rate", "-2", "service_rate: -2 cannot be used (expected a rate a day from 0.000001 to 1000000)"),
            (
                "service_variation",
                "101",
                "service_variation: 101 cannot be used (expected a squared coefficient of variation from 0 to 100)",
            ),
            ("servers", "2.5", "servers: 2.5 cannot be used (expected servers, a whole number from 1 to 10000)"),
            ("servers", "0", "servers: 0 cannot be used (expected servers, a whole number from 1 to 10000)"),
            ("servers", "many", "servers: \"many\" is no number (expected servers, a whole number from 1 to 10000)"),
            ("days", "inf", "days: inf cannot be used (expected days from 1 to 1000000)"),
            ("days", "0", "days: 0 cannot be used (expected days from 1 to 1000000)"),
            ("warm_up_days", "-1", "warm_up_days: -1 cannot be used (expected days from 0 to 1000000)"),
            (
                "targets_days",
                "28",
                "targets_days: 28 is no list of numbers (expected days, a whole number from 0 to 36500 in each place)",
            ),
            (
                "targets_days",
                "[28, -1]",
                "targets_days[1]: -1 cannot be used (expected days, a whole number from 0 to 36500)",
            ),
            ("targets_days", "[]", "targets_days: it is empty (expected at least one number of days)"),
            ("name", "7", "name: 7 is no text (expected what the scenario is called)"),
            ("model", "servce", "model: there is no \"servce\" (expected queue or service)"),
        ] {
            assert_eq!(refused(name, bad), expected);
        }
        assert!(
            refused("server", "3")
                .starts_with("server: there is no such value (expected one of name, model, arrival_rate")
        );
    }

    #[test]
    fn more_customers_than_can_be_waited_for_are_refused_with_their_number() {
        let settings = [("arrival_rate".to_owned(), "1e6".to_owned()), ("days".to_owned(), "1e5".to_owned())];
        let said = Scenario::preset("mmc", &settings).expect_err("a hundred thousand million").to_string();
        assert!(
            said.starts_with("days: 100000 days at 1000000 customers a day would be 100365000000 customers"),
            "{said}"
        );
    }

    #[test]
    fn a_file_is_told_its_line_and_what_it_leaves_out() {
        let read = |text: &str| Scenario::read("a file", text, &[]).expect_err("it is wrong").to_string();
        assert!(read("model = \"queue\"\ndays =\n").starts_with("line 2: "));
        assert_eq!(read("days = 3"), "model: it is missing (expected queue or service)");
        assert_eq!(
            read("model = \"queue\""),
            "arrival_rate: it is missing (expected a rate a day from 0.000001 to 1000000)"
        );
    }

    #[test]
    fn every_preset_can_be_run() {
        for preset in PRESETS {
            assert_eq!(Scenario::preset(preset.name, &[]).map(|scenario| scenario.name), Ok(preset.name.to_owned()));
        }
        assert!(Scenario::preset("mmk", &[]).is_err());
    }
}
