//! What a target has no place for: one table of the kinds of things that a state has, with what each target does of
//! them, and the lines that say it.

use std::sync::Arc;

use crate::diagnostic::{Code, Diagnostic};
use crate::directory::Origin;
use crate::engine::World;
use crate::model::entity::EntityKind;
use crate::model::policy::PolicyKind;
use crate::model::principal::PrincipalKind;
use crate::model::scope::Scope;
use crate::state::export::Target;
use crate::state::export::assignments::Assignment;
use crate::state::export::principal::AzurePrincipal;
use crate::text::sentence_list;

/// A kind of thing that a state has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    /// One of the AllDatabases… roles.
    ClusterRole,
    /// Another role on the cluster.
    OtherClusterRole,
    /// A role on a table, a function and the like.
    EntityRole,
    /// A role that a follower database adds.
    FollowerRole,
    /// A role in a Fabric workspace or on an item.
    FabricRole,
    /// A role of a Microsoft account.
    AccountRole,
    /// A role of somebody whom Azure could not find.
    NamelessRole,
    /// A role of somebody whom the environment does not declare any more.
    FormerRole,
    /// The notes of a role.
    Note,
    /// What managed identities may be used for in a database.
    IdentityPolicy,
    /// Any other policy.
    Policy,
    /// A block.
    Block,
    /// A group with its members.
    Members,
    /// A table, a function and the like, or a workload group.
    Entity,
    /// An ingestion mapping.
    Mapping,
    /// A database with a name that no folder can have.
    Unnameable,
    /// A database whose roles were not read.
    Unread,
}

/// What a target does of a kind of thing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Does {
    /// It has a place for it.
    Holds,
    /// It has it in a comment.
    Comments,
    /// It leaves a role out, for this reason.
    LeavesOut(&'static str),
    /// It is not about that, for this reason.
    Passes(&'static str),
    /// It has a place for it, and this is to be known.
    Doubts(&'static str),
}

use Does::{Comments, Doubts, Holds, LeavesOut, Passes};

/// A row of the table: the kind, one and many of it, and what is done of it by Terraform and Bicep, by
/// KustoSchemaTools, and by a table.
type Row = (Kind, &'static str, &'static str, [Does; 3]);

const NO_CLUSTER: Does = LeavesOut("its files are about databases");
const NO_ENTITY: Does = LeavesOut("Azure gives roles on the cluster and on databases alone");
const NO_FABRIC: Does = LeavesOut("Fabric gives such roles");
const NO_FOLLOWER: Does = LeavesOut("commands alone give such roles");
const NO_FORMER: Does = LeavesOut("whoever has a role must exist");
const ONLY_ROLES: Does = Passes("this is about roles alone");
const NO_PEOPLE: Does = Passes("Microsoft Entra has the members");

const TABLE: &[Row] = &[
    (Kind::ClusterRole, "role on the cluster", "roles on the cluster", [Holds, NO_CLUSTER, Holds]),
    (
        Kind::OtherClusterRole,
        "other role on the cluster",
        "other roles on the cluster",
        [LeavesOut("Azure gives the AllDatabases roles alone"), NO_CLUSTER, Holds],
    ),
    (
        Kind::EntityRole,
        "role on what is in a database",
        "roles on what is in databases",
        [NO_ENTITY, LeavesOut("its files have the roles on databases"), Holds],
    ),
    (
        Kind::FollowerRole,
        "role that a follower database adds",
        "roles that follower databases add",
        [NO_FOLLOWER, LeavesOut("KustoSchemaTools does not give such roles yet"), Holds],
    ),
    (Kind::FabricRole, "role of Fabric", "roles of Fabric", [NO_FABRIC, NO_FABRIC, Holds]),
    (
        Kind::AccountRole,
        "role of a Microsoft account",
        "roles of Microsoft accounts",
        [LeavesOut("Azure takes users, groups and applications of Microsoft Entra"), Holds, Holds],
    ),
    (
        Kind::NamelessRole,
        "role of somebody without an id",
        "roles of those without an id",
        [LeavesOut("an application id, an object id or an address is needed"), Holds, Holds],
    ),
    (
        Kind::FormerRole,
        "role of somebody who does not exist any more",
        "roles of those who do not exist any more",
        [NO_FORMER, NO_FORMER, Holds],
    ),
    (Kind::Note, "note of a role", "notes of roles", [Comments, Comments, Holds]),
    (
        Kind::IdentityPolicy,
        "policy of managed identities on a database",
        "policies of managed identities on databases",
        [ONLY_ROLES, Holds, ONLY_ROLES],
    ),
    (
        Kind::Policy,
        "policy",
        "policies",
        [ONLY_ROLES, Passes("this is about roles and managed identities of databases"), ONLY_ROLES],
    ),
    (Kind::Block, "blocked principal", "blocked principals", [ONLY_ROLES, ONLY_ROLES, ONLY_ROLES]),
    (Kind::Members, "list of members of a group", "lists of members of groups", [NO_PEOPLE, NO_PEOPLE, NO_PEOPLE]),
    (
        Kind::Entity,
        "definition of a table, a function or the like",
        "definitions of tables, functions and the like",
        [ONLY_ROLES, ONLY_ROLES, ONLY_ROLES],
    ),
    (Kind::Mapping, "ingestion mapping", "ingestion mappings", [ONLY_ROLES, ONLY_ROLES, ONLY_ROLES]),
    (Kind::Unnameable, "database", "databases", [Holds, LeavesOut("the name can't be that of a folder"), Holds]),
    (
        Kind::Unread,
        "database whose roles were not all read",
        "databases whose roles were not all read",
        [Holds, Doubts("KustoSchemaTools takes away every role that its file does not have"), Holds],
    ),
];

/// Something of a kind that a target does not simply hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct LeftOut {
    kind: Kind,
    /// The database that it is of.
    database: Option<Arc<str>>,
    /// What it is.
    what: String,
}

impl LeftOut {
    /// Returns a database of such a kind.
    pub(super) fn database(kind: Kind, database: Arc<str>) -> Self {
        let what = Scope::database(Arc::clone(&database)).to_string();
        Self { kind, database: Some(database), what }
    }

    /// Returns whether it is of a database.
    pub(super) fn is_of(&self, database: &str) -> bool {
        self.database.as_deref() == Some(database)
    }
}

impl Kind {
    /// Returns what a target does of the kind; it holds one that the table does not have.
    fn done_by(self, target: Target) -> Does {
        let row = TABLE.iter().find(|(kind, ..)| *kind == self);
        row.map_or(Holds, |(.., [azure, schema_tools, rows])| match target {
            Target::Terraform | Target::Bicep => *azure,
            Target::KustoSchemaTools => *schema_tools,
            Target::Csv => *rows,
        })
    }
}

/// Returns the kinds of thing that a role is, besides a plain one on a database.
fn kinds(assignment: &Assignment<'_>, has_name: bool) -> impl Iterator<Item = Kind> {
    let of_scope = match assignment.scope.kind {
        _ if assignment.origin.is_some_and(Origin::is_of_fabric) => Some(Kind::FabricRole),
        EntityKind::Database => None,
        EntityKind::Cluster if assignment.role.cluster_name().is_some() => Some(Kind::ClusterRole),
        EntityKind::Cluster => Some(Kind::OtherClusterRole),
        EntityKind::Follower => Some(Kind::FollowerRole),
        _ => Some(Kind::EntityRole),
    };
    let of_holder = match assignment.who.kind {
        _ if !assignment.who.exists => Some(Kind::FormerRole),
        PrincipalKind::Account => Some(Kind::AccountRole),
        _ => (!has_name).then_some(Kind::NamelessRole),
    };
    of_scope.into_iter().chain(of_holder)
}

/// Returns the first reason for which a target leaves a role out, if it does.
fn left_out_for(world: &World<'_>, assignment: &Assignment<'_>, target: Target) -> Option<Kind> {
    let has_name = AzurePrincipal::of(&assignment.who, world.directory).is_some();
    kinds(assignment, has_name).find(|kind| matches!(kind.done_by(target), LeavesOut(_)))
}

/// Returns the roles that a target holds, and those that it leaves out. Notes that stand in comments are named too.
pub(super) fn divided<'a, 'w>(
    world: &World<'w>,
    assignments: &'a [Assignment<'w>],
    target: Target,
) -> (Vec<&'a Assignment<'w>>, Vec<LeftOut>) {
    let (mut held, mut left_out) = (Vec::new(), Vec::new());
    for assignment in assignments {
        let of_kind = |kind| LeftOut { kind, database: assignment.scope.database.clone(), what: role(assignment) };
        match left_out_for(world, assignment, target) {
            Some(kind) => left_out.push(of_kind(kind)),
            None => {
                let has_notes = !assignment.notes.is_empty() && Kind::Note.done_by(target) == Comments;
                left_out.extend(has_notes.then(|| of_kind(Kind::Note)));
                held.push(assignment);
            }
        }
    }
    (held, left_out)
}

/// Returns a role in a message: `table Sales.Orders admins aaduser=ana@contoso.com`.
fn role(assignment: &Assignment<'_>) -> String {
    let Assignment { scope, role, named, .. } = assignment;
    format!("{scope} {role} {named}")
}

/// Returns what a state has besides roles and a target does not simply hold.
pub(super) fn besides_roles(world: &World<'_>, target: Target) -> Vec<LeftOut> {
    let (catalog, directory) = (world.catalog, world.directory);
    let mut all = Vec::new();
    for (id, entity) in catalog.in_order() {
        let Some(scope) = Scope::of(catalog, id) else { continue };
        let is_database = scope.kind == EntityKind::Database;
        let of_scope = |kind, what: String| LeftOut { kind, database: scope.database.clone(), what };
        all.extend(entity.policies.iter().map(|(policy, _)| {
            let of_identities = is_database && policy == PolicyKind::ManagedIdentity;
            let kind = if of_identities { Kind::IdentityPolicy } else { Kind::Policy };
            of_scope(kind, format!("{policy} of {scope}"))
        }));
        let mappings = entity.mappings.iter();
        all.extend(mappings.map(|(_, name, _)| of_scope(Kind::Mapping, format!("{name} of {scope}"))));
        if !is_database && !matches!(scope.kind, EntityKind::Cluster | EntityKind::Follower) {
            all.push(of_scope(Kind::Entity, scope.to_string()));
        }
        if is_database && !directory.is_read(&scope.to_string()) {
            all.push(of_scope(Kind::Unread, scope.to_string()));
        }
    }
    let blocks = catalog.blocked().into_iter().filter(|(_, block)| block.holds_at(world.now));
    let blocks = blocks.map(|(key, _)| (Kind::Block, key.principal));
    let groups = directory.principals().filter(|group| !directory.members(*group).is_empty());
    let people = blocks.chain(groups.map(|group| (Kind::Members, group)));
    let what = |(kind, who)| LeftOut { kind, database: None, what: directory.reference(who) };
    all.extend(people.map(what));
    all.retain(|thing| thing.kind.done_by(target) != Holds);
    all
}

/// Returns what is not simply held, a line a kind, in the order of the table.
pub(super) fn lines<'a>(all: impl IntoIterator<Item = &'a LeftOut> + Clone, target: Target) -> Vec<Diagnostic> {
    let line = |(kind, one, many, _): &Row| {
        let of_kind: Vec<&str> =
            all.clone().into_iter().filter(|thing| thing.kind == *kind).map(|thing| thing.what.as_str()).collect();
        let counted = match of_kind.len() {
            0 => return None,
            1 => format!("1 {one}"),
            count => format!("{count} {many}"),
        };
        let (examples, code) = (examples(&of_kind), Code::Input);
        Some(match kind.done_by(target) {
            Holds => return None,
            Comments => Diagnostic::note(code, format!("in comments alone: {counted}: {examples}")),
            Passes(reason) => Diagnostic::note(code, format!("left out: {counted}, since {reason}: {examples}")),
            LeavesOut(reason) => Diagnostic::warning(code, format!("left out: {counted}, since {reason}: {examples}")),
            Doubts(why) => Diagnostic::warning(code, format!("to be checked: {counted}, since {why}: {examples}")),
        })
    };
    TABLE.iter().filter_map(line).collect()
}

/// Returns the first of many things.
fn examples(all: &[&str]) -> String {
    const NAMED: usize = 3;
    let mut named: Vec<String> = all.iter().take(NAMED).map(|what| format!("`{what}`")).collect();
    match all.len().saturating_sub(NAMED) {
        0 => {}
        1 => named.push("1 other".to_owned()),
        others => named.push(format!("{others} others")),
    }
    sentence_list(&named, "and")
}
