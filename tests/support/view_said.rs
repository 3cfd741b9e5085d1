//! What is said of a materialized view.

use kmgmt::session::Session;

use crate::support::{run, run_well};

/// What is said of a view on a table that is made and dropped again.
pub fn view_on(session: &mut Session, table: &str, with: &str, query: &str) -> String {
    let said = run(session, &format!(".create async materialized-view {with} V on table {table} {{ {query} }}\n"));
    if !said.contains("error") {
        run_well(session, ".drop materialized-view V");
    }
    said
}
