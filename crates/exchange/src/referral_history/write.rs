//! Writes referral history in the format that is read.

use std::io::{self, Write};

use csv::{Terminator, WriterBuilder};
use jiff::{Timestamp, civil::Date};
use porch_domain::{footprint::Footprint, person::NhsNumber, referral::history::HistoricReferral};

use super::column::Column;

/// Writes a header and one row a referral, so that reading it gives the same referrals again.
///
/// Every column is written, instants in UTC, teams by their printed names, and every line ends in CRLF. The file is for
/// the import, not for a spreadsheet: values stand as they are, also where a spreadsheet would take one for a formula.
///
/// # Errors
/// When `out` cannot be written to, and when a referral names a team that the footprint does not have.
pub fn write<'a>(
    rows: impl Iterator<Item = &'a HistoricReferral>,
    footprint: &Footprint,
    out: impl Write,
) -> io::Result<()> {
    let mut writer = WriterBuilder::new().terminator(Terminator::CRLF).from_writer(out);
    writer.write_record(Column::ALL.map(Column::name))?;
    for row in rows {
        for column in Column::ALL {
            writer.write_field(text_of(row, column, footprint)?)?;
        }
        writer.write_record(None::<&[u8]>)?;
    }
    writer.flush()
}

fn text_of(row: &HistoricReferral, column: Column, footprint: &Footprint) -> io::Result<String> {
    let text = |value: &Option<String>| value.clone().unwrap_or_default();
    Ok(match column {
        Column::ReferralId => row.sender_referral_id.clone(),
        Column::PersonId => row.sender_person_id.clone(),
        Column::PersonKind => row.person_kind.code().to_owned(),
        Column::Team => team_name(row, footprint)?,
        Column::ReceivedAt => row.received_at.to_string(),
        Column::Source => text(&row.source),
        Column::Priority => row.priority.map(|priority| priority.code().to_owned()).unwrap_or_default(),
        Column::Decision => row.decision.outcome().code().to_owned(),
        Column::DecidedAt => instant(row.decided_at),
        Column::DecisionReason => text(&row.decision_reason),
        Column::FirstContactAt => instant(row.first_contact_at),
        Column::AssessedAt => instant(row.assessed_at),
        Column::DischargedAt => instant(row.discharged_at),
        Column::DischargeReason => text(&row.discharge_reason),
        Column::DueOrEndDate => date(row.due_or_end_date),
        Column::PregnancyOutcome => text(&row.pregnancy_outcome),
        Column::NhsNumber => row.nhs_number.as_ref().map(NhsNumber::digits).unwrap_or_default().to_owned(),
        Column::BirthDate => date(row.birth_date),
        Column::Postcode => text(&row.postcode),
        Column::GpPractice => text(&row.gp_practice),
        Column::EthnicCategory => text(&row.ethnic_category),
    })
}

fn team_name(row: &HistoricReferral, footprint: &Footprint) -> io::Result<String> {
    footprint.team_by_code(&row.team).map(|team| team.name.clone()).ok_or_else(|| {
        let (team, title) = (&row.team.0, &footprint.title);
        io::Error::new(io::ErrorKind::InvalidInput, format!("team {team} is no team of {title}"))
    })
}

fn instant(at: Option<Timestamp>) -> String {
    at.map(|at| at.to_string()).unwrap_or_default()
}

fn date(on: Option<Date>) -> String {
    on.map(|on| on.to_string()).unwrap_or_default()
}
