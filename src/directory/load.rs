//! From the environment file to a closed directory.

use std::sync::Arc;

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize};

use crate::directory::environment::{File, Group, ManagedIdentity, RoleOf};
use crate::directory::identity::New;
use crate::directory::{DeclaredRole, Directory, LOCAL_ADMIN, Origin, PrincipalId, TenantId};
use crate::model::entity::EntityKind;
use crate::model::principal::{PrincipalKind, PrincipalRef};
use crate::model::role::Role;
use crate::text::{nearest, quoted, sentence_list};

/// An environment file that is right.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Environment(Arc<String>);

impl Environment {
    /// Takes the text of an environment file.
    ///
    /// # Errors
    /// What is wrong with it, as for [`Directory::from_environment`].
    pub fn new(text: impl Into<String>) -> Result<Self, EnvironmentError> {
        let directory = Directory::from_environment(text)?;
        directory.environment.ok_or_else(|| EnvironmentError::Json(String::new()))
    }

    /// The text of the file.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.0
    }
}

impl<'de> Deserialize<'de> for Environment {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::new(String::deserialize(deserializer)?).map_err(D::Error::custom)
    }
}

/// What is wrong with an environment file.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EnvironmentError {
    /// No JSON, or not of the documented form; the message names field, line and column.
    #[error("{0}")]
    Json(String),
    /// Two things that must differ do not, or something that must exist does not.
    #[error("{place}: {message}")]
    Meaning {
        /// Where: `groups[2].members[0]`.
        place: String,
        /// What.
        message: String,
    },
}

fn wrong<T>(place: impl Into<String>, message: impl Into<String>) -> Result<T, EnvironmentError> {
    Err(EnvironmentError::Meaning { place: place.into(), message: message.into() })
}

/// The roles of Fabric workspaces and items and what they are in the catalog
/// (`security-roles.txt` 7.3, *Fabric roles*).
const WORKSPACE_ROLES: &[(&str, Role)] =
    &[("Admin", Role::Admins), ("Member", Role::Admins), ("Contributor", Role::Admins), ("Viewer", Role::Viewers)];
const ITEM_ROLES: &[(&str, Role)] = &[("Editor", Role::Admins), ("Viewer", Role::Viewers)];

/// What serde says, with the path of the field: read once more, since following the path on every
/// load would cost time that only a faulty file is worth.
fn explained(text: &str, error: &serde_json::Error) -> EnvironmentError {
    let deserializer = &mut serde_json::Deserializer::from_str(text);
    let path = match serde_path_to_error::deserialize::<_, File<'_>>(deserializer) {
        Err(traced) if traced.path().iter().len() > 0 => format!("{}: ", traced.path()),
        _ => String::new(),
    };
    EnvironmentError::Json(format!("{path}{error}"))
}

impl Directory {
    /// Reads an environment file.
    ///
    /// # Errors
    /// The first thing that is wrong: an unknown field, two system-assigned identities, a cycle of
    /// groups, an ambiguous name, a reference to nothing.
    pub fn from_environment(text: impl Into<String>) -> Result<Self, EnvironmentError> {
        let environment = Environment(Arc::new(text.into()));
        let text = environment.text().trim_start_matches('\u{feff}');
        // Serde would also read the fields from an array, by their order.
        if text.trim_start().starts_with('[') {
            return wrong("line 1", "an environment is a JSON object: `{ \"cluster\": { \"name\": … }, … }`");
        }
        let file: File<'_> = serde_json::from_str(text).map_err(|error| explained(text, &error))?;
        let mut directory = Self::open();
        directory.closed = true;
        directory.cluster = file.cluster.name.to_owned();
        directory.load_file(&file)?;
        directory.environment = Some(environment);
        Ok(directory)
    }

    fn load_file(&mut self, environment: &File<'_>) -> Result<(), EnvironmentError> {
        for (index, tenant) in environment.tenants.iter().enumerate() {
            self.load_tenant(&format!("tenants[{index}]"), &tenant.id, &tenant.names)?;
        }
        // Where no tenants are declared, those that are named exist.
        let implied = environment.tenants.is_empty();
        if let Some(home) = &environment.cluster.home_tenant {
            self.home_tenant = Some(self.tenant_of_cluster(implied, "cluster.homeTenant", home)?);
        }
        self.load_people(environment)?;
        let managed = self.load_managed(&environment.cluster.managed_identities, implied)?;
        self.managed = managed;
        self.load_members(&environment.groups)?;
        self.load_roles(environment)
    }

    fn load_tenant(&mut self, place: &str, id: &str, names: &[String]) -> Result<(), EnvironmentError> {
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        if let Some(taken) = std::iter::once(&id).chain(&names).find(|name| self.tenant(name).is_some()) {
            return wrong(place, format!("the tenant {} is declared twice or built in", quoted(taken)));
        }
        self.add_tenant(id, &names);
        Ok(())
    }

    fn load_people(&mut self, environment: &File<'_>) -> Result<(), EnvironmentError> {
        self.identities.reserve(environment.users.len());
        let hash = |spelling: &super::Spelling| spelling.hash();
        self.index.reserve(environment.users.len() * 2, hash);
        for (index, user) in environment.users.iter().enumerate() {
            let tenant = Some(self.known_tenant(|| format!("users[{index}].tenant"), &user.tenant)?);
            let display = user.display_name.as_deref();
            self.add_new(
                || format!("users[{index}]"),
                &New { kind: PrincipalKind::User, id: &user.upn, object_id: Some(&user.object_id), display, tenant },
            )?;
        }
        for (index, user) in environment.msa_users.iter().enumerate() {
            let display = user.display_name.as_deref();
            self.add_new(
                || format!("msaUsers[{index}]"),
                &New {
                    kind: PrincipalKind::Account,
                    id: &user.upn,
                    object_id: Some(&user.object_id),
                    display,
                    tenant: None,
                },
            )?;
        }
        for (index, group) in environment.groups.iter().enumerate() {
            let tenant = Some(self.known_tenant(|| format!("groups[{index}].tenant"), &group.tenant)?);
            let id = group.email.as_deref().unwrap_or(&group.object_id);
            self.add_new(
                || format!("groups[{index}]"),
                &New {
                    kind: PrincipalKind::Group,
                    id,
                    object_id: Some(&group.object_id),
                    display: Some(&group.display_name),
                    tenant,
                },
            )?;
        }
        for (index, application) in environment.applications.iter().enumerate() {
            let tenant = Some(self.known_tenant(|| format!("applications[{index}].tenant"), &application.tenant)?);
            let (object_id, display) = (application.object_id.as_deref(), application.display_name.as_deref());
            self.add_new(
                || format!("applications[{index}]"),
                &New { kind: PrincipalKind::Application, id: &application.app_id, object_id, display, tenant },
            )?;
        }
        Ok(())
    }

    fn known_tenant(&mut self, place: impl Fn() -> String, name: &str) -> Result<TenantId, EnvironmentError> {
        if let Some(tenant) = self.tenant(name) {
            return Ok(tenant);
        }
        let near = nearest(name, self.tenants_by_name.keys().map(String::as_str));
        let advice = near.map_or(String::new(), |near| format!("; did you mean `{near}`?"));
        wrong(place(), format!("no tenant `{name}` is declared{advice}"))
    }

    /// Adds an identity, unless a reference could then name two.
    fn add_new(&mut self, place: impl Fn() -> String, new: &New<'_>) -> Result<PrincipalId, EnvironmentError> {
        for id in [Some(new.id), new.object_id].into_iter().flatten() {
            if id.is_empty() {
                return wrong(place(), "an id is empty");
            }
            if id.contains(';') {
                return wrong(place(), format!("`{id}` can't be an id: in references `;` stands before the tenant"));
            }
        }
        if new.kind == PrincipalKind::User && new.id.eq_ignore_ascii_case(LOCAL_ADMIN) {
            return wrong(place(), format!("`{LOCAL_ADMIN}` is the built-in administrator"));
        }
        match self.add_unless_taken(new) {
            Ok(principal) => Ok(principal),
            Err(spelling) => {
                let kind = new.kind.type_name();
                wrong(place(), format!("another {kind} is named `{spelling}` too, so that the name is ambiguous"))
            }
        }
    }

    fn tenant_of_cluster(&mut self, implied: bool, place: &str, name: &str) -> Result<TenantId, EnvironmentError> {
        match self.tenant(name) {
            None if implied => Ok(self.add_tenant(name, &[])),
            _ => self.known_tenant(|| place.to_owned(), name),
        }
    }

    fn load_managed(
        &mut self,
        identities: &[ManagedIdentity<'_>],
        implied: bool,
    ) -> Result<Vec<PrincipalId>, EnvironmentError> {
        let mut managed = Vec::with_capacity(identities.len());
        let mut system = None;
        for (index, identity) in identities.iter().enumerate() {
            let place = format!("cluster.managedIdentities[{index}]");
            let tenant = self.tenant_of_cluster(implied, &format!("{place}.tenantId"), &identity.tenant_id)?;
            let new = New {
                kind: PrincipalKind::Application,
                id: &identity.client_id,
                object_id: Some(&identity.object_id),
                display: Some(&identity.display_name),
                tenant: Some(tenant),
            };
            let principal = self.add_new(|| place.clone(), &new)?;
            if identity.is_system && system.replace(principal).is_some() {
                return wrong(place, "a cluster has at most one system-assigned identity");
            }
            managed.push(principal);
        }
        self.system = system;
        Ok(managed)
    }

    fn load_members(&mut self, groups: &[Group<'_>]) -> Result<(), EnvironmentError> {
        for (index, group) in groups.iter().enumerate() {
            let number = self.resolve_text(
                &format!("groups[{index}]"),
                &format!("aadgroup={};{}", &*group.object_id, &*group.tenant),
            )?;
            let mut members = Vec::with_capacity(group.members.len());
            for (member, text) in group.members.iter().enumerate() {
                members.push(self.resolve_text(&format!("groups[{index}].members[{member}]"), text)?);
            }
            for member in &members {
                self.groups_by_member.entry(*member).or_default().push(number);
            }
            self.members.insert(number, members);
        }
        self.refuse_cycles(groups)
    }

    fn resolve_text(&self, place: &str, text: &str) -> Result<PrincipalId, EnvironmentError> {
        let Ok(reference) = PrincipalRef::parse(text) else {
            return wrong(place, format!("`{text}` is no reference to a principal such as `aaduser=ana@contoso.com`"));
        };
        match self.resolve(&reference).ok().and_then(|resolved| resolved.principal) {
            Some(principal) => Ok(principal),
            None => wrong(place, format!("no principal `{text}` is declared")),
        }
    }

    /// A cycle of groups is an error. An explicit stack: nesting depth is the file's choice.
    fn refuse_cycles(&self, groups: &[Group<'_>]) -> Result<(), EnvironmentError> {
        let mut done = hashbrown::HashMap::new();
        let mut all: Vec<PrincipalId> = self.members.keys().copied().collect();
        all.sort_unstable();
        for start in all {
            let mut stack = vec![(start, 0)];
            while let Some((group, next)) = stack.pop() {
                if next == 0 && done.insert(group, false) == Some(true) {
                    done.insert(group, true);
                    continue;
                }
                match self.members(group).get(next) {
                    None => {
                        done.insert(group, true);
                    }
                    Some(member) => {
                        stack.push((group, next + 1));
                        match done.get(member) {
                            Some(true) => {}
                            Some(false) => {
                                let name = self.identity(*member).plain_name().to_owned();
                                let index =
                                    groups.iter().position(|group| *group.display_name == *name).unwrap_or_default();
                                return wrong(
                                    format!("groups[{index}]"),
                                    format!("the group `{name}` is a member of itself, through its members"),
                                );
                            }
                            None if self.members.contains_key(member) => stack.push((*member, 0)),
                            None => {}
                        }
                    }
                }
            }
        }
        Ok(())
    }

    fn load_roles(&mut self, environment: &File<'_>) -> Result<(), EnvironmentError> {
        let cluster: Vec<(&str, Role)> =
            Role::at(EntityKind::Cluster).filter_map(|role| Some((role.cluster_name()?, role))).collect();
        for (index, row) in environment.cluster.principals.iter().enumerate() {
            self.load_role(&format!("cluster.principals[{index}]"), row, &cluster, Origin::Cluster)?;
        }
        for (index, row) in environment.fabric.workspace_roles.iter().enumerate() {
            self.load_role(&format!("fabric.workspaceRoles[{index}]"), row, WORKSPACE_ROLES, Origin::Workspace)?;
        }
        for (index, row) in environment.fabric.item_roles.iter().enumerate() {
            self.load_role(&format!("fabric.itemRoles[{index}]"), row, ITEM_ROLES, Origin::Item)?;
        }
        Ok(())
    }

    fn load_role(
        &mut self,
        place: &str,
        row: &RoleOf<'_>,
        roles: &[(&str, Role)],
        origin: Origin,
    ) -> Result<(), EnvironmentError> {
        match (&row.database, origin) {
            (None, Origin::Item) => return wrong(place, "the database is missing"),
            (Some(_), Origin::Cluster | Origin::Workspace) => {
                return wrong(place, "only `fabric.itemRoles` names a database");
            }
            _ => {}
        }
        let Some((_, role)) = roles.iter().find(|(name, _)| *name == &*row.role) else {
            let names: Vec<String> = roles.iter().map(|(name, _)| quoted(name)).collect();
            return wrong(
                place,
                format!("`{}` is no role here: the roles are {}", &*row.role, sentence_list(&names, "and")),
            );
        };
        let principal = self.resolve_text(place, &row.principal)?;
        let notes = match (&*row.notes, origin) {
            ("", Origin::Workspace) => format!("Fabric workspace {}", &*row.role),
            ("", Origin::Item) => format!("Fabric item {}", &*row.role),
            ("", _) => "environment".to_owned(),
            (notes, _) => notes.to_owned(),
        };
        let database = row.database.as_ref().map(|name| (**name).to_owned());
        self.declare(DeclaredRole { database, role: *role, principal, notes, origin });
        Ok(())
    }
}
