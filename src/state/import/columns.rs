//! The columns by which answers are known, as [`Rows`](crate::state::import::rows::Rows) compare them.

macro_rules! columns {
    ($($(#[$doc:meta])* $name:ident $key:literal;)*) => {
        $($(#[$doc])* pub(super) const $name: &str = $key;)*
    };
}

columns! {
    ROLE "role";
    PRINCIPAL_TYPE "principaltype";
    PRINCIPAL_NAME "principaldisplayname";
    PRINCIPAL_OBJECT "principalobjectid";
    PRINCIPAL_FQN "principalfqn";
    NOTES "notes";
    /// `provisioningState` of a resource of Azure.
    PROVISIONING "provisioningstate";
    /// `principal` of a role in a Fabric workspace.
    PRINCIPAL "principal";
    /// `principalId` of Azure and Terraform: an address, a name, an application id or an object id.
    PRINCIPAL_ID "principalid";
    /// `principalName` of Azure and Terraform.
    AZURE_NAME "principalname";
    AAD_OBJECT "aadobjectid";
    TENANT "tenantid";
    /// `fqn` of Azure's listPrincipals.
    FQN "fqn";
    EMAIL "email";
    DATABASE "databasename";
    PRETTY_NAME "prettyname";
    /// `cluster_name` of Terraform.
    CLUSTER "clustername";
    /// `identity` of a cluster in Azure and Terraform.
    IDENTITY "identity";
    /// `uri` of a cluster.
    URI "uri";
    /// Who has a role, in details; without the role, where the service writes it.
    AUTHORIZED "authorizedprincipals";
    PERSISTENT "persistentstorage";
    TABLE "tablename";
    TABLE_TYPE "tabletype";
    COLUMN "columnname";
    COLUMN_TYPE "columntype";
    SCHEMA "schema";
    FOLDER "folder";
    DOCSTRING "docstring";
    FUNCTION_PARAMETERS "parameters";
    BODY "body";
    ENTITY_TYPE "entitytype";
    ENTITY "entityname";
    INPUT_SCHEMA "cslinputschema";
    OUTPUT_SCHEMA "csloutputschema";
    CONTENT "content";
    POLICY_NAME "policyname";
    POLICY "policy";
    SCRIPT "databaseschemascript";
    SCHEMA_JSON "databaseschema";
    /// The full type of a resource of Azure or Terraform.
    RESOURCE_TYPE "type";
    NAME "name";
    ID "id";
    /// `@odata.type`, which lists of members have.
    GRAPH_TYPE "odatatype";
    UPN "userprincipalname";
    DISPLAY_NAME "displayname";
    MAIL "mail";
    APPLICATION "appid";
    SERVICE_PRINCIPAL "serviceprincipaltype";
    SECURITY_ENABLED "securityenabled";
}

/// How the types of Terraform's resources begin that are Kusto's.
pub(super) const TERRAFORM_TYPES: &str = "azurerm_kusto_";
/// The types of databases in Terraform and Azure.
pub(super) const DATABASE_TYPES: &[&str] = &["azurerm_kusto_database", "microsoft.kusto/clusters/databases"];
/// The types of clusters in Terraform and Azure.
pub(super) const CLUSTER_TYPES: &[&str] = &["azurerm_kusto_cluster", "microsoft.kusto/clusters"];
/// How the columns of details end that show policies: no page says whether they are the entity's own.
pub(super) const POLICY_COLUMN: &str = "policy";
