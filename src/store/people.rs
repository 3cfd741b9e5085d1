//! The identities that a catalog file names, by their numbers in it.

use std::sync::Arc;

use hashbrown::{HashMap, HashSet};
use rusqlite::{Connection, OptionalExtension, Row, params};

use crate::catalog::{Change, Edit};
use crate::directory::{Directory, Ids, PrincipalId, Style};
use crate::model::principal::PrincipalKind;
use crate::store::StoreFault;
use crate::store::row::text;
use crate::store::scan::{Scanned, scan};
use crate::store::settings;

/// An edit whose principals are numbers of the file.
pub(super) type FiledEdit = Edit<i64>;

/// What a file says of whether somebody is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Standing {
    /// Nobody knows it now; something may name it still.
    Former = 0,
    /// The directory, as it is, has learned it.
    Learned = 1,
    /// The directory had learned it before an environment was loaded.
    Earlier = 2,
}

impl Standing {
    const fn of(number: i64) -> Option<Self> {
        match number {
            0 => Some(Self::Former),
            1 => Some(Self::Learned),
            2 => Some(Self::Earlier),
            _ => None,
        }
    }
}

/// The numbers that principals have in the file and in the directory, as far as they were needed.
#[derive(Debug, Default)]
pub(super) struct People {
    /// By the number in the directory.
    filed: Vec<Option<i64>>,
    /// By the number in the file.
    known: HashMap<i64, PrincipalId>,
    /// For which kinds, tenants and styles somebody was met: the first one of each is always read, since what is said of
    /// others depends on whether there is one.
    met: HashSet<(PrincipalKind, String, Option<Style>)>,
    /// Whether everybody in the file is among them.
    is_complete: bool,
}

/// The columns of somebody, in the order in which [`filed`] reads them: by number, since a database has a thousand roles,
/// and a look for each name took a sixth of the time to open it.
const COLUMNS: &str = "number, kind, id, object_id, tenant, known";

/// Someone in the file.
struct Filed {
    number: i64,
    ids: Ids,
    standing: Standing,
}

impl People {
    /// Returns the number in the file of a principal, who is written into it if need be.
    pub(super) fn number(
        &mut self,
        connection: &Connection,
        directory: &Directory,
        principal: PrincipalId,
    ) -> Result<i64, StoreFault> {
        let place = principal.0 as usize;
        if let Some(Some(number)) = self.filed.get(place) {
            return Ok(*number);
        }
        let ids = directory.ids(principal);
        let number = match self.row_of(connection, directory, principal, &ids)? {
            Some(known) => known.number,
            None => self.add(connection, &ids, Standing::Former)?,
        };
        self.note(number, principal);
        Ok(number)
    }

    /// Returns the row of a principal with these ids, if there is one.
    fn row_of(
        &self,
        connection: &Connection,
        directory: &Directory,
        principal: PrincipalId,
        ids: &Ids,
    ) -> Result<Option<Filed>, StoreFault> {
        if self.is_complete {
            return Ok(None);
        }
        // An environment may have given somebody another tenant's name, or an object id, since it was written.
        let is_same = |one: &Filed| directory.find(&one.ids) == Some(principal);
        let mut known = of_id(connection, &ids.id)?.into_iter().find(is_same);
        if let (None, Some(object_id)) = (&known, &ids.object_id) {
            known = of_id(connection, object_id)?.into_iter().find(is_same);
        }
        Ok(known)
    }

    /// Writes that the directory has learned somebody, or forgotten; answers with the ids by which the file knows him.
    fn set_known(
        &mut self,
        connection: &Connection,
        directory: &Directory,
        principal: PrincipalId,
        is_known: bool,
    ) -> Result<Ids, StoreFault> {
        let standing = if is_known { Standing::Learned } else { Standing::Former };
        let ids = directory.ids(principal);
        let known = match self.filed.get(principal.0 as usize) {
            Some(Some(number)) => Some(one(connection, *number)?),
            _ => self.row_of(connection, directory, principal, &ids)?,
        };
        let Some(known) = known else {
            let number = self.add(connection, &ids, standing)?;
            self.note(number, principal);
            return Ok(ids);
        };
        self.note(known.number, principal);
        let set = "UPDATE identities SET known = ?2 WHERE number = ?1";
        connection.prepare_cached(set)?.execute(params![known.number, standing as i64])?;
        Ok(known.ids)
    }

    /// Notes the row of somebody whom another process wrote.
    pub(super) fn meet(&mut self, connection: &Connection, directory: &Directory, ids: &Ids) -> Result<(), StoreFault> {
        let Some(principal) = directory.find(ids) else { return Ok(()) };
        if let Some(known) = of_id(connection, &ids.id)?.into_iter().find(|one| one.ids == *ids) {
            self.meets(ids);
            self.note(known.number, principal);
        }
        Ok(())
    }

    /// Writes somebody new into the file.
    fn add(&mut self, connection: &Connection, ids: &Ids, standing: Standing) -> Result<i64, StoreFault> {
        let text = |id: &Option<Arc<str>>| id.as_deref().unwrap_or_default().to_owned();
        let (object_id, tenant) = (text(&ids.object_id), text(&ids.tenant));
        let add =
            "INSERT INTO identities (kind, id, object_id, tenant, known, is_first) VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
        let row = params![ids.kind.word(), &*ids.id, object_id, tenant, standing as i64, self.meets(ids)];
        connection.prepare_cached(add)?.execute(row)?;
        Ok(connection.last_insert_rowid())
    }

    /// Returns the principal of a number in the file.
    pub(super) fn principal(
        &mut self,
        connection: &Connection,
        directory: &mut Directory,
        number: i64,
    ) -> Result<PrincipalId, StoreFault> {
        if let Some(known) = self.known.get(&number) {
            return Ok(*known);
        }
        Ok(self.take(directory, &one(connection, number)?))
    }

    /// Returns the numbers in the file of those who were read.
    pub(super) fn numbers(&self) -> HashSet<i64> {
        self.known.keys().copied().collect()
    }

    /// Makes the directory know those whom every session needs: the first of each tenant and spelling.
    pub(super) fn take_first(&mut self, connection: &Connection, directory: &mut Directory) -> Result<(), StoreFault> {
        self.take_all(connection, directory, "is_first")
    }

    /// Makes the directory know those whom it had learned before it got an environment.
    pub(super) fn take_earlier(
        &mut self,
        connection: &Connection,
        directory: &mut Directory,
    ) -> Result<(), StoreFault> {
        self.take_all(connection, directory, "known = 2")
    }

    /// Makes the directory know everybody whom the file names.
    pub(super) fn take_everybody(
        &mut self,
        connection: &Connection,
        directory: &mut Directory,
    ) -> Result<(), StoreFault> {
        self.take_all(connection, directory, "TRUE")?;
        self.is_complete = true;
        Ok(())
    }

    fn take_all(&mut self, connection: &Connection, directory: &mut Directory, which: &str) -> Result<(), StoreFault> {
        let find = format!("SELECT {COLUMNS} FROM identities WHERE {which} ORDER BY number");
        let mut statement = connection.prepare(&find)?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            self.take(directory, &filed(row)?);
        }
        Ok(())
    }

    /// Makes the directory know those whom a reference may name by one of these words.
    pub(super) fn take_spelled(
        &mut self,
        connection: &Connection,
        directory: &mut Directory,
        word: &str,
    ) -> Result<(), StoreFault> {
        for one in spelled(connection, word)? {
            self.take(directory, &one);
            // The same one may also stand there by the object id alone.
            if let Some(object_id) = &one.ids.object_id {
                for same in of_id(connection, object_id)? {
                    self.take(directory, &same);
                }
            }
        }
        Ok(())
    }

    /// Makes the directory know somebody as the file does.
    fn take(&mut self, directory: &mut Directory, filed: &Filed) -> PrincipalId {
        if let Some(known) = self.known.get(&filed.number) {
            return *known;
        }
        self.meets(&filed.ids);
        let exists = match filed.standing {
            // An environment that says who exists leaves nobody else.
            Standing::Learned | Standing::Earlier => !directory.is_closed(),
            Standing::Former => false,
        };
        let principal = match directory.find(&filed.ids) {
            Some(found) if !exists || directory.exists(found) => found,
            _ => {
                let learned = directory.learn(&filed.ids);
                if !exists {
                    directory.forget(&filed.ids);
                }
                learned
            }
        };
        self.note(filed.number, principal);
        principal
    }

    /// Notes the tenant and the style of somebody; answers whether it is the first one.
    fn meets(&mut self, ids: &Ids) -> bool {
        let tenant = ids.tenant().unwrap_or_default().to_ascii_lowercase();
        self.met.insert((ids.kind, tenant, Style::of(ids.kind, &ids.id)))
    }

    fn note(&mut self, number: i64, principal: PrincipalId) {
        let place = principal.0 as usize;
        if self.filed.len() <= place {
            self.filed.resize(place + 1, None);
        }
        if let Some(filed) = self.filed.get_mut(place) {
            filed.get_or_insert(number);
        }
        self.known.insert(number, principal);
    }

    /// Returns an edit as it stands in the file.
    pub(super) fn filed(
        &mut self,
        connection: &Connection,
        directory: &Directory,
        edit: Edit,
    ) -> Result<FiledEdit, StoreFault> {
        // Somebody is written with the ids by which the file knows him.
        if let Edit::Identity(change) = edit {
            let Some(principal) = directory.find(&change.key) else { return Ok(Edit::Identity(change)) };
            let key = self.set_known(connection, directory, principal, change.after.is_some())?;
            return Ok(Edit::Identity(Change { key, ..change }));
        }
        let mut fault = None;
        let filed = edit.with_principals(|principal| {
            self.number(connection, directory, principal).unwrap_or_else(|error| {
                fault = Some(error);
                0
            })
        });
        fault.map_or(Ok(filed), Err)
    }

    /// Returns an edit of the file as it is applied.
    pub(super) fn taken(
        &mut self,
        connection: &Connection,
        directory: &mut Directory,
        edit: FiledEdit,
    ) -> Result<Edit, StoreFault> {
        let mut fault = None;
        let taken = edit.with_principals(|number| {
            self.principal(connection, directory, number).unwrap_or_else(|error| {
                fault = Some(error);
                directory.local_admin()
            })
        });
        fault.map_or(Ok(taken), Err)
    }
}

/// Reads everybody who can be read of a damaged file, and makes the directory know them.
pub(super) fn salvage(connection: &Connection, people: &mut People, directory: &mut Directory) -> Scanned {
    scan(connection, "identities", "number", COLUMNS, |row| {
        people.take(directory, &filed(row)?);
        Ok(row.get::<_, i64>("number")?)
    })
}

/// Reads the one of a number.
fn one(connection: &Connection, number: i64) -> Result<Filed, StoreFault> {
    let find = format!("SELECT {COLUMNS} FROM identities WHERE number = ?1");
    let found = connection.prepare_cached(&find)?.query_row([number], |row| Ok(filed(row))).optional()?;
    found.ok_or_else(|| StoreFault::damaged(format!("no identity has the number {number}")))?
}

/// Reads those of an id; case does not count.
fn of_id(connection: &Connection, id: &str) -> Result<Vec<Filed>, StoreFault> {
    read(connection, &format!("SELECT {COLUMNS} FROM identities WHERE id = ?1"), id)
}

/// Reads those of an id or an object id; case does not count.
fn spelled(connection: &Connection, word: &str) -> Result<Vec<Filed>, StoreFault> {
    let mut found = of_id(connection, word)?;
    let find = format!("SELECT {COLUMNS} FROM identities WHERE object_id = ?1 AND object_id <> ''");
    found.extend(read(connection, &find, word)?);
    found.sort_by_key(|one| one.number);
    Ok(found)
}

fn read(connection: &Connection, find: &str, word: &str) -> Result<Vec<Filed>, StoreFault> {
    let mut statement = connection.prepare_cached(find)?;
    let mut rows = statement.query([word])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.push(filed(row)?);
    }
    Ok(found)
}

/// Notes that the directory has taken over an environment, or none. Whom it had learned before it got the first one comes
/// back when it is open again; whom it has learned since is gone with the environment.
pub(super) fn take_over(connection: &Connection, environment: Option<&str>) -> Result<(), StoreFault> {
    let had_one = settings::text(connection, settings::ENVIRONMENT)?.is_some();
    match (environment.is_some(), had_one) {
        (true, false) => connection.execute_batch("UPDATE identities SET known = 2 WHERE known = 1")?,
        (false, true) => connection.execute_batch("UPDATE identities SET known = known / 2")?,
        (true, true) | (false, false) => {}
    }
    match environment {
        Some(text) => settings::set(connection, settings::ENVIRONMENT, text),
        None => settings::unset(connection, settings::ENVIRONMENT),
    }
}

fn filed(row: &Row<'_>) -> Result<Filed, StoreFault> {
    let some = |text: &str| Some(Arc::from(text)).filter(|_| !text.is_empty());
    let standing = Standing::of(row.get(5)?);
    let word = text(row, 1)?;
    let kind = PrincipalKind::ALL.iter().copied().find(|kind| kind.word() == word);
    let ids = Ids {
        kind: kind.ok_or_else(|| StoreFault::damaged("an identity of no kind of principal"))?,
        id: Arc::from(text(row, 2)?),
        object_id: some(text(row, 3)?),
        tenant: some(text(row, 4)?),
    };
    let standing =
        standing.ok_or_else(|| StoreFault::damaged("an identity of which it is not said whether it is known"))?;
    Ok(Filed { number: row.get(0)?, ids, standing })
}
