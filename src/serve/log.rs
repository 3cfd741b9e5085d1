//! A line a request, on standard error: who asked what kind of thing, and what became of it. Neither texts of commands
//! nor tokens stand in it.

use std::io::Write;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use clap::ValueEnum;
use hyper::StatusCode;
use serde_json::json;

use crate::diagnostic::Code;
use crate::model::limit;
use crate::serve::trace::Trace;
use crate::text::{shortened_to, tame};

/// How requests are logged.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum LogFormat {
    /// A line for people
    #[default]
    Text,
    /// An object of JSON
    Json,
    /// Nothing
    None,
}

/// So much of what a client says of itself is shown.
const SHOWN: usize = 100;

/// What is logged of a request.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Noted {
    /// Who asked, as the PrincipalFQN column has it; empty where that was not found.
    pub(super) principal: String,
    /// The kind of the command, or what else was asked.
    pub(super) kind: String,
    /// The database in context.
    pub(super) database: String,
    /// What the client calls itself.
    pub(super) application: String,
    /// The error code, where there was an error.
    pub(super) fault: Option<Code>,
    /// What there was to know beside the answer.
    pub(super) warnings: Vec<String>,
}

/// Where lines go: a thread of its own writes them, so that nobody who reads them slowly holds up a request.
#[derive(Debug)]
pub(super) struct Log {
    format: LogFormat,
    lines: SyncSender<Option<String>>,
    ended: Mutex<Receiver<()>>,
    lost: Arc<AtomicU64>,
}

impl Log {
    /// Returns a log of lines in this format.
    pub(super) fn new(format: LogFormat) -> Self {
        let (lines, written) = sync_channel::<Option<String>>(limit::LOG_LINES);
        let (end, ended) = sync_channel(1);
        let lost = Arc::new(AtomicU64::new(0));
        let counted = Arc::clone(&lost);
        thread::spawn(move || {
            while let Ok(Some(line)) = written.recv() {
                write(&line, counted.swap(0, Ordering::Relaxed), format);
            }
            let _ = end.send(());
        });
        Self { format, lines, ended: Mutex::new(ended), lost }
    }

    /// Writes a line; one for which there is no room is lost and counted.
    pub(super) fn write(&self, line: &Line<'_>) {
        let line = match self.format {
            LogFormat::Text => line.text(),
            LogFormat::Json => line.json(),
            LogFormat::None => return,
        };
        if self.lines.try_send(Some(line)).is_err() {
            self.lost.fetch_add(1, Ordering::Relaxed);
        }
    }

    /// Waits until all lines are written, but not for long.
    pub(super) fn end(&self) {
        if self.lines.try_send(None).is_ok() {
            let ended = self.ended.lock().unwrap_or_else(PoisonError::into_inner);
            let _ = ended.recv_timeout(limit::LOG_TIME);
        }
    }
}

/// Writes a line to standard error, after how many before it were lost. What can't be written is lost.
fn write(line: &str, lost: u64, format: LogFormat) {
    let mut err = std::io::stderr().lock();
    if lost > 0 {
        let note = format!("{lost} lines of the log were lost, since nobody read them");
        let _ = match format {
            LogFormat::Json => writeln!(err, "{}", json!({ "note": note })),
            LogFormat::Text | LogFormat::None => writeln!(err, "note: {note}"),
        };
    }
    let _ = err.write_all(line.as_bytes());
}

/// A request that was answered.
#[derive(Debug)]
pub(super) struct Line<'a> {
    pub(super) method: &'a str,
    pub(super) path: &'a str,
    pub(super) status: StatusCode,
    pub(super) took: Duration,
    pub(super) bytes: usize,
    pub(super) trace: &'a Trace,
    pub(super) noted: &'a Noted,
}

impl Line<'_> {
    fn text(&self) -> String {
        let Noted { principal, kind, database, application, fault, warnings } = self.noted;
        let shown = |text: &str| shortened_to(text, SHOWN);
        let mut line = format!(
            "{:.3} {} {} {} {:.1}ms",
            self.trace.time,
            self.status.as_u16(),
            self.method,
            shown(self.path),
            self.took.as_secs_f64() * 1000.0
        );
        for (name, value) in [
            ("", kind.as_str()),
            ("as ", principal),
            ("db ", database),
            ("app ", application),
            ("id ", &self.trace.client_request_id),
            ("", fault.map_or("", Code::word)),
        ] {
            if !value.is_empty() {
                line += &format!(" {name}{}", shown(value));
            }
        }
        let mut lines = format!("{}\n", tame(line));
        warnings.iter().for_each(|warning| lines += &format!("  warning: {}\n", tame(warning.as_str())));
        lines
    }

    fn json(&self) -> String {
        let Noted { principal, kind, database, application, fault, warnings } = self.noted;
        let line = json!({
            "time": format!("{:.7}", self.trace.time),
            "status": self.status.as_u16(),
            "method": self.method,
            "path": self.path,
            "milliseconds": (self.took.as_secs_f64() * 1e6).round() / 1e3,
            "bytes": self.bytes,
            "principal": principal,
            "kind": kind,
            "database": database,
            "application": application,
            "clientRequestId": self.trace.client_request_id,
            "activityId": self.trace.activity_id,
            "fault": fault.map(Code::word),
            "warnings": warnings,
        });
        format!("{line}\n")
    }
}
