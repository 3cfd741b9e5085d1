//! What can be wrong with a directive, and how that reads.

use std::collections::BTreeSet;

use crate::diagnostic::{Code, Diagnostic};
use crate::model::command_kind::CommandKind;
use crate::model::directive_kind::DirectiveKind;
use crate::model::form;
use crate::model::help_topic::HelpTopic;
use crate::syntax::ast::directives::EXPAND_GROUPS;
use crate::syntax::error::slips::COMMENTS;
use crate::syntax::lexer::SCRIPT_END;
use crate::text::{nearest, shortened};

/// What is wrong with a directive.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DirectiveFault {
    /// A word after `#` that is none of the table.
    #[error("`#{}` is no directive", shortened(.0))]
    Unknown(String),
    /// `#end`, and no script is open.
    #[error("`{SCRIPT_END}` ends the body of `.execute … script`, and none is open here")]
    NoScript,
    /// Words that no form of a command holds.
    #[error("there is no help about `{}`", shortened(.0))]
    NoTopic(String),
    /// A word after `--` that is no option.
    #[error("`{}` is no option here", shortened(.0))]
    UnknownOption(String),
    /// A text that is no length of time, or one below zero.
    #[error("`{}` is no time to move the clock on by", shortened(.0))]
    ClockLength(String),
}

impl From<DirectiveFault> for Diagnostic {
    fn from(fault: DirectiveFault) -> Self {
        let base = Self::error(Code::Syntax, fault.to_string());
        match fault {
            DirectiveFault::Unknown(word) => {
                let base = match nearest(&word, DirectiveKind::words()) {
                    Some(word) => base.did_you_mean(Some(&format!("#{word}"))),
                    None => base.help(COMMENTS),
                };
                base.help("`#help directives` lists the directives")
            }
            DirectiveFault::NoScript => base,
            DirectiveFault::NoTopic(words) => {
                let near = near_words(&words).map(|near| format!("{} {near}", DirectiveKind::Help));
                base.did_you_mean(near.as_deref())
                    .help("`#help` alone shows what can be typed, `#help topics` the topics")
            }
            DirectiveFault::UnknownOption(_) => base.did_you_mean(Some(EXPAND_GROUPS)),
            DirectiveFault::ClockLength(_) => {
                base.help("`#clock advance 31m` moves the clock on; lengths are such as `31m`, `2h` or `1.00:00:00`")
            }
        }
    }
}

/// Returns the words that are meant by words without help: those of a topic, of a directive, or those of commands.
fn near_words(words: &str) -> Option<String> {
    let topics = HelpTopic::ALL.iter().flat_map(|topic| topic.words().iter().copied());
    if let Some(near) = nearest(words.trim_start_matches('#'), topics.chain(DirectiveKind::words())) {
        return Some(near.to_owned());
    }
    let known = CommandKind::all().flat_map(|kind| form::words(kind.form()));
    let known: BTreeSet<&str> = known.filter(|word| word.starts_with(char::is_lowercase)).collect();
    let dot = if words.starts_with('.') { "." } else { "" };
    let meant = |(at, word): (usize, &str)| match at == 0 && !dot.is_empty() {
        true => CommandKind::all_verbs().find(|verb| *verb == word).or_else(|| nearest(word, CommandKind::all_verbs())),
        false => known.get(word).copied().or_else(|| nearest(word, known.iter().copied())),
    };
    let words = words.trim_start_matches('.').split_whitespace().enumerate();
    let meant = words.map(meant).collect::<Option<Vec<_>>>()?.join(" ");
    CommandKind::holding(&meant).next().map(|_| format!("{dot}{meant}"))
}
