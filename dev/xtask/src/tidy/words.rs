//! One word for one idea: what GLOSSARY.md says must not be said, in names and on public pages.

use super::exceptions::Exceptions;
use super::rust_source::{blank, declared, tests_start};
use super::table::{backticked, rows};
use super::{Fault, Tree};

const GLOSSARY: &str = "GLOSSARY.md";
const TERMS: [&str; 5] = ["field's term", "in code", "MHSDS", "FHIR R4", "not"];
const FILE_NAMES: [&str; 2] = ["no file is called", "because"];
const PUBLIC: [&str; 2] = ["public pages never say", "they say"];
const DECLARING: [&str; 6] = ["fn", "struct", "enum", "trait", "type", "mod"];

/// A name that uses a word which the glossary rules out.
pub struct OddName {
    /// Its file.
    pub path: String,
    /// Its line; none for the file's own name.
    pub line: Option<usize>,
    /// The name.
    pub name: String,
    /// The word in it.
    pub word: String,
}

/// Names and public wording keep to the glossary.
pub fn check(tree: &Tree) -> Vec<Fault> {
    let Some(glossary) = tree.text(GLOSSARY) else {
        return vec![Fault::new(GLOSSARY, "is absent", "the words of this project")];
    };
    let mut faults = Vec::new();
    for header in [&TERMS[..], &FILE_NAMES, &PUBLIC] {
        match rows(glossary, header) {
            Err(line) => faults.push(Fault::at(GLOSSARY, line, "has another number of cells", "as many as the header")),
            Ok(rows) if rows.is_empty() => {
                faults.push(Fault::new(
                    GLOSSARY,
                    format!("has no table | {} |", header.join(" | ")),
                    "at least one row",
                ));
            }
            Ok(_) => {}
        }
    }
    let exceptions = Exceptions::of(tree);
    for odd in odd_names(tree) {
        if exceptions.word.iter().any(|entry| entry.name == odd.name) {
            continue;
        }
        let place = odd.line.map_or(odd.path.clone(), |line| format!("{} line {line}", odd.path));
        let expected = format!("the word that {GLOSSARY} gives, or a reason in {}", super::exceptions::PATH);
        faults.push(Fault::new(place, format!("the name {} says \"{}\"", odd.name, odd.word), expected));
    }
    faults.extend(public_faults(tree, glossary));
    faults
}

/// Every name of the crates that the glossary rules out, listed as an exception or not.
pub fn odd_names(tree: &Tree) -> Vec<OddName> {
    let Some(glossary) = tree.text(GLOSSARY) else { return Vec::new() };
    let terms = column(glossary, &TERMS, 4);
    let file_names = column(glossary, &FILE_NAMES, 0);
    let mut found = Vec::new();
    for (path, text) in tree.rust() {
        found.extend(odd_file_name(path, &file_names));
        if !path.starts_with("crates/") || path.contains("/tests/") {
            continue;
        }
        let blanked = blank(text);
        let code = &blanked[..tests_start(&blanked)];
        for (line, name) in declared(code, &DECLARING) {
            if let Some(word) = said(&split(name), &terms) {
                found.push(OddName { path: path.to_owned(), line: Some(line), name: name.to_owned(), word });
            }
        }
    }
    found
}

fn odd_file_name(path: &str, ruled_out: &[String]) -> Option<OddName> {
    let name = path.strip_suffix("/mod.rs").unwrap_or(path.trim_end_matches(".rs")).rsplit('/').next()?;
    let word = said(&split(name), ruled_out)?;
    Some(OddName { path: path.to_owned(), line: None, name: name.to_owned(), word })
}

fn public_faults(tree: &Tree, glossary: &str) -> Vec<Fault> {
    let never = column(glossary, &PUBLIC, 0);
    let mut faults = Vec::new();
    for (path, text) in tree.texts() {
        if !path.starts_with("crates/web/locales/") || !path.ends_with("/public.ftl") {
            continue;
        }
        for (index, line) in text.lines().enumerate().filter(|(_, line)| !line.trim_start().starts_with('#')) {
            let starts_message = line.starts_with(|c: char| c == '-' || c.is_ascii_alphabetic());
            let wording = if starts_message { line.split_once('=').map_or("", |(_, value)| value) } else { line };
            let spoken: Vec<String> = wording
                .split(|c: char| !c.is_alphanumeric())
                .filter(|word| !word.is_empty())
                .map(str::to_lowercase)
                .collect();
            if let Some(word) = said(&spoken, &never) {
                faults.push(Fault::at(
                    path,
                    index + 1,
                    format!("says \"{word}\""),
                    format!("plain words, see {GLOSSARY}"),
                ));
            }
        }
    }
    faults
}

/// The words in backticks of one column; words outside backticks are advice to people.
fn column(glossary: &str, header: &[&str], index: usize) -> Vec<String> {
    let rows = rows(glossary, header).unwrap_or_default();
    rows.iter().flat_map(|row| backticked(&row.cells[index])).map(str::to_lowercase).collect()
}

/// The first of `terms` (one word or several in order) that is among `words`, in the singular or the plural.
fn said(words: &[String], terms: &[String]) -> Option<String> {
    let says = |term: &&String| {
        let wanted: Vec<&str> = term.split_whitespace().collect();
        !wanted.is_empty()
            && words.windows(wanted.len()).any(|window| {
                window
                    .iter()
                    .zip(&wanted)
                    .all(|(word, wanted)| word == wanted || word.strip_suffix('s') == Some(wanted))
            })
    };
    terms.iter().find(says).cloned()
}

/// The words of a camel-case or snake-case name, in lower case.
fn split(name: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut previous = '_';
    let mut characters = name.chars().peekable();
    while let Some(c) = characters.next() {
        if c.is_alphanumeric() {
            let next_is_lower = characters.peek().is_some_and(|next| next.is_lowercase());
            let starts =
                !previous.is_alphanumeric() || (c.is_uppercase() && (!previous.is_uppercase() || next_is_lower));
            if starts {
                words.push(String::new());
            }
            if let Some(word) = words.last_mut() {
                word.extend(c.to_lowercase());
            }
        }
        previous = c;
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    const WORDS: &str = "| field's term | in code | MHSDS | FHIR R4 | not |\n|---|---|---|---|---|\n\
        | referral | `Referral` | – | – | `ticket`, `referral request`, request (of a person) |\n\n\
        | no file is called | because |\n|---|---|\n| `utils` | it says nothing |\n\n\
        | public pages never say | they say |\n|---|---|\n| `service user` | you |\n";

    fn faults(path: &str, text: &str, list: &str) -> Vec<Fault> {
        check(&[(GLOSSARY, WORDS), (path, text), (super::super::exceptions::PATH, list)].into_iter().collect())
    }

    #[test]
    fn names_split_into_words() {
        assert_eq!(split("HTTPServerId2"), ["http", "server", "id2"]);
        assert_eq!(split("received_at"), ["received", "at"]);
    }

    #[test]
    fn a_ruled_out_word_in_a_name_fails_unless_listed() {
        for text in ["struct TicketOpened;", "fn open_tickets() {}", "enum ReferralRequest {}", "mod ticket;"] {
            assert_eq!(faults("crates/domain/src/lib.rs", text, "").len(), 1, "{text}");
        }
        let list = "[[word]]\nname = \"ReferralRequest\"\nreason = \"MHSDS table\"\n";
        assert_eq!(faults("crates/domain/src/lib.rs", "enum ReferralRequest {}", list), []);
    }

    #[test]
    fn parts_of_words_comments_advice_and_tests_pass() {
        for text in [
            "fn ticketing() {}",
            "// a ticket\nstruct ServiceRequest;",
            "fn a() { \"fn ticket\"; }",
            "fn a() {}\n#[cfg(test)]\nmod tests {\n    fn no_ticket() {}\n}\n",
        ] {
            assert_eq!(faults("crates/domain/src/lib.rs", text, ""), [], "{text}");
        }
    }

    #[test]
    fn a_file_is_named_for_what_it_holds() {
        for path in ["crates/app/src/utils.rs", "dev/testkit/src/utils/mod.rs", "crates/app/src/date_utils.rs"] {
            assert_eq!(faults(path, "", "").len(), 1, "{path}");
        }
    }

    #[test]
    fn public_wording_says_none_of_the_words() {
        let path = "crates/web/locales/en/public.ftl";
        for text in ["a = For each Service User.", "a =\n    Service users\n"] {
            assert_eq!(faults(path, text, "").len(), 1, "{text}");
        }
        assert_eq!(faults(path, "# service user\nservice-user = For you, the service has users\n", ""), []);
        assert_eq!(faults("crates/web/locales/en/staff.ftl", "a = service user", ""), []);
    }

    #[test]
    fn a_glossary_without_its_tables_fails() {
        assert_eq!(check(&[(GLOSSARY, "")].into_iter().collect()).len(), 3);
        assert_eq!(check(&Tree::default()).len(), 1);
    }
}
