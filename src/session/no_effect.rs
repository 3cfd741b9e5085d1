//! What a session says of commands that do nothing here: they move data or run operations, and kmgmt has
//! neither.

use clap::ValueEnum;

use crate::diagnostic::{Code, Diagnostic};
use crate::model::command_kind::{Class, CommandKind};
use crate::session::Session;

/// What to do with a command that has no effect here.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum NoEffect {
    /// Answer it, and say nothing
    Allow,
    /// Answer it; say once a run and kind, in one line, that it has no effect
    #[default]
    Warn,
    /// Refuse it
    Refuse,
}

/// Why commands have no effect.
const REASON: &str = "no effect here: kmgmt has no data and runs no operations";

/// Why a table that was dropped does not come back.
const NO_VERSIONS: &str = "no effect here: the table stays gone, as kmgmt keeps no versions of extents";

/// Returns why commands of this kind have no effect.
pub(super) fn reason(kind: CommandKind) -> &'static str {
    if kind == CommandKind::UndoDropTable { NO_VERSIONS } else { REASON }
}

impl Session {
    /// Sets what to do with commands that have no effect.
    pub const fn treat_no_effect(&mut self, no_effect: NoEffect) {
        self.no_effect = no_effect;
    }

    /// Returns what there is to say of a command of this kind that was decided: a refusal, a warning, or
    /// nothing.
    pub(super) fn without_effect(&mut self, kind: CommandKind) -> Result<Option<Diagnostic>, Diagnostic> {
        if kind.effect().class() != Class::Nothing {
            return Ok(None);
        }
        match self.no_effect {
            NoEffect::Allow => Ok(None),
            NoEffect::Warn => Ok(self.warned.insert(kind).then(|| no_effect_note(kind))),
            NoEffect::Refuse => Err(no_effect_refusal(kind)),
        }
    }
}

/// Returns the note about a command that has no effect.
#[must_use]
pub fn no_effect_note(kind: CommandKind) -> Diagnostic {
    Diagnostic::note(Code::NoEffect, format!("`.{}` has {} (told once)", kind.first_words(), reason(kind)))
}

/// Returns the refusal of a command that has no effect.
#[must_use]
pub fn no_effect_refusal(kind: CommandKind) -> Diagnostic {
    let message = format!("`.{}` has {}", kind.first_words(), reason(kind));
    Diagnostic::error(Code::NoEffect, message).help("`--no-effect allow` or `warn` answers such commands")
}
