//! A catalog and a directory described by strings alone. An entity is named by its path:
//! `cluster`, `cluster/D0`, `cluster/D0/Table T0`.

use std::collections::{BTreeMap, BTreeSet};

/// Where a role comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source {
    /// An assignment in the catalog.
    Catalog,
    /// `cluster.principals` of the environment file.
    Cluster,
    /// `fabric.workspaceRoles`, under this word.
    Workspace(&'static str),
    /// `fabric.itemRoles`, under this word.
    Item(&'static str),
}

/// Somebody holds a role on an entity.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Held {
    pub path: String,
    /// The name of the role's row: `Table Admin`.
    pub role: String,
    /// The reference: `aaduser=u0@fabrikam.com`.
    pub who: String,
    pub source: Source,
}

/// Somebody who is in every directory, and of whom no question is.
pub const OTHER: &str = "aaduser=nobody-else@fabrikam.com";

impl Held {
    fn is_of_fabric(&self) -> bool {
        matches!(self.source, Source::Workspace(_) | Source::Item(_))
    }
}

/// What exists, and who holds what.
#[derive(Clone, Debug, Default)]
pub struct World {
    /// By path: the scope's title, and whether view access is restricted.
    pub entities: BTreeMap<String, (String, bool)>,
    pub held: Vec<Held>,
    pub users: Vec<String>,
    /// By reference: the members' references.
    pub groups: BTreeMap<String, Vec<String>>,
    /// Groups whose members nobody listed; with one of them the directory is open.
    pub unlisted: BTreeSet<String>,
}

impl World {
    /// Adds an entity; answers its path.
    pub fn add(&mut self, parent: &str, title: &str, name: &str, restricted: bool) -> String {
        let path = match title {
            "Cluster" => name.to_owned(),
            "Database" => format!("{parent}/{name}"),
            _ => format!("{parent}/{title} {name}"),
        };
        self.entities.insert(path.clone(), (title.to_owned(), restricted));
        path
    }

    pub fn scope(&self, path: &str) -> &str {
        &self.entities[path].0
    }

    pub fn is_restricted(&self, path: &str) -> bool {
        self.entities[path].1
    }

    /// Whether it is a world of Fabric.
    pub fn is_fabric(&self) -> bool {
        self.held.iter().any(Held::is_of_fabric)
    }

    /// Adds an assignment in the catalog.
    pub fn hold(&mut self, path: &str, role: &str, who: &str) {
        let (path, role, who) = (path.to_owned(), role.to_owned(), who.to_owned());
        self.held.push(Held { path, role, who, source: Source::Catalog });
    }

    /// A world in which only those roles are held that `keep` accepts. A world of Fabric stays one: a role that
    /// Fabric gives goes to somebody who has nothing else.
    pub fn keeping(&self, keep: impl Fn(&Held) -> bool) -> Self {
        let held = self.held.iter().filter(|held| keep(held)).cloned().collect();
        let mut kept = Self { held, ..self.clone() };
        let of_fabric = self.held.iter().find(|held| held.is_of_fabric());
        if let Some(held) = of_fabric.filter(|_| !kept.is_fabric()) {
            kept.held.push(Held { who: OTHER.to_owned(), ..held.clone() });
        }
        kept
    }
}

/// The path of what holds the entity.
pub fn parent(path: &str) -> Option<&str> {
    path.rsplit_once('/').map(|(parent, _)| parent)
}

/// The path of the database that holds the entity or that it is.
pub fn database(path: &str) -> Option<String> {
    let mut parts = path.split('/');
    let (cluster, database) = (parts.next()?, parts.next()?);
    Some(format!("{cluster}/{database}"))
}
