//! Verbs that people write in place of others.

use crate::model::command_kind::CommandKind;
use crate::model::keyword::Keyword;
use crate::syntax::error::{SyntaxError, SyntaxErrorKind};
use crate::syntax::parser::explain_error::sentence::{principals, role_change};
use crate::syntax::parser::explain_error::stop::{Reach, Stop, beyond, changed, reached, whole};
use crate::syntax::splitter::Piece;
use crate::syntax::token::{Token, TokenKind};
use crate::text::{nearest, quoted, shortened};

use Keyword::{
    Add, Alter, Clear, Create, CreateMerge, CreateOrAlter, Delete, Detach, Drop, Execute, Rename, Set, Show,
};

/// Words that are no verbs here, and the verbs that may be meant.
const OTHER_WORDS: &[(&str, &[Keyword])] = &[
    ("grant", &[Add]),
    ("give", &[Add]),
    ("assign", &[Add]),
    ("allow", &[Add]),
    ("authorize", &[Add]),
    ("insert", &[Add]),
    ("revoke", &[Drop]),
    ("unassign", &[Drop]),
    ("deny", &[Drop]),
    ("take", &[Drop]),
    ("remove", &[Drop, Delete]),
    ("erase", &[Drop, Delete]),
    ("destroy", &[Drop, Delete]),
    ("unset", &[Delete, Drop]),
    ("reset", &[Delete, Clear]),
    ("truncate", &[Clear]),
    ("empty", &[Clear]),
    ("make", &[Create]),
    ("new", &[Create]),
    ("define", &[CreateOrAlter, Create]),
    ("create-or-merge", &[CreateOrAlter, CreateMerge]),
    ("create-or-update", &[CreateOrAlter, CreateMerge]),
    ("create-or-replace", &[CreateOrAlter, CreateMerge]),
    ("create-alter", &[CreateOrAlter, CreateMerge]),
    ("alter-or-create", &[CreateOrAlter, CreateMerge]),
    ("merge-create", &[CreateMerge, CreateOrAlter]),
    ("upsert", &[CreateOrAlter, CreateMerge]),
    ("replace", &[CreateOrAlter, Set]),
    ("update", &[Alter, Set]),
    ("modify", &[Alter, Set]),
    ("change", &[Alter, Set]),
    ("edit", &[Alter, Set]),
    ("get", &[Show]),
    ("list", &[Show]),
    ("describe", &[Show]),
    ("display", &[Show]),
    ("print", &[Show]),
    ("read", &[Show]),
    ("unload", &[Detach]),
    ("move-to", &[Rename]),
    ("run", &[Execute]),
    ("exec", &[Execute]),
];

/// Verbs that other entities have, and those that may be meant.
const MIXED_UP: &[(Keyword, &[Keyword])] = &[
    (Delete, &[Drop]),
    (Drop, &[Delete]),
    (Clear, &[Delete]),
    (Add, &[Alter, Create]),
    (Set, &[Alter]),
    (Create, &[CreateOrAlter, CreateMerge, Alter]),
    (CreateOrAlter, &[CreateMerge, Alter, Create]),
    (CreateMerge, &[CreateOrAlter, Create]),
    (Alter, &[CreateOrAlter, CreateMerge]),
];

/// Returns the fault of a verb that no command has.
pub(super) fn unknown(piece: &Piece<'_>) -> Option<SyntaxError> {
    let token = piece.tokens.get(1).filter(|token| matches!(token.kind, TokenKind::Word(_)))?;
    let word = token.span.of(piece.text);
    if CommandKind::is_verb(word) {
        return None;
    }
    let lower = word.to_lowercase();
    let meant = match OTHER_WORDS.iter().find(|(own, _)| *own == lower) {
        Some((_, verbs)) => meant_by(piece, *token, verbs),
        None => nearest(word, CommandKind::all_verbs()).map(dotted),
    };
    Some(SyntaxError { kind: SyntaxErrorKind::UnknownVerb { word: shortened(word), meant }, span: token.span })
}

/// Returns what is meant by a word for some verbs: the one with which the command reads farthest, or the
/// command that the words ask for.
fn meant_by(piece: &Piece<'_>, token: Token, verbs: &[Keyword]) -> Option<String> {
    let with = |verb: &Keyword| changed(piece.text, &[(token.span, verb.text())]);
    let reach = |verb: &&Keyword| with(verb).map_or(Reach::To(0), |text| beyond(reached(&text), verb.text().len()));
    // Of those that read equally far, the first.
    let verb = verbs.iter().rev().max_by_key(reach)?;
    let is_whole = with(verb).and_then(whole).is_some();
    let command = if is_whole { None } else { role_change(piece, *verb) };
    command.or_else(|| Some(dotted(verb.text())))
}

fn dotted(verb: &str) -> String {
    format!(".{verb}")
}

/// Returns the advice to write another verb, if the command is then whole.
pub(super) fn mixed_up(stop: &Stop<'_>) -> Option<String> {
    let written = stop.tokens.get(1)?;
    let word = stop.text_of(*written);
    let own = MIXED_UP.iter().find(|(own, _)| written.keyword() == Some(*own)).map(|(_, verbs)| *verbs);
    let other = OTHER_WORDS.iter().find(|(own, _)| *own == word).map(|(_, verbs)| *verbs);
    let verbs = own.or(other)?;
    let fits = |verb: &&Keyword| stop.whole_with(&[(written.span, verb.text())]).is_some();
    let instead = verbs.iter().find(fits)?;
    Some(format!("did you mean {} in place of {}?", quoted(dotted(instead.text())), quoted(dotted(word))))
}

/// Returns the advice to write the roles that other words ask for: `.add 'aaduser=…' to database D viewers`.
pub(super) fn other_order(stop: &Stop<'_>, piece: &Piece<'_>) -> Option<String> {
    let verb = stop.tokens.get(1)?.keyword()?;
    let action = if verb == Delete { Drop } else { verb };
    // What stands after the principals is no part of such a sentence.
    if stop.token()?.span.start > principals(piece).last()?.span.start {
        return None;
    }
    let meant = role_change(piece, action)?;
    Some(format!("did you mean {}?", quoted(meant)))
}
