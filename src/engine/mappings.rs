//! Mappings of ingested data: stored and shown (`mappings.md` and the pages of its commands).

use std::sync::Arc;

use crate::catalog::body::columns::Column;
use crate::catalog::body::external_tables::{ExternalTable, Source};
use crate::catalog::body::tables::Table as TableBody;
use crate::catalog::{CLUSTER, Change, Edit, Entity, EntityId, Mapping, MappingKey};
use crate::diagnostic::{Code, Diagnostic};
use crate::engine::policies::target::entities;
use crate::engine::{Decision, World, policies};
use crate::model::entity::EntityKind;
use crate::model::keyword::Keyword;
use crate::model::mapping_kind::MappingKind;
use crate::model::name::{Quoted, Text};
use crate::model::policy_content::contents::{MAPPED_COLUMN, MAPPED_TYPE, MAPPING};
use crate::model::schemas::DATABASE_MAPPINGS;
use crate::syntax::ast::Target;
use crate::syntax::ast::rows::{Part, RowCommand};
use crate::syntax::json::{self, Json, Node};
use crate::syntax::literal::StringLiteral;
use crate::table::{Table, Value};
use crate::text::{Span, few, nearest, quoted, visible};

/// Decides a command about mappings.
pub(super) fn decide(command: &RowCommand<'_>, world: &World<'_>) -> Result<Decision, Diagnostic> {
    let entity = entity(command, world)?;
    if command.kind.is_show() {
        return show(command, entity, world);
    }
    let mut texts = command.texts();
    let Some(name) = texts.next() else { return Ok(Decision::edits(Vec::new())) };
    let key = MappingKey { entity, kind: kind(command), name: Arc::from(&*name.text) };
    let before = held(world, &key).cloned();
    match texts.next() {
        Some(content) => set(command, key, before, (name, content), world),
        None => drop_it(key, before, name, world),
    }
}

/// Returns the entity whose mappings the command is about; the cluster where it shows all.
fn entity(command: &RowCommand<'_>, world: &World<'_>) -> Result<EntityId, Diagnostic> {
    if command.has_word(Keyword::Database.text()) || command.has_word(Keyword::Table.text()) {
        let targets = command.targets();
        let target = targets.first().unwrap_or(&Target::Database(None));
        return entities(world, target)?.first().copied().map_or_else(|| world.database_in_context(), Ok);
    }
    Ok(CLUSTER)
}

fn kind(command: &RowCommand<'_>) -> Option<MappingKind> {
    command.parts.iter().find_map(|part| match part {
        Part::Mapping(kind) => Some(*kind),
        _ => None,
    })
}

fn held<'w>(world: &World<'w>, key: &MappingKey) -> Option<&'w Mapping> {
    world.catalog.get(key.entity)?.mappings.get(key.kind, &key.name)
}

/// `.create`, `.create-or-alter`, `.alter` and `.alter-merge … mapping`
fn set(
    command: &RowCommand<'_>,
    key: MappingKey,
    before: Option<Mapping>,
    (name, content): (&StringLiteral<'_>, &StringLiteral<'_>),
    world: &World<'_>,
) -> Result<Decision, Diagnostic> {
    let verb = command.verb();
    let alters = [Keyword::Alter, Keyword::AlterMerge].map(Keyword::text);
    if alters.contains(&verb) && before.is_none() {
        return Err(missing(&key, name, world));
    }
    let given = columns(content)?;
    let mut warnings: Vec<Diagnostic> = without_column(key.entity, &given, world).into_iter().collect();
    let json = match (&before, command.merges()) {
        (Some(before), true) => policies::appended(&before.json, &given.json),
        _ => given.json.to_string(),
    };
    let after = Mapping { json: Arc::from(json), updated: world.now };
    let same = before.as_ref().is_some_and(|before| before.json == after.json);
    if verb == Keyword::Create.text() && before.is_some() {
        warnings.push(existing(&key, name, same)?);
    }
    let edits =
        if same { Vec::new() } else { vec![Edit::Mapping(Change { key: key.clone(), before, after: Some(after) })] };
    let schema = command.kind.schema();
    let answer = move |world: &World<'_>| {
        let mut table = Table::new(schema);
        if let Some(mapping) = held(world, &key) {
            push(&mut table, world, key.entity, (key.kind, &key.name, mapping));
        }
        table
    };
    Ok(Decision { edits, warnings, ..Decision::show(answer) })
}

/// Refuses to create a mapping that exists. No command creates or alters one of an external table, and
/// `external-table-mapping-create.md` does not say that creating it again fails: the same one may be, so that the
/// script of a schema runs on a database that has it.
fn existing(key: &MappingKey, name: &StringLiteral<'_>, same: bool) -> Result<Diagnostic, Diagnostic> {
    let message = format!("the mapping {} exists already", quoted(&name.text));
    let replacing = if key.kind.is_some() { Keyword::CreateOrAlter } else { Keyword::Alter };
    match key.kind {
        None if same => Ok(Diagnostic::warning(Code::AlreadyExists, format!("{message}, and is the same"))
            .at(name.span)
            .help(format!("`.{replacing} …` changes a mapping that exists"))),
        _ => Err(Diagnostic::error(Code::AlreadyExists, message)
            .at(name.span)
            .help(format!("`.{replacing} …` replaces it"))),
    }
}

/// Returns what is to be said of the mapping that a command gives, errors and warnings.
pub(super) fn said_of_values(command: &RowCommand<'_>) -> Vec<Diagnostic> {
    match command.texts().nth(1).map(columns) {
        Some(Ok(given)) => policies::said("a mapping", MAPPING, &given),
        Some(Err(error)) => vec![error],
        None => Vec::new(),
    }
}

/// Returns the columns of a mapping: a JSON array of objects (`mappings.md`), whose places are those of the statement.
fn columns(content: &StringLiteral<'_>) -> Result<Node, Diagnostic> {
    let read = json::read(&content.text).map_err(|fault| {
        let span = content.place(fault.range.clone());
        Diagnostic::from(crate::syntax::SyntaxError { kind: fault.kind(None), span })
    })?;
    let objects =
        matches!(&read.json, Json::Array(items) if items.iter().all(|item| matches!(item.json, Json::Object(_))));
    if !objects {
        let message = format!("a mapping is a JSON array of objects, not {}", read.json.title());
        return Err(Diagnostic::error(Code::BadRequest, message)
            .at(content.span)
            .help(r#"such as `'[{"Column": "x", "Properties": {"Path": "$.x"}}]'`"#));
    }
    Ok(read.placed(&|range| content.place(range)))
}

/// How many of the absent columns are pointed at.
const LABELLED: usize = 8;

/// Warns of columns that the mapping names and the table does not have. The mapping is made all the same: what
/// fails is ingestion with it (`create-ingestion-mapping-command.md`).
fn without_column(entity: EntityId, given: &Node, world: &World<'_>) -> Option<Diagnostic> {
    let columns = columns_of(entity, world)?;
    let Json::Array(elements) = &given.json else { return None };
    let is_there = |name: &str| columns.iter().any(|column| *column.name == *name);
    let named = elements.iter().filter_map(|element| Some((element, text_of(element, MAPPED_COLUMN)?)));
    let absent: Vec<(&Node, (Span, &str))> = named.filter(|(_, (_, name))| !is_there(name)).collect();
    if absent.is_empty() {
        return None;
    }
    let definition = &world.catalog.get(entity)?.definition;
    let (kind, table) = (definition.kind(), &definition.name);
    let noun = if absent.len() == 1 { "column" } else { "columns" };
    let names = few(absent.iter().map(|(_, (_, name))| quoted(visible(name))).collect(), "and");
    let mut warning = Diagnostic::warning(
        Code::BadRequest,
        format!("{kind} `{table}` has no {noun} {names}, which the mapping names"),
    );
    for (_, (span, name)) in absent.iter().take(LABELLED) {
        let near = nearest(name, columns.iter().map(|column| &*column.name));
        warning = match near {
            Some(near) => warning.labelled(*span, format!("did you mean `{near}`?")),
            None => warning.at(*span),
        };
    }
    // In a literal with escapes, all places are that of the literal.
    warning.labels.dedup_by_key(|label| label.span);
    let all_typed = absent.iter().all(|(element, _)| text_of(element, MAPPED_TYPE).is_some());
    Some(match (kind, all_typed) {
        (EntityKind::Table, false) => {
            warning.help("ingestion with this mapping fails (create-ingestion-mapping-command.md)")
        }
        (EntityKind::Table, true) => {
            warning.help("ingestion may make a column whose type stands in the mapping (mappings.md)")
        }
        _ => warning,
    })
}

/// Returns the columns that a mapping can name; nothing where the entity has none, or they are not known.
fn columns_of<'w>(entity: EntityId, world: &World<'w>) -> Option<&'w [Column]> {
    let of_table = || world.catalog.content::<TableBody>(entity).map(|table| table.columns.as_slice());
    let of_external = || world.catalog.content::<ExternalTable>(entity).map(|table| table.columns.as_slice());
    of_table().or_else(of_external).filter(|columns| !columns.is_empty())
}

/// Returns the text of the first of these members that an object has, and where it stands.
fn text_of<'n>(object: &'n Node, names: &[&str]) -> Option<(Span, &'n str)> {
    let Json::Object(members) = &object.json else { return None };
    members.iter().find_map(|member| match &member.value.json {
        Json::Text(text) if !text.is_empty() && names.iter().any(|name| name.eq_ignore_ascii_case(&member.name)) => {
            Some((member.value.span(), text.as_str()))
        }
        _ => None,
    })
}

fn missing(key: &MappingKey, name: &StringLiteral<'_>, world: &World<'_>) -> Diagnostic {
    let Some(entity) = world.catalog.get(key.entity) else {
        return Diagnostic::error(Code::EntityNotFound, "there is no such mapping");
    };
    let format = key.kind.map(|kind| format!(" {}", kind.word())).unwrap_or_default();
    let of = format!("{} `{}`", entity.definition.kind(), entity.definition.name);
    let message = format!("{of} has no{format} mapping {}", quoted(&name.text));
    let of_kind = entity.mappings.iter().filter(|(kind, ..)| *kind == key.kind);
    let near = nearest(&name.text, of_kind.map(|(_, name, _)| &**name)).map(str::to_owned);
    Diagnostic::error(Code::EntityNotFound, message).at(name.span).did_you_mean(near.as_deref())
}

/// `.drop … mapping 'm'`
fn drop_it(
    key: MappingKey,
    before: Option<Mapping>,
    name: &StringLiteral<'_>,
    world: &World<'_>,
) -> Result<Decision, Diagnostic> {
    let Some(before) = before else { return Err(missing(&key, name, world)) };
    let schema = if is_of_database(world, key.entity) { DATABASE_MAPPINGS } else { crate::model::schemas::MAPPINGS };
    let (gone, gone_key) = (before.clone(), key.clone());
    let answer = move |world: &World<'_>| {
        let mut table = Table::new(schema);
        push(&mut table, world, gone_key.entity, (gone_key.kind, &gone_key.name, &gone));
        table
    };
    Ok(Decision { edits: vec![Edit::Mapping(Change::removal(key, before))], ..Decision::show(answer) })
}

fn is_of_database(world: &World<'_>, entity: EntityId) -> bool {
    world.catalog.get(entity).is_some_and(|entity| entity.definition.kind() == EntityKind::Database)
}

/// `.show … mappings`; one by its name must exist, which the Kafka sink asks for (`clients.md`).
fn show(command: &RowCommand<'_>, entity: EntityId, world: &World<'_>) -> Result<Decision, Diagnostic> {
    let (wanted, schema) = (kind(command), command.kind.schema());
    let name: Option<Arc<str>> = command.texts().next().map(|name| Arc::from(&*name.text));
    let fits = move |kind: Option<MappingKind>, own: &Arc<str>| {
        wanted.is_none_or(|wanted| kind == Some(wanted)) && name.as_ref().is_none_or(|name| name == own)
    };
    let is_there =
        world.catalog.get(entity).is_some_and(|entity| entity.mappings.iter().any(|(kind, own, _)| fits(kind, own)));
    if let (Some(name), false) = (command.texts().next(), is_there) {
        let key = MappingKey { entity, kind: wanted, name: Arc::from(&*name.text) };
        return Err(missing(&key, name, world));
    }
    Ok(Decision::show(move |world| {
        let mut table = Table::new(schema);
        let within = if entity == CLUSTER { all(world) } else { vec![entity] };
        for id in within {
            let mappings = world.catalog.get(id).into_iter().flat_map(|entity| entity.mappings.iter());
            for mapping in mappings.filter(|(kind, name, _)| fits(*kind, name)) {
                push(&mut table, world, id, mapping);
            }
        }
        table
    }))
}

/// Returns all databases with their tables.
fn all(world: &World<'_>) -> Vec<EntityId> {
    let databases = world.catalog.child_ids(CLUSTER, EntityKind::Database).into_iter();
    let with_tables = databases
        .flat_map(|database| std::iter::once(database).chain(world.catalog.child_ids(database, EntityKind::Table)));
    with_tables.collect()
}

fn push(
    table: &mut Table,
    world: &World<'_>,
    id: EntityId,
    (kind, name, mapping): (Option<MappingKind>, &Arc<str>, &Mapping),
) {
    let Some(entity) = world.catalog.get(id) else { return };
    let kind = kind.map_or_else(|| format_of(entity), |kind| kind.title().to_owned());
    let database = world.catalog.database_of(id).map_or("", |(_, database)| &*database.definition.name);
    let of_table = if is_of_database(world, id) { "" } else { &*entity.definition.name };
    let cells = [
        Value::from(name.clone()),
        Value::from(kind),
        Value::from(mapping.json.clone()),
        mapping.updated.into(),
        Value::from(database),
        Value::from(of_table),
    ];
    table.push(cells);
}

/// Returns the format of an external table, which its mappings are for.
fn format_of(entity: &Entity) -> String {
    let format = entity.content::<ExternalTable>().and_then(|table| match &table.source {
        Source::Storage(storage) => Some(storage.format.word()),
        Source::Delta(_) | Source::Sql(_) => None,
    });
    format.unwrap_or_default().to_uppercase()
}

/// Returns the commands that make the mappings of an entity again.
pub(super) fn script_of(world: &World<'_>, id: EntityId) -> Vec<String> {
    let Some(entity) = world.catalog.get(id) else { return Vec::new() };
    entity.mappings.iter().map(|(kind, name, mapping)| command(entity, (kind, name), Some(mapping), false)).collect()
}

/// Returns the command that makes one mapping as the entity has it, from one that `was_there` or from nothing, or that
/// drops it where the entity has none.
#[must_use]
pub fn mapping_script(
    world: &World<'_>,
    id: EntityId,
    (kind, name): (Option<MappingKind>, &str),
    was_there: bool,
) -> Option<String> {
    let entity = world.catalog.get(id)?;
    Some(command(entity, (kind, name), entity.mappings.get(kind, name), was_there))
}

fn command(
    entity: &Entity,
    (kind, name): (Option<MappingKind>, &str),
    mapping: Option<&Mapping>,
    was_there: bool,
) -> String {
    let target = format!("{} {}", entity.definition.kind(), Quoted(&entity.definition.name));
    let mapping_kind = kind.map(|kind| format!("{} ", kind.word())).unwrap_or_default();
    // Mappings of external tables are of no kind, and have no form that also changes one.
    let (make, of) = match entity.definition.kind() {
        EntityKind::ExternalTable if was_there => (Keyword::Alter, target),
        EntityKind::ExternalTable => (Keyword::Create, target),
        _ => (Keyword::CreateOrAlter, format!("{target} ingestion")),
    };
    match mapping {
        Some(mapping) => format!(".{make} {of} {mapping_kind}mapping {} {}", Text(name), Text(&mapping.json)),
        None => format!(".{} {of} {mapping_kind}mapping {}", Keyword::Drop, Text(name)),
    }
}
