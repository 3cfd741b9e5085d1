//! What parsers read: tokens, and a recorder of what was expected where.

use std::cell::{Cell, RefCell};
use std::fmt;

use hashbrown::HashMap;
use nom::error::{ErrorKind, ParseError};

use crate::model::entity::EntityKind;
use crate::model::keyword::Keyword;
use crate::model::property::Properties;
use crate::model::role::Role;
use crate::syntax::error::{SyntaxError, SyntaxErrorKind};
use crate::syntax::token::{Token, TokenKind};
use crate::text::{Span, nearest, quoted};

/// A parser's answer.
pub(super) type PResult<'i, 's, T> = nom::IResult<Input<'i, 's>, T, Miss>;

/// The parser did not match. What it expected is in the recorder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Miss;

impl<'i, 's> ParseError<Input<'i, 's>> for Miss {
    fn from_error_kind(_: Input<'i, 's>, _: ErrorKind) -> Self {
        Self
    }

    fn append(_: Input<'i, 's>, _: ErrorKind, other: Self) -> Self {
        other
    }
}

/// Something that could stand at a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Expectation {
    /// A word of the language.
    Keyword(Keyword),
    /// A word from one of the tables.
    Word(&'static str),
    /// A role of an entity of this kind.
    Role(EntityKind),
    /// The name of an entity of this kind.
    Name(EntityKind),
    /// The name of something else: `the name of a column`.
    NameOf(&'static str),
    /// The name of a property.
    Property(Properties),
    /// A principal, in quotes in a command.
    Principal,
    /// A punctuation mark.
    Mark(&'static str),
    /// Something described: `a string`, `a column type`.
    Described(&'static str),
    /// The end, as the source calls it.
    End(&'static str),
}

impl fmt::Display for Expectation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Keyword(keyword) => quoted(keyword).fmt(f),
            Self::Word(word) | Self::Mark(word) => quoted(word).fmt(f),
            Self::Role(kind) => write!(f, "a role of {}", kind.with_article()),
            Self::Name(kind) => write!(f, "the name of {}", kind.with_article()),
            Self::Property(_) => f.write_str("the name of a property"),
            Self::Principal => f.write_str("a principal in quotes, such as `'aaduser=abbiatkins@fabrikam.com'`"),
            Self::Described(text) | Self::NameOf(text) => f.write_str(text),
            Self::End(name) => f.write_str(name),
        }
    }
}

impl Expectation {
    /// Returns a word or mark of a form.
    pub(super) fn of_word(word: &'static str) -> Self {
        match Keyword::of(word) {
            Some(keyword) => Self::Keyword(keyword),
            None if word.starts_with(char::is_alphabetic) => Self::Word(word),
            None => Self::Mark(word),
        }
    }

    /// Returns the words that may be meant there: those, and the long ones of a cluster's roles.
    pub(super) fn meant_words(&self) -> Vec<&'static str> {
        let mut words = self.words();
        if *self == Self::Role(EntityKind::Cluster) {
            words.extend(Role::at(EntityKind::Cluster).filter_map(Role::long_word));
        }
        words
    }

    /// Returns the punctuation mark.
    #[must_use]
    pub const fn mark(&self) -> Option<&'static str> {
        match self {
            Self::Mark(mark) => Some(mark),
            _ => None,
        }
    }

    /// Returns the words that the expectation stands for.
    #[must_use]
    pub fn words(&self) -> Vec<&'static str> {
        match self {
            Self::Keyword(keyword) => vec![keyword.text()],
            Self::Word(word) => vec![word],
            Self::Role(kind) => Role::at(*kind).map(Role::word).collect(),
            Self::Property(properties) => properties.rows.iter().map(|property| property.name).collect(),
            Self::Name(_) | Self::NameOf(_) | Self::Principal | Self::Mark(_) | Self::Described(_) | Self::End(_) => {
                Vec::new()
            }
        }
    }
}

/// The farthest place that parsing reached and all that could have stood there.
#[derive(Debug, Default)]
pub(super) struct Recorder {
    /// Off on the first attempt, which so costs nothing; a failed statement is parsed once more.
    active: bool,
    farthest: Cell<usize>,
    expected: RefCell<Vec<Expectation>>,
    fault: RefCell<Option<SyntaxError>>,
}

/// One statement as parsers see it.
#[derive(Debug)]
pub(super) struct Source<'i, 's> {
    /// The statement's text.
    pub text: &'s str,
    /// Its tokens.
    pub tokens: &'i [Token],
    /// What its end is called.
    pub end: &'static str,
    /// Whether more is being typed at its end.
    pub goes_on: bool,
    recorder: Recorder,
}

impl<'i, 's> Source<'i, 's> {
    /// Returns a statement, with the recorder on or off.
    pub fn new(text: &'s str, tokens: &'i [Token], record: bool) -> Self {
        let recorder = Recorder { active: record, ..Recorder::default() };
        Self { text, tokens, end: "the end of the command", goes_on: false, recorder }
    }

    /// Returns a directive, which ends with its line, with the recorder on.
    pub fn directive(text: &'s str, tokens: &'i [Token]) -> Self {
        Self { end: "the end of the line", ..Self::new(text, tokens, true) }
    }

    /// Returns the source as one at whose end more is being typed: all ways in which it can be read are tried.
    pub fn going_on(self) -> Self {
        Self { goes_on: true, ..self }
    }

    /// Returns the input at the first token.
    pub fn input(&'i self) -> Input<'i, 's> {
        Input { source: self, at: 0 }
    }

    /// Returns the fault that a parser reported, or nothing where only expectations are known.
    pub fn fault(&self) -> Option<SyntaxError> {
        self.recorder.fault.borrow().clone()
    }

    /// Returns the number of the farthest token that was looked at, and what could stand there.
    pub fn expected(&self) -> (usize, Vec<Expectation>) {
        (self.recorder.farthest.get(), self.recorder.expected.borrow().clone())
    }
}

/// A place in a statement's tokens.
#[derive(Clone, Copy, Debug)]
pub(super) struct Input<'i, 's> {
    source: &'i Source<'i, 's>,
    at: usize,
}

impl<'i, 's> Input<'i, 's> {
    /// Returns the token here, unless the statement ends.
    #[must_use]
    pub fn first(self) -> Option<Token> {
        self.source.tokens.get(self.at).copied()
    }

    /// Returns the token `ahead` places on.
    #[must_use]
    pub fn peek(self, ahead: usize) -> Option<Token> {
        self.source.tokens.get(self.at + ahead).copied()
    }

    /// Returns the keyword here, if there is one.
    #[must_use]
    pub fn keyword(self) -> Option<Keyword> {
        self.first().and_then(|token| token.keyword())
    }

    /// Returns the input after `count` more tokens.
    #[must_use]
    pub fn skip(self, count: usize) -> Self {
        Self { at: self.at + count, ..self }
    }

    /// Returns the input after `text`, if it stands here: a word, or a mark of one or more tokens without
    /// space between them.
    #[must_use]
    pub fn skip_text(self, text: &str) -> Option<Self> {
        let (mut at, mut rest) = (self, text);
        let mut end = self.first()?.span.start;
        while !rest.is_empty() {
            let token = at.first().filter(|token| token.span.start == end && !token.is_string())?;
            rest = rest.strip_prefix(self.text_of(token))?;
            end = token.span.end;
            at = at.skip(1);
        }
        Some(at)
    }

    /// Returns whether a parser has reported a fault.
    #[must_use]
    pub fn has_fault(self) -> bool {
        self.source.recorder.fault.borrow().is_some()
    }

    /// Returns whether this is the end of a text at which more is being typed.
    #[must_use]
    pub fn is_typed_on(self) -> bool {
        self.source.goes_on && self.first().is_none()
    }

    /// Returns how many tokens lie before this place.
    #[must_use]
    pub const fn position(self) -> usize {
        self.at
    }

    /// Returns the whole statement.
    #[must_use]
    pub fn text(self) -> &'s str {
        self.source.text
    }

    /// Returns the text of a token.
    #[must_use]
    pub fn text_of(self, token: Token) -> &'s str {
        token.span.of(self.source.text)
    }

    /// Returns the text of the word here, if there is one.
    #[must_use]
    pub fn word(self) -> Option<&'s str> {
        let token = self.first()?;
        matches!(token.kind, TokenKind::Word(_)).then(|| self.text_of(token))
    }

    /// Returns where the token here stands; at the end of the statement an empty place.
    #[must_use]
    pub fn span(self) -> Span {
        self.first().map_or_else(|| Span::at(self.end()), |token| token.span)
    }

    /// Returns the place from here to the end of the statement.
    #[must_use]
    pub fn rest_span(self) -> Span {
        Span::new(self.span().start, self.end())
    }

    /// Returns how many tokens lie after this place, the one here included.
    #[must_use]
    pub fn left(self) -> usize {
        self.source.tokens.len().saturating_sub(self.at)
    }

    /// Returns the last token before this place.
    #[must_use]
    pub fn last(self) -> Option<Token> {
        self.source.tokens.get(self.at.checked_sub(1)?).copied()
    }

    /// Returns where the last token before this place ends.
    #[must_use]
    pub fn last_end(self) -> u32 {
        self.last().map_or(0, |token| token.span.end)
    }

    /// Returns where the statement's last token ends.
    #[must_use]
    pub fn end(self) -> u32 {
        self.source.tokens.last().map_or(0, |token| token.span.end)
    }

    /// Notes that the source could have ended here, and misses.
    pub fn miss_end<T>(self) -> PResult<'i, 's, T> {
        self.miss(Expectation::End(self.source.end))
    }

    /// Notes what could have stood here, and misses.
    pub fn miss<T>(self, expectation: Expectation) -> PResult<'i, 's, T> {
        self.note(expectation);
        Err(nom::Err::Error(Miss))
    }

    /// Notes what could stand here; parsing goes on.
    pub fn note(self, expectation: Expectation) {
        let recorder = &self.source.recorder;
        if !recorder.active || self.at < recorder.farthest.get() {
            return;
        }
        let mut expected = recorder.expected.borrow_mut();
        if self.at > recorder.farthest.get() {
            recorder.farthest.set(self.at);
            expected.clear();
        }
        if !expected.contains(&expectation) {
            expected.push(expectation);
        }
    }

    /// Returns whether the word here is near to one that could stand here, as far as that is recorded.
    #[must_use]
    pub fn is_near_expected(self) -> bool {
        let recorder = &self.source.recorder;
        let Some(word) = self.word().filter(|_| self.at == recorder.farthest.get()) else { return false };
        nearest(word, recorder.expected.borrow().iter().flat_map(Expectation::meant_words)).is_some()
    }

    /// Reports a fault of its own, which ends parsing.
    pub fn fail<T>(self, kind: SyntaxErrorKind, span: Span) -> PResult<'i, 's, T> {
        let mut fault = self.source.recorder.fault.borrow_mut();
        if fault.is_none() {
            *fault = Some(SyntaxError { kind, span });
        }
        Err(nom::Err::Failure(Miss))
    }

    /// Returns the source as if it ended before the token `ahead` places on.
    #[must_use]
    pub fn source_before(self, ahead: usize) -> Source<'i, 's> {
        let Source { text, tokens, end, .. } = *self.source;
        let tokens = tokens.get(..self.at + ahead).unwrap_or(tokens);
        Source { end, ..Source::new(text, tokens, true) }
    }

    /// Goes on with what was read of a part of the source, or fails as that did.
    pub fn read<T>(self, read: Result<T, SyntaxError>) -> PResult<'i, 's, T> {
        match read {
            Ok(value) => Ok((self, value)),
            Err(error) => self.fail(error.kind, error.span),
        }
    }

    /// Fails at the first of `names` that stands a second time.
    pub fn check_each_once<'n>(self, names: impl IntoIterator<Item = (&'n str, Span)>) -> PResult<'i, 's, ()> {
        let mut seen: HashMap<&str, Span> = HashMap::new();
        for (name, span) in names {
            if let Some(first) = seen.insert(name, span) {
                return self.fail(SyntaxErrorKind::Twice { what: name.to_owned(), first }, span);
            }
        }
        Ok((self, ()))
    }
}
