//! Sittings of the team meeting, and what each of them dealt with: rows written with the sitting and with the referral.

use jiff::{Timestamp, civil::Date};
use porch_domain::{
    ids::{MeetingId, ReferralId},
    meeting::Meeting,
    referral::{Discussed, DiscussedAtMeeting, Outcome, Priority, Referral},
};

use crate::{
    case_discussion::case_day_row,
    change::RowChange,
    engine::Tx,
    error::StoreError,
    sql, table,
    value::{Row, Val},
};

/// The rows of a sitting; of a day of a case discussion where it is one.
pub(crate) fn rows(meeting: &Meeting, footprint: &str) -> Vec<RowChange> {
    match &meeting.discussion {
        Some(discussion) => vec![case_day_row(meeting, discussion, footprint)],
        None => std::iter::once(meeting_row(meeting, footprint)).chain(note_rows(meeting, footprint)).collect(),
    }
}

fn meeting_row(meeting: &Meeting, footprint: &str) -> RowChange {
    let closed = meeting.closed.as_ref();
    let count = |count: usize| Val::Int(i64::try_from(count).unwrap_or(i64::MAX));
    let codes = |codes: &std::collections::BTreeSet<String>| codes.iter().cloned().collect::<Vec<_>>().join(" ").into();
    RowChange::Put(
        &table::MEETING,
        vec![
            footprint.into(),
            meeting.id.to_string().into(),
            Val::instant(meeting.sitting),
            Val::instant(meeting.opened_at),
            Val::instant_or_null(closed.map(|closed| closed.at)),
            codes(&meeting.disciplines),
            codes(&meeting.to_confirm),
            count(closed.map_or(0, |closed| closed.decided.len())),
            count(closed.map_or(0, |closed| closed.carried_over.len())),
            count(closed.map_or(0, |closed| closed.noted.len())),
        ],
    )
}

/// What a sitting read out as one line each: a row for each, once it is closed.
fn note_rows<'a>(meeting: &'a Meeting, footprint: &'a str) -> impl Iterator<Item = RowChange> + 'a {
    meeting.closed.iter().flat_map(|closed| &closed.noted).map(move |referral| {
        let key = vec![footprint.into(), meeting.id.to_string().into(), referral.to_string().into()];
        RowChange::Put(&table::MEETING_NOTE, key)
    })
}

/// What a sitting left of a referral.
pub(crate) fn discussion_row(referral: &Referral, discussed: &DiscussedAtMeeting, footprint: &str) -> RowChange {
    RowChange::Put(
        &table::DISCUSSION,
        vec![
            footprint.into(),
            referral.id.to_string().into(),
            discussed.meeting.to_string().into(),
            Val::instant(discussed.at),
            discussed.by.clone().into(),
            discussed.outcome.code().into(),
            discussed.owner.clone().into(),
            Val::instant(discussed.until),
            i64::from(referral.meeting.carried_over).into(),
        ],
    )
}

/// One sitting as a list shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MeetingLine {
    /// Which.
    pub id: MeetingId,
    /// The instant for which it was planned.
    pub sitting: Timestamp,
    /// When it began.
    pub opened_at: Timestamp,
    /// When it ended.
    pub closed_at: Option<Timestamp>,
    /// The codes of the disciplines that were there.
    pub disciplines: Vec<String>,
    /// The codes of the disciplines that must still confirm.
    pub to_confirm: Vec<String>,
    /// How many cases it decided.
    pub decided: i64,
    /// How many it carried over.
    pub carried_over: i64,
    /// How many it read out.
    pub noted: i64,
}

impl MeetingLine {
    /// The sittings that were opened, the latest first; at most `limit`.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn latest(tx: &mut dyn Tx, footprint: &str, limit: i64) -> Result<Vec<Self>, StoreError> {
        Self::read(tx, sql::MEETINGS, &[footprint.into(), limit.into()])
    }

    /// The last closed sitting that was planned before an instant.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn closed_before(tx: &mut dyn Tx, footprint: &str, sitting: Timestamp) -> Result<Option<Self>, StoreError> {
        Ok(Self::read(tx, sql::MEETING_BEFORE, &[footprint.into(), Val::instant(sitting)])?.pop())
    }

    fn read(tx: &mut dyn Tx, statement: &'static str, params: &[Val]) -> Result<Vec<Self>, StoreError> {
        let mut lines = Vec::new();
        tx.query(statement, params, &mut |values| {
            let row = Row::new("meeting", values);
            let codes = |at: usize| row.text(at).map(|codes| codes.split_whitespace().map(str::to_owned).collect());
            lines.push(Self {
                id: row.parsed(0, "a meeting's id", |text| text.parse().ok())?,
                sitting: row.instant(1)?,
                opened_at: row.instant(2)?,
                closed_at: row.instant_or_none(3)?,
                disciplines: codes(4)?,
                to_confirm: codes(5)?,
                decided: row.int(6)?,
                carried_over: row.int(7)?,
                noted: row.int(8)?,
            });
            Ok(())
        })?;
        Ok(lines)
    }
}

/// Which undecided referrals a sitting looks at, and which it reads out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Undecided {
    /// Emergencies: they wait for no meeting.
    Emergencies,
    /// All others that came by an instant, and of which no letter is due.
    Others {
        /// That instant.
        by: Timestamp,
    },
}

impl Undecided {
    /// The referrals, in the order of duty; at most `limit`.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn read(self, tx: &mut dyn Tx, footprint: &str, limit: i64) -> Result<Vec<ReferralId>, StoreError> {
        let (statement, params) = match self {
            Self::Emergencies => (sql::AGENDA_EMERGENCIES, vec![footprint.into(), limit.into()]),
            Self::Others { by } => (sql::AGENDA_UNDECIDED, vec![footprint.into(), Val::instant(by), limit.into()]),
        };
        let mut found = Vec::new();
        tx.query(statement, &params, &mut |values| {
            found.push(Row::new("queue", values).parsed(0, "a referral's id", |text| text.parse().ok())?);
            Ok(())
        })?;
        Ok(found)
    }
}

/// What a sitting left of one referral, with what identifies her.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DiscussionLine {
    /// The referral.
    pub referral: ReferralId,
    /// The short reference.
    pub reference: Option<String>,
    /// Her name.
    pub name: Option<String>,
    /// Her date of birth.
    pub birth_date: Option<Date>,
    /// The sitting.
    pub meeting: MeetingId,
    /// When it was entered.
    pub at: Timestamp,
    /// The account of the scribe.
    pub by: String,
    /// How the case was left.
    pub outcome: Discussed,
    /// Who owes the next step.
    pub owner: String,
    /// When it is due.
    pub until: Timestamp,
    /// How often it was carried over by then, since it was last decided.
    pub carried_over: i64,
    /// The priority of the referral now.
    pub priority: Option<Priority>,
    /// When the referral came.
    pub received_at: Timestamp,
}

impl DiscussionLine {
    /// What a sitting dealt with, in that order.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn at_meeting(tx: &mut dyn Tx, footprint: &str, meeting: MeetingId) -> Result<Vec<Self>, StoreError> {
        Self::read(tx, sql::DISCUSSIONS_AT, &[footprint.into(), meeting.to_string().into()])
    }

    /// Every sitting that dealt with a referral, the first first.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn of_referral(tx: &mut dyn Tx, footprint: &str, referral: ReferralId) -> Result<Vec<Self>, StoreError> {
        let mut lines = Self::read(tx, sql::DISCUSSIONS_OF, &[footprint.into(), referral.to_string().into()])?;
        lines.sort_by_key(|line| line.at);
        Ok(lines)
    }

    fn read(tx: &mut dyn Tx, statement: &'static str, params: &[Val]) -> Result<Vec<Self>, StoreError> {
        let mut lines = Vec::new();
        tx.query(statement, params, &mut |values| {
            let row = Row::new("discussion", values);
            lines.push(Self {
                referral: row.parsed(0, "a referral's id", |text| text.parse().ok())?,
                reference: row.text_or_none(1)?.map(str::to_owned),
                name: row.text_or_none(2)?.map(str::to_owned),
                birth_date: row.date_or_none(3)?,
                meeting: row.parsed(4, "a meeting's id", |text| text.parse().ok())?,
                at: row.instant(5)?,
                by: row.text(6)?.to_owned(),
                outcome: row.parsed(7, "an outcome of a meeting", Discussed::of_code)?,
                owner: row.text(8)?.to_owned(),
                until: row.instant(9)?,
                carried_over: row.int(10)?,
                priority: row.parsed_or_none(11, "a priority", Priority::of_code)?,
                received_at: row.instant(12)?,
            });
            Ok(())
        })?;
        Ok(lines)
    }
}

/// One line to note: a referral that was decided without the meeting, or an emergency.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoteLine {
    /// The referral.
    pub referral: ReferralId,
    /// The short reference.
    pub reference: Option<String>,
    /// Her name.
    pub name: Option<String>,
    /// Her date of birth.
    pub birth_date: Option<Date>,
    /// The priority.
    pub priority: Option<Priority>,
    /// When it came.
    pub received_at: Timestamp,
    /// How it stands.
    pub outcome: Outcome,
    /// When it was decided.
    pub decided_at: Option<Timestamp>,
}

impl NoteLine {
    /// Referrals that came in here and were decided after an instant, in that order; at most `limit`.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn decided_since(
        tx: &mut dyn Tx,
        footprint: &str,
        since: Timestamp,
        limit: i64,
    ) -> Result<Vec<Self>, StoreError> {
        Self::read(tx, sql::DECIDED_SINCE, &[footprint.into(), Val::instant(since), limit.into()])
    }

    /// What a closed sitting read out.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn at_meeting(tx: &mut dyn Tx, footprint: &str, meeting: MeetingId) -> Result<Vec<Self>, StoreError> {
        Self::read(tx, sql::NOTES_AT, &[footprint.into(), meeting.to_string().into()])
    }

    /// One referral as such a line.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn of(tx: &mut dyn Tx, footprint: &str, referral: ReferralId) -> Result<Option<Self>, StoreError> {
        Ok(Self::read(tx, sql::NOTE_OF, &[footprint.into(), referral.to_string().into()])?.pop())
    }

    fn read(tx: &mut dyn Tx, statement: &'static str, params: &[Val]) -> Result<Vec<Self>, StoreError> {
        let mut lines = Vec::new();
        tx.query(statement, params, &mut |values| {
            let row = Row::new("referral", values);
            lines.push(Self {
                referral: row.parsed(0, "a referral's id", |text| text.parse().ok())?,
                reference: row.text_or_none(1)?.map(str::to_owned),
                name: row.text_or_none(2)?.map(str::to_owned),
                birth_date: row.date_or_none(3)?,
                priority: row.parsed_or_none(4, "a priority", Priority::of_code)?,
                received_at: row.instant(5)?,
                outcome: row.parsed(6, "an outcome", Outcome::of_code)?,
                decided_at: row.instant_or_none(7)?,
            });
            Ok(())
        })?;
        Ok(lines)
    }
}

/// Gives each referral that came in here between two instants in milliseconds, the second left out: when it came, and the planned instant
/// of the first sitting that dealt with it or read it out.
///
/// # Errors
/// When the database cannot be read.
pub fn first_reviews(
    tx: &mut dyn Tx,
    footprint: &str,
    received: std::ops::Range<i64>,
    each: &mut dyn FnMut(Timestamp, Option<Timestamp>),
) -> Result<(), StoreError> {
    tx.query(sql::FIRST_REVIEWS, &[footprint.into(), received.start.into(), received.end.into()], &mut |values| {
        let row = Row::new("referral", values);
        let seen = [row.instant_or_none(1)?, row.instant_or_none(2)?].into_iter().flatten().min();
        each(row.instant(0)?, seen);
        Ok(())
    })
}
