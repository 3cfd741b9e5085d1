//! The update policy.

use crate::model::command_kind::row::{Row, of_policy, on_database, on_entity, rows};
use crate::model::command_kind::{CommandKind, Family};
use crate::model::permission::Permission::{Alter, ShowMetadata};
use crate::model::policy::PolicyKind;
use crate::model::rule::Required;

rows! {
    UpdatePolicy:

    // Update policy.
    ShowTablePolicyUpdate "show table DATABASE.TABLE policy update"
        => of_policy(PolicyKind::Update, on_entity(ShowMetadata), page "show-table-update-policy-command");
    ShowTableStarPolicyUpdate "show table * policy update"
        => of_policy(PolicyKind::Update, on_database(ShowMetadata), page "show-table-update-policy-command");
    AlterTablePolicyUpdate "alter table DATABASE.TABLE policy update JSON [PROPERTIES]"
        => of_policy(PolicyKind::Update, on_entity(Alter), page "alter-table-update-policy-command");
    AlterMergeTablePolicyUpdate "alter-merge table DATABASE.TABLE policy update JSON [PROPERTIES]"
        => of_policy(PolicyKind::Update, on_entity(Alter), page "alter-merge-table-update-policy-command");
    DeleteTablePolicyUpdate "delete table DATABASE.TABLE policy update"
        => of_policy(PolicyKind::Update, on_entity(Alter), page "delete-table-update-policy-command");
}
