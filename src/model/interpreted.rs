//! Placeholder until the table of kinds marks what is interpreted.

use crate::model::command_kind::CommandKind;

impl CommandKind {
    /// Whether kmgmt interprets commands of the kind.
    #[must_use]
    pub const fn interpreted(self) -> bool {
        matches!(self, Self::ShowVersion) || self.of_external_tables() || self.of_continuous_exports()
    }

    const fn of_external_tables(self) -> bool {
        matches!(
            self,
            Self::CreateStorageExternalTable
                | Self::AlterStorageExternalTable
                | Self::CreateOrAlterStorageExternalTable
                | Self::CreateSqlExternalTable
                | Self::AlterSqlExternalTable
                | Self::CreateOrAlterSqlExternalTable
                | Self::DropExternalTable
                | Self::AlterExternalTableDocString
                | Self::AlterExternalTableFolder
                | Self::ShowExternalTables
                | Self::ShowExternalTable
                | Self::ShowExternalTablesDetails
                | Self::ShowExternalTableDetails
                | Self::ShowExternalTableCslSchema
                | Self::ShowExternalTableSchema
        )
    }

    const fn of_continuous_exports(self) -> bool {
        matches!(
            self,
            Self::CreateOrAlterContinuousExport
                | Self::ShowContinuousExport
                | Self::ShowContinuousExports
                | Self::DropContinuousExport
                | Self::EnableContinuousExport
                | Self::DisableContinuousExport
        )
    }
}
