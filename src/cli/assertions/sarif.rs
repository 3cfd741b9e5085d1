//! SARIF: a result for each assertion that does not hold.

use crate::cli::assertions::case::{ASSERTION, Case, NO_ASSERTION, STATEMENT, Told};
use crate::render::sarif::{Level, Result, log};

pub(super) fn text(cases: &[Case<'_>]) -> String {
    let results: Vec<Result<'_>> = cases.iter().filter_map(|case| Some(of(case, case.told.as_ref()?))).collect();
    log(&[ASSERTION, STATEMENT, NO_ASSERTION], &results)
}

fn of<'c>(case: &'c Case<'_>, told: &Told) -> Result<'c> {
    let message = told.in_full();
    Result {
        rule: told.rule.id,
        level: Level::Error,
        message,
        file: case.origin,
        line: case.line,
        columns: told.columns,
    }
}
