//! Entities that a run gives other names: they keep their numbers, and with them roles, policies and data. What was there
//! before gets the new names first, so that both sides are compared by the same ones.

use std::collections::BTreeMap;
use std::fmt::Write;

use hashbrown::HashSet;

use crate::catalog::{CLUSTER, Catalog, Edit, EntityId};
use crate::model::directive_kind::DirectiveKind;
use crate::model::entity::EntityKind;
use crate::model::keyword::Keyword;
use crate::model::name::Quoted;
use crate::model::scope::Scope;
use crate::session::Session;
use crate::syntax::pieces;

/// An entity with two names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rename {
    /// Which entity.
    entity: EntityId,
    /// By its name before.
    pub before: Scope,
    /// By its name after.
    pub after: Scope,
}

/// What has other names on the second of two sides.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Renames(Vec<Rename>);

/// The kinds that commands rename.
const KINDS: [EntityKind; 2] = [EntityKind::Table, EntityKind::MaterializedView];

impl Renames {
    /// Returns what a run renamed; the second session goes on from a copy of the first. What takes the name of another
    /// that is gone counts as made again: that one has to go first.
    #[must_use]
    pub fn between(before: &Session, after: &Session) -> Self {
        let (before, after) = (before.read(), after.read());
        let (before, after): (&Catalog, &Catalog) = (&before.catalog, &after.catalog);
        let databases = before.child_ids(CLUSTER, EntityKind::Database).into_iter();
        let inside = databases.flat_map(|database| KINDS.map(|kind| before.child_ids(database, kind))).flatten();
        let mut all: Vec<Rename> = inside.filter_map(|entity| rename(before, after, entity)).collect();
        loop {
            let renamed: HashSet<EntityId> = all.iter().map(|rename| rename.entity).collect();
            let count = all.len();
            all.retain(|rename| rename.after.find(before).is_none_or(|other| renamed.contains(&other)));
            if all.len() == count {
                return Self(all);
            }
        }
    }

    /// Returns the renames that take these back.
    #[must_use]
    pub fn inverse(&self) -> Self {
        let back = |Rename { entity, before, after }: Rename| Rename { entity, before: after, after: before };
        Self(self.0.iter().cloned().map(back).collect())
    }

    /// Returns them one by one.
    pub fn iter(&self) -> impl Iterator<Item = &Rename> {
        self.0.iter()
    }

    /// Returns a copy of the first side with the new names.
    #[must_use]
    pub fn applied(&self, session: &Session) -> Session {
        let mut renamed = session.copy();
        let name = |rename: &Rename| Edit::name(&session.read().catalog, rename.entity, &rename.after.name);
        let edits: Vec<Edit> = self.0.iter().filter_map(name).collect();
        renamed.replay(edits);
        renamed
    }

    /// Returns the commands that rename, and the first side after them; nothing where they can't run.
    pub(super) fn run(&self, session: &Session) -> Option<(String, Session)> {
        let commands = self.commands();
        let mut renamed = session.copy();
        renamed.act_as_administrator();
        let mut is_well = true;
        pieces(&commands, 1, |piece| is_well &= renamed.run(&piece).result.is_ok());
        (is_well && !self.0.is_empty()).then_some((commands, renamed))
    }

    fn commands(&self) -> String {
        let mut by_database: BTreeMap<&str, Vec<&Rename>> = BTreeMap::new();
        for rename in &self.0 {
            by_database.entry(rename.before.database.as_deref().unwrap_or_default()).or_default().push(rename);
        }
        let (verb, mut text) = (Keyword::Rename, String::new());
        for (database, all) in by_database {
            let _ = writeln!(text, "{} {}", DirectiveKind::DbContext, Quoted(database));
            let (tables, others): (Vec<&Rename>, Vec<&Rename>) =
                all.into_iter().partition(|rename| rename.before.kind == EntityKind::Table);
            let names =
                |rename: &Rename| (Quoted(&rename.before.name).to_string(), Quoted(&rename.after.name).to_string());
            // Several tables get their names at once, so that they may change them with each other.
            let (together, one_by_one) =
                if tables.len() > 1 { (tables, others) } else { (Vec::new(), [tables, others].concat()) };
            let pairs: Vec<String> = together.into_iter().map(names).map(|(old, new)| format!("{new}={old}")).collect();
            if !pairs.is_empty() {
                let _ = writeln!(text, ".{verb} {} {}", Keyword::Tables, pairs.join(", "));
            }
            for rename in one_by_one {
                let (old, new) = names(rename);
                let _ = writeln!(text, ".{verb} {} {old} {} {new}", rename.before.kind, Keyword::To);
            }
        }
        text
    }
}

fn rename(before: &Catalog, after: &Catalog, entity: EntityId) -> Option<Rename> {
    let (was, is) = (before.get(entity)?, after.get(entity)?);
    let is_same = was.definition.kind() == is.definition.kind() && was.definition.parent == is.definition.parent;
    if !is_same || was.definition.name == is.definition.name {
        return None;
    }
    Some(Rename { entity, before: Scope::of(before, entity)?, after: Scope::of(after, entity)? })
}
