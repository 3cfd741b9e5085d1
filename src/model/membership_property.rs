//! The properties of `.clear cluster cache groupmembership` (`security-roles.txt` 7.1, *Force group
//! membership refresh*).

use crate::model::property::{Property, PropertyTable, Takes, properties};

properties! {
    PRINCIPAL "principal" Text,
        "whose membership is read again; without it, the current principal's";
    GROUP "group" Text, "the group whose membership is read again";
}

/// All of them.
pub static ALL: PropertyTable = PropertyTable::closed(&[PRINCIPAL, GROUP]);
