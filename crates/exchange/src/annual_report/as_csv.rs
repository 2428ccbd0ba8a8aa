//! The report for a spreadsheet: one row a team, one column a figure.

use jiff::Timestamp;
use porch_domain::measure::{AnnualReport, ReasonCount, TeamFigures};

use super::{printed, table::figures};
use crate::spreadsheet::{line, without_formula};

/// One row a team and a last one for all teams; the columns are named as the keys of the JSON report.
///
/// Period, instant and warnings stand in every row, so that a row says by itself what it counts. No text can be taken
/// for a formula. There is no byte order mark: whoever offers it as a file for a spreadsheet puts one in front.
///
/// # Source
/// Formula injection: OWASP ASVS 5.0, 1.2.10.
pub fn csv(report: &AnnualReport, as_at: Timestamp) -> String {
    let mut out = String::new();
    let figure_names = figures(&report.all).map(|(key, _, _)| key.to_owned());
    let names = ["team", "period_from", "period_to", "as_at"].map(str::to_owned).into_iter();
    let last = ["rejection_reasons", "history_from", "warnings"].map(str::to_owned);
    line(&mut out, names.chain(figure_names).chain(last));
    for team in report.teams.iter().chain([&report.all]) {
        line(&mut out, row(report, as_at, team));
    }
    out
}

fn row(report: &AnnualReport, as_at: Timestamp, team: &TeamFigures) -> impl Iterator<Item = String> {
    let first =
        [without_formula(&team.team), report.period.from.to_string(), report.period.to.to_string(), printed(as_at)];
    let last = [
        without_formula(&reasons(&team.rejection_reasons)),
        report.history_from.map(|date| date.to_string()).unwrap_or_default(),
        without_formula(&report.warnings.join("; ")),
    ];
    first.into_iter().chain(figures(team).map(|(_, _, value)| value)).chain(last)
}

/// All reasons in one cell, as "label: count".
fn reasons(reasons: &[ReasonCount]) -> String {
    let each: Vec<String> = reasons.iter().map(|reason| format!("{}: {}", reason.label, reason.count)).collect();
    each.join("; ")
}
