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

/// Makes the objects of the file; they borrow their texts from it.
macro_rules! objects {
    ($($name:ident { $($(#[$attribute:meta])* $field:ident: $type:ty,)* })*) => {
        $(
            #[derive(Debug, Default, Deserialize)]
            #[serde(deny_unknown_fields, rename_all = "camelCase", bound(deserialize = "'de: 'a"))]
            pub(super) struct $name<'a> {
                $($(#[$attribute])* pub(super) $field: $type,)*
            }
        )*
    };
}

objects! {
    File {
        cluster: Cluster<'a>,
        #[serde(default)] tenants: Vec<Tenant<'a>>,
        #[serde(default)] users: Vec<User<'a>>,
        #[serde(default)] msa_users: Vec<Account<'a>>,
        #[serde(default)] groups: Vec<Group<'a>>,
        #[serde(default)] applications: Vec<Application<'a>>,
        #[serde(default)] fabric: Fabric<'a>,
    }
    Cluster {
        name: Text<'a>,
        #[serde(default)] home_tenant: Option<Text<'a>>,
        #[serde(default)] managed_identities: Vec<ManagedIdentity<'a>>,
        #[serde(default)] principals: Vec<RoleOf<'a>>,
    }
    ManagedIdentity {
        object_id: Text<'a>,
        client_id: Text<'a>,
        tenant_id: Text<'a>,
        display_name: Text<'a>,
        #[serde(default)] is_system: bool,
    }
    RoleOf {
        role: Text<'a>,
        principal: Text<'a>,
        #[serde(default)] notes: Text<'a>,
        /// Only in `fabric.itemRoles`.
        #[serde(default)] database: Option<Text<'a>>,
    }
    Tenant {
        id: Text<'a>,
        #[serde(default)] names: Vec<String>,
    }
    User {
        upn: Text<'a>,
        object_id: Text<'a>,
        #[serde(default)] display_name: Option<Text<'a>>,
        tenant: Text<'a>,
    }
    Account {
        upn: Text<'a>,
        object_id: Text<'a>,
        #[serde(default)] display_name: Option<Text<'a>>,
    }
    Group {
        display_name: Text<'a>,
        #[serde(default)] email: Option<Text<'a>>,
        object_id: Text<'a>,
        tenant: Text<'a>,
        #[serde(default)] members: Vec<String>,
    }
    Application {
        app_id: Text<'a>,
        #[serde(default)] object_id: Option<Text<'a>>,
        #[serde(default)] display_name: Option<Text<'a>>,
        tenant: Text<'a>,
    }
    Fabric {
        #[serde(default)] workspace_roles: Vec<RoleOf<'a>>,
        #[serde(default)] item_roles: Vec<RoleOf<'a>>,
    }
}
