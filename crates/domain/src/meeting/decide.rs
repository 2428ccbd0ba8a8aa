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
    ids::{MeetingId, case_day_id, meeting_id},
    referral::Deciding,
};

/// A sitting is held within a week of the instant for which it is planned, before it or after.
pub const WITHIN: SignedDuration = SignedDuration::from_hours(7 * 24);

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
        (None, MeetingCommand::Open { sitting, discussion }) => {
            return open(id, *sitting, discussion.clone(), by, deciding);
        }
        (None, _) => return Err(Disallowed::MeetingNotOpen),
        (Some(meeting), _) => meeting,
    };
    match command {
        MeetingCommand::Open { .. } => Ok(Vec::new()),
        MeetingCommand::TakeAttendance { .. } if meeting.closed.is_some() => Err(Disallowed::MeetingClosed),
        MeetingCommand::TakeAttendance { disciplines, services, people } => {
            may_be_there(meeting, &disciplines, &services, deciding.footprint)?;
            if disciplines == meeting.disciplines && services == meeting.services && people == meeting.people {
                return Ok(Vec::new());
            }
            Ok(vec![MeetingEvent::AttendanceTaken(AttendanceTaken { at, by, disciplines, services, people })])
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
    discussion: Option<String>,
    by: String,
    deciding: &Deciding<'_>,
) -> Result<Vec<MeetingEvent>, Disallowed> {
    let (at, footprint) = (deciding.now, deciding.footprint);
    let planned = match &discussion {
        None => footprint.meeting.sits_at(sitting) && id == meeting_id(&footprint.name, sitting),
        Some(code) => {
            let known = footprint.case_discussion(code);
            let known = known.ok_or_else(|| Disallowed::UnknownDiscussion(code.clone()))?;
            known.sits_at(sitting) && id == case_day_id(&footprint.name, code, sitting)
        }
    };
    if !planned {
        return Err(Disallowed::NoSuchSitting);
    }
    if sitting > at + WITHIN || at > sitting + WITHIN {
        return Err(Disallowed::SittingTooFar);
    }
    Ok(vec![MeetingEvent::MeetingOpened(MeetingOpened { sitting, discussion, at, by })])
}

/// Whether the local rules name all who are said to be there.
fn may_be_there(
    meeting: &Meeting,
    disciplines: &BTreeSet<String>,
    services: &BTreeSet<String>,
    footprint: &Footprint,
) -> Result<(), Disallowed> {
    let unknown = match &meeting.discussion {
        None => {
            let known = &footprint.meeting.disciplines;
            let discipline = disciplines.iter().find(|code| known.iter().all(|known| known.code != **code));
            discipline.or(services.first())
        }
        Some(code) => {
            let known = footprint.case_discussion(code);
            let known = known.ok_or_else(|| Disallowed::UnknownDiscussion(code.clone()))?;
            let team = disciplines.iter().find(|code| known.teams.iter().all(|team| team.0 != **code));
            team.or_else(|| services.iter().find(|name| !known.services.contains(name)))
        }
    };
    unknown.map_or(Ok(()), |unknown| Err(Disallowed::UnknownDiscipline(unknown.clone())))
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
    // A case discussion decides nothing that somebody who was not there would have to confirm.
    let needed = (meeting.discussion.is_none() && !there.is_met()).then(|| {
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
                discussion: opened.discussion.clone(),
                sitting: opened.sitting,
                opened_at: opened.at,
                opened_by: opened.by.clone(),
                disciplines: BTreeSet::new(),
                services: BTreeSet::new(),
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
            meeting.services.clone_from(&taken.services);
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
