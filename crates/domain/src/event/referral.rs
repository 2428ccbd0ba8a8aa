//! The stored form of what happens to a referral, and its reading.

use super::{FirstStory, Stored, Unreadable, Written, written, written_as};
use crate::{
    front_door::Story,
    referral::{self, DecidersWords, PriorityChanged, ReferralEvent},
};

pub(super) fn written_referral(event: &ReferralEvent) -> Result<Written, serde_json::Error> {
    match event {
        ReferralEvent::ReferralReceived(e) => written_as(2, "ReferralReceived", e.as_ref(), e.story.as_ref()),
        ReferralEvent::ReferralHistoryImported(e) => {
            written_as(2, "ReferralHistoryImported", e.as_ref(), e.sent.as_ref())
        }
        ReferralEvent::ReferralClaimed(e) => written("ReferralClaimed", e, None::<&()>),
        ReferralEvent::ClaimReleased(e) => written("ClaimReleased", e, None::<&()>),
        ReferralEvent::ContactAttempted(e) => written("ContactAttempted", e, e.said.as_ref()),
        ReferralEvent::ReferralAddedTo(e) => written("ReferralAddedTo", e, e.story.as_ref()),
        ReferralEvent::PriorityRaised(e) => written("PriorityRaised", e, e.said.as_ref()),
        ReferralEvent::PriorityLowered(e) => written("PriorityLowered", e, e.said.as_ref()),
        ReferralEvent::ClockRecomputed(e) => written("ClockRecomputed", e, None::<&()>),
        ReferralEvent::ClockPaused(e) => written("ClockPaused", e, e.said.as_ref()),
        ReferralEvent::ClockResumed(e) => written("ClockResumed", e, None::<&()>),
        ReferralEvent::InformationAsked(e) => written("InformationAsked", e, e.said.as_ref()),
        ReferralEvent::TaskDone(e) => written("TaskDone", e, e.said.as_ref()),
        ReferralEvent::SafeguardingRecorded(e) => written("SafeguardingRecorded", e, e.said.as_ref()),
        ReferralEvent::PregnancyRecorded(e) => written("PregnancyRecorded", e, None::<&()>),
        ReferralEvent::YoungConsentRecorded(e) => written("YoungConsentRecorded", e, e.words.as_ref()),
        ReferralEvent::RoutesToAskAgain(e) => written("RoutesToAskAgain", e, None::<&()>),
        ReferralEvent::DeathLearned(e) => written("DeathLearned", e, None::<&()>),
        ReferralEvent::AnswersHeard(e) => written("AnswersHeard", e, None::<&()>),
        ReferralEvent::PageGiven(e) => written("PageGiven", e, e.link.as_ref()),
        ReferralEvent::PageClosed(e) => written("PageClosed", e, None::<&()>),
        ReferralEvent::AskedOnPage(e) => written("AskedOnPage", e, e.said.as_ref()),
        ReferralEvent::AppointmentBooked(e) => written("AppointmentBooked", e, e.said.as_ref()),
        ReferralEvent::AppointmentCancelled(e) => written("AppointmentCancelled", e, e.said.as_ref()),
        ReferralEvent::AppointmentReminded(e) => written("AppointmentReminded", e, None::<&()>),
        ReferralEvent::BirthDateLearned(e) => written("BirthDateLearned", e, e.born.as_ref()),
        ReferralEvent::AtRiskRecorded(e) => written("AtRiskRecorded", e, e.person.as_ref()),
        ReferralEvent::ProtectionPlanRecorded(e) => written("ProtectionPlanRecorded", e, e.said.as_ref()),
        ReferralEvent::AbuseAsked(e) => written("AbuseAsked", e, e.said.as_ref()),
        ReferralEvent::SafeguardingReferralMade(e) => written("SafeguardingReferralMade", e, e.said.as_ref()),
        ReferralEvent::SafeguardingReferralFollowed(e) => written("SafeguardingReferralFollowed", e, e.said.as_ref()),
        ReferralEvent::DecisionSaved(e) => written("DecisionSaved", e, e.words().if_any().as_ref()),
        ReferralEvent::ReferralAccepted(e) => written("ReferralAccepted", e, why_accepted(e).if_any().as_ref()),
        ReferralEvent::ReferralRejected(e) => written("ReferralRejected", e, e.ending.words().if_any().as_ref()),
        ReferralEvent::ReferralSignposted(e) => written("ReferralSignposted", e, e.ending.words().if_any().as_ref()),
        ReferralEvent::ReferralAdvised(e) => {
            let advice = Some(e.advice.clone()).filter(|advice| !advice.is_empty());
            written("ReferralAdvised", e, DecidersWords { advice, ..e.ending.words() }.if_any().as_ref())
        }
        ReferralEvent::ReferralWithdrawn(e) => written("ReferralWithdrawn", e, e.ending.words().if_any().as_ref()),
        ReferralEvent::HandoverOffered(e) => written("HandoverOffered", e, e.words.as_ref()),
        ReferralEvent::HandoverAccepted(e) => written("HandoverAccepted", e, None::<&()>),
        ReferralEvent::HandoverReturned(e) => written("HandoverReturned", e, e.said.as_ref()),
        ReferralEvent::HandoverUnanswered(e) => written("HandoverUnanswered", e, None::<&()>),
        ReferralEvent::HandoverTakenBack(e) => written("HandoverTakenBack", e, e.said.as_ref()),
        ReferralEvent::JointWorkBegan(e) => written("JointWorkBegan", e, e.said.as_ref()),
        ReferralEvent::JointWorkEnded(e) => written("JointWorkEnded", e, e.said.as_ref()),
        ReferralEvent::OnwardReferred(e) => written("OnwardReferred", e, e.words.as_ref()),
        ReferralEvent::OnwardChased(e) => written("OnwardChased", e, e.said.as_ref()),
        ReferralEvent::EscalationClimbed(e) => written("EscalationClimbed", e, None::<&()>),
        ReferralEvent::EmergencyTaken(e) => written("EmergencyTaken", e, None::<&()>),
        ReferralEvent::DiscussedAtMeeting(e) => written("DiscussedAtMeeting", e, e.said.as_ref()),
        ReferralEvent::CaseListed(e) => written("CaseListed", e, e.words.as_ref()),
        ReferralEvent::CaseUnlisted(e) => written("CaseUnlisted", e, e.said.as_ref()),
        ReferralEvent::CaseDiscussed(e) => written("CaseDiscussed", e, e.said.as_ref()),
        ReferralEvent::TeamsAskedToMeet(e) => written("TeamsAskedToMeet", e, None::<&()>),
        ReferralEvent::LookedBack(e) => written("LookedBack", e, None::<&()>),
        ReferralEvent::SignpostFollowed(e) => written("SignpostFollowed", e, e.said.as_ref()),
        ReferralEvent::ContactRecorded(e) => written("ContactRecorded", e, e.said.as_ref()),
        ReferralEvent::RiskReviewed(e) => written("RiskReviewed", e, e.said.as_ref()),
        ReferralEvent::LeadProfessionalNamed(e) => written("LeadProfessionalNamed", e, None::<&()>),
        ReferralEvent::AdmittedToUnit(e) => written("AdmittedToUnit", e, None::<&()>),
        ReferralEvent::LeftUnit(e) => written("LeftUnit", e, None::<&()>),
        ReferralEvent::CareEndsSoon(e) => written("CareEndsSoon", e, None::<&()>),
        ReferralEvent::CareContinued(e) => written("CareContinued", e, e.said.as_ref()),
        ReferralEvent::ReferralDischarged(e) => written("ReferralDischarged", e, e.words.as_ref()),
        ReferralEvent::RiskAnswered(e) => written("RiskAnswered", e, e.said.as_ref()),
        ReferralEvent::RiskClimbed(e) => written("RiskClimbed", e, None::<&()>),
        ReferralEvent::RiskAcknowledged(e) => written("RiskAcknowledged", e, None::<&()>),
        ReferralEvent::RiskLetGo(e) => written("RiskLetGo", e, None::<&()>),
        ReferralEvent::RiskActed(e) => written("RiskActed", e, e.said.as_ref()),
        ReferralEvent::PersonalDataErased(e) => written("PersonalDataErased", e, None::<&()>),
    }
}

fn why_accepted(accepted: &referral::ReferralAccepted) -> DecidersWords {
    DecidersWords { because: accepted.because.clone(), ..DecidersWords::default() }
}

impl Stored<'_> {
    fn deciders_words(&self) -> Result<DecidersWords, Unreadable> {
        Ok(self.personal::<DecidersWords>()?.unwrap_or_default())
    }

    pub(super) fn referral(&self, format: i64) -> Result<Option<ReferralEvent>, Unreadable> {
        Ok(Some(match (self.event, format) {
            ("ReferralReceived", 1) => {
                let mut content: Box<crate::referral::ReferralReceived> = self.content()?;
                content.story = self.personal::<FirstStory>()?.map(Story::from);
                ReferralEvent::ReferralReceived(content)
            }
            ("ReferralReceived", 2) => ReferralEvent::ReferralReceived(
                self.with(|e: &mut Box<crate::referral::ReferralReceived>| &mut e.story)?,
            ),
            ("ReferralClaimed", 1) => ReferralEvent::ReferralClaimed(self.content()?),
            ("ClaimReleased", 1) => ReferralEvent::ClaimReleased(self.content()?),
            ("ContactAttempted", 1) => {
                ReferralEvent::ContactAttempted(self.with(|e: &mut crate::referral::ContactAttempted| &mut e.said)?)
            }
            ("ReferralAddedTo", 1) => {
                ReferralEvent::ReferralAddedTo(self.with(|e: &mut crate::referral::ReferralAddedTo| &mut e.story)?)
            }
            ("PriorityRaised", 1) => ReferralEvent::PriorityRaised(self.with(|e: &mut PriorityChanged| &mut e.said)?),
            ("PriorityLowered", 1) => ReferralEvent::PriorityLowered(self.with(|e: &mut PriorityChanged| &mut e.said)?),
            ("ClockRecomputed", 1) => ReferralEvent::ClockRecomputed(self.content()?),
            ("ClockPaused", 1) => {
                ReferralEvent::ClockPaused(self.with(|e: &mut crate::referral::ClockPaused| &mut e.said)?)
            }
            ("ClockResumed", 1) => ReferralEvent::ClockResumed(self.content()?),
            ("InformationAsked", 1) => {
                ReferralEvent::InformationAsked(self.with(|e: &mut crate::referral::InformationAsked| &mut e.said)?)
            }
            ("TaskDone", 1) => ReferralEvent::TaskDone(self.with(|e: &mut crate::referral::TaskDone| &mut e.said)?),
            ("SafeguardingRecorded", 1) => ReferralEvent::SafeguardingRecorded(
                self.with(|e: &mut crate::referral::SafeguardingRecorded| &mut e.said)?,
            ),
            _ => match self.safeguarding(format)? {
                Some(event) => event,
                None => match self.later(format)? {
                    Some(event) => event,
                    None => return self.decision(format),
                },
            },
        }))
    }

    /// Facts of safeguarding, of somebody under eighteen, and of a risk answer.
    fn safeguarding(&self, format: i64) -> Result<Option<ReferralEvent>, Unreadable> {
        Ok(Some(match (self.event, format) {
            ("RiskAnswered", 1) => {
                ReferralEvent::RiskAnswered(self.with(|e: &mut referral::RiskAnswered| &mut e.said)?)
            }
            ("RiskClimbed", 1) => ReferralEvent::RiskClimbed(self.content()?),
            ("RiskAcknowledged", 1) => ReferralEvent::RiskAcknowledged(self.content()?),
            ("RiskLetGo", 1) => ReferralEvent::RiskLetGo(self.content()?),
            ("RiskActed", 1) => ReferralEvent::RiskActed(self.with(|e: &mut referral::RiskActed| &mut e.said)?),
            ("PregnancyRecorded", 1) => ReferralEvent::PregnancyRecorded(self.content()?),
            ("YoungConsentRecorded", 1) => {
                ReferralEvent::YoungConsentRecorded(self.with(|e: &mut referral::YoungConsentRecorded| &mut e.words)?)
            }
            ("RoutesToAskAgain", 1) => ReferralEvent::RoutesToAskAgain(self.content()?),
            ("DeathLearned", 1) => ReferralEvent::DeathLearned(self.content()?),
            ("AnswersHeard", 1) => ReferralEvent::AnswersHeard(self.content()?),
            ("PageGiven", 1) => ReferralEvent::PageGiven(self.with(|e: &mut referral::PageGiven| &mut e.link)?),
            ("PageClosed", 1) => ReferralEvent::PageClosed(self.content()?),
            ("AskedOnPage", 1) => ReferralEvent::AskedOnPage(self.with(|e: &mut referral::AskedOnPage| &mut e.said)?),
            ("BirthDateLearned", 1) => {
                ReferralEvent::BirthDateLearned(self.with(|e: &mut referral::BirthDateLearned| &mut e.born)?)
            }
            ("AtRiskRecorded", 1) => {
                ReferralEvent::AtRiskRecorded(self.with(|e: &mut referral::AtRiskRecorded| &mut e.person)?)
            }
            ("ProtectionPlanRecorded", 1) => ReferralEvent::ProtectionPlanRecorded(
                self.with(|e: &mut referral::ProtectionPlanRecorded| &mut e.said)?,
            ),
            ("AbuseAsked", 1) => ReferralEvent::AbuseAsked(self.with(|e: &mut referral::AbuseAsked| &mut e.said)?),
            ("SafeguardingReferralMade", 1) => ReferralEvent::SafeguardingReferralMade(
                self.with(|e: &mut referral::SafeguardingReferralMade| &mut e.said)?,
            ),
            ("SafeguardingReferralFollowed", 1) => ReferralEvent::SafeguardingReferralFollowed(
                self.with(|e: &mut referral::SafeguardingReferralFollowed| &mut e.said)?,
            ),
            _ => return Ok(None),
        }))
    }

    /// What happens between teams, at a meeting, and in care.
    fn later(&self, format: i64) -> Result<Option<ReferralEvent>, Unreadable> {
        Ok(Some(match (self.event, format) {
            ("HandoverOffered", 1) => {
                ReferralEvent::HandoverOffered(self.with(|e: &mut referral::HandoverOffered| &mut e.words)?)
            }
            ("HandoverAccepted", 1) => ReferralEvent::HandoverAccepted(self.content()?),
            ("HandoverReturned", 1) => {
                ReferralEvent::HandoverReturned(self.with(|e: &mut referral::HandoverReturned| &mut e.said)?)
            }
            ("HandoverUnanswered", 1) => ReferralEvent::HandoverUnanswered(self.content()?),
            ("HandoverTakenBack", 1) => {
                ReferralEvent::HandoverTakenBack(self.with(|e: &mut referral::HandoverTakenBack| &mut e.said)?)
            }
            ("JointWorkBegan", 1) => {
                ReferralEvent::JointWorkBegan(self.with(|e: &mut referral::JointWorkBegan| &mut e.said)?)
            }
            ("JointWorkEnded", 1) => {
                ReferralEvent::JointWorkEnded(self.with(|e: &mut referral::JointWorkEnded| &mut e.said)?)
            }
            ("OnwardReferred", 1) => {
                ReferralEvent::OnwardReferred(self.with(|e: &mut referral::OnwardReferred| &mut e.words)?)
            }
            ("OnwardChased", 1) => {
                ReferralEvent::OnwardChased(self.with(|e: &mut referral::OnwardChased| &mut e.said)?)
            }
            ("EscalationClimbed", 1) => ReferralEvent::EscalationClimbed(self.content()?),
            ("EmergencyTaken", 1) => ReferralEvent::EmergencyTaken(self.content()?),
            ("DiscussedAtMeeting", 1) => {
                ReferralEvent::DiscussedAtMeeting(self.with(|e: &mut referral::DiscussedAtMeeting| &mut e.said)?)
            }
            ("CaseListed", 1) => ReferralEvent::CaseListed(self.with(|e: &mut referral::CaseListed| &mut e.words)?),
            ("CaseUnlisted", 1) => {
                ReferralEvent::CaseUnlisted(self.with(|e: &mut referral::CaseUnlisted| &mut e.said)?)
            }
            ("CaseDiscussed", 1) => {
                ReferralEvent::CaseDiscussed(self.with(|e: &mut referral::CaseDiscussed| &mut e.said)?)
            }
            ("TeamsAskedToMeet", 1) => ReferralEvent::TeamsAskedToMeet(self.content()?),
            ("LookedBack", 1) => ReferralEvent::LookedBack(self.content()?),
            ("SignpostFollowed", 1) => {
                ReferralEvent::SignpostFollowed(self.with(|e: &mut referral::SignpostFollowed| &mut e.said)?)
            }
            ("ContactRecorded", 1) => {
                ReferralEvent::ContactRecorded(self.with(|e: &mut referral::ContactRecorded| &mut e.said)?)
            }
            ("AppointmentBooked", 1) => {
                ReferralEvent::AppointmentBooked(self.with(|e: &mut referral::AppointmentBooked| &mut e.said)?)
            }
            ("AppointmentCancelled", 1) => {
                ReferralEvent::AppointmentCancelled(self.with(|e: &mut referral::AppointmentCancelled| &mut e.said)?)
            }
            ("AppointmentReminded", 1) => ReferralEvent::AppointmentReminded(self.content()?),
            ("RiskReviewed", 1) => {
                ReferralEvent::RiskReviewed(self.with(|e: &mut referral::RiskReviewed| &mut e.said)?)
            }
            ("LeadProfessionalNamed", 1) => ReferralEvent::LeadProfessionalNamed(self.content()?),
            ("AdmittedToUnit", 1) => ReferralEvent::AdmittedToUnit(self.content()?),
            ("LeftUnit", 1) => ReferralEvent::LeftUnit(self.content()?),
            ("CareEndsSoon", 1) => ReferralEvent::CareEndsSoon(self.content()?),
            ("CareContinued", 1) => {
                ReferralEvent::CareContinued(self.with(|e: &mut referral::CareContinued| &mut e.said)?)
            }
            ("ReferralDischarged", 1) => {
                ReferralEvent::ReferralDischarged(self.with(|e: &mut referral::ReferralDischarged| &mut e.words)?)
            }
            _ => return Ok(None),
        }))
    }

    fn decision(&self, format: i64) -> Result<Option<ReferralEvent>, Unreadable> {
        Ok(Some(match (self.event, format) {
            ("DecisionSaved", 1) => {
                let due: crate::referral::LetterDue = self.content()?;
                ReferralEvent::DecisionSaved(due.with_words(self.deciders_words()?))
            }
            ("ReferralAdvised", 1) => {
                let mut content: crate::referral::ReferralAdvised = self.content()?;
                let words = self.deciders_words()?;
                content.advice = words.advice.clone().unwrap_or_default();
                content.ending.take_words(words);
                ReferralEvent::ReferralAdvised(content)
            }
            ("ReferralHistoryImported", 1) => ReferralEvent::ReferralHistoryImported(
                self.with(|e: &mut Box<crate::referral::ReferralHistoryImported>| &mut e.sent)?,
            ),
            ("ReferralHistoryImported", 2) => {
                let mut content = self.with(|e: &mut Box<crate::referral::ReferralHistoryImported>| &mut e.sent)?;
                content.import = self.of_import()?;
                ReferralEvent::ReferralHistoryImported(content)
            }
            ("ReferralAccepted", 1) => {
                let mut content: crate::referral::ReferralAccepted = self.content()?;
                content.because = self.deciders_words()?.because;
                ReferralEvent::ReferralAccepted(content)
            }
            ("ReferralRejected", 1) => {
                let mut content: crate::referral::ReferralRejected = self.content()?;
                content.ending.take_words(self.deciders_words()?);
                ReferralEvent::ReferralRejected(content)
            }
            ("ReferralSignposted", 1) => {
                let mut content: crate::referral::ReferralSignposted = self.content()?;
                content.ending.take_words(self.deciders_words()?);
                ReferralEvent::ReferralSignposted(content)
            }
            ("ReferralWithdrawn", 1) => {
                let mut content: crate::referral::ReferralWithdrawn = self.content()?;
                content.ending.take_words(self.deciders_words()?);
                ReferralEvent::ReferralWithdrawn(content)
            }
            ("PersonalDataErased", 1) => ReferralEvent::PersonalDataErased(self.content()?),
            _ => return Ok(None),
        }))
    }
}
