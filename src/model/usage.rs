//! What a managed identity may be used for (`managed-identity-policy.txt`, *Managed identity
//! usages*).

macro_rules! usages {
    ($($variant:ident $line:literal;)*) => {
        /// A usage of a managed identity.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Usage {
            $(#[doc = $line] $variant),*
        }

        impl Usage {
            /// Every usage, in the order of the table.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// Returns the usage's name in policies.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => stringify!($variant)),* }
            }

            /// Returns what it allows, in a line.
            #[must_use]
            pub const fn line(self) -> &'static str {
                match self { $(Self::$variant => $line),* }
            }
        }
    };
}

// The last three are on the live page only (`managed-identity-policy.md`).
usages! {
    All "every usage, also those to come";
    AutomatedFlows "continuous exports and update policies on behalf of the identity";
    DataConnection "data connections to Event Hubs and Event Grid";
    ExternalTable "external tables with a connection string that names the identity";
    NativeIngestion "ingestion by an SDK from an external source";
    SandboxArtifacts "artifacts of sandboxed plugins; counts in the cluster's policy only";
    SqlRequest "the plugins sql_request and cosmosdb_request";
    AzureAI "the AI embedding and chat plugins";
    ExportRequest "export commands to external storage";
    ExternalDataRequest "the externaldata operator";
}

impl Usage {
    /// Returns the usage of this name; case does not count.
    #[must_use]
    pub fn of(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|usage| usage.name().eq_ignore_ascii_case(name))
    }
}

impl Usage {
    /// Returns whether the usage has an effect in the policy of a database too
    /// (`managed-identity-policy.txt`: it needs to be defined in the cluster's policy).
    #[must_use]
    pub const fn counts_in_databases(self) -> bool {
        !matches!(self, Self::SandboxArtifacts)
    }
}

impl std::fmt::Display for Usage {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name())
    }
}
