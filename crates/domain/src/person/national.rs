//! What the national record of who is who (the Personal Demographics Service) says of a person. It proposes: a person takes
//! an NHS number over, and takes that back whole (H05, H25).

use std::collections::BTreeSet;

use jiff::{SignedDuration, Timestamp, civil::Date};
use serde::{Deserialize, Serialize};

use super::{Agreement, Identity, Likeness, Match, NhsNumber, Person, PersonEvent, is_a_childs, name::without_title};
use crate::{actor::Actor, disallowed::Disallowed, referral::Said};

/// What the national record is asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Question {
    /// Who has this number.
    Number(NhsNumber),
    /// Who is called so and was born on that day.
    Particulars(Particulars),
}

/// By what somebody is searched for.
#[derive(Clone, PartialEq, Eq)]
pub struct Particulars {
    /// The last word of her name.
    pub family_name: String,
    /// The first word, where there are two.
    pub given_name: Option<String>,
    /// When she was born.
    pub birth_date: Date,
    /// Where she lives.
    pub postcode: Option<String>,
}

impl std::fmt::Debug for Particulars {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Particulars(withheld)")
    }
}

impl Question {
    /// The question about somebody of whom this is held: by the number where there is one. Nothing where too little is known.
    pub fn about(held: &Identity) -> Option<Self> {
        held.nhs_number.clone().map(Self::Number).or_else(|| Self::by_particulars(held))
    }

    /// The question by name and date of birth, whether or not a number is held. Nothing where either is not known.
    pub fn by_particulars(held: &Identity) -> Option<Self> {
        let words = without_title(held.name.as_deref()?);
        let (family_name, before) = words.split_last()?;
        Some(Self::Particulars(Particulars {
            family_name: family_name.clone(),
            given_name: before.first().cloned(),
            birth_date: held.birth_date?,
            postcode: held.postcode.clone(),
        }))
    }
}

/// How sure the NHS is of somebody's number.
///
/// # Source
/// NHS Data Dictionary, NHS NUMBER STATUS INDICATOR CODE; the same codes are UK Core's
/// `UKCore-NHSNumberVerificationStatusEngland` 1.1.1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum NumberStatus {
    /// Present and verified.
    Verified,
    /// Present, and not traced.
    NotTraced,
    /// A trace is required.
    TraceRequired,
    /// A trace was tried: nobody, or more than one.
    NoMatch,
    /// A trace has to be resolved: number and particulars conflict.
    Conflict,
    /// A trace is in progress.
    InProgress,
    /// Not present, and no trace is required.
    NotRequired,
    /// A trace is postponed: a baby under six weeks.
    Postponed,
}

impl NumberStatus {
    /// Every status, in the order of the codes.
    pub const ALL: [Self; 8] = [
        Self::Verified,
        Self::NotTraced,
        Self::TraceRequired,
        Self::NoMatch,
        Self::Conflict,
        Self::InProgress,
        Self::NotRequired,
        Self::Postponed,
    ];

    /// The code of the standard.
    pub fn code(self) -> &'static str {
        match self {
            Self::Verified => "01",
            Self::NotTraced => "02",
            Self::TraceRequired => "03",
            Self::NoMatch => "04",
            Self::Conflict => "05",
            Self::InProgress => "06",
            Self::NotRequired => "07",
            Self::Postponed => "08",
        }
    }

    /// The status of a code, if there is one.
    pub fn of_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.code() == code)
    }

    /// What staff read.
    pub fn words(self) -> &'static str {
        match self {
            Self::Verified => "checked in the national record",
            Self::NotTraced => "not checked in the national record",
            Self::TraceRequired => "not held",
            Self::NoMatch => "looked for in the national record, and not found",
            Self::Conflict => "in conflict with other particulars",
            Self::InProgress => "being looked for",
            Self::NotRequired => "not held, and not needed",
            Self::Postponed => "not looked for yet: a newborn baby",
        }
    }
}

/// How far the national record withholds where somebody is.
///
/// # Source
/// HL7 `v3-Confidentiality`, as the Personal Demographics Service uses it in `meta.security`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Withheld {
    /// Nothing is withheld (U).
    Nothing,
    /// Where she is and how to reach her is withheld (R).
    Where,
    /// Everything but the number is withheld (V).
    Everything,
}

/// That somebody died, as the national record has it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Died {
    /// On which day, where that is known.
    pub on: Option<Date>,
    /// Whether the registrar of deaths said so.
    pub formal: bool,
}

/// What the national record says of somebody, as far as it is asked here. Numbers and addresses to reach her are not read.
#[derive(Clone, PartialEq, Eq)]
pub struct NationalRecord {
    /// Her number.
    pub nhs_number: NhsNumber,
    /// How sure the NHS is of it.
    pub status: Option<NumberStatus>,
    /// The number that was asked for, where this one stands in its place.
    pub instead_of: Option<NhsNumber>,
    /// What is withheld.
    pub withheld: Withheld,
    /// Her usual name.
    pub name: Option<String>,
    /// When she was born, where the day is known.
    pub birth_date: Option<Date>,
    /// That she died.
    pub died: Option<Died>,
    /// ODS code of her GP practice; never of somebody whose whereabouts are withheld.
    pub gp_practice: Option<String>,
    /// Her address, a line each; never of somebody whose whereabouts are withheld.
    pub address: Vec<String>,
    /// Her postcode; never of somebody whose whereabouts are withheld.
    pub postcode: Option<String>,
}

impl NationalRecord {
    /// The same without where she is: for whoever's address is withheld here (PR-26).
    #[must_use]
    pub fn without_address(self) -> Self {
        Self { gp_practice: None, address: Vec::new(), postcode: None, ..self }
    }
}

impl std::fmt::Debug for NationalRecord {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("NationalRecord(withheld)")
    }
}

impl NationalRecord {
    /// What it says, as a record here is compared with it.
    pub fn identity(&self) -> Identity {
        Identity {
            name: self.name.clone(),
            nhs_number: Some(self.nhs_number.clone()),
            birth_date: self.birth_date,
            postcode: self.postcode.clone(),
            gp_practice: self.gp_practice.clone(),
            ..Identity::default()
        }
    }

    /// What it has in common with what is held here. A number that stands in the place of the one that is held is hers.
    pub fn likeness(&self, held: &Identity) -> Likeness {
        let mut said = self.identity();
        if self.instead_of.is_some() && self.instead_of == held.nhs_number {
            said.nhs_number = held.nhs_number.clone();
        }
        Likeness::of(&said, held)
    }

    /// Whether it may be about whoever is held here: enough that a person must look at what it says.
    pub fn may_be_hers(&self, held: &Identity) -> bool {
        let likeness = self.likeness(held);
        let a_name_is_close = close(likeness.given_name) || close(likeness.family_name);
        let against = likeness.birth_date == Agreement::Differs && !a_name_is_close;
        !matches!(likeness.says(), Match::Never | Match::Unlike) && !against
    }

    /// Whether it is about her as far as can be told: born on the same day, with no other number; where no date of birth is
    /// held, of the same names.
    fn is_hers(&self, held: &Identity) -> bool {
        let likeness = self.likeness(held);
        let named = close(likeness.given_name) && close(likeness.family_name);
        let born = match likeness.birth_date {
            Agreement::Same => true,
            Agreement::NotKnown => named,
            Agreement::Near | Agreement::Differs => false,
        };
        born && !matches!(likeness.says(), Match::Never | Match::Unlike)
    }
}

fn close(agreement: Agreement) -> bool {
    matches!(agreement, Agreement::Same | Agreement::Near)
}

/// What came of asking.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// One record.
    Found(Box<NationalRecord>),
    /// Nobody.
    Nobody,
    /// More than one: more has to be known.
    TooMany,
    /// The number was somebody's and is nobody's any more.
    Invalidated,
    /// No answer, and why.
    NotNow(NotNow),
}

/// Why there is no answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum NotNow {
    /// It took too long.
    Slow,
    /// It could not be reached, or failed.
    Failing,
    /// It was asked too often, and says when it may be asked again.
    TooOften {
        /// After how long.
        after: Option<SignedDuration>,
    },
    /// It does not let this service in.
    NotLetIn,
    /// It did not understand what it was asked.
    NotUnderstood,
    /// What it answered could not be read.
    Unreadable,
    /// It failed again and again, and is left alone for a while.
    Resting {
        /// Until when.
        until: Timestamp,
    },
}

impl NotNow {
    /// The code in a figure.
    pub fn code(self) -> &'static str {
        match self {
            Self::Slow => "slow",
            Self::Failing => "failing",
            Self::TooOften { .. } => "too_often",
            Self::NotLetIn => "not_let_in",
            Self::NotUnderstood => "not_understood",
            Self::Unreadable => "unreadable",
            Self::Resting { .. } => "resting",
        }
    }

    /// Whether asking the same again at once would only be a further burden.
    pub fn tires(self) -> bool {
        match self {
            Self::Slow | Self::Failing | Self::TooOften { .. } | Self::NotLetIn | Self::Unreadable => true,
            Self::NotUnderstood | Self::Resting { .. } => false,
        }
    }
}

impl Answer {
    /// The code in a figure: it says nothing of anybody.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Found(_) => "found",
            Self::Nobody => "nobody",
            Self::TooMany => "too_many",
            Self::Invalidated => "invalidated",
            Self::NotNow(why) => why.code(),
        }
    }
}

/// Somebody took a number over from the national record: it is checked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NumberTraced {
    /// When.
    pub at: Timestamp,
    /// The account.
    pub by: String,
    /// Whether the number that was held was replaced by the one that stands in its place.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub superseded: bool,
    /// Whether the national record withholds where she is: staff see a mark.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub withheld: bool,
    /// The numbers; none once erased.
    #[serde(skip)]
    pub numbers: Option<TracedNumbers>,
}

/// The number that was taken over, and the one before it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TracedNumbers {
    /// What was taken over.
    pub number: NhsNumber,
    /// What was held before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<NhsNumber>,
}

/// Somebody took that back: everything is as before it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TraceTakenBack {
    /// When.
    pub at: Timestamp,
    /// The account.
    pub by: String,
    /// Why; none once erased.
    #[serde(skip)]
    pub said: Option<Said>,
}

/// The national record says that she died, and nobody has looked at it yet: nothing leaves to her meanwhile (PR-27).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeathTold {
    /// When it was learned.
    pub at: Timestamp,
    /// The account that asked.
    pub by: String,
}

/// Somebody looked at it, and it is not so.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeathSetAside {
    /// When.
    pub at: Timestamp,
    /// The account.
    pub by: String,
    /// How that is known; none once erased.
    #[serde(skip)]
    pub said: Option<Said>,
}

/// How sure we are of a person's number.
pub fn number_status(person: &Person) -> NumberStatus {
    let held = person.identity.as_ref().and_then(|identity| identity.nhs_number.as_ref());
    let traced = person.traced.last().and_then(|traced| traced.numbers.as_ref()).map(|numbers| &numbers.number);
    match held {
        None => NumberStatus::TraceRequired,
        Some(_) if held == traced => NumberStatus::Verified,
        Some(_) => NumberStatus::NotTraced,
    }
}

/// The numbers that led to the one that a person has now, as the national record replaced them. A number that somebody wrote
/// down since, in the place of the one that was taken over, has none: what led to another number is not known to be hers.
pub fn former_numbers(person: &Person) -> BTreeSet<NhsNumber> {
    let mut former = BTreeSet::new();
    let Some(mut now) = person.identity.as_ref().and_then(|identity| identity.nhs_number.as_ref()) else {
        return former;
    };
    for numbers in person.traced.iter().rev().filter_map(|traced| traced.numbers.as_ref()) {
        if numbers.number != *now {
            break;
        }
        if let Some(before) = numbers.before.as_ref().filter(|before| *before != now) {
            former.insert(before.clone());
            now = before;
        }
    }
    former
}

/// These particulars with the number that a person has now, where they come with one that it replaced: it stays replaced.
pub(super) fn with_number_now(person: &Person, newer: Identity) -> Identity {
    let replaced = newer.nhs_number.as_ref().is_some_and(|number| former_numbers(person).contains(number));
    if replaced { Identity { nhs_number: None, ..newer } } else { newer }
}

/// Takes the number of a national record over into a person's record.
///
/// # Errors
/// [`Disallowed`] without a person who does it; where the record here is erased; where what is said is not like what is held,
/// or is a child's; where another valid number is held that it does not stand in the place of; where it was taken over before.
pub fn take_number(
    person: &Person,
    record: &NationalRecord,
    actor: &Actor,
    at: Timestamp,
    today: Date,
) -> Result<PersonEvent, Disallowed> {
    let Actor::Staff { account, .. } = actor else { return Err(Disallowed::NeedsAPerson) };
    if person.erased {
        return Err(Disallowed::Erased);
    }
    let held = person.identity.clone().unwrap_or_default();
    let before = held.nhs_number.clone();
    let superseded = before.is_some() && record.instead_of == before;
    if before.as_ref().is_some_and(|before| *before != record.nhs_number) && !superseded {
        return Err(Disallowed::AnotherNumber);
    }
    let likeness = record.likeness(&held);
    if record.birth_date.is_some_and(|born| is_a_childs(born, today)) || likeness.generation_apart() {
        return Err(Disallowed::BabysNumber);
    }
    if !record.is_hers(&held) {
        return Err(Disallowed::NotLikeHer);
    }
    let withheld = record.withheld != Withheld::Nothing;
    let marked = person.traced.last().is_some_and(|traced| traced.withheld);
    if number_status(person) == NumberStatus::Verified && !superseded && marked == withheld {
        return Err(Disallowed::TracedAlready);
    }
    let numbers = Some(TracedNumbers { number: record.nhs_number.clone(), before });
    Ok(PersonEvent::NumberTraced(NumberTraced { at, by: account.clone(), superseded, withheld, numbers }))
}

/// Takes the last taking over of a number back.
///
/// # Errors
/// [`Disallowed`] without a person and a reason; where nothing was taken over, or the number was changed since.
pub fn take_number_back(person: &Person, actor: &Actor, at: Timestamp, why: &str) -> Result<PersonEvent, Disallowed> {
    let (by, said) = reasoned(actor, why)?;
    if person.erased {
        return Err(Disallowed::Erased);
    }
    if person.traced.is_empty() {
        return Err(Disallowed::NotTraced);
    }
    if number_status(person) != NumberStatus::Verified {
        return Err(Disallowed::NumberChangedSince);
    }
    Ok(PersonEvent::TraceTakenBack(TraceTakenBack { at, by, said }))
}

/// Notes that the national record says that she died. Nothing where that is recorded, or waits to be looked at.
pub fn tell_death(person: &Person, actor: &Actor, at: Timestamp) -> Option<PersonEvent> {
    let known = person.died_at.is_some() || person.death_told_at.is_some() || person.erased;
    let by = actor.account().filter(|_| !known)?;
    Some(PersonEvent::DeathTold(DeathTold { at, by: by.to_owned() }))
}

/// Sets aside what the national record says of a death, as a person's act with a reason.
///
/// # Errors
/// [`Disallowed`] without a person and a reason, or where nothing waits to be looked at.
pub fn set_death_aside(person: &Person, actor: &Actor, at: Timestamp, why: &str) -> Result<PersonEvent, Disallowed> {
    let (by, said) = reasoned(actor, why)?;
    if person.erased {
        return Err(Disallowed::Erased);
    }
    if person.death_told_at.is_none() {
        return Err(Disallowed::NoDeath);
    }
    Ok(PersonEvent::DeathSetAside(DeathSetAside { at, by, said }))
}

fn reasoned(actor: &Actor, why: &str) -> Result<(String, Option<Said>), Disallowed> {
    let Actor::Staff { account, .. } = actor else { return Err(Disallowed::NeedsAPerson) };
    if why.trim().is_empty() {
        return Err(Disallowed::ReasonMissing);
    }
    Ok((account.clone(), Some(Said { text: why.trim().to_owned() })))
}
