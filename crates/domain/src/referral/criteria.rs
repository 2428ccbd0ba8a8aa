//! The criteria on which a decision rests: those that the local rules had on the day on which the referral was received
//! (D26). What a decision cites it keeps in words, so that it can be read when the rules have long been others.

use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};

use super::{Deciding, Referral, reason};
use crate::{
    calendar::local_date,
    disallowed::Disallowed,
    footprint::{Criterion, Footprint},
};

/// A criterion as it read on the day by which a referral is judged.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct CitedCriterion {
    /// Its stable short code.
    pub code: String,
    /// From when it held as it is cited: which of its versions it is.
    pub from: Date,
    /// What it says.
    pub text: String,
    /// What states it, by its title.
    pub source: String,
}

impl CitedCriterion {
    fn of(criterion: &Criterion, footprint: &Footprint) -> Self {
        let source = footprint.sources.iter().find(|source| source.code == criterion.source);
        Self {
            code: criterion.code.clone(),
            from: criterion.from,
            text: criterion.text.clone(),
            source: source.map_or(&criterion.source, |source| &source.title).clone(),
        }
    }
}

/// The criteria by which a referral received at an instant is judged, in the order of the local rules; none where they had
/// none on that day.
pub fn criteria_for(footprint: &Footprint, received_at: Timestamp) -> Vec<CitedCriterion> {
    let Some(on) = local_date(received_at) else { return Vec::new() };
    footprint.criteria_on(on).map(|criterion| CitedCriterion::of(criterion, footprint)).collect()
}

/// Those of them with one of these codes, each once and in the order of the local rules; and the first code that none has.
///
/// # Errors
/// [`Disallowed::UnknownCriterion`].
pub fn cite<'a>(
    footprint: &Footprint,
    received_at: Timestamp,
    codes: impl IntoIterator<Item = &'a str>,
) -> Result<Vec<CitedCriterion>, Disallowed> {
    let known = criteria_for(footprint, received_at);
    let codes: Vec<&str> = codes.into_iter().collect();
    if let Some(unknown) = codes.iter().find(|code| known.iter().all(|criterion| criterion.code != **code)) {
        return Err(Disallowed::UnknownCriterion((*unknown).to_owned()));
    }
    Ok(known.into_iter().filter(|criterion| codes.contains(&criterion.code.as_str())).collect())
}

/// What a decision cites held on the day of its referral, word for word, and each stands there once.
///
/// # Errors
/// [`Disallowed::UnknownCriterion`].
pub(super) fn cited_hold(
    cited: &[CitedCriterion],
    referral: &Referral,
    deciding: &Deciding<'_>,
) -> Result<(), Disallowed> {
    let mut known = criteria_for(deciding.footprint, referral.received_at).into_iter();
    for criterion in cited {
        if !known.any(|known| known == *criterion) {
            return Err(Disallowed::UnknownCriterion(criterion.code.clone()));
        }
    }
    Ok(())
}

/// A no because criteria are not met names them, where the local rules had any on the day of the referral.
///
/// # Errors
/// [`Disallowed::UnknownCriterion`], [`Disallowed::CriterionMissing`].
pub(super) fn no_cites_enough(
    reasons: &[String],
    cited: &[CitedCriterion],
    referral: &Referral,
    deciding: &Deciding<'_>,
) -> Result<(), Disallowed> {
    cited_hold(cited, referral, deciding)?;
    let unnamed = cited.is_empty() && reasons.iter().any(|code| code == reason::CRITERIA_NOT_MET);
    if unnamed && !criteria_for(deciding.footprint, referral.received_at).is_empty() {
        return Err(Disallowed::CriterionMissing);
    }
    Ok(())
}
