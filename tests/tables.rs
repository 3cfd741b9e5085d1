//! Commands about tables: their forms, what they do, and how they are refused.

mod support;

use support::{run, run_well, session, verified};

#[test]
fn every_form_reads_and_prints() {
    let same = [
        ".create table T (a: string)",
        ".create table ['two words'] (a: string, ['table']: long) with (docstring='d', folder='f')",
        ".create-merge table T (a: string)",
        ".alter table T (a: string) with (folder='')",
        ".alter-merge table T (a: string)",
        ".create tables T (a: string), U (b: int, c: guid) with (folder='f')",
        ".create-merge tables T (a: string)",
        ".create table N based-on T",
        ".create table N based-on T ifnotexists with (docstring='d')",
        ".alter table T docstring 'it\\'s'",
        ".alter table T folder 'a\\\\b'",
        ".rename table T to N",
        ".rename table T to N with (updateMaterializedViews=true)",
        ".rename tables A=B, B=A, C=['to'] ifexists",
        ".drop table T",
        ".drop table T ifexists",
        ".drop tables (T, U)",
        ".drop tables (T) ifexists",
        ".show tables",
        ".show tables (T, U)",
        ".show tables details",
        ".show tables (T) details",
        ".show table T",
        ".show table T details",
        ".show table T cslschema",
        ".show table T schema as json",
        ".show table T | count",
    ];
    for text in same {
        verified(text, text);
    }
    verified(".show table T kqlschema", ".show table T cslschema");
    verified(".create table 'T'(a:date,b:int64,c:uuid)", ".create table T (a: datetime, b: long, c: guid)");
    verified(
        ".create table T (a:time) with (FOLDER=@\"x\\y\")",
        ".create table T (a: timespan) with (folder='x\\\\y')",
    );
}

#[test]
fn creating_a_table_that_exists_leaves_it_as_it_is() {
    let mut session = session();
    run_well(&mut session, ".create table T (a:string) with (folder='first')");
    insta::assert_snapshot!(run(&mut session, ".create table T (b:int) with (folder='second')\n.create tables T (c:int), U (d:int)"), @r#"
    TableName,Schema,DatabaseName,Folder,DocString
    T,"{""Name"":""T"",""Folder"":""first"",""OrderedColumns"":[{""Name"":""a"",""Type"":""System.String"",""CslType"":""string""}]}",NetDefaultDB,first,

    TableName,DatabaseName,Folder,DocString
    T,NetDefaultDB,first,
    U,NetDefaultDB,,
    "#);
}

#[test]
fn merging_adds_what_is_missing_and_keeps_the_rest() {
    let mut session = session();
    run_well(&mut session, ".create table T (a:string, b:int) with (folder='f', docstring='d')");
    run_well(
        &mut session,
        ".create-merge table T (c:long, a:string)\n.alter-merge table T (e:guid) with (docstring='new')",
    );
    run_well(&mut session, ".create-merge tables T (g:real), U (h:bool)");
    insta::assert_snapshot!(run(&mut session, ".show table T cslschema\n.show table U cslschema"), @r#"
    TableName,Schema,DatabaseName,Folder,DocString
    T,"a:string, b:int, c:long, e:guid, g:real",NetDefaultDB,f,new

    TableName,Schema,DatabaseName,Folder,DocString
    U,h:bool,NetDefaultDB,,
    "#);
}

#[test]
fn altering_overwrites_columns_description_and_folder() {
    let mut session = session();
    run_well(&mut session, ".create table T (a:string, b:int, c:bool) with (folder='f', docstring='d')");
    run_well(&mut session, ".alter table T (c:bool, d:guid, a:string)");
    insta::assert_snapshot!(run(&mut session, ".show table T cslschema"), @r#"
    TableName,Schema,DatabaseName,Folder,DocString
    T,"c:bool, d:guid, a:string",NetDefaultDB,,
    "#);
    run_well(&mut session, ".alter table T docstring 'text'\n.alter table T folder 'A\\\\B'");
    insta::assert_snapshot!(run(&mut session, ".show tables"), @r"
    TableName,DatabaseName,Folder,DocString
    T,NetDefaultDB,A\B,text
    ");
}

#[test]
fn no_schema_command_changes_a_type() {
    let mut session = session();
    run_well(&mut session, ".create table T (a:string, b:int)\n.create table U (x:int)");
    insta::assert_snapshot!(run(&mut session, ".create-merge tables New (z:int), T (c:int, b:long)"), @"
    error: the column `b` has the type int, not long
     --> test:1:45
      |
    1 | .create-merge tables New (z:int), T (c:int, b:long)
      |                                             ^
      |
      = help: this command changes no types: `.alter column T.c type = …` does
    ");
    let refused = run(&mut session, ".alter table T (b:string)\n.alter-merge table T (b:string)");
    assert_eq!(refused.matches("has the type int, not string").count(), 2, "{refused}");
    insta::assert_snapshot!(run(&mut session, ".show tables\n.show table T cslschema"), @r#"
    TableName,DatabaseName,Folder,DocString
    T,NetDefaultDB,,
    U,NetDefaultDB,,

    TableName,Schema,DatabaseName,Folder,DocString
    T,"a:string, b:int",NetDefaultDB,,
    "#);
}

#[test]
fn the_creator_of_tables_becomes_admin_of_each() {
    let mut session = session();
    run_well(&mut session, ".create tables T (a:string), U (a:string)");
    for table in ["T", "U"] {
        let shown = run(&mut session, &format!(".show table {table} principals"));
        assert!(shown.contains(&format!("Table {table} Admin,Microsoft Entra user,Local administrator")), "{shown}");
    }
}

#[test]
fn a_table_based_on_another_has_its_columns_and_folder_but_not_its_principals() {
    let mut session = session();
    run_well(
        &mut session,
        ".create table T (a:string) with (folder='f', docstring='d')\n.add table T ingestors ('aaduser=x@y.z')",
    );
    run_well(&mut session, ".create table N based-on T\n.create table M based-on T with (folder='g', docstring='own')");
    insta::assert_snapshot!(run(&mut session, ".show tables\n.show table N cslschema"), @r"
    TableName,DatabaseName,Folder,DocString
    M,NetDefaultDB,g,own
    N,NetDefaultDB,f,Created based on T
    T,NetDefaultDB,f,d

    TableName,Schema,DatabaseName,Folder,DocString
    N,a:string,NetDefaultDB,f,Created based on T
    ");
    let principals = run(&mut session, ".show table N principals");
    assert!(principals.contains("Table N Admin") && !principals.contains("Ingestor"), "{principals}");
    run_well(&mut session, ".create table N based-on Nothing ifnotexists");
    insta::assert_snapshot!(run(&mut session, ".create table N based-on T"), @r"
    error: Entity 'N' of kind 'Table' already exists.
     --> test:1:15
      |
    1 | .create table N based-on T
      |               ^
      |
      = help: `ifnotexists` leaves it as it is
    ");
}

#[test]
fn tables_change_names_with_each_other_and_keep_their_principals() {
    let mut session = session();
    run_well(&mut session, ".create table A (a:string)\n.create table B (b:string)\n.create table C (c:string)");
    run_well(&mut session, ".add table A ingestors ('aaduser=x@y.z')");
    let before = session.read().catalog.clone();
    run_well(&mut session, ".rename tables A=B, NewC=C, B=A, Z=Nothing ifexists");
    insta::assert_snapshot!(run(&mut session, ".show database schema"), @r"
    DatabaseName,TableName,ColumnName,ColumnType,IsDefaultTable,IsDefaultColumn,PrettyName,Version,Folder,DocString
    NetDefaultDB,,,,false,false,,v1.4,,
    NetDefaultDB,A,,,false,false,,,,
    NetDefaultDB,A,b,System.String,false,false,,,,
    NetDefaultDB,B,,,false,false,,,,
    NetDefaultDB,B,a,System.String,false,false,,,,
    NetDefaultDB,NewC,,,false,false,,,,
    NetDefaultDB,NewC,c,System.String,false,false,,,,
    ");
    assert!(run(&mut session, ".show table B principals").contains("Table B Ingestor"));
    assert_ne!(session.read().catalog, before);
}

#[test]
fn an_undone_rename_leaves_the_catalog_as_it_was() {
    use kmgmt::catalog::{Catalog, Change, Edit, EntityId};
    use kmgmt::model::entity::EntityKind;

    let mut session = session();
    run_well(&mut session, ".create tables A (a:string), B (b:string), C (c:string)");
    let before: Catalog = session.read().catalog.clone();
    run_well(&mut session, ".rename tables B=A, C=B, A=C");
    let after = session.read().catalog.clone();
    let edits: Vec<Edit> = (0..5)
        .map(EntityId)
        .filter_map(|id| {
            let definition = |catalog: &Catalog| catalog.get(id).map(|entity| entity.definition.clone());
            let (before, after) = (definition(&before), definition(&after));
            (before != after).then_some(Edit::Entity(Change { key: id, before, after }))
        })
        .collect();
    let mut undone = after;
    for edit in edits.into_iter().rev() {
        undone.apply(&edit.inverse());
    }
    assert!(undone == before);
    let database = undone.database("NetDefaultDB").unwrap();
    for name in ["A", "B", "C"] {
        let table = undone.child(database, EntityKind::Table, name).unwrap();
        assert_eq!(&*undone.get(table).unwrap().definition.name, name);
    }
}

#[test]
fn a_rename_that_would_lose_a_table_is_refused_whole() {
    let mut session = session();
    run_well(&mut session, ".create tables A (a:string), B (b:string), C (c:string)");
    insta::assert_snapshot!(run(&mut session, ".rename tables X=A, C=B"), @r"
    error: Entity 'C' of kind 'Table' already exists.
     --> test:1:21
      |
    1 | .rename tables X=A, C=B
      |                     ^
      |
      = help: `.rename tables A=B, B=A` lets tables change names
    ");
    insta::assert_snapshot!(run(&mut session, ".rename tables X=A, X=B"), @r"
    error: `X` is named twice
     --> test:1:21
      |
    1 | .rename tables X=A, X=B
      |                -    ^
      |                |
      |                first named here
    ");
    insta::assert_snapshot!(run(&mut session, ".rename table D to E"), @r"
    error: Entity ID 'D' of kind 'Table' was not found.
     --> test:1:15
      |
    1 | .rename table D to E
      |               ^
      |
      = help: kmgmt looked for a table in database `NetDefaultDB`
    ");
    insta::assert_snapshot!(run(&mut session, ".show tables"), @r"
    TableName,DatabaseName,Folder,DocString
    A,NetDefaultDB,,
    B,NetDefaultDB,,
    C,NetDefaultDB,,
    ");
}

#[test]
fn dropping_answers_what_remains() {
    let mut session = session();
    run_well(&mut session, ".create tables A (a:string), B (b:string), C (c:string)");
    insta::assert_snapshot!(run(&mut session, ".drop tables (A, Nothing)"), @r"
    error: Entity ID 'Nothing' of kind 'Table' was not found.
     --> test:1:18
      |
    1 | .drop tables (A, Nothing)
      |                  ^^^^^^^
      |
      = help: kmgmt looked for a table in database `NetDefaultDB`
    ");
    insta::assert_snapshot!(run(&mut session, ".drop tables (A, Nothing) ifexists\n.drop table B"), @r"
    TableName,DatabaseName
    B,NetDefaultDB
    C,NetDefaultDB

    TableName,DatabaseName
    C,NetDefaultDB
    ");
    run_well(&mut session, ".create table B (x:int)");
    assert!(!run(&mut session, ".show table B cslschema").contains("b:string"));
}

#[test]
fn details_list_who_has_roles_on_the_table_itself() {
    let mut session = session();
    run_well(&mut session, ".create table T (a:string)\n.add table T ingestors ('aaduser=x@y.z') 'Feeds it'");
    insta::assert_snapshot!(run(&mut session, ".show table T details"), @r#"
    TableName,DatabaseName,Folder,DocString,TotalExtents,TotalExtentSize,TotalOriginalSize,TotalRowCount,HotExtents,HotExtentSize,HotOriginalSize,HotRowCount,AuthorizedPrincipals,RetentionPolicy,CachingPolicy,ShardingPolicy,MergePolicy,StreamingIngestionPolicy,IngestionBatchingPolicy,MinExtentsCreationTime,MaxExtentsCreationTime,RowOrderPolicy,TableId
    T,NetDefaultDB,,,0,0,0,0,0,0,0,0,"[{""Type"":""Microsoft Entra user"",""DisplayName"":""Local administrator"",""ObjectId"":""9c4750c3-17df-5b9a-8aa0-d965032135ab"",""FQN"":""aaduser=admin@localhost"",""Notes"":"""",""Role"":""Admin""},{""Type"":""Microsoft Entra user"",""DisplayName"":""x@y.z"",""ObjectId"":""fd8d0e8a-5fcf-5275-a7fd-d6b1394a3de4"",""FQN"":""aaduser=x@y.z"",""Notes"":""Feeds it"",""Role"":""Ingestor""}]",,,,,,,,,,e4c45ff0-c3da-5b39-9387-51c50f707b8e
    "#);
}

#[test]
fn a_table_shows_its_columns() {
    let mut session = session();
    run_well(&mut session, ".create table T (a:string, b:bool)");
    insta::assert_snapshot!(run(&mut session, ".show table T"), @r"
    AttributeName,AttributeType,ExtentSize,CompressionRatio,IndexSize,IndexSizePercent,OriginalSize,AttributeId,SharedIndexSize,StorageEngineVersion
    a,StringBuffer,0,0,0,0,0,d05e0364-6f38-50e5-b022-91e5557bba3a,0,
    b,I8,0,0,0,0,0,3d17c486-2331-5e18-a023-16fdbd0e8fe4,0,
    ");
}

#[test]
fn names_that_no_table_can_have_are_refused() {
    let mut session = session();
    insta::assert_snapshot!(run(&mut session, ".create table ['a/b'] (x:int)\n.create table __T (x:int)\n.create table '' (x:int)"), @r"
    error: a name can't have `/` in it
     --> test:1:15
      |
    1 | .create table ['a/b'] (x:int)
      |               ^^^^^^^
      |
      = help: names have letters, digits, `_`, `$`, spaces, `.` and `-`
    error: a name can't begin or end with `__`
     --> test:2:15
      |
    2 | .create table __T (x:int)
      |               ^^^
      |
      = help: such names are reserved
    error: a name can't be empty
     --> test:3:15
      |
    3 | .create table '' (x:int)
      |               ^^
    ");
    insta::assert_snapshot!(run(&mut session, ".create tables A (x:int), A (y:int)"), @r"
    error: `A` is named twice
     --> test:1:27
      |
    1 | .create tables A (x:int), A (y:int)
      |                -          ^
      |                |
      |                first named here
    ");
    assert_eq!(run(&mut session, ".show tables"), "TableName,DatabaseName,Folder,DocString\n");
}

#[test]
fn faults_in_the_text_say_what_could_stand_there() {
    let mut session = session();
    insta::assert_snapshot!(run(&mut session, ".create table T (a:text)"), @"
    error: expected `bool`, `datetime`, `decimal`, `dynamic`, `guid`, `int`, `long` or one of 3 other words, found `text`
     --> test:1:20
      |
    1 | .create table T (a:text)
      |                    ^^^^
      |
      = help: did you mean `string`?
    ");
    insta::assert_snapshot!(run(&mut session, ".create table T (a:string, a:int)"), @r"
    error: `a` is given twice
     --> test:1:28
      |
    1 | .create table T (a:string, a:int)
      |                  -         ^
      |                  |
      |                  first given here
    ");
    insta::assert_snapshot!(run(&mut session, ".create table T ()"), @r"
    error: expected the name of a column, found `)`
     --> test:1:18
      |
    1 | .create table T ()
      |                  ^
    ");
    insta::assert_snapshot!(run(&mut session, ".create table T (a:int) with (docstrng='x')"), @"
    error: there is no property `docstrng` here
     --> test:1:31
      |
    1 | .create table T (a:int) with (docstrng='x')
      |                               ^^^^^^^^
      |
      = help: did you mean `docstring`?
      = help: the properties are `docstring`, `folder` and `hidden`
    ");
    assert!(run(&mut session, ".show table T detials").contains("did you mean `details`?"));
    insta::assert_snapshot!(run(&mut session, ".rename tables A=B, C"), @r"
    error: expected `=`, found the end of the command
     --> test:1:22
      |
    1 | .rename tables A=B, C
      |                      ^
    ");
}

#[test]
fn views_follow_their_table_to_its_new_name_when_they_are_told_to() {
    let mut session = session();
    run_well(
        &mut session,
        ".create table T (a:int)\n.create materialized-view V on table T { T | summarize count() by a }",
    );
    run_well(&mut session, ".rename table T to ['new T'] with (updateMaterializedViews=true)");
    let shown = run(&mut session, ".show materialized-view V");
    assert!(shown.contains("V,new T,['new T'] | summarize count() by a"), "{shown}");
    insta::assert_snapshot!(run(&mut session, ".rename table ['new T'] to U"), @r"
    warning: materialized view `V` is disabled: `new T`, which it is made of, is gone
     --> test:1:1
      |
    1 | .rename table ['new T'] to U
      | ^^^^^^^
      |
      = help: `.rename table … with (updateMaterializedViews=true)` lets views follow
    TableName,DatabaseName,Folder,DocString
    U,NetDefaultDB,,
    ");
    assert!(run(&mut session, ".show materialized-view V").contains("V,new T,"));
}

#[test]
fn views_are_disabled_when_their_table_goes_and_not_when_another_takes_its_name() {
    let mut session = session();
    run_well(&mut session, ".create tables T (a:int), U (a:int)");
    run_well(&mut session, ".create materialized-view V on table T { T | summarize count() by a }");
    insta::assert_snapshot!(run(&mut session, ".rename tables T=U, U=T"), @r"
    TableName,DatabaseName,Folder,DocString
    T,NetDefaultDB,,
    U,NetDefaultDB,,
    ");
    insta::assert_snapshot!(run(&mut session, ".drop tables (U, T)"), @r"
    warning: materialized view `V` is disabled: `T`, which it is made of, is gone
     --> test:1:1
      |
    1 | .drop tables (U, T)
      | ^^^^^
    TableName,DatabaseName
    ");
    assert!(run(&mut session, ".enable materialized-view V").contains("Entity ID 'T' of kind 'Table' was not found."));
}
