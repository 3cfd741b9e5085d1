//! The arguments.

use std::path::PathBuf;

use clap::{CommandFactory, Parser, ValueEnum};
use jiff::Timestamp;

use crate::model::assertion_kind::AssertionKind;
use crate::model::reason::Reason;
use crate::render::Format;
use crate::session::NoEffect;

mod findings;
mod plan;

pub(super) use findings::{FailOn, FindingArgs, RulesArgs};
pub(super) use plan::{DiffArgs, DiffMode, PlanArgs, PlanFormat, ReportArgs};

/// Runs Kusto management commands about access on an in-memory catalog: who exists, what exists,
/// who may do what. Without commands, files or a pipe it opens a shell.
#[derive(Debug, Parser)]
#[command(version, args_conflicts_with_subcommands = true, subcommand_precedence_over_arg = true)]
pub(super) struct Args {
    #[command(subcommand)]
    pub(super) subcommand: Option<Subcommand>,
    /// Commands to run; each begins with `.` or `#`
    #[arg(value_name = "COMMAND")]
    pub(super) commands: Vec<String>,
    /// A command to run, as the positional ones
    #[arg(short = 'c', long = "command", value_name = "COMMAND")]
    pub(super) more_commands: Vec<String>,
    #[command(flatten)]
    pub(super) setting: Setting,
    /// Act as this principal, such as aaduser=ana@contoso.com [default: the local administrator]
    #[arg(long = "as", value_name = "PRINCIPAL")]
    pub(super) principal: Option<String>,
    /// What to do after a command that failed [default: stop; in the shell, continue]
    #[arg(long, value_enum)]
    pub(super) on_error: Option<OnError>,
    /// Write no results and no warnings, errors only
    #[arg(short, long)]
    pub(super) quiet: bool,
}

/// What commands and questions meet: scripts that run first, the directory, the time.
#[derive(Debug, clap::Args)]
pub(super) struct Setting {
    /// A script to run; `-` is standard input; may be repeated
    #[arg(short, long = "file", value_name = "FILE")]
    pub(super) files: Vec<PathBuf>,
    /// What the cluster has: a folder that `kmgmt import` or `export` wrote, or a script. It is loaded quietly
    #[arg(long, value_name = "PATH")]
    pub(super) from: Option<PathBuf>,
    /// The cluster and its directory (JSON); without it any well-formed principal exists
    #[arg(long, value_name = "FILE")]
    pub(super) environment: Option<PathBuf>,
    /// The database in context
    #[arg(short, long, value_name = "NAME")]
    pub(super) database: Option<String>,
    /// How results are written
    #[arg(long, value_enum, default_value_t = Format::Table)]
    pub(super) format: Format,
    /// How errors are written
    #[arg(long, value_enum, default_value_t = ErrorFormat::Human)]
    pub(super) error_format: ErrorFormat,
    /// What to do with commands that have no effect here: those that move data or run operations
    #[arg(long, value_enum, default_value_t = NoEffect::Warn)]
    pub(super) no_effect: NoEffect,
    /// Let the clock stand at this moment, such as 2026-01-31T12:00:00Z [default: the system's clock]
    #[arg(long, value_name = "TIME")]
    pub(super) clock: Option<Timestamp>,
}

impl Default for Setting {
    /// Returns what no argument changes.
    fn default() -> Self {
        Self {
            files: Vec::new(),
            from: None,
            environment: None,
            database: None,
            format: Format::Table,
            error_format: ErrorFormat::Human,
            no_effect: NoEffect::default(),
            clock: None,
        }
    }
}

#[derive(Debug, clap::Subcommand)]
pub(super) enum Subcommand {
    /// Parse and judge scripts without running them
    Check(CheckArgs),
    /// Say whether a principal may do something, and why; a denial ends with exit code 1, and what is not known with 3
    Explain(ExplainArgs),
    /// List the principals who may do something
    WhoCan(WhoCanArgs),
    /// List what a principal may do
    WhatCan(WhatCanArgs),
    /// List all roles of a principal, on the cluster and in all databases, also those without effect
    Roles(RolesArgs),
    /// Say what scripts would change, and who would gain and lose access, without changing anything
    Plan(PlanArgs),
    /// Say how two states differ, as plans do: what it takes to come from the first to the second
    Diff(DiffArgs),
    /// Run scripts with the assertions in their comments, such as `//! allow aaduser=ana@contoso.com view table T`
    #[command(after_help = assertions_help())]
    Test(TestArgs),
    /// List who holds which role on what, what it gives and through whom, for a review of access
    Review(ReviewArgs),
    /// Print the script that ends everything that is assigned to a principal, and what remains
    Offboard(OffboardArgs),
    /// Write what scripts leave, or a state, into a folder that `--from` reads
    Export(ExportArgs),
    /// List the rules by which scripts are judged, or show the page of one
    Rules(RulesArgs),
    /// Write what a real cluster has into a folder that `--from` reads: from answers of its commands, in any form in
    /// which clients print them, scripts, and lists of Azure, Microsoft Graph and Terraform
    Import(ImportArgs),
}

#[derive(Debug, clap::Args)]
pub(super) struct ExplainArgs {
    /// The principal, such as aaduser=ana@contoso.com
    #[arg(value_name = "PRINCIPAL", required_unless_present = "error", conflicts_with = "error")]
    pub(super) principal: Option<String>,
    /// What and on what: a permission or the words of a command, and an entity, such as: view table T, or
    /// drop column table T, or create function database Samples
    #[arg(value_name = "ACTION ENTITY", required_unless_present = "error", num_args = 1..)]
    pub(super) question: Vec<String>,
    /// Explain a refusal of the service: a file with its error body or its text; `-` is standard input
    #[arg(long, value_name = "FILE")]
    pub(super) error: Option<PathBuf>,
    #[command(flatten)]
    pub(super) setting: Setting,
}

#[derive(Debug, clap::Args)]
pub(super) struct WhoCanArgs {
    /// What and on what: a permission or the words of a command, and an entity, such as: ingest table T, or
    /// drop column table T, or create function database Samples
    #[arg(value_name = "ACTION ENTITY", required = true, num_args = 1..)]
    pub(super) question: Vec<String>,
    /// List the members of groups instead of the groups
    #[arg(long)]
    pub(super) expand_groups: bool,
    #[command(flatten)]
    pub(super) setting: Setting,
}

#[derive(Debug, clap::Args)]
pub(super) struct WhatCanArgs {
    /// The principal, such as aaduser=ana@contoso.com
    #[arg(value_name = "PRINCIPAL")]
    pub(super) principal: String,
    /// Show the whole way through nested groups
    #[arg(long)]
    pub(super) expand_groups: bool,
    #[command(flatten)]
    pub(super) setting: Setting,
}

#[derive(Debug, clap::Args)]
pub(super) struct RolesArgs {
    /// The principal, such as aaduser=ana@contoso.com
    #[arg(value_name = "PRINCIPAL")]
    pub(super) principal: String,
    #[command(flatten)]
    pub(super) setting: Setting,
}

#[derive(Debug, clap::Args)]
pub(super) struct ExportArgs {
    /// The folder; it is made if it is not there
    #[arg(short, long, value_name = "DIR")]
    pub(super) output: PathBuf,
    #[command(flatten)]
    pub(super) setting: Setting,
}

#[derive(Debug, clap::Args)]
pub(super) struct ImportArgs {
    /// What to import: files, folders of files, `-` for standard input. With --commands: the databases
    #[arg(value_name = "FILE", required_unless_present = "commands")]
    pub(super) files: Vec<PathBuf>,
    /// The folder; it is made if it is not there, and brought up to date if it is
    #[arg(short, long, value_name = "DIR", required_unless_present = "commands")]
    pub(super) output: Option<PathBuf>,
    /// Print the commands whose answers can be imported, and how to run them on the cluster
    #[arg(long, conflicts_with = "output")]
    pub(super) commands: bool,
    /// The database of answers that name none [default: the only one that is known]
    #[arg(short, long, value_name = "NAME")]
    pub(super) database: Option<String>,
    /// The group whose members a list has, by name, mail or object id [default: the name of the file]
    #[arg(long, value_name = "GROUP")]
    pub(super) group: Option<String>,
    /// The tenant of lists that name none, by id or domain [default: the home tenant, or the only one that is known]
    #[arg(long, value_name = "TENANT")]
    pub(super) tenant: Option<String>,
    /// How errors are written
    #[arg(long, value_enum, default_value_t = ErrorFormat::Human)]
    pub(super) error_format: ErrorFormat,
    /// Let the clock stand at this moment, such as 2026-01-31T12:00:00Z [default: the system's clock]
    #[arg(long, value_name = "TIME")]
    pub(super) clock: Option<Timestamp>,
}

#[derive(Debug, clap::Args)]
pub(super) struct CheckArgs {
    /// The scripts; `-`, or none, is standard input
    #[arg(value_name = "FILE")]
    pub(super) files: Vec<PathBuf>,
    /// What the cluster has: a folder that `kmgmt import` or `export` wrote, or a script. Entities that are neither in
    /// it nor made by the scripts are told
    #[arg(long, value_name = "PATH")]
    pub(super) from: Option<PathBuf>,
    /// The cluster and its directory (JSON): principals that it does not declare are told
    #[arg(long, value_name = "FILE")]
    pub(super) environment: Option<PathBuf>,
    /// The database in context, where a state says what there is
    #[arg(short, long, value_name = "NAME")]
    pub(super) database: Option<String>,
    /// What to do with commands that have no effect here: those that move data or run operations
    #[arg(long, value_enum, default_value_t = NoEffect::Warn)]
    pub(super) no_effect: NoEffect,
    #[command(flatten)]
    pub(super) findings: FindingArgs,
    /// How findings are written
    #[arg(long, value_enum, default_value_t = CheckFormat::Human)]
    pub(super) format: CheckFormat,
}

/// How `check` writes its findings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum CheckFormat {
    /// Diagnostics for people
    Human,
    /// One object a statement
    Json,
    /// One log of the Static Analysis Results Interchange Format, version 2.1.0
    Sarif,
    /// A line a finding for GitHub Actions
    Github,
    /// A line a finding for Azure DevOps Pipelines
    Azuredevops,
}

/// How errors are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum ErrorFormat {
    /// The line with carets, the message, the help
    Human,
    /// The service's error envelope, one object a line
    Json,
}

/// What to do after a command that failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum OnError {
    /// End the run
    Stop,
    /// Go on with the next command
    Continue,
}

impl Args {
    /// Returns the error of a format that draws proofs, where there will be none.
    pub(super) fn drawing_without_proof(&self) -> Option<clap::Error> {
        let setting = match &self.subcommand {
            None => &self.setting,
            Some(Subcommand::WhoCan(args)) => &args.setting,
            Some(Subcommand::WhatCan(args)) => &args.setting,
            Some(Subcommand::Roles(args)) => &args.setting,
            Some(Subcommand::Export(args)) => &args.setting,
            Some(_) => return None,
        };
        let name = setting.format.to_possible_value().filter(|_| setting.format.is_drawing())?;
        let message = format!("`--format {}` draws proofs, which `kmgmt explain` alone gives", name.get_name());
        Some(Self::command().error(clap::error::ErrorKind::ArgumentConflict, message))
    }
}

#[derive(Debug, clap::Args)]
pub(super) struct ReviewArgs {
    /// Only roles on this database, on what is in it, and on the cluster: `database:Sales`
    #[arg(long, value_name = "SCOPE")]
    pub(super) scope: Option<String>,
    /// How the review is written
    #[arg(long, value_enum, default_value_t = ReviewFormat::Table)]
    pub(super) format: ReviewFormat,
    #[command(flatten)]
    pub(super) state: StateArgs,
}

/// How `review` writes its rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum ReviewFormat {
    /// Boxes for people
    Table,
    /// A header and rows, for spreadsheets: an apostrophe stands before what would be a formula there
    Csv,
    /// A table as GitHub and wikis show it
    Markdown,
    /// One array of row objects
    Json,
    /// A page for a browser: a matrix of principals and scopes, with filters and the proof of each cell
    Html,
}

#[derive(Debug, clap::Args)]
pub(super) struct OffboardArgs {
    /// The principal, such as aaduser=ana@contoso.com
    #[arg(value_name = "PRINCIPAL")]
    pub(super) principal: String,
    #[command(flatten)]
    pub(super) state: StateArgs,
}

/// The state that is looked at.
#[derive(Debug, clap::Args)]
pub(super) struct StateArgs {
    /// A script to run first; `-` is standard input; may be repeated
    #[arg(short, long = "file", value_name = "FILE")]
    pub(super) files: Vec<PathBuf>,
    /// What the cluster has: a folder that `kmgmt import` or `export` wrote, or a script. It is loaded quietly
    #[arg(long, value_name = "PATH")]
    pub(super) from: Option<PathBuf>,
    /// The cluster and its directory (JSON); without it any well-formed principal exists
    #[arg(long, value_name = "FILE")]
    pub(super) environment: Option<PathBuf>,
    /// Let the clock stand at this moment, such as 2026-01-31T12:00:00Z [default: the system's clock]
    #[arg(long, value_name = "TIME")]
    pub(super) clock: Option<Timestamp>,
}

impl StateArgs {
    /// Returns what commands meet.
    pub(super) fn setting(&self) -> Setting {
        Setting {
            files: self.files.clone(),
            from: self.from.clone(),
            environment: self.environment.clone(),
            clock: self.clock,
            ..Setting::default()
        }
    }
}

#[derive(Debug, clap::Args)]
pub(super) struct TestArgs {
    /// The scripts, each of which runs on a copy of the state; `-` is standard input
    #[arg(value_name = "FILE", required = true)]
    pub(super) files: Vec<PathBuf>,
    /// A script that runs before each of them, such as the change that they are about; may be repeated
    #[arg(short = 'f', long = "file", value_name = "SCRIPT")]
    pub(super) before: Vec<PathBuf>,
    /// What the cluster has: a folder that `kmgmt import` or `export` wrote, or a script. It is loaded quietly
    #[arg(long, value_name = "PATH")]
    pub(super) from: Option<PathBuf>,
    /// The cluster and its directory (JSON); without it any well-formed principal exists
    #[arg(long, value_name = "FILE")]
    pub(super) environment: Option<PathBuf>,
    /// The database in context
    #[arg(short, long, value_name = "NAME")]
    pub(super) database: Option<String>,
    /// Only the assertions whose text has this; all statements run
    #[arg(long, value_name = "TEXT")]
    pub(super) filter: Option<String>,
    /// Write the sets of `principals … == (…)` again that differ, and show the difference
    #[arg(long)]
    pub(super) update: bool,
    /// How the results are written
    #[arg(long, value_enum, default_value_t = TestFormat::Human)]
    pub(super) format: TestFormat,
    /// What to do with commands that have no effect here: those that move data or run operations
    #[arg(long, value_enum, default_value_t = NoEffect::Warn)]
    pub(super) no_effect: NoEffect,
    /// Let the clock stand at this moment, such as 2026-01-31T12:00:00Z [default: the system's clock]
    #[arg(long, value_name = "TIME")]
    pub(super) clock: Option<Timestamp>,
}

/// How `test` writes its results.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum TestFormat {
    /// Diagnostics for people, with proofs
    Human,
    /// Test Anything Protocol, version 14
    Tap,
    /// JUnit's XML
    Junit,
    /// SARIF 2.1.0
    Sarif,
    /// Annotations of GitHub Actions
    Github,
    /// Log commands of Azure Pipelines
    Azuredevops,
}

impl TestArgs {
    /// Returns what the scripts meet.
    pub(super) fn setting(&self) -> Setting {
        Setting {
            files: self.before.clone(),
            from: self.from.clone(),
            environment: self.environment.clone(),
            database: self.database.clone(),
            no_effect: self.no_effect,
            clock: self.clock,
            ..Setting::default()
        }
    }
}

/// Returns the forms of assertions and the reasons that they may name.
fn assertions_help() -> String {
    let line = |(word, line): (String, &str)| format!("  {word}\n          {line}\n");
    let forms = AssertionKind::ALL.iter().map(|kind| line((kind.form(), kind.line())));
    let reasons = Reason::ALL.iter().map(|reason| line((reason.to_string(), reason.line())));
    let (forms, reasons): (String, String) = (forms.collect(), reasons.collect());
    format!("Assertions, each in a line of its own between statements:\n{forms}\nReasons:\n{}", reasons.trim_end())
}
