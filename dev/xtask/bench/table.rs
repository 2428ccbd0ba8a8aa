//! `docs/performance.md` and the figures behind it, `docs/performance.json`: what is measured anew takes the place of what
//! stood there.

use std::{collections::BTreeMap, path::Path};

use serde::{Deserialize, Serialize};

use crate::measure::{Bar, Line, Spread, Standing};

/// The figures of one benchmark.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Measured {
    /// The day of the run, UTC.
    pub on: String,
    /// The machine, in words.
    pub machine: String,
    /// Its lines.
    pub lines: Vec<Line>,
}

const BEGIN: &str = "<!-- written by cargo xtask bench -->";
const END: &str = "<!-- end of what is written -->";

/// Puts what was measured in its place, in the figures and on the page.
///
/// # Errors
/// When either cannot be read or written.
pub fn write(root: &Path, name: &str, measured: Measured, order: &[&str]) -> Result<(), String> {
    let (figures, page) = (root.join("docs/performance.json"), root.join("docs/performance.md"));
    let fails = |path: &Path, error: &dyn std::fmt::Display| format!("error: {}: {error}", path.display());
    let mut all: BTreeMap<String, Measured> = match std::fs::read_to_string(&figures) {
        Ok(text) => serde_json::from_str(&text).map_err(|error| fails(&figures, &error))?,
        Err(_) => BTreeMap::new(),
    };
    all.insert(name.to_owned(), measured);
    let text = serde_json::to_string_pretty(&all).map_err(|error| fails(&figures, &error))?;
    std::fs::write(&figures, text + "\n").map_err(|error| fails(&figures, &error))?;
    let before = std::fs::read_to_string(&page).map_err(|error| fails(&page, &error))?;
    let after = replaced(&before, &table(&all, order)).ok_or_else(|| fails(&page, &"has no place for the table"))?;
    std::fs::write(&page, after).map_err(|error| fails(&page, &error))
}

fn replaced(page: &str, table: &str) -> Option<String> {
    let (head, rest) = page.split_once(BEGIN)?;
    let (_, tail) = rest.split_once(END)?;
    Some(format!("{head}{BEGIN}\n\n{table}\n{END}{tail}"))
}

fn table(all: &BTreeMap<String, Measured>, order: &[&str]) -> String {
    let measured: Vec<&Measured> = order.iter().filter_map(|name| all.get(*name)).collect();
    let mut runs: Vec<String> = measured.iter().map(|one| format!("{}: {}.", one.on, one.machine)).collect();
    runs.dedup();
    let mut text = runs.join("\n");
    text.push_str("\n\n| what | product | probe beside it | ratio | bar (goal) | |\n|---|---|---|---|---|---|\n");
    for line in measured.iter().flat_map(|one| &one.lines) {
        text.push_str(&row(line));
    }
    text
}

/// A line as the page shows it.
pub fn row(line: &Line) -> String {
    let spread = |spread: &Spread, unit: &str| {
        let unit = if unit.is_empty() { String::new() } else { format!(" {unit}") };
        let ends = format!(" ({} to {}, {} rounds)", figure(spread.least), figure(spread.most), spread.rounds);
        format!("{}{unit}{}", figure(spread.middle), if spread.rounds > 1 { ends } else { String::new() })
    };
    let goal_behind = |bar: f64, goal: f64| if bar == goal { String::new() } else { format!(" ({goal})") };
    let bar = match line.bar {
        Bar::AtLeast { bar, goal } => format!("at least {bar}{}", goal_behind(bar, goal)),
        Bar::AtMost { bar, goal } => format!("at most {bar}{}", goal_behind(bar, goal)),
        Bar::None => "–".to_owned(),
    };
    let standing = match line.standing() {
        Standing::Goal => "goal",
        Standing::Bar => "bar",
        Standing::Short => "**short**",
        Standing::Told => "",
    };
    let what = if line.note.is_empty() { line.what.clone() } else { format!("{}: {}", line.what, line.note) };
    let or_dash = |part: Option<String>| part.unwrap_or_else(|| "–".to_owned());
    format!(
        "| {what} | {} | {} | {} | {bar} | {standing} |\n",
        spread(&line.product, &line.unit),
        or_dash(line.probe.as_ref().map(|probe| spread(probe, &line.unit))),
        or_dash(line.ratio.as_ref().map(|ratio| spread(ratio, ""))),
    )
}

/// Three digits that count, and thousands apart.
fn figure(number: f64) -> String {
    if number.abs() < 100.0 {
        return format!("{number:.digits$}", digits = if number.abs() < 10.0 { 2 } else { 1 });
    }
    let whole = format!("{number:.0}");
    let mut text = String::new();
    for (at, digit) in whole.chars().enumerate() {
        if at > 0 && (whole.len() - at).is_multiple_of(3) && digit.is_ascii_digit() && text != "-" {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_table_is_replaced() {
        let page = format!("above\n{BEGIN}\nold\n{END}\nbelow\n");
        assert_eq!(replaced(&page, "new\n").unwrap(), format!("above\n{BEGIN}\n\nnew\n\n{END}\nbelow\n"));
        assert_eq!(replaced("no place", "new"), None);
    }

    #[test]
    fn a_line_shows_what_it_is_held_to() {
        let bar = Bar::AtLeast { bar: 0.6, goal: 0.8 };
        let line = Line::beside("receiving", "a second", bar, &[(7_000.0, 10_000.0), (5_000.0, 10_000.0)]);
        assert_eq!(
            row(&line),
            "| receiving | 6,000 a second (5,000 to 7,000, 2 rounds) | 10,000 a second (10,000 to 10,000, 2 rounds) \
             | 0.60 (0.50 to 0.70, 2 rounds) | at least 0.6 (0.8) | bar |\n"
        );
    }

    #[test]
    fn a_bar_without_a_goal_behind_it_stands_alone() {
        let line = Line::alone("waiting", "s", Bar::AtMost { bar: 3.0, goal: 3.0 }, &[2.0]);
        assert_eq!(row(&line), "| waiting | 2.00 s | – | – | at most 3 | bar |\n");
    }

    #[test]
    fn figures_are_short() {
        assert_eq!([0.256, 12.34, 1234.5, 1_000_000.0].map(figure), ["0.26", "12.3", "1,234", "1,000,000"]);
    }
}
