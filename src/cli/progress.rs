//! What is shown of work that takes long: on standard error, on a terminal alone, and gone when the work ends.

use std::io::{self, IsTerminal};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread::JoinHandle;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::text::counted;

/// Work that takes less is not shown.
const PATIENCE: Duration = Duration::from_millis(500);
/// How often the line is drawn again.
const EVERY: Duration = Duration::from_millis(100);

/// Work that goes on. Its line is drawn by a thread of its own, so that the work itself counts and reads no clock.
pub(super) struct Progress {
    bar: ProgressBar,
    /// How many statements have run.
    done: Arc<AtomicUsize>,
    end: Option<Sender<()>>,
    timer: Option<JoinHandle<()>>,
}

impl Progress {
    /// Begins to watch work, if there is somebody to show it to: a terminal, and no build.
    pub(super) fn begin(what: &'static str) -> Option<Self> {
        let is_set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
        let is_dumb = std::env::var_os("TERM").is_some_and(|terminal| terminal == "dumb");
        if !io::stderr().is_terminal() || is_set("CI") || is_dumb {
            return None;
        }
        let style = ProgressStyle::with_template("{spinner} {msg}, {elapsed}").ok()?;
        let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::hidden()).with_style(style);
        let (done, (end, ended)) = (Arc::new(AtomicUsize::new(0)), channel());
        let timer = std::thread::spawn({
            let (bar, done) = (bar.clone(), Arc::clone(&done));
            move || watch(what, &bar, &done, &ended)
        });
        Some(Self { bar, done, end: Some(end), timer: Some(timer) })
    }

    /// Says that one more statement has run.
    pub(super) fn step(&self) {
        self.done.fetch_add(1, Ordering::Relaxed);
    }

    /// Lets something be written to the terminal while the line is gone.
    pub(super) fn aside<T>(&self, write: impl FnOnce() -> T) -> T {
        self.bar.suspend(write)
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        drop(self.end.take());
        if let Some(timer) = self.timer.take() {
            let _ = timer.join();
        }
    }
}

/// Draws the line until the work ends.
fn watch(what: &str, bar: &ProgressBar, done: &AtomicUsize, ended: &Receiver<()>) {
    if ended.recv_timeout(PATIENCE) != Err(RecvTimeoutError::Timeout) {
        return;
    }
    bar.set_draw_target(ProgressDrawTarget::stderr());
    loop {
        bar.set_message(match done.load(Ordering::Relaxed) {
            0 => what.to_owned(),
            count => format!("{what}: {}", counted(count, "statement")),
        });
        bar.tick();
        if ended.recv_timeout(EVERY) != Err(RecvTimeoutError::Timeout) {
            return bar.finish_and_clear();
        }
    }
}
