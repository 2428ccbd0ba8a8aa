//! What a benchmark says: rounds, their middle and spread, and the bar that they are held to.

use serde::{Deserialize, Serialize};

/// The middle and the ends of what several rounds gave.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq)]
pub struct Spread {
    /// The median.
    pub middle: f64,
    /// The smallest.
    pub least: f64,
    /// The largest.
    pub most: f64,
    /// How many rounds.
    pub rounds: usize,
}

impl Spread {
    /// Of the figures of all rounds.
    ///
    /// # Panics
    /// Without a round.
    pub fn of(figures: &[f64]) -> Self {
        let mut sorted = figures.to_vec();
        sorted.sort_by(f64::total_cmp);
        let half = sorted.len() / 2;
        let middle = if sorted.len() % 2 == 1 { sorted[half] } else { f64::midpoint(sorted[half - 1], sorted[half]) };
        Self { middle, least: sorted[0], most: sorted[sorted.len() - 1], rounds: sorted.len() }
    }
}

/// What a figure is held to: the bar, and the goal behind it, where there is one; otherwise the bar stands in its place.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, PartialEq)]
#[serde(rename_all = "snake_case")]
pub enum Bar {
    /// Not less than.
    AtLeast {
        /// The bar.
        bar: f64,
        /// The goal.
        goal: f64,
    },
    /// Not more than.
    AtMost {
        /// The bar.
        bar: f64,
        /// The goal.
        goal: f64,
    },
    /// Told, and held to nothing.
    None,
}

/// How a figure stands to its bar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// Past the goal.
    Goal,
    /// Past the bar.
    Bar,
    /// Short of the bar.
    Short,
    /// Held to nothing.
    Told,
}

/// One line of the table.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq)]
pub struct Line {
    /// What was measured, in words.
    pub what: String,
    /// What the product did.
    pub product: Spread,
    /// What the bare probe did beside it, round by round.
    pub probe: Option<Spread>,
    /// Product through probe, round by round; what the bar is about, where there is a probe.
    pub ratio: Option<Spread>,
    /// The unit of product and probe.
    pub unit: String,
    /// What it is held to.
    pub bar: Bar,
    /// What else a reader must know.
    pub note: String,
}

impl Line {
    /// A line of rounds, each the product's figure and the probe's.
    pub fn beside(what: &str, unit: &str, bar: Bar, rounds: &[(f64, f64)]) -> Self {
        let of = |figure: fn(&(f64, f64)) -> f64| Spread::of(&rounds.iter().map(figure).collect::<Vec<_>>());
        Self {
            what: what.to_owned(),
            product: of(|round| round.0),
            probe: Some(of(|round| round.1)),
            ratio: Some(of(|round| round.0 / round.1)),
            unit: unit.to_owned(),
            bar,
            note: String::new(),
        }
    }

    /// A line of rounds that stand alone.
    pub fn alone(what: &str, unit: &str, bar: Bar, rounds: &[f64]) -> Self {
        Self {
            what: what.to_owned(),
            product: Spread::of(rounds),
            probe: None,
            ratio: None,
            unit: unit.to_owned(),
            bar,
            note: String::new(),
        }
    }

    /// The same line with a note.
    #[must_use]
    pub fn noted(mut self, note: impl Into<String>) -> Self {
        self.note = note.into();
        self
    }

    /// How it stands to its bar.
    pub fn standing(&self) -> Standing {
        let figure = self.ratio.as_ref().unwrap_or(&self.product).middle;
        let (met, past) = match self.bar {
            Bar::AtLeast { bar, goal } => (figure >= bar, figure >= goal && goal > bar),
            Bar::AtMost { bar, goal } => (figure <= bar, figure <= goal && goal < bar),
            Bar::None => return Standing::Told,
        };
        match (met, past) {
            (true, true) => Standing::Goal,
            (true, false) => Standing::Bar,
            (false, _) => Standing::Short,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_middle_of_rounds_is_their_median() {
        assert_eq!(Spread::of(&[3.0, 1.0, 2.0]), Spread { middle: 2.0, least: 1.0, most: 3.0, rounds: 3 });
        assert_eq!(Spread::of(&[4.0, 1.0]).middle, 2.5);
    }

    #[test]
    fn the_bar_is_about_the_ratio_where_there_is_a_probe() {
        let bar = Bar::AtLeast { bar: 0.5, goal: 0.8 };
        let standing = |product: f64| Line::beside("w", "a second", bar, &[(product, 100.0)]).standing();
        assert_eq!([standing(49.0), standing(50.0), standing(80.0)], [Standing::Short, Standing::Bar, Standing::Goal]);
        let bar = Bar::AtMost { bar: 2.0, goal: 1.0 };
        assert_eq!(Line::alone("w", "s", bar, &[2.1]).standing(), Standing::Short);
        assert_eq!(Line::alone("w", "s", bar, &[0.9]).standing(), Standing::Goal);
        assert_eq!(Line::alone("w", "s", Bar::None, &[0.9]).standing(), Standing::Told);
        let no_goal = Bar::AtMost { bar: 3.0, goal: 3.0 };
        assert_eq!(Line::alone("w", "s", no_goal, &[0.9]).standing(), Standing::Bar);
    }
}
