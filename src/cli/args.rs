//! The arguments.

use std::ffi::OsString;

use clap::error::ErrorKind;
use clap::{CommandFactory, FromArgMatches, Parser};

use crate::model::keyword::Keyword;
use crate::model::limit;

mod apply;
mod arranged;
mod catalogs;
mod findings;
mod formats;
mod pages;
mod plan;
mod questions;
mod remote;
mod scripts;
mod serve;
mod setting;
mod states;

pub(super) use apply::ApplyArgs;
pub(super) use arranged::Work;
pub(super) use catalogs::{CatalogArgs, CompactArgs, LogArgs, LogFormat, RecoverArgs, UndoArgs, before};
pub(super) use findings::{FailOn, FindingArgs, RulesArgs};
pub(super) use formats::{CheckFormat, ErrorFormat, PlanFormat, ReviewFormat, TestFormat};
pub(super) use pages::{CompletionsArgs, ManArgs};
pub(super) use plan::{DiffArgs, DiffMode, PlanArgs, ReportArgs};
pub(super) use questions::{ExplainArgs, OffboardArgs, ReviewArgs, RolesArgs, WhatCanArgs, WhoCanArgs};
pub(super) use remote::ConnectionArgs;
pub(super) use scripts::{CheckArgs, FmtArgs, OnError, TestArgs};
pub(super) use serve::ServeArgs;
pub(super) use setting::{Look, Setting, StateArgs, View};
pub(super) use states::{ExportArgs, ImportArgs};

/// What has no meaning where a real cluster is asked.
const REMAINS_HERE: [&str; 6] =
    ["files", "more_commands", "from", Keyword::Catalog.text(), Keyword::Principal.text(), "atomic"];

/// Runs Kusto management commands about access in memory, or in a file that stays: who exists, what exists, who may do
/// what. Without commands, files or a pipe it opens a shell.
#[derive(Debug, Parser)]
#[command(version, args_conflicts_with_subcommands = true, subcommand_precedence_over_arg = true)]
#[command(subcommand_value_name = "SUBCOMMAND", subcommand_help_heading = "Subcommands")]
pub(super) struct Args {
    #[command(subcommand)]
    pub(super) subcommand: Option<Subcommand>,
    /// Commands to run; each begins with `.` or `#`
    #[arg(value_name = "COMMAND")]
    pub(super) commands: Vec<String>,
    /// A command to run, as the positional ones
    #[arg(short = 'c', long = "command", value_name = "COMMAND")]
    pub(super) more_commands: Vec<String>,
    /// The commands and the scripts, in the order in which they were given.
    #[arg(skip)]
    pub(super) work: Vec<Work>,
    #[command(flatten)]
    pub(super) setting: Setting,
    #[command(flatten)]
    pub(super) view: View,
    /// Ask a real cluster: `.show` goes there, and what changes something is planned on what it has and not run
    #[arg(long, value_name = "URL", conflicts_with_all = REMAINS_HERE)]
    pub(super) cluster: Option<String>,
    #[command(flatten)]
    pub(super) connection: ConnectionArgs,
    /// Act as this principal, such as aaduser=ana@contoso.com [default: the local administrator]
    #[arg(long = "as", value_name = "PRINCIPAL")]
    pub(super) principal: Option<String>,
    /// What to do after a command that failed [default: stop; in the shell, continue]
    #[arg(long, value_enum)]
    pub(super) on_error: Option<OnError>,
    /// All statements of the run or none: where one fails nothing of it stays, and no results are written
    #[arg(long)]
    pub(super) atomic: bool,
    /// Print so many errors at most; 0 is all
    #[arg(long, value_name = "N", default_value_t = limit::ERRORS)]
    pub(super) max_errors: usize,
    /// Say at the end how many statements ran, were refused, failed and were not run, and how long it took [default:
    /// where one of several failed]
    #[arg(long)]
    pub(super) summary: bool,
    /// Do not run the file kmgmtrc when the shell opens
    #[arg(long)]
    pub(super) no_rc: bool,
    /// Write no results and no warnings, errors only
    #[arg(short, long)]
    pub(super) quiet: bool,
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
    #[command(after_help = plan::PLAN_HELP)]
    Plan(PlanArgs),
    /// Run the script of a plan on a real cluster, which is read again first: one that is another than the plan found it
    /// is refused
    #[command(after_help = apply::APPLY_HELP)]
    Apply(ApplyArgs),
    /// Say how two states differ, as plans do: what it takes to come from the first to the second
    #[command(after_help = plan::DIFF_HELP)]
    Diff(DiffArgs),
    /// Run scripts with the assertions in their comments, such as `//! allow aaduser=ana@contoso.com view table T`
    #[command(after_help = scripts::assertions_help())]
    Test(TestArgs),
    /// List who holds which role on what, what it gives and through whom, for a review of access
    Review(ReviewArgs),
    /// Print the script that ends everything that is assigned to a principal, and what remains
    Offboard(OffboardArgs),
    /// Write what scripts leave, or a state, into a folder that `--from` reads; or its roles for another tool
    #[command(after_help = states::EXPORT_HELP)]
    Export(ExportArgs),
    /// List the rules by which scripts are judged, or show the page of one
    Rules(RulesArgs),
    /// Write what a real cluster has into a folder that `--from` reads: from answers of its commands, in any form in
    /// which clients print them, scripts, and lists of Azure, Microsoft Graph and Terraform
    #[command(after_help = states::IMPORT_HELP)]
    Import(ImportArgs),
    /// Answer clients of the service over HTTP, unchanged: their commands, with the access and the errors that the cluster
    /// would have
    #[command(after_help = serve::SERVE_HELP)]
    Serve(ServeArgs),
    /// Undo the last changes of a catalog file, by a new change
    #[command(after_help = catalogs::UNDO_HELP)]
    Undo(UndoArgs),
    /// List the changes of a catalog file, the newest first: who changed what, when, by which command
    #[command(after_help = catalogs::LOG_HELP)]
    Log(LogArgs),
    /// Remove old changes from the journal of a catalog file; what they changed stays
    #[command(after_help = catalogs::COMPACT_HELP)]
    Compact(CompactArgs),
    /// Write what can be read of a damaged catalog file into a new one
    #[command(after_help = catalogs::RECOVER_HELP)]
    Recover(RecoverArgs),
    /// Write scripts in the canonical layout, with their comments and secrets; what does not read as a statement stays
    /// as it is and is told
    Fmt(FmtArgs),
    /// Print the script by which a shell completes the arguments of kmgmt
    Completions(CompletionsArgs),
    /// Print the manual page, of kmgmt or of a subcommand
    Man(ManArgs),
}

impl Args {
    /// Reads the arguments of the program, its name first.
    ///
    /// # Errors
    /// Wrong usage, or that help was asked for.
    pub(super) fn read(given: impl IntoIterator<Item = OsString>) -> Result<Self, clap::Error> {
        let given: Vec<OsString> = given.into_iter().collect();
        let command = arranged::without_empty_variables(Self::command());
        let mut command = arranged::without_overruled_variables(command, &given);
        let given = arranged::arranged(given, &command);
        let read = command.try_get_matches_from_mut(&given);
        let matches = read.map_err(|error| arranged::about_variables(error, &mut command, &given))?;
        if let Some(message) = remote::lonely(&matches) {
            return Err(command.error(ErrorKind::MissingRequiredArgument, message));
        }
        let args = Self::from_arg_matches(&matches)?;
        Ok(Self { work: arranged::in_order(&args, &matches), ..args })
    }
}
