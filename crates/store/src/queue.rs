//! The queue: one row for each referral that is not decided, written with the referral and read in the order of duty.

use jiff::{Timestamp, civil::Date};
use porch_domain::{
    event::StreamKind,
    footprint::TeamCode,
    front_door::{Asked, Concern, Known, Situation, TaskKind, WarningSign, WayIn},
    ids::{ImportId, PersonId, ReferralId},
    person::{NhsNumber, Route},
    referral::{AskedOf, Attempt, AttemptOutcome, Outcome, Priority, Referral, Stage},
};

use crate::{
    change::RowChange,
    engine::Tx,
    error::StoreError,
    find::FoundReferral,
    person_link::ever_linked,
    sql, table,
    value::{Row, Val},
};

/// The row of a referral that waits for its decision; the taking out of it once it is decided.
pub(crate) fn queue_row(referral: &Referral, import: Option<ImportId>, footprint: &str) -> RowChange {
    let id = referral.id.to_string();
    let Stage::Pending(held) = &referral.stage else {
        return RowChange::Delete(&table::QUEUE, vec![footprint.into(), id.into()]);
    };
    let (asked, triage) = (&referral.asked, &referral.triage);
    let attempt = triage.last_attempt.as_ref();
    let letter = triage.letter_due.as_ref();
    let tasks: Vec<&str> = triage.open_tasks().map(|(task, _)| task.code()).collect();
    let signs: Vec<&str> = asked.signs.iter().map(|sign| sign.code()).collect();
    let concerns: Vec<&str> = asked.concerns.iter().map(|concern| concern.code()).collect();
    RowChange::Put(
        &table::QUEUE,
        vec![
            footprint.into(),
            id.into(),
            Val::text_or_null(import.map(|import| import.to_string())),
            referral.person.to_string().into(),
            Val::text_or_null(referral.reference.clone()),
            if letter.is_some() { "letter_due".into() } else { "pending".into() },
            place(referral).into(),
            Val::instant(referral.clock_ends().unwrap_or(held.next_due)),
            Val::text_or_null(referral.priority.map(|priority| priority.code())),
            Val::instant(referral.received_at),
            Val::instant_or_null(referral.clock_ends()),
            Val::instant(held.next_due),
            held.by.0.clone().into(),
            asked.way.code().into(),
            Val::text_or_null(referral.source.clone()),
            Val::text_or_null(referral.situation().map(|situation| situation.code())),
            Val::date_or_null(referral.ends_on()),
            signs.join(" ").into(),
            Val::flag(asked.severe_history == porch_domain::front_door::Known::Yes),
            concerns.join(" ").into(),
            Val::flag(asked.interpreter),
            Val::flag(asked.under_18),
            tasks.join(" ").into(),
            Val::text_or_null(triage.claim.as_ref().map(|claim| claim.by.clone())),
            Val::instant_or_null(triage.claim.as_ref().map(|claim| claim.at)),
            i64::from(triage.attempts).into(),
            Val::text_or_null(attempt.map(|attempt| format!("{} {}", attempt.route.code(), attempt.outcome.code()))),
            Val::text_or_null(attempt.map(|attempt| attempt.by.clone())),
            Val::instant_or_null(attempt.map(|attempt| attempt.at)),
            Val::text_or_null(triage.waiting.as_ref().map(|waiting| waiting.of.code())),
            Val::instant_or_null(triage.waiting.as_ref().map(|waiting| waiting.until)),
            Val::text_or_null(letter.map(|due| due.verdict.code())),
            Val::text_or_null(letter.map(|due| due.owner.clone())),
            Val::instant_or_null(letter.map(|due| due.by)),
            Val::instant_or_null(referral.climbs_since()),
            Val::text_or_null(elsewhere(referral)),
            Val::instant_or_null(triage.first_entry_at),
            Val::instant_or_null(referral.pause().map(|pause| pause.until)),
            KnownBefore::of(asked).code().into(),
        ],
    )
}

/// Who of another service has an emergency, in words.
pub(crate) fn elsewhere(referral: &Referral) -> Option<String> {
    let emergency = referral.priority == Some(Priority::Emergency);
    let taken = referral.triage.ladder.taken.as_ref().filter(|_| emergency);
    taken.map(|taken| format!("{}, {}", taken.name, taken.service))
}

/// The most urgent first; a review that is due on the same day stands with the very urgent, and what has no priority is
/// looked at as routine.
fn place(referral: &Referral) -> i64 {
    let by_priority = match referral.priority {
        Some(Priority::Emergency) => 0,
        Some(Priority::VeryUrgent) => 1,
        Some(Priority::Urgent) => 2,
        Some(Priority::Routine) | None => 3,
    };
    let today = referral.triage.open_tasks().any(|(task, _)| task.same_day());
    if today { by_priority.min(1) } else { by_priority }
}

/// Where a referral stands in the queue, and what decides to which parts it belongs; nothing that identifies her.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QueueEntry {
    /// The referral.
    pub referral: ReferralId,
    /// Its rank by urgency, the most urgent first; 0 for an emergency and for nothing else.
    pub place: i64,
    /// The time by which referrals of one place are ordered, in milliseconds since 1970.
    pub order_ms: i64,
    /// The earliest time by which somebody must do something about it, in milliseconds since 1970.
    pub step_ms: i64,
    /// Until when an answer from outside is waited for, in milliseconds since 1970.
    pub waiting_until_ms: Option<i64>,
    /// Who took it.
    pub claimed_by: Option<String>,
    /// Who owes the letter, where it is decided and one is due.
    pub letter_owner: Option<String>,
    /// The end of the response clock while it runs, in milliseconds since 1970.
    pub clock_ms: Option<i64>,
    /// When it came.
    pub received_at: Timestamp,
    /// The priority.
    pub priority: Option<Priority>,
    /// Whether somebody of the service has written something about it.
    pub entered: bool,
}

impl QueueEntry {
    /// The whole queue in the order of duty: by urgency, then by the time left.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn all(
        tx: &mut dyn Tx,
        footprint: &str,
        each: &mut dyn FnMut(Self) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        tx.query(sql::QUEUE_ORDER, &[footprint.into()], &mut |values| each(Self::of_row(&Row::new("queue", values))?))
    }

    /// One referral, where it is in the queue.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn of(tx: &mut dyn Tx, footprint: &str, referral: ReferralId) -> Result<Option<Self>, StoreError> {
        let mut entry = None;
        tx.query(sql::QUEUE_ORDER_OF, &[footprint.into(), referral.to_string().into()], &mut |values| {
            entry = Some(Self::of_row(&Row::new("queue", values))?);
            Ok(())
        })?;
        Ok(entry)
    }

    fn of_row(row: &Row<'_>) -> Result<Self, StoreError> {
        let (clock_ms, next_due) = (row.int_or_none(3)?, row.int(4)?);
        Ok(Self {
            referral: row.parsed(0, "a referral's id", |text| text.parse().ok())?,
            place: row.int(1)?,
            order_ms: row.int(2)?,
            step_ms: clock_ms.map_or(next_due, |respond_by| respond_by.min(next_due)),
            waiting_until_ms: row.int_or_none(5)?,
            claimed_by: row.text_or_none(6)?.map(str::to_owned),
            letter_owner: row.text_or_none(7)?.map(str::to_owned),
            clock_ms,
            received_at: row.instant(8)?,
            priority: row.parsed_or_none(9, "a priority", Priority::of_code)?,
            entered: row.int_or_none(10)?.is_some(),
        })
    }
}

/// Which referrals may stand elsewhere in the queue, or no longer, or newly, since a batch.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct QueueSince {
    /// Referrals of which something was written, in their order, each once.
    pub referrals: Vec<ReferralId>,
    /// Whether an import became visible, so that everything is read anew.
    pub import_completed: bool,
}

impl QueueSince {
    /// What was committed after `batch`, up to and with `newest`.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn read(tx: &mut dyn Tx, footprint: &str, batch: i64, newest: i64) -> Result<Self, StoreError> {
        let mut since = Self::default();
        tx.query(sql::QUEUE_SINCE, &[footprint.into(), batch.into(), newest.into()], &mut |values| {
            let row = Row::new("journal", values);
            if row.text(0)? == StreamKind::Referral.code() {
                since.referrals.push(row.parsed(1, "a referral's id", |text| text.parse().ok())?);
            } else {
                since.import_completed = true;
            }
            Ok(())
        })?;
        since.referrals.sort_unstable();
        since.referrals.dedup();
        Ok(since)
    }
}

/// One referral of the queue, with what identifies her.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QueueLine {
    /// The referral.
    pub referral: ReferralId,
    /// Whom it is about.
    pub person: PersonId,
    /// The short reference.
    pub reference: Option<String>,
    /// Her name.
    pub name: Option<String>,
    /// Her date of birth.
    pub birth_date: Option<Date>,
    /// Her NHS number.
    pub nhs_number: Option<NhsNumber>,
    /// The priority.
    pub priority: Option<Priority>,
    /// When it came.
    pub received_at: Timestamp,
    /// The end of the response clock.
    pub respond_by: Option<Timestamp>,
    /// When somebody must look next.
    pub next_due: Timestamp,
    /// By which way it came.
    pub way: Option<WayIn>,
    /// MHSDS source of referral.
    pub source: Option<String>,
    /// How things are.
    pub situation: Option<Situation>,
    /// When the pregnancy is expected to end, or ended.
    pub ends_on: Option<Date>,
    /// Warning signs.
    pub signs: Vec<WarningSign>,
    /// Whether a severe illness is known.
    pub severe_history: bool,
    /// What it is about.
    pub concerns: Vec<Concern>,
    /// Whether an interpreter is needed.
    pub interpreter: bool,
    /// Whether she is under eighteen.
    pub under_18: bool,
    /// What a person must do beside deciding.
    pub tasks: Vec<TaskKind>,
    /// Who took it, and when.
    pub claimed: Option<(String, Timestamp)>,
    /// How often somebody tried to reach her.
    pub attempts: i64,
    /// The last try.
    pub last_attempt: Option<Attempt>,
    /// Whose answer is waited for, until when.
    pub waiting: Option<(AskedOf, Timestamp)>,
    /// What was decided, who owes the letter, by when.
    pub letter_due: Option<(String, String, Timestamp)>,
    /// The one team that is responsible.
    pub held_by: TeamCode,
    /// When somebody of the service first wrote something about it.
    pub first_entry_at: Option<Timestamp>,
    /// Until when its response clock stands still.
    pub paused_until: Option<Timestamp>,
    /// Whether she was with us before.
    pub known_before: KnownBefore,
}

/// Whether she was with us before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KnownBefore {
    /// Nobody says so.
    No,
    /// It was said when somebody asked.
    Said,
    /// Staff knew whose record it is.
    Known,
}

impl KnownBefore {
    fn of(asked: &Asked) -> Self {
        match (asked.known_before, asked.been_before) {
            (Some(_), _) => Self::Known,
            (None, Known::Yes) => Self::Said,
            (None, Known::No | Known::NotKnown) => Self::No,
        }
    }

    fn code(self) -> i64 {
        match self {
            Self::No => 0,
            Self::Said => 1,
            Self::Known => 2,
        }
    }

    fn of_code(code: i64) -> Self {
        match code {
            2 => Self::Known,
            1 => Self::Said,
            _ => Self::No,
        }
    }
}

impl QueueLine {
    /// How many lines one reading gives at most: the places of its statement.
    pub const MOST: usize = 36;

    /// The lines of some referrals, in the order in which they are asked for; at most [`QueueLine::MOST`]. Who is not in the
    /// queue is left out.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn of(tx: &mut dyn Tx, footprint: &str, referrals: &[ReferralId]) -> Result<Vec<Self>, StoreError> {
        let referrals = &referrals[..referrals.len().min(Self::MOST)];
        let Some(last) = referrals.last() else { return Ok(Vec::new()) };
        let mut params = Vec::with_capacity(1 + Self::MOST);
        params.push(footprint.into());
        // One statement for any number: places that are left over ask for the last once more.
        params.extend(referrals.iter().map(|id| Val::from(id.to_string())));
        params.resize(1 + Self::MOST, Val::from(last.to_string()));
        let mut lines = Vec::with_capacity(referrals.len());
        tx.query(sql::QUEUE_LINES, &params, &mut |values| {
            lines.push(Self::of_row(&Row::new("queue", values))?);
            Ok(())
        })?;
        lines.sort_unstable_by_key(|line| referrals.iter().position(|id| *id == line.referral));
        follow_links(tx, footprint, &mut lines)?;
        Ok(lines)
    }

    fn of_row(row: &Row<'_>) -> Result<Self, StoreError> {
        let (claimed_by, claimed_at) = (row.text_or_none(20)?, row.instant_or_none(21)?);
        let attempt = match (row.text_or_none(23)?, row.text_or_none(24)?, row.instant_or_none(25)?) {
            (Some(_), Some(by), Some(at)) => {
                let (route, outcome) = row.parsed(23, "a try", |text| {
                    let (route, outcome) = text.split_once(' ')?;
                    Some((Route::of_code(route)?, AttemptOutcome::of_code(outcome)?))
                })?;
                Some(Attempt { at, by: by.to_owned(), route, outcome })
            }
            _ => None,
        };
        let waiting = match (row.text_or_none(26)?, row.instant_or_none(27)?) {
            (Some(_), Some(until)) => Some((row.parsed(26, "who is asked", AskedOf::of_code)?, until)),
            _ => None,
        };
        let letter_due = match (row.text_or_none(28)?, row.text_or_none(29)?, row.instant_or_none(30)?) {
            (Some(verdict), Some(owner), Some(by)) => Some((verdict.to_owned(), owner.to_owned(), by)),
            _ => None,
        };
        Ok(Self {
            referral: row.parsed(0, "a referral's id", |text| text.parse().ok())?,
            person: row.parsed(1, "a person's id", |text| text.parse().ok())?,
            reference: row.text_or_none(2)?.map(str::to_owned),
            name: row.text_or_none(3)?.map(str::to_owned),
            birth_date: row.parsed_or_none(4, "a date", |text| text.parse().ok())?,
            nhs_number: row.parsed_or_none(5, "an NHS number", |text| NhsNumber::parse(text).ok())?,
            priority: row.parsed_or_none(6, "a priority", Priority::of_code)?,
            received_at: row.instant(7)?,
            respond_by: row.instant_or_none(8)?,
            next_due: row.instant(9)?,
            way: row.parsed_or_none(10, "a way in", WayIn::of_code)?,
            source: row.text_or_none(11)?.map(str::to_owned),
            situation: row.parsed_or_none(12, "a situation", Situation::of_code)?,
            ends_on: row.parsed_or_none(13, "a date", |text| text.parse().ok())?,
            signs: listed(row, 14, WarningSign::of_code)?,
            severe_history: row.int(15)? != 0,
            concerns: listed(row, 16, Concern::of_code)?,
            interpreter: row.int(17)? != 0,
            under_18: row.int(18)? != 0,
            tasks: listed(row, 19, TaskKind::of_code)?,
            claimed: claimed_by.map(str::to_owned).zip(claimed_at),
            attempts: row.int(22)?,
            last_attempt: attempt,
            waiting,
            letter_due,
            held_by: TeamCode(row.text(31)?.to_owned()),
            first_entry_at: row.instant_or_none(32)?,
            paused_until: row.instant_or_none(33)?,
            known_before: KnownBefore::of_code(row.int(34)?),
        })
    }
}

/// Says of those whose records staff linked, or took apart again, whether they are known before as things stand now: what
/// was written when a referral came in knows nothing of what was said of her records since (H05).
fn follow_links(tx: &mut dyn Tx, footprint: &str, lines: &mut [QueueLine]) -> Result<(), StoreError> {
    let people = lines.iter().map(|line| line.person).collect();
    let linked = ever_linked(tx, footprint, &people)?;
    for line in lines.iter_mut().filter(|line| linked.contains(&line.person)) {
        let hers = FoundReferral::of_person(tx, footprint, line.person)?;
        let earlier = |found: &FoundReferral| {
            found.id != line.referral && found.outcome != Outcome::Pending && found.received_at <= line.received_at
        };
        line.known_before = match (hers.iter().any(earlier), line.known_before) {
            (true, _) => KnownBefore::Known,
            (false, KnownBefore::Known) => KnownBefore::No,
            (false, stored @ (KnownBefore::No | KnownBefore::Said)) => stored,
        };
    }
    Ok(())
}

/// The referrals that came in here between two instants (milliseconds since 1970), the earliest first.
///
/// # Errors
/// When the database cannot be read.
pub fn received_here(
    tx: &mut dyn Tx,
    footprint: &str,
    received: &std::ops::Range<i64>,
) -> Result<Vec<ReferralId>, StoreError> {
    let mut ids = Vec::new();
    tx.query(sql::RECEIVED_HERE, &[footprint.into(), received.start.into(), received.end.into()], &mut |values| {
        ids.push(Row::new("referral", values).parsed(0, "a referral's id", |text| text.parse().ok())?);
        Ok(())
    })?;
    Ok(ids)
}

/// Each referral that came in here between two instants: when it came, its urgency, and when somebody of the service first
/// wrote something about it.
///
/// # Errors
/// When the database cannot be read.
pub fn first_entries(
    tx: &mut dyn Tx,
    footprint: &str,
    received: std::ops::Range<i64>,
    each: &mut dyn FnMut(Timestamp, Option<Priority>, Option<Timestamp>),
) -> Result<(), StoreError> {
    tx.query(sql::FIRST_ENTRIES, &[footprint.into(), received.start.into(), received.end.into()], &mut |values| {
        let row = Row::new("referral", values);
        each(row.instant(0)?, row.parsed_or_none(1, "a priority", Priority::of_code)?, row.instant_or_none(2)?);
        Ok(())
    })
}

/// An emergency that nobody has by name: hers is not in it either, so that a banner may show it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenEmergency {
    /// The referral.
    pub referral: ReferralId,
    /// The short reference; history that was imported has none.
    pub reference: Option<String>,
    /// When it came.
    pub received_at: Timestamp,
    /// The end of the response clock.
    pub respond_by: Option<Timestamp>,
    /// The one team that is responsible.
    pub held_by: TeamCode,
}

impl OpenEmergency {
    /// The emergencies that nobody has by name, before the decision and after it, by the time left; at most `limit` of each.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn unclaimed(tx: &mut dyn Tx, footprint: &str, limit: i64) -> Result<Vec<Self>, StoreError> {
        let mut found = Vec::new();
        for statement in [sql::EMERGENCIES_UNCLAIMED, sql::CASELOAD_CLIMBING] {
            tx.query(statement, &[footprint.into(), limit.into()], &mut |values| {
                let row = Row::new("queue", values);
                found.push(Self {
                    referral: row.parsed(0, "a referral's id", |text| text.parse().ok())?,
                    reference: row.text_or_none(1)?.map(str::to_owned),
                    received_at: row.instant(2)?,
                    respond_by: row.instant_or_none(3)?,
                    held_by: TeamCode(row.text(4)?.to_owned()),
                });
                Ok(())
            })?;
        }
        found.sort_by_key(|emergency| emergency.respond_by);
        Ok(found)
    }
}

pub(crate) fn listed<T>(row: &Row<'_>, at: usize, of_code: fn(&str) -> Option<T>) -> Result<Vec<T>, StoreError> {
    row.parsed(at, "a list of codes", |text| text.split_whitespace().map(of_code).collect())
}
