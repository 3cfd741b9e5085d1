//! The properties of `.show principal access`. The grammar has a list; that these stand in it is
//! known from Microsoft's Kafka sink.

use crate::model::property::{Property, PropertyTable, Takes, properties};

properties! {
    PRINCIPAL "principal" Text, "whose access is shown; without it, the current principal's";
    ACCESS_TYPE "accesstype" Text, "what is asked for; without it, everything";
    DATABASE "database" Text, "the database that is asked about; without it, the one in context";
    TABLE "table" Text, "the table that is asked about; without it, the database itself";
}

/// All of them.
pub static ALL: PropertyTable = PropertyTable::closed(&[PRINCIPAL, ACCESS_TYPE, DATABASE, TABLE]);
