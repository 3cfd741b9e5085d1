use std::cell::RefCell;
use std::collections::{BTreeSet, VecDeque};
use std::io::Write;
use std::rc::Rc;

use jiff::Timestamp;

use super::*;
use crate::cluster::Cluster;
use crate::directory::Directory;
use crate::model::format::Format;
use crate::render::Renderer;
use crate::session::Clock;
use crate::store::Access;

/// Types the lines that it was given, and notes what it sees.
#[derive(Clone, Default)]
struct Hands {
    typed: VecDeque<Typed>,
    seen: Rc<RefCell<Vec<String>>>,
}

impl Editor for Hands {
    fn line(&mut self, prompt: &str, _: Scene) -> io::Result<Typed> {
        self.seen.borrow_mut().push(format!("prompt {prompt}"));
        Ok(self.typed.pop_front().unwrap_or(Typed::Left))
    }

    fn remember(&mut self, text: &str, secret: bool) {
        self.seen.borrow_mut().push(format!("remember {text}{}", if secret { " (secret)" } else { "" }));
    }
}

#[derive(Clone, Default)]
struct Paper(Rc<RefCell<Vec<u8>>>);

impl Write for Paper {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.borrow_mut().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Runs a shell with these lines; answers how it ended, what the editor saw, and what was written.
fn run(lines: &[Typed], stop: bool) -> (Ended, Vec<String>, String) {
    run_reading(lines, stop, true, |_| Err("there are no files".to_owned()))
}

/// Runs a shell whose scripts are read in this way, and perhaps end at their first error.
fn run_reading(
    lines: &[Typed],
    stop: bool,
    stops_scripts: bool,
    read: fn(&str) -> Result<String, String>,
) -> (Ended, Vec<String>, String) {
    let (hands, paper) = (Hands { typed: lines.iter().cloned().collect(), ..Hands::default() }, Paper::default());
    let seen = hands.seen.clone();
    let printer = Printer::to(Box::new(paper.clone()), Box::new(paper.clone()), Renderer::new(Format::Csv, None));
    let mut session = Session::new(Directory::open(), Clock::Standing(Timestamp::UNIX_EPOCH));
    session.read_files_with(read);
    let ended = shell_of(session, hands, printer, stop, stops_scripts).run();
    let written = String::from_utf8(paper.0.borrow().clone()).unwrap();
    (ended, seen.take(), written)
}

fn shell_of(session: Session, editor: Hands, printer: Printer, stop: bool, stops_scripts: bool) -> Shell<Hands> {
    let (interrupted, typed, gathered) = (Default::default(), String::new(), Gathered::default());
    Shell { session, editor, printer, stop, stops_scripts, interrupted, typed, gathered, reached: None }
}

fn line(text: &str) -> Typed {
    Typed::Line(text.to_owned())
}

const SHOWN: &str =
    "Role,PrincipalType,PrincipalDisplayName,PrincipalObjectId,PrincipalFQN,Notes,RoleAssignmentIdentifier\n";

#[test]
fn the_prompt_shows_the_database_and_goes_on_as_wide() {
    let (ended, seen, _) =
        run(&[line("#dbcontext Logs"), line(".show"), line("version"), line("#quit"), line("x")], false);
    assert_eq!(ended, Ended::Done);
    assert_eq!(
        seen,
        [
            "prompt NetDefaultDB> ",
            "remember #dbcontext Logs",
            "prompt Logs> ",
            "prompt    -> ",
            "remember .show\nversion",
            "prompt Logs> ",
            "remember #quit",
        ]
    );
}

#[test]
fn cancelling_forgets_what_was_typed_and_leaving_runs_nothing() {
    let (ended, seen, written) =
        run(&[line(".show"), Typed::Cancelled, line(".add database x users ("), Typed::Left], false);
    assert_eq!(ended, Ended::Done);
    assert_eq!(
        seen,
        ["prompt NetDefaultDB> ", "prompt            -> ", "prompt NetDefaultDB> ", "prompt           (-> "]
    );
    assert_eq!(written, "");
}

#[test]
fn several_statements_at_once_all_run_and_an_error_does_not_end_them() {
    let pasted = ".show cluster blockedprincipals\n.frobnicate\n\n.show cluster blockedprincipals";
    let (ended, _, written) = run(&[line(pasted)], false);
    assert_eq!(ended, Ended::Done);
    let (before, after) = written.split_once("error: `.frobnicate` is no command").unwrap();
    assert!(before.starts_with("PrincipalType,") && after.contains("\nPrincipalType,"), "{written}");
}

#[test]
fn an_error_ends_the_shell_when_it_is_told_so() {
    let (ended, seen, _) = run(&[line(".frobnicate"), line(".show version")], true);
    assert_eq!(ended, Ended::Refused);
    assert_eq!(seen.len(), 2);
}

#[test]
fn secrets_are_marked_so_that_no_file_gets_them() {
    let secrets = [
        ".add database D users ('aaduser=a@fabrikam.com') h'x'",
        ".add database D users ('aaduser=a@fabrikam.com') 'https://a.blob.core.windows.net/c;bm90IGEga2V5=='",
        ".add database D users ('aaduser=a@fabrikam.com') 'AccountName=a;AccountKey=b'",
        ".execute database script <|\n.add database D users ('aaduser=a@fabrikam.com') h'x'\n#end",
        ".add database D users h'not closed",
    ];
    for text in secrets {
        let (_, seen, _) = run(&[line(text)], false);
        assert_eq!(seen[1], format!("remember {text} (secret)"));
    }
    let open = ".add database D users ('aaduser=a@fabrikam.com') 'https://a.blob.core.windows.net/c;impersonate'";
    let (_, seen, written) = run(&[line(open)], false);
    assert_eq!(seen[1], format!("remember {open}"));
    assert!(!written.contains(SHOWN), "there is no database D");
}

#[test]
fn words_of_other_shells_do_what_they_say() {
    let (ended, seen, written) = run(&[line("?"), line("help .add database"), line("\\q"), line("x")], false);
    assert_eq!(ended, Ended::Done);
    assert_eq!(seen.iter().filter(|seen| seen.starts_with("remember ")).count(), 3);
    assert!(written.contains("(`#help` is its name here, in scripts too)"), "{written}");
    assert!(written.contains("(`#help .add database` is its name here, in scripts too)"), "{written}");
    assert!(written.ends_with("(`#quit` is its name here, in scripts too)\n"), "{written}");
    // In the middle of a command they are a part of it.
    let (_, seen, _) = run(&[line(".show"), line("exit"), line("")], false);
    assert_eq!(seen[1], "prompt            -> ");
}

#[test]
fn a_script_that_fails_ends_itself_and_not_the_shell() {
    fn read(_: &str) -> Result<String, String> {
        Ok(".frobnicate\n#dbcontext\n#quit\n".to_owned())
    }
    let lines = [line("#read a.kql"), line("#whoami")];
    let (ended, _, written) = run_reading(&lines, false, true, read);
    assert_eq!(ended, Ended::Done);
    assert!(written.contains("a.kql:1:2") && !written.contains("NetDefaultDB\n"), "{written}");
    assert!(written.ends_with("aaduser=admin@localhost\n"), "{written}");
    let (ended, _, written) = run_reading(&lines, false, false, read);
    assert_eq!(ended, Ended::Done);
    assert!(written.ends_with("NetDefaultDB\n"), "{written}");
    let (ended, ..) = run_reading(&lines, true, true, read);
    assert_eq!(ended, Ended::Refused);
}

/// Paper that notes at each writing how many changes the catalog file has.
struct Witness {
    paper: Paper,
    file: rusqlite::Connection,
    counts: Rc<RefCell<Vec<i64>>>,
}

impl Write for Witness {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let count = self.file.query_row("SELECT count(*) FROM journal", [], |row| row.get(0)).unwrap();
        self.counts.borrow_mut().push(count);
        let written = self.paper.write(bytes);
        let told = self.paper.0.borrow().split(|byte| *byte == b'\n').filter(|line| is_table(line)).count();
        assert!(told <= usize::try_from(count).unwrap(), "{told} were told, and {count} are durable");
        written
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Whether a line names a table that a script made.
fn is_table(line: &[u8]) -> bool {
    matches!(line, [b'T', b'0'..=b'9', ..])
}

/// Runs a shell on a catalog file, which reads a script; answers with what it wrote, and how many changes the file
/// had at each writing.
fn read_on_file(script: fn(&str) -> Result<String, String>) -> (String, Vec<i64>) {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("catalog.db");
    let cluster = Cluster::open(&file, Access::Write).unwrap();
    let mut session = Session::on(Arc::new(cluster), Clock::Standing(Timestamp::UNIX_EPOCH));
    session.read_files_with(script);
    let (paper, counts) = (Paper::default(), Rc::default());
    let witness = Witness { paper: paper.clone(), file: rusqlite::Connection::open(&file).unwrap(), counts };
    let counts = Rc::clone(&witness.counts);
    let printer = Printer::to(Box::new(witness), Box::new(paper.clone()), Renderer::new(Format::Csv, None));
    let typed = [line("#read script"), line(".create table Last (a:int) | project TableName")];
    let hands = Hands { typed: typed.into(), ..Hands::default() };
    shell_of(session, hands, printer, false, true).run();
    let written = String::from_utf8(paper.0.borrow().clone()).unwrap();
    (written, counts.take())
}

#[test]
fn a_script_that_the_shell_reads_is_durable_before_it_is_shown_and_not_statement_by_statement() {
    let (written, counts) = read_on_file(|_| {
        let create = |number| format!(".create table T{number} (a:int) | project TableName\n\n");
        Ok((0..300).map(create).collect())
    });
    assert_eq!(written.lines().filter(|line| is_table(line.as_bytes())).count(), 300, "{written}");
    // The answers come at once, or a few times where the script takes longer than changes are gathered; what is typed
    // after it is durable by itself.
    assert_eq!(counts.last(), Some(&301), "{counts:?}");
    let groups: BTreeSet<i64> = counts.into_iter().collect();
    assert!(groups.len() < 30, "{groups:?}");
}

#[test]
fn an_error_in_a_script_follows_the_answers_before_it() {
    let (written, counts) = read_on_file(|_| {
        Ok(".create table T (a:int) | project TableName\n\n.drop table Nope\n\n.create table U (a:int)".to_owned())
    });
    assert!(written.starts_with("TableName\nT\nerror: "), "{written}");
    assert!(written.ends_with("TableName\nLast\n"), "{written}");
    assert_eq!((counts.first(), counts.last()), (Some(&1), Some(&2)));
}
