//! `mv-expand`, `mv-apply` (`mv-expand-operator.md`, `mv-apply-operator.md`).

use crate::diagnostic::Result;
use crate::query::plan::{Applied, Apply, Expand, Plan, Step};
use crate::query::tree::{self, Pipeline};
use crate::table::{Column, ColumnType};
use crate::text::quoted;

use super::fault::{self, a};
use super::result_name::result_name;
use super::{Binder, Bound, column};

impl<'s> Binder<'s> {
    pub(super) fn expand(&mut self, expand: &'s tree::Expand<'s>, plan: &mut Plan) -> Result<()> {
        let (expand, columns) = self.expanded(expand, &plan.columns)?;
        plan.add_with(Step::Expand(expand), columns);
        Ok(())
    }

    /// `mv-apply`: the columns of the input but those that are expanded, and those of the query.
    pub(super) fn apply(
        &mut self,
        expand: &'s tree::Expand<'s>,
        pipeline: &'s Pipeline<'s>,
        plan: &mut Plan,
    ) -> Result<()> {
        let (expanded, columns) = self.expanded(expand, &plan.columns)?;
        let inner = self.pipeline(pipeline, &columns)?;
        let is_expanded = |place: usize| {
            expanded.values.iter().zip(&expand.values).any(|((value, ..), (named, _))| {
                named.names.is_empty() && matches!(value, crate::query::plan::Expression::Column(own) if *own == place)
            })
        };
        let kept = plan.columns.iter().enumerate().filter(|(place, _)| !is_expanded(*place));
        let (mut own, mut cells): (Vec<Column>, Vec<Applied>) =
            kept.map(|(place, column)| (column.clone(), Applied::Row(place))).unzip();
        for (place, one) in inner.columns.iter().enumerate() {
            match own.iter().position(|column| column.name == one.name) {
                Some(same) => {
                    own.get_mut(same).into_iter().for_each(|column| *column = one.clone());
                    cells.get_mut(same).into_iter().for_each(|cell| *cell = Applied::Query(place));
                }
                None => {
                    own.push(one.clone());
                    cells.push(Applied::Query(place));
                }
            }
        }
        plan.add_with(Step::Apply(Box::new(Apply { expand: expanded, plan: inner, cells })), own);
        Ok(())
    }

    fn expanded(&mut self, expand: &'s tree::Expand<'s>, columns: &[Column]) -> Result<(Expand, Vec<Column>)> {
        let mut own = columns.to_vec();
        let mut values = Vec::with_capacity(expand.values.len());
        for (named, kind) in &expand.values {
            let bound = self.scalar(&named.value, columns)?;
            if bound.kind != ColumnType::Dynamic {
                let message = format!("a dynamic value is expanded, and this is {}", a(bound.kind));
                return Err(fault::error(message, named.value.span));
            }
            let kind = kind.unwrap_or(ColumnType::Dynamic);
            let name = match named.names.first() {
                Some(name) => name.text.clone().into_owned(),
                None => result_name(&named.value).unwrap_or_else(|| self.made_up_name(columns)),
            };
            let place = own.iter().position(|column| column.name == name).unwrap_or_else(|| {
                own.push(column(&*name, kind));
                own.len() - 1
            });
            if values.iter().any(|(_, other, _)| *other == place) {
                return Err(fault::error(format!("{} is expanded twice", quoted(&name)), named.value.span));
            }
            own.get_mut(place).into_iter().for_each(|column| column.kind = kind);
            let Bound { expression, .. } = bound;
            values.push((expression, place, kind));
        }
        let index = expand.item_index.as_ref().map(|name| {
            let mut free = name.text.clone().into_owned();
            let mut number = 0;
            while own.iter().any(|column| column.name == free) {
                number += 1;
                free = format!("{}{number}", name.text);
            }
            own.push(column(free, ColumnType::Long));
            own.len() - 1
        });
        let limit = expand.limit.as_ref().map(|limit| self.count(limit)).transpose()?;
        let bags_as_arrays = expand.bags_as_arrays;
        Ok((Expand { values, index, width: own.len(), bags_as_arrays, limit }, own))
    }
}
