//! A script from one state to another: the fewest `.add` and `.drop` that make the same roles, and with them entities,
//! policies and blocks.

use std::collections::BTreeMap;

use crate::catalog::EntityId;
use crate::catalog::body::tables::Table;
use crate::directory::PrincipalId;
use crate::engine::{
    World, block_script, entity_change_script, entity_script, mapping_script, policy_script, workload_group_reset,
};
use crate::model::directive_kind::DirectiveKind;
use crate::model::entity::EntityKind;
use crate::model::keyword::Keyword;
use crate::model::name::{Quoted, Text};
use crate::model::policy::PolicyKind;
use crate::model::role::Role;
use crate::model::scope::Scope;
use crate::plan::difference::{Difference, Sign, What, differences, differences_of_environments};
use crate::plan::renames::Renames;
use crate::session::Session;
use crate::syntax::pieces;
use crate::text::{first_line, sentence_list, visible};

/// Returns the script that, run on what `from` has, leaves what `to` has. What no command makes is a comment, and before
/// what takes data away stands one too.
#[must_use]
pub fn script(from: &Session, to: &Session, renames: &Renames) -> String {
    let (start, renamed) = renames.run(from).unwrap_or_else(|| (String::new(), from.copy()));
    let database = (!start.is_empty()).then(|| renamed.database().to_owned());
    let entries = entries(&renamed, to, database);
    start + &tried(entries, renamed, to)
}

/// Returns the entries as a text; a command that would be refused is a comment that says why. (What a run leaves can be
/// such that no command makes it: an export of a table that was dropped.)
fn tried(entries: Vec<String>, mut session: Session, to: &Session) -> String {
    session.act_as_administrator();
    session.advance_clock(to.now().duration_since(session.now()));
    let mut text = String::new();
    for entry in entries {
        let mut refusal = None;
        pieces(&entry, 1, |piece| {
            let result = session.run(&piece).result;
            refusal = refusal.take().or_else(|| result.err());
        });
        let entry = match refusal {
            Some(why) => {
                let first = first_line(&entry);
                format!("// left out: {}: {}", visible(first), visible(&why.message))
            }
            None => entry,
        };
        let end = if entry.contains('\n') { "\n\n" } else { "\n" };
        text.extend([entry.as_str(), end]);
    }
    text
}

/// Returns the commands and comments, with this database in context before them.
fn entries(from: &Session, to: &Session, database: Option<String>) -> Vec<String> {
    from.world(|from| {
        to.world(|to| {
            let all = differences(from, to);
            let mut script = Script { from, to, entries: Vec::new(), database };
            // What goes may stand in the way of what comes; exports need that nothing does any more. Roles go last:
            // whoever runs the script may lose the right to.
            let is_set = |difference: &Difference| difference.after.is_some();
            script.gone(&all);
            script.policies(&all, |difference| !is_set(difference));
            script.made(&all, |kind| kind == EntityKind::Database);
            script.policies(&all, |it| is_set(it) && it.what == What::Policy(PolicyKind::ManagedIdentity));
            script.made(&all, |kind| !matches!(kind, EntityKind::Database | EntityKind::ContinuousExport));
            script.roles(&all, Keyword::Add);
            script.policies(&all, |it| is_set(it) && it.what != What::Policy(PolicyKind::ManagedIdentity));
            script.made(&all, |kind| kind == EntityKind::ContinuousExport);
            script.others(&all);
            script.roles(&all, Keyword::Drop);
            script.of_environments();
            script.entries
        })
    })
}

struct Script<'a> {
    from: &'a World<'a>,
    to: &'a World<'a>,
    /// Commands and comments.
    entries: Vec<String>,
    /// The database in context.
    database: Option<String>,
}

/// The kinds whose data goes when they are dropped.
const HOLDERS_OF_DATA: [EntityKind; 3] = [EntityKind::Database, EntityKind::Table, EntityKind::MaterializedView];

/// Returns how commands name an entity; one that is in a database needs that in context.
fn target(scope: &Scope) -> String {
    match scope.kind {
        EntityKind::Cluster => scope.kind.to_string(),
        kind => format!("{kind} {}", Quoted(&scope.name)),
    }
}

impl Script<'_> {
    fn command(&mut self, scope: &Scope, command: &str) {
        let is_inside = !matches!(scope.kind, EntityKind::Cluster | EntityKind::Database | EntityKind::Follower);
        if let (true, Some(database)) = (is_inside, scope.database.as_deref())
            && self.database.as_deref() != Some(database)
        {
            self.entries.push(format!("{} {}", DirectiveKind::DbContext, Quoted(database)));
            self.database = Some(database.to_owned());
        }
        self.entries.push(command.to_owned());
    }

    /// Adds commands for the entities of the chosen kinds that are new or are others now.
    fn made(&mut self, all: &[Difference], chosen: impl Fn(EntityKind) -> bool) {
        let is_made = |difference: &&Difference| {
            difference.what == What::Entity && difference.after.is_some() && chosen(difference.scope.kind)
        };
        let mut made: Vec<&Difference> = all.iter().filter(is_made).collect();
        made.sort_by_key(|difference| order_of_making(difference.scope.kind));
        for difference in made {
            let (was, is) = (difference.scope.find(self.from.catalog), difference.scope.find(self.to.catalog));
            let commands = match (was, is) {
                (Some(was), Some(is)) => entity_change_script((self.from, was), (self.to, is)),
                (_, Some(is)) => entity_script(self.to, is),
                (_, None) => Vec::new(),
            };
            if let (Some(was), Some(is)) = (was, is) {
                self.columns(&difference.scope, was, is);
            }
            commands.iter().for_each(|command| self.command(&difference.scope, command));
        }
    }

    /// Adds a comment that columns go, or get another type, and their data with them.
    fn columns(&mut self, scope: &Scope, was: EntityId, is: EntityId) {
        let columns = |world: &World<'_>, id| -> Vec<(String, String)> {
            let table = world.catalog.content::<Table>(id);
            let columns = table.into_iter().flat_map(|table| &table.columns);
            columns.map(|column| (column.name.to_string(), column.kind.to_string())).collect()
        };
        let left = columns(self.to, is);
        let gone = columns(self.from, was).into_iter().filter(|column| !left.contains(column));
        let gone: Vec<String> = gone.map(|(name, _)| visible(&name)).collect();
        if !gone.is_empty() {
            self.entries.push(format!(
                "// {}: the data of {} goes",
                visible(&scope.to_string()),
                sentence_list(&gone, "and")
            ));
        }
    }

    /// Adds comments about what only environments have.
    fn of_environments(&mut self) {
        for difference in differences_of_environments(self.from, self.to) {
            let (world, verb) = match difference.sign() {
                Sign::Removed => (self.from, "is no longer there"),
                Sign::Added | Sign::Changed => (self.to, "is there"),
            };
            let principal = difference.principal().map(|it| world.identity(it).fqn()).unwrap_or_default();
            let what = match &difference.what {
                What::Declared(role, _) => format!("{role} {principal} on {}", difference.scope),
                What::Member(_, group) => format!("the member {principal} of {group}"),
                _ => continue,
            };
            let line = format!("// left out: {what} {verb}, which the environment says and no command changes");
            self.entries.push(visible(&line));
        }
    }

    /// Adds commands for the entities that are gone; what is in a database goes with it.
    fn gone(&mut self, all: &[Difference]) {
        let is_gone = |difference: &&Difference| difference.what == What::Entity && difference.sign() == Sign::Removed;
        let mut gone: Vec<&Scope> = all.iter().filter(is_gone).map(|difference| &difference.scope).collect();
        gone.sort_by_key(|scope| std::cmp::Reverse(order_of_making(scope.kind)));
        let databases: Vec<Scope> =
            gone.iter().filter(|it| it.kind == EntityKind::Database).map(|it| (*it).clone()).collect();
        for scope in gone {
            let goes_with = databases.iter().any(|database| *database != *scope && database.database == scope.database);
            if !goes_with {
                let is_group = scope.kind == EntityKind::WorkloadGroup;
                let reset = workload_group_reset(&scope.name).filter(|_| is_group);
                if HOLDERS_OF_DATA.contains(&scope.kind) {
                    self.entries.push(format!("// {} goes with its data", visible(&scope.to_string())));
                }
                self.command(scope, &reset.unwrap_or_else(|| format!(".{} {}", Keyword::Drop, target(scope))));
            }
        }
    }

    /// Adds one command for each role and description on a scope; a new description is an `.add` too, an empty one as
    /// well, since `.add` without a description keeps the one that is there.
    fn roles(&mut self, all: &[Difference], verb: Keyword) {
        let is_gone: Vec<&Scope> = all
            .iter()
            .filter(|difference| difference.what == What::Entity && difference.sign() == Sign::Removed)
            .map(|difference| &difference.scope)
            .collect();
        let mut groups: BTreeMap<(&Scope, Role, Option<&str>), Vec<PrincipalId>> = BTreeMap::new();
        for difference in all {
            let What::Assignment(role, principal) = difference.what else { continue };
            let notes = match (&difference.after, verb) {
                (Some(notes), Keyword::Add) => {
                    Some(notes.as_str()).filter(|notes| !notes.is_empty() || difference.before.is_some())
                }
                (None, Keyword::Drop) if !is_gone.contains(&&difference.scope) => None,
                _ => continue,
            };
            groups.entry((&difference.scope, role, notes)).or_default().push(principal);
        }
        for ((scope, role, notes), principals) in groups {
            let world = if verb == Keyword::Add { self.to } else { self.from };
            let mut names: Vec<String> =
                principals.iter().map(|principal| Text(&world.identity(*principal).fqn()).to_string()).collect();
            names.sort();
            let (target, skip) = match scope.kind {
                EntityKind::Follower => {
                    let database = scope.database.as_deref().unwrap_or_default();
                    (format!("{} {}", EntityKind::Follower, Quoted(database)), String::new())
                }
                _ => (target(scope), format!(" {}", Keyword::SkipResults)),
            };
            let notes = notes.map_or_else(String::new, |notes| format!(" {}", Text(notes)));
            self.command(scope, &format!(".{verb} {target} {role} ({}){skip}{notes}", names.join(", ")));
        }
    }

    /// Adds commands for mappings and blocks.
    fn others(&mut self, all: &[Difference]) {
        for difference in all {
            let scope = &difference.scope;
            let command = match &difference.what {
                What::Mapping(kind, name) => {
                    let was_there = difference.before.is_some();
                    let id = scope.find(self.to.catalog);
                    id.and_then(|id| mapping_script(self.to, id, (*kind, name), was_there))
                }
                What::Block(key) => {
                    let blocked = self.to.catalog.block(key).filter(|blocked| blocked.holds_at(self.to.now));
                    Some(block_script(if blocked.is_some() { self.to } else { self.from }, key, blocked))
                }
                _ => None,
            };
            if let Some(command) = command {
                self.command(scope, &command);
            }
        }
    }

    /// Adds commands for the chosen policies.
    fn policies(&mut self, all: &[Difference], chosen: impl Fn(&Difference) -> bool) {
        for difference in all {
            let What::Policy(policy) = difference.what else { continue };
            if !chosen(difference) {
                continue;
            }
            let scope = &difference.scope;
            let command = match &difference.after {
                Some(_) => scope.find(self.to.catalog).and_then(|id| policy_script(self.to, id, policy)),
                None if scope.find(self.to.catalog).is_none() => None,
                None => Some(format!(".{} {} {} {}", Keyword::Delete, target(scope), Keyword::Policy, policy.word())),
            };
            if let Some(command) = command {
                self.command(scope, &command);
            }
        }
    }
}

/// Returns the place of a kind in the order in which scripts make entities.
const fn order_of_making(kind: EntityKind) -> u8 {
    match kind {
        EntityKind::Cluster | EntityKind::WorkloadGroup => 0,
        EntityKind::Database => 1,
        EntityKind::Table => 2,
        EntityKind::ExternalTable => 3,
        EntityKind::Function => 4,
        EntityKind::MaterializedView => 5,
        EntityKind::GraphModel | EntityKind::EntityGroup => 6,
        EntityKind::ContinuousExport => 7,
        EntityKind::Follower => 8,
    }
}
