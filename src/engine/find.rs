//! What was bound of the names in a command, or the refusal of what was not found.

use crate::catalog::{CLUSTER, EntityId};
use crate::diagnostic::{Code, Diagnostic, Result};
use crate::directory::{Directory, PrincipalId, ResolveError};
use crate::engine::{Refusal, World};
use crate::model::directive_kind::DirectiveKind;
use crate::model::entity::EntityKind;
use crate::model::name::Quoted;
use crate::model::principal::PrincipalRef;
use crate::syntax::ast::EntityRef;
use crate::syntax::literal::Name;
use crate::text::{Span, Spanned, nearest};

impl World<'_> {
    /// Returns the database in context.
    pub(super) fn database_in_context(&self) -> Result<EntityId> {
        self.catalog.database(self.database).ok_or_else(|| self.no_database(self.database).into())
    }

    /// Returns the database of this name.
    pub(crate) fn database_named(&self, name: &Name<'_>) -> Result<EntityId> {
        let found = self.bound.entity(name);
        found.ok_or_else(|| self.no_database(&name.text).at(name.span))
    }

    /// Returns the database of this name, or the one in context where none is given.
    pub(super) fn database_or_context(&self, name: Option<&Name<'_>>) -> Result<EntityId> {
        name.map_or_else(|| self.database_in_context(), |name| self.database_named(name))
    }

    /// Returns the entity that a name names, if it exists.
    pub(crate) fn existing(&self, name: &Name<'_>) -> Option<EntityId> {
        self.bound.entity(name)
    }

    /// Returns why there is no such database.
    pub(super) fn no_database(&self, name: &str) -> Refusal {
        let names = self.catalog.child_names(CLUSTER, EntityKind::Database);
        let near = nearest(name, names).map(str::to_owned);
        Refusal::DatabaseNotFound { name: name.to_owned(), near }
    }

    /// Returns the entity of this kind and name in `database`.
    pub(crate) fn entity_in(&self, database: EntityId, kind: EntityKind, name: &Name<'_>) -> Result<EntityId> {
        let found = self.bound.entity(name);
        found.ok_or_else(|| self.no_entity(database, kind, &name.text).at(name.span))
    }

    /// Returns the entity of this kind and name in the database in context.
    pub(super) fn entity(&self, kind: EntityKind, name: &Name<'_>) -> Result<EntityId> {
        self.entity_in(self.database_in_context()?, kind, name)
    }

    /// Returns how commands about policies name an entity: `T`, or `D.T` in another database than
    /// the one in context.
    pub(super) fn qualified_name(&self, id: EntityId) -> String {
        let name = Quoted(self.catalog.name_of(id)).to_string();
        match self.catalog.database_of(id) {
            Some((_, database)) if *database.definition.name != *self.database => {
                format!("{}.{name}", Quoted(&database.definition.name))
            }
            _ => name,
        }
    }

    /// Returns why there is no such entity.
    pub(super) fn no_entity(&self, database: EntityId, kind: EntityKind, name: &str) -> Refusal {
        let near = nearest(name, self.catalog.child_names(database, kind)).map(str::to_owned);
        let others = EntityKind::ALL.iter().copied().filter(|other| *other != kind);
        let other = others.into_iter().find(|other| self.catalog.child(database, *other, name).is_some());
        let database = self.catalog.name_of(database).to_owned();
        Refusal::EntityNotFound { kind, name: name.to_owned(), near, other, database }
    }

    /// Returns how results name an entity: `[Samples].[T1]`, `[Samples]`; empty for the cluster.
    pub(super) fn path_of(&self, id: EntityId) -> String {
        let scopes = self.catalog.scopes(id);
        let names = scopes.iter().filter(|(_, entity)| entity.definition.kind() != EntityKind::Cluster);
        names.map(|(id, _)| format!("[{}]", self.catalog.name_of(*id))).collect::<Vec<_>>().join(".")
    }

    /// Returns the entity that a command names.
    pub(crate) fn referenced(&self, entity: &EntityRef<'_>) -> Result<EntityId> {
        match (entity.kind, &entity.name) {
            (EntityKind::Cluster, _) => Ok(CLUSTER),
            (EntityKind::Database, name) => self.database_or_context(name.as_ref()),
            (kind, Some(name)) => self.entity(kind, name),
            (_, None) => self.database_in_context(),
        }
    }
}

impl World<'_> {
    /// Returns the principal that a reference names, if there is one.
    pub(super) fn named(&self, reference: &Spanned<PrincipalRef<'_>>) -> Option<PrincipalId> {
        self.bound.person(reference.span).ok().map(|person| person.principal)
    }

    /// Returns the principal that a reference names, and a warning where the home tenant was meant.
    pub(crate) fn principal(
        &self,
        reference: &Spanned<PrincipalRef<'_>>,
        warnings: &mut Vec<Diagnostic>,
    ) -> Result<PrincipalId> {
        let person = self
            .bound
            .person(reference.span)
            .map_err(|why| unresolved(self.directory.explain(&reference.value, why)).at(reference.span))?;
        if person.home_tenant {
            let message = format!("`{}` names no tenant: the cluster's home tenant is meant", reference.value);
            let warning = Diagnostic::warning(Code::PrincipalAmbiguous, message).at(reference.span);
            let help = "write `aadapp=id;tenant`, as the documentation asks for applications";
            warnings.push(warning.help(help));
        }
        warnings.extend(self.bound.of_tenant(reference.span));
        if person.is_new {
            warnings.extend(doubts(self.directory, &reference.value, reference.span));
        }
        Ok(person.principal)
    }
}

/// Refuses everything to one who asks and does not exist any more.
///
/// # Errors
/// The directory was loaded without the principal.
pub(super) fn existing_principal(world: &World<'_>) -> Result<()> {
    if world.directory.exists(world.subject.principal()) {
        return Ok(());
    }
    let fqn = world.directory.identity(world.subject.principal()).fqn();
    let message = format!("Principal '{fqn}' no longer exists: the directory was loaded without it.");
    let as_another = format!("`{} PRINCIPAL` lets another act", DirectiveKind::As);
    Err(Diagnostic::error(Code::PrincipalNotFound, message).help(as_another))
}

/// Returns what may be meant otherwise by a reference to somebody who is not known yet.
pub(super) fn doubts<'d>(
    directory: &'d Directory,
    reference: &PrincipalRef<'_>,
    place: Span,
) -> impl Iterator<Item = Diagnostic> + use<'d> {
    let doubts = directory.doubts(reference).into_iter();
    doubts.map(move |doubt| Diagnostic::warning(Code::PrincipalAmbiguous, doubt).at(place))
}

/// Returns the refusal of a reference that names no identity.
pub(super) fn unresolved(error: ResolveError) -> Diagnostic {
    let code = match error {
        ResolveError::Ambiguous { .. } => Code::PrincipalAmbiguous,
        ResolveError::NotFound { .. } | ResolveError::NoId { .. } => Code::PrincipalNotFound,
    };
    let base = Diagnostic::error(code, error.to_string());
    match error {
        ResolveError::NotFound { near, help, .. } => {
            let base = base.did_you_mean(near.as_deref());
            if help.is_empty() {
                return base.help("with an environment file only the principals that it declares exist");
            }
            help.into_iter().fold(base, Diagnostic::help)
        }
        ResolveError::Ambiguous { .. } => base.help("name it by its object id and tenant"),
        ResolveError::NoId { .. } => base,
    }
}
