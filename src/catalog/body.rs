//! What entities consist of, one type a family. Each is shared, so that an edit can keep the value
//! before and the value after at the cost of two pointers.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::model::entity::EntityKind;

pub mod columns;
pub mod continuous_exports;
pub mod databases;
pub mod entity_groups;
pub mod external_tables;
pub mod followers;
pub mod functions;
pub mod graph_models;
pub mod materialized_views;
pub mod tables;
pub mod workload_groups;

/// What the entities of one kind consist of.
pub trait Content: Clone + PartialEq + Sized {
    /// Returns the content in a body, where it is one of this kind.
    fn of(body: &Body) -> Option<&Self>;

    /// Returns the body that holds the content.
    fn into_body(self) -> Body;
}

macro_rules! bodies {
    ($($(#[$doc:meta])* $kind:ident($module:ident::$type:ident)),* $(,)?) => {
        /// The content of an entity. Its variants are named as the kinds are.
        #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
        pub enum Body {
            /// The cluster has none.
            Cluster,
            $($(#[$doc])* $kind(Arc<$module::$type>)),*
        }

        impl Body {
            /// Returns the kind of the entities that consist of this.
            #[must_use]
            pub const fn kind(&self) -> EntityKind {
                match self {
                    Self::Cluster => EntityKind::Cluster,
                    $(Self::$kind(_) => EntityKind::$kind),*
                }
            }
        }

        $(impl Content for $module::$type {
            fn of(body: &Body) -> Option<&Self> {
                match body {
                    Body::$kind(content) => Some(content),
                    _ => None,
                }
            }

            fn into_body(self) -> Body {
                Body::$kind(Arc::new(self))
            }
        })*
    };
}

bodies! {
    /// A database.
    Database(databases::Database),
    /// A table.
    Table(tables::Table),
    /// An external table.
    ExternalTable(external_tables::ExternalTable),
    /// A materialized view.
    MaterializedView(materialized_views::MaterializedView),
    /// A function.
    Function(functions::Function),
    /// A graph model.
    GraphModel(graph_models::GraphModel),
    /// An entity group.
    EntityGroup(entity_groups::EntityGroup),
    /// A workload group.
    WorkloadGroup(workload_groups::WorkloadGroup),
    /// What a follower database has.
    Follower(followers::Follower),
    /// A continuous export.
    ContinuousExport(continuous_exports::ContinuousExport),
}
