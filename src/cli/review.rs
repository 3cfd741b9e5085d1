//! `kmgmt review`: lists who holds which role on what, for a review of access.

use std::io::{self, BufWriter, IsTerminal, Write};

use crate::catalog::CLUSTER;
use crate::catalog::EntityId;
use crate::cli::Ended;
use crate::cli::args::{ReviewArgs, ReviewFormat};
use crate::cli::ask::prepared;
use crate::cli::printer::{Printer, closed, terminal_width};
use crate::diagnostic::{Code, Diagnostic};
use crate::engine::World;
use crate::model::entity::EntityKind;
use crate::model::format::Format;
use crate::plan;
use crate::render::{Renderer, markdown, matrix};
use crate::table::Table;
use crate::text::{nearest, quoted};

/// Writes the review.
pub(super) fn review(args: &ReviewArgs) -> Ended {
    let setting = &args.setting;
    let mut printer = Printer::silent(setting.error_format);
    let session = match prepared(setting, &mut printer) {
        Ok(session) => session,
        Err(ended) => return ended,
    };
    let table = session.world(|world| {
        let database = args.scope.as_deref().map(|scope| database(world, scope)).transpose()?;
        Ok(plan::review_table(world, &plan::review(world, database)))
    });
    match table {
        Ok(table) => {
            let written = write(&table, args.format);
            written.map_or_else(|error| closed(&error, Ended::Done), |()| Ended::Done)
        }
        Err(error) => {
            printer.complaint(&error, "--scope");
            Ended::Usage
        }
    }
}

/// Returns the database that a scope names.
fn database(world: &World<'_>, scope: &str) -> Result<EntityId, Diagnostic> {
    let name = scope.split_once(':').filter(|(kind, _)| *kind == EntityKind::Database.to_string());
    let Some((_, name)) = name else {
        let error = Diagnostic::error(Code::BadRequest, format!("{} is no scope", quoted(scope)));
        return Err(error.help(format!("a scope is written `{}:Sales`", EntityKind::Database)));
    };
    world.catalog.database(name).ok_or_else(|| {
        let names = world.catalog.child_names(CLUSTER, EntityKind::Database);
        let error = Diagnostic::error(Code::DatabaseNotFound, format!("database {} does not exist", quoted(name)));
        error.did_you_mean(nearest(name, names))
    })
}

fn write(table: &Table, format: ReviewFormat) -> io::Result<()> {
    let width = io::stdout().is_terminal().then(terminal_width);
    let mut out = BufWriter::new(io::stdout());
    let mut rendered = |format| Renderer::new(format, width).write(table, &mut out);
    match format {
        ReviewFormat::Table => rendered(Format::Auto)?,
        ReviewFormat::Csv => rendered(Format::Csv)?,
        ReviewFormat::Json => rendered(Format::Json)?,
        ReviewFormat::Html => matrix::write(table, &mut out)?,
        ReviewFormat::Markdown => markdown::write(table, &mut out)?,
    }
    out.flush()
}
