//! The report as one JSON document.

use jiff::Timestamp;
use porch_domain::measure::{AnnualReport, PartnersAssessed, ReasonCount, TeamFigures};
use serde::{Serialize, Serializer, ser::SerializeMap};

use super::{DEFINITIONS, NOT_OFFERED, percent, printed};

/// The report as JSON, indented, with the keys in the order of the contract and a line end after it.
#[expect(clippy::expect_used, reason = "the document cannot fail to be written, see the invariant")]
pub fn json(report: &AnnualReport, as_at: Timestamp) -> String {
    let document = Document {
        period: Period { from: report.period.from.to_string(), to: report.period.to.to_string() },
        as_at: printed(as_at),
        history_from: report.history_from.map(|date| date.to_string()),
        warnings: &report.warnings,
        definitions: Definitions,
        teams: report.teams.iter().map(Team::of).collect(),
    };
    // INVARIANT: every key is a text and no `Serialize` below gives an error of its own; a `String` takes all that is written.
    let mut text = serde_json::to_string_pretty(&document).expect("a document that JSON can hold");
    text.push('\n');
    text
}

#[derive(Serialize)]
struct Document<'a> {
    period: Period,
    as_at: String,
    history_from: Option<String>,
    warnings: &'a [String],
    definitions: Definitions,
    teams: Vec<Team<'a>>,
}

#[derive(Serialize)]
struct Period {
    from: String,
    to: String,
}

/// An object with a sentence for every figure.
struct Definitions;

impl Serialize for Definitions {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(DEFINITIONS.len()))?;
        for (figure, sentence) in DEFINITIONS {
            map.serialize_entry(figure, sentence)?;
        }
        map.end()
    }
}

#[derive(Serialize)]
struct Team<'a> {
    team: &'a str,
    referrals: u64,
    people: u64,
    accepted: u64,
    rejected: u64,
    signposted: u64,
    withdrawn: u64,
    pending: u64,
    rejected_percent: f64,
    rejected_percent_of_decided: f64,
    rejection_reasons: Vec<Reason<'a>>,
    re_referrals_after_rejection: u64,
    re_referrals_after_discharge: u64,
    re_referrals_after_any_rejection: u64,
    re_referrals_after_any_discharge: u64,
    re_referrals_after_discharge_new_pregnancy: u64,
    partners_assessed: Partners,
    re_referrals_after_rejection_by_any_team: u64,
    re_referrals_after_discharge_by_any_team: u64,
}

#[derive(Serialize)]
struct Reason<'a> {
    reason: &'a str,
    count: u64,
    label: &'a str,
}

#[derive(Serialize)]
#[serde(untagged)]
enum Partners {
    Count(u64),
    Words(&'static str),
}

impl<'a> Team<'a> {
    fn of(figures: &'a TeamFigures) -> Self {
        Self {
            team: &figures.team,
            referrals: figures.referrals,
            people: figures.people,
            accepted: figures.accepted,
            rejected: figures.rejected,
            signposted: figures.signposted,
            withdrawn: figures.withdrawn,
            pending: figures.pending,
            rejected_percent: percent(figures.rejected_per_mille()),
            rejected_percent_of_decided: percent(figures.rejected_per_mille_of_decided()),
            rejection_reasons: figures.rejection_reasons.iter().map(Reason::of).collect(),
            re_referrals_after_rejection: figures.re_referrals_after_rejection,
            re_referrals_after_discharge: figures.re_referrals_after_discharge,
            re_referrals_after_any_rejection: figures.re_referrals_after_any_rejection,
            re_referrals_after_any_discharge: figures.re_referrals_after_any_discharge,
            re_referrals_after_discharge_new_pregnancy: figures.re_referrals_after_discharge_new_pregnancy,
            partners_assessed: match figures.partners_assessed {
                PartnersAssessed::Count(count) => Partners::Count(count),
                PartnersAssessed::NotOffered => Partners::Words(NOT_OFFERED),
            },
            re_referrals_after_rejection_by_any_team: figures.re_referrals_after_rejection_by_any_team,
            re_referrals_after_discharge_by_any_team: figures.re_referrals_after_discharge_by_any_team,
        }
    }
}

impl<'a> Reason<'a> {
    fn of(reason: &'a ReasonCount) -> Self {
        Self { reason: &reason.reason, count: reason.count, label: &reason.label }
    }
}
