//! A terminal in which a program runs: keys in, screen out. Screens are compared with those in `fixtures/screens/`.

#![allow(dead_code, reason = "each test file uses its own part")]

use std::fs::File;
use std::io::{Read, Write};
use std::num::NonZeroU16;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use rexpect::process::PtyProcess;

/// How long a step may take before the test fails.
const PATIENCE: Duration = Duration::from_secs(20);

/// How long nothing changes before a screen is written as the one that is expected.
const QUIET: Duration = Duration::from_millis(700);

pub const UP: &str = "\x1b[A";
pub const RIGHT: &str = "\x1b[C";
pub const CONTROL_C: &str = "\x03";
pub const CONTROL_D: &str = "\x04";
pub const CONTROL_A: &str = "\x01";
pub const CONTROL_L: &str = "\x0c";

/// The bytes of a paste: terminals send line breaks as Enter does.
pub fn paste(text: &str) -> String {
    format!("\x1b[200~{}\x1b[201~", text.replace('\n', "\r"))
}

/// A program in a terminal, and what was seen of it so far.
pub struct Terminal {
    process: PtyProcess,
    keys: File,
    output: Receiver<Vec<u8>>,
    screen: vt100::Parser,
    /// The name of the file of its screens.
    name: String,
    frames: Vec<String>,
    expected: Vec<String>,
}

/// Returns a folder of a test that is empty.
pub fn empty_folder(name: &str) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("screens").join(name);
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

impl Terminal {
    /// Opens the shell in a terminal of this size. Its history and its configuration are in `folder`, and it stands
    /// there.
    pub fn open(name: &str, size: (u16, u16), folder: &Path, arguments: &[&str]) -> Self {
        Self::start(name, size, folder, arguments, false)
    }

    /// Opens the shell, in colours or without.
    pub fn start(name: &str, (rows, columns): (u16, u16), folder: &Path, arguments: &[&str], colour: bool) -> Self {
        let mut command = Command::new("sh");
        // The size is set before the program can ask for it.
        command.arg("-c").arg(format!("stty rows {rows} cols {columns}; exec \"$0\" \"$@\""));
        command.arg(env!("CARGO_BIN_EXE_kmgmt")).args(arguments).args(["--clock", "2026-01-31T12:00:00Z"]);
        command.env("XDG_STATE_HOME", folder).env("XDG_CONFIG_HOME", folder).env("TERM", "xterm");
        command.env_remove("COLUMNS").env_remove("LINES").env_remove("PAGER").current_dir(folder);
        command.env("NO_COLOR", if colour { "" } else { "1" });
        let process = PtyProcess::new(command).unwrap();
        let (keys, mut read) = (process.get_file_handle().unwrap(), process.get_file_handle().unwrap());
        let (sender, output) = channel();
        std::thread::spawn(move || {
            let mut bytes = [0; 4096];
            while let Ok(count) = read.read(&mut bytes) {
                if count == 0 || sender.send(bytes[..count].to_vec()).is_err() {
                    break;
                }
            }
        });
        let size = |count| NonZeroU16::new(count).unwrap();
        let screen = vt100::Parser::new(size(rows), size(columns), 0);
        let expected = std::fs::read_to_string(file(name)).unwrap_or_default();
        let expected = expected.split(BETWEEN).skip(1).map(str::to_owned).collect();
        Self { process, keys, output, screen, name: name.to_owned(), frames: Vec::new(), expected }
    }

    /// Types keys. Enter after a text is typed when the text is seen: the prompt before it is not taken for the next one.
    #[track_caller]
    pub fn keys(&mut self, keys: &str) {
        match keys.strip_suffix('\r').filter(|text| !text.is_empty() && !text.contains('\x1b')) {
            None => self.send(keys),
            Some(text) => {
                let before = self.line();
                self.send(text);
                self.wait(|terminal| terminal.line() != before);
                self.send("\r");
            }
        }
    }

    fn send(&mut self, keys: &str) {
        self.keys.write_all(keys.as_bytes()).unwrap();
        self.keys.flush().unwrap();
    }

    /// Waits until the screen shows what the next one of the file does; writes it where that is asked for.
    #[track_caller]
    pub fn shows(&mut self, what: &str) {
        let frame = if std::env::var_os("UPDATE_FIXTURES").is_some() {
            while self.next(QUIET) {}
            self.frame(what)
        } else {
            let expected = self.expected.get(self.frames.len()).cloned().unwrap_or_default();
            self.wait(|terminal| terminal.frame(what) == expected);
            let frame = self.frame(what);
            assert!(frame == expected, "{}: the screen is\n{frame}\nand should be\n{expected}", self.name);
            frame
        };
        self.frames.push(frame);
    }

    /// Waits until the screen has this text.
    #[track_caller]
    pub fn sees(&mut self, text: &str) {
        self.wait(|terminal| terminal.screen.screen().contents().contains(text));
        let contents = self.screen.screen().contents();
        assert!(contents.contains(text), "{}: no `{text}` in\n{contents}", self.name);
    }

    /// Waits until the program has ended.
    #[track_caller]
    pub fn ends(mut self) {
        let end = Instant::now() + PATIENCE;
        while self.next(PATIENCE) {
            assert!(Instant::now() < end, "{}: the program goes on", self.name);
        }
        if std::env::var_os("UPDATE_FIXTURES").is_some() && !self.frames.is_empty() {
            let text: String = self.frames.iter().map(|frame| format!("{BETWEEN}{frame}")).collect();
            std::fs::write(file(&self.name), text).unwrap();
        }
        assert!(self.frames.len() == self.expected.len() || std::env::var_os("UPDATE_FIXTURES").is_some());
    }

    /// Cancels what is typed; answers when a prompt is there, on a clear screen.
    #[track_caller]
    pub fn cancels(&mut self, prompt: &str) {
        if self.line() != prompt.trim_end() {
            self.keys(CONTROL_C);
        }
        self.prompts(prompt);
        self.keys(CONTROL_L);
        self.wait(|terminal| terminal.screen.screen().cursor_position().0 == 0);
        self.prompts(prompt);
    }

    /// Waits until nothing but a prompt stands in the line of the cursor.
    #[track_caller]
    pub fn prompts(&mut self, prompt: &str) {
        self.wait(|terminal| terminal.line() == prompt.trim_end());
        assert_eq!(self.line(), prompt.trim_end(), "{}", self.name);
    }

    /// The line in which the cursor stands.
    fn line(&self) -> String {
        let screen = self.screen.screen();
        let (row, columns) = (screen.cursor_position().0, screen.size().1.get());
        screen.rows(0, columns).nth(usize::from(row)).unwrap_or_default().trim_end().to_owned()
    }

    fn wait(&mut self, is_there: impl Fn(&Self) -> bool) {
        let end = Instant::now() + PATIENCE;
        while !is_there(self) && Instant::now() < end {
            self.next(Duration::from_millis(200));
        }
    }

    /// Takes what the program writes next; answers whether there was something.
    fn next(&mut self, patience: Duration) -> bool {
        match self.output.recv_timeout(patience) {
            Ok(bytes) => {
                self.screen.process(&bytes);
                true
            }
            Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => false,
        }
    }

    /// The screen as text: what is dim stands in `‹›`, what has a colour in `{6 }`, with `_` what is underlined, and
    /// the cursor is `▏`.
    fn frame(&self, what: &str) -> String {
        let screen = self.screen.screen();
        let (rows, columns) = screen.size();
        let cursor = screen.cursor_position();
        let mut lines = Vec::new();
        for row in 0..rows.get() {
            let (mut line, mut close) = (String::new(), "");
            let mut style = (String::new(), "");
            for column in 0..columns.get() {
                let cell = screen.cell(row, column).unwrap();
                let next = marks(cell);
                if next != style {
                    line.push_str(close);
                    line.push_str(&next.0);
                    close = next.1;
                    style = next;
                }
                if (row, column) == cursor {
                    line.push('▏');
                }
                if !cell.is_wide_continuation() {
                    line.push_str(if cell.has_contents() { cell.contents() } else { " " });
                }
            }
            lines.push(format!("{}{close}", line.trim_end()));
        }
        while lines.last().is_some_and(String::is_empty) {
            lines.pop();
        }
        format!(" {what}\n{}\n", lines.join("\n"))
    }
}

/// What stands before and after a part that looks as the cell.
fn marks(cell: &vt100::Cell) -> (String, &'static str) {
    let line = if cell.underline() { "_" } else { "" };
    match cell.fgcolor() {
        vt100::Color::Idx(colour) => (format!("{{{line}{colour} "), "}"),
        _ if cell.dim() => ("‹".to_owned(), "›"),
        _ => (String::new(), ""),
    }
}

/// What stands before each screen of a file.
const BETWEEN: &str = "@@@@";

fn file(name: &str) -> PathBuf {
    PathBuf::from(format!("fixtures/screens/{name}.txt"))
}
