//! How the service names commands in results and refusals: the thing, and its verb.

use crate::model::command_kind::CommandKind;

/// How an official name begins, and the verb that it then has; merging is no verb of its own.
const VERBS: &[(&str, &str)] = &[
    ("CreateOrAlter", "CreateOrAlter"),
    ("CreateMerge", "Create"),
    ("AlterMerge", "Alter"),
    ("Create", "Create"),
    ("Alter", "Alter"),
    ("Add", "Add"),
    ("Drop", "Drop"),
    ("Set", "Set"),
    ("Delete", "Delete"),
    ("Rename", "Rename"),
    ("EnableDisable", "EnableDisable"),
    ("Enable", "Enable"),
    ("Disable", "Disable"),
    ("Detach", "Detach"),
    ("Clear", "Clear"),
    ("Execute", "Execute"),
    ("Show", "Show"),
];

impl CommandKind {
    /// `TableCreate`, `RetentionPolicyAlter`, `FunctionCreateOrAlter`: the CommandType column of
    /// `execute-database-script.md`.
    #[must_use]
    pub fn command_type(self) -> String {
        let name = self.name();
        let Some((rest, verb)) = VERBS.iter().find_map(|(prefix, verb)| Some((name.strip_prefix(prefix)?, *verb)))
        else {
            return name.to_owned();
        };
        match rest.split_once("Policy") {
            Some((_, policy)) if !policy.is_empty() => format!("{policy}Policy{verb}"),
            _ => format!("{rest}{verb}"),
        }
    }

    /// Returns the name of the operation in a refusal: `VersionShowCommand` (`service-facts.md`,
    /// *Errors*).
    #[must_use]
    pub fn operation(self) -> String {
        format!("{}Command", self.command_type())
    }
}
