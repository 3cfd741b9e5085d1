//! What answers say: which databases and entities there are, which policies, who has which role, who exists.

use std::collections::BTreeSet;
use std::fmt;

use serde_json::Value;

use crate::directory::environment::{LISTS, ManagedIdentity};
use crate::model::entity::EntityKind;
use crate::model::policy::PolicyKind;
use crate::model::principal::{PrincipalKind, is_id};
use crate::model::role::Role;
use crate::state::import::columns as is;
use crate::state::import::part::{Fault, Part};
use crate::state::import::people::Members;
use crate::state::import::rows::{Place, Row, Rows, key};
use crate::state::import::seen::Seen;
use crate::text::{few, quoted};

mod assignments;
mod cluster;
mod details;
mod directory;
mod entities;
mod schema;

/// What a row says, and where it stands.
#[derive(Clone, Debug)]
pub struct Found {
    /// Where.
    pub place: Place,
    /// What.
    pub fact: Fact,
}

/// What there is.
#[derive(Clone, Debug)]
pub enum Fact {
    /// A database; its pretty name may be empty.
    Database(String, String),
    /// An entity.
    Entity(Entity),
    /// Commands that make what there is, in a database that is known beside them or not.
    Script(String, Option<String>),
    /// A policy of an entity, which is named as results name it: `[Sales].[Orders]`.
    Policy(PolicyKind, String, Option<EntityKind>, String),
    /// A role of somebody.
    Role(Assignment),
}

/// An entity.
#[derive(Clone, Debug)]
pub struct Entity {
    /// Its database, if it is named.
    pub database: Option<String>,
    /// Its kind.
    pub kind: EntityKind,
    /// Its name.
    pub name: String,
    /// What it is made of.
    pub made: Made,
    /// Its folder.
    pub folder: String,
    /// Its description.
    pub docstring: String,
}

/// What an answer says of what an entity is made of.
#[derive(Clone, Debug)]
pub enum Made {
    /// Too little to make it.
    Unknown,
    /// The columns of a table, as they are declared: `x:int`.
    Columns(Vec<(String, String)>),
    /// Parameters and body of a function, with their brackets.
    Function(String, String),
}

/// A role that somebody has.
#[derive(Clone, Debug)]
pub struct Assignment {
    /// What it is on.
    pub kind: EntityKind,
    /// The name of that; empty for the cluster.
    pub name: String,
    /// The database of that, if it is named.
    pub database: Option<String>,
    /// The role.
    pub role: Role,
    /// Who has it: a number among those who were seen.
    pub who: usize,
    /// The notes, if the answer has them.
    pub notes: Option<String>,
    /// Whether the answer has everybody who has the role there.
    pub is_whole: bool,
    /// The role of a Fabric workspace, instead.
    pub workspace: Option<String>,
    /// What manages it elsewhere.
    pub owner: Option<&'static str>,
}

/// What all texts say.
#[derive(Debug, Default)]
pub struct Facts {
    /// The facts, in order.
    pub found: Vec<Found>,
    /// Who was seen.
    pub seen: Vec<Seen>,
    /// The lists of members.
    pub members: Vec<Members>,
    /// What is told of the cluster itself.
    pub cluster: ClusterFacts,
    /// Which lists of all who exist were read: `users`.
    pub lists: Vec<List>,
    /// What could not be read.
    pub faults: Vec<Fault>,
}

/// What answers say of the cluster itself.
#[derive(Debug, Default)]
pub struct ClusterFacts {
    /// Its name, with the region where that is told: `contoso.westeurope`.
    pub name: Option<String>,
    /// The identities that are assigned to it.
    pub identities: Vec<ManagedIdentity<'static>>,
}

/// A list of all who exist of one kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum List {
    /// The users.
    Users,
    /// The groups.
    Groups,
    /// The applications.
    Applications,
}

impl List {
    /// Returns how the environment file says that the list was read.
    #[must_use]
    pub const fn text(self) -> &'static str {
        let [users, groups, applications] = LISTS;
        match self {
            Self::Users => users,
            Self::Groups => groups,
            Self::Applications => applications,
        }
    }
}

/// Says what the reader knows beside the text.
#[derive(Clone, Copy, Debug)]
pub struct About<'a> {
    /// The group whose members a list has.
    pub group: &'a str,
    /// Whether the reader was told the group, and does not take it from the name of a file.
    pub is_told: bool,
    /// The database of a script.
    pub database: Option<&'a str>,
}

/// A kind of answer: the columns by which it is known, and what its rows are.
type Shape = (&'static [&'static str], fn(&mut Facts, &Rows, About<'_>));

/// The answers, the most telling columns first.
const SHAPES: &[Shape] = &[
    (&[is::ROLE, is::PRINCIPAL_FQN], Facts::principals),
    (&[is::ROLE, is::PRINCIPAL_OBJECT], Facts::principals),
    (&[is::ROLE, is::PRINCIPAL_ID], Facts::azure_assignments),
    (&[is::ROLE, is::FQN], Facts::azure_principals),
    (&[is::ROLE, is::PRINCIPAL], Facts::workspace_roles),
    (&[is::POLICY_NAME, is::POLICY], Facts::policies),
    (&[is::SCRIPT], Facts::scripts),
    (&[is::SCHEMA_JSON], Facts::schemas),
    (&[is::ENTITY_TYPE, is::ENTITY], Facts::entities),
    (&[is::TABLE, is::COLUMN], Facts::schema_rows),
    (&[is::TABLE, is::TABLE_TYPE], Facts::external_tables),
    (&[is::TABLE], Facts::tables),
    (&[is::NAME, is::BODY], Facts::functions),
    (&[is::DATABASE, is::PRETTY_NAME], Facts::databases),
    (&[is::DATABASE, is::PERSISTENT], Facts::databases),
    (&[is::GRAPH_TYPE, is::ID], Facts::group_members),
    (&[is::UPN, is::ID], Facts::users),
    (&[is::APPLICATION], Facts::applications),
    (&[is::DISPLAY_NAME, is::SECURITY_ENABLED], Facts::groups),
    (&[is::RESOURCE_TYPE, is::NAME], Facts::resources),
];

/// Returns whether these are the columns of an answer.
#[must_use]
pub fn is_header(titles: &[String]) -> bool {
    let keys: Vec<String> = titles.iter().map(|title| key(title)).collect();
    let has = |column: &&str| keys.iter().any(|key| key == *column);
    SHAPES.iter().any(|(columns, _)| columns.iter().all(has))
}

/// A group that answers name and whose members none of them lists.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Unlisted {
    /// Its object id, or else its name or its mail.
    pub name: String,
    /// Its tenant by id or name, where an answer says it.
    pub tenant: Option<String>,
}

impl Unlisted {
    fn of(seen: &Seen) -> Option<Self> {
        let name = seen.object_id.as_ref().or(seen.display.as_ref()).or(seen.id.as_ref())?;
        Some(Self { name: name.clone(), tenant: seen.tenant.as_deref().or_else(|| seen.domain()).map(str::to_owned) })
    }
}

impl fmt::Display for Unlisted {
    /// An id is that of one group; a name is, in a tenant.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.tenant {
            Some(tenant) if !is_id(&self.name) => write!(f, "{};{tenant}", self.name),
            _ => f.write_str(&self.name),
        }
    }
}

impl Facts {
    /// Takes what the parts of a text say.
    pub(super) fn take(&mut self, parts: Vec<Part>, about: About<'_>) {
        for part in parts {
            match part {
                Part::Rows(rows) => self.rows(&rows, about),
                Part::Script(place, text) => {
                    self.found.push(Found { place, fact: Fact::Script(text, about.database.map(str::to_owned)) });
                }
                Part::Schema(place, document) => self.schema(&document, &place),
                Part::Fault(fault) => self.faults.push(fault),
            }
        }
    }

    /// Returns the groups that answers name and whose members none of them lists.
    pub(super) fn unlisted(&self) -> BTreeSet<Unlisted> {
        let members: BTreeSet<usize> = self.members.iter().flat_map(|list| list.who.iter().copied()).collect();
        // A list of all groups names many that have no role.
        let is_named = |(number, seen): &(usize, &Seen)| !seen.listed || members.contains(number);
        let groups = self.seen.iter().enumerate().filter(is_named).map(|(_, seen)| seen);
        let groups = groups.filter(|seen| seen.kind == PrincipalKind::Group).filter_map(Unlisted::of);
        let is_listed = |group: &Unlisted| {
            let names = [group.name.clone(), group.to_string()];
            self.members.iter().any(|list| names.iter().any(|name| list.group.eq_ignore_ascii_case(name)))
        };
        groups.filter(|group| !is_listed(group)).collect()
    }

    fn rows(&mut self, rows: &Rows, about: About<'_>) {
        let fits = |(columns, _): &&Shape| columns.iter().all(|column| rows.has(column));
        // A group may have no members.
        if rows.titles().is_empty() {
            return self.group_members(rows, about);
        }
        let Some((_, take)) = SHAPES.iter().find(fits) else {
            return self.unknown(rows);
        };
        let before = (self.faults.len(), self.found.len(), self.lists.len());
        for row in rows.rows().filter(|row| row.surplus() > 0) {
            let (cells, columns) = (rows.titles().len() + row.surplus(), rows.titles().len());
            self.fault(row.place, format!("the row has {cells} cells, and the header has {columns} columns"));
        }
        take(self, rows, about);
        self.take_nothing_away(rows, before);
        self.of_cluster(rows);
        self.details(rows);
    }

    /// Lets an answer take nothing away where a row of it could not be placed: that row may be what is there. The
    /// numbers of faults, facts and lists are those before it. What can't be a member of a group is none: of a list of
    /// members nobody is missing.
    fn take_nothing_away(&mut self, rows: &Rows, (faults, found, lists): (usize, usize, usize)) {
        if self.faults.iter().skip(faults).all(|fault| fault.is_warning) {
            return;
        }
        let mut counts = self.lists.len() > lists;
        self.lists.truncate(lists);
        for found in self.found.iter_mut().skip(found) {
            if let Fact::Role(role) = &mut found.fact {
                counts |= std::mem::replace(&mut role.is_whole, false);
            }
        }
        if counts {
            self.warn(rows.place(), "a row of this answer could not be placed, so that it takes nothing away");
        }
    }

    fn unknown(&mut self, rows: &Rows) {
        let titles: Vec<String> = rows.titles().iter().map(quoted).collect();
        let message = format!("no answer that can be imported has the columns {}", few(titles, "and"));
        let fault = Fault::new(rows.place().clone(), message);
        self.faults.push(fault.help("`kmgmt import --commands` prints the commands whose answers can be imported"));
    }

    fn fault(&mut self, place: &Place, message: impl Into<String>) {
        self.faults.push(Fault::new(place.clone(), message));
    }

    fn warn(&mut self, place: &Place, message: impl Into<String>) {
        self.faults.push(Fault::new(place.clone(), message).as_warning());
    }

    fn found(&mut self, place: &Place, fact: Fact) {
        self.found.push(Found { place: place.clone(), fact });
    }

    /// Adds somebody; returns the number.
    fn saw(&mut self, seen: Seen) -> usize {
        self.seen.push(seen);
        self.seen.len() - 1
    }

    fn policies(&mut self, rows: &Rows, _: About<'_>) {
        for row in rows.rows() {
            let name = row.get(is::POLICY_NAME);
            let Some(policy) = PolicyKind::ALL.iter().find(|policy| policy.name().eq_ignore_ascii_case(name)) else {
                self.fault(row.place, format!("no policy is called {}", quoted(name)));
                continue;
            };
            let entity_type = row.get(is::ENTITY_TYPE);
            let is_kind = |kind: &&EntityKind| {
                let names = [kind.title().replace(' ', ""), kind.service_name().to_owned()];
                names.iter().any(|name| name.eq_ignore_ascii_case(&entity_type.replace(' ', "")))
            };
            let kind = EntityKind::ALL.iter().find(is_kind).copied();
            let (entity, value) = (row.get(is::ENTITY).to_owned(), row.get(is::POLICY).to_owned());
            if *policy == PolicyKind::ManagedIdentity {
                self.identities_of_policy(&value);
            }
            self.found(row.place, Fact::Policy(*policy, entity, kind, value));
        }
    }

    /// The rows of a script are its commands. A table for people has a row for each line.
    fn scripts(&mut self, rows: &Rows, about: About<'_>) {
        for row in rows.rows() {
            let line = row.get(is::SCRIPT);
            match self.found.last_mut() {
                Some(Found { place, fact: Fact::Script(text, _) })
                    if place.origin == row.place.origin && !line.starts_with(['.', '/']) =>
                {
                    text.extend(["\n", line]);
                }
                _ => self.found(row.place, Fact::Script(line.to_owned(), about.database.map(str::to_owned))),
            }
        }
    }

    fn schemas(&mut self, rows: &Rows, _: About<'_>) {
        for row in rows.rows() {
            match serde_json::from_str::<Value>(row.get(is::SCHEMA_JSON)) {
                Ok(document) => self.schema(&document, row.place),
                Err(error) => self.fault(row.place, format!("the schema is no JSON: {error}")),
            }
        }
    }
}

impl Row<'_> {
    /// Returns the cell as a text of its own, where it is not empty.
    fn owned(&self, column: &str) -> Option<String> {
        self.given(column).map(str::to_owned)
    }
}
