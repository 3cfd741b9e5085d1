//! Plans, as `kmgmt plan --format json` writes them.

use std::path::Path;

use serde::Deserialize;

use crate::cli::answers::unreadable;
use crate::cli::source::whole_text;
use crate::diagnostic::{Code, Diagnostic};
use crate::model::directive_kind::DirectiveKind;
use crate::model::secret::REDACTED;
use crate::plan::state_id;
use crate::state::Folder;
use crate::syntax::ast::directives::Directive;
use crate::syntax::{Piece, holds_secret, parser, pieces};
use crate::text::{first_line, quoted, visible};

/// The version of the format that is read.
const FORMAT_VERSION: u32 = 1;

/// A plan.
#[derive(Debug)]
pub(super) struct PlanFile {
    /// A hash of the state that it was made on.
    pub(super) state: String,
    /// The state itself.
    pub(super) read: Folder,
    /// The commands that make the change.
    pub(super) script: String,
    is_complete: bool,
    left_out: usize,
    fault: Option<Fault>,
}

/// Why the script that was planned did not run to its end.
#[derive(Debug, Deserialize)]
struct Fault {
    file: String,
    line: u32,
    message: String,
}

#[derive(Deserialize)]
struct Written {
    format_version: u32,
    complete: bool,
    state: String,
    read: Option<State>,
    script: Option<String>,
    #[serde(default)]
    left_out: usize,
    fault: Option<Fault>,
}

#[derive(Deserialize)]
struct State {
    environment: String,
    catalog: String,
}

/// How a plan is made.
const ADVICE: &str = "`kmgmt plan SCRIPT --cluster URL --format json -o plan.json` writes one";

impl PlanFile {
    /// Reads a plan.
    ///
    /// # Errors
    /// It can't be read, or is none.
    pub(super) fn read(file: &Path) -> Result<Self, Diagnostic> {
        let text = whole_text(file).map_err(|error| unreadable(file, error.cause()).1)?;
        let shown = quoted(file.display());
        let wrong = |why: &str| Diagnostic::error(Code::Input, format!("{shown} is no plan: {why}")).help(ADVICE);
        let written: Written = serde_json::from_str(&text).map_err(|error| wrong(&visible(&error.to_string())))?;
        let Written { format_version, complete, state, read, script, left_out, fault } = written;
        if format_version != FORMAT_VERSION {
            return Err(wrong(&format!("its `format_version` is {format_version}, and {FORMAT_VERSION} is read")));
        }
        let (Some(State { environment, catalog }), Some(script)) = (read, script) else {
            return Err(wrong("it has no script, or not what it was made on: an older kmgmt wrote it"));
        };
        Ok(Self { state, read: Folder { environment, catalog }, script, is_complete: complete, left_out, fault })
    }

    /// Looks whether the plan may be run. A plan is a file, which somebody may have written or changed.
    ///
    /// # Errors
    /// It is not of the whole change, does not have all of a command, or asks for more than commands.
    pub(super) fn check(&self) -> Result<(), Diagnostic> {
        if !self.is_complete {
            let why = self.fault.as_ref().map_or_else(String::new, |Fault { file, line, message }| {
                format!(": {}:{line}: {}", visible(file), visible(message))
            });
            let error = refused(format!("the plan is not complete: its script failed before its end{why}"));
            return Err(error.help("mend the script, and plan again"));
        }
        if self.left_out > 0 {
            let error = refused("the plan shows a part of the change, and its script makes all of it".to_owned());
            return Err(error.help("plan again without `--only`"));
        }
        if state_id(&self.read) != self.state {
            let error = refused("the plan was changed after it was made: `state` is not the hash of `read`".to_owned());
            return Err(error.help(ADVICE));
        }
        let foreign = first(&self.read.catalog, is_foreign).or_else(|| first(&self.script, is_foreign));
        if let Some(directive) = foreign {
            let message = format!("a plan has no directive but `{}`: {}", DirectiveKind::DbContext, quoted(directive));
            return Err(refused(message).help(ADVICE));
        }
        first(&self.script, lacks_secret).map_or(Ok(()), |command| {
            let error =
                refused(format!("a command of the plan needs a secret, which no plan has: {}", quoted(command)));
            Err(error.help("run that one by hand, and plan the rest again"))
        })
    }

    /// Returns how many commands the script has.
    pub(super) fn count(&self) -> usize {
        let mut count = 0;
        pieces(&self.script, 1, |piece| count += usize::from(!piece.directive));
        count
    }
}

fn refused(message: String) -> Diagnostic {
    Diagnostic::error(Code::BadRequest, message)
}

/// Returns the first line of the first statement that is such a one.
fn first(script: &str, is_such: fn(&Piece<'_>) -> bool) -> Option<String> {
    let mut found = None;
    pieces(script, 1, |piece| {
        if is_such(&piece) {
            found.get_or_insert_with(|| first_line(piece.text.trim()).to_owned());
        }
    });
    found
}

/// Returns whether a statement is a directive that no plan has.
fn is_foreign(piece: &Piece<'_>) -> bool {
    let directive = parser::directive(piece);
    piece.directive && !directive.is_ok_and(|directive| matches!(directive, Directive::DbContext(_)))
}

/// Returns whether a secret of a command was redacted: a place of secrets has the mark, or a whole text is the mark. A note
/// that has it in its midst says so itself.
fn lacks_secret(piece: &Piece<'_>) -> bool {
    let is_mark = |text: &str| text.trim_start_matches(['h', 'H', '@']).trim_matches(['\'', '"']) == REDACTED;
    let is_redacted = piece.tokens.iter().any(|token| token.is_string() && is_mark(token.span.of(piece.text)));
    piece.text.contains(REDACTED) && (is_redacted || holds_secret(piece))
}
