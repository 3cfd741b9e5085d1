//! The rules by which runs are judged: for each a script that breaks it, one that nearly does, and the comment beside
//! the statement that makes it pass.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test that fails may panic")]

#[path = "support/finding.rs"]
mod finding;
mod support;

use finding::{ENVIRONMENT, found, judged, of_rule, trial, trial_in};
use kmgmt::directory::Directory;
use kmgmt::model::entity::EntityKind;
use kmgmt::model::finding::{Basis, FindingRule as Rule};
use kmgmt::model::permission::Permission;
use kmgmt::model::principal::PrincipalRef;
use kmgmt::plan::{Baseline, Gain, Gate, Limits, Options, Plan, Standing, Trial, findings};
use kmgmt::session::Session;

/// What breaks a rule.
struct Case {
    rule: Rule,
    /// What there is before.
    state: &'static str,
    /// Who runs the scripts.
    actor: &'static str,
    /// The script that breaks the rule.
    script: &'static str,
    /// What is found.
    found: &'static str,
    /// A script that nearly breaks the rule.
    near: &'static str,
}

/// The built-in administrator.
const ADMIN: &str = support::ADMIN;
const ANA: &str = "aaduser=ana@contoso.com";

const SALES: &str = "\
.create database Sales
.add database Sales admins ('aaduser=ana@contoso.com')
.add database Sales users ('aaduser=ben@contoso.com')
#dbcontext Sales
.create table Orders (Id:int)
.add table Orders admins ('aaduser=ben@contoso.com')
";

const CASES: &[Case] = &[
    Case {
        rule: Rule::NoAdminLeft,
        state: SALES,
        actor: ADMIN,
        script: ".add database Sales viewers ('aaduser=ben@contoso.com')\n.drop database Sales admins ('aaduser=ana@contoso.com')",
        found: "2:1 error[no-admin-left] database `Sales` is left without an admin\n  help: before, `ana@contoso.com` could administer it\n  help: `.add database Sales admins ('…')` gives it an admin again",
        near: ".drop database Sales admins ('aaduser=ana@contoso.com')\n.add database Sales admins ('aadgroup=team@contoso.com')",
    },
    Case {
        rule: Rule::NoAdminLeft,
        state: SALES,
        actor: ADMIN,
        script: ".add cluster blockedprincipals 'aaduser=ana@contoso.com' reason 'left'",
        found: "1:1 error[no-admin-left] database `Sales` is left without an admin: `ana@contoso.com` is blocked\n  help: before, `ana@contoso.com` could administer it\n  help: `.add database Sales admins ('…')` gives it an admin again",
        near: ".add cluster blockedprincipals 'aaduser=ana@contoso.com' application 'A' reason 'left'",
    },
    Case {
        rule: Rule::Protected,
        state: ".add database NetDefaultDB admins ('aadapp=0a1b2c3d-0000-4000-8000-000000000301;contoso.com')",
        actor: ADMIN,
        script: ".add cluster blockedprincipals 'aadapp=0a1b2c3d-0000-4000-8000-000000000301;contoso.com'",
        found: "1:1 error[protected] application `deployer` is protected, and loses `view`, `ingest`, `show metadata`, `show principals`, `monitor`, `create table`, `alter` and 2 others on database `NetDefaultDB`",
        near: ".add cluster blockedprincipals 'aadapp=0a1b2c3d-0000-4000-8000-000000000301;contoso.com' user 'B'",
    },
    Case {
        rule: Rule::LosesUndo,
        state: ".add cluster admins ('aaduser=ana@contoso.com')",
        actor: ANA,
        script: ".add cluster blockedprincipals 'aaduser=ana@contoso.com'",
        found: "1:1 error[loses-undo] `ana@contoso.com` runs the script and loses `administer cluster` on the cluster: it can't undo the change",
        near: ".add cluster blockedprincipals 'aaduser=ben@contoso.com'",
    },
    Case {
        rule: Rule::NoAdminLeft,
        state: SALES,
        actor: ADMIN,
        script: ".set database Sales admins ('aadgroup=empty@contoso.com')",
        found: "1:1 error[no-admin-left] database `Sales` is left without an admin: there are no members in group `empty`\n  help: before, `ana@contoso.com` could administer it\n  help: `.add database Sales admins ('…')` gives it an admin again",
        near: ".set database Sales admins ('aadgroup=team@contoso.com')",
    },
    Case {
        rule: Rule::LosesUndo,
        state: SALES,
        actor: ANA,
        script: ".add database Sales admins ('aaduser=ben@contoso.com')\n.drop database Sales admins ('aaduser=ana@contoso.com')",
        found: "2:1 error[loses-undo] `ana@contoso.com` runs the script and loses `manage roles` on database `Sales`: it can't undo the change",
        near: ".add database Sales admins ('aadgroup=team@contoso.com')\n.drop database Sales admins ('aaduser=ana@contoso.com')",
    },
    Case {
        rule: Rule::SetNoneOnAdmins,
        state: SALES,
        actor: ADMIN,
        script: ".execute database script <|\n.set database Sales admins none",
        found: "2:1 warning[set-none-on-admins] all admins of `database Sales` are taken away, whoever they are\n  help: `.set database Sales admins (…)` names those that stay, `.drop database Sales admins (…)` those that go",
        near: ".set database Sales viewers none",
    },
    Case {
        rule: Rule::MissingDependency,
        state: SALES,
        actor: ADMIN,
        script: "#dbcontext Sales\n.add table Orders admins ('aadgroup=empty@contoso.com')",
        found: "2:1 warning[missing-dependency] group `empty` gains nothing by it: `Table Orders Admin` has effect only with `Database Sales User` or more, which is not held\n  help: `.add database Sales users ('aadgroup=0a1b2c3d-0000-4000-8000-000000000201;0a1b2c3d-0000-4000-8000-000000000001')` gives what is missing\n  help: members who hold it themselves can use the role",
        near: "#dbcontext Sales\n.add table Orders admins ('aaduser=guest@fabrikam.com')\n.add database Sales users ('aaduser=guest@fabrikam.com')",
    },
    Case {
        rule: Rule::MissingDependency,
        state: SALES,
        actor: ADMIN,
        script: ".drop database Sales users ('aaduser=ben@contoso.com')",
        found: "1:1 warning[missing-dependency] `ben@contoso.com` is left with a role without effect: `Table Orders Admin` has effect only with `Database Sales User` or more, which is not held any more\n  help: `.add database Sales users ('aaduser=ben@contoso.com')` gives what is missing",
        near: ".drop database Sales users ('aaduser=ben@contoso.com')\n.add database Sales users ('aadgroup=team@contoso.com')",
    },
    Case {
        rule: Rule::WideGroup,
        state: SALES,
        actor: ADMIN,
        script: ".add database Sales unrestrictedviewers ('aadgroup=team@contoso.com')",
        found: "1:1 warning[wide-group] group `team` has 2 members, and each of them gets `Database Sales UnrestrictedViewer`\n  help: a group of more than 1 is wide: `--wide-group`",
        near: ".add database Sales admins ('aadgroup=empty@contoso.com')\n.add database Sales viewers ('aadgroup=unlisted@contoso.com')",
    },
    Case {
        rule: Rule::ForeignTenant,
        state: SALES,
        actor: ADMIN,
        script: ".add database Sales viewers ('aaduser=guest@fabrikam.com')",
        found: "1:1 warning[foreign-tenant] `guest@fabrikam.com` is of tenant `fabrikam.com`, not of the cluster's home tenant, and gets `Database Sales Viewer`",
        near: ".add database Sales viewers ('aaduser=ana@contoso.com')",
    },
    Case {
        rule: Rule::RestrictedTableVisible,
        state: "#dbcontext NetDefaultDB\n.create table Pay (Id:int)\n.create table Own (Id:int)\n.alter table Pay policy restricted_view_access true",
        actor: ADMIN,
        script: ".delete table Pay policy restricted_view_access",
        found: "1:1 warning[restricted-table-visible] view access to table `Pay` in database `NetDefaultDB` is no longer restricted: every viewer of the database sees its data",
        near: ".alter table Own policy restricted_view_access false\n.alter table Pay policy restricted_view_access true",
    },
    Case {
        rule: Rule::UsageInUse,
        state: r#".alter cluster policy managed_identity '[{"ObjectId": "system", "AllowedUsages": "AutomatedFlows, NativeIngestion"}]'
.add database NetDefaultDB viewers ('aadapp=0a1b2c3d-0000-4000-8000-000000000502;contoso.com')
.create table Raw (Id:int)
.create table Clean (Id:int)
.alter table Clean policy update @'[{"IsEnabled": true, "Source": "Raw", "Query": "Raw", "IsTransactional": true, "ManagedIdentity": "system"}]'
"#,
        actor: ADMIN,
        script: r#".alter cluster policy managed_identity '[{"ObjectId": "system", "AllowedUsages": "NativeIngestion"}]'"#,
        found: "1:1 error[usage-in-use] the update policy of table `Clean` in database `NetDefaultDB` runs on behalf of the managed identity `system`, which is no longer allowed `AutomatedFlows`\n  help: `.alter-merge cluster policy managed_identity '[{\"ObjectId\": \"system\", \"AllowedUsages\": \"AutomatedFlows\"}]'` allows it again",
        near: r#".alter cluster policy managed_identity '[{"ObjectId": "system", "AllowedUsages": "AutomatedFlows"}]'"#,
    },
    Case {
        rule: Rule::RedundantAssignment,
        state: SALES,
        actor: ADMIN,
        script: ".add database Sales viewers ('aaduser=ben@contoso.com')",
        found: "1:1 note[redundant-assignment] `Database Sales Viewer` adds nothing for `ben@contoso.com`: it holds `Database Sales User`",
        near: ".add database Sales unrestrictedviewers ('aaduser=ana@contoso.com')\n.add database Sales ingestors ('aaduser=ben@contoso.com')",
    },
    Case {
        rule: Rule::UnknownPrincipal,
        state: SALES,
        actor: ADMIN,
        script: ".add database Sales viewers ('aaduser=anna@contoso.com')",
        found: "1:1 warning[unknown-principal] the environment does not declare `aaduser=anna@contoso.com`: nobody says that it exists",
        near: ".add database Sales viewers ('aadgroup=unlisted@contoso.com')",
    },
    Case {
        rule: Rule::AmbiguousPrincipal,
        state: SALES,
        actor: ADMIN,
        script: ".add database Sales viewers ('aadapp=0a1b2c3d-0000-4000-8000-000000000301')",
        found: "1:30 warning[ambiguous-principal] `aadapp=0a1b2c3d-0000-4000-8000-000000000301` names no tenant: the cluster's home tenant is meant\n  help: write `aadapp=id;tenant`, as the documentation asks for applications",
        near: ".add database Sales viewers ('aadapp=0a1b2c3d-0000-4000-8000-000000000301;contoso.com')",
    },
    Case {
        rule: Rule::DuplicateInCommand,
        state: SALES,
        actor: ADMIN,
        script: ".add database Sales viewers ('aaduser=ana@contoso.com', 'aaduser=0a1b2c3d-0000-4000-8000-000000000101;contoso.com')",
        found: "1:57 warning[duplicate-in-command] `aaduser=0a1b2c3d-0000-4000-8000-000000000101;contoso.com` is named twice",
        near: ".add database Sales viewers ('aaduser=ana@contoso.com', 'aaduser=ben@contoso.com')",
    },
    Case {
        rule: Rule::DropOfNonHolder,
        state: SALES,
        actor: ADMIN,
        script: ".drop database Sales users ('aaduser=ana@contoso.com')",
        found: "1:29 warning[drop-of-non-holder] `aaduser=ana@contoso.com` does not hold `Database Sales User` itself: nothing is taken from it\n  help: it keeps `Database Sales Admin`",
        near: ".drop database Sales users ('aaduser=ben@contoso.com')",
    },
    Case {
        rule: Rule::Protected,
        state: ".add database NetDefaultDB admins ('aadapp=0a1b2c3d-0000-4000-8000-000000000301;contoso.com')\n.create table T (Id:int)",
        actor: ADMIN,
        script: ".drop database NetDefaultDB admins ('aadapp=0a1b2c3d-0000-4000-8000-000000000301;contoso.com')\n.add database NetDefaultDB viewers ('aadapp=0a1b2c3d-0000-4000-8000-000000000301;contoso.com')",
        found: "1:1 error[protected] application `deployer` is protected, and loses `ingest`, `show principals`, `monitor`, `create table`, `alter`, `manage roles` and `administer` on database `NetDefaultDB`",
        near: ".add database NetDefaultDB admins ('aadapp=0a1b2c3d-0000-4000-8000-000000000301;contoso.com')\n.drop table T",
    },
    Case {
        rule: Rule::Protected,
        state: ".create database Sales\n.add database Sales viewers ('aadapp=0a1b2c3d-0000-4000-8000-000000000301;contoso.com')",
        actor: ADMIN,
        script: ".drop database Sales",
        found: "1:1 error[protected] application `deployer` is protected, and loses `view` and `show metadata` on database `Sales`, which is dropped",
        near: ".create database Other\n.drop database Other",
    },
    Case {
        rule: Rule::OwnedElsewhere,
        state: ".create database Owned",
        actor: ADMIN,
        script: ".set database Owned viewers none",
        found: "1:1 warning[owned-elsewhere] `aaduser=ben@contoso.com` keeps the role, which no command takes away: it is set on the Fabric item, and managed by `terraform`",
        near: ".drop database Owned viewers ('aaduser=ana@contoso.com')",
    },
];

#[test]
fn what_breaks_a_rule_is_found_and_what_nearly_does_is_not() {
    let mut faults = Vec::new();
    for case in CASES {
        let shown = of_rule(&found(&trial(case.state, case.actor, case.script)), case.rule);
        if shown != case.found {
            faults.push(format!("{}: {}\n{shown}", case.rule, case.script));
        }
        let near = of_rule(&found(&trial(case.state, case.actor, case.near)), case.rule);
        if !near.is_empty() {
            faults.push(format!("{}: near: {}\n{near}", case.rule, case.near));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n\n"));
}

#[test]
fn a_comment_beside_the_statement_makes_it_pass() {
    for case in CASES {
        let all = found(&trial(case.state, case.actor, case.script));
        let lines: Vec<u32> =
            all.iter().filter(|it| it.rule == case.rule).map(|it| it.place().unwrap().0.line).collect();
        let comment = format!("//! ignore {}: agreed with ana", case.rule);
        let beside = |number: usize, line: &str| match lines.contains(&u32::try_from(number + 1).unwrap()) {
            true => format!("{comment}\n{line}"),
            false => line.to_owned(),
        };
        let script = case.script.lines().enumerate().map(|(number, line)| beside(number, line));
        let judged = judged(&trial(case.state, case.actor, &script.collect::<Vec<_>>().join("\n")));
        let of_rule = judged.iter().filter(|judged| judged.finding.rule == case.rule);
        let ignored = of_rule.map(|judged| judged.standing == Standing::Ignored("agreed with ana".to_owned()));
        let ignored: Vec<bool> = ignored.collect();
        assert!(!ignored.is_empty() && ignored.iter().all(|is| *is), "{}: {judged:?}", case.rule);
        assert!(judged.iter().all(|judged| judged.finding.rule != Rule::UnusedIgnore), "{}: {judged:?}", case.rule);
    }
}

#[test]
fn in_a_script_of_commands_the_command_is_pointed_at() {
    let script = ".execute database script <|\n  .add database Sales viewers ('aaduser=guest@fabrikam.com')\n.drop database Sales admins ('aaduser=ana@contoso.com')\n#end\n";
    let places = |script: &str| {
        let judged = judged(&trial(SALES, ADMIN, script));
        let shown =
            judged.iter().map(|judged| (judged.finding.rule, judged.is_open(), judged.finding.place().unwrap().0));
        shown.map(|(rule, open, at)| format!("{rule} {open} {}:{}", at.line, at.column)).collect::<Vec<_>>()
    };
    assert_eq!(places(script), ["foreign-tenant true 2:3", "no-admin-left true 3:1"]);
    let ignored = script.replace(".drop", "//! ignore no-admin-left: moved\n.drop");
    assert_eq!(places(&ignored), ["foreign-tenant true 2:3", "no-admin-left false 4:1"]);
    // Before the script the comment is about all that is in it.
    let ignored = format!("//! ignore no-admin-left: moved\n{script}");
    assert_eq!(places(&ignored), ["foreign-tenant true 3:3", "no-admin-left false 4:1"]);
}

#[test]
fn who_gains_is_told_with_the_widest_entity() {
    let trial = trial(
        SALES,
        ADMIN,
        ".add database Sales viewers ('aaduser=guest@fabrikam.com')\n.add database Sales users ('aadgroup=team@contoso.com')",
    );
    let (guest, sales, orders) = trial.after.world(|world| {
        let guest = PrincipalRef::parse("aaduser=guest@fabrikam.com").unwrap();
        let sales = world.catalog.database("Sales").unwrap();
        let orders = world.catalog.child(sales, EntityKind::Table, "Orders").unwrap();
        (world.directory.resolve(&guest).unwrap().principal.unwrap(), sales, orders)
    });
    let gains = [
        (guest, sales, Permission::View),
        (guest, sales, Permission::ShowMetadata),
        (guest, orders, Permission::View),
        (trial.before.principal(), sales, Permission::View),
    ];
    let gain = |(principal, entity, permission)| Gain { principal, entity, permission, unless: None };
    let gains = gains.map(gain);
    let found = findings(&trial, &gains, &Options::default());
    let expected = "1:1 note[new-access] `guest@fabrikam.com` gains `view` and `show metadata` on database `Sales`";
    assert_eq!(of_rule(&found, Rule::NewAccess), expected);
    let mut gate =
        Gate::new(Limits { deny: vec![Rule::NewAccess], ..Limits::default() }, Basis::Run, Baseline::default());
    gate.judge(found, &trial.ignores);
    assert!(gate.fails());
}

/// What a run finds of new access, and of the protected, once it is compared with what was there.
fn turned(state: &str, script: &str, rule: Rule) -> String {
    let trial = trial(state, ADMIN, script);
    let gains = Plan::compare(&trial.before, &trial.after, true).gains;
    of_rule(&findings(&trial, &gains, &Options::default()), rule)
}

#[test]
fn access_is_found_in_the_command_that_brought_it_where_several_could_have() {
    let turned = |script| turned(SALES, script, Rule::NewAccess);
    // What comes later adds nothing.
    let script = "\
.add database Sales admins ('aaduser=guest@fabrikam.com')
.add database Sales viewers ('aaduser=guest@fabrikam.com')
";
    insta::assert_snapshot!(turned(script), @"1:1 note[new-access] `guest@fabrikam.com` gains `view`, `ingest`, `show metadata`, `show principals`, `monitor`, `create table`, `alter` and 2 others on database `Sales`");
    // Each permission is found where it began.
    let script = "\
.add database Sales monitors ('aaduser=guest@fabrikam.com')
.add database Sales viewers ('aaduser=guest@fabrikam.com')
.add database Sales users ('aaduser=guest@fabrikam.com')
";
    insta::assert_snapshot!(turned(script), @"
    1:1 note[new-access] `guest@fabrikam.com` gains `show metadata`, `show principals` and `monitor` on database `Sales`
    2:1 note[new-access] `guest@fabrikam.com` gains `view` on database `Sales`
    3:1 note[new-access] `guest@fabrikam.com` gains `create table` on database `Sales`
    ");
    // It does not begin before the last time that it ended.
    let script = "\
.add database Sales viewers ('aaduser=guest@fabrikam.com')
.drop database Sales viewers ('aaduser=guest@fabrikam.com')
.add database Sales viewers ('aaduser=guest@fabrikam.com')
.add database Sales monitors ('aaduser=ben@contoso.com')
";
    insta::assert_snapshot!(turned(script), @"
    3:1 note[new-access] `guest@fabrikam.com` gains `view` and `show metadata` on database `Sales`
    4:1 note[new-access] `ben@contoso.com` gains `show principals` and `monitor` on database `Sales`
    ");
    // A role that needs another one gives nothing before that.
    let script = "\
#dbcontext Sales
.add table Orders ingestors ('aaduser=guest@fabrikam.com')
.add database Sales users ('aaduser=guest@fabrikam.com')
.add table Orders admins ('aaduser=guest@fabrikam.com') skip-results 'later'
";
    insta::assert_snapshot!(turned(script), @"
    3:1 note[new-access] `guest@fabrikam.com` gains `ingest` on table `Orders` in database `Sales`
    3:1 note[new-access] `guest@fabrikam.com` gains `view`, `show metadata` and `create table` on database `Sales`
    4:1 note[new-access] `guest@fabrikam.com` gains `show principals`, `alter`, `drop` and `manage roles` on table `Orders` in database `Sales`
    ");
}

#[test]
fn the_protected_lose_by_the_command_after_which_nothing_was_left() {
    let state = format!(
        "{SALES}
.add database Sales viewers ('aadapp=0a1b2c3d-0000-4000-8000-000000000301;contoso.com')
.add database Sales users ('aadapp=0a1b2c3d-0000-4000-8000-000000000301;contoso.com')
.add database Sales monitors ('aadapp=0a1b2c3d-0000-4000-8000-000000000301;contoso.com')
"
    );
    let script = "\
.drop database Sales users ('aadapp=0a1b2c3d-0000-4000-8000-000000000301;contoso.com')
.drop database Sales viewers ('aadapp=0a1b2c3d-0000-4000-8000-000000000301;contoso.com')
.drop database Sales monitors ('aadapp=0a1b2c3d-0000-4000-8000-000000000301;contoso.com')
";
    insta::assert_snapshot!(turned(&state, script, Rule::Protected), @"
    1:1 error[protected] application `deployer` is protected, and loses `create table` on database `Sales`
    2:1 error[protected] application `deployer` is protected, and loses `view` on database `Sales`
    3:1 error[protected] application `deployer` is protected, and loses `show metadata`, `show principals` and `monitor` on database `Sales`
    ");
}

#[test]
fn a_principal_that_another_environment_names_otherwise_is_renamed() {
    let file = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("renamed.json");
    let renamed = ENVIRONMENT.replace("\"ben@contoso.com\"", "\"ben.lind@contoso.com\"");
    std::fs::write(&file, renamed.replace("aaduser=ben@contoso.com", "aaduser=ben.lind@contoso.com")).unwrap();
    let load = format!("#directory load '{}'", file.display());
    let found = |state: &str| of_rule(&found(&trial(state, ADMIN, &load)), Rule::RenamedPrincipal);
    assert_eq!(
        found(SALES),
        "1:1 warning[renamed-principal] `ben@contoso.com`, who holds roles, is named `ben.lind@contoso.com` now"
    );
    assert_eq!(found(".create database Other"), "");
}

#[test]
fn a_continuous_export_that_loses_its_usage_is_told() {
    let state = r#"
.create table T (Id:int)
.create external table E (Id:int) kind=storage dataformat=csv (h@'https://a.blob.core.windows.net/c;impersonate')
.alter cluster policy managed_identity '[{"ObjectId": "system", "AllowedUsages": "AutomatedFlows"}]'
.add database NetDefaultDB viewers ('aadapp=0a1b2c3d-0000-4000-8000-000000000502;contoso.com')
.create-or-alter continuous-export Out over (T) to table E with (intervalBetweenRuns=1h, managedIdentity='system') <| T
"#;
    let found = |script: &str| of_rule(&found(&trial(state, ADMIN, script)), Rule::UsageInUse);
    assert_eq!(
        found(".delete cluster policy managed_identity"),
        "1:1 error[usage-in-use] continuous-export `Out` in database `NetDefaultDB` runs on behalf of the managed identity `system`, which is no longer allowed `AutomatedFlows`\n  help: `.alter-merge cluster policy managed_identity '[{\"ObjectId\": \"system\", \"AllowedUsages\": \"AutomatedFlows\"}]'` allows it again"
    );
    assert_eq!(found(".drop continuous-export Out\n.delete cluster policy managed_identity"), "");
    assert_eq!(found(".disable continuous-export Out\n.delete cluster policy managed_identity"), "");
}

#[test]
fn comments_about_nothing_are_found() {
    let script = "\
//! ignore wide-group: agreed
//! ignore wide-grup: agreed
//! ignore unused-ignore: agreed
//! ignore wide-group
//! ignored is another word
.show version //! ignore: agreed
";
    let judged = judged(&trial("", ADMIN, script));
    let shown: Vec<String> = judged.iter().map(|judged| finding::shown(&judged.finding)).collect();
    let expected = "\
2:1 warning[unused-ignore] there is no rule `wide-grup`
  help: did you mean `wide-group`?
  help: `kmgmt rules` lists the rules
3:1 warning[unused-ignore] `unused-ignore` can't be ignored
  help: take the comment out
4:1 warning[unused-ignore] the comment does not say why `wide-group` may be broken
  help: write `//! ignore RULE: reason`
6:15 warning[unused-ignore] the comment names no rule
  help: write `//! ignore RULE: reason`
  help: `kmgmt rules` lists the rules
1:1 warning[unused-ignore] `wide-group` is ignored, and the statement does not break it
  help: take the comment out";
    assert_eq!(shown.join("\n"), expected);
}

#[test]
fn a_comment_that_is_meant_to_ignore_something_says_so_in_the_right_word() {
    let of = |comment: &str| {
        let script = format!("{comment}\n.set database Sales admins ('aaduser=ana@contoso.com')");
        of_rule(&found(&trial(SALES, ADMIN, &script)), Rule::UnusedIgnore)
    };
    let help = "  help: did you mean `ignore`? write `//! ignore RULE: reason`";
    for (comment, word) in [
        ("//! Ignore wide-group: why", "Ignore"),
        ("//! ignroe wide-grup: why", "ignroe"),
        ("//! skip wide-group", "skip"),
        ("//! suppress: wide-group", "suppress"),
    ] {
        assert_eq!(of(comment), format!("1:1 warning[unused-ignore] `{word}` lets nothing pass\n{help}"), "{comment}");
    }
    for comment in [
        "//! note",
        "//!",
        "//! ignored, as agreed",
        "//! ignorance is bliss",
        "//! allow aaduser=ana@contoso.com view table T",
    ] {
        assert_eq!(of(comment), "", "{comment}");
    }
}

#[test]
fn a_role_on_a_follower_is_called_by_the_name_of_its_database() {
    let state = ".alter follower database NetDefaultDB principals-modification-kind = union";
    let script = ".add follower database NetDefaultDB viewers ('aaduser=guest@fabrikam.com')";
    let told = of_rule(&found(&trial(state, ADMIN, script)), Rule::ForeignTenant);
    assert!(told.contains("`Follower NetDefaultDB Viewer`"), "{told}");
}

#[test]
fn who_is_built_in_is_in_no_finding() {
    let application = "aadapp=76263cdb-1234-5678-9012-545644e9c404;microsoft.com";
    for script in [
        ".set cluster admins ('aaduser=ana@contoso.com')".to_owned(),
        format!(".drop cluster admins ('{ADMIN}', '{application}')"),
        format!(".drop database Sales viewers ('{ADMIN}')"),
        format!(".add database Sales admins ('{ADMIN}', '{application}')"),
        format!(".add table Orders ingestors ('{application}')"),
    ] {
        let all = found(&trial(SALES, ADMIN, &format!("#dbcontext Sales\n{script}")));
        let about = |text: &str| text.contains("admin@localhost") || text.contains("76263cdb");
        let told: Vec<String> = all.iter().map(finding::shown).filter(|text| about(text)).collect();
        assert!(told.is_empty(), "{script}\n{told:#?}");
    }
}

#[test]
fn an_admin_that_the_environment_takes_away_is_missed() {
    let admins = ".create database Sales\n.add database Sales admins ('aadgroup=team@contoso.com')";
    let before = trial(admins, ADMIN, "").after;
    let emptied = ENVIRONMENT.replace(r#"["aaduser=ana@contoso.com", "aaduser=ben@contoso.com"]"#, "[]");
    let mut session = Session::new(Directory::from_environment(&emptied).unwrap(), support::clock());
    support::run_well(&mut session, &format!("{admins}\n.drop database Sales admins ('aaduser=admin@localhost')"));
    let mut compared = Trial::begin(&before);
    compared.after = session;
    assert_eq!(
        of_rule(&found(&compared), Rule::NoAdminLeft),
        "- error[no-admin-left] database `Sales` is left without an admin: there are no members in group `team`\n  \
         help: before, group `team` could administer it\n  \
         help: `.add database Sales admins ('…')` gives it an admin again"
    );
}

#[test]
fn nothing_is_found_in_what_changes_nothing() {
    for script in ["", ".show version", ".add database Sales admins ('aaduser=ana@contoso.com')"] {
        assert_eq!(found(&trial(SALES, ADMIN, script)), [], "{script}");
    }
}

#[test]
fn two_states_that_were_made_independently_are_compared_by_names() {
    let with_ana = trial(SALES, ADMIN, "").after;
    let without = SALES.replace(".add database Sales admins ('aaduser=ana@contoso.com')\n", "");
    let other =
        format!(".create database Before\n{without}.add database Sales viewers ('aaduser=guest@fabrikam.com')\n");
    let mut compared = Trial::begin(&with_ana);
    compared.after = trial(&other, ADMIN, "").after;
    let shown: Vec<String> = found(&compared).iter().map(finding::shown).collect();
    let expected = "\
- error[no-admin-left] database `Sales` is left without an admin
  help: before, `ana@contoso.com` could administer it
  help: `.add database Sales admins ('…')` gives it an admin again
- warning[foreign-tenant] `guest@fabrikam.com` is of tenant `fabrikam.com`, not of the cluster's home tenant, and gets `Database Sales Viewer`";
    assert_eq!(shown.join("\n"), expected);
}

/// What a run in a state that was read so far gives to find about what was not.
fn unread(read: &str, script: &str) -> String {
    of_rule(&found(&trial_in(&read_so_far(read), SALES, ADMIN, script)), Rule::UnreadScope)
}

fn read_so_far(read: &str) -> String {
    ENVIRONMENT.replace(r#""directory": "open","#, &format!(r#""directory": "open", "read": [{read}],"#))
}

#[test]
fn what_was_not_read_is_told_once() {
    let script = "\
#dbcontext Sales
.show table Orders principals
.add table Orders ingestors ('aaduser=ben@contoso.com')
.create table New (Id:int)
.add table New ingestors ('aaduser=ben@contoso.com')
.execute database script <|
.add database Sales viewers ('aaduser=ana@contoso.com')
#end
.create database Other
.add database Other viewers ('aaduser=ana@contoso.com')
";
    let table = "2:1 warning[unread-scope] the roles on table `Orders` in database `Sales` were not read: others may hold some there\n  help: `kmgmt import` reads the answer of `.show table Orders principals`";
    let database = "3:1 warning[unread-scope] the roles on database `Sales` were not read: others may hold some there\n  help: `kmgmt import` reads the answer of `.show database Sales principals`";
    let cluster = "9:1 warning[unread-scope] the roles on the cluster were not read: others may hold some there\n  help: `kmgmt import` reads the answer of `.show cluster principals`";
    assert_eq!(unread("", script), [table, database, cluster].join("\n"));
    assert_eq!(unread(r#""all users", "cluster", "database ['Sales']""#, script), table);
    let all = r#""cluster", "database Sales", "table Sales.Orders""#;
    assert_eq!(unread(all, script), "");
    // Without `read` everything was.
    assert_eq!(of_rule(&found(&trial(SALES, ADMIN, script)), Rule::UnreadScope), "");
    // A directive changes nothing, and what is not named is not told.
    assert_eq!(unread(r#""table Sales.Orders""#, "#dbcontext Sales\n.show version"), "");
}

#[test]
fn a_comment_makes_what_was_not_read_pass() {
    let script = "//! ignore unread-scope: the table has no roles of its own\n.show database Sales principals";
    let judged = judged(&trial_in(&read_so_far(""), SALES, ADMIN, script));
    assert_eq!(judged.len(), 1, "{judged:?}");
    assert_eq!(judged[0].standing, Standing::Ignored("the table has no roles of its own".to_owned()));
}

#[test]
fn of_two_states_what_differs_and_was_not_read_in_one_is_told() {
    let real = trial_in(&read_so_far(r#""database Sales""#), SALES, ADMIN, "").after;
    let desired = SALES.replace(".add table Orders admins ('aaduser=ben@contoso.com')\n", "");
    let mut compared = Trial::begin(&real);
    compared.after = trial(&desired, ADMIN, "").after;
    assert_eq!(
        of_rule(&found(&compared), Rule::UnreadScope),
        "- warning[unread-scope] the roles on table `Orders` in database `Sales` were not read: others may hold some there\n  help: `kmgmt import` reads the answer of `.show table Orders principals`"
    );
    compared.after =
        trial(&SALES.replace(".add database Sales users ('aaduser=ben@contoso.com')\n", ""), ADMIN, "").after;
    assert_eq!(of_rule(&found(&compared), Rule::UnreadScope), "");
}

/// Rules that can't tell whether they are broken, since nobody listed who is in a group.
const UNKNOWN: &[(Rule, &str, &str, &str, &str)] = &[
    (
        Rule::NoAdminLeft,
        "",
        ADMIN,
        ".set database Sales admins ('aadgroup=unlisted@contoso.com')",
        "1:1 warning[no-admin-left] whether database `Sales` is left without an admin is unknown: nobody listed the members of group `unlisted`",
    ),
    (
        Rule::LosesUndo,
        ".add database Sales admins ('aadgroup=unlisted@contoso.com')",
        ANA,
        ".drop database Sales admins ('aaduser=ana@contoso.com')",
        "1:1 error[loses-undo] `ana@contoso.com` runs the script and loses `manage roles` on database `Sales`: it can't undo the change, unless it is a member of group `unlisted`, whose members nobody listed",
    ),
    (
        Rule::MissingDependency,
        ".add database Sales users ('aadgroup=unlisted@contoso.com')",
        ADMIN,
        "#dbcontext Sales\n.add table Orders admins ('aaduser=guest@fabrikam.com')",
        "2:1 warning[missing-dependency] `guest@fabrikam.com` gains nothing by it: `Table Orders Admin` has effect only with `Database Sales User` or more, which is not held, unless it is a member of group `unlisted`, whose members nobody listed",
    ),
    (
        Rule::MissingDependency,
        ".add database Sales users ('aadgroup=unlisted@contoso.com')",
        ADMIN,
        ".drop database Sales users ('aaduser=ben@contoso.com')",
        "1:1 warning[missing-dependency] `ben@contoso.com` is left with a role without effect: `Table Orders Admin` has effect only with `Database Sales User` or more, which is not held any more, unless it is a member of group `unlisted`, whose members nobody listed",
    ),
    (
        Rule::MissingDependency,
        ".drop database Sales users ('aaduser=ben@contoso.com')\n.add database Sales users ('aadgroup=unlisted@contoso.com')",
        ADMIN,
        ".drop database Sales users ('aadgroup=unlisted@contoso.com')",
        "1:1 warning[missing-dependency] `ben@contoso.com` is left with a role without effect: `Table Orders Admin` has effect only with `Database Sales User` or more, which is not held any more, if it is a member of group `unlisted`, whose members nobody listed",
    ),
    (
        Rule::WideGroup,
        "",
        ADMIN,
        ".add database Sales admins ('aadgroup=unlisted@contoso.com')",
        "1:1 note[wide-group] whether group `unlisted` is wide, which gets `Database Sales Admin`, is unknown: nobody listed the members of group `unlisted`",
    ),
    (
        Rule::Protected,
        ".add database Sales viewers ('aadapp=0a1b2c3d-0000-4000-8000-000000000301;contoso.com', 'aadgroup=unlisted@contoso.com')",
        ADMIN,
        ".drop database Sales viewers ('aadapp=0a1b2c3d-0000-4000-8000-000000000301;contoso.com')",
        "1:1 error[protected] application `deployer` is protected, and loses `view` and `show metadata` on database `Sales`, unless it is a member of group `unlisted`, whose members nobody listed",
    ),
    (
        Rule::Protected,
        ".add database Sales viewers ('aadgroup=unlisted@contoso.com')",
        ADMIN,
        ".drop database Sales viewers ('aadgroup=unlisted@contoso.com')",
        "1:1 warning[protected] application `deployer` is protected, and loses `view` and `show metadata` on database `Sales`, if it is a member of group `unlisted`, whose members nobody listed",
    ),
];

#[test]
fn where_nobody_listed_who_is_in_a_group_the_rules_say_what_is_unknown() {
    for (rule, state, actor, script, expected) in UNKNOWN {
        let all = found(&trial(&format!("{SALES}#dbcontext NetDefaultDB\n{state}"), actor, script));
        let all: Vec<_> = all.into_iter().filter(|finding| finding.rule == *rule).collect();
        let shown: Vec<String> = all.iter().map(finding::shown).collect();
        let first: Vec<&str> = shown.iter().filter_map(|text| text.lines().next()).collect();
        assert_eq!(first, [*expected], "{rule}: {script}");
    }
}

#[test]
fn who_may_have_had_it_before_gains_it_perhaps() {
    let state = format!("{SALES}.add database Sales viewers ('aadgroup=unlisted@contoso.com')");
    let trial = trial(&state, ADMIN, ".add database Sales users ('aaduser=guest@fabrikam.com')");
    let plan = Plan::compare(&trial.before, &trial.after, false);
    let found = findings(&trial, &plan.gains, &Options::default());
    let expected = "\
1:1 note[new-access] `guest@fabrikam.com` gains `create table` on database `Sales`
1:1 note[new-access] `guest@fabrikam.com` gains `view` and `show metadata` on database `Sales`, unless it was a member of group `unlisted`, whose members nobody listed";
    assert_eq!(of_rule(&found, Rule::NewAccess), expected);
}
