//! The properties of `.clear cluster cache groupmembership` (`security-roles.txt` 7.1, *Force group
//! membership refresh*).

use crate::model::property::{Property, PropertyTable, Takes};

/// `principal='…'`
pub const PRINCIPAL: Property =
    Property::new("principal", Takes::Text, "whose membership is read again; without it, the current principal's");
/// `group='…'`
pub const GROUP: Property = Property::new("group", Takes::Text, "the group whose membership is read again");

/// All of them.
pub static ALL: PropertyTable = PropertyTable::closed(&[PRINCIPAL, GROUP]);
