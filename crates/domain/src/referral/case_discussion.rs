//! Case discussions across services (H2): a referral is put on the list of one, with a question; on its day it is discussed,
//! and what was agreed has an owner and a date. Nothing of it decides a referral, or moves a clock or a responsibility.

use jiff::{SignedDuration, Timestamp, civil::Date};
use serde::{Deserialize, Serialize};

use super::{
    Deciding, RaisedTask, Referral, ReferralEvent, Said, Stage,
    meet::{self, AskedToMeet, SettledBetween, TeamContact},
    receipt::local_day,
    step::{clinician, staff, words},
};
use crate::{
    disallowed::Disallowed,
    footprint::CaseDiscussion,
    front_door::{Agreement, TaskKind},
    ids::MeetingId,
};

/// The longest time to the next date of what was agreed: two rounds of a discussion that is held every two weeks.
const LONGEST: SignedDuration = SignedDuration::from_hours(28 * 24);

/// What is known of a referral between services.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CaseTrail {
    /// The lists on which it stands, the first first; each discussion once.
    pub listed: Vec<CaseListing>,
    /// What was agreed last, and is to be done.
    pub agreed: Option<CaseAgreed>,
    /// Contacts of teams and services with her, in the order in which they were written down (H09).
    pub contacts: Vec<TeamContact>,
    /// Who is asked to meet about her and has not.
    pub asked: Vec<AskedToMeet>,
    /// When two agreed last who does what.
    pub settled: Vec<SettledBetween>,
}

/// A referral on the list of a case discussion.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaseListing {
    /// The code of the discussion.
    pub discussion: String,
    /// Since when.
    pub at: Timestamp,
    /// By whom it is asked.
    pub asked_by: String,
    /// Whether she agrees that services outside hear of her; none where none take part, or nobody could ask.
    pub agreement: Option<Agreement>,
    /// On which day she said so, or was not asked.
    pub agreement_on: Option<Date>,
    /// Whether a clinician gave a reason to name her without her agreement (PR-20).
    pub named_without: bool,
    /// The question and that reason; none once erased, and where the service itself put it there.
    pub words: Option<CaseWords>,
}

/// What a case discussion is asked, in words: erased with the person.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CaseWords {
    /// The question to be answered.
    pub question: String,
    /// Why she is named without her agreement.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

/// What a case discussion agreed and somebody owes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaseAgreed {
    /// The code of the discussion.
    pub discussion: String,
    /// Who owes it.
    pub owner: String,
    /// By when.
    pub until: Timestamp,
}

/// Whether she agrees that services outside hear of her at a case discussion (PR-20).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaseAgreement {
    /// Her answer.
    pub answer: Agreement,
    /// On which day; asked for where she was asked.
    pub on: Option<Date>,
    /// Why she is named without her agreement, and whether she was told; without it she is not named.
    pub without: Option<NamedWithout>,
}

/// Why somebody is named without her agreement (PR-20).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamedWithout {
    /// Why, in a clinician's words.
    pub reason: String,
    /// Whether she was told.
    pub she_was_told: bool,
}

/// How a case discussion left a referral. None of it is a decision of the referral.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CaseOutcome {
    /// Care goes on as it is, with what was advised.
    GoOn,
    /// Several teams are to work with her together.
    WorkTogether,
    /// A handover is to be offered.
    HandOver,
    /// She is to be referred on to a service outside.
    ReferOn,
    /// Something else was agreed.
    Other,
    /// It is discussed on the next day.
    CarriedOver,
}

impl CaseOutcome {
    /// Every one, in the order in which a page offers them.
    pub const ALL: [Self; 6] =
        [Self::GoOn, Self::WorkTogether, Self::HandOver, Self::ReferOn, Self::Other, Self::CarriedOver];

    /// The code kept in the journal and in forms.
    pub fn code(self) -> &'static str {
        match self {
            Self::GoOn => "go_on",
            Self::WorkTogether => "work_together",
            Self::HandOver => "hand_over",
            Self::ReferOn => "refer_on",
            Self::Other => "other",
            Self::CarriedOver => "carried_over",
        }
    }

    /// The one of a code, if there is one.
    pub fn of_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.code() == code)
    }

    /// What staff read.
    pub fn label(self) -> &'static str {
        match self {
            Self::GoOn => "Go on as now, with advice",
            Self::WorkTogether => "Work with her together",
            Self::HandOver => "Offer a handover",
            Self::ReferOn => "Refer her on outside",
            Self::Other => "Something else",
            Self::CarriedOver => "Carry over to the next day",
        }
    }

    /// Whether somebody must then do something, so that an owner and a date are asked for.
    pub fn needs_an_owner(self) -> bool {
        match self {
            Self::WorkTogether | Self::HandOver | Self::ReferOn | Self::Other => true,
            Self::GoOn | Self::CarriedOver => false,
        }
    }
}

/// A referral was put on the list of a case discussion.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CaseListed {
    /// When.
    pub at: Timestamp,
    /// The account that put it there.
    pub by: String,
    /// The code of the discussion.
    pub discussion: String,
    /// By whom it is asked.
    pub asked_by: String,
    /// Whether she agrees that services outside hear of her; none where none take part.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agreement: Option<Agreement>,
    /// On which day she said so, or was not asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agreement_on: Option<Date>,
    /// Where she is named without her agreement: whether she was told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub she_was_told: Option<bool>,
    /// The question, and why she is named without; none once erased.
    #[serde(skip)]
    pub words: Option<CaseWords>,
}

/// A referral was taken off a list without being discussed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CaseUnlisted {
    /// When.
    pub at: Timestamp,
    /// The account.
    pub by: String,
    /// The code of the discussion.
    pub discussion: String,
    /// Why; none once erased.
    #[serde(skip)]
    pub said: Option<Said>,
}

/// A case discussion dealt with a referral on one of its days.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CaseDiscussed {
    /// When.
    pub at: Timestamp,
    /// The account that wrote it down.
    pub by: String,
    /// The code of the discussion.
    pub discussion: String,
    /// Its day.
    pub meeting: MeetingId,
    /// How it left the referral.
    pub outcome: CaseOutcome,
    /// Who owes what was agreed, where somebody does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<String>,
    /// By when.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Timestamp>,
    /// What was agreed, or why it was carried over; none once erased.
    #[serde(skip)]
    pub said: Option<Said>,
}

/// What a case discussion leaves of a referral, as somebody writes it down.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaseResult {
    /// How.
    pub outcome: CaseOutcome,
    /// Who owes what was agreed.
    pub owner: Option<String>,
    /// By when.
    pub until: Option<Timestamp>,
    /// What was agreed, or why it is carried over.
    pub note: Option<String>,
}

impl CaseListing {
    /// Whether those who take part may hear who she is: where services outside do, only as she agreed, or for a reason.
    pub fn is_named_at(&self, discussion: &CaseDiscussion) -> bool {
        !discussion.crosses_services() || self.agreement == Some(Agreement::Agrees) || self.named_without
    }
}

impl From<&CaseListed> for CaseListing {
    fn from(listed: &CaseListed) -> Self {
        Self {
            discussion: listed.discussion.clone(),
            at: listed.at,
            asked_by: listed.asked_by.clone(),
            agreement: listed.agreement,
            agreement_on: listed.agreement_on,
            named_without: listed.she_was_told.is_some(),
            words: listed.words.clone(),
        }
    }
}

impl CaseTrail {
    /// Its place on the list of a discussion.
    pub fn listing(&self, discussion: &str) -> Option<&CaseListing> {
        self.listed.iter().find(|listing| listing.discussion == discussion)
    }
}

/// A referral is put on the list of a discussion, before or after it is decided.
///
/// # Errors
/// When there is no such discussion, it is on the list, or the question or her agreement is missing.
pub(super) fn listed(
    referral: &Referral,
    discussion: &str,
    asked: (String, String),
    agreement: Option<CaseAgreement>,
    deciding: &Deciding<'_>,
) -> Result<ReferralEvent, Disallowed> {
    let by = staff(deciding.actor)?;
    clinician(deciding.actor)?;
    let planned = known(discussion, deciding)?;
    if planned.sits_next(deciding.now).is_none() {
        return Err(Disallowed::NoDayPlanned);
    }
    if referral.cases.listing(discussion).is_some() {
        return Err(Disallowed::ListedAlready);
    }
    let (question, asked_by) = asked;
    let question = words(question).map_err(|_| Disallowed::Empty("the question"))?.text;
    let asked_by = words(asked_by).map_err(|_| Disallowed::Empty("who asks"))?.text;
    let agreement = agreement.filter(|_| planned.crosses_services());
    let (answer, on, without) = match agreement {
        None if planned.crosses_services() => return Err(Disallowed::CaseAgreementMissing),
        None => (None, None, None),
        Some(CaseAgreement { answer, on, without }) => {
            let on = said_on(answer, on, deciding)?;
            (Some(answer), Some(on), without.filter(|_| answer != Agreement::Agrees))
        }
    };
    let she_was_told = without.as_ref().map(|without| without.she_was_told);
    let reason = without.map(|without| words(without.reason)).transpose()?.map(|said| said.text);
    Ok(ReferralEvent::CaseListed(CaseListed {
        at: deciding.now,
        by,
        discussion: discussion.to_owned(),
        asked_by,
        agreement: answer,
        agreement_on: on,
        she_was_told,
        words: Some(CaseWords { question, reason }),
    }))
}

/// The day of her answer; where she was not asked, today.
fn said_on(answer: Agreement, on: Option<Date>, deciding: &Deciding<'_>) -> Result<Date, Disallowed> {
    let today = local_day(deciding.now);
    match (answer, on) {
        (Agreement::NotAsked, None) => Ok(today),
        (_, Some(on)) if on <= today => Ok(on),
        (_, Some(_)) | (Agreement::Agrees | Agreement::Declines, None) => Err(Disallowed::CaseAgreementMissing),
    }
}

/// A referral is taken off a list without being discussed, with a reason.
///
/// # Errors
/// When it is on no such list, or the reason is missing.
pub(super) fn unlisted(
    referral: &Referral,
    discussion: String,
    why: String,
    deciding: &Deciding<'_>,
) -> Result<ReferralEvent, Disallowed> {
    let by = staff(deciding.actor)?;
    if referral.cases.listing(&discussion).is_none() {
        return Err(Disallowed::NotListed);
    }
    Ok(ReferralEvent::CaseUnlisted(CaseUnlisted { at: deciding.now, by, discussion, said: Some(words(why)?) }))
}

/// A day of a discussion deals with a referral. What was agreed has words, and an owner with a date where somebody must do
/// something; a referral that was closed meanwhile is noted, and owes nothing.
///
/// # Errors
/// When it is on no such list, or something of what was agreed is missing.
pub(super) fn discussed(
    referral: &Referral,
    discussion: String,
    meeting: MeetingId,
    result: CaseResult,
    deciding: &Deciding<'_>,
) -> Result<ReferralEvent, Disallowed> {
    let by = staff(deciding.actor)?;
    if referral.cases.listing(&discussion).is_none() {
        return Err(Disallowed::NotListed);
    }
    let CaseResult { outcome, owner, until, note } = result;
    let at = deciding.now;
    let written = |text: Option<String>| text.filter(|text| !text.trim().is_empty());
    let (owner, note) = (written(owner), written(note));
    let is_open = referral.held().is_some();
    let (owner, until) = match outcome {
        CaseOutcome::CarriedOver => (None, None),
        _ if !is_open => (None, None),
        _ => match (owner, until) {
            (None, None) if !outcome.needs_an_owner() => (None, None),
            (None, _) => return Err(Disallowed::OwnerMissing),
            (Some(owner), Some(until)) if until > at && until <= at + LONGEST => (Some(owner), Some(until)),
            (Some(_), _) => return Err(Disallowed::NotWithinFourWeeks),
        },
    };
    let said = match outcome {
        CaseOutcome::CarriedOver => note.map(|text| Said { text }),
        _ => Some(Said { text: note.ok_or(Disallowed::Empty("what was agreed"))? }),
    };
    Ok(ReferralEvent::CaseDiscussed(CaseDiscussed { at, by, discussion, meeting, outcome, owner, until, said }))
}

fn known<'a>(code: &str, deciding: &Deciding<'a>) -> Result<&'a CaseDiscussion, Disallowed> {
    deciding.footprint.case_discussion(code).ok_or_else(|| Disallowed::UnknownDiscussion(code.to_owned()))
}

/// The referral after what happened at a case discussion. Nothing of it is a step: no clock, nobody who is responsible and no
/// next date is moved but by a task, which is due no later than anything before it was.
pub(super) fn evolve(referral: &mut Referral, event: &ReferralEvent) {
    match event {
        ReferralEvent::CaseListed(listed) => referral.cases.listed.push(CaseListing::from(listed)),
        ReferralEvent::CaseUnlisted(unlisted) => {
            off(referral, &unlisted.discussion);
            meet::met_at(referral, &unlisted.discussion, unlisted.at);
        }
        ReferralEvent::CaseDiscussed(discussed) => discuss(referral, discussed),
        ReferralEvent::TeamsAskedToMeet(asked) => meet::asked(referral, asked),
        _ => {}
    }
    let due = referral.triage.open_tasks().map(|(_, due_by)| due_by).min();
    if let (Stage::Pending(held) | Stage::Accepted { held, .. }, Some(due)) = (&mut referral.stage, due) {
        held.next_due = held.next_due.min(due);
    }
}

fn off(referral: &mut Referral, discussion: &str) {
    referral.cases.listed.retain(|listing| listing.discussion != discussion);
}

/// What is owed is a task with its time; what was carried over keeps its place on the list.
fn discuss(referral: &mut Referral, discussed: &CaseDiscussed) {
    if discussed.outcome == CaseOutcome::CarriedOver {
        return;
    }
    off(referral, &discussed.discussion);
    if let (Some(owner), Some(until)) = (&discussed.owner, discussed.until) {
        let (discussion, owner) = (discussed.discussion.clone(), owner.clone());
        referral.cases.agreed = Some(CaseAgreed { discussion, owner, until });
        referral.triage.raise(&[RaisedTask { task: TaskKind::CaseAgreed, due_by: until }]);
    }
    meet::met_at(referral, &discussed.discussion, discussed.at);
}
