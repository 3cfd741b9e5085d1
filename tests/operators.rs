//! What operators give, on rows that the queries have themselves.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test that fails may panic")]

#[path = "support/run_query.rs"]
mod run_query;

use run_query::{all_shown, bound, shown};

/// Rows with nulls and a bag.
const T: &str = "let T = datatable(a:long, b:string, c:real, d:dynamic, e:datetime) [
    1, 'x', 1.5, dynamic([1, 2]), datetime(2026-01-01),
    2, 'y', real(nan), dynamic({'k': 'v', 'l': 2}), datetime(null),
    3, 'x', real(null), dynamic([]), datetime(2026-01-03),
    long(null), '', -1.0, dynamic(null), datetime(2026-01-02)];\nT | ";

/// Shows what each pipe gives of these rows.
fn of_rows(pipes: &[&str]) -> String {
    pipes.iter().map(|pipe| format!("| {pipe}\n{}\n", shown(&format!("{T}{pipe}")))).collect()
}

/// Shows the errors of pipes, from the last line of the text on.
fn errors(pipes: &[&str]) -> String {
    let error = |pipe: &&str| {
        let error = bound(&format!("{T}{pipe}")).unwrap_err();
        let found = error.span().map(|span| span.of(&format!("{T}{pipe}")).to_owned()).unwrap_or_default();
        let help: String = error.help.iter().map(|help| format!("    {help}\n")).collect();
        format!("{pipe}\n  at `{found}`: {}\n{help}", error.message)
    };
    pipes.iter().map(error).collect()
}

#[test]
fn columns_without_a_name_get_the_names_that_the_language_gives() {
    let names = |pipe: &str| {
        let bound = bound(&format!("{T}{pipe}")).unwrap();
        let names: Vec<String> = bound.columns().iter().map(|one| format!("{}:{}", one.name, one.kind)).collect();
        format!("{pipe}\n  {}\n", names.join(", "))
    };
    let pipes = [
        "project a, 1, a + 1, strlen(b), tostring(a), d.k, d[0], d['x y'].z, toupper(b)",
        "extend a + 1, tolong(a), toint(a), bin(a, 2), a = b",
        "summarize count(), sum(a), max(c), make_list(b), make_set(b), dcount(b), countif(a > 1) by b, bin(a, 2)",
        "summarize arg_max(a, *) by b",
        "summarize arg_max(a, b, c = c), arg_min(c, *)",
        "summarize (n, m) = arg_max(a, b), take_any(b), take_any(*)",
        "summarize n = count(), n2 = sum(a) / count(), round(avg(c), 1) by k = b",
        "summarize any(a), any(b, c + 1), n = any(b)",
        "summarize any(*) by a",
        "summarize avg(a), avg(a)",
        "distinct b, a + 1",
        "count",
        "count as N",
        "mv-expand d",
        "mv-expand x = d to typeof(long), d",
        "mv-expand with_itemindex = a d.k",
        "mv-apply x = d to typeof(long) on (summarize s = sum(x))",
        "mv-apply d on (take 1 | extend y = 1)",
        "project-rename z = a, y = b",
        "project-reorder d, c",
        "project-reorder * desc",
        "project a100 = 1, b = 1, a20 = 2, a3 = 3 | project-reorder a* granny-asc",
        "project a100 = 1, b = 1, a20 = 2, a3 = 3 | project-reorder a* granny-desc",
        "project a100 = 1, b = 1, a20 = 2, a3 = 3 | project-reorder a* asc",
        "project-away a*, d",
        "project-keep d, a",
        "parse b with * 'x' n: long 'y' a",
        "lookup (datatable(b:string, a:long, z:bool)[]) on b",
        "serialize n = 1",
        "as X",
        "render table",
        "getschema",
        "project column_ifexists('a', 0), column_ifexists('q', 0)",
        "extend p = pack_all()",
        "extend array_sort_asc(d, d.k, true), (x, y) = array_sort_desc(d, d)",
        "project array_sort_asc(d), x = array_sort_desc(d.k, d)",
        "summarize array_sort_asc(make_list(a), make_set(b))",
    ];
    insta::assert_snapshot!(pipes.iter().map(|pipe| names(pipe)).collect::<String>(), @"
    project a, 1, a + 1, strlen(b), tostring(a), d.k, d[0], d['x y'].z, toupper(b)
      a:long, Column1:long, Column2:long, strlen_b:long, a1:string, d_k:dynamic, d_0:dynamic, d_x y_z:dynamic, Column3:string
    extend a + 1, tolong(a), toint(a), bin(a, 2), a = b
      b:string, c:real, d:dynamic, e:datetime, Column1:long, a:string
    summarize count(), sum(a), max(c), make_list(b), make_set(b), dcount(b), countif(a > 1) by b, bin(a, 2)
      b:string, a:long, count_:long, sum_a:long, max_c:real, list_b:dynamic, set_b:dynamic, dcount_b:long, countif_:long
    summarize arg_max(a, *) by b
      b:string, a:long, c:real, d:dynamic, e:datetime
    summarize arg_max(a, b, c = c), arg_min(c, *)
      a:long, b:string, c:real, c1:real, a1:long, b1:string, d:dynamic, e:datetime
    summarize (n, m) = arg_max(a, b), take_any(b), take_any(*)
      n:long, m:string, b:string, a:long, b1:string, c:real, d:dynamic, e:datetime
    summarize n = count(), n2 = sum(a) / count(), round(avg(c), 1) by k = b
      k:string, n:long, n2:long, avg_c:real
    summarize any(a), any(b, c + 1), n = any(b)
      any_a:long, any_b:string, any_arg1:real, n:string
    summarize any(*) by a
      a:long, any_b:string, any_c:real, any_d:dynamic, any_e:datetime
    summarize avg(a), avg(a)
      avg_a:real, avg_a1:real
    distinct b, a + 1
      b:string, Column1:long
    count
      Count:long
    count as N
      N:long
    mv-expand d
      a:long, b:string, c:real, d:dynamic, e:datetime
    mv-expand x = d to typeof(long), d
      a:long, b:string, c:real, d:dynamic, e:datetime, x:long
    mv-expand with_itemindex = a d.k
      a:long, b:string, c:real, d:dynamic, e:datetime, d_k:dynamic, a1:long
    mv-apply x = d to typeof(long) on (summarize s = sum(x))
      a:long, b:string, c:real, d:dynamic, e:datetime, s:long
    mv-apply d on (take 1 | extend y = 1)
      a:long, b:string, c:real, e:datetime, d:dynamic, y:long
    project-rename z = a, y = b
      z:long, y:string, c:real, d:dynamic, e:datetime
    project-reorder d, c
      d:dynamic, c:real, a:long, b:string, e:datetime
    project-reorder * desc
      e:datetime, d:dynamic, c:real, b:string, a:long
    project a100 = 1, b = 1, a20 = 2, a3 = 3 | project-reorder a* granny-asc
      a3:long, a20:long, a100:long, b:long
    project a100 = 1, b = 1, a20 = 2, a3 = 3 | project-reorder a* granny-desc
      a100:long, a20:long, a3:long, b:long
    project a100 = 1, b = 1, a20 = 2, a3 = 3 | project-reorder a* asc
      a100:long, a20:long, a3:long, b:long
    project-away a*, d
      b:string, c:real, e:datetime
    project-keep d, a
      a:long, d:dynamic
    parse b with * 'x' n: long 'y' a
      a:string, b:string, c:real, d:dynamic, e:datetime, n:long
    lookup (datatable(b:string, a:long, z:bool)[]) on b
      a:long, b:string, c:real, d:dynamic, e:datetime, a1:long, z:bool
    serialize n = 1
      a:long, b:string, c:real, d:dynamic, e:datetime, n:long
    as X
      a:long, b:string, c:real, d:dynamic, e:datetime
    render table
      a:long, b:string, c:real, d:dynamic, e:datetime
    getschema
      ColumnName:string, ColumnOrdinal:long, DataType:string, ColumnType:string
    project column_ifexists('a', 0), column_ifexists('q', 0)
      a:long, Column1:long
    extend p = pack_all()
      a:long, b:string, c:real, d:dynamic, e:datetime, p:dynamic
    extend array_sort_asc(d, d.k, true), (x, y) = array_sort_desc(d, d)
      a:long, b:string, c:real, d:dynamic, e:datetime, d_sorted:dynamic, d_k_sorted:dynamic, x:dynamic, y:dynamic
    project array_sort_asc(d), x = array_sort_desc(d.k, d)
      d_sorted:dynamic, x:dynamic, d_sorted1:dynamic
    summarize array_sort_asc(make_list(a), make_set(b))
      list_a_sorted:dynamic, set_b_sorted:dynamic
    ");
}

#[test]
fn what_does_not_fit_is_an_error_before_a_row_is_read() {
    insta::assert_snapshot!(errors(&[
        "where A == 1",
        "where b",
        "where b + 1 > 2",
        "where d",
        "project x = a, x = b",
        "project (x, y) = a",
        "project sum(a)",
        "summarize a",
        "summarize sum(max(a))",
        "summarize sum(b)",
        "summarize count() by d",
        "distinct *",
        "order by d",
        "take b",
        "take a",
        "take 1.5",
        "top 'x' by a",
        "extend b.c",
        "extend d[1.5]",
        "extend strlen()",
        "extend countof(b, 'x', 'regexp')",
        "extend array_sort_asc(d, a)",
        "extend array_sort_asc(d, true, d)",
        "extend (x, y) = array_sort_asc(d)",
        "extend nix(a)",
        "where b like 'x'",
        "where a == toscalar(Nothing)",
        "extend strln(b)",
        "extend cnt(b)",
        "summarize cnt(b)",
        "summarize dcountt(b) by a",
        "summarize strln(max(b))",
        "summarize max(strln(b))",
        "summarize nix(b)",
        "mv-expand a",
        "mv-expand d, d",
        "mv-apply d on (where q == 1)",
        "project-away q",
        "project-rename z = q",
        "project-rename b = a",
        "parse b with * c",
        "parse b with x *",
        "parse b with x y",
        "parse kind=regex b with '(' x",
        "parse kind=regex flags=q b with 'a' x",
        "lookup kind=left (datatable(b:string)[]) on b",
        "lookup (datatable(b:string)[]) on a",
        "lookup (datatable(b:string)[]) on $left.a == $right.b",
        "lookup (X) on a",
        "join (T) on a",
        "union T",
        "evaluate bag_unpack(d)",
        "where a in (U | project a)",
        "where toscalar(T) == 'x'",
        "where b matches regex '('",
        "where b < 'x'",
        "where d < now()",
        "extend iff(d, 1, 2)",
        "where not(d)",
        "extend ago(d)",
        "summarize sum(d)",
        "summarize max(d)",
        "summarize countif(d)",
        "summarize arg_max(*, a)",
        "summarize by a, a",
        "project-rename a = a",
        "project-away zz*",
        "lookup (datatable(a:int)[]) on a",
    ]), @"
    where A == 1
      at `A`: there is no column `A`
        did you mean `a`?
        the columns are `a`, `b`, `c`, `d` and `e`
    where b
      at `b`: `where` takes a bool, and this is a string
    where b + 1 > 2
      at `b`: `+` takes a number, a datetime or a timespan here, and this is a string
        it is written `a + b`, see https://learn.microsoft.com/kusto/query/numerical-operators
    where d
      at `d`: `where` takes a bool, and this is a dynamic value
    project x = a, x = b
      at `x`: the column `x` is named twice
    project (x, y) = a
      at `a`: this has one value, and 2 names
    project sum(a)
      at `sum`: `sum` is an aggregate, and `summarize` alone takes one
    summarize a
      at `a`: `a` has many values in a group
        put it into an aggregate, such as `take_any(…)`, or among the keys after `by`
    summarize sum(max(a))
      at `max`: `max` is an aggregate, and stands inside another one
    summarize sum(b)
      at `b`: `sum` takes a number, a datetime or a timespan here, and this is a string
        it is written `sum(value)`, see https://learn.microsoft.com/kusto/query/sum-aggregation-function
    summarize count() by d
      at `d`: a dynamic value can't be used as a key
        take its text: `tostring(…)`
    distinct *
      at `distinct *`: `distinct` can't compare the dynamic values of `d`
        take its text: `tostring(…)`
    order by d
      at `d`: dynamic values have no order
        take the value as another type: `tostring(…)`, `tolong(…)`
    take b
      at `b`: `b` stands for no value here
        a value that is the same for every row stands here: a literal, or what `let` names
    take a
      at `a`: `a` stands for no value here
        a value that is the same for every row stands here: a literal, or what `let` names
    take 1.5
      at `1.5`: the number of rows is a whole number, and this is a real
    top 'x' by a
      at `'x'`: the number of rows is a whole number, and this is a string
    extend b.c
      at `b`: a dynamic value has parts, and this is a string
        read the text first: `parse_json(…)`
    extend d[1.5]
      at `1.5`: a place or a name stands in `[…]`, and this is a real
    extend strlen()
      at `strlen()`: `strlen` takes 1 argument, and has 0
        it is written `strlen(text)`, see https://learn.microsoft.com/kusto/query/strlen-function
    extend countof(b, 'x', 'regexp')
      at `'regexp'`: `regexp` is not a kind of search
        the kinds are `normal` and `regex`
        it is written `countof(text, part[, 'normal' or 'regex'])`, see https://learn.microsoft.com/kusto/query/countof-function
    extend array_sort_asc(d, a)
      at `a`: `array_sort_asc` takes dynamic here, and this is a long
        it is written `array_sort_asc(array, …[, nulls_last])`, see https://learn.microsoft.com/kusto/query/array-sort-asc-function
    extend array_sort_asc(d, true, d)
      at `true`: `array_sort_asc` takes dynamic here, and this is a bool
        it is written `array_sort_asc(array, …[, nulls_last])`, see https://learn.microsoft.com/kusto/query/array-sort-asc-function
    extend (x, y) = array_sort_asc(d)
      at `y`: there is no value for `y`
    extend nix(a)
      at `nix`: kmgmt has no function `nix`
        the functions are listed in https://learn.microsoft.com/kusto/query/scalar-functions
    where b like 'x'
      at `like`: kmgmt has no operator `like`
        `has`, `contains`, `startswith` and `matches regex` look into texts
    where a == toscalar(Nothing)
      at `Nothing`: kmgmt has no rows of table `Nothing`
        rows come from the command before the pipe, `datatable`, `range`, `print`, or what `let` names
    extend strln(b)
      at `strln`: kmgmt has no function `strln`
        did you mean `strlen`?
        the functions are listed in https://learn.microsoft.com/kusto/query/scalar-functions
    extend cnt(b)
      at `cnt`: kmgmt has no function `cnt`
        did you mean `cot`?
        the functions are listed in https://learn.microsoft.com/kusto/query/scalar-functions
    summarize cnt(b)
      at `cnt`: kmgmt has no function `cnt`
        did you mean `count`?
        the aggregates are listed in https://learn.microsoft.com/kusto/query/aggregation-functions
    summarize dcountt(b) by a
      at `dcountt`: kmgmt has no function `dcountt`
        did you mean `dcount`?
        the aggregates are listed in https://learn.microsoft.com/kusto/query/aggregation-functions
    summarize strln(max(b))
      at `strln`: kmgmt has no function `strln`
        did you mean `strlen`?
        the functions are listed in https://learn.microsoft.com/kusto/query/scalar-functions
    summarize max(strln(b))
      at `strln`: kmgmt has no function `strln`
        did you mean `strlen`?
        the functions are listed in https://learn.microsoft.com/kusto/query/scalar-functions
    summarize nix(b)
      at `nix`: kmgmt has no function `nix`
        the aggregates are listed in https://learn.microsoft.com/kusto/query/aggregation-functions
    mv-expand a
      at `a`: a dynamic value is expanded, and this is a long
    mv-expand d, d
      at `d`: `d` is expanded twice
    mv-apply d on (where q == 1)
      at `q`: there is no column `q`
        the columns are `a`, `b`, `c`, `d` and `e`
    project-away q
      at `q`: there is no column `q`
        the columns are `a`, `b`, `c`, `d` and `e`
    project-rename z = q
      at `q`: there is no column `q`
        the columns are `a`, `b`, `c`, `d` and `e`
    project-rename b = a
      at `b`: there is a column `b` already
    parse b with * c
      at `*`: `*` must be followed by a string
    parse b with x *
      at `*`: `*` can't follow a string: where that ends would not be known
        put the text that ends the string between them
    parse b with x y
      at `y`: two columns need a string between them
        put the text that ends the first one between them
    parse kind=regex b with '(' x
      at `'('`: the pattern is no regular expression: unclosed group
    parse kind=regex flags=q b with 'a' x
      at `q`: `q` is no flag
        the flags are `i`, `m`, `s`, `U` and `x`
    lookup kind=left (datatable(b:string)[]) on b
      at `left`: `lookup` has no kind `left`
        the kinds are `leftouter` and `inner`
    lookup (datatable(b:string)[]) on a
      at `a`: there is no column `a`
        the only column is `b`
    lookup (datatable(b:string)[]) on $left.a == $right.b
      at `a == $right.b`: the keys have two types: a long and a string
        make one of both first: `extend b = tolong(b)`
    lookup (X) on a
      at `X`: kmgmt has no rows of table `X`
        rows come from the command before the pipe, `datatable`, `range`, `print`, or what `let` names
    join (T) on a
      at `join (T) on a`: `join` is an operator that kmgmt does not interpret
        kmgmt runs `where`, `project`, `extend`, `summarize`, `take`, `sort`, `count`, `project-away`, `project-keep`, `project-rename`, `project-reorder`, `distinct`, `top`, `mv-expand`, `mv-apply`, `parse`, `parse-where`, `lookup`, `getschema`, `render`, `as` and `serialize`
        see https://learn.microsoft.com/kusto/query/join-operator
    union T
      at `union T`: `union` is an operator that kmgmt does not interpret
        kmgmt runs `where`, `project`, `extend`, `summarize`, `take`, `sort`, `count`, `project-away`, `project-keep`, `project-rename`, `project-reorder`, `distinct`, `top`, `mv-expand`, `mv-apply`, `parse`, `parse-where`, `lookup`, `getschema`, `render`, `as` and `serialize`
        see https://learn.microsoft.com/kusto/query/union-operator
    evaluate bag_unpack(d)
      at `evaluate bag_unpack(d)`: `evaluate` is an operator that kmgmt does not interpret
        kmgmt runs `where`, `project`, `extend`, `summarize`, `take`, `sort`, `count`, `project-away`, `project-keep`, `project-rename`, `project-reorder`, `distinct`, `top`, `mv-expand`, `mv-apply`, `parse`, `parse-where`, `lookup`, `getschema`, `render`, `as` and `serialize`
        see https://learn.microsoft.com/kusto/query/evaluate-operator
    where a in (U | project a)
      at `U`: kmgmt has no rows of table `U`
        rows come from the command before the pipe, `datatable`, `range`, `print`, or what `let` names
    where toscalar(T) == 'x'
      at `toscalar(T) == 'x'`: `==` does not take a long and a string together
        it is written `a == b`, see https://learn.microsoft.com/kusto/query/logical-operators
    where b matches regex '('
      at `'('`: the regular expression cannot be read: unclosed group
        it is written `a matches regex b`, see https://learn.microsoft.com/kusto/query/matches-regex-operator
    where b < 'x'
      at `b < 'x'`: `<` does not take a string and a string together
        it is written `a < b`, see https://learn.microsoft.com/kusto/query/numerical-operators
    where d < now()
      at `d < now()`: `<` does not take a dynamic value and a datetime together
        it is written `a < b`, see https://learn.microsoft.com/kusto/query/numerical-operators
    extend iff(d, 1, 2)
      at `d`: `iff` takes bool here, and this is a dynamic value
        it is written `iff(if, then, else)`, see https://learn.microsoft.com/kusto/query/iff-function
    where not(d)
      at `d`: `not` takes bool here, and this is a dynamic value
        it is written `not(truth)`, see https://learn.microsoft.com/kusto/query/not-function
    extend ago(d)
      at `d`: `ago` takes timespan here, and this is a dynamic value
        it is written `ago(timespan)`, see https://learn.microsoft.com/kusto/query/ago-function
    summarize sum(d)
      at `d`: `sum` takes a number, a datetime or a timespan here, and this is a dynamic value
        it is written `sum(value)`, see https://learn.microsoft.com/kusto/query/sum-aggregation-function
    summarize max(d)
      at `d`: `max` takes a value that has an order here, and this is a dynamic value
        it is written `max(value)`, see https://learn.microsoft.com/kusto/query/max-aggregation-function
    summarize countif(d)
      at `d`: `countif` takes bool here, and this is a dynamic value
        it is written `countif(predicate)`, see https://learn.microsoft.com/kusto/query/countif-aggregation-function
    summarize arg_max(*, a)
      at `*`: `arg_max` chooses by one value
        it is written `arg_max(value, …)`
    summarize by a, a
      at `a`: the key `a` is named twice
    project-rename a = a
      at `a`: there is a column `a` already
    project-away zz*
      at `zz*`: no column is like `zz*`
    lookup (datatable(a:int)[]) on a
      at `a`: the keys have two types: a long and an int
        make one of both first: `extend a = tolong(a)`
    ");
}

#[test]
fn operators_give_what_their_pages_say() {
    insta::assert_snapshot!(of_rows(&[
        "where a > 1 and b == 'x' | project a, b",
        "filter isempty(b) | project a",
        "extend n = a * 2, a = b | project a, n",
        "summarize count(), sum(a), avg(c), make_list(a), min(e) by b",
        "summarize by b",
        "where false | summarize count(), sum(a), make_list(b), max(a)",
        "where false | summarize count() by b",
        "summarize arg_max(a, b, c)",
        "summarize n = sum(a) * 10 + count()",
        "distinct b",
        "take 2 | project a",
        "limit 0 | project a",
        "count",
        "top 2 by a | project a, b",
        "project-keep a, e | getschema",
        "project a, d | mv-expand d",
        "project a, d | mv-expand kind=array d",
        "project a, d | mv-expand with_itemindex=i d to typeof(long) limit 1",
        "project a, d | mv-apply x = d to typeof(long) on (summarize s = sum(x), n = count())",
        "project a, d | mv-apply d on (take 1)",
        "parse b with 'x' r | project b, r",
        "lookup (datatable(b:string, z:long)['x', 1, 'x', 2]) on b | project a, b, z",
        "lookup kind=inner (datatable(b2:string, z:long)['y', 1]) on $left.b == $right.b2 | project a, b, z",
        "where a in (T | where b == 'x' | project a) | project a",
        "project t = toscalar(T | summarize max(a)) | take 1",
        "extend q = d.k | where isnotempty(q) | project a, q, d.l",
    ]), @r#"
    | where a > 1 and b == 'x' | project a, b
    a,b
    3,x

    | filter isempty(b) | project a
    a
    ""

    | extend n = a * 2, a = b | project a, n
    a,n
    x,2
    y,4
    x,6
    ,

    | summarize count(), sum(a), avg(c), make_list(a), min(e) by b
    b,count_,sum_a,avg_c,list_a,min_e
    x,2,4,1.5,"[1,3]",2026-01-01T00:00:00.0000000Z
    y,1,2,NaN,[2],
    ,1,0,-1,[],2026-01-02T00:00:00.0000000Z

    | summarize by b
    b
    x
    y
    ""

    | where false | summarize count(), sum(a), make_list(b), max(a)
    count_,sum_a,list_b,max_a
    0,0,[],

    | where false | summarize count() by b
    b,count_

    | summarize arg_max(a, b, c)
    a,b,c
    3,x,

    | summarize n = sum(a) * 10 + count()
    n
    64

    | distinct b
    b
    x
    y
    ""

    | take 2 | project a
    a
    1
    2

    | limit 0 | project a
    a

    | count
    Count
    4

    | top 2 by a | project a, b
    a,b
    3,x
    2,y

    | project-keep a, e | getschema
    ColumnName,ColumnOrdinal,DataType,ColumnType
    a,0,System.Int64,long
    e,1,System.DateTime,datetime

    | project a, d | mv-expand d
    a,d
    1,1
    1,2
    2,"{""k"":""v""}"
    2,"{""l"":2}"
    ,

    | project a, d | mv-expand kind=array d
    a,d
    1,1
    1,2
    2,"[""k"",""v""]"
    2,"[""l"",2]"
    ,

    | project a, d | mv-expand with_itemindex=i d to typeof(long) limit 1
    a,d,i
    1,1,0
    2,,0
    ,,0

    | project a, d | mv-apply x = d to typeof(long) on (summarize s = sum(x), n = count())
    a,d,s,n
    1,"[1,2]",3,2
    2,"{""k"":""v"",""l"":2}",0,2
    ,,0,1

    | project a, d | mv-apply d on (take 1)
    a,d
    1,1
    2,"{""k"":""v""}"
    ,

    | parse b with 'x' r | project b, r
    b,r
    x,
    y,
    x,
    ,

    | lookup (datatable(b:string, z:long)['x', 1, 'x', 2]) on b | project a, b, z
    a,b,z
    1,x,1
    1,x,2
    2,y,
    3,x,1
    3,x,2
    ,,

    | lookup kind=inner (datatable(b2:string, z:long)['y', 1]) on $left.b == $right.b2 | project a, b, z
    a,b,z
    2,y,1

    | where a in (T | where b == 'x' | project a) | project a
    a
    1
    3

    | project t = toscalar(T | summarize max(a)) | take 1
    t
    3

    | extend q = d.k | where isnotempty(q) | project a, q, d.l
    a,q,d_l
    2,"""v""",2
    "#);
}

#[test]
fn nulls_and_nans_stand_at_one_end_of_the_order() {
    insta::assert_snapshot!(of_rows(&[
        "project c | order by c",
        "project c | order by c asc",
        "project c | order by c nulls first",
        "project c | sort by c asc nulls last",
        "project a, b | sort by b asc, a",
        "project e | sort by e asc",
    ]), @r#"
    | project c | order by c
    c
    1.5
    -1
    NaN
    ""

    | project c | order by c asc
    c
    ""
    NaN
    -1
    1.5

    | project c | order by c nulls first
    c
    ""
    NaN
    1.5
    -1

    | project c | sort by c asc nulls last
    c
    -1
    1.5
    NaN
    ""

    | project a, b | sort by b asc, a
    a,b
    ,
    3,x
    1,x
    2,y

    | project e | sort by e asc
    e
    ""
    2026-01-01T00:00:00.0000000Z
    2026-01-02T00:00:00.0000000Z
    2026-01-03T00:00:00.0000000Z
    "#);
}

#[test]
fn sources_and_lets_are_bound() {
    insta::assert_snapshot!(all_shown(&[
        "print 1, x = 'a', 1 + 1",
        "range x from 1 to 3 step 1",
        "range x from 3 to 1 step -1",
        "range x from 1 to 3 step 0",
        "range x from 1 to 2 step 0.5",
        "range t from datetime(2026-01-01) to datetime(2026-01-02) step 12h",
        "range x from 1 to 2 step 1d",
        "datatable(a:real, b:datetime, c:dynamic, d:guid) [1, '2026-01-01', 'x', '74BE27DE-1E4E-49D9-B579-FE0B331D3642']",
        "datatable(a:long, b:long) [1, 2, 3]",
        "datatable(a:long) ['x']",
        "let n = 2; let f = (x: long, y: long = 3) { let z = x * n; z + y }; print f(1), f(1, 1), f(y = 0, x = 5)",
        "let f = (T: (a: long), m: long) { T | where a > m }; f(datatable(a:long)[1, 2, 3], 1)",
        "let t = materialize(range x from 1 to 3 step 1); t | where x in (t | where x > 1)",
        "let T = datatable(a: string, b: string) ['x', 'y']; range n from 1 to 2 step 1 | where 'x' in (T) and 'y' !in (T)",
        "let f = (x: long) { f(x) }; print f(1)",
        "let f = (x: long) { x }; print f('a')",
        "let f = (x: long) { x }; print f(1, 2)",
        "T | count",
        "print toscalar(range x from 5 to 9 step 1)",
        "let t = range x from 1 to 3 step 1; t | extend y = x + toscalar(t | count)",
        "print x = 1 | extend x = 2, y = x",
        "let x = 1;",
    ]), @r#"
    > print 1, x = 'a', 1 + 1
    print_0,x,print_2
    1,a,2

    > range x from 1 to 3 step 1
    x
    1
    2
    3

    > range x from 3 to 1 step -1
    x
    3
    2
    1

    > range x from 1 to 3 step 0
    x

    > range x from 1 to 2 step 0.5
    x
    1
    1.5
    2

    > range t from datetime(2026-01-01) to datetime(2026-01-02) step 12h
    t
    2026-01-01T00:00:00.0000000Z
    2026-01-01T12:00:00.0000000Z
    2026-01-02T00:00:00.0000000Z

    > range x from 1 to 2 step 1d
    error: `range` does not go from a long to a long by a timespan
     --> test:1:14
      |
    1 | range x from 1 to 2 step 1d
      |              ^^^^^^^^^^^^^^
      |
      = help: take numbers, or datetimes or timespans with a timespan as the step
    > datatable(a:real, b:datetime, c:dynamic, d:guid) [1, '2026-01-01', 'x', '74BE27DE-1E4E-49D9-B579-FE0B331D3642']
    a,b,c,d
    1,2026-01-01T00:00:00.0000000Z,"""x""",74be27de-1e4e-49d9-b579-fe0b331d3642

    > datatable(a:long, b:long) [1, 2, 3]
    error: a row has 2 values, and this one has 1
     --> test:1:34
      |
    1 | datatable(a:long, b:long) [1, 2, 3]
      |                                  ^
    > datatable(a:long) ['x']
    error: the column is a long, and this is a string
     --> test:1:20
      |
    1 | datatable(a:long) ['x']
      |                    ^^^
    > let n = 2; let f = (x: long, y: long = 3) { let z = x * n; z + y }; print f(1), f(1, 1), f(y = 0, x = 5)
    print_0,print_1,print_2
    5,3,10

    > let f = (T: (a: long), m: long) { T | where a > m }; f(datatable(a:long)[1, 2, 3], 1)
    a
    2
    3

    > let t = materialize(range x from 1 to 3 step 1); t | where x in (t | where x > 1)
    x
    2
    3

    > let T = datatable(a: string, b: string) ['x', 'y']; range n from 1 to 2 step 1 | where 'x' in (T) and 'y' !in (T)
    n
    1
    2

    > let f = (x: long) { f(x) }; print f(1)
    error: kmgmt has no function `f`
     --> test:1:21
      |
    1 | let f = (x: long) { f(x) }; print f(1)
      |                     ^
      |
      = help: the functions are listed in https://learn.microsoft.com/kusto/query/scalar-functions
    > let f = (x: long) { x }; print f('a')
    error: `x` is a long, and this is a string
     --> test:1:34
      |
    1 | let f = (x: long) { x }; print f('a')
      |                                  ^^^
    > let f = (x: long) { x }; print f(1, 2)
    error: `f` takes 1 argument
     --> test:1:32
      |
    1 | let f = (x: long) { x }; print f(1, 2)
      |                                ^^^^^^^
    > T | count
    error: kmgmt has no rows of table `T`
     --> test:1:1
      |
    1 | T | count
      | ^
      |
      = help: rows come from the command before the pipe, `datatable`, `range`, `print`, or what `let` names
    > print toscalar(range x from 5 to 9 step 1)
    print_0
    5

    > let t = range x from 1 to 3 step 1; t | extend y = x + toscalar(t | count)
    x,y
    1,4
    2,5
    3,6

    > print x = 1 | extend x = 2, y = x
    x,y
    2,1

    > let x = 1;
    error: the query gives no rows
    "#);
}

#[test]
fn patterns_of_parse_fit_as_the_page_says() {
    insta::assert_snapshot!(all_shown(&[
        "print t = 'a=1;b=two;c=3' | parse t with * 'a=' a: long ';b=' b ';c=' c: int | project-away t",
        "print t = 'a=x;b=two' | parse t with 'a=' a: long ';b=' b | project-away t",
        "print t = 'a=x;b=two' | parse kind=relaxed t with 'a=' a: long ';b=' b | project-away t",
        "print t = 'a=x;b=two' | parse-where t with 'a=' a: long ';b=' b",
        "print t = 'A1B2' | parse kind=regex flags=i t with 'a' x: long 'b' y: int | project-away t",
        r"print t = 'x\na1' | parse kind=regex flags=m t with 'a' x: long | project-away t",
        "print t = 'when=2026-01-31 10:00;for=1h' | parse t with 'when=' w: datetime ';for=' f: timespan | project w, f",
        "print t = 'user=ana;x' | parse t with u '=' v ';' *",
        "print t = 'one\\ntwo' | parse t with a 'n' b | project b",
    ]), @r#"
    > print t = 'a=1;b=two;c=3' | parse t with * 'a=' a: long ';b=' b ';c=' c: int | project-away t
    a,b,c
    1,two,3

    > print t = 'a=x;b=two' | parse t with 'a=' a: long ';b=' b | project-away t
    a,b
    ,

    > print t = 'a=x;b=two' | parse kind=relaxed t with 'a=' a: long ';b=' b | project-away t
    a,b
    ,two

    > print t = 'a=x;b=two' | parse-where t with 'a=' a: long ';b=' b
    t,a,b

    > print t = 'A1B2' | parse kind=regex flags=i t with 'a' x: long 'b' y: int | project-away t
    x,y
    1,2

    > print t = 'x\na1' | parse kind=regex flags=m t with 'a' x: long | project-away t
    x
    ""

    > print t = 'when=2026-01-31 10:00;for=1h' | parse t with 'when=' w: datetime ';for=' f: timespan | project w, f
    w,f
    2026-01-31T10:00:00.0000000Z,01:00:00

    > print t = 'user=ana;x' | parse t with u '=' v ';' *
    t,u,v
    user=ana;x,user,ana

    > print t = 'one\ntwo' | parse t with a 'n' b | project b
    b
    "e
    two"
    "#);
}
