//! Honest tests and portable text: what must not be found in any file.

use super::rust_source::{blank, line_of, tests_start};
use super::{Fault, Tree};

/// Folders of one machine; written in two parts so that this file passes its own rule.
const MACHINE_PATHS: [&str; 3] = [concat!("/wo", "rk/"), concat!("/ro", "ot/"), concat!("/ho", "me/")];

/// Hosts from which package managers download.
const REGISTRY_HOSTS: [&str; 8] = [
    concat!("registry.", "npmjs.org"),
    concat!("registry.", "yarnpkg.com"),
    concat!("index.", "crates.io"),
    concat!("static.", "crates.io"),
    concat!("files.", "pythonhosted.org"),
    concat!("pypi.org", "/simple"),
    concat!("proxy.", "golang.org"),
    concat!("deb.", "debian.org"),
];

/// In any Rust code: each is a test that is not run, or work that is not done.
const UNFINISHED: [(&str, &str); 3] = [
    ("#[ignore", "a test that runs, or none"),
    ("todo!", "code that is finished"),
    ("unimplemented!", "code that is finished"),
];

/// In browser tests: skipped, repeated or sleeping.
const BROWSER: [&str; 9] =
    [".skip(", ".todo(", ".only(", "skip:", "todo:", "retries", "retry", "setTimeout(", "waitForTimeout("];

/// No ignored, repeated or sleeping tests, nothing unfinished, and no text that holds on one machine only.
pub fn check(tree: &Tree) -> Vec<Fault> {
    let mut faults = Vec::new();
    for (path, text) in tree.rust() {
        rust_faults(path, text, &mut faults);
    }
    for (path, text) in tree.texts() {
        if path.starts_with("tests/browser/") && path.ends_with(".mjs") {
            find_all(
                path,
                text,
                &BROWSER,
                "tests run once, wait for what they expect, and are not skipped",
                &mut faults,
            );
        }
        if path.ends_with("nextest.toml") {
            find_all(path, text, &["retries", "flaky"], "tests run once", &mut faults);
        }
        if path.ends_with("package-lock.json") {
            find_all(path, text, &["\"resolved\": \"http"], "omit-lockfile-registry-resolved=true", &mut faults);
        }
        if !path.ends_with("Cargo.lock") && !path.ends_with("package-lock.json") {
            portable_faults(path, text, &mut faults);
        }
    }
    faults
}

fn rust_faults(path: &str, text: &str, faults: &mut Vec<Fault>) {
    let blanked = blank(text);
    for (needle, expected) in UNFINISHED {
        find_all(path, &blanked, &[needle], expected, faults);
    }
    let is_test_file = path.contains("/tests/") || path.starts_with("dev/testkit/");
    let start = if is_test_file { 0 } else { tests_start(&blanked) };
    let before = line_of(&blanked, start) - 1;
    for (index, line) in blanked[start..].lines().enumerate() {
        if line.contains("thread::sleep") || line.contains("time::sleep") {
            faults.push(Fault::at(
                path,
                before + index + 1,
                "a test sleeps",
                "wait for what is expected, or move the clock",
            ));
        }
    }
}

fn find_all(path: &str, text: &str, needles: &[&str], expected: &str, faults: &mut Vec<Fault>) {
    for (index, line) in text.lines().enumerate().filter(|(_, line)| !line.trim_start().starts_with("//")) {
        for needle in needles.iter().filter(|needle| line.contains(**needle)) {
            faults.push(Fault::at(path, index + 1, format!("says {needle}"), expected));
        }
    }
}

fn portable_faults(path: &str, text: &str, faults: &mut Vec<Fault>) {
    for (index, line) in text.lines().enumerate() {
        for folder in MACHINE_PATHS.iter().filter(|folder| starts_a_path(line, folder)) {
            faults.push(Fault::at(path, index + 1, format!("names {folder}"), "a path relative to the project"));
        }
        for host in REGISTRY_HOSTS.iter().filter(|host| line.contains(**host)) {
            faults.push(Fault::at(
                path,
                index + 1,
                format!("names {host}"),
                "registries are each machine's own choice",
            ));
        }
    }
}

/// Whether `folder` stands at the start of a path, not in the middle of an address.
fn starts_a_path(line: &str, folder: &str) -> bool {
    line.match_indices(folder).any(|(at, _)| {
        let before = line[..at].chars().next_back();
        !before.is_some_and(|c| c.is_alphanumeric() || "._-/}*".contains(c))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn faults(path: &str, text: &str) -> usize {
        check(&[(path, text)].into_iter().collect()).len()
    }

    #[test]
    fn ignored_and_unfinished_rust_fails() {
        for text in [
            "#[ignore]\nfn a() {}",
            "#[ignore = \"slow\"]\nfn a() {}",
            "fn a() { todo!() }",
            "fn a() { unimplemented!() }",
        ] {
            assert_eq!(faults("crates/domain/src/lib.rs", text), 1, "{text}");
        }
        assert_eq!(faults("crates/domain/src/lib.rs", "// todo!\nfn a() { \"#[ignore]\"; }"), 0);
    }

    #[test]
    fn a_test_that_sleeps_fails() {
        let sleeping = "fn a() {}\n\n#[cfg(test)]\nmod tests {\n    fn b() { std::thread::sleep(c); }\n}\n";
        assert_eq!(faults("crates/domain/src/lib.rs", sleeping), 1);
        assert_eq!(faults("crates/domain/tests/a.rs", "fn b() { tokio::time::sleep(c).await; }"), 1);
        assert_eq!(faults("crates/porch/src/main.rs", "fn b() { std::thread::sleep(c); }"), 0);
    }

    #[test]
    fn browser_tests_that_skip_repeat_or_sleep_fail() {
        for text in
            ["test.skip('a', f)", "test('a', { todo: true }, f)", "const retries = 2;", "await page.waitForTimeout(5)"]
        {
            assert_eq!(faults("tests/browser/a.test.mjs", text), 1, "{text}");
        }
    }

    #[test]
    fn repeated_tests_fail() {
        assert_eq!(faults(".config/nextest.toml", "[profile.default]\nretries = 2\n"), 1);
    }

    #[test]
    fn machine_paths_fail_and_addresses_pass() {
        for folder in MACHINE_PATHS {
            assert_eq!(faults("README.md", &format!("see {folder}main")), 1);
            assert_eq!(faults("README.md", &format!("see https://example.org{folder}main")), 0);
        }
    }

    #[test]
    fn registry_hosts_fail_outside_lock_files_and_addresses_inside_them() {
        for host in REGISTRY_HOSTS {
            assert_eq!(faults("README.md", &format!("https://{host}/x")), 1);
        }
        assert_eq!(faults("tests/browser/package-lock.json", "\"resolved\": \"https://x\""), 1);
        assert_eq!(faults("Cargo.lock", REGISTRY_HOSTS[2]), 0);
    }
}
