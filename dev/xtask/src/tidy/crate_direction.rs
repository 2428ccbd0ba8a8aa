//! Crates depend downwards only, as ARCHITECTURE.md draws them.

use super::{Fault, Tree, exceptions::Exceptions};

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
const DEV: [&str; 5] = ["fuzz", "model", "powercut", "testkit", "xtask"];

/// Every manifest names only crates that lie below it, and takes the workspace's lints; where the list of exceptions names
/// it, they are its own, the same but for unsafe code.
pub fn check(tree: &Tree) -> Vec<Fault> {
    let excepted = Exceptions::of(tree).unsafe_code;
    let own = workspace_lints(tree).map(denying_unsafe_code);
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
            Ok(manifest) => {
                let own = own.as_ref().filter(|_| excepted.iter().any(|entry| entry.path == path));
                lint_faults(path, &manifest, own, &mut faults);
                manifest_faults(path, folder, allowed, &manifest, &mut faults);
            }
            Err(error) => faults.push(Fault::new(path, error.message().to_owned(), "a Cargo manifest")),
        }
    }
    faults
}

/// The manifests of crates that do not take the workspace's lints.
pub fn own_lints(tree: &Tree) -> Vec<String> {
    let manifests = tree.texts().filter(|(path, _)| path.ends_with("/Cargo.toml"));
    let own = manifests.filter(|(_, text)| toml::from_str(text).is_ok_and(|manifest| !inherits(&manifest)));
    own.map(|(path, _)| path.to_owned()).collect()
}

fn inherits(manifest: &toml::Table) -> bool {
    manifest.get("lints").and_then(|lints| lints.get("workspace")).and_then(toml::Value::as_bool) == Some(true)
}

fn workspace_lints(tree: &Tree) -> Option<toml::Value> {
    let root: toml::Table = toml::from_str(tree.text("Cargo.toml")?).ok()?;
    root.get("workspace")?.get("lints").cloned()
}

/// The same lints, with unsafe code denied, which a module may set aside, and not forbidden.
fn denying_unsafe_code(mut lints: toml::Value) -> toml::Value {
    if let Some(rust) = lints.get_mut("rust").and_then(toml::Value::as_table_mut) {
        rust.insert("unsafe_code".to_owned(), "deny".into());
    }
    lints
}

fn lint_faults(path: &str, manifest: &toml::Table, own: Option<&toml::Value>, faults: &mut Vec<Fault>) {
    let lints = manifest.get("lints");
    match own {
        None if !inherits(manifest) => {
            faults.push(Fault::new(path, "does not take the workspace's lints", "[lints] workspace = true"));
        }
        Some(own) if lints != Some(own) => {
            let expected = "the workspace's, with unsafe_code = \"deny\"";
            faults.push(Fault::new(path, "has lints of its own that differ by more than unsafe code", expected));
        }
        None | Some(_) => {}
    }
}

fn manifest_faults(
    path: &str,
    folder: &str,
    allowed: Option<&[&str]>,
    manifest: &toml::Table,
    faults: &mut Vec<Fault>,
) {
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

    #[test]
    fn an_excepted_crate_has_the_lints_but_for_unsafe_code() {
        let root = "[workspace.lints.rust]\nunsafe_code = \"forbid\"\nmissing_docs = \"warn\"\n";
        let list = "[[unsafe_code]]\npath = \"dev/testkit/Cargo.toml\"\nreason = \"x\"\n";
        let faults = |list: &str, lints: &str| {
            let files =
                [("Cargo.toml", root), (super::super::exceptions::PATH, list), ("dev/testkit/Cargo.toml", lints)];
            check(&files.into_iter().collect()).len()
        };
        let own = "[lints.rust]\nunsafe_code = \"deny\"\nmissing_docs = \"warn\"\n";
        assert_eq!(faults(list, own), 0);
        assert_eq!(faults("", own), 1);
        assert_eq!(faults(list, "[lints.rust]\nunsafe_code = \"allow\"\nmissing_docs = \"warn\"\n"), 1);
        assert_eq!(faults(list, "[lints.rust]\nunsafe_code = \"deny\"\n"), 1);
    }
}
