//! Columns that are only chosen are chosen as late as can be: until then a row is one of the result, and nothing of it is
//! copied.

use crate::query::plan::{Expression, Plan, Step};

impl Plan {
    /// Adds a step; the columns stay. After a step that only chooses columns it reads them where they were before.
    pub(super) fn add(&mut self, mut step: Step) {
        let Some(places) = self.steps.last().and_then(chosen) else { return self.add_after(step) };
        let projection = match &mut step {
            Step::Where(condition) => {
                condition.move_columns(&places);
                self.steps.pop()
            }
            // All rows in another order are nearer to each other where they were made one after the other.
            Step::Sort(by, Some(_)) => {
                by.iter_mut().for_each(|order| order.value.move_columns(&places));
                self.steps.pop()
            }
            Step::Take(_) => self.steps.pop(),
            Step::Project(values) => {
                move_all(values, &places);
                self.steps.pop();
                None
            }
            Step::Summarize(summarize) => {
                move_all(&mut summarize.keys, &places);
                summarize.aggregates.iter_mut().for_each(|one| move_all(&mut one.arguments, &places));
                self.steps.pop();
                None
            }
            _ => None,
        };
        self.add_after(step);
        self.steps.extend(projection);
    }

    /// Adds a step; one that only chooses among values that were made lets them be made in their new places.
    fn add_after(&mut self, step: Step) {
        let joined = match (self.steps.last(), chosen(&step)) {
            (Some(Step::Project(values)), Some(places)) => taken(values, &places),
            _ => None,
        };
        match (joined, self.steps.last_mut()) {
            (Some(joined), Some(last)) => *last = Step::Project(joined),
            _ => self.steps.push(step),
        }
    }
}

/// Returns the places of the columns that a step chooses, if it does nothing else.
fn chosen(step: &Step) -> Option<Vec<usize>> {
    let Step::Project(values) = step else { return None };
    let place = |value: &Expression| match value {
        Expression::Column(place) => Some(*place),
        _ => None,
    };
    values.iter().map(place).collect()
}

/// Returns the values at these places, unless one that is computed would be so twice.
fn taken(values: &[Expression], places: &[usize]) -> Option<Vec<Expression>> {
    let is_taken_twice = |(place, value): (usize, &Expression)| {
        !matches!(value, Expression::Column(_)) && places.iter().filter(|other| **other == place).count() > 1
    };
    if values.iter().enumerate().any(is_taken_twice) {
        return None;
    }
    places.iter().map(|place| values.get(*place).cloned()).collect()
}

fn move_all(expressions: &mut [Expression], places: &[usize]) {
    expressions.iter_mut().for_each(|expression| expression.move_columns(places));
}

impl Expression {
    /// Reads each column at the place that stands at its own.
    fn move_columns(&mut self, places: &[usize]) {
        match self {
            Self::Constant(_) | Self::Answer(_) => {}
            Self::Column(place) => *place = places.get(*place).copied().unwrap_or(*place),
            Self::Call(_, arguments, _) => move_all(arguments, places),
            Self::Member(whole, _) => whole.move_columns(places),
            Self::Index(whole, index) => {
                whole.move_columns(places);
                index.move_columns(places);
            }
        }
    }
}
