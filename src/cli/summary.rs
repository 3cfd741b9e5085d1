//! What became of the statements of a run, in one line on standard error.

use std::time::Duration;

use serde_json::json;

use crate::cli::args::ErrorFormat;
use crate::session::Outcome;
use crate::text::counted;

/// How many statements ended how.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Summary {
    /// Those that ran without a fault.
    ran: usize,
    /// Those that the principal may not run.
    refused: usize,
    /// Those with another fault, and scripts of commands of which one failed.
    failed: usize,
    /// Those that stood after the end of the run.
    not_run: usize,
    /// Whether a pipe may have had more of them, which nobody waited for.
    more: bool,
}

impl Summary {
    /// Counts a statement that ran.
    pub(super) fn count(&mut self, outcome: &Outcome) {
        let count = match &outcome.result {
            Err(error) if error.code.is_forbidden() => &mut self.refused,
            Err(_) => &mut self.failed,
            Ok(_) if !outcome.failed.is_empty() => &mut self.failed,
            Ok(_) => &mut self.ran,
        };
        *count += 1;
    }

    /// Counts statements that the run did not come to; `whole` says whether there are no more.
    pub(super) const fn count_rest(&mut self, statements: usize, whole: bool) {
        self.not_run += statements;
        self.more |= !whole;
    }

    /// Returns whether a statement failed and was not the only one, whose error says everything.
    pub(super) const fn is_of_note(&self) -> bool {
        self.refused + self.failed > 0 && self.all() > 1
    }

    const fn all(&self) -> usize {
        self.ran + self.refused + self.failed + self.not_run
    }

    /// Returns the line, with the time that the run took if it is to be told.
    pub(super) fn line(&self, format: ErrorFormat, time: Option<Duration>) -> String {
        let seconds = time.map(|time| (time.as_secs_f64() * 1_000.0).round() / 1_000.0);
        let Self { ran, refused, failed, not_run, more } = *self;
        if format == ErrorFormat::Json {
            let fields = json!({
                "ran": ran, "refused": refused, "failed": failed, "notRun": not_run, "more": more, "seconds": seconds,
            });
            return json!({ "summary": fields }).to_string();
        }
        let rest = if more { ", and the rest of the pipe" } else { "" };
        let time = match time {
            None => String::new(),
            Some(time) if time < Duration::from_secs(1) => format!(", in {} ms", time.as_millis()),
            Some(time) => format!(", in {:.1} s", time.as_secs_f64()),
        };
        let all = counted(self.all(), "statement");
        format!("{all}: {ran} ran, {refused} refused, {failed} failed, {not_run} not run{rest}{time}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_line_counts_what_became_of_the_statements() {
        let mut summary = Summary { ran: 5, refused: 1, failed: 2, ..Summary::default() };
        let line = summary.line(ErrorFormat::Human, None);
        assert_eq!(line, "8 statements: 5 ran, 1 refused, 2 failed, 0 not run");
        let line = summary.line(ErrorFormat::Human, Some(Duration::from_micros(12_900)));
        assert_eq!(line, "8 statements: 5 ran, 1 refused, 2 failed, 0 not run, in 12 ms");
        summary.count_rest(3, false);
        let line = summary.line(ErrorFormat::Human, Some(Duration::from_millis(1_250)));
        assert_eq!(line, "11 statements: 5 ran, 1 refused, 2 failed, 3 not run, and the rest of the pipe, in 1.2 s");
        let line = summary.line(ErrorFormat::Json, Some(Duration::from_millis(1_250)));
        assert_eq!(line, r#"{"summary":{"ran":5,"refused":1,"failed":2,"notRun":3,"more":true,"seconds":1.25}}"#);
    }
}
