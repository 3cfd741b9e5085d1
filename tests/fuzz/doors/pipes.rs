//! Queries and pipes: read, bound and run.

use std::sync::LazyLock;

use kmgmt::diagnostic::Diagnostic;
use kmgmt::query::bind;
use kmgmt::query::parse::{parse_pipe, parse_query};
use kmgmt::query::tree::{Query, Statement};
use kmgmt::table::Table;

use crate::read_back::shown;
use crate::run_query::{context, table};

/// What goes into a pipe.
static GIVEN: LazyLock<Table> = LazyLock::new(|| {
    table(
        "datatable(a:long, b:string, c:real, d:datetime, e:timespan, f:dynamic, g:bool, ['x y']:int, h:guid, i:decimal) [\
         1, 'a,b', 1.5, datetime(2026-01-31), 1h, dynamic({'k': [1, 'x']}), true, 5, guid(74be27de-1e4e-49d9-b579-fe0b331d3642), decimal(1.25), \
         long(null), '', real(nan), datetime(null), timespan(null), dynamic(null), bool(null), int(null), guid(null), decimal(null), \
         -9223372036854775807, 'aadgroup=Ä;contoso.com', -1e308, datetime(0001-01-01), -10675199d, dynamic([1, 2, 3]), false, -1, guid(null), decimal(-1)]",
    )
    .unwrap()
});

/// A query is refused at a place of its text, or gives the columns that were known before it ran. Text that begins with
/// `|` is a pipe.
pub fn run(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let (text, is_pipe) = text.strip_prefix('|').map_or((&*text, false), |pipe| (pipe, true));
    if let Err(error) = ran(text, is_pipe) {
        shown(text, &error, 1);
    }
}

fn ran(text: &str, is_pipe: bool) -> Result<(), Diagnostic> {
    let query = match is_pipe {
        true => Query { statements: vec![Statement::Rows(parse_pipe(text)?)] },
        false => parse_query(text)?,
    };
    let bound = bind(&query, GIVEN.columns())?;
    let table = bound.run(&GIVEN, &context())?;
    assert_eq!(table.columns(), bound.columns(), "{text}");
    Ok(())
}
