//! How a follower combines what the database that it follows has with its own (`cluster-follower.md`,
//! *Database policy overrides*).

use serde::{Deserialize, Serialize};

macro_rules! modification_kinds {
    ($($(#[$doc:meta])* $variant:ident $word:literal, $title:literal;)*) => {
        /// How what a follower adds counts.
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
        pub enum ModificationKind {
            $($(#[$doc])* $variant),*
        }

        impl ModificationKind {
            /// Every kind, in the order of the table.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// Returns the word of commands.
            #[must_use]
            pub const fn word(self) -> &'static str {
                match self { $(Self::$variant => $word),* }
            }

            /// Returns what results show.
            #[must_use]
            pub const fn title(self) -> &'static str {
                match self { $(Self::$variant => $title),* }
            }
        }
    };
}

modification_kinds! {
    /// Only what the database that is followed has counts.
    #[default]
    None "none", "None";
    /// Both count.
    Union "union", "Union";
    /// Only what the follower has counts.
    Replace "replace", "Replace";
}

impl ModificationKind {
    /// Returns the kind of this word.
    #[must_use]
    pub fn of(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|kind| kind.word() == word)
    }

    /// Returns whether what the database that is followed has counts.
    #[must_use]
    pub const fn keeps(self) -> bool {
        !matches!(self, Self::Replace)
    }

    /// Returns whether what the follower has counts.
    #[must_use]
    pub const fn adds(self) -> bool {
        !matches!(self, Self::None)
    }
}
