//! Connections for reading: as many at once as read well, kept open between; whoever comes when all are in use waits a
//! moment for the next one.

use std::{
    sync::{Condvar, Mutex, PoisonError},
    time::Duration,
};

use crate::{engine::Connection, held};

/// When no place was given back for so long, those in use are at something long, such as a report: one more is opened.
const WAIT: Duration = Duration::from_millis(20);

pub(crate) struct Readers {
    at_once: usize,
    state: Mutex<State>,
    freed: Condvar,
}

#[derive(Default)]
struct State {
    idle: Vec<Box<dyn Connection>>,
    in_use: usize,
    given_back: u64,
}

/// The right to read, with a connection that was used before; given back when it is dropped. A connection that is not put
/// back, because a panic came in between, is closed.
pub(crate) struct Place<'a> {
    readers: &'a Readers,
    pub reader: Option<Box<dyn Connection>>,
}

impl Readers {
    pub fn new(at_once: usize) -> Self {
        Self { at_once, state: Mutex::default(), freed: Condvar::new() }
    }

    /// Waits for a place.
    pub fn place(&self) -> Place<'_> {
        let mut state = held(&self.state);
        while state.in_use >= self.at_once {
            let seen = state.given_back;
            let (after, waited) = self.freed.wait_timeout(state, WAIT).unwrap_or_else(PoisonError::into_inner);
            state = after;
            if waited.timed_out() && state.given_back == seen {
                break;
            }
        }
        state.in_use += 1;
        Place { readers: self, reader: state.idle.pop() }
    }

    /// Closes those that nobody uses.
    pub fn close(&self) {
        held(&self.state).idle.clear();
    }
}

impl Drop for Place<'_> {
    fn drop(&mut self) {
        let reader = self.reader.take().filter(|reader| reader.alive());
        let mut state = held(&self.readers.state);
        state.in_use -= 1;
        state.given_back += 1;
        if state.idle.len() < self.readers.at_once {
            state.idle.extend(reader);
        }
        drop(state);
        self.readers.freed.notify_one();
    }
}

#[cfg(test)]
mod tests {
    use std::time::Instant;

    use super::*;

    #[test]
    fn whoever_is_at_something_long_keeps_nobody_out() {
        let readers = Readers::new(1);
        let long = readers.place();
        let began = Instant::now();
        let other = readers.place();
        assert!(began.elapsed() >= WAIT, "one more was opened before its time");
        assert_eq!(held(&readers.state).in_use, 2);
        drop((long, other));
        assert_eq!(held(&readers.state).in_use, 0);
    }
}
