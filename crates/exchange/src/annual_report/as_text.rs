//! The report for a terminal: warnings first, then the table, and every definition in full.

use std::iter::repeat_n;

use jiff::Timestamp;
use porch_domain::measure::{AnnualReport, TeamFigures};

use super::{DEFINITIONS, WHOSE_DEFINITIONS, printed, table::figures};

/// Columns of a terminal that the prose keeps to.
const WIDTH: usize = 100;
/// The widest column of a team; a longer name goes over several lines.
const TEAM_WIDTH: usize = 16;
/// Teams beside each other; more of them go below.
const TEAMS_ACROSS: usize = 4;

/// The report as plain text, a table with a column for each team and one for all.
pub fn text(report: &AnnualReport, as_at: Timestamp) -> String {
    let mut out = String::new();
    for warning in &report.warnings {
        paragraph(&mut out, "Warning: ", warning);
    }
    if !report.warnings.is_empty() {
        out.push('\n');
    }
    let history = report.history_from.map_or("no history held".to_owned(), |from| format!("history held from {from}"));
    let period = report.period;
    line(&mut out, &format!("Annual report {} to {}, as at {}, {history}", period.from, period.to, printed(as_at)));
    out.push('\n');
    let teams: Vec<&TeamFigures> = report.teams.iter().chain([&report.all]).collect();
    for across in teams.chunks(TEAMS_ACROSS) {
        table(&mut out, across);
        out.push('\n');
    }
    reasons(&mut out, &report.teams);
    line(&mut out, "Definitions");
    out.push('\n');
    paragraph(&mut out, "", WHOSE_DEFINITIONS);
    for (figure, sentence) in DEFINITIONS {
        out.push('\n');
        line(&mut out, figure);
        paragraph(&mut out, "    ", sentence);
    }
    out
}

fn table(out: &mut String, teams: &[&TeamFigures]) {
    let columns: Vec<_> = teams.iter().map(|team| figures(team)).collect();
    let headings: Vec<Vec<String>> = teams.iter().map(|team| wrapped(&team.team, TEAM_WIDTH)).collect();
    let label_width = columns.iter().flatten().map(|(_, label, _)| label.chars().count()).max().unwrap_or_default();
    let widths: Vec<usize> = columns
        .iter()
        .zip(&headings)
        .map(|(column, heading)| {
            let values = column.iter().map(|(_, _, value)| value.chars().count());
            heading.iter().map(|part| part.chars().count()).chain(values).max().unwrap_or_default()
        })
        .collect();
    let mut row = |label: &str, cells: Vec<&str>| {
        let mut text = padded(label, label_width, Side::Right);
        for (cell, width) in cells.iter().zip(&widths) {
            text.push_str("  ");
            text.push_str(&padded(cell, *width, Side::Left));
        }
        line(out, &text);
    };
    let height = headings.iter().map(Vec::len).max().unwrap_or_default();
    for level in 0..height {
        // Names end on the same line, just above their numbers.
        let cell = |heading: &'_ Vec<String>| (level + heading.len()).checked_sub(height);
        row("", headings.iter().map(|heading| cell(heading).map_or("", |at| heading[at].as_str())).collect());
    }
    let rows = columns.first().map_or(0, |column| column.len());
    for place in 0..rows {
        row(columns[0][place].1, columns.iter().map(|column| column[place].2.as_str()).collect());
    }
}

fn reasons(out: &mut String, teams: &[TeamFigures]) {
    for team in teams.iter().filter(|team| !team.rejection_reasons.is_empty()) {
        line(out, &format!("Rejection reasons, {} (a rejection with several counts under each)", team.team));
        for reason in &team.rejection_reasons {
            let count = padded(&reason.count.to_string(), 8, Side::Left);
            paragraph(out, &format!("{count}  "), &on_one_line(&reason.label));
        }
        out.push('\n');
    }
}

/// Free text without line breaks and control characters, which a terminal would obey.
fn on_one_line(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

/// Where the spaces of a cell stand.
#[derive(Clone, Copy)]
enum Side {
    Left,
    Right,
}

/// A text filled up with spaces; characters are counted, not bytes, so that a dash in a name keeps the columns in line.
fn padded(text: &str, width: usize, side: Side) -> String {
    let spaces = repeat_n(' ', width.saturating_sub(text.chars().count()));
    match side {
        Side::Left => spaces.chain(text.chars()).collect(),
        Side::Right => text.chars().chain(spaces).collect(),
    }
}

fn line(out: &mut String, text: &str) {
    out.push_str(text.trim_end());
    out.push('\n');
}

/// Prose, wrapped, each line after the same first words or as many spaces.
fn paragraph(out: &mut String, first: &str, text: &str) {
    let indent = first.chars().count();
    for (place, part) in wrapped(text, WIDTH - indent).iter().enumerate() {
        let start = if place == 0 { first.to_owned() } else { " ".repeat(indent) };
        line(out, &format!("{start}{part}"));
    }
}

/// A text as lines of no more than so many characters; a longer word has a line to itself.
fn wrapped(text: &str, width: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        match lines.last_mut() {
            Some(last) if last.chars().count() + 1 + word.chars().count() <= width => {
                last.push(' ');
                last.push_str(word);
            }
            Some(_) | None => lines.push(word.to_owned()),
        }
    }
    lines
}
