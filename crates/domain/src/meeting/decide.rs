//! What may happen to a sitting, and what it is after it happened.

use std::collections::BTreeSet;

use jiff::{SignedDuration, Timestamp};

use super::{
    Agenda, AttendanceTaken, ConfirmationNeeded, Meeting, MeetingClosed, MeetingCommand, MeetingConfirmed,
    MeetingEvent, MeetingOpened, quorum,
};
use crate::{
    actor::Actor,
    disallowed::{Disallowed, ImpossibleHistory},
    footprint::Footprint,
    ids::{MeetingId, meeting_id},
    referral::Deciding,
};

/// A sitting is held within a week of the instant for which it is planned, before it or after.
const WITHIN: SignedDuration = SignedDuration::from_hours(7 * 24);

/// What follows from a command, or why it may not be. What is so already gives no event: closing twice changes nothing
/// (INV-08).
///
/// # Errors
/// [`Disallowed`] with what is missing or in the way.
pub fn decide(
    id: MeetingId,
    state: Option<&Meeting>,
    command: MeetingCommand,
    deciding: &Deciding<'_>,
) -> Result<Vec<MeetingEvent>, Disallowed> {
    let Actor::Staff { account, .. } = deciding.actor else { return Err(Disallowed::NeedsAPerson) };
    let (at, by) = (deciding.now, account.clone());
    let meeting = match (state, &command) {
        (Some(_), MeetingCommand::Open { .. }) => return Ok(Vec::new()),
        (None, MeetingCommand::Open { sitting }) => return open(id, *sitting, at, by, deciding.footprint),
        (None, _) => return Err(Disallowed::MeetingNotOpen),
        (Some(meeting), _) => meeting,
    };
    match command {
        MeetingCommand::Open { .. } => Ok(Vec::new()),
        MeetingCommand::TakeAttendance { .. } if meeting.closed.is_some() => Err(Disallowed::MeetingClosed),
        MeetingCommand::TakeAttendance { disciplines, people } => {
            let known = &deciding.footprint.meeting.disciplines;
            if let Some(unknown) = disciplines.iter().find(|code| known.iter().all(|known| known.code != **code)) {
                return Err(Disallowed::UnknownDiscipline(unknown.clone()));
            }
            if disciplines == meeting.disciplines && people == meeting.people {
                return Ok(Vec::new());
            }
            Ok(vec![MeetingEvent::AttendanceTaken(AttendanceTaken { at, by, disciplines, people })])
        }
        MeetingCommand::Confirm { discipline } if meeting.to_confirm.contains(&discipline) => {
            Ok(vec![MeetingEvent::MeetingConfirmed(MeetingConfirmed { at, by, discipline })])
        }
        MeetingCommand::Confirm { .. } => Err(Disallowed::NothingToConfirm),
        MeetingCommand::Close(_) if meeting.closed.is_some() => Ok(Vec::new()),
        MeetingCommand::Close(agenda) => close(meeting, agenda, at, by, deciding.footprint),
    }
}

fn open(
    id: MeetingId,
    sitting: Timestamp,
    at: Timestamp,
    by: String,
    footprint: &Footprint,
) -> Result<Vec<MeetingEvent>, Disallowed> {
    if !footprint.meeting.sits_at(sitting) || id != meeting_id(&footprint.name, sitting) {
        return Err(Disallowed::NoSuchSitting);
    }
    if sitting > at + WITHIN || at > sitting + WITHIN {
        return Err(Disallowed::SittingTooFar);
    }
    Ok(vec![MeetingEvent::MeetingOpened(MeetingOpened { sitting, at, by })])
}

/// Nobody is left without an owner and a next date. Too few disciplines never stand in the way (PR-16).
fn close(
    meeting: &Meeting,
    agenda: Agenda,
    at: Timestamp,
    by: String,
    footprint: &Footprint,
) -> Result<Vec<MeetingEvent>, Disallowed> {
    if !agenda.left.is_empty() {
        return Err(Disallowed::CasesLeft(agenda.left.len()));
    }
    let there = quorum(&footprint.meeting, &meeting.disciplines);
    let needed = (!there.is_met()).then(|| {
        let of = there.missing.iter().map(|discipline| discipline.code.clone()).collect();
        MeetingEvent::ConfirmationNeeded(ConfirmationNeeded { at, quorum: there.needed, present: there.present, of })
    });
    let Agenda { left: _, decided, carried_over, noted } = agenda;
    let closed = MeetingEvent::MeetingClosed(MeetingClosed { at, by, decided, carried_over, noted });
    Ok(needed.into_iter().chain([closed]).collect())
}

/// The sitting after an event.
///
/// # Errors
/// [`ImpossibleHistory`] when the event cannot follow.
pub fn evolve(id: MeetingId, state: Option<Meeting>, event: &MeetingEvent) -> Result<Meeting, ImpossibleHistory> {
    let mut meeting = match (state, event) {
        (None, MeetingEvent::MeetingOpened(opened)) => {
            return Ok(Meeting {
                id,
                sitting: opened.sitting,
                opened_at: opened.at,
                opened_by: opened.by.clone(),
                disciplines: BTreeSet::new(),
                people: BTreeSet::new(),
                to_confirm: BTreeSet::new(),
                confirmed: Vec::new(),
                closed: None,
            });
        }
        (None, _) => return Err(ImpossibleHistory("a sitting begins with its opening")),
        (Some(meeting), _) => meeting,
    };
    match event {
        MeetingEvent::MeetingOpened(_) => return Err(ImpossibleHistory("a sitting is opened once")),
        MeetingEvent::AttendanceTaken(taken) => {
            meeting.disciplines.clone_from(&taken.disciplines);
            meeting.people.clone_from(&taken.people);
        }
        MeetingEvent::ConfirmationNeeded(needed) => meeting.to_confirm.clone_from(&needed.of),
        MeetingEvent::MeetingConfirmed(confirmed) => {
            if !meeting.to_confirm.remove(&confirmed.discipline) {
                return Err(ImpossibleHistory("a discipline confirmed that was not asked"));
            }
            meeting.confirmed.push(confirmed.clone());
        }
        MeetingEvent::MeetingClosed(closed) => {
            if meeting.closed.replace(closed.clone()).is_some() {
                return Err(ImpossibleHistory("a sitting is closed once"));
            }
        }
    }
    Ok(meeting)
}
