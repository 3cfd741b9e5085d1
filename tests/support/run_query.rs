//! Runs queries that have rows of their own, and shows what they give.

#![allow(dead_code, reason = "each test file uses its own part")]
#![allow(clippy::unwrap_used, clippy::panic, reason = "clippy's exception for tests does not cover what they share")]

use kmgmt::diagnostic::{Context as Place, Diagnostic, Style, human};
use kmgmt::model::format::Format;
use kmgmt::query::functions::{Context, Patterns};
use kmgmt::query::parse::parse_query;
use kmgmt::query::space::Space;
use kmgmt::query::{Bound, bind};
use kmgmt::render::Renderer;
use kmgmt::schema;
use kmgmt::table::Table;

/// Binds a query that nothing is given to.
pub fn bound(text: &str) -> Result<Bound, Diagnostic> {
    let query = parse_query(text).map_err(Diagnostic::from)?;
    bind(&query, &[])
}

/// What a query knows besides its text: somebody in no group asks.
pub fn context() -> Context<'static> {
    Context {
        now: "2026-01-31T12:00:00Z".parse().unwrap(),
        database: "Samples",
        cluster: "kmgmt",
        principal: "aaduser=ana@contoso.com",
        details: serde_json::json!({ "ObjectId": "1" }),
        member_of: &|name| name == "aaduser=ana@contoso.com",
        patterns: Patterns::default(),
        space: Space::default(),
    }
}

/// Runs a query that nothing is given to.
pub fn table(text: &str) -> Result<Table, Diagnostic> {
    bound(text)?.run(&Table::new(schema! {}), &context())
}

/// Shows what a query gives as CSV, or its error as people see it.
pub fn shown(text: &str) -> String {
    match table(text) {
        Ok(table) => {
            let mut shown = Vec::new();
            Renderer::new(Format::Csv, None).write(&table, &mut shown).unwrap();
            String::from_utf8(shown).unwrap()
        }
        Err(error) => error_shown(&error, text),
    }
}

fn error_shown(error: &Diagnostic, text: &str) -> String {
    human(error, &Place { origin: "test", text, line: 1, database: "Samples" }, Style::Plain)
}

/// Shows what each query gives, after its text.
pub fn all_shown(texts: &[&str]) -> String {
    texts.iter().map(|text| format!("> {text}\n{}\n", shown(text))).collect()
}
