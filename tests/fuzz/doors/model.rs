//! A plain model of the catalog: what exists and who holds what, as strings, and what each command does with it. Who
//! may run a command is asked of the naive evaluator.

use std::collections::BTreeSet;

use crate::access::matrix::Matrix;
use crate::access::world::{Held, Source, World, parent};
use crate::naive::{self, Answer};

/// The built-in administrator.
pub const ADMIN: &str = "aaduser=admin@localhost";

/// A command.
#[derive(Clone, Debug)]
pub enum Step {
    /// Makes an entity, where it may exist or not.
    Create { path: String },
    /// Removes an entity, and all that is in it.
    Drop { path: String },
    /// Gives a table another name.
    Rename { path: String, name: String },
    /// Gives a role, takes it away, or lets only these have it.
    Roles { verb: Verb, path: String, role: &'static str, who: Vec<String> },
    /// Restricts view access, or does not.
    Restrict { path: String, on: bool },
    /// Shows who holds roles.
    Show { path: String },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verb {
    Add,
    Drop,
    Set,
}

/// The model.
#[derive(Clone, Debug)]
pub struct Model {
    pub world: World,
    /// Who acts.
    pub actor: String,
}

impl Model {
    /// What a step does; nothing where it is refused.
    pub fn after(&self, matrix: &Matrix, step: &Step) -> Option<Self> {
        let (action, asked) = self.needs(step)?;
        if naive::answer(&self.world, matrix, &self.actor, action, asked) != Answer::Allowed {
            return None;
        }
        let mut after = self.clone();
        match step {
            Step::Create { path } if self.has(path) => {}
            Step::Create { path } => after.create(path),
            Step::Drop { path } => after.remove(path),
            Step::Rename { path, name } => after.rename(path, name),
            Step::Roles { verb, path, role, who } => after.change_roles(*verb, path, role, who),
            Step::Restrict { path, on } => after.world.entities.get_mut(path).unwrap().1 = *on,
            Step::Show { .. } => {}
        }
        Some(after)
    }

    pub fn has(&self, path: &str) -> bool {
        self.world.entities.contains_key(path)
    }

    /// The permission that a step needs, and on what; nothing where what it names does not exist, or exists already.
    fn needs<'s>(&self, step: &'s Step) -> Option<(&'static str, &'s str)> {
        let existing = |path: &'s str| self.has(path).then_some(path);
        Some(match step {
            Step::Create { path } => {
                let parent = existing(parent(path)?)?;
                match title(path) {
                    "Database" if self.has(path) => return None,
                    "Database" => ("create database", parent),
                    "Function" if self.has(path) => ("alter", path),
                    _ => ("create table", parent),
                }
            }
            Step::Drop { path } => ("drop", existing(path)?),
            Step::Rename { path, name } if *path != *renamed(path, name) && self.has(&renamed(path, name)) => {
                return None;
            }
            Step::Rename { path, .. } | Step::Restrict { path, .. } => ("alter", existing(path)?),
            Step::Roles { path, .. } if title(path) == "Cluster" => ("administer cluster", path),
            Step::Roles { path, .. } => ("manage roles", existing(path)?),
            Step::Show { path } if title(path) == "Cluster" => ("monitor cluster", path),
            Step::Show { path } => ("show principals", existing(path)?),
        })
    }

    /// Whoever makes something becomes its admin.
    fn create(&mut self, path: &str) {
        self.world.entities.insert(path.to_owned(), (title(path).to_owned(), false));
        let actor = self.actor.clone();
        self.hold(path, &format!("{} Admin", title(path)), &actor);
    }

    fn hold(&mut self, path: &str, role: &str, who: &str) {
        self.world.held.push(Held {
            path: path.to_owned(),
            role: role.to_owned(),
            who: who.to_owned(),
            source: Source::Catalog,
        });
    }

    fn remove(&mut self, path: &str) {
        let inside = format!("{path}/");
        let stays = |other: &str| other != path && !other.starts_with(&inside);
        self.world.entities.retain(|other, _| stays(other));
        self.world.held.retain(|held| stays(&held.path));
    }

    fn rename(&mut self, path: &str, name: &str) {
        let new = renamed(path, name);
        let entity = self.world.entities.remove(path).unwrap();
        self.world.entities.insert(new.clone(), entity);
        self.world.held.iter_mut().filter(|held| held.path == path).for_each(|held| held.path.clone_from(&new));
    }

    fn change_roles(&mut self, verb: Verb, path: &str, role: &str, who: &[String]) {
        let is_role = |held: &Held| held.path == path && held.role == role && held.source == Source::Catalog;
        match verb {
            Verb::Add => {}
            Verb::Drop => self.world.held.retain(|held| !(is_role(held) && who.contains(&held.who))),
            Verb::Set => self.world.held.retain(|held| !is_role(held)),
        }
        if verb != Verb::Drop {
            for one in who {
                if !self.world.held.iter().any(|held| is_role(held) && held.who == *one) {
                    self.hold(path, role, one);
                }
            }
        }
    }

    /// Who holds which role on an entity or above it, as `.show … principals` says it.
    pub fn principals(&self, path: &str) -> BTreeSet<(String, String)> {
        let is_above = |held: &&Held| path == held.path || path.starts_with(&format!("{}/", held.path));
        let shown = |held: &Held| (shown_role(&held.path, &held.role), held.who.clone());
        self.world.held.iter().filter(is_above).map(shown).collect()
    }
}

/// `Table` of `cluster/D/Table T`
pub fn title(path: &str) -> &str {
    match path.matches('/').count() {
        0 => "Cluster",
        1 => "Database",
        _ => path.rsplit('/').next().unwrap().split(' ').next().unwrap(),
    }
}

/// `T` of `cluster/D/Table T`
pub fn name(path: &str) -> &str {
    let last = path.rsplit('/').next().unwrap();
    last.split_once(' ').map_or(last, |(_, name)| name)
}

fn renamed(path: &str, name: &str) -> String {
    format!("{}/{} {name}", parent(path).unwrap(), title(path))
}

/// `Table T Admin` of the role `Table Admin`; roles on the cluster are named without it.
fn shown_role(path: &str, role: &str) -> String {
    match title(path) {
        "Cluster" => role.to_owned(),
        title => format!("{title} {}{}", name(path), role.strip_prefix(title).unwrap()),
    }
}
