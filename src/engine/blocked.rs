//! Blocked principals: who is refused, until when and why.

use std::sync::Arc;

use jiff::SignedDuration;

use crate::catalog::{Blocked, BlockedKey, Change, Edit};
use crate::diagnostic::{Code, Diagnostic, Result};
use crate::directory::PrincipalId;
use crate::engine::{Decision, Refusal, World};
use crate::model::keyword::Keyword;
use crate::model::name::Text;
use crate::model::schemas::BLOCKED;
use crate::model::timespan::TimeSpan;
use crate::syntax::ast::blocked::{Block, BlockedCommand};
use crate::syntax::literal::StringLiteral;
use crate::table::{Table, Value};
use crate::text::Spanned;

/// Decides a command about blocked principals.
pub(super) fn decide(command: &BlockedCommand<'_>, world: &World<'_>) -> Result<Decision> {
    let mut warnings = Vec::new();
    let edits = match command {
        BlockedCommand::Show => Vec::new(),
        BlockedCommand::Drop(block) => {
            let principal = world.principal(&block.principal, &mut warnings)?;
            let key = key(block, principal);
            let before = world.catalog.block(&key).cloned();
            let lifted = before.map(|before| Edit::Blocked(Change::removal(key, before)));
            lifted.into_iter().collect()
        }
        BlockedCommand::Add(added) => {
            let principal = world.principal(&added.block.principal, &mut warnings)?;
            if principal == world.subject.principal() {
                let message = "this blocks the principal that runs the command, who can't end it then";
                let warning = Diagnostic::warning(Code::BadRequest, message);
                warnings.push(warning.at(added.block.principal.span));
            }
            let key = key(&added.block, principal);
            let until = added.period.map(|period| end_of(world, period)).transpose()?;
            let reason = added.reason.as_ref().map(|reason| Arc::from(reason.text.as_ref()));
            let before = world.catalog.block(&key).cloned();
            let order = before.as_ref().map_or(world.catalog.next_order(), |before| before.order);
            let after = Some(Blocked { order, until, reason });
            vec![Edit::Blocked(Change { key, before, after })]
        }
    };
    Ok(Decision { edits, warnings, ..Decision::show(blocked) })
}

fn key(block: &Block<'_>, principal: PrincipalId) -> BlockedKey {
    // An empty name names nobody: any request is meant.
    let text = |literal: &Option<StringLiteral<'_>>| {
        let given = literal.as_ref().filter(|text| !text.text.is_empty());
        given.map(|text| Arc::from(text.text.as_ref()))
    };
    BlockedKey { principal, application: text(&block.application), user: text(&block.user) }
}

fn end_of(world: &World<'_>, period: Spanned<TimeSpan>) -> Result<jiff::Timestamp> {
    if period.value.ticks <= 0 {
        let message = "the period of a block must be longer than nothing".to_owned();
        return Err(Refusal::BadRequest(message).at(period.span));
    }
    let too_long =
        |_| Refusal::BadRequest("the period ends after the last moment that there is".to_owned()).at(period.span);
    world.now.checked_add(period.value.duration()).map_err(too_long)
}

/// Returns commands for the blocks that have not ended. What remains of a period is written in whole minutes, so
/// that a script that is written again at once has the same text.
pub(super) fn script(world: &World<'_>) -> Vec<String> {
    let all = open(world).into_iter();
    let mut commands: Vec<String> = all.map(|(key, blocked)| block_script(world, key, Some(blocked))).collect();
    commands.sort();
    commands
}

/// Returns the command that blocks as `blocked` says, or that ends the block where there is to be none.
#[must_use]
pub fn block_script(world: &World<'_>, key: &BlockedKey, blocked: Option<&Blocked>) -> String {
    let part = |word: Keyword, text: &Option<Arc<str>>| Some(format!(" {word} {}", Text(text.as_deref()?)));
    let until = blocked.and_then(|blocked| blocked.until).map(|until| until.duration_since(world.now));
    let parts = [
        part(Keyword::Application, &key.application),
        part(Keyword::User, &key.user),
        until.map(|left| format!(" {} {}", Keyword::Period, whole_minutes(left))),
        blocked.and_then(|blocked| part(Keyword::Reason, &blocked.reason)),
    ];
    let parts: String = parts.into_iter().flatten().collect();
    let verb = if blocked.is_some() { Keyword::Add } else { Keyword::Drop };
    let principal = world.identity(key.principal).fqn();
    format!(".{verb} {} {} {}{parts}", Keyword::Cluster, Keyword::BlockedPrincipals, Text(&principal))
}

fn whole_minutes(length: SignedDuration) -> TimeSpan {
    let seconds = length.as_secs() + i64::from(length.subsec_nanos() > 0);
    TimeSpan::seconds(seconds.saturating_add(59) / 60 * 60)
}

/// Returns the blocks that have not ended.
fn open<'a>(world: &World<'a>) -> Vec<(&'a BlockedKey, &'a Blocked)> {
    let all = world.catalog.blocked().into_iter();
    all.filter(|(_, blocked)| blocked.holds_at(world.now)).collect()
}

/// Lists the blocks that have not ended.
fn blocked(world: &World<'_>) -> Table {
    let mut table = Table::new(BLOCKED);
    for (key, blocked) in open(world) {
        let identity = world.identity(key.principal);
        table.push([
            Value::from(identity.kind.type_name()),
            Value::from(identity.display_name(world.tenant())),
            Value::from(identity.object_id()),
            Value::from(identity.fqn()),
            Value::from(key.application.clone().unwrap_or_default()),
            Value::from(key.user.clone().unwrap_or_default()),
            Value::from(blocked.until),
            Value::from(blocked.reason.clone().unwrap_or_default()),
        ]);
    }
    table
}
