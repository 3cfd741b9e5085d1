//! Mappings of ingested data.

use crate::model::command_kind::row::{Row, of_mappings, on_cluster, on_database, on_entity, rows};
use crate::model::command_kind::{CommandKind, Family};
use crate::model::permission::Permission::{Ingest, MonitorCluster, ShowMetadata};
use crate::model::rule::Required;
use crate::model::schemas::{DATABASE_MAPPINGS, MAPPINGS};

rows! {
    Mappings:

    // Ingestion mappings.
    CreateDatabaseIngestionMapping "create database DATABASE ingestion MAPPING_KIND mapping STRING STRING"
        => of_mappings(DATABASE_MAPPINGS, on_database(Ingest), page "create-ingestion-mapping-command");
    CreateOrAlterDatabaseIngestionMapping
        "create-or-alter database DATABASE ingestion MAPPING_KIND mapping STRING STRING"
        => of_mappings(DATABASE_MAPPINGS, on_database(Ingest), page
            "create-or-alter-ingestion-mapping-command");
    AlterDatabaseIngestionMapping "alter database DATABASE ingestion MAPPING_KIND mapping STRING STRING"
        => of_mappings(DATABASE_MAPPINGS, on_database(Ingest), page "alter-ingestion-mapping-command");
    AlterMergeDatabaseIngestionMapping
        "alter-merge database DATABASE ingestion MAPPING_KIND mapping STRING STRING"
        => of_mappings(DATABASE_MAPPINGS, on_database(Ingest), ours);
    ShowDatabaseIngestionMappings
        "show database [DATABASE] ingestion [MAPPING_KIND] (mappings [STRING] | mapping STRING) \
         [PROPERTIES]"
        => of_mappings(DATABASE_MAPPINGS, on_database(ShowMetadata), unsaid "show-ingestion-mapping-command");
    ShowIngestionMappings "show [cluster] ingestion [MAPPING_KIND] mappings [PROPERTIES]"
        => of_mappings(MAPPINGS, on_cluster(MonitorCluster), unsaid "show-ingestion-mapping-command");
    DropDatabaseIngestionMapping "drop database DATABASE ingestion MAPPING_KIND mapping STRING"
        => of_mappings(DATABASE_MAPPINGS, on_database(Ingest), page "drop-ingestion-mapping-command");
    CreateTableIngestionMapping
        "create table TABLE ingestion MAPPING_KIND mapping STRING STRING [PROPERTIES]"
        => of_mappings(MAPPINGS, on_entity(Ingest), page "create-ingestion-mapping-command");
    CreateOrAlterTableIngestionMapping
        "create-or-alter table TABLE ingestion MAPPING_KIND mapping STRING STRING [PROPERTIES]"
        => of_mappings(MAPPINGS, on_entity(Ingest), page "create-or-alter-ingestion-mapping-command");
    AlterTableIngestionMapping "alter table TABLE ingestion MAPPING_KIND mapping STRING STRING [PROPERTIES]"
        => of_mappings(MAPPINGS, on_entity(Ingest), page "alter-ingestion-mapping-command");
    AlterMergeTableIngestionMapping
        "alter-merge table TABLE ingestion MAPPING_KIND mapping STRING STRING [PROPERTIES]"
        => of_mappings(MAPPINGS, on_entity(Ingest), ours);
    ShowTableIngestionMappings "show table TABLE ingestion [MAPPING_KIND] mappings"
        => of_mappings(MAPPINGS, on_entity(ShowMetadata), unsaid "show-ingestion-mapping-command");
    ShowTableIngestionMapping "show table TABLE ingestion [MAPPING_KIND] mapping STRING"
        => of_mappings(MAPPINGS, on_entity(ShowMetadata), unsaid "show-ingestion-mapping-command");
    DropTableIngestionMapping "drop table TABLE ingestion MAPPING_KIND mapping STRING"
        => of_mappings(MAPPINGS, on_entity(Ingest), page "drop-ingestion-mapping-command");
}
