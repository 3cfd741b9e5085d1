//! What became of assertions, one case each, as all formats write it.

use crate::diagnostic::{Code, Context, Diagnostic, Style, human};
use crate::plan::{Check, Fault, TestReport};
use crate::text::{Place, Span, place_of};

/// A rule that a case can break.
#[derive(Clone, Copy)]
pub(super) struct Rule {
    /// Its id.
    pub(super) id: &'static str,
    /// What it says, in a line.
    pub(super) line: &'static str,
}

/// All rules that cases can break.
pub(super) const RULES: [Rule; 3] = [ASSERTION, STATEMENT, NO_ASSERTION];

/// An assertion does not hold.
const ASSERTION: Rule = Rule { id: "assertion", line: "an assertion of a script holds at its place" };
/// A statement fails that no assertion expects to.
const STATEMENT: Rule = Rule { id: "statement", line: "the statements of a script run" };
/// A script has no assertions.
const NO_ASSERTION: Rule = Rule { id: "no-assertion", line: "a script that is tested has assertions" };

/// An assertion, or another thing that can fail a test.
pub(super) struct Case<'r> {
    /// The script.
    pub(super) origin: &'r str,
    /// The line, from 1.
    pub(super) line: u32,
    /// What is expected: the text of the assertion.
    pub(super) name: String,
    /// What is wrong.
    pub(super) told: Option<Told>,
}

/// Why a case failed.
pub(super) struct Told {
    /// The rule that is broken.
    pub(super) rule: Rule,
    /// The sentence, with the advice.
    pub(super) message: String,
    /// Where it begins.
    pub(super) begins: Place,
    /// Just past its end.
    pub(super) ends: Place,
    /// The lines with carets.
    pub(super) shown: String,
    /// The proof of the answer that was found.
    pub(super) proof: Option<String>,
}

impl Case<'_> {
    /// Returns the place: `roles.kql:3`.
    pub(super) fn place(&self) -> String {
        format!("{}:{}", self.origin, self.line)
    }
}

impl Told {
    /// Returns the sentence and, after an empty line, the proof.
    pub(super) fn in_full(&self) -> String {
        let proof = self.proof.as_ref().map(|proof| format!("\n\n{proof}")).unwrap_or_default();
        format!("{}{proof}", self.message)
    }
}

/// Returns the cases of all scripts.
pub(super) fn of<'r>(files: &'r [TestReport], filter: Option<&str>, database: &str) -> Vec<Case<'r>> {
    let mut cases: Vec<Case<'r>> = Vec::new();
    for report in files {
        cases.extend(report.checks.iter().map(|check| of_check(report, check, database)));
        cases.extend(report.fault.as_ref().map(|fault| of_fault(fault, database)));
        if filter.is_none() && report.checks.is_empty() {
            let wrong = Diagnostic::error(Code::BadRequest, "the file has no assertion");
            let wrong = wrong.help("an assertion is a line such as `//! allow aaduser=ana@contoso.com view table T`");
            cases.push(without_place(report, "has assertions", &wrong));
        }
    }
    if let (Some(filter), true, [first, ..]) = (filter, cases.is_empty(), files) {
        let wrong = Diagnostic::error(Code::BadRequest, format!("no assertion has the text `{filter}`"));
        cases.push(without_place(first, "has assertions", &wrong));
    }
    cases
}

fn of_check<'r>(report: &'r TestReport, check: &Check, database: &str) -> Case<'r> {
    let context = Context { origin: &report.origin, text: &check.text, line: check.line, database };
    let told = check.failure.as_ref().map(|failure| {
        let proof = failure.proof.as_ref().map(ToString::to_string);
        Told { proof, ..told(&failure.diagnostic, ASSERTION, &context) }
    });
    Case { origin: &report.origin, line: check.line, name: check.name().to_owned(), told }
}

/// Returns the case of a statement that failed, in this script or in one that it reads.
fn of_fault<'r>(fault: &'r Fault, database: &str) -> Case<'r> {
    let statement = &fault.statement;
    let context = Context { origin: &statement.origin, text: &statement.text, line: statement.line, database };
    let place = place_of(&statement.text, fault.diagnostic.span().unwrap_or_default().start, statement.line);
    let told = Some(told(&fault.diagnostic, STATEMENT, &context));
    Case { origin: &statement.origin, line: place.line, name: "the statement runs".to_owned(), told }
}

fn without_place<'r>(report: &'r TestReport, name: &str, wrong: &Diagnostic) -> Case<'r> {
    let context = Context { origin: &report.origin, text: "", line: 1, database: "" };
    let shown = human(wrong, &context, Style::Plain);
    let shown = shown.replacen("error: ", &format!("error: {}: ", report.origin), 1);
    let told = Told { shown, ..told(wrong, NO_ASSERTION, &context) };
    Case { origin: &report.origin, line: 1, name: name.to_owned(), told: Some(told) }
}

fn told(diagnostic: &Diagnostic, rule: Rule, context: &Context<'_>) -> Told {
    let help = diagnostic.help.iter().map(|help| format!("\n{help}"));
    let message = [diagnostic.message.clone()].into_iter().chain(help).collect();
    let Span { start, end } = diagnostic.span().unwrap_or_default();
    let [begins, ends] = [start, end].map(|at| place_of(context.text, at, context.line));
    Told { rule, message, begins, ends, shown: human(diagnostic, context, Style::Plain), proof: None }
}
