//! Why a principal may not do something, as assertions name it.

macro_rules! reasons {
    ($($variant:ident $line:literal;)*) => {
        /// Why a principal may not do something.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Reason {
            $(#[doc = $line] $variant),*
        }

        impl Reason {
            /// Every reason, in the order of the table.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// Returns the word in assertions: `NoRole`.
            #[must_use]
            pub const fn word(self) -> &'static str {
                match self { $(Self::$variant => stringify!($variant)),* }
            }

            /// Returns what it means, in a line.
            #[must_use]
            pub const fn line(self) -> &'static str {
                match self { $(Self::$variant => $line),* }
            }
        }
    };
}

reasons! {
    NoRole "no role that is held gives it";
    NoDependency "a role that is held would give it, and has no effect without another one";
    RestrictedViewAccess "view access is restricted, and no unrestricted viewer's role is held";
    Blocked "the principal, or a group that it is in, is blocked";
    ManagedIdentity "the managed identity is not assigned, not allowed for the usage, or may not view the database";
}

impl std::fmt::Display for Reason {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.word())
    }
}
