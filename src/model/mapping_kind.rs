//! The formats of data that ingestion mappings are for (`mappings.md`, and the official grammar).

use serde::{Deserialize, Serialize};

macro_rules! mapping_kinds {
    ($($variant:ident $word:literal;)*) => {
        /// The format of data that a mapping is for.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum MappingKind {
            $(#[doc = concat!("`", $word, "`")] $variant),*
        }

        impl MappingKind {
            /// Every kind, in the order of the table.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// Returns the word of commands.
            #[must_use]
            pub const fn word(self) -> &'static str {
                match self { $(Self::$variant => $word),* }
            }
        }
    };
}

mapping_kinds! {
    Csv "csv";
    Json "json";
    Avro "avro";
    ApacheAvro "apacheavro";
    Parquet "parquet";
    Orc "orc";
    W3CLogFile "w3clogfile";
    AzMonStream "azmonstream";
}

impl MappingKind {
    /// Returns what the column Kind shows (`show-ingestion-mapping-command.md`: its example).
    #[must_use]
    pub fn title(self) -> String {
        self.word().to_uppercase()
    }

    /// Returns the kind of this word; case does not count, since pages write it in either case.
    #[must_use]
    pub fn of(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|kind| kind.word().eq_ignore_ascii_case(word))
    }
}
