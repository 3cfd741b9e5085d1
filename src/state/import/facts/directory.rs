//! Lists of who exists: `az ad user list`, `group list`, `sp list`, and the members of groups.

use crate::model::principal::PrincipalKind;
use crate::state::import::columns as is;
use crate::state::import::facts::{About, Facts, List};
use crate::state::import::people::Members;
use crate::state::import::rows::{Row, Rows};
use crate::state::import::seen::{Seen, kind_of};
use crate::text::quoted;

impl Facts {
    /// `az ad user list`.
    pub(super) fn users(&mut self, rows: &Rows, _: About<'_>) {
        self.list(rows, PrincipalKind::User, List::Users);
    }

    /// `az ad group list`.
    pub(super) fn groups(&mut self, rows: &Rows, _: About<'_>) {
        self.list(rows, PrincipalKind::Group, List::Groups);
    }

    /// `az ad sp list`, or `az ad app list`, whose object ids are those of registrations and name nobody.
    pub(super) fn applications(&mut self, rows: &Rows, _: About<'_>) {
        self.list(rows, PrincipalKind::Application, List::Applications);
    }

    fn list(&mut self, rows: &Rows, kind: PrincipalKind, list: List) {
        for row in rows.rows() {
            let mut seen = seen(&row, kind);
            if kind == PrincipalKind::Application && !rows.has(is::SERVICE_PRINCIPAL) {
                seen.object_id = None;
            }
            self.saw(seen);
        }
        if !rows.is_part && rows.len() > 1 {
            self.lists.push(list);
        }
    }

    /// `az ad group member list`.
    pub(super) fn group_members(&mut self, rows: &Rows, about: About<'_>) {
        let mut who = Vec::new();
        for row in rows.rows() {
            let word = row.get(is::GRAPH_TYPE);
            match kind_of(word) {
                Some(kind) => who.push(self.saw(seen(&row, kind))),
                None => self.fault(row.place, format!("{} can't be a member here", quoted(word))),
            }
        }
        // Who else is in the group is not known, where the list is not whole.
        if !rows.is_part {
            let (place, group) = (rows.place().clone(), about.group.to_owned());
            self.members.push(Members { place, group, is_told: about.is_told, who });
        }
    }
}

/// Returns whom an object of Microsoft Graph is about.
fn seen(row: &Row<'_>, kind: PrincipalKind) -> Seen {
    let id = match kind {
        PrincipalKind::User | PrincipalKind::Account => row.owned(is::UPN),
        PrincipalKind::Group => row.owned(is::MAIL),
        PrincipalKind::Application => row.owned(is::APPLICATION),
    };
    let (object_id, display) = (row.owned(is::ID), row.owned(is::DISPLAY_NAME));
    let is_upn = kind == PrincipalKind::User;
    let mail = row.owned(is::MAIL).filter(|_| is_upn);
    Seen { id, mail, object_id, display, is_upn, listed: true, ..Seen::new(row.place, kind) }
}
