//! Arguments of what is done with a catalog file: `undo`, `log`, `compact`, `recover`.

use std::path::PathBuf;

use clap::ValueEnum;
use jiff::{SignedDuration, Timestamp};

use crate::cli::args::formats::ErrorFormat;
use crate::model::scope::Scope;
use crate::model::timespan::TimeSpan;

/// A catalog file, and how errors about it are written.
#[derive(Clone, Debug, clap::Args)]
pub(in crate::cli) struct CatalogArgs {
    /// The file that keeps every change
    #[arg(long, value_name = "FILE", env = "KMGMT_CATALOG", hide_env_values = true)]
    pub(in crate::cli) catalog: PathBuf,
    /// How errors are written
    #[arg(long, value_enum, default_value_t = ErrorFormat::Human, env = "KMGMT_ERROR_FORMAT", hide_env_values = true)]
    pub(in crate::cli) error_format: ErrorFormat,
}

#[derive(Debug, clap::Args)]
pub(in crate::cli) struct UndoArgs {
    /// How many of the last changes to undo; what was undone already does not count
    #[arg(value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..))]
    pub(in crate::cli) count: u32,
    #[command(flatten)]
    pub(in crate::cli) file: CatalogArgs,
    /// Undo also what was changed again since, and what stands on it
    #[arg(long)]
    pub(in crate::cli) force: bool,
    /// Let the clock stand at this moment, such as 2026-01-31T12:00:00Z [default: the system's clock]
    #[arg(long, value_name = "TIME")]
    pub(in crate::cli) clock: Option<Timestamp>,
}

#[derive(Debug, clap::Args)]
pub(in crate::cli) struct LogArgs {
    #[command(flatten)]
    pub(in crate::cli) file: CatalogArgs,
    /// Only what this principal changed, such as aaduser=ana@contoso.com
    #[arg(long, value_name = "PRINCIPAL")]
    pub(in crate::cli) principal: Option<String>,
    /// Only what was changed here, such as `database Sales` or `table Sales.Orders`; a database with all that is in it
    #[arg(long, value_name = "SCOPE", value_parser = Scope::parse)]
    pub(in crate::cli) scope: Option<Scope>,
    /// Only what was changed since a moment, such as 2026-01-31T12:00:00Z, or within a time, such as 7d
    #[arg(long, value_name = "TIME", value_parser = since)]
    pub(in crate::cli) since: Option<Since>,
    /// How the changes are written
    #[arg(long, value_enum, default_value_t = LogFormat::Human)]
    pub(in crate::cli) format: LogFormat,
}

/// How `log` writes changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum LogFormat {
    /// For people
    Human,
    /// One object a change
    Jsonl,
}

/// A moment, or a time before now.
#[derive(Clone, Copy, Debug)]
pub(in crate::cli) enum Since {
    Moment(Timestamp),
    Ago(TimeSpan),
}

impl Since {
    /// Returns the moment.
    pub(in crate::cli) fn moment(self, now: Timestamp) -> Timestamp {
        match self {
            Self::Moment(moment) => moment,
            Self::Ago(length) => before(now, length),
        }
    }
}

/// Returns the moment so long before another one.
pub(in crate::cli) fn before(moment: Timestamp, length: TimeSpan) -> Timestamp {
    let nanoseconds = i128::from(length.ticks) * 100;
    moment.checked_sub(SignedDuration::from_nanos_i128(nanoseconds)).unwrap_or(Timestamp::MIN)
}

fn since(text: &str) -> Result<Since, String> {
    let moment = text.parse().map(Since::Moment);
    moment
        .or_else(|_| length(text).map(Since::Ago))
        .map_err(|_: String| "a moment is written 2026-01-31T12:00:00Z, and a time 7d, 12h or 30m".to_owned())
}

fn length(text: &str) -> Result<TimeSpan, String> {
    TimeSpan::parse(text).filter(|span| span.ticks >= 0).ok_or_else(|| "a time is written 30d, 12h or 30m".to_owned())
}

#[derive(Debug, clap::Args)]
pub(in crate::cli) struct CompactArgs {
    #[command(flatten)]
    pub(in crate::cli) file: CatalogArgs,
    /// Keep what was changed within this time, such as 30d; older changes stay made, and can't be undone any more
    #[arg(long, value_name = "TIME", value_parser = length)]
    pub(in crate::cli) keep: TimeSpan,
}

#[derive(Debug, clap::Args)]
pub(in crate::cli) struct RecoverArgs {
    /// The damaged catalog file; it stays as it is
    #[arg(value_name = "FILE")]
    pub(in crate::cli) file: PathBuf,
    /// The new catalog file, with what can be read
    #[arg(long, value_name = "NEW")]
    pub(in crate::cli) into: PathBuf,
    /// How errors are written
    #[arg(long, value_enum, default_value_t = ErrorFormat::Human, env = "KMGMT_ERROR_FORMAT", hide_env_values = true)]
    pub(in crate::cli) error_format: ErrorFormat,
}
