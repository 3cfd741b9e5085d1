//! The kinds of entities, from the cluster down: what they are called and what they hold.

use serde::{Deserialize, Serialize};

use crate::model::keyword::Keyword;

/// One row of the table of entity kinds.
struct Row {
    words: &'static [Keyword],
    plural: &'static [Keyword],
    title: &'static str,
    service: &'static str,
}

macro_rules! entity_kinds {
    ($($(#[$doc:meta])* $variant:ident $words:expr, $plural:expr, $title:literal, $service:literal;)*) => {
        /// A kind of entity. The order is that of scopes: wider ones first.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum EntityKind {
            $($(#[$doc])* $variant),*
        }

        impl EntityKind {
            /// Every kind, wider scopes first.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            const fn row(self) -> Row {
                match self {
                    $(Self::$variant => Row { words: &$words, plural: &$plural, title: $title, service: $service }),*
                }
            }
        }
    };
}

entity_kinds! {
    /// `cluster`
    Cluster [Keyword::Cluster], [Keyword::Cluster], "Cluster", "Cluster";
    /// `database D`
    Database [Keyword::Database], [Keyword::Databases], "Database", "Database";
    /// `table T`
    Table [Keyword::Table], [Keyword::Tables], "Table", "Table";
    /// `external table T`
    ExternalTable [Keyword::External, Keyword::Table], [Keyword::External, Keyword::Tables], "External Table", "ExternalTable";
    /// `materialized-view V`
    MaterializedView [Keyword::MaterializedView], [Keyword::MaterializedViews], "Materialized View", "MaterializedView";
    /// `function F`
    Function [Keyword::Function], [Keyword::Functions], "Function", "ExpressionFunction";
    /// `graph_model G`
    GraphModel [Keyword::GraphModel], [Keyword::GraphModels], "Graph Model", "GraphModel";
    /// `entity_group G`
    EntityGroup [Keyword::EntityGroup], [Keyword::EntityGroups], "Entity Group", "EntityGroup";
    /// `workload_group G`, of the cluster
    WorkloadGroup [Keyword::WorkloadGroup], [Keyword::WorkloadGroups], "Workload Group", "WorkloadGroup";
    /// `follower database D`: what a follower has beside the database that it follows
    Follower [Keyword::Follower, Keyword::Database], [Keyword::Follower, Keyword::Databases], "Follower", "Follower";
    /// `continuous-export E`
    ContinuousExport [Keyword::ContinuousExport], [Keyword::ContinuousExports], "Continuous Export", "ContinuousExport";
}

impl EntityKind {
    /// Returns the kind of what entities of this kind are in; the cluster is in itself.
    #[must_use]
    pub const fn holder(self) -> Self {
        match self {
            Self::Cluster | Self::Database | Self::WorkloadGroup => Self::Cluster,
            _ => Self::Database,
        }
    }

    /// Returns the words that name the kind in a command: `external table`.
    #[must_use]
    pub const fn words(self) -> &'static [Keyword] {
        self.row().words
    }

    /// Returns the words for several entities of the kind: `external tables`.
    #[must_use]
    pub const fn plural_words(self) -> &'static [Keyword] {
        self.row().plural
    }

    /// Returns the kind in titles, as the Role column writes it: `External Table`.
    #[must_use]
    pub const fn title(self) -> &'static str {
        self.row().title
    }

    /// Returns the kind in a sentence: `an external table`.
    #[must_use]
    pub fn with_article(&self) -> String {
        let words = self.title().to_lowercase();
        let article = if words.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" };
        format!("{article} {words}")
    }

    /// Returns the kind in the service's sentence `Entity ID 'X' of kind '…' was not found`.
    #[must_use]
    pub const fn service_name(self) -> &'static str {
        self.row().service
    }
}

impl std::fmt::Display for EntityKind {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for (index, word) in self.words().iter().enumerate() {
            if index > 0 {
                f.write_str(" ")?;
            }
            f.write_str(word.text())?;
        }
        Ok(())
    }
}
