//! What can stand at the cursor: of every kind of command the words of its form, and of every slot what exists.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test that fails may panic")]

#[path = "support/ebnf/random.rs"]
mod random;
mod support;

use std::borrow::Cow;

use kmgmt::model::command_kind::CommandKind;
use kmgmt::model::form::words;
use kmgmt::session::Session;
use kmgmt::session::complete::{Completion, Known, complete, hint};
use kmgmt::syntax::{TokenKind, pieces};

use random::Random;

const EXAMPLES: &str = include_str!("oracle/kinds.tsv");

/// The columns of the last result.
const COLUMNS: &[Cow<'static, str>] = &[Cow::Borrowed("DatabaseName"), Cow::Borrowed("PrettyName")];

fn completed(session: &Session, text: &str, cursor: usize) -> Completion {
    let state = session.read();
    let (catalog, directory) = (&state.catalog, &state.directory);
    let known = Known { catalog, directory, database: session.database(), columns: COLUMNS };
    complete(text, cursor, &known)
}

fn shown(session: &Session, text: &str) -> Vec<String> {
    completed(session, text, text.len()).candidates.into_iter().map(|one| one.shown).collect()
}

/// A session in which there is something to complete.
fn furnished() -> Session {
    let mut session = support::session_with_environment();
    let script = "
.create database Samples;
.create database ['My Data'];
#dbcontext Samples
.create table Storms (StartTime: datetime, State: string);
.create table ['Storm Damages'] (Cost: real);
.create function Recent() { Storms }
.create materialized-view Daily on table Storms { Storms | summarize count() by State }
.create external table Archive (Id: long) kind=storage dataformat=csv (h@'https://a.blob.core.windows.net/c;secretKey')
#dbcontext ['My Data']
.create table Other (x: int);
#dbcontext Samples
";
    support::run(&mut session, script);
    session
}

/// The words of the form of each kind in its example: where each begins, and itself.
fn words_of_examples() -> Vec<(&'static str, String, usize, String)> {
    let mut all = Vec::new();
    for line in EXAMPLES.lines().skip(1) {
        let mut columns = line.split('\t');
        let name = columns.next().unwrap();
        let sentence = columns.next().unwrap().replace("\\n", "\n").replace("\\t", "\t");
        let Some(kind) = CommandKind::all().find(|kind| kind.name() == name) else { panic!("{name}") };
        pieces(&sentence, 1, |piece| {
            let is_word = |kind: TokenKind| matches!(kind, TokenKind::Word(_));
            let own = piece.tokens.iter().take_while(|token| token.kind != TokenKind::Output);
            for token in own.filter(|token| is_word(token.kind)) {
                let text = token.span.of(piece.text);
                let dotted = piece.text[..token.span.start as usize].ends_with('.') && token.span.start > 1;
                if words(kind.form()).flat_map(|part| part.split('|')).any(|part| part == text) && !dotted {
                    all.push((name, sentence.clone(), token.span.start as usize, text.to_owned()));
                }
            }
        });
    }
    all
}

#[test]
fn each_word_of_each_kind_is_offered_where_it_stands() {
    let session = support::session();
    let mut missing = Vec::new();
    let all = words_of_examples();
    for (kind, sentence, at, word) in &all {
        for end in [*at, at + 1] {
            let before = &sentence[..end];
            let offered = shown(&session, before);
            if !offered.contains(word) {
                missing.push(format!("{kind}: `{before}` offers no `{word}`: {offered:?}"));
            }
        }
    }
    assert!(all.len() > 2000, "{}", all.len());
    assert!(missing.is_empty(), "{} of {}\n{}", missing.len(), 2 * all.len(), missing.join("\n"));
}

/// Each place, what is offered there, and from where it is replaced: `¦` is the cursor.
fn places(session: &Session, places: &[&str]) -> String {
    const MOST: usize = 12;
    let line = |place: &&str| {
        let cursor = place.find('¦').unwrap();
        let text = place.replace('¦', "");
        let completion = completed(session, &text, cursor);
        let mut texts: Vec<&str> = completion.candidates.iter().map(|one| one.text.as_str()).collect();
        let more = texts.len().saturating_sub(MOST);
        texts.truncate(MOST);
        let more = if more > 0 { format!(" … {more} more") } else { String::new() };
        let file = completion.file.map(|file| format!(" file `{file}`")).unwrap_or_default();
        let typed = &text[completion.start..cursor];
        format!("{}\n    `{typed}`: {texts:?}{more}{file}", place.replace('\n', "⏎"))
    };
    places.iter().map(line).collect::<Vec<_>>().join("\n")
}

#[test]
fn commands_are_completed_word_by_word() {
    insta::assert_snapshot!(places(&furnished(), &[
        "¦", "sho¦", ".¦", ".al¦", "#w¦", ".show¦", ".show tab¦", ".show database ¦", ".show database Samples ¦",
        ".add database Samples ¦", ".add table Storms ¦", ".add cluster ¦", ".set database Samples admins ¦",
        ".alter table Storms policy ¦", ".alter table Storms policy ret¦", ".alter table Storms policy caching ¦",
        ".alter table Storms policy caching hot ¦", ".create table New (Id: ¦", ".create table New (Id: da¦",
        ".show tables;\n.sh¦", ".show version\n\n#d¦", ".show\n  data¦", ".show tables // com¦", ".execute database script <|\n.sh¦",
        ".execute database script with (¦", ".create table T (a: int) with (fol¦", ".create table T (a: int) with (folder=¦",
        ".create table T (a: int) with (hidden=¦", ".show sch¦ Samples", ".drop table Storms¦", ".nonsense ¦",
    ]), @r##"
    ¦
        ``: ["#as ", "#client ", "#clock ", "#cls ", "#columns ", "#dbcontext ", "#directory ", "#echo ", "#expect ", "#explain ", "#format ", "#help "] … 52 more
    sho¦
        `sho`: [".show "]
    .¦
        ``: ["add ", "alter ", "alter-merge ", "append ", "apply ", "attach ", "cancel ", "clean ", "clear ", "create ", "create-merge ", "create-or-alter "] … 30 more
    .al¦
        `al`: ["alter ", "alter-merge "]
    #w¦
        `w`: ["what-can ", "who-can ", "whoami "]
    .show¦
        `show`: ["show "]
    .show tab¦
        `tab`: ["table ", "tables "]
    .show database ¦
        ``: ["cache ", "cslschema ", "data ", "datastats ", "details ", "extent ", "extents ", "identity ", "ingestion ", "keyvault ", "kqlschema ", "metadata "] … 10 more
    .show database Samples ¦
        ``: ["cslschema ", "entities ", "entity ", "extentcontainers ", "extents ", "ingestion ", "journal ", "kqlschema ", "operations ", "policy ", "principal ", "principals "] … 3 more
    .add database Samples ¦
        ``: ["admins ", "ingestors ", "monitors ", "unrestrictedviewers ", "users ", "viewers "]
    .add table Storms ¦
        ``: ["admins ", "ingestors "]
    .add cluster ¦
        ``: ["admins ", "blockedprincipals ", "databasecreators ", "monitors ", "ops ", "users ", "viewers "]
    .set database Samples admins ¦
        ``: ["none ", "("]
    .alter table Storms policy ¦
        ``: ["auto_delete ", "caching ", "encoding ", "extent_tags_retention ", "ingestionbatching ", "ingestiontime ", "merge ", "mirroring ", "partitioning ", "restricted_view_access ", "retention ", "row_level_security "] … 5 more
    .alter table Storms policy ret¦
        `ret`: ["retention "]
    .alter table Storms policy caching ¦
        ``: ["hot ", "hotdata "]
    .alter table Storms policy caching hot ¦
        ``: ["="]
    .create table New (Id: ¦
        ``: ["bool", "datetime", "decimal", "dynamic", "guid", "int", "long", "real", "string", "timespan"]
    .create table New (Id: da¦
        `da`: ["datetime"]
    .show tables;⏎.sh¦
        `sh`: ["show ", "shuffle "]
    .show version⏎⏎#d¦
        `d`: ["dbcontext ", "directory "]
    .show⏎  data¦
        `data`: ["data ", "database ", "databases "]
    .show tables // com¦
        `.show tables // com`: []
    .execute database script <|⏎.sh¦
        `sh`: ["show ", "shuffle "]
    .execute database script with (¦
        ``: ["ContinueOnErrors=", "ThrowOnErrors="]
    .create table T (a: int) with (fol¦
        `fol`: ["folder="]
    .create table T (a: int) with (folder=¦
        ``: []
    .create table T (a: int) with (hidden=¦
        ``: ["false", "true"]
    .show sch¦ Samples
        `sch`: ["schema"]
    .drop table Storms¦
        `Storms`: ["Storms "]
    .nonsense ¦
        `.nonsense `: []
    "##);
}

#[test]
fn what_exists_is_offered_where_its_kind_is_expected() {
    insta::assert_snapshot!(places(&furnished(), &[
        ".show database S¦", ".drop database Sam¦", ".detach database ¦", ".show database my¦", ".show database ['My¦", ".drop table ¦", ".drop table stor¦",
        ".drop table ['Storm D¦", ".show table Samples.¦", ".drop function ¦", ".show materialized-view D¦",
        ".drop external table ¦", ".drop table Storms columns (¦", ".drop table ['Storm Damages'] columns (C¦",
        ".alter column Storms.¦", "#dbcontext ¦", "#dbcontext ['My¦", "#who-can view table My¦", "#who-can view table Samples.St¦",
        "#who-can view table Other ¦", "#who-can view table Other in ¦", "#who-can view table Other in database ['¦",
        ".alter table Storms policy row_level_security ¦",
    ]), @r#"
    .show database S¦
        `S`: ["schema ", "shard-groups ", "Samples "]
    .drop database Sam¦
        `Sam`: ["Samples "]
    .detach database ¦
        ``: ["NetDefaultDB ", "Samples ", "['My Data'] "]
    .show database my¦
        `my`: ["['My Data'] "]
    .show database ['My¦
        `['My`: ["['My Data'] "]
    .drop table ¦
        ``: ["Storms ", "['Storm Damages'] "]
    .drop table stor¦
        `stor`: ["Storms ", "['Storm Damages'] "]
    .drop table ['Storm D¦
        `['Storm D`: ["['Storm Damages'] "]
    .show table Samples.¦
        ``: ["Storms ", "['Storm Damages'] "]
    .drop function ¦
        ``: ["Recent "]
    .show materialized-view D¦
        `D`: ["Daily "]
    .drop external table ¦
        ``: ["Archive "]
    .drop table Storms columns (¦
        ``: ["StartTime", "State"]
    .drop table ['Storm Damages'] columns (C¦
        `C`: ["Cost"]
    .alter column Storms.¦
        ``: ["StartTime ", "State "]
    #dbcontext ¦
        ``: ["NetDefaultDB ", "Samples ", "['My Data'] "]
    #dbcontext ['My¦
        `['My`: ["['My Data'] "]
    #who-can view table My¦
        `My`: []
    #who-can view table Samples.St¦
        `Samples.St`: ["Samples.Storms ", "Samples.['Storm Damages'] "]
    #who-can view table Other ¦
        ``: ["--expand-groups ", "in "]
    #who-can view table Other in ¦
        ``: ["--expand-groups ", "database "]
    #who-can view table Other in database ['¦
        `['`: ["NetDefaultDB ", "Samples ", "['My Data'] "]
    .alter table Storms policy row_level_security ¦
        ``: ["disable ", "enable "]
    "#);
}

#[test]
fn principals_are_offered_as_references_that_name_them() {
    insta::assert_snapshot!(places(&furnished(), &[
        ".add database Samples users (¦", ".add database Samples users ('¦", ".add database Samples users ('aadu¦",
        ".add database Samples users ('aadgroup=s¦')", ".add database Samples users (\"aaduser=ab¦", ".add database Samples users ('robin¦",
        ".add database Samples users ('aadapp=¦", ".add database Samples users ('aaduser=robinhale@fabrikam.com'¦",
        ".add database Samples users ('aaduser=robinhale@fabrikam.com', ¦", ".add database Samples users ('aaduser=robinhale@fabrikam.com') ¦",
        ".drop cluster blockedprincipals ¦", "#as ¦", "#as aaduser=r¦", "#as 'aadgroup=S¦", "#what-can ab¦", "#explain aaduser=i¦",
    ]), @r#"
    .add database Samples users (¦
        ``: ["'aadapp=", "'aadgroup=", "'aaduser=", "'msauser=", "'aadapp=Fabrikam App;fabrikam.com'", "'aadapp=Test App;microsoft.com'", "'aadapp=local;fabrikam.com'", "'aadapp=my-service-principal;contoso.com'", "'aadapp=myManagedIdentity;fabrikam.com'", "'aadgroup=SGDisplayName;fabrikam.com'", "'aadgroup=Some Group;fabrikam.com'", "'aaduser=abbiatkins@fabrikam.com'"] … 5 more
    .add database Samples users ('¦
        `'`: ["'aadapp=", "'aadgroup=", "'aaduser=", "'msauser=", "'aadapp=Fabrikam App;fabrikam.com'", "'aadapp=Test App;microsoft.com'", "'aadapp=local;fabrikam.com'", "'aadapp=my-service-principal;contoso.com'", "'aadapp=myManagedIdentity;fabrikam.com'", "'aadgroup=SGDisplayName;fabrikam.com'", "'aadgroup=Some Group;fabrikam.com'", "'aaduser=abbiatkins@fabrikam.com'"] … 5 more
    .add database Samples users ('aadu¦
        `'aadu`: ["'aaduser=", "'aaduser=abbiatkins@fabrikam.com'", "'aaduser=admin@fabrikam.com'", "'aaduser=admin@localhost'", "'aaduser=imikeoein@fabrikam.com'", "'aaduser=robinhale@fabrikam.com'"]
    .add database Samples users ('aadgroup=s¦')
        `'aadgroup=s`: ["'aadgroup=SGDisplayName;fabrikam.com", "'aadgroup=Some Group;fabrikam.com"]
    .add database Samples users ("aaduser=ab¦
        `"aaduser=ab`: ["\"aaduser=abbiatkins@fabrikam.com\""]
    .add database Samples users ('robin¦
        `'robin`: ["'aaduser=robinhale@fabrikam.com'"]
    .add database Samples users ('aadapp=¦
        `'aadapp=`: ["'aadapp=Fabrikam App;fabrikam.com'", "'aadapp=Test App;microsoft.com'", "'aadapp=local;fabrikam.com'", "'aadapp=my-service-principal;contoso.com'", "'aadapp=myManagedIdentity;fabrikam.com'"]
    .add database Samples users ('aaduser=robinhale@fabrikam.com'¦
        ``: [")", ","]
    .add database Samples users ('aaduser=robinhale@fabrikam.com', ¦
        ``: ["'aadapp=", "'aadgroup=", "'aaduser=", "'msauser=", "'aadapp=Fabrikam App;fabrikam.com'", "'aadapp=Test App;microsoft.com'", "'aadapp=local;fabrikam.com'", "'aadapp=my-service-principal;contoso.com'", "'aadapp=myManagedIdentity;fabrikam.com'", "'aadgroup=SGDisplayName;fabrikam.com'", "'aadgroup=Some Group;fabrikam.com'", "'aaduser=abbiatkins@fabrikam.com'"] … 5 more
    .add database Samples users ('aaduser=robinhale@fabrikam.com') ¦
        ``: ["skip-results "]
    .drop cluster blockedprincipals ¦
        ``: ["'aadapp=", "'aadgroup=", "'aaduser=", "'msauser=", "'aadapp=Fabrikam App;fabrikam.com'", "'aadapp=Test App;microsoft.com'", "'aadapp=local;fabrikam.com'", "'aadapp=my-service-principal;contoso.com'", "'aadapp=myManagedIdentity;fabrikam.com'", "'aadgroup=SGDisplayName;fabrikam.com'", "'aadgroup=Some Group;fabrikam.com'", "'aaduser=abbiatkins@fabrikam.com'"] … 5 more
    #as ¦
        ``: ["aadapp=", "aadgroup=", "aaduser=", "msauser=", "'aadapp=Fabrikam App;fabrikam.com'", "'aadapp=Test App;microsoft.com'", "aadapp=local;fabrikam.com ", "aadapp=my-service-principal;contoso.com ", "aadapp=myManagedIdentity;fabrikam.com ", "aadgroup=SGDisplayName;fabrikam.com ", "'aadgroup=Some Group;fabrikam.com'", "aaduser=abbiatkins@fabrikam.com "] … 5 more
    #as aaduser=r¦
        `aaduser=r`: ["aaduser=robinhale@fabrikam.com "]
    #as 'aadgroup=S¦
        `'aadgroup=S`: ["'aadgroup=SGDisplayName;fabrikam.com'", "'aadgroup=Some Group;fabrikam.com'"]
    #what-can ab¦
        `ab`: ["aaduser=abbiatkins@fabrikam.com ", "msauser=abbiatkins@live.com "]
    #explain aaduser=i¦
        `aaduser=i`: ["aaduser=imikeoein@fabrikam.com "]
    "#);
}

#[test]
fn questions_policies_and_directives_are_completed() {
    insta::assert_snapshot!(places(&furnished(), &[
        "#explain aaduser=robinhale@fabrikam.com ¦", "#explain aaduser=robinhale@fabrikam.com vi¦",
        "#explain aaduser=robinhale@fabrikam.com view ¦", "#explain aaduser=robinhale@fabrikam.com drop column ¦",
        "#who-can ¦", "#who-can drop c¦", "#who-can export on ¦", "#clock ¦", "#client ¦", "#directory ¦", "#directory load fix¦",
        "#help ex¦", ".alter-merge cluster policy managed_identity \"[{'¦", ".alter-merge cluster policy managed_identity \"[{'ObjectId': '¦",
        ".alter-merge cluster policy managed_identity \"[{'ObjectId': 'system', 'AllowedUsages': 'Nat¦",
        ".alter-merge cluster policy managed_identity \"[{'ObjectId': 'system', 'AllowedUsages': 'NativeIngestion, ¦",
        ".alter table Storms policy retention '{\"Re¦", ".alter table Storms policy retention '{\"Recoverability\": \"¦",
        ".alter table Storms policy update ```[{\"Is¦",
    ]), @r#"
    #explain aaduser=robinhale@fabrikam.com ¦
        ``: ["add ", "admin ", "administer ", "alter ", "alter-merge ", "append ", "apply ", "attach ", "cancel ", "clean ", "clear ", "create "] … 35 more
    #explain aaduser=robinhale@fabrikam.com vi¦
        `vi`: ["view "]
    #explain aaduser=robinhale@fabrikam.com view ¦
        ``: ["cluster ", "database ", "external ", "function ", "graph_model ", "materialized-view ", "restricted ", "table "]
    #explain aaduser=robinhale@fabrikam.com drop column ¦
        ``: ["table "]
    #who-can ¦
        ``: ["--expand-groups ", "add ", "admin ", "administer ", "alter ", "alter-merge ", "append ", "apply ", "attach ", "cancel ", "clean ", "clear "] … 36 more
    #who-can drop c¦
        `c`: ["cluster ", "column ", "continuous-export "]
    #who-can export on ¦
        ``: ["behalf "]
    #clock ¦
        ``: ["advance "]
    #client ¦
        ``: ["application ", "none ", "user "]
    #directory ¦
        ``: ["load "]
    #directory load fix¦
        `fix`: [] file `fix`
    #help ex¦
        `ex`: ["execute ", "expect ", "explain ", "export "]
    .alter-merge cluster policy managed_identity "[{'¦
        `"[{'`: ["\"[{'AllowedUsages': ", "\"[{'ClientId': ", "\"[{'DisplayName': ", "\"[{'IsSystem': ", "\"[{'ObjectId': ", "\"[{'TenantId': "]
    .alter-merge cluster policy managed_identity "[{'ObjectId': '¦
        `"[{'ObjectId': '`: ["\"[{'ObjectId': '0a1b2c3d-0000-4000-8000-000000000501", "\"[{'ObjectId': '0a1b2c3d-0000-4000-8000-000000000502", "\"[{'ObjectId': 'system"]
    .alter-merge cluster policy managed_identity "[{'ObjectId': 'system', 'AllowedUsages': 'Nat¦
        `"[{'ObjectId': 'system', 'AllowedUsages': 'Nat`: ["\"[{'ObjectId': 'system', 'AllowedUsages': 'NativeIngestion"]
    .alter-merge cluster policy managed_identity "[{'ObjectId': 'system', 'AllowedUsages': 'NativeIngestion, ¦
        `"[{'ObjectId': 'system', 'AllowedUsages': 'NativeIngestion, `: ["\"[{'ObjectId': 'system', 'AllowedUsages': 'NativeIngestion, All", "\"[{'ObjectId': 'system', 'AllowedUsages': 'NativeIngestion, AutomatedFlows", "\"[{'ObjectId': 'system', 'AllowedUsages': 'NativeIngestion, AzureAI", "\"[{'ObjectId': 'system', 'AllowedUsages': 'NativeIngestion, DataConnection", "\"[{'ObjectId': 'system', 'AllowedUsages': 'NativeIngestion, ExportRequest", "\"[{'ObjectId': 'system', 'AllowedUsages': 'NativeIngestion, ExternalDataRequest", "\"[{'ObjectId': 'system', 'AllowedUsages': 'NativeIngestion, ExternalTable", "\"[{'ObjectId': 'system', 'AllowedUsages': 'NativeIngestion, NativeIngestion", "\"[{'ObjectId': 'system', 'AllowedUsages': 'NativeIngestion, SandboxArtifacts", "\"[{'ObjectId': 'system', 'AllowedUsages': 'NativeIngestion, SqlRequest"]
    .alter table Storms policy retention '{"Re¦
        `'{"Re`: ["'{\"Recoverability\": "]
    .alter table Storms policy retention '{"Recoverability": "¦
        `'{"Recoverability": "`: ["'{\"Recoverability\": \"Disabled", "'{\"Recoverability\": \"Enabled"]
    .alter table Storms policy update ```[{"Is¦
        ````[{"Is`: ["```[{\"IsEnabled\": ", "```[{\"IsTransactional\": "]
    "#);
}

#[test]
fn a_hint_is_what_may_follow() {
    let lines = [
        ".",
        ".sh",
        ".show clu",
        ".show cluster",
        ".add",
        ".add ",
        ".add database ",
        ".add database Samples ",
        ".add database Samples users",
        ".add database Samples users ",
        ".add database Samples users (",
        ".add database Samples users ('",
        ".show tables",
        ".show table Storms ",
        ".show version",
        ".alter table Storms policy ret",
        ".create table New ",
        "#as ",
        "#clock ",
        "#explain aaduser=a@b.c ",
        "exit",
        "",
        ".drop table T columns ",
        ".show Storms ",
        ".show database Samples principals",
    ];
    let line = |line: &&str| match hint(line, 60) {
        Some(hint) => format!("{line}‸{}{}", hint.shown, if hint.is_text { " ✓" } else { "" }),
        None => format!("{line}‸"),
    };
    insta::assert_snapshot!(lines.iter().map(line).collect::<Vec<_>>().join("\n"), @"
    .‸add|alter|alter-merge|append|apply|…
    .sh‸
    .show clu‸ster ✓
    .show cluster‸ [principals|principal|blockedprincipals|policy|schema|…]
    .add‸ database|table|cluster|external|materialized-view|…
    .add ‸database|table|cluster|external|materialized-view|…
    .add database ‸DATABASE
    .add database Samples ‸admins|users|viewers|unrestrictedviewers|ingestors|monitors
    .add database Samples users‸ ( ✓
    .add database Samples users ‸( ✓
    .add database Samples users (‸'PRINCIPAL'
    .add database Samples users ('‸
    .show tables‸ [(|details|with|column|shard-groups]
    .show table Storms ‸[principals|principal|policy|details|cslschema|…]
    .show version‸
    .alter table Storms policy ret‸ention ✓
    .create table New ‸(|based-on|ingestion
    #as ‸'PRINCIPAL'
    #clock ‸advance ✓
    #explain aaduser=a@b.c ‸add|admin|administer|alter|alter-merge|…
    exit‸
    ‸
    .drop table T columns ‸( ✓
    .show Storms ‸extent ✓
    .show database Samples principals‸
    ");
}

#[test]
fn no_text_and_no_place_in_it_is_too_much() {
    const PARTS: &[&str] = &[
        ".show ",
        ".add ",
        "database ",
        "Samples ",
        "['My Data'] ",
        "users ",
        "(",
        ")",
        "'",
        "\"",
        "aaduser=",
        "é",
        "🦀",
        "\n",
        "\n\n",
        ";\n",
        "// x",
        "#as ",
        "#explain ",
        "#",
        ".",
        "<|",
        "script ",
        "policy ",
        "managed_identity ",
        "[{",
        "'ObjectId': ",
        "\\",
        "```",
        "~~~",
        "h'",
        "@\"",
        "with (",
        "=",
        ",",
        "\t",
        "\0",
        "\u{202e}",
        "table ",
        "Storms",
        "column ",
        "|",
        ":",
        "x",
        "5",
        "*",
        ".execute database script <|\n",
    ];
    let session = furnished();
    let mut random = Random::new(7);
    for _ in 0..400 {
        let text: String = (0..random.below(14)).map(|_| *random.pick(PARTS)).collect();
        for cursor in 0..=text.len() + 1 {
            let completion = completed(&session, &text, cursor);
            assert!(
                completion.candidates.is_empty()
                    || completion.start <= cursor && text.is_char_boundary(completion.start),
                "{text:?} {cursor}"
            );
        }
        let room = if random.one_in(4) { 0 } else { random.below(80) };
        let shown = hint(&text, room).map_or(0, |hint| hint.shown.chars().count());
        assert!(shown <= room, "{text:?} {room}");
    }
}

#[test]
fn columns_of_the_last_result_are_offered() {
    let session = furnished();
    assert_eq!(shown(&session, "#columns "), ["DatabaseName", "PrettyName"]);
    assert_eq!(shown(&session, "#columns DatabaseName, p"), ["PrettyName"]);
}

#[test]
fn operators_columns_and_functions_are_offered_after_a_pipe() {
    let session = furnished();
    let first = |text: &str| shown(&session, text);
    assert_eq!(first(".show tables | whe"), ["where"]);
    assert_eq!(first(".show tables | project-"), ["project-away", "project-keep", "project-rename", "project-reorder"]);
    assert_eq!(first(".show tables | where Table"), ["TableName"]);
    assert_eq!(first(".show tables | project Name = TableName | where Na"), ["Name"]);
    assert_eq!(first(".show tables | where strl"), ["strlen"]);
    assert_eq!(first(".show tables | summarize dcou"), ["dcount", "dcountif"]);
    assert!(first(".show tables | order ").contains(&"by".to_owned()));
    assert!(first(".show tables | where ").contains(&"DatabaseName".to_owned()));
    assert_eq!(first(".show tables | where 'Ta"), [""; 0]);
}
