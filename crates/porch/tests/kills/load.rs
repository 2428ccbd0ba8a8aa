//! Sixty-four people who press the button at once, until something stands in their way.

use std::{
    sync::{
        atomic::{AtomicUsize, Ordering},
        mpsc,
    },
    thread,
    time::Duration,
};

use jiff::Timestamp;
use porch_app::World;
use porch_testkit::ManualWorld;

use crate::{
    ledger::{Ledger, Told},
    place::Place,
    server::Server,
};

/// How many press at once.
pub const PEOPLE: usize = 64;

/// Numbers that are the same for the same seed.
pub struct Seeded(ManualWorld);

impl Seeded {
    /// The numbers of a seed.
    pub fn new(seed: u64) -> Self {
        Self(ManualWorld::at(Timestamp::UNIX_EPOCH, seed))
    }

    /// A number below a bound.
    pub fn below(&self, bound: u128) -> usize {
        usize::try_from(u128::from_be_bytes(self.0.random()) % bound).unwrap()
    }
}

/// Drafts that wait to be sent, each given out once.
pub struct Waiting {
    keys: Vec<String>,
    next: AtomicUsize,
}

impl Waiting {
    /// Drafts by their keys.
    pub fn new(keys: Vec<String>) -> Self {
        Self { keys, next: AtomicUsize::new(0) }
    }

    fn next(&self) -> Option<&String> {
        self.keys.get(self.next.fetch_add(1, Ordering::Relaxed))
    }
}

/// What a round came to.
#[derive(Debug, Default, Clone, Copy)]
pub struct Round {
    /// How many were acknowledged.
    pub yes: usize,
    /// How many cannot know.
    pub open: usize,
    /// How many were told that it was not sent.
    pub no: usize,
}

/// Lets everybody press, one draft after the other. When so many were acknowledged, and a moment later, something happens to
/// the server; each goes on until they get no yes.
pub fn pressed(
    server: &Server,
    waiting: &Waiting,
    ledger: &mut Ledger,
    after: (usize, Duration),
    happens: impl FnOnce(),
) -> Round {
    let (tell, told) = mpsc::channel::<(String, Told)>();
    let mut round = Round::default();
    thread::scope(|scope| {
        for _ in 0..PEOPLE {
            let (mut browser, tell) = (server.browser(), tell.clone());
            scope.spawn(move || {
                while let Some(key) = waiting.next() {
                    let told = browser.press(key);
                    let goes_on = matches!(told, Told::Reference(_));
                    tell.send((key.clone(), told)).unwrap();
                    if !goes_on {
                        break;
                    }
                }
            });
        }
        drop(tell);
        let mut happens = Some(happens);
        for (key, told) in told {
            match &told {
                told if told.is_yes() => round.yes += 1,
                told if told.is_open() => round.open += 1,
                _ => round.no += 1,
            }
            ledger.note(key, told);
            if round.yes >= after.0
                && let Some(happens) = happens.take()
            {
                thread::park_timeout(after.1);
                happens();
            }
        }
        assert!(happens.is_none(), "only {round:?} in the whole round");
        assert!(waiting.next.load(Ordering::Relaxed) < waiting.keys.len() + PEOPLE / 2, "nothing stood in the way");
    });
    round
}

/// Everybody who has no reference presses again, and gets one.
pub fn settle(server: &Server, ledger: &mut Ledger) {
    let (tell, told) = mpsc::channel::<(String, Told)>();
    let open = Waiting::new(ledger.unsettled().into_iter().map(|(key, _)| key).collect());
    let was_sent: Vec<String> =
        ledger.unsettled().into_iter().filter(|(_, told)| *told == Told::Sent).map(|(key, _)| key).collect();
    thread::scope(|scope| {
        for _ in 0..PEOPLE / 8 {
            let (mut browser, tell, open, was_sent) = (server.browser(), tell.clone(), &open, &was_sent);
            scope.spawn(move || {
                while let Some(key) = open.next() {
                    // Whoever was told yes only looks: it must be there without another press.
                    let told = if was_sent.contains(key) { browser.look(key) } else { browser.press(key) };
                    tell.send((key.clone(), told)).unwrap();
                }
            });
        }
        drop(tell);
        for (key, told) in told {
            ledger.note(key, told);
        }
    });
    let left = ledger.unsettled();
    assert!(left.is_empty(), "without a reference after another press: {left:?}");
}

/// Everybody pressed until they had a reference: each stands once, nothing else stands, and the journal holds.
#[track_caller]
pub fn all_is_true(place: &Place, ledger: &Ledger) {
    assert_eq!(ledger.untruths_at_the_end(&place.stored()), [""; 0]);
    place.verified();
}
