//! The environment file as it is written: JSON, unknown fields are errors. It is read into these objects, and
//! written from them in one layout: a line for each user, group or role, so that a difference can be read.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt::Write;
use std::ops::Deref;

use serde::{Deserialize, Serialize};

/// A text that borrows from the file where it stands there without escapes. (Serde itself borrows
/// no `Option<Cow<str>>`: that cost an allocation a user.)
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Text<'a>(#[serde(borrow)] pub Cow<'a, str>);

impl Deref for Text<'_> {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl From<String> for Text<'_> {
    fn from(text: String) -> Self {
        Self(Cow::Owned(text))
    }
}

/// Who exists beside those whom the file declares.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Completeness {
    /// Nobody: a reference to anybody else is refused.
    #[default]
    Closed,
    /// Anybody: a reference to somebody whom the file does not declare stands for itself, and a group without
    /// `members` has members that nobody listed.
    Open,
}

/// The lists that say who exists, as `read` names them beside scopes: all users, all groups, all applications.
pub const LISTS: [&str; 3] = ["all users", "all groups", "all applications"];

fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

/// A field of the file, for its documentation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Field {
    /// Its name in Rust; in the file the words have capitals instead of `_` between them.
    pub name: &'static str,
    /// What it is.
    pub doc: &'static str,
    /// Whether it may be left out.
    pub is_optional: bool,
}

/// Makes the objects of the file; they borrow their texts from it. What stands after `optional` may be left out.
macro_rules! objects {
    ($(
        $(#[doc = $about:literal])*
        $name:ident { $($(#[doc = $doc:literal])* $field:ident: $type:ty,)* }
        optional { $($(#[doc = $optional_doc:literal])* $optional:ident: $optional_type:ty,)* }
    )*) => {
        /// The objects of the file with their fields, for `docs/environment.md`.
        pub const OBJECTS: &[(&str, &str, &[Field])] = &[$(
            (stringify!($name), concat!($($about),*), &[
                $(Field { name: stringify!($field), doc: concat!($($doc),*), is_optional: false },)*
                $(Field { name: stringify!($optional), doc: concat!($($optional_doc),*), is_optional: true },)*
            ]),
        )*];

        $(
            $(#[doc = $about])*
            #[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
            #[serde(deny_unknown_fields, rename_all = "camelCase", bound(deserialize = "'de: 'a"))]
            pub struct $name<'a> {
                $($(#[doc = $doc])* pub $field: $type,)*
                $($(#[doc = $optional_doc])* #[serde(default, skip_serializing_if = "is_default")] pub $optional: $optional_type,)*
            }
        )*
    };
}

objects! {
    /// The file.
    File {
        /// The cluster.
        cluster: Cluster<'a>,
    } optional {
        /// Whether others exist than those whom the file declares.
        directory: Completeness,
        /// The scopes whose roles were read from a real cluster: `cluster`, `database Sales`, `table Sales.Orders`; and
        /// of [`LISTS`] those that were read whole. Where the field is absent, everything was read.
        read: Option<Vec<Text<'a>>>,
        /// References to those whose rights no plan may take away.
        protected: Vec<Text<'a>>,
        /// Short names of principals, each with a reference to who it is: `kmgmt serve` lets the principal act under
        /// `/as/NAME`.
        aliases: BTreeMap<Text<'a>, Text<'a>>,
        /// The tenants.
        tenants: Vec<Tenant<'a>>,
        /// The users.
        users: Vec<User<'a>>,
        /// The Microsoft accounts.
        msa_users: Vec<Account<'a>>,
        /// The groups.
        groups: Vec<Group<'a>>,
        /// The applications.
        applications: Vec<Application<'a>>,
        /// What Fabric adds.
        fabric: Fabric<'a>,
    }
    /// The cluster.
    Cluster {
        /// Its name.
        name: Text<'a>,
    } optional {
        /// The id or a name of its tenant.
        home_tenant: Option<Text<'a>>,
        /// The identities that are assigned to it.
        managed_identities: Vec<ManagedIdentity<'a>>,
        /// The roles on it that Azure gives.
        principals: Vec<RoleOf<'a>>,
    }
    /// An identity that is assigned to the cluster.
    ManagedIdentity {
        /// Its object id.
        object_id: Text<'a>,
        /// Its application id.
        client_id: Text<'a>,
        /// The id or a name of its tenant.
        tenant_id: Text<'a>,
        /// What it is called.
        display_name: Text<'a>,
    } optional {
        /// Whether it is the one of the cluster itself.
        is_system: bool,
    }
    /// A role that is not in the catalog.
    RoleOf {
        /// The role.
        role: Text<'a>,
        /// A reference to who has it.
        principal: Text<'a>,
    } optional {
        /// The database; only in `fabric.itemRoles`.
        database: Option<Text<'a>>,
        /// Its notes.
        notes: Text<'a>,
        /// What manages the role elsewhere: `terraform`, `portal`.
        owner: Option<Text<'a>>,
    }
    /// A tenant.
    Tenant {
        /// Its id.
        id: Text<'a>,
    } optional {
        /// Its domains.
        names: Vec<String>,
    }
    /// A user.
    User {
        /// The user principal name.
        upn: Text<'a>,
        /// The object id.
        object_id: Text<'a>,
        /// The id or a name of the tenant.
        tenant: Text<'a>,
    } optional {
        /// What the user is called.
        display_name: Option<Text<'a>>,
    }
    /// A Microsoft account.
    Account {
        /// Its name.
        upn: Text<'a>,
        /// Its object id.
        object_id: Text<'a>,
    } optional {
        /// What it is called.
        display_name: Option<Text<'a>>,
    }
    /// A group.
    Group {
        /// What it is called.
        display_name: Text<'a>,
        /// The object id.
        object_id: Text<'a>,
        /// The id or a name of the tenant.
        tenant: Text<'a>,
    } optional {
        /// The address.
        email: Option<Text<'a>>,
        /// References to the direct members; none in an open directory where nobody listed them.
        members: Option<Vec<String>>,
    }
    /// An application.
    Application {
        /// The application id.
        app_id: Text<'a>,
        /// The id or a name of the tenant.
        tenant: Text<'a>,
    } optional {
        /// The object id of its service principal.
        object_id: Option<Text<'a>>,
        /// What it is called.
        display_name: Option<Text<'a>>,
    }
    /// Roles of Fabric (`security-roles.txt` 7.3, *Fabric roles*).
    Fabric {
    } optional {
        /// The roles in the workspace.
        workspace_roles: Vec<RoleOf<'a>>,
        /// The roles on items, which are databases.
        item_roles: Vec<RoleOf<'a>>,
    }
}

impl File<'_> {
    /// Returns the file in its one layout: a line for each object of a list.
    #[must_use]
    pub fn printed(&self) -> String {
        let mut out = String::from("{\n  \"cluster\": {\n");
        let cluster = &self.cluster;
        let mut fields = vec![format!("    \"name\": {}", json(&cluster.name))];
        fields.extend(cluster.home_tenant.as_ref().map(|tenant| format!("    \"homeTenant\": {}", json(tenant))));
        fields.extend(list("    ", "managedIdentities", &cluster.managed_identities));
        fields.extend(list("    ", "principals", &cluster.principals));
        let _ = write!(out, "{}\n  }}", fields.join(",\n"));
        let directory = (!is_default(&self.directory)).then(|| format!("  \"directory\": {}", json(&self.directory)));
        let lists = [
            directory,
            self.read.as_ref().map(|read| list("  ", "read", read).unwrap_or_else(|| "  \"read\": []".to_owned())),
            list("  ", "protected", &self.protected),
            aliases(&self.aliases),
            list("  ", "tenants", &self.tenants),
            list("  ", "users", &self.users),
            list("  ", "msaUsers", &self.msa_users),
            list("  ", "groups", &self.groups),
            list("  ", "applications", &self.applications),
            fabric(&self.fabric),
        ];
        lists.into_iter().flatten().for_each(|list| out.extend([",\n", &list]));
        out + "\n}\n"
    }
}

fn aliases(aliases: &BTreeMap<Text<'_>, Text<'_>>) -> Option<String> {
    let lines: Vec<String> =
        aliases.iter().map(|(name, principal)| format!("    {}: {}", json(name), json(principal))).collect();
    (!lines.is_empty()).then(|| format!("  \"aliases\": {{\n{}\n  }}", lines.join(",\n")))
}

fn fabric(fabric: &Fabric<'_>) -> Option<String> {
    let lists =
        [list("    ", "workspaceRoles", &fabric.workspace_roles), list("    ", "itemRoles", &fabric.item_roles)];
    let lists: Vec<String> = lists.into_iter().flatten().collect();
    (!lists.is_empty()).then(|| format!("  \"fabric\": {{\n{}\n  }}", lists.join(",\n")))
}

/// Returns a list with an item a line; none where it is empty.
fn list(indent: &str, name: &str, items: &[impl Serialize]) -> Option<String> {
    let items: Vec<String> = items.iter().map(|item| format!("{indent}  {}", json(item))).collect();
    (!items.is_empty()).then(|| format!("{indent}\"{name}\": [\n{}\n{indent}]", items.join(",\n")))
}

/// Returns a value as JSON; all that is printed here can be.
fn json(value: &impl Serialize) -> String {
    serde_json::to_string(value).unwrap_or_default()
}
