//! Verbs that people write in place of others.

use crate::model::command_kind::CommandKind;
use crate::model::directive_kind::DirectiveKind;
use crate::model::keyword::Keyword;
use crate::syntax::error::{Slip, SyntaxError, SyntaxErrorKind};
use crate::syntax::parser::explain_error::sentence::{principals, role_change};
use crate::syntax::parser::explain_error::stop::{Reach, Stop, beyond, changed, reached, short, whole};
use crate::syntax::splitter::Piece;
use crate::syntax::token::{Token, TokenKind};
use crate::text::{Span, nearest, quoted, shortened};

use Keyword::{
    Add, Alter, AlterMerge, Clear, Create, CreateMerge, CreateOrAlter, Delete, Detach, Drop, Execute, Ingest, Rename,
    Set, Show,
};

/// Words that are no verbs here, and the verbs that may be meant.
const OTHER_WORDS: &[(&str, &[Keyword])] = &[
    ("grant", &[Add]),
    ("give", &[Add]),
    ("assign", &[Add]),
    ("allow", &[Add]),
    ("authorize", &[Add]),
    ("insert", &[Add, Ingest]),
    ("load", &[Ingest]),
    ("copy", &[Ingest]),
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
    ("alter-or-merge", &[AlterMerge]),
    ("desc", &[Show]),
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

/// Words for verbs that bring data in, which may be meant too.
const OTHER_DATA_WORDS: &[(&str, &str)] = &[
    ("set-or-merge", "set-or-append"),
    ("set-append", "set-or-append"),
    ("append-or-set", "set-or-append"),
    ("upsert", "set-or-append"),
    ("set-replace", "set-or-replace"),
    ("overwrite", "set-or-replace"),
    ("insert", "append"),
];

/// Words that begin queries.
const QUERIES: &[&str] = &["select", "let", "declare", "union", "search", "find", "evaluate", "with"];

/// Verbs that other entities have, and those that may be meant.
const MIXED_UP: &[(Keyword, &[Keyword])] = &[
    (Delete, &[Drop]),
    (Drop, &[Delete]),
    (Clear, &[Delete]),
    (Add, &[Alter, Create]),
    (Set, &[Alter]),
    (Create, &[CreateOrAlter, CreateMerge, Alter, Set]),
    (CreateOrAlter, &[CreateMerge, Alter, Create]),
    (CreateMerge, &[CreateOrAlter, Create]),
    (Alter, &[CreateOrAlter, CreateMerge, Add]),
];

/// A verb that may be meant, and the one that does the same in place of what is there.
const REPLACING: (Keyword, Keyword) = (Add, Set);

/// Returns the fault of a verb that no command has.
pub(super) fn unknown(piece: &Piece<'_>) -> Option<SyntaxError> {
    let token = piece.tokens.get(1).filter(|token| matches!(token.kind, TokenKind::Word(_)))?;
    let word = token.span.of(piece.text);
    if CommandKind::is_verb(word) {
        return None;
    }
    let lower = word.to_lowercase();
    if QUERIES.contains(&lower.as_str()) {
        return Some(SyntaxError { kind: SyntaxErrorKind::Slip(Slip::Query(lower)), span: token.span });
    }
    let verbs = other_verbs(&lower);
    let meant = directive(piece, *token).or_else(|| match verbs.is_empty() {
        true => nearest(word, CommandKind::all_verbs()).map(dotted).or_else(|| shown(piece, *token)),
        false => meant_by(piece, *token, &verbs),
    });
    Some(SyntaxError { kind: SyntaxErrorKind::UnknownVerb { word: shortened(word), meant }, span: token.span })
}

/// Returns the verbs that may be meant by a word.
fn other_verbs(word: &str) -> Vec<&'static str> {
    let entities = OTHER_WORDS.iter().filter(|(own, _)| *own == word).flat_map(|(_, verbs)| *verbs);
    let data = OTHER_DATA_WORDS.iter().filter(|(own, _)| *own == word).map(|(_, verb)| *verb);
    entities.map(|verb| verb.text()).chain(data).collect()
}

/// Returns the directive that a word of other programs asks for, with the database that follows: `use D`.
pub(super) fn directive(piece: &Piece<'_>, token: Token) -> Option<String> {
    let kind = DirectiveKind::called_elsewhere(token.span.of(piece.text))?;
    let words: Vec<&Token> = piece.tokens.iter().skip_while(|other| other.span.start <= token.span.start).collect();
    let name = words.last().filter(|last| matches!(last.kind, TokenKind::Word(_)) && words.len() <= 2);
    let name = name.filter(|_| kind == DirectiveKind::DbContext);
    let name = name.map_or_else(String::new, |name| format!(" {}", name.span.of(piece.text)));
    Some(format!("#{}{name}", kind.word()))
}

/// Returns the command with `.show` before the word that stands in place of a verb, if that is one: `.tables`.
fn shown(piece: &Piece<'_>, token: Token) -> Option<String> {
    let dot = piece.tokens.first()?.span;
    let before = Span::new(dot.start, token.span.start);
    short(whole(changed(piece.text, &[(before, &format!(".{Show} "))])?)?)
}

/// Returns what is meant by a word for some verbs: the one with which the command reads farthest, or the
/// command that the words ask for.
fn meant_by(piece: &Piece<'_>, token: Token, verbs: &[&str]) -> Option<String> {
    let with = |verb: &str| changed(piece.text, &[(token.span, verb)]);
    let reach = |verb: &&&str| with(verb).map_or(Reach::To(0), |text| beyond(reached(&text), verb.len()));
    // Of those that read equally far, the first.
    let verb = verbs.iter().rev().max_by_key(reach)?;
    let is_whole = with(verb).and_then(whole).is_some();
    let command = if is_whole { None } else { Keyword::of(verb).and_then(|verb| role_change(piece, verb)) };
    command.or_else(|| Some(dotted(verb)))
}

fn dotted(verb: &str) -> String {
    format!(".{verb}")
}

/// Returns the advice to write another verb, if the command is then whole; or, where no command with the written one
/// has the word after it, is read beyond that word.
pub(super) fn mixed_up(stop: &Stop<'_>) -> Option<String> {
    let written = stop.tokens.get(1)?;
    let word = stop.text_of(*written);
    let own = MIXED_UP.iter().filter(|(own, _)| written.keyword() == Some(*own)).flat_map(|(_, verbs)| *verbs);
    let verbs = own.map(|verb| verb.text()).chain(other_verbs(word));
    let verbs: Vec<&str> = verbs.collect();
    let whole = verbs.iter().find(|verb| stop.whole_with(&[(written.span, verb)]).is_some());
    // A name is read after many verbs.
    let is_word = |token: &Token| stop.at == 2 && CommandKind::holding(stop.text_of(*token)).next().is_some();
    let after = stop.token().filter(is_word).map(|after| beyond(Reach::To(after.span.end as usize), word.len()));
    let reads = |verb: &&&str| {
        let text = changed(stop.text, &[(written.span, verb)]);
        text.is_some_and(|text| after.is_some_and(|after| beyond(reached(&text), verb.len()) > after))
    };
    let instead = dotted(whole.or_else(|| verbs.iter().find(reads))?);
    let (adding, replacing) = REPLACING;
    let instead = match written.keyword() == Some(Alter) && instead == dotted(adding.text()) {
        true => format!("{} or {}", quoted(instead), quoted(dotted(replacing.text()))),
        false => quoted(instead),
    };
    Some(format!("did you mean {instead} in place of {}?", quoted(dotted(word))))
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
