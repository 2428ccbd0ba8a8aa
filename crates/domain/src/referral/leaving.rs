//! Leaving: what the end of care takes, and what is in its way (D20, D22, PR-21, PR-26, PR-27).

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{
    Deciding, PersonKind, Priority, Referral, ReferralEvent, Telling, decide::told, handover::taken_on, safeguarding,
    step::clinician,
};
use crate::{
    code_list::{self, Code},
    disallowed::Disallowed,
    front_door::TaskKind,
};

/// The reason of a discharge that the risk review must come before (D20).
pub const NOT_ENGAGING: &str = "not_engaging";

/// The reason of a discharge after a death: a person's act, without a plan for her (PR-27).
pub const DIED: &str = "died";

/// The reasons of a discharge by which another service has her from now on, and is named.
const ANOTHER_SERVICE: &str = "another_service";
const MOVED: &str = "moved";

/// Reasons that a person can choose for ending care.
pub static DISCHARGE_REASONS: &[Code] = &[
    leaving("care_complete", "Care is complete"),
    leaving(ANOTHER_SERVICE, "Another service has her now"),
    leaving(MOVED, "She moved to another area, whose service has her now"),
    leaving("she_asked", "She asked to end it"),
    leaving(NOT_ENGAGING, "We could not engage with her, after a risk review"),
    leaving("window_ended", "The time in which this service cares for her has ended"),
    leaving(DIED, "She died"),
];

const fn leaving(code: &'static str, label: &'static str) -> Code {
    Code { code, label, retired: false }
}

/// How care ends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Leaving {
    /// A code of [`DISCHARGE_REASONS`].
    pub reason: String,
    /// Who helps her from now on, and what she does when it gets worse.
    pub plan: String,
    /// What she does early in another pregnancy (K7).
    pub early_pregnancy: String,
    /// What helped her, for whoever sees her again (K7).
    pub what_helped: Option<String>,
    /// How she and others notice early that it comes back.
    pub early_signs: Option<String>,
    /// How she can come back.
    pub way_back: String,
    /// The service that has her now; needed where she did not engage (D20).
    pub onward: Option<String>,
    /// What came of safeguarding; needed where something is recorded (PR-26).
    pub safeguarding: Option<String>,
    /// How she is told.
    pub to_woman: Telling,
    /// How the referrer is told.
    pub to_referrer: Telling,
}

/// What was written about her when care ended: erased with the person.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeavingWords {
    /// The plan.
    pub plan: String,
    /// What she does early in another pregnancy.
    pub early_pregnancy: String,
    /// What helped her.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub what_helped: Option<String>,
    /// How she and others notice early that it comes back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub early_signs: Option<String>,
    /// What came of safeguarding.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub safeguarding: Option<String>,
}

/// Care ended, with a plan (D22).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReferralDischarged {
    /// When.
    pub at: Timestamp,
    /// The account.
    pub by: String,
    /// A code of [`DISCHARGE_REASONS`].
    pub reason: String,
    /// How she can come back.
    pub way_back: String,
    /// The service that has her now.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub onward: Option<String>,
    /// How she is told.
    pub to_woman: Telling,
    /// How the referrer is told.
    pub to_referrer: Telling,
    /// The footprint version whose rules were applied.
    pub rules: String,
    /// Whether there was no plan, as after a death: what the words say is counted also once they are erased (D22).
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub without_plan: bool,
    /// The plan and what belongs to it; none once erased.
    #[serde(skip)]
    pub words: Option<LeavingWords>,
}

/// Care ends: with a reason, a plan, a way back, both told; and never with anything of hers still open.
///
/// # Errors
/// What is missing or in the way.
pub(super) fn discharged(
    referral: &Referral,
    leaving: Leaving,
    deciding: &Deciding<'_>,
) -> Result<ReferralEvent, Disallowed> {
    let by = clinician(deciding.actor)?;
    taken_on(referral)?;
    if code_list::find(DISCHARGE_REASONS, &leaving.reason).is_none() {
        return Err(Disallowed::UnknownReason(leaving.reason));
    }
    // What was erased is closed as it is: nobody is left to seek, and nothing is written about her again.
    let erased = referral.erased();
    if leaving.reason != DIED && !erased {
        nothing_open(referral)?;
        engagement_looked_into(referral, &leaving)?;
        planned(referral, &leaving)?;
    }
    told(&leaving.to_woman, &leaving.to_referrer)?;
    let said = |text: &Option<String>| text.clone().filter(|text| !text.trim().is_empty());
    safeguarding::answered(referral, leaving.safeguarding.as_deref())?;
    Ok(ReferralEvent::ReferralDischarged(ReferralDischarged {
        at: deciding.now,
        by,
        onward: said(&leaving.onward),
        without_plan: leaving.plan.trim().is_empty() || erased,
        words: (!erased).then(|| LeavingWords {
            what_helped: said(&leaving.what_helped),
            early_signs: said(&leaving.early_signs),
            safeguarding: said(&leaving.safeguarding),
            plan: leaving.plan,
            early_pregnancy: leaving.early_pregnancy,
        }),
        reason: leaving.reason,
        way_back: leaving.way_back,
        to_woman: leaving.to_woman,
        to_referrer: leaving.to_referrer,
        rules: deciding.rules.to_owned(),
    }))
}

/// Nothing of hers is still open: an offer, a service outside that has not answered, an emergency, a
/// risk answer, an admission, a task.
fn nothing_open(referral: &Referral) -> Result<(), Disallowed> {
    in_the_way(referral).into_iter().next().map_or(Ok(()), Err)
}

/// All that must be done before care can end, whatever the reason but a death. Each says what to do.
pub fn in_the_way(referral: &Referral) -> Vec<Disallowed> {
    let emergency = referral.priority == Some(Priority::Emergency) && referral.responded_at.is_none();
    let open = [
        (referral.handover.is_some(), Disallowed::HandoverOpen),
        (referral.onward_open().is_some(), Disallowed::OnwardOpen),
        (emergency, Disallowed::EmergencyOpen),
        (referral.risk_open(), Disallowed::RiskOpen),
        (referral.care.admitted.is_some(), Disallowed::InAUnit),
        (referral.care.review_is_missing(), Disallowed::ReviewMissing),
    ];
    let open = open.into_iter().filter(|(is_open, _)| *is_open).map(|(_, why)| why);
    // To end care is one of the two things that the end of her time asks for, and the review is named above.
    let tasks = referral.triage.open_tasks().map(|(task, _)| task);
    let elsewhere = [TaskKind::CareEnds, TaskKind::RiskReview, TaskKind::SafeguardingChase];
    let tasks = tasks.filter(|task| !elsewhere.contains(task));
    let asked = referral.safeguarding.open().map(|made| Disallowed::SafeguardingOpen(made.made.to.clone()));
    open.chain(asked).chain(tasks.map(|task| Disallowed::TaskOpen(task.label()))).collect()
}

/// That she does not engage is said only after a review that did not find the cause elsewhere, and with a decision who
/// looks after her now (D20, INV-05). Where the review found it elsewhere, no other reason is a way round: somebody speaks
/// with her first, or another service has her by name.
fn engagement_looked_into(referral: &Referral, leaving: &Leaving) -> Result<(), Disallowed> {
    let goes_on = [ANOTHER_SERVICE, MOVED].contains(&leaving.reason.as_str());
    if leaving.reason == NOT_ENGAGING {
        referral.care.looked_into()?;
    } else if referral.care.kept_from_us() && !goes_on {
        return Err(Disallowed::NotHerDoing);
    }
    let named = leaving.onward.as_deref().is_some_and(|onward| !onward.trim().is_empty());
    if (goes_on || leaving.reason == NOT_ENGAGING) && !named {
        return Err(Disallowed::OnwardMissing);
    }
    Ok(())
}

fn planned(referral: &Referral, leaving: &Leaving) -> Result<(), Disallowed> {
    if leaving.plan.trim().is_empty() {
        return Err(Disallowed::PlanMissing);
    }
    if referral.person_kind == PersonKind::BirthingParent && leaving.early_pregnancy.trim().is_empty() {
        return Err(Disallowed::EarlyPregnancyMissing);
    }
    if leaving.way_back.trim().is_empty() {
        return Err(Disallowed::WayBackMissing);
    }
    Ok(())
}
