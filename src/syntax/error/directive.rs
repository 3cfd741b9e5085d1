//! What can be wrong with a directive or a question, and how that reads.

use crate::diagnostic::{Code, Diagnostic};
use crate::model::directive_kind::DirectiveKind;
use crate::model::entity::EntityKind;
use crate::model::permission::{ON_BEHALF, Permission};
use crate::model::principal::PrincipalKind;
use crate::syntax::lexer::SCRIPT_END;
use crate::text::{nearest, quoted, sentence_list, shortened};

/// What is wrong with a directive, or with a question about access.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DirectiveFault {
    /// A word after `#` that is none of the table.
    #[error("`#{}` is no directive", shortened(.0))]
    Unknown(String),
    /// `#end`, and no script is open.
    #[error("`{SCRIPT_END}` ends the body of `.execute … script`, and none is open here")]
    NoScript,
    /// Words that no form of a command holds.
    #[error("there is no help about `{}`", shortened(.0))]
    NoTopic(String),
    /// A text that is no length of time, or one below zero.
    #[error("`{}` is no time to move the clock on by", shortened(.0))]
    ClockLength(String),
    /// The line ends where a principal is to stand.
    #[error("the principal is missing")]
    NoPrincipal,
    /// Something stands after the principal.
    #[error("nothing may follow the principal")]
    AfterPrincipal,
    /// The line ends where an action is to stand.
    #[error("the action is missing")]
    NoAction,
    /// A text that is no action.
    #[error("`{}` is no action", shortened(text))]
    UnknownAction {
        /// The text.
        text: String,
        /// An action near to it.
        near: Option<&'static str>,
    },
    /// The line ends after an action that is about an entity.
    #[error("`{0}` on what? the entity is missing")]
    NoEntity(Permission),
    /// A word that is no kind of entity.
    #[error("`{}` is no kind of entity", shortened(word))]
    UnknownKind {
        /// The word.
        word: String,
        /// The action that is asked about.
        action: Permission,
    },
    /// A kind of entity that the action is not about.
    #[error("`{action}` is no action on {}", kind.with_article())]
    NotAbout {
        /// The action.
        action: Permission,
        /// The kind.
        kind: EntityKind,
    },
    /// The line ends where the name of an entity is to stand.
    #[error("the name of the {} is missing", .0.title().to_lowercase())]
    NoName(EntityKind),
    /// A name after `cluster`.
    #[error("the cluster has no name here")]
    ClusterName,
    /// Something stands after the name of the entity.
    #[error("nothing may follow the name of the entity")]
    AfterName,
    /// Another kind of entity where a database is to stand.
    #[error("exports are created in a database")]
    NoDatabase,
}

impl From<DirectiveFault> for Diagnostic {
    fn from(fault: DirectiveFault) -> Self {
        let code = match fault {
            DirectiveFault::NotAbout { .. } => Code::BadRequest,
            _ => Code::Syntax,
        };
        let base = Self::error(code, fault.to_string());
        match fault {
            DirectiveFault::Unknown(word) => {
                let near = nearest(&word, DirectiveKind::ALL.iter().map(|kind| kind.word()));
                let all: Vec<String> = DirectiveKind::ALL.iter().map(quoted).collect();
                base.did_you_mean(near.map(|word| format!("#{word}")).as_deref())
                    .help(format!("the directives are {}", sentence_list(&all, "and")))
            }
            DirectiveFault::NoTopic(_) => base.help("`#help` alone shows what can be typed, `#help roles` the roles"),
            DirectiveFault::ClockLength(_) => {
                base.help("`#clock advance 31m` moves the clock on; lengths are such as `31m`, `2h` or `1.00:00:00`")
            }
            DirectiveFault::NoPrincipal => {
                let forms: Vec<&str> = PrincipalKind::ALL.iter().map(|kind| kind.form()).collect();
                base.help(format!("a principal is written {}", forms.join("; ")))
            }
            DirectiveFault::AfterPrincipal => {
                base.help("a principal with spaces stands in quotes: `'aadgroup=Some Group;fabrikam.com'`")
            }
            DirectiveFault::NoAction => base.help(actions()),
            DirectiveFault::UnknownAction { near, .. } => base.did_you_mean(near).help(actions()),
            DirectiveFault::NoEntity(_) => base.help(
                "an entity is named as in commands: `cluster`, `database Samples`, `table T`, `external table E`",
            ),
            DirectiveFault::UnknownKind { word, action } => {
                let kinds: Vec<String> = EntityKind::ALL.iter().map(ToString::to_string).collect();
                base.did_you_mean(nearest(&word, kinds.iter().map(String::as_str))).help(about(action))
            }
            DirectiveFault::NotAbout { action, .. } => base.help(format!("`{action}` is to {}", action.line())),
            DirectiveFault::NoDatabase => base.help(format!("`{ON_BEHALF} IDENTITY {} Samples`", EntityKind::Database)),
            DirectiveFault::NoScript
            | DirectiveFault::NoName(_)
            | DirectiveFault::ClusterName
            | DirectiveFault::AfterName => base,
        }
    }
}

/// Returns the list of all actions.
fn actions() -> String {
    let permissions = Permission::ALL.iter().map(quoted);
    let all: Vec<String> = permissions.chain([quoted(format_args!("{ON_BEHALF} IDENTITY"))]).collect();
    format!("the actions are {}", sentence_list(&all, "and"))
}

/// Returns the list of the kinds of entities that an action is about, with an example for those that
/// are about the cluster and databases only.
fn about(action: Permission) -> String {
    let mut about = EntityKind::ALL.iter().filter(|kind| action.is_about(**kind));
    let all: Vec<String> = about.clone().map(quoted).collect();
    if !about.all(|kind| matches!(kind, EntityKind::Cluster | EntityKind::Database)) {
        return format!("the kinds are {}", sentence_list(&all, "and"));
    }
    let example = match action.is_about(EntityKind::Database) {
        true => format!("{action} {} Samples", EntityKind::Database),
        false => format!("{action} {}", EntityKind::Cluster),
    };
    format!("`{action}` is asked of {}: `{example}`", sentence_list(&all, "or"))
}
