//! What the events of a stream add up to, and the rows that follow: the one projection, used by writing and by replay.

mod of_referral;

use std::collections::BTreeSet;

use porch_domain::{
    account::{self, Account, AccountEvent},
    advice::{self, Advice},
    comment::Comment,
    disallowed::ImpossibleHistory,
    duty::{self, DutyDay, DutyEvent},
    event::{Event, FootprintApplied, StreamId},
    history_import::{self, HistoryImport, HistoryImportStage},
    ids::{
        AccountId, AdviceId, DutyDayId, ImportId, MeetingId, MessageId, OpeningId, PersonId, ReferralId, ScreeningId,
    },
    invariants::{self, Broken},
    meeting::{self, Meeting, MeetingEvent},
    message::{self, Message, MessageStage},
    opening::{self, Opening, OpeningEvent},
    person::{self, Identity, Person, PersonEvent},
    referral::Referral,
    said_and_done::SaidAndDone,
    screening::{self, Screening, ScreeningEvent, TextPackAdded},
    wording::{self, Template},
};

pub use of_referral::ReferralRecord;

use of_referral::referral_row;

use crate::{
    account::{account_row, identity_rows},
    caseload::caseload_row,
    change::RowChange,
    error::StoreError,
    former_number, person_link,
    queue::queue_row,
    table,
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
    Person(Box<Person>),
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
    /// An opening of a record in an emergency.
    Opening(Opening),
    /// A questionnaire.
    Screening(Box<Screening>),
    /// A site's wording.
    TextPack(TextPackAdded),
    /// An item of what people said and what was done.
    SaidAndDone(SaidAndDone),
    /// What somebody said of how it was.
    Comment(Box<Comment>),
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
            (before @ (None | Some(Self::Person(_))), Event::Person(event)) => known(stream, before, event, meta),
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
            (before @ (None | Some(Self::Opening(_))), Event::Opening(event)) => opened(stream, before, event, meta),
            (None | Some(Self::TextPack(_)), Event::TextPackAdded(added)) => Ok(worded(stream, added, meta)),
            (before @ (None | Some(Self::SaidAndDone(_))), Event::SaidAndDone(event)) => {
                crate::said_and_done::after(stream, before, event, meta)
            }
            (before @ (None | Some(Self::Comment(_))), Event::Comment(event)) => {
                crate::comment::after(stream, before, event, meta)
            }
            (before @ (None | Some(Self::Screening(_))), Event::Screening(event)) => asked(stream, before, event, meta),
            (Some(_), _) => Err(mixed()),
        }
    }

    /// The record after an event that is read again. Rows that nobody writes are not made: most events are of referrals, and
    /// each has rows in a dozen tables.
    ///
    /// # Errors
    /// As [`Record::after`].
    pub(crate) fn replayed(
        stream: StreamId,
        before: Option<Self>,
        event: &Event,
        meta: &Meta<'_>,
    ) -> Result<Self, StoreError> {
        match (before, event) {
            (None, Event::Referral(event)) => {
                let record = ReferralRecord::replayed(ReferralId(stream.id), None, event, meta)?;
                Ok(Self::Referral(Box::new(record)))
            }
            (Some(Self::Referral(record)), Event::Referral(event)) => {
                let record = ReferralRecord::replayed(ReferralId(stream.id), Some(*record), event, meta)?;
                Ok(Self::Referral(Box::new(record)))
            }
            (before, event) => Ok(Self::after(stream, before, event, meta)?.0),
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
        let mut rows = vec![account_row(&account, meta.footprint)?];
        rows.extend(identity_rows(event, &account, meta.footprint));
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

    /// The comment, where it is one.
    pub fn comment(&self) -> Option<&Comment> {
        match self {
            Self::Comment(comment) => Some(comment),
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

    /// The opening, where it is one.
    pub fn opening(&self) -> Option<&Opening> {
        match self {
            Self::Opening(opening) => Some(opening),
            _ => None,
        }
    }

    /// The questionnaire, where it is one.
    pub fn screening(&self) -> Option<&Screening> {
        match self {
            Self::Screening(screening) => Some(screening),
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

/// A person after an event, and her rows.
fn known(
    stream: StreamId,
    before: Option<Record>,
    event: &PersonEvent,
    meta: &Meta<'_>,
) -> Result<(Record, Vec<RowChange>), StoreError> {
    let state = match before {
        Some(Record::Person(person)) => Some(*person),
        _ => None,
    };
    let words_before = state.as_ref().map(words_of).unwrap_or_default();
    let numbers_before = state.as_ref().map(person::former_numbers).unwrap_or_default();
    let person = person::evolve(PersonId(stream.id), state, event)?;
    let mut rows = person_rows(&person, meta)?;
    rows.extend(word_rows(&person, &words_before, meta));
    rows.extend(former_number::rows(&person, &numbers_before, meta.footprint));
    rows.extend(person_link::row(&person, event, meta));
    Ok((Record::Person(Box::new(person)), rows))
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

/// An opening after an event, and its row.
fn opened(
    stream: StreamId,
    before: Option<Record>,
    event: &OpeningEvent,
    meta: &Meta<'_>,
) -> Result<(Record, Vec<RowChange>), StoreError> {
    let state = match before {
        Some(Record::Opening(opening)) => Some(opening),
        _ => None,
    };
    let opening = opening::evolve(OpeningId(stream.id), state, event)?;
    let rows = vec![crate::opening::row(&opening, meta.footprint)];
    Ok((Record::Opening(opening), rows))
}

/// A questionnaire after an event, and its row.
fn asked(
    stream: StreamId,
    before: Option<Record>,
    event: &ScreeningEvent,
    meta: &Meta<'_>,
) -> Result<(Record, Vec<RowChange>), StoreError> {
    let state = match before {
        Some(Record::Screening(screening)) => Some(*screening),
        _ => None,
    };
    let screening = screening::evolve(ScreeningId(stream.id), state, event)?;
    let rows = vec![crate::screening::row(&screening, meta.footprint)];
    Ok((Record::Screening(Box::new(screening)), rows))
}

/// A site's wording after it was added, and its row.
fn worded(stream: StreamId, added: &TextPackAdded, meta: &Meta<'_>) -> (Record, Vec<RowChange>) {
    (Record::TextPack(added.clone()), vec![crate::screening::pack_row(stream, added, meta)])
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
    let restriction = person.restriction.as_ref();
    // A line of a restricted record holds nothing of who she is, whoever looks: the record itself is opened for that. Her
    // number finds it again.
    let identity = match (person.identity.clone(), restriction) {
        (Some(whole), Some(_)) => {
            let Identity { sender_person_id, nhs_number, .. } = whole;
            Identity { sender_person_id, nhs_number, ..Identity::restricted() }
        }
        (identity, _) => identity.unwrap_or_default(),
    };
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
            Val::text_or_null(restriction.map(|restriction| restriction.kind.code())),
            Val::text_or_null(restriction.and_then(|restriction| restriction.account.clone())),
            Val::text_or_null(restriction.map(|restriction| restriction.named.join(" "))),
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
    let name = name.filter(|_| person.restriction.is_none());
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
            i64::from(message.delivery.attempts).into(),
            Val::text_or_null(message.delivery.obstacle.map(|obstacle| obstacle.code().to_owned())),
            waits_until(message),
            Val::text_or_null(message.delivery.receipt.clone()),
            Val::text_or_null(message.delivery.failure.map(|failure| failure.code().to_owned())),
        ],
    )
}

/// Before when a waiting message is not handed over; nothing for one that does not wait.
fn waits_until(message: &Message) -> Val {
    match (message.stage, message.delivery.again_at) {
        (MessageStage::Queued, Some(again_at)) => Val::instant(again_at),
        (MessageStage::Queued, None) => 0.into(),
        (
            MessageStage::Drafted
            | MessageStage::Approved
            | MessageStage::Sent
            | MessageStage::Delivered
            | MessageStage::Failed
            | MessageStage::Withdrawn,
            _,
        ) => Val::Null,
    }
}
