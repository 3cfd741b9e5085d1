//! Follower databases.

use crate::model::command_kind::row::{Row, of_followers, on_cluster, on_database, rows};
use crate::model::command_kind::{CommandKind, Family};
use crate::model::permission::Permission::{Administer, AdministerCluster};
use crate::model::rule::Required;
use crate::model::schemas::{FOLLOWERS, NOTHING};

rows! {
    Followers:

    // Followers.
    AlterFollowerClusterConfiguration
        "alter follower cluster configuration from STRING (follow-authorized-principals = BOOL | \
         default-principals-modification-kind = MODIFICATION_KIND | \
         default-caching-policies-modification-kind = MODIFICATION_KIND | database-name-prefix = NAME)"
        => of_followers(NOTHING, on_cluster(AdministerCluster), other "cluster-follower");
    AddFollowerDatabaseAuthorizedPrincipals
        "add follower database DATABASE [from STRING] FOLLOWER_ROLE PRINCIPAL_LIST [STRING]"
        => of_followers(FOLLOWERS, on_database(Administer), page "cluster-follower");
    DropFollowerDatabaseAuthorizedPrincipals
        "drop follower database DATABASE FOLLOWER_ROLE [from STRING] PRINCIPAL_LIST"
        => of_followers(FOLLOWERS, on_database(Administer), page "cluster-follower");
    AlterFollowerDatabaseAuthorizedPrincipals
        "alter follower database DATABASE [from STRING] policy caching CACHING"
        => of_followers(FOLLOWERS, on_database(Administer), page "cluster-follower");
    DropFollowerDatabasePolicyCaching "delete follower database DATABASE policy caching"
        => of_followers(FOLLOWERS, on_database(Administer), page "cluster-follower");
    AlterFollowerDatabaseChildEntities
        "alter follower database DATABASE [from STRING] (tables | external tables | materialized-views) \
         exclude|include add|drop PATTERN_LIST"
        => of_followers(FOLLOWERS, on_database(Administer), ours);
    AlterFollowerDatabaseConfiguration
        "alter follower database DATABASE [from STRING] (principals-modification-kind = \
         MODIFICATION_KIND | caching-policies-modification-kind = MODIFICATION_KIND | prefetch-extents \
         = BOOL | metadata STRING | database-name-override = NAME)"
        => of_followers(FOLLOWERS, on_database(Administer), page "cluster-follower");
    DropFollowerDatabases "drop follower (database DATABASE | databases DATABASES) from STRING"
        => of_followers(NOTHING, on_cluster(AdministerCluster), ours);
    ShowFollowerDatabase "show follower (database DATABASE | databases [DATABASES])"
        => of_followers(FOLLOWERS, on_database(Administer), page
            "cluster-follower");
    AlterFollowerTablesPolicyCaching
        "alter follower database DATABASE [from STRING] (table NAME | materialized-view NAME | tables \
         NAMES | materialized-views NAMES) policy caching CACHING"
        => of_followers(FOLLOWERS, on_database(Administer), page "cluster-follower");
    DropFollowerTablesPolicyCaching
        "delete follower database DATABASE (table NAME | materialized-view NAME | tables NAMES | \
         materialized-views NAMES) policy caching"
        => of_followers(FOLLOWERS, on_database(Administer), page "cluster-follower");
}
