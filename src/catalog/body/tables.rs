//! Placeholder.

/// Placeholder.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Table {}
