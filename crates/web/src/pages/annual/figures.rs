//! The rows of the annual report: each figure of a team, how it is printed, and what lies behind it.

use porch_domain::{
    measure::{Behind, Figure, PartnersAssessed, TeamFigures},
    referral::Outcome,
};

/// A figure as it is printed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Printed {
    /// A number, and what shows the records behind it where that can be asked.
    Number(u64, Option<Behind>),
    /// Words in place of a number, or a share.
    Words(String),
}

/// A row of the table.
pub(super) struct Row {
    /// Its name in files and among the definitions.
    pub(super) key: &'static str,
    /// What it says to a reader.
    pub(super) label: &'static str,
    /// Whether it is a part of the row above.
    pub(super) part: bool,
    /// The figure of a team.
    pub(super) of: fn(&TeamFigures) -> Printed,
}

/// What an outcome is called over its figures.
pub(super) fn outcome_label(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Accepted => "Accepted",
        Outcome::Rejected => "Rejected",
        Outcome::Signposted => "Signposted",
        Outcome::Withdrawn => "Withdrawn",
        Outcome::Pending => "Pending",
    }
}

/// How many had an outcome.
pub(super) fn of_outcome(team: &TeamFigures, outcome: Outcome) -> u64 {
    match outcome {
        Outcome::Accepted => team.accepted,
        Outcome::Rejected => team.rejected,
        Outcome::Signposted => team.signposted,
        Outcome::Withdrawn => team.withdrawn,
        Outcome::Pending => team.pending,
    }
}

fn outcome(team: &TeamFigures, outcome: Outcome) -> Printed {
    Printed::Number(of_outcome(team, outcome), Some(Behind::Outcome(outcome)))
}

fn earlier(count: u64, figure: Figure) -> Printed {
    Printed::Number(count, Some(Behind::Figure(figure)))
}

fn percent(per_mille: Option<u64>) -> Printed {
    // Nothing received is nothing rejected, as the definition says.
    let tenths = per_mille.unwrap_or(0);
    Printed::Words(format!("{}.{}%", tenths / 10, tenths % 10))
}

/// What a figure is called on the page of its records.
pub(super) fn behind_label(behind: Behind) -> &'static str {
    ROWS.iter().find(|row| row.key == behind.code()).map_or("Referrals", |row| row.label)
}

const fn row(key: &'static str, label: &'static str, of: fn(&TeamFigures) -> Printed) -> Row {
    Row { key, label, part: false, of }
}

const fn part(key: &'static str, label: &'static str, of: fn(&TeamFigures) -> Printed) -> Row {
    Row { key, label, part: true, of }
}

/// Every row, in the order in which it is printed.
pub(super) const ROWS: [Row; 17] = [
    row("referrals", "Referrals received", |team| Printed::Number(team.referrals, Some(Behind::Received))),
    part("people", "People among them", |team| Printed::Number(team.people, None)),
    row("accepted", "Accepted", |team| outcome(team, Outcome::Accepted)),
    row("rejected", "Rejected", |team| outcome(team, Outcome::Rejected)),
    part("rejected_percent", "Rejected, of all received", |team| percent(team.rejected_per_mille())),
    part("rejected_percent_of_decided", "Rejected, of all decided", |team| {
        percent(team.rejected_per_mille_of_decided())
    }),
    row("signposted", "Signposted", |team| outcome(team, Outcome::Signposted)),
    row("withdrawn", "Withdrawn", |team| outcome(team, Outcome::Withdrawn)),
    row("pending", "Pending", |team| outcome(team, Outcome::Pending)),
    row("re_referrals_after_rejection", "Re-referrals after rejection", |team| {
        earlier(team.re_referrals_after_rejection, Figure::AfterRejection)
    }),
    part("re_referrals_after_any_rejection", "After any earlier rejection", |team| {
        earlier(team.re_referrals_after_any_rejection, Figure::AfterAnyRejection)
    }),
    part("re_referrals_after_rejection_by_any_team", "After rejection by any team", |team| {
        earlier(team.re_referrals_after_rejection_by_any_team, Figure::AfterRejectionByAnyTeam)
    }),
    row("re_referrals_after_discharge", "Re-referrals after discharge", |team| {
        earlier(team.re_referrals_after_discharge, Figure::AfterDischarge)
    }),
    part("re_referrals_after_discharge_new_pregnancy", "Of these, in a new pregnancy", |team| {
        earlier(team.re_referrals_after_discharge_new_pregnancy, Figure::AfterDischargeNewPregnancy)
    }),
    part("re_referrals_after_any_discharge", "After any earlier discharge", |team| {
        earlier(team.re_referrals_after_any_discharge, Figure::AfterAnyDischarge)
    }),
    part("re_referrals_after_discharge_by_any_team", "After discharge by any team", |team| {
        earlier(team.re_referrals_after_discharge_by_any_team, Figure::AfterDischargeByAnyTeam)
    }),
    row("partners_assessed", "Partners assessed", |team| match team.partners_assessed {
        PartnersAssessed::Count(count) => Printed::Number(count, None),
        PartnersAssessed::NotOffered => Printed::Words("not offered".to_owned()),
    }),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_figure_with_records_behind_it_has_a_row_of_its_name() {
        let figures = Figure::ALL.into_iter().map(Behind::Figure);
        let outcomes = Outcome::ALL.into_iter().map(Behind::Outcome);
        for behind in [Behind::Received].into_iter().chain(outcomes).chain(figures) {
            assert!(ROWS.iter().any(|row| row.key == behind.code()), "{behind:?}");
        }
    }

    #[test]
    fn every_row_is_defined() {
        for row in &ROWS {
            let defined = porch_exchange::annual_report::DEFINITIONS.iter().any(|(key, _)| *key == row.key);
            assert!(defined, "{} has no definition", row.key);
        }
    }
}
