//! Lines that build services read from a log: workflow commands of GitHub Actions (*Workflow commands for GitHub
//! Actions*), logging commands of Azure Pipelines (*Logging commands*).

use crate::cli::assertions::case::{Case, Told};

/// Returns the lines with what `line` makes of each case that failed, and one that counts.
fn lines(cases: &[Case<'_>], line: impl Fn(&Case<'_>, &Told) -> String) -> String {
    let failed = cases.iter().filter_map(|case| Some(line(case, case.told.as_ref()?)));
    let failed: Vec<String> = failed.collect();
    format!("{}{} of {} assertions failed\n", failed.concat(), failed.len(), cases.len())
}

pub(super) fn github(cases: &[Case<'_>]) -> String {
    let text = |text: &str| text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A");
    let property = |value: &str| text(value).replace(':', "%3A").replace(',', "%2C");
    lines(cases, |case, told| {
        let (column, end) = told.columns;
        let place = format!("file={},line={},col={column},endColumn={end}", property(case.origin), case.line);
        format!("::error {place},title={}::{}\n", property(&case.name), text(&told.in_full()))
    })
}

pub(super) fn azure(cases: &[Case<'_>]) -> String {
    let text = |text: &str| text.replace('%', "%AZP25").replace('\r', "%0D").replace('\n', "%0A");
    let property = |value: &str| text(value).replace(';', "%3B").replace(']', "%5D");
    lines(cases, |case, told| {
        let place =
            format!("sourcepath={};linenumber={};columnnumber={}", property(case.origin), case.line, told.columns.0);
        let code = told.rule.id;
        format!("##vso[task.logissue type=error;{place};code={code}]{}\n", text(&told.in_full()))
    })
}
