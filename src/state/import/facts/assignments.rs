//! Who has which role: answers of `.show … principals`, and the lists of Azure, Terraform and Fabric.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::directory::is_workspace_role;
use crate::model::entity::EntityKind;
use crate::model::keyword::Keyword;
use crate::model::principal::{PrincipalKind, PrincipalRef, is_id};
use crate::model::role::Role;
use crate::state::import::columns as is;
use crate::state::import::columns::TERRAFORM_TYPES;
use crate::state::import::facts::{About, Assignment, Fact, Facts};
use crate::state::import::rows::{Row, Rows};
use crate::state::import::seen::{Seen, id_in, kind_of};
use crate::state::import::titles;
use crate::text::quoted;

/// What the environment calls Terraform where it owns a role.
const TERRAFORM: &str = "terraform";
/// The state of a resource of Azure that is there (`provisioningState`).
const SUCCEEDED: &str = "Succeeded";

impl Facts {
    /// `.show … principals`: the Role column says the scope.
    pub(super) fn principals(&mut self, rows: &Rows, _: About<'_>) {
        let titles: Vec<_> = rows.rows().map(|row| titles::read(row.get(is::ROLE))).collect();
        let databases = titles.iter().flatten().filter(|title| title.kind == EntityKind::Database);
        let databases: BTreeSet<&str> = databases.map(|title| title.name.as_str()).collect();
        // The roles on the database of a table stand in the table's answer too.
        let only = databases.first().filter(|_| databases.len() == 1).map(|name| (*name).to_owned());
        for (row, title) in rows.rows().zip(&titles) {
            let Some(title) = title else {
                let fault = format!("{} is no role on an entity, a database or the cluster", quoted(row.get(is::ROLE)));
                self.fault(row.place, fault);
                continue;
            };
            let Some(who) = self.principal(&row) else { continue };
            let is_inside = !matches!(title.kind, EntityKind::Cluster | EntityKind::Database);
            let database = row.owned(is::DATABASE).or_else(|| only.clone()).filter(|_| is_inside);
            let notes = rows.has(is::NOTES).then(|| row.get(is::NOTES).to_owned());
            let assignment = Assignment::new(title.kind, title.name.clone(), title.role, who);
            self.found(row.place, Fact::Role(Assignment { database, notes, is_whole: !rows.is_part, ..assignment }));
        }
    }

    /// Reads whom the columns of a principal name.
    fn principal(&mut self, row: &Row<'_>) -> Option<usize> {
        let (object_id, display) = (row.get(is::PRINCIPAL_OBJECT), row.get(is::PRINCIPAL_NAME));
        let Some(text) = row.given(is::PRINCIPAL_FQN) else {
            let kind = kind_of(row.get(is::PRINCIPAL_TYPE));
            let id = row.owned(is::PRINCIPAL_OBJECT).or_else(|| id_in(display));
            let Some((kind, id)) = kind.zip(id) else {
                self.fault(row.place, "the row names no principal");
                return None;
            };
            let reference = PrincipalRef { kind, id: id.into(), tenant: None };
            return Some(self.saw(Seen::of_reference(row.place, &reference, object_id, display)));
        };
        let reference = self.reference(row, text)?;
        let seen = Seen::of_reference(row.place, &reference, object_id, display);
        let own = seen.object_id.as_deref().filter(|own| is_id(own) && is_id(object_id));
        if own.is_some_and(|own| !own.eq_ignore_ascii_case(object_id)) {
            self.warn(row.place, format!("the object id `{object_id}` is not that of `{text}`, which counts"));
        }
        Some(self.saw(seen))
    }

    fn reference<'t>(&mut self, row: &Row<'_>, text: &'t str) -> Option<PrincipalRef<'t>> {
        match PrincipalRef::parse(text) {
            Ok(reference) => Some(reference),
            Err(fault) => {
                self.fault(row.place, format!("{} is no reference to a principal: {}", quoted(text), fault.kind));
                None
            }
        }
    }

    /// Assignments of Azure (`principalAssignments`) or Terraform. They are not everybody: commands give roles too.
    pub(super) fn azure_assignments(&mut self, rows: &Rows, _: About<'_>) {
        for row in rows.rows() {
            if row.given(is::PRINCIPAL_ID).is_none() {
                self.resource(&row);
                continue;
            }
            let state = row.get(is::PROVISIONING);
            if !["", SUCCEEDED].iter().any(|known| known.eq_ignore_ascii_case(state)) {
                self.fault(
                    row.place,
                    format!("the state of the assignment is {}: it gives no role yet", quoted(state)),
                );
                continue;
            }
            let database = database_of(&row);
            let kind = if database.is_some() { EntityKind::Database } else { EntityKind::Cluster };
            let Some(role) = self.role(&row, kind) else { continue };
            let word = row.get(is::PRINCIPAL_TYPE);
            let Some(principal_kind) = kind_of(word) else {
                self.fault(row.place, format!("{} is no kind of principal", quoted(word)));
                continue;
            };
            let tenant = row.given(is::TENANT).map(|tenant| format!(";{tenant}")).unwrap_or_default();
            let text = format!("{}={}{tenant}", principal_kind.word(), row.get(is::PRINCIPAL_ID));
            let Some(reference) = self.reference(&row, &text) else { continue };
            // The name of a user is the address again.
            let name = row.get(is::AZURE_NAME);
            let display = if name.contains('@') && principal_kind == PrincipalKind::User { "" } else { name };
            let who = self.saw(Seen::of_reference(row.place, &reference, row.get(is::AAD_OBJECT), display));
            let is_terraform = row.get(is::RESOURCE_TYPE).starts_with(TERRAFORM_TYPES);
            let assignment = Assignment::new(kind, database.unwrap_or_default(), role, who);
            let owner = is_terraform.then_some(TERRAFORM);
            self.found(row.place, Fact::Role(Assignment { owner, ..assignment }));
        }
    }

    /// Azure's `listPrincipals` of one database, which it does not name.
    pub(super) fn azure_principals(&mut self, rows: &Rows, _: About<'_>) {
        for row in rows.rows() {
            let Some(role) = self.role(&row, EntityKind::Database) else { continue };
            let Some(reference) = self.reference(&row, row.get(is::FQN)) else { continue };
            let mut seen = Seen::of_reference(row.place, &reference, "", row.get(is::NAME));
            let own = match reference.kind {
                PrincipalKind::Application => row.owned(is::APPLICATION),
                _ => row.owned(is::EMAIL).filter(|email| email.contains('@')),
            };
            seen.id = own.or(seen.id);
            let who = self.saw(seen);
            let assignment = Assignment::new(EntityKind::Database, String::new(), role, who);
            self.found(row.place, Fact::Role(Assignment { is_whole: !rows.is_part, ..assignment }));
        }
    }

    fn role(&mut self, row: &Row<'_>, kind: EntityKind) -> Option<Role> {
        let role = titles::role(row.get(is::ROLE), kind);
        if role.is_none() {
            self.fault(row.place, format!("{} is no role of {}", quoted(row.get(is::ROLE)), kind.with_article()));
        }
        role
    }

    /// The role assignments of a Fabric workspace.
    pub(super) fn workspace_roles(&mut self, rows: &Rows, _: About<'_>) {
        for row in rows.rows() {
            let role = row.get(is::ROLE);
            let principal: Value = serde_json::from_str(row.get(is::PRINCIPAL)).unwrap_or_default();
            let text = |path: &str| principal.pointer(path).and_then(Value::as_str).map(str::to_owned);
            let kind = text("/type").and_then(|kind| kind_of(&kind));
            let (Some(kind), true) = (kind, is_workspace_role(role)) else {
                self.fault(row.place, format!("{} is no role of somebody in a workspace", quoted(role)));
                continue;
            };
            let id = match kind {
                PrincipalKind::Application => text("/servicePrincipalDetails/aadAppId"),
                _ => text("/userDetails/userPrincipalName"),
            };
            let (object_id, display) = (text("/id"), text("/displayName"));
            let is_upn = kind == PrincipalKind::User;
            let who = self.saw(Seen { id, object_id, display, is_upn, listed: true, ..Seen::new(row.place, kind) });
            let assignment = Assignment::new(EntityKind::Cluster, String::new(), Role::Admins, who);
            let (workspace, is_whole) = (Some(role.to_owned()), !rows.is_part);
            self.found(row.place, Fact::Role(Assignment { workspace, is_whole, ..assignment }));
        }
    }
}

impl Assignment {
    /// Returns a role of which nothing else is known.
    pub(super) fn new(kind: EntityKind, name: String, role: Role, who: usize) -> Self {
        let (database, notes, workspace, owner) = (None, None, None, None);
        Self { kind, name, database, role, who, notes, is_whole: false, workspace, owner }
    }
}

/// Returns the database that a resource is about: by its field, or by its id.
fn database_of(row: &Row<'_>) -> Option<String> {
    let of_id = || {
        let parts: Vec<&str> = row.get(is::ID).split('/').collect();
        let at = parts.iter().position(|part| part.eq_ignore_ascii_case(Keyword::Databases.text()))?;
        parts.get(at + 1).map(|name| (*name).to_owned())
    };
    row.owned(is::DATABASE).or_else(of_id)
}
