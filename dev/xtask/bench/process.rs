//! The product in its own process: how long it took, and how much memory.

use std::{
    path::Path,
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

/// How often the peak of a process that works is looked at: it only grows, so the last look is as good as the end.
const LOOK: Duration = Duration::from_millis(10);

/// What a process took.
#[derive(Debug, Clone, Copy)]
pub struct Took {
    /// From its start to its end, in seconds.
    pub seconds: f64,
    /// The most memory that it held, in megabytes.
    pub peak_mb: f64,
}

/// Runs the product to its end.
///
/// # Errors
/// When it cannot be started or fails.
pub fn to_its_end(porch: &Path, arguments: &[&str]) -> Result<Took, String> {
    let fails = |what: &dyn std::fmt::Display| format!("error: {} {}: {what}", porch.display(), arguments.join(" "));
    let mut command = Command::new(porch);
    command.args(arguments).stdin(Stdio::null()).stdout(Stdio::null());
    let began = Instant::now();
    let mut child = command.spawn().map_err(|error| fails(&error))?;
    let mut peak_mb = 0.0;
    loop {
        if let Some(status) = child.try_wait().map_err(|error| fails(&error))? {
            let seconds = began.elapsed().as_secs_f64();
            return if status.success() { Ok(Took { seconds, peak_mb }) } else { Err(fails(&status)) };
        }
        peak_mb = memory_mb(&child, "VmHWM").unwrap_or(peak_mb);
        std::thread::sleep(LOOK);
    }
}

/// A line of what the system knows of a process's memory, in megabytes: `VmRSS` now, `VmHWM` at most.
pub fn memory_mb(child: &Child, line: &str) -> Option<f64> {
    let text = std::fs::read_to_string(format!("/proc/{}/status", child.id())).ok()?;
    let line = text.lines().find_map(|known| known.strip_prefix(line)?.strip_prefix(':'))?;
    let kibibytes: f64 = line.split_whitespace().next()?.parse().ok()?;
    Some(kibibytes * 1_024.0 / 1e6)
}

/// The processor time that a process had so far, its own and the system's for it, to a hundredth of a second; `self` is this
/// one. Nothing where the process has gone.
pub fn processor_time(process: impl std::fmt::Display) -> Option<Duration> {
    let text = std::fs::read_to_string(format!("/proc/{process}/stat")).ok()?;
    // The name of the program stands in brackets, and may hold spaces.
    let (_, fields) = text.rsplit_once(')')?;
    let fields: Vec<&str> = fields.split_whitespace().collect();
    let ticks = fields.get(11)?.parse::<u64>().ok()? + fields.get(12)?.parse::<u64>().ok()?;
    Some(Duration::from_millis(10 * ticks))
}
