//! Columns as other languages write them: their types, `x int`, `int x`, `not null`.

use crate::model::column_type::ColumnType;
use crate::syntax::parser::explain_error::stop::Stop;
use crate::syntax::parser::input::Expectation;
use crate::syntax::token::TokenKind;
use crate::text::quoted;

/// The words for types in SQL, .NET, Spark and JSON, and the type of Kusto that holds the same.
const OTHER_TYPES: &[(&str, ColumnType)] = &[
    ("varchar", ColumnType::String),
    ("nvarchar", ColumnType::String),
    ("char", ColumnType::String),
    ("nchar", ColumnType::String),
    ("text", ColumnType::String),
    ("ntext", ColumnType::String),
    ("str", ColumnType::String),
    ("xml", ColumnType::String),
    ("binary", ColumnType::String),
    ("varbinary", ColumnType::String),
    ("blob", ColumnType::String),
    ("integer", ColumnType::Int),
    ("smallint", ColumnType::Int),
    ("tinyint", ColumnType::Int),
    ("int16", ColumnType::Int),
    ("short", ColumnType::Int),
    ("byte", ColumnType::Int),
    ("bigint", ColumnType::Long),
    ("uint32", ColumnType::Long),
    ("float", ColumnType::Real),
    ("float32", ColumnType::Real),
    ("float64", ColumnType::Real),
    ("single", ColumnType::Real),
    ("number", ColumnType::Real),
    ("numeric", ColumnType::Decimal),
    ("money", ColumnType::Decimal),
    ("bit", ColumnType::Bool),
    ("timestamp", ColumnType::DateTime),
    ("datetime2", ColumnType::DateTime),
    ("datetimeoffset", ColumnType::DateTime),
    ("smalldatetime", ColumnType::DateTime),
    ("interval", ColumnType::TimeSpan),
    ("uniqueidentifier", ColumnType::Guid),
    ("json", ColumnType::Dynamic),
    ("jsonb", ColumnType::Dynamic),
    ("object", ColumnType::Dynamic),
    ("array", ColumnType::Dynamic),
    ("map", ColumnType::Dynamic),
    ("struct", ColumnType::Dynamic),
    ("variant", ColumnType::Dynamic),
];

/// What other languages say of a column after its type.
const RESTRICTIONS: &[&str] =
    &["not", "null", "primary", "key", "default", "unique", "identity", "references", "check", "collate", "comment"];

/// Returns the advice how the column is written.
pub(super) fn column(stop: &Stop<'_>) -> Option<String> {
    let wants = |expectation: Expectation| stop.expected.contains(&expectation);
    let token = stop.token()?;
    let word = stop.text_of(token);
    if wants(Expectation::Word(ColumnType::Guid.name())) {
        other_type(stop)
    } else if wants(Expectation::Mark(":")) {
        let (before, after) = (stop.text_of(stop.before()?), stop.peek(1).map(|token| stop.text_of(token)));
        let column = match (meant(word), meant(before), after.and_then(meant)) {
            (Some(kind), ..) => format!("{before}: {kind}"),
            (None, Some(kind), _) => format!("{word}: {kind}"),
            (None, None, Some(kind)) => format!("{before}: {kind}"),
            (None, None, None) => return None,
        };
        Some(format!("a colon stands between a column and its type: {}", quoted(column)))
    } else {
        let is_said = RESTRICTIONS.iter().any(|own| own.eq_ignore_ascii_case(word));
        let follows_type = || meant(stop.text_of(stop.before()?));
        let goes_on = wants(Expectation::Mark(",")) && is_said;
        (goes_on && follows_type().is_some()).then(|| "a column has a name and a type, and nothing else".to_owned())
    }
}

/// Returns the type that is meant by the word that does not fit, which may have a length: `varchar(50)`.
fn other_type(stop: &Stop<'_>) -> Option<String> {
    let token = stop.token()?;
    let word = stop.text_of(token);
    let rest = stop.text.get(token.span.start as usize..)?;
    let is_system = |kind: &&ColumnType| rest.starts_with(kind.system_name());
    let kind = meant(word).or_else(|| ColumnType::ALL.iter().find(is_system).copied())?;
    let length =
        stop.peek(1).filter(|next| next.is(b'(') && stop.peek(2).is_some_and(|token| token.kind == TokenKind::Number));
    Some(match length {
        Some(_) => format!("a type has no length: write {}", quoted(kind)),
        None => format!("did you mean {}?", quoted(kind)),
    })
}

/// Returns the type that a word means here or elsewhere; case does not count.
fn meant(word: &str) -> Option<ColumnType> {
    let lower = word.to_lowercase();
    let other = || OTHER_TYPES.iter().find(|(other, _)| *other == lower).map(|(_, kind)| *kind);
    ColumnType::of(&lower).or_else(other)
}
