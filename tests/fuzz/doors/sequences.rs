//! Sequences of commands against a plain model of the catalog, and access against the naive evaluator.

use std::collections::BTreeSet;
use std::sync::{Arc, LazyLock};

use jiff::Timestamp;
use kmgmt::access::{Access, Memberships, Verdict};
use kmgmt::catalog::{CLUSTER, Catalog, EntityId};
use kmgmt::cluster::Cluster;
use kmgmt::diagnostic::Diagnostic;
use kmgmt::model::entity::EntityKind;
use kmgmt::model::permission::Permission;
use kmgmt::model::principal::PrincipalRef;
use kmgmt::session::{Output, Session};
use kmgmt::syntax::pieces;
use kmgmt::table::{Table, Value};

use super::model::{ADMIN, Model, Step, Verb, name, title};
use super::setup::CLOCK;
use crate::access::Built;
use crate::access::matrix::Matrix;
use crate::access::world::{Held, Source, World, parent};
use crate::naive::{self, Answer};

/// Names of which there are few, so that commands meet each other's entities. The first database is always there.
const DATABASES: &[&str] = &["NetDefaultDB", "D1", "D2"];
const INSIDE: &[&str] = &["Table T1", "Table T2", "Table T3", "Function F"];
const USERS: &[&str] = &["aaduser=u0@fabrikam.com", "aaduser=u1@fabrikam.com", "aaduser=u2@fabrikam.com"];
const GROUPS: &[(&str, &[&str])] = &[
    ("aadgroup=g0@fabrikam.com", &["aaduser=u0@fabrikam.com", "aadgroup=g1@fabrikam.com"]),
    ("aadgroup=g1@fabrikam.com", &["aaduser=u1@fabrikam.com"]),
    ("aadgroup=g2@fabrikam.com", &[]),
];

/// The roles that commands give: their words, and the rows of `fixtures/access/matrix.tsv`.
const OF_CLUSTER: &[(&str, &str)] = &[
    ("admins", "AllDatabasesAdmin"),
    ("viewers", "AllDatabasesViewer"),
    ("monitors", "AllDatabasesMonitor"),
    ("databasecreators", "Cluster DatabaseCreator"),
];
const OF_DATABASE: &[(&str, &str)] = &[
    ("admins", "Database Admin"),
    ("users", "Database User"),
    ("viewers", "Database Viewer"),
    ("unrestrictedviewers", "Database UnrestrictedViewer"),
    ("ingestors", "Database Ingestor"),
    ("monitors", "Database Monitor"),
];
const OF_TABLE: &[(&str, &str)] = &[("admins", "Table Admin"), ("ingestors", "Table Ingestor")];
const OF_FUNCTION: &[(&str, &str)] = &[("admins", "Function Admin")];

static MATRIX: LazyLock<Matrix> = LazyLock::new(Matrix::read);

static BUILT: LazyLock<(World, Built)> = LazyLock::new(|| {
    let mut world = World::default();
    world.add("", "Cluster", "cluster", false);
    world.users = USERS.iter().map(|user| (*user).to_owned()).collect();
    let owned = |members: &[&str]| members.iter().map(|member| (*member).to_owned()).collect();
    world.groups = GROUPS.iter().map(|(group, members)| ((*group).to_owned(), owned(members))).collect();
    let built = Built::new(&world, &MATRIX);
    world.add("cluster", "Database", DATABASES[0], false);
    let (path, role) = ("cluster".to_owned(), OF_CLUSTER[0].1.to_owned());
    world.held.push(Held { path, role, who: ADMIN.to_owned(), source: Source::Cluster });
    (world, built)
});

/// The bytes, one after the other; zeros after the last.
struct Bytes<'b>(&'b [u8]);

impl Bytes<'_> {
    fn next(&mut self) -> usize {
        let Some((first, rest)) = self.0.split_first() else { return 0 };
        self.0 = rest;
        usize::from(*first)
    }

    fn pick<'a, T>(&mut self, all: &'a [T]) -> &'a T {
        &all[self.next() % all.len()]
    }

    fn database(&mut self) -> String {
        format!("cluster/{}", self.pick(DATABASES))
    }

    fn inside(&mut self) -> String {
        format!("{}/{}", self.database(), self.pick(INSIDE))
    }

    fn table(&mut self) -> String {
        format!("{}/{}", self.database(), self.pick(&INSIDE[..3]))
    }

    fn entity(&mut self) -> String {
        match self.next() % 4 {
            0 => "cluster".to_owned(),
            1 | 2 => self.database(),
            _ => self.inside(),
        }
    }

    fn everybody(&mut self) -> Vec<String> {
        let chosen = self.next();
        let all = USERS.iter().copied().chain(GROUPS.iter().map(|(group, _)| *group));
        all.enumerate().filter(|(at, _)| chosen & (1 << at) != 0).map(|(_, who)| who.to_owned()).collect()
    }

    fn step(&mut self) -> Step {
        match self.next() % 8 {
            0 => Step::Create { path: format!("cluster/{}", self.pick(&DATABASES[1..])) },
            1 | 2 => Step::Create { path: self.inside() },
            3 if self.next().is_multiple_of(4) => {
                Step::Drop { path: format!("cluster/{}", self.pick(&DATABASES[1..])) }
            }
            3 => Step::Drop { path: self.inside() },
            4 => Step::Rename { path: self.table(), name: self.pick(&["T1", "T2", "T3"]).to_string() },
            5 => Step::Restrict { path: self.table(), on: self.next().is_multiple_of(2) },
            6 => Step::Show { path: self.entity() },
            _ => {
                let path = self.entity();
                let (_, role) = *self.pick(roles(&path));
                Step::Roles {
                    verb: *self.pick(&[Verb::Add, Verb::Add, Verb::Drop, Verb::Set]),
                    path,
                    role,
                    who: self.everybody(),
                }
            }
        }
    }
}

fn roles(path: &str) -> &'static [(&'static str, &'static str)] {
    match title(path) {
        "Cluster" => OF_CLUSTER,
        "Database" => OF_DATABASE,
        "Table" => OF_TABLE,
        _ => OF_FUNCTION,
    }
}

/// The words of a command for an entity: `database D1`, `table T1`.
fn called(path: &str) -> String {
    match title(path) {
        "Cluster" => "cluster".to_owned(),
        title => format!("{} {}", title.to_lowercase(), name(path)),
    }
}

/// The text of a step; none where the language has no such command.
fn command(step: &Step) -> Option<String> {
    Some(match step {
        Step::Create { path } => match title(path) {
            "Database" => format!(".create database {}", name(path)),
            "Table" => format!(".create table {} (a:long)", name(path)),
            _ => format!(".create-or-alter function {}() {{ 1 }}", name(path)),
        },
        Step::Drop { path } => format!(".drop {}", called(path)),
        Step::Rename { path, name: new } => format!(".rename table {} to {new}", name(path)),
        Step::Roles { verb, path, role, who } => {
            let (word, _) = roles(path).iter().find(|(_, row)| row == role)?;
            let verb = match verb {
                Verb::Add => "add",
                Verb::Drop => "drop",
                Verb::Set => "set",
            };
            let who = match who.is_empty() {
                true if verb == "set" => "none".to_owned(),
                true => return None,
                false => format!("('{}')", who.join("', '")),
            };
            format!(".{verb} {} {word} {who}", called(path))
        }
        Step::Restrict { path, on } => format!(".alter table {} policy restricted_view_access {on}", name(path)),
        Step::Show { path } => format!(".show {} principals", called(path)),
    })
}

/// The real catalog beside the model.
struct Run {
    session: Session,
    model: Model,
    /// The models before each change that can be undone.
    before: Vec<World>,
    /// What was run.
    story: Vec<String>,
}

/// Each command does to the catalog what it does to the model, and is refused by both or by neither; what it shows is
/// what the model says. In the end everybody may do what the naive evaluator says, and some do where the bytes ask
/// for them.
pub fn run(bytes: &[u8]) {
    let (world, built) = &*BUILT;
    let cluster = Cluster::with(built.catalog.clone(), built.directory.clone());
    let model = Model { world: world.clone(), actor: ADMIN.to_owned() };
    let session = Session::on(Arc::new(cluster), CLOCK);
    let mut run = Run { session, model, before: Vec::new(), story: Vec::new() };
    let mut bytes = Bytes(bytes);
    while !bytes.0.is_empty() {
        match bytes.next() % 16 {
            0 => {
                let user: &&str = bytes.pick(USERS);
                run.act(user);
            }
            1 => run.act(ADMIN),
            2 => run.undo(),
            3 => run.decides(&bytes.everybody()),
            _ => run.step(&bytes.step()),
        }
    }
    let everybody: Vec<String> = world.users.iter().chain(world.groups.keys()).cloned().collect();
    run.decides(&everybody);
}

impl Run {
    /// Runs one statement in a database; answers the table that it shows.
    fn statement(&mut self, text: &str, database: &str) -> Result<Option<Table>, Diagnostic> {
        self.story.push(text.to_owned());
        self.session.use_database(database);
        let mut result = Ok(None);
        pieces(text, 1, |piece| {
            let outcome = self.session.run(&piece);
            result = outcome.result.map(|output| match &output {
                Output::Answer(..) => self.session.table(&output),
                _ => None,
            });
        });
        result
    }

    fn act(&mut self, who: &str) {
        self.statement(&format!("#as {who}"), DATABASES[0]).unwrap();
        self.model.actor = who.to_owned();
    }

    fn undo(&mut self) {
        self.statement("#undo", DATABASES[0]).unwrap();
        if let Some(before) = self.before.pop() {
            self.model.world = before;
        }
        self.holds(&format!("{:#?}", self.story));
    }

    fn step(&mut self, step: &Step) {
        let Some(text) = command(step) else { return };
        let database = path_of(step).split('/').nth(1).unwrap_or(DATABASES[0]).to_owned();
        let before = self.session.read().catalog.clone();
        let result = self.statement(&text, &database);
        let after = self.model.after(&MATRIX, step);
        let said =
            format!("{result:?} for {step:?} by {}\n{:#?}\n{:#?}", self.model.actor, self.story, self.model.world);
        assert_eq!(result.is_ok(), after.is_some(), "{said}");
        let is_changed = self.session.read().catalog != before;
        let Some(after) = after else { return assert!(!is_changed, "{said}") };
        if is_changed {
            self.before.push(self.model.world.clone());
        }
        self.model = after;
        if let (Step::Show { path }, Ok(Some(table))) = (step, &result) {
            assert_eq!(shown(table), self.model.principals(path), "{said}");
        }
        self.holds(&said);
    }

    /// Everything that exists in the model does in the catalog, and nothing else.
    fn holds(&self, said: &str) {
        let state = self.session.read();
        let mut paths: BTreeSet<String> = BTreeSet::from(["cluster".to_owned()]);
        for (id, database) in state.catalog.children(CLUSTER, EntityKind::Database) {
            let path = format!("cluster/{}", database.definition.name);
            paths.extend(
                state.catalog.all_children(id).into_iter().map(|(_, entity)| {
                    format!("{path}/{} {}", entity.definition.kind().title(), entity.definition.name)
                }),
            );
            paths.insert(path);
        }
        assert_eq!(paths, self.model.world.entities.keys().cloned().collect(), "{said}");
    }

    /// These may do what the naive evaluator says, with everything.
    fn decides(&self, people: &[String]) {
        let state = self.session.read();
        let access = Access::new(&state.catalog, &state.directory);
        let world = &self.model.world;
        for who in people {
            let principal = state.directory.resolve(&PrincipalRef::parse(who).unwrap()).unwrap().principal.unwrap();
            let mut memberships = Memberships::default();
            memberships.fill(&state.directory, principal, Timestamp::UNIX_EPOCH);
            let filled = memberships.filled(&state.directory, principal, Timestamp::UNIX_EPOCH);
            for path in world.entities.keys() {
                let entity = entity(&state.catalog, path);
                for action in &MATRIX.actions {
                    let verdict = access.evaluate(filled.subject(), Permission::of(action).unwrap(), entity);
                    let answer = match verdict {
                        Verdict::NoRole => Answer::NoRole,
                        Verdict::NoDependency(_) => Answer::NoDependency,
                        Verdict::Restricted(_) => Answer::Restricted,
                        Verdict::Allowed(_) => Answer::Allowed,
                    };
                    let expected = naive::answer(world, &MATRIX, who, action, path);
                    assert_eq!(answer, expected, "{who} {action} {path}\n{:#?}\n{world:#?}", self.story);
                }
            }
        }
    }
}

fn path_of(step: &Step) -> &str {
    match step {
        Step::Create { path }
        | Step::Drop { path }
        | Step::Rename { path, .. }
        | Step::Roles { path, .. }
        | Step::Restrict { path, .. }
        | Step::Show { path } => path,
    }
}

fn entity(catalog: &Catalog, path: &str) -> EntityId {
    let Some(parent) = parent(path) else { return CLUSTER };
    let kind = EntityKind::ALL.iter().copied().find(|kind| kind.title() == title(path)).unwrap();
    catalog.child(entity(catalog, parent), kind, name(path)).unwrap()
}

/// Who holds which role, as a table says it. The built-in application is in no model.
fn shown(table: &Table) -> BTreeSet<(String, String)> {
    let text = |value: &Value| match value {
        Value::Text(text) => text.to_string(),
        other => panic!("{other:?}"),
    };
    let rows: Vec<(String, String)> = table
        .rows()
        .map(|row| (text(&row[0]), reference(&text(&row[4]))))
        .filter(|(_, who)| !who.starts_with("aadapp="))
        .collect();
    let all: BTreeSet<_> = rows.iter().cloned().collect();
    assert_eq!(all.len(), rows.len(), "{rows:#?}");
    all
}

/// The reference of the model for a fully qualified name: groups have their ids there.
fn reference(fqn: &str) -> String {
    let (before, _tenant) = fqn.split_once(';').unwrap_or((fqn, ""));
    before.replace("object of ", "")
}
