//! Receiving the first referrals after a million: against an empty database, and against the same rows written bare.

use crate::{
    Settings,
    callers::quantile,
    desk::Desk,
    import,
    measure::{Bar, Line},
    raw,
    ready::Ready,
};

/// Callers at once.
const CALLERS: usize = 256;

/// Referrals of a round.
const REFERRALS: usize = 10_000;

/// The lines of receiving with a million referrals stored.
///
/// # Errors
/// What stands in the way.
pub fn run(settings: &Settings) -> Result<Vec<Line>, String> {
    let count = settings.size(REFERRALS);
    let million = import::million(settings)?;
    let folder = tempfile::tempdir().map_err(raw::said)?;
    let path = |name: &str| folder.path().join(name);
    for copy in ["filled.db", "probe.db"] {
        std::fs::copy(&million, path(copy)).map_err(raw::said)?;
    }
    let filled = Desk::at(&path("filled.db"))?;
    let probe = raw::open(&path("probe.db"))?;
    let (mut rates, mut waits, mut bare) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..settings.rounds {
        let empty = Ready::new(count)?;
        let to_empty = empty.receive(CALLERS)?;
        let keys = filled.drafts(count)?;
        let to_filled = filled.receive(&keys, CALLERS)?;
        let wrote = empty.rows()?.write(&probe, count)?;
        rates.push((to_filled.rate(), to_empty.rate()));
        waits.push((to_filled.wait(0.99), quantile(&wrote.batches, 0.99)));
        bare.push((to_filled.rate(), count as f64 / wrote.took.as_secs_f64()));
    }
    Ok(vec![
        Line::beside(
            "receiving with 1,000,000 referrals stored, 256 callers; the same into an empty database",
            "a second",
            Bar::AtLeast { bar: 0.4, goal: 0.6 },
            &rates,
        ),
        Line::beside(
            "the longest wait but for one in a hundred; the raw probe's transaction of 128 on the same data",
            "ms",
            Bar::AtMost { bar: 3.0, goal: 3.0 },
            &waits,
        )
        .noted("a caller waits for the transaction under way and for its own"),
        Line::beside("the same receiving; the same rows bare on the same data", "a second", Bar::None, &bare),
    ])
}
