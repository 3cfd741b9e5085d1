//! Placeholder until the table of kinds marks what is interpreted.

use crate::model::command_kind::CommandKind;

impl CommandKind {
    /// Whether kmgmt interprets commands of the kind.
    #[must_use]
    pub const fn interpreted(self) -> bool {
        matches!(self, Self::ShowVersion)
            || self.of_functions()
            || self.of_materialized_views()
            || self.of_graph_models()
    }

    const fn of_functions(self) -> bool {
        matches!(
            self,
            Self::ShowFunctions
                | Self::ShowFunction
                | Self::CreateFunction
                | Self::AlterFunction
                | Self::CreateOrAlterFunction
                | Self::DropFunction
                | Self::DropFunctions
                | Self::AlterFunctionDocString
                | Self::AlterFunctionFolder
        )
    }

    const fn of_materialized_views(self) -> bool {
        matches!(
            self,
            Self::CreateMaterializedView
                | Self::CreateMaterializedViewOverMaterializedView
                | Self::RenameMaterializedView
                | Self::ShowMaterializedView
                | Self::ShowMaterializedViews
                | Self::ShowMaterializedViewsDetails
                | Self::ShowMaterializedViewDetails
                | Self::AlterMaterializedView
                | Self::AlterMaterializedViewOverMaterializedView
                | Self::CreateOrAlterMaterializedView
                | Self::CreateOrAlterMaterializedViewOverMaterializedView
                | Self::DropMaterializedView
                | Self::EnableDisableMaterializedView
                | Self::ShowMaterializedViewSchemaAsJson
                | Self::ShowMaterializedViewCslSchema
                | Self::AlterMaterializedViewFolder
                | Self::AlterMaterializedViewDocString
                | Self::AlterMaterializedViewLookback
                | Self::AlterMaterializedViewAutoUpdateSchema
        )
    }

    const fn of_graph_models(self) -> bool {
        matches!(
            self,
            Self::GraphModelCreateOrAlter | Self::GraphModelShow | Self::GraphModelsShow | Self::GraphModelDrop
        )
    }
}
