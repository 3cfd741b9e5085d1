//! What a person sees in the shell, screen by screen: the screens are in `fixtures/screens/`.
//! `UPDATE_FIXTURES=1 cargo test --test screens` writes them.

#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test that fails may panic")]

#[path = "support/terminal.rs"]
mod terminal;

use terminal::{CONTROL_A, CONTROL_C, CONTROL_D, RIGHT, Terminal, UP, empty_folder, paste};

const PROMPT: &str = "Samples> ";
const DEFAULT: &str = "NetDefaultDB> ";

const SIZE: (u16, u16) = (24, 80);

/// What there is to complete.
const SCRIPT: &str = "\
.create database Samples
.create database ['My Data']
#dbcontext Samples
.create table Storms (StartTime: datetime, State: string)
.create function Recent() { Storms }
.add database Samples viewers ('aaduser=ana@contoso.com', 'aadgroup=Sales;contoso.com')
";

/// A shell in which there is something to complete, at its prompt.
fn furnished(name: &str, size: (u16, u16)) -> Terminal {
    let folder = empty_folder(name);
    std::fs::create_dir_all(folder.join("kmgmt")).unwrap();
    std::fs::write(folder.join("kmgmt").join("kmgmtrc"), SCRIPT.replace('\n', "\n\n")).unwrap();
    for file in ["people.json", "plan.kql"] {
        std::fs::write(folder.join(file), "").unwrap();
    }
    let mut terminal = Terminal::open(name, size, &folder, &[]);
    terminal.sees(PROMPT);
    terminal.cancels(PROMPT);
    terminal
}

fn leave(mut terminal: Terminal, prompt: &str) {
    terminal.cancels(prompt);
    terminal.keys(CONTROL_D);
    terminal.ends();
}

/// Completes each text on a clear screen.
fn completes(name: &str, texts: &[(&str, &str)]) {
    let mut terminal = furnished(name, SIZE);
    for (keys, what) in texts {
        terminal.keys(keys);
        terminal.shows(what);
        terminal.cancels(PROMPT);
    }
    leave(terminal, PROMPT);
}

#[test]
fn tab_completes_words_names_and_principals() {
    completes(
        "completion",
        &[
            ("sho\t", "a verb without its dot"),
            (".alter-m\t", "a verb"),
            (".show tab\t", "two words"),
            (".add database Sam\t", "a database"),
            (".add database Samples \t", "the roles of a database"),
            (".add table Storms \t", "the roles of a table"),
            (".drop table \t", "the only table"),
            (".drop column Storms.\t", "the columns of a table"),
            (".add database Samples users ('aaduser=an\t", "a user"),
            (".add database Samples users ('aadgroup=\t", "a group"),
            (".alter table Storms policy ro\t", "policies that begin alike"),
            (
                ".alter-merge cluster policy managed_identity \"[{'ObjectId': 'system', 'AllowedUsages': 'Nat\t",
                "a usage",
            ),
            (".create table New (Id: int) with (fol\t", "a property"),
            ("#dbcontext m\t", "a name that needs quotes"),
            ("#explain aaduser=ana@contoso.com vi\t\t", "a question"),
            ("#directory load p\t", "files"),
            ("#w\t", "directives"),
            (".nonsense \t", "nothing"),
        ],
    );
}

#[test]
fn a_hint_is_dim_and_the_right_arrow_takes_it() {
    let mut terminal = furnished("hints", SIZE);
    terminal.keys(".show clu");
    terminal.shows("the rest of a word");
    terminal.keys(RIGHT);
    terminal.shows("taken, and what may follow");
    terminal.cancels(PROMPT);
    terminal.keys(".add database Samples ");
    terminal.shows("several ways, which can't be taken");
    terminal.keys(RIGHT);
    terminal.keys("viewers ");
    terminal.shows("one way");
    terminal.cancels(PROMPT);
    terminal.keys(".show version\r");
    terminal.prompts(PROMPT);
    terminal.cancels(PROMPT);
    terminal.keys(".show v");
    terminal.shows("from the history");
    terminal.keys(&format!("{RIGHT}\r"));
    terminal.shows("which runs");
    leave(terminal, PROMPT);
}

#[test]
fn what_is_typed_has_colours() {
    let folder = empty_folder("colours");
    let mut terminal = Terminal::start("colours", SIZE, &folder, &["--quiet"], true);
    terminal.sees(DEFAULT);
    terminal.cancels(DEFAULT);
    terminal.keys(".add database Samples users ('aaduser=ana@contoso.com') h'hush' // now");
    terminal.shows("words, a string, a secret and a comment");
    terminal.cancels(DEFAULT);
    terminal.keys("#explain aaduser=ana@contoso.com view ");
    terminal.shows("a directive");
    terminal.cancels(DEFAULT);
    terminal.keys(".add database Samples userz ('x') 'y'");
    terminal.shows("what is wrong is red");
    leave(terminal, DEFAULT);
}

#[test]
fn the_prompt_of_a_line_that_goes_on_shows_what_is_open() {
    let mut terminal = furnished("open", SIZE);
    terminal.keys(".add database Samples\r");
    terminal.keys("users (\r");
    terminal.keys("'aaduser=ana@contoso.com'\r");
    terminal.shows("a bracket");
    terminal.keys(")");
    terminal.keys(" skip-results\r");
    terminal.keys(".alter table Storms policy update ```\r");
    terminal.keys("[\r");
    terminal.shows("a block string");
    terminal.keys(CONTROL_C);
    terminal.shows("which Control-C forgets");
    leave(terminal, PROMPT);
}

#[test]
fn secrets_are_recalled_and_hinted_at_by_nobody_else() {
    let folder = empty_folder("secrets");
    let mut terminal = Terminal::open("secrets", SIZE, &folder, &[]);
    terminal.sees("NetDefaultDB> ");
    terminal.cancels(DEFAULT);
    terminal.keys(".add database NetDefaultDB viewers ('aaduser=a@fabrikam.com') h'hush'\r");
    terminal.prompts(DEFAULT);
    terminal.cancels(DEFAULT);
    terminal.keys(".add database NetDefaultDB v");
    terminal.shows("no hint from an input with a secret");
    terminal.cancels(DEFAULT);
    terminal.keys(UP);
    terminal.shows("recalled by the arrow in the same shell");
    leave(terminal, DEFAULT);
    let written = std::fs::read_to_string(folder.join("kmgmt").join("history")).unwrap_or_default();
    assert!(!written.contains("hush"), "{written}");
}

#[test]
fn what_was_typed_in_several_lines_is_recalled_and_edited_as_a_whole() {
    let mut terminal = furnished("lines", SIZE);
    terminal.keys(".add database Samples users (\r");
    terminal.keys("'aaduser=ana@contoso.com'\r");
    terminal.keys(") 'twice'\r");
    terminal.prompts(PROMPT);
    terminal.cancels(PROMPT);
    terminal.keys(UP);
    terminal.shows("three lines");
    terminal.keys(&format!("{UP}{UP}{CONTROL_A}// "));
    terminal.shows("edited in the first");
    leave(terminal, PROMPT);
}

#[test]
fn control_c_cancels_and_control_d_leaves() {
    let mut terminal = furnished("cancel", SIZE);
    terminal.keys(".add database Samples users (\r'aaduser");
    terminal.sees("'aaduser");
    terminal.keys(CONTROL_C);
    terminal.prompts(PROMPT);
    terminal.shows("a new prompt");
    terminal.keys(".show version\r");
    terminal.prompts(PROMPT);
    terminal.shows("at which a command runs");
    terminal.keys(CONTROL_D);
    terminal.ends();
}

#[test]
fn a_script_is_pasted_whole_with_its_tabs() {
    let mut terminal = furnished("paste", (40, 80));
    let script = ".create table Pasted (\n\tId: int,\n\tName: string\n)\n\n#dbcontext\n.show table Pasted cslschema";
    terminal.keys(&paste(script));
    terminal.shows("as it stands in the line");
    terminal.keys("\r");
    terminal.sees("Id:int, Name:string");
    terminal.shows("all of it ran");
    leave(terminal, PROMPT);
    let history = folder_of("paste").join("kmgmt").join("history");
    let written = std::fs::read_to_string(history).unwrap();
    assert!(written.contains("\tId: int"), "{written}");
}

fn folder_of(name: &str) -> std::path::PathBuf {
    std::path::PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("screens").join(name)
}

#[test]
fn the_shell_looks_well_at_every_width() {
    for columns in [60, 80, 120, 250] {
        let mut terminal = furnished(&format!("width-{columns}"), (30, columns));
        terminal.keys(".alter table Storms policy \t");
        terminal.shows("many candidates");
        terminal.cancels(PROMPT);
        terminal.keys(".add database Samples viewers ('aaduser=robin.of.the.long.name@contoso.com', 'aaduser=an");
        terminal.shows("a line that is longer than the narrow ones");
        terminal.cancels(PROMPT);
        terminal.keys(".show database Samples principals\r");
        terminal.prompts(PROMPT);
        terminal.shows("a result");
        leave(terminal, PROMPT);
    }
}

#[test]
fn what_is_told_once_fits_the_terminal() {
    const CHANGE: &str = "\
.add database NetDefaultDB viewers ('aaduser=robin.of.the.long.name@contoso.com') 'they read the weekly report'

.add database NetDefaultDB users ('aadgroup=Sales;contoso.com')
";
    for columns in [60, 80, 120] {
        let runs: [(&str, &[&str]); 3] = [
            ("plan", &["plan", "change.kql"]),
            ("explain", &["explain", "aaduser=ana@contoso.com", "ingest", "database", "NetDefaultDB"]),
            ("help", &["#help .add database"]),
        ];
        for (name, arguments) in runs {
            let name = format!("{name}-{columns}");
            let folder = empty_folder(&name);
            std::fs::write(folder.join("change.kql"), CHANGE).unwrap();
            let mut terminal = Terminal::open(&name, (40, columns), &folder, arguments);
            terminal.shows("once");
            terminal.ends();
        }
    }
}

#[test]
fn the_rc_file_runs_and_its_errors_stop_nothing() {
    let folder = empty_folder("rc");
    std::fs::create_dir_all(folder.join("kmgmt")).unwrap();
    std::fs::write(folder.join("kmgmt").join("kmgmtrc"), "// mine\n.frobnicate\n\n#dbcontext Mine\n").unwrap();
    let mut terminal = Terminal::open("rc", (30, 250), &folder, &[]);
    terminal.sees("Mine> ");
    terminal.sees("kmgmtrc:2:");
    terminal.sees("`.frobnicate` is no command");
    leave(terminal, "Mine> ");
    let mut terminal = Terminal::open("rc-no", SIZE, &folder, &["--no-rc"]);
    terminal.sees("NetDefaultDB> ");
    leave(terminal, DEFAULT);
    let run = |arguments: &[&str]| {
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_kmgmt"));
        let output = command.args(arguments).env("XDG_CONFIG_HOME", &folder).output().unwrap();
        String::from_utf8(output.stdout).unwrap() + &String::from_utf8(output.stderr).unwrap()
    };
    let shown = run(&["#dbcontext"]);
    assert_eq!(shown.trim(), "NetDefaultDB");
}
