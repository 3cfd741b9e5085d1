//! Every kind of command that is read by its form is judged by what its row says: sentences of the
//! grammar are tried by somebody who holds nothing, and by the holder of each role of
//! `fixtures/access/matrix.tsv`, where all that they name exists and where nothing of it does.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test that fails may panic")]

#[path = "support/access/mod.rs"]
mod access;
#[path = "support/ebnf/mod.rs"]
mod ebnf;
#[path = "support/offers.rs"]
mod offers;
mod support;

use access::Matrix;
use access::matrix::{Row, allowed};
use ebnf::{Generator, Grammar, Random};
use kmgmt::diagnostic::{Code, Diagnostic};
use kmgmt::model::command_kind::CommandKind;
use kmgmt::model::entity::EntityKind;
use kmgmt::model::name::Quoted;
use kmgmt::model::permission::Permission;
use kmgmt::model::rule::{On, Rule};
use kmgmt::session::Session;
use kmgmt::syntax::ast::rows::Part;
use kmgmt::syntax::ast::{Command, Target};
use kmgmt::syntax::{parser, pieces};
use support::{act_as, run_well, session};

const SEED: u64 = 8;

/// So many sentences of each form are tried.
const EACH: usize = 2;

/// So many are made until these name only what can exist.
const MOST: usize = 100;

/// The one whose commands are judged.
const WHO: &str = "aaduser=holder@contoso.com";

/// The database in context.
const CONTEXT: &str = "Here";

/// A table of the database in context that no command names.
const OTHER_TABLE: &str = "OtherTable";

/// What a command is about: an entity, or a database itself.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Place {
    database: String,
    entity: Option<(EntityKind, String)>,
}

/// A permission that the command takes, and the kinds of the entity and of what holds it.
struct Need {
    action: Permission,
    on: EntityKind,
}

/// A command in a world.
struct Case {
    text: String,
    kind: CommandKind,
    places: Vec<Place>,
    /// Whether what it is about exists in the world.
    exists: bool,
    world: Session,
}

impl Case {
    /// The command in such a world; none where a name in it can be that of no entity.
    fn new(text: &str, exists: bool) -> Option<Self> {
        let (kind, places) = parsed(text);
        let mut world = session();
        for place in places.iter().chain([&context()]) {
            if world.read().catalog.database(&place.database).is_none() {
                make(&mut world, &format!(".create database {} volatile", Quoted(&place.database)))?;
            }
            world.use_database(&place.database);
            if let Some((kind, name)) = place.entity.as_ref().filter(|_| exists) {
                make(&mut world, &made(*kind, &Quoted(name).to_string()))?;
            }
        }
        world.use_database(CONTEXT);
        run_well(&mut world, &made(EntityKind::Table, OTHER_TABLE));
        Some(Self { text: text.to_owned(), kind, places, exists, world })
    }

    /// What each place takes by the row of the kind.
    fn needs(&self) -> Vec<Need> {
        let each = |new: Permission, existing: Permission, missing: EntityKind| {
            let need = |place: &Place| match &place.entity {
                Some((kind, _)) if self.exists => Need { action: existing, on: *kind },
                Some(_) => Need { action: new, on: missing },
                None => Need { action: existing, on: EntityKind::Database },
            };
            self.places.iter().map(need).collect()
        };
        match self.kind.required().rule {
            Rule::OwnRows => Vec::new(),
            Rule::Holds(action, On::Cluster) => vec![Need { action, on: EntityKind::Cluster }],
            Rule::Holds(action, On::Database) => vec![Need { action, on: EntityKind::Database }],
            Rule::Holds(action, On::Within) => vec![Need { action, on: EntityKind::Table }],
            // Who may show what there is, learns that the entity does not exist.
            Rule::Holds(action, On::Entity) => each(Permission::ShowMetadata, action, EntityKind::Database),
            Rule::Makes { new, existing } => each(new, existing, EntityKind::Database),
            Rule::Holds(_, On::Source) | Rule::Others(..) | Rule::AnyRole => {
                panic!("{}: such a command has a tree of its own", self.kind.name())
            }
        }
    }

    /// Whether who holds these roles wherever the command looks may run it, by the matrix.
    fn expected(&self, rows: &[&Row]) -> bool {
        self.needs().iter().all(|need| allowed(rows, need.action, need.on))
    }

    /// The world where these roles are held: of the cluster, of each database and of each entity that the
    /// command is about.
    fn holding(&self, rows: &[&Row]) -> Session {
        let mut world = self.world.copy();
        for row in rows {
            for command in self.givings(row) {
                world.use_database(&command.0);
                run_well(&mut world, &command.1);
            }
        }
        world.use_database(CONTEXT);
        world
    }

    fn givings(&self, row: &Row) -> Vec<(String, String)> {
        let (kind, role) = (row.kind(), row.model().word());
        let within = matches!(self.kind.required().rule, Rule::Holds(_, On::Within));
        let mut names: Vec<(String, String)> = match kind {
            EntityKind::Cluster => vec![(CONTEXT.to_owned(), String::new())],
            EntityKind::Database => {
                let places = self.places.iter();
                places.map(|place| (place.database.clone(), Quoted(&place.database).to_string())).collect()
            }
            EntityKind::Table if within => vec![(CONTEXT.to_owned(), OTHER_TABLE.to_owned())],
            _ if !self.exists => Vec::new(),
            _ => (self.places.iter())
                .filter_map(|place| Some((place, place.entity.as_ref()?)))
                .filter(|(_, (own, _))| *own == kind)
                .map(|(place, (_, name))| (place.database.clone(), Quoted(name).to_string()))
                .collect(),
        };
        names.dedup();
        let give = |name: &str| format!(".add {kind} {name} {role} ('{WHO}') skip-results");
        names.into_iter().map(|(database, name)| (database, give(&name))).collect()
    }

    /// The refusal, if the one who is judged may not run the command.
    fn refusal(&self, world: &Session) -> Option<Diagnostic> {
        let mut world = world.copy();
        act_as(&mut world, WHO);
        let mut refusal = None;
        pieces(&self.text, 1, |piece| {
            let result = world.run(&piece).result;
            refusal = result.err().filter(|error| error.code.is_forbidden());
        });
        refusal
    }

    /// Tries the command as the holder of these roles.
    fn judge(&self, rows: &[&Row]) -> Option<String> {
        let refusal = self.refusal(&self.holding(rows));
        let names: Vec<String> = rows.iter().map(|row| row.name()).collect();
        match (refusal, self.expected(rows)) {
            (None, false) => Some(self.fault(&format!("{} is not refused", names.join(" and ")))),
            (Some(_), true) => Some(self.fault(&format!("{} is refused", names.join(" and ")))),
            _ => None,
        }
    }

    fn fault(&self, fault: &str) -> String {
        let exists = if self.exists { "" } else { ", where nothing of it exists" };
        format!("{}: {fault}{exists}: {}", self.kind.name(), self.text)
    }

    /// Tries the command as somebody who holds nothing: the refusal names the page, and the commands
    /// that it offers allow the command.
    fn judge_stranger(&self) -> Option<String> {
        let Some(refusal) = self.refusal(&self.world) else {
            return (!self.needs().is_empty()).then(|| self.fault("nobody is refused"));
        };
        let page = self.kind.required().page;
        if self.exists && !refusal.help.iter().any(|help| help.contains(page)) {
            return Some(self.fault("the page is missing"));
        }
        let mut stranger = self.world.copy();
        act_as(&mut stranger, WHO);
        let offers = offers::offered(&[&refusal]);
        if offers.is_empty() {
            return Some(self.fault("nothing is offered"));
        }
        let after = offers::after(&stranger, &offers, &self.text);
        self.refusal(&after).map(|_| self.fault(&format!("`{}` does not help", offers.join("` `"))))
    }
}

fn context() -> Place {
    Place { database: CONTEXT.to_owned(), entity: None }
}

/// The kind of a command, and what it is about.
fn parsed(text: &str) -> (CommandKind, Vec<Place>) {
    let mut found = None;
    pieces(text, 1, |piece| {
        let statement = parser::parse(&piece).unwrap_or_else(|refusal| panic!("{text}\n{}", refusal.kind));
        let Command::Rows(command) = &statement.command else { panic!("{text}: it has a tree of its own") };
        let places = command.targets().iter().flat_map(places).collect();
        found = Some((command.kind(), places));
    });
    found.unwrap()
}

fn places(target: &Target<'_>) -> Vec<Place> {
    let database = |name: &str| Place { database: name.to_owned(), entity: None };
    let inside = |database: &str, kind: EntityKind, name: &str| {
        let entity = Some((kind, name.to_owned()));
        Place { database: database.to_owned(), entity }
    };
    match target {
        // It is a part of the cluster; who may do what with it is asked of that.
        Target::Entity(EntityKind::WorkloadGroup, _) => vec![context()],
        Target::Cluster | Target::Database(None) | Target::All(_) => vec![context()],
        Target::Database(Some(name)) => vec![database(&name.text)],
        Target::Several(EntityKind::Database, names) => names.iter().map(|name| database(&name.text)).collect(),
        Target::Entity(kind, name) => {
            let database = name.database.as_ref().map_or(CONTEXT, |name| &name.text);
            vec![inside(database, *kind, &name.name.text)]
        }
        Target::Several(kind, names) => names.iter().map(|name| inside(CONTEXT, *kind, &name.text)).collect(),
    }
}

/// Runs commands that make an entity, if such a name can be given.
fn make(world: &mut Session, commands: &str) -> Option<()> {
    let mut made = Some(());
    pieces(commands, 1, |piece| match world.run(&piece).result {
        Err(error) if matches!(error.code, Code::EntityName | Code::Syntax) => made = None,
        result => assert!(result.is_ok(), "{}\n{result:?}", piece.text),
    });
    made
}

/// Commands that make an entity.
fn made(kind: EntityKind, name: &str) -> String {
    const MODEL: &str = r#"{"Definition": {"Steps": [{"Kind": "AddNodes", "Query": "T", "NodeIdColumn": "a"}]}}"#;
    let external = |name: &str| {
        format!(
            ".create external table {name} (a:long) kind=storage dataformat=csv (h@'https://a.blob.core.windows.net/c;key')"
        )
    };
    match kind {
        EntityKind::Table => format!(".create table {name} (a:long)"),
        EntityKind::ExternalTable => external(name),
        EntityKind::MaterializedView => {
            format!(
                ".create-merge table Source (a:long)\n.create materialized-view {name} on table Source {{ Source | summarize count() by a }}"
            )
        }
        EntityKind::Function => format!(".create function {name}() {{ 1 }}"),
        EntityKind::GraphModel => format!(".create-or-alter graph_model {name} '{MODEL}'"),
        EntityKind::ContinuousExport => {
            let target = external("Target").replacen("create", "create-or-alter", 1);
            format!(
                ".create-merge table Source (a:long)\n{target}\n.create-or-alter continuous-export {name} to table Target <| Source"
            )
        }
        EntityKind::EntityGroup => format!(".create-or-alter entity_group {name} (database('D'))"),
        EntityKind::Cluster | EntityKind::Database | EntityKind::WorkloadGroup | EntityKind::Follower => {
            panic!("{kind} {name} is not made so")
        }
    }
}

/// Sentences of each form that is a row's, where all that they name exists, and where nothing of it does.
fn cases() -> impl Iterator<Item = Case> {
    let names_entities = |case: &Case| case.places.iter().any(|place| place.entity.is_some());
    let both = move |case: Case| {
        let absent = Case::new(&case.text, false).filter(names_entities);
        [case].into_iter().chain(absent)
    };
    present().into_iter().flat_map(both)
}

/// The cases where what a sentence names exists.
fn present() -> Vec<Case> {
    let grammar = Grammar::load();
    let mut generator = Generator::new(&grammar, Random::new(SEED));
    let mut all = Vec::new();
    for form in grammar.forms().iter().filter(|form| form.is_row()) {
        let sentences = std::iter::repeat_with(|| unpiped(&generator.sentence(form).text));
        let cases: Vec<Case> = sentences.take(MOST).filter_map(|text| Case::new(&text, true)).take(EACH).collect();
        assert_eq!(cases.len(), EACH, "{}", form.name);
        all.extend(cases);
    }
    all
}

/// The sentence as it prints, without what stands after a pipe. What a query reads takes more than the command, so that
/// it reads nothing here.
fn unpiped(text: &str) -> String {
    let mut printed = String::new();
    pieces(text, 1, |piece| {
        let mut command = parser::parse(&piece).unwrap().command;
        if let Command::Rows(row) = &mut command {
            for part in &mut row.parts {
                if let Part::Query(query) = part {
                    query.text = "print x = 1".into();
                }
            }
        }
        printed = format!(".{command}");
    });
    printed
}

/// What the tests of all cases find.
fn faults(test: impl Fn(&Case) -> Vec<String> + Sync) -> String {
    let all: Vec<Case> = cases().collect();
    // The longest test of the suite but one: it takes two cores.
    let (first, second) = all.split_at(all.len() / 2);
    let found = |cases: &[Case]| cases.iter().flat_map(&test).collect::<Vec<String>>();
    let found = std::thread::scope(|scope| {
        let first = scope.spawn(|| found(first));
        let second = found(second);
        [first.join().unwrap(), second].concat()
    });
    found.join("\n")
}

#[test]
fn one_who_holds_nothing_is_refused_with_the_page_and_an_offer_that_helps() {
    let faults = faults(|case| case.judge_stranger().into_iter().collect());
    assert!(faults.is_empty(), "{faults}");
}

#[test]
fn each_role_allows_the_commands_whose_rows_take_what_it_gives() {
    let matrix = Matrix::read();
    let faults = faults(|case| matrix.holdings().iter().filter_map(|rows| case.judge(rows)).collect());
    assert!(faults.is_empty(), "{faults}");
}
