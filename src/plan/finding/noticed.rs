//! What the text of a statement alone gives to find.

use std::sync::Arc;

use crate::model::finding::FindingRule;
use crate::model::keyword::Keyword;
use crate::model::role::Role;
use crate::plan::finding::{Finding, Ignore, Ignores};
use crate::plan::statement::Statement;
use crate::syntax::ast::Command;
use crate::syntax::ast::roles::{Action, RoleChange, RoleCommand};
use crate::syntax::{Piece, Token, parser, pieces};
use crate::text::{place_of, quoted};

/// What a text alone gives to find.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Noticed {
    /// The findings.
    pub findings: Vec<Finding>,
    /// The comments that say which findings do not count.
    pub ignores: Vec<Ignore>,
}

/// Returns what is found in a statement and beside it, and in the statements that it holds.
#[must_use]
pub fn notice(piece: &Piece<'_>, origin: &str) -> Noticed {
    let Ignores { ignores, faults } = Ignores::beside(piece, origin);
    let mut noticed = Noticed { findings: faults, ignores };
    let verb = piece.tokens.get(1).and_then(Token::keyword);
    if piece.directive || !matches!(verb, Some(Keyword::Set | Keyword::Execute)) {
        return noticed;
    }
    let Ok(statement) = parser::parsed(piece) else { return noticed };
    if let Command::Scripts(script) = &statement.command {
        let line = place_of(piece.text, script.body.span.start, piece.line).line;
        pieces(&script.body.value, line, |inner| {
            let Noticed { findings, ignores } = notice(&inner, origin);
            noticed.findings.extend(findings);
            noticed.ignores.extend(ignores);
        });
        return noticed;
    }
    let found = command_findings(&statement.command);
    if !found.is_empty() {
        let place = Arc::new(Statement::of(piece, origin));
        noticed.findings.extend(found.into_iter().map(|finding| finding.at(Arc::clone(&place))));
    }
    noticed
}

/// Returns the findings in a command, without their places.
#[must_use]
pub fn command_findings(command: &Command<'_>) -> Vec<Finding> {
    match command {
        Command::Roles(RoleCommand::Change(change)) => empties_admins(change).into_iter().collect(),
        _ => Vec::new(),
    }
}

/// `.set … admins none`
fn empties_admins(change: &RoleChange<'_>) -> Option<Finding> {
    let is = change.action == Action::Set && change.role == Role::Admins && change.principals.is_empty();
    let (set, drop, role, entity) = (Keyword::Set, Keyword::Drop, change.role, &change.entity);
    let found = || {
        Finding::new(
            FindingRule::SetNoneOnAdmins,
            format!("all {role} of {} are taken away, whoever they are", quoted(entity)),
        )
        .help(format!(
            "`.{set} {entity} {role} (…)` names those that stay, `.{drop} {entity} {role} (…)` those that go"
        ))
        .of_entity(entity.to_string())
    };
    is.then(found)
}
