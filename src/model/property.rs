//! Properties that commands take in `with (name=value, …)`: one row a property.

/// What a property takes as its value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Takes {
    /// `true` or `false`
    Bool,
    /// a whole number
    Long,
    /// a string
    Text,
    /// a length of time
    TimeSpan,
    /// a moment: `datetime(2026-01-31)`
    DateTime,
    /// a string, or a bare guid or word
    Identity,
    /// a string, or a list of strings in `dynamic([…])` or brackets
    Names,
    /// a literal of any type
    Any,
}

impl Takes {
    /// Returns how messages name the value.
    #[must_use]
    pub const fn expected(self) -> &'static str {
        match self {
            Self::Bool => "`true` or `false`",
            Self::Long => "a whole number",
            Self::Text => "a string",
            Self::TimeSpan => "a length of time such as `5m`",
            Self::DateTime => "a moment such as `datetime(2026-01-31)`",
            Self::Identity => "a string, a guid or a word",
            Self::Names => "a string or a list of names",
            Self::Any => "a literal such as `'text'` or `5m`",
        }
    }
}

/// One property: its name, what it takes, what it does.
#[derive(Debug, PartialEq, Eq)]
pub struct Property {
    /// The name as the page writes it; case does not count when it is read.
    pub name: &'static str,
    /// What it takes.
    pub takes: Takes,
    /// What it does, in a line without a period.
    pub line: &'static str,
}

impl Property {
    /// Returns a row of a table of properties.
    #[must_use]
    pub const fn new(name: &'static str, takes: Takes, line: &'static str) -> Self {
        Self { name, takes, line }
    }
}

/// Makes a constant for each property: `FOLDER "folder" Text, "the folder of the table";`.
macro_rules! properties {
    ($($constant:ident $name:literal $takes:ident, $line:literal;)*) => {
        $(
            #[doc = concat!("`", $name, "`: ", $line, ".")]
            pub const $constant: Property = Property::new($name, Takes::$takes, $line);
        )*
    };
}

pub(crate) use properties;

/// The properties that a form takes.
#[derive(Debug, PartialEq, Eq)]
pub struct PropertyTable {
    /// The documented ones.
    pub rows: &'static [Property],
    /// Whether the form takes any other too, which then has no effect and is warned of: so where
    /// the official grammar has a property list and no page says what may stand in it.
    pub open: bool,
    /// Whether a comma may follow the last property: so in examples of `external-sql-tables.md`.
    pub trailing_comma: bool,
}

/// The properties that a form takes.
pub type Properties = &'static PropertyTable;

impl PropertyTable {
    /// Returns a form that takes these properties and no others.
    #[must_use]
    pub const fn closed(rows: &'static [Property]) -> Self {
        Self { rows, open: false, trailing_comma: false }
    }

    /// Returns a form that takes these properties, and any other without effect.
    #[must_use]
    pub const fn open(rows: &'static [Property]) -> Self {
        Self { rows, open: true, trailing_comma: false }
    }

    /// Returns the form with a comma allowed after the last property.
    #[must_use]
    pub const fn with_trailing_comma(self) -> Self {
        Self { trailing_comma: true, ..self }
    }

    /// Returns the property of this name; case does not count.
    #[must_use]
    pub fn find(&self, name: &str) -> Option<&'static Property> {
        self.rows.iter().find(|property| property.name.eq_ignore_ascii_case(name))
    }
}
