//! Follower databases (`cluster-follower.md`). kmgmt has one cluster: a database becomes a follower by
//! the first command about what it has as one, and its own roles stand for those of the database that it
//! follows. Both are our choice; in the service Azure makes followers.

use std::sync::Arc;

use serde_json::{Map, Value as Json, json};

use crate::catalog::body::databases::Database;
use crate::catalog::body::followers::{FOLLOWER, Follower};
use crate::catalog::{Assignment, AssignmentView, Assignments, CLUSTER, Definition, Edit, EntityId, Policy};
use crate::diagnostic::{Code, Diagnostic, Result};
use crate::directory::PrincipalId;
use crate::engine::policies::target::edit;
use crate::engine::roles::absent_warning;
use crate::engine::{Decision, World};
use crate::model::command_kind::CommandKind;
use crate::model::entity::EntityKind;
use crate::model::keyword::Keyword;
use crate::model::modification_kind::ModificationKind;
use crate::model::name::Quoted;
use crate::model::policy::PolicyKind;
use crate::model::role::Role;
use crate::model::secret::redacted;
use crate::syntax::ast::Target;
use crate::syntax::ast::rows::{Part, RowCommand};
use crate::syntax::literal::{Name, Value as Literal};
use crate::table::{Table, Value};
use crate::text::{nearest, quoted};

mod script;

pub(super) use script::script_of;

/// The word before where the leader is.
const FROM: &str = "from";
/// How the roles of a follower combine with those of its leader.
const PRINCIPALS_KIND: &str = "principals-modification-kind";
/// How its caching policies combine with those of its leader.
const CACHING_KIND: &str = "caching-policies-modification-kind";
/// Whether extents are read before they are asked for.
const PREFETCH: &str = "prefetch-extents";
/// Where the metadata is.
const METADATA: &str = "metadata";
/// The name of the follower, where it differs from that of its leader.
const NAME_OVERRIDE: &str = "database-name-override";

/// Decides a command about followers.
pub(super) fn decide(command: &RowCommand<'_>, world: &World<'_>) -> Result<Decision> {
    match command.kind {
        CommandKind::ShowFollowerDatabase => show(command, world),
        CommandKind::DropFollowerDatabases => stop(command, world),
        CommandKind::AlterFollowerClusterConfiguration => Ok(Decision::edits(Vec::new())),
        _ => change(command, world),
    }
}

/// Returns the databases that the command names.
fn databases(command: &RowCommand<'_>, world: &World<'_>) -> Result<Vec<EntityId>> {
    let mut all = Vec::new();
    for target in command.targets() {
        match target {
            Target::Database(Some(name)) => all.push(world.database_named(&name)?),
            Target::Several(EntityKind::Database, names) => {
                for name in &names {
                    all.push(world.database_named(name)?);
                }
            }
            _ => {}
        }
    }
    Ok(all)
}

/// What a database has as a follower; one that is none yet gets what followers have at first.
struct Draft {
    database: EntityId,
    id: EntityId,
    is_new: bool,
    principals: ModificationKind,
    follower: Follower,
}

impl Draft {
    fn of(database: EntityId, world: &World<'_>) -> Self {
        let found = world.catalog.child(database, EntityKind::Follower, FOLLOWER);
        let follower = found.and_then(|id| world.catalog.content::<Follower>(id));
        let content = world.catalog.content::<Database>(database);
        Self {
            database,
            id: found.unwrap_or_else(|| world.catalog.next_id()),
            is_new: found.is_none(),
            principals: content.and_then(|content| content.follower).unwrap_or_default(),
            follower: follower.cloned().unwrap_or_default(),
        }
    }

    /// Returns the edits after which the database is as the draft says.
    fn edits(self, world: &World<'_>) -> Vec<Edit> {
        let mut edits = Vec::new();
        if self.is_new {
            edits.push(Edit::creation(self.id, Definition::new(self.database, FOLLOWER, self.follower)));
        } else {
            edits.extend(Edit::content(world.catalog, self.id, self.follower).filter(Edit::is_change));
        }
        if let Some(database) = world.catalog.content::<Database>(self.database) {
            let after = Database { follower: Some(self.principals), ..database.clone() };
            edits.extend(Edit::content(world.catalog, self.database, after).filter(Edit::is_change));
        }
        edits
    }
}

fn change(command: &RowCommand<'_>, world: &World<'_>) -> Result<Decision> {
    let database = databases(command, world)?.first().copied().map_or_else(|| world.database_in_context(), Ok)?;
    let mut draft = Draft::of(database, world);
    let (id, is_new) = (draft.id, draft.is_new);
    if let Some(from) = command.text_after(FROM) {
        draft.follower.leader = Arc::from(redacted(&from.text).as_ref());
    }
    let mut warnings = Vec::new();
    let after = match command.kind {
        CommandKind::AddFollowerDatabaseAuthorizedPrincipals
        | CommandKind::DropFollowerDatabaseAuthorizedPrincipals => {
            principals(command, (database, id), world, &mut warnings)?
        }
        CommandKind::AlterFollowerDatabaseAuthorizedPrincipals | CommandKind::DropFollowerDatabasePolicyCaching => {
            let after = command.body().map(|body| Policy::new(body.json.to_string()));
            policy(id, after, world)
        }
        CommandKind::AlterFollowerTablesPolicyCaching | CommandKind::DropFollowerTablesPolicyCaching => {
            warnings.extend(without_table(database, command, world));
            set_tables(command, &mut draft.follower);
            Vec::new()
        }
        CommandKind::AlterFollowerDatabaseChildEntities => {
            set_list(command, &mut draft.follower);
            Vec::new()
        }
        _ => {
            configure(command, &mut draft);
            Vec::new()
        }
    };
    if command.kind == CommandKind::AddFollowerDatabaseAuthorizedPrincipals && !draft.principals.adds() {
        warnings.push(does_not_count(database, command, world));
    }
    // What takes something away from a database that is no follower makes none of it.
    if is_new && takes_away(command) {
        return Ok(Decision::change(Vec::new(), overrides, &[database]).warned(warnings));
    }
    if is_new {
        warnings.push(becomes_follower(database, command, world));
    }
    let mut edits = draft.edits(world);
    edits.extend(after);
    Ok(Decision { warnings, ..Decision::change(edits, overrides, &[database]) })
}

fn takes_away(command: &RowCommand<'_>) -> bool {
    command.has_word(Keyword::Drop.text()) || command.has_word(Keyword::Delete.text())
}

/// Warns of tables and views that a caching policy is for and that the database does not have.
fn without_table(database: EntityId, command: &RowCommand<'_>, world: &World<'_>) -> Vec<Diagnostic> {
    let of_views =
        [Keyword::MaterializedView, Keyword::MaterializedViews].iter().any(|word| command.has_word(word.text()));
    let kind = if of_views { EntityKind::MaterializedView } else { EntityKind::Table };
    let named = command.names().filter(|_| !takes_away(command));
    let absent = named.filter(|name| world.catalog.child(database, kind, &name.text).is_none());
    let warning = |name: &Name<'_>| {
        let message = format!("database `{}` has no {kind} {}", world.catalog.name_of(database), quoted(&name.text));
        let near = nearest(&name.text, world.catalog.child_names(database, kind)).map(str::to_owned);
        Diagnostic::warning(Code::EntityNotFound, message)
            .at(name.span)
            .did_you_mean(near.as_deref())
            .help("the policy is kept, and has no effect until there is one")
    };
    absent.map(warning).collect()
}

/// Warns that a role on a follower does not count by how it combines its roles with its leader's.
fn does_not_count(database: EntityId, command: &RowCommand<'_>, world: &World<'_>) -> Diagnostic {
    let name = Quoted(world.catalog.name_of(database)).to_string();
    let message = format!(
        "the role does not count: `principals-modification-kind` of `{name}` is `{}`, so that the roles of its leader count alone",
        ModificationKind::None.word()
    );
    let (union, replace) = (ModificationKind::Union.word(), ModificationKind::Replace.word());
    Diagnostic::warning(Code::BadRequest, message).at(command.place()).help(format!(
        "`.alter follower database {name} principals-modification-kind = {union}` lets it count beside them, `{replace}` instead of them"
    ))
}

fn becomes_follower(database: EntityId, command: &RowCommand<'_>, world: &World<'_>) -> Diagnostic {
    let name = world.catalog.name_of(database);
    let message = format!(
        "database `{name}` is taken for a follower from here on: its own roles count as the roles of its leader"
    );
    Diagnostic::warning(Code::BadRequest, message)
        .at(command.place())
        .help(format!("`.show follower database {}` shows what it has as a follower", Quoted(name)))
}

/// `.add follower database D viewers (…)`, `.drop …`
fn principals(
    command: &RowCommand<'_>,
    (database, id): (EntityId, EntityId),
    world: &World<'_>,
    warnings: &mut Vec<Diagnostic>,
) -> Result<Vec<Edit>> {
    let role = command.words().find_map(|word| Role::of_kind(word, EntityKind::Database));
    let Some(role) = role else { return Ok(Vec::new()) };
    let notes = command.texts_after(")").next().map(|notes| Arc::<str>::from(&*notes.text));
    let adds = command.verb() == Keyword::Add.text();
    let held = |principal| world.catalog.get(id).and_then(|found| found.assignments.get(role, principal));
    let held = |principal| held(principal).map(AssignmentView::assignment);
    let mut order = world.catalog.next_order();
    let mut named: Vec<PrincipalId> = Vec::new();
    let mut edits = Vec::new();
    for reference in command.principals() {
        let principal = world.principal(reference, warnings)?;
        if named.contains(&principal) {
            continue;
        }
        named.push(principal);
        let before: Option<Assignment> = held(principal);
        let after = adds.then(|| Assignment {
            order: before.as_ref().map_or(order, |before| before.order),
            notes: notes.clone().or_else(|| before.as_ref().map(|before| before.notes.clone())).unwrap_or_default(),
        });
        order = order.saturating_add(1);
        if before.is_none() && !adds {
            let none = Assignments::default();
            let held = world.catalog.get(id).map_or(&none, |found| &found.assignments);
            let title = role.display(EntityKind::Follower, world.catalog.name_of(database));
            warnings.push(absent_warning((principal, reference), (role, &title, held), database, world));
        }
        edits.extend(Some(Edit::assignment((id, role, principal), before, after)).filter(Edit::is_change));
    }
    Ok(edits)
}

/// Returns the edit of the caching policy; the entity may be new.
fn policy(id: EntityId, after: Option<Policy>, world: &World<'_>) -> Vec<Edit> {
    match world.catalog.get(id) {
        Some(_) => edit(world, id, PolicyKind::Caching, after).into_iter().collect(),
        None => after.map(|after| Edit::policy(id, PolicyKind::Caching, None, Some(after))).into_iter().collect(),
    }
}

/// `.alter follower database D table T policy caching …`
fn set_tables(command: &RowCommand<'_>, follower: &mut Follower) {
    for name in command.names() {
        match command.body() {
            Some(body) => follower.tables.insert(Arc::from(&*name.text), Policy::new(body.json.to_string())),
            None => follower.tables.remove(&*name.text),
        };
    }
}

/// `.alter follower database D tables include add (T*)`
fn set_list(command: &RowCommand<'_>, follower: &mut Follower) {
    let words: Vec<&str> = command.words().skip(3).filter(|word| word.starts_with(char::is_alphabetic)).collect();
    let list = words
        .iter()
        .filter(|word| ![FROM, Keyword::Add.text(), Keyword::Drop.text()].contains(word))
        .copied()
        .collect::<Vec<_>>()
        .join(" ");
    let held = follower.settings.get(list.as_str()).cloned().unwrap_or_default();
    let mut names: Vec<String> = held.split(", ").filter(|name| !name.is_empty()).map(str::to_owned).collect();
    for pattern in command.patterns() {
        names.retain(|name| name != pattern);
        if words.contains(&Keyword::Add.text()) {
            names.push(pattern.to_owned());
        }
    }
    match names.is_empty() {
        true => follower.settings.remove(list.as_str()),
        false => follower.settings.insert(Arc::from(list), Arc::from(names.join(", "))),
    };
}

/// `.alter follower database D principals-modification-kind = union`, and its relatives.
fn configure(command: &RowCommand<'_>, draft: &mut Draft) {
    let kind = command.words().find_map(ModificationKind::of);
    let truth = command.parts.iter().find_map(|part| match part {
        Part::Value(Literal::Bool(value)) => Some(*value),
        _ => None,
    });
    if command.has_word(PRINCIPALS_KIND) {
        draft.principals = kind.unwrap_or_default();
    } else if command.has_word(CACHING_KIND) {
        draft.follower.caching = kind.unwrap_or_default();
    } else if command.has_word(PREFETCH) {
        draft.follower.prefetch = truth.unwrap_or_default();
    } else if let Some(text) = command.text_after(METADATA) {
        draft.follower.settings.insert(Arc::from(METADATA), Arc::from(&*text.text));
    } else if let Some(name) = command.names().next() {
        draft.follower.settings.insert(Arc::from(NAME_OVERRIDE), Arc::from(&*name.text));
    }
}

/// `.drop follower database D from '…'`: it is no follower any more.
fn stop(command: &RowCommand<'_>, world: &World<'_>) -> Result<Decision> {
    let mut edits = Vec::new();
    for id in databases(command, world)? {
        let Some(follower) = world.catalog.child(id, EntityKind::Follower, FOLLOWER) else {
            let message = format!("database `{}` is no follower", world.catalog.name_of(id));
            return Err(Diagnostic::error(Code::BadRequest, message).at(command.place()));
        };
        edits.extend(world.catalog.removal(follower));
        if let Some(database) = world.catalog.content::<Database>(id) {
            let after = Database { follower: None, ..database.clone() };
            edits.extend(Edit::content(world.catalog, id, after));
        }
    }
    Ok(Decision::edits(edits))
}

/// `.show follower database D`; without names, all followers.
fn show(command: &RowCommand<'_>, world: &World<'_>) -> Result<Decision> {
    let mut all = databases(command, world)?;
    if all.is_empty() {
        all = world.catalog.child_ids(CLUSTER, EntityKind::Database);
    }
    Ok(Decision::report(overrides, &all))
}

/// Returns what the databases have as followers; those that are none are left out.
fn overrides(world: &World<'_>, databases: &[EntityId]) -> Table {
    let mut table = Table::new(CommandKind::ShowFollowerDatabase.schema());
    for id in databases {
        let Some(found) = world.catalog.child(*id, EntityKind::Follower, FOLLOWER).and_then(|id| world.catalog.get(id))
        else {
            continue;
        };
        let (Some(follower), Some(database)) = (found.content::<Follower>(), world.catalog.content::<Database>(*id))
        else {
            continue;
        };
        let caching = found.policies.get(PolicyKind::Caching).map_or("null".into(), |policy| policy.json().to_owned());
        table.push([
            Value::from(world.catalog.name_of(*id)),
            Value::from(follower.leader.clone()),
            Value::from(caching),
            Value::from(principals_json(world, found.assignments.sorted())),
            Value::from(database.follower.unwrap_or_default().title()),
            Value::from(follower.caching.title()),
            Value::from(follower.prefetch),
            Value::from(tables_json(follower)),
        ]);
    }
    table
}

fn principals_json(world: &World<'_>, assignments: Vec<(Role, PrincipalId, AssignmentView<'_>)>) -> String {
    let object = |(role, principal, assignment): (Role, PrincipalId, AssignmentView<'_>)| {
        let identity = world.identity(principal);
        json!({
            "Principal": {
                "FullyQualifiedName": identity.fqn(),
                "DisplayName": identity.display_name(world.tenant()),
                "Type": identity.kind.type_name(),
            },
            "Role": role.title(),
            "Notes": assignment.notes,
        })
    };
    Json::from_iter(assignments.into_iter().map(object)).to_string()
}

fn tables_json(follower: &Follower) -> String {
    if follower.tables.is_empty() {
        return String::new();
    }
    let table = |(name, policy): (&Arc<str>, &Policy)| {
        let policy: Json = serde_json::from_str(policy.json()).unwrap_or_default();
        (name.to_string(), json!({ "CachingPolicyOverride": policy }))
    };
    Json::Object(follower.tables.iter().map(table).collect::<Map<_, _>>()).to_string()
}
