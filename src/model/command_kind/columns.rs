//! Columns.

use crate::model::command_kind::row::{Row, of_columns, on_entity, rows};
use crate::model::command_kind::{CommandKind, Family};
use crate::model::permission::Permission::Alter;
use crate::model::rule::Required;
use crate::model::schemas::{CHANGED_COLUMNS, TABLE_SCHEMA};

rows! {
    Columns:

    // Columns.
    RenameColumn "rename column DATABASE.TABLE.COLUMN to NAME"
        => of_columns(CHANGED_COLUMNS, on_entity(Alter), page "rename-column");
    RenameColumns "rename columns NAME = DATABASE.TABLE.COLUMN {, NAME = DATABASE.TABLE.COLUMN}"
        => of_columns(CHANGED_COLUMNS, on_entity(Alter), page "rename-column");
    AlterColumnType "alter column DATABASE.TABLE.COLUMN type = TYPE"
        => of_columns(CHANGED_COLUMNS, on_entity(Alter), page "alter-column");
    DropColumn "drop column TABLE.COLUMN [ifexists]"
        => of_columns(TABLE_SCHEMA, on_entity(Alter), page "drop-column");
    DropTableColumns "drop table TABLE columns COLUMN_LIST"
        => of_columns(TABLE_SCHEMA, on_entity(Alter), page "drop-column");
    AlterTableColumnDocStrings "alter table TABLE column-docstrings DOCSTRINGS"
        => of_columns(TABLE_SCHEMA, on_entity(Alter), page "alter-column-docstrings");
    AlterMergeTableColumnDocStrings "alter-merge table TABLE column-docstrings DOCSTRINGS"
        => of_columns(TABLE_SCHEMA, on_entity(Alter), page "alter-merge-table-column");
}
