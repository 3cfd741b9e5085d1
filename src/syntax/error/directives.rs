//! What can be wrong with a directive, and how that reads.

use crate::diagnostic::{Code, Diagnostic};
use crate::model::directive_kind::DirectiveKind;
use crate::syntax::ast::directives::EXPAND_GROUPS;
use crate::syntax::error::slips::COMMENTS;
use crate::syntax::lexer::SCRIPT_END;
use crate::text::{nearest, shortened};

/// What is wrong with a directive.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DirectiveFault {
    /// A word after `#` that is none of the table.
    #[error("`#{}` is no directive", shortened(.0))]
    Unknown(String),
    /// `#end`, and no script is open.
    #[error("`{SCRIPT_END}` ends the body of `.execute … script`, and none is open here")]
    NoScript,
    /// A word after `--` that is no option.
    #[error("`{}` is no option here", shortened(.0))]
    UnknownOption(String),
    /// A text that is no length of time, or one below zero.
    #[error("`{}` is no time to move the clock on by", shortened(.0))]
    ClockLength(String),
}

impl From<DirectiveFault> for Diagnostic {
    fn from(fault: DirectiveFault) -> Self {
        let base = Self::error(Code::Syntax, fault.to_string());
        match fault {
            DirectiveFault::Unknown(word) => {
                let base = match nearest(&word, DirectiveKind::words()) {
                    Some(word) => base.did_you_mean(Some(&format!("#{word}"))),
                    None => base.help(COMMENTS),
                };
                base.help("`#help directives` lists the directives")
            }
            DirectiveFault::NoScript => base,
            DirectiveFault::UnknownOption(_) => base.did_you_mean(Some(EXPAND_GROUPS)),
            DirectiveFault::ClockLength(_) => {
                base.help("`#clock advance 31m` moves the clock on; lengths are such as `31m`, `2h` or `1.00:00:00`")
            }
        }
    }
}
