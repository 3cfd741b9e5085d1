//! What is said of mappings: of columns that the table does not have, of parts that no page has, and of mappings of
//! external tables that are made again.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test that fails may panic")]

mod support;

use insta::assert_snapshot;
use support::{run, run_well, said_of, session};

const TABLE: &str = ".create table T (x:int, name:string)";
const EXTERNAL: &str =
    ".create external table E (a:int) kind=storage dataformat=json (h@'https://a.blob.core.windows.net/c;impersonate')";

/// What is said of one command in a database that has table `T (x:int, name:string)` and external table `E (a:int)`.
fn told(command: &str) -> String {
    let mut session = session();
    run_well(&mut session, &format!("{TABLE}\n{EXTERNAL}"));
    said_of(&mut session, command)
}

#[test]
fn a_mapping_to_a_column_that_is_not_there_is_made_and_warned_of() {
    assert_snapshot!(told(r#".create table T ingestion json mapping 'M' '[{"column": "nam", "path": "$.n"}]'"#), @r#"
    warning: table `T` has no column `nam`, which the mapping names
     --> test:1:57
    1 | .create table T ingestion json mapping 'M' '[{"column": "nam", "path": "$.n"}]'
      |                                                         ^^^^^ did you mean `name`?
      = help: ingestion with this mapping fails (create-ingestion-mapping-command.md)
    "#);
    assert_snapshot!(told(r#".create-or-alter table T ingestion csv mapping 'M' '[{"Column": "x", "Properties": {"Ordinal": "0"}}, {"Column": "Name", "Properties": {"Ordinal": "1"}}, {"Column": "other", "Properties": {"Ordinal": "2"}}]'"#), @r#"
    warning: table `T` has no columns `Name` and `other`, which the mapping names
     --> test:1:114
    1 | ...es": {"Ordinal": "0"}}, {"Column": "Name", "Properties": {"Ordinal": "1"}}, {"Column": "other", "Properties": {"Ordinal": "2"}}]'
      |                                       ^^^^^^ did you mean `name`?                         -------
      = help: ingestion with this mapping fails (create-ingestion-mapping-command.md)
    "#);
    assert_snapshot!(told(r#".create table T ingestion csv mapping 'M' '[{"Column": "extra", "DataType": "int", "Properties": {"Ordinal": 0}}]'"#), @r#"
    warning: table `T` has no column `extra`, which the mapping names
     --> test:1:56
    1 | .create table T ingestion csv mapping 'M' '[{"Column": "extra", "DataType": "int", "Properties": {"Ordinal": 0}}]'
      |                                                        ^^^^^^^
      = help: ingestion may make a column whose type stands in the mapping (mappings.md)
    "#);
    assert_eq!(
        told(
            r#".create table T ingestion csv mapping 'M' '[{"Name": "x", "DataType": "int", "CsvDataType": null, "Ordinal": 0, "ConstValue": null}]'"#
        ),
        ""
    );
    assert_eq!(
        told(r#".create database NetDefaultDB ingestion json mapping 'M' '[{"column": "any", "path": "$.a"}]'"#),
        ""
    );
}

#[test]
fn a_part_of_a_mapping_that_no_page_has_is_warned_of() {
    assert_snapshot!(told(r#".create table T ingestion json mapping 'M' '[{"colum": "x", "Properties": {"Paht": "$.x"}}]'"#), @r#"
    warning: a mapping has no part `colum`: it is kept, and has no meaning
     --> test:1:47
    1 | .create table T ingestion json mapping 'M' '[{"colum": "x", "Properties": {"Paht": "$.x"}}]'
      |                                               ^^^^^^^
      = help: did you mean `Column`?
    warning: a mapping has no part `Properties.Paht`: it is kept, and has no meaning
     --> test:1:76
    1 | .create table T ingestion json mapping 'M' '[{"colum": "x", "Properties": {"Paht": "$.x"}}]'
      |                                                                            ^^^^^^
      = help: did you mean `Path`?
    "#);
}

#[test]
fn a_mapping_of_an_external_table_is_made_again_only_where_it_is_the_same() {
    let mut session = session();
    run_well(&mut session, EXTERNAL);
    assert_snapshot!(run(&mut session, r#".create external table E mapping 'M' '[{"Column": "b", "Properties": {"Path": "$.b"}}]'"#), @r#"
    warning: external table `E` has no column `b`, which the mapping names
     --> test:1:51
      |
    1 | .create external table E mapping 'M' '[{"Column": "b", "Properties": {"Path": "$.b"}}]'
      |                                                   ^^^
    Name,Kind,Mapping,LastUpdatedOn,Database,Table
    M,JSON,"[{""Column"": ""b"", ""Properties"": {""Path"": ""$.b""}}]",2026-01-31T12:00:00.0000000Z,NetDefaultDB,E
    "#);
    let good = r#".alter external table E mapping 'M' '[{"Column": "a", "Properties": {"Path": "$.a"}}]'"#;
    run_well(&mut session, good);
    assert_snapshot!(run(&mut session, &good.replacen("alter", "create", 1)), @r#"
    warning: the mapping `M` exists already, and is the same
     --> test:1:34
      |
    1 | .create external table E mapping 'M' '[{"Column": "a", "Properties": {"Path": "$.a"}}]'
      |                                  ^^^
      |
      = help: `.alter …` changes a mapping that exists
    Name,Kind,Mapping,LastUpdatedOn,Database,Table
    M,JSON,"[{""Column"": ""a"", ""Properties"": {""Path"": ""$.a""}}]",2026-01-31T12:00:00.0000000Z,NetDefaultDB,E
    "#);
    assert_snapshot!(run(&mut session, r#".create external table E mapping 'M' '[{"Column": "a", "Properties": {"Path": "$.x"}}]'"#), @r#"
    error: the mapping `M` exists already
     --> test:1:34
      |
    1 | .create external table E mapping 'M' '[{"Column": "a", "Properties": {"Path": "$.x"}}]'
      |                                  ^^^
      |
      = help: `.alter …` replaces it
    "#);
}
