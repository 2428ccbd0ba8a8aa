//! What happens next, in continuous time.

use std::{cmp::Reverse, collections::BinaryHeap};

/// Instants to come, the next first. Two at the same instant are alike, so no order between them can be lost.
#[derive(Debug, Default)]
pub(super) struct Calendar(BinaryHeap<Reverse<u64>>);

impl Calendar {
    /// Room for this many without another allocation.
    pub(super) fn with_room(number: usize) -> Self {
        Self(BinaryHeap::with_capacity(number))
    }

    /// Enters an instant of 0 or later.
    pub(super) fn enter(&mut self, at: f64) {
        // The bits of doubles that are not negative are in the order of the numbers.
        self.0.push(Reverse(at.to_bits()));
    }

    /// The next instant.
    pub(super) fn next(&self) -> Option<f64> {
        self.0.peek().map(|&Reverse(bits)| f64::from_bits(bits))
    }

    /// Puts an instant in the place of the next one.
    pub(super) fn replace_next(&mut self, at: f64) {
        if let Some(mut next) = self.0.peek_mut() {
            *next = Reverse(at.to_bits());
        }
    }

    /// Takes the next one away.
    pub(super) fn pass(&mut self) {
        self.0.pop();
    }

    /// How many are entered.
    pub(super) fn len(&self) -> usize {
        self.0.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_next_instant_comes_first() {
        let mut calendar = Calendar::with_room(4);
        for at in [3.0, 0.5, 1e-9, 2.0] {
            calendar.enter(at);
        }
        assert_eq!(calendar.next(), Some(1e-9));
        calendar.replace_next(2.5);
        let mut passed = Vec::new();
        while let Some(at) = calendar.next() {
            passed.push(at);
            calendar.pass();
        }
        assert_eq!((passed, calendar.len()), (vec![0.5, 2.0, 2.5, 3.0], 0));
    }
}
