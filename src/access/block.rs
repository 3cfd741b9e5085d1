//! Blocks: who is refused whatever the roles, and until when.

use std::sync::Arc;

use jiff::Timestamp;

use crate::access::evaluate::{Access, holders};
use crate::access::membership::Subject;
use crate::access::names::principal_title;
use crate::catalog::{Blocked, BlockedKey};
use crate::directory::PrincipalId;
use crate::model::keyword::Keyword;
use crate::model::name::Text;
use crate::text::{quoted, sentence_list, visible};

/// What the client of a request says of itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Client {
    /// The name of the application.
    pub application: Option<Arc<str>>,
    /// The name of the user.
    pub user: Option<Arc<str>>,
}

/// A request: who makes it, and what it states.
#[derive(Clone, Copy, Debug)]
pub struct Request<'a> {
    /// Who sends it, with the groups that count.
    pub subject: Subject<'a>,
    /// The client that sends it.
    pub client: &'a Client,
    /// The name of the database in context.
    pub database: &'a str,
    /// When.
    pub now: Timestamp,
}

impl<'a> Request<'a> {
    /// Returns such a request of another.
    pub(super) const fn of(self, subject: Subject<'a>) -> Self {
        Self { subject, ..self }
    }
}

/// A block that stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Block<'a> {
    /// Whom it names, which may be a group, and for which requests only.
    pub key: BlockedKey,
    /// Until when, and why.
    pub blocked: &'a Blocked,
}

impl<'a> Access<'a> {
    /// Returns whether every request is refused, whatever it states of its client: the principal, or one of its groups,
    /// is blocked without more.
    #[must_use]
    pub fn is_blocked(&self, subject: Subject<'_>, now: Timestamp) -> bool {
        let stands = |holder| {
            let key = BlockedKey { principal: holder, application: None, user: None };
            self.catalog.block(&key).is_some_and(|blocked| blocked.holds_at(now))
        };
        self.catalog.has_blocks() && holders(subject).any(|(holder, _)| stands(holder))
    }

    /// Returns the blocks that refuse the request: of its principal, and of groups that this one
    /// is in (our choice: nothing says what the block of a group does). They count until their
    /// periods end; one that names an application or a user counts for the requests that state it.
    #[must_use]
    pub fn standing_blocks(&self, request: Request<'_>) -> Vec<Block<'a>> {
        if !self.catalog.has_blocks() {
            return Vec::new();
        }
        let Client { application, user } = request.client;
        let keys = |holder| {
            let users = move |application: Option<Arc<str>>| {
                [None, user.clone()].map(|user| BlockedKey {
                    principal: holder,
                    application: application.clone(),
                    user,
                })
            };
            [None, application.clone()].into_iter().flat_map(users)
        };
        let groups = request.subject.groups().iter().copied();
        let holders = std::iter::once(request.subject.principal()).chain(groups);
        let mut blocks: Vec<Block<'a>> = Vec::new();
        for key in holders.flat_map(keys) {
            let stands = |blocked: &&Blocked| blocked.holds_at(request.now);
            let stated = blocks.iter().all(|block| block.key != key);
            let block = self.catalog.block(&key).filter(|blocked| stated && stands(blocked));
            blocks.extend(block.map(|blocked| Block { key, blocked }));
        }
        blocks
    }
}

/// Returns ` until 2026-01-31T13:00:00Z`, when the last of the blocks ends; nothing where one has
/// no end.
pub(super) fn until(blocks: &[Block<'_>]) -> String {
    let ends: Option<Vec<Timestamp>> = blocks.iter().map(|block| block.blocked.until).collect();
    let last = ends.and_then(|ends| ends.into_iter().max());
    last.map_or(String::new(), |until| format!(" until {until}"))
}

/// Returns the sentence that requests are refused.
#[must_use]
pub fn blocked_sentence(blocks: &[Block<'_>]) -> String {
    let until = until(blocks);
    format!("the principal is blocked{until}: its requests are refused, whatever its roles")
}

/// Returns what there is to know of the blocks besides, a line each.
pub(super) fn details(access: &Access<'_>, request: Request<'_>, blocks: &[Block<'_>]) -> Vec<String> {
    let (principal, is_alone) = (request.subject.principal(), blocks.len() == 1);
    blocks.iter().filter_map(|block| block.detail(access, principal, is_alone)).collect()
}

/// Returns what requests must state for a block to count.
fn stated(key: &BlockedKey) -> impl Iterator<Item = (Keyword, &str)> {
    let all = [(Keyword::Application, &key.application), (Keyword::User, &key.user)];
    all.into_iter().filter_map(|(word, name)| Some((word, &**name.as_ref()?)))
}

/// Returns which requests a block is for: ``requests that state the application `A` ``; none of one that is for all.
#[must_use]
pub fn stated_requests(key: &BlockedKey) -> Option<String> {
    let stated: Vec<String> = stated(key).map(|(word, name)| format!("the {word} {}", quoted(name))).collect();
    (!stated.is_empty()).then(|| format!("requests that state {}", sentence_list(&stated, "and")))
}

impl Block<'_> {
    /// Returns what there is to know of the block: whom it names, if it is not the only one or
    /// names a group; which requests it blocks; and the reason.
    fn detail(&self, access: &Access<'_>, principal: PrincipalId, is_alone: bool) -> Option<String> {
        let named = self.key.principal;
        let whose = match named == principal {
            true => (!is_alone).then(|| "a block names the principal itself".to_owned()),
            false => {
                let title = principal_title(access, named);
                let is_member = access.directory.groups_of(principal).contains(&named);
                let when = match is_member {
                    true => "is",
                    false => "was, when the membership cache last read it,",
                };
                Some(format!("a block names {title}, of which the principal {when} a member"))
            }
        };
        let client = stated_requests(&self.key).map(|requests| format!("the block is for {requests}"));
        let reason = self.blocked.reason.as_ref().map(|reason| visible(reason));
        let reason = reason.map(|reason| format!("the reason that was given: {reason}"));
        let parts: Vec<String> = [whose, client, reason].into_iter().flatten().collect();
        (!parts.is_empty()).then(|| parts.join("; "))
    }

    /// Returns the command that ends it.
    pub(super) fn lifting(&self, access: &Access<'_>) -> String {
        let (drop, blocked) = (Keyword::Drop, Keyword::BlockedPrincipals);
        let fqn = access.fqn(self.key.principal);
        let mut command = format!(".{drop} {} {blocked} {}", Keyword::Cluster, Text(&fqn));
        for (word, name) in stated(&self.key) {
            command += &format!(" {word} {}", Text(name));
        }
        command
    }
}
