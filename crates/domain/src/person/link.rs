//! Saying that two records are about one person, and taking it back: a person's act, with a reason, undone whole (H05,
//! INV-04). Nothing is copied from one record into the other, so nothing has to be found again when it is undone.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{Likeness, Match, Person, PersonEvent};
use crate::{actor::Actor, disallowed::Disallowed, ids::PersonId, referral::Said};

/// Somebody said that another record is about the same person. It stands in both records.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PeopleLinked {
    /// The other record.
    pub with: PersonId,
    /// When.
    pub at: Timestamp,
    /// The account.
    pub by: String,
    /// How that is known; none once erased.
    #[serde(skip)]
    pub said: Option<Said>,
}

/// Somebody took that back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PeopleUnlinked {
    /// The other record.
    pub from: PersonId,
    /// When.
    pub at: Timestamp,
    /// The account.
    pub by: String,
    /// Why; none once erased.
    #[serde(skip)]
    pub said: Option<Said>,
}

/// Another record of the same person, as somebody said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// When.
    pub at: Timestamp,
    /// The account.
    pub by: String,
    /// How that is known; none once erased.
    pub why: Option<String>,
}

/// Says that two records are about one person. `one` and `other` are the records to be linked, each with all those that are
/// linked with it already, itself first. Gives what happens to each of the two.
///
/// # Errors
/// [`Disallowed`] without a person and a reason; where they are one already, or erased; where NHS numbers differ, or the
/// dates of birth are those of a mother and a child.
pub fn link(
    one: &[&Person],
    other: &[&Person],
    actor: &Actor,
    at: Timestamp,
    why: &str,
) -> Result<[PersonEvent; 2], Disallowed> {
    let (by, said) = said_by(actor, why)?;
    let (Some(first), Some(second)) = (one.first(), other.first()) else { return Err(Disallowed::Unknown) };
    if one.iter().any(|person| person.id == second.id) {
        return Err(Disallowed::LinkedBefore);
    }
    if one.iter().chain(other).any(|person| person.erased) {
        return Err(Disallowed::Erased);
    }
    // Each of the one with each of the other: a record without a number must not stand between two different ones.
    for (left, right) in one.iter().flat_map(|left| other.iter().map(move |right| (left, right))) {
        let Some(likeness) = Likeness::between(left, right) else { continue };
        if likeness.says() == Match::Never {
            return Err(Disallowed::NumbersDiffer);
        }
        if likeness.generation_apart() {
            return Err(Disallowed::GenerationApart);
        }
    }
    let event = |with| PersonEvent::PeopleLinked(PeopleLinked { with, at, by: by.clone(), said: said.clone() });
    Ok([event(second.id), event(first.id)])
}

/// Takes back that two records are about one person. Gives what happens to each of the two.
///
/// # Errors
/// [`Disallowed`] without a person and a reason, where they are not linked, or where one is erased.
pub fn unlink(
    one: &Person,
    other: &Person,
    actor: &Actor,
    at: Timestamp,
    why: &str,
) -> Result<[PersonEvent; 2], Disallowed> {
    let (by, said) = said_by(actor, why)?;
    if !one.linked_with.contains_key(&other.id) {
        return Err(Disallowed::NotLinked);
    }
    if one.erased || other.erased {
        return Err(Disallowed::Erased);
    }
    let event = |from| PersonEvent::PeopleUnlinked(PeopleUnlinked { from, at, by: by.clone(), said: said.clone() });
    Ok([event(other.id), event(one.id)])
}

fn said_by(actor: &Actor, why: &str) -> Result<(String, Option<Said>), Disallowed> {
    let Actor::Staff { account, .. } = actor else { return Err(Disallowed::NeedsAPerson) };
    if why.trim().is_empty() {
        return Err(Disallowed::LinkReasonMissing);
    }
    Ok((account.clone(), Some(Said { text: why.trim().to_owned() })))
}
