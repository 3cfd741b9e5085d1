//! Runs a script together with the assertions in its comments. Each holds at its place: it sees what the statements
//! before it left. `fails` is about the next statement, and `plan changes` about the whole file.

use crate::diagnostic::{Code, Diagnostic};
use crate::plan::count::changes;
use crate::plan::trial::{Fault, Trial};
use crate::session::{Failure, Session};
use crate::syntax::ast::assertions::Assertion;
use crate::syntax::ast::directives::Directive;
use crate::syntax::{Comment, Part, Piece, Remark, comments_inside, parser};
use crate::text::{Span, Spanned};

/// An assertion, and what became of it.
#[derive(Clone, Debug)]
pub struct Check {
    /// Its line in the script, from 1.
    pub line: u32,
    /// The text of the line.
    pub text: String,
    /// Where it stands in the line.
    pub span: Span,
    /// Why it does not hold.
    pub failure: Option<Failure>,
}

impl Check {
    /// Returns what the line says after `//!`.
    #[must_use]
    pub fn name(&self) -> &str {
        self.span.of(&self.text).trim_start_matches(['/', '!']).trim()
    }
}

/// A list of principals that is to be written again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rewrite {
    /// The line, from 1.
    pub line: u32,
    /// Where the list stands in the text, in bytes.
    pub start: usize,
    /// The list as it is.
    pub before: String,
    /// The list as it is to be.
    pub after: String,
}

/// What became of a script.
#[derive(Debug)]
pub struct TestReport {
    /// The script, as diagnostics name it.
    pub origin: String,
    /// Its assertions, in the order of their lines.
    pub checks: Vec<Check>,
    /// Why the run ended before its end.
    pub fault: Option<Fault>,
    /// The lists that are to be written again.
    pub rewrites: Vec<Rewrite>,
}

/// What is chosen of assertions, and what is done with them.
#[derive(Clone, Copy, Debug, Default)]
pub struct Choice<'c> {
    /// Only those count whose text has this.
    pub filter: Option<&'c str>,
    /// Whether expected sets that differ are written again.
    pub update: bool,
}

/// A run that goes on part by part.
pub struct Run<'c> {
    trial: Trial,
    report: TestReport,
    choice: Choice<'c>,
    /// Codes that the next statement is to fail with, each with the place of its check.
    failing: Vec<(String, Place)>,
    /// Numbers of changes at the end of the script.
    counted: Vec<(Spanned<u64>, Place)>,
    /// The line of the statement after which nothing runs any more.
    ended: Option<u32>,
}

/// The number of a check in the report; none for one that the filter leaves out.
type Place = Option<usize>;

impl<'c> Run<'c> {
    /// Begins on a copy of the session's cluster.
    #[must_use]
    pub fn begin(session: &Session, origin: &str, choice: Choice<'c>) -> Self {
        let report = TestReport { origin: origin.to_owned(), checks: Vec::new(), fault: None, rewrites: Vec::new() };
        let mut trial = Trial::begin(session);
        trial.after.enter_script(origin);
        Self { trial, report, choice, failing: Vec::new(), counted: Vec::new(), ended: None }
    }

    /// Goes on with a part of the script.
    pub fn part(&mut self, part: &Part<'_>) {
        match part {
            Part::Statement(piece) => self.statement(piece),
            Part::Comment(comment) if comment.remark.ignored().is_some() => {}
            Part::Comment(comment) => self.comment(comment),
        }
    }

    /// Ends the run.
    #[must_use]
    pub fn finish(mut self) -> TestReport {
        for (_, place) in std::mem::take(&mut self.failing) {
            self.fail(place, |span| error("no statement follows, so that none can fail").at(span).into());
        }
        let counted = std::mem::take(&mut self.counted);
        if !counted.is_empty() {
            let found = changes(&self.trial.before, &self.trial.after);
            for (expected, place) in counted {
                match self.ended {
                    Some(line) => self.fail(place, |span| not_reached(line).at(span).into()),
                    None if u64::try_from(found.total()) == Ok(expected.value) => {}
                    None => self.fail(place, |_| {
                        let message = format!("the file changes {}, not {}", found.total(), expected.value);
                        error(message).at(expected.span).help(format!("what differs at its end is {found}")).into()
                    }),
                }
            }
        }
        self.report
    }

    fn statement(&mut self, piece: &Piece<'_>) {
        self.misplaced(piece);
        let expectation = self.expectation(piece);
        if let Some(line) = self.ended {
            return self.fail(expectation.flatten(), |span| not_reached(line).at(span).into());
        }
        let goes_on = self.trial.run(piece, &self.report.origin);
        let mut fault = self.trial.fault.take();
        let has_quit = !goes_on && fault.is_none();
        if let Some(place) = expectation
            && self.failing.is_empty()
        {
            // It is an assertion: the run goes on after it.
            fault.take().into_iter().for_each(|fault| self.fail(place, |_| fault.diagnostic.into()));
        }
        let failing = std::mem::take(&mut self.failing);
        let is_expected = !failing.is_empty();
        for (code, place) in failing {
            let wrong = wrong_fault(&code, fault.as_ref().map(|fault| &fault.diagnostic));
            wrong.into_iter().for_each(|wrong| self.fail(place, |span| wrong.at(span).into()));
        }
        if has_quit || fault.is_some() && !is_expected {
            self.ended = Some(piece.line);
            self.report.fault = fault;
        }
    }

    /// Adds the check of a directive that is an assertion; answers its place, and nothing for other statements.
    fn expectation(&mut self, piece: &Piece<'_>) -> Option<Place> {
        let is_expectation = piece.directive && matches!(parser::directive(piece), Ok(Directive::Expect(_)));
        is_expectation.then(|| {
            let text = piece.text.trim_end().to_owned();
            if !self.choice.filter.is_none_or(|filter| text.contains(filter)) {
                return None;
            }
            let span = Span::of_range(&(0..text.len()));
            self.report.checks.push(Check { line: piece.line, text, span, failure: None });
            self.report.checks.len().checked_sub(1)
        })
    }

    /// Adds the lines inside of a statement that read as assertions.
    fn misplaced(&mut self, piece: &Piece<'_>) {
        let inside = comments_inside(piece).into_iter().filter(|remark| remark.ignored().is_none());
        for Remark { text, line, span, .. } in inside {
            let wrong = error("an assertion stands between statements, and this line is inside of one").at(span);
            let wrong = wrong.help("a blank line ends the statement before it, and a line `#end` a script");
            self.report.checks.push(Check { line, text, span, failure: Some(wrong.into()) });
        }
    }

    fn comment(&mut self, comment: &Comment<'_>) {
        let assertion = match parser::assertion(comment) {
            Ok(assertion) => assertion,
            Err(error) => {
                let place = self.add(comment);
                return self.fail(place, |_| Diagnostic::from(error).into());
            }
        };
        let is_chosen = self.choice.filter.is_none_or(|filter| comment.content().contains(filter));
        let place = if is_chosen { self.add(comment) } else { None };
        match (assertion, self.ended) {
            (Assertion::PlanChanges(number), _) => self.counted.push((number, place)),
            (Assertion::Fails(code), None) => self.failing.push((code.value.to_owned(), place)),
            (_, Some(line)) => self.fail(place, |span| not_reached(line).at(span).into()),
            (assertion, None) if is_chosen => {
                let wrong = self.judged(&assertion, comment);
                wrong.into_iter().for_each(|wrong| self.fail(place, |_| wrong));
            }
            (_, None) => {}
        }
    }

    /// Judges what is asked of the state as it is now; a set that is to be written again holds.
    fn judged(&mut self, assertion: &Assertion<'_>, comment: &Comment<'_>) -> Option<Failure> {
        let failure = self.trial.after.wrong(assertion, comment.span())?;
        match (assertion, failure.list) {
            (Assertion::Principals { expected, .. }, Some(after)) if self.choice.update => {
                let before = expected.span.of(&comment.remark.text).to_owned();
                let start = comment.start_of(expected.span);
                self.report.rewrites.push(Rewrite { line: comment.remark.line, start, before, after });
                None
            }
            _ => Some(failure.failure),
        }
    }

    fn add(&mut self, comment: &Comment<'_>) -> Place {
        let Remark { text, line, .. } = comment.remark.clone();
        let check = Check { line, text, span: comment.span(), failure: None };
        self.report.checks.push(check);
        self.report.checks.len().checked_sub(1)
    }

    fn fail(&mut self, place: Place, failure: impl FnOnce(Span) -> Failure) {
        let check = place.and_then(|place| self.report.checks.get_mut(place));
        check.into_iter().zip(Some(failure)).for_each(|(check, failure)| check.failure = Some(failure(check.span)));
    }
}

/// Returns what is wrong with an assertion.
fn error(message: impl Into<String>) -> Diagnostic {
    Diagnostic::error(Code::BadRequest, message)
}

fn not_reached(line: u32) -> Diagnostic {
    error(format!("it is not reached: the run ended in line {line}"))
}

/// Returns what is wrong where a statement was to fail with this code.
fn wrong_fault(code: &str, found: Option<&Diagnostic>) -> Option<Diagnostic> {
    let Some(found) = found else {
        return Some(error(format!("the next statement succeeded, and was to fail with `{code}`")));
    };
    let differs = !found.code.is_called(code);
    differs.then(|| {
        let message = format!("the next statement failed with `{}`, not `{code}`", found.code.word());
        error(message).help(format!("it said: {}", found.message))
    })
}
