//! Tables for queries that are stored: one with a column of the name of a restricted table.

use kmgmt::session::Session;

use crate::support::{run_well, session};

const SETUP: &str = "\
.create table Events (Id:long, Ts:datetime, User:string, Num:real, Rls:string)
.create table Rls (Id:long)
.alter table Rls policy restricted_view_access true
.create table Ids (Id:long)
.create function Named() { Events | where User in (Rls) }
";

/// A session with the tables.
pub fn with_tables() -> Session {
    let mut session = session();
    run_well(&mut session, SETUP);
    session
}
