//! Roles for other tools: what each file says, what is named as left out, and that names stay.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test that fails may panic")]

#[path = "support/exported.rs"]
mod exported;

use exported::{exported, files, loaded, said, text};
use insta::assert_snapshot;
use kmgmt::session::Session;
use kmgmt::state::Folder;
use kmgmt::state::export::Target;
use kmgmt::syntax::pieces;

const ENVIRONMENT: &str = r#"{
    "cluster": { "name": "contoso.westeurope", "homeTenant": "contoso.com", "principals": [
        { "role": "AllDatabasesViewer", "principal": "aadgroup=Analysts;contoso.com", "notes": "by the portal" } ] },
    "directory": "open",
    "tenants": [ { "id": "f5d01e3b-9a77-4970-b372-e38a3761c3c0", "names": ["contoso.com"] } ],
    "users": [ { "upn": "ana@contoso.com", "objectId": "0a1b2c3d-0000-4000-8000-000000000101", "tenant": "contoso.com",
        "displayName": "Ana Lund" } ],
    "groups": [ { "displayName": "Analysts", "objectId": "0a1b2c3d-0000-4000-8000-000000000201", "tenant": "contoso.com" } ],
    "applications": [ { "appId": "0a1b2c3d-0000-4000-8000-000000000301", "tenant": "contoso.com", "displayName": "Loader" } ]
}"#;

/// A session with such a state.
fn session(environment: &str, catalog: &str) -> Session {
    loaded(&Folder { environment: environment.to_owned(), catalog: catalog.to_owned() })
}

fn small() -> Session {
    let catalog = "
.create database Sales
.add database Sales admins ('aaduser=ana@contoso.com') 'owner'
.add database Sales viewers ('aaduser=bo@fabrikam.com')
.add database Sales ingestors ('aadapp=Loader;contoso.com')
";
    session(ENVIRONMENT, catalog)
}

#[test]
fn terraform_has_an_assignment_for_each_role_and_asks_for_what_is_not_known() {
    assert_snapshot!(files(&small(), Target::Terraform), @r#"
    == principal-assignments.tf
    # Roles of the cluster `contoso.westeurope`, by `kmgmt export --to terraform`.
    # in comments alone: 2 notes of roles: `cluster viewers aadgroup=Analysts;contoso.com` and `database Sales admins aaduser=ana@contoso.com`

    variable "resource_group_name" {
      description = "The resource group of the cluster"
      type        = string
    }

    variable "cluster_name" {
      description = "The cluster"
      type        = string
      default     = "contoso"
    }

    variable "tenant_ids" {
      description = "The ids of tenants, by the names by which they are known: fabrikam.com"
      type        = map(string)
    }

    # aadgroup=Analysts;contoso.com
    # notes: by the portal
    resource "azurerm_kusto_cluster_principal_assignment" "alldatabasesviewer_b33a973a8fef" {
      name                = "alldatabasesviewer-b33a973a8fef"
      resource_group_name = var.resource_group_name
      cluster_name        = var.cluster_name
      tenant_id           = "f5d01e3b-9a77-4970-b372-e38a3761c3c0"
      principal_id        = "0a1b2c3d-0000-4000-8000-000000000201"
      principal_type      = "Group"
      role                = "AllDatabasesViewer"
    }

    # Ana Lund: aaduser=ana@contoso.com
    # notes: owner
    resource "azurerm_kusto_database_principal_assignment" "admin_sales_eee66a92ccba" {
      name                = "admin-sales-eee66a92ccba"
      resource_group_name = var.resource_group_name
      cluster_name        = var.cluster_name
      database_name       = "Sales"
      tenant_id           = "f5d01e3b-9a77-4970-b372-e38a3761c3c0"
      principal_id        = "0a1b2c3d-0000-4000-8000-000000000101"
      principal_type      = "User"
      role                = "Admin"
    }

    # aaduser=bo@fabrikam.com
    resource "azurerm_kusto_database_principal_assignment" "viewer_sales_bafde6a1058e" {
      name                = "viewer-sales-bafde6a1058e"
      resource_group_name = var.resource_group_name
      cluster_name        = var.cluster_name
      database_name       = "Sales"
      tenant_id           = var.tenant_ids["fabrikam.com"]
      principal_id        = "bo@fabrikam.com"
      principal_type      = "User"
      role                = "Viewer"
    }

    # aadapp=Loader;contoso.com
    resource "azurerm_kusto_database_principal_assignment" "ingestor_sales_f05fbc0df709" {
      name                = "ingestor-sales-f05fbc0df709"
      resource_group_name = var.resource_group_name
      cluster_name        = var.cluster_name
      database_name       = "Sales"
      tenant_id           = "f5d01e3b-9a77-4970-b372-e38a3761c3c0"
      principal_id        = "0a1b2c3d-0000-4000-8000-000000000301"
      principal_type      = "App"
      role                = "Ingestor"
    }
    "#);
}

#[test]
fn bicep_refers_to_the_cluster_and_its_databases() {
    assert_snapshot!(files(&small(), Target::Bicep), @"
    == principal-assignments.bicep
    // Roles of the cluster `contoso.westeurope`, by `kmgmt export --to bicep`.
    // in comments alone: 2 notes of roles: `cluster viewers aadgroup=Analysts;contoso.com` and `database Sales admins aaduser=ana@contoso.com`

    @description('The cluster')
    param clusterName string = 'contoso'

    @description('The ids of tenants, by the names by which they are known: fabrikam.com')
    param tenantIds object

    resource kusto 'Microsoft.Kusto/clusters@2024-04-13' existing = {
      name: clusterName
    }

    resource database_sales_11c74b769f6d 'Microsoft.Kusto/clusters/databases@2024-04-13' existing = {
      parent: kusto
      name: 'Sales'
    }

    // aadgroup=Analysts;contoso.com
    // notes: by the portal
    resource alldatabasesviewer_b33a973a8fef 'Microsoft.Kusto/clusters/principalAssignments@2024-04-13' = {
      parent: kusto
      name: 'alldatabasesviewer-b33a973a8fef'
      properties: {
        principalId: '0a1b2c3d-0000-4000-8000-000000000201'
        principalType: 'Group'
        role: 'AllDatabasesViewer'
        tenantId: 'f5d01e3b-9a77-4970-b372-e38a3761c3c0'
      }
    }

    // Ana Lund: aaduser=ana@contoso.com
    // notes: owner
    resource admin_sales_eee66a92ccba 'Microsoft.Kusto/clusters/databases/principalAssignments@2024-04-13' = {
      parent: database_sales_11c74b769f6d
      name: 'admin-sales-eee66a92ccba'
      properties: {
        principalId: '0a1b2c3d-0000-4000-8000-000000000101'
        principalType: 'User'
        role: 'Admin'
        tenantId: 'f5d01e3b-9a77-4970-b372-e38a3761c3c0'
      }
    }

    // aaduser=bo@fabrikam.com
    resource viewer_sales_bafde6a1058e 'Microsoft.Kusto/clusters/databases/principalAssignments@2024-04-13' = {
      parent: database_sales_11c74b769f6d
      name: 'viewer-sales-bafde6a1058e'
      properties: {
        principalId: 'bo@fabrikam.com'
        principalType: 'User'
        role: 'Viewer'
        tenantId: tenantIds['fabrikam.com']
      }
    }

    // aadapp=Loader;contoso.com
    resource ingestor_sales_f05fbc0df709 'Microsoft.Kusto/clusters/databases/principalAssignments@2024-04-13' = {
      parent: database_sales_11c74b769f6d
      name: 'ingestor-sales-f05fbc0df709'
      properties: {
        principalId: '0a1b2c3d-0000-4000-8000-000000000301'
        principalType: 'App'
        role: 'Ingestor'
        tenantId: 'f5d01e3b-9a77-4970-b372-e38a3761c3c0'
      }
    }
    ");
}

#[test]
fn kustoschematools_has_a_file_for_each_database() {
    assert_snapshot!(files(&small(), Target::KustoSchemaTools), @r#"
    == Sales/database.yml
    # Roles of the cluster `contoso.westeurope`, by `kmgmt export --to kustoschematools`.
    # in comments alone: 1 note of a role: `database Sales admins aaduser=ana@contoso.com`
    name: "Sales"
    admins:
    # notes: owner
    - name: "Ana Lund"
      id: "aaduser=0a1b2c3d-0000-4000-8000-000000000101;f5d01e3b-9a77-4970-b372-e38a3761c3c0"
    viewers:
    - name: "bo@fabrikam.com"
      id: "aaduser=bo@fabrikam.com"
    ingestors:
    - name: "Loader"
      id: "aadapp=0a1b2c3d-0000-4000-8000-000000000301;f5d01e3b-9a77-4970-b372-e38a3761c3c0"
    "#);
}

#[test]
fn a_table_has_a_row_for_each_role() {
    assert_snapshot!(files(&small(), Target::Csv), @"
    == principal-assignments.csv
    DatabaseName,EntityType,EntityName,Role,PrincipalType,PrincipalDisplayName,PrincipalObjectId,PrincipalFQN,TenantId,Notes,Source
    ,Cluster,,AllDatabasesViewer,Microsoft Entra group,Analysts,0a1b2c3d-0000-4000-8000-000000000201,aadgroup=0a1b2c3d-0000-4000-8000-000000000201;f5d01e3b-9a77-4970-b372-e38a3761c3c0,f5d01e3b-9a77-4970-b372-e38a3761c3c0,by the portal,declared by the environment
    Sales,Database,Sales,Database Sales Admin,Microsoft Entra user,Ana Lund,0a1b2c3d-0000-4000-8000-000000000101,aaduser=ana@contoso.com,f5d01e3b-9a77-4970-b372-e38a3761c3c0,owner,assigned
    Sales,Database,Sales,Database Sales Viewer,Microsoft Entra user,bo@fabrikam.com,,aaduser=bo@fabrikam.com,fabrikam.com,,assigned
    Sales,Database,Sales,Database Sales Ingestor,Microsoft Entra application,Loader,,aadapp=0a1b2c3d-0000-4000-8000-000000000301;f5d01e3b-9a77-4970-b372-e38a3761c3c0,f5d01e3b-9a77-4970-b372-e38a3761c3c0,,assigned
    ");
}

/// A state with one of each kind of thing that some tool has no place for.
fn everything() -> Session {
    let environment = r#"{
        "cluster": { "name": "local", "principals": [ { "role": "AllDatabasesAdmin", "principal": "aaduser=ana@contoso.com" } ],
            "managedIdentities": [ { "objectId": "0a1b2c3d-0000-4000-8000-000000000401",
                "clientId": "0a1b2c3d-0000-4000-8000-000000000501", "tenantId": "contoso.com", "displayName": "I" } ] },
        "directory": "open", "tenants": [ { "id": "contoso.com" } ],
        "users": [ { "upn": "ana@contoso.com", "objectId": "0a1b2c3d-0000-4000-8000-000000000101", "tenant": "contoso.com" } ],
        "read": ["cluster", "database Sales"],
        "groups": [ { "displayName": "G", "objectId": "0a1b2c3d-0000-4000-8000-000000000201", "tenant": "contoso.com",
            "members": ["aaduser=ana@contoso.com"] } ],
        "fabric": { "workspaceRoles": [ { "role": "Viewer", "principal": "aaduser=ana@contoso.com" } ],
            "itemRoles": [ { "role": "Editor", "database": "Sales", "principal": "aaduser=ana@contoso.com" } ] }
    }"#;
    let catalog = "
.create database Sales
.create database ['..']
.create database Followed
.alter follower database Followed principals-modification-kind = union
.add follower database Followed viewers ('aaduser=bo@contoso.com')
.add cluster databasecreators ('aaduser=bo@contoso.com')
.add database Sales admins ('aaduser=ana@contoso.com')
.add cluster monitors ('aaduser=bo@contoso.com')
.add cluster blockedprincipals 'aaduser=cy@contoso.com'
.add database Sales admins ('msauser=guest@live.com')
.add database Sales users ('aadapp=Loader;contoso.com')
.add database Sales viewers ('aaduser=a@contoso.com', 'aaduser=b@contoso.com', 'aaduser=c@contoso.com', 'aaduser=d@contoso.com', 'aaduser=e@contoso.com') 'why'
#dbcontext Sales
.alter database Sales policy managed_identity '[{\"ObjectId\": \"0a1b2c3d-0000-4000-8000-000000000401\", \"AllowedUsages\": \"NativeIngestion\"}]'
.create table Orders (x: int)
.alter table Orders policy restricted_view_access true
.add table Orders ingestors ('aaduser=bo@contoso.com')
.create table Orders ingestion json mapping 'M' '[{\"column\": \"x\", \"path\": \"$.x\"}]'
.create function f () { print 1 }
.add function f admins ('aaduser=bo@contoso.com')
";
    session(environment, catalog)
}

#[test]
fn what_a_tool_has_no_place_for_is_named() {
    let all = everything();
    assert_snapshot!(said(&all, Target::Terraform), @"
    warning: left out: 1 other role on the cluster, since Azure gives the AllDatabases roles alone: `cluster databasecreators aaduser=bo@contoso.com`
    warning: left out: 2 roles on what is in databases, since Azure gives roles on the cluster and on databases alone: `table Sales.Orders ingestors aaduser=bo@contoso.com` and `function Sales.f admins aaduser=bo@contoso.com`
    warning: left out: 1 role that a follower database adds, since commands alone give such roles: `follower database Followed viewers aaduser=bo@contoso.com`
    warning: left out: 2 roles of Fabric, since Fabric gives such roles: `cluster viewers aaduser=ana@contoso.com` and `database Sales admins aaduser=ana@contoso.com`
    warning: left out: 1 role of a Microsoft account, since Azure takes users, groups and applications of Microsoft Entra: `database Sales admins msauser=guest@live.com`
    warning: left out: 1 role of somebody without an id, since an application id, an object id or an address is needed: `database Sales users aadapp=Loader;contoso.com`
    note: in comments alone: 6 notes of roles: `cluster admins aaduser=ana@contoso.com`, `database Sales viewers aaduser=a@contoso.com`, `database Sales viewers aaduser=b@contoso.com` and 3 others
    note: left out: 1 policy of managed identities on a database, since this is about roles alone: `managed_identity of database Sales`
    note: left out: 1 policy, since this is about roles alone: `restricted_view_access of table Sales.Orders`
    note: left out: 1 blocked principal, since this is about roles alone: `aaduser=cy@contoso.com`
    note: left out: 1 list of members of a group, since Microsoft Entra has the members: `aadgroup=G;contoso.com`
    note: left out: 2 definitions of tables, functions and the like, since this is about roles alone: `table Sales.Orders` and `function Sales.f`
    note: left out: 1 ingestion mapping, since this is about roles alone: `M of table Sales.Orders`
    ");
    assert_eq!(said(&all, Target::Bicep), said(&all, Target::Terraform));
    assert_snapshot!(said(&all, Target::KustoSchemaTools), @"
    warning: left out: 2 roles on the cluster, since its files are about databases: `cluster admins aaduser=ana@contoso.com` and `cluster monitors aaduser=bo@contoso.com`
    warning: left out: 1 other role on the cluster, since its files are about databases: `cluster databasecreators aaduser=bo@contoso.com`
    warning: left out: 2 roles on what is in databases, since its files have the roles on databases: `table Sales.Orders ingestors aaduser=bo@contoso.com` and `function Sales.f admins aaduser=bo@contoso.com`
    warning: left out: 1 role that a follower database adds, since KustoSchemaTools does not give such roles yet: `follower database Followed viewers aaduser=bo@contoso.com`
    warning: left out: 2 roles of Fabric, since Fabric gives such roles: `cluster viewers aaduser=ana@contoso.com` and `database Sales admins aaduser=ana@contoso.com`
    note: in comments alone: 5 notes of roles: `database Sales viewers aaduser=a@contoso.com`, `database Sales viewers aaduser=b@contoso.com`, `database Sales viewers aaduser=c@contoso.com` and 2 others
    note: left out: 1 policy, since this is about roles and managed identities of databases: `restricted_view_access of table Sales.Orders`
    note: left out: 1 blocked principal, since this is about roles alone: `aaduser=cy@contoso.com`
    note: left out: 1 list of members of a group, since Microsoft Entra has the members: `aadgroup=G;contoso.com`
    note: left out: 2 definitions of tables, functions and the like, since this is about roles alone: `table Sales.Orders` and `function Sales.f`
    note: left out: 1 ingestion mapping, since this is about roles alone: `M of table Sales.Orders`
    warning: left out: 1 database, since the name can't be that of a folder: `database ['..']`
    warning: to be checked: 2 databases whose roles were not all read, since KustoSchemaTools takes away every role that its file does not have: `database ['..']` and `database Followed`
    ");
    assert_snapshot!(said(&all, Target::Csv), @"
    note: left out: 1 policy of managed identities on a database, since this is about roles alone: `managed_identity of database Sales`
    note: left out: 1 policy, since this is about roles alone: `restricted_view_access of table Sales.Orders`
    note: left out: 1 blocked principal, since this is about roles alone: `aaduser=cy@contoso.com`
    note: left out: 1 list of members of a group, since Microsoft Entra has the members: `aadgroup=G;contoso.com`
    note: left out: 2 definitions of tables, functions and the like, since this is about roles alone: `table Sales.Orders` and `function Sales.f`
    note: left out: 1 ingestion mapping, since this is about roles alone: `M of table Sales.Orders`
    ");
}

/// A comment has what is said, where the format has comments; a file of one database what is of it.
#[test]
fn what_is_left_out_stands_above_each_file() {
    let all = everything();
    for (target, mark) in [(Target::Terraform, "# "), (Target::Bicep, "// ")] {
        let comments: Vec<String> =
            text(&all, target).lines().skip(1).map_while(|line| line.strip_prefix(mark).map(str::to_owned)).collect();
        let said: Vec<String> = exported(&all, target).left_out.into_iter().map(|said| said.message).collect();
        assert_eq!(comments, said);
    }
    assert_snapshot!(files(&all, Target::KustoSchemaTools), @r#"
    == Followed/database.yml
    # Roles of the cluster `local`, by `kmgmt export --to kustoschematools`.
    # left out: 1 role that a follower database adds, since KustoSchemaTools does not give such roles yet: `follower database Followed viewers aaduser=bo@contoso.com`
    # to be checked: 1 database whose roles were not all read, since KustoSchemaTools takes away every role that its file does not have: `database Followed`
    name: "Followed"
    == Sales/database.yml
    # Roles of the cluster `local`, by `kmgmt export --to kustoschematools`.
    # left out: 2 roles on what is in databases, since its files have the roles on databases: `table Sales.Orders ingestors aaduser=bo@contoso.com` and `function Sales.f admins aaduser=bo@contoso.com`
    # left out: 1 role of Fabric, since Fabric gives such roles: `database Sales admins aaduser=ana@contoso.com`
    # in comments alone: 5 notes of roles: `database Sales viewers aaduser=a@contoso.com`, `database Sales viewers aaduser=b@contoso.com`, `database Sales viewers aaduser=c@contoso.com` and 2 others
    # left out: 1 policy, since this is about roles and managed identities of databases: `restricted_view_access of table Sales.Orders`
    # left out: 2 definitions of tables, functions and the like, since this is about roles alone: `table Sales.Orders` and `function Sales.f`
    # left out: 1 ingestion mapping, since this is about roles alone: `M of table Sales.Orders`
    name: "Sales"
    admins:
    - name: "ana@contoso.com"
      id: "aaduser=0a1b2c3d-0000-4000-8000-000000000101;contoso.com"
    - name: "guest@live.com"
      id: "msauser=guest@live.com"
    users:
    - name: "Loader"
      id: "aadapp=Loader;contoso.com"
    viewers:
    # notes: why
    - name: "a@contoso.com"
      id: "aaduser=a@contoso.com"
    # notes: why
    - name: "b@contoso.com"
      id: "aaduser=b@contoso.com"
    # notes: why
    - name: "c@contoso.com"
      id: "aaduser=c@contoso.com"
    # notes: why
    - name: "d@contoso.com"
      id: "aaduser=d@contoso.com"
    # notes: why
    - name: "e@contoso.com"
      id: "aaduser=e@contoso.com"
    policies:
      managedIdentity:
      - objectId: "0a1b2c3d-0000-4000-8000-000000000401"
        allowedUsages:
        - "NativeIngestion"
    "#);
}

/// Who is gone has its role still, which nobody can be given.
#[test]
fn a_role_of_somebody_who_is_gone_is_left_out() {
    let text = std::fs::read_to_string("fixtures/environment.json").unwrap();
    let mut session = session(&text, ".create database D\n.add database D viewers ('aaduser=robinhale@fabrikam.com')");
    session.read_files_with(move |_| {
        let gone = text.lines().filter(|line| !line.contains("robinhale")).collect::<Vec<_>>().join("\n");
        Ok(gone.replace("\"tenant\": \"fabrikam.com\" },\n  ],", "\"tenant\": \"fabrikam.com\" }\n  ],"))
    });
    pieces("#directory load gone.json", 1, |piece| assert!(session.run(&piece).result.is_ok()));
    for target in [Target::Terraform, Target::Bicep, Target::KustoSchemaTools] {
        let (said, files) = (said(&session, target), files(&session, target));
        assert!(said.contains("left out: 1 role of somebody who does not exist any more"), "{said}");
        assert!(!files.contains("0000000000103"), "{files}");
    }
    assert!(files(&session, Target::Csv).contains("aaduser=robinhale@fabrikam.com"));
}

#[test]
fn names_stay_inside_their_quotes_and_comments() {
    let environment = r##"{
        "cluster": { "name": "c\"}\n${x}" }, "directory": "open", "tenants": [ { "id": "contoso.com" } ],
        "users": [ { "upn": "ana@contoso.com", "objectId": "0a1b2c3d-0000-4000-8000-000000000101", "tenant": "contoso.com",
            "displayName": "A\"na ${x}\nresource \"y\" {} \u202e" } ]
    }"##;
    let catalog = "
.create database ['A $b - c.']
.add database ['A $b - c.'] viewers ('aaduser=ana@contoso.com') 'a\\nb \\'c\\' # d'
";
    let hostile = session(environment, catalog);
    let all: String = [Target::Terraform, Target::Bicep].map(|target| files(&hostile, target)).concat();
    assert_snapshot!(all, @r#"
    == principal-assignments.tf
    # Roles of the cluster `c"}\n${x}`, by `kmgmt export --to terraform`.
    # in comments alone: 1 note of a role: `database ['A $b - c.'] viewers aaduser=ana@contoso.com`

    variable "resource_group_name" {
      description = "The resource group of the cluster"
      type        = string
    }

    variable "cluster_name" {
      description = "The cluster"
      type        = string
      default     = "c\"}\n\u0024{x}"
    }

    variable "tenant_ids" {
      description = "The ids of tenants, by the names by which they are known: contoso.com"
      type        = map(string)
    }

    # A"na ${x}\nresource "y" {} \u202e: aaduser=ana@contoso.com
    # notes: a\nb 'c' # d
    resource "azurerm_kusto_database_principal_assignment" "viewer_a_b_c_045182cf56f8" {
      name                = "viewer-a-b-c-045182cf56f8"
      resource_group_name = var.resource_group_name
      cluster_name        = var.cluster_name
      database_name       = "A $b - c."
      tenant_id           = var.tenant_ids["contoso.com"]
      principal_id        = "0a1b2c3d-0000-4000-8000-000000000101"
      principal_type      = "User"
      role                = "Viewer"
    }
    == principal-assignments.bicep
    // Roles of the cluster `c"}\n${x}`, by `kmgmt export --to bicep`.
    // in comments alone: 1 note of a role: `database ['A $b - c.'] viewers aaduser=ana@contoso.com`

    @description('The cluster')
    param clusterName string = 'c"}\n\u{24}{x}'

    @description('The ids of tenants, by the names by which they are known: contoso.com')
    param tenantIds object

    resource kusto 'Microsoft.Kusto/clusters@2024-04-13' existing = {
      name: clusterName
    }

    resource database_a_b_c_5765b9757520 'Microsoft.Kusto/clusters/databases@2024-04-13' existing = {
      parent: kusto
      name: 'A $b - c.'
    }

    // A"na ${x}\nresource "y" {} \u202e: aaduser=ana@contoso.com
    // notes: a\nb 'c' # d
    resource viewer_a_b_c_045182cf56f8 'Microsoft.Kusto/clusters/databases/principalAssignments@2024-04-13' = {
      parent: database_a_b_c_5765b9757520
      name: 'viewer-a-b-c-045182cf56f8'
      properties: {
        principalId: '0a1b2c3d-0000-4000-8000-000000000101'
        principalType: 'User'
        role: 'Viewer'
        tenantId: tenantIds['contoso.com']
      }
    }
    "#);
    assert_eq!(files(&hostile, Target::KustoSchemaTools), "");
    let odd = session(environment, &catalog.replace("c.", "c"));
    assert_snapshot!(files(&odd, Target::KustoSchemaTools), @r#"
    == A $b - c/database.yml
    # Roles of the cluster `c"}\n${x}`, by `kmgmt export --to kustoschematools`.
    # in comments alone: 1 note of a role: `database ['A $b - c'] viewers aaduser=ana@contoso.com`
    name: "A $b - c"
    viewers:
    # notes: a\nb 'c' # d
    - name: "A\"na ${x}\nresource \"y\" {} \u202e"
      id: "aaduser=0a1b2c3d-0000-4000-8000-000000000101;contoso.com"
    "#);
}

/// One deployment takes 800 resources.
#[test]
fn a_file_of_bicep_that_is_too_large_is_reported() {
    let of = |count: usize| {
        let who: Vec<String> = (0..count).map(|number| format!("'aaduser=u{number}@contoso.com'")).collect();
        let roles = format!(".create database Sales\n.add database Sales viewers ({}) skip-results", who.join(", "));
        said(&session(ENVIRONMENT, &roles), Target::Bicep)
    };
    let told = "to be divided: 801 resources, since a deployment of Azure takes 800 at most";
    assert!(of(800).contains(told) && !of(799).contains("to be divided"), "{}", of(800));
}
