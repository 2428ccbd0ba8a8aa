//! The figures of a team as a spreadsheet and a terminal show them.

use porch_domain::measure::TeamFigures;

use super::{partners, percent};

/// Each figure that is one value: its key, what a reader calls it, and its value as text.
pub(super) fn figures(team: &TeamFigures) -> [(&'static str, &'static str, String); 17] {
    let percent = |per_mille| format!("{:.1}", percent(per_mille));
    let count = |count: u64| count.to_string();
    [
        ("referrals", "Referrals", count(team.referrals)),
        ("people", "People", count(team.people)),
        ("accepted", "Accepted", count(team.accepted)),
        ("rejected", "Rejected", count(team.rejected)),
        ("signposted", "Signposted", count(team.signposted)),
        ("withdrawn", "Withdrawn", count(team.withdrawn)),
        ("pending", "Pending", count(team.pending)),
        ("rejected_percent", "Rejected, % of received", percent(team.rejected_per_mille())),
        ("rejected_percent_of_decided", "Rejected, % of decided", percent(team.rejected_per_mille_of_decided())),
        ("re_referrals_after_rejection", "Re-referrals after rejection", count(team.re_referrals_after_rejection)),
        ("re_referrals_after_discharge", "Re-referrals after discharge", count(team.re_referrals_after_discharge)),
        (
            "re_referrals_after_any_rejection",
            "Re-referrals after any rejection",
            count(team.re_referrals_after_any_rejection),
        ),
        (
            "re_referrals_after_any_discharge",
            "Re-referrals after any discharge",
            count(team.re_referrals_after_any_discharge),
        ),
        (
            "re_referrals_after_discharge_new_pregnancy",
            "Re-referrals after discharge, new pregnancy",
            count(team.re_referrals_after_discharge_new_pregnancy),
        ),
        ("partners_assessed", "Partners assessed", partners(team.partners_assessed)),
        (
            "re_referrals_after_rejection_by_any_team",
            "Re-referrals after rejection by any team",
            count(team.re_referrals_after_rejection_by_any_team),
        ),
        (
            "re_referrals_after_discharge_by_any_team",
            "Re-referrals after discharge by any team",
            count(team.re_referrals_after_discharge_by_any_team),
        ),
    ]
}
