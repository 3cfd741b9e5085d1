//! From the environment file to a closed directory.

use std::fmt::Display;
use std::sync::Arc;

use hashbrown::HashSet;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize};

use crate::directory::environment::{Completeness, File, LISTS, ManagedIdentity, RoleOf, Text};
use crate::directory::identity::{New, Spelling};
use crate::directory::{DeclaredRole, Directory, Ids, LOCAL_ADMIN, Origin, PrincipalId, TenantId};
use crate::model::entity::EntityKind;
use crate::model::principal::{PrincipalKind, PrincipalRef, tenant_fault};
use crate::model::role::Role;
use crate::model::scope::Scope;
use crate::text::{joined, nearest, quoted, sentence_list, shortened, visible};

mod members;

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

    /// Returns the text of the file.
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

/// What loading answers: the first thing that is wrong ends it.
type Loaded<T = ()> = Result<T, EnvironmentError>;

fn wrong<T>(place: impl Display, message: impl Into<String>) -> Loaded<T> {
    Err(EnvironmentError::Meaning { place: place.to_string(), message: visible(&message.into()) })
}

/// The roles of Fabric workspaces and items and what they are in the catalog
/// (`security-roles.txt` 7.3, *Fabric roles*).
const WORKSPACE_ROLES: &[(&str, Role)] =
    &[("Admin", Role::Admins), ("Member", Role::Admins), ("Contributor", Role::Admins), ("Viewer", Role::Viewers)];
const ITEM_ROLES: &[(&str, Role)] = &[("Editor", Role::Admins), ("Viewer", Role::Viewers)];

/// Returns whether this is a role of a Fabric workspace.
#[must_use]
pub fn is_workspace_role(name: &str) -> bool {
    WORKSPACE_ROLES.iter().any(|(role, _)| *role == name)
}

/// Returns whether an alias may have this letter.
const fn is_of_alias(letter: char) -> bool {
    letter.is_ascii_alphanumeric() || matches!(letter, '-' | '_' | '.')
}

/// Returns what serde says, with the path of the field. It reads the file again, since following
/// the path on every load would cost time.
fn explained(text: &str, error: &serde_json::Error) -> EnvironmentError {
    let deserializer = &mut serde_json::Deserializer::from_str(text);
    let traced = serde_path_to_error::deserialize::<_, File<'_>>(deserializer).err();
    let path = traced.map(|traced| traced.path().to_string()).unwrap_or_default();
    // Where the text ends too early, the last field is not known.
    let path = path.trim_end_matches('?').trim_end_matches('.');
    let path = if path.is_empty() { String::new() } else { format!("{path}: ") };
    EnvironmentError::Json(visible(&format!("{path}{error}")))
}

/// Returns the scopes that were read, as they are printed.
fn read_scopes(read: &[Text<'_>]) -> Result<HashSet<String>, EnvironmentError> {
    let mut scopes = HashSet::new();
    for (index, scope) in read.iter().enumerate().filter(|(_, scope)| !LISTS.contains(&&***scope)) {
        match Scope::parse(scope) {
            Ok(scope) => scopes.insert(scope.to_string()),
            Err(fault) => {
                let examples = sentence_list(&Scope::examples().map(quoted), "or");
                let message = format!("`{}` is no scope such as {examples}: {fault}", shortened(scope));
                return wrong(format_args!("read[{index}]"), message);
            }
        };
    }
    Ok(scopes)
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
            let message = "an environment is a JSON object: `{ \"cluster\": { \"name\": … }, … }`";
            return wrong("line 1", message);
        }
        let file: File<'_> = serde_json::from_str(text).map_err(|error| explained(text, &error))?;
        let mut directory = Self::open();
        directory.closed = file.directory == Completeness::Closed;
        directory.cluster = file.cluster.name.to_string();
        directory.load_file(&file)?;
        directory.environment = Some(environment);
        Ok(directory)
    }

    fn load_file(&mut self, environment: &File<'_>) -> Loaded {
        for (index, tenant) in environment.tenants.iter().enumerate() {
            self.load_tenant(format_args!("tenants[{index}]"), &tenant.id, &tenant.names)?;
        }
        // Where no tenants are declared, those that are named exist.
        let implied = environment.tenants.is_empty();
        if let Some(home) = &environment.cluster.home_tenant {
            self.home_tenant = self.tenant_of_cluster(implied, "cluster.homeTenant", home)?;
        }
        self.load_people(environment)?;
        let managed = self.load_managed(&environment.cluster.managed_identities, implied)?;
        self.managed = managed;
        self.load_members(&environment.groups)?;
        for (index, reference) in environment.protected.iter().enumerate() {
            let protected = self.resolve_text(format_args!("protected[{index}]"), reference)?;
            self.protected.push(protected);
        }
        for (name, reference) in &environment.aliases {
            let place = format_args!("aliases.{}", shortened(name));
            if name.is_empty() || !name.chars().all(is_of_alias) {
                return wrong(
                    place,
                    "an alias has letters, digits, `-`, `_` and `.` alone, since it stands in addresses",
                );
            }
            let principal = self.resolve_text(place, reference)?;
            self.aliases.insert(name.to_string(), principal);
        }
        self.read = environment.read.as_deref().map(read_scopes).transpose()?;
        self.load_roles(environment)
    }

    fn load_tenant(&mut self, place: impl Display, id: &str, names: &[String]) -> Loaded {
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let mut all = std::iter::once(&id).chain(&names);
        if let Some(taken) = all.find(|name| self.tenant(name).is_some()) {
            let taken = quoted(taken);
            return wrong(place, format!("the tenant {taken} is declared twice or built in"));
        }
        // A reference could not name it.
        if let Some(fault) = std::iter::once(&id).chain(&names).find_map(|name| tenant_fault(name)) {
            let help = fault.help();
            return wrong(place, format!("{fault}: {}", joined(&help)));
        }
        self.add_tenant(id, &names);
        Ok(())
    }

    fn load_people(&mut self, environment: &File<'_>) -> Loaded {
        self.identities.reserve(environment.users.len());
        self.index.reserve(environment.users.len() * 2, Spelling::hash);
        let new = |kind, id, object_id, display| New { kind, id, object_id, display, tenant: None };
        let users = environment.users.iter().map(|user| {
            let new = new(PrincipalKind::User, &*user.upn, Some(&*user.object_id), user.display_name.as_deref());
            (new, Some(&*user.tenant))
        });
        self.add_list("users", users)?;
        let accounts = environment.msa_users.iter().map(|user| {
            (new(PrincipalKind::Account, &user.upn, Some(&user.object_id), user.display_name.as_deref()), None)
        });
        self.add_list("msaUsers", accounts)?;
        let groups = environment.groups.iter().map(|group| {
            let id = group.email.as_deref().unwrap_or(&group.object_id);
            (new(PrincipalKind::Group, id, Some(&group.object_id), Some(&group.display_name)), Some(&*group.tenant))
        });
        self.add_list("groups", groups)?;
        let applications = environment.applications.iter().map(|one| {
            let new =
                new(PrincipalKind::Application, &*one.app_id, one.object_id.as_deref(), one.display_name.as_deref());
            (new, Some(&*one.tenant))
        });
        self.add_list("applications", applications)
    }

    /// Adds the identities of a list of the file, each with the name of its tenant.
    fn add_list<'f>(&mut self, list: &str, all: impl Iterator<Item = (New<'f>, Option<&'f str>)>) -> Loaded {
        for (index, (new, tenant)) in all.enumerate() {
            let tenant = match tenant {
                Some(tenant) => self.known_tenant(format_args!("{list}[{index}].tenant"), tenant)?,
                None => None,
            };
            self.add_new(format_args!("{list}[{index}]"), &New { tenant, ..new })?;
        }
        Ok(())
    }

    /// Returns the tenant of this name, which must be known.
    fn known_tenant(&self, place: impl Display, name: &str) -> Loaded<Option<TenantId>> {
        if let Some(tenant) = self.tenant(name) {
            return Ok(Some(tenant));
        }
        let near = nearest(name, self.tenants_by_name.keys().map(String::as_str));
        let advice = near.map_or(String::new(), |near| format!("; did you mean `{near}`?"));
        wrong(place, format!("no tenant `{name}` is declared{advice}"))
    }

    /// Adds an identity, unless a reference could then name two.
    fn add_new(&mut self, place: impl Display, new: &New<'_>) -> Loaded<PrincipalId> {
        for id in [Some(new.id), new.object_id].into_iter().flatten() {
            if id.is_empty() {
                return wrong(place, "an id is empty");
            }
            if id.contains(';') {
                let why = "in references `;` stands before the tenant";
                return wrong(place, format!("`{id}` can't be an id: {why}"));
            }
        }
        if new.kind == PrincipalKind::User && new.id.eq_ignore_ascii_case(LOCAL_ADMIN) {
            return wrong(place, format!("`{LOCAL_ADMIN}` is the built-in administrator"));
        }
        self.add_unless_taken(new).or_else(|spelling| {
            let kind = new.kind.type_name();
            let why = "so that the name is ambiguous";
            wrong(place, format!("another {kind} is named `{spelling}` too, {why}"))
        })
    }

    /// Returns a tenant that the cluster names; where none are declared, naming one makes it known.
    fn tenant_of_cluster(&mut self, implied: bool, place: impl Display, name: &str) -> Loaded<Option<TenantId>> {
        match self.tenant(name) {
            None if implied => Ok(Some(self.add_tenant(name, &[]))),
            _ => self.known_tenant(place, name),
        }
    }

    fn load_managed(&mut self, identities: &[ManagedIdentity<'_>], implied: bool) -> Loaded<Vec<PrincipalId>> {
        let mut managed = Vec::with_capacity(identities.len());
        let mut system = None;
        for (index, identity) in identities.iter().enumerate() {
            let place = format_args!("cluster.managedIdentities[{index}]");
            let tenant = format_args!("{place}.tenantId");
            let tenant = self.tenant_of_cluster(implied, tenant, &identity.tenant_id)?;
            let new = New {
                kind: PrincipalKind::Application,
                id: &identity.client_id,
                object_id: Some(&identity.object_id),
                display: Some(&identity.display_name),
                tenant,
            };
            let principal = self.add_new(place, &new)?;
            if identity.is_system && system.replace(principal).is_some() {
                return wrong(place, "a cluster has at most one system-assigned identity");
            }
            managed.push(principal);
        }
        self.system = system;
        Ok(managed)
    }

    fn resolve_text(&mut self, place: impl Display, text: &str) -> Loaded<PrincipalId> {
        let reference = match PrincipalRef::parse(text) {
            Ok(reference) => reference,
            Err(fault) => {
                let example = "`aaduser=ana@contoso.com`";
                let why = fault.kind;
                let message = format!("`{}` is no reference to a principal such as {example}: {why}", shortened(text));
                return wrong(place, message);
            }
        };
        match self.resolve(&reference).map(|resolved| resolved.principal) {
            Ok(Some(principal)) => Ok(principal),
            // An open directory takes the reference for somebody.
            Ok(None) => Ok(self.learn(&Ids::of(&reference))),
            Err(_) => wrong(place, format!("no principal `{text}` is declared")),
        }
    }

    fn load_roles(&mut self, environment: &File<'_>) -> Loaded {
        let named = |role: Role| Some((role.cluster_name()?, role));
        let cluster: Vec<(&str, Role)> = Role::at(EntityKind::Cluster).filter_map(named).collect();
        let fabric = &environment.fabric;
        let lists = [
            ("cluster.principals", &environment.cluster.principals, &*cluster, Origin::Cluster),
            ("fabric.workspaceRoles", &fabric.workspace_roles, WORKSPACE_ROLES, Origin::Workspace),
            ("fabric.itemRoles", &fabric.item_roles, ITEM_ROLES, Origin::Item),
        ];
        for (list, rows, roles, origin) in lists {
            for (index, row) in rows.iter().enumerate() {
                self.load_role(format_args!("{list}[{index}]"), row, roles, origin)?;
            }
        }
        Ok(())
    }

    fn load_role(&mut self, place: impl Display, row: &RoleOf<'_>, roles: &[(&str, Role)], origin: Origin) -> Loaded {
        match (&row.database, origin) {
            (None, Origin::Item) => return wrong(place, "the database is missing"),
            (Some(_), Origin::Cluster | Origin::Workspace) => {
                return wrong(place, "only `fabric.itemRoles` names a database");
            }
            _ => {}
        }
        let Some((_, role)) = roles.iter().find(|(name, _)| *name == &*row.role) else {
            let names: Vec<String> = roles.iter().map(|(name, _)| quoted(name)).collect();
            let names = sentence_list(&names, "and");
            return wrong(place, format!("`{}` is no role here: the roles are {names}", &*row.role));
        };
        if row.owner.as_ref().is_some_and(|owner| owner.trim().is_empty()) {
            let message =
                "the owner is empty: it says what manages the role elsewhere, such as `terraform` or `portal`";
            return wrong(place, message);
        }
        let principal = self.resolve_text(place, &row.principal)?;
        let notes = match (&*row.notes, origin) {
            ("", Origin::Workspace) => format!("Fabric workspace {}", &*row.role),
            ("", Origin::Item) => format!("Fabric item {}", &*row.role),
            ("", _) => "environment".to_owned(),
            (notes, _) => notes.to_owned(),
        };
        let database = row.database.as_ref().map(|name| (**name).to_owned());
        let owner = row.owner.as_ref().map(|owner| owner.to_string());
        self.declare(DeclaredRole { database, role: *role, principal, notes, origin, owner });
        Ok(())
    }
}
