//! What answers with details say beside the entities: principals and policies.

use serde_json::Value;

use crate::model::entity::EntityKind;
use crate::model::keyword::Keyword;
use crate::model::principal::PrincipalRef;
use crate::model::role::Role;
use crate::state::import::columns as is;
use crate::state::import::facts::{Assignment, Fact, Facts};
use crate::state::import::part::Fault;
use crate::state::import::rows::{Row, Rows, key};
use crate::state::import::seen::Seen;
use crate::text::{few, quoted};

impl Facts {
    /// Takes the principals of details; tells what of the columns can't be placed.
    pub(super) fn details(&mut self, rows: &Rows) {
        if rows.has(is::POLICY_NAME) {
            return;
        }
        let mut left_out = Vec::new();
        let is_policy = |title: &&String| title.to_lowercase().ends_with(is::POLICY_COLUMN);
        for title in rows.titles().iter().filter(is_policy) {
            let is_given = |row: &Row<'_>| !["", "null", "[]", "{}"].contains(&row.get(&key(title)));
            left_out.extend(rows.rows().any(|row| is_given(&row)).then(|| quoted(title)));
        }
        if !left_out.is_empty() {
            let (are, them) = if left_out.len() == 1 { ("is", "it") } else { ("are", "them") };
            let columns = few(left_out, "and");
            let message = format!("{columns} {are} not imported: an entity may have {them} from what holds it");
            let help = format!("`.{} … {} …` answers an entity's own", Keyword::Show, Keyword::Policy);
            self.faults.push(Fault::new(rows.place().clone(), message).as_warning().help(help));
        }
        rows.rows().for_each(|row| self.authorized(&row, !rows.is_part));
    }

    /// `AuthorizedPrincipals`: the page's sample has no roles (`show-table-details-command.md`); kmgmt itself shows
    /// them.
    fn authorized(&mut self, row: &Row<'_>, is_whole: bool) {
        let (kind, name) = match row.given(is::TABLE) {
            Some(table) => (EntityKind::Table, table),
            None => (EntityKind::Database, row.get(is::DATABASE)),
        };
        let mut unplaced = 0;
        let entries: Vec<Value> = serde_json::from_str(row.get(is::AUTHORIZED)).unwrap_or_default();
        for entry in &entries {
            let text = |name: &str| entry.get(name).and_then(Value::as_str).unwrap_or_default();
            let Ok(reference) = PrincipalRef::parse(text("FQN")) else {
                self.fault(row.place, format!("{} is no reference to a principal", quoted(text("FQN"))));
                continue;
            };
            let who = self.saw(Seen::of_reference(row.place, &reference, text("ObjectId"), text("DisplayName")));
            let role = Role::at(kind).find(|role| role.title().eq_ignore_ascii_case(text("Role")));
            let Some(role) = role.filter(|_| kind == EntityKind::Table) else {
                unplaced += 1;
                continue;
            };
            let assignment = Assignment::new(kind, name.to_owned(), role, who);
            let notes = entry.get("Notes").and_then(Value::as_str).map(str::to_owned);
            let database = row.owned(is::DATABASE);
            let role = Assignment { database, notes, is_whole, ..assignment };
            self.found(row.place, Fact::Role(role));
        }
        if unplaced > 0 {
            let message =
                format!("`AuthorizedPrincipals` of {kind} {} does not say which roles they have", quoted(name));
            let help = format!("`.{} {kind} {name} {}` answers them", Keyword::Show, Keyword::Principals);
            self.faults.push(Fault::new(row.place.clone(), message).as_warning().help(help));
        }
    }
}
