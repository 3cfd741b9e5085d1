//! Stored functions: `.create function`, `.alter function`, `.drop function`, `.show functions`.

use std::ops::Range;
use std::sync::Arc;

use crate::access::sufficient;
use crate::catalog::body::functions::Function;
use crate::catalog::{Definition, Edit, EntityId};
use crate::diagnostic::{Code, Diagnostic, Result};
use crate::engine::policies::without_function;
use crate::engine::queries::ReadQuery;
use crate::engine::roles::creator_becomes_admin;
use crate::engine::{Decision, Refusal, World, names};
use crate::model::entity::EntityKind;
use crate::model::permission::Permission;
use crate::model::schemas::{DROPPED_FUNCTION, FUNCTIONS};
use crate::model::secret::REDACTED;
use crate::syntax::ast::functions::{
    AlterFunction, DOCSTRING, DefineFunction, DropFunction, DropFunctions, FOLDER, FunctionCommand, FunctionPart,
    FunctionVerb, SHOW_OBFUSCATED, SKIP_VALIDATION, ShowFunction, VIEW,
};
use crate::syntax::literal::Name;
use crate::syntax::redacted_query;
use crate::table::{Table, Value};
use crate::text::{Span, sentence_list};

mod parameters;
mod script;

pub(super) use script::{json_of, script_of};

const KIND: EntityKind = EntityKind::Function;

/// Decides a command about functions.
pub(super) fn decide(command: &FunctionCommand<'_>, world: &World<'_>) -> Result<Decision> {
    match command {
        FunctionCommand::Define(command) => define(command, world),
        FunctionCommand::Alter(command) => alter(command, world),
        FunctionCommand::Drop(command) => drop_one(command, world),
        FunctionCommand::DropMany(command) => drop_many(command, world),
        FunctionCommand::ShowAll => Ok(Decision::report(all, &[world.database_in_context()?])),
        FunctionCommand::Show(command) => show(command, world),
    }
}

/// `create-function.md`: with `ifnotexists`, a function that is there stays as it is.
fn define(command: &DefineFunction<'_>, world: &World<'_>) -> Result<Decision> {
    let name = &command.name;
    let database = world.database_in_context()?;
    let existing = world.existing(name);
    match (command.verb, existing) {
        (FunctionVerb::Create { if_not_exists: true }, Some(id)) => {
            return Ok(Decision::change(Vec::new(), functions, &[id]));
        }
        (FunctionVerb::Create { .. }, Some(_)) => {
            let refusal = Refusal::AlreadyExists { kind: KIND, name: name.text.to_string() };
            return Err(refusal.at(name.span));
        }
        (FunctionVerb::Alter, None) => return Err(world.no_entity(database, KIND, &name.text).at(name.span)),
        _ => {}
    }
    parameters::check(&command.parameters)?;
    if command.body.text.trim().is_empty() {
        let message = format!("the body of `{name}` is empty");
        return Err(Refusal::BadRequest(message).at(command.body.span));
    }
    let said = check_body(command, database, world)?;
    let decision = match existing {
        Some(id) => {
            let edit = Edit::content(world.catalog, id, defined(command));
            Decision::change(edit.into_iter().collect(), functions, &[id])
        }
        None => create(command, database, world)?,
    };
    Ok(decision.warned(said))
}

/// Checks the body of a function as far as it is read and its columns are told (`create-function.md`, *Supported
/// properties*, `skipvalidation`). Returns what there is to know besides.
fn check_body(command: &DefineFunction<'_>, database: EntityId, world: &World<'_>) -> Result<Vec<Diagnostic>> {
    let is_skipped = command.properties.flag(&SKIP_VALIDATION).unwrap_or_default();
    if is_skipped || world.trusts {
        return Ok(Vec::new());
    }
    let head = format!("let f = {} {{", command.parameters);
    let text = format!("{head}{}\n}}", command.body.text);
    let query = ReadQuery::new(world, database, &text);
    let said = query.said(&format!("the body of `{}`", command.name));
    if let Some(error) = query.fault() {
        return Err(in_body(command, head.len(), error).help("`with (skipvalidation=true)` keeps a body as it is"));
    }
    Ok(said.into_iter().map(|told| in_body(command, head.len(), told)).collect())
}

/// Returns what is told of a text that holds the body after so many bytes, with its place in the statement.
fn in_body(command: &DefineFunction<'_>, head: usize, told: Diagnostic) -> Diagnostic {
    let (start, length) = (command.body.start as usize, command.body.text.len());
    let range = told.span().map(Span::range).filter(|range| range.start >= head && range.end <= head + length);
    let place = |range: Range<usize>| Span::of_range(&(start + range.start - head..start + range.end - head));
    Diagnostic { labels: Vec::new(), ..told }.at(range.map_or(command.body.span, place))
}

fn create(command: &DefineFunction<'_>, database: EntityId, world: &World<'_>) -> Result<Decision> {
    let name = &command.name;
    names::check(name)?;
    if world.catalog.child(database, EntityKind::MaterializedView, &name.text).is_some() {
        let kind = EntityKind::MaterializedView;
        let refusal = Refusal::AlreadyExists { kind, name: name.text.to_string() };
        return Err(refusal.at(name.span).help(names::shared_name(KIND, kind)));
    }
    let id = world.catalog.next_id();
    let after = Definition::new(database, &name.text, defined(command));
    let edits = vec![Edit::creation(id, after), creator_becomes_admin(world, id, 0)];
    Ok(Decision::change(edits, functions, &[id]))
}

/// Returns the function that a definition makes. It is the whole of it: what the command leaves out
/// is empty, also when it alters a function (the pages do not say it; `.alter table` says so of
/// itself).
fn defined(command: &DefineFunction<'_>) -> Function {
    let text = |property| Arc::from(command.properties.text(property).unwrap_or_default());
    Function {
        parameters: Arc::from(command.parameters.to_string()),
        body: Arc::from(format!("{{{}}}", redacted_query(&command.body.text))),
        folder: text(&FOLDER),
        docstring: text(&DOCSTRING),
        view: command.properties.flag(&VIEW).unwrap_or_default(),
    }
}

fn alter(command: &AlterFunction<'_>, world: &World<'_>) -> Result<Decision> {
    let id = world.entity(KIND, &command.name)?;
    let text: Arc<str> = Arc::from(&*command.text.text);
    let edit = world.catalog.content::<Function>(id).cloned().and_then(|before| {
        let after = match command.part {
            FunctionPart::DocString => Function { docstring: text, ..before },
            FunctionPart::Folder => Function { folder: text, ..before },
        };
        Edit::content(world.catalog, id, after)
    });
    Ok(Decision::change(edit.into_iter().collect(), functions, &[id]))
}

/// `drop-function.md`: answers the name of the function that went.
fn drop_one(command: &DropFunction<'_>, world: &World<'_>) -> Result<Decision> {
    let id = dropped(&command.name, command.if_exists, world)?;
    let edits = id.map_or_else(Vec::new, |id| world.catalog.removal(id));
    let warnings = without_functions(id.as_slice(), world);
    let gone: Option<Arc<str>> = id.map(|_| Arc::from(&*command.name.text));
    let shown = Decision::show(move |_| {
        let mut table = Table::new(DROPPED_FUNCTION);
        gone.iter().for_each(|name| table.push([Value::from(name.clone())]));
        table
    });
    Ok(Decision { edits, warnings, ..shown })
}

/// `drop-function.md`: answers the functions that are left. All go, or none.
fn drop_many(command: &DropFunctions<'_>, world: &World<'_>) -> Result<Decision> {
    let database = world.database_in_context()?;
    let mut gone = Vec::new();
    for name in &command.names {
        let id = dropped(name, command.if_exists, world)?;
        gone.extend(id.filter(|id| !gone.contains(id)));
    }
    let warnings = without_functions(&gone, world);
    let edits = gone.into_iter().flat_map(|id| world.catalog.removal(id)).collect();
    Ok(Decision::change(edits, all, &[database]).warned(warnings))
}

/// Warns of the update policies that call functions which go.
fn without_functions(gone: &[EntityId], world: &World<'_>) -> Vec<Diagnostic> {
    let warnings = |id: &EntityId| {
        let database = world.catalog.database_of(*id).map(|(database, _)| database);
        database.map(|database| without_function(database, world.catalog.name_of(*id), world)).unwrap_or_default()
    };
    gone.iter().flat_map(warnings).collect()
}

/// Returns the function to drop; nothing where it need not exist and does not.
fn dropped(name: &Name<'_>, if_exists: bool, world: &World<'_>) -> Result<Option<EntityId>> {
    let database = world.database_in_context()?;
    match world.existing(name) {
        None if if_exists => Ok(None),
        _ => world.entity_in(database, KIND, name).map(Some),
    }
}

/// `show-function.md`, *Supported properties*: obfuscated strings are for an admin of the database or the
/// creator, who is the function's admin. A string that the catalog has redacted can't be shown to them
/// either.
fn show(command: &ShowFunction<'_>, world: &World<'_>) -> Result<Decision> {
    let id = world.entity(KIND, &command.name)?;
    let mut decision = Decision::report(functions, &[id]);
    let redacted = world.catalog.content::<Function>(id).is_some_and(is_redacted);
    if redacted && command.properties.flag(&SHOW_OBFUSCATED) == Some(true) {
        decision.warnings.push(match world.may(Permission::Alter, id) {
            true => stays_redacted(),
            false => {
                let who = world.identity(world.subject.principal()).fqn();
                let message = format!("the obfuscated strings of `{}` are not shown to `{who}`", command.name);
                let roles = sentence_list(&sufficient(&world.access(), Permission::Alter, id), "or");
                Diagnostic::warning(Code::Forbidden, message)
                    .at(command.name.span)
                    .help(format!("it takes {roles} (show-function.md, Supported properties)"))
            }
        });
    }
    Ok(decision)
}

/// Returns whether the function has strings that the catalog has redacted.
pub(super) fn is_redacted(function: &Function) -> bool {
    function.body.contains(REDACTED)
}

/// Warns that obfuscated strings can't be shown, even to those who may see them.
pub(super) fn stays_redacted() -> Diagnostic {
    Diagnostic::warning(Code::BadRequest, "obfuscated strings stay redacted: kmgmt does not keep them")
}

/// Returns the functions of the databases, by name.
fn all(world: &World<'_>, databases: &[EntityId]) -> Table {
    let all = databases.iter().flat_map(|id| world.catalog.child_ids(*id, KIND));
    let ids: Vec<EntityId> = all.collect();
    functions(world, &ids)
}

/// Returns the functions themselves.
fn functions(world: &World<'_>, ids: &[EntityId]) -> Table {
    let mut table = Table::new(FUNCTIONS);
    for id in ids {
        let Some(function) = world.catalog.content::<Function>(*id) else { continue };
        table.push([
            Value::from(world.catalog.name_of(*id)),
            Value::from(function.parameters.clone()),
            Value::from(function.body.clone()),
            Value::from(function.folder.clone()),
            Value::from(function.docstring.clone()),
        ]);
    }
    table
}
