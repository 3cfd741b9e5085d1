//! Expressions, from the weakest operation to the strongest.

use std::borrow::Cow;

use crate::query::parse::input::{Expectation, PResult, Parser};
use crate::query::parse::literals::other;
use crate::query::parse::names::is_bool;
use crate::query::parse::operations::{self, Beside, Operation, Right};
use crate::query::tree::{Expr, Named, Placed, Scalar};
use crate::query::words;
use crate::syntax::TokenKind;
use crate::syntax::literal::Name;
use crate::table::ColumnType;

/// What an expression is called where it is missing.
pub(super) const A_VALUE: &str = "a value";

impl<'s> Parser<'_, 's> {
    /// `expression = conjunction { "or" conjunction } ;`
    pub(super) fn expression(&mut self) -> PResult<Expr<'s>> {
        let outside = std::mem::take(&mut self.takes_patterns);
        let value = self.nested(|parser| parser.operations(0));
        self.takes_patterns = outside;
        value
    }

    /// Reads the operations of a level and of those that bind stronger: one function for all of them, so that the
    /// stack holds few frames for each bracket.
    fn operations(&mut self, least: usize) -> PResult<Expr<'s>> {
        let (mut left, mut height) = self.measured(Self::unary)?;
        let mut most = usize::MAX;
        while let Some((Operation { level, beside, right, .. }, name)) = self.operation_between(least, most) {
            let (operands, other) = match right {
                Right::Value => self.operands(left, &name, level, beside)?,
                Right::List => self.with_list(left)?,
                Right::Range => self.with_couple(left)?,
            };
            height = height.max(other);
            if beside == Beside::Joined {
                height += levels(operands.len());
                let span = self.since(operands.first().map_or(name.span, |first| first.span));
                self.grown(height, span)?;
                left = balanced(&name, operands);
            } else {
                height += 1;
                left = self.operation(name, operands, height)?;
            }
            // What stands once is followed by what binds weaker.
            most = if beside == Beside::Once { level.saturating_sub(1) } else { level };
        }
        Ok(left)
    }

    /// Reads what is on the right of an operation; where it does not matter what is joined first, all that follows.
    fn operands(
        &mut self,
        left: Expr<'s>,
        name: &Name<'s>,
        level: usize,
        beside: Beside,
    ) -> PResult<(Vec<Expr<'s>>, usize)> {
        let (right, mut height) = self.measured(|parser| parser.operations(level + 1))?;
        let mut all = vec![left, right];
        while beside == Beside::Joined && self.word_at(0) == Some(&name.text) {
            self.skip(1);
            let (next, other) = self.measured(|parser| parser.operations(level + 1))?;
            all.push(next);
            height = height.max(other);
        }
        Ok((all, height))
    }

    fn with_list(&mut self, left: Expr<'s>) -> PResult<(Vec<Expr<'s>>, usize)> {
        let (mut all, height) = self.measured(Self::in_list)?;
        all.insert(0, left);
        Ok((all, height))
    }

    fn with_couple(&mut self, left: Expr<'s>) -> PResult<(Vec<Expr<'s>>, usize)> {
        let ([first, last], height) = self.measured(Self::couple)?;
        Ok((vec![left, first, last], height))
    }

    /// `unary = [ "-" | "+" ] postfix ;`
    fn unary(&mut self) -> PResult<Expr<'s>> {
        let sign = ["-", "+"].into_iter().find(|sign| self.is_mark(0, sign));
        match sign {
            Some(sign) => self.signed(sign),
            None => self.postfix(),
        }
    }

    fn signed(&mut self, sign: &'static str) -> PResult<Expr<'s>> {
        let span = self.span();
        self.skip(1);
        let is_number = self.first().is_some_and(|token| token.kind == TokenKind::Number);
        if is_number && !self.is_mark(1, ".") && !self.is_mark(1, "[") {
            let number = self.number(sign)?;
            return Ok(Placed { span: span.to(number.span), ..number });
        }
        let (value, height) = self.measured(Self::postfix)?;
        if sign == "+" {
            return Ok(Placed { span: span.to(value.span), ..value });
        }
        self.operation(Name { text: Cow::Borrowed(sign), span }, vec![value], height + 1)
    }

    /// `postfix = primary { "." member | "[" expression "]" } ;`
    pub(super) fn postfix(&mut self) -> PResult<Expr<'s>> {
        let (mut value, mut height) = self.measured(Self::primary)?;
        loop {
            if self.is_mark(0, ".") {
                self.skip(1);
                let (next, other) = self.measured(|parser| parser.member(value))?;
                value = next;
                height = height.max(other) + 1;
            } else if self.is_mark(0, "[") {
                let (index, other) = self.measured(Self::index)?;
                let span = self.since(value.span);
                value = Placed { part: Scalar::Index(Box::new(value), Box::new(index)), span };
                height = height.max(other) + 1;
            } else {
                return Ok(value);
            }
            self.grown(height, value.span)?;
        }
    }

    /// `member = reference ;`
    fn member(&mut self, value: Expr<'s>) -> PResult<Expr<'s>> {
        if let Some(rows) = self.entity_path(&value)? {
            return Ok(rows);
        }
        let name = self.reference("a name")?;
        let span = self.since(value.span);
        if self.is_mark(0, "(") {
            let help = "a function is called by itself: `f(a)`, and not `a.f()`";
            return self.fail(other("a value has no functions", help), name.span);
        }
        Ok(Placed { part: Scalar::Member(Box::new(value), name), span })
    }

    fn index(&mut self) -> PResult<Expr<'s>> {
        let open = self.span();
        self.mark("[")?;
        let index = self.expression()?;
        self.close("]", open)?;
        Ok(index)
    }

    /// `primary = literal | reference | call | entity_of_query | bracketed | scalar_of_rows | datatable ;`
    fn primary(&mut self) -> PResult<Expr<'s>> {
        if self.is_literal() {
            return self.literal();
        }
        if self.is_mark(0, "(") {
            return self.bracketed();
        }
        let word = self.word_at(0).unwrap_or_default();
        if matches!(word, "datatable" | "externaldata" | "external_data") {
            return self.table_as_value();
        }
        let is_call = self.is_mark(1, "(");
        if is_call && matches!(word, words::TO_SCALAR | words::MATERIALIZE) {
            return self.scalar_of_rows();
        }
        let name = self.reference(A_VALUE)?;
        if !self.is_mark(0, "(") {
            let span = name.span;
            return Ok(Placed { part: Scalar::Name(name), span });
        }
        let (arguments, height) = self.measured(Self::arguments)?;
        let span = self.since(name.span);
        self.grown(height + 1, span)?;
        Ok(Placed { part: Scalar::Call(name, arguments), span })
    }

    /// Returns whether a literal begins here.
    fn is_literal(&self) -> bool {
        match self.first().map(|token| token.kind) {
            Some(TokenKind::Text(..) | TokenKind::Number) => true,
            Some(TokenKind::Word(_)) => {
                let word = self.word_at(0).unwrap_or_default();
                let is_typed = || ColumnType::of(word).is_some_and(|kind| kind != ColumnType::String);
                is_bool(word) || self.is_mark(1, "(") && (word == words::TYPE_OF || is_typed())
            }
            _ => false,
        }
    }

    /// `bracketed = "(" rows_or_value ")" ;`
    fn bracketed(&mut self) -> PResult<Expr<'s>> {
        let open = self.span();
        self.mark("(")?;
        let value = self.rows_or_value()?;
        self.close(")", open)?;
        Ok(Placed { span: self.since(open), ..value })
    }

    /// `scalar_of_rows = "toscalar" "(" rows_or_value ")" ;`
    fn scalar_of_rows(&mut self) -> PResult<Expr<'s>> {
        let name = Name { text: Cow::Borrowed(self.word_at(0).unwrap_or_default()), span: self.span() };
        self.skip(1);
        let (value, height) = self.measured(Self::bracketed)?;
        self.operation(name, vec![value], height + 1).map(|call| Placed { span: call.span, ..call })
    }

    /// `arguments = "(" [ argument { "," argument } ] ")" ;`
    pub(super) fn arguments(&mut self) -> PResult<Vec<Expr<'s>>> {
        let open = self.span();
        self.mark("(")?;
        if self.is_mark(0, ")") {
            self.skip(1);
            return Ok(Vec::new());
        }
        let all = self.list(Self::argument)?;
        self.close(")", open)?;
        Ok(all)
    }

    /// `argument = "*" | [ given_name "=" ] expression ;`
    fn argument(&mut self) -> PResult<Expr<'s>> {
        let span = self.span();
        if self.is_mark(0, "*") && (self.is_mark(1, ")") || self.is_mark(1, ",")) {
            self.skip(1);
            return Ok(Placed { part: Scalar::Star, span });
        }
        let (Named { mut names, value }, height) = self.measured(Self::named)?;
        match names.pop() {
            None => Ok(value),
            Some(name) if names.is_empty() => {
                let span = self.since(span);
                self.grown(height + 1, span)?;
                Ok(Placed { part: Scalar::Named(name, Box::new(value)), span })
            }
            Some(_) => self.fail(other("an argument has one name", "give it one name"), span),
        }
    }

    /// `named = [ ( given_name | "(" given_name { "," given_name } ")" ) "=" ] expression ;`
    pub(super) fn named(&mut self) -> PResult<Named<'s>> {
        let mut names = Vec::new();
        if self.given_name_length(0).is_some_and(|length| self.is_mark(length, "=")) {
            names.push(self.given_name("a name")?);
        } else if self.is_list_of_names() {
            self.skip(1);
            names = self.list(|parser| parser.given_name("a name"))?;
            self.mark(")")?;
        }
        if !names.is_empty() {
            self.mark("=")?;
        }
        Ok(Named { names, value: self.expression()? })
    }

    /// Returns whether `(a, b) =` stands here.
    fn is_list_of_names(&self) -> bool {
        let mut at = 0;
        let opens = self.is_mark(0, "(");
        while opens && (at == 0 || self.is_mark(at, ",")) {
            match self.given_name_length(at + 1) {
                Some(length) => at += 1 + length,
                None => return false,
            }
        }
        opens && self.is_mark(at, ")") && self.is_mark(at + 1, "=")
    }

    /// `in_list = "(" ( rows_with_pipe | expression { "," expression } ) ")" ;`
    fn in_list(&mut self) -> PResult<Vec<Expr<'s>>> {
        let open = self.span();
        self.mark("(")?;
        let mut all = vec![self.rows_or_value()?];
        while self.eat_mark(",") {
            all.push(self.expression()?);
        }
        self.close(")", open)?;
        Ok(all)
    }

    /// `couple = "(" expression ".." expression ")" ;`
    fn couple(&mut self) -> PResult<[Expr<'s>; 2]> {
        let open = self.span();
        self.mark("(")?;
        let first = self.expression()?;
        self.mark("..")?;
        let last = self.expression()?;
        self.close(")", open)?;
        Ok([first, last])
    }

    /// Returns the operation of this name on the operands.
    fn operation(&mut self, name: Name<'s>, operands: Vec<Expr<'s>>, height: usize) -> PResult<Expr<'s>> {
        let start = operands.first().map_or(name.span, |first| first.span.to(name.span));
        let span = self.since(start);
        self.grown(height, span)?;
        Ok(Placed { part: Scalar::Call(name, operands), span })
    }

    /// Takes an operation of these levels, if one stands here; notes them otherwise.
    fn operation_between(&mut self, least: usize, most: usize) -> Option<(Operation, Name<'s>)> {
        let here = self.operation_here().and_then(|(text, length)| Some((operations::find(&text)?, length)));
        if let Some((operation, length)) = here
            && (least..=most).contains(&operation.level)
        {
            let start = self.span();
            self.skip(length);
            return Some((operation, Name { text: Cow::Borrowed(operation.name), span: self.since(start) }));
        }
        if self.is_recording() {
            let known = operations::names_between(least, most);
            self.note(Expectation::OneOf("an operator such as `==`", known));
        }
        None
    }

    /// Returns the mark or word that stands here, with `!` and `~`, and of how many tokens it is.
    fn operation_here(&self) -> Option<(Cow<'s, str>, usize)> {
        let negated = usize::from(self.is_mark(0, "!"));
        if negated == 1 && !self.is_joined(1) {
            return None;
        }
        let Some(word) = self.word_at(negated) else {
            return self.mark_at(0).map(|(mark, length)| (Cow::Borrowed(mark), length));
        };
        if word == "matches" && self.word_at(1) == Some("regex") {
            return Some((Cow::Borrowed("matches regex"), 2));
        }
        let tilde = word == "in" && self.is_mark(negated + 1, "~") && self.is_joined(negated + 1);
        let length = negated + 1 + usize::from(tilde);
        let last = self.peek(length - 1)?;
        Some((Cow::Borrowed(self.span().to(last.span).of(self.text)), length))
    }
}

/// Returns how many levels a tree of so many leaves has at least, without the first.
const fn levels(leaves: usize) -> usize {
    (usize::BITS - leaves.saturating_sub(1).leading_zeros()) as usize
}

/// Joins the expressions by the word into a tree of the least height: hundreds of conditions are usual.
fn balanced<'s>(name: &Name<'s>, mut all: Vec<Expr<'s>>) -> Expr<'s> {
    if all.len() < 2 {
        let nothing = Placed { part: Scalar::Star, span: name.span };
        return all.pop().unwrap_or(nothing);
    }
    let right = balanced(name, all.split_off(all.len() / 2));
    let left = balanced(name, all);
    let span = left.span.to(right.span);
    Placed { part: Scalar::Call(name.clone(), vec![left, right]), span }
}
