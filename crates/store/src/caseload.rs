//! The caseload: one row for each referral that was taken on and is open, written with the referral.

use jiff::{Timestamp, civil::Date};
use porch_domain::{
    footprint::TeamCode,
    front_door::{Situation, TaskKind},
    ids::{ImportId, PersonId, ReferralId},
    referral::{Priority, Referral, Stage},
};

use crate::{
    change::RowChange,
    engine::Tx,
    error::StoreError,
    handover::came_back_by,
    queue::{elsewhere, listed},
    sql, table,
    value::{Row, Val},
};

/// The row of a referral in care; the taking out of it otherwise.
pub(crate) fn caseload_row(referral: &Referral, import: Option<ImportId>, footprint: &str) -> RowChange {
    let id = referral.id.to_string();
    let Stage::Accepted { decided_at, held } = &referral.stage else {
        return RowChange::Delete(&table::CASELOAD, vec![footprint.into(), id.into()]);
    };
    let (care, offer, onward) = (&referral.care, referral.handover.as_ref(), referral.onward_open());
    let tasks: Vec<&str> = referral.triage.open_tasks().map(|(task, _)| task.code()).collect();
    let joint: Vec<&str> = referral.joint.iter().map(|joint| joint.team.0.as_str()).collect();
    RowChange::Put(
        &table::CASELOAD,
        vec![
            footprint.into(),
            id.into(),
            Val::text_or_null(import.map(|import| import.to_string())),
            referral.person.to_string().into(),
            Val::text_or_null(referral.reference.clone()),
            held.by.0.clone().into(),
            Val::instant(held.next_due),
            Val::text_or_null(referral.priority.map(|priority| priority.code())),
            Val::instant(referral.received_at),
            Val::instant_or_null(*decided_at),
            Val::instant_or_null(referral.clock_ends()),
            Val::instant_or_null(referral.climbs_since()),
            Val::text_or_null(referral.situation().map(|situation| situation.code())),
            Val::date_or_null(referral.ends_on()),
            Val::text_or_null(care.lead.clone()),
            Val::instant_or_null(care.next_contact_by),
            i64::from(care.missed).into(),
            Val::text_or_null(care.admitted.clone()),
            tasks.join(" ").into(),
            joint.join(" ").into(),
            Val::text_or_null(offer.map(|offer| offer.to.0.clone())),
            Val::text_or_null(offer.map(|offer| offer.by.clone())),
            Val::instant_or_null(offer.map(|offer| offer.offered_at)),
            Val::instant_or_null(offer.map(|offer| offer.answer_by)),
            Val::text_or_null(onward.map(|onward| onward.to.clone())),
            Val::instant_or_null(onward.map(|onward| onward.chase_by)),
            Val::instant_or_null(came_back_by(referral)),
            Val::text_or_null(taken_by(referral)),
            Val::text_or_null(elsewhere(referral)),
            Val::instant_or_null(referral.pause().map(|pause| pause.until)),
        ],
    )
}

/// Who took an emergency that was not answered, so that it climbs no ladder.
fn taken_by(referral: &Referral) -> Option<String> {
    let open = referral.priority == Some(Priority::Emergency) && referral.responded_at.is_none();
    let claim = referral.triage.claim.as_ref().filter(|claim| open && claim.of_emergency);
    claim.map(|claim| claim.by.clone())
}

/// One referral in care, with what identifies her.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaseloadLine {
    /// The referral.
    pub referral: ReferralId,
    /// Whom it is about.
    pub person: PersonId,
    /// The short reference.
    pub reference: Option<String>,
    /// Her name.
    pub name: Option<String>,
    /// Her date of birth.
    pub birth_date: Option<Date>,
    /// The team that is responsible.
    pub held_by: TeamCode,
    /// When somebody must look next.
    pub next_due: Timestamp,
    /// The priority.
    pub priority: Option<Priority>,
    /// When it came.
    pub received_at: Timestamp,
    /// When it was taken on, where known.
    pub accepted_at: Option<Timestamp>,
    /// The end of the response clock, while it runs.
    pub clock_ends: Option<Timestamp>,
    /// Since when it climbs the ladder, where nobody has the emergency by name.
    pub climbs_since: Option<Timestamp>,
    /// How things are.
    pub situation: Option<Situation>,
    /// When the pregnancy is expected to end, or ended.
    pub ends_on: Option<Date>,
    /// The lead professional.
    pub lead: Option<String>,
    /// When the next contact is due.
    pub next_contact_by: Option<Timestamp>,
    /// Contacts that she did not come to since she last came.
    pub missed: i64,
    /// Where she is an inpatient.
    pub unit: Option<String>,
    /// What a person must do.
    pub tasks: Vec<TaskKind>,
    /// The teams that work beside the one responsible.
    pub joint: Vec<TeamCode>,
    /// The open offer to another team.
    pub offer: Option<Offer>,
    /// The service outside that has not answered, and when it is asked.
    pub onward: Option<(String, Timestamp)>,
    /// By when somebody looks at an offer that was returned, or that nobody answered.
    pub back_by: Option<Timestamp>,
    /// Until when its response clock stands still.
    pub paused_until: Option<Timestamp>,
}

/// A part of the caseload.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CaseloadPart {
    /// All of it, the first due first.
    All,
    /// For which a team is responsible.
    Team(TeamCode),
    /// Of a lead professional.
    Lead(String),
    /// Whose response clock runs and ends before an instant, the first to end first.
    ClockEnds {
        /// The instant.
        before: Timestamp,
    },
}

/// An offer that waits for its answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    /// The team that is asked.
    pub to: TeamCode,
    /// The account that offered.
    pub by: String,
    /// When.
    pub at: Timestamp,
    /// By when it must be answered.
    pub answer_by: Timestamp,
}

impl CaseloadLine {
    /// Some of a part of the caseload after a place in it: an instant and the text of an id. At most `limit`.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn after(
        tx: &mut dyn Tx,
        footprint: &str,
        part: &CaseloadPart,
        (at, id): (Timestamp, &str),
        limit: i64,
    ) -> Result<Vec<Self>, StoreError> {
        let (statement, of) = match part {
            CaseloadPart::All => (sql::CASELOAD_DUE, None),
            CaseloadPart::Team(team) => (sql::CASELOAD_OF_TEAM, Some(team.0.clone().into())),
            CaseloadPart::Lead(lead) => (sql::CASELOAD_OF_LEAD, Some(lead.clone().into())),
            CaseloadPart::ClockEnds { before } => (sql::CASELOAD_CLOCK, Some(Val::instant(*before))),
        };
        let place = [footprint.into(), Val::instant(at), id.into(), limit.into()];
        let params: Vec<Val> = place.into_iter().chain(of).collect();
        Self::read(tx, statement, &params)
    }

    /// Where it stands in a part of the caseload.
    pub fn place(&self, part: &CaseloadPart) -> Timestamp {
        match part {
            CaseloadPart::All | CaseloadPart::Team(_) | CaseloadPart::Lead(_) => self.next_due,
            CaseloadPart::ClockEnds { .. } => self.clock_ends.unwrap_or(self.next_due),
        }
    }

    pub(crate) fn read(tx: &mut dyn Tx, statement: &'static str, params: &[Val]) -> Result<Vec<Self>, StoreError> {
        let mut lines = Vec::new();
        tx.query(statement, params, &mut |values| {
            lines.push(Self::of_row(&Row::new("caseload", values))?);
            Ok(())
        })?;
        Ok(lines)
    }

    fn of_row(row: &Row<'_>) -> Result<Self, StoreError> {
        let text = |at: usize| row.text_or_none(at).map(|text| text.map(str::to_owned));
        let offer = match (text(20)?, text(21)?, row.instant_or_none(22)?, row.instant_or_none(23)?) {
            (Some(to), Some(by), Some(at), Some(answer_by)) => Some(Offer { to: TeamCode(to), by, at, answer_by }),
            _ => None,
        };
        Ok(Self {
            referral: row.parsed(0, "a referral's id", |text| text.parse().ok())?,
            person: row.parsed(1, "a person's id", |text| text.parse().ok())?,
            reference: text(2)?,
            name: text(3)?,
            birth_date: row.parsed_or_none(4, "a date", |text| text.parse().ok())?,
            held_by: TeamCode(row.text(5)?.to_owned()),
            next_due: row.instant(6)?,
            priority: row.parsed_or_none(7, "a priority", Priority::of_code)?,
            received_at: row.instant(8)?,
            accepted_at: row.instant_or_none(9)?,
            clock_ends: row.instant_or_none(10)?,
            climbs_since: row.instant_or_none(11)?,
            situation: row.parsed_or_none(12, "a situation", Situation::of_code)?,
            ends_on: row.parsed_or_none(13, "a date", |text| text.parse().ok())?,
            lead: text(14)?,
            next_contact_by: row.instant_or_none(15)?,
            missed: row.int(16)?,
            unit: text(17)?,
            tasks: listed(row, 18, TaskKind::of_code)?,
            joint: row.text(19)?.split_whitespace().map(|code| TeamCode(code.to_owned())).collect(),
            offer,
            onward: text(24)?.zip(row.instant_or_none(25)?),
            back_by: row.instant_or_none(26)?,
            paused_until: row.instant_or_none(27)?,
        })
    }
}
