//! The entities that a command is about.

use crate::catalog::EntityId;
use crate::engine::World;
use crate::model::access_property::{DATABASE, TABLE};
use crate::model::connection::Authentication;
use crate::model::entity::EntityKind;
use crate::syntax::ast::continuous_exports::ContinuousExportCommand;
use crate::syntax::ast::databases::{DatabaseCommand, SchemaTarget};
use crate::syntax::ast::external_tables::{ExternalTableCommand, Source};
use crate::syntax::ast::functions::FunctionCommand;
use crate::syntax::ast::graph_models::GraphModelCommand;
use crate::syntax::ast::materialized_views::MaterializedViewCommand;
use crate::syntax::ast::policies::PolicyCommand;
use crate::syntax::ast::roles::RoleCommand;
use crate::syntax::ast::tables::TableCommand;
use crate::syntax::ast::{Command, EntityRef, Target};
use crate::syntax::literal::Name;

/// An entity that a command is about: the database, and what is in it if it exists. A command about
/// a database itself is about that entity.
#[derive(Clone, Copy, Debug)]
pub(super) struct Subject {
    pub(super) database: EntityId,
    pub(super) entity: Option<EntityId>,
}

impl Subject {
    const fn database(database: EntityId) -> Self {
        Self { database, entity: Some(database) }
    }
}

type Subjects = Option<Vec<Subject>>;

/// The subjects of a command; none where one is in a database that does not exist.
pub(super) fn subjects(command: &Command<'_>, world: &World<'_>) -> Subjects {
    match command {
        Command::Roles(command) => of_roles(command, world),
        Command::Policies(command) => of_policy(command, world),
        Command::Databases(command) => of_databases(command, world),
        Command::Tables(command) => of_tables(command, world),
        Command::Functions(command) => of_functions(command, world),
        Command::ExternalTables(command) => of_external_tables(command, world),
        Command::MaterializedViews(command) => of_views(command, world),
        Command::GraphModels(command) => of_graph_models(command, world),
        Command::ContinuousExports(command) => of_exports(command, world),
        Command::Rows(command) => of_target(&command.target(), world),
        Command::Scripts(_) | Command::Blocked(_) | Command::Cluster(_) => context(world),
    }
}

fn context(world: &World<'_>) -> Subjects {
    Some(vec![Subject::database(world.database_in_context().ok()?)])
}

fn database(name: &Name<'_>, world: &World<'_>) -> Subjects {
    Some(vec![Subject::database(world.database_named(name).ok()?)])
}

/// The entities of these names in the database in context.
fn named<'n, 's: 'n>(kind: EntityKind, names: impl IntoIterator<Item = &'n Name<'s>>, world: &World<'_>) -> Subjects {
    let database = world.database_in_context().ok()?;
    let subject = |name: &Name<'_>| Subject { database, entity: world.catalog.child(database, kind, &name.text) };
    Some(names.into_iter().map(subject).collect())
}

fn referenced(entity: &EntityRef<'_>, world: &World<'_>) -> Subjects {
    match (entity.kind, &entity.name) {
        (EntityKind::Database, Some(name)) => database(name, world),
        (EntityKind::Database | EntityKind::Cluster, _) | (_, None) => context(world),
        (kind, Some(name)) => named(kind, [name], world),
    }
}

fn of_roles(command: &RoleCommand<'_>, world: &World<'_>) -> Subjects {
    match command {
        RoleCommand::Change(change) => referenced(&change.entity, world),
        RoleCommand::ShowPrincipals(entity) => referenced(entity, world),
        RoleCommand::ShowRoles(show) => {
            show.entity.as_ref().map_or_else(|| context(world), |entity| referenced(entity, world))
        }
        RoleCommand::ShowAccess(properties) => {
            let database = world.database_or_context(properties.name(&DATABASE).as_ref()).ok()?;
            Some(vec![match properties.name(&TABLE) {
                Some(name) => {
                    Subject { database, entity: world.catalog.child(database, EntityKind::Table, &name.text) }
                }
                None => Subject::database(database),
            }])
        }
    }
}

fn of_policy(command: &PolicyCommand<'_>, world: &World<'_>) -> Subjects {
    let target = match command {
        PolicyCommand::Show(_, target)
        | PolicyCommand::Delete(_, target)
        | PolicyCommand::AlterIdentities(_, target, _)
        | PolicyCommand::RestrictViewAccess(target, _) => target,
        PolicyCommand::SecureRows(secure) => &secure.target,
    };
    of_target(target, world)
}

fn of_target(target: &Target<'_>, world: &World<'_>) -> Subjects {
    match target {
        Target::Cluster | Target::All(_) | Target::Database(None) => context(world),
        Target::Database(Some(name)) => database(name, world),
        Target::Entity(kind, qualified) => {
            let database = world.database_or_context(qualified.database.as_ref()).ok()?;
            let entity = world.catalog.child(database, *kind, &qualified.name.text);
            Some(vec![Subject { database, entity }])
        }
        Target::Several(kind, names) => named(*kind, names, world),
    }
}

fn of_databases(command: &DatabaseCommand<'_>, world: &World<'_>) -> Subjects {
    match command {
        DatabaseCommand::ShowSchema(show) => match &show.target {
            SchemaTarget::Context(_) => context(world),
            SchemaTarget::Database(versioned) => database(&versioned.name, world),
            // None are named where all are shown: deciding shows those that may be read.
            SchemaTarget::Databases(all) => {
                let subject = |name| Some(Subject::database(world.database_named(name).ok()?));
                all.iter().map(|versioned| subject(&versioned.name)).collect()
            }
        },
        DatabaseCommand::SetPrettyName(Some(name), _) | DatabaseCommand::DropPrettyName(name) => database(name, world),
        // The rules for creating, detaching and listing databases ask for no subject.
        DatabaseCommand::SetPrettyName(None, _)
        | DatabaseCommand::ShowDatabase(..)
        | DatabaseCommand::ShowDatabases(_)
        | DatabaseCommand::Create(_)
        | DatabaseCommand::Detach(_) => context(world),
    }
}

fn of_tables(command: &TableCommand<'_>, world: &World<'_>) -> Subjects {
    let table = |name| named(EntityKind::Table, [name], world);
    match command {
        TableCommand::Define(define) => table(&define.schema.name),
        TableCommand::DefineMany(many) => {
            named(EntityKind::Table, many.schemas.iter().map(|schema| &schema.name), world)
        }
        TableCommand::CreateBasedOn(create) => table(&create.name),
        TableCommand::SetText(set) => table(&set.name),
        TableCommand::Rename(rename) => table(&rename.old),
        TableCommand::RenameMany(many) => named(EntityKind::Table, many.iter().map(|renaming| &renaming.old), world),
        TableCommand::Drop { name, .. } | TableCommand::Show(name, _) => table(name),
        TableCommand::DropMany { names, .. } => named(EntityKind::Table, names, world),
        TableCommand::ShowMany { .. } => context(world),
    }
}

fn of_functions(command: &FunctionCommand<'_>, world: &World<'_>) -> Subjects {
    let function = |name| named(EntityKind::Function, [name], world);
    match command {
        FunctionCommand::Define(define) => function(&define.name),
        FunctionCommand::Alter(alter) => function(&alter.name),
        FunctionCommand::Drop(drop) => function(&drop.name),
        FunctionCommand::DropMany(drop) => named(EntityKind::Function, &drop.names, world),
        FunctionCommand::ShowAll => context(world),
        FunctionCommand::Show(show) => function(&show.name),
    }
}

fn of_external_tables(command: &ExternalTableCommand<'_>, world: &World<'_>) -> Subjects {
    let table = |name| named(EntityKind::ExternalTable, [name], world);
    match command {
        ExternalTableCommand::Define(define) => table(&define.name),
        ExternalTableCommand::Drop { name, .. }
        | ExternalTableCommand::Show(name, _)
        | ExternalTableCommand::DocString(name, _)
        | ExternalTableCommand::Folder(name, _) => table(name),
        ExternalTableCommand::ShowAll(_) | ExternalTableCommand::ShowAllDetails => context(world),
    }
}

fn of_views(command: &MaterializedViewCommand<'_>, world: &World<'_>) -> Subjects {
    use MaterializedViewCommand as V;
    let view = |name| named(EntityKind::MaterializedView, [name], world);
    match command {
        V::Define(define) => view(&define.name),
        V::Alter(alter) => view(&alter.name),
        V::Drop(drop) => view(&drop.name),
        V::Switch(switch) => view(&switch.name),
        V::Rename(rename) => view(&rename.from),
        V::Show(name) | V::ShowOneDetails(name) => view(name),
        V::ShowSchema(show) => view(&show.name),
        V::ShowAll | V::ShowDetails(_) => context(world),
    }
}

fn of_graph_models(command: &GraphModelCommand<'_>, world: &World<'_>) -> Subjects {
    let model = |name| named(EntityKind::GraphModel, [name], world);
    match command {
        GraphModelCommand::Define(define) => model(&define.name),
        GraphModelCommand::Drop(name) => model(name),
        GraphModelCommand::Show(show) => model(&show.name),
        GraphModelCommand::ShowMany(_) => context(world),
    }
}

fn of_exports(command: &ContinuousExportCommand<'_>, world: &World<'_>) -> Subjects {
    let export = |name| named(EntityKind::ContinuousExport, [name], world);
    match command {
        ContinuousExportCommand::Define(define) => export(&define.name),
        ContinuousExportCommand::Show(name)
        | ContinuousExportCommand::Drop(name)
        | ContinuousExportCommand::Enable(name)
        | ContinuousExportCommand::Disable(name) => export(name),
        ContinuousExportCommand::ShowAll => context(world),
    }
}

/// Whether an external table is defined by a connection that authenticates by a managed identity.
pub(super) fn names_identity(command: &Command<'_>) -> bool {
    let Command::ExternalTables(ExternalTableCommand::Define(define)) = command else { return false };
    let of_storage = |text: &str| matches!(Authentication::of_storage(text), Authentication::ManagedIdentity(_));
    match &define.source {
        Source::Storage(storage) => storage.connections.iter().any(|connection| of_storage(&connection.text)),
        Source::Delta(connection) => of_storage(&connection.text),
        Source::Sql { connection, .. } => {
            matches!(Authentication::of_sql(&connection.text), Authentication::ManagedIdentity(_))
        }
    }
}
