//! Arguments of `plan` and `diff`.

use std::path::PathBuf;

use clap::ValueEnum;
use jiff::Timestamp;

use crate::cli::args::findings::FindingArgs;
use crate::cli::args::formats::PlanFormat;
use crate::cli::args::remote::ConnectionArgs;
use crate::cli::args::setting::StateArgs;
use crate::model::keyword::Keyword;
use crate::plan::WIDE_GROUP;

/// What ends the help of `plan`.
pub(super) const PLAN_HELP: &str = "\
Example: kmgmt plan roles.kql --from state
         kmgmt plan roles.kql --cluster https://CLUSTER.REGION.kusto.windows.net -o plan.json

Exit codes: 0 done; 1 the script fails, or a finding does; 2 wrong usage, or something can't be read; 3 with
--detailed-exitcode: something changes";

/// What ends the help of `diff`.
pub(super) const DIFF_HELP: &str = "\
Example: kmgmt diff state other
         kmgmt diff state --cluster https://CLUSTER.REGION.kusto.windows.net --detailed-exitcode

Exit codes: 0 done; 1 a finding fails; 2 wrong usage, or something can't be read; 3 with --detailed-exitcode: they differ";

#[derive(Debug, clap::Args)]
pub(in crate::cli) struct PlanArgs {
    /// The scripts; `-`, or none, is standard input
    #[arg(value_name = "SCRIPT")]
    pub(in crate::cli) scripts: Vec<PathBuf>,
    #[command(flatten)]
    pub(in crate::cli) state: StateArgs,
    /// Plan on what a real cluster has now, which is read for it: `kmgmt apply` runs the plan there
    #[arg(long, value_name = "URL", conflicts_with_all = ["from", Keyword::Catalog.text()])]
    pub(in crate::cli) cluster: Option<String>,
    #[command(flatten)]
    pub(in crate::cli) connection: ConnectionArgs,
    /// The database in context
    #[arg(short, long, value_name = "NAME", env = "KMGMT_DATABASE", hide_env_values = true)]
    pub(in crate::cli) database: Option<String>,
    /// Who runs the scripts, such as aaduser=ana@contoso.com [default: the local administrator]
    #[arg(long = "as", value_name = "PRINCIPAL")]
    pub(in crate::cli) principal: Option<String>,
    #[command(flatten)]
    pub(in crate::cli) report: ReportArgs,
}

#[derive(Debug, clap::Args)]
pub(in crate::cli) struct DiffArgs {
    /// What there is: a folder that `kmgmt import` or `export` wrote, a script, a catalog file, an answer of a real
    /// cluster that `kmgmt import` reads, or a folder of such answers
    #[arg(value_name = "A")]
    pub(in crate::cli) before: PathBuf,
    /// What there is to be: the same
    #[arg(value_name = "B", required_unless_present = Keyword::Cluster.text())]
    pub(in crate::cli) after: Option<PathBuf>,
    /// In place of B, what a real cluster has now: what came to be there since A
    #[arg(long, value_name = "URL", conflicts_with = "after")]
    pub(in crate::cli) cluster: Option<String>,
    #[command(flatten)]
    pub(in crate::cli) connection: ConnectionArgs,
    /// Whether what B does not mention stays
    #[arg(long, value_enum, default_value_t = DiffMode::Authoritative)]
    pub(in crate::cli) mode: DiffMode,
    /// The database in context of scripts, and of answers that name none
    #[arg(short, long, value_name = "NAME", env = "KMGMT_DATABASE", hide_env_values = true)]
    pub(in crate::cli) database: Option<String>,
    /// Let the clock stand at this moment, such as 2026-01-31T12:00:00Z [default: the system's clock]
    #[arg(long, value_name = "TIME")]
    pub(in crate::cli) clock: Option<Timestamp>,
    #[command(flatten)]
    pub(in crate::cli) report: ReportArgs,
}

/// What becomes of what the second state does not mention.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum DiffMode {
    /// It goes
    Authoritative,
    /// It stays
    Additive,
}

/// How plans and differences are reported.
#[derive(Debug, clap::Args)]
pub(in crate::cli) struct ReportArgs {
    /// How the report is written [default: by the file of --output, else human]
    #[arg(long, value_enum)]
    pub(in crate::cli) format: Option<PlanFormat>,
    /// Write the report into a file; `-` is standard output
    #[arg(short, long, value_name = "FILE")]
    pub(in crate::cli) output: Option<PathBuf>,
    /// List the members of groups beside the groups
    #[arg(long)]
    pub(in crate::cli) expand_groups: bool,
    /// Show only what is about `database:NAME`, `role:NAME` or `principal:REFERENCE` (an FQN or a part of one); may be
    /// repeated: one of several databases, roles or principals is enough, and of each kind one. Findings that fail stay,
    /// and the totals are those of the whole
    #[arg(long, value_name = "WHAT")]
    pub(in crate::cli) only: Vec<String>,
    /// Write the smallest script that makes the same change; `-` is standard output
    #[arg(long, value_name = "FILE")]
    pub(in crate::cli) script: Option<PathBuf>,
    /// Write the script that takes the change back; `-` is standard output
    #[arg(long, value_name = "FILE")]
    pub(in crate::cli) undo_script: Option<PathBuf>,
    #[command(flatten)]
    pub(in crate::cli) findings: FindingArgs,
    /// From how many members on a group is wide, which is to have neither the role of an admin nor that of an
    /// unrestricted viewer
    #[arg(long, value_name = "N", default_value_t = WIDE_GROUP)]
    pub(in crate::cli) wide_group: usize,
    /// End with exit code 3 where something changes, 0 where nothing does
    #[arg(long)]
    pub(in crate::cli) detailed_exitcode: bool,
}
