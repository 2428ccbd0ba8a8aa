//! The list of questionnaires in `docs/reference/instruments.md`, written from the definitions.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails where it stands")]

use std::{fmt::Write as _, path::Path};

use porch_domain::{
    footprint::ADULT,
    screening::{Cutoff, Definition, Instruments, TextPack},
};

/// Text in a cell of a table.
fn cell(text: &str) -> String {
    text.replace('|', "\\|").replace('\n', " ")
}

fn cutoff(of: &str, one: &Cutoff) -> String {
    let source = one.source().unwrap_or("as the instrument's own source says");
    format!("| {of} | `{}` | {} | {} |\n", one.id(), one.limits(), cell(source))
}

fn about(one: &Definition) -> String {
    let all = Instruments::shipped();
    let mut text = format!("\n## {}\n\n{} (`{}`)\n\n", one.short_title(), one.title(), one.id());
    let total = one.range().map_or_else(|| "no total".to_owned(), |(low, high)| format!("{low} to {high}"));
    let packs: Vec<&TextPack> = all.packs().filter(|pack| pack.instrument() == one.id()).collect();
    let languages: Vec<&str> = packs.iter().map(|pack| pack.language()).collect();
    let wording = match (packs.is_empty(), one.can_be_sent()) {
        (false, _) => format!("comes with the program in: {}", languages.join(", ")),
        (true, true) => "not with the program: a site adds its own, with its right".to_owned(),
        (true, false) => "none: it is never sent".to_owned(),
    };
    let age = if one.can_be_sent() {
        format!("{ADULT}, unless the local rules name an earlier age")
    } else {
        "never".to_owned()
    };
    let asked = if one.can_be_asked() { "yes" } else { "no" };
    let rows = [
        ("version", one.version().to_owned()),
        ("definition (SHA-256)", format!("`{}`", one.hash())),
        ("items", one.items().len().to_string()),
        ("total", total),
        ("written down by staff", asked.to_owned()),
        ("wording", wording),
        ("rights", cell(one.rights())),
        ("sent from the age of", age),
        ("cited as", cell(one.citation())),
    ];
    text.push_str("| what | |\n|---|---|\n");
    for (what, said) in rows {
        writeln!(text, "| {what} | {said} |").unwrap();
    }
    let of_groups = one.subscales().iter().flat_map(|group| group.cutoffs().iter().map(move |cut| (group.id(), cut)));
    let cutoffs: Vec<_> = one.cutoffs().iter().map(|cut| ("total", cut)).chain(of_groups).collect();
    if !cutoffs.is_empty() {
        text.push_str("\n| cut-off of | name | where | source |\n|---|---|---|---|\n");
        text.extend(cutoffs.into_iter().map(|(of, cut)| cutoff(of, cut)));
    }
    if one.asks_of_risk() {
        text.push_str("\n| risk | items | an answer worth | source |\n|---|---|---|---|\n");
        for rule in one.risk_rules() {
            let source = rule.source().unwrap_or("as the instrument's own source says");
            let (domain, items) = (rule.domain().label(), rule.items().join(", "));
            writeln!(text, "| {domain} | {items} | {} | {} |", rule.limits(), cell(source)).unwrap();
        }
    }
    text
}

// H04, S3
#[test]
fn the_list_of_questionnaires_is_what_the_definitions_say() {
    let mut expected = "# Questionnaires\n\n\
         Written by a test; to write it again: `UPDATE_REFERENCE=1 cargo test -p porch-domain --test instruments_reference`.\n\n\
         What comes with the program, from `instruments/definitions/` and `instruments/packs/`. Where a questionnaire has no rule about risk, it says nothing of risk.\n"
        .to_owned();
    for one in Instruments::shipped().definitions() {
        expected.push_str(&about(one));
    }
    assert!(expected.contains("| risk |") && expected.contains("| cut-off of |") && expected.contains("## PHQ-9"));
    let name = "docs/reference/instruments.md";
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(name);
    if std::env::var_os("UPDATE_REFERENCE").is_some() {
        std::fs::write(&file, &expected).unwrap();
    }
    let committed = std::fs::read_to_string(&file).unwrap_or_default();
    assert!(committed == expected, "{name} is out of date: run the test with UPDATE_REFERENCE=1");
}
