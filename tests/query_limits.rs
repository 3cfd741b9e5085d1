//! What grows without end ends in an error, soon and in bounded memory.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test that fails may panic")]

#[path = "support/run_query.rs"]
mod run_query;

use run_query::{bound, shown, table};

const PARTS: &str = "the query has more than 100000 parts, those of its functions counted";
const ROWS: &str = "the operators make more than 2000000 rows";
const VALUE: &str = "a value of the query takes more than 16 MiB, or 128 levels";
const BYTES: &str = "the values of the query take more than 1024 MiB together";

#[test]
fn a_query_has_no_more_parts_than_the_limit() {
    let doubled = "let f = (x: long) { x + x };\nprint ".to_owned() + &"f(".repeat(30) + "1" + &")".repeat(30);
    assert_eq!(bound(&doubled).unwrap_err().message, PARTS);
    // Rows that stand in it twice each time, and columns that do.
    for columns in ["x", "x, y = 1"] {
        let lets: String = (1..40).map(|n| format!("let t{n} = t{} | lookup t{} on x;", n - 1, n - 1)).collect();
        let query = format!("let t0 = range x from 1 to 1 step 1 | project {columns};{lets} t39");
        assert_eq!(bound(&query).unwrap_err().message, PARTS, "{columns}");
    }
}

#[test]
fn operators_make_no_more_rows_than_the_limit() {
    assert_eq!(shown("range x from 1 to 2000000 step 1 | count"), "Count\n2000000\n");
    assert_eq!(table("range x from 1 to 2000001 step 1 | count").unwrap_err().message, ROWS);
}

#[test]
fn values_take_no_more_bytes_than_the_limit() {
    let text = "print t = strrep('x', 1000, 'yyyyyyyyy') | extend t = strcat_array(repeat(t, 1000), ',')";
    let array = "print a = range(1, 1048576)";
    for query in [
        // What doubles with each operator.
        format!("print a = 'x'{}", " | extend a = strcat(a, a)".repeat(40)),
        format!("print a = dynamic([1]){}", " | extend a = array_concat(a, a)".repeat(40)),
        format!("print a = 1{}", " | extend a = pack_array(a, a)".repeat(40)),
        format!("print a = 1{}", " | extend a = bag_pack('x', a, 'y', a)".repeat(40)),
        format!("print a = 'x'{}", " | extend a = replace_string(a, 'x', 'xx')".repeat(40)),
        // What is nested deeper with each.
        format!("print a = dynamic([1]){}", " | extend a = pack_array(a)".repeat(200)),
        // What is as large as the product of two values.
        format!("{text} | project replace_string(t, 'x', t)"),
        format!("{text} | project replace_regex(t, 'x', t)"),
        format!(r"{text} | project replace_regex(t, '.*', @'{}')", r"\0".repeat(1000)),
        format!("{text} | project replace_strings(t, dynamic(['x']), pack_array(t))"),
        format!("{text} | project strcat_array(split(t, 'x'), t)"),
        format!("{text} | project strrep(t, 1024)"),
        format!("{text} | project repeat(t, 1000000)"),
        format!("{text} | project array_shift_left(split(t, 'x'), 1000000, t)"),
        format!("{text} | project array_iff(repeat(true, 1000000), t, 1)"),
        format!("{text} | project extract_all('(.+)', repeat(1, 1000000), t)"),
        format!("{text} | project pack_array({})", "t, ".repeat(1000) + "t"),
        format!("{array} | project pack_array({})", "a, ".repeat(1000) + "a"),
        // What many rows copy.
        format!("{text} | mv-expand n = range(1, 100000) | summarize make_list(t)"),
        format!("{text} | mv-expand n = range(1, 100000) | extend b = strcat(t, 'x') | count"),
        format!("{text} | extend a = pack_array(t) | mv-expand n = range(1, 100000) | mv-expand a"),
        format!("{text} | mv-expand n = range(1, 100000) | order by t asc, tolong(n)"),
        format!("{text} | mv-expand n = range(1, 100000)"),
        format!("let T = {text} | mv-expand n = range(1, 100000); print x = 'x' in (T | project t)"),
    ] {
        match table(&query) {
            Err(error) => assert!([VALUE, BYTES].contains(&&*error.message), "{query}\n{}", error.message),
            Ok(table) => panic!("{query}\n{} rows", table.rows().len()),
        }
    }
}

#[test]
fn what_is_large_and_within_the_limits_is_made() {
    for (query, given) in [
        ("print n = array_length(range(1, 1048576))", "n\n1048576\n"),
        ("print n = strlen(strcat_array(repeat('0123456789', 500000), ''))", "n\n5000000\n"),
        (
            "range x from 1 to 200 step 1 | summarize array_length(makeset(x)), array_length(make_set(x))",
            "Column1,Column2\n128,200\n",
        ),
        // Rows share a large value.
        ("print a = range(1, 1048576) | mv-expand n = range(1, 1000) | where a[0] == 1 | count", "Count\n1000\n"),
    ] {
        assert_eq!(shown(query), given, "{query}");
    }
}
