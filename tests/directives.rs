//! Directives and questions as syntax: how they read, what is said of their faults, and that what
//! may stand in a command may stand in them.

#![allow(clippy::unwrap_used, clippy::panic, reason = "clippy's exception for tests does not cover what they share")]

mod support;

use kmgmt::diagnostic::Diagnostic;
use kmgmt::model::limit;
use kmgmt::syntax::{Arguments, parser, pieces};
use support::{run, run_well, session};

/// The directive as it prints, or what is wrong, where, and the first advice.
fn read(text: &str) -> String {
    let mut shown = String::new();
    pieces(text, 1, |piece| match parser::directive(&piece) {
        Ok(directive) => shown = directive.to_string(),
        Err(error) => {
            let error = Diagnostic::from(error);
            let place = error.span().map_or("", |span| span.of(piece.text));
            shown = format!("{} @{place} {}", error.message, error.help.first().map_or("", String::as_str));
        }
    });
    shown
}

#[test]
fn actions_and_entities_read_as_they_are_written() {
    let cases = [
        ("view table T", "view table T"),
        ("  view   restricted table E ", "view restricted table E"),
        ("ingest external table E", "ingest external table E"),
        ("drop materialized view V", "drop materialized-view V"),
        ("view database", "view database"),
        ("administer cluster", "administer cluster cluster"),
        ("create database", "create database cluster"),
        ("create table database Samples", "create table database Samples"),
        ("create table database ['cluster']", "create table database ['cluster']"),
        ("drop column table T", "drop column table T"),
        (".alter   column type table T", "alter column type table T"),
        ("drop table table T", "drop table table T"),
        ("drop table ['table T']", "drop table ['table T']"),
        ("alter table folder", "alter table ['folder']"),
        ("show operations", "show operations cluster"),
        ("view table two words", "view table ['two words']"),
        ("view table O'Brien's", "view table ['O\\'Brien\\'s']"),
        ("view table 'a.b'", "view table ['a.b']"),
        ("view table 'it\\'s \"x\"'", "view table ['it\\'s \"x\"']"),
        ("view table D.T", "view table D.T"),
        ("view table T in database D", "view table T in database D"),
        ("view table a b in database D E --expand-groups", "--expand-groups view table ['a b'] in database ['D E']"),
        ("view table ['two words'] in database 'other words'", "view table ['two words'] in database ['other words']"),
        ("view table ['a in database b'] in database c", "view table ['a in database b'] in database c"),
        ("view table ['two words'].\"T\"", "view table T in database ['two words']"),
        ("view table D.['two words']", "view table ['two words'] in database D"),
        ("view table T // why", "view table T"),
        ("view table https://x.y//z", "view table https://x.y//z"),
        ("view table T;", "view table T"),
        ("view table 'T'// why", "view table T"),
        ("view\u{a0}table T\u{3000}// why", "view table T"),
        ("export on behalf of system", "export on behalf of 'system'"),
        (
            "export on behalf of 'aadapp=Test App;c.com' database D",
            "export on behalf of 'aadapp=Test App;c.com' database D",
        ),
    ];
    for (text, printed) in cases {
        assert_eq!(read(&format!("#who-can {text}")), format!("#who-can {printed}"), "{text}");
        assert_eq!(read(&format!("#who-can {printed}")), format!("#who-can {printed}"), "{printed}");
    }
}

#[test]
fn faults_point_at_the_word_and_name_a_near_one() {
    let cases = [
        ("veiw table T", "`veiw` is no action @veiw did you mean `view`?"),
        ("show metdata table T", "`show metdata` is no action @show metdata did you mean `show metadata`?"),
        (
            "manage follwers database D",
            "`manage follwers` is no action @manage follwers did you mean `manage followers`?",
        ),
        (
            "manage keys database D",
            "`manage keys` is no action @manage keys `manage …` is `manage roles` or `manage followers`",
        ),
        ("manage", "`manage` is no action @manage `manage …` is `manage roles` or `manage followers`"),
        (
            "create function F",
            "`F` is not a kind of entity @F `create function` is asked of `cluster` or `database`: `create function database Samples`",
        ),
        (
            "export table T",
            "`export` is no action on a table @table `export` is asked of `cluster` or `database`: `export database Samples`",
        ),
        (
            "alter table policy cachng table T",
            "`alter table policy cachng` is no action @alter table policy cachng did you mean `alter table policy caching`?",
        ),
        ("drop colum table T", "`drop colum` is no action @drop colum did you mean `drop column`?"),
        ("shwo tables", "`shwo` is no action @shwo did you mean `show`?"),
        (
            "purge materialized-view T",
            "`T` is not a kind of entity @T `purge materialized-view` is asked of `cluster`, `database` or `materialized-view`: `purge materialized-view database Samples`",
        ),
        (
            "alter table policy update",
            "`alter table policy update` on what? the entity is missing @ `alter table policy update` is asked of `table`: `alter table policy update table NAME`",
        ),
        (
            "show tables",
            "`show tables` on what? the entity is missing @ `show tables` is asked of `cluster` or `database`: `show tables database Samples`",
        ),
        ("view tabel T", "`tabel` is not a kind of entity @tabel did you mean `table`?"),
        ("view table", "the name of the table is missing @ "),
        ("view table --expand-groups", "the name of the table is missing @ "),
        ("view table 'T' x", "nothing may follow the name of the entity @x "),
        (
            "view table 'T",
            "the string is not closed on its line @'T close it; a text over several lines stands between three back-quotes",
        ),
        ("view table ''", "a name can't be empty @'' "),
        ("view cluster c d", "the cluster has no name here @c d "),
        (
            "create table table T",
            "`create table` is no action on a table @table `create table` is to create tables, functions and other entities in the database",
        ),
        ("ingest function F", "`ingest` is no action on a function @function `ingest` is to ingest data"),
        (
            "view",
            "`view` on what? the entity is missing @ an entity is named as in commands: `cluster`, `database Samples`, `table T`, `external table E`",
        ),
        (
            "export on behalf of x table T",
            "exports are created in a database @table `export on behalf of IDENTITY database Samples`",
        ),
    ];
    for (text, fault) in cases {
        assert_eq!(read(&format!("#who-can {text}")), fault, "{text}");
    }
    let lines = [
        ("#explain aaduser='a@b.c' view table T", "quotes stand around a whole principal, or there are none @'a@b.c'"),
        ("#roles aadgroup='My Group", "quotes stand around a whole principal, or there are none @'My Group"),
        ("#who-can view table D.['T", "the string is not closed on its line @'T"),
        ("#dbcontext rock 'n // note", "the string is not closed on its line @'n // note"),
        ("#directory load a 'b", "the string is not closed on its line @'b"),
        ("#who-can view --expand-groups table T", "`--expand-groups` is not a kind of entity @--expand-groups"),
        ("#who-can --expand-group view table T", "`--expand-group` is no option here @--expand-group"),
        ("#who-can export on behalf of", "the identity is missing @"),
        ("#explain aaduser=a@b.c read table T", "`read` is no action @read"),
        ("#what-can", "the principal is missing @"),
    ];
    for (line, fault) in lines {
        assert!(read(line).starts_with(&format!("{fault} ")), "{line}\n{}", read(line));
    }
    assert!(read("#who-can").starts_with("the action is missing @ "));
    assert!(read("#nix a").starts_with("`#nix` is no directive @#nix "));
    assert_eq!(read("#quit now"), "expected the end of the line, found `now` @now the directive is written `#quit`");
}

#[test]
fn what_may_stand_in_a_command_may_stand_in_a_directive() {
    let mut session = session();
    run_well(
        &mut session,
        ".create table T (x:int)\n.add table T admins (\"aadgroup=it's \\\"x\\\";c.com\") skip-results\n",
    );
    assert_eq!(run(&mut session, "#as 'aaduser=o\\'brien@c.com'\n#whoami"), "aaduser=o'brien@c.com\n");
    assert_eq!(run(&mut session, "#as aaduser=o'hara@c.com\n#whoami // who\n"), "aaduser=o'hara@c.com\n");
    assert_eq!(run(&mut session, "#as @'aaduser=admin@localhost' // again\n#whoami;"), "aaduser=admin@localhost\n");
    let explained = run(&mut session, "#explain 'aaduser=a@b.c' view database NetDefaultDB // note");
    assert!(
        explained.starts_with("denied: `aaduser=a@b.c` does not have `view` on database `NetDefaultDB`"),
        "{explained}"
    );
    for group in ["'aadgroup=it\\'s \"x\";c.com'", "\"aadgroup=it's \\\"x\\\";c.com\"", "@'aadgroup=it''s \"x\";c.com'"]
    {
        let can = run(&mut session, &format!("#roles {group}"));
        assert!(can.contains("NetDefaultDB,table T,Table T Admin"), "{group}\n{can}");
    }
}

#[test]
fn a_principal_is_one_argument_whatever_stands_in_it() {
    let questions = [
        (&["view", "table", "two  words // x"][..], "view table ['two  words // x']"),
        (&["view", "table", "['it\\'s']"], "view table ['it\\'s']"),
        (&["view", "table T"], "view table T"),
        (&["view", "table", "D.T"], "view table D.T"),
        (
            &["export", "on", "behalf", "of", "aadapp=Test \"App\";c.com", "database", "D"],
            "export on behalf of 'aadapp=Test \"App\";c.com' database D",
        ),
    ];
    for (words, printed) in questions {
        let arguments = Arguments::new(words.iter().copied());
        let question = parser::question(&arguments).map(|question| question.to_string());
        assert_eq!(question.as_deref(), Ok(printed), "{words:?}");
    }
    for principal in ["aadgroup=it's \"x\";c.com", "'aadgroup=it\\'s \"x\";c.com'"] {
        let arguments = Arguments::new([principal]);
        let read = parser::principal(&arguments).map(|read| read.to_string());
        assert_eq!(read.as_deref(), Ok("aadgroup=it's \"x\";c.com"));
    }
}

#[test]
fn all_roles_of_a_principal_are_listed_those_without_effect_too() {
    let mut session = session();
    let setup = ".create table T (x:int)\n.create database Other volatile\n\
        .add database NetDefaultDB unrestrictedviewers ('aaduser=ana@c.com') skip-results\n\
        .add table T ingestors ('aaduser=ana@c.com') skip-results\n#dbcontext Other\n";
    run_well(&mut session, setup);
    insta::assert_snapshot!(run(&mut session, "#roles aaduser=ana@c.com\n#roles aaduser=nobody@c.com"), @"
    Database,Entity,Role,Via,Effect,Notes
    NetDefaultDB,database NetDefaultDB,Database NetDefaultDB UnrestrictedViewer,,has effect only with Database NetDefaultDB User or Database NetDefaultDB Viewer or more,
    NetDefaultDB,table T,Table T Ingestor,,has effect only with Database NetDefaultDB User or Database NetDefaultDB Ingestor or more,

    Database,Entity,Role,Via,Effect,Notes
    ");
    let blocked = ".add cluster blockedprincipals 'aaduser=ana@c.com'\n#roles aaduser=ana@c.com";
    assert!(run(&mut session, blocked).contains("warning: "), "{}", run(&mut session, blocked));
}

#[test]
fn a_long_principal_is_refused_and_not_shown_whole() {
    let most = "x".repeat(limit::PRINCIPAL_CHARACTERS - "aaduser=".len());
    let long = "x".repeat(16 << 20);
    let add = ".add database NetDefaultDB viewers ('aaduser=@')";
    for command in [add, "#as aaduser=@", "#explain 'aaduser=@' view database"] {
        let shown = run(&mut session(), &command.replace('@', &long));
        assert!(shown.starts_with("error: a principal has at most 1024 characters\n"), "{shown:.200}");
        assert!(shown.len() < 4096, "{command}: {} bytes", shown.len());
        let shown = run(&mut session(), &command.replace('@', &most));
        assert!(!shown.contains("at most"), "{shown:.200}");
    }
    let name = "x".repeat(1 << 20);
    for directive in [
        "#@",
        "#explain aaduser=a view table @",
        "#who-can @",
        "#clock advance @",
        "#help @",
        "#directory load @",
        "#who-can export on behalf of @",
    ] {
        let shown = run(&mut session(), &directive.replace('@', &name));
        assert!(shown.starts_with("error: ") && shown.len() < 8192, "{} bytes: {shown:.200}", shown.len());
    }
}

#[test]
fn a_database_that_does_not_exist_warns_and_is_in_context() {
    insta::assert_snapshot!(run(&mut session(), "#dbcontext netdefaultdb\n#dbcontext"), @"
    warning: database `netdefaultdb` does not exist
     --> test:1:12
      |
    1 | #dbcontext netdefaultdb
      |            ^^^^^^^^^^^^
      |
      = help: did you mean `NetDefaultDB`?
    netdefaultdb
    ");
    insta::assert_snapshot!(run(&mut session(), "#dbcontext Sales\n.create database Sales volatile\n#dbcontext"), @"
    warning: database `Sales` does not exist
     --> test:1:12
      |
    1 | #dbcontext Sales
      |            ^^^^^
      |
      = help: `.create database Sales volatile` makes it
    DatabaseName,PersistentPath,Created,StoresMetadata,StoresData
    Sales,,True,false,false
    Sales
    ");
}

#[test]
fn as_alone_goes_back_to_the_administrator() {
    let mut session = session();
    let shown = run(&mut session, "#as aaduser=ana@c.com\n#whoami\n#as\n#whoami\n#as // again");
    insta::assert_snapshot!(shown, @"
    aaduser=ana@c.com
    aaduser=admin@localhost acts
    aaduser=admin@localhost
    aaduser=admin@localhost acts
    ");
}

#[test]
fn what_is_expected_is_judged_now_and_fails_with_its_proof() {
    let mut session = session();
    run_well(
        &mut session,
        ".create table T (x:int)\n.add database NetDefaultDB viewers ('aaduser=ana@c.com') skip-results\n",
    );
    let holds = [
        "#expect allow aaduser=ana@c.com view table T",
        "#expect deny aaduser=ana@c.com drop table T because NoRole",
        "#expect never aaduser=ana@c.com administer cluster",
        "#expect principals database NetDefaultDB viewers == ('aaduser=ana@c.com') // all of them",
        "#EXPECT deny 'aaduser=bo@c.com' view table T;",
    ];
    for expectation in holds {
        assert_eq!(run(&mut session, expectation), "", "{expectation}");
    }
    insta::assert_snapshot!(run(&mut session, "#expect allow aaduser=ana@c.com ingest table T"), @"
    error: this is denied: `NoRole`
     --> test:1:9
      |
    1 | #expect allow aaduser=ana@c.com ingest table T
      |         ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
      |
      = help: denied: `aaduser=ana@c.com` does not have `ingest` on table `T` in database `NetDefaultDB`
              ├── `Database NetDefaultDB Viewer` gives `view` and `show metadata`
              │   ├── assigned to the principal itself
              │   └── inherited: a role on database `NetDefaultDB` counts for table `T` in database `NetDefaultDB`
              └── `ingest` is given by Table T Admin (with Database NetDefaultDB User), Table T Ingestor (with Database NetDefaultDB User or Database NetDefaultDB Ingestor), Database NetDefaultDB Admin, Database NetDefaultDB Ingestor or AllDatabasesAdmin
              to allow it, Database NetDefaultDB Admin or AllDatabasesAdmin can run
                  .add database NetDefaultDB ingestors ('aaduser=ana@c.com')
    ");
    insta::assert_snapshot!(run(&mut session, "#expect principals database NetDefaultDB viewers == ()"), @"
    error: other principals hold the role
     --> test:1:53
      |
    1 | #expect principals database NetDefaultDB viewers == ()
      |                                                     ^^
      |
      = help: not expected: `aaduser=ana@c.com`
      = help: those who hold it are ('aaduser=ana@c.com')
    ");
    let faults = [
        ("#expect", "expected `allow`, `deny`, `never` or `principals`, found the end of the line"),
        ("#expect fails Forbidden", "expected `allow`, `deny`, `never` or `principals`, found `fails`"),
        ("#expect allow aaduser=ana@c.com veiw table T", "`veiw` is no action"),
        ("#expect principals table T admins == ('aaduser=ana@c.com'", "expected `,` or `)`, found the end of the line"),
        ("#expect deny aaduser=ana@c.com view table Nope", "Entity ID 'Nope' of kind 'Table' was not found."),
    ];
    for (expectation, fault) in faults {
        let shown = run(&mut session, expectation);
        assert!(shown.starts_with(&format!("error: {fault}")), "{shown}");
    }
}

#[test]
fn undo_takes_back_the_last_statement_and_says_what_it_was() {
    let mut session = session();
    let script = ".create table T (x:int)\n.add table T admins ('aaduser=ana@c.com') h'secret' // why\n\n\
        .execute database script <|\n.alter table T docstring 'a'\n.drop table T\n#end\n#as aaduser=ana@c.com\n";
    run(&mut session, script);
    insta::assert_snapshot!(run(&mut session, "#undo\n#undo\n#undo\n#undo\n#as\n.show tables\n"), @"
    undone: .drop table T
    undone: .alter table T docstring 'a'
    undone: .add table T admins ('aaduser=ana@c.com') h'****'
    undone: .create table T (x:int)
    nothing to undo: this session has no changes left
    aaduser=admin@localhost acts
    TableName,DatabaseName,Folder,DocString
    ");
    insta::assert_snapshot!(run(&mut session, ".show journal"), @"
    Event,EventTimestamp,Database,EntityName,UpdatedEntityName,EntityVersion,EntityContainerName,OriginalEntityState,UpdatedEntityState,ChangeCommand,Principal,RootActivityId,ClientRequestId,User,OriginalEntityVersion
    CREATE-TABLE,2026-01-31T12:00:00.0000000Z,NetDefaultDB,T,T,v1.0,NetDefaultDB,,Name: T,.create table T (x:int),aaduser=admin@localhost,9310d6f9-fe71-5f7f-be27-a19f85ecbb1e,,Local administrator,v0.0
    ADD-TABLE-ROLE,2026-01-31T12:00:00.0000000Z,NetDefaultDB,T,T,v1.0,NetDefaultDB,,admins: aaduser=admin@localhost,.create table T (x:int),aaduser=admin@localhost,9310d6f9-fe71-5f7f-be27-a19f85ecbb1e,,Local administrator,v0.0
    ADD-TABLE-ROLE,2026-01-31T12:00:00.0000000Z,NetDefaultDB,T,T,v2.0,NetDefaultDB,,admins: aaduser=ana@c.com,.add table T admins ('aaduser=ana@c.com') h'****',aaduser=admin@localhost,cec32cc9-db82-5e84-9b47-de4c784d9200,,Local administrator,v1.0
    ALTER-TABLE,2026-01-31T12:00:00.0000000Z,NetDefaultDB,T,T,v3.0,NetDefaultDB,Name: T,Name: T,.alter table T docstring 'a',aaduser=admin@localhost,f6b0fe0d-4d83-59d5-b9a1-c6310934d918,,Local administrator,v2.0
    DROP-TABLE-ROLE,2026-01-31T12:00:00.0000000Z,NetDefaultDB,T,T,v4.0,NetDefaultDB,admins: aaduser=admin@localhost,,.drop table T,aaduser=admin@localhost,67bfdf11-2d91-5b2a-ae47-ebd9cc0e0e68,,Local administrator,v3.0
    DROP-TABLE-ROLE,2026-01-31T12:00:00.0000000Z,NetDefaultDB,T,T,v4.0,NetDefaultDB,admins: aaduser=ana@c.com,,.drop table T,aaduser=admin@localhost,67bfdf11-2d91-5b2a-ae47-ebd9cc0e0e68,,Local administrator,v3.0
    DROP-TABLE,2026-01-31T12:00:00.0000000Z,NetDefaultDB,T,,v4.0,NetDefaultDB,Name: T,,.drop table T,aaduser=admin@localhost,67bfdf11-2d91-5b2a-ae47-ebd9cc0e0e68,,Local administrator,v3.0
    CREATE-TABLE,2026-01-31T12:00:00.0000000Z,NetDefaultDB,T,T,v5.0,NetDefaultDB,,Name: T,#undo,aaduser=ana@c.com,9accecf2-cb98-545d-8404-201699d0b239,,ana@c.com,v4.0
    ADD-TABLE-ROLE,2026-01-31T12:00:00.0000000Z,NetDefaultDB,T,T,v5.0,NetDefaultDB,,admins: aaduser=ana@c.com,#undo,aaduser=ana@c.com,9accecf2-cb98-545d-8404-201699d0b239,,ana@c.com,v4.0
    ADD-TABLE-ROLE,2026-01-31T12:00:00.0000000Z,NetDefaultDB,T,T,v5.0,NetDefaultDB,,admins: aaduser=admin@localhost,#undo,aaduser=ana@c.com,9accecf2-cb98-545d-8404-201699d0b239,,ana@c.com,v4.0
    ALTER-TABLE,2026-01-31T12:00:00.0000000Z,NetDefaultDB,T,T,v5.0,NetDefaultDB,Name: T,Name: T,#undo,aaduser=ana@c.com,9accecf2-cb98-545d-8404-201699d0b239,,ana@c.com,v4.0
    DROP-TABLE-ROLE,2026-01-31T12:00:00.0000000Z,NetDefaultDB,T,T,v6.0,NetDefaultDB,admins: aaduser=ana@c.com,,#undo,aaduser=ana@c.com,cffb4d94-03e2-5496-8126-50f88bfbf856,,ana@c.com,v5.0
    DROP-TABLE-ROLE,2026-01-31T12:00:00.0000000Z,NetDefaultDB,T,T,v7.0,NetDefaultDB,admins: aaduser=admin@localhost,,#undo,aaduser=ana@c.com,3c73fba9-4c01-59d0-8d84-32c20ea7a1cc,,ana@c.com,v6.0
    DROP-TABLE,2026-01-31T12:00:00.0000000Z,NetDefaultDB,T,,v7.0,NetDefaultDB,Name: T,,#undo,aaduser=ana@c.com,3c73fba9-4c01-59d0-8d84-32c20ea7a1cc,,ana@c.com,v6.0
    ");
}

#[test]
fn what_others_did_since_is_not_undone() {
    let mut session = session();
    let mut other = kmgmt::session::Session::on(std::sync::Arc::clone(session.cluster()), support::clock());
    run_well(&mut session, ".create table T (x:int)\n");
    assert_eq!(run(&mut other, "#undo"), "nothing to undo: this session has no changes left\n");
    run_well(&mut other, ".alter table T docstring 'x'\n");
    insta::assert_snapshot!(run(&mut session, "#undo"), @"
    error: `.create table T (x:int)` can't be undone: `T` was changed since
     --> test:1:1
      |
    1 | #undo
      | ^^^^^
    ");
    assert_eq!(run(&mut other, "#undo"), "undone: .alter table T docstring 'x'\n");
    // What others did to other things does not count.
    run_well(&mut other, ".create table U (x:int)\n.add database NetDefaultDB viewers ('aaduser=ana@c.com')\n");
    assert_eq!(run(&mut session, "#undo"), "undone: .create table T (x:int)\n");
    run_well(&mut session, ".add database NetDefaultDB viewers ('aaduser=bo@c.com')\n");
    run_well(&mut other, ".drop database NetDefaultDB viewers ('aaduser=bo@c.com')\n");
    insta::assert_snapshot!(run(&mut session, "#undo"), @"
    error: `.add database NetDefaultDB viewers ('aaduser=bo@c.com')` can't be undone: aaduser=bo@c.com was changed since
     --> test:1:1
      |
    1 | #undo
      | ^^^^^
    ");
    assert!(run(&mut other, "#undo").starts_with("undone: .drop database"));
    assert!(run(&mut session, "#undo").starts_with("undone: .add database"));
}

#[test]
fn a_command_in_a_directive_reads_as_it_does_alone() {
    let cases = [
        ("#plan .drop table T", "#plan .drop table T"),
        ("#plan  .add database D viewers ('aaduser=a@b.c') // note", "#plan .add database D viewers ('aaduser=a@b.c')"),
        ("#PLAN .show tables;", "#plan .show tables"),
        ("#script my files/a.kql", "#read 'my files/a.kql'"),
        ("#read 'a.kql' // note", "#read 'a.kql'"),
    ];
    for (text, printed) in cases {
        assert_eq!(read(text), printed, "{text}");
        assert_eq!(read(printed), printed, "{text}");
    }
    let secret = "#plan .create table T (x:int) with (docstring=h'secret')";
    pieces(secret, 1, |piece| {
        assert_eq!(kmgmt::syntax::masked_text(&piece), secret.replace("secret", "******"));
        assert!(kmgmt::syntax::holds_secret(&piece));
    });
    let faults = [
        ("#plan", "expected a command, found the end of the line"),
        ("#plan .drop table", "expected the name of a table, found the end of the command"),
        ("#plan .frobnicate", "`.frobnicate` is no command @frobnicate"),
        ("#plan .add database D viewers (", "the bracket is not closed @("),
        ("#read", "expected a file, found the end of the line"),
        ("#cls now", "expected the end of the line, found `now`"),
        ("#undo 2", "expected the end of the line, found `2`"),
    ];
    for (text, fault) in faults {
        assert!(read(text).starts_with(fault), "{text}: {}", read(text));
    }
}
