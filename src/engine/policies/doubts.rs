//! What is said of the values of policies by what exists and what time it is.

use crate::catalog::EntityId;
use crate::catalog::body::tables::Table;
use crate::diagnostic::{Code, Diagnostic};
use crate::engine::{World, columns};
use crate::model::moment;
use crate::model::policy::PolicyKind;
use crate::model::policy_content::{EXPIRY, PARTITION_COLUMN, PARTITION_KEYS};
use crate::syntax::json::{Json, Node};
use crate::text::{Span, quoted};

/// Returns warnings of a value that a command gives to the policy of an entity.
pub(super) fn of_value(policy: PolicyKind, entity: EntityId, given: &Node, world: &World<'_>) -> Vec<Diagnostic> {
    match policy {
        PolicyKind::AutoDelete => past_expiry(given, world).into_iter().collect(),
        PolicyKind::Partitioning => without_column(entity, given, world),
        _ => Vec::new(),
    }
}

/// Warns of a table that is to be deleted at once (`auto-delete-policy.md`).
fn past_expiry(given: &Node, world: &World<'_>) -> Option<Diagnostic> {
    let (span, text) = text(member(given, EXPIRY)?)?;
    moment::parse(text).filter(|expiry| *expiry <= world.now.into())?;
    let message = format!("{} is not after the time of this command, {}", quoted(EXPIRY), world.now);
    let help = "it must be (auto-delete-policy.md); the policy is kept, and the table stays here";
    Some(Diagnostic::warning(Code::BadRequest, message).at(span).help(help))
}

/// Warns of columns by which data is partitioned and that the table does not have.
fn without_column(table: EntityId, given: &Node, world: &World<'_>) -> Vec<Diagnostic> {
    // Which columns a materialized view has is not known.
    if world.catalog.content::<Table>(table).is_none() {
        return Vec::new();
    }
    let keys = member(given, PARTITION_KEYS).map(|keys| &keys.json);
    let Some(Json::Array(keys)) = keys else { return Vec::new() };
    let named = keys.iter().filter_map(|key| text(member(key, PARTITION_COLUMN)?));
    let absent = named.filter_map(|(span, name)| Some((span, columns::named(table, name, world).err()?)));
    let warning = |(span, refusal): (Span, Diagnostic)| {
        let warning = Diagnostic::warning(Code::BadRequest, refusal.message).at(span);
        let warning = refusal.help.into_iter().fold(warning, Diagnostic::help);
        warning.help("the policy is kept; data is not partitioned by a column that is not there")
    };
    absent.map(warning).collect()
}

fn member<'n>(object: &'n Node, name: &str) -> Option<&'n Node> {
    let Json::Object(members) = &object.json else { return None };
    members.iter().find(|member| member.name.eq_ignore_ascii_case(name)).map(|member| &member.value)
}

fn text(value: &Node) -> Option<(Span, &str)> {
    match &value.json {
        Json::Text(text) => Some((value.span(), text)),
        _ => None,
    }
}
