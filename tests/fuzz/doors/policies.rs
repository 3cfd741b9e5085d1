//! The contents of policies, and of workload groups.

use std::sync::LazyLock;

use kmgmt::model::entity::EntityKind;
use kmgmt::model::keyword::Keyword;
use kmgmt::model::name::Text;
use kmgmt::model::policy::PolicyKind;
use kmgmt::model::policy_target::{Extent, targets};
use kmgmt::syntax::pieces;

use super::commands::one;
use super::setup::session;

/// The beginnings of the commands that set a policy of one entity, and of those that make a workload group.
static BEGINNINGS: LazyLock<Vec<String>> = LazyLock::new(|| {
    let mut all = Vec::new();
    for policy in PolicyKind::ALL {
        for target in targets(*policy).filter(|target| target.extent == Extent::One && target.verb != Keyword::Show) {
            let Some(name) = named(target.kind) else { continue };
            let words: Vec<&str> = target.kind.words().iter().map(|word| word.text()).collect();
            all.push(format!(".{} {}{name} policy {}", target.verb, words.join(" "), policy.word()));
        }
    }
    all.push(".create-or-alter workload_group W".to_owned());
    all.push(".alter-merge workload_group W".to_owned());
    all
});

/// The name of what is set up of a kind, with a space before it; of the cluster none.
const fn named(kind: EntityKind) -> Option<&'static str> {
    match kind {
        EntityKind::Cluster => Some(""),
        EntityKind::Database => Some(" Sales"),
        EntityKind::Table => Some(" T"),
        EntityKind::ExternalTable => Some(" E"),
        EntityKind::MaterializedView => Some(" V"),
        _ => None,
    }
}

/// The first byte chooses the policy, the second how the rest is quoted: as it is, or as a string. Then the policy is
/// shown.
pub fn run(bytes: &[u8]) {
    let [first, second, rest @ ..] = bytes else { return };
    let beginning = &BEGINNINGS[usize::from(*first) % BEGINNINGS.len()];
    let content = String::from_utf8_lossy(rest);
    let command = match second % 4 {
        0 => format!("{beginning} {content}"),
        1 => format!("{beginning} ```{content}```"),
        _ => format!("{beginning} {}", Text(&content)),
    };
    let mut session = session();
    let shown = beginning.split_once(' ').map_or("", |(_, about)| about);
    for command in [command, format!(".show {shown}")] {
        pieces(&command, 1, |piece| one(&mut session, &piece));
    }
}
