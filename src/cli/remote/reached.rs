//! A real cluster that statements are about: `.show` is sent there, and what changes something is planned on what it has.

use std::io;

use crate::cli::args::Setting;
use crate::cli::planned::tell_command;
use crate::cli::printer::Printer;
use crate::cli::start::session_at;
use crate::diagnostic::{Code, Diagnostic};
use crate::model::directive_kind::DirectiveKind;
use crate::model::keyword::Keyword;
use crate::remote::{Asked, Connection, table};
use crate::session::{Outcome, Session};
use crate::syntax::{Piece, parser};

/// A cluster, and whether the session has what it has.
#[derive(Debug)]
pub(in crate::cli) struct Reached {
    connection: Connection,
    setting: Setting,
    is_read: bool,
}

/// Directives that need nothing of the cluster: most of them say how things are shown.
const OF_VIEWS: &[DirectiveKind] = &[
    DirectiveKind::Help,
    DirectiveKind::Format,
    DirectiveKind::Columns,
    DirectiveKind::Echo,
    DirectiveKind::Timing,
    DirectiveKind::Save,
    DirectiveKind::Cls,
    DirectiveKind::Read,
    DirectiveKind::Quit,
];

impl Reached {
    /// Returns a cluster of which nothing is read yet.
    pub(in crate::cli) const fn new(connection: Connection, setting: Setting) -> Self {
        Self { connection, setting, is_read: false }
    }

    /// Returns the address.
    pub(in crate::cli) fn address(&self) -> String {
        self.connection.endpoint().to_string()
    }

    /// Makes the session have what the cluster has now, once; answers whether that could be read, which is told if not.
    pub(in crate::cli) fn fill(&mut self, session: &mut Session, printer: &mut Printer) -> bool {
        if self.is_read {
            return true;
        }
        printer.work("reading the cluster");
        let read = session_at(&self.connection, &self.setting, printer);
        printer.rest();
        let Some(read) = read else { return false };
        session.take_state(&read);
        self.is_read = true;
        true
    }

    /// Runs a statement: a directive here, `.show` there, and of any other command it tells what it would change.
    pub(in crate::cli) fn run(
        &mut self,
        piece: &Piece<'_>,
        origin: &str,
        session: &mut Session,
        printer: &mut Printer,
    ) -> io::Result<Outcome> {
        if piece.directive {
            let kind = parser::directive(piece).map(|directive| directive.kind());
            let needs = kind.is_ok_and(|kind| !OF_VIEWS.contains(&kind));
            return Ok(match !needs || self.fill(session, printer) {
                true => printer.run(piece, session),
                false => Outcome::refused(unread()),
            });
        }
        if is_show(piece) {
            let asked = Asked { database: session.database(), command: piece.text.trim(), changes: false };
            let answer = printer.timed(|| self.connection.ask(&asked));
            let table = answer.map_err(|fault| *fault.error).and_then(|text| table(&text));
            return Ok(table.map_or_else(Outcome::refused, Outcome::answered));
        }
        if let Err(error) = parser::parse(piece) {
            return Ok(Outcome::from(error));
        }
        if !self.fill(session, printer) {
            return Ok(Outcome::refused(unread()));
        }
        let refusal = tell_command(piece, origin, session, printer)?;
        Ok(Outcome::refused(refusal.unwrap_or_else(|| {
            Diagnostic::error(Code::BadRequest, "nothing was run: here a real cluster is asked, and not changed")
                .help("use `kmgmt apply`: it runs a plan, which `kmgmt plan SCRIPT --cluster URL -o plan.json` writes")
        })))
    }
}

/// Returns whether a statement only shows something: by its kind, or by its first word where kmgmt does not know it.
fn is_show(piece: &Piece<'_>) -> bool {
    match parser::parse(piece) {
        Ok(statement) => statement.command.kind().is_show(),
        Err(_) => {
            let rest =
                piece.text.trim_start().strip_prefix('.').and_then(|text| text.strip_prefix(Keyword::Show.text()));
            rest.is_some_and(|rest| rest.starts_with(char::is_whitespace))
        }
    }
}

/// Returns that the cluster could not be read; why was told.
fn unread() -> Diagnostic {
    Diagnostic::error(Code::Input, "what the cluster has could not be read")
}
