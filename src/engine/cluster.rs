//! The cluster itself: version, nodes, journal, the cache of group memberships.

use crate::diagnostic::{Code, Diagnostic};
use crate::engine::{Answer, Deciding, Decision, Refusal};
use crate::model::principal::{PrincipalKind, PrincipalRef};
use crate::schema;
use crate::syntax::ast::PropertyValues;
use crate::syntax::ast::cluster::{ClusterCommand, GROUP, PRINCIPAL};
use crate::syntax::literal::Value as Literal;
use crate::table::{Schema, Table, Value};
use crate::text::Spanned;

mod journal;

const VERSION: Schema =
    schema! { BuildVersion: String, BuildTime: DateTime, ServiceType: String, ProductVersion: String };
const NODES: Schema = schema! {
    NodeId: String, Address: String, Name: String, StartTime: DateTime, IsAdmin: Bool,
    MachineTotalMemory: Long, MachineAvailableMemory: Long, ProcessorCount: Long, EnvironmentDescription: String,
};

/// Decides a command about the cluster.
pub(super) fn decide(command: &ClusterCommand<'_>, deciding: &mut Deciding<'_>) -> Result<Decision, Diagnostic> {
    match command {
        ClusterCommand::ShowVersion => Ok(Decision::show(version())),
        ClusterCommand::ShowCluster => Ok(Decision::show(nodes(deciding))),
        ClusterCommand::ShowJournal => Ok(Decision::show(journal::journal(deciding, None))),
        ClusterCommand::ShowDatabaseJournal(name) => {
            let database = deciding.world().database_named(name)?;
            Ok(Decision::show(journal::journal(deciding, Some(database))))
        }
        ClusterCommand::ClearGroupMembership(properties) => clear_membership(properties, deciding),
    }
}

/// kmgmt's own version: it stands for no build of the service.
fn version() -> Table {
    let mut table = Table::new(VERSION);
    let version = concat!("kmgmt ", env!("CARGO_PKG_VERSION"));
    table.push([Value::from(env!("CARGO_PKG_VERSION")), Value::Null, Value::from("Engine"), Value::from(version)]);
    table
}

/// One node: this process. Nothing is known, and so nothing said, of machines.
fn nodes(deciding: &Deciding<'_>) -> Table {
    let mut table = Table::new(NODES);
    let name = Value::from(deciding.directory.cluster_name());
    let description = Value::from("kmgmt, offline");
    table.push([
        Value::from("0"),
        Value::from("localhost"),
        name,
        Value::Null,
        true.into(),
        Value::Null,
        Value::Null,
        Value::Null,
        description,
    ]);
    table
}

/// `security-roles.txt` 7.1: a refresh is for a group, and for another principal if one is named.
fn clear_membership(properties: &PropertyValues<'_>, deciding: &mut Deciding<'_>) -> Result<Decision, Diagnostic> {
    let mut warnings = Vec::new();
    if let Some(principal) = reference(properties, PRINCIPAL.name)? {
        deciding.principal(&principal, &mut warnings)?;
    }
    let Some(group) = reference(properties, GROUP.name)? else {
        let refusal =
            Diagnostic::from(Refusal::BadRequest("a refresh needs the group whose membership is read anew".to_owned()));
        return Err(refusal.help("write `with (group='aadgroup=…')`"));
    };
    if group.value.kind != PrincipalKind::Group {
        let message = format!("`{}` is no group", group.value);
        return Err(Diagnostic::error(Code::BadRequest, message)
            .at(group.span)
            .help("write the group as `aadgroup=…`"));
    }
    deciding.principal(&group, &mut warnings)?;
    Ok(Decision { edits: Vec::new(), answer: Answer::Nothing, warnings })
}

/// The principal in a property.
fn reference<'p>(
    properties: &'p PropertyValues<'_>,
    name: &str,
) -> Result<Option<Spanned<PrincipalRef<'p>>>, Diagnostic> {
    let Some(Literal::Text(text)) = properties.get(name).map(|property| &property.value) else { return Ok(None) };
    match PrincipalRef::parse(&text.text) {
        Ok(reference) => Ok(Some(Spanned::new(reference, text.span))),
        Err(_) => {
            let message = format!("`{}` is no reference to a principal", text.text);
            let forms: Vec<&str> = PrincipalKind::ALL.iter().map(|kind| kind.form()).collect();
            Err(Diagnostic::error(Code::Syntax, message)
                .at(text.span)
                .help(format!("a principal is written {}", forms.join("; "))))
        }
    }
}
