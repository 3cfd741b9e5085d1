//! `kmgmt check`: parses and judges without running.

use std::io::{self, BufWriter, Write};
use std::path::Path;

use crate::cli::Ended;
use crate::cli::args::{CheckArgs, CheckFormat};
use crate::cli::printer::{closed, style};
use crate::cli::source::{Source, SourceError};
use crate::diagnostic::{Code, Context, Diagnostic, Style, human};

mod verdict;

use verdict::{Verdict, judge};

/// Checks the files that the arguments name, or standard input.
pub(super) fn check(args: &CheckArgs) -> Ended {
    let mut report = Report::new(args.format);
    let standard_input = [Path::new("-").to_owned()];
    let files = if args.files.is_empty() { &standard_input[..] } else { &args.files };
    let written = files.iter().try_for_each(|file| report.file(file));
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
}

impl Report {
    fn new(format: CheckFormat) -> Self {
        let out = BufWriter::new(io::stdout());
        Self { format, style: style(), out, ended: Ended::Done, statements: 0, errors: 0, not_interpreted: 0 }
    }

    fn file(&mut self, path: &Path) -> io::Result<()> {
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
                judge(piece, |verdict| {
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

    fn verdict(&mut self, verdict: &Verdict<'_>, origin: &str) -> io::Result<()> {
        self.statements += 1;
        if !verdict.ok() {
            self.errors += 1;
            self.ended = self.ended.max(Ended::Refused);
        } else if !verdict.interpreted {
            self.not_interpreted += 1;
        }
        match self.format {
            CheckFormat::Json => {
                serde_json::to_writer(&mut self.out, &verdict.object())?;
                self.out.write_all(b"\n")
            }
            CheckFormat::Human => {
                if let Some(diagnostic) = &verdict.diagnostic {
                    let context = Context { origin, text: &verdict.text, line: verdict.first_line, database: "" };
                    self.say(diagnostic, &context);
                }
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
            writeln!(self.out, "{statements}, {errors}, {} not interpreted", self.not_interpreted)?;
        }
        self.out.flush()
    }
}

fn counted(count: u64, word: &str) -> String {
    if count == 1 { format!("1 {word}") } else { format!("{count} {word}s") }
}
