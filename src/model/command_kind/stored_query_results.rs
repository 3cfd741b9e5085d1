//! Stored query results.

use crate::model::command_kind::row::{Row, none, on_database, rows};
use crate::model::command_kind::{CommandKind, Family};
use crate::model::permission::Permission::{Administer, ShowMetadata, View};
use crate::model::rule::Required;
use crate::model::schemas::{NOTHING, STORED_QUERY_RESULTS};
use crate::schema;

rows! {
    StoredQueryResults:

    // Stored query results. The page asks for a viewer to show them; `security-roles.txt` 7.3 lets
    // monitors run `.show` commands.
    StoredQueryResultSet "set [async] [ifnotexists] stored_query_result NAME [PROPERTIES] QUERY"
        => none(NOTHING, on_database(View), page "set-stored-query-result-command");
    StoredQueryResultSetOrReplace "set-or-replace [async] stored_query_result NAME [PROPERTIES] QUERY"
        => none(NOTHING, on_database(View), page "set-stored-query-result-command");
    StoredQueryResultsShow "show stored_query_results [NAME] [PROPERTIES]"
        => none(STORED_QUERY_RESULTS, on_database(ShowMetadata), page "show-stored-query-result-command");
    StoredQueryResultShowSchema "show stored_query_result NAME schema"
        => none(schema! { StoredQueryResult: String, Schema: String }, on_database(ShowMetadata), page
            "show-stored-query-result-command");
    StoredQueryResultDrop "drop stored_query_result NAME"
        => none(STORED_QUERY_RESULTS, on_database(View), page "drop-stored-query-result-command");
    StoredQueryResultsDrop "drop stored_query_results by user STRING"
        => none(STORED_QUERY_RESULTS, on_database(Administer), page "drop-stored-query-result-command");
    DropStoredQueryResultContainers "drop storedqueryresultcontainers DATABASE GUID {GUID}"
        => none(NOTHING, on_database(Administer), ours);
    DropUnusedStoredQueryResultContainers "drop unused storedqueryresultcontainers DATABASE"
        => none(NOTHING, on_database(Administer), ours);
}
