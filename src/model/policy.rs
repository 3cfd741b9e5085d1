//! The policies that kmgmt interprets: their words, and how results name them.

macro_rules! policies {
    ($($(#[$doc:meta])* $variant:ident $word:literal, $name:literal;)*) => {
        /// A policy.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum PolicyKind {
            $($(#[$doc])* $variant),*
        }

        impl PolicyKind {
            /// Every policy, in the order of the table.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// The word after `policy` in commands.
            #[must_use]
            pub const fn word(self) -> &'static str {
                match self { $(Self::$variant => $word),* }
            }

            /// The PolicyName column.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name),* }
            }
        }
    };
}

policies! {
    /// Which managed identities may be used for what; on clusters and databases.
    ManagedIdentity "managed_identity", "ManagedIdentityPolicy";
    /// Whether viewing the table needs the role of unrestricted viewers.
    RestrictedViewAccess "restricted_view_access", "RestrictedViewAccessPolicy";
    /// The query that stands for the table when it is viewed.
    RowLevelSecurity "row_level_security", "RowLevelSecurityPolicy";
    /// Who may administer several databases; only in the official grammar, on the cluster.
    MultiDatabaseAdmins "multidatabaseadmins", "MultiDatabaseAdminsPolicy";
}
