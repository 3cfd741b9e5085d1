//! The tree of a proof: its sentences, and how they are written.

use std::fmt;

use serde::Serialize;

use crate::access::proof::Proof;
use crate::access::unlisted::Conclusion;

/// What a sentence of a proof is about; in JSON by these names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum NodeKind {
    /// The answer.
    Answer,
    /// A role that gives the permission.
    Grant,
    /// The role is assigned to the principal itself.
    Direct,
    /// The role is assigned to a group; the members on the way to it are below.
    Group,
    /// One step of the way: a member and its group.
    Member,
    /// The role is held on what holds the entity.
    Inheritance,
    /// The role has effect only together with another one.
    Dependency,
    /// Whether a managed identity is assigned to the cluster.
    Identity,
    /// Whether a policy allows a usage of a managed identity.
    Usage,
    /// View access is restricted.
    RestrictedView,
    /// Row-level security leaves only some rows.
    RowLevelSecurity,
    /// A group whose members nobody listed, so that the principal may be one.
    Unlisted,
    /// The principal is blocked.
    Blocked,
    /// A role that is held and does not give the permission.
    Held,
    /// The roles that would give it.
    Needed,
    /// What only some of the commands need that the action is.
    Exception,
}

/// A sentence, and those that it rests on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Node {
    /// What it is about.
    pub kind: NodeKind,
    /// The sentence.
    pub text: String,
    /// What it rests on.
    pub children: Vec<Self>,
}

impl Node {
    pub(in crate::access) const fn new(kind: NodeKind, text: String, children: Vec<Self>) -> Self {
        Self { kind, text, children }
    }

    pub(in crate::access) const fn leaf(kind: NodeKind, text: String) -> Self {
        Self::new(kind, text, Vec::new())
    }
}

impl fmt::Display for Proof {
    /// Writes the tree, and after a denial what would allow it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.root.text)?;
        branches(f, &self.root.children, &mut String::new())?;
        let Some(suggestion) = &self.suggestion else { return Ok(()) };
        if !suggestion.commands.is_empty() {
            let whatever = if self.conclusion == Conclusion::Unknown { " in any case" } else { "" };
            write!(f, "\nto allow it{whatever}, {} can run", suggestion.by)?;
            suggestion.commands.iter().try_for_each(|command| write!(f, "\n    {command}"))?;
        }
        if let Some(wider) = &suggestion.wider {
            write!(f, "\nwider, in fewer commands: {} can run", wider.by)?;
            wider.commands.iter().try_for_each(|command| write!(f, "\n    {command}"))?;
        }
        suggestion.otherwise.iter().try_for_each(|sentence| write!(f, "\n{sentence}"))
    }
}

fn branches(f: &mut fmt::Formatter<'_>, nodes: &[Node], indent: &mut String) -> fmt::Result {
    for (index, node) in nodes.iter().enumerate() {
        let (branch, below) = if index + 1 == nodes.len() { ("└── ", "    ") } else { ("├── ", "│   ") };
        write!(f, "\n{indent}{branch}{}", node.text)?;
        indent.push_str(below);
        branches(f, &node.children, indent)?;
        indent.truncate(indent.len() - below.len());
    }
    Ok(())
}
