//! `multidatabaseadmins`: in the official grammar, and on no page. It is kept as the JSON that was
//! given and grants nothing.

use crate::catalog::{CLUSTER, Policy};
use crate::diagnostic::{Code, Diagnostic};
use crate::engine::policies::merge::merged;
use crate::engine::policies::report;
use crate::engine::policies::target::edit;
use crate::engine::{Decision, World};
use crate::model::policy::PolicyKind;
use crate::syntax::ast::policies::Change;
use crate::syntax::json::Json;
use crate::text::Spanned;

const POLICY: PolicyKind = PolicyKind::MultiDatabaseAdmins;

/// `.alter cluster policy multidatabaseadmins '…'`; `.alter-merge` joins arrays and objects.
pub(super) fn decide(change: Change, given: &Spanned<Json>, world: &World<'_>) -> Result<Decision, Diagnostic> {
    let after = match change {
        Change::Merge => merged(world, CLUSTER, POLICY, given)?,
        Change::Replace => given.value.clone(),
    };
    let policy = Policy::new(after.to_string());
    let edits = edit(world, CLUSTER, POLICY, Some(policy)).into_iter().collect();
    let warning =
        Diagnostic::warning(Code::BadRequest, format!("the policy `{POLICY}` is stored and grants nothing here"))
            .help("no document says what it holds; roles grant access: `.add cluster admins (…)`");
    Ok(Decision { warnings: vec![warning], ..Decision::change(edits, report::of_change(POLICY), &[CLUSTER]) })
}
