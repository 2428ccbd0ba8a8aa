//! Holds our components to the fixtures that nhsuk-frontend ships for its own: for each set of options, the same HTML.

#![allow(clippy::unwrap_used, reason = "a test may fail by panicking, in its helpers too")]

mod display;
mod fields;
mod frame;
mod normalise;
mod options;
mod report;

use std::path::Path;

use maud::Markup;
use serde_json::{Map, Value};

use options::{NotOffered, Options};

type Mapper = fn(&Options) -> Markup;

/// The components in use, and how a fixture's options become ours.
const COMPONENTS: [(&str, Mapper); 31] = [
    ("action-link", frame::action_link),
    ("back-link", frame::back_link),
    ("breadcrumb", frame::breadcrumb),
    ("button", frame::button),
    ("card", display::card),
    ("character-count", fields::character_count),
    ("checkboxes", fields::checkboxes),
    ("date-input", fields::date_input),
    ("details", display::details),
    ("do-dont-list", display::do_dont_list),
    ("error-message", fields::error_message),
    ("error-summary", fields::error_summary),
    ("fieldset", fields::fieldset),
    ("file-upload", fields::file_upload),
    ("footer", frame::footer),
    ("header", frame::header),
    ("hint", fields::hint),
    ("input", fields::input),
    ("inset-text", display::inset_text),
    ("label", fields::label),
    ("notification-banner", display::notification_banner),
    ("pagination", frame::pagination),
    ("panel", display::panel),
    ("radios", fields::radios),
    ("select", fields::select),
    ("skip-link", frame::skip_link),
    ("summary-list", display::summary_list),
    ("tables", display::table),
    ("tag", display::tag),
    ("textarea", fields::textarea),
    ("warning-callout", display::warning_callout),
];

/// What became of a fixture.
pub enum Outcome {
    /// The same HTML.
    Same,
    /// It has options that our function does not offer; these.
    NotOffered(Vec<String>),
    /// Other HTML; the first difference.
    Different(String),
}

/// A fixture and what became of it.
pub struct Checked {
    /// Its component.
    pub component: &'static str,
    /// Its name and description.
    pub name: String,
    /// What became of it.
    pub outcome: Outcome,
}

/// The options of a fixture. A block that the caller hands over is `html`, as it is for every component but the
/// three that have no such option.
fn fixture_options(component: &str, fixture: &Map<String, Value>) -> Map<String, Value> {
    let mut options = fixture["context"].as_object().unwrap().clone();
    if let Some(block) = fixture.get("callBlock") {
        let key = match component {
            "card" | "error-summary" | "footer" => "callBlock",
            _ => "html",
        };
        options.insert(key.to_owned(), block.clone());
    }
    options
}

fn check(component: &'static str, mapper: Mapper, fixture: &Map<String, Value>) -> Checked {
    let name = match fixture.get("description").and_then(Value::as_str) {
        Some(description) => format!("{} ({description})", fixture["name"].as_str().unwrap()),
        None => fixture["name"].as_str().unwrap().to_owned(),
    };
    let options = fixture_options(component, fixture);
    let not_offered = NotOffered::default();
    let markup = {
        let options = Options::new(&options, &not_offered);
        mapper(&options)
    };
    let not_offered: Vec<String> = not_offered.into_inner().into_iter().collect();
    let outcome = if not_offered.is_empty() {
        match normalise::difference(fixture["html"].as_str().unwrap(), &markup.0) {
            None => Outcome::Same,
            Some(difference) => Outcome::Different(difference),
        }
    } else {
        Outcome::NotOffered(not_offered)
    };
    Checked { component, name, outcome }
}

fn fixtures(component: &str) -> Vec<Value> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/vendor/nhsuk-frontend-10.6.1/fixtures");
    let text = std::fs::read_to_string(folder.join(format!("{component}.json"))).unwrap();
    let file: Value = serde_json::from_str(&text).unwrap();
    file["fixtures"].as_array().unwrap().clone()
}

fn check_all() -> Vec<Checked> {
    let mut checked = Vec::new();
    for (component, mapper) in COMPONENTS {
        for fixture in fixtures(component) {
            checked.push(check(component, mapper, fixture.as_object().unwrap()));
        }
    }
    checked
}

#[test]
fn components_give_the_library_s_html_for_the_options_that_they_offer() {
    let checked = check_all();
    let different: Vec<String> = checked
        .iter()
        .filter_map(|fixture| match &fixture.outcome {
            Outcome::Different(difference) => Some(format!("{}: {}: {difference}", fixture.component, fixture.name)),
            Outcome::Same | Outcome::NotOffered(_) => None,
        })
        .collect();
    let same = checked.iter().filter(|fixture| matches!(fixture.outcome, Outcome::Same)).count();
    println!("{same} of {} fixtures are reproduced", checked.len());
    assert!(different.is_empty(), "{} differ:\n{}", different.len(), different.join("\n"));
    assert!(same * 100 >= checked.len() * 95, "only {same} of {} are reproduced", checked.len());
}

#[test]
fn the_list_of_what_is_not_offered_is_current() {
    report::assert_current(&report::report(&check_all()));
}

#[test]
fn an_option_that_nobody_reads_is_reported() {
    let fixture = serde_json::json!({
        "name": "invented",
        "context": { "text": "Save", "sparkle": true, "variant": "invisible" },
        "html": "<button class=\"nhsuk-button\" data-module=\"nhsuk-button\" type=\"submit\">Save</button>",
    });
    let checked = check("button", frame::button, fixture.as_object().unwrap());
    let Outcome::NotOffered(options) = checked.outcome else {
        panic!("the invented options were accepted");
    };
    assert_eq!(options, ["sparkle = true", "variant = \"invisible\""]);
}

#[test]
fn a_fixture_whose_class_is_changed_is_found_different() {
    for (component, mapper) in COMPONENTS {
        let fixture = fixtures(component)
            .into_iter()
            .find(|fixture| matches!(check(component, mapper, fixture.as_object().unwrap()).outcome, Outcome::Same));
        let mut fixture = fixture.unwrap_or_else(|| panic!("no fixture of {component} is reproduced"));
        let changed = fixture["html"].as_str().unwrap().replacen("class=\"nhsuk-", "class=\"nhsuk-x-", 1);
        fixture["html"] = Value::String(changed);
        let checked = check(component, mapper, fixture.as_object().unwrap());
        assert!(matches!(checked.outcome, Outcome::Different(_)), "{component}");
    }
}
