//! Who exists: tenants, users, groups, applications, managed identities, and which of them a
//! reference names.
//!
//! With an environment file the directory is *closed*, if the file does not say otherwise: a reference that
//! resolves to nothing is refused. Without one it is *open*: any well-formed reference stands for itself, and the
//! directory learns it when a command that is carried out names it. Looking up changes nothing:
//! learning and loading are edits like any other.

use std::collections::BTreeMap;

use hashbrown::{DefaultHashBuilder, HashMap, HashSet, HashTable};

use crate::model::connection::SYSTEM_IDENTITY;
use crate::model::principal::PrincipalKind;
use crate::model::role::Role;
use crate::text::{Arena, Str};

mod above;
mod derived_id;
mod doubt;
pub mod environment;
mod foreign;
mod identity;
mod ids;
mod load;
mod prefetch;
mod reference;
mod reload;
mod resolve;
mod view;

pub(crate) use derived_id::{derived_id, put_derived_id};
pub(crate) use doubt::Style;
pub use identity::Identity;
pub use ids::Ids;
pub use load::{Environment, EnvironmentError, is_workspace_role};
pub use resolve::{ResolveError, Resolved, Unresolved};
pub use view::IdentityView;

use doubt::Styles;
use identity::Spelling;

/// An identity of the directory, by number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PrincipalId(pub u32);

/// A tenant of the directory, by number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
struct TenantId(u32);

/// The tenant and the application that the documents take as given
/// (`ingestion-permissions.txt`: the internal ingestion application is immutably cluster admin).
const MICROSOFT_TENANT: (&str, &str) = ("72f988bf-86f1-41af-91ab-2d7cd011db47", "microsoft.com");
const INGESTION_APP: (&str, &str) = ("76263cdb-1234-5678-9012-545644e9c404", "Kusto Internal Ingestion Azure AD App");
/// The administrator that a session has when nobody else is named.
const LOCAL_ADMIN: &str = "admin@localhost";
/// The notes of the roles that nobody gave.
const BUILT_IN: &str = "built in";

/// Where a role comes from that is not in the catalog.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// It always exists, and no command takes it away.
    BuiltIn,
    /// `cluster.principals` of the environment file.
    Cluster,
    /// A role in the Fabric workspace: `fabric.workspaceRoles` (`security-roles.txt` 7.3, *Fabric
    /// roles*).
    Workspace,
    /// A role on a Fabric item, which is a database: `fabric.itemRoles` (the same table).
    Item,
}

impl Origin {
    /// Returns the words for a sentence about a role: `it is declared by the environment`.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::BuiltIn => "built in",
            Self::Cluster => "declared by the environment",
            Self::Workspace => "set in the Fabric workspace",
            Self::Item => "set on the Fabric item",
        }
    }
}

impl Origin {
    /// Returns whether Fabric gives the role.
    #[must_use]
    pub const fn is_of_fabric(self) -> bool {
        matches!(self, Self::Workspace | Self::Item)
    }

    /// Returns where the environment file has it; nothing for what is built in.
    #[must_use]
    pub const fn field(self) -> Option<&'static str> {
        match self {
            Self::BuiltIn => None,
            Self::Cluster => Some("cluster.principals"),
            Self::Workspace => Some("fabric.workspaceRoles"),
            Self::Item => Some("fabric.itemRoles"),
        }
    }
}

/// A role that is built in or that the environment declares; it overlays the catalog and is never
/// journaled.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeclaredRole {
    /// The database by name, or the whole cluster.
    pub database: Option<String>,
    /// The role.
    pub role: Role,
    /// Who has it.
    pub principal: PrincipalId,
    /// Its notes.
    pub notes: String,
    /// Where it comes from.
    pub origin: Origin,
    /// What manages it elsewhere, where the environment says so: `terraform`.
    pub owner: Option<String>,
}

/// The identities that exist and the references that name them.
#[derive(Clone, Debug, Default)]
pub struct Directory {
    closed: bool,
    cluster: String,
    home_tenant: Option<TenantId>,
    arena: Arena,
    tenants: Vec<Str>,
    tenants_by_name: HashMap<String, TenantId>,
    identities: Vec<Identity>,
    /// Identities by each of their spellings.
    index: HashTable<Spelling>,
    hasher: DefaultHashBuilder,
    managed: Vec<PrincipalId>,
    system: Option<PrincipalId>,
    members: HashMap<PrincipalId, Vec<PrincipalId>>,
    /// The groups that a principal is a direct member of: the reverse of `members`.
    groups_by_member: HashMap<PrincipalId, Vec<PrincipalId>>,
    /// The groups above groups, as far as somebody asked.
    above: above::Above,
    /// Whether somebody may have existed once who does not any more.
    has_former: bool,
    /// Who was met although the environment file does not declare it: only an open directory meets such.
    undeclared: HashSet<PrincipalId>,
    /// Those whose rights no script may take away.
    protected: Vec<PrincipalId>,
    /// Short names of principals.
    aliases: BTreeMap<String, PrincipalId>,
    /// Those who existed when it was open; kept while it is closed.
    learned: Vec<(PrincipalId, Identity)>,
    /// The scopes whose roles were read, as they are printed; none where everything was.
    read: Option<HashSet<String>>,
    declared: Vec<DeclaredRole>,
    /// Places in `declared`, by who has the role.
    declared_by_principal: HashMap<PrincipalId, Vec<usize>>,
    /// Places in `declared` of the roles on the cluster.
    declared_on_cluster: Vec<usize>,
    /// Places in `declared` of the roles on databases, by their names.
    declared_by_database: HashMap<String, Vec<usize>>,
    /// Whether one of them is a role of Fabric.
    has_fabric_roles: bool,
    styles: Styles,
    /// The file that it was loaded from.
    environment: Option<Environment>,
}

impl Directory {
    /// Returns the open directory: it knows the built-in tenant, application and administrator, and
    /// learns every other identity from the references to it.
    #[must_use]
    pub fn open() -> Self {
        let mut directory = Self { cluster: "local".to_owned(), ..Self::default() };
        directory.add_built_in();
        directory
    }

    fn add_built_in(&mut self) {
        let (id, name) = MICROSOFT_TENANT;
        let tenant = self.add_tenant(id, &[name]);
        let ingestion = (PrincipalKind::Application, INGESTION_APP, Some(tenant));
        let admin = (PrincipalKind::User, (LOCAL_ADMIN, "Local administrator"), None);
        let mut roles = Vec::with_capacity(2);
        for (kind, (id, display), tenant) in [ingestion, admin] {
            let new = identity::New { kind, id, object_id: None, display: Some(display), tenant };
            let (principal, notes) = (self.add(&new), BUILT_IN.to_owned());
            let (role, origin) = (Role::Admins, Origin::BuiltIn);
            roles.push(DeclaredRole { database: None, role, principal, notes, origin, owner: None });
        }
        // The administrator stands first in listings.
        roles.into_iter().rev().for_each(|declared| self.declare(declared));
    }

    fn declare(&mut self, declared: DeclaredRole) {
        let place = self.declared.len();
        self.has_fabric_roles |= declared.origin.is_of_fabric();
        self.declared_by_principal.entry(declared.principal).or_default().push(place);
        match &declared.database {
            None => self.declared_on_cluster.push(place),
            Some(name) => {
                self.declared_by_database.entry_ref(name.as_str()).or_default().push(place);
            }
        }
        self.declared.push(declared);
    }

    /// Returns the built-in administrator, who acts when nobody else is named.
    #[must_use]
    pub const fn local_admin(&self) -> PrincipalId {
        PrincipalId(1)
    }

    /// Returns the ingestion application, which can't lose its role.
    #[must_use]
    pub const fn ingestion_application(&self) -> PrincipalId {
        PrincipalId(0)
    }

    /// Returns whether somebody is the built-in administrator or the ingestion application.
    #[must_use]
    pub fn is_built_in(&self, principal: PrincipalId) -> bool {
        [self.local_admin(), self.ingestion_application()].contains(&principal)
    }

    /// Returns the cluster's name.
    #[must_use]
    pub fn cluster_name(&self) -> &str {
        &self.cluster
    }

    /// Returns whether only declared identities exist.
    #[must_use]
    pub const fn is_closed(&self) -> bool {
        self.closed
    }

    /// Returns whether it is a directory of Fabric: the environment declares roles in a workspace or on an
    /// item.
    #[must_use]
    pub const fn is_fabric(&self) -> bool {
        self.has_fabric_roles
    }

    /// Returns the roles that the environment declares for one principal, in its order.
    pub fn declared_roles_of(&self, principal: PrincipalId) -> impl Iterator<Item = &DeclaredRole> + Clone {
        let places = self.declared_by_principal.get(&principal).into_iter().flatten();
        places.filter_map(|place| self.declared.get(*place))
    }

    /// Returns the roles that the environment declares on one database, or on the cluster, in its
    /// order.
    pub fn declared_roles_at<'d>(&'d self, database: Option<&str>) -> impl Iterator<Item = &'d DeclaredRole> + use<'d> {
        let places = match database {
            None => Some(&self.declared_on_cluster),
            Some(name) => self.declared_by_database.get(name),
        };
        places.into_iter().flatten().filter_map(|place| self.declared.get(*place))
    }

    /// Returns those whose rights no script may take away: `protected` of the environment file.
    #[must_use]
    pub fn protected(&self) -> &[PrincipalId] {
        &self.protected
    }

    /// Returns who goes by a short name: `aliases` of the environment file.
    #[must_use]
    pub fn alias(&self, name: &str) -> Option<PrincipalId> {
        self.aliases.get(name).copied()
    }

    /// Returns the short names of principals, in order.
    pub fn aliases(&self) -> impl Iterator<Item = &str> {
        self.aliases.keys().map(String::as_str)
    }

    /// Returns whether everything was read that counts here: `read` of the environment file does not say what was.
    #[must_use]
    pub const fn is_read_whole(&self) -> bool {
        self.read.is_none()
    }

    /// Counts everything as read: a script says all that there is.
    pub fn read_whole(&mut self) {
        self.read = None;
    }

    /// Returns whether the roles on a scope were read: `table Sales.Orders`.
    #[must_use]
    pub fn is_read(&self, scope: &str) -> bool {
        self.read.as_ref().is_none_or(|read| read.contains(scope))
    }

    /// Returns whether there is an environment file and it does not declare the principal.
    #[must_use]
    pub fn is_undeclared(&self, principal: PrincipalId) -> bool {
        self.undeclared.contains(&principal)
    }

    /// Returns the managed identities that are assigned to the cluster.
    #[must_use]
    pub fn managed_identities(&self) -> &[PrincipalId] {
        &self.managed
    }

    /// Returns the managed identity of the cluster that is spelled so: `system`, its object id or its client id.
    #[must_use]
    pub fn managed_identity(&self, spelled: &str) -> Option<PrincipalId> {
        if spelled.eq_ignore_ascii_case(SYSTEM_IDENTITY) {
            return self.system;
        }
        let is_meant = |identity: &PrincipalId| {
            let view = self.identity(*identity);
            view.id.eq_ignore_ascii_case(spelled) || view.object_id().eq_ignore_ascii_case(spelled)
        };
        self.managed.iter().copied().find(is_meant)
    }

    /// Returns the system-assigned identity of the cluster.
    #[must_use]
    pub const fn system_identity(&self) -> Option<PrincipalId> {
        self.system
    }

    /// Returns the groups that the principal is in, nested ones too, as the directory has it now;
    /// in the order of their numbers. It takes no more steps than there are memberships to follow,
    /// and does not recurse: nesting depth is the file's choice.
    #[must_use]
    pub fn groups_of(&self, principal: PrincipalId) -> Vec<PrincipalId> {
        let above = |group: PrincipalId| self.above.of(group, || self.groups_above(group));
        let groups = self.groups_with(principal);
        if let [group] = groups {
            // What is above it has an order already.
            let above = above(*group);
            let (lower, higher) = above.split_at(above.partition_point(|other| other < group));
            let rest = higher.strip_prefix(&[*group]).unwrap_or(higher);
            return [lower, &[*group], rest].concat();
        }
        let mut all: Vec<PrincipalId> = groups.to_vec();
        groups.iter().for_each(|group| all.extend_from_slice(&above(*group)));
        all.sort_unstable();
        all.dedup();
        all
    }

    fn groups_above(&self, group: PrincipalId) -> Vec<PrincipalId> {
        let mut found = HashSet::new();
        let mut next = vec![group];
        while let Some(member) = next.pop() {
            let groups = self.groups_by_member.get(&member).into_iter().flatten();
            next.extend(groups.copied().filter(|group| found.insert(*group)));
        }
        let mut found: Vec<PrincipalId> = found.into_iter().collect();
        found.sort_unstable();
        found
    }

    /// Returns whether nobody listed the members of a group: only an open directory has such groups.
    #[must_use]
    pub fn is_unlisted(&self, group: PrincipalId) -> bool {
        let is_group = || self.identity(group).kind == PrincipalKind::Group;
        !self.closed && !self.members.contains_key(&group) && is_group()
    }

    /// Returns the groups that somebody is a direct member of, in the environment's order.
    #[must_use]
    pub fn groups_with(&self, member: PrincipalId) -> &[PrincipalId] {
        self.groups_by_member.get(&member).map_or(&[], Vec::as_slice)
    }

    /// Returns these, and of groups all members, nested ones too.
    #[must_use]
    pub fn with_members(&self, principals: impl IntoIterator<Item = PrincipalId>) -> HashSet<PrincipalId> {
        let mut found = HashSet::new();
        let mut next: Vec<PrincipalId> = principals.into_iter().collect();
        while let Some(principal) = next.pop() {
            if found.insert(principal) {
                next.extend(self.members(principal));
            }
        }
        found
    }

    /// Returns how many members a group has, nested ones too, groups not counted.
    #[must_use]
    pub fn member_count(&self, group: PrincipalId) -> usize {
        let is_member = |one: &&PrincipalId| self.identity(**one).kind != PrincipalKind::Group;
        self.with_members([group]).iter().filter(is_member).count()
    }

    /// Returns the direct members of a group, in the environment's order.
    #[must_use]
    pub fn members(&self, group: PrincipalId) -> &[PrincipalId] {
        self.members.get(&group).map_or(&[], Vec::as_slice)
    }
}
