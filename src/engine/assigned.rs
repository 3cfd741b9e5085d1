//! Managed identities that commands use: assigned to the cluster, and allowed for the usage
//! (`managed-identity-policy.txt`).

use crate::catalog::{CLUSTER, EntityId};
use crate::diagnostic::{Code, Diagnostic, Result};
use crate::directory::PrincipalId;
use crate::engine::World;
use crate::model::connection::SYSTEM_IDENTITY;
use crate::model::usage::Usage;
use crate::text::{Span, nearest, quoted, sentence_list, visible};

impl World<'_> {
    /// Returns the managed identity that `spelled` names: `system`, an object id or a client id of
    /// an identity that is assigned to the cluster.
    pub(crate) fn assigned_identity(&self, spelled: &str, span: Span) -> Result<PrincipalId> {
        self.bound.assigned(spelled).ok_or_else(|| self.not_assigned(spelled).at(span))
    }

    fn not_assigned(&self, spelled: &str) -> Diagnostic {
        let message = if spelled.eq_ignore_ascii_case(SYSTEM_IDENTITY) {
            "the cluster has no system-assigned managed identity".to_owned()
        } else {
            format!("the managed identity `{}` is not assigned to the cluster", visible(spelled))
        };
        let base = Diagnostic::error(Code::ManagedIdentity, message);
        if !self.directory.is_closed() {
            return base.help(
                "an environment file declares the identities of the cluster (`--environment FILE`, `cluster.managedIdentities`); without one none is assigned",
            );
        }
        let mut known: Vec<String> =
            self.directory.managed_identities().iter().map(|identity| self.identity_name(*identity)).collect();
        let near = nearest(spelled, known.iter().map(String::as_str)).map(str::to_owned);
        known.sort();
        let all = self.directory.managed_identities();
        let called = all.iter().find(|id| self.identity(**id).plain_name() == spelled);
        let base = match called {
            Some(id) => base.help(format!(
                "`{}` is a display name; write `{}`",
                visible(spelled),
                self.identity(*id).object_id()
            )),
            None => base.did_you_mean(near.as_deref()),
        };
        if known.is_empty() {
            return base.help("the environment declares no identity of the cluster (`cluster.managedIdentities`)");
        }
        let known: Vec<String> = known.iter().map(quoted).collect();
        base.help(format!("the environment assigns {}", sentence_list(&known, "and")))
    }

    /// Returns how commands name an assigned identity: `system`, or its object id.
    pub(super) fn identity_name(&self, identity: PrincipalId) -> String {
        self.access().identity_name(identity)
    }

    /// Returns how commands name the identity of this object id.
    pub(super) fn assigned_name(&self, object_id: &str) -> String {
        let system = self.directory.system_identity();
        let is_system = system.is_some_and(|system| self.identity(system).object_id() == object_id);
        if is_system { SYSTEM_IDENTITY.to_owned() } else { object_id.to_owned() }
    }

    /// Refuses an identity that neither the cluster nor `database` allows for `usage`.
    pub(super) fn check_usage(
        &self,
        database: EntityId,
        identity: PrincipalId,
        usage: Usage,
        span: Span,
    ) -> Result<()> {
        let access = self.access();
        if self.trusts || access.allowing_scope(identity, usage, database).is_some() {
            return Ok(());
        }
        let message = format!(
            "the managed identity `{}` is not allowed the usage `{usage}`, neither by the cluster nor by database `{}`",
            self.identity_name(identity),
            self.catalog.name_of(database)
        );
        let command = |scope| access.allowing_command(identity, usage, scope);
        Err(Diagnostic::error(Code::ManagedIdentity, message)
            .at(span)
            .help(format!("`{}` allows it in every database", command(CLUSTER)))
            .help(format!("`{}` allows it in this one", command(database))))
    }
}
