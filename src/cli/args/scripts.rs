//! Arguments of what reads scripts: runs, `check`, `test`.

use std::path::PathBuf;

use clap::ValueEnum;

use crate::cli::args::findings::FindingArgs;
use crate::cli::args::formats::{CheckFormat, ErrorFormat, TestFormat};
use crate::cli::args::setting::{Setting, StateArgs};
use crate::model::assertion_kind::AssertionKind;
use crate::model::reason::Reason;
use crate::session::NoEffect;

/// What to do after a command that failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum OnError {
    /// End the run
    Stop,
    /// Go on with the next command
    Continue,
}

#[derive(Debug, clap::Args)]
pub(in crate::cli) struct CheckArgs {
    /// The scripts; `-`, or none, is standard input
    #[arg(value_name = "FILE")]
    pub(in crate::cli) files: Vec<PathBuf>,
    /// What the cluster has: a folder that `kmgmt import` or `export` wrote, a script, or a catalog file. Entities that
    /// are neither in it nor made by the scripts are told
    #[arg(long, value_name = "PATH", env = "KMGMT_FROM", hide_env_values = true)]
    pub(in crate::cli) from: Option<PathBuf>,
    /// What the cluster has, in a catalog file, which must exist
    #[arg(long, value_name = "FILE", env = "KMGMT_CATALOG", hide_env_values = true, conflicts_with = "from")]
    pub(in crate::cli) catalog: Option<PathBuf>,
    /// The cluster and its directory (JSON): principals that it does not declare are told
    #[arg(long, value_name = "FILE", env = "KMGMT_ENVIRONMENT", hide_env_values = true)]
    pub(in crate::cli) environment: Option<PathBuf>,
    /// The database in context, where a state says what there is
    #[arg(short, long, value_name = "NAME", env = "KMGMT_DATABASE", hide_env_values = true)]
    pub(in crate::cli) database: Option<String>,
    /// What to do with commands that have no effect here: those that move data or run operations
    #[arg(long, value_enum, default_value_t = NoEffect::Warn)]
    pub(in crate::cli) no_effect: NoEffect,
    #[command(flatten)]
    pub(in crate::cli) findings: FindingArgs,
    /// How findings are written
    #[arg(long, value_enum, default_value_t = CheckFormat::Human)]
    pub(in crate::cli) format: CheckFormat,
}

#[derive(Debug, clap::Args)]
pub(in crate::cli) struct FmtArgs {
    /// The scripts, each of which is written again in its place; `-`, or none, is standard input, whose layout goes to
    /// standard output
    #[arg(value_name = "FILE")]
    pub(in crate::cli) files: Vec<PathBuf>,
    /// Write nothing; list the files that would change, and end with exit code 1 if there are any
    #[arg(long)]
    pub(in crate::cli) check: bool,
    /// How errors are written
    #[arg(long, value_enum, default_value_t = ErrorFormat::Human, env = "KMGMT_ERROR_FORMAT", hide_env_values = true)]
    pub(in crate::cli) error_format: ErrorFormat,
}

#[derive(Debug, clap::Args)]
pub(in crate::cli) struct TestArgs {
    /// The scripts, each of which runs on a copy of the state; `-`, or none, is standard input
    #[arg(value_name = "FILE")]
    pub(in crate::cli) files: Vec<PathBuf>,
    /// A script that runs before each of them, such as the change that they are about; may be repeated
    #[arg(short = 'f', long = "file", value_name = "SCRIPT")]
    pub(in crate::cli) before: Vec<PathBuf>,
    #[command(flatten)]
    pub(in crate::cli) state: StateArgs,
    /// The database in context
    #[arg(short, long, value_name = "NAME", env = "KMGMT_DATABASE", hide_env_values = true)]
    pub(in crate::cli) database: Option<String>,
    /// Only the assertions whose text has this; all statements run
    #[arg(long, value_name = "TEXT")]
    pub(in crate::cli) filter: Option<String>,
    /// Write the sets of `principals … == (…)` again that differ, and show the difference
    #[arg(long)]
    pub(in crate::cli) update: bool,
    /// How the results are written
    #[arg(long, value_enum, default_value_t = TestFormat::Human)]
    pub(in crate::cli) format: TestFormat,
    /// What to do with commands that have no effect here: those that move data or run operations
    #[arg(long, value_enum, default_value_t = NoEffect::Warn)]
    pub(in crate::cli) no_effect: NoEffect,
}

impl TestArgs {
    /// Returns what the scripts meet.
    pub(in crate::cli) fn setting(&self) -> Setting {
        Setting {
            files: self.before.clone(),
            state: self.state.clone(),
            database: self.database.clone(),
            no_effect: self.no_effect,
            ..Setting::default()
        }
    }
}

/// Returns the forms of assertions and the reasons that they may name.
pub(super) fn assertions_help() -> String {
    let line = |(word, line): (String, &str)| format!("  {word}\n          {line}\n");
    let forms = AssertionKind::ALL.iter().map(|kind| line((kind.form(), kind.line())));
    let reasons = Reason::ALL.iter().map(|reason| line((reason.to_string(), reason.line())));
    let (forms, reasons): (String, String) = (forms.collect(), reasons.collect());
    format!("Assertions, each in a line of its own between statements:\n{forms}\nReasons:\n{}", reasons.trim_end())
}
