//! What parameters must be, beyond their syntax
//! (`kusto/query/functions/user-defined-functions.md`).

use crate::diagnostic::{Diagnostic, Result};
use crate::engine::Refusal;
use crate::model::timespan::TimeSpan;
use crate::syntax::ast::functions::{Constant, Parameter, ParameterKind, Parameters};
use crate::table::ColumnType;
use crate::text::Span;

/// Checks that tables come first, then scalars without a default, then those with one; and that
/// each default fits its type.
pub(super) fn check(parameters: &Parameters<'_>) -> Result<()> {
    let mut reached = Rank::Table;
    for parameter in &parameters.list {
        let rank = Rank::of(parameter);
        if rank < reached {
            return Err(out_of_order(parameter, rank));
        }
        reached = rank;
        if let ParameterKind::Scalar(kind, Some(default)) = &parameter.kind
            && !fits(default, *kind)
        {
            let message = format!("`{default}` is no {kind}, which parameter `{}` takes", parameter.name);
            return Err(refused(message, parameter.name.span));
        }
    }
    Ok(())
}

/// The order of parameters.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Rank {
    Table,
    Scalar,
    WithDefault,
}

impl Rank {
    const fn of(parameter: &Parameter<'_>) -> Self {
        match parameter.kind {
            ParameterKind::Table(_) | ParameterKind::AnyTable => Self::Table,
            ParameterKind::Scalar(_, None) => Self::Scalar,
            ParameterKind::Scalar(_, Some(_)) => Self::WithDefault,
        }
    }
}

fn out_of_order(parameter: &Parameter<'_>, rank: Rank) -> Diagnostic {
    let name = &parameter.name;
    let message = match rank {
        Rank::Table => format!("parameter `{name}` takes a table and stands after one that takes a scalar"),
        Rank::Scalar | Rank::WithDefault => {
            format!("parameter `{name}` has no default and stands after one that has")
        }
    };
    let help = "tables come first, then scalars without a default, then those with one";
    refused(message, name.span).help(help)
}

fn refused(message: String, span: Span) -> Diagnostic {
    Refusal::BadRequest(message).at(span)
}

/// Returns whether a literal may be the default of a parameter of this type.
fn fits(constant: &Constant<'_>, kind: ColumnType) -> bool {
    use ColumnType as T;
    let among = |kinds: &[ColumnType]| kind == T::Dynamic || kinds.contains(&kind);
    match constant {
        Constant::Bool(_) => among(&[T::Bool]),
        Constant::Text(_) => among(&[T::String]),
        Constant::Number(text) if is_whole(text) => among(&[T::Int, T::Long, T::Real, T::Decimal]),
        Constant::Number(text) if TimeSpan::parse(text.trim_start_matches('-')).is_some() => among(&[T::TimeSpan]),
        Constant::Number(_) => among(&[T::Real, T::Decimal]),
        Constant::Typed(T::Int | T::Long, _) => among(&[T::Int, T::Long, T::Real, T::Decimal]),
        Constant::Typed(T::Real | T::Decimal, _) => among(&[T::Real, T::Decimal]),
        Constant::Typed(typed, _) => among(&[*typed]),
    }
}

fn is_whole(text: &str) -> bool {
    text.trim_start_matches('-').bytes().all(|byte| byte.is_ascii_digit())
}
