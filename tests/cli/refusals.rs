//! `kmgmt explain --error`: each refusal in `fixtures/refusals`, with its answer beside it.
//! `UPDATE_FIXTURES=1 cargo test --test cli` writes the answers again; read them before committing.

use std::fs;

use crate::cli::kmgmt::{command, run};

const STATE: [&str; 2] = ["--from", "fixtures/refusals/state.kql"];

#[test]
fn pasted_refusals_are_explained_as_checked_in() {
    let mut paths: Vec<_> = fs::read_dir("fixtures/refusals").unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "json" || extension == "txt"));
    paths.sort();
    assert!(paths.len() > 6);
    for path in paths {
        let error = path.to_str().unwrap();
        let (out, err, code) = run(command(["explain", "--error", error].iter().chain(&STATE)), None);
        let shown = format!("{out}{err}exit code {code}\n");
        let answer = format!("{error}.out");
        if std::env::var_os("UPDATE_FIXTURES").is_some() {
            fs::write(&answer, &shown).unwrap();
        }
        let checked_in = fs::read_to_string(&answer).unwrap_or_default();
        assert!(shown == checked_in, "{answer} differs:\n{shown}");
    }
}

#[test]
fn a_refusal_comes_from_standard_input_too_and_a_missing_file_is_told() {
    let sentence =
        "Principal 'aaduser=ana@contoso.com' is not authorized to perform operation 'TableDropCommand' on 'Orders'.";
    let (out, err, code) =
        run(command(["explain", "--error", "-", "-d", "Sales"].iter().chain(&STATE)), Some(sentence.as_bytes()));
    assert!(
        out.starts_with("denied: `aaduser=ana@contoso.com` does not have `drop table` on table `Orders`"),
        "{out}{err}"
    );
    assert_eq!(code, 1);
    let (out, err, code) = run(command(["explain", "--error", "nowhere.json"]), None);
    let expected = "error: can't read the refusal `nowhere.json`: No such file or directory (os error 2)\n";
    assert_eq!((out.as_str(), err.as_str(), code), ("", expected, 2));
}

#[test]
fn what_the_service_refused_and_the_state_allows_is_told() {
    let sentence = "Principal 'aaduser=ana@contoso.com' is not authorized to read database 'Sales'.";
    let (out, err, code) = run(command(["explain", "--error", "-"].iter().chain(&STATE)), Some(sentence.as_bytes()));
    assert!(out.starts_with("allowed: "), "{out}");
    let expected = "\
note: <stdin>: the text has no command or query: a query is taken, which takes `view`
warning: what the service refused is allowed here: it had another state, or other memberships
 |
 = help: the service counts a new membership after thirty minutes at the latest, and one that ended for up to three hours
";
    assert_eq!((err.as_str(), code), (expected, 0));
}
