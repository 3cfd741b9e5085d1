//! The content of the policy `managed_identity` (`managed-identity-policy.txt`, *The
//! ManagedIdentity policy object*).

use std::fmt;

use crate::model::identity_property::IdentityProperty;
use crate::model::usage::Usage;
use crate::syntax::json::literal;
use crate::text::list;
use crate::text::{Span, Spanned, joined};

/// `[{"ObjectId": "…", "AllowedUsages": "…"}, …]`; a bare object is read as a list of one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IdentityPolicy(pub Vec<IdentityEntry>);

/// `{"ObjectId": "system", "AllowedUsages": "NativeIngestion, ExternalTable"}`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IdentityEntry {
    /// The object id or client id of the identity, or `system`.
    pub object_id: Spanned<String>,
    /// The usages, in the order of the text, without repetition.
    pub usages: Vec<Spanned<Usage>>,
    /// The other properties that are given, in the order of their table.
    pub filled: Vec<Filled>,
}

/// A given property that is filled in from the identity whatever is given: `"IsSystem": false`
#[derive(Clone, Debug)]
pub struct Filled {
    /// Which property.
    pub property: IdentityProperty,
    /// The given value.
    pub value: FilledValue,
    /// Where the value stands.
    pub span: Span,
}

/// The given value of a filled-in property.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FilledValue {
    /// `null`
    Null,
    /// `true`, `false`
    Bool(bool),
    /// `"text"`
    Text(String),
}

impl PartialEq for Filled {
    fn eq(&self, other: &Self) -> bool {
        self.property == other.property && self.value == other.value
    }
}

impl Eq for Filled {}

impl fmt::Display for IdentityPolicy {
    /// Prints as JSON on one line.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[")?;
        list(f, &self.0)?;
        f.write_str("]")
    }
}

impl fmt::Display for IdentityEntry {
    /// Prints the properties in the order of their table.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let given = IdentityProperty::ALL.iter().filter_map(|property| {
            let value = match property {
                IdentityProperty::ObjectId => literal(&self.object_id.value),
                IdentityProperty::AllowedUsages => literal(&joined(&self.usages)),
                _ => self.filled.iter().find(|filled| filled.property == *property)?.value.to_string(),
            };
            Some(format!("{}: {value}", literal(property.name())))
        });
        f.write_str("{")?;
        list(f, given)?;
        f.write_str("}")
    }
}

impl fmt::Display for FilledValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Null => f.write_str("null"),
            Self::Bool(value) => value.fmt(f),
            Self::Text(text) => f.write_str(&literal(text)),
        }
    }
}
