//! Invented weeks of a service at work: who was on duty, whom the front door took on, what passed between teams, what became
//! of women in care, a meeting that sat, and what waits now.
//!
//! A plan of moments in their order, for whoever carries them out by the commands that anybody gives. It depends on the
//! instant alone, so that a page shows the same people whatever the seed of the history is. Nothing of it lies ahead of that
//! instant but the rota.

mod courses;
mod days;
mod duty;
mod front_door;
mod people;
mod teams;

use jiff::{Timestamp, civil::Date};
use porch_domain::{
    actor::Role,
    duty::{Done, Shift},
    footprint::{Footprint, TeamCode},
    front_door::{Answers, WayIn},
    referral::{AskedOf, ContactKind, Grounds, ReferralCommand, Venue},
    screening::NotAsked,
};

use self::days::Days;

/// Somebody of the staff: the account, the name that colleagues read, and the role.
pub type Colleague = (&'static str, &'static str, Role);

/// A duty worker whom the demonstration has a sign-in link for.
const DEMO_DUTY: &str = "demo-duty";
/// A clinician whom the demonstration has a sign-in link for.
const DEMO_CLINICIAN: &str = "demo-clinician";
/// A manager whom the demonstration has a sign-in link for.
const DEMO_MANAGER: &str = "demo-manager";
const ADA: &str = "ada.invented";
const BEN: &str = "ben.invented";
const CARA: &str = "cara.invented";
const IDRIS: &str = "idris.invented";
const MAYA: &str = "maya.invented";
const WILHELMINA: &str = "wilhelmina.invented";

/// Those who work here beside the accounts that have a sign-in link. Nobody of them has a password.
pub const COLLEAGUES: &[Colleague] = &[
    (ADA, "Ada Invented", Role::Duty),
    (BEN, "Ben Invented", Role::Duty),
    (CARA, "Cara Invented", Role::Clinician),
    (IDRIS, "Dr Idris Invented", Role::Clinician),
    (MAYA, "Maya Invented", Role::Clinician),
    (WILHELMINA, "Wilhelmina-Konstantina Invented-Featherstonehaugh", Role::Clinician),
];

/// The role of an account of the plan.
pub fn role_of(account: &str) -> Role {
    let known = COLLEAGUES.iter().find(|(name, _, _)| *name == account).map(|(_, _, role)| *role);
    known.unwrap_or(match account {
        DEMO_DUTY => Role::Duty,
        DEMO_MANAGER => Role::Manager,
        _ => Role::Clinician,
    })
}

/// Somebody who asked for help, or was referred.
#[derive(Debug, Clone)]
pub struct Person {
    /// By which way she came.
    pub way: WayIn,
    /// What was typed.
    pub answers: Answers,
}

/// Which person of a plan.
pub type Whom = usize;

/// Something that happened, or was done, at an instant.
#[derive(Debug, Clone)]
pub struct Moment {
    /// When.
    pub at: Timestamp,
    /// What, and by whom.
    pub act: Act,
}

/// What is done.
#[derive(Debug, Clone)]
pub enum Act {
    /// Somebody sends what she typed at the door.
    Arrive(Whom),
    /// The service does what is due.
    WhatIsDue,
    /// A step of somebody's referral, by an account.
    Step(&'static str, Whom, Box<ReferralCommand>),
    /// A team takes her on, with letters from the texts that fit.
    TakeOn {
        /// The account that decides.
        by: &'static str,
        /// Whom.
        whom: Whom,
        /// The team.
        team: TeamCode,
        /// Why.
        because: &'static str,
    },
    /// She is pointed to another service, with letters from the texts that fit.
    PointTo {
        /// The account that decides.
        by: &'static str,
        /// Whom.
        whom: Whom,
        /// On whose behalf.
        team: TeamCode,
        /// The service.
        service: &'static str,
        /// Who helps her until she comes back.
        meanwhile: &'static str,
        /// On which grounds.
        grounds: Box<Grounds>,
    },
    /// An offer is accepted by name, with the letter that introduces her to the team.
    TakeOver(&'static str, Whom),
    /// Care ends, with letters.
    End {
        /// The account that ends it.
        by: &'static str,
        /// Whom.
        whom: Whom,
        /// A code of the reasons of a discharge.
        reason: &'static str,
        /// Who helps her from now on.
        plan: &'static str,
        /// The service that has her now.
        onward: Option<&'static str>,
    },
    /// Something of duty, by an account.
    Duty(&'static str, DutyAct),
    /// Something of the team meeting that sits at an instant, by its scribe.
    Sitting(&'static str, Timestamp, SittingAct),
    /// Something of somebody's questionnaires.
    Questions(Whom, Questions),
    /// An account books when somebody is expected, and tells her.
    Expect(Expects),
    /// What waits to leave by text message and e-mail leaves; the texts arrive, or do not.
    Leave {
        /// Whether the texts do.
        arrives: bool,
    },
}

/// Somebody is expected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Expects {
    /// The account that books.
    pub by: &'static str,
    /// Whom.
    pub whom: Whom,
    /// When it begins.
    pub starts_at: Timestamp,
    /// What it is for.
    pub kind: ContactKind,
    /// How it is held.
    pub venue: Venue,
    /// Where.
    pub place: Option<&'static str>,
    /// Whether another time is given up for it.
    pub how: Appoint,
}

/// How a time is booked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Appoint {
    /// As a new one.
    Book,
    /// In place of the one that begins then, and why.
    InPlaceOf(Timestamp, &'static str),
}

/// Who asks what, and when it belongs to a routine contact, at which.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Asks {
    /// The account.
    pub by: &'static str,
    /// The instrument.
    pub instrument: &'static str,
    /// The code of the routine contact.
    pub contact: Option<&'static str>,
}

/// What is done with a questionnaire. She answers the one that was given to her last.
#[derive(Debug, Clone)]
pub enum Questions {
    /// A clinician asks, and writes it down.
    Enter {
        /// Who asks what.
        asks: Asks,
        /// The printed position of each answer, from the first item on; what is beyond them was not answered.
        positions: &'static [u8],
        /// Her worry, in her words.
        worry: Option<&'static str>,
        /// What concerns the clinician.
        concern: Option<&'static str>,
    },
    /// A routine contact passed without it.
    NotAsked {
        /// Who would have asked what.
        asks: Asks,
        /// Why.
        why: NotAsked,
        /// In words.
        note: Option<&'static str>,
    },
    /// It is given to her, to answer by herself; whoever gives it reads it.
    Give(Asks),
    /// She opens it with its link and word, and answers from the first item on.
    Answer(&'static [u8]),
    /// She says what else worries her, and is done.
    Finish(&'static str),
}

/// What duty does.
#[derive(Debug, Clone)]
pub enum DutyAct {
    /// Puts an account on the rota.
    Roster(Shift, &'static str, Timestamp, Timestamp),
    /// Begins its shift.
    Begin,
    /// Writes something down.
    Note {
        /// What was done.
        kind: Done,
        /// What came of it.
        outcome: &'static str,
        /// Who took it over, and how many minutes before it was written down.
        handed: Option<(&'static str, i64)>,
        /// Whom it is about.
        whom: Option<Whom>,
    },
    /// Ends the shift that it began on a day.
    End(Date),
}

/// What a sitting does.
#[derive(Debug, Clone)]
pub enum SittingAct {
    /// Notes the disciplines and the people who are there, which opens it.
    Open(&'static [&'static str], &'static [&'static str]),
    /// A team takes her on.
    Accept(Whom, TeamCode, &'static str),
    /// More is asked of somebody, and who asks.
    Ask(Whom, AskedOf, &'static str, &'static str, Timestamp),
    /// She is pointed to a service, and who writes the letters.
    PointTo(Whom, &'static str, Box<Grounds>, &'static str, Timestamp),
    /// It ends: what is left is carried over, with an owner.
    Close(&'static str, Timestamp),
}

/// Everybody, and everything that happened, in its order.
#[derive(Debug, Clone)]
pub struct Plan {
    /// Everybody.
    pub people: Vec<Person>,
    /// Everything.
    pub moments: Vec<Moment>,
}

/// The weeks before an instant.
pub fn weeks_before(now: Timestamp, footprint: &Footprint) -> Plan {
    let days = Days::until(now);
    let mut weeks = Weeks { days: &days, people: Vec::new(), moments: Vec::new() };
    let emergency = front_door::waits(&mut weeks);
    let cast = courses::add(&mut weeks, footprint, emergency);
    front_door::add(&mut weeks, footprint);
    duty::add(&mut weeks, &cast);
    let Weeks { people, mut moments, .. } = weeks;
    // What is planned for a time of day that has not come today has not happened.
    moments.retain(|moment| moment.at <= now);
    moments.sort_by_key(|moment| moment.at);
    teams::put_in(&mut moments, footprint);
    Plan { people, moments }
}

/// A plan that is being made.
struct Weeks<'a> {
    days: &'a Days,
    people: Vec<Person>,
    moments: Vec<Moment>,
}

impl Weeks<'_> {
    fn person(&mut self, way: WayIn, answers: Answers) -> Whom {
        self.people.push(Person { way, answers });
        self.people.len() - 1
    }

    fn at(&mut self, at: Timestamp, act: Act) {
        self.moments.push(Moment { at, act });
    }

    fn step(&mut self, at: Timestamp, by: &'static str, whom: Whom, command: ReferralCommand) {
        self.at(at, Act::Step(by, whom, Box::new(command)));
    }
}

/// A team of the footprint with which the plan is written.
fn team(code: &str) -> TeamCode {
    TeamCode(code.to_owned())
}
