//! Materialized views.

use crate::model::command_kind::row::{Row, makes, none, on_database, on_entity, own, rows};
use crate::model::command_kind::{CommandKind, Family};
use crate::model::permission::Permission::{Administer, Alter, Drop, ShowMetadata};
use crate::model::rule::Required;
use crate::model::schemas::{DROPPED_EXTENTS, EXTENTS, FAILURES, NOTHING, TABLE_SCHEMA, VIEW_DETAILS, VIEWS};

const VIEWS_MADE: &str = "materialized-views/materialized-view-create-or-alter.md and \
                          materialized-view-create.md, Permissions";

rows! {
    MaterializedViews:

    // Materialized views.
    CreateMaterializedView
        "create [async] [ifnotexists] materialized-view [PROPERTIES] NAME on table NAME BODY"
        => own(VIEWS, on_database(Administer), page "materialized-views/materialized-view-create");
    CreateMaterializedViewOverMaterializedView
        "create [async] [ifnotexists] materialized-view [PROPERTIES] NAME on materialized-view NAME BODY"
        => own(VIEWS, on_database(Administer), page "materialized-views/materialized-view-create");
    RenameMaterializedView "rename materialized-view NAME to NAME"
        => own(VIEWS, on_entity(Alter), page "materialized-views/materialized-view-rename");
    ShowMaterializedView "show materialized-view NAME"
        => own(VIEWS, on_entity(ShowMetadata),
            page "materialized-views/materialized-view-show-command");
    ShowMaterializedViews "show materialized-views"
        => own(VIEWS, on_database(ShowMetadata),
            page "materialized-views/materialized-view-show-command");
    ShowMaterializedViewsDetails "show materialized-views [NAMES] details"
        => own(VIEW_DETAILS, on_database(ShowMetadata),
            page "materialized-views/materialized-view-show-details-command");
    ShowMaterializedViewDetails "show materialized-view NAME details"
        => own(VIEW_DETAILS, on_entity(ShowMetadata),
            page "materialized-views/materialized-view-show-details-command");
    ShowMaterializedViewExtents "show materialized-view VIEW extents [GUID_LIST] [hot]"
        => none(EXTENTS, on_entity(ShowMetadata), page
            "materialized-views/materialized-view-show-extents-command");
    AlterMaterializedView "alter materialized-view [PROPERTIES] NAME on table NAME BODY"
        => own(VIEWS, on_entity(Alter), page "materialized-views/materialized-view-alter");
    AlterMaterializedViewOverMaterializedView
        "alter materialized-view [PROPERTIES] NAME on materialized-view NAME BODY"
        => own(VIEWS, on_entity(Alter), page "materialized-views/materialized-view-alter");
    CreateOrAlterMaterializedView
        "create-or-alter materialized-view [PROPERTIES] NAME on table NAME BODY"
        => own(VIEWS, makes(Administer, Alter), VIEWS_MADE);
    CreateOrAlterMaterializedViewOverMaterializedView
        "create-or-alter materialized-view [PROPERTIES] NAME on materialized-view NAME BODY"
        => own(VIEWS, makes(Administer, Alter), VIEWS_MADE);
    DropMaterializedView "drop materialized-view NAME"
        => own(VIEWS, on_entity(Drop), page "materialized-views/materialized-view-drop");
    EnableDisableMaterializedView "enable|disable materialized-view NAME [PROPERTIES]"
        => own(VIEWS, on_entity(Alter), page "materialized-views/materialized-view-enable-disable");
    ShowMaterializedViewSchemaAsJson "show materialized-view NAME schema as json"
        => own(TABLE_SCHEMA, on_entity(ShowMetadata),
            page "materialized-views/materialized-view-show-schema-command");
    ShowMaterializedViewCslSchema "show materialized-view NAME cslschema|kqlschema"
        => own(TABLE_SCHEMA, on_entity(ShowMetadata),
            page "materialized-views/materialized-view-show-schema-command");
    AlterMaterializedViewFolder "alter materialized-view NAME folder STRING"
        => own(VIEWS, on_entity(Alter), page "materialized-views/materialized-view-alter-folder");
    AlterMaterializedViewDocString "alter materialized-view NAME docstring STRING"
        => own(VIEWS, on_entity(Alter),
            page "materialized-views/materialized-view-alter-docstring");
    AlterMaterializedViewLookback "alter materialized-view NAME lookback VALUE"
        => own(VIEWS, on_entity(Alter), page "materialized-views/materialized-view-alter-lookback");
    AlterMaterializedViewAutoUpdateSchema "alter materialized-view NAME autoUpdateSchema true|false"
        => own(VIEWS, on_entity(Alter),
            page "materialized-views/materialized-view-alter-autoupdateschema");
    ClearMaterializedViewData "clear materialized-view VIEW data"
        => none(DROPPED_EXTENTS, on_entity(Alter), page "materialized-views/materialized-view-clear-data");
    SetMaterializedViewCursor "set materialized-view VIEW cursor to STRING"
        => none(NOTHING, on_entity(Alter), ours);
    SetMaterializedViewConcurrency "set materialized-view VIEW concurrency [= LONG]"
        => none(NOTHING, on_entity(Alter), ours);
    ClearMaterializedViewStatistics "clear materialized-view VIEW statistics"
        => none(NOTHING, on_entity(Alter), ours);
    ShowMaterializedViewStatistics "show materialized-view VIEW statistics"
        => none(NOTHING, on_entity(ShowMetadata), ours);
    ShowMaterializedViewDiagnostics "show materialized-view VIEW diagnostics [PROPERTIES]"
        => none(NOTHING, on_entity(ShowMetadata), ours);
    ShowMaterializedViewFailures "show materialized-view VIEW failures"
        => none(FAILURES, on_entity(ShowMetadata), page
            "materialized-views/materialized-view-show-failures-command");
    DeleteMaterializedViewRecords "delete [async] materialized-view VIEW records [PROPERTIES] QUERY"
        => none(NOTHING, on_database(Administer), limits "concepts/data-soft-delete");
}
