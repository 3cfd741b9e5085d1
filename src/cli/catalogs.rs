//! What is done with a catalog file as a whole: `kmgmt undo`, `compact` and `recover`.

use std::path::Path;
use std::sync::Arc;

use jiff::Timestamp;

use crate::catalog::Entry;
use crate::cli::Ended;
use crate::cli::args::{CatalogArgs, CompactArgs, RecoverArgs, UndoArgs, before};
use crate::cli::printer::{Printer, closed};
use crate::cli::start::{clock, expect_file, open_catalog};
use crate::cluster::Cluster;
use crate::diagnostic::{Code, Diagnostic};
use crate::session::Session;
use crate::store::{Access, Scanned};
use crate::text::shortened_to;

/// How much of a command is shown.
const SHOWN: usize = 100;

/// Opens a catalog file that exists.
///
/// # Errors
/// There is none, or it can't be opened.
pub(super) fn existing(file: &Path, access: Access, standing: Option<Timestamp>) -> Result<Session, Diagnostic> {
    expect_file(
        file,
        "this is about a catalog that is there; the first command, script or shell with `--catalog` makes one",
    )?;
    Ok(Session::on(Arc::new(open_catalog(file, access)?), clock(standing)))
}

/// Undoes the last changes.
pub(super) fn undo(args: &UndoArgs) -> Ended {
    ended(&args.file, |printer| {
        let mut session = existing(&args.file.catalog, Access::Write, args.clock)?;
        let reverted = session.revert(args.count as usize, args.force)?;
        let told: Vec<String> = reverted
            .iter()
            .map(|one| format!("undone: {} (change {})", shortened_to(one.command.trim(), SHOWN), one.sequence))
            .collect();
        Ok(said(printer, &told.join("\n")))
    })
}

/// Removes old changes from the journal.
pub(super) fn compact(args: &CompactArgs) -> Ended {
    ended(&args.file, |printer| {
        let session = existing(&args.file.catalog, Access::Write, args.clock)?;
        // What is damaged is recovered by the journal, too: nothing of it goes before all was read.
        session.read_journal()?;
        let since = before(session.now(), args.keep);
        let pruned = session.cluster().prune(since)?;
        let state = session.read();
        let mut removed = state.journal.entries().take(pruned);
        let line = match (removed.next(), removed.last()) {
            (None, _) => format!("nothing removed: no change was made before {}", shown(since)),
            (Some(only), None) => {
                let Entry { sequence, time, .. } = only;
                format!("removed change {sequence}, made {}; it can't be undone any more", shown(*time))
            }
            (Some(first), Some(last)) => {
                let (from, to, time) = (first.sequence, last.sequence, shown(last.time));
                format!("removed changes {from} to {to}, the last of them made {time}; they can't be undone any more")
            }
        };
        Ok(said(printer, &line))
    })
}

/// Returns a time as people read it, to the second.
pub(super) fn shown(time: Timestamp) -> String {
    format!("{time:.0}").replace('T', " ").replace('Z', "")
}

/// Writes what can be read of a damaged file into a new one.
pub(super) fn recover(args: &RecoverArgs) -> Ended {
    let RecoverArgs { file, into, error_format } = args;
    let file_args = CatalogArgs { catalog: into.clone(), error_format: *error_format };
    ended(&file_args, |printer| {
        if into.exists() {
            let error = Diagnostic::error(Code::Input, format!("`{}` exists already", into.display()));
            return Err(error.help("`--into` names a file that is made"));
        }
        expect_file(file, "FILE is the damaged catalog, which stays as it is, and `--into` names the new one")?;
        let (cluster, salvaged) = Cluster::salvaged(file)?;
        let old = Session::on(Arc::new(cluster), clock(None));
        let mut new = Session::on(Arc::new(Cluster::open(into, Access::Write)?), clock(None));
        if let Err(error) = new.become_like(&old, &format!("kmgmt recover {}", file.display())) {
            // Half of a catalog is taken for a whole one.
            let _ = std::fs::remove_file(into);
            return Err(error);
        }
        let parts = [
            (salvaged.entities, "databases, tables and the like"),
            (salvaged.assignments, "assignments of roles"),
            (salvaged.cells, "policies and mappings"),
            (salvaged.identities, "users, groups and applications"),
            (salvaged.journal, "changes"),
        ];
        let mut lines: Vec<String> = parts.iter().map(|(scanned, what)| told(*scanned, what)).collect();
        if salvaged.lost > 0 {
            let lost = salvaged.lost;
            lines.push(format!("lost: {lost} of these, since who or what they are about could not be read"));
        }
        lines.push("the history is not copied: `log` and `undo` start empty, and the old file keeps it".to_owned());
        let ended = if salvaged.is_whole() { Ended::Done } else { Ended::Refused };
        Ok(said(printer, &lines.join("\n")).max(ended))
    })
}

fn told(Scanned { rows, bad, is_whole }: Scanned, what: &str) -> String {
    let bad = if bad > 0 { format!(", {bad} make no sense") } else { String::new() };
    let rest = if is_whole { "" } else { ", and not all could be read" };
    format!("{what}: {rows} read{bad}{rest}")
}

fn said(printer: &mut Printer, text: &str) -> Ended {
    printer.say(text).map_or_else(|error| closed(&error, Ended::Done), |()| Ended::Done)
}

/// Does what is asked, or tells why it can't be done.
fn ended(file: &CatalogArgs, act: impl FnOnce(&mut Printer) -> Result<Ended, Diagnostic>) -> Ended {
    let mut printer = Printer::of_text(file.error_format);
    act(&mut printer).unwrap_or_else(|error| {
        let ended = if error.code == Code::BadRequest { Ended::Refused } else { Ended::Usage };
        printer.complaint(&error, "");
        ended
    })
}
