//! The rules by which runs are judged: for each a script that breaks it, one that nearly does, and the comment beside
//! the statement that makes it pass.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test that fails may panic")]

#[path = "support/finding.rs"]
mod finding;
mod support;

use finding::{found, judged, of_rule, trial};
use kmgmt::model::finding::FindingRule as Rule;
use kmgmt::plan::Standing;

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
        near: ".drop database Sales admins ('aaduser=ana@contoso.com')\n.add database Sales admins ('aadgroup=unlisted@contoso.com')",
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
        near: ".add database Sales admins ('aadgroup=unlisted@contoso.com')\n.add database Sales viewers ('aadgroup=team@contoso.com')",
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
