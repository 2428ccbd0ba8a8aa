//! A service, day by day, from a seed.

use std::{
    collections::{BTreeMap, VecDeque},
    sync::Arc,
};

use jiff::{SignedDuration, Timestamp};
use porch_app::{AppError, Ctx, Store, World, due::Holder};
use porch_domain::{
    actor::{Actor, Role},
    ids::{CommandId, PersonId, ReferralId},
    invariants,
    person::{Identity, PersonCommand, PersonRegistered},
    referral::{self, Deciding, Referral, ReferralCommand, ReferralEvent, system_due},
};
use porch_model::{
    Service, What, Who,
    promises::{self, Happened, Step},
};
use porch_store::{Record, load};
use porch_testkit::conformance::Desk;
use rand_chacha::ChaCha8Rng;
use rand_core::{RngCore, SeedableRng};

/// Referrals that are open at once, at most: more would only be looked at more rarely.
const OPEN: usize = 60;

/// Commands between two looks at everything that was touched.
const LOOK_AFTER: u64 = 1_000;

/// Commands after which the application is asked what is due, also where nothing is.
const ASK_AFTER: u64 = 100;

/// Commands between two restarts.
const RESTART_AFTER: u64 = 7_919;

/// What came of it.
#[derive(Debug, PartialEq, Eq)]
pub struct Told {
    /// The hash of all that is stored.
    pub state_hash: String,
    /// Commands that were carried out, by what followed.
    pub done: BTreeMap<String, u64>,
    /// Commands that the rules refused.
    pub refused: u64,
    /// Commands that were sent again after they had been stored.
    pub again: u64,
    /// Commands that were drawn from an older version and refused.
    pub stale: u64,
    /// How often the store was closed and opened.
    pub restarts: u64,
    /// How often the clock was set back.
    pub set_back: u64,
}

impl Told {
    /// Nothing that a service does was missing.
    pub fn everything_was_seen(&self) {
        assert!(self.again > 0 && self.stale > 0 && self.restarts > 0 && self.set_back > 0 && self.refused > 0);
        for name in [
            "ReferralReceived",
            "ReferralAccepted",
            "HandoverOffered",
            "HandoverAccepted",
            "HandoverReturned",
            "HandoverUnanswered",
            "EscalationClimbed",
            "EmergencyTaken",
            "ContactRecorded",
            "RiskReviewed",
            "CaseListed",
            "CaseDiscussed",
            "TeamsAskedToMeet",
            "ReferralDischarged",
            "ReferralRejected",
            "ReferralWithdrawn",
            "PersonalDataErased",
        ] {
            assert!(self.done.contains_key(name), "{name} never happened: {:?}", self.done);
        }
    }
}

/// A referral as the rules alone make it of what was carried out.
struct Case {
    id: ReferralId,
    person: PersonId,
    referral: Referral,
    happened: Happened,
    version: i64,
    touched: bool,
}

/// A command that was stored, and whose answer was lost.
struct Lost {
    id: CommandId,
    case: ReferralId,
    command: ReferralCommand,
    actor: Actor,
}

/// The service.
pub struct Simulation<O: FnMut() -> Store> {
    open: O,
    seed: u64,
    random: ChaCha8Rng,
    desk: Option<Desk>,
    rules: Service,
    cases: Vec<Case>,
    lost: VecDeque<Lost>,
    holder: Holder,
    step: u64,
    asked: u64,
    told: Told,
}

impl<O: FnMut() -> Store> Simulation<O> {
    /// A new service.
    pub fn new(seed: u64, mut open: O) -> Self {
        let desk = Some(Desk::open(open(), seed));
        let told = Told {
            state_hash: String::new(),
            done: BTreeMap::new(),
            refused: 0,
            again: 0,
            stale: 0,
            restarts: 0,
            set_back: 0,
        };
        let random = ChaCha8Rng::seed_from_u64(seed);
        let holder = Holder::new(desk.as_ref().unwrap().world.as_ref());
        let (rules, cases, lost) = (Service::of(&[], &[0]), Vec::new(), VecDeque::new());
        Self { open, seed, random, desk, rules, cases, lost, holder, step: 0, asked: 0, told }
    }

    /// Goes on for so many commands, looks at everything in between, and verifies at the end.
    pub fn run(mut self, commands: u64) -> Told {
        let mut looked = 0;
        while self.step < commands {
            self.pass();
            self.by_itself();
            match self.draw() % 100 {
                0..8 if self.cases.iter().filter(|case| case.referral.held().is_some()).count() < OPEN => {
                    self.receive()
                }
                8..11 => self.send_again(),
                11 if self.draw().is_multiple_of(20) => self.erase(),
                _ => self.somebody(),
            }
            if self.step / LOOK_AFTER > looked {
                looked = self.step / LOOK_AFTER;
                self.look();
            }
            if self.step / RESTART_AFTER > self.told.restarts {
                self.restart();
            }
        }
        self.look();
        self.restart();
        self.told.state_hash = self.desk().verified();
        self.told
    }

    fn draw(&mut self) -> u64 {
        self.random.next_u64()
    }

    fn desk(&self) -> &Desk {
        self.desk.as_ref().unwrap()
    }

    fn wrong(&self, what: &str) -> ! {
        panic!("seed {}, command {}: {what}", self.seed, self.step)
    }

    fn ctx(&self, actor: Actor) -> Ctx {
        let desk = self.desk();
        Ctx::new(desk.store.clone(), Arc::clone(&desk.rules), actor, Arc::clone(&desk.world) as Arc<dyn World>)
    }

    /// Minutes pass; seldom hours or days, and seldom the clock is set back.
    fn pass(&mut self) {
        let (kind, much) = (self.draw() % 5_000, i64::try_from(self.draw() % 600).unwrap());
        let time = match kind {
            0..10 => {
                self.told.set_back += 1;
                SignedDuration::from_secs(-much * 10)
            }
            10..20 => SignedDuration::from_mins(much * 2),
            20 => SignedDuration::from_hours(24 * 8),
            _ => SignedDuration::from_secs(much / 4 + 1),
        };
        self.desk().world.pass(time);
    }

    /// What the service does by itself, until nothing is due: by the rules alone, and by the application when it is asked.
    fn by_itself(&mut self) {
        let (now, actor, rules) = (self.desk().world.now(), Actor::System, Arc::clone(&self.desk().rules));
        let deciding = deciding(&rules, now, &actor);
        let mut due = 0;
        for index in 0..self.cases.len() {
            while system_due(&self.cases[index].referral, &rules.footprint).is_some_and(|due| due <= now) {
                let case = &self.cases[index];
                let command = referral::due_now(&case.referral, &deciding);
                let events = command.map(|command| referral::decide(case.id, Some(&case.referral), command, &deciding));
                let Some(Ok(events)) = events else { self.wrong(&format!("something is due: {events:?}")) };
                self.follow(index, Who::Service, now, &events);
                due += 1;
            }
        }
        self.step += due;
        let asked = self.step / ASK_AFTER > self.asked;
        if due == 0 && !asked {
            return;
        }
        self.asked = self.step / ASK_AFTER;
        let (ctx, mut done) = (self.ctx(actor.clone()), 0);
        loop {
            // One at a time, so that the order is the same in every run.
            let ticked = porch_app::due::tick(&ctx, &self.holder, 1).unwrap();
            done += u64::try_from(ticked.done).unwrap();
            if ticked.put_off > 0 {
                self.wrong("what is due could not be handled");
            }
            if ticked.looked == 0 {
                break;
            }
        }
        if done != due {
            self.wrong(&format!("{due} were due, and {done} were done"));
        }
    }

    fn receive(&mut self) {
        let desk = self.desk();
        let (person, id) = (PersonId(desk.world.id()), ReferralId(desk.world.id()));
        let duty = Who::Duty.actor();
        let identity = Identity { name: Some("Invented Person".to_owned()), ..Identity::default() };
        let registered = PersonRegistered { identity: Some(identity), ..PersonRegistered::default() };
        let (ctx, command) = (self.ctx(duty.clone()), desk.command());
        porch_app::person::carry_out(&ctx, command, person, PersonCommand::Register(registered)).unwrap();
        let what = if self.draw().is_multiple_of(5) { What::ReceiveEmergency } else { What::ReceiveRoutine };
        let ReferralCommand::Receive(mut receipt) = what.command(ctx.now) else { unreachable!() };
        receipt.person = person;
        let command = ReferralCommand::Receive(receipt);
        let rules = Arc::clone(&self.desk().rules);
        let events = referral::decide(id, None, command.clone(), &deciding(&rules, ctx.now, &duty)).unwrap();
        let id_of_command = self.desk().command();
        porch_app::referral::carry_out(&ctx, id_of_command, id, None, command).unwrap();
        let referral = referral::evolve(id, None, &events[0]).unwrap();
        let version = i64::try_from(events.len()).unwrap();
        self.cases.push(Case { id, person, referral, happened: Happened::default(), version, touched: true });
        self.count(&events);
        self.step += 2;
    }

    /// Somebody of the staff does something that is likely, or at times anything at all.
    fn somebody(&mut self) {
        if self.cases.is_empty() {
            return self.receive();
        }
        let (which, one, other) = (self.draw(), self.draw(), self.draw());
        let any = usize::try_from(which).unwrap() % self.cases.len();
        let climbs = self.cases.iter().position(|case| case.referral.climbs_since().is_some());
        let open = |case: &Case| case.referral.held().is_some();
        let next_open = (any..self.cases.len()).find(|index| open(&self.cases[*index]));
        // Duty looks at emergencies first, and seldom at what has ended.
        let (index, what) = match (climbs, next_open) {
            (Some(index), _) if other.is_multiple_of(4) => (index, What::Claim),
            (_, Some(index)) if !one.is_multiple_of(16) => {
                (index, crate::day::likely(&self.cases[index].referral, one, other))
            }
            _ => (any, crate::day::likely(&self.cases[any].referral, one, other)),
        };
        if what == What::ErasePersonalData {
            return;
        }
        let (who, actor) = match self.draw() % 40 {
            0 => (Who::Service, Actor::System),
            1 => (Who::Public, Actor::Public),
            2 => (Who::Duty, Actor::Staff { account: "invented manager".to_owned(), role: Role::Manager }),
            3..22 => (Who::Duty, Who::Duty.actor()),
            _ => (Who::Clinician, Who::Clinician.actor()),
        };
        let command = what.command(self.desk().world.now());
        self.carry_out(index, command, who, actor);
    }

    /// Carries a command out in the application, and in the rules alone; both must say the same.
    fn carry_out(&mut self, index: usize, command: ReferralCommand, who: Who, actor: Actor) -> bool {
        self.step += 1;
        let ctx = self.ctx(actor.clone());
        let rules = Arc::clone(&self.desk().rules);
        let case = &self.cases[index];
        let (id, old) = (case.id, case.referral.clone());
        let expected = referral::decide(id, Some(&old), command.clone(), &deciding(&rules, ctx.now, &actor));
        let command_id = self.desk().command();
        let drawn_from = match self.draw() % 30 {
            0 => Some(self.cases[index].version - 1),
            1..4 => Some(self.cases[index].version),
            _ => None,
        };
        let done = porch_app::referral::carry_out(&ctx, command_id, id, drawn_from, command.clone());
        match (done, expected) {
            (Ok(()), Ok(events)) => {
                self.follow(index, who, ctx.now, &events);
                if self.draw().is_multiple_of(25) {
                    self.lost.push_back(Lost { id: command_id, case: id, command, actor });
                }
                true
            }
            (Err(AppError::Stale), _) if drawn_from.is_some_and(|drawn| drawn != self.cases[index].version) => {
                self.told.stale += 1;
                false
            }
            (Err(AppError::Disallowed(refused)), Err(expected)) if refused == expected => self.refused(),
            // The application refuses by who asks before the rules are asked.
            (Err(AppError::NotAllowed(_)), Err(_)) => self.refused(),
            // Nothing is heard from the service itself, or from somebody at the door who was given no questionnaire.
            (Err(AppError::NotAllowed(_)), Ok(_))
                if actor != who.actor() || matches!(who, Who::Public | Who::Service) =>
            {
                self.refused()
            }
            (done, expected) => self.wrong(&format!("{command:?}: {done:?}, and the rules say {expected:?}")),
        }
    }

    fn refused(&mut self) -> bool {
        self.told.refused += 1;
        false
    }

    /// What followed, by the rules alone, with every promise that a step can break.
    fn follow(&mut self, index: usize, who: Who, now: Timestamp, events: &[ReferralEvent]) {
        for event in events {
            let case = &mut self.cases[index];
            let before = case.referral.clone();
            let after = referral::evolve(case.id, Some(before.clone()), event).unwrap();
            case.happened.note(event);
            let happened = case.happened;
            let step = Step { who, event, before: Some(&before), after: &after, now, happened };
            let kept = promises::step(&self.rules, &step);
            case.referral = after;
            case.version += 1;
            case.touched = true;
            if let Err(broken) = kept {
                self.wrong(&format!("{broken} by {event:?}"));
            }
        }
        self.count(events);
    }

    fn count(&mut self, events: &[ReferralEvent]) {
        for event in events {
            let name: String = format!("{event:?}").chars().take_while(char::is_ascii_alphabetic).collect();
            *self.told.done.entry(name).or_default() += 1;
        }
    }

    /// Whoever had no answer sends the same command again: it was carried out, and nothing changes (INV-08).
    fn send_again(&mut self) {
        let Some(lost) = self.lost.pop_front() else { return };
        self.step += 1;
        self.told.again += 1;
        let ctx = self.ctx(lost.actor);
        match porch_app::referral::carry_out(&ctx, lost.id, lost.case, None, lost.command) {
            Ok(()) => {}
            Err(error) => self.wrong(&format!("a command sent again was refused: {error}")),
        }
        let footprint = ctx.footprint().to_owned();
        let head = ctx.store.read(|tx| porch_store::head_version(tx, &footprint, lost.case)).unwrap();
        let known = self.cases.iter().find(|case| case.id == lost.case).map(|case| case.version);
        if known.is_some_and(|known| known != head) {
            self.wrong("a command sent again changed something");
        }
    }

    /// Somebody asks that everything about her is erased.
    fn erase(&mut self) {
        let open = self.cases.iter().position(|case| !case.referral.erased());
        let Some(index) = open else { return };
        self.step += 1;
        let actor = Actor::Staff { account: "invented officer".to_owned(), role: Role::InformationOfficer };
        let (ctx, command) = (self.ctx(actor), self.desk().command());
        let person = self.cases[index].person;
        porch_app::person::erase(&ctx, command, person, "she asked").unwrap();
        let erased = What::ErasePersonalData.command(ctx.now);
        let rules = Arc::clone(&self.desk().rules);
        let case = &self.cases[index];
        let events =
            referral::decide(case.id, Some(&case.referral), erased, &deciding(&rules, ctx.now, &ctx.actor)).unwrap();
        self.follow(index, Who::Duty, ctx.now, &events);
    }

    /// What is stored is what the rules alone make of it, and every promise holds. What has ended is let go.
    fn look(&mut self) {
        let footprint = self.desk().rules.footprint.name.clone();
        for case in self.cases.iter().filter(|case| case.touched) {
            let stream = self.desk().store.read(|tx| load(tx, &footprint, case.id)).unwrap();
            let stored = stream.record.as_ref().and_then(Record::referral).unwrap();
            if stream.head.version != case.version || *stored != case.referral {
                self.wrong(&format!("stored is {stored:#?}, and the rules make {:#?}", case.referral));
            }
            if let Err(broken) = invariants::referral(stored) {
                self.wrong(&broken.to_string());
            }
        }
        let chance = self.draw();
        // What has ended is forgotten at times, but not while a risk answer of it is open: that is due all the same.
        let kept = |case: &Case| case.referral.held().is_some() || case.referral.risk_open();
        self.cases.retain(|case| kept(case) || chance.is_multiple_of(4));
        self.cases.iter_mut().for_each(|case| case.touched = false);
    }

    /// The store is closed and opened.
    fn restart(&mut self) {
        self.told.restarts += 1;
        let Desk { store, world, rules } = self.desk.take().unwrap();
        drop(store);
        self.desk = Some(Desk { store: (self.open)(), world, rules });
    }
}

fn deciding<'a>(rules: &'a porch_app::Rules, now: Timestamp, actor: &'a Actor) -> Deciding<'a> {
    Deciding { now, actor, footprint: &rules.footprint, rules: rules.cited(), rejected_before: false }
}
