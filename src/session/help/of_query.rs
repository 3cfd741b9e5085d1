//! Help about the words of the query language: operators after a pipe, functions and aggregates.

use crate::query::operator::{OperatorKind, Support, page};
use crate::query::{aggregates, functions};

/// Returns what there is to tell about an operator, a function or an aggregate; about nothing else.
pub(super) fn of_word(word: &str) -> Option<String> {
    let operator = OperatorKind::of(word).map(of_operator);
    let function = functions::find(word).map(|it| {
        let what = if it.is_operator() { "an operator between values" } else { "a function" };
        entry(it.form, it.aliases, what, &page(it.page))
    });
    let aggregate = aggregates::find(word)
        .map(|it| entry(it.form, it.aliases, "an aggregate, which `summarize` takes", &page(it.page)));
    let found: Vec<String> = [operator, function, aggregate].into_iter().flatten().collect();
    (!found.is_empty()).then(|| found.join("\n"))
}

/// Returns the names of all of them.
pub(super) fn names() -> impl Iterator<Item = &'static str> {
    let functions = functions::all().flat_map(|it| std::iter::once(it.name).chain(it.aliases.iter().copied()));
    let aggregates = aggregates::all().flat_map(|it| std::iter::once(it.name).chain(it.aliases.iter().copied()));
    OperatorKind::ALL.iter().flat_map(|kind| kind.names()).chain(functions).chain(aggregates)
}

fn of_operator(kind: OperatorKind) -> String {
    let what = match kind.support() {
        Support::Runs => "an operator after a pipe, which runs on the rows of a result",
        Support::Read => "an operator that is read in queries of policies and views, and does not run after a pipe",
        Support::Known => "an operator that kmgmt does not interpret",
    };
    let others: Vec<&str> = kind.names().skip(1).collect();
    entry(kind.form(), &others, what, &kind.page())
}

/// Returns the lines about one of them: how it is written, what it is, its other names, and its page.
fn entry(form: &str, others: &[&str], what: &str, page: &str) -> String {
    let others = others.iter().map(|other| format!("\n    `{other}` is the same")).collect::<String>();
    format!("{form}\n    {what}{others}\n    see {page}")
}
