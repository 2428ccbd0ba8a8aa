//! Connections for reading: a few that stay open, and whoever comes when all are in use waits for the next one.

use std::sync::{Condvar, Mutex, PoisonError};

use crate::{engine::Connection, held};

/// Readers at once. More would not read faster: on SQLite they share the processor's cores with the writer, and a
/// connection that is opened anew reads the whole layout first.
const READERS: usize = 8;

#[derive(Default)]
pub(crate) struct Readers {
    state: Mutex<State>,
    freed: Condvar,
}

#[derive(Default)]
struct State {
    idle: Vec<Box<dyn Connection>>,
    in_use: usize,
}

/// The right to read, with a connection that was used before; given back when it is dropped. A connection that is not put
/// back, because a panic came in between, is closed.
pub(crate) struct Place<'a> {
    readers: &'a Readers,
    pub reader: Option<Box<dyn Connection>>,
}

impl Readers {
    /// Waits for a place.
    pub fn place(&self) -> Place<'_> {
        let mut state = held(&self.state);
        while state.in_use >= READERS {
            state = self.freed.wait(state).unwrap_or_else(PoisonError::into_inner);
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
        state.idle.extend(reader);
        drop(state);
        self.readers.freed.notify_one();
    }
}
