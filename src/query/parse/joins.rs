//! `join` and `lookup`: the other side, and the columns that are compared.

use crate::query::parse::input::{PResult, Parser};
use crate::query::parse::literals::other;
use crate::query::tree::{Expr, Join, Pipeline, Placed, Scalar};
use crate::syntax::literal::Name;
use crate::table::Value;

impl<'s> Parser<'_, 's> {
    /// `join = { hint } [ "kind" "=" ( "inner" | "leftouter" | "leftanti" ) ] rows_given [ "on" condition { ","
    /// condition } ] ;`
    pub(super) fn join(&mut self) -> PResult<Join<'s>> {
        let mut join = self.other_side()?;
        if self.eat_word("on") {
            join.on = self.conditions()?;
        }
        Ok(join)
    }

    /// `lookup = [ "kind" "=" ( "leftouter" | "inner" ) ] rows_given "on" condition { "," condition } ;`
    pub(super) fn lookup(&mut self) -> PResult<Join<'s>> {
        let join = self.other_side()?;
        self.word("on")?;
        Ok(Join { on: self.conditions()?, ..join })
    }

    fn other_side(&mut self) -> PResult<Join<'s>> {
        let settings = self.settings(&["kind"])?;
        let kind = settings.into_iter().find(|(name, _)| *name == "kind").map(|(_, value)| value);
        let start = self.span();
        let value = self.expression()?;
        let source = self.source_of(value)?;
        let right = match source {
            crate::query::tree::Source::Bracketed(pipeline) => *pipeline,
            source => Pipeline { source, operators: Vec::new(), span: self.since(start) },
        };
        Ok(Join { kind, right, on: Vec::new() })
    }

    fn conditions(&mut self) -> PResult<Vec<(Name<'s>, Name<'s>)>> {
        let mut pairs = Vec::new();
        for condition in self.list(Self::expression)? {
            self.condition(condition, &mut pairs)?;
        }
        Ok(pairs)
    }

    /// `condition = reference | "$left" "." reference "==" "$right" "." reference ;`
    fn condition(&mut self, value: Expr<'s>, pairs: &mut Vec<(Name<'s>, Name<'s>)>) -> PResult<()> {
        let span = value.span;
        match value.part {
            Scalar::Name(name) => pairs.push((name.clone(), name)),
            Scalar::Call(name, both) if name.text == "and" => {
                for one in both {
                    self.condition(one, pairs)?;
                }
            }
            Scalar::Call(name, both) if name.text == "==" => match both.as_slice() {
                [left, right] => match (side("$left", left), side("$right", right)) {
                    (Some(left), Some(right)) => pairs.push((left, right)),
                    _ => match (side("$left", right), side("$right", left)) {
                        (Some(left), Some(right)) => pairs.push((left, right)),
                        _ => return self.no_condition(span),
                    },
                },
                _ => return self.no_condition(span),
            },
            _ => return self.no_condition(span),
        }
        Ok(())
    }

    fn no_condition(&mut self, span: crate::text::Span) -> PResult<()> {
        let help = "write `on a`, or `on $left.a == $right.b`";
        self.fail(other("a join compares columns of the left with columns of the right", help), span)
    }
}

/// Returns the column of this side: `$left.a`, `$left['a']`.
fn side<'s>(word: &str, value: &Expr<'s>) -> Option<Name<'s>> {
    let is_side = |side: &Expr<'_>| matches!(&side.part, Scalar::Name(name) if name.text == word);
    match &value.part {
        Scalar::Member(of, name) if is_side(of) => Some(name.clone()),
        Scalar::Index(of, index) if is_side(of) => match index.as_ref() {
            Placed { part: Scalar::Literal(_, Value::Text(text)), span } => {
                Some(Name { text: text.as_ref().to_owned().into(), span: *span })
            }
            _ => None,
        },
        _ => None,
    }
}
