//! Changes of roles in the words of other languages: `.grant viewer on database D to 'aaduser=…'`.

use std::ops::Range;

use crate::model::entity::EntityKind;
use crate::model::keyword::Keyword;
use crate::model::principal::PrincipalRef;
use crate::model::role::Role;
use crate::syntax::ast::roles::Action;
use crate::syntax::parser::explain_error::stop::{short, whole};
use crate::syntax::splitter::Piece;
use crate::syntax::token::{Quote, Token, TokenKind};
use crate::text::joined;

/// Words that such sentences have between those that count.
const FILLERS: &[&str] = &["a", "an", "the", "to", "from", "on", "of", "for", "in", "as", "by", "role", "rights"];

/// What a word or string of such a sentence is.
enum Part<'p> {
    Principal(&'p str),
    Role(Role),
    /// A mark or a word that says nothing.
    Filler,
    Other,
}

impl<'p> Part<'p> {
    fn of(piece: &Piece<'p>, token: &Token) -> Self {
        let text = token.span.of(piece.text);
        let keywords = [Keyword::Access, Keyword::Principal, Keyword::Principals, Keyword::Roles];
        match token.kind {
            TokenKind::Punct(_) => Self::Filler,
            TokenKind::Text(..) if is_principal(piece, token) => Self::Principal(text),
            TokenKind::Word(Some(keyword)) if keywords.contains(&keyword) => Self::Filler,
            TokenKind::Word(_) if FILLERS.contains(&text) => Self::Filler,
            TokenKind::Word(_) => Role::meant(text).map_or(Self::Other, Self::Role),
            _ => Self::Other,
        }
    }
}

/// Returns the command that changes a role as the words of the statement do, if they name one entity, one
/// role and at least one principal, and nothing else.
pub(super) fn role_change(piece: &Piece<'_>, verb: Keyword) -> Option<String> {
    Action::VERBS.iter().find(|(own, _)| *own == verb)?;
    let words = piece.tokens.get(2..)?;
    let (kind, entity) = entity(words)?;
    let name = words.get(entity.clone())?.get(kind.words().len()..)?;
    let name: String = name.iter().map(|token| format!(" {}", token.span.of(piece.text))).collect();
    let (mut principals, mut roles) = (Vec::new(), Vec::new());
    let rest = words.iter().enumerate().filter(|(at, _)| !entity.contains(at));
    for (at, token) in rest {
        match Part::of(piece, token) {
            Part::Principal(principal) => principals.push(principal),
            // `user 'aaduser=…'` is no role.
            Part::Role(Role::Users) if words.get(at + 1).is_some_and(|next| is_principal(piece, next)) => return None,
            Part::Role(role) => roles.push(role),
            Part::Filler => {}
            Part::Other => return None,
        }
    }
    let [role] = roles.as_slice() else { return None };
    let command = format!(".{verb} {kind}{name} {role} ({})", joined(&principals));
    short(whole(command).filter(|_| role.scopes().contains(&kind))?)
}

/// Returns the strings that are principals.
pub(super) fn principals<'p>(piece: &Piece<'p>) -> impl Iterator<Item = &'p Token> {
    let piece = *piece;
    piece.tokens.iter().filter(move |token| is_principal(&piece, token))
}

fn is_principal(piece: &Piece<'_>, token: &Token) -> bool {
    let text = token.span.of(piece.text).trim_matches(['\'', '"']);
    matches!(token.kind, TokenKind::Text(Quote::Plain, false)) && PrincipalRef::parse(text).is_ok()
}

/// Returns the kind of entity that the words name first, and where its words and its name stand.
fn entity(words: &[Token]) -> Option<(EntityKind, Range<usize>)> {
    let stands_at = |start: usize, kind: EntityKind| {
        let own = kind.words();
        let found = words.get(start..start + own.len()).unwrap_or_default();
        found.iter().map(Token::keyword).eq(own.iter().map(|word| Some(*word)))
    };
    let kinds = || EntityKind::ALL.iter().copied().filter(|kind| Role::at(*kind).next().is_some());
    (0..words.len()).find_map(|start| {
        let kind = kinds().find(|kind| stands_at(start, *kind))?;
        let name = usize::from(kind != EntityKind::Cluster);
        Some((kind, start..start + kind.words().len() + name))
    })
}
