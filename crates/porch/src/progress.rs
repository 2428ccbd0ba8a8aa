//! Progress of long work: a bar on a terminal, a line every ten seconds otherwise, nothing when it is asked to be quiet.

use std::{io::IsTerminal, sync::Arc, time::Duration};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use jiff::{SignedDuration, Timestamp};
use porch_app::World;

/// A line this often where there is no terminal.
const EVERY: SignedDuration = SignedDuration::from_secs(10);

/// The progress of one piece of work.
pub struct Progress {
    bar: ProgressBar,
    lines: bool,
    what: &'static str,
    total: Option<u64>,
    said_at: Timestamp,
    asked_at: u64,
    world: Arc<dyn World>,
}

impl Progress {
    /// Begins to show how far something is.
    pub fn new(what: &'static str, total: Option<u64>, quiet: bool, world: &Arc<dyn World>) -> Self {
        let terminal = std::io::stderr().is_terminal();
        let bar = match total {
            _ if quiet || !terminal => ProgressBar::hidden(),
            Some(total) => ProgressBar::with_draw_target(Some(total), ProgressDrawTarget::stderr()),
            None => ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr()),
        };
        let template = match total {
            Some(_) => "{msg} [{bar:40}] {human_pos} of {human_len}, {eta} left",
            None => "{msg} {spinner} {human_pos}",
        };
        if let Ok(style) = ProgressStyle::with_template(template) {
            bar.set_style(style);
        }
        bar.set_message(what);
        if terminal && !quiet {
            bar.enable_steady_tick(Duration::from_millis(200));
        }
        Self {
            bar,
            lines: !quiet && !terminal,
            what,
            total,
            said_at: world.now(),
            asked_at: 0,
            world: Arc::clone(world),
        }
    }

    /// Says how far it is.
    pub fn at(&mut self, done: u64) {
        self.bar.set_position(done);
        // Asking the clock for each row would cost more than the row.
        if self.lines && done.abs_diff(self.asked_at) >= 64 {
            self.asked_at = done;
            let now = self.world.now();
            if now.duration_since(self.said_at) >= EVERY {
                self.said_at = now;
                match self.total {
                    Some(total) => eprintln!("{}: {done} of {total}", self.what),
                    None => eprintln!("{}: {done}", self.what),
                }
            }
        }
    }

    /// Takes the bar away.
    pub fn done(self) {
        self.bar.finish_and_clear();
    }
}
