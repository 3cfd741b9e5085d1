//! Findings of runs, as text.

#![allow(dead_code, reason = "each test file uses its own part")]

use kmgmt::directory::Directory;
use kmgmt::model::finding::{Basis, FindingRule};
use kmgmt::plan::{Baseline, Finding, Gate, Judged, Limits, Options, Trial, findings};
use kmgmt::session::Session;
use kmgmt::syntax::pieces;

use crate::support::{act_as, clock};

/// The people of the tests.
pub const ENVIRONMENT: &str = r#"{
  "cluster": {
    "name": "test", "homeTenant": "contoso.com",
    "managedIdentities": [
      { "objectId": "0a1b2c3d-0000-4000-8000-000000000402", "clientId": "0a1b2c3d-0000-4000-8000-000000000502",
        "tenantId": "contoso.com", "displayName": "test", "isSystem": true }
    ]
  },
  "directory": "open",
  "protected": ["aadapp=0a1b2c3d-0000-4000-8000-000000000301;contoso.com"],
  "tenants": [
    { "id": "0a1b2c3d-0000-4000-8000-000000000001", "names": ["contoso.com"] },
    { "id": "0a1b2c3d-0000-4000-8000-000000000002", "names": ["fabrikam.com"] }
  ],
  "users": [
    { "upn": "ana@contoso.com", "objectId": "0a1b2c3d-0000-4000-8000-000000000101", "tenant": "contoso.com" },
    { "upn": "ben@contoso.com", "objectId": "0a1b2c3d-0000-4000-8000-000000000102", "tenant": "contoso.com" },
    { "upn": "guest@fabrikam.com", "objectId": "0a1b2c3d-0000-4000-8000-000000000103", "tenant": "fabrikam.com" }
  ],
  "groups": [
    { "displayName": "empty", "objectId": "0a1b2c3d-0000-4000-8000-000000000201", "tenant": "contoso.com",
      "email": "empty@contoso.com", "members": [] },
    { "displayName": "team", "objectId": "0a1b2c3d-0000-4000-8000-000000000202", "tenant": "contoso.com",
      "email": "team@contoso.com", "members": ["aaduser=ana@contoso.com", "aaduser=ben@contoso.com"] },
    { "displayName": "unlisted", "objectId": "0a1b2c3d-0000-4000-8000-000000000203", "tenant": "contoso.com",
      "email": "unlisted@contoso.com" }
  ],
  "applications": [
    { "appId": "0a1b2c3d-0000-4000-8000-000000000301", "tenant": "contoso.com", "displayName": "deployer" }
  ],
  "fabric": { "itemRoles": [
    { "role": "Viewer", "principal": "aaduser=ben@contoso.com", "database": "Owned", "owner": "terraform" },
    { "role": "Viewer", "principal": "aaduser=ana@contoso.com", "database": "Owned" }
  ] }
}"#;

/// A run of `script`, by `actor`, on what `state` makes.
pub fn trial(state: &str, actor: &str, script: &str) -> Trial {
    trial_in(ENVIRONMENT, state, actor, script)
}

/// The same in a state with this environment file.
pub fn trial_in(environment: &str, state: &str, actor: &str, script: &str) -> Trial {
    let directory = Directory::from_environment(environment).unwrap();
    let mut session = Session::new(directory, clock());
    pieces(state, 1, |piece| {
        let outcome = session.load(&piece);
        assert!(outcome.result.is_ok(), "{}\n{:?}", piece.text, outcome.result);
    });
    session.use_database("NetDefaultDB");
    act_as(&mut session, actor);
    session.read_files_with(|file| std::fs::read_to_string(file).map_err(|error| error.to_string()));
    let mut trial = Trial::begin(&session);
    pieces(script, 1, |piece| {
        assert!(trial.run(&piece, "roles.kql"), "{}\n{:?}", piece.text, trial.fault);
    });
    trial
}

/// What the run gives to find, where a group of more than one member is wide.
pub fn found(trial: &Trial) -> Vec<Finding> {
    findings(trial, &[], &Options { wide_group: 1 })
}

/// What becomes of the findings of a run.
pub fn judged(trial: &Trial) -> Vec<Judged> {
    let mut gate = Gate::new(Limits::default(), Basis::Run, Baseline::default());
    gate.judge(found(trial), &trial.ignores)
}

/// A finding as text: place, severity, rule, message; a line for each piece of advice.
pub fn shown(finding: &Finding) -> String {
    let place = finding.place().map_or("-".to_owned(), |(at, _)| format!("{}:{}", at.line, at.column));
    let Finding { rule, diagnostic, .. } = finding;
    let first = format!("{place} {}[{rule}] {}", diagnostic.severity.word(), diagnostic.message);
    let help = diagnostic.help.iter().map(|help| format!("  help: {help}"));
    std::iter::once(first).chain(help).collect::<Vec<_>>().join("\n")
}

/// The findings of one rule, as text.
pub fn of_rule(findings: &[Finding], rule: FindingRule) -> String {
    let all = findings.iter().filter(|finding| finding.rule == rule).map(shown);
    all.collect::<Vec<_>>().join("\n")
}
