//! A line of people: the most urgent first, and among them who waits longest.

use std::collections::VecDeque;

/// People by their place in the run, one line for each priority.
#[derive(Debug, Clone)]
pub(super) struct Line(Vec<VecDeque<u32>>);

impl Line {
    /// With so many priorities.
    pub(super) fn new(ranks: usize) -> Self {
        Self(vec![VecDeque::new(); ranks])
    }

    /// At the end of those of the same priority.
    pub(super) fn join(&mut self, rank: usize, person: u32) {
        self.0[rank].push_back(person);
    }

    /// Before those of the same priority.
    pub(super) fn join_first(&mut self, rank: usize, person: u32) {
        self.0[rank].push_front(person);
    }

    /// Whose turn it is.
    pub(super) fn first(&self) -> Option<u32> {
        self.0.iter().find_map(|rank| rank.front().copied())
    }

    /// Takes whose turn it is out of the line.
    pub(super) fn pass(&mut self) -> Option<u32> {
        self.0.iter_mut().find_map(VecDeque::pop_front)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_most_urgent_come_first_and_then_who_waits_longest() {
        let mut line = Line::new(2);
        for (rank, person) in [(1, 10), (1, 11), (0, 12), (0, 13)] {
            line.join(rank, person);
        }
        line.join_first(1, 14);
        assert_eq!(line.first(), Some(12));
        let order: Vec<u32> = std::iter::from_fn(|| line.pass()).collect();
        assert_eq!((order, line.first()), (vec![12, 13, 14, 10, 11], None));
    }
}
