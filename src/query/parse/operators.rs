//! Operators after a pipe.

use crate::query::error::QueryErrorKind;
use crate::query::operator::OperatorKind;
use crate::query::parse::input::{Expectation, PResult, Parser};
use crate::query::parse::literals::other;
use crate::query::tree::{
    Direction, Expand, NameOrder, Named, Operator, Ordered, Parse, ParseKind, Piece, Placed, Typed,
};
use crate::syntax::literal::Name;
use crate::table::ColumnType;
use crate::text::nearest;

/// What a column is called where its name is missing.
const A_COLUMN: &str = "the name of a column";

impl<'s> Parser<'_, 's> {
    /// `operator = ( "where" | "filter" ) where_operator | "project" [ named { "," named } ] | "extend" named { ","
    /// named } | "summarize" summarize | ( "take" | "limit" ) take | ( "sort" | "order" ) sort | "count" count |
    /// "project-away" [ column_pattern { "," column_pattern } ] | "project-keep" column_pattern { "," column_pattern }
    /// | "project-rename" [ renamed { "," renamed } ] | "project-reorder" [ reordered { "," reordered } ] | "distinct"
    /// distinct | "top" top | ( "mv-expand" | "mvexpand" ) mv_expand | ( "mv-apply" | "mvapply" ) mv_apply | ( "parse"
    /// | "parse-where" ) parse | "lookup" lookup | "join" join | "union" union | "getschema" getschema | "render"
    /// render | "as" as_operator | "serialize" [ named { "," named } ] | "consume" consume | "invoke" invoke |
    /// "evaluate" evaluate ;` each begins with its name.
    pub(super) fn operator(&mut self) -> PResult<Placed<Operator<'s>>> {
        let start = self.span();
        let kind = self.operator_name()?;
        let part = self.operator_of(kind, start)?;
        Ok(Placed { part, span: self.since(start) })
    }

    /// Takes the name of an operator.
    fn operator_name(&mut self) -> PResult<OperatorKind> {
        let Some((word, length)) = self.dashed_word() else {
            let names = OperatorKind::names_read().collect();
            return self.miss(Expectation::OneOf("an operator such as `where`", names));
        };
        // `where-x > 1` begins with `where`, and `project-reorderr` is misspelled.
        let dashed = OperatorKind::ALL.iter().flat_map(|kind| kind.names()).filter(|name| name.contains('-'));
        let is_misspelled = nearest(word, dashed).is_some();
        let first = || Some((OperatorKind::of(self.word_at(0)?)?, 1)).filter(|_| !is_misspelled);
        match OperatorKind::of(word).map(|kind| (kind, length)).or_else(first) {
            Some((kind, length)) => {
                self.skip(length);
                Ok(kind)
            }
            None => {
                let last = self.peek(length - 1).map_or(self.span(), |last| last.span);
                self.fail(QueryErrorKind::UnknownOperator(word.to_owned()), self.span().to(last))
            }
        }
    }

    fn operator_of(&mut self, kind: OperatorKind, start: crate::text::Span) -> PResult<Operator<'s>> {
        match kind {
            OperatorKind::Where => self.where_operator(),
            OperatorKind::Project => Ok(Operator::Project(self.optional_list(Self::named)?)),
            OperatorKind::Extend => Ok(Operator::Extend(self.list(Self::named)?)),
            OperatorKind::Summarize => self.summarize(),
            OperatorKind::Take => self.take(),
            OperatorKind::Sort => self.sort(),
            OperatorKind::Count => self.count(),
            OperatorKind::ProjectAway => Ok(Operator::ProjectAway(self.optional_list(Self::column_pattern)?)),
            OperatorKind::ProjectKeep => Ok(Operator::ProjectKeep(self.list(Self::column_pattern)?)),
            OperatorKind::ProjectRename => Ok(Operator::ProjectRename(self.optional_list(Self::renamed)?)),
            OperatorKind::ProjectReorder => Ok(Operator::ProjectReorder(self.optional_list(Self::reordered)?)),
            OperatorKind::Distinct => self.distinct(),
            OperatorKind::Top => self.top(),
            OperatorKind::MvExpand => self.mv_expand(),
            OperatorKind::MvApply => self.mv_apply(),
            OperatorKind::Parse => self.parse(false),
            OperatorKind::ParseWhere => self.parse(true),
            OperatorKind::Lookup => Ok(Operator::Lookup(Box::new(self.lookup()?))),
            OperatorKind::Join => Ok(Operator::Join(Box::new(self.join()?))),
            OperatorKind::Union => Ok(Operator::Union(self.union()?)),
            OperatorKind::GetSchema => self.getschema(),
            OperatorKind::Render => self.render(),
            OperatorKind::As => self.as_operator(),
            OperatorKind::Serialize => Ok(Operator::Serialize(self.optional_list(Self::named)?)),
            OperatorKind::Consume => self.consume(),
            OperatorKind::Invoke => self.invoke(),
            OperatorKind::Evaluate => self.evaluate(),
            other => {
                let span = self.since(start);
                self.fail(QueryErrorKind::NotInterpreted(other), span)
            }
        }
    }

    /// Reads a list that may be empty.
    fn optional_list<T>(&mut self, read: impl FnMut(&mut Self) -> PResult<T>) -> PResult<Vec<T>> {
        if self.is_at_end() {
            self.note(Expectation::Described(A_COLUMN));
            return Ok(Vec::new());
        }
        self.list(read)
    }

    /// `where_operator = { hint } expression ;`
    fn where_operator(&mut self) -> PResult<Operator<'s>> {
        self.settings(&[])?;
        let condition = self.expression()?;
        if self.is_mark(0, "=") {
            let span = self.span();
            return self.fail(other("`=` names a column", "use `==` to compare"), span);
        }
        Ok(Operator::Where(condition))
    }

    /// `summarize = { hint } [ named { "," named } ] [ "by" named { "," named } ] ;`
    fn summarize(&mut self) -> PResult<Operator<'s>> {
        self.settings(&[])?;
        let is_by = |parser: &Self| parser.word_at(0) == Some("by");
        let aggregates = if is_by(self) { Vec::new() } else { self.optional_list(Self::named)? };
        let by = if self.eat_word("by") { self.list(Self::named)? } else { Vec::new() };
        Ok(Operator::Summarize { aggregates, by })
    }

    /// `take = { hint } expression ;`
    fn take(&mut self) -> PResult<Operator<'s>> {
        self.settings(&[])?;
        Ok(Operator::Take(self.expression()?))
    }

    /// `sort = { hint } "by" ordered { "," ordered } ;`
    fn sort(&mut self) -> PResult<Operator<'s>> {
        self.settings(&[])?;
        self.word("by")?;
        Ok(Operator::Sort(self.list(Self::ordered)?))
    }

    /// `ordered = named [ direction ] [ "nulls" ( "first" | "last" ) ] ;`
    fn ordered(&mut self) -> PResult<Ordered<'s>> {
        let value = self.named()?;
        let direction = self.direction();
        let nulls_first = if self.eat_word("nulls") { Some(self.nulls()?) } else { None };
        Ok(Ordered { value, direction, nulls_first })
    }

    /// Returns whether nulls come first.
    fn nulls(&mut self) -> PResult<bool> {
        let first = self.eat_word("first");
        if first { Ok(true) } else { self.word("last").map(|()| false) }
    }

    /// `direction = "asc" | "desc" ;`
    fn direction(&mut self) -> Option<Direction> {
        if self.eat_word("asc") {
            return Some(Direction::Ascending);
        }
        self.eat_word("desc").then_some(Direction::Descending)
    }

    /// `count = [ "as" bare_word ] ;`
    fn count(&mut self) -> PResult<Operator<'s>> {
        let name = if self.eat_word("as") { Some(self.reference("a name")?) } else { None };
        Ok(Operator::Count(name))
    }

    /// `column_pattern = wild_name ;`
    fn column_pattern(&mut self) -> PResult<Name<'s>> {
        self.wild_name(A_COLUMN)
    }

    /// `renamed = given_name "=" reference ;`
    fn renamed(&mut self) -> PResult<(Name<'s>, Name<'s>)> {
        let new = self.given_name("the new name of a column")?;
        self.mark("=")?;
        Ok((new, self.reference(A_COLUMN)?))
    }

    /// `reordered = wild_name [ direction | "granny-asc" | "granny-desc" ] ;`
    fn reordered(&mut self) -> PResult<(Name<'s>, Option<NameOrder>)> {
        let name = self.wild_name(A_COLUMN)?;
        let by_number = self.dashed_word().and_then(|(word, length)| match word {
            "granny-asc" => Some((Direction::Ascending, length)),
            "granny-desc" => Some((Direction::Descending, length)),
            _ => None,
        });
        if let Some((direction, length)) = by_number {
            self.skip(length);
            return Ok((name, Some(NameOrder { direction, by_number: true })));
        }
        Ok((name, self.direction().map(|direction| NameOrder { direction, by_number: false })))
    }

    /// `distinct = { hint } ( "*" | named { "," named } ) ;`
    fn distinct(&mut self) -> PResult<Operator<'s>> {
        self.settings(&[])?;
        let columns = if self.eat_mark("*") { Vec::new() } else { self.list(Self::named)? };
        Ok(Operator::Distinct(columns))
    }

    /// `top = { hint } expression "by" ordered ;`
    fn top(&mut self) -> PResult<Operator<'s>> {
        self.settings(&[])?;
        let count = self.expression()?;
        self.word("by")?;
        Ok(Operator::Top(Box::new(count), self.ordered()?))
    }

    /// `mv_expand = { hint } [ ( "kind" | "bagexpansion" ) "=" ( "bag" | "array" ) ] [ "with_itemindex" "=" reference ]
    /// expanded { "," expanded } [ "limit" expression ] ;`
    fn mv_expand(&mut self) -> PResult<Operator<'s>> {
        Ok(Operator::MvExpand(self.expand(&["kind", "bagexpansion", "with_itemindex"])?))
    }

    /// `mv_apply = [ "with_itemindex" "=" reference ] expanded { "," expanded } [ "limit" expression ] "on" "("
    /// operators ")" ;`
    fn mv_apply(&mut self) -> PResult<Operator<'s>> {
        let expand = self.expand(&["with_itemindex"])?;
        self.word("on")?;
        let open = self.span();
        self.mark("(")?;
        let start = self.span();
        let operators = self.nested(Self::operators)?;
        let pipeline = crate::query::tree::Pipeline {
            source: crate::query::tree::Source::Given,
            operators,
            span: self.since(start),
        };
        self.close(")", open)?;
        Ok(Operator::MvApply(expand, Box::new(pipeline)))
    }

    fn expand(&mut self, known: &'static [&'static str]) -> PResult<Expand<'s>> {
        let settings = self.settings(known)?;
        let is_array = |(name, value): &(&str, Name<'_>)| *name != "with_itemindex" && value.text == "array";
        let bags_as_arrays = settings.iter().any(is_array);
        let item_index = settings.into_iter().find(|(name, _)| *name == "with_itemindex").map(|(_, value)| value);
        let values = self.list(Self::expanded)?;
        let limit = if self.eat_word("limit") { Some(self.expression()?) } else { None };
        Ok(Expand { bags_as_arrays, item_index, values, limit })
    }

    /// `expanded = named [ "to" type_literal ] ;`
    fn expanded(&mut self) -> PResult<(Named<'s>, Option<ColumnType>)> {
        let value = self.named()?;
        let kind = if self.eat_word("to") { Some(self.type_of()?) } else { None };
        Ok((value, kind))
    }

    /// `parse = [ "kind" "=" ( "simple" | "regex" | "relaxed" ) ] [ "flags" "=" bare_word ] expression "with" { piece }
    /// ;`
    fn parse(&mut self, only_where: bool) -> PResult<Operator<'s>> {
        let settings = self.settings(&["kind", "flags"])?;
        let (mut kind, mut flags) = (ParseKind::default(), None);
        for (name, value) in settings {
            match (name, value.text.as_ref()) {
                ("flags", _) => flags = Some(value),
                ("kind", "simple") => kind = ParseKind::Simple,
                ("kind", "regex") => kind = ParseKind::Regex,
                ("kind", "relaxed") => kind = ParseKind::Relaxed,
                ("kind", _) => {
                    let help = "the kinds are `simple`, `regex` and `relaxed`";
                    return self.fail(other("there is no such kind of a pattern", help), value.span);
                }
                _ => {}
            }
        }
        let value = self.expression()?;
        self.word("with")?;
        let mut pattern = Vec::new();
        while !self.is_at_end() {
            pattern.push(self.piece()?);
        }
        Ok(Operator::Parse(Box::new(Parse { only_where, kind, flags, value, pattern })))
    }

    /// `piece = "*" | strings | given_name [ ":" scalar_type ] ;`
    fn piece(&mut self) -> PResult<Piece<'s>> {
        let start = self.span();
        if self.eat_mark("*") {
            return Ok(Piece::Any(start));
        }
        if self.is_string(0) {
            return Ok(Piece::Text(self.strings()?));
        }
        let name = self.given_name(A_COLUMN)?;
        let kind = if self.eat_mark(":") { self.scalar_type()? } else { ColumnType::String };
        Ok(Piece::Column(Typed { name, kind }))
    }

    /// `getschema = [ "kind" "=" "csl" ] ;`
    fn getschema(&mut self) -> PResult<Operator<'s>> {
        self.settings(&["kind"])?;
        Ok(Operator::GetSchema)
    }

    /// `render = ( "table" | "timechart" | "piechart" | bare_word ) [ "with" with_settings ] ;`
    fn render(&mut self) -> PResult<Operator<'s>> {
        if self.word_at(0).is_none() {
            return self.miss(Expectation::Described("the kind of a chart"));
        }
        self.skip(1);
        self.settings(&["kind", "title", "accumulate"])?;
        if self.eat_word("with") {
            self.with_settings()?;
        }
        Ok(Operator::Render)
    }

    /// `as_operator = [ hint ] reference ;`
    fn as_operator(&mut self) -> PResult<Operator<'s>> {
        self.settings(&[])?;
        Ok(Operator::As(self.reference("a name")?))
    }

    /// `consume = [ "decodeblocks" "=" bool ] ;`
    fn consume(&mut self) -> PResult<Operator<'s>> {
        self.settings(&["decodeblocks"])?;
        Ok(Operator::Consume)
    }

    /// `invoke = reference arguments ;`
    fn invoke(&mut self) -> PResult<Operator<'s>> {
        let name = self.reference("the name of a function")?;
        Ok(Operator::Call(OperatorKind::Invoke.name(), name, self.arguments()?))
    }

    /// `evaluate = { hint } reference arguments [ ":" schema_of_plugin ] ;`
    fn evaluate(&mut self) -> PResult<Operator<'s>> {
        self.settings(&[])?;
        let name = self.reference("the name of a plugin")?;
        let arguments = self.arguments()?;
        if self.eat_mark(":") {
            self.schema_of_plugin()?;
        }
        Ok(Operator::Call(OperatorKind::Evaluate.name(), name, arguments))
    }

    /// `schema_of_plugin = "(" "*" [ "," typed { "," typed } ] ")" | schema ;`
    fn schema_of_plugin(&mut self) -> PResult<()> {
        if self.is_mark(0, "(") && self.is_mark(1, "*") {
            let open = self.span();
            self.skip(2);
            if self.eat_mark(",") {
                self.list(Self::typed)?;
            }
            return self.close(")", open);
        }
        self.schema().map(drop)
    }
}
