//! `.show principal access`: whether a principal may do something. No page describes it; the
//! columns are ours, but that the fourth says by a bool whether it may, as Microsoft's Kafka sink
//! reads it.

use crate::access::{Conclusion, Need, Request, judge};
use crate::catalog::EntityId;
use crate::diagnostic::{Diagnostic, Result};
use crate::engine::properties::{self, reference};
use crate::engine::{Decision, World};
use crate::model::access_property::{ACCESS_TYPE, DATABASE, PRINCIPAL, TABLE};
use crate::model::access_type::AccessType;
use crate::model::entity::EntityKind;
use crate::model::permission::Permission;
use crate::model::schemas::ACCESS;
use crate::syntax::QuestionFault;
use crate::syntax::ast::PropertyValues;
use crate::table::{Table, Value};

/// `.show principal access [with (…)]`: what a request of the principal would meet now.
pub(super) fn decide_access(properties: &PropertyValues<'_>, world: &World<'_>) -> Result<Decision> {
    let mut warnings = Vec::new();
    let principal = match reference(properties, &PRINCIPAL)? {
        Some(reference) => world.principal(&reference, &mut warnings)?,
        None => world.subject.principal(),
    };
    let (entity, kind) = entity(properties, world)?;
    let asked = asked(properties, kind)?;
    let fqn = world.identity(principal).fqn();
    let filled = world.filled(principal);
    let shown = Decision::show(move |world| {
        let (access, mut table) = (world.access(), Table::new(ACCESS));
        let request = Request { subject: filled.subject(), ..world.request() };
        for asked in &asked {
            let judgement = judge(&access, request, Need::new(asked.permission(), entity));
            table.push([
                Value::from(fqn.as_str()),
                Value::from(asked.to_string()),
                Value::from(world.path_of(entity)),
                (judgement.conclusion == Conclusion::Allowed).into(),
                Value::from(match judgement.conclusion {
                    Conclusion::Unknown => format!("{}: {}", judgement.conclusion.word(), judgement.reason),
                    _ => judgement.reason,
                }),
            ]);
        }
        table
    });
    Ok(shown.warned(warnings))
}

/// Returns what is asked about: the table, or else the database.
fn entity(properties: &PropertyValues<'_>, world: &World<'_>) -> Result<(EntityId, EntityKind)> {
    let database = world.database_or_context(properties.name(&DATABASE).as_ref())?;
    match properties.name(&TABLE) {
        Some(name) => Ok((world.entity_in(database, EntityKind::Table, &name)?, EntityKind::Table)),
        None => Ok((database, EntityKind::Database)),
    }
}

/// Returns the access type that is named, or else every permission that is about such an entity.
fn asked(properties: &PropertyValues<'_>, kind: EntityKind) -> Result<Vec<AccessType>> {
    let words = AccessType::all().filter(|word| word.permission().is_about(kind));
    let words: Vec<AccessType> = words.collect();
    match properties::word(properties, &ACCESS_TYPE, &words, AccessType::of)? {
        Some(named) if words.contains(&named) => Ok(vec![named]),
        Some(named) => {
            let error = Diagnostic::from(QuestionFault::NotAbout { action: named.permission().into(), kind });
            Err(match properties::place(properties, &ACCESS_TYPE) {
                Some(place) => error.at(place),
                None => error,
            })
        }
        None => {
            let all = Permission::ALL.iter().copied().filter(|permission| permission.is_about(kind));
            Ok(all.map(AccessType::from).collect())
        }
    }
}
