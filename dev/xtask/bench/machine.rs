//! The machine that the figures come from, and the day.

use std::process::Command;

/// Cores, memory, compiler: what a reader needs to compare.
pub fn described() -> String {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let memory = std::fs::read_to_string("/proc/meminfo").ok().and_then(|text| {
        let line = text.lines().find(|line| line.starts_with("MemTotal:"))?;
        line.split_whitespace().nth(1)?.parse::<u64>().ok()
    });
    let processor = std::fs::read_to_string("/proc/cpuinfo").ok().and_then(|text| {
        let line = text.lines().find(|line| line.starts_with("model name"))?;
        Some(line.split_once(':')?.1.trim().to_owned())
    });
    let compiler = Command::new("rustc").arg("--version").output().ok();
    let compiler = compiler.map(|output| String::from_utf8_lossy(&output.stdout).trim().to_owned());
    format!(
        "{cores} cores ({}), {} GB of memory, {}, release build",
        processor.as_deref().unwrap_or("not named"),
        memory.map_or(0, |kilobytes| kilobytes / 1_000_000),
        compiler.as_deref().unwrap_or("rustc")
    )
}

/// The day, UTC.
pub fn today() -> String {
    // A benchmark is no part of the product: its clock is the machine's.
    #[allow(clippy::disallowed_methods)]
    let now = jiff::Timestamp::now();
    now.strftime("%Y-%m-%d").to_string()
}
