//! `kmgmt check`: parses and judges without running.

use std::io::{self, BufWriter, Write};
use std::path::Path;

use hashbrown::HashSet;

use crate::cli::Ended;
use crate::cli::args::{CheckArgs, CheckFormat};
use crate::cli::printer::{closed, style};
use crate::cli::source::{Source, SourceError};
use crate::cli::start::directory;
use crate::diagnostic::{Code, Context, Diagnostic, Style, human};
use crate::model::command_kind::CommandKind;
use crate::session::NoEffect;

mod verdict;

use verdict::{Judge, Verdict};

/// Checks the files that the arguments name, or standard input.
pub(super) fn check(args: &CheckArgs) -> Ended {
    let mut report = Report::new(args);
    let directory = match directory(args.environment.as_deref()) {
        Ok(directory) => directory,
        Err((_, error)) => {
            report.say(&error, &Context { origin: "", text: "", line: 1, database: "" });
            return Ended::Usage;
        }
    };
    let mut judge = Judge::new(directory);
    let standard_input = [Path::new("-").to_owned()];
    let files = if args.files.is_empty() { &standard_input[..] } else { &args.files };
    let written = files.iter().try_for_each(|file| report.file(file, &mut judge));
    let written = written.and_then(|()| report.finish());
    match written {
        Ok(()) => report.ended,
        Err(error) => closed(&error, report.ended),
    }
}

/// What was found so far, and where it is written.
struct Report {
    format: CheckFormat,
    style: Style,
    out: BufWriter<io::Stdout>,
    ended: Ended,
    statements: u64,
    errors: u64,
    not_interpreted: u64,
    without_effect: u64,
    no_effect: NoEffect,
    /// The kinds without effect that were warned of.
    warned: HashSet<CommandKind>,
}

impl Report {
    fn new(args: &CheckArgs) -> Self {
        Self {
            format: args.format,
            style: style(),
            out: BufWriter::new(io::stdout()),
            ended: Ended::Done,
            statements: 0,
            errors: 0,
            not_interpreted: 0,
            without_effect: 0,
            no_effect: args.no_effect,
            warned: HashSet::new(),
        }
    }

    fn file(&mut self, path: &Path, judge: &mut Judge) -> io::Result<()> {
        let mut source = match Source::open(path) {
            Ok(source) => source,
            Err(error) => {
                self.unreadable(&format!("can't read `{}`: {error}", path.display()), Ended::Usage);
                return Ok(());
            }
        };
        loop {
            let mut written = Ok(());
            let read = source.read(|piece, origin| {
                judge.judge(piece, |verdict| {
                    if written.is_ok() {
                        written = self.verdict(verdict, origin);
                    }
                });
                written.is_ok()
            });
            written?;
            // What is judged is shown before waiting for more.
            self.out.flush()?;
            match read {
                Ok(true) => {}
                Ok(false) => return Ok(()),
                Err(error) => {
                    self.broken(&error, &source.name);
                    return Ok(());
                }
            }
        }
    }

    fn verdict(&mut self, verdict: Verdict<'_>, origin: &str) -> io::Result<()> {
        let verdict = verdict.with_no_effect(self.no_effect, |kind| self.warned.insert(kind));
        self.statements += 1;
        self.without_effect += u64::from(verdict.without_effect);
        if !verdict.ok() {
            self.errors += 1;
            self.ended = self.ended.max(Ended::Refused);
        } else if !verdict.interpreted {
            self.not_interpreted += 1;
        }
        match self.format {
            CheckFormat::Json => {
                serde_json::to_writer(&mut self.out, &verdict.object(origin))?;
                self.out.write_all(b"\n")
            }
            CheckFormat::Human => {
                let context = Context { origin, text: &verdict.text, line: verdict.first_line, database: "" };
                verdict.diagnostics.iter().for_each(|diagnostic| self.say(diagnostic, &context));
                Ok(())
            }
        }
    }

    fn broken(&mut self, error: &SourceError, name: &str) {
        self.unreadable(&format!("{name}: {error}"), error.ended());
    }

    fn unreadable(&mut self, message: &str, ended: Ended) {
        self.ended = self.ended.max(ended);
        let context = Context { origin: "", text: "", line: 1, database: "" };
        self.say(&Diagnostic::error(Code::Input, message), &context);
    }

    fn say(&mut self, diagnostic: &Diagnostic, context: &Context<'_>) {
        let _ = writeln!(io::stderr(), "{}", human(diagnostic, context, self.style));
    }

    fn finish(&mut self) -> io::Result<()> {
        if self.format == CheckFormat::Human {
            let statements = counted(self.statements, "statement");
            let errors = counted(self.errors, "error");
            let rest = [(self.not_interpreted, "not interpreted"), (self.without_effect, "without effect")];
            let rest = rest.iter().filter(|(count, _)| *count > 0);
            let rest: String = rest.map(|(count, what)| format!(", {count} {what}")).collect();
            writeln!(self.out, "{statements}, {errors}{rest}")?;
        }
        self.out.flush()
    }
}

fn counted(count: u64, word: &str) -> String {
    if count == 1 { format!("1 {word}") } else { format!("{count} {word}s") }
}
