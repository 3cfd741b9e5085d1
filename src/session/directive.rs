//! `#directives`: what speaks to the session and not to the cluster.

use crate::diagnostic::{Code, Diagnostic};
use crate::model::command_kind::CommandKind;
use crate::model::directive::Directive;
use crate::model::entity::EntityKind;
use crate::model::keyword::Keyword;
use crate::model::role::Role;
use crate::session::access::{explained, written_at};
use crate::session::setting::{client, clock_length, file_to_load};
use crate::session::subject::only_subject;
use crate::session::{Outcome, Output, Session};
use crate::syntax::{Piece, SCRIPT_END};
use crate::text::{Span, nearest, quoted, sentence_list};

impl Directive {
    /// Reads `#word argument`; case does not count.
    ///
    /// # Errors
    /// Says that there is no such directive, and which there are.
    pub fn read<'s>(piece: &Piece<'s>) -> Result<(Self, &'s str), Diagnostic> {
        let line = piece.text.trim().trim_end_matches(';').trim_end();
        let (word, argument) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
        let word = word.trim_start_matches('#');
        let found = Self::ALL.iter().find(|directive| directive.word().eq_ignore_ascii_case(word));
        found.map(|directive| (*directive, argument.trim())).ok_or_else(|| unknown(word))
    }
}

impl Session {
    pub(super) fn run_directive(&mut self, piece: &Piece<'_>) -> Outcome {
        match Directive::read(piece) {
            Ok((Directive::Help, topic)) => help(topic, piece),
            Ok((Directive::DbContext, name)) => self.db_context(name),
            Ok((Directive::Quit, _)) => Outcome { quit: true, ..Outcome::of(Ok(Output::Nothing)) },
            Ok((directive, argument)) => {
                let outcome = self.run_access_directive(directive, argument);
                outcome.moved(offset(piece.text, argument))
            }
            Err(error) => Outcome::of(Err(error)),
        }
    }

    fn run_access_directive(&mut self, directive: Directive, argument: &str) -> Outcome {
        match directive {
            Directive::As => self.act_as_text(argument),
            Directive::Explain => self.explain(argument),
            Directive::WhoCan => expanding(argument, |argument, expand| self.who_can(argument, expand)),
            Directive::WhatCan => expanding(argument, |argument, expand| self.what_can(argument, expand)),
            Directive::Client => self.change_client(argument),
            Directive::Clock => self.move_clock(argument),
            Directive::Directory => self.change_directory(argument),
            Directive::Help | Directive::DbContext | Directive::Quit => Outcome::of(Ok(Output::Nothing)),
        }
    }

    fn db_context(&mut self, argument: &str) -> Outcome {
        let name = unquoted(argument);
        if name.is_empty() {
            return Outcome::of(Ok(Output::Text(self.database().to_owned())));
        }
        self.use_database(name);
        Outcome::of(Ok(Output::Nothing))
    }
}

/// The word that asks for the members of groups.
const EXPAND: &str = "--expand-groups";

/// Runs without `--expand-groups`, which may stand first or last.
fn expanding(argument: &str, run: impl FnOnce(&str, bool) -> Outcome) -> Outcome {
    let (rest, expand) = without_expand(argument);
    run(rest, expand).moved(offset(argument, rest))
}

fn without_expand(argument: &str) -> (&str, bool) {
    let first = argument.strip_prefix(EXPAND).filter(|rest| rest.is_empty() || rest.starts_with(char::is_whitespace));
    let last = || argument.strip_suffix(EXPAND).filter(|rest| rest.ends_with(char::is_whitespace));
    first.or_else(last).map_or((argument, false), |rest| (rest.trim(), true))
}

/// What is wrong with a directive as it is written. Whether what it names exists shows when it runs.
#[must_use]
pub fn directive_fault(piece: &Piece<'_>) -> Option<Diagnostic> {
    let (directive, argument) = match Directive::read(piece) {
        Ok(read) => read,
        Err(error) => return Some(error),
    };
    let fault = match directive {
        Directive::Help => return help(argument, piece).result.err(),
        Directive::As | Directive::Clock | Directive::Client if argument.is_empty() => None,
        Directive::As => only_subject(argument).err(),
        Directive::Explain => explained(argument).err(),
        Directive::WhoCan => {
            let (rest, _) = without_expand(argument);
            written_at(rest, 0).err().map(|error| error.moved(offset(argument, rest)))
        }
        Directive::WhatCan => {
            let (rest, _) = without_expand(argument);
            only_subject(rest).err().map(|error| error.moved(offset(argument, rest)))
        }
        Directive::Clock => clock_length(argument).err(),
        Directive::Client => client(argument).err(),
        Directive::Directory => file_to_load(argument).err(),
        Directive::DbContext | Directive::Quit => None,
    };
    fault.map(|error| error.moved(offset(piece.text, argument)))
}

/// Where `part` begins in the text that it was cut from; the end of the text for nothing.
fn offset(text: &str, part: &str) -> usize {
    if part.is_empty() {
        return text.trim_end().len();
    }
    (part.as_ptr() as usize).saturating_sub(text.as_ptr() as usize)
}

/// A name without its quotation: `['…']`, `["…"]`, `'…'`, `"…"`.
fn unquoted(name: &str) -> &str {
    let inside = |open: &str, close: &str| name.strip_prefix(open)?.strip_suffix(close);
    inside("['", "']")
        .or_else(|| inside("[\"", "\"]"))
        .or_else(|| inside("'", "'"))
        .or_else(|| inside("\"", "\""))
        .unwrap_or(name)
}

fn unknown(word: &str) -> Diagnostic {
    let span = Span::new(0, u32::try_from(word.len() + 1).unwrap_or(u32::MAX));
    if Some(word) == SCRIPT_END.strip_prefix('#') {
        let message = format!("`{SCRIPT_END}` ends the body of `.execute … script`, and none is open here");
        return Diagnostic::error(Code::Syntax, message).at(span);
    }
    let near = nearest(word, Directive::ALL.iter().map(|directive| directive.word()));
    let all: Vec<String> =
        Directive::ALL.iter().map(|directive| quoted(format_args!("#{}", directive.word()))).collect();
    Diagnostic::error(Code::Syntax, format!("`#{word}` is no directive"))
        .at(span)
        .did_you_mean(near.map(|word| format!("#{word}")).as_deref())
        .help(format!("the directives are {}", sentence_list(&all, "and")))
}

fn help(topic: &str, piece: &Piece<'_>) -> Outcome {
    match topic {
        "" => Outcome::of(Ok(Output::Text(overview()))),
        topic if topic == Keyword::Roles.text() => Outcome::of(Ok(Output::Text(roles()))),
        other => {
            if let Some(forms) = CommandKind::help(other) {
                return Outcome::of(Ok(Output::Text(forms)));
            }
            let start = piece.text.rfind(other).and_then(|at| u32::try_from(at).ok()).unwrap_or_default();
            let end = start + u32::try_from(other.len()).unwrap_or_default();
            let error =
                Diagnostic::error(Code::Syntax, format!("there is no help about `{other}`")).at(Span::new(start, end));
            Outcome::of(Err(error.help("`#help` alone shows what can be typed, `#help roles` the roles")))
        }
    }
}

/// What can be typed, in the shell and in a script.
const OVERVIEW: &str = "\
Type a management command, for example
    .show databases
    .add database Samples viewers ('aaduser=abbiatkins@fabrikam.com') 'why'
    .show database Samples principals
Enter runs a command that is whole; one that only begins, or has a bracket open, goes on in the
next line. A blank line, or `;` at the end of a line, ends a command as it stands. What follows
`<|` ends with a blank line, the body of `.execute … script` with a line `#end`.
Ctrl-C forgets what was typed, Ctrl-D leaves. In scripts a command ends with `;` at the end of a
line, a blank line, or the next line that begins with a dot.
Directives, each on a line of its own:";

fn overview() -> String {
    let mut lines = vec![OVERVIEW.to_owned()];
    let forms: Vec<(String, &str)> = Directive::ALL
        .iter()
        .map(|directive| {
            let (word, arguments, line) = directive.row();
            (format!("#{word} {arguments}").trim_end().to_owned(), line)
        })
        .collect();
    let width = forms.iter().map(|(form, _)| form.len()).max().unwrap_or_default();
    lines.extend(forms.iter().map(|(form, line)| format!("    {form:width$}  {line}")));
    lines.join("\n")
}

/// The roles and where each can be assigned, from their table.
fn roles() -> String {
    let width = Role::ALL.iter().map(|role| role.word().len()).max().unwrap_or_default();
    let lines = Role::ALL.iter().map(|role| {
        let kinds: Vec<String> = role.scopes().iter().map(|kind: &EntityKind| kind.to_string()).collect();
        format!("{:width$}  {}\n{:width$}  on: {}", role.word(), role.line(), "", kinds.join(", "))
    });
    lines.collect::<Vec<_>>().join("\n")
}
