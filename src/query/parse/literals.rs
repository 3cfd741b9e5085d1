//! Literals of all types (`kusto/query/scalar-data-types/`).

use std::borrow::Cow;

use serde_json::Value as Json;

use crate::model::moment;
use crate::model::timespan::TimeSpan;
use crate::query::error::QueryErrorKind;
use crate::query::parse::input::{Expectation, PResult, Parser};
use crate::query::parse::names::is_bool;
use crate::query::tree::{Expr, Placed, Scalar};
use crate::query::value::{self, dynamic, json};
use crate::query::words;
use crate::syntax::literal::{Name, decoded};
use crate::syntax::{TokenKind, query_tokens};
use crate::table::{ColumnType, Value};
use crate::text::Span;

/// The word that stands for no value in the brackets of a literal.
const NULL: &str = "null";

const A_LITERAL: &str = "a literal";

impl<'s> Parser<'_, 's> {
    /// `literal = strings | bool | number | typed_literal | dynamic | type_literal ;`
    pub(super) fn literal(&mut self) -> PResult<Expr<'s>> {
        let start = self.span();
        let Some(token) = self.first() else { return self.miss(Expectation::Described(A_LITERAL)) };
        match token.kind {
            TokenKind::Text(..) => {
                let text = self.strings()?;
                Ok(literal(ColumnType::String, Value::from(text.part.as_ref()), text.span))
            }
            TokenKind::Number => self.number(""),
            TokenKind::Word(_) if is_bool(self.text_of(token)) => {
                self.skip(1);
                Ok(literal(ColumnType::Bool, Value::Bool(self.text_of(token).eq_ignore_ascii_case("true")), start))
            }
            TokenKind::Word(_) if self.is_mark(1, "(") => match self.text_of(token) {
                "dynamic" => self.dynamic(),
                words::TYPE_OF => self.type_literal(),
                word => match ColumnType::of(word).filter(|kind| *kind != ColumnType::String && self.is_joined(1)) {
                    Some(kind) => self.typed_literal(kind),
                    None => self.miss(Expectation::Described(A_LITERAL)),
                },
            },
            _ => self.miss(Expectation::Described(A_LITERAL)),
        }
    }

    /// `signed_literal = signed_number | strings | bool | typed_literal | dynamic ;` as tables have them.
    pub(super) fn signed_literal(&mut self) -> PResult<Expr<'s>> {
        let sign = ["-", "+"].into_iter().find(|sign| self.is_mark(0, sign));
        let is_number = self.peek(1).is_some_and(|token| token.kind == TokenKind::Number);
        match sign.filter(|_| is_number && self.is_joined(1)) {
            Some(sign) => {
                let start = self.span();
                self.skip(1);
                let number = self.number(sign)?;
                Ok(Placed { span: start.to(number.span), ..number })
            }
            None => self.literal(),
        }
    }

    /// `number = long | hexadecimal | real | exponential | duration ;` after a sign, which may be empty.
    pub(super) fn number(&mut self, sign: &'static str) -> PResult<Expr<'s>> {
        let Some(token) = self.first().filter(|token| token.kind == TokenKind::Number) else {
            return self.miss(Expectation::Described("a number"));
        };
        let text = self.text_of(token);
        let minus = if sign == "-" { sign } else { "" };
        let kind = if text.bytes().all(|byte| byte.is_ascii_digit()) || text.starts_with("0x") || text.starts_with("0X")
        {
            ColumnType::Long
        } else if text.ends_with(|last: char| last.is_ascii_alphabetic()) {
            ColumnType::TimeSpan
        } else {
            ColumnType::Real
        };
        let Some(value) = value_of(kind, &format!("{minus}{text}")) else {
            return self.fail(QueryErrorKind::Literal { text: text.to_owned(), kind }, token.span);
        };
        self.skip(1);
        Ok(literal(kind, value, token.span))
    }

    /// `strings = string { string } ;` strings side by side are one.
    pub(super) fn strings(&mut self) -> PResult<Placed<Cow<'s, str>>> {
        let start = self.span();
        let mut whole = self.string()?;
        while self.is_string(0) {
            let next = self.string()?;
            whole = Cow::Owned(whole.into_owned() + &next);
        }
        Ok(Placed { part: whole, span: self.since(start) })
    }

    fn string(&mut self) -> PResult<Cow<'s, str>> {
        let Some(token) = self.first() else { return self.miss(Expectation::Described("a string")) };
        let TokenKind::Text(quote, obfuscated) = token.kind else {
            return self.miss(Expectation::Described("a string"));
        };
        match decoded(self.text_of(token), quote, obfuscated) {
            Ok((_, text)) => {
                self.skip(1);
                Ok(text)
            }
            Err(escape) => self.fail(QueryErrorKind::Escape, escape.moved(token.span.start as usize)),
        }
    }

    /// `typed_literal = type "(" ? text ? ")" ;` nothing stands between the type and the bracket.
    fn typed_literal(&mut self, kind: ColumnType) -> PResult<Expr<'s>> {
        let start = self.span();
        self.skip(1);
        let text = self.text_in_brackets()?;
        let span = self.since(start);
        if kind == ColumnType::DateTime && text.part.is_empty() {
            // `datetime()` is the current time (`scalar-data-types/datetime.md`).
            let now = Name { text: Cow::Borrowed("now"), span };
            return Ok(Placed { part: Scalar::Call(now, Vec::new()), span });
        }
        match value_of(kind, text.part) {
            Some(value) => Ok(literal(kind, value, span)),
            None => self.fail(QueryErrorKind::Literal { text: text.part.to_owned(), kind }, text.span),
        }
    }

    /// Takes a bracket and all up to the next one that closes.
    fn text_in_brackets(&mut self) -> PResult<Placed<&'s str>> {
        let open = self.span();
        self.mark("(")?;
        while self.first().is_some() && !self.is_mark(0, ")") {
            self.skip(1);
        }
        let inside = Span::new(open.end, self.span().start);
        self.close(")", open)?;
        Ok(Placed { part: inside.of(self.text).trim(), span: inside })
    }

    /// `type_literal = "typeof" "(" scalar_type ")" ;` a call of `typeof` with the type as a name.
    pub(super) fn type_literal(&mut self) -> PResult<Expr<'s>> {
        let (start, kind) = (self.span(), self.type_of()?);
        let span = self.since(start);
        let name = |text: &'static str| Name { text: Cow::Borrowed(text), span };
        let kind = Placed { part: Scalar::Name(name(kind.name())), span };
        Ok(Placed { part: Scalar::Call(name(words::TYPE_OF), vec![kind]), span })
    }

    /// Returns the type in `typeof(…)`.
    pub(super) fn type_of(&mut self) -> PResult<ColumnType> {
        self.word(words::TYPE_OF)?;
        let open = self.span();
        self.mark("(")?;
        let kind = self.scalar_type()?;
        self.close(")", open)?;
        Ok(kind)
    }

    /// `scalar_type = "bool" | "datetime" | "date" | "decimal" | "dynamic" | "guid" | "int" | "long" | "real" |
    /// "double" | "string" | "timespan" | "time" ;`
    pub(super) fn scalar_type(&mut self) -> PResult<ColumnType> {
        let names = ColumnType::ALL.iter().map(|kind| kind.name()).collect();
        let Some(word) = self.word_at(0) else { return self.miss(Expectation::OneOf("a type", names)) };
        match ColumnType::of(word) {
            Some(kind) => {
                self.skip(1);
                Ok(kind)
            }
            None => self.fail(QueryErrorKind::UnknownType(word.to_owned()), self.span()),
        }
    }

    /// `dynamic = "dynamic" "(" json ")" ;`
    fn dynamic(&mut self) -> PResult<Expr<'s>> {
        let start = self.span();
        let json = self.json_in_brackets()?;
        Ok(literal(ColumnType::Dynamic, dynamic(json), self.since(start)))
    }

    fn json_in_brackets(&mut self) -> PResult<Json> {
        self.word("dynamic")?;
        let open = self.span();
        self.mark("(")?;
        let json = self.json()?;
        self.close(")", open)?;
        Ok(json)
    }

    /// `json = "null" | number | "-" number_of_json | strings | bool | typed_literal | dynamic | "[" [ json { "," json
    /// } ] "]" | "{" [ pair { "," pair } ] "}" ;` Literals of other types are texts in it, as they are printed.
    fn json(&mut self) -> PResult<Json> {
        let open = self.span();
        if self.is_mark(0, "[") {
            return self.nested(|parser| {
                parser.skip(1);
                let all = if parser.is_mark(0, "]") { Vec::new() } else { parser.list(Self::json)? };
                parser.close("]", open)?;
                Ok(Json::Array(all))
            });
        }
        if self.is_mark(0, "{") {
            return self.nested(|parser| {
                parser.skip(1);
                let pairs = if parser.is_mark(0, "}") { Vec::new() } else { parser.list(Self::pair)? };
                parser.close("}", open)?;
                Ok(Json::Object(pairs.into_iter().collect()))
            });
        }
        match self.word_at(0) {
            Some("dynamic") => return self.nested(Self::json_in_brackets),
            Some(NULL) => {
                self.skip(1);
                return Ok(Json::Null);
            }
            _ => {}
        }
        let minus = self.is_mark(0, "-");
        if minus {
            self.skip(1);
        }
        let read = if minus { self.number("-")? } else { self.literal()? };
        match read.part {
            Scalar::Literal(_, value) => Ok(json(&value)),
            _ => self.fail(other("this is no value of JSON", "write a literal"), read.span),
        }
    }

    /// `pair = string ":" json ;`
    fn pair(&mut self) -> PResult<(String, Json)> {
        let name = self.string()?.into_owned();
        self.mark(":")?;
        Ok((name, self.json()?))
    }
}

/// Reads all of a text as a literal of a type, or as what may stand in the brackets of one; a string also without quotes.
pub(super) fn value(text: &str, kind: ColumnType) -> Option<Value> {
    let tokens = query_tokens(text);
    let mut parser = Parser::new(text, &tokens);
    if let Ok(Placed { part: Scalar::Literal(found, value), .. }) = parser.signed_literal()
        && found == kind
        && parser.first().is_none()
    {
        return Some(value);
    }
    match kind {
        ColumnType::String => Some(Value::from(text)),
        ColumnType::Dynamic => {
            let mut parser = Parser::new(text, &tokens);
            parser.json().ok().filter(|_| parser.first().is_none()).map(dynamic)
        }
        kind => value_of(kind, text.trim()),
    }
}

/// Returns an expression that is a literal.
const fn literal<'s>(kind: ColumnType, value: Value, span: Span) -> Expr<'s> {
    Placed { part: Scalar::Literal(kind, value), span }
}

/// Returns a fault that is described here.
pub(super) fn other(message: &str, help: &str) -> QueryErrorKind {
    QueryErrorKind::Other { message: message.to_owned(), help: help.to_owned() }
}

/// Returns the value that the text in the brackets of a literal stands for.
fn value_of(kind: ColumnType, text: &str) -> Option<Value> {
    if text == NULL {
        return Some(Value::Null);
    }
    match kind {
        ColumnType::Bool => match text.to_ascii_lowercase().as_str() {
            "true" | "1" => Some(Value::Bool(true)),
            "false" | "0" => Some(Value::Bool(false)),
            _ => None,
        },
        ColumnType::Int => i32::try_from(whole(text)?).ok().map(|number| Value::Long(number.into())),
        ColumnType::Long => whole(text).map(Value::Long),
        ColumnType::Real | ColumnType::Decimal => real(text).map(Value::Real),
        ColumnType::DateTime => moment::parse_any(unquoted(text)).map(Value::DateTime),
        ColumnType::TimeSpan => time(unquoted(text)).map(Value::from),
        ColumnType::Guid => value::guid(unquoted(text)),
        ColumnType::String | ColumnType::Dynamic => None,
    }
}

/// Returns the text without the quotes around it.
fn unquoted(text: &str) -> &str {
    let without = |mark| text.strip_prefix(mark).and_then(|text| text.strip_suffix(mark));
    without('"').or_else(|| without('\'')).unwrap_or(text).trim()
}

/// Reads a whole number, decimal or hexadecimal.
fn whole(text: &str) -> Option<i64> {
    let (minus, digits) = text.strip_prefix('-').map_or((false, text), |digits| (true, digits));
    let hexadecimal = digits.strip_prefix("0x").or_else(|| digits.strip_prefix("0X"));
    match hexadecimal {
        // All 64 bits may be given: `0xFFFFFFFFFFFFFFFF` is -1.
        Some(digits) => {
            u64::from_str_radix(digits, 16).ok().map(|bits| if minus { -(bits as i64) } else { bits as i64 })
        }
        None => text.parse().ok(),
    }
}

/// Reads a floating number, `nan` and `inf` too.
fn real(text: &str) -> Option<f64> {
    let is_word = text.trim_start_matches(['+', '-']).starts_with(|first: char| first.is_ascii_alphabetic());
    let known = ["nan", "inf"].iter().any(|word| text.trim_start_matches(['+', '-']).eq_ignore_ascii_case(word));
    if is_word && !known { None } else { text.parse().ok() }
}

/// Reads a length of time: with a unit, as a clock, or a number of days.
fn time(text: &str) -> Option<TimeSpan> {
    let (sign, length) = text.strip_prefix('-').map_or((1, text), |length| (-1, length.trim_start()));
    let length: String = length.split_whitespace().collect();
    let read = TimeSpan::parse(&length).or_else(|| TimeSpan::parse_json(&length))?;
    Some(TimeSpan { ticks: read.ticks.checked_mul(sign)? })
}
