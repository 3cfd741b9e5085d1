//! What commands and questions meet, and how results are shown.

use std::path::PathBuf;

use jiff::Timestamp;

use crate::cli::args::formats::{ErrorFormat, of_results};
use crate::model::format::Format;
use crate::model::keyword::Keyword;
use crate::session::NoEffect;

/// What the cluster has, who exists, and what time it is.
#[derive(Clone, Debug, Default, clap::Args)]
pub(in crate::cli) struct StateArgs {
    /// What the cluster has: a folder that `kmgmt import` or `export` wrote, a script, or a catalog file, which stays
    /// as it is. It is loaded quietly
    #[arg(long, value_name = "PATH", env = "KMGMT_FROM", hide_env_values = true)]
    pub(in crate::cli) from: Option<PathBuf>,
    /// What the cluster has, in a catalog file, which keeps every change. A run or the shell makes it where there is
    /// none; for questions it must exist
    #[arg(long, value_name = "FILE", env = "KMGMT_CATALOG", hide_env_values = true, conflicts_with = "from")]
    pub(in crate::cli) catalog: Option<PathBuf>,
    /// Change nothing in the catalog file
    #[arg(long, requires = Keyword::Catalog.text())]
    pub(in crate::cli) read_only: bool,
    /// The cluster and its directory (JSON), in place of that of the state; without either any well-formed principal
    /// exists. A run with `--catalog` writes it into the catalog file, for everybody who uses that
    #[arg(long, value_name = "FILE", env = "KMGMT_ENVIRONMENT", hide_env_values = true)]
    pub(in crate::cli) environment: Option<PathBuf>,
    /// Let the clock stand at this moment, such as 2026-01-31T12:00:00Z [default: the system's clock]
    #[arg(long, value_name = "TIME")]
    pub(in crate::cli) clock: Option<Timestamp>,
}

/// What commands and questions meet: scripts that run first, the state, the database in context.
#[derive(Clone, Debug, clap::Args)]
pub(in crate::cli) struct Setting {
    /// A script to run; `-` is standard input; may be repeated
    #[arg(short, long = "file", value_name = "FILE")]
    pub(in crate::cli) files: Vec<PathBuf>,
    #[command(flatten)]
    pub(in crate::cli) state: StateArgs,
    /// The database in context
    #[arg(short, long, value_name = "NAME", env = "KMGMT_DATABASE", hide_env_values = true)]
    pub(in crate::cli) database: Option<String>,
    /// How errors are written
    #[arg(long, value_enum, default_value_t = ErrorFormat::Human, env = "KMGMT_ERROR_FORMAT", hide_env_values = true)]
    pub(in crate::cli) error_format: ErrorFormat,
    /// What to do with commands that have no effect here: those that move data or run operations
    #[arg(long, value_enum, default_value_t = NoEffect::Warn)]
    pub(in crate::cli) no_effect: NoEffect,
}

impl Default for Setting {
    /// Returns what no argument changes.
    fn default() -> Self {
        Self {
            files: Vec::new(),
            state: StateArgs::default(),
            database: None,
            error_format: ErrorFormat::Human,
            no_effect: NoEffect::default(),
        }
    }
}

/// How results are shown.
#[derive(Clone, Debug, clap::Args)]
pub(in crate::cli) struct View {
    /// How results are written [default: auto, or as the extension of --output says]
    #[arg(long, value_parser = of_results())]
    pub(in crate::cli) format: Option<Format>,
    #[command(flatten)]
    pub(in crate::cli) look: Look,
}

/// How results are shown, whatever their format.
#[derive(Clone, Debug, clap::Args)]
pub(in crate::cli) struct Look {
    /// Write results into this file
    #[arg(short, long, value_name = "FILE")]
    pub(in crate::cli) output: Option<PathBuf>,
    /// Show only these columns, in this order; a result that has none of them is left out
    #[arg(long, value_name = "NAME,…", value_delimiter = ',')]
    pub(in crate::cli) columns: Vec<String>,
    /// Show each command before its answer; for json, csv and the like on standard error
    #[arg(long)]
    pub(in crate::cli) echo: bool,
    /// Let each result of json and jsonl name its statement and the types of its columns
    #[arg(long)]
    pub(in crate::cli) envelope: bool,
    /// Show results that are longer than the screen at once, and not through PAGER
    #[arg(long)]
    pub(in crate::cli) no_pager: bool,
}
