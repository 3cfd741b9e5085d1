//! Changes of roles in the words of other languages: `.grant viewer on database D to 'aaduser=…'`.

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

fn is_filler(word: &str) -> bool {
    let keywords = [Keyword::Access, Keyword::Principal, Keyword::Principals, Keyword::Roles];
    FILLERS.contains(&word) || Keyword::of(word).is_some_and(|keyword| keywords.contains(&keyword))
}

/// Returns the command that changes a role as the words of the statement do, if they name one entity, one
/// role and at least one principal.
pub(super) fn role_change(piece: &Piece<'_>, verb: Keyword) -> Option<String> {
    Action::VERBS.iter().find(|(own, _)| *own == verb)?;
    let words = piece.tokens.get(2..)?;
    let text = |token: &Token| token.span.of(piece.text);
    let principals: Vec<&str> = principals(piece).map(text).collect();
    let (kind, after) = entity(words)?;
    let (name, named) = match kind {
        EntityKind::Cluster => (String::new(), None),
        _ => (format!(" {}", text(after)), Some(after.span)),
    };
    let is_role = |token: &&Token| Some(token.span) != named && matches!(token.kind, TokenKind::Word(_));
    let mut roles = words.iter().filter(is_role).filter_map(|token| Role::meant(text(token)));
    // `user 'aaduser=…'` is no role.
    let is_noun = |pair: &[Token]| match pair {
        [noun, principal] => Role::meant(text(noun)) == Some(Role::Users) && is_principal(piece, principal),
        _ => false,
    };
    if words.windows(2).any(is_noun) {
        return None;
    }
    let role = roles.next().filter(|role| role.scopes().contains(&kind))?;
    let is_other = |token: &&Token| {
        let own = kind.words().iter().any(|word| token.keyword() == Some(*word));
        !own && Role::meant(text(token)).is_none() && !is_filler(text(token))
    };
    if principals.is_empty() || roles.next().is_some() || words.iter().filter(is_role).any(|token| is_other(&token)) {
        return None;
    }
    short(whole(format!(".{verb} {kind}{name} {role} ({})", joined(&principals)))?)
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

/// Returns the kind of entity that the words name, and the token after its words.
fn entity(words: &[Token]) -> Option<(EntityKind, &Token)> {
    let at = |start: usize, kind: &EntityKind| {
        let own = kind.words();
        let found = words.get(start..start + own.len()).unwrap_or_default();
        found.iter().map(Token::keyword).eq(own.iter().map(|word| Some(*word))).then_some(start + own.len())
    };
    let kinds = || EntityKind::ALL.iter().filter(|kind| Role::at(**kind).next().is_some());
    let (kind, end) = (0..words.len()).find_map(|start| kinds().find_map(|kind| Some((*kind, at(start, kind)?))))?;
    match kind {
        EntityKind::Cluster => Some((kind, words.get(end - 1)?)),
        _ => Some((kind, words.get(end)?)),
    }
}
