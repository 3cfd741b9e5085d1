//! `kmgmt check`.

use crate::cli::kmgmt::{file, kmgmt, path};

const SCRIPT: &str = "\
.show cluster principals
#help
#nix
.alter table T policy caching hot = 5d

.show cluster principals | where Role == 'x'

.execute database script <| .add databse X users ('aaduser=a@fabrikam.com')
.show cluster principals
#help
.add cluster admins ('aaduser=a@fabrikam.com')
.add database X users ('aaduser=a@fabrikam.com')
  .frobnicate
#end
.add database X users ('aaduser=a@fabrikam.com'
";

#[test]
fn each_statement_is_an_object_for_programs() {
    kmgmt(["check", "--format", "json"]).stdin(SCRIPT).out(OBJECTS).ends(1);
    kmgmt(["check", "--format", "json", &file("check.kql", SCRIPT)]).out(OBJECTS).ends(1);
}

#[test]
fn people_get_diagnostics_and_a_sum() {
    kmgmt(["check", "-"]).stdin(SCRIPT).out("13 statements, 6 errors, 2 not interpreted\n").err(DIAGNOSTICS).ends(1);
}

#[test]
fn a_script_without_errors_is_right() {
    let summary = "1 statement, 0 errors, 0 not interpreted\n";
    kmgmt(["check"]).stdin(".show version").out(summary).ends(0);
    kmgmt(["check"]).stdin("").out("0 statements, 0 errors, 0 not interpreted\n").ends(0);
    let (first, second) = (file("right.kql", ".show version"), file("more.kql", "#help\n#quit"));
    kmgmt(["check", &first, &second]).out("3 statements, 0 errors, 0 not interpreted\n").ends(0);
}

#[test]
fn nothing_runs() {
    kmgmt(["check"])
        .stdin(".show database Nope principals\n#quit\n#dbcontext")
        .out("3 statements, 0 errors, 0 not interpreted\n")
        .ends(0);
}

#[test]
fn a_file_that_cannot_be_read_does_not_hide_the_others() {
    let (missing, wrong) =
        (path("none.kql").display().to_string(), file("wrong.kql", b".show version;\n.frobnicate \xFF"));
    let err = format!(
        "error: can't read `{missing}`: No such file or directory (os error 2)\nerror: {wrong}: the input is no UTF-8 at byte 27\n"
    );
    kmgmt(["check", &missing, &wrong]).out("1 statement, 0 errors, 0 not interpreted\n").err(&err).ends(2);
}

const OBJECTS: &str = "";
const DIAGNOSTICS: &str = "";
