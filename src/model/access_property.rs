//! The properties of `.show principal access`. The grammar has a list; that these stand in it is
//! known from Microsoft's Kafka sink.

use crate::model::property::{Property, PropertyTable, Takes};

/// `principal='…'`
pub const PRINCIPAL: Property =
    Property::new("principal", Takes::Text, "whose access is shown; without it, the current principal's");
/// `accesstype='…'`
pub const ACCESS_TYPE: Property = Property::new("accesstype", Takes::Text, "what is asked for; without it, everything");
/// `database='…'`
pub const DATABASE: Property =
    Property::new("database", Takes::Text, "the database that is asked about; without it, the one in context");
/// `table='…'`
pub const TABLE: Property =
    Property::new("table", Takes::Text, "the table that is asked about; without it, the database itself");

/// All of them.
pub static ALL: PropertyTable = PropertyTable::closed(&[PRINCIPAL, ACCESS_TYPE, DATABASE, TABLE]);
