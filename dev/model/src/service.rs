//! One referral, the people about it, a clock and a store, as a model for the checker.

use std::{
    hash::{Hash, Hasher},
    sync::{Arc, LazyLock},
};

use jiff::{SignedDuration, Timestamp};
use porch_domain::{
    disallowed::{Disallowed, ImpossibleHistory},
    footprint::Footprint,
    ids::ReferralId,
    invariants::Broken,
    referral::{self, Deciding, Referral, ReferralCommand, ReferralEvent},
};
use stateright::{Model, Property};
use uuid::Uuid;

use crate::{
    act::{What, Who},
    key::{Key, Kind},
    promises::{self, Happened, Step},
};

/// The referral.
pub const ID: ReferralId = ReferralId(Uuid::from_u128(7));

/// The rules of Kent and Medway, but that every handover is answered within four hours, so that a few instants tell all.
static FOOTPRINT: LazyLock<Footprint> = LazyLock::new(|| {
    let text = include_str!("../../../footprints/kent-medway.toml");
    let clock = "purpose = \"handover_answer\"\nkind = \"working\"\ndays = 2\n";
    assert!(text.contains(clock));
    Footprint::parse(&text.replace(clock, "purpose = \"handover_answer\"\nkind = \"elapsed\"\nhours = 4\n")).unwrap()
});

/// The rules of the footprint of the models.
pub(crate) fn footprint() -> &'static Footprint {
    &FOOTPRINT
}

/// What follows from a command, or why it may not be.
pub type Decided = Result<Vec<ReferralEvent>, Disallowed>;

/// The rules of a referral. [`Rules::default`] are the real ones; a mutant puts something of its own around one of them.
#[derive(Clone, Copy)]
pub struct Rules {
    /// What follows from a command.
    pub decide: fn(Option<&Referral>, ReferralCommand, &Deciding<'_>) -> Decided,
    /// The referral after an event.
    pub evolve: fn(Option<Referral>, &ReferralEvent) -> Result<Referral, ImpossibleHistory>,
    /// What the service itself does now.
    pub due_now: fn(&Referral, &Deciding<'_>) -> Option<ReferralCommand>,
}

impl Default for Rules {
    fn default() -> Self {
        Self { decide: |state, command, deciding| referral::decide(ID, state, command, deciding), evolve, due_now }
    }
}

fn evolve(state: Option<Referral>, event: &ReferralEvent) -> Result<Referral, ImpossibleHistory> {
    referral::evolve(ID, state, event)
}

fn due_now(state: &Referral, deciding: &Deciding<'_>) -> Option<ReferralCommand> {
    referral::due_now(state, deciding)
}

/// What the store keeps to; the conformance stories hold the real one to it.
#[derive(Debug, Clone, Copy)]
pub struct Store {
    /// Whether it remembers the first outcome of a command.
    pub remembers_outcomes: bool,
    /// Whether it refuses what was decided on an older version.
    pub refuses_stale: bool,
}

impl Default for Store {
    fn default() -> Self {
        Self { remembers_outcomes: true, refuses_stale: true }
    }
}

/// Somebody whose command takes its time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Slow {
    /// It was read and decided, and nothing is stored.
    Decided {
        /// Who asked.
        who: Who,
        /// For what.
        what: What,
        /// What was decided.
        events: Arc<Vec<ReferralEvent>>,
        /// Whether somebody else changed the referral since.
        moved_on: bool,
    },
    /// It was stored, and the answer was lost on its way.
    Unanswered {
        /// Who asked.
        who: Who,
        /// For what.
        what: What,
    },
}

/// How everything stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct State {
    /// The referral, once it was received.
    pub referral: Option<Arc<Referral>>,
    /// Which of the model's instants it is.
    pub tick: u8,
    /// The command that takes its time.
    pub slow: Option<Slow>,
    /// What happened, in its order and not by the clock.
    pub happened: Happened,
    /// The promise that the last step broke.
    pub broken: Option<Broken>,
}

/// Two states that no rule can tell apart are one: the key says what that is.
impl Hash for State {
    fn hash<H: Hasher>(&self, hasher: &mut H) {
        self.key().hash(hasher);
    }
}

impl State {
    /// What of it any rule reads again.
    pub fn key(&self) -> Key {
        Key::of(self)
    }

    /// Whether it is an open referral.
    pub fn is_open(&self) -> bool {
        self.referral.as_ref().is_some_and(|referral| referral.held().is_some())
    }
}

/// A step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Act {
    /// Time passes, to the next instant.
    Pass,
    /// The clock is set back, to the instant before.
    SetBack,
    /// Somebody asks, and it is stored and answered.
    Do(Who, What),
    /// Somebody asks, it is decided, and nothing is stored yet.
    Begin(Who, What),
    /// What was decided is stored, and the answer is lost.
    Store,
    /// The program ends between deciding and storing.
    Crash,
    /// Whoever had no answer sends the same command again.
    SendAgain,
}

/// The model.
#[derive(Clone)]
pub struct Service {
    /// The rules.
    pub rules: Rules,
    /// The store.
    pub store: Store,
    /// What is asked, by whom.
    pub asks: Vec<(Who, What)>,
    /// The instants, as minutes after the receipt.
    pub minutes: Vec<i64>,
    /// Whether a command may take its time.
    pub slow: bool,
    /// The names of what must be seen somewhere, of [`promises::SEEN`].
    pub sees: Vec<&'static str>,
}

impl Service {
    /// A model in which these people ask for these things.
    pub fn of(people: &[(Who, &[What])], minutes: &[i64]) -> Self {
        let asks = people.iter().flat_map(|(who, whats)| whats.iter().map(|what| (*who, *what))).collect();
        Self {
            rules: Rules::default(),
            store: Store::default(),
            asks,
            minutes: minutes.to_vec(),
            slow: false,
            sees: Vec::new(),
        }
    }

    /// An instant: after ten on a Thursday morning.
    pub fn now(&self, state: &State) -> Timestamp {
        let start: Timestamp = "2026-11-19T10:00:00Z".parse().unwrap();
        start + SignedDuration::from_mins(self.minutes[usize::from(state.tick)])
    }

    /// Of which kind a state is.
    pub fn kind(&self, state: &State) -> Option<Kind> {
        state.referral.as_ref().map(|referral| Kind::of(referral, self.now(state)))
    }

    /// What the rules answer.
    ///
    /// # Errors
    /// As the rules say.
    pub fn decide(&self, state: &State, who: Who, what: What) -> Result<Vec<ReferralEvent>, Disallowed> {
        let now = self.now(state);
        self.decide_at(state.referral.as_deref(), who, what.command(now), now)
    }

    pub(crate) fn decide_at(
        &self,
        referral: Option<&Referral>,
        who: Who,
        command: ReferralCommand,
        now: Timestamp,
    ) -> Result<Vec<ReferralEvent>, Disallowed> {
        let actor = who.actor();
        let deciding =
            Deciding { now, actor: &actor, footprint: &FOOTPRINT, rules: "invented", rejected_before: false };
        (self.rules.decide)(referral, command, &deciding)
    }

    pub(crate) fn due_at(&self, referral: &Referral, now: Timestamp) -> Option<ReferralCommand> {
        let actor = Who::Service.actor();
        let deciding =
            Deciding { now, actor: &actor, footprint: &FOOTPRINT, rules: "invented", rejected_before: false };
        (self.rules.due_now)(referral, &deciding)
    }

    /// The end of a clock by the rules alone.
    pub(crate) fn respond_by(&self, priority: referral::Priority, from: Timestamp) -> Option<Timestamp> {
        FOOTPRINT.respond_by(priority, from)
    }

    /// The state after events, with the first promise that they break.
    fn stored(&self, before: &State, who: Who, events: &[ReferralEvent]) -> State {
        let mut after = before.clone();
        let now = self.now(before);
        if events.is_empty() {
            after.broken = Some(Broken { id: "INV-08", what: "a command was silent" });
        }
        for event in events {
            let old = after.referral.clone();
            let referral = match (self.rules.evolve)(old.as_deref().cloned(), event) {
                Ok(referral) => Arc::new(referral),
                Err(ImpossibleHistory(what)) => {
                    after.broken = Some(Broken { id: "INV-08", what });
                    return after;
                }
            };
            after.happened.note(event);
            let step = Step { who, event, before: old.as_deref(), after: &referral, now, happened: after.happened };
            let broken = promises::step(self, &step).err();
            after.broken = after.broken.or(broken);
            after.referral = Some(referral);
        }
        if let Some(Slow::Decided { moved_on, .. }) = &mut after.slow {
            *moved_on = true;
        }
        after
    }

    fn send_again(&self, before: &State) -> Option<State> {
        let Some(Slow::Unanswered { who, what }) = &before.slow else { return None };
        let mut after = State { slow: None, ..before.clone() };
        if !self.store.remembers_outcomes
            && let Ok(events) = self.decide(before, *who, *what)
        {
            after = self.stored(&after, *who, &events);
        }
        if after.referral != before.referral {
            after.broken = Some(Broken { id: "INV-08", what: "a repeated command changed something" });
        }
        Some(after)
    }

    fn store(&self, before: &State) -> Option<State> {
        let Some(Slow::Decided { who, what, events, moved_on }) = &before.slow else { return None };
        let free = State { slow: None, ..before.clone() };
        if *moved_on && self.store.refuses_stale {
            return Some(free);
        }
        let after = self.stored(&free, *who, events);
        Some(State { slow: Some(Slow::Unanswered { who: *who, what: *what }), ..after })
    }
}

impl Model for Service {
    type State = State;
    type Action = Act;

    fn init_states(&self) -> Vec<State> {
        vec![State { referral: None, tick: 0, slow: None, happened: Happened::default(), broken: None }]
    }

    fn actions(&self, state: &State, actions: &mut Vec<Act>) {
        if state.broken.is_some() {
            return;
        }
        actions.extend(self.asks.iter().map(|(who, what)| Act::Do(*who, *what)));
        if state.referral.is_none() {
            return;
        }
        actions.extend([Act::Pass, Act::SetBack]);
        if self.slow {
            match &state.slow {
                None => actions.extend(self.asks.iter().map(|(who, what)| Act::Begin(*who, *what))),
                Some(Slow::Decided { .. }) => actions.extend([Act::Store, Act::Crash]),
                Some(Slow::Unanswered { .. }) => actions.push(Act::SendAgain),
            }
        }
    }

    fn next_state(&self, before: &State, act: Act) -> Option<State> {
        let to = |tick: u8| State { tick, ..before.clone() };
        match act {
            Act::Pass => (usize::from(before.tick) + 1 < self.minutes.len()).then(|| to(before.tick + 1)),
            Act::SetBack => before.tick.checked_sub(1).map(to),
            Act::Do(who, what) => {
                let events = self.decide(before, who, what).ok()?;
                let silent = events.is_empty() && what.may_be_silent();
                (!silent).then(|| self.stored(before, who, &events))
            }
            Act::Begin(who, what) => {
                let events = Arc::new(self.decide(before, who, what).ok()?);
                Some(State { slow: Some(Slow::Decided { who, what, events, moved_on: false }), ..before.clone() })
            }
            Act::Store => self.store(before),
            Act::Crash => Some(State { slow: None, ..before.clone() }),
            Act::SendAgain => self.send_again(before),
        }
    }

    fn properties(&self) -> Vec<Property<Self>> {
        let mut properties = promises::properties();
        properties.extend(
            promises::SEEN.iter().filter(|(name, _)| self.sees.contains(name)).map(|(name, seen)| Property {
                expectation: stateright::Expectation::Sometimes,
                name,
                condition: *seen,
            }),
        );
        properties
    }
}
