//! The last press of the public form for a woman who is known here, beside the same press for one who is not: neither words
//! nor time may tell (PR-06).

use std::time::{Duration, Instant};

use porch_app::door;
use porch_testkit::ready_drafts_of;

use crate::{
    Settings,
    callers::quantile,
    desk::Desk,
    measure::{Bar, Line},
    raw,
};

/// Women of each kind.
const WOMEN: usize = 2_000;

/// Presses of one kind before the other has its turn.
const TURN: usize = 10;

/// The lines of both.
///
/// # Errors
/// What stands in the way.
pub fn run(settings: &Settings) -> Result<Vec<Line>, String> {
    let women = settings.size(WOMEN).max(5 * TURN);
    let (mut middles, mut late) = (Vec::new(), Vec::new());
    for _ in 0..settings.rounds {
        let folder = tempfile::tempdir().map_err(raw::said)?;
        let desk = Desk::at(&folder.path().join("product.db"))?;
        // Every woman of the first half has an open referral already.
        for key in drafts(&desk, 0..women)? {
            door::send(&desk.public(), &key).map_err(|error| error.to_string())?;
        }
        let (known, unknown) = (drafts(&desk, 0..women)?, drafts(&desk, women..2 * women)?);
        let (mut of_known, mut of_unknown) = (Vec::new(), Vec::new());
        for (known, unknown) in known.chunks(TURN).zip(unknown.chunks(TURN)) {
            press(&desk, known, &mut of_known)?;
            press(&desk, unknown, &mut of_unknown)?;
        }
        of_known.sort_unstable();
        of_unknown.sort_unstable();
        middles.push((quantile(&of_known, 0.5), quantile(&of_unknown, 0.5)));
        late.push((quantile(&of_known, 0.9), quantile(&of_unknown, 0.9)));
    }
    Ok(vec![
        Line::beside(
            "the last press for a woman who is known here, p50; for one who is not",
            "ms",
            Bar::AtMost { bar: 1.05, goal: 1.02 },
            &middles,
        ),
        Line::beside("the same, p90", "ms", Bar::AtMost { bar: 1.1, goal: 1.05 }, &late),
    ])
}

fn drafts(desk: &Desk, women: std::ops::Range<usize>) -> Result<Vec<String>, String> {
    ready_drafts_of(&desk.public(), women).map_err(|error| error.to_string())
}

fn press(desk: &Desk, keys: &[String], took: &mut Vec<Duration>) -> Result<(), String> {
    for key in keys {
        let began = Instant::now();
        door::send(&desk.public(), key).map_err(|error| error.to_string())?;
        took.push(began.elapsed());
    }
    Ok(())
}
