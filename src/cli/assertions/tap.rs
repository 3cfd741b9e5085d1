//! Test Anything Protocol, version 14 (`testanything.org`).

use crate::cli::assertions::case::{Case, Told};

pub(super) fn text(cases: &[Case<'_>]) -> String {
    let mut text = format!("TAP version 14\n1..{}\n", cases.len());
    for (case, number) in cases.iter().zip(1..) {
        let ok = if case.told.is_none() { "ok" } else { "not ok" };
        let name = case.name.replace('\\', "\\\\").replace('#', "\\#");
        text += &format!("{ok} {number} - {} {name}\n", case.place());
        text.extend(case.told.as_ref().map(|told| details(case, told)));
    }
    text
}

/// Returns a block of YAML, whose texts keep their lines.
fn details(case: &Case<'_>, told: &Told) -> String {
    let block = |name: &str, text: &str| {
        let lines: String = text.lines().map(|line| format!("    {line}\n")).collect();
        format!("  {name}: |\n{lines}")
    };
    let place = format!("  line: {}\n  column: {}\n", case.line, told.begins.column);
    let proof = told.proof.as_ref().map(|proof| block("proof", proof)).unwrap_or_default();
    format!("  ---\n{}{place}{proof}  ...\n", block("message", &told.message))
}
