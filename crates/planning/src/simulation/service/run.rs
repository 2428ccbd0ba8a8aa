//! One replication of a service, from its first day to its last.

use std::collections::VecDeque;

use super::{
    Service,
    counts::{Gone, ServiceCounts},
    line::Line,
    staff::Presence,
};
use crate::simulation::streams::{Luck, Stream};

/// Questions that chance answers for a woman; the two of her nth contact come after them.
const KIND: u32 = 0;
const ACCEPTED: u32 = 1;
const GIVES_UP: u32 = 2;
pub(super) const COURSE: u32 = 3;
/// After each course, of whom there are fewer than sixteen: where she goes, and for how long she waits.
pub(super) const NEXT_COURSE: u32 = 16;
pub(super) const GIVES_UP_AGAIN: u32 = 1 << 10;
pub(super) const CONTACTS: u32 = 1 << 12;

/// No day of the run.
pub(super) const NEVER: u32 = u32::MAX;

/// Where somebody is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stage {
    /// Referred, and not yet seen.
    Unseen,
    /// Seen, and waits for a course.
    ForCourse,
    /// In a course.
    InCourse,
    /// No longer here: her place is free.
    Away,
}

#[derive(Debug, Clone, Copy)]
pub(super) struct Person {
    pub(super) luck: Luck,
    pub(super) stage: Stage,
    pub(super) kind: u16,
    pub(super) course: u16,
    pub(super) pool: u32,
    /// The day on which she came.
    pub(super) arrived: u32,
    /// The day since which she waits where she is.
    pub(super) since: u32,
    /// The day on which she gives up waiting.
    pub(super) gives_up: u32,
    /// Contacts so far, missed ones with them.
    pub(super) contacts: u32,
    pub(super) delivered: u32,
    /// Missed without one kept between them.
    pub(super) missed: u32,
    /// How many courses she had before.
    pub(super) courses: u32,
    /// Whether she came in the measured days; a backlog is counted in the line only.
    pub(super) measured: bool,
}

/// A pool's state.
#[derive(Debug, Clone, Default)]
pub(super) struct Desk {
    /// Minutes of an earlier day that were too few for the next contact.
    pub(super) carried: u32,
    pub(super) in_treatment: u32,
    /// Those whose contact is due.
    pub(super) due: VecDeque<u32>,
}

pub(super) struct Run<'a> {
    pub(super) service: &'a Service,
    pub(super) counts: &'a mut ServiceCounts,
    pub(super) women: Stream,
    pub(super) people: Vec<Person>,
    pub(super) free: Vec<u32>,
    pub(super) for_triage: Line,
    pub(super) for_sitting: Line,
    pub(super) for_assessment: Line,
    pub(super) for_course: Vec<Line>,
    pub(super) desks: Vec<Desk>,
    pub(super) presences: Vec<Vec<Presence>>,
    /// Who has something due on a day, by the day's remainder.
    pub(super) due: Vec<Vec<u32>>,
    /// How many wait to be seen, and how many of them give up on which day.
    pub(super) unseen: u32,
    pub(super) giving_up: Vec<u32>,
    /// Of those who came in the measured days: how many are neither seen nor gone.
    pub(super) open: u32,
    pub(super) today: usize,
}

impl<'a> Run<'a> {
    pub(super) fn new(service: &'a Service, staff: Luck, women: Stream, counts: &'a mut ServiceCounts) -> Self {
        let longest = service.courses.iter().map(|course| course.every).chain([service.assessment.again_after]).max();
        let line = Line::new(service.ranks);
        Self {
            service,
            counts,
            women,
            people: Vec::new(),
            free: Vec::new(),
            for_triage: line.clone(),
            for_sitting: line.clone(),
            for_assessment: line.clone(),
            for_course: vec![line; service.courses.len()],
            desks: vec![Desk::default(); service.pools.len()],
            presences: service.groups.iter().map(|group| group.presences(staff)).collect(),
            due: vec![Vec::new(); longest.unwrap_or(0) as usize + 1],
            unseen: 0,
            giving_up: vec![0; service.timeline.days.len()],
            open: 0,
            today: 0,
        }
    }

    /// All days; those after the measured ones only for as long as somebody of them waits, or a backlog is watched.
    pub(super) fn go(&mut self, mut arrivals: Stream, mut backlog: Stream) {
        let measured = self.service.timeline.measured.clone();
        for nth in 0..self.service.timeline.days.len() {
            self.today = nth;
            self.unseen -= self.giving_up[nth];
            if nth == measured.start {
                self.begin_with(&mut backlog);
            }
            self.day(&mut arrivals);
            if nth >= measured.start {
                self.counts.line(nth - measured.start, self.unseen);
            }
            if nth >= measured.end && self.open == 0 && !self.service.watched {
                break;
            }
        }
        self.close();
    }

    fn day(&mut self, arrivals: &mut Stream) {
        let day = self.service.timeline.days[self.today];
        let came = arrivals.poisson(day.expected);
        for _ in 0..day.came.unwrap_or(came) {
            self.arrive();
        }
        let place = self.today % self.due.len();
        let mut due = std::mem::take(&mut self.due[place]);
        for person in due.drain(..) {
            self.falls_due(person);
        }
        self.due[place] = due;
        if day.working {
            self.triage();
            self.sit(day.weekday);
            for turn in 0..self.desks.len() {
                // Nobody is always the first to be asked.
                self.work((turn + self.today) % self.desks.len());
            }
        }
    }

    /// The line on the first measured day: as it is, or as many as a record had; and a backlog beside it.
    fn begin_with(&mut self, stream: &mut Stream) {
        if let Some(waiting) = self.service.waiting_at_start {
            self.empty_the_line();
            self.join_assessment(waiting, stream);
        }
        self.join_assessment(self.service.backlog, stream);
    }

    fn join_assessment(&mut self, people: u32, stream: &mut Stream) {
        for _ in 0..people {
            let person = self.enter(Luck::draw(stream), false);
            let rank = self.rank_of(person);
            self.for_assessment.join(rank, person);
        }
    }

    /// Nobody waits to be seen any more; whoever is treated, or waits for a course, stays.
    fn empty_the_line(&mut self) {
        let empty = Line::new(self.service.ranks);
        (self.for_triage, self.for_sitting, self.for_assessment) = (empty.clone(), empty.clone(), empty);
        let people = &self.people;
        for due in &mut self.due {
            due.retain(|person| people[*person as usize].stage != Stage::Unseen);
        }
        for place in 0..self.people.len() {
            if self.people[place].stage == Stage::Unseen {
                self.away(place as u32);
            }
        }
        self.unseen = 0;
        self.giving_up.fill(0);
    }

    fn arrive(&mut self) {
        let luck = Luck::draw(&mut self.women);
        let measured = self.service.timeline.measured.contains(&self.today);
        let person = self.enter(luck, measured);
        self.counts.steps += 1;
        if measured {
            self.open += 1;
            let (kind, month) = self.kind_and_month(person);
            self.counts.arrived(kind, month);
        }
        match self.service.triage {
            Some(_) => {
                let rank = self.rank_of(person);
                self.for_triage.join(rank, person);
            }
            None => self.look_at(person),
        }
    }

    fn enter(&mut self, luck: Luck, measured: bool) -> u32 {
        let kinds = self.service.kinds.iter().map(|kind| kind.share);
        let gives_up = self.gives_up(luck, GIVES_UP);
        let person = Person {
            luck,
            stage: Stage::Unseen,
            kind: place_of(kinds, luck.share(KIND)).unwrap_or(0) as u16,
            course: 0,
            pool: NEVER,
            arrived: self.today as u32,
            since: self.today as u32,
            gives_up,
            contacts: 0,
            delivered: 0,
            missed: 0,
            courses: 0,
            measured,
        };
        self.unseen += 1;
        if let Some(number) = self.giving_up.get_mut(gives_up as usize) {
            *number += 1;
        }
        match self.free.pop() {
            Some(place) => {
                self.people[place as usize] = person;
                place
            }
            None => {
                self.people.push(person);
                self.people.len() as u32 - 1
            }
        }
    }

    /// The day on which somebody gives up who begins to wait today.
    pub(super) fn gives_up(&self, luck: Luck, question: u32) -> u32 {
        self.service.gives_up_after.map_or(NEVER, |mean| {
            let days = libm::floor(mean * luck.exponential(question)) as u32;
            (self.today as u32).saturating_add(1).saturating_add(days)
        })
    }

    pub(super) fn rank_of(&self, person: u32) -> usize {
        self.service.kinds[self.people[person as usize].kind as usize].rank
    }

    pub(super) fn kind_and_month(&self, person: u32) -> (usize, usize) {
        let person = &self.people[person as usize];
        let month = self.service.timeline.days[person.arrived as usize].month;
        (person.kind as usize, month.unwrap_or(0))
    }

    fn triage(&mut self) {
        let Some(places) = self.service.triage else { return };
        for _ in 0..places {
            let Some(person) = self.next_of(|run| &mut run.for_triage) else { return };
            self.look_at(person);
        }
    }

    /// A referral is looked at: it is accepted, here or at a sitting, or not.
    fn look_at(&mut self, person: u32) {
        self.counts.steps += 1;
        let rank = self.rank_of(person);
        let kind = &self.service.kinds[self.people[person as usize].kind as usize];
        let at_once = kind.at_once || self.service.sittings.is_none();
        if at_once {
            self.decide(person);
        } else {
            self.for_sitting.join(rank, person);
        }
    }

    fn sit(&mut self, weekday: usize) {
        let Some(sittings) = &self.service.sittings else { return };
        if !sittings.weekdays[weekday] {
            return;
        }
        for _ in 0..sittings.places {
            let Some(person) = self.next_of(|run| &mut run.for_sitting) else { return };
            self.counts.steps += 1;
            self.decide(person);
        }
    }

    fn decide(&mut self, person: u32) {
        let Person { luck, kind, .. } = self.people[person as usize];
        if luck.share(ACCEPTED) < self.service.kinds[kind as usize].accepted {
            let rank = self.rank_of(person);
            self.for_assessment.join(rank, person);
        } else {
            self.leaves_unseen(person, Gone::NotAccepted);
        }
    }

    /// Takes whoever's turn it is out of a line, but for those who gave up.
    fn next_of(&mut self, line: fn(&mut Self) -> &mut Line) -> Option<u32> {
        loop {
            let person = line(self).pass()?;
            if !self.gave_up(person) {
                return Some(person);
            }
        }
    }

    /// Whose turn it is in a line, once those before her who gave up are taken out.
    pub(super) fn first_of(&mut self, line: impl Fn(&mut Self) -> &mut Line) -> Option<u32> {
        loop {
            let person = line(self).first()?;
            if !self.gave_up(person) {
                return Some(person);
            }
            line(self).pass();
        }
    }

    /// Whether she no longer waits. Whoever gave up is found out where her turn comes: the line itself was shorter from that day on.
    pub(super) fn gave_up(&mut self, person: u32) -> bool {
        let waits = self.people[person as usize];
        if waits.gives_up > self.today as u32 {
            return false;
        }
        match waits.stage {
            Stage::Unseen => self.leaves_unseen(person, Gone::GaveUp),
            Stage::ForCourse => {
                self.counts.course(waits.course, self.measuring()).gave_up += 1;
                self.away(person);
            }
            Stage::InCourse | Stage::Away => {}
        }
        true
    }

    pub(super) fn leaves_unseen(&mut self, person: u32, why: Gone) {
        self.no_longer_unseen(person);
        if self.people[person as usize].measured {
            let (kind, month) = self.kind_and_month(person);
            self.counts.left(kind, month, why);
        }
        self.away(person);
    }

    /// She is seen, or gone: the line is shorter by one, unless she gave up before, when it was made so.
    pub(super) fn no_longer_unseen(&mut self, person: u32) {
        let Person { gives_up, measured, .. } = self.people[person as usize];
        if gives_up > self.today as u32 {
            self.unseen -= 1;
            if let Some(number) = self.giving_up.get_mut(gives_up as usize) {
                *number -= 1;
            }
        }
        self.open -= u32::from(measured);
    }

    pub(super) fn away(&mut self, person: u32) {
        self.people[person as usize].stage = Stage::Away;
        self.free.push(person);
    }

    pub(super) fn measuring(&self) -> bool {
        self.service.timeline.measured.contains(&self.today)
    }

    /// Puts down when somebody has her next contact.
    pub(super) fn enter_due(&mut self, person: u32, days: u32) {
        let place = (self.today + days as usize) % self.due.len();
        self.due[place].push(person);
    }

    /// Who came in the measured days and is still unseen on the last day has given up, or waits.
    fn close(&mut self) {
        let today = self.today as u32;
        for place in 0..self.people.len() {
            let person = self.people[place];
            if person.stage != Stage::Unseen || !person.measured {
                continue;
            }
            let (kind, month) = self.kind_and_month(place as u32);
            if person.gives_up <= today {
                self.counts.left(kind, month, Gone::GaveUp);
            } else {
                self.counts.still_waits(kind, month, today - person.arrived);
            }
        }
    }
}

/// In which of several shares a share of the whole falls; none where it falls behind them.
pub(super) fn place_of(shares: impl Iterator<Item = f64>, share: f64) -> Option<usize> {
    let mut below = 0.0;
    shares.enumerate().find_map(|(place, one)| {
        below += one;
        (share < below).then_some(place)
    })
}
