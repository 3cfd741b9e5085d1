//! What directives change in how results are shown. A session only hands it on to whoever shows them.

use std::fmt;

use crate::model::directive_kind::DirectiveKind;
use crate::model::format::Format;
use crate::model::name::{Quoted, Text};
use crate::text::{Spanned, joined};

/// A change of how results are shown; without a value the directive says how they are shown now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ViewChange {
    /// `#format csv`
    Format(Option<Format>),
    /// `#columns Role, Notes`; without columns all are shown again.
    Columns(Vec<String>),
    /// `#echo on`
    Echo(Option<bool>),
    /// `#timing on`
    Timing(Option<bool>),
    /// `#save FILE`; without a file results are shown again where they were before.
    Save(Option<Spanned<String>>),
}

impl ViewChange {
    /// Returns the kind of the directive that asks for it.
    #[must_use]
    pub const fn kind(&self) -> DirectiveKind {
        match self {
            Self::Format(_) => DirectiveKind::Format,
            Self::Columns(_) => DirectiveKind::Columns,
            Self::Echo(_) => DirectiveKind::Echo,
            Self::Timing(_) => DirectiveKind::Timing,
            Self::Save(_) => DirectiveKind::Save,
        }
    }
}

/// Returns the word of a setting: `on` or `off`.
#[must_use]
pub const fn switch(is_on: bool) -> &'static str {
    if is_on { "on" } else { "off" }
}

/// Prints what follows the word of the directive.
impl fmt::Display for ViewChange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Format(Some(format)) => write!(f, " {format}"),
            Self::Columns(names) if !names.is_empty() => {
                let names: Vec<Quoted<'_>> = names.iter().map(|name| Quoted(name)).collect();
                write!(f, " {}", joined(&names))
            }
            Self::Echo(Some(is_on)) | Self::Timing(Some(is_on)) => write!(f, " {}", switch(*is_on)),
            Self::Save(Some(file)) => write!(f, " {}", Text(&file.value)),
            Self::Format(None) | Self::Columns(_) | Self::Echo(None) | Self::Timing(None) | Self::Save(None) => Ok(()),
        }
    }
}
