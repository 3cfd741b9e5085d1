//! What the commands of each family name.

use crate::catalog::CLUSTER;
use crate::engine::bind::Names;
use crate::engine::policies::spelled_identities as spelled_by_updates;
use crate::engine::properties::reference;
use crate::model::access_property::{DATABASE, PRINCIPAL, TABLE};
use crate::model::command_kind::Effect;
use crate::model::connection::Authentication;
use crate::model::entity::EntityKind;
use crate::model::export_property::MANAGED_IDENTITY;
use crate::model::keyword::Keyword;
use crate::model::membership_property::{GROUP, PRINCIPAL as MEMBER};
use crate::model::policy::PolicyKind;
use crate::model::property::Property;
use crate::syntax::ast::blocked::BlockedCommand;
use crate::syntax::ast::cluster::ClusterCommand;
use crate::syntax::ast::continuous_exports::ContinuousExportCommand;
use crate::syntax::ast::databases::{DatabaseCommand, EntitiesTarget, NamePattern, SchemaTarget};
use crate::syntax::ast::external_tables::{Definition, ExternalTableCommand, Source};
use crate::syntax::ast::functions::FunctionCommand;
use crate::syntax::ast::graph_models::GraphModelCommand;
use crate::syntax::ast::materialized_views::MaterializedViewCommand;
use crate::syntax::ast::policies::PolicyCommand;
use crate::syntax::ast::roles::{Action, RoleCommand};
use crate::syntax::ast::rows::RowCommand;
use crate::syntax::ast::tables::TableCommand;
use crate::syntax::ast::{Command, EntityRef, PropertyValues, Target};
use crate::syntax::literal::Name;

impl Names<'_> {
    /// Looks up what a command names.
    pub(super) fn command(&mut self, command: &Command<'_>) {
        match command {
            Command::Roles(command) => self.roles(command),
            Command::Blocked(command) => self.blocked(command),
            Command::Policies(command) => self.policy(command),
            Command::Databases(command) => self.databases(command),
            Command::Tables(command) => self.tables(command),
            Command::Functions(command) => self.functions(command),
            Command::ExternalTables(command) => self.external_tables(command),
            Command::MaterializedViews(command) => self.views(command),
            Command::GraphModels(command) => self.graph_models(command),
            Command::ContinuousExports(command) => self.exports(command),
            Command::Cluster(command) => self.cluster(command),
            Command::Rows(command) => self.row(command),
            Command::Scripts(_) => self.about_context(),
        }
    }

    fn about_context(&mut self) {
        let context = self.context();
        self.is_about(context, context);
    }

    fn about_database(&mut self, name: &Name<'_>) {
        let database = self.database(name);
        self.is_about(database, database);
    }

    fn about_entity(&mut self, kind: EntityKind, name: &Name<'_>) {
        let (database, entity) = (self.context(), self.entity(kind, name));
        self.is_about(database, entity);
    }

    fn about_entities<'n, 's: 'n>(&mut self, kind: EntityKind, names: impl IntoIterator<Item = &'n Name<'s>>) {
        names.into_iter().for_each(|name| self.about_entity(kind, name));
    }

    /// Looks up entities that the command names and is not about.
    fn others<'n, 's: 'n>(&mut self, kind: EntityKind, names: impl IntoIterator<Item = &'n Name<'s>>) {
        names.into_iter().for_each(|name| {
            self.entity(kind, name);
        });
    }

    fn other_database(&mut self, name: &Name<'_>) {
        self.database(name);
    }

    fn about(&mut self, entity: &EntityRef<'_>) {
        match (entity.kind, &entity.name) {
            (EntityKind::Database, Some(name)) => self.about_database(name),
            (EntityKind::Database | EntityKind::Cluster, _) | (_, None) => self.about_context(),
            (kind, Some(name)) => self.about_entity(kind, name),
        }
    }

    /// Looks up the principal that a property refers to; deciding refuses a faulty one.
    fn principal_in(&mut self, properties: &PropertyValues<'_>, property: &Property) {
        if let Ok(Some(named)) = reference(properties, property) {
            self.principal(&named);
        }
    }

    fn roles(&mut self, command: &RoleCommand<'_>) {
        match command {
            RoleCommand::Change(change) => {
                self.about(&change.entity);
                for principal in &change.principals {
                    match change.action {
                        Action::Drop => self.former_principal(principal),
                        Action::Add | Action::Set => self.principal(principal),
                    }
                }
            }
            RoleCommand::ShowPrincipals(entity) => self.about(entity),
            RoleCommand::ShowRoles(show) => {
                match &show.entity {
                    Some(entity) => self.about(entity),
                    None => self.about_context(),
                }
                show.principal.iter().for_each(|named| self.principal(named));
            }
            RoleCommand::ShowAccess(properties) => {
                let database = self.database_or_context(properties.name(&DATABASE).as_ref());
                let entity = match properties.name(&TABLE) {
                    Some(name) => self.entity_in(database, EntityKind::Table, &name),
                    None => database,
                };
                self.is_about(database, entity);
                self.principal_in(properties, &PRINCIPAL);
            }
        }
    }

    fn blocked(&mut self, command: &BlockedCommand<'_>) {
        match command {
            BlockedCommand::Show => {}
            BlockedCommand::Add(added) => self.principal(&added.block.principal),
            BlockedCommand::Drop(block) => self.former_principal(&block.principal),
        }
        self.about_context();
    }

    fn cluster(&mut self, command: &ClusterCommand<'_>) {
        match command {
            ClusterCommand::ShowVersion | ClusterCommand::ShowCluster => {}
            ClusterCommand::ShowJournal => {}
            ClusterCommand::ShowDatabaseJournal(name) => self.other_database(name),
            ClusterCommand::ClearGroupMembership(properties) => {
                self.principal_in(properties, &MEMBER);
                self.principal_in(properties, &GROUP);
            }
        }
        self.about_context();
    }

    fn policy(&mut self, command: &PolicyCommand<'_>) {
        let target = match command {
            PolicyCommand::Show(_, target)
            | PolicyCommand::Delete(_, target)
            | PolicyCommand::RestrictViewAccess(target, _) => target,
            PolicyCommand::AlterIdentities(_, target, policy) => {
                policy.0.iter().for_each(|entry| self.assigned(&entry.object_id.value));
                target
            }
            PolicyCommand::SecureRows(secure) => &secure.target,
        };
        self.target(target);
    }

    fn target(&mut self, target: &Target<'_>) {
        match target {
            Target::Cluster | Target::All(_) | Target::Database(None) => self.about_context(),
            Target::Database(Some(name)) => self.about_database(name),
            Target::Entity(EntityKind::WorkloadGroup, qualified) => {
                self.entity_in(Some(CLUSTER), EntityKind::WorkloadGroup, &qualified.name);
                self.about_context();
            }
            Target::Several(EntityKind::Database, names) => names.iter().for_each(|name| self.about_database(name)),
            Target::Entity(kind, qualified) => {
                let database = self.database_or_context(qualified.database.as_ref());
                let entity = self.entity_in(database, *kind, &qualified.name);
                self.is_about(database, entity);
            }
            Target::Several(kind, names) => self.about_entities(*kind, names),
        }
    }

    fn row(&mut self, command: &RowCommand<'_>) {
        command.targets().iter().for_each(|target| self.target(target));
        for principal in command.principals() {
            match command.verb() == Keyword::Drop.text() {
                true => self.former_principal(principal),
                false => self.principal(principal),
            }
        }
        if command.kind.effect() == Effect::Policy(PolicyKind::Update) {
            let spelled = command.body().map(|body| spelled_by_updates(&body.json.to_string())).unwrap_or_default();
            spelled.iter().for_each(|spelled| self.assigned(spelled));
        }
    }

    fn databases(&mut self, command: &DatabaseCommand<'_>) {
        match command {
            DatabaseCommand::ShowSchema(show) => match &show.target {
                SchemaTarget::Context(_) => self.about_context(),
                SchemaTarget::Database(versioned) => self.about_database(&versioned.name),
                SchemaTarget::Cluster => {}
                // None are named where all are shown: the answer has those that may be read.
                SchemaTarget::Databases(all) => {
                    all.iter().for_each(|versioned| self.about_database(&versioned.name));
                }
            },
            DatabaseCommand::SetPrettyName(Some(name), _) | DatabaseCommand::DropPrettyName(name) => {
                self.about_database(name);
            }
            DatabaseCommand::SetPrettyName(None, _) | DatabaseCommand::ShowDatabase(..) => {
                self.about_context();
            }
            DatabaseCommand::ShowEntities(show) => match &show.target {
                EntitiesTarget::All => {}
                EntitiesTarget::Database(name) | EntitiesTarget::One(name, _) => self.about_database(name),
            },
            // The rules for creating, detaching and listing databases ask for no subject.
            DatabaseCommand::Create(create) => self.other_database(&create.name),
            DatabaseCommand::Detach(detach) => self.other_database(&detach.name),
            DatabaseCommand::ShowDatabases(show) => {
                for pattern in &show.databases {
                    if let NamePattern::Name(name) = pattern {
                        self.other_database(name);
                    }
                }
            }
        }
    }

    fn tables(&mut self, command: &TableCommand<'_>) {
        const TABLE: EntityKind = EntityKind::Table;
        match command {
            TableCommand::Define(define) => self.about_entity(TABLE, &define.schema.name),
            TableCommand::DefineMany(many) => {
                self.about_entities(TABLE, many.schemas.iter().map(|schema| &schema.name));
            }
            TableCommand::CreateBasedOn(create) => {
                self.about_entity(TABLE, &create.name);
                self.entity(TABLE, &create.source);
            }
            TableCommand::SetText(set) => self.about_entity(TABLE, &set.name),
            TableCommand::Rename(rename) => {
                self.about_entity(TABLE, &rename.old);
                self.entity(TABLE, &rename.new);
            }
            TableCommand::RenameMany(many) => {
                self.about_entities(TABLE, many.iter().map(|renaming| &renaming.old));
                self.others(TABLE, many.iter().map(|renaming| &renaming.new));
            }
            TableCommand::Drop { name, .. } | TableCommand::Show(name, _) => {
                self.about_entity(TABLE, name);
            }
            TableCommand::DropMany { names, .. } => self.about_entities(TABLE, names),
            TableCommand::ShowMany(show) => {
                self.others(TABLE, &show.names);
                self.about_context();
            }
        }
    }

    fn functions(&mut self, command: &FunctionCommand<'_>) {
        const FUNCTION: EntityKind = EntityKind::Function;
        match command {
            FunctionCommand::Define(define) => self.about_entity(FUNCTION, &define.name),
            FunctionCommand::Alter(alter) => self.about_entity(FUNCTION, &alter.name),
            FunctionCommand::Drop(drop) => self.about_entity(FUNCTION, &drop.name),
            FunctionCommand::DropMany(drop) => self.about_entities(FUNCTION, &drop.names),
            FunctionCommand::ShowAll => self.about_context(),
            FunctionCommand::Show(show) => self.about_entity(FUNCTION, &show.name),
        }
    }

    fn external_tables(&mut self, command: &ExternalTableCommand<'_>) {
        const EXTERNAL: EntityKind = EntityKind::ExternalTable;
        match command {
            ExternalTableCommand::Define(define) => {
                self.about_entity(EXTERNAL, &define.name);
                spelled_identities(define).into_iter().for_each(|spelled| self.assigned(spelled));
            }
            ExternalTableCommand::Drop { name, .. }
            | ExternalTableCommand::Show(name, _)
            | ExternalTableCommand::DocString(name, _)
            | ExternalTableCommand::Folder(name, _) => self.about_entity(EXTERNAL, name),
            ExternalTableCommand::ShowAll(_) | ExternalTableCommand::ShowAllDetails => {
                self.about_context();
            }
        }
    }

    fn views(&mut self, command: &MaterializedViewCommand<'_>) {
        use MaterializedViewCommand as V;
        const VIEW: EntityKind = EntityKind::MaterializedView;
        match command {
            V::Define(define) => {
                self.about_entity(VIEW, &define.name);
                self.others(define.source.kind, &define.source.name);
            }
            V::Alter(alter) => self.about_entity(VIEW, &alter.name),
            V::Drop(drop) => self.about_entity(VIEW, &drop.name),
            V::Switch(switch) => self.about_entity(VIEW, &switch.name),
            V::Rename(rename) => {
                self.about_entity(VIEW, &rename.from);
                self.entity(VIEW, &rename.to);
            }
            V::Show(name) | V::ShowOneDetails(name) => self.about_entity(VIEW, name),
            V::ShowSchema(show) => self.about_entity(VIEW, &show.name),
            V::ShowAll => self.about_context(),
            V::ShowDetails(names) => {
                self.others(VIEW, names);
                self.about_context();
            }
        }
    }

    fn graph_models(&mut self, command: &GraphModelCommand<'_>) {
        const MODEL: EntityKind = EntityKind::GraphModel;
        match command {
            GraphModelCommand::Define(define) => self.about_entity(MODEL, &define.name),
            GraphModelCommand::Drop(name) => self.about_entity(MODEL, name),
            GraphModelCommand::Show(show) => self.about_entity(MODEL, &show.name),
            GraphModelCommand::ShowMany(_) => self.about_context(),
        }
    }

    fn exports(&mut self, command: &ContinuousExportCommand<'_>) {
        const EXPORT: EntityKind = EntityKind::ContinuousExport;
        match command {
            ContinuousExportCommand::Define(define) => {
                self.about_entity(EXPORT, &define.name);
                self.entity(EntityKind::ExternalTable, &define.target);
                self.others(EntityKind::Table, &define.over);
                let identity = define.properties.text(&MANAGED_IDENTITY);
                identity.into_iter().for_each(|spelled| self.assigned(spelled));
            }
            ContinuousExportCommand::Show(name)
            | ContinuousExportCommand::Drop(name)
            | ContinuousExportCommand::Enable(name)
            | ContinuousExportCommand::Disable(name) => self.about_entity(EXPORT, name),
            ContinuousExportCommand::ShowAll => self.about_context(),
        }
    }
}

/// Returns how the connections of an external table spell the managed identities that they
/// authenticate by.
pub(in crate::engine) fn spelled_identities<'d>(definition: &'d Definition<'_>) -> Vec<&'d str> {
    let authentications: Vec<Authentication<&str>> = match &definition.source {
        Source::Storage(storage) => {
            let texts = storage.connections.iter().map(|connection| &*connection.text);
            texts.map(Authentication::of_storage).collect()
        }
        Source::Delta(connection) => vec![Authentication::of_storage(&connection.text)],
        Source::Sql { connection, .. } => vec![Authentication::of_sql(&connection.text)],
    };
    let spelled = |authentication| match authentication {
        Authentication::ManagedIdentity(spelled) => Some(spelled),
        _ => None,
    };
    authentications.into_iter().filter_map(spelled).collect()
}
