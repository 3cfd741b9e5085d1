//! `.execute database script` and `.execute cluster script`: statements run one after the other,
//! each reported in a row (`execute-database-script.md`, *Returns* and notes).

use crate::diagnostic::{Code, Diagnostic};
use crate::directory::derived_id;
use crate::engine::Answer;
use crate::model::command_kind::{Class, CommandKind};
use crate::model::schemas::SCRIPT;
use crate::session::no_effect;
use crate::session::{Outcome, Output, Session, beginning, redacted};
use crate::syntax::ast::scripts::ScriptCommand;
use crate::syntax::ast::{Command, Statement};
use crate::syntax::literal::Value as Literal;
use crate::syntax::{Piece, parser, pieces, redacted_text};
use crate::table::{Table, Value};

/// What became of one command of a script.
struct Row {
    kind: Option<CommandKind>,
    text: String,
    result: &'static str,
    reason: String,
}

const COMPLETED: &str = "Completed";
const FAILED: &str = "Failed";
const SKIPPED: &str = "Skipped";

impl Session {
    pub(super) fn run_script(&mut self, script: &ScriptCommand<'_>, piece: &Piece<'_>) -> Outcome {
        let (go_on, throw) = match options(script) {
            Ok(options) => options,
            Err(error) => return Outcome::of(Err(error)),
        };
        let line = crate::text::place_of(piece.text, script.body.span.start, piece.line).line;
        let mut rows = Vec::new();
        let mut warnings = Vec::new();
        let mut failed = Vec::new();
        let mut stopped = None;
        let (faults, mut fault) = (self.faults(), None);
        pieces(&script.body.value, line, |inner| {
            if stopped.is_some() || fault.is_some() {
                return;
            }
            let start = script.body.span.start as usize + inner.start;
            self.inner = Some(beginning(&inner).moved(start));
            let (row, error, inner_warnings) = self.run_inner(script.cluster, &inner);
            self.inner = None;
            warnings.extend(inner_warnings.into_iter().map(|warning| redacted(warning, &inner).moved(start)));
            rows.push(row);
            if let Some(error) = error {
                if self.faults() > faults {
                    fault = Some(error.moved(start));
                    return;
                }
                failed.push(error.moved(start));
                stopped = (!go_on).then(|| redacted_text(&inner));
            }
        });
        // What ran before was taken back with it.
        if let Some(fault) = fault {
            return Outcome { warnings, ..Outcome::refused(fault) };
        }
        if let Some((text, error)) = stopped.filter(|_| throw).and_then(|text| Some((text, failed.pop()?))) {
            let message = format!("the script was aborted at `{}`: {}", text.trim(), error.message);
            return Outcome { warnings, ..Outcome::of(Err(error.saying(message))) };
        }
        let first = self.read().journal.last();
        let answer = Answer::new(move |_| table(first, &rows));
        Outcome { warnings, failed, ..Outcome::of(Ok(Output::Answer(answer, self.now()))) }
    }

    fn run_inner(&mut self, cluster: bool, inner: &Piece<'_>) -> (Row, Option<Diagnostic>, Vec<Diagnostic>) {
        let text = redacted_text(inner);
        let failed = |kind, error: Diagnostic| {
            let error = redacted(error, inner);
            (Row { kind, text: text.clone(), result: FAILED, reason: error.message.clone() }, Some(error), Vec::new())
        };
        if inner.directive {
            return failed(None, directive_in_script());
        }
        let statement = match parser::parse(inner) {
            Ok(statement) => statement,
            Err(error) => return failed(None, error.into()),
        };
        let kind = Some(statement.command.kind());
        if statement.command.kind().is_show() {
            return (Row { kind, text, result: SKIPPED, reason: String::new() }, None, Vec::new());
        }
        if let Some(error) = out_of_scope(cluster, &statement) {
            return failed(kind, error);
        }
        let outcome = self.run_statement(&statement, inner);
        match outcome.result {
            Ok(_) => (
                Row { kind, text, result: COMPLETED, reason: reason(statement.command.kind()) },
                None,
                outcome.warnings,
            ),
            Err(error) => failed(kind, error),
        }
    }
}

/// Returns why a command is completed and did nothing; mostly nothing.
fn reason(kind: CommandKind) -> String {
    if kind.effect().class() == Class::Nothing { format!("it has {}", no_effect::reason(kind)) } else { String::new() }
}

/// Returns the table of a script's rows; `last` is the journal's last entry after it.
fn table(last: u64, rows: &[Row]) -> Table {
    let mut table = Table::new(SCRIPT);
    for (index, row) in rows.iter().enumerate() {
        table.push([
            Value::from(derived_id(&format!("operation/{last}/{index}/{}", row.text))),
            Value::from(row.kind.map_or(String::new(), CommandKind::command_type)),
            Value::from(row.text.trim()),
            Value::from(row.result),
            Value::from(row.reason.as_str()),
            Value::from(row.kind.map_or("", CommandKind::name)),
        ]);
    }
    table
}

/// Returns whether to go on after an error, and whether an error is the whole script's.
fn options(script: &ScriptCommand<'_>) -> Result<(bool, bool), Diagnostic> {
    let value =
        |name: &str| script.properties.get(name).map(|property| (property.value == Literal::Bool(true), property.span));
    let (go_on, throw) = (value("ContinueOnErrors"), value("ThrowOnErrors"));
    if let (Some((_, first)), Some((_, second))) = (go_on, throw) {
        let message = "`ContinueOnErrors` and `ThrowOnErrors` do not work together: only one is allowed";
        return Err(Diagnostic::error(Code::BadRequest, message).at(second).labelled(first, "the other one"));
    }
    Ok((go_on.is_some_and(|(is, _)| is), throw.is_some_and(|(is, _)| is)))
}

/// Returns the fault of a directive in a script.
#[must_use]
pub fn directive_in_script() -> Diagnostic {
    Diagnostic::error(Code::Syntax, "a script holds commands, no directives")
}

/// Returns why a script of this scope can't hold the statement; `.show` commands are skipped, whatever
/// their scope.
#[must_use]
pub fn script_fault(cluster: bool, statement: &Statement<'_>) -> Option<Diagnostic> {
    if statement.command.kind().is_show() { None } else { out_of_scope(cluster, statement) }
}

/// Returns the fault of a command of the other scope, in the service's words (`service-facts.md`), or
/// of a script in a script.
fn out_of_scope(cluster: bool, statement: &Statement<'_>) -> Option<Diagnostic> {
    if matches!(statement.command, Command::Scripts(_)) {
        let error = Diagnostic::error(Code::BadRequest, "a script can't run another script");
        return Some(error.help("a script runs to a line `#end` or to the end of input: end the first one so"));
    }
    if statement.command.kind().is_cluster_scope() == cluster {
        return None;
    }
    let message = if cluster { "Not a cluster-scope command" } else { "Not a database-scope command" };
    Some(Diagnostic::error(Code::BadRequest, message))
}
