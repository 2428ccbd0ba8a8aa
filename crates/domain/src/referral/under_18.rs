//! Somebody who is under eighteen: we hold her until the young people's service accepts by name (PR-18). Clocks and
//! emergencies are as everybody's.

use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};

use super::{
    Deciding, Handover, OnwardState, Personal, RaisedTask, Referral, ReferralEvent,
    receipt::{local_day, raised},
    step::staff,
};
use crate::{
    actor::Actor,
    disallowed::{Disallowed, ImpossibleHistory},
    front_door::{
        Known, Story, TaskKind,
        urgency::{self, age_on},
    },
    person::ContactChoices,
};

/// What is recorded because she is under eighteen.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Young {
    /// The young people's service that has her, and who there said so.
    pub taken: Option<YoungTaken>,
    /// Who consents, whom she lives with, whether parents may be told.
    pub consent: Option<YoungConsentRecorded>,
}

/// The young people's service accepted by name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct YoungTaken {
    /// The service or team.
    pub service: String,
    /// Who said so.
    pub name: String,
    /// When.
    pub at: Timestamp,
}

/// Who consents to her care.
///
/// # Source
/// Gillick v West Norfolk and Wisbech AHA [1985] UKHL 7 for those under sixteen; Family Law Reform Act 1969, section 8, for
/// sixteen and seventeen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ConsentBy {
    /// She herself.
    Herself,
    /// Somebody with parental responsibility.
    ParentalResponsibility,
    /// The local authority or a court.
    Authority,
    /// Nobody yet.
    NotYet,
}

impl ConsentBy {
    /// Every answer, in the order in which it is asked.
    pub const ALL: [Self; 4] = [Self::Herself, Self::ParentalResponsibility, Self::Authority, Self::NotYet];

    /// The code kept in the journal and in forms.
    pub fn code(self) -> &'static str {
        match self {
            Self::Herself => "herself",
            Self::ParentalResponsibility => "parental_responsibility",
            Self::Authority => "authority",
            Self::NotYet => "not_yet",
        }
    }

    /// The answer of a code, if there is one.
    pub fn of_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|by| by.code() == code)
    }

    /// What staff read.
    pub fn label(self) -> &'static str {
        match self {
            Self::Herself => "She herself",
            Self::ParentalResponsibility => "Somebody with parental responsibility, by name",
            Self::Authority => "The local authority or a court",
            Self::NotYet => "Nobody yet",
        }
    }
}

/// What is said of consent, in words: erased with the person.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct YoungWords {
    /// Whom she lives with.
    pub lives_with: String,
    /// Who consented, where it is not she herself; or why nobody yet.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub who: Option<String>,
    /// On which ground her competence was judged.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub competence: Option<String>,
}

/// Consent and home of somebody under eighteen were recorded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct YoungConsentRecorded {
    /// When.
    pub at: Timestamp,
    /// The account.
    pub by: String,
    /// Who consents.
    pub consent: ConsentBy,
    /// Whether she was judged able to consent for herself; asked where she is under sixteen.
    #[serde(default)]
    pub competent: Known,
    /// Whether she agrees that her parents are told. Not known is not yes (PR-20).
    #[serde(default)]
    pub parents_told: Known,
    /// The words; none once erased.
    #[serde(skip)]
    pub words: Option<YoungWords>,
}

/// What somebody tells of consent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct YoungConsent {
    /// Who consents.
    pub consent: ConsentBy,
    /// Whether she was judged able to.
    pub competent: Known,
    /// Whether she agrees that her parents are told.
    pub parents_told: Known,
    /// In words.
    pub words: YoungWords,
}

/// Her date of birth became known, or was put right, after the receipt.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BirthDateLearned {
    /// When.
    pub at: Timestamp,
    /// Whether she was under eighteen at receipt.
    pub under_18: bool,
    /// What a person must do because of it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tasks: Vec<RaisedTask>,
    /// The date; none once erased.
    #[serde(skip)]
    pub born: Option<Born>,
}

/// A date of birth: erased with the person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Born {
    /// The date.
    pub on: Date,
}

impl Young {
    /// What identifies anybody is gone.
    pub(super) fn erase(&mut self) {
        if let Some(consent) = &mut self.consent {
            consent.words = None;
        }
    }
}

impl Referral {
    /// Her date of birth, as far as this referral holds it.
    pub fn born(&self) -> Option<Date> {
        match &self.personal {
            Personal::Told(story) => story.born,
            Personal::Sent(sent) => sent.person.birth_date,
            Personal::Erased => None,
        }
    }

    /// Whether she is under eighteen on a day; where her date of birth is not known, as it was told.
    pub fn is_under_18(&self, today: Date) -> bool {
        self.born().map_or(self.asked.under_18, |born| age_on(born, today) < 18)
    }

    /// Whether she has an age in whole years on a day; none where her date of birth is not known, unless it was told that
    /// she is under eighteen.
    pub fn is_of_age(&self, years: u16, on: Date) -> Option<bool> {
        match self.born() {
            Some(born) => Some(age_on(born, on) >= i16::try_from(years).unwrap_or(i16::MAX)),
            None => (self.asked.under_18 && years >= 18).then_some(false),
        }
    }

    /// Whether we hold her because nobody of the young people's service has accepted by name yet (PR-18).
    pub fn held_as_young(&self, today: Date) -> bool {
        !self.erased() && self.young.taken.is_none() && self.is_under_18(today)
    }
}

/// No ending leaves her with nobody: until the young people's service has accepted by name she cannot be pointed elsewhere,
/// turned away or advised, whatever the reason that is given (PR-18, PR-13).
///
/// # Errors
/// [`Disallowed::YoungPeopleFirst`].
pub(super) fn not_left_with_nobody(referral: &Referral, deciding: &Deciding<'_>) -> Result<(), Disallowed> {
    if referral.held_as_young(local_day(deciding.now)) { Err(Disallowed::YoungPeopleFirst) } else { Ok(()) }
}

/// The question about safeguarding that her age opened is answered before anything ends, also where she withdraws.
///
/// # Errors
/// [`Disallowed::TaskOpen`].
pub(super) fn question_answered(referral: &Referral) -> Result<(), Disallowed> {
    let open = referral.triage.open_tasks().map(|(task, _)| task);
    let mut asked = open.filter(|task| matches!(task, TaskKind::SafeguardingToday | TaskKind::SafeguardingQuestion));
    match asked.next() {
        Some(task) if !referral.erased() => Err(Disallowed::TaskOpen(task.label())),
        Some(_) | None => Ok(()),
    }
}

/// Consent: of those under sixteen by whom, and whether she was judged able to; never by silence.
///
/// # Errors
/// What is missing.
pub(super) fn consent(
    referral: &Referral,
    told: YoungConsent,
    deciding: &Deciding<'_>,
) -> Result<ReferralEvent, Disallowed> {
    let by = staff(deciding.actor)?;
    let today = local_day(deciding.now);
    if !referral.is_under_18(today) {
        return Err(Disallowed::NotUnder18);
    }
    let said = |text: Option<String>| text.filter(|text| !text.trim().is_empty());
    let words = YoungWords {
        lives_with: told.words.lives_with.trim().to_owned(),
        who: said(told.words.who),
        competence: said(told.words.competence),
    };
    if words.lives_with.is_empty() {
        return Err(Disallowed::Empty("whom she lives with"));
    }
    // Where her date of birth is not known she may be under sixteen.
    let under_16 = referral.born().is_none_or(|born| age_on(born, today) < 16);
    match told.consent {
        ConsentBy::Herself if under_16 && (told.competent != Known::Yes || words.competence.is_none()) => {
            return Err(Disallowed::CompetenceMissing);
        }
        ConsentBy::Herself if told.competent == Known::No => return Err(Disallowed::CompetenceMissing),
        ConsentBy::ParentalResponsibility | ConsentBy::Authority | ConsentBy::NotYet if words.who.is_none() => {
            return Err(Disallowed::ConsentUnclear);
        }
        ConsentBy::Herself | ConsentBy::ParentalResponsibility | ConsentBy::Authority | ConsentBy::NotYet => {}
    }
    Ok(ReferralEvent::YoungConsentRecorded(YoungConsentRecorded {
        at: deciding.now,
        by,
        consent: told.consent,
        competent: told.competent,
        parents_told: told.parents_told,
        words: Some(words),
    }))
}

/// Her date of birth became known: what follows from her age is raised, and never taken away.
///
/// # Errors
/// When it is known already, lies ahead, or not the service itself asks.
pub(super) fn learned(referral: &Referral, born: Date, deciding: &Deciding<'_>) -> Result<ReferralEvent, Disallowed> {
    if *deciding.actor != Actor::System {
        return Err(Disallowed::NeedsTheService);
    }
    let today = local_day(deciding.now);
    if born > today {
        return Err(Disallowed::BornAhead);
    }
    if referral.born() == Some(born) {
        return Err(Disallowed::KnownAlready);
    }
    let raises = urgency::Raises {
        asked: &Default::default(),
        story: &Story::default(),
        contact: &ContactChoices::default(),
        birth_date: Some(born),
        pregnancy_ends_on: None,
        today,
    };
    let of_age = [TaskKind::SafeguardingToday, TaskKind::SafeguardingQuestion, TaskKind::YoungPeople];
    let tasks = raised(&raises, deciding.now, deciding.footprint).into_iter();
    let new = tasks.filter(|raised| of_age.contains(&raised.task) && !referral.triage.tasks.contains_key(&raised.task));
    Ok(ReferralEvent::BirthDateLearned(BirthDateLearned {
        at: deciding.now,
        under_18: age_on(born, local_day(referral.received_at)) < 18,
        tasks: new.collect(),
        born: Some(Born { on: born }),
    }))
}

/// The referral after what was recorded.
///
/// # Errors
/// [`ImpossibleHistory`] when the event cannot follow.
pub(super) fn evolve(referral: &mut Referral, event: &ReferralEvent) -> Result<(), ImpossibleHistory> {
    match event {
        ReferralEvent::YoungConsentRecorded(recorded) => referral.young.consent = Some(recorded.clone()),
        ReferralEvent::BirthDateLearned(learned) => {
            referral.asked.under_18 = learned.under_18;
            match (&mut referral.personal, learned.born) {
                (Personal::Told(story), Some(born)) => story.born = Some(born.on),
                (Personal::Sent(sent), Some(born)) => sent.person.birth_date = Some(born.on),
                (Personal::Told(_) | Personal::Sent(_) | Personal::Erased, _) => {}
            }
            referral.triage.raise(&learned.tasks);
        }
        _ => return Err(ImpossibleHistory("an event of another part of the referral")),
    }
    Ok(())
}

/// A team for young people accepted a handover by name.
pub(super) fn taken_by_team(referral: &mut Referral, handover: &Handover, name: &str, at: Timestamp) {
    if handover.young_people {
        taken(referral, handover.to.0.clone(), name, at);
    }
}

/// A young people's service outside said by name that they have her.
pub(super) fn taken_outside(referral: &mut Referral, state: &OnwardState, at: Timestamp) {
    let service = referral.onward.as_ref().filter(|onward| onward.young_people).map(|onward| onward.to.clone());
    if let (OnwardState::Taken { name }, Some(service)) = (state, service) {
        taken(referral, service, name, at);
    }
}

fn taken(referral: &mut Referral, service: String, name: &str, at: Timestamp) {
    referral.young.taken = Some(YoungTaken { service, name: name.to_owned(), at });
    if let Some(task) = referral.triage.tasks.get_mut(&TaskKind::YoungPeople) {
        task.done_at.get_or_insert(at);
    }
}
