//! Help that offers whole commands helps: for every refusal in the fixtures, the administrator runs
//! what its help offers, and then the refused statement works.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "clippy's exception for tests does not cover the functions that they share"
)]

#[path = "support/offers.rs"]
mod offers;
mod support;

use std::fs;
use std::path::{Path, PathBuf};

use kmgmt::diagnostic::{Code, Diagnostic};
use kmgmt::directory::Directory;
use kmgmt::session::Session;
use kmgmt::syntax::{Piece, pieces};
use offers::{acting, after, lines_of_offers, refusals};
use support::{clock, run_well, session, session_with_environment};

/// The most steps that one statement takes until it works.
const STEPS: usize = 4;

/// What was met on the way through the scripts.
#[derive(Default)]
struct Met {
    forbidden: usize,
    others: usize,
    faults: Vec<String>,
}

/// A statement that was refused, and where.
struct Refused<'a> {
    piece: &'a Piece<'a>,
    place: String,
}

/// The ways out that refusals of one statement offer: each line of a help is one of its own, and
/// where there are several refusals (of commands in a script), each takes its first line, or each
/// its second.
fn ways_out(refusals: &[&Diagnostic]) -> Vec<Vec<String>> {
    let lines: Vec<_> = refusals.iter().map(|refusal| lines_of_offers(refusal)).filter(|all| !all.is_empty()).collect();
    let most = lines.iter().map(Vec::len).max().unwrap_or_default();
    let way = |index: usize| lines.iter().flat_map(|all| all[index.min(all.len() - 1)].clone()).collect();
    (0..most).map(way).collect()
}

impl Refused<'_> {
    /// Runs the statement, and after each refusal what that offers, whichever way it offers.
    fn follow(&self, session: &Session, steps: usize) -> Result<(), String> {
        let outcome = session.copy().run(self.piece);
        let refusals = refusals(&outcome);
        let messages: Vec<&str> = refusals.iter().map(|refusal| refusal.message.as_str()).collect();
        let ways = ways_out(&refusals);
        if refusals.is_empty() {
            return Ok(());
        }
        // What is offered for a text that is no command stands in its place: it is run, and does not mend it.
        let is_command = refusals.iter().all(|refusal| refusal.code != Code::Syntax);
        if !is_command {
            ways.iter().for_each(|way| drop(after(session, way, &self.place)));
            return Ok(());
        }
        if steps == 0 || ways.is_empty() {
            return Err(format!("still refused: {messages:?}"));
        }
        for way in ways {
            let told = |fault| format!("{fault}\n  after {way:?}");
            self.follow(&after(session, &way, &self.place), steps - 1).map_err(told)?;
        }
        Ok(())
    }
}

impl Met {
    /// Runs a statement; where its refusal offers commands, tries them in the session as it was.
    fn statement(&mut self, session: &mut Session, script: &Path, piece: &Piece<'_>) {
        let before = session.copy();
        let outcome = session.run(piece);
        let refusals = refusals(&outcome);
        let forbidden = refusals.iter().any(|refusal| refusal.code.is_forbidden());
        let place = format!("{}:{}: {} (as {})", script.display(), piece.line, piece.text.trim_end(), acting(&before));
        if ways_out(&refusals).is_empty() {
            if forbidden {
                self.faults.push(format!("{place}: refused, and nothing is offered"));
            }
            return;
        }
        // A refusal for want of a role names all that is missing. Others tell one fault after the other.
        let steps = if forbidden { 1 } else { STEPS };
        *(if forbidden { &mut self.forbidden } else { &mut self.others }) += 1;
        if let Err(fault) = (Refused { piece, place: place.clone() }).follow(&before, steps) {
            self.faults.push(format!("{place}: {fault}"));
        }
    }

    fn script(&mut self, session: &mut Session, script: &Path) {
        pieces(&fs::read_to_string(script).unwrap(), 1, |piece| self.statement(session, script, &piece));
    }
}

fn scripts(folder: &str) -> Vec<PathBuf> {
    let mut paths: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "kql"));
    // What is in vain for everyone: `access_commands` asserts that it is told so after the offers.
    paths.retain(|path| !path.ends_with("access/told.kql"));
    // What is shown there has names of its own, `T` and `D`: `other_words` asserts that it is read.
    paths.retain(|path| !path.ends_with("errors/other-languages.kql"));
    paths.sort();
    paths
}

/// A session that has what a state has.
fn of_state(folder: &str) -> Session {
    let environment = fs::read_to_string(format!("{folder}/environment.json")).unwrap();
    let mut session = Session::new(Directory::from_environment(environment).unwrap(), clock());
    pieces(&fs::read_to_string(format!("{folder}/catalog.kql")).unwrap(), 1, |piece| {
        let outcome = session.load(&piece);
        assert!(outcome.result.is_ok(), "{}: {:?}", piece.text, outcome.result);
    });
    session
}

/// The session in which a script of the folder begins.
fn start(folder: &str, script: &Path) -> Session {
    let mut start = session_with_environment();
    let mut after = |setup: &str| run_well(&mut start, &fs::read_to_string(setup).unwrap());
    match folder {
        "errors" => after("fixtures/tour/00-setup.kql"),
        "access" if !script.ends_with("setup.kql") => after("fixtures/access/setup.kql"),
        "explain" if script.ends_with("open.kql") => return session(),
        "plan" => return of_state("fixtures/plan/state"),
        "access" | "explain" | "refusals" | "scripts" => {}
        other => panic!("how do the scripts in {other} begin?"),
    }
    start
}

#[test]
fn what_a_refusal_offers_makes_the_command_work() {
    let mut met = Met::default();
    for entry in fs::read_dir("fixtures").unwrap().map(Result::unwrap).filter(|entry| entry.path().is_dir()) {
        let folder = entry.file_name().into_string().unwrap();
        let mut tour = session_with_environment();
        for script in scripts(&format!("fixtures/{folder}")) {
            match folder.as_str() {
                "tour" => met.script(&mut tour, &script),
                _ => met.script(&mut start(&folder, &script), &script),
            }
        }
    }
    assert!(met.faults.is_empty(), "{}", met.faults.join("\n\n"));
    assert!(met.forbidden > 180, "only {} refusals for want of a role", met.forbidden);
    assert!(met.others > 4, "only {} other refusals with an offer", met.others);
}
