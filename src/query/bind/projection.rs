//! The columns of a result as they are gathered: a name that is written twice is an error, and a name that is made up
//! gets a number where it is taken.

use std::collections::{HashMap, HashSet};

use crate::diagnostic::Result;
use crate::query::plan::Expression;
use crate::table::Column;
use crate::text::{Span, quoted};

use super::{Bound, column, fault};

/// The columns so far, and their values.
#[derive(Default)]
pub(super) struct Projection {
    columns: Vec<Column>,
    values: Vec<Expression>,
    /// The names that were written.
    declared: HashSet<String>,
    names: UniqueNames,
    /// The columns of the input that are there, and are not added again where they are only named.
    there: HashSet<usize>,
}

impl Projection {
    /// Returns the columns of the input.
    pub(super) fn of(columns: &[Column]) -> Self {
        let mut projection = Self::default();
        for (place, one) in columns.iter().enumerate() {
            projection.add(&one.name, Bound::new(Expression::Column(place), one.kind), false);
            projection.there.insert(place);
        }
        projection
    }

    /// Returns the columns and their values.
    pub(super) fn finish(self) -> (Vec<Column>, Vec<Expression>) {
        (self.columns, self.values)
    }

    /// Returns the columns so far.
    pub(super) fn columns(&self) -> &[Column] {
        &self.columns
    }

    /// Returns whether a column of the input is there already.
    pub(super) fn has(&self, place: usize) -> bool {
        self.there.contains(&place)
    }

    /// Says that a column of the input is there.
    pub(super) fn note(&mut self, place: usize) {
        self.there.insert(place);
    }

    /// Adds a column whose name was not written. It takes the place of the one with its name, or gets a number; among
    /// columns of the input it takes no place, but stands at the end (`extend-operator.md`, *Returns*).
    pub(super) fn add(&mut self, name: &str, value: Bound, replace: bool) {
        let same = self.columns.iter().position(|column| column.name == name).filter(|_| replace);
        let unique = if same.is_some() { name.to_owned() } else { self.names.take(name) };
        let place = match same {
            Some(place) => {
                self.columns.remove(place);
                self.values.remove(place);
                if self.there.is_empty() { place } else { self.columns.len() }
            }
            None => self.columns.len(),
        };
        self.columns.insert(place, column(unique, value.kind));
        self.values.insert(place, value.expression);
    }

    /// Adds a column whose name was written.
    pub(super) fn declare(&mut self, name: &str, value: Bound, replace: bool, span: Span) -> Result<()> {
        if self.declared.contains(name) {
            return Err(fault::error(format!("the column {} is named twice", quoted(name)), span));
        }
        let before = self.columns.len();
        self.add(name, value, replace);
        let added = self.columns.get(before).map_or(name, |column| &*column.name);
        self.declared.insert(added.to_owned());
        Ok(())
    }

    /// Takes a column of the input, unless it is there.
    pub(super) fn take(&mut self, place: usize, name: &str, value: Bound, replace: bool, span: Span) -> Result<()> {
        if self.has(place) { Ok(()) } else { self.declare(name, value, replace, span) }
    }
}

/// The names in use, each with the last number that was put after it.
#[derive(Default)]
pub(super) struct UniqueNames(HashMap<String, usize>);

impl UniqueNames {
    /// Returns the names of these columns.
    pub(super) fn of(columns: &[Column]) -> Self {
        Self(columns.iter().map(|column| (column.name.clone().into_owned(), 0)).collect())
    }

    /// Returns the name, with a number where it is taken, and takes it.
    pub(super) fn take(&mut self, name: &str) -> String {
        let Some(last) = self.0.get(name).copied() else {
            self.0.insert(name.to_owned(), 0);
            return name.to_owned();
        };
        let mut number = last;
        let unique = loop {
            number += 1;
            let name = format!("{name}{number}");
            if !self.0.contains_key(&name) {
                break name;
            }
        };
        self.0.insert(name.to_owned(), number);
        self.0.insert(unique.clone(), 0);
        unique
    }
}
