//! Stored functions.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

/// What a function consists of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Function {
    /// Its parameters, brackets included: `(limit:long=10)`.
    pub parameters: Arc<str>,
    /// Its body as it was written, brackets included; obfuscated strings are redacted.
    pub body: Arc<str>,
    /// The folder that tools show it in.
    pub folder: Arc<str>,
    /// What it is for.
    pub docstring: Arc<str>,
    /// Whether it is a stored view.
    pub view: bool,
}
