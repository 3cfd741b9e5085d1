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
    ]), @"
    where (and (== Role 'Admin') not(isempty(Notes))) | project Name := PrincipalDisplayName, Role | count 
    extend a := 1, b | summarize n := count(), dcount(b) by bin(Time, timespan:PT1H), Role | take 5 | take 10
    sort a Ascending nulls first, b Descending, c | sort x := a | top 3 a nulls last
    project-away a*, *b, c | project-keep a b | project-rename New := Old | project-reorder a Descending, b*
    distinct  | distinct a, b | summarize  by a | count N | project  | serialize r := row_number()
    mv-expand arrays index i a to string, b := c.d limit 7 | mv-expand x
    mv-apply r := Roles to dynamic on (_ | where (has r.name 'a') | summarize make_list(r) by )
    parse RegexUi T with * 'a' x:long 'bc' y:string * | parse-where Simple T with a:string ':' b:string
    lookup inner (datatable(a:string, n:long) ['x', -1]) on a=a | join (T | where b) on a=b, c=c
    union s= [T; (U | take 1); V*; database(D).W] | getschema | as X | consume
    render | evaluate bag_unpack(a) | invoke f(1)
    extend a, b := f(x, y := 1, *)
    ");
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
    ]), @r#"
    where (or a (and b (== c (- (+ 1 (* 2 3)) x))))
    where (or (and (== (has a 'x') bool:true) (+ (contains a 'b') 'c')) d)
    where (or (or (in x 'a' 'b') (!in~ x rows {T | project a})) (or (has_any y 'q') (!between y 1 5)))
    where (and (and (=~ a 'x') (!~ b c)) (and (matches regex d 'e') (and (!= e f) (!has_cs g 'h'))))
    where (and (== a.b[0]['c'].d.e f (- x.y)) (and (< -1 -2) (< (- 1 2) (- a b))))
    where ['a b'] == ["c d"] and project-x > 1..3
      => expected a value or the end of the query, found `project`
    where (or (or a b) (or c (or d e)))
    where (and (== $left.x toscalar(rows {T | count })) (== f() materialize(T)))
    where (or (in x rows {database(D).T}) (== rows {cluster(C).database(D).f(1)} rows {database(D).table('T')}))
    "#);
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
    ]), @r#"
    project 1, 31, real:1.5, real:1000, real:0.0015, timespan:PT5M, timespan:PT1H30M, timespan:PT48H, 'abc\d', 'e', bool:true, bool:false
    project int:5, int:-5, long:null, real:NaN, real:-inf, real:1.5, decimal:1.5, bool:true, bool:false
    project datetime:2015-12-31T23:59:59.9Z, datetime:2014-05-25T08:20:00Z, datetime:2015-12-31T00:00:00Z, datetime:null, now()
    project timespan:PT12H34M56.7S, timespan:PT15S, timespan:PT48H, timespan:-PT24H, timespan:null, timespan:PT1H
    project guid:74be27de-1e4e-49d9-b579-fe0b331d3642, guid:null, dynamic:null, dynamic:{"a":"1970-05-11T00:00:00.0000000Z","b":[1,-2.5,null,"00:05:00",{}]}
    project typeof(long), a = dynamic([]), -9223372036854775808, 18446744073709551616
      => `18446744073709551616` is not a valid long
    project int(3000000000)
      => `3000000000` is not a valid int
    project datetime(x)
      => `x` is not a valid datetime
    project real(infinity)
      => `infinity` is not a valid real
    "#);
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
    ]), @"

    scalar T
    T | where a | count 
    let a = 1; let T = rows U | where (== x a); let f = (a:long, T:rows, o:string = 'x') {T | where b}; f(a, T) | count 
    let v = () {print 1}; let g = (T:rows) {scalar (+ a 1)}; let m = materialize(rows {T | take 1}); scalar m
    other; other; declare (a:long = 5); other; other; scalar T
    print a := 1, 2 | extend b := a
    range x 1 10 2
    datatable(a:long, b:string) [1, 'x', 2, 'y'] | take 1
    externaldata(a:long)
    union c= [T; (U | take 1); *] | where b
    (T | where a) | count 
    cluster(C).database(D).T | join leftouter (database(D).f(2)) on a=a, b=b
    materialized_view('V') | where (> a ago(timespan:PT24H))
    iff(a, b, c) | count 
    (1 + 2) | count
      => a value has no rows
    search 'x'
      => `search` is an operator that kmgmt does not interpret
    T | make-series count() on a step 1d
      => `make-series` is an operator that kmgmt does not interpret
    let x = entity_group [a]; T
      => groups of entities in queries are not read
    declare pattern p; T
      => patterns in queries are not read
    ");
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
        "where a == 'a\\éb'",
        "extend x = int(12 apples)",
        "mv-expand a to typeof(strng)",
        "where é == 1",
        "take 5 |",
        "",
        "where a.f(1)",
        "join (T) on a > b",
    ]), @r"
    error: expected a value, found the end of the query
     --> test:1:6
      |
    1 | where
      |      ^error: `were` is not an operator
     --> test:1:1
      |
    1 | were Role == 'Admin'
      | ^^^^
      |
      = help: did you mean `where`?
      = help: the operators are listed in https://learn.microsoft.com/kusto/query/querieserror: `=` names a column
     --> test:1:12
      |
    1 | where Role = 'Admin'
      |            ^
      |
      = help: use `==` to compareerror: expected a value, found the end of the query
     --> test:1:14
      |
    1 | where Role ==
      |              ^error: the bracket is not closed
     --> test:1:7
      |
    1 | where (Role == 'Admin'
      |       ^error: expected an operator such as `==`, `|` or the end of the query, found `y`
     --> test:1:28
      |
    1 | where Role has 'Admin' 'x' y
      |                            ^error: `make-series` is an operator that kmgmt does not interpret
     --> test:1:1
      |
    1 | make-series count() on a step 1d
      | ^^^^^^^^^^^
      |
      = help: kmgmt runs `where`, `project`, `extend`, `summarize`, `take`, `sort`, `count`, `project-away`, `project-keep`, `project-rename`, `project-reorder`, `distinct`, `top`, `mv-expand`, `mv-apply`, `parse`, `parse-where`, `lookup`, `getschema`, `render`, `as` and `serialize`
      = help: see https://learn.microsoft.com/kusto/query/make-series-operatorerror: expected an operator such as `==`, `,`, `|` or the end of the query, found `b`
     --> test:1:11
      |
    1 | project a b
      |           ^error: expected a value or the end of the query, found `title`
     --> test:1:9
      |
    1 | project title
      |         ^^^^^
      |
      = help: a name that is a word of the language stands in brackets: ['title']error: expected `by` or the end of the query, found `a`
     --> test:1:7
      |
    1 | order a
      |       ^error: expected an operator such as `==`, `asc`, `desc`, `nulls`, `,`, `|` or the end of the query, found `ascending`
     --> test:1:12
      |
    1 | order by a ascending
      |            ^^^^^^^^^error: the string is not closed
     --> test:1:12
      |
    1 | where a == 'x
      |            ^^
      |
      = help: close it; a text over several lines stands between three back-quoteserror: unknown escape sequence
     --> test:1:14
      |
    1 | where a == 'a\q'
      |              ^^error: unknown escape sequence
     --> test:1:14
      |
    1 | where a == 'a\éb'
      |              ^^error: `12 apples` is not a valid int
     --> test:1:16
      |
    1 | extend x = int(12 apples)
      |                ^^^^^^^^^
      |
      = help: `toint()` converts a value; for literals see https://learn.microsoft.com/kusto/query/scalar-data-types/interror: `strng` is no type of a column
     --> test:1:23
      |
    1 | mv-expand a to typeof(strng)
      |                       ^^^^^
      |
      = help: did you mean `string`?
      = help: the types are `bool`, `datetime`, `decimal`, `dynamic`, `guid`, `int`, `long`, `real`, `string` and `timespan`error: unexpected character U+00E9 `é`
     --> test:1:7
      |
    1 | where é == 1
      |       ^error: expected an operator such as `where`, found the end of the query
     --> test:1:9
      |
    1 | take 5 |
      |         ^error: expected an operator such as `where`, found the end of the query
     --> test:1:1
      |
    1 |
      | ^error: a value has no functions
     --> test:1:9
      |
    1 | where a.f(1)
      |         ^
      |
      = help: a function is called by itself: `f(a)`, and not `a.f()`error: a join compares columns of the left with columns of the right
     --> test:1:13
      |
    1 | join (T) on a > b
      |             ^^^^^
      |
      = help: write `on a`, or `on $left.a == $right.b`
    ");
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
    insta::assert_snapshot!(shown, @r#"
    "" : where filter project extend summarize take limit sort order count project-away project-keep project-rename project-reorder distinct top mv-expand mvexpand mv-apply mvapply parse parse-where lookup getschema render as serialize join union invoke evaluate consume
    "wh" wh: where filter project extend summarize take limit sort order count project-away project-keep project-rename project-reorder distinct top mv-expand mvexpand mv-apply mvapply parse parse-where lookup getschema render as serialize join union invoke evaluate consume
    "where " : 
    "order " : by
    "order by a " : or and == != <> in !in between !between in~ !in~ has_any has_all < <= > >= + - * / % =~ !~ contains !contains contains_cs !contains_cs startswith !startswith startswith_cs !startswith_cs endswith !endswith endswith_cs !endswith_cs has !has has_cs !has_cs hasprefix !hasprefix hasprefix_cs !hasprefix_cs hassuffix !hassuffix hassuffix_cs !hassuffix_cs matches regex like notlike likecs notlikecs notcontains containscs notcontainscs asc desc nulls , |
    "take 1 | project-" project-: where filter project extend summarize take limit sort order count project-away project-keep project-rename project-reorder distinct top mv-expand mvexpand mv-apply mvapply parse parse-where lookup getschema render as serialize join union invoke evaluate consume
    "summarize count() " : or and == != <> in !in between !between in~ !in~ has_any has_all < <= > >= + - * / % =~ !~ contains !contains contains_cs !contains_cs startswith !startswith startswith_cs !startswith_cs endswith !endswith endswith_cs !endswith_cs has !has has_cs !has_cs hasprefix !hasprefix hasprefix_cs !hasprefix_cs hassuffix !hassuffix hassuffix_cs !hassuffix_cs matches regex like notlike likecs notlikecs notcontains containscs notcontainscs , by |
    "mv-expand a to " : typeof
    "#);
}
