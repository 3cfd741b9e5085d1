//! Arguments of what is done with a catalog file: `undo`, `log`, `compact`, `recover`.

use std::path::PathBuf;

use clap::ValueEnum;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

use crate::cli::args::formats::ErrorFormat;
use crate::model::scope::Scope;
use crate::model::timespan::TimeSpan;

/// What ends the help of `undo`.
pub(super) const UNDO_HELP: &str = "\
Example: kmgmt undo 2 --catalog team.db

Exit codes: 0 undone; 1 a later change touched the same thing, or there is less to undo; 2 wrong usage, or the file
can't be read or written";

/// What ends the help of `log`.
pub(super) const LOG_HELP: &str = "\
Example: kmgmt log --catalog team.db --scope 'database Sales' --since 7d

Exit codes: 0 listed, also where there are no changes; 2 wrong usage, or the file can't be read";

/// What ends the help of `compact`.
pub(super) const COMPACT_HELP: &str = "\
Example: kmgmt compact --catalog team.db --keep 30d

Exit codes: 0 done, also where there was nothing to remove; 2 wrong usage, or the file can't be read or written";

/// What ends the help of `recover`.
pub(super) const RECOVER_HELP: &str = "\
Example: kmgmt recover team.db --into new.db

Exit codes: 0 the new file has all; 1 something could not be read, and the rest is there; 2 wrong usage, or nothing
could be read or written";

/// A catalog file, and how errors about it are written.
#[derive(Clone, Debug, clap::Args)]
pub(in crate::cli) struct CatalogArgs {
    /// The catalog file, which must exist
    #[arg(long, value_name = "FILE", env = "KMGMT_CATALOG", hide_env_values = true)]
    pub(in crate::cli) catalog: PathBuf,
    /// How errors are written
    #[arg(long, value_enum, default_value_t = ErrorFormat::Human, env = "KMGMT_ERROR_FORMAT", hide_env_values = true)]
    pub(in crate::cli) error_format: ErrorFormat,
}

#[derive(Debug, clap::Args)]
pub(in crate::cli) struct UndoArgs {
    /// How many of the last changes to undo; what was undone already does not count
    #[arg(value_name = "N", default_value_t = 1, value_parser = count)]
    pub(in crate::cli) count: u32,
    #[command(flatten)]
    pub(in crate::cli) file: CatalogArgs,
    /// Undo even where a later change touched the same thing; that later change is lost too
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
    /// Only changes that this principal made, such as aaduser=ana@contoso.com: who acted
    #[arg(long, value_name = "PRINCIPAL")]
    pub(in crate::cli) principal: Option<String>,
    /// Only changes that give a role to this principal or take one from it, or that block it or no longer do
    #[arg(long, value_name = "PRINCIPAL")]
    pub(in crate::cli) about: Option<String>,
    /// Only changes on this, such as `table Sales.Orders`, or `database Sales` with all that is in it
    #[arg(long, value_name = "SCOPE", value_parser = Scope::parse)]
    pub(in crate::cli) scope: Option<Scope>,
    /// Only changes since a day or a moment, such as 2026-01-31 or 2026-01-31T12:00:00Z (UTC), or within a time, such
    /// as 7d
    #[arg(long, value_name = "TIME", value_parser = since)]
    pub(in crate::cli) since: Option<Since>,
    /// The newest N changes of these
    #[arg(short = 'n', value_name = "N", value_parser = count)]
    pub(in crate::cli) most: Option<u32>,
    /// Let the clock stand at this moment, such as 2026-01-31T12:00:00Z [default: the system's clock]
    #[arg(long, value_name = "TIME")]
    pub(in crate::cli) clock: Option<Timestamp>,
    /// How the changes are written
    #[arg(long, value_enum, default_value_t = LogFormat::Human)]
    pub(in crate::cli) format: LogFormat,
}

/// How `log` writes changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum LogFormat {
    /// For people
    Human,
    /// One object a change: change, time, principal, context, command, undoneBy, events (each with event, database,
    /// kind, entity, about, before, after), others
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
    let moment = || text.parse().ok();
    let day = || {
        let day: Date = text.parse().ok()?;
        Some(day.to_zoned(TimeZone::UTC).ok()?.timestamp())
    };
    moment().or_else(day).map(Since::Moment).map_or_else(|| length(text).map(Since::Ago), Ok).map_err(|_: String| {
        "a day is written 2026-01-31, a moment 2026-01-31T12:00:00Z, and a time 7d, 12h or 30m".to_owned()
    })
}

fn count(text: &str) -> Result<u32, String> {
    let count = text.parse().ok().filter(|count| *count > 0);
    count.ok_or_else(|| "write how many as a number, 1 or more".to_owned())
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
    /// Let the clock stand at this moment, such as 2026-01-31T12:00:00Z [default: the system's clock]
    #[arg(long, value_name = "TIME")]
    pub(in crate::cli) clock: Option<Timestamp>,
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
