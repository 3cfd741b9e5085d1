//! Names: bare, in brackets, with `*`; and the words that are no bare names.

use std::borrow::Cow;

use crate::model::keyword::Keyword;
use crate::query::error::QueryErrorKind;
use crate::query::parse::input::{Expectation, PResult, Parser};
use crate::syntax::literal::Name;
use crate::syntax::{Token, TokenKind};
use crate::text::Span;

/// Words that name nothing unless they stand in brackets: the official parser's keywords that can't be identifiers
/// (`SyntaxFacts`).
#[rustfmt::skip]
const RESERVED: &[&str] = &[
    "3Dchart", "__contextual_datatable", "__crossCluster", "__crossDB", "__executeAndCache", "__id", "__isFuzzy",
    "__noWithSource", "__packedColumn", "__projectAway", "__sourceColumnIndex", "accumulate", "and", "anomalychart",
    "areachart", "as", "asc", "bagexpansion", "barchart", "between", "bin_legacy", "boolean", "by", "byte",
    "cachingpolicy", "callout", "cancel", "card", "char", "columnchart", "contains", "contains_cs", "containscs",
    "cycles", "dataexport", "datascope", "datatable", "date", "datetime", "decimal", "decodeblocks", "desc", "double",
    "dynamic", "earliest", "encodingpolicy", "endswith", "endswith_cs", "expandoutput", "extent_tags_retention",
    "external_data", "externaldata", "find", "first", "flags", "float", "force_remote", "harddelete", "hardretention",
    "has", "has_all", "has_any", "has_cs", "hasprefix", "hasprefix_cs", "hassuffix", "hassuffix_cs", "hotcache", "in",
    "int", "int16", "int32", "int64", "int8", "invoke", "isfuzzy", Keyword::Journal.text(), "ladderchart", "last",
    "latest", "like", "likecs", "linechart", "long", "materialize", "mdm", "missing", "nooptimization", "notcontains",
    "notcontainscs", "notlike", "notlikecs", "of", "or", "others", Keyword::PathFormat.text(), "piechart",
    "pivotchart", "print", "project", "queries", "query_results", "real", "relaxed", "restricted_view_access",
    "row_level_security", "rowstore", "rowstore_references", "rowstore_sealinfo", "rowstorepolicy", "rowstores",
    "sample", "scatterchart", "seal", "seals", "search", "set", "shards", "simple", "softdelete", "softretention",
    "sql", "stackedareachart", "startswith", "startswith_cs", "statistics", "storedqueryresultcontainers", "string",
    "tablepurge", "time", "timechart", "timeline", "timepivot", "timespan", "title", "to", "toscalar", "totable",
    "treemap", "uint", "uint16", "uint32", "uint64", "uint8", "ulong", "union", "uniqueid", "unrestrictedviewers",
    Keyword::Verbose.text(), "viewers", "views", "where", "with_itemindex", "with_match_id", "with_step_name",
    "writeaheadlog",
];

/// Words of these that are names all the same where something gets its name (`KustoFacts.ExtendedKeywordsAsIdentifiers`).
#[rustfmt::skip]
const NAMES_THAT_ARE_GIVEN: &[&str] = &[
    "accumulate", "as", "by", "contains", "datatable", "earliest", "externaldata", "find", "has", "in", "invoke",
    "latest", "materialize", "mdm", "of", "print", "sample", "search", "set", "sql", "title", "to", "toscalar",
    "totable", Keyword::Verbose.text(), "viewers", "where",
];

impl<'s> Parser<'_, 's> {
    /// `reference = bare_word | "[" name_text "]" ;` with no word that is reserved.
    pub(super) fn reference(&mut self, what: &'static str) -> PResult<Name<'s>> {
        self.name_unless(what, is_reserved)
    }

    /// `given_name = reference | "latest" ;` the name that something gets: fewer words are reserved.
    pub(super) fn given_name(&mut self, what: &'static str) -> PResult<Name<'s>> {
        self.name_unless(what, |word| !may_be_given(word))
    }

    fn name_unless(&mut self, what: &'static str, is_reserved: fn(&str) -> bool) -> PResult<Name<'s>> {
        let span = self.span();
        if let Some(word) = self.word_at(0).filter(|word| !is_reserved(word) && !is_bool(word)) {
            self.skip(1);
            return Ok(Name { text: Cow::Borrowed(word), span });
        }
        if !self.is_name_in_brackets(0) {
            return self.miss(Expectation::Described(what));
        }
        self.skip(1);
        let text = self.strings()?;
        self.mark("]")?;
        let span = self.since(span);
        if text.part.trim().is_empty() {
            let message = "a name can't be empty".to_owned();
            return self.fail(QueryErrorKind::Other { message, help: "write a name in the quotes".to_owned() }, span);
        }
        Ok(Name { text: text.part, span })
    }

    /// Returns whether `['…']` begins `ahead` places on.
    pub(super) fn is_name_in_brackets(&self, ahead: usize) -> bool {
        self.is_mark(ahead, "[") && self.length_in_brackets(ahead).is_some()
    }

    /// Returns of how many tokens the `['…']` is that begins `ahead` places on.
    fn length_in_brackets(&self, ahead: usize) -> Option<usize> {
        let strings = (ahead + 1..).take_while(|at| self.is_string(*at)).count();
        (strings > 0 && self.is_mark(ahead + 1 + strings, "]")).then_some(strings + 2)
    }

    /// Returns whether the token `ahead` places on is a string.
    pub(super) fn is_string(&self, ahead: usize) -> bool {
        self.peek(ahead).is_some_and(|token| matches!(token.kind, TokenKind::Text(..)))
    }

    /// Returns of how many tokens the name is that something may get `ahead` places on.
    pub(super) fn given_name_length(&self, ahead: usize) -> Option<usize> {
        match self.word_at(ahead) {
            Some(word) => (may_be_given(word) && !is_bool(word)).then_some(1),
            None => self.length_in_brackets(ahead).filter(|_| self.is_mark(ahead, "[")),
        }
    }

    /// `wild_name = reference | wildcard_name ;` without white space between the parts.
    pub(super) fn wild_name(&mut self, what: &'static str) -> PResult<Name<'s>> {
        let is_star = |parser: &Self, ahead: usize| parser.peek(ahead).is_some_and(|token| token.is(b'*'));
        let begins = is_star(self, 0) || self.word_at(0).is_some() && is_star(self, 1) && self.is_joined(1);
        if !begins {
            return self.reference(what);
        }
        let start = self.span();
        let is_part =
            |token: &Token| matches!(token.kind, TokenKind::Word(_) | TokenKind::Number | TokenKind::Punct(b'*'));
        self.skip(1);
        while self.is_joined(0) && self.first().as_ref().is_some_and(is_part) {
            self.skip(1);
        }
        let span = self.since(start);
        Ok(Name { text: Cow::Borrowed(span.of(self.text)), span })
    }

    /// Returns the words with `-` between them that begin here without white space, and of how many tokens they are:
    /// `project-away`.
    pub(super) fn dashed_word(&self) -> Option<(&'s str, usize)> {
        let first = self.first()?;
        self.word_at(0)?;
        let mut length = 1;
        while self.is_mark(length, "-")
            && self.is_joined(length)
            && self.is_joined(length + 1)
            && self.word_at(length + 1).is_some()
        {
            length += 2;
        }
        let last = self.peek(length - 1)?;
        Some((Span::new(first.span.start, last.span.end).of(self.text), length))
    }
}

/// Returns whether the word names something only in brackets.
#[must_use]
pub fn is_reserved(word: &str) -> bool {
    RESERVED.binary_search(&word).is_ok()
}

fn may_be_given(word: &str) -> bool {
    !is_reserved(word) || NAMES_THAT_ARE_GIVEN.binary_search(&word).is_ok()
}

/// Returns whether the word is a literal of the type `bool`.
pub(super) fn is_bool(word: &str) -> bool {
    matches!(word, "true" | "True" | "TRUE" | "false" | "False" | "FALSE")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lists_of_words_are_sorted_so_that_they_can_be_searched() {
        assert!(RESERVED.is_sorted() && NAMES_THAT_ARE_GIVEN.is_sorted());
        assert!(NAMES_THAT_ARE_GIVEN.iter().all(|word| is_reserved(word)));
    }
}
