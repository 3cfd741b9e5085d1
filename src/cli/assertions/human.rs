//! Results for people: what failed, with its proof, and how many there are.

use crate::cli::assertions::case::Case;
use crate::text::{counted, tame};

pub(super) fn text(cases: &[Case<'_>]) -> String {
    let mut text = String::new();
    for told in cases.iter().filter_map(|case| case.told.as_ref()) {
        text.extend([told.shown.as_str(), "\n"]);
        text.extend(told.proof.iter().flat_map(|proof| [tame(proof.as_str()).into_owned(), "\n".to_owned()]));
        text.push('\n');
    }
    let failed = cases.iter().filter(|case| case.told.is_some()).count();
    let (all, held) = (cases.len(), cases.len() - failed);
    text + &format!("{}: {held} held, {failed} failed\n", counted(all, "assertion"))
}
