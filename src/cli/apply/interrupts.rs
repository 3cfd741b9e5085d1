//! Signals that ask a run to end.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

#[cfg(unix)]
use signal_hook::consts::SIGHUP;
use signal_hook::consts::{SIGINT, SIGTERM};

/// The signals: Ctrl-C, the end of a job, and that of a terminal.
#[cfg(unix)]
const SIGNALS: [i32; 3] = [SIGINT, SIGTERM, SIGHUP];
#[cfg(not(unix))]
const SIGNALS: [i32; 2] = [SIGINT, SIGTERM];

/// The signals that came.
#[derive(Debug)]
pub(super) struct Interrupts {
    came: Arc<AtomicBool>,
    count: usize,
}

impl Interrupts {
    /// Catches the signals from now on. One that can't be caught ends the program, and the record has what was done.
    pub(super) fn watch() -> Self {
        let came = Arc::new(AtomicBool::new(false));
        for signal in SIGNALS {
            let _ = signal_hook::flag::register(signal, Arc::clone(&came));
        }
        Self { came, count: 0 }
    }

    /// Returns how many came; those between two looks count as one.
    pub(super) fn count(&mut self) -> usize {
        self.count += usize::from(self.came.swap(false, Ordering::Relaxed));
        self.count
    }
}
