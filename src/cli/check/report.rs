//! What `check` found so far, and where it is written.

use std::io::{self, BufWriter, Write};

use crate::cli::Ended;
use crate::cli::args::CheckFormat;
use crate::cli::check::verdict::{Object, Verdict, is_error};
use crate::cli::source::working_directory;
use crate::diagnostic::{Context, Diagnostic, Severity, Style, human};
use crate::plan::{Gate, Ignore, Ignores, Judged, Standing};
use crate::render::annotation::{Service, annotation};
use crate::render::findings;
use crate::text::counted;

/// Writes findings as they come.
pub(super) struct Report {
    format: CheckFormat,
    style: Style,
    out: BufWriter<io::Stdout>,
    ended: Ended,
    gate: Gate,
    counts: Counts,
    /// All that was judged, where one document holds it.
    all: Vec<Judged>,
}

/// What the last line counts.
#[derive(Default)]
struct Counts {
    statements: usize,
    errors: usize,
    warnings: usize,
    not_interpreted: usize,
    without_effect: usize,
    ignored: usize,
    known: usize,
}

impl Report {
    pub(super) fn new(format: CheckFormat, style: Style, gate: Gate) -> Self {
        let out = BufWriter::new(io::stdout());
        Self { format, style, out, ended: Ended::Done, gate, counts: Counts::default(), all: Vec::new() }
    }

    /// Returns how the run ended so far.
    pub(super) fn ended(&self) -> Ended {
        if self.gate.fails() { self.ended.max(Ended::Refused) } else { self.ended }
    }

    /// Returns the gate, which knows what was found.
    pub(super) const fn gate(&self) -> &Gate {
        &self.gate
    }

    /// Writes what is said of a statement and of those that it holds.
    pub(super) fn verdicts(&mut self, mut verdicts: Vec<Verdict>, origin: &str) -> io::Result<()> {
        let ignores: Vec<Ignore> =
            verdicts.iter_mut().flat_map(|verdict| std::mem::take(&mut verdict.ignores)).collect();
        let found = verdicts.iter_mut().map(|verdict| std::mem::take(&mut verdict.found));
        let found: Vec<_> = found.collect();
        let counts: Vec<usize> = found.iter().map(Vec::len).collect();
        let mut judged = self.gate.judge(found.into_iter().flatten().collect(), &ignores).into_iter();
        let last = verdicts.len().saturating_sub(1);
        for (index, (verdict, count)) in verdicts.iter().zip(counts).enumerate() {
            // Comments about nothing stand after all findings.
            let count = if index == last { usize::MAX } else { count };
            let own: Vec<Judged> = judged.by_ref().take(count).collect();
            self.count(verdict, &own);
            self.write(&own, || verdict.object(origin, &own))?;
            self.keep(own);
        }
        Ok(())
    }

    /// Writes what is said of the comments that no statement follows.
    pub(super) fn comments(&mut self, read: Ignores, origin: &str) -> io::Result<()> {
        let judged = self.gate.judge(read.faults, &read.ignores);
        let place = judged.first().and_then(|first| first.finding.place());
        let Some((begins, _)) = place else { return Ok(()) };
        self.count_findings(&judged);
        self.write(&judged, || Object::of_comments(origin, begins.line, &judged))?;
        self.keep(judged);
        Ok(())
    }

    /// Writes findings in the format: one object for programs, a text each for others.
    fn write<'o>(&mut self, judged: &[Judged], object: impl FnOnce() -> Object<'o>) -> io::Result<()> {
        let open = || judged.iter().filter(|judged| judged.is_open());
        let service = match self.format {
            CheckFormat::Sarif => return Ok(()),
            CheckFormat::Json => {
                serde_json::to_writer(&mut self.out, &object())?;
                return self.out.write_all(b"\n");
            }
            CheckFormat::Human => {
                open().for_each(|judged| tell(&findings::human(judged, self.style)));
                return Ok(());
            }
            CheckFormat::Github => Service::Github,
            CheckFormat::Azuredevops => Service::AzureDevops,
        };
        let folder = working_directory();
        let line = |judged| annotation(&findings::issue(judged), service, &folder);
        open().try_for_each(|judged| writeln!(self.out, "{}", line(judged)))
    }

    fn keep(&mut self, judged: Vec<Judged>) {
        if self.format == CheckFormat::Sarif {
            self.all.extend(judged);
        }
    }

    fn count(&mut self, verdict: &Verdict, judged: &[Judged]) {
        self.counts.statements += 1;
        self.counts.without_effect += usize::from(verdict.without_effect);
        if judged.iter().any(is_error) {
            self.counts.errors += 1;
        } else if !verdict.interpreted {
            self.counts.not_interpreted += 1;
        }
        self.count_findings(judged);
    }

    fn count_findings(&mut self, judged: &[Judged]) {
        for Judged { finding, standing } in judged {
            let is_warning = finding.diagnostic.severity == Severity::Warning && finding.rule.is_specific();
            match standing {
                Standing::Open { .. } => self.counts.warnings += usize::from(is_warning),
                Standing::Known => self.counts.known += 1,
                Standing::Ignored(_) => self.counts.ignored += 1,
            }
        }
    }

    /// Tells what is wrong outside of any statement.
    pub(super) fn complain(&mut self, error: &Diagnostic, ended: Ended) {
        self.ended = self.ended.max(ended);
        tell(&human(error, &Context { origin: "", text: "", line: 1, database: "" }, self.style));
    }

    /// Shows what was written so far.
    pub(super) fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }

    /// Writes what stands at the end.
    pub(super) fn finish(&mut self) -> io::Result<()> {
        match self.format {
            CheckFormat::Human => writeln!(self.out, "{}", self.counts.line())?,
            CheckFormat::Sarif => self.out.write_all(findings::sarif(&self.all, &working_directory()).as_bytes())?,
            CheckFormat::Json | CheckFormat::Github | CheckFormat::Azuredevops => {}
        }
        self.out.flush()
    }
}

fn tell(text: &str) {
    let _ = writeln!(io::stderr(), "{text}");
}

impl Counts {
    fn line(&self) -> String {
        let first = [counted(self.statements, "statement"), counted(self.errors, "error")];
        let warnings = (self.warnings > 0).then(|| counted(self.warnings, "warning"));
        let rest = [
            (self.not_interpreted, "not interpreted"),
            (self.without_effect, "without effect"),
            (self.ignored, "ignored"),
            (self.known, "in the baseline"),
        ];
        let rest = rest.into_iter().filter(|(count, _)| *count > 0).map(|(count, what)| format!("{count} {what}"));
        first.into_iter().chain(warnings).chain(rest).collect::<Vec<_>>().join(", ")
    }
}
