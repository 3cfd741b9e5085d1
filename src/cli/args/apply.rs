//! Arguments of `apply`.

use std::path::PathBuf;

use jiff::Timestamp;

use crate::cli::args::remote::ConnectionArgs;

/// What ends the help of `apply`.
pub(super) const APPLY_HELP: &str = "\
Example: kmgmt plan roles.kql --cluster https://CLUSTER.REGION.kusto.windows.net -o plan.json
         kmgmt apply plan.json --cluster https://CLUSTER.REGION.kusto.windows.net

It writes what was done and the script that takes it back beside the plan: plan.done.kql, plan.undo.kql. Those of an
earlier run stay: the next ones are plan.done-2.kql, plan.undo-2.kql.

Exit codes: 0 all commands ran, or there is none; 1 the plan or a command was refused, the cluster changed, or the answer
was no; 2 wrong usage, a file or a cluster that can't be read, or nobody to ask";

#[derive(Debug, clap::Args)]
pub(in crate::cli) struct ApplyArgs {
    /// The plan, as `kmgmt plan --format json` writes it; `-` is standard input
    #[arg(value_name = "PLAN.json")]
    pub(in crate::cli) plan: PathBuf,
    /// The real cluster
    #[arg(long, value_name = "URL")]
    pub(in crate::cli) cluster: String,
    #[command(flatten)]
    pub(in crate::cli) connection: ConnectionArgs,
    /// Run it without asking
    #[arg(long)]
    pub(in crate::cli) yes: bool,
    /// The folder for what was done and for the script that takes it back [default: that of the plan]
    #[arg(short, long, value_name = "DIR")]
    pub(in crate::cli) output: Option<PathBuf>,
    /// Let the clock stand at this moment, such as 2026-01-31T12:00:00Z [default: the system's clock]
    #[arg(long, value_name = "TIME")]
    pub(in crate::cli) clock: Option<Timestamp>,
}
