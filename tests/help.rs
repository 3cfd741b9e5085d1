//! `#help`: one screen, a page for each topic, and an answer to each word. Every example runs.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that fails may panic")]

mod support;

use std::collections::BTreeSet;

use kmgmt::model::command_kind::{Class, CommandKind};
use kmgmt::model::directive_kind::DirectiveKind;
use kmgmt::model::form;
use kmgmt::model::help_topic::HelpTopic;
use kmgmt::query::operator::OperatorKind;
use kmgmt::query::{aggregates, functions};
use kmgmt::session::{EXAMPLES, example_of, example_of_directive};
use kmgmt::syntax::{parser, pieces};
use support::{run, session, session_with_environment};

/// The kinds with a meaning that have no example.
const NONE: &[(&str, &str)] = &[
    ("ShowExternalTablePolicyRowLevelSecurity", "external tables have no such policy, and the command is refused"),
    ("ShowExternalTableStarPolicyRowLevelSecurity", "external tables have no such policy, and the command is refused"),
    ("AlterExternalTablePolicyRowLevelSecurity", "external tables have no such policy, and the command is refused"),
    ("DeleteExternalTablePolicyRowLevelSecurity", "external tables have no such policy, and the command is refused"),
];

fn help(words: &str) -> String {
    run(&mut session(), &format!("#help {words}"))
}

#[test]
fn help_is_one_screen() {
    let help = help("");
    assert!(help.lines().count() <= 24, "{help}");
    assert!(help.lines().all(|line| line.chars().count() <= 80), "{help}");
    for directive in DirectiveKind::ALL {
        assert!(help.contains(&directive.to_string()), "{directive}");
    }
}

#[test]
fn the_examples_run_from_the_top_to_the_bottom() {
    let mut session = session_with_environment();
    pieces(EXAMPLES, 1, |piece| {
        let outcome = session.run(&piece);
        assert!(outcome.result.is_ok() && outcome.failed.is_empty(), "{}\n{outcome:?}", piece.text);
        // A database that is not there is the one thing that may be told.
        assert!(outcome.warnings.iter().all(|warning| warning.help.len() < 3), "{}\n{outcome:?}", piece.text);
    });
}

#[test]
fn each_example_runs_in_a_new_session() {
    let commands = CommandKind::all().filter_map(example_of);
    let directives = DirectiveKind::ALL.iter().filter(|kind| **kind != DirectiveKind::Undo);
    let directives = directives.filter_map(|kind| example_of_directive(*kind));
    let mut faults = Vec::new();
    for example in commands.chain(directives) {
        let text = example.join("\n");
        let needs_environment = text.contains("--environment");
        let mut session = if needs_environment { session_with_environment() } else { session() };
        pieces(&text, 1, |piece| {
            let outcome = session.run(&piece);
            if outcome.result.is_err() || !outcome.failed.is_empty() {
                faults.push(format!("{text}\n{outcome:?}"));
            }
        });
    }
    assert!(faults.is_empty(), "{}", faults.join("\n\n"));
}

#[test]
fn every_kind_with_a_meaning_has_an_example_that_is_of_the_kind() {
    for kind in CommandKind::all() {
        let Some(example) = example_of(kind) else {
            let is_listed = NONE.iter().any(|(name, _)| *name == kind.name());
            assert_eq!(kind.effect().class() == Class::Meaning, is_listed, "{} has no example", kind.name());
            continue;
        };
        let example = example.last().unwrap();
        pieces(example, 1, |piece| assert_eq!(parser::parse(&piece).unwrap().command.kind(), kind, "{example}"));
    }
    let without: Vec<&DirectiveKind> =
        DirectiveKind::ALL.iter().filter(|kind| example_of_directive(**kind).is_none()).collect();
    // These name files, or leave.
    for kind in [DirectiveKind::Read, DirectiveKind::Directory, DirectiveKind::Cls, DirectiveKind::Quit] {
        assert!(without.contains(&&kind), "{kind} has an example now");
    }
}

#[test]
fn every_word_has_an_answer() {
    let fixed = |word: &&str| word.starts_with(|first: char| first.is_ascii_lowercase());
    let words: BTreeSet<&str> = CommandKind::all().flat_map(|kind| form::words(kind.form())).filter(fixed).collect();
    let topics = HelpTopic::ALL.iter().flat_map(|topic| topic.words().iter().copied());
    let others = ["exit", "use", "?", "\\q", "whoami", "security-roles", "Managed Identity", "row_level_security"];
    let all = words.iter().copied().chain(topics).chain(DirectiveKind::words()).chain(others);
    for word in all {
        let shown = help(word);
        assert!(!shown.starts_with("error") && !shown.trim().is_empty(), "{word}\n{shown}");
    }
}

#[test]
fn a_word_of_queries_is_told_of_by_form_and_page() {
    let operators = OperatorKind::ALL.iter().flat_map(|kind| kind.names().map(|name| (name, kind.form(), kind.page())));
    let functions = functions::all().map(|it| (it.name, it.form, it.page.trim_end_matches(".md").to_owned()));
    let aggregates = aggregates::all().map(|it| (it.name, it.form, it.page.trim_end_matches(".md").to_owned()));
    for (name, form, page) in operators.chain(functions).chain(aggregates) {
        let shown = help(name);
        assert!(shown.contains(form) && shown.contains(&page), "{name}\n{shown}");
    }
    insta::assert_snapshot!(help("sort"), @"
    sort by COLUMN [asc | desc] [nulls first | nulls last], …
        an operator after a pipe, which runs on the rows of a result
        `order` is the same
        see https://learn.microsoft.com/kusto/query/sort-operator
    ");
    insta::assert_snapshot!(help("count"), @"
    count
        an operator after a pipe, which runs on the rows of a result
        see https://learn.microsoft.com/kusto/query/count-operator
    count([value])
        an aggregate, which `summarize` takes
        see https://learn.microsoft.com/kusto/query/count-aggregation-function
    ");
    insta::assert_snapshot!(help("join"), @"
    join [kind = KIND] (ROWS) on COLUMN, …
        an operator that is read in queries of policies and views, and does not run after a pipe
        see https://learn.microsoft.com/kusto/query/join-operator
    ");
    insta::assert_snapshot!(help("!in"), @"
    a !in (b, …)
        an operator between values
        see https://learn.microsoft.com/kusto/query/not-in-cs-operator
    ");
}

#[test]
fn a_page_tells_of_its_topic_and_its_commands() {
    for topic in HelpTopic::ALL {
        let page = help(topic.word());
        assert!(page.lines().count() > 1, "{page}");
        assert_eq!(help(&topic.word().to_uppercase()), page, "{topic}");
        let kinds = topic.families().iter().flat_map(|family| family.kinds());
        for kind in kinds.filter(|kind| kind.effect().class() == Class::Meaning) {
            assert!(page.contains(&format!(".{}", kind.first_words())), "{kind:?}\n{page}");
        }
    }
}

#[test]
fn what_stands_in_pages_as_a_command_is_one() {
    for topic in HelpTopic::ALL {
        let page = help(topic.word());
        let shown = page.split("Its commands").next().unwrap_or_default();
        for line in shown.lines().filter_map(|line| line.strip_prefix("    ")) {
            if !line.starts_with(['.', '#']) || line.contains("<|") || line.contains("#end") || line.contains("  ") {
                continue;
            }
            pieces(line, 1, |piece| match piece.directive {
                true => drop(parser::directive(&piece).unwrap_or_else(|error| panic!("{line}: {}", error.kind))),
                false => drop(parser::parse(&piece).unwrap_or_else(|error| panic!("{line}: {}", error.kind))),
            });
        }
    }
}

#[test]
fn an_entry_has_form_meaning_permission_example_and_page() {
    insta::assert_snapshot!(help(".add database").split("\n\n").next().unwrap_or_default(), @"
    .add database [NAME] ROLE PRINCIPAL_LIST [skip-results] [STRING]
        AddDatabaseRole does what its page says, and takes `manage roles` on the entity (manage-database-security-roles.md, Permissions)
        example:
            .create database Samples volatile
            .add database Samples viewers ('aaduser=abbiatkins@fabrikam.com') 'weekly report'
    .add follower database DATABASE [from STRING] FOLLOWER_ROLE PRINCIPAL_LIST [STRING]
        AddFollowerDatabaseAuthorizedPrincipals does what its page says, and takes `administer` on the database (cluster-follower.md, Permissions)
        example:
            .create database Samples volatile
            .add follower database Samples viewers ('aaduser=abbiatkins@fabrikam.com')
    ");
    insta::assert_snapshot!(help("#undo"), @"
    #undo
        takes back the last change of this session; again, the one before it
        example: #undo
    ");
    insta::assert_snapshot!(help(".execute cluster script").split("\n\n").next().unwrap_or_default(), @"
    .execute cluster script [PROPERTIES] <|
        ExecuteClusterScript does what its page says, and takes `administer cluster` on the cluster (execute-cluster-script.md, Permissions)
        example:
    .execute cluster script <|
        .add cluster viewers ('aaduser=robinhale@fabrikam.com')
    #end
    ");
    assert!(help("show").lines().count() > 100, "a long list has the forms alone");
}

#[test]
fn an_unknown_topic_suggests_the_nearest() {
    let cases = [
        ("polices", "#help policies"),
        ("rolse", "#help roles"),
        ("managed identitiy", "#help managed identity"),
        ("sumarize", "#help summarize"),
        ("strln", "#help strlen"),
        ("#explian", "#help explain"),
        (".ad database", "#help .add database"),
        ("table policy cachng", "#help table policy caching"),
    ];
    for (words, meant) in cases {
        let shown = help(words);
        assert!(shown.contains(&format!("did you mean `{meant}`?")), "{shown}");
    }
    assert!(help("xyzzy").contains("`#help topics` the topics"));
}
