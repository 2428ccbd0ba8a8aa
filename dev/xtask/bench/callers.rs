//! Many callers at once, each one thing after another, and how long each waited.

use std::{
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

/// What many callers did.
pub struct Received {
    /// From the first press to the last answer.
    pub took: Duration,
    /// How long each caller waited for each answer, the shortest first.
    pub waits: Vec<Duration>,
}

impl Received {
    /// Answers a second.
    pub fn rate(&self) -> f64 {
        self.waits.len() as f64 / self.took.as_secs_f64()
    }

    /// The wait that so large a part of all did not pass, in milliseconds.
    pub fn wait(&self, part: f64) -> f64 {
        quantile(&self.waits, part)
    }
}

/// In milliseconds, of durations in their order.
pub fn quantile(sorted: &[Duration], part: f64) -> f64 {
    let at = (sorted.len() as f64 * part) as usize;
    sorted.get(at.min(sorted.len().saturating_sub(1))).map_or(0.0, |wait| wait.as_secs_f64() * 1e3)
}

/// Each caller, a thread with what it holds, takes the next of so many and does it, until none is left.
///
/// # Errors
/// The latest refusal; whoever was refused does nothing more.
pub fn all<C: Send>(
    callers: Vec<C>,
    count: usize,
    one: impl Fn(&mut C, usize) -> Result<(), String> + Sync,
) -> Result<Received, String> {
    let next = AtomicUsize::new(0);
    let (waits, refused) = (Mutex::new(Vec::with_capacity(count)), Mutex::new(None));
    let until_none_is_left = |mut caller: C| {
        let mut own = Vec::new();
        loop {
            let nth = next.fetch_add(1, Ordering::Relaxed);
            if nth >= count {
                break;
            }
            let began = Instant::now();
            if let Err(error) = one(&mut caller, nth) {
                *refused.lock().unwrap_or_else(PoisonError::into_inner) = Some(error);
                return caller;
            }
            own.push(began.elapsed());
        }
        waits.lock().unwrap_or_else(PoisonError::into_inner).extend(own);
        caller
    };
    let began = Instant::now();
    // What they hold stays open until the last answer.
    let _held: Vec<C> = std::thread::scope(|scope| {
        let until_none_is_left = &until_none_is_left;
        let threads: Vec<_> =
            callers.into_iter().map(|caller| scope.spawn(move || until_none_is_left(caller))).collect();
        threads
            .into_iter()
            .map(|thread| thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
            .collect()
    });
    let took = began.elapsed();
    if let Some(refused) = refused.into_inner().unwrap_or_else(PoisonError::into_inner) {
        return Err(refused);
    }
    let mut waits = waits.into_inner().unwrap_or_else(PoisonError::into_inner);
    waits.sort_unstable();
    Ok(Received { took, waits })
}
