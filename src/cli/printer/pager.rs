//! Results that are longer than the screen, through the user's pager.

use std::io::{self, IsTerminal, Write};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};

use signal_hook::consts::SIGINT;
use signal_hook::flag;

use unicode_width::UnicodeWidthStr;

/// What shows long results where `PAGER` names nothing.
const USUAL: &str = "less";

/// The options of `less` where the user has set none: it ends by itself when one screen is enough, keeps the screen, and
/// cuts wide lines, which the arrow keys then move.
const OPTIONS: &str = "SRFX";

/// How a program ends that Ctrl-C ends.
const INTERRUPTED: i32 = 130;

/// How a shell ends that does not know the program.
const NOT_FOUND: i32 = 127;

/// A pager.
#[derive(Debug)]
pub(super) struct Pager {
    command: String,
}

impl Pager {
    /// Returns the user's pager, where somebody sits at a terminal and wants one: `PAGER`, which may be empty or `cat`.
    pub(super) fn at_terminal() -> Option<Self> {
        let command = std::env::var("PAGER").unwrap_or_else(|_| USUAL.to_owned());
        let is_wanted = !matches!(command.trim(), "" | "cat");
        (is_wanted && io::stdin().is_terminal() && io::stdout().is_terminal()).then_some(Self { command })
    }

    /// Shows a text, if it is longer than the screen; answers whether it did.
    pub(super) fn show(&self, text: &[u8]) -> bool {
        is_long(text) && self.run(text).unwrap_or(false)
    }

    fn run(&self, text: &[u8]) -> io::Result<bool> {
        let patience = Patience::begin();
        let went = self.watched(text);
        patience.end();
        went
    }

    fn watched(&self, text: &[u8]) -> io::Result<bool> {
        let mut pager = Command::new("sh");
        pager.args(["-c", &self.command]).stdin(Stdio::piped());
        if std::env::var_os("LESS").is_none() {
            pager.env("LESS", OPTIONS);
        }
        let mut child = pager.spawn()?;
        if let Some(mut pipe) = child.stdin.take() {
            // Who has read enough leaves before the end.
            let _ = pipe.write_all(text);
        }
        Ok(child.wait()?.code() != Some(NOT_FOUND))
    }
}

/// Whether Ctrl-C ends the program: not while the pager runs, which stops its own search by it, and in a shell never.
struct Patience;

/// Whether Ctrl-C ends the program.
static ENDS: OnceLock<Option<Arc<AtomicBool>>> = OnceLock::new();

/// Whether a shell takes Ctrl-C itself.
static IN_SHELL: AtomicBool = AtomicBool::new(false);

impl Patience {
    fn begin() -> Self {
        let ends = ENDS.get_or_init(|| {
            let ends = Arc::new(AtomicBool::new(false));
            flag::register_conditional_shutdown(SIGINT, INTERRUPTED, Arc::clone(&ends)).ok().map(|_| ends)
        });
        ends.iter().for_each(|ends| ends.store(false, Ordering::Relaxed));
        Self
    }

    fn end(self) {
        let ends = ENDS.get().and_then(Option::as_ref);
        ends.iter().for_each(|ends| ends.store(!IN_SHELL.load(Ordering::Relaxed), Ordering::Relaxed));
    }
}

/// Says that Ctrl-C is not to end the program, whatever pager ran.
pub(in crate::cli) fn keep_at_interrupt() {
    IN_SHELL.store(true, Ordering::Relaxed);
}

/// Returns whether a text takes more lines of the screen than there are; a line that is too wide takes several.
fn is_long(text: &[u8]) -> bool {
    let Some((width, height)) = terminal_size::terminal_size() else { return false };
    let (width, height) = (usize::from(width.0).max(1), usize::from(height.0));
    let text = String::from_utf8_lossy(text);
    let lines = text.lines().map(|line| line.width().div_ceil(width).max(1));
    // The next prompt needs a line too.
    lines.sum::<usize>() >= height
}
