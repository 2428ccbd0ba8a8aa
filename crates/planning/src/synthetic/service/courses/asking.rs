//! Questionnaires along the way of a woman: asked, refused, not asked; given to her and answered by herself; read, and
//! talked about. What she answers of risk is with somebody who has a name.

use jiff::SignedDuration;
use porch_domain::{
    front_door::TaskKind,
    referral::{ReferralCommand, RiskAction},
    screening::NotAsked,
};

use super::{
    super::{Act, Asks, Questions, Whom, duty::whoever_is_there},
    Course, Weeks, When,
};

/// The answers to a questionnaire, by their printed positions, in the order of its items; a missing one is no answer.
type Positions = &'static [u8];

impl Course<'_, '_> {
    fn questions(self, when: When, act: Questions) -> Self {
        let at = self.when(when);
        self.weeks.at(at, Act::Questions(self.whom, act));
        self
    }

    /// A clinician asks, at no routine contact.
    pub(super) fn asked(self, when: When, by: &'static str, instrument: &'static str, positions: Positions) -> Self {
        let asks = Asks { by, instrument, contact: None };
        self.questions(when, Questions::Enter { asks, positions, worry: None, concern: None })
    }

    /// A clinician asks at a routine contact.
    pub(super) fn asked_at(
        self,
        when: When,
        by: &'static str,
        (contact, instrument): (&'static str, &'static str),
        positions: Positions,
    ) -> Self {
        let asks = Asks { by, instrument, contact: Some(contact) };
        self.questions(when, Questions::Enter { asks, positions, worry: None, concern: None })
    }

    /// A clinician asks, and writes down what was said beside it: her worry, and the clinician's own concern.
    pub(super) fn asked_and_heard(
        self,
        when: When,
        by: &'static str,
        (instrument, positions): (&'static str, Positions),
        (worry, concern): (&'static str, Option<&'static str>),
    ) -> Self {
        let asks = Asks { by, instrument, contact: None };
        self.questions(when, Questions::Enter { asks, positions, worry: Some(worry), concern })
    }

    /// A routine contact passes without its questions.
    pub(super) fn not_asked(
        self,
        when: When,
        by: &'static str,
        (contact, instrument): (&'static str, &'static str),
        why: NotAsked,
        note: Option<&'static str>,
    ) -> Self {
        let asks = Asks { by, instrument, contact: Some(contact) };
        self.questions(when, Questions::NotAsked { asks, why, note })
    }

    /// It is given to her, with a link and the word that was agreed.
    pub(super) fn given(self, when: When, by: &'static str, instrument: &'static str) -> Self {
        self.questions(when, Questions::Give(Asks { by, instrument, contact: None }))
    }

    /// She opens it, and answers the first of it.
    pub(super) fn answers(self, when: When, positions: Positions) -> Self {
        self.questions(when, Questions::Answer(positions))
    }

    /// She is done, and says what else worries her.
    pub(super) fn finishes(self, when: When, worry: &'static str) -> Self {
        self.questions(when, Questions::Finish(worry))
    }

    /// Somebody talked with her about what came out positive.
    pub(super) fn talked(self, when: When, by: &'static str, note: &str) -> Self {
        self.closed(when, by, TaskKind::TalkAboutAnswers, note)
    }

    /// A clinician has a risk answer by name, and records what was done.
    pub(super) fn risk_answered(self, when: When, by: &'static str, action: RiskAction, said: &str) -> Self {
        let at = self.when(when);
        self.weeks.step(at, by, self.whom, ReferralCommand::AcknowledgeRisk { elsewhere: None });
        let acted = ReferralCommand::RecordRiskAction { action, with: None, said: said.to_owned() };
        self.weeks.step(at + SignedDuration::from_mins(19), by, self.whom, acted);
        self
    }
}

/// Before now she came to the question about risk, and whoever is there has it by name; what was done is not recorded yet.
pub(super) fn risk_of_now(weeks: &mut Weeks<'_>, whom: Whom, positions: Positions) {
    let days = weeks.days;
    let heard = days.ago(38);
    weeks.at(heard, Act::Questions(whom, Questions::Answer(positions)));
    weeks.at(heard + SignedDuration::from_secs(10), Act::WhatIsDue);
    let by = whoever_is_there(days);
    weeks.step(days.ago(31), by, whom, ReferralCommand::AcknowledgeRisk { elsewhere: None });
}
