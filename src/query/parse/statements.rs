//! Statements of a query, which `;` stands between.

use crate::model::keyword::Keyword;
use crate::query::parse::input::{Expectation, PResult, Parser};
use crate::query::parse::literals::other;
use crate::query::tree::{Let, LetValue, Parameter, Query, Scalar, Statement, Typed};

impl<'s> Parser<'_, 's> {
    /// `query = [ query_statement { ";" query_statement } [ ";" ] ] ;`
    pub(super) fn query(&mut self) -> PResult<Query<'s>> {
        let mut statements = Vec::new();
        while self.first().is_some() && !self.is_mark(0, "}") {
            statements.push(self.query_statement()?);
            if !self.eat_mark(";") {
                break;
            }
        }
        Ok(Query { statements })
    }

    /// `query_statement = let_statement | set | alias | query_parameters | restrict | rows_or_value ;`
    fn query_statement(&mut self) -> PResult<Statement<'s>> {
        let (start, next) = (self.span(), self.word_at(1));
        let other = match self.word_at(0) {
            Some("let") if next.is_some() || self.is_mark(1, "[") => {
                return Ok(Statement::Let(self.let_statement()?));
            }
            Some("set") => self.set(),
            Some("alias") if next == Some(Keyword::Database.text()) => self.alias(),
            Some("declare") if next == Some("query_parameters") => {
                let parameters = self.query_parameters()?;
                return Ok(Statement::Parameters(parameters, self.since(start)));
            }
            Some("declare") if next == Some("pattern") => self.no_pattern(),
            Some("restrict") if next == Some(Keyword::Access.text()) => self.restrict(),
            _ => {
                let value = self.rows_or_value()?;
                return Ok(match value.part {
                    Scalar::Rows(pipeline) => Statement::Rows(*pipeline),
                    _ => Statement::Scalar(value),
                });
            }
        };
        other?;
        Ok(Statement::Other(self.since(start)))
    }

    /// `let_statement = "let" reference "=" ( function | "materialize" "(" rows_or_value ")" | rows_or_value ) ;`
    fn let_statement(&mut self) -> PResult<Let<'s>> {
        self.word("let")?;
        let name = self.reference("a name")?;
        self.mark("=")?;
        if self.word_at(0) == Some(Keyword::EntityGroup.text()) {
            let help = "name the databases themselves";
            return self.fail(other("groups of entities in queries are not read", help), self.span());
        }
        let value = if self.begins_function() {
            let (parameters, body) = self.function()?;
            LetValue::Function(parameters, body)
        } else {
            let value = self.rows_or_value()?;
            match value.part {
                Scalar::Rows(pipeline) => LetValue::Rows(*pipeline),
                _ => LetValue::Scalar(value),
            }
        };
        Ok(Let { name, value })
    }

    /// Returns whether parameters stand here: `()`, `(a:`, `(*`, after `view` too.
    fn begins_function(&self) -> bool {
        let view = usize::from(self.word_at(0) == Some(Keyword::View.text()));
        let named = || self.given_name_length(view + 1).is_some_and(|length| self.is_mark(view + 1 + length, ":"));
        self.is_mark(view, "(") && (self.is_mark(view + 1, ")") || self.is_mark(view + 1, "*") || named())
    }

    /// `function = [ "view" ] function_parameters "{" body_of_function "}" ;`
    fn function(&mut self) -> PResult<(Vec<Parameter<'s>>, Query<'s>)> {
        if self.word_at(0) == Some(Keyword::View.text()) {
            self.skip(1);
        }
        let parameters = self.function_parameters()?;
        let open = self.span();
        self.mark("{")?;
        let body = self.nested(Self::query)?;
        self.close("}", open)?;
        Ok((parameters, body))
    }

    /// `function_parameters = "(" [ function_parameter { "," function_parameter } ] ")" ;`
    fn function_parameters(&mut self) -> PResult<Vec<Parameter<'s>>> {
        let open = self.span();
        self.mark("(")?;
        let parameters = if self.is_mark(0, ")") { Vec::new() } else { self.list(Self::function_parameter)? };
        self.close(")", open)?;
        Ok(parameters)
    }

    /// `function_parameter = given_name ":" ( scalar_type [ "=" signed_literal ] | table_type ) ;`
    fn function_parameter(&mut self) -> PResult<Parameter<'s>> {
        let name = self.given_name("the name of a parameter")?;
        self.mark(":")?;
        let (kind, columns) = match self.is_mark(0, "(") {
            true => (None, self.table_type()?),
            false => (Some(self.scalar_type()?), Vec::new()),
        };
        let default = if self.eat_mark("=") { Some(self.signed_literal()?) } else { None };
        Ok(Parameter { name, kind, columns, default })
    }

    /// `table_type = "(" "*" ")" | schema ;`
    fn table_type(&mut self) -> PResult<Vec<Typed<'s>>> {
        if !self.is_mark(1, "*") {
            return self.schema();
        }
        let open = self.span();
        self.skip(2);
        self.close(")", open)?;
        Ok(Vec::new())
    }

    /// `set = "set" reference [ "=" expression ] ;`
    fn set(&mut self) -> PResult<()> {
        self.word("set")?;
        self.reference("the name of an option")?;
        if self.eat_mark("=") {
            self.expression()?;
        }
        Ok(())
    }

    /// `alias = "alias" "database" reference "=" expression ;`
    fn alias(&mut self) -> PResult<()> {
        self.skip(2);
        self.reference("a name")?;
        self.mark("=")?;
        self.expression().map(drop)
    }

    /// `query_parameters = "declare" "query_parameters" "(" function_parameter { "," function_parameter } ")" ;`
    fn query_parameters(&mut self) -> PResult<Vec<Parameter<'s>>> {
        self.skip(2);
        if self.is_mark(1, ")") {
            self.skip(1);
            return self.miss(Expectation::Described("the name of a parameter"));
        }
        self.function_parameters()
    }

    fn no_pattern(&mut self) -> PResult<()> {
        let span = self.span();
        self.fail(other("patterns in queries are not read", "write the query without `declare pattern`"), span)
    }

    /// `restrict = "restrict" "access" "to" "(" restricted { "," restricted } ")" ;`
    fn restrict(&mut self) -> PResult<()> {
        self.skip(2);
        self.word(Keyword::To.text())?;
        let open = self.span();
        self.mark("(")?;
        self.list(Self::restricted)?;
        self.close(")", open)?;
        if self.eat_word("with") {
            self.with_settings()?;
        }
        Ok(())
    }

    /// `restricted = wild_name | entity_of_query | wild_entity ;`
    fn restricted(&mut self) -> PResult<()> {
        self.union_part().map(drop)
    }
}
