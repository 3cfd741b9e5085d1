//! Operations between two values: how strong each binds, and what stands on its right.

use std::sync::LazyLock;

use crate::query::functions::{self, WITHOUT_PAGE};

/// How operations of one level stand beside each other.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Beside {
    /// In any number, and it does not matter which two are joined first.
    Joined,
    /// In any number, the left two first.
    Left,
    /// Once.
    Once,
}

/// What operations of one level have on their right.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Right {
    /// A value.
    Value,
    /// Values in brackets, or rows.
    List,
    /// Two values in brackets with `..` between them.
    Range,
}

/// An operation between two values.
#[derive(Clone, Copy)]
pub(super) struct Operation {
    /// The name in the table of functions.
    pub(super) name: &'static str,
    /// How strong it binds: those of level 0 bind the weakest.
    pub(super) level: usize,
    pub(super) beside: Beside,
    pub(super) right: Right,
}

/// Logical and arithmetical operations by their levels. Operations on texts bind stronger than they do.
const LEVELS: &[(usize, Beside, &[&str])] = &[
    (0, Beside::Joined, &["or"]),
    (1, Beside::Joined, &["and"]),
    (EQUALITY, Beside::Once, &["==", "!="]),
    (3, Beside::Once, &["<", "<=", ">", ">="]),
    (4, Beside::Left, &["+", "-"]),
    (5, Beside::Left, &["*", "/", "%"]),
];

/// The level of `==`, which `in` and `between` have too.
const EQUALITY: usize = 2;

/// The level of operations on texts.
const TEXT: usize = 6;

/// All operations, each of their spellings, those that bind the weakest first.
static OPERATIONS: LazyLock<Vec<(&'static str, Operation)>> = LazyLock::new(|| {
    let mut all = Vec::new();
    for function in functions::all().filter(|function| function.is_operator()) {
        let operation = operation(function);
        let spellings = std::iter::once(function.name).chain(function.aliases.iter().copied());
        all.extend(spellings.map(|name| (name, operation)));
    }
    let on_texts = |name: &&'static str| Operation { name, level: TEXT, beside: Beside::Once, right: Right::Value };
    all.extend(WITHOUT_PAGE.iter().map(|name| (*name, on_texts(name))));
    all.sort_by_key(|(_, operation)| operation.level);
    all
});

fn operation(function: &functions::Function) -> Operation {
    let name = function.name;
    let right = match (function.takes_list(), function.takes_range()) {
        (true, _) => Right::List,
        (_, true) => Right::Range,
        _ => Right::Value,
    };
    let found = LEVELS.iter().find(|(.., names)| names.contains(&name));
    let (level, beside) = match found {
        Some((level, beside, _)) => (*level, *beside),
        None if right == Right::Value => (TEXT, Beside::Once),
        None => (EQUALITY, Beside::Once),
    };
    Operation { name, level, beside, right }
}

/// Returns the operation that a mark or a word is.
pub(super) fn find(text: &str) -> Option<Operation> {
    OPERATIONS.iter().find(|(name, _)| *name == text).map(|(_, operation)| *operation)
}

/// Returns the names of the operations of these levels.
pub(super) fn names_between(least: usize, most: usize) -> Vec<&'static str> {
    let of_level = OPERATIONS.iter().filter(|(_, operation)| (least..=most).contains(&operation.level));
    of_level.map(|(name, _)| *name).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn operations_with_a_level_are_operators_of_the_table() {
        for name in LEVELS.iter().flat_map(|(.., names)| *names) {
            assert!(functions::find(name).is_some_and(functions::Function::is_operator), "{name}");
        }
        for (name, level) in
            [("in~", EQUALITY), ("!between", EQUALITY), ("<>", EQUALITY), ("has", TEXT), ("like", TEXT)]
        {
            assert_eq!(find(name).map(|operation| operation.level), Some(level), "{name}");
        }
        assert_eq!(names_between(0, 1), ["or", "and"]);
    }
}
