//! Stored functions: forms, behaviour, refusals.

mod support;

use insta::assert_snapshot;
use support::{run, run_well, session, verified};

#[test]
fn definitions_print_as_they_read() {
    for text in [
        ".create function F() {T}",
        ".create function ifnotexists F(x:long, y:string) { T | take x }",
        ".create function with (docstring='what', folder='a\\\\b', view=true, skipvalidation=false) F() {T}",
        ".alter function F(x:long=-5, r:real=2.5, t:timespan=1.5h, b:bool=true, s:string='it\\'s') {T}",
        ".create-or-alter function ['a b'](T:(x:long, ['y z']:string), U:(*), V:()) {T}",
        ".create function F(d:datetime=datetime(2026-01-31), p:dynamic=dynamic({\"a\": [1, 2]}), n:long=long(null)) {T}",
        ".create function F() {\n    // a comment\n    T;\n\n    U // and another\n}",
    ] {
        verified(text, text);
    }
}

#[test]
fn one_form_has_several_spellings() {
    verified(
        ".create function with(DocString=\"x\", skipvalidation=\"true\")\n\"F\" ( a : int64=time(5m) ) {T}",
        ".create function with (docstring='x', skipvalidation=true) F( a : int64=time(5m) ) {T}",
    );
    verified(".create function F {T}", ".create function F() {T}");
    verified(".create function F(s:string='a' @\"b\") {T}", ".create function F(s:string='a' @\"b\") {T}");
    verified(
        ".create function F(d:dynamic = dynamic( [3] // three\n)) {T}",
        ".create function F(d:dynamic = dynamic( [3] )) {T}",
    );
    verified(".create function ['ifnotexists'](x : date) { }", ".create function ['ifnotexists'](x : date) { }");
}

#[test]
fn the_other_forms_print_as_they_read() {
    for text in [
        ".alter function F docstring 'text'",
        ".alter function F folder 'a\\\\b'",
        ".drop function F",
        ".drop function F ifexists",
        ".drop functions (F, G)",
        ".drop functions (F, ['a b']) ifexists",
        ".show functions",
        ".show functions | where Name == 'F'",
        ".show function F",
        ".show function F with (ShowObfuscatedStrings=true, Builtin=false, IncludeHiddenFunctions=true)",
    ] {
        verified(text, text);
    }
}

#[test]
fn a_function_is_made_changed_and_dropped() {
    let script = "\
.create function with (docstring='one', folder='a') F(x:long=10) { T | take x }
.create function ifnotexists F() { U }
.create-or-alter function G(T:(x:long)) {T}
.alter function F docstring 'two'
.alter function G folder @'b\\c'
.show functions
.alter function F() {V}
.show function F
.drop function G
.drop function G ifexists
";
    assert_snapshot!(run(&mut session(), script), @r"
    Name,Parameters,Body,Folder,DocString
    F,(x:long=10),{ T | take x },a,one

    Name,Parameters,Body,Folder,DocString
    F,(x:long=10),{ T | take x },a,one

    Name,Parameters,Body,Folder,DocString
    G,(T:(x:long)),{T},,

    Name,Parameters,Body,Folder,DocString
    F,(x:long=10),{ T | take x },a,two

    Name,Parameters,Body,Folder,DocString
    G,(T:(x:long)),{T},b\c,

    Name,Parameters,Body,Folder,DocString
    F,(x:long=10),{ T | take x },a,two
    G,(T:(x:long)),{T},b\c,

    Name,Parameters,Body,Folder,DocString
    F,(),{V},,

    Name,Parameters,Body,Folder,DocString
    F,(),{V},,

    Name
    G

    Name
    ");
}

#[test]
fn several_functions_go_together_or_not_at_all() {
    let mut session = session();
    run_well(&mut session, ".create function A() {T}\n.create function B() {T}\n.create function C() {T}\n");
    assert_snapshot!(run(&mut session, ".drop functions (A, X)\n.drop functions (A, X, B, A) ifexists"), @r"
    error: Entity ID 'X' of kind 'ExpressionFunction' was not found.
     --> test:1:21
      |
    1 | .drop functions (A, X)
      |                     ^
      |
      = help: kmgmt looked for a function in database `NetDefaultDB`
    Name,Parameters,Body,Folder,DocString
    C,(),{T},,
    ");
}

#[test]
fn altering_keeps_the_admins_and_the_creator_is_one() {
    let script = "\
.create function F() {T}
.add function F admins ('aaduser=a@b.c') skip-results
.create-or-alter function F() {U}
.show function F principals
";
    let shown = run(&mut session(), script);
    let admins: Vec<&str> = shown.lines().filter(|line| line.starts_with("Function F Admin")).collect();
    assert_eq!(admins.len(), 2, "{shown}");
}

#[test]
fn obfuscated_strings_are_not_kept() {
    let script = "\
.create function F() { T | where key == h'geheim' }
.show function F with (ShowObfuscatedStrings=true)
";
    let shown = run(&mut session(), script);
    assert!(!shown.contains("geheim"), "{shown}");
    assert_snapshot!(shown, @r"
    Name,Parameters,Body,Folder,DocString
    F,(),{ T | where key == h'****' },,
    warning: obfuscated strings stay redacted: kmgmt does not keep them
     --> test:2:1
      |
    2 | .show function F with (ShowObfuscatedStrings=true)
      | ^^^^^

    Name,Parameters,Body,Folder,DocString
    F,(),{ T | where key == h'****' },,
    ");
}

#[test]
fn what_is_there_and_what_is_not_is_told() {
    let mut session = session();
    run_well(&mut session, ".create function Storms() {T}\n");
    assert_snapshot!(run(&mut session, ".create function Storms() {U}\n.alter function Storm() {U}\n.show function storms"), @r"
    error: Entity 'Storms' of kind 'ExpressionFunction' already exists.
     --> test:1:18
      |
    1 | .create function Storms() {U}
      |                  ^^^^^^
    error: Entity ID 'Storm' of kind 'ExpressionFunction' was not found.
     --> test:2:17
      |
    2 | .alter function Storm() {U}
      |                 ^^^^^
      |
      = help: did you mean `Storms`?
      = help: kmgmt looked for a function in database `NetDefaultDB`
    error: Entity ID 'storms' of kind 'ExpressionFunction' was not found.
     --> test:3:16
      |
    3 | .show function storms
      |                ^^^^^^
      |
      = help: did you mean `Storms`?
      = help: kmgmt looked for a function in database `NetDefaultDB`
    ");
}

#[test]
fn parameters_are_checked() {
    let script = "\
.create function F(x:long, x:string) {T}
.create function F(x:long, T:(*)) {T}
.create function F(x:long=1, y:long) {T}
.create function F(x:long='a') {T}
.create function F(x:timespan=5) {T}
.create function F() { }
.create function 'F'('y z':long) {T}
.create function F(T:(x:long, ```y```:long)) {T}
";
    assert_snapshot!(run(&mut session(), script), @r"
    error: `x` is given twice
     --> test:1:28
      |
    1 | .create function F(x:long, x:string) {T}
      |                    -       ^
      |                    |
      |                    first given here
    error: parameter `T` takes a table and stands after one that takes a scalar
     --> test:2:28
      |
    2 | .create function F(x:long, T:(*)) {T}
      |                            ^
      |
      = help: tables come first, then scalars without a default, then those with one
    error: parameter `y` has no default and stands after one that has
     --> test:3:30
      |
    3 | .create function F(x:long=1, y:long) {T}
      |                              ^
      |
      = help: tables come first, then scalars without a default, then those with one
    error: `'a'` is no long, which parameter `x` takes
     --> test:4:20
      |
    4 | .create function F(x:long='a') {T}
      |                    ^
    error: `5` is no timespan, which parameter `x` takes
     --> test:5:20
      |
    5 | .create function F(x:timespan=5) {T}
      |                    ^
    error: the body of `F` is empty
     --> test:6:22
      |
    6 | .create function F() { }
      |                      ^^^
    error: the name of a parameter stands in quotes only inside brackets
     --> test:7:22
      |
    7 | .create function 'F'('y z':long) {T}
      |                      ^^^^^
      |
      = help: write `['y z']`
    error: the name of a column stands in quotes only inside brackets
     --> test:8:31
      |
    8 | .create function F(T:(x:long, ```y```:long)) {T}
      |                               ^^^^^^^
      |
      = help: write `['y']`
    ");
}

#[test]
fn properties_are_a_closed_list() {
    let script = "\
.create function with (doc='x') F() {T}
.create function with (view='perhaps') F() {T}
.create function with (folder='a', Folder='b') F() {T}
";
    assert_snapshot!(run(&mut session(), script), @"
    error: there is no property `doc` here
     --> test:1:24
      |
    1 | .create function with (doc='x') F() {T}
      |                        ^^^
      |
      = help: did you mean `docstring`?
      = help: the properties are `docstring`, `folder`, `view` and `skipvalidation`
    error: the property `view` takes `true` or `false`
     --> test:2:29
      |
    2 | .create function with (view='perhaps') F() {T}
      |                             ^^^^^^^^^
    error: `folder` is given twice
     --> test:3:36
      |
    3 | .create function with (folder='a', Folder='b') F() {T}
      |                        ------      ^^^^^^
      |                        |
      |                        first given here
    ");
}

#[test]
fn a_function_that_an_update_policy_calls_goes_with_a_warning() {
    let mut session = session();
    run_well(
        &mut session,
        ".create table S (x:int)
.create table T (x:int)
.create function F() { S }
.create function G() { F() }
.alter table T policy update @'[{\"Source\": \"S\", \"Query\": \"G()\"}]'",
    );
    assert_snapshot!(run(&mut session, ".drop function F"), @"
    warning: the update policy of table `T` calls function `F`, which is then not there
     --> test:1:1
      |
    1 | .drop function F
      | ^^^^^
      |
      = help: `.alter table T policy update …` gives another query
    Name
    F
    ");
    assert_snapshot!(run(&mut session, ".drop functions (G, F) ifexists"), @"
    warning: the update policy of table `T` calls function `G`, which is then not there
     --> test:1:1
      |
    1 | .drop functions (G, F) ifexists
      | ^^^^^
      |
      = help: `.alter table T policy update …` gives another query
    Name,Parameters,Body,Folder,DocString
    ");
}
