//! Settings of operators: `kind = inner`, `hint.strategy = shuffle`.

use std::borrow::Cow;

use crate::model::keyword::Keyword;
use crate::query::parse::input::{Expectation, PResult, Parser};
use crate::syntax::literal::Name;
use crate::table::ColumnType;

/// The hints of operators (`QueryOperatorParameters` of the official parser): how a query is run, which has no meaning
/// here.
#[rustfmt::skip]
const HINTS: &[&str] = &[
    "concurrency", "distribution", Keyword::Materialized.text(), "num_partitions", "pass_filters", "pass_filters_column",
    "progressive_top", "remote", "shufflekey", "spread", "strategy",
];

impl<'s> Parser<'_, 's> {
    /// `setting = ( ? name of a setting ? | "hint" "." word ) "=" setting_value ;` those of this operator, and hints.
    pub(super) fn settings(&mut self, known: &'static [&'static str]) -> PResult<Vec<(&'s str, Name<'s>)>> {
        let mut settings = Vec::new();
        while let Some(word) = self.word_at(0) {
            let is_known = self.word_at(2).is_some_and(|hint| HINTS.contains(&hint));
            let is_hint = word == "hint" && self.is_mark(1, ".") && is_known && self.is_mark(3, "=");
            if is_hint {
                self.skip(4);
            } else if known.contains(&word) && self.is_mark(1, "=") {
                self.skip(2);
            } else {
                break;
            }
            settings.push((word, self.setting_value()?));
        }
        if !known.is_empty() {
            self.note(Expectation::OneOf("a setting", known.to_vec()));
        }
        Ok(settings)
    }

    /// `setting_value = signed_literal | reference ;`
    fn setting_value(&mut self) -> PResult<Name<'s>> {
        let span = self.span();
        // `datetime(2026-01-31)` is a value, and `inner (T)` a word and what follows it.
        let is_typed = self.word_at(0).is_some_and(|word| ColumnType::of(word).is_some());
        let is_dynamic = self.word_at(0) == Some(ColumnType::Dynamic.name());
        let is_call = self.is_mark(1, "(") && (is_dynamic || is_typed && self.is_joined(1));
        if let Some(word) = self.word_at(0).filter(|_| !is_call) {
            self.skip(1);
            return Ok(Name { text: Cow::Borrowed(word), span });
        }
        if self.is_name_in_brackets(0) {
            return self.reference("a name");
        }
        if self.is_string(0) {
            let text = self.strings()?;
            return Ok(Name { text: text.part, span: text.span });
        }
        let literal = self.signed_literal()?;
        Ok(Name { text: Cow::Borrowed(literal.span.of(self.text)), span: literal.span })
    }

    /// `with_settings = "(" [ "," ] [ with_property { "," with_property } ] ")" ;`
    pub(super) fn with_settings(&mut self) -> PResult<()> {
        let open = self.span();
        self.mark("(")?;
        self.eat_mark(",");
        if !self.is_at_end() {
            self.list(Self::with_property)?;
        }
        self.close(")", open)
    }

    /// `with_property = ( "title" | "xtitle" | "ytitle" ) "=" strings | ( "ycolumns" | "series" ) "=" reference { ","
    /// reference } | "accumulate" "=" bool ;` a property may take a list of columns.
    fn with_property(&mut self) -> PResult<()> {
        self.given_name("the name of a property")?;
        self.mark("=")?;
        self.setting_value()?;
        let is_column = |parser: &Self| {
            let length = parser.given_name_length(1);
            parser.is_mark(0, ",") && length.is_some_and(|length| !parser.is_mark(1 + length, "="))
        };
        while is_column(self) {
            self.skip(1);
            self.given_name("the name of a column")?;
        }
        Ok(())
    }
}
