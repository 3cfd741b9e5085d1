//! What a real cluster has: the commands of `kmgmt import --commands`, one after the other, and then the members of the
//! groups that the answers name, of the Azure CLI.

use crate::catalog::DEFAULT_DATABASE;
use crate::cli::printer::Printer;
use crate::cli::remote::groups::members_of_groups;
use crate::diagnostic::Diagnostic;
use crate::remote::{Asked, Connection, Fault, Standing, names};
use crate::state::Folder;
use crate::state::import::{Input, OF_CLUSTER, OF_DATABASES, Options, principals_of, script_of};
use crate::text::quoted;

/// The column of [`OF_DATABASES`] with the names.
const NAMES: &str = "DatabaseName";

/// What was read.
#[derive(Debug, Default)]
pub(in crate::cli) struct ClusterAnswers {
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
) -> Result<ClusterAnswers, (String, Diagnostic)> {
    let mut read = ClusterAnswers::default();
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
    members_of_groups(&mut read.inputs, before, options, printer);
    Ok(read)
}

/// Returns an error with the command that it is about.
pub(in crate::cli) fn about((command, error): (String, Diagnostic)) -> Diagnostic {
    let message = format!("{}: {}", quoted(command), error.message);
    error.saying(message)
}

impl ClusterAnswers {
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
}
