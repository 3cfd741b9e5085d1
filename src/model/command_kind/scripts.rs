//! Scripts of commands.

use crate::model::command_kind::row::{Row, on_cluster, on_database, own, rows};
use crate::model::command_kind::{CommandKind, Family};
use crate::model::permission::Permission::{Administer, AdministerCluster};
use crate::model::rule::Required;
use crate::model::schemas::SCRIPT;

rows! {
    Scripts:

    // Each command of a script needs its own permission too.
    ExecuteDatabaseScript "execute [database] script [PROPERTIES] <|"
        => own(SCRIPT, on_database(Administer), page "execute-database-script");
    ExecuteClusterScript "execute cluster script [PROPERTIES] <|"
        => own(SCRIPT, on_cluster(AdministerCluster), page "execute-cluster-script");
}
