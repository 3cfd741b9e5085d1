//! The commands that make a continuous export again.

use std::borrow::Cow;

use crate::catalog::EntityId;
use crate::catalog::body::continuous_exports::ContinuousExport;
use crate::engine::World;
use crate::model::entity::EntityKind;
use crate::model::export_property as property;
use crate::model::keyword::Keyword;
use crate::model::name::Quoted;
use crate::model::property::Property;
use crate::syntax::literal::Value;
use crate::text::joined;

/// Returns the command that defines the export.
pub(in crate::engine) fn script_of(world: &World<'_>, id: EntityId) -> Vec<String> {
    let Some(export) = world.catalog.content::<ContinuousExport>(id) else { return Vec::new() };
    let over = match export.over.as_slice() {
        [] => String::new(),
        tables => {
            format!(" {} ({})", Keyword::Over, joined(&tables.iter().map(|table| Quoted(table)).collect::<Vec<_>>()))
        }
    };
    let properties = match properties(world, export).as_slice() {
        [] => String::new(),
        given => format!(" {} ({})", Keyword::With, given.join(", ")),
    };
    let head =
        format!(".{} {} {}", Keyword::CreateOrAlter, EntityKind::ContinuousExport, Quoted(world.catalog.name_of(id)));
    let (to, target) = (Keyword::To, Quoted(&export.target));
    vec![format!("{head}{over} {to} {} {target}{properties} <|\n{}", Keyword::Table, export.query)]
}

/// Returns the properties that were given.
fn properties(world: &World<'_>, export: &ContinuousExport) -> Vec<String> {
    let given = &export.properties;
    let word = |word: String| Value::Word(Cow::Owned(word));
    let all: [(Property, Option<Value<'_>>); 10] = [
        (property::INTERVAL, export.interval.map(Value::TimeSpan)),
        (property::FORCED_LATENCY, export.forced_latency.map(Value::TimeSpan)),
        (property::SIZE_LIMIT, given.size_limit.map(Value::Long)),
        (property::DISTRIBUTED, given.distributed.map(Value::Bool)),
        (property::DISTRIBUTION, given.distribution.map(|it| word(it.word().to_owned()))),
        (property::DISTRIBUTION_KIND, given.distribution_kind.map(|it| word(it.word().to_owned()))),
        (property::PARQUET_ROW_GROUP_SIZE, given.parquet_row_group_size.map(Value::Long)),
        (property::IS_DISABLED, export.disabled.then_some(Value::Bool(true))),
        (property::MANAGED_IDENTITY, export.identity.as_deref().map(|id| word(world.assigned_name(id)))),
        (property::NATIVE_PARQUET_WRITER, given.native_parquet_writer.map(Value::Bool)),
    ];
    all.into_iter().filter_map(|(property, value)| Some(format!("{}={}", property.name, value?))).collect()
}
