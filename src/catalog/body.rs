//! What entities consist of, one type a family. Each is shared, so that an edit can keep the value
//! before and the value after at the cost of two pointers.

use std::sync::Arc;

pub mod columns;
pub mod continuous_exports;
pub mod databases;
pub mod external_tables;
pub mod functions;
pub mod graph_models;
pub mod materialized_views;
pub mod tables;

/// The content of an entity.
#[derive(Clone, Debug, PartialEq)]
pub enum Body {
    /// The cluster has none.
    Cluster,
    /// A database.
    Database(Arc<databases::Database>),
    /// A table.
    Table(Arc<tables::Table>),
    /// An external table.
    ExternalTable(Arc<external_tables::ExternalTable>),
    /// A materialized view.
    MaterializedView(Arc<materialized_views::MaterializedView>),
    /// A function.
    Function(Arc<functions::Function>),
    /// A graph model.
    GraphModel(Arc<graph_models::GraphModel>),
    /// A continuous export.
    ContinuousExport(Arc<continuous_exports::ContinuousExport>),
}
