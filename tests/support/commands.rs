//! Writes `fixtures/commands.tsv`: every kind of command, what it does here, and who may run it.

#![allow(dead_code, reason = "each test file uses its own part")]
#![allow(clippy::panic, reason = "clippy's exception for tests does not cover what they share")]

use kmgmt::access::{grants, sought};
use kmgmt::model::command_kind::CommandKind;
use kmgmt::model::entity::EntityKind;
use kmgmt::model::form::first_entity;
use kmgmt::model::permission::Permission;
use kmgmt::model::role::Role;
use kmgmt::model::rule::{Instead, On, Rule};

/// What stands before the rows.
const HEAD: &str = "\
# Every kind of command: what kmgmt makes of it, and who may run it. Made from the table of kinds
# (`src/model/command_kind/`) by a test; read it beside the page that each row names.
#
#   kind    its official name
#   family  the file of `grammar/` that says what the kind takes
#   effect  `meaning`, it does what its page says; `stored`, it is stored and shown; `none`, it has no
#           effect here; `elsewhere`, the ingestion service alone answers it
#   takes   the action of `explain` that one must be allowed
#   roles   the roles that allow it, each with what it must be held beside; every role of the cluster
#           and of a database covers what is below it
#   page    the section of the documentation that says so, or that it is kmgmt's choice
#   form    how it is written: words in capitals stand for what one puts there, `[x]` may be left out,
#           `a|b` is one of them, `{x}` comes as often as one likes, `...` is anything
kind\tfamily\teffect\ttakes\troles\tpage\tform
";

/// The whole file.
pub fn table() -> String {
    CommandKind::all().fold(HEAD.to_owned(), |table, kind| table + &row(kind) + "\n")
}

fn row(kind: CommandKind) -> String {
    let required = kind.required();
    let roles = match required.instead {
        Some(Instead { when, rule }) => {
            format!("{}; {} where it {when}", roles(kind, required.rule), roles(kind, rule))
        }
        None => roles(kind, required.rule),
    };
    let (effect, form) = (kind.effect().class().word(), format!(".{}", kind.form()));
    [kind.name(), kind.family().stem(), effect, &required.to_string(), &roles, required.page, &form].join("\t")
}

fn roles(kind: CommandKind, rule: Rule) -> String {
    match rule {
        Rule::OwnRows => "-".to_owned(),
        Rule::AnyRole => "any".to_owned(),
        Rule::Holds(permission, on) | Rule::Others(permission, on) => giving(permission, scope(kind, on)),
        Rule::Makes { new, existing } => {
            let existing = giving(existing, scope(kind, On::Entity));
            format!("{}; {existing} on one that exists", giving(new, EntityKind::Database))
        }
    }
}

/// On what kind of entity a command of the kind takes what it takes there.
pub fn scope(kind: CommandKind, on: On) -> EntityKind {
    match on {
        On::Cluster => EntityKind::Cluster,
        On::Database => EntityKind::Database,
        On::Entity => about(kind),
        On::Within | On::Source => EntityKind::Table,
    }
}

/// The kind of entity that a form is about: the first that it names.
fn about(kind: CommandKind) -> EntityKind {
    first_entity(kind.form()).unwrap_or(EntityKind::Database)
}

/// The roles that give a permission on an entity of a kind: those of the kind first.
fn giving(permission: Permission, kind: EntityKind) -> String {
    let asked = sought(permission, kind);
    let scopes: &[EntityKind] = match kind {
        EntityKind::Cluster => &[EntityKind::Cluster],
        EntityKind::Database => &[EntityKind::Database, EntityKind::Cluster],
        kind => &[kind, EntityKind::Database, EntityKind::Cluster],
    };
    let name = |role: Role, scope| role.display(scope, "").replace("  ", " ");
    let mut names = Vec::new();
    for scope in scopes {
        for (role, grant) in grants(*scope).iter().filter(|(_, grant)| grant.allows.has(asked)) {
            let needs: Vec<String> = grant.needs(false).map(|role| name(role, EntityKind::Database)).collect();
            let beside = if needs.is_empty() { String::new() } else { format!(" (with {})", needs.join(" or ")) };
            names.push(name(*role, *scope) + &beside);
        }
    }
    names.join(", ")
}
