//! Placeholder until the table of kinds marks what is interpreted.

use crate::model::command_kind::CommandKind;

impl CommandKind {
    /// Whether kmgmt interprets commands of the kind.
    #[must_use]
    pub const fn interpreted(self) -> bool {
        matches!(self, Self::ShowVersion)
    }
}
