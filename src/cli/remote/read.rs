//! What a real cluster has: the commands of `kmgmt import --commands`, one after the other, and then the members of the
//! groups that the answers name, of the Azure CLI.

use std::collections::BTreeSet;

use crate::catalog::DEFAULT_DATABASE;
use crate::cli::printer::Printer;
use crate::cli::remote::az::{self, NoAnswer};
use crate::diagnostic::{Code, Diagnostic};
use crate::directory::environment::File;
use crate::model::limit;
use crate::remote::{Asked, Connection, Fault, Standing, names};
use crate::state::Folder;
use crate::state::import::{Imported, Input, OF_CLUSTER, OF_DATABASES, Options, import, principals_of, script_of};
use crate::text::{few, quoted};

/// The column of [`OF_DATABASES`] with the names.
const NAMES: &str = "DatabaseName";

/// What was read.
#[derive(Debug, Default)]
pub(in crate::cli) struct Read {
    /// The answers.
    pub(in crate::cli) inputs: Vec<Input>,
    /// The commands that the cluster refused, and why.
    pub(in crate::cli) refused: Vec<(String, Diagnostic)>,
}

/// Reads a cluster, or only these of its databases. `before` is the state that the answers are imported into.
///
/// # Errors
/// The cluster can't be asked: what was read is not all, and nobody knows what is missing. The error has the command.
pub(in crate::cli) fn read(
    connection: &Connection,
    databases: &[String],
    (before, options): (Option<&Folder>, &Options),
    printer: &mut Printer,
) -> Result<Read, (String, Diagnostic)> {
    let mut read = Read::default();
    read.take(connection, OF_CLUSTER.to_owned(), None, printer)?;
    read.take(connection, OF_DATABASES.to_owned(), None, printer)?;
    let all = match databases {
        [] => read.databases()?,
        named => named.to_vec(),
    };
    for database in &all {
        read.take(connection, principals_of(database), Some(database), printer)?;
        read.take(connection, script_of(database), Some(database), printer)?;
    }
    read.groups(before, options, printer);
    Ok(read)
}

/// Returns an error with the command that it is about.
pub(in crate::cli) fn about((command, error): (String, Diagnostic)) -> Diagnostic {
    let message = format!("{}: {}", quoted(command), error.message);
    error.saying(message)
}

impl Read {
    /// Runs a command, and keeps what it answers. What the cluster refuses is left out: the rest may be read.
    fn take(
        &mut self,
        connection: &Connection,
        command: String,
        database: Option<&String>,
        printer: &mut Printer,
    ) -> Result<(), (String, Diagnostic)> {
        let context = database.map_or(DEFAULT_DATABASE, String::as_str);
        let answer = connection.ask(&Asked { database: context, command: &command, changes: false });
        printer.step();
        match answer {
            Ok(text) => {
                self.inputs.push(Input { origin: command, text, stem: String::new(), database: database.cloned() });
                Ok(())
            }
            Err(Fault { error, standing: Standing::Refused }) => {
                self.refused.push((command, *error));
                Ok(())
            }
            Err(Fault { error, .. }) => Err((command, *error)),
        }
    }

    /// Returns the databases that the cluster said to have.
    fn databases(&self) -> Result<Vec<String>, (String, Diagnostic)> {
        let answer = self.inputs.iter().find(|input| input.origin == OF_DATABASES);
        let found = answer.map_or_else(|| Ok(Vec::new()), |answer| names(&answer.text, NAMES));
        found.map_err(|error| (OF_DATABASES.to_owned(), error))
    }

    /// Asks who is in the groups that answers name, and in those that are in them.
    fn groups(&mut self, before: Option<&Folder>, options: &Options, printer: &mut Printer) {
        let mut asked: BTreeSet<String> = BTreeSet::new();
        let mut unknown: BTreeSet<String> = BTreeSet::new();
        let mut failures = 0;
        let mut why = String::new();
        let known = loop {
            // What can't be imported is told by whoever imports all of it.
            let Ok(Imported { unlisted, state, .. }) = import(before, &self.inputs, options) else { return };
            let next: Vec<String> = unlisted.into_iter().filter(|group| asked.insert(group.clone())).collect();
            if next.is_empty() {
                break listed(&state.environment);
            }
            for group in next {
                if failures >= limit::FAILED_GROUPS {
                    unknown.insert(group);
                    continue;
                }
                match az::members(&group) {
                    Ok(text) => {
                        failures = 0;
                        let origin = az::members_command(&group);
                        self.inputs.push(Input { origin, text, stem: group, database: None });
                    }
                    Err(NoAnswer::Absent) => {
                        failures = limit::FAILED_GROUPS;
                        why = "the Azure CLI is not on this machine".to_owned();
                        unknown.insert(group);
                    }
                    Err(NoAnswer::Failed(said)) => {
                        failures += 1;
                        why = format!("the Azure CLI says: {said}");
                        unknown.insert(group);
                    }
                }
                printer.step();
            }
        };
        // Of some it was known before.
        unknown.retain(|group| !known.contains(&group.to_lowercase()));
        if !unknown.is_empty() {
            let of = if unknown.len() == 1 { "group" } else { "groups" };
            let groups = few(unknown.iter().map(quoted).collect(), "and");
            let message = format!("who is in the {of} {groups} is not known: {why}");
            printer.complaint(&Diagnostic::warning(Code::Input, message), "");
        }
    }
}

/// Returns the groups of an environment file whose members it lists, by all their names in lower case.
fn listed(environment: &str) -> BTreeSet<String> {
    let Ok(file) = serde_json::from_str::<File<'_>>(environment) else { return BTreeSet::new() };
    let groups = file.groups.iter().filter(|group| group.members.is_some());
    let names = groups.flat_map(|group| [Some(&group.object_id), Some(&group.display_name), group.email.as_ref()]);
    names.flatten().map(|name| name.to_lowercase()).collect()
}
