//! A national record that answers what a test tells it to, and remembers what it was asked.

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex, PoisonError},
};

use porch_app::{
    Store,
    national_record::{Demographics, NationalRecords},
};
use porch_domain::person::{
    NhsNumber, NumberStatus,
    national::{Answer, NationalRecord, NotNow, Question, Withheld},
};
use porch_store::LookLine;
use uuid::Uuid;

/// What was asked, and the newest look that was on disk by then.
#[derive(Debug, Clone)]
pub struct Heard {
    /// The question.
    pub question: Question,
    /// What the newest look was at, where there was one.
    pub newest_look: Option<LookLine>,
}

/// Answers one after the other, and is not to be reached after the last.
#[derive(Default)]
pub struct Says {
    answers: Mutex<VecDeque<Answer>>,
    heard: Mutex<Vec<Heard>>,
    looks: Option<(Store, String)>,
}

impl Says {
    /// Answers so, in this order; the log of looks of a store is read whenever something is asked.
    pub fn of(answers: impl IntoIterator<Item = Answer>, store: &Store, footprint: &str) -> Arc<Self> {
        let answers = Mutex::new(answers.into_iter().collect());
        Arc::new(Self { answers, heard: Mutex::default(), looks: Some((store.clone(), footprint.to_owned())) })
    }

    /// The national record that speaks so.
    pub fn records(self: &Arc<Self>) -> NationalRecords {
        NationalRecords::new(Arc::clone(self) as Arc<dyn Demographics>)
    }

    /// Answers one thing more.
    pub fn then(&self, answer: Answer) {
        self.answers.lock().unwrap_or_else(PoisonError::into_inner).push_back(answer);
    }

    /// What was asked so far.
    pub fn heard(&self) -> Vec<Heard> {
        self.heard.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl Demographics for Says {
    fn ask(&self, question: &Question, _request: Uuid) -> Answer {
        let newest_look = self.looks.as_ref().and_then(|(store, footprint)| {
            let looks = store.read(|tx| LookLine::latest(tx, footprint, 1)).unwrap_or_default();
            looks.into_iter().next()
        });
        let heard = Heard { question: question.clone(), newest_look };
        self.heard.lock().unwrap_or_else(PoisonError::into_inner).push(heard);
        let next = self.answers.lock().unwrap_or_else(PoisonError::into_inner).pop_front();
        next.unwrap_or(Answer::NotNow(NotNow::Failing))
    }
}

/// A record of an invented woman: a number, a name and a date of birth, and nothing else.
///
/// # Panics
/// When the number or the date is none: a mistake in the test.
pub fn national(number: &str, name: &str, born: &str) -> NationalRecord {
    let nhs_number = NhsNumber::parse(number).unwrap_or_else(|error| panic!("{error}"));
    NationalRecord {
        nhs_number,
        status: Some(NumberStatus::Verified),
        instead_of: None,
        withheld: Withheld::Nothing,
        name: Some(name.to_owned()),
        birth_date: Some(crate::builders::on(born)),
        died: None,
        gp_practice: None,
        address: Vec::new(),
        postcode: None,
    }
}
