//! What staff do on a working day, and what becomes of each contact.

use super::{
    Course,
    counts::Gone,
    run::{CONTACTS, COURSE, GIVES_UP_AGAIN, NEVER, NEXT_COURSE, Person, Run, Stage, place_of},
};

/// Whether there was time for all that was to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Time {
    Left(u32),
    /// So many minutes are too few for the next contact.
    TooShort(u32),
}

impl Run<'_> {
    /// A contact is due: with whom she began, or an assessment that she missed, before others.
    pub(super) fn falls_due(&mut self, person: u32) {
        match self.people[person as usize].pool {
            NEVER => {
                let rank = self.rank_of(person);
                self.for_assessment.join_first(rank, person);
            }
            pool => self.desks[pool as usize].due.push_back(person),
        }
    }

    /// A pool's day: contacts that are due, then assessments and courses that begin.
    pub(super) fn work(&mut self, desk: usize) {
        let minutes = self.minutes(desk);
        if minutes == 0 {
            return;
        }
        let before = minutes + self.desks[desk].carried;
        let mut time = self.see_due(desk, before);
        let courses_first = self.service.courses_first;
        for courses in [courses_first, !courses_first] {
            if let Time::Left(left) = time {
                time = if courses { self.begin_courses(desk, left) } else { self.assess(desk, left) };
            }
        }
        // What was too short is time tomorrow; what nobody needed has passed.
        let (left, carried) = match time {
            Time::Left(left) => (left, 0),
            Time::TooShort(left) => (left, left),
        };
        self.desks[desk].carried = carried;
        if let Some(month) = self.service.timeline.days[self.today].month {
            let used = u64::from(before - left);
            self.counts.minutes(self.service.pools[desk].group, month, used, u64::from(minutes));
        }
    }

    /// The minutes that its members who are there have today.
    fn minutes(&mut self, desk: usize) -> u32 {
        let pool = self.service.pools[desk];
        let (group, day) = (&self.service.groups[pool.group], &self.service.timeline.days[self.today]);
        let presences = self.presences[pool.group].iter_mut().enumerate().take(pool.to).skip(pool.from);
        presences.map(|(member, presence)| group.minutes(member, presence, self.today, day)).sum()
    }

    fn see_due(&mut self, desk: usize, mut left: u32) -> Time {
        while let Some(&person) = self.desks[desk].due.front() {
            let minutes = self.course_of(person).minutes;
            if minutes > left {
                return Time::TooShort(left);
            }
            left -= minutes;
            self.desks[desk].due.pop_front();
            self.contact(person);
        }
        Time::Left(left)
    }

    fn assess(&mut self, desk: usize, mut left: u32) -> Time {
        let service = self.service;
        if !service.groups[service.pools[desk].group].assesses {
            return Time::Left(left);
        }
        while let Some(person) = self.first_of(|run| &mut run.for_assessment) {
            if service.assessment.minutes > left {
                return Time::TooShort(left);
            }
            left -= service.assessment.minutes;
            self.for_assessment.pass();
            self.assessment(person);
        }
        Time::Left(left)
    }

    fn assessment(&mut self, person: u32) {
        let service = self.service;
        let nth = self.next_contact(person);
        let Person { luck, missed, measured, arrived, kind, .. } = self.people[person as usize];
        if luck.share(nth) < service.assessment.missed {
            self.people[person as usize].missed += 1;
            if missed + 1 >= service.assessment.most_missed {
                self.leaves_unseen(person, Gone::Missed);
            } else {
                self.enter_due(person, service.assessment.again_after);
            }
            return;
        }
        self.no_longer_unseen(person);
        if measured {
            let (kind, month) = self.kind_and_month(person);
            self.counts.seen(kind, month, self.today as u32 - arrived);
        }
        let goes_to = &service.kinds[kind as usize].goes_to;
        match place_of(goes_to.iter().map(|(_, share)| *share), luck.share(COURSE)) {
            Some(place) => self.wait_for(person, goes_to[place].0),
            None => self.away(person),
        }
    }

    fn wait_for(&mut self, person: u32, course: usize) {
        let Person { luck, courses, .. } = self.people[person as usize];
        let gives_up = self.gives_up(luck, GIVES_UP_AGAIN + courses);
        let waits = &mut self.people[person as usize];
        (waits.stage, waits.course, waits.since) = (Stage::ForCourse, course as u16, self.today as u32);
        (waits.delivered, waits.missed, waits.gives_up) = (0, 0, gives_up);
        let rank = self.rank_of(person);
        self.for_course[course].join(rank, person);
    }

    fn begin_courses(&mut self, desk: usize, mut left: u32) -> Time {
        let service = self.service;
        let pool = service.pools[desk];
        let gives = &service.groups[pool.group].gives;
        while self.desks[desk].in_treatment < pool.limit {
            let waiting = gives.iter().filter_map(|&course| {
                let person = self.first_of(|run| &mut run.for_course[course])?;
                Some((self.rank_of(person), self.people[person as usize].since, course, person))
            });
            let Some((_, since, course, person)) = waiting.min() else { break };
            if service.courses[course].minutes > left {
                return Time::TooShort(left);
            }
            left -= service.courses[course].minutes;
            self.for_course[course].pass();
            let begins = &mut self.people[person as usize];
            (begins.stage, begins.pool, begins.gives_up) = (Stage::InCourse, desk as u32, NEVER);
            self.desks[desk].in_treatment += 1;
            let measuring = self.measuring();
            let counts = self.counts.course(course as u16, measuring);
            counts.begun += 1;
            counts.waits.record_seen(self.today as u32 - since);
            self.contact(person);
        }
        Time::Left(left)
    }

    /// A contact of a course: kept or missed, the last or one of more.
    fn contact(&mut self, person: u32) {
        let nth = self.next_contact(person);
        let measuring = self.measuring();
        let (luck, number) = {
            let one = &self.people[person as usize];
            (one.luck, one.course)
        };
        let course = &self.service.courses[number as usize];
        let counts = self.counts.course(number, measuring);
        let one = &mut self.people[person as usize];
        let ended = if luck.share(nth) < course.missed {
            counts.missed += 1;
            one.missed += 1;
            (one.missed >= course.most_missed).then_some(false)
        } else {
            counts.delivered += 1;
            (one.missed, one.delivered) = (0, one.delivered + 1);
            if one.delivered >= course.planned {
                Some(true)
            } else {
                (luck.share(nth + 1) < course.ends_early).then_some(false)
            }
        };
        match ended {
            None => self.enter_due(person, course.every),
            Some(completed) => {
                counts.end(completed, course.planned, one.delivered);
                self.end_course(person, completed);
            }
        }
    }

    fn end_course(&mut self, person: u32, completed: bool) {
        let ends = &mut self.people[person as usize];
        self.desks[ends.pool as usize].in_treatment -= 1;
        let (luck, courses, course) = (ends.luck, ends.courses, ends.course);
        ends.courses += 1;
        ends.pool = NEVER;
        let then = &self.service.courses[course as usize].then;
        let next = place_of(then.iter().map(|(_, share)| *share), luck.share(NEXT_COURSE + courses));
        match next.filter(|_| completed) {
            Some(place) => self.wait_for(person, then[place].0),
            None => self.away(person),
        }
    }

    /// The two questions of her next contact: whether she misses it, and whether it was the last.
    fn next_contact(&mut self, person: u32) -> u32 {
        self.counts.steps += 1;
        let contacts = &mut self.people[person as usize].contacts;
        *contacts += 1;
        CONTACTS + 2 * *contacts
    }

    fn course_of(&self, person: u32) -> &Course {
        &self.service.courses[self.people[person as usize].course as usize]
    }
}
