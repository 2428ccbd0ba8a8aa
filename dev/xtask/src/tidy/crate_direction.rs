//! Crates depend downwards only, as ARCHITECTURE.md draws them.

use super::{Fault, Tree};

/// Crate folder under `crates/`, and the crates that it may use.
const EDGES: [(&str, &[&str]); 7] = [
    ("porch", &["web", "app", "store", "exchange", "planning", "domain"]),
    ("web", &["app", "exchange", "domain"]),
    ("app", &["store", "planning", "domain"]),
    ("store", &["domain"]),
    ("planning", &["domain"]),
    ("exchange", &["domain"]),
    ("domain", &[]),
];

/// Folders under `dev/`; these may use any crate.
const DEV: [&str; 2] = ["testkit", "xtask"];

/// Every manifest names only crates that lie below it, and takes the workspace's lints.
pub fn check(tree: &Tree) -> Vec<Fault> {
    let mut faults = Vec::new();
    for (path, text) in tree.texts() {
        let Some((room, folder)) = path.strip_suffix("/Cargo.toml").and_then(|folder| folder.split_once('/')) else {
            continue;
        };
        let allowed = match room {
            "crates" => EDGES.iter().find(|(name, _)| *name == folder).map(|(_, below)| Some(*below)),
            "dev" => DEV.contains(&folder).then_some(None),
            _ => continue,
        };
        let Some(allowed) = allowed else {
            faults.push(Fault::new(
                path,
                format!("the crate {room}/{folder} is not listed"),
                "a new crate needs an ADR",
            ));
            continue;
        };
        match toml::from_str::<toml::Table>(text) {
            Ok(manifest) => manifest_faults(path, folder, allowed, &manifest, &mut faults),
            Err(error) => faults.push(Fault::new(path, error.message().to_owned(), "a Cargo manifest")),
        }
    }
    faults
}

fn manifest_faults(
    path: &str,
    folder: &str,
    allowed: Option<&[&str]>,
    manifest: &toml::Table,
    faults: &mut Vec<Fault>,
) {
    let inherits = manifest.get("lints").and_then(|lints| lints.get("workspace")).and_then(toml::Value::as_bool);
    if inherits != Some(true) {
        faults.push(Fault::new(path, "does not take the workspace's lints", "[lints] workspace = true"));
    }
    let Some(allowed) = allowed else { return };
    for (kind, used) in used_crates(manifest) {
        let for_tests = kind == "dev-dependencies" && used == "testkit";
        if !for_tests && !allowed.contains(&used.as_str()) {
            let below = if allowed.is_empty() { "no other crate".to_owned() } else { allowed.join(", ") };
            faults.push(Fault::new(
                path,
                format!("{folder} uses {used} in {kind}"),
                format!("{folder} may use {below}"),
            ));
        }
    }
}

/// Our own crates that a manifest names, with the table that names them; `porch-store` is `store`.
fn used_crates(manifest: &toml::Table) -> Vec<(&'static str, String)> {
    let targets = manifest.get("target").and_then(toml::Value::as_table);
    let tables = targets.into_iter().flat_map(|targets| targets.values()).filter_map(toml::Value::as_table);
    let mut found = Vec::new();
    for table in std::iter::once(manifest).chain(tables) {
        for kind in ["dependencies", "dev-dependencies", "build-dependencies"] {
            let Some(dependencies) = table.get(kind).and_then(toml::Value::as_table) else { continue };
            for (key, value) in dependencies {
                let package = value.get("package").and_then(toml::Value::as_str).unwrap_or(key);
                if let Some(name) = package.strip_prefix("porch-") {
                    found.push((kind, name.to_owned()));
                } else if package == "porch" {
                    found.push((kind, package.to_owned()));
                }
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    const LINTS: &str = "[lints]\nworkspace = true\n";

    fn faults(path: &str, manifest: &str) -> Vec<Fault> {
        let text = format!("{LINTS}{manifest}");
        check(&[(path, text.as_str())].into_iter().collect())
    }

    #[test]
    fn the_drawn_edges_are_allowed() {
        let manifest = "[dependencies]\nporch-store.workspace = true\nporch-domain.workspace = true\n[dev-dependencies]\nporch-testkit.workspace = true\n";
        assert_eq!(faults("crates/app/Cargo.toml", manifest), []);
        assert_eq!(faults("dev/testkit/Cargo.toml", "[dependencies]\nporch-web.workspace = true\n"), []);
    }

    #[test]
    fn web_never_uses_store_under_any_name() {
        for manifest in [
            "[dependencies]\nporch-store.workspace = true\n",
            "[dev-dependencies]\nporch-store.workspace = true\n",
            "[dependencies]\nrows = { package = \"porch-store\", path = \"../store\" }\n",
            "[target.'cfg(unix)'.dependencies]\nporch-store.workspace = true\n",
        ] {
            assert_eq!(faults("crates/web/Cargo.toml", manifest).len(), 1, "{manifest}");
        }
    }

    #[test]
    fn the_domain_uses_no_crate_of_ours() {
        assert_eq!(faults("crates/domain/Cargo.toml", "[dependencies]\nporch-planning.workspace = true\n").len(), 1);
    }

    #[test]
    fn the_testkit_is_for_tests_only() {
        assert_eq!(faults("crates/app/Cargo.toml", "[dependencies]\nporch-testkit.workspace = true\n").len(), 1);
    }

    #[test]
    fn an_unlisted_crate_fails() {
        assert_eq!(faults("crates/misc/Cargo.toml", "").len(), 1);
        assert_eq!(faults("dev/misc/Cargo.toml", "").len(), 1);
    }

    #[test]
    fn a_crate_without_the_lints_fails() {
        assert_eq!(check(&[("crates/domain/Cargo.toml", "")].into_iter().collect()).len(), 1);
    }
}
