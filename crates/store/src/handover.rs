//! What passes between teams: offers that wait, offers that came back, and referrals to services outside, written with the
//! referral.

use std::ops::Range;

use jiff::{Timestamp, civil::Date};
use porch_domain::{
    footprint::TeamCode,
    front_door::TaskKind,
    ids::ReferralId,
    measure::{OnwardAnswer, OnwardFact},
    referral::{Onward, OnwardState, Referral},
};

use crate::{
    caseload::CaseloadLine,
    change::RowChange,
    engine::Tx,
    error::StoreError,
    sql, table,
    value::{Row, Val},
};

/// By when somebody looks at an offer that was returned or that nobody answered.
pub(crate) fn came_back_by(referral: &Referral) -> Option<Timestamp> {
    let back = |task: &TaskKind| matches!(task, TaskKind::HandoverReturned | TaskKind::HandoverUnanswered);
    referral.triage.open_tasks().filter(|(task, _)| back(task)).map(|(_, due_by)| due_by).min()
}

/// The row of the last referral to a service outside; those before it stand as they were.
pub(crate) fn onward_row(referral: &Referral, onward: &Onward, footprint: &str) -> RowChange {
    // What is ended is chased by nobody: it keeps what was known.
    let open = referral.held().is_some() && onward.state == OnwardState::Asked;
    RowChange::Put(
        &table::ONWARD,
        vec![
            footprint.into(),
            referral.id.to_string().into(),
            i64::from(onward.number).into(),
            onward.to.clone().into(),
            Val::instant(onward.at),
            Val::instant_or_null(open.then_some(onward.chase_by)),
            OnwardAnswer::of(&onward.state).code().into(),
            Val::instant_or_null(onward.answered_at),
        ],
    )
}

/// Where a list goes on: after a time, and a referral among those of the same time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct After {
    /// The time, in milliseconds.
    pub ms: i64,
    /// The referral; none at the beginning.
    pub referral: Option<ReferralId>,
}

impl After {
    /// The beginning of a list.
    pub const NOTHING: Self = Self { ms: 0, referral: None };

    fn params(self) -> [Val; 2] {
        [self.ms.into(), self.referral.map(|id| id.to_string()).unwrap_or_default().into()]
    }
}

/// How many wait, each up to a limit.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct BetweenTeams {
    /// Offers of others, to be answered.
    pub to_answer: i64,
    /// Offers of one's own.
    pub offered: i64,
    /// Offers that were returned, or that nobody answered.
    pub back: i64,
    /// Services outside that have not answered.
    pub onward: i64,
}

impl BetweenTeams {
    /// How many wait, as somebody's account sees it; each at most `limit`.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn count(tx: &mut dyn Tx, footprint: &str, account: &str, limit: i64) -> Result<Self, StoreError> {
        let mut counts = Self::default();
        tx.query(sql::BETWEEN_TEAMS, &[footprint.into(), account.into(), limit.into()], &mut |values| {
            let row = Row::new("caseload", values);
            counts = Self { to_answer: row.int(0)?, offered: row.int(1)?, back: row.int(2)?, onward: row.int(3)? };
            Ok(())
        })?;
        Ok(counts)
    }
}

impl CaseloadLine {
    /// Offers of others that wait for their answer, the first due first; to one team, where one is named.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn to_answer(
        tx: &mut dyn Tx,
        footprint: &str,
        account: &str,
        team: Option<&TeamCode>,
        after: After,
        limit: i64,
    ) -> Result<Vec<Self>, StoreError> {
        let [ms, referral] = after.params();
        let team = team.map(|team| team.0.clone()).unwrap_or_default();
        Self::read(
            tx,
            sql::OFFERS_TO_ANSWER,
            &[footprint.into(), account.into(), team.into(), ms, referral, limit.into()],
        )
    }

    /// Offers of one account that wait for their answer, the first due first.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn offered_by(
        tx: &mut dyn Tx,
        footprint: &str,
        account: &str,
        after: After,
        limit: i64,
    ) -> Result<Vec<Self>, StoreError> {
        let [ms, referral] = after.params();
        Self::read(tx, sql::OFFERS_BY, &[footprint.into(), account.into(), ms, referral, limit.into()])
    }

    /// Referrals of which an offer was returned or not answered, the first due first.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn came_back(tx: &mut dyn Tx, footprint: &str, after: After, limit: i64) -> Result<Vec<Self>, StoreError> {
        let [ms, referral] = after.params();
        Self::read(tx, sql::OFFERS_BACK, &[footprint.into(), ms, referral, limit.into()])
    }
}

/// A referral to a service outside that has not answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OnwardLine {
    /// The referral.
    pub referral: ReferralId,
    /// The short reference.
    pub reference: Option<String>,
    /// Her name.
    pub name: Option<String>,
    /// Her date of birth.
    pub birth_date: Option<Date>,
    /// The team that is responsible until they have her.
    pub held_by: Option<TeamCode>,
    /// The service, by name.
    pub service: String,
    /// When it was asked.
    pub asked_at: Timestamp,
    /// When somebody asks whether they have her.
    pub chase_by: Timestamp,
}

impl OnwardLine {
    /// Those that have not answered, the first to be asked first.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn open(tx: &mut dyn Tx, footprint: &str, after: After, limit: i64) -> Result<Vec<Self>, StoreError> {
        let mut lines = Vec::new();
        let [ms, referral] = after.params();
        tx.query(sql::ONWARD_OPEN, &[footprint.into(), ms, referral, limit.into()], &mut |values| {
            let row = Row::new("onward", values);
            lines.push(Self {
                referral: row.parsed(0, "a referral's id", |text| text.parse().ok())?,
                reference: row.text_or_none(1)?.map(str::to_owned),
                name: row.text_or_none(2)?.map(str::to_owned),
                birth_date: row.date_or_none(3)?,
                held_by: row.text_or_none(4)?.map(|team| TeamCode(team.to_owned())),
                service: row.text(5)?.to_owned(),
                asked_at: row.instant(6)?,
                chase_by: row.instant(7)?,
            });
            Ok(())
        })?;
        Ok(lines)
    }
}

/// The referrals to services outside that were made in a time, each with what came of it.
///
/// # Errors
/// When the database cannot be read.
pub fn onward_facts(tx: &mut dyn Tx, footprint: &str, asked: Range<i64>) -> Result<Vec<OnwardFact>, StoreError> {
    let mut facts = Vec::new();
    let params = [footprint.into(), asked.start.into(), asked.end.into()];
    tx.query(sql::ONWARD_ASKED, &params, &mut |values| {
        let row = Row::new("onward", values);
        facts.push(OnwardFact {
            service: row.text(0)?.to_owned(),
            answer: row.parsed(1, "what a service answered", OnwardAnswer::of_code)?,
            asked_at: row.instant(2)?,
            answered_at: row.instant_or_none(3)?,
        });
        Ok(())
    })?;
    Ok(facts)
}
