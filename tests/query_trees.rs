//! What queries are read as: trees, and errors with their places.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test that fails may panic")]

#[path = "support/query/mod.rs"]
mod query;

use kmgmt::diagnostic::{Context, Diagnostic, Style, human};
use kmgmt::query::parse::{expected_after, parse_pipe, parse_query};

/// The tree of each pipe.
fn pipes(texts: &[&str]) -> String {
    let shown = texts.iter().map(|text| match parse_pipe(text) {
        Ok(tree) => query::pipeline(&tree).trim_start_matches("_ | ").to_owned() + "\n",
        Err(error) => format!("{text}\n  => {}\n", error.kind),
    });
    shown.collect()
}

fn queries(texts: &[&str]) -> String {
    let shown = texts.iter().map(|text| match parse_query(text) {
        Ok(tree) => query::query(&tree) + "\n",
        Err(error) => format!("{text}\n  => {}\n", error.kind),
    });
    shown.collect()
}

/// The errors of pipes, as people see them.
fn errors(texts: &[&str]) -> String {
    let shown = texts.iter().map(|text| {
        let error = parse_pipe(text).map(|tree| query::pipeline(&tree)).unwrap_err();
        let context = Context { origin: "test", text, line: 1, database: "Samples" };
        human(&Diagnostic::from(error), &context, Style::Plain)
    });
    shown.collect()
}

#[test]
fn operators_are_read() {
    insta::assert_snapshot!(pipes(&[
        "where Role == 'Admin' and not(isempty(Notes)) | project Name=PrincipalDisplayName, Role | count",
        "extend a = 1, b | summarize n = count(), dcount(b) by bin(Time, 1h), Role | take 5 | limit 10",
        "order by a asc nulls first, b desc, c | sort by x = a | top 3 by a nulls last",
        "project-away a*, *b, c | project-keep ['a b'] | project-rename New = Old | project-reorder a desc, b*",
        "distinct * | distinct a, b | summarize by a | count as N | project | serialize r = row_number()",
        "mv-expand kind=array with_itemindex=i a to typeof(string), b=c.d limit 7 | mvexpand x",
        "mv-apply r = Roles to typeof(dynamic) on (where r.name has 'a' | summarize make_list(r))",
        "parse kind=regex flags=Ui T with * 'a' x: long 'b' 'c' y * | parse-where T with a ':' b",
        "lookup kind=inner (datatable(a:string, n:long)['x', -1,]) on a | join (T | where b) on $left.a == $right.b, c",
        "union kind=outer withsource=s T, (U | take 1), V*, database('D').W | getschema | as X | consume",
        "render timechart with (title='x', ycolumns=a, b, kind=stacked) | evaluate hint.distribution=single bag_unpack(a) : (*, x: long) | invoke f(1)",
        "extend (a, b) = f(x, y = 1, *)",
    ]), @"");
}

#[test]
fn operations_bind_as_the_language_binds_them() {
    insta::assert_snapshot!(pipes(&[
        "where a or b and c == 1 + 2 * 3 - x",
        "where a has 'x' == true and a contains 'b' + 'c' or d",
        "where x in ('a', 'b') or x !in~ (T | project a) or y has_any ('q') or y !between (1 .. 5)",
        "where a =~ 'x' and b !~ c and d matches regex 'e' and e <> f and g !has_cs 'h'",
        "where a.b[0]['c'].d.['e f'] == -x.y and -1 < - 2 and 1-2 < a-b",
        "where ['a b'] == [\"c d\"] and project-x > 1..3",
        "where a or b or c or d or e",
        "where $left.x == toscalar(T | count) and f() == materialize(T)",
        "where x in (database('D').T) or cluster('C').database('D').f(1) == database('D').table('T')",
    ]), @"");
}

#[test]
fn literals_have_their_types() {
    insta::assert_snapshot!(pipes(&[
        "project 1, 0x1F, 1.5, 1e3, 1.5e-3, 5m, 1.5h, 2d, 'a' \"b\" @'c\\' ```d```, h'e', true, FALSE",
        "project int(5), int(-5), long(null), real(nan), real(-inf), double(1.5), decimal(1.5), bool(true), bool(0)",
        "project datetime(2015-12-31 23:59:59.9), datetime(2014-05-25T08:20), date(2015-12-31), datetime(null), datetime()",
        "project timespan(0.12:34:56.7), time(15 seconds), timespan(2), time(-1.00:00:00), timespan(null), time('1:00')",
        "project guid(74be27de-1e4e-49d9-b579-fe0b331d3642), guid(null), dynamic(null), dynamic({\"a\": datetime(1970-05-11), 'b': [1, -2.5, null, 5m, dynamic({})]})",
        "project typeof(long), a = dynamic([]), -9223372036854775808, 18446744073709551616",
        "project int(3000000000)",
        "project datetime(x)",
        "project real(infinity)",
    ]), @"");
}

#[test]
fn whole_queries_are_read() {
    insta::assert_snapshot!(queries(&[
        "",
        "T",
        "T | where a\n\n| count;",
        "let a = 1; let T = U | where x == a; let f = (a: long, T: (x: string), o: string = 'x') { T | where b; };\n// comment\nf(a, T) | count",
        "let v = view () { print 1 }; let g = (T: (*)) { a + 1 }; let m = materialize(T | take 1); m",
        "set notruncation; set x = 1; declare query_parameters(a: long = 5); alias database d = cluster('c').database('x'); restrict access to (T, v*, database('d').*); T",
        "print a = 1, 2 | extend b = a",
        "range x from 1 to 10 step 2",
        "datatable (a: long, b: string) [1, 'x', 2, 'y'] | take 1",
        "externaldata (a: long) [ 'url' ] with (format = 'csv')",
        "union withsource = c isfuzzy = true T, (U | take 1), * | where b",
        "(T | where a) | count",
        "cluster('C').database('D').T | join kind=leftouter database('D').f(2) on a and b",
        "materialized_view('V') | where a > ago(1d)",
        "iff(a, b, c) | count",
        "(1 + 2) | count",
        "search 'x'",
        "T | make-series count() on a step 1d",
        "let x = entity_group [a]; T",
        "declare pattern p; T",
    ]), @"");
}

#[test]
fn errors_tell_what_where_and_what_instead() {
    insta::assert_snapshot!(errors(&[
        "where",
        "were Role == 'Admin'",
        "where Role = 'Admin'",
        "where Role ==",
        "where (Role == 'Admin'",
        "where Role has 'Admin' 'x' y",
        "make-series count() on a step 1d",
        "project a b",
        "project title",
        "order a",
        "order by a ascending",
        "where a == 'x",
        "where a == 'a\\q'",
        "extend x = int(12 apples)",
        "mv-expand a to typeof(strng)",
        "where é == 1",
        "take 5 |",
        "",
        "where a.f(1)",
        "join (T) on a > b",
    ]), @"");
}

#[test]
fn nesting_ends_in_the_limit() {
    for open in ["(", "not(", "-", "a.b", "|", "f(x,", "a[", "where a and (", "- -", "dynamic([", "{", "iff("] {
        for before in ["", "where ", "mv-apply x on (", "where x in ("] {
            let text = format!("{before}{}", open.repeat(100_000));
            assert!(parse_pipe(&text).is_err(), "{before}{open}");
            let _ = parse_query(&text);
        }
    }
    for chain in ["a", "a.b", "a + ", "a[0]", "a == b and ", "a or "] {
        let text = format!("where {}a", chain.repeat(100_000));
        let _ = parse_pipe(&text);
    }
    let conditions = format!("where {}a", "a or ".repeat(100_000));
    assert!(parse_pipe(&conditions).is_ok());
    assert!(parse_pipe(&format!("take 1{}", " | take 1".repeat(100_000))).is_ok());
    let deep = format!("where {}a{}", "(".repeat(100), ")".repeat(100));
    assert!(parse_pipe(&deep).is_ok());
}

#[test]
fn what_may_stand_at_the_end_is_told() {
    let words = |text: &str| {
        let (start, expected) = expected_after(text);
        let words = expected.iter().flat_map(|one| one.words().to_vec()).collect::<Vec<_>>().join(" ");
        format!("{text:?} {}: {words}\n", &text[start..])
    };
    let shown: String =
        ["", "wh", "where ", "order ", "order by a ", "take 1 | project-", "summarize count() ", "mv-expand a to "]
            .into_iter()
            .map(words)
            .collect();
    insta::assert_snapshot!(shown, @"");
}
