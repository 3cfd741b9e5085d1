//! Placeholder.

use std::fmt;
use std::marker::PhantomData;

use crate::model::command_kind::CommandKind;

/// Placeholder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PolicyCommand<'s> {
    /// Placeholder.
    Placeholder(PhantomData<&'s str>),
}

impl PolicyCommand<'_> {
    /// The official kind.
    #[must_use]
    pub fn kind(&self) -> CommandKind {
        CommandKind::ShowVersion
    }
}

impl fmt::Display for PolicyCommand<'_> {
    fn fmt(&self, _: &mut fmt::Formatter<'_>) -> fmt::Result {
        Ok(())
    }
}
