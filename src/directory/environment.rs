//! The environment file as it is written: JSON, unknown fields are errors.

use std::borrow::Cow;

use serde::Deserialize;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub(super) struct Environment<'a> {
    #[serde(borrow)]
    pub(super) cluster: Cluster<'a>,
    #[serde(borrow, default)]
    pub(super) tenants: Vec<Tenant<'a>>,
    #[serde(borrow, default)]
    pub(super) users: Vec<User<'a>>,
    #[serde(borrow, default)]
    pub(super) msa_users: Vec<Account<'a>>,
    #[serde(borrow, default)]
    pub(super) groups: Vec<Group<'a>>,
    #[serde(borrow, default)]
    pub(super) applications: Vec<Application<'a>>,
    #[serde(borrow, default)]
    pub(super) fabric: Fabric<'a>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub(super) struct Cluster<'a> {
    #[serde(borrow)]
    pub(super) name: Cow<'a, str>,
    #[serde(borrow, default)]
    pub(super) home_tenant: Option<Cow<'a, str>>,
    #[serde(borrow, default)]
    pub(super) managed_identities: Vec<ManagedIdentity<'a>>,
    #[serde(borrow, default)]
    pub(super) principals: Vec<RoleOf<'a>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub(super) struct ManagedIdentity<'a> {
    #[serde(borrow)]
    pub(super) object_id: Cow<'a, str>,
    #[serde(borrow)]
    pub(super) client_id: Cow<'a, str>,
    #[serde(borrow)]
    pub(super) tenant_id: Cow<'a, str>,
    #[serde(borrow)]
    pub(super) display_name: Cow<'a, str>,
    #[serde(default)]
    pub(super) is_system: bool,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub(super) struct RoleOf<'a> {
    #[serde(borrow)]
    pub(super) role: Cow<'a, str>,
    #[serde(borrow)]
    pub(super) principal: Cow<'a, str>,
    #[serde(borrow, default)]
    pub(super) notes: Cow<'a, str>,
    /// Only in `fabric.itemRoles`.
    #[serde(borrow, default)]
    pub(super) database: Option<Cow<'a, str>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub(super) struct Tenant<'a> {
    #[serde(borrow)]
    pub(super) id: Cow<'a, str>,
    #[serde(default)]
    pub(super) names: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub(super) struct User<'a> {
    #[serde(borrow)]
    pub(super) upn: Cow<'a, str>,
    #[serde(borrow)]
    pub(super) object_id: Cow<'a, str>,
    #[serde(borrow, default)]
    pub(super) display_name: Option<Cow<'a, str>>,
    #[serde(borrow)]
    pub(super) tenant: Cow<'a, str>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub(super) struct Account<'a> {
    #[serde(borrow)]
    pub(super) upn: Cow<'a, str>,
    #[serde(borrow)]
    pub(super) object_id: Cow<'a, str>,
    #[serde(borrow, default)]
    pub(super) display_name: Option<Cow<'a, str>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub(super) struct Group<'a> {
    #[serde(borrow)]
    pub(super) display_name: Cow<'a, str>,
    #[serde(borrow, default)]
    pub(super) email: Option<Cow<'a, str>>,
    #[serde(borrow)]
    pub(super) object_id: Cow<'a, str>,
    #[serde(borrow)]
    pub(super) tenant: Cow<'a, str>,
    #[serde(default)]
    pub(super) members: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub(super) struct Application<'a> {
    #[serde(borrow)]
    pub(super) app_id: Cow<'a, str>,
    #[serde(borrow, default)]
    pub(super) object_id: Option<Cow<'a, str>>,
    #[serde(borrow, default)]
    pub(super) display_name: Option<Cow<'a, str>>,
    #[serde(borrow)]
    pub(super) tenant: Cow<'a, str>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub(super) struct Fabric<'a> {
    #[serde(borrow, default)]
    pub(super) workspace_roles: Vec<RoleOf<'a>>,
    #[serde(borrow, default)]
    pub(super) item_roles: Vec<RoleOf<'a>>,
}
