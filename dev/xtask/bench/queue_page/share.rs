//! What the access check and the look-log cost of a page, in processor time: done alone, as often and by as many as the page is
//! asked for, with as many names as it shows. What the threads need to sleep and wake between counts as well.

use std::time::{Duration, Instant};

use porch_app::{
    Ctx,
    access::{self, Action},
    look,
    queue::{self, Filter, Order, Position},
};

use crate::{
    measure::{Bar, Line},
    process, raw,
};

/// How long the page takes, at least, while so many ask for it.
const A_PAGE_TAKES: Duration = Duration::from_millis(3);

/// The processor time of one check with its look, in microseconds: so many threads note looks at a page of the queue for so long.
///
/// # Errors
/// When a look cannot be noted, or the system does not tell.
pub fn of_a_page(ctx: &Ctx, threads: usize, turn: Duration) -> Result<f64, String> {
    let shown = queue::list(ctx, &Order::default(), Filter::All, Position::First).map_err(raw::said)?;
    let subjects: Vec<String> = shown.lines.iter().map(|line| line.referral.to_string()).collect();
    let time = || process::processor_time("self").ok_or("error: the processor time of this process is not known");
    let before = time()?;
    let until = Instant::now() + turn;
    let noted = std::thread::scope(|scope| {
        let each: Vec<_> = (0..threads).map(|_| scope.spawn(|| note_until(ctx, &subjects, until))).collect();
        each.into_iter()
            .map(|one| one.join().map_err(|_| "error: a thread panicked".to_owned())?)
            .sum::<Result<u32, String>>()
    })?;
    Ok(time()?.saturating_sub(before).as_secs_f64() * 1e6 / f64::from(noted.max(1)))
}

fn note_until(ctx: &Ctx, subjects: &[String], until: Instant) -> Result<u32, String> {
    let mut noted = 0;
    while Instant::now() < until {
        access::check_at_the_door(ctx, Action::SeeReferral).map_err(raw::said)?;
        look::standing_list(ctx, Action::SeeReferral, "queue", Filter::All.label(), || Ok(((), subjects.to_vec())))
            .map_err(raw::said)?;
        noted += 1;
        // About as often as the page itself can be asked for: more would wait for the disk, as no page does.
        std::thread::sleep(A_PAGE_TAKES);
    }
    Ok(noted)
}

/// The line of rounds: check and look, beside the page without them.
pub fn told(waiting: usize, threads: usize, rounds: &[(f64, f64)]) -> Line {
    let what = format!(
        "access check and look of the queue page, 36 rows of {waiting}, processor time, {threads} at once; the page without them"
    );
    Line::beside(&what, "µs each", Bar::AtMost { bar: 0.15, goal: 0.15 }, rounds)
}
