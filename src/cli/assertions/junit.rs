//! JUnit's XML: a suite a script, a case an assertion.

use quick_junit::{NonSuccessKind, Report, TestCase, TestCaseStatus, TestSuite};

use crate::cli::assertions::case::Case;
use crate::text::first_line;

pub(super) fn text(cases: &[Case<'_>]) -> String {
    let mut report = Report::new("kmgmt test");
    for file in cases.chunk_by(|case, other| case.origin == other.origin) {
        let Some(first) = file.first() else { continue };
        let mut suite = TestSuite::new(first.origin);
        suite.add_test_cases(file.iter().map(of));
        report.add_test_suite(suite);
    }
    // Only a writer that fails makes this fail, and a text takes everything.
    report.to_string().unwrap_or_default()
}

fn of(case: &Case<'_>) -> TestCase {
    let mut status = TestCaseStatus::success();
    if let Some(told) = &case.told {
        status = TestCaseStatus::non_success(NonSuccessKind::Failure);
        let first = first_line(&told.message);
        status.set_type(told.rule.id).set_message(first).set_description(told.in_full());
    }
    let mut test = TestCase::new(format!("{}: {}", case.line, case.name), status);
    test.set_classname(case.origin);
    test
}
