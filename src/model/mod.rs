//! The closed vocabularies and value types. Each is one table that parsing, printing, messages,
//! help and completion share.

pub mod access_property;
pub mod access_type;
pub mod action;
pub mod column_type;
pub mod command_kind;
mod command_type;
pub mod command_words;
pub mod connection;
pub mod directive_kind;
pub mod entity;
pub mod export_property;
pub mod external_table;
pub mod external_table_property;
pub mod form;
pub mod identity_property;
pub mod keyword;
pub mod limit;
pub mod mapping_kind;
pub mod membership_property;
pub mod modification_kind;
pub mod moment;
pub mod name;
pub mod permission;
pub mod policy;
pub mod policy_content;
pub mod policy_target;
pub mod principal;
pub mod property;
pub mod role;
pub mod rule;
pub mod schemas;
pub mod scope;
pub mod secret;
pub mod timespan;
pub mod usage;
mod words;
