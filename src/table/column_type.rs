//! The types of columns and parameters (`kusto/query/scalar-data-types/index.md`).

use serde::{Deserialize, Serialize};

/// One row of the table of types.
struct Row {
    name: &'static str,
    aliases: &'static [&'static str],
    system: &'static str,
    storage: &'static str,
}

macro_rules! column_types {
    ($($variant:ident $name:literal, [$($alias:literal),*], $system:literal, $storage:literal;)*) => {
        /// The type of a column.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum ColumnType {
            $(#[doc = concat!("`", $name, "`")] $variant),*
        }

        impl ColumnType {
            /// Every type, in the order of the table.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// Returns the type whose variant is called so, as `schema!` writes it.
            pub(super) fn of_variant(name: &str) -> Option<Self> {
                match name {
                    $(stringify!($variant) => Some(Self::$variant),)*
                    _ => None,
                }
            }

            const fn row(self) -> Row {
                match self {
                    $(Self::$variant => Row {
                        name: $name, aliases: &[$($alias),*], system: $system, storage: $storage,
                    }),*
                }
            }
        }
    };
}

column_types! {
    Bool "bool", ["boolean"], "System.SByte", "I8";
    DateTime "datetime", ["date"], "System.DateTime", "DateTime";
    Decimal "decimal", [], "System.Data.SqlTypes.SqlDecimal", "Decimal";
    Dynamic "dynamic", [], "System.Object", "Dynamic";
    Guid "guid", ["uuid", "uniqueid"], "System.Guid", "UniqueId";
    Int "int", ["int32"], "System.Int32", "I32";
    Long "long", ["int64"], "System.Int64", "I64";
    Real "real", ["double"], "System.Double", "R64";
    String "string", [], "System.String", "StringBuffer";
    TimeSpan "timespan", ["time"], "System.TimeSpan", "TimeSpan";
}

impl ColumnType {
    /// Returns the name that schemas print.
    #[must_use]
    pub const fn name(self) -> &'static str {
        self.row().name
    }

    /// Returns other words for the type.
    #[must_use]
    pub const fn aliases(self) -> &'static [&'static str] {
        self.row().aliases
    }

    /// Returns the .NET type that `schema as json` prints.
    #[must_use]
    pub const fn system_name(self) -> &'static str {
        self.row().system
    }

    /// Returns what the service's documents call it beside its name: a type of .NET without its room.
    #[must_use]
    pub fn net_name(self) -> &'static str {
        let name = self.system_name();
        name.rsplit_once('.').map_or(name, |(_, name)| name)
    }

    /// Returns the name of the type in storage, that `.show table T` prints.
    #[must_use]
    pub const fn storage_name(self) -> &'static str {
        self.row().storage
    }

    /// Returns the type of this name or alias.
    #[must_use]
    pub fn of(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|kind| kind.name() == name || kind.aliases().contains(&name))
    }
}

impl std::fmt::Display for ColumnType {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name())
    }
}
