//! Columns as other languages write them: their types, `x int`, `int x`, `not null`.

use crate::syntax::parser::explain_error::stop::Stop;
use crate::syntax::parser::input::Expectation;
use crate::syntax::token::TokenKind;
use crate::table::ColumnType;
use crate::text::quoted;

/// The types, each with the words for it in SQL, .NET, Spark and JSON.
const OTHER_TYPES: &[(ColumnType, &str)] = &[
    (ColumnType::String, "varchar nvarchar char nchar text ntext str xml binary varbinary blob"),
    (ColumnType::Int, "integer smallint tinyint int16 short byte"),
    (ColumnType::Long, "bigint uint32"),
    (ColumnType::Real, "float float32 float64 single number"),
    (ColumnType::Decimal, "numeric money"),
    (ColumnType::Bool, "bit"),
    (ColumnType::DateTime, "timestamp datetime2 datetimeoffset smalldatetime"),
    (ColumnType::TimeSpan, "interval"),
    (ColumnType::Guid, "uniqueidentifier"),
    (ColumnType::Dynamic, "json jsonb object array map struct variant"),
];

/// What other languages say of a column after its type.
const RESTRICTIONS: &str = "not null primary key default unique identity references check collate comment";

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
        let is_said = RESTRICTIONS.split(' ').any(|own| own.eq_ignore_ascii_case(word));
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
    let is_other = |words: &str| words.split(' ').any(|word| word == lower);
    let other = || OTHER_TYPES.iter().find(|(_, words)| is_other(words)).map(|(kind, _)| *kind);
    ColumnType::of(&lower).or_else(other)
}
