//! `#directives`: what speaks to the session and not to the cluster.

use crate::catalog::CLUSTER;
use crate::diagnostic::{Code, Diagnostic};
use crate::model::entity::EntityKind;
use crate::session::help::help;
use crate::session::{Outcome, Output, Request, Session};
use crate::syntax::ast::directives::Directive;
use crate::syntax::literal::Name;
use crate::text::{nearest, quoted};

impl Session {
    pub(super) fn run_directive(&mut self, directive: &Directive<'_>) -> Outcome {
        let result = match directive {
            Directive::Explain(principal, question) => return self.explain(principal, question),
            Directive::WhoCan { question, expand_groups } => return self.who_can(question, *expand_groups),
            Directive::WhatCan { principal, expand_groups } => return self.what_can(principal, *expand_groups),
            Directive::Roles(principal) => return self.roles(principal),
            Directive::As(Some(principal)) => return self.act(principal),
            Directive::Quit => return Outcome { quit: true, ..Outcome::of(Ok(Output::Nothing)) },
            Directive::View(change) => Ok(Output::View(change.clone())),
            Directive::As(None) => Ok(self.act_again_as_administrator()),
            Directive::WhoAmI => Ok(Output::Text(self.acting())),
            Directive::Expect(assertion) => self.expect(assertion),
            Directive::Plan(_) => return Outcome::asking(Request::Plan),
            Directive::Undo => self.undo(),
            Directive::Read(file) => match self.read_script(file) {
                Ok(script) => return Outcome::asking(Request::Run(script)),
                Err(error) => Err(error),
            },
            Directive::Cls => return Outcome::asking(Request::Clear),
            Directive::DbContext(None) => Ok(Output::Text(self.database().to_owned())),
            Directive::DbContext(Some(name)) => return self.move_to(name),
            Directive::Help(topic) => help(*topic).map(Output::Text),
            Directive::Client(stated) => Ok(self.change_client(stated.as_ref())),
            Directive::Clock(length) => self.move_clock(*length),
            Directive::Directory(file) => self.load_directory(file),
        };
        Outcome::of(result)
    }

    /// Returns who acts.
    fn acting(&self) -> String {
        self.read().directory.identity(self.principal).fqn()
    }

    /// Lets the built-in administrator act again, and says so.
    fn act_again_as_administrator(&mut self) -> Output {
        self.act_as_administrator();
        Output::Text(format!("{} acts", self.acting()))
    }

    /// Makes a database the one in context. It may be created yet, and is looked up at its first use; that it does not
    /// exist is told at once.
    fn move_to(&mut self, name: &Name<'_>) -> Outcome {
        let warning = self.missing(name);
        self.use_database(&name.text);
        Outcome::with_warnings(Ok(Output::Nothing), warning.into_iter().collect())
    }

    fn missing(&self, name: &Name<'_>) -> Option<Diagnostic> {
        let state = self.read();
        if state.catalog.database(&name.text).is_some() {
            return None;
        }
        let near = nearest(&name.text, state.catalog.child_names(CLUSTER, EntityKind::Database));
        let message = format!("database {} does not exist", quoted(&name.text));
        let warning = Diagnostic::warning(Code::DatabaseNotFound, message).at(name.span);
        Some(match near {
            Some(near) => warning.did_you_mean(Some(near)),
            None => warning.help(format!("`.create database {name} volatile` makes it")),
        })
    }
}
