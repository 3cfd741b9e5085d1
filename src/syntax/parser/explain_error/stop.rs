//! Where parsing stopped, and how a statement reads that is written in another way.

use crate::model::command_kind::CommandKind;
use crate::syntax::parser::input::{Expectation, Source};
use crate::syntax::redact::masked_token;
use crate::syntax::splitter::{Piece, pieces};
use crate::syntax::token::Token;
use crate::text::{Span, quoted, shortened};

/// The place where parsing stopped, and what could have stood there.
pub(super) struct Stop<'p> {
    /// The statement's text.
    pub(super) text: &'p str,
    /// Its tokens.
    pub(super) tokens: &'p [Token],
    /// The number of the token that does not fit.
    pub(super) at: usize,
    /// What could have stood there.
    pub(super) expected: Vec<Expectation>,
}

impl<'p> Stop<'p> {
    pub(super) fn of(source: &Source<'p, 'p>) -> Self {
        let (at, expected) = source.expected();
        Self { text: source.text, tokens: source.tokens, at, expected }
    }

    /// Returns the token that does not fit; there is none at the end of the statement.
    pub(super) fn token(&self) -> Option<Token> {
        self.tokens.get(self.at).copied()
    }

    /// Returns the token before it.
    pub(super) fn before(&self) -> Option<Token> {
        self.tokens.get(self.at.checked_sub(1)?).copied()
    }

    /// Returns the token `ahead` places on.
    pub(super) fn peek(&self, ahead: usize) -> Option<Token> {
        self.tokens.get(self.at + ahead).copied()
    }

    /// Returns the text of a token.
    pub(super) fn text_of(&self, token: Token) -> &'p str {
        token.span.of(self.text)
    }

    /// Returns a token as an advice shows it: short, its secrets masked.
    pub(super) fn shown(&self, token: Token) -> String {
        quoted(shortened(&masked_token(self.text, &token)))
    }

    /// Returns whether a string stands in `span`.
    pub(super) fn has_string(&self, span: Span) -> bool {
        let is_inside = |token: &Token| token.span.start < span.end && token.span.end > span.start;
        self.tokens.iter().any(|token| token.is_string() && is_inside(token))
    }

    /// Returns whether no space stands before the token that does not fit.
    pub(super) fn is_joined(&self) -> bool {
        self.before().is_some_and(|before| self.token().is_some_and(|token| before.span.end == token.span.start))
    }

    /// Returns whether a name could have stood there.
    pub(super) fn wants_name(&self) -> bool {
        self.expected.iter().any(|wanted| matches!(wanted, Expectation::Name(_) | Expectation::NameOf(_)))
    }

    /// Returns the statement with other text in some places, if it is a whole command, and its kind.
    pub(super) fn whole_with(&self, changes: &[(Span, &str)]) -> Option<(String, CommandKind)> {
        let text = changed(self.text, changes)?;
        match reached(&text) {
            Reach::Whole(kind) => Some((text.trim().to_owned(), kind)),
            Reach::To(_) => None,
        }
    }

    /// Returns whether the statement with `text` in place of `span` is read beyond it.
    pub(super) fn reads_with(&self, span: Span, text: &str) -> bool {
        let end = span.start as usize + text.len();
        changed(self.text, &[(span, text)]).is_some_and(|changed| reached(&changed) >= Reach::To(end))
    }
}

/// Longer statements are not tried in another way; what is tried may be a little longer.
const LONGEST: usize = 4096;

/// Longer commands are not shown whole in an advice.
const LONGEST_SHOWN: usize = 120;

/// Returns the text with other text in some places, which stand in order.
pub(super) fn changed(text: &str, changes: &[(Span, &str)]) -> Option<String> {
    if text.len() > LONGEST {
        return None;
    }
    let (mut out, mut last) = (String::with_capacity(text.len() + 16), 0);
    for (span, new) in changes {
        out.push_str(text.get(last..span.start as usize)?);
        out.push_str(new);
        last = span.end as usize;
    }
    out.push_str(text.get(last..)?);
    Some(out)
}

/// Returns the text, if it is one whole command.
pub(super) fn whole(text: String) -> Option<String> {
    matches!(reached(&text), Reach::Whole(_)).then(|| text.trim().to_owned())
}

/// Returns the command, if an advice can show it.
pub(super) fn short(command: String) -> Option<String> {
    (command.len() <= LONGEST_SHOWN && !command.contains('\n')).then_some(command)
}

/// How far a text is read as a command.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Reach {
    /// To this byte.
    To(usize),
    /// To its end.
    Whole(CommandKind),
}

/// Returns how far the text is read as one command.
pub(super) fn reached(text: &str) -> Reach {
    let mut reached = Reach::To(0);
    let mut count = 0;
    if text.len() > 2 * LONGEST {
        return reached;
    }
    pieces(text, 1, |piece| {
        count += 1;
        if count == 1 {
            reached = reached_in(&piece);
        }
    });
    if count > 1 { reached.min(Reach::To(text.len())) } else { reached }
}

fn reached_in(piece: &Piece<'_>) -> Reach {
    let source = Source::new(piece.text, piece.tokens, true);
    let read = super::super::statement(source.input());
    let broken = piece.unclosed.is_some() || piece.stray.is_some();
    let place = |at: usize| piece.tokens.get(at).map_or(piece.text.len(), |token| token.span.start as usize);
    match (read, source.fault()) {
        (Ok((_, statement)), _) if !broken => Reach::Whole(statement.command.kind()),
        (_, Some(fault)) => Reach::To(fault.span.start as usize),
        (_, None) => Reach::To(place(source.expected().0)),
    }
}

/// Returns how far a text is read beyond so many bytes.
pub(super) fn beyond(reach: Reach, bytes: usize) -> Reach {
    match reach {
        Reach::To(to) => Reach::To(to.saturating_sub(bytes)),
        whole @ Reach::Whole(_) => whole,
    }
}
