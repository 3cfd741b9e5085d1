//! Placeholder until the table of kinds marks what is interpreted.

use crate::model::command_kind::CommandKind;

impl CommandKind {
    /// Whether kmgmt interprets commands of the kind.
    #[must_use]
    pub const fn interpreted(self) -> bool {
        matches!(self, Self::ShowVersion) || self.of_databases() || self.of_tables()
    }

    const fn of_databases(self) -> bool {
        matches!(
            self,
            Self::CreateDatabase
                | Self::DetachDatabase
                | Self::ShowDatabase
                | Self::ShowDatabaseDetails
                | Self::ShowDatabaseIdentity
                | Self::ShowDatabasePolicies
                | Self::ShowClusterDatabases
                | Self::ShowClusterDatabasesDetails
                | Self::ShowClusterDatabasesIdentity
                | Self::ShowClusterDatabasesPolicies
                | Self::ShowDatabaseSchema
                | Self::ShowDatabaseSchemaAsJson
                | Self::ShowDatabaseSchemaAsCslScript
                | Self::ShowDatabaseCslSchema
                | Self::ShowDatabasesSchema
                | Self::ShowDatabasesSchemaAsJson
                | Self::AlterDatabasePrettyName
                | Self::DropDatabasePrettyName
        )
    }

    const fn of_tables(self) -> bool {
        matches!(
            self,
            Self::CreateTable
                | Self::CreateTables
                | Self::CreateTableBasedOnAnother
                | Self::CreateMergeTable
                | Self::CreateMergeTables
                | Self::AlterTable
                | Self::AlterMergeTable
                | Self::AlterTableDocString
                | Self::AlterTableFolder
                | Self::RenameTable
                | Self::RenameTables
                | Self::DropTable
                | Self::DropTables
                | Self::ShowTables
                | Self::ShowTablesDetails
                | Self::ShowTable
                | Self::ShowTableDetails
                | Self::ShowTableCslSchema
                | Self::ShowTableSchemaAsJson
        )
    }
}
