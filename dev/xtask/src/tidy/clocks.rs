//! Time, ids and randomness come in from outside: the lint that says so is in force.

use super::rust_source::{blank, line_of};
use super::{Fault, Tree};

const PATH: &str = "clippy.toml";

/// What only the composition root may call.
const DISALLOWED: [&str; 5] =
    ["jiff::Timestamp::now", "jiff::Zoned::now", "std::time::SystemTime::now", "uuid::Uuid::now_v7", "getrandom::fill"];

/// `clippy.toml` lists the clocks and the dice with a reason, and only `crates/porch` and `dev` set the lint aside.
pub fn check(tree: &Tree) -> Vec<Fault> {
    let settings: toml::Table = tree.text(PATH).and_then(|text| toml::from_str(text).ok()).unwrap_or_default();
    let methods = settings.get("disallowed-methods").and_then(toml::Value::as_array);
    let text_of = |entry: &toml::Value, key: &str| entry.get(key).and_then(toml::Value::as_str).map(str::to_owned);
    let listed: Vec<String> = methods
        .into_iter()
        .flatten()
        .filter(|entry| text_of(entry, "reason").is_some_and(|reason| !reason.is_empty()))
        .filter_map(|entry| text_of(entry, "path"))
        .collect();
    let mut faults: Vec<Fault> = DISALLOWED
        .into_iter()
        .filter(|method| !listed.iter().any(|path| path == method))
        .map(|method| Fault::new(PATH, format!("{method} is not disallowed"), "an entry with its reason"))
        .collect();
    for (path, text) in tree.rust().filter(|(path, _)| !path.starts_with("crates/porch/") && !path.starts_with("dev/"))
    {
        let blanked = blank(text);
        if let Some(at) = blanked.find("disallowed_methods") {
            let line = line_of(&blanked, at);
            faults.push(Fault::at(
                path,
                line,
                "sets disallowed_methods aside",
                "only crates/porch reads clocks and draws ids",
            ));
        }
    }
    faults
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settings(methods: &[&str]) -> String {
        let entries = methods.iter().map(|path| format!("{{ path = \"{path}\", reason = \"x\" }}"));
        format!("disallowed-methods = [{}]\n", entries.collect::<Vec<_>>().join(", "))
    }

    #[test]
    fn the_whole_list_passes() {
        assert_eq!(check(&[(PATH, settings(&DISALLOWED).as_str())].into_iter().collect()), []);
    }

    #[test]
    fn a_method_that_is_no_longer_listed_fails() {
        assert_eq!(check(&[(PATH, settings(&DISALLOWED[1..]).as_str())].into_iter().collect()).len(), 1);
        assert_eq!(check(&Tree::default()).len(), DISALLOWED.len());
    }

    #[test]
    fn setting_the_lint_aside_outside_the_composition_root_fails() {
        let settings = settings(&DISALLOWED);
        let code = "#[allow(clippy::disallowed_methods)]\nfn now() {}\n";
        let with = |path| check(&[(PATH, settings.as_str()), (path, code)].into_iter().collect()).len();
        assert_eq!(with("crates/store/src/lib.rs"), 1);
        assert_eq!(with("crates/porch/src/main.rs"), 0);
    }
}
