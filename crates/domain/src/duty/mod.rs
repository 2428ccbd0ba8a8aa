//! Duty: who is on, what they did, and how a shift ends (D9, PR-17). One record for each local day.

mod decide;
mod done;
mod event;

use jiff::{Timestamp, civil::Date};

pub use self::{
    decide::{Deciding, DutyCommand, Handed, LONGEST_SHIFT, decide, may_leave},
    done::{Act, AnswerShare, Recorded, What, acts, counted},
    event::{
        Done, DutyDayOpened, DutyEvent, DutyNoted, DutyRostered, LogWords, RotaTakenBack, Shift, ShiftBegan,
        ShiftEnded, ToldOnCall,
    },
};
use crate::{disallowed::ImpossibleHistory, ids::DutyDayId};

/// One local day of duty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DutyDay {
    /// The day's record.
    pub id: DutyDayId,
    /// The day, by the wall of Europe/London.
    pub on: Date,
    /// Who is down for it, in the order in which that was written.
    pub rota: Vec<RotaLine>,
    /// Shifts that began on it.
    pub shifts: Vec<Worked>,
    /// What was done, in the order in which it was written.
    pub log: Vec<Logged>,
}

/// Somebody on the rota.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RotaLine {
    /// Its number within the day.
    pub nth: u32,
    /// What was written.
    pub rostered: DutyRostered,
    /// Whether it was taken back.
    pub taken_back: bool,
}

/// A shift that began.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Worked {
    /// Whose: the account.
    pub by: String,
    /// When it began.
    pub began_at: Timestamp,
    /// How it ended; none while it goes on.
    pub ended: Option<ShiftEnded>,
}

/// Something that duty did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Logged {
    /// Its number within the day.
    pub nth: u32,
    /// What was written.
    pub noted: DutyNoted,
}

impl DutyDay {
    /// The rota of the day, without what was taken back.
    pub fn standing(&self) -> impl Iterator<Item = &RotaLine> {
        self.rota.iter().filter(|line| !line.taken_back)
    }

    /// The shifts that have not ended.
    pub fn going_on(&self) -> impl Iterator<Item = &Worked> {
        self.shifts.iter().filter(|shift| shift.ended.is_none())
    }

    /// Whether somebody's shift goes on.
    pub fn is_on(&self, account: &str) -> bool {
        self.going_on().any(|shift| shift.by == account)
    }
}

/// The day after an event.
///
/// # Errors
/// [`ImpossibleHistory`] when the event cannot follow.
pub fn evolve(id: DutyDayId, state: Option<DutyDay>, event: &DutyEvent) -> Result<DutyDay, ImpossibleHistory> {
    let mut day = match (state, event) {
        (None, DutyEvent::DutyDayOpened(opened)) => {
            return Ok(DutyDay { id, on: opened.on, rota: Vec::new(), shifts: Vec::new(), log: Vec::new() });
        }
        (None, _) => return Err(ImpossibleHistory("a day of duty begins with its opening")),
        (Some(day), _) => day,
    };
    match event {
        DutyEvent::DutyDayOpened(_) => return Err(ImpossibleHistory("a day of duty is opened once")),
        DutyEvent::DutyRostered(rostered) => {
            let line = RotaLine { nth: next(day.rota.len()), rostered: rostered.clone(), taken_back: false };
            day.rota.push(line);
        }
        DutyEvent::RotaTakenBack(taken) => {
            let line = day.rota.iter_mut().find(|line| line.nth == taken.nth && !line.taken_back);
            line.ok_or(ImpossibleHistory("what is taken back stands on the rota"))?.taken_back = true;
        }
        DutyEvent::ShiftBegan(began) => {
            if day.is_on(&began.by) {
                return Err(ImpossibleHistory("a shift begins once"));
            }
            day.shifts.push(Worked { by: began.by.clone(), began_at: began.at, ended: None });
        }
        DutyEvent::DutyNoted(noted) => {
            let logged = Logged { nth: next(day.log.len()), noted: noted.clone() };
            day.log.push(logged);
        }
        DutyEvent::ShiftEnded(ended) => {
            let shift = day.shifts.iter_mut().find(|shift| shift.by == ended.of && shift.ended.is_none());
            shift.ok_or(ImpossibleHistory("a shift that ends has begun"))?.ended = Some(ended.clone());
        }
        DutyEvent::PersonalDataErased(_) => {
            for logged in &mut day.log {
                logged.noted.words = None;
            }
            for ended in day.shifts.iter_mut().filter_map(|shift| shift.ended.as_mut()) {
                ended.on_call = None;
            }
        }
    }
    Ok(day)
}

/// The number after so many.
fn next(so_many: usize) -> u32 {
    u32::try_from(so_many + 1).unwrap_or(u32::MAX)
}
