//! Placeholder.

use std::fmt;
use std::marker::PhantomData;

use crate::model::command_kind::CommandKind;

/// Placeholder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ExternalTableCommand<'s> {
    /// Placeholder.
    Placeholder(PhantomData<&'s str>),
}

impl ExternalTableCommand<'_> {
    /// The official kind.
    #[must_use]
    pub fn kind(&self) -> CommandKind {
        CommandKind::ShowVersion
    }
}

impl fmt::Display for ExternalTableCommand<'_> {
    fn fmt(&self, _: &mut fmt::Formatter<'_>) -> fmt::Result {
        Ok(())
    }
}
