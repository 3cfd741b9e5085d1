//! External tables: what is accepted and how it prints, what the commands do, how they refuse.

use insta::assert_snapshot;

mod support;

use support::{run, session, session_with_environment, verified};

const KEYED: &str = "h'https://a.blob.core.windows.net/c;secretKey'";

/// A session with the identity of the cluster and another one; the latter may not be used yet.
const IDENTITY: &str = "0a1b2c3d-0000-4000-8000-000000000401";

#[test]
fn definitions_print_in_one_form_that_reads_back() {
    let cases = [
        (
            ".create external table T (x:long, ['a b']:string)\nkind = storage dataformat = csv (h@'https://a/c;key')",
            ".create external table T (x: long, ['a b']: string) kind=storage dataformat=csv (h'https://a/c;key')",
        ),
        (
            ".alter external table T (t:datetime, s:string) kind=blob partition by (d:datetime = bin(t, 1d), h:long=hash(s, 10), s2:string = s, w:datetime = startofweek(t), v:string, u:datetime) catalog='c' dataformat=parquet ('a', \"b\")",
            ".alter external table T (t: datetime, s: string) kind=blob partition by (d:datetime = bin(t, time(1.00:00:00)), h:long = hash(s, 10), s2:string = s, w:datetime = startofweek(t), v:string, u:datetime) catalog='c' dataformat=parquet ('a', 'b')",
        ),
        (
            ".create-or-alter external table T (t:datetime) kind=adl partition by (m:datetime=startofmonth(t), ['p q']:string) pathformat=(\"x=\" datetime_pattern(\"'y='yyyy\", m) '/' ['p q'] \"/\" \"z\") dataformat=json ('a')",
            ".create-or-alter external table T (t: datetime) kind=adl partition by (m:datetime = startofmonth(t), ['p q']:string) pathformat=('x=' datetime_pattern('\\'y=\\'yyyy', m) '/' ['p q'] '/' 'z') dataformat=json ('a')",
        ),
        (
            ".create external table D kind=delta ('a') with (AUTOUPDATESCHEMA=true, docstring='x')",
            ".create external table D kind=delta ('a') with (AutoUpdateSchema=true, docString='x')",
        ),
        (".create external table D (x:int) kind=delta (h'a')", ".create external table D (x: int) kind=delta (h'a')"),
        (
            ".create external table S (x:long) kind=sql table = ['a.b'] ('Server=s;' h'Password=p') with (sqlDialect='MySql', primarykey=x,)",
            ".create external table S (x: long) kind=sql table=['a.b'] (h'Server=s;Password=p') with (sqlDialect='MySql', primarykey=x)",
        ),
        (".drop external table T", ".drop external table T"),
        (".drop external table ['T 1'] ifexists", ".drop external table ['T 1'] ifexists"),
        (".show external tables", ".show external tables"),
        (".show external tables with (any='x')", ".show external tables with (any='x')"),
        (".show external tables details", ".show external tables details"),
        (".show external table T", ".show external table T"),
        (".show external table T with (any=1)", ".show external table T with (any=1)"),
        (".show external table T details", ".show external table T details"),
        (".show external table T cslschema", ".show external table T cslschema"),
        (".show external table T kqlschema", ".show external table T kqlschema"),
        (".show external table T schema as json", ".show external table T schema as json"),
        (".show external table T schema as csl", ".show external table T schema as csl"),
        (".show external table T schema as kql", ".show external table T schema as kql"),
        (".alter external table T docstring \"x\"", ".alter external table T docstring 'x'"),
        (".alter external table T folder 'x'", ".alter external table T folder 'x'"),
    ];
    for (text, printed) in cases {
        verified(text, printed);
    }
}

#[test]
fn a_created_table_is_shown_without_its_secrets() {
    let mut session = session();
    let shown = run(
        &mut session,
        &format!(
            r#".create external table T (t:datetime, s:string) kind=storage
partition by (id:long = hash(s, 10), day:datetime = startofday(t), hour:datetime = bin(t, 1h), v:string)
pathformat=("id=" id "/dt=" datetime_pattern("yyyyMMdd", day) "/" v)
dataformat=csv ({KEYED}, 'https://b.blob.core.windows.net/c?sv=1&sig=abc')
with (folder='F', docstring='D', compressed=true, compressionType='gzip', fileExtension='.gz', includeHeaders='all')

.show external table T cslschema

.show external table T schema as json"#
        ),
    );
    assert_snapshot!(shown, @r#"
    TableName,TableType,Folder,DocString,Properties,ConnectionStrings,Partitions,PathFormat
    T,Blob,F,D,"{""Format"":""Csv"",""Compressed"":true,""CompressionType"":""gzip"",""FileExtension"":"".gz"",""IncludeHeaders"":""All"",""Encoding"":null,""NamePrefix"":null}","[""https://a.blob.core.windows.net/c;****"",""https://b.blob.core.windows.net/c?****""]","[{""Mod"":10,""Name"":""id"",""ColumnName"":""s"",""Ordinal"":0},{""Function"":""StartOfDay"",""Name"":""day"",""ColumnName"":""t"",""Ordinal"":1},{""Function"":""Bin"",""BinSize"":""01:00:00"",""Name"":""hour"",""ColumnName"":""t"",""Ordinal"":2},{""Name"":""v"",""ColumnName"":null,""Ordinal"":3}]","""id="" id ""/dt="" datetime_pattern(""yyyyMMdd"",day) ""/"" v"

    TableName,Schema,DatabaseName,Folder,DocString
    T,"t:datetime,s:string",NetDefaultDB,F,D

    TableName,Schema,DatabaseName,Folder,DocString
    T,"{""Name"":""T"",""Folder"":""F"",""DocString"":""D"",""OrderedColumns"":[{""Name"":""t"",""Type"":""System.DateTime"",""CslType"":""datetime""},{""Name"":""s"",""Type"":""System.String"",""CslType"":""string""}]}",NetDefaultDB,F,D
    "#);
}

#[test]
fn altering_replaces_the_definition_and_keeps_the_roles() {
    let mut session = session();
    let shown = run(
        &mut session,
        &format!(
            r#".create external table T (x:long) kind=storage dataformat=csv ({KEYED}) with (folder='F')

.add external table T admins ('aaduser=a@b.c') skip-results

.alter external table T (x:long, y:int) kind=delta ('https://a.blob.core.windows.net/c;impersonate')

.alter external table T docstring 'text'

.create-or-alter external table T (x:long) kind=storage dataformat=tsv ({KEYED})

.show external table T principals"#
        ),
    );
    assert_snapshot!(columns(&shown, &[0, 1, 2, 3]), @r"
    TableName,TableType,Folder,DocString
    T,Blob,F,

    TableName,TableType,Folder,DocString
    T,Delta,,

    TableName,TableType,Folder,DocString
    T,Delta,,text

    TableName,TableType,Folder,DocString
    T,Blob,,

    Role,PrincipalType,PrincipalDisplayName,PrincipalObjectId
    AllDatabasesAdmin,Microsoft Entra user,Local administrator,9c4750c3-17df-5b9a-8aa0-d965032135ab
    AllDatabasesAdmin,Microsoft Entra application,Kusto Internal Ingestion Azure AD App (app id: 76263cdb-1234-5678-9012-545644e9c404),271e0dec-94c2-5b53-91fd-63d6e918abcf
    External Table T Admin,Microsoft Entra user,Local administrator,9c4750c3-17df-5b9a-8aa0-d965032135ab
    External Table T Admin,Microsoft Entra user,a@b.c,8598dda4-5c09-5536-bc33-fc43f37b3d37
    ");
}

/// Some columns of CSV results in which these columns have no quotes.
fn columns(text: &str, wanted: &[usize]) -> String {
    let lines = text.lines().map(|line| {
        let cells: Vec<&str> = line.split(',').collect();
        let wanted: Vec<&str> = wanted.iter().filter_map(|at| cells.get(*at).copied()).collect();
        wanted.join(",")
    });
    lines.collect::<Vec<_>>().join("\n")
}

#[test]
fn what_is_dropped_is_answered_and_gone() {
    let mut session = session();
    let shown = run(
        &mut session,
        &format!(
            r#".create external table T (x:long) kind=storage dataformat=csv ({KEYED})

.drop external table T

.drop external table T ifexists

.drop external table T"#
        ),
    );
    assert_snapshot!(shown, @r#"
    TableName,TableType,Folder,DocString,Properties,ConnectionStrings,Partitions,PathFormat
    T,Blob,,,"{""Format"":""Csv"",""Compressed"":false,""CompressionType"":null,""FileExtension"":null,""IncludeHeaders"":""None"",""Encoding"":null,""NamePrefix"":null}","[""https://a.blob.core.windows.net/c;****""]",[],

    TableName,TableType,Folder,DocString,Properties,ConnectionStrings,Partitions,PathFormat
    T,Blob,,,"{""Format"":""Csv"",""Compressed"":false,""CompressionType"":null,""FileExtension"":null,""IncludeHeaders"":""None"",""Encoding"":null,""NamePrefix"":null}","[""https://a.blob.core.windows.net/c;****""]",[],

    TableName,TableType,Folder,DocString,Properties,ConnectionStrings,Partitions,PathFormat
    error: Entity ID 'T' of kind 'ExternalTable' was not found.
     --> test:7:22
      |
    7 | .drop external table T
      |                      ^
      |
      = help: kmgmt looked for an external table in database `NetDefaultDB`
    "#);
}

#[test]
fn a_dry_run_answers_and_keeps_nothing() {
    let mut session = session();
    let shown = run(
        &mut session,
        &format!(
            r#".create external table T (x:long) kind=storage dataformat=csv ({KEYED}) with (dryRun=true, sampleUris=true)

.show external tables"#
        ),
    );
    assert_snapshot!(shown, @r#"
    warning: kmgmt reads no storage: `sampleUris` has no effect
     --> test:1:131
      |
    1 | ...//a.blob.core.windows.net/c;*********') with (dryRun=true, sampleUris=true)
      |                                                               ^^^^^^^^^^
    TableName,TableType,Folder,DocString,Properties,ConnectionStrings,Partitions,PathFormat
    T,Blob,,,"{""Format"":""Csv"",""Compressed"":false,""CompressionType"":null,""FileExtension"":null,""IncludeHeaders"":""None"",""Encoding"":null,""NamePrefix"":null}","[""https://a.blob.core.windows.net/c;****""]",[],

    TableName,TableType,Folder,DocString,Properties,ConnectionStrings,Partitions,PathFormat
    "#);
}

/// Runs one command on a new catalog that has the external tables `Old` and `OldSql`.
fn refused(command: &str) -> String {
    let mut session = session_with_environment();
    run(
        &mut session,
        &format!(
            ".create external table Old (x:long) kind=storage dataformat=csv ({KEYED})\n\n.create external table OldSql (x:long) kind=sql table=S ('Server=s;User ID=u;Password=p;')"
        ),
    );
    support::refused(&mut session, command)
}

#[test]
fn a_table_of_the_same_name_must_or_must_not_exist() {
    assert_snapshot!(refused(".create external table Old (x:long) kind=storage dataformat=csv ('https://a/c')"), @r"
    error: Entity 'Old' of kind 'ExternalTable' already exists.
     --> test:1:24
      |
    1 | .create external table Old (x:long) kind=storage dataformat=csv ('https://a/c')
      |                        ^^^
      |
      = help: `.alter external table` and `.create-or-alter external table` change it
    ");
    assert_snapshot!(refused(".alter external table Odl (x:long) kind=storage dataformat=csv ('https://a/c')"), @r"
    error: Entity ID 'Odl' of kind 'ExternalTable' was not found.
     --> test:1:23
      |
    1 | .alter external table Odl (x:long) kind=storage dataformat=csv ('https://a/c')
      |                       ^^^
      |
      = help: did you mean `Old`?
      = help: kmgmt looked for an external table in database `NetDefaultDB`
    ");
    assert_snapshot!(refused(".alter external table OldSql (x:long, y:long) kind=sql table=S ('Server=s')"), @r"
    error: the columns of the SQL external table `OldSql` can't be altered
     --> test:1:23
      |
    1 | .alter external table OldSql (x:long, y:long) kind=sql table=S ('Server=s')
      |                       ^^^^^^
      |
      = help: `.drop external table OldSql` first, then create it again
    ");
}

#[test]
fn columns_are_needed_but_for_delta_tables() {
    assert_snapshot!(refused(".create external table T kind=storage dataformat=csv ('https://a/c')"), @r"
    error: an external table of kind `storage` needs its columns
     --> test:1:31
      |
    1 | .create external table T kind=storage dataformat=csv ('https://a/c')
      |                               ^^^^^^^
      |
      = help: write them before `kind`: `(name:type, …)`
    ");
}

#[test]
fn words_near_to_known_ones_are_suggested() {
    assert_snapshot!(refused(".create external table T (x:long) kind=storge dataformat=csv ('https://a/c')"), @r"
    error: expected `storage`, `delta`, `sql`, `blob` or `adl`, found `storge`
     --> test:1:40
      |
    1 | .create external table T (x:long) kind=storge dataformat=csv ('https://a/c')
      |                                        ^^^^^^
      |
      = help: did you mean `storage`?
    ");
    assert_snapshot!(refused(".create external table T (x:long) kind=storage dataformat=cvs ('https://a/c')"), @r"
    error: expected `csv`, `avro`, `apacheavro`, `json`, `multijson`, `orc`, `parquet` or one of 9 other words, found `cvs`
     --> test:1:59
      |
    1 | .create external table T (x:long) kind=storage dataformat=cvs ('https://a/c')
      |                                                           ^^^
      |
      = help: did you mean `csv`?
    ");
    assert_snapshot!(refused(".create external table T (x:long) kind=sql table=S ('s') with (sqldialect='MySQ')"), @r"
    error: `MySQ` is no value of the property `sqlDialect`
     --> test:1:75
      |
    1 | .create external table T (x:long) kind=sql table=S ('s') with (sqldialect='MySQ')
      |                                                                           ^^^^^^
      |
      = help: did you mean `MySql`?
      = help: the values are `SqlServer`, `MySql`, `PostgreSQL` and `CosmosDbSql`
    ");
    assert_snapshot!(refused(".create external table T (x:long) kind=storage dataformat=csv ('s') with (fileExtensions='x')"), @r"
    error: there is no property `fileExtensions` here
     --> test:1:75
      |
    1 | .create external table T (x:long) kind=storage dataformat=csv ('s') with (fileExtensions='x')
      |                                                                           ^^^^^^^^^^^^^^
      |
      = help: did you mean `fileExtension`?
      = help: the properties are `folder`, `docString`, `compressed`, `compressionType`, `includeHeaders`, `namePrefix`, `fileExtension`, `encoding`, `sampleUris`, `filesPreview`, `validateNotEmpty` and `dryRun`
    ");
    assert_snapshot!(refused(".create external table T (x:long) kind=storage dataformat=csv ('s') with (compressionType='zstd')"), @r"
    error: files in `csv` can't be compressed with `zstd`
     --> test:1:91
      |
    1 | .create external table T (x:long) kind=storage dataformat=csv ('s') with (compressionType='zstd')
      |                                                                                           ^^^^^^
      |
      = help: only `gzip` is for files that are not `parquet`
    ");
}

#[test]
fn partitions_are_made_of_columns_of_the_right_type() {
    let with = |partitions: &str| {
        refused(&format!(
            ".create external table T (t:datetime, s:string)\nkind=storage\npartition by {partitions}\ndataformat=csv ('https://a/c')"
        ))
    };
    assert_snapshot!(with("(d:datetime = bin(tt, 1d))"), @r"
    error: the external table has no column `tt`
     --> test:3:32
      |
    3 | partition by (d:datetime = bin(tt, 1d))
      |                                ^^
    ");
    assert_snapshot!(with("(d:datetime = startofday(s))"), @r"
    error: this partition needs a column of type `datetime`, and `s` is `string`
     --> test:3:39
      |
    1 | .create external table T (t:datetime, s:string)
      |                                       - declared here
    2 | kind=storage
    3 | partition by (d:datetime = startofday(s))
      |                                       ^
    ");
    assert_snapshot!(with("(s:string)"), @r"
    error: the virtual column `s` has the name of a column of the table
     --> test:3:15
      |
    1 | .create external table T (t:datetime, s:string)
      |                                       - declared here
    2 | kind=storage
    3 | partition by (s:string)
      |               ^
      |
      = help: leave it out of the columns, or make the partition of the column with `=`
    ");
    assert_snapshot!(with("(a:string = s, a:long = hash(s, 2))"), @r"
    error: `a` is given twice
     --> test:3:29
      |
    3 | partition by (a:string = s, a:long = hash(s, 2))
      |               -             ^
      |               |
      |               first given here
    ");
    assert_snapshot!(with("(a:long = hash(s, 0))"), @r"
    error: the second argument of `hash` in the partition `a` is not above zero
     --> test:3:15
      |
    3 | partition by (a:long = hash(s, 0))
      |               ^
    ");
    assert_snapshot!(with("(a:int)"), @r"
    error: expected `string`, `datetime` or `long`, found `int`
     --> test:3:17
      |
    3 | partition by (a:int)
      |                 ^^^
    ");
}

#[test]
fn path_formats_name_declared_partitions_set_apart_by_text() {
    let with = |path: &str| {
        refused(&format!(
            ".create external table T (t:datetime, s:string)\nkind=storage\npartition by (d:datetime = bin(t, 1d), a:string = s, v:string)\npathformat={path}\ndataformat=csv ('https://a/c')"
        ))
    };
    assert_snapshot!(with("(v '/' aa)"), @r"
    error: `aa` is no partition of the external table
     --> test:4:19
      |
    4 | pathformat=(v '/' aa)
      |                   ^^
    ");
    assert_snapshot!(with("(v a)"), @r#"
    error: there is no text between the partitions `v` and `a`
     --> test:4:15
      |
    4 | pathformat=(v a)
      |               ^
      |
      = help: set them apart by a text such as `"/"`
    "#);
    assert_snapshot!(with("(d '/' a)"), @r"
    error: the virtual column `v` is not in `pathformat`
     --> test:3:54
      |
    3 | partition by (d:datetime = bin(t, 1d), a:string = s, v:string)
      |                                                      ^
      |
      = help: its values stand in the path alone
    ");
    assert_snapshot!(with("(v '/' datetime_pattern('yyyy', a))"), @r"
    error: `datetime_pattern` is for partitions of type `datetime`
     --> test:4:44
      |
    3 | partition by (d:datetime = bin(t, 1d), a:string = s, v:string)
      |                                        - declared as `string`
    4 | pathformat=(v '/' datetime_pattern('yyyy', a))
      |                                            ^
    ");
    assert_snapshot!(with("('v')"), @r"
    error: expected a text in quotes, `datetime_pattern` or the name of a partition, found `)`
     --> test:4:16
      |
    4 | pathformat=('v')
      |                ^
    ");
}

#[test]
fn sql_tables_need_what_their_database_needs() {
    let with = |rest: &str| refused(&format!(".create external table T (x:long)\nkind=sql {rest}"));
    assert_snapshot!(with("('Server=s')"), @r"
    error: an SQL external table needs `table=NAME`
     --> test:2:11
      |
    2 | kind=sql ('Server=s')
      |           ^^^^^^^^^^
      |
      = help: only a table of Cosmos DB goes without: its connection string names the collection
    ");
    assert_snapshot!(with("table=S ('Server=s;Authentication=Active Directory Integrated') with (sqlDialect='MySql')"), @r"
    error: `MySql` takes a user name and a password, no identity
     --> test:2:19
      |
    2 | kind=sql table=S ('Server=s;Authentication=Active Directory Integrated') with (sqlDialect='MySql')
      |                   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    ");
    assert_snapshot!(with("table=S ('Server=s') with (createifnotexists=true, primarykey=y)"), @r"
    error: the external table has no column `y`
     --> test:2:61
      |
    2 | kind=sql table=S ('Server=s') with (createifnotexists=true, primarykey=y)
      |                                                             ^^^^^^^^^^
    ");
}

#[test]
fn an_sql_table_that_may_be_created_without_a_key_is_warned_of() {
    let command = ".create external table T (x:long) kind=sql table=S ('Server=s') with (createifnotexists=true)";
    assert_snapshot!(support::said_of(&mut session(), command), @"
    warning: `createifnotexists` needs `primarykey`
     --> test:1:71
    1 | .create external table T (x:long) kind=sql table=S ('Server=s') with (createifnotexists=true)
      |                                                                       ^^^^^^^^^^^^^^^^^
      = help: name the column that is the key of the SQL table (external-sql-tables.md)
    ");
}

#[test]
fn the_schema_of_a_delta_table_is_followed_only_where_it_is_inferred() {
    assert_snapshot!(refused(".create external table T (x:long) kind=delta ('https://a/c') with (AutoUpdateSchema=true)"), @r"
    error: `AutoUpdateSchema` is for tables whose columns are inferred
     --> test:1:68
      |
    1 | .create external table T (x:long) kind=delta ('https://a/c') with (AutoUpdateSchema=true)
      |                                                                    ^^^^^^^^^^^^^^^^
      |
      = help: leave out the columns, or the property
    ");
}

#[test]
fn a_connection_names_an_identity_that_is_assigned_and_allowed() {
    let with = |identity: &str| {
        refused(&format!(".create external table T (x:long)\nkind=delta (h'https://a/c;managed_identity={identity}')"))
    };
    assert_snapshot!(with("0a1b2c3d-0000-4000-8000-000000000499"), @r"
    error: the managed identity `0a1b2c3d-0000-4000-8000-000000000499` is not assigned to the cluster
     --> test:2:13
      |
    2 | kind=delta (h'https://a/c;managed_identity=0a1b2c3d-0000-4000-8000-000000000499')
      |             ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
      |
      = help: did you mean `0a1b2c3d-0000-4000-8000-000000000401`?
      = help: the environment assigns `0a1b2c3d-0000-4000-8000-000000000401` and `system`
    ");
    assert_snapshot!(with("system"), @r#"
    error: the managed identity `system` is not allowed the usage `ExternalTable`, neither by the cluster nor by database `NetDefaultDB`
     --> test:2:13
      |
    2 | kind=delta (h'https://a/c;managed_identity=system')
      |             ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
      |
      = help: `.alter-merge cluster policy managed_identity '[{"ObjectId": "system", "AllowedUsages": "ExternalTable"}]'` allows it in every database
      = help: `.alter-merge database NetDefaultDB policy managed_identity '[{"ObjectId": "system", "AllowedUsages": "ExternalTable"}]'` allows it in this one
    "#);
    let mut open = session();
    let shown =
        run(&mut open, ".create external table T (x:long)\nkind=delta (h'https://a/c;managed_identity=system')");
    assert_snapshot!(shown, @r"
    error: the cluster has no system-assigned managed identity
     --> test:2:13
      |
    2 | kind=delta (h'https://a/c;managed_identity=system')
      |             ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
      |
      = help: an environment file declares the identities of the cluster (`--environment FILE`, `cluster.managedIdentities`); without one none is assigned
    ");
    let mut allowed = session_with_environment();
    let shown = run(
        &mut allowed,
        &format!(
            r#".alter-merge cluster policy managed_identity '[{{"ObjectId": "{IDENTITY}", "AllowedUsages": "ExternalTable"}}]'

.create external table T (x:long) kind=sql table=S ('Server=s;Authentication="Active Directory Managed Identity";User Id={IDENTITY};')"#
        ),
    );
    assert_snapshot!(shown, @r#"
    PolicyName,EntityName,Policy,ChildEntities,EntityType
    ManagedIdentityPolicy,,"[{""ObjectId"": ""0a1b2c3d-0000-4000-8000-000000000401"", ""ClientId"": ""0a1b2c3d-0000-4000-8000-000000000501"", ""TenantId"": ""0a1b2c3d-0000-4000-8000-000000000001"", ""DisplayName"": ""myManagedIdentity"", ""IsSystem"": false, ""AllowedUsages"": ""ExternalTable""}]","[""NetDefaultDB""]",Cluster

    TableName,TableType,Folder,DocString,Properties,ConnectionStrings,Partitions,PathFormat
    T,Sql,,,"{""TargetEntityKind"":""sqltable"",""TargetEntityName"":""S"",""TargetEntityConnectionString"":""Server=s;Authentication=\""Active Directory Managed Identity\"";User Id=0a1b2c3d-0000-4000-8000-000000000401;"",""FireTriggers"":false,""CreateIfNotExists"":false,""PrimaryKey"":null}","[""Server=s;Authentication=\""Active Directory Managed Identity\"";User Id=0a1b2c3d-0000-4000-8000-000000000401;""]",,
    "#);
}

#[test]
fn the_schema_script_of_the_database_makes_the_tables_anew() {
    let mut session = session();
    run(
        &mut session,
        &format!(
            r#".create external table T (t:datetime, s:string) kind=storage
partition by (id:long = hash(s, 10), day:datetime = startofday(t), v:string)
pathformat=("id=" id "/dt=" datetime_pattern("yyyyMMdd", day) "/" v)
dataformat=csv ({KEYED}) with (folder='F', includeHeaders='all', compressed=true)

.create external table D kind=delta ('https://a.blob.core.windows.net/c;impersonate')

.create external table S (x:long) kind=sql table=['a.b'] ('Server=s;User ID=u;Password=p;') with (sqlDialect='mysql', createifnotexists=true, primarykey=x)"#
        ),
    );
    assert_snapshot!(run(&mut session, ".show database schema as csl script with (IncludeSecuritySettings=false)"), @r#"
    DatabaseSchemaScript
    .create-or-alter external table D kind=delta (h'https://a.blob.core.windows.net/c;impersonate')
    ".create-or-alter external table S (x: long) kind=sql table=['a.b'] (h'Server=s;User ID=u;Password=****;') with (sqlDialect='MySql', createifnotexists=true, primarykey='x')"
    ".create-or-alter external table T (t: datetime, s: string) kind=storage partition by (id:long = hash(s, 10), day:datetime = startofday(t), v:string) pathformat=('id=' id '/dt=' datetime_pattern('yyyyMMdd', day) '/' v) dataformat=csv (h'https://a.blob.core.windows.net/c;****') with (folder='F', compressed=true, includeHeaders='All')"
    "#);
}
