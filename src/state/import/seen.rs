//! What answers say of an identity: its ids, in all the ways in which columns write them.

use crate::directory::derived_id;
use crate::model::principal::{PrincipalKind, PrincipalRef, is_id};
use crate::state::import::rows::Place;

/// What one row says of an identity. A part that it does not say is nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seen {
    /// Where.
    pub place: Place,
    /// What it is.
    pub kind: PrincipalKind,
    /// UPN, mail or application id.
    pub id: Option<String>,
    /// Another address of a user: Kusto names guests by it.
    pub mail: Option<String>,
    /// The object id.
    pub object_id: Option<String>,
    /// What it is called.
    pub display: Option<String>,
    /// The tenant, by id or name.
    pub tenant: Option<String>,
    /// The reference as it was written.
    pub reference: Option<String>,
    /// Whether the id is known to be a user principal name, whose domain is one of the tenant's. Another address may be
    /// that of a guest.
    pub is_upn: bool,
    /// Whether the row lists who exists: then it is declared, in the home tenant where it names none.
    pub listed: bool,
}

/// The words before a name that shows nothing but the tenant (`show-display-name-other-tenant.md`).
const OF_TENANT: &str = " from AAD tenant ";

impl Seen {
    /// Returns somebody of whom nothing is known.
    pub fn new(place: &Place, kind: PrincipalKind) -> Self {
        let (id, mail, object_id, display, tenant, reference) = (None, None, None, None, None, None);
        Self {
            place: place.clone(),
            kind,
            id,
            mail,
            object_id,
            display,
            tenant,
            reference,
            is_upn: false,
            listed: false,
        }
    }

    /// Returns whom a reference names, beside what other columns say: the object id and the display name, such as
    /// `Jack (upn: jack@contoso.com)` (`cluster-follower.md`).
    pub fn of_reference(place: &Place, reference: &PrincipalRef<'_>, object_id: &str, display: &str) -> Self {
        let (name, inside) = display_parts(display);
        let mut seen = Self::new(place, reference.kind);
        let id = (*reference.id).to_owned();
        seen.reference = Some(reference.to_string());
        seen.tenant = reference.tenant.as_deref().map(str::to_owned);
        // An id that kmgmt derived from the reference says no more than that.
        let is_derived = object_id == derived_id(&reference.to_string().to_lowercase());
        seen.object_id = Some(object_id.to_owned()).filter(|id| !id.is_empty() && !is_derived);
        let by_object = is_id(&id) || id.eq_ignore_ascii_case(object_id);
        match reference.kind {
            PrincipalKind::User | PrincipalKind::Account => {
                seen.is_upn = inside.is_some();
                seen.id = inside.or_else(|| id.contains('@').then(|| id.clone()));
            }
            PrincipalKind::Group => {
                let mail = id.contains('@') && !id.eq_ignore_ascii_case(object_id);
                seen.id = mail.then(|| id.clone());
                seen.display = (!mail && !by_object).then(|| id.clone());
            }
            PrincipalKind::Application => seen.id = Some(inside.unwrap_or_else(|| id.clone())),
        }
        // The id of the reference is the one that commands name.
        if by_object && reference.kind != PrincipalKind::Application {
            seen.object_id = Some(id);
        }
        let is_name = |name: &&str| seen.id.as_deref() != Some(*name) && seen.object_id.as_deref() != Some(*name);
        seen.display = name.filter(is_name).map(str::to_owned).or(seen.display);
        seen
    }

    /// Returns the domain of the address, if the id is one of a tenant.
    pub fn domain(&self) -> Option<&str> {
        let id = self.id.as_deref().filter(|_| self.kind != PrincipalKind::Account);
        id?.rsplit_once('@').map(|(_, domain)| domain)
    }
}

/// Returns the id in `Jack (upn: jack@contoso.com)`.
pub fn id_in(display: &str) -> Option<String> {
    display_parts(display).1
}

/// Returns the name and the id of `Jack (upn: jack@contoso.com)` or `Bot (app id: …)`.
fn display_parts(display: &str) -> (Option<&str>, Option<String>) {
    if display.contains(OF_TENANT) {
        return (None, None);
    }
    let inside = display.strip_suffix(')').and_then(|rest| rest.rsplit_once('('));
    let labelled = inside.and_then(|(name, inside)| {
        let (label, id) = inside.split_once(':')?;
        let known = ["upn", "app id"].iter().any(|known| label.trim().eq_ignore_ascii_case(known));
        known.then(|| (name.trim(), id.trim().to_owned()))
    });
    let (name, id) = labelled.map_or((display.trim(), None), |(name, id)| (name, Some(id)));
    let is_new = !name.is_empty() && id.as_deref() != Some(name);
    (Some(name).filter(|_| is_new), id.filter(|id| !id.is_empty()))
}

/// Returns the kind of principal that a word of Azure or of the column PrincipalType means: `App`, `ServicePrincipal`,
/// `Microsoft Entra user`, `AAD Group`.
pub fn kind_of(word: &str) -> Option<PrincipalKind> {
    const SERVICE_PRINCIPAL: &str = "serviceprincipal";
    let word = word.to_lowercase();
    let last = word.rsplit([' ', '.']).next().unwrap_or_default();
    if !last.is_empty() && (SERVICE_PRINCIPAL == last || last == "app") {
        return Some(PrincipalKind::Application);
    }
    let exact = PrincipalKind::ALL.iter().find(|kind| kind.type_name().to_lowercase() == word);
    exact.or_else(|| PrincipalKind::ALL.iter().find(|kind| kind.title().to_lowercase() == last)).copied()
}
