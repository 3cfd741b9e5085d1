//! Words come from one table each: whatever is in the table parses, prints, is listed in errors
//! and in help. The tests run over the tables and know no word themselves.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test that fails may panic")]

mod support;

use kmgmt::model::command_kind::CommandKind;
use kmgmt::model::directive_kind::DirectiveKind;
use kmgmt::model::entity::EntityKind;
use kmgmt::model::keyword::Keyword;
use kmgmt::model::principal::{PrincipalKind, PrincipalRef};
use kmgmt::model::role::Role;
use kmgmt::syntax::{TokenKind, parser, pieces};
use support::{run, session};

/// The kinds of entities that have roles at all.
fn kinds() -> impl Iterator<Item = EntityKind> {
    EntityKind::ALL.iter().copied().filter(|kind| Role::at(*kind).next().is_some())
}

/// `.add <entity> <role> ('…')`
fn addition(kind: EntityKind, role: &str) -> String {
    let name = if kind == EntityKind::Cluster { "" } else { " E" };
    format!(".add {kind}{name} {role} ('{}=a@b.c')", PrincipalKind::ALL[0].word())
}

/// What the statement prints, or what its error says: message and help.
fn read(text: &str) -> Result<String, String> {
    let mut result = None;
    pieces(text, 1, |piece| {
        let statement = parser::parse(&piece).map(|statement| statement.to_string());
        result = Some(statement.map_err(|refusal| {
            let diagnostic = kmgmt::diagnostic::Diagnostic::from(refusal);
            format!("{}\n{}", diagnostic.message, diagnostic.help.join("\n"))
        }));
    });
    result.unwrap()
}

/// The words in back-quotes, each once.
fn quoted(text: &str) -> Vec<&str> {
    let mut words: Vec<&str> = text.split('`').skip(1).step_by(2).collect();
    words.sort_unstable();
    words.dedup();
    words
}

#[test]
fn a_role_parses_and_prints_on_the_entities_that_its_row_names() {
    for role in Role::ALL {
        for kind in kinds().filter(|kind| role.scopes().contains(kind)) {
            let text = addition(kind, role.word());
            assert_eq!(read(&text).as_ref(), Ok(&text));
            if let Some(long) = role.long_word().filter(|_| kind == EntityKind::Cluster) {
                assert_eq!(read(&addition(kind, long)), Ok(text));
            }
        }
    }
}

#[test]
fn a_role_that_an_entity_does_not_have_is_told_where_it_belongs() {
    for role in Role::ALL {
        for kind in kinds().filter(|kind| !role.scopes().contains(kind)) {
            let error = read(&addition(kind, role.word())).unwrap_err();
            for scope in role.scopes() {
                assert!(error.contains(&scope.title().to_lowercase()), "{error}");
            }
            let mut expected: Vec<&str> = Role::at(kind).chain([*role]).map(Role::word).collect();
            expected.sort_unstable();
            assert_eq!(quoted(&error), expected, "{error}");
        }
    }
}

#[test]
fn a_misspelled_role_lists_exactly_the_roles_of_the_entity() {
    for kind in kinds() {
        for role in Role::at(kind) {
            let wrong = format!("{}q", role.word());
            let error = read(&addition(kind, &wrong)).unwrap_err();
            let mut expected: Vec<&str> = Role::at(kind).map(Role::word).collect();
            expected.sort_unstable();
            let list = error.lines().find_map(|line| line.split_once(" is one of ")).map(|(_, list)| list);
            // Of one role there is no list: the suggestion names it.
            assert_eq!(list.map(quoted).unwrap_or_else(|| vec![role.word()]), expected, "{error}");
            assert!(error.contains(&format!("did you mean `{role}`?")), "{error}");
        }
    }
}

#[test]
fn help_shows_each_role_with_its_line_and_its_entities_and_each_directive() {
    let help = run(&mut session(), "#help roles");
    for role in Role::ALL {
        let entry = help.split_once(&format!("{role} ")).map(|(_, entry)| entry).unwrap_or_default();
        let entry: String = entry.lines().take(2).collect();
        assert!(entry.contains(role.line()), "{help}");
        for kind in role.scopes() {
            assert!(entry.contains(&kind.to_string()), "{help}");
        }
    }
    let help = run(&mut session(), "#help directives");
    for directive in DirectiveKind::ALL {
        let (word, line) = (directive.word(), directive.line());
        assert!(help.contains(&format!("#{word}")) && help.contains(line), "{help}");
    }
}

#[test]
fn help_about_words_lists_the_forms_that_hold_them_with_who_may_run_each() {
    let help = run(&mut session(), "#help .show table policy caching");
    let expected = "\
.show table DATABASE.TABLE policy caching
    ShowTablePolicyCaching is stored and shown, and takes `show metadata` on the entity (show-table-cache-policy-command.md, Permissions)
.show table * policy caching
    ShowTableStarPolicyCaching is stored and shown, and takes `show metadata` on the database (show-table-cache-policy-command.md, Permissions)";
    let (forms, legend) = help.trim().split_once("\n\n").unwrap();
    assert_eq!(forms, expected);
    assert!(legend.starts_with("Words in capitals stand for what you write there"), "{legend}");
    let help = run(&mut session(), "#help callstacks");
    assert!(help.contains(".show callstacks [PROPERTIES]\n    ShowCallStacks has no effect here, and takes"), "{help}");
}

#[test]
fn help_about_a_directive_says_what_stands_for_its_words_in_capitals() {
    let mut session = session();
    let help = run(&mut session, "#help #who-can");
    insta::assert_snapshot!(help, @"
    #who-can [--expand-groups] ACTION ENTITY
        lists the principals who may do something
        ACTION     a permission, such as `view`, or the words of a command without names: `drop column`
        ENTITY     on what, as in commands: `cluster`, `database Samples`, `table T`
        example:
            .create table Orders (OrderId: long, Customer: string, Amount: real) with (folder = 'Shop')
            #who-can view table Orders
    ");
    for directive in DirectiveKind::ALL {
        let help = run(&mut session, &format!("#help {directive}"));
        assert!(help.starts_with(&format!("{}\n    {}", directive.form(), directive.line())), "{help}");
    }
    assert_eq!(run(&mut session, "#help explain"), run(&mut session, "#help #explain"));
    assert!(run(&mut session, "#help #nix").contains("there is no help about `#nix`"));
}

#[test]
fn a_keyword_is_read_as_it_is_written() {
    for keyword in Keyword::ALL {
        let text = format!(".{keyword} {keyword}");
        pieces(&text, 1, |piece| {
            let kinds: Vec<TokenKind> = piece.tokens.iter().map(|token| token.kind).collect();
            let word = TokenKind::Word(Some(*keyword));
            assert_eq!(kinds, [TokenKind::Punct(b'.'), word, word], "{text}");
        });
    }
}

#[test]
fn a_verb_is_suggested_when_a_slip_is_near_it() {
    for verb in CommandKind::all_verbs().filter(|verb| verb.len() > 4) {
        let error = read(&format!(".{verb}q x")).unwrap_err();
        assert!(error.contains(&format!("`.{verb}`")), "{error}");
    }
}

#[test]
fn a_kind_of_principal_parses_in_any_case_prints_and_is_listed() {
    for kind in PrincipalKind::ALL {
        let text = format!("{}=x;y.z", kind.word());
        assert_eq!(PrincipalRef::parse(&text).map(|read| read.to_string()), Ok(text.clone()));
        assert_eq!(PrincipalRef::parse(&text.to_uppercase()).map(|read| read.kind), Ok(*kind));
        let wrong = format!("{}q=x", kind.word());
        let error = read(&format!(".show principal '{wrong}' roles")).unwrap_err();
        for listed in PrincipalKind::ALL {
            assert!(error.contains(&format!("`{}=`", listed.word())), "{error}");
        }
        assert!(error.contains(&format!("did you mean `{}=`?", kind.word())), "{error}");
    }
}
