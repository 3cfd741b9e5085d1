//! `grammar/scripts.ebnf`

use std::borrow::Cow;

use crate::model::keyword::Keyword;
use crate::model::property::{Property, PropertyTable, Takes};
use crate::syntax::ast::scripts::ScriptCommand;
use crate::syntax::parser::input::{Input, PResult};
use crate::syntax::parser::leaf::{keyword, output};
use crate::syntax::parser::value::optional_properties;
use crate::text::Spanned;

/// What a script does at an error (`execute-database-script.md`).
static SCRIPT_PROPERTIES: PropertyTable = PropertyTable::closed(&[
    Property::new("ContinueOnErrors", Takes::Bool, "go on after a command that failed; false by default"),
    Property::new("ThrowOnErrors", Takes::Bool, "fail as a whole at the first command that fails; false by default"),
]);

/// `script_command = "execute" [ "database" | "cluster" ] "script" [ with_properties ] "<|" script ;`
pub(super) fn script_command<'i, 's>(input: Input<'i, 's>) -> PResult<'i, 's, ScriptCommand<'s>> {
    let (input, _) = keyword(Keyword::Execute)(input)?;
    let cluster = input.keyword() == Some(Keyword::Cluster);
    let input = match keyword(Keyword::Database)(input).or_else(|_| keyword(Keyword::Cluster)(input)) {
        Ok((rest, _)) => rest,
        Err(_) => input,
    };
    let span = input.span();
    let (input, _) = keyword(Keyword::Script)(input)?;
    let (input, properties) = optional_properties(&SCRIPT_PROPERTIES)(input)?;
    let (input, arrow) = output(input)?;
    // The lexer stops at `<|`: the body is split into statements when it runs.
    let body = input.text().get(arrow.end as usize..).unwrap_or_default();
    let body = Spanned::new(Cow::Borrowed(body), crate::text::Span::at(arrow.end));
    Ok((input, ScriptCommand { cluster, properties, body, span }))
}
