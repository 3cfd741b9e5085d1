//! The data of the works: the same on every machine, as each program takes it.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

/// How many commands works 2, 3, 5, 7 and 9 have.
pub const COMMANDS: u64 = 1_000_000;

/// The numbers of commands, decisions and rows between which work 8 compares.
const GROWTH: [u64; 4] = [10_000, 100_000, 1_000_000, 3_000_000];

/// On how many commands work 10 plans, and how many it plans.
const PLANNED: (u64, u64) = (100_000, 10_000);

/// How many statements work 10 refuses.
const REFUSED: u64 = 160_000;

/// The words of the roles, in commands.
pub const ROLES: [&str; 6] = ["admins", "users", "viewers", "unrestrictedviewers", "ingestors", "monitors"];

/// A small generator of pseudo-random numbers (SplitMix64).
pub struct Random(pub u64);

impl Random {
    /// Returns a number below the limit.
    pub fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (mixed ^ (mixed >> 31)) % limit
    }

    /// Returns one of these.
    pub fn of<T: Copy>(&mut self, all: &[T]) -> T {
        all[usize::try_from(self.below(all.len() as u64)).unwrap()]
    }
}

/// How much there is of everything. Databases and users grow with the commands, so that sizes differ in nothing else:
/// a database has 1,000 commands at any of them, a user five.
#[derive(Clone, Copy)]
pub struct Size {
    pub commands: u64,
    pub databases: u64,
    pub users: u64,
}

impl Size {
    pub const fn of(commands: u64) -> Self {
        Self { commands, databases: commands / 1_000, users: commands / 5 }
    }

    /// The commands that make the databases.
    pub fn databases(self) -> String {
        (0..self.databases).map(|database| format!(".create database db{database} volatile\n")).collect()
    }

    /// The assignments, at random.
    pub fn assignments(self, seed: u64) -> impl Iterator<Item = Assignment> {
        let mut random = Random(seed);
        (0..self.commands).map(move |number| {
            let (database, user) = (random.below(self.databases), random.below(self.users));
            Assignment { database, role: random.of(&ROLES), user, number }
        })
    }

    /// The script that makes the databases and the assignments.
    pub fn script(self, seed: u64) -> String {
        let mut text = self.databases();
        self.assignments(seed).for_each(|assignment| assignment.write_kmgmt(&mut text));
        text
    }
}

/// One assignment: a command, a row, or a key with its value.
pub struct Assignment {
    database: u64,
    role: &'static str,
    user: u64,
    number: u64,
}

impl Assignment {
    pub fn write_kmgmt(&self, text: &mut String) {
        let Self { database, role, user, number } = self;
        let principal = format_args!("aaduser=user{user}@contoso.com");
        writeln!(text, ".add database db{database} {role} ('{principal}') skip-results 'note {number}'").unwrap();
    }

    fn write_sqlite(&self, text: &mut String) {
        let Self { database, role, user, number } = self;
        let principal = format_args!("aaduser=user{user}@contoso.com");
        writeln!(text, "insert or ignore into a values ('db{database}', '{role}', '{principal}', 'note {number}');")
            .unwrap();
    }

    fn write_redis(&self, text: &mut String) {
        let Self { database, role, user, number } = self;
        let key = format!("db{database}/{role}/aaduser=user{user}@contoso.com");
        let note = format!("note {number}");
        write!(text, "*4\r\n$4\r\nHSET\r\n$1\r\na\r\n${}\r\n{key}\r\n${}\r\n{note}\r\n", key.len(), note.len())
            .unwrap();
    }
}

const SQLITE_TABLE: &str = "create table a (d text, r text, u text, n text, primary key (d, r, u)) without rowid;\n";

/// Writes all files.
pub fn data(folder: &Path) {
    fs::create_dir_all(folder).expect("a folder for the data");
    let write = |name: &str, text: String| fs::write(folder.join(name), text).unwrap();
    let size = Size::of(COMMANDS);
    let script = size.script(1);
    write("databases.kql", size.databases());
    write("answered.kql", script.replace(" skip-results ", " "));
    write("commands.kql", script);
    write("commands.sql", sqlite(size.assignments(1), SQLITE_TABLE));
    let mut redis = String::new();
    size.assignments(1).for_each(|assignment| assignment.write_redis(&mut redis));
    write("commands.resp", redis);
    for count in GROWTH {
        write(&format!("commands-{count}.kql"), Size::of(count).script(1));
        write(&format!("databases-{count}.kql"), Size::of(count).databases());
    }
    planned(folder);
    refused(folder);
    // The last one: that it is there says that all are.
    write("environment.json", environment(size.users, |_| {}));
}

fn sqlite(assignments: impl Iterator<Item = Assignment>, begin: &str) -> String {
    let mut text = format!("{begin}begin;\n");
    assignments.for_each(|assignment| assignment.write_sqlite(&mut text));
    text + "commit;\n"
}

/// What work 10 plans, and on what.
fn planned(folder: &Path) {
    let (on, count) = PLANNED;
    let (size, changes) = (Size::of(on), Size { commands: count, ..Size::of(on) });
    fs::write(folder.join("state.kql"), size.script(1)).unwrap();
    fs::write(folder.join("state.sql"), sqlite(size.assignments(1), SQLITE_TABLE)).unwrap();
    let mut script = String::new();
    changes.assignments(5).for_each(|assignment| assignment.write_kmgmt(&mut script));
    fs::write(folder.join("changes.kql"), script).unwrap();
    fs::write(folder.join("changes.sql"), sqlite(changes.assignments(5), "")).unwrap();
}

/// What work 10 refuses: a quarter, all, and as many that are accepted. They name the databases and users of work 2.
fn refused(folder: &Path) {
    let size = Size { commands: REFUSED, ..Size::of(COMMANDS) };
    let mut random = Random(6);
    let statements: Vec<String> = (0..REFUSED).map(|number| refused_statement(size, number, &mut random)).collect();
    for count in [REFUSED / 4, REFUSED] {
        let these = &statements[..usize::try_from(count).unwrap()];
        fs::write(folder.join(format!("refused-{count}.kql")), format!("{}{}", size.databases(), these.concat()))
            .unwrap();
    }
    fs::write(folder.join("accepted.kql"), size.script(1)).unwrap();
}

/// Returns a command with one of four mistakes: a database that does not exist, a word that is no role, a principal
/// that is none, a bracket that is missing.
fn refused_statement(size: Size, number: u64, random: &mut Random) -> String {
    let (database, user) = (random.below(size.databases), random.below(size.users));
    let role = random.of(&ROLES);
    let principal = format!("aaduser=user{user}@contoso.com");
    match number % 4 {
        0 => format!(".add database db{database}x {role} ('{principal}') skip-results 'note {number}'\n"),
        1 => format!(".add database db{database} {role}x ('{principal}') skip-results 'note {number}'\n"),
        2 => format!(".add database db{database} {role} ('aaduser') skip-results 'note {number}'\n"),
        _ => format!(".add database db{database} {role} '{principal}') skip-results 'note {number}'\n"),
    }
}

/// Returns an environment with these users, and the groups that are written after them.
pub fn environment(users: u64, write_groups: impl Fn(&mut String)) -> String {
    let mut text = String::from("{ \"cluster\": { \"name\": \"local\", \"homeTenant\": \"contoso.com\" },\n");
    text.push_str("  \"tenants\": [ { \"id\": \"6babcaad-604b-40ac-a9d7-9fd97c0b779f\", \"names\": [\"contoso.com\"] } ],\n  \"users\": [\n");
    for user in 0..users {
        let comma = if user + 1 == users { "" } else { "," };
        writeln!(
            text,
            "    {{ \"upn\": \"user{user}@contoso.com\", \"objectId\": \"00000000-0000-4000-8000-{user:012x}\", \"displayName\": \"User {user}\", \"tenant\": \"contoso.com\" }}{comma}"
        )
        .unwrap();
    }
    text.push_str("  ]");
    write_groups(&mut text);
    text.push_str(" }\n");
    text
}

/// Writes a group with its members, as they stand in an environment.
pub fn write_group(text: &mut String, group: u64, members: &[String]) {
    writeln!(
        text,
        "    {{ \"email\": \"group{group}@contoso.com\", \"objectId\": \"00000000-0000-4000-a000-{group:012x}\", \"displayName\": \"Group {group}\", \"tenant\": \"contoso.com\", \"members\": [{}] }}",
        members.join(", ")
    )
    .unwrap();
}
