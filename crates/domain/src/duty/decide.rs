//! What follows from a command about a day of duty, or why it may not be.

use jiff::{SignedDuration, Timestamp, civil::Date};

use super::{
    Done, DutyDay, DutyDayOpened, DutyEvent, DutyNoted, DutyRostered, LogWords, RotaTakenBack, Shift, ShiftBegan,
    ShiftEnded, ToldOnCall,
};
use crate::{actor::Actor, calendar::local_date, disallowed::Disallowed, ids::ReferralId, person::PersonalDataErased};

/// Nobody is on a rota for longer than this in one piece; what is longer is a slip of the pen.
///
/// A weekend on call from Friday evening to Monday morning, with room: this project's own limit.
pub const LONGEST_SHIFT: SignedDuration = SignedDuration::from_hours(72);

/// A handing over is written down within this time.
const WRITTEN_WITHIN: SignedDuration = SignedDuration::from_hours(24);

/// What is needed to decide.
#[derive(Debug, Clone, Copy)]
pub struct Deciding<'a> {
    /// When.
    pub now: Timestamp,
    /// The day whose record it is.
    pub on: Date,
    /// Who acts.
    pub actor: &'a Actor,
}

/// Who took something over, and when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Handed {
    /// The name.
    pub to: String,
    /// When.
    pub at: Timestamp,
}

/// What someone asks to be done with a day of duty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DutyCommand {
    /// Put somebody on the rota; the day is the one on which it begins.
    Roster {
        /// What for.
        shift: Shift,
        /// Whom: the account.
        account: String,
        /// From when.
        from: Timestamp,
        /// Until when.
        to: Timestamp,
    },
    /// Take somebody off the rota.
    TakeBack {
        /// The number of the line.
        nth: u32,
    },
    /// Begin one's own shift.
    Begin,
    /// Write down what was done.
    Note {
        /// What.
        kind: Done,
        /// What came of it.
        outcome: String,
        /// Who took it over.
        handed: Option<Handed>,
        /// The referral that it is about.
        referral: Option<ReferralId>,
    },
    /// End a shift: one's own, or one that somebody forgot to end.
    End {
        /// Whose: the account.
        of: String,
        /// Who on call was told of what is open.
        on_call_told: Option<String>,
        /// How many emergencies are open that nobody has accepted who stays.
        open: u32,
    },
    /// Erase what was said on that day.
    ErasePersonalData {
        /// Why.
        why: String,
    },
}

/// What follows from a command, or why it may not be.
///
/// # Errors
/// [`Disallowed`] as each rule says: a shift does not end while an emergency is open that nobody has accepted who stays,
/// unless somebody on call is recorded as told (PR-17).
pub fn decide(
    state: Option<&DutyDay>,
    command: DutyCommand,
    deciding: &Deciding<'_>,
) -> Result<Vec<DutyEvent>, Disallowed> {
    let event = decided(state, command, deciding)?;
    let opening = state.is_none().then_some(DutyEvent::DutyDayOpened(DutyDayOpened { on: deciding.on }));
    Ok(opening.into_iter().chain([event]).collect())
}

fn decided(state: Option<&DutyDay>, command: DutyCommand, deciding: &Deciding<'_>) -> Result<DutyEvent, Disallowed> {
    let now = deciding.now;
    let by = || deciding.actor.account().map(str::to_owned).ok_or(Disallowed::NeedsAPerson);
    match command {
        DutyCommand::Roster { shift, account, from, to } => {
            let rostered = DutyRostered { by: by()?, shift, account, from, to };
            roster(state, rostered, deciding).map(DutyEvent::DutyRostered)
        }
        DutyCommand::TakeBack { nth } => {
            let by = by()?;
            let stands = state.is_some_and(|day| day.standing().any(|line| line.nth == nth));
            stands.then_some(DutyEvent::RotaTakenBack(RotaTakenBack { by, nth })).ok_or(Disallowed::NotOnTheRota)
        }
        DutyCommand::Begin => {
            let by = by()?;
            if state.is_some_and(|day| day.is_on(&by)) {
                return Err(Disallowed::OnDutyAlready);
            }
            Ok(DutyEvent::ShiftBegan(ShiftBegan { at: now, by }))
        }
        DutyCommand::Note { kind, outcome, handed, referral } => {
            let by = by()?;
            let handed_at = handed.as_ref().map(|handed| handed.at);
            let words = words_of(kind, &outcome, handed, now)?;
            Ok(DutyEvent::DutyNoted(DutyNoted { at: now, by, kind, referral, handed_at, words: Some(words) }))
        }
        DutyCommand::End { of, on_call_told, open } => {
            let by = by()?;
            if !state.is_some_and(|day| day.is_on(&of)) {
                return Err(Disallowed::NotOnDuty);
            }
            let told = on_call_told.map(|name| name.trim().to_owned()).filter(|name| !name.is_empty());
            if !may_leave(open, told.as_deref()) {
                return Err(Disallowed::EmergencyNotAccepted(open));
            }
            Ok(DutyEvent::ShiftEnded(ShiftEnded { at: now, by, of, open, on_call: told.map(ToldOnCall) }))
        }
        DutyCommand::ErasePersonalData { why } => {
            if state.is_none() {
                return Err(Disallowed::Unknown);
            }
            if !deciding.actor.is_named() {
                return Err(Disallowed::NeedsAPerson);
            }
            if why.trim().is_empty() {
                return Err(Disallowed::ReasonMissing);
            }
            Ok(DutyEvent::PersonalDataErased(PersonalDataErased { why }))
        }
    }
}

/// A line of the rota: later than now, of the day, no longer than can be meant, and no second time.
fn roster(
    state: Option<&DutyDay>,
    rostered: DutyRostered,
    deciding: &Deciding<'_>,
) -> Result<DutyRostered, Disallowed> {
    let length = rostered.to.duration_since(rostered.from);
    let can_be = length.is_positive() && length <= LONGEST_SHIFT;
    if !can_be || rostered.to <= deciding.now || local_date(rostered.from) != Some(deciding.on) {
        return Err(Disallowed::ShiftUnclear);
    }
    let overlaps = |line: &DutyRostered| {
        line.shift == rostered.shift
            && line.account == rostered.account
            && line.from < rostered.to
            && rostered.from < line.to
    };
    if state.is_some_and(|day| day.standing().any(|line| overlaps(&line.rostered))) {
        return Err(Disallowed::OnTheRotaAlready);
    }
    Ok(rostered)
}

/// What is kept of an entry: an outcome always; a name and a time where a crisis team was told, and never one without the
/// other.
fn words_of(kind: Done, outcome: &str, handed: Option<Handed>, now: Timestamp) -> Result<LogWords, Disallowed> {
    let outcome = outcome.trim().to_owned();
    if outcome.is_empty() {
        return Err(Disallowed::Empty("what came of it"));
    }
    let unclear = match &handed {
        None => kind == Done::ToldCrisisTeam,
        Some(Handed { to, at }) => to.trim().is_empty() || *at > now || now.duration_since(*at) > WRITTEN_WITHIN,
    };
    if unclear {
        return Err(Disallowed::HandedToMissing);
    }
    Ok(LogWords { outcome, handed_to: handed.map(|handed| handed.to.trim().to_owned()) })
}

/// Whether a shift may end (PR-17): nothing is open that nobody has accepted who stays, or somebody on call was told by name.
pub fn may_leave(open: u32, on_call_told: Option<&str>) -> bool {
    open == 0 || on_call_told.is_some_and(|name| !name.trim().is_empty())
}
