//! A real cluster that statements are about: `.show` is sent there, and what changes something is planned on what it has.

use std::io;

use crate::cli::args::Setting;
use crate::cli::planned::tell_command;
use crate::cli::printer::Printer;
use crate::cli::remote::READING;
use crate::cli::start::session_at;
use crate::diagnostic::{Code, Diagnostic};
use crate::model::directive_kind::DirectiveKind;
use crate::model::keyword::Keyword;
use crate::remote::{Asked, Connection, table};
use crate::session::{Outcome, Session};
use crate::syntax::{Piece, Token, TokenKind, parser};

/// A cluster, and whether the session has what it has.
#[derive(Debug)]
pub(in crate::cli) struct Reached {
    connection: Connection,
    setting: Setting,
    is_read: bool,
}

/// What becomes of a directive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Treated {
    /// It is about what is shown, and needs nothing of the cluster.
    Here,
    /// It is answered from what the cluster has.
    Read,
    /// It would change nothing of what the cluster answers, and why.
    Refused(&'static str),
}

/// Returns what becomes of a directive of a kind.
const fn treated(kind: DirectiveKind) -> Treated {
    match kind {
        DirectiveKind::Help
        | DirectiveKind::Format
        | DirectiveKind::Columns
        | DirectiveKind::Echo
        | DirectiveKind::Timing
        | DirectiveKind::Save
        | DirectiveKind::Cls
        | DirectiveKind::Read
        | DirectiveKind::Quit => Treated::Here,
        DirectiveKind::DbContext
        | DirectiveKind::Explain
        | DirectiveKind::Expect
        | DirectiveKind::WhoCan
        | DirectiveKind::WhatCan
        | DirectiveKind::Roles
        | DirectiveKind::Plan => Treated::Read,
        DirectiveKind::As | DirectiveKind::WhoAmI => Treated::Refused("the token says who asks"),
        DirectiveKind::Client => Treated::Refused("the cluster is told that the client is kmgmt"),
        DirectiveKind::Clock => Treated::Refused("the cluster has a clock of its own"),
        DirectiveKind::Directory => Treated::Refused(
            "the cluster says who exists; `--environment FILE` of `kmgmt plan` says who exists besides",
        ),
        DirectiveKind::Undo => Treated::Refused("nothing is changed here that could be taken back"),
    }
}

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
        printer.work(READING);
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
            return Ok(self.directive(piece, session, printer));
        }
        let parsed = parser::parsed(piece);
        let is_show = match &parsed {
            Ok(statement) => statement.command.kind().is_show(),
            Err(_) => is_one_show(piece),
        };
        if is_show {
            let asked = Asked { database: session.database(), command: piece.text.trim(), changes: false };
            let answer = printer.timed(|| self.connection.ask(&asked));
            let table = answer.map_err(|fault| *fault.error).and_then(|text| table(&text));
            return Ok(table.map_or_else(Outcome::refused, Outcome::answered));
        }
        if let Err(error) = parsed {
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

    fn directive(&mut self, piece: &Piece<'_>, session: &mut Session, printer: &mut Printer) -> Outcome {
        let Ok(kind) = parser::directive(piece).map(|directive| directive.kind()) else {
            // What is wrong with it is told by whoever runs it.
            return printer.run(piece, session);
        };
        match treated(kind) {
            Treated::Refused(why) => {
                let message = format!("`{kind}` is of no use where a real cluster is asked");
                Outcome::refused(Diagnostic::error(Code::BadRequest, message).help(why))
            }
            Treated::Read if !self.fill(session, printer) => Outcome::refused(unread()),
            Treated::Read | Treated::Here => {
                let mut outcome = printer.run(piece, session);
                if kind == DirectiveKind::DbContext {
                    // What makes a database here makes none there.
                    let is_command = |help: &&mut String| help.starts_with(&format!("`.{}", Keyword::Create));
                    let help = outcome.warnings.iter_mut().flat_map(|warning| &mut warning.help);
                    help.filter(is_command).for_each(|help| NAMES_OF_DATABASES.clone_into(help));
                }
                outcome
            }
        }
    }
}

/// What is advised where no such database is there.
const NAMES_OF_DATABASES: &str = "`.show databases` lists those that are there";

/// Returns whether a statement that kmgmt does not know only shows something: it begins with `.show`, all of it can be read
/// as tokens, and it is one statement.
fn is_one_show(piece: &Piece<'_>) -> bool {
    let [dot, show, rest @ ..] = piece.tokens else { return false };
    let stands_alone = dot.span.end == show.span.start;
    let is_other = |token: &Token| token.is(b';') || matches!(token.kind, TokenKind::Bad(_));
    dot.is(b'.') && show.keyword() == Some(Keyword::Show) && stands_alone && !rest.iter().any(is_other)
}

/// Returns that the cluster could not be read; why was told.
fn unread() -> Diagnostic {
    Diagnostic::error(Code::Input, "what the cluster has could not be read")
}
