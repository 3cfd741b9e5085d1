//! What a real cluster has, from what people can get of it without us: answers of commands in every form in which
//! clients print them, scripts, lists of Azure, Microsoft Graph and Terraform. Text comes in, a state goes out; where
//! the text comes from is no matter here.

use std::collections::BTreeSet;
use std::sync::Arc;

use hashbrown::HashMap;

use crate::catalog::Catalog;
use crate::cluster::Cluster;
use crate::directory::Directory;
use crate::directory::environment::{Completeness, File, Text};
use crate::model::principal::{PrincipalKind, tenant_fault};
use crate::session::{Clock, Session};
use crate::state::Folder;

mod changes;
mod cluster;
mod columns;
mod commands;
mod document;
mod facts;
mod json;
mod part;
mod people;
mod placed;
mod roles_elsewhere;
mod rows;
mod seen;
mod separated;
mod tables;
mod tenants;
mod terraform;
mod titles;

pub use commands::{OF_CLUSTER, OF_DATABASES, commands, principals_of, script_of};
pub use document::is_answer;
pub use facts::Unlisted;
pub use part::Fault;
pub use rows::{At, Place};

use facts::{About, Facts, List};
use people::{Known, People};
use placed::Placing;

/// A text to import.
#[derive(Clone, Debug)]
pub struct Input {
    /// How it is called: the name of a file, `<stdin>`.
    pub origin: String,
    /// What it says.
    pub text: String,
    /// The group that it may list the members of: the name of the file without its ending.
    pub stem: String,
    /// The database that it is of, where it is known without its words: that of a script.
    pub database: Option<String>,
}

/// What the texts do not say.
#[derive(Clone, Debug)]
pub struct Options {
    /// The database of answers that name none.
    pub database: Option<String>,
    /// The group whose members a list has; the name of its file otherwise.
    pub group: Option<String>,
    /// The tenant of lists of who exists, by id or domain.
    pub tenant: Option<String>,
    /// The time at which what is imported is made.
    pub clock: Clock,
}

/// How much a state has, in one line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sum {
    /// How many of each kind of principal are known.
    pub known: Vec<(PrincipalKind, usize)>,
    /// How many roles there are.
    pub roles: usize,
    /// Whether the tenant of the cluster is known.
    pub has_home: bool,
}

/// What was imported.
#[derive(Clone, Debug)]
pub struct Imported {
    /// The state.
    pub state: Folder,
    /// What it has.
    pub sum: Sum,
    /// What changed of the environment, a line each.
    pub people: Vec<String>,
    /// What changed of the catalog, a command each.
    pub commands: Vec<String>,
    /// The groups that answers name and whose members none of them lists.
    pub unlisted: BTreeSet<Unlisted>,
    /// What could not be read or placed, and what there is to know besides.
    pub faults: Vec<Fault>,
}

/// Imports texts into a state, or into one that has nothing.
///
/// # Errors
/// The state can't be loaded, or an option says what can't be: nothing is imported then.
pub fn import(before: Option<&Folder>, inputs: &[Input], options: &Options) -> Result<Imported, Vec<Fault>> {
    check_tenant(options)?;
    let mut facts = read(inputs, options);
    let own = before.map(|folder| (folder.environment.as_str(), folder.catalog.as_str()));
    let (environment, catalog) = own.unwrap_or_default();
    let old = file(environment);
    let mut file = old.clone();
    let mut faults = std::mem::take(&mut facts.faults);
    cluster::write(&mut file, &facts.cluster);
    let people = People::new(&file, &facts.seen, options.tenant.as_deref());
    if people.home().is_some() {
        mark_read_lists(&mut file, &facts.lists);
    }
    // Lists of who exists are those of the tenant of the cluster.
    let of_lists = people.home().filter(|_| !facts.lists.is_empty()).map(str::to_owned);
    if let (None, Some(tenant)) = (&file.cluster.home_tenant, options.tenant.clone().or(of_lists)) {
        file.cluster.home_tenant = Some(tenant.into());
    }
    let known = people.write(&mut file, &facts.seen, &facts.members, &mut faults);
    rename(&mut file, &known);
    roles_elsewhere::write(&mut file, &facts.found, &known.references);
    let session = session(&file, options.clock).map_err(|fault| vec![fault])?;
    let mut placing = Placing::new(session, options.database.clone());
    let script = renamed(catalog, &known);
    placing.load(&script, &Place { origin: Arc::from(crate::state::CATALOG), at: At::Line(1) });
    if !placing.faults.is_empty() {
        return Err(placing.faults);
    }
    // A state that does not say what was read was read whole.
    if old.read.is_none() && !catalog.trim().is_empty() {
        placing.read = placing.scopes();
    }
    let read_before = placing.read.clone();
    let held = placing.script();
    placing.place(&facts.found, &known.references);
    let now = placing.script();
    faults.append(&mut placing.faults);
    let file_of = |fault: &Fault| inputs.iter().position(|input| *input.origin == *fault.place.origin);
    faults.sort_by_key(|fault| (file_of(fault), fault.place.at));
    note_read(&mut file, &placing);
    let environment = file.printed();
    // What was not said to be read, and was, is nothing new.
    let old = File { read: old.read.clone().or_else(|| said_or_not(&read_before)), ..old };
    let (people, commands) = (changes::of_files(&old, &file), changes::of_scripts(&held, &now));
    let elsewhere = file.cluster.principals.len() + file.fabric.workspace_roles.len() + file.fabric.item_roles.len();
    let has_home = file.cluster.home_tenant.is_some();
    let sum = Sum { known: known.counts, roles: placing.count_roles() + elsewhere, has_home };
    let unlisted = facts.unlisted();
    Ok(Imported { state: Folder { environment, catalog: now }, sum, people, commands, unlisted, faults })
}

fn check_tenant(options: &Options) -> Result<(), Vec<Fault>> {
    let Some(fault) = options.tenant.as_deref().and_then(tenant_fault) else { return Ok(()) };
    let place = Place { origin: Arc::from("--tenant"), at: At::Whole };
    let advice = fault.help();
    Err(vec![advice.into_iter().fold(Fault::new(place, fault.to_string()), Fault::help)])
}

fn read(inputs: &[Input], options: &Options) -> Facts {
    let mut facts = Facts::default();
    for input in inputs {
        let place = Place { origin: Arc::from(input.origin.as_str()), at: At::Whole };
        let group = options.group.as_deref();
        let (group, is_told) = (group.unwrap_or(&input.stem), group.is_some());
        let about = About { group, is_told, database: input.database.as_deref() };
        facts.take(document::parts(&input.text, &place), about);
    }
    facts
}

/// Returns the environment file; a new one is open, and so is the directory that it makes.
fn file(text: &str) -> File<'_> {
    let new = || {
        let mut file = File { directory: Completeness::Open, ..File::default() };
        file.cluster.name = Directory::open().cluster_name().to_owned().into();
        file
    };
    serde_json::from_str(text.trim_start_matches('\u{feff}')).unwrap_or_else(|_| new())
}

/// Notes which lists were read.
fn mark_read_lists(file: &mut File<'_>, lists: &[List]) {
    let read = file.read.get_or_insert_default();
    let is_read = |read: &[Text<'_>], list: List| read.iter().any(|read| **read == *list.text());
    for list in lists {
        if !is_read(read, *list) {
            read.push(list.text().to_owned().into());
        }
    }
}

/// Returns the scopes as the environment file has them; nothing where there are none.
fn said_or_not(scopes: &BTreeSet<String>) -> Option<Vec<Text<'static>>> {
    (!scopes.is_empty()).then(|| scopes.iter().cloned().map(Text::from).collect())
}

/// Notes which scopes were read, in order; that none was is noted too.
fn note_read(file: &mut File<'_>, placing: &Placing) {
    let before = file.read.iter().flatten().map(|read| (**read).to_owned());
    let all: BTreeSet<String> = before.chain(placing.read.iter().cloned()).collect();
    file.read = Some(all.into_iter().map(Text::from).collect());
}

/// Puts the references that name somebody now in the place of those that did.
fn rename(file: &mut File<'_>, known: &Known) {
    let all: HashMap<&str, &String> = known.renamed.iter().map(|(before, now)| (before.as_str(), now)).collect();
    let new = |old: &str| all.get(old).map(|now| (*now).clone());
    let members = file.groups.iter_mut().filter_map(|group| group.members.as_mut()).flatten();
    members.for_each(|member| new(member).into_iter().for_each(|now| *member = now));
    let roles = file.cluster.principals.iter_mut();
    let roles = roles.chain(&mut file.fabric.workspace_roles).chain(&mut file.fabric.item_roles);
    let references = roles.map(|role| &mut role.principal).chain(&mut file.protected);
    let references = references.chain(file.aliases.values_mut());
    references.for_each(|reference| new(reference).into_iter().for_each(|now| *reference = now.into()));
}

/// Returns a script in which references are those of now: scripts of states quote each in one way.
fn renamed(script: &str, known: &Known) -> String {
    let text = |reference: &String| crate::model::name::Text(reference).to_string();
    let new: HashMap<String, String> = known.renamed.iter().map(|(old, new)| (text(old), text(new))).collect();
    if new.is_empty() {
        return script.to_owned();
    }
    let quotes: Vec<usize> = memchr::memchr_iter(b'\'', script.as_bytes()).collect();
    let (mut out, mut done) = (String::with_capacity(script.len()), 0);
    for (start, end) in quotes.iter().zip(quotes.iter().skip(1)) {
        let now = script.get(*start..=*end).and_then(|quoted| new.get(quoted)).filter(|_| *start >= done);
        if let Some(now) = now {
            out.extend([script.get(done..*start).unwrap_or_default(), now]);
            done = end + 1;
        }
    }
    out + script.get(done..).unwrap_or_default()
}

/// Returns a session without any database, whose directory is that of the file.
fn session(file: &File<'_>, clock: Clock) -> Result<Session, Fault> {
    let place = || Place { origin: Arc::from(crate::state::ENVIRONMENT), at: At::Whole };
    let directory = Directory::from_environment(file.printed());
    let directory = directory.map_err(|error| Fault::new(place(), error.to_string()))?;
    Ok(Session::on(Arc::new(Cluster::with(Catalog::empty(), directory)), clock))
}
