//! What a session begins with: the folder of a state, a script, a catalog file, or answers of a real cluster, which are
//! imported on the way, from files or from the cluster itself.

use std::fs::File;
use std::io::Read;
use std::path::Path;
use std::sync::Arc;

use crate::cli::answers::{Unreadable, inputs, tell};
use crate::cli::args::Setting;
use crate::cli::decode::Decoder;
use crate::cli::printer::Printer;
use crate::cli::remote::{ClusterAnswers, about, read};
use crate::cli::source::{Source, whole_text};
use crate::cluster::Cluster;
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::directory::Directory;
use crate::remote::Connection;
use crate::session::{Clock, Session};
use crate::state::import::{Input, Options, import, is_answer};
use crate::state::{CATALOG, ENVIRONMENT, Folder};
use crate::store::{Access, is_database};

/// How much of a file tells whether it is a script.
const PEEK: u64 = 1 << 16;

/// Where what a session begins with comes from.
#[derive(Clone, Copy, Debug)]
pub(super) enum Origin<'a> {
    /// What stands at a path.
    Path(&'a Path),
    /// What a real cluster has, of which nothing may be refused: what is missing would be taken for a difference.
    WholeCluster(&'a Connection),
    /// What of a real cluster one may read.
    Cluster(&'a Connection),
    /// A state, and how it is called.
    State(&'a Folder, &'a str),
}

/// What a session begins with.
pub(super) struct Beginning {
    /// Who exists, where that is said.
    pub(super) directory: Option<Directory>,
    /// The script of what exists.
    pub(super) script: Source,
    /// Whether that is all that the cluster has, the default database too.
    pub(super) is_whole: bool,
}

/// Opens where a session begins. `known` is the environment file of those who are known already, for answers.
pub(super) fn begin(
    origin: Origin<'_>,
    known: Option<&str>,
    setting: &Setting,
    clock: Clock,
    printer: &mut Printer,
) -> Option<Beginning> {
    match origin {
        Origin::Path(path) => at_path(path, known, setting, clock, printer),
        Origin::WholeCluster(cluster) => of_cluster(cluster, true, known, clock, printer),
        Origin::Cluster(cluster) => of_cluster(cluster, false, known, clock, printer),
        Origin::State(state, shown) => of_state(state, shown, printer),
    }
}

fn at_path(
    path: &Path,
    known: Option<&str>,
    setting: &Setting,
    clock: Clock,
    printer: &mut Printer,
) -> Option<Beginning> {
    let opened = match path.is_dir() {
        true => of_folder(path),
        false if is_database(path) => of_catalog(path, clock),
        false => of_file(path),
    };
    let shown = path.display().to_string();
    let opened = opened.map_err(|error| complain(&shown, error, printer)).ok()?;
    match opened {
        Opened::State { directory, script } => {
            Some(Beginning { directory: directory.map(|own| *own), script, is_whole: true })
        }
        Opened::Script(script) => Some(Beginning { directory: None, script, is_whole: false }),
        Opened::Answers(inputs) => {
            let options = Options { database: setting.database.clone(), group: None, tenant: None, clock };
            imported(&shown, &inputs, known, &options, printer)
        }
    }
}

/// What stands at a path.
enum Opened {
    State { directory: Option<Box<Directory>>, script: Source },
    Script(Source),
    Answers(Vec<Input>),
}

/// Why nothing can begin with it.
enum Fault {
    /// Something that stands beside it, or in it.
    Told(Unreadable),
    /// The whole.
    Unreadable(String, Vec<String>),
}

impl From<Unreadable> for Fault {
    fn from(fault: Unreadable) -> Self {
        Self::Told(fault)
    }
}

fn unreadable(error: &dyn std::fmt::Display) -> Fault {
    Fault::Unreadable(error.to_string(), Vec::new())
}

fn complain(shown: &str, fault: Fault, printer: &mut Printer) {
    match fault {
        Fault::Told((origin, error)) => printer.complaint(&error, &origin),
        Fault::Unreadable(why, help) => {
            let error = Diagnostic::error(Code::Input, format!("can't read the state `{shown}`: {why}"));
            printer.complaint(&help.into_iter().fold(error, Diagnostic::help), shown);
        }
    }
}

/// Opens a folder: a state, or answers of a real cluster as somebody saved them.
fn of_folder(folder: &Path) -> Result<Opened, Fault> {
    let (who, what) = (folder.join(ENVIRONMENT), folder.join(CATALOG));
    if who.exists() || what.exists() {
        let directory = who.exists().then(|| environment(&who)).transpose();
        let directory = directory.map_err(|error| (who.display().to_string(), error))?;
        let script = match Source::open(&what) {
            Ok(script) => script,
            Err(error) => return Err(unreadable(&format!("`{}`: {error}", what.display()))),
        };
        return Ok(Opened::State { directory: directory.map(Box::new), script });
    }
    let inputs = inputs(folder)?;
    if inputs.is_empty() {
        let why = format!("there is no `{CATALOG}` in it, and nothing else");
        let help = "`kmgmt import FILE… -o DIR` writes a state from answers of a real cluster";
        return Err(Fault::Unreadable(why, vec![help.to_owned()]));
    }
    Ok(Opened::Answers(inputs))
}

/// Opens a catalog file, which stays as it is: what it has now is a state.
fn of_catalog(path: &Path, clock: Clock) -> Result<Opened, Fault> {
    let told = |error: Diagnostic| Fault::Told((path.display().to_string(), error));
    let session = Session::on(Arc::new(Cluster::open(path, Access::Read).map_err(told)?), clock);
    session.read_all().map_err(told)?;
    let Folder { environment, catalog } = Folder::of(&session);
    let directory = Directory::from_environment(environment).map_err(|error| unreadable(&error))?;
    let script = Source::of_text(path.display().to_string(), &catalog);
    Ok(Opened::State { directory: Some(Box::new(directory)), script })
}

/// Opens a file: a script, or an answer of a real cluster.
fn of_file(path: &Path) -> Result<Opened, Fault> {
    let is_plain = std::fs::metadata(path).is_ok_and(|metadata| metadata.is_file());
    if !is_plain {
        let text = whole_text(path).map_err(|error| unreadable(error.cause()))?;
        let (origin, stem) = (path.display().to_string(), String::new());
        return Ok(match is_answer(&text) {
            true => Opened::Answers(vec![Input { origin, text, stem, database: None }]),
            false => Opened::Script(Source::of_text(origin, &text)),
        });
    }
    let (mut bytes, mut text) = (Vec::new(), String::new());
    let read = File::open(path).and_then(|file| file.take(PEEK).read_to_end(&mut bytes));
    read.map_err(|error| unreadable(&error))?;
    // What is no text is told by whoever reads all of it.
    let _ = Decoder::default().decode(&bytes, false, &mut text);
    if is_answer(&text) {
        return Ok(Opened::Answers(inputs(path)?));
    }
    Source::open(path).map(Opened::Script).map_err(|error| unreadable(&error))
}

/// Imports answers. What can't be placed ends it, since what is missing would be taken for a difference.
fn imported(
    shown: &str,
    inputs: &[Input],
    known: Option<&str>,
    options: &Options,
    printer: &mut Printer,
) -> Option<Beginning> {
    let people = known.map(Folder::of_people);
    let (state, faults) = match import(people.as_ref(), inputs, options) {
        Ok(imported) => (Some(imported.state), imported.faults),
        Err(faults) => (None, faults),
    };
    faults.iter().for_each(|fault| tell(fault, printer));
    if faults.iter().any(|fault| !fault.is_warning) {
        let why = "not all of it can be placed".to_owned();
        let help = "`kmgmt import FILE… -o DIR` writes a state of what can be";
        complain(shown, Fault::Unreadable(why, vec![help.to_owned()]), printer);
        return None;
    }
    of_state(&state?, shown, printer)
}

fn of_state(state: &Folder, shown: &str, printer: &mut Printer) -> Option<Beginning> {
    let directory = Directory::from_environment(state.environment.as_str());
    let directory = directory.map_err(|error| complain(shown, unreadable(&error), printer)).ok()?;
    let script = Source::of_text(shown.to_owned(), &state.catalog);
    Some(Beginning { directory: Some(directory), script, is_whole: true })
}

/// Reads a real cluster. What it refuses is an error where all is wanted, and else something that is not known.
fn of_cluster(
    cluster: &Connection,
    wants_all: bool,
    known: Option<&str>,
    clock: Clock,
    printer: &mut Printer,
) -> Option<Beginning> {
    let options = Options { database: None, group: None, tenant: None, clock };
    let people = known.map(Folder::of_people);
    let read = read(cluster, &[], (people.as_ref(), &options), printer).map_err(about);
    let ClusterAnswers { inputs, refused } = read.map_err(|error| printer.complaint(&error, "")).ok()?;
    let shown = cluster.endpoint().to_string();
    let is_refused = !refused.is_empty() && (wants_all || inputs.is_empty());
    for refused in refused {
        let told = about(refused);
        let severity = if is_refused { Severity::Error } else { Severity::Warning };
        printer.complaint(&Diagnostic { severity, ..told }, "");
    }
    if is_refused {
        let why = "it refused to show all of it, and what is missing would be taken for a difference";
        complain(&shown, Fault::Unreadable(why.to_owned(), Vec::new()), printer);
        return None;
    }
    imported(&shown, &inputs, known, &options, printer)
}

/// Returns the directory of an environment file, or an open one; an error comes with the name of the file.
pub(super) fn directory(environment_file: Option<&Path>) -> Result<Directory, (String, Diagnostic)> {
    let Some(path) = environment_file else { return Ok(Directory::open()) };
    environment(path).map_err(|error| (path.display().to_string(), error))
}

fn environment(path: &Path) -> Result<Directory, Diagnostic> {
    let wrong =
        |message: String| Diagnostic::error(Code::Input, format!("environment `{}`: {message}", path.display()));
    let text = whole_text(path).map_err(|error| wrong(error.cause().to_string()))?;
    Directory::from_environment(text).map_err(|error| wrong(error.to_string()))
}
