//! Expressions, from the weakest operation to the strongest.

use std::borrow::Cow;

use crate::query::parse::input::{Expectation, PResult, Parser};
use crate::query::parse::literals::other;
use crate::query::tree::{Expr, Named, Placed, Scalar};
use crate::syntax::TokenKind;
use crate::syntax::literal::Name;
use crate::text::Span;

/// Operators on texts that stand between two values: the words, which `!` may stand before, and marks.
const TEXT_OPERATORS: &[&str] = &[
    "=~",
    "!~",
    "has",
    "!has",
    "has_cs",
    "!has_cs",
    "hasprefix",
    "!hasprefix",
    "hasprefix_cs",
    "!hasprefix_cs",
    "hassuffix",
    "!hassuffix",
    "hassuffix_cs",
    "!hassuffix_cs",
    "contains",
    "!contains",
    "contains_cs",
    "!contains_cs",
    "startswith",
    "!startswith",
    "startswith_cs",
    "!startswith_cs",
    "endswith",
    "!endswith",
    "endswith_cs",
    "!endswith_cs",
    "matches regex",
    "like",
    "notlike",
    "likecs",
    "notlikecs",
    "notcontains",
    "containscs",
    "notcontainscs",
];

/// Operators that take a list in brackets.
const LIST_OPERATORS: &[&str] = &["in", "!in", "in~", "!in~", "has_any", "has_all"];

/// Operators that take two values in brackets with `..` between them.
const RANGE_OPERATORS: &[&str] = &["between", "!between"];

const EQUALITY: &[&str] = &["==", "!=", "<>"];
const RELATION: &[&str] = &["<", "<=", ">", ">="];
const SUM: &[&str] = &["+", "-"];
const PRODUCT: &[&str] = &["*", "/", "%"];

/// What an expression is called where it is missing.
pub(super) const A_VALUE: &str = "a value";

impl<'s> Parser<'_, 's> {
    /// `expression = conjunction { "or" conjunction } ;`
    pub(super) fn expression(&mut self) -> PResult<Expr<'s>> {
        self.nested(|parser| parser.joined("or", Self::conjunction))
    }

    /// `conjunction = comparison { "and" comparison } ;`
    fn conjunction(&mut self) -> PResult<Expr<'s>> {
        self.joined("and", Self::comparison)
    }

    /// `comparison = relation [ ( "==" | "!=" | "<>" ) relation | list_operator in_list | range_operator couple ] ;`
    fn comparison(&mut self) -> PResult<Expr<'s>> {
        let (left, height) = self.measured(Self::relation)?;
        if let Some(name) = self.operation_name(EQUALITY, "a comparison such as `==`") {
            // `<>` is the old spelling of `!=`.
            let name = if name.text == "<>" { Name { text: Cow::Borrowed("!="), ..name } } else { name };
            let (right, other) = self.measured(Self::relation)?;
            return self.operation(name, vec![left, right], height.max(other) + 1);
        }
        if let Some(name) = self.operation_name(LIST_OPERATORS, "`in`") {
            let (mut operands, other) = self.measured(Self::in_list)?;
            operands.insert(0, left);
            return self.operation(name, operands, height.max(other) + 1);
        }
        if let Some(name) = self.operation_name(RANGE_OPERATORS, "`between`") {
            let ([first, last], other) = self.measured(Self::couple)?;
            return self.operation(name, vec![left, first, last], height.max(other) + 1);
        }
        Ok(left)
    }

    /// `relation = sum [ ( "<" | "<=" | ">" | ">=" ) sum ] ;`
    fn relation(&mut self) -> PResult<Expr<'s>> {
        let (left, height) = self.measured(Self::sum)?;
        let Some(name) = self.operation_name(RELATION, "a comparison such as `==`") else { return Ok(left) };
        let (right, other) = self.measured(Self::sum)?;
        self.operation(name, vec![left, right], height.max(other) + 1)
    }

    /// `sum = product { ( "+" | "-" ) product } ;`
    fn sum(&mut self) -> PResult<Expr<'s>> {
        self.chain(SUM, Self::product)
    }

    /// `product = match { ( "*" | "/" | "%" ) match } ;`
    fn product(&mut self) -> PResult<Expr<'s>> {
        self.chain(PRODUCT, Self::text_match)
    }

    /// `text_match = unary [ text_operator unary ] ;` binds stronger than arithmetic does.
    fn text_match(&mut self) -> PResult<Expr<'s>> {
        let (left, height) = self.measured(Self::unary)?;
        let Some(name) = self.operation_name(TEXT_OPERATORS, "an operator on texts such as `has`") else {
            return Ok(left);
        };
        let (right, other) = self.measured(Self::unary)?;
        self.operation(name, vec![left, right], height.max(other) + 1)
    }

    /// `unary = [ "-" | "+" ] postfix ;`
    fn unary(&mut self) -> PResult<Expr<'s>> {
        let Some(sign) = self.operation_name(SUM, A_VALUE) else { return self.postfix() };
        let is_number = self.first().is_some_and(|token| token.kind == TokenKind::Number);
        let goes_on = self.is_mark(1, ".") || self.is_mark(1, "[");
        if is_number && !goes_on {
            let number = self.number(if sign.text == "-" { "-" } else { "+" })?;
            return Ok(Placed { span: sign.span.to(number.span), ..number });
        }
        let (value, height) = self.measured(Self::postfix)?;
        if sign.text == "+" {
            return Ok(Placed { span: sign.span.to(value.span), ..value });
        }
        let span = sign.span;
        let operation = self.operation(sign, vec![value], height + 1)?;
        Ok(Placed { span: span.to(operation.span), ..operation })
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

    /// `member = name | entity_call ;`
    fn member(&mut self, value: Expr<'s>) -> PResult<Expr<'s>> {
        if let Some(rows) = self.entity_path(&value)? {
            return Ok(rows);
        }
        let name = self.name("a name")?;
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

    /// `primary = literal | source | "(" rows_or_value ")" | scalar_of_rows | call | name ;`
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
        if is_call && matches!(word, "toscalar" | "materialize") {
            return self.scalar_of_rows();
        }
        let name = self.name(A_VALUE)?;
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
        use crate::query::parse::names::is_bool;
        use crate::table::ColumnType;
        match self.first().map(|token| token.kind) {
            Some(TokenKind::Text(..) | TokenKind::Number) => true,
            Some(TokenKind::Word(_)) => {
                let word = self.word_at(0).unwrap_or_default();
                let is_typed = || ColumnType::of(word).is_some_and(|kind| kind != ColumnType::String);
                is_bool(word) || self.is_mark(1, "(") && (word == "typeof" || is_typed())
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

    /// `scalar_of_rows = ( "toscalar" | "materialize" ) "(" rows_or_value ")" ;`
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

    /// `in_list = "(" ( rows | expression { "," expression } ) ")" ;`
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

    /// Reads parts that a word joins, as a tree that is as low as can be: hundreds of conditions are usual, and it does
    /// not matter which two are joined first.
    fn joined(&mut self, word: &'static str, read: impl Fn(&mut Self) -> PResult<Expr<'s>>) -> PResult<Expr<'s>> {
        let (first, mut height) = self.measured(&read)?;
        let (mut all, mut places) = (vec![first], Vec::new());
        loop {
            let span = self.span();
            if !self.eat_word(word) {
                break;
            }
            places.push(span);
            let (next, other) = self.measured(&read)?;
            all.push(next);
            height = height.max(other);
        }
        let levels = usize::BITS - all.len().saturating_sub(1).leading_zeros();
        let span = self.since(all.first().map_or(Span::default(), |first| first.span));
        self.grown(height + levels as usize, span)?;
        Ok(balanced(word, &places, all))
    }

    /// Reads parts with marks between them, of which the left two belong together.
    fn chain(
        &mut self,
        marks: &'static [&'static str],
        read: impl Fn(&mut Self) -> PResult<Expr<'s>>,
    ) -> PResult<Expr<'s>> {
        let (mut left, mut height) = self.measured(&read)?;
        while let Some(name) = self.operation_name(marks, "an operator such as `+`") {
            let (right, other) = self.measured(&read)?;
            height = height.max(other) + 1;
            left = self.operation(name, vec![left, right], height)?;
        }
        Ok(left)
    }

    /// Returns the operation of this name on the operands.
    fn operation(&mut self, name: Name<'s>, operands: Vec<Expr<'s>>, height: usize) -> PResult<Expr<'s>> {
        let start = operands.first().map_or(name.span, |first| first.span.to(name.span));
        let span = self.since(start);
        self.grown(height, span)?;
        Ok(Placed { part: Scalar::Call(name, operands), span })
    }

    /// Takes one of the operators, if it stands here; notes them otherwise.
    fn operation_name(&mut self, known: &'static [&'static str], what: &'static str) -> Option<Name<'s>> {
        let found = self.operator_here().filter(|(text, _)| known.contains(&text.as_ref()));
        let Some((text, length)) = found else {
            self.note(Expectation::OneOf(what, known.to_vec()));
            return None;
        };
        let start = self.span();
        self.skip(length);
        Some(Name { text, span: self.since(start) })
    }

    /// Returns the mark or word that stands here, with `!` and `~`, and of how many tokens it is.
    fn operator_here(&self) -> Option<(Cow<'s, str>, usize)> {
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

/// Joins the expressions by the word into a tree of the least height; `places` are where the word stands.
fn balanced<'s>(word: &'static str, places: &[Span], mut all: Vec<Expr<'s>>) -> Expr<'s> {
    if all.len() < 2 {
        let nothing = || Placed { part: Scalar::Star, span: Span::default() };
        return all.pop().unwrap_or_else(nothing);
    }
    let middle = all.len() / 2;
    let right = balanced(word, places.get(middle..).unwrap_or_default(), all.split_off(middle));
    let left = balanced(word, places.get(..middle - 1).unwrap_or_default(), all);
    let name = Name { text: Cow::Borrowed(word), span: places.get(middle - 1).copied().unwrap_or_default() };
    let span = left.span.to(right.span);
    Placed { part: Scalar::Call(name, vec![left, right]), span }
}
