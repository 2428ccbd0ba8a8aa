//! What she answered to a questionnaire, as far as it asks something of whoever holds her: to read it, and to talk with her.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{Deciding, RaisedTask, Referral, ReferralEvent, Said, TaskDone, step::words};
use crate::{disallowed::Disallowed, front_door::TaskKind, ids::ScreeningId};

/// Answers came, and somebody must do something about them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AnswersHeard {
    /// When.
    pub at: Timestamp,
    /// The questionnaire.
    pub screening: ScreeningId,
    /// What a person must do because of it.
    pub tasks: Vec<RaisedTask>,
}

/// Raises what answers ask for. Nothing follows where nobody holds her any more: what she said of risk is heard apart.
pub(super) fn heard(
    referral: &Referral,
    screening: ScreeningId,
    read_by: Option<Timestamp>,
    talk_by: Option<Timestamp>,
    deciding: &Deciding<'_>,
) -> Vec<ReferralEvent> {
    if referral.held().is_none() || referral.erased() {
        return Vec::new();
    }
    let task = |task: TaskKind, due_by: Option<Timestamp>| due_by.map(|due_by| RaisedTask { task, due_by });
    let tasks = [task(TaskKind::ReadAnswers, read_by), task(TaskKind::TalkAboutAnswers, talk_by)];
    let tasks: Vec<_> = tasks.into_iter().flatten().collect();
    if tasks.is_empty() {
        return Vec::new();
    }
    vec![ReferralEvent::AnswersHeard(AnswersHeard { at: deciding.now, screening, tasks })]
}

/// Closes the task of reading, once everything is read; what was made of it is the note.
///
/// # Errors
/// When there is no note.
pub(super) fn read(
    referral: &Referral,
    note: String,
    deciding: &Deciding<'_>,
) -> Result<Vec<ReferralEvent>, Disallowed> {
    let said: Said = words(note)?;
    let task = TaskKind::ReadAnswers;
    let waits = referral.held().is_some() && referral.triage.open_tasks().any(|(open, _)| open == task);
    let done = TaskDone { at: deciding.now, task, said: Some(said) };
    Ok(waits.then_some(ReferralEvent::TaskDone(done)).into_iter().collect())
}
