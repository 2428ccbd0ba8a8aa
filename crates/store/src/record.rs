//! What the events of a stream add up to, and the rows that follow: the one projection, used by writing and by replay.

use std::collections::BTreeSet;

use porch_domain::{
    account::{self, Account, AccountEvent},
    advice::{self, Advice},
    disallowed::ImpossibleHistory,
    duty::{self, DutyDay, DutyEvent},
    event::{Event, FootprintApplied, StreamId},
    history_import::{self, HistoryImport, HistoryImportStage},
    ids::{AccountId, AdviceId, DutyDayId, ImportId, MeetingId, MessageId, PersonId, ReferralId},
    invariants::{self, Broken},
    measure::ReferralFact,
    meeting::{self, Meeting, MeetingEvent},
    message::{self, Message},
    person::{self, Person},
    referral::{self, Personal, Referral, ReferralEvent},
    wording::{self, Template},
};

use crate::{
    account::account_row,
    case_discussion,
    caseload::caseload_row,
    change::RowChange,
    course::{course_change, course_row},
    criterion,
    error::StoreError,
    handover::onward_row,
    meeting::discussion_row,
    queue::queue_row,
    safeguarding::chase_rows,
    table, turned_away,
    value::Val,
};

/// What a projection needs to know of an entry beside its event.
#[derive(Debug, Clone)]
pub struct Meta<'a> {
    /// The footprint.
    pub footprint: &'a str,
    /// The entry's version in its stream.
    pub version: i64,
    /// From when it is known: an instant, or [`Val::KnownAt`] while it is being written.
    pub known_at: Val,
    /// The import that it belongs to.
    pub import: Option<ImportId>,
}

/// What the events of a stream add up to.
#[derive(Debug, Clone)]
pub enum Record {
    /// The version of the local rules.
    Footprint(FootprintApplied),
    /// An import.
    HistoryImport(HistoryImport),
    /// A person.
    Person(Person),
    /// A referral.
    Referral(Box<ReferralRecord>),
    /// A message.
    Message(Message),
    /// A request for advice.
    Advice(Advice),
    /// A template.
    Template(Template),
    /// An account.
    Account(Account),
    /// A day of duty.
    Duty(DutyDay),
    /// A sitting of the team meeting.
    Meeting(Meeting),
}

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

impl Record {
    /// The record after an event, and the rows that it changes.
    ///
    /// # Errors
    /// When the event cannot follow, or belongs to another kind of stream.
    pub fn after(
        stream: StreamId,
        before: Option<Self>,
        event: &Event,
        meta: &Meta<'_>,
    ) -> Result<(Self, Vec<RowChange>), StoreError> {
        let mixed = || StoreError::History(ImpossibleHistory("an event of another kind of stream"));
        match (before, event) {
            (None | Some(Self::Footprint(_)), Event::FootprintApplied(applied)) => {
                Ok((Self::Footprint(applied.clone()), vec![footprint_row(stream, applied, meta)]))
            }
            (before @ (None | Some(Self::HistoryImport(_))), Event::HistoryImport(event)) => {
                let state = match before {
                    Some(Self::HistoryImport(import)) => Some(import),
                    _ => None,
                };
                let import = history_import::evolve(ImportId(stream.id), state, event)?;
                let rows = vec![import_row(&import, meta)];
                Ok((Self::HistoryImport(import), rows))
            }
            (before @ (None | Some(Self::Person(_))), Event::Person(event)) => {
                let state = match before {
                    Some(Self::Person(person)) => Some(person),
                    _ => None,
                };
                let words_before = state.as_ref().map(words_of).unwrap_or_default();
                let person = person::evolve(PersonId(stream.id), state, event)?;
                let mut rows = person_rows(&person, meta)?;
                rows.extend(word_rows(&person, &words_before, meta));
                Ok((Self::Person(person), rows))
            }
            (before @ (None | Some(Self::Referral(_))), Event::Referral(event)) => {
                let state = match before {
                    Some(Self::Referral(record)) => Some(*record),
                    _ => None,
                };
                let (record, rows) = ReferralRecord::after(ReferralId(stream.id), state, event, meta)?;
                Ok((Self::Referral(Box::new(record)), rows))
            }
            (before @ (None | Some(Self::Message(_))), Event::Message(event)) => {
                let state = match before {
                    Some(Self::Message(message)) => Some(message),
                    _ => None,
                };
                let message = message::evolve(MessageId(stream.id), state, event)?;
                let rows = vec![message_row(&message, meta)];
                Ok((Self::Message(message), rows))
            }
            (before @ (None | Some(Self::Advice(_))), Event::Advice(event)) => {
                let state = match before {
                    Some(Self::Advice(advice)) => Some(advice),
                    _ => None,
                };
                let advice = advice::evolve(AdviceId(stream.id), state, event)?;
                let rows = vec![advice_row(&advice, meta)];
                Ok((Self::Advice(advice), rows))
            }
            (before @ (None | Some(Self::Template(_))), Event::TemplateApproved(approved)) => {
                let state = match before {
                    Some(Self::Template(template)) => Some(template),
                    _ => None,
                };
                let template = wording::evolve(state, approved)?;
                let rows = vec![template_row(stream, &template, meta)];
                Ok((Self::Template(template), rows))
            }
            (before @ (None | Some(Self::Account(_))), Event::Account(event)) => {
                Self::after_account(stream, before, event, meta)
            }
            (before @ (None | Some(Self::Duty(_))), Event::Duty(event)) => {
                Self::after_duty(stream, before, event, meta)
            }
            (before @ (None | Some(Self::Meeting(_))), Event::Meeting(event)) => sitting(stream, before, event, meta),
            (Some(_), _) => Err(mixed()),
        }
    }

    fn after_account(
        stream: StreamId,
        before: Option<Self>,
        event: &AccountEvent,
        meta: &Meta<'_>,
    ) -> Result<(Self, Vec<RowChange>), StoreError> {
        let state = match before {
            Some(Self::Account(account)) => Some(account),
            _ => None,
        };
        let account = account::evolve(AccountId(stream.id), state, event)?;
        let rows = vec![account_row(&account, meta.footprint)];
        Ok((Self::Account(account), rows))
    }

    fn after_duty(
        stream: StreamId,
        before: Option<Self>,
        event: &DutyEvent,
        meta: &Meta<'_>,
    ) -> Result<(Self, Vec<RowChange>), StoreError> {
        let state = match before {
            Some(Self::Duty(day)) => Some(day),
            _ => None,
        };
        let day = duty::evolve(DutyDayId(stream.id), state, event)?;
        let rows = crate::duty::rows(&day, meta);
        Ok((Self::Duty(day), rows))
    }

    /// The person, where it is one.
    pub fn person(&self) -> Option<&Person> {
        match self {
            Self::Person(person) => Some(person),
            _ => None,
        }
    }

    /// The referral, where it is one.
    pub fn referral(&self) -> Option<&Referral> {
        match self {
            Self::Referral(record) => Some(&record.referral),
            _ => None,
        }
    }

    /// The message, where it is one.
    pub fn message(&self) -> Option<&Message> {
        match self {
            Self::Message(message) => Some(message),
            _ => None,
        }
    }

    /// The request for advice, where it is one.
    pub fn advice(&self) -> Option<&Advice> {
        match self {
            Self::Advice(advice) => Some(advice),
            _ => None,
        }
    }

    /// The template, where it is one.
    pub fn template(&self) -> Option<&Template> {
        match self {
            Self::Template(template) => Some(template),
            _ => None,
        }
    }

    /// The account, where it is one.
    pub fn account(&self) -> Option<&Account> {
        match self {
            Self::Account(account) => Some(account),
            _ => None,
        }
    }

    /// The day of duty, where it is one.
    pub fn duty(&self) -> Option<&DutyDay> {
        match self {
            Self::Duty(day) => Some(day),
            _ => None,
        }
    }

    /// The sitting, where it is one.
    pub fn meeting(&self) -> Option<&Meeting> {
        match self {
            Self::Meeting(meeting) => Some(meeting),
            _ => None,
        }
    }

    /// The row of a referral and those in the lists of what is open, as they follow from what happened: for a database whose rows
    /// were written before something was added to them.
    pub(crate) fn rows_anew(&self, footprint: &str) -> Vec<RowChange> {
        let Self::Referral(record) = self else { return Vec::new() };
        let referral = &record.referral;
        vec![
            RowChange::Put(&table::REFERRAL, referral_row(referral, footprint)),
            queue_row(referral, referral.import, footprint),
            caseload_row(referral, referral.import, footprint),
        ]
    }

    /// Every promise that this record alone can break.
    ///
    /// # Errors
    /// The first that does not hold.
    pub fn promises(&self) -> Result<(), Broken> {
        match self {
            Self::Referral(record) => invariants::referral(&record.referral),
            _ => Ok(()),
        }
    }
}

/// A sitting after an event, and its rows.
fn sitting(
    stream: StreamId,
    before: Option<Record>,
    event: &MeetingEvent,
    meta: &Meta<'_>,
) -> Result<(Record, Vec<RowChange>), StoreError> {
    let state = match before {
        Some(Record::Meeting(meeting)) => Some(meeting),
        _ => None,
    };
    let meeting = meeting::evolve(MeetingId(stream.id), state, event)?;
    let rows = crate::meeting::rows(&meeting, meta.footprint);
    Ok((Record::Meeting(meeting), rows))
}

fn footprint_row(stream: StreamId, applied: &FootprintApplied, meta: &Meta<'_>) -> RowChange {
    RowChange::Put(
        &table::FOOTPRINT_VERSION,
        vec![
            meta.footprint.into(),
            stream.id.to_string().into(),
            meta.version.into(),
            applied.from.to_string().into(),
            applied.content_hash.clone().into(),
            applied.content.clone().into(),
        ],
    )
}

fn import_row(import: &HistoryImport, meta: &Meta<'_>) -> RowChange {
    let (completed, referrals, people) = match import.stage {
        HistoryImportStage::Complete(done) => {
            let count = |count: u64| Val::Int(i64::try_from(count).unwrap_or(i64::MAX));
            (meta.known_at.clone(), count(done.referrals), count(done.people))
        }
        HistoryImportStage::Writing | HistoryImportStage::Abandoned => (Val::Null, Val::Null, Val::Null),
    };
    RowChange::Put(
        &table::HISTORY_IMPORT,
        vec![
            meta.footprint.into(),
            import.id.to_string().into(),
            import.stage.code().into(),
            import.content_hash.clone().into(),
            completed,
            referrals,
            people,
        ],
    )
}

fn person_rows(person: &Person, meta: &Meta<'_>) -> Result<Vec<RowChange>, StoreError> {
    let identity = person.identity.clone().unwrap_or_default();
    let id = person.id.to_string();
    let contact = serde_json::to_string(&person.contact)?;
    let mut rows = vec![RowChange::Put(
        &table::PERSON,
        vec![
            meta.footprint.into(),
            id.clone().into(),
            Val::text_or_null(person.import.map(|import| import.to_string())),
            Val::text_or_null(identity.sender_person_id),
            Val::text_or_null(identity.name),
            Val::text_or_null(identity.nhs_number.map(|number| number.digits().to_owned())),
            Val::date_or_null(identity.birth_date),
            Val::text_or_null(identity.postcode),
            Val::text_or_null(identity.gp_practice),
            Val::text_or_null(person.ethnic_category.clone()),
            contact.into(),
            Val::flag(person.erased),
        ],
    )];
    rows.extend((0i64..).zip(&person.pregnancies).map(|(nth, pregnancy)| {
        RowChange::Put(
            &table::EPISODE,
            vec![
                meta.footprint.into(),
                id.clone().into(),
                nth.into(),
                pregnancy.due_or_end_on.to_string().into(),
                Val::text_or_null(pregnancy.outcome.clone()),
            ],
        )
    }));
    rows.extend(person.characteristics.iter().map(|(characteristic, answer)| {
        RowChange::Put(
            &table::CHARACTERISTIC,
            vec![meta.footprint.into(), id.clone().into(), characteristic.code().into(), answer.code().into()],
        )
    }));
    Ok(rows)
}

/// The words by which a person is found.
fn words_of(person: &Person) -> BTreeSet<String> {
    let name = person.identity.as_ref().and_then(|identity| identity.name.as_deref());
    name.map(person::words_of_name).unwrap_or_default()
}

fn word_rows(person: &Person, before: &BTreeSet<String>, meta: &Meta<'_>) -> Vec<RowChange> {
    let now = words_of(person);
    let key = |word: &String| vec![meta.footprint.into(), person.id.to_string().into(), word.clone().into()];
    let gone = before.difference(&now).map(|word| RowChange::Delete(&table::PERSON_WORD, key(word)));
    let new = now.difference(before).map(|word| RowChange::Put(&table::PERSON_WORD, key(word)));
    gone.chain(new).collect()
}

fn advice_row(advice: &Advice, meta: &Meta<'_>) -> RowChange {
    let stage = match (&advice.referral, &advice.given) {
        (Some(_), _) => "referral",
        (None, Some(_)) => "given",
        (None, None) => "asked",
    };
    RowChange::Put(
        &table::ADVICE,
        vec![
            meta.footprint.into(),
            advice.id.to_string().into(),
            stage.into(),
            Val::instant(advice.asked.asked_at),
            Val::instant(advice.respond_by),
            Val::text_or_null(advice.asked.source.clone()),
            Val::text_or_null(advice.referral.map(|referral| referral.to_string())),
        ],
    )
}

fn template_row(stream: StreamId, template: &Template, meta: &Meta<'_>) -> RowChange {
    let approved = &template.approved;
    RowChange::Put(
        &table::TEMPLATE,
        vec![
            meta.footprint.into(),
            stream.id.to_string().into(),
            approved.name.clone().into(),
            template.version.into(),
            approved.recipient.code().into(),
            approved.fits.code().into(),
            approved.subject.clone().into(),
            approved.body.clone().into(),
            approved.approved_by.clone().into(),
        ],
    )
}

fn message_row(message: &Message, meta: &Meta<'_>) -> RowChange {
    let (subject, body) =
        message.drafted.words.clone().map_or((Val::Null, Val::Null), |words| (words.subject.into(), words.body.into()));
    RowChange::Put(
        &table::MESSAGE,
        vec![
            meta.footprint.into(),
            message.id.to_string().into(),
            message.drafted.referral.to_string().into(),
            message.drafted.recipient.code().into(),
            message.drafted.route.code().into(),
            message.stage.code().into(),
            subject,
            body,
            Val::text_or_null(message.drafted.template.as_ref().map(|template| template.name.clone())),
        ],
    )
}

impl ReferralRecord {
    fn after(
        id: ReferralId,
        before: Option<Self>,
        event: &ReferralEvent,
        meta: &Meta<'_>,
    ) -> Result<(Self, Vec<RowChange>), StoreError> {
        let before_is_some = before.is_some();
        let in_care = |record: &Self| matches!(record.referral.stage, referral::Stage::Accepted { .. });
        let was_in_care = before.as_ref().is_some_and(in_care);
        let (state, fact_before) = match before {
            Some(record) => (Some(record.referral), Some(record.fact)),
            None => (None, None),
        };
        let course_before = state.as_ref().and_then(|referral| course_row(referral, meta.footprint));
        let lists_before = case_discussion::listed_rows(state.as_ref(), meta.footprint);
        let referral = referral::evolve(id, state, event)?;
        let counted = ReferralFact::from(&referral);
        let mut rows = vec![RowChange::Put(&table::REFERRAL, referral_row(&referral, meta.footprint))];
        // A referral that was decided when it came was never in the queue.
        if before_is_some || matches!(referral.stage, referral::Stage::Pending(_)) {
            rows.push(queue_row(&referral, referral.import, meta.footprint));
        }
        // Nor was it ever in care, where it was never taken on.
        if was_in_care || matches!(referral.stage, referral::Stage::Accepted { .. }) {
            rows.push(caseload_row(&referral, referral.import, meta.footprint));
        }
        rows.extend(course_change(course_before.as_deref(), &referral, meta.footprint));
        rows.extend(referral.onward.as_ref().map(|onward| onward_row(&referral, onward, meta.footprint)));
        rows.extend(chase_rows(&referral, meta.footprint));
        if let ReferralEvent::DiscussedAtMeeting(discussed) = event {
            rows.push(discussion_row(&referral, discussed, meta.footprint));
        }
        rows.extend(case_discussion::changes(&lists_before, &referral, event, meta.footprint));
        rows.extend(criterion::rows(id, event, meta.footprint));
        rows.extend(turned_away::rows(&referral, meta.footprint));
        let fact = match fact_before {
            Some(fact) if fact.counted == counted => fact,
            fact_before => {
                if let Some(replaced) = fact_before {
                    rows.push(RowChange::Put(
                        &table::REFERRAL_FACT,
                        replaced.row(meta.footprint, meta.known_at.clone()),
                    ));
                }
                let fact =
                    Fact { version: meta.version, known_from: meta.known_at.clone(), import: meta.import, counted };
                rows.push(RowChange::Put(&table::REFERRAL_FACT, fact.row(meta.footprint, Val::Null)));
                fact
            }
        };
        if let ReferralEvent::ReferralHistoryImported(imported) = event {
            let key = imported.sender_key.clone();
            rows.push(RowChange::Put(
                &table::SENDER_ROW,
                vec![meta.footprint.into(), key.into(), id.to_string().into()],
            ));
        }
        Ok((Self { referral, fact }, rows))
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

fn referral_row(referral: &Referral, footprint: &str) -> Vec<Val> {
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
