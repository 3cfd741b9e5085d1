//! Roles and principals.

use crate::model::command_kind::row::{Row, on_cluster, on_entity, others, own, rows};
use crate::model::command_kind::{CommandKind, Family};
use crate::model::permission::Permission::{AdministerCluster, ManageRoles, MonitorCluster, ShowPrincipals};
use crate::model::rule::{On, Required};
use crate::model::schemas::{ACCESS, PRINCIPALS, ROLES};

const GRAPH_ROLES: &str = "graph/graph-model-drop.md, Permissions; the official grammar";

const OWN_ROLES: &str = "kmgmt's choice: security-roles.md shows one's own roles alone";

rows! {
    Roles:

    // Roles and principals. Anyone may see their own (DESIGN, *Decisions*).
    ShowPrincipalRoles "show principal [STRING] roles [PROPERTIES]"
        => own(ROLES, others(ShowPrincipals, On::Database), OWN_ROLES);
    ShowDatabasePrincipalRoles "show database NAME principal [STRING] roles [PROPERTIES]"
        => own(ROLES, others(ShowPrincipals, On::Entity), OWN_ROLES);
    ShowTablePrincipalRoles "show table NAME principal [STRING] roles [PROPERTIES]"
        => own(ROLES, others(ShowPrincipals, On::Entity), OWN_ROLES);
    ShowGraphModelPrincipalRoles "show graph_model NAME principal [STRING] roles [PROPERTIES]"
        => own(ROLES, others(ShowPrincipals, On::Entity), OWN_ROLES);
    ShowExternalTablesPrincipalRoles "show external table NAME principal [STRING] roles [PROPERTIES]"
        => own(ROLES, others(ShowPrincipals, On::Entity), OWN_ROLES);
    ShowFunctionPrincipalRoles "show function NAME principal [STRING] roles [PROPERTIES]"
        => own(ROLES, others(ShowPrincipals, On::Entity), OWN_ROLES);
    ShowClusterPrincipalRoles "show cluster principal [STRING] roles [PROPERTIES]"
        => own(ROLES, others(MonitorCluster, On::Cluster), OWN_ROLES);
    ShowClusterPrincipals "show cluster principals"
        => own(PRINCIPALS, on_cluster(MonitorCluster), ours);
    ShowDatabasePrincipals "show database [NAME] principals"
        => own(PRINCIPALS, on_entity(ShowPrincipals), monitors "manage-database-security-roles");
    ShowTablePrincipals "show table NAME principals"
        => own(PRINCIPALS, on_entity(ShowPrincipals), monitors "manage-table-security-roles");
    ShowGraphModelPrincipals "show graph_model NAME principals"
        => own(PRINCIPALS, on_entity(ShowPrincipals), ours);
    ShowFunctionPrincipals "show function NAME principals"
        => own(PRINCIPALS, on_entity(ShowPrincipals), monitors "manage-function-security-roles");
    ShowExternalTablePrincipals "show external table NAME principals"
        => own(PRINCIPALS, on_entity(ShowPrincipals),
            monitors "manage-external-table-security-roles");
    ShowMaterializedViewPrincipals "show materialized-view NAME principals"
        => own(PRINCIPALS, on_entity(ShowPrincipals),
            monitors "manage-materialized-view-security-roles");
    ShowPrincipalAccess "show principal access [PROPERTIES]"
        => own(ACCESS, others(ShowPrincipals, On::Entity), ours);
    AddClusterRole "add cluster ROLE PRINCIPAL_LIST [skip-results] [STRING]"
        => own(PRINCIPALS, on_cluster(AdministerCluster), ours);
    DropClusterRole "drop cluster ROLE PRINCIPAL_LIST [skip-results] [STRING]"
        => own(PRINCIPALS, on_cluster(AdministerCluster), ours);
    SetClusterRole "set cluster ROLE none|PRINCIPAL_LIST [skip-results] [STRING]"
        => own(PRINCIPALS, on_cluster(AdministerCluster), ours);
    AddDatabaseRole "add database [NAME] ROLE PRINCIPAL_LIST [skip-results] [STRING]"
        => own(PRINCIPALS, on_entity(ManageRoles), page "manage-database-security-roles");
    DropDatabaseRole "drop database NAME ROLE PRINCIPAL_LIST [skip-results] [STRING]"
        => own(PRINCIPALS, on_entity(ManageRoles), page "manage-database-security-roles");
    SetDatabaseRole "set database NAME ROLE none|PRINCIPAL_LIST [skip-results] [STRING]"
        => own(PRINCIPALS, on_entity(ManageRoles), page "manage-database-security-roles");
    AddTableRole "add table NAME ROLE PRINCIPAL_LIST [skip-results] [STRING]"
        => own(PRINCIPALS, on_entity(ManageRoles), page "manage-table-security-roles");
    DropTableRole "drop table NAME ROLE PRINCIPAL_LIST [skip-results] [STRING]"
        => own(PRINCIPALS, on_entity(ManageRoles), page "manage-table-security-roles");
    SetTableRole "set table NAME ROLE none|PRINCIPAL_LIST [skip-results] [STRING]"
        => own(PRINCIPALS, on_entity(ManageRoles), page "manage-table-security-roles");
    AddFunctionRole "add function NAME ROLE PRINCIPAL_LIST [skip-results] [STRING]"
        => own(PRINCIPALS, on_entity(ManageRoles), page "manage-function-security-roles");
    DropFunctionRole "drop function NAME ROLE PRINCIPAL_LIST [skip-results] [STRING]"
        => own(PRINCIPALS, on_entity(ManageRoles), page "manage-function-security-roles");
    SetFunctionRole "set function NAME ROLE none|PRINCIPAL_LIST [skip-results] [STRING]"
        => own(PRINCIPALS, on_entity(ManageRoles), page "manage-function-security-roles");
    SetExternalTableAdmins "set external table NAME ROLE none|PRINCIPAL_LIST [skip-results] [STRING]"
        => own(PRINCIPALS, on_entity(ManageRoles), page "manage-external-table-security-roles");
    AddExternalTableAdmins "add external table NAME ROLE PRINCIPAL_LIST [skip-results] [STRING]"
        => own(PRINCIPALS, on_entity(ManageRoles), page "manage-external-table-security-roles");
    DropExternalTableAdmins "drop external table NAME ROLE PRINCIPAL_LIST [skip-results] [STRING]"
        => own(PRINCIPALS, on_entity(ManageRoles), page "manage-external-table-security-roles");
    SetMaterializedViewAdmins "set materialized-view NAME ROLE none|PRINCIPAL_LIST [skip-results] [STRING]"
        => own(PRINCIPALS, on_entity(ManageRoles), page "manage-materialized-view-security-roles");
    AddMaterializedViewAdmins "add materialized-view NAME ROLE PRINCIPAL_LIST [skip-results] [STRING]"
        => own(PRINCIPALS, on_entity(ManageRoles), page "manage-materialized-view-security-roles");
    DropMaterializedViewAdmins "drop materialized-view NAME ROLE PRINCIPAL_LIST [skip-results] [STRING]"
        => own(PRINCIPALS, on_entity(ManageRoles), page "manage-materialized-view-security-roles");
    SetGraphModelAdmins "set graph_model NAME ROLE none|PRINCIPAL_LIST [skip-results] [STRING]"
        => own(PRINCIPALS, on_entity(ManageRoles), GRAPH_ROLES);
    AddGraphModelAdmins "add graph_model NAME ROLE PRINCIPAL_LIST [skip-results] [STRING]"
        => own(PRINCIPALS, on_entity(ManageRoles), GRAPH_ROLES);
    DropGraphModelAdmins "drop graph_model NAME ROLE PRINCIPAL_LIST [skip-results] [STRING]"
        => own(PRINCIPALS, on_entity(ManageRoles), GRAPH_ROLES);

    // Only documents show these.
    ShowMaterializedViewPrincipalRoles
        "show materialized-view NAME principal [STRING] roles [PROPERTIES]"
        => own(ROLES, others(ShowPrincipals, On::Entity), OWN_ROLES);
}
