//! The environment file as it is written: JSON, unknown fields are errors.

use std::borrow::Cow;
use std::ops::Deref;

use serde::Deserialize;

/// A text that borrows from the file where it stands there without escapes. (Serde itself borrows
/// no `Option<Cow<str>>`: that cost an allocation a user.)
#[derive(Debug, Default, Deserialize)]
#[serde(transparent)]
pub(super) struct Text<'a>(#[serde(borrow)] Cow<'a, str>);

impl Deref for Text<'_> {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub(super) struct File<'a> {
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
    pub(super) name: Text<'a>,
    #[serde(borrow, default)]
    pub(super) home_tenant: Option<Text<'a>>,
    #[serde(borrow, default)]
    pub(super) managed_identities: Vec<ManagedIdentity<'a>>,
    #[serde(borrow, default)]
    pub(super) principals: Vec<RoleOf<'a>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub(super) struct ManagedIdentity<'a> {
    #[serde(borrow)]
    pub(super) object_id: Text<'a>,
    #[serde(borrow)]
    pub(super) client_id: Text<'a>,
    #[serde(borrow)]
    pub(super) tenant_id: Text<'a>,
    #[serde(borrow)]
    pub(super) display_name: Text<'a>,
    #[serde(default)]
    pub(super) is_system: bool,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub(super) struct RoleOf<'a> {
    #[serde(borrow)]
    pub(super) role: Text<'a>,
    #[serde(borrow)]
    pub(super) principal: Text<'a>,
    #[serde(borrow, default)]
    pub(super) notes: Text<'a>,
    /// Only in `fabric.itemRoles`.
    #[serde(borrow, default)]
    pub(super) database: Option<Text<'a>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub(super) struct Tenant<'a> {
    #[serde(borrow)]
    pub(super) id: Text<'a>,
    #[serde(default)]
    pub(super) names: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub(super) struct User<'a> {
    #[serde(borrow)]
    pub(super) upn: Text<'a>,
    #[serde(borrow)]
    pub(super) object_id: Text<'a>,
    #[serde(borrow, default)]
    pub(super) display_name: Option<Text<'a>>,
    #[serde(borrow)]
    pub(super) tenant: Text<'a>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub(super) struct Account<'a> {
    #[serde(borrow)]
    pub(super) upn: Text<'a>,
    #[serde(borrow)]
    pub(super) object_id: Text<'a>,
    #[serde(borrow, default)]
    pub(super) display_name: Option<Text<'a>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub(super) struct Group<'a> {
    #[serde(borrow)]
    pub(super) display_name: Text<'a>,
    #[serde(borrow, default)]
    pub(super) email: Option<Text<'a>>,
    #[serde(borrow)]
    pub(super) object_id: Text<'a>,
    #[serde(borrow)]
    pub(super) tenant: Text<'a>,
    #[serde(default)]
    pub(super) members: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub(super) struct Application<'a> {
    #[serde(borrow)]
    pub(super) app_id: Text<'a>,
    #[serde(borrow, default)]
    pub(super) object_id: Option<Text<'a>>,
    #[serde(borrow, default)]
    pub(super) display_name: Option<Text<'a>>,
    #[serde(borrow)]
    pub(super) tenant: Text<'a>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub(super) struct Fabric<'a> {
    #[serde(borrow, default)]
    pub(super) workspace_roles: Vec<RoleOf<'a>>,
    #[serde(borrow, default)]
    pub(super) item_roles: Vec<RoleOf<'a>>,
}
