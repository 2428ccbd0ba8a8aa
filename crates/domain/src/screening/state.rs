//! A questionnaire as it stands, and how each event changes it.

use jiff::Timestamp;

use super::{
    Beside, Form, Link, RiskDomain, RiskState, Scored, ScreeningEntered, ScreeningEvent, ScreeningFinished,
    ScreeningGiven, ScreeningNotAsked, ScreeningRead, ScreeningTakenBack,
};
use crate::{
    disallowed::ImpossibleHistory,
    ids::{PersonId, ReferralId, ScreeningId},
};

/// A questionnaire as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Screening {
    /// Which.
    pub id: ScreeningId,
    /// The referral to which it belongs.
    pub referral: ReferralId,
    /// Who answers.
    pub person: PersonId,
    /// How it began.
    pub way: Way,
    /// The printed position of each answer by the id of its item, in the order in which they were last given.
    pub answers: Vec<(String, u8)>,
    /// Every kind of risk that an answer named, also one that was changed since: what was said once was said.
    pub risk_heard: Vec<RiskDomain>,
    /// What was said beside the answers; none where nothing was, and once erased.
    pub beside: Option<Beside>,
    /// When she opened it, where she answered by herself.
    pub opened_at: Option<Timestamp>,
    /// How it was finished.
    pub finished: Option<ScreeningFinished>,
    /// Who read it.
    pub read: Option<ScreeningRead>,
    /// Who took it back.
    pub taken_back: Option<ScreeningTakenBack>,
    /// Whether what identified anybody in it was erased.
    pub erased: bool,
}

/// How it began.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Way {
    /// It was given to her, to answer by herself.
    Given(ScreeningGiven),
    /// A clinician asked.
    Entered(ScreeningEntered),
    /// It was not asked.
    NotAsked(ScreeningNotAsked),
}

/// Where it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ScreeningStage {
    /// Given, and not opened.
    Given,
    /// Opened, and not finished.
    Opened,
    /// Finished, and not read.
    Done,
    /// Finished and read: also what a clinician wrote down.
    Read,
    /// It belonged to a contact, and was not asked.
    NotAsked,
    /// Taken back.
    TakenBack,
}

impl ScreeningStage {
    /// Every stage, in the order in which lists show them.
    pub const ALL: [Self; 6] = [Self::Done, Self::Opened, Self::Given, Self::Read, Self::NotAsked, Self::TakenBack];

    /// The code kept in the database.
    pub fn code(self) -> &'static str {
        match self {
            Self::Given => "given",
            Self::Opened => "opened",
            Self::Done => "done",
            Self::Read => "read",
            Self::NotAsked => "not_asked",
            Self::TakenBack => "taken_back",
        }
    }

    /// The stage of a code, if there is one.
    pub fn of_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|stage| stage.code() == code)
    }

    /// What staff read.
    pub fn label(self) -> &'static str {
        match self {
            Self::Given => "Given to her, not opened",
            Self::Opened => "Opened, not finished",
            Self::Done => "Finished, not read",
            Self::Read => "Read",
            Self::NotAsked => "Not asked",
            Self::TakenBack => "Taken back",
        }
    }
}

impl Screening {
    /// Where it stands.
    pub fn stage(&self) -> ScreeningStage {
        if self.taken_back.is_some() {
            return ScreeningStage::TakenBack;
        }
        match &self.way {
            Way::NotAsked(_) => ScreeningStage::NotAsked,
            Way::Entered(_) => ScreeningStage::Read,
            Way::Given(_) if self.read.is_some() => ScreeningStage::Read,
            Way::Given(_) if self.finished.is_some() => ScreeningStage::Done,
            Way::Given(_) if self.opened_at.is_some() => ScreeningStage::Opened,
            Way::Given(_) => ScreeningStage::Given,
        }
    }

    /// The form that was asked; none where nothing was.
    pub fn form(&self) -> Option<&Form> {
        match &self.way {
            Way::Given(given) => Some(&given.form),
            Way::Entered(entered) => Some(&entered.form),
            Way::NotAsked(_) => None,
        }
    }

    /// What the definition made of the answers, once they are finished.
    pub fn scored(&self) -> Option<&Scored> {
        match &self.way {
            Way::Entered(entered) => Some(&entered.scored),
            Way::Given(_) | Way::NotAsked(_) => self.finished.as_ref().map(|finished| &finished.scored),
        }
    }

    /// When it was finished.
    pub fn finished_at(&self) -> Option<Timestamp> {
        match &self.way {
            Way::Entered(entered) => Some(entered.asked_at),
            Way::Given(_) | Way::NotAsked(_) => self.finished.as_ref().map(|finished| finished.at),
        }
    }

    /// What risk answers say, over all that was ever answered: positive as soon as one was, and negative only where
    /// every risk question was asked and none was. None where the questionnaire asks for no risk (H03).
    pub fn risk(&self) -> Option<RiskState> {
        if !self.risk_heard.is_empty() {
            return Some(RiskState::Positive);
        }
        self.scored().and_then(Scored::risk)
    }

    /// What opens it to her, while it can be answered.
    pub fn link(&self) -> Option<&Link> {
        match &self.way {
            Way::Given(given) => given.link.as_ref(),
            Way::Entered(_) | Way::NotAsked(_) => None,
        }
    }

    /// The account of whoever reads it, or read or wrote it.
    pub fn owner(&self) -> &str {
        match &self.way {
            Way::Given(given) => self.read.as_ref().map_or(&given.owner, |read| &read.by),
            Way::Entered(entered) => &entered.by,
            Way::NotAsked(not_asked) => &not_asked.by,
        }
    }

    /// The position that she last chose for an item.
    pub fn answer(&self, item: &str) -> Option<u8> {
        self.answers.iter().find(|(answered, _)| answered == item).map(|(_, position)| *position)
    }

    /// The position of the answer to an item, whoever wrote it down; `nth` is its place among the items.
    pub fn answer_at(&self, nth: usize, item: &str) -> Option<u8> {
        match &self.way {
            Way::Entered(entered) => entered.answers.get(nth).copied().flatten(),
            Way::Given(_) | Way::NotAsked(_) => self.answer(item),
        }
    }

    /// Whether she can answer it at an instant: it was given to her, is not finished or taken back, and its time runs.
    pub fn open_to_her(&self, now: Timestamp) -> bool {
        let waits = matches!(self.stage(), ScreeningStage::Given | ScreeningStage::Opened);
        let until = match &self.way {
            Way::Given(given) => given.until,
            Way::Entered(_) | Way::NotAsked(_) => return false,
        };
        waits && !self.erased && now < until
    }
}

/// The state after an event.
///
/// # Errors
/// When the event cannot follow.
pub fn evolve(
    id: ScreeningId,
    state: Option<Screening>,
    event: &ScreeningEvent,
) -> Result<Screening, ImpossibleHistory> {
    let Some(mut screening) = state else { return begun(id, event) };
    match event {
        ScreeningEvent::ScreeningGiven(_)
        | ScreeningEvent::ScreeningEntered(_)
        | ScreeningEvent::ScreeningNotAsked(_) => return Err(ImpossibleHistory("a questionnaire that began twice")),
        ScreeningEvent::ScreeningOpened(opened) => {
            screening.opened_at.get_or_insert(opened.at);
        }
        ScreeningEvent::AnswerSaved(saved) => {
            screening.answers.retain(|(item, _)| *item != saved.item);
            screening.answers.push((saved.item.clone(), saved.position));
            for domain in &saved.risk {
                hear(&mut screening.risk_heard, *domain);
            }
        }
        ScreeningEvent::WorrySaid(worry) => {
            let beside = screening.beside.get_or_insert_default();
            beside.worry = worry.said.as_ref().map(|said| said.text.clone());
        }
        ScreeningEvent::ScreeningFinished(_) if screening.finished.is_some() => {
            return Err(ImpossibleHistory("a questionnaire that was finished twice"));
        }
        ScreeningEvent::ScreeningFinished(finished) => screening.finished = Some(finished.clone()),
        ScreeningEvent::ScreeningRead(_) if screening.finished.is_none() => {
            return Err(ImpossibleHistory("a questionnaire that was read before it was finished"));
        }
        ScreeningEvent::ScreeningRead(read) => screening.read = Some(read.clone()),
        ScreeningEvent::ScreeningTakenBack(taken) => screening.taken_back = Some(taken.clone()),
        ScreeningEvent::LinkRenewed(renewed) => {
            let Way::Given(given) = &mut screening.way else {
                return Err(ImpossibleHistory("a link to what nobody gave her"));
            };
            given.link.clone_from(&renewed.link);
            given.until = renewed.until;
        }
        ScreeningEvent::PersonalDataErased(_) => erase(&mut screening),
    }
    Ok(screening)
}

fn begun(id: ScreeningId, event: &ScreeningEvent) -> Result<Screening, ImpossibleHistory> {
    let (referral, person, way) = match event {
        ScreeningEvent::ScreeningGiven(given) => (given.referral, given.person, Way::Given(given.clone())),
        ScreeningEvent::ScreeningEntered(entered) => (entered.referral, entered.person, Way::Entered(entered.clone())),
        ScreeningEvent::ScreeningNotAsked(not_asked) => {
            (not_asked.referral, not_asked.person, Way::NotAsked(not_asked.clone()))
        }
        _ => return Err(ImpossibleHistory("a questionnaire that nobody began")),
    };
    let mut screening = Screening {
        id,
        referral,
        person,
        way,
        answers: Vec::new(),
        risk_heard: Vec::new(),
        beside: None,
        opened_at: None,
        finished: None,
        read: None,
        taken_back: None,
        erased: false,
    };
    if let Way::Entered(entered) = &screening.way {
        screening.beside.clone_from(&entered.beside);
        for domain in entered.scored.risk.iter().filter(|found| found.state == RiskState::Positive) {
            hear(&mut screening.risk_heard, domain.domain);
        }
    }
    Ok(screening)
}

fn hear(heard: &mut Vec<RiskDomain>, domain: RiskDomain) {
    if !heard.contains(&domain) {
        heard.push(domain);
    }
}

/// What was answered stays, since it says nothing of who answered; words and what opens it go.
fn erase(screening: &mut Screening) {
    screening.erased = true;
    screening.beside = None;
    if let Some(read) = &mut screening.read {
        read.said = None;
    }
    if let Some(taken) = &mut screening.taken_back {
        taken.said = None;
    }
    match &mut screening.way {
        Way::Given(given) => given.link = None,
        Way::Entered(entered) => entered.beside = None,
        Way::NotAsked(not_asked) => not_asked.said = None,
    }
}
