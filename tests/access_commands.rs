//! The table of required permissions, command by command. `fixtures/access` holds a world
//! (`setup.kql`) and scripts of commands, each of which is tried alone in it:
//!
//! - `commands.kql`: refused to whom the last `#as` names, and to one who holds nothing; allowed to
//!   the administrator, and to both once what the refusal offers is run;
//! - `anybody.kql`: allowed to whom the last `#as` names;
//! - `told.kql`: in vain for everyone, which only those are told who may know.
//!
//! `UPDATE_FIXTURES=1 cargo test --test access_commands` writes the transcripts again. Read them
//! before committing, beside the page of each command.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "clippy's exception for tests does not cover the functions that they share"
)]

#[path = "support/access/mod.rs"]
mod access;
#[path = "support/commands.rs"]
mod commands;
#[path = "support/offers.rs"]
mod offers;
mod support;

use std::collections::{HashMap, HashSet};
use std::fmt::Write as _;
use std::fs;

use access::Matrix;
use access::matrix::{Row, allowed};
use kmgmt::catalog::{CLUSTER, EntityId};
use kmgmt::diagnostic::{Context, Diagnostic, Style, human};
use kmgmt::model::command_kind::CommandKind;
use kmgmt::model::entity::EntityKind;
use kmgmt::model::format::Format;
use kmgmt::model::rule::{Required, Rule};
use kmgmt::render::Renderer;
use kmgmt::session::{Outcome, Session};
use kmgmt::syntax::{Piece, masked_text, parser, pieces};
use offers::{acting, offered, refusals};
use support::{ADMIN, act_as, run, run_well, session_with_environment};

/// Holds nothing, and is in no group.
const NOBODY: &str = "aaduser=robinhale@fabrikam.com";

/// A command of a script, and the session in which it is tried: after the setup, with the principal
/// and the database that the directives before it name.
struct Case<'a> {
    origin: String,
    piece: &'a Piece<'a>,
    session: &'a Session,
}

impl Case<'_> {
    fn place(&self) -> String {
        format!("{}:{}: {}", self.origin, self.piece.line, self.piece.text)
    }

    fn kind(&self) -> CommandKind {
        parser::parse(self.piece).unwrap_or_else(|refusal| panic!("{}: {:?}", self.place(), refusal)).command.kind()
    }

    fn session_of(&self, principal: &str) -> Session {
        let mut session = self.session.copy();
        act_as(&mut session, principal);
        session
    }

    /// The diagnostics as people see them.
    fn shown(&self, diagnostics: &[&Diagnostic]) -> String {
        let database = self.session.database();
        let text = masked_text(self.piece);
        let context = Context { origin: &self.origin, text: &text, line: self.piece.line, database };
        diagnostics.iter().map(|diagnostic| human(diagnostic, &context, Style::Plain) + "\n").collect()
    }

    fn succeeds(&self, outcome: &Outcome, when: &str) {
        let refusals = refusals(outcome);
        assert!(refusals.is_empty(), "{}: refused {when}\n{}", self.place(), self.shown(&refusals));
    }

    /// The refusal of the command, which leaves all as it was, and the session once the
    /// administrator ran what it offers.
    fn tried(&self, session: &Session) -> (String, Session) {
        let mut after = session.copy();
        let outcome = after.run(self.piece);
        let refusals = refusals(&outcome);
        assert!(!refusals.is_empty(), "{}: not refused to {}", self.place(), acting(session));
        assert!(refusals.iter().all(|refusal| refusal.code.is_forbidden()), "{}\n{refusals:?}", self.place());
        if outcome.result.is_err() {
            assert!(after.read().catalog == session.read().catalog, "{}: the catalog has changed", self.place());
            assert!(journal(&after) == journal(session), "{}: the journal has changed", self.place());
        }
        let offers = offered(&refusals);
        let shown = self.shown(&refusals);
        assert!(!offers.is_empty(), "{}: nothing is offered\n{shown}", self.place());
        (shown, offers::after(session, &offers, &self.place()))
    }
}

/// The whole journal, as the administrator reads it.
fn journal(session: &Session) -> String {
    let mut session = session.copy();
    act_as(&mut session, ADMIN);
    run(&mut session, ".show journal")
}

/// Tries each command of a script. The directives run one after the other.
fn each(name: &str, mut test: impl FnMut(&Case<'_>)) {
    walk(name, |statement| {
        if let Ok(case) = statement {
            test(case);
        }
    });
}

/// Gives each command of a script, and the text of each directive, which has run.
fn walk(name: &str, mut give: impl FnMut(Result<&Case<'_>, &str>)) {
    let mut session = session_with_environment();
    run_well(&mut session, &fs::read_to_string("fixtures/access/setup.kql").unwrap());
    let origin = format!("fixtures/access/{name}.kql");
    pieces(&fs::read_to_string(&origin).unwrap(), 1, |piece| {
        if piece.directive {
            assert!(session.run(&piece).result.is_ok(), "{}", piece.text);
            give(Err(piece.text));
        } else {
            give(Ok(&Case { origin: origin.clone(), piece: &piece, session: &session }));
        }
    });
}

/// Tries each command of a script, and compares the transcript with the one that is checked in.
fn cases(name: &str, mut test: impl FnMut(&Case<'_>) -> String) {
    let mut transcript = String::new();
    walk(name, |statement| {
        let (text, answer) = match statement {
            Ok(case) => (case.piece.text, test(case)),
            Err(directive) => (directive, String::new()),
        };
        writeln!(transcript, "{}\n{answer}", text.trim_end()).unwrap();
    });
    let expected = format!("fixtures/access/{name}.out");
    if std::env::var_os("UPDATE_FIXTURES").is_some() {
        fs::write(&expected, &transcript).unwrap();
    }
    let checked_in = fs::read_to_string(&expected).unwrap_or_default();
    for (number, (ours, theirs)) in transcript.lines().zip(checked_in.lines()).enumerate() {
        assert_eq!(ours, theirs, "{expected}, line {}", number + 1);
    }
    assert_eq!(transcript.lines().count(), checked_in.lines().count(), "{expected}");
}

#[test]
fn a_command_is_refused_until_what_the_refusal_offers_is_run() {
    cases("commands", |case| {
        case.succeeds(&case.session_of(ADMIN).run(case.piece), "to the administrator");
        let (shown, mut after) = case.tried(case.session);
        case.succeeds(&after.run(case.piece), "after the offers");
        let refused_by_a_block_alone = case.kind().required().rule == Rule::OwnRows;
        if !refused_by_a_block_alone {
            let (_, mut after) = case.tried(&case.session_of(NOBODY));
            // The commands of a script are asked about when it runs, which is allowed first.
            let is_script = case.kind() == CommandKind::ExecuteDatabaseScript;
            if is_script && !refusals(&after.copy().run(case.piece)).is_empty() {
                (_, after) = case.tried(&after);
            }
            case.succeeds(&after.run(case.piece), "to one who held nothing, after the offers");
        }
        format!("{shown}then: allowed\n")
    });
}

#[test]
fn what_takes_no_role_is_allowed_to_anybody() {
    cases("anybody", |case| {
        let mut session = case.session.copy();
        let outcome = session.run(case.piece);
        case.succeeds(&outcome, "to whom it concerns");
        let table = outcome.result.ok().and_then(|output| session.table(&output));
        let Some(table) = table else { return "allowed, without an answer\n".to_owned() };
        let mut bytes = Vec::new();
        Renderer::new(Format::Csv, None).write(&table, &mut bytes).unwrap();
        String::from_utf8(bytes).unwrap()
    });
}

#[test]
fn what_is_in_vain_is_told_to_those_who_may_know_it() {
    cases("told", |case| {
        let by_admin = case.session_of(ADMIN).run(case.piece).result.unwrap_err();
        assert!(!by_admin.code.is_forbidden(), "{}", case.place());
        let (shown, mut after) = case.tried(case.session);
        let after = after.run(case.piece).result.unwrap_err();
        assert_eq!(after, by_admin, "{}", case.place());
        format!("{shown}then: {}", case.shown(&[&after]))
    });
}

/// The kinds of the commands in the scripts.
fn tried(scripts: &[&str]) -> HashSet<CommandKind> {
    let mut kinds = HashSet::new();
    for script in scripts {
        each(script, |case| {
            kinds.insert(case.kind());
        });
    }
    kinds
}

#[test]
fn every_row_of_the_table_has_a_case() {
    let refused = tried(&["commands", "told"]);
    let allowed = tried(&["anybody"]);
    for kind in CommandKind::all().filter(|kind| !kind.is_read_by_form()) {
        let rule = kind.required().rule;
        let is_refused = rule != Rule::OwnRows;
        let is_allowed = matches!(rule, Rule::OwnRows | Rule::AnyRole | Rule::Others(..));
        assert!(!is_refused || refused.contains(&kind), "{} is nowhere refused", kind.name());
        assert!(!is_allowed || allowed.contains(&kind), "{} is nowhere allowed to anybody", kind.name());
    }
}

/// The setup, where one who held nothing holds these roles on everything that has them.
fn holding(rows: &[&Row]) -> Session {
    let mut session = session_with_environment();
    run_well(&mut session, &fs::read_to_string("fixtures/access/setup.kql").unwrap());
    let context = session.database().to_owned();
    for database in names(&session, CLUSTER, EntityKind::Database) {
        session.use_database(&database);
        let inside = session.read().catalog.database(&database).unwrap();
        for row in rows {
            let kind = row.kind();
            let names = match kind {
                EntityKind::Cluster => vec![String::new()],
                EntityKind::Database => vec![database.clone()],
                _ => names(&session, inside, kind),
            };
            for name in names {
                run_well(&mut session, &format!(".add {kind} {name} {} ('{NOBODY}') skip-results", row.model()));
            }
        }
    }
    session.use_database(&context);
    act_as(&mut session, NOBODY);
    session
}

/// The names of what is of this kind in an entity.
fn names(session: &Session, parent: EntityId, kind: EntityKind) -> Vec<String> {
    let state = session.read();
    let all = state.catalog.child_ids(parent, kind).into_iter();
    all.map(|id| state.catalog.name_of(id).to_owned()).collect()
}

#[test]
fn each_role_allows_the_commands_whose_rows_take_what_it_gives() {
    let matrix = Matrix::read();
    let worlds: Vec<_> = matrix.holdings().into_iter().map(|rows| (holding(&rows), rows)).collect();
    let mut faults = Vec::new();
    each("commands", |case| {
        let kind = case.kind();
        let Required { rule: Rule::Holds(action, on), instead: None, .. } = kind.required() else { return };
        // What does not exist is told to those who may know it; the commands of a script are judged themselves.
        if kind == CommandKind::ExecuteDatabaseScript || case.piece.text.contains("Absent") {
            return;
        }
        for (world, rows) in &worlds {
            let result = world.copy().run(case.piece).result;
            let is_allowed = !result.as_ref().is_err_and(|refusal| refusal.code.is_forbidden());
            if is_allowed != allowed(rows, action, commands::scope(kind, on)) {
                let names: Vec<String> = rows.iter().map(|row| row.name()).collect();
                faults.push(format!("{} by {names:?}: {result:?}", case.place()));
            }
        }
    });
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// What a refusal says that the command takes, without the names of entities: `Table Admin`.
fn takes(refusal: &Diagnostic) -> Vec<String> {
    let takes = refusal.help.iter().find_map(|help| help.strip_prefix("it takes ")).unwrap();
    let (roles, _page) = takes.rsplit_once(" (").unwrap();
    let roles = roles.replace(" or ", ", ");
    let ends = |role: &str| -> Option<String> {
        Some(format!("{} {}", role.split_whitespace().next()?, role.split_whitespace().last()?))
    };
    roles.split(", ").filter_map(ends).collect()
}

#[test]
fn every_condition_of_the_table_has_a_case_on_both_sides() {
    let mut sides: HashMap<CommandKind, HashSet<Vec<String>>> = HashMap::new();
    each("commands", |case| {
        let outcome = case.session_of(NOBODY).run(case.piece);
        if let Err(refusal) = outcome.result {
            sides.entry(case.kind()).or_default().insert(takes(&refusal));
        }
    });
    for kind in CommandKind::all().filter(|kind| !kind.is_read_by_form()) {
        let by_existence = matches!(kind.required().rule, Rule::Makes { .. });
        let by_what_it_does = kind.required().instead.is_some();
        let conditions = usize::from(by_existence) + usize::from(by_what_it_does);
        let met = sides.get(&kind).map_or(0, HashSet::len);
        assert!(conditions == 0 || met > conditions, "{}: {:?}", kind.name(), sides.get(&kind));
    }
}
