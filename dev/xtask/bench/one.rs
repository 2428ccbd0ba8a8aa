//! One caller: how long until a referral is on disk, beside the disk's own flush; and what two busy processes take from it.

use std::{
    fs::OpenOptions,
    io::{Seek, SeekFrom, Write},
    path::Path,
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use crate::{
    Settings,
    callers::quantile,
    desk::Desk,
    measure::{Bar, Line},
    raw,
};

/// Referrals of a turn of one caller.
const ONE_BY_ONE: usize = 500;

/// Referrals of a turn of many.
const MANY: usize = 10_000;

/// Callers at once, where there are many.
const CALLERS: usize = 256;

/// Pages of the file that is flushed: written over and over, as a write-ahead log is.
const PAGES: u64 = 1_000;

const PAGE: usize = 4_096;

/// The lines of one caller, and of both beside busy processes.
///
/// # Errors
/// What stands in the way.
pub fn run(settings: &Settings) -> Result<Vec<Line>, String> {
    let (mut alone, mut beside, mut many) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..settings.rounds {
        let folder = tempfile::tempdir().map_err(raw::said)?;
        let desk = Desk::at(&folder.path().join("product.db"))?;
        let one = |desk: &Desk| desk.receive(&desk.drafts(settings.size(ONE_BY_ONE).max(50))?, 1);
        let all = |desk: &Desk| desk.receive(&desk.drafts(settings.size(MANY).max(512))?, CALLERS);
        let quiet = one(&desk)?;
        alone.push((quiet.wait(0.5), flush(folder.path(), settings.size(ONE_BY_ONE).max(50))?));
        let quiet_many = all(&desk)?;
        let (disturbed, disturbed_many) = {
            let _busy = [Busy::start()?, Busy::start()?];
            (one(&desk)?, all(&desk)?)
        };
        beside.push((disturbed.rate(), quiet.rate()));
        many.push((disturbed_many.rate(), quiet_many.rate()));
    }
    let half = Bar::AtLeast { bar: 0.5, goal: 0.5 };
    Ok(vec![
        Line::beside(
            "one caller's durable receipt, p50; the disk's own flush of one page",
            "ms",
            Bar::AtMost { bar: 4.0, goal: 2.5 },
            &alone,
        ),
        Line::beside(
            "one caller beside two busy processes of low priority; the same in quiet",
            "a second",
            half,
            &beside,
        ),
        Line::beside(
            "256 callers beside two busy processes of low priority; the same in quiet",
            "a second",
            half,
            &many,
        ),
    ])
}

/// The time in the middle of writing one page over another and flushing it, in milliseconds.
///
/// # Errors
/// What the disk says.
pub fn flush(folder: &Path, times: usize) -> Result<f64, String> {
    let path = folder.join("flushed");
    let mut file = OpenOptions::new().create(true).truncate(true).write(true).open(path).map_err(raw::said)?;
    let page = [0x5a_u8; PAGE];
    for _ in 0..PAGES {
        file.write_all(&page).map_err(raw::said)?;
    }
    file.sync_all().map_err(raw::said)?;
    let mut took: Vec<Duration> = Vec::with_capacity(times);
    for nth in 0..times as u64 {
        file.seek(SeekFrom::Start((nth % PAGES) * PAGE as u64)).map_err(raw::said)?;
        let began = Instant::now();
        file.write_all(&page).map_err(raw::said)?;
        file.sync_data().map_err(raw::said)?;
        took.push(began.elapsed());
    }
    took.sort_unstable();
    Ok(quantile(&took, 0.5))
}

/// A process that only counts, at the lowest priority; it ends with this.
struct Busy(Child);

impl Busy {
    fn start() -> Result<Self, String> {
        let mut command = Command::new("nice");
        command.args(["-n", "19", "sh", "-c", "while :; do :; done"]).stdin(Stdio::null());
        command.spawn().map(Self).map_err(raw::said)
    }
}

impl Drop for Busy {
    fn drop(&mut self) {
        // It has nothing to finish; that it has gone already would be no harm.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}
