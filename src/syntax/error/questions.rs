//! What can be wrong with a question about access, and how that reads.

use crate::diagnostic::{Code, Diagnostic};
use crate::model::action::Action;
use crate::model::entity::EntityKind;
use crate::model::permission::ON_BEHALF;
use crate::model::principal::PrincipalKind;
use crate::text::{few, nearest, quoted, sentence_list, shortened};

/// What is wrong with a question, or with a principal in one.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum QuestionFault {
    /// The line ends where a principal is to stand.
    #[error("the principal is missing")]
    NoPrincipal,
    /// A string inside a principal.
    #[error("quotes stand around a whole principal, or there are none")]
    QuotesInside,
    /// The line ends where an identity is to stand.
    #[error("the identity is missing")]
    NoIdentity,
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
        /// An action near to it, or the words that one begins with.
        near: Option<String>,
        /// The words of the text with which actions begin; none where none does.
        begun: String,
    },
    /// The line ends after an action that is about an entity.
    #[error("`{0}` on what? the entity is missing")]
    NoEntity(Action),
    /// A word that is not a kind of entity.
    #[error("`{}` is not a kind of entity", shortened(word))]
    UnknownKind {
        /// The word.
        word: String,
        /// The action that is asked about.
        action: Action,
    },
    /// A kind of entity that the action is not about.
    #[error("`{action}` is no action on {}", kind.with_article())]
    NotAbout {
        /// The action.
        action: Action,
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

impl From<QuestionFault> for Diagnostic {
    fn from(fault: QuestionFault) -> Self {
        let code = match fault {
            QuestionFault::NotAbout { .. } => Code::BadRequest,
            _ => Code::Syntax,
        };
        let base = Self::error(code, fault.to_string());
        match fault {
            QuestionFault::NoPrincipal => base.help(format!("a principal is written {}", PrincipalKind::forms())),
            QuestionFault::NoIdentity => base.help(
                "an identity is `system`, its object id, its client id, or a principal such as `aadapp=id;tenant`",
            ),
            QuestionFault::QuotesInside | QuestionFault::AfterPrincipal => {
                base.help("a principal with spaces stands in quotes: `'aadgroup=Some Group;fabrikam.com'`")
            }
            QuestionFault::NoAction => base.help(actions()),
            QuestionFault::UnknownAction { near, begun, .. } => {
                base.did_you_mean(near.as_deref()).help(alike(&begun).unwrap_or_else(actions))
            }
            QuestionFault::NoEntity(action) if action.is_command() => base.help(about(&action)),
            QuestionFault::NoEntity(_) => base.help(
                "an entity is named as in commands: `cluster`, `database Samples`, `table T`, `external table E`",
            ),
            QuestionFault::UnknownKind { word, action } => {
                let kinds: Vec<String> = EntityKind::ALL.iter().map(ToString::to_string).collect();
                let base = base.did_you_mean(nearest(&word, kinds.iter().map(String::as_str))).help(about(&action));
                alike(action.words()).into_iter().fold(base, Self::help)
            }
            QuestionFault::NotAbout { action, .. } => base.help(match action.line() {
                Some(line) => format!("`{action}` is to {line}"),
                None => about(&action),
            }),
            QuestionFault::NoDatabase => base.help(format!("`{ON_BEHALF} IDENTITY {} Samples`", EntityKind::Database)),
            QuestionFault::NoName(_) | QuestionFault::ClusterName | QuestionFault::AfterName => base,
        }
    }
}

/// Returns the list of the actions that go on after these words, if any does.
fn alike(words: &str) -> Option<String> {
    let goes_on = ON_BEHALF.strip_prefix(words).is_some_and(|rest| rest.starts_with(' '));
    let on_behalf = goes_on.then(|| format!("{ON_BEHALF} IDENTITY"));
    let alike: Vec<String> = on_behalf.into_iter().chain(Action::going_on(words)).map(quoted).collect();
    (!alike.is_empty()).then(|| format!("`{words} …` is {}", few(alike, "or")))
}

/// Returns the list of the actions that have words of their own.
fn actions() -> String {
    let short = Action::short().map(|action| action.to_string()).chain([format!("{ON_BEHALF} IDENTITY")]);
    let all: Vec<String> = short.map(quoted).collect();
    format!("the actions are {}, and the words of each command, such as `drop column`", all.join(", "))
}

/// Returns the list of the kinds of entities that an action is about, with an example where these are few.
fn about(action: &Action) -> String {
    let kinds: Vec<EntityKind> = EntityKind::ALL.iter().copied().filter(|kind| action.is_about(*kind)).collect();
    let all: Vec<String> = kinds.iter().map(quoted).collect();
    let example = match kinds.as_slice() {
        [_, _, _, _, ..] => return format!("the kinds are {}", sentence_list(&all, "and")),
        [.., EntityKind::Database] | [.., EntityKind::Database, _] => {
            format!("{action} {} Samples", EntityKind::Database)
        }
        [EntityKind::Cluster, ..] | [] => format!("{action} {}", EntityKind::Cluster),
        [kind, ..] => format!("{action} {kind} NAME"),
    };
    format!("`{action}` is asked of {}: `{example}`", sentence_list(&all, "or"))
}
