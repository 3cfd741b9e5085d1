//! Plans, as `kmgmt plan --format json` writes them.

use std::path::Path;

use serde::Deserialize;

use crate::cli::answers::unreadable;
use crate::cli::source::whole_text;
use crate::diagnostic::{Code, Diagnostic};
use crate::model::directive_kind::DirectiveKind;
use crate::model::secret::REDACTED;
use crate::state::Folder;
use crate::syntax::ast::directives::Directive;
use crate::syntax::{parser, pieces};
use crate::text::{quoted, visible};

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
        let Written { format_version, complete, state, read, script, left_out } = written;
        if format_version != FORMAT_VERSION {
            return Err(wrong(&format!("its `format_version` is {format_version}, and {FORMAT_VERSION} is read")));
        }
        let (Some(State { environment, catalog }), Some(script)) = (read, script) else {
            return Err(wrong("it has no script, or not what it was made on: an older kmgmt wrote it"));
        };
        Ok(Self { state, read: Folder { environment, catalog }, script, is_complete: complete, left_out })
    }

    /// Looks whether the plan may be run.
    ///
    /// # Errors
    /// It is not of the whole change, or does not have all of a command.
    pub(super) fn check(&self) -> Result<(), Diagnostic> {
        let refused = |message: String| Diagnostic::error(Code::BadRequest, message);
        if !self.is_complete {
            let error = refused("the plan is not complete: its script failed before its end".to_owned());
            return Err(error.help("the plan says where, under `fault`: mend the script, and plan again"));
        }
        if self.left_out > 0 {
            let error = refused("the plan shows a part of the change, and its script makes all of it".to_owned());
            return Err(error.help("plan again without `--only`"));
        }
        let (mut foreign, mut secret) = (None, None);
        pieces(&self.script, 1, |piece| {
            let first = || piece.text.trim().lines().next().unwrap_or_default().to_owned();
            let is_ours = |directive: &Directive<'_>| matches!(directive, Directive::DbContext(_));
            if piece.directive && !parser::directive(&piece).is_ok_and(|directive| is_ours(&directive)) {
                foreign.get_or_insert_with(first);
            } else if piece.text.contains(REDACTED) {
                secret.get_or_insert_with(first);
            }
        });
        if let Some(directive) = foreign {
            let message = format!("a plan has no directive but `{}`: {}", DirectiveKind::DbContext, quoted(directive));
            return Err(refused(message).help(ADVICE));
        }
        secret.map_or(Ok(()), |command| {
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
