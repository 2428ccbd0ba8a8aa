//! What may follow for a questionnaire, and what follows from an answer. Risk is asked of every single answer as it is
//! saved, also of a form that is never finished (H02).

use jiff::Timestamp;

use super::{
    AnswerSaved, Beside, Definition, Form, Interpreting, Link, LinkRenewed, NotAsked, RiskDomain, Scored, Screening,
    ScreeningEntered, ScreeningEvent, ScreeningFinished, ScreeningGiven, ScreeningNotAsked, ScreeningOpened,
    ScreeningRead, ScreeningStage, ScreeningTakenBack, Way, WorrySaid, risk_of_answer,
};
use crate::{
    actor::Actor,
    disallowed::Disallowed,
    footprint::OfAge,
    ids::{PersonId, ReferralId},
    person::PersonalDataErased,
    referral::Said,
};

/// Whom and what a questionnaire is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct About {
    /// The referral to which it belongs.
    pub referral: ReferralId,
    /// Who answers.
    pub person: PersonId,
}

/// How it is asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asking {
    /// The language, such as `en`.
    pub language: String,
    /// Who interprets.
    pub interpreting: Interpreting,
    /// The routine contact to which it belongs, by its code.
    pub contact: Option<String>,
}

/// What someone asks to be done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ScreeningCommand {
    /// Give it to her, to answer by herself.
    Give {
        /// Whom it is about.
        about: About,
        /// How it is asked.
        asking: Asking,
        /// The text pack that she reads; none where there is none that may be sent to her, which refuses it.
        pack: Option<String>,
        /// Who reads it.
        owner: String,
        /// Until when it can be answered.
        until: Timestamp,
        /// What opens it.
        link: Link,
        /// Whether it is for somebody of her age.
        of_age: OfAge,
    },
    /// Give her a new link and word.
    Renew {
        /// Until when it can be answered.
        until: Timestamp,
        /// What opens it.
        link: Link,
        /// Whether it is for somebody of her age.
        of_age: OfAge,
    },
    /// Write down what she said.
    Enter {
        /// Whom it is about.
        about: About,
        /// How it was asked.
        asking: Asking,
        /// The text pack that was read to her, where one was.
        pack: Option<String>,
        /// When she was asked.
        asked_at: Timestamp,
        /// The printed position of each answer, in the order of the items.
        answers: Vec<Option<u8>>,
        /// What was said beside them.
        beside: Beside,
    },
    /// Write down that it was not asked.
    NotAsked {
        /// Whom it is about.
        about: About,
        /// The routine contact to which it belonged.
        contact: String,
        /// When that was.
        asked_at: Timestamp,
        /// Why.
        why: NotAsked,
        /// In words.
        note: Option<String>,
    },
    /// She gives one answer.
    Answer {
        /// The id of the item.
        item: String,
        /// The printed position of what she chose.
        position: u8,
    },
    /// She says what else worries her.
    SayWorry {
        /// Her words; empty takes them back.
        words: String,
    },
    /// She is done.
    Finish,
    /// Somebody reads it.
    Read {
        /// What was made of it.
        note: String,
    },
}

/// What follows from a command, or why it may not be.
///
/// # Errors
/// [`Disallowed`] with what is missing or in the way.
pub fn decide(
    state: Option<&Screening>,
    command: ScreeningCommand,
    definition: &Definition,
    actor: &Actor,
    now: Timestamp,
) -> Result<Vec<ScreeningEvent>, Disallowed> {
    let Some(screening) = state else { return begin(command, definition, actor, now) };
    if screening.erased {
        return Err(Disallowed::Erased);
    }
    match command {
        ScreeningCommand::Give { .. } | ScreeningCommand::Enter { .. } | ScreeningCommand::NotAsked { .. } => {
            Err(Disallowed::AlreadyExists)
        }
        ScreeningCommand::Answer { .. } | ScreeningCommand::SayWorry { .. } | ScreeningCommand::Finish => {
            by_her(screening, command, definition, actor, now)
        }
        ScreeningCommand::Renew { until, link, of_age } => {
            let by = staff(actor)?;
            for_her_age(of_age)?;
            let waits = matches!(screening.stage(), ScreeningStage::Given | ScreeningStage::Opened);
            if !waits || until <= now {
                return Err(Disallowed::QuestionsClosed);
            }
            let renewed = LinkRenewed { at: now, by, until, link: Some(link) };
            Ok(vec![ScreeningEvent::LinkRenewed(renewed)])
        }
        ScreeningCommand::Read { note } => read(screening, note, definition, actor, now),
    }
}

/// Takes back what was given to her, entered, or written down as not asked by mistake. It stays, with who took it back and
/// why, and counts as not recorded. What an answer of it said of risk was heard, and is not unsaid by this (INV-06): whoever
/// has the alert records what was done. It needs no definition, so that a mistake of any version can be taken back.
///
/// # Errors
/// When no member of staff acts, no reason is given, she answered by herself, or somebody was quicker.
pub fn take_back(
    screening: &Screening,
    why: &str,
    actor: &Actor,
    now: Timestamp,
) -> Result<Vec<ScreeningEvent>, Disallowed> {
    if screening.erased {
        return Err(Disallowed::Erased);
    }
    let by = staff(actor)?;
    if screening.taken_back.is_some() {
        return Err(Disallowed::ReadBefore);
    }
    // What she said by herself is hers: it is read, and never taken back.
    let said = !screening.answers.is_empty() || screening.beside.is_some() || screening.finished.is_some();
    if matches!(screening.way, Way::Given(_)) && said {
        return Err(Disallowed::AnsweredByHer);
    }
    let said = Some(words(why).ok_or(Disallowed::ReasonMissing)?);
    Ok(vec![ScreeningEvent::ScreeningTakenBack(ScreeningTakenBack { at: now, by, said })])
}

fn begin(
    command: ScreeningCommand,
    definition: &Definition,
    actor: &Actor,
    now: Timestamp,
) -> Result<Vec<ScreeningEvent>, Disallowed> {
    let by = staff(actor)?;
    let form = |asking: Asking, pack: Option<String>| Form {
        instrument: definition.id().clone(),
        definition: definition.hash().to_owned(),
        pack,
        language: asking.language,
        interpreting: asking.interpreting,
        contact: asking.contact,
    };
    let event = match command {
        ScreeningCommand::Give { about: About { referral, person }, asking, pack, owner, until, link, of_age } => {
            for_her_age(of_age)?;
            // No wording that its owner allows: a clinician can ask, and she is sent nothing (H17).
            if pack.is_none() {
                return Err(Disallowed::NoTextPack);
            }
            if owner.trim().is_empty() {
                return Err(Disallowed::Empty("who reads it"));
            }
            if until <= now {
                return Err(Disallowed::QuestionsClosed);
            }
            let (form, link) = (form(asking, pack), Some(link));
            ScreeningEvent::ScreeningGiven(ScreeningGiven { at: now, by, referral, person, form, owner, until, link })
        }
        ScreeningCommand::Enter { about, asking, pack, asked_at, answers, beside } => {
            if asked_at > now {
                return Err(Disallowed::NotYet);
            }
            let beside = kept(beside);
            if answers.iter().all(Option::is_none) && beside.is_none() {
                return Err(Disallowed::Empty("an answer, or why it was not asked"));
            }
            let scored = Scored::of_positions(definition, &answers).ok_or(Disallowed::NoSuchAnswer)?;
            let About { referral, person } = about;
            let form = form(asking, pack);
            ScreeningEvent::ScreeningEntered(ScreeningEntered {
                at: now,
                asked_at,
                by,
                referral,
                person,
                form,
                answers,
                scored,
                beside,
            })
        }
        ScreeningCommand::NotAsked { about, contact, asked_at, why, note } => {
            if asked_at > now {
                return Err(Disallowed::NotYet);
            }
            let said = note.as_deref().and_then(words);
            if why == NotAsked::Other && said.is_none() {
                return Err(Disallowed::ReasonMissing);
            }
            ScreeningEvent::ScreeningNotAsked(ScreeningNotAsked {
                at: now,
                asked_at,
                by,
                referral: about.referral,
                person: about.person,
                instrument: definition.id().clone(),
                contact,
                why,
                said,
            })
        }
        _ => return Err(Disallowed::Unknown),
    };
    Ok(vec![event])
}

/// What she does. Whether it is she is asked before: by what opens it, and the word agreed with her.
fn by_her(
    screening: &Screening,
    command: ScreeningCommand,
    definition: &Definition,
    actor: &Actor,
    now: Timestamp,
) -> Result<Vec<ScreeningEvent>, Disallowed> {
    if *actor != Actor::Public {
        return Err(Disallowed::OnlyHerself);
    }
    if !screening.open_to_her(now) {
        return Err(Disallowed::QuestionsClosed);
    }
    let mut events = Vec::new();
    if screening.opened_at.is_none() {
        events.push(ScreeningEvent::ScreeningOpened(ScreeningOpened { at: now }));
    }
    match command {
        ScreeningCommand::Answer { item, position } => {
            let risk = risk_of_answer(definition, &item, position).ok_or(Disallowed::NoSuchAnswer)?;
            // The same answer again, from a page sent twice, is the same answer.
            if screening.answer(&item) != Some(position) {
                events.push(ScreeningEvent::AnswerSaved(AnswerSaved { at: now, item, position, risk }));
            }
        }
        ScreeningCommand::SayWorry { words: said } => {
            let said = words(&said);
            let before = screening.beside.as_ref().and_then(|beside| beside.worry.as_deref());
            if before != said.as_ref().map(|said| said.text.as_str()) {
                events.push(ScreeningEvent::WorrySaid(WorrySaid { at: now, said }));
            }
        }
        ScreeningCommand::Finish => {
            let scored = scored(screening, definition)?;
            events.push(ScreeningEvent::ScreeningFinished(ScreeningFinished { at: now, by_her: true, scored }));
        }
        _ => {}
    }
    Ok(events)
}

fn read(
    screening: &Screening,
    note: String,
    definition: &Definition,
    actor: &Actor,
    now: Timestamp,
) -> Result<Vec<ScreeningEvent>, Disallowed> {
    let by = staff(actor)?;
    let mut events = Vec::new();
    match screening.stage() {
        ScreeningStage::Done => {}
        // What she did not finish is read as far as it goes; then she answers no more of it.
        ScreeningStage::Opened | ScreeningStage::Given => {
            let scored = scored(screening, definition)?;
            events.push(ScreeningEvent::ScreeningFinished(ScreeningFinished { at: now, by_her: false, scored }));
        }
        ScreeningStage::Read | ScreeningStage::NotAsked | ScreeningStage::TakenBack => {
            return Err(Disallowed::ReadBefore);
        }
    }
    let said = Some(words(&note).ok_or(Disallowed::Empty("what you made of it"))?);
    events.push(ScreeningEvent::ScreeningRead(ScreeningRead { at: now, by, said }));
    Ok(events)
}

/// What the definition makes of her answers so far, by the definition under which she gave them.
fn scored(screening: &Screening, definition: &Definition) -> Result<Scored, Disallowed> {
    if screening.form().is_none_or(|form| form.definition != definition.hash()) {
        return Err(Disallowed::AnotherDefinition);
    }
    let answers: Vec<Option<u8>> = definition.item_ids().map(|item| screening.answer(item)).collect();
    Scored::of_positions(definition, &answers).ok_or(Disallowed::NoSuchAnswer)
}

/// The kinds of risk that events say anew, each with the item that said it: what is raised beside them in the same change.
pub fn risk_said(events: &[ScreeningEvent]) -> Vec<(RiskDomain, String)> {
    let mut said = Vec::new();
    for event in events {
        match event {
            ScreeningEvent::AnswerSaved(saved) => {
                said.extend(saved.risk.iter().map(|domain| (*domain, saved.item.clone())));
            }
            ScreeningEvent::ScreeningEntered(entered) => said.extend(entered.scored.risk_positive()),
            _ => {}
        }
    }
    said
}

/// Erases what identifies anybody in it; what was answered stays.
///
/// # Errors
/// When no person acts, no reason is given, or it was erased before.
pub fn erase(screening: &Screening, why: String, actor: &Actor) -> Result<Vec<ScreeningEvent>, Disallowed> {
    if !actor.is_named() {
        return Err(Disallowed::NeedsAPerson);
    }
    if why.trim().is_empty() {
        return Err(Disallowed::ReasonMissing);
    }
    if screening.erased {
        return Err(Disallowed::Erased);
    }
    Ok(vec![ScreeningEvent::PersonalDataErased(PersonalDataErased { why })])
}

/// What is for adults is not sent to somebody younger; where her age is not known it is asked, and nothing is held up (PR-18).
fn for_her_age(of_age: OfAge) -> Result<(), Disallowed> {
    match of_age {
        OfAge::TooYoung(years) => Err(Disallowed::TooYoungFor(years)),
        OfAge::Yes | OfAge::NotKnown(_) => Ok(()),
    }
}

fn staff(actor: &Actor) -> Result<String, Disallowed> {
    actor.account().map(str::to_owned).ok_or(Disallowed::NeedsAPerson)
}

/// Words that say something.
fn words(typed: &str) -> Option<Said> {
    let text = typed.trim();
    (!text.is_empty()).then(|| Said { text: text.to_owned() })
}

fn kept(beside: Beside) -> Option<Beside> {
    let text = |typed: Option<String>| typed.as_deref().and_then(words).map(|said| said.text);
    let kept = Beside { worry: text(beside.worry), concern: text(beside.concern) };
    (kept != Beside::default()).then_some(kept)
}
