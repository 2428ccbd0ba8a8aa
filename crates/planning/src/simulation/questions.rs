//! What a plan is asked: what something else would change, how many staff are enough, how long a backlog takes.
//!
//! Each answer compares runs that meet the same chance: the same people come, with the same fates, and the same staff are absent on
//! the same days. What differs is then what was changed, and an interval over the differences of replications is far narrower than
//! two intervals side by side.

use super::{
    outcome::{Outcome, estimate, ratio},
    read::{Range, SHARE, ScenarioError, whole},
    replication::{Replication, Replications, Runs},
    scenario::{Kind, Scenario},
    student::Estimate,
};

const PEOPLE: Range = whole("people", 1, 100_000);
const DAYS: Range = whole("days", 0, 36_500);

/// A backlog is gone when no more than this share of it is left.
const LEFT_OVER: f64 = 0.05;

/// A post is looked for in tenths.
const TENTHS: f64 = 10.0;

/// More posts than this are looked for nowhere.
const MOST_TENTHS: u32 = 20_000;

/// What is asked of a scenario.
#[derive(Debug, Clone, PartialEq)]
pub enum Question {
    /// What its waits would be.
    Waits,
    /// What other values would change, by their names.
    Against(Vec<(String, String)>),
    /// How many whole-time posts of these staff it takes so that a share is seen within so many days.
    Enough {
        /// Whose number is looked for.
        staff: String,
        /// The share that is enough, from 0 to 1.
        share: f64,
        /// Within so many days.
        days: u32,
    },
    /// How long it takes until a backlog of so many people is gone.
    Backlog(u32),
}

impl Question {
    /// How many replications the answer takes, where that is known beforehand.
    pub fn replications(&self, runs: Runs) -> Option<u64> {
        let times = match self {
            Self::Waits => 1,
            Self::Against(_) => 2,
            Self::Enough { .. } => return None,
            Self::Backlog(_) => 3,
        };
        Some(times * u64::from(runs.replications.get()))
    }
}

/// The answer to what was asked.
#[derive(Debug, Clone, PartialEq)]
pub enum Answer {
    /// What the waits would be.
    Simulated(Outcome),
    /// What something else would change.
    Compared(Box<Comparison>),
    /// How many staff are enough, with the scenario as it is.
    Enough {
        /// The scenario as it is.
        outcome: Outcome,
        /// What was found.
        enough: Enough,
        /// The share that is enough.
        share: f64,
        /// Within so many days.
        days: u32,
    },
    /// How long a backlog takes, with the scenario as it is.
    Backlog {
        /// The scenario as it is.
        outcome: Outcome,
        /// What was found.
        backlog: Backlog,
    },
}

impl Answer {
    /// The scenario as it is.
    pub fn outcome(&self) -> &Outcome {
        match self {
            Self::Simulated(outcome) | Self::Enough { outcome, .. } | Self::Backlog { outcome, .. } => outcome,
            Self::Compared(comparison) => &comparison.first,
        }
    }
}

/// Two scenarios under the same chance.
#[derive(Debug, Clone, PartialEq)]
pub struct Comparison {
    /// The first.
    pub first: Outcome,
    /// The other.
    pub other: Outcome,
    /// How many days longer those wait on average who are seen in the other, replication by replication.
    pub mean_wait: Estimate,
    /// By how much larger the share is that is seen in time, for each target of the first that the other has.
    pub within: Vec<(u32, Estimate)>,
    /// By how much larger the share of time is that is used.
    pub utilisation: Estimate,
    /// How many more leave, in each replication.
    pub left: Estimate,
}

/// How many staff it takes.
#[derive(Debug, Clone, PartialEq)]
pub struct Enough {
    /// Whose number was looked for.
    pub staff: String,
    /// The least whole-time posts, in tenths of a post, with which the share is reached; none where no number was enough.
    pub posts: Option<f64>,
    /// What there are now.
    pub now: f64,
    /// Each number that was tried, in the order of trying.
    pub tried: Vec<Tried>,
}

/// A number of posts, and the share that it gives.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Tried {
    /// Whole-time posts.
    pub posts: f64,
    /// The share seen in time.
    pub share: Estimate,
}

/// How long a backlog takes.
#[derive(Debug, Clone, PartialEq)]
pub struct Backlog {
    /// How many wait on the first measured day beside those who wait as usual.
    pub people: u32,
    /// Replications in which it was gone before the days ended.
    pub gone: u32,
    /// All replications.
    pub replications: u32,
    /// After how many days no more than a twentieth of it was left, in those replications.
    pub days: Estimate,
    /// The share of it that was left at the end of each thirtieth day.
    pub left_over: Vec<Estimate>,
}

impl Scenario {
    /// Answers a question; `told` hears of each replication that is done.
    ///
    /// # Errors
    /// When something that the question names is not there, or cannot be used.
    pub fn answer(
        &self,
        question: &Question,
        runs: Runs,
        told: &(dyn Fn(u64) + Sync),
    ) -> Result<Answer, ScenarioError> {
        Ok(match question {
            Question::Waits => Answer::Simulated(self.run(runs, told)),
            Question::Against(settings) => {
                let other = self.with(settings)?;
                Answer::Compared(Box::new(self.against(&other, runs, told)))
            }
            Question::Enough { staff, share, days } => {
                let enough = self.enough(staff, *share, *days, runs, told)?;
                Answer::Enough { outcome: self.run(runs, told), enough, share: *share, days: *days }
            }
            Question::Backlog(people) => {
                let backlog = self.backlog(*people, runs, told)?;
                Answer::Backlog { outcome: self.run(runs, told), backlog }
            }
        })
    }

    /// What another scenario would change, under the same chance.
    pub fn against(&self, other: &Self, runs: Runs, told: &(dyn Fn(u64) + Sync)) -> Comparison {
        let both = [self, other].map(|scenario| scenario.kind.replications(runs, told));
        let [first, changed] = &both;
        let difference = |of: &dyn Fn(&Replication) -> Option<f64>| {
            estimate(first.each.iter().zip(&changed.each).map(|(first, other)| Some(of(other)? - of(first)?)))
        };
        let targets = self.kind.targets().iter().enumerate().filter_map(|(nth, &days)| {
            let theirs = other.kind.targets().iter().position(|&other| other == days)?;
            let pairs = first.each.iter().zip(&changed.each);
            let share = |one: &Replication, nth: usize| {
                one.within.get(nth).and_then(|&(part, all)| ratio(part as f64, all as f64))
            };
            Some((days, estimate(pairs.map(|(first, other)| Some(share(other, theirs)? - share(first, nth)?)))))
        });
        Comparison {
            within: targets.collect(),
            mean_wait: difference(&|one| ratio(one.days_waited, one.seen as f64)),
            utilisation: difference(&|one| ratio(one.time.0, one.time.1)),
            left: difference(&|one| Some(one.left as f64)),
            first: self.kind.outcome(runs, first),
            other: other.kind.outcome(runs, changed),
        }
    }

    /// The least number of whole-time posts of some staff (of a queue: of `servers`) with which a share of people is seen within so
    /// many days. More staff are taken to make nobody wait longer.
    ///
    /// # Errors
    /// When there are no such staff, or the share or the days cannot be used.
    pub fn enough(
        &self,
        staff: &str,
        share: f64,
        days: u32,
        runs: Runs,
        told: &(dyn Fn(u64) + Sync),
    ) -> Result<Enough, ScenarioError> {
        let share = SHARE.check("--share", share)?;
        let days = DAYS.check("--within", f64::from(days))? as u32;
        let (place, now, step) = self.kind.staff(staff)?;
        let scenario = if self.kind.targets().contains(&days) {
            self.clone()
        } else {
            self.with(&[("targets_days".to_owned(), format!("[{days}]"))])?
        };
        let mut enough = Enough { staff: staff.to_owned(), posts: None, now, tried: Vec::new() };
        let mut reaches = |tenths: u32| {
            let posts = f64::from(tenths) / TENTHS;
            let kind = scenario.kind.with_posts(place, posts);
            let outcome = kind.outcome(runs, &kind.replications(runs, told));
            let found = outcome.within(days).unwrap_or(Estimate { mean: None, interval: None });
            enough.tried.push(Tried { posts, share: found });
            found.mean.is_some_and(|mean| mean >= share)
        };
        let (mut low, mut high) = (0, ((now * TENTHS) as u32).max(step));
        high -= high % step;
        while !reaches(high) {
            (low, high) = (high, high * 2);
            if high > MOST_TENTHS {
                return Ok(enough);
            }
        }
        while high - low > step {
            let middle = low + ((high - low) / 2).next_multiple_of(step).min(high - low - step);
            if reaches(middle) {
                high = middle;
            } else {
                low = middle;
            }
        }
        enough.posts = Some(f64::from(high) / TENTHS);
        Ok(enough)
    }

    /// How long it takes until a backlog is gone: the line of people beside that without it, under the same chance.
    ///
    /// # Errors
    /// When the number cannot be used, or the scenario is no service.
    pub fn backlog(&self, people: u32, runs: Runs, told: &(dyn Fn(u64) + Sync)) -> Result<Backlog, ScenarioError> {
        let people = PEOPLE.check("--backlog", f64::from(people))? as u32;
        let Kind::Service(service) = &self.kind else {
            return Err(ScenarioError::at(
                "--backlog",
                "the scenario is a queue (expected one whose model is service)",
            ));
        };
        let [usual, longer] = [0, people].map(|people| {
            let service = Kind::Service(Box::new(service.with_backlog(people)));
            lines(service.replications(runs, told))
        });
        let all = f64::from(people) * f64::from(service.areas());
        let over = |day: usize, pair: (&Vec<u32>, &Vec<u32>)| {
            let at = |line: &Vec<u32>| line.get(day).copied().map(f64::from);
            Some((at(pair.1)? - at(pair.0)?) / all)
        };
        let pairs = || usual.iter().zip(&longer);
        let days = service.counted_days();
        let gone = |pair| {
            (0..days).find(|&day| over(day, pair).is_some_and(|left| left <= LEFT_OVER)).map(|day| day as f64 + 1.0)
        };
        let after: Vec<Option<f64>> = pairs().map(gone).collect();
        Ok(Backlog {
            people,
            gone: after.iter().flatten().count() as u32,
            replications: runs.replications.get(),
            days: estimate(after.into_iter()),
            left_over: (0..days)
                .skip(29)
                .step_by(30)
                .map(|day| estimate(pairs().map(|pair| over(day, pair))))
                .collect(),
        })
    }
}

/// The line of each replication.
fn lines(replications: Replications) -> Vec<Vec<u32>> {
    replications.each.into_iter().filter_map(|one| one.service.map(|service| service.line)).collect()
}

impl Kind {
    /// The place of some staff, how many posts there are, and the step in tenths by which there may be more.
    fn staff(&self, name: &str) -> Result<(usize, f64, u32), ScenarioError> {
        match self {
            Self::Queue(queue) if name == "servers" => Ok((0, f64::from(queue.servers()), 10)),
            Self::Queue(_) => {
                Err(ScenarioError::at("--enough", format!("there are no {name:?} in a queue (expected servers)")))
            }
            Self::Service(service) => {
                let all = service.posts();
                let found = all.iter().enumerate().find(|(_, (known, _))| *known == name);
                found.map(|(place, (_, posts))| (place, *posts, 1)).ok_or_else(|| {
                    let known: Vec<&str> = all.iter().map(|(name, _)| *name).collect();
                    let what = format!("there are no staff {name:?} (expected one of {})", known.join(", "));
                    ScenarioError::at("--enough", what)
                })
            }
        }
    }

    fn with_posts(&self, place: usize, posts: f64) -> Self {
        match self {
            Self::Queue(queue) => Self::Queue(queue.with_servers(posts as u32)),
            Self::Service(service) => Self::Service(Box::new(service.with_posts(place, posts))),
        }
    }
}
