//! A referral as its events add up, which of its facts counts now, and its rows.

use porch_domain::{
    ids::{ImportId, ReferralId},
    measure::ReferralFact,
    referral::{self, Personal, Referral, ReferralEvent},
};

use super::Meta;
use crate::{
    case_discussion,
    caseload::caseload_row,
    change::RowChange,
    course::{course_change, course_row},
    criterion,
    error::StoreError,
    handover::onward_row,
    her_page,
    meeting::discussion_row,
    queue::queue_row,
    risk::risk_row,
    safeguarding::chase_rows,
    table, turned_away,
    value::Val,
};

/// A referral, and which of its facts counts now.
#[derive(Debug, Clone)]
pub struct ReferralRecord {
    /// The referral.
    pub referral: Referral,
    fact: Fact,
}

#[derive(Debug, Clone)]
struct Fact {
    version: i64,
    known_from: Val,
    import: Option<ImportId>,
    counted: ReferralFact,
}

impl ReferralRecord {
    /// The record after an event, without the rows that follow.
    pub(super) fn replayed(
        id: ReferralId,
        before: Option<Self>,
        event: &ReferralEvent,
        meta: &Meta<'_>,
    ) -> Result<Self, StoreError> {
        let (state, fact_before) = match before {
            Some(record) => (Some(record.referral), Some(record.fact)),
            None => (None, None),
        };
        let referral = referral::evolve(id, state, event)?;
        let counted = ReferralFact::from(&referral);
        let fact = match fact_before {
            Some(fact) if fact.counted == counted => fact,
            Some(_) | None => {
                Fact { version: meta.version, known_from: meta.known_at.clone(), import: meta.import, counted }
            }
        };
        Ok(Self { referral, fact })
    }

    /// The same, with the rows that it changes.
    pub(super) fn after(
        id: ReferralId,
        before: Option<Self>,
        event: &ReferralEvent,
        meta: &Meta<'_>,
    ) -> Result<(Self, Vec<RowChange>), StoreError> {
        let before_is_some = before.is_some();
        let in_care = |record: &Self| matches!(record.referral.stage, referral::Stage::Accepted { .. });
        let was_in_care = before.as_ref().is_some_and(in_care);
        let state = before.as_ref().map(|record| &record.referral);
        let course_before = state.and_then(|referral| course_row(referral, meta.footprint));
        let had_page = state.is_some_and(|referral| referral.page.is_some());
        let lists_before = case_discussion::listed_rows(state, meta.footprint);
        let fact_before = before.as_ref().map(|record| record.fact.clone());
        let record = Self::replayed(id, before, event, meta)?;
        let referral = &record.referral;
        let mut rows = vec![RowChange::Put(&table::REFERRAL, referral_row(referral, meta.footprint))];
        // A referral that was decided when it came was never in the queue.
        if before_is_some || matches!(referral.stage, referral::Stage::Pending(_)) {
            rows.push(queue_row(referral, referral.import, meta.footprint));
        }
        // Nor was it ever in care, where it was never taken on.
        if was_in_care || matches!(referral.stage, referral::Stage::Accepted { .. }) {
            rows.push(caseload_row(referral, referral.import, meta.footprint));
        }
        rows.extend(course_change(course_before.as_deref(), referral, meta.footprint));
        rows.extend(referral.onward.as_ref().map(|onward| onward_row(referral, onward, meta.footprint)));
        rows.extend(chase_rows(referral, meta.footprint));
        rows.extend(risk_row(referral, meta.footprint));
        rows.extend(her_page::row(had_page, event, referral, meta.footprint));
        if let ReferralEvent::DiscussedAtMeeting(discussed) = event {
            rows.push(discussion_row(referral, discussed, meta.footprint));
        }
        rows.extend(case_discussion::changes(&lists_before, referral, event, meta.footprint));
        rows.extend(criterion::rows(id, event, meta.footprint));
        rows.extend(turned_away::rows(referral, meta.footprint));
        rows.extend(record.fact_rows(fact_before.as_ref(), meta));
        if let ReferralEvent::ReferralHistoryImported(imported) = event {
            let values = vec![meta.footprint.into(), imported.sender_key.clone().into(), id.to_string().into()];
            rows.push(RowChange::Put(&table::SENDER_ROW, values));
        }
        Ok((record, rows))
    }

    /// What counts now, and that what counted before no longer does; nothing where it is the same.
    fn fact_rows(&self, before: Option<&Fact>, meta: &Meta<'_>) -> Vec<RowChange> {
        if before.is_some_and(|before| before.version == self.fact.version) {
            return Vec::new();
        }
        let replaced = before.map(|before| before.row(meta.footprint, meta.known_at.clone()));
        let rows = replaced.into_iter().chain([self.fact.row(meta.footprint, Val::Null)]);
        rows.map(|row| RowChange::Put(&table::REFERRAL_FACT, row)).collect()
    }
}

impl Fact {
    fn row(&self, footprint: &str, known_until: Val) -> Vec<Val> {
        let fact = &self.counted;
        let reasons = match fact.reasons.as_slice() {
            [] => Val::Null,
            reasons => serde_json::Value::from(reasons.to_vec()).to_string().into(),
        };
        vec![
            footprint.into(),
            fact.referral.to_string().into(),
            self.version.into(),
            Val::text_or_null(self.import.map(|import| import.to_string())),
            self.known_from.clone(),
            known_until,
            fact.person.to_string().into(),
            fact.kind.code().into(),
            Val::text_or_null(fact.team.as_ref().map(|team| team.0.clone())),
            Val::instant(fact.received_at),
            fact.outcome.code().into(),
            Val::instant_or_null(fact.discharged_at),
            Val::instant_or_null(fact.assessed_at),
            Val::date_or_null(fact.due_on),
            reasons,
        ]
    }
}

pub(super) fn referral_row(referral: &Referral, footprint: &str) -> Vec<Val> {
    let held = referral.held();
    let pregnancy = referral.pregnancy.as_ref();
    vec![
        footprint.into(),
        referral.id.to_string().into(),
        Val::text_or_null(referral.import.map(|import| import.to_string())),
        Val::text_or_null(referral.reference.clone()),
        referral.person.to_string().into(),
        referral.person_kind.code().into(),
        Val::text_or_null(referral.source.clone()),
        Val::text_or_null(referral.priority.map(|priority| priority.code())),
        Val::instant(referral.received_at),
        Val::text_or_null(referral.directed_to.as_ref().map(|team| team.0.clone())),
        referral.outcome().code().into(),
        Val::text_or_null(held.map(|held| held.by.0.clone())),
        Val::instant_or_null(held.map(|held| held.next_due)),
        Val::instant_or_null(referral.respond_by),
        Val::instant_or_null(referral.decided_at()),
        Val::instant_or_null(referral.first_contact_at),
        Val::instant_or_null(referral.assessed_at),
        Val::instant_or_null(referral.discharged_at()),
        Val::date_or_null(pregnancy.map(|pregnancy| pregnancy.due_or_end_on)),
        Val::text_or_null(pregnancy.and_then(|pregnancy| pregnancy.outcome.clone())),
        match &referral.personal {
            Personal::Sent(sent) => sent.sender_referral_id.clone().into(),
            Personal::Told(_) | Personal::Erased => Val::Null,
        },
        Val::flag(referral.erased()),
        Val::instant_or_null(referral.triage.first_entry_at),
    ]
}
