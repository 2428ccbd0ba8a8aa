//! Asking the service: within its time, with an id of the question, and let in by a token where one is needed.

use std::time::{Duration, Instant};

use jiff::Timestamp;
use porch_domain::person::national::{Answer, NotNow, Question};
use uuid::Uuid;

use super::{Access, read, target};
use crate::outgoing::{self, NoAnswer, Outgoing};

/// The media type of what is answered.
const FHIR: &str = "application/fhir+json";

/// The service as it is asked.
pub struct Service {
    address: String,
    outgoing: Outgoing,
    access: Option<Access>,
    organisation: Option<String>,
    patience: Duration,
}

impl std::fmt::Debug for Service {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Service")
    }
}

impl Service {
    /// At an address, without a slash at its end. A question that `outgoing` gives up after its time is not tried again.
    pub fn new(address: &str, outgoing: Outgoing, patience: Duration) -> Self {
        let address = address.trim_end_matches('/').to_owned();
        Self { address, outgoing, access: None, organisation: None, patience }
    }

    /// Let in by a token.
    #[must_use]
    pub fn let_in_by(self, access: Access) -> Self {
        Self { access: Some(access), ..self }
    }

    /// For an organisation, by its ODS code.
    #[must_use]
    pub fn for_organisation(self, organisation: Option<String>) -> Self {
        Self { organisation, ..self }
    }

    /// Asks, and waits for the answer. A token that is refused is asked for anew, once, for the same question.
    pub fn ask(&self, question: &Question, request: Uuid, now: Timestamp) -> Answer {
        let began = Instant::now();
        for attempt in 0..2 {
            if began.elapsed() >= self.patience {
                return Answer::NotNow(NotNow::Slow);
            }
            let statement = Uuid::from_u128(request.as_u128() ^ (attempt + 1));
            let token = self.access.as_ref().map(|access| (access, access.token(&self.outgoing, now, statement)));
            let token = match token {
                Some((access, Ok((token, was_held)))) => Some((access, token, was_held)),
                Some((_, Err(why))) => return Answer::NotNow(why),
                None => None,
            };
            let answered = self.asked(question, request, token.as_ref().map(|(_, token, _)| token.as_str()));
            match (&answered, token) {
                (Answer::NotNow(NotNow::NotLetIn), Some((access, token, was_held))) => {
                    access.forget(&token);
                    if !was_held {
                        return answered;
                    }
                }
                _ => return answered,
            }
        }
        Answer::NotNow(NotNow::NotLetIn)
    }

    fn asked(&self, question: &Question, request: Uuid, token: Option<&str>) -> Answer {
        let mut asked = outgoing::Question::get(format!("{}{}", self.address, target(question)))
            .with("accept", FHIR)
            .with("x-request-id", request.to_string());
        if let Some(token) = token {
            asked = asked.with("authorization", format!("Bearer {token}"));
        }
        if let Some(organisation) = &self.organisation {
            asked = asked.with("nhsd-end-user-organisation-ods", organisation.as_str());
        }
        match self.outgoing.ask(&asked) {
            Ok(answer) => read(question, answer.status, answer.header("retry-after"), &answer.content),
            Err(why) => Answer::NotNow(no_answer(&why)),
        }
    }
}

/// What it means that nothing came back.
pub(super) fn no_answer(why: &NoAnswer) -> NotNow {
    match why {
        NoAnswer::TooSlow(_) => NotNow::Slow,
        NoAnswer::TooMuch(_) | NoAnswer::Elsewhere(_) => NotNow::Unreadable,
        NoAnswer::Unreachable(_) | NoAnswer::Broken(_) | NoAnswer::Address => NotNow::Failing,
    }
}
