//! The annual report as a document for other programs.

use jiff::Timestamp;
use porch_domain::measure::AnnualReport;

/// What each figure counts, by its name in files.
pub const DEFINITIONS: &[(&str, &str)] = &[
    ("referrals", "Referrals of women and birthing people received in the period, by the team first asked."),
    ("rejected_percent", "Rejected, of all that were received."),
];

/// The report as JSON.
#[must_use]
pub fn json(report: &AnnualReport, as_at: Timestamp) -> String {
    let period = serde_json::json!({ "from": report.period.from, "to": report.period.to });
    serde_json::json!({ "period": period, "as_at": as_at }).to_string()
}

/// The report as CSV.
#[must_use]
pub fn csv(report: &AnnualReport, as_at: Timestamp) -> String {
    let rows = report.teams.iter().map(|team| format!("{},{}\r\n", team.team.replace(',', ";"), team.referrals));
    format!("team,referrals as at {as_at}\r\n{}", rows.collect::<String>())
}
