//! Entity groups.

use crate::model::command_kind::row::{Row, of_entity_groups, on_database, rows};
use crate::model::command_kind::{CommandKind, Family};
use crate::model::permission::Permission::Administer;
use crate::model::rule::Required;
use crate::model::schemas::ENTITY_GROUPS;

rows! {
    EntityGroups:

    // Entity groups.
    CreateEntityGroupCommand
        "create entity_group ENTITY_GROUP [ifnotexists] '(' (MEMBER | CLUSTER_MEMBER) {, \
         (MEMBER | CLUSTER_MEMBER)} ')'"
        => of_entity_groups(ENTITY_GROUPS, on_database(Administer), page "create-entity-group");
    CreateOrAlterEntityGroupCommand "create-or-alter entity_group ENTITY_GROUP MEMBERS"
        => of_entity_groups(ENTITY_GROUPS, on_database(Administer), ours);
    AlterEntityGroup "alter entity_group ENTITY_GROUP MEMBERS"
        => of_entity_groups(ENTITY_GROUPS, on_database(Administer), page "alter-entity-group");
    AlterMergeEntityGroup "alter-merge entity_group ENTITY_GROUP MEMBERS"
        => of_entity_groups(ENTITY_GROUPS, on_database(Administer), page "alter-merge-entity-group");
    DropEntityGroup "drop entity_group ENTITY_GROUP"
        => of_entity_groups(ENTITY_GROUPS, on_database(Administer), page "drop-entity-group");
    ShowEntityGroup "show entity_group ENTITY_GROUP"
        => of_entity_groups(ENTITY_GROUPS, on_database(Administer), page "show-entity-group");
    ShowEntityGroups "show entity_groups"
        => of_entity_groups(ENTITY_GROUPS, on_database(Administer), page "show-entity-group");
}
