//! Care, from the first contact to the last: who came and who did not, and what leaving takes (PR-12, PR-21).

use std::collections::BTreeSet;

use jiff::{SignedDuration, Timestamp, civil::Date};
use serde::{Deserialize, Serialize};

use super::{
    Deciding, LeavingWords, RaisedTask, Referral, ReferralEvent, Said, due,
    handover::taken_on,
    meet,
    receipt::{known_team, local_day},
    step::{clinician, staff, words},
};
use crate::{
    actor::Actor,
    disallowed::Disallowed,
    footprint::TeamCode,
    front_door::{Known, TaskKind},
};

/// The longest time to the next contact with somebody in our care.
const LONGEST_REST: SignedDuration = SignedDuration::from_hours(92 * 24);

/// What is known of care since a referral was taken on.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Care {
    /// The lead professional.
    pub lead: Option<String>,
    /// When the next contact is due.
    pub next_contact_by: Option<Timestamp>,
    /// Everybody whom she saw: accounts of ours, and the names of clinicians elsewhere (F6).
    pub seen_by: BTreeSet<String>,
    /// Who assessed her, where that stopped the response clock (PR-12).
    pub answered_by: Option<String>,
    /// When her treatment began: the first session of it that she came to.
    pub treated_at: Option<Timestamp>,
    /// Contacts that she did not come to since she last came.
    pub missed: u32,
    /// The last of them, or the last to which the baby was not brought.
    pub missed_at: Option<Timestamp>,
    /// The last contact to which the baby was not brought: a fact of its own (PR-21).
    pub baby_not_brought_at: Option<Timestamp>,
    /// Whether somebody did not come, or a baby was not brought, and risk was not reviewed since (INV-05).
    pub to_review: bool,
    /// The last risk review; none once she came, was spoken with, or was missed again: what it found is past.
    pub review: Option<Review>,
    /// Where she is an inpatient.
    pub admitted: Option<String>,
    /// Whether there was a plan when care ended here (D22); none while it goes on.
    pub left_with_plan: Option<bool>,
    /// What was written about her when care ended; none once erased.
    pub left: Option<LeavingWords>,
    /// How she can come back, as it was said when care ended.
    pub way_back: Option<String>,
    /// Whether somebody was told that her time in this service ends.
    pub warned: bool,
    /// Until when care goes on beyond that time, with a reason.
    pub continued_until: Option<Date>,
}

/// A risk review after somebody did not come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Review {
    /// When.
    pub at: Timestamp,
    /// What was looked into.
    pub checks: EngagementChecks,
}

/// What a contact was for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ContactKind {
    /// An assessment by a mental health clinician: attended, it stops the clocks (PR-12).
    Assessment,
    /// A session of treatment.
    Treatment,
    /// Anything else.
    Other,
}

/// Who came to a contact.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Attendance {
    /// She came, or was reached.
    Attended,
    /// She did not come and had not said so.
    DidNotAttend,
    /// She said that she could not come.
    CancelledByHer,
    /// We could not hold it.
    CancelledByUs,
    /// There was no interpreter: our failure, never her non-attendance (PR-21).
    NoInterpreter,
}

/// Whether the baby was brought.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Baby {
    /// The baby was not expected.
    #[default]
    NotExpected,
    /// The baby was brought.
    Brought,
    /// The baby was expected and not brought.
    NotBrought,
}

macro_rules! codes {
    ($name:ident { $($variant:ident => $code:literal, $label:literal;)* }) => {
        impl $name {
            /// Every one.
            pub const ALL: [Self; [$($code),*].len()] = [$(Self::$variant),*];

            /// The code kept in the journal and in forms.
            pub fn code(self) -> &'static str {
                match self { $(Self::$variant => $code),* }
            }

            /// The one of a code, if there is one.
            pub fn of_code(code: &str) -> Option<Self> {
                Self::ALL.into_iter().find(|one| one.code() == code)
            }

            /// What staff read.
            pub fn label(self) -> &'static str {
                match self { $(Self::$variant => $label),* }
            }
        }
    };
}

codes!(ContactKind {
    Assessment => "assessment", "Assessment by a mental health clinician";
    Treatment => "treatment", "Treatment";
    Other => "other", "Another contact";
});

codes!(Attendance {
    Attended => "attended", "She came, or was reached";
    DidNotAttend => "did_not_attend", "She did not come and had not said so";
    CancelledByHer => "cancelled_by_her", "She said that she could not come";
    CancelledByUs => "cancelled_by_us", "We could not hold it";
    NoInterpreter => "no_interpreter", "There was no interpreter: our failure";
});

codes!(Baby {
    NotExpected => "not_expected", "Was not expected";
    Brought => "brought", "Was brought";
    NotBrought => "not_brought", "Was expected and was not brought";
});

/// A clinician of a crisis or liaison team who assessed her (PR-12).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SeenElsewhere {
    /// The service.
    pub service: String,
    /// The clinician, by name.
    pub name: String,
}

/// What somebody tells of a contact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contact {
    /// When it was, or should have been.
    pub at: Timestamp,
    /// What it was for.
    pub kind: ContactKind,
    /// Who came.
    pub attendance: Attendance,
    /// Whether the baby was brought.
    pub baby: Baby,
    /// The team of ours that was in contact with her; none for the one responsible.
    pub team: Option<TeamCode>,
    /// Who assessed her, where it was another service.
    pub elsewhere: Option<SeenElsewhere>,
    /// When the next contact is due.
    pub next_contact_by: Timestamp,
    /// What was noted.
    pub note: Option<String>,
}

/// A contact took place, or should have.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContactRecorded {
    /// When it was written down.
    pub at: Timestamp,
    /// The account that wrote it down.
    pub by: String,
    /// When it was, or should have been.
    pub contact_at: Timestamp,
    /// What it was for.
    pub kind: ContactKind,
    /// Who came.
    pub attendance: Attendance,
    /// Whether the baby was brought.
    #[serde(default, skip_serializing_if = "is_default")]
    pub baby: Baby,
    /// The team of ours that was in contact with her; none where it was another service, and in what was written before
    /// contacts named a team, when it was the one responsible.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub team: Option<TeamCode>,
    /// Who assessed her, where it was another service.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub elsewhere: Option<SeenElsewhere>,
    /// When the next contact is due.
    pub next_contact_by: Timestamp,
    /// What a person must do because of it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tasks: Vec<RaisedTask>,
    /// What was noted; none once erased.
    #[serde(skip)]
    pub said: Option<Said>,
}

fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

/// What was looked into before anybody says that she does not engage (PR-21).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct EngagementChecks {
    /// Whether the invitation arrived.
    pub delivered: Known,
    /// Whether it went by a route that she said is safe.
    pub safe_route: Known,
    /// Whether it was in her language, and an interpreter was there where she needs one.
    pub language: Known,
    /// Whether somebody is stopping her.
    pub stopped: Known,
}

impl EngagementChecks {
    /// Whether what was found lies with us or with somebody else, and not with her.
    pub fn not_her_doing(self) -> bool {
        let ours = [self.delivered, self.safe_route, self.language].contains(&Known::No);
        ours || self.stopped == Known::Yes
    }

    /// Whether we know that the invitation arrived, by a safe route, in her language. Whether somebody is stopping her may
    /// stay unknown while nobody can ask her.
    pub fn known(self) -> bool {
        [self.delivered, self.safe_route, self.language].iter().all(|check| *check == Known::Yes)
    }
}

/// Risk was reviewed after somebody did not come.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RiskReviewed {
    /// When.
    pub at: Timestamp,
    /// The account of the clinician.
    pub by: String,
    /// What was looked into.
    #[serde(flatten)]
    pub checks: EngagementChecks,
    /// When the next contact is due.
    pub next_contact_by: Timestamp,
    /// What was found; none once erased.
    #[serde(skip)]
    pub said: Option<Said>,
}

/// A lead professional was named.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeadProfessionalNamed {
    /// When.
    pub at: Timestamp,
    /// The account that said so.
    pub by: String,
    /// The lead professional.
    pub lead: String,
}

/// She was admitted to a unit (D16).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AdmittedToUnit {
    /// When it was written down.
    pub at: Timestamp,
    /// The account that wrote it down.
    pub by: String,
    /// The unit.
    pub unit: String,
    /// What a person must do because of it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tasks: Vec<RaisedTask>,
}

/// She left the unit: the same lead professional, or who took over; and when she is next seen (D5, D16).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeftUnit {
    /// When it was written down.
    pub at: Timestamp,
    /// The account that wrote it down.
    pub by: String,
    /// The lead professional from now on.
    pub lead: String,
    /// When the next contact is due.
    pub next_contact_by: Timestamp,
}

/// Care goes on beyond the time of the service, with a reason (D14).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CareContinued {
    /// When.
    pub at: Timestamp,
    /// The account.
    pub by: String,
    /// Until when.
    pub until: Date,
    /// Why; none once erased.
    #[serde(skip)]
    pub said: Option<Said>,
}

/// Her time in this service ends soon, and somebody must decide.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CareEndsSoon {
    /// When that was noticed.
    pub at: Timestamp,
    /// When it ends.
    pub on: Date,
    /// What a person must do about it.
    pub task: RaisedTask,
}

impl Care {
    /// Whether somebody did not come, and risk was not reviewed since (INV-05).
    pub fn review_is_missing(&self) -> bool {
        self.to_review
    }

    /// Whether it may be said that she does not engage, or could not be reached: only after a review which found that the
    /// cause lies neither with us nor with somebody else, and that what we did is known to have reached her (PR-21).
    ///
    /// # Errors
    /// What the review is missing, or found.
    pub(super) fn looked_into(&self) -> Result<(), Disallowed> {
        let review = self.review.ok_or(Disallowed::ReviewMissing)?;
        if review.checks.not_her_doing() {
            return Err(Disallowed::NotHerDoing);
        }
        if review.checks.known() { Ok(()) } else { Err(Disallowed::NotLookedInto) }
    }

    /// Whether the last review found a cause that is not hers, and nobody has spoken with her since.
    pub(super) fn kept_from_us(&self) -> bool {
        self.review.is_some_and(|review| review.checks.not_her_doing())
    }
}

/// A contact: it moves the clocks only where she was seen. Where another team was in contact with her in the same days, both
/// are asked to meet (H09).
pub(super) fn contact(
    referral: &Referral,
    contact: Contact,
    deciding: &Deciding<'_>,
) -> Result<Vec<ReferralEvent>, Disallowed> {
    let by = staff(deciding.actor)?;
    let at = deciding.now;
    if contact.at > at || contact.at < referral.received_at {
        return Err(Disallowed::ContactAtUnclear);
    }
    if let Some(seen) = &contact.elsewhere
        && (seen.service.trim().is_empty() || seen.name.trim().is_empty())
    {
        return Err(Disallowed::SeenByMissing);
    }
    if contact.kind == ContactKind::Assessment && contact.elsewhere.is_none() {
        clinician(deciding.actor)?;
    }
    let next_contact_by = not_too_long(contact.next_contact_by, at)?;
    if let Some(team) = &contact.team {
        known_team(deciding.footprint, team)?;
    }
    let ours = || contact.team.clone().or_else(|| referral.held().map(|held| held.by.clone()));
    let recorded = ContactRecorded {
        team: if contact.elsewhere.is_none() { ours() } else { None },
        at,
        by,
        contact_at: contact.at,
        kind: contact.kind,
        attendance: contact.attendance,
        baby: contact.baby,
        elsewhere: contact.elsewhere,
        next_contact_by,
        tasks: review_due(referral, contact.attendance, contact.baby, deciding),
        said: contact.note.filter(|note| !note.trim().is_empty()).map(|text| Said { text }),
    };
    let mut events = Vec::new();
    if let Some(contact) = meet::contact_of(referral, &recorded) {
        let others = meet::to_meet(referral, &contact).into_iter();
        events.extend(others.map(|other| meet::ask(referral, &contact, other, deciding)));
    }
    events.insert(0, ReferralEvent::ContactRecorded(recorded));
    Ok(events)
}

/// A review follows when she was missed as often as the footprint says, at once where risk was mentioned, and when a baby
/// was not brought.
fn review_due(referral: &Referral, attendance: Attendance, baby: Baby, deciding: &Deciding<'_>) -> Vec<RaisedTask> {
    let often = referral.care.missed + 1 >= u32::from(deciding.footprint.care().did_not_engage_after);
    let missed = attendance == Attendance::DidNotAttend && (often || referral.risk_mentioned());
    let task = TaskKind::RiskReview;
    let raised = RaisedTask { task, due_by: task.due_by(deciding.now) };
    if missed || baby == Baby::NotBrought { vec![raised] } else { Vec::new() }
}

/// A risk review by a clinician: what was looked into, what was found, and when she is next sought.
pub(super) fn reviewed(
    referral: &Referral,
    checks: EngagementChecks,
    next_contact_by: Timestamp,
    found: String,
    deciding: &Deciding<'_>,
) -> Result<ReferralEvent, Disallowed> {
    let by = clinician(deciding.actor)?;
    if referral.care.missed_at.is_none() && referral.triage.attempts == 0 {
        return Err(Disallowed::NothingToReview);
    }
    let next_contact_by = not_too_long(next_contact_by, deciding.now)?;
    let said = Some(words(found)?);
    Ok(ReferralEvent::RiskReviewed(RiskReviewed { at: deciding.now, by, checks, next_contact_by, said }))
}

/// A lead professional is named.
pub(super) fn led(referral: &Referral, lead: String, deciding: &Deciding<'_>) -> Result<ReferralEvent, Disallowed> {
    let by = staff(deciding.actor)?;
    taken_on(referral)?;
    let lead = words(lead).map_err(|_| Disallowed::LeadMissing)?.text;
    Ok(ReferralEvent::LeadProfessionalNamed(LeadProfessionalNamed { at: deciding.now, by, lead }))
}

/// An admission: without a lead professional it is recorded all the same, and somebody must name one.
pub(super) fn admitted(
    referral: &Referral,
    unit: String,
    deciding: &Deciding<'_>,
) -> Result<ReferralEvent, Disallowed> {
    let by = staff(deciding.actor)?;
    taken_on(referral)?;
    if referral.care.admitted.is_some() {
        return Err(Disallowed::AdmittedAlready);
    }
    let unit = words(unit).map_err(|_| Disallowed::Empty("the unit"))?.text;
    let at = deciding.now;
    let task = TaskKind::LeadProfessional;
    let missing = referral.care.lead.is_none().then(|| RaisedTask { task, due_by: task.due_by(at) });
    Ok(ReferralEvent::AdmittedToUnit(AdmittedToUnit { at, by, unit, tasks: missing.into_iter().collect() }))
}

/// Leaving a unit: never without a lead professional and a next contact.
pub(super) fn left_unit(
    referral: &Referral,
    lead: String,
    next_contact_by: Timestamp,
    deciding: &Deciding<'_>,
) -> Result<ReferralEvent, Disallowed> {
    let by = staff(deciding.actor)?;
    taken_on(referral)?;
    if referral.care.admitted.is_none() {
        return Err(Disallowed::NotAdmitted);
    }
    let lead = words(lead).map_err(|_| Disallowed::LeadMissing)?.text;
    let next_contact_by = not_too_long(next_contact_by, deciding.now)?;
    Ok(ReferralEvent::LeftUnit(LeftUnit { at: deciding.now, by, lead, next_contact_by }))
}

/// The day on which her time in this service ends, where it is known: so many months after a birth or a loss (D14).
pub fn care_ends_on(referral: &Referral, months: u16) -> Option<Date> {
    let ended = referral.counted_from()?;
    let ends = ended.checked_add(jiff::Span::new().months(i64::from(months))).ok()?;
    Some(referral.care.continued_until.map_or(ends, |until| until.max(ends)))
}

/// Her time in this service ends soon: somebody must decide what follows.
///
/// # Errors
/// When it is not due, or not the service itself asks.
pub(super) fn warned(referral: &Referral, deciding: &Deciding<'_>) -> Result<ReferralEvent, Disallowed> {
    if *deciding.actor != Actor::System {
        return Err(Disallowed::NeedsTheService);
    }
    let at = deciding.now;
    let on = due::end_to_warn_of(referral, deciding).ok_or(Disallowed::NotDue)?;
    let task = TaskKind::CareEnds;
    let due_by = due::end_of(on).max(task.due_by(at));
    Ok(ReferralEvent::CareEndsSoon(CareEndsSoon { at, on, task: RaisedTask { task, due_by } }))
}

/// Care goes on beyond that day, with a reason.
pub(super) fn continued(
    referral: &Referral,
    until: Date,
    why: String,
    deciding: &Deciding<'_>,
) -> Result<ReferralEvent, Disallowed> {
    let by = staff(deciding.actor)?;
    taken_on(referral)?;
    if until <= local_day(deciding.now) {
        return Err(Disallowed::UntilHasGoneBy);
    }
    Ok(ReferralEvent::CareContinued(CareContinued { at: deciding.now, by, until, said: Some(words(why)?) }))
}

fn not_too_long(next: Timestamp, now: Timestamp) -> Result<Timestamp, Disallowed> {
    if next > now && next <= now + LONGEST_REST { Ok(next) } else { Err(Disallowed::NextContactMissing) }
}
