//! The policies managed_identity, restricted_view_access, row_level_security, multidatabaseadmins.

mod support;

use kmgmt::diagnostic::Diagnostic;
use kmgmt::model::name::Text;
use kmgmt::model::usage::Usage;
use kmgmt::syntax::parser::{self, mentions_in};
use kmgmt::syntax::pieces;
use support::{run, run_well, session, session_with_environment, verified};

const SYSTEM: &str = "0a1b2c3d-0000-4000-8000-000000000402";

#[test]
fn accepted_forms_print_as_they_are_read() {
    for same in [
        ".show cluster policy managed_identity",
        ".show database policy managed_identity",
        ".show database Samples policy managed_identity",
        ".show database ['policy'] policy managed_identity",
        ".delete cluster policy managed_identity",
        ".delete database Samples policy managed_identity",
        ".alter cluster policy managed_identity '[]'",
        ".alter-merge database policy managed_identity '[{\"ObjectId\": \"system\", \"AllowedUsages\": \"All\"}]'",
        ".show table T policy restricted_view_access",
        ".show table Samples.T policy restricted_view_access",
        ".show table * policy restricted_view_access",
        ".alter table ['two words'].T policy restricted_view_access true",
        ".alter tables (T1, T2) policy restricted_view_access false",
        ".delete table T policy restricted_view_access",
        ".show table T policy row_level_security",
        ".show table * policy row_level_security",
        ".show materialized-view Samples.V policy row_level_security",
        ".show external table E policy row_level_security",
        ".show external table * policy row_level_security",
        ".alter table T policy row_level_security enable 'T | take 1'",
        ".alter table T policy row_level_security enable with (allowMaterializedViewsWithoutRowLevelSecurity=true) 'T'",
        ".alter table T policy row_level_security disable ''",
        ".alter materialized-view V policy row_level_security disable 'V'",
        ".alter external table E policy row_level_security enable 'E'",
        ".delete materialized-view V policy row_level_security",
        ".delete external table E policy row_level_security",
        ".show cluster policy multidatabaseadmins",
        ".alter cluster policy multidatabaseadmins '{\"a\": [1, \"b\"]}'",
        ".alter-merge cluster policy multidatabaseadmins 'null'",
    ] {
        verified(same, same);
    }
}

#[test]
fn every_official_kind_is_told_by_its_example() {
    let examples = include_str!("oracle/kinds.tsv").lines().filter_map(|line| line.split_once('\t'));
    let names =
        ["PolicyManagedIdentity", "PolicyRestrictedViewAccess", "PolicyRowLevelSecurity", "MultiDatabaseAdmins"];
    let mut told = 0;
    for (kind, sentence) in examples.filter(|(kind, _)| names.iter().any(|name| kind.ends_with(name))) {
        pieces(sentence, 1, |piece| {
            let statement = parser::parse(&piece).unwrap_or_else(|refusal| panic!("{sentence}\n{}", refusal.kind));
            assert_eq!(statement.command.kind().name(), kind, "{sentence}");
            told += 1;
        });
    }
    assert_eq!(told, 27);
}

#[test]
fn every_writing_of_a_policy_prints_as_one() {
    let printed = ".alter cluster policy managed_identity \
         '[{\"ObjectId\": \"system\", \"IsSystem\": true, \"AllowedUsages\": \"NativeIngestion, ExternalTable\"}]'";
    for text in [
        ".alter cluster policy managed_identity ```\n[\n  {\n    \"ObjectId\": \"system\",\n    \"IsSystem\": true,\n    \
         \"AllowedUsages\": \"nativeingestion,EXTERNALTABLE, NativeIngestion\"\n  }\n]\n```",
        ".alter cluster policy managed_identity \
         @'[{\"AllowedUsages\":\"NativeIngestion,ExternalTable\",\"objectid\":\" system \",\"IsSystem\":true}]'",
        ".alter cluster policy managed_identity \
         \"{'ObjectId': 'system', 'AllowedUsages': 'NativeIngestion, ExternalTable', 'IsSystem': true}\"",
        ".alter cluster policy managed_identity \
         '{\\\"ObjectId\\\": \\'system\\', \\'AllowedUsages\\': \\'NativeIngestion, ExternalTable\\', \\'IsSystem\\': true}'",
    ] {
        verified(text, printed);
    }
    verified(
        ".alter table T policy row_level_security enable with () \"T\"",
        ".alter table T policy row_level_security enable 'T'",
    );
    verified(
        ".alter table T policy row_level_security enable ```let a = 1;\n\nT```",
        ".alter table T policy row_level_security enable ```let a = 1;\n\nT```",
    );
}

#[test]
fn queries_in_strings_mention_names_across_blank_lines() {
    let query = "let a = toscalar(U | count);\n\n['two words'] | where database('D').W.x == a.b";
    let mentions: Vec<String> = mentions_in(query)
        .iter()
        .map(|mention| format!("{}.{}", mention.database.as_deref().unwrap_or_default(), mention.name))
        .collect();
    assert_eq!(mentions.join(" "), ".let .a .toscalar .U .count .two words .where D.W");
    for mention in mentions_in(query) {
        let text = mention.span.of(query);
        assert!(text.contains(mention.name.as_ref()), "{text}");
    }
    let query = "T | union cluster('c').database('d').T";
    assert_eq!(mentions_in(query).last().map(|mention| mention.span.of(query)), Some("cluster('c').database('d').T"));
}

#[test]
fn a_cluster_policy_is_filled_in_and_merged() {
    let mut session = session_with_environment();
    insta::assert_snapshot!(
        run(
            &mut session,
            ".alter cluster policy managed_identity '[{\"ObjectId\": \"system\", \"AllowedUsages\": \"SqlRequest\"}]'\n\n\
             .alter-merge cluster policy managed_identity '{\"ObjectId\": \"0A1B2C3D-0000-4000-8000-000000000402\", \
             \"AllowedUsages\": \"all, sqlrequest\"}'\n\n\
             .alter-merge cluster policy managed_identity \"[{'ObjectId': '0a1b2c3d-0000-4000-8000-000000000501', \
             'AllowedUsages': 'AzureAI'}]\"\n\n\
             .delete cluster policy managed_identity",
        ),
        @r#"
    PolicyName,EntityName,Policy,ChildEntities,EntityType
    ManagedIdentityPolicy,,"[{""ObjectId"": ""0a1b2c3d-0000-4000-8000-000000000402"", ""ClientId"": ""0a1b2c3d-0000-4000-8000-000000000502"", ""TenantId"": ""0a1b2c3d-0000-4000-8000-000000000001"", ""DisplayName"": ""local"", ""IsSystem"": true, ""AllowedUsages"": ""SqlRequest""}]","[""NetDefaultDB""]",Cluster

    PolicyName,EntityName,Policy,ChildEntities,EntityType
    ManagedIdentityPolicy,,"[{""ObjectId"": ""0a1b2c3d-0000-4000-8000-000000000402"", ""ClientId"": ""0a1b2c3d-0000-4000-8000-000000000502"", ""TenantId"": ""0a1b2c3d-0000-4000-8000-000000000001"", ""DisplayName"": ""local"", ""IsSystem"": true, ""AllowedUsages"": ""SqlRequest, All""}]","[""NetDefaultDB""]",Cluster

    PolicyName,EntityName,Policy,ChildEntities,EntityType
    ManagedIdentityPolicy,,"[{""ObjectId"": ""0a1b2c3d-0000-4000-8000-000000000402"", ""ClientId"": ""0a1b2c3d-0000-4000-8000-000000000502"", ""TenantId"": ""0a1b2c3d-0000-4000-8000-000000000001"", ""DisplayName"": ""local"", ""IsSystem"": true, ""AllowedUsages"": ""SqlRequest, All""}, {""ObjectId"": ""0a1b2c3d-0000-4000-8000-000000000401"", ""ClientId"": ""0a1b2c3d-0000-4000-8000-000000000501"", ""TenantId"": ""0a1b2c3d-0000-4000-8000-000000000001"", ""DisplayName"": ""myManagedIdentity"", ""IsSystem"": false, ""AllowedUsages"": ""AzureAI""}]","[""NetDefaultDB""]",Cluster

    PolicyName,EntityName,Policy,ChildEntities,EntityType
    ManagedIdentityPolicy,,null,"[""NetDefaultDB""]",Cluster
    "#
    );
}

#[test]
fn a_database_policy_stands_beside_the_clusters() {
    let mut session = session_with_environment();
    insta::assert_snapshot!(
        run(
            &mut session,
            ".alter database policy managed_identity '[{\"ObjectId\": \"system\", \"AllowedUsages\": \"All\"}]'\n\n\
             .show cluster policy managed_identity\n\n\
             .alter-merge database policy managed_identity '[]'\n\n\
             .alter database NetDefaultDB policy managed_identity '[]'\n\n\
             .delete database NetDefaultDB policy managed_identity\n\n\
             .show database Samples policy managed_identity",
        ),
        @r#"
    PolicyName,EntityName,Policy,ChildEntities,EntityType
    ManagedIdentityPolicy,[NetDefaultDB],"[{""ObjectId"": ""0a1b2c3d-0000-4000-8000-000000000402"", ""ClientId"": ""0a1b2c3d-0000-4000-8000-000000000502"", ""TenantId"": ""0a1b2c3d-0000-4000-8000-000000000001"", ""DisplayName"": ""local"", ""IsSystem"": true, ""AllowedUsages"": ""All""}]",[],Database

    PolicyName,EntityName,Policy,ChildEntities,EntityType
    ManagedIdentityPolicy,,null,"[""NetDefaultDB""]",Cluster

    PolicyName,EntityName,Policy,ChildEntities,EntityType
    ManagedIdentityPolicy,[NetDefaultDB],"[{""ObjectId"": ""0a1b2c3d-0000-4000-8000-000000000402"", ""ClientId"": ""0a1b2c3d-0000-4000-8000-000000000502"", ""TenantId"": ""0a1b2c3d-0000-4000-8000-000000000001"", ""DisplayName"": ""local"", ""IsSystem"": true, ""AllowedUsages"": ""All""}]",[],Database

    PolicyName,EntityName,Policy,ChildEntities,EntityType
    ManagedIdentityPolicy,[NetDefaultDB],[],[],Database

    PolicyName,EntityName,Policy,ChildEntities,EntityType
    ManagedIdentityPolicy,[NetDefaultDB],null,[],Database
    error: Database 'Samples' was not found.
      --> test:11:16
       |
    11 | .show database Samples policy managed_identity
       |                ^^^^^^^
       |
       = help: `.show databases` lists the databases
    "#
    );
}

#[test]
fn filled_in_properties_and_usages_without_effect_are_warned_of() {
    let mut session = session_with_environment();
    insta::assert_snapshot!(
        run(
            &mut session,
            ".alter database policy managed_identity ```\n[\n  {\n    \"ObjectId\": \"system\",\n    \
             \"ClientId\": \"0A1B2C3D-0000-4000-8000-000000000502\",\n    \"TenantId\": null,\n    \
             \"DisplayName\": \"old\",\n    \"IsSystem\": false,\n    \
             \"AllowedUsages\": \"SqlRequest, SandboxArtifacts\"\n  }\n]\n```",
        ),
        @r#"
    warning: `DisplayName` is filled in from the identity: "local" replaces the given value
     --> test:7:20
      |
    7 |     "DisplayName": "old",
      |                    ^^^^^
    warning: `IsSystem` is filled in from the identity: true replaces the given value
     --> test:8:17
      |
    8 |     "IsSystem": false,
      |                 ^^^^^
    warning: the usage `SandboxArtifacts` has no effect in the policy of a database
     --> test:9:35
      |
    9 |     "AllowedUsages": "SqlRequest, SandboxArtifacts"
      |                                   ^^^^^^^^^^^^^^^^
      |
      = help: allow it in the cluster's policy: `.alter-merge cluster policy managed_identity …`
    PolicyName,EntityName,Policy,ChildEntities,EntityType
    ManagedIdentityPolicy,[NetDefaultDB],"[{""ObjectId"": ""0a1b2c3d-0000-4000-8000-000000000402"", ""ClientId"": ""0a1b2c3d-0000-4000-8000-000000000502"", ""TenantId"": ""0a1b2c3d-0000-4000-8000-000000000001"", ""DisplayName"": ""local"", ""IsSystem"": true, ""AllowedUsages"": ""SqlRequest, SandboxArtifacts""}]",[],Database
    "#
    );
}

#[test]
fn a_policy_with_an_identity_that_is_not_assigned_changes_nothing() {
    let mut session = session_with_environment();
    let text = ".alter cluster policy managed_identity '[{\"ObjectId\": \"system\", \"AllowedUsages\": \"AzureAI\"}]'";
    run_well(&mut session, text);
    let before = session.read().catalog.clone();
    insta::assert_snapshot!(
        run(
            &mut session,
            ".alter-merge cluster policy managed_identity '[{\"ObjectId\": \"system\", \"AllowedUsages\": \"All\"}, \
             {\"ObjectId\": \"0a1b2c3d-0000-4000-8000-000000000409\", \"AllowedUsages\": \"All\"}]'\n\n\
             .alter cluster policy managed_identity '[{\"ObjectId\": \"myManagedIdentity\", \"AllowedUsages\": \"All\"}]'\n\n\
             .alter cluster policy managed_identity '[{\"ObjectId\": \"system\", \"AllowedUsages\": \"All\"}, \
             {\"ObjectId\": \"0a1b2c3d-0000-4000-8000-000000000402\", \"AllowedUsages\": \"AzureAI\"}]'",
        ),
        @r#"
    error: the managed identity `0a1b2c3d-0000-4000-8000-000000000409` is not assigned to the cluster
     --> test:1:110
      |
    1 | ...stem", "AllowedUsages": "All"}, {"ObjectId": "0a1b2c3d-0000-4000-8000-000000000409", "AllowedUsages": "All"}]'
      |                                                  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
      |
      = help: did you mean `0a1b2c3d-0000-4000-8000-000000000401`?
      = help: the environment assigns `0a1b2c3d-0000-4000-8000-000000000401` and `system`
    error: the managed identity `myManagedIdentity` is not assigned to the cluster
     --> test:3:56
      |
    3 | .alter cluster policy managed_identity '[{"ObjectId": "myManagedIdentity", "AllowedUsages": "All"}]'
      |                                                        ^^^^^^^^^^^^^^^^^
      |
      = help: `myManagedIdentity` is a display name; write `0a1b2c3d-0000-4000-8000-000000000401`
      = help: the environment assigns `0a1b2c3d-0000-4000-8000-000000000401` and `system`
    error: the managed identity `0a1b2c3d-0000-4000-8000-000000000402` is given twice
     --> test:5:104
      |
    5 | ...ntity '[{"ObjectId": "system", "AllowedUsages": "All"}, {"ObjectId": "0a1b2c3d-0000-4000-8000-000000000402", "AllowedUsages": "Azu...
      |                          ------ first given here                         ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
      |
      = help: give all its usages in one object
    "#
    );
    assert!(session.read().catalog == before);
}

#[test]
fn without_an_environment_no_identity_is_assigned() {
    let mut session = session();
    insta::assert_snapshot!(
        run(
            &mut session,
            ".alter cluster policy managed_identity '[{\"ObjectId\": \"system\", \"AllowedUsages\": \"All\"}]'\n\n\
             .alter database policy managed_identity '[{\"ObjectId\": \"abc\", \"AllowedUsages\": \"All\"}]'",
        ),
        @r#"
    error: the cluster has no system-assigned managed identity
     --> test:1:56
      |
    1 | .alter cluster policy managed_identity '[{"ObjectId": "system", "AllowedUsages": "All"}]'
      |                                                        ^^^^^^
      |
      = help: an environment file declares the identities of the cluster (`--environment FILE`, `cluster.managedIdentities`); without one none is assigned
    error: the managed identity `abc` is not assigned to the cluster
     --> test:3:57
      |
    3 | .alter database policy managed_identity '[{"ObjectId": "abc", "AllowedUsages": "All"}]'
      |                                                         ^^^
      |
      = help: an environment file declares the identities of the cluster (`--environment FILE`, `cluster.managedIdentities`); without one none is assigned
    "#
    );
}

#[test]
fn faults_in_the_json_point_into_it() {
    let mut session = session_with_environment();
    insta::assert_snapshot!(
        run(
            &mut session,
            ".alter cluster policy managed_identity ```\n[\n  {\n    \"ObjectId\": \"system\"\n    \
             \"AllowedUsages\": \"All\"\n  }\n]\n```\n\n\
             .alter cluster policy managed_identity '[{\"ObjectId\": \"system\", \"AllowedUsages\": \"All\"}'\n\n\
             .alter cluster policy managed_identity '[{\"ObjectId\": \"system\", \"AllowedUsage\": \"All\"}]'\n\n\
             .alter cluster policy managed_identity '[{\"ObjectId\": \"system\", \"AllowedUsages\": \"AzureAi, ExternalTables\"}]'\n\n\
             .alter cluster policy managed_identity '[{\"ObjectId\": \"system\", \"AllowedUsages\": [\"All\"]}]'\n\n\
             .alter cluster policy managed_identity '[{\"AllowedUsages\": \"All\", \"allowedusages\": \"All\"}]'\n\n\
             .alter cluster policy managed_identity '[{\"AllowedUsages\": \"All\"}]'\n\n\
             .alter cluster policy managed_identity '[\"system\"]'\n\n\
             .alter cluster policy managed_identity \"[{\\\"ObjectId\\\": 1, \\\"AllowedUsages\\\": \\\"All\\\"}]\"",
        ),
        @r#"
    error: expected `,` or `}` in the JSON, found `"AllowedUsages"`
     --> test:5:5
      |
    5 |     "AllowedUsages": "All"
      |     ^^^^^^^^^^^^^^^
    error: the bracket in the JSON is not closed
      --> test:10:41
       |
    10 | .alter cluster policy managed_identity '[{"ObjectId": "system", "AllowedUsages": "All"}'
       |                                         ^
    error: there is no property `AllowedUsage` here
      --> test:12:65
       |
    12 | .alter cluster policy managed_identity '[{"ObjectId": "system", "AllowedUsage": "All"}]'
       |                                                                 ^^^^^^^^^^^^^^
       |
       = help: did you mean `AllowedUsages`?
       = help: the properties are `ObjectId`, `ClientId`, `TenantId`, `DisplayName`, `IsSystem` and `AllowedUsages`
    error: `ExternalTables` is no usage of managed identities
      --> test:14:92
       |
    14 | .alter cluster policy managed_identity '[{"ObjectId": "system", "AllowedUsages": "AzureAi, ExternalTables"}]'
       |                                                                                            ^^^^^^^^^^^^^^
       |
       = help: did you mean `ExternalTable`?
       = help: the usages are `All`, `AutomatedFlows`, `DataConnection`, `ExternalTable`, `NativeIngestion`, `SandboxArtifacts`, `SqlRequest`, `AzureAI`, `ExportRequest` and `ExternalDataRequest`
    error: the property `AllowedUsages` takes a string, not an array
      --> test:16:82
       |
    16 | .alter cluster policy managed_identity '[{"ObjectId": "system", "AllowedUsages": ["All"]}]'
       |                                                                                  ^^^^^^^
       |
       = help: `AllowedUsages` says what the identity may be used for: usages with commas between them, in one string
    error: `AllowedUsages` is given twice
      --> test:18:67
       |
    18 | .alter cluster policy managed_identity '[{"AllowedUsages": "All", "allowedusages": "All"}]'
       |                                           ---------------         ^^^^^^^^^^^^^^^
       |                                           |
       |                                           first given here
    error: the property `ObjectId` is missing in this object
      --> test:20:42
       |
    20 | .alter cluster policy managed_identity '[{"AllowedUsages": "All"}]'
       |                                          ^
       |
       = help: `ObjectId` says which managed identity is meant: its object id or client id, or `system`
    error: an item of the policy is a JSON object, not a string
      --> test:22:42
       |
    22 | .alter cluster policy managed_identity '["system"]'
       |                                          ^^^^^^^^
       |
       = help: an object is written `{"ObjectId": "…", "AllowedUsages": "…"}`
    error: the property `ObjectId` takes a string, not a number
      --> test:24:40
       |
    24 | .alter cluster policy managed_identity "[{\"ObjectId\": 1, \"AllowedUsages\": \"All\"}]"
       |                                        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
       |
       = help: `ObjectId` says which managed identity is meant: its object id or client id, or `system`
    "#
    );
}

#[test]
fn a_usage_is_found_in_any_case_and_every_usage_has_a_name_of_its_own() {
    for usage in Usage::ALL {
        let text = format!(
            ".alter cluster policy managed_identity '[{{\"ObjectId\": \"system\", \"AllowedUsages\": \"{}\"}}]'",
            usage.name().to_uppercase()
        );
        verified(&text, &text.replace(&usage.name().to_uppercase(), usage.name()));
    }
}

/// What stands in the place of a character.
const MARKS: &[&str] = &["", "\"", "'", "[", "}", ",", "\\", "\n", "é"];

/// Every text that differs from `text` in one character: left out, doubled, or another in its place.
fn slips(text: &str) -> impl Iterator<Item = String> + '_ {
    text.char_indices().flat_map(move |(at, character)| {
        let (before, after) = (&text[..at], &text[at + character.len_utf8()..]);
        let doubled = format!("{before}{character}{character}{after}");
        MARKS.iter().map(move |mark| format!("{before}{mark}{after}")).chain([doubled])
    })
}

#[test]
fn every_slip_in_a_policy_is_told_on_one_line_and_inside_the_text() {
    let object = "[{\"ObjectId\": \"a\\u00e9\", \"IsSystem\": null, 'AllowedUsages': 'All, SqlRequest'}, {}]";
    for json in slips(object) {
        for text in [format!("```{json}```"), Text(&json).to_string()] {
            let text = format!(".alter cluster policy managed_identity {text}");
            pieces(&text, 1, |piece| {
                let Err(refusal) = parser::parse(&piece) else { return };
                let diagnostic = Diagnostic::from(refusal);
                assert!(!diagnostic.message.contains('\n'), "{text}\n{}", diagnostic.message);
                assert!(!diagnostic.labels.is_empty(), "{text}");
                for label in &diagnostic.labels {
                    assert!(piece.text.get(label.span.range()).is_some(), "{text}\n{label:?}");
                }
            });
        }
    }
}

#[test]
fn policies_are_told_where_and_how_they_are_set() {
    let mut session = session();
    insta::assert_snapshot!(
        run(
            &mut session,
            ".alter table T policy managed_identity '[]'\n\n\
             .alter-merge table T policy restricted_view_access true\n\n\
             .show table T policy row_level_securty\n\n\
             .delete database policy managed_identity\n\n\
             .alter tables (T, U, T) policy restricted_view_access true\n\n\
             .alter table T policy restricted_view_access maybe\n\n\
             .alter table T policy row_level_security on \"T\"\n\n\
             .alter table T policy row_level_security enable ' '\n\n\
             .alter table T policy row_level_security enable with (allowViews=true) 'T'\n\n\
             .delete cluster policy multidatabaseadmins",
        ),
        @r#"
    error: a table has no policy `managed_identity`
     --> test:1:23
      |
    1 | .alter table T policy managed_identity '[]'
      |                       ^^^^^^^^^^^^^^^^
      |
      = help: `managed_identity` is a policy of a cluster or a database; a table has `restricted_view_access`, `row_level_security`, `update`, `caching`, `retention`, `ingestiontime`, `rowid` and 10 others
    error: no command `.alter-merge` changes the policy `restricted_view_access`
     --> test:3:29
      |
    3 | .alter-merge table T policy restricted_view_access true
      |                             ^^^^^^^^^^^^^^^^^^^^^^
      |
      = help: the verbs of `restricted_view_access` are `.show`, `.alter` and `.delete`
    error: expected `row_level_security`, `restricted_view_access`, `caching`, `ingestiontime`, `rowid`, `ingestionbatching`, `streamingingestion` or one of 10 other words, found `row_level_securty`
     --> test:5:22
      |
    5 | .show table T policy row_level_securty
      |                      ^^^^^^^^^^^^^^^^^
      |
      = help: did you mean `row_level_security`?
    error: the name of the database is missing
     --> test:7:18
      |
    7 | .delete database policy managed_identity
      |                  ^^^^^^
      |
      = help: `.delete database` takes it: `.delete database NAME policy managed_identity`
    error: `T` is given twice
     --> test:9:22
      |
    9 | .alter tables (T, U, T) policy restricted_view_access true
      |                -     ^
      |                |
      |                first given here
    error: expected `true` or `false`, found `maybe`
      --> test:11:46
       |
    11 | .alter table T policy restricted_view_access maybe
       |                                              ^^^^^
    error: expected `enable` or `disable`, found `on`
      --> test:13:42
       |
    13 | .alter table T policy row_level_security on "T"
       |                                          ^^
       |
       = help: did you mean `enable`?
    error: the query is empty
      --> test:15:49
       |
    15 | .alter table T policy row_level_security enable ' '
       |                                                 ^^^
       |
       = help: row-level security shows what its query answers, such as `"T | where …"`
    error: there is no property `allowViews` here
      --> test:17:55
       |
    17 | .alter table T policy row_level_security enable with (allowViews=true) 'T'
       |                                                       ^^^^^^^^^^
       |
       = help: the properties are `allowMaterializedViewsWithoutRowLevelSecurity`
    error: no command `.delete` changes the policy `multidatabaseadmins`
      --> test:19:24
       |
    19 | .delete cluster policy multidatabaseadmins
       |                        ^^^^^^^^^^^^^^^^^^^
       |
       = help: the verbs of `multidatabaseadmins` are `.show`, `.alter` and `.alter-merge`
    "#
    );
}

#[test]
fn the_policy_of_many_databases_is_kept_as_it_is_given() {
    let mut session = session();
    insta::assert_snapshot!(
        run(
            &mut session,
            ".show cluster policy multidatabaseadmins\n\n\
             .alter cluster policy multidatabaseadmins \"['aaduser=a@b.c']\"\n\n\
             .alter-merge cluster policy multidatabaseadmins '[\"aaduser=a@b.c\", \"aadgroup=g@b.c\"]'\n\n\
             .alter-merge cluster policy multidatabaseadmins '{\"a\": 1}'\n\n\
             .alter cluster policy multidatabaseadmins '{\"a\": {\"b\": [1]}}'\n\n\
             .alter-merge cluster policy multidatabaseadmins '{\"a\": {\"b\": [1, 2], \"c\": null}, \"d\": true}'",
        ),
        @r#"
    PolicyName,EntityName,Policy,ChildEntities,EntityType
    MultiDatabaseAdminsPolicy,,null,"[""NetDefaultDB""]",Cluster
    warning: the policy `multidatabaseadmins` is stored and grants nothing here
     --> test:3:1
      |
    3 | .alter cluster policy multidatabaseadmins "['aaduser=a@b.c']"
      | ^^^^^^
      |
      = help: no document says what it holds; roles grant access: `.add cluster admins (…)`

    PolicyName,EntityName,Policy,ChildEntities,EntityType
    MultiDatabaseAdminsPolicy,,"[""aaduser=a@b.c""]",,
    warning: the policy `multidatabaseadmins` is stored and grants nothing here
     --> test:5:1
      |
    5 | .alter-merge cluster policy multidatabaseadmins '["aaduser=a@b.c", "aadgroup=g@b.c"]'
      | ^^^^^^^^^^^^
      |
      = help: no document says what it holds; roles grant access: `.add cluster admins (…)`

    PolicyName,EntityName,Policy,ChildEntities,EntityType
    MultiDatabaseAdminsPolicy,,"[""aaduser=a@b.c"", ""aadgroup=g@b.c""]",,
    error: the policy is an array, and an object can't join it
     --> test:7:49
      |
    7 | .alter-merge cluster policy multidatabaseadmins '{"a": 1}'
      |                                                 ^^^^^^^^^^
      |
      = help: arrays join arrays and objects objects; `.alter` replaces the policy
    warning: the policy `multidatabaseadmins` is stored and grants nothing here
     --> test:9:1
      |
    9 | .alter cluster policy multidatabaseadmins '{"a": {"b": [1]}}'
      | ^^^^^^
      |
      = help: no document says what it holds; roles grant access: `.add cluster admins (…)`

    PolicyName,EntityName,Policy,ChildEntities,EntityType
    MultiDatabaseAdminsPolicy,,"{""a"": {""b"": [1]}}",,
    warning: the policy `multidatabaseadmins` is stored and grants nothing here
      --> test:11:1
       |
    11 | .alter-merge cluster policy multidatabaseadmins '{"a": {"b": [1, 2], "c": null}, "d": true}'
       | ^^^^^^^^^^^^
       |
       = help: no document says what it holds; roles grant access: `.add cluster admins (…)`

    PolicyName,EntityName,Policy,ChildEntities,EntityType
    MultiDatabaseAdminsPolicy,,"{""a"": {""b"": [1, 2], ""c"": null}, ""d"": true}",,
    "#
    );
}

#[test]
fn journal_entries_show_the_policy_before_and_after() {
    let mut session = session_with_environment();
    let text = format!(
        ".alter cluster policy managed_identity '[{{\"ObjectId\": \"{SYSTEM}\", \"AllowedUsages\": \"AzureAI\"}}]'\n\n\
         .alter-merge cluster policy managed_identity '[{{\"ObjectId\": \"system\", \"AllowedUsages\": \"AzureAI\"}}]'\n\n\
         .delete cluster policy managed_identity"
    );
    run_well(&mut session, &text);
    let journal = run(&mut session, ".show journal");
    let events: Vec<&str> = journal.lines().skip(1).map(|line| line.split(',').next().unwrap_or_default()).collect();
    assert_eq!(events, ["ALTER-POLICY-MANAGED_IDENTITY", "DELETE-POLICY-MANAGED_IDENTITY"]);
}

const TABLES: &str = ".create tables Orders (Id:long, Seller:string), Salaries (Amount:real), Plain (a:string)

.create table Free (a:string)

.create function Mine() { Orders | where Seller == current_principal() }

.create materialized-view Latest on table Orders { Orders | summarize arg_max(Id, *) by Seller }

.create materialized-view Sums on table Orders { Orders | summarize count() by Seller }

.create database Other volatile
";

#[test]
fn view_access_is_restricted_table_by_table() {
    let mut session = session();
    run_well(&mut session, TABLES);
    insta::assert_snapshot!(
        run(
            &mut session,
            ".alter table Salaries policy restricted_view_access true\n\n\
             .alter tables (Plain, Free) policy restricted_view_access true\n\n\
             .alter table NetDefaultDB.Free policy restricted_view_access false\n\n\
             .delete table Plain policy restricted_view_access\n\n\
             .show table * policy restricted_view_access\n\n\
             .show table NetDefaultDB.Salaries policy restricted_view_access",
        ),
        @r#"
    PolicyName,EntityName,Policy,ChildEntities,EntityType
    RestrictedViewAccessPolicy,[NetDefaultDB].[Salaries],"{""IsEnabled"": true}",,Table

    PolicyName,EntityName,Policy,ChildEntities,EntityType
    RestrictedViewAccessPolicy,[NetDefaultDB].[Plain],"{""IsEnabled"": true}",,Table
    RestrictedViewAccessPolicy,[NetDefaultDB].[Free],"{""IsEnabled"": true}",,Table

    PolicyName,EntityName,Policy,ChildEntities,EntityType
    RestrictedViewAccessPolicy,[NetDefaultDB].[Free],"{""IsEnabled"": false}",,Table

    PolicyName,EntityName,Policy,ChildEntities,EntityType
    RestrictedViewAccessPolicy,[NetDefaultDB].[Plain],null,,

    PolicyName,EntityName,Policy,ChildEntities,EntityType
    RestrictedViewAccessPolicy,[NetDefaultDB].[Free],"{""IsEnabled"": false}",,Table
    RestrictedViewAccessPolicy,[NetDefaultDB].[Orders],null,,Table
    RestrictedViewAccessPolicy,[NetDefaultDB].[Plain],null,,Table
    RestrictedViewAccessPolicy,[NetDefaultDB].[Salaries],"{""IsEnabled"": true}",,Table

    PolicyName,EntityName,Policy,ChildEntities,EntityType
    RestrictedViewAccessPolicy,[NetDefaultDB].[Salaries],"{""IsEnabled"": true}",,Table
    "#
    );
}

#[test]
fn of_several_tables_none_changes_when_one_may_not() {
    let mut session = session();
    run_well(&mut session, TABLES);
    let before = session.read().catalog.clone();
    insta::assert_snapshot!(
        run(
            &mut session,
            ".alter tables (Plain, Orders) policy restricted_view_access true\n\n\
             .alter tables (Plain, Salary) policy restricted_view_access true\n\n\
             .alter table Other.Plain policy restricted_view_access true",
        ),
        @r#"
    error: view access to table `Orders` can't be restricted: the materialized view `Latest` is fed by it
     --> test:1:23
      |
    1 | .alter tables (Plain, Orders) policy restricted_view_access true
      |                       ^^^^^^
      |
      = help: a view would show to every viewer what the table hides
    error: Entity ID 'Salary' of kind 'Table' was not found.
     --> test:3:23
      |
    3 | .alter tables (Plain, Salary) policy restricted_view_access true
      |                       ^^^^^^
      |
      = help: kmgmt looked for a table in database `NetDefaultDB`
    error: Entity ID 'Plain' of kind 'Table' was not found.
     --> test:5:20
      |
    5 | .alter table Other.Plain policy restricted_view_access true
      |                    ^^^^^
      |
      = help: kmgmt looked for a table in database `Other`
    "#
    );
    assert!(session.read().catalog == before);
}

#[test]
fn row_level_security_is_shown_changed_and_deleted() {
    let mut session = session();
    run_well(&mut session, TABLES);
    insta::assert_snapshot!(
        run(
            &mut session,
            ".alter materialized-view Latest policy row_level_security enable 'Latest | where Seller == \"a\"'\n\n\
             .alter table Orders policy row_level_security enable 'Mine()'\n\n\
             .show table * policy row_level_security\n\n\
             .show materialized-view NetDefaultDB.Latest policy row_level_security\n\n\
             .alter table Orders policy row_level_security disable 'Mine()'\n\n\
             .delete materialized-view Latest policy row_level_security",
        ),
        @r#"
    PolicyName,EntityName,Policy,ChildEntities,EntityType
    RowLevelSecurityPolicy,[NetDefaultDB].[Latest],"{""IsEnabled"": true, ""Query"": ""Latest | where Seller == \""a\""""}",,MaterializedView

    PolicyName,EntityName,Policy,ChildEntities,EntityType
    RowLevelSecurityPolicy,[NetDefaultDB].[Orders],"{""IsEnabled"": true, ""Query"": ""Mine()""}",,Table

    PolicyName,EntityName,Policy,ChildEntities,EntityType
    RowLevelSecurityPolicy,[NetDefaultDB].[Free],null,,Table
    RowLevelSecurityPolicy,[NetDefaultDB].[Orders],"{""IsEnabled"": true, ""Query"": ""Mine()""}",,Table
    RowLevelSecurityPolicy,[NetDefaultDB].[Plain],null,,Table
    RowLevelSecurityPolicy,[NetDefaultDB].[Salaries],null,,Table

    PolicyName,EntityName,Policy,ChildEntities,EntityType
    RowLevelSecurityPolicy,[NetDefaultDB].[Latest],"{""IsEnabled"": true, ""Query"": ""Latest | where Seller == \""a\""""}",,MaterializedView

    PolicyName,EntityName,Policy,ChildEntities,EntityType
    RowLevelSecurityPolicy,[NetDefaultDB].[Orders],"{""IsEnabled"": false, ""Query"": ""Mine()""}",,Table

    PolicyName,EntityName,Policy,ChildEntities,EntityType
    RowLevelSecurityPolicy,[NetDefaultDB].[Latest],null,,
    "#
    );
}

#[test]
fn the_two_policies_of_tables_exclude_each_other() {
    let mut session = session();
    run_well(
        &mut session,
        &format!(
            "{TABLES}\n.alter table Salaries policy restricted_view_access true\n\n\
             .alter table Free policy row_level_security enable 'Free'"
        ),
    );
    insta::assert_snapshot!(
        run(
            &mut session,
            ".alter table Salaries policy row_level_security enable 'Salaries'\n\n\
             .alter table Free policy restricted_view_access true",
        ),
        @r#"
    error: row-level security can't be enabled on table `Salaries`: view access to it is restricted
     --> test:1:14
      |
    1 | .alter table Salaries policy row_level_security enable 'Salaries'
      |              ^^^^^^^^
      |
      = help: `.alter table Salaries policy restricted_view_access false` comes first
    error: view access to table `Free` can't be restricted: row-level security is enabled on it
     --> test:3:14
      |
    3 | .alter table Free policy restricted_view_access true
      |              ^^^^
      |
      = help: `.delete table Free policy row_level_security` comes first
    "#
    );
    let text = ".alter table Salaries policy row_level_security disable 'Salaries'\n\n\
                .alter table Free policy restricted_view_access false\n\n\
                .alter table Free policy row_level_security disable 'Free'\n\n\
                .alter table Free policy restricted_view_access true";
    run_well(&mut session, text);
}

#[test]
fn a_view_may_not_show_what_the_policy_of_its_source_hides() {
    let mut session = session();
    run_well(&mut session, TABLES);
    insta::assert_snapshot!(
        run(
            &mut session,
            ".alter table Orders policy row_level_security enable 'Mine()'\n\n\
             .alter materialized-view Sums policy row_level_security enable 'Sums | where count_ > 3'",
        ),
        @r#"
    error: row-level security can't be enabled on table `Orders`: the materialized view `Latest` would show what the policy hides
     --> test:1:14
      |
    1 | .alter table Orders policy row_level_security enable 'Mine()'
      |              ^^^^^^
      |
      = help: give the view a policy of its own: `.alter materialized-view Latest policy row_level_security enable …`
      = help: or say that this is meant: `enable with (allowMaterializedViewsWithoutRowLevelSecurity=true) …`
    error: row-level security can't be enabled on materialized-view `Sums`: it aggregates rows, and the query names none of its group keys
     --> test:3:26
      |
    3 | .alter materialized-view Sums policy row_level_security enable 'Sums | where count_ > 3'
      |                          ^^^^
      |
      = help: filter by what stands after `by` in the view
    "#
    );
    let property = "allowMaterializedViewsWithoutRowLevelSecurity";
    let text = format!(
        ".alter materialized-view Sums policy row_level_security enable \"Sums | where Seller == 'a'\"\n\n\
         .alter table Orders policy row_level_security enable with ({property}=true) 'Orders'\n\n\
         .delete table Orders policy row_level_security\n\n\
         .disable materialized-view Latest\n\n\
         .alter table Orders policy row_level_security enable 'Orders'"
    );
    run_well(&mut session, &text);
}

#[test]
fn a_policys_query_reads_no_other_secured_table_and_no_other_database() {
    let mut session = session();
    run_well(
        &mut session,
        &format!(
            "{TABLES}\n.create function Deep() {{ Shallow() }}\n\n.create function Shallow() {{ Free | take 1 }}\n\n\
             .alter table Free policy row_level_security enable 'Free | where a in (Plain)'"
        ),
    );
    insta::assert_snapshot!(
        run(
            &mut session,
            ".alter table Salaries policy row_level_security enable \"Salaries | union Free\"\n\n\
             .alter table Salaries policy row_level_security enable \"Salaries | union (Deep())\"\n\n\
             .alter table Salaries policy row_level_security enable \"database('Other').T\"\n\n\
             .alter table Salaries policy row_level_security enable \"cluster('c').database('d').T\"\n\n\
             .alter table Plain policy row_level_security enable \"database('NetDefaultDB').Plain\"",
        ),
        @r#"
    error: the query of a row-level-security policy can't read table `Free`, which has such a policy itself
     --> test:1:74
      |
    1 | .alter table Salaries policy row_level_security enable "Salaries | union Free"
      |                                                                          ^^^^
    error: the query of a row-level-security policy can't read table `Free`, which has such a policy itself
     --> test:3:74
      |
    3 | .alter table Salaries policy row_level_security enable "Salaries | union (Deep())"
      |                                                                          ^^^^^^^^
      |
      = help: the function `Shallow` names it
    error: the query of a row-level-security policy can't read from another database, here `Other`
     --> test:5:57
      |
    5 | .alter table Salaries policy row_level_security enable "database('Other').T"
      |                                                         ^^^^^^^^^^^^^^^^^^^
      |
      = help: copy what it needs into a table of the same database
    error: the query of a row-level-security policy can't read from another cluster, here `c`
     --> test:7:57
      |
    7 | .alter table Salaries policy row_level_security enable "cluster('c').database('d').T"
      |                                                         ^^^^^^^^^^^^^^^^^^^^^^^^^^^^
      |
      = help: copy what it needs into a table of the same database
    warning: the row-level-security query of table `Free` reads table `Plain`, and can't any more
     --> test:9:14
      |
    9 | .alter table Plain policy row_level_security enable "database('NetDefaultDB').Plain"
      |              ^^^^^
      |
      = help: such a query can't read another table that has a policy of its own
    PolicyName,EntityName,Policy,ChildEntities,EntityType
    RowLevelSecurityPolicy,[NetDefaultDB].[Plain],"{""IsEnabled"": true, ""Query"": ""database('NetDefaultDB').Plain""}",,Table
    "#
    );
}

#[test]
fn a_continuous_export_keeps_policies_off_what_it_reads() {
    let mut session = session_with_environment();
    let usage = "[{\"ObjectId\": \"system\", \"AllowedUsages\": \"AutomatedFlows\"}]";
    let system = "'aadapp=0a1b2c3d-0000-4000-8000-000000000502;fabrikam.com'";
    run_well(
        &mut session,
        &format!(
            "{TABLES}\n.alter-merge cluster policy managed_identity '{usage}'\n\n\
             .add database viewers ({system})\n\n\
             .create external table Open (a:string) kind=storage dataformat=csv (h'https://s.blob.core.windows.net/a;k')\n\n\
             .create external table Own (a:string) kind=storage dataformat=csv \
             (h'https://s.blob.core.windows.net/a;impersonate')\n\n\
             .create-or-alter continuous-export Leak over (Plain) to table Open <| Plain\n\n\
             .create-or-alter continuous-export Kept over (Free) to table Own with (managedIdentity=system) <| Free"
        ),
    );
    insta::assert_snapshot!(
        run(
            &mut session,
            ".alter table Plain policy row_level_security enable 'Plain'\n\n\
             .alter table Free policy restricted_view_access true",
        ),
        @r#"
    error: row-level security can't be enabled on table `Plain`: the continuous export `Leak` reads it without impersonation
     --> test:1:14
      |
    1 | .alter table Plain policy row_level_security enable 'Plain'
      |              ^^^^^
      |
      = help: let the export write to an external table whose connection string says `;impersonate`
    error: view access to table `Free` can't be restricted: the continuous export `Kept` reads it
     --> test:3:14
      |
    3 | .alter table Free policy restricted_view_access true
      |              ^^^^
      |
      = help: an export would write to storage what the table hides
    "#
    );
    run_well(&mut session, ".alter table Free policy row_level_security enable 'Free'");
}

#[test]
fn external_tables_have_no_row_level_security() {
    let mut session = session();
    let table =
        ".create external table E (a:string) kind=storage dataformat=csv (h'https://s.blob.core.windows.net/a;k')";
    run_well(&mut session, table);
    insta::assert_snapshot!(
        run(
            &mut session,
            ".alter external table E policy row_level_security enable with () 'E'\n\n\
             .show external table * policy row_level_security\n\n\
             .delete external table F policy row_level_security",
        ),
        @r"
    error: row-level security can't be configured on external tables
     --> test:1:23
      |
    1 | .alter external table E policy row_level_security enable with () 'E'
      |                       ^
      |
      = help: to secure the rows of a SQL table, do it in its database and connect to that by impersonation
    error: row-level security can't be configured on external tables
     --> test:3:1
      |
    3 | .show external table * policy row_level_security
      | ^^^^^
      |
      = help: to secure the rows of a SQL table, do it in its database and connect to that by impersonation
    error: Entity ID 'F' of kind 'ExternalTable' was not found.
     --> test:5:24
      |
    5 | .delete external table F policy row_level_security
      |                        ^
      |
      = help: kmgmt looked for an external table in database `NetDefaultDB`
    "
    );
}

#[test]
fn secrets_in_a_policys_query_are_kept_nowhere() {
    let mut session = session();
    let query = "let k = h'key';\n\nT | where a == h\"word\" // all of it";
    run_well(
        &mut session,
        &format!(".create table T (a:string)\n\n.alter table T policy row_level_security enable ```{query}```"),
    );
    let shown = run(&mut session, ".show table T policy row_level_security\n\n.show journal");
    assert!(!shown.contains("key") && !shown.contains("word"), "{shown}");
    assert!(shown.contains("// all of it"), "{shown}");
}
