//! A restricted record: in every list it is a line without a name, and it opens for those who are named for it, for the lead
//! professional, and for whoever says why (H15).

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{Identity, Person, PersonEvent};
use crate::{actor::Actor, disallowed::Disallowed, referral::Said};

/// What a list shows in place of her name.
pub const RESTRICTED_NAME: &str = "Restricted record";

/// Why a record is restricted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RestrictionKind {
    /// A member of staff, or somebody who works beside the service, is the patient.
    Colleague,
    /// Safeguarding.
    Safeguarding,
}

impl RestrictionKind {
    /// Every kind, in the order in which it is asked.
    pub const ALL: [Self; 2] = [Self::Colleague, Self::Safeguarding];

    /// The code kept in the journal and in forms.
    pub fn code(self) -> &'static str {
        match self {
            Self::Colleague => "colleague",
            Self::Safeguarding => "safeguarding",
        }
    }

    /// The kind of a code, if there is one.
    pub fn of_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }

    /// What staff read.
    pub fn label(self) -> &'static str {
        match self {
            Self::Colleague => "She is a colleague, or works beside the service",
            Self::Safeguarding => "Safeguarding: who knows of her must be few",
        }
    }
}

/// What somebody said of a restriction that identifies: kept apart, and erased with her.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RestrictionWords {
    /// Why.
    pub why: String,
    /// Her own account, where she has one: it never opens her record.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account: Option<String>,
}

/// Somebody restricted a record, or said anew who is named for it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecordRestricted {
    /// When.
    pub at: Timestamp,
    /// The account.
    pub by: String,
    /// Why, as a code.
    pub kind: RestrictionKind,
    /// The accounts that open it without saying why.
    pub named: Vec<String>,
    /// Why, in words, and her own account; none once erased.
    #[serde(skip)]
    pub said: Option<RestrictionWords>,
}

/// Somebody took that back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RestrictionLifted {
    /// When.
    pub at: Timestamp,
    /// The account.
    pub by: String,
    /// Why; none once erased.
    #[serde(skip)]
    pub said: Option<Said>,
}

/// That a record is restricted, as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Restriction {
    /// Since when.
    pub at: Timestamp,
    /// The account that said so.
    pub by: String,
    /// Why, as a code.
    pub kind: RestrictionKind,
    /// The accounts that open it without saying why.
    pub named: Vec<String>,
    /// Why, in words; none once erased.
    pub why: Option<String>,
    /// Her own account, where she has one.
    pub account: Option<String>,
}

impl From<&RecordRestricted> for Restriction {
    fn from(restricted: &RecordRestricted) -> Self {
        let RecordRestricted { at, by, kind, named, said } = restricted.clone();
        let (why, account) = said.map_or((None, None), |said| (Some(said.why), said.account));
        Self { at, by, kind, named, why, account }
    }
}

impl Restriction {
    /// The event that says the same of another record of hers.
    pub fn again(&self) -> RecordRestricted {
        let Self { at, by, kind, named, why, account } = self.clone();
        let said = why.map(|why| RestrictionWords { why, account });
        RecordRestricted { at, by, kind, named, said }
    }

    /// Forgets what identifies.
    pub(super) fn erase(&mut self) {
        self.why = None;
        self.account = None;
    }
}

impl Identity {
    /// What is shown of a restricted record to whoever has not said why.
    pub fn restricted() -> Self {
        Self { name: Some(RESTRICTED_NAME.to_owned()), ..Self::default() }
    }
}

/// What is asked of a restriction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// Why, as a code.
    pub kind: RestrictionKind,
    /// The accounts that open it without saying why: at least one, so that somebody answers for her.
    pub named: Vec<String>,
    /// Her own account, where she has one.
    pub account: Option<String>,
    /// Why, in words.
    pub why: String,
}

/// Restricts a record, or says anew who is named for it. Nobody restricts their own, and nobody's own account is named.
///
/// # Errors
/// When no member of staff acts, no reason is given, nobody is named, it is their own, or the record was erased.
pub fn restrict(person: &Person, actor: &Actor, at: Timestamp, asked: Asked) -> Result<PersonEvent, Disallowed> {
    let Asked { kind, mut named, account, why } = asked;
    let by = staff(person, actor, &why)?;
    let folded = |text: &str| text.trim().to_lowercase();
    named.iter_mut().for_each(|one| *one = folded(one));
    named.retain(|one| !one.is_empty());
    named.sort_unstable();
    named.dedup();
    let account = account.map(|account| folded(&account)).filter(|account| !account.is_empty());
    if account.as_ref().is_some_and(|account| named.contains(account) || *account == folded(&by)) {
        return Err(Disallowed::OwnRecord);
    }
    if named.is_empty() {
        return Err(Disallowed::NobodyNamed);
    }
    let said = Some(RestrictionWords { why, account });
    Ok(PersonEvent::RecordRestricted(RecordRestricted { at, by, kind, named, said }))
}

/// Takes a restriction back.
///
/// # Errors
/// When no member of staff acts, no reason is given, the record is not restricted, or it was erased.
pub fn unrestrict(person: &Person, actor: &Actor, at: Timestamp, why: &str) -> Result<PersonEvent, Disallowed> {
    let by = staff(person, actor, why)?;
    if person.restriction.is_none() {
        return Err(Disallowed::NotRestricted);
    }
    let said = Some(Said { text: why.to_owned() });
    Ok(PersonEvent::RestrictionLifted(RestrictionLifted { at, by, said }))
}

fn staff(person: &Person, actor: &Actor, why: &str) -> Result<String, Disallowed> {
    let Actor::Staff { account, .. } = actor else { return Err(Disallowed::NeedsAPerson) };
    if person.erased {
        return Err(Disallowed::Erased);
    }
    if why.trim().is_empty() {
        return Err(Disallowed::WithholdingReasonMissing);
    }
    Ok(account.clone())
}
