//! The ids of identities, which name one in every process.

use std::borrow::Cow;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::directory::identity::New;
use crate::directory::view::domain;
use crate::directory::{Directory, IdentityView, PrincipalId};
use crate::model::principal::{PrincipalKind, PrincipalRef};

/// The ids of an identity.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Ids {
    /// User, group, application or account.
    pub kind: PrincipalKind,
    /// UPN, mail or application id; what a reference says of an identity that nobody declares.
    pub id: Arc<str>,
    /// The object id, where one is declared.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub object_id: Option<Arc<str>>,
    /// The tenant's id, or what a reference says of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tenant: Option<Arc<str>>,
}

impl Ids {
    /// Returns the ids of the identity that a reference stands for where nobody declares one.
    #[must_use]
    pub fn of(reference: &PrincipalRef<'_>) -> Self {
        let tenant = reference.tenant.as_deref().map(Arc::from);
        Self { kind: reference.kind, id: Arc::from(&*reference.id), object_id: None, tenant }
    }

    /// Returns the reference that stands for the identity where nobody declares one.
    #[must_use]
    pub fn reference(&self) -> PrincipalRef<'_> {
        let tenant = self.tenant.as_deref().map(Cow::Borrowed);
        PrincipalRef { kind: self.kind, id: Cow::Borrowed(&self.id), tenant }
    }

    /// Returns the text by which a directory finds the identity.
    fn spelling(&self) -> &str {
        self.object_id.as_deref().unwrap_or(&self.id)
    }

    /// Returns the tenant that is named, or else the domain of the id.
    #[must_use]
    pub fn tenant(&self) -> Option<&str> {
        self.tenant.as_deref().or_else(|| domain(&self.id))
    }
}

impl Directory {
    /// Returns the ids of an identity.
    #[must_use]
    pub fn ids(&self, principal: PrincipalId) -> Ids {
        let view = self.identity(principal);
        Ids {
            kind: view.kind,
            id: Arc::from(view.id),
            object_id: view.declared_object_id().map(Arc::from),
            tenant: view.tenant.map(Arc::from),
        }
    }

    /// Returns what results show of an identity that the directory need not know.
    #[must_use]
    pub fn view_of<'a>(&'a self, ids: &'a Ids) -> IdentityView<'a> {
        let tenant = ids.tenant();
        let known = tenant.and_then(|tenant| self.tenant(tenant));
        let tenant = known.map_or(tenant, |tenant| Some(self.tenant_text(tenant)));
        IdentityView::new(ids.kind, &ids.id, ids.object_id.as_deref(), tenant)
    }

    /// Returns the identity of these ids, even if it does not exist any more.
    #[must_use]
    pub fn find(&self, ids: &Ids) -> Option<PrincipalId> {
        self.find_hashed(ids, self.hash_of(ids.kind, ids.spelling()))
    }

    /// Returns the identity of these ids; `hash` is the hash of their spelling.
    fn find_hashed(&self, ids: &Ids, hash: u64) -> Option<PrincipalId> {
        let all = || self.spelled_hashed(ids.kind, ids.spelling(), hash);
        // Most who are looked for are new.
        all().next()?;
        // One who exists comes before one who was forgotten, and then the one who was met first: an environment may give
        // two the same ids. In the index they stand in any order.
        let with = |wanted: IdentityView<'_>| {
            let those = all().filter(|(_, view)| view.has_ids_of(&wanted)).map(|(principal, _)| principal);
            those.min_by_key(|principal| (!self.exists(*principal), *principal))
        };
        // A tenant may be known by another text now than when the ids were taken.
        let literal = IdentityView::new(ids.kind, &ids.id, ids.object_id.as_deref(), ids.tenant());
        with(self.view_of(ids)).or_else(|| if self.has_former { with(literal) } else { None })
    }

    /// Returns the identity of these ids, if it existed once and does not any more.
    #[must_use]
    pub fn find_former(&self, ids: &Ids) -> Option<PrincipalId> {
        if self.has_former { self.find(ids) } else { None }
    }

    /// Makes the identity of these ids exist: one that is not known is added.
    pub fn learn(&mut self, ids: &Ids) -> PrincipalId {
        let hash = self.hash_of(ids.kind, ids.spelling());
        if let Some(known) = self.find_hashed(ids, hash) {
            self.set_exists(known, true);
            return known;
        }
        let tenant = ids.tenant().map(|tenant| {
            self.tenant(tenant).unwrap_or_else(|| {
                self.styles.meet_tenant(tenant);
                self.add_tenant(tenant, &[])
            })
        });
        let object_id = ids.object_id.as_deref();
        let id_hash = object_id.is_none().then_some(hash);
        let who = self.take(&New { kind: ids.kind, id: &ids.id, object_id, display: None, tenant }, None, id_hash);
        if self.environment.is_some() {
            self.undeclared.insert(who);
        }
        if !self.closed {
            self.styles.meet(ids.kind, &ids.id, tenant, who);
        }
        who
    }

    /// Ends the identity of these ids; it keeps its number.
    pub fn forget(&mut self, ids: &Ids) {
        if let Some(known) = self.find(ids) {
            self.set_exists(known, false);
            self.has_former = true;
        }
    }
}
