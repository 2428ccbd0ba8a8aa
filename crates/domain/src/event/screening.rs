//! The stored form of what happens to a questionnaire.

use super::{Stored, Unreadable, Written, written};
use crate::screening::{
    LinkRenewed, ScreeningEntered, ScreeningEvent, ScreeningGiven, ScreeningNotAsked, ScreeningRead,
    ScreeningTakenBack, WorrySaid,
};

pub(super) fn written_screening(event: &ScreeningEvent) -> Result<Written, serde_json::Error> {
    match event {
        ScreeningEvent::ScreeningGiven(e) => written("ScreeningGiven", e, e.link.as_ref()),
        ScreeningEvent::ScreeningEntered(e) => written("ScreeningEntered", e, e.beside.as_ref()),
        ScreeningEvent::ScreeningNotAsked(e) => written("ScreeningNotAsked", e, e.said.as_ref()),
        ScreeningEvent::ScreeningOpened(e) => written("ScreeningOpened", e, None::<&()>),
        ScreeningEvent::AnswerSaved(e) => written("AnswerSaved", e, None::<&()>),
        ScreeningEvent::WorrySaid(e) => written("WorrySaid", e, e.said.as_ref()),
        ScreeningEvent::ScreeningFinished(e) => written("ScreeningFinished", e, None::<&()>),
        ScreeningEvent::ScreeningRead(e) => written("ScreeningRead", e, e.said.as_ref()),
        ScreeningEvent::ScreeningTakenBack(e) => written("ScreeningTakenBack", e, e.said.as_ref()),
        ScreeningEvent::LinkRenewed(e) => written("LinkRenewed", e, e.link.as_ref()),
        ScreeningEvent::PersonalDataErased(e) => written("PersonalDataErased", e, None::<&()>),
    }
}

impl Stored<'_> {
    pub(super) fn screening(&self, format: i64) -> Result<Option<ScreeningEvent>, Unreadable> {
        Ok(Some(match (self.event, format) {
            ("ScreeningGiven", 1) => ScreeningEvent::ScreeningGiven(self.with(|e: &mut ScreeningGiven| &mut e.link)?),
            ("ScreeningEntered", 1) => {
                ScreeningEvent::ScreeningEntered(self.with(|e: &mut ScreeningEntered| &mut e.beside)?)
            }
            ("ScreeningNotAsked", 1) => {
                ScreeningEvent::ScreeningNotAsked(self.with(|e: &mut ScreeningNotAsked| &mut e.said)?)
            }
            ("ScreeningOpened", 1) => ScreeningEvent::ScreeningOpened(self.content()?),
            ("AnswerSaved", 1) => ScreeningEvent::AnswerSaved(self.content()?),
            ("WorrySaid", 1) => ScreeningEvent::WorrySaid(self.with(|e: &mut WorrySaid| &mut e.said)?),
            ("ScreeningFinished", 1) => ScreeningEvent::ScreeningFinished(self.content()?),
            ("ScreeningRead", 1) => ScreeningEvent::ScreeningRead(self.with(|e: &mut ScreeningRead| &mut e.said)?),
            ("ScreeningTakenBack", 1) => {
                ScreeningEvent::ScreeningTakenBack(self.with(|e: &mut ScreeningTakenBack| &mut e.said)?)
            }
            ("LinkRenewed", 1) => ScreeningEvent::LinkRenewed(self.with(|e: &mut LinkRenewed| &mut e.link)?),
            ("PersonalDataErased", 1) => ScreeningEvent::PersonalDataErased(self.content()?),
            _ => return Ok(None),
        }))
    }
}
