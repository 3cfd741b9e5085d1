//! Graph models: forms, behaviour, refusals.

mod support;

use insta::assert_snapshot;
use support::{run, session, verified};

#[test]
fn commands_print_as_they_read() {
    for text in [
        ".create-or-alter graph_model G '{\"Definition\": {\"Steps\": []}}'",
        ".create-or-alter graph_model ['a b'] ```{\n  \"Definition\": {\"Steps\": []}\n}```",
        ".drop graph_model G",
        ".show graph_model G",
        ".show graph_model G details",
        ".show graph_model G with (id='*')",
        ".show graph_model G details with (id='*')",
        ".show graph_models",
        ".show graph_models details",
        ".show graph_models with (showAll=true)",
        ".show graph_models details with (showAll=false)",
    ] {
        verified(text, text);
    }
    verified(".show graph_model G with ()", ".show graph_model G");
    verified(".show graph_models details with ( )", ".show graph_models details");
}

#[test]
fn each_definition_is_a_version() {
    let script = "\
.create-or-alter graph_model G '{\"Definition\": {\"Steps\": []}}'
.create-or-alter graph_model G ' {\"Schema\": null, \"Definition\": {\"Steps\": []}}'
.create-or-alter graph_model A '{\"Definition\": {\"Steps\": []}}'
.show graph_models
.show graph_models with (showAll=true)
.show graph_model G details with (id='*')
.drop graph_model G
.show graph_models
";
    assert_snapshot!(run(&mut session(), script), @r#"
    Name,CreationTime,Id,SnapshotCount,Model,RetentionPolicy,CachingPolicy
    G,2026-01-31T12:00:00.0000000Z,f0b03319-c28c-54f5-b86f-0dd502f165ee,0,"{""Definition"": {""Steps"": []}}",,

    Name,CreationTime,Id,SnapshotCount,Model,RetentionPolicy,CachingPolicy
    G,2026-01-31T12:00:00.0000000Z,fceadc87-1fa1-5587-8bd8-0c0d8e7ac82d,0,"{""Schema"": null, ""Definition"": {""Steps"": []}}",,

    Name,CreationTime,Id,SnapshotCount,Model,RetentionPolicy,CachingPolicy
    A,2026-01-31T12:00:00.0000000Z,130fa633-471e-52b8-ae0c-fc5d32d84ea1,0,"{""Definition"": {""Steps"": []}}",,

    Name,CreationTime,Id
    A,2026-01-31T12:00:00.0000000Z,130fa633-471e-52b8-ae0c-fc5d32d84ea1
    G,2026-01-31T12:00:00.0000000Z,fceadc87-1fa1-5587-8bd8-0c0d8e7ac82d

    Name,CreationTime,Id
    A,2026-01-31T12:00:00.0000000Z,130fa633-471e-52b8-ae0c-fc5d32d84ea1
    G,2026-01-31T12:00:00.0000000Z,f0b03319-c28c-54f5-b86f-0dd502f165ee
    G,2026-01-31T12:00:00.0000000Z,fceadc87-1fa1-5587-8bd8-0c0d8e7ac82d

    Name,CreationTime,Id,SnapshotCount,Model
    G,2026-01-31T12:00:00.0000000Z,f0b03319-c28c-54f5-b86f-0dd502f165ee,0,"{""Definition"":{""Steps"":[]}}"
    G,2026-01-31T12:00:00.0000000Z,fceadc87-1fa1-5587-8bd8-0c0d8e7ac82d,0,"{""Schema"":null,""Definition"":{""Steps"":[]}}"

    Name,CreationTime,Id
    G,2026-01-31T12:00:00.0000000Z,f0b03319-c28c-54f5-b86f-0dd502f165ee
    G,2026-01-31T12:00:00.0000000Z,fceadc87-1fa1-5587-8bd8-0c0d8e7ac82d

    Name,CreationTime,Id
    A,2026-01-31T12:00:00.0000000Z,130fa633-471e-52b8-ae0c-fc5d32d84ea1
    "#);
}

#[test]
fn a_version_is_shown_by_its_id() {
    let mut session = session();
    let made = run(&mut session, ".create-or-alter graph_model G '{\"Definition\": {\"Steps\": []}}'");
    let id = made.split(',').find(|cell| cell.len() == 36).unwrap().to_uppercase();
    let shown = run(&mut session, &format!(".show graph_model G with (id='{id}')"));
    assert_eq!(shown.lines().count(), 2, "{shown}");
    assert_snapshot!(run(&mut session, ".show graph_model G with (id='x')"), @r"
    error: graph model `G` has no version of this id
     --> test:1:27
      |
    1 | .show graph_model G with (id='x')
      |                           ^^
      |
      = help: `with (id='*')` shows all versions
    ");
}

#[test]
fn details_name_the_admins() {
    let script = "\
.create-or-alter graph_model G '{\"Definition\": {\"Steps\": []}}'
.add graph_model G admins ('aaduser=a@b.c') skip-results
.show graph_models details
";
    let shown = run(&mut session(), script);
    assert!(shown.contains("aaduser=a@b.c") && shown.contains("aaduser=admin@localhost"), "{shown}");
}

#[test]
fn a_fault_in_the_definition_is_shown_at_its_place() {
    let script = r#"
.create-or-alter graph_model G '{"Definition": '
.create-or-alter graph_model G '{"Schema": {}}'
.create-or-alter graph_model G '{"Definition": {"Steps": [{"Kind": "AddNode"}]}}'
.create-or-alter graph_model G '{"Definition": {"Steps": [{"Kind": "AddNodes", "Query": "T"}]}}'
.create-or-alter graph_model G '{"Definition": {"Steps": [{"Kind": "AddEdges", "Query": "T", "Label": "x"}]}}'
.create-or-alter graph_model G '{"Schema": {"Nodes": {"é": {"x": "strin"}}}, "Definition": {"Steps": []}}'
.create-or-alter graph_model G '[null, {"Steps": []}]'
.create-or-alter graph_model G "{\"Definition\": 3}"
.show graph_models
"#;
    assert_snapshot!(run(&mut session(), script), @r#"
    error: the definition is no JSON: EOF while parsing a value
     --> test:2:48
      |
    2 | .create-or-alter graph_model G '{"Definition": '
      |                                                ^
    error: the definition is no graph model: missing field `Definition`
     --> test:3:46
      |
    3 | .create-or-alter graph_model G '{"Schema": {}}'
      |                                              ^
    error: the definition is no graph model: unknown variant `AddNode`, expected `AddNodes` or `AddEdges`
     --> test:4:68
      |
    4 | .create-or-alter graph_model G '{"Definition": {"Steps": [{"Kind": "AddNode"}]}}'
      |                                                                    ^^^^^^^^^
    error: the definition is no graph model: the step has no `NodeIdColumn`
     --> test:5:92
      |
    5 | .create-or-alter graph_model G '{"Definition": {"Steps": [{"Kind": "AddNodes", "Query": "T"}]}}'
      |                                                                                            ^
    error: the definition is no graph model: unknown field `Label`, expected one of `Kind`, `Query`, `NodeIdColumn`, `SourceColumn`, `TargetColumn`, `Labels`, `LabelsColumn`
     --> test:6:94
      |
    6 | .create-or-alter graph_model G '{"Definition": {"Steps": [{"Kind": "AddEdges", "Query": "T", "Label": "x"}]}}'
      |                                                                                              ^^^^^^^
    error: the definition is no graph model: `strin` is no type
     --> test:7:66
      |
    7 | .create-or-alter graph_model G '{"Schema": {"Nodes": {"é": {"x": "strin"}}}, "Definition": {"Steps": []}}'
      |                                                                  ^^^^^^^
    error: the definition is no graph model: a list stands where an object is expected
     --> test:8:33
      |
    8 | .create-or-alter graph_model G '[null, {"Steps": []}]'
      |                                 ^^^^^^^^^^^^^^^^^^^^^
    error: the definition is no graph model: invalid type: integer `3`, expected an object with `Steps`
     --> test:9:32
      |
    9 | .create-or-alter graph_model G "{\"Definition\": 3}"
      |                                ^^^^^^^^^^^^^^^^^^^^^
    Name,CreationTime,Id
    "#);
}

#[test]
fn a_definition_over_several_lines_is_pointed_into_too() {
    let script = "\
.create-or-alter graph_model G ```
{
  \"Definition\": { \"Steps\": [ , ] }
}
```
";
    assert_snapshot!(run(&mut session(), script), @r#"
    error: the definition is no JSON: expected value
     --> test:3:30
      |
    3 |   "Definition": { "Steps": [ , ] }
      |                              ^
    "#);
}

#[test]
fn what_is_not_there_is_told() {
    let mut session = session();
    run(&mut session, ".create-or-alter graph_model Routes '{\"Definition\": {\"Steps\": []}}'");
    assert_snapshot!(run(&mut session, ".drop graph_model Route\n.show graph_models with (all=true)"), @r"
    error: Entity ID 'Route' of kind 'GraphModel' was not found.
     --> test:1:19
      |
    1 | .drop graph_model Route
      |                   ^^^^^
      |
      = help: did you mean `Routes`?
      = help: kmgmt looked for a graph model in database `NetDefaultDB`
    error: there is no property `all` here
     --> test:2:26
      |
    2 | .show graph_models with (all=true)
      |                          ^^^
      |
      = help: the properties are `showAll`
    ");
}
