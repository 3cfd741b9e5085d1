//! What a text consists of, before it is known what it says.

use serde_json::Value;

use crate::state::import::rows::{Place, Rows};
use crate::text::visible;

/// What could not be read or placed, and where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Where.
    pub place: Place,
    /// Why.
    pub message: String,
    /// What instead; may be empty.
    pub help: Vec<String>,
    /// Whether everything was placed all the same.
    pub is_warning: bool,
}

impl Fault {
    /// Returns a fault without advice. Its message is one line, whatever the texts hold that it tells of.
    pub fn new(place: Place, message: impl Into<String>) -> Self {
        Self { place, message: visible(&message.into()), help: Vec::new(), is_warning: false }
    }

    /// Returns the fault as one that kept nothing from its place.
    #[must_use]
    pub fn as_warning(self) -> Self {
        Self { is_warning: true, ..self }
    }

    /// Returns the fault with a piece of advice.
    #[must_use]
    pub fn help(mut self, advice: impl Into<String>) -> Self {
        self.help.push(advice.into());
        self
    }
}

/// A part of a text.
#[derive(Clone, Debug, PartialEq)]
pub enum Part {
    /// A table, or a list of objects.
    Rows(Rows),
    /// Commands.
    Script(Place, String),
    /// The document of `.show database schema as json`.
    Schema(Place, Value),
    /// What is none of these.
    Fault(Fault),
}
