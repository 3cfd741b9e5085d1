//! Managed identities that commands use: assigned to the cluster, and allowed for the usage
//! (`managed-identity-policy.txt`).

use crate::catalog::EntityId;
use crate::diagnostic::{Code, Diagnostic};
use crate::directory::PrincipalId;
use crate::engine::World;
use crate::engine::policies::{allows_usage, assigned};
use crate::model::identity_property::SYSTEM;
use crate::model::name::{Quoted, Text};
use crate::model::usage::Usage;
use crate::text::{Span, Spanned};

impl World<'_> {
    /// The managed identity that `spelled` names: `system`, an object id or a client id of an
    /// identity that is assigned to the cluster.
    pub(super) fn assigned_identity(&self, spelled: &str, span: Span) -> Result<PrincipalId, Diagnostic> {
        assigned(self.directory, &Spanned::new(spelled.to_owned(), span))
    }

    /// How commands name an assigned identity: `system`, or its object id.
    pub(super) fn identity_name(&self, identity: PrincipalId) -> String {
        if self.directory.system_identity() == Some(identity) {
            return SYSTEM.to_owned();
        }
        self.directory.identity(identity).object_id()
    }

    /// Refuses an identity that neither the cluster nor `database` allows for `usage`.
    pub(super) fn check_usage(
        &self,
        database: EntityId,
        identity: PrincipalId,
        usage: Usage,
        span: Span,
    ) -> Result<(), Diagnostic> {
        if allows_usage(self, database, identity, usage) {
            return Ok(());
        }
        let name = self.identity_name(identity);
        let database = self.catalog.get(database).map_or("", |entity| &entity.definition.name);
        let policy = Text(&format!(r#"[{{"ObjectId": "{name}", "AllowedUsages": "{usage}"}}]"#)).to_string();
        let message = format!(
            "the managed identity `{name}` is not allowed the usage `{usage}`, neither by the cluster nor by database `{database}`"
        );
        Err(Diagnostic::error(Code::ManagedIdentity, message)
            .at(span)
            .help(format!("`.alter-merge cluster policy managed_identity {policy}` allows it in every database"))
            .help(format!(
                "`.alter-merge database {} policy managed_identity {policy}` allows it in this one",
                Quoted(database)
            )))
    }
}
