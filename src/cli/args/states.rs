//! Arguments of `export` and `import`.

use std::path::PathBuf;

use jiff::Timestamp;

use crate::cli::args::formats::ErrorFormat;
use crate::cli::args::remote::ConnectionArgs;
use crate::cli::args::setting::Setting;
use crate::model::keyword::Keyword;
use crate::state::export::Target;

/// What ends the help of `import`.
pub(super) const IMPORT_HELP: &str = "\
Example: kmgmt import answers.txt users.json -o state
         kmgmt import --cluster https://CLUSTER.REGION.kusto.windows.net -o state

Exit codes: 0 all was placed; 1 something was not, and the rest was; 2 wrong usage, or nothing can be read or written";

/// What ends the help of `export`.
pub(super) const EXPORT_HELP: &str = "\
Example: kmgmt export -f setup.kql -o state
         kmgmt export --to terraform --from state -o roles

Exit codes: 0 all was written; 1 a script fails; 2 wrong usage, or something can't be read or written";

#[derive(Debug, clap::Args)]
pub(in crate::cli) struct ExportArgs {
    /// The folder; it is made if it is not there. With --to: standard output, if there is one file
    #[arg(short, long, value_name = "DIR", required_unless_present = "to")]
    pub(in crate::cli) output: Option<PathBuf>,
    /// Write who has which role for another tool, and say what it has no place for
    #[arg(long, value_enum, value_name = "TOOL")]
    pub(in crate::cli) to: Option<Target>,
    #[command(flatten)]
    pub(in crate::cli) setting: Setting,
}

#[derive(Debug, clap::Args)]
pub(in crate::cli) struct ImportArgs {
    /// What to import: files, folders of files, `-`, or none, for standard input. With --commands or --cluster: the
    /// databases, or none for all
    #[arg(value_name = "FILE")]
    pub(in crate::cli) files: Vec<PathBuf>,
    /// Read a real cluster, by the commands that --commands prints, and the members of groups by the Azure CLI
    #[arg(long, value_name = "URL", conflicts_with_all = ["commands", "group"])]
    pub(in crate::cli) cluster: Option<String>,
    #[command(flatten)]
    pub(in crate::cli) connection: ConnectionArgs,
    /// The folder; it is made if it is not there, and brought up to date if it is
    #[arg(short, long, value_name = "DIR", required_unless_present_any = ["commands", Keyword::Catalog.text()])]
    pub(in crate::cli) output: Option<PathBuf>,
    /// A catalog file in place of the folder: it is made if it is not there, and brought up to date by one change if it
    /// is. KMGMT_CATALOG does not say it
    #[arg(long, value_name = "FILE", conflicts_with_all = ["output", "commands"])]
    pub(in crate::cli) catalog: Option<PathBuf>,
    /// Print the commands whose answers can be imported, and how to run them on the cluster
    #[arg(long, conflicts_with = "output")]
    pub(in crate::cli) commands: bool,
    /// The database of answers that name none [default: the only one that is known]
    #[arg(short, long, value_name = "NAME", env = "KMGMT_DATABASE", hide_env_values = true)]
    pub(in crate::cli) database: Option<String>,
    /// The group whose members a list has, by name, mail or object id [default: the name of the file]
    #[arg(long, value_name = "GROUP")]
    pub(in crate::cli) group: Option<String>,
    /// The tenant of lists that name none, by id or domain [default: the home tenant, or the only one that is known]
    #[arg(long, value_name = "TENANT")]
    pub(in crate::cli) tenant: Option<String>,
    /// How errors are written
    #[arg(long, value_enum, default_value_t = ErrorFormat::Human, env = "KMGMT_ERROR_FORMAT", hide_env_values = true)]
    pub(in crate::cli) error_format: ErrorFormat,
    /// Let the clock stand at this moment, such as 2026-01-31T12:00:00Z [default: the system's clock]
    #[arg(long, value_name = "TIME")]
    pub(in crate::cli) clock: Option<Timestamp>,
}
