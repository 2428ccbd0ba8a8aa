//! The directory of the file: services outside our teams.

use super::{
    Reading, is_plain_code,
    names::Names,
    section::{Report, Section, Spot},
};
use crate::{
    footprint::{DirectoryEntry, DirectoryKind, Seeker, telephone},
    front_door::Now,
};

pub(super) fn read(root: &mut Section<'_, '_>, reading: &mut Reading) -> Vec<DirectoryEntry> {
    let mut entries = Vec::new();
    let (mut codes, mut names) = (Names::default(), Names::default());
    for (index, mut section) in root.sections(&mut reading.report, "directory").into_iter().enumerate() {
        let code: Option<String> = section.get(&mut reading.report, "code");
        if let Some(code) = &code {
            let spot = section.spot(&reading.report, "code");
            if !is_plain_code(code, '_') {
                let what = format!("\"{code}\" is no code");
                reading.report.problem(&spot, what, "small letters, digits and underscores, a letter first");
            }
            codes.add(&mut reading.report, code, index, &spot);
        }
        let name = reading.public_text(&mut section, "name");
        if let Some(name) = &name {
            let spot = section.spot(&reading.report, "name");
            names.add(&mut reading.report, name, index, &spot);
        }
        if let (Some(code), Some(name), Some(entry)) = (code, name, read_entry(&mut section, reading)) {
            entries.push(DirectoryEntry { code, name, ..entry });
        }
        section.finish(&mut reading.report);
    }
    entries
}

/// Everything of an entry but its code and name.
fn read_entry(section: &mut Section<'_, '_>, reading: &mut Reading) -> Option<DirectoryEntry> {
    let about = reading.public_text(section, "about");
    let kind = section.get(&mut reading.report, "kind");
    let for_situations = section.list::<Now>(&mut reading.report, "for_situations");
    let who = section.list::<Seeker>(&mut reading.report, "who");
    check_readers(section, &mut reading.report, kind, &for_situations, &who);
    let number: Option<String> = section.maybe(&mut reading.report, "number");
    let by_text = section.maybe(&mut reading.report, "by_text").unwrap_or(false);
    let number_note = reading.maybe_public_text(section, "number_note");
    let web: Option<String> = section.maybe(&mut reading.report, "web");
    let demonstration = section.maybe(&mut reading.report, "demonstration").unwrap_or(false);
    check_ways(section, &mut reading.report, number.as_deref(), web.as_deref(), demonstration);
    let hours = if section.has("number") {
        reading.public_text(section, "hours")
    } else {
        reading.maybe_public_text(section, "hours")
    };
    let around_the_clock = section.maybe(&mut reading.report, "around_the_clock").unwrap_or(false);
    let accepts_under_18 = section.maybe(&mut reading.report, "accepts_under_18").unwrap_or(false);
    if accepts_under_18 && kind.is_some_and(|kind| kind != DirectoryKind::YoungPeople) {
        let spot = section.spot(&reading.report, "accepts_under_18");
        reading.report.problem(&spot, "a service that is not for young people", "kind = \"young_people\" beside it");
    }
    let owner = section.get(&mut reading.report, "owner");
    let last_checked = reading.last_checked(section);
    let source = reading.source(section);
    Some(DirectoryEntry {
        code: String::new(),
        name: String::new(),
        about: about?,
        kind: kind?,
        for_situations: for_situations.into_iter().map(|(situation, _)| situation).collect(),
        who: who.into_iter().map(|(seeker, _)| seeker).collect(),
        number,
        by_text,
        number_note,
        web,
        hours,
        around_the_clock,
        owner: owner?,
        last_checked,
        demonstration,
        accepts_under_18,
        source: source?,
    })
}

/// For whom an entry is.
fn check_readers(
    section: &Section<'_, '_>,
    report: &mut Report,
    kind: Option<DirectoryKind>,
    for_situations: &[(Now, Spot)],
    who: &[(Seeker, Spot)],
) {
    let spot = section.spot(report, "for_situations");
    if section.lacks("for_situations") {
        report.problem(&spot, "for nobody", "at least one situation, or \"any\" by itself");
    }
    again(report, for_situations);
    again(report, who);
    let any = for_situations.iter().any(|(situation, _)| *situation == Now::NotSaid);
    if any && for_situations.len() > 1 {
        report.problem(&spot, "\"any\" beside another", "\"any\" by itself");
    }
    // Where only some are shown it, or only those who chose something, a glance at the screen says something of her.
    if kind == Some(DirectoryKind::DomesticAbuse) && !(any && who.is_empty()) {
        report.problem(
            &spot,
            "domestic abuse, and not shown to everybody",
            "for_situations = [\"any\"] and no \"who\"",
        );
    }
}

fn again<T: PartialEq>(report: &mut Report, listed: &[(T, Spot)]) {
    for (index, (value, spot)) in listed.iter().enumerate() {
        if listed.iter().take(index).any(|(earlier, _)| earlier == value) {
            report.problem(spot, "the same again", "each once");
        }
    }
}

/// How it can be reached.
fn check_ways(
    section: &Section<'_, '_>,
    report: &mut Report,
    number: Option<&str>,
    web: Option<&str>,
    demonstration: bool,
) {
    let spot = section.spot(report, "number");
    if !["number", "number_note", "web"].iter().any(|way| section.has(way)) {
        report.problem(&spot, "no way to reach it", "a number, a number_note that says how, or a web address");
    }
    if let Some(number) = number {
        if !telephone::is_number(number) {
            let expected = "digits and single spaces, at least three digits";
            report.problem(&spot, format!("\"{number}\" is no telephone number"), expected);
        } else if demonstration && !telephone::is_for_drama(number) {
            let what = format!("\"{number}\" may be somebody's");
            report.problem(
                &spot,
                what,
                "for a demonstration, a number that Ofcom keeps for drama, such as 01632 960 011",
            );
        } else if !demonstration && telephone::is_for_drama(number) {
            report.problem(
                &spot,
                format!("\"{number}\" is nobody's"),
                "demonstration = true beside a number for drama",
            );
        }
    }
    if let Some(wrong) = web.filter(|web| !is_web_address(web)) {
        let expected = "a host, and a path if need be, without https://, such as www.example.org/help";
        report.problem(&section.spot(report, "web"), format!("\"{wrong}\" is no web address"), expected);
    }
}

/// A host of at least two labels, and a path of plain characters: nothing that could be anything but an address.
fn is_web_address(text: &str) -> bool {
    let (host, path) = text.split_once('/').unwrap_or((text, ""));
    let labels: Vec<&str> = host.split('.').collect();
    let is_label = |label: &&str| {
        !label.is_empty()
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
    };
    labels.len() >= 2
        && labels.iter().all(is_label)
        && labels.last().is_some_and(|last| last.bytes().all(|byte| byte.is_ascii_lowercase()))
        && path.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_./".contains(&byte))
}
