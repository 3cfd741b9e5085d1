//! What a target has no place for: one table of the kinds of things that a state has, with what each target does of
//! them, and the lines that say it.

use std::collections::BTreeMap;
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

/// What a target does of a kind of thing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Support {
    /// It has a place for it.
    Full,
    /// It has it in a comment.
    CommentOnly,
    /// It leaves a role out, for this reason.
    Unsupported(&'static str),
    /// It is not about that, for this reason.
    OutOfScope(&'static str),
    /// It has a place for it, and this is to be known.
    NeedsReview(&'static str),
}

use Support::{CommentOnly, Full, NeedsReview, OutOfScope, Unsupported};

const NO_CLUSTER: Support = Unsupported("its files are about databases");
const NO_ENTITY: Support = Unsupported("Azure gives roles on the cluster and on databases alone");
const NO_FABRIC: Support = Unsupported("Fabric gives such roles");
const NO_FOLLOWER: Support = Unsupported("commands alone give such roles");
const NO_FORMER: Support = Unsupported("whoever has a role must exist");
const ONLY_ROLES: Support = OutOfScope("this is about roles alone");
const NO_PEOPLE: Support = OutOfScope("Microsoft Entra has the members");

/// Makes the kinds of things that a state has, and the table of them: one and many of each, and what is done of it by
/// Terraform and Bicep, by KustoSchemaTools, and by a table.
macro_rules! kinds {
    ($(
        #[doc = $doc:literal]
        $kind:ident: $one:literal, $many:literal, [$azure:expr, $schema_tools:expr, $rows:expr];
    )*) => {
        /// A kind of thing that a state has.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub(super) enum Kind {
            $(#[doc = $doc] $kind),*
        }

        impl Kind {
            const fn row(self) -> (&'static str, &'static str, [Support; 3]) {
                match self {
                    $(Self::$kind => ($one, $many, [$azure, $schema_tools, $rows])),*
                }
            }
        }
    };
}

kinds! {
    /// One of the AllDatabases… roles.
    ClusterRole: "role on the cluster", "roles on the cluster", [Full, NO_CLUSTER, Full];
    /// Another role on the cluster.
    OtherClusterRole: "other role on the cluster", "other roles on the cluster",
        [Unsupported("Azure gives the AllDatabases roles alone"), NO_CLUSTER, Full];
    /// A role on a table, a function and the like.
    EntityRole: "role on what is in a database", "roles on what is in databases",
        [NO_ENTITY, Unsupported("its files have the roles on databases"), Full];
    /// A role that a follower database adds.
    FollowerRole: "role that a follower database adds", "roles that follower databases add",
        [NO_FOLLOWER, Unsupported("KustoSchemaTools does not give such roles yet"), Full];
    /// A role in a Fabric workspace or on an item.
    FabricRole: "role of Fabric", "roles of Fabric", [NO_FABRIC, NO_FABRIC, Full];
    /// A role of a Microsoft account.
    AccountRole: "role of a Microsoft account", "roles of Microsoft accounts",
        [Unsupported("Azure takes users, groups and applications of Microsoft Entra"), Full, Full];
    /// A role of somebody whom Azure could not find.
    NamelessRole: "role of somebody without an id", "roles of those without an id",
        [Unsupported("an application id, an object id or an address is needed"), Full, Full];
    /// A role of somebody whom the environment does not declare any more.
    FormerRole: "role of somebody who does not exist any more", "roles of those who do not exist any more",
        [NO_FORMER, NO_FORMER, Full];
    /// The notes of a role.
    Note: "note of a role", "notes of roles", [CommentOnly, CommentOnly, Full];
    /// What managed identities may be used for in a database.
    IdentityPolicy: "policy of managed identities on a database", "policies of managed identities on databases",
        [ONLY_ROLES, Full, ONLY_ROLES];
    /// Any other policy.
    Policy: "policy", "policies",
        [ONLY_ROLES, OutOfScope("this is about roles and managed identities of databases"), ONLY_ROLES];
    /// A block.
    Block: "blocked principal", "blocked principals", [ONLY_ROLES, ONLY_ROLES, ONLY_ROLES];
    /// A group with its members.
    Members: "list of members of a group", "lists of members of groups", [NO_PEOPLE, NO_PEOPLE, NO_PEOPLE];
    /// A table, a function and the like, or a workload group.
    Entity: "definition of a table, a function or the like", "definitions of tables, functions and the like",
        [ONLY_ROLES, ONLY_ROLES, ONLY_ROLES];
    /// An ingestion mapping.
    Mapping: "ingestion mapping", "ingestion mappings", [ONLY_ROLES, ONLY_ROLES, ONLY_ROLES];
    /// A database with a name that no folder can have.
    Unnameable: "database", "databases", [Full, Unsupported("the name can't be that of a folder"), Full];
    /// A database whose roles were not read.
    Unread: "database whose roles were not all read", "databases whose roles were not all read",
        [Full, NeedsReview("KustoSchemaTools takes away every role that its file does not have"), Full];
}

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
    /// Returns what a target does of the kind.
    const fn done_by(self, target: Target) -> Support {
        let (.., [azure, schema_tools, rows]) = self.row();
        match target {
            Target::Terraform | Target::Bicep => azure,
            Target::KustoSchemaTools => schema_tools,
            Target::Csv => rows,
        }
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
    kinds(assignment, has_name).find(|kind| matches!(kind.done_by(target), Unsupported(_)))
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
                let has_notes = !assignment.notes.is_empty() && Kind::Note.done_by(target) == CommentOnly;
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
    all.retain(|thing| thing.kind.done_by(target) != Full);
    all
}

/// Returns what is not simply held, a line a kind, in the order of the table.
pub(super) fn lines<'a>(all: impl IntoIterator<Item = &'a LeftOut>, target: Target) -> Vec<Diagnostic> {
    let mut kinds: BTreeMap<Kind, Vec<&str>> = BTreeMap::new();
    all.into_iter().for_each(|thing| kinds.entry(thing.kind).or_default().push(&thing.what));
    kinds.into_iter().filter_map(|(kind, things)| line(kind, &things, target)).collect()
}

fn line(kind: Kind, things: &[&str], target: Target) -> Option<Diagnostic> {
    let (one, many, _) = kind.row();
    let counted = if things.len() == 1 { format!("1 {one}") } else { format!("{} {many}", things.len()) };
    let (examples, code) = (examples(things), Code::Input);
    Some(match kind.done_by(target) {
        Full => return None,
        CommentOnly => Diagnostic::note(code, format!("in comments alone: {counted}: {examples}")),
        OutOfScope(reason) => Diagnostic::note(code, format!("left out: {counted}, since {reason}: {examples}")),
        Unsupported(reason) => Diagnostic::warning(code, format!("left out: {counted}, since {reason}: {examples}")),
        NeedsReview(why) => Diagnostic::warning(code, format!("to be checked: {counted}, since {why}: {examples}")),
    })
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
