//! Placeholder.

/// Placeholder.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct GraphModel {}
