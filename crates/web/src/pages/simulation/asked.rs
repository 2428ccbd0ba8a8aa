//! What was asked of the simulation: the values of the scenario and the question, all from the address.

use std::num::NonZeroU32;

use porch_app::simulation::{Question, Scenario, ScenarioError};

use crate::pages::form::Errors;

/// A value that the page lets be changed, by its name in the scenario.
pub(super) struct Value {
    pub(super) name: &'static str,
    pub(super) label: &'static str,
    pub(super) hint: &'static str,
}

const fn value(name: &'static str, label: &'static str, hint: &'static str) -> Value {
    Value { name, label, hint }
}

/// The values in the order of the form, each group under its heading.
pub(super) const GROUPS: [(&str, &[Value]); 5] = [
    (
        "Who comes",
        &[
            value("arrivals.a_year", "Referrals a year", "People"),
            value("kind.routine.accepted", "Accepted of routine referrals", "A share from 0 to 1"),
            value("kind.urgent.accepted", "Accepted of urgent referrals", "A share from 0 to 1"),
            value("gives_up_after_days", "People give up waiting after", "Days on average"),
        ],
    ),
    (
        "The front door",
        &[
            value("triage.a_day", "Referrals looked at", "On each working day"),
            value("sittings.places", "Referrals that a sitting decides", "At most"),
            value("assessment.minutes", "An assessment", "Minutes, with what is written"),
            value("assessment.missed", "Assessments missed", "A share from 0 to 1"),
        ],
    ),
    (
        "Treatment",
        &[
            value("kind.routine.goes_to.brief", "Go to a brief course", "A share of routine assessments, from 0 to 1"),
            value("kind.routine.goes_to.full", "Go to a full course", "A share of routine assessments, from 0 to 1"),
            value("course.brief.planned", "Sessions of a brief course", "As planned"),
            value("course.full.planned", "Sessions of a full course", "As planned"),
            value("course.brief.missed", "Missed of a brief course", "A share from 0 to 1"),
            value("course.full.missed", "Missed of a full course", "A share from 0 to 1"),
        ],
    ),
    (
        "Staff",
        &[
            value("staff.band5.posts", "Posts of band 5", "Whole-time"),
            value("staff.band7.posts", "Posts of band 7", "Whole-time"),
            value("staff.band5.leave_weeks", "Leave of band 5", "Weeks a year"),
            value("staff.band7.leave_weeks", "Leave of band 7", "Weeks a year"),
            value("staff.band5.absence", "Absence of band 5", "A share of working days, from 0 to 0.9"),
            value("staff.band7.absence", "Absence of band 7", "A share of working days, from 0 to 0.9"),
            value("staff.band5.contact_share", "Time for contacts of band 5", "A share of the hours, from 0 to 1"),
            value("staff.band7.contact_share", "Time for contacts of band 7", "A share of the hours, from 0 to 1"),
            value("staff.band5.caseload", "Caseload of band 5", "People for each whole-time post"),
            value("staff.band7.caseload", "Caseload of band 7", "People for each whole-time post"),
        ],
    ),
    (
        "How it is spread",
        &[
            value(MONTHS, "How the months compare", "Twelve weights, January first"),
            value(DAYS_OF_WEEK, "How the weekdays compare", "Seven weights, Monday first"),
            value(URGENT, "Urgent of all referrals", "A share from 0 to 1"),
            value("kind.urgent.goes_to.brief", "Urgent: go to a brief course", "A share from 0 to 1"),
            value("kind.urgent.goes_to.full", "Urgent: go to a full course", "A share from 0 to 1"),
            value("course.brief.every_days", "Between sessions of a brief course", "Days"),
            value("course.full.every_days", "Between sessions of a full course", "Days"),
        ],
    ),
];

/// Values that are lists.
const MONTHS: &str = "arrivals.by_month";
const DAYS_OF_WEEK: &str = "arrivals.by_weekday";
/// The others are routine: both shares are 1 together.
const URGENT: &str = "kind.urgent.share";
const ROUTINE: &str = "kind.routine.share";

/// The days on which sittings are held.
pub(super) const WEEKDAYS: &str = "sittings.weekdays";
/// Those that may be chosen.
pub(super) const DAYS: [(&str, &str); 5] = [
    ("monday", "Monday"),
    ("tuesday", "Tuesday"),
    ("wednesday", "Wednesday"),
    ("thursday", "Thursday"),
    ("friday", "Friday"),
];

pub(super) const ASK: &str = "ask";
pub(super) const CHANGE: &str = "change";
pub(super) const TO: &str = "to";
pub(super) const STAFF: &str = "staff";
pub(super) const SHARE: &str = "share";
pub(super) const WITHIN: &str = "within";
pub(super) const PEOPLE: &str = "people";
pub(super) const SEED: &str = "seed";
pub(super) const REPLICATIONS: &str = "replications";

/// What may be asked, by the value of its radio.
pub(super) const WAITS: &str = "waits";
pub(super) const AGAINST: &str = "against";
pub(super) const ENOUGH: &str = "enough";
pub(super) const BACKLOG: &str = "backlog";

const USUAL: [(&str, &str); 7] = [
    (ASK, WAITS),
    (STAFF, "band7"),
    (SHARE, "0.95"),
    (WITHIN, "28"),
    (PEOPLE, "200"),
    (SEED, "1"),
    (REPLICATIONS, "20"),
];

/// All values that can be changed.
pub(super) fn values() -> impl Iterator<Item = &'static Value> {
    GROUPS.iter().flat_map(|(_, values)| values.iter())
}

/// A value's label.
pub(super) fn label(name: &str) -> &str {
    let known = [
        (WEEKDAYS, "Days of sittings"),
        (ROUTINE, "Routine of all referrals"),
        (CHANGE, "What is otherwise"),
        (TO, "Its other value"),
        (STAFF, "Whose posts"),
        (SHARE, "The share that is enough"),
        (WITHIN, "Seen within"),
        (PEOPLE, "People in the backlog"),
        (SEED, "Seed"),
        (REPLICATIONS, "Replications"),
    ];
    let field = known.iter().find(|(field, _)| *field == name).map(|(_, label)| *label);
    field.or_else(|| values().find(|value| value.name == name).map(|value| value.label)).unwrap_or(name)
}

/// What was asked for, as it was written, and what is wrong with it.
pub(super) struct Asked {
    written: Vec<(String, String)>,
    /// As the program brings it.
    pub(super) usual: Scenario,
    /// With what was written.
    pub(super) scenario: Scenario,
    pub(super) question: Question,
    pub(super) seed: u64,
    pub(super) replications: NonZeroU32,
    pub(super) errors: Errors,
}

impl Asked {
    /// # Errors
    /// When the program's own scenario cannot be read.
    pub(super) fn of(written: Vec<(String, String)>) -> Result<Self, ScenarioError> {
        let usual = Scenario::preset("service", &[])?;
        let mut asked = Self {
            scenario: usual.clone(),
            usual,
            question: Question::Waits,
            seed: 1,
            replications: NonZeroU32::MIN,
            errors: Errors::default(),
            written,
        };
        asked.read_scenario();
        asked.seed = asked.number(SEED, "a whole number").unwrap_or(1);
        let most = 200;
        let replications =
            asked.number(REPLICATIONS, "a whole number from 2 to 200").filter(|n| (2..=most).contains(n));
        match replications.and_then(NonZeroU32::new) {
            Some(number) => asked.replications = number,
            None => asked.wrong(REPLICATIONS, "it cannot be used (expected a whole number from 2 to 200)"),
        }
        asked.read_question();
        Ok(asked)
    }

    fn read_scenario(&mut self) {
        let mut settings: Vec<(String, String)> = values()
            .filter_map(|value| Some((value.name.to_owned(), self.found(value.name)?)))
            .filter(|(name, written)| *written != self.of_usual(name))
            .collect();
        if self.sent() {
            let days: Vec<String> = self.weekdays().iter().map(|day| format!("{day:?}")).collect();
            settings.push((WEEKDAYS.to_owned(), format!("[{}]", days.join(", "))));
        }
        // Each by itself first: all that is wrong is told at once.
        for (name, written) in &settings {
            if let Err(error) = self.usual.with(&as_scenario(name, written)) {
                self.wrong(name, &error.what);
            }
        }
        if self.errors.is_empty() {
            let settings: Vec<_> = settings.iter().flat_map(|(name, written)| as_scenario(name, written)).collect();
            match self.usual.with(&settings) {
                Ok(scenario) => self.scenario = scenario,
                Err(error) => self.wrong(&error.place, &error.what),
            }
        }
    }

    fn read_question(&mut self) {
        self.question = match self.value(ASK).as_str() {
            AGAINST => {
                let (change, to) = (self.value(CHANGE), self.value(TO));
                let known = change == WEEKDAYS || values().any(|value| value.name == change);
                if !known {
                    self.wrong(CHANGE, "nothing is chosen");
                } else if to.is_empty() {
                    self.wrong(TO, "nothing is written");
                }
                let to = if change == WEEKDAYS { listed(&to) } else { plain(&to) };
                if known && let Err(error) = self.scenario.with(&[(change.clone(), to.clone())]) {
                    self.wrong(TO, &error.what);
                }
                Question::Against(vec![(change, to)])
            }
            ENOUGH => {
                let share = self.number(SHARE, "a share from 0 to 1").unwrap_or_default();
                let days = self.number(WITHIN, "a whole number of days").unwrap_or_default();
                Question::Enough { staff: self.value(STAFF), share, days }
            }
            BACKLOG => Question::Backlog(self.number(PEOPLE, "a whole number of people").unwrap_or_default()),
            _ => Question::Waits,
        };
    }

    /// Puts down what a simulation says is wrong, beside its field.
    pub(super) fn refused(&mut self, error: &ScenarioError) {
        let field = match error.place.as_str() {
            "--share" => SHARE,
            "--within" => WITHIN,
            "--backlog" => PEOPLE,
            "--enough" => STAFF,
            other => other,
        };
        let field = field.to_owned();
        self.wrong(&field, &error.what);
    }

    /// Puts down what is wrong with a field.
    pub(super) fn wrong(&mut self, field: &str, what: &str) {
        self.errors.add(field, format!("{}: {what}", label(field)));
    }

    /// Whether the form was sent, or the page opened without it.
    fn sent(&self) -> bool {
        self.written.iter().any(|(field, _)| values().any(|value| value.name == field))
    }

    fn found(&self, name: &str) -> Option<String> {
        let as_it_is = matches!(name, MONTHS | DAYS_OF_WEEK);
        let written = self.written.iter().find(|(field, _)| field == name);
        let written = written.map(|(_, value)| if as_it_is { value.trim().to_owned() } else { plain(value) })?;
        (!written.is_empty()).then_some(written)
    }

    fn of_usual(&self, name: &str) -> String {
        // Posts may stand as a list of members.
        let posts = name.strip_prefix("staff.").and_then(|rest| rest.strip_suffix(".posts"));
        let all = self.usual.staff();
        let posts = posts.and_then(|staff| all.iter().find(|(known, _)| *known == staff));
        match posts {
            Some((_, posts)) => format!("{}", (posts * 10.0).round() / 10.0),
            None => self.usual.value(name).unwrap_or_default(),
        }
    }

    /// A field's value: as it was written, or as it is usually.
    pub(super) fn value(&self, name: &str) -> String {
        let usual = || USUAL.iter().find(|(field, _)| *field == name).map(|(_, value)| (*value).to_owned());
        let written = self.written.iter().find(|(field, _)| field == name).map(|(_, value)| value.trim().to_owned());
        written.filter(|written| !written.is_empty()).or_else(usual).unwrap_or_else(|| self.of_usual(name))
    }

    /// The days of sittings.
    pub(super) fn weekdays(&self) -> Vec<&'static str> {
        let usual = self.usual.value(WEEKDAYS).unwrap_or_default();
        let sent = self.sent();
        let chosen = |day: &str| {
            let written = self.written.iter().any(|(field, value)| field == WEEKDAYS && value == day);
            if sent { written } else { usual.contains(day) }
        };
        DAYS.iter().map(|(day, _)| *day).filter(|day| chosen(day)).collect()
    }

    fn number<N: std::str::FromStr>(&mut self, field: &str, expected: &str) -> Option<N> {
        let written = self.value(field);
        let number = plain(&written).parse().ok();
        if number.is_none() {
            self.wrong(field, &format!("{written:?} cannot be used (expected {expected})"));
        }
        number
    }

    /// The address of the same with something else asked.
    pub(super) fn address(&self, other: &[(&str, &str)]) -> String {
        let mut fields: Vec<(&str, String)> = values().map(|value| (value.name, self.value(value.name))).collect();
        fields.extend(self.weekdays().into_iter().map(|day| (WEEKDAYS, day.to_owned())));
        fields.extend([SEED, REPLICATIONS].map(|field| (field, self.value(field))));
        fields.extend(other.iter().map(|(field, value)| (*field, (*value).to_owned())));
        let query = form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        format!("{}?{query}", super::ADDRESS)
    }
}

/// What was written, as a scenario has it.
fn as_scenario(name: &str, written: &str) -> Vec<(String, String)> {
    let own = match name {
        MONTHS | DAYS_OF_WEEK => format!("[{}]", written.trim_matches(['[', ']'])),
        _ => written.to_owned(),
    };
    let routine = written.parse().ok().filter(|_| name == URGENT).map(|urgent: f64| {
        // Both are written with as many decimals, so that they are 1 together.
        (ROUTINE.to_owned(), format!("{:.6}", 1.0 - urgent))
    });
    [(name.to_owned(), own)].into_iter().chain(routine).collect()
}

/// A number without the commas between its thousands.
fn plain(written: &str) -> String {
    let written = written.trim();
    let number = written.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b',' | b'.'));
    if number { written.replace(',', "") } else { written.to_owned() }
}

/// Days in words, such as `tuesday, friday`, as a scenario lists them.
fn listed(written: &str) -> String {
    let days: Vec<String> = written
        .split([',', ' '])
        .filter(|day| !day.is_empty())
        .map(|day| format!("{:?}", day.to_lowercase()))
        .collect();
    format!("[{}]", days.join(", "))
}

/// The address at which these settings of the scenario stand in the form.
pub(super) fn address_of(settings: &[(String, String)]) -> String {
    let list = |value: &str| value.trim_matches(['[', ']']).replace('"', "");
    let fields = settings.iter().filter(|(name, _)| name != ROUTINE).flat_map(|(name, value)| {
        let values = list(value);
        if name == WEEKDAYS {
            values.split(", ").map(|day| (name.clone(), day.to_owned())).collect()
        } else {
            vec![(name.clone(), values)]
        }
    });
    format!("{}?{}", super::ADDRESS, form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish())
}
