//! Staff: who is there on which day, and for how many minutes.

use super::{
    super::{
        read::{Range, Reader, SHARE, ScenarioError, number},
        streams::Luck,
    },
    timeline::Day,
};

const POSTS: Range = number("whole-time posts", 0.1, 2_000.0);
const MEMBER: Range = number("whole-time posts", 0.1, 1.0);
const HOURS: Range = number("hours a week", 1.0, 60.0);
const LEAVE: Range = number("weeks a year", 0.0, 52.0);
const ABSENCE: Range = number("a share of the working days", 0.0, 0.9);
const SPELL: Range = number("working days", 1.0, 250.0);
const CASELOAD: Range = number("people for each whole-time post", 1.0, 500.0);

/// Questions that decide about absence, beside those about leave.
const ABSENT: u32 = 1 << 24;
const SPELLS: u32 = 1 << 25;

/// Staff who do the same.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Group {
    pub(super) name: String,
    pub(super) members: Vec<Member>,
    /// Hours for contacts that a whole post would have in a week.
    hours: f64,
    leave_weeks: f64,
    absence: f64,
    spell_days: f64,
    /// How many each whole-time post has in treatment at most. With it everybody stays with whom she began; without it whoever
    /// is there sees her.
    caseload: Option<f64>,
    pub(super) assesses: bool,
    /// The courses that they give, by place.
    pub(super) gives: Vec<usize>,
}

/// One of them.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Member {
    posts: f64,
    /// For contacts, on each weekday from Monday on.
    minutes: [u32; 7],
}

/// A pool of minutes: one member with a caseload of her own, or a group without.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Pool {
    pub(super) group: usize,
    /// The places of its members in their group.
    pub(super) from: usize,
    pub(super) to: usize,
    /// How many it has in treatment at most.
    pub(super) limit: u32,
}

/// Whether a member is there: leave and absence so far.
#[derive(Debug, Clone, Copy)]
pub(super) struct Presence {
    luck: Luck,
    /// For so many more of her days.
    absent_for: u32,
}

impl Group {
    /// Reads a part of `[staff]`.
    pub(super) fn read(name: &str, reader: Reader<'_>, courses: &[&str]) -> Result<Self, ScenarioError> {
        let posts = reader.number_or("posts", POSTS, 0.0)?;
        let listed = reader.numbers("members", MEMBER)?.unwrap_or_default();
        let hours = reader.number_or("hours_a_week", HOURS, 37.5)?;
        let contact = reader.number("contact_share", SHARE)?;
        let caseload = reader.number_or("caseload", CASELOAD, 0.0)?;
        let (mut assesses, mut gives) = (false, Vec::new());
        let expected = format!("expected a list with assessment or one of {}", courses.join(", "));
        let does = reader.texts("does", &expected)?.unwrap_or_default();
        for work in &does {
            match courses.iter().position(|course| course == work) {
                Some(course) => gives.push(course),
                None if *work == "assessment" => assesses = true,
                None => return Err(reader.wrong("does", format!("there is no {work:?} ({expected})"))),
            }
        }
        if does.is_empty() {
            return Err(reader.wrong("does", format!("nothing is said ({expected})")));
        }
        let posts = match (posts > 0.0, listed.is_empty()) {
            (true, true) => of_posts(posts),
            (false, false) => listed,
            (true, false) | (false, true) => {
                let what = "either this or members says who there are (expected whole-time posts from 0.1 to 2000)";
                return Err(reader.wrong("posts", what));
            }
        };
        let group = Self {
            name: name.to_owned(),
            members: members(&posts, hours * contact),
            hours: hours * contact,
            leave_weeks: reader.number_or("leave_weeks", LEAVE, 0.0)?,
            absence: reader.number_or("absence", ABSENCE, 0.0)?,
            spell_days: reader.number_or("absence_days", SPELL, 5.0)?,
            caseload: (caseload > 0.0).then_some(caseload),
            assesses,
            gives,
        };
        if group.leave_weeks >= 52.0 {
            return Err(
                reader.wrong("leave_weeks", "nobody would ever be there (expected less than the weeks of a year)")
            );
        }
        if group.members.iter().all(|member| member.minutes.iter().sum::<u32>() == 0) {
            return Err(reader.wrong("contact_share", "no minute is left for contacts (expected a share above 0)"));
        }
        reader.end()?;
        Ok(group)
    }

    /// The same with so many whole-time posts.
    pub(super) fn with_posts(&self, posts: f64) -> Self {
        Self { members: members(&of_posts(posts), self.hours), ..self.clone() }
    }

    /// Its pools: one for each member with a caseload of her own, otherwise one.
    pub(super) fn pools(&self, group: usize) -> Vec<Pool> {
        match self.caseload {
            None => vec![Pool { group, from: 0, to: self.members.len(), limit: u32::MAX }],
            Some(caseload) => {
                let of = |(nth, member): (usize, &Member)| {
                    // A tenth of a post still has one.
                    let limit = (libm::round(caseload * member.posts) as u32).max(1);
                    Pool { group, from: nth, to: nth + 1, limit }
                };
                self.members.iter().enumerate().map(of).collect()
            }
        }
    }

    /// Who is there is decided for each by her place in the group: one more changes nothing for the others.
    pub(super) fn presences(&self, luck: Luck) -> Vec<Presence> {
        let name = self.name.bytes().fold(0, |hash: u64, byte| hash.wrapping_mul(257).wrapping_add(u64::from(byte)));
        let of = |nth| Presence { luck: luck.of_one(name).of_one(nth), absent_for: 0 };
        (0..self.members.len() as u64).map(of).collect()
    }

    /// The minutes for contacts of a member on a working day.
    pub(super) fn minutes(&self, member: usize, presence: &mut Presence, nth: usize, day: &Day) -> u32 {
        let minutes = self.members[member].minutes[day.weekday];
        if minutes == 0 || self.on_leave(presence.luck, nth) || self.absent(presence, nth) {
            return 0;
        }
        minutes
    }

    /// Leave is taken in whole weeks: the year falls into as many parts as there are weeks of leave, and in each of them one week is
    /// taken. A part may hold a piece of a week.
    fn on_leave(&self, luck: Luck, nth: usize) -> bool {
        if self.leave_weeks <= 0.0 {
            return false;
        }
        let part = 52.0 / self.leave_weeks;
        let week = nth as f64 / 7.0;
        let which = libm::floor(week / part);
        let starts = which * part + luck.share(which as u32) * (part - 1.0);
        week >= starts && week < starts + 1.0
    }

    fn absent(&self, presence: &mut Presence, nth: usize) -> bool {
        if self.absence <= 0.0 {
            return false;
        }
        if presence.absent_for > 0 {
            presence.absent_for -= 1;
            return true;
        }
        // So many days absent to so many present ones that this share is absent: both are geometric.
        let begins = self.absence / ((1.0 - self.absence) * self.spell_days);
        if presence.luck.share(ABSENT + nth as u32) >= begins / (1.0 + begins) {
            return false;
        }
        if self.spell_days > 1.0 {
            let steps = presence.luck.exponential(SPELLS + nth as u32) / -libm::log1p(-1.0 / self.spell_days);
            presence.absent_for = steps as u32;
        }
        true
    }

    /// Whole-time posts.
    pub(super) fn posts(&self) -> f64 {
        self.members.iter().map(|member| member.posts).sum()
    }
}

impl Member {
    /// Somebody of so many posts, whose whole week would have so many hours for contacts. Part-time is fewer days; which ones
    /// differs from one to the next.
    fn new(nth: usize, posts: f64, hours: f64) -> Self {
        let days = (libm::ceil(posts * 5.0 - 1e-9) as usize).clamp(1, 5);
        let minutes = libm::floor(hours * posts * 60.0 / days as f64) as u32;
        let mut week = [0; 7];
        (0..days).for_each(|day| week[(nth + day) % 5] = minutes);
        Self { posts, minutes: week }
    }
}

fn members(posts: &[f64], hours: f64) -> Vec<Member> {
    posts.iter().enumerate().map(|(nth, &posts)| Member::new(nth, posts, hours)).collect()
}

/// Whole posts, and one part-time for what is left.
fn of_posts(posts: f64) -> Vec<f64> {
    let whole = libm::floor(posts + 1e-9);
    let mut members = vec![1.0; whole as usize];
    if posts - whole > 1e-9 {
        members.push(posts - whole);
    }
    members
}
