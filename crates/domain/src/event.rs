//! Every past fact that the journal can hold: its stored form, its reading, and who may ever see it.
//!
//! A payload is stored once and never rewritten. When its shape changes, `FORMAT` of that event rises and the reading of
//! the old format stays here as a pure function, held by a sample of every format ever written (`tests/formats`).

mod comment;
mod message;
mod referral;
mod screening;

use serde::{Deserialize, Serialize, de::DeserializeOwned};
use uuid::Uuid;

use crate::{
    account::AccountEvent,
    advice::AdviceEvent,
    comment::CommentEvent,
    duty::{DutyEvent, LogWords, ToldOnCall},
    front_door::{Referrer, Story},
    history_import::HistoryImportEvent,
    ids::{
        AccountId, AdviceId, CommentId, DutyDayId, ImportId, MeetingId, MessageId, OpeningId, PersonId, ReferralId,
        SaidAndDoneId, ScreeningId,
    },
    meeting::MeetingEvent,
    message::MessageEvent,
    opening::OpeningEvent,
    person::{PersonEvent, national},
    referral::ReferralEvent,
    said_and_done::SaidAndDoneEvent,
    screening::{ScreeningEvent, TextPackAdded},
    wording::TemplateApproved,
};

/// What a stream of the journal is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum StreamKind {
    /// A version of the local rules.
    Footprint,
    /// An import of history.
    HistoryImport,
    /// A person's record.
    Person,
    /// A referral.
    Referral,
    /// A letter or message.
    Message,
    /// A request for advice.
    Advice,
    /// A template of letters or messages.
    Template,
    /// An account of a member of staff.
    Account,
    /// One local day of duty.
    Duty,
    /// A sitting of the team meeting.
    Meeting,
    /// An opening of a record in an emergency.
    Opening,
    /// A questionnaire, given or put to one person.
    Screening,
    /// A site's wording of one instrument in one language.
    TextPack,
    /// One item of what people said and what was done.
    SaidAndDone,
    /// What somebody said of how it was.
    Comment,
}

impl StreamKind {
    /// Every kind, in the order in which a replay reads them.
    pub const ALL: [Self; 15] = [
        Self::Footprint,
        Self::HistoryImport,
        Self::Person,
        Self::Referral,
        Self::Message,
        Self::Advice,
        Self::Template,
        Self::Account,
        Self::Duty,
        Self::Meeting,
        Self::Opening,
        Self::Screening,
        Self::TextPack,
        Self::SaidAndDone,
        Self::Comment,
    ];

    /// The code kept in the journal.
    pub fn code(self) -> &'static str {
        match self {
            Self::Footprint => "footprint",
            Self::HistoryImport => "history_import",
            Self::Person => "person",
            Self::Referral => "referral",
            Self::Message => "message",
            Self::Advice => "advice",
            Self::Template => "template",
            Self::Account => "account",
            Self::Duty => "duty",
            Self::Meeting => "meeting",
            Self::Opening => "opening",
            Self::Screening => "screening",
            Self::TextPack => "text_pack",
            Self::SaidAndDone => "said_and_done",
            Self::Comment => "comment",
        }
    }

    /// The kind of a code, if there is one.
    pub fn of_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

/// One stream of the journal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct StreamId {
    /// What it is about.
    pub kind: StreamKind,
    /// Which.
    pub id: Uuid,
}

macro_rules! stream_of {
    ($($id:ident => $kind:ident),*) => {
        $(impl From<$id> for StreamId {
            fn from(id: $id) -> Self {
                Self { kind: StreamKind::$kind, id: id.0 }
            }
        })*
    };
}

stream_of!(PersonId => Person, ReferralId => Referral, MessageId => Message, ImportId => HistoryImport, AdviceId => Advice, AccountId => Account, DutyDayId => Duty, MeetingId => Meeting, OpeningId => Opening, ScreeningId => Screening, SaidAndDoneId => SaidAndDone, CommentId => Comment);

/// A version of the local rules that was applied.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FootprintApplied {
    /// The footprint's name.
    pub name: String,
    /// From which day its rules hold.
    pub from: jiff::civil::Date,
    /// SHA-256 of the file, as hexadecimal digits.
    pub content_hash: String,
    /// The file as it was.
    pub content: String,
}

/// A past fact of any stream.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// A version of the local rules was applied.
    FootprintApplied(FootprintApplied),
    /// About an import.
    HistoryImport(HistoryImportEvent),
    /// About a person's record.
    Person(PersonEvent),
    /// About a referral.
    Referral(ReferralEvent),
    /// About a message.
    Message(MessageEvent),
    /// About a request for advice.
    Advice(AdviceEvent),
    /// A version of a template was approved.
    TemplateApproved(TemplateApproved),
    /// About an account.
    Account(AccountEvent),
    /// About a day of duty.
    Duty(DutyEvent),
    /// About a sitting of the team meeting.
    Meeting(MeetingEvent),
    /// About an opening of a record in an emergency.
    Opening(OpeningEvent),
    /// About a questionnaire.
    Screening(ScreeningEvent),
    /// A site's wording of an instrument was added.
    TextPackAdded(TextPackAdded),
    /// About an item of what people said and what was done.
    SaidAndDone(SaidAndDoneEvent),
    /// About what somebody said of how it was.
    Comment(CommentEvent),
}

/// An event in its stored form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// Its name.
    pub event: &'static str,
    /// The version of its format.
    pub format: i64,
    /// Its content as JSON, without what identifies a person.
    pub payload: String,
    /// What identifies a person, as JSON, stored apart so that it can be erased.
    pub personal: Option<String>,
}

/// An event as it is stored, to be read.
#[derive(Debug, Clone, Copy)]
pub struct Stored<'a> {
    /// What its stream is about.
    pub kind: StreamKind,
    /// Its name.
    pub event: &'a str,
    /// The version of its format.
    pub format: i64,
    /// Its content as JSON.
    pub payload: &'a str,
    /// What identifies a person, as JSON; none once erased.
    pub personal: Option<&'a str>,
    /// The import that its entry came with. From the second format on, what came with another system's history says it
    /// here alone.
    pub import: Option<ImportId>,
}

/// Why a stored event cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum Unreadable {
    /// A newer program wrote it.
    #[error("the event {event} in format {format} was written by a newer version of this program")]
    UnknownFormat {
        /// Its name.
        event: String,
        /// Its format.
        format: i64,
    },
    /// It came with an import, and its entry does not say with which.
    #[error("the event {event} came with an import, and its entry names none")]
    OfNoImport {
        /// Its name.
        event: String,
    },
    /// The stored text is not what the format says.
    #[error("the content of the event {event} cannot be read from its character {column} on")]
    Malformed {
        /// Its name.
        event: String,
        /// Where reading failed; what stands there may be about a person and is not repeated.
        column: usize,
    },
}

impl Event {
    /// The stored form.
    ///
    /// # Errors
    /// Only when serialising fails, which no event of ours can cause.
    pub fn write(&self) -> Result<Written, serde_json::Error> {
        match self {
            Self::FootprintApplied(applied) => written("FootprintApplied", applied, None::<&()>),
            Self::HistoryImport(event) => match event {
                HistoryImportEvent::HistoryImportStarted(e) => written("HistoryImportStarted", e, None::<&()>),
                HistoryImportEvent::HistoryImportCompleted(e) => written("HistoryImportCompleted", e, None::<&()>),
                HistoryImportEvent::HistoryImportAbandoned(e) => written("HistoryImportAbandoned", e, None::<&()>),
            },
            Self::Person(event) => written_person(event),
            Self::Referral(event) => referral::written_referral(event),
            Self::Message(event) => message::written_message(event),
            Self::Advice(event) => match event {
                AdviceEvent::AdviceAsked(e) => written("AdviceAsked", e, e.answers.as_ref()),
                AdviceEvent::AdviceGiven(e) => written("AdviceGiven", e, e.advice.as_ref()),
                AdviceEvent::AdviceAskedAgain(e) => written("AdviceAskedAgain", e, e.said.as_ref()),
                AdviceEvent::AdviceTurnedIntoReferral(e) => written("AdviceTurnedIntoReferral", e, None::<&()>),
                AdviceEvent::PersonalDataErased(e) => written("PersonalDataErased", e, None::<&()>),
            },
            Self::TemplateApproved(approved) => written("TemplateApproved", approved, None::<&()>),
            Self::Account(event) => match event {
                AccountEvent::AccountOpened(e) => written("AccountOpened", e, None::<&()>),
                AccountEvent::RoleGiven(e) => written("RoleGiven", e, None::<&()>),
                AccountEvent::BelongingGiven(e) => written("BelongingGiven", e, None::<&()>),
                AccountEvent::PasswordSet(e) => written("PasswordSet", e, None::<&()>),
                AccountEvent::AccountDisabled(e) => written("AccountDisabled", e, None::<&()>),
                AccountEvent::AccountEnabled => written("AccountEnabled", &NoContent {}, None::<&()>),
                AccountEvent::FactorAdded(e) => written("FactorAdded", e, None::<&()>),
                AccountEvent::FactorRemoved(e) => written("FactorRemoved", e, None::<&()>),
                AccountEvent::RecoveryCodesMade(e) => written("RecoveryCodesMade", e, None::<&()>),
                AccountEvent::RecoveryCodeUsed => written("RecoveryCodeUsed", &NoContent {}, None::<&()>),
                AccountEvent::RecoveryAsked(e) => written("RecoveryAsked", e, None::<&()>),
                AccountEvent::FactorsCleared(e) => written("FactorsCleared", e, None::<&()>),
                AccountEvent::IdentityLinked(e) => written("IdentityLinked", e, None::<&()>),
                AccountEvent::IdentityUnlinked(e) => written("IdentityUnlinked", e, None::<&()>),
            },
            Self::Duty(event) => match event {
                DutyEvent::DutyDayOpened(e) => written("DutyDayOpened", e, None::<&()>),
                DutyEvent::DutyRostered(e) => written("DutyRostered", e, None::<&()>),
                DutyEvent::RotaTakenBack(e) => written("RotaTakenBack", e, None::<&()>),
                DutyEvent::ShiftBegan(e) => written("ShiftBegan", e, None::<&()>),
                DutyEvent::DutyNoted(e) => written("DutyNoted", e, e.words.as_ref()),
                DutyEvent::ShiftEnded(e) => written("ShiftEnded", e, e.on_call.as_ref()),
                DutyEvent::PersonalDataErased(e) => written("PersonalDataErased", e, None::<&()>),
            },
            Self::Meeting(event) => match event {
                MeetingEvent::MeetingOpened(e) => written("MeetingOpened", e, None::<&()>),
                MeetingEvent::AttendanceTaken(e) => written("AttendanceTaken", e, None::<&()>),
                MeetingEvent::ConfirmationNeeded(e) => written("ConfirmationNeeded", e, None::<&()>),
                MeetingEvent::MeetingConfirmed(e) => written("MeetingConfirmed", e, None::<&()>),
                MeetingEvent::MeetingClosed(e) => written("MeetingClosed", e, None::<&()>),
            },
            Self::Opening(event) => written_opening(event),
            Self::Screening(event) => screening::written_screening(event),
            Self::TextPackAdded(added) => written("TextPackAdded", added, None::<&()>),
            Self::Comment(event) => comment::written_comment(event),
            Self::SaidAndDone(event) => match event {
                SaidAndDoneEvent::SaidAndDonePublished(e) => written("SaidAndDonePublished", e, None::<&()>),
                SaidAndDoneEvent::SaidAndDoneWithdrawn(e) => written("SaidAndDoneWithdrawn", e, None::<&()>),
            },
        }
    }

    /// Reads a stored event of any format ever written.
    ///
    /// # Errors
    /// [`Unreadable`] for a name or format that this program does not know, or content that does not fit.
    pub fn read(reading: &Stored<'_>) -> Result<Self, Unreadable> {
        let Stored { kind, event, format, .. } = *reading;
        let unknown = || Unreadable::UnknownFormat { event: event.to_owned(), format };
        match kind {
            StreamKind::Footprint => match (event, format) {
                ("FootprintApplied", 1) => Ok(Self::FootprintApplied(reading.content()?)),
                _ => Err(unknown()),
            },
            StreamKind::HistoryImport => Ok(Self::HistoryImport(match (event, format) {
                ("HistoryImportStarted", 1) => HistoryImportEvent::HistoryImportStarted(reading.content()?),
                ("HistoryImportCompleted", 1) => HistoryImportEvent::HistoryImportCompleted(reading.content()?),
                ("HistoryImportAbandoned", 1) => HistoryImportEvent::HistoryImportAbandoned(reading.content()?),
                _ => return Err(unknown()),
            })),
            StreamKind::Person => reading.person(format)?.map(Self::Person).ok_or_else(unknown),
            StreamKind::Referral => reading.referral(format)?.map(Self::Referral).ok_or_else(unknown),
            StreamKind::Message => reading.message(format)?.map(Self::Message).ok_or_else(unknown),
            StreamKind::Advice => reading.advice(format)?.map(Self::Advice).ok_or_else(unknown),
            StreamKind::Template => match (event, format) {
                ("TemplateApproved", 1) => Ok(Self::TemplateApproved(reading.content()?)),
                _ => Err(unknown()),
            },
            StreamKind::Account => Ok(Self::Account(match (event, format) {
                ("AccountOpened", 1) => AccountEvent::AccountOpened(reading.content()?),
                ("RoleGiven", 1) => AccountEvent::RoleGiven(reading.content()?),
                ("BelongingGiven", 1) => AccountEvent::BelongingGiven(reading.content()?),
                ("PasswordSet", 1) => AccountEvent::PasswordSet(reading.content()?),
                ("AccountDisabled", 1) => AccountEvent::AccountDisabled(reading.content()?),
                ("AccountEnabled", 1) => AccountEvent::AccountEnabled,
                ("FactorAdded", 1) => AccountEvent::FactorAdded(reading.content()?),
                ("FactorRemoved", 1) => AccountEvent::FactorRemoved(reading.content()?),
                ("RecoveryCodesMade", 1) => AccountEvent::RecoveryCodesMade(reading.content()?),
                ("RecoveryCodeUsed", 1) => AccountEvent::RecoveryCodeUsed,
                ("RecoveryAsked", 1) => AccountEvent::RecoveryAsked(reading.content()?),
                ("FactorsCleared", 1) => AccountEvent::FactorsCleared(reading.content()?),
                ("IdentityLinked", 1) => AccountEvent::IdentityLinked(reading.content()?),
                ("IdentityUnlinked", 1) => AccountEvent::IdentityUnlinked(reading.content()?),
                _ => return Err(unknown()),
            })),
            StreamKind::Duty => reading.duty(format)?.map(Self::Duty).ok_or_else(unknown),
            StreamKind::Meeting => Ok(Self::Meeting(match (event, format) {
                ("MeetingOpened", 1) => MeetingEvent::MeetingOpened(reading.content()?),
                ("AttendanceTaken", 1) => MeetingEvent::AttendanceTaken(reading.content()?),
                ("ConfirmationNeeded", 1) => MeetingEvent::ConfirmationNeeded(reading.content()?),
                ("MeetingConfirmed", 1) => MeetingEvent::MeetingConfirmed(reading.content()?),
                ("MeetingClosed", 1) => MeetingEvent::MeetingClosed(reading.content()?),
                _ => return Err(unknown()),
            })),
            StreamKind::Opening => reading.opening(format)?.map(Self::Opening).ok_or_else(unknown),
            StreamKind::Screening => reading.screening(format)?.map(Self::Screening).ok_or_else(unknown),
            StreamKind::TextPack => match (event, format) {
                ("TextPackAdded", 1) => Ok(Self::TextPackAdded(reading.content()?)),
                _ => Err(unknown()),
            },
            StreamKind::Comment => reading.comment(format)?.map(Self::Comment).ok_or_else(unknown),
            StreamKind::SaidAndDone => Ok(Self::SaidAndDone(match (event, format) {
                ("SaidAndDonePublished", 1) => SaidAndDoneEvent::SaidAndDonePublished(reading.content()?),
                ("SaidAndDoneWithdrawn", 1) => SaidAndDoneEvent::SaidAndDoneWithdrawn(reading.content()?),
                _ => return Err(unknown()),
            })),
        }
    }
}

/// What was told, in the first format: the referrer is one line.
#[derive(Deserialize)]
struct FirstStory {
    worry: String,
    #[serde(default)]
    referrer: Option<String>,
}

impl From<FirstStory> for Story {
    fn from(first: FirstStory) -> Self {
        let referrer = first.referrer.map(|name| Referrer { name, ..Referrer::default() });
        Self { worry: first.worry, referrer, ..Self::default() }
    }
}

#[derive(Serialize, Deserialize)]
struct NoContent {}

fn written_person(event: &PersonEvent) -> Result<Written, serde_json::Error> {
    match event {
        PersonEvent::PersonRegistered(e) => written("PersonRegistered", e, e.identity.as_ref()),
        PersonEvent::PersonHistoryImported(e) => written_as(2, "PersonHistoryImported", e, e.identity.as_ref()),
        PersonEvent::EpisodeRecorded(e) => written("EpisodeRecorded", e, None::<&()>),
        PersonEvent::IdentityRecorded(e) => written("IdentityRecorded", e, e.identity.as_ref()),
        PersonEvent::TellingChoicesRecorded(e) => written("TellingChoicesRecorded", e, None::<&()>),
        PersonEvent::ContactChoicesRecorded(e) => written("ContactChoicesRecorded", e, None::<&()>),
        PersonEvent::RoutesConfirmed(e) => written("RoutesConfirmed", e, None::<&()>),
        PersonEvent::RoutesUnsettled(e) => written("RoutesUnsettled", e, None::<&()>),
        PersonEvent::CharacteristicsRecorded(e) => written("CharacteristicsRecorded", e, None::<&()>),
        PersonEvent::DeathRecorded(e) => written("DeathRecorded", e, None::<&()>),
        PersonEvent::DeathCorrected(e) => written("DeathCorrected", e, e.said.as_ref()),
        PersonEvent::PeopleLinked(e) => written("PeopleLinked", e, e.said.as_ref()),
        PersonEvent::PeopleUnlinked(e) => written("PeopleUnlinked", e, e.said.as_ref()),
        PersonEvent::RecordRestricted(e) => written("RecordRestricted", e, e.said.as_ref()),
        PersonEvent::RestrictionLifted(e) => written("RestrictionLifted", e, e.said.as_ref()),
        PersonEvent::AddressWithheld(e) => written("AddressWithheld", e, e.said.as_ref()),
        PersonEvent::WithholdingLifted(e) => written("WithholdingLifted", e, e.said.as_ref()),
        PersonEvent::NumberTraced(e) => written("NumberTraced", e, e.numbers.as_ref()),
        PersonEvent::TraceTakenBack(e) => written("TraceTakenBack", e, e.said.as_ref()),
        PersonEvent::DeathTold(e) => written("DeathTold", e, None::<&()>),
        PersonEvent::DeathSetAside(e) => written("DeathSetAside", e, e.said.as_ref()),
        PersonEvent::PersonalDataErased(e) => written("PersonalDataErased", e, None::<&()>),
    }
}

fn written_opening(event: &OpeningEvent) -> Result<Written, serde_json::Error> {
    match event {
        OpeningEvent::RecordOpened(e) => written("RecordOpened", e, e.said.as_ref()),
        OpeningEvent::OpeningEnded(e) => written("OpeningEnded", e, None::<&()>),
        OpeningEvent::OpeningReviewed(e) => written("OpeningReviewed", e, e.said.as_ref()),
        OpeningEvent::PersonalDataErased(e) => written("PersonalDataErased", e, None::<&()>),
    }
}

fn written<C: Serialize, P: Serialize>(
    event: &'static str,
    content: &C,
    personal: Option<&P>,
) -> Result<Written, serde_json::Error> {
    written_as(1, event, content, personal)
}

fn written_as<C: Serialize, P: Serialize>(
    format: i64,
    event: &'static str,
    content: &C,
    personal: Option<&P>,
) -> Result<Written, serde_json::Error> {
    Ok(Written {
        event,
        format,
        payload: serde_json::to_string(content)?,
        personal: personal.map(serde_json::to_string).transpose()?,
    })
}

impl Stored<'_> {
    fn text<T: DeserializeOwned>(&self, text: &str) -> Result<T, Unreadable> {
        serde_json::from_str(text)
            .map_err(|error| Unreadable::Malformed { event: self.event.to_owned(), column: error.column() })
    }

    fn content<T: DeserializeOwned>(&self) -> Result<T, Unreadable> {
        self.text(self.payload)
    }

    fn personal<T: DeserializeOwned>(&self) -> Result<Option<T>, Unreadable> {
        self.personal.map(|text| self.text(text)).transpose()
    }

    /// The content with what was stored apart in its place.
    fn with<T: DeserializeOwned, P: DeserializeOwned>(
        &self,
        place: impl FnOnce(&mut T) -> &mut Option<P>,
    ) -> Result<T, Unreadable> {
        let mut content: T = self.content()?;
        *place(&mut content) = self.personal()?;
        Ok(content)
    }

    fn of_import(&self) -> Result<ImportId, Unreadable> {
        self.import.ok_or_else(|| Unreadable::OfNoImport { event: self.event.to_owned() })
    }

    fn person(&self, format: i64) -> Result<Option<PersonEvent>, Unreadable> {
        Ok(Some(match (self.event, format) {
            ("PersonRegistered", 1) => {
                PersonEvent::PersonRegistered(self.with(|e: &mut crate::person::PersonRegistered| &mut e.identity)?)
            }
            ("PersonHistoryImported", 1) => PersonEvent::PersonHistoryImported(
                self.with(|e: &mut crate::person::PersonHistoryImported| &mut e.identity)?,
            ),
            ("PersonHistoryImported", 2) => {
                let mut content = self.with(|e: &mut crate::person::PersonHistoryImported| &mut e.identity)?;
                content.import = self.of_import()?;
                PersonEvent::PersonHistoryImported(content)
            }
            ("EpisodeRecorded", 1) => PersonEvent::EpisodeRecorded(self.content()?),
            ("IdentityRecorded", 1) => {
                PersonEvent::IdentityRecorded(self.with(|e: &mut crate::person::IdentityRecorded| &mut e.identity)?)
            }
            ("TellingChoicesRecorded", 1) => PersonEvent::TellingChoicesRecorded(self.content()?),
            ("ContactChoicesRecorded", 1) => PersonEvent::ContactChoicesRecorded(self.content()?),
            ("RoutesConfirmed", 1) => PersonEvent::RoutesConfirmed(self.content()?),
            ("RoutesUnsettled", 1) => PersonEvent::RoutesUnsettled(self.content()?),
            ("CharacteristicsRecorded", 1) => PersonEvent::CharacteristicsRecorded(self.content()?),
            ("DeathRecorded", 1) => PersonEvent::DeathRecorded(self.content()?),
            ("DeathCorrected", 1) => {
                PersonEvent::DeathCorrected(self.with(|e: &mut crate::person::DeathCorrected| &mut e.said)?)
            }
            ("PeopleLinked", 1) => {
                PersonEvent::PeopleLinked(self.with(|e: &mut crate::person::PeopleLinked| &mut e.said)?)
            }
            ("PeopleUnlinked", 1) => {
                PersonEvent::PeopleUnlinked(self.with(|e: &mut crate::person::PeopleUnlinked| &mut e.said)?)
            }
            ("RecordRestricted", 1) => {
                PersonEvent::RecordRestricted(self.with(|e: &mut crate::person::RecordRestricted| &mut e.said)?)
            }
            ("RestrictionLifted", 1) => {
                PersonEvent::RestrictionLifted(self.with(|e: &mut crate::person::RestrictionLifted| &mut e.said)?)
            }
            ("AddressWithheld", 1) => {
                PersonEvent::AddressWithheld(self.with(|e: &mut crate::person::AddressWithheld| &mut e.said)?)
            }
            ("WithholdingLifted", 1) => {
                PersonEvent::WithholdingLifted(self.with(|e: &mut crate::person::WithholdingLifted| &mut e.said)?)
            }
            ("NumberTraced", 1) => {
                PersonEvent::NumberTraced(self.with(|e: &mut national::NumberTraced| &mut e.numbers)?)
            }
            ("TraceTakenBack", 1) => {
                PersonEvent::TraceTakenBack(self.with(|e: &mut national::TraceTakenBack| &mut e.said)?)
            }
            ("DeathTold", 1) => PersonEvent::DeathTold(self.content()?),
            ("DeathSetAside", 1) => {
                PersonEvent::DeathSetAside(self.with(|e: &mut national::DeathSetAside| &mut e.said)?)
            }
            ("PersonalDataErased", 1) => PersonEvent::PersonalDataErased(self.content()?),
            _ => return Ok(None),
        }))
    }

    fn advice(&self, format: i64) -> Result<Option<AdviceEvent>, Unreadable> {
        Ok(Some(match (self.event, format) {
            ("AdviceAsked", 1) => {
                AdviceEvent::AdviceAsked(self.with(|e: &mut crate::advice::AdviceAsked| &mut e.answers)?)
            }
            ("AdviceGiven", 1) => {
                AdviceEvent::AdviceGiven(self.with(|e: &mut crate::advice::AdviceGiven| &mut e.advice)?)
            }
            ("AdviceAskedAgain", 1) => {
                AdviceEvent::AdviceAskedAgain(self.with(|e: &mut crate::advice::AdviceAskedAgain| &mut e.said)?)
            }
            ("AdviceTurnedIntoReferral", 1) => AdviceEvent::AdviceTurnedIntoReferral(self.content()?),
            ("PersonalDataErased", 1) => AdviceEvent::PersonalDataErased(self.content()?),
            _ => return Ok(None),
        }))
    }

    fn opening(&self, format: i64) -> Result<Option<OpeningEvent>, Unreadable> {
        Ok(Some(match (self.event, format) {
            ("RecordOpened", 1) => {
                OpeningEvent::RecordOpened(self.with(|e: &mut crate::opening::RecordOpened| &mut e.said)?)
            }
            ("OpeningEnded", 1) => OpeningEvent::OpeningEnded(self.content()?),
            ("OpeningReviewed", 1) => {
                OpeningEvent::OpeningReviewed(self.with(|e: &mut crate::opening::OpeningReviewed| &mut e.said)?)
            }
            ("PersonalDataErased", 1) => OpeningEvent::PersonalDataErased(self.content()?),
            _ => return Ok(None),
        }))
    }

    fn duty(&self, format: i64) -> Result<Option<DutyEvent>, Unreadable> {
        Ok(Some(match (self.event, format) {
            ("DutyDayOpened", 1) => DutyEvent::DutyDayOpened(self.content()?),
            ("DutyRostered", 1) => DutyEvent::DutyRostered(self.content()?),
            ("RotaTakenBack", 1) => DutyEvent::RotaTakenBack(self.content()?),
            ("ShiftBegan", 1) => DutyEvent::ShiftBegan(self.content()?),
            ("DutyNoted", 1) => {
                let mut content: crate::duty::DutyNoted = self.content()?;
                content.words = self.personal::<LogWords>()?;
                DutyEvent::DutyNoted(content)
            }
            ("ShiftEnded", 1) => {
                let mut content: crate::duty::ShiftEnded = self.content()?;
                content.on_call = self.personal::<ToldOnCall>()?;
                DutyEvent::ShiftEnded(content)
            }
            ("PersonalDataErased", 1) => DutyEvent::PersonalDataErased(self.content()?),
            _ => return Ok(None),
        }))
    }
}
