//! `kmgmt explain`, `kmgmt who-can`, `kmgmt what-can`, and `--as`.

use crate::cli::kmgmt::{command, file, kmgmt, run};

const SETUP: &str = "\
.create table T (x:int)
.add database NetDefaultDB viewers ('aadgroup=Some Group;fabrikam.com') skip-results
";

const ENVIRONMENT: [&str; 2] = ["--environment", "fixtures/environment.json"];

const TREE: &str = "\
allowed: `aaduser=imikeoein@fabrikam.com` has `view` on table `T` in database `NetDefaultDB`
└── `Database NetDefaultDB Viewer` gives `view`
    ├── assigned to group `Some Group`
    │   ├── `imikeoein@fabrikam.com` is a member of group `SGDisplayName`
    │   └── group `SGDisplayName` is a member of group `Some Group`
    └── inherited: a role on database `NetDefaultDB` counts for table `T` in database `NetDefaultDB`
";

const OBJECT: &str = r#"{"principal":"aaduser=ana@contoso.com","action":"create table","entity":"database NetDefaultDB","database":"NetDefaultDB","allowed":true,"verdict":"allowed","proof":{"kind":"answer","text":"allowed: `aaduser=ana@contoso.com` has `create table` on database `NetDefaultDB`","children":[{"kind":"grant","text":"`Database NetDefaultDB User` gives `create table`","children":[{"kind":"direct","text":"assigned to the principal itself","children":[]}]}]},"suggestion":null}
"#;

const INDENTED: &str = r#"{
  "principal": "aaduser=ana@contoso.com",
  "action": "view",
  "entity": "database NetDefaultDB",
  "database": "NetDefaultDB",
  "allowed": false,
  "verdict": "denied",
  "proof": {
    "kind": "answer",
    "text": "denied: `aaduser=ana@contoso.com` does not have `view` on database `NetDefaultDB`",
    "children": [
      {
        "kind": "held",
        "text": "no role on database `NetDefaultDB` or on what holds it is held",
        "children": []
      },
      {
        "kind": "needed",
        "text": "`view` is given by Database NetDefaultDB Admin, Database NetDefaultDB User, Database NetDefaultDB Viewer, AllDatabasesAdmin or AllDatabasesViewer",
        "children": []
      }
    ]
  },
  "suggestion": {
    "commands": [
      ".add database NetDefaultDB viewers ('aaduser=ana@contoso.com')"
    ],
    "by": "Database NetDefaultDB Admin or AllDatabasesAdmin",
    "otherwise": null,
    "wider": null
  }
}
"#;

#[test]
fn explain_shows_a_tree_after_scripts_that_show_nothing() {
    let setup = file("explain.kql", SETUP);
    let question = ["explain", "aaduser=imikeoein@fabrikam.com", "view", "table", "T", "-f", &setup];
    kmgmt(question.iter().chain(&ENVIRONMENT)).out(TREE).ends(0);
}

#[test]
fn a_denial_ends_with_one_and_says_what_would_allow_it() {
    kmgmt(["explain", "aaduser=ana@contoso.com", "view database", "--format", "json"]).out(INDENTED).ends(1);
    let rows = "\
Level,Kind,Text
0,answer,denied: `aaduser=ana@contoso.com` does not have `monitor cluster` on the cluster
1,held,no role on the cluster is held
1,needed,`monitor cluster` is given by AllDatabasesAdmin or AllDatabasesMonitor
0,suggestion,.add cluster monitors ('aaduser=ana@contoso.com')
0,by,AllDatabasesAdmin
0,otherwise,\"the real cluster manages AllDatabasesMonitor in the portal, not by commands\"
";
    let question = ["explain", "aaduser=ana@contoso.com", "monitor", "cluster", "--format", "csv"];
    kmgmt(question).out(rows).ends(1);
}

/// Somebody who may be in a group.
const OF_GROUP: &str = ".add database NetDefaultDB viewers ('aadgroup=g@contoso.com') skip-results\n";

#[test]
fn an_answer_that_is_not_known_ends_with_three() {
    let setup = file("unknown.kql", OF_GROUP);
    let question = ["explain", "aaduser=ana@contoso.com", "view database", "-f", &setup];
    let out = "\
unknown: `aaduser=ana@contoso.com` has `view` on database `NetDefaultDB` if it is a member of group `g@contoso.com`, whose members nobody listed
├── `Database NetDefaultDB Viewer` would give `view`
│   └── assigned to group `g@contoso.com`
│       └── nobody listed the members of group `g@contoso.com`: `ana@contoso.com` may be one
├── no role on database `NetDefaultDB` or on what holds it is held
└── `view` is given by Database NetDefaultDB Admin, Database NetDefaultDB User, Database NetDefaultDB Viewer, AllDatabasesAdmin or AllDatabasesViewer
to allow it in any case, Database NetDefaultDB Admin or AllDatabasesAdmin can run
    .add database NetDefaultDB viewers ('aaduser=ana@contoso.com')
";
    kmgmt(question).out(out).ends(3);
    let object = r#"{"principal":"aaduser=ana@contoso.com","action":"view","entity":"database NetDefaultDB","database":"NetDefaultDB","allowed":false,"verdict":"unknown","proof":{"kind":"answer","text":"unknown: `aaduser=ana@contoso.com` has `view` on database `NetDefaultDB` if it is a member of group `g@contoso.com`, whose members nobody listed","children":[{"kind":"grant","text":"`Database NetDefaultDB Viewer` would give `view`","children":[{"kind":"group","text":"assigned to group `g@contoso.com`","children":[{"kind":"unlisted","text":"nobody listed the members of group `g@contoso.com`: `ana@contoso.com` may be one","children":[]}]}]},{"kind":"held","text":"no role on database `NetDefaultDB` or on what holds it is held","children":[]},{"kind":"needed","text":"`view` is given by Database NetDefaultDB Admin, Database NetDefaultDB User, Database NetDefaultDB Viewer, AllDatabasesAdmin or AllDatabasesViewer","children":[]}]},"suggestion":{"commands":[".add database NetDefaultDB viewers ('aaduser=ana@contoso.com')"],"by":"Database NetDefaultDB Admin or AllDatabasesAdmin","otherwise":null,"wider":null}}
"#;
    kmgmt(question.iter().chain(&["--format", "jsonl"])).out(object).ends(3);
}

#[test]
fn built_in_principals_can_nothing_in_a_state() {
    let state = file("state.kql", OF_GROUP);
    let out = "\
PrincipalType,PrincipalDisplayName,PrincipalFQN,Role,Via
Microsoft Entra group,g@contoso.com,aadgroup=g@contoso.com;contoso.com,Database NetDefaultDB Viewer,
";
    for question in [&["who-can", "view database"][..], &["#who-can view database"]] {
        kmgmt(question.iter().chain(&["--from", &state, "--format", "csv"])).out(out).ends(0);
    }
}

#[test]
fn an_answer_is_one_object_a_line_for_programs() {
    let setup = file("users.kql", ".add database NetDefaultDB users ('aaduser=ana@contoso.com')");
    let question = ["explain", "aaduser=ana@contoso.com", "create table", "database", "NetDefaultDB", "-f", &setup];
    kmgmt(question.iter().chain(&["--format", "jsonl"])).out(OBJECT).ends(0);
}

#[test]
fn who_can_names_groups_or_their_members() {
    let setup =
        file("who.kql", ".add database NetDefaultDB ingestors ('aadgroup=Some Group;fabrikam.com') skip-results");
    let rest = ["-f", &setup, "--format", "csv", "ingest", "database"];
    let start = "\
PrincipalType,PrincipalDisplayName,PrincipalFQN,Role,Via
Microsoft Entra application,Application from AAD tenant 72f988bf-86f1-41af-91ab-2d7cd011db47,aadapp=76263cdb-1234-5678-9012-545644e9c404;72f988bf-86f1-41af-91ab-2d7cd011db47,AllDatabasesAdmin,
Microsoft Entra user,Local administrator,aaduser=admin@localhost,AllDatabasesAdmin,
Microsoft Entra user,Ada Lind,aaduser=admin@fabrikam.com,AllDatabasesAdmin,
";
    let groups = "Microsoft Entra group,Some Group,aadgroup=0a1b2c3d-0000-4000-8000-000000000201;0a1b2c3d-0000-4000-8000-000000000001,Database NetDefaultDB Ingestor,\n";
    let members = "\
Microsoft Entra user,Abbi Atkins,aaduser=abbiatkins@fabrikam.com,Database NetDefaultDB Ingestor,Some Group
Microsoft Entra user,Imike Oein,aaduser=imikeoein@fabrikam.com,Database NetDefaultDB Ingestor,SGDisplayName > Some Group
";
    let asked = |more: &[&'static str]| -> Vec<String> {
        let words = ["who-can"].iter().chain(more).chain(&ENVIRONMENT).map(|word| (*word).to_owned());
        words.chain(rest.iter().map(|word| (*word).to_owned())).collect()
    };
    kmgmt(asked(&[])).out(&format!("{start}{groups}")).ends(0);
    kmgmt(asked(&["--expand-groups"])).out(&format!("{start}{members}")).ends(0);
}

#[test]
fn what_can_lists_by_entity() {
    let setup = file("what.kql", SETUP);
    let question = ["what-can", "aadgroup=Some Group;fabrikam.com", "-f", &setup, "--format", "csv"];
    let rows = "\
Database,Entity,Actions,Role,Via
NetDefaultDB,database NetDefaultDB,\"view, show metadata\",Database NetDefaultDB Viewer,
";
    kmgmt(question.iter().chain(&ENVIRONMENT)).out(rows).ends(0);
}

#[test]
fn a_question_that_cannot_be_asked_ends_with_two() {
    let err = "\
error: Database 'Samples' was not found.
 --> <question>:1:15
  |
1 | view database Samples
  |               ^^^^^^^
  |
  = help: `.show databases` lists the databases
";
    kmgmt(["who-can", "view", "database", "Samples"]).err(err).ends(2);
    let err = "error: can't read `nowhere.kql`: No such file or directory (os error 2)\n";
    kmgmt(["who-can", "view", "database", "-f", "nowhere.kql"]).err(err).ends(2);
}

#[test]
fn a_script_that_fails_leaves_the_question_unasked() {
    let setup = file("fails.kql", ".add database Nope viewers ('aaduser=ana@contoso.com')");
    let err = format!(
        "error: Database 'Nope' was not found.\n --> {setup}:1:15\n  |\n1 | .add database Nope viewers ('aaduser=ana@contoso.com')\n  |               ^^^^\n  |\n  = help: `.show databases` lists the databases\n"
    );
    kmgmt(["what-can", "aaduser=ana@contoso.com", "-f", &setup]).err(&err).ends(1);
}

#[test]
fn a_principal_acts_when_it_exists() {
    kmgmt(["--as", "aaduser=ana@contoso.com", "#whoami"]).out("aaduser=ana@contoso.com\n").ends(0);
    let group = ["--as", "aadgroup=Some Group;fabrikam.com", "#whoami"];
    let fqn = "aadgroup=0a1b2c3d-0000-4000-8000-000000000201;0a1b2c3d-0000-4000-8000-000000000001\n";
    kmgmt(group.iter().chain(&ENVIRONMENT)).out(fqn).ends(0);
    let err = "\
error: a principal is written `kind=id`, with one of the kinds `aaduser=`, `aadgroup=`, `aadapp=` or `msauser=`
 --> --as:1:1
  |
1 | ana@contoso.com
  | ^^^^^^^^^^^^^^^
  |
  = help: a user is written `aaduser=ana@contoso.com`
";
    kmgmt(["--as", "ana@contoso.com", "#whoami"]).err(err).ends(2);
}

#[test]
fn a_directory_is_read_from_a_file() {
    let command = ["#directory load fixtures/environment.json", "#as aaduser=imikeoein@fabrikam.com", "#whoami"];
    kmgmt(command).out("aaduser=imikeoein@fabrikam.com\n").ends(0);
}

#[test]
fn an_argument_is_one_principal_whatever_stands_in_it() {
    let empty = "Database,Entity,Actions,Role,Via\n";
    let principals =
        ["aadgroup=O'Brien Team;y.z", "aadgroup=two words;y.z", "'aadgroup=two words;y.z'", "aadgroup=it's \"x\";y.z"];
    for principal in principals {
        kmgmt(["what-can", principal, "--format", "csv"]).out(empty).ends(0);
        let explained = ["explain", principal, "view", "table", "two  words", "-f"];
        let setup = file("words.kql", ".create table ['two  words'] (x:int)\n");
        let (out, err, code) = run(command(explained.iter().copied().chain([setup.as_str()])), None);
        assert!(out.starts_with("denied: ") && out.contains("`two  words`"), "{out}{err}");
        assert_eq!(code, 1);
    }
}

#[test]
fn roles_lists_what_a_principal_keeps() {
    let setup = file("roles.kql", format!("{SETUP}.add table T ingestors ('aaduser=ana@c.com') skip-results\n"));
    let out = "\
Database,Entity,Role,Via,Effect,Notes
NetDefaultDB,table T,Table T Ingestor,,has effect only with Database NetDefaultDB User or Database NetDefaultDB Ingestor or more,
";
    let err = "\
note: <question>:1: a group holds roles whose members nobody listed: what a membership would give is not shown; `members` in the environment says it
";
    kmgmt(["roles", "aaduser=ana@c.com", "-f", &setup, "--format", "csv"]).out(out).err(err).ends(0);
    let err = "\
error: `aadusr` is not a kind of principal
 --> <question>:1:1
  |
1 | aadusr=ana@c.com
  | ^^^^^^
  |
  = help: did you mean `aaduser=`?
  = help: the kinds are `aaduser=`, `aadgroup=`, `aadapp=` and `msauser=`
";
    kmgmt(["roles", "aadusr=ana@c.com"]).err(err).ends(2);
}

#[test]
fn nobody_does_not_act() {
    let err = "\
error: `--as` names nobody
 |
 = help: leave it out to act as the built-in administrator
";
    for nobody in ["", "  "] {
        kmgmt(["--as", nobody, "#whoami"]).err(err).ends(2);
    }
}

#[test]
fn an_empty_principal_is_missing_and_the_action_is_not_taken_for_it() {
    for question in [&["explain", "", "view", "database"][..], &["what-can", ""]] {
        let (out, err, code) = run(command(question), None);
        assert!(err.starts_with("error: the principal is missing\n"), "{err}");
        assert_eq!((out.as_str(), code), ("", 2));
    }
}
