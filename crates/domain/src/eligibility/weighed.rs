//! What was proposed when somebody decided, and whether they decided so (D2).
//!
//! It is kept with the decision as it was on that day: the rules may be others when somebody counts. It holds codes alone, and
//! nothing that anybody wrote.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{Facts, Fit, Proposed, propose};
use crate::{
    code_list::{self, Code},
    disallowed::Disallowed,
    footprint::{Destination, Footprint, HowSevere},
    referral::Verdict,
};

/// Why somebody decides otherwise than was proposed.
pub static WHY_OTHERWISE: &[Code] = &[
    why("more_is_known", "Something is known that the rules do not ask"),
    why("her_wish", "It is her wish"),
    why("known_there", "Somebody there knows her already"),
    why("no_room", "There is no room where it was proposed"),
    why("together", "Two teams work together"),
    why("rule_does_not_fit", "The rule does not fit what is done here"),
    why("other", "Another reason, which stands with the decision"),
];

const fn why(code: &'static str, label: &'static str) -> Code {
    Code { code, label, retired: false }
}

/// Whether somebody decided as it was proposed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Agreement {
    /// As it was proposed.
    AsProposed,
    /// Otherwise.
    Otherwise,
    /// Nothing was proposed for it: something was not known, or it was a question to the meeting.
    NothingProposed,
}

/// What was proposed, as it is kept with a decision.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Weighed {
    /// Who fitted: `team:` or `entry:` with the code, in the order of the proposal.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub proposed: Vec<String>,
    /// How severe the decider judged it to be: the code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub how_severe: Option<String>,
    /// Whether it was decided so.
    pub agreement: Agreement,
    /// A code of [`WHY_OTHERWISE`], where it was not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub why: Option<String>,
}

impl Weighed {
    /// What stands with a decision; nothing where the local rules propose nobody, or where she withdraws.
    ///
    /// # Errors
    /// [`Disallowed::OtherwiseReasonMissing`] where somebody decides otherwise and does not say why.
    pub fn of(
        footprint: &Footprint,
        facts: &Facts,
        on: Date,
        verdict: &Verdict,
        why: Option<&str>,
    ) -> Result<Option<Self>, Disallowed> {
        let proposed = propose(footprint, facts, on);
        let Some(agreement) = agreement(footprint, &proposed, verdict) else { return Ok(None) };
        let why = match agreement {
            Agreement::Otherwise => {
                let known = why.and_then(|code| code_list::find(WHY_OTHERWISE, code));
                Some(known.ok_or(Disallowed::OtherwiseReasonMissing)?.code.to_owned())
            }
            Agreement::AsProposed | Agreement::NothingProposed => None,
        };
        let fit = proposed.iter().filter(|one| one.fit == Fit::Fits);
        Ok(Some(Self {
            proposed: fit.map(|one| code_of(one.to())).collect(),
            how_severe: facts.how_severe.map(HowSevere::code).map(str::to_owned),
            agreement,
            why,
        }))
    }
}

/// Whether a verdict is what was proposed; nothing where nobody is proposed at all, or where she withdraws.
///
/// To take somebody on is as proposed where that team fits, and otherwise where it does not, or where others fit and it is
/// not among them. A no is as proposed where no team of ours can be hers, and otherwise where one fits; to point her to a
/// service of the directory that fits is as proposed. Whatever is not known, or a question to the meeting, proposes nothing.
pub fn agreement(footprint: &Footprint, proposed: &[Proposed<'_>], verdict: &Verdict) -> Option<Agreement> {
    if proposed.is_empty() {
        return None;
    }
    let ours = |one: &&Proposed<'_>| match one.to() {
        Destination::Team(code) => *code != footprint.front_door().code,
        Destination::Entry(_) => false,
    };
    let fits = |one: &Proposed<'_>| one.fit == Fit::Fits;
    match verdict {
        Verdict::Accept { team } => {
            let fit = proposed.iter().find(|one| *one.to() == Destination::Team(team.clone())).map(|one| one.fit);
            Some(match fit {
                Some(Fit::Fits) => Agreement::AsProposed,
                Some(Fit::DoesNotFit) | None => Agreement::Otherwise,
                Some(Fit::AskMeeting | Fit::NotKnown) if proposed.iter().any(fits) => Agreement::Otherwise,
                Some(Fit::AskMeeting | Fit::NotKnown) => Agreement::NothingProposed,
            })
        }
        Verdict::Signpost { signposted_to, .. } => {
            let named = |one: &&Proposed<'_>| signposted_to.starts_with(&footprint.called(one.to()));
            if proposed.iter().filter(named).any(fits) {
                return Some(Agreement::AsProposed);
            }
            Some(a_no(&proposed.iter().filter(ours).map(|one| one.fit).collect::<Vec<_>>()))
        }
        Verdict::Reject { .. } | Verdict::Advise { .. } => {
            Some(a_no(&proposed.iter().filter(ours).map(|one| one.fit).collect::<Vec<_>>()))
        }
        Verdict::Withdraw => None,
    }
}

fn a_no(ours: &[Fit]) -> Agreement {
    if ours.contains(&Fit::Fits) {
        Agreement::Otherwise
    } else if ours.iter().all(|fit| *fit == Fit::DoesNotFit) {
        Agreement::AsProposed
    } else {
        Agreement::NothingProposed
    }
}

fn code_of(to: &Destination) -> String {
    match to {
        Destination::Team(team) => format!("team:{}", team.0),
        Destination::Entry(entry) => format!("entry:{entry}"),
    }
}
