//! `.execute database script` and `.execute cluster script`
//! (`execute-database-script.md`, `execute-cluster-script.md`).

use std::borrow::Cow;
use std::fmt;

use crate::model::command_kind::CommandKind;
use crate::model::keyword::Keyword;
use crate::syntax::ast::property_values::PropertyValues;
use crate::text::{Span, Spanned};

/// `.execute [database|cluster] script [with (…)] <| commands`
#[derive(Clone, Debug)]
pub struct ScriptCommand<'s> {
    /// Whether the script is the cluster's; else it runs in the database in context.
    pub cluster: bool,
    /// `ContinueOnErrors`, `ThrowOnErrors`
    pub properties: PropertyValues<'s>,
    /// The commands.
    pub body: Spanned<Cow<'s, str>>,
    /// Where the word `script` stands.
    pub span: Span,
}

impl PartialEq for ScriptCommand<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.cluster == other.cluster
            && self.properties == other.properties
            && self.body.value.trim() == other.body.value.trim()
    }
}

impl Eq for ScriptCommand<'_> {}

impl ScriptCommand<'_> {
    /// Returns the official kind.
    #[must_use]
    pub const fn kind(&self) -> CommandKind {
        if self.cluster { CommandKind::ExecuteClusterScript } else { CommandKind::ExecuteDatabaseScript }
    }
}

impl fmt::Display for ScriptCommand<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let scope = if self.cluster { Keyword::Cluster } else { Keyword::Database };
        let (execute, script) = (Keyword::Execute, Keyword::Script);
        write!(f, "{execute} {scope} {script}{} <|\n{}", self.properties, self.body.value.trim())
    }
}
