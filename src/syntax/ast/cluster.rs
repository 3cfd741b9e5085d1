//! Commands about the cluster itself: its version, nodes and journal, and the cache of group
//! memberships.

use std::fmt;

use crate::model::command_kind::CommandKind;
use crate::model::keyword::Keyword;
use crate::syntax::ast::property_values::PropertyValues;
use crate::syntax::literal::Name;

/// A command about the cluster.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ClusterCommand<'s> {
    /// `.show version`
    ShowVersion,
    /// `.show cluster`
    ShowCluster,
    /// `.show journal`
    ShowJournal,
    /// `.show database D journal`
    ShowDatabaseJournal(Name<'s>),
    /// `.clear cluster cache groupmembership [with (principal='…', group='…')]`
    /// (`security-roles.txt` 7.1, *Force group membership refresh*)
    ClearGroupMembership(PropertyValues<'s>),
}

impl ClusterCommand<'_> {
    /// Returns the official kind.
    #[must_use]
    pub const fn kind(&self) -> CommandKind {
        match self {
            Self::ShowVersion => CommandKind::ShowVersion,
            Self::ShowCluster => CommandKind::ShowCluster,
            Self::ShowJournal => CommandKind::ShowJournal,
            Self::ShowDatabaseJournal(_) => CommandKind::ShowDatabaseJournal,
            Self::ClearGroupMembership(_) => CommandKind::ClearClusterGroupMembershipCache,
        }
    }
}

impl fmt::Display for ClusterCommand<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let show = Keyword::Show;
        match self {
            Self::ShowVersion => write!(f, "{show} {}", Keyword::Version),
            Self::ShowCluster => write!(f, "{show} {}", Keyword::Cluster),
            Self::ShowJournal => write!(f, "{show} {}", Keyword::Journal),
            Self::ShowDatabaseJournal(name) => write!(f, "{show} {} {name} {}", Keyword::Database, Keyword::Journal),
            Self::ClearGroupMembership(properties) => {
                let (clear, cluster, cache) = (Keyword::Clear, Keyword::Cluster, Keyword::Cache);
                write!(f, "{clear} {cluster} {cache} {}{properties}", Keyword::GroupMembership)
            }
        }
    }
}
