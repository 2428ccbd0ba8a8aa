//! `docs/security/asvs.csv` says for every item of OWASP ASVS 5.0.0, levels 1 and 2, how it is met, and names what shows it.
//!
//! A row that says that something is absent is held to it here: a library or a call that would make it untrue fails.

use std::collections::BTreeMap;

use super::rust_source::{blank, tests_start};
use super::{Fault, Tree, named_tests};

const PATH: &str = "docs/security/asvs.csv";
const HEADER: &str = "id,level,about,state,reason,code,tests";

/// Sections, with the numbers of their items of level 1 and of level 2.
///
/// # Source
/// OWASP Application Security Verification Standard 5.0.0: 253 items.
const ITEMS: [(&str, &[u8], &[u8]); SECTIONS] = [
    ("1.1", &[], &[1, 2]),
    ("1.2", &[1, 2, 3, 4, 5], &[6, 7, 8, 9]),
    ("1.3", &[1, 2], &[3, 4, 5, 6, 7, 8, 9, 10, 11]),
    ("1.4", &[], &[1, 2, 3]),
    ("1.5", &[1], &[2]),
    ("2.1", &[1], &[2, 3]),
    ("2.2", &[1, 2], &[3]),
    ("2.3", &[1], &[2, 3, 4]),
    ("2.4", &[], &[1]),
    ("3.2", &[1, 2], &[]),
    ("3.3", &[1], &[2, 3, 4]),
    ("3.4", &[1, 2], &[3, 4, 5, 6]),
    ("3.5", &[1, 2, 3], &[4, 5]),
    ("3.7", &[], &[1, 2]),
    ("4.1", &[1], &[2, 3]),
    ("4.2", &[], &[1]),
    ("4.3", &[], &[1, 2]),
    ("4.4", &[1], &[2, 3, 4]),
    ("5.1", &[], &[1]),
    ("5.2", &[1, 2], &[3]),
    ("5.3", &[1, 2], &[]),
    ("5.4", &[], &[1, 2, 3]),
    ("6.1", &[1], &[2, 3]),
    ("6.2", &[1, 2, 3, 4, 5, 6, 7, 8], &[9, 10, 11, 12]),
    ("6.3", &[1, 2], &[3, 4]),
    ("6.4", &[1, 2], &[3, 4]),
    ("6.5", &[], &[1, 2, 3, 4, 5]),
    ("6.6", &[], &[1, 2, 3]),
    ("6.8", &[], &[1, 2, 3, 4]),
    ("7.1", &[], &[1, 2, 3]),
    ("7.2", &[1, 2, 3, 4], &[]),
    ("7.3", &[], &[1, 2]),
    ("7.4", &[1, 2], &[3, 4, 5]),
    ("7.5", &[], &[1, 2]),
    ("7.6", &[], &[1, 2]),
    ("8.1", &[1], &[2]),
    ("8.2", &[1, 2], &[3]),
    ("8.3", &[1], &[]),
    ("8.4", &[], &[1]),
    ("9.1", &[1, 2, 3], &[]),
    ("9.2", &[1], &[2, 3, 4]),
    ("10.1", &[], &[1, 2]),
    ("10.2", &[], &[1, 2]),
    ("10.3", &[], &[1, 2, 3, 4]),
    ("10.4", &[1, 2, 3, 4, 5], &[6, 7, 8, 9, 10, 11]),
    ("10.5", &[], &[1, 2, 3, 4, 5]),
    ("10.6", &[], &[1, 2]),
    ("10.7", &[], &[1, 2, 3]),
    ("11.1", &[], &[1, 2]),
    ("11.2", &[], &[1, 2, 3]),
    ("11.3", &[1, 2], &[3]),
    ("11.4", &[1], &[2, 3, 4]),
    ("11.5", &[], &[1]),
    ("11.6", &[], &[1]),
    ("12.1", &[1], &[2, 3]),
    ("12.2", &[1, 2], &[]),
    ("12.3", &[], &[1, 2, 3, 4]),
    ("13.1", &[], &[1]),
    ("13.2", &[], &[1, 2, 3, 4, 5]),
    ("13.3", &[], &[1, 2]),
    ("13.4", &[1], &[2, 3, 4, 5]),
    ("14.1", &[], &[1, 2]),
    ("14.2", &[1], &[2, 3, 4]),
    ("14.3", &[1], &[2, 3]),
    ("15.1", &[1], &[2, 3]),
    ("15.2", &[1], &[2, 3]),
    ("15.3", &[1], &[2, 3, 4, 5, 6, 7]),
    ("16.1", &[], &[1]),
    ("16.2", &[], &[1, 2, 3, 4, 5]),
    ("16.3", &[], &[1, 2, 3, 4]),
    ("16.4", &[], &[1, 2, 3]),
    ("16.5", &[], &[1, 2, 3]),
    ("17.1", &[], &[1]),
    ("17.2", &[], &[1, 2, 3, 4]),
    ("17.3", &[], &[1, 2]),
];
const SECTIONS: usize = 75;

/// Items of level 3 that the service holds itself to.
const BEYOND: [&str; 4] = ["1.2.10", "14.2.6", "14.2.7", "16.5.4"];

const STATES: [&str; 3] = ["pass", "not applicable", "open"];

/// Libraries that would make rows untrue, by the beginning of the rows' ids.
const LIBRARIES: [(&[&str], &[&str]); 11] = [
    (&["1.2.6"], &["ldap3", "ldap3_proto"]),
    (&["1.2.7", "1.5.1", "6.8.3"], &["quick-xml", "roxmltree", "xml-rs", "sxd-xpath", "libxml", "samael"]),
    (&["1.2.8"], &["tectonic"]),
    (&["1.2.9"], &["regex", "fancy-regex", "pcre2"]),
    (&["1.3.8"], &["j4rs"]),
    (&["1.3.9"], &["memcache", "async-memcached", "redis"]),
    (&["1.3.11", "6.6."], &["mail-send", "twilio"]),
    (&["1.3.6", "13.2.4", "13.2.5", "15.3.2"], &["ureq", "isahc", "attohttpc", "awc", "curl"]),
    (&["4.3."], &["async-graphql", "juniper"]),
    (&["4.4."], &["tungstenite", "tokio-tungstenite", "fastwebsockets", "soketto"]),
    (&["17."], &["webrtc", "turn", "srtp"]),
];

/// What no code of the program may say, with what it would make untrue.
const NO_CODE: [(&str, &str); 8] = [
    ("jni::", "1.3.8: there is no Java; the lock file has the name for Android alone"),
    ("reqwest", "13.2.4: other programs are asked in one place, which follows no redirect"),
    ("pbkdf2", "11.4.4: no key is made of a password"),
    ("process::Command", "1.2.5: the program runs no other program"),
    ("process::{Command", "1.2.5: the program runs no other program"),
    ("TcpStream::connect", "13.2.4: beside HTTP, one place makes connections to other programs"),
    ("UdpSocket", "13.2.4: the program speaks with its database alone"),
    ("from_utf8_unchecked", "1.4.1: memory is safe"),
];

/// The places that connect to other programs: one over HTTP, and one for whatever speaks something else.
const ASKS: [(&str, &str); 2] =
    [("crates/exchange/src/outgoing.rs", "reqwest"), ("crates/exchange/src/connection.rs", "TcpStream::connect")];

/// How a statement begins that stands elsewhere than in the store.
const NO_SQL: [&str; 3] = ["\"SELECT ", "\"INSERT INTO ", "\"DELETE FROM "];

/// What no script of pages may say.
const SCRIPT: &str = "crates/web/assets/app.js";
const NO_SCRIPT: [&str; 13] = [
    "innerHTML",
    "outerHTML",
    "insertAdjacentHTML",
    "document.write",
    "eval(",
    "new Function",
    "postMessage",
    "'message'",
    "sessionStorage",
    "indexedDB",
    "document.cookie",
    "__proto__",
    "Object.assign",
];

/// Every item has one row whose state, reason, code and tests hold.
pub fn check(tree: &Tree) -> Vec<Fault> {
    let Some(text) = tree.text(PATH) else {
        return vec![Fault::new(PATH, "is absent", "one row for each item of levels 1 and 2")];
    };
    let mut lines = text.lines().enumerate();
    if lines.next().is_none_or(|(_, header)| header != HEADER) {
        return vec![Fault::at(PATH, 1, "has another header", HEADER)];
    }
    let mut seen: BTreeMap<String, (u8, usize)> = items().map(|(id, level)| (id, (level, 0))).collect();
    let mut faults = Vec::new();
    for (index, line) in lines {
        let row = cells(line);
        let [id, level, about, state, reason, code, tests] = row.as_slice() else {
            faults.push(Fault::at(PATH, index + 1, "has another number of values", HEADER));
            continue;
        };
        let mut fault = |what: String, expected: &str| faults.push(Fault::at(PATH, index + 1, what, expected));
        match seen.get_mut(id) {
            Some((known, count)) if *level == known.to_string() => *count += 1,
            Some(_) => fault(format!("{id} has another level"), "that of the standard"),
            None => fault(format!("{id} is no item"), "an item of level 1 or 2, or one of those beyond"),
        }
        if !STATES.contains(&state.as_str()) {
            fault(format!("{state:?} is no state"), "pass, not applicable or open");
        }
        if about.is_empty() || reason.is_empty() {
            fault(format!("{id} says nothing"), "what it is about, and the reason of its state");
        }
        for path in listed(code).filter(|path| !tree.has(path)) {
            fault(format!("{path} does not exist"), "a file or folder of the project");
        }
        for test in listed(tests) {
            if let Err(what) = named_tests::find(tree, test) {
                fault(what, "path::test_name, of a test that exists");
            }
        }
        if state == "pass" && code.is_empty() && tests.is_empty() {
            fault(format!("{id} passes and names nothing"), "the code or the test that shows it");
        }
        if state != "open" {
            library_faults(tree, id, &mut fault);
        }
    }
    for (id, (_, count)) in seen.into_iter().filter(|(_, (_, count))| *count != 1) {
        faults.push(Fault::new(PATH, format!("{id} has {count} rows"), "one row for each item"));
    }
    faults.extend(absent_faults(tree));
    faults
}

fn library_faults(tree: &Tree, id: &str, fault: &mut impl FnMut(String, &str)) {
    let lock = tree.text("Cargo.lock").unwrap_or_default();
    for (ids, libraries) in LIBRARIES {
        if !ids.iter().any(|start| id == *start || (start.ends_with('.') && id.starts_with(start))) {
            continue;
        }
        for library in libraries.iter().filter(|name| lock.lines().any(|line| line == format!("name = \"{name}\""))) {
            fault(format!("{id} holds only without {library}"), "a row that tells what is so with it");
        }
    }
}

fn absent_faults(tree: &Tree) -> Vec<Fault> {
    let mut faults = Vec::new();
    let code = tree.rust().filter(|(path, _)| path.starts_with("crates/") && path.contains("/src/"));
    for (path, text) in code {
        let blanked = blank(text);
        let end = tests_start(&blanked);
        for (index, line) in blanked[..end].lines().enumerate() {
            let said = NO_CODE.iter().filter(|(needle, _)| line.contains(needle) && !ASKS.contains(&(path, *needle)));
            for (needle, expected) in said {
                faults.push(Fault::at(path, index + 1, format!("says {needle}"), *expected));
            }
        }
        let lines = blanked[..end].lines().count();
        for (index, line) in text.lines().take(lines).enumerate().filter(|_| !path.starts_with("crates/store/")) {
            if NO_SQL.iter().any(|start| line.contains(start)) {
                faults.push(Fault::at(path, index + 1, "holds a statement", "1.2.4: statements stand in the store"));
            }
        }
    }
    for (index, line) in tree.text(SCRIPT).unwrap_or_default().lines().enumerate() {
        let other_storage = line.contains("localStorage") && !line.contains("porch-keys");
        if other_storage || NO_SCRIPT.iter().any(|needle| line.contains(needle)) {
            faults.push(Fault::at(SCRIPT, index + 1, "does what a row says is not done", "docs/security/asvs.csv"));
        }
    }
    faults
}

/// How many rows stand where, in one line.
pub fn counts(tree: &Tree) -> String {
    let rows: Vec<Vec<String>> = tree.text(PATH).unwrap_or_default().lines().skip(1).map(cells).collect();
    let of = |state: &str, tested: bool| {
        let counts = |row: &&Vec<String>| {
            row.get(3).is_some_and(|own| own == state) && (!tested || row.get(6).is_some_and(|tests| !tests.is_empty()))
        };
        rows.iter().filter(counts).count()
    };
    format!(
        "asvs: {} pass ({} by test), {} not applicable ({} held by test), {} open",
        of("pass", false),
        of("pass", true),
        of("not applicable", false),
        of("not applicable", true),
        of("open", false)
    )
}

fn items() -> impl Iterator<Item = (String, u8)> {
    let numbered = ITEMS.into_iter().flat_map(|(section, first, second)| {
        let of = move |numbers: &'static [u8], level| {
            numbers.iter().map(move |number| (format!("{section}.{number}"), level))
        };
        of(first, 1).chain(of(second, 2))
    });
    numbered.chain(BEYOND.map(|id| (id.to_owned(), 3)))
}

fn listed(cell: &str) -> impl Iterator<Item = &str> {
    cell.split(';').map(str::trim).filter(|part| !part.is_empty())
}

/// The values of a line; one in quotes may hold commas, and quotes twice.
fn cells(line: &str) -> Vec<String> {
    let mut cells = vec![String::new()];
    let mut quoted = false;
    let mut characters = line.chars().peekable();
    while let Some(c) = characters.next() {
        let last = cells.len() - 1;
        match c {
            '"' if quoted && characters.peek() == Some(&'"') => {
                characters.next();
                cells[last].push('"');
            }
            '"' => quoted = !quoted,
            ',' if !quoted => cells.push(String::new()),
            c => cells[last].push(c),
        }
    }
    cells
}

#[cfg(test)]
mod tests {
    use super::*;

    const CODE: (&str, &str) = ("crates/web/src/a.rs", "fn it() {}\n\n#[test]\nfn it_holds() {}\n");

    /// The whole table, with the row of one id replaced, beside other files.
    fn faults_beside(id: &str, row: &str, others: &[(&str, &str)]) -> usize {
        let mut text = format!("{HEADER}\n");
        for (each, level) in items() {
            if each == id {
                text.push_str(row);
            } else {
                text.push_str(&format!("{each},{level},x,not applicable,\"y, z\",,\n"));
            }
        }
        let files = [(PATH, text.as_str()), CODE];
        check(&files.into_iter().chain(others.iter().copied()).collect()).len()
    }

    fn faults(id: &str, row: &str) -> usize {
        faults_beside(id, row, &[])
    }

    #[test]
    fn there_are_253_items_and_four_beyond() {
        assert_eq!(items().filter(|(_, level)| *level == 1).count(), 70);
        assert_eq!(items().filter(|(_, level)| *level < 3).count(), 253);
        assert_eq!(items().count(), 257);
    }

    #[test]
    fn a_row_that_names_what_is_there_passes() {
        let test = "crates/web/src/a.rs::it_holds";
        assert_eq!(faults("3.3.1", &format!("3.3.1,1,x,pass,y,crates/web/src/a.rs; crates/web/,{test}; {test}\n")), 0);
        assert_eq!(faults("3.3.1", "3.3.1,1,x,open,y,,\n"), 0);
    }

    #[test]
    fn an_absent_double_unknown_or_empty_row_fails() {
        for (row, many) in [
            ("", 1),
            ("3.3.1,1,x,open,y,,\n3.3.1,1,x,open,y,,\n", 1),
            ("3.3.1,1,x,open,y,,\n3.3.9,1,x,open,y,,\n", 1),
            ("3.3.1,1,x,open,,,\n", 1),
            ("3.3.1,1,,open,y,,\n", 1),
            ("3.3.1,2,x,open,y,,\n", 2),
            ("3.3.1,1,x,fine,y,,\n", 1),
            ("3.3.1,1,x,open\n", 2),
        ] {
            assert_eq!(faults("3.3.1", row), many, "{row}");
        }
        assert_eq!(check(&Tree::default()).len(), 1);
    }

    #[test]
    fn what_passes_names_code_or_a_test_that_exists() {
        assert_eq!(faults("3.3.1", "3.3.1,1,x,pass,y,,\n"), 1);
        assert_eq!(faults("3.3.1", "3.3.1,1,x,pass,y,crates/web/src/gone.rs,\n"), 1);
        assert_eq!(faults("3.3.1", "3.3.1,1,x,pass,y,,crates/web/src/a.rs::gone\n"), 1);
        assert_eq!(faults("3.3.1", "3.3.1,1,x,pass,y,,crates/web/src/a.rs::it\n"), 1);
    }

    #[test]
    fn a_library_that_would_make_a_row_apply_fails_until_the_row_says_so() {
        let row = "4.4.1,1,x,not applicable,y,,\n";
        let lock = |name: &str| format!("[[package]]\nname = \"{name}\"\n");
        for (name, many) in [("tungstenite", 4), ("quick-xml", 3), ("regex", 1), ("regex-automata", 0), ("serde", 0)] {
            assert_eq!(faults_beside("4.4.1", row, &[("Cargo.lock", &lock(name))]), many, "{name}");
        }
        let open = "1.2.9,2,x,open,y,,\n";
        assert_eq!(faults_beside("1.2.9", open, &[("Cargo.lock", &lock("regex"))]), 0);
    }

    #[test]
    fn what_is_said_to_be_absent_fails_when_it_comes() {
        let row = "3.3.1,1,x,open,y,,\n";
        for (path, text, many) in [
            ("crates/app/src/b.rs", "fn a() { std::process::Command::new(x); }", 1),
            ("crates/app/src/b.rs", "fn a() { \"process::Command\"; }", 0),
            ("crates/app/src/b.rs", "const A: &str = \"SELECT 1\";", 1),
            ("crates/store/src/b.rs", "const A: &str = \"SELECT 1\";", 0),
            ("crates/app/src/b.rs", "fn a() { TcpStream::connect(x); }", 1),
            ("crates/exchange/src/outgoing.rs", "fn a() { TcpStream::connect(x); }", 1),
            ("crates/exchange/src/connection.rs", "fn a() { TcpStream::connect(x); }", 0),
            ("crates/exchange/src/connection.rs", "use reqwest::Client;", 1),
            ("crates/app/src/b.rs", "use reqwest::Client;", 1),
            ("crates/exchange/src/outgoing.rs", "use reqwest::Client;", 0),
            ("crates/exchange/src/outgoing.rs", "use jni::JNIEnv;", 1),
            (SCRIPT, "a.innerHTML = b", 1),
            (SCRIPT, "eval(a)", 1),
            (SCRIPT, "window.addEventListener('message', f)", 1),
            (SCRIPT, "localStorage.setItem('porch-keys', a)", 0),
            (SCRIPT, "localStorage.setItem('name', a)", 1),
        ] {
            assert_eq!(faults_beside("3.3.1", row, &[(path, text)]), many, "{text}");
        }
    }

    #[test]
    fn states_are_counted() {
        let text = format!(
            "{HEADER}\n1.1.1,2,x,pass,y,z,t\n1.1.2,2,x,pass,y,z,\n1.2.6,2,x,not applicable,y,,t\n1.2.1,1,x,open,y,,\n"
        );
        let tree: Tree = [(PATH, text.as_str())].into_iter().collect();
        assert_eq!(counts(&tree), "asvs: 2 pass (1 by test), 1 not applicable (1 held by test), 1 open");
    }
}
