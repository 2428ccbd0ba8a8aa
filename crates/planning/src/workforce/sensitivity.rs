//! Which assumption matters most: what each does to the posts when it alone is a tenth less or more.

use super::{Basis, Input, Inputs, plan};

/// By how much each assumption is moved, as a share of its value.
pub const MOVED_BY: f64 = 0.1;

/// What one assumption does to the posts before rounding.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Swing {
    /// The assumption.
    pub input: Input,
    /// Its value a tenth less, and the posts then.
    pub less: (f64, f64),
    /// Its value a tenth more, and the posts then.
    pub more: (f64, f64),
}

impl Swing {
    /// How far apart the two are, in posts.
    pub fn width(&self) -> f64 {
        (self.more.1 - self.less.1).abs()
    }
}

/// The assumptions that bear on the posts of a basis, the one that matters most first. What would leave its range stays at its end.
pub fn swings(inputs: &Inputs, basis: Basis) -> Vec<Swing> {
    let at = |input: Input, value: f64| {
        let about = input.about();
        let value = value.clamp(about.least, about.most);
        let moved = inputs.clone().with(input, value).unwrap_or_else(|_| inputs.clone());
        (value, plan(&moved, basis).posts.exact)
    };
    let mut swings: Vec<Swing> = Input::ALL
        .into_iter()
        .map(|input| {
            let value = inputs.of(input);
            Swing { input, less: at(input, value * (1.0 - MOVED_BY)), more: at(input, value * (1.0 + MOVED_BY)) }
        })
        .filter(|swing| swing.width() > 0.0)
        .collect();
    swings.sort_by(|one, other| other.width().total_cmp(&one.width()));
    swings
}
