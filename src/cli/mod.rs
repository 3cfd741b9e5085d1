//! The command line: arguments, scripts, one command, `check`, questions, the shell. Only here, and
//! in `main`, are streams, the terminal, files and the environment touched; sockets are in `serve`.

use std::process::ExitCode;

mod answers;
mod apply;
mod args;
mod ask;
mod assertions;
mod begin;
mod catalogs;
mod check;
mod completions;
mod decode;
mod export;
mod findings;
mod fmt;
mod gathered;
mod held;
mod import;
mod log;
mod misplaced;
mod offboard;
mod overwritten;
mod plan;
mod planned;
mod printer;
mod progress;
mod remote;
mod replace;
mod review;
mod rules;
mod run;
mod serve;
mod shell;
mod source;
mod start;
mod summary;
mod terminal;

use args::{Args, Subcommand};

/// How a run ended; each is an exit code. The greater one counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Ended {
    /// Everything was done.
    Done,
    /// The answer to a question is not known: the members of a group are not listed.
    Unknown,
    /// Everything was done, and something changes; only where that is asked for.
    Changes,
    /// A command was refused or failed, or statements remained when the reader of our output left.
    Refused,
    /// Wrong usage, or a file that cannot be read.
    Usage,
}

impl From<Ended> for ExitCode {
    fn from(ended: Ended) -> Self {
        match ended {
            Ended::Done => Self::SUCCESS,
            Ended::Unknown => Self::from(3),
            Ended::Changes => Self::from(3),
            Ended::Refused => Self::from(1),
            Ended::Usage => Self::from(2),
        }
    }
}

/// Runs the program.
#[must_use]
pub fn main() -> ExitCode {
    let args = match Args::read(std::env::args_os()) {
        Ok(args) => args,
        Err(error) => {
            let _ = error.print();
            return if error.use_stderr() { Ended::Usage.into() } else { Ended::Done.into() };
        }
    };
    match &args.subcommand {
        Some(Subcommand::Check(check)) => check::check(check),
        Some(Subcommand::Explain(explain)) => ask::explain(explain),
        Some(Subcommand::WhoCan(who)) => ask::who_can(who),
        Some(Subcommand::WhatCan(what)) => ask::what_can(what),
        Some(Subcommand::Roles(roles)) => ask::roles(roles),
        Some(Subcommand::Plan(plan)) => plan::plan(plan),
        Some(Subcommand::Apply(args)) => apply::apply(args),
        Some(Subcommand::Diff(diff)) => plan::diff(diff),
        Some(Subcommand::Test(test)) => assertions::test(test),
        Some(Subcommand::Review(args)) => review::review(args),
        Some(Subcommand::Offboard(args)) => offboard::offboard(args),
        Some(Subcommand::Export(export)) => export::export(export),
        Some(Subcommand::Rules(rules)) => rules::rules(rules),
        Some(Subcommand::Import(import)) => import::import(import),
        Some(Subcommand::Serve(args)) => serve::serve(args),
        Some(Subcommand::Undo(undo)) => catalogs::undo(undo),
        Some(Subcommand::Log(log)) => log::log(log),
        Some(Subcommand::Compact(compact)) => catalogs::compact(compact),
        Some(Subcommand::Recover(recover)) => catalogs::recover(recover),
        Some(Subcommand::Fmt(fmt)) => fmt::fmt(fmt),
        Some(Subcommand::Completions(args)) => completions::completions(args),
        Some(Subcommand::Man(args)) => completions::man(args),
        None => run::run(&args),
    }
    .into()
}
