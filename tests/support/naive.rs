//! The access rules once more, in the plainest way: recursion over strings, everything looked up
//! again for every question. What roles allow is read in `fixtures/access/matrix.tsv`.

#![allow(dead_code, reason = "each test file uses its own part")]

use crate::access::matrix::{Matrix, Row, Says};
use crate::access::world::{World, parent};

/// What becomes of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    Allowed,
    NoRole,
    NoDependency,
    Restricted,
}

/// Whether `who` may do `action` on the entity.
pub fn answer(world: &World, matrix: &Matrix, who: &str, action: &str, path: &str) -> Answer {
    let asked = Asked { world, matrix, who };
    if !asked.may(action, path, path) {
        return if asked.would(action, path, path) { Answer::NoDependency } else { Answer::NoRole };
    }
    if action == "view" && world.is_restricted(path) && !asked.may("view restricted", path, path) {
        return Answer::Restricted;
    }
    Answer::Allowed
}

/// Whether `who` is in the group, or in a group that is in it.
pub fn is_in(world: &World, who: &str, group: &str) -> bool {
    let members = world.groups.get(group).map_or(&[][..], Vec::as_slice);
    members.iter().any(|member| member == who || is_in(world, who, member))
}

struct Asked<'a> {
    world: &'a World,
    matrix: &'a Matrix,
    who: &'a str,
}

impl Asked<'_> {
    /// Whether a role that is in force allows the action, on the entity at `path` or above it.
    fn may(&self, action: &str, asked: &str, path: &str) -> bool {
        self.held_on(path).iter().any(|row| match row.says(action, path == asked) {
            Says::Allowed => true,
            Says::Needs => self.satisfying(row).any(|name| self.holds_upwards(name, path)),
            Says::Denied => false,
        }) || parent(path).is_some_and(|parent| self.may(action, asked, parent))
    }

    /// Whether a role would allow it if it were in force.
    fn would(&self, action: &str, asked: &str, path: &str) -> bool {
        self.held_on(path).iter().any(|row| row.says(action, path == asked) != Says::Denied)
            || parent(path).is_some_and(|parent| self.would(action, asked, parent))
    }

    /// The names of the roles that put the row's in force.
    fn satisfying<'r>(&self, row: &'r Row) -> impl Iterator<Item = &'r String> + use<'r> {
        let in_fabric = if self.world.is_fabric() { &row.in_fabric[..] } else { &[] };
        row.satisfied_by.iter().chain(in_fabric)
    }

    fn holds_upwards(&self, name: &str, path: &str) -> bool {
        self.held_on(path).iter().any(|row| row.name() == name)
            || parent(path).is_some_and(|parent| self.holds_upwards(name, parent))
    }

    /// The roles that are held on the entity itself.
    fn held_on(&self, path: &str) -> Vec<&Row> {
        let held = self.world.held.iter().filter(|held| held.path == path);
        let mine = held.filter(|held| held.who == self.who || is_in(self.world, self.who, &held.who));
        mine.map(|held| self.matrix.row(&held.role)).collect()
    }
}
