//! The names that new entities may have.

use crate::catalog::EntityId;
use crate::diagnostic::{Code, Diagnostic, Result};
use crate::engine::{Refusal, World};
use crate::model::entity::EntityKind;
use crate::syntax::literal::Name;
use crate::text::visible;

/// The kinds that queries name alike, so that a name in a database is that of one of them at most
/// (`external-tables-azure-storage.md`, `materialized-view-create.md`, their parameters).
const TABULAR: &[EntityKind] = &[EntityKind::Table, EntityKind::ExternalTable, EntityKind::MaterializedView];

/// The marks that names may have beside letters and digits.
const MARKS: &[char] = &['_', '$', ' ', '.', '-'];

/// The marks that no name may have, that of a column neither (the page's note).
const NEVER: &[char] = &[':', ';'];

/// Refuses a name that breaks the rules of names (`kusto/query/schema-entities/entity-names.md`,
/// *Identifier naming rules*). The parser has counted its characters.
pub(super) fn check(name: &Name<'_>) -> Result<()> {
    let text = name.text.as_ref();
    let fault =
        |message: String, help: &str| Err(Diagnostic::error(Code::EntityName, message).at(name.span).help(help));
    without(name, |it| !it.is_alphanumeric() && !MARKS.contains(&it))?;
    if text.starts_with('$') {
        return fault("a name can't begin with `$`".to_owned(), "such names are the language's own");
    }
    if text.starts_with("__") || text.ends_with("__") {
        let message = "a name can't begin or end with `__`".to_owned();
        return fault(message, "such names are reserved");
    }
    Ok(())
}

/// Refuses a name that no column may have. Schemas that the service writes have columns with other marks than those
/// of the page (`CopyWorkerCPUUtilization(%)` in microsoft/fabric-toolbox) and with `__` before the name, so that
/// only the marks count that the page refuses by name.
pub(super) fn check_column(name: &Name<'_>) -> Result<()> {
    without(name, |it| NEVER.contains(&it) || it.is_control())
}

/// Refuses a name with a character in it that it can't have.
fn without(name: &Name<'_>, is_odd: impl Fn(char) -> bool) -> Result<()> {
    let Some(odd) = name.text.chars().find(|it| is_odd(*it)) else { return Ok(()) };
    let message = format!("a name can't have `{}` in it", visible(&odd.to_string()));
    let help = "names have letters, digits, `_`, `$`, spaces, `.` and `-`";
    Err(Diagnostic::error(Code::EntityName, message).at(name.span).help(help))
}

/// Refuses the name of a new entity of `kind` when an entity of another kind has it that can't
/// share it.
pub(super) fn check_free(world: &World<'_>, database: EntityId, kind: EntityKind, name: &Name<'_>) -> Result<()> {
    let others = TABULAR.iter().copied().filter(|other| *other != kind);
    let taken = others.into_iter().find(|other| world.catalog.child(database, *other, &name.text).is_some());
    match taken {
        Some(other) => {
            let refusal = Refusal::AlreadyExists { kind: other, name: name.text.to_string() };
            Err(refusal.at(name.span).help(shared_name(kind, other)))
        }
        None => Ok(()),
    }
}

/// Returns why an entity of `kind` can't have the name of one of `other`.
pub(super) fn shared_name(kind: EntityKind, other: EntityKind) -> String {
    format!("{} can't share its name with {}", kind.with_article(), other.with_article())
}
