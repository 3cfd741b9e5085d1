//! Commands about security roles (`security-roles.txt` sections 1 to 8), and what they allow.

use std::fmt;

use crate::model::command_kind::CommandKind;
use crate::model::entity::EntityKind;
use crate::model::keyword::Keyword;
use crate::model::name::Text;
use crate::model::principal::PrincipalRef;
use crate::model::role::Role;
use crate::syntax::ast::entity::EntityRef;
use crate::syntax::ast::property_values::PropertyValues;
use crate::syntax::literal::StringLiteral;
use crate::text::Spanned;
use crate::text::list;

/// A command about security roles.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RoleCommand<'s> {
    /// `.add database Samples users ('aaduser=…')`
    Change(RoleChange<'s>),
    /// `.show database Samples principals`
    ShowPrincipals(EntityRef<'s>),
    /// `.show database Samples principal roles`
    ShowRoles(ShowRoles<'s>),
    /// `.show principal access [with (principal='…', accesstype='…', database='…', table='…')]`
    ShowAccess(PropertyValues<'s>),
}

/// What a role change does with the role's list of principals.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// `.add`: joins the principals to the list.
    Add,
    /// `.drop`: takes them from it.
    Drop,
    /// `.set`: makes them the whole list.
    Set,
}

impl Action {
    /// The verbs and what they do.
    pub const VERBS: &'static [(Keyword, Self)] =
        &[(Keyword::Add, Self::Add), (Keyword::Drop, Self::Drop), (Keyword::Set, Self::Set)];

    /// Returns the verb of the action.
    #[must_use]
    pub const fn verb(self) -> Keyword {
        match self {
            Self::Add => Keyword::Add,
            Self::Drop => Keyword::Drop,
            Self::Set => Keyword::Set,
        }
    }
}

/// `.add|.drop|.set <entity> <role> (principals) [skip-results] [description]`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RoleChange<'s> {
    /// Add, drop or set.
    pub action: Action,
    /// On which entity; a database without a name is the one in context.
    pub entity: EntityRef<'s>,
    /// Which role.
    pub role: Role,
    /// Which principals; none only for `.set … none`.
    pub principals: Vec<Spanned<PrincipalRef<'s>>>,
    /// Whether to answer nothing.
    pub skip_results: bool,
    /// The description, kept as Notes.
    pub notes: Option<StringLiteral<'s>>,
}

/// `.show [<entity>] principal ['fqn'] roles [with (…)]`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShowRoles<'s> {
    /// On which entity; without one, on the database in context and the cluster.
    pub entity: Option<EntityRef<'s>>,
    /// Whose roles; without one, the current principal's.
    pub principal: Option<Spanned<PrincipalRef<'s>>>,
    /// Properties, none of which is documented.
    pub properties: PropertyValues<'s>,
}

impl RoleCommand<'_> {
    /// Returns the official kind.
    #[must_use]
    pub fn kind(&self) -> CommandKind {
        match self {
            Self::Change(change) => change_kind(change.action, change.entity.kind),
            Self::ShowPrincipals(entity) => principals_kind(entity.kind),
            Self::ShowRoles(show) => roles_kind(show.entity.as_ref().map(|entity| entity.kind)),
            Self::ShowAccess(_) => CommandKind::ShowPrincipalAccess,
        }
    }
}

fn change_kind(action: Action, kind: EntityKind) -> CommandKind {
    use CommandKind as K;
    let (add, drop, set) = match kind {
        EntityKind::Cluster => (K::AddClusterRole, K::DropClusterRole, K::SetClusterRole),
        EntityKind::Table => (K::AddTableRole, K::DropTableRole, K::SetTableRole),
        EntityKind::ExternalTable => (K::AddExternalTableAdmins, K::DropExternalTableAdmins, K::SetExternalTableAdmins),
        EntityKind::MaterializedView => {
            (K::AddMaterializedViewAdmins, K::DropMaterializedViewAdmins, K::SetMaterializedViewAdmins)
        }
        EntityKind::Function => (K::AddFunctionRole, K::DropFunctionRole, K::SetFunctionRole),
        EntityKind::GraphModel => (K::AddGraphModelAdmins, K::DropGraphModelAdmins, K::SetGraphModelAdmins),
        // The other kinds have no roles; the parser makes no such command.
        _ => (K::AddDatabaseRole, K::DropDatabaseRole, K::SetDatabaseRole),
    };
    match action {
        Action::Add => add,
        Action::Drop => drop,
        Action::Set => set,
    }
}

fn principals_kind(kind: EntityKind) -> CommandKind {
    match kind {
        EntityKind::Cluster => CommandKind::ShowClusterPrincipals,
        EntityKind::Table => CommandKind::ShowTablePrincipals,
        EntityKind::ExternalTable => CommandKind::ShowExternalTablePrincipals,
        EntityKind::MaterializedView => CommandKind::ShowMaterializedViewPrincipals,
        EntityKind::Function => CommandKind::ShowFunctionPrincipals,
        EntityKind::GraphModel => CommandKind::ShowGraphModelPrincipals,
        _ => CommandKind::ShowDatabasePrincipals,
    }
}

fn roles_kind(kind: Option<EntityKind>) -> CommandKind {
    match kind {
        None => CommandKind::ShowPrincipalRoles,
        Some(EntityKind::Cluster) => CommandKind::ShowClusterPrincipalRoles,
        Some(EntityKind::Table) => CommandKind::ShowTablePrincipalRoles,
        Some(EntityKind::ExternalTable) => CommandKind::ShowExternalTablesPrincipalRoles,
        Some(EntityKind::MaterializedView) => CommandKind::ShowMaterializedViewPrincipalRoles,
        Some(EntityKind::Function) => CommandKind::ShowFunctionPrincipalRoles,
        Some(EntityKind::GraphModel) => CommandKind::ShowGraphModelPrincipalRoles,
        Some(_) => CommandKind::ShowDatabasePrincipalRoles,
    }
}

impl fmt::Display for RoleCommand<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Change(change) => change.fmt(f),
            Self::ShowPrincipals(entity) => write!(f, "{} {entity} {}", Keyword::Show, Keyword::Principals),
            Self::ShowRoles(show) => show.fmt(f),
            Self::ShowAccess(properties) => {
                write!(f, "{} {} {}{properties}", Keyword::Show, Keyword::Principal, Keyword::Access)
            }
        }
    }
}

impl fmt::Display for RoleChange<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} {} ", self.action.verb(), self.entity, self.role)?;
        if self.principals.is_empty() {
            Keyword::None.fmt(f)?;
        } else {
            f.write_str("(")?;
            list(f, self.principals.iter().map(|principal| literal(&principal.value)))?;
            f.write_str(")")?;
        }
        if self.skip_results {
            write!(f, " {}", Keyword::SkipResults)?;
        }
        match &self.notes {
            Some(notes) => write!(f, " {notes}"),
            None => Ok(()),
        }
    }
}

impl fmt::Display for ShowRoles<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Keyword::Show.fmt(f)?;
        if let Some(entity) = &self.entity {
            write!(f, " {entity}")?;
        }
        write!(f, " {}", Keyword::Principal)?;
        if let Some(principal) = &self.principal {
            write!(f, " {}", literal(&principal.value))?;
        }
        write!(f, " {}{}", Keyword::Roles, self.properties)
    }
}

/// Returns a principal as a string literal.
pub(crate) fn literal(principal: &PrincipalRef<'_>) -> String {
    Text(&principal.to_string()).to_string()
}
