//! From an object id in a policy to the managed identity that it names.

use crate::diagnostic::{Code, Diagnostic};
use crate::directory::{Directory, PrincipalId};
use crate::model::identity_property::SYSTEM;
use crate::text::{Spanned, nearest, quoted, sentence_list, visible};

/// So many identities a message lists.
const LISTED: usize = 8;

/// The identity of this object id or client id that is assigned to the cluster; `system` is the
/// system-assigned one. Ids are compared without regard to case.
pub(super) fn assigned(directory: &Directory, id: &Spanned<String>) -> Result<PrincipalId, Diagnostic> {
    let wanted = id.value.as_str();
    let found = if wanted.eq_ignore_ascii_case(SYSTEM) {
        directory.system_identity()
    } else {
        directory.managed_identities().iter().copied().find(|identity| {
            let view = directory.identity(*identity);
            view.object_id().eq_ignore_ascii_case(wanted) || view.id.eq_ignore_ascii_case(wanted)
        })
    };
    found.ok_or_else(|| not_assigned(directory, wanted).at(id.span))
}

fn not_assigned(directory: &Directory, wanted: &str) -> Diagnostic {
    let message = if wanted.eq_ignore_ascii_case(SYSTEM) {
        "the cluster has no system-assigned managed identity".to_owned()
    } else {
        format!("the managed identity `{}` is not assigned to the cluster", visible(wanted))
    };
    let error = Diagnostic::error(Code::ManagedIdentity, message);
    let identities: Vec<_> =
        directory.managed_identities().iter().map(|identity| directory.identity(*identity)).collect();
    if identities.is_empty() {
        let help = "an environment file (`--environment`) declares the cluster's identities, under `managedIdentities`";
        return error.help(help);
    }
    let ids: Vec<String> = identities.iter().map(|view| view.object_id()).collect();
    let error = match identities.iter().zip(&ids).find(|(view, _)| view.plain_name() == wanted) {
        Some((_, id)) => error.help(format!("`{wanted}` is a display name; its object id is `{id}`")),
        None => error.did_you_mean(nearest(wanted, ids.iter().map(String::as_str))),
    };
    let listed: Vec<String> = identities
        .iter()
        .zip(&ids)
        .take(LISTED)
        .map(|(view, id)| format!("{} ({})", quoted(id), view.plain_name()))
        .collect();
    error.help(format!("assigned are {}", sentence_list(&listed, "and")))
}
