//! Safeguarding as facts of their own: who is at risk in the household, plans, domestic abuse, referrals made and what came
//! of them (D27, PR-26). All of it is restricted: it stands on its own page, opened with a reason, and nowhere else.

use std::collections::BTreeMap;

use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};

use super::{
    Deciding, Referral, ReferralEvent, Said, Task,
    handover::{not_in_future, to_chase},
    receipt::local_day,
    step::{staff, words},
};
use crate::{
    disallowed::{Disallowed, ImpossibleHistory},
    front_door::TaskKind,
    person::Answer,
};

macro_rules! coded {
    ($(#[$doc:meta])* $name:ident { $($(#[$of:meta])* $variant:ident = $code:literal, $label:literal;)* }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        pub enum $name {
            $($(#[$of])* #[serde(rename = $code)] $variant,)*
        }

        impl $name {
            /// Every one, in the order in which it is asked.
            pub const ALL: &[Self] = &[$(Self::$variant),*];

            /// The code kept in the journal and in forms.
            pub fn code(self) -> &'static str {
                match self { $(Self::$variant => $code),* }
            }

            /// What staff read.
            pub fn label(self) -> &'static str {
                match self { $(Self::$variant => $label),* }
            }

            /// The one of a code, if there is one.
            pub fn of_code(code: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|one| one.code() == code)
            }
        }
    };
}

coded! {
    /// Who is at risk in the household.
    AtRisk {
        /// A child.
        Child = "child", "A child";
        /// A baby who is not born yet: an age is then a due date.
        Unborn = "unborn", "An unborn baby";
        /// An adult.
        Adult = "adult", "An adult";
    }
}

coded! {
    /// A plan of children's services.
    ///
    /// # Source
    /// Children Act 1989, sections 17 and 47; the names are those of Working Together to Safeguard Children (2023).
    PlanKind {
        /// Section 47: a child protection plan.
        ChildProtection = "child_protection", "Child protection plan";
        /// Section 17: a child in need plan.
        ChildInNeed = "child_in_need", "Child in need plan";
        /// A plan made before the birth.
        PreBirth = "pre_birth", "Pre-birth plan";
    }
}

coded! {
    /// Whether she was alone when somebody asked about domestic abuse.
    Alone {
        /// She was alone, and was asked.
        Yes = "yes", "Yes: she was alone, and was asked";
        /// She was not alone.
        No = "no", "No: somebody was with her";
        /// She could not be asked.
        CouldNotAsk = "could_not_ask", "She could not be asked";
    }
}

coded! {
    /// What came of a safeguarding referral.
    SafeguardingOutcome {
        /// The service assesses, or has made a plan.
        TakenUp = "taken_up", "They assess, or have made a plan";
        /// They gave advice.
        Advice = "advice", "They gave advice";
        /// They looked, and nothing more follows.
        NothingMore = "nothing_more", "They looked into it, and nothing more follows";
        /// They did not take it up.
        NotTakenUp = "not_taken_up", "They did not take it up";
        /// Somebody else follows it from now on, by name.
        FollowedElsewhere = "followed_elsewhere", "Somebody else follows it up from now on, by name";
    }
}

/// Who is at risk, as it was told: erased with the person.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonAtRisk {
    /// What they are to her, such as "her son".
    pub relation: String,
    /// The name, where it is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The age, as told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub age: Option<String>,
    /// When an unborn baby is due.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due_on: Option<Date>,
    /// What the risk is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub risk: Option<String>,
}

/// Somebody in the household is at risk, or no longer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AtRiskRecorded {
    /// When.
    pub at: Timestamp,
    /// The account.
    pub by: String,
    /// Which of the people at risk it is: the first is 1. The same number again puts right what was recorded.
    pub number: u32,
    /// A child, an unborn baby or an adult.
    pub who: AtRisk,
    /// Whether the risk is past, or they live elsewhere now.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub no_longer: bool,
    /// Who; none once erased.
    #[serde(skip)]
    pub person: Option<PersonAtRisk>,
}

/// There is a plan of children's services, it was reviewed, or it ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProtectionPlanRecorded {
    /// When it was written down.
    pub at: Timestamp,
    /// The account.
    pub by: String,
    /// Which plan.
    pub plan: PlanKind,
    /// Since when it holds.
    pub since: Date,
    /// When it was last reviewed, where it was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reviewed_on: Option<Date>,
    /// When it ended, where it did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended_on: Option<Date>,
    /// For whom, and what it says; none once erased.
    #[serde(skip)]
    pub said: Option<Said>,
}

/// She was asked about domestic abuse, or could not be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AbuseAsked {
    /// When it was written down.
    pub at: Timestamp,
    /// The account.
    pub by: String,
    /// Whether she was alone.
    pub alone: Alone,
    /// What she answered; none where she was not asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answer: Option<Answer>,
    /// What she said, or why she could not be asked; none once erased.
    #[serde(skip)]
    pub said: Option<Said>,
}

/// A safeguarding referral was made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SafeguardingReferralMade {
    /// When it was written down.
    pub at: Timestamp,
    /// The account.
    pub by: String,
    /// Which of this referral's it is: the first is 1.
    pub number: u32,
    /// To which service.
    pub to: String,
    /// By whom.
    pub made_by: String,
    /// On which day.
    pub made_on: Date,
    /// The account that asks what came of it.
    pub owner: String,
    /// When it is asked.
    pub chase_by: Timestamp,
    /// What it says; none once erased.
    #[serde(skip)]
    pub said: Option<Said>,
}

/// Somebody asked what came of it: the outcome, or who asks again and when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SafeguardingReferralFollowed {
    /// When.
    pub at: Timestamp,
    /// The account.
    pub by: String,
    /// Which of this referral's it is.
    pub number: u32,
    /// What came of it; none while that is not known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outcome: Option<SafeguardingOutcome>,
    /// The account that asks again.
    pub owner: String,
    /// When it is asked again, while nothing is known.
    pub chase_by: Timestamp,
    /// What they said; none once erased.
    #[serde(skip)]
    pub said: Option<Said>,
}

/// What somebody records of safeguarding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SafeguardingStep {
    /// Somebody in the household is at risk, or no longer.
    AtRisk {
        /// Whom it puts right, where it does.
        number: Option<u32>,
        /// A child, an unborn baby or an adult.
        who: AtRisk,
        /// Who.
        person: PersonAtRisk,
        /// Whether the risk is past.
        no_longer: bool,
    },
    /// A plan of children's services.
    Plan {
        /// Which.
        plan: PlanKind,
        /// Since when.
        since: Date,
        /// When it was last reviewed.
        reviewed_on: Option<Date>,
        /// When it ended.
        ended_on: Option<Date>,
        /// For whom, and what it says.
        said: Option<String>,
    },
    /// She was asked about domestic abuse, or could not be.
    Abuse {
        /// Whether she was alone.
        alone: Alone,
        /// What she answered.
        answer: Option<Answer>,
        /// What she said, or why she could not be asked.
        said: Option<String>,
    },
    /// A referral was made.
    Refer {
        /// To which service.
        to: String,
        /// By whom.
        made_by: String,
        /// On which day.
        made_on: Date,
        /// Who asks what came of it.
        owner: String,
        /// When.
        chase_by: Timestamp,
        /// What it says.
        said: String,
    },
    /// Somebody asked what came of it.
    Follow {
        /// The service that was asked: the open referral to it.
        to: String,
        /// What came of it; none while that is not known.
        outcome: Option<SafeguardingOutcome>,
        /// Who asks again.
        owner: String,
        /// When.
        chase_by: Timestamp,
        /// What they said.
        said: String,
    },
}

/// A safeguarding referral, and what is known of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SafeguardingReferral {
    /// How it was made.
    pub made: SafeguardingReferralMade,
    /// The last time that somebody asked.
    pub followed: Option<SafeguardingReferralFollowed>,
}

impl SafeguardingReferral {
    /// What came of it.
    pub fn outcome(&self) -> Option<SafeguardingOutcome> {
        self.followed.as_ref().and_then(|followed| followed.outcome)
    }

    /// Who asks what came of it, and when; nobody once it is known.
    pub fn chaser(&self) -> Option<(&str, Timestamp)> {
        if self.outcome().is_some() {
            return None;
        }
        let again = self.followed.as_ref().map(|followed| (followed.owner.as_str(), followed.chase_by));
        Some(again.unwrap_or((&self.made.owner, self.made.chase_by)))
    }
}

/// What is known of safeguarding. No page reads it but the restricted one: others ask whether something is recorded.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Safeguarding {
    /// Whether something was told in words.
    pub in_words: bool,
    /// Whether she spoke of harm to the baby (H22).
    pub baby: bool,
    /// Who is or was at risk, by number.
    pub at_risk: BTreeMap<u32, AtRiskRecorded>,
    /// Plans, the latest of each kind.
    pub plans: BTreeMap<PlanKind, ProtectionPlanRecorded>,
    /// Every time that she was asked about domestic abuse, or could not be.
    pub abuse: Vec<AbuseAsked>,
    /// Referrals made, in their order.
    pub referrals: Vec<SafeguardingReferral>,
}

impl Safeguarding {
    /// Referrals whose outcome is not known.
    pub fn open(&self) -> impl Iterator<Item = &SafeguardingReferral> {
        self.referrals.iter().filter(|made| made.outcome().is_none())
    }

    /// Whether something is recorded that an ending must answer: a risk to the baby, or more than that she was asked and said
    /// no.
    pub fn needs_an_answer(&self) -> bool {
        let told = self.abuse.iter().any(|asked| asked.answer == Some(Answer::Yes));
        let facts = !self.at_risk.is_empty() || !self.plans.is_empty() || !self.referrals.is_empty();
        self.in_words || self.baby || told || facts
    }

    /// What identifies anybody is gone; that something was recorded stays.
    pub(super) fn erase(&mut self) {
        self.at_risk.values_mut().for_each(|one| one.person = None);
        self.plans.values_mut().for_each(|one| one.said = None);
        self.abuse.iter_mut().for_each(|one| one.said = None);
        for referral in &mut self.referrals {
            referral.made.said = None;
            if let Some(followed) = &mut referral.followed {
                followed.said = None;
            }
        }
    }
}

/// What follows from a step.
///
/// # Errors
/// What is missing or in the way.
pub(super) fn decide(
    referral: &Referral,
    step: SafeguardingStep,
    deciding: &Deciding<'_>,
) -> Result<ReferralEvent, Disallowed> {
    let by = staff(deciding.actor)?;
    let known = &referral.safeguarding;
    match step {
        SafeguardingStep::AtRisk { number, who, person, no_longer } => {
            let next = known.at_risk.len().try_into().unwrap_or(u32::MAX).saturating_add(1);
            let number = number.unwrap_or(next);
            if number != next && !known.at_risk.contains_key(&number) {
                return Err(Disallowed::NobodyAtRisk);
            }
            let person = Some(who_it_is(who, person)?);
            Ok(ReferralEvent::AtRiskRecorded(AtRiskRecorded { at: deciding.now, by, number, who, no_longer, person }))
        }
        SafeguardingStep::Plan { plan, since, reviewed_on, ended_on, said } => {
            let today = local_day(deciding.now);
            let possible = |on: Date| since <= on && on <= today;
            if since > today || !reviewed_on.is_none_or(possible) || !ended_on.is_none_or(possible) {
                return Err(Disallowed::PlanDatesUnclear);
            }
            let said = if_said(said);
            let at = deciding.now;
            let recorded = ProtectionPlanRecorded { at, by, plan, since, reviewed_on, ended_on, said };
            Ok(ReferralEvent::ProtectionPlanRecorded(recorded))
        }
        SafeguardingStep::Abuse { alone, answer, said } => asked(by, alone, answer, if_said(said), deciding),
        SafeguardingStep::Refer { to, made_by, made_on, owner, chase_by, said } => {
            let (to, made_by) = (named(to, "the service")?, named(made_by, "who made it")?);
            if known.open().any(|open| open.made.to == to) {
                return Err(Disallowed::SafeguardingOpen(to));
            }
            not_in_future(made_on, deciding)?;
            let number = known.referrals.len().try_into().unwrap_or(u32::MAX).saturating_add(1);
            Ok(ReferralEvent::SafeguardingReferralMade(SafeguardingReferralMade {
                at: deciding.now,
                by,
                number,
                to,
                made_by,
                made_on,
                owner: named(owner, "who asks what came of it")?,
                chase_by: to_chase(chase_by, deciding)?,
                said: Some(words(said)?),
            }))
        }
        SafeguardingStep::Follow { to, outcome, owner, chase_by, said } => {
            let open = known.open().find(|open| open.made.to == to).ok_or(Disallowed::NoSafeguardingReferral)?;
            let (owner, chase_by) = match outcome {
                None => (named(owner, "who asks again")?, to_chase(chase_by, deciding)?),
                Some(_) => (by.clone(), deciding.now),
            };
            Ok(ReferralEvent::SafeguardingReferralFollowed(SafeguardingReferralFollowed {
                at: deciding.now,
                by,
                number: open.made.number,
                outcome,
                owner,
                chase_by,
                said: Some(words(said)?),
            }))
        }
    }
}

/// As relation and age, or due date of an unborn baby.
fn who_it_is(who: AtRisk, person: PersonAtRisk) -> Result<PersonAtRisk, Disallowed> {
    let said = |text: Option<String>| text.filter(|text| !text.trim().is_empty());
    let person = PersonAtRisk {
        relation: person.relation.trim().to_owned(),
        name: said(person.name),
        age: said(person.age),
        due_on: person.due_on,
        risk: said(person.risk),
    };
    let how_old = match who {
        AtRisk::Unborn => person.due_on.is_some(),
        AtRisk::Child | AtRisk::Adult => person.age.is_some(),
    };
    if person.relation.is_empty() || !how_old { Err(Disallowed::AtRiskUnclear) } else { Ok(person) }
}

/// A no counts only where she was alone; a yes counts wherever she says it.
fn asked(
    by: String,
    alone: Alone,
    answer: Option<Answer>,
    said: Option<Said>,
    deciding: &Deciding<'_>,
) -> Result<ReferralEvent, Disallowed> {
    let answer = answer.filter(|answer| *answer != Answer::NotAsked);
    match (alone, answer) {
        (Alone::Yes, None) => return Err(Disallowed::AbuseAnswerMissing),
        (Alone::No | Alone::CouldNotAsk, Some(Answer::No | Answer::PreferNotToSay)) => {
            return Err(Disallowed::NotAlone);
        }
        (Alone::CouldNotAsk, None) if said.is_none() => return Err(Disallowed::Empty("why she could not be asked")),
        (Alone::Yes | Alone::No | Alone::CouldNotAsk, _) => {}
    }
    Ok(ReferralEvent::AbuseAsked(AbuseAsked { at: deciding.now, by, alone, answer, said }))
}

fn if_said(text: Option<String>) -> Option<Said> {
    text.filter(|text| !text.trim().is_empty()).map(|text| Said { text })
}

fn named(text: String, what: &'static str) -> Result<String, Disallowed> {
    Some(text.trim().to_owned()).filter(|text| !text.is_empty()).ok_or(Disallowed::Empty(what))
}

/// Every ending answers what is recorded, and leaves no safeguarding referral of ours without an outcome (PR-26). What was
/// erased is closed as it is.
///
/// # Errors
/// [`Disallowed::SafeguardingOpen`], [`Disallowed::SafeguardingAnswerMissing`].
pub(super) fn answered(referral: &Referral, answer: Option<&str>) -> Result<(), Disallowed> {
    if referral.erased() {
        return Ok(());
    }
    if let Some(open) = referral.safeguarding.open().next() {
        return Err(Disallowed::SafeguardingOpen(open.made.to.clone()));
    }
    let said = answer.is_some_and(|answer| !answer.trim().is_empty());
    if referral.safeguarding.needs_an_answer() && !said {
        return Err(Disallowed::SafeguardingAnswerMissing);
    }
    Ok(())
}

/// The referral after what was recorded. Who asks again, and when, is a task of its own.
///
/// # Errors
/// [`ImpossibleHistory`] when the event cannot follow.
pub(super) fn evolve(referral: &mut Referral, event: &ReferralEvent) -> Result<(), ImpossibleHistory> {
    let known = &mut referral.safeguarding;
    let at = match event {
        ReferralEvent::AtRiskRecorded(recorded) => {
            known.at_risk.insert(recorded.number, recorded.clone());
            recorded.at
        }
        ReferralEvent::ProtectionPlanRecorded(recorded) => {
            known.plans.insert(recorded.plan, recorded.clone());
            recorded.at
        }
        ReferralEvent::AbuseAsked(asked) => {
            known.abuse.push(asked.clone());
            asked.at
        }
        ReferralEvent::SafeguardingReferralMade(made) => {
            known.referrals.push(SafeguardingReferral { made: made.clone(), followed: None });
            made.at
        }
        ReferralEvent::SafeguardingReferralFollowed(followed) => {
            let made = known.referrals.iter_mut().find(|made| made.made.number == followed.number);
            made.ok_or(ImpossibleHistory("a safeguarding referral was followed that was never made"))?.followed =
                Some(followed.clone());
            followed.at
        }
        _ => return Err(ImpossibleHistory("an event of another part of the referral")),
    };
    referral.triage.safeguarding = true;
    let first = referral.safeguarding.open().filter_map(|open| open.chaser()).map(|(_, chase_by)| chase_by).min();
    match (first, referral.triage.tasks.get_mut(&TaskKind::SafeguardingChase)) {
        (Some(due_by), _) => {
            referral.triage.tasks.insert(TaskKind::SafeguardingChase, Task { due_by, done_at: None });
        }
        (None, Some(task)) => {
            task.done_at.get_or_insert(at);
        }
        (None, None) => {}
    }
    Ok(())
}
