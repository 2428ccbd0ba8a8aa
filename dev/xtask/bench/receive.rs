//! Receiving referrals: many callers in one process, against the same rows written bare.

use crate::{
    Settings,
    measure::{Bar, Line},
    raw,
    ready::Ready,
};

/// Callers at once.
const CALLERS: usize = 256;

/// Referrals of a round.
const REFERRALS: usize = 20_000;

/// The lines of receiving on SQLite, into an empty database.
///
/// # Errors
/// What stands in the way.
pub fn run(settings: &Settings) -> Result<Vec<Line>, String> {
    let count = settings.size(REFERRALS);
    let (mut same_rows, mut by_key, mut plain) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..settings.rounds {
        let ready = Ready::new(count)?;
        let received = ready.receive(CALLERS)?;
        let mut rows = ready.rows()?;
        let probe = ready.bare(&rows)?;
        eprintln!(
            "   {:.0} a second, p50 {:.1} ms, p99 {:.1} ms; the same {} rows bare {probe:.0} a second",
            received.rate(),
            received.wait(0.5),
            received.wait(0.99),
            rows.len()
        );
        same_rows.push((received.rate(), probe));
        rows.by_key();
        by_key.push((received.rate(), ready.bare(&rows)?));
        plain.push((received.rate(), raw::plain_rows(&ready.path("plain.db"), count)?));
    }
    Ok(vec![
        Line::beside(
            "receiving a referral, in process, 256 callers; the same rows and indexes bare, in batches of 128",
            "a second",
            Bar::AtLeast { bar: 0.6, goal: 0.8 },
            &same_rows,
        ),
        Line::beside(
            "the same, beside a probe that writes the drafts in the order of their keys, as no caller comes",
            "a second",
            Bar::None,
            &by_key,
        ),
        Line::beside(
            "the same, beside one row of 1.5 kB with three index entries and an audit row",
            "a second",
            Bar::None,
            &plain,
        ),
    ])
}
