//! A thread that does something again and again beside whoever asks for pages, until it is told to stop.

use std::{
    sync::{Arc, Condvar, Mutex, PoisonError},
    thread::JoinHandle,
    time::Duration,
};

use crate::failure::Failure;

/// It goes on until this is dropped; then what is under way is finished first.
pub struct Beside {
    stop: Arc<(Mutex<bool>, Condvar)>,
    thread: Option<JoinHandle<()>>,
}

impl Beside {
    /// Begins at once: `go` does it once and gives how long to rest, `end` comes last.
    ///
    /// # Errors
    /// When no thread can be started.
    pub fn start(
        name: &str,
        go: impl FnMut() -> Duration + Send + 'static,
        end: impl FnOnce() + Send + 'static,
    ) -> Result<Self, Failure> {
        let stop = Arc::new((Mutex::new(false), Condvar::new()));
        let told = Arc::clone(&stop);
        let thread = std::thread::Builder::new()
            .name(name.to_owned())
            .spawn(move || until_told(go, end, &told))
            .map_err(|error| Failure::at("machine", format!("no threads can be started: {error}")))?;
        Ok(Self { stop, thread: Some(thread) })
    }
}

impl Drop for Beside {
    fn drop(&mut self) {
        let (stop, wake) = &*self.stop;
        *stop.lock().unwrap_or_else(PoisonError::into_inner) = true;
        wake.notify_all();
        if let Some(thread) = self.thread.take() {
            // What panicked there was told there, and nothing of it is left to wait for.
            let _ = thread.join();
        }
    }
}

fn until_told(mut go: impl FnMut() -> Duration, end: impl FnOnce(), (stop, wake): &(Mutex<bool>, Condvar)) {
    loop {
        let rest = go();
        let told = stop.lock().unwrap_or_else(PoisonError::into_inner);
        let waited = wake.wait_timeout_while(told, rest, |told| !*told).unwrap_or_else(PoisonError::into_inner);
        if *waited.0 {
            break;
        }
    }
    end();
}
