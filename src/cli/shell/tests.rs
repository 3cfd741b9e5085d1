use std::cell::RefCell;
use std::collections::VecDeque;
use std::io::Write;
use std::rc::Rc;

use jiff::Timestamp;

use super::*;
use crate::directory::Directory;
use crate::model::format::Format;
use crate::render::Renderer;
use crate::session::Clock;

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
    let shell = Shell {
        session,
        editor: hands,
        printer,
        stop,
        stops_scripts,
        interrupted: Default::default(),
        typed: String::new(),
    };
    let ended = shell.run();
    let written = String::from_utf8(paper.0.borrow().clone()).unwrap();
    (ended, seen.take(), written)
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
