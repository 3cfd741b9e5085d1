//! Purge: the removal of personal data, a service of the ingestion endpoint (`concepts/data-purge.md`).
//! The official grammar has none of it.

use crate::model::command_kind::row::{Row, none, on_database, rows};
use crate::model::command_kind::{CommandKind, Family};
use crate::model::permission::Permission::Administer;
use crate::model::rule::Required;
use crate::model::schemas::{PURGES, TABLES};

rows! {
    Purge:

    PurgeTableRecords "purge table TABLE records in database DATABASE [PROPERTIES] QUERY"
        => none(PURGES, on_database(Administer), limits "concepts/data-purge");
    PurgeMaterializedViewRecords "purge materialized-view VIEW records in database DATABASE [PROPERTIES] QUERY"
        => none(PURGES, on_database(Administer), limits "concepts/data-purge");
    PurgeTableAllRecords "purge table TABLE in database DATABASE allrecords [PROPERTIES]"
        => none(TABLES, on_database(Administer), limits "concepts/data-purge");
    CancelPurge "cancel purge GUID" => none(PURGES, on_database(Administer), limits "concepts/data-purge");
    CancelAllPurges "cancel all purges [in database DATABASE]"
        => none(PURGES, on_database(Administer), limits "concepts/data-purge");
    ShowPurges "show purges [GUID | from STRING [to STRING] [in database DATABASE] | in database DATABASE]"
        => none(PURGES, on_database(Administer), limits "concepts/data-purge");
}
