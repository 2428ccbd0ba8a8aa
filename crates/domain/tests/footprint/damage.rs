//! A damaged file is read or refused with reasons, never half read.

use porch_domain::footprint::{Footprint, TeamRole};

use crate::{DORSET, KENT_MEDWAY, SHIPPED, problems::RIGHT};

/// The one that has most kinds of table.
const ONE_SERVICE: &str = SHIPPED[7].1;

/// What holds of every answer: a footprint keeps its promises, a refusal says where and why.
fn check(text: &str) {
    match Footprint::parse(text) {
        Ok(footprint) => {
            let doors = footprint.teams().iter().filter(|team| team.role == TeamRole::FrontDoor).count();
            assert_eq!((doors, footprint.front_door().role), (1, TeamRole::FrontDoor));
        }
        Err(problems) => {
            assert!(!problems.is_empty(), "refused without a reason:\n{text}");
            assert!(problems.is_sorted_by_key(|problem| problem.line));
            let lines = 1 + text.bytes().filter(|byte| *byte == b'\n').count();
            assert!(problems.iter().all(|problem| (1..=lines).contains(&problem.line)), "{problems:?}");
            assert!(problems.iter().all(|problem| !problem.what.is_empty() && !problem.expected.is_empty()));
        }
    }
}

#[test]
fn a_file_without_any_one_of_its_lines_is_read_or_refused_with_reasons() {
    for text in [RIGHT, KENT_MEDWAY, DORSET, ONE_SERVICE] {
        for removed in 0..text.lines().count() {
            let kept = text.lines().enumerate().filter(|(index, _)| *index != removed).map(|(_, line)| line);
            check(&kept.collect::<Vec<_>>().join("\n"));
        }
    }
}

#[test]
fn a_file_cut_short_anywhere_is_read_or_refused_with_reasons() {
    for (end, _) in RIGHT.char_indices() {
        check(&RIGHT[..end]);
    }
}

#[test]
fn a_file_with_a_stray_character_is_read_or_refused_with_reasons() {
    for (place, _) in RIGHT.char_indices().step_by(3) {
        for stray in ["\"", "[", "=", "\n", "\u{0}", "9"] {
            check(&format!("{}{stray}{}", &RIGHT[..place], &RIGHT[place..]));
        }
    }
}

#[test]
fn windows_line_ends_change_nothing_but_the_hash() {
    let windows = KENT_MEDWAY.replace('\n', "\r\n");
    assert_eq!(Footprint::parse(&windows), Footprint::parse(KENT_MEDWAY));
    assert_ne!(Footprint::content_hash(&windows), Footprint::content_hash(KENT_MEDWAY));
}
