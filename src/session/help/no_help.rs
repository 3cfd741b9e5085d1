//! What is meant by words that there is no help about.

use std::collections::BTreeSet;

use crate::diagnostic::{Code, Diagnostic};
use crate::model::command_kind::CommandKind;
use crate::model::directive_kind::DirectiveKind;
use crate::model::form;
use crate::model::help_topic::HelpTopic;
use crate::text::{Spanned, nearest, shortened};

use super::of_query;

/// Returns that there is no help about words, and what may be meant.
pub(super) fn no_help(words: Spanned<&str>) -> Diagnostic {
    let near = near_words(words.value).map(|near| format!("{} {near}", DirectiveKind::Help));
    let message = format!("there is no help about `{}`", shortened(words.value));
    let error = Diagnostic::error(Code::Syntax, message).at(words.span).did_you_mean(near.as_deref());
    error.help("`#help` alone shows what can be typed, `#help topics` the topics")
}

/// Returns the words that are meant by words without help: those of a topic, of a directive, of the query language, or
/// those of commands.
fn near_words(words: &str) -> Option<String> {
    let topics = HelpTopic::ALL.iter().flat_map(|topic| topic.words().iter().copied());
    let alone = topics.chain(DirectiveKind::words()).chain(of_query::names());
    if let Some(near) = nearest(words.trim_start_matches('#'), alone) {
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
