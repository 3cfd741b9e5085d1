//! Operators after the pipe beside sqlite3: the same rows in memory on both sides, timed without loading them.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use kmgmt::query::functions::{Context, Patterns};
use kmgmt::query::parse::parse_query;
use kmgmt::query::space::Space;
use kmgmt::query::{Bound, bind};
use kmgmt::syntax::ast::COMMAND_RESULTS;
use kmgmt::table::{Table, Value};

/// How many rows there are, as `.show database D principals` answers them.
const ROWS: usize = 100_000;

const ROLES: [&str; 6] = [
    "Database Admin",
    "Database User",
    "Database Viewer",
    "Database UnrestrictedViewer",
    "Database Ingestor",
    "Database Monitor",
];

/// A name, a pipe, and a statement that has the same answer. What has many rows becomes a table in sqlite3 too.
const PIPES: &[(&str, &str, &str)] = &[
    (
        "where project summarize order",
        "where Role endswith 'Viewer' | project PrincipalFQN, Notes, Role \
         | summarize n = count(), m = max(PrincipalFQN) by Notes | order by n desc, Notes asc",
        "select Notes, count(*) n, max(PrincipalFQN) m from p where Role like '%viewer' \
         group by Notes order by n desc, Notes",
    ),
    (
        "order all rows by two keys",
        "project PrincipalFQN, Notes | order by Notes asc, PrincipalFQN desc",
        "create table result as select PrincipalFQN, Notes from p order by Notes asc, PrincipalFQN desc",
    ),
    (
        "extend with functions of texts",
        "project User = tolower(split(PrincipalFQN, '@')[0]), Both = strcat(Role, ': ', PrincipalDisplayName)",
        "create table result as select lower(substr(PrincipalFQN, 1, instr(PrincipalFQN, '@') - 1)) User, \
         Role || ': ' || PrincipalDisplayName Both from p",
    ),
    (
        "where with or, distinct",
        "where Role == 'Database Viewer' or PrincipalFQN contains 'u77' | distinct Role, Notes",
        "select distinct Role, Notes from p where Role = 'Database Viewer' or PrincipalFQN like '%u77%'",
    ),
];

/// Prints for each pipe its name, and the least nanoseconds of kmgmt and of sqlite3, in turn in as many rounds. The rows
/// for sqlite3 are written to the folder.
pub fn pipes(folder: &Path, rounds: usize) {
    fs::create_dir_all(folder).expect("a folder for the rows");
    let table = rows();
    let file = folder.join("rows.csv");
    fs::write(&file, csv(&table)).unwrap();
    for (name, pipe, statement) in PIPES {
        let text = format!("{COMMAND_RESULTS} | {pipe}");
        let bound = bind(&parse_query(&text).unwrap(), table.columns()).unwrap();
        let (mut ours, mut theirs) = (Duration::MAX, Duration::MAX);
        for _ in 0..rounds {
            ours = ours.min(time(&bound, &table)).min(time(&bound, &table));
            theirs = theirs.min(sqlite(&file, statement));
        }
        println!("{name}\t{}\t{}", ours.as_nanos(), theirs.as_nanos());
    }
}

fn rows() -> Table {
    let mut table = Table::new(kmgmt::schema! {
        Role: String,
        PrincipalType: String,
        PrincipalDisplayName: String,
        PrincipalObjectId: String,
        PrincipalFQN: String,
        Notes: String,
        RoleAssignmentIdentifier: String,
    });
    for number in 0..ROWS {
        // The numbers go up and down, as in no order.
        let user = number * 7_919 % ROWS;
        table.push([
            Value::from(ROLES[user % ROLES.len()]),
            Value::from("Microsoft Entra user"),
            Value::from(format!("User {user}")),
            Value::from(format!("00000000-0000-4000-8000-{user:012x}")),
            Value::from(format!("aaduser=u{user}@d{}.com", user % 13)),
            Value::from(format!("note {}", user % 100)),
            Value::from(format!("00000000-0000-4000-9000-{number:012x}")),
        ]);
    }
    table
}

pub fn csv(table: &Table) -> String {
    let mut text = String::new();
    let names: Vec<&str> = table.columns().iter().map(|column| &*column.name).collect();
    writeln!(text, "{}", names.join(",")).unwrap();
    for row in table.rows() {
        let cells = row.iter().map(|cell| match cell {
            Value::Text(text) => &**text,
            other => panic!("{other:?} is no text"),
        });
        writeln!(text, "{}", cells.collect::<Vec<_>>().join(",")).unwrap();
    }
    text
}

fn time(bound: &Bound, table: &Table) -> Duration {
    let context = Context {
        now: jiff::Timestamp::UNIX_EPOCH,
        database: "db",
        cluster: "https://local",
        principal: "aaduser=me@contoso.com",
        details: Default::default(),
        member_of: &|_| false,
        patterns: Patterns::default(),
        space: Space::default(),
    };
    let start = Instant::now();
    let answer = bound.run(table, &context).unwrap();
    let time = start.elapsed();
    assert!(answer.rows().len() > 0, "the pipe gives rows");
    time
}

/// Returns the real time that sqlite3 says, as the second of two times: the first has loaded what it needs.
fn sqlite(rows: &Path, statement: &str) -> Duration {
    let script = format!(
        ".mode csv\n.import '{}' p\n{statement};\ndrop table if exists result;\n.timer on\n{statement};\n",
        rows.display()
    );
    let mut child =
        Command::new("sqlite3").arg(":memory:").stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    std::io::Write::write_all(&mut child.stdin.take().unwrap(), script.as_bytes()).unwrap();
    let output = String::from_utf8(child.wait_with_output().unwrap().stdout).unwrap();
    let said = output.lines().filter_map(|line| line.strip_prefix("Run Time: real ")).next_back().unwrap();
    Duration::from_secs_f64(said.split_whitespace().next().unwrap().parse().unwrap())
}
