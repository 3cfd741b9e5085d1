//! `kmgmt review`: lists who holds which role on what, for a review of access.

use std::io::{self, IsTerminal, Write};

use crate::catalog::CLUSTER;
use crate::catalog::EntityId;
use crate::cli::Ended;
use crate::cli::args::{ReviewArgs, ReviewFormat};
use crate::cli::ask::prepared;
use crate::cli::printer::{Printer, closed};
use crate::cli::terminal;
use crate::diagnostic::{Code, Diagnostic};
use crate::engine::World;
use crate::model::entity::EntityKind;
use crate::model::format::Format;
use crate::plan;
use crate::render::matrix::page_of_review;
use crate::render::{Renderer, markdown};
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
    let review = session.world(|world| {
        let database = args.scope.as_deref().map(|scope| database(world, scope)).transpose()?;
        let rows = plan::review(world, database);
        Ok(match form(args.format) {
            Some(form) => Review::Rows(form, plan::review_table(world, &rows)),
            None => Review::Page(page_of_review(world, &rows)),
        })
    });
    match review {
        Ok(review) => {
            let written = write(&review, &mut printer);
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

/// A review as it is written.
enum Review {
    Rows(Form, Table),
    Page(String),
}

/// How rows are written.
enum Form {
    Renderer(Format),
    Markdown,
}

/// Returns how rows are written; nothing for a page, which has a matrix.
const fn form(format: ReviewFormat) -> Option<Form> {
    Some(match format {
        ReviewFormat::Table => Form::Renderer(Format::Auto),
        ReviewFormat::Csv => Form::Renderer(Format::Csv),
        ReviewFormat::Json => Form::Renderer(Format::Json),
        ReviewFormat::Markdown => Form::Markdown,
        ReviewFormat::Html => return None,
    })
}

fn write(review: &Review, printer: &mut Printer) -> io::Result<()> {
    let width = io::stdout().is_terminal().then(terminal::width);
    let mut out = Vec::new();
    match review {
        Review::Rows(Form::Renderer(Format::Csv), table) => {
            Renderer::new(Format::Csv, width).write(&table.for_spreadsheets(), &mut out)?;
        }
        Review::Rows(Form::Renderer(format), table) => Renderer::new(*format, width).write(table, &mut out)?,
        Review::Rows(Form::Markdown, table) => markdown::write(table, &mut out)?,
        Review::Page(page) => out.write_all(page.as_bytes())?,
    }
    printer.show(&out)
}
