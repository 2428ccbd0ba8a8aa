//! Appointments: when she is expected, and the messages that tell her so (K7, K8).
//!
//! A contact that is recorded for an appointment's day is that appointment's: so a missed one leads to its own invitation.

use jiff::{SignedDuration, Timestamp, ToSpan, civil};
use serde::{Deserialize, Serialize};

use super::{
    Attendance, ContactKind, ContactRecorded, Deciding, RaisedTask, Referral, ReferralEvent, Said, step::staff,
};
use crate::{
    actor::Actor,
    calendar::{LONDON, local_date},
    disallowed::Disallowed,
    front_door::TaskKind,
};

/// The furthest ahead that somebody can be given an appointment, in days.
pub const FURTHEST_DAYS: i64 = 366;

/// The hour of the day, on the clock on the wall, at which a reminder is made.
pub const REMINDED_AT_HOUR: i8 = 10;

/// So far from its time something else of the day may still be the appointment.
const NEAR: SignedDuration = SignedDuration::from_hours(2);

/// How an appointment is held. It says nothing of who holds it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Venue {
    /// She comes to a place.
    AtAPlace,
    /// Somebody comes to her.
    AtHome,
    /// On the telephone.
    Telephone,
    /// By video.
    Video,
}

impl Venue {
    /// Every way.
    pub const ALL: [Self; 4] = [Self::AtAPlace, Self::AtHome, Self::Telephone, Self::Video];

    /// The code kept in the journal and in forms.
    pub fn code(self) -> &'static str {
        match self {
            Self::AtAPlace => "at_a_place",
            Self::AtHome => "at_home",
            Self::Telephone => "telephone",
            Self::Video => "video",
        }
    }

    /// The way of a code, if there is one.
    pub fn of_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|way| way.code() == code)
    }

    /// What staff read.
    pub fn label(self) -> &'static str {
        match self {
            Self::AtAPlace => "She comes to a place",
            Self::AtHome => "At her home",
            Self::Telephone => "On the telephone",
            Self::Video => "By video",
        }
    }
}

/// Where an appointment stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AppointmentState {
    /// She is expected.
    Stands,
    /// A contact of its day was recorded, whatever came of it.
    Met(Attendance),
    /// It was called off, or moved.
    Cancelled,
}

/// An appointment of hers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Appointment {
    /// Its number in the referral, from 1.
    pub number: u32,
    /// When it begins.
    pub starts_at: Timestamp,
    /// What it is for.
    pub kind: ContactKind,
    /// How it is held.
    pub venue: Venue,
    /// When a reminder is made; none where it was booked too late for one, or one was made.
    pub remind_at: Option<Timestamp>,
    /// Where it stands.
    pub state: AppointmentState,
    /// Where it is, in words; none where nobody said, or once erased.
    pub place: Option<String>,
}

/// What somebody books.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Booking {
    /// When it begins.
    pub starts_at: Timestamp,
    /// What it is for.
    pub kind: ContactKind,
    /// How it is held.
    pub venue: Venue,
    /// Where it is, in words that a letter on paper says.
    pub place: Option<String>,
    /// Whether an invitation can leave by some way that she agreed to; otherwise a person finds one.
    pub can_be_told: bool,
}

/// An appointment was booked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AppointmentBooked {
    /// When it was booked.
    pub at: Timestamp,
    /// The account that booked it.
    pub by: String,
    /// Its number in the referral.
    pub number: u32,
    /// When it begins.
    pub starts_at: Timestamp,
    /// What it is for.
    pub kind: ContactKind,
    /// How it is held.
    pub venue: Venue,
    /// When a reminder is made; none where it is too late for one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub remind_at: Option<Timestamp>,
    /// What a person must do because of it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tasks: Vec<RaisedTask>,
    /// Where it is; none where nobody said, or once erased.
    #[serde(skip)]
    pub said: Option<Said>,
}

/// An appointment was called off, or moved.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AppointmentCancelled {
    /// When.
    pub at: Timestamp,
    /// The account.
    pub by: String,
    /// Which.
    pub number: u32,
    /// The one that is held instead.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub moved_to: Option<u32>,
    /// Why; none once erased.
    #[serde(skip)]
    pub said: Option<Said>,
}

/// The time of a reminder came.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct AppointmentReminded {
    /// When.
    pub at: Timestamp,
    /// Which.
    pub number: u32,
}

impl Referral {
    /// The appointments at which she is expected.
    pub fn expected(&self) -> impl Iterator<Item = &Appointment> {
        self.appointments.iter().filter(|one| one.state == AppointmentState::Stands)
    }

    /// The last appointment that she missed: the contact of its day says that she did not come.
    pub fn missed_appointment(&self) -> Option<&Appointment> {
        let missed = |one: &&Appointment| one.state == AppointmentState::Met(Attendance::DidNotAttend);
        self.appointments.iter().filter(missed).max_by_key(|one| one.starts_at)
    }

    fn next_number(&self) -> u32 {
        self.appointments.iter().map(|one| one.number).max().unwrap_or(0).saturating_add(1)
    }
}

/// Books an appointment.
///
/// # Errors
/// When nobody of the staff asks, or it lies in the past or too far ahead.
pub(super) fn booked(
    referral: &Referral,
    booking: Booking,
    deciding: &Deciding<'_>,
) -> Result<Vec<ReferralEvent>, Disallowed> {
    let (at, by) = (deciding.now, staff(deciding.actor)?);
    let furthest = at + SignedDuration::from_hours(24 * FURTHEST_DAYS);
    if booking.starts_at <= at || booking.starts_at > furthest {
        return Err(Disallowed::AppointmentUnclear);
    }
    // The same form sent twice from two pages is one appointment.
    if referral.expected().any(|one| one.starts_at == booking.starts_at) {
        return Err(Disallowed::AppointmentTwice);
    }
    let days = deciding.footprint.care().remind_days;
    let task = TaskKind::SafeRouteCall;
    let untold = !booking.can_be_told;
    Ok(vec![ReferralEvent::AppointmentBooked(AppointmentBooked {
        at,
        by,
        number: referral.next_number(),
        starts_at: booking.starts_at,
        kind: booking.kind,
        venue: booking.venue,
        remind_at: remind_at(booking.starts_at, days).filter(|remind_at| *remind_at > at),
        tasks: untold.then(|| RaisedTask { task, due_by: task.due_by(at) }).into_iter().collect(),
        said: booking.place.filter(|place| !place.trim().is_empty()).map(|text| Said { text }),
    })])
}

/// Ten in the morning so many days before; none where the calendar begins.
fn remind_at(starts_at: Timestamp, days: u16) -> Option<Timestamp> {
    let on = local_date(starts_at)?.checked_sub(i64::from(days).days()).ok()?;
    let morning = on.to_datetime(civil::Time::constant(REMINDED_AT_HOUR, 0, 0, 0));
    Some(morning.to_zoned(LONDON.clone()?).ok()?.timestamp())
}

/// Calls an appointment off, or moves it.
///
/// # Errors
/// When nobody of the staff asks, she is not expected then, or what is held instead cannot be booked.
pub(super) fn cancelled(
    referral: &Referral,
    number: u32,
    why: Option<String>,
    instead: Option<Booking>,
    deciding: &Deciding<'_>,
) -> Result<Vec<ReferralEvent>, Disallowed> {
    let (at, by) = (deciding.now, staff(deciding.actor)?);
    if !referral.expected().any(|one| one.number == number) {
        return Err(Disallowed::NoSuchAppointment);
    }
    let instead = instead.map(|booking| booked(referral, booking, deciding)).transpose()?.unwrap_or_default();
    let said = why.filter(|why| !why.trim().is_empty()).map(|text| Said { text });
    let moved_to = (!instead.is_empty()).then(|| referral.next_number());
    let cancelled = AppointmentCancelled { at, by, number, moved_to, said };
    Ok(std::iter::once(ReferralEvent::AppointmentCancelled(cancelled)).chain(instead).collect())
}

/// The first appointment whose reminder is to be made, with when.
pub(super) fn to_remind(referral: &Referral) -> Option<(u32, Timestamp)> {
    let waits = referral.expected().filter_map(|one| Some((one.number, one.remind_at?)));
    waits.min_by_key(|(number, at)| (*at, *number))
}

/// Notes that the time of a reminder came; only the service itself does.
///
/// # Errors
/// When somebody else asks, or it is not due.
pub(super) fn reminded(referral: &Referral, number: u32, deciding: &Deciding<'_>) -> Result<ReferralEvent, Disallowed> {
    if *deciding.actor != Actor::System {
        return Err(Disallowed::NeedsTheService);
    }
    let due = |one: &Appointment| one.number == number && one.remind_at.is_some_and(|at| at <= deciding.now);
    if !referral.expected().any(due) {
        return Err(Disallowed::NotDue);
    }
    Ok(ReferralEvent::AppointmentReminded(AppointmentReminded { at: deciding.now, number }))
}

/// The referral after what happened to an appointment; false where the event is of something else.
pub(super) fn evolve(referral: &mut Referral, event: &ReferralEvent) -> bool {
    match event {
        ReferralEvent::AppointmentBooked(booked) => {
            referral.appointments.push(Appointment {
                number: booked.number,
                starts_at: booked.starts_at,
                kind: booked.kind,
                venue: booked.venue,
                remind_at: booked.remind_at,
                state: AppointmentState::Stands,
                place: booked.said.as_ref().map(|said| said.text.clone()),
            });
            referral.triage.raise(&booked.tasks);
        }
        ReferralEvent::AppointmentCancelled(cancelled) => {
            settle(referral, cancelled.number, AppointmentState::Cancelled);
        }
        ReferralEvent::AppointmentReminded(reminded) => {
            if let Some(one) = of_number(referral, reminded.number) {
                one.remind_at = None;
            }
        }
        _ => return false,
    }
    true
}

fn of_number(referral: &mut Referral, number: u32) -> Option<&mut Appointment> {
    referral.appointments.iter_mut().find(|one| one.number == number)
}

fn settle(referral: &mut Referral, number: u32, state: AppointmentState) {
    if let Some(one) = of_number(referral, number) {
        one.state = state;
        one.remind_at = None;
    }
}

/// A contact of ours that was, or should have been, on the day of an appointment is that one's, where it is for the same thing or
/// within two hours of it: of several the nearest. A call in the morning is not the assessment of the afternoon.
pub(super) fn met(referral: &mut Referral, contact: &ContactRecorded) {
    if contact.elsewhere.is_some() {
        return;
    }
    let day = local_date(contact.contact_at);
    let of_the_day = referral.expected().filter(|one| local_date(one.starts_at) == day);
    let apart = |one: &&Appointment| one.starts_at.duration_since(contact.contact_at).abs();
    let of_it = of_the_day.filter(|one| one.kind == contact.kind || apart(one) <= NEAR);
    let nearest = of_it.min_by_key(apart);
    if let Some(number) = nearest.map(|one| one.number) {
        settle(referral, number, AppointmentState::Met(contact.attendance));
    }
}
