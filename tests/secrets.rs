//! Secrets in commands are shown nowhere and written nowhere: every row below is a command with a secret, every door
//! one way to run it or to ask about it. Each row's secret has a word of its own, which must stand in no answer, no
//! diagnostic and no file.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test that fails may panic")]

#[path = "cli/kmgmt.rs"]
mod kmgmt;

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use ::kmgmt::syntax::{holds_secret, pieces};
use kmgmt::{command, run};

/// Where the word of a row stands.
const MARK: &str = "MARK";

/// What the rows need.
const SETUP: &str = "
.create table T (a:long, s:string)
.create table U (a:long, s:string)
.create table S (a:long, s:string)
.create external table E (a:long, s:string) kind=storage dataformat=csv (h@'https://a.blob.core.windows.net/c;impersonate')
";

/// Commands that succeed.
const GOOD: &[&str] = &[
    ".create external table E0 (a:long) kind=storage dataformat=csv (h'MARK')",
    ".create external table E1 (a:long) kind=storage dataformat=csv (h@'https://a.blob.core.windows.net/c;MARK')",
    ".create external table E2 (a:long) kind=storage dataformat=csv ('https://a.blob.core.windows.net/c;MARK==')",
    ".create external table E3 (a:long) kind=storage dataformat=csv (h@'https://a.blob.core.windows.net/c?sv=1&sig=MARK')",
    ".create external table E4 (a:long) kind=storage dataformat=csv ('https://b.s3.us-east-1.amazonaws.com;AwsCredentials=ID,MARK')",
    ".create external table E5 (a:long) kind=delta (h\"https://a.blob.core.windows.net/c;MARK\")",
    ".create external table E6 (a:long) kind=storage dataformat=csv ('https://a.blob.core.windows.net/c;impersonate', 'https://a.blob.core.windows.net/d;' h'MARK')",
    ".create external table E7 (a:long) kind=sql table=T ('Server=tcp:a.database.windows.net,1433;User ID=u;Password=MARK;') with (createifnotexists = true)",
    ".create-or-alter external table E8 (a:long) kind=sql table=T (h@'mongodb://u:MARK@h/db?ssl=true')",
    ".create-or-alter function F1() { external_data(a:long)[h@'https://a.blob.core.windows.net/c;MARK'] }",
    ".create-or-alter function with (skipvalidation=true, docstring=h'MARK') F2() { T | where s == h\"MARK\" }",
    ".create-or-alter function F3() {\n T // h'x'\n | where s == h@'MARK'\n}",
    ".create-or-alter function F4(p:string = h'MARK') { T | where s == p }",
    ".ingest into table T (h'https://a.blob.core.windows.net/c/f.csv;MARK')",
    ".ingest into table T ('https://a.blob.core.windows.net/c/f.csv?sig=MARK') with (format='csv')",
    ".export to csv ('https://a.blob.core.windows.net/c;MARK') <| T | where s == h'MARK'",
    ".create-or-alter continuous-export X to table E1 with (intervalBetweenRuns=1h) <| U | where s == h'MARK' | project a",
    ".alter table T policy row_level_security enable \"T | where s == h'MARK'\"",
    ".alter table T policy row_level_security enable ```T | where s == h'MARK'```",
    ".alter table U policy update @'[{\"IsEnabled\": true, \"Source\": \"S\", \"Query\": \"S | where s == h\\\"MARK\\\"\"}]'",
    ".alter cluster policy callout @'[{\"CalloutType\": \"sql\", \"CalloutUriRegex\": \"Server=x;Password=MARK\", \"CanCall\": true}]'",
    ".add table T admins ('aaduser=a@contoso.com') h'MARK'",
    ".add table T admins ('aaduser=b@contoso.com') 'Server=x;Password=MARK'",
    ".add cluster blockedprincipals 'aaduser=c@contoso.com' reason h'MARK'",
    ".alter table T docstring h'MARK'",
    ".create-merge table T (a:long) with (docstring='open' h'MARK')",
    ".alter table U folder 'https://a.blob.core.windows.net/c;MARK'",
    ".create table V (a:long) with (docstring=h'MARK', folder=@'https://u:MARK@host/x')",
    ".alter table T column-docstrings (s:h'MARK')",
    ".alter database NetDefaultDB prettyname h'MARK'",
    ".create materialized-view M on table T { T | where s != h'MARK' | summarize count() by a }",
    ".create-or-alter graph_model G '{\"Definition\": {\"Steps\": [{\"Kind\": \"AddNodes\", \"Query\": \"T | where s == h\\\\\"MARK\\\\\"\", \"NodeIdColumn\": \"a\"}]}}'",
    ".create-or-alter table T ingestion csv mapping 'M' '[{\"Column\": \"a\", \"Properties\": {\"Ordinal\": \"0\", \"ConstValue\": \"https://a.blob.core.windows.net/c;MARK\"}}]'",
    ".execute database script <|\n.create external table S1 (a:long) kind=storage dataformat=csv (h@'https://a.blob.core.windows.net/c;MARK')\n.add table T admins ('aaduser=d@contoso.com') h'MARK'\n#end",
    ".create external table B7 (a:long) kind=sql table=T ('Server=x;Password=MARK;Authentication=frob')",
    ".alter table T policy row_level_security enable \"Tx | where s == h'MARK'\"",
    ".alter table U policy update @'[{\"Source\": \"S\", \"Query\": \"S | frob h\\\"MARK\\\"\"}]'",
    ".show tables | where TableName != h'MARK' | project TableName",
    ".show tables | extend x = h'MARK' | project TableName",
    ".show tables | project TableName | where TableName matches regex h@'MARK'",
];

/// Commands that fail: where they are read, where they are bound, where they are decided, where they run.
const BAD: &[&str] = &[
    ".create external table B1 (a:long) kind=storage dataformat=csv (h@'https://a.blob.core.windows.net/c;MARK') frob",
    ".create external table B2 (a:long) kind=storage dataformat=csv ('https://a.blob.core.windows.net/c;MARK' 5",
    ".create external table B3 (a:long) kind=storage dataformat=csv (h@'https://a.blob.core.windows.net/c;MARK",
    ".create external table B4 (a:long) kind=storage dataformat=csv (\"https://a.blob.core.windows.net/c?sig=MARK",
    ".create external table B5 (a:long) kind=frob dataformat=csv (h@'https://a.blob.core.windows.net/c;MARK')",
    ".alter table T policy row_level_security disable h'T | where s == \"MARK\"'",
    ".alter database NetDefaultDB policy retention h'{\"SoftDeletePeriod\": \"10.00:00:00\", \"Recoverability\": \"MARK\"} '",
    ".create-or-alter table T ingestion csv mapping 'M' h'[{\"Column\": \"MARK\"}]'",
    ".frobnicate h'MARK'",
    "h'MARK'",
    ".h'MARK'",
    "T | where s == h'MARK'",
    "print 'https://u:MARK@host/x'",
    ".add table Nope admins ('aaduser=a@contoso.com') h'MARK'",
    ".add table T admins (h'MARK')",
    ".add table T admins ('aaduser=a@contoso.com', h'aaduser=MARK;')",
    ".add table T admins (h'aaduser=MARK@contoso.com')",
    ".set table T admins ('aaduser=a@contoso.com', h\"aadgroup=MARK\")",
    ".add cluster blockedprincipals h'aaduser=MARK@contoso.com'",
    ".add cluster blockedprincipals 'aaduser=a@contoso.com' application h'MARK'",
    ".create entity_group G (cluster('c').database(h'MARK'))",
    ".create external table B8 (a:long) kind=storage dataformat=csv (h@'https://a.blob.core.windows.net/c;impersonate') with (namePrefix=h'MARK')",
    ".add table h'MARK' admins ('aaduser=a@contoso.com')",
    ".alter table T policy retention h'{\"MARK\": 1}'",
    ".alter table T policy retention h'MARK'",
    ".alter table T policy retention '{\"SoftDeletePeriod\": \"Server=x;Password=MARK\"}'",
    ".alter table T policy row_level_security enable h'Tx | where sMARK == 1'",
    ".alter table T policy row_level_security enable ```T | where s == h'MARK",
    ".show tables | where Nope == h'MARK'",
    ".show tables | extend x = toint(h'MARK', 3)",
    ".show tables | where TableName matches regex h'(MARK'",
    ".show tables | where TableName matches regex h@'[MARK'",
    ".create-or-alter function F9() { T | where s == h'MARK'",
    ".create-or-alter function F8() { T | where s == h'MARK }",
    ".create table W (a:long) with (docstring=h'MARK'",
    ".create table W (a:long) with (frob=h'MARK')",
    ".execute database script <|\n.create external table S9 (a:long) kind=storage dataformat=csv (h@'https://a.blob.core.windows.net/c;MARK') frob\n#end",
    ".execute database script <|\n.execute database script <|\n.create table T9 (a:long) with (docstring=h'MARK')\n#end",
    "#read h'MARK'",
    "#as h'MARK'",
    "#explain h'MARK' view database NetDefaultDB",
    "#directory load 'https://a.blob.core.windows.net/c;MARK'",
];

/// The rows, each with a word of its own.
fn rows(texts: &[&str], sort: &str) -> Vec<(String, String)> {
    let one = |(number, text): (usize, &&str)| {
        let word = format!("{sort}word{number:02}q");
        (text.replace(MARK, &word), word)
    };
    texts.iter().enumerate().map(one).collect()
}

/// A folder for what a door reads and writes; what is read lies in `in`, and everything else must have no secret.
struct Room {
    folder: tempfile::TempDir,
    words: Vec<(String, String)>,
    leaks: String,
}

impl Room {
    fn new(words: Vec<(String, String)>) -> Self {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join("in")).unwrap();
        Self { folder, words, leaks: String::new() }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Writes a script that doors read.
    fn script(&self, name: &str, text: &str) {
        std::fs::write(self.path("in").join(name), text).unwrap();
    }

    /// Runs the program in the folder, and looks for secrets in what it says.
    fn door(&mut self, args: &[&str], stdin: Option<&str>) -> i32 {
        let mut program = command(args);
        program.current_dir(self.folder.path()).env("TMPDIR", self.folder.path());
        let (out, err, code) = run(program, stdin.map(str::as_bytes));
        assert!(code < 100, "{args:?} ended with {code}\n{err}");
        self.look(&format!("{args:?}, standard output"), out.as_bytes());
        self.look(&format!("{args:?}, standard error"), err.as_bytes());
        code
    }

    /// Looks for secrets in all files but those that are read.
    fn files(&mut self, after: &str) {
        let mut folders = vec![self.folder.path().to_owned()];
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
                if entry.is_dir() && !entry.ends_with("in") {
                    folders.push(entry);
                } else if entry.is_file() {
                    let name = entry.strip_prefix(self.folder.path()).unwrap().display().to_string();
                    self.look(&format!("the file {name} after {after}"), &std::fs::read(&entry).unwrap());
                }
            }
        }
    }

    fn look(&mut self, place: &str, bytes: &[u8]) {
        for (text, word) in &self.words {
            if let Some(at) = memchr::memmem::find(bytes, word.as_bytes()) {
                let line = |byte: &&u8| **byte != b'\n';
                let before = bytes[..at].iter().rev().take_while(line).take(120).count();
                let after = bytes[at..].iter().take_while(line).take(60).count();
                let shown = String::from_utf8_lossy(&bytes[at - before..at + after]);
                writeln!(self.leaks, "{word} of\n  {text}\nstands in {place}:\n  {shown}").unwrap();
            }
        }
    }

    #[track_caller]
    fn end(self) {
        assert!(self.leaks.is_empty(), "{}", self.leaks);
    }
}

const RESULT_FORMATS: &[&str] = &["table", "vertical", "json", "jsonl", "csv", "tsv", "markdown", "kusto"];
const ERROR_FORMATS: &[&str] = &["human", "json"];

/// Asks about everything that a catalog file has.
fn ask_about(room: &mut Room, catalog: &str) {
    let file = ["--catalog", catalog];
    let questions = [
        ".show journal",
        ".show database NetDefaultDB journal",
        ".show database NetDefaultDB schema as csl script",
        ".show database NetDefaultDB schema as json",
        ".show external tables",
        ".show functions",
        ".show continuous-exports",
        ".show materialized-views",
        ".show graph_models details",
        ".show tables details",
        ".show table T cslschema",
        ".show table T policy row_level_security",
        ".show table U policy update",
        ".show cluster policy callout",
        ".show database NetDefaultDB policy retention",
        ".show cluster blockedprincipals",
        ".show table T principals",
        ".show table T ingestion csv mappings",
        ".show databases details",
        "#undo",
        "#explain aaduser=a@contoso.com view table T",
    ];
    for format in RESULT_FORMATS {
        let args: Vec<&str> =
            file.iter().chain(&["--on-error", "continue", "--format", format]).chain(&questions).copied().collect();
        room.door(&args, None);
    }
    for format in ["human", "jsonl"] {
        room.door(&["log", "--catalog", catalog, "--format", format], None);
    }
    for format in ["table", "csv", "markdown", "json", "html"] {
        room.door(&["review", "--catalog", catalog, "--format", format], None);
    }
    for args in [
        &["explain", "aaduser=a@contoso.com", "view", "table", "T"][..],
        &["what-can", "aaduser=a@contoso.com"],
        &["roles", "aaduser=a@contoso.com"],
        &["who-can", "view", "table", "T"],
        &["offboard", "aaduser=a@contoso.com"],
    ] {
        room.door(&[args, &file].concat(), None);
    }
}

#[test]
fn what_runs_leaves_no_secret_in_results_journals_exports_and_files() {
    let words = rows(GOOD, "good");
    let script = SETUP.to_owned() + &words.iter().map(|(text, _)| format!("{text}\n\n")).collect::<String>();
    let mut room = Room::new(words);
    room.script("all.kql", &script);
    let ended = room.door(&["--catalog", "a.db", "--echo", "--summary", "-f", "in/all.kql"], None);
    assert_eq!(ended, 0, "a command that is to succeed fails");
    room.files("a run");
    for format in RESULT_FORMATS {
        let envelope: &[&str] = if matches!(*format, "json" | "jsonl") { &["--envelope"] } else { &[] };
        let shown = [&["--echo", "--summary", "--format", format], envelope].concat();
        assert_eq!(room.door(&[&shown[..], &["-f", "in/all.kql", "-o", "results.txt"]].concat(), None), 0);
        assert_eq!(room.door(&shown, Some(&script)), 0);
    }
    room.files("runs with results in a file");
    ask_about(&mut room, "a.db");
    room.door(&["export", "--catalog", "a.db", "-o", "state"], None);
    room.door(&["undo", "3", "--catalog", "a.db"], None);
    room.door(&["recover", "a.db", "--into", "recovered.db"], None);
    ask_about(&mut room, "recovered.db");
    room.files("an export, undoing and recovering");
    room.door(&["compact", "--catalog", "a.db", "--keep", "0d"], None);
    room.files("compacting");
    // The shell's `#read` and `#save` work in every script.
    room.door(&["#save saved.json", "#echo on", "#read in/all.kql"], None);
    room.files("a script that is read and results that are saved");
    assert!(std::fs::metadata(room.path("saved.json")).unwrap().len() > 1_000);
    room.end();
}

#[test]
fn plans_and_judgements_of_what_runs_have_no_secret() {
    let words = rows(GOOD, "good");
    let script = SETUP.to_owned() + &words.iter().map(|(text, _)| format!("{text}\n\n")).collect::<String>();
    let mut room = Room::new(words);
    room.script("all.kql", &script);
    room.script("empty.kql", "");
    for format in ["human", "markdown", "html", "json", "sarif", "github", "azuredevops"] {
        let files = ["--script", "made.kql", "--undo-script", "unmade.kql", "-o", "report.out", "--format", format];
        let ended = room.door(&[&["plan", "in/all.kql"][..], &files].concat(), None);
        assert_eq!(ended, 0, "{format}");
        room.files(&format!("a plan as {format}"));
        room.door(&[&["diff", "in/empty.kql", "in/all.kql"][..], &files].concat(), None);
        room.files(&format!("a difference as {format}"));
        room.door(&["plan", "in/all.kql", "--format", format, "--write-baseline", "known.json"], None);
    }
    for format in ["human", "json", "sarif", "github", "azuredevops"] {
        room.door(&["check", "in/all.kql", "--format", format], None);
        room.door(&["check", "in/all.kql", "--from", "in/all.kql", "--format", format], None);
    }
    for format in ["human", "tap", "junit", "sarif", "github", "azuredevops"] {
        room.door(&["test", "in/all.kql", "--format", format], None);
    }
    room.files("baselines, checks and tests");
    for (text, _) in rows(GOOD, "good") {
        room.door(&["#read in/setup.kql", &format!("#plan {text}")], None);
    }
    room.end();
}

#[test]
fn what_fails_leaves_no_secret_in_diagnostics_and_files() {
    let words = rows(BAD, "bad");
    let mut room = Room::new(words.clone());
    room.script("setup.kql", SETUP);
    room.script("all.kql", &words.iter().map(|(text, _)| format!("{text}\n\n")).collect::<String>());
    for (number, (text, _)) in words.iter().enumerate() {
        let name = format!("row{number}.kql");
        room.script(&name, text);
        let path = format!("in/{name}");
        for errors in ERROR_FORMATS {
            let run = ["--error-format", errors, "--catalog", "a.db", "--echo", "-f", "in/setup.kql"];
            let ended = room.door(&[&run[..], &["-f", &path]].concat(), None);
            assert_ne!(ended, 0, "{text} is to fail");
            room.door(&["--error-format", errors, "--format", "json", "--envelope"], Some(text));
            if text.starts_with(['.', '#']) {
                room.door(&["--error-format", errors, text], None);
            }
        }
        for format in ["human", "json", "sarif", "github"] {
            room.door(&["check", &path, "--format", format, "--from", "in/setup.kql"], None);
            room.door(&["plan", "in/setup.kql", &path, "--format", format], None);
        }
        for format in ["human", "junit"] {
            room.door(&["test", "in/setup.kql", &path, "--format", format], None);
        }
        room.door(&["export", "--from", &path, "-o", "state"], None);
        room.door(&["explain", "aaduser=a@contoso.com", "view", "table", "T", "-f", "in/setup.kql", "-f", &path], None);
        room.door(&["import", &path, "-o", "imported"], None);
        room.door(&["#plan .show version", &format!("#plan {text}")], None);
        let _ = std::fs::remove_file(room.path("a.db"));
    }
    room.door(&["--catalog", "b.db", "--on-error", "continue", "-f", "in/setup.kql", "-f", "in/all.kql"], None);
    ask_about(&mut room, "b.db");
    room.files("all of it");
    room.end();
}

#[test]
fn the_history_of_the_shell_leaves_out_each_of_them() {
    for (text, _) in rows(GOOD, "good").iter().chain(&rows(BAD, "bad")) {
        let mut holds = false;
        pieces(text, 1, |piece| holds |= holds_secret(&piece));
        assert!(holds, "{text}");
    }
}

#[test]
fn what_would_be_shown_is_refused_in_an_obfuscated_string() {
    let script = ".create table T (a:long)\n.alter table T policy retention h'{\"SoftDeletePeriod\": \"10.00:00:00\"}'";
    let (_, err, code) = run(command(["-q"]), Some(script.as_bytes()));
    assert_eq!(code, 1);
    insta::assert_snapshot!(err, @"
    error: kmgmt keeps nothing of an obfuscated string
     --> <stdin>:2:33
      |
    2 | .alter table T policy retention h'***********************************'
      |                                 ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
      |
      = help: write it without `h`: what it says is stored, and shown
    ");
    let script = "\
        .add database NetDefaultDB viewers (h'aaduser=ana@contoso.com')\n\
        .clear cluster cache groupmembership with (group=h'aadgroup=readers@contoso.com')\n\
        .add cluster blockedprincipals 'aaduser=ana@contoso.com' application h'Kusto.Explorer'\n";
    let (_, err, code) = run(command(["-q", "--on-error", "continue"]), Some(script.as_bytes()));
    assert_eq!(code, 1);
    insta::assert_snapshot!(err, @"
    error: kmgmt keeps nothing of an obfuscated string
     --> <stdin>:1:37
      |
    1 | .add database NetDefaultDB viewers (h'***********************')
      |                                     ^^^^^^^^^^^^^^^^^^^^^^^^^^
      |
      = help: write it without `h`: what it says is stored, and shown
    error: a principal can't be an obfuscated string: answers show it
     --> <stdin>:2:50
      |
    2 | .clear cluster cache groupmembership with (group=h'****************************')
      |                                                  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
      |
      = help: write it without the `h` before its quote
    error: kmgmt keeps nothing of an obfuscated string
     --> <stdin>:3:70
      |
    3 | .add cluster blockedprincipals 'aaduser=ana@contoso.com' application h'**************'
      |                                                                      ^^^^^^^^^^^^^^^^^
      |
      = help: write it without `h`: what it says is stored, and shown
    ");
}

#[test]
fn a_folder_that_has_a_secret_is_found_out() {
    let mut room = Room::new(rows(&[".alter table T docstring h'MARK'"], "good"));
    let text = room.words[0].0.clone();
    std::fs::write(room.path("leak.txt"), &text).unwrap();
    room.files("a leak");
    room.door(&["fmt"], Some(&text));
    assert_eq!(room.leaks.matches("stands in").count(), 2, "{}", room.leaks);
    assert!(Path::new(&room.path("leak.txt")).exists());
}
