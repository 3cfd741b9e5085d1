//! The kinds of commands: one row for every command of the engine, interpreted here or not.
//!
//! Names are those of the official grammar (microsoft/Kusto-Query-Language,
//! `EngineCommandInfos.cs`), spelling mistakes included, since tools compare by them.
//!
//! Beside each name stands its *skeleton*: just enough of its form to tell it from every other
//! kind, forms that only documents show included. Arguments are passed over, not checked. A
//! skeleton begins after the command's `.`; its parts are
//!
//! - a word or a mark, which stands for itself: `show`, `=`, `*`;
//! - `NAME`, the name of an entity: plain, quoted, in brackets, dotted, with wildcards;
//! - `ROLE`, one word; `VALUE`, one literal or word;
//! - `STRING`, one string literal, or several side by side, which count as one;
//! - `()`, a group in brackets of any shape, with all that it holds;
//! - `a|b`, one of several of these;
//! - `[ … ]`, what may be missing;
//! - `...`, anything up to what follows, or to the end;
//! - `<|`, this mark and all that follows it.
//!
//! A command ends where its skeleton ends, unless `|` and tabular operators follow. The mark
//! `interpreted` says that kmgmt carries commands of the kind out; a test holds it against the parsers.

macro_rules! command_kinds {
    (@marked) => {
        false
    };
    (@marked interpreted) => {
        true
    };
    (
        official { $($kind:ident $words:literal $(, $mark:ident)?;)* }
        documented { $($extra:ident $extra_words:literal $(, $extra_mark:ident)?;)* }
    ) => {
        /// A kind of command, by its official name.
        #[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, PartialOrd, Ord)]
        #[repr(u16)]
        pub enum CommandKind {
            $(#[doc = concat!("`.", $words, "`")] $kind,)*
            $(#[doc = concat!("`.", $extra_words, "`")] $extra,)*
        }

        impl CommandKind {
            /// Every kind, in the order of the table.
            pub const ALL: &'static [Self] = &[$(Self::$kind,)* $(Self::$extra,)*];

            /// The name of the kind: `ShowTables`.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$kind => stringify!($kind),)*
                    $(Self::$extra => stringify!($extra),)*
                }
            }

            /// The skeleton of the kind: `show tables [()]`. The module describes its language.
            #[must_use]
            pub const fn words(self) -> &'static str {
                match self {
                    $(Self::$kind => $words,)*
                    $(Self::$extra => $extra_words,)*
                }
            }

            /// Whether kmgmt interprets commands of the kind.
            #[must_use]
            pub const fn interpreted(self) -> bool {
                match self {
                    $(Self::$kind => command_kinds!(@marked $($mark)?),)*
                    $(Self::$extra => command_kinds!(@marked $($extra_mark)?),)*
                }
            }

            /// Whether the official grammar names the kind; otherwise only documents show it.
            #[must_use]
            pub const fn official(self) -> bool {
                !matches!(self, $(Self::$extra)|*)
            }
        }
    };
}

command_kinds! {
    official {
        // Databases.
        ShowDatabase "show database [with ()]", interpreted;
        ShowDatabaseDetails "show database details|verbose [with ()]", interpreted;
        ShowDatabaseIdentity "show database identity [with ()]", interpreted;
        ShowDatabasePolicies "show database policies [with ()]", interpreted;
        ShowDatabaseDataStats "show database datastats [with ()]";
        ShowDatabaseMetadata "show database metadata [with ()]";
        ShowClusterDatabases "show [cluster] databases [()] [with ()]", interpreted;
        ShowClusterDatabasesDetails "show [cluster] databases [()] details|verbose [with ()]", interpreted;
        ShowClusterDatabasesIdentity "show [cluster] databases [()] identity [with ()]", interpreted;
        ShowClusterDatabasesPolicies "show [cluster] databases [()] policies [with ()]", interpreted;
        ShowClusterDatabasesDataStats "show [cluster] databases [()] datastats [with ()]";
        ShowClusterDatabasesMetadata "show [cluster] databases [()] metadata [with ()]";
        CreateDatabase "create database NAME [volatile] [persist ()] [ifnotexists] [with ()]", interpreted;
        AttachDatabase "attach|load [database] [all|metadata] [NAME] from STRING [readonly] [version = STRING] [with ()]";
        DetachDatabase "detach|drop database NAME [ifexists] [skip-seal]", interpreted;
        AlterDatabasePrettyName "alter|set database [NAME] prettyname STRING", interpreted;
        DropDatabasePrettyName "drop database NAME prettyname", interpreted;
        AlterDatabasePersistMetadata "alter database NAME persist metadata [STRING] [allow-non-empty-container]";
        SetAccess "set access NAME to readonly|readwrite";
        AlterDatabaseStorageKeys "alter [async] database NAME storage keys [with ()] decryption-certificate-thumbprint STRING";
        ShowDatabasesEntities "show databases entities [with ()]";
        ShowDatabaseEntity "show database NAME entity NAME [with ()]";
        ShowDatabasesManagementGroups "show databases management groups";
        EnableDatabaseMaintenanceMode "enable database NAME maintenance_mode";
        DisableDatabaseMaintenanceMode "disable database NAME maintenance_mode";
        EnableDatabaseStreamingIngestionMaintenanceMode "enable database streamingingestion_maintenance_mode";
        DisableDatabaseStreamingIngestionMaintenanceMode "disable database streamingingestion_maintenance_mode";
        ShowDatabaseKeyVaultSecrets "show database keyvault secrets";
        ReplaceDatabaseKeyVaultSecrets "replace database keyvaultsecrets NAME";

        // Schema of databases and entities.
        ShowDatabaseSchema "show database [NAME] schema [details] [if_later_than STRING]", interpreted;
        ShowDatabaseSchemaAsJson "show database [NAME] schema [if_later_than STRING] as json [with ()]", interpreted;
        ShowDatabaseSchemaAsCslScript "show database [NAME] schema [if_later_than STRING] as kql|csl [script] [with ()]", interpreted;
        ShowDatabaseCslSchema "show database [NAME] cslschema|kqlschema [script] [if_later_than STRING]", interpreted;
        ShowDatabaseSchemaViolations "show database [NAME] schema violations";
        ShowDatabasesSchema "show databases [()] schema [details]", interpreted;
        ShowDatabasesSchemaAsJson "show databases [()] schema [details] as json [with ()]", interpreted;
        ShowSchema "show [cluster] schema [details] [as json]";
        ShowEntitySchema "show entity NAME schema as json [in databases ()] [except STRING] [with ()]";

        // Ingestion mappings.
        CreateDatabaseIngestionMapping "create database NAME ingestion VALUE mapping STRING STRING";
        CreateOrAlterDatabaseIngestionMapping "create-or-alter database NAME ingestion VALUE mapping STRING STRING";
        AlterDatabaseIngestionMapping "alter database NAME ingestion VALUE mapping STRING STRING";
        AlterMergeDatabaseIngestionMapping "alter-merge database NAME ingestion VALUE mapping STRING STRING";
        ShowDatabaseIngestionMappings "show database [NAME] ingestion [VALUE] mappings [STRING] [with ()]";
        ShowIngestionMappings "show [cluster] ingestion [VALUE] mappings [with ()]";
        DropDatabaseIngestionMapping "drop database NAME ingestion VALUE mapping STRING";
        CreateTableIngestionMapping "create table NAME ingestion VALUE mapping STRING STRING [with ()]";
        CreateOrAlterTableIngestionMapping "create-or-alter table NAME ingestion VALUE mapping STRING STRING [with ()]";
        AlterTableIngestionMapping "alter table NAME ingestion VALUE mapping STRING STRING [with ()]";
        AlterMergeTableIngestionMapping "alter-merge table NAME ingestion VALUE mapping STRING STRING [with ()]";
        ShowTableIngestionMappings "show table NAME ingestion [VALUE] mappings";
        ShowTableIngestionMapping "show table NAME ingestion [VALUE] mapping STRING";
        DropTableIngestionMapping "drop table NAME ingestion VALUE mapping STRING";

        // Tables.
        ShowTables "show tables [()]", interpreted;
        ShowTable "show table NAME", interpreted;
        ShowTablesDetails "show tables [()] details", interpreted;
        ShowTableDetails "show table NAME details", interpreted;
        ShowTableCslSchema "show table NAME cslschema|kqlschema", interpreted;
        ShowTableSchemaAsJson "show table NAME schema as json", interpreted;
        CreateTable "create table NAME () [with ()]", interpreted;
        CreateTableBasedOnAnother "create table NAME based-on NAME [ifnotexists] [with ()]", interpreted;
        CreateMergeTable "create-merge table NAME () [with ()]", interpreted;
        DefineTable "define table NAME () [with ()]";
        CreateTables "create tables NAME () ...", interpreted;
        CreateMergeTables "create-merge tables NAME () ...", interpreted;
        DefineTables "define tables NAME () ...";
        AlterTable "alter table NAME () [with ()]", interpreted;
        AlterMergeTable "alter-merge table NAME () [with ()]", interpreted;
        AlterTableDocString "alter table NAME docstring STRING", interpreted;
        AlterTableFolder "alter table NAME folder STRING", interpreted;
        RenameTable "rename table NAME to NAME", interpreted;
        RenameTables "rename tables NAME = ...", interpreted;
        UndoDropExtentContainer "undo drop extentcontainer VALUE";
        DropTable "drop table NAME [ifexists]", interpreted;
        UndoDropTable "undo drop table NAME [as NAME] version = STRING [internal]";
        DropTables "drop tables () [ifexists]", interpreted;
        ClearTableData "clear [async] table NAME data";
        DeleteTableRecords "delete [async] table NAME records [with ()] <|";
        TableDataUpdate "update [async] table NAME delete NAME append|move NAME [with ()] <|";
        ShowTableColumnsClassification "show table NAME columns classification";
        ShowTableDimensions "show table NAME dimensions";
        ShowTableDataStatistics "show table NAME data statistics [with ()]";
        ShowFreshness "show freshness NAME [column NAME] [threshold VALUE]";
        AlterTableColumnStatistics "alter table NAME column statistics ...";
        AlterTableColumnStatisticsMethod "alter table NAME column statistics method = STRING";
        ShowTableColumnStatitics "show table NAME column statistics";
        ShowTablesColumnStatistics "show tables column statistics older VALUE";

        // Columns.
        RenameColumn "rename column NAME to NAME";
        RenameColumns "rename columns NAME = ...";
        AlterColumnType "alter column NAME type = VALUE";
        DropColumn "drop column NAME [ifexists]";
        DropTableColumns "drop table NAME columns ()";
        AlterTableColumnDocStrings "alter table NAME column-docstrings ()";
        AlterMergeTableColumnDocStrings "alter-merge table NAME column-docstrings ()";

        // Functions.
        ShowFunctions "show functions", interpreted;
        ShowFunction "show function NAME [with ()]", interpreted;
        ShowFunctionSchemaAsJson "show function NAME schema as json [with ()]";
        CreateFunction "create function [ifnotexists] [with ()] NAME () ()", interpreted;
        AlterFunction "alter function [with ()] NAME () ()", interpreted;
        CreateOrAlterFunction "create-or-alter function [with ()] NAME () ()", interpreted;
        DropFunction "drop function NAME [ifexists]", interpreted;
        DropFunctions "drop functions () [ifexists]", interpreted;
        AlterFunctionDocString "alter function NAME docstring STRING", interpreted;
        AlterFunctionFolder "alter function NAME folder STRING", interpreted;

        // External tables.
        ShowExternalTables "show external tables [with ()]", interpreted;
        ShowExternalTable "show external table NAME [with ()]", interpreted;
        ShowExternalTablesDetails "show external tables details", interpreted;
        ShowExternalTableDetails "show external table NAME details", interpreted;
        ShowExternalTableCslSchema "show external table NAME cslschema|kqlschema", interpreted;
        ShowExternalTableSchema "show external table NAME schema as json|csl|kql", interpreted;
        ShowExternalTableArtifacts "show external table NAME artifacts [limit VALUE]";
        DropExternalTable "drop external table NAME", interpreted;
        CreateStorageExternalTable "create external table NAME [()] kind = storage|blob|adl|delta ...", interpreted;
        AlterStorageExternalTable "alter external table NAME [()] kind = storage|blob|adl|delta ...", interpreted;
        CreateOrAlterStorageExternalTable "create-or-alter external table NAME [()] kind = storage|blob|adl|delta ...", interpreted;
        CreateSqlExternalTable "create external table NAME () kind = sql ...", interpreted;
        AlterSqlExternalTable "alter external table NAME () kind = sql ...", interpreted;
        CreateOrAlterSqlExternalTable "create-or-alter external table NAME () kind = sql ...", interpreted;
        CreateExternalTableMapping "create external table NAME mapping STRING STRING";
        AlterExternalTableMapping "alter external table NAME mapping STRING STRING";
        ShowExternalTableMappings "show external table NAME mappings";
        ShowExternalTableMapping "show external table NAME mapping STRING";
        DropExternalTableMapping "drop external table NAME mapping STRING";
        AlterExternalTableDocString "alter external table NAME docstring STRING", interpreted;
        AlterExternalTableFolder "alter external table NAME folder STRING", interpreted;

        // Entity groups.
        CreateEntityGroupCommand "create entity_group NAME [ifnotexists] ()";
        CreateOrAlterEntityGroupCommand "create-or-alter entity_group NAME ()";
        AlterEntityGroup "alter entity_group NAME ()";
        AlterMergeEntityGroup "alter-merge entity_group NAME ()";
        DropEntityGroup "drop entity_group NAME";
        ShowEntityGroup "show entity_group NAME";
        ShowEntityGroups "show entity_groups";

        // Workload groups.
        ShowWorkloadGroups "show workload_groups";
        ShowWorkloadGroup "show workload_group NAME";
        CreateOrAleterWorkloadGroup "create-or-alter workload_group NAME STRING";
        AlterMergeWorkloadGroup "alter-merge workload_group NAME STRING";
        DropWorkloadGroup "drop workload_group NAME";

        // Materialized views.
        CreateMaterializedView "create [async] [ifnotexists] materialized-view [with ()] NAME on table NAME ()", interpreted;
        CreateMaterializedViewOverMaterializedView "create [async] [ifnotexists] materialized-view [with ()] NAME on materialized-view NAME ()", interpreted;
        RenameMaterializedView "rename materialized-view NAME to NAME", interpreted;
        ShowMaterializedView "show materialized-view NAME", interpreted;
        ShowMaterializedViews "show materialized-views", interpreted;
        ShowMaterializedViewsDetails "show materialized-views [()] details", interpreted;
        ShowMaterializedViewDetails "show materialized-view NAME details", interpreted;
        ShowMaterializedViewExtents "show materialized-view NAME extents [()] [hot]";
        AlterMaterializedView "alter materialized-view [with ()] NAME on table NAME ()", interpreted;
        AlterMaterializedViewOverMaterializedView "alter materialized-view [with ()] NAME on materialized-view NAME ()", interpreted;
        CreateOrAlterMaterializedView "create-or-alter materialized-view [with ()] NAME on table NAME ()", interpreted;
        CreateOrAlterMaterializedViewOverMaterializedView "create-or-alter materialized-view [with ()] NAME on materialized-view NAME ()", interpreted;
        DropMaterializedView "drop materialized-view NAME", interpreted;
        EnableDisableMaterializedView "enable|disable materialized-view NAME [with ()]", interpreted;
        ShowMaterializedViewSchemaAsJson "show materialized-view NAME schema as json", interpreted;
        ShowMaterializedViewCslSchema "show materialized-view NAME cslschema|kqlschema", interpreted;
        AlterMaterializedViewFolder "alter materialized-view NAME folder STRING", interpreted;
        AlterMaterializedViewDocString "alter materialized-view NAME docstring STRING", interpreted;
        AlterMaterializedViewLookback "alter materialized-view NAME lookback VALUE", interpreted;
        AlterMaterializedViewAutoUpdateSchema "alter materialized-view NAME autoUpdateSchema true|false", interpreted;
        ClearMaterializedViewData "clear materialized-view NAME data";
        SetMaterializedViewCursor "set materialized-view NAME cursor to STRING";
        SetMaterializedViewConcurrency "set materialized-view NAME concurrency [= VALUE]";
        ClearMaterializedViewStatistics "clear materialized-view NAME statistics";
        ShowMaterializedViewStatistics "show materialized-view NAME statistics";
        ShowMaterializedViewDiagnostics "show materialized-view NAME diagnostics [with ()]";
        ShowMaterializedViewFailures "show materialized-view NAME failures";
        DeleteMaterializedViewRecords "delete [async] materialized-view NAME records [with ()] <|";

        // Graphs.
        GraphModelCreateOrAlter "create-or-alter graph_model NAME STRING", interpreted;
        GraphModelShow "show graph_model NAME [details] [with ()]", interpreted;
        GraphModelsShow "show graph_models [details] [with ()]", interpreted;
        GraphModelDrop "drop graph_model NAME", interpreted;
        GraphSnapshotMake "make [async] graph_snapshot NAME from NAME";
        GraphSnapshotShow "show graph_snapshot NAME [details]";
        GraphSnapshotsShow "show graph_snapshots NAME [details]";
        GraphSnapshotDrop "drop graph_snapshot NAME";
        GraphSnapshotsDrop "drop graph_snapshots NAME";
        GraphSnapshotShowDataStatistics "show graph_snapshot NAME data statistics";
        GraphSnapshotsShowDataStatistics "show graph_snapshots NAME data statistics";
        GraphSnapshotShowStatistics "show graph_snapshot NAME statistics";
        GraphSnapshotsShowStatistics "show graph_snapshots NAME statistics";
        GraphSnapshotShowFailures "show graph_snapshots NAME failures";
        GraphShardMake "make [async] graph_shards NAME";
        GraphShardDrop "drop graph_shards NAME";

        // Roles and principals.
        ShowPrincipalRoles "show principal [STRING] roles [with ()]", interpreted;
        ShowDatabasePrincipalRoles "show database NAME principal [STRING] roles [with ()]", interpreted;
        ShowTablePrincipalRoles "show table NAME principal [STRING] roles [with ()]", interpreted;
        ShowGraphModelPrincipalRoles "show graph_model NAME principal [STRING] roles [with ()]", interpreted;
        ShowExternalTablesPrincipalRoles "show external table NAME principal [STRING] roles [with ()]", interpreted;
        ShowFunctionPrincipalRoles "show function NAME principal [STRING] roles [with ()]", interpreted;
        ShowClusterPrincipalRoles "show cluster principal [STRING] roles [with ()]", interpreted;
        ShowClusterPrincipals "show cluster principals", interpreted;
        ShowDatabasePrincipals "show database [NAME] principals", interpreted;
        ShowTablePrincipals "show table NAME principals", interpreted;
        ShowGraphModelPrincipals "show graph_model NAME principals", interpreted;
        ShowFunctionPrincipals "show function NAME principals", interpreted;
        ShowExternalTablePrincipals "show external table NAME principals", interpreted;
        ShowMaterializedViewPrincipals "show materialized-view NAME principals", interpreted;
        ShowPrincipalAccess "show principal access [with ()]", interpreted;
        AddClusterRole "add cluster ROLE () [skip-results] [STRING]", interpreted;
        DropClusterRole "drop cluster ROLE () [skip-results] [STRING]", interpreted;
        SetClusterRole "set cluster ROLE none|() [skip-results] [STRING]", interpreted;
        AddDatabaseRole "add database [NAME] ROLE () [skip-results] [STRING]", interpreted;
        DropDatabaseRole "drop database NAME ROLE () [skip-results] [STRING]", interpreted;
        SetDatabaseRole "set database NAME ROLE none|() [skip-results] [STRING]", interpreted;
        AddTableRole "add table NAME ROLE () [skip-results] [STRING]", interpreted;
        DropTableRole "drop table NAME ROLE () [skip-results] [STRING]", interpreted;
        SetTableRole "set table NAME ROLE none|() [skip-results] [STRING]", interpreted;
        AddFunctionRole "add function NAME ROLE () [skip-results] [STRING]", interpreted;
        DropFunctionRole "drop function NAME ROLE () [skip-results] [STRING]", interpreted;
        SetFunctionRole "set function NAME ROLE none|() [skip-results] [STRING]", interpreted;
        SetExternalTableAdmins "set external table NAME ROLE none|() [skip-results] [STRING]", interpreted;
        AddExternalTableAdmins "add external table NAME ROLE () [skip-results] [STRING]", interpreted;
        DropExternalTableAdmins "drop external table NAME ROLE () [skip-results] [STRING]", interpreted;
        SetMaterializedViewAdmins "set materialized-view NAME ROLE none|() [skip-results] [STRING]", interpreted;
        AddMaterializedViewAdmins "add materialized-view NAME ROLE () [skip-results] [STRING]", interpreted;
        DropMaterializedViewAdmins "drop materialized-view NAME ROLE () [skip-results] [STRING]", interpreted;
        SetGraphModelAdmins "set graph_model NAME ROLE none|() [skip-results] [STRING]", interpreted;
        AddGraphModelAdmins "add graph_model NAME ROLE () [skip-results] [STRING]", interpreted;
        DropGraphModelAdmins "drop graph_model NAME ROLE () [skip-results] [STRING]", interpreted;
        ShowClusterBlockedPrincipals "show cluster blockedprincipals", interpreted;
        AddClusterBlockedPrincipals "add cluster blockedprincipals STRING [application STRING] [user STRING] [period VALUE] [reason STRING]", interpreted;
        DropClusterBlockedPrincipals "drop cluster blockedprincipals STRING [application STRING] [user STRING]", interpreted;

        // Caching policy.
        ShowDatabasePolicyCaching "show database [NAME] policy caching";
        ShowTablePolicyCaching "show table NAME policy caching";
        ShowTableStarPolicyCaching "show table * policy caching";
        ShowColumnPolicyCaching "show column NAME policy caching";
        ShowMaterializedViewPolicyCaching "show materialized-view NAME policy caching";
        ShowGraphModelPolicyCaching "show graph_model NAME policy caching";
        ShowGraphModelStarPolicyCaching "show graph_model * policy caching";
        ShowClusterPolicyCaching "show cluster policy caching";
        AlterDatabasePolicyCaching "alter database [NAME] policy caching hot|hotdata ...";
        AlterTablePolicyCaching "alter table NAME policy caching hot|hotdata ...";
        AlterTablesPolicyCaching "alter tables () policy caching hot|hotdata ...";
        AlterColumnPolicyCaching "alter column NAME policy caching hot|hotdata ...";
        AlterMaterializedViewPolicyCaching "alter materialized-view NAME policy caching hot|hotdata ...";
        AlterGraphModelPolicyCaching "alter graph_model NAME policy caching hot|hotdata ...";
        AlterClusterPolicyCaching "alter cluster policy caching hot|hotdata ...";
        DeleteDatabasePolicyCaching "delete database NAME policy caching";
        DeleteTablePolicyCaching "delete table NAME policy caching";
        DeleteColumnPolicyCaching "delete column NAME policy caching";
        DeleteMaterializedViewPolicyCaching "delete materialized-view NAME policy caching";
        DeleteGraphModelPolicyCaching "delete graph_model NAME policy caching";
        DeleteClusterPolicyCaching "delete cluster policy caching";

        // Ingestion time policy.
        ShowTablePolicyIngestionTime "show table NAME policy ingestiontime";
        ShowTableStarPolicyIngestionTime "show table * policy ingestiontime";
        AlterTablePolicyIngestionTime "alter table NAME policy ingestiontime true|false";
        AlterTablesPolicyIngestionTime "alter tables () policy ingestiontime true|false";
        DeleteTablePolicyIngestionTime "delete table NAME policy ingestiontime";

        // Row identifier policy.
        ShowTablePolicyRowId "show table NAME policy rowid";
        AlterTablePolicyRowId "alter table NAME policy rowid true|false";
        AlterTablesPolicyRowId "alter tables () policy rowid true|false";
        DeleteTablePolicyRowId "delete table NAME policy rowid";

        // Retention policy.
        ShowTablePolicyRetention "show table NAME policy retention";
        ShowTableStarPolicyRetention "show table * policy retention";
        ShowGraphPolicyRetention "show graph_model NAME policy retention";
        ShowGraphStarPolicyRetention "show graph_model * policy retention";
        ShowDatabasePolicyRetention "show database [NAME] policy retention";
        ShowMaterializedViewPolicyRetention "show materialized-view NAME policy retention";
        AlterTablePolicyRetention "alter table NAME policy retention STRING";
        AlterMaterializedViewPolicyRetention "alter materialized-view NAME policy retention STRING";
        AlterDatabasePolicyRetention "alter database [NAME] policy retention STRING";
        AlterGraphModelPolicyRetention "alter graph_model NAME policy retention STRING";
        AlterTablesPolicyRetention "alter tables () policy retention STRING";
        AlterMergeTablePolicyRetention "alter-merge table NAME policy retention STRING|softdelete|recoverability ...";
        AlterMergeMaterializedViewPolicyRetention "alter-merge materialized-view NAME policy retention STRING|softdelete|recoverability ...";
        AlterMergeDatabasePolicyRetention "alter-merge database [NAME] policy retention STRING|softdelete|recoverability ...";
        DeleteTablePolicyRetention "delete table NAME policy retention";
        DeleteDatabasePolicyRetention "delete database NAME policy retention";
        ShowDatabasePolicyHardRetentionViolations "show database NAME policy hardretention violations";
        ShowDatabasePolicySoftRetentionViolations "show database NAME policy softretention violations";
        AlterPoliciesOfRetention "alter policies of retention [internal] STRING";
        DeletePoliciesOfRetention "delete policies of retention ()";

        // Row-level security policy.
        ShowTablePolicyRowLevelSecurity "show table NAME policy row_level_security", interpreted;
        ShowTableStarPolicyRowLevelSecurity "show table * policy row_level_security", interpreted;
        AlterTablePolicyRowLevelSecurity "alter table NAME policy row_level_security enable|disable [with ()] STRING", interpreted;
        DeleteTablePolicyRowLevelSecurity "delete table NAME policy row_level_security", interpreted;
        ShowMaterializedViewPolicyRowLevelSecurity "show materialized-view NAME policy row_level_security", interpreted;
        AlterMaterializedViewPolicyRowLevelSecurity "alter materialized-view NAME policy row_level_security enable|disable [with ()] STRING", interpreted;
        DeleteMaterializedViewPolicyRowLevelSecurity "delete materialized-view NAME policy row_level_security", interpreted;
        ShowExternalTablePolicyRowLevelSecurity "show external table NAME policy row_level_security", interpreted;
        ShowExternalTableStarPolicyRowLevelSecurity "show external table * policy row_level_security", interpreted;
        AlterExternalTablePolicyRowLevelSecurity "alter external table NAME policy row_level_security enable|disable [with ()] STRING", interpreted;
        DeleteExternalTablePolicyRowLevelSecurity "delete external table NAME policy row_level_security", interpreted;

        // Row order policy.
        ShowTablePolicyRowOrder "show table NAME policy roworder";
        ShowTableStarPolicyRowOrder "show table * policy roworder";
        AlterTablePolicyRowOrder "alter table NAME policy roworder ()";
        AlterTablesPolicyRowOrder "alter tables () policy roworder ()";
        AlterMergeTablePolicyRowOrder "alter-merge table NAME policy roworder ()";
        DeleteTablePolicyRowOrder "delete table NAME policy roworder";

        // Update policy.
        ShowTablePolicyUpdate "show table NAME policy update";
        ShowTableStarPolicyUpdate "show table * policy update";
        AlterTablePolicyUpdate "alter table NAME policy update STRING [with ()]";
        AlterMergeTablePolicyUpdate "alter-merge table NAME policy update STRING [with ()]";
        DeleteTablePolicyUpdate "delete table NAME policy update";

        // Ingestion batching policy.
        ShowClusterPolicyIngestionBatching "show cluster policy ingestionbatching";
        ShowDatabasePolicyIngestionBatching "show database [NAME] policy ingestionbatching";
        ShowTablePolicyIngestionBatching "show table NAME policy ingestionbatching";
        ShowTableStarPolicyIngestionBatching "show table * policy ingestionbatching";
        AlterClusterPolicyIngestionBatching "alter cluster policy ingestionbatching STRING";
        AlterMergeClusterPolicyIngestionBatching "alter-merge cluster policy ingestionbatching STRING";
        AlterDatabasePolicyIngestionBatching "alter database [NAME] policy ingestionbatching STRING";
        AlterMergeDatabasePolicyIngestionBatching "alter-merge database [NAME] policy ingestionbatching STRING";
        AlterTablePolicyIngestionBatching "alter table NAME policy ingestionbatching STRING";
        AlterMergeTablePolicyIngestionBatching "alter-merge table NAME policy ingestionbatching STRING";
        AlterTablesPolicyIngestionBatching "alter tables () policy ingestionbatching STRING";
        DeleteDatabasePolicyIngestionBatching "delete database NAME policy ingestionbatching";
        DeleteTablePolicyIngestionBatching "delete table NAME policy ingestionbatching";

        // Encoding policy.
        ShowDatabasePolicyEncoding "show database NAME policy encoding";
        ShowTablePolicyEncoding "show table NAME policy encoding";
        ShowColumnPolicyEncoding "show column NAME policy encoding";
        AlterDatabasePolicyEncoding "alter database [NAME] policy encoding STRING";
        AlterTablePolicyEncoding "alter table NAME policy encoding STRING";
        AlterTableColumnsPolicyEncoding "alter table NAME columns policy encoding STRING";
        AlterColumnPolicyEncoding "alter column NAME policy encoding STRING";
        AlterColumnsPolicyEncodingByQuery "alter columns policy encoding STRING <|";
        AlterColumnPolicyEncodingType "alter column NAME policy encoding type = STRING";
        AlterMergeDatabasePolicyEncoding "alter-merge database [NAME] policy encoding STRING";
        AlterMergeTablePolicyEncoding "alter-merge table NAME policy encoding STRING";
        AlterMergeColumnPolicyEncoding "alter-merge column NAME policy encoding STRING";
        DeleteDatabasePolicyEncoding "delete database NAME policy encoding";
        DeleteTablePolicyEncoding "delete table NAME policy encoding";
        DeleteColumnPolicyEncoding "delete column NAME policy encoding";

        // Merge policy.
        ShowDatabasePolicyMerge "show database [NAME] policy merge";
        ShowTablePolicyMerge "show table NAME policy merge";
        ShowTableStarPolicyMerge "show table * policy merge";
        ShowMaterializedViewPolicyMerge "show materialized-view NAME policy merge";
        AlterDatabasePolicyMerge "alter database [NAME] policy merge STRING";
        AlterTablePolicyMerge "alter table NAME policy merge STRING";
        AlterTablesPolicyMerge "alter tables () policy merge STRING";
        AlterMergeDatabasePolicyMerge "alter-merge database [NAME] policy merge STRING";
        AlterMergeTablePolicyMerge "alter-merge table NAME policy merge STRING";
        AlterMergeMaterializedViewPolicyMerge "alter-merge materialized-view NAME policy merge STRING";
        DeleteDatabasePolicyMerge "delete database NAME policy merge";
        DeleteTablePolicyMerge "delete table NAME policy merge";

        // Query acceleration policy.
        ShowExternalTablePolicyQueryAcceleration "show external table NAME policy query_acceleration";
        ShowExternalTablesPolicyQueryAcceleration "show external table * policy query_acceleration";
        AlterExternalTablePolicyQueryAcceleration "alter external table NAME policy query_acceleration STRING";
        AlterMergeExternalTablePolicyQueryAcceleration "alter-merge external table NAME policy query_acceleration STRING";
        DeleteExternalTablePolicyQueryAcceleration "delete external table NAME policy query_acceleration";
        ShowExternalTableQueryAccelerationStatatistics "show external table NAME operations query_acceleration statistics";
        ShowExternalTablesQueryAccelerationStatatistics "show external tables operations query_acceleration statistics";

        // Mirroring policy and templates.
        AlterTablePolicyMirroring "alter table NAME policy mirroring ...";
        AlterMergeTablePolicyMirroring "alter-merge table NAME policy mirroring ...";
        AlterTablePolicyMirroringWithJson "alter table NAME policy mirroring STRING";
        AlterMergeTablePolicyMirroringWithJson "alter-merge table NAME policy mirroring STRING";
        DeleteTablePolicyMirroring "delete table NAME policy mirroring";
        ShowTablePolicyMirroring "show table NAME policy mirroring";
        ShowTableStarPolicyMirroring "show table * policy mirroring";
        CreateMirroringTemplate "create mirroring-template NAME ...";
        CreateOrAlterMirroringTemplate "create-or-alter mirroring-template NAME ...";
        AlterMirroringTemplate "alter mirroring-template NAME ...";
        AlterMergeMirroringTemplate "alter-merge mirroring-template NAME ...";
        DeleteMirroringTemplate "delete mirroring-template NAME";
        ShowMirroringTemplate "show mirroring-template NAME";
        ShowMirroringTemplates "show mirroring-templates";
        ApplyMirroringTemplate "apply mirroring-template NAME ...";
        ShowTableOperationsMirroringStatus "show table NAME operations mirroring-status";
        ShowTableOperationsMirroringExportedArtifacts "show table NAME operations mirroring-exported-artifacts";
        ShowTableOperationsMirroringFailures "show table NAME operations mirroring-failures";

        // Partitioning policy.
        ShowTablePolicyPartitioning "show table NAME policy partitioning";
        ShowTableStarPolicyPartitioning "show table * policy partitioning";
        ShowMaterializedViewPolicyPartitioning "show materialized-view NAME policy partitioning";
        AlterTablePolicyPartitioning "alter table NAME policy partitioning STRING";
        AlterMergeTablePolicyPartitioning "alter-merge table NAME policy partitioning STRING";
        AlterMaterializedViewPolicyPartitioning "alter materialized-view NAME policy partitioning STRING";
        AlterMergeMaterializedViewPolicyPartitioning "alter-merge materialized-view NAME policy partitioning STRING";
        DeleteTablePolicyPartitioning "delete table NAME policy partitioning";
        DeleteMaterializedViewPolicyPartitioning "delete materialized-view NAME policy partitioning";

        // Restricted view access policy.
        ShowTablePolicyRestrictedViewAccess "show table NAME policy restricted_view_access", interpreted;
        ShowTableStarPolicyRestrictedViewAccess "show table * policy restricted_view_access", interpreted;
        AlterTablePolicyRestrictedViewAccess "alter table NAME policy restricted_view_access true|false", interpreted;
        AlterTablesPolicyRestrictedViewAccess "alter tables () policy restricted_view_access true|false", interpreted;
        DeleteTablePolicyRestrictedViewAccess "delete table NAME policy restricted_view_access", interpreted;

        // Row store policy.
        ShowClusterPolicyRowStore "show cluster policy rowstore";
        AlterClusterPolicyRowStore "alter cluster policy rowstore STRING";
        AlterMergeClusterPolicyRowStore "alter-merge cluster policy rowstore STRING";
        DeleteClusterPolicyRowStore "delete cluster policy rowstore";

        // Sandbox policy.
        ShowClusterPolicySandbox "show cluster policy sandbox";
        AlterClusterPolicySandbox "alter cluster policy sandbox STRING";
        DeleteClusterPolicySandbox "delete cluster policy sandbox";
        ShowClusterSandboxesStats "show cluster sandboxes stats";

        // Sharding policies.
        ShowDatabasePolicySharding "show database [NAME] policy sharding";
        ShowTablePolicySharding "show table NAME policy sharding";
        ShowTableStarPolicySharding "show table * policy sharding";
        ShowClusterPolicySharding "show cluster policy sharding [with ()]";
        AlterDatabasePolicySharding "alter database [NAME] policy sharding STRING";
        AlterTablePolicySharding "alter table NAME policy sharding STRING";
        AlterClusterPolicySharding "alter cluster policy sharding STRING";
        AlterMergeDatabasePolicySharding "alter-merge database [NAME] policy sharding STRING";
        AlterMergeTablePolicySharding "alter-merge table NAME policy sharding STRING";
        AlterMergeClusterPolicySharding "alter-merge cluster policy sharding STRING";
        DeleteDatabasePolicySharding "delete database NAME policy sharding";
        DeleteTablePolicySharding "delete table NAME policy sharding";
        DeleteClusterPolicySharding "delete cluster policy sharding";
        ShowDatabasePolicyShardsGrouping "show database [NAME] policy shards_grouping";
        AlterDatabasePolicyShardsGrouping "alter database [NAME] policy shards_grouping STRING";
        AlterMergeDatabasePolicyShardsGrouping "alter-merge database [NAME] policy shards_grouping STRING";
        DeleteDatabasePolicyShardsGrouping "delete database NAME policy shards_grouping";

        // Streaming ingestion policy.
        ShowDatabasePolicyStreamingIngestion "show database [NAME] policy streamingingestion";
        ShowTablePolicyStreamingIngestion "show table NAME policy streamingingestion";
        ShowClusterPolicyStreamingIngestion "show cluster policy streamingingestion";
        AlterDatabasePolicyStreamingIngestion "alter database [NAME] policy streamingingestion STRING|enable|disable";
        AlterMergeDatabasePolicyStreamingIngestion "alter-merge database [NAME] policy streamingingestion STRING";
        AlterTablePolicyStreamingIngestion "alter table NAME policy streamingingestion STRING|enable|disable";
        AlterMergeTablePolicyStreamingIngestion "alter-merge table NAME policy streamingingestion STRING";
        AlterClusterPolicyStreamingIngestion "alter cluster policy streamingingestion STRING";
        AlterMergeClusterPolicyStreamingIngestion "alter-merge cluster policy streamingingestion STRING";
        DeleteDatabasePolicyStreamingIngestion "delete database NAME policy streamingingestion";
        DeleteTablePolicyStreamingIngestion "delete table NAME policy streamingingestion";
        DeleteClusterPolicyStreamingIngestion "delete cluster policy streamingingestion";

        // Managed identity policy.
        ShowDatabasePolicyManagedIdentity "show database [NAME] policy managed_identity", interpreted;
        ShowClusterPolicyManagedIdentity "show cluster policy managed_identity", interpreted;
        AlterDatabasePolicyManagedIdentity "alter database [NAME] policy managed_identity STRING", interpreted;
        AlterMergeDatabasePolicyManagedIdentity "alter-merge database [NAME] policy managed_identity STRING", interpreted;
        AlterClusterPolicyManagedIdentity "alter cluster policy managed_identity STRING", interpreted;
        AlterMergeClusterPolicyManagedIdentity "alter-merge cluster policy managed_identity STRING", interpreted;
        DeleteDatabasePolicyManagedIdentity "delete database NAME policy managed_identity", interpreted;
        DeleteClusterPolicyManagedIdentity "delete cluster policy managed_identity", interpreted;

        // Auto delete policy.
        ShowTablePolicyAutoDelete "show table NAME policy auto_delete";
        AlterTablePolicyAutoDelete "alter table NAME policy auto_delete STRING";
        DeleteTablePolicyAutoDelete "delete table NAME policy auto_delete";

        // Policies of the cluster.
        ShowClusterPolicyCallout "show cluster policy callout";
        AlterClusterPolicyCallout "alter cluster policy callout STRING";
        AlterMergeClusterPolicyCallout "alter-merge cluster policy callout STRING";
        DeleteClusterPolicyCallout "delete cluster policy callout";
        ShowClusterPolicyCapacity "show cluster policy capacity";
        AlterClusterPolicyCapacity "alter cluster policy capacity STRING";
        AlterMergeClusterPolicyCapacity "alter-merge cluster policy capacity STRING";
        ShowClusterPolicyRequestClassification "show cluster policy request_classification";
        AlterClusterPolicyRequestClassification "alter cluster policy request_classification STRING <|";
        AlterMergeClusterPolicyRequestClassification "alter-merge cluster policy request_classification STRING";
        DeleteClusterPolicyRequestClassification "delete cluster policy request_classification";
        ShowClusterPolicyMultiDatabaseAdmins "show cluster policy multidatabaseadmins", interpreted;
        AlterClusterPolicyMultiDatabaseAdmins "alter cluster policy multidatabaseadmins STRING", interpreted;
        AlterMergeClusterPolicyMultiDatabaseAdmins "alter-merge cluster policy multidatabaseadmins STRING", interpreted;
        ShowClusterPolicyQueryWeakConsistency "show cluster policy query_weak_consistency";
        AlterClusterPolicyQueryWeakConsistency "alter cluster policy query_weak_consistency STRING";
        AlterMergeClusterPolicyQueryWeakConsistency "alter-merge cluster policy query_weak_consistency STRING";

        // Diagnostics policy.
        ShowDatabasePolicyDiagnostics "show database [NAME] policy diagnostics";
        ShowClusterPolicyDiagnostics "show cluster policy diagnostics";
        AlterDatabasePolicyDiagnostics "alter database [NAME] policy diagnostics STRING";
        AlterMergeDatabasePolicyDiagnostics "alter-merge database [NAME] policy diagnostics STRING";
        AlterClusterPolicyDiagnostics "alter cluster policy diagnostics STRING";
        AlterMergeClusterPolicyDiagnostics "alter-merge cluster policy diagnostics STRING";
        DeleteDatabasePolicyDiagnostics "delete database NAME policy diagnostics";

        // Extent tags retention policy.
        ShowTablePolicyExtentTagsRetention "show table NAME policy extent_tags_retention";
        ShowTableStarPolicyExtentTagsRetention "show table * policy extent_tags_retention";
        ShowDatabasePolicyExtentTagsRetention "show database [NAME] policy extent_tags_retention";
        AlterTablePolicyExtentTagsRetention "alter table NAME policy extent_tags_retention STRING";
        AlterDatabasePolicyExtentTagsRetention "alter database [NAME] policy extent_tags_retention STRING";
        DeleteTablePolicyExtentTagsRetention "delete table NAME policy extent_tags_retention";
        DeleteDatabasePolicyExtentTagsRetention "delete database NAME policy extent_tags_retention";

        // Ingestion.
        IngestIntoTable "ingest [async] into [table] NAME STRING|() [with ()]";
        IngestInlineIntoTable "ingest inline into table NAME ...";
        SetTable "set [async] NAME [with ()] <|";
        AppendTable "append [async] NAME [with ()] <|";
        SetOrAppendTable "set-or-append [async] NAME [with ()] <|";
        SetOrReplaceTable "set-or-replace [async] NAME [with ()] <|";
        ShowIngestionFailures "show ingestion failures [with ()]";
        ShowStreamingIngestionFailures "show streamingingestion failures";
        ShowStreamingIngestionStatistics "show streamingingestion statistics";

        // Export.
        ExportToStorage "export [async] [compressed] to csv|tsv|json|parquet () [with ()] <|";
        ExportToSqlTable "export [async] to sql NAME STRING [with ()] <|";
        ExportToExternalTable "export [async] to table NAME [with ()] <|";
        CreateOrAlterContinuousExport "create-or-alter continuous-export NAME [over ()] to table NAME [with ()] <|", interpreted;
        ShowContinuousExport "show continuous-export NAME", interpreted;
        ShowContinuousExports "show continuous-exports", interpreted;
        ShowClusterPendingContinuousExports "show cluster pending continuous-exports [with ()]";
        ShowContinuousExportExportedArtifacts "show continuous-export NAME exported-artifacts";
        ShowContinuousExportFailures "show continuous-export NAME failures";
        SetContinuousExportCursor "set continuous-export NAME cursor to STRING";
        DropContinuousExport "drop continuous-export NAME", interpreted;
        EnableContinuousExport "enable continuous-export NAME", interpreted;
        DisableContinuousExport "disable continuous-export NAME", interpreted;

        // Stored query results.
        StoredQueryResultSet "set [async] [ifnotexists] stored_query_result NAME [with ()] <|";
        StoredQueryResultSetOrReplace "set-or-replace [async] stored_query_result NAME [with ()] <|";
        StoredQueryResultsShow "show stored_query_results [NAME] [with ()]";
        StoredQueryResultShowSchema "show stored_query_result NAME schema";
        StoredQueryResultDrop "drop stored_query_result NAME";
        StoredQueryResultsDrop "drop stored_query_results by user STRING";
        DropStoredQueryResultContainers "drop storedqueryresultcontainers NAME VALUE ...";
        DropUnusedStoredQueryResultContainers "drop unused storedqueryresultcontainers NAME";

        // Extents.
        ShowClusterExtents "show cluster extents [()] [hot] [where ...] [with ()]";
        ShowClusterExtentsMetadata "show cluster extents [()] [hot] metadata [where ...] [with ()]";
        ShowDatabaseExtents "show database|databases [NAME|()] extents [()] [hot] [where ...] [with ()]";
        ShowDatabaseExtentsMetadata "show database|databases [NAME|()] extents [()] [hot] metadata [where ...] [with ()]";
        ShowDatabaseExtentTagsStatistics "show database extent tags statistics [with ()]";
        ShowDatabaseExtentsPartitioningStatistics "show database [NAME] extents partitioning statistics";
        ShowTableExtents "show table|tables NAME|() extents [()] [hot] [where ...] [with ()]";
        ShowTableExtentsMetadata "show table|tables NAME|() extents [()] [hot] metadata [where ...] [with ()]";
        ShowExtentDetails "show NAME extent [details] [VALUE] [with ()]";
        ShowExtentColumnStorageStats "show NAME extent VALUE column NAME storage stats";
        ShowExtentCorruptedDatetime "show [table NAME] extents corrupted datetime";
        PatchExtentCorruptedDatetime "patch [table NAME] extents corrupted datetime";
        MergeExtents "merge [async] NAME () [with ()]";
        MergeExtentsDryrun "merge dryrun NAME ()";
        MoveExtentsFrom "move [async] extents [all] from table NAME to table NAME [with ()] [()]";
        MoveExtentsQuery "move [async] extents to table NAME [with ()] <|";
        TableShuffleExtents "shuffle [async] table NAME extents all|() [with ()]";
        TableShuffleExtentsQuery "shuffle [async] table NAME extents [with ()] <|";
        ReplaceExtents "replace [async] extents in table NAME [with ()] <|";
        DropExtent "drop extent VALUE [from NAME]";
        DropExtents "drop extents [()] [whatif] [older VALUE days|hours] [from ...] [<|]";
        DropExtentsPartitionMetadata "drop extents partition metadata from table NAME [between ()] <|";
        DropPretendExtentsByProperties "drop-pretend extents [older VALUE days|hours] from ...";
        AttachExtentsIntoTableByContainer "attach extents into table NAME by container STRING VALUE ...";
        AttachExtentsIntoTableByMetadata "attach [async] extents [into table NAME] by metadata <|";
        AlterExtentTagsFromQuery "alter [async] table NAME extent tags () [with ()] <|";
        AlterMergeExtentTagsFromQuery "alter-merge [async] table NAME extent tags () [with ()] <|";
        DropExtentTagsFromQuery "drop [async] table NAME extent tags [with ()] <|";
        DropExtentTagsFromTable "drop [async] table NAME extent tags () [with ()]";
        DropExtentTagsRetention "drop extent tags retention";

        // Shard groups.
        TableShardsGroupShow "show table NAME shards-group VALUE shards";
        TableShardsGroupMetadataShow "show table NAME shards-group VALUE shards metadata";
        TableShardGroupsShow "show table NAME shard-groups";
        TableShardGroupsStatisticsShow "show table NAME shard-groups statistics";
        TablesShardGroupsStatisticsShow "show tables [()] shard-groups statistics";
        DatabaseShardGroupsStatisticsShow "show database [NAME] shard-groups statistics";
        MergeDatabaseShardGroups "merge database shard-groups";

        // Extent containers and temporary storage.
        AlterExtentContainersAdd "alter extentcontainers NAME add STRING [VALUE VALUE]";
        AlterExtentContainersDrop "alter extentcontainers NAME drop [VALUE]";
        AlterExtentContainersRecycle "alter extentcontainers NAME recycle ...";
        AlterExtentContainersSet "alter extentcontainers NAME set state VALUE to readonly|readwrite";
        ShowExtentContainers "show extentcontainers [with ()]";
        DropEmptyExtentContainers "drop [async] empty extentcontainers NAME until = ...";
        CleanDatabaseExtentContainers "clean databases [async] [()] extentcontainers";
        ShowDatabaseExtentContainersCleanOperations "show database NAME extentcontainers clean operations [VALUE]";
        ShowStorageArtifactsCleanupState "show database data|metadata storage artifacts cleanup state [with ()]";
        ClusterDropStorageArtifactsCleanupState "drop cluster data|metadata|all storage artifacts cleanup state";
        CreateTempStorage "create tempstorage [with ()]";
        DropTempStorage "drop tempstorage older VALUE";

        // Row stores.
        CreateRowStore "create rowstore [with ()]";
        DropRowStore "drop|detach rowstore NAME [ifexists]";
        ShowRowStore "show rowstore NAME";
        ShowRowStores "show rowstores";
        ShowRowStoreTransactions "show rowstore transactions";
        ShowRowStoreSeals "show rowstore seals STRING [with ()]";
        AlterTableRowStoreReferencesDropKey "alter table NAME rowstore_references drop key STRING [with ()]";
        AlterTableRowStoreReferencesDropRowStore "alter table NAME rowstore_references drop rowstore NAME [with ()]";
        AlterTableRowStoreReferencesDropBlockedKeys "alter table NAME rowstore_references drop blocked keys [with ()]";
        AlterTableRowStoreReferencesDisableKey "alter table NAME rowstore_references disable key STRING [with ()]";
        AlterTableRowStoreReferencesDisableRowStore "alter table NAME rowstore_references disable rowstore NAME [with ()]";
        AlterTableRowStoreReferencesDisableBlockedKeys "alter table NAME rowstore_references disable blocked keys [with ()]";
        SetTableRowStoreReferences "set table NAME rowstore_references STRING";
        ShowTableRowStoreReferences "show table NAME rowstore_references";
        ShowTableRowStores "show table NAME rowstores";
        ShowTableRowStoreSealInfo "show table NAME rowstore_sealinfo";

        // Followers.
        AlterFollowerClusterConfiguration "alter follower cluster configuration from STRING ...";
        AddFollowerDatabaseAuthorizedPrincipals "add follower database NAME [from STRING] ROLE () [STRING]";
        DropFollowerDatabaseAuthorizedPrincipals "drop follower database NAME ROLE [from STRING] ()";
        AlterFollowerDatabaseAuthorizedPrincipals "alter follower database NAME [from STRING] policy caching hot|hotdata ...";
        DropFollowerDatabasePolicyCaching "delete follower database NAME policy caching";
        AlterFollowerDatabaseChildEntities "alter follower database NAME [from STRING] [external] tables|materialized-views exclude|include add|drop ()";
        AlterFollowerDatabaseConfiguration "alter follower database NAME [from STRING] principals-modification-kind|caching-policies-modification-kind|prefetch-extents|metadata|database-name-override ...";
        DropFollowerDatabases "drop follower database|databases NAME|() from STRING";
        ShowFollowerDatabase "show follower database|databases [NAME|()]";
        AlterFollowerTablesPolicyCaching "alter follower database NAME [from STRING] table|tables|materialized-view|materialized-views NAME|() policy caching hot|hotdata ...";
        DropFollowerTablesPolicyCaching "delete follower database NAME table|tables|materialized-view|materialized-views NAME|() policy caching";

        // Scripts, operations, queries.
        ExecuteDatabaseScript "execute [database] script [with ()] <|", interpreted;
        ExecuteClusterScript "execute cluster script [with ()] <|", interpreted;
        ShowOperations "show operations [VALUE|()]";
        ShowOperationDetails "show operation VALUE details";
        CancelOperation "cancel operation VALUE [with ()]";
        ShowDataOperations "show data operations";
        ShowDatabasePurgeOperation "show database NAME purge operation|operations [VALUE]";
        ShowJournal "show journal", interpreted;
        ShowDatabaseJournal "show database NAME journal", interpreted;
        ShowClusterJournal "show cluster journal";
        ShowQueries "show queries";
        ShowRunningQueries "show running queries [by ...]";
        CancelQuery "cancel query STRING";
        ShowQueryPlan "show queryplan [with ()] <|";
        ShowQueryExecution "show queryexecution <|";
        ShowQueryCallTree "show query call-tree <|";
        ShowCommands "show commands";
        ShowCommandsAndQueries "show commands-and-queries";
        CreateRequestMemoryProfile "create request_memoryprofile [with ()]";
        CreateRequestSupport "create request_support [with ()]";
        ShowRequestSupport "show request_support STRING";
        ShowRunningCallouts "show running callouts";

        // Caches.
        ShowCache "show cache";
        AlterCache "alter cache on ...";
        ClearDatabaseCacheQueryResults "clear database cache query_results";
        ShowDatabaseCacheQueryResults "show database cache query_results";
        ClearDatabaseCacheStreamingIngestionSchema "clear database cache streamingingestion schema";
        ClearDatabaseCacheQueryWeakConsistency "clear database cache query_weak_consistency";
        ClearTableCacheStreamingIngestionSchema "clear table NAME cache streamingingestion schema";
        ClearRemoteClusterDatabaseSchema "clear cache remote-schema cluster () . database ()";
        ClearClusterCredStoreCache "clear cluster cache credstore";
        ClearClusterOutboundAccessPolicyCache "clear cluster cache outboundaccesspolicy";
        ClearClusterGroupMembershipCache "clear cluster cache groupmembership [with ()]", interpreted;
        ClearExternalArtifactsCache "clear cluster cache external-artifacts ()";

        // Cluster and service.
        ShowCluster "show cluster", interpreted;
        ShowClusterDetails "show cluster details";
        ShowClusterAdminState "show cluster admin state";
        ShowClusterMonitoring "show cluster monitoring";
        ShowClusterScaleIn "show cluster scalein VALUE nodes";
        ShowClusterServices "show cluster services";
        ShowClusterNetwork "show cluster network [VALUE]";
        AlterClusterStorageKeys "alter [async] cluster storage keys [with ()] decryption-certificate-thumbprint STRING";
        ShowClusterStorageKeysHash "show cluster storage keys hash";
        SetClusterMaintenanceMode "enable|disable cluster maintenance_mode";
        ShowVersion "show version", interpreted;
        ShowDiagnostics "show diagnostics [with ()]";
        ShowCapacity "show capacity [VALUE] [with ()]";
        DisablePlugin "disable plugin NAME";
        EnablePlugin "enable plugin NAME";
        ShowPlugins "show plugins [with ()]";
        ShowFabric "show fabric NAME";
        AlterFabricServiceAssignmentsCommand "alter fabric service STRING assignment|assignments ...";
        DropFabricServiceAssignmentsCommand "drop fabric service STRING assignments";
        ShowCertificates "show certificates";
        ShowClockDiagnostics "show clockdiagnostics [with ()]";
        ShowCloudSettings "show cloudsettings";
        ShowCommConcurrency "show commconcurrency";
        ShowCommPools "show commpools";
        ShowFabricCache "show fabriccache";
        ShowFabricLocks "show fabriclocks";
        ShowFabricClocks "show fabricclocks";
        ShowFeatureFlags "show featureflags";
        ShowMemPools "show mempools";
        ShowServicePoints "show servicepoints";
        ShowTcpConnections "show tcpconnections";
        ShowTcpPorts "show tcpports";
        ShowThreadPools "show threadpools";
        ShowWhatsGoingOn "show whatsgoingon";
        ShowMemory "show memory [details]";
        ShowCallStacks "show callstacks [with ()]";
        ShowFileSystem "show filesystem [with ()]";

        // Switched off in the official grammar, where they stand in comments: no client recognises them.
        AddFollowerDatabase "add follower database|databases ... from STRING ...";
        AlterClusterPolicyDataMovementRestriction "alter cluster policy data_movement_restriction with ()";
        ShowClusterPolicyDataMovementRestriction "show cluster policy data_movement_restriction";
        DropClusterPolicyDataMovementRestriction "delete cluster policy data_movement_restriction";
        AlterColumnPolicyDataMovementRestriction "alter column NAME policy data_movement_restriction with label = STRING";
        ShowColumnPolicyDataMovementRestriction "show column NAME policy data_movement_restriction";
        DropColumnPolicyDataMovementRestriction "drop column NAME policy data_movement_restriction";
        AttachRowStore "attach rowstore NAME VALUE writeaheadlog STRING [with ()]";
        DropAsyncExtentsPartitionMetadata "drop async extents partition metadata <|";
        DropExtentsQuery "drop extents [whatif] <|";
        ShowDatabasesPolicies "show databases () policies ()";
        ShowDatabasesPrincipals "show databases () principals [from tenants ()] [with ()]";
        ShowDatabasesTablesPolicies "show databases () tables policies ()";
    }
    documented {
        ShowMaterializedViewPrincipalRoles "show materialized-view NAME principal [STRING] roles [with ()]", interpreted;
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::CommandKind;

    #[test]
    fn no_two_kinds_share_a_name_or_a_skeleton() {
        let names: HashSet<_> = CommandKind::ALL.iter().map(|kind| kind.name()).collect();
        let words: HashSet<_> = CommandKind::ALL.iter().map(|kind| kind.words()).collect();
        assert_eq!(names.len(), CommandKind::ALL.len());
        assert_eq!(words.len(), CommandKind::ALL.len());
    }

    #[test]
    fn a_kind_answers_its_name_and_its_skeleton() {
        let kind = CommandKind::ShowTableDetails;
        assert_eq!(kind.name(), "ShowTableDetails");
        assert_eq!(kind.words(), "show table NAME details");
        assert!(kind.official());
        assert!(!CommandKind::ShowMaterializedViewPrincipalRoles.official());
    }

    #[test]
    fn every_skeleton_begins_with_a_verb_and_closes_its_brackets() {
        for kind in CommandKind::ALL {
            let words = kind.words();
            assert!(words.starts_with(|first: char| first.is_ascii_lowercase()), "{words}");
            assert_eq!(words.matches('[').count(), words.matches(']').count(), "{words}");
        }
    }
}
