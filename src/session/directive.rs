//! `#directives`: what speaks to the session and not to the cluster.

use crate::diagnostic::{Code, Diagnostic};
use crate::model::entity::EntityKind;
use crate::model::keyword::Keyword;
use crate::model::role::Role;
use crate::session::{Outcome, Output, Session};
use crate::syntax::{Piece, SCRIPT_END};
use crate::text::{Span, nearest, quoted, sentence_list};

macro_rules! directives {
    ($($variant:ident $word:literal, $arguments:literal, $line:literal;)*) => {
        /// A directive.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Directive {
            $(#[doc = concat!("`#", $word, "`: ", $line)] $variant),*
        }

        impl Directive {
            /// Every directive, in the order of the table.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// The word after `#`, what follows it, and what the directive does.
            #[must_use]
            pub const fn row(self) -> (&'static str, &'static str, &'static str) {
                match self { $(Self::$variant => ($word, $arguments, $line)),* }
            }
        }
    };
}

directives! {
    Help "help", "[roles]", "shows what can be typed here";
    DbContext "dbcontext", "[NAME]", "makes a database the one in context, or shows which it is";
    Quit "quit", "", "leaves";
}

impl Directive {
    /// The word after `#`.
    #[must_use]
    pub const fn word(self) -> &'static str {
        self.row().0
    }
}

impl Session {
    pub(super) fn run_directive(&mut self, piece: &Piece<'_>) -> Outcome {
        let line = piece.text.trim();
        let (word, argument) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
        let word = word.trim_start_matches('#');
        let found = Directive::ALL.iter().find(|directive| directive.word().eq_ignore_ascii_case(word));
        match found {
            Some(Directive::Help) => help(argument.trim(), piece),
            Some(Directive::DbContext) => self.db_context(argument.trim()),
            Some(Directive::Quit) => Outcome { quit: true, ..Outcome::of(Ok(Output::Nothing)) },
            None => Outcome::of(Err(unknown(word))),
        }
    }

    fn db_context(&mut self, argument: &str) -> Outcome {
        let argument = argument.trim_end_matches(';').trim();
        let name = argument.strip_prefix("['").and_then(|rest| rest.strip_suffix("']")).unwrap_or(argument);
        if name.is_empty() {
            return Outcome::of(Ok(Output::Text(self.database().to_owned())));
        }
        self.use_database(name);
        Outcome::of(Ok(Output::Nothing))
    }
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
            let start = piece.text.find(other).and_then(|at| u32::try_from(at).ok()).unwrap_or_default();
            let end = start + u32::try_from(other.len()).unwrap_or_default();
            let error =
                Diagnostic::error(Code::Syntax, format!("there is no help about `{other}`")).at(Span::new(start, end));
            Outcome::of(Err(error.help("`#help` alone shows what can be typed, `#help roles` the roles")))
        }
    }
}

fn overview() -> String {
    let mut lines = vec![
        "Type a management command; it runs when it is complete: end it with `;` or a blank line.".to_owned(),
        "    .show databases;".to_owned(),
        "    .add database Samples viewers ('aaduser=abbiatkins@fabrikam.com') 'why';".to_owned(),
        "    .show database Samples principals;".to_owned(),
        "Directives, each on a line of its own:".to_owned(),
    ];
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
